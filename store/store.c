/*
 * Opening and closing. The order matters: the directory is locked before its file is touched; the file is
 * looked at before it is changed; sessions of a dead daemon are ended before anybody can read.
 */
#include "store/store.h"
#include "store/internal.h"
#include "store/schema.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file up to this size is checked from end to end when it is opened; beyond, damage shows when it is
 * read. */
#define CHECKED_BYTES ((int64_t)128 << 20)

const char *store_status_text(enum store_status status)
{
    switch (status) {
    case STORE_OK:
        return "done";
    case STORE_NOT_FOUND:
        return "not found";
    case STORE_EXISTS:
        return "exists already";
    case STORE_INVALID:
        return "not a value that can be stored";
    case STORE_BUSY:
        return "too many writes are waiting";
    case STORE_FULL:
        return "the disk or the store's quota is full";
    case STORE_IO:
        return "the store's disk fails";
    case STORE_CORRUPT:
        return "the store's file is damaged or not heapd's";
    case STORE_NEWER:
        return "the store's file was written by a newer heapd";
    case STORE_LOCKED:
        return "another daemon uses the data directory";
    case STORE_NO_MEMORY:
        return "out of memory";
    case STORE_STOPPED:
        return "given up before it was done";
    }
    return "unknown";
}

/* Where opening stands: what fail() needs to say why. */
struct opening {
    const struct store_options *options;
    struct store_error *error;
    char path[4096];
};

static enum store_status fail(const struct opening *opening, enum store_status status, const char *why)
{
    opening->error->status = status;
    snprintf(opening->error->message, sizeof opening->error->message, "%.200s: %s: %.150s", opening->path,
             store_status_text(status), why);
    return status;
}

static enum store_status set_path(struct opening *opening, const char *name)
{
    int length = snprintf(opening->path, sizeof opening->path, "%s/%s", opening->options->directory, name);
    return length < (int)sizeof opening->path ? STORE_OK
                                              : fail(opening, STORE_INVALID, "the path is too long");
}

/* Makes the directory if need be, and locks it for this process. */
static enum store_status lock_directory(struct opening *opening, int *lock)
{
    char owner[64] = "";
    if (mkdir(opening->options->directory, 0700) != 0 && errno != EEXIST) {
        snprintf(opening->path, sizeof opening->path, "%s", opening->options->directory);
        return fail(opening, STORE_IO, strerror(errno));
    }
    enum store_status status = set_path(opening, "heapd.lock");
    if (status != STORE_OK) {
        return status;
    }
    int fd = open(opening->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return fail(opening, STORE_IO, strerror(errno));
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        ssize_t length = read(fd, owner, sizeof owner - 1);
        owner[length > 0 ? strcspn(owner, "\n") : 0] = '\0';
        close(fd);
        return fail(opening, STORE_LOCKED, owner);
    }
    int length = snprintf(owner, sizeof owner, "process %ld\n", (long)getpid());
    if (ftruncate(fd, 0) != 0 || write(fd, owner, (size_t)length) != length) {
        /* Only who reads the message of a second daemon would miss it. */
    }
    *lock = fd;
    return STORE_OK;
}

static enum store_status check_whole(struct database *database)
{
    int64_t pages, page_size;
    sqlite3_stmt *statement;
    bool row;
    enum store_status status = database_number(database, &pages, 0, "PRAGMA page_count", "");
    if (status == STORE_OK) {
        status = database_number(database, &page_size, 0, "PRAGMA page_size", "");
    }
    if (status != STORE_OK || pages * page_size > CHECKED_BYTES) {
        return status;
    }
    status = database_query(database, &statement, "PRAGMA quick_check(1)", "");
    if (status == STORE_OK) {
        status = database_step(database, statement, &row);
    }
    if (status == STORE_OK && row) {
        const char *words = (const char *)sqlite3_column_text(statement, 0);
        if (words == NULL || strcmp(words, "ok") != 0) {
            snprintf(database->message, sizeof database->message, "%s", words == NULL ? "" : words);
            status = STORE_CORRUPT;
        }
    }
    database_reset(database);
    return status;
}

/* SQLite answers with another mode, and no error, where the file system cannot share memory between
 * processes. */
static enum store_status use_write_ahead_log(struct database *database)
{
    sqlite3_stmt *statement;
    bool row;
    enum store_status status = database_query(database, &statement, "PRAGMA journal_mode = WAL", "");
    if (status == STORE_OK) {
        status = database_step(database, statement, &row);
    }
    if (status == STORE_OK) {
        const char *mode = row ? (const char *)sqlite3_column_text(statement, 0) : NULL;
        if (mode == NULL || strcmp(mode, "wal") != 0) {
            snprintf(database->message, sizeof database->message,
                     "its file system allows no write-ahead log");
            status = STORE_IO;
        }
    }
    database_reset(database);
    return status;
}

static enum store_status configure(struct database *database, const struct store_options *options)
{
    enum store_status status = use_write_ahead_log(database);
    if (status == STORE_OK) {
        status =
            database_script(database, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                                      "PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864");
    }
    if (status == STORE_OK && options->quota_bytes > 0) {
        char quota[80];
        int64_t page_size;
        status = database_number(database, &page_size, 4096, "PRAGMA page_size", "");
        if (status == STORE_OK) {
            snprintf(quota, sizeof quota, "PRAGMA max_page_count = %llu",
                     (unsigned long long)(options->quota_bytes / (uint64_t)page_size + 1));
            status = database_script(database, quota);
        }
    }
    return status;
}

