/* The module math: functions of real numbers by libm, with the errors that Modules/mathmodule.c makes of NaNs
 * and infinities. On ints: math_integer.c; on many numbers: math_sums.c.
 */
#include "daemon/python/modules/math.h"

#include <errno.h>
#include <math.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/number.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/text.h"

#define PI 3.141592653589793238462643383279502884197
#define E  2.718281828459045235360287471352662497757

/* ---- errors ---------------------------------------------------------------------------------- */

enum heap_status math_raise_domain(struct heap *h, const char *message, double argument)
{
    char digits[32];
    if (!message || !h->abi.math_says_expected)
        return raise_error(h, EXC_VALUE_ERROR, "math domain error");
    digits[float_repr(argument, digits)] = '\0';
    return raise_error(h, EXC_VALUE_ERROR, "%s, got %s", message, digits);
}

enum heap_status math_raise_range(struct heap *h)
{
    return raise_error(h, EXC_OVERFLOW_ERROR, "math range error");
}

static enum heap_status float_answer(struct heap *h, double d, addr *out)
{
    return answer(h, float_new(h, d), out);
}

/* ---- functions of one number ------------------------------------------------------------------------------
 */

/* What is said of an argument outside of the domain (from 3.14 on), and whether a result may overflow. */
struct one {
    double (*function)(double);
    const char *domain;
    bool overflows;
};

static enum heap_status apply_one(struct heap *h, const struct one *f, double x, addr *out)
{
    double r = f->function(x);
    if (isnan(r) && !isnan(x))
        return math_raise_domain(h, f->domain, x);
    if (isinf(r) && isfinite(x))
        return f->overflows ? math_raise_range(h) : math_raise_domain(h, f->domain, x);
    return float_answer(h, r, out);
}

static enum heap_status one_argument(struct heap *h, const struct call *call, const struct one *f, addr *out)
{
    double x;
    enum heap_status status = number_float(h, call->args[0], &x);
    return status == HEAP_OK ? apply_one(h, f, x, out) : status;
}

static double log1p_of(double x)
{
    return x == 0.0 ? x : log1p(x);
}

#define FINITE  "expected a finite input"
#define UP_TO_1 "expected a number in range from -1 up to 1"
#define FUNCTIONS(X)                                                                                         \
    X(acos, acos, UP_TO_1, false)                                                                            \
    X(acosh, acosh, "expected argument value not less than 1", false)                                        \
    X(asin, asin, UP_TO_1, false)                                                                            \
    X(asinh, asinh, NULL, false)                                                                             \
    X(atan, atan, NULL, false)                                                                               \
    X(atanh, atanh, "expected a number between -1 and 1", false)                                             \
    X(cbrt, cbrt, NULL, false)                                                                               \
    X(cos, cos, FINITE, false)                                                                               \
    X(cosh, cosh, NULL, true)                                                                                \
    X(erf, erf, NULL, false)                                                                                 \
    X(erfc, erfc, NULL, false)                                                                               \
    X(exp, exp, NULL, true)                                                                                  \
    X(exp2, exp2, NULL, true)                                                                                \
    X(expm1, expm1, NULL, true)                                                                              \
    X(fabs, fabs, NULL, false)                                                                               \
    X(log1p, log1p_of, "expected argument value > -1", false)                                                \
    X(sin, sin, FINITE, false)                                                                               \
    X(sinh, sinh, NULL, true)                                                                                \
    X(sqrt, sqrt, "expected a nonnegative input", false)                                                     \
    X(tan, tan, FINITE, false)                                                                               \
    X(tanh, tanh, NULL, false)
#define X(name, function, domain, overflows)                                                                 \
    static enum heap_status math_##name(struct heap *h, const struct call *call, addr *out)                  \
    {                                                                                                        \
        static const struct one f = {function, domain, overflows};                                           \
        return one_argument(h, call, &f, out);                                                               \
    }
FUNCTIONS(X)
#undef X

/* By errno, as the functions of CPython's own say it. */
static enum heap_status by_errno(struct heap *h, const struct call *call, double (*function)(double),
                                 addr *out)
{
    double x;
    enum heap_status status = number_float(h, call->args[0], &x);
    if (status != HEAP_OK)
        return status;
    errno = 0;
    double r = function(x);
    if (errno == EDOM)
        return math_raise_domain(h, "expected a noninteger or positive integer", x);
    if (errno == ERANGE && fabs(r) >= 1.5)
        return math_raise_range(h);
    return float_answer(h, r, out);
}

