/* objects: every live object in blocks, in address order. weakrefs: those of them that refer weakly. */
#include <string.h>

#include "daemon/heap/object/weakref.h"
#include "daemon/query/table.h"

enum object_column {
    O_ADDRESS,
    O_ID,
    O_TYPE,
    O_TYPE_ADDRESS,
    O_SIZE,
    O_REFCOUNT,
    O_IMMORTAL,
    O_TRACKED,
    O_GENERATION,
    O_POSITION,
    O_FINALIZED,
    O_WEAKREFS,
    O_HANDLES,
    O_LENGTH,
    O_REPR,
    O_BLOCK,
    O_POOL,
    O_TRACED_SIZE,
    O_TRACEBACK,
    O_COUNT
};

static const struct column object_columns[] = {
    [O_ADDRESS] = {"address", TYPE_ADDRESS, 1, "where it is, id() as a number"},
    [O_ID] = {"id", TYPE_ID, 1, "the same as text, '0x7f0000104a30'"},
    [O_TYPE] = {"type", TYPE_TEXT, 10000, "name of its type"},
    [O_TYPE_ADDRESS] = {"type_address", TYPE_ADDRESS, 10000, "its type's address"},
    [O_SIZE] = {"size", TYPE_INTEGER, 0, "bytes, as sys.getsizeof() tells them"},
    [O_REFCOUNT] = {"refcount", TYPE_INTEGER, 0, "the count in its header"},
    [O_IMMORTAL] = {"immortal", TYPE_INTEGER, 0, "1: it is never counted"},
    [O_TRACKED] = {"tracked", TYPE_INTEGER, 0, "1: the collector looks at it"},
    [O_GENERATION] = {"generation", TYPE_INTEGER, 20000, "0 to 2, 3 when frozen, NULL untracked"},
    [O_POSITION] = {"position", TYPE_INTEGER, 0,
                    "place in the list of its generation, 0 the oldest; NULL untracked"},
    [O_FINALIZED] = {"finalized", TYPE_INTEGER, 0, "1: its finalizer has run"},
    [O_WEAKREFS] = {"weakrefs", TYPE_INTEGER, 0, "weak references to it"},
    [O_HANDLES] = {"handles", TYPE_INTEGER, 0, "references that the session itself holds"},
    [O_LENGTH] = {"length", TYPE_INTEGER, 0, "len(), NULL without one"},
    [O_REPR] = {"repr", TYPE_TEXT, 0,
                "repr() as far as it can be had without running code, at most 200 characters"},
    [O_BLOCK] = {"block", TYPE_ADDRESS, 0, "where its memory begins, the collector's header included"},
    [O_POOL] = {"pool", TYPE_ADDRESS, 0, "address of its pool, NULL in a large block"},
    [O_TRACED_SIZE] = {"traced_size", TYPE_INTEGER, 0,
                       "bytes of its block that were asked for, NULL without a trace"},
    [O_TRACEBACK] = {"traceback", TYPE_INTEGER, 0,
                     "where it was allocated, id in tracebacks; NULL without a trace"},
};

enum object_mode { MODE_SCAN, MODE_SCAN_TYPE, MODE_ONE, MODE_TYPE, MODE_GENERATION };

struct objects_cursor {
    struct cursor c;
    enum object_mode mode;
    addr o;
    addr type; /* wanted; 0: by name */
    char *type_name;
    int generation;
    size_t at, end;           /* in by_type */
    size_t type_at, type_end; /* where the next type's entries begin */
};

/* Of the current object's type. */
static bool type_is_wanted(struct objects_cursor *c, addr type)
{
    const struct heap *h = c->c.query->source.heap;
    return c->type ? type == c->type : !strcmp(type_name(h, type), c->type_name);
}

/* Sets at and end to the entries of the next type that is wanted. */
static bool next_type(struct objects_cursor *c)
{
    const struct pairs *p = &c->c.query->by_type;
    while (c->type_at < c->type_end) {
        uint32_t type = pairs_key(p, c->type_at);
        pairs_find(p, type, &c->at, &c->end);
        c->type_at = c->end;
        if (type_is_wanted(c, place_address(type)))
            return true;
    }
    return false;
}

