/* Sizes of a dict, step by step (growth.h). */
#include "tests/oracle/containers/growth.h"

static void set_int(addr d, int64_t i)
{
    ok(dict_set(h, d, i_(i), i_(i)));
}
static void set_str(addr d, int64_t i)
{
    ok(dict_set(h, d, k_(i), i_(i)));
}
static void set_float(addr d, int64_t i)
{
    ok(dict_set(h, d, lent(float_new(h, (double)i + 0.5)), i_(i)));
}
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
static void drop_int(addr d, int64_t i)
{
    drop_key(d, i_(i));
}
static void drop_str(addr d, int64_t i)
{
    drop_key(d, k_(i));
}
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
static addr str_dict(int64_t n)
{
    return dict_of(0, n, true);
}
static addr same(addr x)
{
    return incref(h, x);
}
static void comprehensions_of_ints(void)
{
    converted(int_dict_grown, same, 200);
}
static void comprehensions_of_strs(void)
{
    converted(str_dict, same, 200);
}
static addr copied(addr d)
{
    return dict_copy(h, d);
}
static void copies_of_strs(void)
{
    converted(str_dict, copied, 200);
}
static void copies_of_ints(void)
{
    converted(int_dict_grown, copied, 200);
}
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
static void deleted_and_filled_ints(void)
{
    deleted_and_filled(drop_int, set_int, false);
}
static void deleted_and_filled_strs(void)
{
    deleted_and_filled(drop_str, set_str, true);
}
static void strs_40(void)
{
    grown(dict_new(h), set_str, 40);
}
static void strs_2000(void)
{
    grown(dict_new(h), set_str, 2000);
}
static void floats(void)
{
    grown(dict_new(h), set_float, 40);
}
static void tuples(void)
{
    grown(dict_new(h), set_tuple, 40);
}
static void dicts_of_dicts(void)
{
    converted(str_dict, to_dict, 200);
}
static addr pairs_list(int64_t n)
{
    addr l = list_new(h, (size_t)n);
    for (int64_t i = 0; i < n; i++) {
        addr pair[2] = {k_(i), i_(i)};
        list_init(h, l, (size_t)i, tuple_from(h, pair, 2));
    }
    return l;
}
static void dicts_of_pairs(void)
{
    converted(pairs_list, to_dict, 119);
}
static void fromkeys_dict(void)
{
    converted(int_dict_grown, keys_to_dict, 200);
}
static void fromkeys_list(void)
{
    converted(strs_list, keys_to_dict, 200);
}
static void fromkeys_set(void)
{
    converted(int_set, keys_to_dict, 200);
}
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
static void literals_of_ints(void)
{
    literals(false);
}
static void literals_of_strs(void)
{
    literals(true);
}
static void one_int_then_strs(void)
{
    grown(dict_of(1, 2, false), set_str, 60);
}
static void pop_and_insert(addr d, int64_t i)
{
    addr value;
    ok(dict_pop(h, d, i_(i), &value));
    ok(dict_set(h, d, i_(i + 1), value));
    decref(h, value);
}
static void pops_and_inserts(void)
{
    grown(dict_of(0, 1, false), pop_and_insert, 200);
}
static void popitem(addr d, int64_t i)
{
    addr key, value;
    (void)i;
    ok(dict_popitem(h, d, &key, &value));
    decref(h, key);
    decref(h, value);
}
static void popitems(void)
{
    grown(dict_of(0, 60, false), popitem, 60);
}
static void setdefault(addr d, int64_t i)
{
    addr value;
    ok(dict_setdefault(h, d, k_(i), i_(i), &value));
}
static void setdefaults(void)
{
    grown(dict_new(h), setdefault, 60);
}
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
static void update_one(addr d, int64_t i)
{
    update_by(d, dict_of(i, i + 1, true));
}
static void updates_by_one(void)
{
    grown(dict_new(h), update_one, 60);
}
static void update_ten(addr d, int64_t i)
{
    update_by(d, dict_of(10 * i, 10 * i + 10, true));
}
static void updates_by_ten(void)
{
    grown(dict_new(h), update_ten, 20);
}
static void update_one_key(int64_t last)
{
    for (int64_t n = 0; n <= last; n++) {
        addr d = dict_of(1000, 1001, true);
        update_by(d, dict_of(0, n, true));
        size_and_drop(d);
    }
}
static void updates_of_one_key(void)
{
    update_one_key(119);
}
static void unions_of_dicts(void)
{
    update_one_key(59);
}
static void updates_of_empty(void)
{
    converted(str_dict, to_dict, 119);
}

static const struct program programs[] = {
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
};

static void dicts_grow_as_in_cpython(void **state)
{
    (void)state;
    check_programs("dict ", programs, sizeof programs / sizeof *programs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(dicts_grow_as_in_cpython)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
