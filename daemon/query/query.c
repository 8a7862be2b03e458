/* One query: its connection, its statement, its rows (query.h). */
#include "daemon/query/query.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/query/guard.h"
#include "daemon/query/table.h"

enum { STEPS_BETWEEN_LOOKS = 100, TICKS_BETWEEN_LOOKS = 1024 };

/* Compiling is not interrupted, and a WITH table that names another twice, which names a third twice, and so
 * on, is written out each time: what bounds its memory bounds its time. */
enum { PREPARING_MEMORY = 16 << 20 };

static void set_error(struct query *q, enum query_error_kind kind, const char *message, int offset)
{
    q->error.kind = kind;
    q->error.offset = offset;
    snprintf(q->error.message, sizeof q->error.message, "%s", message);
}

/* SQLite's code and words. */
static bool fail_sqlite(struct query *q, int code)
{
    const char *message = sqlite3_errmsg(q->db);
    int offset = sqlite3_error_offset(q->db);
    enum query_error_kind hint = q->hint.kind;
    if (q->stopped || code == SQLITE_INTERRUPT)
        set_error(q, QUERY_STOPPED, "the query did not end in time", -1);
    else if ((code & 0xff) == SQLITE_NOMEM || q->budget.refused || q->memory_failed)
        set_error(q, QUERY_OVER_MEMORY, "the query needs more memory than one may have", -1);
    else if ((code & 0xff) == SQLITE_TOOBIG)
        set_error(q, QUERY_TOO_LARGE, message, offset);
    else if ((code & 0xff) == SQLITE_AUTH || hint == QUERY_DENIED)
        set_error(q, QUERY_DENIED, message, offset);
    else
        set_error(q, hint ? hint : QUERY_BAD_SQL, message, offset);
    return false;
}

bool query_stop(struct query *q)
{
    if (!q->stopped && ++q->ticks % TICKS_BETWEEN_LOOKS == 0 && q->source.stopped)
        q->stopped = q->source.stopped(q->source.context);
    return q->stopped;
}

static int look(void *context)
{
    struct query *q = context;
    if (!q->stopped && q->source.stopped)
        q->stopped = q->source.stopped(q->source.context);
    return q->stopped;
}

int cursor_fail(struct cursor *c, enum query_error_kind kind, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    sqlite3_free(c->base.pVtab->zErrMsg);
    c->base.pVtab->zErrMsg = sqlite3_vmprintf(format, arguments);
    va_end(arguments);
    c->query->hint.kind = kind;
    return SQLITE_ERROR;
}

int query_next_snapshot(struct cursor *c, int64_t after, struct query_snapshot *out)
{
    const struct query_source *source = &c->query->source;
    enum query_found found =
        source->next_snapshot ? source->next_snapshot(source->context, after, out) : QUERY_NOT_FOUND;
    c->ended = found != QUERY_FOUND;
    if (found == QUERY_NO_MEMORY)
        return SQLITE_NOMEM;
    return found == QUERY_UNREADABLE ? cursor_fail(c, QUERY_FAILED, "the snapshots cannot be read")
                                     : SQLITE_OK;
}

/* ---- life */

struct query *query_open(const struct query_limits *limits)
{
    struct query *q = calloc(1, sizeof *q);
    if (!q)
        return NULL;
    q->budget.limit = (int64_t)(limits && limits->memory ? limits->memory : QUERY_MEMORY);
    q->error.offset = -1;
    struct budget *previous = budget_enter(&q->budget);
    bool opened =
        sqlite3_open_v2(":memory:", &q->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX,
                        "memdb") == SQLITE_OK &&
        tables_register(q, q->db) && guard_connection(q, q->db);
    budget_leave(previous);
    if (opened) {
        sqlite3_progress_handler(q->db, STEPS_BETWEEN_LOOKS, look, q);
        return q;
    }
    query_close(q);
    return NULL;
}

void query_close(struct query *q)
{
    if (!q)
        return;
    struct budget *previous = budget_enter(&q->budget);
    sqlite3_finalize(q->statement);
    query_forget_indexes(q);
    query_forget_hot(q);
    sqlite3_close(q->db);
    budget_leave(previous);
    for (size_t i = 0; i < LOADED_SNAPSHOTS; i++)
        snapshot_release(q->loaded[i].value);
    query_forget_graphs(q);
    free(q);
}

