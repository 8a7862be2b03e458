/* The collector's settings, counts and triggers. The collection itself is in collector_collect.c. */
#include "daemon/heap/collector.h"

#include "daemon/heap/boot.h"
#include "daemon/heap/collector_lists.h"
#include "daemon/heap/collector_run.h"
#include "daemon/heap/event.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/runtime.h"

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
}

void collector_lists_boot(struct heap *h)
{
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
static uint64_t size_in_blocks(const struct heap *h, const struct gc_head *list)
{
    uint64_t n = 0;
    for (addr g = list->next; g != gc_list(h, list); g = gc_at(h, g)->next)
        n += object_in_blocks(gc_object(h, g));
    return n;
}

uint64_t collector_frozen(const struct heap *h)
{
    return size_in_blocks(h, &h->permanent.head);
}

uint64_t collector_generation_size(const struct heap *h, int generation)
{
    return size_in_blocks(h, &h->generation[generation].head);
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

/* ---- runs ---------------------------------------------------------------------------------------- */

static uint64_t memory_used(const struct heap *h)
{
    return h->small_used + h->large.used_bytes;
}

static uint64_t clock_us(void)
{
    return heap_clock_us ? heap_clock_us() : 0; /* weak: nobody need have defined it */
}

const char *collection_cause_name(uint32_t cause)
{
    static const char *const names[] = {
        [CAUSE_REQUEST] = "request", [CAUSE_ALLOCATION] = "allocation", [CAUSE_END] = "end"};
    return cause < sizeof names / sizeof *names ? names[cause] : "";
}

/* `heard`: gc.callbacks are called. */
static enum heap_status collect(struct heap *h, int generation, enum collection_cause cause, bool heard,
                                struct collection *out)
{
    struct collection c = {.generation = (uint32_t)generation, .cause = cause};
    uint64_t before = memory_used(h) - (generation == 2 ? free_lists_bytes(h) : 0);
    if (heard)
        collector_call_callbacks(h, "start", &c);
    bool tells = h->collector.debug & GC_DEBUG_STATS && runtime_collection;
    if (tells)
        runtime_collection(h, COLLECTION_BEGINS, 0, &c);
    uint64_t begun = clock_us();
    enum heap_status status = collector_run(h, generation, &c);
    c.pause_us = clock_us() - begun;
    uint64_t after = memory_used(h);
    c.freed_bytes = before > after ? before - after : 0;
    if (tells && status == HEAP_OK)
        runtime_collection(h, COLLECTION_ENDS, 0, &c);
    if (status == HEAP_OK && heard)
        collector_call_callbacks(h, "stop", &c);
    if (status == HEAP_OK)
        event_collection(h, &c);
    if (out)
        *out = c;
    return status;
}

static enum heap_status collect_for(struct heap *h, int generation, enum collection_cause cause, bool heard,
                                    struct collection *out)
{
    if (generation < 0 || generation > 2)
        return raise_error(h, EXC_VALUE_ERROR, "invalid generation");
    if (h->collector.collecting) {
        if (out)
            *out = (struct collection){.generation = (uint32_t)generation, .cause = cause};
        return HEAP_OK;
    }
    h->collector.collecting = true;
    enum heap_status status = collect(h, generation, cause, heard, out);
    h->collector.collecting = false;
    return status;
}

enum heap_status collector_collect(struct heap *h, int generation, struct collection *out)
{
    return collect_for(h, generation, CAUSE_REQUEST, true, out);
}

void collector_collect_at_end(struct heap *h)
{
    if (h->collector.enabled && collect_for(h, 2, CAUSE_END, true, NULL) != HEAP_OK)
        heap_clear_raised(h);
}

void collector_collect_last(struct heap *h)
{
    if (collect_for(h, 2, CAUSE_END, false, NULL) != HEAP_OK)
        heap_clear_raised(h);
}

/* The oldest generation whose count is above its threshold; a full collection only when enough has come up
 * since the last one, so that the cost of making many objects stays linear. -1: none. */
static int generation_due(const struct heap *h)
{
    for (int i = 2; i >= 0; i--) {
        const struct generation *g = &h->generation[i];
        if (g->count <= (int32_t)g->threshold)
            continue;
        if (i == 2 && h->collector.long_lived_pending < h->collector.long_lived_total / 4)
            continue;
        return i;
    }
    return -1;
}

/* A collection that nobody asked for: nobody hears of a failure, and being abandoned only means that there
 * was none. It is not begun either, then: each would read its list before it is given up, and the next
 * allocation asks for another one. */
static void collect_automatically(struct heap *h, int generation)
{
    if (generation < 0 || heap_abandoned(h))
        return;
    h->collector.collecting = true;
    (void)!collect(h, generation, CAUSE_ALLOCATION, true, NULL);
    h->collector.collecting = false;
}

static bool wanted(const struct heap *h)
{
    return h->generation[0].count > (int32_t)h->generation[0].threshold && h->generation[0].threshold &&
           h->collector.enabled && !h->collector.collecting && heap_raised(h) == EXC_NONE;
}

#ifdef HEAPD_STRESS
#define STRESS_FULL(h)                                                                                       \
    (64 + (h)->object_count / 8) /* every so manieth collection is a full one: the cost stays linear */

/* Whatever is not yet safe against a collection in the middle of an operation shows itself. Settings, counts
 * and statistics stay. */
static void collect_always(struct heap *h)
{
    if (h->collector.collecting || !h->collector.enabled || heap_raised(h) != EXC_NONE)
        return;
    struct collector settings = h->collector;
    int32_t counts[3] = {h->generation[0].count, h->generation[1].count, h->generation[2].count};
    struct collection c = {0};
    h->collector.collecting = true;
    bool full = ++settings.stressed >= STRESS_FULL(h);
    (void)!collector_run(h, full ? 2 : 0, &c);
    if (full)
        settings.stressed = 0;
    settings.order_known = h->collector.order_known;
    h->collector = settings;
    for (int i = 0; i < 3; i++)
        h->generation[i].count = counts[i];
}
#endif

void collector_note_allocation_slowly(struct heap *h)
{
    h->generation[0].count++;
#ifdef HEAPD_STRESS
    collect_always(h);
#endif
    if (HEAP_LIKELY(h->generation[0].count <= (int32_t)h->generation[0].threshold) || !wanted(h))
        return;
    if (h->abi.collection_point == COLLECT_IN_ALLOCATION)
        collect_automatically(h, generation_due(h));
    else
        h->collector.scheduled = true;
}

void heap_safe_point(struct heap *h)
{
    if (HEAP_LIKELY(!h->collector.scheduled))
        return;
    h->collector.scheduled = false;
    if (h->collector.enabled && !h->collector.collecting)
        collect_automatically(h, generation_due(h));
}
