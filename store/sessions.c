/* Sessions and their labels. */
#include "store/internal.h"
#include "store/sweep.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum store_status store_session_check(struct database *database, int64_t session)
{
    int64_t there;
    enum store_status status =
        database_number(database, &there, 0, "SELECT 1 FROM session WHERE id = ?1", "i", session);
    return status == STORE_OK && there == 0 ? STORE_NOT_FOUND : status;
}

/* ---- Changing ------------------------------------------------------------------------------------ */

static enum store_status write_labels(struct database *database, int64_t session,
                                      const struct store_label *labels, size_t count)
{
    enum store_status status =
        database_run(database, "DELETE FROM session_label WHERE session = ?1", "i", session);
    for (size_t i = 0; i < count && status == STORE_OK; i++) {
        status = database_run(database, "INSERT INTO session_label VALUES (?1, ?2, ?3)", "itt", session,
                              labels[i].key, labels[i].value);
        status = status == STORE_EXISTS ? STORE_INVALID : status; /* the same key twice */
    }
    return status;
}

struct create {
    struct request request;
    const struct store_session *session;
    int64_t id;
};

static enum store_status perform_create(struct database *database, struct request *request)
{
    struct create *create = request_of(request, struct create);
    const struct store_session *session = create->session;
    enum store_status status = database_run(
        database,
        "INSERT INTO session (id, name, python, state, seq, memory_limit, created_at, settings)"
        " VALUES (nullif(?1, 0), ?2, ?3, 'live', ?4, ?5, ?6, ?7)",
        "ittuuit", session->id, session->name, session->python, session->seq, session->memory_limit,
        session->created_at, session->settings == NULL ? "{}" : session->settings);
    if (status != STORE_OK) {
        return status;
    }
    create->id = sqlite3_last_insert_rowid(database->handle);
    return write_labels(database, create->id, session->labels, session->label_count);
}

enum store_status store_session_create(struct store *store, const struct store_session *session, int64_t *id)
{
    struct create create = {.request.perform = perform_create, .session = session};
    enum store_status status = writer_do(store->writer, &create.request);
    if (status == STORE_OK) {
        *id = create.id;
    }
    return status;
}

struct change {
    struct request request;
    int64_t session;
    const struct store_session_change *change;
};

static enum store_status perform_change(struct database *database, struct request *request)
{
    const struct change *wanted = request_of(request, struct change);
    const struct store_session_change *change = wanted->change;
    enum store_status status = database_run(
        database,
        "UPDATE session SET name = coalesce(?2, name), settings = coalesce(?3, settings), seq = max(seq, ?4),"
        " memory_limit = iif(?5, ?6, memory_limit), state = iif(?7, 'ended', state),"
        " ended_at = iif(?7, coalesce(ended_at, ?8), ended_at) WHERE id = ?1",
        "ittuiuii", wanted->session, change->name, change->settings, change->seq,
        (int64_t)change->set_memory_limit, change->memory_limit, (int64_t)change->set_ended,
        change->ended_at);
    if (status == STORE_OK && database_changes(database) == 0) {
        status = STORE_NOT_FOUND;
    }
    if (status == STORE_OK && change->set_labels) {
        status = write_labels(database, wanted->session, change->labels, change->label_count);
    }
    return status;
}

enum store_status store_session_change(struct store *store, int64_t session,
                                       const struct store_session_change *change)
{
    struct change wanted = {.request.perform = perform_change, .session = session, .change = change};
    return writer_do(store->writer, &wanted.request);
}

struct delete_session {
    struct request request;
    int64_t session;
};

static enum store_status perform_delete(struct database *database, struct request *request)
{
    int64_t session = request_of(request, struct delete_session)->session;
    enum store_status status = database_run(
        database, "INSERT INTO unseen (id, building) SELECT id, 0 FROM snapshot WHERE session = ?1", "i",
        session);
    if (status == STORE_OK) {
        status = sweep_expect(database, database_changes(database));
    }
    if (status == STORE_OK) {
        status = database_run(database, "DELETE FROM session WHERE id = ?1", "i", session);
    }
    if (status == STORE_OK && database_changes(database) == 0) {
        status = STORE_NOT_FOUND;
    }
    return status;
}

enum store_status store_session_delete(struct store *store, int64_t session)
{
    struct delete_session delete = {.request.perform = perform_delete, .session = session};
    enum store_status status = writer_do(store->writer, &delete.request);
    if (status == STORE_OK) {
        store_cache_forget(&store->cache, session, 0);
    }
    return status;
}

/* ---- Reading ------------------------------------------------------------------------------------- */

#define SESSION_COLUMNS                                                                                      \
    "SELECT id, name, python, state, seq, memory_limit, created_at, ended_at, settings,"                     \
    " (SELECT count(*) FROM snapshot WHERE session = session.id) FROM session "

