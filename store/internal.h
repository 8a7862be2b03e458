/* What the store's own files share. */
#ifndef HEAPD_STORE_INTERNAL_H
#define HEAPD_STORE_INTERNAL_H

#include "store/arena.h"
#include "store/cache.h"
#include "store/readers.h"
#include "store/writer.h"

enum { STRIPES = 64, GROWTH_ROWS = 10 };

struct store {
    struct writer *writer;
    struct readers *readers;
    struct cache cache;
    uint32_t history_limit;
    struct store_retention retention;
    int lock;         /* the data directory's lock file */
    char *path, *vfs; /* of the database; vfs NULL: the default one */
    /* By session id: a session's snapshots are added and deleted one at a time, for their stored differences.
     */
    pthread_mutex_t stripes[STRIPES];
};

/* The request that a member `request` of a `type` is in. */
#define request_of(pointer, type) ((type *)(void *)((char *)(pointer)-offsetof(type, request)))

/* A page's bounds with its defaults filled in. */
struct page_bounds {
    int64_t after;
    int64_t limit;
};
struct page_bounds store_page_bounds(const struct store_page *page);

/* A column's text, copied; NULL for SQL's NULL, *failed set if there is no memory. */
const char *store_column_text(struct store_arena *arena, sqlite3_stmt *statement, int column, bool *failed);
/* A column that was stored from an unsigned number. */
uint64_t store_column_number(sqlite3_stmt *statement, int column);

/* What a daemon that was killed left of exports. */
void store_exports_remove(const char *directory);

/* STORE_NOT_FOUND if there is no such session. */
enum store_status store_session_check(struct database *database, int64_t session) STORE_MUST_CHECK;

#endif
