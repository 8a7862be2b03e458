/* The number slots of complex (complex_as_number of Objects/complexobject.c). From 3.14 an operand that is a
 * real number is one: it does not touch the imaginary part's sign (C99, annex G).
 */
#include <errno.h>
#include <math.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/complex.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/operator.h"

struct complex_number {
    double real, imag;
    bool is_real; /* it was given as a real number */
};

static enum heap_status as_complex(struct heap *h, addr o, struct complex_number *out, bool *fits)
{
    bool overflow;
    *fits = true;
    if (object_kind(h, o) == KIND_COMPLEX) {
        *out = (struct complex_number){complex_real(h, o), complex_imag(h, o), false};
        return HEAP_OK;
    }
    *out = (struct complex_number){.is_real = true};
    *fits = number_as_double(h, o, &out->real, &overflow);
    return *fits && overflow ? raise_error(h, EXC_OVERFLOW_ERROR, "int too large to convert to float")
                             : HEAP_OK;
}

static enum heap_status both(struct heap *h, addr a, addr b, struct complex_number z[2], bool *fits)
{
    enum heap_status status = as_complex(h, a, &z[0], fits);
    if (status == HEAP_OK && *fits)
        status = as_complex(h, b, &z[1], fits);
    return status;
}

/* ---- arithmetic -------------------------------------------------------------------------------------- */

static struct complex_number multiply(struct complex_number a, struct complex_number b)
{
    return (struct complex_number){a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real,
                                   false};
}

/* Infinities that came out as NaN (C99, annex G.5.1). */
static struct complex_number multiply_exactly(struct complex_number a, struct complex_number b)
{
    struct complex_number r = multiply(a, b);
    if (!isnan(r.real) || !isnan(r.imag))
        return r;
    bool again = false;
    if (isinf(a.real) || isinf(a.imag)) {
        a.real = copysign(isinf(a.real) ? 1.0 : 0.0, a.real);
        a.imag = copysign(isinf(a.imag) ? 1.0 : 0.0, a.imag);
        if (isnan(b.real))
            b.real = copysign(0.0, b.real);
        if (isnan(b.imag))
            b.imag = copysign(0.0, b.imag);
        again = true;
    }
    if (isinf(b.real) || isinf(b.imag)) {
        b.real = copysign(isinf(b.real) ? 1.0 : 0.0, b.real);
        b.imag = copysign(isinf(b.imag) ? 1.0 : 0.0, b.imag);
        if (isnan(a.real))
            a.real = copysign(0.0, a.real);
        if (isnan(a.imag))
            a.imag = copysign(0.0, a.imag);
        again = true;
    }
    if (!again && (isinf(a.real * b.real) || isinf(a.imag * b.imag) || isinf(a.real * b.imag) ||
                   isinf(a.imag * b.real))) {
        if (isnan(a.real))
            a.real = copysign(0.0, a.real);
        if (isnan(a.imag))
            a.imag = copysign(0.0, a.imag);
        if (isnan(b.real))
            b.real = copysign(0.0, b.real);
        if (isnan(b.imag))
            b.imag = copysign(0.0, b.imag);
        again = true;
    }
    if (again) {
        r.real = INFINITY * (a.real * b.real - a.imag * b.imag);
        r.imag = INFINITY * (a.real * b.imag + a.imag * b.real);
    }
    return r;
}

/* Numerators and denominator divided by the larger part of b first. False: b is zero. A real number `a` adds
 * no zeros of its own. */
static bool divide(struct complex_number a, struct complex_number b, struct complex_number *r)
{
    double real = fabs(b.real), imag = fabs(b.imag);
    *r = (struct complex_number){NAN, NAN, false};
    if (real >= imag) {
        if (real == 0)
            return false;
        double ratio = b.imag / b.real, bottom = b.real + b.imag * ratio;
        r->real = (a.is_real ? a.real : a.real + a.imag * ratio) / bottom;
        r->imag = (a.is_real ? -a.real * ratio : a.imag - a.real * ratio) / bottom;
    } else if (imag >= real) {
        double ratio = b.real / b.imag, bottom = b.real * ratio + b.imag;
        r->real = (a.is_real ? a.real * ratio : a.real * ratio + a.imag) / bottom;
        r->imag = (a.is_real ? -a.real : a.imag * ratio - a.real) / bottom;
    }
    return true;
}

