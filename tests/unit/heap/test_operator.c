/* Operators: each of their allocations failing in turn, being told to stop, and what classes have in their
 * slots. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "tests/unit/heap/heap_test.h"

/* ---- operands ------------------------------------------------------------------------------------ */

static addr small(struct heap *h)
{
    return int_new(h, 3);
}
static addr minus(struct heap *h)
{
    return int_new(h, -77777);
}
static addr big_of(struct heap *h, const char *digits)
{
    return int_from_text(h, digits, strlen(digits), 10);
}
static addr big(struct heap *h)
{
    return big_of(
        h, "-123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890");
}
static addr bigger(struct heap *h)
{
    char digits[1200];
    memset(digits, '7', sizeof digits);
    digits[sizeof digits - 1] = 0;
    return big_of(h, digits);
}
static addr half(struct heap *h)
{
    return float_new(h, 2.5);
}
static addr imaginary(struct heap *h)
{
    return complex_new(h, 1, 2);
}
static addr text(struct heap *h)
{
    return str_from_ascii(h, "abcdefghijk");
}
static addr bytes(struct heap *h)
{
    return bytes_new(h, "abcdefghij", 10);
}
static addr byte_array(struct heap *h)
{
    return bytearray_new(h, "abcdefghij", 10);
}

static addr list(struct heap *h)
{
    addr l = list_new(h, 0);
    for (int i = 0; i < 9; i++) {
        addr item = int_new(h, 1000 + i);
        assert_int_equal(list_append(h, l, item), HEAP_OK);
        decref(h, item);
    }
    return l;
}
static addr tuple(struct heap *h)
{
    addr l = list(h), t = tuple_from_iterable(h, l);
    decref(h, l);
    return t;
}
static addr deque(struct heap *h)
{
    addr l = list(h), d = deque_new(h, -1);
    assert_int_equal(deque_extend(h, d, l, false), HEAP_OK);
    decref(h, l);
    return d;
}
static addr array(struct heap *h)
{
    addr a = array_new(h, 'i');
    for (int i = 0; i < 9; i++) {
        addr item = int_new(h, i);
        assert_int_equal(array_append(h, a, item), HEAP_OK);
        decref(h, item);
    }
    return a;
}
static addr set(struct heap *h)
{
    addr l = list(h), s = set_new(h);
    for (size_t i = 0; i < list_length(h, l); i++)
        assert_int_equal(set_add(h, s, list_item(h, l, i)), HEAP_OK);
    decref(h, l);
    return s;
}
static addr other_set(struct heap *h)
{
    addr s = set_new(h);
    for (int i = 5; i < 40; i++) {
        addr item = int_new(h, 1000 + i);
        assert_int_equal(set_add(h, s, item), HEAP_OK);
        decref(h, item);
    }
    return s;
}
static addr dict(struct heap *h)
{
    addr d = dict_new(h);
    for (int i = 0; i < 7; i++) {
        addr item = int_new(h, 2000 + i);
        assert_int_equal(dict_set(h, d, item, item), HEAP_OK);
        decref(h, item);
    }
    return d;
}
static addr other_dict(struct heap *h)
{
    addr d = dict_new(h);
    for (int i = 4; i < 30; i++) {
        addr item = int_new(h, 2000 + i);
        assert_int_equal(dict_set(h, d, item, none(h)), HEAP_OK);
        decref(h, item);
    }
    return d;
}

typedef addr operand(struct heap *h);

/* ---- failing allocations ------------------------------------------------------------------------- */

static const struct sweep {
    enum binary_operator op;
    bool inplace;
    operand *a, *b;
} sweeps[] = {
    {BINARY_ADD, false, minus, minus},
    {BINARY_ADD, false, big, bigger},
    {BINARY_SUBTRACT, false, bigger, big},
    {BINARY_MULTIPLY, false, bigger, bigger},
    {BINARY_FLOOR_DIVIDE, false, bigger, big},
    {BINARY_REMAINDER, false, bigger, big},
    {BINARY_TRUE_DIVIDE, false, bigger, bigger},
    {BINARY_POWER, false, big, small},
    {BINARY_LSHIFT, false, big, small},
    {BINARY_RSHIFT, false, big, small},
    {BINARY_AND, false, big, bigger},
    {BINARY_OR, false, big, minus},
    {BINARY_XOR, false, bigger, big},
    {BINARY_MULTIPLY, false, half, small},
    {BINARY_POWER, false, half, small},
    {BINARY_MULTIPLY, false, imaginary, half},
    {BINARY_POWER, false, imaginary, imaginary},
    {BINARY_ADD, false, text, text},
    {BINARY_MULTIPLY, false, text, small},
    {BINARY_ADD, false, bytes, byte_array},
    {BINARY_MULTIPLY, false, bytes, small},
    {BINARY_ADD, true, byte_array, bytes},
    {BINARY_MULTIPLY, true, byte_array, small},
    {BINARY_ADD, false, list, list},
    {BINARY_MULTIPLY, false, list, small},
    {BINARY_ADD, true, list, tuple},
    {BINARY_ADD, true, list, set},
    {BINARY_MULTIPLY, true, list, small},
    {BINARY_ADD, false, tuple, tuple},
    {BINARY_MULTIPLY, false, tuple, small},
    {BINARY_ADD, false, deque, deque},
    {BINARY_MULTIPLY, false, deque, small},
    {BINARY_ADD, true, deque, list},
    {BINARY_MULTIPLY, true, deque, small},
    {BINARY_ADD, false, array, array},
    {BINARY_MULTIPLY, false, array, small},
    {BINARY_ADD, true, array, array},
    {BINARY_MULTIPLY, true, array, small},
    {BINARY_OR, false, set, other_set},
    {BINARY_AND, false, set, other_set},
    {BINARY_SUBTRACT, false, set, other_set},
    {BINARY_XOR, false, set, other_set},
    {BINARY_OR, true, set, other_set},
    {BINARY_AND, true, set, other_set},
    {BINARY_SUBTRACT, true, set, other_set},
    {BINARY_XOR, true, set, other_set},
    {BINARY_OR, false, dict, other_dict},
    {BINARY_OR, true, dict, other_dict},
};

