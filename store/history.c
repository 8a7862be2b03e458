/*
 * What happens in a session over time: collections and memory samples. Rows are copied, queued, and numbered
 * by the writer; the oldest go, some at a time, when a session has more than it may keep.
 *
 * The two kinds of rows differ in their columns; all else is written once, for a `struct kind`. */
#include "store/internal.h"
#include <stdlib.h>
#include <string.h>

struct kind {
    size_t size; /* of a row, which begins with a struct head */
    const char *highest, *trim, *forwards, *backwards;
    enum store_status (*write)(struct database *database, int64_t session, int64_t number, const void *row);
    bool (*read)(sqlite3_stmt *statement, struct store_arena *arena, void *row); /* false: no memory */
};

/* What every row begins with. */
struct head {
    int64_t number;
    int64_t time;
    uint64_t seq;
};
_Static_assert(offsetof(struct store_collection, seq) == offsetof(struct head, seq), "rows begin alike");
_Static_assert(offsetof(struct store_memory, seq) == offsetof(struct head, seq), "rows begin alike");

static struct head head_of(const void *row)
{
    struct head head;
    memcpy(&head, row, sizeof head);
    return head;
}

/* ---- Collections --------------------------------------------------------------------------------- */

static enum store_status write_collection(struct database *database, int64_t session, int64_t number,
                                          const void *any)
{
    const struct store_collection *row = any;
    return database_run(
        database, "INSERT INTO collection VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        "iiiuituuuuuu", session, number, row->time, row->seq, (int64_t)row->generation, row->cause,
        row->collected, row->uncollectable, row->finalized, row->examined, row->freed_bytes, row->pause_us);
}

static bool read_collection(sqlite3_stmt *statement, struct store_arena *arena, void *any)
{
    struct store_collection *row = any;
    bool failed = false;
    row->generation = (uint32_t)sqlite3_column_int64(statement, 3);
    row->cause = store_column_text(arena, statement, 4, &failed);
    row->collected = store_column_number(statement, 5);
    row->uncollectable = store_column_number(statement, 6);
    row->finalized = store_column_number(statement, 7);
    row->examined = store_column_number(statement, 8);
    row->freed_bytes = store_column_number(statement, 9);
    row->pause_us = store_column_number(statement, 10);
    return !failed;
}

#define COLLECTIONS                                                                                          \
    "SELECT number, time, seq, generation, cause, collected, uncollectable, finalized, examined,"            \
    " freed_bytes, pause_us FROM collection WHERE session = ?1 AND number "

static const struct kind collections = {
    .size = sizeof(struct store_collection),
    .highest = "SELECT coalesce(max(number), 0) FROM collection WHERE session = ?1",
    .trim = "DELETE FROM collection WHERE session = ?1 AND number <= ?2",
    .forwards = COLLECTIONS "> ?2 ORDER BY number LIMIT ?3",
    .backwards = COLLECTIONS "< ?2 ORDER BY number DESC LIMIT ?3",
    .write = write_collection,
    .read = read_collection,
};

/* ---- Memory samples ------------------------------------------------------------------------------ */

static enum store_status write_memory(struct database *database, int64_t session, int64_t number,
                                      const void *any)
{
    const struct store_memory *row = any;
    return database_run(database, "INSERT INTO memory_sample VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                        "iiiuuuuuu", session, number, row->time, row->seq, row->used, row->committed,
                        row->objects, row->traced, row->traced_peak);
}

static bool read_memory(sqlite3_stmt *statement, struct store_arena *arena, void *any)
{
    struct store_memory *row = any;
    (void)arena;
    row->used = store_column_number(statement, 3);
    row->committed = store_column_number(statement, 4);
    row->objects = store_column_number(statement, 5);
    row->traced = store_column_number(statement, 6);
    row->traced_peak = store_column_number(statement, 7);
    return true;
}

#define MEMORIES                                                                                             \
    "SELECT number, time, seq, used, committed, objects, traced, traced_peak FROM memory_sample"             \
    " WHERE session = ?1 AND number "

static const struct kind memories = {
    .size = sizeof(struct store_memory),
    .highest = "SELECT coalesce(max(number), 0) FROM memory_sample WHERE session = ?1",
    .trim = "DELETE FROM memory_sample WHERE session = ?1 AND number <= ?2",
    .forwards = MEMORIES "> ?2 ORDER BY number LIMIT ?3",
    .backwards = MEMORIES "< ?2 ORDER BY number DESC LIMIT ?3",
    .write = write_memory,
    .read = read_memory,
};

/* ---- Appending ----------------------------------------------------------------------------------- */

struct append {
    struct request request;
    const struct kind *kind;
    int64_t session;
    int64_t keep; /* rows a session may have */
    size_t count;
    char *rows; /* in the same block */
};

static void drop_append(struct request *request)
{
    free(request_of(request, struct append));
}

static uint64_t last_seq(const struct append *append)
{
    uint64_t seq = 0;
    for (size_t i = 0; i < append->count; i++) {
        uint64_t one = head_of(append->rows + i * append->kind->size).seq;
        seq = one > seq ? one : seq;
    }
    return seq;
}

/* A trim takes many rows at once: it need not run for each. */
static bool trim_is_due(int64_t number, size_t added, int64_t keep)
{
    const int64_t every = keep < 512 ? 1 : 256;
    return number > keep && number / every != (number - (int64_t)added) / every;
}

