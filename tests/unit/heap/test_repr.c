/* str(), repr(), ascii(): texts of any length, of what classes say, of containers inside themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/object/format.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/sequence.h"
#include "tests/unit/heap/heap_test.h"

/* Steals `s`. */
static void assert_text(struct heap *h, addr s, const char *expected)
{
    assert_true(s);
    if (!str_equal_utf8(h, s, expected, strlen(expected))) {
        char *text = malloc(str_utf8_size(h, s) + 1);
        text[str_utf8(h, s, text)] = 0;
        fail_msg("%s instead of %s", text, expected);
    }
    decref(h, s);
}

static void assert_raised(struct heap *h, enum exception e, const char *message)
{
    assert_int_equal(heap_raised(h), e);
    assert_string_equal(heap_raised_message(h), message);
    heap_clear_raised(h);
}

static addr text(struct heap *h, const char *utf8)
{
    addr s = str_from_utf8(h, utf8, strlen(utf8));
    assert_true(s);
    return s;
}

/* A class that extends `base` (0: object), whose `name` is a bound builtin method that answers what
 * `o.method()` does. */
static addr class_with(struct heap *h, addr base, const char *name, addr o, const char *method)
{
    addr c = class_new(h, &(struct class_spec){.name = "C", .bases = &base, .base_count = base ? 1 : 0});
    addr m = text(h, method), n = text(h, name), bound;
    assert_int_equal(object_getattr(h, o, m, &bound), HEAP_OK);
    assert_int_equal(object_setattr(h, c, n, bound), HEAP_OK);
    decref(h, bound);
    decref(h, m);
    decref(h, n);
    return c;
}

static void release(struct heap *h, addr o)
{
    decref(h, o);
    assert_int_equal(collector_collect(h, 2, NULL), HEAP_OK);
}

static void a_text_is_as_long_as_it_must_be(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_new(h, 0), item = text(h, "\u20ac'");
        for (int i = 0; i < 3000; i++)
            assert_int_equal(list_append(h, l, item), HEAP_OK);
        addr s = object_repr_str(h, l);
        assert_true(s);
        assert_int_equal(str_length(h, s), 2 + 3000 * 4 + 2999 * 2);
        assert_int_equal(str_kind(h, s), 2);
        decref(h, s);
        assert_text(h, object_ascii(h, item), "\"\\u20ac'\"");
        decref(h, item);
        decref(h, l);
        assert_int_equal(h->growing_texts, 0);
    }
}

static void a_str_is_its_own_text(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr s = text(h, "some text"), again = object_str(h, s);
        assert_true(s == again);
        decref(h, again);
        assert_text(h, object_repr_str(h, s), "'some text'");
        decref(h, s);
        addr n = int_new(h, 12345678901234567);
        assert_text(h, object_str(h, n), "12345678901234567");
        decref(h, n);
    }
}

static void a_class_says_what_its_instances_look_like(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr word = text(h, "hidden"), c = class_with(h, 0, "__repr__", word, "upper");
        addr o = instance_new(h, c), l = list_new(h, 0);
        assert_int_equal(list_append(h, l, o), HEAP_OK);
        assert_text(h, object_repr_str(h, o), "HIDDEN");
        assert_text(h, object_str(h, o), "HIDDEN");
        assert_text(h, object_str(h, l), "[HIDDEN]");
        decref(h, l);
        decref(h, o);
        release(h, c);

        c = class_with(h, 0, "__str__", word, "title");
        o = instance_new(h, c);
        assert_text(h, object_str(h, o), "Hidden");
        addr s = object_repr_str(h, o);
        assert_true(str_length(h, s) > 20);
        decref(h, s);
        decref(h, o);
        release(h, c);

        c = class_with(h, 0, "__repr__", word, "isalpha");
        o = instance_new(h, c);
        assert_false(object_repr_str(h, o));
        assert_raised(h, EXC_TYPE_ERROR, "__repr__ returned non-string (type bool)");
        assert_false(object_str(h, o));
        assert_raised(h, EXC_TYPE_ERROR, "__str__ returned non-string (type bool)");
        decref(h, o);
        release(h, c);
        decref(h, word);
    }
}

