/* Rounding: round(x, n) of floats, correctly by their exact decimal digits, and of ints; __trunc__,
 * __floor__, __ceil__ of both. Mirrors double_round of Objects/floatobject.c and int___round___impl of
 * Objects/longobject.c.
 */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/int_arithmetic.h"
#include "daemon/heap/object/number.h"
#include "daemon/heap/object/operator.h"

/* Beyond these a double has no digit to round, or no digit left. */
#define DIGITS_MAX ((int64_t)((DBL_MANT_DIG - DBL_MIN_EXP) * 0.30103))
#define DIGITS_MIN (-(int64_t)((DBL_MAX_EXP + 1) * 0.30103))

/* ---- float ------------------------------------------------------------------------------------------------
 */

/* Of the whole number in `digits`, whose fraction is zero or not, the last `drop` digits: are they more than
 * a half, or a half with an odd digit before it? */
static bool rounds_up(const char *digits, size_t length, size_t drop, bool fraction)
{
    const char *first = digits + (length - drop);
    if (*first != '5')
        return *first > '5';
    for (const char *p = first + 1; *p; p++)
        if (*p != '0')
            return true;
    return fraction || (first > digits && (first[-1] - '0') & 1);
}

/* To a power of ten above the point; x >= 0. */
static double round_whole(double x, size_t drop)
{
    char digits[DBL_MAX_10_EXP + 8] = "0"; /* a carry may come in front */
    double whole;
    bool fraction = modf(x, &whole) != 0;
    (void)snprintf(digits + 1, sizeof digits - 1, "%.0f", whole);
    size_t length = strlen(digits);
    if (drop > length)
        return 0.0;
    bool up = rounds_up(digits, length, drop, fraction);
    memset(digits + (length - drop), '0', drop);
    for (size_t i = length - drop; up && i > 0; i--) {
        up = digits[i - 1] == '9';
        digits[i - 1] = up ? '0' : (char)(digits[i - 1] + 1);
    }
    if (up) /* a digit before all others: there is room only where nothing was left */
        return 0.0;
    return float_from_text(digits, length, &x) ? x : 0.0;
}

/* The shortest way that is exact: printing to n digits rounds the double's own decimal value half to even. */
static enum heap_status round_double(struct heap *h, double x, int64_t n, double *out)
{
    char digits[DBL_MAX_10_EXP + 340];
    if (!isfinite(x) || x == 0 || n > DIGITS_MAX) {
        *out = x;
        return HEAP_OK;
    }
    if (n < DIGITS_MIN) {
        *out = 0.0 * x;
        return HEAP_OK;
    }
    double size = fabs(x), result;
    if (n < 0) {
        result = round_whole(size, (size_t)-n);
    } else {
        int length = snprintf(digits, sizeof digits, "%.*f", (int)n, size);
        if (!float_from_text(digits, (size_t)length, &result))
            result = size;
    }
    if (isinf(result))
        return raise_error(h, EXC_OVERFLOW_ERROR, "rounded value too large to represent");
    *out = copysign(result, x);
    return HEAP_OK;
}

static double round_half_even(double x)
{
    double rounded = round(x);
    return fabs(x - rounded) == 0.5 ? 2.0 * round(x / 2.0) : rounded;
}

enum heap_status float_method_round(struct heap *h, const struct call *call, addr *out)
{
    double x = float_value(h, call->self);
    int64_t n;
    if (call->count == 0 || call->args[0] == none(h))
        return answer(h, int_from_double(h, isfinite(x) ? round_half_even(x) : x), out);
    enum heap_status status = object_index_word(h, call->args[0], EXC_NONE, &n);
    if (status == HEAP_OK)
        status = round_double(h, x, n, &x);
    return status == HEAP_OK ? answer(h, float_new(h, x), out) : status;
}

enum heap_status float_method_trunc(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, int_from_double(h, float_value(h, call->self)), out);
}

enum heap_status float_method_floor(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, int_from_double(h, floor(float_value(h, call->self))), out);
}

enum heap_status float_method_ceil(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, int_from_double(h, ceil(float_value(h, call->self))), out);
}

/* ---- int
 * --------------------------------------------------------------------------------------------------- */

/* self - (self % power), or the multiple above where that is nearer, or as near and even. */
static addr round_to_multiple(struct heap *h, addr self, addr power)
{
    addr quotient = 0, rest = 0, twice = 0, result = 0;
    if (int_divmod(h, self, power, &quotient, &rest) != HEAP_OK)
        return 0;
    twice = int_add(h, rest, rest);
    if (twice) {
        int order = int_compare(h, twice, power);
        bool odd = int_digit_count(h, quotient) && int_digits(h, quotient)[0] & 1;
        addr below = int_subtract(h, self, rest);
        if (below && (order > 0 || (order == 0 && odd))) {
            result = int_add(h, below, power);
            decref(h, below);
        } else {
            result = below;
        }
    }
    xdecref(h, twice);
    decref(h, rest);
    decref(h, quotient);
    return result;
}

enum heap_status int_method_round(struct heap *h, const struct call *call, addr *out)
{
    addr digits, self = call->self;
    if (call->count == 0)
        return answer(h, int_copy_of(h, 0, self), out);
    enum heap_status status = object_index(h, call->args[0], &digits);
    if (status != HEAP_OK)
        return status;
    if (int_sign(h, digits) >= 0) {
        decref(h, digits);
        return answer(h, int_copy_of(h, 0, self), out);
    }
    int64_t n;
    addr ten = int_new(h, 10), drop = 0, power = 0, result = 0;
    if (!int_fits(h, digits, &n) ||
        -(n + 1) > (int64_t)int_bit_length(h, self)) { /* all of them, whatever they are */
        result = int_new(h, 0);
    } else {
        drop = int_new(h, -n);
        power = drop ? int_raise(h, ten, drop) : 0;
        result = power ? round_to_multiple(h, self, power) : 0;
    }
    xdecref(h, power);
    xdecref(h, drop);
    decref(h, ten);
    decref(h, digits);
    return answer(h, result, out);
}

enum heap_status int_method_itself(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, int_copy_of(h, 0, call->self), out);
}

/* ---- round()
 * ------------------------------------------------------------------------------------------------ */

enum heap_status object_round(struct heap *h, addr o, addr digits, addr *out)
{
    addr method = special_lookup(h, o, known_name(h, NAME_ROUND));
    if (!method)
        return raise_error(h, EXC_TYPE_ERROR, "type %.100s doesn't define __round__ method",
                           object_type_name(h, o));
    bool none_given = !digits || digits == none(h);
    return (h->abi.rounding_is_bound ? special_call_bound : special_call)(h, method, o, &digits,
                                                                          none_given ? 0 : 1, out);
}
