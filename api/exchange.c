/* An exchange, without the HTTP library; see exchange.h. */
#include "api/exchange.h"

#include "api/access.h"
#include "api/clients.h"
#include "api/compress.h"
#include "api/server.h"
#include "api/target.h"
#include "api/upload.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    KEPT_ANSWER = 16384, /* bytes of answer memory that a connection keeps */
    KEPT_BODY = 16384,
    SMALL_BODY = 65536,
    FIRST_BODY = 4096,
    COMPRESS_FROM = 1024,
};

static void release_body(struct exchange *exchange)
{
    free(exchange->body);
    exchange->body = NULL;
    exchange->body_capacity = 0;
    api_server_count_body(exchange->server, -(int64_t)exchange->body_counted);
    exchange->body_counted = 0;
}

void exchange_reset(struct exchange *exchange, int64_t now_ns)
{
    struct api_request *request = &exchange->request;
    const struct api_config *config = api_server_config(exchange->server);
    struct scratch scratch = request->scratch;
    struct outbuf body = request->answer.body;
    scratch_reset(&scratch);
    outbuf_reset(&body, KEPT_ANSWER);
    struct outbuf aside = request->rows.aside;
    outbuf_reset(&aside, KEPT_ANSWER);
    aside.limit = body.limit; /* no row is larger than the answer that it becomes a part of */
    outbuf_reset(&exchange->packed, KEPT_ANSWER);
    if (exchange->body_capacity > KEPT_BODY)
        release_body(exchange);

    memset(request, 0, sizeof *request);
    request->scratch = scratch;
    request->answer.body = body;
    request->rows.aside = aside;
    request->answer.status = 200;
    request->answer.content_type = "application/json";
    request->server = exchange->server;
    request->context = api_server_context(exchange->server);
    request->target = "";
    request->body = "";
    request->json_depth = config->json_depth;
    request->operation_limit = config->operation_limit;
    request->started_ns = now_ns;
    request->deadline.at_ns = now_ns + (int64_t)config->request_deadline_ms * 1000000;
    json_writer_init(&request->json, &request->answer.body, false);

    atomic_store(&exchange->told, false);
    exchange->discarded = 0;
    exchange->content_length = 0;
    exchange->cross_origin = exchange->preflight = exchange->close = false;
    exchange->duplicate = exchange->malformed = exchange->gzip = exchange->answered = false;
}

void exchange_set_target(struct exchange *exchange, const char *target)
{
    target_set(&exchange->request, target);
}

/* ---- Head ---------------------------------------------------------------------------------------- */

static bool check_framing(struct exchange *exchange)
{
    struct api_request *request = &exchange->request;
    const char *length = request->headers.content_length, *encoding = request->headers.transfer_encoding;
    const char *wrong = NULL;
    if (exchange->malformed)
        wrong = "a header's name is empty, or blanks stand around it";
    else if (exchange->duplicate)
        wrong = "a header that may be there once is there twice";
    else if (length != NULL && encoding != NULL)
        wrong = "a request has either Content-Length or Transfer-Encoding";
    else if (encoding != NULL && strcasecmp(encoding, "chunked") != 0)
        wrong = "the only Transfer-Encoding known is chunked";
    else if (encoding != NULL)
        exchange->content_length = UINT64_MAX;
    else if (length != NULL) {
        uint64_t sum = 0;
        bool number = *length != '\0';
        for (const char *at = length; number && *at != '\0'; at++)
            number = *at >= '0' && *at <= '9' && !__builtin_mul_overflow(sum, 10, &sum) &&
                     !__builtin_add_overflow(sum, (uint64_t)(*at - '0'), &sum) && sum < UINT64_MAX / 2;
        exchange->content_length = sum;
        if (!number)
            wrong = "Content-Length is not a number";
    }
    if (wrong != NULL) {
        exchange->close = true; /* where this request ends is anybody's guess */
        exchange->content_length = UINT64_MAX;
        api_fail(request, PROBLEM_INVALID_REQUEST, "%s", wrong);
    }
    return wrong == NULL;
}

static void write_allow(struct api_request *request, unsigned allowed)
{
    static const enum http_method order[] = {HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE};
    char text[64] = "";
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (!(allowed & order[i]))
            continue;
        strcat(text, order[i] == HTTP_GET ? "GET, HEAD" : http_method_name(order[i]));
        strcat(text, ", ");
    }
    strcat(text, "OPTIONS");
    request->answer.allow = scratch_copy(&request->scratch, text, strlen(text));
}

/* Those beyond the limit are taken to be told, and end with the answer. */
static bool check_room(struct exchange *exchange)
{
    struct problem_report report = {
        .problem = PROBLEM_BUSY,
        .detail = "there are as many connections as may be (--max-connections); close some, or come again",
        .retry_after = 1};
    if (!atomic_load_explicit(&exchange->surplus, memory_order_relaxed))
        return true;
    exchange->close = true;
    api_fail_report(&exchange->request, &report);
    return false;
}

