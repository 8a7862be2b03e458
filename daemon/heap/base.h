/* What every file of the heap library shares: the address type, statuses, and reading memory by address.
 *
 * A heap is its region. The region is one range of reserved memory whose first bytes are `struct heap`; a
 * host pointer to that struct is the handle, and the only host pointer there is. Whatever lies in the region
 * refers to other things in it by heap address: HEAP_BASE plus the offset from the start of the region.
 * HEAP_BASE is the same in every heap, so that a copy of the bytes at another place in host memory is a
 * working heap.
 */
#ifndef HEAPD_HEAP_BASE_H
#define HEAPD_HEAP_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A heap address; 0 is none. What id() answers. */
typedef uint64_t addr;

#define HEAP_BASE 0x7f0000000000ull

/* Where function pointers of the real structures (tp_dealloc, ml_meth, ...) point: addresses in no region,
 * from which the library recovers an index into its own constant tables. */
#define HEAP_TEXT 0x7eff00000000ull

struct heap;

/* The result of whatever can fail. HEAP_RAISED: an exception is pending in the heap (heap_raised()), and
 * nothing else changed. HEAP_ABANDONED: heap_abandon() was asked for; nothing half-done stays behind. */
enum heap_status { HEAP_OK = 0, HEAP_RAISED, HEAP_ABANDONED };

#define HEAP_MUST_CHECK  __attribute__((warn_unused_result))
#define HEAP_LIKELY(x)   __builtin_expect(!!(x), 1)
#define HEAP_UNLIKELY(x) __builtin_expect(!!(x), 0)

/* The bytes at a heap address. The address must come from the heap itself: nothing is checked. */
static inline void *heap_at(const struct heap *h, addr a)
{
    uintptr_t zero = (uintptr_t)h - HEAP_BASE; /* two statements: each function calculates this once */
    return (void *)(zero + a);
}

/* The heap address of bytes in the region. */
static inline addr heap_addr(const struct heap *h, const void *p)
{
    return HEAP_BASE + (addr)((const char *)p - (const char *)h);
}

/* One word of memory as type T. */
#define HEAP_FIELD(h, a, offset, T) (*(T *)heap_at((h), (a) + (addr)(offset)))

#endif
