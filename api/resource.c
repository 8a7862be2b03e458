/* What the resources of a session share (resource.h). */
#include "api/resource.h"

#include <stdio.h>
#include <string.h>

#include "api/effects.h"
#include "api/server.h"
#include "api/settle.h"

enum {
    LARGE_HEAP = 20000, /* objects: walking so many takes a millisecond or so */
    EXPORT_RETRY_S = 5, /* exports take seconds, mostly */
};

bool heap_is_large(const struct session *session)
{
    struct session_gauges g;
    session_gauges(session, &g);
    return g.objects > LARGE_HEAP;
}

enum api_result enter_heap(struct api_request *request, bool heavy, struct session **session, struct heap **h)
{
    enum api_result result = api_session(request, session);
    if (result != API_DONE)
        return result;
    if (heavy && !request->may_block && heap_is_large(*session))
        return API_LATER;
    result = api_enter(request, session);
    if (result == API_DONE)
        *h = session_heap(*session);
    return result;
}

/* ---- objects in paths ---------------------------------------------------------------------------- */

static enum api_result fail_reading(struct api_request *request, struct heap *h, const struct value_reader *r)
{
    enum exception raised = heap_raised(h);
    const char *message =
        scratch_copy(&request->scratch, heap_raised_message(h), strlen(heap_raised_message(h)));
    heap_clear_raised(h);
    if (r->problem != PROBLEM_EXCEPTION)
        return api_fail(request, r->problem, "%s", r->detail ? r->detail : "");
    if (raised == EXC_NAME_ERROR)
        return api_fail(request, PROBLEM_NO_SUCH_NAME, "%s", message ? message : "");
    return api_fail(request, PROBLEM_INVALID_REFERENCE, "%s: %s", exception_name(raised),
                    message ? message : "");
}

enum api_result find_object(struct api_request *request, struct heap *h, addr *object)
{
    const struct json_tape none_read = {0};
    struct value_reader r;
    value_reader_begin(&r, h, &none_read, &request->scratch);
    *object = value_resolve(&r, 0, request->param[PARAM_ID].text, request->param[PARAM_ID].length);
    return *object ? API_DONE : fail_reading(request, h, &r);
}

enum api_result find_kept_object(struct api_request *request, struct heap *h, addr *object)
{
    enum api_result result = find_object(request, h, object);
    if (result != API_DONE)
        return result;
    bool kept = object_is_immortal(h, *object) || object_refcount(h, *object) > 1;
    decref(h, *object);
    return kept ? API_DONE
                : api_fail(request, PROBLEM_GONE, "nothing keeps this object: bind it to a name first");
}

/* ---- one operation ------------------------------------------------------------------------------- */

/* Is the document the value itself: anything but an object, or a $-notation? */
static bool is_bare(const struct json_tape *tape)
{
    if (tape->count == 0 || tape->tokens[0].kind != JSON_OBJECT)
        return tape->count > 0;
    return tape->tokens[0].count >= 1 && tape->tokens[1].length > 0 && *json_text(tape, 1) == '$';
}

static enum api_result prepare(struct api_request *request, const struct resource *resource,
                               struct json_tape *tape, struct session **session, struct heap **h)
{
    if (api_body_is_large(request) && !request->may_block)
        return API_LATER;
    enum api_result result = enter_heap(request, resource->heavy, session, h);
    if (result == API_DONE && request->body_length > 0 && !resource->raw_body)
        result = api_json_body(request, tape);
    if (result == API_DONE)
        result = api_if_match(request, session_seq(*session));
    return result;
}

static void set_location(struct api_request *request, const struct resource *resource,
                         const struct session *session)
{
    if (resource->location)
        api_created(request, resource->location, session_name(session));
    else if (resource->status)
        request->answer.status = resource->status;
}

static bool heap_error_is(const struct problem_report *report, const char *type)
{
    return report->problem == PROBLEM_EXCEPTION && report->exception_message != NULL &&
           strcmp(report->exception_type, type) == 0;
}

