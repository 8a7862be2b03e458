/* generations, arenas, pools: how the collector and the allocator stand. */
#include "daemon/query/table.h"

/* ---- generations */

enum generation_column {
    G_GENERATION,
    G_OBJECTS,
    G_THRESHOLD,
    G_ALLOCATED,
    G_COLLECTIONS,
    G_COLLECTED,
    G_UNCOLLECTABLE,
    G_COUNT
};

static const struct column generation_columns[] = {
    [G_GENERATION] = {"generation", TYPE_INTEGER, 0, "0 to 2, and 3 for what is frozen"},
    [G_OBJECTS] = {"objects", TYPE_INTEGER, 0, "how many are in it"},
    [G_THRESHOLD] = {"threshold", TYPE_INTEGER, 0, "gc.get_threshold(), NULL for 3"},
    [G_ALLOCATED] = {"count", TYPE_INTEGER, 0, "gc.get_count(), NULL for 3"},
    [G_COLLECTIONS] = {"collections", TYPE_INTEGER, 0, "how many there were, NULL for 3"},
    [G_COLLECTED] = {"collected", TYPE_INTEGER, 0, "objects freed by them"},
    [G_UNCOLLECTABLE] = {"uncollectable", TYPE_INTEGER, 0, "objects that they could not free"},
};

static int generations_filter(struct cursor *c, unsigned used, sqlite3_value **values)
{
    (void)c, (void)used, (void)values;
    return SQLITE_OK;
}

static int generations_next(struct cursor *c)
{
    c->ended = c->row == 4;
    return SQLITE_OK;
}

static void generations_column(struct cursor *c, sqlite3_context *out, int i)
{
    const struct heap *h = c->query->source.heap;
    int generation = (int)c->row;
    struct generation_stats stats = {0};
    if (i > G_OBJECTS && generation == 3)
        return;
    if (i >= G_COLLECTIONS)
        collector_stats(h, generation, &stats);
    switch ((enum generation_column)i) {
    case G_GENERATION:
        return sqlite3_result_int(out, generation);
    case G_OBJECTS:
        return result_uint(out,
                           generation == 3 ? collector_frozen(h) : collector_generation_size(h, generation));
    case G_THRESHOLD:
        return sqlite3_result_int64(out, collector_threshold(h, generation));
    case G_ALLOCATED:
        return sqlite3_result_int64(out, collector_count(h, generation));
    case G_COLLECTIONS:
        return result_uint(out, stats.collections);
    case G_COLLECTED:
        return result_uint(out, stats.collected);
    case G_UNCOLLECTABLE:
        return result_uint(out, stats.uncollectable);
    case G_COUNT:
        break;
    }
}

const struct table table_generations = {
    .name = "generations",
    .meaning = "The collector's generations.",
    .columns = generation_columns,
    .column_count = G_COUNT,
    .live = true,
    .rows = 4,
    .cursor_size = sizeof(struct cursor),
    .filter = generations_filter,
    .next = generations_next,
    .column = generations_column,
};

/* ---- arenas */

enum arena_column { A_ADDRESS, A_ID, A_NUMBER, A_SIZE, A_POOLS, A_POOLS_FREE, A_COUNT };

static const struct column arena_columns[] = {
    [A_ADDRESS] = {"address", TYPE_ADDRESS, 0, "where it is"},
    [A_ID] = {"id", TYPE_ID, 0, "the same as text"},
    [A_NUMBER] = {"number", TYPE_INTEGER, 0, "its place among the arenas, from 0"},
    [A_SIZE] = {"size", TYPE_INTEGER, 0, "bytes"},
    [A_POOLS] = {"pools", TYPE_INTEGER, 0, "how many it has room for"},
    [A_POOLS_FREE] = {"pools_free", TYPE_INTEGER, 0, "how many of them no block is in"},
};

struct arenas_cursor {
    struct cursor c;
    uint32_t arena, pool; /* pool: of pools only */
    bool one_pool, one_arena;
    struct arena_info info;
    struct pool_info of_pool;
};

/* The first arena that there is, from c->arena on. */
static void settle_arena(struct arenas_cursor *c)
{
    const struct heap *h = c->c.query->source.heap;
    for (; arena_info(h, c->arena, &c->info); c->arena++)
        if (c->info.address)
            return;
    c->c.ended = true;
}

static int arenas_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct arenas_cursor *c = (struct arenas_cursor *)base;
    (void)used, (void)values;
    c->arena = 0;
    settle_arena(c);
    return SQLITE_OK;
}

static int arenas_next(struct cursor *base)
{
    struct arenas_cursor *c = (struct arenas_cursor *)base;
    c->arena++;
    settle_arena(c);
    return SQLITE_OK;
}

