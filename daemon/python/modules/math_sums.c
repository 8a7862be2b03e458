/* The functions of math over many numbers: fsum, prod, sumprod, hypot, dist. What rounding loses is kept in
 * further doubles. Mirrors Modules/mathmodule.c, whose way of adding up decides the last bit.
 */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/number.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/python/modules/math.h"

/* ---- fsum: partial sums that do not overlap (Shewchuk)
 * -------------------------------------------------------- */

struct partials {
    double *p;
    size_t count, room;
    double specials, infinities; /* the sum of what is not finite */
};

static enum heap_status add_partial(struct heap *h, struct partials *s, double x)
{
    double given = x;
    size_t kept = 0;
    for (size_t j = 0; j < s->count; j++) {
        double y = s->p[j];
        if (fabs(x) < fabs(y)) {
            double t = x;
            x = y;
            y = t;
        }
        double high = x + y, low = y - (high - x);
        if (low != 0.0)
            s->p[kept++] = low;
        x = high;
    }
    s->count = kept;
    if (x == 0.0)
        return HEAP_OK;
    if (!isfinite(x)) {
        if (isfinite(given))
            return raise_error(h, EXC_OVERFLOW_ERROR, "intermediate overflow in fsum");
        if (isinf(given))
            s->infinities += given;
        s->specials += given;
        s->count = 0;
        return HEAP_OK;
    }
    if (s->count == s->room) {
        size_t room = s->room ? 2 * s->room : 32;
        double *grown = realloc(s->p, room * sizeof *grown);
        if (!grown)
            return raise_memory(h);
        s->p = grown;
        s->room = room;
    }
    s->p[s->count++] = x;
    return HEAP_OK;
}

/* From the greatest down until there is something lost; then half a unit in the last place decides with what
 * follows. */
static double total(const struct partials *s)
{
    size_t n = s->count;
    double high = 0.0, low = 0.0;
    if (n == 0)
        return 0.0;
    high = s->p[--n];
    while (n > 0) {
        double x = high, y = s->p[--n];
        high = x + y;
        low = y - (high - x);
        if (low != 0.0)
            break;
    }
    if (n > 0 && ((low < 0.0 && s->p[n - 1] < 0.0) || (low > 0.0 && s->p[n - 1] > 0.0))) {
        double y = low * 2.0, x = high + y;
        if (y == x - high)
            high = x;
    }
    return high;
}

enum heap_status math_fsum(struct heap *h, const struct call *call, addr *out)
{
    struct iteration it;
    struct partials s = {0};
    addr item;
    enum heap_status status = iteration_begin(h, &it, call->args[0]);
    if (status != HEAP_OK)
        return status;
    while ((status = iteration_next(h, &it, &item)) == HEAP_OK && item) {
        double x;
        status = number_float(h, item, &x);
        decref(h, item);
        if (status == HEAP_OK)
            status = add_partial(h, &s, x);
        if (status != HEAP_OK)
            break;
    }
    iteration_end(h, &it);
    if (status == HEAP_OK && s.specials != 0.0)
        status = isnan(s.infinities) ? raise_error(h, EXC_VALUE_ERROR, "-inf + inf in fsum")
                                     : answer(h, float_new(h, s.specials), out);
    else if (status == HEAP_OK)
        status = answer(h, float_new(h, total(&s)), out);
    free(s.p);
    return status;
}

/* ---- prod
 * ---------------------------------------------------------------------------------------------------------
 */

enum heap_status math_prod(struct heap *h, const struct call *call, addr *out)
{
    static const char *const keywords[] = {"start", NULL};
    struct iteration it;
    addr item, next, start = call_keyword(h, call, "start");
    if (call->count + call->kwcount > 2)
        return raise_error(h, EXC_TYPE_ERROR, "prod() takes at most 2 %sarguments (%zu given)",
                           call->count ? "" : "keyword ", call->count + call->kwcount);
    if (call->count != 1)
        return raise_error(h, EXC_TYPE_ERROR, "prod() takes exactly 1 positional argument (%zu given)",
                           call->count);
    enum heap_status status = call_check_keywords(h, call, "prod", keywords);
    if (status == HEAP_OK)
        status = iteration_begin(h, &it, call->args[0]);
    if (status != HEAP_OK)
        return status;
    addr product = start ? incref(h, start) : int_new(h, 1);
    while ((status = iteration_next(h, &it, &item)) == HEAP_OK && item) {
        status = object_binary(h, BINARY_MULTIPLY, product, item, &next);
        decref(h, item);
        if (status != HEAP_OK)
            break;
        object_replace(h, &product, next);
    }
    iteration_end(h, &it);
    if (status == HEAP_OK)
        *out = product;
    else
        decref(h, product);
    return status;
}

