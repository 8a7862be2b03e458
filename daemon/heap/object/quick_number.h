/* Exact ints of few digits and floats, made, read and released inline: for the evaluation of arithmetic. */
#ifndef HEAPD_HEAP_OBJECT_QUICK_NUMBER_H
#define HEAPD_HEAP_OBJECT_QUICK_NUMBER_H

#include "daemon/heap/object/float.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/quick_memory.h"

/* A slot of a frame (interpreter_frame.h): with the lowest bit set it only borrows its reference. */
typedef uint64_t slot_reference;

#define QUICK_NUMBER_BLOCK 32 /* of a float, and of an int of at most two digits */

/* Of an exact int: has it at most two digits? */
static inline bool quick_int_of_type(const struct heap *h, addr o, int64_t *value)
{
    int64_t sign, size;
    const uint32_t *digits = int_at(h, o);
    if (h->abi.int_form == INT_TAG) {
        uint64_t tag = HEAP_FIELD(h, o, 16, uint64_t);
        size = (int64_t)(tag >> INT_TAG_SHIFT);
        sign = 1 - (int64_t)(tag & INT_TAG_SIGN);
    } else {
        sign = HEAP_FIELD(h, o, 16, int64_t);
        if (HEAP_LIKELY((uint64_t)(sign + 1) <= 2)) { /* -1, 0, 1 */
            *value = sign * (int64_t)digits[0];
            return true;
        }
        size = sign < 0 ? -sign : sign;
        sign = sign < 0 ? -1 : 1;
    }
    if (HEAP_LIKELY(size <= 1)) {
        *value = sign * (int64_t)digits[0];
        return true;
    }
    if (size > 2)
        return false;
    *value = sign * (int64_t)(digits[0] | (uint64_t)digits[1] << INT_DIGIT_BITS);
    return true;
}

/* An exact int of at most two digits: what most are. */
static inline bool quick_int(const struct heap *h, addr o, int64_t *value)
{
    return object_type(h, o) == h->type[KIND_INT] && quick_int_of_type(h, o, value);
}

/* The same of at most one digit. */
static inline bool quick_digit(const struct heap *h, addr o, int64_t *value)
{
    return object_type(h, o) == h->type[KIND_INT] && int_is_compact(h, o, value);
}

/* Sign, size and digits of a number that is not 0 and has at most two digits. */
static inline void quick_int_fill(const struct heap *h, addr o, bool negative, uint64_t magnitude)
{
    int64_t count = 1 + (magnitude >> INT_DIGIT_BITS != 0);
    HEAP_FIELD(h, o, 16, int64_t) = h->abi.int_form == INT_TAG ? count << INT_TAG_SHIFT | (negative ? 2 : 0)
                                    : negative                 ? -count
                                                               : count;
    int_at(h, o)[0] = (uint32_t)magnitude & INT_DIGIT_MASK;
    if (count > 1)
        int_at(h, o)[1] = (uint32_t)(magnitude >> INT_DIGIT_BITS);
}

/* The same of one that has one digit. */
static inline void quick_digit_fill(const struct heap *h, addr o, int64_t value)
{
    HEAP_FIELD(h, o, 16, int64_t) =
        h->abi.int_form == INT_TAG ? 1 << INT_TAG_SHIFT | (value < 0 ? 2 : 0) : value >> 63 | 1;
    int_at(h, o)[0] = (uint32_t)(value < 0 ? -value : value);
}

/* One of those that are always there: borrowed. */
static inline addr quick_small_int(const struct heap *h, int64_t value)
{
    return h->small_ints + (addr)(value - h->abi.small_int_min) * INT_STATIC_STRIDE;
}

/* *new* str of its decimal digits (int_text.c). */
addr int_str(struct heap *h, int64_t value) HEAP_MUST_CHECK;

/* *new*, as int_new(): one that is not always there. */
addr int_make(struct heap *h, int64_t value) HEAP_MUST_CHECK;

/* *new*, as int_new(). */
static inline addr quick_int_new(struct heap *h, int64_t value)
{
    if (value >= h->abi.small_int_min && value <= h->abi.small_int_max)
        return incref(h, quick_small_int(h, value));
    return int_make(h, value);
}

/* A new float, header only; 0: by float_new(), please. */
static inline addr quick_float_alloc(struct heap *h)
{
    addr type = h->type[KIND_FLOAT], o = free_list_plain(h, FREE_FLOATS, type, FLOAT_VALUE + sizeof(double));
    return HEAP_LIKELY(o != 0) ? o : quick_new_plain(h, type, QUICK_NUMBER_BLOCK);
}

/* *new*, as float_new(). */
static inline addr quick_float_new(struct heap *h, double value)
{
    addr o = quick_float_alloc(h);
    if (HEAP_UNLIKELY(!o))
        return float_new(h, value);
    HEAP_FIELD(h, o, FLOAT_VALUE, double) = value;
    return o;
}

/* The memory of an exact int or float whose count is 0; false: by object_release(), please. `full`: as
 * quick_free_or_full(). */
static inline __attribute__((always_inline)) bool quick_number_free(struct heap *h, addr o, bool full)
{
    int64_t value;
    if (object_type(h, o) == h->type[KIND_FLOAT]) {
        if (free_list_keep_plain(h, FREE_FLOATS, o))
            return true;
    } else if (h->free_list[FREE_INTS].max && int_is_compact(h, o, &value) &&
               free_list_keep_plain(h, FREE_INTS, o)) {
        return true;
    }
    return quick_free_plain_or_full(h, o, full);
}
bool number_free(struct heap *h, addr o); /* the same as a function */

/* A reference to an exact int or float less. */
static inline void quick_number_decref(struct heap *h, addr o)
{
    struct object *p = object_at(h, o);
    if ((int32_t)p->refcount >= 0 && (uint32_t)--p->refcount == 0)
        object_release(h, o);
}

/* A reference less to anything, if nothing runs by that: it is not the last one, or one to a number. Else
 * false, and nothing is done. */
static inline bool quick_decref(struct heap *h, addr o)
{
    if (HEAP_LIKELY(decref_shared(h, o)))
        return true;
    addr type = object_type(h, o);
    return (type == h->type[KIND_INT] || type == h->type[KIND_FLOAT]) && number_free(h, o);
}

static inline void quick_number_release(struct heap *h, slot_reference s)
{
    if (!(s & 1))
        quick_number_decref(h, s);
}

/* *new* results of an operation on two exact numbers in slots, which are released; 0: MemoryError, they are
 * not. */
addr float_result(struct heap *h, double value, slot_reference a, slot_reference b) HEAP_MUST_CHECK;
addr int_result(struct heap *h, int64_t value, slot_reference a,
                slot_reference b) HEAP_MUST_CHECK; /* one that is not always there */

static inline addr quick_int_result(struct heap *h, int64_t value, slot_reference a, slot_reference b)
{
    if (value < h->abi.small_int_min || value > h->abi.small_int_max)
        return int_result(h, value, a, b);
    addr made = incref(h, quick_small_int(h, value));
    quick_number_release(h, a);
    quick_number_release(h, b);
    return made;
}

#endif
