/* Decimal and Context: their sizes, where digits are, and what is left when memory is short. What they do is
 * written in the language: tests/oracle/modules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/decimal.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/scripted.h"
#include "tests/unit/heap/heap_test.h"

static addr make(struct heap *h, const char *digits, unsigned flags, int64_t exponent)
{
    addr coefficient = int_from_text(h, digits, strlen(digits), 10);
    addr made = coefficient ? decimal_new(h, h->type[KIND_DECIMAL], flags, coefficient, exponent) : 0;
    xdecref(h, coefficient);
    return made;
}

static const char seventy_seven[] =
    "12345678901234567890123456789012345678901234567890123456789012345678901234567";

static void digits_are_in_the_object_as_long_as_there_is_room(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        size_t head = h->abi.decimal_is_heap_type ? h->abi.gc_head_size : 0;
        char seventy_six[77];
        memcpy(seventy_six, seventy_seven, 76);
        seventy_six[76] = 0;
        addr small = make(h, "5", 0, -3), full = make(h, seventy_six, DECIMAL_NEGATIVE, 0),
             large = make(h, seventy_seven, 0, 9);
        assert_int_equal(object_getsizeof(h, small), 104 + head);
        assert_int_equal(object_getsizeof(h, full), 104 + head);
        assert_int_equal(object_getsizeof(h, large), 104 + head + 5 * 8);
        assert_int_equal(object_is_tracked(h, small), h->abi.decimal_is_heap_type);
        assert_int_equal(decimal_at(h, full)->length, 4);
        assert_int_equal(decimal_at(h, full)->words[0], 8901234567890123456ull);
        assert_int_equal(decimal_at(h, large)->digits, 77);
        decref(h, small);
        decref(h, full);
        decref(h, large);
    }
}

static void a_coefficient_comes_out_as_it_went_in(void **state)
{
    static const char *const rows[] = {
        "0", "1", "9999999999999999999", "10000000000000000000", "18446744073709551615", seventy_seven};
    (void)state;
    EACH_VERSION(h)
    {
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            char bytes[100];
            size_t length;
            addr d = make(h, rows[i], 0, 0), c = decimal_coefficient(h, d);
            expect_ok(h, int_decimal(h, c, bytes, sizeof bytes, &length));
            bytes[length] = 0;
            assert_string_equal(bytes, rows[i]);
            decref(h, c);
            decref(h, d);
        }
    }
}

static void what_is_not_finite_has_a_payload_or_no_digits(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr infinite = make(h, "0", DECIMAL_INFINITE, 0), nan = make(h, "123", DECIMAL_NAN, 0);
        assert_int_equal(decimal_at(h, infinite)->length, 0);
        assert_int_equal(decimal_at(h, infinite)->digits, 0);
        assert_int_equal(decimal_at(h, nan)->digits, 3);
        decref(h, infinite);
        decref(h, nan);
    }
}

static void contexts_hold_what_shows_their_signals(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr c = scripted_new(h, h->type[KIND_DECIMAL_CONTEXT], 0),
             shown = str_from_ascii(h, "a mapping of signals");
        size_t head = h->abi.decimal_is_heap_type ? h->abi.gc_head_size : 0;
        assert_int_equal(object_getsizeof(h, c), 96 + head);
        decimal_context_at(h, c)->flags_dict = incref(h, shown);
        assert_int_equal(object_refcount(h, shown), 2);
        decref(h, c);
        assert_int_equal(object_refcount(h, shown), 1);
        decref(h, shown);
    }
}

static void short_memory_leaves_nothing_behind(void **state)
{
    static const char *const rows[] = {"7", seventy_seven};
    (void)state;
    EACH_VERSION(h)
    {
        for (size_t i = 0; i < 2; i++) {
            addr coefficient = int_from_text(h, rows[i], strlen(rows[i]), 10);
            for (uint64_t n = 1, failed = 1; failed; n++) {
                uint64_t used = heap_test_used(h);
                memory_fail_after(h, n);
                addr d = decimal_new(h, h->type[KIND_DECIMAL], 0, coefficient, 0),
                     c = d ? decimal_coefficient(h, d) : 0;
                memory_fail_after(h, 0);
                failed = !c;
                if (failed && heap_raised(h) != EXC_NONE)
                    raised(h, EXC_MEMORY_ERROR, "");
                xdecref(h, c);
                xdecref(h, d);
                heap_clear_free_lists(h);
                assert_int_equal(heap_test_used(h), used);
            }
            decref(h, coefficient);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits_are_in_the_object_as_long_as_there_is_room),
        cmocka_unit_test(a_coefficient_comes_out_as_it_went_in),
        cmocka_unit_test(what_is_not_finite_has_a_payload_or_no_digits),
        cmocka_unit_test(contexts_hold_what_shows_their_signals),
        cmocka_unit_test(short_memory_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
