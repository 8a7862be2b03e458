/* Sizes of containers as they grow and shrink, step by step, as CPython 3.11 and 3.14 answered for the same steps (growth_facts.h). Each function here is one
 * of the oracle's programs; its name in the table is the oracle's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"

struct growth_fact {
    const char *name;
    unsigned minor;
    const uint32_t *runs; /* pairs: size, how often; ends with a count of 0 */
};
#include "tests/oracle/containers/growth_facts.h"

static struct heap *h;
static size_t answers[4096], answer_count;

/* ---- the words of the programs --------------------------------------------------------------------------------------------- */

static void note(size_t n) { answers[answer_count++] = n; }
static void size(addr o) { note(object_getsizeof(h, o)); }
static void size_and_drop(addr o)
{
    size(o);
    decref(h, o);
}
static void ok(enum heap_status status) { assert_int_equal(status, HEAP_OK); }
static addr num(int64_t n) { return int_new(h, n); }

/* A key or item for a moment: references from containers keep it. */
static addr momentary[8];
static size_t momentary_next;
static addr lent(addr o)
{
    addr *place = &momentary[momentary_next++ % 8];
    xdecref(h, *place);
    return *place = o;
}
static addr i_(int64_t n) { return lent(num(n)); }
static addr k_(int64_t n)
{
    char text[32];
    (void)snprintf(text, sizeof text, "k%d", (int)n);
    return lent(str_from_ascii(h, text));
}
static addr key_of(int64_t n, bool strs) { return strs ? k_(n) : i_(n); }

/* [low, low + 1, ... high - 1], sized exactly */
static addr ints(int64_t low, int64_t high)
{
    addr l = list_new(h, (size_t)(high - low));
    for (int64_t i = low; i < high; i++)
        list_init(h, l, (size_t)(i - low), num(i));
    return l;
}
/* list(range(n)) of the programs: sized as an extension by n */
static addr list_range(int64_t n)
{
    addr exact = ints(0, n), l = list_from_iterable(h, exact);
    decref(h, exact);
    return l;
}
static addr tuple_of(int64_t n)
{
    addr l = ints(0, n), t = tuple_from_iterable(h, l);
    decref(h, l);
    return t;
}
static addr dict_of(int64_t low, int64_t high, bool strs)
{
    addr d = dict_new(h);
    for (int64_t i = low; i < high; i++)
        ok(dict_set(h, d, key_of(i, strs), i_(i)));
    return d;
}
static addr set_of(int64_t low, int64_t high)
{
    addr s = set_new(h);
    for (int64_t i = low; i < high; i++)
        ok(set_add(h, s, i_(i)));
    return s;
}
static addr frozenset_of(int64_t low, int64_t high)
{
    addr s = set_new_of(h, h->type[KIND_FROZENSET]);
    for (int64_t i = low; i < high; i++)
        ok(set_add(h, s, i_(i)));
    return s;
}

/* A step done `times` times to `x`, the size noted before and after each. */
typedef void step(addr x, int64_t i);
static void growing(addr x, step *s, int64_t times)
{
    size(x);
    for (int64_t i = 0; i < times; i++) {
        s(x, i);
        size(x);
    }
}
static void grown(addr x, step *s, int64_t times)
{
    growing(x, s, times);
    decref(h, x);
}

/* ---- list ------------------------------------------------------------------------------------------------------------------- */

