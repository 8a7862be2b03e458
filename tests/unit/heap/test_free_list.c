/* Free lists: what waits while a program runs, how much of it, what takes it, what gives it back. The numbers
 * are those of CPython 3.11 and 3.14; programs are compared by tests/oracle/facts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/free_list.h"
#include "tests/unit/heap/heap_test.h"

/* As if a program ran: nothing else of a frame is asked for here. */
static void enter_program(struct heap *h)
{
    h->frame = HEAP_BASE + REGION_STACK;
}
static void leave_program(struct heap *h)
{
    h->frame = 0;
}

static uint64_t blocks(const struct heap *h)
{
    struct memory_stats s;
    memory_stats(h, &s);
    return s.small_blocks + s.large_blocks;
}

static addr pair(struct heap *h)
{
    addr items[2] = {none(h), none(h)};
    return tuple_from(h, items, 2);
}

static void the_next_of_its_kind_takes_the_block(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        enter_program(h);
        addr l = list_new(h, 0), t = pair(h), f = float_new(h, 0.5), d = dict_new(h);
        uint64_t used = blocks(h), live = heap_object_count(h);
        int32_t count = h->generation[0].count;
        decref(h, l), decref(h, t), decref(h, f), decref(h, d);
        assert_int_equal(blocks(h), used);
        assert_int_equal(heap_object_count(h), live - 4);
        assert_int_equal(h->generation[0].count, count);
        assert_false(object_exists(h, l) || object_exists(h, t) || object_exists(h, f) ||
                     object_exists(h, d));
        leave_program(h);
        assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
        enter_program(h);
        assert_true(dict_new(h) == d && float_new(h, 1.5) == f && pair(h) == t && list_new(h, 0) == l);
        assert_int_equal(object_size_field(h, t), 2);
        assert_int_equal(list_length(h, l), 0);
        assert_int_equal(h->generation[0].count, count);
        decref(h, l), decref(h, t), decref(h, f), decref(h, d);
        leave_program(h);
        heap_clear_free_lists(h);
    }
}

static void the_last_one_comes_first(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        enter_program(h);
        addr a = list_new(h, 0), b = list_new(h, 0), c = list_new(h, 0);
        decref(h, b), decref(h, a), decref(h, c);
        assert_true(list_new(h, 0) == c && list_new(h, 0) == a && list_new(h, 0) == b);
        decref(h, a), decref(h, b), decref(h, c);
        leave_program(h);
        heap_clear_free_lists(h);
    }
}

static void without_a_program_nothing_waits_and_nothing_is_taken(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        uint64_t used = blocks(h);
        decref(h, list_new(h, 0));
        assert_int_equal(blocks(h), used);
        enter_program(h);
        decref(h, list_new(h, 0));
        leave_program(h);
        assert_int_equal(blocks(h), used + 1);
        addr l = list_new(h, 0);
        assert_int_equal(blocks(h), used + 2);
        decref(h, l);
        assert_int_equal(blocks(h), used + 1);
        heap_clear_free_lists(h);
    }
}

struct maker {
    unsigned list;
    uint16_t kept[2]; /* in 3.11, in 3.14 */
    addr (*make)(struct heap *h);
};

static addr make_float(struct heap *h)
{
    return float_new(h, 0.25);
}
static addr make_int(struct heap *h)
{
    return int_new(h, 1000);
}
static addr make_long_int(struct heap *h)
{
    return int_new(h, INT64_MAX);
}
static addr make_list(struct heap *h)
{
    return list_new(h, 0);
}
static addr make_dict(struct heap *h)
{
    return dict_new(h);
}
static addr make_slice(struct heap *h)
{
    return slice_new(h, 0, 0, 0);
}
static addr make_method(struct heap *h)
{
    return method_new(h, none(h), none(h));
}
static addr make_tuple_of(struct heap *h, size_t count)
{
    addr t = tuple_new(h, count);
    for (size_t i = 0; i < count; i++)
        tuple_init(h, t, i, incref(h, none(h)));
    tuple_done(h, t);
    return t;
}
static addr make_tuple_of_20(struct heap *h)
{
    return make_tuple_of(h, 20);
}
static addr make_tuple_of_21(struct heap *h)
{
    return make_tuple_of(h, 21);
}

