/* Numbers of any type made into an int, a double, a complex number (number.h). */
#include "daemon/heap/object/number.h"

#include <math.h>
#include <stdio.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/complex.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/scripted.h"
#include "daemon/heap/object/weakref.h"

/* ---- int -------------------------------------------------------------------------------------------------
 */

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

enum heap_status number_warn_of_class(struct heap *h, addr result, enum kind kind, const char *method,
                                      const char *name)
{
    if (object_is_exact(h, result, kind))
        return HEAP_OK;
    return raise_warning(h, EXC_DEPRECATION_WARNING,
                         "%s returned non-%s (type %.200s).  The ability to return an instance of a strict "
                         "subclass of %s is deprecated, and may be "
                         "removed in a future version of Python.",
                         method, name, object_type_name(h, result), name);
}

/* A plain int of what a method has answered, *stolen*. */
static enum heap_status as_exact_int(struct heap *h, addr result, addr *out)
{
    addr plain = int_copy_of(h, 0, result);
    decref(h, result);
    return answer(h, plain, out);
}

static enum heap_status by_int_method(struct heap *h, addr o, addr method, addr *out)
{
    addr result;
    enum heap_status status = special_call(h, method, o, NULL, 0, &result);
    if (status != HEAP_OK)
        return status;
    if (int_is_kind(h, result)) {
        status = number_warn_of_class(h, result, KIND_INT, "__int__", "int");
        if (status == HEAP_OK)
            return as_exact_int(h, result, out);
        decref(h, result);
        return status;
    }
    status =
        raise_error(h, EXC_TYPE_ERROR, "__int__ returned non-int (type %.200s)", object_type_name(h, result));
    decref(h, result);
    return status;
}

static enum heap_status by_trunc(struct heap *h, addr o, addr method, addr *out)
{
    addr result;
    enum heap_status status =
        raise_warning(h, EXC_DEPRECATION_WARNING, "The delegation of int() to __trunc__ is deprecated.");
    if (status == HEAP_OK)
        status = special_call(h, method, o, NULL, 0, &result);
    if (status != HEAP_OK)
        return status;
    if (int_is_kind(h, result))
        return as_exact_int(h, result, out);
    if (object_has_index(h, result))
        status = object_index(h, result, out);
    else
        status = raise_error(h, EXC_TYPE_ERROR, "__trunc__ returned non-Integral (type %.200s)",
                             object_type_name(h, result));
    decref(h, result);
    return status;
}

/* What a proxy stands for: *new*; 0 raised, it is gone. */
static addr behind_proxy(struct heap *h, addr o)
{
    addr referent = proxy_referent(h, o);
    return referent ? incref(h, referent) : 0;
}

static bool is_proxy(const struct heap *h, addr o)
{
    return object_kind(h, o) == KIND_PROXY || object_kind(h, o) == KIND_CALLABLE_PROXY;
}

/* proxy_int() */
static enum heap_status int_of_proxy(struct heap *h, addr o, addr *out)
{
    addr referent = behind_proxy(h, o);
    if (!referent)
        return HEAP_RAISED;
    enum heap_status status = number_int(h, referent, out);
    if (status == HEAP_OK && !*out)
        status =
            raise_error(h, EXC_TYPE_ERROR,
                        "int() argument must be a string, a bytes-like object or a real number, not '%.200s'",
                        object_type_name(h, referent));
    decref(h, referent);
    return status;
}

enum heap_status number_int(struct heap *h, addr o, addr *out)
{
    addr type = object_type(h, o), method;
    *out = 0;
    if (type == h->type[KIND_INT])
        return answer(h, incref(h, o), out);
    if (object_slot_is_of_class(h, o, NB_INT) && (method = special_named(h, type, NAME_INT)))
        return by_int_method(h, o, method, out);
    if (int_is_kind(h, o))
        return answer(h, int_copy_of(h, 0, o), out);
    if (object_kind(h, o) == KIND_DECIMAL)
        return scripted_ask(h, KIND_DECIMAL, "int", &o, 1, out);
    if (object_kind(h, o) == KIND_FLOAT)
        return answer(h, int_from_double(h, float_value(h, o)), out);
    if (is_proxy(h, o))
        return int_of_proxy(h, o, out);
    if (object_has_index(h, o))
        return object_index(h, o, out);
    method = h->abi.int_asks_trunc ? special_named(h, type, NAME_TRUNC) : 0;
    return method ? by_trunc(h, o, method, out) : HEAP_OK;
}

/* ---- float -----------------------------------------------------------------------------------------------
 */

