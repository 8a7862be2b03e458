/* Arenas, pools, size classes: pymalloc's structures and policies (arena.h).
 *
 * A pool is in one of three states, as in CPython: *used* (some blocks handed out, some free) and then in the
 * ring of its class; *full* and then in no list; *empty* and then in its arena's list. The head of a ring is
 * a pair of addresses in struct heap that is addressed as if it were a pool: only next and previous of that
 * imaginary pool are ever touched.
 */
#include "daemon/heap/arena.h"

#include <string.h>

#include "daemon/heap/quick_memory.h"
#include "daemon/heap/state.h"

#define NO_ARENA 0u

static struct arena *arena_entry(const struct heap *h, uint32_t index)
{
    return (struct arena *)heap_at(h, HEAP_BASE + REGION_TABLES) + index;
}

static struct pool_header *pool_at(const struct heap *h, addr pool)
{
    return heap_at(h, pool);
}

static addr pool_of(const struct heap *h, addr block)
{
    return block & ~(addr)(h->abi.pool_size - 1);
}

static uint32_t pools_in_arena(const struct heap *h)
{
    return h->abi.arena_size / h->abi.pool_size;
}

void arena_boot(struct heap *h)
{
    _Static_assert(offsetof(struct pool_header, previous) ==
                       offsetof(struct pool_header, next) + sizeof(addr),
                   "a ring head is a next and a previous");
    for (uint32_t i = 0; i < SIZE_CLASSES; i++)
        h->used_pools[i] = (struct pool_ring){quick_ring_head(h, i), quick_ring_head(h, i)};
}

/* ---- the list of usable arenas, fewest free pools first -------------------------------------- */

static void usable_unlink(struct heap *h, uint32_t index)
{
    struct arena *a = arena_entry(h, index);
    if (a->previous)
        arena_entry(h, a->previous - 1)->next = a->next;
    else
        h->usable_arenas = a->next;
    if (a->next)
        arena_entry(h, a->next - 1)->previous = a->previous;
    a->next = a->previous = NO_ARENA;
}

static void usable_insert_after(struct heap *h, uint32_t index,
                                uint32_t after /* index + 1, or 0: in front */)
{
    struct arena *a = arena_entry(h, index);
    a->previous = after;
    uint32_t *link = after ? &arena_entry(h, after - 1)->next : &h->usable_arenas;
    a->next = *link;
    *link = index + 1;
    if (a->next)
        arena_entry(h, a->next - 1)->previous = index + 1;
}

/* The arena is about to lose or gain a free pool: it is no longer the last of those with the count it has. */
static void leave_count(struct heap *h, uint32_t index)
{
    struct arena *a = arena_entry(h, index);
    if (h->last_with_free_pools[a->free_pools] != index + 1)
        return;
    uint32_t before = a->previous;
    bool same = before && arena_entry(h, before - 1)->free_pools == a->free_pools;
    h->last_with_free_pools[a->free_pools] = same ? before : NO_ARENA;
}

/* ---- arenas ---------------------------------------------------------------------------------- */

static bool arena_add(struct heap *h)
{
    uint32_t index;
    if (h->unused_arenas) {
        index = h->unused_arenas - 1;
        h->unused_arenas = arena_entry(h, index)->next;
    } else {
        if (h->arenas_high >= (REGION_LARGE - REGION_ARENAS) / h->abi.arena_size)
            return false;
        index = h->arenas_high++;
    }
    addr address = HEAP_BASE + REGION_ARENAS + (addr)index * h->abi.arena_size;
    if (HEAP_UNLIKELY(h->arenas_high == index + 1 && (uint64_t)index * h->abi.arena_size == REGION_HUGE_FROM))
        region_use_huge_pages(h, address - HEAP_BASE);
    region_unpoison(h, address, h->abi.arena_size);
    *arena_entry(h, index) =
        (struct arena){.address = address, .pool_address = address, .free_pools = pools_in_arena(h)};
    usable_insert_after(h, index, NO_ARENA);
    h->last_with_free_pools[pools_in_arena(h)] = index + 1;
    h->arenas_ever++;
    if (++h->arenas_in_use > h->arenas_peak)
        h->arenas_peak = h->arenas_in_use;
    return true;
}

static void arena_remove(struct heap *h, uint32_t index)
{
    struct arena *a = arena_entry(h, index);
    usable_unlink(h, index);
    if (index >= h->arenas_of_template)
        region_discard(h, a->address - HEAP_BASE, h->abi.arena_size);
    *a = (struct arena){.next = h->unused_arenas};
    h->unused_arenas = index + 1;
    h->arenas_in_use--;
}

