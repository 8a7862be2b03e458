/* Putting many things in order by keys that are numbers. For this library only. */
#ifndef HEAPD_SNAPSHOT_ORDER_H
#define HEAPD_SNAPSHOT_ORDER_H

#include "daemon/snapshot/snapshot.h"

struct snapshot_key {
    uint64_t key;
    uint32_t id;
};

/* Sorts by key; equal keys stay as they are. `scratch` has room for as many. Linear in `count`. */
void snapshot_sort_keys(struct snapshot_key *keys, struct snapshot_key *scratch, size_t count);

/*
 * Puts the ids of tracebacks in the order of tracebacks, whose frames are numbers below `frames` in the
 * frames' order already. Of the keys only the ids mean something, before and after. SNAPSHOT_NO_MEMORY: they
 * are in no order.
 */
enum snapshot_status snapshot_sort_tracebacks(const struct snapshot_traceback *tracebacks,
                                              const uint32_t *paths, uint32_t frames,
                                              struct snapshot_key *keys, struct snapshot_key *scratch,
                                              size_t count) SNAPSHOT_MUST_CHECK;

#endif
