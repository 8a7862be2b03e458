/* Memory of the program and of the library's own tables (memory.h). */
#include "daemon/heap/memory.h"

#include <string.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/quick_memory.h"
#include "daemon/heap/raise.h"
#include "daemon/heap/region.h"
#include "daemon/heap/runtime.h"
#include "daemon/heap/state.h"
#include "daemon/heap/trace.h"

#define ARENA_TABLE_SIZE ((uint64_t)ARENAS_MAX * sizeof(struct arena))

#ifdef HEAPD_DEBUG
#define POISON_FRESH 0xcd /* CPython's debug allocator writes the same */
#define POISON_FREED 0xdd
#endif

void memory_boot(struct heap *h)
{
    arena_boot(h);
    blocks_init(&h->large, HEAP_BASE + REGION_LARGE, HEAP_BASE + REGION_TABLES);
    blocks_init(&h->tables, HEAP_BASE + REGION_TABLES + ((ARENA_TABLE_SIZE + 4095) & ~4095ull),
                HEAP_BASE + REGION_STARTS);
}

void memory_fail_after(struct heap *h, uint64_t n)
{
    h->fail_after = n;
    h->failing = n != 0;
}

/* What exceptions may take beyond the limit, so that running out of memory can be told (state.h,
 * into_reserve). */
#define RESERVE (64u << 10)

static uint64_t limit(const struct heap *h)
{
    return h->limit + (HEAP_UNLIKELY(h->into_reserve) ? RESERVE : 0);
}

static bool injected_failure(struct heap *h)
{
    return HEAP_UNLIKELY(h->fail_after != 0) && !h->into_reserve && --h->fail_after == 0;
}

static uint64_t used(const struct heap *h)
{
    return h->small_used + h->large.used_bytes;
}

#define KEPT_BACK_PART 16 /* of the limit, where that is little */

void memory_keep_back_begin(struct heap *h)
{
    uint64_t left = used(h) < h->limit ? h->limit - used(h) : 0;
    uint64_t kept = h->limit / KEPT_BACK_PART < RESERVE ? h->limit / KEPT_BACK_PART : RESERVE;
    h->kept_back = kept < left / 2 ? kept : left / 2;
    h->keeps_back = true;
    h->limit -= h->kept_back;
}

void memory_keep_back_end(struct heap *h)
{
    memory_keep_back_open(h);
    h->kept_back = 0;
}

void memory_keep_back_open(struct heap *h)
{
    if (h->keeps_back)
        h->limit += h->kept_back;
    h->keeps_back = false;
}

void memory_keep_back_close(struct heap *h)
{
    if (h->keeps_back || used(h) + h->kept_back > h->limit)
        return;
    h->limit -= h->kept_back;
    h->keeps_back = true;
}

static void note_peak(struct heap *h)
{
    if (used(h) > h->peak_used)
        h->peak_used = used(h);
}

/* Whoever asks for a large block will write it: a step of the program's (loop_work()) for so many bytes. */
#define STEP_BYTES 256

/* The block without tracing. */
static addr alloc_block(struct heap *h, size_t size)
{
    if (injected_failure(h))
        return 0;
    h->changed = true;
    addr a;
    if (HEAP_LIKELY(size <= SMALL_REQUEST_LIMIT)) {
        size = size ? (size + 15) & ~(size_t)15 : 16;
        if (HEAP_UNLIKELY(used(h) + size > limit(h)))
            return 0;
        a = arena_alloc(h, size);
        if (HEAP_UNLIKELY(!a))
            return 0;
        h->small_used += size;
        h->small_blocks++;
    } else {
        if (size > limit(h) || used(h) + blocks_footprint_of(size) > limit(h))
            return 0;
        a = blocks_alloc(h, &h->large, size);
        if (!a)
            return 0;
        h->steps += size / STEP_BYTES;
    }
    note_peak(h);
#ifdef HEAPD_DEBUG
    memset(heap_at(h, a), POISON_FRESH, size);
#endif
    return a;
}

static void free_block(struct heap *h, addr a)
{
    h->changed = true;
    if (HEAP_LIKELY(arena_owns(a))) {
        size_t size = arena_block_size(h, a);
#ifdef HEAPD_DEBUG
        memset(heap_at(h, a), POISON_FREED, size);
#endif
        h->small_used -= size;
        h->small_blocks--;
        arena_free(h, a);
    } else {
#ifdef HEAPD_DEBUG
        memset(heap_at(h, a), POISON_FREED, blocks_requested(h, a));
#endif
        blocks_free(h, &h->large, a);
    }
}

/* Tracing and the program's host are told. */
static bool is_noted(const struct heap *h)
{
    return h->tracing | h->watching_blocks;
}

static void note_alloc(struct heap *h, addr a, size_t size)
{
    if (h->tracing)
        trace_note_alloc(h, a, size);
    if (h->watching_blocks)
        runtime_block(h, a, size, false);
}

