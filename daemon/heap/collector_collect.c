/* One collection, from merging the younger generations to telling the owner: gc_collect_main() of
 * Modules/gcmodule.c and Python/gc.c, in its order of events, which finalizers and weak references can see:
 *
 *     find the trash; untrack tuples and dicts that cannot matter; move what is alive to the next generation;
 *     put aside what legacy finalizers reach; clear the weak references to the trash and call the callbacks
 * that are not trash; finalize each object once; look again for what came back to life; clear the rest.
 *
 * The list heads that CPython keeps on the C stack are in struct heap: heap addresses link them.
 */
#include "daemon/heap/collector_reach.h"

#include <string.h>

#include "daemon/heap/collector_marks.h"
#include "daemon/heap/collector_run.h"
#include "daemon/heap/collector_traverse.h"
#include "daemon/heap/event.h"
#include "daemon/heap/heap.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/unraisable.h"
#include "daemon/heap/object/weakref.h"
#include "daemon/heap/region.h"
#include "daemon/heap/runtime.h"

#define SPARSE       256           /* bytes to clear for each object, rather than look at the object */
#define SCRATCH_KEPT (64ull << 20) /* bytes of REGION_ORDER that stay with the heap between collections */

static addr object_field(const struct heap *h, addr o, int64_t offset)
{
    return HEAP_FIELD(h, o + (addr)offset, 0, addr);
}

/* ---- legacy finalizers (tp_del): what they reach is never touched -------------------------------- */

static void reach_finalizer_span(struct heap *h, void *context, addr *fields, size_t count, size_t stride)
{
    (void)context;
    for (size_t i = 0; i < count; i++) {
        addr o = fields[(intptr_t)i * (intptr_t)stride];
        uint8_t *mark = o ? &collector_marks(h)[object_number(o)] : NULL;
        if (mark && *mark == MARK_UNREACHABLE) {
            *mark = 0;
            gc_list_move(h, gc_of(h, o), &h->finalizers);
        }
    }
}

static void set_legacy_finalizers_aside(struct heap *h)
{
    addr next, end = gc_list(h, &h->unreachable);
    for (addr g = h->unreachable.next; g != end; g = next) {
        addr o = gc_object(h, g);
        next = gc_at(h, g)->next;
        if (type_at(h, object_type(h, o))->del) {
            collector_marks(h)[object_number(o)] = 0;
            gc_list_move(h, g, &h->finalizers);
        }
    }
    for (addr g = h->finalizers.next; g != gc_list(h, &h->finalizers); g = gc_at(h, g)->next)
        object_traverse(h, gc_object(h, g), reach_finalizer_span, NULL);
}

/* They go to gc.garbage where they have a legacy finalizer themselves, and live on in the old generation. */
static uint64_t keep_uncollectable(struct heap *h, struct gc_head *old)
{
    uint64_t n = 0;
    for (addr g = h->finalizers.next; g != gc_list(h, &h->finalizers); g = gc_at(h, g)->next, n++) {
        addr o = gc_object(h, g);
        bool saved = h->collector.debug & GC_DEBUG_SAVEALL || type_at(h, object_type(h, o))->del;
        if (saved && list_append(h, h->collector.garbage, o) != HEAP_OK)
            heap_clear_raised(h);
    }
    gc_list_merge(h, &h->finalizers, old);
    return n;
}

/* ---- weak references ----------------------------------------------------------------------------- */

static void clear_weakrefs_to(struct heap *h, addr o, int64_t offset, struct collection *c)
{
    addr ref;
    while ((ref = object_field(h, o, offset))) {
        weakref_clear_one(h, ref);
        c->weakrefs_cleared++;
        if (!weakref_at(h, ref)->callback || collector_marks(h)[object_number(ref)] == MARK_UNREACHABLE)
            continue; /* a callback that is trash itself is not called */
        gc_list_move(h, gc_of(h, incref(h, ref)), &h->pending_callbacks);
    }
}

/* Answers how many weak references died of their callbacks: these count as collected. */
static uint64_t call_weakref_callbacks(struct heap *h, struct gc_head *old)
{
    uint64_t died = 0;
    while (!gc_list_is_empty(h, &h->pending_callbacks)) {
        addr g = h->pending_callbacks.next, ref = gc_object(h, g);
        if (weakref_call_callback(h, ref) != HEAP_OK)
            unraisable_report(h, "while calling weakref callback", weakref_at(h, ref)->callback);
        decref(h, ref);
        if (h->pending_callbacks.next == g)
            gc_list_move(h, g, old);
        else
            died++;
    }
    return died;
}

/* Clears the weak references to the trash, and those that are trash; their callbacks wait. */
static void clear_weakrefs(struct heap *h, struct collection *c)
{
    addr end = gc_list(h, &h->unreachable);
    for (addr g = h->unreachable.next; g != end; g = gc_at(h, g)->next) {
        addr o = gc_object(h, g), type = object_type(h, o);
        int64_t offset = type_at(h, type)->weaklistoffset;
        if (HEAP_UNLIKELY(kind_is_weak(type_kind(h, type))))
            weakref_clear_one(h, o);
        if (offset && object_field(h, o, offset))
            clear_weakrefs_to(h, o, offset, c);
    }
}

