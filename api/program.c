/* Runs of programs (program.h). */
#include "api/program.h"

#include <stdlib.h>
#include <string.h>

#include "api/value_write.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/object/traceback.h"

enum { OUTPUT_USUAL = 4 << 20, OUTPUT_MOST = 64 << 20, TRACEBACK_MOST = 1000 };

enum api_result program_options(struct api_request *request, struct program_options *out)
{
    static const char *const clocks[] = {"virtual", "real", NULL};
    int clock = 0;
    *out = (struct program_options){.output = OUTPUT_USUAL};
    enum api_result result = api_query_uint(request, "steps", 0, UINT64_MAX / 2, &out->steps);
    if (result == API_DONE)
        result = api_query_uint(request, "output", 0, OUTPUT_MOST, &out->output);
    if (result == API_DONE)
        result = api_query_choice(request, "clock", clocks, &clock);
    out->real_clock = clock == 1;
    return result;
}

/* What comes after it is written by what ends with the program. */
static void note_uncaught(void *context, struct heap *h, addr exception, const char *text, size_t length)
{
    struct program *p = context;
    (void)h, (void)exception, (void)text, (void)length;
    p->uncaught_at = p->out.length;
}

static bool take_output(void *context, int stream, const char *bytes, size_t length)
{
    struct program *p = context;
    (void)stream;
    if (length > p->output_limit - p->out.length)
        return false;
    outbuf_append(&p->out, bytes, length);
    return !p->out.failed;
}

void program_run(struct program *p, struct api_request *request, struct heap *h, const struct python_source *source,
                 const struct program_options *options)
{
    struct python_host host = {
        .context = p, .write = take_output, .uncaught = note_uncaught, .steps = options->steps, .real_clock = options->real_clock};
    int64_t begun = monotonic_ns();
    *p = (struct program){.request = request, .heap = h, .output_limit = options->output};
    p->status = python_exec(h, source, &host, &p->outcome);
    p->duration_us = (monotonic_ns() - begun) / 1000;
}

bool program_finished(struct program *p, struct problem_report *report)
{
    if (p->status == HEAP_OK && !p->out.failed)
        return true;
    if (p->status == HEAP_OK) {
        *report = (struct problem_report){.problem = PROBLEM_OUT_OF_MEMORY, .detail = "no memory for the program's output"};
        return false;
    }
    api_report_heap(p->request, p->heap, p->status, report);
    switch (p->status == HEAP_ABANDONED ? p->outcome.stop : PYTHON_OUT_OF_TIME) {
    case PYTHON_OUT_OF_STEPS:
        *report = (struct problem_report){.problem = PROBLEM_STEP_LIMIT,
                                          .detail = "the program did not end within the steps that it was given; it was stopped where it was"};
        break;
    case PYTHON_OUT_OF_OUTPUT:
        *report = (struct problem_report){.problem = PROBLEM_OUTPUT_LIMIT,
                                          .detail = "the program printed more than it may; it was stopped where it was"};
        break;
    default:
        break;
    }
    return false;
}

/* ---- the exception ----------------------------------------------------------------------------------------------------- */

static void write_str(struct json_writer *w, const struct heap *h, addr s)
{
    size_t size = str_utf8_size(h, s);
    char few[256], *bytes = size > sizeof few ? malloc(size) : few;
    if (!bytes) {
        json_null(w);
        return;
    }
    str_utf8(h, s, bytes);
    json_string(w, bytes, size);
    if (bytes != few)
        free(bytes);
}

/* Where it was raised, most recent last. */
static void write_places(struct json_writer *w, const struct heap *h, addr exception)
{
    size_t n = 0;
    json_begin_array(w);
    for (addr tb = exception_traceback(h, exception); tb && n < TRACEBACK_MOST; tb = traceback_at(h, tb)->next, n++) {
        addr o = traceback_at(h, tb)->frame, f = object_kind(h, o) == KIND_FRAME ? frame_object_at(h, o)->frame : 0;
        json_begin_object(w);
        if (f && iframe_at(h, f)->code) {
            const struct code_object *code = code_at(h, iframe_at(h, f)->code);
            json_key(w, "file");
            write_str(w, h, code->filename);
            json_key(w, "function");
            write_str(w, h, code->name);
        }
        json_member_int(w, "line", traceback_at(h, tb)->line);
        json_end_object(w);
    }
    json_end_array(w);
}

static void write_exception(struct program *p, struct json_writer *w)
{
    struct heap *h = p->heap;
    addr e = p->outcome.exception, text;
    if (!e) {
        json_null(w);
        return;
    }
    json_begin_object(w);
    json_member_text(w, "type", object_type_name(h, e));
    json_key(w, "message");
    text = object_str(h, e);
    if (text) {
        write_str(w, h, text);
        decref(h, text);
    } else {
        heap_clear_raised(h);
        json_string(w, "", 0);
    }
    json_key(w, "traceback");
    write_places(w, h, e);
    if (p->outcome.syntax.message[0]) {
        json_member_uint(w, "line", p->outcome.syntax.at.line);
        json_member_uint(w, "column", p->outcome.syntax.at.column);
    }
    json_key(w, "text");
    if (p->outcome.text)
        json_string(w, p->outcome.text, p->outcome.text_length);
    else
        json_null(w);
    json_end_object(w);
}

/* ---- the answer ----------------------------------------------------------------------------------------------------------- */

void program_write_members(struct program *p, struct json_writer *w)
{
    json_key(w, "stdout");
    json_string(w, p->out.length ? p->out.data : "", p->out.length);
    json_key(w, "result");
    if (p->outcome.result)
        write_object(w, p->heap, p->outcome.result, NULL, OBJECT_FULL);
    else
        json_null(w);
    json_key(w, "exception");
    write_exception(p, w);
    json_member_int(w, "duration_us", p->duration_us);
    json_member_uint(w, "steps", p->outcome.steps);
}

void program_write_text(struct program *p, struct outbuf *out)
{
    size_t before = p->outcome.text ? p->uncaught_at : p->out.length;
    if (before)
        outbuf_append(out, p->out.data, before);
    if (p->outcome.text)
        outbuf_append(out, p->outcome.text, p->outcome.text_length);
    if (before < p->out.length)
        outbuf_append(out, p->out.data + before, p->out.length - before);
}

void program_end(struct program *p)
{
    xdecref(p->heap, p->outcome.result);
    xdecref(p->heap, p->outcome.exception);
    p->outcome.result = p->outcome.exception = 0;
    free(p->outcome.text);
    p->outcome.text = NULL;
    outbuf_destroy(&p->out);
}
