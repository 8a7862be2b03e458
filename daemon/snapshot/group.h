/* Sums by group, in the order of the groups. For this library only. */
#ifndef HEAPD_SNAPSHOT_GROUP_H
#define HEAPD_SNAPSHOT_GROUP_H

#include "daemon/snapshot/snapshot.h"

/*
 * A group that has blocks. The key is, by group: lineno, a frame id; filename, a string id; traceback, the
 * first traceback with those frames; type, a type's index; domain, the domain; package, the lowest
 * string id of a file in it.
 */
struct snapshot_sum {
    uint32_t key;
    uint64_t size, count;
};

struct snapshot_sums {
    struct snapshot_sum *groups; /* ascending in the order of the groups */
    size_t group_count;
    uint64_t size, count; /* of the selected sites, each once */
};

/* Answers a query that snapshot_query_check() has nothing against. */
enum snapshot_status snapshot_sum_up(const struct snapshot *snapshot, const struct snapshot_query *query,
                                     struct snapshot_sums *sums) SNAPSHOT_MUST_CHECK;
void snapshot_sums_drop(struct snapshot_sums *sums);

#endif
