/* Multiplication: by hand below KARATSUBA limbs, above it three products of halves for one of wholes.
 * Conversion: the upper half times a power of the radix plus the lower half, each converted in the same way;
 * the powers are squares of one another. So converting costs little more than a few multiplications of the
 * whole length.
 */
#include "daemon/heap/object/limbs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/long_work.h"
#include "daemon/heap/region.h"

#define KARATSUBA     48                /* limbs; measured on int text of 100,000 digits */
#define PIECE         64                /* limbs that are converted one after the other */
#define POWERS        32                /* squarings: 64 * 2**32 limbs are more than there is memory for */
#define LIMBS_AT_ONCE ((size_t)1 << 14) /* of a long factor, times fewer than KARATSUBA */

/* ---- one limb after the other
 * ---------------------------------------------------------------------------------------- */

/* r += a * b, where r's limbs from the nb-th on are 0. */
static inline __attribute__((always_inline)) void
multiply_rows(uint32_t radix, uint32_t *r, const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
    for (size_t i = 0; i < na; i++) {
        uint64_t carry = 0;
        for (size_t j = 0; j < nb; j++) {
            uint64_t t = (uint64_t)a[i] * b[j] + r[i + j] + carry;
            r[i + j] = (uint32_t)(t % radix);
            carry = t / radix;
        }
        r[i + nb] = (uint32_t)carry;
    }
}

/* na <= nb, of which so many limbs are taken between two looks. The radix is a constant in each: division by
 * it is a multiplication or a shift. */
static enum heap_status by_hand(struct heap *h, uint32_t radix, uint32_t *r, const uint32_t *a, size_t na,
                                const uint32_t *b, size_t nb)
{
    enum heap_status status = bytes_clear(h, r, (na + nb) * sizeof *r);
    for (size_t n; nb && status == HEAP_OK; nb -= n, b += n, r += n) {
        n = nb < 2 * LIMBS_AT_ONCE ? nb : LIMBS_AT_ONCE; /* the last is no shorter than a */
        if (radix == LIMB_BINARY)
            multiply_rows(LIMB_BINARY, r, a, na, b, n);
        else
            multiply_rows(LIMB_DECIMAL, r, a, na, b, n);
        if (n < nb)
            status = loop_work(h, 0);
    }
    return status;
}

static inline __attribute__((always_inline)) void
convert_rows(uint32_t from, const uint32_t *in, size_t count, uint32_t to, uint32_t *out, size_t size)
{
    memset(out, 0, size * sizeof *out);
    size_t used = 0;
    for (size_t i = count; i > 0; i--) {
        uint64_t carry = in[i - 1];
        for (size_t j = 0; j < used; j++) {
            uint64_t t = (uint64_t)out[j] * from + carry;
            out[j] = (uint32_t)(t % to);
            carry = t / to;
        }
        for (; carry; carry /= to)
            out[used++] = (uint32_t)(carry % to);
    }
}

static void convert_piece(uint32_t from, const uint32_t *in, size_t count, uint32_t to, uint32_t *out)
{
    size_t size = limbs_bound(from, count, to);
    if (to == LIMB_BINARY)
        convert_rows(from, in, count, LIMB_BINARY, out, size);
    else
        convert_rows(from, in, count, LIMB_DECIMAL, out, size);
}

