/* A sorted multimap between addresses of a heap, or from an address to a small number: 8 bytes an entry,
 * built once for a query and then searched. Its memory is SQLite's, so that it counts for the query. */
#ifndef HEAPD_QUERY_PAIRS_H
#define HEAPD_QUERY_PAIRS_H

#include "daemon/heap/base.h"

struct pairs {
    uint64_t *items; /* key in the upper half */
    size_t count, capacity;
};

/* Blocks begin at multiples of 16 and lie in less than 64 GiB: an address is 32 bits. */
static inline uint32_t place_of(addr a)
{
    return (uint32_t)((a - HEAP_BASE) >> 4);
}
static inline addr place_address(uint32_t place)
{
    return HEAP_BASE + ((addr)place << 4);
}

bool pairs_add(struct pairs *p, uint32_t key, uint32_t value) HEAP_MUST_CHECK; /* false: no memory */
bool pairs_sort(struct pairs *p) HEAP_MUST_CHECK;                              /* and without repetitions */
void pairs_free(struct pairs *p);

/* The entries of a key are [*first, *end). */
void pairs_find(const struct pairs *p, uint32_t key, size_t *first, size_t *end);
static inline uint32_t pairs_key(const struct pairs *p, size_t i)
{
    return (uint32_t)(p->items[i] >> 32);
}
static inline uint32_t pairs_value(const struct pairs *p, size_t i)
{
    return (uint32_t)p->items[i];
}

#endif