/* The parts of an infinite number as ones with its signs, others as zeros. */
static struct complex_number boxed(struct complex_number z)
{
    return (struct complex_number){copysign(isinf(z.real) ? 1.0 : 0.0, z.real),
                                   copysign(isinf(z.imag) ? 1.0 : 0.0, z.imag), false};
}

/* Infinities and zeros that came out as NaN (C99, annex G.5.2). */
static bool divide_exactly(struct complex_number a, struct complex_number b, struct complex_number *r)
{
    bool finite_a = isfinite(a.real) && isfinite(a.imag), finite_b = isfinite(b.real) && isfinite(b.imag);
    if (b.is_real && b.real == 0)
        return false;
    if (b.is_real) {
        *r = (struct complex_number){a.real / b.real, a.imag / b.real, false};
        return true;
    }
    if (!divide(a, b, r))
        return false;
    if (!isnan(r->real) || !isnan(r->imag))
        return true;
    if (!a.is_real && (isinf(a.real) || isinf(a.imag)) && finite_b) {
        struct complex_number x = boxed(a);
        r->real = INFINITY * (x.real * b.real + x.imag * b.imag);
        r->imag = INFINITY * (x.imag * b.real - x.real * b.imag);
    } else if ((isinf(b.real) || isinf(b.imag)) && finite_a) {
        struct complex_number x = boxed(b);
        r->real = 0.0 * (a.is_real ? a.real * x.real : a.real * x.real + a.imag * x.imag);
        r->imag = 0.0 * (a.is_real ? -a.real * x.imag : a.imag * x.real - a.real * x.imag);
    }
    return true;
}

static enum heap_status raise_zero(struct heap *h)
{
    return raise_error(h, EXC_ZERO_DIVISION_ERROR, "%s",
                       h->abi.zero_division_is_plain ? "division by zero" : "complex division by zero");
}

static enum heap_status made(struct heap *h, struct complex_number z, addr *out)
{
    return answer(h, complex_new(h, z.real, z.imag), out);
}

/* Where one operand is a real number and counts as one. */
static bool mixed(enum type_slot slot, struct complex_number a, struct complex_number b,
                  struct complex_number *r)
{
    if (!a.is_real && !b.is_real)
        return false;
    switch (slot) {
    case NB_ADD:
        *r = (struct complex_number){a.real + b.real, a.is_real ? b.imag : a.imag, false};
        return true;
    case NB_SUBTRACT:
        *r = (struct complex_number){a.real - b.real, a.is_real ? -b.imag : a.imag, false};
        return true;
    case NB_MULTIPLY:
        *r = a.is_real ? (struct complex_number){a.real * b.real, a.real * b.imag, false}
                       : (struct complex_number){a.real * b.real, a.imag * b.real, false};
        return true;
    default:
        return false;
    }
}

enum heap_status complex_binary(struct heap *h, enum type_slot slot, addr a, addr b, addr *out)
{
    struct complex_number z[2], r;
    bool fits;
    *out = 0;
    enum heap_status status = both(h, a, b, z, &fits);
    if (status != HEAP_OK || !fits)
        return status;
    z[0].is_real = z[0].is_real && h->abi.complex_mixes_reals;
    z[1].is_real = z[1].is_real && h->abi.complex_mixes_reals;
    if (mixed(slot, z[0], z[1], &r))
        return made(h, r, out);
    switch (slot) {
    case NB_ADD:
        return answer(h, complex_new(h, z[0].real + z[1].real, z[0].imag + z[1].imag), out);
    case NB_SUBTRACT:
        return answer(h, complex_new(h, z[0].real - z[1].real, z[0].imag - z[1].imag), out);
    case NB_MULTIPLY:
        return made(h, h->abi.complex_mixes_reals ? multiply_exactly(z[0], z[1]) : multiply(z[0], z[1]), out);
    case NB_TRUE_DIVIDE:
        if (h->abi.complex_mixes_reals ? !divide_exactly(z[0], z[1], &r) : !divide(z[0], z[1], &r))
            return raise_zero(h);
        return made(h, r, out);
    default:
        return HEAP_OK;
    }
}

