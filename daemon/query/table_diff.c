/* snapshot_diff(old, new, group_by): what tracemalloc's compare_to answers, as a table that takes
 * arguments. */
#include <string.h>

#include "daemon/query/table.h"

enum diff_column {
    D_NAME,
    D_FILE,
    D_LINE,
    D_SIZE,
    D_SIZE_DIFF,
    D_BLOCKS,
    D_COUNT_DIFF,
    D_STACK,
    D_OLD,
    D_NEW,
    D_GROUP_BY,
    D_COUNT
};

static const struct column diff_columns[] = {
    [D_NAME] = {"name", TYPE_TEXT, 0, "of a type or a domain, else NULL"},
    [D_FILE] = {"file", TYPE_TEXT, 0, "of the most recent frame, NULL by type and domain"},
    [D_LINE] = {"line", TYPE_INTEGER, 0, "of the same, 0 by filename"},
    [D_SIZE] = {"size", TYPE_INTEGER, 0, "bytes in the newer snapshot"},
    [D_SIZE_DIFF] = {"size_diff", TYPE_INTEGER, 0, "bytes more than in the older one"},
    [D_BLOCKS] = {"count", TYPE_INTEGER, 0, "blocks, or objects by type, in the newer snapshot"},
    [D_COUNT_DIFF] = {"count_diff", TYPE_INTEGER, 0, "how many more than in the older one"},
    [D_STACK] = {"stack", TYPE_TEXT, 0, "all frames, oldest first: a.py:3;b.py:5; NULL by type and domain"},
    [D_OLD] = {"old", TYPE_PARAMETER, 0, "number of the older snapshot"},
    [D_NEW] = {"new", TYPE_PARAMETER, 0, "number of the newer snapshot"},
    [D_GROUP_BY] = {"group_by", TYPE_TEXT_PARAMETER, 0,
                    "lineno (when it is left out), filename, traceback, type or domain"},
};

struct diff_cursor {
    struct cursor c;
    struct snapshot_table *table;
    size_t at;
    int64_t old, new;
    enum snapshot_group group;
};

static int load(struct cursor *c, int64_t number, struct snapshot **out)
{
    int code = query_snapshot_value(c, number, out);
    if (code == SQLITE_OK && !*out)
        return cursor_fail(c, QUERY_FAILED, "there is no snapshot %lld", (long long)number);
    return code;
}

static int compare(struct diff_cursor *c)
{
    const struct snapshot_query wanted = {.group_by = c->group};
    struct snapshot *older, *newer;
    int code = load(&c->c, c->old, &older);
    if (code == SQLITE_OK)
        code = load(&c->c, c->new, &newer); /* both stay: more than one is kept */
    if (code != SQLITE_OK)
        return code;
    snapshot_table_free(c->table);
    c->table = NULL;
    if (snapshot_compare(older, newer, &wanted, &c->table) != SNAPSHOT_OK)
        return SQLITE_NOMEM;
    c->at = 0;
    c->c.ended = c->table->row_count == 0;
    return SQLITE_OK;
}

static int diff_filter(struct cursor *base, unsigned used, sqlite3_value **values)
{
    struct diff_cursor *c = (struct diff_cursor *)base;
    const unsigned both = 1u << D_OLD | 1u << D_NEW;
    if ((used & both) != both)
        return cursor_fail(base, QUERY_BAD_SQL,
                           "snapshot_diff takes the numbers of two snapshots: snapshot_diff(1, 2)");
    if (!value_int(values[0], &c->old) || !value_int(values[1], &c->new))
        return cursor_fail(base, QUERY_BAD_SQL, "snapshot_diff takes numbers of snapshots");
    c->group = SNAPSHOT_BY_LINENO;
    if (used & 1u << D_GROUP_BY) {
        const char *name = (const char *)sqlite3_value_text(values[2]);
        if (!name || !snapshot_group_from_name(name, &c->group))
            return cursor_fail(base, QUERY_BAD_SQL,
                               "snapshot_diff groups by lineno, filename, traceback, type or domain");
    }
    return compare(c);
}

static int diff_next(struct cursor *base)
{
    struct diff_cursor *c = (struct diff_cursor *)base;
    base->ended = ++c->at == c->table->row_count;
    return SQLITE_OK;
}

static void diff_close(struct cursor *base)
{
    snapshot_table_free(((struct diff_cursor *)base)->table);
}

static struct snapshot_place place_in_row(const void *context, uint32_t i)
{
    const struct diff_cursor *c = context;
    return snapshot_table_frame(c->table, &c->table->rows[c->at], i);
}

static void name_column(const struct diff_cursor *c, sqlite3_context *out)
{
    const struct snapshot_row *row = &c->table->rows[c->at];
    if (c->group == SNAPSHOT_BY_TYPE)
        result_snapshot_text(out, snapshot_table_name(c->table, row));
    else if (c->group == SNAPSHOT_BY_DOMAIN)
        sqlite3_result_int64(out, snapshot_table_domain(c->table, row));
}

static void diff_column(struct cursor *base, sqlite3_context *out, int i)
{
    const struct diff_cursor *c = (const struct diff_cursor *)base;
    const struct snapshot_row *row = &c->table->rows[c->at];
    uint32_t frames = snapshot_table_nframe(c->table, row);
    switch ((enum diff_column)i) {
    case D_NAME:
        return name_column(c, out);
    case D_FILE:
        return frames ? result_snapshot_text(out, place_in_row(c, frames - 1).file)
                      : sqlite3_result_null(out);
    case D_LINE:
        return frames ? sqlite3_result_int64(out, place_in_row(c, frames - 1).line)
                      : sqlite3_result_null(out);
    case D_SIZE:
        return result_uint(out, row->size);
    case D_SIZE_DIFF:
        return sqlite3_result_int64(out, row->size_diff);
    case D_BLOCKS:
        return result_uint(out, row->count);
    case D_COUNT_DIFF:
        return sqlite3_result_int64(out, row->count_diff);
    case D_STACK:
        return frames ? result_stack(out, frames, place_in_row, c) : sqlite3_result_null(out);
    case D_OLD:
        return sqlite3_result_int64(out, c->old);
    case D_NEW:
        return sqlite3_result_int64(out, c->new);
    case D_GROUP_BY:
        return sqlite3_result_text(out, snapshot_group_name(c->group), -1, SQLITE_STATIC);
    case D_COUNT:
        break;
    }
}

const struct table table_snapshot_diff = {
    .name = "snapshot_diff",
    .meaning = "The difference of two snapshots, as tracemalloc's compare_to: snapshot_diff(1, 2) or "
               "snapshot_diff(1, 2, 'type').",
    .columns = diff_columns,
    .column_count = D_COUNT,
    .rows = 1e4,
    .cursor_size = sizeof(struct diff_cursor),
    .filter = diff_filter,
    .next = diff_next,
    .column = diff_column,
    .close = diff_close,
};
