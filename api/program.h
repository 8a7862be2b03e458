/* One run of a Python program on a heap: its output, how it ended, and both as an answer. */
#ifndef API_PROGRAM_H
#define API_PROGRAM_H

#include "api/request.h"
#include "daemon/python/python.h"

struct program {
    struct api_request *request;
    struct heap *heap;
    struct outbuf out; /* standard output and error, in the order in which they were written */
    size_t uncaught_at; /* how long it was when the program ended in an exception */
    size_t output_limit; /* bytes */
    struct python_outcome outcome;
    enum heap_status status;
    int64_t duration_us;
};

/* ?steps=, ?output=, ?clock=real: limits and clock of a run. */
struct program_options {
    uint64_t steps;  /* 0: none */
    uint64_t output; /* bytes */
    bool real_clock;
};
enum api_result program_options(struct api_request *request, struct program_options *out);

/* Runs it. The heap is the caller's for that time; to be ended with program_end() whatever happened. */
void program_run(struct program *p, struct api_request *request, struct heap *h, const struct python_source *source,
                 const struct program_options *options);

/* Did it come to an end, by an exception too? Else the report says why not: a limit, the deadline, memory. */
bool program_finished(struct program *p, struct problem_report *report);

/* "stdout", "result", "exception", "duration_us", "steps" */
void program_write_members(struct program *p, struct json_writer *w);

/* The output and, where an exception ended it, what the version prints for that. */
void program_write_text(struct program *p, struct outbuf *out);

/* Lets result and exception go, which may run code of the program. */
void program_end(struct program *p);

#endif
