/* Flame graphs: the call paths of a snapshot, or of the difference of two, as a tree and as the files of
 * other tools. */
#include "api/request_stream.h"
#include "api/resources/resources.h"
#include "api/resources/snapshot_query.h"
#include "api/resources/write_flame.h"
#include "api/rows.h"
#include "api/store_answer.h"

#include <stdlib.h>
#include <string.h>

/* What is asked for, and what it is called in files that have a place for a name. */
struct wanted {
    struct snapshot_query query;
    enum {
        FLAME_JSON,
        FLAME_FOLDED,
        FLAME_SPEEDSCOPE,
        FLAME_PPROF,
        FLAME_NDJSON,
        FLAME_CSV
    } format; /* lines: as the request's rows */
    int64_t record;
    uint64_t number, older; /* older 0: no difference */
    double least;           /* of the bytes or the blocks, that a node has to have */
    int64_t taken_at;
    const char *name;
};

static const char *const formats[] = {"json", "folded", "speedscope", "pprof", "ndjson", "csv", NULL};

/* "web1, snapshot 3 (before the fix)", "web1, snapshots 1..3" */
static enum api_result name_it(struct api_request *request, struct wanted *wanted)
{
    const char *session = request->param[PARAM_SESSION].text;
    struct store_snapshots found;
    enum store_status status =
        store_snapshot_get(request->context->store, wanted->record, (int64_t)wanted->number, &found);
    if (status == STORE_NOT_FOUND)
        return api_fail(request, PROBLEM_NO_SUCH_SNAPSHOT, "the session has no snapshot %llu",
                        (unsigned long long)wanted->number);
    if (status != STORE_OK)
        return fail_store(request, status);
    const char *label = found.items[0].snapshot.label;
    wanted->taken_at = found.items[0].snapshot.taken_at;
    if (wanted->older)
        wanted->name = scratch_format(&request->scratch, "%s, snapshots %llu..%llu", session,
                                      (unsigned long long)wanted->older, (unsigned long long)wanted->number);
    else if (label)
        wanted->name = scratch_format(&request->scratch, "%s, snapshot %llu (%s)", session,
                                      (unsigned long long)wanted->number, label);
    else
        wanted->name = scratch_format(&request->scratch, "%s, snapshot %llu", session,
                                      (unsigned long long)wanted->number);
    store_snapshots_free(&found);
    return wanted->name ? API_DONE : api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for this request");
}

/* What is narrower than half a pixel in two thousand is not seen. Lines and files have everything, unless it
 * is asked for less. */
#define LEAST_DRAWN 0.00025

static enum api_result read_least(struct api_request *request, struct wanted *wanted)
{
    const char *text = api_query_text(request, "min_fraction");
    char *end;
    bool tree = wanted->format == FLAME_JSON && !rows_are_lines(request);
    wanted->least = tree ? LEAST_DRAWN : 0;
    if (!text)
        return API_DONE;
    if (!tree && !rows_are_lines(request))
        return api_fail_parameter(
            request, "min_fraction",
            "files of other tools have all call paths: min_fraction is for json, ndjson and csv");
    wanted->least = strtod(text, &end);
    if (*text < '0' || *text > '9' || *end || !(wanted->least <= 1))
        return api_fail_parameter(request, "min_fraction", "min_fraction is a number from 0 to 1: 0.001");
    return API_DONE;
}

#define NODE_COLUMNS "node,parent,depth,name,file,line,size,count,own_size,own_count"
static enum api_result read_wanted(struct api_request *request, struct wanted *wanted)
{
    int format = FLAME_JSON;
    enum api_result result = api_query_choice(request, "format", formats, &format);
    if (result == API_DONE &&
        (format == FLAME_JSON || format >= FLAME_NDJSON)) /* which may be for Accept to say */
        result = rows_begin(request, wanted->older ? NODE_COLUMNS
                                         ",size_diff,count_diff,own_size_diff,own_count_diff"
                                                   : NODE_COLUMNS);
    if (result == API_DONE)
        result = read_snapshot_query(request, &wanted->query);
    if (result == API_DONE)
        result = stored_record(request, &wanted->record);
    wanted->format = (unsigned)format;
    if (result == API_DONE)
        result = read_least(request, wanted);
    return result == API_DONE ? name_it(request, wanted) : result;
}

