/* What handlers ask of a request and do to its answer; see request.h. */
#include "api/request.h"

#include "api/exception_places.h"
#include "api/json/lexer.h"
#include "api/replay.h"
#include "api/routes.h"
#include "api/server.h"
#include "daemon/session/registry.h"
#include "store/store.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum api_result api_fail_report(struct api_request *request, const struct problem_report *report)
{
    struct api_answer *answer = &request->answer;
    if (report->problem == PROBLEM_OUT_OF_MEMORY && request->entered) /* another time there may be some */
        session_not_repeatable(request->session, session_seq(request->session));
    answer->body.length = 0;
    answer->body.failed = false;
    answer->fixed = NULL;
    answer->status = problem_kind(report->problem)->status;
    answer->content_type = "application/problem+json";
    /* Whoever is told to come again is told when. */
    struct problem_report whole = *report;
    if (whole.retry_after == 0 && (answer->status == 429 || answer->status == 503))
        whole.retry_after = 1;
    answer->retry_after = whole.retry_after;
    answer->location = answer->etag = answer->cache_control = answer->content_encoding = answer->link = NULL;
    json_writer_init(&request->json, &answer->body, request->pretty);
    problem_write(&request->json, &whole, request->target);
    return API_FAILED;
}

static enum api_result fail(struct api_request *request, enum problem problem, const char *pointer,
                            const char *format, va_list arguments)
{
    char detail[512];
    struct problem_report report = {.problem = problem, .pointer = pointer, .detail = detail};
    vsnprintf(detail, sizeof detail, format, arguments);
    return api_fail_report(request, &report);
}

enum api_result api_fail(struct api_request *request, enum problem problem, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    enum api_result result = fail(request, problem, NULL, format, arguments);
    va_end(arguments);
    return result;
}

enum api_result api_fail_at(struct api_request *request, enum problem problem, const char *pointer,
                            const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    enum api_result result = fail(request, problem, pointer, format, arguments);
    va_end(arguments);
    return result;
}

enum api_result api_fail_parameter(struct api_request *request, const char *name, const char *format, ...)
{
    char detail[512];
    struct problem_report report = {
        .problem = PROBLEM_INVALID_PARAMETER, .parameter = name, .detail = detail};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(detail, sizeof detail, format, arguments);
    va_end(arguments);
    return api_fail_report(request, &report);
}

enum api_result api_done_empty(struct api_request *request)
{
    request->answer.status = 204;
    request->answer.content_type = NULL;
    request->answer.body.length = 0;
    return API_DONE;
}

void api_created(struct api_request *request, const char *format, ...)
{
    char path[1024];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(path, sizeof path, format, arguments);
    va_end(arguments);
    request->answer.status = 201;
    if (length > 0 && (size_t)length < sizeof path)
        request->answer.location = scratch_copy(&request->scratch, path, (size_t)length);
}

void api_etag(struct api_request *request, uint64_t seq)
{
    char text[24], *at = text + sizeof text;
    *--at = '"';
    do
        *--at = (char)('0' + seq % 10);
    while ((seq /= 10) != 0);
    *--at = '"';
    request->answer.etag = scratch_copy(&request->scratch, at, (size_t)(text + sizeof text - at));
}

bool if_match_holds(const char *header, uint64_t seq)
{
    const char *at = header;
    char mine[24];
    if (at == NULL)
        return true;
    int length = snprintf(mine, sizeof mine, "\"%" PRIu64 "\"", seq);
    while (*at != '\0') {
        at += strspn(at, " \t,");
        size_t size = strcspn(at, " \t,");
        if ((size == 1 && *at == '*') || (size == (size_t)length && memcmp(at, mine, size) == 0))
            return true;
        at += size;
    }
    return false;
}

enum api_result api_if_match(struct api_request *request, uint64_t seq)
{
    if (if_match_holds(request->headers.if_match, seq))
        return API_DONE;
    request->reads_only = true;
    return api_fail(request, PROBLEM_PRECONDITION_FAILED, "If-Match is %s, the session is at \"%" PRIu64 "\"",
                    request->headers.if_match, seq);
}

const char *api_query_text(const struct api_request *request, const char *name)
{
    for (size_t i = 0; i < request->query_count; i++) {
        if (strcmp(request->query[i].name.text, name) == 0)
            return request->query[i].value.text;
    }
    return NULL;
}

static bool is_one_of(const char *text, const char *const *words)
{
    while (*words != NULL && strcasecmp(text, *words) != 0)
        words++;
    return *words != NULL;
}

static bool says_yes(const char *text)
{
    static const char *const words[] = {"", "1", "true", "yes", NULL};
    return is_one_of(text, words);
}

