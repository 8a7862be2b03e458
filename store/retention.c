/* Retention: which snapshots a session may do without, by number and by age. They are deleted one by one, as
 * by hand. */
#include "store/internal.h"

/* ---- What is wanted ------------------------------------------------------------------------------ */

struct setting {
    struct request request;
    int64_t session;
    const struct store_retention *retention;
};

static enum store_status perform_setting(struct database *database, struct request *request)
{
    const struct setting *setting = request_of(request, struct setting);
    enum store_status status = store_session_check(database, setting->session);
    if (status != STORE_OK) {
        return status;
    }
    if (setting->retention == NULL) {
        return database_run(database, "DELETE FROM retention WHERE session = ?1", "i", setting->session);
    }
    return database_run(database, "INSERT OR REPLACE INTO retention VALUES (?1, ?2, ?3)", "iui",
                        setting->session, setting->retention->count, setting->retention->age);
}

enum store_status store_retention_set(struct store *store, int64_t session,
                                      const struct store_retention *retention)
{
    struct setting setting = {.request.perform = perform_setting, .session = session, .retention = retention};
    return writer_do(store->writer, &setting.request);
}

static enum store_status read_retention(struct store *store, struct database *database, int64_t session,
                                        struct store_retention *retention)
{
    sqlite3_stmt *statement;
    bool row = false;
    enum store_status status = store_session_check(database, session);
    *retention = store->retention;
    if (status == STORE_OK) {
        status = database_query(database, &statement, "SELECT count, age FROM retention WHERE session = ?1",
                                "i", session);
    }
    if (status == STORE_OK) {
        status = database_step(database, statement, &row);
    }
    if (status == STORE_OK && row) {
        *retention =
            (struct store_retention){store_column_number(statement, 0), sqlite3_column_int64(statement, 1)};
        sqlite3_reset(statement);
    }
    return status;
}

enum store_status store_retention_get(struct store *store, int64_t session, struct store_retention *retention)
{
    struct database *database;
    enum store_status status = readers_take(store->readers, &database);
    if (status == STORE_OK) {
        status = read_retention(store, database, session, retention);
        readers_give(store->readers, database);
    }
    return status;
}

/* ---- What goes ----------------------------------------------------------------------------------- */

/* The first row of session and number; *number 0: there is none. */
static enum store_status read_due(struct database *database, sqlite3_stmt *statement, int64_t *owner,
                                  int64_t *number)
{
    bool row;
    enum store_status status = database_step(database, statement, &row);
    *number = 0;
    if (status == STORE_OK && row) {
        *owner = sqlite3_column_int64(statement, 0);
        *number = sqlite3_column_int64(statement, 1);
        sqlite3_reset(statement);
    }
    return status;
}

/*
 * A snapshot that its session may do without, of one session or (0) of any: the first one where there are too
 * many, else one that is too old, the newest of a session excepted.
 */
static enum store_status find_due(struct store *store, struct database *database, int64_t session,
                                  int64_t now, int64_t *owner, int64_t *number)
{
    sqlite3_stmt *statement;
    enum store_status status = database_query(
        database, &statement,
        "SELECT s.session, min(s.number) FROM snapshot AS s LEFT JOIN retention AS r ON r.session = s.session"
        " WHERE ?1 = 0 OR s.session = ?1 GROUP BY s.session"
        " HAVING coalesce(r.count, ?2) > 0 AND count(*) > coalesce(r.count, ?2) LIMIT 1",
        "iu", session, store->retention.count);
    if (status == STORE_OK) {
        status = read_due(database, statement, owner, number);
    }
    if (status != STORE_OK || *number != 0) {
        return status;
    }
    status = database_query(
        database, &statement,
        "SELECT s.session, s.number FROM snapshot AS s LEFT JOIN retention AS r ON r.session = s.session"
        " WHERE (?1 = 0 OR s.session = ?1) AND coalesce(r.age, ?2) > 0 AND s.taken_at < ?3 - coalesce(r.age, "
        "?2)"
        " AND s.number < (SELECT max(number) FROM snapshot WHERE session = s.session) LIMIT 1",
        "iii", session, store->retention.age, now);
    return status == STORE_OK ? read_due(database, statement, owner, number) : status;
}

enum store_status store_retention_apply(struct store *store, int64_t session, int64_t now,
                                        void (*deleted)(void *context, int64_t session, int64_t number),
                                        void *context)
{
    for (;;) {
        struct database *database;
        int64_t owner, number = 0;
        enum store_status status = readers_take(store->readers, &database);
        if (status == STORE_OK) {
            status = find_due(store, database, session, now, &owner, &number);
            readers_give(store->readers, database);
        }
        if (status != STORE_OK || number == 0) {
            return status;
        }
        status = store_snapshot_delete(store, owner, number);
        if (status != STORE_OK && status != STORE_NOT_FOUND) { /* somebody else may have deleted it */
            return status;
        }
        if (status == STORE_OK && deleted != NULL) {
            deleted(context, owner, number);
        }
    }
}
