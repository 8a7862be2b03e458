/* Which sites of a snapshot a list of filters keeps. For this library only. */
#ifndef HEAPD_SNAPSHOT_FILTER_H
#define HEAPD_SNAPSHOT_FILTER_H

#include "daemon/snapshot/snapshot.h"

/*
 * *kept = one byte per traceback, 1: kept; the caller frees it. Without filters it is NULL: all are kept.
 * Each pattern is matched against each file name once at most.
 */
enum snapshot_status snapshot_select(const struct snapshot *snapshot, const struct snapshot_filter *filters,
                                     size_t filter_count, unsigned char **kept) SNAPSHOT_MUST_CHECK;

/* Whether traceback `i` is kept by what snapshot_select() answered. */
static inline bool snapshot_is_kept(const unsigned char *kept, uint32_t i)
{
    return kept == NULL || kept[i] != 0;
}

#endif
