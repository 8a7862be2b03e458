/* Containers where the tables of tests/oracle/containers do not reach: nesting, shared keys, tracking,
 * sorting, what happens under way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/collector.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/order.h"
#include "tests/unit/heap/containers_test.h"

static void assert_repr(struct heap *h, addr o, const char *expected)
{
    char bytes[512];
    struct text t = {.bytes = bytes, .capacity = sizeof bytes - 1};
    expect_ok(h, object_repr(h, o, &t));
    bytes[t.length] = '\0';
    assert_string_equal(bytes, expected);
}

static void assert_raised(struct heap *h, enum heap_status status, enum exception e, const char *message)
{
    assert_int_equal(status, HEAP_RAISED);
    assert_int_equal(heap_raised(h), e);
    if (message)
        assert_string_equal(heap_raised_message(h), message);
    heap_clear_raised(h);
}

/* ---- nesting ------------------------------------------------------------------------------------- */

/* A list in a list in a list ... */
static addr nested(struct heap *h, size_t depth, bool tuples)
{
    addr inner = tuples ? tuple_new(h, 0) : list_new(h, 0);
    for (size_t i = 0; i < depth; i++) {
        addr outer = tuples ? tuple_from(h, &inner, 1) : list_new(h, 1);
        if (tuples)
            decref(h, inner);
        else
            list_init(h, outer, 0, inner);
        inner = outer;
    }
    return inner;
}

static void nesting_without_end_is_an_error_and_no_crash(void **state)
{
    (void)state;
    static char bytes[1 << 20];
    for (uint32_t limit = 1000; limit <= 1000000; limit *= 1000)
        EACH_VERSION(h)
        {
            addr a = nested(h, 100000, false), b = nested(h, 100000, false), t = nested(h, 100000, true);
            struct text out = {.bytes = bytes, .capacity = sizeof bytes};
            bool yes;
            int64_t hash;
            heap_set_recursion_limit(h, limit);
            assert_raised(h, object_repr(h, a, &out), EXC_RECURSION_ERROR,
                          "maximum recursion depth exceeded while getting the repr of an object");
            assert_raised(h, object_equal(h, a, b, &yes), EXC_RECURSION_ERROR,
                          "maximum recursion depth exceeded in comparison");
            assert_raised(h, object_less(h, a, b, &yes), EXC_RECURSION_ERROR, NULL);
            expect_ok(h, object_hash(h, t, &hash)); /* tuplehash() asks for no depth */
            assert_int_equal(h->recursion_depth, 0);
            decref(h, a);
            decref(h, b);
            decref(h, t);
        }
}

static void deep_dicts_and_sets_end_as_well(void **state)
{
    (void)state;
    static char bytes[1 << 20];
    EACH_VERSION(h)
    {
        addr inner = dict_new(h), key = text(h, "k"), one = tuple_new(h, 0);
        for (size_t i = 0; i < 30000; i++) {
            addr outer = dict_new(h), set = set_new_of(h, h->type[KIND_FROZENSET]);
            expect_ok(h, dict_set(h, outer, key, inner));
            decref(h, inner);
            inner = outer;
            expect_ok(h, set_add(h, set, one));
            decref(h, one);
            one = set;
        }
        struct text out = {.bytes = bytes, .capacity = sizeof bytes};
        bool yes;
        heap_set_recursion_limit(h, 1000000);
        assert_raised(h, object_repr(h, inner, &out), EXC_RECURSION_ERROR, NULL);
        out = (struct text){.bytes = bytes, .capacity = sizeof bytes};
        assert_raised(h, object_repr(h, one, &out), EXC_RECURSION_ERROR, NULL);
        addr other = dict_copy(h, inner);
        expect_ok(h, object_equal(h, inner, other, &yes)); /* the same values */
        assert_true(yes);
        decref(h, other);
        decref(h, inner);
        decref(h, one);
        decref(h, key);
    }
}