/* ---- a double and what it lost
 * ------------------------------------------------------------------------------------ */

struct long_double {
    double high, low;
};

static struct long_double fast_sum(double a, double b) /* |a| >= |b| */
{
    double x = a + b;
    return (struct long_double){x, (a - x) + b};
}

static struct long_double sum_of(double a, double b)
{
    double x = a + b, z = x - a;
    return (struct long_double){x, (a - (x - z)) + (b - z)};
}

static struct long_double product_of(double a, double b)
{
    double x = a * b;
    return (struct long_double){x, fma(a, b, -x)};
}

/* ---- hypot, dist: the root of a sum of squares
 * ---------------------------------------------------------------------- */

/* Up to 3.11: by halves of doubles. */
static double norm_by_halves(struct heap *h, const double *values, size_t n, double scale)
{
    const double split = 134217729.0; /* 2**27 + 1 */
    double sum = 1.0, lost[3] = {0}, old, t, high, low, x;
#define ADD(term, k)                                                                                         \
    do {                                                                                                     \
        x = (term);                                                                                          \
        old = sum;                                                                                           \
        sum += x;                                                                                            \
        lost[k] += (old - sum) + x;                                                                          \
    } while (0)
#define SPLIT(value)                                                                                         \
    do {                                                                                                     \
        x = (value);                                                                                         \
        t = x * split;                                                                                       \
        high = t - (t - x);                                                                                  \
        low = x - high;                                                                                      \
    } while (0)
    for (size_t i = 0; i < n && loop_goes_on(h, i) == HEAP_OK; i++) {
        SPLIT(values[i] * scale);
        ADD(high * high, 0);
        ADD(2.0 * high * low, 1);
        lost[2] += low * low;
    }
    double root = sqrt(sum - 1.0 + (lost[0] + lost[1] + lost[2]));
    SPLIT(root);
    ADD(-high * high, 0);
    ADD(-2.0 * high * low, 1);
    ADD(-low * low, 2);
    x = sum - 1.0 + (lost[0] + lost[1] + lost[2]);
    return (root + x / (2.0 * root)) / scale;
#undef ADD
#undef SPLIT
}

static double norm_by_fma(struct heap *h, const double *values, size_t n, double scale)
{
    double sum = 1.0, lost[2] = {0};
    for (size_t i = 0; i < n && loop_goes_on(h, i) == HEAP_OK; i++) {
        double x = values[i] * scale;
        struct long_double square = product_of(x, x), s = fast_sum(sum, square.high);
        sum = s.high;
        lost[0] += square.low;
        lost[1] += s.low;
    }
    double root = sqrt(sum - 1.0 + (lost[0] + lost[1]));
    struct long_double square = product_of(-root, root), s = fast_sum(sum, square.high);
    sum = s.high;
    lost[0] += square.low;
    lost[1] += s.low;
    double x = sum - 1.0 + (lost[0] + lost[1]);
    root += x / (2.0 * root);
    return root / scale;
}

/* Where the scale would overflow. */
static double norm_of_subnormals(struct heap *h, double *values, size_t n, double max)
{
    if (h->abi.math_3_12) {
        int e;
        for (size_t i = 0; i < n && loop_goes_on(h, i) == HEAP_OK; i++)
            values[i] /= DBL_MIN;
        (void)frexp(max / DBL_MIN, &e);
        return DBL_MIN * norm_by_fma(h, values, n, ldexp(1.0, -e));
    }
    double sum = 1.0, lost = 0.0;
    for (size_t i = 0; i < n && loop_goes_on(h, i) == HEAP_OK; i++) {
        double x = values[i] / max, old = sum;
        x = x * x;
        sum += x;
        lost += (old - sum) + x;
    }
    return max * sqrt(sum - 1.0 + lost);
}