/* ---- the statement */

/* Is there nothing but blanks, comments and semicolons? Compiling says so, and costs nothing. */
static bool is_empty(struct query *q, const char *sql, size_t length)
{
    while (length > 0) {
        sqlite3_stmt *more = NULL;
        const char *tail = sql;
        int code = sqlite3_prepare_v2(q->db, sql, (int)length, &more, &tail);
        bool empty = code == SQLITE_OK && !more;
        sqlite3_finalize(more);
        if (!empty)
            return false;
        if (tail == sql)
            break;
        length -= (size_t)(tail - sql);
        sql = tail;
    }
    return true;
}

static bool check_prepared(struct query *q, const char *sql, size_t length, const char *tail)
{
    enum query_error_kind before = q->hint.kind;
    if (!q->statement) {
        set_error(q, QUERY_BAD_SQL, "there is no statement", 0);
        return false;
    }
    if (!sqlite3_stmt_readonly(q->statement) || sqlite3_column_count(q->statement) == 0) {
        set_error(q, QUERY_DENIED, "only SELECT is allowed", 0);
        return false;
    }
    bool live = q->live, snapshots = q->snapshots;
    if (!is_empty(q, tail, length - (size_t)(tail - sql))) {
        set_error(q, QUERY_BAD_SQL, "one statement at a time", (int)(tail - sql));
        return false;
    }
    q->live = live;
    q->snapshots = snapshots;
    q->hint.kind = before;
    return true;
}

bool query_prepare(struct query *q, const char *sql, size_t length)
{
    const char *tail = sql;
    if (length > QUERY_SQL_LENGTH) {
        set_error(q, QUERY_BAD_SQL, "the SQL is too long", -1);
        return false;
    }
    if (memchr(sql, 0, length)) {
        set_error(q, QUERY_BAD_SQL, "the SQL has a NUL in it",
                  (int)((const char *)memchr(sql, 0, length) - sql));
        return false;
    }
    struct budget *previous = budget_enter(&q->budget);
    int64_t limit = q->budget.limit;
    if (limit > q->budget.used + PREPARING_MEMORY)
        q->budget.limit = q->budget.used + PREPARING_MEMORY;
    int code = sqlite3_prepare_v3(q->db, sql, (int)length, 0, &q->statement, &tail);
    bool fine = code == SQLITE_OK ? check_prepared(q, sql, length, tail) : fail_sqlite(q, code);
    q->budget.limit = limit;
    budget_leave(previous);
    return fine;
}

const struct query_error *query_error(const struct query *q)
{
    return &q->error;
}
bool query_is_live(const struct query *q)
{
    return q->live;
}
bool query_has_snapshots(const struct query *q)
{
    return q->snapshots;
}

/* ---- parameters */

int query_parameter_count(struct query *q)
{
    return sqlite3_bind_parameter_count(q->statement);
}

int query_parameter_named(struct query *q, const char *name)
{
    for (int i = 1; i <= query_parameter_count(q); i++) {
        const char *known = sqlite3_bind_parameter_name(q->statement, i);
        if (known && *known != '?' && !strcmp(known + 1, name))
            return i;
    }
    return 0;
}

static bool bound(struct query *q, int code)
{
    return code == SQLITE_OK || fail_sqlite(q, code);
}

bool query_bind_null(struct query *q, int index)
{
    return bound(q, sqlite3_bind_null(q->statement, index));
}
bool query_bind_int(struct query *q, int index, int64_t value)
{
    return bound(q, sqlite3_bind_int64(q->statement, index, value));
}
bool query_bind_real(struct query *q, int index, double value)
{
    return bound(q, sqlite3_bind_double(q->statement, index, value));
}

bool query_bind_text(struct query *q, int index, const char *text, size_t length)
{
    struct budget *previous = budget_enter(&q->budget);
    int code = sqlite3_bind_text64(q->statement, index, text, length, SQLITE_TRANSIENT, SQLITE_UTF8);
    budget_leave(previous);
    return bound(q, code);
}

/* ---- rows */

