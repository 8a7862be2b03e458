/* Memory of the program: what PyObject_Malloc and PyMem_Malloc are in CPython. Requests up to 512 bytes are
 * blocks in pools (arena.h), larger ones large blocks (blocks.h). Every block is traced while tracing is on
 * (trace.h).
 *
 * Mirrors Objects/obmalloc.c. No function here runs a collection or a finalizer.
 */
#ifndef HEAPD_HEAP_MEMORY_H
#define HEAPD_HEAP_MEMORY_H

#include "daemon/heap/base.h"

/* A new block of at least `size` bytes (0 counts as 1), 16-byte aligned, contents undefined; 0 with
 * MemoryError raised when the heap's byte limit or an injected failure says no. Constant time. */
addr memory_alloc(struct heap *h, size_t size) HEAP_MUST_CHECK;

/* As memory_alloc, zeroed. */
addr memory_alloc_zero(struct heap *h, size_t size) HEAP_MUST_CHECK;

/* The block moved or not to `size` bytes, contents kept to the smaller size. On failure 0, and the block is
 * as it was. As pymalloc: a pool block stays where it is when it shrinks by less than a quarter. a == 0
 * allocates. */
addr memory_realloc(struct heap *h, addr a, size_t size) HEAP_MUST_CHECK;

/* Takes the block back; 0 is ignored. */
void memory_free(struct heap *h, addr a);

/* Usable bytes of the block that begins at `a`. */
size_t memory_block_size(const struct heap *h, addr a);

/* A program has ended: pages that were kept for it go back to the host. */
void memory_keep_no_pages(struct heap *h);

/* The library's own tables: as above, but in REGION_TABLES, outside the byte limit's accounting and never
 * traced. table_alloc still fails (0, nothing raised) when the tables area is full or a failure is injected.
 */
addr table_alloc(struct heap *h, size_t size) HEAP_MUST_CHECK;
addr table_realloc(struct heap *h, addr a, size_t size) HEAP_MUST_CHECK;
void table_free(struct heap *h, addr a);

/* Failure injection for tests: the n-th allocation from now (of either kind) fails, once; 0 turns it off. */
void memory_fail_after(struct heap *h, uint64_t n);

/* A program that fills the heap is told so by a MemoryError, whose traceback takes memory, as does whatever
 * catches it and wants to let something go. So the last of the limit is kept back from it: _begin() and
 * _end() of a run; _open() when memory has run out, until _close(), of what is handled, finds that there is
 * room again. Without a run they do nothing. (In CPython an arena that cannot be had leaves room in those
 * that there are.) */
void memory_keep_back_begin(struct heap *h);
void memory_keep_back_end(struct heap *h);
void memory_keep_back_open(struct heap *h);
void memory_keep_back_close(struct heap *h);

struct memory_stats {
    uint64_t limit;     /* bytes */
    uint64_t used;      /* bytes in blocks, rounded up to their size class; large ones with their header */
    uint64_t committed; /* bytes of arenas and of large-area pages in use */
    uint64_t peak_used;
    uint64_t small_blocks, large_blocks, large_bytes;
    uint64_t arenas, arenas_peak, arenas_allocated_total;
    uint64_t tables; /* bytes of the library's own tables */
};
void memory_stats(const struct heap *h, struct memory_stats *out);

#endif
