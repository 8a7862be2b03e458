/*
 * The store: what heapd remembers, in one SQLite file.
 *
 * It holds sessions and their settings, snapshots with interned frames and tracebacks, the difference of
 * every snapshot to the one before it, collection history and memory samples. It knows nothing of HTTP,
 * JSON or heaps: plain C structs in, plain C structs out.
 *
 * Threads: every function may be called from any thread. All writing is done by one writer thread, which
 * takes what is queued, writes it in one transaction and syncs once (group commit). Readers have
 * connections of their own and never wait for the writer.
 *
 * Durability: a function that changes something returns STORE_OK only when the change is on disk, so that
 * neither kill -9 nor a power cut loses it -- except the *_append functions, which queue and return;
 * store_flush() waits for those. A failed call has changed nothing, and never harms what is stored.
 *
 * Backpressure: the queue is bounded. A waiting function waits for room up to `wait_ms` and an appending
 * one not at all; then they answer STORE_BUSY.
 *
 * Times are microseconds since the epoch, given by the caller. Sizes are bytes. Text is UTF-8 and ends
 * with NUL; what a caller passes in is borrowed for the call, what an answer holds lives until the
 * answer's _free function. */
#ifndef HEAPD_STORE_STORE_H
#define HEAPD_STORE_STORE_H

#include "daemon/snapshot/snapshot.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STORE_MUST_CHECK __attribute__((warn_unused_result))

enum store_status {
    STORE_OK = 0,
    STORE_NOT_FOUND, /* no such session, snapshot, ... */
    STORE_EXISTS,    /* a live session has this name */
    STORE_INVALID,   /* an argument makes no sense (a bug of the caller's, or a number out of range) */
    STORE_BUSY,      /* the queue stayed full: try again later */
    STORE_FULL,      /* disk or quota is full; nothing was changed */
    STORE_IO,        /* the disk fails; nothing was changed */
    STORE_CORRUPT,   /* the file is damaged, or is not heapd's */
    STORE_NEWER,     /* the file was written by a newer heapd */
    STORE_LOCKED,    /* another daemon uses the data directory */
    STORE_NO_MEMORY,
    STORE_STOPPED, /* the caller's patience ended */
};

/* A short phrase for each status, for logs and problem documents. */
const char *store_status_text(enum store_status status);

/* ---- Life ---------------------------------------------------------------------------------------- */

struct store;

struct store_options {
    const char *directory;  /* made if it does not exist (its parent must) */
    int64_t now;            /* when sessions that the file shows as live are said to have ended */
    unsigned readers;       /* reading connections; 0: 4 */
    size_t queue_limit;     /* writes that may wait; 0: 4096 */
    unsigned wait_ms;       /* how long a waiting write waits for room; 0: 2000 */
    uint32_t history_limit; /* collections, and memory samples, kept per session; 0: 100,000 */
    size_t cache_bytes;     /* loaded snapshots kept in memory; 0: 64 MiB */
    uint64_t quota_bytes;   /* the file grows no further: STORE_FULL; 0: no quota */
    struct store_retention {
        uint64_t count; /* snapshots kept per session; 0: all */
        int64_t age;    /* microseconds that they are kept; 0: for ever */
    } retention;        /* of sessions that have none of their own */
    const char *vfs;    /* SQLite VFS, for tests; NULL: the default one */
};

struct store_error {
    enum store_status status;
    char message[400]; /* for the operator: names the file and what to do */
};

/*
 * Opens or creates `directory`/heapd.sqlite, brings an older file up to the current schema, and marks as
 * ended every session that is still live in it (their heaps died with the daemon). The directory stays
 * locked until store_close(). On failure `error` (not NULL) says why, and an existing file is as it was.
 */
enum store_status store_open(const struct store_options *options, struct store **store,
                             struct store_error *error) STORE_MUST_CHECK;
/* Writes all that is queued, then closes. No other call may be running. NULL is allowed. */
void store_close(struct store *store);
/*
 * Waits until everything that was queued before the call is on disk. Anything but STORE_OK: at least one
 * append since the last flush (by any thread) was lost, this being the first reason.
 */
enum store_status store_flush(struct store *store) STORE_MUST_CHECK;

struct store_health {
    size_t queued, queue_limit;
    uint64_t writes, commits;       /* since it was opened; writes / commits is the group size */
    uint64_t failures;              /* writes that could not be done for FULL, IO, CORRUPT, NO_MEMORY */
    uint64_t dropped;               /* appends refused because the queue was full */
    uint64_t file_bytes;            /* the database file, without its log */
    enum store_status last_failure; /* STORE_OK after a write that succeeded */
    char message[200];              /* SQLite's words for last_failure */
};
void store_health(struct store *store, struct store_health *health);

/* ---- Lists --------------------------------------------------------------------------------------- */

/*
 * One page of a list. Items carry a key that rises in the order they were made; a page begins after `after`
 * (0: at the start) and its answer's `next` is the `after` of the next page, or 0 if this was the last.
 */
