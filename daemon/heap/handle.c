/* Handles: the references that the owner of the heap holds itself, for objects that a client made and bound
 * to no name. A hash table in the tables area from object to the number of references held, open addressing
 * with linear probing, at most half full; entries are deleted by moving the ones behind them up, so that
 * there are no tombstones.
 *
 * Invariant: each count is that many counted references to the object.
 */
#include "daemon/heap/frame.h"
#include "daemon/heap/globals.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/object.h"

struct handle {
    addr object; /* 0: free */
    uint64_t count;
};

struct handle_table {        /* at h->handles */
    uint64_t used, capacity; /* capacity: a power of two */
    struct handle entries[];
};

#define HANDLES_FIRST 16

static struct handle_table *table_of(const struct heap *h)
{
    return heap_at(h, h->handles);
}

static uint64_t home(const struct handle_table *t, addr o)
{
    return (o >> 4) * 0x9e3779b97f4a7c15ull >> 20 & (t->capacity - 1);
}

/* The entry of the object, or the free one where it would go. */
static uint64_t find(const struct handle_table *t, addr o)
{
    uint64_t i = home(t, o);
    while (t->entries[i].object && t->entries[i].object != o)
        i = (i + 1) & (t->capacity - 1);
    return i;
}

static addr table_new(struct heap *h, uint64_t capacity)
{
    addr a = table_alloc(h, sizeof(struct handle_table) + capacity * sizeof(struct handle));
    if (!a)
        return 0;
    struct handle_table *t = heap_at(h, a);
    t->used = 0;
    t->capacity = capacity;
    for (uint64_t i = 0; i < capacity; i++)
        t->entries[i] = (struct handle){0, 0};
    return a;
}

static enum heap_status resize(struct heap *h, uint64_t capacity)
{
    addr a = table_new(h, capacity);
    if (!a)
        return raise_memory(h);
    const struct handle_table *old = table_of(h);
    struct handle_table *t = heap_at(h, a);
    for (uint64_t i = 0; i < old->capacity; i++)
        if (old->entries[i].object)
            t->entries[find(t, old->entries[i].object)] = old->entries[i];
    t->used = old->used;
    table_free(h, h->handles);
    h->handles = a;
    return HEAP_OK;
}

enum heap_status handle_hold(struct heap *h, addr o)
{
    struct handle_table *t = table_of(h);
    if ((t->used + 1) * 2 > t->capacity) {
        enum heap_status status = resize(h, t->capacity * 2);
        if (status != HEAP_OK)
            return status;
        t = table_of(h);
    }
    struct handle *entry = &t->entries[find(t, o)];
    if (!entry->object) {
        entry->object = o;
        t->used++;
    }
    entry->count++;
    incref(h, o);
    return HEAP_OK;
}

static void forget(struct handle_table *t, uint64_t i)
{
    uint64_t mask = t->capacity - 1, gap = i;
    t->used--;
    for (i = (i + 1) & mask; t->entries[i].object; i = (i + 1) & mask) {
        uint64_t distance = (i - home(t, t->entries[i].object)) & mask;
        if (distance < ((i - gap) & mask))
            continue;
        t->entries[gap] = t->entries[i];
        gap = i;
    }
    t->entries[gap] = (struct handle){0, 0};
}

enum heap_status handle_drop(struct heap *h, addr o, bool *found)
{
    struct handle_table *t = table_of(h);
    uint64_t i = find(t, o);
    *found = t->entries[i].object == o;
    if (!*found)
        return HEAP_OK;
    if (--t->entries[i].count == 0)
        forget(t, i);
    decref(h, o);
    return HEAP_OK;
}

uint32_t handle_count(const struct heap *h, addr o)
{
    const struct handle_table *t = table_of(h);
    return (uint32_t)t->entries[find(t, o)].count;
}

bool handle_next(const struct heap *h, size_t *position, addr *o, uint32_t *count)
{
    const struct handle_table *t = table_of(h);
    for (; *position < t->capacity; ++*position) {
        const struct handle *entry = &t->entries[*position];
        if (!entry->object)
            continue;
        *o = entry->object;
        *count = (uint32_t)entry->count;
        ++*position;
        return true;
    }
    return false;
}

/* What the release of one runs may hold or drop others: look again until none is left. Forgetting moves a
 * later entry into the gap. */
void handle_drop_all(struct heap *h)
{
    addr o;
    uint32_t count;
    while (table_of(h)->used)
        for (size_t position = 0; handle_next(h, &position, &o, &count);) {
            struct handle_table *t = table_of(h);
            forget(t, find(t, o));
            position--;
            while (count--)
                decref(h, o);
        }
}

void handle_boot(struct heap *h)
{
    h->handles = table_new(h, HANDLES_FIRST);
}