static void append(addr x, int64_t i) { ok(list_append(h, x, i_(i))); }
static void append_200(void) { grown(list_new(h, 0), append, 200); }
static void append_2000(void) { grown(list_new(h, 0), append, 2000); }
static addr zeros(int64_t n)
{
    addr l = list_new(h, (size_t)n);
    for (int64_t i = 0; i < n; i++)
        list_init(h, l, (size_t)i, num(0));
    return l;
}
static void append_to_zeros(void) { grown(zeros(10), append, 40); }
static void append_to_copy(void)
{
    addr l = ints(0, 5);
    grown(list_slice(h, l, 0, 5), append, 40);
    decref(h, l);
}
static void append_to_range(void) { grown(list_range(10), append, 40); }
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
static void by_turns(void) { grown(zeros(16), append_or_pop, 100); }
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
static void deletions(void) { grown(list_range(100), delete_last, 100); }
static void delete_three(addr x, int64_t i)
{
    size_t n = list_length(h, x);
    (void)i;
    ok(list_delete_slice(h, x, n > 3 ? n - 3 : 0, n));
}
static void slice_deletions(void) { grown(list_range(100), delete_three, 34); }
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
static void extends_five(void) { grown(list_new(h, 0), extend_five, 60); }
static void extend_self(addr x, int64_t i)
{
    (void)i;
    ok(list_extend(h, x, x));
}
static void extends_self(void) { grown(ints(1, 2), extend_self, 10); }
static void extend_one(addr x, int64_t i) { extend_by(x, ints(i, i + 1)); }
static void extends_one(void) { grown(list_new(h, 0), extend_one, 100); }
static void extend_two(addr x, int64_t i) { extend_by(x, ints(i, i + 2)); }
static void extends_two(void) { grown(list_new(h, 0), extend_two, 100); }
static void extend_three(addr x, int64_t i)
{
    (void)i;
    extend_by(x, tuple_of(3));
}
static void extends_three(void) { grown(list_new(h, 0), extend_three, 100); }
static void insert_first(addr x, int64_t i) { ok(list_insert(h, x, 0, i_(i))); }
static void inserts(void) { grown(list_new(h, 0), insert_first, 200); }

/* list(x), set(x) ... of n items */
typedef addr maker(int64_t n);
static addr strs_list(int64_t n)
{
    addr l = list_new(h, (size_t)n);
    for (int64_t i = 0; i < n; i++)
        list_init(h, l, (size_t)i, incref(h, k_(i)));
    return l;
}
static addr int_dict(int64_t n)
{
    addr l = ints(0, n), d = dict_from_keys(h, l, none(h));
    decref(h, l);
    return d;
}
static addr int_dict_grown(int64_t n) { return dict_of(0, n, false); }
static addr int_set(int64_t n) { return set_of(0, n); }
static addr text_of(int64_t n)
{
    char text[256];
    memset(text, 'a', sizeof text);
    return str_from_utf8(h, text, (size_t)n);
}
static addr to_set(addr x) { return set_from(h, h->type[KIND_SET], x); }
static addr to_frozenset(addr x) { return set_from(h, h->type[KIND_FROZENSET], x); }
static addr to_list(addr x) { return list_from_iterable(h, x); }
static addr to_tuple(addr x) { return tuple_from_iterable(h, x); }
static addr keys_to_dict(addr x) { return dict_from_keys(h, x, none(h)); }
static addr to_dict(addr x)
{
    addr d = dict_new(h);
    ok(dict_update(h, d, x));
    return d;
}
static void converted(maker *make, addr (*convert)(addr x), int64_t last)
{
    for (int64_t n = 0; n <= last; n++) {
        addr x = make(n);
        size_and_drop(convert(x));
        decref(h, x);
    }
}
static void list_of_dict(void) { converted(int_dict, to_list, 200); }
static void list_of_list(void) { converted(zeros, to_list, 200); }
static void list_of_set(void) { converted(int_set, to_list, 200); }
static void list_of_str(void) { converted(text_of, to_list, 200); }
static void list_of_tuple(void) { converted(tuple_of, to_list, 200); }
static void tuple_of_range(void) { converted(list_range, to_tuple, 200); }
static void pops_after_appends(void)
{
    addr x = list_new(h, 0);
    for (int64_t i = 0; i < 100; i++)
        append(x, i);
    grown(x, pop, 100);
}
static void pops(void) { grown(list_range(200), pop, 200); }
static void pop_first(addr x, int64_t i)
{
    (void)i;
    decref(h, list_pop(h, x, 0));
}
static void pops_in_front(void) { grown(list_range(200), pop_first, 200); }
static void remove_first(addr x, int64_t i)
{
    (void)i;
    ok(list_delete_slice(h, x, 0, 1));
}
static void removes(void) { grown(list_range(50), remove_first, 50); }
static void set_slice(addr x, size_t low, addr other)
{
    ok(list_set_slice(h, x, low, low, other));
    decref(h, other);
}
static void assign_at_end(addr x, int64_t i) { set_slice(x, list_length(h, x), ints(i, i + 1)); }
static void assigns_at_end(void) { grown(list_new(h, 0), assign_at_end, 100); }
static void assign_in_front(addr x, int64_t i) { set_slice(x, 0, ints(i, i + 2)); }
static void assigns_in_front(void) { grown(list_new(h, 0), assign_in_front, 100); }
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

