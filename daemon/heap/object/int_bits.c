/* Shifts and bitwise operations of ints, of which negative ones have two's complements with endless sign
 * bits; and true division, which shifts. Mirrors Objects/longobject.c.
 */
#include <float.h>
#include <math.h>
#include <string.h>

#include "daemon/heap/object/int_arithmetic.h"
#include "daemon/heap/object/int_limbs.h"

/* ---- shifts ------------------------------------------------------------------------------------------ */

/* r[0 .. count + words + 1) = a << (30 * words + bits). */
static void shift_up(uint32_t *r, const struct magnitude *a, size_t words, unsigned bits)
{
    uint64_t carry = 0;
    memset(r, 0, words * sizeof *r);
    for (size_t i = 0; i < a->count; i++) {
        carry |= (uint64_t)a->digits[i] << bits;
        r[words + i] = (uint32_t)carry & INT_DIGIT_MASK;
        carry >>= INT_DIGIT_BITS;
    }
    r[words + a->count] = (uint32_t)carry;
}

/* r[0 .. count - words) = a >> (30 * words + bits); answers whether a bit that was set is lost. words <
 * count. */
static bool shift_down(uint32_t *r, const struct magnitude *a, size_t words, unsigned bits)
{
    bool lost = false;
    for (size_t i = 0; i < words && !lost; i++)
        lost = a->digits[i] != 0;
    lost = lost || (a->digits[words] & ((1u << bits) - 1)) != 0;
    for (size_t i = words; i < a->count; i++) {
        uint64_t two = a->digits[i] | (i + 1 < a->count ? (uint64_t)a->digits[i + 1] << INT_DIGIT_BITS : 0);
        r[i - words] = (uint32_t)(two >> bits) & INT_DIGIT_MASK;
    }
    return lost;
}

addr int_shift_left(struct heap *h, addr a, addr count)
{
    int64_t n, value;
    if (int_sign(h, count) < 0)
        return raise_none(h, EXC_VALUE_ERROR, "negative shift count");
    if (int_sign(h, a) == 0)
        return int_new(h, 0);
    if (!int_fits(h, count, &n)) {
        /* in digits: beyond what a machine word says in bytes, or beyond any memory */
        if (int_bit_length(h, count) > 65)
            return raise_none(h, EXC_OVERFLOW_ERROR, "too many digits in integer");
        (void)raise_memory(h);
        return 0;
    }
    if (n < INT_DIGIT_BITS && int_is_compact(h, a, &value))
        return int_new(h, value * ((int64_t)1 << n));
    struct magnitude m = magnitude(h, a);
    size_t words = (size_t)n / INT_DIGIT_BITS, total = m.count + words + 1;
    if (int_check_size(h, total) != HEAP_OK)
        return 0;
    uint32_t few[INT_FEW], *r = result_memory(h, few, total);
    if (!r)
        return 0;
    shift_up(r, &m, words, (unsigned)(n % INT_DIGIT_BITS));
    addr o = int_from_digits_with_room(h, m.negative, r, total, total - (n % INT_DIGIT_BITS == 0));
    result_free(few, r);
    return o;
}

/* Rounded down: for a negative int that loses bits the magnitude is one more. */
addr int_shift_right(struct heap *h, addr a, addr count)
{
    int64_t n, value;
    if (int_sign(h, count) < 0)
        return raise_none(h, EXC_VALUE_ERROR, "negative shift count");
    bool negative = int_sign(h, a) < 0;
    if (!int_fits(h, count, &n) || (uint64_t)n >= int_bit_length(h, a))
        return int_new(h, negative ? -1 : 0);
    if (int_is_compact(h, a, &value))
        return int_new(h, value >> n);
    if (n == 0 && negative)
        return int_copy_of(h, 0, a); /* CPython makes no new one here, but does of a positive int */
    struct magnitude m = magnitude(h, a);
    size_t words = (size_t)n / INT_DIGIT_BITS, total = m.count - words + 1;
    uint32_t few[INT_FEW], *r = result_memory(h, few, total);
    if (!r)
        return 0;
    r[total - 1] = 0;
    bool lost = shift_down(r, &m, words, (unsigned)(n % INT_DIGIT_BITS));
    if (negative && lost)
        limbs_add(LIMB_BINARY, r, &(uint32_t){1}, 1);
    bool whole = n % INT_DIGIT_BITS ==
                 0; /* of a negative int one digit fewer is shifted, by all its bits (long_rshift) */
    addr o = int_from_digits_with_room(h, negative, r, total, total - 1 + (negative && whole));
    result_free(few, r);
    return o;
}

