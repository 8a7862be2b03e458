/* The collector as a program sees it: generations, counts and settings, what leaves its lists, the frozen,
 * the saved. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/unit/heap/collector_test.h"

/* ---- generations and counts ---------------------------------------------------------------------- */

static void survivors_move_to_the_next_generation(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr x = list_new(h, 0);
        assert_int_equal(collector_generation_of(h, x), 0);
        (void)collected(h, 0);
        assert_int_equal(collector_generation_of(h, x), 1);
        (void)collected(h, 0);
        assert_int_equal(collector_generation_of(h, x), 1);
        (void)collected(h, 1);
        assert_int_equal(collector_generation_of(h, x), 2);
        (void)collected(h, 2);
        assert_int_equal(collector_generation_of(h, x), 2);
        decref(h, x);
    }
}

/* facts: counts, "the three counts through collections" */
static void counts_go_through_collections(void **state)
{
    (void)state;
    static const int steps[][3] = {{0, 1, 0}, {0, 2, 0}, {0, 3, 0}, {1, 0, 1}, {0, 1, 1}, {0, 2, 1},
                                   {1, 0, 2}, {1, 0, 3}, {2, 0, 0}, {0, 1, 0}, {1, 0, 1}, {2, 0, 0}};
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
            (void)collected(h, steps[i][0]);
            assert_int_equal(collector_count(h, 1), steps[i][1]);
            assert_int_equal(collector_count(h, 2), steps[i][2]);
        }
    }
}

static void the_count_rises_and_falls_but_not_below_zero(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr kept[10];
        assert_int_equal(collector_count(h, 0), 0);
        for (size_t i = 0; i < 10; i++)
            kept[i] = list_new(h, 0);
        assert_int_equal(collector_count(h, 0), 10);
        decref(h, kept[9]);
        assert_int_equal(collector_count(h, 0), 9);
        (void)collected(h, 0);
        assert_int_equal(collector_count(h, 0), 0);
        for (size_t i = 0; i < 9; i++)
            decref(h, kept[i]);
        assert_int_equal(collector_count(h, 0), 0);
        decref(h, int_new(h, 1000));
        assert_int_equal(collector_count(h, 0), 0);
    }
}

static void generations_other_than_0_to_2_are_invalid(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        for (int generation = -1; generation <= 3; generation += 4) {
            assert_int_equal(collector_collect(h, generation, NULL), HEAP_RAISED);
            assert_int_equal(heap_raised(h), EXC_VALUE_ERROR);
            assert_string_equal(heap_raised_message(h), "invalid generation");
            heap_clear_raised(h);
        }
    }
}

/* facts: settings, "thresholds" and "statistics" */
static void settings_are_those_of_the_version(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        struct generation_stats stats;
        assert_true(collector_is_enabled(h));
        assert_int_equal(collector_threshold(h, 0), h->abi.minor == 11 ? 700 : 2000);
        assert_int_equal(collector_threshold(h, 1), 10);
        assert_int_equal(collector_threshold(h, 2), 10);
        collector_enable(h, false);
        for (int generation = 0; generation <= 2; generation++) {
            ten_lists_in_themselves(h);
            assert_int_equal(collected(h, generation), 10);
            collector_stats(h, generation, &stats);
            assert_int_equal(stats.collections, 1);
            assert_int_equal(stats.collected, 10);
            assert_int_equal(stats.uncollectable, 0);
        }
        events_notable_reset(h);
    }
}

/* ---- untracking ---------------------------------------------------------------------------------- */

static void tuples_that_cannot_matter_are_untracked(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr one = int_new(h, 1000), list = list_new(h, 0);
        addr atomic = tuple_new(h, 1), of_list = tuple_from(h, &list, 1), outer;
        tuple_init(h, atomic, 0, one);
        tuple_done(h, atomic);
        outer = tuple_from(h, &atomic, 1);
        assert_true(object_is_tracked(h, atomic) && object_is_tracked(h, outer));
        (void)collected(h, 0);
        assert_false(object_is_tracked(h, atomic));
        assert_true(object_is_tracked(h, of_list));
        (void)collected(h, 2);
        assert_false(object_is_tracked(h, outer));
        decref(h, outer);
        decref(h, atomic);
        decref(h, of_list);
        decref(h, list);
    }
}

