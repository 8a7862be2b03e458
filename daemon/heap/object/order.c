/* a < b for the kinds that have an order, and truth (order.h). */
#include "daemon/heap/object/order.h"

#include <string.h>

#include "daemon/heap/object/int.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/text.h"

static bool text_less(const struct heap *h, addr a, addr b)
{
    size_t n = str_length(h, a), m = str_length(h, b), least = n < m ? n : m;
    if (str_kind(h, a) == 1 && str_kind(h, b) == 1) {
        int order = memcmp(str_data(h, a), str_data(h, b), least);
        return order ? order < 0 : n < m;
    }
    for (size_t i = 0; i < least; i++) {
        uint32_t x = str_char(h, a, i), y = str_char(h, b, i);
        if (x != y)
            return x < y;
    }
    return n < m;
}

struct bytes_span {
    const uint8_t *data;
    size_t length;
};

static struct bytes_span bytes_of(const struct heap *h, addr o)
{
    if (object_kind(h, o) == KIND_BYTES)
        return (struct bytes_span){bytes_data(h, o), bytes_length(h, o)};
    return (struct bytes_span){heap_at(h, HEAP_FIELD(h, o, 40, addr)),
                               (size_t)object_size_field(h, o)}; /* ob_start */
}

static bool bytes_less(const struct heap *h, addr a, addr b)
{
    struct bytes_span x = bytes_of(h, a), y = bytes_of(h, b);
    size_t least = x.length < y.length ? x.length : y.length;
    int order = least ? memcmp(x.data, y.data, least) : 0;
    return order ? order < 0 : x.length < y.length;
}

static bool is_number(enum kind k)
{
    return k == KIND_INT || k == KIND_BOOL || k == KIND_FLOAT;
}
static bool is_bytes(enum kind k)
{
    return k == KIND_BYTES || k == KIND_BYTEARRAY;
}
static bool is_set(enum kind k)
{
    return k == KIND_SET || k == KIND_FROZENSET;
}

static bool number_less(const struct heap *h, addr a, addr b)
{
    bool a_float = object_kind(h, a) == KIND_FLOAT, b_float = object_kind(h, b) == KIND_FLOAT;
    if (a_float && b_float)
        return float_value(h, a) < float_value(h, b);
    if (b_float)
        return int_compare_double(h, a, float_value(h, b)) < 0;
    if (a_float)
        return int_compare_double(h, b, float_value(h, a)) == 1;
    int64_t x, y;
    if (int_fits(h, a, &x) && int_fits(h, b, &y))
        return x < y;
    return int_compare(h, a, b) < 0;
}

/* The first items that differ decide, else the lengths. */
static enum heap_status sequence_less(struct heap *h, addr a, addr b, bool *out)
{
    size_t i = 0;
    for (; i < sequence_length(h, a) && i < sequence_length(h, b); i++) {
        addr x = incref(h, sequence_items(h, a)[i]), y = incref(h, sequence_items(h, b)[i]);
        bool same;
        enum heap_status status = object_equal_or_same(h, x, y, &same);
        if (status == HEAP_OK && !same)
            status = object_less(h, x, y, out);
        decref(h, x);
        decref(h, y);
        if (status != HEAP_OK || !same)
            return status;
    }
    *out = sequence_length(h, a) < sequence_length(h, b);
    return HEAP_OK;
}

static enum heap_status set_less(struct heap *h, addr a, addr b, bool *out)
{
    *out = false;
    return set_length(h, a) < set_length(h, b) ? set_is_subset(h, a, b, out) : HEAP_OK;
}

enum heap_status object_less(struct heap *h, addr a, addr b, bool *out)
{
    enum kind x = object_kind(h, a), y = object_kind(h, b);
    bool sequences = x == y && (x == KIND_LIST || x == KIND_TUPLE);
    if (x == KIND_STR && y == KIND_STR) {
        *out = text_less(h, a, b);
    } else if (is_number(x) && is_number(y)) {
        *out = number_less(h, a, b);
    } else if (is_bytes(x) && is_bytes(y)) {
        *out = bytes_less(h, a, b);
    } else if (sequences || (is_set(x) && is_set(y))) {
        enum heap_status status = recursion_enter(h, " in comparison");
        if (status != HEAP_OK)
            return status;
        status = sequences ? sequence_less(h, a, b, out) : set_less(h, a, b, out);
        recursion_leave(h);
        return status;
    } else {
        return raise_error(h, EXC_TYPE_ERROR, "'<' not supported between instances of '%s' and '%s'",
                           object_type_name(h, a), object_type_name(h, b));
    }
    return HEAP_OK;
}

enum heap_status object_truth(struct heap *h, addr o, bool *out)
{
    switch (object_kind(h, o)) {
    case KIND_NONE:
        *out = false;
        break;
    case KIND_INT:
    case KIND_BOOL:
        *out = int_sign(h, o) != 0;
        break;
    case KIND_FLOAT:
        *out = float_value(h, o) != 0;
        break;
    case KIND_COMPLEX:
        *out = HEAP_FIELD(h, o, 16, double) != 0 || HEAP_FIELD(h, o, 24, double) != 0;
        break;
    default:
        *out = !object_ops(h, o)->length || object_ops(h, o)->length(h, o) != 0;
    }
    return HEAP_OK;
}
