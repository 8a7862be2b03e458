/* The functions of math on ints: gcd, lcm, factorial, comb, perm, isqrt. Products are made by halves, so that
 * the factors of each multiplication are about as long; the result's size is known beforehand, and
 * MemoryError said where the heap has no room for it.
 */
#include <math.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/int_arithmetic.h"
#include "daemon/heap/object/int_limbs.h"
#include "daemon/heap/object/operator.h"
#include "daemon/python/modules/math.h"

/* ---- gcd, lcm --------------------------------------------------------------------------------------------
 */

static addr absolute(struct heap *h, addr o)
{
    return int_sign(h, o) < 0 ? int_from_digits(h, false, int_digits(h, o), int_digit_count(h, o))
                              : int_copy_of(h, 0, o);
}

static uint64_t gcd_of_words(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* *new*: a >= 0. Both are ints. */
static addr gcd(struct heap *h, addr a, addr b)
{
    addr x = absolute(h, a), y = x ? absolute(h, b) : 0;
    int64_t p = 0, q = 0;
    while (y && !(int_fits(h, x, &p) && int_fits(h, y, &q)) && int_sign(h, y) != 0) {
        addr rest = 0;
        if (loop_check(h) != HEAP_OK || int_divmod(h, x, y, NULL, &rest) != HEAP_OK) {
            decref(h, y);
            y = 0;
            break;
        }
        decref(h, x);
        x = y;
        y = rest;
    }
    if (!y) {
        xdecref(h, x);
        return 0;
    }
    bool words = int_fits(h, x, &p) && int_fits(h, y, &q);
    addr result = words ? int_new(h, (int64_t)gcd_of_words((uint64_t)p, (uint64_t)q)) : incref(h, x);
    decref(h, x);
    decref(h, y);
    return result;
}

static addr lcm(struct heap *h, addr a, addr b)
{
    if (int_sign(h, a) == 0 || int_sign(h, b) == 0)
        return int_new(h, 0);
    addr common = gcd(h, a, b), part = 0, product = 0, result = 0;
    if (common && int_divmod(h, a, common, &part, NULL) == HEAP_OK && (product = int_multiply(h, part, b)))
        result = absolute(h, product);
    xdecref(h, product);
    xdecref(h, part);
    xdecref(h, common);
    return result;
}

/* All arguments are looked at, though the result may be known before. */
static enum heap_status fold(struct heap *h, const struct call *call, int64_t first,
                             addr (*step)(struct heap *, addr, addr), addr *out)
{
    addr result = int_new(h, first), index;
    for (size_t i = 0; result && i < call->count; i++) {
        enum heap_status status = object_index(h, call->args[i], &index);
        if (status != HEAP_OK) {
            decref(h, result);
            return status;
        }
        addr next = step(h, result, index);
        decref(h, index);
        decref(h, result);
        result = next;
    }
    return answer(h, result, out);
}

enum heap_status math_gcd(struct heap *h, const struct call *call, addr *out)
{
    return fold(h, call, 0, gcd, out);
}

enum heap_status math_lcm(struct heap *h, const struct call *call, addr *out)
{
    return fold(h, call, 1, lcm, out);
}

/* ---- products of many numbers
 * ------------------------------------------------------------------------------- */

/* *new*: (n - low) * (n - low - 1) * ... * (n - high + 1). */
static addr falling_product(struct heap *h, addr n, int64_t low, int64_t high)
{
    int64_t word, product = 1;
    if (loop_check(h) != HEAP_OK)
        return 0;
    if (high - low <= 8 && int_fits(h, n, &word)) {
        bool fits = true;
        for (int64_t i = low; i < high && fits; i++)
            fits = !__builtin_mul_overflow(product, word - i, &product);
        if (fits)
            return int_new(h, product);
    }
    if (high - low <= 1) {
        addr less = int_new(h, low), result = less && high > low ? int_subtract(h, n, less) : 0;
        xdecref(h, less);
        return high > low ? result : int_new(h, 1);
    }
    int64_t middle = low + (high - low) / 2;
    addr a = falling_product(h, n, low, middle), b = a ? falling_product(h, n, middle, high) : 0;
    addr result = b ? int_multiply(h, a, b) : 0;
    xdecref(h, b);
    xdecref(h, a);
    return result;
}

/* No more than this many bits. */
static enum heap_status check_bits(struct heap *h, double bits)
{
    if (bits > (double)INT_DIGIT_BITS * (double)INT_MAX_DIGITS)
        return raise_memory(h);
    return int_check_size(h, (uint64_t)(bits / INT_DIGIT_BITS));
}

/* *new*: n! */
static addr factorial(struct heap *h, int64_t n)
{
    double x = (double)n;
    /* Stirling's, a little less than exact */
    if (n > 1000 && check_bits(h, x * (log2(x) - 1.4427)) != HEAP_OK)
        return 0;
    addr top = int_new(h, n), result = top ? falling_product(h, top, 0, n > 0 ? n - 1 : 0) : 0;
    xdecref(h, top);
    return n < 2 && result ? (decref(h, result), int_new(h, 1)) : result;
}

static enum heap_status raise_negative_factorial(struct heap *h)
{
    return raise_error(h, EXC_VALUE_ERROR, "factorial() not defined for negative values");
}

enum heap_status math_factorial(struct heap *h, const struct call *call, addr *out)
{
    addr n;
    int64_t word;
    enum heap_status status = object_index(h, call->args[0], &n);
    if (status != HEAP_OK)
        return status;
    if (int_sign(h, n) < 0)
        status = raise_negative_factorial(h);
    else if (!int_fits(h, n, &word))
        status = raise_error(h, EXC_OVERFLOW_ERROR, "factorial() argument should not exceed %lld",
                             (long long)INT64_MAX);
    else
        status = answer(h, factorial(h, word), out);
    decref(h, n);
    return status;
}

/* n and k as ints that are not negative, *new*; `k` 0 where it is None, and what is asked for n factorial. */
static enum heap_status two_counts(struct heap *h, const struct call *call, addr counts[2])
{
    static const char *const names[] = {"n", "k"};
    enum heap_status status = HEAP_OK;
    counts[0] = counts[1] = 0;
    for (size_t i = 0; i < call->count && status == HEAP_OK; i++)
        if (i == 0 || call->args[i] != none(h))
            status = object_index(h, call->args[i], &counts[i]);
    for (size_t i = 0; i < 2 && status == HEAP_OK; i++)
        if (counts[i] && int_sign(h, counts[i]) < 0)
            status = !counts[1]
                         ? raise_negative_factorial(h)
                         : raise_error(h, EXC_VALUE_ERROR, "%s must be a non-negative integer", names[i]);
    if (status == HEAP_OK)
        return status;
    xdecref(h, counts[0]);
    xdecref(h, counts[1]);
    return status;
}

/* *new*: n * (n - 1) * ..., k factors; k <= n. */
static addr falling(struct heap *h, addr n, int64_t k)
{
    double bits = (double)k * ((double)int_bit_length(h, n) - 1);
    if (k > 1000 && (double)k < 0.5 * pow(2.0, (double)int_bit_length(h, n)) &&
        check_bits(h, bits - (double)k) != HEAP_OK)
        return 0;
    return falling_product(h, n, 0, k);
}

enum heap_status math_perm(struct heap *h, const struct call *call, addr *out)
{
    addr counts[2];
    int64_t k;
    enum heap_status status = two_counts(h, call, counts);
    if (status != HEAP_OK)
        return status;
    addr wanted = counts[1] ? counts[1] : counts[0];
    if (int_compare(h, counts[0], wanted) < 0)
        status = answer(h, int_new(h, 0), out);
    else if (!int_fits(h, wanted, &k))
        status = counts[1]
                     ? raise_error(h, EXC_OVERFLOW_ERROR, "k must not exceed %lld", (long long)INT64_MAX)
                     : raise_error(h, EXC_OVERFLOW_ERROR, "factorial() argument should not exceed %lld",
                                   (long long)INT64_MAX);
    else
        status = answer(h, counts[1] ? falling(h, counts[0], k) : factorial(h, k), out);
    xdecref(h, counts[0]);
    xdecref(h, counts[1]);
    return status;
}

/* *new*: n over k, 0 <= k <= n / 2. */
static addr choose(struct heap *h, addr n, int64_t k)
{
    addr top = falling(h, n, k), bottom = top ? factorial(h, k) : 0, result = 0;
    if (bottom && int_divmod(h, top, bottom, &result, NULL) != HEAP_OK)
        result = 0;
    xdecref(h, bottom);
    xdecref(h, top);
    return result;
}

enum heap_status math_comb(struct heap *h, const struct call *call, addr *out)
{
    addr counts[2], rest = 0;
    int64_t k;
    enum heap_status status = two_counts(h, call, counts);
    if (status != HEAP_OK)
        return status;
    if (!counts[1]) {
        decref(h, counts[0]);
        return raise_not_int(h, none(h));
    }
    if (int_compare(h, counts[0], counts[1]) < 0) {
        status = answer(h, int_new(h, 0), out);
    } else if (!(rest = int_subtract(h, counts[0], counts[1]))) {
        status = raise_status(h);
    } else {
        addr fewer = int_compare(h, rest, counts[1]) < 0 ? rest : counts[1];
        status = int_fits(h, fewer, &k)
                     ? answer(h, choose(h, counts[0], k), out)
                     : raise_error(h, EXC_OVERFLOW_ERROR, "min(n - k, k) must not exceed %lld",
                                   (long long)INT64_MAX);
    }
    xdecref(h, rest);
    decref(h, counts[0]);
    decref(h, counts[1]);
    return status;
}

/* ---- isqrt
 * ------------------------------------------------------------------------------------------------------ */

static addr shifted_left(struct heap *h, addr o, int64_t bits)
{
    addr count = int_new(h, bits), result = count ? int_shift_left(h, o, count) : 0;
    xdecref(h, count);
    return result;
}

static addr shifted_right(struct heap *h, addr o, int64_t bits)
{
    addr count = int_new(h, bits), result = count ? int_shift_right(h, o, count) : 0;
    xdecref(h, count);
    return result;
}

/* One step of Newton's with d bits after e: (a << d - e - 1) + (n >> 2 * c - e - d + 1) // a. `a` is
 * *stolen*. */
static addr refined(struct heap *h, addr n, addr a, int64_t c, int64_t d, int64_t e)
{
    addr high = shifted_left(h, a, d - e - 1), low = high ? shifted_right(h, n, 2 * c - e - d + 1) : 0,
         quotient = 0;
    addr result = 0;
    if (low && loop_check(h) == HEAP_OK && int_divmod(h, low, a, &quotient, NULL) == HEAP_OK)
        result = int_add(h, high, quotient);
    xdecref(h, quotient);
    xdecref(h, low);
    xdecref(h, high);
    decref(h, a);
    return result;
}

/* n > 0: the root's bits double with each step. */
static addr square_root(struct heap *h, addr n)
{
    int64_t c = ((int64_t)int_bit_length(h, n) - 1) / 2, d = 0;
    addr a = int_new(h, 1);
    for (int s = c ? 63 - __builtin_clzll((uint64_t)c) : -1; s >= 0 && a; s--) {
        int64_t e = d;
        d = c >> s;
        a = refined(h, n, a, c, d, e);
    }
    addr square = a ? int_multiply(h, a, a) : 0;
    if (square && int_compare(h, square, n) > 0) {
        addr one = int_new(h, 1), less = one ? int_subtract(h, a, one) : 0;
        xdecref(h, one);
        decref(h, a);
        a = less;
    } else if (!square && a) {
        decref(h, a);
        a = 0;
    }
    xdecref(h, square);
    return a;
}

enum heap_status math_isqrt(struct heap *h, const struct call *call, addr *out)
{
    addr n;
    enum heap_status status = object_index(h, call->args[0], &n);
    if (status != HEAP_OK)
        return status;
    if (int_sign(h, n) < 0)
        status = raise_error(h, EXC_VALUE_ERROR, "isqrt() argument must be nonnegative");
    else
        status = answer(h, int_sign(h, n) ? square_root(h, n) : int_new(h, 0), out);
    decref(h, n);
    return status;
}
