/* Shifts and bitwise operations of ints, of which negative ones have two's complements with endless sign
 * bits; and true division, which shifts. Mirrors Objects/longobject.c.
 */
#include <float.h>
#include <math.h>
#include <string.h>

#include "daemon/heap/object/int_arithmetic.h"
#include "daemon/heap/object/int_limbs.h"
#include "daemon/heap/object/long_work.h"

/* ---- shifts ------------------------------------------------------------------------------------------ */

/* r[0 .. count + words + 1) = a << (30 * words + bits). */
static enum heap_status shift_up(struct heap *h, uint32_t *r, const struct magnitude *a, size_t words,
                                 unsigned bits)
{
    uint64_t carry = 0;
    if (bytes_clear(h, r, words * sizeof *r) != HEAP_OK)
        return HEAP_ABANDONED;
    for (size_t i = 0; i < a->count; i++) {
        carry |= (uint64_t)a->digits[i] << bits;
        r[words + i] = (uint32_t)carry & INT_DIGIT_MASK;
        carry >>= INT_DIGIT_BITS;
        if (loop_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    r[words + a->count] = (uint32_t)carry;
    return HEAP_OK;
}

/* r[0 .. count - words) = a >> (30 * words + bits); *any: whether a bit that was set is lost. words <
 * count. */
static enum heap_status shift_down(struct heap *h, uint32_t *r, const struct magnitude *a, size_t words,
                                   unsigned bits, bool *any)
{
    bool lost = false;
    for (size_t i = 0; i < words && !lost; i++) {
        lost = a->digits[i] != 0;
        if (loop_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    *any = lost || (a->digits[words] & ((1u << bits) - 1)) != 0;
    for (size_t i = words; i < a->count; i++) {
        uint64_t two = a->digits[i] | (i + 1 < a->count ? (uint64_t)a->digits[i + 1] << INT_DIGIT_BITS : 0);
        r[i - words] = (uint32_t)(two >> bits) & INT_DIGIT_MASK;
        if (loop_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    return HEAP_OK;
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
    enum heap_status status = shift_up(h, r, &m, words, (unsigned)(n % INT_DIGIT_BITS));
    addr o = status == HEAP_OK
                 ? int_from_digits_with_room(h, m.negative, r, total, total - (n % INT_DIGIT_BITS == 0))
                 : 0;
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
    bool lost;
    r[total - 1] = 0;
    enum heap_status status = shift_down(h, r, &m, words, (unsigned)(n % INT_DIGIT_BITS), &lost);
    if (status == HEAP_OK && negative && lost)
        status = limbs_add(h, LIMB_BINARY, r, &(uint32_t){1}, 1);
    bool whole = n % INT_DIGIT_BITS ==
                 0; /* of a negative int one digit fewer is shifted, by all its bits (long_rshift) */
    addr o = status == HEAP_OK
                 ? int_from_digits_with_room(h, negative, r, total, total - 1 + (negative && whole))
                 : 0;
    result_free(few, r);
    return o;
}

/* ---- bitwise ----------------------------------------------------------------------------------------- */

/* Between a number and its two's complement, one digit after the other. */
struct complement {
    uint32_t flip, carry; /* 0, 0: as it is */
};

static struct complement complement_of(bool negative)
{
    return (struct complement){negative ? INT_DIGIT_MASK : 0, negative};
}

static inline uint32_t complement_next(struct complement *c, uint32_t digit)
{
    uint32_t t = (digit ^ c->flip) + c->carry;
    c->carry = t >> INT_DIGIT_BITS;
    return t & INT_DIGIT_MASK;
}

static inline uint32_t digit_at(const struct magnitude *m, size_t i)
{
    return i < m->count ? m->digits[i] : 0;
}

/* The magnitude of the result, of so many digits: more than either has. */
static enum heap_status combine(struct heap *h, char operation, uint32_t *r, size_t count,
                                const struct magnitude *a, const struct magnitude *b, bool negative)
{
    struct complement x = complement_of(a->negative), y = complement_of(b->negative),
                      z = complement_of(negative);
    for (size_t i = 0; i < count; i++) {
        uint32_t s = complement_next(&x, digit_at(a, i)), t = complement_next(&y, digit_at(b, i));
        r[i] = complement_next(&z, operation == '&' ? s & t : operation == '|' ? s | t : s ^ t);
        if (loop_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    return HEAP_OK;
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
    bool negative = operation == '&'   ? m.negative && n.negative
                    : operation == '|' ? m.negative || n.negative
                                       : m.negative != n.negative;
    uint32_t few[INT_FEW], *r = result_memory(h, few, count);
    if (!r)
        return 0;
    enum heap_status status = combine(h, operation, r, count, &m, &n, negative);
    addr o = status == HEAP_OK ? int_from_digits_with_room(h, negative, r, count, room) : 0;
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
        return raise_status(h);
    enum heap_status status = HEAP_OK;
    *inexact = false;
    if (shift <= 0)
        status = shift_up(h, x, a, words, bits);
    else if (a->count > words)
        status = shift_down(h, x, a, words, bits, inexact);
    else
        x[0] = 0, *inexact = true;
    size_t n = status == HEAP_OK ? limbs_significant(x, room) : 0;
    uint32_t *q = x + room, *r = q + room;
    *quotient = 0;
    if (limbs_compare(x, n, b->digits, b->count) < 0) {
        *inexact = *inexact || n > 0;
    } else {
        status = limbs_divide(h, x, n, b->digits, b->count, q, r);
        if (status == HEAP_OK) {
            *quotient = low_bits(q, limbs_significant(q, n - b->count + 1));
            *inexact = *inexact || limbs_significant(r, b->count) > 0;
        }
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
    bool negative = m.negative != n.negative, inexact = false;
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
