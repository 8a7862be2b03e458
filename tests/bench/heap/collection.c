/* Full collections: a million lists that live, each referring to another one and all referred to by one list;
 * and a million that are garbage. */
#include <stdlib.h>

#include "tests/bench/heap/bench.h"

#define LISTS  1000000u
#define REPEAT 3

static addr many_lists(struct heap *h)
{
    addr all = bench_new(h, list_new(h, 0));
    for (uint32_t i = 0; i < LISTS; i++) {
        addr l = bench_new(h, list_new(h, 0));
        bench_ok(h, list_append(h, all, l));
        decref(h, l);
    }
    return all;
}

static double collect(struct heap *h)
{
    double begin = bench_now();
    bench_ok(h, collector_collect(h, 2, NULL));
    return bench_now() - begin;
}

static void collect_best(struct heap *h, const char *name)
{
    double best = 1e9;
    for (int i = 0; i < REPEAT; i++) {
        double took = collect(h);
        best = took < best ? took : best;
    }
    bench_print(name, best / LISTS * 1e9);
}

/* The i-th list refers to the one after it, and the list of all is in the same order. */
static void ordered(void)
{
    struct heap *h = bench_heap();
    collector_enable(h, false);
    addr all = many_lists(h);
    for (uint32_t i = 0; i < LISTS; i++)
        bench_ok(h, list_append(h, list_item(h, all, i), list_item(h, all, (i + 1) % LISTS)));
    collect_best(h, "ordered");
    heap_destroy(h);
}

/* The i-th list refers to any one, and the list of all is in another order than they were made in. */
static void shuffled(void)
{
    struct heap *h = bench_heap();
    collector_enable(h, false);
    addr made = many_lists(h), all = bench_new(h, list_new(h, 0));
    uint32_t *order = bench_shuffle(LISTS);
    for (uint32_t i = 0; i < LISTS; i++)
        bench_ok(h, list_append(h, list_item(h, made, i), list_item(h, made, order[i])));
    for (uint32_t i = 0; i < LISTS; i++)
        bench_ok(h, list_append(h, all, list_item(h, made, order[(i + LISTS / 2) % LISTS])));
    free(order);
    decref(h, made);
    collect_best(h, "shuffled");
    heap_destroy(h);
}

static void garbage(void)
{
    struct heap *h = bench_heap();
    collector_enable(h, false);
    for (uint32_t i = 0; i < LISTS; i++) {
        addr l = bench_new(h, list_new(h, 0));
        bench_ok(h, list_append(h, l, l));
        decref(h, l);
    }
    bench_print("garbage", collect(h) / LISTS * 1e9);
    heap_destroy(h);
}

void collection(void)
{
    ordered();
    shuffled();
    garbage();
}
