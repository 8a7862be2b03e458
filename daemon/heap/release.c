/* Deallocation: what _Py_Dealloc and the tp_dealloc functions do in CPython, in the same depth-first order,
 * without recursion.
 *
 * An object whose count has become zero is untracked, finalized (which may bring it back to life), its weak
 * references are cleared and their callbacks called, what it refers to is released one reference after the
 * other, then its storage, its memory and last the reference to a class go. When a child dies as well, it
 * comes before its parent's next reference. The parents wait in a chain that needs no memory of its own: a
 * dead object's reference count is not used any more and holds the address of its parent. h->dying is the
 * innermost one.
 *
 * Finalizers, callbacks and the reference to a class may begin a deallocation inside this one; it runs to its
 * end there, as its caller expects, above the chain that waits. NESTED_MAX levels deep, where CPython's
 * trashcan would step in, a dead object is put aside instead (h->postponed, linked the same way) and goes
 * when the outermost one is done. Its weak references and their callbacks wait with it; OBJECT_POSTPONED in
 * its count tells them that it is dead already.
 *
 * A heap that nobody wants back when it is stopped (heap_goes_when_stopped()) is not tidied up: what is let
 * go of then stays as it is, and so does the rest of what was going.
 *
 * Mirrors subtype_dealloc, list_dealloc, tupledealloc, ... and the trashcan of Objects/object.c.
 */
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/quick_number.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/weakref.h"
#include "daemon/heap/quick_memory.h"

#define NESTED_MAX 50

/* By name, so that the most frequent kinds cost no call through the table. */
extern const struct kind_ops str_ops, dict_ops;

static inline void untrack(struct heap *h, addr o, const struct type_object *type)
{
    if (type->flags & TYPE_HAS_GC && object_gc(h, o)->next)
        object_untrack(h, o);
}

/* The first weak reference is in a field whose offset the type tells, before or behind the header. */
static bool has_weakrefs(const struct heap *h, addr o, const struct type_object *type)
{
    return type->weaklistoffset && HEAP_FIELD(h, o + (addr)type->weaklistoffset, 0, addr);
}

/* A weak reference that dies leaves its referent's list before anything that it holds goes: that may be what
 * keeps the referent alive, which would find it there, revive it and hand it to its own callback. */
static void leave_referent(struct heap *h, addr o)
{
    if (HEAP_UNLIKELY(kind_is_weak(object_kind(h, o))))
        weakref_clear_one(h, o);
}

/* Asked at each of what goes together: is it to stop, and nobody's any more? */
static inline bool rest_stays(struct heap *h, size_t i)
{
    return HEAP_UNLIKELY((~i & 0xfff) == 0) && h->goes_when_stopped && heap_abandoned(h);
}

/* It becomes the innermost object of the chain. */
static inline void push(struct heap *h, addr o)
{
    object_at(h, o)->refcount = h->dying;
    h->dying = o;
}

/* What comes before the first reference is released. False: the object lives again. */
static bool begin_any(struct heap *h, addr o)
{
    const struct type_object *type = type_at(h, object_type(h, o));
    untrack(h, o, type);
    if (HEAP_UNLIKELY(type->finalize)) {
        if (type->flags & TYPE_HAS_GC)
            object_track(h, o); /* anew, as CPython does: one that lives again is the youngest */
        if (object_finalize_from_release(h, o))
            return false;
        type = type_at(h, object_type(h, o));
        untrack(h, o, type);
    }
    leave_referent(h, o);
    if (HEAP_UNLIKELY(has_weakrefs(h, o, type)))
        weakref_clear_all(h, o);
    push(h, o);
    return true;
}

/* Plain values refer to nothing, cannot be referred to weakly and have no finalizer: most of what dies is
 * such, and goes without all that. True: it was one, and is gone. */
static inline bool release_plain(struct heap *h, addr o)
{
    enum {
        PLAIN = 1u << KIND_INT | 1u << KIND_FLOAT | 1u << KIND_COMPLEX | 1u << KIND_BYTES | 1u << KIND_STR
    };
    const struct type_object *type = type_at(h, object_type(h, o));
    enum kind kind = type_kind(h, object_type(h, o));
    if (type->flags & (TYPE_HAS_GC | TYPE_HEAP) || kind >= 32 || !(1u << kind & PLAIN) ||
        HEAP_UNLIKELY(h->recording_events))
        return false;
    if (kind == KIND_STR && !str_is_alone(h, o))
        str_ops.free_storage(h, o);
    if (!(kind == KIND_INT || kind == KIND_FLOAT ? quick_number_free(h, o, true)
                                                 : quick_free_plain_or_full(h, o, true)))
        object_free_memory(h, o);
    return true;
}

/* One reference less. True: it was the last one to something that is more than a plain value, which has not
 * begun to go yet. */
static inline bool was_last(struct heap *h, addr o)
{
    struct object *p = object_at(h, o);
    if ((int32_t)p->refcount < 0 || (uint32_t)--p->refcount != 0)
        return false;
    if ((p->type == h->type[KIND_INT] || p->type == h->type[KIND_FLOAT]) && HEAP_LIKELY(number_free(h, o)))
        return false;
    return !release_plain(h, o);
}

