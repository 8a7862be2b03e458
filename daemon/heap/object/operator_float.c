/* The number slots of float (float_as_number of Objects/floatobject.c). */
#include <errno.h>
#include <math.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/float_arithmetic.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/text.h"

/* The doubles of two operands; *fits false: one of them is no real number. */
static enum heap_status both_doubles(struct heap *h, addr a, addr b, double d[2], bool *fits)
{
    addr operands[2] = {a, b};
    *fits = true;
    for (int i = 0; i < 2; i++) {
        bool overflow;
        *fits = number_as_double(h, operands[i], &d[i], &overflow);
        if (!*fits)
            return HEAP_OK;
        if (overflow)
            return raise_error(h, EXC_OVERFLOW_ERROR, "int too large to convert to float");
    }
    return HEAP_OK;
}

static enum heap_status raise_zero(struct heap *h, const char *text)
{
    return raise_error(h, EXC_ZERO_DIVISION_ERROR, "%s",
                       h->abi.zero_division_is_plain ? "division by zero" : text);
}

void double_divmod(double a, double b, double *quotient, double *remainder)
{
    double mod = fmod(a, b), div = (a - mod) / b;
    if (mod != 0) {
        if ((b < 0) != (mod < 0)) {
            mod += b;
            div -= 1.0;
        }
    } else {
        mod = copysign(0.0, b);
    }
    if (div != 0) {
        double whole = floor(div);
        *quotient = div - whole > 0.5 ? whole + 1.0 : whole;
    } else {
        *quotient = copysign(0.0, a / b);
    }
    *remainder = mod;
}

static double remainder_of(double a, double b)
{
    double mod = fmod(a, b);
    if (mod == 0)
        return copysign(0.0, b);
    return (b < 0) != (mod < 0) ? mod + b : mod;
}

static enum heap_status divmod_pair(struct heap *h, double a, double b, addr *out)
{
    double quotient, remainder;
    double_divmod(a, b, &quotient, &remainder);
    addr pair[2] = {float_new(h, quotient), 0}, tuple = 0;
    pair[1] = pair[0] ? float_new(h, remainder) : 0;
    if (pair[1])
        tuple = tuple_from(h, pair, 2);
    xdecref(h, pair[0]);
    xdecref(h, pair[1]);
    return answer(h, tuple, out);
}

enum heap_status float_binary(struct heap *h, enum type_slot slot, addr a, addr b, addr *out)
{
    double d[2], quotient, remainder;
    bool fits;
    *out = 0;
    enum heap_status status = both_doubles(h, a, b, d, &fits);
    if (status != HEAP_OK || !fits)
        return status;
    switch (slot) {
    case NB_ADD:
        return answer(h, float_new(h, d[0] + d[1]), out);
    case NB_SUBTRACT:
        return answer(h, float_new(h, d[0] - d[1]), out);
    case NB_MULTIPLY:
        return answer(h, float_new(h, d[0] * d[1]), out);
    case NB_TRUE_DIVIDE:
        return d[1] == 0 ? raise_zero(h, "float division by zero")
                         : answer(h, float_new(h, d[0] / d[1]), out);
    case NB_REMAINDER:
        return d[1] == 0
                   ? raise_zero(h, h->abi.float_modulo_by_zero ? "float modulo by zero" : "float modulo")
                   : answer(h, float_new(h, remainder_of(d[0], d[1])), out);
    case NB_FLOOR_DIVIDE:
        if (d[1] == 0)
            return raise_zero(h, "float floor division by zero");
        double_divmod(d[0], d[1], &quotient, &remainder);
        return answer(h, float_new(h, quotient), out);
    case NB_DIVMOD:
        return d[1] == 0 ? raise_zero(h, "float divmod()") : divmod_pair(h, d[0], d[1], out);
    default:
        return HEAP_OK;
    }
}

/* The cases that pow() of C libraries does not agree on; false: it is none of them. */
static bool power_of_specials(double a, double b, double *result)
{
    bool odd = fmod(fabs(b), 2.0) == 1.0;
    if (b == 0) {
        *result = 1.0;
    } else if (isnan(a)) {
        *result = a;
    } else if (isnan(b)) {
        *result = a == 1.0 ? 1.0 : b;
    } else if (isinf(b)) {
        double size = fabs(a);
        *result = size == 1.0 ? 1.0 : (b > 0) == (size > 1.0) ? fabs(b) : 0.0;
    } else if (isinf(a)) {
        *result = b > 0 ? (odd ? a : fabs(a)) : odd ? copysign(0.0, a) : 0.0;
    } else if (a == 0 && b > 0) {
        *result = odd ? a : 0.0;
    } else {
        return false;
    }
    return true;
}

/* PyErr_SetFromErrno(): the exception has what errno said as its arguments. */
static enum heap_status raise_out_of_range(struct heap *h)
{
    addr items[] = {int_new(h, ERANGE), str_from_ascii(h, "Numerical result out of range")};
    addr pair = items[0] && items[1] ? tuple_from(h, items, 2) : 0;
    xdecref(h, items[0]);
    xdecref(h, items[1]);
    if (!pair)
        return raise_status(h);
    enum heap_status status = raise_type(h, h->exception_type[EXC_OVERFLOW_ERROR], pair);
    decref(h, pair);
    return status;
}

enum heap_status double_power(struct heap *h, double a, double b, double *out)
{
    bool negate = false;
    if (power_of_specials(a, b, out))
        return HEAP_OK;
    if (a == 0) /* b < 0 */
        return raise_error(h, EXC_ZERO_DIVISION_ERROR, "%s",
                           h->abi.zero_division_is_plain ? "zero to a negative power"
                                                         : "0.0 cannot be raised to a negative power");
    if (a < 0) {
        a = -a;
        negate = fmod(fabs(b), 2.0) == 1.0;
    }
    if (a == 1.0) {
        *out = negate ? -1.0 : 1.0;
        return HEAP_OK;
    }
    double result = pow(a, b);
    if (isinf(result))
        return raise_out_of_range(h);
    *out = negate ? -result : result;
    return HEAP_OK;
}

enum heap_status float_power(struct heap *h, addr a, addr b, addr modulus, addr *out)
{
    double d[2], result;
    bool fits;
    *out = 0;
    if (modulus)
        return raise_error(h, EXC_TYPE_ERROR,
                           "pow() 3rd argument not allowed unless all arguments are integers");
    enum heap_status status = both_doubles(h, a, b, d, &fits);
    if (status != HEAP_OK || !fits)
        return status;
    /* a negative number to a fraction: the complex numbers have an answer */
    if (isfinite(d[0]) && d[0] < 0 && isfinite(d[1]) && floor(d[1]) != d[1])
        return complex_power(h, a, b, 0, out);
    status = double_power(h, d[0], d[1], &result);
    return status == HEAP_OK ? answer(h, float_new(h, result), out) : status;
}
