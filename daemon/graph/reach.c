/* The depth-first search from the roots, and roots for what it does not reach (work.h). */
#include "daemon/graph/work.h"

#include <stdlib.h>

struct reach {
    const struct graph_analysis *analysis;
    uint32_t *place, *node, *parent;
    uint32_t met;
    struct words calls; /* pairs: a node, and the edge it has come to */
};

enum { EDGES_AHEAD = 8 };

static bool meet(struct reach *r, uint32_t node, uint32_t parent)
{
    const struct graph *g = r->analysis->graph;
    uint32_t place = ++r->met, from = g->first[node], end = g->first[node + 1];
    r->place[node] = place;
    r->node[place] = node;
    r->parent[place] = parent;
    if (end - from > EDGES_AHEAD)
        end = from + EDGES_AHEAD;
    for (uint32_t e = from; e < end; e++) {
        __builtin_prefetch(&r->place[g->to[e]]);
        __builtin_prefetch(&g->first[g->to[e]]);
    }
    return words_push(&r->calls, node) && words_push(&r->calls, from);
}

static enum graph_status search_from(struct reach *r, uint32_t root, const struct graph_control *control)
{
    const struct graph *g = r->analysis->graph;
    if (r->place[root] != 0)
        return GRAPH_OK;
    if (!meet(r, root, 0))
        return GRAPH_NO_MEMORY;
    while (r->calls.count > 0) {
        uint32_t node = r->calls.items[r->calls.count - 2], edge = r->calls.items[r->calls.count - 1];
        uint32_t end = g->first[node + 1];
        while (edge < end && (r->place[g->to[edge]] != 0 || !graph_is_strong(r->analysis, edge)))
            edge++;
        if (edge == end) {
            r->calls.count -= 2;
            continue;
        }
        r->calls.items[r->calls.count - 1] = edge + 1;
        if (!meet(r, g->to[edge], r->place[node]))
            return GRAPH_NO_MEMORY;
        if (!graph_goes_on(control, "reach", r->met, g->node_count))
            return GRAPH_STOPPED;
    }
    return GRAPH_OK;
}

/* ---- garbage ------------------------------------------------------------------------------------- */

/* Components that something else refers to are no sources. */
static void mark_targets(const struct graph_analysis *a, const uint32_t *component, uint8_t *is_target)
{
    const struct graph *g = a->graph;
    for (uint32_t i = 0; i < g->node_count; i++)
        for (uint32_t e = g->first[i]; component[i] != GRAPH_NONE && e < g->first[i + 1]; e++) {
            uint32_t to = component[g->to[e]];
            if (to != GRAPH_NONE && to != component[i] && graph_is_strong(a, e))
                is_target[to] = 1;
        }
}

/* One root for each component of garbage that no other refers to: its first node. */
static enum graph_status add_roots(struct work *work, const uint32_t *component, uint8_t *is_target,
                                   const char *directory)
{
    struct graph_analysis *a = &work->analysis;
    struct column *column = &work->columns[WORK_GARBAGE];
    for (uint32_t i = 0; i < a->graph->node_count; i++) {
        if (component[i] == GRAPH_NONE || is_target[component[i]])
            continue;
        is_target[component[i]] = 1; /* has its root */
        if (column_reserve(column, ((size_t)a->garbage_count + 1) * sizeof(struct graph_root), directory) !=
            GRAPH_OK)
            return GRAPH_NO_MEMORY;
        ((struct graph_root *)column->data)[a->garbage_count++] =
            (struct graph_root){.node = i, .text = GRAPH_NONE, .kind = GRAPH_ROOT_GARBAGE};
    }
    a->garbage = column->data;
    return GRAPH_OK;
}

static enum graph_status find_garbage(struct work *work, const uint32_t *place,
                                      const struct graph_control *control)
{
    const struct graph *g = work->analysis.graph;
    uint32_t count, *component = scratch_new(g->node_count, sizeof *component);
    if (component == NULL)
        return GRAPH_NO_MEMORY;
    enum graph_status status = graph_components(g, place, component, &count, control);
    if (status == GRAPH_OK) {
        uint8_t *is_target = calloc((size_t)count + 1, 1);
        status = is_target != NULL ? GRAPH_OK : GRAPH_NO_MEMORY;
        if (status == GRAPH_OK) {
            mark_targets(&work->analysis, component, is_target);
            status = add_roots(work, component, is_target, control != NULL ? control->directory : NULL);
        }
        free(is_target);
    }
    scratch_free(component, g->node_count, sizeof *component);
    return status;
}

static void sum_garbage(struct graph_analysis *a, const uint32_t *place)
{
    for (uint32_t i = 0; i < a->graph->node_count; i++)
        if (place[i] > a->reachable && !graph_is_static(a->graph, i)) {
            a->garbage_objects++;
            a->garbage_bytes += a->graph->size[i];
        }
}

enum graph_status graph_reach(struct work *work, uint32_t *parent, const struct graph_control *control)
{
    struct graph_analysis *a = &work->analysis;
    const struct graph *g = a->graph;
    struct reach r = {.analysis = a,
                      .place = work->columns[WORK_PLACE].data,
                      .node = work->columns[WORK_NODE].data,
                      .parent = parent};
    enum graph_status status = GRAPH_OK;
    for (uint32_t i = 0; i < g->root_count && status == GRAPH_OK; i++)
        status = search_from(&r, g->roots[i].node, control);
    a->reachable = r.met;
    if (status == GRAPH_OK && r.met < g->node_count) {
        status = find_garbage(work, r.place, control);
        for (uint32_t i = 0; i < a->garbage_count && status == GRAPH_OK; i++)
            status = search_from(&r, a->garbage[i].node, control);
        sum_garbage(a, r.place);
    }
    words_drop(&r.calls);
    return status;
}
