/* Graphs for Graphviz (write_graph.h). */
#include "api/json/scan.h"
#include "api/resources/write_graph.h"

#include <inttypes.h>
#include <stdlib.h>

enum { LABEL_ROOM = 200, TEXT_SHOWN = 40, ROOTS_SHOWN = 3, EDGES_A_NODE = 20 };

/* ---- text, nodes, edges -------------------------------------------------------------------------- */

/* Between quotes: quotes and backslashes escaped, control characters left out, at most `most` bytes, whole
 * characters. */
static void put_escaped(struct outbuf *out, const char *text, size_t length, size_t most)
{
    for (size_t i = 0; i < length && i < most;) {
        unsigned char c = (unsigned char)text[i];
        size_t size = c < 0x80 ? 1 : scan_utf8((const unsigned char *)text + i, length - i);
        if (size == 0 || i + size > most) { /* no UTF-8, or no room for it */
            i++;
            continue;
        }
        if (c == '"' || c == '\\')
            outbuf_byte(out, '\\');
        if (c >= ' ' && c != 127)
            outbuf_append(out, text + i, size);
        i += size;
    }
}

static void put_edge(void *context, const struct graph *g, uint32_t from, uint32_t edge)
{
    struct outbuf *out = context;
    char label[LABEL_ROOM];
    size_t length = graph_edge_text(g, edge, label, sizeof label);
    outbuf_format(out, "  n%" PRIu32 " -> n%" PRIu32 " [label=\"", from, g->to[edge]);
    put_escaped(out, label, length, LABEL_ROOM);
    outbuf_format(out, "\"%s];\n", g->kind[edge] == GRAPH_EDGE_WEAK ? ", style=dashed" : "");
}

static void put_node(struct outbuf *out, const struct graph_analysis *a, uint32_t node, const char *more)
{
    const struct graph *g = a->graph;
    struct graph_text type = graph_type_name(g, node),
                      text = graph_text_of(g, g->text ? g->text[node] : GRAPH_NONE);
    uint32_t roots;
    outbuf_format(out, "  n%" PRIu32 " [label=\"", node);
    put_escaped(out, type.bytes, type.length, LABEL_ROOM);
    if (text.bytes) {
        outbuf_byte(out, ' ');
        put_escaped(out, text.bytes, text.length, TEXT_SHOWN);
    }
    outbuf_format(out, "\\n0x%" PRIx64 "\\n%" PRIu64 " of %" PRIu64 " bytes\"%s%s];\n", g->address[node],
                  g->size[node], graph_retained(a, node),
                  graph_roots_of(a, node, &roots) ? ", style=bold" : "", more);
}

/* ---- a neighbourhood ----------------------------------------------------------------------------- */

void write_neighbourhood_dot(struct outbuf *out, const struct graph_analysis *a,
                             const struct neighbourhood *n)
{
    outbuf_literal(out, "digraph heap {\n  node [shape=box, fontname=\"monospace\"];\n");
    if (n->cut)
        outbuf_format(out, "  label=\"The %zu objects that are nearest; there are more.\";\n", n->count);
    for (size_t i = 0; i < n->count; i++)
        put_node(out, a, n->nodes[i], i == 0 ? ", color=red" : "");
    neighbourhood_edges(a->graph, n, put_edge, out);
    outbuf_literal(out, "}\n");
}

/* ---- a whole graph ------------------------------------------------------------------------------- */

/* The nodes that retain most so far, as a heap with the least of them on top. */
struct best {
    const struct graph_analysis *a;
    uint32_t *nodes;
    size_t count, most;
};

/* Of two that retain the same, what dominates the other has the lower place, and is more. */
static bool is_less(const struct graph_analysis *a, uint32_t x, uint32_t y)
{
    uint64_t p = graph_retained(a, x), q = graph_retained(a, y);
    return p != q ? p < q : a->place[x] > a->place[y];
}

