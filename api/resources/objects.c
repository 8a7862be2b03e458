/* /objects/{id} and what belongs to one object. */
#include "api/resource.h"
#include "api/resources/resources.h"
#include "api/resources/write_edges.h"

/* Enters the heap, finds the object, lets `write` fill one JSON object with members. */
typedef void member_writer(struct api_request *request, struct heap *h, addr o);

/* Following a path is what a program would do, and may make objects that stay: `n.__dict__` does. That is a
 * step of the session. */
static enum api_result look_up(struct api_request *request, struct session *session, struct heap *h, addr *o)
{
    uint64_t objects = heap_object_count(h);
    enum api_result result = find_kept_object(request, h, o);
    if (heap_object_count(h) != objects)
        session_step(session);
    return result;
}

static enum api_result answer_about(struct api_request *request, bool heavy, member_writer *write)
{
    struct session *session;
    struct heap *h;
    addr o = 0;
    enum api_result result = enter_heap(request, heavy, &session, &h);
    if (result == API_DONE)
        result = look_up(request, session, h, &o);
    if (result != API_DONE)
        return result;
    json_begin_object(&request->json);
    write(request, h, o);
    json_end_object(&request->json);
    api_etag(request, session_seq(session));
    return API_DONE;
}

static void write_all(struct api_request *request, struct heap *h, addr o)
{
    write_object_members(&request->json, h, o, NULL, OBJECT_FULL);
}

enum { FIELDS_MOST = 1000000 };

static void write_layout_members(struct api_request *request, struct heap *h, addr o)
{
    uint64_t limit = UINT64_MAX;
    if (api_query_uint(request, "limit", 1, FIELDS_MOST, &limit) == API_DONE)
        write_layout(request, h, o, limit);
}

static void write_traceback_members(struct api_request *request, struct heap *h, addr o)
{
    uint64_t size = 0;
    uint32_t traceback;
    bool traced = object_in_blocks(o) && trace_of(h, object_block(h, o), &size, &traceback);
    json_member_address(&request->json, "id", o);
    json_member_bool(&request->json, "traced", traced);
    json_member_uint(&request->json, "size", size);
    json_key(&request->json, "traceback");
    write_traceback(&request->json, h, o);
}

enum api_result get_object(struct api_request *request)
{
    return answer_about(request, true, write_all);
}
enum api_result get_layout(struct api_request *request)
{
    uint64_t limit = 0;
    enum api_result result = api_query_uint(request, "limit", 1, FIELDS_MOST, &limit);
    if (result == API_DONE)
        result = rows_begin(request, "block,address,offset,size,name,meaning,bytes,bytes_cut,value,target");
    return result == API_DONE ? answer_about(request, false, write_layout_members) : result;
}
enum api_result get_object_traceback(struct api_request *request)
{
    return answer_about(request, false, write_traceback_members);
}

/* ---- edges in pages ------------------------------------------------------------------------------ */

static enum api_result answer_edges(struct api_request *request, bool referrers)
{
    struct session *session;
    struct heap *h;
    struct edge_page page = {.request = request, .w = &request->json};
    addr o = 0;
    enum api_result result =
        page_of(request, "id,type,size,refcount,repr,repr_cut,edge,label,frame", &page.limit, &page.skip);
    if (result == API_DONE)
        result = enter_heap(request, referrers, &session, &h);
    if (result == API_DONE)
        result = look_up(request, session, h, &o);
    if (result != API_DONE)
        return result;
    page.heap = h;
    page.referrers = referrers;
    begin_items(request);
    write_edges(&page, o);
    end_items(request, page.more ? page.skip + page.limit : 0);
    json_member_uint(&request->json, "total", page.total);
    json_end_object(&request->json);
    api_etag(request, session_seq(session));
    return API_DONE;
}

enum api_result get_referents(struct api_request *request)
{
    return answer_edges(request, false);
}
enum api_result get_referrers(struct api_request *request)
{
    return answer_edges(request, true);
}

/* ---- changes ------------------------------------------------------------------------------------- */

enum api_result create_object(struct api_request *request)
{
    static const struct resource create = {.operation = "new", .status = 201};
    return run_resource(request, &create);
}

enum api_result drop_object(struct api_request *request)
{
    static const struct resource drop = {.operation = "drop", .object_in_path = true};
    return run_resource(request, &drop);
}

enum api_result call_object(struct api_request *request)
{
    static const struct resource call = {.operation = "call", .object_in_path = true};
    return run_resource(request, &call);
}

enum api_result put_attribute(struct api_request *request)
{
    static const struct resource set = {
        .operation = "setattr", .object_in_path = true, .name_in_path = true, .bare_value = true};
    return run_resource(request, &set);
}

enum api_result delete_attribute(struct api_request *request)
{
    static const struct resource del = {.operation = "delattr", .object_in_path = true, .name_in_path = true};
    return run_resource(request, &del);
}
