/* Type variables and aliases: their sizes, what they answer without a language above, cycles through them,
 * and what is left when memory is short. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "daemon/heap/collector.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/type_variable.h"
#include "tests/unit/heap/heap_test.h"

#define EACH_WITH_PARAMETERS(h) EACH_VERSION(h) if (h->abi.has_type_parameters)

static void expect_repr(struct heap *h, addr o, const char *expected)
{
    char bytes[80];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    expect_ok(h, object_repr(h, o, &text));
    bytes[text.length] = 0;
    assert_string_equal(bytes, expected);
}

static addr attribute(struct heap *h, addr o, const char *name)
{
    addr key = str_intern_utf8(h, name, strlen(name)), out;
    expect_ok(h, object_getattr(h, o, key, &out));
    decref(h, key);
    return out;
}

static void they_have_the_sizes_of_cpython(void **state)
{
    static const struct {
        enum kind kind;
        size_t size;
    } rows[] = {{KIND_TYPE_VAR, 112}, {KIND_TYPE_VAR_TUPLE, 72}, {KIND_PARAM_SPEC, 88}};
    (void)state;
    EACH_WITH_PARAMETERS(h)
    {
        addr name = str_from_ascii(h, "T");
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            addr o = type_variable_new(h, rows[i].kind, name);
            assert_int_equal(object_getsizeof(h, o), rows[i].size);
            assert_true(object_is_tracked(h, o) && is_type_variable(h, o));
            expect_repr(h, o, "T");
            addr found = attribute(h, o, "__default__"), ref = weakref_new(h, o, 0);
            assert_int_equal(found, h->singleton[SINGLETON_NO_DEFAULT]);
            expect_repr(h, found, "typing.NoDefault");
            decref(h, found);
            decref(h, o);
            assert_int_equal(weakref_referent(h, ref), 0);
            decref(h, ref);
        }
        addr alias = type_alias_new(h, name, 0, 0, name, 0), value = attribute(h, alias, "__value__");
        assert_int_equal(object_getsizeof(h, alias), 72);
        assert_int_equal(value, name);
        decref(h, value);
        decref(h, alias);
        decref(h, name);
    }
}

static void parts_of_a_param_spec_know_it(void **state)
{
    (void)state;
    EACH_WITH_PARAMETERS(h)
    {
        addr name = str_from_ascii(h, "P"), p = type_variable_new(h, KIND_PARAM_SPEC, name),
             args = attribute(h, p, "args"), kwargs = attribute(h, p, "kwargs"),
             again = attribute(h, p, "args"), origin = attribute(h, args, "__origin__");
        bool same;
        expect_repr(h, args, "P.args");
        expect_repr(h, kwargs, "P.kwargs");
        assert_int_equal(origin, p);
        expect_ok(h, object_equal(h, args, again, &same));
        assert_true(same);
        expect_ok(h, object_equal(h, args, kwargs, &same));
        assert_false(same);
        const addr all[] = {name, p, args, kwargs, again, origin};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
            decref(h, all[i]);
    }
}

static void cycles_through_them_are_collected(void **state)
{
    (void)state;
    EACH_WITH_PARAMETERS(h)
    {
        addr name = str_from_ascii(h, "T"), list = list_new(h, 0),
             o = type_variable_bounded(h, name, list, true), parameters = tuple_from(h, &o, 1),
             alias = type_alias_new(h, name, parameters, 0, list, 0), key = str_intern_utf8(h, "more", 4);
        expect_ok(h, list_append(h, list, o));
        expect_ok(h, list_append(h, list, alias));
        expect_ok(h, object_setattr(h, o, key, alias));
        type_variable_set_default(h, o, list);
        const addr all[] = {name, list, o, parameters, alias, key};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
            decref(h, all[i]);
        expect_ok(h, collector_collect(h, 2, NULL));
    }
}

static void short_memory_leaves_nothing_behind(void **state)
{
    (void)state;
    EACH_WITH_PARAMETERS(h)
    {
        addr name = str_from_ascii(h, "T");
        const addr args[] = {name, h->type[KIND_INT], h->type[KIND_STR]};
        const struct call call = {.args = args, .count = 3};
        for (uint64_t n = 1, failed = 1; failed; n++) {
            addr o = 0, out = 0;
            memory_fail_after(h, n);
            enum heap_status status = type_variable_construct(h, h->type[KIND_TYPE_VAR], &call, &o);
            addr key = status == HEAP_OK ? str_intern_utf8(h, "evaluate_constraints", 20) : 0;
            status = key ? object_getattr(h, o, key, &out) : HEAP_RAISED;
            memory_fail_after(h, 0);
            failed = status != HEAP_OK;
            if (failed) {
                assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
                heap_clear_raised(h);
            } else {
                expect_repr(h, o, "~T");
                expect_repr(h, out, "<constevaluator (<class 'int'>, <class 'str'>)>");
            }
            xdecref(h, out);
            xdecref(h, key);
            xdecref(h, o);
        }
        decref(h, name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_have_the_sizes_of_cpython),
        cmocka_unit_test(parts_of_a_param_spec_know_it),
        cmocka_unit_test(cycles_through_them_are_collected),
        cmocka_unit_test(short_memory_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
