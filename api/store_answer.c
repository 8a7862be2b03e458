/* Answers from the store (store_answer.h). */
#include "api/store_answer.h"

#include "api/resource.h"
#include "daemon/session/registry.h"

enum api_result fail_store(struct api_request *request, enum store_status status)
{
    return api_fail(request, problem_of_store(status), "%s", store_status_text(status));
}

enum store_status find_stored(struct store *store, const char *name_or_id, struct store_sessions *found)
{
    const int64_t id = (int64_t)session_number_of(name_or_id);
    enum store_status status = id != 0 ? store_session_get(store, id, found) : STORE_NOT_FOUND;
    return status == STORE_NOT_FOUND ? store_session_find(store, name_or_id, found) : status;
}

enum api_result stored_record(struct api_request *request, int64_t *record)
{
    struct session *live = registry_find(request->context->registry, request->param[PARAM_SESSION].text);
    if (live) {
        *record = session_record(live);
        session_release(live);
        return API_DONE;
    }
    struct store_sessions found;
    enum store_status status =
        find_stored(request->context->store, request->param[PARAM_SESSION].text, &found);
    if (status == STORE_NOT_FOUND || (status == STORE_OK && found.count == 0))
        return api_fail(request, PROBLEM_NO_SUCH_SESSION, "no session has the name or id %s",
                        request->param[PARAM_SESSION].text);
    if (status != STORE_OK)
        return fail_store(request, status);
    *record = found.items[0].id;
    store_sessions_free(&found);
    return API_DONE;
}

static enum api_result begin_list(struct api_request *request, const char *columns, int64_t *record,
                                  uint64_t *limit, struct store_page *page)
{
    static const char *const orders[] = {"newest", "oldest", NULL};
    uint64_t cursor;
    int order = 0;
    enum api_result result = page_of(request, columns, limit, &cursor);
    if (result == API_DONE)
        result = api_query_choice(request, "order", orders, &order);
    if (result == API_DONE)
        result = stored_record(request, record);
    if (result != API_DONE)
        return result;
    *page = (struct store_page){.after = (int64_t)cursor, .newest_first = order == 0};
    (void)!store_flush(
        request->context->store); /* what a client has caused it can read; what was lost is counted */
    return API_DONE;
}

enum api_result answer_stored(struct api_request *request, const char *columns, stored_list *list)
{
    enum { BATCH = 10000 }; /* the store's own limit */
    struct store_page page;
    struct stored_page written = {0};
    uint64_t left = 0;
    int64_t record;
    enum api_result result = begin_list(request, columns, &record, &left, &page);
    if (result != API_DONE)
        return result;
    begin_items(request);
    do {
        page.limit = left < BATCH ? (uint32_t)left : BATCH;
        enum store_status status = list(request, record, &page, &written);
        if (status != STORE_OK)
            return fail_store(request, status);
        left -= written.count;
        page.after = written.next;
    } while (written.next != 0 && left != 0 && rows_room(request));
    end_items(request, (uint64_t)written.next);
    json_member_int(&request->json, "total", written.total);
    return API_DONE;
}