static void a_container_inside_itself_is_dots(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_new(h, 0), d = dict_new(h), key = text(h, "k");
        assert_int_equal(list_append(h, l, l), HEAP_OK);
        assert_int_equal(list_append(h, l, d), HEAP_OK);
        assert_int_equal(dict_set(h, d, key, l), HEAP_OK);
        assert_text(h, object_repr_str(h, l), "[[...], {'k': [...]}]");
        assert_text(h, object_repr_str(h, d), "{'k': [[...], {...}]}");
        list_clear(h, l);
        decref(h, key);
        decref(h, d);
        decref(h, l);
        assert_int_equal(h->reprs_count, 0);
    }
}

static addr nested(struct heap *h, int levels)
{
    addr inner = list_new(h, 0);
    for (int i = 0; i < levels; i++) {
        addr outer = list_new(h, 1);
        list_init(h, outer, 0, inner);
        inner = outer;
    }
    return inner;
}

/* Where calls of C code do not count, 5,000 levels have a text, and the C stack is what ends it. */
static void deep_nesting_is_an_error(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        if (!h->abi.c_calls_count) {
            addr all = nested(h, 5000), text = object_repr_str(h, all);
            assert_int_equal(str_length(h, text), 2 * 5001);
            decref(h, text);
            decref(h, all);
        }
        addr inner = nested(h, h->abi.c_calls_count ? 5000 : 100000);
        assert_false(object_repr_str(h, inner));
        assert_raised(h, EXC_RECURSION_ERROR,
                      "maximum recursion depth exceeded while getting the repr of an object");
        decref(h, inner);
        assert_int_equal(h->reprs_count, 0);
        assert_int_equal(h->recursion_depth, 0);
    }
}

static void the_limit_holds_for_texts(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_new(h, 0), item = str_new(h, 10000, 'a');
        memset(str_data(h, item), 'a', 10000);
        for (int i = 0; i < 1000; i++)
            assert_int_equal(list_append(h, l, item), HEAP_OK);
        assert_int_equal(heap_set_limit(h, heap_test_used(h) + (1 << 20)), HEAP_OK);
        assert_false(object_repr_str(h, l));
        assert_raised(h, EXC_MEMORY_ERROR, "");
        assert_int_equal(h->growing_texts, 0);
        assert_int_equal(heap_set_limit(h, 1 << 30), HEAP_OK);
        addr s = object_repr_str(h, l);
        assert_int_equal(str_length(h, s), 1000 * 10002 + 2 * 1000);
        decref(h, s);
        decref(h, item);
        decref(h, l);
    }
}

static void failed_allocations_leave_nothing_behind(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_new(h, 0), item = text(h, "\u20ac \U0001f600");
        for (int i = 0; i < 300; i++)
            assert_int_equal(list_append(h, l, item), HEAP_OK);
        addr s = 0;
        for (uint64_t n = 1; !s && n < 100; n++) {
            uint64_t used = heap_test_used(h);
            memory_fail_after(h, n);
            s = object_ascii(h, l);
            memory_fail_after(h, 0);
            if (!s) {
                assert_raised(h, EXC_MEMORY_ERROR, "");
                assert_int_equal(heap_test_used(h), used);
                assert_int_equal(h->growing_texts, 0);
            }
        }
        assert_true(s);
        decref(h, s);
        decref(h, item);
        decref(h, l);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_as_long_as_it_must_be),
        cmocka_unit_test(a_str_is_its_own_text),
        cmocka_unit_test(a_class_says_what_its_instances_look_like),
        cmocka_unit_test(a_container_inside_itself_is_dots),
        cmocka_unit_test(deep_nesting_is_an_error),
        cmocka_unit_test(the_limit_holds_for_texts),
        cmocka_unit_test(failed_allocations_leave_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