/* The heaps of a daemon that is gone are gone; what it was writing is garbage. */
static enum store_status bury(struct database *database, int64_t now)
{
    enum store_status status = database_run(
        database, "UPDATE session SET state = 'ended', ended_at = ?1 WHERE state = 'live'", "i", now);
    if (status == STORE_OK) {
        status = database_run(database, "UPDATE unseen SET building = 0 WHERE building", "");
    }
    return status;
}

/* The file, and with it its log, is the owner's alone, whatever the directory is. */
static enum store_status make_file(const struct opening *opening)
{
    int fd = open(opening->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return fail(opening, STORE_IO, strerror(errno));
    }
    close(fd);
    return STORE_OK;
}

static enum store_status open_database(struct opening *opening, struct database *database)
{
    int version = 0;
    enum store_status status = make_file(opening);
    if (status != STORE_OK) {
        return status;
    }
    status = database_open(database, opening->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                           opening->options->vfs);
    if (status == STORE_OK) {
        status = schema_look(database, &version);
    }
    if (status == STORE_OK && version > 0) {
        status = check_whole(database);
    }
    if (status == STORE_OK) {
        status = configure(database, opening->options);
    }
    if (status == STORE_OK && version < schema_latest()) {
        status = schema_migrate(database, version, schema_latest());
    }
    if (status == STORE_OK) {
        status = bury(database, opening->options->now);
    }
    if (status != STORE_OK) {
        fail(opening, status, database->message);
        database_close(database);
    }
    return status;
}

static void free_names(struct store *store)
{
    free(store->path);
    free(store->vfs);
}

static enum store_status start(struct opening *opening, struct store *store, struct database *database)
{
    const struct store_options *options = opening->options;
    struct writer_options writing = {
        .queue_limit = options->queue_limit > 0 ? options->queue_limit : 4096,
        .wait_ms = options->wait_ms > 0 ? options->wait_ms : 2000,
    };
    enum store_status status = writer_start(database, &writing, &store->writer);
    if (status == STORE_OK) {
        status = readers_open(opening->path, options->vfs, options->readers > 0 ? options->readers : 4,
                              &store->readers);
        if (status != STORE_OK) {
            writer_stop(store->writer);
        }
    }
    if (status != STORE_OK) {
        return fail(opening, status, "the store's threads and connections");
    }
    store->path = strdup(opening->path);
    store->vfs = options->vfs != NULL ? strdup(options->vfs) : NULL;
    if (store->path == NULL || (options->vfs != NULL && store->vfs == NULL)) {
        readers_close(store->readers);
        writer_stop(store->writer);
        free_names(store);
        return fail(opening, STORE_NO_MEMORY, "");
    }
    store->history_limit = options->history_limit > 0 ? options->history_limit : 100000;
    store->retention = options->retention;
    store_cache_init(&store->cache, options->cache_bytes > 0 ? options->cache_bytes : (size_t)64 << 20);
    for (size_t i = 0; i < STRIPES; i++) {
        pthread_mutex_init(&store->stripes[i], NULL);
    }
    return STORE_OK;
}

enum store_status store_open(const struct store_options *options, struct store **result,
                             struct store_error *error)
{
    struct opening opening = {.options = options, .error = error};
    struct database database;
    struct store *store = calloc(1, sizeof *store);
    if (store == NULL) {
        return fail(&opening, STORE_NO_MEMORY, "");
    }
    enum store_status status = lock_directory(&opening, &store->lock);
    if (status != STORE_OK) {
        free(store);
        return status;
    }
    store_exports_remove(options->directory);
    status = set_path(&opening, "heapd.sqlite");
    if (status == STORE_OK) {
        status = open_database(&opening, &database);
    }
    if (status == STORE_OK) {
        status = start(&opening, store, &database);
    }
    if (status != STORE_OK) {
        close(store->lock);
        free(store);
        return status;
    }
    *result = store;
    return STORE_OK;
}

void store_close(struct store *store)
{
    if (store == NULL) {
        return;
    }
    /* The writer last: closing the last connection moves the log into the file, and it is the one that may.
     */
    readers_close(store->readers);
    writer_stop(store->writer);
    store_cache_drop(&store->cache);
    for (size_t i = 0; i < STRIPES; i++) {
        pthread_mutex_destroy(&store->stripes[i]);
    }
    close(store->lock);
    free_names(store);
    free(store);
}

enum store_status store_flush(struct store *store)
{
    return writer_flush(store->writer);
}

void store_health(struct store *store, struct store_health *health)
{
    writer_health(store->writer, health);
}

struct page_bounds store_page_bounds(const struct store_page *page)
{
    struct page_bounds bounds = {page->after, page->limit == 0 ? 100 : page->limit};
    if (bounds.limit > 10000) {
        bounds.limit = 10000;
    }
    if (page->newest_first && page->after == 0) {
        bounds.after = INT64_MAX;
    }
    return bounds;
}

const char *store_column_text(struct store_arena *arena, sqlite3_stmt *statement, int column, bool *failed)
{
    if (sqlite3_column_type(statement, column) == SQLITE_NULL) {
        return NULL;
    }
    const char *bytes = (const char *)sqlite3_column_text(statement, column);
    const char *copy = bytes == NULL
                           ? NULL
                           : store_arena_text(arena, bytes, (size_t)sqlite3_column_bytes(statement, column));
    *failed = *failed || copy == NULL;
    return copy;
}

uint64_t store_column_number(sqlite3_stmt *statement, int column)
{
    return (uint64_t)sqlite3_column_int64(statement, column);
}
