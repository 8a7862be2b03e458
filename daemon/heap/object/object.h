/* Objects: headers, reference counts, types, and what every kind of object can do.
 *
 * An object's address is that of ob_refcnt. A type with TYPE_HAS_GC puts the collector's header before it,
 * and managed instances have a prefix before that; the block begins at object_block(). A bit in REGION_STARTS
 * says that an object begins at an address: set when the object is made, cleared when its memory is released.
 *
 * Ownership words on prototypes: *new* - the caller owns the reference returned; *borrowed* - somebody else
 * keeps it alive; *stolen* - the function takes over the caller's reference, also on failure.
 */
#ifndef HEAPD_HEAP_OBJECT_OBJECT_H
#define HEAPD_HEAP_OBJECT_OBJECT_H

#include "daemon/heap/base.h"
#include "daemon/heap/object/kinds.h"
#include "daemon/heap/object/typeobject.h"
#include "daemon/heap/raise.h"
#include "daemon/heap/region.h"
#include "daemon/heap/state.h"

/* ---- header ---------------------------------------------------------------------------------- */

struct object {
    uint64_t refcount; /* ob_refcnt; from 3.14 the low half is the count, the upper has flags */
    addr type;         /* ob_type */
};

struct var_object {
    struct object base;
    int64_t size; /* ob_size */
};

static inline struct object *object_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
static inline addr object_type(const struct heap *h, addr o)
{
    return object_at(h, o)->type;
}
static inline int64_t object_size_field(const struct heap *h, addr o)
{
    return HEAP_FIELD(h, o, 16, int64_t);
}

static inline enum kind type_kind(const struct heap *h, addr type)
{
    return (enum kind)((type_at(h, type)->dealloc - HEAP_TEXT) >> 6);
}
static inline enum kind object_kind(const struct heap *h, addr o)
{
    return type_kind(h, object_type(h, o));
}

/* Is it exactly the builtin type of its kind? */
static inline bool object_is_exact(const struct heap *h, addr o, enum kind k)
{
    return object_type(h, o) == h->type[k];
}

static inline bool object_in_blocks(addr o)
{
    return o - (HEAP_BASE + REGION_ARENAS) < REGION_TABLES - REGION_ARENAS;
}

/* Of what lies in the static area, residents are as ordinary as what is in blocks: their references are
 * counted, they die, and from the first program on the collector knows them. These are the module __main__,
 * its dict and its __annotations__, and sys.modules. (They are no part of the program's memory all the same:
 * a heap in which nothing has been made has no objects.) */
#define RESIDENTS 4
static inline bool object_is_resident(const struct heap *h, addr o)
{
    return o - h->residents < h->residents_end - h->residents;
}

/* ---- reference counts ------------------------------------------------------------------------ */

/* An immortal's low 32 bits are negative; no count of a mortal gets there, since 2^31 references do not fit a
 * region. */
static inline bool object_is_immortal(const struct heap *h, addr o)
{
    return (int32_t)object_at(h, o)->refcount < 0;
}

static inline uint32_t object_refcount(const struct heap *h, addr o)
{
    return (uint32_t)object_at(h, o)->refcount;
}

/* In the count of a dead object that waits for its deallocation, beside the link that the count then is: no
 * address and no flag of any version reaches that high. */
#define OBJECT_POSTPONED (1ull << 63)
static inline bool object_is_postponed(const struct heap *h, addr o)
{
    return object_at(h, o)->refcount & OBJECT_POSTPONED;
}

/* Is its deallocation past the finalizer? Its count is then zero (its weak references' callbacks run, or it
 * is the outermost that dies) or a link to another that dies (release.c): an address, of which bits 32 to 47
 * are never all zero, as they are in every count of every version. Nobody may refer to it any more, since
 * counting would change the link. */
static inline bool object_is_dying(const struct heap *h, addr o)
{
    uint64_t count = object_at(h, o)->refcount;
    return (uint32_t)count == 0 || count >> 32 & 0xffff || count & OBJECT_POSTPONED;
}

