/*
 * Cycles by what they retain (questions.h). Each component becomes one node of a smaller graph without
 * cycles, whose dominators say exactly what a component retains as a whole.
 */
#include "daemon/graph/questions.h"
#include "daemon/graph/work.h"

#include <stdlib.h>

struct condensing {
    const struct graph_analysis *analysis;
    const uint32_t *component;
    uint32_t count;
    uint32_t *first, *member; /* members by component */
    uint64_t *bytes;
    uint8_t *refers_to_itself;
    uint8_t *in_heap; /* has members that are not static */
};

static bool condensing_init(struct condensing *c)
{
    const struct graph *g = c->analysis->graph;
    c->first = scratch_new((size_t)c->count + 3, sizeof *c->first);
    c->member = scratch_new(g->node_count, sizeof *c->member);
    c->bytes = scratch_new(c->count, sizeof *c->bytes);
    c->refers_to_itself = scratch_new(c->count, 1);
    c->in_heap = scratch_new(c->count, 1);
    if (c->first == NULL || c->member == NULL || c->bytes == NULL || c->refers_to_itself == NULL ||
        c->in_heap == NULL)
        return false;
    for (uint32_t i = 0; i < g->node_count; i++) {
        c->first[c->component[i] + 2]++;
        c->bytes[c->component[i]] += g->size[i];
        c->in_heap[c->component[i]] |= !graph_is_static(g, i);
    }
    for (size_t i = 2; i <= (size_t)c->count; i++)
        c->first[i + 1] += c->first[i];
    for (uint32_t i = 0; i < g->node_count; i++)
        c->member[c->first[c->component[i] + 1]++] = i;
    return true;
}

static void condensing_drop(struct condensing *c)
{
    scratch_free(c->first, (size_t)c->count + 3, sizeof *c->first);
    scratch_free(c->member, c->analysis->graph->node_count, sizeof *c->member);
    scratch_free(c->bytes, c->count, sizeof *c->bytes);
    scratch_free(c->refers_to_itself, c->count, 1);
    scratch_free(c->in_heap, c->count, 1);
}

/* Its references to other components, each node's repetitions left out. */
static enum graph_status add_edges(struct condensing *c, uint32_t component, struct graph_builder *b)
{
    const struct graph *g = c->analysis->graph;
    enum graph_status status = GRAPH_OK;
    for (uint32_t m = c->first[component]; m < c->first[component + 1]; m++) {
        uint32_t node = c->member[m], last = GRAPH_NONE;
        for (uint32_t e = g->first[node]; e < g->first[node + 1] && status == GRAPH_OK; e++) {
            uint32_t to = c->component[g->to[e]];
            if (!graph_is_strong(c->analysis, e) || to == last)
                continue;
            last = to;
            if (to == component) {
                c->refers_to_itself[component] = 1;
                continue;
            }
            struct graph_edge_input edge = {to, 0, GRAPH_EDGE_OTHER};
            status = graph_builder_edge(b, &edge);
        }
    }
    return status;
}

static enum graph_status add_roots(const struct condensing *c, struct graph_builder *b)
{
    const struct graph_analysis *a = c->analysis;
    enum graph_status status = GRAPH_OK;
    for (uint32_t i = 0; i < a->graph->root_count + a->garbage_count && status == GRAPH_OK; i++) {
        uint32_t node =
            i < a->graph->root_count ? a->graph->roots[i].node : a->garbage[i - a->graph->root_count].node;
        status = graph_builder_root(b, c->component[node], GRAPH_ROOT_INTERNAL, GRAPH_NONE, 0);
    }
    return status;
}

