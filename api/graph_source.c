/* Finding, copying, loading and analysing the graph of a request (graph_source.h). */
#include "api/graph_source.h"

#include <stdlib.h>
#include <string.h>

#include "api/graphs.h"
#include "api/heap_graph.h"
#include "api/resource.h"
#include "api/store_answer.h"
#include "api/stored_graph.h"

enum { TELL_EVERY_NS = 250000000 };

/* ---- progress ------------------------------------------------------------------------------------ */

static void tell(struct graph_progress *p, const char *stage, uint64_t done, uint64_t total)
{
    struct outbuf out = {0};
    struct json_writer w;
    json_writer_init(&w, &out, false);
    json_begin_object(&w);
    json_member_text(&w, "stage", stage);
    json_member_uint(&w, "done", done);
    json_member_uint(&w, "total", total);
    json_end_object(&w);
    if (!out.failed)
        event_publish(session_events(p->session), "graph", out.data, out.length);
    outbuf_destroy(&out);
}

static bool go_on(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct graph_progress *p = context;
    if (deadline_passed(&p->request->deadline))
        return false;
    int64_t now = monotonic_ns();
    if (p->session && now - p->told_ns > TELL_EVERY_NS && event_stream_watched(session_events(p->session))) {
        p->told_ns = now;
        tell(p, stage, done, total);
    }
    return true;
}

void graph_progress_begin(struct graph_progress *progress, struct api_request *request,
                          struct session *session)
{
    *progress = (struct graph_progress){
        .control = {.go_on = go_on,
                    .context = progress,
                    .directory = graphs_directory(request->context->graphs)},
        .request = request,
        .session = session,
        .told_ns = monotonic_ns(),
    };
}

enum problem problem_of_graph(enum graph_status status)
{
    static const enum problem problems[] = {
        [GRAPH_NO_MEMORY] = PROBLEM_OUT_OF_MEMORY, [GRAPH_INVALID] = PROBLEM_INTERNAL,
        [GRAPH_TOO_LARGE] = PROBLEM_TOO_LARGE,     [GRAPH_STOPPED] = PROBLEM_DEADLINE,
        [GRAPH_CORRUPT] = PROBLEM_STORE,
    };
    return problems[status];
}

enum api_result fail_graph(struct api_request *request, enum graph_status status)
{
    const char *text = graph_status_text(status);
    return api_fail(request, problem_of_graph(status), "%s",
                    status == GRAPH_STOPPED ? api_deadline_detail(request, text) : text);
}

/* ---- packing ------------------------------------------------------------------------------------- */

static bool append(void *context, const void *bytes, size_t length)
{
    struct packed_graph *packed = context;
    if (packed->room - packed->length < length) {
        size_t larger = packed->room + packed->room / 2 + length;
        char *moved = realloc(packed->bytes, larger);
        if (!moved)
            return false;
        packed->bytes = moved;
        packed->room = larger;
    }
    memcpy(packed->bytes + packed->length, bytes, length);
    packed->length += length;
    return true;
}

enum graph_status pack_graph(struct graph_builder *builder, const struct graph_control *control,
                             struct packed_graph *packed)
{
    struct graph *graph;
    *packed = (struct packed_graph){0};
    enum graph_status status = graph_builder_finish(builder, control, &graph);
    if (status != GRAPH_OK)
        return status;
    status = graph_write(graph, control, append, packed);
    graph_release(graph);
    if (status != GRAPH_OK) {
        free(packed->bytes);
        *packed = (struct packed_graph){0};
    }
    return status;
}

/* ---- of a heap ----------------------------------------------------------------------------------- */

static enum api_result analyse_kept(struct api_request *request, struct graph_progress *progress,
                                    const struct graph_key *key, uint64_t since, struct graph *graph,
                                    struct graph_analysis **analysis)
{
    enum graph_status status = graph_analyse(graph, &progress->control, analysis);
    graph_release(graph);
    if (status != GRAPH_OK)
        return fail_graph(request, status);
    graphs_keep(request->context->graphs, key, since, *analysis);
    return API_DONE;
}

/* With the turn, which is left: the copy is all that is needed. */
static enum api_result copy_heap(struct api_request *request, struct graph_progress *progress, struct heap *h,
                                 const struct graph_key *key, struct graph_analysis **analysis)
{
    struct graph_builder *builder;
    struct graph *graph;
    enum graph_status status =
        heap_graph_copy(h, false, progress->control.directory, &progress->control, &builder);
    api_leave(request);
    if (status == GRAPH_OK)
        status = graph_builder_finish(builder, &progress->control, &graph);
    return status == GRAPH_OK ? analyse_kept(request, progress, key, 0, graph, analysis)
                              : fail_graph(request, status);
}

