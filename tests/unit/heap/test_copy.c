/* Copies: what is shared, what is new, cycles, sizes, how deep it may go, and that nothing is left of one
 * that fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/unit/heap/class_test.h"

static addr copied(struct heap *h, addr o)
{
    addr copy = copy_deep(h, o);
    if (!copy)
        fail_msg("%s: %s", exception_name(heap_raised(h)), heap_raised_message(h));
    return copy;
}

static void set(struct heap *h, addr o, const char *name, addr value)
{
    addr n = str_intern_utf8(h, name, strlen(name));
    expect_ok(h, object_setattr(h, o, n, value));
    decref(h, n);
}

static addr get(struct heap *h, addr o, const char *name) /* borrowed: the object holds it */
{
    addr n = str_intern_utf8(h, name, strlen(name)), value;
    expect_ok(h, object_getattr(h, o, n, &value));
    decref(h, n);
    decref(h, value);
    return value;
}

static void collect(struct heap *h)
{
    expect_ok(h, collector_collect(h, 2, NULL));
}

static void shared_objects_stay_shared_and_cycles_stay_cycles(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr inner = list_new(h, 0), outer = list_new(h, 0);
        expect_ok(h, list_append(h, outer, inner));
        expect_ok(h, list_append(h, outer, inner));
        expect_ok(h, list_append(h, outer, outer));
        addr copy = copied(h, outer);
        assert_int_not_equal(copy, outer);
        assert_int_equal(list_item(h, copy, 0), list_item(h, copy, 1));
        assert_int_not_equal(list_item(h, copy, 0), inner);
        assert_int_equal(list_item(h, copy, 2), copy);
        assert_int_equal(object_refcount(h, inner), 3);
        list_clear(h, outer);
        list_clear(h, copy);
        decref(h, inner);
        decref(h, outer);
        decref(h, copy);
    }
}

/* l = []; x = (1, (2, l)); l.append(x) */
static void a_tuple_within_itself(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_new(h, 0), two[] = {int_new(h, 2), l}, inner = tuple_from(h, two, 2),
             one[] = {int_new(h, 1), inner}, x = tuple_from(h, one, 2);
        expect_ok(h, list_append(h, l, x));
        addr y = copied(h, x);
        assert_int_not_equal(y, x);
        addr copied_list = tuple_item(h, tuple_item(h, y, 1), 1);
        assert_int_not_equal(copied_list, l);
        assert_int_equal(list_item(h, copied_list, 0), y);
        addr gone[] = {l, inner, x, y};
        for (size_t i = 0; i < 4; i++)
            decref(h, gone[i]);
        collect(h);
    }
}

static void atoms_and_tuples_of_atoms_are_not_copied(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr items[] = {int_new(h, 1000), float_new(h, 2.5)}, t = tuple_from(h, items, 2),
             outer_items[] = {t, none(h)}, outer = tuple_from(h, outer_items, 2);
        addr copy = copied(h, outer), shallow = copy_shallow(h, outer);
        assert_int_equal(copy, outer);
        assert_int_equal(shallow, outer);
        addr gone[] = {items[0], items[1], t, outer, copy, shallow};
        for (size_t i = 0; i < 6; i++)
            decref(h, gone[i]);
    }
}

