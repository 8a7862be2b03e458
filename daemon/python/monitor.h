/* Who is told of calls, returns, lines and exceptions while a program runs: sys.setprofile(), sys.settrace(),
 * the profiler of cProfile.
 *
 * The evaluation tells of every instruction while anybody is there to be told (monitor_step). From the
 * instruction follows what happens: RESUME is a call, RETURN_VALUE and YIELD_VALUE a return, a CALL of a C
 * function a call whose return is the next instruction of the same frame.
 */
#ifndef HEAPD_PYTHON_MONITOR_H
#define HEAPD_PYTHON_MONITOR_H

#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/state.h"

struct monitor_call { /* what runs, innermost last: in the tables area */
    addr frame;       /* whose call it is; of a C function the frame that called it */
    uint64_t began,
        inner; /* on the session's clock, in nanoseconds; and how much of it others took that it called */
    uint32_t entry; /* of the profiler, from 1; 0 none */
    uint32_t at;    /* of a C function: the instruction that called it */
    bool in_c;
};

struct monitor {
    bool on;     /* somebody is to be told */
    bool inside; /* who is told runs */
    uint32_t count, room;
    addr calls;     /* struct monitor_call[room] */
    addr profilers; /* struct profiler, a list; the one that is enabled: */
    addr active;
};

/* Before the instruction `word` of the frame f, whose stack ends at `top`; `line`: it begins this one, 0
 * none. */
enum heap_status monitor_step(struct heap *h, addr f, uint32_t word, const slot *top,
                              uint32_t line) HEAP_MUST_CHECK;
/* An exception has come up in the frame, *stolen*: answers it *new*, or what was raised by who is told. */
addr monitor_exception(struct heap *h, addr f, addr exception) HEAP_MUST_CHECK;
/* The frame ends by what is pending. */
void monitor_unwind(struct heap *h, addr f, bool raised);

/* Whoever is set or unset: is anybody there now? */
void monitor_update(struct heap *h);
/* Nothing is under way any more. */
void monitor_forget_calls(struct heap *h);
/* The calls under way are counted as if they ended now, for the profiler that is enabled, which is none any
 * more. */
void monitor_disable_profiler(struct heap *h);
/* The end of a program: nobody is told any more, and nothing is kept. */
void monitor_end(struct heap *h);

/* sys.setprofile(), sys.settrace(): borrowed, 0 none. */
void monitor_set_profile(struct heap *h, addr function);
void monitor_set_trace(struct heap *h, addr function);

/* ---- profiler.c: what cProfile counts */
struct profiler {
    struct program_keys keys; /* of its entries: code objects, functions */
    uint32_t number;
    bool subcalls, builtins;
    uint32_t entry_count, entry_room, edge_count, edge_room;
    addr entries, entry_index; /* struct profiler_entry[], and a hash table of their numbers from 1 */
    addr edges, edge_index;
};
struct profiler_times {
    uint64_t calls, recursive, total, own; /* nanoseconds */
    uint32_t level;                        /* how many of its calls are under way */
};
struct profiler_entry {
    uint64_t key; /* the code object, or the definition of the function */
    struct profiler_times times;
};
struct profiler_edge {
    uint32_t caller, callee; /* entries, from 1 */
    struct profiler_times times;
};

struct profiler *profiler_new(struct heap *h); /* NULL: no memory, nothing raised */
struct profiler *profiler_find(const struct heap *h, int64_t number);
void profiler_drop(struct heap *h, struct profiler *p);
void profiler_drop_all(struct heap *h);
void profiler_clear(struct heap *h, struct profiler *p);
/* A call begins: its entry, found by the key or made with `object` to be kept (borrowed). 0: no memory,
 * nothing raised. */
uint32_t profiler_begin(struct heap *h, struct profiler *p, uint64_t key, addr object, uint32_t caller);
void profiler_end(const struct heap *h, struct profiler *p, uint32_t entry, uint32_t caller, uint64_t total,
                  uint64_t own);

/* time.c: time.perf_counter_ns() */
int64_t interpreter_clock_ns(const struct heap *h);

#endif
