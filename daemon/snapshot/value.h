/* The inside of a snapshot: how it is made, and the orders it is sorted in. For this library only. */
#ifndef HEAPD_SNAPSHOT_VALUE_H
#define HEAPD_SNAPSHOT_VALUE_H

#include "daemon/snapshot/snapshot.h"

/* The snapshot's columns while they can still be written. */
struct snapshot_parts {
    struct snapshot_text *strings;
    struct snapshot_frame *frames;
    uint32_t *paths;
    struct snapshot_traceback *tracebacks;
    struct snapshot_type *types;
    char *bytes; /* room for all strings with their NULs */
};

/*
 * A new snapshot (one reference, the caller's) with the counts and totals of `shape` and `bytes` bytes for
 * its strings; its columns are to be filled through `parts`. NULL: no memory.
 */
struct snapshot *snapshot_new(const struct snapshot *shape, size_t bytes, struct snapshot_parts *parts);

/* How Python compares two strings of code points in UTF-8. */
int snapshot_text_compare(struct snapshot_text a, struct snapshot_text b);

/* How Python compares two tuples, of frame ids that are in the frames' order. */
static inline int snapshot_path_compare(const uint32_t *a, uint32_t a_length, const uint32_t *b,
                                        uint32_t b_length)
{
    uint32_t shorter = a_length < b_length ? a_length : b_length;
    for (uint32_t i = 0; i < shorter; i++) {
        if (a[i] != b[i]) {
            return a[i] < b[i] ? -1 : 1;
        }
    }
    return (a_length > b_length) - (a_length < b_length);
}

#endif
