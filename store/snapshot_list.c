/* Snapshots and their stored differences as lists. */
#include "store/internal.h"

#define SNAPSHOT_COLUMNS                                                                                     \
    "SELECT snapshot.id, session, number, label, source, taken_at, seq, size, count, peak, nframe, objects," \
    " previous, size_diff, count_diff FROM snapshot LEFT JOIN diff ON diff.snapshot = snapshot.id "

/* The rows of a stored difference: a file (or a type's name), a line, and four numbers. */
static enum store_status read_rows(struct database *database, struct store_arena *arena, const char *sql,
                                   int64_t id, const struct store_diff_row **result, size_t *count)
{
    sqlite3_stmt *statement;
    struct store_diff_row *rows = NULL;
    bool row, failed = false;
    enum store_status status = database_query(database, &statement, sql, "i", id);
    while (status == STORE_OK) {
        status = database_step(database, statement, &row);
        if (status != STORE_OK || !row) {
            break;
        }
        struct store_diff_row *growth = store_arena_append(arena, &rows, count, sizeof *growth);
        if (growth == NULL) {
            return STORE_NO_MEMORY;
        }
        growth->file = store_column_text(arena, statement, 0, &failed);
        growth->line = (uint32_t)sqlite3_column_int64(statement, 1);
        growth->size = store_column_number(statement, 2);
        growth->count = store_column_number(statement, 3);
        growth->size_diff = sqlite3_column_int64(statement, 4);
        growth->count_diff = sqlite3_column_int64(statement, 5);
    }
    *result = rows;
    return status == STORE_OK && failed ? STORE_NO_MEMORY : status;
}

static enum store_status read_growth(struct database *database, struct store_arena *arena, int64_t id,
                                     struct store_diff *diff)
{
    enum store_status status = read_rows(
        database, arena,
        "SELECT text, line, size, count, size_diff, count_diff FROM diff_growth"
        " JOIN frame ON frame.id = frame JOIN string ON string.id = file WHERE snapshot = ?1 ORDER BY place",
        id, &diff->growth, &diff->growth_count);
    if (status == STORE_OK) {
        status = read_rows(database, arena,
                           "SELECT text, 0, size, count, size_diff, count_diff FROM diff_type_growth"
                           " JOIN string ON string.id = name WHERE snapshot = ?1 ORDER BY place",
                           id, &diff->types, &diff->type_count);
    }
    return status;
}

/* Appends the row at hand, its growth included. */
static enum store_status read_item(struct database *database, sqlite3_stmt *statement,
                                   struct store_snapshots *snapshots)
{
    struct store_arena *arena = snapshots->arena;
    bool failed = false;
    struct store_snapshot_item *item =
        store_arena_append(arena, &snapshots->items, &snapshots->count, sizeof *item);
    if (item == NULL) {
        return STORE_NO_MEMORY;
    }
    item->snapshot = (struct store_snapshot){
        .session = sqlite3_column_int64(statement, 1),
        .number = sqlite3_column_int64(statement, 2),
        .label = store_column_text(arena, statement, 3, &failed),
        .source = store_column_text(arena, statement, 4, &failed),
        .taken_at = sqlite3_column_int64(statement, 5),
        .seq = store_column_number(statement, 6),
        .size = store_column_number(statement, 7),
        .count = store_column_number(statement, 8),
        .peak = store_column_number(statement, 9),
        .nframe = (uint32_t)sqlite3_column_int64(statement, 10),
        .objects = sqlite3_column_int64(statement, 11) != 0,
    };
    item->diff.previous = sqlite3_column_int64(statement, 12);
    item->diff.size_diff = sqlite3_column_int64(statement, 13);
    item->diff.count_diff = sqlite3_column_int64(statement, 14);
    if (failed) {
        return STORE_NO_MEMORY;
    }
    return item->diff.previous == 0
               ? STORE_OK
               : read_growth(database, arena, sqlite3_column_int64(statement, 0), &item->diff);
}

static enum store_status read_items(struct database *database, sqlite3_stmt *statement, int64_t limit,
                                    struct store_snapshots *snapshots)
{
    bool row;
    for (;;) {
        enum store_status status = database_step(database, statement, &row);
        if (status != STORE_OK || !row) {
            return status;
        }
        if ((int64_t)snapshots->count == limit) {
            snapshots->next = snapshots->items[snapshots->count - 1].snapshot.number;
            return STORE_OK;
        }
        status = read_item(database, statement, snapshots);
        if (status != STORE_OK) {
            return status;
        }
    }
}

static enum store_status list(struct database *database, int64_t session, const struct store_page *page,
                              struct store_snapshots *snapshots)
{
    struct page_bounds bounds = store_page_bounds(page);
    sqlite3_stmt *statement;
    const char *sql = page->newest_first ? SNAPSHOT_COLUMNS
                          "WHERE session = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3"
                                         : SNAPSHOT_COLUMNS
                          "WHERE session = ?1 AND number > ?2 ORDER BY number LIMIT ?3";
    enum store_status status = store_session_check(database, session);
    if (status == STORE_OK) {
        status = database_query(database, &statement, sql, "iii", session, bounds.after, bounds.limit + 1);
    }
    if (status == STORE_OK) {
        status = read_items(database, statement, bounds.limit, snapshots);
    }
    if (status == STORE_OK) {
        status = database_number(database, &snapshots->total, 0,
                                 "SELECT count(*) FROM snapshot WHERE session = ?1", "i", session);
    }
    return status;
}

static enum store_status get(struct database *database, int64_t session, int64_t number,
                             struct store_snapshots *snapshots)
{
    sqlite3_stmt *statement;
    enum store_status status = database_query(
        database, &statement, SNAPSHOT_COLUMNS "WHERE session = ?1 AND number = ?2", "ii", session, number);
    if (status == STORE_OK) {
        status = read_items(database, statement, 1, snapshots);
    }
    snapshots->total = (int64_t)snapshots->count;
    return status == STORE_OK && snapshots->count == 0 ? STORE_NOT_FOUND : status;
}

/* `page` NULL: the one snapshot with this number. */
static enum store_status read(struct store *store, int64_t session, int64_t number,
                              const struct store_page *page, struct store_snapshots *answer)
{
    struct store_snapshots snapshots = {.arena = store_arena_new()};
    struct database *database;
    enum store_status status =
        snapshots.arena == NULL ? STORE_NO_MEMORY : readers_take(store->readers, &database);
    if (status == STORE_OK) {
        status = page != NULL ? list(database, session, page, &snapshots)
                              : get(database, session, number, &snapshots);
        readers_give(store->readers, database);
    }
    if (status == STORE_OK) {
        *answer = snapshots;
    } else {
        store_arena_free(snapshots.arena);
    }
    return status;
}

enum store_status store_snapshot_get(struct store *store, int64_t session, int64_t number,
                                     struct store_snapshots *snapshots)
{
    return read(store, session, number, NULL, snapshots);
}

enum store_status store_snapshot_list(struct store *store, int64_t session, const struct store_page *page,
                                      struct store_snapshots *snapshots)
{
    return read(store, session, 0, page, snapshots);
}

void store_snapshots_free(struct store_snapshots *snapshots)
{
    store_arena_free(snapshots->arena);
    *snapshots = (struct store_snapshots){0};
}