/* ---- bitwise ----------------------------------------------------------------------------------------- */

/* Two's complement of r in place. */
static void complement(uint32_t *r, size_t count)
{
    uint32_t carry = 1;
    for (size_t i = 0; i < count; i++) {
        uint32_t t = (r[i] ^ INT_DIGIT_MASK) + carry;
        carry = t >> INT_DIGIT_BITS;
        r[i] = t & INT_DIGIT_MASK;
    }
}

static void as_complement(uint32_t *r, const struct magnitude *m, size_t count)
{
    if (m->count)
        memcpy(r, m->digits, m->count * sizeof *r);
    memset(r + m->count, 0, (count - m->count) * sizeof *r);
    if (m->negative)
        complement(r, count);
}

static void combine(char operation, uint32_t *x, const uint32_t *y, size_t count)
{
    for (size_t i = 0; i < count; i++)
        x[i] = operation == '&' ? x[i] & y[i] : operation == '|' ? x[i] | y[i] : x[i] ^ y[i];
}

/* Digits of what long_bitwise() makes, and the one for the sign where it is negative. 0: as needed. */
static size_t bitwise_room(char operation, struct magnitude a, struct magnitude b)
{
    if (a.count <= 1 && b.count <= 1)
        return 0;
    if (a.count < b.count) {
        struct magnitude kept = a;
        a = b;
        b = kept;
    }
    switch (operation) {
    case '&':
        return (b.negative ? a.count : b.count) + (a.negative && b.negative);
    case '|':
        return (b.negative ? b.count : a.count) + (a.negative || b.negative);
    default:
        return a.count + (a.negative != b.negative);
    }
}

addr int_bitwise(struct heap *h, char operation, addr a, addr b)
{
    int64_t x, y;
    struct magnitude m = magnitude(h, a), n = magnitude(h, b);
    size_t room = bitwise_room(operation, m, n);
    if (int_fits(h, a, &x) && int_fits(h, b, &y))
        return int_new_with_room(h, operation == '&' ? x & y : operation == '|' ? x | y : x ^ y, room);
    size_t count = (m.count > n.count ? m.count : n.count) + 1; /* one for the sign */
    uint32_t few[INT_FEW], *r = result_memory(h, few, 2 * count);
    if (!r)
        return 0;
    as_complement(r, &m, count);
    as_complement(r + count, &n, count);
    combine(operation, r, r + count, count);
    bool negative = r[count - 1] >> (INT_DIGIT_BITS - 1);
    if (negative)
        complement(r, count);
    addr o = int_from_digits_with_room(h, negative, r, count, room);
    result_free(few, r);
    return o;
}

/* One more, and then the other sign. */
addr int_invert(struct heap *h, addr o)
{
    int64_t value;
    if (int_is_compact(h, o, &value))
        return int_new(h, ~value);
    addr one = int_new(h, 1), more = one ? int_add(h, o, one) : 0, result = 0;
    size_t room = int_digit_count(h, o) + (int_sign(h, o) > 0);
    if (more)
        result = int_from_digits_with_room(h, int_sign(h, more) > 0, int_digits(h, more),
                                           int_digit_count(h, more), room);
    xdecref(h, one);
    xdecref(h, more);
    return result;
}

/* ---- true division --------------------------------------------------------------------------- */

