/* Finalizers that change a container while an operation on it goes on: of 3.11, which collects inside
 * allocations, and of values that own the instance they are part of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "daemon/heap/object/array.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/scalar.h"
#include "tests/unit/heap/containers_test.h"
#include "tests/unit/heap/interruption_test.h"

static void set_attribute(struct heap *h, addr o, const char *name, addr value)
{
    addr n = str_intern_utf8(h, name, strlen(name));
    expect_ok(h, object_setattr(h, o, n, value));
    decref(h, n);
}

static void thresholds(struct heap *h, uint32_t n)
{
    for (int i = 0; i < 3; i++)
        collector_set_threshold(h, i, n);
}

/* The next allocation of a collected object calls the container's method, where allocations collect. *new*:
 * the class. */
static addr arm_with(struct heap *h, addr container, const char *method)
{
    addr c = class_new(h, &(struct class_spec){.name = "C"}),
         name = str_intern_utf8(h, method, strlen(method)), clear;
    expect_ok(h, object_getattr(h, container, name, &clear));
    set_attribute(h, c, "__del__", clear);
    addr o = instance_new(h, c);
    set_attribute(h, o, "me", o);
    decref(h, o);
    decref(h, clear);
    decref(h, name);
    thresholds(h, 1);
    return c;
}

static addr arm(struct heap *h, addr container)
{
    return arm_with(h, container, "clear");
}

static void disarm(struct heap *h, addr c)
{
    thresholds(h, 100000);
    decref(h, c);
    expect_ok(h, collector_collect(h, 2, NULL));
}

static bool collects_inside(const struct heap *h)
{
#ifdef HEAPD_STRESS /* there every version's allocations collect */
    (void)h;
    return true;
#else
    return h->abi.collection_point == COLLECT_IN_ALLOCATION;
#endif
}

static addr list_of(struct heap *h, size_t count)
{
    thresholds(h, 100000);
    addr l = list_new(h, count);
    for (size_t i = 0; i < count; i++)
        list_init(h, l, i, int_new(h, 1000 + (int64_t)i));
    return l;
}

static addr slice_of(struct heap *h, int64_t start, int64_t stop, int64_t step)
{
    addr part[] = {int_new(h, start), int_new(h, stop), int_new(h, step)};
    addr s = slice_new(h, part[0], part[1], part[2]);
    for (size_t i = 0; i < 3; i++)
        decref(h, part[i]);
    return s;
}

static void a_list_emptied_while_it_is_copied(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_of(h, 100), c = arm(h, l), copy = list_slice(h, l, 0, list_length(h, l));
        assert_int_equal(list_length(h, copy), collects_inside(h) ? 0 : 100);
        decref(h, copy);
        disarm(h, c);
        decref(h, l);
    }
}

static void a_list_emptied_while_a_tuple_is_made(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_of(h, 100), c = arm(h, l), t = tuple_from_iterable(h, l);
        assert_int_equal(tuple_length(h, t), collects_inside(h) ? 0 : 100);
        decref(h, t);
        disarm(h, c);
        decref(h, l);
    }
}

static void a_list_emptied_while_it_is_sliced(void **state)
{
    (void)state;
    EACH_VERSION(h)
    for (int64_t step = 1; step <= 2; step++) {
        addr l = list_of(h, 100), s = slice_of(h, 10, 90, step), c = arm(h, l), part;
        expect_ok(h, object_getitem(h, l, s, &part));
        assert_int_equal(list_length(h, part), collects_inside(h) ? 0 : 80 / step);
        decref(h, part);
        disarm(h, c);
        decref(h, s);
        decref(h, l);
    }
}