static enum api_result heap_graph(struct api_request *request, struct graph_progress *progress,
                                  struct graph_analysis **analysis, uint32_t *node)
{
    struct session *session;
    struct heap *h;
    addr object = 0;
    enum api_result result = enter_heap(request, true, &session, &h);
    if (result != API_DONE)
        return result;
    graph_progress_begin(progress, request, session);
    if (node) {
        uint64_t objects = heap_object_count(h);
        result = find_kept_object(request, h, &object);
        if (heap_object_count(h) != objects)
            session_step(session); /* a path can make objects that stay */
    }
    if (result != API_DONE)
        return result;
    if (request->replay) /* that was all of it that the heap felt */
        return api_fail(request, PROBLEM_BUSY, "nobody reads this");
    struct graph_key key = {.session = session_record(session), .step = session_seq(session)};
    api_etag(request, key.step);
    *analysis = graphs_find(request->context->graphs, &key);
    if (*analysis)
        api_leave(request);
    else
        result = copy_heap(request, progress, h, &key, analysis);
    if (result == API_DONE && node)
        *node = graph_find((*analysis)->graph, object);
    return result;
}

/* ---- of a snapshot ------------------------------------------------------------------------------- */

static enum api_result fail_missing(struct api_request *request, int64_t record, int64_t number)
{
    struct store_snapshots found;
    enum store_status status = store_snapshot_get(request->context->store, record, number, &found);
    if (status == STORE_NOT_FOUND)
        return api_fail(request, PROBLEM_NO_SUCH_SNAPSHOT, "the session has no snapshot %lld",
                        (long long)number);
    if (status != STORE_OK)
        return fail_store(request, status);
    store_snapshots_free(&found);
    return api_fail(request, PROBLEM_CONFLICT, "snapshot %lld has no objects: take it with \"objects\": true",
                    (long long)number);
}

enum api_result snapshot_graph(struct api_request *request, struct graph_progress *progress, int64_t record,
                               int64_t number, struct graph_analysis **analysis)
{
    const struct graph_key key = {.session = record, .snapshot = number};
    struct stored_graph stored = {.store = request->context->store, .record = record, .number = number};
    struct graph *graph;
    uint64_t since = graphs_now(request->context->graphs);
    *analysis = graphs_find(request->context->graphs, &key);
    if (*analysis)
        return API_DONE;
    enum graph_status status = stored_graph_read(&stored, &progress->control, &graph);
    if (status == GRAPH_OK)
        return analyse_kept(request, progress, &key, since, graph, analysis);
    if (stored.missing)
        return fail_missing(request, record, number);
    if (status == GRAPH_CORRUPT && stored.status != STORE_OK && stored.status != STORE_NOT_FOUND)
        return fail_store(request, stored.status);
    return fail_graph(request, status);
}

/* An address, or a name that the program had. */
static enum api_result find_in_snapshot(struct api_request *request, const struct graph *g, uint32_t *node)
{
    const struct api_text *id = &request->param[PARAM_ID];
    char *end;
    *node = GRAPH_NONE;
    if (id->length > 2 && id->text[0] == '0' && id->text[1] == 'x') {
        uint64_t address = strtoull(id->text + 2, &end, 16);
        if (*end)
            return api_fail(request, PROBLEM_INVALID_REFERENCE, "%s is no address", id->text);
        *node = graph_find(g, address);
        return *node != GRAPH_NONE
                   ? API_DONE
                   : api_fail(request, PROBLEM_GONE, "the snapshot has no object at %s", id->text);
    }
    for (uint32_t i = 0; i < g->root_count; i++) {
        struct graph_text text = graph_text_of(g, g->roots[i].text);
        if ((g->roots[i].kind == GRAPH_ROOT_NAME || g->roots[i].kind == GRAPH_ROOT_MODULE) &&
            text.length == id->length && memcmp(text.bytes, id->text, id->length) == 0)
            *node = g->roots[i].node;
    }
    return *node != GRAPH_NONE
               ? API_DONE
               : api_fail(request, PROBLEM_NO_SUCH_NAME, "no name %s is in the snapshot", id->text);
}

static enum api_result graph_in_path(struct api_request *request, struct graph_progress *progress,
                                     struct graph_analysis **analysis, uint32_t *node)
{
    uint64_t number;
    int64_t record;
    enum api_result result = api_param_number(request, PROBLEM_NO_SUCH_SNAPSHOT, &number);
    if (result == API_DONE)
        result = stored_record(request, &record);
    if (result != API_DONE)
        return result;
    graph_progress_begin(progress, request, api_live_session(request));
    result = snapshot_graph(request, progress, record, (int64_t)number, analysis);
    if (result == API_DONE && node) {
        result = find_in_snapshot(request, (*analysis)->graph, node);
        if (result != API_DONE)
            graph_analysis_release(*analysis);
    }
    return result;
}

enum api_result request_graph(struct api_request *request, struct graph_progress *progress,
                              struct graph_analysis **analysis, uint32_t *node)
{
    bool stored = request->param[PARAM_NUMBER].text != NULL;
    return stored ? graph_in_path(request, progress, analysis, node)
                  : heap_graph(request, progress, analysis, node);
}
