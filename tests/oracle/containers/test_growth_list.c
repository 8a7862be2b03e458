/* Sizes of a list, step by step (growth.h). */
#include "tests/oracle/containers/growth.h"

static void append(addr x, int64_t i)
{
    ok(list_append(h, x, i_(i)));
}
static void append_200(void)
{
    grown(list_new(h, 0), append, 200);
}
static void append_2000(void)
{
    grown(list_new(h, 0), append, 2000);
}
static addr zeros(int64_t n)
{
    addr l = list_new(h, (size_t)n);
    for (int64_t i = 0; i < n; i++)
        list_init(h, l, (size_t)i, num(0));
    return l;
}
static void append_to_zeros(void)
{
    grown(zeros(10), append, 40);
}
static void append_to_copy(void)
{
    addr l = ints(0, 5);
    grown(list_slice(h, l, 0, 5), append, 40);
    decref(h, l);
}
static void append_to_range(void)
{
    grown(list_range(10), append, 40);
}
static void pop(addr x, int64_t i)
{
    (void)i;
    decref(h, list_pop(h, x, -1));
}
static void append_or_pop(addr x, int64_t i)
{
    if (i % 3) {
        append(x, i);
    } else {
        pop(x, i);
        pop(x, i);
    }
}
static void by_turns(void)
{
    grown(zeros(16), append_or_pop, 100);
}
static void list_clear_and_fill(void)
{
    addr x = list_range(100);
    list_clear(h, x);
    grown(x, append, 20);
}
static void list_copies(void)
{
    for (int64_t n = 0; n <= 200; n++) {
        addr x = list_range(n);
        size_and_drop(list_slice(h, x, 0, (size_t)n));
        decref(h, x);
    }
}
static void list_slices(void)
{
    addr x = list_range(300);
    for (size_t n = 0; n <= 200; n++)
        size_and_drop(list_slice(h, x, 0, n));
    decref(h, x);
}
static void delete_last(addr x, int64_t i)
{
    (void)i;
    ok(list_delete(h, x, -1));
}
static void deletions(void)
{
    grown(list_range(100), delete_last, 100);
}
static void delete_three(addr x, int64_t i)
{
    size_t n = list_length(h, x);
    (void)i;
    ok(list_delete_slice(h, x, n > 3 ? n - 3 : 0, n));
}
static void slice_deletions(void)
{
    grown(list_range(100), delete_three, 34);
}
static void extend_by(addr x, addr other)
{
    ok(list_extend(h, x, other));
    decref(h, other);
}
static void extend_five(addr x, int64_t i)
{
    (void)i;
    extend_by(x, ints(0, 5));
}
static void extends_five(void)
{
    grown(list_new(h, 0), extend_five, 60);
}
static void extend_self(addr x, int64_t i)
{
    (void)i;
    ok(list_extend(h, x, x));
}
static void extends_self(void)
{
    grown(ints(1, 2), extend_self, 10);
}
static void extend_one(addr x, int64_t i)
{
    extend_by(x, ints(i, i + 1));
}
static void extends_one(void)
{
    grown(list_new(h, 0), extend_one, 100);
}
static void extend_two(addr x, int64_t i)
{
    extend_by(x, ints(i, i + 2));
}
static void extends_two(void)
{
    grown(list_new(h, 0), extend_two, 100);
}
static void extend_three(addr x, int64_t i)
{
    (void)i;
    extend_by(x, tuple_of(3));
}
static void extends_three(void)
{
    grown(list_new(h, 0), extend_three, 100);
}
static void insert_first(addr x, int64_t i)
{
    ok(list_insert(h, x, 0, i_(i)));
}
static void inserts(void)
{
    grown(list_new(h, 0), insert_first, 200);
}

static void list_of_dict(void)
{
    converted(int_dict, to_list, 200);
}
static void list_of_list(void)
{
    converted(zeros, to_list, 200);
}
static void list_of_set(void)
{
    converted(int_set, to_list, 200);
}
static void list_of_str(void)
{
    converted(text_of, to_list, 200);
}
static void list_of_tuple(void)
{
    converted(tuple_of, to_list, 200);
}
static void tuple_of_range(void)
{
    converted(list_range, to_tuple, 200);
}
static void pops_after_appends(void)
{
    addr x = list_new(h, 0);
    for (int64_t i = 0; i < 100; i++)
        append(x, i);
    grown(x, pop, 100);
}
static void pops(void)
{
    grown(list_range(200), pop, 200);
}
static void pop_first(addr x, int64_t i)
{
    (void)i;
    decref(h, list_pop(h, x, 0));
}
static void pops_in_front(void)
{
    grown(list_range(200), pop_first, 200);
}
static void remove_first(addr x, int64_t i)
{
    (void)i;
    ok(list_delete_slice(h, x, 0, 1));
}
static void removes(void)
{
    grown(list_range(50), remove_first, 50);
}
static void set_slice(addr x, size_t low, addr other)
{
    ok(list_set_slice(h, x, low, low, other));
    decref(h, other);
}
static void assign_at_end(addr x, int64_t i)
{
    set_slice(x, list_length(h, x), ints(i, i + 1));
}
static void assigns_at_end(void)
{
    grown(list_new(h, 0), assign_at_end, 100);
}
static void assign_in_front(addr x, int64_t i)
{
    set_slice(x, 0, ints(i, i + 2));
}
static void assigns_in_front(void)
{
    grown(list_new(h, 0), assign_in_front, 100);
}
static void sort_and_reverse(void)
{
    addr x = list_new(h, 0);
    for (int64_t i = 0; i < 50; i++)
        append(x, i);
    size(x);
    ok(list_sort(h, x, 0, false));
    size(x);
    ok(list_sort(h, x, 0, true));
    size_and_drop(x);
}

static const struct program programs[] = {
    {"list append", append_200},
    {"list append and pop by turns", by_turns},
    {"list append to 2,000", append_2000},
    {"list append to [0]*10", append_to_zeros},
    {"list append to a copy", append_to_copy},
    {"list append to list(range(10))", append_to_range},
    {"list clear", list_clear_and_fill},
    {"list copy", list_copies},
    {"list del at the end", deletions},
    {"list del of a slice", slice_deletions},
    {"list extend by five", extends_five},
    {"list extend by itself", extends_self},
    {"list extend by one", extends_one},
    {"list extend by three", extends_three},
    {"list extend by two", extends_two},
    {"list insert at 0", inserts},
    {"list list(dict)", list_of_dict},
    {"list list(list)", list_of_list},
    {"list list(range(n))", list_of_list},
    {"list list(set)", list_of_set},
    {"list list(str)", list_of_str},
    {"list list(tuple)", list_of_tuple},
    {"list pop after appends", pops_after_appends},
    {"list pop from 200", pops},
    {"list pop in front", pops_in_front},
    {"list remove", removes},
    {"list slice [:n]", list_slices},
    {"list slice assignment at the end", assigns_at_end},
    {"list slice assignment in front", assigns_in_front},
    {"list sort and reverse", sort_and_reverse},
    {"list += of one", extends_one},
    {"list tuple(range(n))", tuple_of_range},
};

static void lists_grow_as_in_cpython(void **state)
{
    (void)state;
    check_programs("list ", programs, sizeof programs / sizeof *programs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lists_grow_as_in_cpython)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