/* The tree flat, however deep it is: a parent comes before its children. */
static void write_nodes(struct api_request *request, const struct snapshot_flame *flame)
{
    uint32_t depth = 0, at = 0;
    for (uint32_t i = 0; i < flame->node_count && outbuf_goes_on(&request->answer.body); i++) {
        for (; i != 0 && at != flame->nodes[i].parent; at = flame->nodes[at].parent)
            depth--;
        depth += i != 0;
        at = i;
        row_begin(request);
        json_begin_object(&request->json);
        json_member_uint(&request->json, "node", i);
        json_key(&request->json, "parent");
        i != 0 ? json_uint(&request->json, flame->nodes[i].parent) : json_null(&request->json);
        json_member_uint(&request->json, "depth", depth);
        write_flame_node(&request->json, flame, &flame->nodes[i]);
        json_end_object(&request->json);
        row_end(request);
    }
}

static const char *content_type(const struct wanted *wanted)
{
    return wanted->format == FLAME_FOLDED  ? "text/plain; charset=utf-8"
           : wanted->format == FLAME_PPROF ? "application/octet-stream"
                                           : NULL;
}

/* False: no memory. */
static bool write_answer(struct api_request *request, const struct wanted *wanted,
                         const struct snapshot_flame *flame)
{
    struct outbuf *body = &request->answer.body;
    switch (wanted->format) {
    case FLAME_JSON:
    case FLAME_NDJSON:
    case FLAME_CSV:
        if (rows_are_lines(request))
            write_nodes(request, flame);
        else
            write_flame(&request->json, flame);
        break;
    case FLAME_FOLDED:
        write_flame_folded(body, flame);
        break;
    case FLAME_SPEEDSCOPE:
        return write_flame_speedscope(&request->json, flame, wanted->name);
    case FLAME_PPROF:
        return write_flame_pprof(body, flame, wanted->name, wanted->taken_at);
    }
    return true;
}

/* ---- while it is written ------------------------------------------------------------------------- */

/* More than this is not worth being kept in memory whole. */
enum { STREAMED_BYTES = 4 << 20, NODE_BYTES = 100 };

/* About how long it will be. The files of other tools have the frames of whole paths. */
static uint64_t likely_length(const struct wanted *wanted, const struct snapshot_flame *flame)
{
    bool whole_paths =
        wanted->format == FLAME_FOLDED || wanted->format == FLAME_SPEEDSCOPE || wanted->format == FLAME_PPROF;
    uint64_t bytes = 0;
    for (uint32_t i = 1; i < flame->node_count; i++)
        bytes += NODE_BYTES +
                 (flame->nodes[i].left_out ? 0 : snapshot_flame_place(flame, &flame->nodes[i]).file.length);
    return bytes * (whole_paths ? 1 + flame->depth / 4 : 1);
}

static bool is_streamed(const struct api_request *request, const struct wanted *wanted,
                        const struct snapshot_flame *flame)
{
    return request->context->workers && likely_length(wanted, flame) > STREAMED_BYTES;
}

struct flame_stream {
    struct request_stream stream;
    struct snapshot_flame *flame;
    struct wanted wanted; /* its name is in the scratch of the stream's own request */
};

static void destroy_stream(struct spool *spool)
{
    struct flame_stream *s =
        (struct flame_stream *)((char *)spool - offsetof(struct flame_stream, stream.spool));
    snapshot_flame_free(s->flame);
    request_stream_destroy(&s->stream);
    free(s);
}

static bool drain_stream(struct outbuf *out)
{
    struct request_stream *s =
        (struct request_stream *)((char *)out - offsetof(struct request_stream, own.answer.body));
    return spool_put(&s->spool, out, false);
}

