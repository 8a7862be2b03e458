/* memoryview: indexes, slices, what is in it as a list or as bytes, equality, iteration. Mirrors
 * Objects/memoryobject.c. */
#include <stddef.h>
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/array.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/memory_view_pack.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/slice.h"

static uint8_t *memory_of(const struct heap *h, const struct view_fields *v)
{
    return v->buf ? heap_at(h, v->buf) : NULL;
}

enum heap_status memory_view_length(struct heap *h, addr o, int64_t *out)
{
    enum heap_status status = memory_view_check(h, o);
    if (status != HEAP_OK)
        return status;
    if (view_at(h, o)->view.ndim == 0 && h->abi.memory_view_scalar_has_no_length)
        return raise_error(h, EXC_TYPE_ERROR, "0-dim memory has no length");
    *out = view_at(h, o)->view.ndim ? view_shape(h, &view_at(h, o)->view)[0] : 1;
    return HEAP_OK;
}

/* ---- where an item is
 * ------------------------------------------------------------------------------------------------ */

/* Adds what index `i` of a dimension means to *at. */
static enum heap_status step_into(struct heap *h, const struct view_fields *v, int dimension, int64_t i,
                                  int64_t *at)
{
    int64_t n = view_shape(h, v)[dimension];
    if (i < 0)
        i += n;
    if (i < 0 || i >= n)
        return raise_error(h, EXC_INDEX_ERROR, "index out of bounds on dimension %d", dimension + 1);
    *at += i * view_strides(h, v)[dimension];
    return HEAP_OK;
}

static enum heap_status at_tuple(struct heap *h, addr o, addr key, int64_t *at)
{
    int32_t ndim = view_at(h, o)->view.ndim;
    size_t count = tuple_length(h, key);
    *at = 0;
    if ((int64_t)count > ndim)
        return raise_error(h, EXC_TYPE_ERROR, "cannot index %d-dimension view with %zu-element tuple",
                           (int)ndim, count);
    for (size_t i = 0; i < count; i++) {
        int64_t index;
        enum heap_status status = object_index_word(h, tuple_item(h, key, i), EXC_INDEX_ERROR, &index);
        if (status == HEAP_OK)
            status = memory_view_check(h, o);
        if (status == HEAP_OK)
            status = step_into(h, &view_at(h, o)->view, (int)i, index, at);
        if (status != HEAP_OK)
            return status;
    }
    return HEAP_OK;
}

static bool all_are(const struct heap *h, addr key, bool slices)
{
    if (object_kind(h, key) != KIND_TUPLE || (slices && tuple_length(h, key) == 0))
        return false;
    for (size_t i = 0; i < tuple_length(h, key); i++) {
        addr item = tuple_item(h, key, i);
        if (slices ? object_kind(h, item) != KIND_SLICE : !object_has_index(h, item))
            return false;
    }
    return true;
}

/* Formats of several characters do not come here: all that is exported has one. */
static char plain_code(const struct heap *h, addr o)
{
    return view_format_code(&view_at(h, o)->view);
}

static bool means_scalar(const struct heap *h, addr key)
{
    return key == h->singleton[SINGLETON_ELLIPSIS] ||
           (object_kind(h, key) == KIND_TUPLE && tuple_length(h, key) == 0);
}

/* ---- reading
 * ---------------------------------------------------------------------------------------------------------
 */

static enum heap_status item_at(struct heap *h, addr o, int64_t at, addr *out)
{
    return answer(h, memory_view_unpack(h, memory_of(h, &view_at(h, o)->view) + at, plain_code(h, o)), out);
}

static enum heap_status item_at_index(struct heap *h, addr o, addr key, addr *out)
{
    int64_t i, at = 0;
    enum heap_status status = object_index_word(h, key, EXC_INDEX_ERROR, &i);
    if (status == HEAP_OK)
        status = memory_view_check(h, o);
    if (status != HEAP_OK)
        return status;
    if (view_at(h, o)->view.ndim > 1)
        return raise_error(h, EXC_NOT_IMPLEMENTED_ERROR, "multi-dimensional sub-views are not implemented");
    status = step_into(h, &view_at(h, o)->view, 0, i, &at);
    return status == HEAP_OK ? item_at(h, o, at, out) : status;
}

