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
    bool given_up; /* the owner has asked to stop: nothing is subtracted or looked for any more */
};

/* ---- copying the counts -------------------------------------------------------------------------- */

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

static inline void enter(struct reach_walk *w, uint64_t at, addr g, struct gc_head *head)
{
    addr o = gc_object(w->heap, g);
    w->order[at] = object_number(o);
    copy_count(w, o, head);
}

/* Fills `order` from both ends of the list, so that two cache misses are under way. */
static void read_from_both_ends(struct reach_walk *w)
{
    struct heap *h = w->heap;
    addr front = w->young->next, back = w->young->prev;
    if (gc_list_is_empty(h, w->young))
        return;
    uint64_t first = 0, end = h->object_count + RESIDENTS, last = end;
    while (front != back) {
        struct gc_head *f = gc_at(h, front), *b = gc_at(h, back);
        addr after = f->next, before = gc_prev(b);
        enter(w, first++, front, f);
        front = after;
        if (front == back)
            break;
        enter(w, --last, back, b);
        back = before;
    }
    enter(w, first++, front, gc_at(h, front));
    if (first != last)
        __builtin_memmove(w->order + first, w->order + last, (end - last) * sizeof *w->order);
    w->count = first + (end - last);
}

#define HINTS_AHEAD     32
#define HINTS_SKIPPED   16   /* members that are gone since */
#define HINTS_WRONG_MAX 1000 /* in a row: the hints are of another list */

/* Where the member is among the hints from `at` on: the place behind it, or `at` if it is not soon. */
static inline uint64_t follow_hint(const uint32_t *hints, uint64_t at, uint64_t end, uint32_t number)
{
    uint64_t stop = at + HINTS_SKIPPED < end ? at + HINTS_SKIPPED : end;
    for (uint64_t i = at; i < stop; i++)
        if (hints[i] == number)
            return i + 1;
    return at;
}

/* The oldest generation after the first full collection: most of its members are still those that were
 * remembered, in the same order, which says where the next ones are long before the links do. Reads hints
 * where it has not yet written. */
static void read_with_hints(struct reach_walk *w, uint64_t hints)
{
    struct heap *h = w->heap;
    uint64_t at = 0, first = 0;
    unsigned wrong = 0;
    addr end = gc_list(h, w->young);
    for (addr g = w->young->next; g != end;) {
        struct gc_head *p = gc_at(h, g);
        addr next = p->next;
        if (at < hints) {
            uint32_t ahead = w->order[at + HINTS_AHEAD < hints ? at + HINTS_AHEAD : hints - 1];
            __builtin_prefetch(heap_at(h, gc_of(h, object_numbered(ahead))));
            uint64_t behind = follow_hint(w->order, at, hints, object_number(gc_object(h, g)));
            wrong = behind == at ? wrong + 1 : 0;
            at = wrong > HINTS_WRONG_MAX ? hints : behind;
        }
        enter(w, first++, g, p);
        g = next;
    }
    w->count = first;
}

/* ---- looking ahead ------------------------------------------------------------------------------- */

/* How many objects before its turn something is asked for. */
#define AHEAD_OBJECT     24
#define AHEAD_STORAGE    16
#define AHEAD_MARKS      8
#define AHEAD_REFERENCES 6  /* of each object */
#define COMING           32 /* a power of two above AHEAD_STORAGE */

/* What is known already of the objects whose turn comes soon; everything is looked up once. */
struct ahead {
    struct coming {
        const struct shape *shape;
        struct span span;
    } coming[COMING];
    uint64_t shaped, spanned; /* how far they are known */
    bool prefixes;            /* the last one looked at was an instance with a prefix */
};

static inline addr member(const struct reach_walk *w, uint64_t i)
{
    return object_numbered(w->order[i]);
}
static inline struct coming *coming(struct ahead *a, uint64_t i)
{
    return &a->coming[i % COMING];
}

/* The words before an instance are often in another line than the instance. Its type is not known yet: as the
 * one before. */
VISIT_INLINE void fetch_object(const struct reach_walk *w, const struct ahead *a, addr o)
{
    __builtin_prefetch(heap_at(w->heap, o));
    if (a->prefixes)
        __builtin_prefetch(heap_at(w->heap, o - 32));
}

/* Its type is in the cache by now: where is what it refers to? */
VISIT_INLINE void look_at_shape(struct reach_walk *w, struct ahead *a)
{
    struct heap *h = w->heap;
    addr o = member(w, a->shaped);
    const struct shape *s = shape_of(h, &w->shapes, object_type(h, o));
    coming(a, a->shaped++)->shape = s;
    a->prefixes = s->how == SHAPE_INSTANCE && s->dict;
    addr storage = shape_storage(h, s, o);
    if (storage)
        __builtin_prefetch(heap_at(h, storage));
}

/* Its items are in the cache by now: their marks. */
VISIT_INLINE void look_at_span(struct reach_walk *w, struct ahead *a)
{
    struct coming *c = coming(a, a->spanned);
    struct span s = shape_span(w->heap, c->shape, member(w, a->spanned++));
    c->span.first = s.first; /* one by one: read back before a copy of the whole would have arrived */
    c->span.count = s.count;
    c->span.stride = s.stride;
    int64_t n = s.count < AHEAD_REFERENCES ? s.count : AHEAD_REFERENCES;
    for (int64_t j = 0; j < n; j++)
        __builtin_prefetch(&w->marks[object_number(s.first[j * s.stride])], 1);
}