static int settle_by_type(struct objects_cursor *c)
{
    if (c->at == c->end && !next_type(c))
        c->c.ended = true;
    else
        c->o = place_address(pairs_value(&c->c.query->by_type, c->at));
    return SQLITE_OK;
}

static int settle_scan(struct objects_cursor *c, addr from)
{
    struct query *q = c->c.query;
    const struct heap *h = q->source.heap;
    for (c->o = object_next(h, from); c->o; c->o = object_next(h, c->o + 16)) {
        if (c->mode == MODE_SCAN || type_is_wanted(c, object_type(h, c->o)))
            return SQLITE_OK;
        if (query_stop(q))
            return SQLITE_INTERRUPT;
    }
    c->c.ended = true;
    return SQLITE_OK;
}

static int objects_next(struct cursor *base)
{
    struct objects_cursor *c = (struct objects_cursor *)base;
    const struct heap *h = base->query->source.heap;
    switch (c->mode) {
    case MODE_ONE:
        base->ended = true;
        return SQLITE_OK;
    case MODE_TYPE:
        c->at++;
        return settle_by_type(c);
    case MODE_GENERATION:
        c->o = inspect_generation_next(h, c->generation, c->o);
        base->ended = c->o == 0;
        return SQLITE_OK;
    default:
        return settle_scan(c, c->o + 16);
    }
}

static int start_by_type(struct objects_cursor *c)
{
    struct query *q = c->c.query;
    if (q->type_lookups++ < 2) { /* an index is not worth it */
        c->mode = MODE_SCAN_TYPE;
        return settle_scan(c, 0);
    }
    int code = query_need_by_type(q);
    if (code != SQLITE_OK)
        return code;
    c->mode = MODE_TYPE;
    c->type_at = c->at = c->end = 0;
    c->type_end = q->by_type.count;
    if (c->type) {
        pairs_find(&q->by_type, place_of(c->type), &c->type_at, &c->type_end);
    }
    return settle_by_type(c);
}

static int start_one(struct objects_cursor *c, addr o)
{
    c->mode = MODE_ONE;
    c->o = o;
    c->c.ended = !object_in_blocks(o) || !object_exists(c->c.query->source.heap, o);
    return SQLITE_OK;
}

static int start_generation(struct objects_cursor *c, sqlite3_value *value)
{
    int64_t generation;
    c->mode = MODE_GENERATION;
    c->c.ended = !value_int(value, &generation) || generation < 0 || generation > 3;
    if (c->c.ended)
        return SQLITE_OK;
    c->generation = (int)generation;
    c->o = inspect_generation_next(c->c.query->source.heap, c->generation, 0);
    c->c.ended = c->o == 0;
    return SQLITE_OK;
}

static int set_type_name(struct objects_cursor *c, sqlite3_value *value)
{
    sqlite3_free(c->type_name);
    c->type_name = NULL;
    c->type = 0;
    if (sqlite3_value_type(value) != SQLITE_TEXT) {
        c->c.ended = true;
        return SQLITE_OK;
    }
    c->type_name = sqlite3_mprintf("%s", sqlite3_value_text(value));
    return c->type_name ? SQLITE_OK : SQLITE_NOMEM;
}

static bool set_type(struct objects_cursor *c, sqlite3_value *value)
{
    const struct heap *h = c->c.query->source.heap;
    c->type = value_address(value);
    c->c.ended = !c->type || !object_exists(h, c->type) || object_kind(h, c->type) != KIND_TYPE;
    return !c->c.ended;
}

/* The one that leaves the fewest rows decides. */
static int objects_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct objects_cursor *c = (struct objects_cursor *)base;
    sqlite3_value *of[O_COUNT];
    values_by_column(used, values, of, O_COUNT);
    if (of[O_ADDRESS])
        return start_one(c, value_address(of[O_ADDRESS]));
    if (of[O_ID])
        return start_one(c, value_id(of[O_ID]));
    if (of[O_TYPE_ADDRESS])
        return set_type(c, of[O_TYPE_ADDRESS]) ? start_by_type(c) : SQLITE_OK;
    if (of[O_TYPE]) {
        int code = set_type_name(c, of[O_TYPE]);
        return code != SQLITE_OK || base->ended ? code : start_by_type(c);
    }
    if (of[O_GENERATION])
        return start_generation(c, of[O_GENERATION]);
    c->mode = MODE_SCAN;
    return settle_scan(c, 0);
}

