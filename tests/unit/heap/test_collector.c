/* The collector as a program sees it. Numbers named "facts" are what CPython 3.11 and 3.14 answered
 * (tests/oracle, section gc); where they differ the test says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "tests/unit/heap/heap_test.h"

/* ---- helpers ------------------------------------------------------------------------------------- */

static uint64_t collected(struct heap *h, int generation)
{
    struct collection c;
    assert_int_equal(collector_collect(h, generation, &c), HEAP_OK);
    return c.collected + c.uncollectable;
}

/* What the first class and the first name leave behind for ever: tables that have grown. The collector is
 * off. */
static uint64_t warmed_up(struct heap *h)
{
    collector_enable(h, false);
    addr type = class_new(h, &(struct class_spec){.name = "First"});
    assert_int_equal(name_bind(h, 0, "first", 5, type), HEAP_OK);
    assert_int_equal(name_delete(h, 0, "first", 5), HEAP_OK);
    decref(h, type);
    (void)collected(h, 2);
    return heap_test_used(h);
}

static void append(struct heap *h, addr list, addr item)
{
    assert_int_equal(list_append(h, list, item), HEAP_OK);
}

static void set(struct heap *h, addr o, const char *name, addr value)
{
    addr s = str_intern_utf8(h, name, strlen(name));
    assert_int_equal(object_setattr(h, o, s, value), HEAP_OK);
    decref(h, s);
}

/* *new* */
static addr get(struct heap *h, addr o, const char *name)
{
    addr s = str_intern_utf8(h, name, strlen(name)), value;
    assert_int_equal(object_getattr(h, o, s, &value), HEAP_OK);
    decref(h, s);
    return value;
}

static addr plain_class(struct heap *h)
{
    return class_new(h, &(struct class_spec){.name = "C"});
}

static void drop_class(struct heap *h, addr type)
{
    decref(h, type);
    (void)collected(h, 2);
}

static const char *logged(struct heap *h)
{
    static char text[65536];
    size_t n = 0;
    text[0] = 0;
    for (size_t i = 0; i < events_notable_count(h); i++) {
        const struct heap_event *e = events_notable_at(h, i);
        if (e->kind == EVENT_LOG)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%.*s", n ? " " : "", (int)e->text_length,
                                  e->u.text);
    }
    events_notable_reset(h);
    return text;
}

/* ---- what each shape of garbage returns: facts, the same in both versions ------------------------ */

static void a_list_in_itself(struct heap *h)
{
    addr x = list_new(h, 0);
    append(h, x, x);
    decref(h, x);
}

static void ten_lists_in_themselves(struct heap *h)
{
    for (int i = 0; i < 10; i++)
        a_list_in_itself(h);
}

static void two_lists(struct heap *h)
{
    addr x = list_new(h, 0), y = list_new(h, 0);
    append(h, x, y);
    append(h, y, x);
    decref(h, x);
    decref(h, y);
}

static void a_cycle_with_a_tail(struct heap *h)
{
    addr x = list_new(h, 0), tail = list_new(h, 0), inner = list_new(h, 0), innermost = list_new(h, 0);
    append(h, inner, innermost);
    append(h, tail, inner);
    append(h, x, x);
    append(h, x, tail);
    decref(h, innermost);
    decref(h, inner);
    decref(h, tail);
    decref(h, x);
}

static void two_cycles_that_share_a_list(struct heap *h)
{
    addr s = list_new(h, 0);
    for (int i = 0; i < 2; i++) {
        addr x = list_new(h, 0);
        append(h, x, s);
        append(h, x, x);
        decref(h, x);
    }
    decref(h, s);
}

static void a_dict_in_itself(struct heap *h)
{
    addr d = dict_new(h), one = int_new(h, 1);
    assert_int_equal(dict_set(h, d, one, d), HEAP_OK);
    decref(h, one);
    decref(h, d);
}

static void a_tuple_in_its_list(struct heap *h)
{
    addr x = list_new(h, 0), t = tuple_from(h, &x, 1);
    append(h, x, t);
    decref(h, t);
    decref(h, x);
}

