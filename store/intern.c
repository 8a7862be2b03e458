/* Interning and stored differences: see intern.h. */
#include "store/intern.h"
#include <stdlib.h>
#include <string.h>

enum store_status interner_init(struct interner *interner, const struct snapshot *value)
{
    *interner = (struct interner){.value = value};
    interner->strings = calloc(value->string_count + (size_t)1, sizeof *interner->strings);
    interner->frames = calloc(value->frame_count + (size_t)1, sizeof *interner->frames);
    if (interner->strings == NULL || interner->frames == NULL) {
        interner_drop(interner);
        return STORE_NO_MEMORY;
    }
    return STORE_OK;
}

void interner_drop(struct interner *interner)
{
    free(interner->strings);
    free(interner->frames);
    *interner = (struct interner){0};
}

void interner_rewind(struct interner *interner)
{
    memset(interner->strings, 0, interner->value->string_count * sizeof *interner->strings);
    memset(interner->frames, 0, interner->value->frame_count * sizeof *interner->frames);
}

enum store_status interner_string(struct database *database, struct interner *interner, uint32_t string,
                                  int64_t *id)
{
    int64_t *known = &interner->strings[string];
    struct snapshot_text text = interner->value->strings[string];
    enum store_status status = STORE_OK;
    if (*known == 0) {
        status = database_number(database, known, 0, "SELECT id FROM string WHERE text = ?1", "s", text);
        if (status == STORE_OK && *known == 0) {
            status = database_run(database, "INSERT INTO string (text) VALUES (?1)", "s", text);
            *known = status == STORE_OK ? sqlite3_last_insert_rowid(database->handle) : 0;
        }
    }
    *id = *known;
    return status;
}

enum store_status interner_frame(struct database *database, struct interner *interner, uint32_t frame,
                                 int64_t *id)
{
    int64_t *known = &interner->frames[frame], file;
    const struct snapshot_frame *place = &interner->value->frames[frame];
    enum store_status status = STORE_OK;
    if (*known == 0) {
        status = interner_string(database, interner, place->file, &file);
        if (status == STORE_OK) {
            status = database_number(database, known, 0, "SELECT id FROM frame WHERE file = ?1 AND line = ?2",
                                     "ii", file, (int64_t)place->line);
        }
        if (status == STORE_OK && *known == 0) {
            status = database_run(database, "INSERT INTO frame (file, line) VALUES (?1, ?2)", "ii", file,
                                  (int64_t)place->line);
            *known = status == STORE_OK ? sqlite3_last_insert_rowid(database->handle) : 0;
        }
    }
    *id = *known;
    return status;
}

/* The rows of a table, of what grew alone. */
static size_t take_growth(const struct snapshot_table *table, struct growth_row *rows)
{
    for (size_t i = 0; i < table->row_count; i++) {
        const struct snapshot_row *row = &table->rows[i];
        uint32_t key = table->group_by == SNAPSHOT_BY_TYPE ? table->newer->types[row->key].name : row->key;
        rows[i] = (struct growth_row){key, row->size, row->count, row->size_diff, row->count_diff};
    }
    return table->row_count;
}

enum store_status growth_compute(struct growth *growth, int64_t previous, struct snapshot *older,
                                 struct snapshot *newer)
{
    struct snapshot_query query = {.group_by = SNAPSHOT_BY_LINENO, .limit = GROWTH_ROWS, .grown = true};
    struct snapshot_table *table;
    *growth = (struct growth){.previous = previous};
    if (older == NULL) {
        return STORE_OK;
    }
    if (snapshot_compare(older, newer, &query, &table) != SNAPSHOT_OK) {
        return STORE_NO_MEMORY; /* the query is sound */
    }
    growth->size_diff = table->size_diff;
    growth->count_diff = table->count_diff;
    growth->count = take_growth(table, growth->rows);
    snapshot_table_free(table);
    if (older->type_count > 0 && newer->type_count > 0) {
        query.group_by = SNAPSHOT_BY_TYPE;
        if (snapshot_compare(older, newer, &query, &table) != SNAPSHOT_OK) {
            return STORE_NO_MEMORY;
        }
        growth->type_count = take_growth(table, growth->types);
        snapshot_table_free(table);
    }
    return STORE_OK;
}

enum store_status growth_write(struct database *database, const struct growth *growth, int64_t snapshot,
                               struct interner *interner)
{
    if (growth->previous == 0) {
        return STORE_OK;
    }
    enum store_status status =
        database_run(database, "INSERT INTO diff VALUES (?1, ?2, ?3, ?4)", "iiii", snapshot, growth->previous,
                     growth->size_diff, growth->count_diff);
    for (size_t i = 0; i < growth->count && status == STORE_OK; i++) {
        const struct growth_row *row = &growth->rows[i];
        int64_t frame;
        status = interner_frame(database, interner, row->key, &frame);
        if (status == STORE_OK) {
            status = database_run(database, "INSERT INTO diff_growth VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                                  "iiiuuii", snapshot, (int64_t)i, frame, row->size, row->count,
                                  row->size_diff, row->count_diff);
        }
    }
    for (size_t i = 0; i < growth->type_count && status == STORE_OK; i++) {
        const struct growth_row *row = &growth->types[i];
        int64_t name;
        status = interner_string(database, interner, row->key, &name);
        if (status == STORE_OK) {
            status = database_run(
                database, "INSERT INTO diff_type_growth VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", "iiiuuii",
                snapshot, (int64_t)i, name, row->size, row->count, row->size_diff, row->count_diff);
        }
    }
    return status;
}