static bool says_no(const char *text)
{
    static const char *const words[] = {"0", "false", "no", NULL};
    return is_one_of(text, words);
}

bool api_query_flag(const struct api_request *request, const char *name)
{
    const char *text = api_query_text(request, name);
    return text != NULL && says_yes(text);
}

bool api_query_denied(const struct api_request *request, const char *name)
{
    return api_query_text(request, name) != NULL && !api_query_flag(request, name);
}

static bool came_before(const struct api_request *request, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(request->query[i].name.text, request->query[index].name.text) == 0)
            return true;
    }
    return false;
}

static enum api_result fail_unknown(struct api_request *request, const char *name)
{
    char detail[512];
    struct problem_report report = {.problem = PROBLEM_INVALID_PARAMETER,
                                    .parameter = name,
                                    .detail = detail,
                                    .known = request->route->parameters};
    int length =
        snprintf(detail, sizeof detail, "there is no parameter \"%.100s\" here; there is pretty", name);
    for (const char *at = report.known; *at != '\0' && length < (int)sizeof detail; at += strspn(at, "+ ")) {
        int size = (int)strcspn(at, "+ ");
        length += snprintf(detail + length, sizeof detail - (size_t)length, ", %.*s", size, at);
        at += size;
    }
    return api_fail_report(request, &report);
}

/* What is neither yes nor no would be taken for no, and give other numbers than were asked for. */
static bool is_no_flag_value(const char *name, const char *value)
{
    static const char *const flags[] = {"pretty", "effects", "cumulative", "all_frames", "retained", NULL};
    return is_one_of(name, flags) && !says_yes(value) && !says_no(value);
}

enum api_result api_check_query(struct api_request *request)
{
    for (size_t i = 0; i < request->query_count; i++) {
        const char *name = request->query[i].name.text;
        bool repeated = false;
        if (strcmp(name, "pretty") != 0 && !route_takes(request->route, name, &repeated))
            return fail_unknown(request, name);
        if (!repeated && came_before(request, i))
            return api_fail_parameter(request, name, "%.100s is given more than once", name);
        if (is_no_flag_value(name, request->query[i].value.text))
            return api_fail_parameter(request, name,
                                      "%.100s is true or false, or 1 or 0; without a value it is true", name);
    }
    return API_DONE;
}

static bool parse_uint(const char *text, uint64_t *value)
{
    uint64_t sum = 0;
    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9' || __builtin_mul_overflow(sum, 10, &sum) ||
            __builtin_add_overflow(sum, (uint64_t)(*text - '0'), &sum))
            return false;
    }
    *value = sum;
    return true;
}

enum api_result api_query_uint(struct api_request *request, const char *name, uint64_t min, uint64_t max,
                               uint64_t *value)
{
    const char *text = api_query_text(request, name);
    uint64_t number;
    if (text == NULL)
        return API_DONE;
    if (!parse_uint(text, &number) || number < min || number > max)
        return api_fail_parameter(request, name, "%s is a whole number from %" PRIu64 " to %" PRIu64, name,
                                  min, max);
    *value = number;
    return API_DONE;
}

enum api_result api_query_choice(struct api_request *request, const char *name, const char *const *names,
                                 int *index)
{
    const char *text = api_query_text(request, name);
    char list[256] = "";
    if (text == NULL)
        return API_DONE;
    for (int i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], text) == 0) {
            *index = i;
            return API_DONE;
        }
        size_t length = strlen(list);
        snprintf(list + length, sizeof list - length, "%s%s", i != 0 ? ", " : "", names[i]);
    }
    return api_fail_parameter(request, name, "%s is one of: %s", name, list);
}

enum api_result api_param_number(struct api_request *request, enum problem missing, uint64_t *number)
{
    const char *text = request->param[PARAM_NUMBER].text;
    if (!parse_uint(text, number) || *number > INT64_MAX)
        return api_fail(request, missing, "\"%s\" is no number of one", text);
    return API_DONE;
}

enum api_result api_json_body(struct api_request *request, struct json_tape *tape)
{
    struct json_error error;
    memset(tape, 0, sizeof *tape);
    bool reads_only = request->reads_only;
    request->reads_only = true; /* unless it is read well */
    if (request->body_length == 0)
        return api_fail(request, PROBLEM_INVALID_JSON, "the body is empty");
    switch (json_read(&request->scratch, request->body, request->body_length, request->json_depth, tape,
                      &error)) {
    case JSON_OK:
        request->reads_only = reads_only;
        return API_DONE;
    case JSON_DEEP:
        return api_fail(request, PROBLEM_TOO_DEEP, "nested deeper than %u at byte %zu", request->json_depth,
                        error.offset);
    case JSON_LONG:
        return api_fail(request, PROBLEM_TOO_LARGE, "a document has at most %d bytes", JSON_TEXT_MAX);
    case JSON_MEMORY:
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the document");
    case JSON_INVALID:
        break;
    }
    return api_fail(request, PROBLEM_INVALID_JSON, "%s, at line %zu, column %zu (byte %zu)", error.message,
                    error.line, error.column, error.offset);
}

