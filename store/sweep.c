/* Erasing and sweeping: see sweep.h. */
#include "store/sweep.h"
#include <stdlib.h>

enum { STEP = 20000, LEAST = 1000, PARTS = 16 };

enum store_status sweep_expect(struct database *database, int64_t snapshots)
{
    return database_run(database, "UPDATE tally SET sites = sites - ?1, erased = erased + ?1", "i",
                        snapshots * SWEEP_WEIGHT);
}

/* ---- Parts and sites of deleted snapshots -------------------------------------------------------- */

/* Some parts of its graph or its value; *more: there are others. */
static enum store_status erase_parts(struct database *database, int64_t snapshot, bool *more)
{
    static const char *const both[] = {"DELETE FROM graph_part WHERE rowid IN"
                                       " (SELECT rowid FROM graph_part WHERE snapshot = ?1 LIMIT ?2)",
                                       "DELETE FROM snapshot_part WHERE rowid IN"
                                       " (SELECT rowid FROM snapshot_part WHERE snapshot = ?1 LIMIT ?2)"};
    enum store_status status = STORE_OK;
    *more = false;
    for (int i = 0; i < 2 && status == STORE_OK && !*more; i++) {
        status = database_run(database, both[i], "ii", snapshot, (int64_t)PARTS);
        *more = database_changes(database) == PARTS;
    }
    return status;
}

static enum store_status erase_some(struct database *database, int64_t snapshot)
{
    bool more;
    enum store_status status = erase_parts(database, snapshot, &more);
    if (status != STORE_OK || more) {
        return status;
    }
    status = database_run(
        database,
        "DELETE FROM site WHERE snapshot = ?1 AND traceback <= coalesce((SELECT traceback FROM site"
        " WHERE snapshot = ?1 ORDER BY traceback LIMIT 1 OFFSET ?2), 9223372036854775807)",
        "ii", snapshot, (int64_t)STEP);
    if (status != STORE_OK) {
        return status;
    }
    int64_t erased = database_changes(database);
    status = database_run(database, "UPDATE tally SET sites = sites - ?1, erased = erased + ?1", "i", erased);
    if (status == STORE_OK && erased < STEP) {
        status = database_run(database, "DELETE FROM type_total WHERE snapshot = ?1", "i", snapshot);
        if (status == STORE_OK) {
            status = database_run(database, "DELETE FROM unseen WHERE id = ?1", "i", snapshot);
        }
    }
    return status;
}

/* ---- Names, frames and tracebacks that nothing uses ---------------------------------------------- */

struct marks {
    unsigned char *bits;
    size_t count;
};

static enum store_status marks_init(struct marks *marks, struct database *database, const char *sql)
{
    int64_t highest;
    enum store_status status = database_number(database, &highest, 0, sql, "");
    if (status == STORE_OK) {
        marks->count = (size_t)highest + 1;
        marks->bits = calloc(marks->count / 8 + 1, 1);
        status = marks->bits == NULL ? STORE_NO_MEMORY : STORE_OK;
    }
    return status;
}

static void mark(struct marks *marks, int64_t id)
{
    if (id >= 0 && (size_t)id < marks->count) {
        marks->bits[id / 8] |= (unsigned char)(1u << (id % 8));
    }
}

static bool is_marked(const struct marks *marks, int64_t id)
{
    return (marks->bits[id / 8] & 1u << (id % 8)) != 0;
}

/* Marks what the first column of `sql` names. */
static enum store_status mark_all(struct database *database, struct marks *marks, const char *sql)
{
    sqlite3_stmt *statement;
    bool row = true;
    enum store_status status = database_query(database, &statement, sql, "");
    while (status == STORE_OK) {
        status = database_step(database, statement, &row);
        if (status != STORE_OK || !row) {
            break;
        }
        mark(marks, sqlite3_column_int64(statement, 0));
    }
    return status;
}

/*
 * Goes over the rows of `sql` (id and two things that the row uses, whose marks are `first` and `second`): an
 * unmarked row is deleted by `delete`, a marked one marks what it uses.
 */
