#include "daemon/python/name_map.h"

#include <string.h>

enum { FEW = 8 };

static uint32_t hash_of(addr name)
{
    uint64_t x = name * 0x9e3779b97f4a7c15ull;
    return (uint32_t)(x >> 32);
}

struct name_entry *name_map_find(const struct name_map *m, addr name)
{
    if (!m->index) {
        for (uint32_t i = 0; i < m->used; i++)
            if (m->entries[i].name == name)
                return &m->entries[i];
        return NULL;
    }
    for (uint32_t i = hash_of(name) & m->index_mask; m->index[i]; i = (i + 1) & m->index_mask)
        if (m->entries[m->index[i] - 1].name == name)
            return &m->entries[m->index[i] - 1];
    return NULL;
}

static void enter(struct name_map *m, uint32_t entry)
{
    uint32_t i = hash_of(m->entries[entry].name) & m->index_mask;
    while (m->index[i])
        i = (i + 1) & m->index_mask;
    m->index[i] = entry + 1;
}

static bool grow(struct name_map *m, struct ast_arena *arena)
{
    uint32_t capacity = m->capacity ? m->capacity * 2 : FEW, slots = capacity * 2;
    struct name_entry *entries = ast_alloc(arena, capacity * sizeof *entries);
    uint32_t *index = capacity > FEW ? ast_alloc(arena, slots * sizeof *index) : NULL;
    if (!entries || (capacity > FEW && !index))
        return false;
    if (m->used)
        memcpy(entries, m->entries, m->used * sizeof *entries);
    m->entries = entries;
    m->capacity = capacity;
    m->index = index;
    m->index_mask = slots - 1;
    for (uint32_t i = 0; index && i < m->used; i++)
        if (entries[i].name) /* entries that were removed are found no more */
            enter(m, i);
    return true;
}

bool name_map_set(struct name_map *m, struct ast_arena *arena, addr name, int64_t value)
{
    struct name_entry *e = name_map_find(m, name);
    if (e) {
        e->value = value;
        return true;
    }
    if (m->used == m->capacity && !grow(m, arena))
        return false;
    m->entries[m->used] = (struct name_entry){name, value};
    if (m->index)
        enter(m, m->used);
    m->used++;
    m->count++;
    return true;
}

/* The place in the index stays taken: nothing equals a removed entry. */
void name_map_remove(struct name_map *m, addr name)
{
    struct name_entry *e = name_map_find(m, name);
    if (!e)
        return;
    e->name = 0;
    m->count--;
}

bool name_map_merge(struct name_map *m, struct ast_arena *arena, const struct name_map *other)
{
    for (struct name_entry *e = name_map_first(other); e; e = name_map_next(other, e))
        if (!name_map_has(m, e->name) && !name_map_set(m, arena, e->name, e->value))
            return false;
    return true;
}

struct name_entry *name_map_next(const struct name_map *m, const struct name_entry *e)
{
    for (uint32_t i = e ? (uint32_t)(e - m->entries) + 1 : 0; i < m->used; i++)
        if (m->entries[i].name)
            return &m->entries[i];
    return NULL;
}
