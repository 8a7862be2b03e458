/* From a finished answer to the library's response. */
#include "api/server_internal.h"

#include <stdio.h>

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (value != NULL)
        MHD_add_response_header(response, name, value);
}

static void add_cors_headers(const struct exchange *exchange, struct MHD_Response *response)
{
    const struct api_headers *headers = &exchange->request.headers;
    add_header(response, "Vary", "Origin");
    if (!exchange->cross_origin)
        return;
    add_header(response, "Access-Control-Allow-Origin", headers->origin);
    if (!exchange->preflight) {
        add_header(response, "Access-Control-Expose-Headers", "ETag, Location, Retry-After, Link");
        return;
    }
    add_header(response, "Access-Control-Allow-Methods", exchange->request.answer.allow);
    add_header(response, "Access-Control-Allow-Headers",
               "Authorization, Content-Type, If-Match, If-None-Match, Last-Event-ID");
    add_header(response, "Access-Control-Max-Age", "600");
}

static void add_headers(const struct exchange *exchange, struct MHD_Response *response)
{
    const struct api_answer *answer = &exchange->request.answer;
    add_header(response, "Content-Type", answer->content_type);
    add_header(response, "ETag", answer->etag);
    add_header(response, "Location", answer->location);
    add_header(response, "Cache-Control", answer->cache_control);
    add_header(response, "Allow", answer->allow);
    add_header(response, "Link", answer->link);
    add_header(response, "WWW-Authenticate", answer->authenticate);
    if (answer->content_encoding != NULL) {
        add_header(response, "Content-Encoding", answer->content_encoding);
        add_header(response, "Vary", "Accept-Encoding");
    }
    if (answer->policy != NULL) {
        add_header(response, "Content-Security-Policy", answer->policy);
        add_header(response, "X-Content-Type-Options", "nosniff");
    }
    if (answer->retry_after != 0) {
        char seconds[16];
        snprintf(seconds, sizeof seconds, "%u", answer->retry_after);
        add_header(response, "Retry-After", seconds);
    }
    if (exchange->request.headers.origin != NULL)
        add_cors_headers(exchange, response);
    if (exchange->close || api_server_is_stopping(exchange->server))
        add_header(response, "Connection", "close");
}

/* The body stays where it is: it is the exchange's, which outlives the response. */
static struct MHD_Response *make_response(struct exchange *exchange)
{
    struct api_answer *answer = &exchange->request.answer;
    const void *bytes = answer->body.data;
    size_t length = answer->body.length;
    if (answer->stream != NULL)
        return stream_response(exchange, answer->stream);
    if (answer->has_file) {
        struct MHD_Response *response = MHD_create_response_from_fd64(answer->file_length, answer->file);
        answer->has_file = response == NULL; /* it is the response's now */
        atomic_store_explicit(&exchange->bytes_expected, (int64_t)answer->file_length, memory_order_relaxed);
        return response;
    }
    if (answer->fixed != NULL) {
        bytes = answer->fixed;
        length = answer->fixed_length;
    } else if (answer->content_encoding != NULL) {
        bytes = exchange->packed.data;
        length = exchange->packed.length;
    }
    atomic_store_explicit(&exchange->bytes_expected, (int64_t)length, memory_order_relaxed);
    return MHD_create_response_from_buffer(length, (void *)(uintptr_t)bytes, MHD_RESPMEM_PERSISTENT);
}

enum MHD_Result server_send(struct exchange *exchange)
{
    unsigned status = exchange->request.answer.status;
    if (atomic_exchange(&exchange->told, true))
        return MHD_NO; /* that it came too late; the connection is being closed */
    struct MHD_Response *response = make_response(exchange);
    if (response == NULL)
        return MHD_NO;
    add_headers(exchange, response);
    atomic_store_explicit(&exchange->since_ns, monotonic_ns(), memory_order_relaxed);
    atomic_store_explicit(&exchange->phase, exchange->link != NULL ? PHASE_STREAMING : PHASE_SENDING,
                          memory_order_relaxed);
    enum MHD_Result result = MHD_queue_response(exchange->connection, status, response);
    MHD_destroy_response(response);
    return result;
}