VISIT_INLINE void look_ahead(struct reach_walk *w, struct ahead *a, uint64_t i)
{
    if (HEAP_LIKELY(i + AHEAD_OBJECT < w->count))
        fetch_object(w, a, member(w, i + AHEAD_OBJECT));
    while (a->shaped < w->count && a->shaped <= i + AHEAD_STORAGE)
        look_at_shape(w, a);
    while (a->spanned < a->shaped && a->spanned <= i + AHEAD_MARKS)
        look_at_span(w, a);
}

/* So few members are in the cache, or will be after the first pass: looking ahead would cost more than it
 * saves. A young generation is such. */
#define FEW_MEMBERS 2048

VISIT_INLINE struct coming at_once(struct reach_walk *w, addr o)
{
    const struct shape *s = shape_of(w->heap, &w->shapes, object_type(w->heap, o));
    return (struct coming){s, shape_span(w->heap, s, o)};
}

/* ---- subtracting references ---------------------------------------------------------------------- */

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

static void subtract_references_of_few(struct reach_walk *w)
{
    for (uint64_t i = 0; i < w->count; i++) {
        addr o = member(w, i);
        struct coming c = at_once(w, o);
        visit_shaped(w->heap, c.shape, c.span, o, subtract, subtract_spans, w);
    }
}

#define MEMBERS_BETWEEN_LOOKS 4096 /* a power of two */

/* To be asked with the number of each member, where there are many. */
static inline bool is_to_stop(struct reach_walk *w, uint64_t i)
{
    if (HEAP_UNLIKELY(~i % MEMBERS_BETWEEN_LOOKS == 0) && heap_abandoned(w->heap))
        w->given_up = true;
    return w->given_up;
}

static void subtract_references(struct reach_walk *w)
{
    struct ahead a = {.shaped = 0};
    for (uint64_t i = 0; i < w->count && !is_to_stop(w, i); i++) {
        look_ahead(w, &a, i);
        visit_shaped(w->heap, coming(&a, i)->shape, coming(&a, i)->span, member(w, i), subtract,
                     subtract_spans, w);
    }
}

/* ---- moving -------------------------------------------------------------------------------------- */

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

VISIT_INLINE struct reach move_unreachable(struct reach_walk *w, bool few)
{
    struct heap *h = w->heap;
    struct reach result = {.members = w->count, .low = UINT32_MAX};
    addr prev = gc_list(h, w->young);
    uint32_t *candidates = collector_candidates(h);
    bool mend = false;
    struct ahead a = {.shaped = 0};
    for (uint64_t i = 0; i < w->count; i++) {
        bool stopped = !few && is_to_stop(w, i); /* only marks and links are put in order then */
        if (!few && !stopped)
            look_ahead(w, &a, i);
        uint32_t number = w->order[i];
        addr o = object_numbered(number), g = gc_of(h, o);
        uint8_t mark = w->marks[number];
        bool reachable = stopped || (mark > 1 && (mark != MARK_MANY || many(gc_at(h, g))));
        if (HEAP_UNLIKELY(mend || mark == MARK_MANY))
            gc_set_prev(gc_at(h, g), prev);
        mend = !reachable;
        if (HEAP_UNLIKELY(!reachable)) {
            move_out(w, g, prev);
            result.low = number < result.low ? number : result.low;
            result.high = number > result.high ? number : result.high;
            w->marks[number] = MARK_UNREACHABLE;
            continue;
        }
        w->marks[number] = 0;
        if (HEAP_UNLIKELY(stopped)) {
            w->order[result.reachable++] = number;
            prev = g;
            continue;
        }
        struct coming c = few ? at_once(w, o) : *coming(&a, i);
        visit_shaped(h, c.shape, c.span, o, reach, reach_spans, w);
        if (c.shape->how == SHAPE_TUPLE || c.shape->how == SHAPE_DICT)
            candidates[result.candidates++] = number;
        w->order[result.reachable++] = number;
        prev = g;
    }
    w->young->prev = prev;
    result.traits = w->shapes.traits;
    return result;
}

static struct reach move_unreachable_of_few(struct reach_walk *w)
{
    return move_unreachable(w, true);
}

static struct reach move_unreachable_of_many(struct reach_walk *w)
{
    return move_unreachable(w, false);
}

struct reach collector_deduce_unreachable(struct heap *h, struct gc_head *young, struct gc_head *unreachable,
                                          bool oldest)
{
    struct reach_walk w = {.heap = h,
                           .marks = collector_marks(h),
                           .order = collector_order(h, oldest),
                           .young = young,
                           .unreachable = unreachable};
    shapes_init(&w.shapes);
    if (oldest && h->collector.order_known)
        read_with_hints(&w, h->collector.order_known);
    else
        read_from_both_ends(&w);
    bool few = w.count <= FEW_MEMBERS;
    if (few)
        subtract_references_of_few(&w);
    else
        subtract_references(&w);
    struct reach result = few ? move_unreachable_of_few(&w) : move_unreachable_of_many(&w);
    if (oldest)
        h->collector.order_known = result.reachable;
    return result;
}