/* The first dimension cut as a slice says. */
static void cut(const struct heap *h, struct view_fields *v, const struct slice_indices *s)
{
    if (v->buf)
        v->buf += (addr)(s->start * view_strides(h, v)[0]);
}

static enum heap_status slice_of(struct heap *h, addr o, addr key, addr *out)
{
    struct slice_indices s;
    addr made = memory_view_add(h, o, (size_t)view_at(h, o)->view.ndim);
    if (!made)
        return raise_status(h);
    enum heap_status status = slice_unpack(h, key, &s);
    if (status != HEAP_OK) {
        decref(h, made);
        return status;
    }
    struct view_fields *v = &view_at(h, made)->view;
    slice_adjust(&s, view_shape(h, v)[0]);
    cut(h, v, &s);
    view_shape(h, v)[0] = s.count;
    view_strides(h, v)[0] *= s.step;
    v->length = v->itemsize;
    for (int32_t i = 0; i < v->ndim; i++)
        v->length *= view_shape(h, v)[i];
    memory_view_set_flags(h, made);
    object_track(h, made);
    *out = made;
    return HEAP_OK;
}

enum heap_status memory_view_getitem(struct heap *h, addr o, addr key, addr *out)
{
    int64_t at;
    enum heap_status status = memory_view_check(h, o);
    if (status != HEAP_OK)
        return status;
    if (view_at(h, o)->view.ndim == 0) {
        if (!means_scalar(h, key))
            return raise_error(h, EXC_TYPE_ERROR, "invalid indexing of 0-dim memory");
        return object_kind(h, key) == KIND_TUPLE ? item_at(h, o, 0, out) : answer(h, incref(h, o), out);
    }
    if (object_has_index(h, key))
        return item_at_index(h, o, key, out);
    if (object_kind(h, key) == KIND_SLICE)
        return slice_of(h, o, key, out);
    if (all_are(h, key, false)) {
        if ((int64_t)tuple_length(h, key) < view_at(h, o)->view.ndim)
            return raise_error(h, EXC_NOT_IMPLEMENTED_ERROR, "sub-views are not implemented");
        status = at_tuple(h, o, key, &at);
        return status == HEAP_OK ? item_at(h, o, at, out) : status;
    }
    if (all_are(h, key, true))
        return raise_error(h, EXC_NOT_IMPLEMENTED_ERROR, "multi-dimensional slicing is not implemented");
    return raise_error(h, EXC_TYPE_ERROR, "memoryview: invalid slice key");
}

/* ---- writing
 * ---------------------------------------------------------------------------------------------------------
 */

static enum heap_status put_at(struct heap *h, addr o, int64_t at, addr value)
{
    uint8_t bytes[8];
    enum heap_status status = memory_view_pack(h, value, plain_code(h, o), bytes);
    if (status == HEAP_OK)
        status = memory_view_check(h, o); /* the value's methods may have released it */
    if (status == HEAP_OK)
        memcpy(memory_of(h, &view_at(h, o)->view) + at, bytes, (size_t)view_at(h, o)->view.itemsize);
    return status;
}

/* Item by item between memories that may overlap. */
static enum heap_status copy_items(struct heap *h, const struct view_fields *to,
                                   const struct slice_indices *s, const struct view_fields *from)
{
    size_t size = (size_t)to->itemsize;
    int64_t step = view_strides(h, to)[0] * s->step;
    uint8_t *p = s->count ? memory_of(h, to) + s->start * view_strides(h, to)[0] : NULL;
    const uint8_t *q = memory_of(h, from);
    addr table = table_alloc(h, (size_t)s->count * size + 1);
    if (!table)
        return raise_status(h);
    uint8_t *between = heap_at(h, table);
    enum heap_status status = HEAP_OK;
    for (int64_t i = 0; status == HEAP_OK && i < s->count; i++) {
        memcpy(between + (size_t)i * size, q + i * view_strides(h, from)[0], size);
        status = loop_goes_on(h, (size_t)i);
    }
    for (int64_t i = 0; status == HEAP_OK && i < s->count; i++) /* at once: not half of them */
        memcpy(p + i * step, between + (size_t)i * size, size);
    table_free(h, table);
    return status;
}

