/* The region: one reserved range of address space per heap, and what lies where in it.
 *
 * - offset 0: struct heap, then the static area: type objects, small ints, characters, singletons
 * - REGION_ARENAS: arenas, growing upwards
 * - REGION_LARGE: blocks above 512 bytes, growing upwards (blocks.h)
 * - REGION_TABLES: the library's own tables (traces, interned strings, handles, frames): never counted as
 *   memory of the program, so that tracing or looking does not move a single object
 * - REGION_STARTS: two bits for each 16 bytes of arenas and large area: an object begins here, and a capture
 *   has seen it (births.h)
 * - REGION_TRACES: a 32-bit word for each 16 bytes of the same: the trace of the block that begins here
 * - REGION_MARKS: a byte for each 16 bytes below REGION_TABLES: what a running collection knows of the object
 *   there. Zero while none runs
 * - REGION_ORDER: the members of the oldest generation in the order of its list, as the last full collection
 *   left it
 * - REGION_ORDER_YOUNG: scratch memory of collections: the same of the list being collected; nothing between
 *   them
 * - REGION_CANDIDATES: scratch memory of collections: tuples and dicts that may be untracked
 * - REGION_STACK: the frames of running programs, growing upwards
 *
 * Reserving costs no memory; pages come to be when they are first touched, and go back when an arena or a
 * large block's pages are released. The geometry is the same in every heap.
 */
#ifndef HEAPD_HEAP_REGION_H
#define HEAPD_HEAP_REGION_H

#include "daemon/heap/base.h"

#define REGION_GIB         (1ull << 30)
#define REGION_STATIC      0x8000ull /* where the static area begins, after struct heap */
#define REGION_ARENAS      0x100000ull
#define REGION_LARGE       (8 * REGION_GIB)
#define REGION_TABLES      (16 * REGION_GIB)
#define REGION_STARTS      (20 * REGION_GIB)
#define REGION_TRACES      (21 * REGION_GIB)
#define REGION_MARKS       (25 * REGION_GIB)
#define REGION_ORDER       (26 * REGION_GIB)
#define REGION_ORDER_YOUNG (28 * REGION_GIB)
#define REGION_CANDIDATES  (30 * REGION_GIB)
#define REGION_STACK       (31 * REGION_GIB)
#define REGION_STACK_SIZE  REGION_GIB
#define REGION_SIZE        (32 * REGION_GIB)

/* The most that a heap's byte limit can be: what fits the arenas or the large area. */
#define REGION_LIMIT_MAX (7 * REGION_GIB)

/* Reserve a region, zero everywhere. NULL if the host refuses. */
struct heap *region_reserve(void) HEAP_MUST_CHECK;
void region_release(struct heap *h);

#define REGION_PAGE 4096ull

/* From so many bytes of arenas on a heap is large. */
#define REGION_HUGE_FROM (32ull << 20)

/* The heap is large: the arenas from `offset` on, and what is kept for each 16 bytes of them, may have huge
 * pages. They are sooner there and sooner found; in a small heap they would be empty for the most part. */
void region_use_huge_pages(struct heap *h, uint64_t offset);

/* The same for [offset, end) of the large area, or of the tables, where so many bytes of it are used: a block
 * there is written from its beginning to its end. */
#define REGION_HUGE_BLOCKS_FROM (8ull << 20)
void region_use_huge_blocks(struct heap *h, uint64_t offset, uint64_t end);
/* The same for memory of the host that something large is made in; NULL is left alone. */
void region_use_huge_memory(void *memory, size_t size);

/* The pages in [offset, offset + size), which read as zero, are about to be written: the host may find all of
 * them at once. */
void region_expect(struct heap *h, uint64_t offset, uint64_t size);

/* Give the pages in [offset, offset + size) back to the host: they read as zero afterwards. Not for pages
 * that region_map() made: those would read as the image again. */
void region_discard(struct heap *h, uint64_t offset, uint64_t size);

/* What was written in [offset, end) since the region was reserved and mapped is gone. False: the host
 * refuses. */
bool region_forget(struct heap *h, uint64_t offset, uint64_t end) HEAP_MUST_CHECK;

/* Map the pages of an image file, found there at the same offset, privately: copied when first written. */
bool region_map(struct heap *h, int image, uint64_t offset, uint64_t size) HEAP_MUST_CHECK;

/* Copy whole pages from one region to the same place of another, fresh one; pages of zeros are left
 * untouched. */
void region_copy(struct heap *to, const struct heap *from, uint64_t offset, uint64_t size);

/* One page to somewhere else. False: it is all zeros, and `to` is left alone. */
bool region_read(const struct heap *h, uint64_t offset, void *to);

/* Memory that belongs to nobody: in builds with the address sanitizer, reading or writing it is reported at
 * once. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define REGION_POISONS 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define REGION_POISONS 1
#endif

#ifdef REGION_POISONS
void region_poison(const struct heap *h, addr a, uint64_t size);
void region_unpoison(const struct heap *h, addr a, uint64_t size);
void region_unpoison_all(const struct heap *h);
#else
static inline void region_poison(const struct heap *h, addr a, uint64_t size)
{
    (void)h, (void)a, (void)size;
}
static inline void region_unpoison(const struct heap *h, addr a, uint64_t size)
{
    (void)h, (void)a, (void)size;
}
static inline void region_unpoison_all(const struct heap *h)
{
    (void)h;
}
#endif

#endif
