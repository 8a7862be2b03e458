/* Who is told of calls, returns, lines and exceptions while a program runs: sys.setprofile(), sys.settrace(),
 * the profiler of cProfile, and after these the tools of sys.monitoring (monitoring.h).
 *
 * The evaluation tells of every instruction while anybody is there to be told (monitor_step). From the
 * instruction follows what happens: RESUME is a call, RETURN_VALUE and YIELD_VALUE a return. What comes of an
 * instruction the evaluation tells then: a C function returns, an iterator ends, an exception comes up; where
 * a jump has led is known with the next instruction. Nobody is told of what runs while somebody is being
 * told.
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
    bool in_c;
};

struct monitor {
    bool on;     /* somebody is to be told */
    bool inside; /* who is told runs */
    uint32_t count, room;
    addr calls;     /* struct monitor_call[room] */
    addr profilers; /* struct profiler, a list; the one that is enabled: */
    addr active;
    addr monitoring; /* struct monitoring; 0: sys.monitoring has not been used */
};

struct monitor_instruction { /* that is about to run in a frame */
    uint32_t word;
    const slot *top; /* where the frame's stack ends */
    uint32_t line;   /* that begins with it; 0 none */
    uint32_t from;   /* the one that has led here; MONITOR_NOWHERE: whatever there was */
    bool again;      /* the line is that of the one before: a jump back, */
    bool first;      /* or the function begins with it */
    bool begun;      /* behind the first RESUME */
};
#define MONITOR_NOWHERE UINT32_MAX

enum heap_status monitor_step(struct heap *h, addr f, const struct monitor_instruction *i) HEAP_MUST_CHECK;
/* Does anybody want to know of the call that the frame's instruction is, and of its end? */
bool monitor_wants_call(struct heap *h, addr f);
/* What the instruction has called, which is not written in Python, with this first argument (0: none), has
 * ended with `status`. Answers the status to go on with; *result is *stolen* where that is no HEAP_OK any
 * more. */
enum heap_status monitor_called(struct heap *h, addr f, addr callable, addr first, enum heap_status status,
                                addr *result) HEAP_MUST_CHECK;
/* callable(*args) is about to be called, `args` a tuple; has been called, as monitor_called(). */
enum heap_status monitor_calls_ex(struct heap *h, addr f, addr callable, addr args) HEAP_MUST_CHECK;
enum heap_status monitor_called_ex(struct heap *h, addr f, addr callable, addr args, enum heap_status status,
                                   addr *result) HEAP_MUST_CHECK;
/* super(*args).name, the call where somebody wants to know of it. *attribute *new*; 0: nobody does. */
enum heap_status monitor_super(struct heap *h, addr f, addr super, const addr args[2], size_t count,
                               addr name, addr *attribute) HEAP_MUST_CHECK;
/* As iterator_next(), for a loop of the frame. */
enum heap_status monitor_iterate(struct heap *h, addr f, addr iterator, addr *item) HEAP_MUST_CHECK;
/* `yield from` or await in the frame has come to the end of what it asks, with a value, where this was sent.
 */
enum heap_status monitor_delegate_ends(struct heap *h, addr f, addr receiver, addr sent,
                                       addr value) HEAP_MUST_CHECK;
/* An exception has come up at the frame's instruction `at`, or comes up again: the reference becomes one to
 * what was raised by who is told, if anything was. HEAP_ABANDONED: the program is to stop. */
enum heap_status monitor_exception(struct heap *h, addr f, uint32_t at, addr *exception,
                                   bool again) HEAP_MUST_CHECK;
/* The frame handles the exception, from the instruction `at` on. */
enum heap_status monitor_handled(struct heap *h, addr f, uint32_t at, addr exception) HEAP_MUST_CHECK;
/* What is pending is thrown into the frame of a generator. It stays pending, or what was raised by who is
 * told. */
void monitor_thrown(struct heap *h, addr f);
/* The frame ends by what is pending; likewise. */
void monitor_unwind(struct heap *h, addr f, uint32_t at, bool raised);

/* Somebody is told, between these. */
void monitor_enter(struct heap *h);
void monitor_leave(struct heap *h);
/* The references of profilers and tools are found at h->program.keys. */
void monitor_chain_keys(struct heap *h);

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