/* ---- power ----------------------------------------------------------------------------------- */

static struct complex_number power_of_whole(struct complex_number z, long n)
{
    struct complex_number r = {1, 0, false};
    for (long mask = 1; n >= mask; mask <<= 1) {
        if (n & mask)
            r = multiply(r, z);
        z = multiply(z, z);
    }
    return r;
}

/* False: zero to a negative or complex power. */
static bool power(struct complex_number a, struct complex_number b, struct complex_number *r)
{
    *r = (struct complex_number){0, 0, false};
    if (b.real == 0 && b.imag == 0) {
        r->real = 1;
        return true;
    }
    if (a.real == 0 && a.imag == 0)
        return !(b.imag != 0 || b.real < 0);
    double size = hypot(a.real, a.imag), length = pow(size, b.real), angle = atan2(a.imag, a.real);
    double phase = angle * b.real;
    if (b.imag != 0) {
        length /= exp(angle * b.imag);
        phase += b.imag * log(size);
    }
    r->real = length * cos(phase);
    r->imag = length * sin(phase);
    return true;
}

enum heap_status complex_power(struct heap *h, addr a, addr b, addr modulus, addr *out)
{
    struct complex_number z[2], r;
    const struct complex_number one = {1, 0, false};
    bool fits, good = true;
    *out = 0;
    enum heap_status status = both(h, a, b, z, &fits);
    if (status != HEAP_OK || !fits)
        return status;
    if (modulus)
        return raise_error(h, EXC_VALUE_ERROR, "complex modulo");
    errno = 0; /* of the mathematical functions: EDOM for an infinite angle */
    if (z[1].imag == 0 && z[1].real == floor(z[1].real) && fabs(z[1].real) <= 100.0) {
        if (z[1].real > 0)
            r = power_of_whole(z[0], (long)z[1].real);
        else
            good = h->abi.complex_mixes_reals
                       ? divide_exactly(one, power_of_whole(z[0], -(long)z[1].real), &r)
                       : divide(one, power_of_whole(z[0], -(long)z[1].real), &r);
    } else {
        good = power(z[0], z[1], &r);
    }
    if (!good || errno == EDOM)
        return raise_error(h, EXC_ZERO_DIVISION_ERROR, "%s",
                           h->abi.zero_division_is_plain ? "zero to a negative or complex power"
                                                         : "0.0 to a negative or complex power");
    if (isinf(r.real) || isinf(r.imag))
        return raise_error(h, EXC_OVERFLOW_ERROR, "complex exponentiation");
    return made(h, r, out);
}

/* ---- one operand ----------------------------------------------------------------------------- */

static enum heap_status absolute(struct heap *h, double real, double imag, addr *out)
{
    double size;
    if (isinf(real) || isinf(imag))
        size = INFINITY;
    else if (isnan(real) || isnan(imag))
        size = NAN;
    else if (isinf(size = hypot(real, imag)))
        return raise_error(h, EXC_OVERFLOW_ERROR, "absolute value too large");
    return answer(h, float_new(h, size), out);
}

enum heap_status complex_unary(struct heap *h, enum unary_operator op, addr o, addr *out)
{
    double real = complex_real(h, o), imag = complex_imag(h, o);
    if (op == UNARY_ABSOLUTE)
        return absolute(h, real, imag, out);
    if (op == UNARY_NEGATIVE)
        return answer(h, complex_new(h, -real, -imag), out);
    return answer(h, object_is_exact(h, o, KIND_COMPLEX) ? incref(h, o) : complex_new(h, real, imag), out);
}
