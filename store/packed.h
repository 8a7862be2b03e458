/* A snapshot's value as it is stored: the snapshot library's bytes in one zstd frame with a checksum. For the
 * store only. */
#ifndef HEAPD_STORE_PACKED_H
#define HEAPD_STORE_PACKED_H

#include "store/database.h"

struct packed {
    unsigned char *bytes;
    size_t length;
};

enum store_status packed_make(const struct snapshot *value, struct packed *packed) STORE_MUST_CHECK;
void packed_drop(struct packed *packed);

/* The value of the snapshot with this row id, one reference; *value NULL on failure. */
enum store_status packed_load(struct database *database, int64_t snapshot,
                              struct snapshot **value) STORE_MUST_CHECK;

#endif