static void note_free(struct heap *h, addr a)
{
    if (h->tracing)
        trace_note_free(h, a);
    if (h->watching_blocks)
        runtime_block(h, a, memory_block_size(h, a), true);
}

addr memory_alloc(struct heap *h, size_t size)
{
    addr a = size - 1 < SMALL_REQUEST_LIMIT ? quick_alloc_or_last(h, (size + 15) & ~(size_t)15, true) : 0;
    if (HEAP_LIKELY(a != 0))
        return a;
    a = alloc_block(h, size);
    if (HEAP_UNLIKELY(!a)) {
        (void)raise_memory(h);
        return 0;
    }
    if (HEAP_UNLIKELY(is_noted(h)))
        note_alloc(h, a, size);
    return a;
}

addr memory_alloc_zero(struct heap *h, size_t size)
{
    addr a = memory_alloc(h, size);
    if (a)
        memset(heap_at(h, a), 0, size);
    return a;
}

void memory_free(struct heap *h, addr a)
{
    if (!a || quick_free_or_full(h, a, true))
        return;
    if (HEAP_UNLIKELY(is_noted(h)))
        note_free(h, a);
    free_block(h, a);
}

size_t memory_block_size(const struct heap *h, addr a)
{
    return arena_owns(a) ? arena_block_size(h, a) : blocks_requested(h, a);
}

/* The block at `a` becomes one of `size` bytes elsewhere. */
static addr move_block(struct heap *h, addr a, size_t old, size_t size)
{
    addr moved = alloc_block(h, size);
    if (!moved)
        return 0;
    memcpy(heap_at(h, moved), heap_at(h, a), old < size ? old : size);
    return moved;
}

/* As pymalloc_realloc: a pool's block stays for less than a quarter, a large block stays large. */
static addr realloc_block(struct heap *h, addr a, size_t size)
{
    h->changed = true;
    if (arena_owns(a)) {
        size_t old = arena_block_size(h, a);
        if (size <= old && 4 * size > 3 * old)
            return a;
        addr moved = move_block(h, a, old, size);
        return moved || size > old ? moved : a; /* shrinking cannot fail */
    }
    if (injected_failure(h))
        return 0;
    uint64_t old = blocks_footprint(h, a), need = blocks_footprint_of(size);
    if (size > h->limit || (need > old && used(h) - old + need > h->limit))
        return 0;
    addr moved = blocks_realloc(h, &h->large, a, size);
    uint64_t written = (need > old ? need - old : 0) + (moved != a ? old : 0);
    h->steps += written / STEP_BYTES;
    return moved;
}

addr memory_realloc(struct heap *h, addr a, size_t size)
{
    if (!a)
        return memory_alloc(h, size);
    size_t before = HEAP_UNLIKELY(h->watching_blocks) ? memory_block_size(h, a) : 0;
    addr moved = realloc_block(h, a, size);
    if (!moved) {
        (void)raise_memory(h);
        return 0;
    }
    if (HEAP_UNLIKELY(is_noted(h))) {
        if (h->tracing)
            trace_note_free(h, a);
        if (h->watching_blocks)
            runtime_block(h, a, before, true);
        note_alloc(h, moved, size);
    }
    if (moved != a && arena_owns(a)) /* a large block that moved is free already */
        free_block(h, a);
    note_peak(h);
    return moved;
}

void memory_keep_no_pages(struct heap *h)
{
    blocks_trim(h, &h->large);
    blocks_trim(h, &h->tables);
}

addr table_alloc(struct heap *h, size_t size)
{
    return injected_failure(h) ? 0 : blocks_alloc(h, &h->tables, size);
}

addr table_realloc(struct heap *h, addr a, size_t size)
{
    if (!a)
        return table_alloc(h, size);
    return injected_failure(h) ? 0 : blocks_realloc(h, &h->tables, a, size);
}

void table_free(struct heap *h, addr a)
{
    if (a)
        blocks_free(h, &h->tables, a);
}

void memory_stats(const struct heap *h, struct memory_stats *out)
{
    *out = (struct memory_stats){
        .limit = h->limit + (h->keeps_back ? h->kept_back : 0),
        .used = used(h),
        .committed = (uint64_t)h->arenas_in_use * h->abi.arena_size + (h->large.top - h->large.start),
        .peak_used =
            h->peak_used > used(h) ? h->peak_used : used(h), /* what it began with was no peak's to note */
        .small_blocks = h->small_blocks,
        .large_blocks = h->large.used_count,
        .large_bytes = h->large.used_bytes,
        .arenas = h->arenas_in_use,
        .arenas_peak = h->arenas_peak,
        .arenas_allocated_total = h->arenas_ever,
        .tables = h->tables.used_bytes,
    };
}