/* Of all marks only those of the trash are not 0: from here on objects come and go. */
static void clear_marks(struct heap *h, const struct gc_head *trash, const struct reach *reach)
{
    uint8_t *marks = collector_marks(h);
    if (reach->low > reach->high)
        return;
    if ((reach->high - reach->low) / SPARSE <= reach->members - reach->reachable) {
        memset(marks + reach->low, 0, (size_t)(reach->high - reach->low) + 1);
        return;
    }
    for (addr g = trash->next; g != gc_list(h, trash); g = gc_at(h, g)->next)
        marks[object_number(gc_object(h, g))] = 0;
}

/* ---- finalizers ---------------------------------------------------------------------------------- */

/* The list may change under a finalizer's hands: always the first one, moved to a list of those that are
 * done. */
static void finalize_trash(struct heap *h, struct collection *c)
{
    while (!gc_list_is_empty(h, &h->unreachable)) {
        addr g = h->unreachable.next, o = gc_object(h, g);
        gc_list_move(h, g, &h->finalized);
        if (gc_at(h, g)->prev & GC_FINALIZED || !type_at(h, object_type(h, o))->finalize)
            continue;
        c->finalized++;
        incref(h, o);
        object_call_finalizer(h, o);
        decref(h, o);
    }
    gc_list_merge(h, &h->finalized, &h->unreachable);
}

/* What lives again, and what that reaches, moves to the old generation. */
static void keep_resurrected(struct heap *h, struct gc_head *old, struct collection *c)
{
    struct reach again = collector_deduce_unreachable(h, &h->unreachable, &h->still_unreachable, false);
    clear_marks(h, &h->still_unreachable, &again);
    gc_list_merge(h, &h->unreachable, old);
    if (HEAP_UNLIKELY(heap_abandoned(h))) { /* nobody knows what of it lives: the next collection finds out */
        gc_list_merge(h, &h->still_unreachable, old);
        return;
    }
    c->resurrected += again.reachable;
    gc_list_merge(h, &h->still_unreachable, &h->unreachable);
}

/* ---- the end of the trash ------------------------------------------------------------------------ */

/* tp_clear: what its class adds, then what its builtin base holds. */
static void clear(struct heap *h, addr o)
{
    const struct kind_ops *ops = object_ops(h, o);
    incref(h, o);
    if (type_at(h, object_type(h, o))->flags & TYPE_HEAP)
        instance_clear_added(h, o);
    if (ops->clear)
        ops->clear(h, o);
    decref(h, o);
}

static void delete_trash(struct heap *h, struct gc_head *old)
{
    bool save = h->collector.debug & GC_DEBUG_SAVEALL;
    while (!gc_list_is_empty(h, &h->unreachable)) {
        addr g = h->unreachable.next, o = gc_object(h, g);
        if (save) {
            if (list_append(h, h->collector.garbage, o) != HEAP_OK)
                heap_clear_raised(h);
        } else {
            clear(h, o);
        }
        if (h->unreachable.next == g)
            gc_list_move(h, g, old); /* it lives, and may die later */
    }
}

/* ---- phases -------------------------------------------------------------------------------------- */

static void count_collection(struct heap *h, int generation)
{
    if (generation < 2)
        h->generation[generation + 1].count++;
    for (int i = 0; i <= generation; i++)
        h->generation[i].count = 0;
}

/* _PyObject_GC_MAY_BE_TRACKED of any reference: could the collector ever meet it? */
static void find_trackable(struct heap *h, void *context, addr *fields, size_t count, size_t stride)
{
    bool *found = context;
    for (size_t i = 0; i < count && !*found; i++) {
        addr o = fields[(intptr_t)i * (intptr_t)stride];
        *found = o && object_may_be_tracked(h, o);
    }
}

/* _PyTuple_MaybeUntrack, _PyDict_MaybeUntrack */
static uint64_t maybe_untrack(struct heap *h, addr o)
{
    bool found = false;
    object_ops(h, o)->traverse(h, o, find_trackable, &found);
    if (found)
        return 0;
    object_untrack(h, o);
    return 1;
}

/* Tuples first, then dicts; each in the order of the list. Answers how many left it. */
static uint64_t untrack(struct heap *h, uint64_t candidates, bool dicts)
{
    const uint32_t *numbers = collector_candidates(h);
    uint64_t untracked = 0;
    for (uint64_t i = 0; i < candidates; i++)
        if (object_is_exact(h, object_numbered(numbers[i]), KIND_TUPLE))
            untracked += maybe_untrack(h, object_numbered(numbers[i]));
    for (uint64_t i = 0; dicts && i < candidates; i++)
        if (object_is_exact(h, object_numbered(numbers[i]), KIND_DICT))
            untracked += maybe_untrack(h, object_numbered(numbers[i]));
    return untracked;
}

