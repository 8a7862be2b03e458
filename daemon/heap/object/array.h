/* The layout of array.array, for the files of object/.
 *
 *   16 ob_size   24 ob_item (the block, 0 when there is none)   32 allocated (items)   40 ob_descr   48
 * weakreflist   56 ob_exports
 *
 * ob_descr is an address in HEAP_TEXT that stands for the typecode. Mirrors Modules/arraymodule.c.
 */
#ifndef HEAPD_HEAP_OBJECT_ARRAY_H
#define HEAPD_HEAP_OBJECT_ARRAY_H

#include "daemon/heap/object/container.h"
#include "daemon/heap/object/object.h"

struct array_object {
    struct object base;
    int64_t size;
    addr items;
    int64_t allocated;
    addr descriptor;
    addr weakrefs;
    int64_t exports;
};

static inline struct array_object *array_at(const struct heap *h, addr a)
{
    return heap_at(h, a);
}

/* What a typecode says about an item. */
struct array_form {
    char code;
    uint8_t size;
    enum array_value { ARRAY_SIGNED, ARRAY_UNSIGNED, ARRAY_FLOAT, ARRAY_CHARACTER } value;
    const char *name; /* in messages about integers that do not fit */
};
const struct array_form *array_form(const struct heap *h, addr a);
static inline size_t array_item_size(const struct heap *h, addr a)
{
    return array_form(h, a)->size;
}
static inline char *array_bytes(const struct heap *h, addr a)
{
    return heap_at(h, array_at(h, a)->items);
}

/* *new*: `count` items, exactly sized, undefined, of an array of the type or a subclass. */
addr array_new_of(struct heap *h, addr type, char typecode, size_t count) HEAP_MUST_CHECK;

/* ob_size becomes `count` by array's rule of growth; what is new is undefined. */
enum heap_status array_resize(struct heap *h, addr a, size_t count) HEAP_MUST_CHECK;

/* TypeError, OverflowError: as that typecode words it. */
enum heap_status array_set(struct heap *h, addr a, size_t i, addr value) HEAP_MUST_CHECK;

/* The same, into `bytes` that have room for one item. */
enum heap_status array_encode(struct heap *h, const struct array_form *form, addr value,
                              void *bytes) HEAP_MUST_CHECK;

/* *new*: the `count` items at start, start + step, ..., exactly sized. */
addr array_slice(struct heap *h, addr a, int64_t start, int64_t step, int64_t count) HEAP_MUST_CHECK;

/* ValueError: not a multiple of the item size. */
enum heap_status array_extend_bytes(struct heap *h, addr a, const uint8_t *bytes,
                                    size_t length) HEAP_MUST_CHECK;

void array_delete(struct heap *h, addr a, size_t from, size_t to);
enum heap_status array_extend(struct heap *h, addr a, addr iterable) HEAP_MUST_CHECK;

#endif