static enum heap_status plain_double(struct heap *h, addr o, double *out)
{
    bool overflow;
    (void)number_as_double(h, o, out, &overflow);
    return overflow ? raise_error(h, EXC_OVERFLOW_ERROR, "int too large to convert to float") : HEAP_OK;
}

/* What __float__ of a class answers; it may be an instance of a subclass of float. */
static enum heap_status call_float_method(struct heap *h, addr o, addr method, double *out)
{
    addr result;
    enum heap_status status = special_call(h, method, o, NULL, 0, &result);
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, result) == KIND_FLOAT) {
        char name[64];
        snprintf(name, sizeof name, "%.50s.__float__", object_type_name(h, o));
        *out = float_value(h, result);
        status = number_warn_of_class(h, result, KIND_FLOAT, name, "float");
    } else
        status = raise_error(h, EXC_TYPE_ERROR, "%.50s.__float__ returned non-float (type %.50s)",
                             object_type_name(h, o), object_type_name(h, result));
    decref(h, result);
    return status;
}

static enum heap_status decimal_double(struct heap *h, addr o, double *out)
{
    addr result;
    enum heap_status status = scripted_ask(h, KIND_DECIMAL, "float", &o, 1, &result);
    if (status != HEAP_OK)
        return status;
    *out = object_kind(h, result) == KIND_FLOAT ? float_value(h, result) : 0;
    decref(h, result);
    return HEAP_OK;
}

/* proxy_float() */
static enum heap_status float_of_proxy(struct heap *h, addr o, double *out)
{
    bool has;
    addr referent = behind_proxy(h, o);
    if (!referent)
        return HEAP_RAISED;
    enum heap_status status = number_find_float(h, referent, out, &has);
    if (status == HEAP_OK && !has)
        status =
            raise_error(h, EXC_TYPE_ERROR, "float() argument must be a string or a real number, not '%.200s'",
                        object_type_name(h, referent));
    decref(h, referent);
    return status;
}

enum heap_status number_find_float(struct heap *h, addr o, double *out, bool *has)
{
    addr type = object_type(h, o), index;
    *has = true;
    if (type == h->type[KIND_FLOAT] || type == h->type[KIND_INT])
        return plain_double(h, o, out);
    addr method = object_slot_is_of_class(h, o, NB_FLOAT) ? special_named(h, type, NAME_FLOAT) : 0;
    if (method)
        return call_float_method(h, o, method, out);
    if (object_kind(h, o) == KIND_FLOAT || int_is_kind(h, o))
        return plain_double(h, o, out);
    if (object_kind(h, o) == KIND_DECIMAL)
        return decimal_double(h, o, out);
    if (is_proxy(h, o))
        return float_of_proxy(h, o, out);
    *has = object_has_index(h, o);
    if (!*has)
        return HEAP_OK;
    enum heap_status status = object_index(h, o, &index);
    if (status != HEAP_OK)
        return status;
    status = plain_double(h, index, out);
    decref(h, index);
    return status;
}

enum heap_status number_float(struct heap *h, addr o, double *out)
{
    bool has;
    enum heap_status status = number_find_float(h, o, out, &has);
    if (status == HEAP_OK && !has)
        return raise_error(h, EXC_TYPE_ERROR, "must be real number, not %.50s", object_type_name(h, o));
    return status;
}

/* ---- complex ----------------------------------------------------------------------------------------------
 */

static enum heap_status by_complex_method(struct heap *h, addr o, addr method, struct complex_parts *out)
{
    addr result;
    enum heap_status status = special_call_bound(h, method, o, NULL, 0, &result);
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, result) == KIND_COMPLEX) {
        *out = (struct complex_parts){complex_real(h, result), complex_imag(h, result), true};
        status = number_warn_of_class(h, result, KIND_COMPLEX, "__complex__", "complex");
    } else
        status = raise_error(h, EXC_TYPE_ERROR, "__complex__ returned non-complex (type %.200s)",
                             object_type_name(h, result));
    decref(h, result);
    return status;
}

enum heap_status number_complex(struct heap *h, addr o, struct complex_parts *out, bool *has)
{
    addr method = special_named(h, object_type(h, o), NAME_COMPLEX);
    *has = true;
    if (method)
        return by_complex_method(h, o, method, out);
    if (object_kind(h, o) == KIND_COMPLEX) {
        *out = (struct complex_parts){complex_real(h, o), complex_imag(h, o), true};
        return HEAP_OK;
    }
    double d = 0;
    enum heap_status status = number_find_float(h, o, &d, has);
    *out = (struct complex_parts){d, 0, false};
    return status;
}