static void sift_down(struct best *b, size_t at)
{
    for (size_t child; (child = 2 * at + 1) < b->count; at = child) {
        if (child + 1 < b->count && is_less(b->a, b->nodes[child + 1], b->nodes[child]))
            child++;
        if (!is_less(b->a, b->nodes[child], b->nodes[at]))
            return;
        uint32_t moved = b->nodes[at];
        b->nodes[at] = b->nodes[child];
        b->nodes[child] = moved;
    }
}

static void offer(struct best *b, uint32_t node)
{
    if (b->count < b->most) {
        b->nodes[b->count++] = node;
        if (b->count == b->most)
            for (size_t i = b->count / 2; i-- > 0;)
                sift_down(b, i);
    } else if (is_less(b->a, b->nodes[0], node)) {
        b->nodes[0] = node;
        sift_down(b, 0);
    }
}

static int compare_nodes(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static bool is_shown(const struct best *b, uint32_t node)
{
    return bsearch(&node, b->nodes, b->count, sizeof *b->nodes, compare_nodes) != NULL;
}

/* The names and frames that hold a node, each an ellipse. */
static void put_roots(struct outbuf *out, const struct graph_analysis *a, uint32_t node)
{
    uint32_t count;
    const struct graph_root *roots = graph_roots_of(a, node, &count);
    for (uint32_t i = 0; roots && i < count && i < ROOTS_SHOWN; i++) {
        struct graph_text text = graph_text_of(a->graph, roots[i].text);
        outbuf_format(out, "  r%" PRIu32 "_%" PRIu32 " [shape=ellipse, label=\"%s", node, i,
                      graph_root_kind_name(roots[i].kind));
        if (text.bytes) {
            outbuf_byte(out, ' ');
            put_escaped(out, text.bytes, text.length, TEXT_SHOWN);
        }
        outbuf_format(out, "%s\"];\n  r%" PRIu32 "_%" PRIu32 " -> n%" PRIu32 ";\n",
                      i + 1 == ROOTS_SHOWN && count > ROOTS_SHOWN ? " ..." : "", node, i, node);
    }
}

/* Between nodes that are shown; how many there are among all that are counted. */
static size_t put_edges(struct outbuf *out, const struct best *b)
{
    const struct graph *g = b->a->graph;
    size_t shown = 0;
    for (size_t i = 0; i < b->count; i++)
        for (uint32_t e = g->first[b->nodes[i]]; e < g->first[b->nodes[i] + 1]; e++)
            if (shown < b->most * EDGES_A_NODE && is_shown(b, g->to[e])) {
                put_edge(out, g, b->nodes[i], e);
                shown++;
            }
    return shown;
}

bool write_graph_dot(struct outbuf *out, const struct graph_analysis *a, size_t most)
{
    const struct graph *g = a->graph;
    struct best b = {.a = a, .nodes = calloc(most + 1, sizeof *b.nodes), .most = most};
    uint64_t objects = 0, bytes = 0, shown_bytes = 0;
    if (!b.nodes)
        return false;
    for (uint32_t i = 0; i < g->node_count; i++) {
        if (graph_is_static(g, i))
            continue;
        objects++;
        bytes += g->size[i];
        offer(&b, i);
    }
    qsort(b.nodes, b.count, sizeof *b.nodes, compare_nodes);
    outbuf_literal(out, "digraph heap {\n  node [shape=box, fontname=\"monospace\"];\n");
    for (size_t i = 0; i < b.count; i++) {
        shown_bytes += g->size[b.nodes[i]];
        put_node(out, a, b.nodes[i], "");
        put_roots(out, a, b.nodes[i]);
    }
    size_t edges = put_edges(out, &b);
    outbuf_format(out,
                  "  label=\"%zu of %" PRIu64 " objects, those that retain most, and %zu of %" PRIu32
                  " references. ",
                  b.count, objects, edges, g->edge_count);
    outbuf_format(out, "Left out: %" PRIu64 " objects with %" PRIu64 " bytes.\";\n}\n", objects - b.count,
                  bytes - shown_bytes);
    free(b.nodes);
    return true;
}
