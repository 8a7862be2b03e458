/* Graphs for tests: small ones from lists of edges, random ones from a seed. Node i has the address 1000 + 16
 * i. */
#ifndef HEAPD_TEST_GRAPHS_H
#define HEAPD_TEST_GRAPHS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/graph/analysis.h"

enum { MOST_NODES = 64, MOST_EDGES = 256 };

struct plan {
    uint32_t nodes, edges, roots;
    uint32_t from[MOST_EDGES], to[MOST_EDGES], root[MOST_NODES];
    uint64_t size[MOST_NODES];
    bool weak[MOST_EDGES];
};

static inline uint64_t address_of(uint32_t node)
{
    return 1000 + 16 * (uint64_t)node;
}

static inline uint32_t random_below(uint64_t *state, uint32_t bound)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return bound > 0 ? (uint32_t)((*state >> 33) % bound) : 0;
}

/* Few roots, cycles, unreachable parts, parallel and reflexive edges, weak ones. */
static inline void plan_randomly(struct plan *plan, uint64_t *state)
{
    memset(plan, 0, sizeof *plan);
    plan->nodes = 1 + random_below(state, MOST_NODES);
    plan->edges = random_below(state, plan->nodes * 3 < MOST_EDGES ? plan->nodes * 3 : MOST_EDGES);
    plan->roots = random_below(state, 4);
    for (uint32_t i = 0; i < plan->nodes; i++)
        plan->size[i] = 1 + random_below(state, 1000);
    for (uint32_t e = 0; e < plan->edges; e++) {
        plan->from[e] = random_below(state, plan->nodes);
        plan->to[e] = random_below(state, plan->nodes);
        plan->weak[e] = random_below(state, 12) == 0;
    }
    for (uint32_t r = 0; r < plan->roots; r++)
        plan->root[r] = random_below(state, plan->nodes);
}

/* NULL: no memory. `backwards`: nodes in falling order of address. */
static inline struct graph *graph_from(const struct plan *plan, bool backwards)
{
    struct graph_builder *b;
    struct graph *graph = NULL;
    uint32_t type;
    if (graph_builder_new(NULL, &b) != GRAPH_OK)
        return NULL;
    if (graph_builder_type(b, "node", 4, &type) != GRAPH_OK)
        goto fail;
    for (uint32_t k = 0; k < plan->nodes; k++) {
        uint32_t i = backwards ? plan->nodes - 1 - k : k;
        struct graph_node_input node = {
            .address = address_of(i), .size = plan->size[i], .type = type, .text = GRAPH_NONE};
        if (graph_builder_node(b, &node) != GRAPH_OK)
            goto fail;
        for (uint32_t e = 0; e < plan->edges; e++) {
            struct graph_edge_input edge = {address_of(plan->to[e]), e,
                                            plan->weak[e] ? GRAPH_EDGE_WEAK : GRAPH_EDGE_INDEX};
            if (plan->from[e] == i && graph_builder_edge(b, &edge) != GRAPH_OK)
                goto fail;
        }
    }
    for (uint32_t r = 0; r < plan->roots; r++)
        if (graph_builder_root(b, address_of(plan->root[r]), GRAPH_ROOT_NAME, GRAPH_NONE, r) != GRAPH_OK)
            goto fail;
    return graph_builder_finish(b, NULL, &graph) == GRAPH_OK ? graph : NULL;
fail:
    graph_builder_drop(b);
    return NULL;
}

/* What is reached from `roots` (one bit a node) without what is in `gone`; by repetition, as simply as can
 * be. */
static inline uint64_t reach_plainly(const struct plan *plan, uint64_t roots, uint64_t gone)
{
    uint64_t seen = roots & ~gone, before;
    do {
        before = seen;
        for (uint32_t e = 0; e < plan->edges; e++)
            if (!plan->weak[e] && (seen >> plan->from[e] & 1))
                seen |= (uint64_t)1 << plan->to[e] & ~gone;
    } while (seen != before);
    return seen;
}

static inline uint64_t all_of(const struct plan *plan)
{
    return plan->nodes == 64 ? ~(uint64_t)0 : ((uint64_t)1 << plan->nodes) - 1;
}

static inline uint64_t roots_of(const struct plan *plan)
{
    uint64_t roots = 0;
    for (uint32_t r = 0; r < plan->roots; r++)
        roots |= (uint64_t)1 << plan->root[r];
    return roots;
}

static inline uint64_t size_of(const struct plan *plan, uint64_t set)
{
    uint64_t size = 0;
    for (uint32_t i = 0; i < plan->nodes; i++)
        size += set >> i & 1 ? plan->size[i] : 0;
    return size;
}

#endif
