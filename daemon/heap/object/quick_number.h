/* Exact ints of few digits and floats, made, read and released inline: for the evaluation of arithmetic. */
#ifndef HEAPD_HEAP_OBJECT_QUICK_NUMBER_H
#define HEAPD_HEAP_OBJECT_QUICK_NUMBER_H

#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/quick_memory.h"

/* A slot of a frame (interpreter_frame.h): with the lowest bit set it only borrows its reference. */
typedef uint64_t slot_reference;

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

/* One of those that are always there: borrowed. */
static inline addr quick_small_int(const struct heap *h, int64_t value)
{
    return h->small_ints + (addr)(value - h->abi.small_int_min) * INT_STATIC_STRIDE;
}

/* *new*, as int_new(). */
static inline addr quick_int_new(struct heap *h, int64_t value)
{
    if (value >= h->abi.small_int_min && value <= h->abi.small_int_max)
        return incref(h, quick_small_int(h, value));
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    if (HEAP_UNLIKELY(rest >> (2 * INT_DIGIT_BITS) != 0))
        return int_new(h, value);
    addr o = quick_new_plain(h, h->type[KIND_INT], QUICK_NUMBER_BLOCK);
    if (HEAP_UNLIKELY(!o))
        return int_new(h, value);
    quick_int_fill(h, o, value < 0, rest);
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

/* A reference less to anything, if nothing runs by that: it is not the last one, or one to a number. Else false, and nothing is done. */
static inline bool quick_decref(struct heap *h, addr o)
{
    if (HEAP_LIKELY(decref_shared(h, o)))
        return true;
    addr type = object_type(h, o);
    return (type == h->type[KIND_INT] || type == h->type[KIND_FLOAT]) && quick_free_plain(h, o);
}

/* ---- a result that takes the place of an operand -------------------------------------------------------------------
 *
 * Most operands die with the operation. The result is made first and the operand released then: it is the other's block that comes free,
 * and what is counted stays as it is but for the peak.
 */

static inline bool quick_number_dies(const struct heap *h, slot_reference s)
{
    return !(s & 1) && (uint32_t)object_at(h, s)->refcount == 1;
}

/* A new object (header only) of such a type and then the end of the dying one, at once. 0: nothing is done. */
static inline addr quick_number_replace(struct heap *h, addr dying, addr type)
{
    addr pool = h->used_pools[(QUICK_NUMBER_BLOCK - 1) >> 4].next;
    uint64_t used = h->small_used + QUICK_NUMBER_BLOCK + h->large.used_bytes;
    if (HEAP_UNLIKELY((dying & ~(addr)(h->abi.pool_size - 1)) != pool || h->attended || used > h->limit))
        return 0;
    struct pool_header *p = heap_at(h, pool);
    addr made = p->free_block, next;
    region_unpoison(h, made, QUICK_NUMBER_BLOCK);
    next = HEAP_FIELD(h, made, 0, addr);
    if (HEAP_UNLIKELY(next == 0)) {
        region_poison(h, made + sizeof(addr), QUICK_NUMBER_BLOCK - sizeof(addr));
        return 0;
    }
    if (used > h->peak_used)
        h->peak_used = used;
#ifdef HEAPD_DEBUG
    memset(heap_at(h, made), 0xcd, QUICK_NUMBER_BLOCK);
    memset(heap_at(h, dying), 0xdd, QUICK_NUMBER_BLOCK);
#endif
    *object_at(h, made) = (struct object){1, type};
    *object_start_word(h, made) |= object_start_bit(made);
    *object_start_word(h, dying) &= ~object_start_bit(dying);
    HEAP_FIELD(h, dying, 0, addr) = next;
    region_poison(h, dying + sizeof(addr), QUICK_NUMBER_BLOCK - sizeof(addr));
    p->free_block = dying;
    return made;
}

static inline void quick_number_release(struct heap *h, slot_reference s)
{
    if (!(s & 1))
        quick_number_decref(h, s);
}

/* The object for a result, header only, and both operands released; 0: nothing is done. */
static inline addr quick_number_result(struct heap *h, addr type, slot_reference a, slot_reference b)
{
    addr made = quick_number_dies(h, a) ? quick_number_replace(h, a, type) : 0;
    if (made) {
        quick_number_release(h, b);
        return made;
    }
    if (!quick_number_dies(h, a) && quick_number_dies(h, b) && (made = quick_number_replace(h, b, type)) != 0) {
        quick_number_release(h, a); /* not the last one */
        return made;
    }
    made = quick_new_plain(h, type, QUICK_NUMBER_BLOCK);
    if (HEAP_LIKELY(made != 0)) {
        quick_number_release(h, a);
        quick_number_release(h, b);
    }
    return made;
}

/* *new* results of an operation on two exact numbers in slots, which are released; 0: MemoryError, they are not. */
static inline addr quick_float_result(struct heap *h, double value, slot_reference a, slot_reference b)
{
    addr made = quick_number_result(h, h->type[KIND_FLOAT], a, b);
    if (HEAP_UNLIKELY(!made)) {
        if (!(made = float_new(h, value)))
            return 0;
        quick_number_release(h, a);
        quick_number_release(h, b);
        return made;
    }
    HEAP_FIELD(h, made, FLOAT_VALUE, double) = value;
    return made;
}

static inline addr quick_int_result(struct heap *h, int64_t value, slot_reference a, slot_reference b)
{
    addr made = quick_int_new(h, value);
    if (HEAP_LIKELY(made != 0)) {
        quick_number_release(h, a);
        quick_number_release(h, b);
    }
    return made;
}

#endif