static enum heap_status assign_slice(struct heap *h, addr o, addr key, addr value)
{
    struct slice_indices s;
    addr source;
    if (object_kind(h, value) != KIND_MEMORYVIEW && object_kind(h, value) != KIND_ARRAY &&
        object_kind(h, value) != KIND_BYTES && object_kind(h, value) != KIND_BYTEARRAY)
        return raise_not_bytes(h, value);
    enum heap_status status = memory_view_of(h, value, &source);
    if (status != HEAP_OK)
        return status;
    status = slice_unpack(h, key, &s);
    if (status == HEAP_OK)
        status = memory_view_check(h, o);
    if (status == HEAP_OK) {
        const struct view_fields *to = &view_at(h, o)->view, *from = &view_at(h, source)->view;
        slice_adjust(&s, view_shape(h, to)[0]);
        if (from->ndim != 1 || view_format_code(to) != view_format_code(from) ||
            view_shape(h, from)[0] != s.count)
            status = raise_error(h, EXC_VALUE_ERROR,
                                 "memoryview assignment: lvalue and rvalue have different structures");
        else
            status = copy_items(h, to, &s, from);
    }
    decref(h, source);
    return status;
}

static enum heap_status assign_index(struct heap *h, addr o, addr key, addr value)
{
    int64_t i, at = 0;
    if (view_at(h, o)->view.ndim > 1)
        return raise_error(h, EXC_NOT_IMPLEMENTED_ERROR, "sub-views are not implemented");
    enum heap_status status = object_index_word(h, key, EXC_INDEX_ERROR, &i);
    if (status == HEAP_OK)
        status = memory_view_check(h, o);
    if (status == HEAP_OK)
        status = step_into(h, &view_at(h, o)->view, 0, i, &at);
    return status == HEAP_OK ? put_at(h, o, at, value) : status;
}

enum heap_status memory_view_setitem(struct heap *h, addr o, addr key, addr value)
{
    int64_t at;
    enum heap_status status = memory_view_check(h, o);
    if (status != HEAP_OK)
        return status;
    if (view_at(h, o)->view.readonly)
        return raise_error(h, EXC_TYPE_ERROR, "cannot modify read-only memory");
    if (!value)
        return raise_error(h, EXC_TYPE_ERROR, "cannot delete memory");
    if (view_at(h, o)->view.ndim == 0)
        return means_scalar(h, key) ? put_at(h, o, 0, value)
                                    : raise_error(h, EXC_TYPE_ERROR, "invalid indexing of 0-dim memory");
    if (object_has_index(h, key))
        return assign_index(h, o, key, value);
    if (object_kind(h, key) == KIND_SLICE && view_at(h, o)->view.ndim == 1)
        return assign_slice(h, o, key, value);
    if (all_are(h, key, false)) {
        if ((int64_t)tuple_length(h, key) < view_at(h, o)->view.ndim)
            return raise_error(h, EXC_NOT_IMPLEMENTED_ERROR, "sub-views are not implemented");
        status = at_tuple(h, o, key, &at);
        return status == HEAP_OK ? put_at(h, o, at, value) : status;
    }
    if (object_kind(h, key) == KIND_SLICE || all_are(h, key, true))
        return raise_error(h, EXC_NOT_IMPLEMENTED_ERROR,
                           "memoryview slice assignments are currently restricted to ndim = 1");
    return raise_error(h, EXC_TYPE_ERROR, "memoryview: invalid slice key");
}

/* ---- all of it
 * ------------------------------------------------------------------------------------------------------- */

