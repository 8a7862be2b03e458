/*
 * One SQLite connection with its prepared statements. Used by one thread at a time. For the store only.
 *
 * Statements are prepared once per connection and found again by the address of their text, so the text
 * must be a literal (or otherwise live as long as the connection). */
#ifndef HEAPD_STORE_DATABASE_H
#define HEAPD_STORE_DATABASE_H

#include "store/store.h"
#include <sqlite3.h>

struct database {
    sqlite3 *handle;
    struct database_statement {
        const char *sql;
        sqlite3_stmt *statement;
    } cache[96];
    size_t cached;
    char message[200]; /* SQLite's words for the last failure */
};

/* What a result code of SQLite's means to a caller of the store. */
enum store_status database_status(int code);

/* `flags` as sqlite3_open_v2(); close it even if this fails. */
enum store_status database_open(struct database *database, const char *path, int flags,
                                const char *vfs) STORE_MUST_CHECK;
void database_close(struct database *database);

/* Runs statements that are not worth caching, with no parameters and no interest in rows. */
enum store_status database_script(struct database *database, const char *sql) STORE_MUST_CHECK;

/*
 * Readies a statement. `types` has a letter per parameter: i int64_t, u uint64_t (STORE_INVALID beyond 63
 * bits), t const char * (NULL: SQL's NULL), s struct snapshot_text by value, b the same as a blob. Text is
 * borrowed until the statement is readied anew.
 */
enum store_status database_query(struct database *database, sqlite3_stmt **statement, const char *sql,
                                 const char *types, ...) STORE_MUST_CHECK;
/* The next row: *row false at the end. */
enum store_status database_step(struct database *database, sqlite3_stmt *statement,
                                bool *row) STORE_MUST_CHECK;
/* database_query() and all its steps. */
enum store_status database_run(struct database *database, const char *sql, const char *types,
                               ...) STORE_MUST_CHECK;
/* database_query() and one step: the first column of its row, or `otherwise` if there is none. */
enum store_status database_number(struct database *database, int64_t *number, int64_t otherwise,
                                  const char *sql, const char *types, ...) STORE_MUST_CHECK;
/* Rows that the last statement inserted, updated or deleted. */
int64_t database_changes(const struct database *database);
/* Resets all statements: none of them holds a lock or borrowed text any more. */
void database_reset(struct database *database);

#endif
