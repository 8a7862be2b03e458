/* The object graphs that a query has loaded, and what was worked out of them. */
#include "daemon/query/table.h"

static struct held_graph *find(struct query *q, int64_t number)
{
    for (size_t i = 0; i < HELD_GRAPHS; i++)
        if (q->graphs[i].graph && q->graphs[i].number == number)
            return &q->graphs[i];
    return NULL;
}

static void drop(struct held_graph *held)
{
    graph_release(held->graph);
    graph_analysis_release(held->analysis);
    *held = (struct held_graph){0};
}

void query_forget_graphs(struct query *q)
{
    for (size_t i = 0; i < HELD_GRAPHS; i++)
        drop(&q->graphs[i]);
}

static struct held_graph *place_for_another(struct query *q)
{
    struct held_graph *oldest = &q->graphs[0];
    for (size_t i = 1; i < HELD_GRAPHS; i++)
        if (!q->graphs[i].graph || (oldest->graph && q->graphs[i].used < oldest->used))
            oldest = &q->graphs[i];
    drop(oldest);
    return oldest;
}

static bool go_on(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct query *q = context;
    (void)stage, (void)done, (void)total;
    if (!q->stopped && q->source.stopped)
        q->stopped = q->source.stopped(q->source.context);
    return !q->stopped;
}

static int code_of(struct cursor *c, enum query_found found, int64_t number)
{
    switch (found) {
    case QUERY_NO_MEMORY:
        return SQLITE_NOMEM;
    case QUERY_GIVEN_UP:
        return SQLITE_INTERRUPT;
    case QUERY_UNREADABLE:
        return cursor_fail(c, QUERY_FAILED, "the object graph of snapshot %lld cannot be read",
                           (long long)number);
    case QUERY_FOUND:
    case QUERY_NOT_FOUND:
        break;
    }
    return SQLITE_OK;
}

int query_graph(struct cursor *c, int64_t number, struct graph **out)
{
    struct query *q = c->query;
    const struct graph_control control = {.go_on = go_on, .context = q, .directory = q->source.directory};
    struct held_graph *held = find(q, number);
    *out = NULL;
    if (!held) {
        struct graph *graph = NULL;
        struct graph_analysis *analysis = NULL;
        enum query_found found = q->source.load_graph ? q->source.load_graph(q->source.context, number,
                                                                             &control, &graph, &analysis)
                                                      : QUERY_NOT_FOUND;
        if (found != QUERY_FOUND)
            return code_of(c, found, number);
        held = place_for_another(q);
        *held = (struct held_graph){.number = number, .graph = graph, .analysis = analysis};
    }
    held->used = ++q->uses;
    *out = graph_retain(held->graph);
    return SQLITE_OK;
}

int query_graph_analysis(struct cursor *c, int64_t number, struct graph *graph, struct graph_analysis **out)
{
    struct query *q = c->query;
    const struct graph_control control = {.go_on = go_on, .context = q, .directory = q->source.directory};
    struct held_graph *held = find(q, number);
    if (held && held->analysis) {
        *out = graph_analysis_retain(held->analysis);
        return SQLITE_OK;
    }
    switch (graph_analyse(graph, &control, out)) {
    case GRAPH_OK:
        break;
    case GRAPH_STOPPED:
        return SQLITE_INTERRUPT;
    default:
        q->memory_failed = true;
        return SQLITE_NOMEM;
    }
    if (held && held->graph == graph)
        held->analysis = graph_analysis_retain(*out);
    return SQLITE_OK;
}
