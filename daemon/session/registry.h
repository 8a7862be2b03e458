/* The registry: every live session of the daemon, found by id or by name, within the limits of the whole.
 *
 * It owns one reference to each live session. It has a thread of its own for what is due by time: sessions
 * that expire, jobs whose deadline passed while they waited for a turn, heaps to be abandoned.
 *
 * Memory of all sessions together is bounded by what their heaps have committed. Each heap may commit up
 * to its own limit while there is room; a heap that meets the common bound gets MemoryError as at its own
 * limit. */
#ifndef HEAPD_SESSION_REGISTRY_H
#define HEAPD_SESSION_REGISTRY_H

#include "daemon/session/session.h"

struct journal;
struct journals;
struct registry;

enum session_end { SESSION_DELETED, SESSION_EXPIRED, SESSION_STOPPED };

struct registry_config {
    struct workers
        *workers; /* where session jobs run; borrowed, stopped by its owner after registry_stop_accepting */
    size_t max_sessions;      /* live at a time */
    uint64_t memory_total;    /* bytes, all sessions together; 0: not bounded */
    uint64_t memory_max;      /* the largest limit that a session may ask for */
    uint64_t memory_default;  /* and the one it gets without asking */
    uint64_t expires_default; /* seconds; 0: never */
    size_t max_waiting;       /* jobs of one session that wait */
    size_t event_count;       /* events that a session's stream keeps, */
    size_t event_bytes;       /* and bytes of them */
    struct journals
        *journals; /* of the sessions, for forks of what they were; borrowed; NULL: none are kept */
    uint64_t
        first_number; /* of the first session to be created: one more than any session before had; 0 is 1 */
    /* Called once when a session ends, on whatever thread ends it, outside of every lock: no operation enters
     * it any more, but it is found until this has returned, and told of only then. NULL is nothing. */
    void (*ends)(void *context, struct session *session, enum session_end how);
    void *context;
};

/* NULL when the host refuses memory or the thread. */
struct registry *registry_start(const struct registry_config *config);

/* Ends every session (SESSION_STOPPED) and waits for those who are inside a turn; no new ones can be created.
 * What waits for a turn is answered SESSION_ENDED. Then the workers may be stopped. */
void registry_end_sessions(struct registry *registry);

/* Releases it, after registry_end_sessions and workers_stop. Handles that others still hold remain valid. */
void registry_stop(struct registry *registry);

/* ---- Creating and ending ------------------------------------------------------------------------- */

#define SESSION_NAME_MAX   100
#define SESSION_NUMBER_MAX (1ull << 40) /* a name beyond it is no id of the future */

/* Names are 1 to SESSION_NAME_MAX letters, digits, '.', '_', '-' (ASCII), beginning with a letter, digit or
 * '_'. */
bool session_name_allowed(const char *name);

/* The number in an id ("s7"), 0 for what is no id. Names may look like one. */
uint64_t session_number_of(const char *id);

struct session_spec {
    const char *
        name; /* NULL: the id. One that looks like an id is no session's id from then on, not even its own. */
    const struct labels *labels; /* retained; NULL: none */
    unsigned minor;              /* CPython 3.minor */
    uint32_t recursion_limit;    /* 0: the version's */
    uint32_t hash_seed;          /* PYTHONHASHSEED */
    uint64_t memory_limit;       /* bytes; 0: the default */
    bool has_expires_after;      /* false: the default */
    uint64_t expires_after;      /* seconds; 0: never */
};

/* What it was started with, and who watches deadlines. */
const struct registry_config *registry_config(const struct registry *registry);
struct watcher *registry_watcher(struct registry *registry);

/* A fresh heap without a session, for one program; no place of the registry is taken. NULL: no memory. It
 * comes back when nobody needs it any more (NULL: nothing does). */
struct heap *registry_lend_heap(struct registry *registry, const struct session_spec *spec, uint64_t limit);
void registry_take_back(struct registry *registry, struct heap *h);

/* Makes the heap and publishes the session. A new reference, whose first turn the caller has (so that it can
 * finish the heap's settings before anyone else comes in): session_leave it. */
enum session_status registry_create(struct registry *registry, const struct session_spec *spec,
                                    struct session **out) SESSION_MUST_CHECK;

/* A second session, equal to the first (whose turn the caller has) in all that makes the heap; name, labels
 * and expiry come from the spec. The caller has the turn of the new one, too. */
enum session_status registry_fork(struct registry *registry, struct session *first,
                                  const struct session_spec *spec, struct session **out) SESSION_MUST_CHECK;

/* A session that is being made again: as registry_fork(), but as the first was right after its step `at`. It
 * begins with a heap that is older than that and is not published before somebody has done to it what
 * `reader` has. Nobody needs to have the first's turn.
 *
 *   registry_fork_past -> what the reader has, inside the turn -> registry_publish, or registry_give_up
 */
struct journal_reader;
enum past_status {
    PAST_OK,
    PAST_NONE,   /* no journals are kept */
    PAST_GONE,   /* it goes back so far no more */
    PAST_GAP,    /* that step cannot be made again */
    PAST_BUSY,   /* as many sessions are being made again as may */
    PAST_REFUSED /* *refused says why */
};
enum past_status registry_fork_past(struct registry *registry, struct session *first,
                                    const struct session_spec *spec, uint64_t at,
                                    struct journal_reader *reader, struct session **out,
                                    enum session_status *refused) SESSION_MUST_CHECK;
enum session_status registry_publish(struct registry *registry, struct session *session,
                                     struct journal_reader *reader) SESSION_MUST_CHECK;
void registry_give_up(struct registry *registry, struct session *session,
                      struct journal_reader *reader); /* its turn is left, the reference released */

/* Deletes a session: SESSION_OK, or SESSION_ENDED if it ends already. */
enum session_status registry_end(struct registry *registry, struct session *session) SESSION_MUST_CHECK;

/* The same in two steps, for who has to forget more than the session between them. From the first one on no
 * operation enters it; until the second it is found and listed, its name is not free, and nobody is told. */
enum session_status registry_begin_end(struct session *session) SESSION_MUST_CHECK;
void registry_finish_end(struct registry *registry, struct session *session);

/* ---- Finding ------------------------------------------------------------------------------------- */

/* A new reference to the live session of that id or name, or NULL. Counts as use of the session. */
struct session *registry_find(struct registry *registry, const char *name_or_id);

/* New references to up to `room` sessions that have all the wanted labels, in order of creation, from the
 * first one whose number is above `after`. Answers how many; *more says whether further ones follow, *total
 * (NULL: not wanted) how many match in all. */
size_t registry_list(struct registry *registry, const struct label *wanted, size_t wanted_count,
                     uint64_t after, struct session **out, size_t room, bool *more, size_t *total);

struct registry_stats {
    size_t sessions, max_sessions;
    uint64_t created, deleted, expired; /* since the start */
    uint64_t committed, memory_total;   /* bytes of all live heaps; the bound, 0: none */
    uint64_t used, objects;             /* of all live heaps, by their gauges */
    uint64_t waiting;                   /* jobs that wait for others of their session, now */
};
void registry_stats(struct registry *registry, struct registry_stats *out);

/* Events of the daemon as a whole: sessions that come and go. Borrowed. */
struct event_stream *registry_events(struct registry *registry);

#endif
