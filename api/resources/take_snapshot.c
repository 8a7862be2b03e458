/* Taking a snapshot (take_snapshot.h): a copy under the session's turn, everything else from the copy. */
#include "api/resources/take_snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "api/graph_source.h"
#include "api/graphs.h"
#include "api/heap_graph.h"
#include "api/settle.h"

/* Every traceback that has blocks, through the builder. */
static enum snapshot_status add_tracebacks(const struct heap *h, struct snapshot_builder *b,
                                           struct scratch *scratch)
{
    struct traceback_info info;
    uint32_t room = 0, *frames = NULL;
    for (uint32_t i = 0; trace_traceback(h, i, &info); i++) {
        if (info.count == 0)
            continue;
        if (info.frame_count > room) {
            room = info.frame_count + 64;
            frames = scratch_alloc(scratch, room * sizeof *frames);
            if (!frames)
                return SNAPSHOT_NO_MEMORY;
        }
        for (uint32_t k = 0; k < info.frame_count; k++) {
            struct trace_frame f = trace_traceback_frame(h, i, k);
            uint32_t file;
            enum snapshot_status status = snapshot_builder_string(b, f.file, f.file_length, &file);
            if (status == SNAPSHOT_OK)
                status = snapshot_builder_frame(b, file, f.line, &frames[k]);
            if (status != SNAPSHOT_OK)
                return status;
        }
        enum snapshot_status status = snapshot_builder_traceback(b, frames, info.frame_count,
                                                                 info.total_frames, 0, info.size, info.count);
        if (status != SNAPSHOT_OK)
            return status;
    }
    return SNAPSHOT_OK;
}

static enum snapshot_status add_types(const struct heap *h, struct snapshot_builder *b)
{
    size_t count;
    struct type_total *totals = inspect_types(h, &count);
    enum snapshot_status status = SNAPSHOT_OK;
    for (size_t i = 0; i < count && status == SNAPSHOT_OK; i++) {
        const char *name = type_name(h, totals[i].type);
        status = snapshot_builder_type(b, name, strlen(name), totals[i].bytes, totals[i].count);
    }
    free(totals);
    return status;
}

static enum snapshot_status copy_out(struct operation *op, bool objects, struct snapshot_builder **builder)
{
    struct trace_state traced;
    enum snapshot_status status = snapshot_builder_new(builder);
    if (status != SNAPSHOT_OK)
        return status;
    trace_state(op->heap, &traced);
    status = add_tracebacks(op->heap, *builder, &op->request->scratch);
    if (status == SNAPSHOT_OK && objects)
        status = add_types(op->heap, *builder);
    if (status != SNAPSHOT_OK)
        snapshot_builder_drop(*builder);
    else
        snapshot_builder_traced(*builder, traced.tracing ? traced.nframe : 0, traced.peak);
    return status;
}

bool snapshot_has_peak(const struct store_snapshot *s)
{
    return s->peak != 0 || (s->nframe != 0 && (s->source == NULL || strcmp(s->source, "heap") == 0));
}

void write_snapshot_members(struct json_writer *w, const struct store_snapshot *s)
{
    json_member_int(w, "snapshot", s->number);
    json_member_text(w, "label", s->label);
    json_member_time(w, "taken_at", s->taken_at);
    json_member_uint(w, "seq", s->seq);
    json_member_text(w, "source", s->source);
    json_member_uint(w, "size", s->size);
    json_member_uint(w, "count", s->count);
    json_key(w, "peak");
    snapshot_has_peak(s) ? json_uint(w, s->peak) : json_null(w);
    json_member_uint(w, "nframe", s->nframe);
    json_member_bool(w, "objects", s->objects);
}

void tell_snapshot(struct session *session, const struct store_snapshot *s)
{
    struct outbuf out = {0};
    struct json_writer w;
    json_writer_init(&w, &out, false);
    json_begin_object(&w);
    write_snapshot_members(&w, s);
    json_end_object(&w);
    if (!out.failed)
        event_publish(session_events(session), "snapshot", out.data, out.length);
    outbuf_destroy(&out);
}

struct retiring {
    struct graphs *graphs;
    struct session *session;
};

/* Its graph may be kept: it must not answer for it any longer. */
static void forget_retired(void *context, int64_t record, int64_t number)
{
    const struct retiring *retiring = context;
    graphs_forget(retiring->graphs, record, number);
    if (retiring->session != NULL)
        session_add_snapshots(retiring->session, -1);
}