/* Of what an exact dict or another simple object holds, the next that dies and is more than a plain value; 0:
 * there is none, and the object is gone. Nothing runs on the way. */
static inline __attribute__((always_inline)) addr release_contents(struct heap *h, addr o,
                                                                   const struct kind_ops *ops, unsigned list)
{
    addr reference;
    for (size_t i = 0; ops->release_next(h, o, &reference) && !rest_stays(h, i); i++)
        if (was_last(h, reference))
            return reference;
    if (ops->free_storage)
        ops->free_storage(h, o);
    if (!free_list_free_collected(h, list, o))
        object_free_memory(h, o);
    return 0;
}

/* The same of exact lists and tuples, whose slots (list.c, tuple.c) are these. Their ends come first: ob_size
 * is the progress. */
static inline addr release_items(struct heap *h, addr o, const addr *items)
{
    int64_t *size = &HEAP_FIELD(h, o, 16, int64_t);
    while (*size > 0 && !rest_stays(h, (size_t)*size)) {
        addr item = items[--*size];
        if (item && was_last(h, item))
            return item;
    }
    return 0;
}

static addr release_list(struct heap *h, addr o)
{
    addr items = list_at(h, o)->items, last = release_items(h, o, heap_at(h, items));
    if (last)
        return last;
    if (items && !quick_free_or_full(h, items, true))
        memory_free(h, items);
    list_at(h, o)->items = 0;
    if (!free_list_free_collected(h, FREE_LISTS, o))
        object_free_memory(h, o);
    return 0;
}

static addr release_tuple(struct heap *h, addr o)
{
    free_list_remember_length(h, o, object_size_field(h, o));
    addr last = release_items(h, o, tuple_items(h, o));
    if (last)
        return last;
    if (!free_list_free_collected(h, free_list_of_tuple(h, o), o))
        object_free_memory(h, o);
    return 0;
}

/* Has it a class that adds no more than attributes to object, no finalizer, no dict that somebody asked for,
 * and no weak references to it? */
static inline bool is_simple_instance(const struct heap *h, addr o)
{
    const struct type_object *t = type_at(h, object_type(h, o));
    bool no_dict = t->flags & TYPE_MANAGED_DICT ? !HEAP_FIELD(h, o - 24, 0, addr) : !t->dictoffset;
    return no_dict && type_kind(h, object_type(h, o)) == KIND_INSTANCE && t->flags & TYPE_HEAP &&
           t->flags & TYPE_HAS_GC && !t->finalize && !has_weakrefs(h, o, t);
}

/* Kinds whose deallocation is the references that they hold, one after the other, and then their memory: no
 * code runs in between but by those. */
static const bool goes_plainly[KIND_COUNT] = {
    [KIND_EXCEPTION] = true,     [KIND_TRACEBACK] = true,      [KIND_FRAME] = true,
    [KIND_LIST_ITERATOR] = true, [KIND_TUPLE_ITERATOR] = true, [KIND_METHOD] = true,
    [KIND_BUILTIN] = true,       [KIND_CELL] = true,           [KIND_SLICE] = true,
    [KIND_FUNCTION] = true,      [KIND_ENUMERATE] = true,      [KIND_ZIP] = true,
};

/* Is it of the builtin type of such a kind, and is nothing else to be told of its end? */
static inline bool is_simple_builtin(const struct heap *h, addr o)
{
    const struct type_object *t = type_at(h, object_type(h, o));
    return goes_plainly[type_kind(h, object_type(h, o))] && t->flags & TYPE_HAS_GC &&
           !(t->flags & (TYPE_HEAP | TYPE_HAS_PREFIX)) && !t->finalize && !has_weakrefs(h, o, t) &&
           object_in_blocks(o);
}

static addr release_simple(struct heap *h, addr o)
{
    return release_contents(h, o, object_ops(h, o), free_list_of(h, o));
}

/* As release_contents(), of a simple instance; *gone: what is to go next is its class. */
static inline addr release_instance(struct heap *h, addr o, bool *gone)
{
    addr type = object_type(h, o), reference, *values;
    for (size_t i = 0, count = instance_values_alone(h, o, &values); i < count; i++) {
        reference = values[i];
        values[i] = 0;
        if (reference && was_last(h, reference))
            return reference;
    }
    while (!values && instance_release_added(h, o, &reference))
        if (was_last(h, reference))
            return reference;
    instance_free_added(h, o);
    object_at(h, type)->refcount++; /* as in end() */
    object_free_memory(h, o);
    *gone = true;
    return was_last(h, type) ? type : 0;
}

/* An object whose count has just become zero. True: the chain has become longer. Exact tuples, lists and
 * dicts, which have no finalizer and no weak references, other simple objects and simple instances join it
 * only when something that they hold has to go first. */
