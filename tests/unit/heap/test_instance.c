/* Instances and their attributes: where they are, in which order, what fails without changing anything;
 * classes below builtin types. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/unit/heap/class_test.h"

static addr call(struct heap *h, addr type)
{
    addr o;
    expect_ok(h, object_call(h, type, NULL, 0, NULL, NULL, 0, &o));
    return o;
}

static enum heap_status set(struct heap *h, addr o, const char *name, addr value)
{
    addr n = str_intern_utf8(h, name, strlen(name));
    enum heap_status status = object_setattr(h, o, n, value);
    decref(h, n);
    return status;
}

static enum heap_status get(struct heap *h, addr o, const char *name, addr *out)
{
    addr n = str_intern_utf8(h, name, strlen(name));
    enum heap_status status = object_getattr(h, o, n, out);
    decref(h, n);
    return status;
}

static void set_int(struct heap *h, addr o, const char *name, int64_t value)
{
    addr v = int_new(h, value);
    expect_ok(h, set(h, o, name, v));
    decref(h, v);
}

/* "name=value ..." of all attributes as they are stored. */
static void check(const struct heap *h, addr o, const char *expected)
{
    char text[400] = "";
    addr name, value;
    for (size_t i = 0; instance_attribute(h, o, i, &name, &value); i++) {
        char part[64] = "";
        int64_t number = -1;
        (void)int_fits(h, value, &number);
        size_t length = str_utf8(h, name, part);
        (void)snprintf(part + length, sizeof part - length, "=%d", (int)number);
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i ? " " : "", part);
    }
    assert_string_equal(text, expected);
}

static void collect(struct heap *h)
{
    expect_ok(h, collector_collect(h, 2, NULL));
}

/* ---- attributes ---------------------------------------------------------------------------------- */

static void attributes_keep_the_order_in_which_they_were_set(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "C", 0), x = call(h, c), y = call(h, c), d;
        set_int(h, x, "a", 1);
        set_int(h, x, "b", 2);
        set_int(h, y, "b", 3);
        set_int(h, y, "a", 4);
        check(h, x, "a=1 b=2");
        check(h, y, "b=3 a=4");
        expect_ok(h, set(h, y, "b", 0));
        check(h, y, "a=4");
        set_int(h, y, "b", 5);
        check(h, y, "a=4 b=5");
        expect_ok(h, instance_dict(h, y, &d));
        decref(h, d);
        set_int(h, y, "a", 6);
        set_int(h, y, "c", 7);
        check(h, y, "a=6 b=5 c=7");
        check(h, x, "a=1 b=2");
        decref(h, x);
        decref(h, y);
        decref(h, c);
        collect(h);
    }
}

static void more_attributes_than_the_keys_have_room_for(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "C", 0), o[3];
        for (int i = 0; i < 3; i++) {
            o[i] = call(h, c);
            for (int n = 0; n < 70; n++) {
                char name[16];
                (void)snprintf(name, sizeof name, "n%d", i == 1 ? 69 - n : n);
                set_int(h, o[i], name, n);
            }
            assert_int_equal(instance_stored_count(h, o[i]), 70);
            assert_int_equal(heap_raised(h), EXC_NONE);
        }
        addr value;
        expect_ok(h, get(h, o[1], "n69", &value));
        int64_t number;
        assert_true(int_fits(h, value, &number) && number == 0);
        decref(h, value);
        for (int i = 0; i < 3; i++)
            decref(h, o[i]);
        decref(h, c);
        collect(h);
    }
}

/* The dict outlives its instance with what it had. */
static void a_dict_that_outlives_its_instance(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "C", 0), x = call(h, c), d, l = list_new(h, 0);
        expect_ok(h, set(h, x, "a", l));
        set_int(h, x, "b", 2);
        expect_ok(h, instance_dict(h, x, &d));
        decref(h, x);
        assert_int_equal(dict_length(h, d), 2);
        assert_int_equal(object_refcount(h, l), 2);
        addr name = str_intern_utf8(h, "a", 1);
        assert_int_equal(dict_get_str(h, d, name), l);
        decref(h, name);
        decref(h, d);
        assert_int_equal(object_refcount(h, l), 1);
        decref(h, l);
        decref(h, c);
        collect(h);
    }
}

