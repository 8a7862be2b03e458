/* A connection and its statements: see database.h. */
#include "store/database.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum store_status database_status(int code)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return STORE_OK;
    case SQLITE_FULL:
        return STORE_FULL;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return STORE_CORRUPT;
    case SQLITE_NOMEM:
        return STORE_NO_MEMORY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return STORE_BUSY;
    case SQLITE_CONSTRAINT:
        return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ? STORE_EXISTS
                                                                                        : STORE_INVALID;
    case SQLITE_INTERRUPT:
        return STORE_STOPPED;
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
    case SQLITE_RANGE:
        return STORE_INVALID;
    default:
        return code == SQLITE_IOERR_NOMEM ? STORE_NO_MEMORY : STORE_IO;
    }
}

static enum store_status failure(struct database *database, int code)
{
    const char *words = database->handle != NULL ? sqlite3_errmsg(database->handle) : sqlite3_errstr(code);
    snprintf(database->message, sizeof database->message, "%s (%d)", words, code);
    return database_status(code);
}

enum store_status database_open(struct database *database, const char *path, int flags, const char *vfs)
{
    *database = (struct database){0};
    int code = sqlite3_open_v2(path, &database->handle, flags, vfs);
    if (code != SQLITE_OK) {
        return failure(database, code);
    }
    sqlite3_extended_result_codes(database->handle, 1);
    sqlite3_busy_timeout(database->handle, 5000);
    return STORE_OK;
}

void database_close(struct database *database)
{
    for (size_t i = 0; i < database->cached; i++) {
        sqlite3_finalize(database->cache[i].statement);
    }
    sqlite3_close(database->handle);
    *database = (struct database){0};
}

enum store_status database_script(struct database *database, const char *sql)
{
    int code = sqlite3_exec(database->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? STORE_OK : failure(database, code);
}

/* The prepared statement for `sql`, reset. */
static enum store_status find_statement(struct database *database, const char *sql, sqlite3_stmt **statement)
{
    for (size_t i = 0; i < database->cached; i++) {
        if (database->cache[i].sql == sql) {
            *statement = database->cache[i].statement;
            sqlite3_reset(*statement);
            return STORE_OK;
        }
    }
    if (database->cached == sizeof database->cache / sizeof database->cache[0]) {
        snprintf(database->message, sizeof database->message, "too many statements");
        return STORE_INVALID;
    }
    int code = sqlite3_prepare_v3(database->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
    if (code != SQLITE_OK) {
        return failure(database, code);
    }
    database->cache[database->cached++] = (struct database_statement){sql, *statement};
    return STORE_OK;
}

static int bind_one(sqlite3_stmt *statement, int index, char type, va_list *values)
{
    if (type == 'i') {
        return sqlite3_bind_int64(statement, index, va_arg(*values, int64_t));
    }
    if (type == 'u') {
        uint64_t number = va_arg(*values, uint64_t);
        return number > INT64_MAX ? SQLITE_RANGE
                                  : sqlite3_bind_int64(statement, index, (sqlite3_int64)number);
    }
    if (type == 't') {
        return sqlite3_bind_text(statement, index, va_arg(*values, const char *), -1, SQLITE_STATIC);
    }
    struct snapshot_text text = va_arg(*values, struct snapshot_text);
    if (type == 'b') {
        return sqlite3_bind_blob64(statement, index, text.bytes, text.length, SQLITE_STATIC);
    }
    return sqlite3_bind_text64(statement, index, text.bytes, text.length, SQLITE_STATIC, SQLITE_UTF8);
}

static enum store_status query(struct database *database, sqlite3_stmt **statement, const char *sql,
                               const char *types, va_list *values)
{
    enum store_status status = find_statement(database, sql, statement);
    for (int i = 0; status == STORE_OK && types[i] != '\0'; i++) {
        int code = bind_one(*statement, i + 1, types[i], values);
        status = code == SQLITE_OK ? STORE_OK : failure(database, code);
    }
    return status;
}

enum store_status database_query(struct database *database, sqlite3_stmt **statement, const char *sql,
                                 const char *types, ...)
{
    va_list values;
    va_start(values, types);
    enum store_status status = query(database, statement, sql, types, &values);
    va_end(values);
    return status;
}

enum store_status database_step(struct database *database, sqlite3_stmt *statement, bool *row)
{
    int code = sqlite3_step(statement);
    *row = code == SQLITE_ROW;
    if (code == SQLITE_ROW || code == SQLITE_DONE) {
        return STORE_OK;
    }
    enum store_status status = failure(database, code);
    sqlite3_reset(statement);
    return status;
}

enum store_status database_run(struct database *database, const char *sql, const char *types, ...)
{
    sqlite3_stmt *statement;
    va_list values;
    bool row = true;
    va_start(values, types);
    enum store_status status = query(database, &statement, sql, types, &values);
    va_end(values);
    while (status == STORE_OK && row) {
        status = database_step(database, statement, &row);
    }
    return status;
}

enum store_status database_number(struct database *database, int64_t *number, int64_t otherwise,
                                  const char *sql, const char *types, ...)
{
    sqlite3_stmt *statement;
    va_list values;
    bool row = false;
    va_start(values, types);
    enum store_status status = query(database, &statement, sql, types, &values);
    va_end(values);
    if (status == STORE_OK) {
        status = database_step(database, statement, &row);
    }
    if (status == STORE_OK) {
        *number = row ? sqlite3_column_int64(statement, 0) : otherwise;
        sqlite3_reset(statement);
    }
    return status;
}

int64_t database_changes(const struct database *database)
{
    return sqlite3_changes64(database->handle);
}

void database_reset(struct database *database)
{
    for (size_t i = 0; i < database->cached; i++) {
        sqlite3_reset(database->cache[i].statement);
    }
}
