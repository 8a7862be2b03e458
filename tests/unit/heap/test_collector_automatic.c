/* Automatic collections: when and where they run, and of which generation. In stress builds every allocation
 * collects, and none of this holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/unit/heap/collector_test.h"

#ifndef HEAPD_STRESS

/* The generations of the collections that the owner was told of. */
static size_t generations(struct heap *h, uint32_t *out, size_t capacity)
{
    size_t n = 0;
    for (size_t i = 0; i < events_notable_count(h) && n < capacity; i++)
        if (events_notable_at(h, i)->kind == EVENT_COLLECTION)
            out[n++] = events_notable_at(h, i)->u.collection.generation;
    events_notable_reset(h);
    return n;
}

static void keep_lists(struct heap *h, addr keep, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        addr x = list_new(h, 0);
        append(h, keep, x);
        decref(h, x);
        heap_safe_point(h);
    }
}

static void a_collection_runs_when_the_count_is_above_the_threshold(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr keep = list_new(h, 0);
        uint32_t seen[4];
        (void)collected(h, 2);
        events_notable_reset(h);
        collector_enable(h, true);
        collector_set_threshold(h, 0, 100);
        keep_lists(h, keep, 100);
        assert_int_equal(generations(h, seen, 4), 0);
        keep_lists(h, keep, 1);
        assert_int_equal(generations(h, seen, 4), 1);
        assert_int_equal(seen[0], 0);
        assert_int_equal(collector_count(h, 0), 0);
        assert_int_equal(collector_count(h, 1), 1);
        decref(h, keep);
        collector_enable(h, false);
    }
}

/* facts: automatic, "20,000 lists, thresholds 100, 5, 2": which generation, and the full ones by the 25 %
 * rule. The harness of the facts makes a dict for its callback at each collection, which counts: here there
 * are 101 lists between two, there 101 too. */
static void generations_are_chosen_as_cpython_does(void **state)
{
    (void)state;
    static const uint32_t expected[] = {0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,
                                        1, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0,
                                        0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0};
    enum { SEEN = sizeof expected / sizeof *expected };
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr keep = list_new(h, 0);
        uint32_t seen[SEEN];
        (void)collected(h, 2);
        h->collector.long_lived_total = 0; /* the facts begin with everything frozen */
        events_notable_reset(h);
        collector_enable(h, true);
        collector_set_threshold(h, 0, 100);
        collector_set_threshold(h, 1, 5);
        collector_set_threshold(h, 2, 2);
        keep_lists(h, keep, 101 * SEEN);
        assert_int_equal(generations(h, seen, SEEN), SEEN);
        assert_memory_equal(seen, expected, sizeof seen);
        decref(h, keep);
        collector_enable(h, false);
        events_notable_reset(h);
    }
}

static void full_collections_wait_for_a_quarter(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr keep = list_new(h, 0);
        keep_lists(h, keep, 1000);
        (void)collected(h, 2);
        assert_true(h->collector.long_lived_total >= 1001);
        h->collector.long_lived_pending = h->collector.long_lived_total / 4 - 1;
        h->generation[2].count = 100;
        events_notable_reset(h);
        collector_enable(h, true);
        collector_set_threshold(h, 0, 10);
        uint32_t seen[2];
        keep_lists(h, keep, 11);
        assert_int_equal(generations(h, seen, 2), 1);
        assert_int_equal(seen[0], 0);
        h->collector.long_lived_pending = h->collector.long_lived_total / 4;
        keep_lists(h, keep, 11);
        assert_int_equal(generations(h, seen, 2), 1);
        assert_int_equal(seen[0], 2);
        decref(h, keep);
        collector_enable(h, false);
    }
}

static void a_threshold_of_zero_disables(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr keep = list_new(h, 0);
        uint32_t seen[1];
        events_notable_reset(h);
        collector_enable(h, true);
        collector_set_threshold(h, 0, 0);
        keep_lists(h, keep, 100);
        assert_int_equal(generations(h, seen, 1), 0);
        decref(h, keep);
    }
}

/* From 3.12 on nothing happens before the program comes to a safe point. */
static void where_a_collection_runs_is_the_versions_choice(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        collector_enable(h, true);
        collector_set_threshold(h, 0, 5);
        uint64_t before = h->collector.collections_total;
        addr kept[6];
        for (size_t i = 0; i < 6; i++)
            kept[i] = list_new(h, 0);
        assert_int_equal(h->collector.collections_total - before,
                         h->abi.collection_point == COLLECT_IN_ALLOCATION);
        heap_safe_point(h);
        assert_int_equal(h->collector.collections_total - before, 1);
        heap_safe_point(h);
        assert_int_equal(h->collector.collections_total - before, 1);
        for (size_t i = 0; i < 6; i++)
            decref(h, kept[i]);
        events_notable_reset(h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_collection_runs_when_the_count_is_above_the_threshold),
        cmocka_unit_test(generations_are_chosen_as_cpython_does),
        cmocka_unit_test(full_collections_wait_for_a_quarter),
        cmocka_unit_test(a_threshold_of_zero_disables),
        cmocka_unit_test(where_a_collection_runs_is_the_versions_choice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
    return 0;
}

#endif