static enum graph_status condense(struct condensing *c, const struct graph_control *control,
                                  struct graph_analysis **condensed)
{
    struct graph_builder *b;
    struct graph *graph;
    uint32_t type;
    enum graph_status status = graph_builder_new(control != NULL ? control->directory : NULL, &b);
    if (status != GRAPH_OK)
        return status;
    status = graph_builder_type(b, "component", 9, &type);
    for (uint32_t i = 0; i < c->count && status == GRAPH_OK; i++) {
        struct graph_node_input node = {.address = i, .size = c->bytes[i], .type = type, .text = GRAPH_NONE};
        status = graph_builder_node(b, &node);
        if (status == GRAPH_OK)
            status = add_edges(c, i, b);
        if (status == GRAPH_OK && !graph_goes_on(control, "condense", i, c->count))
            status = GRAPH_STOPPED;
    }
    if (status == GRAPH_OK)
        status = add_roots(c, b);
    if (status != GRAPH_OK) {
        graph_builder_drop(b);
        return status;
    }
    status = graph_builder_finish(b, control, &graph);
    if (status != GRAPH_OK)
        return status;
    status = graph_analyse(graph, control, condensed);
    graph_release(graph);
    return status;
}

static int most_retained_first(const void *a, const void *b)
{
    const struct graph_cycle *x = a, *y = b;
    if (x->retained != y->retained)
        return x->retained < y->retained ? 1 : -1;
    return (x->node > y->node) - (x->node < y->node);
}

/* Objects, not components, that each component retains; by place of the condensed analysis. */
static uint64_t *count_objects(const struct condensing *c, const struct graph_analysis *condensed)
{
    uint64_t *objects = calloc((size_t)c->count + 1, sizeof *objects);
    for (uint32_t place = c->count; objects != NULL && place > 0; place--) {
        uint32_t component = condensed->node[place];
        objects[place] += c->first[component + 1] - c->first[component];
        objects[condensed->dominator[place]] += objects[place];
    }
    return objects;
}

static enum graph_status collect(const struct condensing *c, const struct graph_analysis *condensed,
                                 size_t limit, struct graph_cycles *cycles)
{
    size_t total = 0, n = 0;
    for (uint32_t i = 0; i < c->count; i++)
        total += c->refers_to_itself[i] && c->in_heap[i];
    uint64_t *objects = count_objects(c, condensed);
    struct graph_cycle *rows = calloc(total + 1, sizeof *rows);
    if (objects == NULL || rows == NULL) {
        free(objects);
        free(rows);
        return GRAPH_NO_MEMORY;
    }
    for (uint32_t i = 0; i < c->count; i++)
        if (c->refers_to_itself[i] && c->in_heap[i]) /* what every interpreter has is not told */
            rows[n++] = (struct graph_cycle){
                .node = c->member[c->first[i]],
                .members = c->first[i + 1] - c->first[i],
                .component = i,
                .garbage = graph_is_garbage(c->analysis, c->member[c->first[i]]),
                .bytes = c->bytes[i],
                .retained = graph_retained(condensed, i),
                .retained_count = objects[condensed->place[i]],
            };
    free(objects);
    qsort(rows, n, sizeof *rows, most_retained_first);
    cycles->rows = rows;
    cycles->total = n;
    cycles->count = n < limit ? n : limit;
    return GRAPH_OK;
}

enum graph_status graph_find_cycles(const struct graph_analysis *a, size_t limit,
                                    const struct graph_control *control, struct graph_cycles *cycles)
{
    struct graph_cycles found = {.component =
                                     calloc((size_t)a->graph->node_count + 1, sizeof *found.component)};
    struct condensing c = {.analysis = a, .component = found.component};
    struct graph_analysis *condensed = NULL;
    if (found.component == NULL)
        return GRAPH_NO_MEMORY;
    enum graph_status status = graph_components(a->graph, NULL, found.component, &c.count, control);
    if (status == GRAPH_OK) {
        status = condensing_init(&c) ? condense(&c, control, &condensed) : GRAPH_NO_MEMORY;
        if (status == GRAPH_OK)
            status = collect(&c, condensed, limit, &found);
        condensing_drop(&c);
    }
    graph_analysis_release(condensed);
    if (status == GRAPH_OK)
        *cycles = found;
    else
        graph_cycles_drop(&found);
    return status;
}

void graph_cycles_drop(struct graph_cycles *cycles)
{
    free(cycles->rows);
    free(cycles->component);
    *cycles = (struct graph_cycles){0};
}