static void so_many_are_kept(void **state)
{
    (void)state;
    enum { MANY = 2100 };
    static const struct maker makers[] = {
        {FREE_FLOATS, {100, 100}, make_float},
        {FREE_INTS, {0, 100}, make_int},
        {FREE_INTS, {0, 0}, make_long_int},
        {FREE_LISTS, {80, 80}, make_list},
        {FREE_DICTS, {80, 80}, make_dict},
        {FREE_SLICES, {0, 1}, make_slice}, /* 3.11: one from its first program on */
        {FREE_METHODS, {0, 20}, make_method},
        {FREE_TUPLES, {2000, 2000}, pair},
        {FREE_TUPLES, {2000, 2000}, make_tuple_of_20},
        {FREE_TUPLES, {0, 0}, make_tuple_of_21},
    };
    static addr made[MANY];
    EACH_VERSION(h)
    {
        for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
            enter_program(h);
            uint64_t used = blocks(h);
            for (size_t n = 0; n < MANY; n++)
                made[n] = makers[i].make(h);
            for (size_t n = 0; n < MANY; n++)
                decref(h, made[n]);
            assert_int_equal(blocks(h) - used, makers[i].kept[version_]);
            leave_program(h);
            assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
            heap_clear_free_lists(h);
            assert_int_equal(blocks(h), used);
        }
    }
}

static void a_full_collection_empties_them(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        uint64_t used = blocks(h);
        enter_program(h);
        decref(h, list_new(h, 0)), decref(h, float_new(h, 2.5)), decref(h, pair(h));
        assert_int_equal(collector_collect(h, 1, NULL), HEAP_OK);
        assert_int_equal(blocks(h), used + 3);
        assert_int_equal(collector_collect(h, 2, NULL), HEAP_OK);
        assert_int_equal(blocks(h), used);
        leave_program(h);
    }
}

static unsigned left_by_start(const struct heap *h, unsigned list)
{
    return list < FREE_TUPLES ? h->abi.free_list_start[list] : h->abi.free_tuples_start[list - FREE_TUPLES];
}

/* What oracle/traced_start compares is there once, and only until the first full collection. */
static void what_a_start_leaves_waits_from_the_first_program_on(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        uint64_t used = blocks(h), left = 0;
        for (unsigned i = 0; i < FREE_LIST_COUNT; i++)
            left += left_by_start(h, i);
        assert_true(left > 0);
        for (int i = 0; i < 2; i++) {
            free_lists_begin(h);
            assert_int_equal(blocks(h) - used, left);
            for (unsigned j = 0; j < FREE_LIST_COUNT; j++)
                assert_int_equal(h->free_list[j].count, left_by_start(h, j));
            assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
        }
        assert_int_equal(collector_collect(h, 2, NULL), HEAP_OK);
        free_lists_begin(h);
        assert_int_equal(blocks(h) - used, h->abi.slice_is_kept);
        heap_clear_free_lists(h);
        assert_int_equal(blocks(h), used);
    }
}

static void compiling_leaves_lists_for_its_scopes_and_tracemalloc_takes_some(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        struct waiting_blocks *lists = &h->free_list[FREE_LISTS];
        unsigned start = h->abi.free_list_start[FREE_LISTS], taken = h->abi.lists_of_tracemalloc;
        free_lists_begin(h);
        free_lists_after_compiling(h, 1);
        assert_int_equal(lists->count, start);
        free_lists_after_tracemalloc(h);
        assert_int_equal(lists->count, start - taken);
        free_lists_after_compiling(h, 1000);
        assert_int_equal(lists->count, h->abi.lists_per_scope ? lists->max : start - taken);
        heap_clear_free_lists(h);
        free_lists_after_tracemalloc(h);
        assert_int_equal(lists->count, 0);
        assert_int_equal(h->free_list[FREE_DICTS].count, h->abi.free_list_start[FREE_DICTS]);
        heap_clear_free_lists(h);
    }
}

static void a_collection_frees_what_was_alive(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        struct collection c;
        struct memory_stats before, after;
        free_lists_begin(h);
        memory_stats(h, &before);
        addr l = list_new(h, 0);
        assert_int_equal(list_append(h, l, l), HEAP_OK);
        memory_stats(h, &after);
        decref(h, l);
        assert_int_equal(collector_collect(h, 2, &c), HEAP_OK);
        assert_int_equal(c.collected, 1);
        assert_int_equal(c.freed_bytes, after.used - before.used);
        assert_int_equal(collector_collect(h, 2, &c), HEAP_OK);
        assert_int_equal(c.freed_bytes, 0);
        heap_clear_free_lists(h);
    }
}

