/* The methods of array.array, as Modules/arraymodule.c has them. */
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/array.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/memory_view.h"
#include "daemon/heap/object/reduce.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"

static enum heap_status append(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = array_append(h, call->self, call->args[0]);
    return answer_none(h, status, out);
}

static enum heap_status extend_by_array(struct heap *h, addr a, addr other)
{
    if (array_form(h, a) != array_form(h, other))
        return raise_error(h, EXC_TYPE_ERROR, "can only extend with array of same kind");
    size_t n = array_length(h, a), more = array_length(h, other), size = array_item_size(h, a);
    enum heap_status status = array_resize(h, a, n + more);
    if (status == HEAP_OK && more)
        memcpy(array_bytes(h, a) + n * size, array_bytes(h, other), more * size);
    return status;
}

/* Items that were added before a failure stay, as in CPython: the iterable has given them away. */
enum heap_status array_extend(struct heap *h, addr a, addr iterable)
{
    if (object_kind(h, iterable) == KIND_ARRAY)
        return extend_by_array(h, a, iterable);
    struct iteration it;
    enum heap_status status = iteration_begin(h, &it, iterable);
    if (status != HEAP_OK)
        return status;
    addr item;
    while ((status = iteration_next(h, &it, &item)) == HEAP_OK && item) {
        status = array_append(h, a, item);
        decref(h, item);
        if (status != HEAP_OK)
            break;
    }
    iteration_end(h, &it);
    return status;
}

static enum heap_status extend(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = array_extend(h, call->self, call->args[0]);
    return answer_none(h, status, out);
}

/* What says the value of an item may change the list. */
static enum heap_status set_from_list(struct heap *h, addr a, size_t at, addr list, size_t i, size_t length)
{
    addr item = incref(h, list_item(h, list, i));
    enum heap_status status = array_set(h, a, at, item);
    decref(h, item);
    if (status == HEAP_OK && list_length(h, list) != length)
        return raise_error(h, EXC_RUNTIME_ERROR, "list changed size during iteration");
    return status;
}

static enum heap_status fromlist(struct heap *h, const struct call *call, addr *out)
{
    if (object_kind(h, call->args[0]) != KIND_LIST)
        return raise_error(h, EXC_TYPE_ERROR, "arg must be list");
    addr a = call->self, list = call->args[0];
    size_t n = array_length(h, a), more = list_length(h, list);
    enum heap_status status = array_resize(h, a, n + more);
    for (size_t i = 0; i < more && status == HEAP_OK; i++)
        if ((status = set_from_list(h, a, n + i, list, i, more)) == HEAP_OK)
            status = loop_check(h);
    if (status == HEAP_OK)
        return answer_none(h, HEAP_OK, out);
    if (array_length(h, a) == n + more)
        array_delete(h, a, n, n + more);
    return status;
}

static enum heap_status frombytes(struct heap *h, const struct call *call, addr *out)
{
    const uint8_t *bytes;
    size_t length;
    if (!bytes_view(h, call->args[0], &bytes, &length))
        return raise_not_bytes(h, call->args[0]);
    int64_t *exports =
        buffer_exports(h, call->args[0]); /* it may be the array itself, which is not to move */
    if (exports)
        ++*exports;
    enum heap_status status = array_extend_bytes(h, call->self, bytes, length);
    if (exports)
        --*exports;
    return answer_none(h, status, out);
}

static enum heap_status tobytes(struct heap *h, const struct call *call, addr *out)
{
    size_t length = array_length(h, call->self) * array_item_size(h, call->self);
    return answer(h, bytes_new(h, length ? array_bytes(h, call->self) : NULL, length), out);
}

static enum heap_status tolist(struct heap *h, const struct call *call, addr *out)
{
    size_t n = array_length(h, call->self);
    addr list = list_new(h, n);
    if (list && array_length(h, call->self) < n) /* a finalizer may have shortened the array meanwhile */
        list_at(h, list)->size = (int64_t)(n = array_length(h, call->self));
    for (size_t i = 0; list && i < n; i++) {
        addr item = array_item(h, call->self, i);
        if (!item) {
            decref(h, list);
            return HEAP_RAISED;
        }
        list_init(h, list, i, item);
        enum heap_status status = loop_check(h);
        if (status != HEAP_OK) {
            decref(h, list);
            return status;
        }
    }
    return answer(h, list, out);
}