static void container_inside_itself_is_dots(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_new(h, 0), d = dict_new(h), key = text(h, "a");
        expect_ok(h, list_append(h, l, l));
        expect_ok(h, list_append(h, l, d));
        expect_ok(h, dict_set(h, d, key, l));
        assert_repr(h, l, "[[...], {'a': [...]}]");
        assert_repr(h, d, "{'a': [[...], {...}]}");
        list_clear(h, l);
        decref(h, l);
        decref(h, d);
        decref(h, key);
        addr t = tuple_new(h, 1), inner = list_new(h, 0);
        tuple_init(h, t, 0, inner);
        tuple_done(h, t);
        expect_ok(h, list_append(h, inner, t));
        assert_repr(h, t, "([(...)],)");
        list_clear(h, inner);
        decref(h, t);
    }
}

static void reprs_of_empty_and_frozen_sets_say_their_type(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr s = set_new(h), f = set_new_of(h, h->type[KIND_FROZENSET]), one = int_new(h, 1);
        assert_repr(h, s, "set()");
        assert_repr(h, f, "frozenset()");
        expect_ok(h, set_add(h, s, one));
        expect_ok(h, set_add(h, f, one));
        assert_repr(h, s, "{1}");
        assert_repr(h, f, "frozenset({1})");
        addr t = tuple_from(h, &one, 1);
        assert_repr(h, t, "(1,)");
        decref(h, t);
        decref(h, s);
        decref(h, f);
    }
}

static void text_is_cut_between_characters(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr s = str_from_utf8(h, "ab\xe2\x82\xac", 5);
        for (size_t capacity = 0; capacity < 8; capacity++) {
            char bytes[8];
            struct text t = {.bytes = bytes, .capacity = capacity};
            expect_ok(h, object_repr(h, s, &t));
            assert_int_equal(t.cut, capacity < 7);
            assert_int_equal(t.length, capacity < 3 ? capacity : capacity < 6 ? 3 : capacity < 7 ? 6 : 7);
        }
        decref(h, s);
    }
}

/* ---- shared keys --------------------------------------------------------------------------------- */

static void delete_key(struct heap *h, addr d, const char *name)
{
    addr key = text(h, name);
    bool found;
    expect_ok(h, dict_delete(h, d, key, &found));
    assert_true(found);
    decref(h, key);
}

static void split_dict_keeps_its_own_order(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr keys, d = split(h, &keys);
        assert_repr(h, d, "{'a': 1, 'b': 2, 'c': 3}");
        delete_key(h, d, "a");
        set_key(h, d, "a", 9);
        assert_repr(h, d, "{'b': 2, 'c': 3, 'a': 9}");
        assert_true(dict_at(h, d)->values != 0);
        set_key(h, d, "d", 4); /* goes to the shared keys */
        assert_int_equal(keys_shared_size(h, keys), 4);
        assert_repr(h, d, "{'b': 2, 'c': 3, 'a': 9, 'd': 4}");
        addr copy = dict_copy(h, d);
        assert_true(dict_at(h, copy)->values != 0);
        delete_key(h, copy, "b");
        assert_repr(h, copy, "{'c': 3, 'a': 9, 'd': 4}");
        assert_repr(h, d, "{'b': 2, 'c': 3, 'a': 9, 'd': 4}");
        assert_null(object_ops(h, d)->verify(h, d));
        assert_null(object_ops(h, copy)->verify(h, copy));
        decref(h, copy);
        decref(h, d);
        keys_decref(h, keys);
    }
}

static void split_dict_becomes_combined_when_the_keys_are_full_or_no_str_comes(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr keys, d = split(h, &keys);
        for (int i = 3; i < 31; i++) {
            char name[8];
            (void)snprintf(name, sizeof name, "k%d", i);
            set_key(h, d, name, i);
            assert_int_equal(dict_at(h, d)->values != 0, i < 30);
        }
        assert_int_equal(dict_length(h, d), 31);
        addr e = split(h, &(addr){0}), number = int_new(h, 7);
        addr shared = dict_at(h, e)->keys;
        expect_ok(h, dict_set(h, e, number, number));
        assert_true(dict_at(h, e)->values == 0);
        assert_repr(h, e, "{'a': 1, 'b': 2, 'c': 3, 7: 7}");
        keys_decref(h, shared);
        decref(h, e);
        decref(h, d);
        keys_decref(h, keys);
    }
}