/* Answers `o`, so that a new reference can be stored in one line. */
static inline addr incref(struct heap *h, addr o)
{
    if (HEAP_LIKELY((int32_t)object_at(h, o)->refcount >= 0))
        object_at(h, o)->refcount++;
    return o;
}
static inline addr xincref(struct heap *h, addr o)
{
    return o ? incref(h, o) : 0;
}

/* Deallocates at zero, at once: finalizer and weak references first, children after, in CPython's order,
 * without recursion whatever the shape (release.c). Arbitrary code may run: detach first, restore invariants,
 * release last. */
void object_release(struct heap *h, addr o); /* the count has just become zero */

static inline void decref(struct heap *h, addr o)
{
    struct object *p = object_at(h, o);
    if ((int32_t)p->refcount >= 0 && (uint32_t)--p->refcount == 0)
        object_release(h, o);
}
static inline void xdecref(struct heap *h, addr o)
{
    if (o)
        decref(h, o);
}

/* One reference less, if it is not the last one: true. */
static inline bool decref_shared(struct heap *h, addr o)
{
    struct object *p = object_at(h, o);
    if ((int32_t)p->refcount < 0)
        return true;
    if ((uint32_t)p->refcount == 1)
        return false;
    p->refcount--;
    return true;
}

/* Store a new reference (stolen) in a field and release what was there, in that order. */
static inline void object_replace(struct heap *h, addr *field, addr value)
{
    addr old = *field;
    *field = value;
    xdecref(h, old);
}

/* ---- making and unmaking (object.c) ---------------------------------------------------------- */

/* A new object of `type` whose fixed part and `items` items (tp_itemsize each) are allocated: prefix and
 * collector's header zero, refcount 1, type set (a heap type is increfed), ob_size = items when the type has
 * items, and the rest of the memory zero when `zero`. Not tracked yet: call object_track() when the fields
 * are valid. From 3.13 inline values are set up by the instance code. May run an automatic collection first
 * (COLLECT_IN_ALLOCATION). 0 with MemoryError raised. */
addr object_new(struct heap *h, addr type, size_t items) HEAP_MUST_CHECK;
/* The same without the item more that instances of heap types get (PyObject_GC_NewVar): zeros. */
addr object_new_items(struct heap *h, addr type, size_t items) HEAP_MUST_CHECK;
addr object_new_sized(struct heap *h, addr type, size_t bytes_from_header)
    HEAP_MUST_CHECK; /* when the size is no multiple of tp_itemsize: str, bytes, int */

/* The object moved to a larger or smaller block of its own (before anything else knows it); as
 * memory_realloc. In the events one goes and another comes. */
addr object_resize(struct heap *h, addr o, size_t bytes_from_header) HEAP_MUST_CHECK;

/* For checks: is the block of `o` large enough for so many bytes from its header? */
bool object_has_room(const struct heap *h, addr o, size_t bytes_from_header);

/* Gives the memory back: the last step of deallocation. Clears its start bit, counts it out; releases the
 * reference to a heap type. */
void object_free_memory(struct heap *h, addr o);

/* An object in the static area: immortal, or counted from 1 or from the version's large count on, and never
 * released; never tracked, in no block. Only residents are otherwise. */
addr object_new_static(struct heap *h, addr type, size_t bytes_from_header);
/* The same for memory of the static area that has been laid out already. */
void object_become_static(struct heap *h, addr o, addr type);

/* Where its block begins: prefix and collector's header are before the object. */
static inline size_t object_head_size(const struct heap *h, addr type)
{
    uint64_t flags = type_at(h, type)->flags;
    return (flags & TYPE_HAS_GC ? h->abi.gc_head_size : 0u) +
           (flags & TYPE_HAS_PREFIX ? h->abi.instance_prefix : 0u);
}
static inline addr object_block(const struct heap *h, addr o)
{
    return o - object_head_size(h, object_type(h, o));
}

/* ---- the collector's header ------------------------------------------------------------------ */

