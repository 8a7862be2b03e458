/* POST /snapshots/import: a file of tracemalloc's Snapshot.dump(), an agent's lines with objects too, or a
 * dump of PyHeap's, gzipped or not, read as it comes, becomes a snapshot in the session's list. */
#include "api/resources/import.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/graph_source.h"
#include "api/graphs.h"
#include "api/resource.h"
#include "api/resources/resources.h"
#include "api/resources/take_snapshot.h"
#include "api/server.h"
#include "api/store_answer.h"
#include "daemon/session/registry.h"

enum { TELL_EVERY = 4 << 20 };

/* ---- what is told -------------------------------------------------------------------------------- */

/* How much was read: of every form the same figures. */
static struct lines_progress progress_of(const struct import *import)
{
    struct lines_progress progress = {0};
    if (import->lines != NULL)
        import_lines_progress(import->lines, &progress);
    if (import->pyheap != NULL)
        import_pyheap_progress(import->pyheap, &progress);
    if (import->dump != NULL) {
        struct dump_progress traces;
        snapshot_dump_progress(import->dump, &traces);
        progress.bytes = traces.bytes;
        progress.blocks = traces.traces;
    }
    return progress;
}

static void write_progress(struct json_writer *w, const struct import *import)
{
    struct lines_progress progress = progress_of(import);
    json_member_uint(w, "import", import->number);
    json_member_text(w, "label", import->about.label);
    json_member_uint(w, "received", import->received);
    json_key(w, "total");
    import->total != 0 ? json_uint(w, import->total) : json_null(w);
    json_member_uint(w, "traces", progress.blocks);
    json_member_uint(w, "objects", progress.objects);
}

void import_tell(struct import *import, const char *state)
{
    struct outbuf out = {0};
    struct json_writer w;
    if (import->session == NULL)
        return;
    json_writer_init(&w, &out, false);
    json_begin_object(&w);
    json_member_text(&w, "state", state);
    write_progress(&w, import);
    json_end_object(&w);
    if (!out.failed)
        event_publish(session_events(import->session), "import", out.data, out.length);
    outbuf_destroy(&out);
}

/* ---- the query ----------------------------------------------------------------------------------- */

/* "2026-11-28T16:30:00Z", with a fraction or without. */
static bool parse_time(const char *text, int64_t *us)
{
    struct tm parts = {0};
    const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &parts);
    int64_t fraction = 0, unit = 100000;
    if (rest == NULL)
        return false;
    if (*rest == '.') {
        for (rest++; *rest >= '0' && *rest <= '9'; rest++, unit /= 10)
            fraction += (*rest - '0') * unit;
    }
    if (strcmp(rest, "Z") != 0 && strcmp(rest, "+00:00") != 0)
        return false;
    struct tm same = parts; /* unless it is no time at all, as February 31st: then the fields change */
    *us = (int64_t)timegm(&same) * 1000000 + fraction;
    return *us >= 0 && same.tm_sec == parts.tm_sec && same.tm_min == parts.tm_min &&
           same.tm_hour == parts.tm_hour && same.tm_mday == parts.tm_mday && same.tm_mon == parts.tm_mon &&
           same.tm_year == parts.tm_year;
}

static enum api_result read_text(struct api_request *request, const char *name, const char **text)
{
    const char *sent = api_query_text(request, name);
    if (sent == NULL || *sent == '\0')
        return API_DONE;
    if (strlen(sent) > 200)
        return api_fail_parameter(request, name, "%s has at most 200 bytes", name);
    *text = sent;
    return API_DONE;
}

enum api_result import_read_query(struct import *import, struct api_request *request)
{
    const char *taken_at = api_query_text(request, "taken_at");
    import->about.taken_at = wall_clock_us();
    if (taken_at != NULL && !parse_time(taken_at, &import->about.taken_at))
        return api_fail_parameter(request, "taken_at", "taken_at is a time in UTC: 2026-11-28T16:30:00Z");
    enum api_result result = read_text(request, "label", &import->about.label);
    if (result == API_DONE)
        result = read_text(request, "source", &import->about.source);
    return result == API_DONE ? api_query_uint(request, "peak", 0, INT64_MAX, &import->peak) : result;
}

/* ---- the upload ---------------------------------------------------------------------------------- */

static bool choose_reader(struct import *import, unsigned char first)
{
    if (first == '{')
        import->lines = import_lines_new(import->memory, import->directory);
    else if (first == 0)
        import->pyheap = import_pyheap_new(import->memory, import->directory);
    else
        import->status = snapshot_dump_new(import->memory, &import->dump);
    if (import->lines == NULL && import->pyheap == NULL && import->dump == NULL)
        import->lines_status = LINES_NO_MEMORY;
    return import->lines_status == LINES_OK;
}

