/* /trace: allocation tracing. */
#include "api/resource.h"
#include "api/resources/resources.h"
#include "api/resources/write_trace.h"

enum api_result get_trace(struct api_request *request)
{
    struct session *session;
    struct heap *h;
    enum api_result result = enter_heap(request, false, &session, &h);
    if (result != API_DONE)
        return result;
    json_begin_object(&request->json);
    write_trace_members(&request->json, h);
    json_end_object(&request->json);
    api_etag(request, session_seq(session));
    return API_DONE;
}

enum api_result patch_trace(struct api_request *request)
{
    static const struct resource trace = {.operation = "trace"};
    return run_resource(request, &trace);
}

enum api_result reset_peak(struct api_request *request)
{
    static const struct resource reset = {.operation = "reset_peak"};
    return run_resource(request, &reset);
}

enum api_result clear_traces(struct api_request *request)
{
    static const struct resource clear = {.operation = "clear_traces"};
    return run_resource(request, &clear);
}