/* facts: tracked, "a dict that gets a container" */
static void dicts_that_cannot_matter_are_untracked_up_to_3_13(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        bool lazy = h->abi.dict_untracking;
        addr d = dict_new(h), key = str_from_ascii(h, "c"), list = list_new(h, 0);
        bool found;
        assert_int_equal(object_is_tracked(h, d), !lazy);
        assert_int_equal(dict_set(h, d, key, list), HEAP_OK);
        assert_true(object_is_tracked(h, d));
        assert_int_equal(dict_delete(h, d, key, &found), HEAP_OK);
        (void)collected(h, 0);
        assert_true(object_is_tracked(h, d)); /* only full collections look at dicts */
        (void)collected(h, 2);
        assert_int_equal(object_is_tracked(h, d), !lazy);
        decref(h, d);
        decref(h, key);
        decref(h, list);
    }
}

/* ---- freeze, debug ------------------------------------------------------------------------------- */

/* facts: freeze */
static void the_frozen_are_not_collected(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        uint64_t base = collector_frozen(h);
        addr kept = list_new(h, 0);
        a_list_in_itself(h);
        collector_freeze(h);
        assert_true(collector_frozen(h) >= base + 2);
        assert_int_equal(collector_count(h, 0), 0);
        assert_int_equal(collected(h, 2), 0);
        assert_int_equal(collector_generation_of(h, kept), 3);
        collector_unfreeze(h);
        assert_int_equal(collector_frozen(h), 0);
        assert_int_equal(collector_generation_of(h, kept), 2);
        assert_int_equal(collected(h, 2), 1);
        decref(h, kept);
    }
}

/* facts: debug, "DEBUG_SAVEALL" and "DEBUG_SAVEALL of a class" */
static void saved_garbage_is_in_order(void **state)
{
    (void)state;
    static const char *const class_garbage[2][6] = {
        {"tuple", "type", "tuple", "getset_descriptor", "dict", "getset_descriptor"},
        {"tuple", "dict", "type", "tuple", "getset_descriptor", "getset_descriptor"},
    };
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr garbage = collector_garbage(h);
        assert_int_equal(collector_set_debug(h, GC_DEBUG_SAVEALL), HEAP_OK);
        a_class(h);
        assert_int_equal(collected(h, 2), 6);
        assert_int_equal(list_length(h, garbage), 6);
        for (size_t i = 0; i < 6; i++)
            assert_string_equal(object_type_name(h, list_item(h, garbage, i)),
                                class_garbage[h->abi.minor > 11][i]);
        assert_int_equal(collector_set_debug(h, 0), HEAP_OK);
        assert_int_equal(collected(h, 2), 0);
        list_clear(h, garbage);
        assert_int_equal(collected(h, 2),
                         5);        /* the bases, a tuple of a builtin type, are not tracked any more */
        h_used = heap_test_used(h); /* the list of the garbage keeps its array */
    }
}

/* facts: debug, "order in the garbage, with tails" */
static void tails_come_where_cpython_has_them(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr garbage = collector_garbage(h), tails[5], x[5];
        for (size_t i = 0; i < 5; i++)
            tails[i] = list_new(h, 0);
        for (size_t i = 0; i < 5; i++)
            x[i] = list_new(h, 0);
        for (size_t i = 0; i < 5; i++) {
            append(h, x[i], x[(i + 4) % 5]);
            append(h, x[i], tails[i]);
        }
        for (size_t i = 0; i < 5; i++) {
            decref(h, x[i]);
            decref(h, tails[i]);
        }
        assert_int_equal(collector_set_debug(h, GC_DEBUG_SAVEALL), HEAP_OK);
        assert_int_equal(collected(h, 2), 10);
        for (size_t i = 0; i < 5; i++) {
            assert_true(list_item(h, garbage, i) == tails[i]);
            assert_true(list_item(h, garbage, 5 + i) == x[i]);
        }
        assert_int_equal(collector_set_debug(h, 0), HEAP_OK);
        list_clear(h, garbage);
        assert_int_equal(collected(h, 2), 10);
        h_used = heap_test_used(h);
    }
}

