/*
 * Statistics and differences: sums by group become rows, and rows are put in tracemalloc's order.
 *
 * Rows are made in ascending order of their groups, so a row's place among them stands for its group
 * whenever the order has to look that far. */
#include "daemon/snapshot/group.h"
#include "daemon/snapshot/joint.h"
#include "daemon/snapshot/package.h"
#include <stdlib.h>

/* ---- The order ----------------------------------------------------------------------------------- */

static uint64_t magnitude(int64_t n)
{
    return n < 0 ? (uint64_t)0 - (uint64_t)n : (uint64_t)n;
}

static int descending(uint64_t a, uint64_t b)
{
    return (a < b) - (a > b);
}

/* Statistic._sort_key, reversed. */
static int compare_statistics(const void *a, const void *b)
{
    const struct snapshot_row *x = a, *y = b;
    int order = descending(x->size, y->size);
    order = order != 0 ? order : descending(x->count, y->count);
    return order != 0 ? order : descending(x->order, y->order);
}

/* StatisticDiff._sort_key, reversed. */
static int compare_differences(const void *a, const void *b)
{
    const struct snapshot_row *x = a, *y = b;
    int order = descending(magnitude(x->size_diff), magnitude(y->size_diff));
    order = order != 0 ? order : descending(x->size, y->size);
    order = order != 0 ? order : descending(magnitude(x->count_diff), magnitude(y->count_diff));
    order = order != 0 ? order : descending(x->count, y->count);
    return order != 0 ? order : descending(x->order, y->order);
}

typedef int row_order(const void *, const void *);

/* Lets rows[i] sink in a heap of `count` rows whose root is the last of them in `order`. */
static void sink(struct snapshot_row *rows, size_t count, size_t i, row_order *order)
{
    struct snapshot_row row = rows[i];
    for (size_t child; (child = 2 * i + 1) < count; i = child) {
        if (child + 1 < count && order(&rows[child + 1], &rows[child]) > 0) {
            child++;
        }
        if (order(&rows[child], &row) <= 0) {
            break;
        }
        rows[i] = rows[child];
    }
    rows[i] = row;
}

/* Puts the first `wanted` of the rows in order at the front; the others are then in no order. */
static void sort_first(struct snapshot_row *rows, size_t count, size_t wanted, row_order *order)
{
    if (wanted < count) {
        for (size_t i = wanted / 2; i-- > 0;) {
            sink(rows, wanted, i, order);
        }
        for (size_t i = wanted; i < count; i++) {
            if (order(&rows[i], &rows[0]) < 0) {
                struct snapshot_row out = rows[0];
                rows[0] = rows[i];
                rows[i] = out;
                sink(rows, wanted, 0, order);
            }
        }
    }
    qsort(rows, wanted, sizeof *rows, order);
}

/* ---- Tables -------------------------------------------------------------------------------------- */

static struct snapshot_table *table_new(const struct snapshot_query *query, size_t rows)
{
    struct snapshot_table *table = calloc(1, sizeof *table);
    if (table == NULL) {
        return NULL;
    }
    table->group_by = query->group_by;
    table->rows = calloc(rows + 1, sizeof *table->rows);
    if (table->rows == NULL) {
        free(table);
        return NULL;
    }
    return table;
}

void snapshot_table_free(struct snapshot_table *table)
{
    if (table != NULL) {
        snapshot_release(table->newer);
        snapshot_release(table->older);
        free(table->rows);
        free(table);
    }
}

static void table_finish(struct snapshot_table *table, const struct snapshot_query *query, row_order *order)
{
    size_t wanted = query->limit > 0 && query->limit < table->group_count ? query->limit : table->group_count;
    sort_first(table->rows, table->group_count, wanted, order);
    table->row_count = wanted;
}

/* Appends a row; its place is its order. */
static void table_add(struct snapshot_table *table, const struct snapshot_sum *newer,
                      const struct snapshot_sum *older)
{
    struct snapshot_row *row = &table->rows[table->group_count];
    *row = (struct snapshot_row){.order = (uint32_t)table->group_count++,
                                 .removed = newer == NULL,
                                 .key = newer != NULL ? newer->key : older->key};
    if (newer != NULL) {
        row->size = newer->size;
        row->count = newer->count;
        row->size_diff = (int64_t)newer->size;
        row->count_diff = (int64_t)newer->count;
    }
    if (older != NULL) {
        row->size_diff -= (int64_t)older->size;
        row->count_diff -= (int64_t)older->count;
    }
}

enum snapshot_status snapshot_statistics(struct snapshot *snapshot, const struct snapshot_query *query,
                                         struct snapshot_table **result)
{
    struct snapshot_sums sums;
    if (snapshot_query_check(query) != NULL) {
        return SNAPSHOT_INVALID;
    }
    enum snapshot_status status = snapshot_sum_up(snapshot, query, &sums);
    if (status != SNAPSHOT_OK) {
        return status;
    }
    struct snapshot_table *table = table_new(query, sums.group_count);
    if (table == NULL) {
        snapshot_sums_drop(&sums);
        return SNAPSHOT_NO_MEMORY;
    }
    table->newer = snapshot_retain(snapshot);
    table->size = sums.size;
    table->count = sums.count;
    for (size_t i = 0; i < sums.group_count; i++) {
        struct snapshot_row *row = &table->rows[i];
        *row = (struct snapshot_row){.size = sums.groups[i].size,
                                     .count = sums.groups[i].count,
                                     .key = sums.groups[i].key,
                                     .order = (uint32_t)i};
    }
    table->group_count = sums.group_count;
    snapshot_sums_drop(&sums);
    table_finish(table, query, compare_statistics);
    *result = table;
    return SNAPSHOT_OK;
}