static enum heap_status list_of(struct heap *h, addr o, int32_t dimension, int64_t at, addr *out)
{
    const struct view_fields *v = &view_at(h, o)->view;
    int64_t count = view_shape(h, v)[dimension], step = view_strides(h, v)[dimension];
    bool last = dimension + 1 == v->ndim;
    addr list = list_new(h, (size_t)count);
    if (!list)
        return raise_status(h);
    for (int64_t i = 0; i < count; i++) {
        addr item;
        enum heap_status status = loop_check(h);
        if (status == HEAP_OK)
            status = last ? item_at(h, o, at + i * step, &item)
                          : list_of(h, o, dimension + 1, at + i * step, &item);
        if (status != HEAP_OK) {
            decref(h, list);
            return status;
        }
        list_init(h, list, (size_t)i, item);
    }
    *out = list;
    return HEAP_OK;
}

enum heap_status memory_view_list(struct heap *h, addr o, addr *out)
{
    enum heap_status status = memory_view_check(h, o);
    if (status != HEAP_OK)
        return status;
    if (view_at(h, o)->view.ndim == 0)
        return item_at(h, o, 0, out);
    return list_of(h, o, 0, 0, out);
}

/* Appends the items of a dimension; `fortran` counts dimensions from the last one: the first index is the
 * fastest then; `gathered` counts what has been gone through, of all dimensions. NULL: asked to stop. */
static uint8_t *gather(struct heap *h, const struct view_fields *v, int32_t dimension, int64_t at,
                       bool fortran, uint8_t *to, size_t *gathered)
{
    if (dimension == v->ndim) {
        memcpy(to, memory_of(h, v) + at, (size_t)v->itemsize);
        return to + v->itemsize;
    }
    int32_t d = fortran ? v->ndim - 1 - dimension : dimension;
    for (int64_t i = 0; to && i < view_shape(h, v)[d]; i++) {
        to = gather(h, v, dimension + 1, at + i * view_strides(h, v)[d], fortran, to, gathered);
        if (loop_goes_on(h, (*gathered)++) != HEAP_OK)
            return NULL;
    }
    return to;
}

enum heap_status memory_view_bytes(struct heap *h, addr o, char order, addr *out)
{
    enum heap_status status = memory_view_check(h, o);
    if (status != HEAP_OK)
        return status;
    const struct view_fields *v = &view_at(h, o)->view;
    int32_t flags = view_at(h, o)->flags;
    size_t length = (size_t)v->length;
    bool fortran = order == 'F' || (order == 'A' && !(flags & VIEW_C) && (flags & VIEW_FORTRAN));
    if (length == 0 || (fortran ? flags & VIEW_FORTRAN : flags & VIEW_C))
        return answer(h, bytes_new_filled(h, memory_of(h, v), length), out);
    addr made = bytes_new(h, NULL, length);
    if (!made)
        return raise_status(h);
    size_t gathered = 0;
    if (!gather(h, &view_at(h, o)->view, 0, 0, fortran, heap_at(h, made + BYTES_DATA), &gathered)) {
        decref(h, made);
        return HEAP_ABANDONED;
    }
    *out = made;
    return HEAP_OK;
}

/* ---- equality
 * -------------------------------------------------------------------------------------------------------- */

static enum heap_status equal_items(struct heap *h, addr a, addr b, int64_t x, int64_t y, bool *same)
{
    addr p, q;
    enum heap_status status = item_at(h, a, x, &p);
    if (status != HEAP_OK)
        return status;
    status = item_at(h, b, y, &q);
    if (status == HEAP_OK) {
        status = object_equal(h, p, q, same);
        decref(h, q);
    }
    decref(h, p);
    return status;
}