static enum heap_status tounicode(struct heap *h, const struct call *call, addr *out)
{
    if (array_form(h, call->self)->value != ARRAY_CHARACTER)
        return raise_error(h, EXC_VALUE_ERROR, "tounicode() may only be called on unicode type arrays");
    return answer(h, array_text(h, call->self), out);
}

/* The next item from *i on that equals `wanted`; *i is its position, or the length. */
static enum heap_status find(struct heap *h, addr a, addr wanted, size_t *i)
{
    for (; *i < array_length(h, a); ++*i) {
        addr item = array_item(h, a, *i);
        bool same;
        enum heap_status status = item ? object_equal(h, item, wanted, &same) : HEAP_RAISED;
        if (item)
            decref(h, item);
        if (status != HEAP_OK)
            return status;
        if (same)
            return HEAP_OK;
        if ((status = loop_check(h)) != HEAP_OK)
            return status;
    }
    return HEAP_OK;
}

static enum heap_status count(struct heap *h, const struct call *call, addr *out)
{
    int64_t n = 0;
    for (size_t i = 0;; i++, n++) {
        enum heap_status status = find(h, call->self, call->args[0], &i);
        if (status != HEAP_OK)
            return status;
        if (i >= array_length(h, call->self))
            return answer_int(h, n, out);
    }
}

static enum heap_status index_of(struct heap *h, const struct call *call, addr *out)
{
    int64_t from = 0, to = INT64_MAX;
    enum heap_status status = call->count > 1 ? int_slice_position(h, call->args[1], &from) : HEAP_OK;
    if (status == HEAP_OK && call->count > 2)
        status = int_slice_position(h, call->args[2], &to);
    if (status != HEAP_OK)
        return status;
    int64_t length = (int64_t)array_length(h, call->self);
    if (from < 0 && (from += length) < 0)
        from = 0;
    if (to < 0)
        to += length;
    size_t i = (size_t)from;
    status = find(h, call->self, call->args[0], &i);
    if (status != HEAP_OK)
        return status;
    if ((int64_t)i >= to || i >= array_length(h, call->self))
        return raise_error(h, EXC_VALUE_ERROR, "array.index(x): x not in array");
    return answer_int(h, (int64_t)i, out);
}

static enum heap_status insert(struct heap *h, const struct call *call, addr *out)
{
    addr a = call->self;
    int64_t where;
    char bytes[8];
    size_t size = array_item_size(h, a);
    enum heap_status status = int_argument(h, call->args[0], &where);
    if (status == HEAP_OK)
        status = array_encode(h, array_form(h, a), call->args[1], bytes);
    int64_t length = (int64_t)array_length(h, a);
    if (status == HEAP_OK)
        status = array_resize(h, a, (size_t)length + 1);
    if (status != HEAP_OK)
        return status;
    where = int_insertion(where, length);
    char *p = array_bytes(h, a) + (size_t)where * size;
    memmove(p + size, p, (size_t)(length - where) * size);
    memcpy(p, bytes, size);
    return answer_none(h, HEAP_OK, out);
}

static enum heap_status pop(struct heap *h, const struct call *call, addr *out)
{
    int64_t i = -1;
    enum heap_status status = call->count ? int_argument(h, call->args[0], &i) : HEAP_OK;
    if (status == HEAP_OK)
        status = int_removal(h, i, (int64_t)array_length(h, call->self), "array", &i);
    if (status != HEAP_OK)
        return status;
    status = buffer_check_resizable(h, call->self);
    if (status != HEAP_OK)
        return status;
    addr item = array_item(h, call->self, (size_t)i);
    if (item)
        array_delete(h, call->self, (size_t)i, (size_t)i + 1);
    return answer(h, item, out);
}

