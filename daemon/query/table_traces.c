/* traces: every traced block. tracebacks: where they were allocated, a row for each frame. */
#include "daemon/query/table.h"

/* ---- traces */

enum trace_column { B_ADDRESS, B_ID, B_SIZE, B_TRACEBACK, B_OBJECT, B_COUNT };

static const struct column trace_columns[] = {
    [B_ADDRESS] = {"address", TYPE_ADDRESS, 1, "where the block begins"},
    [B_ID] = {"id", TYPE_ID, 1, "the same as text"},
    [B_SIZE] = {"size", TYPE_INTEGER, 0, "bytes that were asked for"},
    [B_TRACEBACK] = {"traceback", TYPE_INTEGER, 0, "where it was allocated, id in tracebacks"},
    [B_OBJECT] = {"object", TYPE_ADDRESS, 0,
                  "the object whose own block it is, NULL when it is an object's storage"},
};

struct traces_cursor {
    struct cursor c;
    uint32_t arena, pool, block; /* the next one in pools */
    struct pool_info info;
    bool has_pool, in_large, one;
    addr address;  /* of the current block; in_large: also where to go on */
    uint64_t room; /* bytes of it */
    uint64_t size;
    uint32_t traceback;
};

static bool is_traced(struct traces_cursor *c)
{
    return trace_of(c->c.query->source.heap, c->address, &c->size, &c->traceback);
}

/* The next pool with blocks; false past the last. */
static bool next_pool(struct traces_cursor *c)
{
    const struct heap *h = c->c.query->source.heap;
    for (; c->arena < arena_count(h); c->arena++, c->pool = 0)
        while (arena_pool_info(h, c->arena, c->pool, &c->info)) {
            c->pool++;
            if (c->info.in_use) {
                c->block = 0;
                return c->has_pool = true;
            }
        }
    return c->has_pool = false;
}

/* A free block has no trace, so that which ones are in use need not be known. */
static int next_small(struct traces_cursor *c, bool *found)
{
    const struct heap *h = c->c.query->source.heap;
    while (c->has_pool || next_pool(c)) {
        c->room = c->info.block_size;
        while (c->block < c->info.blocks_total) {
            c->address = c->info.address + h->abi.pool_overhead + (addr)c->block++ * c->info.block_size;
            if ((*found = is_traced(c)))
                return SQLITE_OK;
        }
        c->has_pool = false;
        if (query_stop(c->c.query))
            return SQLITE_INTERRUPT;
    }
    c->in_large = true;
    c->address = 0;
    return SQLITE_OK;
}

static int advance(struct traces_cursor *c)
{
    const struct heap *h = c->c.query->source.heap;
    bool found = false, in_use;
    int code = c->in_large ? SQLITE_OK : next_small(c, &found);
    while (code == SQLITE_OK && !found) {
        c->address = blocks_next(h, &h->large, c->address, &in_use);
        if (!c->address) {
            c->c.ended = true;
            break;
        }
        c->room = in_use ? blocks_requested(h, c->address) : 0;
        found = in_use && is_traced(c);
        if (query_stop(c->c.query))
            code = SQLITE_INTERRUPT;
    }
    return code;
}

static int traces_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct traces_cursor *c = (struct traces_cursor *)base;
    const struct heap *h = base->query->source.heap;
    *c = (struct traces_cursor){.c = c->c, .one = used != 0};
    if (!h->tracing) {
        base->ended = true;
        return SQLITE_OK;
    }
    if (!c->one)
        return advance(c);
    c->address = used & 1u << B_ADDRESS ? value_address(values[0]) : value_id(values[0]);
    bool in_use = arena_block_in_use(h, c->address);
    for (addr a = 0; !in_use && object_in_blocks(c->address) && !arena_owns(c->address);) {
        a = blocks_next(h, &h->large, a, &in_use);
        if (!a || a > c->address)
            break;
        in_use = in_use && a == c->address;
        if (query_stop(base->query))
            return SQLITE_INTERRUPT;
    }
    c->room = in_use ? memory_block_size(h, c->address) : 0;
    base->ended = !in_use || !is_traced(c);
    return SQLITE_OK;
}

static int traces_next(struct cursor *base)
{
    struct traces_cursor *c = (struct traces_cursor *)base;
    base->ended = c->one;
    return c->one ? SQLITE_OK : advance(c);
}

/* The object that begins in the block behind its head. */
static addr object_of_block(const struct heap *h, addr block, uint64_t room)
{
    addr o = object_next(h, block);
    return o && o < block + room && object_block(h, o) == block ? o : 0;
}