static inline bool object_has_gc(const struct heap *h, addr o)
{
    return type_at(h, object_type(h, o))->flags & TYPE_HAS_GC;
}
static inline struct gc_head *object_gc(const struct heap *h, addr o)
{
    return heap_at(h, o - h->abi.gc_head_size);
}
static inline bool object_is_tracked(const struct heap *h, addr o)
{
    return object_has_gc(h, o) && object_gc(h, o)->next;
}
/* May it be in the collector's lists? Residents are once there has been a program. */
static inline bool object_is_collected(const struct heap *h, addr o)
{
    return object_in_blocks(o) || (h->residents_known && object_is_resident(h, o));
}
/* Appended to generation 0; must not be tracked. */
static inline void object_track(struct heap *h, addr o)
{
    struct gc_head *head = &h->generation[0].head, *gc = object_gc(h, o);
    addr at = heap_addr(h, gc), last = head->prev;
    ((struct gc_head *)heap_at(h, last))->next = at;
    gc->prev = last | (gc->prev & (GC_FINALIZED | GC_COLLECTING));
    gc->next = heap_addr(h, head);
    head->prev = at;
}
/* No effect when it is not tracked. */
static inline void object_untrack(struct heap *h, addr o)
{
    struct gc_head *gc = object_gc(h, o);
    if (!gc->next)
        return;
    addr previous = gc->prev & ~(addr)(GC_FINALIZED | GC_COLLECTING);
    struct gc_head *before = heap_at(h, previous), *after = heap_at(h, gc->next);
    before->next = gc->next;
    after->prev = previous | (after->prev & (GC_FINALIZED | GC_COLLECTING));
    gc->next = 0;
    gc->prev &= GC_FINALIZED;
}

/* A tracked type's object is being allocated (which may collect), or was freed: the count of generation 0. */
static inline void collector_note_allocation(struct heap *h)
{
#ifndef HEAPD_STRESS
    if (HEAP_LIKELY(h->generation[0].count < (int32_t)h->generation[0].threshold)) {
        h->generation[0].count++;
        return;
    }
#endif
    collector_note_allocation_slowly(h);
}
static inline void collector_note_free(struct heap *h)
{
    if (h->generation[0].count > 0)
        h->generation[0].count--;
}

/* ---- which addresses are objects ------------------------------------------------------------- */

/* Does an object begin at this address (any number that a client sent)? Statics count, and so does what is
 * being deallocated: see object_is_alive(). Constant time. */
bool object_exists(const struct heap *h, addr a);

/* The same, and it may be referred to: for whoever may be asked in the middle of a deallocation (a finalizer
 * runs, a callback, what watches them) about an address that no counted reference led to. Constant time. */
bool object_is_alive(const struct heap *h, addr a);

/* The first object in blocks at or after `a` in address order; 0 past the last. Start with 0. */
addr object_next(const struct heap *h, addr a);

/* The same among the objects of the static area. */
addr object_next_static(const struct heap *h, addr a);

/* ---- what every kind can do: the table of a kind --------------------------------------------- */

/* Called with runs of reference fields, in tp_traverse's order; stride in words, negative (as intptr_t) where
 * the order is from the end. Fields may be 0 and, in sets, hold the dummy: skip both. */
typedef void span_visitor(struct heap *h, void *context, addr *fields, size_t count, size_t stride);

typedef void block_visitor(void *context, addr block);

/* A buffer that text is put in: host memory of the caller, cut when full, `cut` says so; or one that grows
 * (format.h). */