static enum heap_status remove_item(struct heap *h, const struct call *call, addr *out)
{
    size_t i = 0;
    enum heap_status status = find(h, call->self, call->args[0], &i);
    if (status != HEAP_OK)
        return status;
    if (i >= array_length(h, call->self))
        return raise_error(h, EXC_VALUE_ERROR, "array.remove(x): x not in array");
    status = buffer_check_resizable(h, call->self);
    if (status == HEAP_OK)
        array_delete(h, call->self, i, i + 1);
    return answer_none(h, status, out);
}

static enum heap_status reverse(struct heap *h, const struct call *call, addr *out)
{
    addr a = call->self;
    return answer_none(h, items_reverse(h, array_bytes(h, a), array_length(h, a), array_item_size(h, a)),
                       out);
}

static enum heap_status byteswap(struct heap *h, const struct call *call, addr *out)
{
    addr a = call->self;
    return answer_none(h, items_byteswap(h, array_bytes(h, a), array_length(h, a), array_item_size(h, a)),
                       out);
}

static enum heap_status buffer_info(struct heap *h, const struct call *call, addr *out)
{
    addr pair[2] = {int_new(h, (int64_t)array_at(h, call->self)->items), 0};
    if (pair[0])
        pair[1] = int_new(h, array_at(h, call->self)->size);
    addr tuple = pair[1] ? tuple_from(h, pair, 2) : 0;
    for (size_t i = 0; i < 2; i++)
        if (pair[i])
            decref(h, pair[i]);
    return answer(h, tuple, out);
}

static enum heap_status fromunicode(struct heap *h, const struct call *call, addr *out)
{
    addr s = call->args[0], a = call->self;
    if (!str_is_kind(h, s))
        return raise_error(h, EXC_TYPE_ERROR, "fromunicode() argument must be str, not %s",
                           argument_type_name(h, s));
    if (array_form(h, a)->value != ARRAY_CHARACTER)
        return raise_error(h, EXC_VALUE_ERROR,
                           h->abi.array_has_w
                               ? "fromunicode() may only be called on unicode type arrays ('u' or 'w')"
                               : "fromunicode() may only be called on unicode type arrays");
    size_t n = array_length(h, a), more = str_length(h, s);
    enum heap_status status = more ? array_resize(h, a, n + more) : HEAP_OK;
    if (status == HEAP_OK && more)
        units_copy(array_bytes(h, a) + n * 4, 4, str_data(h, s), str_kind(h, s), more);
    return answer_none(h, status, out);
}

static enum heap_status copy(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, array_slice(h, call->self, 0, 1, (int64_t)array_length(h, call->self)), out);
}

static enum heap_status clear(struct heap *h, const struct call *call, addr *out)
{
    return answer_none(h, array_resize(h, call->self, 0), out);
}

const struct builtin_method array_methods[] = {
    {"__sizeof__", 0, 0, 0, method_own_sizeof},
    {"__reduce_ex__", 1, 1, false, array_method_reduce},
    {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem},
    {"__copy__", 0, 0, false, copy},
    {"__deepcopy__", 1, 1, false, copy},
    {"clear", 0, 0, false, clear},
    {"fromunicode", 1, 1, false, fromunicode},
    {"append", 1, 1, false, append},
    {"buffer_info", 0, 0, false, buffer_info},
    {"byteswap", 0, 0, false, byteswap},
    {"count", 1, 1, false, count},
    {"extend", 1, 1, false, extend},
    {"frombytes", 1, 1, false, frombytes},
    {"fromlist", 1, 1, false, fromlist},
    {"index", 1, 3, false, index_of},
    {"insert", 2, 2, false, insert},
    {"pop", 0, 1, false, pop},
    {"remove", 1, 1, false, remove_item},
    {"reverse", 0, 0, false, reverse},
    {"tobytes", 0, 0, false, tobytes},
    {"tolist", 0, 0, false, tolist},
    {"tounicode", 0, 0, false, tounicode},
    {NULL, 0, 0, false, NULL},
};
