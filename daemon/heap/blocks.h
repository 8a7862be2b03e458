/* Large blocks: a deterministic allocator over a growing range of the region, used twice, for the program's
 * blocks above 512 bytes and for the library's own tables. Two-level segregated fit: allocation and release
 * take constant time, neighbours coalesce at once, and of the blocks that fit the lowest list's last freed
 * one is taken.
 *
 * Every block has a header of 16 bytes before it: the size of the block before (when that is free), its own
 * size and two flags, as in malloc.
 */
#ifndef HEAPD_HEAP_BLOCKS_H
#define HEAPD_HEAP_BLOCKS_H

#include "daemon/heap/base.h"

#define BLOCKS_FIRST_LEVELS  32
#define BLOCKS_SECOND_LEVELS 16

/* State of one range; lives inside struct heap. */
struct blocks {
    addr start, top, end; /* [start, top) is in use; nothing is in [top, end) */
    addr peak_top;
    addr paged_top; /* pages above the top are there up to this address at most */
    uint32_t first_map;
    uint32_t second_map[BLOCKS_FIRST_LEVELS];
    addr free_list[BLOCKS_FIRST_LEVELS][BLOCKS_SECOND_LEVELS];
    uint64_t used_bytes, used_count; /* with headers */
};

void blocks_init(struct blocks *b, addr start, addr end);
addr blocks_alloc(struct heap *h, struct blocks *b,
                  size_t size) HEAP_MUST_CHECK; /* 0: no room; nothing is raised */
addr blocks_realloc(struct heap *h, struct blocks *b, addr a, size_t size) HEAP_MUST_CHECK;
void blocks_free(struct heap *h, struct blocks *b, addr a);
/* Gives back the pages above the top. */
void blocks_trim(struct heap *h, struct blocks *b);

/* What was asked for (exact bytes) and what the block takes. */
size_t blocks_requested(const struct heap *h, addr a);
size_t blocks_footprint(const struct heap *h, addr a);

/* Bytes that a request of `size` will take, header included. */
size_t blocks_footprint_of(size_t size);

/* Walk: the block after `a`, or the first for 0; 0 past the last. `*in_use` says whether it is handed out. */
addr blocks_next(const struct heap *h, const struct blocks *b, addr a, bool *in_use);

#endif