static enum store_status read_labels(struct database *database, struct store_arena *arena,
                                     struct store_session *session)
{
    sqlite3_stmt *statement;
    struct store_label *labels = NULL;
    bool row, failed = false;
    enum store_status status = database_query(
        database, &statement, "SELECT key, value FROM session_label WHERE session = ?1 ORDER BY key", "i",
        session->id);
    while (status == STORE_OK) {
        status = database_step(database, statement, &row);
        if (status != STORE_OK || !row) {
            break;
        }
        struct store_label *label = store_arena_append(arena, &labels, &session->label_count, sizeof *label);
        if (label == NULL) {
            return STORE_NO_MEMORY;
        }
        label->key = store_column_text(arena, statement, 0, &failed);
        label->value = store_column_text(arena, statement, 1, &failed);
    }
    session->labels = labels;
    return status == STORE_OK && failed ? STORE_NO_MEMORY : status;
}

/* Appends the row at hand (columns as in SESSION_COLUMNS), without its labels. */
static enum store_status read_session(sqlite3_stmt *statement, struct store_sessions *sessions)
{
    bool failed = false;
    struct store_session *session =
        store_arena_append(sessions->arena, &sessions->items, &sessions->count, sizeof *session);
    if (session == NULL) {
        return STORE_NO_MEMORY;
    }
    session->id = sqlite3_column_int64(statement, 0);
    session->name = store_column_text(sessions->arena, statement, 1, &failed);
    session->python = store_column_text(sessions->arena, statement, 2, &failed);
    const char *state = (const char *)sqlite3_column_text(statement, 3);
    session->state = state != NULL && strcmp(state, "live") == 0 ? STORE_SESSION_LIVE : STORE_SESSION_ENDED;
    session->seq = store_column_number(statement, 4);
    session->memory_limit = store_column_number(statement, 5);
    session->created_at = sqlite3_column_int64(statement, 6);
    session->ended_at = sqlite3_column_int64(statement, 7);
    session->settings = store_column_text(sessions->arena, statement, 8, &failed);
    session->snapshot_count = store_column_number(statement, 9);
    return failed ? STORE_NO_MEMORY : STORE_OK;
}

/* Reads all rows of a readied statement, labels included; stops after `limit` and then sets next. */
static enum store_status read_sessions(struct database *database, sqlite3_stmt *statement, int64_t limit,
                                       struct store_sessions *sessions)
{
    enum store_status status = STORE_OK;
    bool row = false;
    while (status == STORE_OK) {
        status = database_step(database, statement, &row);
        if (status != STORE_OK || !row) {
            break;
        }
        if ((int64_t)sessions->count == limit) {
            sessions->next = sessions->items[sessions->count - 1].id;
            break;
        }
        status = read_session(statement, sessions);
    }
    for (size_t i = 0; i < sessions->count && status == STORE_OK; i++) {
        status = read_labels(database, sessions->arena, &sessions->items[i]);
    }
    return status;
}

static enum store_status begin_reading(struct store *store, struct database **database,
                                       struct store_arena **arena)
{
    *arena = store_arena_new();
    if (*arena == NULL) {
        return STORE_NO_MEMORY;
    }
    enum store_status status = readers_take(store->readers, database);
    if (status != STORE_OK) {
        store_arena_free(*arena);
    }
    return status;
}

/* Gives the connection back, and hands the answer over or drops it. */
static enum store_status finish_reading(struct store *store, struct database *database,
                                        enum store_status status, struct store_sessions *read,
                                        struct store_sessions *answer)
{
    readers_give(store->readers, database);
    if (status == STORE_OK) {
        *answer = *read;
    } else {
        store_arena_free(read->arena);
    }
    return status;
}

static enum store_status read_one(struct store *store, const char *sql, const char *types, int64_t id,
                                  const char *name, struct store_sessions *answer)
{
    struct store_sessions read = {0};
    struct database *database;
    sqlite3_stmt *statement;
    enum store_status status = begin_reading(store, &database, &read.arena);
    if (status != STORE_OK) {
        return status;
    }
    status = types[0] == 'i' ? database_query(database, &statement, sql, types, id)
                             : database_query(database, &statement, sql, types, name);
    if (status == STORE_OK) {
        status = read_sessions(database, statement, 1, &read);
    }
    if (status == STORE_OK && read.count == 0) {
        status = STORE_NOT_FOUND;
    }
    read.total = (int64_t)read.count;
    read.next = 0;
    return finish_reading(store, database, status, &read, answer);
}

enum store_status store_session_get(struct store *store, int64_t session, struct store_sessions *sessions)
{
    return read_one(store, SESSION_COLUMNS "WHERE id = ?1", "i", session, NULL, sessions);
}

