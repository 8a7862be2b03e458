/*
 * /graph: a whole graph as Chrome's DevTools read heaps (Memory, Load profile: a file named *.heapsnapshot),
 * or what of it a picture can show, for Graphviz.
 *
 * Nodes and edges are flat arrays of numbers. The first node is the root; it refers to one node for each kind
 * of root, these to what roots of that kind hold. Objects follow in the order of their addresses, edges in
 * the order of their nodes. Strings stand in a table: first those of this file, then the graph's texts by
 * their numbers.
 *
 * A large one is not kept in memory but sent while it is written, on a worker, from the graph alone:
 * nothing waits for it. */
#include "api/graph_source.h"
#include "api/resources/resources.h"
#include "api/resources/write_graph.h"
#include "api/server.h"
#include "api/spool.h"
#include "daemon/session/workers.h"

#include <stdlib.h>
#include <string.h>

enum { NODE_FIELDS = 7, DOT_MOST = 5000, STREAM_FROM = 8 << 20 };
/* As in node_types and edge_types below. */
enum {
    NODE_STRING = 2,
    NODE_OBJECT = 3,
    NODE_CODE = 4,
    NODE_CLOSURE = 5,
    NODE_NUMBER = 7,
    NODE_SYNTHETIC = 9
};
enum { EDGE_ELEMENT = 1, EDGE_PROPERTY = 2, EDGE_HIDDEN_INTERNAL = 3, EDGE_WEAK_ONE = 6 };

static const char meta[] =
    "{\"node_fields\":[\"type\",\"name\",\"id\",\"self_size\",\"edge_count\",\"trace_node_id\","
    "\"detachedness\"],"
    "\"node_types\":[[\"hidden\",\"array\",\"string\",\"object\",\"code\",\"closure\",\"regexp\",\"number\","
    "\"native\",\"synthetic\","
    "\"concatenated string\",\"sliced string\",\"symbol\",\"bigint\",\"object "
    "shape\"],\"string\",\"number\",\"number\",\"number\",\"number\",\"number\"],"
    "\"edge_fields\":[\"type\",\"name_or_index\",\"to_node\"],"
    "\"edge_types\":[[\"context\",\"element\",\"property\",\"internal\",\"hidden\",\"shortcut\",\"weak\"],"
    "\"string_or_number\",\"node\"],"
    "\"trace_function_info_fields\":[\"function_id\",\"name\",\"script_name\",\"script_id\",\"line\","
    "\"column\"],"
    "\"trace_node_fields\":[\"id\",\"function_info_index\",\"count\",\"size\",\"children\"],"
    "\"sample_fields\":[\"timestamp_us\",\"last_assigned_id\"],"
    "\"location_fields\":[\"object_index\",\"script_id\",\"line\",\"column\"]}";

/* Strings of this file: kinds of roots come first, in their order. */
enum {
    STRING_ROOT = GRAPH_ROOT_KINDS,
    STRING_CLASS,
    STRING_DICT,
    STRING_VALUE,
    STRING_ITEM,
    STRING_CALLBACK,
    STRING_OTHER,
    STRING_TEXTS
};
static const char *const own_strings[] = {"",       "__class__",  "__dict__", "(value)",
                                          "(item)", "(callback)", "(?)"};

struct export
{
    struct json_writer *w;
    const struct graph_analysis *a;
    uint32_t root_count[GRAPH_ROOT_KINDS];
    struct spool *spool; /* where what is written goes now and then; NULL: nowhere */
    bool stopped;        /* nobody wants more */
};

/* After each item of an array. False: nobody wants more. */
static bool goes_on(struct export *x)
{
    if (x->spool && x->w->out->length >= SPOOL_CHUNK && !x->stopped)
        x->stopped = !spool_put(x->spool, x->w->out, false);
    return !x->stopped;
}

static uint32_t string_of(uint32_t text, uint32_t otherwise)
{
    return text == GRAPH_NONE ? otherwise : STRING_TEXTS + text;
}

/* Roots of the heap, then those of garbage. */
static const struct graph_root *root_at(const struct graph_analysis *a, uint32_t i)
{
    uint32_t own = a->graph->root_count;
    return i < own ? &a->graph->roots[i] : i < own + a->garbage_count ? &a->garbage[i - own] : NULL;
}

static void count_roots(struct export *x)
{
    const struct graph_root *root;
    for (uint32_t i = 0; (root = root_at(x->a, i)) != NULL; i++)
        x->root_count[root->kind]++;
}

static void write_node(struct export *x, unsigned type, uint64_t name, uint64_t id, uint64_t size,
                       uint64_t edges)
{
    const uint64_t fields[NODE_FIELDS] = {type, name, id, size, edges, 0, 0};
    for (int i = 0; i < NODE_FIELDS; i++)
        json_uint(x->w, fields[i]);
}