static bool check_access(struct exchange *exchange)
{
    struct api_request *request = &exchange->request;
    const struct api_config *config = api_server_config(exchange->server);
    const struct api_headers *headers = &request->headers;
    if (access_check_host(config, headers->host) != ACCESS_OK) {
        api_fail(request, PROBLEM_FORBIDDEN_HOST, "\"%s\" is not a name of this daemon", headers->host);
        return false;
    }
    if (access_check_origin(config, headers->origin, headers->host, &exchange->cross_origin) != ACCESS_OK) {
        api_fail(request, PROBLEM_FORBIDDEN_ORIGIN, "pages of \"%s\" may not call", headers->origin);
        return false;
    }
    unsigned wait = clients_take(exchange->client, request->started_ns);
    if (wait != 0) {
        struct problem_report report = {.problem = PROBLEM_TOO_MANY_REQUESTS,
                                        .detail = "this address sends too many requests",
                                        .retry_after = wait};
        api_fail_report(request, &report);
        return false;
    }
    return true;
}

static bool check_scope(struct exchange *exchange, enum api_scope needed)
{
    struct api_request *request = &exchange->request;
    const struct api_config *config = api_server_config(exchange->server);
    request->scopes = access_scopes(config, request->headers.authorization);
    switch (access_check_scope(config, request->scopes, needed)) {
    case ACCESS_NO_TOKEN:
        api_fail(request, PROBLEM_UNAUTHORIZED, "send Authorization: Bearer with a token that is known here");
        request->answer.authenticate = "Bearer realm=\"heapd\"";
        return false;
    case ACCESS_NO_SCOPE:
        api_fail(request, PROBLEM_FORBIDDEN, "the token lacks the scope \"%s\"",
                 needed == API_SCOPE_READ    ? "read"
                 : needed == API_SCOPE_WRITE ? "write"
                                             : "admin");
        return false;
    default:
        return true;
    }
}

static bool find_route(struct exchange *exchange)
{
    struct api_request *request = &exchange->request;
    struct route_match match;
    if (request->path == NULL) {
        api_fail(request, PROBLEM_INVALID_REQUEST, "the request's target is malformed, or too long");
        return false;
    }
    router_match(api_server_router(exchange->server), request->method, request->path, strlen(request->path),
                 &match);
    /* The dashboard's files are the only ones behind {path}; what cannot be fetched is not there. */
    if (match.route == NULL && match.param[PARAM_PATH].text != NULL && request->method != HTTP_OPTIONS)
        match.allowed = 0;
    if (match.allowed == 0) {
        api_fail(request, PROBLEM_NOT_FOUND, "there is nothing at %.200s; /openapi.json lists what there is",
                 request->path);
        return false;
    }
    if (match.route == NULL) {
        write_allow(request, match.allowed);
        if (request->method == HTTP_OPTIONS) {
            exchange->preflight = exchange->cross_origin && request->headers.request_method != NULL;
            api_done_empty(request);
        } else {
            const char *allow = request->answer.allow;
            api_fail(request, PROBLEM_METHOD_NOT_ALLOWED, "allowed here: %s", allow != NULL ? allow : "");
        }
        return false;
    }
    if (target_take_route(request, &match))
        return true;
    api_fail(request, PROBLEM_INVALID_REQUEST,
             "a percent escape in the path is malformed, or stands for NUL");
    return false;
}

uint64_t exchange_body_limit(const struct exchange *exchange)
{
    const struct api_config *config = api_server_config(exchange->server);
    const struct api_route *route = exchange->request.route;
    if (route->body == BODY_STREAM)
        return config->import_limit;
    return route->body == BODY_LARGE || config->body_limit < SMALL_BODY ? config->body_limit : SMALL_BODY;
}

static bool fail_too_large(struct exchange *exchange)
{
    exchange->answered = true;
    api_fail(&exchange->request, PROBLEM_TOO_LARGE, "a body is at most %llu bytes here",
             (unsigned long long)exchange_body_limit(exchange));
    return false;
}

static const char *media_wanted(unsigned media)
{
    if (media & MEDIA_PYTHON)
        return "text/x-python or application/json";
    if (media & MEDIA_TEXT)
        return "application/json or application/sql";
    if (media & MEDIA_NDJSON)
        return "application/json or application/x-ndjson";
    if (media & MEDIA_BINARY)
        return "application/octet-stream";
    return "application/json";
}

/* What an upload is its first bytes say, whatever it is said to be. */
static bool check_upload(struct exchange *exchange)
{
    struct api_request *request = &exchange->request;
    const char *encoding = request->headers.content_encoding;
    if (encoding != NULL && strcasecmp(encoding, "identity") != 0 && strcasecmp(encoding, "gzip") != 0) {
        api_fail(request, PROBLEM_UNSUPPORTED_MEDIA, "the only Content-Encoding known here is gzip");
        return false;
    }
    return request->route->handler(request) == API_DONE;
}

