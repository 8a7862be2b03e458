/*
 * From the newest snapshot backwards: what grew in the last step is a candidate, and each step further back
 * keeps those that grew in it too. Sums and candidates are in the order of their groups, so a step is one
 * merge. Room for whole histories is made once it is known what grew in the last step: that is little of what
 * there is, and there may be many snapshots.
 */
#include "daemon/snapshot/trend.h"
#include "daemon/snapshot/group.h"
#include "daemon/snapshot/joint.h"
#include <stdlib.h>
#include <string.h>

struct candidate {
    uint32_t newest, key; /* the group's key in the newest snapshot, and in the one at hand */
    size_t row;           /* of sizes and counts */
};

struct search {
    const struct snapshot_query *query;
    size_t points, width; /* snapshots, and how many of them, the newest, a row has room for */
    struct candidate *candidates;
    size_t count;
    uint64_t *sizes, *counts; /* by candidate's row and point */
};

/* Where a row has a point. */
static size_t cell(const struct search *search, size_t row, size_t point)
{
    return row * search->width + point - (search->points - search->width);
}

struct snapshot_trend_line snapshot_fit(const double *places, const uint64_t *sizes, size_t count)
{
    double x = 0, y = 0, xx = 0, xy = 0, yy = 0;
    for (size_t i = 0; i < count; i++) {
        x += places[i] / (double)count;
        y += (double)sizes[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        double dx = places[i] - x, dy = (double)sizes[i] - y;
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
    }
    struct snapshot_trend_line line = {.slope = xx > 0 ? xy / xx : 0,
                                       .fit = xx > 0 && yy > 0 ? xy * xy / (xx * yy) : 0};
    line.fit = line.fit > 1 ? 1 : line.fit;
    return line;
}

static enum snapshot_status begin_search(struct search *search, const struct snapshot_sums *newest)
{
    search->width = 2;
    size_t cells = (newest->group_count + 1) * search->width;
    search->candidates = calloc(newest->group_count + 1, sizeof *search->candidates);
    search->sizes = calloc(cells, sizeof *search->sizes);
    search->counts = calloc(cells, sizeof *search->counts);
    if (search->candidates == NULL || search->sizes == NULL || search->counts == NULL) {
        return SNAPSHOT_NO_MEMORY;
    }
    for (size_t i = 0; i < newest->group_count; i++) {
        const struct snapshot_sum *sum = &newest->groups[i];
        search->candidates[i] = (struct candidate){sum->key, sum->key, i};
        search->sizes[cell(search, i, search->points - 1)] = sum->size;
        search->counts[cell(search, i, search->points - 1)] = sum->count;
    }
    search->count = newest->group_count;
    return SNAPSHOT_OK;
}

/* The candidates that are left have room for all points. */
static enum snapshot_status make_room_for_all(struct search *search)
{
    size_t cells = (search->count + 1) * search->points, skipped = search->points - search->width;
    uint64_t *sizes = calloc(cells, sizeof *sizes), *counts = calloc(cells, sizeof *counts);
    if (sizes == NULL || counts == NULL) {
        free(sizes);
        free(counts);
        return SNAPSHOT_NO_MEMORY;
    }
    for (size_t i = 0; i < search->count; i++) {
        size_t from = search->candidates[i].row * search->width, to = i * search->points + skipped;
        memcpy(&sizes[to], &search->sizes[from], search->width * sizeof *sizes);
        memcpy(&counts[to], &search->counts[from], search->width * sizeof *counts);
        search->candidates[i].row = i;
    }
    free(search->sizes);
    free(search->counts);
    search->sizes = sizes;
    search->counts = counts;
    search->width = search->points;
    return SNAPSHOT_OK;
}

/* Keeps the candidates that are larger than at `point`, whose sums these are. */
static void step_back(struct search *search, const struct snapshot_sums *older,
                      const struct snapshot_joint *joint, size_t point)
{
    size_t kept = 0, i = 0;
    for (size_t c = 0; c < search->count; c++) {
        struct candidate candidate = search->candidates[c];
        int order = 1;
        while (i < older->group_count &&
               (order = snapshot_joint_compare(joint, search->query->group_by, older->groups[i].key,
                                               candidate.key)) < 0) {
            i++;
        }
        bool there = i < older->group_count && order == 0;
        size_t at = cell(search, candidate.row, point);
        uint64_t size = there ? older->groups[i].size : 0;
        if ((!there && point > 0) || size >= search->sizes[at + 1]) {
            continue;
        }
        search->sizes[at] = size;
        search->counts[at] = there ? older->groups[i].count : 0;
        candidate.key = there ? older->groups[i].key : candidate.key;
        search->candidates[kept++] = candidate;
    }
    search->count = kept;
}

static enum snapshot_status run_search(struct search *search, struct snapshot *const *snapshots)
{
    struct snapshot_sums sums;
    enum snapshot_status status = snapshot_sum_up(snapshots[search->points - 1], search->query, &sums);
    if (status == SNAPSHOT_OK) {
        status = begin_search(search, &sums);
        snapshot_sums_drop(&sums);
    }
    for (size_t point = search->points - 1; point-- > 0 && status == SNAPSHOT_OK;) {
        struct snapshot_joint joint = {0};
        status = snapshot_sum_up(snapshots[point], search->query, &sums);
        if (status != SNAPSHOT_OK) {
            break;
        }
        status = snapshot_joint_init(&joint, snapshots[point], snapshots[point + 1]);
        if (status == SNAPSHOT_OK) {
            step_back(search, &sums, &joint, point);
        }
        if (status == SNAPSHOT_OK && search->width < search->points) {
            status = make_room_for_all(search);
        }
        snapshot_joint_drop(&joint);
        snapshot_sums_drop(&sums);
    }
    return status;
}

/* ---- Ranking ------------------------------------------------------------------------------------- */

struct ranked {
    struct candidate candidate;
    struct snapshot_trend_line line;
    uint64_t size;
    size_t order;
};

static int steepest_first(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->line.slope != y->line.slope) {
        return x->line.slope > y->line.slope ? -1 : 1;
    }
    if (x->line.fit != y->line.fit) {
        return x->line.fit > y->line.fit ? -1 : 1;
    }
    if (x->size != y->size) {
        return x->size > y->size ? -1 : 1;
    }
    return (x->order > y->order) - (x->order < y->order);
}

