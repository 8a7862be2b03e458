/* Questions to the dominator tree, and what a set retains (analysis.h). */
#include "daemon/graph/work.h"

#include <stdlib.h>

/* ---- the best of many ---------------------------------------------------------------------------- */

static bool is_worse(const struct graph_dominated *a, const struct graph_dominated *b)
{
    return a->retained != b->retained ? a->retained < b->retained : a->node > b->node;
}

static int best_first(const void *a, const void *b)
{
    return is_worse(a, b) ? 1 : is_worse(b, a) ? -1 : 0;
}

/* A heap with the worst row on top; `rows` has room for `room`. */
static void sift(struct graph_dominated *rows, size_t count)
{
    for (size_t i = 0;;) {
        size_t worst = i;
        for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < count; child++)
            if (is_worse(&rows[child], &rows[worst]))
                worst = child;
        if (worst == i)
            return;
        struct graph_dominated moved = rows[i];
        rows[i] = rows[worst];
        rows[worst] = moved;
        i = worst;
    }
}

static void keep_best(struct graph_dominated *rows, size_t *count, size_t room, struct graph_dominated row)
{
    if (*count == room) {
        if (room > 0 && is_worse(&rows[0], &row)) {
            rows[0] = row;
            sift(rows, room);
        }
        return;
    }
    size_t i = (*count)++;
    for (; i > 0 && is_worse(&row, &rows[(i - 1) / 2]); i = (i - 1) / 2)
        rows[i] = rows[(i - 1) / 2];
    rows[i] = row;
}

enum graph_status graph_dominated(const struct graph_analysis *a, uint32_t node, size_t skip, size_t limit,
                                  struct graph_dominated **rows, size_t *count, size_t *total)
{
    uint32_t above = node == GRAPH_NONE ? 0 : a->place[node];
    size_t all = 0;
    for (uint32_t place = above + 1; place <= a->graph->node_count; place++)
        all += a->dominator[place] == above;
    size_t room = all < skip || all - skip < limit ? all : skip + limit, kept = 0;
    struct graph_dominated *best = calloc(room + 1, sizeof *best);
    if (best == NULL)
        return GRAPH_NO_MEMORY;
    for (uint32_t place = above + 1; place <= a->graph->node_count; place++)
        if (a->dominator[place] == above)
            keep_best(best, &kept, room,
                      (struct graph_dominated){a->node[place], a->retained_count[place], a->retained[place]});
    qsort(best, kept, sizeof *best, best_first);
    size_t skipped = skip < kept ? skip : kept;
    for (size_t i = skipped; i < kept; i++)
        best[i - skipped] = best[i];
    *rows = best;
    *count = kept - skipped;
    *total = all;
    return GRAPH_OK;
}

/* ---- sets ---------------------------------------------------------------------------------------- */

enum { UNSEEN, IN_SET, SEEN };

static bool reach_beside(const struct graph_analysis *a, uint8_t *state, uint32_t root, struct words *stack)
{
    const struct graph *g = a->graph;
    if (state[root] != UNSEEN)
        return true;
    state[root] = SEEN;
    if (!words_push(stack, root))
        return false;
    while (stack->count > 0) {
        uint32_t node = stack->items[--stack->count];
        for (uint32_t e = g->first[node]; e < g->first[node + 1]; e++)
            if (state[g->to[e]] == UNSEEN && graph_is_strong(a, e)) {
                state[g->to[e]] = SEEN;
                if (!words_push(stack, g->to[e]))
                    return false;
            }
    }
    return true;
}

enum graph_status graph_retained_by_set(const struct graph_analysis *a, const uint32_t *nodes, size_t count,
                                        const struct graph_control *control, uint64_t *bytes,
                                        uint64_t *objects)
{
    const struct graph *g = a->graph;
    uint8_t *state = scratch_new(g->node_count, 1);
    struct words stack = {0};
    enum graph_status status = state != NULL ? GRAPH_OK : GRAPH_NO_MEMORY;
    for (size_t i = 0; i < count && status == GRAPH_OK; i++)
        state[nodes[i]] = IN_SET;
    uint32_t roots = g->root_count + a->garbage_count;
    for (uint32_t i = 0; i < roots && status == GRAPH_OK; i++) {
        uint32_t root = i < g->root_count ? g->roots[i].node : a->garbage[i - g->root_count].node;
        if (!graph_goes_on(control, "set", i, roots))
            status = GRAPH_STOPPED;
        else if (!reach_beside(a, state, root, &stack))
            status = GRAPH_NO_MEMORY;
    }
    if (status == GRAPH_OK) {
        *bytes = *objects = 0;
        for (uint32_t i = 0; i < g->node_count; i++)
            if (state[i] != SEEN) {
                *bytes += g->size[i];
                ++*objects;
            }
    }
    words_drop(&stack);
    scratch_free(state, g->node_count, 1);
    return status;
}