/* None of them negative; changes them. The loops end where the run is given up: whoever asked looks. */
static double norm(struct heap *h, double *values, size_t n)
{
    double max = 0.0;
    bool nan = false;
    work_done(h, steps_of_limbs(4 * n));
    for (size_t i = 0; i < n && loop_goes_on(h, i) == HEAP_OK; i++) {
        nan = nan || isnan(values[i]);
        if (values[i] > max)
            max = values[i];
    }
    if (isinf(max))
        return max;
    if (nan)
        return NAN;
    if (max == 0.0 || n <= 1)
        return max;
    int e;
    (void)frexp(max, &e);
    if (e < -1023)
        return norm_of_subnormals(h, values, n, max);
    double scale = ldexp(1.0, -e);
    return h->abi.math_3_12 ? norm_by_fma(h, values, n, scale) : norm_by_halves(h, values, n, scale);
}

#define FEW 16

static double *room_for(struct heap *h, double few[FEW], size_t n)
{
    double *values = n <= FEW ? few : malloc(n * sizeof *values);
    if (!values)
        (void)raise_memory(h);
    return values;
}

static enum heap_status answer_norm(struct heap *h, double *values, size_t n, addr *out)
{
    double length = norm(h, values, n);
    enum heap_status status = loop_work(h, 0);
    return status == HEAP_OK ? answer(h, float_new(h, length), out) : status;
}

enum heap_status math_hypot(struct heap *h, const struct call *call, addr *out)
{
    double few[FEW], *values = room_for(h, few, call->count);
    enum heap_status status = values ? HEAP_OK : raise_status(h);
    for (size_t i = 0; i < call->count && status == HEAP_OK; i++) {
        status = number_float(h, call->args[i], &values[i]);
        values[i] = fabs(values[i]);
        if (status == HEAP_OK)
            status = loop_goes_on(h, i);
    }
    if (status == HEAP_OK)
        status = answer_norm(h, values, call->count, out);
    if (values != few)
        free(values);
    return status;
}

static enum heap_status distance(struct heap *h, addr p, addr q, double *values, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double x, y;
        enum heap_status status = number_float(h, tuple_item(h, p, i), &x);
        if (status == HEAP_OK)
            status = number_float(h, tuple_item(h, q, i), &y);
        if (status != HEAP_OK)
            return status;
        values[i] = fabs(x - y);
        if ((status = loop_goes_on(h, i)) != HEAP_OK)
            return status;
    }
    return HEAP_OK;
}

enum heap_status math_dist(struct heap *h, const struct call *call, addr *out)
{
    addr p = tuple_from_iterable(h, call->args[0]), q = p ? tuple_from_iterable(h, call->args[1]) : 0;
    enum heap_status status = q ? HEAP_OK : raise_status(h);
    size_t n = q ? tuple_length(h, p) : 0;
    double few[FEW], *values = few;
    if (q && n != tuple_length(h, q))
        status = raise_error(h, EXC_VALUE_ERROR, "both points must have the same number of dimensions");
    if (status == HEAP_OK && !(values = room_for(h, few, n)))
        status = HEAP_RAISED;
    if (status == HEAP_OK)
        status = distance(h, p, q, values, n);
    if (status == HEAP_OK)
        status = answer_norm(h, values, n, out);
    if (values != few)
        free(values);
    xdecref(h, p);
    xdecref(h, q);
    return status;
}

/* ---- sumprod
 * ----------------------------------------------------------------------------------------------------------
 */

/* While there are only ints (at first) or floats, the sum is kept in words: three doubles for the latter. */
struct sum_of_products {
    addr total; /* counted: what the words below come on top of */
    bool ints_end, floats_end, has_int, has_float;
    int64_t whole;
    double high, low, tiny;
};

static void add_product(struct sum_of_products *s, double x, double y)
{
    struct long_double product = product_of(x, y), sum = sum_of(s->high, product.high),
                       r1 = sum_of(s->low, product.low), r2 = sum_of(r1.high, sum.low);
    s->high = sum.high;
    s->low = r2.high;
    s->tiny += r1.low + r2.low;
}