static void a_dict_can_be_put_in_the_place_of_the_attributes(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "C", 0), x = call(h, c), d = dict_new(h), name = str_intern_utf8(h, "z", 1),
             one = int_new(h, 1), l = list_new(h, 0), old;
        expect_ok(h, dict_set(h, d, name, one));
        expect_ok(h, set(h, x, "a", l));
        expect_ok(h, set(h, x, "__dict__", d));
        assert_int_equal(object_refcount(h, l), 1);
        check(h, x, "z=1");
        set_int(h, x, "y", 2);
        assert_int_equal(dict_length(h, d), 2);
        expect_ok(h, instance_dict(h, x, &old));
        assert_int_equal(old, d);
        decref(h, old);
        assert_int_equal(set(h, x, "__dict__", one), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR, "__dict__ must be set to a dictionary, not a 'int'");
        expect_ok(h, set(h, x, "__dict__", 0));
        check(h, x, "");
        set_int(h, x, "again", 3);
        check(h, x, "again=3");
        addr gone[] = {c, x, d, name, one, l};
        for (size_t i = 0; i < 6; i++)
            decref(h, gone[i]);
        collect(h);
    }
}

static void attribute_errors_read_as_in_cpython(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        static const char *const slots[] = {"a"};
        bool new = h->abi.minor >= 13;
        addr c = class_of(h, "C", 0),
             s = class_new(h, &(struct class_spec){.name = "S", .slots = slots, .slot_count = 1});
        addr x = call(h, c), y = call(h, s), l = list_new(h, 0), value;
        assert_int_equal(get(h, x, "x", &value), HEAP_RAISED);
        raised(h, EXC_ATTRIBUTE_ERROR, "'C' object has no attribute 'x'");
        assert_int_equal(set(h, x, "x", 0), HEAP_RAISED);
        raised(h, EXC_ATTRIBUTE_ERROR, "'C' object has no attribute 'x'");
        assert_int_equal(get(h, y, "a", &value), HEAP_RAISED);
        raised(h, EXC_ATTRIBUTE_ERROR, "'S' object has no attribute 'a'");
        assert_int_equal(set(h, y, "a", 0), HEAP_RAISED);
        raised(h, EXC_ATTRIBUTE_ERROR, "a");
        assert_int_equal(set(h, y, "b", l), HEAP_RAISED);
        raised(h, EXC_ATTRIBUTE_ERROR,
               new ? "'S' object has no attribute 'b' and no __dict__ for setting new attributes"
                   : "'S' object has no attribute 'b'");
        assert_int_equal(set(h, l, "append", l), HEAP_RAISED);
        raised(h, EXC_ATTRIBUTE_ERROR, "'list' object attribute 'append' is read-only");
        assert_int_equal(set(h, x, "__weakref__", l), HEAP_RAISED);
        raised(h, EXC_ATTRIBUTE_ERROR, "attribute '__weakref__' of 'C' objects is not writable");
        assert_int_equal(get(h, y, "__dict__", &value), HEAP_RAISED);
        raised(h, EXC_ATTRIBUTE_ERROR, "'S' object has no attribute '__dict__'");
        expect_ok(h, set(h, y, "a", l));
        expect_ok(h, get(h, y, "a", &value));
        assert_int_equal(value, l);
        decref(h, value);
        addr gone[] = {x, y, l, c, s};
        for (size_t i = 0; i < 5; i++)
            decref(h, gone[i]);
        collect(h);
    }
}

/* Measured with CPython 3.11.7 and 3.13.0: a name that is deleted in vain takes its place in the shared
 * keys. */
static void names_deleted_in_vain_use_up_the_shared_keys(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_of(h, "C", 0), x = call(h, c), y, d;
        for (int i = 0; i < 40; i++) {
            char name[16];
            (void)snprintf(name, sizeof name, "n%d", i);
            assert_int_equal(set(h, x, name, 0), HEAP_RAISED);
            heap_clear_raised(h);
        }
        y = call(h, c);
        set_int(h, y, "a", 1);
        expect_ok(h, instance_dict(h, x, &d));
        assert_int_equal(object_getsizeof(h, d), 296);
        decref(h, d);
        expect_ok(h, instance_dict(h, y, &d));
        assert_int_equal(object_getsizeof(h, d), 184);
        decref(h, d);
        decref(h, x);
        decref(h, y);
        decref(h, c);
        collect(h);
    }
}

/* ---- classes ------------------------------------------------------------------------------------- */

static void an_instance_can_change_its_class(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        static const char *const slots[] = {"a"};
        addr a = class_of(h, "A", 0), b = class_of(h, "B", 0),
             s = class_new(h, &(struct class_spec){.name = "S", .slots = slots, .slot_count = 1});
        addr x = call(h, a), value;
        set_int(h, x, "n", 1);
        uint32_t before = object_refcount(h, a);
        expect_ok(h, set(h, x, "__class__", b));
        assert_int_equal(object_type(h, x), b);
        assert_int_equal(object_refcount(h, a), before - 1);
        check(h, x, "n=1");
        set_int(h, x, "m", 2);
        check(h, x, "n=1 m=2");
        assert_int_equal(set(h, x, "__class__", s), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR, "__class__ assignment: 'S' object layout differs from 'B'");
        assert_int_equal(set(h, x, "__class__", h->type[KIND_INT]), HEAP_RAISED);
        raised(h, EXC_TYPE_ERROR,
               "__class__ assignment only supported for mutable types or ModuleType subclasses");
        expect_ok(h, get(h, x, "__class__", &value));
        assert_int_equal(value, b);
        decref(h, value);
        addr gone[] = {x, a, b, s};
        for (size_t i = 0; i < 4; i++)
            decref(h, gone[i]);
        collect(h);
    }
}