static void show(struct heap *h, addr o, char *out, size_t size)
{
    struct text t = {.bytes = out, .capacity = size - 1};
    assert_int_equal(object_repr(h, o, &t), HEAP_OK);
    out[t.length] = 0;
}

static enum heap_status apply(struct heap *h, const struct sweep *s, addr a, addr b, addr *out)
{
    return s->inplace ? object_binary_inplace(h, s->op, a, b, out) : object_binary(h, s->op, a, b, out);
}

static void sweep(struct heap *h, const struct sweep *s)
{
    static char before[8192], after[8192];
    addr a = s->a(h), b = s->b(h), out = 0;
    show(h, a, before, sizeof before);
    for (uint64_t n = 1;; n++) {
        uint64_t used = heap_test_used(h);
        memory_fail_after(h, n);
        enum heap_status status = apply(h, s, a, b, &out);
        memory_fail_after(h, 0);
        if (status == HEAP_OK)
            break;
        assert_int_equal(status, HEAP_RAISED);
        assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
        heap_clear_raised(h);
        show(h, a, after, sizeof after);
        assert_string_equal(after, before);
        if (!s->inplace) /* a table that has grown may stay */
            assert_int_equal(heap_test_used(h), used);
        assert_true(n < 1000);
    }
    decref(h, out);
    decref(h, a);
    decref(h, b);
}

static void operators_that_fail_change_nothing(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        for (size_t i = 0; i < sizeof sweeps / sizeof *sweeps; i++)
            sweep(h, &sweeps[i]);
    }
}

/* ---- being told to stop -------------------------------------------------------------------------- */

static void long_calculations_stop_when_asked(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr a = bigger(h), b = int_new(h, 400), c = bigger(h), out = 0;
        heap_abandon(h);
        assert_int_equal(object_power(h, a, b, 0, &out), HEAP_ABANDONED);
        assert_int_equal(object_power(h, a, b, c, &out), HEAP_ABANDONED);
        heap_resume(h);
        heap_clear_raised(h);
        assert_int_equal(object_power(h, a, b, c, &out), HEAP_OK);
        decref(h, out);
        decref(h, a);
        decref(h, b);
        decref(h, c);
    }
}

static void what_the_heap_cannot_hold_is_not_computed(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        assert_int_equal(heap_set_limit(h, 8u << 20), HEAP_OK);
        addr ten = int_new(h, 10), many = int_new(h, 1000000000), out = 0, one = int_new(h, 1);
        assert_int_equal(object_power(h, ten, many, 0, &out), HEAP_RAISED);
        assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
        heap_clear_raised(h);
        assert_int_equal(object_binary(h, BINARY_LSHIFT, one, many, &out), HEAP_RAISED);
        assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
        heap_clear_raised(h);
        addr s = text(h);
        assert_int_equal(object_binary(h, BINARY_MULTIPLY, s, many, &out), HEAP_RAISED);
        assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
        heap_clear_raised(h);
        decref(h, s);
        decref(h, one);
        decref(h, ten);
        decref(h, many);
    }
}

/* ---- slots of classes ---------------------------------------------------------------------------- */

/* Classes are in cycles with their dicts and orders. */
static void collect(struct heap *h)
{
    assert_int_equal(collector_collect(h, 2, NULL), HEAP_OK);
}

static addr class_of(struct heap *h, const char *name, addr base)
{
    addr type = class_new(h, &(struct class_spec){.name = name, .bases = &base, .base_count = 1});
    assert_true(type);
    return type;
}

/* The table of a builtin type's subclasses stays once it is there. */
static uint64_t used_after_a_class_of(struct heap *h, addr base)
{
    decref(h, class_of(h, "First", base));
    collect(h);
    return heap_test_used(h);
}

