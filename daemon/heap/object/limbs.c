/* Multiplication: by hand below KARATSUBA limbs, above it three products of halves for one of wholes.
 * Conversion: the upper half times a power of the radix plus the lower half, each converted in the same way;
 * the powers are squares of one another. So converting costs little more than a few multiplications of the
 * whole length.
 */
#include "daemon/heap/object/limbs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/object.h"

#define KARATSUBA 48 /* limbs; measured on int text of 100,000 digits */
#define PIECE     64 /* limbs that are converted one after the other */
#define POWERS    32 /* squarings: 64 * 2**32 limbs are more than there is memory for */

/* ---- one limb after the other
 * ---------------------------------------------------------------------------------------- */

static inline __attribute__((always_inline)) void
multiply_rows(uint32_t radix, uint32_t *r, const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
    memset(r, 0, (na + nb) * sizeof *r);
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

/* The radix is a constant in each: division by it is a multiplication or a shift. */
static void by_hand(uint32_t radix, uint32_t *r, const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
    if (radix == LIMB_BINARY)
        multiply_rows(LIMB_BINARY, r, a, na, b, nb);
    else
        multiply_rows(LIMB_DECIMAL, r, a, na, b, nb);
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

/* r += a, where r is long enough for the sum. */
void limbs_add(uint32_t radix, uint32_t *r, const uint32_t *a, size_t na)
{
    uint32_t carry = 0;
    for (size_t i = 0; i < na || carry; i++) {
        uint32_t t = r[i] + carry + (i < na ? a[i] : 0);
        carry = t >= radix;
        r[i] = carry ? t - radix : t;
    }
}

/* r -= a, where r >= a. */
void limbs_subtract(uint32_t radix, uint32_t *r, const uint32_t *a, size_t na)
{
    uint32_t borrow = 0;
    for (size_t i = 0; i < na || borrow; i++) {
        uint32_t subtrahend = borrow + (i < na ? a[i] : 0);
        borrow = r[i] < subtrahend;
        r[i] = borrow ? r[i] + radix - subtrahend : r[i] - subtrahend;
    }
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
    if (!p)
        (void)raise_memory(h);
    return p;
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
    memcpy(sa, a + low, high * sizeof *a);
    limbs_add(radix, sa, a, low);
    memcpy(sb, b + low, high * sizeof *b);
    limbs_add(radix, sb, b, low);

    enum heap_status status = limbs_multiply(h, radix, r, a, low, b, low);
    if (status == HEAP_OK)
        status = limbs_multiply(h, radix, r + 2 * low, a + low, high, b + low, high);
    if (status == HEAP_OK)
        status = limbs_multiply(h, radix, middle, sa, sum, sb, sum);
    if (status == HEAP_OK) {
        limbs_subtract(radix, middle, r, 2 * low);
        limbs_subtract(radix, middle, r + 2 * low, 2 * high);
        limbs_add(radix, r + low, middle, limbs_significant(middle, 2 * sum));
    }
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
    memset(r, 0, (na + nb) * sizeof *r);
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < na && status == HEAP_OK; i += nb) {
        size_t n = na - i < nb ? na - i : nb;
        status = limbs_multiply(h, radix, part, a + i, n, b, nb);
        if (status == HEAP_OK)
            limbs_add(radix, r + i, part, limbs_significant(part, n + nb));
    }
    free(part);
    return status;
}

enum heap_status limbs_multiply(struct heap *h, uint32_t radix, uint32_t *r, const uint32_t *a, size_t na,
                                const uint32_t *b, size_t nb)
{
    if (na < KARATSUBA || nb < KARATSUBA) {
        by_hand(radix, r, a, na, b, nb);
        return loop_work(h, steps_of_limbs((uint64_t)na * nb));
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

static uint32_t divide_by_limb(const uint32_t *a, size_t na, uint32_t b, uint32_t *quotient)
{
    uint64_t rest = 0;
    for (size_t i = na; i > 0; i--) {
        rest = rest << 30 | a[i - 1];
        quotient[i - 1] = (uint32_t)(rest / b);
        rest %= b;
    }
    return (uint32_t)rest;
}

/* r[0 .. n) = a << bits; answers what falls out. */
static uint32_t shift_left(uint32_t *r, const uint32_t *a, size_t n, int bits)
{
    uint32_t carry = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t t = (uint64_t)a[i] << bits | carry;
        r[i] = (uint32_t)(t & (LIMB_BINARY - 1));
        carry = (uint32_t)(t >> 30);
    }
    return carry;
}

/* One step of long division: the digit of the quotient for u[0 .. n], from which it takes that many times v[0
 * .. n). v's highest limb has its highest bit set, so that the estimate from the leading limbs is at most 2
 * too large (Knuth, 4.3.1, D). */
static uint32_t divide_step(uint32_t *u, const uint32_t *v, size_t n)
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
    }
    int64_t t = (int64_t)u[n] + borrow;
    u[n] = (uint32_t)(t & (LIMB_BINARY - 1));
    if (t < 0) { /* once too often */
        uint32_t carry = 0;
        for (size_t i = 0; i < n; i++) {
            uint32_t sum = u[i] + v[i] + carry;
            u[i] = sum & (LIMB_BINARY - 1);
            carry = sum >> 30;
        }
        u[n] = (u[n] + carry) & (LIMB_BINARY - 1);
        q--;
    }
    return (uint32_t)q;
}

enum heap_status limbs_divide(struct heap *h, const uint32_t *a, size_t na, const uint32_t *b, size_t nb,
                              uint32_t *quotient, uint32_t *remainder)
{
    if (nb == 1) {
        remainder[0] = divide_by_limb(a, na, b[0], quotient);
        return loop_work(h, steps_of_limbs(na));
    }
    uint32_t *u = scratch(h, na + 1 + nb);
    if (!u)
        return HEAP_RAISED;
    uint32_t *v = u + na + 1;
    int bits = __builtin_clz(b[nb - 1]) - 2;
    shift_left(v, b, nb, bits);
    u[na] = shift_left(u, a, na, bits);
    enum heap_status status = HEAP_OK;
    for (size_t i = na - nb + 1; i > 0 && status == HEAP_OK; i--) {
        quotient[i - 1] = divide_step(u + i - 1, v, nb);
        if (status == HEAP_OK)
            status = loop_work(h, steps_of_limbs(nb));
    }
    for (size_t i = 0; i < nb; i++) /* back by `bits` */
        remainder[i] = (u[i] >> bits | (uint32_t)((uint64_t)u[i + 1] << (30 - bits))) & (LIMB_BINARY - 1);
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
        memset(out + low_size, 0, (size - low_size) * sizeof *out);
        size_t n = limbs_significant(upper, high_size);
        if (n)
            status = limbs_multiply(h, c->to, product, upper, n, c->power[level], c->length[level]);
        if (n && status == HEAP_OK)
            limbs_add(c->to, out, product, limbs_significant(product, n + c->length[level]));
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
