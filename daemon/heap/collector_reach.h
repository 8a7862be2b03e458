/* Which members of a list are garbage: the heart of a collection (deduce_unreachable() of
 * Modules/gcmodule.c). */
#ifndef HEAPD_HEAP_COLLECTOR_REACH_H
#define HEAPD_HEAP_COLLECTOR_REACH_H

#include "daemon/heap/state.h"

/* What stays in `young`, and the tuples and dicts among that which may have become uninteresting to the
 * collector. */
struct reach {
    uint64_t members; /* in the list at first */
    uint64_t reachable;
    uint64_t candidates; /* their numbers are in REGION_CANDIDATES, in the list's order */
    uint32_t traits;     /* TRAIT_... of the types of all members */
    uint32_t low, high;  /* the numbers of the unreachable lie between; low > high: there are none */
};

/* Moves the members of `young` that cannot be reached from outside of it to `unreachable` (empty before), and
 * leaves both lists in the very order that CPython leaves them in. The marks of the unreachable are
 * MARK_UNREACHABLE, all others 0. Runs no code of the
 * program. `oldest`: all of the heap is collected, and what stays is remembered in REGION_ORDER as a hint for
 * the next time. */
struct reach collector_deduce_unreachable(struct heap *h, struct gc_head *young, struct gc_head *unreachable,
                                          bool oldest);

#endif
