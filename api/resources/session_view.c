/* A session as JSON; see session_view.h. */
#include "api/resources/session_view.h"

#include "api/operation.h"
#include "api/store_answer.h"

#include <inttypes.h>
#include <stdio.h>

#include <string.h>

/* From which step on it can be forked, and what that costs. */
static void write_past(struct json_writer *w, const struct session *session)
{
    static const char *const states[] = {
        [PAST_OFF] = "off", [PAST_ON] = "on", [PAST_LOST] = "interrupted", [PAST_FAILED] = "failed"};
    struct session_past past;
    session_past(session, &past);
    json_member_uint(w, "forkable_from", past.from);
    json_key(w, "journal");
    json_begin_object(w);
    json_member_text(w, "state", states[past.state]);
    json_member_uint(w, "bytes", past.bytes);
    json_end_object(w);
}

void write_live_session(struct json_writer *w, struct session *session)
{
    struct session_gauges gauges;
    session_gauges(session, &gauges);
    json_begin_object(w);
    json_member_text(w, "name", session_name(session));
    json_member_text(w, "id", session_id(session));
    json_member_text(w, "python", session_python(session));
    json_member_uint(w, "seq", gauges.seq);
    json_member_text(w, "state", "live");
    json_member_time(w, "created_at", session_created_at(session));
    json_key(w, "memory");
    json_begin_object(w);
    json_member_uint(w, "limit", gauges.memory_limit);
    json_member_uint(w, "used", gauges.used);
    json_member_uint(w, "committed", gauges.committed);
    json_end_object(w);
    json_member_uint(w, "objects", gauges.objects);
    json_member_uint(w, "snapshots", session_snapshots(session));
    write_past(w, session);
    json_member_uint(w, "expires_after", session_expires_after(session));
    json_key(w, "expires_in");
    if (session_expires_in(session) < 0)
        json_null(w);
    else
        json_int(w, session_expires_in(session));
    json_key(w, "labels");
    json_begin_object(w);
    const struct labels *labels = session_labels(session);
    for (size_t i = 0; i < labels->count; i++) {
        json_key_string(w, labels->items[i].key, strlen(labels->items[i].key));
        json_text_string(w, labels->items[i].value);
    }
    labels_release(labels);
    json_end_object(w);
    json_end_object(w);
}

void write_stored_session(struct json_writer *w, const struct store_session *row)
{
    char id[24];
    snprintf(id, sizeof id, "s%" PRId64, row->id); /* the store has sessions under the registry's numbers */
    json_begin_object(w);
    json_member_text(w, "name", row->name);
    json_member_text(w, "id", id);
    json_member_text(w, "python", row->python);
    json_member_uint(w, "seq", row->seq);
    json_member_text(w, "state", "ended");
    json_member_time(w, "created_at", row->created_at);
    json_key(w, "ended_at");
    if (row->ended_at != 0)
        json_time(w, row->ended_at);
    else
        json_null(w);
    json_key(w, "memory");
    json_begin_object(w);
    json_member_uint(w, "limit", row->memory_limit);
    json_member_uint(w, "used", 0);
    json_member_uint(w, "committed", 0);
    json_end_object(w);
    json_member_uint(w, "objects", 0);
    json_member_uint(w, "snapshots", row->snapshot_count);
    json_key(w, "labels");
    json_begin_object(w);
    for (size_t i = 0; i < row->label_count; i++) {
        json_key_string(w, row->labels[i].key, strlen(row->labels[i].key));
        json_text_string(w, row->labels[i].value);
    }
    json_end_object(w);
    json_end_object(w);
}

/* One row of the store, to be freed. */
static enum api_result find_row(struct api_request *request, const char *name, struct store_sessions *rows)
{
    struct store *store = request->context->store;
    enum store_status status = store != NULL ? find_stored(store, name, rows) : STORE_NOT_FOUND;
    if (status == STORE_OK)
        return API_DONE;
    if (status == STORE_NOT_FOUND)
        return api_fail(request, PROBLEM_NO_SUCH_SESSION, "there is no session \"%s\"", name);
    return api_fail(request, problem_of_store(status), "the store: %s", store_status_text(status));
}

enum api_result write_ended_session(struct api_request *request, const char *name)
{
    struct store_sessions rows;
    enum api_result result = find_row(request, name, &rows);
    if (result != API_DONE)
        return result;
    api_etag(request, rows.items[0].seq);
    write_stored_session(&request->json, &rows.items[0]);
    store_sessions_free(&rows);
    return API_DONE;
}

enum api_result find_ended_session(struct api_request *request, const char *name, int64_t *record)
{
    struct store_sessions rows;
    enum api_result result = find_row(request, name, &rows);
    if (result != API_DONE)
        return result;
    *record = rows.items[0].id;
    store_sessions_free(&rows);
    return API_DONE;
}

/* One of the operations "gc" and "trace", its document being a member of the session's. What it would answer
 * is not wanted. */
static enum api_result apply(struct api_request *request, struct session *session,
                             const struct json_tape *tape, const char *name, uint32_t token)
{
    struct outbuf answer = {0};
    struct json_writer writer;
    struct operation op = {.request = request,
                           .session = session,
                           .heap = session_heap(session),
                           .w = &writer,
                           .kind = operation_find(name, strlen(name)),
                           .document = token};
    if (token == 0)
        return API_DONE;
    json_writer_init(&writer, &answer, false);
    json_begin_object(&writer);
    value_reader_begin(&op.reader, op.heap, tape, &request->scratch);
    bool done = operation_configure(&op);
    outbuf_destroy(&answer);
    return done ? API_DONE : api_fail_report(request, &op.report);
}

enum api_result apply_settings(struct api_request *request, struct session *session,
                               const struct json_tape *tape, uint32_t gc, uint32_t trace)
{
    enum api_result result = apply(request, session, tape, "gc", gc);
    return result == API_DONE ? apply(request, session, tape, "trace", trace) : result;
}