static void a_builtin_method(struct heap *h)
{
    addr x = list_new(h, 0), m = get(h, x, "append");
    append(h, x, m);
    decref(h, m);
    decref(h, x);
}

static void a_class(struct heap *h)
{
    decref(h, plain_class(h));
}

static void a_class_and_a_subclass(struct heap *h)
{
    addr c = plain_class(h),
         d = class_new(h, &(struct class_spec){.name = "D", .bases = &c, .base_count = 1});
    decref(h, c);
    decref(h, d);
}

static void a_class_held_by_its_instance(struct heap *h)
{
    addr c = plain_class(h), o = instance_new(h, c);
    set(h, c, "o", o);
    decref(h, o);
    decref(h, c);
}

static void a_class_with_slots(struct heap *h)
{
    decref(h, class_new(h, &(struct class_spec){
                               .name = "C", .slots = (const char *const[]){"a", "b"}, .slot_count = 2}));
}

static void two_instances_and_their_class(struct heap *h, void (*more)(struct heap *h, addr a, addr b))
{
    addr c = plain_class(h), a = instance_new(h, c), b = instance_new(h, c);
    assert_int_equal(name_bind(h, 0, "first", 5, c), HEAP_OK); /* the class stays */
    set(h, a, "o", b);
    set(h, b, "o", a);
    if (more)
        more(h, a, b);
    decref(h, a);
    decref(h, b);
    decref(h, c);
}

static void two_instances(struct heap *h)
{
    two_instances_and_their_class(h, NULL);
}

static void add_lists(struct heap *h, addr a, addr b)
{
    addr x = list_new(h, 0), y = list_new(h, 0);
    set(h, a, "l", x);
    set(h, b, "l", y);
    decref(h, x);
    decref(h, y);
}
static void two_instances_that_hold_lists(struct heap *h)
{
    two_instances_and_their_class(h, add_lists);
}

static void take_dicts(struct heap *h, addr a, addr b)
{
    decref(h, get(h, a, "__dict__"));
    decref(h, get(h, b, "__dict__"));
}
static void two_instances_whose_dicts_were_taken(struct heap *h)
{
    two_instances_and_their_class(h, take_dicts);
}

static void a_weakref_with_callback_in_the_trash(struct heap *h)
{
    addr c = plain_class(h), o = instance_new(h, c), x = list_new(h, 0), m = get(h, x, "append"),
         w = weakref_new(h, o, m);
    assert_int_equal(name_bind(h, 0, "first", 5, c), HEAP_OK);
    set(h, o, "me", o);
    set(h, o, "w", w);
    decref(h, w);
    decref(h, m);
    decref(h, x);
    decref(h, o);
    decref(h, c);
}

static const struct shape_of_garbage {
    const char *name;
    void (*make)(struct heap *h);
    uint64_t expected[2]; /* 3.11, 3.14 */
} shapes_of_garbage[] = {
    {"a list in itself", a_list_in_itself, {1, 1}},
    {"ten lists in themselves", ten_lists_in_themselves, {10, 10}},
    {"two lists", two_lists, {2, 2}},
    {"a cycle with a tail", a_cycle_with_a_tail, {4, 4}},
    {"two cycles that share a list", two_cycles_that_share_a_list, {3, 3}},
    {"a dict in itself", a_dict_in_itself, {1, 1}},
    {"a tuple in its list", a_tuple_in_its_list, {2, 2}},
    {"a builtin method", a_builtin_method, {2, 2}},
    {"a class", a_class, {6, 6}},
    {"a class and a subclass", a_class_and_a_subclass, {9, 10}},
    {"a class held by its instance", a_class_held_by_its_instance, {7, 7}},
    {"a class with slots",
     a_class_with_slots,
     {7, 7}}, /* facts: 6 and 6, where `__slots__` is a constant and untracked already */
    {"two instances", two_instances, {2, 2}},
    {"two instances that hold lists", two_instances_that_hold_lists, {4, 4}},
    {"two instances whose dicts were taken", two_instances_whose_dicts_were_taken, {4, 4}},
    {"a callback inside the trash",
     a_weakref_with_callback_in_the_trash,
     {4, 4}}, /* facts: 3, with a function for the method and its list */
};
#define SHAPES_OF_GARBAGE (sizeof shapes_of_garbage / sizeof *shapes_of_garbage)