static void run_stream(struct job *job)
{
    struct flame_stream *s = (struct flame_stream *)((char *)job - offsetof(struct flame_stream, stream.job));
    struct api_request *own = &s->stream.own;
    bool whole = write_answer(own, &s->wanted, s->flame) && !own->answer.body.failed;
    whole = spool_put(&s->stream.spool, &own->answer.body, true) && whole;
    spool_finish(&s->stream.spool, whole);
}

static bool begin_stream(struct request_stream *stream, struct api_request *request)
{
    struct flame_stream *s = (struct flame_stream *)((char *)stream - offsetof(struct flame_stream, stream));
    bool lines = rows_are_lines(request), copied = request_stream_copy(stream, request, lines);
    if (s->wanted.name)
        s->wanted.name = scratch_copy(&stream->own.scratch, s->wanted.name, strlen(s->wanted.name));
    if (!lines)
        json_writer_init(&stream->own.json, &stream->own.answer.body, request->pretty);
    stream->own.answer.body.drain = drain_stream;
    return copied && s->wanted.name;
}

/* Takes the graph over. */
static enum api_result stream_flame(struct api_request *request, const struct wanted *wanted,
                                    struct snapshot_flame *flame)
{
    struct flame_stream *s = calloc(1, sizeof *s);
    if (!s) {
        snapshot_flame_free(flame);
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the stream");
    }
    request_stream_init(&s->stream, request, run_stream, destroy_stream);
    s->flame = flame;
    s->wanted = *wanted;
    return request_stream_start(&s->stream, request, begin_stream);
}

/* ---- the answer ---------------------------------------------------------------------------------- */

/* Takes over the snapshots. */
static enum api_result answer_flame(struct api_request *request, const struct wanted *wanted,
                                    struct snapshot *older, struct snapshot *newer)
{
    const struct snapshot_query *query = &wanted->query;
    struct snapshot_flame *flame;
    enum snapshot_status status =
        older ? snapshot_flamegraph_diff(older, newer, query->filters, query->filter_count, &flame)
              : snapshot_flamegraph(newer, query->filters, query->filter_count, &flame);
    snapshot_release(older);
    snapshot_release(newer);
    if (status == SNAPSHOT_OK && wanted->least > 0 &&
        (status = snapshot_flame_prune(flame, wanted->least)) != SNAPSHOT_OK)
        snapshot_flame_free(flame);
    if (status != SNAPSHOT_OK)
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the flame graph");
    if (content_type(wanted))
        request->answer.content_type = content_type(wanted);
    if (is_streamed(request, wanted, flame))
        return stream_flame(request, wanted, flame);
    bool written = write_answer(request, wanted, flame);
    snapshot_flame_free(flame);
    return written ? API_DONE : api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the profile");
}

enum api_result get_flamegraph(struct api_request *request)
{
    struct wanted wanted = {0};
    struct snapshot *value;
    enum api_result result = api_param_number(request, PROBLEM_NO_SUCH_SNAPSHOT, &wanted.number);
    if (result == API_DONE)
        result = read_wanted(request, &wanted);
    if (result == API_DONE)
        result = load_snapshot(request, wanted.record, wanted.number, &value);
    return result == API_DONE ? answer_flame(request, &wanted, NULL, value) : result;
}

enum api_result get_flamegraph_diff(struct api_request *request)
{
    struct wanted wanted = {0};
    struct snapshot *older = NULL, *newer;
    if (!parse_range(request->param[PARAM_NUMBER].text, &wanted.older, &wanted.number) || !wanted.older)
        return api_fail(request, PROBLEM_NO_SUCH_SNAPSHOT, "a difference is named by two snapshots: 1..2");
    enum api_result result = read_wanted(request, &wanted);
    if (result == API_DONE)
        result = load_snapshot(request, wanted.record, wanted.older, &older);
    if (result == API_DONE)
        result = load_snapshot(request, wanted.record, wanted.number, &newer);
    if (result == API_DONE)
        return answer_flame(request, &wanted, older, newer);
    snapshot_release(older);
    return result;
}
