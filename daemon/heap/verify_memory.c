/* Pools, arenas, large blocks and the library's tables: each block once, free lists within their pools, sums
 * that close. */
#include "daemon/heap/memory.h"
#include "daemon/heap/verifying.h"

/* ---- pools --------------------------------------------------------------------------------------- */

struct pool_sums {
    uint64_t blocks, bytes, partial; /* partial: pools with both used and free blocks */
};

static bool is_block_of(const struct heap *h, const struct pool_info *p, addr a)
{
    addr first = p->address + h->abi.pool_overhead;
    return a >= first && a < p->address + h->abi.pool_size && (a - first) % p->block_size == 0;
}

/* Every block that was ever handed out is used, until the free list says otherwise. */
static void mark_blocks(struct verifying *v, const struct pool_info *p, uint32_t end)
{
    for (uint32_t offset = v->h->abi.pool_overhead; offset + p->block_size <= end; offset += p->block_size)
        (void)host_marks_add(&v->used, p->address + offset);
}

static void verify_pool(struct verifying *v, const struct pool_info *p, struct pool_sums *sums)
{
    const struct heap *h = v->h;
    const struct pool_header *header = heap_at(h, p->address);
    uint32_t handed_out = (header->next_offset - h->abi.pool_overhead) / p->block_size, free_blocks = 0;
    if (header->next_offset > h->abi.pool_size + p->block_size || p->blocks_used > p->blocks_total) {
        verify_report(v, "pool: its header does not make sense", p->address, p->blocks_total, p->blocks_used);
        return;
    }
    mark_blocks(v, p, header->next_offset);
    for (addr f = header->free_block; f; f = HEAP_FIELD(h, f, 0, addr)) {
        if (!is_block_of(h, p, f) || !host_marks_has(&v->used, f) || ++free_blocks > handed_out) {
            verify_report(v, "pool: a free list that leaves its pool, or goes in a circle", p->address, 0, f);
            break;
        }
        *host_marks_word(&v->used, f) &= ~host_marks_bit(f);
    }
    if (p->blocks_used + free_blocks != handed_out)
        verify_report(v, "pool: used and free blocks are not all blocks", p->address, handed_out,
                      p->blocks_used + free_blocks);
    sums->blocks += p->blocks_used;
    sums->partial += header->free_block != 0;
    sums->bytes += (uint64_t)p->blocks_used * p->block_size;
}

static void verify_arena(struct verifying *v, const struct arena_info *a, struct pool_sums *sums)
{
    uint32_t in_use = 0;
    struct pool_info p;
    for (uint32_t i = 0; i < a->pools_total && arena_pool_info(v->h, a->index, i, &p); i++) {
        if (!p.in_use)
            continue;
        in_use++;
        if (((const struct pool_header *)heap_at(v->h, p.address))->arena != a->index)
            verify_report(v, "pool: names another arena", p.address, a->index, 0);
        verify_pool(v, &p, sums);
    }
    if (a->address && in_use + a->pools_free != a->pools_total)
        verify_report(v, "arena: used and free pools are not all pools", a->address, a->pools_total,
                      in_use + a->pools_free);
}

static const struct pool_header *pool_header(const struct heap *h, addr pool)
{
    return heap_at(h, pool);
}

/* Follows the ring of a class; answers how many pools are in it. */
static uint64_t verify_ring(struct verifying *v, uint32_t class)
{
    const struct heap *h = v->h;
    uint64_t n = 0;
    addr pool = h->used_pools[class].next, next;
    for (; arena_owns(pool); pool = next, n++) {
        const struct pool_header *p = pool_header(h, pool);
        next = p->next;
        if (p->size_class != class || !p->free_block || n > (uint64_t)h->arenas_high * ARENA_POOLS_MAX) {
            verify_report(v, "pool: in a ring where it does not belong", pool, class, p->size_class);
            return n;
        }
        if (arena_owns(next) && pool_header(h, next)->previous != pool) {
            verify_report(v, "pool: the ring is broken", pool, pool, pool_header(h, next)->previous);
            return n;
        }
    }
    if (pool - HEAP_BASE >= sizeof(struct heap)) /* the head of the ring is in there */
        verify_report(v, "pool: the ring is broken", HEAP_BASE, 0, pool);
    return n;
}

/* A pool is in the ring of its class exactly when it has both used and free blocks. */
static void verify_rings(struct verifying *v, uint64_t expected)
{
    uint64_t n = 0;
    for (uint32_t class = 0; class < SIZE_CLASSES; class ++)
        n += verify_ring(v, class);
    if (n != expected)
        verify_report(v, "pool: not all with free blocks are in a ring", 0, expected, n);
}

static void verify_arenas(struct verifying *v)
{
    const struct heap *h = v->h;
    struct pool_sums sums = {0, 0, 0};
    struct arena_info a;
    uint32_t in_use = 0;
    for (uint32_t i = 0; i < arena_count(h) && arena_info(h, i, &a); i++) {
        in_use += a.address != 0;
        verify_arena(v, &a, &sums);
    }
    if (in_use != h->arenas_in_use)
        verify_report(v, "memory: number of arenas", 0, in_use, h->arenas_in_use);
    if (sums.blocks != h->small_blocks)
        verify_report(v, "memory: number of small blocks", 0, sums.blocks, h->small_blocks);
    if (sums.bytes != h->small_used)
        verify_report(v, "memory: bytes in small blocks", 0, sums.bytes, h->small_used);
    verify_rings(v, sums.partial);
}

/* ---- large blocks -------------------------------------------------------------------------------- */

static void verify_blocks(struct verifying *v, const struct blocks *b, bool program, const char *what)
{
    uint64_t bytes = 0, count = 0;
    bool in_use;
    addr last = 0;
    for (addr a = blocks_next(v->h, b, 0, &in_use); a; a = blocks_next(v->h, b, a, &in_use)) {
        uint64_t footprint = blocks_footprint(v->h, a);
        if (a <= last || a >= b->top || footprint < 32 || footprint % 16 || a - 16 + footprint > b->top) {
            verify_report(v, "large block: its size does not make sense", a, 0, footprint);
            return;
        }
        last = a;
        if (!in_use)
            continue;
        bytes += footprint;
        count++;
        if (program)
            (void)host_marks_add(&v->used, a);
    }
    if (bytes != b->used_bytes || count != b->used_count)
        verify_report(v, what, b->start, bytes, b->used_bytes);
}

void verify_memory(struct verifying *v)
{
    const struct heap *h = v->h;
    verify_arenas(v);
    verify_blocks(v, &h->large, true, "memory: bytes in large blocks");
    verify_blocks(v, &h->tables, false, "memory: bytes in the library's tables");
    if (h->small_used + h->large.used_bytes > h->limit)
        verify_report(v, "memory: more than the limit", 0, h->limit, h->small_used + h->large.used_bytes);
}