static void generation_column(struct objects_cursor *c, sqlite3_context *out)
{
    struct query *q = c->c.query;
    const struct heap *h = q->source.heap;
    struct object_info info;
    if (!object_is_tracked(h, c->o))
        return;
    if (query_need_generations(q) != SQLITE_OK) {
        sqlite3_result_error_nomem(out);
        return;
    }
    inspect_object(h, c->o, q->generations, &info);
    sqlite3_result_int(out, info.generation);
}

static void position_column(struct objects_cursor *c, sqlite3_context *out)
{
    struct query *q = c->c.query;
    size_t first, end;
    if (!object_is_tracked(q->source.heap, c->o))
        return;
    if (c->mode == MODE_GENERATION) {
        sqlite3_result_int64(out, c->c.row);
        return;
    }
    int code = query_need_positions(q);
    if (code != SQLITE_OK) {
        sqlite3_result_error_code(out, code);
        return;
    }
    pairs_find(&q->positions, place_of(c->o), &first, &end);
    if (first < end)
        sqlite3_result_int64(out, pairs_value(&q->positions, first));
}

static void trace_column(const struct heap *h, addr o, sqlite3_context *out, bool wants_size)
{
    uint64_t size;
    uint32_t traceback;
    if (trace_of(h, object_block(h, o), &size, &traceback))
        result_uint(out, wants_size ? size : traceback);
}

static void length_column(const struct heap *h, addr o, sqlite3_context *out)
{
    const struct kind_ops *ops = kind_ops(object_kind(h, o));
    int64_t length = ops->length ? ops->length(h, o) : -1;
    if (length >= 0)
        sqlite3_result_int64(out, length);
}

static void objects_column(struct cursor *base, sqlite3_context *out, int i)
{
    struct objects_cursor *c = (struct objects_cursor *)base;
    struct heap *h = base->query->source.heap;
    addr o = c->o;
    switch ((enum object_column)i) {
    case O_ADDRESS:
        return result_address(out, o);
    case O_ID:
        return result_id(out, o);
    case O_TYPE:
        return sqlite3_result_text(out, object_type_name(h, o), -1, SQLITE_TRANSIENT);
    case O_TYPE_ADDRESS:
        return result_address(out, object_type(h, o));
    case O_SIZE:
        return result_uint(out, object_getsizeof(h, o));
    case O_REFCOUNT:
        return result_uint(out, object_refcount(h, o));
    case O_IMMORTAL:
        return sqlite3_result_int(out, object_is_immortal(h, o));
    case O_TRACKED:
        return sqlite3_result_int(out, object_is_tracked(h, o));
    case O_GENERATION:
        return generation_column(c, out);
    case O_POSITION:
        return position_column(c, out);
    case O_FINALIZED:
        return sqlite3_result_int(out, object_has_gc(h, o) && object_gc(h, o)->prev & GC_FINALIZED);
    case O_WEAKREFS:
        return result_uint(out, type_at(h, object_type(h, o))->weaklistoffset ? weakref_count(h, o) : 0);
    case O_HANDLES:
        return sqlite3_result_int64(out, handle_count(h, o));
    case O_LENGTH:
        return length_column(h, o, out);
    case O_REPR:
        return result_repr(out, h, o);
    case O_BLOCK:
        return result_address(out, object_block(h, o));
    case O_POOL:
        return result_address(out, arena_owns(o) ? inspect_pool_of(h, o) : 0);
    case O_TRACED_SIZE:
    case O_TRACEBACK:
        return trace_column(h, o, out, i == O_TRACED_SIZE);
    case O_COUNT:
        break;
    }
}

static void objects_close(struct cursor *base)
{
    sqlite3_free(((struct objects_cursor *)base)->type_name);
}

