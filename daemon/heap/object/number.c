/* Numbers of any type made into an int, a double. */
#include "daemon/heap/object/number.h"

#include <math.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/names.h"

/* *new*: what the class's method answers, of the kind wanted; *out 0 where the class has none. */
static enum heap_status ask(struct heap *h, addr o, enum known_name name, const char *returned, addr *out)
{
    addr method = special_of_class(h, object_type(h, o), known_name(h, name)), result;
    *out = 0;
    if (!method)
        return HEAP_OK;
    enum heap_status status = special_call(h, method, o, NULL, 0, &result);
    if (status != HEAP_OK)
        return status;
    if (name == NAME_FLOAT ? object_kind(h, result) == KIND_FLOAT : int_is_kind(h, result)) {
        *out = result;
        return HEAP_OK;
    }
    if (name == NAME_FLOAT)
        status = raise_error(h, EXC_TYPE_ERROR, "%.50s.__float__ returned non-float (type %.50s)",
                             object_type_name(h, o), object_type_name(h, result));
    else
        status = raise_error(h, EXC_TYPE_ERROR, "%s returned non-int (type %.200s)", returned,
                             object_type_name(h, result));
    decref(h, result);
    return status;
}

/* *stolen*: an int of the exact type. */
static enum heap_status exactly(struct heap *h, addr number, addr *out)
{
    if (object_is_exact(h, number, KIND_INT)) {
        *out = number;
        return HEAP_OK;
    }
    addr copy = int_copy_of(h, 0, number);
    decref(h, number);
    return answer(h, copy, out);
}

enum heap_status number_int(struct heap *h, addr o, addr *out)
{
    addr number;
    *out = 0;
    if (object_is_exact(h, o, KIND_INT)) {
        *out = incref(h, o);
        return HEAP_OK;
    }
    enum heap_status status = ask(h, o, NAME_INT, "__int__", &number);
    if (status != HEAP_OK)
        return status;
    if (number)
        return exactly(h, number, out);
    if (int_is_kind(h, o))
        return answer(h, int_copy_of(h, 0, o), out);
    if (object_kind(h, o) == KIND_FLOAT)
        return answer(h, int_from_double(h, float_value(h, o)), out);
    status = ask(h, o, NAME_INDEX, "__index__", &number);
    if (status != HEAP_OK || !number)
        return status;
    return exactly(h, number, out);
}

static enum heap_status int_as_double(struct heap *h, addr o, double *out)
{
    bool overflow;
    double d = int_to_double(h, o, &overflow);
    if (overflow)
        return raise_error(h, EXC_OVERFLOW_ERROR, "int too large to convert to float");
    *out = d;
    return HEAP_OK;
}

enum heap_status number_float(struct heap *h, addr o, double *out)
{
    addr number;
    enum heap_status status;
    if (object_kind(h, o) == KIND_FLOAT) {
        *out = float_value(h, o);
        return HEAP_OK;
    }
    if (object_is_exact(h, o, KIND_INT))
        return int_as_double(h, o, out);
    status = ask(h, o, NAME_FLOAT, "", &number);
    if (status != HEAP_OK)
        return status;
    if (number) {
        *out = float_value(h, number);
        decref(h, number);
        return HEAP_OK;
    }
    if (int_is_kind(h, o))
        return int_as_double(h, o, out);
    status = ask(h, o, NAME_INDEX, "__index__", &number);
    if (status != HEAP_OK)
        return status;
    if (!number)
        return raise_error(h, EXC_TYPE_ERROR, "must be real number, not %.50s", object_type_name(h, o));
    status = int_as_double(h, number, out);
    decref(h, number);
    return status;
}

/* Digits of 30 bits, from the highest on. */
addr int_from_double(struct heap *h, double d)
{
    if (isinf(d))
        return raise_none(h, EXC_OVERFLOW_ERROR, "cannot convert float infinity to integer");
    if (isnan(d))
        return raise_none(h, EXC_VALUE_ERROR, "cannot convert float NaN to integer");
    int exponent;
    uint32_t digits[36] = {0}; /* 1024 bits */
    double m = frexp(fabs(d), &exponent);
    if (exponent <= 0)
        return int_new(h, 0);
    size_t count = ((size_t)exponent + INT_DIGIT_BITS - 1) / INT_DIGIT_BITS;
    m = ldexp(m, (exponent - 1) % INT_DIGIT_BITS + 1);
    for (size_t i = count; i > 0; i--) {
        digits[i - 1] = (uint32_t)m;
        m = ldexp(m - (double)digits[i - 1], INT_DIGIT_BITS);
    }
    return int_from_digits(h, d < 0, digits, count);
}