/* Answers the generation that the survivors are in. */
static struct gc_head *keep_reachable(struct heap *h, int generation, const struct reach *reach)
{
    struct gc_head *young = &h->generation[generation].head;
    uint64_t left =
        reach->reachable - untrack(h, reach->candidates, generation == 2 && h->abi.dict_untracking);
    if (generation == 2) {
        h->collector.long_lived_pending = 0;
        h->collector.long_lived_total = (int64_t)left;
        return young;
    }
    if (generation == 1)
        h->collector.long_lived_pending += (int64_t)left;
    gc_list_merge(h, young, &h->generation[generation + 1].head);
    return &h->generation[generation + 1].head;
}

static void init_lists(struct heap *h)
{
    gc_list_init(h, &h->unreachable);
    gc_list_init(h, &h->still_unreachable);
    gc_list_init(h, &h->finalizers);
    gc_list_init(h, &h->finalized);
    gc_list_init(h, &h->pending_callbacks);
}

static void discard(struct heap *h, uint64_t offset, uint64_t size)
{
    region_discard(h, offset & ~(REGION_PAGE - 1), (size + 2 * REGION_PAGE - 1) & ~(REGION_PAGE - 1));
}

/* The scratch memory of a large collection goes back to the host; that of a small one is kept
 * for the next. */
static void give_scratch_back(struct heap *h, uint64_t members)
{
    if (8 * members < SCRATCH_KEPT)
        return;
    discard(h, REGION_ORDER, 8 * members);
    discard(h, REGION_ORDER_YOUNG, 8 * members);
    discard(h, REGION_CANDIDATES, 4 * members);
    discard(h, REGION_MARKS + REGION_ARENAS / 16, (uint64_t)h->arenas_high * h->abi.arena_size / 16);
    discard(h, REGION_MARKS + (h->large.start - HEAP_BASE) / 16, (h->large.top - h->large.start) / 16);
    h->collector.order_known = 0;
}

static void tell_of(struct heap *h, const struct gc_head *list, enum collection_note note,
                    const struct collection *c)
{
    if (!runtime_collection)
        return;
    for (addr g = list->next; g != gc_list(h, list); g = gc_at(h, g)->next)
        runtime_collection(h, note, g + h->abi.gc_head_size, c);
}

/* Legacy finalizers, weak references, finalizers, resurrection: whatever comes before the end of the trash
 * and may make it less. Answers how many weak references died of their callbacks. `*left`: how much trash
 * there is. */
static uint64_t say_goodbye(struct heap *h, struct gc_head *old, const struct reach *reach,
                            struct collection *c, uint64_t *left)
{
    if (reach->traits & TRAIT_LEGACY)
        set_legacy_finalizers_aside(h);
    if (h->collector.debug & GC_DEBUG_COLLECTABLE)
        tell_of(h, &h->unreachable, COLLECTION_COLLECTABLE, c);
    if (reach->traits & TRAIT_WEAK)
        clear_weakrefs(h, c);
    clear_marks(h, &h->unreachable, reach);
    bool ran_code = !gc_list_is_empty(h, &h->pending_callbacks);
    uint64_t died = call_weakref_callbacks(h, old);
    if (reach->traits & TRAIT_FINALIZE) {
        finalize_trash(h, c);
        ran_code |= c->finalized > 0;
    }
    if (ran_code)
        keep_resurrected(h, old, c);
    *left = ran_code || reach->traits & TRAIT_LEGACY ? gc_list_size(h, &h->unreachable)
                                                     : reach->members - reach->reachable;
    return died;
}

#define OBJECTS_A_STEP 8 /* so many are examined in the time of one (loop_work()) */

enum heap_status collector_run(struct heap *h, int generation, struct collection *c)
{
    struct gc_head *young = &h->generation[generation].head;
    count_collection(h, generation);
    for (int i = 0; i < generation; i++)
        gc_list_merge(h, &h->generation[i].head, young);
    init_lists(h);
    struct reach reach = collector_deduce_unreachable(h, young, &h->unreachable, generation == 2);
    c->examined = reach.members;
    h->steps += reach.members / OBJECTS_A_STEP;
    if (heap_abandoned(h)) {
        clear_marks(h, &h->unreachable, &reach);
        gc_list_merge(h, &h->unreachable, young);
        return HEAP_ABANDONED;
    }
    struct gc_head *old = keep_reachable(h, generation, &reach);
    uint64_t trash, died = say_goodbye(h, old, &reach, c, &trash);
    delete_trash(h, old);
    c->collected = died + trash;
    if (h->collector.debug & GC_DEBUG_UNCOLLECTABLE)
        tell_of(h, &h->finalizers, COLLECTION_UNCOLLECTABLE, c);
    c->uncollectable = keep_uncollectable(h, old);
    if (generation == 2)
        free_lists_clear(h, true);
    struct generation_stats *stats = &h->collector.stats[generation];
    stats->collections++;
    stats->collected += c->collected;
    stats->uncollectable += c->uncollectable;
    h->collector.collections_total++;
    give_scratch_back(h, reach.members);
    return HEAP_OK;
}
