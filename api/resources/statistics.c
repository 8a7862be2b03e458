/* Statistics of a snapshot, differences of two. */
#include "api/resource.h"
#include "api/resources/resources.h"
#include "api/resources/snapshot_query.h"
#include "api/resources/table_stream.h"
#include "api/resources/write_rows.h"
#include "api/store_answer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- the query ----------------------------------------------------------------------------------- */

/* "<glob>[:line]": the part after the last colon is a line if it is all digits. */
void parse_site_filter(const struct api_text *text, bool inclusive, struct snapshot_filter *f)
{
    *f = (struct snapshot_filter){.inclusive = inclusive, .pattern = {text->text, text->length}};
    const char *colon = memrchr(text->text, ':', text->length);
    if (!colon || colon + 1 == text->text + text->length || colon - text->text < 1)
        return;
    uint64_t line = 0;
    for (const char *p = colon + 1; p < text->text + text->length; p++) {
        if (*p < '0' || *p > '9' || line > UINT32_MAX)
            return;
        line = line * 10 + (uint64_t)(*p - '0');
    }
    if (line > UINT32_MAX) /* no line: a part of the name, as such digits are in no frame */
        return;
    f->has_line = true;
    f->line = (uint32_t)line;
    f->pattern.length = (size_t)(colon - text->text);
}

/* A domain alone is a filter of its own, as tracemalloc.DomainFilter; with patterns it narrows each of
 * them. */
static enum api_result read_filters(struct api_request *request, struct snapshot_query *query)
{
    struct snapshot_filter *filters =
        scratch_calloc(&request->scratch, request->query_count + 2, sizeof *filters);
    uint64_t domain = 0, without = 0;
    enum api_result result = api_query_uint(request, "domain", 0, UINT32_MAX, &domain);
    if (result == API_DONE)
        result = api_query_uint(request, "exclude_domain", 0, UINT32_MAX, &without);
    if (result != API_DONE)
        return result;
    if (!filters)
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for this request");
    bool with_domain = api_query_text(request, "domain") != NULL,
         all_frames = api_query_flag(request, "all_frames");
    for (size_t i = 0; i < request->query_count; i++) {
        const struct api_query *q = &request->query[i];
        bool include = !strcmp(q->name.text, "include");
        if (!include && strcmp(q->name.text, "exclude") != 0)
            continue;
        if (q->value.length == 0)
            return api_fail_parameter(request, q->name.text, "%s takes <glob>[:line]", q->name.text);
        parse_site_filter(&q->value, include, &filters[query->filter_count]);
        filters[query->filter_count].all_frames = all_frames;
        filters[query->filter_count].has_domain = with_domain;
        filters[query->filter_count++].domain = (uint32_t)domain;
    }
    if (with_domain && query->filter_count == 0)
        filters[query->filter_count++] =
            (struct snapshot_filter){.inclusive = true, .has_domain = true, .domain = (uint32_t)domain};
    if (api_query_text(request, "exclude_domain") != NULL)
        filters[query->filter_count++] =
            (struct snapshot_filter){.has_domain = true, .domain = (uint32_t)without};
    query->filters = filters;
    return API_DONE;
}

enum api_result read_snapshot_query(struct api_request *request, struct snapshot_query *query)
{
    uint64_t limit = rows_are_lines(request) ? 0 : 1000;
    *query = (struct snapshot_query){.group_by = SNAPSHOT_BY_LINENO};
    const char *group = api_query_text(request, "group_by");
    if (group && !snapshot_group_from_name(group, &query->group_by))
        return api_fail_parameter(request, "group_by",
                                  "group_by takes lineno, filename, traceback, type, domain or package");
    query->cumulative = api_query_flag(request, "cumulative");
    enum api_result result = api_query_uint(request, "limit", 0, 1000000, &limit);
    if (result == API_DONE)
        result = read_filters(request, query);
    query->limit = (size_t)limit;
    const char *contradiction = result == API_DONE ? snapshot_query_check(query) : NULL;
    return contradiction ? api_fail(request, PROBLEM_INVALID_PARAMETER, "%s", contradiction) : result;
}

/* ---- snapshots ----------------------------------------------------------------------------------- */

enum api_result load_snapshot(struct api_request *request, int64_t record, uint64_t number,
                              struct snapshot **value)
{
    enum store_status status = store_snapshot_load(request->context->store, record, (int64_t)number, value);
    if (status == STORE_NOT_FOUND)
        return api_fail(request, PROBLEM_NO_SUCH_SNAPSHOT, "the session has no snapshot %llu",
                        (unsigned long long)number);
    return status == STORE_OK ? API_DONE : fail_store(request, status);
}

