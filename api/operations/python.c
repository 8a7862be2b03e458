/* The operation exec: a program in the session's module __main__. */
#include "api/operation.h"

#include "api/program.h"

/* Any characters: what the language makes of them is its own affair. */
static bool take_source(struct operation *op, struct python_source *source)
{
    uint32_t at = operation_member(op, "source");
    if (!at)
        return operation_missing(op, "source");
    if (!json_is_string(op->reader.tape->tokens[at]))
        return operation_fail(op, PROBLEM_INVALID_BODY, at, "\"source\" takes the program as a string");
    source->decoded = true;
    source->text = value_text(&op->reader, at, &source->length);
    return source->text || operation_fail(op, PROBLEM_OUT_OF_MEMORY, at, "no memory for this request");
}

/* {"source", "filename"} */
static bool run_exec(struct operation *op)
{
    struct python_source source = {.result = true, .told = true};
    struct program_options options;
    struct program program;
    size_t length = 0;
    if (program_options(op->request, &options) != API_DONE)
        return operation_fail(
            op, PROBLEM_INVALID_PARAMETER, op->document,
            "of what limits a run or says what to record of it something is not as it must be");
    if (op->bare_value) { /* the body itself */
        source.text = op->request->body;
        source.length = op->request->body_length;
        source.filename = api_query_text(op->request, "filename");
    } else if (!take_source(op, &source) ||
               !operation_text(op, "filename", false, &source.filename, &length)) {
        return false;
    }
    program_run(&program, op->request, op->heap, &source, &options, op->effects, NULL);
    bool finished = program_finished(&program, &op->report);
    if (finished)
        program_write_members(&program, op->w);
    program_end(&program);
    return finished;
}

const struct operation_kind python_operations[] = {
    {"exec", run_exec, " source filename ", 0},
    {0},
};
