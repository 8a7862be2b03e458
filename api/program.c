/* Runs of programs (program.h). */
#include "api/program.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api/resources/write_gc.h"
#include "api/value_write.h"

enum { OUTPUT_USUAL = 4 << 20, OUTPUT_MOST = 64 << 20, STEPS_BYTES_MOST = 64 << 20, PRINTED_AT_ONCE = 8192 };

enum api_result program_options(struct api_request *request, struct program_options *out)
{
    static const char *const clocks[] = {"virtual", "real", NULL}, *const profiles[] = {"lines", NULL},
                             *const records[] = {"steps", NULL};
    int clock = 0, profile = -1, record = -1;
    *out = (struct program_options){.output = OUTPUT_USUAL, .record_limit = RECORD_USUAL};
    enum api_result result = api_query_uint(request, "steps", 0, UINT64_MAX / 2, &out->steps);
    if (result == API_DONE)
        result = api_query_uint(request, "output", 0, OUTPUT_MOST, &out->output);
    if (result == API_DONE)
        result = api_query_choice(request, "clock", clocks, &clock);
    if (result == API_DONE)
        result = api_query_choice(request, "profile", profiles, &profile);
    if (result == API_DONE)
        result = api_query_choice(request, "record", records, &record);
    if (result == API_DONE)
        result = api_query_uint(request, "limit", 1, RECORD_MOST, &out->record_limit);
    out->real_clock = clock == 1;
    out->profile = profile == 0;
    out->record = record == 0;
    out->hides_effects = api_query_denied(request, "effects");
    return result;
}

/* ---- events -------------------------------------------------------------------------------------- */

/* What the line holds, if it was written whole. */
static void say_line(struct program *p)
{
    if (p->line.failed)
        p->sink->lose(p->sink->context);
    else
        p->sink->take(p->sink->context, p->line.data, p->line.length);
}

static struct json_writer *open_event(struct program *p, const char *name)
{
    outbuf_reset(&p->line, 1 << 16);
    json_writer_init(&p->w, &p->line, false);
    json_begin_object(&p->w);
    json_member_text(&p->w, "event", name);
    return &p->w;
}

static void end_event(struct program *p)
{
    json_end_object(&p->w);
    json_newline(&p->w);
    say_line(p);
}

/* What was printed since the last event, whole lines as far as there are. */
static void flush_output(struct program *p)
{
    if (!p->out.length)
        return;
    struct json_writer *w = open_event(p, "output");
    json_member_text(w, "stream", p->out_stream == 2 ? "stderr" : "stdout");
    json_member_string(w, "text", p->out.data, p->out.length);
    end_event(p);
    outbuf_reset(&p->out, 1 << 16);
}

static struct json_writer *begin_event(struct program *p, const char *name)
{
    flush_output(p);
    return open_event(p, name);
}

static void tell_heap_event(struct program *p, const struct heap_event *e)
{
    struct json_writer *w;
    switch (e->kind) {
    case EVENT_COLLECTION:
        w = begin_event(p, "collection");
        write_collection_members(w, &e->u.collection);
        break;
    case EVENT_FINALIZED:
        w = begin_event(p, "finalizer");
        json_member_address(w, "id", e->object);
        json_member_string(w, "type", e->u.text, e->text_length);
        break;
    case EVENT_LOG:
    case EVENT_UNRAISABLE:
        w = begin_event(p, e->kind == EVENT_LOG ? "log" : "unraisable");
        json_member_address(w, "id", e->object);
        json_member_string(w, "text", e->u.text, e->text_length);
        break;
    default:
        return;
    }
    end_event(p);
}

/* What the heap did since the last time this was asked, before what comes next. */
static void tell_heap(struct program *p)
{
    if (!p->sink || !p->sink->events || !p->effects)
        return;
    for (size_t i = p->told; i < events_count(p->heap); i++)
        tell_heap_event(p, events_at(p->heap, i));
    p->told = events_count(p->heap);
    if (p->records) /* it takes them over with each step */
        return;
    p->told = 0;
    effects_gather(p->effects);
}

static void note_rest(void *context, struct heap *h)
{
    (void)h;
    tell_heap(context);
}

/* ---- output -------------------------------------------------------------------------------------- */

static void emit(struct program *p, int stream, const char *bytes, size_t length)
{
    if (!p->sink) {
        outbuf_append(stream == 2 ? &p->err : &p->out, bytes, length);
    } else if (p->sink->events) {
        tell_heap(p);
        if (stream != p->out_stream)
            flush_output(p);
        p->out_stream = stream;
        outbuf_append(&p->out, bytes, length);
        if (p->out.length > PRINTED_AT_ONCE || (length && bytes[length - 1] == '\n'))
            flush_output(p);
    } else if (stream != 2) {
        p->sink->take(p->sink->context, bytes, length);
    }
}