static void check_shape(struct heap *h, const struct shape_of_garbage *shape, int generation)
{
    shape->make(h);
    uint64_t n = collected(h, generation), expected = shape->expected[h->abi.minor > 11];
    if (n != expected)
        print_error("3.%u, %s, generation %d: %llu\n", h->abi.minor, shape->name, generation,
                    (unsigned long long)n);
    assert_int_equal(n, expected);
    assert_int_equal(collected(h, 2), 0);
    if (name_lookup(h, 0, "first", 5))
        assert_int_equal(name_delete(h, 0, "first", 5), HEAP_OK);
    (void)collected(h, 2);
}

static void each_shape_of_garbage_is_counted_as_cpython_does(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        (void)warmed_up(h);
        for (size_t round = 0; round < 2; round++) { /* after the first round no table grows any more */
            h_used = heap_test_used(h);
            for (size_t i = 0; i < 2 * SHAPES_OF_GARBAGE; i++)
                check_shape(h, &shapes_of_garbage[i / 2], i & 1 ? 2 : 0);
        }
        events_notable_reset(h);
    }
}

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

/* ---- automatic collections ----------------------------------------------------------------------- */

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

#endif

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

/* ---- finalizers and weak references -------------------------------------------------------------- */

static addr class_logging(struct heap *h, const char *text)
{
    return class_new(h,
                     &(struct class_spec){.name = "C", .finalizer = FINALIZER_LOG, .finalizer_text = text});
}

/* facts: finalizers, "a cycle of three" and "a cycle of three, made backwards" */
static void finalizers_run_in_the_order_of_the_list(void **state)
{
    (void)state;
    for (int backwards = 0; backwards < 2; backwards++)
        EACH_VERSION(h)
        {
            h_used = warmed_up(h);
            addr types[3] = {class_logging(h, "a"), class_logging(h, "b"), class_logging(h, "c")}, o[3];
            for (size_t i = 0; i < 3; i++) {
                size_t k = backwards ? 2 - i : i;
                o[k] = instance_new(h, types[k]);
            }
            for (size_t i = 0; i < 3; i++)
                set(h, o[i], "o", o[(i + 1) % 3]);
            for (size_t i = 0; i < 3; i++)
                decref(h, o[i]);
            (void)logged(h);
            assert_int_equal(collected(h, 2), 3);
            assert_string_equal(logged(h), backwards ? "c b a" : "a b c");
            for (size_t i = 0; i < 3; i++)
                drop_class(h, types[i]);
            events_notable_reset(h);
        }
}

/* facts: finalizers, "resurrection", "a resurrected one beside other trash" */
static void the_resurrected_are_kept_and_finalized_once(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr type = class_new(
            h,
            &(struct class_spec){.name = "C", .finalizer = FINALIZER_RESURRECT, .finalizer_text = "first"});
        addr o = instance_new(h, type);
        struct collection c;
        set(h, o, "me", o);
        decref(h, o);
        for (int i = 0; i < 5; i++)
            a_list_in_itself(h);
        assert_int_equal(collector_collect(h, 2, &c), HEAP_OK);
        assert_int_equal(c.collected, 5);
        assert_int_equal(c.finalized, 1);
        assert_int_equal(c.resurrected, 1);
        assert_true(name_lookup(h, 0, "first", 5) == o);
        assert_int_equal(collected(h, 2), 0);
        assert_int_equal(name_delete(h, 0, "first", 5), HEAP_OK);
        assert_true(object_exists(h, o));
        assert_int_equal(collected(h, 2), 1);
        assert_false(object_exists(h, o));
        drop_class(h, type);
        events_notable_reset(h);
    }
}