enum api_result api_fail_session(struct api_request *request, enum session_status status)
{
    const char *name = request->param[PARAM_SESSION].text;
    return api_fail(request, problem_of_session(status), "session \"%s\": %s", name != NULL ? name : "",
                    session_status_text(status));
}

struct session *api_live_session(struct api_request *request)
{
    const char *name = request->param[PARAM_SESSION].text;
    if (request->session == NULL && name != NULL)
        request->session = registry_find(request->context->registry, name);
    return request->session;
}

/* Who knew it before it ended is told that it has, and need not look for a misspelt name. */
static enum api_result fail_without_session(struct api_request *request, const char *name)
{
    struct store_sessions found;
    if (request->context->store == NULL ||
        store_session_find(request->context->store, name, &found) != STORE_OK)
        return api_fail(request, PROBLEM_NO_SUCH_SESSION, "there is no live session \"%s\"", name);
    store_sessions_free(&found);
    return api_fail(request, PROBLEM_NO_SUCH_SESSION,
                    "session \"%s\" has ended: its heap is gone, its snapshots and history can be read",
                    name);
}

enum api_result api_session(struct api_request *request, struct session **session)
{
    struct session *live = api_live_session(request);
    if (live == NULL)
        return fail_without_session(request, request->param[PARAM_SESSION].text);
    *session = live;
    return API_DONE;
}

enum api_result api_enter(struct api_request *request, struct session **session)
{
    enum api_result result = api_session(request, session);
    if (result != API_DONE || request->replay != NULL) /* who does it again has the turn */
        return result;
    /* What changes the heap may run code of a program: not on a thread that serves connections. */
    if (!request->may_block && session_runs_programs(*session) && request->route->scope != API_SCOPE_READ)
        return API_LATER;
    enum session_status status = request->may_block ? session_enter(*session, &request->deadline)
                                                    : session_try_enter(*session, &request->deadline);
    if (status == SESSION_BUSY && !request->may_block)
        return API_LATER;
    if (status != SESSION_OK)
        return api_fail_session(request, status);
    request->entered = true;
    if (request->route != NULL && request->route->scope == API_SCOPE_READ)
        session_reads(*session);
    return API_DONE;
}

void api_leave(struct api_request *request)
{
    if (!request->entered)
        return;
    request->entered = false;
    replay_tell(request);
    session_leave(request->session);
}

const char *api_deadline_detail(struct api_request *request, const char *what)
{
    const struct api_config *config = request->server != NULL ? api_server_config(request->server) : NULL;
    const char *text = config == NULL
                           ? NULL
                           : scratch_format(&request->scratch, "%s: a request has %g s (--request-timeout)",
                                            what, config->request_deadline_ms / 1000.0);
    return text != NULL ? text : what;
}

void api_report_heap(struct api_request *request, struct heap *heap, enum heap_status status,
                     struct problem_report *report)
{
    if (status == HEAP_ABANDONED) {
        bool ended = request->session != NULL && session_stopped(request->session) == SESSION_ENDED;
        *report = (struct problem_report){
            .problem = ended ? PROBLEM_NO_SUCH_SESSION : PROBLEM_DEADLINE,
            .detail = ended ? "the session was ended meanwhile"
                            : api_deadline_detail(request, "the deadline passed; the work was given up"),
            .op = report->op};
        heap_clear_raised(heap);
        return;
    }
    const char *message = heap_raised_message(heap), *name = heap_raised_name(heap);
    size_t length = strlen(message);
    char *copy = scratch_copy(&request->scratch, message, length);
    const char *type =
        scratch_copy(&request->scratch, name, strlen(name)); /* a class may go with its exception */
    type = type ? type : exception_name(heap_raised(heap));
    char *detail = scratch_format(&request->scratch, "%s%s%s", type, length != 0 ? ": " : "", message);
    *report = (struct problem_report){.problem = PROBLEM_EXCEPTION,
                                      .detail = detail,
                                      .op = report->op,
                                      .exception_type = type,
                                      .exception_message = copy,
                                      .exception_message_length = copy != NULL ? length : 0};
    exception_places_keep(&request->scratch, heap, report);
    heap_clear_raised(heap);
}
