/* The cyclic garbage collector: CPython's three generations (Modules/gcmodule.c, Python/gc.c), for any
 * version's thresholds, triggers and order of destruction.
 */
#ifndef HEAPD_HEAP_COLLECTOR_H
#define HEAPD_HEAP_COLLECTOR_H

#include "daemon/heap/base.h"

#define GC_FINALIZED 1u /* in gc_head.prev: the finalizer has run */
#define GC_COLLECTING                                                                                        \
    2u /* in gc_head.prev: in the generation being collected; prev holds the copied count                    \
        */

#define GC_DEBUG_STATS         1u
#define GC_DEBUG_COLLECTABLE   2u
#define GC_DEBUG_UNCOLLECTABLE 4u
#define GC_DEBUG_SAVEALL       32u
#define GC_DEBUG_LEAK          (GC_DEBUG_COLLECTABLE | GC_DEBUG_UNCOLLECTABLE | GC_DEBUG_SAVEALL)

struct generation_stats { /* gc.get_stats() */
    uint64_t collections, collected, uncollectable;
};

struct collector {
    bool enabled, collecting, scheduled;
    uint32_t debug;
    addr garbage;   /* list: gc.garbage */
    addr callbacks; /* list: gc.callbacks */
    int64_t long_lived_total, long_lived_pending;
    struct generation_stats stats[3];
    uint64_t collections_total;
    uint64_t stressed; /* collections since the last full one, in stress builds */
    uint64_t
        order_known; /* how many entries of REGION_ORDER are worth looking at: hints of what to prefetch */
};

enum collection_cause { CAUSE_REQUEST, CAUSE_ALLOCATION, CAUSE_END };

/* "request", "allocation"; "end": of a program, as Py_FinalizeEx() collects. */
const char *collection_cause_name(uint32_t cause);

/* One collection, as told to the owner's history. */
struct collection {
    uint32_t generation;
    uint32_t cause;    /* enum collection_cause */
    uint64_t examined; /* objects in the collected generations */
    uint64_t collected, uncollectable, finalized, resurrected, weakrefs_cleared;
    uint64_t freed_bytes; /* memory.used before less after; what waited in free lists was freed before */
    uint64_t pause_us;    /* by heap_clock_us(); 0 without one */
};

/* A clock that whoever links the library may define, in microseconds from any point. It measures pauses and
 * nothing else: what a heap does never depends on it. */
uint64_t heap_clock_us(void) __attribute__((weak));

/* gc.collect(generation): 0 to 2, else ValueError "invalid generation". Fills `out` (may be NULL). Nested
 * calls answer 0 collected, as CPython. */
enum heap_status collector_collect(struct heap *h, int generation, struct collection *out) HEAP_MUST_CHECK;

/* The two full collections at the end of a program: nobody hears of a failure. The first is one like any
 * other, and does not happen where collections are disabled; the last one always does, and gc.callbacks are
 * not told. */
void collector_collect_at_end(struct heap *h);
void collector_collect_last(struct heap *h);

/* A request may come here between operations: runs the collection that an allocation has scheduled (3.12 on).
 */
void heap_safe_point(struct heap *h);

void collector_enable(struct heap *h, bool on);
bool collector_is_enabled(const struct heap *h);
void collector_set_threshold(struct heap *h, int index, uint32_t value);
uint32_t collector_threshold(const struct heap *h, int index);
uint32_t collector_count(const struct heap *h, int index);
enum heap_status collector_set_debug(struct heap *h, uint32_t flags) HEAP_MUST_CHECK;
uint32_t collector_debug(const struct heap *h);
void collector_stats(const struct heap *h, int generation, struct generation_stats *out);
void collector_freeze(struct heap *h);
void collector_unfreeze(struct heap *h);
/* Objects in the permanent generation, in another one: residents (object/object.h) are left out, as they are
 * wherever the owner of a heap counts its objects. Linear. */
uint64_t collector_frozen(const struct heap *h);
uint64_t collector_generation_size(const struct heap *h, int generation);
addr collector_garbage(const struct heap *h);   /* borrowed: gc.garbage */
addr collector_callbacks(const struct heap *h); /* borrowed: gc.callbacks */

/* Which generation a tracked object is in: 0 to 2, 3 permanent, -1 untracked. Linear unless `map` was made:
 * see collector_map(). */
int collector_generation_of(const struct heap *h, addr o);

/* For object.h: an allocation of a tracked type's object, after which a collection may be due. */
void collector_note_allocation_slowly(struct heap *h);

#endif
