/* One run of a Python program on a heap: its output, how it ended, what was asked to be known of it, and all
 * of that as an answer.
 *
 * An answer is one document, or plain text, or a stream of either: text as it is printed, or a line of
 * JSON for each event. */
#ifndef API_PROGRAM_H
#define API_PROGRAM_H

#include "api/effects.h"
#include "api/profile.h"
#include "api/record.h"
#include "api/request.h"
#include "daemon/python/python.h"

/* ?steps=, ?output=, ?clock=real: limits and clock of a run. ?profile=lines, ?record=steps&limit=: what is to
 * be known of it. */
struct program_options {
    uint64_t steps;  /* 0: none */
    uint64_t output; /* bytes */
    bool real_clock;
    bool profile;
    bool record;
    uint64_t record_limit;
    bool hides_effects; /* from the last event; JSON documents are their callers' */
};
enum api_result program_options(struct api_request *request, struct program_options *out);

/* Where a run goes that is not awaited: bytes of text, or whole lines of JSON. */
struct program_sink {
    void *context;
    void (*take)(void *context, const char *bytes, size_t length);
    void (*lose)(void *context); /* in the place of what there was no memory to say */
    bool events;                 /* JSON, else text */
};

/* Where a limit met it. */
struct program_stop {
    struct outbuf traceback;  /* JSON, most recent frame last; empty: no code ran */
    uint64_t frames_left_out; /* older ones */
    uint32_t line;            /* of the program itself; 0: not known */
    char file[200];           /* UTF-8; "": longer */
};

struct program {
    struct api_request *request;
    struct heap *heap;
    const struct program_sink *sink; /* NULL: `out` gathers the output */
    struct outbuf out; /* standard output; with a sink of events what it has not taken yet, of `out_stream` */
    struct outbuf err; /* standard error, without a sink */
    int out_stream;
    size_t written;      /* bytes of both so far */
    size_t printed;      /* of standard output */
    size_t uncaught_at;  /* how much was printed when the program ended in an exception */
    size_t output_limit; /* bytes */
    uint64_t steps_limit;
    bool muted;              /* what is printed now is not the program's doing */
    struct outbuf result;    /* the value of its last expression, as JSON */
    struct outbuf exception; /* that it ended in, as JSON */
    struct program_stop stop;
    struct python_outcome outcome;
    enum heap_status status;
    int64_t duration_us;
    struct effects *effects; /* being recorded; NULL: nobody asks */
    struct effects own_effects;
    size_t told; /* collections and the like of which there were events */
    bool profiles, records, hides_effects;
    struct profile profile;
    struct recording recording;
    struct outbuf steps; /* recorded: JSON, separated by commas */
    struct outbuf line;  /* an event being written */
    struct json_writer w;
};

/* Runs it. The heap is the caller's for that time; to be ended with program_end() whatever happened.
 * `effects` may be NULL. */
void program_run(struct program *p, struct api_request *request, struct heap *h,
                 const struct python_source *source, const struct program_options *options,
                 struct effects *effects, const struct program_sink *sink);

/* Did it come to an end, by an exception too? Else the report says why not: a limit, the deadline, memory. */
bool program_finished(struct program *p, struct problem_report *report);

/* "stdout", "result", "exception", "duration_us", "steps"; "profile" and "recording" where they were asked
 * for. */
void program_write_members(struct program *p, struct json_writer *w);

/* The output and, where an exception ended it, what the version prints for that; the profile behind it. */
void program_write_text(struct program *p, struct outbuf *out);

/* The last that a sink takes: how it ended. "effects" are written where they are recorded, "seq" where it is
 * not 0. */
void program_emit_end(struct program *p, uint64_t seq);

/* What stopped it, as the sink's last. */
void program_emit_problem(struct program *p, const struct problem_report *report);

/* Lets result and exception go, which may run code of the program. */
void program_end(struct program *p);

/* program_exception.c: the pending answer's "exception". `p->outcome` may say where a syntax error is. */
void program_write_exception(struct program *p, struct json_writer *w, addr exception, const char *text,
                             size_t length);

/* program_stopped.c: notes where it is, before anything of it is unwound. */
void program_note_stop(struct program *p, const struct heap *h);

/* "in line 3 of <string>", or "where it was": in scratch. */
const char *program_stop_place(struct program *p);

/* What "recording" is, whose steps have been sent where there is a sink. */
void program_write_recording(struct program *p, struct json_writer *w);

/* What it had printed and done until then, and what was asked to be known of it, becomes part of the report,
 * and outlives the program. */
void program_report_stop(struct program *p, struct problem_report *report);

#endif
