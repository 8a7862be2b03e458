/* Flame graphs: the call paths of a snapshot, or of the difference of two, as a tree and as the files of
 * other tools. */
#include "api/resources/resources.h"
#include "api/resources/snapshot_query.h"
#include "api/resources/write_flame.h"
#include "api/rows.h"
#include "api/store_answer.h"

#include <stdlib.h>

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
    for (uint32_t i = 0; i < flame->node_count && !request->answer.body.failed; i++) {
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

static enum api_result write_answer(struct api_request *request, const struct wanted *wanted,
                                    const struct snapshot_flame *flame)
{
    struct api_answer *answer = &request->answer;
    bool written = true;
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
        answer->content_type = "text/plain; charset=utf-8";
        write_flame_folded(&answer->body, flame);
        break;
    case FLAME_SPEEDSCOPE:
        written = write_flame_speedscope(&request->json, flame, wanted->name);
        break;
    case FLAME_PPROF:
        answer->content_type = "application/octet-stream";
        written = write_flame_pprof(&answer->body, flame, wanted->name, wanted->taken_at);
        break;
    }
    return written ? API_DONE : api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the profile");
}

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
    enum api_result result = write_answer(request, wanted, flame);
    snapshot_flame_free(flame);
    return result;
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
