/* Frames, names, handles and paths: what holds what, what fails with which words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/unit/heap/heap_test.h"

#include "daemon/heap/object/heaptype.h"

static enum heap_status bind(struct heap *h, size_t frame, const char *name, addr value)
{
    return name_bind(h, frame, name, strlen(name), value);
}
static enum heap_status unbind(struct heap *h, size_t frame, const char *name)
{
    return name_delete(h, frame, name, strlen(name));
}
static addr lookup(struct heap *h, size_t frame, const char *name)
{
    return name_lookup(h, frame, name, strlen(name));
}

/* ---- names --------------------------------------------------------------------------------------- */

static void names_hold_their_objects(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_new(h, 0), other = list_new(h, 0);
        expect_ok(h, bind(h, 0, "a", l));
        expect_ok(h, bind(h, FRAME_TOP, "b", l));
        assert_int_equal(object_refcount(h, l), 3);
        assert_int_equal(lookup(h, 0, "b"), l);
        expect_ok(h, bind(h, 0, "a", other));
        assert_int_equal(object_refcount(h, l), 2);
        size_t position = 0;
        addr name, value;
        assert_true(name_next(h, 0, &position, &name, &value) && value == other);
        assert_true(name_next(h, 0, &position, &name, &value) && value == l);
        assert_false(name_next(h, 0, &position, &name, &value));
        expect_ok(h, unbind(h, 0, "a"));
        expect_ok(h, unbind(h, 0, "b"));
        assert_int_equal(unbind(h, 0, "b"), HEAP_RAISED);
        raised(h, EXC_NAME_ERROR, "name 'b' is not defined");
        assert_int_equal(bind(h, 0, "1a", l), HEAP_RAISED);
        raised(h, EXC_VALUE_ERROR, "a name must be an identifier");
        assert_int_equal(lookup(h, FRAME_TOP, "list"), h->type[KIND_LIST]);
        assert_int_equal(lookup(h, 0, "list"), 0);
        decref(h, l);
        decref(h, other);
    }
}

static void locals_go_with_their_frame_in_the_order_of_the_version(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr log = list_new(h, 0), append_name = str_intern_utf8(h, "append", 6), append,
             c = class_new(h, &(struct class_spec){.name = "C"});
        expect_ok(h, object_getattr(h, log, append_name, &append));
        expect_ok(h, frame_push(h, "f", "app.py", 3));
        addr refs[2];
        static const char *const names[] = {"b", "a"};
        for (size_t i = 0; i < 2; i++) {
            addr o = instance_new(h, c);
            refs[i] = weakref_new(h, o, append);
            expect_ok(h, bind(h, 1, names[i], o));
            decref(h, o);
        }
        struct frame_info info;
        assert_true(frame_info(h, 1, &info));
        assert_string_equal(info.function, "f");
        assert_string_equal(info.file, "app.py");
        assert_int_equal(info.locals, 2);
        expect_ok(h, frame_set_line(h, 9));
        assert_true(frame_info(h, 1, &info) && info.line == 9);
        assert_int_equal(lookup(h, 0, "a"), 0);
        assert_int_equal(unbind(h, 1, "zzz"), HEAP_RAISED);
        raised(h, EXC_UNBOUND_LOCAL_ERROR,
               "cannot access local variable 'zzz' where it is not associated with a value");
        expect_ok(h, frame_pop(h));
        assert_int_equal(list_item(h, log, 0), h->abi.minor == 11 ? refs[0] : refs[1]);
        assert_int_equal(frame_pop(h), HEAP_RAISED);
        raised(h, EXC_INDEX_ERROR, "pop from an empty frame stack");
        addr gone[] = {log, append_name, append, c, refs[0], refs[1]};
        for (size_t i = 0; i < 6; i++)
            decref(h, gone[i]);
        expect_ok(h, collector_collect(h, 2, NULL));
    }
}

static void frames_end_at_the_recursion_limit(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        size_t pushed = 0;
        while (frame_push(h, "f", "x.py", 1) == HEAP_OK)
            pushed++;
        raised(h, EXC_RECURSION_ERROR, "maximum recursion depth exceeded");
        assert_true(pushed >= 990 && pushed <= 1000);
        while (pushed--)
            expect_ok(h, frame_pop(h));
        assert_int_equal(h->recursion_depth, 0);
    }
}