/* facts: finalizers, "a weakref with callback seen by the finalizer", "three callbacks" */
static void weak_references_are_cleared_and_called_back_before_finalizers(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr type = class_logging(h, "del"), o = instance_new(h, type), seen = list_new(h, 0),
             m = get(h, seen, "append"), w[3];
        struct collection c;
        for (size_t i = 0; i < 3; i++)
            w[i] = weakref_new(h, o, m);
        decref(h, m);
        set(h, o, "me", o);
        decref(h, o);
        assert_int_equal(collector_collect(h, 2, &c), HEAP_OK);
        assert_int_equal(c.collected, 1);
        assert_int_equal(c.weakrefs_cleared, 3);
        assert_int_equal(list_length(h, seen), 3);
        for (size_t i = 0; i < 3; i++)
            assert_true(list_item(h, seen, i) == w[2 - i]);
        decref(h, seen);
        for (size_t i = 0; i < 3; i++)
            decref(h, w[i]);
        drop_class(h, type);
        events_notable_reset(h);
    }
}

/* facts: finalizers, "a weakref to the resurrected": it stays dead */
static void a_weak_reference_to_the_resurrected_is_dead(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr type = class_new(
            h,
            &(struct class_spec){.name = "C", .finalizer = FINALIZER_RESURRECT, .finalizer_text = "first"});
        addr o = instance_new(h, type), w = weakref_new(h, o, 0);
        set(h, o, "me", o);
        decref(h, o);
        assert_int_equal(collected(h, 2), 0);
        assert_true(object_exists(h, o));
        assert_true(weakref_referent(h, w) == 0);
        decref(h, w);
        assert_int_equal(name_delete(h, 0, "first", 5), HEAP_OK);
        assert_int_equal(collected(h, 2), 1);
        drop_class(h, type);
        events_notable_reset(h);
    }
}

static void a_thousand_finalizers(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr type = class_logging(h, "x");
        for (int i = 0; i < 1000; i++) {
            addr o = instance_new(h, type);
            set(h, o, "me", o);
            decref(h, o);
        }
        assert_int_equal(collected(h, 2), 1000);
        assert_int_equal(strlen(logged(h)), 1999);
        drop_class(h, type);
        events_notable_reset(h);
    }
}

/* ---- callbacks ----------------------------------------------------------------------------------- */

/* facts: settings, "callback arguments" and "a callback that raises" */
static void callbacks_are_told_before_and_after(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr seen = dict_new(h), m = get(h, seen, "setdefault");
        append(h, collector_callbacks(h), m);
        decref(h, m);
        ten_lists_in_themselves(h);
        assert_int_equal(collected(h, 1), 10);
        list_clear(h, collector_callbacks(h));
        addr start = str_from_ascii(h, "start"), stop = str_from_ascii(h, "stop"), info, key, value;
        assert_int_equal(dict_length(h, seen), 2);
        assert_int_equal(dict_get(h, seen, start, &info), HEAP_OK);
        assert_true(info && dict_length(h, info) == 3);
        assert_int_equal(dict_get(h, seen, stop, &info), HEAP_OK);
        static const char *const names[] = {"generation", "collected", "uncollectable"};
        static const int64_t values[] = {1, 10, 0};
        size_t position = 0;
        for (size_t i = 0; dict_next(h, info, &position, &key, &value); i++) {
            int64_t n;
            assert_true(str_equal_utf8(h, key, names[i], strlen(names[i])));
            assert_true(int_fits(h, value, &n) && n == values[i]);
        }
        decref(h, start);
        decref(h, stop);
        decref(h, seen);
        events_notable_reset(h);
    }
}

