/*
 * Flame graphs as pprof reads profiles: a message Profile of profile.proto, gzipped (write_flame.h).
 *
 * tracemalloc knows files and lines and no functions: each line is a function of its own, named
 * "file:line", so that pprof's views by function show lines. A function and its one location have the
 * frame's number. Strings stand in a table, numbered in the order in which they are needed: first those
 * of `words`, then for each frame its name and, where it is another than before, its file. */
#include "api/compress.h"
#include "api/resources/write_flame.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Fields of the messages, by their numbers in profile.proto. */
enum {
    PROFILE_SAMPLE_TYPE = 1,
    PROFILE_SAMPLE = 2,
    PROFILE_LOCATION = 4,
    PROFILE_FUNCTION = 5,
    PROFILE_STRING = 6,
    PROFILE_TIME = 9,
    PROFILE_PERIOD_TYPE = 11,
    PROFILE_PERIOD = 12,
    PROFILE_COMMENT = 13,
    PROFILE_DEFAULT_TYPE = 14
};
enum { VALUE_TYPE = 1, VALUE_UNIT = 2 };
enum { SAMPLE_LOCATION = 1, SAMPLE_VALUE = 2 };
enum { LOCATION_ID = 1, LOCATION_LINE = 4, LINE_FUNCTION = 1, LINE_NUMBER = 2 };
enum { FUNCTION_ID = 1, FUNCTION_NAME = 2, FUNCTION_FILE = 4, FUNCTION_START = 5 };

enum { WORD_EMPTY, WORD_OBJECTS, WORD_COUNT, WORD_SPACE, WORD_BYTES, WORD_PERIOD, WORD_COMMENT, WORDS };
static const char *const words[WORD_COMMENT] = {"",      "inuse_objects", "count", "inuse_space",
                                                "bytes", "space"};

struct pprof {
    struct outbuf out; /* first: drained into `packed` */
    struct outbuf *packed;
    struct gzip gzip;
    struct outbuf part, inner; /* a message on its way, and one in it */
    const struct snapshot_flame *flame;
    struct flame_frames frames;
};

/* ---- the wire format: a key (field and kind), then a number or a length and bytes ---------------- */

static void put_varint(struct outbuf *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        outbuf_byte(out, (char)(value | 0x80));
    outbuf_byte(out, (char)value);
}

static void put_number(struct outbuf *out, unsigned field, uint64_t value)
{
    put_varint(out, field << 3);
    put_varint(out, value);
}

static void put_bytes(struct outbuf *out, unsigned field, const void *bytes, size_t length)
{
    put_varint(out, field << 3 | 2);
    put_varint(out, length);
    outbuf_append(out, bytes, length);
}

/* What `part` holds becomes a field of `out`, and `part` is empty again. */
static void put_part(struct outbuf *out, unsigned field, struct outbuf *part)
{
    put_bytes(out, field, part->data, part->length);
    out->failed = out->failed || part->failed; /* which ends the loops below */
    part->length = 0;
}

/* ---- the profile --------------------------------------------------------------------------------- */

static void put_value_type(struct pprof *p, unsigned field, unsigned type, unsigned unit)
{
    put_number(&p->part, VALUE_TYPE, type);
    put_number(&p->part, VALUE_UNIT, unit);
    put_part(&p->out, field, &p->part);
}

/* The site that ends at a node: its frames newest first, then the two numbers. */
static void put_sample(struct pprof *p, uint32_t at)
{
    const struct snapshot_flame_node *node = &p->flame->nodes[at];
    int64_t count = p->flame->older ? node->own_count_diff : (int64_t)node->own_count;
    int64_t size = p->flame->older ? node->own_size_diff : (int64_t)node->own_size;
    if (count == 0 && size == 0)
        return;
    for (; at != 0; at = p->flame->nodes[at].parent)
        put_varint(&p->inner, flame_frame_number(&p->frames, &p->flame->nodes[at]));
    put_part(&p->part, SAMPLE_LOCATION, &p->inner);
    put_varint(&p->inner, (uint64_t)count);
    put_varint(&p->inner, (uint64_t)size);
    put_part(&p->part, SAMPLE_VALUE, &p->inner);
    put_part(&p->out, PROFILE_SAMPLE, &p->part);
}