static void split_dict_outlives_its_keys_owner(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr keys, d = split(h, &keys);
        keys_decref(h, keys);
        expect_ok(h, handle_hold(h, d));
        decref(h, d);
        assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
        addr key, value;
        expect_ok(h, dict_popitem(h, d, &key, &value)); /* converts */
        assert_true(dict_at(h, d)->values == 0);
        assert_repr(h, key, "'c'");
        decref(h, key);
        decref(h, value);
        handle_drop_all(h);
    }
}

/* ---- tracking ------------------------------------------------------------------------------------ */

static void dict_is_tracked_from_what_it_holds_up_to_3_13(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr d = dict_new(h), e = dict_new(h), l = list_new(h, 0), key = text(h, "a");
        bool late = h->abi.dict_untracking;
        assert_int_equal(object_is_tracked(h, d), !late);
        expect_ok(h, dict_set(h, d, key, key));
        assert_int_equal(object_is_tracked(h, d), !late);
        expect_ok(h, dict_set(h, d, key, l));
        assert_true(object_is_tracked(h, d));
        expect_ok(h, dict_merge(h, e, d, true));
        assert_true(object_is_tracked(h, e));
        expect_ok(h, dict_set(h, d, key, key));
        assert_true(object_is_tracked(h, d));
        expect_ok(h, collector_collect(h, 1, NULL));
        assert_true(object_is_tracked(h, d));
        expect_ok(h, collector_collect(h, 2, NULL));
        assert_int_equal(object_is_tracked(h, d), !late);
        decref(h, d);
        decref(h, e);
        decref(h, l);
        decref(h, key);
    }
}

static void tuple_is_untracked_when_nothing_in_it_is(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_new(h, 0), number = int_new(h, 1000), pair[] = {number, number};
        addr atoms = tuple_from(h, pair, 2), lists = tuple_from(h, &l, 1), outer = tuple_from(h, &atoms, 1);
#ifndef HEAPD_STRESS /* there a collection has looked at them already */
        assert_int_equal(object_is_tracked(h, atoms), !h->abi.tuple_tracks_lazily);
        assert_true(object_is_tracked(h, outer)); /* a tuple is of a collected type */
#endif
        assert_true(object_is_tracked(h, lists));
        expect_ok(h, collector_collect(h, 0, NULL));
        assert_true(object_is_tracked(h, lists));
        assert_false(object_is_tracked(h, atoms));
        assert_false(object_is_tracked(h, outer));
        decref(h, outer);
        decref(h, lists);
        decref(h, atoms);
        decref(h, number);
        decref(h, l);
    }
}

/* ---- sorting ------------------------------------------------------------------------------------- */

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

static void sort_keeps_the_order_of_equals(void **state)
{
    (void)state;
    uint64_t random = 88172645463325252ull;
    EACH_VERSION(h)
    for (size_t count = 0; count < 2000; count = count * 3 / 2 + 1)
        for (int reversed = 0; reversed < 2; reversed++) {
            addr l = list_new(h, count);
            for (size_t i = 0; i < count; i++) { /* 1 and 1.0 are equal and distinct */
                int64_t n = 1000 + (int64_t)(next_random(&random) % (count / 3 + 1)); /* no shared ints */
                list_init(h, l, i, i % 2 ? float_new(h, (double)n) : int_new(h, n));
            }
            addr before = list_slice(h, l, 0, count);
            expect_ok(h, list_sort(h, l, 0, reversed));
            for (size_t i = 1; i < count; i++) {
                addr a = list_item(h, l, i - 1), b = list_item(h, l, i);
                bool less;
                expect_ok(h, reversed ? object_less(h, a, b, &less) : object_less(h, b, a, &less));
                assert_false(less);
                bool same;
                expect_ok(h, object_equal(h, a, b, &same));
                if (!same)
                    continue;
                size_t x = 0, y = 0;
                while (list_item(h, before, x) != a)
                    x++;
                while (list_item(h, before, y) != b)
                    y++;
                assert_true(x < y);
            }
            decref(h, before);
            decref(h, l);
        }
}