static void a_callback_that_raises_is_an_event(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr list = list_new(h, 0), m = get(h, list, "append"); /* takes one argument, gets two */
        append(h, collector_callbacks(h), m);
        decref(h, m);
        decref(h, list);
        events_notable_reset(h);
        assert_int_equal(collected(h, 2), 0);
        size_t unraisable = 0;
        for (size_t i = 0; i < events_notable_count(h); i++)
            unraisable += events_notable_at(h, i)->kind == EVENT_UNRAISABLE;
        assert_int_equal(unraisable, 2);
        list_clear(h, collector_callbacks(h));
        events_notable_reset(h);
    }
}

/* ---- legacy finalizers --------------------------------------------------------------------------- */

/* No type of CPython's own has tp_del any more; extension modules may. What it reaches is not touched, and what has it is told. */
static void what_a_legacy_finalizer_reaches_is_uncollectable(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = warmed_up(h);
        addr type = plain_class(h), o = instance_new(h, type), list = list_new(h, 0);
        struct collection c;
        set(h, o, "l", list);
        append(h, list, o);
        append(h, list, list);
        decref(h, list);
        decref(h, o);
        ten_lists_in_themselves(h);
        type_at(h, type)->del = HEAP_TEXT;
        assert_int_equal(collector_collect(h, 2, &c), HEAP_OK);
        assert_int_equal(c.collected, 10);
        assert_int_equal(c.uncollectable, 2);
        addr garbage = collector_garbage(h);
        assert_int_equal(list_length(h, garbage), 1);
        assert_true(list_item(h, garbage, 0) == o);
        assert_int_equal(heap_verify(h, NULL, NULL), 1); /* the class, which the test holds */
        type_at(h, type)->del = 0;
        list_clear(h, garbage);
        assert_int_equal(collected(h, 2), 2);
        drop_class(h, type);
        h_used = heap_test_used(h); /* the list of the garbage keeps its array */
        events_notable_reset(h);
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
        h_used = heap_test_used(h); /* the table of object's subclasses has grown; heap_verify looks for leaks */
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
        cmocka_unit_test(each_shape_of_garbage_is_counted_as_cpython_does),
        cmocka_unit_test(survivors_move_to_the_next_generation),
        cmocka_unit_test(counts_go_through_collections),
        cmocka_unit_test(the_count_rises_and_falls_but_not_below_zero),
        cmocka_unit_test(generations_other_than_0_to_2_are_invalid),
        cmocka_unit_test(settings_are_those_of_the_version),
#ifndef HEAPD_STRESS
        cmocka_unit_test(a_collection_runs_when_the_count_is_above_the_threshold),
        cmocka_unit_test(generations_are_chosen_as_cpython_does),
        cmocka_unit_test(full_collections_wait_for_a_quarter),
        cmocka_unit_test(a_threshold_of_zero_disables),
        cmocka_unit_test(where_a_collection_runs_is_the_versions_choice),
#endif
        cmocka_unit_test(tuples_that_cannot_matter_are_untracked),
        cmocka_unit_test(dicts_that_cannot_matter_are_untracked_up_to_3_13),
        cmocka_unit_test(the_frozen_are_not_collected),
        cmocka_unit_test(saved_garbage_is_in_order),
        cmocka_unit_test(tails_come_where_cpython_has_them),
        cmocka_unit_test(finalizers_run_in_the_order_of_the_list),
        cmocka_unit_test(the_resurrected_are_kept_and_finalized_once),
        cmocka_unit_test(weak_references_are_cleared_and_called_back_before_finalizers),
        cmocka_unit_test(a_weak_reference_to_the_resurrected_is_dead),
        cmocka_unit_test(a_thousand_finalizers),
        cmocka_unit_test(callbacks_are_told_before_and_after),
        cmocka_unit_test(a_callback_that_raises_is_an_event),
        cmocka_unit_test(what_a_legacy_finalizer_reaches_is_uncollectable),
        cmocka_unit_test(many_types_and_a_changing_heap),
        cmocka_unit_test(an_abandoned_collection_frees_nothing),
        cmocka_unit_test(the_owner_is_told_what_was_freed),
        cmocka_unit_test(a_copy_of_a_heap_collects_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
