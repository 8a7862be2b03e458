/* A query's rows from a session (query_source.h). */
#include "api/resources/query_source.h"

#include "api/graphs.h"
#include "api/resources/take_snapshot.h"
#include "api/stored_graph.h"

static enum query_found found_of(enum store_status status)
{
    switch (status) {
    case STORE_OK:
        return QUERY_FOUND;
    case STORE_NOT_FOUND:
        return QUERY_NOT_FOUND;
    case STORE_NO_MEMORY:
        return QUERY_NO_MEMORY;
    default:
        return QUERY_UNREADABLE;
    }
}

static enum query_found next_snapshot(void *context, int64_t after, struct query_snapshot *out)
{
    struct query_rows_source *s = context;
    const struct store_page page = {.after = after, .limit = 1};
    query_rows_source_end(s);
    enum store_status status = store_snapshot_list(s->store, s->record, &page, &s->found);
    s->has_found = status == STORE_OK;
    if (status != STORE_OK || s->found.count == 0)
        return status == STORE_OK ? QUERY_NOT_FOUND : found_of(status);
    const struct store_snapshot *item = &s->found.items[0].snapshot;
    *out = (struct query_snapshot){.number = item->number,
                                   .label = item->label,
                                   .source = item->source,
                                   .taken_at = item->taken_at,
                                   .seq = item->seq,
                                   .size = item->size,
                                   .count = item->count,
                                   .peak = item->peak,
                                   .has_peak = snapshot_has_peak(item),
                                   .nframe = item->nframe,
                                   .objects = item->objects};
    return QUERY_FOUND;
}

static enum query_found load_snapshot(void *context, int64_t number, struct snapshot **out)
{
    struct query_rows_source *s = context;
    return found_of(store_snapshot_load(s->store, s->record, number, out));
}

static enum query_found load_graph(void *context, int64_t number, const struct graph_control *control,
                                   struct graph **graph, struct graph_analysis **analysis)
{
    struct query_rows_source *s = context;
    const struct graph_key key = {.session = s->record, .snapshot = number};
    struct stored_graph stored = {.store = s->store, .record = s->record, .number = number};
    *analysis = graphs_find(s->graphs, &key);
    if (*analysis) {
        *graph = graph_retain((*analysis)->graph);
        return QUERY_FOUND;
    }
    enum graph_status status = stored_graph_read(&stored, control, graph);
    switch (status) {
    case GRAPH_OK:
        return QUERY_FOUND;
    case GRAPH_STOPPED:
        return QUERY_GIVEN_UP;
    case GRAPH_CORRUPT:
        return stored.missing ? QUERY_NOT_FOUND : QUERY_UNREADABLE;
    default:
        return QUERY_NO_MEMORY;
    }
}

static bool stopped(void *context)
{
    const struct query_rows_source *s = context;
    if (s->abandoned && atomic_load_explicit(s->abandoned, memory_order_relaxed))
        return true;
    return deadline_passed(s->deadline) || (s->session && session_ended(s->session));
}

void query_rows_source(struct query_rows_source *s, struct query_source *out)
{
    *out = (struct query_source){.heap = s->session ? session_heap(s->session) : NULL,
                                 .context = s,
                                 .next_snapshot = next_snapshot,
                                 .load_snapshot = load_snapshot,
                                 .load_graph = load_graph,
                                 .directory = graphs_directory(s->graphs),
                                 .stopped = stopped};
}

void query_rows_source_end(struct query_rows_source *s)
{
    if (s->has_found)
        store_snapshots_free(&s->found);
    s->has_found = false;
}