/* ---- dict -------------------------------------------------------------------------------------------------------------------- */

static void set_int(addr d, int64_t i) { ok(dict_set(h, d, i_(i), i_(i))); }
static void set_str(addr d, int64_t i) { ok(dict_set(h, d, k_(i), i_(i))); }
static void set_float(addr d, int64_t i) { ok(dict_set(h, d, lent(float_new(h, (double)i + 0.5)), i_(i))); }
static void set_tuple(addr d, int64_t i)
{
    addr item = i_(i);
    ok(dict_set(h, d, lent(tuple_from(h, &item, 1)), item));
}
static void drop_key(addr d, addr key)
{
    bool found;
    ok(dict_delete(h, d, key, &found));
    assert_true(found);
}
static void drop_int(addr d, int64_t i) { drop_key(d, i_(i)); }
static void drop_str(addr d, int64_t i) { drop_key(d, k_(i)); }
static void int_came_and_went(void)
{
    addr d = dict_of(1, 2, false);
    drop_int(d, 1);
    grown(d, set_str, 60);
}
static void dict_clear_and_fill(void)
{
    addr d = dict_of(0, 50, false);
    dict_clear(h, d);
    grown(d, set_int, 20);
}
static addr str_dict(int64_t n) { return dict_of(0, n, true); }
static addr same(addr x) { return incref(h, x); }
static void comprehensions_of_ints(void) { converted(int_dict_grown, same, 200); }
static void comprehensions_of_strs(void) { converted(str_dict, same, 200); }
static addr copied(addr d) { return dict_copy(h, d); }
static void copies_of_strs(void) { converted(str_dict, copied, 200); }
static void copies_of_ints(void) { converted(int_dict_grown, copied, 200); }
static void copies_after_deletions(void)
{
    for (int64_t left = 0; left <= 100; left += 5) {
        addr d = dict_of(0, 100, false);
        for (int64_t i = left; i < 100; i++)
            drop_int(d, i);
        note(dict_length(h, d));
        size(d);
        size_and_drop(dict_copy(h, d));
        size_and_drop(to_dict(d));
        decref(h, d);
    }
}
static void deleted_and_filled(step *drop, step *set, bool strs)
{
    addr d = dict_of(0, 100, strs);
    growing(d, drop, 100);
    for (int64_t i = 0; i < 30; i++) {
        set(d, i);
        size(d);
    }
    decref(h, d);
}
static void deleted_and_filled_ints(void) { deleted_and_filled(drop_int, set_int, false); }
static void deleted_and_filled_strs(void) { deleted_and_filled(drop_str, set_str, true); }
static void strs_40(void) { grown(dict_new(h), set_str, 40); }
static void strs_2000(void) { grown(dict_new(h), set_str, 2000); }
static void floats(void) { grown(dict_new(h), set_float, 40); }
static void tuples(void) { grown(dict_new(h), set_tuple, 40); }
static void dicts_of_dicts(void) { converted(str_dict, to_dict, 200); }
static addr pairs_list(int64_t n)
{
    addr l = list_new(h, (size_t)n);
    for (int64_t i = 0; i < n; i++) {
        addr pair[2] = {k_(i), i_(i)};
        list_init(h, l, (size_t)i, tuple_from(h, pair, 2));
    }
    return l;
}
static void dicts_of_pairs(void) { converted(pairs_list, to_dict, 119); }
static void fromkeys_dict(void) { converted(int_dict_grown, keys_to_dict, 200); }
static void fromkeys_list(void) { converted(strs_list, keys_to_dict, 200); }
static void fromkeys_set(void) { converted(int_set, keys_to_dict, 200); }
/* Up to 15 pairs are built at once, more are set one after the other. */
static void literals(bool strs)
{
    addr keys[15], values[15];
    for (int64_t n = 0; n <= 15; n++) {
        for (int64_t i = 0; i < n; i++) {
            keys[i] = incref(h, key_of(i, strs));
            values[i] = none(h);
        }
        size_and_drop(dict_from_items(h, keys, values, (size_t)n));
        for (int64_t i = 0; i < n; i++)
            decref(h, keys[i]);
    }
    for (int64_t n = 16; n <= 40; n++)
        size_and_drop(dict_of(0, n, strs));
}
static void literals_of_ints(void) { literals(false); }
static void literals_of_strs(void) { literals(true); }
static void one_int_then_strs(void) { grown(dict_of(1, 2, false), set_str, 60); }
static void pop_and_insert(addr d, int64_t i)
{
    addr value;
    ok(dict_pop(h, d, i_(i), &value));
    ok(dict_set(h, d, i_(i + 1), value));
    decref(h, value);
}
static void pops_and_inserts(void) { grown(dict_of(0, 1, false), pop_and_insert, 200); }
static void popitem(addr d, int64_t i)
{
    addr key, value;
    (void)i;
    ok(dict_popitem(h, d, &key, &value));
    decref(h, key);
    decref(h, value);
}
static void popitems(void) { grown(dict_of(0, 60, false), popitem, 60); }
static void setdefault(addr d, int64_t i)
{
    addr value;
    ok(dict_setdefault(h, d, k_(i), i_(i), &value));
}
static void setdefaults(void) { grown(dict_new(h), setdefault, 60); }
static void strs_then_int(void)
{
    for (int64_t n = 0; n < 60; n++) {
        addr d = dict_of(0, n, true);
        size(d);
        set_int(d, 1);
        size_and_drop(d);
    }
}
static void update_by(addr d, addr other)
{
    ok(dict_update(h, d, other));
    decref(h, other);
}
static void update_one(addr d, int64_t i) { update_by(d, dict_of(i, i + 1, true)); }
static void updates_by_one(void) { grown(dict_new(h), update_one, 60); }
static void update_ten(addr d, int64_t i) { update_by(d, dict_of(10 * i, 10 * i + 10, true)); }
static void updates_by_ten(void) { grown(dict_new(h), update_ten, 20); }
static void update_one_key(int64_t last)
{
    for (int64_t n = 0; n <= last; n++) {
        addr d = dict_of(1000, 1001, true);
        update_by(d, dict_of(0, n, true));
        size_and_drop(d);
    }
}
static void updates_of_one_key(void) { update_one_key(119); }
static void unions_of_dicts(void) { update_one_key(59); }
static void updates_of_empty(void) { converted(str_dict, to_dict, 119); }