static enum store_status perform_append(struct database *database, struct request *request)
{
    const struct append *append = request_of(request, struct append);
    const struct kind *kind = append->kind;
    int64_t number;
    enum store_status status = database_run(database, "UPDATE session SET seq = max(seq, ?2) WHERE id = ?1",
                                            "iu", append->session, last_seq(append));
    if (status != STORE_OK || database_changes(database) == 0) {
        return status; /* deleted in the meantime: its history goes the way of the session */
    }
    status = database_number(database, &number, 0, kind->highest, "i", append->session);
    for (size_t i = 0; i < append->count && status == STORE_OK; i++) {
        status = kind->write(database, append->session, ++number, append->rows + i * kind->size);
    }
    if (status == STORE_OK && trim_is_due(number, append->count, append->keep)) {
        status = database_run(database, kind->trim, "ii", append->session, number - append->keep);
    }
    return status;
}

/* A request with a copy of the rows and `extra` bytes after them. */
static struct append *append_new(struct store *store, const struct kind *kind, int64_t session,
                                 const void *rows, size_t count, size_t extra)
{
    struct append *append = calloc(1, sizeof *append + count * kind->size + extra);
    if (append != NULL) {
        append->request.perform = perform_append;
        append->request.drop = drop_append;
        append->kind = kind;
        append->session = session;
        append->keep = store->history_limit;
        append->count = count;
        append->rows = (char *)(append + 1);
        if (count > 0) {
            memcpy(append->rows, rows, count * kind->size);
        }
    }
    return append;
}

/* Steals `append`. */
static enum store_status post(struct store *store, struct append *append)
{
    enum store_status status = writer_post(store->writer, &append->request);
    if (status != STORE_OK) {
        free(append);
    }
    return status;
}

enum store_status store_collections_append(struct store *store, int64_t session,
                                           const struct store_collection *rows, size_t count)
{
    size_t text = 0;
    for (size_t i = 0; i < count; i++) {
        text += strlen(rows[i].cause) + 1;
    }
    struct append *append = append_new(store, &collections, session, rows, count, text);
    if (append == NULL) {
        return STORE_NO_MEMORY;
    }
    struct store_collection *copies = (struct store_collection *)(void *)append->rows;
    char *cause = append->rows + count * sizeof *copies;
    for (size_t i = 0; i < count; i++) {
        copies[i].cause = cause;
        cause = stpcpy(cause, rows[i].cause) + 1;
    }
    return post(store, append);
}

enum store_status store_memory_append(struct store *store, int64_t session, const struct store_memory *rows,
                                      size_t count)
{
    struct append *append = append_new(store, &memories, session, rows, count, 0);
    return append == NULL ? STORE_NO_MEMORY : post(store, append);
}

/* ---- Reading ------------------------------------------------------------------------------------- */

/* A page of any kind. */
struct rows {
    void *items;
    size_t count;
    int64_t next, total;
    struct store_arena *arena;
};

static enum store_status read_rows(struct database *database, sqlite3_stmt *statement,
                                   const struct kind *kind, int64_t limit, struct rows *rows)
{
    bool more;
    for (;;) {
        enum store_status status = database_step(database, statement, &more);
        if (status != STORE_OK || !more) {
            return status;
        }
        if ((int64_t)rows->count == limit) {
            rows->next = head_of((char *)rows->items + (rows->count - 1) * kind->size).number;
            return STORE_OK;
        }
        void *row = store_arena_append(rows->arena, &rows->items, &rows->count, kind->size);
        if (row == NULL) {
            return STORE_NO_MEMORY;
        }
        struct head head = {sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1),
                            store_column_number(statement, 2)};
        memcpy(row, &head, sizeof head);
        if (!kind->read(statement, rows->arena, row)) {
            return STORE_NO_MEMORY;
        }
    }
}

static enum store_status list(struct database *database, const struct kind *kind, int64_t session,
                              const struct store_page *page, struct rows *rows)
{
    struct page_bounds bounds = store_page_bounds(page);
    const char *sql = page->newest_first ? kind->backwards : kind->forwards;
    sqlite3_stmt *statement;
    enum store_status status = store_session_check(database, session);
    if (status == STORE_OK) {
        status = database_number(database, &rows->total, 0, kind->highest, "i", session);
    }
    if (status == STORE_OK) {
        status = database_query(database, &statement, sql, "iii", session, bounds.after, bounds.limit + 1);
    }
    return status == STORE_OK ? read_rows(database, statement, kind, bounds.limit, rows) : status;
}

static enum store_status read_page(struct store *store, const struct kind *kind, int64_t session,
                                   const struct store_page *page, struct rows *answer)
{
    struct rows rows = {.arena = store_arena_new()};
    struct database *database;
    enum store_status status = rows.arena == NULL ? STORE_NO_MEMORY : readers_take(store->readers, &database);
    if (status == STORE_OK) {
        status = list(database, kind, session, page, &rows);
        readers_give(store->readers, database);
    }
    if (status == STORE_OK) {
        *answer = rows;
    } else {
        store_arena_free(rows.arena);
    }
    return status;
}

enum store_status store_collection_list(struct store *store, int64_t session, const struct store_page *page,
                                        struct store_collections *answer)
{
    struct rows rows;
    enum store_status status = read_page(store, &collections, session, page, &rows);
    if (status == STORE_OK) {
        *answer = (struct store_collections){rows.items, rows.count, rows.next, rows.total, rows.arena};
    }
    return status;
}

void store_collections_free(struct store_collections *answer)
{
    store_arena_free(answer->arena);
    *answer = (struct store_collections){0};
}

enum store_status store_memory_list(struct store *store, int64_t session, const struct store_page *page,
                                    struct store_memories *answer)
{
    struct rows rows;
    enum store_status status = read_page(store, &memories, session, page, &rows);
    if (status == STORE_OK) {
        *answer = (struct store_memories){rows.items, rows.count, rows.next, rows.total, rows.arena};
    }
    return status;
}

void store_memories_free(struct store_memories *answer)
{
    store_arena_free(answer->arena);
    *answer = (struct store_memories){0};
}
