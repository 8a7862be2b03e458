/* An analysis in the making. For this library only. */
#ifndef HEAPD_GRAPH_WORK_H
#define HEAPD_GRAPH_WORK_H

#include "daemon/graph/analysis.h"
#include "daemon/graph/column.h"
#include <stdatomic.h>

enum {
    WORK_IN_FIRST,
    WORK_IN_FROM,
    WORK_DISTANCE,
    WORK_PLACE,
    WORK_NODE,
    WORK_DOMINATOR,
    WORK_RETAINED,
    WORK_RETAINED_COUNT,
    WORK_HEAVIEST,
    WORK_GARBAGE,
    WORK_COLUMNS
};

struct work {
    struct graph_analysis analysis;
    struct column columns[WORK_COLUMNS];
    atomic_uint references;
};

static inline bool graph_is_strong(const struct graph_analysis *a, uint32_t edge)
{
    return !a->has_weak || a->graph->kind[edge] != GRAPH_EDGE_WEAK;
}

/* Places, and each place's parent in the search's tree; garbage roots. `parent` has node_count + 1 words. */
enum graph_status graph_reach(struct work *work, uint32_t *parent,
                              const struct graph_control *control) GRAPH_MUST_CHECK;
enum graph_status graph_find_dominators(struct work *work, const uint32_t *parent,
                                        const struct graph_control *control) GRAPH_MUST_CHECK;

/*
 * Strongly connected components over strong references, of the nodes whose `skip` is 0 (NULL: of all):
 * component[node] is 0 to *count - 1, a component coming after all that it refers to. Nodes that are skipped
 * get GRAPH_NONE.
 */
enum graph_status graph_components(const struct graph *graph, const uint32_t *skip, uint32_t *component,
                                   uint32_t *count, const struct graph_control *control) GRAPH_MUST_CHECK;

#endif
