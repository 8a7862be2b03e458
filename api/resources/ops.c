/* /ops: batches of operations, as a JSON array or as NDJSON. */
#include "api/effects.h"
#include "api/json/lexer.h"
#include "api/program.h"
#include "api/replay.h"
#include "api/resource.h"
#include "api/resources/resources.h"
#include "api/settle.h"

#include <string.h>

struct batch {
    struct api_request *request;
    struct session *session;
    struct heap *heap;
    struct effects effects;
    bool with_effects, go_on, stopped;
    uint32_t ordinal;   /* of the operation being run, from 1 */
    uint64_t completed; /* operations that succeeded */
    uint64_t limit;     /* of operations */
};

/* ---- one operation of a batch -------------------------------------------------------------------- */

enum {
    NAME_REPEATED = 40, /* bytes of a name that there is not, in the answer that says so */
    NAME_ESCAPED = 128, /* of any name that there is, each character an escape */
};

static const struct operation_kind *kind_named(const struct json_tape *tape, uint32_t at)
{
    const size_t length = tape->tokens[at].length;
    char name[NAME_ESCAPED];
    if (tape->tokens[at].kind == JSON_STRING)
        return operation_find(json_text(tape, at), length);
    return length <= sizeof name ? operation_find(name, json_unescape(json_text(tape, at), length, name))
                                 : NULL;
}

static bool find_kind(struct operation *op)
{
    uint32_t at = operation_member(op, "op");
    const struct json_token *tokens = op->reader.tape->tokens;
    if (!at || !json_is_string(tokens[at]))
        return operation_fail(op, PROBLEM_INVALID_OPERATION, op->document,
                              "an operation is an object with \"op\": its name");
    op->kind = kind_named(op->reader.tape, at);
    if (op->kind)
        return true;
    char names[400] = "";
    operation_names(names, sizeof names);
    if (tokens[at].kind != JSON_STRING || tokens[at].length > NAME_REPEATED)
        return operation_fail(op, PROBLEM_INVALID_OPERATION, at, "there is no such operation; there are %s",
                              names);
    return operation_fail(op, PROBLEM_INVALID_OPERATION, at, "there is no operation \"%.*s\"; there are %s",
                          (int)tokens[at].length, json_text(op->reader.tape, at), names);
}

static void write_failure(struct batch *b, struct problem_report *report)
{
    report->op = b->ordinal;
    json_begin_object(&b->request->json);
    json_key(&b->request->json, "problem");
    problem_write(&b->request->json, report, b->request->target);
    json_end_object(&b->request->json);
}

/* Runs the operation at `token` and writes its result; false: it failed, and the problem is written. */
static bool run_one(struct batch *b, const struct json_tape *tape, uint32_t token)
{
    struct json_writer *w = &b->request->json, before = *w;
    size_t length = w->out->length;
    struct operation op = {.request = b->request,
                           .session = b->session,
                           .heap = b->heap,
                           .w = w,
                           .document = token,
                           .effects = b->with_effects ? &b->effects : NULL};
    value_reader_begin(&op.reader, b->heap, tape, &b->request->scratch);
    json_begin_object(w);
    if (find_kind(&op) && operation_run(&op, b->ordinal)) {
        if (b->with_effects)
            effects_write(&b->effects, w);
        json_end_object(w);
        b->completed++;
        return true;
    }
    *w = before; /* a failed operation may have begun its answer */
    w->out->length = length;
    write_failure(b, &op.report);
    if (b->with_effects)
        effects_skip(&b->effects);
    /* A deadline that has passed stays passed: the operations to come would all fail. */
    b->stopped |= op.report.problem == PROBLEM_DEADLINE || op.report.problem == PROBLEM_NO_SUCH_SESSION;
    return false;
}

/* The same, without leaving anything in the request's scratch: a batch has no end in sight. */
static bool run_next(struct batch *b, const struct json_tape *tape, uint32_t token)
{
    struct scratch_mark mark = scratch_mark(&b->request->scratch);
    bool ok = run_one(b, tape, token);
    scratch_rewind(&b->request->scratch, mark);
    b->stopped |= !ok && !b->go_on;
    const struct replay *replay = b->request->replay;
    b->stopped |= replay && (b->ordinal == replay->operations || session_seq(b->session) == replay->stop_at);
    settle_notable(b->request, b->session); /* now: each with the step and the time that are its own */
    return ok;
}

/* ---- the two forms ------------------------------------------------------------------------------- */

