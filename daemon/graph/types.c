/* Sums by type, and what is allocated but not used (questions.h). */
#include "daemon/graph/questions.h"
#include "daemon/graph/work.h"

#include <stdlib.h>

/* What each place dominates directly: places, by dominator. */
struct children {
    uint32_t *first, *items;
};

static bool children_init(struct children *c, const struct graph_analysis *a)
{
    size_t n = a->graph->node_count;
    c->first = scratch_new(n + 3, sizeof *c->first);
    c->items = scratch_new(n + 1, sizeof *c->items);
    if (c->first == NULL || c->items == NULL)
        return false;
    for (size_t place = 1; place <= n; place++)
        c->first[a->dominator[place] + 2]++;
    for (size_t place = 1; place <= n + 1; place++)
        c->first[place + 1] += c->first[place];
    for (size_t place = 1; place <= n; place++)
        c->items[c->first[a->dominator[place] + 1]++] = (uint32_t)place;
    return true;
}

static void children_drop(struct children *c, size_t n)
{
    scratch_free(c->first, n + 3, sizeof *c->first);
    scratch_free(c->items, n + 1, sizeof *c->items);
}

/* Down the dominator tree, counting how many of each type are above: static ones are none of those that count
 * what they retain. The stack has pairs: a place, the child it has come to. */
static bool sum_retained(const struct graph_analysis *a, const struct children *c,
                         struct graph_type_row *rows, uint32_t *above)
{
    const struct graph *g = a->graph;
    struct words stack = {0};
    bool room = words_push(&stack, 0) && words_push(&stack, c->first[0]);
    while (room && stack.count > 0) {
        uint32_t place = stack.items[stack.count - 2], next = stack.items[stack.count - 1];
        if (next == c->first[place + 1]) {
            stack.count -= 2;
            if (place != 0 && !graph_is_static(g, a->node[place]))
                above[g->type[a->node[place]]]--;
            continue;
        }
        stack.items[stack.count - 1]++;
        uint32_t child = c->items[next], node = a->node[child], type = g->type[node];
        if (!graph_is_static(g, node) && above[type]++ == 0)
            rows[type].retained += a->retained[child];
        room = words_push(&stack, child) && words_push(&stack, c->first[child]);
    }
    words_drop(&stack);
    return room;
}

static int most_bytes_first(const void *a, const void *b)
{
    const struct graph_type_row *x = a, *y = b;
    if (x->bytes != y->bytes)
        return x->bytes < y->bytes ? 1 : -1;
    return (x->type > y->type) - (x->type < y->type);
}

enum graph_status graph_types(const struct graph_analysis *a, struct graph_type_row **answer, size_t *count)
{
    const struct graph *g = a->graph;
    struct children c = {0};
    struct graph_type_row *rows = calloc((size_t)g->type_count + 1, sizeof *rows);
    uint32_t *above = calloc((size_t)g->type_count + 1, sizeof *above);
    bool room = rows != NULL && above != NULL && children_init(&c, a) && sum_retained(a, &c, rows, above);
    children_drop(&c, g->node_count);
    free(above);
    if (!room) {
        free(rows);
        return GRAPH_NO_MEMORY;
    }
    for (uint32_t i = 0; i < g->node_count; i++)
        if (!graph_is_static(g, i)) {
            struct graph_type_row *row = &rows[g->type[i]];
            row->count++;
            row->bytes += g->size[i];
            row->wasted += g->wasted != NULL ? g->wasted[i] : 0;
        }
    size_t kept = 0;
    for (uint32_t type = 0; type < g->type_count; type++)
        if (rows[type].count > 0) {
            rows[kept] = rows[type];
            rows[kept++].type = type;
        }
    qsort(rows, kept, sizeof *rows, most_bytes_first);
    *answer = rows;
    *count = kept;
    return GRAPH_OK;
}

/* ---- capacity ------------------------------------------------------------------------------------ */

static int most_wasted_first(const void *a, const void *b)
{
    const struct graph_wasteful *x = a, *y = b;
    if (x->wasted != y->wasted)
        return x->wasted < y->wasted ? 1 : -1;
    return (x->node > y->node) - (x->node < y->node);
}

enum graph_status graph_wasted(const struct graph *g, size_t limit, struct graph_wasteful **rows,
                               size_t *count, uint64_t *objects, uint64_t *bytes)
{
    uint64_t found = 0, sum = 0;
    for (uint32_t i = 0; g->wasted != NULL && i < g->node_count; i++)
        if (g->wasted[i] != 0 && !graph_is_static(g, i)) {
            found++;
            sum += g->wasted[i];
        }
    struct graph_wasteful *all = calloc((size_t)found + 1, sizeof *all);
    if (all == NULL)
        return GRAPH_NO_MEMORY;
    size_t n = 0;
    for (uint32_t i = 0; n < found; i++)
        if (g->wasted[i] != 0 && !graph_is_static(g, i))
            all[n++] = (struct graph_wasteful){i, g->wasted[i]};
    qsort(all, n, sizeof *all, most_wasted_first);
    *rows = all;
    *count = n < limit ? n : limit;
    *objects = found;
    *bytes = sum;
    return GRAPH_OK;
}