/* ---- pools ----------------------------------------------------------------------------------- */

static void ring_insert_front(struct heap *h, addr pool, uint32_t size_class)
{
    addr head = quick_ring_head(h, size_class), first = pool_at(h, head)->next;
    pool_at(h, pool)->next = first;
    pool_at(h, pool)->previous = head;
    pool_at(h, head)->next = pool;
    pool_at(h, first)->previous = pool;
}

static void ring_remove(struct heap *h, addr pool)
{
    addr next = pool_at(h, pool)->next, previous = pool_at(h, pool)->previous;
    pool_at(h, next)->previous = previous;
    pool_at(h, previous)->next = next;
}

/* In a heap that grows pages come many at a time: each by itself costs an interruption of the program. In a
 * small one they would be there for nothing. */
#define EXPECTED_PAGES (64u << 10)
#define EXPECTED_FROM  (2u << 20)

static void expect_pages(struct heap *h, uint32_t index, addr pool)
{
    uint64_t offset = pool - HEAP_BASE;
    if ((uint64_t)h->arenas_in_use * h->abi.arena_size > EXPECTED_FROM && index >= h->arenas_of_template &&
        offset % EXPECTED_PAGES == 0)
        region_expect(h, offset, EXPECTED_PAGES);
}

/* A pool from the usable arena with the fewest free ones; 0: no room. */
static addr pool_take(struct heap *h)
{
    if (!h->usable_arenas && !arena_add(h))
        return 0;
    uint32_t index = h->usable_arenas - 1;
    struct arena *a = arena_entry(h, index);
    leave_count(h, index);
    addr pool = a->free_pool_list;
    if (pool) {
        a->free_pool_list = pool_at(h, pool)->next;
    } else {
        pool = a->pool_address;
        expect_pages(h, index, pool);
        a->pool_address += h->abi.pool_size;
        pool_at(h, pool)->arena = index;
        pool_at(h, pool)->size_class = ARENA_NO_CLASS;
    }
    if (--a->free_pools == 0)
        usable_unlink(h, index);
    else /* the first of the list, so the only one with so few */
        h->last_with_free_pools[a->free_pools] = index + 1;
    return pool;
}

/* An empty pool back to its arena, whose place in the list may change; an arena that is all free goes, unless
 * it is the last of the list (as CPython keeps one). */
static void pool_give_back(struct heap *h, addr pool)
{
    ring_remove(h, pool);
    uint32_t index = pool_at(h, pool)->arena;
    struct arena *a = arena_entry(h, index);
    pool_at(h, pool)->next = a->free_pool_list;
    a->free_pool_list = pool;

    if (a->free_pools == 0) { /* was full, in no list: now the one with the fewest */
        a->free_pools = 1;
        usable_insert_after(h, index, NO_ARENA);
        if (!h->last_with_free_pools[1])
            h->last_with_free_pools[1] = index + 1;
        return;
    }
    uint32_t old = a->free_pools, last = h->last_with_free_pools[old];
    leave_count(h, index);
    a->free_pools++;
    if (a->free_pools == pools_in_arena(h) && a->next) {
        arena_remove(h, index);
        return;
    }
    if (!h->last_with_free_pools[old + 1])
        h->last_with_free_pools[old + 1] = index + 1;
    if (last != index + 1) { /* others with the old count stand behind it: move behind the last of those */
        usable_unlink(h, index);
        usable_insert_after(h, index, last);
    }
}

/* Sets a pool up for a class and hands out its first block. */
static addr pool_begin(struct heap *h, addr pool, uint32_t size_class)
{
    ring_insert_front(h, pool, size_class);
    struct pool_header *p = pool_at(h, pool);
    p->used = 1;
    if (p->size_class == size_class) { /* had this class before: its free list is still right */
        addr block = p->free_block;
        p->free_block = HEAP_FIELD(h, block, 0, addr);
        return block;
    }
    uint32_t size = (size_class + 1) * 16, overhead = h->abi.pool_overhead;
    region_unpoison(h, pool, h->abi.pool_size);
    p->size_class = size_class;
    p->next_offset = overhead + 2 * size;
    p->max_next_offset = h->abi.pool_size - size;
    p->free_block = pool + overhead + size;
    HEAP_FIELD(h, p->free_block, 0, addr) = 0;
    return pool + overhead;
}

