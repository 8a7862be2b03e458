/* Growing arrays for this library's inside: doubling, bounded by 32-bit ids. */
#ifndef HEAPD_SNAPSHOT_ARRAY_H
#define HEAPD_SNAPSHOT_ARRAY_H

#include "daemon/snapshot/snapshot.h"
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

/* Ids are 32 bits wide, and the last two values are taken (no id; the root of a flame graph). */
#define SNAPSHOT_MAX_IDS ((size_t)UINT32_MAX - 2)

/*
 * Memory that will be used all over, many megabytes of it: in large pages it costs a third of the faults and
 * of the waits for addresses to be translated. Advice; what it is refused is as well.
 */
static inline void snapshot_will_use(void *memory, size_t bytes)
{
    enum { LARGE_PAGE = 2 << 20, WORTH_IT = 4 << 20 };
    if (bytes >= WORTH_IT) {
        uintptr_t from = ((uintptr_t)memory + LARGE_PAGE - 1) & ~(uintptr_t)(LARGE_PAGE - 1);
        uintptr_t to = ((uintptr_t)memory + bytes) & ~(uintptr_t)(LARGE_PAGE - 1);
        (void)madvise((void *)from, to - from, MADV_HUGEPAGE);
    }
}

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
    snapshot_will_use(moved, larger * element);
    *(void **)array = moved;
    *capacity = larger;
    return SNAPSHOT_OK;
}

#endif
