/*
 * What follows from a graph: who refers to an object, what an object keeps alive, why it is alive itself.
 *
 * An analysis is made once for a graph, in near-linear time, and then answers without changing: any number of
 * threads may ask. Dominators are those of Lengauer and Tarjan (path compression, O(m log n) in the worst
 * case), over strong references, from a virtual root that refers to every root. Retained sizes are therefore
 * exact: the bytes of what would go with an object, cycles included.
 *
 * What no root reaches is garbage that the collector has not been at. It is kept by roots that the analysis
 * adds (GRAPH_ROOT_GARBAGE), one for each source of it, so that it has dominators and retained sizes as well.
 *
 * Inside, objects go by their number in the order in which a depth-first search first meets them
 * ("place"), 1 to node_count, 0 being the virtual root: a dominator has a lower place than what it
 * dominates. */
#ifndef HEAPD_GRAPH_ANALYSIS_H
#define HEAPD_GRAPH_ANALYSIS_H

#include "daemon/graph/graph.h"

struct graph_analysis {
    struct graph *graph;                /* a reference */
    const uint32_t *in_first, *in_from; /* by node: the nodes that refer to it, rising, as often as they do */
    const uint32_t *distance;  /* by node: references from the nearest root, 0 a root; GRAPH_NONE garbage */
    const uint32_t *place;     /* by node */
    const uint32_t *node;      /* by place */
    const uint32_t *dominator; /* by place: a place */
    const uint64_t *retained;  /* by place: bytes, its own included; of 0: everything */
    const uint32_t *retained_count;   /* by place: objects, itself included */
    const uint32_t *heaviest;         /* by place: what it dominates directly that retains most; 0: nothing */
    const struct graph_root *garbage; /* roots that were added, rising */
    uint32_t garbage_count;
    uint32_t reachable; /* places up to this one are kept by roots of the graph itself */
    uint64_t garbage_bytes, garbage_objects;
    bool has_weak;
};

/* Stages that are told: "referrers", "reach", "dominators", "distances". One reference to the analysis. */
enum graph_status graph_analyse(struct graph *graph, const struct graph_control *control,
                                struct graph_analysis **analysis) GRAPH_MUST_CHECK;
struct graph_analysis *graph_analysis_retain(struct graph_analysis *analysis);
/* NULL is allowed. */
void graph_analysis_release(struct graph_analysis *analysis);
/* Bytes of its own, without the graph's. */
uint64_t graph_analysis_footprint(const struct graph_analysis *analysis);

static inline uint64_t graph_retained(const struct graph_analysis *a, uint32_t node)
{
    return a->retained[a->place[node]];
}
static inline uint32_t graph_retained_count(const struct graph_analysis *a, uint32_t node)
{
    return a->retained_count[a->place[node]];
}
/* GRAPH_NONE: nothing but roots together. */
static inline uint32_t graph_dominator(const struct graph_analysis *a, uint32_t node)
{
    uint32_t place = a->dominator[a->place[node]];
    return place == 0 ? GRAPH_NONE : a->node[place];
}
static inline bool graph_is_garbage(const struct graph_analysis *a, uint32_t node)
{
    return a->place[node] > a->reachable;
}
/* Its roots, those of the analysis too: a slice of one array. */
const struct graph_root *graph_roots_of(const struct graph_analysis *analysis, uint32_t node,
                                        uint32_t *count);

/* What a node (GRAPH_NONE: the virtual root) dominates directly, most retained first, `limit` at most, after
 * the first `skip`. Rows to be freed by the caller; *total: how many there are without the bounds. */
struct graph_dominated {
    uint32_t node;
    uint32_t retained_count;
    uint64_t retained;
};
enum graph_status graph_dominated(const struct graph_analysis *analysis, uint32_t node, size_t skip,
                                  size_t limit, struct graph_dominated **rows, size_t *count,
                                  size_t *total) GRAPH_MUST_CHECK;

/* What a set keeps alive together: what no root reaches once its members are gone, they included. Linear. */
enum graph_status graph_retained_by_set(const struct graph_analysis *analysis, const uint32_t *nodes,
                                        size_t count, const struct graph_control *control, uint64_t *bytes,
                                        uint64_t *objects) GRAPH_MUST_CHECK;

#endif
