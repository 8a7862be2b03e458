/* complex: two doubles at offsets 16 and 24. Mirrors Objects/complexobject.c. */
#include "daemon/heap/object/complex.h"
#include "daemon/heap/object/answer.h"

#include <math.h>
#include <string.h>

#include "daemon/heap/object/float.h"
#include "daemon/heap/object/format_methods.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/value_methods.h"

addr complex_new_of(struct heap *h, addr type, double real, double imag)
{
    addr o = object_new(h, type, 0);
    if (!o)
        return 0;
    HEAP_FIELD(h, o, COMPLEX_REAL, double) = real;
    HEAP_FIELD(h, o, COMPLEX_IMAG, double) = imag;
    if (type != h->type[KIND_COMPLEX])
        object_track(h, o);
    return o;
}

addr complex_new(struct heap *h, double real, double imag)
{
    return complex_new_of(h, h->type[KIND_COMPLEX], real, imag);
}

/* A part as repr shows it: a whole number without ".0". */
static size_t part(double d, char *out)
{
    size_t n = float_repr(d, out);
    if (n > 2 && out[n - 2] == '.' && out[n - 1] == '0')
        n -= 2;
    return n;
}

static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    double real = complex_real(h, o), imag = complex_imag(h, o);
    char digits[32];
    bool alone = real == 0 && !signbit(real);
    if (!alone) {
        text_put(out, "(", 1);
        text_put(out, digits, part(real, digits));
    }
    size_t n = part(imag, digits);
    if (!alone && digits[0] != '-')
        text_put(out, "+", 1);
    text_put(out, digits, n);
    text_put(out, alone ? "j" : "j)", alone ? 1 : 2);
    return HEAP_OK;
}

static enum heap_status hash(struct heap *h, addr o, int64_t *out)
{
    uint64_t x = (uint64_t)hash_double(h, o, complex_real(h, o));
    *out = hash_result(x + 1000003u * (uint64_t)hash_double(h, o, complex_imag(h, o)));
    return HEAP_OK;
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    double real = complex_real(h, a), imag = complex_imag(h, a), d;
    bool overflow;
    if (object_kind(h, b) == KIND_COMPLEX) {
        *result = real == complex_real(h, b) && imag == complex_imag(h, b);
        return HEAP_OK;
    }
    if (object_kind(h, b) != KIND_FLOAT && !number_as_double(h, b, &d, &overflow)) {
        *result = -1;
        return HEAP_OK;
    }
    if (object_kind(h, b) == KIND_FLOAT)
        *result = imag == 0 && real == float_value(h, b);
    else
        *result = imag == 0 && int_compare_double(h, b, real) == 0;
    return HEAP_OK;
}

const struct kind_ops complex_ops = {.repr = repr, .hash = hash, .equal = equal};

static enum heap_status conjugate(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, complex_new(h, complex_real(h, call->self), -complex_imag(h, call->self)), out);
}

const struct builtin_method complex_methods[] = {
    {"__complex__", 0, 0, false, complex_method_complex},
    {"__format__", 1, 1, false, complex_method_format},
    {"__getnewargs__", 0, 0, false, complex_method_getnewargs},
    {"from_number", 1, 1, METHOD_CLASS, complex_method_from_number},
    {"conjugate", 0, 0, false, conjugate},
    {NULL, 0, 0, false, NULL},
};