static void sort_that_cannot_compare_keeps_every_item(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_new(h, 0), word = text(h, "word");
        for (int64_t i = 0; i < 200; i++) {
            addr n = int_new(h, 1000 + (i * 37) % 200);
            expect_ok(h, list_append(h, l, i == 150 ? word : n));
            decref(h, n);
        }
        assert_raised(h, list_sort(h, l, 0, false), EXC_TYPE_ERROR, NULL);
        assert_int_equal(list_length(h, l), 200);
        assert_int_equal(object_refcount(h, word), 2);
        assert_null(object_ops(h, l)->verify(h, l));
        decref(h, l);
        decref(h, word);
    }
}

static void sort_takes_a_key_function(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_new(h, 0);
        for (int64_t i = 95; i < 105; i++) {
            addr n = int_new(h, i);
            expect_ok(h, list_append(h, l, n));
            decref(h, n);
        }
        expect_ok(h, list_sort(h, l, h->type[KIND_STR], false));
        assert_repr(h, l, "[100, 101, 102, 103, 104, 95, 96, 97, 98, 99]");
        expect_ok(h, list_sort(h, l, h->type[KIND_FLOAT], true));
        assert_repr(h, l, "[104, 103, 102, 101, 100, 99, 98, 97, 96, 95]");
        decref(h, l);
    }
}

/* ---- slices -------------------------------------------------------------------------------------- */

/* The steps and numbers of the oracle's program 051_list_shrink, the same in 3.11 and 3.14. */
static void list_cut_by_slices_gives_memory_back(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_new(h, 1000), three = list_new(h, 3);
        for (size_t i = 0; i < 1000; i++)
            list_init(h, l, i, incref(h, none(h)));
        for (size_t i = 0; i < 3; i++)
            list_init(h, three, i, incref(h, none(h)));
        expect_ok(h, list_delete_slice(h, l, 501, 1000));
        assert_int_equal(list_allocated(h, l), 1000);
        expect_ok(h, list_delete_slice(h, l, 499, 501));
        assert_int_equal(list_allocated(h, l), 564);
        expect_ok(h, list_append(h, l, none(h)));
        assert_int_equal(list_allocated(h, l), 564);
        expect_ok(h, list_set_slice(h, l, 0, 500, three));
        assert_int_equal(list_length(h, l), 3);
        assert_int_equal(list_allocated(h, l), 8);
        expect_ok(h, list_set_slice(h, l, 1, 2, l)); /* itself, within itself */
        assert_int_equal(list_length(h, l), 5);
        decref(h, three);
        decref(h, l);
    }
}

/* ---- errors -------------------------------------------------------------------------------------- */

static void unhashable_keys_say_what_they_were_for_from_3_14(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr d = dict_new(h), s = set_new(h), l = list_new(h, 0), value;
        bool late = h->abi.unhashable_says_use;
        assert_raised(h, dict_set(h, d, l, l), EXC_TYPE_ERROR,
                      late ? "cannot use 'list' as a dict key (unhashable type: 'list')"
                           : "unhashable type: 'list'");
        assert_raised(h, dict_get(h, d, l, &value), EXC_TYPE_ERROR, NULL);
        assert_raised(h, set_add(h, s, l), EXC_TYPE_ERROR,
                      late ? "cannot use 'list' as a set element (unhashable type: 'list')"
                           : "unhashable type: 'list'");
        addr t = tuple_from(h, &l, 1);
        assert_raised(h, set_add(h, s, t), EXC_TYPE_ERROR,
                      late ? "cannot use 'tuple' as a set element (unhashable type: 'list')"
                           : "unhashable type: 'list'");
        decref(h, t);
        decref(h, l);
        decref(h, s);
        decref(h, d);
    }
}