static enum heap_status math_gamma(struct heap *h, const struct call *call, addr *out)
{
    return by_errno(h, call, math_gamma_of, out);
}
static enum heap_status math_lgamma(struct heap *h, const struct call *call, addr *out)
{
    return by_errno(h, call, math_lgamma_of, out);
}

static enum heap_status scaled(struct heap *h, const struct call *call, double factor, addr *out)
{
    double x;
    enum heap_status status = number_float(h, call->args[0], &x);
    return status == HEAP_OK ? float_answer(h, x * factor, out) : status;
}
static enum heap_status math_degrees(struct heap *h, const struct call *call, addr *out)
{
    return scaled(h, call, 180.0 / PI, out);
}
static enum heap_status math_radians(struct heap *h, const struct call *call, addr *out)
{
    return scaled(h, call, PI / 180.0, out);
}

#define QUESTIONS(X) X(isfinite) X(isinf) X(isnan)
#define X(name)                                                                                              \
    static enum heap_status math_##name(struct heap *h, const struct call *call, addr *out)                  \
    {                                                                                                        \
        double x = 0;                                                                                        \
        enum heap_status status = number_float(h, call->args[0], &x);                                        \
        return answer_bool(h, status, name(x), out);                                                         \
    }
QUESTIONS(X)
#undef X

/* ---- functions of two numbers
 * ------------------------------------------------------------------------------------ */

enum heap_status math_two_doubles(struct heap *h, const struct call *call, double *x, double *y)
{
    enum heap_status status = number_float(h, call->args[0], x);
    return status == HEAP_OK ? number_float(h, call->args[1], y) : status;
}

static enum heap_status two_arguments(struct heap *h, const struct call *call,
                                      double (*function)(double, double), addr *out)
{
    double x, y;
    enum heap_status status = math_two_doubles(h, call, &x, &y);
    if (status != HEAP_OK)
        return status;
    double r = function(x, y);
    if (isnan(r) && !isnan(x) && !isnan(y))
        return math_raise_domain(h, NULL, x);
    if (isinf(r) && isfinite(x) && isfinite(y))
        return math_raise_range(h);
    return float_answer(h, r, out);
}

#define PAIRS(X) X(atan2) X(copysign) X(remainder) X(fmod)
#define X(name)                                                                                              \
    static enum heap_status math_##name(struct heap *h, const struct call *call, addr *out)                  \
    {                                                                                                        \
        return two_arguments(h, call, name, out);                                                            \
    }
PAIRS(X)
#undef X

/* Where an operand is infinite or no number: C99's answers, without errors. */
static double power_of_specials(double x, double y)
{
    bool odd = isfinite(y) && fmod(fabs(y), 2.0) == 1.0;
    if (isnan(x))
        return y == 0 ? 1.0 : x;
    if (isnan(y))
        return x == 1.0 ? 1.0 : y;
    if (isinf(x)) {
        if (y > 0)
            return odd ? x : fabs(x);
        return y == 0 ? 1.0 : odd ? copysign(0.0, x) : 0.0;
    }
    if (fabs(x) == 1.0)
        return 1.0;
    if (y > 0 && fabs(x) > 1.0)
        return y;
    return y < 0 && fabs(x) < 1.0 ? -y : 0.0;
}

static enum heap_status math_pow(struct heap *h, const struct call *call, addr *out)
{
    double x, y;
    enum heap_status status = math_two_doubles(h, call, &x, &y);
    if (status != HEAP_OK)
        return status;
    if (!isfinite(x) || !isfinite(y))
        return float_answer(h, power_of_specials(x, y), out);
    double r = pow(x, y);
    if (isnan(r) || (isinf(r) && x == 0))
        return math_raise_domain(h, NULL, x);
    return isinf(r) ? math_raise_range(h) : float_answer(h, r, out);
}

