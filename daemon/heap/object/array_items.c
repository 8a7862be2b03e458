/* array.array: one value in, one value out, with the messages of each typecode. Mirrors the setters and
 * getters of Modules/arraymodule.c.
 */
#include <string.h>

#include "daemon/heap/object/array.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/number.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/str.h"

#define CHARACTER_MAX 0x10ffffu

/* The 64 bits of an int that fits uint64_t; false if it does not. */
static bool as_unsigned(const struct heap *h, addr value, uint64_t *out)
{
    size_t count = int_digit_count(h, value);
    const uint32_t *digits = int_digits(h, value);
    if (int_sign(h, value) < 0 || count > 3 || (count == 3 && digits[2] >> 4))
        return false;
    *out = 0;
    for (size_t i = count; i > 0; i--)
        *out = *out << 30 | digits[i - 1];
    return true;
}

static enum heap_status encode_signed(struct heap *h, const struct array_form *form, addr value, void *bytes)
{
    int64_t x, limit = form->size == 8 ? INT64_MAX : (INT64_C(1) << (8 * form->size - 1)) - 1;
    if (!int_fits(h, value, &x))
        return raise_error(h, EXC_OVERFLOW_ERROR,
                           form->code == 'q' ? "int too big to convert"
                                             : "Python int too large to convert to C long");
    if (x > limit || x < -limit - 1)
        return raise_error(h, EXC_OVERFLOW_ERROR, "%s is %s", form->name,
                           x > 0 ? "greater than maximum" : "less than minimum");
    memcpy(bytes, &x, form->size);
    return HEAP_OK;
}

static enum heap_status encode_unsigned(struct heap *h, const struct array_form *form, addr value,
                                        void *bytes)
{
    bool negative = int_sign(h, value) < 0;
    uint64_t x = 0, limit = form->size == 8 ? UINT64_MAX : (1ull << 8 * form->size) - 1;
    if (negative && form->code == 'Q')
        return raise_error(h, EXC_OVERFLOW_ERROR, "can't convert negative int to unsigned");
    if (negative && form->size >= 4)
        return raise_error(h, EXC_OVERFLOW_ERROR, "can't convert negative value to unsigned int");
    if (!negative && !as_unsigned(h, value, &x)) {
        if (form->size < 4)
            return raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C long");
        return raise_error(h, EXC_OVERFLOW_ERROR,
                           form->code == 'Q' ? "int too big to convert"
                                             : "Python int too large to convert to C unsigned long");
    }
    if (negative || x > limit)
        return raise_error(h, EXC_OVERFLOW_ERROR, "%s is %s", form->name,
                           negative ? "less than minimum" : "greater than maximum");
    memcpy(bytes, &x, form->size);
    return HEAP_OK;
}

static enum heap_status encode_float(struct heap *h, const struct array_form *form, addr value, void *bytes)
{
    double d;
    enum heap_status status = number_float(h, value, &d);
    if (status != HEAP_OK)
        return status;
    float f = (float)d;
    memcpy(bytes, form->size == 4 ? (void *)&f : (void *)&d, form->size);
    return HEAP_OK;
}

enum heap_status array_encode(struct heap *h, const struct array_form *form, addr value, void *bytes)
{
    if (form->value == ARRAY_FLOAT)
        return encode_float(h, form, value, bytes);
    if (form->value == ARRAY_CHARACTER) {
        if (!str_is_kind(h, value) || str_length(h, value) != 1)
            return raise_error(h, EXC_TYPE_ERROR, "array item must be unicode character");
        uint32_t c = str_char(h, value, 0);
        memcpy(bytes, &c, sizeof c);
        return HEAP_OK;
    }
    addr index;
    enum heap_status status = object_index(h, value, &index);
    if (status != HEAP_OK)
        return status;
    status = form->value == ARRAY_SIGNED ? encode_signed(h, form, index, bytes)
                                         : encode_unsigned(h, form, index, bytes);
    decref(h, index);
    return status;
}

enum heap_status array_set(struct heap *h, addr a, size_t i, addr value)
{
    char bytes[8];
    enum heap_status status = array_encode(h, array_form(h, a), value, bytes);
    if (status != HEAP_OK)
        return status;
    if (i >= array_length(h, a)) /* the value's __index__ has shortened it */
        return raise_error(h, EXC_INDEX_ERROR, "array assignment index out of range");
    memcpy(array_bytes(h, a) + i * array_item_size(h, a), bytes, array_item_size(h, a));
    return HEAP_OK;
}

static addr from_unsigned(struct heap *h, uint64_t x)
{
    uint32_t digits[3] = {(uint32_t)x & INT_DIGIT_MASK, (uint32_t)(x >> 30) & INT_DIGIT_MASK,
                          (uint32_t)(x >> 60)};
    return int_from_digits(h, false, digits, 3);
}

addr array_text(struct heap *h, addr a)
{
    size_t n = array_length(h, a);
    for (size_t i = 0; i < n; i++) {
        uint32_t c;
        memcpy(&c, array_bytes(h, a) + i * sizeof c, sizeof c);
        if (c > CHARACTER_MAX)
            return raise_none(h, EXC_VALUE_ERROR, "character U+%x is not in range [U+0000; U+10ffff]", c);
    }
    return str_from_units(h, array_bytes(h, a), n, sizeof(uint32_t));
}

addr array_item(struct heap *h, addr a, size_t i)
{
    const struct array_form *form = array_form(h, a);
    const char *p = array_bytes(h, a) + i * form->size;
    double d;
    float f;
    uint64_t x = 0;
    switch (form->value) {
    case ARRAY_FLOAT:
        memcpy(form->size == 4 ? (void *)&f : (void *)&d, p, form->size);
        return float_new(h, form->size == 4 ? (double)f : d);
    case ARRAY_CHARACTER:
        memcpy(&x, p, form->size);
        return x > CHARACTER_MAX ? raise_none(h, EXC_VALUE_ERROR, "chr() arg not in range(0x110000)")
                                 : str_from_units(h, p, 1, 4);
    case ARRAY_UNSIGNED:
        memcpy(&x, p, form->size);
        return from_unsigned(h, x);
    default:
        memcpy(&x, p, form->size);
        return int_new(h, (int64_t)(x << (64 - 8 * form->size)) >> (64 - 8 * form->size));
    }
}
