/* Graphs as JSON (write_graph.h). */
#include "api/resources/write_graph.h"

#include <stdlib.h>
#include <string.h>

enum { LABEL_ROOM = 200, NAME_ROOM = 400, STEPS_SHOWN = 50 };

static struct graph_text text_of_node(const struct graph *g, uint32_t node)
{
    return graph_text_of(g, g->text ? g->text[node] : GRAPH_NONE);
}

void write_node_members(struct json_writer *w, const struct graph *g, uint32_t node)
{
    struct graph_text type = graph_type_name(g, node), text = text_of_node(g, node);
    json_member_address(w, "id", g->address[node]);
    json_member_string(w, "type", type.bytes, type.length);
    json_member_uint(w, "size", g->size[node]);
    if (text.bytes)
        json_member_string(w, "text", text.bytes, text.length);
}

void write_retaining_members(struct json_writer *w, const struct graph_analysis *a, uint32_t node)
{
    write_node_members(w, a->graph, node);
    json_member_uint(w, "retained_size", graph_retained(a, node));
    json_member_uint(w, "retained_count", graph_retained_count(a, node));
}

void write_path_name(struct json_writer *w, const struct graph_analysis *a, uint32_t node)
{
    char name[NAME_ROOM];
    size_t length = graph_path_words(a, node, name, sizeof name);
    if (length > 0)
        json_member_string(w, "name", name, length);
}

void write_label_members(struct json_writer *w, const struct graph *g, uint32_t edge)
{
    char label[LABEL_ROOM];
    size_t length = graph_edge_text(g, edge, label, sizeof label);
    json_member_text(w, "edge", graph_edge_kind_name(g->kind[edge]));
    json_member_string(w, "label", label, length);
}

void write_root(struct json_writer *w, const struct graph *g, const struct graph_root *root)
{
    struct graph_text text = graph_text_of(g, root->text);
    json_begin_object(w);
    json_member_text(w, "kind", graph_root_kind_name(root->kind));
    json_key(w, "text");
    if (text.bytes)
        json_string(w, text.bytes, text.length);
    else
        json_null(w);
    if (root->kind == GRAPH_ROOT_LOCAL)
        json_member_uint(w, "frame", root->number);
    json_end_object(w);
}

void write_path(struct json_writer *w, const struct graph *g, const struct graph_path *path)
{
    bool cut = path->length > 2 * STEPS_SHOWN;
    json_begin_object(w);
    json_key(w, "root");
    write_root(w, g, &path->root);
    json_member_uint(w, "length", path->length - 1);
    json_key(w, "steps");
    json_begin_array(w);
    for (size_t i = 0; i < path->length; i++) {
        if (cut && i == STEPS_SHOWN)
            i = path->length - STEPS_SHOWN;
        json_begin_object(w);
        write_node_members(w, g, path->steps[i].node);
        if (path->steps[i].edge != GRAPH_NONE)
            write_label_members(w, g, path->steps[i].edge);
        json_end_object(w);
    }
    json_end_array(w);
    json_member_uint(w, "cut", cut ? path->length - 2 * STEPS_SHOWN : 0);
    json_end_object(w);
}

/* ---- neighbourhoods ------------------------------------------------------------------------------ */

static bool has_node(const struct neighbourhood *n, uint32_t node)
{
    for (size_t i = 0; i < n->count; i++)
        if (n->nodes[i] == node)
            return true;
    return false;
}

static void add_node(struct neighbourhood *n, uint32_t node, uint32_t depth)
{
    if (has_node(n, node))
        return;
    if (n->count == n->room) {
        n->cut = true;
        return;
    }
    n->nodes[n->count] = node;
    n->depth[n->count++] = depth;
}

bool neighbourhood_find(const struct graph_analysis *a, uint32_t node, unsigned depth, bool in, size_t room,
                        struct neighbourhood *n)
{
    const struct graph *g = a->graph;
    *n = (struct neighbourhood){.nodes = calloc(room + 1, sizeof *n->nodes),
                                .depth = calloc(room + 1, sizeof *n->depth),
                                .room = room};
    if (!n->nodes || !n->depth) {
        neighbourhood_drop(n);
        return false;
    }
    add_node(n, node, 0);
    for (size_t i = 0; i < n->count && !n->cut; i++) {
        uint32_t at = n->nodes[i], from = in ? a->in_first[at] : g->first[at],
                 end = in ? a->in_first[at + 1] : g->first[at + 1];
        if (n->depth[i] == depth)
            break;
        for (uint32_t k = from; k < end && !n->cut; k++)
            add_node(n, in ? a->in_from[k] : g->to[k], n->depth[i] + 1);
    }
    return true;
}

void neighbourhood_drop(struct neighbourhood *n)
{
    free(n->nodes);
    free(n->depth);
    *n = (struct neighbourhood){0};
}

void neighbourhood_edges(const struct graph *g, const struct neighbourhood *n, neighbourhood_edge *write,
                         void *context)
{
    enum { EDGES = 20000 };
    size_t written = 0, looked = 0;
    for (size_t i = 0; i < n->count; i++)
        for (uint32_t e = g->first[n->nodes[i]];
             e < g->first[n->nodes[i] + 1] && written < EDGES && looked < 1000u * EDGES;
             e++, looked += n->count)
            if (has_node(n, g->to[e])) {
                write(context, g, n->nodes[i], e);
                written++;
            }
}

static void write_edge(void *context, const struct graph *g, uint32_t from, uint32_t edge)
{
    struct json_writer *w = context;
    json_begin_object(w);
    json_member_address(w, "from", g->address[from]);
    json_member_address(w, "to", g->address[g->to[edge]]);
    write_label_members(w, g, edge);
    json_end_object(w);
}

void write_neighbourhood(struct json_writer *w, const struct graph_analysis *a, const struct neighbourhood *n)
{
    json_begin_object(w);
    json_key(w, "nodes");
    json_begin_array(w);
    for (size_t i = 0; i < n->count; i++) {
        uint32_t roots;
        json_begin_object(w);
        write_retaining_members(w, a, n->nodes[i]);
        json_member_uint(w, "depth", n->depth[i]);
        json_member_bool(w, "root", graph_roots_of(a, n->nodes[i], &roots) != NULL);
        json_end_object(w);
    }
    json_end_array(w);
    json_key(w, "edges");
    json_begin_array(w);
    neighbourhood_edges(a->graph, n, write_edge, w);
    json_end_array(w);
    json_member_bool(w, "cut", n->cut);
    json_end_object(w);
}
