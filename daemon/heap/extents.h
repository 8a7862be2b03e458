/* What is in use of a region: the ranges of pages that a heap may have touched; what lies between is zero. */
#ifndef HEAPD_HEAP_EXTENTS_H
#define HEAPD_HEAP_EXTENTS_H

#include "daemon/heap/region.h"

struct extent {
    uint64_t offset, size; /* whole pages */
};

#define EXTENTS_MAX 10

/* All that makes the heap: how many there are, in order of offsets. */
size_t heap_extents(const struct heap *h, struct extent out[EXTENTS_MAX]);

/* Without the words of the traces. */
size_t heap_extents_untraced(const struct heap *h, struct extent out[EXTENTS_MAX]);

#endif
