/* Decimal and Context of decimal. Mirrors the structures of Modules/_decimal/_decimal.c and libmpdec's mpd_t;
 * what they do is scripted (scripted.h).
 *
 *   Decimal   16 hash   24 flags (a byte)   32 exp   40 digits   48 len   56 alloc   64 data   72 four words
 *   Context   16 prec   24 emax   32 emin   40 traps   44 status   48 newtrap   52 round   56 clamp   60
 * allcr   64 traps   72 flags   80 capitals
 *
 * The coefficient is in words of 19 decimal digits, the lowest first: in the object, or in a block where
 * there are more than four.
 */
#ifndef HEAPD_HEAP_OBJECT_DECIMAL_H
#define HEAPD_HEAP_OBJECT_DECIMAL_H

#include "daemon/heap/object/object.h"

#define DECIMAL_NEGATIVE    1u
#define DECIMAL_INFINITE    2u
#define DECIMAL_NAN         4u
#define DECIMAL_SNAN        8u
#define DECIMAL_STATIC_DATA 32u
#define DECIMAL_WORDS       4 /* in the object */

struct decimal_object {
    struct object base;
    int64_t hash;
    uint8_t flags;
    int64_t exponent, digits, length, allocated;
    addr data;
    uint64_t words[DECIMAL_WORDS];
};

struct decimal_context_object {
    struct object base;
    int64_t precision, maximum, minimum;
    uint32_t traps, status, new_trap;
    int32_t rounding, clamp, correctly_rounded;
    addr traps_dict, flags_dict; /* counted, 0 until they are asked for */
    int32_t capitals;
    addr thread;
};

/* *new*: the coefficient is an int that is not negative; `flags` of those above but the last. */
addr decimal_new(struct heap *h, addr type, unsigned flags, addr coefficient,
                 int64_t exponent) HEAP_MUST_CHECK;
/* *new*: its coefficient as an int. */
addr decimal_coefficient(struct heap *h, addr o) HEAP_MUST_CHECK;

static inline struct decimal_object *decimal_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
static inline struct decimal_context_object *decimal_context_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

#endif
