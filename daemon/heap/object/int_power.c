/* Powers of ints: by squaring, from the highest bit of the exponent down; modulo a number with every product
 * reduced. Mirrors long_pow of Objects/longobject.c.
 */
#include <string.h>

#include "daemon/heap/object/int_arithmetic.h"
#include "daemon/heap/object/int_limbs.h"
#include "daemon/heap/object/long_work.h"

__extension__ typedef unsigned __int128 wide;

static bool bit_of(const struct magnitude *m, size_t i)
{
    return m->digits[i / INT_DIGIT_BITS] >> (i % INT_DIGIT_BITS) & 1;
}

/* ---- a ** b ---------------------------------------------------------------------------------- */

/* Two buffers that change places; the result is in *r of *n limbs, and *room digits were for the last
 * product. */
static enum heap_status square_and_multiply(struct heap *h, const struct magnitude *a, uint64_t b,
                                            uint32_t **r, uint32_t **spare, size_t *n, size_t *room)
{
    enum heap_status status = bytes_copy(h, *r, a->digits, a->count * sizeof **r);
    *n = a->count;
    *room = *n + 1; /* b == 1: a product with 1 */
    if (status != HEAP_OK)
        return status;
    for (int i = 62 - __builtin_clzll(b); i >= 0; i--) {
        for (int step = 0; step < 1 + (int)(b >> i & 1); step++) {
            const uint32_t *other = step == 0 ? *r : a->digits;
            size_t count = step == 0 ? *n : a->count;
            status = limbs_multiply(h, LIMB_BINARY, *spare, *r, *n, other, count);
            if (status != HEAP_OK)
                return status;
            uint32_t *kept = *r;
            *r = *spare;
            *spare = kept;
            *room = *n + count;
            *n = limbs_significant(*r, *room);
        }
    }
    return HEAP_OK;
}

static size_t digits_of(int64_t value)
{
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    return rest >> INT_DIGIT_BITS == 0 ? 1 : rest >> (2 * INT_DIGIT_BITS) == 0 ? 2 : 3;
}

/* r *= by, and the digits that are allocated for it. */
static bool multiply_words(int64_t *r, int64_t by, size_t *room)
{
    size_t m = digits_of(*r), n = digits_of(by);
    *room = m == 1 && n == 1 ? 0 : m + n;
    return !__builtin_mul_overflow(*r, by, r);
}

/* In machine words; false: it does not fit. */
static bool raise_small(int64_t a, uint64_t b, int64_t *out, size_t *room)
{
    *out = a;
    *room = 0;
    if (b == 1)
        return multiply_words(out, 1, room);
    for (int i = 62 - __builtin_clzll(b); i >= 0; i--)
        if (!multiply_words(out, *out, room) || (b >> i & 1 && !multiply_words(out, a, room)))
            return false;
    return true;
}

static addr raise_large(struct heap *h, addr a, uint64_t b)
{
    struct magnitude m = magnitude(h, a);
    uint64_t bits = int_bit_length(h, a), least, most;
    if (__builtin_mul_overflow(bits - 1, b, &least) || __builtin_mul_overflow(bits, b, &most) ||
        int_check_size(h, least / INT_DIGIT_BITS) != HEAP_OK) {
        (void)raise_memory(h);
        return 0;
    }
    size_t room = most / INT_DIGIT_BITS + 2, n, allocated;
    uint32_t few[INT_FEW], *memory = few;
    if (2 * room > INT_FEW && !(memory = malloc(2 * room * sizeof *memory))) {
        (void)raise_memory(h);
        return 0;
    }
    region_use_huge_memory(memory, 2 * room * sizeof *memory);
    uint32_t *r = memory, *spare = memory + room;
    enum heap_status status = square_and_multiply(h, &m, b, &r, &spare, &n, &allocated);
    addr o = status == HEAP_OK ? int_from_digits_with_room(h, m.negative && b & 1, r, n, allocated) : 0;
    result_free(few, memory);
    return o;
}

addr int_raise(struct heap *h, addr a, addr b)
{
    int64_t x = 0, y, result;
    size_t room;
    bool fits = int_fits(h, a, &x), odd = int_digit_count(h, b) && int_digits(h, b)[0] & 1;
    if (int_sign(h, b) == 0 || (fits && x == 1))
        return int_new(h, 1);
    if (fits && (x == 0 || x == -1))
        return int_new(h, x == 0 ? 0 : odd ? -1 : 1);
    if (!int_fits(h, b, &y)) {
        (void)raise_memory(h);
        return 0;
    }
    if (fits && raise_small(x, (uint64_t)y, &result, &room))
        return int_new_with_room(h, result, room);
    return raise_large(h, a, (uint64_t)y);
}

/* ---- modulo c -------------------------------------------------------------------------------- */

static uint64_t power_of_words(uint64_t a, const struct magnitude *b, size_t bits, uint64_t c)
{
    uint64_t r = 1;
    for (size_t i = bits; i > 0; i--) {
        r = (uint64_t)((wide)r * r % c);
        if (bit_of(b, i - 1))
            r = (uint64_t)((wide)r * a % c);
    }
    return r;
}

