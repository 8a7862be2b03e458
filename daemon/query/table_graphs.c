/* The object graphs of stored snapshots: snapshot_objects, snapshot_refs.
 *
 * A graph is loaded when one of its rows is first asked for; what has to be worked out (who refers to an
 * object, what it retains) when a column says it. Cursors go by node number, so that rows come in the order
 * of addresses. */
#include <stdio.h>
#include <string.h>

#include "daemon/query/table_graphs.h"

/* ---- a graph, or all of them one after the other */

static void let_go(struct graph_cursor *g)
{
    graph_release(g->graph);
    graph_analysis_release(g->analysis);
    g->graph = NULL;
    g->analysis = NULL;
}

void graph_cursor_close(struct cursor *base)
{
    let_go((struct graph_cursor *)base);
}

int graph_cursor_load(struct graph_cursor *g, int64_t number)
{
    struct query *q = g->c.query;
    struct query_snapshot item;
    let_go(g);
    for (int code;;) {
        if (!g->one) {
            code = query_next_snapshot(&g->c, number, &item);
            if (code != SQLITE_OK || g->c.ended)
                return code;
            number = item.number;
        }
        code = query_graph(&g->c, number, &g->graph);
        if (code != SQLITE_OK)
            return code;
        g->number = number;
        g->c.ended = !g->graph && g->one;
        if (g->graph || g->one)
            return SQLITE_OK;
        if (query_stop(q))
            return SQLITE_INTERRUPT;
    }
}

static int need_analysis(struct graph_cursor *g)
{
    return g->analysis ? SQLITE_OK : query_graph_analysis(&g->c, g->number, g->graph, &g->analysis);
}

int graph_cursor_start(struct graph_cursor *g, bool used, sqlite3_value *value)
{
    int64_t number = 0;
    g->one = used;
    g->c.ended = used && !value_int(value, &number);
    return g->c.ended ? SQLITE_OK : graph_cursor_load(g, number);
}

/* An argument that names a node by address; GRAPH_NONE: no node of the graph. */
static uint32_t node_named(const struct graph_cursor *g, addr a)
{
    return a ? graph_find(g->graph, a) : GRAPH_NONE;
}

