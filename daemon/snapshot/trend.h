/*
 * What grows: groups that became larger from each snapshot of a series to the next, with the line that fits
 * their sizes best (least squares over 0, 1, 2 …). For questions over time, where a difference of two would
 * show what merely came and went.
 */
#ifndef HEAPD_SNAPSHOT_TREND_H
#define HEAPD_SNAPSHOT_TREND_H

#include "daemon/snapshot/snapshot.h"

struct snapshot_trend_line {
    double slope; /* bytes from one snapshot to the next */
    double fit;   /* 0 … 1: how much of the sizes' variance the line explains (R squared) */
};

/*
 * Rows as in statistics of the newest snapshot, size_diff and count_diff being those to the oldest; steepest
 * first, then by fit, size and group. Row i's history is sizes[i * points] …, oldest first, its line
 * lines[i].
 */
struct snapshot_trend {
    struct snapshot_table *table;
    size_t points;
    uint64_t *sizes, *counts;
    struct snapshot_trend_line *lines;
};

/*
 * `snapshots` oldest first, at least two. A group that the oldest has not counts as size 0 there; in all
 * others it must be. The query's limit holds; cumulative sums may be asked for.
 */
enum snapshot_status snapshot_trends(struct snapshot *const *snapshots, size_t count,
                                     const struct snapshot_query *query,
                                     struct snapshot_trend **trend) SNAPSHOT_MUST_CHECK;
/* NULL is allowed. */
void snapshot_trend_free(struct snapshot_trend *trend);

/* The same line over any places, for who knows when the snapshots were taken. Slope 0 where all places are
 * one. */
struct snapshot_trend_line snapshot_fit(const double *places, const uint64_t *sizes, size_t count);

#endif
