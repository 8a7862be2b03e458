/* Short ways of the evaluation loop for exact ints, floats and ranges: nothing of a program runs in them, and
 * whatever they do not know they leave to the operators of the heap library (operator.h), which answer the
 * same.
 */
#ifndef HEAPD_PYTHON_QUICK_H
#define HEAPD_PYTHON_QUICK_H

#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/quick_number.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"
#include "daemon/python/interpreter.h"

/* One reference less; true: it was the last one, and object_release() is due. */
static inline bool reference_is_dropped(const struct heap *h, addr o)
{
    struct object *p = object_at(h, o);
    return (int32_t)p->refcount >= 0 && (uint32_t)--p->refcount == 0;
}

/* Of numbers of at most 60 bits. False: another way (a shift, a zero division, a result that takes more). */
static inline bool quick_int_binary(unsigned op, int64_t x, int64_t y, int64_t *out)
{
    if (op >= BINARY_COUNT)
        op -= BINARY_COUNT;
    /* what CPython has short ways for is of one digit: the others' results have more room than they need */
    if (x > (int64_t)INT_DIGIT_MASK || x < -(int64_t)INT_DIGIT_MASK || y > (int64_t)INT_DIGIT_MASK ||
        y < -(int64_t)INT_DIGIT_MASK)
        return false;
    switch (op) {
    case BINARY_ADD:
        *out = x + y;
        return true;
    case BINARY_SUBTRACT:
        *out = x - y;
        return true;
    case BINARY_MULTIPLY:
        *out = x * y;
        return true;
    case BINARY_AND:
        *out = x & y;
        return true;
    case BINARY_OR:
        *out = x | y;
        return true;
    case BINARY_XOR:
        *out = x ^ y;
        return true;
    case BINARY_REMAINDER:
        if (y == 0)
            return false;
        *out = x % y;
        if (*out && (*out ^ y) < 0)
            *out += y;
        return true;
    case BINARY_FLOOR_DIVIDE:
        if (y == 0)
            return false;
        *out = x / y - (x % y && (x ^ y) < 0);
        return true;
    case BINARY_RSHIFT:
        if (y < 0)
            return false;
        *out = x >> (y < 63 ? y : 63);
        return true;
    case BINARY_LSHIFT:
        if (y < 0 || y >= INT_DIGIT_BITS)
            return false;
        *out = x * ((int64_t)1 << y);
        return true;
    default:
        return false;
    }
}

/* An exact int and a bool, which operators take for a number then. */
static inline bool quick_int_and_bool(const struct heap *h, addr a, addr b, int64_t *x, int64_t *y)
{
    addr true_ = h->singleton[SINGLETON_TRUE], false_ = h->singleton[SINGLETON_FALSE];
    if (b == true_ || b == false_) {
        *y = b == true_;
        return quick_int(h, a, x);
    }
    *x = a == true_;
    return (a == true_ || a == false_) && quick_int(h, b, y);
}

static inline bool quick_float_binary(unsigned op, double x, double y, double *out)
{
    if (op >= BINARY_COUNT)
        op -= BINARY_COUNT;
    switch (op) {
    case BINARY_ADD:
        *out = x + y;
        return true;
    case BINARY_SUBTRACT:
        *out = x - y;
        return true;
    case BINARY_MULTIPLY:
        *out = x * y;
        return true;
    case BINARY_TRUE_DIVIDE:
        *out = y != 0 ? x / y : 0;
        return y != 0;
    default:
        return false;
    }
}

/* The double of an exact float, or of an exact int that is one exactly. */
static inline bool quick_double(const struct heap *h, addr o, double *out)
{
    int64_t x;
    if (object_type(h, o) == h->type[KIND_FLOAT]) {
        *out = float_value(h, o);
        return true;
    }
    if (!quick_int(h, o, &x) || x > 1ll << 53 || x < -(1ll << 53))
        return false;
    *out = (double)x;
    return true;
}

/* enum ast_compare, of an order that is one of the three or, for a nan, none of them. */
static inline bool quick_compare_holds(unsigned op, bool less, bool equal, bool greater)
{
    static const uint8_t which[] = {[COMPARE_LT] = 1, [COMPARE_LE] = 3, [COMPARE_EQ] = 2,
                                    [COMPARE_NE] = 5, [COMPARE_GT] = 4, [COMPARE_GE] = 6};
    return which[op] & ((unsigned)less | (unsigned)equal << 1 | (unsigned)greater << 2);
}

/* Of exact ints of few digits, and of floats; false: another way. */
static inline bool quick_compare(const struct heap *h, unsigned op, addr a, addr b, bool *out)
{
    int64_t x, y;
    if (quick_int(h, a, &x)) {
        if (!quick_int(h, b, &y))
            return false;
        *out = quick_compare_holds(op, x<y, x == y, x> y);
        return true;
    }
    if (object_type(h, a) != h->type[KIND_FLOAT] || object_type(h, b) != h->type[KIND_FLOAT])
        return false;
    double u = float_value(h, a), v = float_value(h, b);
    *out = op == COMPARE_NE ? u != v : quick_compare_holds(op, u<v, u == v, u> v);
    return true;
}

