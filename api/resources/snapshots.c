/* /snapshots and /history: taking, listing, labelling, deleting. What is counted in them is in
 * statistics.c. */
#include "api/fields.h"
#include "api/graphs.h"
#include "api/resource.h"
#include "api/resources/resources.h"
#include "api/resources/take_snapshot.h"
#include "api/resources/write_rows.h"
#include "api/store_answer.h"
#include "daemon/session/registry.h"

enum api_result create_snapshot(struct api_request *request)
{
    static const struct resource snapshot = {.operation = "snapshot", .status = 201};
    return run_resource(request, &snapshot);
}

static void write_growth(struct json_writer *w, const struct store_diff_row *rows, size_t count, bool types)
{
    json_begin_array(w);
    for (size_t i = 0; i < count; i++) {
        const struct store_diff_row *row = &rows[i];
        json_begin_object(w);
        json_member_uint(w, "size", row->size);
        json_member_int(w, "size_diff", row->size_diff);
        json_member_uint(w, "count", row->count);
        json_member_int(w, "count_diff", row->count_diff);
        if (types)
            json_member_text(w, "group", row->file);
        json_key(w, "traceback");
        json_begin_array(w);
        if (!types) {
            json_begin_object(w);
            json_member_text(w, "file", row->file);
            json_member_uint(w, "line", row->line);
            json_end_object(w);
        }
        json_end_array(w);
        json_end_object(w);
    }
    json_end_array(w);
}

static void write_diff_members(struct json_writer *w, const struct store_diff *d)
{
    json_key(w, "diff");
    if (!d->previous) {
        json_null(w);
        return;
    }
    json_begin_object(w);
    json_member_int(w, "old", d->previous);
    json_member_int(w, "size_diff", d->size_diff);
    json_member_int(w, "count_diff", d->count_diff);
    json_key(w, "growth");
    write_growth(w, d->growth, d->growth_count, false);
    json_key(w, "types");
    write_growth(w, d->types, d->type_count, true);
    json_end_object(w);
}

static enum store_status list_rows(struct api_request *request, int64_t record, const struct store_page *page,
                                   bool with_diffs, struct stored_page *written)
{
    struct store_snapshots found;
    enum store_status status = store_snapshot_list(request->context->store, record, page, &found);
    if (status != STORE_OK)
        return status;
    size_t i = 0;
    for (; i < found.count && rows_room(request); i++) {
        row_begin(request);
        json_begin_object(&request->json);
        write_snapshot_members(&request->json, &found.items[i].snapshot);
        if (with_diffs)
            write_diff_members(&request->json, &found.items[i].diff);
        json_end_object(&request->json);
        row_end(request);
    }
    *written = (struct stored_page){.count = i,
                                    .next = i < found.count ? found.items[i - 1].snapshot.number : found.next,
                                    .total = found.total};
    store_snapshots_free(&found);
    return STORE_OK;
}

static enum store_status list_alone(struct api_request *request, int64_t record,
                                    const struct store_page *page, struct stored_page *written)
{
    return list_rows(request, record, page, false, written);
}

static enum store_status list_with_diffs(struct api_request *request, int64_t record,
                                         const struct store_page *page, struct stored_page *written)
{
    return list_rows(request, record, page, true, written);
}

#define SNAPSHOT_COLUMNS "snapshot,label,taken_at,seq,source,size,count,peak,nframe,objects"

/* Every snapshot, and in the history its difference to the one before. */
enum api_result list_snapshots(struct api_request *request)
{
    enum api_result result = answer_stored(request, SNAPSHOT_COLUMNS, list_alone);
    if (result == API_DONE)
        json_end_object(&request->json);
    return result;
}

enum api_result get_history(struct api_request *request)
{
    enum api_result result = answer_stored(
        request, SNAPSHOT_COLUMNS ",diff.old,diff.size_diff,diff.count_diff,diff.growth,diff.types",
        list_with_diffs);
    if (result == API_DONE)
        json_end_object(&request->json);
    return result;
}

static enum api_result answer_one(struct api_request *request, int64_t record, uint64_t number)
{
    struct store_snapshots found;
    enum store_status status = store_snapshot_get(request->context->store, record, (int64_t)number, &found);
    if (status == STORE_NOT_FOUND)
        return api_fail(request, PROBLEM_NO_SUCH_SNAPSHOT, "the session has no snapshot %llu",
                        (unsigned long long)number);
    if (status != STORE_OK)
        return fail_store(request, status);
    json_begin_object(&request->json);
    write_snapshot_members(&request->json, &found.items[0].snapshot);
    write_diff_members(&request->json, &found.items[0].diff);
    json_end_object(&request->json);
    store_snapshots_free(&found);
    return API_DONE;
}

static enum api_result snapshot_in_path(struct api_request *request, int64_t *record, uint64_t *number)
{
    enum api_result result = api_param_number(request, PROBLEM_NO_SUCH_SNAPSHOT, number);
    return result == API_DONE ? stored_record(request, record) : result;
}