static enum heap_status equal_dimension(struct heap *h, addr a, addr b, int32_t dimension, int64_t x,
                                        int64_t y, bool *same)
{
    const struct view_fields *v = &view_at(h, a)->view, *w = &view_at(h, b)->view;
    if (dimension == v->ndim)
        return equal_items(h, a, b, x, y, same);
    enum heap_status status = HEAP_OK;
    for (int64_t i = 0; i < view_shape(h, v)[dimension] && *same && status == HEAP_OK; i++) {
        status = loop_check(h);
        if (status == HEAP_OK)
            status = equal_dimension(h, a, b, dimension + 1, x + i * view_strides(h, v)[dimension],
                                     y + i * view_strides(h, w)[dimension], same);
    }
    return status;
}

enum heap_status memory_view_equal(struct heap *h, addr a, addr b, int *result)
{
    addr other;
    bool same = a == b, is_view = object_kind(h, b) == KIND_MEMORYVIEW;
    if (view_at(h, a)->flags & VIEW_RELEASED || (is_view && view_at(h, b)->flags & VIEW_RELEASED)) {
        *result = same;
        return HEAP_OK;
    }
    if (!is_view && object_kind(h, b) != KIND_ARRAY && object_kind(h, b) != KIND_BYTES &&
        object_kind(h, b) != KIND_BYTEARRAY) {
        *result = -1;
        return HEAP_OK;
    }
    enum heap_status status = memory_view_of(h, b, &other);
    if (status != HEAP_OK)
        return status;
    const struct view_fields *v = &view_at(h, a)->view, *w = &view_at(h, other)->view;
    size_t dimensions = (size_t)v->ndim;
    same = v->ndim == w->ndim && memcmp(view_shape(h, v), view_shape(h, w), 8 * dimensions) == 0 &&
           view_format_size(h, view_format_code(v)) && view_format_size(h, view_format_code(w));
    bool raw = view_format_code(v) == view_format_code(w) && strchr("bBchHiIlLqQnNP", view_format_code(v)) &&
               view_at(h, a)->flags & VIEW_C && view_at(h, other)->flags & VIEW_C;
    if (same && raw)
        same = v->length == 0 || memcmp(memory_of(h, v), memory_of(h, w), (size_t)v->length) == 0;
    else if (same)
        status = equal_dimension(h, a, other, 0, 0, 0, &same);
    decref(h, other);
    *result = same;
    return status;
}

/* ---- iteration
 * ------------------------------------------------------------------------------------------------------- */

struct memory_iterator {
    struct object base;
    int64_t index;
    addr view;
    int64_t length;
    addr format;
};

static struct memory_iterator *memory_iterator_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

enum heap_status memory_view_iter(struct heap *h, addr o, addr *out)
{
    enum heap_status status = memory_view_check(h, o);
    if (status != HEAP_OK)
        return status;
    const struct view_fields *v = &view_at(h, o)->view;
    if (v->ndim == 0)
        return raise_error(h, EXC_TYPE_ERROR, "invalid indexing of 0-dim memory");
    if (v->ndim > 1)
        return raise_error(h, EXC_NOT_IMPLEMENTED_ERROR, "multi-dimensional sub-views are not implemented");
    addr it = iterator_alloc(h, h->type[KIND_MEMORY_ITERATOR]);
    if (!it)
        return raise_status(h);
    v = &view_at(h, o)->view;
    *memory_iterator_at(h, it) =
        (struct memory_iterator){*object_at(h, it), 0, incref(h, o), view_shape(h, v)[0], v->format};
    object_track(h, it);
    *out = it;
    return HEAP_OK;
}

static enum heap_status memory_iterator_next(struct heap *h, addr o, addr *item)
{
    struct memory_iterator *it = memory_iterator_at(h, o);
    *item = 0;
    if (!it->view)
        return HEAP_OK;
    if (it->index >= it->length)
        return iterator_end(h, &it->view);
    enum heap_status status = memory_view_check(h, it->view);
    if (status != HEAP_OK)
        return status;
    int64_t at = view_strides(h, &view_at(h, it->view)->view)[0] * it->index++;
    return item_at(h, it->view, at, item);
}

FIELDS_SLOTS(memory_iterator, offsetof(struct memory_iterator, view))
ITERATOR_OPS(memory_iterator, memory_iterator)
ITERATOR_METHODS(memory_iterator, {0})
