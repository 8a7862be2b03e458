/* Deadlines: the moment after which a piece of work is not worth finishing, on the monotonic clock.
 *
 * The heap library has no clock. A watcher thread looks at the deadlines of long work every few milliseconds
 * and tells the work to stop (for a heap: heap_abandon, which the library looks at on its safe points). A
 * deadline is also over once somebody cancelled it (the client went away) or the thing it belongs to ended (a
 * session deleted meanwhile).
 *
 * Deadlines and watches are plain values inside the request that owns them; nothing here allocates per
 * request. */
#ifndef HEAPD_SESSION_DEADLINE_H
#define HEAPD_SESSION_DEADLINE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#define DEADLINE_NEVER INT64_MAX

struct deadline {
    int64_t at_ns;         /* on CLOCK_MONOTONIC; DEADLINE_NEVER is none */
    atomic_bool cancelled; /* set by deadline_cancel, from any thread */
};

/* Nanoseconds on the monotonic clock, and microseconds since the epoch. */
int64_t monotonic_ns(void);
int64_t wall_clock_us(void);

/* A deadline that many milliseconds from now; 0 is one that never passes by itself. */
void deadline_start(struct deadline *deadline, uint64_t milliseconds);

/* Makes the deadline pass now. From any thread, while the deadline lives. */
void deadline_cancel(struct deadline *deadline);

/* Whether the time is over or the work cancelled. One reading of the clock (25 ns). NULL never passes. */
bool deadline_passed(const struct deadline *deadline);

/* The moment as pthread_cond_clockwait takes it, with CLOCK_MONOTONIC. */
struct timespec deadline_timespec(const struct deadline *deadline);

/* ---- Watching ------------------------------------------------------------------------------------ */

struct watcher;

struct watch {
    const struct deadline *deadline; /* NULL: none */
    const atomic_bool *ended;        /* a second reason to stop; NULL: none */
    void (*stop)(void *context); /* called at most once, on the watcher's thread: short, calls no watcher_ */
    void *context;
    bool stopped; /* whether stop was called; to be read after watcher_disarm */
    struct watch *next, *previous;
};

/* Starts the thread that looks after armed watches every `period_ms` (it sleeps while there are none). NULL
 * when the host refuses. */
struct watcher *watcher_start(unsigned period_ms);
void watcher_stop(struct watcher *watcher); /* nothing may be armed any more; NULL is ignored */

/* From arm to disarm the watch belongs to the watcher. stop() is not running and will not run once disarm
 * returned. */
void watcher_arm(struct watcher *watcher, struct watch *watch);
void watcher_disarm(struct watcher *watcher, struct watch *watch);

#endif
