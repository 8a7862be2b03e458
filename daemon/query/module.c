/* SQLite's side of the tables: one module, whose behaviour is in struct table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/query/table.h"

struct vtab {
    sqlite3_vtab base; /* first */
    struct query *query;
    const struct table *table;
};

/* What sqlite3_create_module is given for each table. */
struct registration {
    struct query *query;
    const struct table *table;
};

static const char *declared_type(enum column_type type)
{
    static const char *const names[] = {
        [TYPE_INTEGER] = "INTEGER",
        [TYPE_ADDRESS] = "ADDRESS INTEGER",
        [TYPE_ID] = "ID TEXT",
        [TYPE_TEXT] = "TEXT",
        [TYPE_PARAMETER] = "INTEGER HIDDEN",
        [TYPE_TEXT_PARAMETER] = "TEXT HIDDEN",
    };
    return names[type];
}

static int connect(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **out,
                   char **message)
{
    const struct registration *r = aux;
    char sql[4096];
    size_t length = (size_t)snprintf(sql, sizeof sql, "CREATE TABLE x(");
    (void)argc, (void)argv, (void)message;
    for (size_t i = 0; i < r->table->column_count; i++) {
        const struct column *c = &r->table->columns[i];
        length += (size_t)snprintf(sql + length, sizeof sql - length, "%s\"%s\" %s", i ? ", " : "", c->name,
                                   declared_type(c->type));
    }
    snprintf(sql + length, sizeof sql - length, ")");
    r->query->declaring = true;
    int code = sqlite3_declare_vtab(db, sql);
    r->query->declaring = false;
    struct vtab *vtab = code == SQLITE_OK ? sqlite3_malloc(sizeof *vtab) : NULL;
    if (!vtab)
        return code == SQLITE_OK ? SQLITE_NOMEM : code;
    *vtab = (struct vtab){.query = r->query, .table = r->table};
    sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
    *out = &vtab->base;
    return SQLITE_OK;
}

static int disconnect(sqlite3_vtab *vtab)
{
    sqlite3_free(vtab);
    return SQLITE_OK;
}

/* ---- the planner */

static bool is_text(enum column_type type)
{
    return type == TYPE_ID || type == TYPE_TEXT || type == TYPE_TEXT_PARAMETER;
}
static bool is_parameter(enum column_type type)
{
    return type == TYPE_PARAMETER || type == TYPE_TEXT_PARAMETER;
}

/* Can the cursor make use of this constraint? */
static bool is_useful(const struct table *table, sqlite3_index_info *info, int i)
{
    const struct sqlite3_index_constraint *c = &info->aConstraint[i];
    if (c->op != SQLITE_INDEX_CONSTRAINT_EQ || c->iColumn < 0)
        return false;
    const struct column *column = &table->columns[c->iColumn];
    if (!(column->rows > 0) && !is_parameter(column->type))
        return false;
    return !is_text(column->type) || !sqlite3_stricmp(sqlite3_vtab_collation(info, i), "BINARY");
}

/* A plan is a set of columns with a value. It costs what its best column leaves. */
static int best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
    const struct table *table = ((struct vtab *)base)->table;
    int constraint_of[32];
    unsigned used = 0;
    memset(constraint_of, -1, sizeof constraint_of);
    for (int i = 0; i < info->nConstraint; i++) {
        if (!is_useful(table, info, i))
            continue;
        int column = info->aConstraint[i].iColumn;
        if (info->aConstraint[i].usable) {
            constraint_of[column] = i;
            used |= 1u << column;
        } else if (is_parameter(table->columns[column].type)) {
            return SQLITE_CONSTRAINT; /* an argument that comes from another table: that one first */
        }
    }
    char name[400] = "";
    size_t length = 0;
    double rows = table->rows;
    int argument = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        if (!(used & 1u << i))
            continue;
        const struct column *c = &table->columns[i];
        info->aConstraintUsage[constraint_of[i]].argvIndex = ++argument;
        info->aConstraintUsage[constraint_of[i]].omit = is_parameter(c->type);
        if (c->rows > 0 && c->rows < rows)
            rows = c->rows;
        length +=
            (size_t)snprintf(name + length, sizeof name - length, "%s%s=", argument > 1 ? " " : "", c->name);
    }
    info->idxNum = (int)used;
    info->idxStr = sqlite3_mprintf("%s", name);
    info->needToFreeIdxStr = 1;
    info->estimatedRows = (sqlite3_int64)(argument > 1 ? rows / 2 : rows);
    info->estimatedCost = argument > 1 ? rows / 2 + 1 : rows + 1;
    if (rows <= 1)
        info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
    return info->idxStr ? SQLITE_OK : SQLITE_NOMEM;
}

