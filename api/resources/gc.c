/* /gc: the collector and its history. */
#include "api/resource.h"
#include "api/resources/resources.h"
#include "api/resources/write_gc.h"
#include "api/store_answer.h"

enum api_result get_gc(struct api_request *request)
{
    struct session *session;
    struct heap *h;
    enum api_result result = enter_heap(request, true, &session, &h);
    if (result != API_DONE)
        return result;
    json_begin_object(&request->json);
    write_gc_members(&request->json, h);
    json_end_object(&request->json);
    api_etag(request, session_seq(session));
    return API_DONE;
}

enum api_result patch_gc(struct api_request *request)
{
    static const struct resource gc = {.operation = "gc"};
    return run_resource(request, &gc);
}

enum api_result collect(struct api_request *request)
{
    static const struct resource collect = {.operation = "collect", .heavy = true};
    return run_resource(request, &collect);
}

enum api_result freeze(struct api_request *request)
{
    static const struct resource freeze = {.operation = "freeze"};
    return run_resource(request, &freeze);
}

enum api_result unfreeze(struct api_request *request)
{
    static const struct resource unfreeze = {.operation = "unfreeze"};
    return run_resource(request, &unfreeze);
}

static void write_collection(struct json_writer *w, const struct store_collection *c)
{
    json_begin_object(w);
    json_member_int(w, "collection", c->number);
    json_member_time(w, "time", c->time);
    json_member_uint(w, "seq", c->seq);
    json_member_uint(w, "generation", c->generation);
    json_member_text(w, "cause", c->cause);
    json_member_uint(w, "collected", c->collected);
    json_member_uint(w, "uncollectable", c->uncollectable);
    json_member_uint(w, "finalized", c->finalized);
    json_member_uint(w, "examined", c->examined);
    json_member_uint(w, "freed_bytes", c->freed_bytes);
    json_member_uint(w, "duration_us", c->pause_us);
    json_end_object(w);
}

static enum store_status list_collections(struct api_request *request, int64_t record,
                                          const struct store_page *page, struct stored_page *written)
{
    struct store_collections found;
    enum store_status status = store_collection_list(request->context->store, record, page, &found);
    if (status != STORE_OK)
        return status;
    size_t i = 0;
    for (; i < found.count && rows_room(request); i++) {
        row_begin(request);
        write_collection(&request->json, &found.items[i]);
        row_end(request);
    }
    *written = (struct stored_page){
        .count = i, .next = i < found.count ? found.items[i - 1].number : found.next, .total = found.total};
    store_collections_free(&found);
    return STORE_OK;
}

/* Past collections, newest first unless ?order=oldest. */
enum api_result get_gc_history(struct api_request *request)
{
    enum api_result result = answer_stored(request,
                                           "collection,time,seq,generation,cause,collected,uncollectable,"
                                           "finalized,examined,freed_bytes,duration_us",
                                           list_collections);
    if (result == API_DONE)
        json_end_object(&request->json);
    return result;
}