struct store_page {
    int64_t after;
    uint32_t limit; /* 0: 100; at most 10,000 */
    bool newest_first;
};

/* What an answer's text and rows are kept in; private. */
struct store_arena;

/* ---- Sessions ------------------------------------------------------------------------------------ */

enum store_session_state { STORE_SESSION_LIVE, STORE_SESSION_ENDED };

struct store_label {
    const char *key, *value;
};

struct store_session {
    int64_t id;         /* the store's own, never used again; also the key of lists */
    const char *name;   /* at most one live session has it; ended ones may share it */
    const char *python; /* "3.14" */
    enum store_session_state state;
    uint64_t seq; /* the highest that was stored with anything of this session */
    uint64_t memory_limit;
    int64_t created_at;
    int64_t ended_at;                 /* 0: live */
    const char *settings;             /* the caller's own notation (JSON); the store does not read it */
    const struct store_label *labels; /* sorted by key */
    size_t label_count;
    uint64_t snapshot_count; /* answers only */
};

/* Takes id (0: the next one; no session may ever have had it), name, python, seq, memory_limit, created_at,
 * settings (NULL: "{}") and labels. STORE_EXISTS. */
enum store_status store_session_create(struct store *store, const struct store_session *session,
                                       int64_t *id) STORE_MUST_CHECK;

/* The highest id that any session ever had, those that were deleted included; 0: there was none. */
enum store_status store_session_last(struct store *store, int64_t *id) STORE_MUST_CHECK;

/* What to change: NULL or false leaves it. */
struct store_session_change {
    const char *name;
    const char *settings;
    bool set_labels; /* replaces all labels */
    const struct store_label *labels;
    size_t label_count;
    bool set_memory_limit;
    uint64_t memory_limit;
    bool set_ended; /* its heap is gone, its history stays */
    int64_t ended_at;
    uint64_t seq; /* raises the stored one if it is higher */
};
enum store_status store_session_change(struct store *store, int64_t session,
                                       const struct store_session_change *change) STORE_MUST_CHECK;
/* Removes the session and all that belongs to it. */
enum store_status store_session_delete(struct store *store, int64_t session) STORE_MUST_CHECK;

struct store_sessions {
    struct store_session *items;
    size_t count;
    int64_t next;
    int64_t total; /* of the filter, over all pages */
    struct store_arena *arena;
};
struct store_session_filter {
    bool by_state;
    enum store_session_state state;
    const struct store_label *labels; /* all of them must be there; a NULL value: any value */
    size_t label_count;
};
/* `filter` NULL: all. */
enum store_status store_session_list(struct store *store, const struct store_session_filter *filter,
                                     const struct store_page *page,
                                     struct store_sessions *sessions) STORE_MUST_CHECK;
/* One item. By name: the live one, else the one that ended last. */
enum store_status store_session_get(struct store *store, int64_t session,
                                    struct store_sessions *sessions) STORE_MUST_CHECK;
enum store_status store_session_find(struct store *store, const char *name,
                                     struct store_sessions *sessions) STORE_MUST_CHECK;
void store_sessions_free(struct store_sessions *sessions);

/* ---- Snapshots ----------------------------------------------------------------------------------- */

struct store_snapshot {
    int64_t session;
    int64_t number;     /* 1, 2, 3 ... in its session, never used again; also the key of lists */
    const char *label;  /* NULL: none */
    const char *source; /* "heap", or where an imported one came from */
    int64_t taken_at;
    uint64_t seq;
    uint64_t size, count, peak; /* answers only; as in the value */
    uint32_t nframe;            /* answers only */
    bool objects;               /* object data was stored with it */
    const void *graph; /* adding only: its object graph, as bytes that the store does not read; NULL: none */
    size_t graph_length;
};

/*
 * Stores a snapshot and its difference to the one before it. Takes session, label, source, taken_at, seq
 * and objects; answers the number. Cost by the number of sites; the diff is worked out on this thread.
 * Calls for one session are done one after the other.
 */
enum store_status store_snapshot_add(struct store *store, const struct store_snapshot *snapshot,
                                     struct snapshot *value, int64_t *number) STORE_MUST_CHECK;
/* `label` NULL removes it. */
enum store_status store_snapshot_relabel(struct store *store, int64_t session, int64_t number,
                                         const char *label) STORE_MUST_CHECK;
/* Removes it; the next one's stored difference becomes that to the one before. */
enum store_status store_snapshot_delete(struct store *store, int64_t session,
                                        int64_t number) STORE_MUST_CHECK;
/* The value, one reference, the caller's: snapshot_release(). */
enum store_status store_snapshot_load(struct store *store, int64_t session, int64_t number,
                                      struct snapshot **value) STORE_MUST_CHECK;

/*
 * The graph's bytes again, part by part: place 0, 1, 2 ... *bytes is the caller's to free. STORE_NOT_FOUND
 * past the last one, which for place 0 is: it has no graph, or is not there.
 */
