/* The methods of int (and bool). Mirrors Objects/longobject.c. */
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/format_methods.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/number.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/value_methods.h"

size_t int_bit_length(const struct heap *h, addr o)
{
    size_t count = int_digit_count(h, o);
    return count ? count * INT_DIGIT_BITS - (size_t)(__builtin_clz(int_at(h, o)[count - 1]) - 2) : 0;
}

static enum heap_status bit_length(struct heap *h, const struct call *call, addr *out)
{
    return answer_int(h, (int64_t)int_bit_length(h, call->self), out);
}

static enum heap_status bit_count(struct heap *h, const struct call *call, addr *out)
{
    int64_t n = 0;
    for (size_t i = 0; i < int_digit_count(h, call->self); i++) {
        n += __builtin_popcount(int_at(h, call->self)[i]);
        if (loop_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    work_done(h, steps_of_limbs(int_digit_count(h, call->self)));
    return answer_int(h, n, out);
}

static enum heap_status conjugate(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, int_copy_of(h, 0, call->self), out);
}

static enum heap_status as_integer_ratio(struct heap *h, const struct call *call, addr *out)
{
    addr pair[2] = {int_copy_of(h, 0, call->self), 0}, tuple = 0;
    if (pair[0])
        pair[1] = int_new(h, 1);
    if (pair[1])
        tuple = tuple_from(h, pair, 2);
    xdecref(h, pair[0]);
    xdecref(h, pair[1]);
    return answer(h, tuple, out);
}

static enum heap_status is_integer(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return answer_bool(h, HEAP_OK, true, out);
}

/* ---- to_bytes
 * -------------------------------------------------------------------------------------------------------------
 */

enum heap_status int_to_bytes(struct heap *h, addr o, uint8_t *out, size_t length, bool little,
                              bool is_signed, bool *fits)
{
    const uint32_t *digits = int_digits(h, o);
    size_t count = int_digit_count(h, o), n = 0;
    bool negative = int_sign(h, o) < 0;
    uint64_t have = 0, borrow = negative;
    unsigned bits = 0;
    *fits = false;
    for (size_t i = 0; i < count || bits > 0;) {
        if (i < count && bits < 8) {
            if (loop_goes_on(h, i) != HEAP_OK)
                return HEAP_ABANDONED;
            have |= (uint64_t)digits[i++] << bits;
            bits += INT_DIGIT_BITS;
        }
        uint64_t byte = have & 0xff;
        have >>= 8;
        bits = bits > 8 ? bits - 8 : 0;
        if (n == length) {
            if (byte || have)
                return HEAP_OK;
            continue;
        }
        if (negative) { /* ~byte + 1, carried on */
            byte = (~byte & 0xff) + borrow;
            borrow = byte >> 8;
        }
        out[little ? n : length - 1 - n] = (uint8_t)byte;
        n++;
    }
    for (; n < length; n++) {
        out[little ? n : length - 1 - n] = (uint8_t)(negative ? 0xff + borrow : 0);
        if (loop_goes_on(h, n) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    *fits = !is_signed || int_sign(h, o) == 0 || (length && (out[little ? length - 1 : 0] >> 7) == negative);
    return HEAP_OK;
}

static enum heap_status to_bytes(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"length", "byteorder", "signed"};
    addr values[3];
    int64_t length = 1;
    bool little, is_signed = false;
    enum heap_status status = arguments_unpack(h, call, "to_bytes", names, 3, 0, 2, values);
    if (status == HEAP_OK && values[0])
        status = int_argument(h, values[0], &length);
    if (status == HEAP_OK)
        status = int_order_argument(h, values[1], "to_bytes", &little);
    if (status == HEAP_OK && values[2])
        status = object_truth(h, values[2], &is_signed);
    if (status != HEAP_OK)
        return status;
    if (length < 0)
        return raise_error(h, EXC_VALUE_ERROR, "length argument must be non-negative");
    if (int_sign(h, call->self) < 0 && !is_signed)
        return raise_error(h, EXC_OVERFLOW_ERROR, "can't convert negative int to unsigned");
    addr bytes = bytes_new(h, NULL, (size_t)length);
    if (!bytes)
        return raise_status(h);
    uint8_t *data = heap_at(h, bytes + BYTES_DATA), few;
    int64_t value;
    bool fits = length == 0 && int_is_compact(h, call->self, &value) &&
                value == -1; /* fits in no bytes, to CPython */
    if (!fits)
        status = int_to_bytes(h, call->self, length ? data : &few, (size_t)length, little, is_signed, &fits);
    if (status == HEAP_OK && !fits)
        status = raise_error(h, EXC_OVERFLOW_ERROR, "int too big to convert");
    if (status == HEAP_OK)
        *out = bytes;
    else
        decref(h, bytes);
    return status;
}

/* bool has them from int; each kind has a table, so that a lookup by kind finds them. */
#define INT_METHODS                                                                                          \
    {"__ceil__", 0, 0, false, int_method_itself}, {"__floor__", 0, 0, false, int_method_itself},             \
        {"__round__", 0, 1, false, int_method_round}, {"__trunc__", 0, 0, false, int_method_itself},         \
        {"as_integer_ratio", 0, 0, false, as_integer_ratio}, {"bit_count", 0, 0, false, bit_count},          \
        {"bit_length", 0, 0, false, bit_length}, {"conjugate", 0, 0, false, conjugate},                      \
        {"__format__", 1, 1, false, int_method_format},                                                      \
        {"__getnewargs__", 0, 0, false, int_method_getnewargs}, {"__sizeof__", 0, 0, 0, method_own_sizeof},  \
        {"from_bytes", -1, -1, METHOD_KEYWORDS | METHOD_CLASS, int_method_from_bytes},                       \
        {"is_integer", 0, 0, false, is_integer}, {"to_bytes", -1, -1, true, to_bytes},                       \
        {NULL, 0, 0, false, NULL},

const struct builtin_method int_methods[] = {INT_METHODS};
const struct builtin_method bool_methods[] = {{0}}; /* inherited */
