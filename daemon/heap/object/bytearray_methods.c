/* The methods of bytearray that change it. Mirrors Objects/bytearrayobject.c. */
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/bytes_methods.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/reduce.h"

enum heap_status byte_argument(struct heap *h, addr o, uint8_t *out)
{
    int64_t value;
    enum heap_status status = int_position(h, o, &value);
    if (status != HEAP_OK)
        return status;
    if (value < 0 || value > 255)
        return raise_error(h, EXC_VALUE_ERROR, "byte must be in range(0, 256)");
    *out = (uint8_t)value;
    return HEAP_OK;
}

static size_t length_of(const struct heap *h, addr o)
{
    return (size_t)object_size_field(h, o);
}

/* A gap of `count` bytes at `at`. */
static enum heap_status open_gap(struct heap *h, addr o, size_t at, size_t count)
{
    size_t length = length_of(h, o);
    enum heap_status status = bytearray_resize(h, o, length + count);
    if (status == HEAP_OK && length > at)
        memmove(bytearray_data(h, o) + at + count, bytearray_data(h, o) + at, length - at);
    return status;
}

/* [from, to) goes. Bytes in front only move the start. A smaller block that cannot be had is no failure: the
 * bytes stay where they are. */
enum heap_status bytearray_delete(struct heap *h, addr o, size_t from, size_t to)
{
    size_t length = length_of(h, o), left = length - (to - from);
    if (from == to)
        return HEAP_OK;
    if (from == 0) {
        HEAP_FIELD(h, o, BYTEARRAY_START, addr) += to;
        enum heap_status status = bytearray_resize(h, o, left);
        if (status != HEAP_OK)
            HEAP_FIELD(h, o, BYTEARRAY_START, addr) -= to;
        return status;
    }
    uint8_t *data = bytearray_data(h, o);
    uint8_t *kept = malloc(to - from);
    if (!kept)
        return raise_memory(h);
    memcpy(kept, data + from, to - from);
    memmove(data + from, data + to, length - to);
    enum heap_status status = bytearray_resize(h, o, left);
    if (status != HEAP_OK) {
        memmove(data + to, data + from, length - to);
        memcpy(data + from, kept, to - from);
    }
    free(kept);
    return status;
}

static enum heap_status append(struct heap *h, const struct call *call, addr *out)
{
    uint8_t byte = 0;
    enum heap_status status = byte_argument(h, call->args[0], &byte);
    size_t length = length_of(h, call->self); /* what says the byte may have changed it */
    if (status == HEAP_OK)
        status = bytearray_resize(h, call->self, length + 1);
    if (status != HEAP_OK)
        return status;
    bytearray_data(h, call->self)[length] = byte;
    return answer_none(h, HEAP_OK, out);
}

/* The bytes of an iterable of ints, put in a new bytearray that grows as CPython's does. */
static enum heap_status collect(struct heap *h, addr iterable, addr *out)
{
    enum { UNKNOWN_LENGTH = 32 };
    struct iteration it;
    int64_t hint; /* what is asked for it may raise */
    enum heap_status status = iteration_begin(h, &it, iterable);
    if (iterator_refused(h, status))
        return raise_error(h, EXC_TYPE_ERROR, "can't extend bytearray with %s",
                           object_type_name(h, iterable));
    if (status != HEAP_OK)
        return status;
    status = object_length_hint(h, iterable, UNKNOWN_LENGTH, &hint);
    addr o = status == HEAP_OK ? bytearray_new(h, NULL, 0) : 0, item;
    if (status == HEAP_OK && !o)
        status = raise_status(h);
    for (size_t n = 0; status == HEAP_OK && (status = iteration_next(h, &it, &item)) == HEAP_OK && item;
         n++) {
        uint8_t byte = 0;
        status = byte_argument(h, item, &byte);
        decref(h, item);
        if (status == HEAP_OK)
            status = bytearray_resize(h, o, n + 1);
        if (status == HEAP_OK)
            bytearray_data(h, o)[n] = byte;
    }
    iteration_end(h, &it);
    if (status == HEAP_OK)
        *out = o;
    else
        xdecref(h, o);
    return status;
}

static enum heap_status extend_by_bytes(struct heap *h, addr self, addr other)
{
    const uint8_t *bytes;
    size_t more, length = length_of(h, self);
    (void)bytes_view(h, other, &bytes, &more);
    enum heap_status status = bytearray_resize(h, self, length + more);
    if (status != HEAP_OK)
        return status;
    (void)bytes_view(h, other, &bytes, &more); /* it may be the same one, which has moved and grown */
    if (self == other)
        more = length;
    if (more)
        memcpy(bytearray_data(h, self) + length, bytes, more);
    return HEAP_OK;
}