void result_graph_text(sqlite3_context *out, struct graph_text text)
{
    if (text.bytes)
        sqlite3_result_text64(out, text.bytes, text.length, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* ---- snapshot_objects */

enum object_column {
    O_SNAPSHOT,
    O_ADDRESS,
    O_ID,
    O_TYPE,
    O_SIZE,
    O_TEXT,
    O_RETAINED,
    O_RETAINED_COUNT,
    O_DOMINATOR,
    O_DOMINATOR_ID,
    O_DISTANCE,
    O_REFERRERS,
    O_REFERENTS,
    O_WASTED,
    O_IMMORTAL,
    O_TRACKED,
    O_BIRTH,
    O_COUNT
};

static const struct column object_columns[] = {
    [O_SNAPSHOT] = {"snapshot", TYPE_INTEGER, 1e6, "number of the snapshot"},
    [O_ADDRESS] = {"address", TYPE_ADDRESS, 2, "where it was"},
    [O_ID] = {"id", TYPE_ID, 2, "the same as text"},
    [O_TYPE] = {"type", TYPE_TEXT, 1e5, "name of its type"},
    [O_SIZE] = {"size", TYPE_INTEGER, 0, "bytes"},
    [O_TEXT] = {"text", TYPE_TEXT, 0, "what it is called or, of a short str, its value"},
    [O_RETAINED] = {"retained", TYPE_INTEGER, 0, "bytes that would go with it, its own among them"},
    [O_RETAINED_COUNT] = {"retained_count", TYPE_INTEGER, 0, "objects that would go with it"},
    [O_DOMINATOR] = {"dominator", TYPE_ADDRESS, 0,
                     "the object that every path to it leads through last; NULL: none"},
    [O_DOMINATOR_ID] = {"dominator_id", TYPE_ID, 0, "the same as text"},
    [O_DISTANCE] = {"distance", TYPE_INTEGER, 0, "references from the nearest root, NULL for garbage"},
    [O_REFERRERS] = {"referrers", TYPE_INTEGER, 0, "references to it"},
    [O_REFERENTS] = {"referents", TYPE_INTEGER, 0, "references that it holds"},
    [O_WASTED] = {"wasted", TYPE_INTEGER, 0, "bytes of its size that hold nothing"},
    [O_IMMORTAL] = {"immortal", TYPE_INTEGER, 0, "1: it was never counted"},
    [O_TRACKED] = {"tracked", TYPE_INTEGER, 0, "1: the collector looked at it"},
    [O_BIRTH] = {"birth", TYPE_INTEGER, 0,
                 "equal in two snapshots if the object at an address is the same; NULL where not known"},
};

struct objects_cursor {
    struct graph_cursor g;
    uint32_t node;
    char *type_name; /* wanted; NULL: any */
    uint32_t type;   /* in this graph */
    addr address;    /* wanted; 0: any */
};

/* The first node from `node` on that may be wanted, in this graph or the next. */
static int settle_object(struct objects_cursor *c)
{
    while (!c->g.c.ended) {
        const struct graph *g = c->g.graph;
        for (; c->node < g->node_count; c->node++) {
            if (!graph_is_static(g, c->node) && (!c->type_name || g->type[c->node] == c->type))
                return SQLITE_OK;
            if (query_stop(c->g.c.query))
                return SQLITE_INTERRUPT;
        }
        c->g.c.ended = c->g.one;
        int code = c->g.one ? SQLITE_OK : graph_cursor_load(&c->g, c->g.number);
        if (code != SQLITE_OK)
            return code;
        c->node = 0;
        if (!c->g.c.ended && c->type_name)
            c->type = graph_find_type(c->g.graph, c->type_name, strlen(c->type_name));
    }
    return SQLITE_OK;
}

static int objects_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct objects_cursor *c = (struct objects_cursor *)base;
    sqlite3_value *of[O_COUNT];
    values_by_column(used, values, of, O_COUNT);
    sqlite3_free(c->type_name);
    c->type_name = NULL;
    c->node = 0;
    int code = graph_cursor_start(&c->g, of[O_SNAPSHOT] != NULL, of[O_SNAPSHOT]);
    if (code != SQLITE_OK || base->ended)
        return code;
    bool named = of[O_ADDRESS] || of[O_ID];
    c->address = of[O_ADDRESS] ? value_address(of[O_ADDRESS]) : of[O_ID] ? value_id(of[O_ID]) : 0;
    if (named && c->g.one) { /* of all snapshots it is looked for by SQLite */
        c->node = node_named(&c->g, c->address);
        base->ended = c->node == GRAPH_NONE || graph_is_static(c->g.graph, c->node);
        return SQLITE_OK;
    }
    c->address = 0;
    if (of[O_TYPE] && sqlite3_value_type(of[O_TYPE]) == SQLITE_TEXT) {
        c->type_name = sqlite3_mprintf("%s", sqlite3_value_text(of[O_TYPE]));
        if (!c->type_name)
            return SQLITE_NOMEM;
        c->type = graph_find_type(c->g.graph, c->type_name, strlen(c->type_name));
    }
    return settle_object(c);
}

static int objects_next(struct cursor *base)
{
    struct objects_cursor *c = (struct objects_cursor *)base;
    base->ended = c->address != 0;
    c->node++;
    return base->ended ? SQLITE_OK : settle_object(c);
}

static void analysed_column(struct objects_cursor *c, sqlite3_context *out, int i)
{
    int code = need_analysis(&c->g);
    if (code != SQLITE_OK) {
        sqlite3_result_error_code(out, code);
        return;
    }
    const struct graph_analysis *a = c->g.analysis;
    uint32_t dominator = i == O_DOMINATOR || i == O_DOMINATOR_ID ? graph_dominator(a, c->node) : GRAPH_NONE;
    addr at = dominator == GRAPH_NONE ? 0 : a->graph->address[dominator];
    switch (i) {
    case O_RETAINED:
        return result_uint(out, graph_retained(a, c->node));
    case O_RETAINED_COUNT:
        return sqlite3_result_int64(out, graph_retained_count(a, c->node));
    case O_DOMINATOR:
        return result_address(out, at);
    case O_DOMINATOR_ID:
        return result_id(out, at);
    case O_DISTANCE:
        return a->distance[c->node] == GRAPH_NONE ? sqlite3_result_null(out)
                                                  : sqlite3_result_int64(out, a->distance[c->node]);
    default:
        return sqlite3_result_int64(out, a->in_first[c->node + 1] - a->in_first[c->node]);
    }
}

static void objects_column(struct cursor *base, sqlite3_context *out, int i)
{
    struct objects_cursor *c = (struct objects_cursor *)base;
    const struct graph *g = c->g.graph;
    uint32_t n = c->node;
    switch ((enum object_column)i) {
    case O_SNAPSHOT:
        return sqlite3_result_int64(out, c->g.number);
    case O_ADDRESS:
        return result_address(out, g->address[n]);
    case O_ID:
        return result_id(out, g->address[n]);
    case O_TYPE:
        return result_graph_text(out, graph_type_name(g, n));
    case O_SIZE:
        return result_uint(out, g->size[n]);
    case O_TEXT:
        return g->text ? result_graph_text(out, graph_text_of(g, g->text[n])) : sqlite3_result_null(out);
    case O_RETAINED:
    case O_RETAINED_COUNT:
    case O_DOMINATOR:
    case O_DOMINATOR_ID:
    case O_DISTANCE:
    case O_REFERRERS:
        return analysed_column(c, out, i);
    case O_REFERENTS:
        return sqlite3_result_int64(out, g->first[n + 1] - g->first[n]);
    case O_WASTED:
        return sqlite3_result_int64(out, g->wasted ? g->wasted[n] : 0);
    case O_IMMORTAL:
        return sqlite3_result_int(out, (g->flags[n] & GRAPH_NODE_IMMORTAL) != 0);
    case O_TRACKED:
        return sqlite3_result_int(out, (g->flags[n] & GRAPH_NODE_TRACKED) != 0);
    case O_BIRTH:
        return g->birth && g->birth[n] ? sqlite3_result_int64(out, g->birth[n]) : sqlite3_result_null(out);
    case O_COUNT:
        break;
    }
}

static void objects_close(struct cursor *base)
{
    sqlite3_free(((struct objects_cursor *)base)->type_name);
    graph_cursor_close(base);
}

const struct table table_snapshot_objects = {
    .name = "snapshot_objects",
    .meaning = "Every object of the snapshots that were taken with \"objects\": true, and what it retained.",
    .columns = object_columns,
    .column_count = O_COUNT,
    .rows = 1e7,
    .cursor_size = sizeof(struct objects_cursor),
    .filter = objects_filter,
    .next = objects_next,
    .column = objects_column,
    .close = objects_close,
};

/* ---- snapshot_refs */

enum ref_column {
    R_SNAPSHOT,
    R_SOURCE,
    R_SOURCE_ID,
    R_TARGET,
    R_TARGET_ID,
    R_KIND,
    R_LABEL,
    R_SOURCE_TYPE,
    R_TARGET_TYPE,
    R_COUNT
};

static const struct column ref_columns[] = {
    [R_SNAPSHOT] = {"snapshot", TYPE_INTEGER, 3e6, "number of the snapshot"},
    [R_SOURCE] = {"source", TYPE_ADDRESS, 8, "the object that refers"},
    [R_SOURCE_ID] = {"source_id", TYPE_ID, 8, "the same as text"},
    [R_TARGET] = {"target", TYPE_ADDRESS, 16, "the object referred to"},
    [R_TARGET_ID] = {"target_id", TYPE_ID, 16, "the same as text"},
    [R_KIND] = {"kind", TYPE_TEXT, 0, "attribute, slot, dict, key, value, index, item, type, internal ..."},
    [R_LABEL] = {"label", TYPE_TEXT, 0, "the step as Python writes it: .name, [3], ['k']"},
    [R_SOURCE_TYPE] = {"source_type", TYPE_TEXT, 0, "name of the type of the one"},
    [R_TARGET_TYPE] = {"target_type", TYPE_TEXT, 0, "and of the other"},
};

/* Edges [edge, end) of node `source`; then the next source: the one behind it or, of a target, the next that
 * refers to it. */
struct refs_cursor {
    struct graph_cursor g;
    uint32_t source, edge, end;
    uint32_t target; /* GRAPH_NONE: any */
    uint32_t in_at, in_end;
    bool one_source;
};

static void take_source(struct refs_cursor *c, uint32_t source)
{
    c->source = source;
    c->edge = c->g.graph->first[source];
    c->end = c->g.graph->first[source + 1];
}

/* False: this graph has no more. in_from has a source as often as it refers: each is taken once. */
static bool next_source(struct refs_cursor *c)
{
    if (c->one_source)
        return false;
    if (c->target != GRAPH_NONE) {
        while (c->in_at < c->in_end && c->g.analysis->in_from[c->in_at] == c->source)
            c->in_at++;
        if (c->in_at == c->in_end)
            return false;
        take_source(c, c->g.analysis->in_from[c->in_at]);
        return true;
    }
    if (c->source + 1 >= c->g.graph->node_count)
        return false;
    take_source(c, c->source + 1);
    return true;
}

/* Before the first source of a graph. */
static void begin_graph(struct refs_cursor *c)
{
    c->source = UINT32_MAX;
    c->edge = c->end = 0;
}

static int settle_ref(struct refs_cursor *c)
{
    while (!c->g.c.ended) {
        const struct graph *g = c->g.graph;
        for (; c->edge < c->end; c->edge++)
            if (!graph_is_static(g, c->source) && (c->target == GRAPH_NONE || g->to[c->edge] == c->target))
                return SQLITE_OK;
        if (query_stop(c->g.c.query))
            return SQLITE_INTERRUPT;
        if (next_source(c))
            continue;
        c->g.c.ended = c->g.one;
        int code = c->g.one ? SQLITE_OK : graph_cursor_load(&c->g, c->g.number);
        if (code != SQLITE_OK)
            return code;
        begin_graph(c);
    }
    return SQLITE_OK;
}

/* By a source or a target, of one graph; of all of them SQLite compares. */
static int start_named(struct refs_cursor *c, bool by_source, addr source, bool by_target, addr target)
{
    if (by_target) {
        c->target = node_named(&c->g, target);
        c->g.c.ended = c->target == GRAPH_NONE;
    }
    if (by_source && !c->g.c.ended) {
        uint32_t node = node_named(&c->g, source);
        c->g.c.ended = node == GRAPH_NONE;
        c->one_source = true;
        if (!c->g.c.ended)
            take_source(c, node);
    } else if (by_target && !c->g.c.ended) {
        int code = need_analysis(&c->g);
        if (code != SQLITE_OK)
            return code;
        c->in_at = c->g.analysis->in_first[c->target];
        c->in_end = c->g.analysis->in_first[c->target + 1];
    }
    return settle_ref(c);
}

static int refs_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct refs_cursor *c = (struct refs_cursor *)base;
    sqlite3_value *of[R_COUNT];
    values_by_column(used, values, of, R_COUNT);
    c->target = GRAPH_NONE;
    c->one_source = false;
    int code = graph_cursor_start(&c->g, of[R_SNAPSHOT] != NULL, of[R_SNAPSHOT]);
    if (code != SQLITE_OK || base->ended)
        return code;
    begin_graph(c);
    if (!c->g.one)
        return settle_ref(c);
    addr source = of[R_SOURCE]      ? value_address(of[R_SOURCE])
                  : of[R_SOURCE_ID] ? value_id(of[R_SOURCE_ID])
                                    : 0,
         target = of[R_TARGET]      ? value_address(of[R_TARGET])
                  : of[R_TARGET_ID] ? value_id(of[R_TARGET_ID])
                                    : 0;
    return start_named(c, of[R_SOURCE] || of[R_SOURCE_ID], source, of[R_TARGET] || of[R_TARGET_ID], target);
}

