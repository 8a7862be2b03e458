/* A session: a heap, what is known about it, and whose turn it is to use it.
 *
 * Handles are counted references. Whoever holds one may read what is constant and the gauges at any time; the
 * heap only inside the session's *turn*, which one thread has at a time.
 *
 *   on a thread that serves many connections:   session_try_enter ... session_leave, for what is short
 *   on a thread that may wait:                  session_enter ... session_leave
 *   to get onto such a thread:                  session_submit. Of one session's jobs one runs at a time, in
 * the order they came, so that a busy session occupies one worker and no more
 *
 * A session with somebody waiting is not entered by session_try_enter, so that those who wait are not
 * starved.
 *
 *   live -> ended. A session ends when it is deleted, expires or the daemon stops. Who is inside the turn is
 * told to stop (its heap_abandon), who waits is answered SESSION_ENDED, the name is free at once, and the
 * heap is destroyed with the last reference. Nothing leads back.
 */
#ifndef HEAPD_SESSION_SESSION_H
#define HEAPD_SESSION_SESSION_H

#include "daemon/session/deadline.h"
#include "daemon/session/events.h"
#include "daemon/session/labels.h"
#include "daemon/session/workers.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heap;
struct journal_piece;
struct session;

#define SESSION_MUST_CHECK __attribute__((warn_unused_result))

enum session_status {
    SESSION_OK = 0,
    SESSION_NO_MEMORY,  /* the host has none: 503 */
    SESSION_ENDED,      /* it was live when the handle was taken: 404 */
    SESSION_BUSY,       /* no turn before the deadline, or too many wait: 503 with Retry-After */
    SESSION_NOT_FOUND,  /* 404 */
    SESSION_EXISTS,     /* the name is taken: 409 */
    SESSION_BAD_NAME,   /* 400 */
    SESSION_BAD_PYTHON, /* no such version: 400 */
    SESSION_TOO_MANY,   /* as many sessions as the configuration allows: 429 */
    SESSION_TOO_LARGE,  /* the memory limit is above the configured maximum: 400 */
    SESSION_TOO_SMALL,  /* the memory limit is below what is in use: 409 */
    SESSION_FULL        /* the memory of all sessions together is at its limit: 503 */
};

/* A short phrase for each, for logs and problem documents. */
const char *session_status_text(enum session_status status);

/* ---- Handles ------------------------------------------------------------------------------------- */

struct session *session_retain(struct session *session);
void session_release(struct session *session); /* NULL is ignored; the last one destroys the heap */

/* ---- What is constant ---------------------------------------------------------------------------- */

uint64_t
session_number(const struct session *session); /* the 7 of "s7"; rises with each session, the key of lists */
const char *session_id(const struct session *session);     /* "s7" */
const char *session_name(const struct session *session);   /* as given, or the id: what URLs use */
const char *session_python(const struct session *session); /* "3.14" */
int64_t session_created_at(const struct session *session); /* microseconds since the epoch */

/* The stream of this session's events; borrowed. */
struct event_stream *session_events(const struct session *session);

bool session_ended(const struct session *session);

/* ---- What may change at any time ----------------------------------------------------------------- */

/* Where other parts keep what belongs to this session (the store's key); 0 until set. */
int64_t session_record(const struct session *session);
void session_set_record(struct session *session, int64_t record);

/* How many snapshots are stored of it: counted here by those who store and delete them, so that looking at a
 * session asks no database. */
uint64_t session_snapshots(const struct session *session);
void session_add_snapshots(struct session *session, int64_t change);

/* A new reference to the labels as they are now; never NULL. And their replacement (retained by the
 * session). */
const struct labels *session_labels(struct session *session);
void session_set_labels(struct session *session, const struct labels *labels);

/* Seconds without use after which it ends by itself; 0 is never. Answered is the time that is left, -1 for
 * never. */
uint64_t session_expires_after(const struct session *session);
void session_set_expires_after(struct session *session, uint64_t seconds);
int64_t session_expires_in(const struct session *session);

/* What the heap was like when somebody left the turn last: for lists, metrics and samples outside the
 * turn. */
struct session_gauges {
    uint64_t seq;
    uint64_t memory_limit, used, used_peak, committed; /* bytes */
    uint64_t objects;
    uint64_t traced, traced_peak; /* bytes; 0 while it does not trace */
};
void session_gauges(const struct session *session, struct session_gauges *out);

/* Whether the sequence number is another than when this was asked last (the first time: yes). For one who
 * samples. */