/* ---- cursors */

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
    struct vtab *vtab = (struct vtab *)base;
    struct cursor *c = sqlite3_malloc64(vtab->table->cursor_size);
    if (!c)
        return SQLITE_NOMEM;
    memset(c, 0, vtab->table->cursor_size);
    c->query = vtab->query;
    c->table = vtab->table;
    *out = &c->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *base)
{
    struct cursor *c = (struct cursor *)base;
    if (c->table->close)
        c->table->close(c);
    sqlite3_free(c);
    return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *base, int number, const char *name, int argc, sqlite3_value **argv)
{
    struct cursor *c = (struct cursor *)base;
    (void)name, (void)argc;
    if (c->table->live && !c->query->source.heap)
        return cursor_fail(c, QUERY_NEEDS_HEAP, "%s is a table of the live heap, and the session has none",
                           c->table->name);
    c->ended = false;
    c->row = 0;
    return c->table->filter(c, (unsigned)number, argv);
}

static int next(sqlite3_vtab_cursor *base)
{
    struct cursor *c = (struct cursor *)base;
    if (query_stop(c->query))
        return SQLITE_INTERRUPT;
    c->query->visited++;
    c->row++;
    return c->table->next(c);
}

static int eof(sqlite3_vtab_cursor *base)
{
    return ((struct cursor *)base)->ended;
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *out, int i)
{
    struct cursor *c = (struct cursor *)base;
    c->table->column(c, out, i);
    return SQLITE_OK;
}

static int rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
    *out = ((struct cursor *)base)->row;
    return SQLITE_OK;
}

static const sqlite3_module module = {
    .iVersion = 0,
    .xConnect = connect, /* no xCreate: the tables are there without being made, and cannot be made */
    .xBestIndex = best_index,
    .xDisconnect = disconnect,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = next,
    .xEof = eof,
    .xColumn = column,
    .xRowid = rowid,
};

bool tables_register(struct query *q, sqlite3 *db)
{
    for (size_t i = 0; i < query_table_count; i++) {
        struct registration *r = sqlite3_malloc(sizeof *r);
        if (!r)
            return false;
        *r = (struct registration){q, query_tables[i]};
        if (sqlite3_create_module_v2(db, query_tables[i]->name, &module, r, sqlite3_free) != SQLITE_OK)
            return false;
    }
    return true;
}

/* ---- what there is */

const struct table *query_table_named(const char *name)
{
    for (size_t i = 0; i < query_table_count; i++)
        if (!sqlite3_stricmp(query_tables[i]->name, name))
            return query_tables[i];
    return NULL;
}

bool query_table(size_t index, struct query_table *out)
{
    if (index >= query_table_count)
        return false;
    const struct table *t = query_tables[index];
    *out = (struct query_table){t->name, t->meaning, t->live};
    return true;
}

bool query_table_column(size_t table, size_t index, struct query_column *out)
{
    static const char *const names[] = {
        [TYPE_INTEGER] = "integer", [TYPE_ADDRESS] = "address",   [TYPE_ID] = "id",
        [TYPE_TEXT] = "text",       [TYPE_PARAMETER] = "integer", [TYPE_TEXT_PARAMETER] = "text",
    };
    if (table >= query_table_count || index >= query_tables[table]->column_count)
        return false;
    const struct column *c = &query_tables[table]->columns[index];
    *out = (struct query_column){c->name, names[c->type], c->meaning, c->rows > 0, is_parameter(c->type)};
    return true;
}
