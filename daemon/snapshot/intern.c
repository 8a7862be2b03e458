/* The hash index: see intern.h. */
#include "daemon/snapshot/intern.h"
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

uint64_t snapshot_intern_seed(void)
{
    uint64_t seed = 0x9e3779b97f4a7c15u;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed) {
        seed ^= (uint64_t)(uintptr_t)&seed; /* early at boot: the stack's address has to do */
    }
    return seed;
}

static uint64_t mix(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint32_t snapshot_intern_hash(uint64_t seed, const void *bytes, size_t length)
{
    const unsigned char *p = bytes;
    uint64_t hash = seed ^ length;
    while (length > 0) {
        uint64_t word = 0;
        size_t take = length < sizeof word ? length : sizeof word;
        memcpy(&word, p, take);
        hash = mix(hash ^ word ^ 0xa0761d6478bd642fu, seed | 1);
        p += take;
        length -= take;
    }
    hash = mix(hash ^ 0xe7037ed1a0b428dbu, seed ^ 0x8ebc6af09c88c6e3u);
    return (uint32_t)(hash ^ hash >> 32);
}

uint32_t snapshot_intern_find(const struct snapshot_intern *intern, uint32_t hash, snapshot_intern_same *same,
                              const void *owner, const void *key)
{
    if (intern->slot_count == 0) {
        return SNAPSHOT_NO_ID;
    }
    size_t mask = intern->slot_count - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        const struct snapshot_intern_slot *slot = &intern->slots[i];
        if (slot->id == SNAPSHOT_NO_ID || (slot->hash == hash && same(owner, slot->id, key))) {
            return slot->id;
        }
    }
}

static void put(struct snapshot_intern_slot *slots, size_t slot_count, uint32_t hash, uint32_t id)
{
    size_t i = hash & (slot_count - 1);
    while (slots[i].id != SNAPSHOT_NO_ID) {
        i = (i + 1) & (slot_count - 1);
    }
    slots[i] = (struct snapshot_intern_slot){hash, id};
}

enum snapshot_status snapshot_intern_reserve(struct snapshot_intern *intern)
{
    if ((intern->used + 1) * 3 <= intern->slot_count * 2) {
        return SNAPSHOT_OK;
    }
    size_t larger = intern->slot_count == 0 ? 64 : intern->slot_count * 2;
    struct snapshot_intern_slot *slots = reallocarray(NULL, larger, sizeof *slots);
    if (slots == NULL) {
        return SNAPSHOT_NO_MEMORY;
    }
    memset(slots, 0xff, larger * sizeof *slots); /* every id SNAPSHOT_NO_ID */
    for (size_t i = 0; i < intern->slot_count; i++) {
        if (intern->slots[i].id != SNAPSHOT_NO_ID) {
            put(slots, larger, intern->slots[i].hash, intern->slots[i].id);
        }
    }
    free(intern->slots);
    intern->slots = slots;
    intern->slot_count = larger;
    return SNAPSHOT_OK;
}

void snapshot_intern_add(struct snapshot_intern *intern, uint32_t hash, uint32_t id)
{
    put(intern->slots, intern->slot_count, hash, id);
    intern->used++;
}

void snapshot_intern_drop(struct snapshot_intern *intern)
{
    free(intern->slots);
    *intern = (struct snapshot_intern){0};
}