static void container_that_changes_its_size_ends_the_iteration(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr d = dict_new(h), one = int_new(h, 1), two = int_new(h, 2), item;
        struct iteration it;
        expect_ok(h, dict_set(h, d, one, one));
        expect_ok(h, iteration_begin(h, &it, d));
        expect_ok(h, iteration_next(h, &it, &item));
        decref(h, item);
        expect_ok(h, dict_set(h, d, two, two));
        assert_raised(h, iteration_next(h, &it, &item), EXC_RUNTIME_ERROR,
                      "dictionary changed size during iteration");
        iteration_end(h, &it);
        assert_raised(h, iteration_begin(h, &it, one), EXC_TYPE_ERROR, "'int' object is not iterable");
        decref(h, d);
    }
}

static void equal_numbers_are_one_key(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr d = dict_new(h), one = int_new(h, 1), same = float_new(h, 1.0), truth = bool_new(h, true);
        expect_ok(h, dict_set(h, d, one, one));
        expect_ok(h, dict_set(h, d, same, same));
        expect_ok(h, dict_set(h, d, truth, truth));
        assert_repr(h, d, "{1: True}");
        decref(h, same);
        decref(h, d);
    }
}

static void an_ascii_key_is_found_without_an_object(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr d = dict_new(h), key, value;
        char name[16];
        for (int general = 0; general < 2; general++) {
            for (int i = 0; i < 100; i++) {
                snprintf(name, sizeof name, "name%d", i);
                key = str_from_ascii(h, name);
                value = int_new(h, 1000 + i);
                assert_int_equal(dict_set(h, d, key, value), HEAP_OK);
                decref(h, key);
                decref(h, value);
            }
            addr found = dict_get_ascii(h, d, "name42", 6);
            int64_t number;
            assert_true(found && int_fits(h, found, &number));
            assert_int_equal(number, 1042);
            assert_int_equal(dict_get_ascii(h, d, "name420", 7), 0);
            assert_int_equal(dict_get_ascii(h, d, "", 0), 0);
            key = str_from_ascii(h, "name42");
            bool deleted;
            assert_int_equal(dict_delete(h, d, key, &deleted), HEAP_OK);
            decref(h, key);
            assert_int_equal(dict_get_ascii(h, d, "name42", 6), 0);
            key = int_new(h, 7); /* from now on a table of any keys */
            assert_int_equal(dict_set(h, d, key, none(h)), HEAP_OK);
            decref(h, key);
        }
        decref(h, d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nesting_without_end_is_an_error_and_no_crash),
        cmocka_unit_test(deep_dicts_and_sets_end_as_well),
        cmocka_unit_test(container_inside_itself_is_dots),
        cmocka_unit_test(reprs_of_empty_and_frozen_sets_say_their_type),
        cmocka_unit_test(text_is_cut_between_characters),
        cmocka_unit_test(split_dict_keeps_its_own_order),
        cmocka_unit_test(split_dict_becomes_combined_when_the_keys_are_full_or_no_str_comes),
        cmocka_unit_test(split_dict_outlives_its_keys_owner),
        cmocka_unit_test(dict_is_tracked_from_what_it_holds_up_to_3_13),
        cmocka_unit_test(tuple_is_untracked_when_nothing_in_it_is),
        cmocka_unit_test(sort_keeps_the_order_of_equals),
        cmocka_unit_test(sort_that_cannot_compare_keeps_every_item),
        cmocka_unit_test(sort_takes_a_key_function),
        cmocka_unit_test(list_cut_by_slices_gives_memory_back),
        cmocka_unit_test(unhashable_keys_say_what_they_were_for_from_3_14),
        cmocka_unit_test(container_that_changes_its_size_ends_the_iteration),
        cmocka_unit_test(equal_numbers_are_one_key),
        cmocka_unit_test(an_ascii_key_is_found_without_an_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
