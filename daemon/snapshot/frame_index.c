/* The index of frames: see frame_index.h. */
#include "daemon/snapshot/frame_index.h"
#include "daemon/snapshot/array.h"
#include <stdlib.h>
#include <string.h>

enum snapshot_status snapshot_frame_index_reserve(struct snapshot_frame_index *index, size_t more)
{
    size_t larger = index->slot_count == 0 ? 64 : index->slot_count;
    while ((index->used + more) * 2 > larger) {
        larger *= 2;
    }
    if (larger == index->slot_count) {
        return SNAPSHOT_OK;
    }
    struct snapshot_frame_index grown = {.slot_count = larger, .used = index->used, .seed = index->seed};
    grown.slots = reallocarray(NULL, larger, sizeof *grown.slots);
    if (grown.slots == NULL) {
        return SNAPSHOT_NO_MEMORY;
    }
    snapshot_will_use(grown.slots, larger * sizeof *grown.slots);
    memset(grown.slots, 0xff, larger * sizeof *grown.slots); /* every id UINT32_MAX */
    for (size_t i = 0; i < index->slot_count; i++) {
        const struct snapshot_frame_slot *slot = &index->slots[i];
        if (slot->id != UINT32_MAX) {
            *snapshot_frame_slot(&grown, slot->key, snapshot_frame_place(&grown, slot->key)) = *slot;
        }
    }
    free(index->slots);
    *index = grown;
    return SNAPSHOT_OK;
}

void snapshot_frame_index_drop(struct snapshot_frame_index *index)
{
    free(index->slots);
    *index = (struct snapshot_frame_index){0};
}