static enum heap_status math_ldexp(struct heap *h, const struct call *call, addr *out)
{
    double x;
    int64_t e;
    enum heap_status status = number_float(h, call->args[0], &x);
    if (status != HEAP_OK)
        return status;
    if (!int_is_kind(h, call->args[1]))
        return raise_error(h, EXC_TYPE_ERROR, "Expected an int as second argument to ldexp.");
    if (!int_fits(h, call->args[1], &e))
        e = int_sign(h, call->args[1]) < 0 ? INT32_MIN : INT32_MAX;
    if (x == 0 || !isfinite(x))
        return float_answer(h, x, out);
    double r = e > INT32_MAX ? HUGE_VAL : e < INT32_MIN ? copysign(0.0, x) : ldexp(x, (int)e);
    return isinf(r) ? math_raise_range(h) : float_answer(h, r, out);
}

/* *new* pair of floats, or of a float and an int (`whole`). */
static enum heap_status pair(struct heap *h, double first, double second, bool whole, addr *out)
{
    addr items[2] = {float_new(h, first), 0}, tuple = 0;
    if (items[0])
        items[1] = whole ? int_new(h, (int64_t)second) : float_new(h, second);
    if (items[1])
        tuple = tuple_from(h, items, 2);
    xdecref(h, items[0]);
    xdecref(h, items[1]);
    return answer(h, tuple, out);
}

static enum heap_status math_frexp(struct heap *h, const struct call *call, addr *out)
{
    double x;
    int e = 0;
    enum heap_status status = number_float(h, call->args[0], &x);
    if (status != HEAP_OK)
        return status;
    if (x != 0 && isfinite(x))
        x = frexp(x, &e);
    return pair(h, x, e, true, out);
}

static enum heap_status math_modf(struct heap *h, const struct call *call, addr *out)
{
    double x, whole;
    enum heap_status status = number_float(h, call->args[0], &x);
    if (status != HEAP_OK)
        return status;
    if (isinf(x))
        return pair(h, copysign(0.0, x), x, false, out);
    double fraction = modf(x, &whole);
    return pair(h, fraction, whole, false, out);
}

static enum heap_status math_fma(struct heap *h, const struct call *call, addr *out)
{
    double x, y, z;
    enum heap_status status = math_two_doubles(h, call, &x, &y);
    if (status == HEAP_OK)
        status = number_float(h, call->args[2], &z);
    if (status != HEAP_OK)
        return status;
    double r = fma(x, y, z);
    if (isnan(r) && !isnan(x) && !isnan(y) && !isnan(z))
        return raise_error(h, EXC_VALUE_ERROR, "invalid operation in fma");
    if (isinf(r) && isfinite(x) && isfinite(y) && isfinite(z))
        return raise_error(h, EXC_OVERFLOW_ERROR, "overflow in fma");
    return float_answer(h, r, out);
}

/* ---- to ints
 * ---------------------------------------------------------------------------------------------------- */

/* A float directly, others by their method, and what has none as a float (where there is a function for
 * that). */
static enum heap_status to_int(struct heap *h, addr o, enum known_name name, double (*function)(double),
                               addr *out)
{
    double x;
    if (object_is_exact(h, o, KIND_FLOAT))
        return answer(h, int_from_double(h, function(float_value(h, o))), out);
    addr method = special_lookup(h, o, known_name(h, name));
    if (method)
        return (h->abi.rounding_is_bound ? special_call_bound : special_call)(h, method, o, NULL, 0, out);
    enum heap_status status = number_float(h, o, &x);
    return status == HEAP_OK ? answer(h, int_from_double(h, function(x)), out) : status;
}

static enum heap_status math_floor(struct heap *h, const struct call *call, addr *out)
{
    return to_int(h, call->args[0], NAME_FLOOR, floor, out);
}
static enum heap_status math_ceil(struct heap *h, const struct call *call, addr *out)
{
    return to_int(h, call->args[0], NAME_CEIL, ceil, out);
}

static enum heap_status math_trunc(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->args[0], method = special_lookup(h, o, known_name(h, NAME_TRUNC));
    if (!method)
        return raise_error(h, EXC_TYPE_ERROR, "type %.100s doesn't define __trunc__ method",
                           object_type_name(h, o));
    return (h->abi.rounding_is_bound ? special_call_bound : special_call)(h, method, o, NULL, 0, out);
}

/* ---- the module
 * ------------------------------------------------------------------------------------------------- */

