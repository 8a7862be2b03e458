/* Ledgers (event_ledger.h). The entries are a ring in the order of their making, which number 0 begins and
 * ends; the index is open addressing without marks for what was deleted. */
#include "daemon/heap/event_ledger.h"

#include <string.h>

#include "daemon/heap/memory.h"

struct ledger_entry {
    addr object;
    uint32_t next, previous; /* next of those that are free: the next free one */
};

static struct ledger_entry *entries_of(const struct heap *h, const struct ledger *l)
{
    return heap_at(h, l->entries);
}

bool ledger_open(struct heap *h, struct ledger *l, uint32_t most)
{
    uint32_t slots = 16;
    while (slots < 2 * most)
        slots *= 2;
    *l = (struct ledger){.most = most, .slots = slots, .unused = 1};
    l->entries = table_alloc(h, (1 + (size_t)most) * sizeof(struct ledger_entry));
    l->index = table_alloc(h, slots * sizeof(uint32_t));
    if (!l->entries || !l->index) {
        ledger_close(h, l);
        return false;
    }
    memset(heap_at(h, l->index), 0, slots * sizeof(uint32_t));
    struct ledger_entry *entries = entries_of(h, l);
    for (uint32_t i = 0; i <= most; i++)
        entries[i] = (struct ledger_entry){0, i && i < most ? i + 1 : 0, 0};
    return true;
}

void ledger_close(struct heap *h, struct ledger *l)
{
    table_free(h, l->entries);
    table_free(h, l->index);
    *l = (struct ledger){0};
}

static size_t home_of(const struct ledger *l, addr object)
{
    return (size_t)((object >> 4) * 0x9e3779b97f4a7c15ull >> 32) & (l->slots - 1);
}

/* The slot where the object's number is, or belongs. */
static size_t slot_of(const struct heap *h, const struct ledger *l, addr object)
{
    const uint32_t *index = heap_at(h, l->index);
    const struct ledger_entry *entries = entries_of(h, l);
    size_t i = home_of(l, object);
    while (index[i] && entries[index[i]].object != object)
        i = (i + 1) & (l->slots - 1);
    return i;
}

/* What lies behind a slot that becomes free moves up where it would not be found any more. */
static void empty_slot(const struct heap *h, const struct ledger *l, size_t empty)
{
    uint32_t *index = heap_at(h, l->index);
    const struct ledger_entry *entries = entries_of(h, l);
    size_t mask = l->slots - 1;
    for (size_t i = (empty + 1) & mask; index[i]; i = (i + 1) & mask) {
        size_t way = (i - home_of(l, entries[index[i]].object)) & mask;
        if (way < ((i - empty) & mask))
            continue;
        index[empty] = index[i];
        empty = i;
    }
    index[empty] = 0;
}

bool ledger_add(struct heap *h, struct ledger *l, addr object)
{
    struct ledger_entry *entries = entries_of(h, l);
    uint32_t number = l->unused;
    if (!number) {
        l->overflowed = true;
        return false;
    }
    l->unused = entries[number].next;
    uint32_t last = entries[0].previous;
    entries[number] = (struct ledger_entry){object, 0, last};
    entries[last].next = number;
    entries[0].previous = number;
    ((uint32_t *)heap_at(h, l->index))[slot_of(h, l, object)] = number;
    return true;
}

bool ledger_has(const struct heap *h, const struct ledger *l, addr object)
{
    return ((const uint32_t *)heap_at(h, l->index))[slot_of(h, l, object)] != 0;
}

bool ledger_take(struct heap *h, struct ledger *l, addr object)
{
    size_t slot = slot_of(h, l, object);
    uint32_t number = ((const uint32_t *)heap_at(h, l->index))[slot];
    if (!number)
        return false;
    struct ledger_entry *entries = entries_of(h, l), *e = &entries[number];
    empty_slot(h, l, slot);
    entries[e->previous].next = e->next;
    entries[e->next].previous = e->previous;
    e->next = l->unused;
    l->unused = number;
    return true;
}

addr ledger_next(const struct heap *h, const struct ledger *l, uint32_t *position)
{
    const struct ledger_entry *entries = entries_of(h, l);
    *position = entries[*position].next;
    return *position ? entries[*position].object : 0;
}