/* Where the item of an exact list or tuple is that an exact int names; NULL: another way. */
static inline addr *quick_item(const struct heap *h, addr o, addr key)
{
    addr type = object_type(h, o);
    int64_t i, size;
    bool list = type == h->type[KIND_LIST];
    if ((!list && type != h->type[KIND_TUPLE]) || !quick_int(h, key, &i))
        return NULL;
    size = object_size_field(h, o);
    i += i < 0 ? size : 0;
    if (HEAP_UNLIKELY((uint64_t)i >= (uint64_t)size))
        return NULL;
    return (list ? list_items(h, o) : tuple_items(h, o)) + i;
}

/* The one-character str that an exact str has where an exact int says, if it is one of those that are always
 * there: borrowed; 0: another way. */
static inline addr quick_character(const struct heap *h, addr o, addr key)
{
    int64_t i, size;
    if (!object_is_exact(h, o, KIND_STR) || !quick_digit(h, key, &i))
        return 0;
    size = (int64_t)str_length(h, o);
    i += i < 0 ? size : 0;
    if (HEAP_UNLIKELY((uint64_t)i >= (uint64_t)size))
        return 0;
    uint32_t c = str_char(h, o, (size_t)i);
    return c < 256 ? str_latin1_char(h, c) : 0;
}

/* bool(o): an exact bool, None or int at once. */
static inline enum heap_status quick_truth(struct heap *h, addr o, bool *out)
{
    int64_t x;
    if (HEAP_LIKELY(o == h->singleton[SINGLETON_TRUE] || o == h->singleton[SINGLETON_FALSE])) {
        *out = o == h->singleton[SINGLETON_TRUE];
        return HEAP_OK;
    }
    if (o == none(h)) {
        *out = false;
        return HEAP_OK;
    }
    if (quick_int(h, o, &x)) {
        *out = x != 0;
        return HEAP_OK;
    }
    if (object_is_exact(h, o, KIND_LIST) || object_is_exact(h, o, KIND_TUPLE)) {
        *out = object_size_field(h, o) != 0;
        return HEAP_OK;
    }
    return object_truth(h, o, out);
}

/* An exact dict's item: *new*, KeyError. */
static inline enum heap_status quick_dict_item(struct heap *h, addr d, addr key, addr *out)
{
    addr value;
    enum heap_status status = dict_get(h, d, key, &value);
    if (HEAP_UNLIKELY(status != HEAP_OK))
        return status;
    if (HEAP_UNLIKELY(!value))
        return raise_key_error(h, key);
    *out = incref(h, value);
    return HEAP_OK;
}

/* The next character of the iterator of a str, if it is one of those that are always there: *new*; false, and
 * nothing done: another way. */
static inline bool quick_character_next(struct heap *h, addr o, addr *item)
{
    addr type = object_type(h, o);
    struct index_iterator *it = index_iterator_at(h, o);
    if ((type != h->type[KIND_STR_ASCII_ITERATOR] && type != h->type[KIND_STR_ITERATOR]) || !it->sequence ||
        (uint64_t)it->index >= str_length(h, it->sequence))
        return false;
    uint32_t c = str_char(h, it->sequence, (size_t)it->index);
    if (c >= 256)
        return false;
    it->index++;
    *item = incref(h, str_latin1_char(h, c));
    return true;
}

/* The next number of a range_iterator (range_iterator.c has the layouts); false: it is at its end. *item 0:
 * no memory, raised. */
static inline bool quick_range_next(struct heap *h, addr o, addr *item)
{
    uint64_t *w = heap_at(h, o + 16);
    if (h->abi.range_iterator_counts_down) {
        if (w[2] == 0)
            return false;
        *item = quick_int_new(h, (int64_t)w[0]);
        if (HEAP_LIKELY(*item != 0)) {
            w[0] += w[1];
            w[2]--;
        }
    } else {
        if (w[0] >= w[3])
            return false;
        *item = quick_int_new(h, (int64_t)(w[1] + w[0] * w[2]));
        w[0] += *item != 0;
    }
    return true;
}

/* list.append(l, item) of three slots, the descriptor first: of an exact list with room for one more, the
 * last slot is moved there. False, and nothing is done: another way. */
static inline bool quick_append(struct heap *h, slot *call)
{
    if (!call[0] || !call[1])
        return false;
    addr list = slot_object(call[1]);
    struct list_object *l = list_at(h, list);
    if (descriptor_at(h, slot_object(call[0]))->definition != builtin_text(KIND_LIST, LIST_METHOD_APPEND) ||
        object_type(h, list) != h->type[KIND_LIST] || l->size >= l->allocated || recursion_is_full(h) ||
        h->steps + 1 >= h->steps_limit || heap_abandoned(h))
        return false;
    h->steps++; /* as a call of C has it; none goes deeper here */
    list_items(h, list)[l->size++] = slot_own(h, call[2]);
    return true;
}

#endif