/* The oracle's "instances and their sizes", "slots and a dict", "subclasses". */
static void instances_are_made_anew_and_get_their_state(void **state)
{
    (void)state;
    static const char *const slots[] = {"a", "__dict__"};
    EACH_VERSION(h)
    {
        addr c = class_new(h, &(struct class_spec){.name = "S", .slots = slots, .slot_count = 2}),
             x = instance_new(h, c), l = list_new(h, 0);
        set(h, x, "a", l);
        set(h, x, "b", l);
        set(h, x, "me", x);
        addr shallow = copy_shallow(h, x), deep = copied(h, x);
        assert_int_equal(get(h, shallow, "a"), l);
        assert_int_equal(get(h, shallow, "b"), l);
        assert_int_equal(get(h, shallow, "me"), x);
        assert_int_not_equal(get(h, deep, "a"), l);
        assert_int_equal(get(h, deep, "a"), get(h, deep, "b"));
        assert_int_equal(get(h, deep, "me"), deep);
        assert_int_equal(object_type(h, deep), c);
        addr gone[] = {x, l, shallow, deep, c};
        for (size_t i = 0; i < 5; i++)
            decref(h, gone[i]);
        collect(h);

        addr plain = class_of(h, "I", 0), o = instance_new(h, plain);
        set(h, o, "a", none(h));
        set(h, o, "b", none(h));
        addr y = copy_shallow(h, o), z = copied(h, o), d[3], all[] = {o, y, z};
        size_t expected[] = {280, 280, h->abi.minor == 11 ? 184 : 280};
        for (size_t i = 0; i < 3; i++) {
            expect_ok(h, instance_dict(h, all[i], &d[i]));
            assert_int_equal(object_getsizeof(h, d[i]), expected[i]);
            decref(h, d[i]);
        }
        addr rest[] = {o, y, z, plain};
        for (size_t i = 0; i < 4; i++)
            decref(h, rest[i]);
        collect(h);
    }
}

/* [184, 136, 184] for a list that was appended to ten times. */
static void copies_have_the_sizes_of_cpython(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_new(h, 0);
        for (int64_t i = 0; i < 10; i++)
            expect_ok(h, list_append(h, l, int_new(h, i)));
        addr shallow = copy_shallow(h, l), deep = copied(h, l);
        assert_int_equal(object_getsizeof(h, l), 184);
        assert_int_equal(object_getsizeof(h, shallow), 136);
        assert_int_equal(object_getsizeof(h, deep), 184);
        addr set_type = h->type[KIND_SET], s;
        expect_ok(h, object_call(h, set_type, NULL, 0, NULL, NULL, 0, &s));
        for (int64_t i = 0; i < 50; i++)
            expect_ok(h, set_add(h, s, int_new(h, i)));
        for (int64_t i = 0; i < 45; i++) {
            bool found;
            expect_ok(h, set_discard(h, s, int_new(h, i), &found));
        }
        addr shallow_set = copy_shallow(h, s), deep_set = copied(h, s);
        assert_int_equal(object_getsizeof(h, s), 2264);
        assert_int_equal(object_getsizeof(h, shallow_set), 472);
        assert_int_equal(object_getsizeof(h, deep_set), 728);
        addr gone[] = {l, shallow, deep, s, shallow_set, deep_set};
        for (size_t i = 0; i < 6; i++)
            decref(h, gone[i]);
    }
}

static void classes_below_containers_are_copied_with_items_and_attributes(void **state)
{
    (void)state;
    static const enum kind kinds[] = {KIND_LIST, KIND_DICT, KIND_SET,  KIND_TUPLE,
                                      KIND_INT,  KIND_STR,  KIND_DEQUE};
    EACH_VERSION(h)
    {
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            addr c = class_of(h, "Sub", h->type[kinds[i]]), x, l = list_new(h, 0);
            expect_ok(h, object_call(h, c, NULL, 0, NULL, NULL, 0, &x));
            set(h, x, "extra", l);
            if (kinds[i] == KIND_LIST)
                expect_ok(h, list_append(h, x, l));
            if (kinds[i] == KIND_DICT)
                expect_ok(h, dict_set(h, x, none(h), l));
            addr shallow = copy_shallow(h, x), deep = copied(h, x);
            assert_true(object_type(h, shallow) == c && object_type(h, deep) == c);
            assert_int_equal(get(h, shallow, "extra"), l);
            assert_int_not_equal(get(h, deep, "extra"), l);
            if (kinds[i] == KIND_LIST) {
                assert_int_equal(list_item(h, shallow, 0), l);
                assert_int_equal(list_item(h, deep, 0), get(h, deep, "extra"));
            }
            addr gone[] = {x, l, shallow, deep, c};
            for (size_t j = 0; j < 5; j++)
                decref(h, gone[j]);
            collect(h);
        }
        h_used = heap_test_used(h);
    }
}

