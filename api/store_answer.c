/* Answers from the store (store_answer.h). */
#include "api/store_answer.h"

#include "daemon/session/registry.h"

enum api_result fail_store(struct api_request *request, enum store_status status)
{
    return api_fail(request, problem_of_store(status), "%s", store_status_text(status));
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
    enum store_status status = store_session_find(request->context->store, request->param[PARAM_SESSION].text, &found);
    if (status == STORE_NOT_FOUND || (status == STORE_OK && found.count == 0))
        return api_fail(request, PROBLEM_NO_SUCH_SESSION, "no session has the name %s", request->param[PARAM_SESSION].text);
    if (status != STORE_OK)
        return fail_store(request, status);
    *record = found.items[0].id;
    store_sessions_free(&found);
    return API_DONE;
}

enum api_result stored_session(struct api_request *request, int64_t *record, struct store_page *page)
{
    static const char *const orders[] = {"newest", "oldest", NULL};
    uint64_t limit = 100, cursor = 0;
    int order = 0;
    enum api_result result = api_query_uint(request, "limit", 1, 10000, &limit);
    if (result == API_DONE)
        result = api_query_uint(request, "cursor", 0, INT64_MAX, &cursor);
    if (result == API_DONE)
        result = api_query_choice(request, "order", orders, &order);
    if (result == API_DONE)
        result = stored_record(request, record);
    *page = (struct store_page){.after = (int64_t)cursor, .limit = (uint32_t)limit, .newest_first = order == 0};
    if (result == API_DONE)
        (void)!store_flush(request->context->store); /* what a client has caused it can read; what was lost is counted */
    return result;
}
