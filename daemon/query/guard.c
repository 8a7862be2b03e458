/* The walls around a query: what SQLite may be asked for (guard.h).
 *
 * Nothing that is not named here is allowed: a later SQLite with a new statement, function or table brings
 * none of them here. */
#include "daemon/query/guard.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/query/table.h"

/* Sorted. Pure functions of their arguments, and random(). What makes long values is bounded by
 * SQLITE_LIMIT_LENGTH; not so the time that printf() takes to find out that a precision of 2,000,000,000 is
 * too long, so that it is not here; nor unhex(), which looks for each character among those to be passed
 * over. instr(), replace() and trim() are this library's own. */
static const char *const functions[] = {
    "->",
    "->>",
    "abs",
    "acos",
    "acosh",
    "address",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "avg",
    "ceil",
    "ceiling",
    "char",
    "coalesce",
    "cos",
    "cosh",
    "count",
    "cume_dist",
    "date",
    "datetime",
    "degrees",
    "dense_rank",
    "exp",
    "first_value",
    "floor",
    "glob",
    "group_concat",
    "hex",
    "id",
    "ifnull",
    "iif",
    "instr",
    "json",
    "json_array",
    "json_array_length",
    "json_each",
    "json_extract",
    "json_group_array",
    "json_group_object",
    "json_object",
    "json_quote",
    "json_type",
    "json_valid",
    "julianday",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "likelihood",
    "likely",
    "ln",
    "log",
    "log10",
    "log2",
    "lower",
    "ltrim",
    "max",
    "min",
    "mod",
    "nth_value",
    "ntile",
    "nullif",
    "percent_rank",
    "pi",
    "pow",
    "power",
    "quote",
    "radians",
    "random",
    "rank",
    "replace",
    "round",
    "row_number",
    "rtrim",
    "sign",
    "sin",
    "sinh",
    "sqrt",
    "strftime",
    "substr",
    "substring",
    "sum",
    "tan",
    "tanh",
    "time",
    "total",
    "trim",
    "trunc",
    "typeof",
    "unicode",
    "unixepoch",
    "unlikely",
    "upper",
    "zeroblob",
};

static int compare_names(const void *name, const void *entry)
{
    return sqlite3_stricmp(name, *(const char *const *)entry);
}

static bool function_allowed(const char *name)
{
    return name &&
           bsearch(name, functions, sizeof functions / sizeof *functions, sizeof *functions, compare_names);
}

static bool table_allowed(struct query *q, const char *name)
{
    const struct table *table = query_table_named(name);
    if (!table)
        return !sqlite3_stricmp(name, "json_each") || !sqlite3_stricmp(name, "json_tree");
    *(table->live ? &q->live : &q->snapshots) = true;
    return true;
}

/* Of a table that no column of is used, a WITH table perhaps, SQLite says the name as it is written. How many
 * rows there are is all that can be learnt; those that would tell of SQLite's own state are left out all the
 * same. */
static bool is_own_name(const char *name)
{
    return sqlite3_strnicmp(name, "sqlite_", 7) && sqlite3_strnicmp(name, "pragma_", 7);
}

static bool may_read(struct query *q, const char *table, const char *column)
{
    if (!table)
        return false;
    return table_allowed(q, table) || (column && !*column && is_own_name(table));
}

static int authorize(void *context, int action, const char *first, const char *second, const char *database,
                     const char *trigger)
{
    struct query *q = context;
    (void)database, (void)trigger;
    if (q->declaring) /* a table of ours tells its columns, as a CREATE TABLE */
        return SQLITE_OK;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_READ:
        if (may_read(q, first, second))
            return SQLITE_OK;
        break;
    case SQLITE_FUNCTION:
        if (function_allowed(second))
            return SQLITE_OK;
        break;
    }
    q->hint.kind = QUERY_DENIED;
    return SQLITE_DENY;
}

static void id_function(sqlite3_context *out, int count, sqlite3_value **values)
{
    (void)count;
    result_id(out, value_address(values[0]));
}

static void address_function(sqlite3_context *out, int count, sqlite3_value **values)
{
    (void)count;
    result_address(out, value_id(values[0]));
}

static void set_limits(sqlite3 *db)
{
    static const struct {
        int limit, value;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, QUERY_VALUE_LENGTH},
        {SQLITE_LIMIT_SQL_LENGTH, QUERY_SQL_LENGTH},
        {SQLITE_LIMIT_COLUMN, 200},
        {SQLITE_LIMIT_EXPR_DEPTH, 100},
        {SQLITE_LIMIT_COMPOUND_SELECT, 50},
        {SQLITE_LIMIT_VDBE_OP, 50000},
        {SQLITE_LIMIT_FUNCTION_ARG, 64},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200},
        {SQLITE_LIMIT_VARIABLE_NUMBER, QUERY_PARAMETERS},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 0},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        sqlite3_limit(db, limits[i].limit, limits[i].value);
}

static void set_switches(sqlite3 *db)
{
    static const struct {
        int option, value;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},    {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},        {SQLITE_DBCONFIG_DQS_DDL, 0}, /* "x" is a column, never a text */
    };
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
        sqlite3_db_config(db, switches[i].option, switches[i].value, NULL);
}

bool guard_connection(struct query *q, sqlite3 *db)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    sqlite3_extended_result_codes(db, 1);
    /* Nothing looks at the time while SQLite sorts. With all rows in memory that is once, for seconds; where
     * it may use files it sorts two megabytes at a time and merges them step by step. Files of this
     * connection lie in memory, where they count. */
    if (sqlite3_exec(db, "PRAGMA temp_store = FILE", NULL, NULL, NULL) != SQLITE_OK)
        return false;
    if (sqlite3_create_function(db, "id", 1, flags, NULL, id_function, NULL, NULL) != SQLITE_OK ||
        sqlite3_create_function(db, "address", 1, flags, NULL, address_function, NULL, NULL) != SQLITE_OK ||
        !search_functions(db) || !trim_functions(db))
        return false;
    /* Tables that SQLite brings declare themselves when they are first used: now, while it is allowed. */
    if (sqlite3_exec(db, "SELECT 1 FROM json_each('[]'), json_tree('[]')", NULL, NULL, NULL) != SQLITE_OK)
        return false;
    set_switches(db);
    set_limits(db);
    return sqlite3_set_authorizer(db, authorize, q) == SQLITE_OK;
}
