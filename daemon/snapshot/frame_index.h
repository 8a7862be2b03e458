/*
 * Finds frames by file and line: open addressing as intern.h, but with the frame itself in its slot, because
 * of all that a dump consists of frames are the most. For the builder only.
 */
#ifndef HEAPD_SNAPSHOT_FRAME_INDEX_H
#define HEAPD_SNAPSHOT_FRAME_INDEX_H

#include "daemon/snapshot/snapshot.h"

struct snapshot_frame_slot {
    uint64_t key;
    uint32_t id; /* UINT32_MAX: the slot is empty */
};

struct snapshot_frame_index {
    struct snapshot_frame_slot *slots;
    size_t slot_count; /* a power of two; 0 at first */
    size_t used;
    uint64_t seed;
};

/* Makes sure that `more` frames can be added. */
enum snapshot_status snapshot_frame_index_reserve(struct snapshot_frame_index *index,
                                                  size_t more) SNAPSHOT_MUST_CHECK;
void snapshot_frame_index_drop(struct snapshot_frame_index *index);

static inline uint64_t snapshot_frame_key(struct snapshot_frame frame)
{
    return (uint64_t)frame.file << 32 | frame.line;
}

/* Where the search for a key begins; there are slots. */
static inline size_t snapshot_frame_place(const struct snapshot_frame_index *index, uint64_t key)
{
    unsigned __int128 product = (unsigned __int128)(key ^ index->seed) * (index->seed | 0x9e3779b97f4a7c15u);
    return (size_t)((uint64_t)product ^ (uint64_t)(product >> 64)) & (index->slot_count - 1);
}

/* The slot with this key, or the empty one where it belongs. */
static inline struct snapshot_frame_slot *snapshot_frame_slot(struct snapshot_frame_index *index,
                                                              uint64_t key, size_t place)
{
    while (index->slots[place].id != UINT32_MAX && index->slots[place].key != key) {
        place = (place + 1) & (index->slot_count - 1);
    }
    return &index->slots[place];
}

#endif
