/*
 * Random files of traces, written in every way that pickle's opcodes allow, against the same traces given to
 * a builder one by one: what is read many at once is what is read one by one, however the bytes are cut into
 * pieces, and so are the refusals of files that were damaged.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "daemon/snapshot/dump.h"

enum { FILES = 150, TEXTS = 40, PATHS = 1000, TRACES = 2000, DEEPEST = 720, MOST_BYTES = 1 << 20 };

struct path {
    uint32_t memo, nframe; /* nframe 0: the empty tuple */
    struct snapshot_frame frames[DEEPEST];
};

struct trace {
    uint32_t memo, path, domain, total;
    uint64_t size;
};

/* A file as it is written, and what it means. */
struct file {
    unsigned char bytes[MOST_BYTES];
    size_t length;
    uint32_t memo; /* things remembered so far */
    uint32_t text_memo[TEXTS], text_count, path_count, trace_count;
    struct path paths[PATHS];
    struct trace traces[TRACES];
    bool totals, shallow; /* as 3.9 and later write them; no traceback that is long */
    struct snapshot_builder *builder;
};

static uint64_t state;

static uint32_t below(uint32_t limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)((state >> 20) % limit);
}

static void put(struct file *f, const void *bytes, size_t length)
{
    assert_true(f->length + length <= MOST_BYTES);
    memcpy(f->bytes + f->length, bytes, length);
    f->length += length;
}

static void put_byte(struct file *f, unsigned byte)
{
    put(f, &(unsigned char){(unsigned char)byte}, 1);
}

static void put_little(struct file *f, uint64_t number, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        put_byte(f, number >> i * 8 & 0xff);
}

/* In the shortest form, or in one that is longer than need be. */
static void put_number(struct file *f, uint64_t number)
{
    unsigned form = below(12);
    if (number < 256 && form > 2) {
        put_byte(f, 'K');
        put_little(f, number, 1);
    } else if (number < 65536 && form > 1) {
        put_byte(f, 'M');
        put_little(f, number, 2);
    } else if (number < (uint64_t)1 << 31 && form > 0) {
        put_byte(f, 'J');
        put_little(f, number, 4);
    } else {
        put_byte(f, 0x8a);
        put_byte(f, 9);
        put_little(f, number, 8);
        put_byte(f, 0);
    }
}

static void put_reference(struct file *f, uint32_t memo)
{
    bool wide = memo > 255 || below(8) == 0;
    put_byte(f, wide ? 'j' : 'h');
    put_little(f, memo, wide ? 4 : 1);
}

static uint32_t remember(struct file *f)
{
    put_byte(f, 0x94);
    return f->memo++;
}

static uint32_t put_new_text(struct file *f)
{
    put(f, "\x8c\x02", 2);
    put(f, &(char[]){'f', (char)('0' + f->text_count)}, 2);
    f->text_memo[f->text_count] = remember(f);
    return f->text_count++;
}

static struct snapshot_frame random_frame(const struct file *f)
{
    unsigned kind = below(40);
    uint32_t line = kind == 0   ? below(0x7fffffff)
                    : kind == 1 ? 65500 + below(100)
                    : kind < 10 ? below(3000)
                                : below(70);
    return (struct snapshot_frame){f->text_count > 0 ? below(f->text_count) : 0, line};
}

static void put_frame(struct file *f, struct snapshot_frame *frame)
{
    if (f->text_count == 0 || (f->text_count < TEXTS && below(20) == 0))
        frame->file = put_new_text(f);
    else
        put_reference(f, f->text_memo[frame->file]);
    put_number(f, frame->line);
    put_byte(f, 0x86);
    if (below(50) != 0)
        remember(f);
}

/* Frames of its own, and below them some of another. */
static void put_frames(struct file *f, struct path *path)
{
    bool marked = path->nframe > 3 || below(10) == 0; /* it need not be so short as it can */
    const struct path *base = f->path_count > 0 ? &f->paths[below(f->path_count)] : path;
    uint32_t own = base != path && path->nframe < base->nframe + 6 ? 1 + below(3) : path->nframe;
    if (marked)
        put_byte(f, '(');
    for (uint32_t i = 0; i < path->nframe; i++) {
        uint32_t left = path->nframe - i;
        path->frames[i] =
            i >= own && left <= base->nframe ? base->frames[base->nframe - left] : random_frame(f);
        put_frame(f, &path->frames[i]);
    }
    put_byte(f, marked ? 't' : 0x84 + path->nframe);
}

/* The number of the path that is put. */
static uint32_t put_path(struct file *f)
{
    if (f->path_count > 0 && (f->path_count == PATHS || below(3) != 0)) {
        uint32_t path = below(f->path_count);
        if (f->paths[path].memo != UINT32_MAX) {
            put_reference(f, f->paths[path].memo);
            return path;
        }
        if (f->path_count == PATHS) {
            put_reference(f, f->paths[0].memo);
            return 0;
        }
    }
    struct path *path = &f->paths[f->path_count];
    path->nframe = below(30) == 0 ? 0 : !f->shallow && below(300) == 0 ? 200 + below(500) : 1 + below(12);
    if (path->nframe == 0)
        put_byte(f, ')');
    else
        put_frames(f, path);
    path->memo = f->path_count == 0 || below(60) != 0 ? remember(f) : UINT32_MAX;
    return f->path_count++;
}