static enum heap_status extend(struct heap *h, const struct call *call, addr *out)
{
    const uint8_t *bytes;
    size_t length;
    addr other = call->args[0], collected = 0;
    enum heap_status status = HEAP_OK;
    if (!bytes_view(h, other, &bytes, &length)) {
        if (object_kind(h, other) == KIND_MEMORYVIEW) /* released, or not contiguous */
            return raise_error(h, EXC_TYPE_ERROR, "can't set bytearray slice from %.100s",
                               object_type_name(h, other));
        if (object_kind(h, other) == KIND_STR && h->abi.find_names_argument)
            return raise_error(h, EXC_TYPE_ERROR, "expected iterable of integers; got: 'str'");
        status = collect(h, other, &collected);
        other = collected;
    }
    if (status == HEAP_OK)
        status = extend_by_bytes(h, call->self, other);
    xdecref(h, collected);
    return answer_none(h, status, out);
}

static enum heap_status insert(struct heap *h, const struct call *call, addr *out)
{
    int64_t where;
    uint8_t byte = 0;
    enum heap_status status = int_argument(h, call->args[0], &where);
    if (status == HEAP_OK)
        status = byte_argument(h, call->args[1], &byte);
    if (status != HEAP_OK)
        return status;
    where = int_insertion(where, (int64_t)length_of(h, call->self));
    status = open_gap(h, call->self, (size_t)where, 1);
    if (status != HEAP_OK)
        return status;
    bytearray_data(h, call->self)[where] = byte;
    return answer_none(h, HEAP_OK, out);
}

/* pop and remove move the rest down in every case, also from the front. */
static enum heap_status take(struct heap *h, addr o, size_t at)
{
    uint8_t *data = bytearray_data(h, o), byte = data[at];
    size_t length = length_of(h, o);
    memmove(data + at, data + at + 1, length - at - 1);
    enum heap_status status = bytearray_resize(h, o, length - 1);
    if (status != HEAP_OK) {
        memmove(data + at + 1, data + at, length - at - 1);
        data[at] = byte;
    }
    return status;
}

static enum heap_status pop(struct heap *h, const struct call *call, addr *out)
{
    int64_t i = -1;
    enum heap_status status = call->count ? int_argument(h, call->args[0], &i) : HEAP_OK;
    if (status == HEAP_OK)
        status = int_removal(h, i, (int64_t)length_of(h, call->self), "bytearray", &i);
    if (status != HEAP_OK)
        return status;
    uint8_t byte = bytearray_data(h, call->self)[i];
    status = take(h, call->self, (size_t)i);
    return status == HEAP_OK ? answer_int(h, byte, out) : status;
}

static enum heap_status remove_byte(struct heap *h, const struct call *call, addr *out)
{
    uint8_t byte = 0;
    enum heap_status status = byte_argument(h, call->args[0], &byte);
    if (status != HEAP_OK)
        return status;
    size_t length = length_of(h, call->self);
    const uint8_t *data = bytearray_data(h, call->self), *found = length ? memchr(data, byte, length) : NULL;
    if (!found)
        return raise_error(h, EXC_VALUE_ERROR, "value not found in bytearray");
    status = take(h, call->self, (size_t)(found - data));
    return answer_none(h, status, out);
}

static enum heap_status clear(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = bytearray_resize(h, call->self, 0);
    return answer_none(h, status, out);
}

static enum heap_status copy(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, bytearray_new(h, bytearray_data(h, call->self), length_of(h, call->self)), out);
}

static enum heap_status reverse(struct heap *h, const struct call *call, addr *out)
{
    return answer_none(h, items_reverse(h, bytearray_data(h, call->self), length_of(h, call->self), 1), out);
}

static enum heap_status allocated(struct heap *h, const struct call *call, addr *out)
{
    return answer_int(h, HEAP_FIELD(h, call->self, BYTEARRAY_ALLOC, int64_t), out);
}

static enum heap_status resize(struct heap *h, const struct call *call, addr *out)
{
    int64_t length;
    enum heap_status status = int_argument(h, call->args[0], &length);
    if (status != HEAP_OK)
        return status;
    if (length < 0)
        return raise_error(h, EXC_VALUE_ERROR, "bytearray.resize(): new size must be >= 0, got %lld",
                           (long long)length);
    size_t old = length_of(h, call->self);
    status = bytearray_resize(h, call->self, (size_t)length);
    if (status == HEAP_OK && (size_t)length > old)
        memset(bytearray_data(h, call->self) + old, 0, (size_t)length - old);
    return answer_none(h, status, out);
}

const struct builtin_method bytearray_methods[] = {
    {"__sizeof__", 0, 0, 0, method_own_sizeof},
    {"__reduce__", 0, 0, false, bytearray_method_reduce},
    {"__reduce_ex__", 1, 1, false, bytearray_method_reduce},
    {"__alloc__", 0, 0, false, allocated},
    {"append", 1, 1, false, append},
    {"clear", 0, 0, false, clear},
    {"copy", 0, 0, false, copy},
    {"extend", 1, 1, false, extend},
    {"insert", 2, 2, false, insert},
    {"pop", 0, 1, false, pop},
    {"remove", 1, 1, false, remove_byte},
    {"resize", 1, 1, false, resize},
    {"reverse", 0, 0, false, reverse},
    BYTES_SHARED_METHODS,
    {NULL, 0, 0, false, NULL},
};
