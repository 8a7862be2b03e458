/* The daemon itself: is it alive, is it ready, what has it done. */
#include "api/resources/resources.h"

#include "api/server.h"

enum api_result get_health(struct api_request *request)
{
    static const char alive[] = "{\"status\":\"ok\"}";
    if (request->pretty) {
        json_begin_object(&request->json);
        json_member_text(&request->json, "status", "ok");
        json_end_object(&request->json);
        return API_DONE;
    }
    request->answer.fixed = alive;
    request->answer.fixed_length = sizeof alive - 1;
    return API_DONE;
}

enum api_result get_ready(struct api_request *request)
{
    const struct api_context *context = request->context;
    const char *why = "starting";
    if (api_server_is_stopping(request->server))
        return api_fail(request, PROBLEM_STOPPING, "the daemon is stopping");
    if (context->ready != NULL && !context->ready(context->ready_cls, &why))
        return api_fail(request, PROBLEM_NOT_READY, "%s", why);
    json_begin_object(&request->json);
    json_member_text(&request->json, "status", "ready");
    json_member_text(&request->json, "version", HEAPD_VERSION);
    json_end_object(&request->json);
    return API_DONE;
}

enum api_result get_metrics(struct api_request *request)
{
    const struct api_context *context = request->context;
    struct outbuf *out = &request->answer.body;
    metrics_write(api_server_metrics(request->server), out);
    if (context->metrics != NULL)
        context->metrics(context->metrics_cls, out);
    request->answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return API_DONE;
}