static void count_trace(struct file *f, const struct trace *trace)
{
    const struct path *path = &f->paths[trace->path];
    uint32_t ids[DEEPEST];
    for (uint32_t i = 0; i < path->nframe; i++) { /* a file has the newest first */
        char name[] = {'f', (char)('0' + path->frames[i].file)};
        uint32_t file;
        assert_int_equal(snapshot_builder_string(f->builder, name, 2, &file), SNAPSHOT_OK);
        assert_int_equal(
            snapshot_builder_frame(f->builder, file, path->frames[i].line, &ids[path->nframe - 1 - i]),
            SNAPSHOT_OK);
    }
    assert_int_equal(snapshot_builder_traceback(f->builder, ids, path->nframe, trace->total, trace->domain,
                                                trace->size, 1),
                     SNAPSHOT_OK);
}

static void put_trace(struct file *f)
{
    if (f->trace_count > 0 && below(50) == 0) { /* one that was there before */
        const struct trace *before = &f->traces[below(f->trace_count)];
        put_reference(f, before->memo);
        count_trace(f, before);
        return;
    }
    struct trace trace = {.total = 0};
    unsigned kind = below(30);
    trace.domain = kind == 0 ? below(2) : kind == 1 ? 389047 : kind == 2 ? below(1000) : 0;
    kind = below(60);
    trace.size = kind == 0   ? (uint64_t)below(1u << 31) << 8
                 : kind == 1 ? UINT32_MAX - below(2)
                 : kind < 20 ? below(100000)
                             : below(600);
    if (f->totals)
        put_byte(f, '(');
    put_number(f, trace.domain);
    put_number(f, trace.size);
    trace.path = put_path(f);
    if (f->totals) {
        trace.total = below(20) == 0 ? below(70000) : f->paths[trace.path].nframe;
        put_number(f, trace.total);
    }
    put_byte(f, f->totals ? 't' : 0x87);
    if (f->trace_count < TRACES && below(40) != 0) {
        trace.memo = remember(f);
        f->traces[f->trace_count++] = trace;
    }
    count_trace(f, &trace);
}

/* A whole file. Its traces are in lists of many, or one by one. */
static void write_file(struct file *f)
{
    static const char beginning[] =
        "\x80\x05\x95\0\0\0\0\0\0\0\0\x8c\x0btracemalloc\x94\x8c\x08Snapshot\x94\x93\x94)\x81\x94}\x94("
        "\x8c\x06traces\x94h\x00\x8c\x07_Traces\x94\x93\x94)\x81\x94}\x94\x8c\x07_traces\x94]\x94";
    static const char end[] = "sb\x8c\x0ftraceback_limit\x94K\x19ub.";
    memset(f, 0, sizeof *f);
    assert_int_equal(snapshot_builder_new(&f->builder), SNAPSHOT_OK);
    f->totals = below(3) != 0;
    f->shallow = below(2) != 0;
    f->memo = 12;
    put(f, beginning, sizeof beginning - 1);
    uint32_t batch = 1 + below(200);
    for (uint32_t left = below(12) == 0 ? 2500 : below(500); left > 0;) {
        uint32_t count = left < batch ? left : batch;
        if (count > 1)
            put_byte(f, '(');
        for (uint32_t k = 0; k < count; k++) {
            put_trace(f);
            if (below(80) == 0)
                put(f, "\x95\x01\0\0\0\0\0\0\0", 9);
        }
        put_byte(f, count > 1 ? 'e' : 'a');
        left -= count;
    }
    put(f, end, sizeof end - 1);
    snapshot_builder_traced(f->builder, 25, 0);
}

struct outcome {
    enum dump_status status;
    struct dump_error error;
    struct dump_progress progress;
    unsigned char *written; /* NULL: it was refused */
    size_t length;
};

/* What was written in an order that is none would not be read. */
static void write_value(struct snapshot_builder *builder, struct outcome *outcome)
{
    struct snapshot *snapshot;
    assert_int_equal(snapshot_builder_finish(builder, &snapshot), SNAPSHOT_OK);
    assert_int_equal(snapshot_write(snapshot, &outcome->written, &outcome->length), SNAPSHOT_OK);
    snapshot_release(snapshot);
    assert_int_equal(snapshot_read(outcome->written, outcome->length, &snapshot), SNAPSHOT_OK);
    snapshot_release(snapshot);
}