static bool is_chosen(const struct import *import)
{
    return import->dump != NULL || import->lines != NULL || import->pyheap != NULL;
}

static bool take_unpacked(void *cls, const unsigned char *bytes, size_t length)
{
    struct import *import = cls;
    if (!is_chosen(import) && !choose_reader(import, bytes[0]))
        return false;
    if (import->lines != NULL)
        import->lines_status = import_lines_feed(import->lines, bytes, length);
    else if (import->pyheap != NULL)
        import->lines_status = import_pyheap_feed(import->pyheap, bytes, length);
    else
        import->status = snapshot_dump_feed(import->dump, bytes, length, &import->error);
    return import->lines_status == LINES_OK && import->status == DUMP_OK;
}

static enum api_result fail_dump(struct import *import, struct api_request *request)
{
    const struct dump_error *e = &import->error;
    switch (import->status) {
    case DUMP_REFUSED:
        return api_fail(request, PROBLEM_INVALID_SNAPSHOT, "offset %llu%s%s: %s",
                        (unsigned long long)e->offset, e->opcode[0] != '\0' ? ", " : "", e->opcode,
                        e->reason);
    case DUMP_TOO_LARGE:
        return api_fail(request, PROBLEM_TOO_LARGE, "%s", e->reason);
    default:
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory to read the snapshot");
    }
}

static enum api_result fail_reading(struct import *import, struct api_request *request)
{
    const char *error = import->lines != NULL    ? import_lines_error(import->lines)
                        : import->pyheap != NULL ? import_pyheap_error(import->pyheap)
                                                 : "";
    switch (import->lines_status) {
    case LINES_REFUSED:
        return api_fail(request, PROBLEM_INVALID_SNAPSHOT, "%s", error);
    case LINES_TOO_LARGE:
        return api_fail(request, PROBLEM_TOO_LARGE, "%s", error);
    default:
        return fail_dump(import, request);
    }
}

static enum api_result fail_import(struct import *import, struct api_request *request,
                                   enum inflate_status status)
{
    switch (status) {
    case INFLATE_DAMAGED:
        return api_fail(request, PROBLEM_INVALID_SNAPSHOT, "the file is damaged gzip, or is cut short");
    case INFLATE_BOMB:
        return api_fail(
            request, PROBLEM_TOO_LARGE,
            "the file unpacks to more than may be read here (--max-import, or 200 times its size)");
    case INFLATE_NO_MEMORY:
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory to unpack the file");
    default:
        return fail_reading(import, request);
    }
}

static struct import *import_of(struct api_upload *upload)
{
    return (struct import *)((char *)upload - offsetof(struct import, upload));
}

static enum api_result take_piece(struct api_upload *upload, struct api_request *request, const char *bytes,
                                  size_t length)
{
    struct import *import = import_of(upload);
    import->received += length;
    enum inflate_status status = inflater_feed(import->inflater, bytes, length);
    if (status != INFLATE_OK) {
        import_tell(import, "failed");
        return fail_import(import, request, status);
    }
    if (import->received - import->told >= TELL_EVERY) {
        import->told = import->received;
        import_tell(import, "reading");
    }
    return API_DONE;
}

static void drop_import(struct api_upload *upload)
{
    struct import *import = import_of(upload);
    api_server_count_import(import->server, false);
    inflater_delete(import->inflater);
    snapshot_dump_drop(import->dump);
    import_lines_delete(import->lines);
    import_pyheap_delete(import->pyheap);
    session_release(import->session);
    free(import);
}

/* The head has come: whose snapshot it will be, and the reader for it. */
static enum api_result open_import(struct api_request *request)
{
    static _Atomic uint64_t imports;
    if (!request->context->store)
        return api_fail(request, PROBLEM_STORE, "there is no store to keep snapshots in");
    if (!api_server_count_import(request->server, true))
        return api_fail(request, PROBLEM_BUSY, "as many imports are running as may (--max-imports)");
    struct import *import = calloc(1, sizeof *import);
    if (import == NULL) {
        api_server_count_import(request->server, false);
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for an import");
    }
    const struct api_config *config = api_server_config(request->server);
    import->upload = (struct api_upload){.take = take_piece, .drop = drop_import};
    import->server = request->server;
    import->number = atomic_fetch_add(&imports, 1) + 1;
    import->total =
        request->headers.content_length != NULL ? strtoull(request->headers.content_length, NULL, 10) : 0;
    request->upload = &import->upload; /* from here on dropped with the request */
    enum api_result result = import_read_query(import, request);
    if (result == API_DONE)
        result = stored_record(request, &import->record);
    if (result != API_DONE)
        return result;
    import->session = registry_find(request->context->registry, request->param[PARAM_SESSION].text);
    import->inflater = inflater_new(config->import_limit, take_unpacked, import);
    import->memory = config->import_memory;
    import->directory = graphs_directory(request->context->graphs);
    if (import->inflater == NULL)
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for an import");
    import_tell(import, "reading");
    return API_DONE;
}

