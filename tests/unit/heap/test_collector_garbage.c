/* What each shape of garbage returns: facts, the same in both versions but where the table says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/unit/heap/collector_test.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_shape_of_garbage_is_counted_as_cpython_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
