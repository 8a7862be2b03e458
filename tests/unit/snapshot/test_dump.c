/* The reader of tracemalloc's files: what it makes of them, what it refuses, its limits, no memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
// cmocka.h needs those before it
#include <cmocka.h>

#include "../failing_malloc.h"
#include "daemon/snapshot/dump.h"

/* Two blocks, 8 and 300 bytes, of a.py:1 called from b.py:2; the limit is 25. */
static const char beginning[] =
    "\x80\x05\x95\0\0\0\0\0\0\0\0\x8c\x0btracemalloc\x94\x8c\x08Snapshot\x94\x93\x94)\x81\x94}\x94("
    "\x8c\x06traces\x94h\x00\x8c\x07_Traces\x94\x93\x94)\x81\x94}\x94\x8c\x07_traces\x94]\x94(";
static const char rows[] = "(K\0K\x08\x8c\x04"
                           "a.py\x94K\x01\x86\x94\x8c\x04"
                           "b.py\x94K\x02\x86\x94\x86\x94K\x02t\x94(K\0M\x2c\x01h\x10K\x02t\x94";
static const char end[] = "esb\x8c\x0ftraceback_limit\x94K\x19ub.";

#define BYTES(literal) (literal), sizeof(literal) - 1

static enum dump_status feed(struct snapshot_dump *dump, const char *bytes, size_t length,
                             struct dump_error *error)
{
    return snapshot_dump_feed(dump, bytes, length, error);
}

static struct snapshot_dump *new_dump(size_t memory)
{
    struct snapshot_dump *dump;
    assert_int_equal(snapshot_dump_new(memory, &dump), DUMP_OK);
    return dump;
}

static void a_file_becomes_sites_with_oldest_frames_first(void **state)
{
    (void)state;
    struct dump_error error;
    struct snapshot_builder *builder;
    struct snapshot *snapshot;
    struct dump_progress progress;
    struct snapshot_dump *dump = new_dump(1 << 20);
    assert_int_equal(feed(dump, BYTES(beginning), &error), DUMP_OK);
    assert_int_equal(feed(dump, BYTES(rows), &error), DUMP_OK);
    assert_int_equal(feed(dump, BYTES(end), &error), DUMP_OK);
    snapshot_dump_progress(dump, &progress);
    assert_int_equal(progress.traces, 2);
    assert_int_equal(progress.protocol, 5);
    assert_true(progress.totals);
    assert_int_equal(progress.bytes, sizeof beginning + sizeof rows + sizeof end - 3);
    assert_int_equal(snapshot_dump_finish(dump, &builder, &error), DUMP_OK);
    snapshot_dump_drop(dump);
    assert_int_equal(snapshot_builder_finish(builder, &snapshot), SNAPSHOT_OK);
    assert_int_equal(snapshot->traceback_count, 1);
    assert_int_equal(snapshot->tracebacks[0].size, 308);
    assert_int_equal(snapshot->tracebacks[0].count, 2);
    assert_int_equal(snapshot->tracebacks[0].total_nframe, 2);
    assert_int_equal(snapshot->nframe, 25);
    assert_string_equal(snapshot->strings[snapshot_newest_frame(snapshot, 0)->file].bytes, "a.py");
    assert_int_equal(snapshot->string_count, 2); /* the names of the pickle itself are gone */
    snapshot_release(snapshot);
}

/* Equal tracebacks that are tuples of their own each, as after merging lists of two snapshots, and one in
 * another domain. */
