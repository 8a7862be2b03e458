/* Logarithms, of floats and of ints of any size. */
#include <math.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/int_arithmetic.h"
#include "daemon/heap/object/number.h"
#include "daemon/python/modules/math.h"

static double log_of(double x)
{
    return x > 0 || isnan(x) ? log(x) : NAN;
}
static double log2_of(double x)
{
    return x > 0 || isnan(x) ? log2(x) : NAN;
}
static double log10_of(double x)
{
    return x > 0 || isnan(x) ? log10(x) : NAN;
}

/* x == m * 2 ** e, 0.5 <= m < 1, for an int beyond all doubles. */
static enum heap_status split_int(struct heap *h, addr o, double *m, int64_t *e)
{
    size_t bits = int_bit_length(h, o);
    addr drop = int_new(h, (int64_t)bits - 1000), less = drop ? int_shift_right(h, o, drop) : 0;
    xdecref(h, drop);
    if (!less)
        return raise_status(h);
    bool overflow;
    int exponent;
    *m = frexp(int_to_double(h, less, &overflow), &exponent);
    *e = exponent + (int64_t)bits - 1000;
    decref(h, less);
    return HEAP_OK;
}

static enum heap_status logarithm(struct heap *h, addr o, double (*function)(double), double *out)
{
    static const char words[] = "expected a positive input";
    double x;
    bool overflow;
    if (!int_is_kind(h, o)) {
        enum heap_status status = number_float(h, o, &x);
        if (status != HEAP_OK)
            return status;
        *out = function(x);
        return isnan(*out) && !isnan(x) ? math_raise_domain(h, words, x) : HEAP_OK;
    }
    if (int_sign(h, o) <= 0)
        return raise_error(h, EXC_VALUE_ERROR, "%s", h->abi.math_says_expected ? words : "math domain error");
    x = int_to_double(h, o, &overflow);
    if (!overflow) {
        *out = function(x);
        return HEAP_OK;
    }
    int64_t e = 0;
    enum heap_status status = split_int(h, o, &x, &e);
    if (status == HEAP_OK)
        *out = function(x) + function(2.0) * (double)e;
    return status;
}

static enum heap_status one_logarithm(struct heap *h, const struct call *call, double (*function)(double),
                                      addr *out)
{
    double r;
    enum heap_status status = logarithm(h, call->args[0], function, &r);
    return status == HEAP_OK ? answer(h, float_new(h, r), out) : status;
}
enum heap_status math_log2(struct heap *h, const struct call *call, addr *out)
{
    return one_logarithm(h, call, log2_of, out);
}
enum heap_status math_log10(struct heap *h, const struct call *call, addr *out)
{
    return one_logarithm(h, call, log10_of, out);
}

enum heap_status math_log(struct heap *h, const struct call *call, addr *out)
{
    double top, bottom;
    if (call->count < 1 || call->count > 2) {
        if (!h->abi.math_log_counts)
            return raise_error(h, EXC_TYPE_ERROR, "math.log requires 1 to 2 arguments");
        return raise_error(h, EXC_TYPE_ERROR, "log expected at %s argument%s, got %zu",
                           call->count ? "most 2" : "least 1", call->count ? "s" : "", call->count);
    }
    enum heap_status status = logarithm(h, call->args[0], log_of, &top);
    if (status != HEAP_OK || call->count == 1)
        return status == HEAP_OK ? answer(h, float_new(h, top), out) : status;
    status = logarithm(h, call->args[1], log_of, &bottom);
    if (status != HEAP_OK)
        return status;
    if (bottom == 0.0)
        return raise_error(h, EXC_ZERO_DIVISION_ERROR, "%s",
                           h->abi.zero_division_is_plain ? "division by zero" : "float division by zero");
    return answer(h, float_new(h, top / bottom), out);
}
