/* The collector's lists: circular, doubly linked through the heads before the objects (and the list heads in
 * struct heap or on the C stack's stead in h->collecting_lists). From 3.8 on the low bits of both words carry
 * flags while a collection runs; outside of one, `next` is clean and `prev` holds at most GC_FINALIZED.
 *
 * Mirrors the gc_list_* functions of Modules/gcmodule.c.
 */
#ifndef HEAPD_HEAP_COLLECTOR_LISTS_H
#define HEAPD_HEAP_COLLECTOR_LISTS_H

#include "daemon/heap/object/object.h"

#define GC_NEXT_UNREACHABLE 1u /* in gc_head.next, while it is in the unreachable list */
#define GC_PREV_FLAGS       3u
#define GC_PREV_SHIFT       2 /* of the copied count, while GC_COLLECTING */

static inline struct gc_head *gc_at(const struct heap *h, addr g)
{
    return heap_at(h, g);
}
static inline addr gc_prev(const struct gc_head *g)
{
    return g->prev & ~(addr)GC_PREV_FLAGS;
}
static inline void gc_set_prev(struct gc_head *g, addr prev)
{
    g->prev = prev | (g->prev & GC_PREV_FLAGS);
}
static inline addr gc_of(const struct heap *h, addr o)
{
    return o - h->abi.gc_head_size;
}
static inline addr gc_object(const struct heap *h, addr g)
{
    return g + h->abi.gc_head_size;
}

static inline addr gc_list(const struct heap *h, const struct gc_head *head)
{
    return heap_addr(h, head);
}
static inline void gc_list_init(const struct heap *h, struct gc_head *head)
{
    head->next = head->prev = gc_list(h, head);
}
static inline bool gc_list_is_empty(const struct heap *h, const struct gc_head *head)
{
    return head->next == gc_list(h, head);
}

static inline void gc_list_append(const struct heap *h, addr g, struct gc_head *list)
{
    struct gc_head *p = gc_at(h, g);
    addr last = list->prev;
    gc_set_prev(p, last);
    gc_at(h, last)->next = g;
    p->next = gc_list(h, list);
    list->prev = g;
}

static inline void gc_list_remove(const struct heap *h, addr g)
{
    struct gc_head *p = gc_at(h, g);
    addr prev = gc_prev(p), next = p->next;
    gc_at(h, prev)->next = next;
    gc_set_prev(gc_at(h, next), prev);
    p->next = 0;
}

static inline void gc_list_move(const struct heap *h, addr g, struct gc_head *list)
{
    gc_list_remove(h, g);
    gc_list_append(h, g, list);
}

/* Appends `from` to `to`, `from` is empty then. */
static inline void gc_list_merge(const struct heap *h, struct gc_head *from, struct gc_head *to)
{
    if (gc_list_is_empty(h, from))
        return;
    addr first = from->next, last = from->prev, tail = to->prev;
    gc_at(h, tail)->next = first;
    gc_set_prev(gc_at(h, first), tail);
    gc_at(h, last)->next = gc_list(h, to);
    to->prev = last;
    gc_list_init(h, from);
}

static inline uint64_t gc_list_size(const struct heap *h, const struct gc_head *list)
{
    uint64_t n = 0;
    for (addr g = list->next; g != gc_list(h, list); g = gc_at(h, g)->next)
        n++;
    return n;
}

#endif
