/* The three passes: copy the counts of all members, subtract the references that members hold, move what is
 * left without a reference to the unreachable list until something reachable turns out to refer to it.
 *
 * The list is read once, from both ends towards the middle, so that two cache misses are always under way;
 * from then on the passes work along the array of its members (REGION_ORDER), which tells them early what to
 * prefetch: the object, its items, the marks of what they refer to.
 */
#include "daemon/heap/collector_reach.h"

#include "daemon/heap/collector_marks.h"
#include "daemon/heap/collector_traverse.h"

struct reach_walk {
    struct heap *heap;
    uint8_t *marks;
    uint32_t *order;
    uint64_t count; /* of `order`; grows while members come back */
    struct gc_head *young, *unreachable;
    struct shapes shapes;
};

/* ---- copying the counts
 * ------------------------------------------------------------------------------------------------ */

static inline void set_many(struct gc_head *g, uint64_t n)
{
    g->prev = n << GC_PREV_SHIFT | (g->prev & GC_PREV_FLAGS);
}
static inline uint64_t many(const struct gc_head *g)
{
    return g->prev >> GC_PREV_SHIFT;
}

static inline void copy_count(struct reach_walk *w, addr o, struct gc_head *g)
{
    uint32_t n = (uint32_t)object_at(w->heap, o)->refcount;
    bool fits = n < MARK_UNREACHABLE - 1;
    w->marks[object_number(o)] = (uint8_t)(fits ? n + 1 : MARK_MANY);
    if (HEAP_UNLIKELY(!fits))
        set_many(g, n);
}

/* Fills `order` from both ends of the list. */
static void read_list(struct reach_walk *w)
{
    struct heap *h = w->heap;
    size_t head = h->abi.gc_head_size;
    addr front = w->young->next, back = w->young->prev;
    if (gc_list_is_empty(h, w->young))
        return;
    uint64_t first = 0, end = h->object_count, last = end;
    while (front != back) {
        struct gc_head *f = gc_at(h, front), *b = gc_at(h, back);
        addr after = f->next, before = gc_prev(b);
        w->order[first++] = object_number(front + head);
        copy_count(w, front + head, f);
        front = after;
        if (front == back)
            break;
        w->order[--last] = object_number(back + head);
        copy_count(w, back + head, b);
        back = before;
    }
    w->order[first++] = object_number(front + head);
    copy_count(w, front + head, gc_at(h, front));
    if (first != last)
        __builtin_memmove(w->order + first, w->order + last, (end - last) * sizeof *w->order);
    w->count = first + (end - last);
}

/* ---- looking ahead
 * ------------------------------------------------------------------------------------------------------- */

#define AHEAD_OBJECT     24
#define AHEAD_STORAGE    16
#define AHEAD_MARKS      8
#define AHEAD_REFERENCES 6 /* of each object */

static inline addr coming(const struct reach_walk *w, uint64_t i)
{
    return object_numbered(w->order[i]);
}

static inline const struct shape *shape_ahead(struct reach_walk *w, addr o)
{
    return shape_of(w->heap, &w->shapes, object_type(w->heap, o));
}

/* What the object some steps ahead will need; nothing at the end of the list, where nothing is far ahead. */
static inline void look_ahead(struct reach_walk *w, uint64_t i)
{
    struct heap *h = w->heap;
    if (HEAP_UNLIKELY(i + AHEAD_OBJECT >= w->count))
        return;
    __builtin_prefetch(heap_at(h, coming(w, i + AHEAD_OBJECT)));
    addr o = coming(w, i + AHEAD_STORAGE), storage = shape_storage(h, shape_ahead(w, o), o);
    if (storage)
        __builtin_prefetch(heap_at(h, storage));
    o = coming(w, i + AHEAD_MARKS);
    struct span s = shape_span(h, shape_ahead(w, o), o);
    for (int64_t j = 0, n = s.count < AHEAD_REFERENCES ? s.count : AHEAD_REFERENCES; j < n; j++)
        __builtin_prefetch(&w->marks[object_number(s.first[j * s.stride])], 1);
}

/* ---- subtracting references
 * ------------------------------------------------------------------------------------------------ */

