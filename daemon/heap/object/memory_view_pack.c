/* memoryview: one item in, one item out. Mirrors pack_single() and unpack_single() of Objects/memoryobject.c.
 */
#include <math.h>
#include <string.h>

#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/memory_view_pack.h"
#include "daemon/heap/object/number.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/order.h"

static addr from_unsigned(struct heap *h, uint64_t x)
{
    uint32_t digits[3] = {(uint32_t)x & INT_DIGIT_MASK, (uint32_t)(x >> 30) & INT_DIGIT_MASK,
                          (uint32_t)(x >> 60)};
    return int_from_digits(h, false, digits, 3);
}

static double from_half(const uint8_t *p)
{
    unsigned word = p[0] | (unsigned)p[1] << 8, exponent = word >> 10 & 31, fraction = word & 0x3ff;
    double x = exponent == 31 ? (fraction ? (double)NAN : (double)INFINITY)
               : exponent     ? ldexp(1.0 + fraction / 1024.0, (int)exponent - 15)
                              : ldexp(fraction / 1024.0, -14);
    return word >> 15 ? -x : x;
}

/* Rounded half to even; false: too large. */
static bool to_half(double x, uint8_t *p)
{
    unsigned sign = signbit(x) ? 1 : 0, bits;
    int e = 0;
    if (isnan(x)) {
        bits = 0x7e00;
    } else if (isinf(x)) {
        bits = 0x7c00;
    } else {
        double f = frexp(fabs(x), &e) * 2;
        e--;
        if (x == 0 || e < -25) {
            f = 0;
            e = 0;
        } else if (e < -14) { /* gradual underflow */
            f = ldexp(f, 14 + e);
            e = 0;
        } else {
            f -= 1;
            e += 15;
        }
        if (e >= 31)
            return false;
        double scaled = f * 1024;
        bits = (unsigned)scaled;
        double rest = scaled - bits;
        bits += rest > 0.5 || (rest == 0.5 && bits & 1);
        bits += (unsigned)e << 10;
        if (bits >= 0x7c00)
            return false;
    }
    bits |= sign << 15;
    p[0] = (uint8_t)bits;
    p[1] = (uint8_t)(bits >> 8);
    return true;
}

addr memory_view_unpack(struct heap *h, const uint8_t *p, char code)
{
    uint64_t x = 0;
    double d;
    float f;
    size_t size = view_format_size(h, code);
    if (size)
        memcpy(&x, p, size);
    switch (code) {
    case 'c':
        return bytes_new(h, p, 1);
    case '?':
        return bool_new(h, x != 0);
    case 'b':
    case 'h':
    case 'i':
    case 'l':
    case 'q':
    case 'n':
        return int_new(h, (int64_t)(x << (64 - 8 * size)) >> (64 - 8 * size));
    case 'B':
    case 'H':
    case 'I':
    case 'L':
    case 'Q':
    case 'N':
    case 'P':
        return from_unsigned(h, x);
    case 'd':
        memcpy(&d, p, sizeof d);
        return float_new(h, d);
    case 'f':
        memcpy(&f, p, sizeof f);
        return float_new(h, (double)f);
    default:
        if (code == 'e' && size)
            return float_new(h, from_half(p));
        return raise_none(h, EXC_NOT_IMPLEMENTED_ERROR, "memoryview: format %c not supported", code);
    }
}

static enum heap_status invalid_type(struct heap *h, char code)
{
    return raise_error(h, EXC_TYPE_ERROR, "memoryview: invalid type for format '%c'", code);
}

static enum heap_status invalid_value(struct heap *h, char code)
{
    return raise_error(h, EXC_VALUE_ERROR, "memoryview: invalid value for format '%c'", code);
}

/* What the value's own methods raised becomes an error of the format. */
static enum heap_status reworded(struct heap *h, enum heap_status status, char code)
{
    if (status != HEAP_RAISED)
        return status;
    enum exception e = heap_raised(h);
    if (e != EXC_TYPE_ERROR && e != EXC_OVERFLOW_ERROR && e != EXC_VALUE_ERROR)
        return status;
    heap_clear_raised(h);
    return e == EXC_TYPE_ERROR ? invalid_type(h, code) : invalid_value(h, code);
}

static enum heap_status pack_int(struct heap *h, addr value, char code, size_t size, uint8_t *out)
{
    addr index;
    enum heap_status status = reworded(h, object_index(h, value, &index), code);
    if (status != HEAP_OK)
        return status;
    bool fits = false;
    if (strchr("bhilqn", code) || code == 'P')
        status = int_to_bytes(h, index, out, size, true, true, &fits);
    if (status == HEAP_OK && !fits && !strchr("bhilqn", code) && int_sign(h, index) >= 0)
        status = int_to_bytes(h, index, out, size, true, false, &fits);
    decref(h, index);
    return status != HEAP_OK || fits ? status : invalid_value(h, code);
}

static enum heap_status pack_float(struct heap *h, addr value, char code, uint8_t *out)
{
    double d;
    enum heap_status status = reworded(h, number_float(h, value, &d), code);
    if (status != HEAP_OK)
        return status;
    float f = (float)d;
    if (code == 'e')
        return to_half(d, out) ? HEAP_OK : invalid_value(h, code);
    memcpy(out, code == 'f' ? (void *)&f : (void *)&d, code == 'f' ? sizeof f : sizeof d);
    return HEAP_OK;
}

enum heap_status memory_view_pack(struct heap *h, addr value, char code, uint8_t *out)
{
    size_t size = view_format_size(h, code);
    bool truth;
    enum heap_status status;
    switch (size ? code : 0) {
    case 0:
        return raise_error(h, EXC_NOT_IMPLEMENTED_ERROR, "memoryview: format %c not supported", code);
    case 'c':
        if (object_kind(h, value) != KIND_BYTES)
            return invalid_type(h, code);
        if (bytes_length(h, value) != 1)
            return invalid_value(h, code);
        *out = *(const uint8_t *)bytes_data(h, value);
        return HEAP_OK;
    case '?':
        status = object_truth(h, value, &truth);
        if (status == HEAP_OK)
            *out = truth;
        return status;
    case 'e':
    case 'f':
    case 'd':
        return pack_float(h, value, code, out);
    default:
        return pack_int(h, value, code, size, out);
    }
}
