/* b[slice] = value and del b[slice] of bytearray and array (bytearray_ass_subscript of
 * Objects/bytearrayobject.c, array_ass_subscr of Modules/arraymodule.c). What is assigned is there, as plain
 * bytes that no code can change any more, before anything moves.
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/array.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/memory_view.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/slice.h"
#include "daemon/heap/object/str.h"

/* What both kinds are to the code below. */
struct units {
    addr o;
    bool is_array;
    size_t size; /* bytes of an item */
};

static char *units_data(const struct heap *h, const struct units *u)
{
    return u->is_array ? array_bytes(h, u->o) : (char *)bytearray_data(h, u->o);
}

static size_t units_length(const struct heap *h, const struct units *u)
{
    return (size_t)object_size_field(h, u->o);
}

static enum heap_status units_resize(struct heap *h, const struct units *u, size_t length)
{
    return u->is_array ? array_resize(h, u->o, length) : bytearray_resize(h, u->o, length);
}

static enum heap_status units_delete(struct heap *h, const struct units *u, size_t from, size_t to)
{
    if (!u->is_array)
        return bytearray_delete(h, u->o, from, to);
    enum heap_status status = from == to ? HEAP_OK : buffer_check_resizable(h, u->o);
    if (status == HEAP_OK)
        array_delete(h, u->o, from, to);
    return status;
}

/* [low, high) becomes these `count` items. */
static enum heap_status replace(struct heap *h, const struct units *u, size_t low, size_t high,
                                const void *items, size_t count)
{
    size_t n = units_length(h, u), old = high - low;
    enum heap_status status = HEAP_OK;
    if (count < old && low == 0 && !u->is_array)
        status = bytearray_delete(h, u->o, 0, old - count); /* the bytes behind stay where they are */
    else if (count < old)
        status = units_delete(h, u, low + count, high);
    else if (count > old)
        status = units_resize(h, u, n - old + count);
    if (status != HEAP_OK)
        return status;
    char *data = units_data(h, u);
    if (count > old && n > high)
        memmove(data + (low + count) * u->size, data + high * u->size, (n - high) * u->size);
    if (count)
        memcpy(data + low * u->size, items, count * u->size);
    return HEAP_OK;
}

/* Every item of a slice with any step goes; what is between moves down. */
static enum heap_status delete_strided(struct heap *h, const struct units *u, const struct slice_indices *s)
{
    if (s->count == 0)
        return HEAP_OK;
    size_t step = (size_t)(s->step < 0 ? -s->step : s->step), n = units_length(h, u),
           count = (size_t)s->count;
    size_t next = (size_t)(s->step < 0 ? s->start + s->step * (s->count - 1) : s->start), to = next,
           taken = 0;
    addr kept = table_alloc(h, n * u->size + 1); /* resizing may fail: then it is as it was */
    if (!kept)
        return raise_memory(h);
    char *data = units_data(h, u);
    memcpy(heap_at(h, kept), data, n * u->size);
    enum heap_status status = HEAP_OK;
    for (size_t i = next; i < n && status == HEAP_OK; i++) {
        if (taken < count && i == next) {
            taken++;
            next += step;
        } else {
            memcpy(data + to++ * u->size, data + i * u->size, u->size);
        }
        status = loop_goes_on(h, i);
    }
    if (status == HEAP_OK)
        status = units_resize(h, u, n - count);
    if (status != HEAP_OK)
        memcpy(data, heap_at(h, kept), n * u->size);
    table_free(h, kept);
    return status;
}

static enum heap_status set_strided(struct heap *h, const struct units *u, const struct slice_indices *s,
                                    const char *items, size_t count)
{
    if (count != (size_t)s->count)
        return raise_error(h, EXC_VALUE_ERROR,
                           "attempt to assign %s of size %zu to extended slice of size %lld",
                           u->is_array ? "array" : "bytes", count, (long long)s->count);
    char *data = units_data(h, u);
    for (size_t i = 0; i < count; i++)
        memcpy(data + (s->start + (int64_t)i * s->step) * (int64_t)u->size, items + i * u->size, u->size);
    return HEAP_OK;
}

/* *new*: what is assigned to a bytearray, as bytes of its own. */
static addr as_bytes(struct heap *h, addr value)
{
    const uint8_t *bytes;
    size_t length;
    if (bytes_view(h, value, &bytes, &length))
        return object_kind(h, value) == KIND_BYTES ? incref(h, value) : bytes_new(h, bytes, length);
    if (str_is_kind(h, value) || object_has_index(h, value) || type_slot(h, object_type(h, value), NB_FLOAT))
        return raise_none(h, EXC_TYPE_ERROR,
                          "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    addr made = 0;
    struct call call = {.args = &value, .count = 1};
    return text_call(h, h->type[KIND_BYTEARRAY], &call, &made) == HEAP_OK ? made : 0;
}

/* *new*: an array of its own where it is the same one. */
static addr as_array(struct heap *h, addr a, addr value)
{
    if (object_kind(h, value) != KIND_ARRAY)
        return raise_none(h, EXC_TYPE_ERROR, "can only assign array (not \"%.200s\") to array slice",
                          object_type_name(h, value));
    if (array_typecode(h, a) != array_typecode(h, value))
        return raise_none(h, EXC_TYPE_ERROR, "bad argument type for built-in operation");
    return value == a ? array_slice(h, a, 0, 1, (int64_t)array_length(h, a)) : incref(h, value);
}

static enum heap_status assign(struct heap *h, const struct units *u, struct slice_indices s, addr value)
{
    addr source = u->is_array ? as_array(h, u->o, value) : as_bytes(h, value);
    if (!source)
        return raise_status(h);
    const uint8_t *bytes = NULL;
    size_t count;
    if (u->is_array) {
        count = array_length(h, source);
        bytes = (const uint8_t *)array_bytes(h, source);
    } else {
        (void)bytes_view(h, source, &bytes, &count);
    }
    slice_adjust(&s, (int64_t)units_length(h, u));
    enum heap_status status = s.step != 1 && count == 0 ? delete_strided(h, u, &s) /* as del does */
                              : s.step == 1
                                  ? replace(h, u, (size_t)s.start, (size_t)(s.start + s.count), bytes, count)
                                  : set_strided(h, u, &s, (const char *)bytes, count);
    decref(h, source);
    return status;
}

enum heap_status buffer_assign(struct heap *h, addr o, addr slice, addr value)
{
    struct units u = {o, object_kind(h, o) == KIND_ARRAY,
                      object_kind(h, o) == KIND_ARRAY ? array_item_size(h, o) : 1};
    struct slice_indices s;
    enum heap_status status = slice_unpack(h, slice, &s);
    if (status != HEAP_OK)
        return status;
    if (value)
        return assign(h, &u, s, value);
    slice_adjust(&s, (int64_t)units_length(h, &u));
    if (s.step == 1)
        return s.count ? units_delete(h, &u, (size_t)s.start, (size_t)(s.start + s.count)) : HEAP_OK;
    return delete_strided(h, &u, &s);
}
