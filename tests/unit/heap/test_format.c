/* Formats: what fails leaves nothing behind, and hostile sizes end at once. What they answer is compared with
 * CPython in tests/oracle/text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/object/format.h"
#include "tests/unit/heap/heap_test.h"

static addr text(struct heap *h, const char *utf8)
{
    addr s = str_from_utf8(h, utf8, strlen(utf8));
    assert_true(s);
    return s;
}

/* Steals `s`. */
static void assert_text(struct heap *h, addr s, const char *expected)
{
    assert_true(s);
    assert_true(str_equal_utf8(h, s, expected, strlen(expected)));
    decref(h, s);
}

static addr formatted(struct heap *h, addr o, const char *spec)
{
    addr s = text(h, spec), out = 0;
    if (object_format(h, o, s, &out) != HEAP_OK)
        out = 0;
    decref(h, s);
    return out;
}

static void assert_raised(struct heap *h, enum exception e, const char *message)
{
    assert_int_equal(heap_raised(h), e);
    assert_string_equal(heap_raised_message(h), message);
    heap_clear_raised(h);
}

static void hostile_sizes_end_at_once(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        static const char *const specs[] = {">1000000000000", "0=9000000000000000000",
                                            "0=9000000000000000000,", "\u20ac^8000000000000"};
        addr n = int_new(h, 5), s = text(h, "abc"), d = float_new(h, 1.5);
        for (size_t i = 0; i < sizeof specs / sizeof *specs; i++) {
            assert_false(formatted(h, n, specs[i]));
            assert_raised(h, EXC_MEMORY_ERROR, "");
        }
        assert_false(formatted(h, s, ">1000000000000"));
        assert_raised(h, EXC_MEMORY_ERROR, "");
        assert_int_equal(heap_set_limit(h, heap_test_used(h) + (1 << 20)), HEAP_OK);
        assert_false(formatted(h, d, ".2000000000f"));
        assert_raised(h, EXC_MEMORY_ERROR, "");
        assert_false(formatted(h, n, "99999999999999999999"));
        assert_raised(h, EXC_VALUE_ERROR, "Too many decimal digits in format string");
        assert_int_equal(heap_set_limit(h, 1 << 30), HEAP_OK);
        decref(h, n);
        decref(h, s);
        decref(h, d);
        assert_int_equal(h->growing_texts, 0);
    }
}

static void fractions_are_grouped_by_3_14(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr d = float_new(h, 12345.123456789);
        if (h->abi.format_groups_fraction) {
            assert_text(h, formatted(h, d, ",.8_f"), "12,345.123_456_79");
            assert_text(h, formatted(h, d, "020._f"), "000000012345.123_457");
            assert_false(formatted(h, d, ".3,_f"));
            assert_raised(h, EXC_VALUE_ERROR, "Cannot specify both ',' and '_'.");
            assert_false(formatted(h, d, ".3,n"));
            assert_raised(h, EXC_VALUE_ERROR, "Cannot specify ',' with 'n'.");
        } else {
            assert_false(formatted(h, d, ".8_f"));
            assert_raised(h, EXC_VALUE_ERROR, "Invalid format specifier '.8_f' for object of type 'float'");
            assert_false(formatted(h, d, "._f"));
            assert_raised(h, EXC_VALUE_ERROR, "Format specifier missing precision");
        }
        decref(h, d);
    }
}

static void digits_of_ints_are_limited(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        uint32_t digits[600] = {0};
        digits[599] = 1;
        addr n = int_from_digits(h, false, digits, 600);
        assert_false(object_str(h, n));
        assert_raised(h, EXC_VALUE_ERROR,
                      "Exceeds the limit (4300 digits) for integer string conversion; use "
                      "sys.set_int_max_str_digits() to increase the limit");
        addr s = formatted(h, n, "x");
        assert_int_equal(str_length(h, s), 599 * 30 / 4 + 1);
        decref(h, s);
        h->int_max_str_digits = 0;
        s = object_str(h, n);
        assert_int_equal(str_length(h, s), 5410);
        decref(h, s);
        decref(h, n);
    }
}

/* One format after the other with each of its allocations failing. */
static void failed_allocations_leave_nothing_behind(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr template = text(h, "%(a)-400s|%(a)*^300.3f {0!r:>{1}}"), key = text(h, "a"), d = dict_new(h);
        addr values[2] = {text(h, "\u20ac"), int_new(h, 700)}, name = text(h, "format");
        addr other = text(h, "{0!r:>{1}} {0:\u20ac^600} {1:_}"), percent = text(h, "%(a)-400s|%(a)r");
        assert_int_equal(dict_set(h, d, key, values[0]), HEAP_OK);
        for (int which = 0; which < 3; which++) {
            addr out = 0;
            for (uint64_t n = 1; !out && n < 200; n++) {
                uint64_t used = heap_test_used(h);
                memory_fail_after(h, n);
                enum heap_status status =
                    which == 0   ? object_call_method(h, other, name, values, 2, NULL, NULL, 0, &out)
                    : which == 1 ? str_percent(h, percent, d, &out)
                                 : object_format(h, values[1], key, &out); /* an error of its own */
                memory_fail_after(h, 0);
                if (status == HEAP_OK)
                    break;
                out = 0;
                assert_int_equal(heap_test_used(h), used);
                assert_int_equal(h->growing_texts, 0);
                bool memory = heap_raised(h) == EXC_MEMORY_ERROR;
                heap_clear_raised(h);
                if (!memory)
                    break;
            }
            assert_true(out || which == 2);
            xdecref(h, out);
        }
        const addr all[] = {template, key, d, values[0], values[1], name, other, percent};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
            decref(h, all[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_sizes_end_at_once),
        cmocka_unit_test(fractions_are_grouped_by_3_14),
        cmocka_unit_test(digits_of_ints_are_limited),
        cmocka_unit_test(failed_allocations_leave_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