struct text {
    char *bytes;
    size_t capacity, length;
    bool cut;
    bool plain;        /* nothing is run: what classes say is not asked */
    struct heap *heap; /* of one that grows; `bytes` are in `block` then, once there is one */
    addr block;
    addr whole; /* counted: the str that is all of it (text_put_last), 0 */
};
void text_put_more(struct text *t, const char *bytes, size_t length);
static inline void text_put(struct text *t, const char *bytes, size_t length)
{
    if (HEAP_LIKELY(length <= 16 && t->capacity - t->length >= length && !t->cut)) {
        char *to = t->bytes + t->length;
        for (size_t i = 0; i < length; i++)
            to[i] = bytes[i];
        t->length += length;
        return;
    }
    text_put_more(t, bytes, length);
}
void text_putf(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

struct kind_ops {
    /* Every reference that tp_traverse visits. NULL: none. */
    void (*traverse)(struct heap *h, addr o, span_visitor *visit, void *context);

    /* Deallocation, after finalizer and weak references: detach the next reference in CPython's order and
     * hand it over (*new* to the caller); false when none is left. Those that are not the last may be dropped
     * on the way. Keeps its progress in the dying object's own fields. NULL: nothing held. */
    bool (*release_next)(struct heap *h, addr o, addr *reference);

    /* Free blocks of its own (an item array, a key table). NULL: none. */
    void (*free_storage)(struct heap *h, addr o);

    /* tp_clear: drop the references that may be part of a cycle; what is released may run
     * code. NULL: none. */
    void (*clear)(struct heap *h, addr o);

    /* What __sizeof__ answers: without the collector's header and prefix (object_getsizeof adds them). NULL:
     * tp_basicsize + items. */
    size_t (*size)(const struct heap *h, addr o);

    /* Each block that belongs to the object beside its own: for deep inspection and heap_verify. */
    size_t (*storage)(const struct heap *h, addr o, addr blocks[4]);

    /* And those whose number has no bound: the blocks of a deque. NULL: none. */
    void (*chain)(const struct heap *h, addr o, block_visitor *visit, void *context);

    enum heap_status (*repr)(struct heap *h, addr o, struct text *out);
    /* tp_str where it is not tp_repr. NULL: str() is what repr() is. */
    enum heap_status (*str)(struct heap *h, addr o, struct text *out);
    /* What repr shows of a container inside itself, "[...]"; "": its type's name and "(...)". NULL: it cannot
     * be. */
    const char *repr_inside;
    enum heap_status (*hash)(struct heap *h, addr o,
                             int64_t *out); /* NULL: unhashable; instances hash by address */
    /* `==`: *result 1 or 0, or -1 for NotImplemented. NULL: identity. */
    enum heap_status (*equal)(struct heap *h, addr a, addr b, int *result);

    /* len(), or NULL. */
    int64_t (*length)(const struct heap *h, addr o);

    /* tp_iter: *new*. NULL: it cannot be gone through by itself; a class that extends it may say otherwise
     * (iterator.h). */
    enum heap_status (*iter)(struct heap *h, addr o, addr *out);
    /* tp_iternext: *new* item, 0 at the end. HEAP_RAISED with StopIteration pending is an end as well. NULL:
     * no iterator. */
    enum heap_status (*next)(struct heap *h, addr o, addr *item);

    /* The references that tp_traverse leaves out (names, which are in no cycle): together with `traverse` all
     * that are counted. NULL: none. */
    void (*untraversed)(struct heap *h, addr o, span_visitor *visit, void *context);

    /* Every invariant of this object: NULL when it holds, else what is wrong (static text). */
    const char *(*verify)(const struct heap *h, addr o);
};

const struct kind_ops *kind_ops(enum kind k); /* from the constant table in kinds.c */
static inline const struct kind_ops *object_ops(const struct heap *h, addr o)
{
    return kind_ops(object_kind(h, o));
}

/* ---- by the table (protocol.c) --------------------------------------------------------------- */

size_t object_getsizeof(const struct heap *h, addr o); /* sys.getsizeof */
size_t object_own_size(const struct heap *h,
                       addr o); /* __sizeof__() of the builtin type: without what is before the object */
enum heap_status object_repr(struct heap *h, addr o,
                             struct text *out) HEAP_MUST_CHECK; /* repr(), put into a text: repr.c */
enum heap_status object_hash(struct heap *h, addr o,
                             int64_t *out) HEAP_MUST_CHECK; /* TypeError: unhashable type: 'list' */
enum heap_status object_equal(struct heap *h, addr a, addr b, bool *out)
    HEAP_MUST_CHECK; /* ==: identity is not assumed; RecursionError by depth */
enum heap_status object_equal_or_same(struct heap *h, addr a, addr b, bool *out)
    HEAP_MUST_CHECK; /* PyObject_RichCompareBool: identity first */
enum heap_status object_length(struct heap *h, addr o, int64_t *out) HEAP_MUST_CHECK;
const char *object_type_name(const struct heap *h, addr o); /* tp_name; lives as long as the type */

/* Visit by the table; a heap type's instances visit their type as well from 3.9 on. */
void object_traverse(struct heap *h, addr o, span_visitor *visit, void *context);

/* Work that data can make long is counted in steps, as what a program does is: one is about as long as a
 * call. HEAP_ABANDONED when there were too many of them in this run, or the owner has asked to stop. The same
 * work is as many steps each time. */
static inline enum heap_status loop_work(struct heap *h, uint64_t steps)
{
    h->steps += steps;
    if (HEAP_LIKELY(h->steps < h->steps_limit && !heap_abandoned(h)))
        return HEAP_OK;
    h->raised.abandoned = 1;
    return HEAP_ABANDONED;
}

/* For what is bounded by the memory that there is, and so needs no look on the way: whoever goes on looks. */
static inline void work_done(struct heap *h, uint64_t steps)
{
    h->steps += steps;
}

/* A loop over characters, bytes or items, whose work has been counted, asks here with the number of each;
 * every 65,536th time it is looked whether the run goes on. */
static inline enum heap_status loop_goes_on(struct heap *h, size_t i)
{
    return HEAP_LIKELY(~i & 0xffff) ? HEAP_OK : loop_work(h, 0);
}

/* One time round a loop. */
static inline enum heap_status loop_check(struct heap *h)
{
    return loop_work(h, 1);
}

/* How many steps it is to look at so many bytes or limbs, one after the other; or to calculate
 * with so many. */
static inline uint64_t steps_of_bytes(uint64_t bytes)
{
    return bytes >> 8;
}
static inline uint64_t steps_of_limbs(uint64_t limbs)
{
    return limbs >> 6;
}
static inline uint64_t steps_of_moved(uint64_t bytes)
{
    return bytes >> 11;
} /* inside one block */

/* Whatever can be called from inside itself without a bound of its own says so, and how deep it is:
 * RecursionError where the C stack would get short. recursion_enter() asks here too. */
#define C_STACK_MAX                                                                                          \
    (6u << 20) /* however high the recursion limit is set: so much and no more. Every thread that works on a \
                  heap has more */
enum heap_status c_stack_enter(struct heap *h, const char *where) HEAP_MUST_CHECK;
void c_stack_leave(struct heap *h);

/* Every nesting level that recurses on the C stack enters and leaves; RecursionError past the limit. Counted
 * are those that count in the version. */
enum heap_status recursion_enter(struct heap *h, const char *where) HEAP_MUST_CHECK;
void recursion_leave(struct heap *h);
/* Is there no level left for what counts as one in the version? Then recursion_enter() raises. */
static inline bool recursion_is_full(const struct heap *h)
{
    return HEAP_UNLIKELY(h->recursion_depth >= h->recursion_limit) && h->abi.c_calls_count;
}
/* recursion_enter() where that is certain to go well: false, and nothing done, where it is not. `counts`: against the
 * recursion limit. */
static inline bool recursion_enter_quickly(struct heap *h, bool counts)
{
    uint64_t here = (uint64_t)(uintptr_t)__builtin_frame_address(0);
    if (HEAP_UNLIKELY((h->recursion_depth >= h->recursion_limit && counts) || h->c_levels == 0 ||
                      h->c_stack_from - here > C_STACK_MAX || h->steps + 1 >= h->steps_limit ||
                      heap_abandoned(h)))
        return false;
    h->steps++; /* loop_check() */
    h->c_levels++;
    h->recursion_depth += counts;
    return true;
}
static inline void recursion_leave_quickly(struct heap *h, bool counts) /* somebody further out is there */
{
    h->recursion_depth -= counts;
    h->c_levels--;
}

static inline addr none(const struct heap *h)
{
    return h->singleton[SINGLETON_NONE];
}

#endif
