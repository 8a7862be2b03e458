/* What a running collection knows of each object, in a byte at a fixed place: REGION_MARKS + a sixteenth of
 * its offset.
 *
 * CPython keeps this in the object's head: a copy of the reference count in _gc_prev, two flags. Looking at a
 * referent there costs two cache lines of the referent (its type, to know whether there is a head, and the
 * head) for each reference. The bytes of four objects or more share a line, no type is asked (a byte that is
 * 0 belongs to nothing that is being collected), and the lists stay whole all the while.
 *
 *     0                not in the generations being collected, or known to be reachable and done with
 *     1 + n            member; n references to it are not yet explained by other members (n < MARK_MANY - 2)
 *     MARK_UNREACHABLE member, moved to the unreachable list, for now or for good
 *     MARK_MANY        member whose n is kept in the head: prev = n << 2 | flags; the link is mended when it
 * is scanned
 */
#ifndef HEAPD_HEAP_COLLECTOR_MARKS_H
#define HEAPD_HEAP_COLLECTOR_MARKS_H

#include "daemon/heap/collector_lists.h"

#define MARK_UNREACHABLE 254u
#define MARK_MANY        255u

static inline uint8_t *collector_marks(const struct heap *h)
{
    return heap_at(h, HEAP_BASE + REGION_MARKS);
}

/* Objects by number: an offset in units of 16 bytes fits 30 bits. */
static inline uint32_t object_number(addr o)
{
    return (uint32_t)((o - HEAP_BASE) >> 4);
}
static inline addr object_numbered(uint32_t n)
{
    return HEAP_BASE + ((addr)n << 4);
}

/* Room for twice as many as there can be: a member that comes back is entered again, once. */
static inline uint32_t *collector_order(const struct heap *h, bool oldest)
{
    return heap_at(h, HEAP_BASE + (oldest ? REGION_ORDER : REGION_ORDER_YOUNG));
}
static inline uint32_t *collector_candidates(const struct heap *h)
{
    return heap_at(h, HEAP_BASE + REGION_CANDIDATES);
}

#endif
