/* What is near a number: nextafter(), ulp(), isclose(). */
#include <math.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/number.h"
#include "daemon/heap/object/operator.h"
#include "daemon/python/modules/math.h"

/* The doubles in order, as whole numbers. */
static int64_t rank_of(double x)
{
    union {
        double d;
        int64_t i;
    } u = {x};
    return u.i < 0 ? INT64_MIN - u.i : u.i;
}
static double double_of_rank(int64_t rank)
{
    union {
        int64_t i;
        double d;
    } u = {rank < 0 ? INT64_MIN - rank : rank};
    return u.d;
}

/* `steps` neighbours on from x to y, no farther than y. */
static double steps_to(double x, double y, uint64_t steps)
{
    if (steps == 0 || isnan(x))
        return x;
    if (isnan(y))
        return y;
    int64_t from = rank_of(x), to = rank_of(y);
    uint64_t distance = to > from ? (uint64_t)to - (uint64_t)from : (uint64_t)from - (uint64_t)to;
    if (steps >= distance)
        return y;
    int64_t rank = to > from ? from + (int64_t)steps : from - (int64_t)steps;
    return rank == 0 ? copysign(0.0, x) : double_of_rank(rank);
}

static enum heap_status steps_argument(struct heap *h, addr o, uint64_t *out)
{
    addr n;
    int64_t word;
    enum heap_status status = object_index(h, o, &n);
    if (status != HEAP_OK)
        return status;
    if (int_sign(h, n) < 0)
        status = raise_error(h, EXC_VALUE_ERROR, "steps must be a non-negative integer");
    else
        *out = int_fits(h, n, &word) ? (uint64_t)word : UINT64_MAX;
    decref(h, n);
    return status;
}

enum heap_status math_nextafter(struct heap *h, const struct call *call, addr *out)
{
    static const char *const keywords[] = {"steps", NULL};
    double x, y;
    uint64_t steps = 1;
    if (!h->abi.math_3_12 && call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "math.nextafter() takes no keyword arguments");
    if (call->count != 2)
        return h->abi.math_3_12
                   ? raise_error(h, EXC_TYPE_ERROR,
                                 "nextafter() takes exactly 2 positional arguments (%zu given)", call->count)
                   : raise_error(h, EXC_TYPE_ERROR, "nextafter expected 2 arguments, got %zu", call->count);
    enum heap_status status = call_check_keywords(h, call, "nextafter", keywords);
    addr given = call_keyword(h, call, "steps");
    if (status == HEAP_OK)
        status = math_two_doubles(h, call, &x, &y);
    if (status == HEAP_OK && given && given != none(h))
        status = steps_argument(h, given, &steps);
    if (status != HEAP_OK)
        return status;
    return answer(h, float_new(h, steps == 1 ? nextafter(x, y) : steps_to(x, y, steps)), out);
}

enum heap_status math_ulp(struct heap *h, const struct call *call, addr *out)
{
    double x;
    enum heap_status status = number_float(h, call->args[0], &x);
    if (status != HEAP_OK || isnan(x))
        return status == HEAP_OK ? answer(h, float_new(h, x), out) : status;
    x = fabs(x);
    if (isinf(x))
        return answer(h, float_new(h, x), out);
    double next = nextafter(x, HUGE_VAL);
    return answer(h, float_new(h, isinf(next) ? x - nextafter(x, -HUGE_VAL) : next - x), out);
}

enum heap_status math_isclose(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"a", "b", "rel_tol", "abs_tol", NULL};
    double values[4] = {0, 0, 1e-9, 0};
    if (call->count + call->kwcount > 4)
        return raise_error(h, EXC_TYPE_ERROR, "isclose() takes at most 4 %sarguments (%zu given)",
                           call->count ? "" : "keyword ", call->count + call->kwcount);
    if (call->count > 2)
        return raise_error(h, EXC_TYPE_ERROR, "isclose() takes exactly 2 positional arguments (%zu given)",
                           call->count);
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < 2 && status == HEAP_OK; i++)
        if (!call_argument(h, call, i, names[i]))
            status = raise_error(h, EXC_TYPE_ERROR, "isclose() missing required argument '%s' (pos %zu)",
                                 names[i], i + 1);
    if (status == HEAP_OK)
        status = call_check_keywords(h, call, "isclose", names);
    for (size_t i = 0; i < 4 && status == HEAP_OK; i++) {
        addr o = i < 2 ? call_argument(h, call, i, names[i]) : call_keyword(h, call, names[i]);
        if (o)
            status = number_float(h, o, &values[i]);
    }
    if (status != HEAP_OK)
        return status;
    double a = values[0], b = values[1], difference = fabs(b - a);
    if (values[2] < 0 || values[3] < 0)
        return raise_error(h, EXC_VALUE_ERROR, "tolerances must be non-negative");
    bool close =
        a == b ||
        (!isinf(a) && !isinf(b) &&
         (difference <= fabs(values[2] * b) || difference <= fabs(values[2] * a) || difference <= values[3]));
    return answer_bool(h, HEAP_OK, close, out);
}
