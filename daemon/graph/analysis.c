/* An analysis from its graph, stage by stage (analysis.h). */
#include "daemon/graph/work.h"

#include <stdlib.h>
#include <string.h>

/* ---- referrers ----------------------------------------------------------------------------------- */

enum { TARGETS_AHEAD = 32 };

/* Counts become beginnings; a fill moves each beginning to the next one's, so that they are kept one place
 * further on. */
static enum graph_status find_referrers(struct work *work, const struct graph_control *control,
                                        const char *directory)
{
    const struct graph_analysis *a = &work->analysis;
    const struct graph *g = a->graph;
    enum graph_status status = column_zeroed(&work->columns[WORK_IN_FIRST],
                                             ((size_t)g->node_count + 2) * sizeof(uint32_t), directory);
    if (status == GRAPH_OK)
        status = column_zeroed(&work->columns[WORK_IN_FROM], ((size_t)g->edge_count + 1) * sizeof(uint32_t),
                               directory);
    if (status != GRAPH_OK)
        return status;
    uint32_t *first = work->columns[WORK_IN_FIRST].data, *from = work->columns[WORK_IN_FROM].data;
    for (uint32_t e = 0; e < g->edge_count; e++) {
        if (e + TARGETS_AHEAD < g->edge_count)
            __builtin_prefetch(&first[g->to[e + TARGETS_AHEAD] + 2], 1);
        if (graph_is_strong(a, e))
            first[g->to[e] + 2]++;
    }
    for (size_t i = 2; i < (size_t)g->node_count + 1; i++)
        first[i + 1] += first[i];
    for (uint32_t i = 0; i < g->node_count; i++) {
        for (uint32_t e = g->first[i]; e < g->first[i + 1]; e++) {
            if (e + TARGETS_AHEAD < g->edge_count)
                __builtin_prefetch(&first[g->to[e + TARGETS_AHEAD] + 1], 1);
            if (graph_is_strong(a, e))
                from[first[g->to[e] + 1]++] = i;
        }
        if (!graph_goes_on(control, "referrers", i, g->node_count))
            return GRAPH_STOPPED;
    }
    return GRAPH_OK;
}

/* ---- distances ----------------------------------------------------------------------------------- */

/* Breadth first from all roots at once. */
static enum graph_status find_distances(struct work *work, const struct graph_control *control,
                                        const char *directory)
{
    const struct graph_analysis *a = &work->analysis;
    const struct graph *g = a->graph;
    enum graph_status status = column_zeroed(&work->columns[WORK_DISTANCE],
                                             ((size_t)g->node_count + 1) * sizeof(uint32_t), directory);
    uint32_t *queue = scratch_new(g->node_count, sizeof *queue),
             *distance = work->columns[WORK_DISTANCE].data;
    uint32_t head = 0, tail = 0;
    if (status == GRAPH_OK && queue == NULL)
        status = GRAPH_NO_MEMORY;
    if (status == GRAPH_OK)
        memset(distance, 0xff, (size_t)g->node_count * sizeof *distance);
    for (uint32_t i = 0; i < g->root_count && status == GRAPH_OK; i++)
        if (distance[g->roots[i].node] == GRAPH_NONE) {
            distance[g->roots[i].node] = 0;
            queue[tail++] = g->roots[i].node;
        }
    while (head < tail && status == GRAPH_OK) {
        uint32_t node = queue[head++];
        if (head + 16 < tail)
            __builtin_prefetch(&g->first[queue[head + 16]]);
        if (head + 8 < tail)
            __builtin_prefetch(&g->to[g->first[queue[head + 8]]]);
        if (head + 4 < tail)
            for (uint32_t e = g->first[queue[head + 4]], k = 0; k < 4 && e < g->edge_count; e++, k++)
                __builtin_prefetch(&distance[g->to[e]]);
        for (uint32_t e = g->first[node]; e < g->first[node + 1]; e++)
            if (distance[g->to[e]] == GRAPH_NONE && graph_is_strong(a, e)) {
                distance[g->to[e]] = distance[node] + 1;
                queue[tail++] = g->to[e];
            }
        if (!graph_goes_on(control, "distances", head, g->node_count))
            status = GRAPH_STOPPED;
    }
    scratch_free(queue, g->node_count, sizeof *queue);
    return status;
}

/* ---- together ------------------------------------------------------------------------------------ */

