/* Snapshots, statistics and differences with a million traced blocks from a thousand places. All in
 * milliseconds. */
#include <stdlib.h>

#include "daemon/snapshot/snapshot.h"
#include "tests/bench/heap/bench.h"

#define BLOCKS 1000000u
#define PLACES 1000u
#define FRAMES 1

static void ok(enum snapshot_status status)
{
    if (status != SNAPSHOT_OK)
        abort();
}

static void add_traceback(const struct heap *h, struct snapshot_builder *b, uint32_t index,
                          const struct traceback_info *info)
{
    uint32_t frames[FRAMES], file;
    for (uint32_t i = 0; i < info->frame_count; i++) {
        struct trace_frame f = trace_traceback_frame(h, index, i);
        ok(snapshot_builder_string(b, f.file, f.file_length, &file));
        ok(snapshot_builder_frame(b, file, f.line, &frames[i]));
    }
    ok(snapshot_builder_traceback(b, frames, info->frame_count, info->total_frames, 0, info->size,
                                  info->count));
}

static struct snapshot *take(const struct heap *h)
{
    struct snapshot_builder *b;
    struct snapshot *s;
    struct traceback_info info;
    ok(snapshot_builder_new(&b));
    for (uint32_t i = 0; trace_traceback(h, i, &info); i++)
        if (info.count)
            add_traceback(h, b, i, &info);
    ok(snapshot_builder_finish(b, &s));
    return s;
}

/* The rows in one call for each place: the compiled text of cpython.py has a line for each. */
static addr allocate(struct heap *h, uint32_t blocks)
{
    addr all = bench_new(h, list_new(h, 0));
    for (uint32_t i = 0; i < blocks; i++) {
        bench_ok(h, frame_set_line(h, 1 + i % PLACES));
        addr o = bench_new(h, float_new(h, i));
        bench_ok(h, list_append(h, all, o));
        decref(h, o);
    }
    return all;
}

static double since(double begin)
{
    return (bench_now() - begin) * 1e3;
}

static void group(struct snapshot *s, enum snapshot_group by, const char *name)
{
    struct snapshot_table *table;
    double begin = bench_now();
    ok(snapshot_statistics(s, &(struct snapshot_query){.group_by = by}, &table));
    bench_print(name, since(begin));
    snapshot_table_free(table);
}

static void compare(struct snapshot *older, struct snapshot *newer)
{
    struct snapshot_table *table;
    double begin = bench_now();
    ok(snapshot_compare(older, newer, &(struct snapshot_query){.group_by = SNAPSHOT_BY_LINENO}, &table));
    bench_print("difference", since(begin));
    snapshot_table_free(table);
}

void snapshots(void)
{
    struct heap *h = bench_heap();
    collector_enable(h, false);
    bench_ok(h, frame_push(h, "allocate", "bench.py", 1));
    bench_ok(h, trace_start(h, FRAMES));
    allocate(h, BLOCKS);
    double begin = bench_now();
    struct snapshot *older = take(h);
    bench_print("snapshot", since(begin));
    group(older, SNAPSHOT_BY_LINENO, "by lineno");
    group(older, SNAPSHOT_BY_TRACEBACK, "by traceback");
    allocate(h, BLOCKS / 10);
    struct snapshot *newer = take(h);
    compare(older, newer);
    snapshot_release(older);
    snapshot_release(newer);
    heap_destroy(h);
}
