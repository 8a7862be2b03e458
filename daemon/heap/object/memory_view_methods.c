/* memoryview: methods and attributes. Mirrors Objects/memoryobject.c. */
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/bytes_methods.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/memory_view.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"

/* ---- methods
 * ---------------------------------------------------------------------------------------------------------
 */

static enum heap_status method_release(struct heap *h, const struct call *call, addr *out)
{
    return answer_none(h, memory_view_release(h, call->self), out);
}

static enum heap_status method_enter(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = memory_view_check(h, call->self);
    return status == HEAP_OK ? answer(h, incref(h, call->self), out) : status;
}

static enum heap_status method_toreadonly(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = memory_view_check(h, call->self);
    if (status != HEAP_OK)
        return status;
    addr made = memory_view_add(h, call->self, (size_t)view_at(h, call->self)->view.ndim);
    if (!made)
        return raise_status(h);
    view_at(h, made)->view.readonly = 1;
    memory_view_set_flags(h, made);
    object_track(h, made);
    *out = made;
    return HEAP_OK;
}

static enum heap_status method_tobytes(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"order"};
    addr given = 0;
    char order = 'C';
    enum heap_status status = arguments_bind(h, call, "tobytes", names, 1, &given);
    if (status == HEAP_OK)
        status = memory_view_check(h, call->self);
    if (status != HEAP_OK)
        return status;
    if (given && given != none(h)) {
        if (!str_is_kind(h, given))
            return raise_error(h, EXC_TYPE_ERROR, "tobytes() argument 'order' must be str or None, not %s",
                               object_type_name(h, given));
        uint32_t c = str_length(h, given) == 1 ? str_char(h, given, 0) : 0;
        if (c != 'C' && c != 'F' && c != 'A')
            return raise_error(h, EXC_VALUE_ERROR, "order must be 'C', 'F' or 'A'");
        order = (char)c;
    }
    return memory_view_bytes(h, call->self, order, out);
}

static enum heap_status method_tolist(struct heap *h, const struct call *call, addr *out)
{
    return memory_view_list(h, call->self, out);
}

static enum heap_status method_hex(struct heap *h, const struct call *call, addr *out)
{
    addr bytes;
    enum heap_status status = memory_view_bytes(h, call->self, 'C', &bytes);
    if (status != HEAP_OK)
        return status;
    struct call of_bytes = *call;
    of_bytes.self = bytes;
    status = bytes_method_hex(h, &of_bytes, out);
    decref(h, bytes);
    if (status == HEAP_OK && (status = memory_view_check(h, call->self)) != HEAP_OK)
        decref(h, *out); /* what says how many are in a group has released it */
    return status;
}

/* Does the item equal the value, or is it the same? */
static enum heap_status item_equals(struct heap *h, addr o, int64_t i, addr value, bool *same)
{
    addr index = int_new(h, i), item;
    if (!index)
        return raise_status(h);
    enum heap_status status = memory_view_getitem(h, o, index, &item);
    decref(h, index);
    if (status != HEAP_OK)
        return status;
    status = object_equal_or_same(h, item, value, same);
    decref(h, item);
    return status == HEAP_OK ? loop_check(h) : status;
}

static enum heap_status check_lookup(struct heap *h, addr o, const char *what)
{
    enum heap_status status = memory_view_check(h, o);
    if (status != HEAP_OK || view_at(h, o)->view.ndim == 1)
        return status;
    if (view_at(h, o)->view.ndim == 0)
        return raise_error(h, EXC_TYPE_ERROR, "invalid %s on 0-dim memory", what);
    return raise_error(h, EXC_NOT_IMPLEMENTED_ERROR, "multi-dimensional %s is not implemented", what);
}

static enum heap_status slice_bound(struct heap *h, addr o, int64_t *out)
{
    if (!object_has_index(h, o))
        return raise_error(h, EXC_TYPE_ERROR, "slice indices must be integers or have an __index__ method");
    return int_position(h, o, out);
}

static enum heap_status method_index(struct heap *h, const struct call *call, addr *out)
{
    int64_t start = 0, stop = INT64_MAX;
    enum heap_status status = call->count > 1 ? slice_bound(h, call->args[1], &start) : HEAP_OK;
    if (status == HEAP_OK && call->count > 2)
        status = slice_bound(h, call->args[2], &stop);
    if (status == HEAP_OK)
        status = check_lookup(h, call->self, "lookup");
    if (status != HEAP_OK)
        return status;
    int64_t n = view_shape(h, &view_at(h, call->self)->view)[0];
    start = start < 0 ? (start + n > 0 ? start + n : 0) : start;
    stop = stop < 0 ? (stop + n > 0 ? stop + n : 0) : stop;
    for (int64_t i = start; i < stop && i < n; i++) {
        bool same;
        status = item_equals(h, call->self, i, call->args[0], &same);
        if (status != HEAP_OK)
            return status;
        if (same)
            return answer(h, int_new(h, i), out);
    }
    return raise_error(h, EXC_VALUE_ERROR, "memoryview.index(x): x not found");
}