static void an_array_shortened_while_it_is_copied(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr a = array_new_of(h, h->type[KIND_ARRAY], 'q', 3), name = str_intern_utf8(h, "tolist", 6), made;
        thresholds(h, 100000);
        addr c = arm_with(h, a, "pop");
        made = array_slice(h, a, 2, -1, 3);
        assert_int_equal(array_length(h, a), array_length(h, made));
        assert_int_equal(array_length(h, a), collects_inside(h) ? 2 : 3);
        decref(h, made);
        disarm(h, c);
        c = arm_with(h, a, "pop");
        expect_ok(h, object_call_method(h, a, name, NULL, 0, NULL, NULL, 0, &made));
        assert_int_equal(array_length(h, a), list_length(h, made));
        assert_int_equal(array_length(h, a), collects_inside(h) ? 1 : 2);
        decref(h, made);
        disarm(h, c);
        decref(h, name);
        decref(h, a);
    }
}

/* l[50:90] = a set, and l[50:90:2] = a set of as many as it has then */
static void a_list_emptied_while_a_slice_is_assigned(void **state)
{
    (void)state;
    EACH_VERSION(h)
    for (int64_t step = 1; step <= 2; step++) {
        addr l = list_of(h, 100), s = slice_of(h, 50, 90, step), items = set_new(h), one = int_new(h, 7);
        expect_ok(h, set_add(h, items, one));
        addr c = arm(h, l);
        enum heap_status status = object_setitem(h, l, s, items);
        if (step == 1) {
            expect_ok(h, status);
            assert_int_equal(list_length(h, l), collects_inside(h) ? 1 : 61);
        } else {
            assert_int_equal(status, HEAP_RAISED);
            assert_string_equal(heap_raised_message(h),
                                collects_inside(h)
                                    ? "attempt to assign sequence of size 1 to extended slice of size 0"
                                    : "attempt to assign sequence of size 1 to extended slice of size 20");
            heap_clear_raised(h);
        }
        disarm(h, c);
        decref(h, one);
        decref(h, items);
        decref(h, s);
        decref(h, l);
    }
}

static void a_dict_emptied_while_it_is_copied(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr keys, d = split(h, &keys), c, copy;
        keys_decref(h, keys); /* the dicts alone have it */
        thresholds(h, 100000);
        for (int64_t i = 0; i < 3; i++) { /* values that nothing else has */
            char name[] = {(char)('a' + i), '\0'};
            set_key(h, d, name, 100000 + i);
        }
        c = arm(h, d);
        copy = dict_copy(h, d);
        assert_int_equal(dict_length(h, copy), 3);
        assert_int_equal(dict_length(h, d), collects_inside(h) ? 0 : 3);
        disarm(h, c);
        decref(h, copy);
        decref(h, d);
        d = dict_new(h);
        set_key(h, d, "x", 100000);
        c = arm(h, d);
        copy = dict_copy(h, d);
        assert_int_equal(dict_length(h, copy), collects_inside(h) ? 0 : 1);
        disarm(h, c);
        decref(h, copy);
        decref(h, d);
    }
}

/* d = o.__dict__; o.me = o; o.other = 100000; del o; d.clear(): o goes with the first value. */
static void a_dict_whose_values_own_their_instance(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_new(h, &(struct class_spec){.name = "C"}), o = instance_new(h, c), d,
             other = int_new(h, 100000);
        set_attribute(h, o, "me", o);
        set_attribute(h, o, "other", other);
        expect_ok(h, instance_dict(h, o, &d));
        decref(h, other);
        decref(h, o);
        dict_clear(h, d);
        assert_int_equal(dict_length(h, d), 0);
        decref(h, d);
        decref(h, c);
        expect_ok(h, collector_collect(h, 2, NULL));
    }
}

/* ---- code of the test's own, where a finalizer would run ----------------------------------------- */

static void take_dict(struct heap *h, void *context)
{
    addr d;
    expect_ok(h, instance_dict(h, *(const addr *)context, &d));
    decref(h, d);
}

static void drop_dict(struct heap *h, void *context)
{
    expect_ok(h, instance_replace_dict(h, *(const addr *)context, 0));
}

static void lose_attribute(struct heap *h, void *context)
{
    set_attribute(h, *(const addr *)context, "a", 0);
}