static enum api_result run_array(struct batch *b)
{
    struct json_tape tape = {0};
    enum api_result result = api_json_body(b->request, &tape);
    if (result != API_DONE)
        return result;
    if (tape.tokens[0].kind != JSON_ARRAY)
        return api_fail_at(b->request, PROBLEM_INVALID_BODY, "",
                           "a batch is an array of operations, or NDJSON with one operation a line");
    if (tape.tokens[0].count > b->limit)
        return api_fail(b->request, PROBLEM_TOO_LARGE, "a batch has at most %llu operations",
                        (unsigned long long)b->limit);
    json_begin_object(&b->request->json);
    json_key(&b->request->json, "results");
    json_begin_array(&b->request->json);
    for (uint32_t i = 1; i != tape.tokens[0].next && !b->stopped; i = tape.tokens[i].next) {
        b->ordinal++;
        run_next(b, &tape, i);
    }
    json_end_array(&b->request->json);
    json_member_uint(&b->request->json, "completed", b->completed);
    json_member_uint(&b->request->json, "seq", session_seq(b->session));
    json_end_object(&b->request->json);
    return API_DONE;
}

/* The line is no JSON: a problem takes its result's place. */
static void write_bad_line(struct batch *b, const struct json_lines *lines, const struct json_error *error)
{
    struct problem_report report = {.problem = PROBLEM_INVALID_JSON};
    report.detail = scratch_format(&b->request->scratch, "line %zu, column %zu: %s", lines->line,
                                   error->column, error->message);
    write_failure(b, &report);
}

static void write_too_many(struct batch *b)
{
    struct problem_report report = {.problem = PROBLEM_TOO_LARGE,
                                    .detail = "no more operations than this fit into a batch"};
    write_failure(b, &report);
    json_newline(&b->request->json);
    b->stopped = true;
}

static enum api_result run_lines(struct batch *b)
{
    struct json_lines lines = {.text = b->request->body, .length = b->request->body_length};
    struct json_tape tape = {0};
    struct scratch
        tapes; /* its own: the tape is used again for each line, what a line takes is forgotten after it */
    const char *text;
    size_t length;
    scratch_init(&tapes, 0);
    b->request->answer.content_type = "application/x-ndjson";
    while (!b->stopped && json_next_line(&lines, &text, &length)) {
        struct json_error error;
        if (++b->ordinal > b->limit) {
            write_too_many(b);
            break;
        }
        if (json_read(&tapes, text, length, b->request->json_depth, &tape, &error) == JSON_OK) {
            run_next(b, &tape, 0);
        } else {
            write_bad_line(b, &lines, &error);
            b->stopped = !b->go_on || (b->request->replay && b->ordinal == b->request->replay->operations);
        }
        json_newline(&b->request->json);
    }
    scratch_destroy(&tapes);
    return API_DONE;
}

/* By its media type; without one (curl says none that means anything), lines begin with an object. */
static bool is_lines(const struct api_request *request)
{
    return request->media == MEDIA_NDJSON ||
           (request->media == MEDIA_NONE && request->body[strspn(request->body, " \t\r\n")] == '{');
}

/* Is there an "exec" in it, however it is spelled? */
static bool may_run_a_program(const struct api_request *request)
{
    return memmem(request->body, request->body_length, "exec", 4) != NULL ||
           memchr(request->body, '\\', request->body_length) != NULL;
}

/* ?on_error=stop|continue, ?effects=1. Answers 200 even when operations failed: each result says so. */
enum api_result run_ops(struct api_request *request)
{
    static const char *const on_error[] = {"stop", "continue", NULL};
    int choice = 0;
    struct batch b = {.request = request, .with_effects = api_query_flag(request, "effects")};
    struct program_options
        options; /* each exec reads them; what is wrong with them is wrong with the request */
    enum api_result result = api_query_choice(request, "on_error", on_error, &choice);
    if (result == API_DONE)
        result = program_options(request, &options);
    if (result != API_DONE)
        return result;
    if (!request->may_block && (api_body_is_large(request) || may_run_a_program(request)))
        return API_LATER;
    b.go_on = choice == 1;
    b.stopped = request->replay && request->replay->operations == 0;
    b.limit = request->operation_limit != 0 ? request->operation_limit : UINT64_MAX;
    result = enter_heap(request, false, &b.session, &b.heap);
    if (result == API_DONE)
        result = api_if_match(request, session_seq(b.session));
    if (result != API_DONE)
        return result;
    if (b.with_effects && !effects_begin(&b.effects, b.heap, EFFECTS_LISTED))
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory to record effects");
    if (!b.with_effects)
        settle_begin(b.session);
    result = is_lines(request) ? run_lines(&b) : run_array(&b);
    request->operations = b.ordinal;
    if (b.with_effects) {
        effects_end(&b.effects);
        settle_counted(b.session, &b.effects.sum);
    }
    settle(request, b.session);
    api_etag(request, session_seq(b.session));
    return result;
}