static enum snapshot_status rank(const struct search *search, struct ranked **result)
{
    struct ranked *ranked = calloc(search->count + 1, sizeof *ranked);
    double *places = calloc(search->points, sizeof *places);
    if (ranked == NULL || places == NULL) {
        free(ranked);
        free(places);
        return SNAPSHOT_NO_MEMORY;
    }
    for (size_t i = 0; i < search->points; i++) {
        places[i] = (double)i;
    }
    for (size_t i = 0; i < search->count; i++) {
        const uint64_t *sizes = &search->sizes[search->candidates[i].row * search->points];
        ranked[i] = (struct ranked){search->candidates[i], snapshot_fit(places, sizes, search->points),
                                    sizes[search->points - 1], i};
    }
    free(places);
    qsort(ranked, search->count, sizeof *ranked, steepest_first);
    *result = ranked;
    return SNAPSHOT_OK;
}

static struct snapshot_trend *trend_new(const struct search *search, size_t rows)
{
    struct snapshot_trend *trend = calloc(1, sizeof *trend);
    if (trend == NULL) {
        return NULL;
    }
    trend->points = search->points;
    trend->sizes = calloc((rows + 1) * search->points, sizeof *trend->sizes);
    trend->counts = calloc((rows + 1) * search->points, sizeof *trend->counts);
    trend->lines = calloc(rows + 1, sizeof *trend->lines);
    trend->table = calloc(1, sizeof *trend->table);
    if (trend->table != NULL) {
        trend->table->rows = calloc(rows + 1, sizeof *trend->table->rows);
    }
    if (trend->sizes == NULL || trend->counts == NULL || trend->lines == NULL || trend->table == NULL ||
        trend->table->rows == NULL) {
        snapshot_trend_free(trend);
        return NULL;
    }
    return trend;
}

static void fill_row(struct snapshot_trend *trend, const struct search *search, const struct ranked *ranked,
                     size_t i)
{
    size_t points = trend->points, from = ranked->candidate.row * points;
    const uint64_t *sizes = &search->sizes[from], *counts = &search->counts[from];
    memcpy(&trend->sizes[i * points], sizes, points * sizeof *sizes);
    memcpy(&trend->counts[i * points], counts, points * sizeof *counts);
    trend->lines[i] = ranked->line;
    trend->table->rows[i] = (struct snapshot_row){
        .size = sizes[points - 1],
        .count = counts[points - 1],
        .size_diff = (int64_t)(sizes[points - 1] - sizes[0]),
        .count_diff = (int64_t)(counts[points - 1] - counts[0]),
        .key = ranked->candidate.newest,
        .order = (uint32_t)ranked->order,
    };
}

static enum snapshot_status make_trend(const struct search *search, struct snapshot *const *snapshots,
                                       struct snapshot_trend **result)
{
    struct ranked *ranked;
    enum snapshot_status status = rank(search, &ranked);
    if (status != SNAPSHOT_OK) {
        return status;
    }
    size_t limit = search->query->limit;
    size_t rows = limit > 0 && limit < search->count ? limit : search->count;
    struct snapshot_trend *trend = trend_new(search, rows);
    if (trend != NULL) {
        struct snapshot *newest = snapshots[search->points - 1];
        trend->table->group_by = search->query->group_by;
        trend->table->newer = snapshot_retain(newest);
        trend->table->older = snapshot_retain(snapshots[0]);
        trend->table->row_count = rows;
        trend->table->group_count = search->count;
        for (size_t i = 0; i < rows; i++) {
            fill_row(trend, search, &ranked[i], i);
        }
        trend->table->size = newest->size;
        trend->table->count = newest->count;
        trend->table->size_diff = (int64_t)(newest->size - snapshots[0]->size);
        trend->table->count_diff = (int64_t)(newest->count - snapshots[0]->count);
        *result = trend;
    }
    free(ranked);
    return trend != NULL ? SNAPSHOT_OK : SNAPSHOT_NO_MEMORY;
}

enum snapshot_status snapshot_trends(struct snapshot *const *snapshots, size_t count,
                                     const struct snapshot_query *query, struct snapshot_trend **trend)
{
    struct search search = {.query = query, .points = count};
    if (count < 2 || snapshot_query_check(query) != NULL) {
        return SNAPSHOT_INVALID;
    }
    enum snapshot_status status = run_search(&search, snapshots);
    if (status == SNAPSHOT_OK) {
        status = make_trend(&search, snapshots, trend);
    }
    free(search.candidates);
    free(search.sizes);
    free(search.counts);
    return status;
}

void snapshot_trend_free(struct snapshot_trend *trend)
{
    if (trend != NULL) {
        snapshot_table_free(trend->table);
        free(trend->sizes);
        free(trend->counts);
        free(trend->lines);
        free(trend);
    }
}