enum api_result get_snapshot(struct api_request *request)
{
    int64_t record;
    uint64_t number;
    enum api_result result = snapshot_in_path(request, &record, &number);
    return result == API_DONE ? answer_one(request, record, number) : result;
}

struct snapshot_patch {
    uint64_t present;
    struct api_text label;
    bool label_null;
};

static const struct field snapshot_patch_fields[] = {
    {.name = "label",
     .type = FIELD_STRING,
     .offset = offsetof(struct snapshot_patch, label),
     .required = true,
     .nullable = true,
     .null_offset = offsetof(struct snapshot_patch, label_null),
     .max = 200},
    {0},
};

enum api_result patch_snapshot(struct api_request *request)
{
    struct snapshot_patch patch = {0};
    int64_t record;
    uint64_t number;
    enum api_result result = api_decode(request, snapshot_patch_fields, &patch);
    if (result == API_DONE)
        result = snapshot_in_path(request, &record, &number);
    if (result != API_DONE)
        return result;
    enum store_status status = store_snapshot_relabel(request->context->store, record, (int64_t)number,
                                                      patch.label_null ? NULL : patch.label.text);
    if (status == STORE_NOT_FOUND)
        return api_fail(request, PROBLEM_NO_SUCH_SNAPSHOT, "the session has no snapshot %llu",
                        (unsigned long long)number);
    return status == STORE_OK ? answer_one(request, record, number) : fail_store(request, status);
}

enum api_result delete_snapshot(struct api_request *request)
{
    int64_t record;
    uint64_t number;
    enum api_result result = snapshot_in_path(request, &record, &number);
    if (result != API_DONE)
        return result;
    enum store_status status = store_snapshot_delete(request->context->store, record, (int64_t)number);
    if (status == STORE_NOT_FOUND)
        return api_fail(request, PROBLEM_NO_SUCH_SNAPSHOT, "the session has no snapshot %llu",
                        (unsigned long long)number);
    if (status != STORE_OK)
        return fail_store(request, status);
    graphs_forget(request->context->graphs, record, (int64_t)number);
    struct session *session = registry_find(request->context->registry, request->param[PARAM_SESSION].text);
    if (session != NULL && session_record(session) == record)
        session_add_snapshots(session, -1);
    session_release(session);
    return api_done_empty(request);
}

/* ---- retention ----------------------------------------------------------------------------------- */

static enum api_result answer_retention(struct api_request *request, int64_t record)
{
    struct store_retention r;
    struct json_writer *w = &request->json;
    enum store_status status = store_retention_get(request->context->store, record, &r);
    if (status != STORE_OK)
        return fail_store(request, status);
    json_begin_object(w);
    json_key(w, "snapshots");
    r.count != 0 ? json_uint(w, r.count) : json_null(w);
    json_key(w, "age");
    r.age != 0 ? json_int(w, r.age / 1000000) : json_null(w);
    json_end_object(w);
    return API_DONE;
}

enum api_result get_retention(struct api_request *request)
{
    int64_t record;
    enum api_result result = stored_record(request, &record);
    return result == API_DONE ? answer_retention(request, record) : result;
}

struct retention_patch {
    uint64_t present;
    int64_t snapshots, age;
    bool snapshots_null, age_null;
};

static const struct field retention_fields[] = {
    {.name = "snapshots",
     .type = FIELD_INT,
     .offset = offsetof(struct retention_patch, snapshots),
     .nullable = true,
     .null_offset = offsetof(struct retention_patch, snapshots_null),
     .min = 1,
     .max = 1000000000},
    {.name = "age",
     .type = FIELD_INT,
     .offset = offsetof(struct retention_patch, age),
     .nullable = true,
     .null_offset = offsetof(struct retention_patch, age_null),
     .min = 1,
     .max = 100 * 366 * 86400ll},
    {0},
};

enum api_result patch_retention(struct api_request *request)
{
    struct retention_patch patch = {0};
    struct store_retention r;
    int64_t record;
    enum api_result result = api_decode(request, retention_fields, &patch);
    if (result == API_DONE)
        result = stored_record(request, &record);
    if (result != API_DONE)
        return result;
    enum store_status status = store_retention_get(request->context->store, record, &r);
    if (patch.present & FIELD(0))
        r.count = patch.snapshots_null ? 0 : (uint64_t)patch.snapshots;
    if (patch.present & FIELD(1))
        r.age = patch.age_null ? 0 : patch.age * 1000000;
    if (status == STORE_OK)
        status = store_retention_set(request->context->store, record, &r);
    if (status != STORE_OK)
        return fail_store(request, status);
    struct session *session = registry_find(request->context->registry, request->param[PARAM_SESSION].text);
    retire_snapshots(request->context, session, record);
    session_release(session);
    return answer_retention(request, record);
}
