/* Open addressing with linear probing, at most half full. */
#include "daemon/heap/copy_memo.h"

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/object.h"

#define MEMO_FIRST 16

static uint64_t find(const struct heap *h, const struct memo *m, addr source)
{
    const struct memo_entry *entries = heap_at(h, m->table);
    uint64_t mask = m->capacity - 1, i = ((source >> 4) * 0x9e3779b97f4a7c15ull >> 24) & mask;
    while (entries[i].source && entries[i].source != source)
        i = (i + 1) & mask;
    return i;
}

addr memo_find(const struct heap *h, const struct memo *m, addr source)
{
    if (!m->used)
        return 0;
    return ((const struct memo_entry *)heap_at(h, m->table))[find(h, m, source)].copy;
}

static enum heap_status resize(struct heap *h, struct memo *m)
{
    struct memo grown = {.capacity = m->capacity ? m->capacity * 2 : MEMO_FIRST};
    grown.table = table_alloc(h, grown.capacity * sizeof(struct memo_entry));
    if (!grown.table)
        return raise_memory(h);
    struct memo_entry *to = heap_at(h, grown.table);
    memset(to, 0, grown.capacity * sizeof *to);
    const struct memo_entry *from = heap_at(h, m->table ? m->table : grown.table);
    for (uint64_t i = 0; i < m->capacity; i++)
        if (from[i].source)
            to[find(h, &grown, from[i].source)] = from[i];
    table_free(h, m->table);
    m->table = grown.table;
    m->capacity = grown.capacity;
    return HEAP_OK;
}

enum heap_status memo_put(struct heap *h, struct memo *m, addr source, addr copy)
{
    if ((m->used + 1) * 2 > m->capacity) {
        enum heap_status status = resize(h, m);
        if (status != HEAP_OK)
            return status;
    }
    struct memo_entry *entry = &((struct memo_entry *)heap_at(h, m->table))[find(h, m, source)];
    if (entry->source)
        return HEAP_OK;
    *entry = (struct memo_entry){incref(h, source), incref(h, copy)};
    m->used++;
    return HEAP_OK;
}

static void empty(struct heap *h, addr o)
{
    const struct kind_ops *ops = object_ops(h, o);
    if (type_is_heap(h, object_type(h, o)))
        instance_clear_added(h, o);
    if (ops->clear && object_kind(h, o) != KIND_TYPE)
        ops->clear(h, o);
}

void memo_free(struct heap *h, struct memo *m, bool failed)
{
    const struct memo_entry *entries = heap_at(h, m->table ? m->table : HEAP_BASE);
    for (uint64_t i = 0; failed && i < m->capacity; i++)
        if (entries[i].source)
            empty(h, entries[i].copy);
    for (uint64_t i = 0; i < m->capacity; i++)
        if (entries[i].source) {
            decref(h, entries[i].copy);
            decref(h, entries[i].source);
        }
    table_free(h, m->table);
    *m = (struct memo){0, 0, 0};
}