static bool take_output(void *context, int stream, const char *bytes, size_t length)
{
    struct program *p = context;
    if (p->muted)
        return true;
    if (length > p->output_limit - p->written)
        return false;
    p->written += length;
    p->printed += stream == 2 ? 0 : length;
    emit(p, stream, bytes, length);
    return !p->out.failed && !p->err.failed;
}

/* Everything is still there. What comes after it is written by what ends with the program. */
static void note_uncaught(void *context, struct heap *h, addr exception, const char *text, size_t length)
{
    struct program *p = context;
    struct json_writer w;
    (void)h;
    p->uncaught_at = p->printed;
    json_writer_init(&w, &p->exception, false);
    program_write_exception(p, &w, exception, length ? text : NULL, length);
    if (p->sink && !p->sink->events)
        p->sink->take(p->sink->context, text, length);
}

/* The program has it yet, and lets go of it next. */
static void note_result(void *context, struct heap *h, addr value, const struct python_repr *repr)
{
    struct program *p = context;
    struct json_writer w;
    json_writer_init(&w, &p->result, false);
    if (repr)
        write_told_object(&w, h, value, &(struct told_repr){repr->text, repr->length, repr->cut});
    else
        write_object(&w, h, value, NULL, OBJECT_RESULT);
}

/* ---- looking on ---------------------------------------------------------------------------------- */

static void record(struct program *p, struct heap *h, enum python_event event, uint32_t line)
{
    if (!record_wants(&p->recording, h, event))
        return;
    if (p->sink && p->sink->events) {
        tell_heap(p);
        record_step(&p->recording, h, event, line, p->printed, begin_event(p, "step"));
        p->told = 0;
        end_event(p);
        return;
    }
    if (p->steps.length > STEPS_BYTES_MOST || p->steps.failed) {
        p->recording.truncated = true;
        return;
    }
    if (p->steps.length)
        outbuf_byte(&p->steps, ',');
    json_writer_init(&p->w, &p->steps, false);
    json_begin_object(&p->w);
    record_step(&p->recording, h, event, line, p->printed, &p->w);
    json_end_object(&p->w);
}

static void watch(void *context, struct heap *h, enum python_event event, uint32_t line)
{
    struct program *p = context;
    if (p->profiles)
        profile_watch(&p->profile, h, event, line);
    if (p->records)
        record(p, h, event, line);
}

static void note_block(void *context, struct heap *h, addr block, size_t size, bool freed)
{
    struct program *p = context;
    profile_note(&p->profile, h, block, size, freed);
}

static void note_stop(void *context, struct heap *h)
{
    program_note_stop(context, h);
}

/* ---- running ------------------------------------------------------------------------------------- */

static bool prepare(struct program *p, const struct python_source *source,
                    const struct program_options *options)
{
    bool needed = options->record || (p->sink && p->sink->events);
    if (needed && !p->effects) {
        if (!effects_begin(&p->own_effects, p->heap, EFFECTS_LISTED))
            return false;
        p->effects = &p->own_effects;
    }
    if (options->profile && !profile_begin(&p->profile, source))
        return false;
    p->profiles = options->profile;
    if (options->record && !record_begin(&p->recording, options->record_limit, p->effects))
        return false;
    p->records = options->record;
    return true;
}

void program_run(struct program *p, struct api_request *request, struct heap *h,
                 const struct python_source *source, const struct program_options *options,
                 struct effects *effects, const struct program_sink *sink)
{
    *p = (struct program){.request = request,
                          .heap = h,
                          .sink = sink,
                          .output_limit = options->output,
                          .steps_limit = options->steps,
                          .hides_effects = options->hides_effects,
                          .effects = effects};
    if (!prepare(p, source, options)) {
        p->out.failed = true;
        return;
    }
    struct python_host host = {
        .context = p,
        .write = take_output,
        .uncaught = note_uncaught,
        .result = note_result,
        .watch = p->profiles || p->records ? watch : NULL,
        .block = p->profiles ? note_block : NULL,
        .rested = note_rest,
        .stopped = note_stop,
        .steps = options->steps,
        .balances_events = p->effects && !p->records, /* a step is told each of what it did */
        .real_clock = options->real_clock,
    };
    if (request->session != NULL)
        session_has_run(request->session);
    if (request->session != NULL && options->real_clock)
        session_not_repeatable(request->session, session_seq(request->session));
    int64_t begun = monotonic_ns();
    p->status = python_exec(h, source, &host, &p->outcome);
    p->duration_us = (monotonic_ns() - begun) / 1000;
    if (request->session != NULL && (p->out.failed || p->err.failed)) /* that stopped it */
        session_not_repeatable(request->session, session_seq(request->session));
    tell_heap(p);
}