#ifdef HEAPD_STRESS /* a collection at each allocation: quadratic */
#define DEEP 3000
#else
#define DEEP 100000
#endif

static void depth_ends_in_recursion_error_where_python_ends(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr x = list_new(h, 0);
        for (int i = 0; i < DEEP; i++) {
            addr outer = list_new(h, 1);
            list_init(h, outer, 0, x);
            x = outer;
            if (i == 490) {
                addr copy = copied(h, x);
                decref(h, copy);
            }
        }
        uint64_t used = heap_test_used(h);
        assert_int_equal(copy_deep(h, x), 0);
        assert_int_equal(heap_raised(h), EXC_RECURSION_ERROR);
        heap_clear_raised(h);
        assert_int_equal(heap_test_used(h), used);
        heap_set_recursion_limit(h, 1000000);
        addr copy = copied(h, x);
        decref(h, copy);
        decref(h, x);
    }
}

static void a_copy_that_fails_leaves_nothing(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "C", 0), o = instance_new(h, c), l = list_new(h, 0), d = dict_new(h),
             items[] = {l, o}, t = tuple_from(h, items, 2);
        set(h, o, "l", l);
        set(h, o, "t", t);
        set(h, o, "d", d);
        expect_ok(h, list_append(h, l, l));
        expect_ok(h, list_append(h, l, d));
        expect_ok(h, dict_set(h, d, none(h), t));
        expect_ok(h, name_bind(h, 0, "t", 1, t));
        addr gone[] = {c, o, l, d, t};
        for (size_t i = 0; i < 5; i++)
            decref(h, gone[i]);
        addr warm = copied(h, t); /* materializes what it copies */
        decref(h, warm);
        collect(h);
        uint64_t used = heap_test_used(h), objects = heap_object_count(h);
        addr copy = 0;
        for (uint64_t n = 1; !copy; n++) {
            memory_fail_after(h, n);
            copy = copy_deep(h, t);
            memory_fail_after(h, 0);
            if (copy)
                break;
            assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
            heap_clear_raised(h);
            assert_int_equal(heap_test_used(h), used);
            assert_int_equal(heap_object_count(h), objects);
            assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
        }
        decref(h, copy);
        expect_ok(h, name_delete(h, 0, "t", 1));
        collect(h);
    }
}

static void what_cannot_be_copied_says_so(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "C", 0), o = instance_new(h, c), p = proxy_new(h, o, 0), l = list_new(h, 0);
        expect_ok(h, list_append(h, l, p));
        assert_int_equal(copy_deep(h, l), 0);
        assert_int_equal(heap_raised(h), EXC_TYPE_ERROR);
        assert_string_equal(heap_raised_message(h), "cannot pickle 'weakref.ProxyType' object");
        heap_clear_raised(h);
        addr gone[] = {l, p, o, c};
        for (size_t i = 0; i < 4; i++)
            decref(h, gone[i]);
        collect(h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shared_objects_stay_shared_and_cycles_stay_cycles),
        cmocka_unit_test(a_tuple_within_itself),
        cmocka_unit_test(atoms_and_tuples_of_atoms_are_not_copied),
        cmocka_unit_test(instances_are_made_anew_and_get_their_state),
        cmocka_unit_test(copies_have_the_sizes_of_cpython),
        cmocka_unit_test(classes_below_containers_are_copied_with_items_and_attributes),
        cmocka_unit_test(depth_ends_in_recursion_error_where_python_ends),
        cmocka_unit_test(a_copy_that_fails_leaves_nothing),
        cmocka_unit_test(what_cannot_be_copied_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
