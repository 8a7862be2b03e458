/* Sums, differences, products, quotients. Small operands go through machine words; for the others a result is
 * built in memory of the host, then made an int. Its block has room for the digits that CPython allocates
 * before it knows how many there will be; only ints of one digit each have results of just their size.
 */
#include "daemon/heap/object/int_arithmetic.h"

#include <string.h>

#include "daemon/heap/object/int_limbs.h"
#include "daemon/heap/object/long_work.h"

/* Digits of a sum (x_add) or, of magnitudes with other signs, of a difference (x_sub), whose equal first
 * digits do not count. 0: as needed. */
static size_t sum_room(struct magnitude a, struct magnitude b)
{
    size_t most = a.count > b.count ? a.count : b.count;
    if (most <= 1)
        return 0;
    if (a.negative == b.negative)
        return most + 1;
    if (a.count == b.count)
        while (most > 1 && a.digits[most - 1] == b.digits[most - 1])
            most--;
    return most;
}

static addr add(struct heap *h, struct magnitude a, struct magnitude b)
{
    size_t room = sum_room(a, b);
    if (limbs_compare(a.digits, a.count, b.digits, b.count) < 0) {
        struct magnitude kept = a;
        a = b;
        b = kept;
    }
    uint32_t few[INT_FEW], *r = result_memory(h, few, a.count + 1);
    if (!r)
        return 0;
    enum heap_status status = bytes_copy(h, r, a.digits, a.count * sizeof *r);
    r[a.count] = 0;
    if (status == HEAP_OK)
        status = a.negative == b.negative ? limbs_add(h, LIMB_BINARY, r, b.digits, b.count)
                                          : limbs_subtract(h, LIMB_BINARY, r, b.digits, b.count);
    addr o = status == HEAP_OK ? int_from_digits_with_room(h, a.negative, r, a.count + 1, room) : 0;
    result_free(few, r);
    return o;
}

addr int_add(struct heap *h, addr a, addr b)
{
    int64_t x, y, sum;
    struct magnitude m = magnitude(h, a), n = magnitude(h, b);
    if (int_fits(h, a, &x) && int_fits(h, b, &y) && !__builtin_add_overflow(x, y, &sum))
        return int_new_with_room(h, sum, sum_room(m, n));
    return add(h, m, n);
}

addr int_subtract(struct heap *h, addr a, addr b)
{
    int64_t x, y, difference;
    struct magnitude m = magnitude(h, a), n = magnitude(h, b);
    n.negative = !n.negative;
    if (int_fits(h, a, &x) && int_fits(h, b, &y) && !__builtin_sub_overflow(x, y, &difference))
        return int_new_with_room(h, difference, sum_room(m, n));
    return add(h, m, n);
}

addr int_multiply(struct heap *h, addr a, addr b)
{
    int64_t x, y, product;
    struct magnitude m = magnitude(h, a), n = magnitude(h, b);
    size_t room = m.count <= 1 && n.count <= 1 ? 0 : m.count + n.count;
    if (int_fits(h, a, &x) && int_fits(h, b, &y) && !__builtin_mul_overflow(x, y, &product))
        return int_new_with_room(h, product, room);
    uint32_t few[INT_FEW], *r = result_memory(h, few, m.count + n.count);
    if (!r)
        return 0;
    enum heap_status status = limbs_multiply(h, LIMB_BINARY, r, m.digits, m.count, n.digits, n.count);
    addr o = status == HEAP_OK
                 ? int_from_digits_with_room(h, m.negative != n.negative, r, m.count + n.count, room)
                 : 0;
    result_free(few, r);
    return o;
}

/* The highest digit of one of two or more, shifted up by less than a digit. */
static uint32_t shifted_top(struct magnitude m, unsigned shift)
{
    uint32_t next = m.digits[m.count - 2] >> (INT_DIGIT_BITS - shift);
    return (m.digits[m.count - 1] << shift & INT_DIGIT_MASK) | (shift ? next : 0);
}

/* Digits of a quotient (x_divrem, or divrem1 by one digit). 0: as needed. */
static size_t quotient_room(struct magnitude a, struct magnitude b)
{
    if (b.count == 1)
        return a.count == 1 ? 0 : a.count;
    unsigned shift = (unsigned)__builtin_clz(b.digits[b.count - 1]) - (32 - INT_DIGIT_BITS);
    bool carries = shift && a.digits[a.count - 1] >> (INT_DIGIT_BITS - shift);
    return a.count - b.count + (carries || shifted_top(a, shift) >= shifted_top(b, shift));
}

/* Rounded towards zero, as limbs are divided. |a| >= |b|, b != 0. */
static enum heap_status divide(struct heap *h, struct magnitude a, struct magnitude b, addr *quotient,
                               addr *remainder)
{
    size_t count = a.count - b.count + 1;
    uint32_t few[INT_FEW], *memory = result_memory(h, few, count + b.count);
    if (!memory)
        return raise_status(h);
    enum heap_status status = limbs_divide(h, a.digits, a.count, b.digits, b.count, memory, memory + count);
    addr q = 0, r = 0;
    if (status == HEAP_OK) {
        size_t room = quotient_room(a, b);
        q = room ? int_from_digits_with_room(h, a.negative != b.negative, memory, count, room)
                 : int_from_digits(h, a.negative != b.negative, memory, count);
        r = !q             ? 0
            : b.count == 1 ? int_from_digits(h, a.negative, memory + count, 1)
                           : int_from_digits_with_room(h, a.negative, memory + count, b.count, b.count);
        if (!r) {
            if (q)
                decref(h, q);
            status = raise_status(h);
        }
    }
    result_free(few, memory);
    if (status == HEAP_OK) {
        *quotient = q;
        *remainder = r;
    }
    return status;
}

/* One less, and the remainder up by b. */
static enum heap_status round_down(struct heap *h, addr b, addr *quotient, addr *remainder)
{
    addr minus_one = int_new(h, -1);
    addr q = minus_one ? int_add(h, *quotient, minus_one) : 0, r = q ? int_add(h, *remainder, b) : 0;
    if (minus_one)
        decref(h, minus_one);
    if (!r) {
        if (q)
            decref(h, q);
        return raise_status(h);
    }
    object_replace(h, quotient, q);
    object_replace(h, remainder, r);
    return HEAP_OK;
}

enum heap_status int_divmod(struct heap *h, addr a, addr b, addr *quotient, addr *remainder)
{
    struct magnitude m = magnitude(h, a), n = magnitude(h, b);
    if (n.count == 0)
        return raise_error(h, EXC_ZERO_DIVISION_ERROR, "integer division or modulo by zero");
    addr q = 0, r = 0;
    if (limbs_compare(m.digits, m.count, n.digits, n.count) >= 0) {
        enum heap_status status = divide(h, m, n, &q, &r);
        if (status != HEAP_OK)
            return status;
    } else {
        q = int_new(h, 0);
        r = int_copy_of(h, 0, a);
        if (!r) {
            decref(h, q);
            return raise_status(h);
        }
    }
    enum heap_status status = int_sign(h, r) && m.negative != n.negative ? round_down(h, b, &q, &r) : HEAP_OK;
    if (status == HEAP_OK && quotient)
        *quotient = incref(h, q);
    if (status == HEAP_OK && remainder)
        *remainder = incref(h, r);
    decref(h, q);
    decref(h, r);
    return status;
}