static void equal_tracebacks_are_one_site(void **state)
{
    (void)state;
    static const char more[] =
        "(K\0K\x05h\x0cK\x01\x86\x94h\x0eK\x02\x86\x94\x86\x94K\x02t\x94" /* the same again */
        "(K\x01K\x07h\x10K\x02t\x94(K\0K\x07h\x10K\x03t\x94"              /* domain 1; 3 frames in all */
        "(K\x01K\x09h\x10K\x02t\x94";
    struct dump_error error;
    struct snapshot_builder *builder;
    struct snapshot *snapshot;
    struct snapshot_dump *dump = new_dump(1 << 20);
    assert_int_equal(feed(dump, BYTES(beginning), &error), DUMP_OK);
    assert_int_equal(feed(dump, BYTES(rows), &error), DUMP_OK);
    assert_int_equal(feed(dump, BYTES(more), &error), DUMP_OK);
    assert_int_equal(feed(dump, BYTES(end), &error), DUMP_OK);
    assert_int_equal(snapshot_dump_finish(dump, &builder, &error), DUMP_OK);
    snapshot_dump_drop(dump);
    assert_int_equal(snapshot_builder_finish(builder, &snapshot), SNAPSHOT_OK);
    assert_int_equal(snapshot->traceback_count, 3);
    assert_int_equal(snapshot->path_length, 6);
    const struct snapshot_traceback *t = snapshot->tracebacks; /* by domain, then by depth */
    assert_true(t[0].domain == 0 && t[0].total_nframe == 2 && t[0].size == 313 && t[0].count == 3);
    assert_true(t[1].domain == 0 && t[1].total_nframe == 3 && t[1].size == 7 && t[1].count == 1);
    assert_true(t[2].domain == 1 && t[2].total_nframe == 2 && t[2].size == 16 && t[2].count == 2);
    assert_true(snapshot->size == 336 && snapshot->count == 6);
    snapshot_release(snapshot);
}

/* Feeds the beginning and `bytes`, which are refused `at` bytes into them. */
static void expect_refusal(const char *bytes, size_t length, size_t at, const char *opcode,
                           const char *reason)
{
    struct dump_error error = {0};
    struct snapshot_dump *dump = new_dump(1 << 20);
    assert_int_equal(feed(dump, BYTES(beginning), &error), DUMP_OK);
    assert_int_equal(feed(dump, bytes, length, &error), DUMP_REFUSED);
    assert_int_equal(error.offset, sizeof beginning - 1 + at);
    assert_string_equal(error.opcode, opcode);
    assert_non_null(strstr(error.reason, reason));
    snapshot_dump_drop(dump);
}

static void what_does_not_belong_is_refused(void **state)
{
    (void)state;
    expect_refusal(BYTES("R"), 0, "REDUCE", "no snapshot contains");
    expect_refusal(BYTES("\xff"), 0, "unknown opcode", "no snapshot contains");
    expect_refusal(BYTES("\x8c\x02os\x8c\x06system\x93"), 12, "STACK_GLOBAL", "os.system is refused");
    expect_refusal(BYTES("h\x0dt"), 0, "BINGET", "reference to number 13 of 12");
    expect_refusal(BYTES("\x8c\x01\xc3"), 0, "SHORT_BINUNICODE", "not UTF-8");
    expect_refusal(BYTES("\x8c\x02\xc0\x80"), 0, "SHORT_BINUNICODE", "not UTF-8");
    expect_refusal(BYTES("\x8a\x09\0\0\0\0\0\0\0\0\x01"), 0, "LONG1", "beyond 64 bits");
    expect_refusal(BYTES("K\0\x94"), 2, "MEMOIZE", "a number");
    expect_refusal(BYTES("K\0\x85"), 2, "TUPLE1", "neither");
    expect_refusal(BYTES("J\xff\xff\xff\xffK\x01)\x87"), 8, "TUPLE3", "neither");
    expect_refusal(BYTES("K\x01"
                         "e"),
                   2, "APPENDS", "something else");
    expect_refusal(BYTES("]"), 0, "EMPTY_LIST", "second list");
    expect_refusal(BYTES("}"), 0, "EMPTY_DICT", "third dict");
    expect_refusal(BYTES("h\x02)\x81"), 3, "NEWOBJ", "second object");
    expect_refusal(BYTES("X\xff\xff\xff\x7f"), 0, "BINUNICODE", "string of 2147483651 bytes");
    expect_refusal(BYTES("\x80\x05"), 0, "PROTO", "protocol");
    expect_refusal(BYTES("."), 0, "STOP", "no tracemalloc.Snapshot");
#define FRAME "h\0K\1\x86\x94"
    expect_refusal(BYTES("(K\0K\x08" FRAME FRAME FRAME FRAME
                         "\x88\x94K\4t\x94(K\0K\x08h\x0cK\4t\x94(K\0K\x08h\x0cK\4t\x94"),
                   29, "NEWTRUE", "no snapshot contains");
}

