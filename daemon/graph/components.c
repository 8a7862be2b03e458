/* Strongly connected components: Tarjan's algorithm with stacks of our own (work.h). */
#include "daemon/graph/work.h"

struct search {
    const struct graph *graph;
    const uint32_t *skip;
    uint32_t *component;
    uint32_t *index; /* when it was met, 1, 2, 3 ...; 0: not yet */
    uint32_t *low;   /* the lowest index known to be reached from it */
    uint32_t met, count;
    struct words calls; /* pairs: a node, and the edge it has come to */
    struct words open;  /* nodes whose component is not known yet */
};

static bool begin(struct search *s, uint32_t node)
{
    s->index[node] = s->low[node] = ++s->met;
    return words_push(&s->open, node) && words_push(&s->calls, node) &&
           words_push(&s->calls, s->graph->first[node]);
}

static void close_component(struct search *s, uint32_t node)
{
    uint32_t member;
    do {
        member = s->open.items[--s->open.count];
        s->component[member] = s->count;
    } while (member != node);
    s->count++;
}

/* One step of the innermost call. */
static bool advance(struct search *s)
{
    const struct graph *g = s->graph;
    uint32_t node = s->calls.items[s->calls.count - 2], edge = s->calls.items[s->calls.count - 1];
    for (; edge < g->first[node + 1]; edge++) {
        uint32_t to = g->to[edge];
        if (g->kind[edge] == GRAPH_EDGE_WEAK || (s->skip != NULL && s->skip[to]))
            continue;
        if (s->index[to] == 0) {
            s->calls.items[s->calls.count - 1] = edge; /* its low is looked at when we are back */
            return begin(s, to);
        }
        if (s->component[to] == GRAPH_NONE && s->low[to] < s->low[node])
            s->low[node] = s->low[to];
    }
    s->calls.count -= 2;
    if (s->low[node] == s->index[node])
        close_component(s, node);
    return true;
}

enum graph_status graph_components(const struct graph *graph, const uint32_t *skip, uint32_t *component,
                                   uint32_t *count, const struct graph_control *control)
{
    uint32_t n = graph->node_count;
    struct search s = {.graph = graph, .skip = skip, .component = component};
    enum graph_status status = GRAPH_OK;
    s.index = scratch_new(n, sizeof *s.index);
    s.low = scratch_new(n, sizeof *s.low);
    if (s.index == NULL || s.low == NULL)
        status = GRAPH_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++)
        component[i] = GRAPH_NONE;
    uint64_t steps = 0;
    for (uint32_t i = 0; i < n && status == GRAPH_OK; i++) {
        if (s.index[i] != 0 || (skip != NULL && skip[i]))
            continue;
        bool room = begin(&s, i);
        while (room && s.calls.count > 0 && status == GRAPH_OK) {
            room = advance(&s);
            if (!graph_goes_on(control, "components", ++steps, 2 * (uint64_t)n))
                status = GRAPH_STOPPED;
        }
        if (!room)
            status = GRAPH_NO_MEMORY;
    }
    *count = s.count;
    words_drop(&s.calls);
    words_drop(&s.open);
    scratch_free(s.index, n, sizeof *s.index);
    scratch_free(s.low, n, sizeof *s.low);
    return status;
}
