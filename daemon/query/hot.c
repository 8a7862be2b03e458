/* Objects with very many references, of which those to one object are asked for again and again: a list of a
 * million in a join by target. Walking it each time would make the join quadratic; the second time its
 * references are sorted, and then searched. */
#include <stdlib.h>

#include "daemon/query/table.h"

enum { MANY = 256, TOO_MANY = 4000000 };

void query_forget_hot(struct query *q)
{
    for (size_t i = 0; i < HOT_SOURCES; i++)
        sqlite3_free(q->hot[i].edges);
}

static struct hot_source *find(struct query *q, addr source)
{
    for (size_t i = 0; i < HOT_SOURCES; i++)
        if (q->hot[i].source == source)
            return &q->hot[i];
    return NULL;
}

const struct hot_source *query_hot_source(struct query *q, addr source)
{
    struct hot_source *hot = find(q, source);
    if (!hot || !hot->edges)
        return NULL;
    hot->used = ++q->uses;
    return hot;
}

struct packing {
    struct query *query;
    struct hot_source *hot;
    size_t capacity;
};

static bool pack(void *context, const struct edge *e)
{
    struct packing *p = context;
    if (query_stop(p->query) || p->hot->count == p->capacity)
        return false;
    uint32_t order = (uint32_t)p->hot->count;
    p->hot->edges[p->hot->count++] = (struct packed_edge){.to = place_of(e->to),
                                                          .name = e->name ? place_of(e->name) : 0,
                                                          .index = (uint32_t)e->index,
                                                          .order = order,
                                                          .kind = e->kind,
                                                          .field = e->field};
    return true;
}

static int compare(const void *left, const void *right)
{
    const struct packed_edge *a = left, *b = right;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static bool sort_edges(struct query *q, struct hot_source *hot, uint64_t edges)
{
    struct packing p = {q, hot, (size_t)edges};
    hot->edges = sqlite3_malloc64(edges * sizeof *hot->edges);
    hot->count = 0;
    if (!hot->edges)
        return false;
    inspect_counted(q->source.heap, hot->source, pack, &p);
    qsort(hot->edges, hot->count, sizeof *hot->edges, compare);
    return !q->stopped;
}

static struct hot_source *least_used(struct query *q)
{
    struct hot_source *least = &q->hot[0];
    for (size_t i = 1; i < HOT_SOURCES; i++)
        if (q->hot[i].used < least->used)
            least = &q->hot[i];
    sqlite3_free(least->edges);
    *least = (struct hot_source){0};
    return least;
}

/* A walk that was cut short, because there was more than the cursor takes at once, has not seen them all and
 * does not count. */
bool query_note_walk(struct query *q, addr source, uint64_t edges)
{
    if (edges < MANY || edges > TOO_MANY)
        return true;
    struct hot_source *hot = find(q, source);
    bool again = hot != NULL;
    if (!hot) {
        hot = least_used(q);
        hot->source = source;
    }
    hot->used = ++q->uses;
    return !again || sort_edges(q, hot, edges);
}

void hot_find(const struct hot_source *hot, addr target, size_t *first, size_t *end)
{
    uint32_t wanted = place_of(target);
    size_t low = 0, high = hot->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (hot->edges[middle].to < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    while (low < hot->count && hot->edges[low].to == wanted)
        low++;
    *end = low;
}

struct edge hot_edge(const struct hot_source *hot, size_t i)
{
    const struct packed_edge *e = &hot->edges[i];
    return (struct edge){.from = hot->source,
                         .to = place_address(e->to),
                         .kind = e->kind,
                         .index = e->index,
                         .name = e->name ? place_address(e->name) : 0,
                         .field = e->field};
}