/* Before anybody has asked for __dict__: the values are in the instance, or beside it. */
static addr instance_with_values(struct heap *h, addr *type)
{
    collector_set_threshold(h, 0, 0);
    *type = class_new(h, &(struct class_spec){.name = "C"});
    addr o = instance_new(h, *type);
    for (int64_t i = 0; i < 3; i++) {
        char name[] = {(char)('a' + i), '\0'};
        addr value = int_new(h, 100000 + i);
        set_attribute(h, o, name, value);
        decref(h, value);
    }
    return o;
}

/* o.__dict__, while somebody else asks for it, takes it away, deletes an attribute. */
static void an_instance_that_changes_while_its_dict_is_made(void **state)
{
    static void (*const changes[])(struct heap * h, void *context) = {take_dict, drop_dict, lose_attribute};
    static const size_t left[] = {3, 0, 2};
    (void)state;
    for (size_t i = 0; i < 3; i++)
        EACH_VERSION(h)
        {
            addr type, o = instance_with_values(h, &type), d;
            interrupt(h, 1, changes[i], &o);
            expect_ok(h, instance_dict(h, o, &d));
            assert_int_equal(interruptions(h), i == 1 ? 2 : 1); /* without values an empty one is made */
            assert_int_equal(dict_length(h, d), left[i]);
            assert_int_equal(instance_stored_count(h, o), left[i]);
            decref(h, d);
            decref(h, o);
            decref(h, type);
            expect_ok(h, collector_collect(h, 2, NULL));
            events_notable_reset(h);
        }
}

static void set_class_to(struct heap *h, void *context)
{
    const addr *both = context;
    expect_ok(h, instance_set_class(h, both[0], both[1]));
}

/* o.__class__ = B, and meanwhile o.__class__ = C: each class counts its instances right. */
static void an_instance_that_changes_its_class_twice_at_once(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr type, o = instance_with_values(h, &type), b = class_new(h, &(struct class_spec){.name = "B"}),
                   c = class_new(h, &(struct class_spec){.name = "C"});
        uint32_t counts[] = {object_refcount(h, type), object_refcount(h, b), object_refcount(h, c)};
        interrupt(h, 1, set_class_to, (addr[]){o, c});
        expect_ok(h, instance_set_class(h, o, b));
        assert_int_equal(interruptions(h), 1);
        assert_true(object_type(h, o) == b);
        assert_int_equal(object_refcount(h, type), counts[0] - 1);
        assert_int_equal(object_refcount(h, b), counts[1] + 1);
        assert_int_equal(object_refcount(h, c), counts[2]);
        const addr held[] = {o, type, b, c};
        for (size_t i = 0; i < 4; i++)
            decref(h, held[i]);
        expect_ok(h, collector_collect(h, 2, NULL));
        events_notable_reset(h);
    }
}

static void lose_slot(struct heap *h, void *context)
{
    set_attribute(h, *(const addr *)context, "s", 0);
}

/* copy(o), whose only slot is emptied when the dict of its slots is made */
static void a_slot_emptied_while_it_is_copied(void **state)
{
    static const char *const slots[] = {"s"};
    (void)state;
    EACH_VERSION(h)
    {
        collector_set_threshold(h, 0, 0);
        addr type = class_new(h, &(struct class_spec){.name = "S", .slots = slots, .slot_count = 1}),
             o = instance_new(h, type), value = int_new(h, 100000), copy, kept;
        set_attribute(h, o, "s", value);
        decref(h, value);
        interrupt(h, 2, lose_slot, &o); /* the first is the copy itself */
        copy = copy_shallow(h, o);
        assert_true(interruptions(h) >= 2);
        addr name = str_intern_utf8(h, "s", 1);
        expect_ok(h, object_getattr(h, copy, name, &kept));
        assert_true(int_fits(h, kept, &(int64_t){0}));
        const addr held[] = {kept, name, copy, o, type};
        for (size_t i = 0; i < 5; i++)
            decref(h, held[i]);
        expect_ok(h, collector_collect(h, 2, NULL));
        events_notable_reset(h);
    }
}