/* ---- blocks ---------------------------------------------------------------------------------- */

/* The last block on a pool's list goes: another that was never handed out; 0: there is none, and the pool is
 * full now and leaves its ring. */
static addr next_block(struct heap *h, addr pool)
{
    struct pool_header *p = pool_at(h, pool);
    if (p->next_offset > p->max_next_offset) {
        ring_remove(h, pool);
        return 0;
    }
    addr next = pool + p->next_offset;
    p->next_offset += (p->size_class + 1) * 16;
    HEAP_FIELD(h, next, 0, addr) = 0;
    return next;
}

addr arena_alloc(struct heap *h, size_t size)
{
    uint32_t size_class = (uint32_t)(size - 1) >> 4;
    addr pool = h->used_pools[size_class].next;
    if (HEAP_UNLIKELY(pool == quick_ring_head(h, size_class))) {
        pool = pool_take(h);
        addr first = pool ? pool_begin(h, pool, size_class) : 0;
        if (first)
            region_unpoison(h, first, size);
        return first;
    }
    struct pool_header *p = pool_at(h, pool);
    p->used++;
    addr block = p->free_block;
    region_unpoison(h, block, size);
    p->free_block = HEAP_FIELD(h, block, 0, addr);
    if (HEAP_UNLIKELY(p->free_block == 0))
        p->free_block = next_block(h, pool);
    return block;
}

void arena_free(struct heap *h, addr block)
{
    addr pool = pool_of(h, block);
    struct pool_header *p = pool_at(h, pool);
    addr last_free = p->free_block;
    HEAP_FIELD(h, block, 0, addr) = last_free;
    region_poison(h, block + sizeof(addr), (p->size_class + 1) * 16 - sizeof(addr)); /* all but the link */
    p->free_block = block;
    p->used--;
    if (HEAP_UNLIKELY(!last_free)) /* was full */
        ring_insert_front(h, pool, p->size_class);
    else if (HEAP_UNLIKELY(p->used == 0))
        pool_give_back(h, pool);
}

size_t arena_block_size(const struct heap *h, addr block)
{
    return (pool_at(h, pool_of(h, block))->size_class + 1u) * 16;
}

/* ---- looking --------------------------------------------------------------------------------- */

uint32_t arena_count(const struct heap *h)
{
    return h->arenas_high;
}

bool arena_info(const struct heap *h, uint32_t index, struct arena_info *out)
{
    if (index >= h->arenas_high)
        return false;
    const struct arena *a = arena_entry(h, index);
    *out = (struct arena_info){a->address, index, pools_in_arena(h), a->free_pools};
    return true;
}

bool arena_pool_info(const struct heap *h, uint32_t arena, uint32_t pool, struct pool_info *out)
{
    if (arena >= h->arenas_high || pool >= pools_in_arena(h))
        return false;
    const struct arena *a = arena_entry(h, arena);
    addr address = a->address + (addr)pool * h->abi.pool_size;
    if (!a->address)
        return false;
    *out = (struct pool_info){.address = address, .arena = arena};
    if (address >= a->pool_address)
        return true; /* never used: its header is not there yet */
    const struct pool_header *p = pool_at(h, address);
    if (p->size_class == ARENA_NO_CLASS)
        return true;
    out->block_size = (p->size_class + 1) * 16;
    out->blocks_used = p->used;
    out->blocks_total = (h->abi.pool_size - h->abi.pool_overhead) / out->block_size;
    out->in_use = p->used > 0;
    return true;
}

bool arena_block_in_use(const struct heap *h, addr a)
{
    if (!arena_owns(a))
        return false;
    uint64_t index = (a - HEAP_BASE - REGION_ARENAS) / h->abi.arena_size;
    addr pool = pool_of(h, a);
    struct pool_info info;
    if (index >= h->arenas_high ||
        !arena_pool_info(h, (uint32_t)index,
                         (uint32_t)((pool - arena_entry(h, (uint32_t)index)->address) / h->abi.pool_size),
                         &info) ||
        !info.in_use)
        return false;
    const struct pool_header *p = pool_at(h, pool);
    if (a < pool + h->abi.pool_overhead || (a - pool - h->abi.pool_overhead) % info.block_size != 0)
        return false;
    bool full = p->used == info.blocks_total;
    if (!full && a >= pool + p->next_offset)
        return false;
    for (addr f = full ? 0 : p->free_block; f; f = HEAP_FIELD(h, f, 0, addr))
        if (f == a)
            return false;
    return true;
}
