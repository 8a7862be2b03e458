/* Sizes of a set, step by step (growth.h). */
#include "tests/oracle/containers/growth.h"

static void add(addr s, int64_t i)
{
    ok(set_add(h, s, i_(i)));
}
static void add_str(addr s, int64_t i)
{
    ok(set_add(h, s, k_(i)));
}
static void discard(addr s, int64_t i)
{
    bool found;
    ok(set_discard(h, s, i_(i), &found));
}
typedef addr set_operator(struct heap *heap, addr s, addr other);
static void combined(set_operator *operate, bool frozen, int64_t a, int64_t low, int64_t high, int64_t last)
{
    for (int64_t n = 0; n <= last; n++) {
        addr x = frozen ? frozenset_of(0, a * n) : set_of(0, a * n);
        addr y = frozen ? frozenset_of(low * n, high * n) : set_of(low * n, high * n);
        size_and_drop(operate(h, x, y));
        decref(h, x);
        decref(h, y);
    }
}
static void intersections(void)
{
    combined(set_intersection, false, 2, 0, 1, 119);
}
static void differences(void)
{
    combined(set_difference, false, 2, 0, 1, 119);
}
static void symmetric_differences(void)
{
    combined(set_symmetric_difference, false, 2, 1, 3, 59);
}
static void unions(void)
{
    combined(set_union, false, 1, 1, 2, 119);
}
static void frozen_unions(void)
{
    combined(set_union, true, 1, 1, 2, 59);
}
static void adds(void)
{
    grown(set_new(h), add, 200);
}
static void add_strs(void)
{
    grown(set_new(h), add_str, 200);
}
static void adds_2000(void)
{
    grown(set_new(h), add, 2000);
}
static void adds_200000(void)
{
    addr s = set_new(h);
    size_t last = object_getsizeof(h, s);
    note(0);
    note(last);
    for (int64_t i = 0; i < 200000; i++) {
        add(s, i);
        if (object_getsizeof(h, s) != last) {
            last = object_getsizeof(h, s);
            note(set_length(h, s));
            note(last);
        }
    }
    decref(h, s);
}
static void set_clear_and_fill(void)
{
    addr s = set_of(0, 50);
    set_clear(h, s);
    grown(s, add, 20);
}
static addr copied_set(addr s)
{
    return set_copy(h, s);
}
static void set_copies(void)
{
    converted(int_set, copied_set, 200);
}
static void set_copies_after_removals(void)
{
    for (int64_t left = 0; left <= 100; left += 5) {
        addr s = set_of(0, 100), gone = ints(left, 100);
        ok(set_difference_update(h, s, gone));
        note(set_length(h, s));
        size(s);
        size_and_drop(set_copy(h, s));
        size_and_drop(to_set(s));
        size_and_drop(to_frozenset(s));
        decref(h, gone);
        decref(h, s);
    }
}
static void discard_and_add(addr s, int64_t i)
{
    discard(s, i);
    add(s, i + 1);
}
static void discards_and_adds(void)
{
    grown(set_of(0, 1), discard_and_add, 100);
}
static void frozenset_of_dict(void)
{
    converted(int_dict, to_frozenset, 200);
}
static void frozenset_of_range(void)
{
    converted(list_range, to_frozenset, 200);
}
static void frozenset_of_set(void)
{
    converted(int_set, to_frozenset, 200);
}
static void set_pop_one(addr s, int64_t i)
{
    (void)i;
    decref(h, set_pop(h, s));
}
static void set_pops(void)
{
    grown(set_of(0, 60), set_pop_one, 60);
}
static void removed_and_filled(void)
{
    addr s = set_of(0, 100);
    growing(s, discard, 100);
    for (int64_t i = 0; i < 40; i++) {
        add(s, i);
        size(s);
    }
    decref(h, s);
}
static void set_of_dict(void)
{
    converted(int_dict, to_set, 200);
}
static void set_of_list(void)
{
    converted(list_range, to_set, 200);
}
static void set_of_set(void)
{
    converted(int_set, to_set, 200);
}
static void update_set(addr s, addr other)
{
    ok(set_update(h, s, other));
    decref(h, other);
}
static void set_update_set_of_ten(addr s, int64_t i)
{
    update_set(s, set_of(10 * i, 10 * i + 10));
}
static void set_updates_by_set(void)
{
    grown(set_new(h), set_update_set_of_ten, 30);
}
static void set_update_one(addr s, int64_t i)
{
    update_set(s, ints(i, i + 1));
}
static void set_updates_by_one(void)
{
    grown(set_new(h), set_update_one, 60);
}
static void set_update_ten(addr s, int64_t i)
{
    update_set(s, ints(10 * i, 10 * i + 10));
}
static void set_updates_by_ten(void)
{
    grown(set_new(h), set_update_ten, 30);
}

static const struct program programs[] = {
    {"set a & b", intersections},
    {"set a - b", differences},
    {"set a ^ b", symmetric_differences},
    {"set a | b", unions},
    {"set add ints", adds},
    {"set add strs", add_strs},
    {"set add to 2,000", adds_2000},
    {"set add to 200,000, only the changes", adds_200000},
    {"set clear", set_clear_and_fill},
    {"set copy", set_copies},
    {"set copy after removals", set_copies_after_removals},
    {"set discard and add by turns", discards_and_adds},
    {"set frozenset | frozenset", frozen_unions},
    {"set frozenset(dict)", frozenset_of_dict},
    {"set frozenset(range(n))", frozenset_of_range},
    {"set frozenset(set)", frozenset_of_set},
    {"set pop", set_pops},
    {"set removed one by one, then filled", removed_and_filled},
    {"set set(dict)", set_of_dict},
    {"set set(list)", set_of_list},
    {"set set(set)", set_of_set},
    {"set update by a set of ten", set_updates_by_set},
    {"set update by one", set_updates_by_one},
    {"set update by ten", set_updates_by_ten},
};

static void sets_grow_as_in_cpython(void **state)
{
    (void)state;
    check_programs("set ", programs, sizeof programs / sizeof *programs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sets_grow_as_in_cpython)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
