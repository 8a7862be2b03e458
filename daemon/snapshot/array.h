/* Growing arrays for this library's inside: doubling, bounded by 32-bit ids. */
#ifndef HEAPD_SNAPSHOT_ARRAY_H
#define HEAPD_SNAPSHOT_ARRAY_H

#include "daemon/snapshot/snapshot.h"
#include <stdlib.h>

/* Ids are 32 bits wide, and the last two values are taken (no id; the root of a flame graph). */
#define SNAPSHOT_MAX_IDS ((size_t)UINT32_MAX - 2)

/*
 * Room for `need` elements of `element` bytes in *array, of which *capacity are there. On failure nothing
 * has changed.
 */
static inline enum snapshot_status snapshot_reserve(void *array, size_t *capacity, size_t need,
                                                    size_t element)
{
    if (need <= *capacity) {
        return SNAPSHOT_OK;
    }
    size_t larger = *capacity < 16 ? 16 : *capacity * 2;
    if (larger < need) {
        larger = need;
    }
    void *moved = reallocarray(*(void **)array, larger, element);
    if (moved == NULL) {
        return SNAPSHOT_NO_MEMORY;
    }
    *(void **)array = moved;
    *capacity = larger;
    return SNAPSHOT_OK;
}

#endif