/* In pieces of `piece` bytes, each in memory of its own; 0: in two that are cut at `cut`. */
static struct outcome read_file(const struct file *f, size_t piece, size_t cut)
{
    struct outcome outcome = {0};
    struct snapshot_dump *dump;
    struct snapshot_builder *builder;
    assert_int_equal(snapshot_dump_new((size_t)1 << 30, &dump), DUMP_OK);
    for (size_t at = 0; at < f->length && outcome.status == DUMP_OK;) {
        size_t length = piece != 0 ? piece : at == 0 && cut > 0 ? cut : f->length - at;
        length = f->length - at < length ? f->length - at : length;
        unsigned char *copy = malloc(length);
        memcpy(copy, f->bytes + at, length);
        outcome.status = snapshot_dump_feed(dump, copy, length, &outcome.error);
        free(copy);
        at += length;
    }
    if (outcome.status == DUMP_OK)
        outcome.status = snapshot_dump_finish(dump, &builder, &outcome.error);
    snapshot_dump_progress(dump, &outcome.progress);
    snapshot_dump_drop(dump);
    if (outcome.status == DUMP_OK)
        write_value(builder, &outcome);
    return outcome;
}

static void expect_same(const struct outcome *expected, struct outcome outcome)
{
    assert_int_equal(outcome.status, expected->status);
    assert_int_equal(outcome.progress.bytes, expected->progress.bytes);
    assert_int_equal(outcome.progress.traces, expected->progress.traces);
    assert_int_equal(outcome.progress.limit, expected->progress.limit);
    assert_int_equal(outcome.progress.totals, expected->progress.totals);
    if (outcome.status != DUMP_OK) {
        assert_int_equal(outcome.error.offset, expected->error.offset);
        assert_string_equal(outcome.error.opcode, expected->error.opcode);
        assert_string_equal(outcome.error.reason, expected->error.reason);
    } else {
        assert_int_equal(outcome.length, expected->length);
        assert_memory_equal(outcome.written, expected->written, expected->length);
    }
    free(outcome.written);
}

static void expect_same_in_pieces(const struct file *f, const struct outcome *expected)
{
    expect_same(expected, read_file(f, 1, 0));
    expect_same(expected, read_file(f, 2 + below(100), 0));
    expect_same(expected, read_file(f, 1000 + below(9000), 0));
}

static struct file *new_file(void)
{
    struct file *f = malloc(sizeof *f);
    assert_non_null(f);
    return f;
}

static void files_mean_what_their_traces_say(void **unused)
{
    (void)unused;
    struct file *f = new_file();
    for (int i = 0; i < FILES; i++) {
        struct outcome expected = {0};
        write_file(f);
        write_value(f->builder, &expected);
        struct outcome whole = read_file(f, f->length, 0);
        assert_int_equal(whole.status, DUMP_OK);
        assert_int_equal(whole.length, expected.length);
        assert_memory_equal(whole.written, expected.written, expected.length);
        expect_same_in_pieces(f, &whole);
        free(whole.written);
        free(expected.written);
    }
    free(f);
}

static void a_file_may_be_cut_anywhere(void **unused)
{
    (void)unused;
    struct file *f = new_file();
    for (int i = 0; i < 40; i++) {
        write_file(f);
        snapshot_builder_drop(f->builder);
        if (f->length > 4000)
            continue;
        struct outcome whole = read_file(f, f->length, 0);
        assert_int_equal(whole.status, DUMP_OK);
        for (size_t cut = 1; cut < f->length; cut++)
            expect_same(&whole, read_file(f, 0, cut));
        free(whole.written);
    }
    free(f);
}

/* Any byte becomes another, a number negative, or a tuple one of four. */
static void damage(struct file *f)
{
    static const unsigned char likely[] = "(Kt\x94hjM\x86\x87)\x85J\0\x01.e";
    size_t at = below((uint32_t)f->length);
    unsigned kind = below(3);
    if (kind == 0) {
        f->bytes[at] = below(2) ? likely[below(sizeof likely - 1)] : (unsigned char)below(256);
        return;
    }
    while (at < f->length && f->bytes[at] != (kind == 1 ? 'J' : 0x87))
        at++;
    if (kind == 1 && at + 4 < f->length)
        f->bytes[at + 4] |= 0x80;
    if (kind == 2 && at < f->length)
        f->bytes[at] = 0x88;
}

static void damage_is_found_at_the_same_place(void **unused)
{
    (void)unused;
    struct file *f = new_file();
    for (int i = 0; i < FILES; i++) {
        write_file(f);
        snapshot_builder_drop(f->builder);
        for (uint32_t n = 1 + below(2); n > 0; n--)
            damage(f);
        struct outcome whole = read_file(f, f->length, 0);
        expect_same_in_pieces(f, &whole);
        free(whole.written);
    }
    free(f);
}

int main(void)
{
    state = 0x9e3779b97f4a7c15u;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_mean_what_their_traces_say),
        cmocka_unit_test(a_file_may_be_cut_anywhere),
        cmocka_unit_test(damage_is_found_at_the_same_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