static enum graph_status reserve(struct work *work, const char *directory)
{
    static const struct {
        int column;
        size_t element;
    } by_place[] = {{WORK_PLACE, 4},    {WORK_NODE, 4},           {WORK_DOMINATOR, 4},
                    {WORK_RETAINED, 8}, {WORK_RETAINED_COUNT, 4}, {WORK_HEAVIEST, 4}};
    enum graph_status status = GRAPH_OK;
    for (size_t i = 0; i < sizeof by_place / sizeof *by_place && status == GRAPH_OK; i++)
        status =
            column_zeroed(&work->columns[by_place[i].column],
                          ((size_t)work->analysis.graph->node_count + 2) * by_place[i].element, directory);
    return status;
}

static void settle(struct work *work)
{
    struct graph_analysis *a = &work->analysis;
    a->in_first = work->columns[WORK_IN_FIRST].data;
    a->in_from = work->columns[WORK_IN_FROM].data;
    a->distance = work->columns[WORK_DISTANCE].data;
    a->place = work->columns[WORK_PLACE].data;
    a->node = work->columns[WORK_NODE].data;
    a->dominator = work->columns[WORK_DOMINATOR].data;
    a->retained = work->columns[WORK_RETAINED].data;
    a->retained_count = work->columns[WORK_RETAINED_COUNT].data;
    a->heaviest = work->columns[WORK_HEAVIEST].data;
}

static void drop(struct work *work)
{
    graph_release(work->analysis.graph);
    for (int i = 0; i < WORK_COLUMNS; i++)
        column_drop(&work->columns[i]);
    free(work);
}

static enum graph_status dominate(struct work *work, const struct graph_control *control)
{
    size_t places = (size_t)work->analysis.graph->node_count + 1;
    uint32_t *parent = scratch_new(places, sizeof *parent);
    enum graph_status status = parent != NULL ? graph_reach(work, parent, control) : GRAPH_NO_MEMORY;
    settle(work);
    if (status == GRAPH_OK)
        status = graph_find_dominators(work, parent, control);
    scratch_free(parent, places, sizeof *parent);
    return status;
}

enum graph_status graph_analyse(struct graph *graph, const struct graph_control *control,
                                struct graph_analysis **analysis)
{
    const char *directory = control != NULL ? control->directory : NULL;
    struct work *work = calloc(1, sizeof *work);
    if (work == NULL)
        return GRAPH_NO_MEMORY;
    atomic_init(&work->references, 1);
    work->analysis.graph = graph_retain(graph);
    work->analysis.has_weak =
        graph->edge_count > 0 && memchr(graph->kind, GRAPH_EDGE_WEAK, graph->edge_count) != NULL;
    enum graph_status status = find_referrers(work, control, directory);
    if (status == GRAPH_OK)
        status = reserve(work, directory);
    settle(work);
    if (status == GRAPH_OK)
        status = dominate(work, control);
    if (status == GRAPH_OK)
        status = find_distances(work, control, directory);
    settle(work);
    if (status == GRAPH_OK)
        *analysis = &work->analysis;
    else
        drop(work);
    return status;
}

struct graph_analysis *graph_analysis_retain(struct graph_analysis *analysis)
{
    atomic_fetch_add(&((struct work *)analysis)->references, 1);
    return analysis;
}

void graph_analysis_release(struct graph_analysis *analysis)
{
    struct work *work = (struct work *)analysis;
    if (work != NULL && atomic_fetch_sub(&work->references, 1) == 1)
        drop(work);
}

uint64_t graph_analysis_footprint(const struct graph_analysis *analysis)
{
    const struct work *work = (const struct work *)analysis;
    uint64_t bytes = sizeof *work;
    for (int i = 0; i < WORK_COLUMNS; i++)
        bytes += work->columns[i].capacity;
    return bytes;
}

/* The first of sorted roots with this node or a later one. */
static uint32_t first_root(const struct graph_root *roots, uint32_t count, uint32_t node)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (roots[middle].node < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct graph_root *graph_roots_of(const struct graph_analysis *a, uint32_t node, uint32_t *count)
{
    const struct graph_root *roots = graph_is_garbage(a, node) ? a->garbage : a->graph->roots;
    uint32_t all = graph_is_garbage(a, node) ? a->garbage_count : a->graph->root_count;
    uint32_t from = first_root(roots, all, node), end = from;
    while (end < all && roots[end].node == node)
        end++;
    *count = end - from;
    return *count > 0 ? roots + from : NULL;
}