bool session_changed(struct session *session);

/* ---- The turn ------------------------------------------------------------------------------------ */

/* Takes the turn if it is free and nobody waits: SESSION_OK, SESSION_BUSY or SESSION_ENDED. Never waits. The
 * deadline (NULL: none) is as in session_enter, inside the turn. */
enum session_status session_try_enter(struct session *session,
                                      const struct deadline *deadline) SESSION_MUST_CHECK;

/* Waits for the turn. SESSION_OK, SESSION_ENDED, or SESSION_BUSY when the deadline passed before (NULL:
 * none). When it passes inside the turn, or the session ends, the heap is told to abandon what it does. The
 * deadline must live until session_leave. */
enum session_status session_enter(struct session *session,
                                  const struct deadline *deadline) SESSION_MUST_CHECK;

/* Ends the turn, on the thread that took it: notes the gauges and the time of use. */
void session_leave(struct session *session);

/* Inside the turn: from now on operations on the heap may run code of a program, and take as long as it
 * likes. */
void session_has_run(struct session *session);
bool session_runs_programs(const struct session *session);

/* Whether the heap was told to abandon, what to answer when it says HEAP_ABANDONED: SESSION_OK (it was not),
 * SESSION_ENDED, or SESSION_BUSY (the deadline passed). Inside the turn. */
enum session_status session_stopped(struct session *session);

/* Work for a worker thread. The struct, the session reference and the deadline stay the caller's and must
 * live until run() returns or, if there is one, until done(). */
struct session_job {
    struct session *session;
    const struct deadline *deadline; /* NULL: none. One that waits longer is run out of order, to say so */
    void (*run)(struct session_job *job); /* on a worker thread, outside of the turn */
    void (*done)(
        struct session_job *job); /* afterwards, when nothing looks at the job any more; may be NULL */
    struct job job;               /* from here on private */
    struct session_job *next;
    bool in_order;
};

/* Lets the job run once those of the same session that came before it have. Anything but SESSION_OK
 * (SESSION_BUSY: too many wait, here or in the pool; SESSION_ENDED): the job was not taken, neither run() nor
 * done() will be called. */
enum session_status session_submit(struct session_job *job) SESSION_MUST_CHECK;

/* The heap, the session's own. Only inside the turn. */
struct heap *session_heap(struct session *session);

/* The sequence number, and one step of it for each operation that changed the heap. Only inside the turn. */
uint64_t session_seq(const struct session *session);
uint64_t session_step(struct session *session);

/* Changes the byte limit of the heap, inside the turn: SESSION_TOO_LARGE beyond the configured maximum,
 * SESSION_TOO_SMALL below what is in use. */
enum session_status session_set_memory_limit(struct session *session, uint64_t bytes) SESSION_MUST_CHECK;

/* ---- What led here: journal.h -------------------------------------------------------------------- */

/* Is what is done to it recorded? Not where no journals are kept, and not while it is being made again. */
bool session_is_recorded(const struct session *session);

/* Whether it is being made again by what was recorded of another. Nobody but who does so knows it. */
bool session_is_replayed(const struct session *session);

/* Inside the turn, at its beginning: this is meant to read. It is recorded if anything changes all the same,
 * a str made for a while. */
void session_reads(struct session *session);

/* Inside the turn, at its end: what was done in it, so that the same can be done again (`kind` and
 * `operations`: journal.h). Where nobody says so and the heap has changed, what was before cannot lead to
 * what comes. */
struct session_doing {
    uint32_t kind, operations;
    bool reads; /* recorded only if something has changed */
    bool brief; /* on a thread that serves many connections: what takes long is left to a worker */
    const struct journal_piece *pieces;
    size_t count;
};
void session_tell(struct session *session, const struct session_doing *doing);

/* Inside the turn: from the step `whole_to` on, what is done would not come out the same another time. */
void session_not_repeatable(struct session *session, uint64_t whole_to);

/* Where a session can be forked as it was. */
struct session_past {
    enum {
        PAST_OFF,
        PAST_ON,
        PAST_LOST,
        PAST_FAILED
    } state;       /* LOST: to be recorded again soon; FAILED: never again */
    uint64_t from; /* and each step after it, the last included */
    uint64_t bytes;
};
void session_past(const struct session *session, struct session_past *out);

/* Inside the turn: has nothing changed since the last step, but by it? Not what failed, nor a look that made
 * something for a while, nor limits. */
bool session_is_at_step(const struct session *session);

#endif