static addr list_method(struct heap *h, const char *name)
{
    addr key = str_intern_utf8(h, name, strlen(name)), method = type_lookup(h, h->type[KIND_LIST], key);
    decref(h, key);
    assert_true(method);
    return method;
}

static bool has(const struct heap *h, addr type, enum type_slot slot)
{
    return slot_is_of_class(type_slot(h, type, slot));
}

static void a_class_has_in_its_slots_what_its_dict_defines(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = used_after_a_class_of(h, h->type[KIND_LIST]);
        addr base = class_of(h, "Base", h->type[KIND_LIST]), derived = class_of(h, "Derived", base);
        addr name = known_name(h, NAME_ADD);
        assert_false(has(h, derived, NB_ADD));
        assert_int_equal(slot_owner(type_slot(h, derived, SQ_CONCAT)), KIND_LIST);
        assert_int_equal(type_set_entry(h, base, name, list_method(h, "append")), HEAP_OK);
        assert_true(has(h, base, NB_ADD));
        assert_true(has(h, derived, NB_ADD));
        assert_int_equal(type_slot(h, derived, SQ_CONCAT), 0);
        assert_int_equal(type_set_entry(h, base, name, 0), HEAP_OK);
        assert_false(has(h, derived, NB_ADD));
        assert_int_equal(slot_owner(type_slot(h, derived, SQ_CONCAT)), KIND_LIST);
        decref(h, derived);
        decref(h, base);
        collect(h);
    }
}

static void an_operator_calls_what_the_class_defines(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = used_after_a_class_of(h, h->type[KIND_LIST]);
        addr type = class_of(h, "Appending", h->type[KIND_LIST]), o = 0, item = int_new(h, 5), out = 0;
        bool found = false;
        assert_int_equal(type_set_entry(h, type, known_name(h, NAME_LSHIFT), list_method(h, "append")),
                         HEAP_OK);
        assert_int_equal(object_call(h, type, NULL, 0, NULL, NULL, 0, &o), HEAP_OK);
        assert_int_equal(object_binary(h, BINARY_LSHIFT, o, item, &out), HEAP_OK);
        assert_true(out == none(h));
        assert_int_equal(list_length(h, o), 1);
        assert_int_equal(object_contains(h, o, item, &found), HEAP_OK);
        assert_true(found);
        decref(h, out);
        decref(h, item);
        decref(h, o);
        decref(h, type);
        collect(h);
    }
}

static void a_class_that_says_none_is_not_hashed(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        h_used = used_after_a_class_of(h, h->type[KIND_INT]);
        addr type = class_of(h, "Unhashable", h->type[KIND_INT]), o = 0;
        int64_t hash;
        assert_int_equal(type_set_entry(h, type, known_name(h, NAME_HASH), none(h)), HEAP_OK);
        assert_int_equal(object_call(h, type, NULL, 0, NULL, NULL, 0, &o), HEAP_OK);
        assert_int_equal(object_hash(h, o, &hash), HEAP_RAISED);
        assert_string_equal(heap_raised_message(h), "unhashable type: 'Unhashable'");
        heap_clear_raised(h);
        decref(h, o);
        decref(h, type);
        collect(h);
    }
}

/* ---- a str that grows ---------------------------------------------------------------------------- */

static void appending_to_a_str_that_nobody_shares_keeps_no_other(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr s = str_from_ascii(h, "ab"), more = text(h), shared;
        for (int i = 0; i < 300; i++)
            assert_int_equal(str_append(h, &s, more), HEAP_OK);
        assert_int_equal(str_length(h, s), 2 + 300 * 11);
        shared = incref(h, s);
        assert_int_equal(str_append(h, &s, more), HEAP_OK);
        assert_true(s != shared);
        assert_int_equal(str_length(h, shared), 2 + 300 * 11);
        decref(h, shared);
        decref(h, s);
        decref(h, more);
    }
}

static void appending_that_fails_releases_the_str(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        for (uint64_t n = 1; n < 3; n++) {
            addr s = str_from_ascii(h, "ab"), more = text(h);
            memory_fail_after(h, n);
            enum heap_status status = str_append(h, &s, more);
            memory_fail_after(h, 0);
            if (status == HEAP_OK) {
                decref(h, s);
            } else {
                assert_int_equal(s, 0);
                heap_clear_raised(h);
            }
            decref(h, more);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators_that_fail_change_nothing),
        cmocka_unit_test(long_calculations_stop_when_asked),
        cmocka_unit_test(what_the_heap_cannot_hold_is_not_computed),
        cmocka_unit_test(a_class_has_in_its_slots_what_its_dict_defines),
        cmocka_unit_test(an_operator_calls_what_the_class_defines),
        cmocka_unit_test(a_class_that_says_none_is_not_hashed),
        cmocka_unit_test(appending_to_a_str_that_nobody_shares_keeps_no_other),
        cmocka_unit_test(appending_that_fails_releases_the_str),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
