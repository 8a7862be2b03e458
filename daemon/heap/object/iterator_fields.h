/* What the files of iterators share: the layouts that several of them have, and the slots of an object that
 * is nothing but a few references and numbers.
 */
#ifndef HEAPD_HEAP_OBJECT_ITERATOR_FIELDS_H
#define HEAPD_HEAP_OBJECT_ITERATOR_FIELDS_H

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/sequence.h"

/* A sequence and where in it to go on: iterators of list, tuple, str, bytes, bytearray, of anything with
 * __getitem__, and reversed(). The sequence is 0 once the end was reached. */
struct index_iterator {
    struct object base;
    int64_t index;
    addr sequence;
};
static inline struct index_iterator *index_iterator_at(const struct heap *h, addr it)
{
    return heap_at(h, it);
}

/* The next item of an iterator of a list or tuple, *new*: false, and nothing done, where the iterator is
 * another one or at its end. Nothing runs on the way. */
static inline bool index_iterator_quick(struct heap *h, addr it, addr *item)
{
    addr type = object_type(h, it);
    struct index_iterator *p = index_iterator_at(h, it);
    if (type == h->type[KIND_LIST_ITERATOR]) {
        if (!p->sequence || (uint64_t)p->index >= list_length(h, p->sequence))
            return false;
        *item = incref(h, list_items(h, p->sequence)[p->index++]);
        return true;
    }
    if (type != h->type[KIND_TUPLE_ITERATOR] || !p->sequence ||
        (uint64_t)p->index >= tuple_length(h, p->sequence))
        return false;
    *item = incref(h, tuple_items(h, p->sequence)[p->index++]);
    return true;
}

/* iterator_step_inner() for who asks a few times and is asked again itself. */
static inline enum heap_status iterator_step_once(struct heap *h, addr it, addr *item)
{
    return index_iterator_quick(h, it, item) ? HEAP_OK : iterator_step_inner(h, it, item);
}

/* ---- references at known offsets */

static inline void fields_traverse(struct heap *h, addr o, const uint8_t *offsets, size_t count,
                                   span_visitor *visit, void *context)
{
    for (size_t i = 0; i < count; i++)
        visit(h, context, &HEAP_FIELD(h, o, offsets[i], addr), 1, 1);
}

static inline bool fields_release(struct heap *h, addr o, const uint8_t *offsets, size_t count,
                                  addr *reference)
{
    for (size_t i = 0; i < count; i++) {
        addr *field = &HEAP_FIELD(h, o, offsets[i], addr);
        if (*field) {
            *reference = *field;
            *field = 0;
            return true;
        }
    }
    return false;
}

static inline const char *fields_verify(const struct heap *h, addr o, const uint8_t *offsets, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        addr field = HEAP_FIELD(h, o, offsets[i], addr);
        if (field && !object_exists(h, field))
            return "an iterator refers to what is no object";
    }
    return NULL;
}

/* prefix_traverse, prefix_release_next and prefix_verify for references at the offsets `seen`, in the order
 * of tp_traverse, and `released`, in that of tp_dealloc: each a list in parentheses. */
#define FIELDS_LIST(...) __VA_ARGS__
#define FIELDS_IN_ORDER(prefix, seen, released)                                                              \
    static const uint8_t prefix##_seen[] = {FIELDS_LIST seen};                                               \
    static const uint8_t prefix##_released[] = {FIELDS_LIST released};                                       \
    static void prefix##_traverse(struct heap *h, addr o, span_visitor *visit, void *context)                \
    {                                                                                                        \
        fields_traverse(h, o, prefix##_seen, sizeof prefix##_seen, visit, context);                          \
    }                                                                                                        \
    static bool prefix##_release_next(struct heap *h, addr o, addr *reference)                               \
    {                                                                                                        \
        return fields_release(h, o, prefix##_released, sizeof prefix##_released, reference);                 \
    }                                                                                                        \
    static const char *prefix##_verify(const struct heap *h, addr o)                                         \
    {                                                                                                        \
        return fields_verify(h, o, prefix##_seen, sizeof prefix##_seen);                                     \
    }
/* The same where both orders are one. */
#define FIELDS_SLOTS(prefix, ...) FIELDS_IN_ORDER(prefix, (__VA_ARGS__), (__VA_ARGS__))

/* prefix_ops of an iterator whose references are described by fields_... (above) and whose tp_iternext is
 * prefix_next; more operations may follow. */
#define ITERATOR_OPS(prefix, fields, ...)                                                                    \
    extern const struct kind_ops prefix##_ops;                                                               \
    const struct kind_ops prefix##_ops = {.traverse = fields##_traverse,                                     \
                                          .release_next = fields##_release_next,                             \
                                          .hash = hash_self,                                                 \
                                          .iter = iter_self,                                                 \
                                          .next = prefix##_next,                                             \
                                          .verify = fields##_verify,                                         \
                                          __VA_ARGS__};
#define ITERATOR_METHODS(prefix, ...)                                                                        \
    extern const struct builtin_method prefix##_methods[];                                                   \
    const struct builtin_method prefix##_methods[] = {__VA_ARGS__};

/* ---- slots of every iterator */

static inline enum heap_status iter_self(struct heap *h, addr o, addr *out)
{
    *out = incref(h, o);
    return HEAP_OK;
}

static inline enum heap_status hash_self(struct heap *h, addr o, int64_t *out)
{
    (void)h;
    *out = hash_address(o);
    return HEAP_OK;
}

/* The end: the container goes. What it holds may run code; the iterator has let go of it before. */
static inline enum heap_status iterator_end(struct heap *h, addr *field)
{
    object_replace(h, field, 0);
    return HEAP_OK;
}

/* A result that may be 0, as an item. */
static inline enum heap_status item_made(const struct heap *h, addr made, addr *item)
{
    *item = made;
    return made ? HEAP_OK : raise_status(h);
}

/* Memory for an iterator of a builtin type or of a class that extends it, fields 0; track it when it is
 * whole. */
static inline addr iterator_alloc(struct heap *h, addr type)
{
    return object_new(h, type, 0);
}

/* The same for one over an iterable, whose iterator is made first: *source, *new*, for its field. */
static inline addr iterator_alloc_over(struct heap *h, addr type, addr iterable, addr *source)
{
    if (object_iter(h, iterable, source) != HEAP_OK)
        return 0;
    addr o = iterator_alloc(h, type);
    if (!o)
        decref(h, *source);
    return o;
}

/* ---- a result tuple that is used again as long as nobody else has it (enumerate, zip, the items of dicts)
 */

/* *new*: a tuple of so many Nones. `made_whole`: at once, as PyTuple_Pack does. */
addr result_new(struct heap *h, size_t count, bool made_whole) HEAP_MUST_CHECK;
/* *new*: the pair, in `result` if that can be used again, else in a tuple of its own. Both references are
 * stolen. */
addr result_pair(struct heap *h, addr result, addr first, addr second) HEAP_MUST_CHECK;
static inline bool result_is_free(const struct heap *h, addr result)
{
    return object_refcount(h, result) == 1;
}
/* Filled again: the collector looks at it, and its hash is another. */
void result_recycled(struct heap *h, addr result);

#endif