/* ---- set ---------------------------------------------------------------------------------------------------------------------- */

static void add(addr s, int64_t i) { ok(set_add(h, s, i_(i))); }
static void add_str(addr s, int64_t i) { ok(set_add(h, s, k_(i))); }
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
static void intersections(void) { combined(set_intersection, false, 2, 0, 1, 119); }
static void differences(void) { combined(set_difference, false, 2, 0, 1, 119); }
static void symmetric_differences(void) { combined(set_symmetric_difference, false, 2, 1, 3, 59); }
static void unions(void) { combined(set_union, false, 1, 1, 2, 119); }
static void frozen_unions(void) { combined(set_union, true, 1, 1, 2, 59); }
static void adds(void) { grown(set_new(h), add, 200); }
static void add_strs(void) { grown(set_new(h), add_str, 200); }
static void adds_2000(void) { grown(set_new(h), add, 2000); }
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
static addr copied_set(addr s) { return set_copy(h, s); }
static void set_copies(void) { converted(int_set, copied_set, 200); }
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
static void discards_and_adds(void) { grown(set_of(0, 1), discard_and_add, 100); }
static void frozenset_of_dict(void) { converted(int_dict, to_frozenset, 200); }
static void frozenset_of_range(void) { converted(list_range, to_frozenset, 200); }
static void frozenset_of_set(void) { converted(int_set, to_frozenset, 200); }
static void set_pop_one(addr s, int64_t i)
{
    (void)i;
    decref(h, set_pop(h, s));
}
static void set_pops(void) { grown(set_of(0, 60), set_pop_one, 60); }
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
static void set_of_dict(void) { converted(int_dict, to_set, 200); }
static void set_of_list(void) { converted(list_range, to_set, 200); }
static void set_of_set(void) { converted(int_set, to_set, 200); }
static void update_set(addr s, addr other)
{
    ok(set_update(h, s, other));
    decref(h, other);
}
static void set_update_set_of_ten(addr s, int64_t i) { update_set(s, set_of(10 * i, 10 * i + 10)); }
static void set_updates_by_set(void) { grown(set_new(h), set_update_set_of_ten, 30); }
static void set_update_one(addr s, int64_t i) { update_set(s, ints(i, i + 1)); }
static void set_updates_by_one(void) { grown(set_new(h), set_update_one, 60); }
static void set_update_ten(addr s, int64_t i) { update_set(s, ints(10 * i, 10 * i + 10)); }
static void set_updates_by_ten(void) { grown(set_new(h), set_update_ten, 30); }

