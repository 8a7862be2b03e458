/* int: conversions of any length, arithmetic, and being told to stop. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/object/int.h"
#include "daemon/heap/object/int_arithmetic.h"
#include "tests/unit/heap/heap_test.h"

static addr from_text(struct heap *h, const char *text)
{
    addr o = int_from_text(h, text, strlen(text), 10);
    assert_true(o);
    return o;
}

static void assert_int(struct heap *h, addr o, const char *expected)
{
    char text[4096];
    size_t length;
    assert_true(o);
    assert_int_equal(int_decimal(h, o, text, sizeof text, &length), HEAP_OK);
    text[length] = 0;
    assert_string_equal(text, expected);
    decref(h, o);
}

static void small_ints_are_shared(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        for (int64_t i = h->abi.small_int_min; i <= h->abi.small_int_max; i++) {
            addr a = int_new(h, i), b = int_new(h, i);
            int64_t value;
            assert_true(a == b);
            assert_true(int_fits(h, a, &value));
            assert_int_equal(value, i);
            decref(h, a);
            decref(h, b);
        }
        addr a = int_new(h, h->abi.small_int_max + 1), b = int_new(h, h->abi.small_int_max + 1);
        assert_true(a != b);
        decref(h, a);
        decref(h, b);
    }
}

static void bounds_of_machine_words_go_there_and_back(void **state)
{
    (void)state;
    static const int64_t values[] = {
        INT64_MIN, INT64_MIN + 1, INT64_MAX, INT64_MAX - 1, 1ll << 30,   (1ll << 30) - 1,
        1ll << 60, -(1ll << 60),  -6,        257,           -(1ll << 30)};
    EACH_VERSION(h)
    {
        for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
            addr o = int_new(h, values[i]);
            int64_t back;
            assert_true(int_fits(h, o, &back));
            assert_true(back == values[i]);
            decref(h, o);
        }
        int64_t unused;
        addr beyond = from_text(h, "9223372036854775808"), below = from_text(h, "-9223372036854775809");
        assert_false(int_fits(h, beyond, &unused));
        assert_false(int_fits(h, below, &unused));
        decref(h, beyond);
        decref(h, below);
    }
}

static void arithmetic_is_that_of_python(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr a = from_text(h, "123456789012345678901234567890123456789"),
             b = from_text(h, "-98765432109876543210987654321"), q, r;
        assert_int(h, int_add(h, a, b), "123456788913580246791358024679135802468");
        assert_int(h, int_subtract(h, a, b), "123456789111111111011111111101111111110");
        assert_int(h, int_subtract(h, b, b), "0");
        assert_int(h, int_multiply(h, a, b),
                   "-12193263113702179522618503273374485596336229233322374638011112635269");
        assert_int_equal(int_divmod(h, a, b, &q, &r), HEAP_OK);
        assert_int(h, q, "-1249999989");
        assert_int(h, r, "-38580246903858024690262345680");
        assert_int_equal(int_divmod(h, b, a, &q, &r), HEAP_OK);
        assert_int(h, q, "-1");
        assert_int(h, r, "123456788913580246791358024679135802468");
        addr zero = int_new(h, 0);
        assert_int_equal(int_divmod(h, a, zero, &q, &r), HEAP_RAISED);
        assert_int_equal(heap_raised(h), EXC_ZERO_DIVISION_ERROR);
        heap_clear_raised(h);
        decref(h, zero);
        decref(h, a);
        decref(h, b);
    }
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

static addr random_int(struct heap *h, uint64_t *seed)
{
    uint32_t digits[200];
    size_t count = next_random(seed) % 200;
    for (size_t i = 0; i < count; i++)
        digits[i] = next_random(seed) % 4   ? (uint32_t)next_random(seed) & INT_DIGIT_MASK
                    : next_random(seed) % 2 ? INT_DIGIT_MASK
                                            : 0;
    return int_from_digits(h, next_random(seed) % 2, digits, count);
}

static void quotient_times_divisor_plus_remainder_is_the_dividend(void **state)
{
    (void)state;
    uint64_t seed = 0x9e3779b97f4a7c15ull;
    EACH_VERSION(h)
    {
        for (int i = 0; i < 500; i++) {
            addr a = random_int(h, &seed), b = random_int(h, &seed), q, r;
            if (int_sign(h, b) != 0) {
                assert_int_equal(int_divmod(h, a, b, &q, &r), HEAP_OK);
                addr product = int_multiply(h, q, b), sum = int_add(h, product, r);
                assert_int_equal(int_compare(h, sum, a), 0);
                assert_true(int_sign(h, r) == 0 || int_sign(h, r) == int_sign(h, b));
                addr made[] = {q, r, product, sum};
                for (size_t k = 0; k < 4; k++)
                    decref(h, made[k]);
            }
            decref(h, a);
            decref(h, b);
        }
    }
}

#ifdef HEAPD_DEBUG
#define LONG_DIGITS 100000
#else
#define LONG_DIGITS 1000000
#endif

static void long_texts_go_there_and_back_in_less_than_quadratic_time(void **state)
{
    (void)state;
    char *text = malloc(LONG_DIGITS), *back = malloc(LONG_DIGITS + 100);
    uint64_t seed = 88172645463325252ull;
    for (size_t i = 0; i < LONG_DIGITS; i++)
        text[i] = (char)('0' + next_random(&seed) % 10);
    text[0] = '7';
    EACH_VERSION(h)
    {
        clock_t start = clock();
        addr o = int_from_text(h, text, LONG_DIGITS, 10);
        size_t length;
        assert_true(o);
        assert_true(int_decimal_size(h, o) <= LONG_DIGITS + 100);
        assert_int_equal(int_decimal(h, o, back, LONG_DIGITS + 100, &length), HEAP_OK);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        assert_int_equal(length, LONG_DIGITS);
        assert_memory_equal(back, text, LONG_DIGITS);
        print_message("3.%u: %d digits there and back: %.3f s\n", h->abi.minor, LONG_DIGITS, seconds);
        decref(h, o);
    }
    free(text);
    free(back);
}

static void conversion_that_is_abandoned_leaves_nothing_behind(void **state)
{
    (void)state;
    enum { DIGITS = 50000 };
    char *text = malloc(DIGITS);
    memset(text, '7', DIGITS);
    EACH_VERSION(h)
    {
        size_t length;
        addr o = int_from_text(h, text, DIGITS, 10);
        char *out = malloc(int_decimal_size(h, o));
        heap_abandon(h);
        assert_int_equal(int_decimal(h, o, out, int_decimal_size(h, o), &length), HEAP_ABANDONED);
        assert_int_equal(int_from_text(h, text, DIGITS, 10), 0);
        assert_int_equal(raise_status(h), HEAP_ABANDONED);
        heap_clear_raised(h);
        heap_resume(h);
        assert_int_equal(int_decimal(h, o, out, int_decimal_size(h, o), &length), HEAP_OK);
        assert_int_equal(length, DIGITS);
        free(out);
        decref(h, o);
    }
    free(text);
}

static void int_compares_with_double_exactly(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr odd = from_text(h, "9007199254740993"),
             huge = from_text(h, "179769313486231580793728971405301"); /* 2**53 + 1 */
        bool overflow;
        assert_int_equal(int_compare_double(h, odd, 9007199254740992.0), 1);
        assert_int_equal(int_compare_double(h, odd, 9007199254740994.0), -1);
        assert_true(int_to_double(h, odd, &overflow) == 9007199254740992.0);
        assert_int_equal(int_compare_double(h, huge, INFINITY), -1);
        assert_int_equal(int_compare_double(h, huge, -INFINITY), 1);
        assert_int_equal(int_compare_double(h, huge, NAN), 2);
        assert_true(int_to_double(h, huge, &overflow) == 179769313486231580793728971405301.0);
        decref(h, odd);
        decref(h, huge);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_ints_are_shared),
        cmocka_unit_test(bounds_of_machine_words_go_there_and_back),
        cmocka_unit_test(arithmetic_is_that_of_python),
        cmocka_unit_test(quotient_times_divisor_plus_remainder_is_the_dividend),
        cmocka_unit_test(long_texts_go_there_and_back_in_less_than_quadratic_time),
        cmocka_unit_test(conversion_that_is_abandoned_leaves_nothing_behind),
        cmocka_unit_test(int_compares_with_double_exactly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
