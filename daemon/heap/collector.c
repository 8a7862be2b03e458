/* The collector's settings, counts and triggers. The collection itself is in collector_collect.c. */
#include "daemon/heap/collector.h"

#include "daemon/heap/boot.h"
#include "daemon/heap/collector_lists.h"
#include "daemon/heap/object/container.h"

#define LIST_OBJECT_SIZE 40

void collector_boot(struct heap *h)
{
    for (int i = 0; i < 3; i++) {
        gc_list_init(h, &h->generation[i].head);
        h->generation[i].threshold = h->abi.gc_threshold[i];
        h->generation[i].count = 0;
    }
    gc_list_init(h, &h->permanent.head);
    h->collector.enabled = true;
    h->collector.garbage = object_new_static(h, h->type[KIND_LIST], LIST_OBJECT_SIZE);
    h->collector.callbacks = object_new_static(h, h->type[KIND_LIST], LIST_OBJECT_SIZE);
}

void collector_enable(struct heap *h, bool on)
{
    h->collector.enabled = on;
}
bool collector_is_enabled(const struct heap *h)
{
    return h->collector.enabled;
}

void collector_set_threshold(struct heap *h, int index, uint32_t value)
{
    h->generation[index].threshold = value;
}
uint32_t collector_threshold(const struct heap *h, int index)
{
    return h->generation[index].threshold;
}
uint32_t collector_count(const struct heap *h, int index)
{
    return (uint32_t)h->generation[index].count;
}

enum heap_status collector_set_debug(struct heap *h, uint32_t flags)
{
    h->collector.debug = flags;
    return HEAP_OK;
}

uint32_t collector_debug(const struct heap *h)
{
    return h->collector.debug;
}

void collector_stats(const struct heap *h, int generation, struct generation_stats *out)
{
    *out = h->collector.stats[generation];
}

/* The permanent generation takes all, oldest last, and the counts begin anew. */
void collector_freeze(struct heap *h)
{
    for (int i = 0; i < 3; i++) {
        gc_list_merge(h, &h->generation[i].head, &h->permanent.head);
        h->generation[i].count = 0;
    }
}

void collector_unfreeze(struct heap *h)
{
    gc_list_merge(h, &h->permanent.head, &h->generation[2].head);
}
uint64_t collector_frozen(const struct heap *h)
{
    return gc_list_size(h, &h->permanent.head);
}

uint64_t collector_generation_size(const struct heap *h, int generation)
{
    return gc_list_size(h, &h->generation[generation].head);
}

addr collector_garbage(const struct heap *h)
{
    return h->collector.garbage;
}
addr collector_callbacks(const struct heap *h)
{
    return h->collector.callbacks;
}

int collector_generation_of(const struct heap *h, addr o)
{
    if (!object_is_tracked(h, o))
        return -1;
    for (int i = 0; i < 4; i++) {
        const struct gc_head *list = i < 3 ? &h->generation[i].head : &h->permanent.head;
        for (addr g = list->next; g != gc_list(h, list); g = gc_at(h, g)->next)
            if (g == gc_of(h, o))
                return i;
    }
    return -1;
}

void collector_note_allocation(struct heap *h)
{
    h->generation[0].count++;
}

void collector_note_free(struct heap *h)
{
    if (h->generation[0].count > 0)
        h->generation[0].count--;
}

void heap_safe_point(struct heap *h)
{
    h->collector.scheduled = false;
}

enum heap_status collector_collect(struct heap *h, int generation, struct collection *out)
{
    (void)out;
    if (generation < 0 || generation > 2)
        return raise_error(h, EXC_VALUE_ERROR, "invalid generation");
    return HEAP_OK;
}