/* ---- the end ------------------------------------------------------------------------------------- */

/* The builders of what was read; *graph NULL: no objects. */
static bool finish_reading(struct import *import, struct snapshot_builder **builder,
                           struct graph_builder **graph)
{
    *graph = NULL;
    if (!is_chosen(import) && !choose_reader(import, '.')) /* an empty file */
        return false;
    if (import->dump == NULL) {
        import->lines_status = import->lines != NULL ? import_lines_finish(import->lines, builder, graph)
                                                     : import_pyheap_finish(import->pyheap, builder, graph);
        return import->lines_status == LINES_OK;
    }
    struct dump_progress progress;
    import->status = snapshot_dump_finish(import->dump, builder, &import->error);
    if (import->status != DUMP_OK)
        return false;
    snapshot_dump_progress(import->dump, &progress);
    snapshot_builder_traced(*builder, progress.limit, import->peak);
    return true;
}

static enum api_result make_value(struct import *import, struct api_request *request, struct snapshot **value,
                                  struct packed_graph *packed)
{
    struct snapshot_builder *builder;
    struct graph_builder *graph;
    struct graph_progress progress;
    enum inflate_status status = inflater_end(import->inflater);
    if (status == INFLATE_OK && !finish_reading(import, &builder, &graph))
        status = INFLATE_STOPPED;
    if (status != INFLATE_OK)
        return fail_import(import, request, status);
    if (graph != NULL) {
        graph_progress_begin(&progress, request, import->session);
        enum graph_status packing = pack_graph(graph, &progress.control, packed);
        if (packing != GRAPH_OK) {
            snapshot_builder_drop(builder);
            return fail_graph(request, packing);
        }
        import->about.objects = true;
        import->about.graph = packed->bytes;
        import->about.graph_length = packed->length;
    }
    return snapshot_builder_finish(builder, value) == SNAPSHOT_OK
               ? API_DONE
               : api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the snapshot");
}

static enum api_result store_value(struct import *import, struct api_request *request, struct snapshot *value)
{
    struct store_snapshot *s = &import->about;
    struct session_gauges gauges = {0};
    if (s->source == NULL)
        s->source = import->pyheap != NULL ? "pyheap" : "tracemalloc";
    if (import->session != NULL)
        session_gauges(import->session, &gauges);
    s->session = import->record;
    s->seq = gauges.seq;
    s->size = value->size;
    s->count = value->count;
    s->peak = value->peak;
    s->nframe = value->nframe;
    enum store_status status = store_snapshot_add(request->context->store, s, value, &s->number);
    if (status != STORE_OK)
        return fail_store(request, status);
    if (import->session != NULL) {
        session_add_snapshots(import->session, 1);
        tell_snapshot(import->session, s);
    }
    retire_snapshots(request->context, import->session, import->record);
    return API_DONE;
}

static void answer_import(struct import *import, struct api_request *request, uint32_t sites)
{
    struct json_writer *w = &request->json;
    struct lines_progress progress = progress_of(import);
    request->answer.status = 201;
    request->answer.location =
        scratch_format(&request->scratch, "%.*s/%lld", (int)(strrchr(request->path, '/') - request->path),
                       request->path, (long long)import->about.number);
    json_begin_object(w);
    write_snapshot_members(w, &import->about);
    json_key(w, "import");
    json_begin_object(w);
    json_member_text(w, "format",
                     import->lines != NULL    ? "lines"
                     : import->pyheap != NULL ? "pyheap"
                                              : "tracemalloc");
    json_member_bool(w, "gzip", inflater_is_gzip(import->inflater));
    json_member_uint(w, "bytes", progress.bytes);
    json_member_uint(w, "traces", progress.blocks);
    json_member_uint(w, "sites", sites);
    json_member_uint(w, "objects", progress.objects);
    json_member_uint(w, "edges", progress.edges);
    json_end_object(w);
    json_end_object(w);
}

static enum api_result finish_import(struct api_request *request)
{
    struct import *import = import_of(request->upload);
    struct snapshot *value;
    struct packed_graph packed = {0};
    import_tell(import, "storing");
    enum api_result result = make_value(import, request, &value, &packed);
    if (result == API_DONE) {
        uint32_t sites = value->traceback_count;
        result = store_value(import, request, value);
        snapshot_release(value);
        if (result == API_DONE)
            answer_import(import, request, sites);
    }
    free(packed.bytes);
    if (result != API_DONE)
        import_tell(import, "failed");
    return result;
}

enum api_result import_snapshot(struct api_request *request)
{
    return request->upload == NULL ? open_import(request) : finish_import(request);
}
