/*
 * A hash index over things that live elsewhere under 32-bit ids: it finds the id of an equal thing. Open
 * addressing with linear probing; nothing is ever taken out. The hash is seeded at random, because the
 * names may come from someone who would like them to collide.
 */
#ifndef HEAPD_SNAPSHOT_INTERN_H
#define HEAPD_SNAPSHOT_INTERN_H

#include "daemon/snapshot/snapshot.h"

#define SNAPSHOT_NO_ID UINT32_MAX

struct snapshot_intern_slot {
    uint32_t hash;
    uint32_t id; /* SNAPSHOT_NO_ID: the slot is empty */
};

struct snapshot_intern {
    struct snapshot_intern_slot *slots;
    size_t slot_count; /* a power of two; 0 at first */
    size_t used;
};

/* A seed for one builder's hashes. */
uint64_t snapshot_intern_seed(void);
/* The hash of some bytes. */
uint32_t snapshot_intern_hash(uint64_t seed, const void *bytes, size_t length);

/* Whether the thing with this id equals `key`. */
typedef bool snapshot_intern_same(const void *owner, uint32_t id, const void *key);

/* The id of the thing equal to `key`, or SNAPSHOT_NO_ID. */
uint32_t snapshot_intern_find(const struct snapshot_intern *intern, uint32_t hash, snapshot_intern_same *same,
                              const void *owner, const void *key);
/* Makes sure that one more snapshot_intern_add() cannot fail. */
enum snapshot_status snapshot_intern_reserve(struct snapshot_intern *intern) SNAPSHOT_MUST_CHECK;
/* Adds an id whose thing is not there yet; a reserve went before. */
void snapshot_intern_add(struct snapshot_intern *intern, uint32_t hash, uint32_t id);
void snapshot_intern_drop(struct snapshot_intern *intern);

#endif
