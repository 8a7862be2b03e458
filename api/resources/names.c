/* /names and /frames: what the program calls things, and where it is. */
#include "api/resource.h"
#include "api/resources/resources.h"
#include "api/resources/write_frames.h"

/* ---- /names -------------------------------------------------------------------------------------- */

/* The names of one frame, from the position `cursor`; 0 when that was the last of them. */
static uint64_t write_names(struct api_request *request, struct heap *h, size_t frame, uint64_t cursor,
                            uint64_t limit)
{
    struct json_writer *w = &request->json;
    size_t position = cursor;
    addr name, value;
    for (uint64_t n = 0; n < limit && rows_room(request); n++) {
        if (!name_next(h, frame, &position, &name, &value))
            return 0;
        row_begin(request);
        json_begin_object(w);
        write_name_members(w, h, name, value);
        json_member_uint(w, "frame", frame);
        json_end_object(w);
        row_end(request);
    }
    size_t after = position;
    return name_next(h, frame, &after, &name, &value) ? position : 0;
}

/* ?frame= chooses one (0 is the module), the top one without; "frames" says how many there are. */
enum api_result list_names(struct api_request *request)
{
    struct session *session;
    struct heap *h;
    uint64_t limit, cursor;
    enum api_result result =
        page_of(request, "name,id,type,size,refcount,repr,repr_cut,frame", &limit, &cursor);
    if (result == API_DONE)
        result = enter_heap(request, false, &session, &h);
    if (result != API_DONE)
        return result;
    uint64_t frames = frame_count(h), frame = frames - 1;
    result = api_query_uint(request, "frame", 0, frames - 1, &frame);
    if (result != API_DONE)
        return result;
    begin_items(request);
    end_items(request, write_names(request, h, (size_t)frame, cursor, limit));
    json_member_uint(&request->json, "frame", frame);
    json_member_uint(&request->json, "frames", frames);
    json_end_object(&request->json);
    api_etag(request, session_seq(session));
    return API_DONE;
}

/* Looked up as Python does: the top frame, the module. */
enum api_result get_name(struct api_request *request)
{
    struct session *session;
    struct heap *h;
    enum api_result result = enter_heap(request, true, &session, &h);
    if (result != API_DONE)
        return result;
    uint64_t frame = UINT64_MAX;
    result = api_query_uint(request, "frame", 0, frame_count(h) - 1, &frame);
    if (result != API_DONE)
        return result;
    const struct api_text *name = &request->param[PARAM_NAME];
    addr value = name_lookup(h, frame == UINT64_MAX ? FRAME_TOP : (size_t)frame, name->text, name->length);
    if (!value)
        return api_fail(request, PROBLEM_NO_SUCH_NAME, "name '%s' is not defined", name->text);
    json_begin_object(&request->json);
    json_member_text(&request->json, "name", name->text);
    write_object_members(&request->json, h, value, NULL, OBJECT_FULL);
    json_end_object(&request->json);
    api_etag(request, session_seq(session));
    return API_DONE;
}

enum api_result put_name(struct api_request *request)
{
    static const struct resource bind = {.operation = "bind", .name_in_path = true, .bare_value = true};
    return run_resource(request, &bind);
}

enum api_result delete_name(struct api_request *request)
{
    static const struct resource del = {.operation = "del", .name_in_path = true, .missing_name = true};
    return run_resource(request, &del);
}

/* ---- /frames ------------------------------------------------------------------------------------- */

/* The stack with its locals, oldest first. */
enum api_result list_frames(struct api_request *request)
{
    struct session *session;
    struct heap *h;
    uint64_t limit, cursor;
    enum api_result result = page_of(request, "frame,function,file,line,locals", &limit, &cursor);
    if (result == API_DONE)
        result = enter_heap(request, false, &session, &h);
    if (result != API_DONE)
        return result;
    uint64_t count = frame_count(h), i = cursor;
    begin_items(request);
    for (; i < count && i < cursor + limit && rows_room(request); i++) {
        row_begin(request);
        json_begin_object(&request->json);
        write_frame_members(&request->json, h, (size_t)i, true);
        json_end_object(&request->json);
        row_end(request);
    }
    end_items(request, i < count ? i : 0);
    json_member_uint(&request->json, "total", count);
    json_end_object(&request->json);
    api_etag(request, session_seq(session));
    return API_DONE;
}

enum api_result push_frame(struct api_request *request)
{
    static const struct resource push = {.operation = "push_frame", .status = 201};
    return run_resource(request, &push);
}

enum api_result pop_frame(struct api_request *request)
{
    static const struct resource pop = {.operation = "pop_frame"};
    return run_resource(request, &pop);
}

enum api_result patch_frame(struct api_request *request)
{
    static const struct resource line = {.operation = "line"};
    return run_resource(request, &line);
}
