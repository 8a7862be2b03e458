/*
 * What happens in a session over time: collections and memory samples. Rows are copied, queued, and numbered
 * by the writer; the oldest go, some at a time, when a session has more than it may keep.
 */
#include "store/internal.h"
#include <stdlib.h>
#include <string.h>

/* ---- Appending ------------------------------------------------------------------------------------ */

struct append {
    struct request request;
    int64_t session;
    int64_t keep; /* rows a session may have */
    size_t count;
    struct store_collection *collections; /* one of the two, in the same block */
    struct store_memory *memories;
};

static void drop_append(struct request *request)
{
    free(request_of(request, struct append));
}

static uint64_t last_seq(const struct append *append)
{
    uint64_t seq = 0;
    for (size_t i = 0; i < append->count; i++) {
        uint64_t one = append->collections != NULL ? append->collections[i].seq : append->memories[i].seq;
        seq = one > seq ? one : seq;
    }
    return seq;
}

/* How many rows a trim takes at once: it need not run for each row. */
static bool trim_is_due(int64_t number, size_t added, int64_t keep)
{
    const int64_t every = keep < 512 ? 1 : 256;
    return number > keep && number / every != (number - (int64_t)added) / every;
}

static enum store_status write_collections(struct database *database, const struct append *append)
{
    int64_t number;
    enum store_status status = database_number(
        database, &number, 0, "SELECT coalesce(max(number), 0) FROM collection WHERE session = ?1", "i",
        append->session);
    for (size_t i = 0; i < append->count && status == STORE_OK; i++) {
        const struct store_collection *row = &append->collections[i];
        status = database_run(
            database, "INSERT INTO collection VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            "iiiuituuuuuu", append->session, ++number, row->time, row->seq, (int64_t)row->generation,
            row->cause, row->collected, row->uncollectable, row->finalized, row->examined, row->freed_bytes,
            row->pause_us);
    }
    if (status == STORE_OK && trim_is_due(number, append->count, append->keep)) {
        status = database_run(database, "DELETE FROM collection WHERE session = ?1 AND number <= ?2", "ii",
                              append->session, number - append->keep);
    }
    return status;
}

static enum store_status write_memories(struct database *database, const struct append *append)
{
    int64_t number;
    enum store_status status = database_number(
        database, &number, 0, "SELECT coalesce(max(number), 0) FROM memory_sample WHERE session = ?1", "i",
        append->session);
    for (size_t i = 0; i < append->count && status == STORE_OK; i++) {
        const struct store_memory *row = &append->memories[i];
        status =
            database_run(database, "INSERT INTO memory_sample VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                         "iiiuuuuuu", append->session, ++number, row->time, row->seq, row->used,
                         row->committed, row->objects, row->traced, row->traced_peak);
    }
    if (status == STORE_OK && trim_is_due(number, append->count, append->keep)) {
        status = database_run(database, "DELETE FROM memory_sample WHERE session = ?1 AND number <= ?2", "ii",
                              append->session, number - append->keep);
    }
    return status;
}

static enum store_status perform_append(struct database *database, struct request *request)
{
    const struct append *append = request_of(request, struct append);
    enum store_status status = database_run(database, "UPDATE session SET seq = max(seq, ?2) WHERE id = ?1",
                                            "iu", append->session, last_seq(append));
    if (status != STORE_OK || database_changes(database) == 0) {
        return status; /* deleted in the meantime: its history goes the way of the session */
    }
    return append->collections != NULL ? write_collections(database, append)
                                       : write_memories(database, append);
}

/* A request with room for `bytes` after it. */
static struct append *append_new(struct store *store, int64_t session, size_t count, size_t bytes)
{
    struct append *append = calloc(1, sizeof *append + bytes);
    if (append != NULL) {
        append->request.perform = perform_append;
        append->request.drop = drop_append;
        append->session = session;
        append->keep = store->history_limit;
        append->count = count;
    }
    return append;
}

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
    size_t bytes = count * sizeof *rows;
    for (size_t i = 0; i < count; i++) {
        bytes += strlen(rows[i].cause) + 1;
    }
    struct append *append = append_new(store, session, count, bytes);
    if (append == NULL) {
        return STORE_NO_MEMORY;
    }
    append->collections = (struct store_collection *)(append + 1);
    char *text = (char *)(append->collections + count);
    for (size_t i = 0; i < count; i++) {
        append->collections[i] = rows[i];
        append->collections[i].cause = text;
        text = stpcpy(text, rows[i].cause) + 1;
    }
    return post(store, append);
}

enum store_status store_memory_append(struct store *store, int64_t session, const struct store_memory *rows,
                                      size_t count)
{
    struct append *append = append_new(store, session, count, count * sizeof *rows);
    if (append == NULL) {
        return STORE_NO_MEMORY;
    }
    append->memories = (struct store_memory *)(append + 1);
    if (count > 0) {
        memcpy(append->memories, rows, count * sizeof *rows);
    }
    return post(store, append);
}

/* ---- Reading -------------------------------------------------------------------------------------- */