const struct table table_objects = {
    .name = "objects",
    .meaning =
        "Every live object of the heap that is in a block (builtin types, small ints and the like are not).",
    .columns = object_columns,
    .column_count = O_COUNT,
    .live = true,
    .rows = 1e6,
    .cursor_size = sizeof(struct objects_cursor),
    .filter = objects_filter,
    .next = objects_next,
    .column = objects_column,
    .close = objects_close,
};

/* ---- weakrefs */

enum weakref_column {
    W_ADDRESS,
    W_ID,
    W_TYPE,
    W_REFERENT,
    W_REFERENT_ID,
    W_CALLBACK,
    W_CALLBACK_ID,
    W_COUNT
};

static const struct column weakref_columns[] = {
    [W_ADDRESS] = {"address", TYPE_ADDRESS, 1, "the weak reference"},
    [W_ID] = {"id", TYPE_ID, 1, "the same as text"},
    [W_TYPE] = {"type", TYPE_TEXT, 0, "name of its type: a reference or a proxy"},
    [W_REFERENT] = {"referent", TYPE_ADDRESS, 0, "what it refers to, NULL once that is dead"},
    [W_REFERENT_ID] = {"referent_id", TYPE_ID, 0, "the same as text"},
    [W_CALLBACK] = {"callback", TYPE_ADDRESS, 0, "what is called then, NULL for none"},
    [W_CALLBACK_ID] = {"callback_id", TYPE_ID, 0, "the same as text"},
};

struct weakrefs_cursor {
    struct cursor c;
    addr o;
    bool one;
};

static int settle_weakref(struct weakrefs_cursor *c, addr from)
{
    struct query *q = c->c.query;
    const struct heap *h = q->source.heap;
    for (c->o = object_next(h, from); c->o; c->o = object_next(h, c->o + 16)) {
        if (kind_is_weak(object_kind(h, c->o)))
            return SQLITE_OK;
        if (query_stop(q))
            return SQLITE_INTERRUPT;
    }
    c->c.ended = true;
    return SQLITE_OK;
}

static int weakrefs_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct weakrefs_cursor *c = (struct weakrefs_cursor *)base;
    const struct heap *h = base->query->source.heap;
    c->one = used != 0;
    if (!c->one)
        return settle_weakref(c, 0);
    c->o = used & 1u << W_ADDRESS ? value_address(values[0]) : value_id(values[0]);
    base->ended = !object_in_blocks(c->o) || !object_exists(h, c->o) || !kind_is_weak(object_kind(h, c->o));
    return SQLITE_OK;
}

static int weakrefs_next(struct cursor *base)
{
    struct weakrefs_cursor *c = (struct weakrefs_cursor *)base;
    base->ended = c->one;
    return c->one ? SQLITE_OK : settle_weakref(c, c->o + 16);
}

static void weakrefs_column(struct cursor *base, sqlite3_context *out, int i)
{
    addr o = ((struct weakrefs_cursor *)base)->o;
    const struct heap *h = base->query->source.heap;
    switch ((enum weakref_column)i) {
    case W_ADDRESS:
        return result_address(out, o);
    case W_ID:
        return result_id(out, o);
    case W_TYPE:
        return sqlite3_result_text(out, object_type_name(h, o), -1, SQLITE_TRANSIENT);
    case W_REFERENT:
        return result_address(out, weakref_referent(h, o));
    case W_REFERENT_ID:
        return result_id(out, weakref_referent(h, o));
    case W_CALLBACK:
        return result_address(out, weakref_at(h, o)->callback);
    case W_CALLBACK_ID:
        return result_id(out, weakref_at(h, o)->callback);
    case W_COUNT:
        break;
    }
}

const struct table table_weakrefs = {
    .name = "weakrefs",
    .meaning = "Weak references and proxies, and what they refer to.",
    .columns = weakref_columns,
    .column_count = W_COUNT,
    .live = true,
    .rows = 1e5,
    .cursor_size = sizeof(struct weakrefs_cursor),
    .filter = weakrefs_filter,
    .next = weakrefs_next,
    .column = weakrefs_column,
};
