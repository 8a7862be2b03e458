/* Programs: /v1/run (a heap for one program, gone after it) and /v1/sessions/{s}/exec. */
#include "api/http.h"
#include "api/json/tape.h"
#include "api/program_stream.h"
#include "api/resource.h"
#include "api/resources/resources.h"
#include "daemon/session/registry.h"

#include <string.h>

/* The version that is meant, the newest where none is named. */
static bool version_minor(const char *name, unsigned *minor)
{
    const struct abi *abi;
    bool found = false;
    for (size_t i = 0; (abi = abi_at(i)) != NULL; i++)
        if (!name || strcmp(abi->name, name) == 0) {
            *minor = abi->minor;
            found = true;
        }
    return found;
}

/* Is the body {"source": …} rather than a program? Without a media type a brace decides. */
static bool is_document(const struct api_request *request)
{
    if (request->media == MEDIA_JSON)
        return true;
    return request->media == MEDIA_NONE && request->body[strspn(request->body, " \t\r\n")] == '{' &&
           strstr(request->body, "\"source\"");
}

/* Does the client want to see what happens while it happens? Text only where it is asked for by name: what
 * curl sends unasked is none. */
static bool wants_stream(const struct api_request *request, enum program_stream_form *form)
{
    const char *accept = request->headers.accept;
    if (!request->context->workers)
        return false;
    bool text = http_prefers(accept, "text/plain");
    bool events = http_names(accept, "application/x-ndjson") &&
                  http_prefers(accept, "application/x-ndjson") &&
                  !http_prefers_over(accept, "text/plain", "application/x-ndjson");
    *form = events ? PROGRAM_EVENTS : PROGRAM_TEXT;
    return text || events;
}

/* ---- /v1/run ------------------------------------------------------------------------------------- */

static void stop_heap(void *context)
{
    heap_abandon(context);
}

/* {"source", "filename"}, and nothing else. */
static enum api_result check_source(struct api_request *request, const struct json_tape *tape, uint32_t text,
                                    uint32_t name)
{
    char pointer[256];
    if (tape->tokens[0].kind != JSON_OBJECT)
        return api_fail_at(request, PROBLEM_INVALID_BODY, "", "an object is expected");
    for (uint32_t i = 1; i != tape->tokens[0].next; i = tape->tokens[i + 1].next) {
        if (json_equals_literal(tape, i, "source") || json_equals_literal(tape, i, "filename"))
            continue;
        json_pointer(tape, i + 1, pointer, sizeof pointer);
        return api_fail_at(request, PROBLEM_INVALID_BODY, pointer,
                           "there is no such member here; there are \"source\", \"filename\"");
    }
    if (!text || !json_is_string(tape->tokens[text]))
        return api_fail_at(request, PROBLEM_INVALID_BODY, "/source",
                           "\"source\" takes the program as a string");
    if (name && !json_is_string(tape->tokens[name]) && tape->tokens[name].kind != JSON_NULL)
        return api_fail_at(request, PROBLEM_INVALID_BODY, "/filename", "\"filename\" takes a string");
    return API_DONE;
}

static enum api_result read_source(struct api_request *request, struct python_source *source)
{
    struct json_tape tape = {0};
    size_t length;
    *source = (struct python_source){.text = request->body,
                                     .length = request->body_length,
                                     .filename = api_query_text(request, "filename"),
                                     .result = true,
                                     .told = true};
    if (!is_document(request))
        return API_DONE;
    enum api_result result = api_json_body(request, &tape);
    if (result != API_DONE)
        return result;
    uint32_t text = json_member_literal(&tape, 0, "source"), name = json_member_literal(&tape, 0, "filename");
    result = check_source(request, &tape, text, name);
    if (result != API_DONE)
        return result;
    struct value_reader reader;
    value_reader_begin(&reader, NULL, &tape, &request->scratch);
    source->decoded = true;
    source->text = value_text(&reader, text, &source->length);
    if (name && tape.tokens[name].kind != JSON_NULL) {
        source->filename = value_text(&reader, name, &length);
        if (source->filename && memchr(source->filename, 0, length))
            return api_fail_at(request, PROBLEM_INVALID_BODY, "/filename",
                               "\"filename\" must not hold NUL characters");
    }
    return source->text ? API_DONE : api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for this program");
}