static enum store_status sweep_table(struct database *database, const char *sql, const char *delete,
                                     const struct marks *marks, struct marks *first, struct marks *second)
{
    sqlite3_stmt *statement;
    bool row = true;
    int64_t *dead = NULL;
    size_t dead_count = 0, room = 0;
    enum store_status status = database_query(database, &statement, sql, "");
    while (status == STORE_OK) {
        status = database_step(database, statement, &row);
        if (status != STORE_OK || !row) {
            break;
        }
        int64_t id = sqlite3_column_int64(statement, 0);
        if (is_marked(marks, id)) {
            mark(first, sqlite3_column_int64(statement, 1));
            mark(second, sqlite3_column_int64(statement, 2));
            continue;
        }
        if (dead_count == room) {
            room = room == 0 ? 256 : room * 2;
            int64_t *larger = reallocarray(dead, room, sizeof *dead);
            if (larger == NULL) {
                status = STORE_NO_MEMORY;
                break;
            }
            dead = larger;
        }
        dead[dead_count++] = id;
    }
    for (size_t i = 0; i < dead_count && status == STORE_OK; i++) {
        status = database_run(database, delete, "i", dead[i]);
    }
    free(dead);
    return status;
}

static enum store_status sweep_unused(struct database *database)
{
    struct marks tracebacks = {0}, frames = {0}, strings = {0}, none = {0};
    enum store_status status = marks_init(&tracebacks, database, "SELECT max(id) FROM traceback");
    if (status == STORE_OK) {
        status = marks_init(&frames, database, "SELECT max(id) FROM frame");
    }
    if (status == STORE_OK) {
        status = marks_init(&strings, database, "SELECT max(id) FROM string");
    }
    if (status == STORE_OK) {
        status = mark_all(database, &tracebacks, "SELECT traceback FROM site");
    }
    if (status == STORE_OK) {
        status = mark_all(database, &frames, "SELECT frame FROM diff_growth");
    }
    if (status == STORE_OK) {
        status = mark_all(database, &strings, "SELECT name FROM type_total");
    }
    if (status == STORE_OK) {
        status = mark_all(database, &strings, "SELECT name FROM diff_type_growth");
    }
    if (status ==
        STORE_OK) { /* parents have lower ids than their children, so one pass downwards marks all */
        mark(&tracebacks, 0);
        status = sweep_table(database, "SELECT id, parent, frame FROM traceback ORDER BY id DESC",
                             "DELETE FROM traceback WHERE id = ?1", &tracebacks, &tracebacks, &frames);
    }
    if (status == STORE_OK) {
        status = sweep_table(database, "SELECT id, file, 0 FROM frame", "DELETE FROM frame WHERE id = ?1",
                             &frames, &strings, &none);
    }
    if (status == STORE_OK) {
        status = sweep_table(database, "SELECT id, 0, 0 FROM string", "DELETE FROM string WHERE id = ?1",
                             &strings, &none, &none);
    }
    if (status == STORE_OK) {
        status = database_run(database, "UPDATE tally SET erased = 0", "");
    }
    free(tracebacks.bits);
    free(frames.bits);
    free(strings.bits);
    return status;
}

/* ---- Steps --------------------------------------------------------------------------------------- */

static enum store_status in_transaction(struct database *database, int64_t snapshot)
{
    enum store_status status = database_run(database, "BEGIN IMMEDIATE", "");
    if (status == STORE_OK) {
        status = snapshot != 0 ? erase_some(database, snapshot) : sweep_unused(database);
    }
    if (status == STORE_OK) {
        status = database_run(database, "COMMIT", "");
    }
    if (status != STORE_OK) {
        database_reset(database);
        sqlite3_exec(database->handle, "ROLLBACK", NULL, NULL, NULL); /* may be done already */
    }
    return status;
}

/*
 * Without foreign keys: nothing that is deleted here is referred to, and asking SQLite to prove it would cost
 * a scan of all sites for each row, or an index as large as they are.
 */
static enum store_status sweep_without_keys(struct database *database)
{
    enum store_status status = database_script(database, "PRAGMA foreign_keys = OFF");
    if (status == STORE_OK) {
        status = in_transaction(database, 0);
    }
    enum store_status on = database_script(database, "PRAGMA foreign_keys = ON");
    return status != STORE_OK ? status : on;
}

bool sweep_step(struct database *database)
{
    int64_t snapshot, due = 0;
    enum store_status status = database_number(
        database, &snapshot, 0, "SELECT id FROM unseen WHERE building = 0 ORDER BY id LIMIT 1", "");
    if (status == STORE_OK && snapshot != 0) {
        return in_transaction(database, snapshot) == STORE_OK;
    }
    if (status == STORE_OK) {
        status = database_number(
            database, &due, 0,
            "SELECT erased > 0 AND erased >= sites AND (sites = 0 OR erased >= ?1) FROM tally", "i",
            (int64_t)LEAST);
    }
    if (status == STORE_OK && due != 0) {
        status = sweep_without_keys(database);
    }
    return false;
}
