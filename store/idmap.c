/* Open addressing; ids are handed out by SQLite, one after the other, so a multiplication spreads them well.
 */
#include "store/idmap.h"
#include <stdlib.h>

static struct idmap_slot *slot_of(struct idmap_slot *slots, size_t slot_count, int64_t key)
{
    uint64_t spread = (uint64_t)key * 0x9e3779b97f4a7c15u;
    size_t i = (size_t)(spread >> 32) & (slot_count - 1);
    while (slots[i].key != 0 && slots[i].key != key) {
        i = (i + 1) & (slot_count - 1);
    }
    return &slots[i];
}

bool idmap_find(const struct idmap *map, int64_t id, uint32_t *value)
{
    if (map->slot_count == 0) {
        return false;
    }
    const struct idmap_slot *slot = slot_of(map->slots, map->slot_count, id + 1);
    if (slot->key == 0) {
        return false;
    }
    *value = slot->value;
    return true;
}

static enum store_status grow(struct idmap *map)
{
    size_t larger = map->slot_count == 0 ? 256 : map->slot_count * 2;
    struct idmap_slot *slots = calloc(larger, sizeof *slots);
    if (slots == NULL) {
        return STORE_NO_MEMORY;
    }
    for (size_t i = 0; i < map->slot_count; i++) {
        if (map->slots[i].key != 0) {
            *slot_of(slots, larger, map->slots[i].key) = map->slots[i];
        }
    }
    free(map->slots);
    map->slots = slots;
    map->slot_count = larger;
    return STORE_OK;
}

enum store_status idmap_add(struct idmap *map, int64_t id, uint32_t value)
{
    if ((map->used + 1) * 2 > map->slot_count) {
        enum store_status status = grow(map);
        if (status != STORE_OK) {
            return status;
        }
    }
    *slot_of(map->slots, map->slot_count, id + 1) = (struct idmap_slot){id + 1, value};
    map->used++;
    return STORE_OK;
}

void idmap_drop(struct idmap *map)
{
    free(map->slots);
    *map = (struct idmap){0};
}
