/* The layout of int and bool, for the files of object/.
 *
 *   0 ob_refcnt   8 ob_type   16 ob_size (sign and digit count) or lv_tag   24 digits of 30 bits, least first
 *
 * The highest digit is never 0; zero has no digits, though its first digit's memory exists. Mirrors
 * Objects/longobject.c.
 */
#ifndef HEAPD_HEAP_OBJECT_INT_H
#define HEAPD_HEAP_OBJECT_INT_H

#include "daemon/heap/object/object.h"
#include "daemon/heap/object/scalar.h"

#define INT_DIGIT_BITS 30
#define INT_DIGIT_MASK ((1u << INT_DIGIT_BITS) - 1)
#define INT_HEADER     24
#define INT_MAX_DIGITS (1ull << 30) /* memory ends before; keeps sums of counts in range */

/* Where small ints and characters are in the static area, each takes this many bytes. */
#define INT_STATIC_STRIDE 32

#define INT_TAG_SIGN   3u /* 0 positive, 1 zero, 2 negative */
#define INT_TAG_STATIC 4u
#define INT_TAG_SHIFT  3

static inline uint32_t *int_at(const struct heap *h, addr o)
{
    return heap_at(h, o + INT_HEADER);
}

static inline bool int_is_kind(const struct heap *h, addr o)
{
    enum kind k = object_kind(h, o);
    return k == KIND_INT || k == KIND_BOOL;
}

/* The value of an int of at most one digit; false: it has more. */
static inline bool int_is_compact(const struct heap *h, addr o, int64_t *value)
{
    int64_t sign, digit = int_at(h, o)[0];
    if (h->abi.int_form == INT_TAG) {
        uint64_t tag = HEAP_FIELD(h, o, 16, uint64_t);
        if (tag >> INT_TAG_SHIFT > 1)
            return false;
        sign = 1 - (int64_t)(tag & INT_TAG_SIGN);
    } else {
        sign = HEAP_FIELD(h, o, 16, int64_t);
        if ((uint64_t)sign + 1 > 2)
            return false;
    }
    *value = sign * digit;
    return true;
}

/* As int_from_digits, in memory for `room` digits if that is more: CPython allocates by an estimate and does
 * not give back. */
addr int_from_digits_with_room(struct heap *h, bool negative, const uint32_t *digits, size_t count,
                               size_t room) HEAP_MUST_CHECK;

addr int_new_with_room(struct heap *h, int64_t value, size_t room) HEAP_MUST_CHECK; /* 0: as int_new() */

/* *new*: an int (type 0) or an instance of a subclass with the value of `o`, as int.__new__ makes it. */
addr int_copy_of(struct heap *h, addr type, addr o) HEAP_MUST_CHECK;

size_t int_bit_length(const struct heap *h, addr o);

/* Two's complement (or the magnitude of an int that is not negative), `little`: lowest byte first; *fits:
 * whether `length` bytes hold it. */
enum heap_status int_to_bytes(struct heap *h, addr o, uint8_t *out, size_t length, bool little,
                              bool is_signed, bool *fits) HEAP_MUST_CHECK;

/* In decimal digits; ValueError beyond so many as h->int_max_str_digits says, unless the text is
 * a plain one. */
enum heap_status text_put_decimal(struct heap *h, struct text *out, addr o) HEAP_MUST_CHECK;

/* Are there more digits in this text than int() converts? ValueError. */
enum heap_status int_check_literal(struct heap *h, const char *digits, size_t length,
                                   int base) HEAP_MUST_CHECK;

/* 'little' or 'big'; 0: 'big'. */
enum heap_status int_order_argument(struct heap *h, addr o, const char *method, bool *little) HEAP_MUST_CHECK;

/* -1, 0, 1. */
int int_compare(const struct heap *h, addr a, addr b);

/* A method's argument that must be an int that fits, or have __index__, which runs any code: TypeError "'str'
 * object cannot be interpreted as an integer", OverflowError "Python int too large to convert to C ssize_t".
 */
enum heap_status int_argument(struct heap *h, addr o, int64_t *out) HEAP_MUST_CHECK;

/* TypeError "'str' object cannot be interpreted as an integer". */
enum heap_status raise_not_int(struct heap *h, addr o);

/* Where insert() puts something, 0 to length. */
static inline int64_t int_insertion(int64_t where, int64_t length)
{
    if (where < 0 && (where += length) < 0)
        where = 0;
    return where < length ? where : length;
}
/* Which item pop() takes: IndexError "pop from empty `type`". */
enum heap_status int_removal(struct heap *h, int64_t i, int64_t length, const char *type,
                             int64_t *out) HEAP_MUST_CHECK;

/* As int_argument, but cut to the range instead of refused: positions and slices. */
enum heap_status int_position(struct heap *h, addr o, int64_t *out) HEAP_MUST_CHECK;
/* The same where None would be wrong too, with the words for bounds of
 * a slice (_PyEval_SliceIndexNotNone). */
enum heap_status int_slice_position(struct heap *h, addr o, int64_t *out) HEAP_MUST_CHECK;

#endif
