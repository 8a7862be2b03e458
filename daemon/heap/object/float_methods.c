/* The methods of float. Mirrors Objects/floatobject.c. */
#include <math.h>
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/format_methods.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/number.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/value_methods.h"

static enum heap_status is_integer(struct heap *h, const struct call *call, addr *out)
{
    double d = float_value(h, call->self);
    return answer_bool(h, HEAP_OK, isfinite(d) && floor(d) == d, out);
}

static enum heap_status conjugate(struct heap *h, const struct call *call, addr *out)
{
    if (object_is_exact(h, call->self, KIND_FLOAT))
        return answer(h, incref(h, call->self), out);
    return answer(h, float_new(h, float_value(h, call->self)), out);
}

/* *new*: m * 2**shift. */
static addr shifted(struct heap *h, bool negative, uint64_t m, unsigned shift)
{
    uint32_t digits[40] = {0};
    unsigned whole = shift / INT_DIGIT_BITS, bits = shift % INT_DIGIT_BITS;
    digits[whole] = (uint32_t)(m << bits) & INT_DIGIT_MASK;
    m >>= INT_DIGIT_BITS - bits;
    digits[whole + 1] = (uint32_t)m & INT_DIGIT_MASK;
    digits[whole + 2] = (uint32_t)(m >> INT_DIGIT_BITS);
    return int_from_digits(h, negative, digits, whole + 3);
}

static enum heap_status as_integer_ratio(struct heap *h, const struct call *call, addr *out)
{
    double d = float_value(h, call->self);
    if (isinf(d))
        return raise_error(h, EXC_OVERFLOW_ERROR, "cannot convert Infinity to integer ratio");
    if (isnan(d))
        return raise_error(h, EXC_VALUE_ERROR, "cannot convert NaN to integer ratio");
    int exponent;
    uint64_t m = (uint64_t)(frexp(fabs(d), &exponent) * 9007199254740992.0); /* 2**53 */
    exponent -= 53;
    while (m && !(m & 1)) {
        m >>= 1;
        exponent++;
    }
    if (m == 0)
        exponent = 0;
    addr pair[2] = {shifted(h, d<0, m, exponent> 0 ? (unsigned)exponent : 0), 0}, tuple = 0;
    if (pair[0])
        pair[1] = shifted(h, false, 1, exponent < 0 ? (unsigned)-exponent : 0);
    if (pair[1])
        tuple = tuple_from(h, pair, 2);
    xdecref(h, pair[0]);
    xdecref(h, pair[1]);
    return answer(h, tuple, out);
}

const struct builtin_method float_methods[] = {
    {"__format__", 1, 1, false, float_method_format},
    {"__ceil__", 0, 0, false, float_method_ceil},
    {"__floor__", 0, 0, false, float_method_floor},
    {"__round__", 0, 1, false, float_method_round},
    {"__trunc__", 0, 0, false, float_method_trunc},
    {"as_integer_ratio", 0, 0, false, as_integer_ratio},
    {"conjugate", 0, 0, false, conjugate},
    {"__getformat__", 1, 1, METHOD_CLASS, float_method_getformat},
    {"__getnewargs__", 0, 0, false, float_method_getnewargs},
    {"from_number", 1, 1, METHOD_CLASS, float_method_from_number},
    {"fromhex", 1, 1, METHOD_CLASS, float_method_fromhex},
    {"hex", 0, 0, false, float_method_hex},
    {"is_integer", 0, 0, false, is_integer},
    {NULL, 0, 0, false, NULL},
};