static void many_names_come_and_go(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        expect_ok(h, frame_push(h, "f", "x.py", 1));
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 300; i++) {
                char name[16];
                (void)snprintf(name, sizeof name, "n%d", i);
                expect_ok(h, bind(h, 1, name, none(h)));
            }
            for (int i = 0; i < 300; i += 2) {
                char name[16];
                (void)snprintf(name, sizeof name, "n%d", i);
                expect_ok(h, unbind(h, 1, name));
            }
        }
        struct frame_info info;
        assert_true(frame_info(h, 1, &info) && info.locals == 150);
        expect_ok(h, frame_pop(h));
    }
}

/* ---- handles ------------------------------------------------------------------------------------- */

static void handles_are_counted_references(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr lists[200];
        bool found;
        for (size_t i = 0; i < 200; i++) {
            lists[i] = list_new(h, 0);
            expect_ok(h, handle_hold(h, lists[i]));
            expect_ok(h, handle_hold(h, lists[i]));
            assert_int_equal(object_refcount(h, lists[i]), 3);
            decref(h, lists[i]);
        }
        for (size_t i = 0; i < 200; i += 3) {
            expect_ok(h, handle_drop(h, lists[i], &found));
            assert_true(found);
            assert_int_equal(handle_count(h, lists[i]), 1);
            expect_ok(h, handle_drop(h, lists[i], &found));
            assert_int_equal(handle_count(h, lists[i]), 0);
        }
        for (size_t i = 0; i < 200; i++)
            assert_int_equal(handle_count(h, lists[i]), i % 3 ? 2 : 0);
        size_t position = 0, seen = 0;
        addr o;
        uint32_t count;
        while (handle_next(h, &position, &o, &count))
            seen++;
        assert_int_equal(seen, 133);
        expect_ok(h, handle_drop(h, h->type[KIND_INT], &found));
        assert_false(found);
        handle_drop_all(h);
        position = 0;
        assert_false(handle_next(h, &position, &o, &count));
    }
}

/* ---- paths --------------------------------------------------------------------------------------- */

static addr resolved(struct heap *h, const char *path)
{
    addr o;
    bool dead;
    expect_ok(h, path_resolve(h, path, strlen(path), &o, &dead));
    decref(h, o); /* somebody holds it */
    return o;
}

static void unresolved(struct heap *h, const char *path, enum exception e, const char *message)
{
    addr o;
    bool dead;
    assert_int_equal(path_resolve(h, path, strlen(path), &o, &dead), HEAP_RAISED);
    assert_int_equal(dead, e == EXC_REFERENCE_ERROR);
    raised(h, e, message);
}

