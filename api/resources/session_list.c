/* GET /v1/sessions: the live ones in the order they were made, then those that ended, newest first. */
#include "api/resources/resources.h"

#include "api/resources/session_view.h"
#include "api/rows.h"
#include "daemon/session/registry.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PAGE_DEFAULT = 100,
    PAGE_MAX = 1000,
    LINES_MAX = 10000 /* what the store lists at once */,
    WANTED_MAX = 16
};

enum { STATE_ANY, STATE_LIVE, STATE_ENDED };
static const char *const state_names[] = {"any", "live", "ended", NULL};

struct listing {
    struct api_request *request;
    struct label wanted[WANTED_MAX];
    size_t wanted_count;
    int state;
    uint64_t left;       /* of the page */
    uint64_t live_after; /* a session's number */
    int64_t ended_after; /* a row's key */
    bool in_ended;       /* the page begins among the ended ones */
    uint64_t total;
    int64_t *records; /* in the store, of the live ones of the page; 0: none */
    size_t record_count;
    char next[40]; /* "": no further page */
};

/* ?label=key:value, or ?label=key; several are all demanded. */
static enum api_result read_labels(struct listing *list)
{
    struct api_request *request = list->request;
    for (size_t i = 0; i < request->query_count; i++) {
        const struct api_query *query = &request->query[i];
        if (strcmp(query->name.text, "label") != 0)
            continue;
        if (list->wanted_count == WANTED_MAX)
            return api_fail_parameter(request, "label", "label is given at most %d times", WANTED_MAX);
        const char *colon = strchr(query->value.text, ':');
        size_t length = colon != NULL ? (size_t)(colon - query->value.text) : query->value.length;
        char *key = scratch_copy(&request->scratch, query->value.text, length);
        if (key == NULL)
            return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the request");
        list->wanted[list->wanted_count++] = (struct label){key, colon != NULL ? colon + 1 : NULL};
    }
    return API_DONE;
}

static enum api_result read_position(struct listing *list)
{
    struct api_request *request = list->request;
    const char *cursor = api_query_text(request, "cursor");
    uint64_t number;
    int end = 0;
    list->left = rows_are_lines(request) ? LINES_MAX : PAGE_DEFAULT;
    enum api_result result =
        api_query_uint(request, "limit", 1, rows_are_lines(request) ? LINES_MAX : PAGE_MAX, &list->left);
    if (result == API_DONE)
        result = api_query_choice(request, "state", state_names, &list->state);
    if (result != API_DONE || cursor == NULL)
        return result;
    if ((sscanf(cursor, "live-%" SCNu64 "%n", &number, &end) == 1 && cursor[end] == '\0')) {
        list->live_after = number;
        return API_DONE;
    }
    if (sscanf(cursor, "ended-%" SCNu64 "%n", &number, &end) == 1 && cursor[end] == '\0' &&
        number <= INT64_MAX) {
        list->in_ended = true;
        list->ended_after = (int64_t)number;
        return API_DONE;
    }
    return api_fail_parameter(request, "cursor", "cursor is what a page before this one gave as next");
}

static enum api_result list_live(struct listing *list)
{
    struct api_request *request = list->request;
    struct registry *registry = request->context->registry;
    bool more = false;
    size_t total = 0, room = list->in_ended ? 0 : (size_t)list->left;
    struct session **found = scratch_calloc(&request->scratch, room + 1, sizeof(struct session *));
    list->records = scratch_calloc(&request->scratch, room + 1, sizeof *list->records);
    if (found == NULL || list->records == NULL)
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the list");
    size_t count = registry_list(registry, list->wanted, list->wanted_count, list->live_after, found, room,
                                 &more, &total);
    for (size_t i = 0; i < count; i++) {
        row_begin(request);
        write_live_session(&request->json, found[i]);
        row_end(request);
        list->records[list->record_count++] = session_record(found[i]);
        if (i + 1 == count && more)
            snprintf(list->next, sizeof list->next, "live-%" PRIu64, session_number(found[i]));
        session_release(found[i]);
    }
    list->left -= count;
    list->total += total;
    return API_DONE;
}

/* One that ends is among the live ones until it is gone from there, and in the store an ended one by then. */
static bool is_told(const struct listing *list, int64_t record)
{
    for (size_t i = 0; i < list->record_count; i++)
        if (list->records[i] == record)
            return true;
    return false;
}

static enum api_result list_ended(struct listing *list)
{
    struct api_request *request = list->request;
    struct store_label labels[WANTED_MAX];
    struct store_sessions rows;
    if (request->context->store == NULL)
        return API_DONE;
    for (size_t i = 0; i < list->wanted_count; i++)
        labels[i] = (struct store_label){list->wanted[i].key, list->wanted[i].value};
    struct store_session_filter filter = {
        .by_state = true, .state = STORE_SESSION_ENDED, .labels = labels, .label_count = list->wanted_count};
    /* A page that the live ones have filled still needs the number of the ended ones, and whether there are
     * any. */
    bool full = list->left == 0 || list->next[0] != '\0';
    struct store_page page = {
        .after = list->ended_after, .limit = full ? 1 : (uint32_t)list->left, .newest_first = true};
    enum store_status status = store_session_list(request->context->store, &filter, &page, &rows);
    if (status != STORE_OK)
        return api_fail(request, problem_of_store(status), "the store: %s", store_status_text(status));
    for (size_t i = 0; i < rows.count && !full; i++) {
        if (is_told(list, rows.items[i].id)) {
            rows.total--;
            continue;
        }
        row_begin(request);
        write_stored_session(&request->json, &rows.items[i]);
        row_end(request);
    }
    list->total += (uint64_t)rows.total;
    if (list->next[0] == '\0' && full && rows.count != 0)
        snprintf(list->next, sizeof list->next, "ended-0");
    else if (list->next[0] == '\0' && rows.next != 0)
        snprintf(list->next, sizeof list->next, "ended-%" PRId64, rows.next);
    store_sessions_free(&rows);
    return API_DONE;
}

enum api_result list_sessions(struct api_request *request)
{
    struct json_writer *w = &request->json;
    struct listing list = {.request = request};
    enum api_result result = rows_begin(
        request,
        "name,id,python,seq,state,created_at,ended_at,memory.limit,memory.used,memory.committed,objects,"
        "snapshots,expires_after,expires_in,forkable_from,journal.state,journal.bytes,labels");
    if (result == API_DONE)
        result = read_labels(&list);
    if (result == API_DONE)
        result = read_position(&list);
    if (result != API_DONE)
        return result;
    json_begin_object(w);
    json_key(w, "items");
    json_begin_array(w);
    if (list.state != STATE_ENDED)
        result = list_live(&list);
    if (result == API_DONE && list.state != STATE_LIVE)
        result = list_ended(&list);
    if (result != API_DONE)
        return result;
    json_end_array(w);
    json_key(w, "next");
    json_text_string(w, list.next[0] != '\0' ? list.next : NULL);
    if (list.next[0] != '\0')
        rows_next(request, list.next);
    json_member_uint(w, "total", list.total);
    json_end_object(w);
    return API_DONE;
}
