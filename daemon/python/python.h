/* The language on a heap: what other folders may call.
 *
 * A program runs in the heap's own memory: code, frames, generators, exceptions are objects there, modules
 * and globals persist between runs. What the host lends for the time of a run (where output goes, limits) is
 * not part of the heap.
 */
#ifndef HEAPD_PYTHON_PYTHON_H
#define HEAPD_PYTHON_PYTHON_H

#include "daemon/heap/base.h"
#include "daemon/python/ast.h"

enum python_stop { /* why a run was given up: nothing of the program sees it, no handler runs */
                   PYTHON_GOES_ON,
                   PYTHON_OUT_OF_STEPS,
                   PYTHON_OUT_OF_OUTPUT,
                   PYTHON_OUT_OF_TIME /* heap_abandon() */
};

/* For profiles and recordings; told of with the heap at rest. */
enum python_event {
    PYTHON_LINE, /* a line is about to run, in h->frame: when sys.settrace() tells of one */
    PYTHON_END   /* the program has ended, well or not, and nothing of it has been let go yet; line 0 */
};

/* What the program says a value looks like: UTF-8. */
struct python_repr {
    const char *text;
    size_t length;
    bool cut; /* it is longer */
};

struct python_host {
    void *context;
    /* print() and whatever else the program writes: bytes of UTF-8. `stream` 1 or 2. False: no more is wanted
     * (PYTHON_OUT_OF_OUTPUT). */
    bool (*write)(void *context, int stream, const char *bytes, size_t length);
    /* Called before each line when not NULL. It may look at everything and change nothing. */
    void (*watch)(void *context, struct heap *h, enum python_event event, uint32_t line);
    /* A block was made (`size` bytes asked for) or, `freed`, is about to go (0 bytes where what was not told
     * may go: a module that is there before any program in CPython is being made). Called when not NULL, in
     * the midst of what makes or frees it: it may look at the frames alone. */
    void (*block)(void *context, struct heap *h, addr block, size_t size, bool freed);
    /* A collection that was due has run. Called when not NULL, with the heap at rest. */
    void (*rested)(void *context, struct heap *h);
    /* The program has ended in an exception, and this is what is printed of it: before what is written by
     * what ends with the program. Called when not NULL, with everything still there; the text is the
     * outcome's. */
    void (*uncaught)(void *context, struct heap *h, addr exception, const char *text, size_t length);
    /* The value of the last expression, which is not None (python_source.result): before the program lets go
     * of it. `repr`: where it was asked for, else NULL. Called when not NULL; it may look at everything and
     * change nothing. */
    void (*result)(void *context, struct heap *h, addr value, const struct python_repr *repr);
    /* A limit or the deadline has been met, and nothing has been unwound: h->frame is where that was. Called
     * at most once, when not NULL; it may look at everything and change nothing. Not called where no code
     * ran. */
    void (*stopped)(void *context, struct heap *h);
    uint64_t steps;       /* at most so many from now on; 0: no limit */
    bool balances_events; /* what it does is recorded as events_balance() has it */
    bool real_clock;      /* time.time() and the rest ask the host */
    bool surrogates; /* lone ones are written as three bytes (surrogatepass), for who compares; else they are
                        an error on standard output, and escaped on standard error, as in CPython */
};

struct python_source {
    const char *text; /* in UTF-8, or what it declares on one of its first two lines (PEP 263) */
    size_t length;
    const char *filename; /* NULL: "<string>" */
    bool decoded;         /* it is in UTF-8 whatever it declares */
    bool alone;  /* a whole program: when it has ended, so has its module, as if by the end of a process */
    bool result; /* the host is told of the value of a last expression */
    bool told;   /* with its repr(), as at the prompt: not of one that runs alone, where nobody prints it */
};

struct python_outcome {
    enum python_stop stop;
    bool uncaught;   /* it ended in an exception that nobody caught, SystemExit among them */
    int exit_status; /* what a process would end with: 0; 1 after an exception; of SystemExit its code's last
                        byte, 1 where that is no number */
    addr exception;  /* *new* or 0: that one; 0 of a program that runs alone, with which it is gone */
    char
        *text; /* what that version prints of it, UTF-8 in host memory, the caller's to free(); NULL: no
                * exception, or no memory.      Nothing where a sys.excepthook of the program has been told */
    size_t text_length;
    struct syntax_error
        syntax; /* syntax.type[0]: the source was refused, and `exception` is that SyntaxError */
    uint64_t steps;
    uint64_t outer_limit; /* of python_end() */
};

/* Runs a source in the module __main__ of the heap. HEAP_OK: the outcome says how it ended (also by an
 * exception). HEAP_RAISED: memory was too short to begin; HEAP_ABANDONED: as outcome->stop says. The heap is
 * whole in each case. */
enum heap_status python_exec(struct heap *h, const struct python_source *source,
                             const struct python_host *host, struct python_outcome *out) HEAP_MUST_CHECK;

/* Lets the exception and the text go, once what the host wants of them has been asked: for each
 * outcome. That may run code of the program, and until then the limit on its steps holds. */
void python_end(struct heap *h, struct python_outcome *out);

/* A frame of what is in C in CPython: no traceback there has it. */
bool python_hides(const struct heap *h, addr frame);

/* What that version prints for an exception that nobody caught: UTF-8 in host memory, the caller's to free().
 * NULL: no memory. str() of the program's classes runs for it: what was printed of the end of a run is in its
 * outcome. */
char *python_exception_text(struct heap *h, addr exception, size_t *length);

#endif
