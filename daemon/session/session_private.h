/* struct session, for the files of this folder. Each group of members is guarded by what its comment says. */
#ifndef HEAPD_SESSION_PRIVATE_H
#define HEAPD_SESSION_PRIVATE_H

#include "daemon/session/budget.h"
#include "daemon/session/journal.h"
#include "daemon/session/registry.h"
#include <pthread.h>

/* An entry of the registry's index: a session under its id, and under its name where that is another. */
struct index_entry {
    const char *key;
    struct session *session;
    struct index_entry *next;
};

struct session {
    atomic_size_t references;
    atomic_bool ended;
    atomic_bool runs_programs;

    /* constant */
    struct registry *registry; /* counted: a handle may outlive registry_stop */
    struct event_stream *events;
    uint64_t number;
    int64_t created_at;
    char id[24];
    char python[8];
    char *name;

    /* atomic, each for itself */
    atomic_llong record;
    atomic_ullong snapshots;
    atomic_ullong expires_after; /* seconds */
    atomic_llong last_use_ns;
    atomic_ullong seq; /* written inside the turn */
    atomic_ullong memory_limit, used, used_peak, committed, objects, traced, traced_peak;
    atomic_ullong asked_seq; /* session_changed: the number then, and one more */

    pthread_mutex_t labels_lock;
    const struct labels *labels;

    /* the turn: turn.c */
    pthread_mutex_t turn_lock;
    pthread_cond_t turn_free;
    bool taken;
    unsigned waiting; /* threads in session_enter that did not get the turn at once */
    struct heap *heap;
    uint64_t charged;     /* bytes of the registry's budget that this heap has paid for or leased */
    bool lease_was_short; /* in this turn there was less than its limit allows */
    bool watching;
    struct watch watch;
    const struct deadline *deadline; /* of who is inside; NULL: none */

    /* what led here: record.c. Of the session: */
    _Atomic(struct journal *)
        journal; /* NULL: nothing has changed yet, or none is kept; set once, inside the turn */
    struct journal_origin origin; /* for the first change */
    atomic_bool has_origin;       /* else the first thing in a journal is an image */
    struct session_job image_job; /* an image that is left to a worker, */
    atomic_bool image_is_due;     /* and whether it is on its way */
    bool off_step;                /* something has changed since the last step, and was none */
    bool replaying;               /* it is being made again: what happens has been recorded */
    struct {                      /* and of the turn */
        int64_t begun_ns;
        uint64_t seq, digest, memory_limit; /* when it began */
        uint32_t refusals;
        bool noting; /* whether blocks come and go is noted */
        bool told;   /* somebody said what was done */
        bool broken; /* and that it cannot be done again, beyond the step `whole_to` */
        uint64_t whole_to;
    } turn;

    /* jobs: jobs.c */
    pthread_mutex_t jobs_lock;
    struct session_job *first_job, **last_job; /* waiting, in order */
    size_t job_count;                          /* of them */
    bool job_running;                          /* one is with the workers */

    /* guarded by the registry's lock */
    struct index_entry by_id, by_name;
    struct session *next, *previous; /* in order of creation */
};

/* A session with one reference, unknown to the registry, its turn taken by the caller. Takes the heap over,
 * also on failure (NULL: no memory). */
struct session *session_new(struct registry *registry, struct heap *heap, uint64_t charged,
                            const struct session_spec *spec);

/* Begins the turn that session_new took, once the limits are set. */
void session_first_turn(struct session *session);

/* Whether somebody is inside or waits for it. */
bool session_in_use(struct session *session);

/* Waits until nobody is inside. For a session that has ended: nobody comes in any more. */
void session_wait_until_left(struct session *session);

/* The turn begins, and ends: what its owner did not say is found out. record.c */
void session_begin_recording(struct session *session);
void session_end_recording(struct session *session);

/* What a session's past begins with: a fresh heap, or that of another one whose turn the caller has. */
void session_originates(struct session *session, const struct session_spec *spec);
void session_inherit(struct session *session, struct session *first);

/* The past of a session up to a step, for another one. From any thread. */
enum journal_found session_copy_journal(struct session *session, uint64_t at, struct journal **out);

/* Counts as use now. */
void session_touch(struct session *session);

/* Runs the waiting jobs whose deadline has passed, out of order; answers how many still wait. */
size_t session_run_overdue(struct session *session);

/* What sessions need of their registry. */
struct registry *registry_retain(struct registry *registry);
void registry_release(struct registry *registry);
struct budget *registry_budget(struct registry *registry);
void registry_job_waits(struct registry *registry); /* somebody waits: look after deadlines more often */

#endif
