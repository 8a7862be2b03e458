/* Arenas, pools and size classes as pymalloc has them (Objects/obmalloc.c): an arena is cut into pools, a
 * pool serves one size class, a block is a multiple of 16 bytes. Freed blocks are handed out again last in,
 * first out; a pool that was full goes to the front of its class's ring when a block comes free; an empty
 * pool returns to its arena; of the arenas with free pools the one with the fewest is used first; an arena
 * without used pools is released.
 *
 * The pool header is CPython's, 48 bytes at the start of each pool, so that the address of a block leads to
 * its pool.
 */
#ifndef HEAPD_HEAP_ARENA_H
#define HEAPD_HEAP_ARENA_H

#include "daemon/heap/base.h"

#define SMALL_REQUEST_LIMIT 512
#define SIZE_CLASSES        (SMALL_REQUEST_LIMIT / 16)

struct pool_header {
    uint32_t used; /* blocks handed out */
    uint32_t unused;
    addr free_block;     /* head of the list of freed blocks, linked through their first word */
    addr next, previous; /* the ring of pools of this class with a free block */
    uint32_t arena;      /* index */
    uint32_t size_class; /* 0: 16 bytes, 31: 512 bytes; ARENA_NO_CLASS for a pool never used */
    uint32_t next_offset, max_next_offset; /* of the blocks never handed out yet */
};

#define ARENA_NO_CLASS 0xffffu

/* Constant time (amortised over a new arena). 0 if there is no room; nothing is raised. size 1 .. 512. */
addr arena_alloc(struct heap *h, size_t size) HEAP_MUST_CHECK;
void arena_free(struct heap *h, addr block);

static inline bool arena_owns(addr a);

void arena_boot(struct heap *h);
size_t arena_block_size(const struct heap *h, addr block);

/* For looking: every arena and pool in address order. `pool` is called for pools that have been used; stop on
 * false. */
struct arena_info {
    addr address;
    uint32_t index, pools_total, pools_free;
};
struct pool_info {
    addr address;
    uint32_t arena, block_size, blocks_used, blocks_total;
    bool in_use;
};
bool arena_info(const struct heap *h, uint32_t index, struct arena_info *out); /* false past the last */
bool arena_pool_info(const struct heap *h, uint32_t arena, uint32_t pool, struct pool_info *out);
uint32_t arena_count(const struct heap *h); /* highest index + 1 */

/* Does a used block begin exactly at `a`? Linear in the free blocks of its pool. */
bool arena_block_in_use(const struct heap *h, addr a);

#include "daemon/heap/region.h"
static inline bool arena_owns(addr a)
{
    return a - (HEAP_BASE + REGION_ARENAS) < REGION_LARGE - REGION_ARENAS;
}

#endif