/* Fills the table with the groups of both, merged. */
static void merge(struct snapshot_table *table, const struct snapshot_joint *joint,
                  const struct snapshot_sums *older, const struct snapshot_sums *newer, bool grown)
{
    size_t i = 0, j = 0;
    while (i < older->group_count || j < newer->group_count) {
        const struct snapshot_sum *a = &older->groups[i], *b = &newer->groups[j];
        int order = i == older->group_count ? 1
                    : j == newer->group_count
                        ? -1
                        : snapshot_joint_compare(joint, table->group_by, a->key, b->key);
        table_add(table, order >= 0 ? b : NULL, order <= 0 ? a : NULL);
        if (grown && table->rows[table->group_count - 1].size_diff <= 0) {
            table->group_count--;
        }
        i += order <= 0;
        j += order >= 0;
    }
    table->size = newer->size;
    table->count = newer->count;
    table->size_diff = (int64_t)newer->size - (int64_t)older->size;
    table->count_diff = (int64_t)newer->count - (int64_t)older->count;
}

enum snapshot_status snapshot_compare(struct snapshot *older, struct snapshot *newer,
                                      const struct snapshot_query *query, struct snapshot_table **result)
{
    struct snapshot_sums older_sums = {0}, newer_sums = {0};
    struct snapshot_joint joint = {0};
    struct snapshot_table *table = NULL;
    if (snapshot_query_check(query) != NULL) {
        return SNAPSHOT_INVALID;
    }
    enum snapshot_status status = snapshot_sum_up(older, query, &older_sums);
    if (status == SNAPSHOT_OK) {
        status = snapshot_sum_up(newer, query, &newer_sums);
    }
    if (status == SNAPSHOT_OK) {
        status = snapshot_joint_init(&joint, older, newer);
    }
    if (status == SNAPSHOT_OK) {
        table = table_new(query, older_sums.group_count + newer_sums.group_count);
        status = table == NULL ? SNAPSHOT_NO_MEMORY : SNAPSHOT_OK;
    }
    if (status == SNAPSHOT_OK) {
        table->older = snapshot_retain(older);
        table->newer = snapshot_retain(newer);
        merge(table, &joint, &older_sums, &newer_sums, query->grown);
        table_finish(table, query, compare_differences);
        *result = table;
    }
    snapshot_joint_drop(&joint);
    snapshot_sums_drop(&older_sums);
    snapshot_sums_drop(&newer_sums);
    return status;
}

/* ---- Reading rows -------------------------------------------------------------------------------- */

static const struct snapshot *row_snapshot(const struct snapshot_table *table, const struct snapshot_row *row)
{
    return row->removed ? table->older : table->newer;
}

uint32_t snapshot_table_nframe(const struct snapshot_table *table, const struct snapshot_row *row)
{
    switch (table->group_by) {
    case SNAPSHOT_BY_LINENO:
    case SNAPSHOT_BY_FILENAME:
        return 1;
    case SNAPSHOT_BY_TRACEBACK:
        return row_snapshot(table, row)->tracebacks[row->key].nframe;
    case SNAPSHOT_BY_TYPE:
    case SNAPSHOT_BY_DOMAIN:
    case SNAPSHOT_BY_PACKAGE:
        break;
    }
    return 0;
}

struct snapshot_place snapshot_table_frame(const struct snapshot_table *table, const struct snapshot_row *row,
                                           uint32_t i)
{
    const struct snapshot *snapshot = row_snapshot(table, row);
    if (table->group_by == SNAPSHOT_BY_FILENAME) {
        return (struct snapshot_place){snapshot->strings[row->key], 0};
    }
    uint32_t id = row->key;
    if (table->group_by == SNAPSHOT_BY_TRACEBACK) {
        id = snapshot->paths[snapshot->tracebacks[row->key].path + i];
    }
    const struct snapshot_frame *frame = &snapshot->frames[id];
    return (struct snapshot_place){snapshot->strings[frame->file], frame->line};
}

struct snapshot_text snapshot_table_name(const struct snapshot_table *table, const struct snapshot_row *row)
{
    const struct snapshot *snapshot = row_snapshot(table, row);
    if (table->group_by == SNAPSHOT_BY_PACKAGE) {
        return snapshot_package(snapshot->strings[row->key]);
    }
    if (table->group_by != SNAPSHOT_BY_TYPE) {
        return (struct snapshot_text){NULL, 0};
    }
    return snapshot->strings[snapshot->types[row->key].name];
}

uint32_t snapshot_table_domain(const struct snapshot_table *table, const struct snapshot_row *row)
{
    return table->group_by == SNAPSHOT_BY_DOMAIN ? row->key : 0;
}