static void memory_is_bounded(void **state)
{
    (void)state;
    struct dump_error error;
    struct snapshot_dump *dump = new_dump(100000);
    enum dump_status status = feed(dump, BYTES(beginning), &error);
    size_t fed = 0;
    for (; status == DUMP_OK && fed < 1000000; fed++) {
        status = feed(dump, BYTES(")\x94"), &error);
    }
    assert_int_equal(status, DUMP_TOO_LARGE);
    assert_true(fed < 20000);
    snapshot_dump_drop(dump);
}

/* A traceback of 60,000 frames again and again under another domain: a few bytes each, and much work. */
static void work_is_bounded(void **state)
{
    (void)state;
    struct dump_error error;
    struct snapshot_dump *dump = new_dump((size_t)1 << 30);
    assert_int_equal(feed(dump, BYTES(beginning), &error), DUMP_OK);
    assert_int_equal(feed(dump, BYTES("K\0K\x08(\x8c\x01x\x94K\x01\x86\x94"), &error), DUMP_OK);
    for (int i = 1; i < 60000; i++) {
        assert_int_equal(feed(dump, BYTES("h\x0d"), &error), DUMP_OK);
    }
    assert_int_equal(feed(dump, BYTES("t\x94\x87"), &error), DUMP_OK);
    enum dump_status status = DUMP_OK;
    int traces = 0;
    for (; status == DUMP_OK && traces < 100000; traces++) {
        status = feed(dump,
                      traces % 2 ? "K\x01K\x08h\x0e\x87"
                                   "e("
                                 : "K\x02K\x08h\x0e\x87"
                                   "e(",
                      9, &error);
    }
    assert_int_equal(status, DUMP_TOO_LARGE);
    assert_in_range(traces, 1000, 5000);
    snapshot_dump_drop(dump);
}

static enum dump_status read_all(struct snapshot **snapshot)
{
    struct dump_error error;
    struct snapshot_dump *dump;
    struct snapshot_builder *builder;
    enum dump_status status = snapshot_dump_new(1 << 20, &dump);
    if (status != DUMP_OK) {
        return status;
    }
    status = feed(dump, BYTES(beginning), &error);
    status = status == DUMP_OK ? feed(dump, BYTES(rows), &error) : status;
    status = status == DUMP_OK ? feed(dump, BYTES(end), &error) : status;
    status = status == DUMP_OK ? snapshot_dump_finish(dump, &builder, &error) : status;
    snapshot_dump_drop(dump);
    if (status == DUMP_OK && snapshot_builder_finish(builder, snapshot) != SNAPSHOT_OK) {
        status = DUMP_NO_MEMORY;
    }
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct snapshot *snapshot = NULL;
    enum dump_status status;
    sweep_allocations(status = read_all(&snapshot), status == DUMP_OK,
                      status == DUMP_NO_MEMORY && snapshot == NULL);
    assert_int_equal(snapshot->count, 2);
    snapshot_release(snapshot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_becomes_sites_with_oldest_frames_first),
        cmocka_unit_test(equal_tracebacks_are_one_site),
        cmocka_unit_test(what_does_not_belong_is_refused),
        cmocka_unit_test(memory_is_bounded),
        cmocka_unit_test(work_is_bounded),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