static unsigned node_type(const struct graph *g, uint32_t node)
{
    struct graph_text type = graph_type_name(g, node);
    if (g->flags[node] & GRAPH_NODE_IS_STRING)
        return NODE_STRING;
    if (g->flags[node] & GRAPH_NODE_IS_TYPE)
        return NODE_OBJECT;
    static const struct {
        const char *type;
        unsigned as;
    } types[] = {
        {"int", NODE_NUMBER}, {"float", NODE_NUMBER}, {"code", NODE_CODE}, {"function", NODE_CLOSURE}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].type, type.bytes) == 0)
            return types[i].as;
    return NODE_OBJECT;
}

static void write_nodes(struct export *x)
{
    const struct graph *g = x->a->graph;
    json_key(x->w, "nodes");
    json_begin_array(x->w);
    write_node(x, NODE_SYNTHETIC, STRING_ROOT, 1, 0, GRAPH_ROOT_KINDS);
    for (uint32_t kind = 0; kind < GRAPH_ROOT_KINDS; kind++)
        write_node(x, NODE_SYNTHETIC, kind, 3 + 2 * (uint64_t)kind, 0, x->root_count[kind]);
    for (uint32_t i = 0; i < g->node_count && goes_on(x); i++) {
        unsigned type = node_type(g, i);
        uint32_t text = type == NODE_STRING && g->text ? g->text[i] : GRAPH_NONE;
        write_node(x, type, string_of(text, STRING_TEXTS + g->type_name[g->type[i]]), 101 + 2 * (uint64_t)i,
                   g->size[i], g->first[i + 1] - g->first[i]);
    }
    json_end_array(x->w);
}

static void write_edge(struct export *x, unsigned type, uint64_t name, uint64_t to)
{
    json_uint(x->w, type);
    json_uint(x->w, name);
    json_uint(x->w, to * NODE_FIELDS);
}

static void write_reference(struct export *x, uint32_t edge)
{
    const struct graph *g = x->a->graph;
    uint32_t label = g->label[edge];
    unsigned type = EDGE_PROPERTY;
    uint64_t name = STRING_OTHER;
    switch ((enum graph_edge_kind)g->kind[edge]) {
    case GRAPH_EDGE_INDEX:
    case GRAPH_EDGE_KEY:
        type = EDGE_ELEMENT;
        name = label;
        break;
    case GRAPH_EDGE_ATTRIBUTE:
    case GRAPH_EDGE_SLOT:
    case GRAPH_EDGE_NAMED_VALUE:
    case GRAPH_EDGE_CELL:
    case GRAPH_EDGE_LOCAL:
        name = string_of(label, STRING_OTHER);
        break;
    case GRAPH_EDGE_VALUE:
        name = label != GRAPH_NONE && g->text ? string_of(g->text[label], STRING_VALUE) : STRING_VALUE;
        break;
    case GRAPH_EDGE_INTERNAL:
        type = EDGE_HIDDEN_INTERNAL;
        name = string_of(label, STRING_OTHER);
        break;
    case GRAPH_EDGE_WEAK:
        type = EDGE_WEAK_ONE;
        break;
    case GRAPH_EDGE_TYPE:
        type = EDGE_HIDDEN_INTERNAL;
        name = STRING_CLASS;
        break;
    case GRAPH_EDGE_DICT:
        name = STRING_DICT;
        break;
    case GRAPH_EDGE_ITEM:
        name = STRING_ITEM;
        break;
    case GRAPH_EDGE_CALLBACK:
        name = STRING_CALLBACK;
        break;
    default:
        break;
    }
    write_edge(x, type, name, 1 + GRAPH_ROOT_KINDS + (uint64_t)g->to[edge]);
}

static void write_edges_of(struct export *x)
{
    const struct graph *g = x->a->graph;
    const struct graph_root *root;
    json_key(x->w, "edges");
    json_begin_array(x->w);
    for (uint32_t kind = 0; kind < GRAPH_ROOT_KINDS; kind++)
        write_edge(x, EDGE_ELEMENT, kind, 1 + kind);
    for (uint32_t kind = 0; kind < GRAPH_ROOT_KINDS; kind++)
        for (uint32_t i = 0; (root = root_at(x->a, i)) != NULL && goes_on(x); i++)
            if (root->kind == kind)
                write_edge(x, root->text == GRAPH_NONE ? EDGE_HIDDEN_INTERNAL : EDGE_PROPERTY,
                           string_of(root->text, STRING_OTHER), 1 + GRAPH_ROOT_KINDS + (uint64_t)root->node);
    for (uint32_t e = 0; e < g->edge_count && goes_on(x); e++)
        write_reference(x, e);
    json_end_array(x->w);
}