static void empty_bytes(struct heap *h, void *context)
{
    expect_ok(h, bytearray_resize(h, *(const addr *)context, 0));
}

static void a_bytearray_emptied_while_it_is_split(void **state)
{
    static const char *const methods[] = {"split", "rsplit", "splitlines"};
    (void)state;
    for (size_t i = 0; i < 3; i++)
        EACH_VERSION(h)
        {
            collector_set_threshold(h, 0, 0);
            addr b = bytearray_new(h, "one two\nthree", 13),
                 name = str_intern_utf8(h, methods[i], strlen(methods[i])), parts;
            interrupt(h, 1, empty_bytes, &b);
            expect_ok(h, object_call_method(h, b, name, NULL, 0, NULL, NULL, 0, &parts));
            assert_int_equal(interruptions(h), 1);
            assert_int_equal(list_length(h, parts), 0);
            decref(h, parts);
            decref(h, name);
            decref(h, b);
            events_notable_reset(h);
        }
}

struct weak {
    addr referent, made;
};

static void make_weakref(struct heap *h, void *context)
{
    struct weak *w = context;
    w->made = weakref_new(h, w->referent, 0);
}

/* weakref.ref(o), while somebody else makes one: there is one, which both have. */
static void a_weak_reference_made_while_one_is_made(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        collector_set_threshold(h, 0, 0);
        addr type = class_new(h, &(struct class_spec){.name = "C"});
        struct weak w = {instance_new(h, type), 0};
        interrupt(h, 1, make_weakref, &w);
        addr ref = weakref_new(h, w.referent, 0);
        assert_int_equal(interruptions(h), 1);
        assert_true(ref == w.made);
        assert_int_equal(weakref_count(h, w.referent), 1);
        const addr held[] = {ref, w.made, w.referent, type};
        for (size_t i = 0; i < 4; i++)
            decref(h, held[i]);
        expect_ok(h, collector_collect(h, 2, NULL));
        events_notable_reset(h);
    }
}

static void make_subclass(struct heap *h, void *context)
{
    const addr *base = context;
    decref(h, class_new(h, &(struct class_spec){.name = "Other", .bases = base, .base_count = 1}));
}

/* class B(A), and in the middle of it, at each place, another class below A */
static void a_class_made_while_one_is_made(void **state)
{
    (void)state;
    for (uint64_t n = 1; n < 12; n++)
        EACH_VERSION(h)
        {
            collector_set_threshold(h, 0, 0);
            addr a = class_new(h, &(struct class_spec){.name = "A"});
            interrupt(h, n, make_subclass, &a);
            addr b = class_new(h, &(struct class_spec){.name = "B", .bases = &a, .base_count = 1});
            (void)interruptions(h);
            assert_true(b);
            decref(h, b);
            decref(h, a);
            expect_ok(h, collector_collect(h, 2, NULL));
            events_notable_reset(h);
            h_used = heap_test_used(
                h); /* the builtin type's table of subclasses stays; every block has its owner */
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_emptied_while_it_is_copied),
        cmocka_unit_test(a_list_emptied_while_a_tuple_is_made),
        cmocka_unit_test(a_list_emptied_while_it_is_sliced),
        cmocka_unit_test(an_array_shortened_while_it_is_copied),
        cmocka_unit_test(a_list_emptied_while_a_slice_is_assigned),
        cmocka_unit_test(a_dict_emptied_while_it_is_copied),
        cmocka_unit_test(a_dict_whose_values_own_their_instance),
        cmocka_unit_test(an_instance_that_changes_while_its_dict_is_made),
        cmocka_unit_test(an_instance_that_changes_its_class_twice_at_once),
        cmocka_unit_test(a_slot_emptied_while_it_is_copied),
        cmocka_unit_test(a_bytearray_emptied_while_it_is_split),
        cmocka_unit_test(a_weak_reference_made_while_one_is_made),
        cmocka_unit_test(a_class_made_while_one_is_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