/* r = r * a mod c. `product` has room for both and `quotient` for as much; r for c.count limbs. */
static enum heap_status multiply_modulo(struct heap *h, uint32_t *r, size_t *n, const uint32_t *a, size_t na,
                                        const struct magnitude *c, uint32_t *product, uint32_t *quotient)
{
    if (*n == 0 || na == 0) {
        *n = 0;
        return HEAP_OK;
    }
    enum heap_status status = limbs_multiply(h, LIMB_BINARY, product, r, *n, a, na);
    if (status != HEAP_OK)
        return status;
    size_t count = limbs_significant(product, *n + na);
    if (limbs_compare(product, count, c->digits, c->count) < 0) {
        memcpy(r, product, count * sizeof *r);
        *n = count;
        return HEAP_OK;
    }
    status = limbs_divide(h, product, count, c->digits, c->count, quotient, r);
    *n = limbs_significant(r, c->count);
    return status;
}

/* 0 <= a < c, b >= 0. */
static addr power_of_limbs(struct heap *h, addr a, const struct magnitude *b, size_t bits,
                           const struct magnitude *c)
{
    struct magnitude m = magnitude(h, a);
    size_t room = 2 * c->count + 1, n = 1;
    uint32_t few[INT_FEW], *memory = result_memory(h, few, c->count + 2 * room);
    if (!memory)
        return 0;
    uint32_t *r = memory, *product = r + c->count, *quotient = product + room;
    r[0] = 1;
    enum heap_status status = HEAP_OK;
    for (size_t i = bits; i > 0 && status == HEAP_OK; i--) {
        status = loop_check(h);
        if (status == HEAP_OK)
            status = multiply_modulo(h, r, &n, r, n, c, product, quotient);
        if (status == HEAP_OK && bit_of(b, i - 1))
            status = multiply_modulo(h, r, &n, m.digits, m.count, c, product, quotient);
    }
    addr o = status == HEAP_OK ? int_from_digits(h, false, r, n) : 0;
    result_free(few, memory);
    return o;
}

/* x - q * y, *new*. */
static addr minus_product(struct heap *h, addr x, addr q, addr y)
{
    addr product = int_multiply(h, q, y), result = product ? int_subtract(h, x, product) : 0;
    xdecref(h, product);
    return result;
}

/* *new*: the inverse of a modulo n > 1, in (-n, n); ValueError. */
static addr invert_modulo(struct heap *h, addr a, addr n)
{
    addr b = int_new(h, 1), c = int_new(h, 0), x = incref(h, a), y = incref(h, n), result = 0;
    while (b && c && int_sign(h, y) != 0) {
        addr q, rest, next;
        if (loop_check(h) != HEAP_OK || int_divmod(h, x, y, &q, &rest) != HEAP_OK)
            goto done;
        decref(h, x);
        x = y;
        y = rest;
        next = minus_product(h, b, q, c);
        decref(h, q);
        if (!next)
            goto done;
        decref(h, b);
        b = c;
        c = next;
    }
    int64_t gcd;
    if (b && c && int_fits(h, x, &gcd) && gcd == 1)
        result = incref(h, b);
    else if (b && c)
        result = raise_none(h, EXC_VALUE_ERROR, "base is not invertible for the given modulus");
done:
    xdecref(h, b);
    xdecref(h, c);
    decref(h, x);
    decref(h, y);
    return result;
}

static addr positive_power_modulo(struct heap *h, addr a, const struct magnitude *b, size_t bits, addr c)
{
    addr base;
    int64_t modulus, x;
    if (int_divmod(h, a, c, NULL, &base) != HEAP_OK)
        return 0;
    struct magnitude m = magnitude(h, c);
    addr result;
    if (int_fits(h, c, &modulus) && int_fits(h, base, &x))
        result = int_new(h, (int64_t)power_of_words((uint64_t)x, b, bits, (uint64_t)modulus));
    else
        result = power_of_limbs(h, base, b, bits, &m);
    decref(h, base);
    return result;
}

addr int_power_modulo(struct heap *h, addr a, addr b, addr c)
{
    if (int_sign(h, c) == 0)
        return raise_none(h, EXC_VALUE_ERROR, "pow() 3rd argument cannot be 0");
    bool negative = int_sign(h, c) < 0;
    if (int_digit_count(h, c) == 1 && int_digits(h, c)[0] == 1)
        return int_new(h, 0);
    addr modulus =
        negative ? int_from_digits(h, false, int_digits(h, c), int_digit_count(h, c)) : incref(h, c);
    if (!modulus)
        return 0;
    struct magnitude m = magnitude(h, b);
    addr base = m.negative ? invert_modulo(h, a, modulus) : incref(h, a);
    addr result = base ? positive_power_modulo(h, base, &m, int_bit_length(h, b), modulus) : 0;
    if (result && negative && int_sign(h, result) != 0) {
        addr less = int_subtract(h, result, modulus);
        decref(h, result);
        result = less;
    }
    xdecref(h, base);
    decref(h, modulus);
    return result;
}
