/* What tracing adds to allocation: lists made at ten places in turn, thirty calls deep, with tracing off and
 * on. */
#include "tests/bench/heap/bench.h"

#define OBJECTS 10000
#define REPEAT  20
#define DEPTH   30
#define LINES   10

static double make_lists(struct heap *h, const struct bench_object *kind)
{
    double best = 1e9;
    for (int r = 0; r < REPEAT; r++) {
        double begin = bench_now();
        addr all = bench_new(h, list_new(h, 0));
        for (uint32_t i = 0; i < OBJECTS; i++) {
            bench_ok(h, frame_set_line(h, 1 + i % LINES));
            addr o = kind->make(h, kind);
            bench_ok(h, list_append(h, all, o));
            decref(h, o);
        }
        decref(h, all);
        double took = bench_now() - begin;
        best = took < best ? took : best;
    }
    return best / OBJECTS * 1e9;
}

void tracing(void)
{
    struct heap *h = bench_heap();
    struct bench_object kinds[BENCH_KINDS];
    bench_kinds(h, kinds);
    for (uint32_t i = 0; i < DEPTH; i++)
        bench_ok(h, frame_push(h, "descend", "bench.py", i + 1));
    bench_print("off", make_lists(h, &kinds[1]));
    bench_ok(h, trace_start(h, 1));
    bench_print("1 frame", make_lists(h, &kinds[1]));
    trace_stop(h);
    bench_ok(h, trace_start(h, 25));
    bench_print("25 frames", make_lists(h, &kinds[1]));
    heap_destroy(h);
}
