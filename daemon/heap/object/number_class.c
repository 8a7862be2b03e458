/* What the classes of numbers make: int.from_bytes(), float.from_number() ... A class that extends one is
 * called with what was made.
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/complex.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/number.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/value_methods.h"

enum heap_status answer_of_class(struct heap *h, addr type, enum kind kind, addr made, addr *out)
{
    if (!made || type == h->type[kind])
        return answer(h, made, out);
    enum heap_status status = object_call(h, type, &made, 1, NULL, NULL, 0, out);
    decref(h, made);
    return status;
}

enum heap_status int_order_argument(struct heap *h, addr o, const char *method, bool *little)
{
    *little = false;
    if (!o)
        return HEAP_OK;
    if (!str_is_kind(h, o))
        return raise_error(h, EXC_TYPE_ERROR, "%s() argument 'byteorder' must be str, not %s", method,
                           argument_type_name(h, o));
    *little = str_equal_utf8(h, o, "little", 6);
    if (!*little && !str_equal_utf8(h, o, "big", 3))
        return raise_error(h, EXC_VALUE_ERROR, "byteorder must be either 'little' or 'big'");
    return HEAP_OK;
}

/* Digits of 30 bits from bytes, lowest first in `digits`; of a negative number the complement. */
static enum heap_status take_bytes(struct heap *h, const uint8_t *bytes, size_t length, bool little,
                                   bool negative, uint32_t *digits)
{
    uint64_t have = 0, carry = negative;
    unsigned bits = 0;
    for (size_t i = 0; i < length; i++) {
        uint64_t byte = bytes[little ? i : length - 1 - i];
        if (negative) {
            byte = (~byte & 0xff) + carry;
            carry = byte >> 8;
            byte &= 0xff;
        }
        have |= byte << bits;
        bits += 8;
        if (bits >= INT_DIGIT_BITS) {
            *digits++ = (uint32_t)have & INT_DIGIT_MASK;
            have >>= INT_DIGIT_BITS;
            bits -= INT_DIGIT_BITS;
        }
        if (loop_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    *digits = (uint32_t)have | (uint32_t)(carry && negative ? 1u << bits : 0);
    return HEAP_OK;
}

static addr int_from_bytes(struct heap *h, const uint8_t *bytes, size_t length, bool little, bool is_signed)
{
    size_t count = length * 8 / INT_DIGIT_BITS + 2;
    uint32_t few[8], *digits = few;
    bool negative = is_signed && length && bytes[little ? length - 1 : 0] & 0x80;
    addr table = 0;
    if (count > sizeof few / sizeof *few) {
        table = table_alloc(h, count * sizeof *digits);
        if (!table) {
            (void)raise_memory(h);
            return 0;
        }
        digits = heap_at(h, table);
    }
    digits[count - 1] = digits[count - 2] = 0; /* the last of them may get none */
    addr o = take_bytes(h, bytes, length, little, negative, digits) == HEAP_OK
                 ? int_from_digits(h, negative, digits, count)
                 : 0;
    table_free(h, table);
    return o;
}

enum heap_status int_method_from_bytes(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"bytes", "byteorder", "signed"};
    addr values[3], bytes;
    bool little, is_signed = false;
    enum heap_status status = arguments_unpack(h, call, "from_bytes", names, 3, 1, 2, values);
    if (status == HEAP_OK)
        status = int_order_argument(h, values[1], "from_bytes", &little);
    if (status == HEAP_OK && values[2])
        status = object_truth(h, values[2], &is_signed);
    if (status == HEAP_OK)
        status = bytes_from_object(h, values[0], &bytes);
    if (status != HEAP_OK)
        return status;
    addr made = int_from_bytes(h, bytes_data(h, bytes), bytes_length(h, bytes), little, is_signed);
    decref(h, bytes);
    return answer_of_class(h, call->self, KIND_INT, made, out);
}

/* What says that doubles are as IEEE 754 has them. */
enum heap_status float_method_getformat(struct heap *h, const struct call *call, addr *out)
{
    addr which = call->args[0];
    if (!str_is_kind(h, which))
        return raise_error(h, EXC_TYPE_ERROR, "__getformat__() argument must be str, not %s",
                           argument_type_name(h, which));
    if (!str_equal_utf8(h, which, "double", 6) && !str_equal_utf8(h, which, "float", 5))
        return raise_error(h, EXC_VALUE_ERROR, "__getformat__() argument 1 must be 'double' or 'float'");
    return answer(h, str_from_ascii(h, "IEEE, little-endian"), out);
}

enum heap_status float_method_from_number(struct heap *h, const struct call *call, addr *out)
{
    double d;
    addr o = call->args[0];
    if (call->self == h->type[KIND_FLOAT] && object_is_exact(h, o, KIND_FLOAT))
        return answer(h, incref(h, o), out);
    enum heap_status status = number_float(h, o, &d);
    return status == HEAP_OK ? answer_of_class(h, call->self, KIND_FLOAT, float_new(h, d), out) : status;
}

enum heap_status complex_method_from_number(struct heap *h, const struct call *call, addr *out)
{
    struct complex_parts parts;
    addr o = call->args[0];
    bool has;
    if (call->self == h->type[KIND_COMPLEX] && object_is_exact(h, o, KIND_COMPLEX))
        return answer(h, incref(h, o), out);
    enum heap_status status = number_complex(h, o, &parts, &has);
    if (status == HEAP_OK && !has)
        status = raise_error(h, EXC_TYPE_ERROR, "must be real number, not %s", object_type_name(h, o));
    if (status != HEAP_OK)
        return status;
    return answer_of_class(h, call->self, KIND_COMPLEX, complex_new(h, parts.real, parts.imag), out);
}

enum heap_status complex_method_complex(struct heap *h, const struct call *call, addr *out)
{
    if (object_is_exact(h, call->self, KIND_COMPLEX))
        return answer(h, incref(h, call->self), out);
    return answer(h, complex_new(h, complex_real(h, call->self), complex_imag(h, call->self)), out);
}

/* ---- what copies are made from
 * ---------------------------------------------------------------------------------------------------- */

/* *stolen* items. */
static enum heap_status answer_tuple(struct heap *h, addr *items, size_t count, addr *out)
{
    addr tuple = 0;
    bool whole = true;
    for (size_t i = 0; i < count; i++)
        whole = whole && items[i];
    if (whole)
        tuple = tuple_from(h, items, count);
    for (size_t i = 0; i < count; i++)
        xdecref(h, items[i]);
    return answer(h, tuple, out);
}

enum heap_status int_method_getnewargs(struct heap *h, const struct call *call, addr *out)
{
    addr items[1] = {object_kind(h, call->self) == KIND_BOOL ? int_new(h, int_sign(h, call->self))
                                                             : int_copy_of(h, 0, call->self)};
    return answer_tuple(h, items, 1, out);
}

enum heap_status float_method_getnewargs(struct heap *h, const struct call *call, addr *out)
{
    addr items[1] = {float_new(h, float_value(h, call->self))};
    return answer_tuple(h, items, 1, out);
}

enum heap_status complex_method_getnewargs(struct heap *h, const struct call *call, addr *out)
{
    addr items[2] = {float_new(h, complex_real(h, call->self)), float_new(h, complex_imag(h, call->self))};
    return answer_tuple(h, items, 2, out);
}
