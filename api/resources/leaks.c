/* GET /leaks: the sites and types that grew in each of the last snapshots, steepest first. */
#include "api/resource.h"
#include "api/resources/resources.h"
#include "api/resources/snapshot_query.h"
#include "api/resources/write_rows.h"
#include "api/store_answer.h"
#include "daemon/snapshot/trend.h"

enum { MOST_SNAPSHOTS = 100 };

struct series {
    struct store_snapshots found;           /* newest first */
    struct snapshot *value[MOST_SNAPSHOTS]; /* oldest first */
    double hours[MOST_SNAPSHOTS];           /* since the oldest */
    size_t count;
    bool timed, typed;
};

static void series_drop(struct series *series)
{
    for (size_t i = 0; i < series->count; i++)
        snapshot_release(series->value[i]);
    store_snapshots_free(&series->found);
}

static enum api_result series_load(struct api_request *request, uint64_t k, struct series *series)
{
    int64_t record;
    enum api_result result = stored_record(request, &record);
    if (result != API_DONE)
        return result;
    const struct store_page page = {.limit = (uint32_t)k, .newest_first = true};
    enum store_status status = store_snapshot_list(request->context->store, record, &page, &series->found);
    if (status != STORE_OK)
        return fail_store(request, status);
    series->typed = true;
    for (size_t i = series->found.count; i-- > 0;) {
        const struct store_snapshot *s = &series->found.items[i].snapshot;
        const struct store_snapshot *first = &series->found.items[series->found.count - 1].snapshot;
        result = load_snapshot(request, record, (uint64_t)s->number, &series->value[series->count]);
        if (result != API_DONE) {
            series_drop(series);
            return result;
        }
        series->hours[series->count] = (double)(s->taken_at - first->taken_at) / 3.6e9;
        series->timed = series->timed || s->taken_at != first->taken_at;
        series->typed = series->typed && series->value[series->count]->type_count > 0;
        series->count++;
    }
    return API_DONE;
}

static void write_numbers(struct json_writer *w, const uint64_t *numbers, size_t count)
{
    json_begin_array(w);
    for (size_t i = 0; i < count; i++)
        json_uint(w, numbers[i]);
    json_end_array(w);
}

static void write_trend_row(struct json_writer *w, const struct snapshot_trend *trend, size_t i,
                            const struct series *series)
{
    const struct snapshot_row *row = &trend->table->rows[i];
    const uint64_t *sizes = &trend->sizes[i * trend->points], *counts = &trend->counts[i * trend->points];
    json_begin_object(w);
    json_member_uint(w, "size", row->size);
    json_member_int(w, "size_diff", row->size_diff);
    json_member_uint(w, "count", row->count);
    json_member_int(w, "count_diff", row->count_diff);
    write_row_key(w, trend->table, row);
    json_key(w, "sizes");
    write_numbers(w, sizes, trend->points);
    json_key(w, "counts");
    write_numbers(w, counts, trend->points);
    json_member_real(w, "slope", trend->lines[i].slope);
    json_key(w, "slope_per_hour");
    if (series->timed)
        json_real(w, snapshot_fit(series->hours, sizes, trend->points).slope);
    else
        json_null(w);
    json_member_real(w, "fit", trend->lines[i].fit);
    json_end_object(w);
}

/* The array of trends, fewer than two snapshots have none. `rows`: they are the rows of the answer. */
static enum api_result write_trends(struct api_request *request, const struct series *series,
                                    const struct snapshot_query *query, bool rows, size_t *total)
{
    struct json_writer *w = &request->json;
    struct snapshot_trend *trend = NULL;
    *total = 0;
    if (series->count >= 2) {
        enum snapshot_status status = snapshot_trends(series->value, series->count, query, &trend);
        if (status != SNAPSHOT_OK)
            return api_fail(request,
                            status == SNAPSHOT_INVALID ? PROBLEM_INVALID_PARAMETER : PROBLEM_OUT_OF_MEMORY,
                            "the trends cannot be made");
        *total = trend->table->group_count;
    }
    json_begin_array(w);
    for (size_t i = 0; trend != NULL && i < trend->table->row_count; i++) {
        if (rows)
            row_begin(request);
        write_trend_row(w, trend, i, series);
        if (rows)
            row_end(request);
    }
    json_end_array(w);
    snapshot_trend_free(trend);
    return API_DONE;
}

static void write_series(struct json_writer *w, const struct series *series)
{
    json_key(w, "snapshots");
    json_begin_array(w);
    for (size_t i = series->found.count; i-- > 0;) {
        const struct store_snapshot *s = &series->found.items[i].snapshot;
        json_begin_object(w);
        json_member_int(w, "snapshot", s->number);
        json_member_text(w, "label", s->label);
        json_member_time(w, "taken_at", s->taken_at);
        json_member_uint(w, "size", s->size);
        json_member_uint(w, "count", s->count);
        json_end_object(w);
    }
    json_end_array(w);
}

static enum api_result answer_leaks(struct api_request *request, const struct series *series,
                                    const struct snapshot_query *query)
{
    struct json_writer *w = &request->json;
    struct snapshot_query by_type = {.group_by = SNAPSHOT_BY_TYPE, .limit = query->limit};
    size_t total, types;
    json_begin_object(w);
    write_series(w, series);
    json_member_text(w, "group_by", snapshot_group_name(query->group_by));
    json_key(w, "items");
    enum api_result result = write_trends(request, series, query, true, &total);
    if (result != API_DONE)
        return result;
    json_member_null(w, "next");
    json_member_uint(w, "total", total);
    json_key(w, "types");
    if (series->count < 2 || !series->typed || rows_are_lines(request))
        json_null(w);
    else if ((result = write_trends(request, series, &by_type, false, &types)) != API_DONE)
        return result;
    json_end_object(w);
    return API_DONE;
}

enum api_result get_leaks(struct api_request *request)
{
    struct snapshot_query query;
    uint64_t k = 5;
    enum api_result result = rows_begin(
        request, "size,size_diff,count,count_diff,group,traceback,sizes,counts,slope,slope_per_hour,fit");
    if (result == API_DONE)
        result = api_query_uint(request, "k", 2, MOST_SNAPSHOTS, &k);
    if (result == API_DONE)
        result = read_snapshot_query(request, &query);
    if (result != API_DONE)
        return result;
    struct series *series = scratch_calloc(&request->scratch, 1, sizeof *series);
    if (series == NULL)
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for this request");
    result = series_load(request, k, series);
    if (result != API_DONE)
        return result;
    if (query.group_by == SNAPSHOT_BY_TYPE && series->count >= 2 && !series->typed)
        result = api_fail(request, PROBLEM_CONFLICT,
                          "not each of the last %zu snapshots knows types: take them with \"objects\": true",
                          series->count);
    else
        result = answer_leaks(request, series, &query);
    series_drop(series);
    return result;
}