static void classes_below_builtin_types_have_items_and_attributes(void **state)
{
    (void)state;
    static const enum kind kinds[] = {KIND_LIST,      KIND_DICT,  KIND_SET,     KIND_FROZENSET,
                                      KIND_TUPLE,     KIND_INT,   KIND_STR,     KIND_BYTES,
                                      KIND_BYTEARRAY, KIND_FLOAT, KIND_COMPLEX, KIND_DEQUE};
    EACH_VERSION(h)
    {
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            addr c = class_of(h, "Sub", h->type[kinds[i]]), x, l = list_new(h, 0);
            x = call(h, c);
            if (!object_is_tracked(h, x))
                fail_msg("an instance of a class below %s is not tracked", type_name(h, h->type[kinds[i]]));
            expect_ok(h, set(h, x, "extra", l));
            expect_ok(h, set(h, x, "me", x));
            assert_int_equal(object_refcount(h, l), 2);
            decref(h, x);
            decref(h, c);
            collect(h); /* a cycle through the dict */
            assert_int_equal(object_refcount(h, l), 1);
            decref(h, l);
        }
        h_used = heap_test_used(h); /* the tables of subclasses */
        struct memory_stats stats;
        memory_stats(h, &stats);
        assert_true(stats.used < 8192);
    }
}

/* ---- without memory ------------------------------------------------------------------------------ */

struct sweep {
    struct heap *h;
    addr x, value, name;
};

static enum heap_status sweep_new(struct sweep *s)
{
    addr o = instance_new(s->h, object_type(s->h, s->x));
    if (!o)
        return HEAP_RAISED;
    decref(s->h, o);
    return HEAP_OK;
}
static enum heap_status sweep_set(struct sweep *s)
{
    return object_setattr(s->h, s->x, s->name, s->value);
}
static enum heap_status sweep_dict(struct sweep *s)
{
    addr d;
    enum heap_status status = instance_dict(s->h, s->x, &d);
    if (status == HEAP_OK)
        decref(s->h, d);
    return status;
}

/* Each allocation fails in turn: the instance says the same afterwards. */
static void each_failure(struct sweep *s, enum heap_status (*action)(struct sweep *s))
{
    struct heap *h = s->h;
    size_t attributes = instance_stored_count(h, s->x);
    for (uint64_t n = 1;; n++) {
        memory_fail_after(h, n);
        enum heap_status status = action(s);
        memory_fail_after(h, 0);
        if (status == HEAP_OK)
            return;
        raised(h, EXC_MEMORY_ERROR, "");
        assert_int_equal(instance_stored_count(h, s->x), attributes);
        assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
    }
}

static void what_fails_leaves_the_instance_as_it_was(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        for (int count = 0; count < 35; count += 5) {
            addr c = class_of(h, "C", 0), x = call(h, c);
            for (int i = 0; i < count; i++) {
                char name[16];
                (void)snprintf(name, sizeof name, "n%d", i);
                set_int(h, x, name, i);
            }
            expect_ok(h, name_bind(h, 0, "x", 1, x));
            decref(h, x);
            decref(h, c);
            struct sweep s = {h, x, none(h), str_from_utf8(h, "a new name", 10)};
            expect_ok(h, name_bind(h, 0, "n", 1, s.name));
            decref(h, s.name);
            each_failure(&s, sweep_new);
            each_failure(&s, sweep_set);
            each_failure(&s, sweep_dict);
            s.value = none(h);
            each_failure(&s, sweep_set);
            expect_ok(h, name_delete(h, 0, "x", 1));
            expect_ok(h, name_delete(h, 0, "n", 1));
            collect(h);
        }
        h_used = heap_test_used(h); /* the table of globals has grown */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attributes_keep_the_order_in_which_they_were_set),
        cmocka_unit_test(more_attributes_than_the_keys_have_room_for),
        cmocka_unit_test(a_dict_that_outlives_its_instance),
        cmocka_unit_test(a_dict_can_be_put_in_the_place_of_the_attributes),
        cmocka_unit_test(attribute_errors_read_as_in_cpython),
        cmocka_unit_test(names_deleted_in_vain_use_up_the_shared_keys),
        cmocka_unit_test(an_instance_can_change_its_class),
        cmocka_unit_test(classes_below_builtin_types_have_items_and_attributes),
        cmocka_unit_test(what_fails_leaves_the_instance_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
