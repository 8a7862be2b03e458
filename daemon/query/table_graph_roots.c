/* What kept the objects of a stored snapshot alive from outside: snapshot_roots. */
#include "daemon/query/table_graphs.h"

enum root_column { T_SNAPSHOT, T_KIND, T_NAME, T_NUMBER, T_OBJECT, T_ID, T_TYPE, T_HOLDER, T_COUNT };

static const struct column root_columns[] = {
    [T_SNAPSHOT] = {"snapshot", TYPE_INTEGER, 1000, "number of the snapshot"},
    [T_KIND] = {"kind", TYPE_TEXT, 0,
                "name, local, frame, module, thread, session, internal, builtin, or static: held by a "
                "builtin object"},
    [T_NAME] = {"name", TYPE_TEXT, 0, "of a name, a local or a module; a frame's function; NULL for none"},
    [T_NUMBER] = {"frame", TYPE_INTEGER, 0, "of a local: the number of its frame"},
    [T_OBJECT] = {"object", TYPE_ADDRESS, 0, "what it kept alive"},
    [T_ID] = {"id", TYPE_ID, 0, "the same as text"},
    [T_TYPE] = {"type", TYPE_TEXT, 0, "name of its type"},
    [T_HOLDER] = {"holder", TYPE_ADDRESS, 0, "of static: the builtin object that holds it; else NULL"},
};

/* The graph's roots; then what objects that are not in snapshot_refs refer to, by node and edge. */
struct roots_cursor {
    struct graph_cursor g;
    uint32_t at, holder, edge;
};

static bool has_root(const struct graph *g, uint32_t node, enum graph_root_kind kind)
{
    uint32_t low = 0, high = g->root_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (g->roots[middle].node < node)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < g->root_count && g->roots[low].node == node; low++)
        if (g->roots[low].kind == kind)
            return true;
    return false;
}

/* What a module's globals are bound to is there already, by name. */
static bool keeps(const struct graph *g, uint32_t holder, uint32_t edge)
{
    uint8_t kind = g->kind[edge];
    bool value = kind == GRAPH_EDGE_VALUE || kind == GRAPH_EDGE_NAMED_VALUE;
    return kind != GRAPH_EDGE_WEAK && !graph_is_static(g, g->to[edge]) &&
           !(value && has_root(g, holder, GRAPH_ROOT_MODULE) && has_root(g, g->to[edge], GRAPH_ROOT_NAME));
}

/* The next of these from (holder, edge) on; false: there is none. */
static bool find_held(struct roots_cursor *c)
{
    const struct graph *g = c->g.graph;
    for (; c->holder < g->node_count; c->holder++) {
        if (c->edge < g->first[c->holder] || !graph_is_static(g, c->holder))
            c->edge = g->first[c->holder];
        for (; graph_is_static(g, c->holder) && c->edge < g->first[c->holder + 1]; c->edge++)
            if (keeps(g, c->holder, c->edge))
                return true;
        if (query_stop(c->g.c.query))
            return false; /* which is found again */
    }
    return false;
}

static void begin_roots(struct roots_cursor *c)
{
    c->at = c->holder = c->edge = 0;
}

static int settle_root(struct roots_cursor *c)
{
    while (!c->g.c.ended && c->at >= c->g.graph->root_count && !find_held(c)) {
        if (query_stop(c->g.c.query))
            return SQLITE_INTERRUPT;
        c->g.c.ended = c->g.one;
        int code = c->g.one ? SQLITE_OK : graph_cursor_load(&c->g, c->g.number);
        if (code != SQLITE_OK)
            return code;
        begin_roots(c);
    }
    return SQLITE_OK;
}

static int roots_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct roots_cursor *c = (struct roots_cursor *)base;
    int code = graph_cursor_start(&c->g, used != 0, used ? values[0] : NULL);
    begin_roots(c);
    return code == SQLITE_OK ? settle_root(c) : code;
}

static int roots_next(struct cursor *base)
{
    struct roots_cursor *c = (struct roots_cursor *)base;
    if (c->at < c->g.graph->root_count)
        c->at++;
    else
        c->edge++;
    return settle_root(c);
}

/* Of what a builtin object holds. */
static void held_column(const struct roots_cursor *c, sqlite3_context *out, int i)
{
    const struct graph *g = c->g.graph;
    if (i == T_KIND)
        sqlite3_result_text(out, "static", -1, SQLITE_STATIC);
    else if (i == T_HOLDER)
        result_address(out, g->address[c->holder]);
    else
        sqlite3_result_null(out);
}

static void roots_column(struct cursor *base, sqlite3_context *out, int i)
{
    const struct roots_cursor *c = (const struct roots_cursor *)base;
    const struct graph *g = c->g.graph;
    const struct graph_root *root = c->at < g->root_count ? &g->roots[c->at] : NULL;
    uint32_t node = root ? root->node : g->to[c->edge];
    switch ((enum root_column)i) {
    case T_SNAPSHOT:
        return sqlite3_result_int64(out, c->g.number);
    case T_OBJECT:
        return result_address(out, g->address[node]);
    case T_ID:
        return result_id(out, g->address[node]);
    case T_TYPE:
        return result_graph_text(out, graph_type_name(g, node));
    default:
        break;
    }
    if (!root)
        return held_column(c, out, i);
    if (i == T_KIND)
        sqlite3_result_text(out, graph_root_kind_name((enum graph_root_kind)root->kind), -1, SQLITE_STATIC);
    else if (i == T_NAME)
        result_graph_text(out, graph_text_of(g, root->text));
    else if (i == T_NUMBER && root->kind == GRAPH_ROOT_LOCAL)
        sqlite3_result_int64(out, root->number);
    else
        sqlite3_result_null(out);
}

const struct table table_snapshot_roots = {
    .name = "snapshot_roots",
    .meaning = "What kept the objects of a snapshot alive from outside.",
    .columns = root_columns,
    .column_count = T_COUNT,
    .rows = 1e5,
    .cursor_size = sizeof(struct roots_cursor),
    .filter = roots_filter,
    .next = roots_next,
    .column = roots_column,
    .close = graph_cursor_close,
};