/* ---- all ---------------------------------------------------------------------------------------------------------------------- */

static const struct program {
    const char *name;
    void (*run)(void);
} programs[] = {
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
    {"dict an int key that came and went, then str keys", int_came_and_went},
    {"dict clear", dict_clear_and_fill},
    {"dict comprehension, int keys", comprehensions_of_ints},
    {"dict comprehension, str keys", comprehensions_of_strs},
    {"dict copy", copies_of_strs},
    {"dict copy after deletions", copies_after_deletions},
    {"dict copy, int keys", copies_of_ints},
    {"dict deleted one by one, then filled, int keys", deleted_and_filled_ints},
    {"dict deleted one by one, then filled, str keys", deleted_and_filled_strs},
    {"dict dict() then str keys", strs_40},
    {"dict dict(dict)", dicts_of_dicts},
    {"dict dict(pairs)", dicts_of_pairs},
    {"dict float keys", floats},
    {"dict fromkeys(dict)", fromkeys_dict},
    {"dict fromkeys(list)", fromkeys_list},
    {"dict fromkeys(set)", fromkeys_set},
    {"dict literals, int keys", literals_of_ints},
    {"dict literals, str keys", literals_of_strs},
    {"dict one int key, then str keys", one_int_then_strs},
    {"dict pop and insert by turns", pops_and_inserts},
    {"dict popitem", popitems},
    {"dict setdefault", setdefaults},
    {"dict str keys to 2,000", strs_2000},
    {"dict str keys, then one int key", strs_then_int},
    {"dict tuple keys", tuples},
    {"dict update by one", updates_by_one},
    {"dict update by ten", updates_by_ten},
    {"dict update from pairs", dicts_of_pairs},
    {"dict update of a dict with one key", updates_of_one_key},
    {"dict update of an empty dict", updates_of_empty},
    {"dict a | b", unions_of_dicts},
    {"dict {**d}", updates_of_empty},
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

static size_t compare_fact(const struct growth_fact *fact)
{
    size_t at = 0;
    for (const uint32_t *run = fact->runs; run[1]; run += 2)
        for (uint32_t i = 0; i < run[1]; i++, at++)
            if (at >= answer_count || answers[at] != run[0]) {
                print_error("3.%u %s: step %zu is %zu, not %u\n", fact->minor, fact->name, at, at < answer_count ? answers[at] : 0, run[0]);
                return 1;
            }
    if (at != answer_count)
        print_error("3.%u %s: %zu steps, not %zu\n", fact->minor, fact->name, answer_count, at);
    return at != answer_count;
}

static void containers_grow_as_in_cpython(void **state)
{
    (void)state;
    size_t wrong = 0, known = 0;
    for (size_t f = 0; f < sizeof growth_facts / sizeof *growth_facts; f++) {
        const struct growth_fact *fact = &growth_facts[f];
        struct memory_stats fresh, last;
        h = heap_create(&(struct heap_options){.minor = fact->minor});
        assert_non_null(h);
        memory_stats(h, &fresh);
        for (size_t p = 0; p < sizeof programs / sizeof *programs; p++) {
            if (strcmp(programs[p].name, fact->name) != 0)
                continue;
            answer_count = momentary_next = 0;
            memset(momentary, 0, sizeof momentary);
            programs[p].run();
            for (size_t i = 0; i < 8; i++)
                xdecref(h, momentary[i]);
            wrong += compare_fact(fact);
            known++;
        }
        memory_stats(h, &last);
        assert_int_equal(last.used, fresh.used);
        heap_destroy(h);
    }
    assert_int_equal(known, sizeof growth_facts / sizeof *growth_facts);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(containers_grow_as_in_cpython)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
