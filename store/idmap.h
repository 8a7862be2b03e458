/* A map from database ids (0 or more) to 32-bit numbers, while a snapshot is being loaded. For the store
 * only. */
#ifndef HEAPD_STORE_IDMAP_H
#define HEAPD_STORE_IDMAP_H

#include "store/store.h"

struct idmap {
    struct idmap_slot {
        int64_t key; /* id + 1; 0: the slot is empty */
        uint32_t value;
    } * slots;
    size_t slot_count, used;
};

/* Whether it is there; then *value is set. */
bool idmap_find(const struct idmap *map, int64_t id, uint32_t *value);
/* Adds an id that is not there yet. */
enum store_status idmap_add(struct idmap *map, int64_t id, uint32_t value) STORE_MUST_CHECK;
void idmap_drop(struct idmap *map);

#endif