static bool check_body(struct exchange *exchange)
{
    struct api_request *request = &exchange->request;
    unsigned wanted = request->route->media != 0 ? request->route->media : MEDIA_JSON | MEDIA_NONE;
    request->media = http_media_of(request->headers.content_type);
    if (exchange->content_length != UINT64_MAX && exchange->content_length > exchange_body_limit(exchange))
        return fail_too_large(exchange);
    if (request->route->body == BODY_STREAM)
        return check_upload(exchange);
    if (exchange->content_length == 0)
        return true;
    if (request->route->body == BODY_NONE)
        return true; /* read away */
    if (request->headers.content_encoding != NULL &&
        strcasecmp(request->headers.content_encoding, "identity") != 0) {
        api_fail(request, PROBLEM_UNSUPPORTED_MEDIA,
                 "bodies are taken as they are, without Content-Encoding");
        return false;
    }
    if (request->media != MEDIA_NONE && !(wanted & request->media)) {
        api_fail(request, PROBLEM_UNSUPPORTED_MEDIA, "Content-Type: %s is expected", media_wanted(wanted));
        return false;
    }
    return true;
}

bool exchange_check_head(struct exchange *exchange, const char *method)
{
    struct api_request *request = &exchange->request;
    request->method = http_method_of(method);
    exchange->gzip = accepts_gzip(request->headers.accept_encoding);
    bool good = check_framing(exchange) && check_room(exchange) && check_access(exchange) &&
                find_route(exchange) && check_scope(exchange, request->route->scope) &&
                api_check_query(request) == API_DONE && check_body(exchange);
    exchange->answered = !good;
    return good;
}

/* ---- Body ---------------------------------------------------------------------------------------- */

static bool grow_body(struct exchange *exchange, size_t needed)
{
    size_t capacity = exchange->body_capacity != 0 ? exchange->body_capacity : FIRST_BODY;
    while (capacity < needed)
        capacity *= 2;
    /* Not before the bytes are there: a length announced is not a length sent. */
    if (exchange->content_length != UINT64_MAX && capacity > exchange->content_length + 1 &&
        exchange->content_length + 1 >= needed && capacity > KEPT_BODY)
        capacity = (size_t)exchange->content_length + 1;
    if (capacity > KEPT_BODY) {
        size_t more = capacity - exchange->body_counted;
        if (!api_server_count_body(exchange->server, (int64_t)more))
            return false;
        exchange->body_counted += more;
    }
    char *body = realloc(exchange->body, capacity);
    if (body == NULL)
        return false;
    exchange->body = body;
    exchange->body_capacity = capacity;
    return true;
}

bool exchange_take_body(struct exchange *exchange, const char *bytes, size_t length)
{
    struct api_request *request = &exchange->request;
    if (request->route->body == BODY_NONE) {
        exchange->discarded += length;
        return exchange->discarded <= SMALL_BODY || fail_too_large(exchange);
    }
    if (length > exchange_body_limit(exchange) - request->body_length)
        return fail_too_large(exchange);
    if (request->upload != NULL) {
        request->body_length += length;
        exchange->answered = request->upload->take(request->upload, request, bytes, length) != API_DONE;
        return !exchange->answered;
    }
    size_t needed = request->body_length + length + 1;
    if (needed > exchange->body_capacity && !grow_body(exchange, needed)) {
        exchange->answered = true;
        api_fail(request, PROBLEM_BUSY, "too many large bodies at a time");
        return false;
    }
    memcpy(exchange->body + request->body_length, bytes, length);
    request->body_length += length;
    exchange->body[request->body_length] = '\0';
    request->body = exchange->body;
    return true;
}

/* ---- Run ----------------------------------------------------------------------------------------- */

void exchange_end_body(struct exchange *exchange, int64_t now_ns)
{
    struct api_request *request = &exchange->request;
    if (request->upload != NULL)
        request->deadline.at_ns =
            now_ns + (int64_t)api_server_config(exchange->server)->request_deadline_ms * 1000000;
}

enum api_result exchange_run(struct exchange *exchange)
{
    struct api_request *request = &exchange->request;
    if ((request->route->flags & ROUTE_LONG) && !request->may_block)
        return API_LATER;
    enum api_result result = request->route->handler(request);
    request->reads_only |= result == API_LATER;
    api_leave(request);
    if (result == API_LATER)
        request->reads_only = false;
    if (result == API_LATER && request->may_block)
        return api_fail(request, PROBLEM_INTERNAL, "a handler put off what it may do now");
    return result;
}

static bool is_json(const char *media)
{
    return media == NULL || strcmp(media, "application/json") == 0 ||
           strcmp(media, "application/problem+json") == 0;
}

void exchange_finish(struct exchange *exchange)
{
    struct api_request *request = &exchange->request;
    struct api_answer *answer = &request->answer;
    if (answer->body.failed) {
        outbuf_reset(&answer->body, 0);
        api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the answer, or it is larger than allowed");
    }
    if (request->pretty && answer->stream == NULL && answer->body.length != 0 &&
        is_json(answer->content_type))
        outbuf_byte(&answer->body, '\n'); /* for terminals; should there be no memory for it, then not */
    if (exchange->gzip && answer->fixed == NULL && answer->stream == NULL &&
        answer->body.length >= COMPRESS_FROM && answer->content_encoding == NULL &&
        gzip_pack(&answer->body, &exchange->packed))
        answer->content_encoding = "gzip";
}
