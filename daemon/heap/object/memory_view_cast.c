/* memoryview.cast(format, shape): the same bytes as other items. Mirrors cast_to_1D() and cast_to_ND() of
 * Objects/memoryobject.c. */
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/memory_view.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"

static bool is_byte_format(char code)
{
    return code == 'b' || code == 'B' || code == 'c';
}

/* A native single character; false: it is none. */
static bool read_format(const struct heap *h, addr format, char *code, bool *prefixed)
{
    size_t length = str_length(h, format);
    *prefixed = length > 0 && str_char(h, format, 0) == '@';
    if (length != (size_t)(1 + *prefixed))
        return false;
    uint32_t c = str_char(h, format, length - 1);
    *code = c < 0x80 ? (char)c : 0;
    return view_format_size(h, *code) != 0;
}

static enum heap_status cast_to_line(struct heap *h, addr o, addr format)
{
    struct memory_view *view = view_at(h, o);
    struct view_fields *v = &view->view;
    char code = 0, old = view_format_code(v);
    bool prefixed;
    for (size_t i = 0; i < str_length(h, format); i++)
        if (str_char(h, format, i) > 0x7f)
            return raise_unicode(h, EXC_UNICODE_ENCODE_ERROR, "ascii", format, i, i + 1,
                                 "ordinal not in range(128)");
    if (!read_format(h, format, &code, &prefixed))
        return raise_error(
            h, EXC_VALUE_ERROR,
            "memoryview: destination format must be a native single character format prefixed with an "
            "optional '@'");
    if (!is_byte_format(old) && !is_byte_format(code))
        return raise_error(h, EXC_TYPE_ERROR, "memoryview: cannot cast between two non-byte formats");
    int64_t size = (int64_t)view_format_size(h, code);
    if (v->length % size)
        return raise_error(h, EXC_TYPE_ERROR, "memoryview: length is not a multiple of itemsize");
    v->format = view_format(code, prefixed);
    v->itemsize = size;
    if (view->size >= 3) {
        view_shape(h, v)[0] = v->length / size;
        view_strides(h, v)[0] = size;
    }
    return HEAP_OK;
}

static enum heap_status read_shape(struct heap *h, const struct view_fields *v, addr shape, int64_t *product)
{
    *product = v->itemsize;
    for (size_t i = 0; i < sequence_length(h, shape); i++) {
        addr item = sequence_items(h, shape)[i];
        int64_t n;
        if (!int_is_kind(h, item))
            return raise_error(h, EXC_TYPE_ERROR, "memoryview.cast(): elements of shape must be integers");
        if (!int_fits(h, item, &n))
            return raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
        if (n <= 0)
            return raise_error(h, EXC_VALUE_ERROR,
                               "memoryview.cast(): elements of shape must be integers > 0");
        if (__builtin_mul_overflow(*product, n, product))
            return raise_error(h, EXC_VALUE_ERROR, "memoryview.cast(): product(shape) > SSIZE_MAX");
        view_shape(h, v)[i] = n;
    }
    return HEAP_OK;
}

static enum heap_status cast_to_shape(struct heap *h, addr o, addr shape)
{
    struct view_fields *v = &view_at(h, o)->view;
    int64_t product, step = v->itemsize;
    v->ndim = (int32_t)sequence_length(h, shape);
    enum heap_status status = read_shape(h, v, shape, &product);
    if (status != HEAP_OK)
        return status;
    for (int32_t i = v->ndim - 1; i >= 0; i--) {
        view_strides(h, v)[i] = step;
        step *= view_shape(h, v)[i];
    }
    if (product != v->length)
        return raise_error(h, EXC_TYPE_ERROR, "memoryview: product(shape) * itemsize != buffer size");
    return HEAP_OK;
}

static bool has_zero(const struct heap *h, const struct view_fields *v)
{
    for (int32_t i = 0; i < v->ndim; i++)
        if (view_shape(h, v)[i] == 0)
            return true;
    return false;
}

static enum heap_status check_cast(struct heap *h, addr o, addr shape)
{
    enum heap_status status = memory_view_check(h, o);
    if (status != HEAP_OK)
        return status;
    const struct memory_view *v = view_at(h, o);
    if (!(v->flags & VIEW_C))
        return raise_error(h, EXC_TYPE_ERROR, "memoryview: casts are restricted to C-contiguous views");
    if ((shape || v->view.ndim != 1) && has_zero(h, &v->view))
        return raise_error(h, EXC_TYPE_ERROR, "memoryview: cannot cast view with zeros in shape or strides");
    if (!shape)
        return HEAP_OK;
    if (object_kind(h, shape) != KIND_LIST && object_kind(h, shape) != KIND_TUPLE)
        return raise_error(h, EXC_TYPE_ERROR, "shape must be a list or a tuple");
    if (sequence_length(h, shape) > VIEW_DIMENSIONS)
        return raise_error(h, EXC_VALUE_ERROR, "memoryview: number of dimensions must not exceed 64");
    if (v->view.ndim != 1 && sequence_length(h, shape) != 1)
        return raise_error(h, EXC_TYPE_ERROR, "memoryview: cast must be 1D -> ND or ND -> 1D");
    return HEAP_OK;
}

enum heap_status memory_view_method_cast(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"format", "shape"};
    addr values[2] = {0, 0};
    enum heap_status status = arguments_unpack(h, call, "cast", names, 2, 1, 2, values);
    if (status == HEAP_OK && !str_is_kind(h, values[0]))
        status = raise_error(h, EXC_TYPE_ERROR, "cast() argument 'format' must be str, not %s",
                             argument_type_name(h, values[0]));
    if (status == HEAP_OK)
        status = check_cast(h, call->self, values[1]);
    if (status != HEAP_OK)
        return status;
    size_t ndim = values[1] ? sequence_length(h, values[1]) : 1;
    addr made = memory_view_add(h, call->self, ndim ? ndim : 1);
    if (!made)
        return raise_status(h);
    view_at(h, made)->view.ndim = 1;
    status = cast_to_line(h, made, values[0]);
    if (status == HEAP_OK && values[1])
        status = cast_to_shape(h, made, values[1]);
    if (status != HEAP_OK) {
        decref(h, made);
        return status;
    }
    memory_view_set_flags(h, made);
    object_track(h, made);
    *out = made;
    return HEAP_OK;
}
