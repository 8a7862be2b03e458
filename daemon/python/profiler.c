/* What cProfile counts (monitor.h): entries for functions, edges for who calls whom, in the tables area, so
 * that a profile is part of its session and its own growth is nowhere in the program's memory. Mirrors
 * Modules/_lsprof.c.
 */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/state.h"
#include "daemon/python/interpreter.h"

static struct profiler_entry *entry_at(const struct heap *h, const struct profiler *p, uint32_t number)
{
    return (struct profiler_entry *)heap_at(h, p->entries) + number - 1;
}

static struct profiler_edge *edge_at(const struct heap *h, const struct profiler *p, uint32_t number)
{
    return (struct profiler_edge *)heap_at(h, p->edges) + number - 1;
}

/* ---- tables that grow: an array, and a hash table twice as large of numbers from 1 */

static uint64_t mix(uint64_t key)
{
    key *= 0x9e3779b97f4a7c15u;
    return key ^ key >> 32;
}

struct growing {
    uint32_t *count, *room;
    addr *items, *index;
    size_t size;
    uint64_t (*key)(const void *item);
};

static uint64_t entry_key(const void *item)
{
    return ((const struct profiler_entry *)item)->key;
}

static uint64_t edge_key(const void *item)
{
    const struct profiler_edge *e = item;
    return (uint64_t)e->caller << 32 | e->callee;
}

/* Where the number of the key is, or is to be put. */
static uint32_t *slot_of(const struct heap *h, const struct growing *g, uint64_t key)
{
    uint32_t *index = heap_at(h, *g->index), mask = 2 * *g->room - 1;
    for (uint32_t i = (uint32_t)mix(key) & mask;; i = (i + 1) & mask)
        if (!index[i] ||
            g->key((const char *)heap_at(h, *g->items) + (size_t)(index[i] - 1) * g->size) == key)
            return &index[i];
}

static bool grow(struct heap *h, const struct growing *g)
{
    uint32_t room = *g->room ? *g->room * 2 : 32;
    addr index = table_alloc(h, (size_t)room * 2 * sizeof(uint32_t));
    if (!index)
        return false;
    addr items = table_realloc(h, *g->items, room * g->size);
    if (!items) {
        table_free(h, index);
        return false;
    }
    if (*g->index)
        table_free(h, *g->index);
    memset(heap_at(h, index), 0, (size_t)room * 2 * sizeof(uint32_t));
    *g->items = items;
    *g->index = index;
    *g->room = room;
    for (uint32_t i = 1; i <= *g->count; i++)
        *slot_of(h, g, g->key((const char *)heap_at(h, items) + (size_t)(i - 1) * g->size)) = i;
    return true;
}

/* The number of the item with that key; a new one is zero but for what the caller puts. 0: no memory. */
static uint32_t find_or_add(struct heap *h, const struct growing *g, uint64_t key, bool *added)
{
    *added = false;
    if (*g->room) {
        uint32_t found = *slot_of(h, g, key);
        if (found)
            return found;
    }
    if (*g->count == *g->room && !grow(h, g))
        return 0;
    *added = true;
    memset((char *)heap_at(h, *g->items) + *g->count * g->size, 0, g->size);
    *slot_of(h, g, key) = *g->count + 1;
    return ++*g->count;
}

static struct growing entries_of(struct profiler *p)
{
    return (struct growing){
        &p->entry_count, &p->entry_room, &p->entries, &p->entry_index, sizeof(struct profiler_entry),
        entry_key};
}

static struct growing edges_of(struct profiler *p)
{
    return (struct growing){
        &p->edge_count, &p->edge_room, &p->edges, &p->edge_index, sizeof(struct profiler_edge), edge_key};
}

static bool keep(struct heap *h, struct program_keys *k, addr object)
{
    if (k->count == k->room) {
        uint32_t room = k->room ? k->room * 2 : 32;
        addr keys = table_realloc(h, k->keys, room * sizeof(addr));
        if (!keys)
            return false;
        k->keys = keys;
        k->room = room;
    }
    ((addr *)heap_at(h, k->keys))[k->count++] = incref(h, object);
    return true;
}

/* ---- calls
 * -----------------------------------------------------------------------------------------------------------
 */

/* The edge from caller to callee; NULL: there is none, or no memory for one. */
static struct profiler_edge *edge_of(struct heap *h, struct profiler *p, uint32_t caller, uint32_t callee)
{
    struct growing edges = edges_of(p);
    bool added;
    uint32_t number =
        caller && callee && p->subcalls ? find_or_add(h, &edges, (uint64_t)caller << 32 | callee, &added) : 0;
    if (!number)
        return NULL;
    struct profiler_edge *e = edge_at(h, p, number);
    e->caller = caller;
    e->callee = callee;
    return e;
}

