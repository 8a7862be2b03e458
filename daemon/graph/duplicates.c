/* Equal values that are there more than once (questions.h): objects sorted by content, then counted in
 * runs. */
#include "daemon/graph/column.h"
#include "daemon/graph/questions.h"

#include <stdlib.h>

struct valued {
    uint64_t content;
    uint32_t type, node;
};

static int by_value(const void *a, const void *b)
{
    const struct valued *x = a, *y = b;
    if (x->content != y->content)
        return x->content < y->content ? -1 : 1;
    if (x->type != y->type)
        return x->type < y->type ? -1 : 1;
    return (x->node > y->node) - (x->node < y->node);
}

static int most_wasted_first(const void *a, const void *b)
{
    const struct graph_duplicate *x = a, *y = b;
    if (x->wasted != y->wasted)
        return x->wasted < y->wasted ? 1 : -1;
    return (x->node > y->node) - (x->node < y->node);
}

static bool counts(const struct graph *g, uint32_t node, uint32_t type)
{
    return g->content != NULL && g->content[node] != 0 && !graph_is_static(g, node) &&
           (type == GRAPH_NONE || g->type[node] == type);
}

/* The run that begins at `at`; answers where it ends. */
static size_t sum_run(const struct graph *g, const struct valued *values, size_t at, size_t count,
                      struct graph_duplicate *row)
{
    uint64_t largest = 0;
    *row = (struct graph_duplicate){.type = values[at].type, .node = values[at].node};
    size_t end = at;
    for (; end < count && values[end].content == values[at].content && values[end].type == values[at].type;
         end++) {
        uint64_t size = g->size[values[end].node];
        row->count++;
        row->bytes += size;
        largest = size > largest ? size : largest;
    }
    row->wasted = row->bytes - largest;
    return end;
}

/* Runs of two and more; with `rows` NULL they are only counted. */
static size_t find_runs(const struct graph *g, const struct valued *values, size_t count,
                        struct graph_duplicate *rows)
{
    size_t found = 0;
    for (size_t at = 0; at < count;) {
        struct graph_duplicate row;
        at = sum_run(g, values, at, count, &row);
        if (row.count < 2)
            continue;
        if (rows != NULL)
            rows[found] = row;
        found++;
    }
    return found;
}

enum graph_status graph_find_duplicates(const struct graph *g, uint32_t type, size_t limit,
                                        const struct graph_control *control, struct graph_duplicates *answer)
{
    size_t count = 0, n = 0;
    for (uint32_t i = 0; i < g->node_count; i++)
        count += counts(g, i, type);
    struct valued *values = scratch_new(count, sizeof *values);
    if (values == NULL)
        return GRAPH_NO_MEMORY;
    for (uint32_t i = 0; i < g->node_count; i++)
        if (counts(g, i, type))
            values[n++] = (struct valued){g->content[i], g->type[i], i};
    enum graph_status status = graph_goes_on(control, "duplicates", 0, count) ? GRAPH_OK : GRAPH_STOPPED;
    if (status == GRAPH_OK)
        qsort(values, n, sizeof *values, by_value);
    struct graph_duplicate *rows = NULL;
    size_t found = status == GRAPH_OK ? find_runs(g, values, n, NULL) : 0;
    if (status == GRAPH_OK && (rows = calloc(found + 1, sizeof *rows)) == NULL)
        status = GRAPH_NO_MEMORY;
    if (status == GRAPH_OK) {
        *answer = (struct graph_duplicates){.rows = rows, .values = found};
        (void)find_runs(g, values, n, rows);
        for (size_t i = 0; i < found; i++) {
            answer->objects += rows[i].count;
            answer->wasted += rows[i].wasted;
        }
        qsort(rows, found, sizeof *rows, most_wasted_first);
        answer->count = found < limit ? found : limit;
    }
    scratch_free(values, count, sizeof *values);
    return status;
}