static enum api_result answer_run(struct api_request *request, struct program *program,
                                  struct effects *effects)
{
    struct problem_report report = {0};
    if (!program_finished(program, &report))
        return api_fail_report(request, &report);
    if (effects) {
        json_begin_object(&request->json);
        program_write_members(program, &request->json);
        if (!api_query_denied(request, "effects"))
            effects_write(effects, &request->json);
        json_end_object(&request->json);
    } else {
        request->answer.content_type = "text/plain; charset=utf-8";
        program_write_text(program, &request->answer.body);
    }
    return API_DONE;
}

/* Runs it in a heap of its own while the client waits. */
static enum api_result run_awaited(struct api_request *request, const struct python_source *source,
                                   const struct program_options *options, struct heap *h)
{
    struct registry *registry = request->context->registry;
    struct program program;
    struct effects effects = {0};
    bool document = options->record || http_names(request->headers.accept, "application/json");
    enum api_result result;
    if (document &&
        !effects_begin(&effects, h, api_query_flag(request, "effects") ? EFFECTS_LISTED : EFFECTS_BRIEF))
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory to record effects");
    struct watch watch = {.deadline = &request->deadline, .stop = stop_heap, .context = h};
    watcher_arm(registry_watcher(registry), &watch);
    program_run(&program, request, h, source, options, document ? &effects : NULL, NULL);
    result = answer_run(request, &program, document ? &effects : NULL);
    program_end(&program);
    effects_end(&effects);
    watcher_disarm(registry_watcher(registry), &watch);
    return result;
}

/* ?python=3.14&memory_limit=&recursion_limit=&hash_seed= */
enum api_result run_program(struct api_request *request)
{
    const char *version = api_query_text(request, "python");
    struct registry *registry = request->context->registry;
    struct session_spec spec = {0};
    struct python_source source;
    struct program_options options;
    enum program_stream_form form;
    uint64_t limit = registry_config(registry)->memory_default, recursion = 0, seed = 0;
    if (!version_minor(version, &spec.minor))
        return api_fail_parameter(
            request, "python", "there is no CPython %.20s here; GET /v1/versions lists those that there are",
            version);
    enum api_result result = read_source(request, &source);
    if (result == API_DONE)
        result = program_options(request, &options);
    if (result == API_DONE)
        result = api_query_uint(request, "memory_limit", 0, registry_config(registry)->memory_max, &limit);
    if (result == API_DONE)
        result = api_query_uint(request, "recursion_limit", 10, 100000, &recursion);
    if (result == API_DONE)
        result = api_query_uint(request, "hash_seed", 0, UINT32_MAX, &seed);
    if (result != API_DONE)
        return result;
    source.alone = true;
    spec.recursion_limit = (uint32_t)recursion;
    spec.hash_seed = (uint32_t)seed;
    struct heap *h = registry_lend_heap(registry, &spec, limit);
    if (!h)
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for a heap");
    heap_goes_when_stopped(h);
    if (wants_stream(request, &form))
        return program_stream(request, &source, &options, form, h);
    request->spent = h;
    return run_awaited(request, &source, &options, h);
}

/* ---- exec ---------------------------------------------------------------------------------------- */

static enum api_result exec_stream(struct api_request *request, struct session *session,
                                   enum program_stream_form form)
{
    struct python_source source;
    struct program_options options;
    request->reads_only = true; /* it is the stream that runs it */
    enum api_result result = read_source(request, &source);
    if (result == API_DONE)
        result = program_options(request, &options);
    if (result == API_DONE)
        result = api_if_match(request, session_seq(session));
    return result == API_DONE ? program_stream(request, &source, &options, form, NULL) : result;
}

enum api_result exec_program(struct api_request *request)
{
    struct resource resource = {.operation = "exec", .raw_body = !is_document(request), .effects = true};
    enum program_stream_form form;
    if (wants_stream(request, &form)) {
        struct session *session;
        struct heap *h;
        enum api_result result = enter_heap(request, false, &session, &h);
        return result == API_DONE ? exec_stream(request, session, form) : result;
    }
    struct program_options options; /* looked at here, where a parameter can be named */
    enum api_result result = program_options(request, &options);
    if (result != API_DONE)
        return result;
    return run_resource(request, &resource);
}