/* More types than have a shape of their own, and a list that is another one each time. */
static void many_types_and_a_changing_heap(void **state)
{
    (void)state;
    enum { TYPES = 100, ROUNDS = 12 };
    EACH_VERSION(h)
    {
        (void)warmed_up(h);
        addr types[TYPES], keep = list_new(h, 0);
        for (size_t i = 0; i < TYPES; i++)
            types[i] = plain_class(h);
        for (size_t round = 0; round < ROUNDS; round++) {
            for (size_t i = 0; i < 3 * TYPES; i++) {
                addr o = instance_new(h, types[(7 * i + round) % TYPES]);
                set(h, o, "me", o);
                if (i % 3 == round % 3)
                    append(h, keep, o);
                decref(h, o);
            }
            assert_int_equal(collected(h, 2), 2 * TYPES);
            for (size_t i = 0; i < 20; i++) /* what was remembered is not what is there */
                assert_int_equal(list_delete(h, keep, (int64_t)((i * 37) % list_length(h, keep))), HEAP_OK);
            assert_int_equal(collected(h, 2), 20);
        }
        decref(h, keep);
        assert_int_equal(collected(h, 2), ROUNDS * (TYPES - 20));
        for (size_t i = 0; i < TYPES; i++)
            decref(h, types[i]);
        (void)collected(h, 2);
        h_used =
            heap_test_used(h); /* the table of object's subclasses has grown; heap_verify looks for leaks */
        events_notable_reset(h);
    }
}

/* ---- the rest ------------------------------------------------------------------------------------ */

static void an_abandoned_collection_frees_nothing(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        ten_lists_in_themselves(h);
        uint64_t objects = heap_object_count(h);
        heap_abandon(h);
        assert_int_equal(collector_collect(h, 2, NULL), HEAP_ABANDONED);
        assert_int_equal(heap_object_count(h), objects);
        assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
        heap_resume(h);
        heap_clear_raised(h);
        assert_int_equal(collected(h, 2), 10);
    }
}

static void the_owner_is_told_what_was_freed(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        uint64_t before = heap_test_used(h);
        struct collection c;
        ten_lists_in_themselves(h);
        uint64_t garbage = heap_test_used(h) - before;
        assert_int_equal(collector_collect(h, 0, &c), HEAP_OK);
        assert_int_equal(c.freed_bytes, garbage);
        assert_int_equal(c.examined, 10);
        assert_int_equal(c.cause, CAUSE_REQUEST);
        assert_int_equal(c.generation, 0);
        const struct heap_event *last = events_notable_at(h, events_notable_count(h) - 1);
        assert_int_equal(last->kind, EVENT_COLLECTION);
        assert_memory_equal(&last->u.collection, &c, sizeof c);
        events_notable_reset(h);
    }
}

static void a_copy_of_a_heap_collects_the_same(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        two_instances(h);
        ten_lists_in_themselves(h);
        struct heap *copy = heap_copy(h);
        assert_non_null(copy);
        struct collection a, b;
        assert_int_equal(collector_collect(h, 2, &a), HEAP_OK);
        assert_int_equal(collector_collect(copy, 2, &b), HEAP_OK);
        assert_memory_equal(&a, &b, sizeof a);
        assert_int_equal(heap_verify(copy, heap_test_report, NULL), 0);
        heap_destroy(copy);
        assert_int_equal(name_delete(h, 0, "first", 5), HEAP_OK);
        (void)collected(h, 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(survivors_move_to_the_next_generation),
        cmocka_unit_test(counts_go_through_collections),
        cmocka_unit_test(the_count_rises_and_falls_but_not_below_zero),
        cmocka_unit_test(generations_other_than_0_to_2_are_invalid),
        cmocka_unit_test(settings_are_those_of_the_version),
        cmocka_unit_test(tuples_that_cannot_matter_are_untracked),
        cmocka_unit_test(dicts_that_cannot_matter_are_untracked_up_to_3_13),
        cmocka_unit_test(the_frozen_are_not_collected),
        cmocka_unit_test(saved_garbage_is_in_order),
        cmocka_unit_test(tails_come_where_cpython_has_them),
        cmocka_unit_test(many_types_and_a_changing_heap),
        cmocka_unit_test(an_abandoned_collection_frees_nothing),
        cmocka_unit_test(the_owner_is_told_what_was_freed),
        cmocka_unit_test(a_copy_of_a_heap_collects_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