enum store_status store_graph_part(struct store *store, int64_t session, int64_t number, int64_t place,
                                   void **bytes, size_t *length) STORE_MUST_CHECK;

struct store_diff_row {
    const char *file;
    uint32_t line;
    uint64_t size, count;
    int64_t size_diff, count_diff;
};
struct store_diff {
    int64_t previous; /* number of the snapshot it is to; 0: this is the first, and there is no difference */
    int64_t size_diff, count_diff;
    const struct store_diff_row *growth; /* the lines that grew most (at most 10), in compare_to's order */
    size_t growth_count;
    const struct store_diff_row *types; /* the types, likewise: their names are in `file` */
    size_t type_count;
};
struct store_snapshot_item {
    struct store_snapshot snapshot;
    struct store_diff diff;
};
struct store_snapshots {
    struct store_snapshot_item *items;
    size_t count;
    int64_t next;
    int64_t total;
    struct store_arena *arena;
};
/* One item. */
enum store_status store_snapshot_get(struct store *store, int64_t session, int64_t number,
                                     struct store_snapshots *snapshots) STORE_MUST_CHECK;
/* With the difference of each to the one before: both /snapshots and /history. */
enum store_status store_snapshot_list(struct store *store, int64_t session, const struct store_page *page,
                                      struct store_snapshots *snapshots) STORE_MUST_CHECK;
void store_snapshots_free(struct store_snapshots *snapshots);

/*
 * Retention: what a session keeps of its snapshots. NULL sets it back to the store's; reading answers the one
 * that holds. A session's newest snapshot always stays.
 */
enum store_status store_retention_set(struct store *store, int64_t session,
                                      const struct store_retention *retention) STORE_MUST_CHECK;
enum store_status store_retention_get(struct store *store, int64_t session,
                                      struct store_retention *retention) STORE_MUST_CHECK;
/* Deletes what is beyond it at the time `now`, of one session or (0) of all; tells of each, unless NULL. */
enum store_status store_retention_apply(struct store *store, int64_t session, int64_t now,
                                        void (*deleted)(void *context, int64_t session, int64_t number),
                                        void *context) STORE_MUST_CHECK;

/* ---- Collections --------------------------------------------------------------------------------- */

struct store_collection {
    int64_t number; /* answers only: 1, 2, 3 ... in its session; the key of lists */
    int64_t time;
    uint64_t seq;
    uint32_t generation;
    const char *cause; /* "automatic", "request", ... the caller's word */
    uint64_t collected, uncollectable, finalized;
    uint64_t examined; /* objects in the collected generations */
    uint64_t freed_bytes;
    uint64_t pause_us;
};
/* Queues the rows (copied) and returns at once. */
enum store_status store_collections_append(struct store *store, int64_t session,
                                           const struct store_collection *rows,
                                           size_t count) STORE_MUST_CHECK;

struct store_collections {
    struct store_collection *items;
    size_t count;
    int64_t next;
    int64_t total; /* that the session ever had; the oldest may be gone (history_limit) */
    struct store_arena *arena;
};
enum store_status store_collection_list(struct store *store, int64_t session, const struct store_page *page,
                                        struct store_collections *collections) STORE_MUST_CHECK;
void store_collections_free(struct store_collections *collections);

/* ---- Memory samples ------------------------------------------------------------------------------ */

struct store_memory {
    int64_t number; /* answers only; the key of lists */
    int64_t time;
    uint64_t seq;
    uint64_t used, committed, objects;
    uint64_t traced, traced_peak; /* 0, 0: not tracing */
};
/* Queues the rows (copied) and returns at once. */
enum store_status store_memory_append(struct store *store, int64_t session, const struct store_memory *rows,
                                      size_t count) STORE_MUST_CHECK;

struct store_memories {
    struct store_memory *items;
    size_t count;
    int64_t next;
    int64_t total; /* that the session ever had; the oldest may be gone (history_limit) */
    struct store_arena *arena;
};
enum store_status store_memory_list(struct store *store, int64_t session, const struct store_page *page,
                                    struct store_memories *memories) STORE_MUST_CHECK;
void store_memories_free(struct store_memories *memories);

/* ---- A session as a file ------------------------------------------------------------------------- */

/* For what may take long: asked now and then, not 0 ends it with STORE_STOPPED. NULL: no end. */
struct store_patience {
    int (*given_up)(void *context);
    void *context;
};

/*
 * All that is stored of a session, live or ended, as an SQLite file of its own with the store's schema;
 * nothing of any other session is in it. As the only file of a data directory it can be opened as a store.
 * The descriptor is the caller's; the file has no name any more and goes with it. Reads one moment of the
 * store, with a connection of its own; nobody waits for it.
 */
enum store_status store_export(struct store *store, int64_t session, const struct store_patience *patience,
                               int *file) STORE_MUST_CHECK;

#endif