static void arenas_column(struct cursor *base, sqlite3_context *out, int i)
{
    const struct arenas_cursor *c = (const struct arenas_cursor *)base;
    switch ((enum arena_column)i) {
    case A_ADDRESS:
        return result_address(out, c->info.address);
    case A_ID:
        return result_id(out, c->info.address);
    case A_NUMBER:
        return sqlite3_result_int64(out, c->arena);
    case A_SIZE:
        return result_uint(out, heap_abi(base->query->source.heap)->arena_size);
    case A_POOLS:
        return sqlite3_result_int64(out, c->info.pools_total);
    case A_POOLS_FREE:
        return sqlite3_result_int64(out, c->info.pools_free);
    case A_COUNT:
        break;
    }
}

const struct table table_arenas = {
    .name = "arenas",
    .meaning = "The allocator's arenas.",
    .columns = arena_columns,
    .column_count = A_COUNT,
    .live = true,
    .rows = 100,
    .cursor_size = sizeof(struct arenas_cursor),
    .filter = arenas_filter,
    .next = arenas_next,
    .column = arenas_column,
};

/* ---- pools */

enum pool_column { P_ADDRESS, P_ID, P_ARENA, P_BLOCK_SIZE, P_USED, P_CAPACITY, P_BYTES, P_COUNT };

static const struct column pool_columns[] = {
    [P_ADDRESS] = {"address", TYPE_ADDRESS, 1, "where it is"},
    [P_ID] = {"id", TYPE_ID, 1, "the same as text"},
    [P_ARENA] = {"arena", TYPE_INTEGER, 64, "number of its arena"},
    [P_BLOCK_SIZE] = {"block_size", TYPE_INTEGER, 0, "bytes of each block, NULL while no block is in it"},
    [P_USED] = {"used", TYPE_INTEGER, 0, "blocks handed out"},
    [P_CAPACITY] = {"capacity", TYPE_INTEGER, 0, "blocks that it has room for, NULL while no block is in it"},
    [P_BYTES] = {"bytes", TYPE_INTEGER, 0, "used times block_size"},
};

static void settle_pool(struct arenas_cursor *c)
{
    const struct heap *h = c->c.query->source.heap;
    while (!c->c.ended && !arena_pool_info(h, c->arena, c->pool, &c->of_pool)) {
        c->arena++;
        c->pool = 0;
        settle_arena(c);
    }
}

static int pools_start(struct arenas_cursor *c, uint32_t arena, uint32_t pool)
{
    c->arena = arena;
    c->pool = pool;
    settle_arena(c);
    if (c->arena != arena)
        c->pool = 0;
    settle_pool(c);
    return SQLITE_OK;
}

static int pools_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct arenas_cursor *c = (struct arenas_cursor *)base;
    const struct abi *abi = heap_abi(base->query->source.heap);
    int64_t number;
    c->one_pool = used & (1u << P_ADDRESS | 1u << P_ID);
    c->one_arena = used != 0;
    if (!used)
        return pools_start(c, 0, 0);
    if (c->one_pool) {
        addr a = used & 1u << P_ADDRESS ? value_address(values[0]) : value_id(values[0]);
        base->ended = !arena_owns(a);
        addr offset = a - HEAP_BASE - REGION_ARENAS;
        return base->ended ? SQLITE_OK
                           : pools_start(c, (uint32_t)(offset / abi->arena_size),
                                         (uint32_t)(offset % abi->arena_size / abi->pool_size));
    }
    base->ended = !value_int(values[0], &number) || number < 0 || number > UINT32_MAX;
    return base->ended ? SQLITE_OK : pools_start(c, (uint32_t)number, 0);
}

static int pools_next(struct cursor *base)
{
    struct arenas_cursor *c = (struct arenas_cursor *)base;
    uint32_t arena = c->arena;
    c->pool++;
    settle_pool(c);
    base->ended = base->ended || c->one_pool || (c->one_arena && c->arena != arena);
    return SQLITE_OK;
}

static void pools_column(struct cursor *base, sqlite3_context *out, int i)
{
    const struct arenas_cursor *c = (const struct arenas_cursor *)base;
    const struct pool_info *p = &c->of_pool;
    switch ((enum pool_column)i) {
    case P_ADDRESS:
        return result_address(out, p->address);
    case P_ID:
        return result_id(out, p->address);
    case P_ARENA:
        return sqlite3_result_int64(out, p->arena);
    case P_BLOCK_SIZE:
        return p->in_use ? sqlite3_result_int64(out, p->block_size) : sqlite3_result_null(out);
    case P_USED:
        return sqlite3_result_int64(out, p->in_use ? p->blocks_used : 0);
    case P_CAPACITY:
        return p->in_use ? sqlite3_result_int64(out, p->blocks_total) : sqlite3_result_null(out);
    case P_BYTES:
        return sqlite3_result_int64(out, p->in_use ? (int64_t)p->blocks_used * p->block_size : 0);
    case P_COUNT:
        break;
    }
}

const struct table table_pools = {
    .name = "pools",
    .meaning = "The pools of all arenas; those that nothing is in, too.",
    .columns = pool_columns,
    .column_count = P_COUNT,
    .live = true,
    .rows = 5000,
    .cursor_size = sizeof(struct arenas_cursor),
    .filter = pools_filter,
    .next = pools_next,
    .column = pools_column,
};
