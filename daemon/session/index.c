#include "daemon/session/index.h"
#include <stdlib.h>
#include <string.h>

/* FNV-1a. Names are chosen by clients who may create sessions; the number of sessions is bounded, and with it
 * what a chain of colliding names can cost. */
static size_t hash_of(const char *key)
{
    uint64_t hash = 0xcbf29ce484222325;
    for (; *key; key++)
        hash = (hash ^ (unsigned char)*key) * 0x100000001b3;
    return (size_t)(hash ^ hash >> 32);
}

static struct index_entry **slot_of(const struct session_index *index, const char *key)
{
    return &index->slots[hash_of(key) & (index->slot_count - 1)];
}

bool index_make_room(struct session_index *index, size_t more)
{
    size_t wanted = index->slot_count ? index->slot_count : 64;
    while (wanted < index->count + more)
        wanted *= 2;
    if (wanted == index->slot_count)
        return true;
    struct session_index grown = {.slots = calloc(wanted, sizeof grown.slots[0]), .slot_count = wanted};
    if (!grown.slots)
        return false;
    for (size_t i = 0; i < index->slot_count; i++) {
        for (struct index_entry *entry = index->slots[i], *next; entry; entry = next) {
            next = entry->next;
            index_insert(&grown, entry);
        }
    }
    free(index->slots);
    *index = grown;
    return true;
}

void index_insert(struct session_index *index, struct index_entry *entry)
{
    struct index_entry **slot = slot_of(index, entry->key);
    entry->next = *slot;
    *slot = entry;
    index->count++;
}

void index_remove(struct session_index *index, struct index_entry *entry)
{
    struct index_entry **at = slot_of(index, entry->key);
    while (*at != entry)
        at = &(*at)->next;
    *at = entry->next;
    index->count--;
}

struct session *index_find(const struct session_index *index, const char *key)
{
    for (struct index_entry *entry = *slot_of(index, key); entry; entry = entry->next)
        if (strcmp(entry->key, key) == 0)
            return entry->session;
    return NULL;
}

void index_destroy(struct session_index *index)
{
    free(index->slots);
    *index = (struct session_index){0};
}
