/* Exact ints of few digits and floats, made, read and released inline: for the evaluation of arithmetic. */
#ifndef HEAPD_HEAP_OBJECT_QUICK_NUMBER_H
#define HEAPD_HEAP_OBJECT_QUICK_NUMBER_H

#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/quick_memory.h"

#define QUICK_NUMBER_BLOCK 32 /* of a float, and of an int of at most two digits */

/* An exact int of at most two digits: what most are. */
static inline bool quick_int(const struct heap *h, addr o, int64_t *value)
{
    int64_t sign, size;
    if (object_type(h, o) != h->type[KIND_INT])
        return false;
    const uint32_t *digits = int_at(h, o);
    if (h->abi.int_form == INT_TAG) {
        uint64_t tag = HEAP_FIELD(h, o, 16, uint64_t);
        size = (int64_t)(tag >> INT_TAG_SHIFT);
        sign = 1 - (int64_t)(tag & INT_TAG_SIGN);
    } else {
        sign = HEAP_FIELD(h, o, 16, int64_t);
        size = sign < 0 ? -sign : sign;
        if (HEAP_LIKELY(size <= 1)) {
            *value = sign * (int64_t)digits[0];
            return true;
        }
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

/* *new*, as int_new(). */
static inline addr quick_int_new(struct heap *h, int64_t value)
{
    if (value >= h->abi.small_int_min && value <= h->abi.small_int_max)
        return incref(h, h->small_ints + (addr)(value - h->abi.small_int_min) * INT_STATIC_STRIDE);
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    if (HEAP_UNLIKELY(rest >> (2 * INT_DIGIT_BITS) != 0))
        return int_new(h, value);
    addr o = quick_new_plain(h, h->type[KIND_INT], QUICK_NUMBER_BLOCK);
    if (HEAP_UNLIKELY(!o))
        return int_new(h, value);
    int64_t count = 1 + (rest >> INT_DIGIT_BITS != 0);
    HEAP_FIELD(h, o, 16, int64_t) = h->abi.int_form == INT_TAG ? count << INT_TAG_SHIFT | (value < 0 ? 2 : 0)
                                    : value < 0                ? -count
                                                               : count;
    int_at(h, o)[0] = (uint32_t)rest & INT_DIGIT_MASK;
    if (count > 1)
        int_at(h, o)[1] = (uint32_t)(rest >> INT_DIGIT_BITS);
    return o;
}

/* *new*, as float_new(). */
static inline addr quick_float_new(struct heap *h, double value)
{
    addr o = quick_new_plain(h, h->type[KIND_FLOAT], QUICK_NUMBER_BLOCK);
    if (HEAP_UNLIKELY(!o))
        return float_new(h, value);
    HEAP_FIELD(h, o, FLOAT_VALUE, double) = value;
    return o;
}

/* A reference to an exact int or float less. */
static inline void quick_number_decref(struct heap *h, addr o)
{
    struct object *p = object_at(h, o);
    if ((int32_t)p->refcount >= 0 && (uint32_t)--p->refcount == 0 && HEAP_UNLIKELY(!quick_free_plain(h, o)))
        object_release(h, o);
}

#endif