static enum heap_status method_count(struct heap *h, const struct call *call, addr *out)
{
    int64_t found = 0;
    enum heap_status status = check_lookup(h, call->self, "lookup");
    if (status != HEAP_OK)
        return status;
    for (int64_t i = 0, n = view_shape(h, &view_at(h, call->self)->view)[0]; i < n; i++) {
        bool same;
        status = item_equals(h, call->self, i, call->args[0], &same);
        if (status != HEAP_OK)
            return status;
        found += same;
    }
    return answer(h, int_new(h, found), out);
}

extern const struct builtin_method memory_view_methods[];
const struct builtin_method memory_view_methods[] = {
    {"release", 0, 0, false, method_release},
    {"tobytes", 0, 1, true, method_tobytes},
    {"hex", 0, 2, true, method_hex},
    {"tolist", 0, 0, false, method_tolist},
    {"cast", -1, -1, true, memory_view_method_cast},
    {"toreadonly", 0, 0, false, method_toreadonly},
    {"count", 1, 1, false, method_count},
    {"index", 1, 3, false, method_index},
    {"__enter__", 0, 0, false, method_enter},
    {"__exit__", 0, -1, false, method_release},
    {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem},
    {0},
};

/* ---- attributes
 * ------------------------------------------------------------------------------------------------------ */

/* A getter of a view that is not released. */
#define GETTER(name, made)                                                                                   \
    static enum heap_status get_##name(struct heap *h, addr o, addr *out)                                    \
    {                                                                                                        \
        enum heap_status status = memory_view_check(h, o);                                                   \
        const struct view_fields *v = &view_at(h, o)->view;                                                  \
        (void)v;                                                                                             \
        return status == HEAP_OK ? answer(h, made, out) : status;                                            \
    }

static addr tuple_of_numbers(struct heap *h, addr numbers, int32_t count)
{
    addr items[VIEW_DIMENSIONS] = {0}, tuple = 0;
    int32_t n = 0;
    while (n < count && (items[n] = int_new(h, HEAP_FIELD(h, numbers + 8 * (addr)n, 0, int64_t))))
        n++;
    if (n == count)
        tuple = tuple_from(h, items, (size_t)count);
    while (n > 0)
        decref(h, items[--n]);
    return tuple;
}

static addr format_text(struct heap *h, const struct view_fields *v)
{
    char text[3] = {'@', view_format_code(v), 0};
    return str_from_ascii(h, text + !view_format_is_prefixed(v));
}

GETTER(obj, incref(h, v->obj))
GETTER(nbytes, int_new(h, v->length))
GETTER(readonly, bool_new(h, v->readonly))
GETTER(itemsize, int_new(h, v->itemsize))
GETTER(format, format_text(h, v))
GETTER(ndim, int_new(h, v->ndim))
GETTER(shape, tuple_of_numbers(h, v->shape, v->ndim))
GETTER(strides, tuple_of_numbers(h, v->strides, v->ndim))
GETTER(suboffsets, tuple_new(h, 0))
GETTER(c_contiguous, bool_new(h, view_at(h, o)->flags &VIEW_C))
GETTER(f_contiguous, bool_new(h, view_at(h, o)->flags &VIEW_FORTRAN))
GETTER(contiguous, bool_new(h, view_at(h, o)->flags &(VIEW_C | VIEW_FORTRAN)))

const struct getset memory_view_getsets[] = {
    {"obj", get_obj, NULL},
    {"nbytes", get_nbytes, NULL},
    {"readonly", get_readonly, NULL},
    {"itemsize", get_itemsize, NULL},
    {"format", get_format, NULL},
    {"ndim", get_ndim, NULL},
    {"shape", get_shape, NULL},
    {"strides", get_strides, NULL},
    {"suboffsets", get_suboffsets, NULL},
    {"c_contiguous", get_c_contiguous, NULL},
    {"f_contiguous", get_f_contiguous, NULL},
    {"contiguous", get_contiguous, NULL},
    {0},
};