static int refs_next(struct cursor *base)
{
    struct refs_cursor *c = (struct refs_cursor *)base;
    c->edge++;
    return settle_ref(c);
}

static void refs_column(struct cursor *base, sqlite3_context *out, int i)
{
    const struct refs_cursor *c = (const struct refs_cursor *)base;
    const struct graph *g = c->g.graph;
    char label[300];
    uint32_t target = g->to[c->edge];
    switch ((enum ref_column)i) {
    case R_SNAPSHOT:
        return sqlite3_result_int64(out, c->g.number);
    case R_SOURCE:
        return result_address(out, g->address[c->source]);
    case R_SOURCE_ID:
        return result_id(out, g->address[c->source]);
    case R_TARGET:
        return result_address(out, g->address[target]);
    case R_TARGET_ID:
        return result_id(out, g->address[target]);
    case R_KIND:
        return sqlite3_result_text(out, graph_edge_kind_name((enum graph_edge_kind)g->kind[c->edge]), -1,
                                   SQLITE_STATIC);
    case R_LABEL:
        return sqlite3_result_text(out, label, (int)graph_edge_text(g, c->edge, label, sizeof label),
                                   SQLITE_TRANSIENT);
    case R_SOURCE_TYPE:
        return result_graph_text(out, graph_type_name(g, c->source));
    case R_TARGET_TYPE:
        return result_graph_text(out, graph_type_name(g, target));
    case R_COUNT:
        break;
    }
}

const struct table table_snapshot_refs = {
    .name = "snapshot_refs",
    .meaning = "The references between the objects of a snapshot.",
    .columns = ref_columns,
    .column_count = R_COUNT,
    .rows = 3e7,
    .cursor_size = sizeof(struct refs_cursor),
    .filter = refs_filter,
    .next = refs_next,
    .column = refs_column,
    .close = graph_cursor_close,
};