int query_column_count(struct query *q)
{
    return sqlite3_column_count(q->statement);
}
const char *query_column_name(struct query *q, int i)
{
    return sqlite3_column_name(q->statement, i);
}

/* The first word of what module.c declares. */
const char *query_column_type(struct query *q, int i)
{
    static const char *const known[] = {"address", "id", "integer", "text", "real"};
    const char *declared = sqlite3_column_decltype(q->statement, i);
    for (size_t k = 0; declared && k < sizeof known / sizeof *known; k++)
        if (!sqlite3_strnicmp(declared, known[k], (int)strlen(known[k])))
            return known[k];
    return NULL;
}

void query_start(struct query *q, const struct query_source *source)
{
    q->source = *source;
    q->hint.kind = QUERY_FINE;
    q->budget.refused = false;
}

enum query_step query_step(struct query *q)
{
    if (look(q)) { /* short queries ask, too */
        set_error(q, QUERY_STOPPED, "the query did not end in time", -1);
        return QUERY_ERROR;
    }
    struct budget *previous = budget_enter(&q->budget);
    int code = sqlite3_step(q->statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        if (!q->hint.kind)
            q->hint.kind = QUERY_FAILED;
        fail_sqlite(q, code);
    }
    budget_leave(previous);
    return code == SQLITE_ROW ? QUERY_ROW : code == SQLITE_DONE ? QUERY_DONE : QUERY_ERROR;
}

struct query_value query_value(struct query *q, int i)
{
    struct query_value value = {.type = QUERY_NULL};
    switch (sqlite3_column_type(q->statement, i)) {
    case SQLITE_INTEGER:
        value.type = QUERY_INT;
        value.integer = sqlite3_column_int64(q->statement, i);
        break;
    case SQLITE_FLOAT:
        value.type = QUERY_REAL;
        value.real = sqlite3_column_double(q->statement, i);
        break;
    case SQLITE_TEXT:
        value.type = QUERY_TEXT;
        value.bytes = sqlite3_column_text(q->statement, i);
        value.length = (size_t)sqlite3_column_bytes(q->statement, i);
        break;
    case SQLITE_BLOB:
        value.type = QUERY_BLOB;
        value.bytes = sqlite3_column_blob(q->statement, i);
        value.length = (size_t)sqlite3_column_bytes(q->statement, i);
        break;
    }
    if (value.type >= QUERY_TEXT && !value.bytes)
        value.bytes = "";
    return value;
}

uint64_t query_rows_visited(const struct query *q)
{
    return q->visited;
}
uint64_t query_memory_peak(const struct query *q)
{
    return (uint64_t)q->budget.peak;
}

/* ---- snapshots */

static struct loaded *oldest_loaded(struct query *q)
{
    struct loaded *oldest = &q->loaded[0];
    for (size_t i = 1; i < LOADED_SNAPSHOTS; i++)
        if (!q->loaded[i].value || (oldest->value && q->loaded[i].used < oldest->used))
            oldest = &q->loaded[i];
    return oldest;
}

int query_snapshot_value(struct cursor *c, int64_t number, struct snapshot **out)
{
    struct query *q = c->query;
    struct snapshot *value = NULL;
    for (size_t i = 0; i < LOADED_SNAPSHOTS; i++)
        if (q->loaded[i].value && q->loaded[i].number == number) {
            q->loaded[i].used = ++q->uses;
            *out = q->loaded[i].value;
            return SQLITE_OK;
        }
    enum query_found found = q->source.load_snapshot
                                 ? q->source.load_snapshot(q->source.context, number, &value)
                                 : QUERY_NOT_FOUND;
    if (found == QUERY_NO_MEMORY)
        return SQLITE_NOMEM;
    if (found == QUERY_GIVEN_UP)
        return SQLITE_INTERRUPT;
    if (found == QUERY_UNREADABLE)
        return cursor_fail(c, QUERY_FAILED, "snapshot %lld cannot be read", (long long)number);
    if (found == QUERY_NOT_FOUND) {
        *out = NULL;
        return SQLITE_OK;
    }
    struct loaded *place = oldest_loaded(q);
    snapshot_release(place->value);
    *place = (struct loaded){number, value, ++q->uses};
    *out = value;
    return SQLITE_OK;
}