uint32_t profiler_begin(struct heap *h, struct profiler *p, uint64_t key, addr object, uint32_t caller)
{
    struct growing entries = entries_of(p);
    bool added;
    if (p->keys.count == p->entry_count &&
        !keep(h, &p->keys, object)) /* one more than there are, for a new one */
        return 0;
    uint32_t number = find_or_add(h, &entries, key, &added);
    if (added)
        entry_at(h, p, number)->key = key;
    else
        decref(h,
               ((addr *)heap_at(h, p->keys.keys))[--p->keys.count]); /* the caller has it too: nothing dies */
    if (!number)
        return 0;
    entry_at(h, p, number)->times.level++;
    struct profiler_edge *edge = edge_of(h, p, caller, number);
    if (edge)
        edge->times.level++;
    return number;
}

static void add_times(struct profiler_times *t, uint64_t total, uint64_t own)
{
    t->calls++;
    t->own += own;
    if (t->level && --t->level)
        t->recursive++;
    else
        t->total += total;
}

void profiler_end(const struct heap *h, struct profiler *p, uint32_t entry, uint32_t caller, uint64_t total,
                  uint64_t own)
{
    struct growing edges = edges_of(p);
    if (!p || !entry || entry > p->entry_count)
        return;
    add_times(&entry_at(h, p, entry)->times, total, own);
    uint32_t edge = caller && p->edge_room ? *slot_of(h, &edges, (uint64_t)caller << 32 | entry) : 0;
    if (edge)
        add_times(&edge_at(h, p, edge)->times, total, own);
}

/* ---- profilers
 * ----------------------------------------------------------------------------------------------------------
 */

struct profiler *profiler_new(struct heap *h)
{
    struct monitor *m = &interpreter_of(h)->monitor;
    addr a = table_alloc(h, sizeof(struct profiler));
    if (!a)
        return NULL;
    struct profiler *p = heap_at(h, a);
    memset(p, 0, sizeof *p);
    p->number = m->profilers ? ((const struct profiler *)heap_at(h, m->profilers))->number + 1 : 1;
    p->keys.next = m->profilers;
    m->profilers = a;
    monitor_chain_keys(h);
    return p;
}

struct profiler *profiler_find(const struct heap *h, int64_t number)
{
    for (addr a = interpreter_of(h)->monitor.profilers; a;
         a = ((const struct program_keys *)heap_at(h, a))->next)
        if (((const struct profiler *)heap_at(h, a))->number == number)
            return heap_at(h, a);
    return NULL;
}

/* The calls under way are none of the profiler's entries. */
static void forget_entries(struct heap *h, const struct profiler *p)
{
    struct monitor *m = &interpreter_of(h)->monitor;
    if (m->active == heap_addr(h, p))
        for (uint32_t i = 0; i < m->count; i++)
            ((struct monitor_call *)heap_at(h, m->calls))[i].entry = 0;
}

void profiler_clear(struct heap *h, struct profiler *p)
{
    forget_entries(h, p);
    addr tables[] = {p->entries, p->entry_index, p->edges, p->edge_index}, keys = p->keys.keys;
    uint32_t count = p->keys.count;
    p->entries = p->entry_index = p->edges = p->edge_index = 0;
    p->entry_count = p->entry_room = p->edge_count = p->edge_room = 0;
    p->keys = (struct program_keys){.next = p->keys.next};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (tables[i])
            table_free(h, tables[i]);
    for (uint32_t i = 0; i < count; i++)
        decref(h, ((const addr *)heap_at(h, keys))[i]);
    if (keys)
        table_free(h, keys);
}

void profiler_drop(struct heap *h, struct profiler *p)
{
    struct monitor *m = &interpreter_of(h)->monitor;
    addr a = heap_addr(h, p);
    if (m->active == a) {
        forget_entries(h, p);
        m->active = 0;
        monitor_update(h);
    }
    for (addr *link = &m->profilers; *link; link = &((struct program_keys *)heap_at(h, *link))->next)
        if (*link == a) {
            *link = p->keys.next;
            break;
        }
    monitor_chain_keys(h);
    profiler_clear(h, p); /* nobody finds it any more, whatever a key runs that dies */
    table_free(h, a);
}

void profiler_drop_all(struct heap *h)
{
    while (interpreter_of(h)->monitor.profilers)
        profiler_drop(h, heap_at(h, interpreter_of(h)->monitor.profilers));
}