/* In the order of CPython's table. */
static const struct builtin_method functions[] = {
    {"acos", 1, 1, false, math_acos},
    {"acosh", 1, 1, false, math_acosh},
    {"asin", 1, 1, false, math_asin},
    {"asinh", 1, 1, false, math_asinh},
    {"atan", 1, 1, false, math_atan},
    {"atan2", 2, 2, false, math_atan2},
    {"atanh", 1, 1, false, math_atanh},
    {"cbrt", 1, 1, false, math_cbrt},
    {"ceil", 1, 1, false, math_ceil},
    {"copysign", 2, 2, false, math_copysign},
    {"cos", 1, 1, false, math_cos},
    {"cosh", 1, 1, false, math_cosh},
    {"degrees", 1, 1, false, math_degrees},
    {"dist", 2, 2, false, math_dist},
    {"erf", 1, 1, false, math_erf},
    {"erfc", 1, 1, false, math_erfc},
    {"exp", 1, 1, false, math_exp},
    {"exp2", 1, 1, false, math_exp2},
    {"expm1", 1, 1, false, math_expm1},
    {"fabs", 1, 1, false, math_fabs},
    {"factorial", 1, 1, false, math_factorial},
    {"floor", 1, 1, false, math_floor},
    {"fma", 3, 3, false, math_fma},
    {"fmod", 2, 2, false, math_fmod},
    {"frexp", 1, 1, false, math_frexp},
    {"fsum", 1, 1, false, math_fsum},
    {"gamma", 1, 1, false, math_gamma},
    {"gcd", -1, -1, false, math_gcd},
    {"hypot", -1, -1, false, math_hypot},
    {"isclose", -1, -1, true, math_isclose},
    {"isfinite", 1, 1, false, math_isfinite},
    {"isinf", 1, 1, false, math_isinf},
    {"isnan", 1, 1, false, math_isnan},
    {"isqrt", 1, 1, false, math_isqrt},
    {"lcm", -1, -1, false, math_lcm},
    {"ldexp", 2, 2, false, math_ldexp},
    {"lgamma", 1, 1, false, math_lgamma},
    {"log", -1, -1, METHOD_PARSED | METHOD_TUPLE_3_12, math_log},
    {"log1p", 1, 1, false, math_log1p},
    {"log10", 1, 1, false, math_log10},
    {"log2", 1, 1, false, math_log2},
    {"modf", 1, 1, false, math_modf},
    {"pow", 2, 2, false, math_pow},
    {"radians", 1, 1, false, math_radians},
    {"remainder", 2, 2, false, math_remainder},
    {"sin", 1, 1, false, math_sin},
    {"sinh", 1, 1, false, math_sinh},
    {"sqrt", 1, 1, false, math_sqrt},
    {"tan", 1, 1, false, math_tan},
    {"tanh", 1, 1, false, math_tanh},
    {"sumprod", 2, 2, false, math_sumprod},
    {"trunc", 1, 1, false, math_trunc},
    {"prod", -1, -1, true, math_prod},
    {"perm", 1, 2, false, math_perm},
    {"comb", 2, 2, false, math_comb},
    {"nextafter", -1, -1, true, math_nextafter},
    {"ulp", 1, 1, false, math_ulp},
    {0},
};

static enum heap_status leave_out(struct heap *h, addr dict, const char *name)
{
    bool found;
    addr key = str_from_ascii(h, name);
    enum heap_status status = key ? dict_delete(h, dict, key, &found) : HEAP_RAISED;
    xdecref(h, key);
    return status;
}

static enum heap_status fill(struct heap *h, addr dict)
{
    static const struct {
        const char *name;
        double value;
    } constants[] = {{"pi", PI}, {"e", E}, {"tau", 2 * PI}, {"inf", INFINITY}, {"nan", NAN}};
    enum heap_status status = HEAP_OK;
    if (!h->abi.math_3_12)
        status = leave_out(h, dict, "sumprod");
    if (status == HEAP_OK && !h->abi.math_3_13)
        status = leave_out(h, dict, "fma");
    for (size_t i = 0; i < sizeof constants / sizeof *constants && status == HEAP_OK; i++)
        status = module_add(h, dict, constants[i].name, float_new(h, constants[i].value));
    return status;
}

const struct module_definition math_module = {"math", functions, fill};
