/* Between the files of the evaluation: frames, calls, the state of a heap's interpreter. */
#ifndef HEAPD_PYTHON_INTERPRETER_H
#define HEAPD_PYTHON_INTERPRETER_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/function.h"
#include "daemon/heap/object/generator.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/python/monitor.h"
#include "daemon/python/python.h"

/* What a heap's interpreter keeps between runs beside references: in the tables area, at h->python. */
struct interpreter {
    uint64_t slept_ns;     /* what time.sleep() adds to the clock */
    uint64_t thread;       /* which thread has its turn; 0: the main one */
    enum python_stop stop; /* why the run is being given up */
    bool stop_is_known;    /* and the host has been told where */
    bool asks_repr;        /* of the value of the program's last expression */
    bool reads_no_source;  /* modules are being let go of: io, by which lines of files are read, is no more */
    bool made_before;      /* what is allocated was there before any program in CPython (import.c) */
    struct monitor monitor;
    addr disable, missing; /* sys.monitoring's, in the static area; 0: not in this version */
    addr types_at_first;   /* dict: the types of C that can be changed, and dicts of what they have before */
    addr sys_name; /* what sys.__name__ begins as: older than the interned words, as that of builtins */
};
static inline struct interpreter *interpreter_of(const struct heap *h)
{
    return heap_at(h, h->python);
}

/* The host of the run that is on, NULL outside of one: a host pointer, in no image (h->run is 0 between
 * operations). */
static inline const struct python_host *interpreter_host(const struct heap *h)
{
    return (const struct python_host *)(uintptr_t)h->run;
}

/* ---- eval.c: runs the frame `f`, which is on top of the stack and becomes the current one, until it
 * returns, yields or raises. The frame is gone then unless it belongs to a generator that waits. `throwing`:
 * the pending exception is raised where the frame is. *out *new*. */
enum heap_status eval_frame(struct heap *h, addr f, bool throwing, addr *out) HEAP_MUST_CHECK;

/* exec.c: runs a module's, class body's or exec()'s code (*stolen*) with these namespaces (borrowed). *out
 * *new* */
enum heap_status interpreter_run_code(struct heap *h, addr code, addr globals, addr locals,
                                      addr *out) HEAP_MUST_CHECK;

/* The same; closure (borrowed tuple of as many cells as the code has free variables; 0: none). */
enum heap_status interpreter_run_closure(struct heap *h, addr code, addr globals, addr locals, addr closure,
                                         addr *out) HEAP_MUST_CHECK;

/* exec.c: the program's last expression has this value (borrowed). */
enum heap_status interpreter_show_result(struct heap *h, addr value) HEAP_MUST_CHECK;

/* ---- arguments.c: a frame for a call of a function, its parameters bound. The callable and `args` (count of
 * them, keyword ones last, named by the tuple kwnames, 0: none) are taken over, also on failure. 0: raised.
 */
addr bind_call(struct heap *h, addr function, slot *args, size_t count, addr kwnames) HEAP_MUST_CHECK;
/* The same for arguments that are borrowed. */
addr bind_borrowed(struct heap *h, addr function, const struct call *call) HEAP_MUST_CHECK;

/* ---- steps.c: counted at each jump back and each call. HEAP_OK to go on. Runs a collection that waits for a
 * safe point. */
enum heap_status interpreter_pause(struct heap *h) HEAP_MUST_CHECK;
static inline bool interpreter_must_pause(struct heap *h)
{
    return ++h->steps >= h->steps_limit || heap_abandoned(h) || h->collector.scheduled;
}

/* ---- import.c */
enum heap_status import_name(struct heap *h, addr name, addr globals, addr fromlist, int64_t level,
                             addr *out) HEAP_MUST_CHECK;
enum heap_status import_by_builtins(struct heap *h, addr f, addr name, addr fromlist, int64_t level,
                                    addr *out) HEAP_MUST_CHECK;
enum heap_status import_from(struct heap *h, addr module, addr name, addr *out) HEAP_MUST_CHECK;
enum heap_status import_star(struct heap *h, addr module, addr locals) HEAP_MUST_CHECK;

/* ---- finish.c: the end of a program that runs alone. Nothing of it can be run any more afterwards. */
void interpreter_finish(struct heap *h, addr exception); /* that it ended in: *stolen*, 0 none */

/* ---- exception_report.c: the end of a run by an exception, which sys.last_value keeps: sys.excepthook of
 * the program, or *text (malloc(), NULL: no memory). HEAP_ABANDONED: the program was to stop while it was
 * asked. */
void interpreter_forget_last(struct heap *h); /* sys.last_type ... are None from then on */
enum heap_status interpreter_uncaught(struct heap *h, addr exception, char **text,
                                      size_t *length) HEAP_MUST_CHECK;

/* ---- unraisable_hook.c */
/* sys.__unraisablehook__: prints what nobody could be told of. Message and object may be None. */
void interpreter_print_unraisable(struct heap *h, addr message, addr object, addr exception);

/* ---- modules/thread.c: what has been started runs while others sleep, or when the program has ended */
enum heap_status thread_before_sleep(struct heap *h, int64_t until_ns) HEAP_MUST_CHECK;
enum heap_status thread_end(struct heap *h) HEAP_MUST_CHECK;

/* ---- output: print() and the like. What is written to stream 1 or 2 goes to the host */
enum heap_status interpreter_write(struct heap *h, int stream, const char *bytes,
                                   size_t length) HEAP_MUST_CHECK;
enum heap_status interpreter_write_str(struct heap *h, int stream, addr s) HEAP_MUST_CHECK;

#endif
