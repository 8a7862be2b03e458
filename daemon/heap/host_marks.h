/* A bit for each 16 bytes of a heap where something can begin, and a stack of addresses: host memory for
 * walks that look at a heap without changing it.
 */
#ifndef HEAPD_HEAP_HOST_MARKS_H
#define HEAPD_HEAP_HOST_MARKS_H

#include "daemon/heap/base.h"

struct host_marks {
    uint64_t *low, *large;                    /* statics and arenas; large blocks */
    uint64_t low_end, large_start, large_end; /* offsets in the region */
};
bool host_marks_init(struct host_marks *m, const struct heap *h) HEAP_MUST_CHECK; /* false: no host memory */
void host_marks_free(struct host_marks *m);

/* The word that has the bit of address `a`; NULL where nothing can be. */
static inline uint64_t *host_marks_word(const struct host_marks *m, addr a)
{
    uint64_t offset = a - HEAP_BASE;
    if (HEAP_LIKELY(offset < m->low_end))
        return &m->low[offset >> 10];
    if (offset >= m->large_start && offset < m->large_end)
        return &m->large[(offset - m->large_start) >> 10];
    return NULL;
}
static inline uint64_t host_marks_bit(addr a)
{
    return 1ull << ((a >> 4) & 63);
}

/* Sets the bit; false when it was set before (or there is none). */
static inline bool host_marks_add(const struct host_marks *m, addr a)
{
    uint64_t *word = host_marks_word(m, a), bit = host_marks_bit(a);
    if (!word || *word & bit)
        return false;
    *word |= bit;
    return true;
}
static inline bool host_marks_has(const struct host_marks *m, addr a)
{
    const uint64_t *word = host_marks_word(m, a);
    return word && *word & host_marks_bit(a);
}

/* Clears the bit; false when it was not set. */
static inline bool host_marks_remove(const struct host_marks *m, addr a)
{
    uint64_t *word = host_marks_word(m, a), bit = host_marks_bit(a);
    if (!word || !(*word & bit))
        return false;
    *word &= ~bit;
    return true;
}

struct host_stack {
    addr *items;
    size_t count, capacity;
    bool failed; /* no memory: what was pushed is lost */
};
void host_stack_push(struct host_stack *s, addr a);
void host_stack_free(struct host_stack *s);

#endif