static enum store_status read_collection(sqlite3_stmt *statement, struct store_collections *collections)
{
    bool failed = false;
    struct store_collection *row =
        store_arena_append(collections->arena, &collections->items, &collections->count, sizeof *row);
    if (row == NULL) {
        return STORE_NO_MEMORY;
    }
    *row = (struct store_collection){
        .number = sqlite3_column_int64(statement, 0),
        .time = sqlite3_column_int64(statement, 1),
        .seq = column_number(statement, 2),
        .generation = (uint32_t)sqlite3_column_int64(statement, 3),
        .cause = column_text(collections->arena, statement, 4, &failed),
        .collected = column_number(statement, 5),
        .uncollectable = column_number(statement, 6),
        .finalized = column_number(statement, 7),
        .examined = column_number(statement, 8),
        .freed_bytes = column_number(statement, 9),
        .pause_us = column_number(statement, 10),
    };
    return failed ? STORE_NO_MEMORY : STORE_OK;
}

static enum store_status list_collections(struct database *database, int64_t session,
                                          const struct store_page *page,
                                          struct store_collections *collections)
{
#define COLLECTION_COLUMNS                                                                                   \
    "SELECT number, time, seq, generation, cause, collected, uncollectable, finalized, examined,"            \
    " freed_bytes, pause_us FROM collection WHERE session = ?1 AND number "
    struct page_bounds bounds = page_bounds(page);
    const char *sql = page->newest_first ? COLLECTION_COLUMNS "< ?2 ORDER BY number DESC LIMIT ?3"
                                         : COLLECTION_COLUMNS "> ?2 ORDER BY number LIMIT ?3";
    sqlite3_stmt *statement;
    bool row = true;
    enum store_status status = session_check(database, session);
    if (status == STORE_OK) {
        status = database_number(database, &collections->total, 0,
                                 "SELECT coalesce(max(number), 0) FROM collection WHERE session = ?1", "i",
                                 session);
    }
    if (status == STORE_OK) {
        status = database_query(database, &statement, sql, "iii", session, bounds.after, bounds.limit + 1);
    }
    while (status == STORE_OK) {
        status = database_step(database, statement, &row);
        if (status != STORE_OK || !row) {
            break;
        }
        if ((int64_t)collections->count == bounds.limit) {
            collections->next = collections->items[collections->count - 1].number;
            break;
        }
        status = read_collection(statement, collections);
    }
    return status;
}

enum store_status store_collection_list(struct store *store, int64_t session, const struct store_page *page,
                                        struct store_collections *answer)
{
    struct store_collections collections = {.arena = store_arena_new()};
    struct database *database;
    enum store_status status =
        collections.arena == NULL ? STORE_NO_MEMORY : readers_take(store->readers, &database);
    if (status == STORE_OK) {
        status = list_collections(database, session, page, &collections);
        readers_give(store->readers, database);
    }
    if (status == STORE_OK) {
        *answer = collections;
    } else {
        store_arena_free(collections.arena);
    }
    return status;
}

void store_collections_free(struct store_collections *collections)
{
    store_arena_free(collections->arena);
    *collections = (struct store_collections){0};
}

static enum store_status read_memory(sqlite3_stmt *statement, struct store_memories *memories)
{
    struct store_memory *row = store_arena_append(memories->arena, &memories->items, &memories->count, sizeof *row);
    if (row == NULL) {
        return STORE_NO_MEMORY;
    }
    *row = (struct store_memory){
        .number = sqlite3_column_int64(statement, 0),
        .time = sqlite3_column_int64(statement, 1),
        .seq = column_number(statement, 2),
        .used = column_number(statement, 3),
        .committed = column_number(statement, 4),
        .objects = column_number(statement, 5),
        .traced = column_number(statement, 6),
        .traced_peak = column_number(statement, 7),
    };
    return STORE_OK;
}

static enum store_status list_memories(struct database *database, int64_t session,
                                       const struct store_page *page, struct store_memories *memories)
{
#define MEMORY_COLUMNS                                                                                       \
    "SELECT number, time, seq, used, committed, objects, traced, traced_peak FROM memory_sample"             \
    " WHERE session = ?1 AND number "
    struct page_bounds bounds = page_bounds(page);
    const char *sql = page->newest_first ? MEMORY_COLUMNS "< ?2 ORDER BY number DESC LIMIT ?3"
                                         : MEMORY_COLUMNS "> ?2 ORDER BY number LIMIT ?3";
    sqlite3_stmt *statement;
    bool row = true;
    enum store_status status = session_check(database, session);
    if (status == STORE_OK) {
        status = database_number(database, &memories->total, 0,
                                 "SELECT coalesce(max(number), 0) FROM memory_sample WHERE session = ?1", "i",
                                 session);
    }
    if (status == STORE_OK) {
        status = database_query(database, &statement, sql, "iii", session, bounds.after, bounds.limit + 1);
    }
    while (status == STORE_OK) {
        status = database_step(database, statement, &row);
        if (status != STORE_OK || !row) {
            break;
        }
        if ((int64_t)memories->count == bounds.limit) {
            memories->next = memories->items[memories->count - 1].number;
            break;
        }
        status = read_memory(statement, memories);
    }
    return status;
}

enum store_status store_memory_list(struct store *store, int64_t session, const struct store_page *page,
                                    struct store_memories *answer)
{
    struct store_memories memories = {.arena = store_arena_new()};
    struct database *database;
    enum store_status status =
        memories.arena == NULL ? STORE_NO_MEMORY : readers_take(store->readers, &database);
    if (status == STORE_OK) {
        status = list_memories(database, session, page, &memories);
        readers_give(store->readers, database);
    }
    if (status == STORE_OK) {
        *answer = memories;
    } else {
        store_arena_free(memories.arena);
    }
    return status;
}

void store_memories_free(struct store_memories *memories)
{
    store_arena_free(memories->arena);
    *memories = (struct store_memories){0};
}