static enum api_result run_prepared(struct api_request *request, const struct resource *resource,
                                    struct operation *op)
{
    struct effects effects;
    bool with_effects = api_query_flag(request, "effects");
    uint32_t listed = with_effects ? EFFECTS_LISTED : EFFECTS_BRIEF;
    with_effects |= resource->effects;
    if (with_effects && !effects_begin(&effects, op->heap, listed))
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory to record effects");
    if (with_effects)
        op->effects = &effects;
    else
        settle_begin(op->session);
    op->may_leave = !with_effects && !op->target;
    json_begin_object(op->w);
    bool done = operation_run(op, 1);
    if (done && with_effects && !api_query_denied(request, "effects"))
        effects_write(&effects, op->w);
    if (with_effects) {
        effects_end(&effects);
        settle_counted(op->session, &effects.sum);
    }
    if (!op->left) {
        settle(request, op->session);
        api_etag(request, session_seq(op->session));
    }
    if (!done && resource->missing_name &&
        (heap_error_is(&op->report, "NameError") || heap_error_is(&op->report, "UnboundLocalError")))
        return api_fail(request, PROBLEM_NO_SUCH_NAME, "%s", op->report.exception_message);
    if (!done)
        return api_fail_report(request, &op->report);
    json_end_object(op->w);
    set_location(request, resource, op->session);
    return API_DONE;
}

enum api_result run_resource(struct api_request *request, const struct resource *resource)
{
    struct json_tape tape = {0};
    struct session *session;
    struct heap *h;
    enum api_result result = prepare(request, resource, &tape, &session, &h);
    if (result != API_DONE)
        return result;
    struct operation op = {
        .request = request,
        .session = session,
        .heap = h,
        .w = &request->json,
        .kind = operation_find(resource->operation, strlen(resource->operation)),
        .full = true,
        .target_name = resource->name_in_path ? request->param[PARAM_NAME].text : NULL,
    };
    value_reader_begin(&op.reader, h, &tape, &request->scratch);
    op.bare_value = resource->raw_body || (resource->bare_value && is_bare(&tape));
    bool ours = false; /* nothing but this request keeps the object: a method made on the way */
    if (resource->object_in_path)
        result = find_object(request, h, &op.target);
    if (op.target) {
        ours = !object_is_immortal(h, op.target) && object_refcount(h, op.target) == 1;
        if (!ours)
            decref(h, op.target);
    }
    if (result == API_DONE)
        result = run_prepared(request, resource, &op);
    if (ours) {
        decref(h, op.target);
        settle_check(h);
    }
    return result;
}

/* ---- lists --------------------------------------------------------------------------------------- */

enum api_result limit_of(struct api_request *request, uint64_t *limit)
{
    *limit = rows_are_lines(request) ? ROWS_MAX : 100;
    return api_query_uint(request, "limit", 1, rows_are_lines(request) ? ROWS_MAX : 10000, limit);
}

enum api_result page_of(struct api_request *request, const char *columns, uint64_t *limit, uint64_t *cursor)
{
    *cursor = 0;
    enum api_result result = rows_begin(request, columns);
    if (result == API_DONE)
        result = limit_of(request, limit);
    return result == API_DONE ? api_query_uint(request, "cursor", 0, INT64_MAX, cursor) : result;
}

void begin_items(struct api_request *request)
{
    json_begin_object(&request->json);
    json_key(&request->json, "items");
    json_begin_array(&request->json);
}

void end_items(struct api_request *request, uint64_t next)
{
    char cursor[24];
    snprintf(cursor, sizeof cursor, "%llu", (unsigned long long)next);
    json_end_array(&request->json);
    json_key(&request->json, "next");
    json_text_string(&request->json, next ? cursor : NULL);
    if (next)
        rows_next(request, cursor);
}

/* ---- answers without a deadline ------------------------------------------------------------------ */

enum api_result api_timeless(struct api_request *request)
{
    if (deadline_passed(&request->deadline))
        return api_fail(request, PROBLEM_DEADLINE, "there was no worker for it in time");
    if (!request->timeless && !api_server_count_export(request->server, true)) {
        const struct problem_report report = {.problem = PROBLEM_BUSY,
                                              .detail = "as many exports are running as may (--max-exports)",
                                              .retry_after = EXPORT_RETRY_S};
        return api_fail_report(request, &report);
    }
    request->timeless = true;
    request->deadline.at_ns = DEADLINE_NEVER;
    return API_DONE;
}