bool program_finished(struct program *p, struct problem_report *report)
{
    if (p->status == HEAP_OK && !p->out.failed && !p->err.failed && !p->exception.failed && !p->result.failed)
        return true;
    if (p->status == HEAP_OK) {
        *report = (struct problem_report){.problem = PROBLEM_OUT_OF_MEMORY,
                                          .detail = "no memory for the program's output"};
        return false;
    }
    api_report_heap(p->request, p->heap, p->status, report);
    if (p->status != HEAP_ABANDONED)
        return false;
    const char *place = program_stop_place(p);
    switch (p->outcome.stop) {
    case PYTHON_OUT_OF_STEPS:
        *report =
            (struct problem_report){.problem = PROBLEM_STEP_LIMIT,
                                    .detail = scratch_format(&p->request->scratch,
                                                             "the program did not end within the %" PRIu64
                                                             " steps that it was given; it was stopped %s",
                                                             p->steps_limit, place)};
        break;
    case PYTHON_OUT_OF_OUTPUT:
        *report = (struct problem_report){
            .problem = PROBLEM_OUTPUT_LIMIT,
            .detail = scratch_format(&p->request->scratch,
                                     "the program printed more than it may; it was stopped %s", place)};
        break;
    default:
        if (report->problem == PROBLEM_DEADLINE)
            report->detail =
                scratch_format(&p->request->scratch, "%s; the program was stopped %s", report->detail, place);
        break;
    }
    program_report_stop(p, report);
    return false;
}

/* ---- the answer ---------------------------------------------------------------------------------- */

void program_write_recording(struct program *p, struct json_writer *w)
{
    json_begin_object(w);
    if (!p->sink) {
        json_key(w, "steps");
        json_begin_array(w);
        if (p->steps.length)
            json_raw(w, p->steps.data, p->steps.length);
        json_end_array(w);
    }
    json_member_uint(w, "count", p->recording.count);
    json_member_bool(w, "truncated", p->recording.truncated);
    json_member_bool(w, "objects_cut", p->recording.objects_cut);
    json_end_object(w);
}

/* What was written before; null: there is none. */
static void write_part(struct json_writer *w, const struct outbuf *json)
{
    if (json->length)
        json_raw(w, json->data, json->length);
    else
        json_null(w);
}

static void write_outcome(struct program *p, struct json_writer *w)
{
    json_key(w, "result");
    write_part(w, &p->result);
    json_key(w, "exception");
    write_part(w, &p->exception);
    if (p->profiles) {
        json_key(w, "profile");
        profile_write(&p->profile, w);
    }
    if (p->records) {
        json_key(w, "recording");
        program_write_recording(p, w);
    }
    json_member_int(w, "duration_us", p->duration_us);
    json_member_uint(w, "steps", p->outcome.steps);
}

void program_write_members(struct program *p, struct json_writer *w)
{
    json_key(w, "stdout");
    json_string(w, p->out.length ? p->out.data : "", p->out.length);
    json_key(w, "stderr");
    json_string(w, p->err.length ? p->err.data : "", p->err.length);
    write_outcome(p, w);
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
    if (p->profiles)
        profile_write_text(&p->profile, out);
}

void program_emit_problem(struct program *p, const struct problem_report *report)
{
    if (p->sink->events) {
        struct json_writer *w = begin_event(p, "problem");
        json_key(w, "problem");
        problem_write(w, report, p->request->target);
        end_event(p);
        return;
    }
    outbuf_reset(&p->line, 1 << 16);
    outbuf_format(&p->line, "\nheapd: %s: %s\n", problem_kind(report->problem)->slug,
                  report->detail ? report->detail : "");
    say_line(p);
}

void program_emit_end(struct program *p, uint64_t seq)
{
    struct problem_report report = {0};
    bool finished = program_finished(p, &report);
    if (p->profiles && !p->sink->events) {
        outbuf_reset(&p->line, 1 << 16);
        profile_write_text(&p->profile, &p->line);
        say_line(p);
    }
    if (!finished) {
        program_emit_problem(p, &report);
    } else if (p->sink->events) {
        struct json_writer *w = begin_event(p, "end");
        write_outcome(p, w);
        if (p->effects && !p->hides_effects)
            effects_write(p->effects, w);
        if (seq)
            json_member_uint(w, "seq", seq);
        end_event(p);
    }
}

void program_end(struct program *p)
{
    if (p->profiles)
        profile_end(&p->profile);
    if (p->records)
        record_end(&p->recording);
    effects_end(&p->own_effects);
    python_end(p->heap, &p->outcome);
    outbuf_destroy(&p->out);
    outbuf_destroy(&p->err);
    outbuf_destroy(&p->result);
    outbuf_destroy(&p->exception);
    outbuf_destroy(&p->stop.traceback);
    outbuf_destroy(&p->steps);
    outbuf_destroy(&p->line);
}