static void paths_lead_along_attributes_indexes_and_keys(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = class_new(h, &(struct class_spec){.name = "C"}), a = instance_new(h, c),
             items = list_new(h, 0), d = dict_new(h), leaf = list_new(h, 0);
        addr keys[] = {str_from_utf8(h, "k", 1), int_new(h, -7), none(h),
                       str_from_utf8(h, "it's \xe2\x82\xac\n", 9), float_new(h, 1.5)};
        for (size_t i = 0; i < 5; i++)
            expect_ok(h, dict_set(h, d, keys[i], leaf));
        expect_ok(h, list_append(h, items, d));
        addr name = str_intern_utf8(h, "items", 5);
        expect_ok(h, object_setattr(h, a, name, items));
        expect_ok(h, bind(h, 0, "a", a));
        assert_int_equal(resolved(h, "a"), a);
        assert_int_equal(resolved(h, "a.items"), items);
        assert_int_equal(resolved(h, "a.items[0]['k']"), leaf);
        assert_int_equal(resolved(h, "a.items[-1][ \"k\" ]"), leaf);
        assert_int_equal(resolved(h, "a.items[0][-7]"), leaf);
        assert_int_equal(resolved(h, "a.items[0][None]"), leaf);
        assert_int_equal(resolved(h, "a.items[0][1.5]"), leaf);
        assert_int_equal(resolved(h, "a.items[0]['it\\'s \\u20ac\\n']"), leaf);
        assert_int_equal(resolved(h, "a.__class__"), c);
        assert_int_equal(resolved(h, "None"), none(h));
        assert_int_equal(resolved(h, "int"), h->type[KIND_INT]);
        char address[40];
        (void)snprintf(address, sizeof address, "0x%llx.items[0]", (unsigned long long)a);
        assert_int_equal(resolved(h, address), d);

        unresolved(h, "b", EXC_NAME_ERROR, "name 'b' is not defined");
        unresolved(h, "a.x", EXC_ATTRIBUTE_ERROR, "'C' object has no attribute 'x'");
        unresolved(h, "a.items[1]", EXC_INDEX_ERROR, "list index out of range");
        unresolved(h, "a.items[0]['z']", EXC_KEY_ERROR, "'z'");
        unresolved(h, "a.items['z']", EXC_TYPE_ERROR, "list indices must be integers or slices, not str");
        unresolved(h, "a[0]", EXC_TYPE_ERROR, "'C' object is not subscriptable");
        unresolved(h, "a.items[0", EXC_VALUE_ERROR, "invalid reference: ']' is missing at character 9");
        unresolved(h, "a.items['z", EXC_VALUE_ERROR, "invalid reference: a quote is missing at character 10");
        unresolved(h, "a.", EXC_VALUE_ERROR,
                   "invalid reference: an attribute's name is missing at character 2");
        unresolved(h, "a b", EXC_VALUE_ERROR, "invalid reference: '.' or '[' is missing at character 1");
        unresolved(h, "", EXC_VALUE_ERROR,
                   "invalid reference: a name or an address is missing at character 0");
        unresolved(h, "0x", EXC_VALUE_ERROR, "invalid reference: an address needs digits at character 2");
        unresolved(h, "0x10", EXC_REFERENCE_ERROR, "0x10 is not the address of a live object");
        (void)snprintf(address, sizeof address, "0x%llx", (unsigned long long)a + 8);
        addr o;
        bool dead;
        assert_int_equal(path_resolve(h, address, strlen(address), &o, &dead), HEAP_RAISED);
        assert_true(dead);
        heap_clear_raised(h);
        unresolved(h, "0xffffffffffffffff", EXC_REFERENCE_ERROR,
                   "0xffffffffffffffff is not the address of a live object");
        unresolved(h, "0xfffffffffffffffff", EXC_VALUE_ERROR,
                   "invalid reference: too many digits at character 18");
        expect_ok(h, unbind(h, 0, "a"));
        addr gone[] = {a, items, d, leaf, keys[0], keys[1], keys[3], keys[4], name, c};
        for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
            decref(h, gone[i]);
        expect_ok(h, collector_collect(h, 2, NULL));
    }
}

/* ---- without memory ------------------------------------------------------------------------------ */

static void what_fails_changes_nothing(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_new(h, 0);
        expect_ok(h, handle_hold(h, l));
        decref(h, l);
        for (int i = 0; i < 40; i++) {
            char name[40];
            (void)snprintf(name, sizeof name, "a_name_of_its_own_%d", i);
            size_t frames = frame_count(h), frame = i & 1 ? frames - 1 : 0;
            for (uint64_t n = 1;; n++) {
                memory_fail_after(h, n);
                enum heap_status status = bind(h, frame, name, l);
                memory_fail_after(h, 0);
                if (status == HEAP_OK)
                    break;
                raised(h, EXC_MEMORY_ERROR, "");
                assert_int_equal(lookup(h, frame, name), 0);
                assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
            }
            for (uint64_t n = 1;; n++) {
                memory_fail_after(h, n);
                enum heap_status status = frame_push(h, "function", "file.py", 1);
                memory_fail_after(h, 0);
                if (status == HEAP_OK)
                    break;
                raised(h, EXC_MEMORY_ERROR, "");
                assert_int_equal(frame_count(h), frames);
            }
            for (uint64_t n = 1;; n++) {
                memory_fail_after(h, n);
                enum heap_status status = handle_hold(h, l);
                memory_fail_after(h, 0);
                if (status == HEAP_OK)
                    break;
                raised(h, EXC_MEMORY_ERROR, "");
                assert_int_equal(handle_count(h, l), i + 1);
            }
        }
        while (frame_count(h) > 1)
            expect_ok(h, frame_pop(h));
        for (int i = 0; i < 40; i += 1) {
            char name[40];
            (void)snprintf(name, sizeof name, "a_name_of_its_own_%d", i);
            if (lookup(h, 0, name))
                expect_ok(h, unbind(h, 0, name));
        }
        handle_drop_all(h);
        h_used = heap_test_used(h); /* the globals' table has grown */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_hold_their_objects),
        cmocka_unit_test(locals_go_with_their_frame_in_the_order_of_the_version),
        cmocka_unit_test(frames_end_at_the_recursion_limit),
        cmocka_unit_test(many_names_come_and_go),
        cmocka_unit_test(handles_are_counted_references),
        cmocka_unit_test(paths_lead_along_attributes_indexes_and_keys),
        cmocka_unit_test(what_fails_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