static void traces_column(struct cursor *base, sqlite3_context *out, int i)
{
    const struct traces_cursor *c = (const struct traces_cursor *)base;
    switch ((enum trace_column)i) {
    case B_ADDRESS:
        return result_address(out, c->address);
    case B_ID:
        return result_id(out, c->address);
    case B_SIZE:
        return result_uint(out, c->size);
    case B_TRACEBACK:
        return sqlite3_result_int64(out, c->traceback);
    case B_OBJECT:
        return result_address(out, object_of_block(base->query->source.heap, c->address, c->room));
    case B_COUNT:
        break;
    }
}

const struct table table_traces = {
    .name = "traces",
    .meaning = "Every block that was allocated while tracing was on; empty while it is off.",
    .columns = trace_columns,
    .column_count = B_COUNT,
    .live = true,
    .rows = 1e6,
    .cursor_size = sizeof(struct traces_cursor),
    .filter = traces_filter,
    .next = traces_next,
    .column = traces_column,
};

/* ---- tracebacks */

enum traceback_column { K_ID, K_POSITION, K_FILE, K_LINE, K_FRAMES, K_TOTAL, K_SIZE, K_BLOCKS, K_COUNT };

static const struct column traceback_columns[] = {
    [K_ID] = {"traceback", TYPE_INTEGER, 2, "what objects and traces call it"},
    [K_POSITION] = {"position", TYPE_INTEGER, 0, "of the frame, 0 the most recent one"},
    [K_FILE] = {"file", TYPE_TEXT, 0, "where the frame was"},
    [K_LINE] = {"line", TYPE_INTEGER, 0, "and on which line"},
    [K_FRAMES] = {"frames", TYPE_INTEGER, 0, "how many the traceback has"},
    [K_TOTAL] = {"total_frames", TYPE_INTEGER, 0, "how many there were"},
    [K_SIZE] = {"size", TYPE_INTEGER, 0,
                "bytes in all of the traceback's blocks: the same in each of its rows"},
    [K_BLOCKS] = {"count", TYPE_INTEGER, 0, "how many blocks these are"},
};

struct tracebacks_cursor {
    struct cursor c;
    uint32_t index, frame;
    struct traceback_info info;
    bool one;
};

/* The first traceback from c->index on that blocks refer to. */
static void settle_traceback(struct tracebacks_cursor *c)
{
    const struct heap *h = c->c.query->source.heap;
    struct trace_state state;
    trace_state(h, &state);
    c->frame = 0;
    for (; c->index < state.tracebacks; c->index++)
        if (trace_traceback(h, c->index, &c->info) && c->info.count && c->info.frame_count)
            return;
    c->c.ended = true;
}

static int tracebacks_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct tracebacks_cursor *c = (struct tracebacks_cursor *)base;
    int64_t wanted = 0;
    c->one = used != 0;
    base->ended = c->one && (!value_int(values[0], &wanted) || wanted < 0 || wanted > UINT32_MAX);
    c->index = (uint32_t)wanted;
    if (!base->ended)
        settle_traceback(c);
    base->ended = base->ended || (c->one && c->index != (uint32_t)wanted);
    return SQLITE_OK;
}

static int tracebacks_next(struct cursor *base)
{
    struct tracebacks_cursor *c = (struct tracebacks_cursor *)base;
    if (++c->frame < c->info.frame_count)
        return SQLITE_OK;
    c->index++;
    base->ended = c->one;
    if (!c->one)
        settle_traceback(c);
    return SQLITE_OK;
}

static void tracebacks_column(struct cursor *base, sqlite3_context *out, int i)
{
    const struct tracebacks_cursor *c = (const struct tracebacks_cursor *)base;
    struct trace_frame frame =
        trace_traceback_frame(base->query->source.heap, c->index, c->info.frame_count - 1 - c->frame);
    switch ((enum traceback_column)i) {
    case K_ID:
        return sqlite3_result_int64(out, c->index);
    case K_POSITION:
        return sqlite3_result_int64(out, c->frame);
    case K_FILE:
        return sqlite3_result_text(out, frame.file, (int)frame.file_length, SQLITE_TRANSIENT);
    case K_LINE:
        return sqlite3_result_int64(out, frame.line);
    case K_FRAMES:
        return sqlite3_result_int64(out, c->info.frame_count);
    case K_TOTAL:
        return sqlite3_result_int64(out, c->info.total_frames);
    case K_SIZE:
        return result_uint(out, c->info.size);
    case K_BLOCKS:
        return result_uint(out, c->info.count);
    case K_COUNT:
        break;
    }
}

const struct table table_tracebacks = {
    .name = "tracebacks",
    .meaning = "Where traced blocks were allocated, a row for each frame.",
    .columns = traceback_columns,
    .column_count = K_COUNT,
    .live = true,
    .rows = 1e4,
    .cursor_size = sizeof(struct tracebacks_cursor),
    .filter = tracebacks_filter,
    .next = tracebacks_next,
    .column = tracebacks_column,
};