enum heap_status limbs_add(struct heap *h, uint32_t radix, uint32_t *r, const uint32_t *a, size_t na)
{
    uint32_t carry = 0;
    for (size_t i = 0; i < na || carry; i++) {
        uint32_t t = r[i] + carry + (i < na ? a[i] : 0);
        carry = t >= radix;
        r[i] = carry ? t - radix : t;
        if (loop_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    return HEAP_OK;
}

enum heap_status limbs_subtract(struct heap *h, uint32_t radix, uint32_t *r, const uint32_t *a, size_t na)
{
    uint32_t borrow = 0;
    for (size_t i = 0; i < na || borrow; i++) {
        uint32_t subtrahend = borrow + (i < na ? a[i] : 0);
        borrow = r[i] < subtrahend;
        r[i] = borrow ? r[i] + radix - subtrahend : r[i] - subtrahend;
        if (loop_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    return HEAP_OK;
}

size_t limbs_significant(const uint32_t *limbs, size_t count)
{
    while (count && limbs[count - 1] == 0)
        count--;
    return count;
}

int limbs_compare(const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
    if (na != nb)
        return na < nb ? -1 : 1;
    for (size_t i = na; i > 0; i--)
        if (a[i - 1] != b[i - 1])
            return a[i - 1] < b[i - 1] ? -1 : 1;
    return 0;
}

/* ---- multiplication
 * ---------------------------------------------------------------------------------------------------- */

static uint32_t *scratch(struct heap *h, size_t limbs)
{
    /* no single piece of it is larger than all that the heap may have */
    uint32_t *p = limbs * sizeof *p <= h->limit ? calloc(limbs, sizeof *p) : NULL;
    region_use_huge_memory(p, limbs * sizeof *p);
    if (!p)
        (void)raise_memory(h);
    return p;
}

/* r = a + b, of which b has one limb fewer or as many; r has one more than a. */
static enum heap_status sum_of_halves(struct heap *h, uint32_t radix, uint32_t *r, const uint32_t *a,
                                      size_t na, const uint32_t *b, size_t nb)
{
    enum heap_status status = bytes_copy(h, r, a, na * sizeof *r);
    return status == HEAP_OK ? limbs_add(h, radix, r, b, nb) : status;
}

/* Both of n limbs. */
static enum heap_status karatsuba(struct heap *h, uint32_t radix, uint32_t *r, const uint32_t *a,
                                  const uint32_t *b, size_t n)
{
    size_t low = n / 2, high = n - low, sum = high + 1;
    uint32_t *memory = scratch(h, 4 * sum);
    if (!memory)
        return HEAP_RAISED;
    uint32_t *sa = memory, *sb = sa + sum, *middle = sb + sum;
    enum heap_status status = sum_of_halves(h, radix, sa, a + low, high, a, low);
    if (status == HEAP_OK)
        status = sum_of_halves(h, radix, sb, b + low, high, b, low);
    if (status == HEAP_OK)
        status = limbs_multiply(h, radix, r, a, low, b, low);
    if (status == HEAP_OK)
        status = limbs_multiply(h, radix, r + 2 * low, a + low, high, b + low, high);
    if (status == HEAP_OK)
        status = limbs_multiply(h, radix, middle, sa, sum, sb, sum);
    if (status == HEAP_OK)
        status = limbs_subtract(h, radix, middle, r, 2 * low);
    if (status == HEAP_OK)
        status = limbs_subtract(h, radix, middle, r + 2 * low, 2 * high);
    if (status == HEAP_OK)
        status = limbs_add(h, radix, r + low, middle, limbs_significant(middle, 2 * sum));
    free(memory);
    return status;
}

/* The longer in pieces of the shorter's length. */
static enum heap_status in_pieces(struct heap *h, uint32_t radix, uint32_t *r, const uint32_t *a, size_t na,
                                  const uint32_t *b, size_t nb)
{
    uint32_t *part = scratch(h, 2 * nb);
    if (!part)
        return HEAP_RAISED;
    enum heap_status status = bytes_clear(h, r, (na + nb) * sizeof *r);
    for (size_t i = 0; i < na && status == HEAP_OK; i += nb) {
        size_t n = na - i < nb ? na - i : nb;
        status = limbs_multiply(h, radix, part, a + i, n, b, nb);
        if (status == HEAP_OK)
            status = limbs_add(h, radix, r + i, part, limbs_significant(part, n + nb));
    }
    free(part);
    return status;
}

enum heap_status limbs_multiply(struct heap *h, uint32_t radix, uint32_t *r, const uint32_t *a, size_t na,
                                const uint32_t *b, size_t nb)
{
    if (na < KARATSUBA || nb < KARATSUBA) {
        enum heap_status status =
            na < nb ? by_hand(h, radix, r, a, na, b, nb) : by_hand(h, radix, r, b, nb, a, na);
        return status == HEAP_OK ? loop_work(h, steps_of_limbs((uint64_t)na * nb)) : status;
    }
    enum heap_status status = loop_check(h);
    if (status != HEAP_OK)
        return status;
    if (na == nb)
        return karatsuba(h, radix, r, a, b, na);
    return na > nb ? in_pieces(h, radix, r, a, na, b, nb) : in_pieces(h, radix, r, b, nb, a, na);
}

/* ---- division
 * -------------------------------------------------------------------------------------------------------- */

static enum heap_status divide_by_limb(struct heap *h, const uint32_t *a, size_t na, uint32_t b,
                                       uint32_t *quotient, uint32_t *remainder)
{
    uint64_t rest = 0;
    for (size_t i = na; i > 0; i--) {
        rest = rest << 30 | a[i - 1];
        quotient[i - 1] = (uint32_t)(rest / b);
        rest %= b;
        if (loop_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    *remainder = (uint32_t)rest;
    return HEAP_OK;
}

/* r[0 .. n) = a << bits, and what falls out. */
static enum heap_status shift_left(struct heap *h, uint32_t *r, const uint32_t *a, size_t n, int bits,
                                   uint32_t *out)
{
    uint32_t carry = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t t = (uint64_t)a[i] << bits | carry;
        r[i] = (uint32_t)(t & (LIMB_BINARY - 1));
        carry = (uint32_t)(t >> 30);
        if (loop_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    *out = carry;
    return HEAP_OK;
}

/* One step of long division: the digit of the quotient for u[0 .. n], from which it takes that many times v[0
 * .. n). v's highest limb has its highest bit set, so that the estimate from the leading limbs is at most 2
 * too large (Knuth, 4.3.1, D). */
static enum heap_status divide_step(struct heap *h, uint32_t *u, const uint32_t *v, size_t n, uint32_t *out)
{
    uint64_t top = (uint64_t)u[n] << 30 | u[n - 1], q = top / v[n - 1], rest = top % v[n - 1];
    while (q >= LIMB_BINARY || q * v[n - 2] > (rest << 30 | u[n - 2])) {
        q--;
        rest += v[n - 1];
        if (rest >= LIMB_BINARY)
            break;
    }
    int64_t borrow = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t t = (int64_t)u[i] - (int64_t)(q * v[i] & (LIMB_BINARY - 1)) + borrow;
        u[i] = (uint32_t)(t & (LIMB_BINARY - 1));
        borrow = (t >> 30) - (int64_t)(q * v[i] >> 30);
        if (loop_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    int64_t t = (int64_t)u[n] + borrow;
    u[n] = (uint32_t)(t & (LIMB_BINARY - 1));
    if (t < 0) { /* once too often */
        uint32_t carry = 0;
        for (size_t i = 0; i < n; i++) {
            uint32_t sum = u[i] + v[i] + carry;
            u[i] = sum & (LIMB_BINARY - 1);
            carry = sum >> 30;
            if (loop_goes_on(h, i) != HEAP_OK)
                return HEAP_ABANDONED;
        }
        u[n] = (u[n] + carry) & (LIMB_BINARY - 1);
        q--;
    }
    *out = (uint32_t)q;
    return HEAP_OK;
}

enum heap_status limbs_divide(struct heap *h, const uint32_t *a, size_t na, const uint32_t *b, size_t nb,
                              uint32_t *quotient, uint32_t *remainder)
{
    if (nb == 1) {
        enum heap_status status = divide_by_limb(h, a, na, b[0], quotient, remainder);
        return status == HEAP_OK ? loop_work(h, steps_of_limbs(na)) : status;
    }
    uint32_t *u = scratch(h, na + 1 + nb);
    if (!u)
        return HEAP_RAISED;
    uint32_t *v = u + na + 1, none;
    int bits = __builtin_clz(b[nb - 1]) - 2;
    enum heap_status status = shift_left(h, v, b, nb, bits, &none);
    if (status == HEAP_OK)
        status = shift_left(h, u, a, na, bits, &u[na]);
    for (size_t i = na - nb + 1; i > 0 && status == HEAP_OK; i--) {
        status = divide_step(h, u + i - 1, v, nb, &quotient[i - 1]);
        if (status == HEAP_OK)
            status = loop_work(h, steps_of_limbs(nb));
    }
    for (size_t i = 0; i < nb && status == HEAP_OK; i++) { /* back by `bits` */
        remainder[i] = (u[i] >> bits | (uint32_t)((uint64_t)u[i + 1] << (30 - bits))) & (LIMB_BINARY - 1);
        status = loop_goes_on(h, i);
    }
    free(u);
    return status;
}

/* ---- conversion
 * -------------------------------------------------------------------------------------------------------- */

size_t limbs_bound(uint32_t from, size_t count, uint32_t to)
{
    double ratio;
    if (from == LIMB_BINARY && to == LIMB_DECIMAL)
        ratio =
            1.0034333188799373; /* log(2**30) / log(10**9): logarithms cost more than a short conversion */
    else if (from == LIMB_DECIMAL && to == LIMB_BINARY)
        ratio = 0.9965784284662087;
    else
        ratio = log((double)from) / log((double)to);
    /* a little more than exact, so that rounding cannot make it too small */
    return (size_t)((double)count * ratio * (1.0 + 1e-12)) + 2;
}

struct conversion {
    uint32_t from, to;
    uint32_t *power[POWERS]; /* from ** (PIECE << i) in radix `to` */
    size_t length[POWERS];
};

/* PIECE << level limbs and more up to twice as many. */
static int level_of(size_t count)
{
    int level = 0;
    while ((size_t)PIECE << (level + 1) < count)
        level++;
    return level;
}

static enum heap_status prepare(struct heap *h, struct conversion *c, int levels)
{
    uint32_t one[PIECE + 1] = {0};
    one[PIECE] = 1;
    for (int i = 0; i < levels; i++) {
        size_t bound = i ? 2 * c->length[i - 1] : limbs_bound(c->from, PIECE + 1, c->to);
        c->power[i] = scratch(h, bound);
        if (!c->power[i])
            return HEAP_RAISED;
        enum heap_status status = HEAP_OK;
        if (i == 0)
            convert_piece(c->from, one, PIECE + 1, c->to, c->power[0]);
        else
            status = limbs_multiply(h, c->to, c->power[i], c->power[i - 1], c->length[i - 1], c->power[i - 1],
                                    c->length[i - 1]);
        if (status != HEAP_OK)
            return status;
        c->length[i] = limbs_significant(c->power[i], bound);
    }
    return HEAP_OK;
}

static enum heap_status convert(struct heap *h, const struct conversion *c, const uint32_t *in, size_t count,
                                uint32_t *out)
{
    if (count <= PIECE) {
        convert_piece(c->from, in, count, c->to, out);
        return loop_work(h, steps_of_limbs(count * count));
    }
    int level = level_of(count);
    size_t low = (size_t)PIECE << level, high = count - low;
    size_t size = limbs_bound(c->from, count, c->to), low_size = limbs_bound(c->from, low, c->to),
           high_size = limbs_bound(c->from, high, c->to);
    uint32_t *upper = scratch(h, high_size + high_size + c->length[level]);
    if (!upper)
        return HEAP_RAISED;
    uint32_t *product = upper + high_size;
    enum heap_status status = convert(h, c, in + low, high, upper);
    if (status == HEAP_OK)
        status = convert(h, c, in, low, out);
    if (status == HEAP_OK) {
        size_t n = limbs_significant(upper, high_size);
        status = bytes_clear(h, out + low_size, (size - low_size) * sizeof *out);
        if (n && status == HEAP_OK)
            status = limbs_multiply(h, c->to, product, upper, n, c->power[level], c->length[level]);
        if (n && status == HEAP_OK)
            status = limbs_add(h, c->to, out, product, limbs_significant(product, n + c->length[level]));
    }
    free(upper);
    return status;
}

enum heap_status limbs_convert(struct heap *h, uint32_t from, const uint32_t *in, size_t count, uint32_t to,
                               uint32_t *out)
{
    struct conversion c = {.from = from, .to = to};
    int levels = count > PIECE ? level_of(count) + 1 : 0;
    enum heap_status status = prepare(h, &c, levels);
    if (status == HEAP_OK)
        status = convert(h, &c, in, count, out);
    for (int i = 0; i < levels; i++)
        free(c.power[i]);
    return status;
}