VISIT_INLINE void subtract(const struct heap *h, void *context, addr reference)
{
    struct reach_walk *w = context;
    uint8_t *mark = &w->marks[object_number(reference)];
    if (*mark == 0)
        return;
    if (HEAP_LIKELY(*mark != MARK_MANY))
        *mark = (uint8_t)(*mark -
                          (*mark >
                           1)); /* never below: a heap whose counts are wrong is reported by heap_verify */
    else
        gc_at(h, gc_of(h, reference))->prev -= 1u << GC_PREV_SHIFT;
}

static void subtract_spans(struct heap *h, void *context, addr *fields, size_t count, size_t stride)
{
    visit_span(h, (struct span){fields, (int64_t)count, (int64_t)stride}, subtract, context);
}

static void subtract_references(struct reach_walk *w)
{
    for (uint64_t i = 0; i < w->count; i++) {
        look_ahead(w, i);
        visit_references(w->heap, &w->shapes, object_numbered(w->order[i]), subtract, subtract_spans, w);
    }
}

/* ---- moving
 * --------------------------------------------------------------------------------------------------------------------
 */

/* It was moved too early: back to the end of the young list, where it will be scanned. */
static void bring_back(struct reach_walk *w, addr o)
{
    gc_list_move(w->heap, gc_of(w->heap, o), w->young);
    w->marks[object_number(o)] = 2;
    w->order[w->count++] = object_number(o);
}

VISIT_INLINE void reach(const struct heap *h, void *context, addr reference)
{
    struct reach_walk *w = context;
    uint8_t *mark = &w->marks[object_number(reference)];
    if (*mark == 0)
        return;
    if (*mark == 1)
        *mark = 2;
    else if (HEAP_UNLIKELY(*mark == MARK_UNREACHABLE))
        bring_back(w, reference);
    else if (HEAP_UNLIKELY(*mark == MARK_MANY) && many(gc_at(h, gc_of(h, reference))) == 0)
        set_many(gc_at(h, gc_of(h, reference)), 1);
}

static void reach_spans(struct heap *h, void *context, addr *fields, size_t count, size_t stride)
{
    visit_span(h, (struct span){fields, (int64_t)count, (int64_t)stride}, reach, context);
}

/* Takes `g` out of the young list, whose next member's prev is mended when that one is scanned. */
static void move_out(struct reach_walk *w, addr g, addr prev)
{
    struct heap *h = w->heap;
    struct gc_head *p = gc_at(h, g);
    gc_at(h, prev)->next = p->next;
    addr last = w->unreachable->prev;
    gc_at(h, last)->next = g;
    gc_set_prev(p, last);
    p->next = gc_list(h, w->unreachable);
    w->unreachable->prev = g;
}

static struct reach move_unreachable(struct reach_walk *w)
{
    struct heap *h = w->heap;
    struct reach result = {w->count, 0, 0};
    addr prev = gc_list(h, w->young), tuple = h->type[KIND_TUPLE], dict = h->type[KIND_DICT];
    bool mend = false;
    for (uint64_t i = 0; i < w->count; i++) {
        look_ahead(w, i);
        uint32_t number = w->order[i];
        addr o = object_numbered(number), g = gc_of(h, o);
        uint8_t mark = w->marks[number];
        bool reachable = mark > 1 && (mark != MARK_MANY || many(gc_at(h, g)));
        if (HEAP_UNLIKELY(mend || mark == MARK_MANY))
            gc_set_prev(gc_at(h, g), prev);
        mend = !reachable;
        if (HEAP_UNLIKELY(!reachable)) {
            move_out(w, g, prev);
            w->marks[number] = MARK_UNREACHABLE;
            continue;
        }
        w->marks[number] = 0;
        visit_references(h, &w->shapes, o, reach, reach_spans, w);
        addr type = object_type(h, o);
        if (type == tuple || type == dict)
            w->order[result.untrackable++] = number;
        result.reachable++;
        prev = g;
    }
    w->young->prev = prev;
    return result;
}

struct reach collector_deduce_unreachable(struct heap *h, struct gc_head *young, struct gc_head *unreachable)
{
    struct reach_walk w = {.heap = h,
                           .marks = collector_marks(h),
                           .order = collector_order(h),
                           .young = young,
                           .unreachable = unreachable};
    read_list(&w);
    subtract_references(&w);
    return move_unreachable(&w);
}
