/*
 * One order over two snapshots: where each string and frame of the one stands among those of the other.
 * Equal things have equal ranks, so that comparing across snapshots is comparing integers. For this library.
 */
#ifndef HEAPD_SNAPSHOT_JOINT_H
#define HEAPD_SNAPSHOT_JOINT_H

#include "daemon/snapshot/snapshot.h"

struct snapshot_joint {
    const struct snapshot *older, *newer;
    uint32_t *older_strings, *newer_strings; /* rank by string id */
    uint32_t *older_frames, *newer_frames;   /* rank by frame id */
};

/* Linear in the number of strings and frames. */
enum snapshot_status snapshot_joint_init(struct snapshot_joint *joint, const struct snapshot *older,
                                         const struct snapshot *newer) SNAPSHOT_MUST_CHECK;
void snapshot_joint_drop(struct snapshot_joint *joint);

/* How the older snapshot's group `a` stands to the newer one's `b`; keys as in group.h. */
int snapshot_joint_compare(const struct snapshot_joint *joint, enum snapshot_group group, uint32_t a,
                           uint32_t b);

#endif
