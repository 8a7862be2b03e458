/* The short ways of memory.c and object.c, for where an object more or less counts: what they do in nearly
 * every case, inline. Whatever is out of the ordinary (a pool that begins or empties, a limit, tracing, a
 * failure to be injected) is left to the functions, before anything has changed.
 */
#ifndef HEAPD_HEAP_QUICK_MEMORY_H
#define HEAPD_HEAP_QUICK_MEMORY_H

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/object.h"

/* The ring of a size class as if it was a pool: what its first and last pool are linked with. */
static inline addr quick_ring_head(const struct heap *h, size_t size_class)
{
    return heap_addr(h, &h->used_pools[size_class]) - offsetof(struct pool_header, next);
}

/* A pool leaves the ring of those with a free block, or comes first in it. */
static inline void quick_ring_leave(const struct heap *h, const struct pool_header *p)
{
    struct pool_header *before = heap_at(h, p->previous), *after = heap_at(h, p->next);
    before->next = p->next;
    after->previous = p->previous;
}
static inline void quick_ring_join(struct heap *h, struct pool_header *p)
{
    struct pool_ring *ring = &h->used_pools[p->size_class];
    struct pool_header *after = heap_at(h, ring->next);
    p->next = ring->next;
    p->previous = quick_ring_head(h, p->size_class);
    ring->next = after->previous = heap_addr(h, p);
}

/* A block of a size class (a multiple of 16, at most SMALL_REQUEST_LIMIT); 0: by memory_alloc(), please.
 * `last`: also the last block of a pool, for functions that are called: what it takes costs each inline copy
 * registers. Nothing is called on the way, so that they need to save nothing. */
static inline addr quick_alloc_or_last(struct heap *h, size_t size, bool last)
{
    size_t size_class = (size - 1) >> 4;
    addr pool = h->used_pools[size_class].next;
    struct pool_header *p = heap_at(h, pool);
    uint64_t used = h->small_used + size + h->large.used_bytes;
    if (HEAP_UNLIKELY(h->attended || used > h->limit || pool == quick_ring_head(h, size_class)))
        return 0;
    addr block = p->free_block;
    region_unpoison(h, block, size);
    addr next = HEAP_FIELD(h, block, 0, addr);
    if (HEAP_UNLIKELY(next == 0)) {
        if (HEAP_LIKELY(p->next_offset <= p->max_next_offset)) {
            next = pool + p->next_offset; /* as in arena_alloc() */
            p->next_offset += (uint32_t)size;
            HEAP_FIELD(h, next, 0, addr) = 0;
        } else if (last) {
            quick_ring_leave(h, p);
        } else {
            region_poison(h, block + sizeof(addr), size - sizeof(addr));
            return 0;
        }
    }
    p->free_block = next;
    p->used++;
    h->small_used += size;
    h->small_blocks++;
    if (used > h->peak_used)
        h->peak_used = used;
#ifdef HEAPD_DEBUG
    memset(heap_at(h, block), 0xcd, size);
#endif
    return block;
}

/* Takes a small block back; false: by memory_free(), please. `full`: also one of a full pool. */
static inline __attribute__((always_inline)) bool quick_free_or_full(struct heap *h, addr block, bool full)
{
    if (HEAP_UNLIKELY(!arena_owns(block) || h->attended))
        return false;
    struct pool_header *p = heap_at(h, block & ~(addr)(h->abi.pool_size - 1));
    if (HEAP_UNLIKELY(p->used == 1))
        return false;
    addr first = p->free_block;
    if (HEAP_UNLIKELY(first == 0) && !full)
        return false;
    size_t size = (p->size_class + 1u) * 16;
#ifdef HEAPD_DEBUG
    memset(heap_at(h, block), 0xdd, size);
#endif
    HEAP_FIELD(h, block, 0, addr) = first;
    region_poison(h, block + sizeof(addr), size - sizeof(addr));
    p->free_block = block;
    p->used--;
    h->small_used -= size;
    h->small_blocks--;
    if (HEAP_UNLIKELY(first == 0))
        quick_ring_join(h, p);
    return true;
}

/* Two bits for each 16 bytes: an object begins here (object.c), and it is one that a capture has seen
 * (births.h). Whoever ends an object clears both. */
static inline uint64_t *object_start_word(const struct heap *h, addr o)
{
    uint64_t *words = (uint64_t *)((uintptr_t)h + REGION_STARTS); /* of HEAP_BASE on */
    return words - (HEAP_BASE >> 9) + (o >> 9);
}
static inline uint64_t object_start_bit(addr o) /* a multiple of 16 */
{
    return 1ull << ((o >> 3) & 63);
}
static inline uint64_t object_end_bits(addr o)
{
    return 3ull << ((o >> 3) & 63);
}
#define OBJECT_START_BITS 0x5555555555555555ull /* those of a word that say where objects begin */

/* A new object of a builtin type that is not collected, header only; 0: by object_new_sized(), please. */
static inline addr quick_new_plain_or_last(struct heap *h, addr type, size_t block_size, bool last)
{
    addr o = quick_alloc_or_last(h, block_size, last);
    if (HEAP_LIKELY(o != 0)) {
        *object_at(h, o) = (struct object){1, type};
        *object_start_word(h, o) |= object_start_bit(o);
        h->object_count++;
    }
    return o;
}
static inline addr quick_new_plain(struct heap *h, addr type, size_t block_size)
{
    return quick_new_plain_or_last(h, type, block_size, false);
}

/* A new object of a builtin type that is collected, its `size` bytes (a multiple of 8) zero behind the
 * header; as object_new(), which may collect first. 0: by object_new(), please. */
static inline addr quick_new_collected(struct heap *h, addr type, size_t size)
{
    size_t head = h->abi.gc_head_size;
    if (HEAP_UNLIKELY(head + size > SMALL_REQUEST_LIMIT))
        return 0;
    addr block = quick_alloc_or_last(h, (head + size + 15) & ~(size_t)15, true);
    if (HEAP_UNLIKELY(!block))
        return 0;
    uint64_t *words = heap_at(h, block);
    words[0] = words[1] = 0;
    collector_note_allocation(h); /* may collect: the block is not an object yet */
    addr o = block + head;
    for (size_t i = 2, n = (head + size) / 8; i < n; i++) {
        words[i] = 0;
        __asm__("" ::: "memory"); /* or it becomes an instruction that takes long to begin */
    }
    *object_at(h, o) = (struct object){1, type};
    *object_start_word(h, o) |= object_start_bit(o);
    h->object_count++;
    return o;
}

/* The memory of such an object, whose count is 0; false: by object_free_memory(), please. */
static inline __attribute__((always_inline)) bool quick_free_plain_or_full(struct heap *h, addr o, bool full)
{
    if (!quick_free_or_full(h, o, full))
        return false;
    *object_start_word(h, o) &= ~object_end_bits(o);
    h->object_count--;
    return true;
}

#endif
