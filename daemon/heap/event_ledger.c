/* Ledgers (event_ledger.h). */
#include "daemon/heap/event_ledger.h"

#include <string.h>

#include "daemon/heap/memory.h"

static struct heap_event *entry(const struct heap *h, const struct ledger *l, uint32_t number)
{
    return (struct heap_event *)heap_at(h, l->entries) + number;
}

bool ledger_open(struct heap *h, struct ledger *l, uint32_t most)
{
    uint32_t slots = 16;
    while (slots < 4 * most)
        slots *= 2;
    *l = (struct ledger){.most = most, .slots = slots};
    l->entries = table_alloc(h, 2 * (size_t)most * sizeof(struct heap_event));
    l->index = table_alloc(h, slots * sizeof(uint32_t));
    if (!l->entries || !l->index) {
        ledger_close(h, l);
        return false;
    }
    memset(heap_at(h, l->index), 0, slots * sizeof(uint32_t));
    return true;
}

void ledger_close(struct heap *h, struct ledger *l)
{
    table_free(h, l->entries);
    table_free(h, l->index);
    *l = (struct ledger){0};
}

/* Where the object's number is, or the slot for it. A hole's number stays, so that what lies behind is found.
 */
static uint32_t *slot_of(const struct heap *h, const struct ledger *l, addr object)
{
    uint32_t *index = heap_at(h, l->index);
    size_t i = (size_t)((object >> 4) * 0x9e3779b97f4a7c15ull >> 20) & (l->slots - 1);
    while (index[i] && entry(h, l, index[i] - 1)->object != object)
        i = (i + 1) & (l->slots - 1);
    return &index[i];
}

static void close_up(struct heap *h, struct ledger *l)
{
    uint32_t used = 0;
    memset(heap_at(h, l->index), 0, l->slots * sizeof(uint32_t));
    for (uint32_t i = 0; i < l->used; i++) {
        if (!entry(h, l, i)->object)
            continue;
        if (used != i)
            *entry(h, l, used) = *entry(h, l, i);
        uint32_t *slot = slot_of(h, l, entry(h, l, used)->object);
        *slot = ++used;
    }
    l->used = used;
}

struct heap_event *ledger_add(struct heap *h, struct ledger *l, addr object)
{
    if (l->live == l->most) {
        l->overflowed = true;
        return NULL;
    }
    if (l->used == 2 * l->most)
        close_up(h, l);
    struct heap_event *e = entry(h, l, l->used);
    e->object = object;
    *slot_of(h, l, object) = ++l->used;
    l->live++;
    return e;
}

bool ledger_take(struct heap *h, struct ledger *l, addr object)
{
    uint32_t number = *slot_of(h, l, object);
    if (!number)
        return false;
    entry(h, l, number - 1)->object = 0;
    l->live--;
    return true;
}

bool ledger_has(const struct heap *h, const struct ledger *l, addr object)
{
    return *slot_of(h, l, object) != 0;
}

const struct heap_event *ledger_at(const struct heap *h, const struct ledger *l, uint32_t number)
{
    const struct heap_event *e = entry(h, l, number);
    return e->object ? e : NULL;
}
