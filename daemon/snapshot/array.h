/*
 * Growing arrays for this library's inside, bounded by 32-bit ids. Small ones double. Large ones get room for
 * a multiple of what they hold, which they may never use: address space is not memory, but to be moved costs,
 * and memory that is not moved can be in large pages. So what an array occupies is what it holds, not its
 * room.
 */
#ifndef HEAPD_SNAPSHOT_ARRAY_H
#define HEAPD_SNAPSHOT_ARRAY_H

#include "daemon/snapshot/snapshot.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Ids are 32 bits wide, and the last two values are taken (no id; the root of a flame graph). */
#define SNAPSHOT_MAX_IDS ((size_t)UINT32_MAX - 2)

enum { SNAPSHOT_LARGE_PAGE = 2 << 20, SNAPSHOT_LARGE_ARRAY = 1 << 20, SNAPSHOT_LARGE_ROOM = 64 << 20 };

/*
 * Memory that will be used all over, many megabytes of it: in large pages it costs a sixth of the faults and
 * a third of the waits for addresses to be translated. Advice; what it is refused is as well.
 */
static inline void snapshot_will_use(void *memory, size_t bytes)
{
    if (bytes >= 2 * SNAPSHOT_LARGE_PAGE) {
        uintptr_t mask = ~(uintptr_t)(SNAPSHOT_LARGE_PAGE - 1);
        uintptr_t from = ((uintptr_t)memory + SNAPSHOT_LARGE_PAGE - 1) & mask;
        uintptr_t to = ((uintptr_t)memory + bytes) & mask;
        (void)madvise((void *)from, to - from, MADV_HUGEPAGE);
    }
}

/* Moves an array to where large pages begin; NULL: there is no room for so many, and nothing has changed. */
static inline void *snapshot_move_large(void *array, size_t used, size_t bytes)
{
    void *moved = aligned_alloc(SNAPSHOT_LARGE_PAGE, bytes);
    if (moved != NULL) {
        snapshot_will_use(moved, bytes);
        if (used > 0) {
            memcpy(moved, array, used);
        }
        free(array);
    }
    return moved;
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
    void *moved = NULL;
    if (larger < SIZE_MAX / 32 / element && larger * element >= SNAPSHOT_LARGE_ARRAY) {
        size_t bytes = larger * element * 8 + SNAPSHOT_LARGE_ROOM;
        bytes -= bytes % SNAPSHOT_LARGE_PAGE;
        moved = snapshot_move_large(*(void **)array, *capacity * element, bytes);
        larger = moved != NULL ? bytes / element : larger;
    }
    if (moved == NULL) {
        moved = reallocarray(*(void **)array, larger, element);
    }
    if (moved == NULL) {
        return SNAPSHOT_NO_MEMORY;
    }
    *(void **)array = moved;
    *capacity = larger;
    return SNAPSHOT_OK;
}

#endif
