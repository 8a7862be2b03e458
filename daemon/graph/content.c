/*
 * What equal tuples have in common: a number made of their items' contents, or of the items' identity where
 * an item is no value. Tuples in tuples are done first, from a stack of our own.
 */
#include "daemon/graph/value.h"

/* Being worked on; a tuple that holds itself (C code can make one) is then taken by identity. */
#define UNDER_WAY 1

static uint64_t item_content(const struct graph *g, const uint64_t *content, uint32_t item)
{
    bool known = content[item] != 0 && content[item] != UNDER_WAY;
    return known ? graph_mix(content[item], g->type[item] + 1u) : graph_mix(g->address[item], ~(uint64_t)0);
}

static uint64_t combine(const struct graph *g, const uint64_t *content, uint32_t node)
{
    uint64_t hash = 0x5851f42d4c957f2du;
    for (uint32_t e = g->first[node]; e < g->first[node + 1]; e++)
        if (g->kind[e] == GRAPH_EDGE_INDEX)
            hash = graph_mix(hash, item_content(g, content, g->to[e]));
    return hash > UNDER_WAY ? hash : 2;
}

/* The next item of `node`, from edge *edge on, that has to be done before it. */
static uint32_t pending_item(const struct graph *g, const uint64_t *content, uint32_t node, uint32_t *edge)
{
    for (; *edge < g->first[node + 1]; (*edge)++) {
        uint32_t item = g->to[*edge];
        if (g->kind[*edge] == GRAPH_EDGE_INDEX && (g->flags[item] & GRAPH_NODE_BY_ITEMS) &&
            content[item] == 0)
            return item;
    }
    return GRAPH_NONE;
}

/* The stack has pairs: a node, and the edge it has come to. */
static bool work_out(const struct graph *g, uint64_t *content, uint32_t start, struct words *stack)
{
    content[start] = UNDER_WAY;
    if (!words_push(stack, start) || !words_push(stack, g->first[start]))
        return false;
    while (stack->count > 0) {
        uint32_t node = stack->items[stack->count - 2];
        uint32_t item = pending_item(g, content, node, &stack->items[stack->count - 1]);
        if (item == GRAPH_NONE) {
            content[node] = combine(g, content, node);
            stack->count -= 2;
            continue;
        }
        content[item] = UNDER_WAY;
        if (!words_push(stack, item) || !words_push(stack, g->first[item]))
            return false;
    }
    return true;
}

enum graph_status graph_value_contents(struct graph_value *value, const struct graph_control *control)
{
    const struct graph *g = &value->graph;
    uint64_t *content = value->columns[COLUMN_CONTENT].data;
    struct words stack = {0};
    enum graph_status status = GRAPH_OK;
    for (uint32_t i = 0; i < g->node_count && status == GRAPH_OK; i++) {
        if (!graph_goes_on(control, "contents", i, g->node_count))
            status = GRAPH_STOPPED;
        else if ((g->flags[i] & GRAPH_NODE_BY_ITEMS) && content[i] == 0 && !work_out(g, content, i, &stack))
            status = GRAPH_NO_MEMORY;
    }
    words_drop(&stack);
    return status;
}
