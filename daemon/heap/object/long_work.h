/* Work of one call that memory lets become so long that it looks on the way whether the run goes on, beyond
 * loop_goes_on() of object.h. What is found unfinished is for the caller to undo: HEAP_ABANDONED is told
 * before anything outside was changed.
 */
#ifndef HEAPD_HEAP_OBJECT_LONG_WORK_H
#define HEAPD_HEAP_OBJECT_LONG_WORK_H

#include <string.h>

#include "daemon/heap/object/object.h"

/* As loop_goes_on(), where an item is looked for in memory, which takes as long as some characters: every
 * 4,096th time. */
static inline enum heap_status loop_of_items_goes_on(struct heap *h, size_t i)
{
    return HEAP_LIKELY(~i & 0xfff) ? HEAP_OK : loop_work(h, 0);
}

/* So much is copied or cleared between two looks. */
#define BYTES_AT_ONCE ((size_t)1 << 20)

static inline enum heap_status bytes_copy(struct heap *h, void *to, const void *from, size_t size)
{
    char *bytes = to;
    const char *source = from;
    for (; HEAP_UNLIKELY(size > BYTES_AT_ONCE); size -= BYTES_AT_ONCE) {
        memcpy(bytes, source, BYTES_AT_ONCE);
        bytes += BYTES_AT_ONCE;
        source += BYTES_AT_ONCE;
        if (loop_work(h, 0) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    memcpy(bytes, source, size);
    return HEAP_OK;
}

static inline enum heap_status bytes_fill(struct heap *h, void *to, int byte, size_t size)
{
    char *bytes = to;
    for (; HEAP_UNLIKELY(size > BYTES_AT_ONCE); size -= BYTES_AT_ONCE) {
        memset(bytes, byte, BYTES_AT_ONCE);
        bytes += BYTES_AT_ONCE;
        if (loop_work(h, 0) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    memset(bytes, byte, size);
    return HEAP_OK;
}

static inline enum heap_status bytes_clear(struct heap *h, void *to, size_t size)
{
    return bytes_fill(h, to, 0, size);
}

/* The items change places, the first with the last and so on. Their size is 1, 2, 4 or 8. */
enum heap_status items_reverse(struct heap *h, void *items, size_t count, size_t size) HEAP_MUST_CHECK;
/* The bytes of each do. */
enum heap_status items_byteswap(struct heap *h, void *items, size_t count, size_t size) HEAP_MUST_CHECK;

/* A reference more to each of these; when asked to stop, to none. */
static inline enum heap_status references_hold(struct heap *h, const addr *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        incref(h, items[i]);
        if (HEAP_LIKELY(loop_of_items_goes_on(h, i) == HEAP_OK))
            continue;
        do
            decref(h, items[i]); /* where they are they have one more */
        while (i-- > 0);
        return HEAP_ABANDONED;
    }
    return HEAP_OK;
}

#endif