/* `value` is *stolen* and added to the total. */
static enum heap_status add_to_total(struct heap *h, struct sum_of_products *s, addr value)
{
    addr next;
    if (!value)
        return raise_status(h);
    enum heap_status status = object_binary(h, BINARY_ADD, s->total, value, &next);
    decref(h, value);
    if (status == HEAP_OK)
        object_replace(h, &s->total, next);
    return status;
}

static enum heap_status flush_ints(struct heap *h, struct sum_of_products *s)
{
    bool had = s->has_int;
    s->has_int = false;
    int64_t whole = s->whole;
    s->whole = 0;
    return had ? add_to_total(h, s, int_new(h, whole)) : HEAP_OK;
}

static enum heap_status flush_floats(struct heap *h, struct sum_of_products *s)
{
    if (!s->has_float)
        return HEAP_OK;
    struct long_double last = sum_of(s->low, s->tiny), whole = sum_of(s->high, last.high);
    double sum = whole.high + (whole.low + last.low);
    if (!isfinite(s->high))
        sum = s->high;
    s->has_float = false;
    s->high = s->low = s->tiny = 0;
    return add_to_total(h, s, float_new(h, sum));
}

static bool small_product(const struct heap *h, struct sum_of_products *s, addr p, addr q)
{
    int64_t x, y, product, whole;
    if (!object_is_exact(h, p, KIND_INT) || !object_is_exact(h, q, KIND_INT) || !int_fits(h, p, &x) ||
        !int_fits(h, q, &y) || __builtin_mul_overflow(x, y, &product) ||
        __builtin_add_overflow(s->whole, product, &whole))
        return false;
    s->whole = whole;
    s->has_int = true;
    return true;
}

static bool float_product(const struct heap *h, struct sum_of_products *s, addr p, addr q)
{
    bool floats = object_is_exact(h, p, KIND_FLOAT) || object_is_exact(h, q, KIND_FLOAT), overflow = false,
         other = false;
    double x, y;
    if (!floats || !number_as_double(h, p, &x, &overflow) || !number_as_double(h, q, &y, &other) ||
        overflow || other)
        return false;
    add_product(s, x, y);
    s->has_float = true;
    return true;
}

static enum heap_status add_pair(struct heap *h, struct sum_of_products *s, addr p, addr q)
{
    addr product;
    if (!s->ints_end && small_product(h, s, p, q))
        return HEAP_OK;
    s->ints_end = true;
    enum heap_status status = flush_ints(h, s);
    if (status == HEAP_OK && !s->floats_end && float_product(h, s, p, q))
        return HEAP_OK;
    s->floats_end = true;
    if (status == HEAP_OK)
        status = flush_floats(h, s);
    if (status == HEAP_OK)
        status = object_binary(h, BINARY_MULTIPLY, p, q, &product);
    return status == HEAP_OK ? add_to_total(h, s, product) : status;
}

enum heap_status math_sumprod(struct heap *h, const struct call *call, addr *out)
{
    struct iteration a, b;
    struct sum_of_products s = {.total = int_new(h, 0)};
    enum heap_status status = iteration_begin(h, &a, call->args[0]);
    if (status != HEAP_OK)
        return status;
    status = iteration_begin(h, &b, call->args[1]);
    if (status != HEAP_OK) {
        iteration_end(h, &a);
        return status;
    }
    for (addr p = 0, q = 0; status == HEAP_OK;) {
        status = iteration_next(h, &a, &p);
        if (status == HEAP_OK && (status = iteration_next(h, &b, &q)) != HEAP_OK)
            xdecref(h, p);
        if (status != HEAP_OK || (!p && !q))
            break;
        status = p && q ? add_pair(h, &s, p, q)
                        : raise_error(h, EXC_VALUE_ERROR, "Inputs are not the same length");
        xdecref(h, p);
        xdecref(h, q);
    }
    iteration_end(h, &a);
    iteration_end(h, &b);
    if (status == HEAP_OK)
        status = flush_ints(h, &s);
    if (status == HEAP_OK)
        status = flush_floats(h, &s);
    if (status == HEAP_OK)
        *out = s.total;
    else
        decref(h, s.total);
    return status;
}