static void put_location(struct pprof *p, uint32_t number)
{
    put_number(&p->inner, LINE_FUNCTION, number);
    put_number(&p->inner, LINE_NUMBER, p->frames.places[number - 1].line);
    put_number(&p->part, LOCATION_ID, number);
    put_part(&p->part, LOCATION_LINE, &p->inner);
    put_part(&p->out, PROFILE_LOCATION, &p->part);
}

static void put_text(struct pprof *p, const char *text, size_t length)
{
    outbuf_utf8(&p->part, text, length);
    put_part(&p->out, PROFILE_STRING, &p->part);
}

static bool is_file_of_previous(const struct flame_frames *frames, uint32_t i)
{
    return i > 0 && frames->places[i].file.bytes == frames->places[i - 1].file.bytes;
}

static void put_functions(struct pprof *p)
{
    uint64_t next = WORDS, file = 0;
    for (uint32_t i = 0; i < p->frames.count && outbuf_goes_on(&p->out); i++) {
        uint64_t name = next++;
        if (!is_file_of_previous(&p->frames, i))
            file = next++;
        put_number(&p->part, FUNCTION_ID, i + 1);
        put_number(&p->part, FUNCTION_NAME, name);
        put_number(&p->part, FUNCTION_FILE, file);
        put_number(&p->part, FUNCTION_START, p->frames.places[i].line);
        put_part(&p->out, PROFILE_FUNCTION, &p->part);
    }
}

/* In the order in which put_functions() numbered them. */
static void put_strings(struct pprof *p, const char *comment)
{
    for (unsigned i = 0; i < WORD_COMMENT; i++)
        put_text(p, words[i], strlen(words[i]));
    put_text(p, comment, strlen(comment));
    for (uint32_t i = 0; i < p->frames.count && outbuf_goes_on(&p->out); i++) {
        struct snapshot_place place = p->frames.places[i];
        outbuf_utf8(&p->part, place.file.bytes, place.file.length);
        outbuf_format(&p->part, ":%" PRIu32, place.line);
        put_part(&p->out, PROFILE_STRING, &p->part);
        if (!is_file_of_previous(&p->frames, i))
            put_text(p, place.file.bytes, place.file.length);
    }
}

static void put_profile(struct pprof *p, const char *comment, int64_t taken_at_us)
{
    put_value_type(p, PROFILE_SAMPLE_TYPE, WORD_OBJECTS, WORD_COUNT);
    put_value_type(p, PROFILE_SAMPLE_TYPE, WORD_SPACE, WORD_BYTES);
    for (uint32_t i = 1; i < p->flame->node_count && outbuf_goes_on(&p->out); i++)
        put_sample(p, i);
    for (uint32_t i = 1; i <= p->frames.count && outbuf_goes_on(&p->out); i++)
        put_location(p, i);
    put_functions(p);
    put_strings(p, comment);
    put_number(&p->out, PROFILE_TIME, (uint64_t)taken_at_us * 1000);
    put_value_type(p, PROFILE_PERIOD_TYPE, WORD_PERIOD, WORD_BYTES);
    put_number(&p->out, PROFILE_PERIOD, 1);
    put_number(&p->out, PROFILE_COMMENT, WORD_COMMENT);
    put_number(&p->out, PROFILE_DEFAULT_TYPE, WORD_SPACE);
}

/* What is written goes on packed, and from there, too. */
static bool pack(struct outbuf *out)
{
    struct pprof *p = (struct pprof *)out;
    gzip_put(&p->gzip, out->data, out->length, false, p->packed);
    out->length = 0;
    return outbuf_goes_on(p->packed);
}

bool write_flame_pprof(struct outbuf *out, const struct snapshot_flame *flame, const char *comment,
                       int64_t taken_at_us)
{
    struct pprof p = {.flame = flame, .packed = out, .out.drain = pack};
    if (!flame_frames_init(&p.frames, flame))
        return false;
    bool written = gzip_begin(&p.gzip);
    if (written) {
        put_profile(&p, comment, taken_at_us);
        gzip_put(&p.gzip, p.out.data, p.out.length, true, out);
        gzip_end(&p.gzip);
    }
    out->failed = out->failed || p.out.failed;
    flame_frames_drop(&p.frames);
    outbuf_destroy(&p.out);
    outbuf_destroy(&p.part);
    outbuf_destroy(&p.inner);
    return written;
}