/* Types are counted only in snapshots taken with `objects`. */
static enum api_result require_types(struct api_request *request, int64_t record, uint64_t number,
                                     const struct snapshot_query *query)
{
    struct store_snapshots found;
    if (query->group_by != SNAPSHOT_BY_TYPE)
        return API_DONE;
    enum store_status status = store_snapshot_get(request->context->store, record, (int64_t)number, &found);
    if (status != STORE_OK)
        return fail_store(request, status);
    bool counted = found.items[0].snapshot.objects;
    store_snapshots_free(&found);
    return counted ? API_DONE
                   : api_fail(request, PROBLEM_CONFLICT,
                              "snapshot %llu was taken without \"objects\": true, so that it knows no types",
                              (unsigned long long)number);
}

static enum api_result answer_table(struct api_request *request, enum snapshot_status status,
                                    struct snapshot_table *table)
{
    if (status != SNAPSHOT_OK)
        return api_fail(request,
                        status == SNAPSHOT_INVALID ? PROBLEM_INVALID_PARAMETER : PROBLEM_OUT_OF_MEMORY,
                        "the statistics cannot be made");
    if (rows_are_lines(request) && table->row_count >= STREAMED_ROWS && request->context->workers)
        return stream_table(request, table);
    json_begin_object(&request->json);
    write_table_members(request, table);
    json_end_object(&request->json);
    snapshot_table_free(table);
    return API_DONE;
}

/* The store's key of the session, the number in the path and the query, before anything is loaded. `limit` is
 * the query's. */
static enum api_result prepare(struct api_request *request, int64_t *record, uint64_t *number,
                               struct snapshot_query *query)
{
    enum api_result result = rows_begin(request, number ? "size,count,group,traceback"
                                                        : "size,size_diff,count,count_diff,group,traceback");
    if (result == API_DONE && number)
        result = api_param_number(request, PROBLEM_NO_SUCH_SNAPSHOT, number);
    if (result == API_DONE)
        result = read_snapshot_query(request, query);
    return result == API_DONE ? stored_record(request, record) : result;
}

enum api_result get_statistics(struct api_request *request)
{
    struct snapshot_query query;
    struct snapshot_table *table = NULL;
    struct snapshot *value;
    int64_t record;
    uint64_t number;
    enum api_result result = prepare(request, &record, &number, &query);
    if (result == API_DONE)
        result = load_snapshot(request, record, number, &value);
    if (result != API_DONE)
        return result;
    result = require_types(request, record, number, &query);
    if (result != API_DONE) {
        snapshot_release(value);
        return result;
    }
    enum snapshot_status status = snapshot_statistics(value, &query, &table);
    snapshot_release(value);
    return answer_table(request, status, table);
}

bool parse_range(const char *text, uint64_t *old, uint64_t *new)
{
    char *end;
    errno = 0;
    if (*text < '0' || *text > '9')
        return false;
    *old = strtoull(text, &end, 10);
    if (strncmp(end, "..", 2) != 0 || end[2] < '0' || end[2] > '9')
        return false;
    *new = strtoull(end + 2, &end, 10);
    return *end == '\0' && errno == 0;
}

enum api_result get_diff(struct api_request *request)
{
    struct snapshot_query query;
    struct snapshot_table *table = NULL;
    struct snapshot *older, *newer;
    int64_t record;
    uint64_t old, new;
    if (!parse_range(request->param[PARAM_NUMBER].text, &old, &new))
        return api_fail(request, PROBLEM_NO_SUCH_SNAPSHOT, "a difference is named by two snapshots: 1..2");
    enum api_result result = prepare(request, &record, NULL, &query);
    if (result == API_DONE)
        result = load_snapshot(request, record, old, &older);
    if (result != API_DONE)
        return result;
    result = require_types(request, record, old, &query);
    if (result == API_DONE)
        result = load_snapshot(request, record, new, &newer);
    if (result == API_DONE && (result = require_types(request, record, new, &query)) != API_DONE)
        snapshot_release(newer);
    if (result == API_DONE) {
        enum snapshot_status status = snapshot_compare(older, newer, &query, &table);
        snapshot_release(newer);
        result = answer_table(request, status, table);
    }
    snapshot_release(older);
    return result;
}