void retire_snapshots(const struct api_context *context, struct session *session, int64_t record)
{
    struct retiring retiring = {context->graphs, session};
    (void)!store_retention_apply(context->store, record, wall_clock_us(), forget_retired, &retiring);
}

/* What was copied with the turn, on its way to the store. */
struct taking {
    struct snapshot_builder *sites;
    struct graph_builder *graph; /* NULL: no objects were asked for */
    struct graph_progress progress;
};

static void drop_copies(struct taking *t)
{
    snapshot_builder_drop(t->sites);
    graph_builder_drop(t->graph);
}

static bool copy_both(struct operation *op, bool objects, struct taking *t)
{
    *t = (struct taking){0};
    graph_progress_begin(&t->progress, op->request, op->session);
    if (copy_out(op, objects, &t->sites) != SNAPSHOT_OK)
        return operation_fail(op, PROBLEM_OUT_OF_MEMORY, op->document, "no memory for the snapshot");
    enum graph_status status = objects ? heap_graph_copy(op->heap, true, t->progress.control.directory,
                                                         &t->progress.control, &t->graph)
                                       : GRAPH_OK;
    if (status == GRAPH_OK)
        return true;
    snapshot_builder_drop(t->sites);
    return operation_fail(op, problem_of_graph(status), op->document, "%s", graph_status_text(status));
}

/* Uses the copies up. */
static bool store_copies(struct operation *op, struct taking *t, struct store_snapshot *s)
{
    struct snapshot *value = NULL;
    struct packed_graph packed = {0};
    enum graph_status status = t->graph ? pack_graph(t->graph, &t->progress.control, &packed) : GRAPH_OK;
    t->graph = NULL;
    if (status != GRAPH_OK) {
        drop_copies(t);
        return operation_fail(op, problem_of_graph(status), op->document, "%s", graph_status_text(status));
    }
    if (snapshot_builder_finish(t->sites, &value) != SNAPSHOT_OK) {
        free(packed.bytes);
        return operation_fail(op, PROBLEM_OUT_OF_MEMORY, op->document, "no memory for the snapshot");
    }
    s->size = value->size;
    s->count = value->count;
    s->peak = value->peak;
    s->nframe = value->nframe;
    s->graph = packed.bytes;
    s->graph_length = packed.length;
    enum store_status stored = store_snapshot_add(op->request->context->store, s, value, &s->number);
    snapshot_release(value);
    free(packed.bytes);
    return stored == STORE_OK ||
           operation_fail(op, problem_of_store(stored), op->document, "the snapshot could not be stored: %s",
                          store_status_text(stored));
}

static void leave(struct operation *op)
{
    value_reader_end(&op->reader);
    settle(op->request, op->session);
    api_etag(op->request, session_seq(op->session));
    api_leave(op->request);
    op->left = true;
}

bool take_snapshot(struct operation *op, const char *label, bool objects)
{
    struct trace_state traced;
    struct taking taking;
    if (!op->request->context->store && !op->request->replay)
        return operation_fail(op, PROBLEM_STORE, op->document, "there is no store to keep snapshots in");
    trace_state(op->heap, &traced);
    if (!traced.tracing && !objects) {
        (void)raise_error(op->heap, EXC_RUNTIME_ERROR,
                          "the tracemalloc module must be tracing memory allocations to take a snapshot");
        return operation_raised(op);
    }
    if (op->request->replay) /* the first one's snapshots are its own; what they leave in the heap is not */
        return !objects || births_pass(op->heap) ||
               operation_fail(op, PROBLEM_OUT_OF_MEMORY, op->document, "no memory for the snapshot");
    if (!copy_both(op, objects, &taking))
        return false;
    struct store_snapshot s = {
        .session = session_record(op->session),
        .label = label,
        .source = "heap",
        .taken_at = wall_clock_us(),
        .seq = session_seq(op->session),
        .objects = objects,
    };
    if (op->may_leave)
        leave(op); /* sorting and storing need the copy alone; in a batch the next operation needs the turn */
    if (!store_copies(op, &taking, &s))
        return false;
    session_add_snapshots(op->session, 1);
    tell_snapshot(op->session, &s);
    retire_snapshots(op->request->context, op->session, s.session);
    write_snapshot_members(op->w, &s);
    return true;
}