static void nothing_is_taken_or_left_while_they_are_aside(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        enter_program(h);
        decref(h, list_new(h, 0));
        addr waits = h->free_list[FREE_LISTS].first;
        assert_true(free_lists_set_aside(h));
        assert_false(free_lists_set_aside(h));
        addr other = list_new(h, 0);
        assert_true(object_block(h, other) != waits);
        decref(h, other);
        assert_false(object_exists(h, other) || h->free_list[FREE_LISTS].first);
        leave_program(h);
        assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
        free_lists_bring_back(h);
        assert_int_equal(h->free_list[FREE_LISTS].first, waits);
        assert_int_equal(h->free_list[FREE_LISTS].count, 1);
        heap_clear_free_lists(h);
    }
}

static void memory_that_is_used_again_is_traced_anew(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        uint64_t size;
        uint32_t first, second;
        struct trace_frame here = {"a.py", 4, 1}, there = {"a.py", 4, 2};
        enter_program(h);
        addr before = list_new(h, 0);
        leave_program(h);
        assert_int_equal(trace_start(h, 1), HEAP_OK);
        assert_int_equal(trace_at(h, &here, 1, true), HEAP_OK);
        addr l = list_new(h, 0);
        assert_true(trace_of(h, object_block(h, l), &size, &first));
        addr block = object_block(h, l), old = object_block(h, before);
        assert_int_equal(trace_at(h, &there, 1, true), HEAP_OK);
        struct trace_state traced;
        trace_state(h, &traced);
        enter_program(h);
        decref(h, before), decref(h, l);
        leave_program(h);
        struct trace_state waiting;
        trace_state(h, &waiting);
        assert_int_equal(waiting.current, traced.current);
        assert_true(trace_of(h, block, &size, &second) && second == first);
        trace_note_reuse(h, block); /* (of a program the frames count, which this is none of) */
        assert_true(trace_of(h, block, &size, &second) && second != first);
        trace_note_reuse(h, old);
        assert_false(trace_of(h, old, &size, &second));
        trace_state(h, &waiting);
        assert_int_equal(waiting.current, traced.current);
        heap_clear_free_lists(h);
        trace_state(h, &waiting);
        assert_int_equal(waiting.current, 0);
        trace_stop(h);
    }
}

static void a_copied_heap_takes_the_same_block(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        enter_program(h);
        addr l = list_new(h, 0);
        decref(h, l);
        struct heap *copy = heap_copy(h);
        assert_non_null(copy);
        assert_true(list_new(copy, 0) == l && list_new(h, 0) == l);
        heap_destroy(copy);
        decref(h, l);
        leave_program(h);
        heap_clear_free_lists(h);
    }
}

static bool note_finding(void *context, const struct finding *f)
{
    *(const char **)context = f->what;
    return false;
}

static void damage_is_found(void **state)
{
    (void)state;
    static const char *const expected[] = {
        "free list: number of blocks", "free list: leads to what is no block",
        "free list: a block that belongs to an object too, or to two lists"};
    EACH_VERSION(h)
    {
        enter_program(h);
        addr a = list_new(h, 0), b = list_new(h, 0), c = list_new(h, 0);
        decref(h, a), decref(h, b);
        leave_program(h);
        struct waiting_blocks *f = &h->free_list[FREE_LISTS], sound = *f;
        for (int i = 0; i < 3; i++) {
            const char *found = "nothing";
            f->count += i == 0;
            if (i == 1)
                f->first = HEAP_BASE + REGION_ARENAS + 8;
            if (i == 2)
                f->first = object_block(h, c);
            assert_int_not_equal(heap_verify(h, note_finding, &found), 0);
            *f = sound;
            assert_string_equal(found, expected[i]);
        }
        decref(h, c);
        heap_clear_free_lists(h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_of_its_kind_takes_the_block),
        cmocka_unit_test(the_last_one_comes_first),
        cmocka_unit_test(without_a_program_nothing_waits_and_nothing_is_taken),
        cmocka_unit_test(so_many_are_kept),
        cmocka_unit_test(a_full_collection_empties_them),
        cmocka_unit_test(what_a_start_leaves_waits_from_the_first_program_on),
        cmocka_unit_test(compiling_leaves_lists_for_its_scopes_and_tracemalloc_takes_some),
        cmocka_unit_test(a_collection_frees_what_was_alive),
        cmocka_unit_test(nothing_is_taken_or_left_while_they_are_aside),
        cmocka_unit_test(memory_that_is_used_again_is_traced_anew),
        cmocka_unit_test(a_copied_heap_takes_the_same_block),
        cmocka_unit_test(damage_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