static uint64_t low_bits(const uint32_t *r, size_t count)
{
    uint64_t x = 0;
    for (size_t i = count; i > 0; i--)
        x = x << INT_DIGIT_BITS | r[i - 1];
    return x;
}

/* a * 2**-shift // b, of 55 or 56 bits or fewer, in *quotient; *inexact: something was lost. Host memory of
 * the operands' size. */
static enum heap_status scaled_quotient(struct heap *h, const struct magnitude *a, const struct magnitude *b,
                                        int64_t shift, uint64_t *quotient, bool *inexact)
{
    size_t words = (size_t)((shift < 0 ? -shift : shift) / INT_DIGIT_BITS);
    unsigned bits = (unsigned)((shift < 0 ? -shift : shift) % INT_DIGIT_BITS);
    size_t room = shift <= 0 ? a->count + words + 1 : a->count > words ? a->count - words : 1;
    uint32_t few[INT_FEW], *x = result_memory(h, few, 2 * room + b->count + 1);
    if (!x)
        return HEAP_RAISED;
    *inexact = false;
    if (shift <= 0)
        shift_up(x, a, words, bits);
    else if (a->count > words)
        *inexact = shift_down(x, a, words, bits);
    else
        x[0] = 0, *inexact = true;
    size_t n = limbs_significant(x, room);
    uint32_t *q = x + room, *r = q + room;
    enum heap_status status = HEAP_OK;
    *quotient = 0;
    if (limbs_compare(x, n, b->digits, b->count) < 0) {
        *inexact = *inexact || n > 0;
    } else {
        status = limbs_divide(h, x, n, b->digits, b->count, q, r);
        *quotient = low_bits(q, limbs_significant(q, n - b->count + 1));
        *inexact = *inexact || limbs_significant(r, b->count) > 0;
    }
    result_free(few, x);
    return status;
}

static bool exact_double(const struct magnitude *m, double *out)
{
    if (m->count > 2 || (m->count == 2 && m->digits[1] >> (DBL_MANT_DIG - INT_DIGIT_BITS)))
        return false;
    *out = (double)low_bits(m->digits, m->count);
    return true;
}

/* long_true_divide: the quotient with two or three bits more than a double has, which decide the rounding. */
enum heap_status int_true_divide(struct heap *h, addr a, addr b, double *out)
{
    struct magnitude m = magnitude(h, a), n = magnitude(h, b);
    double x, y, result = 0;
    bool negative = m.negative != n.negative, inexact;
    if (exact_double(&m, &x) && exact_double(&n, &y)) {
        *out = negative ? -(x / y) : x / y;
        return HEAP_OK;
    }
    int64_t difference = (int64_t)int_bit_length(h, a) - (int64_t)int_bit_length(h, b);
    if (m.count == 0 || difference < DBL_MIN_EXP - DBL_MANT_DIG - 1) {
        *out = negative ? -0.0 : 0.0;
        return HEAP_OK;
    }
    int64_t shift = (difference > DBL_MIN_EXP ? difference : DBL_MIN_EXP) - DBL_MANT_DIG - 2;
    uint64_t q = 0;
    if (difference <= DBL_MAX_EXP) {
        enum heap_status status = scaled_quotient(h, &m, &n, shift, &q, &inexact);
        if (status != HEAP_OK)
            return status;
        int64_t bits = q ? 64 - __builtin_clzll(q) : 0;
        int64_t extra = (bits > DBL_MIN_EXP - shift ? bits : DBL_MIN_EXP - shift) - DBL_MANT_DIG;
        uint64_t mask = 1ull << (extra - 1), low = q | inexact;
        if ((low & mask) && (low & (3 * mask - 1)))
            low += mask;
        low &= ~(2 * mask - 1);
        result = ldexp((double)low, (int)shift);
    }
    if (difference > DBL_MAX_EXP || isinf(result))
        return raise_error(h, EXC_OVERFLOW_ERROR, "integer division result too large for a float");
    *out = negative ? -result : result;
    return HEAP_OK;
}
