/* Layout of tuple and list, for the files that implement them and for hot paths elsewhere in the library.
 *
 *   tuple   0 header, 16 ob_size, [24 cached hash, from 3.14,] then the items
 *   list    0 header, 16 ob_size, 24 ob_item, 32 allocated
 *
 * A list's array is a block of its own: `allocated` words, of which ob_size are items. It is 0 before the
 * first item.
 */
#ifndef HEAPD_HEAP_OBJECT_SEQUENCE_H
#define HEAPD_HEAP_OBJECT_SEQUENCE_H

#include "daemon/heap/object/container.h"
#include "daemon/heap/object/object.h"

struct list_object {
    struct object base;
    int64_t size;
    addr items;
    int64_t allocated;
};

static inline struct list_object *list_at(const struct heap *h, addr l)
{
    return heap_at(h, l);
}
static inline addr *list_items(const struct heap *h, addr l)
{
    return heap_at(h, list_at(h, l)->items);
}

static inline addr *tuple_items(const struct heap *h, addr t)
{
    return heap_at(h, t + h->abi.tuple_items_offset);
}

/* The length and items of a list or tuple, or of an object whose class extends one. */
static inline size_t sequence_length(const struct heap *h, addr o)
{
    return (size_t)object_size_field(h, o);
}
static inline addr *sequence_items(const struct heap *h, addr o)
{
    return object_kind(h, o) == KIND_TUPLE ? tuple_items(h, o) : list_items(h, o);
}

#define LIST_METHOD_APPEND 4u /* its place among the methods of list */

/* list_resize of listobject.c: room for `size` items and ob_size set to it; new slots are undefined. Grows by
 * an eighth, shrinks below half. On failure the list is unchanged. Cannot fail when size <= allocated. */
enum heap_status list_resize(struct heap *h, addr l, size_t size) HEAP_MUST_CHECK;

/* The same for a size that is not larger: where the allocator refuses to move the array it stays as large as
 * it is. */
void list_shrink(struct heap *h, addr l, size_t size);

/* *new*: a list of exactly these items, borrowed. */
addr list_from(struct heap *h, const addr *items, size_t count) HEAP_MUST_CHECK;

/* ---- list_slice.c */

/* *new*: the items [low, high), exactly sized. */
addr list_slice(struct heap *h, addr l, size_t low, size_t high) HEAP_MUST_CHECK;
/* l[low:high] = iterable (list_ass_slice); 0: del l[low:high]. What was there is released last. */
enum heap_status list_set_slice(struct heap *h, addr l, size_t low, size_t high,
                                addr iterable) HEAP_MUST_CHECK;
enum heap_status list_delete_slice(struct heap *h, addr l, size_t low, size_t high) HEAP_MUST_CHECK;
/* l[slice] = iterable, del l[slice] (0) with any step, and CPython's texts. */
enum heap_status list_assign(struct heap *h, addr l, addr slice, addr iterable) HEAP_MUST_CHECK;

/* An empty list of a class that extends list. */
addr list_new_of(struct heap *h, addr type) HEAP_MUST_CHECK;
/* What tuple.__repr__ tells, of a struct sequence too. */
enum heap_status tuple_repr_items(struct heap *h, addr o, struct text *out) HEAP_MUST_CHECK;
/* *new*: a tuple of a class that extends tuple. */
addr tuple_from_of(struct heap *h, addr type, const addr *items, size_t count) HEAP_MUST_CHECK;
/* *new*: the items of a list that others may know. */
addr tuple_from_list(struct heap *h, addr list) HEAP_MUST_CHECK;
/* *new*: the items of any iterable: tuple(x), list(x). The tuple itself when it is one. */
addr tuple_from_iterable(struct heap *h, addr iterable) HEAP_MUST_CHECK;
addr list_from_iterable(struct heap *h, addr iterable) HEAP_MUST_CHECK;
/* *new*: a list or tuple itself, of anything else a list of what its iterator gives, which alone is asked how
 * much that is (PySequence_Fast). `refusal`: the TypeError's text of what cannot be iterated over. */
addr sequence_fast(struct heap *h, addr o, const char *refusal) HEAP_MUST_CHECK;

/* list.sort(key=, reverse=) (list_sort.c); key 0: none. Stable. */
enum heap_status list_sort(struct heap *h, addr l, addr key, bool reverse) HEAP_MUST_CHECK;

/* _PyObject_GC_MAY_BE_TRACKED: could the collector ever meet this object? Statically allocated types are not
 * collected. */
static inline bool object_may_be_tracked(const struct heap *h, addr o)
{
    addr type = object_type(h, o);
    if (!(type_at(h, type)->flags & TYPE_HAS_GC))
        return false;
    if (type == h->type[KIND_TUPLE])
        return object_gc(h, o)->next != 0;
    return object_in_blocks(o) || !(type_at(h, type)->flags & TYPE_TYPE_SUBCLASS);
}

#endif