static void write_strings(struct export *x)
{
    json_key(x->w, "strings");
    json_begin_array(x->w);
    for (uint32_t kind = 0; kind < GRAPH_ROOT_KINDS; kind++)
        json_format(x->w, "(%s roots)", graph_root_kind_name((enum graph_root_kind)kind));
    for (size_t i = 0; i < sizeof own_strings / sizeof *own_strings; i++)
        json_text_string(x->w, own_strings[i]);
    for (uint32_t i = 0; i < x->a->graph->text_count && goes_on(x); i++) {
        struct graph_text text = graph_text_of(x->a->graph, i);
        json_string(x->w, text.bytes, text.length);
    }
    json_end_array(x->w);
}

static void write_snapshot(struct export *x)
{
    const struct graph *g = x->a->graph;
    json_begin_object(x->w);
    json_key(x->w, "snapshot");
    json_begin_object(x->w);
    json_key(x->w, "meta");
    json_raw(x->w, meta, sizeof meta - 1);
    json_member_uint(x->w, "node_count", 1 + GRAPH_ROOT_KINDS + (uint64_t)g->node_count);
    json_member_uint(x->w, "edge_count",
                     GRAPH_ROOT_KINDS + (uint64_t)g->root_count + x->a->garbage_count + g->edge_count);
    json_member_uint(x->w, "trace_function_count", 0);
    json_end_object(x->w);
    write_nodes(x);
    write_edges_of(x);
    static const char *const empty[] = {"trace_function_infos", "trace_tree", "samples", "locations"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        json_key_string(x->w, empty[i], strlen(empty[i]));
        json_begin_array(x->w);
        json_end_array(x->w);
    }
    write_strings(x);
    json_end_object(x->w);
}

/* ---- while it is written ------------------------------------------------------------------------- */

struct graph_stream {
    struct spool spool;
    struct job job;
    struct graph_analysis *a;
    bool pretty;
};

static void destroy(struct spool *spool)
{
    struct graph_stream *s = (struct graph_stream *)((char *)spool - offsetof(struct graph_stream, spool));
    graph_analysis_release(s->a);
    spool_release(spool);
    free(s);
}

static void run_stream(struct job *job)
{
    struct graph_stream *s = (struct graph_stream *)((char *)job - offsetof(struct graph_stream, job));
    struct outbuf out = {0};
    struct json_writer w;
    struct export x = {.w = &w, .a = s->a, .spool = &s->spool};
    json_writer_init(&w, &out, s->pretty);
    count_roots(&x);
    write_snapshot(&x);
    bool whole = !x.stopped && spool_put(&s->spool, &out, true);
    outbuf_destroy(&out);
    spool_finish(&s->spool, whole);
}

/* Takes the analysis over. */
static enum api_result stream_snapshot(struct api_request *request, struct graph_analysis *a)
{
    struct graph_stream *s = malloc(sizeof *s);
    enum api_result result =
        s ? api_timeless(request) : api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the stream");
    if (result != API_DONE) {
        graph_analysis_release(a);
        free(s);
        return result;
    }
    spool_init(&s->spool, destroy);
    s->spool.patience_ms = api_server_config(request->server)->idle_timeout_s * 1000;
    s->a = a;
    s->pretty = request->pretty;
    s->job = (struct job){.run = run_stream};
    if (!workers_submit(request->context->workers, &s->job)) {
        destroy(&s->spool);
        return api_fail(request, PROBLEM_BUSY, "too many requests wait for a worker");
    }
    request->answer.stream = &s->spool.stream;
    return API_DONE;
}

/* About how long it will be: a node takes some 30 bytes, a reference some 15, and texts are there once. */
static uint64_t likely_length(const struct graph *g)
{
    return 30ull * g->node_count + 15ull * g->edge_count + g->text_first[g->text_count];
}

enum api_result export_graph(struct api_request *request)
{
    static const char *const formats[] = {"heapsnapshot", "dot", NULL};
    struct graph_progress progress;
    struct graph_analysis *a;
    uint64_t limit = 200;
    int format = http_prefers(request->headers.accept, "text/vnd.graphviz");
    enum api_result result = api_query_choice(request, "format", formats, &format);
    if (result == API_DONE)
        result = api_query_uint(request, "limit", 1, DOT_MOST, &limit);
    if (result == API_DONE && format == 0 && request->param[PARAM_NUMBER].text != NULL)
        result = api_timeless(request); /* it may have to be read and analysed first; of a heap that is inside
                                           the session's turn */
    if (result == API_DONE)
        result = request_graph(request, &progress, &a, NULL);
    if (result != API_DONE)
        return result;
    if (format == 1) {
        request->answer.content_type = "text/vnd.graphviz; charset=utf-8";
        if (!write_graph_dot(&request->answer.body, a, (size_t)limit))
            result = fail_graph(request, GRAPH_NO_MEMORY);
        graph_analysis_release(a);
        return result;
    }
    if (request->context->workers && likely_length(a->graph) > STREAM_FROM)
        return stream_snapshot(request, a);
    struct export x = {.w = &request->json, .a = a};
    count_roots(&x);
    write_snapshot(&x);
    graph_analysis_release(a);
    return API_DONE;
}