enum store_status store_session_find(struct store *store, const char *name, struct store_sessions *sessions)
{
    return read_one(
        store, SESSION_COLUMNS "WHERE name = ?1 ORDER BY state = 'live' DESC, ended_at DESC, id DESC LIMIT 1",
        "t", 0, name, sessions);
}

enum store_status store_session_last(struct store *store, int64_t *id)
{
    struct database *database;
    enum store_status status = readers_take(store->readers, &database);
    if (status != STORE_OK) {
        return status;
    }
    /* SQLite's own memory of AUTOINCREMENT: it outlives the rows. */
    status = database_number(database, id, 0, "SELECT seq FROM sqlite_sequence WHERE name = 'session'", "");
    readers_give(store->readers, database);
    return status;
}

/* ---- Lists, whose statement depends on the filter ------------------------------------------------ */

/* The filter as SQL with parameters from ?3 on. Bounded: the caller has checked label_count. */
static void write_where(const struct store_session_filter *filter, char *where, size_t size)
{
    size_t used = 0;
    where[0] = '\0';
    if (filter == NULL) {
        return;
    }
    if (filter->by_state) {
        used += (size_t)snprintf(where, size, " AND state = '%s'",
                                 filter->state == STORE_SESSION_LIVE ? "live" : "ended");
    }
    for (size_t i = 0; i < filter->label_count; i++) {
        char value[32] = "";
        if (filter->labels[i].value != NULL) {
            snprintf(value, sizeof value, " AND value = ?%zu", 4 + 2 * i);
        }
        used += (size_t)snprintf(where + used, size - used,
                                 " AND id IN (SELECT session FROM session_label WHERE key = ?%zu%s)",
                                 3 + 2 * i, value);
    }
}

enum { LABELS_IN_A_FILTER = 16, FILTER_SQL = 100 * (LABELS_IN_A_FILTER + 1) };

static int bind_labels(sqlite3_stmt *statement, const struct store_session_filter *filter)
{
    int code = SQLITE_OK;
    for (size_t i = 0; filter != NULL && i < filter->label_count && code == SQLITE_OK; i++) {
        int at = (int)(3 + 2 * i);
        code = sqlite3_bind_text(statement, at, filter->labels[i].key, -1, SQLITE_STATIC);
        if (code == SQLITE_OK && filter->labels[i].value != NULL) {
            code = sqlite3_bind_text(statement, at + 1, filter->labels[i].value, -1, SQLITE_STATIC);
        }
    }
    return code;
}

static enum store_status list(struct database *database, const struct store_session_filter *filter,
                              const struct store_page *page, struct store_sessions *sessions)
{
    char where[FILTER_SQL], sql[FILTER_SQL + 400];
    struct page_bounds bounds = store_page_bounds(page);
    sqlite3_stmt *rows = NULL, *total = NULL;
    write_where(filter, where, sizeof where);
    snprintf(sql, sizeof sql, "%sWHERE id %s ?1%s ORDER BY id %s LIMIT ?2", SESSION_COLUMNS,
             page->newest_first ? "<" : ">", where, page->newest_first ? "DESC" : "ASC");
    int code = sqlite3_prepare_v2(database->handle, sql, -1, &rows, NULL);
    snprintf(sql, sizeof sql, "SELECT count(*) FROM session WHERE 1%s", where);
    if (code == SQLITE_OK) {
        code = sqlite3_prepare_v2(database->handle, sql, -1, &total, NULL);
    }
    if (code == SQLITE_OK) {
        sqlite3_bind_int64(rows, 1, bounds.after);
        sqlite3_bind_int64(rows, 2, bounds.limit + 1);
        code = bind_labels(rows, filter);
    }
    if (code == SQLITE_OK) {
        code = bind_labels(total, filter);
    }
    enum store_status status = database_status(code);
    if (status == STORE_OK) {
        status = read_sessions(database, rows, bounds.limit, sessions);
    }
    if (status == STORE_OK) {
        status = database_status(sqlite3_step(total));
        sessions->total = sqlite3_column_int64(total, 0);
    }
    sqlite3_finalize(rows);
    sqlite3_finalize(total);
    return status;
}

enum store_status store_session_list(struct store *store, const struct store_session_filter *filter,
                                     const struct store_page *page, struct store_sessions *sessions)
{
    struct store_sessions read = {0};
    struct database *database;
    if (filter != NULL && filter->label_count > LABELS_IN_A_FILTER) {
        return STORE_INVALID;
    }
    enum store_status status = begin_reading(store, &database, &read.arena);
    if (status != STORE_OK) {
        return status;
    }
    status = list(database, filter, page, &read);
    return finish_reading(store, database, status, &read, sessions);
}

void store_sessions_free(struct store_sessions *sessions)
{
    store_arena_free(sessions->arena);
    *sessions = (struct store_sessions){0};
}