static bool begin(struct heap *h, addr o)
{
    bool longer = false;
    for (;;) {
        addr type = object_type(h, o), first;
        bool simple = false, instance = false, gone = false;
        if (type != h->type[KIND_LIST] && type != h->type[KIND_TUPLE] && type != h->type[KIND_DICT] &&
            !(simple = is_simple_builtin(h, o)) && !(instance = is_simple_instance(h, o)))
            return begin_any(h, o) | longer;
        if (object_gc(h, o)->next)
            object_untrack(h, o);
        if (instance)
            first = release_instance(h, o, &gone);
        else if (type == h->type[KIND_LIST])
            first = release_list(h, o);
        else if (type == h->type[KIND_TUPLE])
            first = release_tuple(h, o);
        else if (simple)
            first = release_simple(h, o);
        else if (HEAP_LIKELY(object_in_blocks(o)))
            first = release_contents(h, o, &dict_ops, FREE_DICTS);
        else
            return begin_any(h, o) | longer; /* a resident: no block of it can wait in a free list */
        if (!first)
            return longer;
        if (!gone) {
            push(h, o);
            longer = true;
        }
        o = first;
    }
}

/* The same where the reference may not be the last one. */
static bool drop(struct heap *h, addr o)
{
    return was_last(h, o) && begin(h, o);
}

/* Everything that it referred to is gone: the innermost object's storage and memory, and its reference to its
 * class. */
static void end(struct heap *h, addr o, const struct kind_ops *ops)
{
    addr type = object_type(h, o);
    bool counted = type_at(h, type)->flags & TYPE_HEAP;
    if (ops->free_storage)
        ops->free_storage(h, o);
    if (counted)
        instance_free_added(h, o);
    h->dying = object_at(h, o)->refcount;
    if (!counted) {
        object_free_memory(h, o);
        return;
    }
    /* A class may die with its last instance: held meanwhile, so that it takes its turn here and not one
     * level deeper. */
    object_at(h, type)->refcount++;
    object_free_memory(h, o);
    (void)drop(h, type);
}

/* The next reference that the object holds: what its class adds comes before what its builtin base holds. */
static inline bool next_reference(struct heap *h, addr o, const struct kind_ops *ops, addr *reference)
{
    if (type_at(h, object_type(h, o))->flags & TYPE_HEAP && instance_release_added(h, o, reference))
        return true;
    return ops->release_next && ops->release_next(h, o, reference);
}

static void release_above(struct heap *h, addr outer)
{
    for (size_t i = 0; h->dying != outer; i++) {
        if (rest_stays(h, i)) {
            h->dying = outer;
            return;
        }
        addr o = h->dying, reference;
        const struct kind_ops *ops = object_ops(h, o);
        bool deeper = false;
        for (size_t k = 0; !deeper && next_reference(h, o, ops, &reference) && !rest_stays(h, k); k++)
            deeper = drop(h, reference);
        if (!deeper)
            end(h, o, ops);
    }
}

static void postpone(struct heap *h, addr o)
{
    untrack(h, o, type_at(h, object_type(h, o)));
    leave_referent(h, o);
    object_at(h, o)->refcount = h->postponed | OBJECT_POSTPONED;
    h->postponed = o;
}

/* `begun`: it waits for this, which it held, to go. */
static __attribute__((noinline)) void release_any(struct heap *h, addr o, addr begun)
{
    addr outer = h->dying;
    if (begun)
        push(h, begun);
    h->dying_nested++;
    if (begin(h, o) || begun)
        release_above(h, outer);
    while (h->dying_nested == 1 && h->postponed) {
        addr next = h->postponed;
        h->postponed = object_at(h, next)->refcount & ~OBJECT_POSTPONED;
        object_at(h, next)->refcount = 0;
        if (begin(h, next))
            release_above(h, outer);
    }
    h->dying_nested--;
}

static __attribute__((noinline)) void release_other(struct heap *h, addr o)
{
    if (release_plain(h, o) || HEAP_UNLIKELY(h->goes))
        return;
    if (h->dying_nested == NESTED_MAX)
        postpone(h, o);
    else
        release_any(h, o, 0);
}

/* An exact list or tuple: most often nothing in it dies that is more than a plain value. */
static __attribute__((noinline)) void release_sequence(struct heap *h, addr o)
{
    if (HEAP_UNLIKELY(h->goes))
        return;
    if (HEAP_UNLIKELY(h->dying_nested == NESTED_MAX)) {
        postpone(h, o);
        return;
    }
    if (object_gc(h, o)->next)
        object_untrack(h, o);
    addr first = object_type(h, o) == h->type[KIND_LIST] ? release_list(h, o) : release_tuple(h, o);
    if (first)
        release_any(h, first, o);
}

/* Numbers first: most of what dies is one. */
void object_release(struct heap *h, addr o)
{
    addr type = object_type(h, o);
    if (HEAP_LIKELY(type == h->type[KIND_INT] || type == h->type[KIND_FLOAT])) {
        if (HEAP_LIKELY(quick_number_free(h, o, false)))
            return;
    } else if (type == h->type[KIND_LIST] || type == h->type[KIND_TUPLE]) {
        release_sequence(h, o);
        return;
    }
    release_other(h, o);
}
