/* Iterators that are a sequence and an index: of list, tuple, str, bytes and bytearray, of whatever has
 * __getitem__, and reversed(). Mirrors listiterobject, tupleiterobject, unicodeiterobject, ... and
 * Objects/iterobject.c.
 *
 *   0 header   16 index   24 sequence: 0 once the end was reached
 */
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/iterator_reduce.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/str.h"

/* A new one or 0, as its fields say. */
static addr fill(struct heap *h, addr o, addr sequence, int64_t index)
{
    if (!o)
        return 0;
    *index_iterator_at(h, o) = (struct index_iterator){*object_at(h, o), index, incref(h, sequence)};
    object_track(h, o);
    return o;
}

static addr make(struct heap *h, enum kind kind, addr sequence, int64_t index)
{
    return fill(h, iterator_alloc(h, h->type[kind]), sequence, index);
}

/* ---- constructors: tp_iter of the containers ------------------------------------------------------- */

addr list_iterator_new(struct heap *h, addr list)
{
    return fill(h, free_list_object(h, FREE_LIST_ITERATORS, KIND_LIST_ITERATOR), list, 0);
}

addr sequence_iterator_new(struct heap *h, addr sequence)
{
    return make(h, KIND_SEQUENCE_ITERATOR, sequence, 0);
}

enum heap_status list_iter(struct heap *h, addr o, addr *out)
{
    return answer(h, list_iterator_new(h, o), out);
}

enum heap_status tuple_iter(struct heap *h, addr o, addr *out)
{
    return answer(h, fill(h, free_list_object(h, FREE_TUPLE_ITERATORS, KIND_TUPLE_ITERATOR), o, 0), out);
}

enum heap_status str_iter(struct heap *h, addr o, addr *out)
{
    return answer(h, make(h, str_is_ascii(h, o) ? KIND_STR_ASCII_ITERATOR : KIND_STR_ITERATOR, o, 0), out);
}

enum heap_status bytes_iter(struct heap *h, addr o, addr *out)
{
    return answer(h, make(h, KIND_BYTES_ITERATOR, o, 0), out);
}

enum heap_status bytearray_iter(struct heap *h, addr o, addr *out)
{
    return answer(h, make(h, KIND_BYTEARRAY_ITERATOR, o, 0), out);
}

enum heap_status list_method_reversed(struct heap *h, const struct call *call, addr *out)
{
    int64_t last = (int64_t)list_length(h, call->self) - 1;
    return answer(h, make(h, KIND_LIST_REVERSE_ITERATOR, call->self, last), out);
}

/* ---- next() ---------------------------------------------------------------------------------------- */

/* The index says that the end was reached, too. */
static bool ends_negative(const struct heap *h, enum kind kind)
{
    return (kind == KIND_LIST_ITERATOR && h->abi.list_iterator_ends_negative) ||
           (kind == KIND_BYTEARRAY_ITERATOR && h->abi.bytearray_iterator_ends_negative);
}

static enum heap_status list_iterator_next(struct heap *h, addr o, addr *item)
{
    struct index_iterator *it = index_iterator_at(h, o);
    *item = 0;
    if (!it->sequence)
        return HEAP_OK;
    if ((uint64_t)it->index < list_length(h, it->sequence)) {
        *item = incref(h, list_items(h, it->sequence)[it->index++]);
        return HEAP_OK;
    }
    if (ends_negative(h, KIND_LIST_ITERATOR))
        it->index = -1;
    return iterator_end(h, &it->sequence);
}

static enum heap_status list_reverse_iterator_next(struct heap *h, addr o, addr *item)
{
    struct index_iterator *it = index_iterator_at(h, o);
    *item = 0;
    if (!it->sequence)
        return HEAP_OK;
    if (it->index >= 0 && (uint64_t)it->index < list_length(h, it->sequence)) {
        *item = incref(h, list_items(h, it->sequence)[it->index--]);
        return HEAP_OK;
    }
    it->index = -1;
    return iterator_end(h, &it->sequence);
}

static enum heap_status tuple_iterator_next(struct heap *h, addr o, addr *item)
{
    struct index_iterator *it = index_iterator_at(h, o);
    *item = 0;
    if (!it->sequence)
        return HEAP_OK;
    if ((uint64_t)it->index >= tuple_length(h, it->sequence))
        return iterator_end(h, &it->sequence);
    *item = incref(h, tuple_items(h, it->sequence)[it->index++]);
    return HEAP_OK;
}

static enum heap_status str_iterator_next(struct heap *h, addr o, addr *item)
{
    struct index_iterator *it = index_iterator_at(h, o);
    *item = 0;
    if (!it->sequence)
        return HEAP_OK;
    if ((uint64_t)it->index >= str_length(h, it->sequence))
        return iterator_end(h, &it->sequence);
    uint32_t c = str_char(h, it->sequence, (size_t)it->index);
    addr made = str_from_units(h, &c, 1, 4);
    it->index += made != 0;
    return item_made(h, made, item);
}

static enum heap_status bytes_iterator_next(struct heap *h, addr o, addr *item)
{
    struct index_iterator *it = index_iterator_at(h, o);
    const uint8_t *bytes;
    size_t length;
    *item = 0;
    if (!it->sequence)
        return HEAP_OK;
    if (!bytes_view(h, it->sequence, &bytes, &length) || (uint64_t)it->index >= length) {
        if (ends_negative(h, object_kind(h, o)))
            it->index = -1;
        return iterator_end(h, &it->sequence);
    }
    return item_made(h, int_new(h, bytes[it->index++]), item); /* small: it cannot fail */
}

/* IndexError and StopIteration from __getitem__ mean the end. */
static bool is_past_the_end(struct heap *h, enum heap_status status)
{
    if (status != HEAP_RAISED)
        return false;
    if (iterator_stopped(h))
        return true;
    if (heap_raised(h) != EXC_INDEX_ERROR)
        return false;
    heap_clear_raised(h);
    return true;
}

static enum heap_status sequence_iterator_next(struct heap *h, addr o, addr *item)
{
    struct index_iterator *it = index_iterator_at(h, o);
    *item = 0;
    if (!it->sequence)
        return HEAP_OK;
    if (it->index == INT64_MAX)
        return raise_error(h, EXC_OVERFLOW_ERROR, "iter index too large");
    addr sequence = incref(h, it->sequence);
    enum heap_status status = sequence_get(h, sequence, it->index, item);
    if (status == HEAP_OK) {
        it->index++;
    } else if (is_past_the_end(h, status)) {
        *item = 0;
        status = iterator_end(h, &it->sequence);
    }
    decref(h, sequence);
    return status;
}

/* Whatever goes wrong is its end. */
static enum heap_status reversed_next(struct heap *h, addr o, addr *item)
{
    struct index_iterator *it = index_iterator_at(h, o);
    enum heap_status status = HEAP_OK;
    *item = 0;
    if (it->sequence && it->index >= 0) {
        addr sequence = incref(h, it->sequence);
        status = sequence_get(h, sequence, it->index, item);
        decref(h, sequence);
        if (status == HEAP_OK) {
            it->index--;
            return HEAP_OK;
        }
        *item = 0;
        if (is_past_the_end(h, status))
            status = HEAP_OK;
    }
    it->index = -1;
    (void)iterator_end(h, &it->sequence);
    return status;
}

/* ---- methods --------------------------------------------------------------------------------------- */

static enum heap_status method_hint(struct heap *h, const struct call *call, addr *out)
{
    const struct index_iterator *it = index_iterator_at(h, call->self);
    int64_t length = 0;
    if (!it->sequence || it->index < 0)
        return answer_int(h, 0, out);
    if (!object_ops(h, it->sequence)->length && object_is_exact(h, call->self, KIND_SEQUENCE_ITERATOR)) {
        addr type = object_type(h, it->sequence);
        if (!special_of_class(h, type, known_name(h, NAME_LEN)))
            return answer(h, incref(h, h->singleton[SINGLETON_NOT_IMPLEMENTED]), out);
    }
    enum heap_status status = object_length(h, it->sequence, &length);
    if (status != HEAP_OK)
        return status;
    return answer_int(h, length > it->index ? length - it->index : 0, out);
}

static enum heap_status method_hint_reverse(struct heap *h, const struct call *call, addr *out)
{
    const struct index_iterator *it = index_iterator_at(h, call->self);
    int64_t length = 0, rest = it->index + 1;
    if (!it->sequence)
        return answer_int(h, 0, out);
    enum heap_status status = object_length(h, it->sequence, &length);
    if (status != HEAP_OK)
        return status;
    return answer_int(h, length < rest ? 0 : rest, out);
}

/* __setstate__: the index, not before the beginning; past the end is the end. */
static enum heap_status set_index(struct heap *h, const struct call *call, bool backwards, bool cut,
                                  addr *out)
{
    struct index_iterator *it = index_iterator_at(h, call->self);
    int64_t index, length = 0, lowest = backwards || ends_negative(h, object_kind(h, call->self)) ? -1 : 0;
    enum heap_status status = state_index(h, call->args[0], &index);
    if (status == HEAP_OK && it->sequence && cut)
        status = object_length(h, it->sequence, &length);
    if (status != HEAP_OK)
        return status;
    if (it->sequence) {
        int64_t highest = backwards ? length - 1 : length;
        it->index = index < lowest ? lowest : cut && index > highest ? highest : index;
    }
    return answer_none(h, HEAP_OK, out);
}

static enum heap_status method_setstate(struct heap *h, const struct call *call, addr *out)
{
    return set_index(h, call, false, true, out);
}

static enum heap_status method_setstate_open(struct heap *h, const struct call *call, addr *out)
{
    return set_index(h, call, false, false, out);
}

static enum heap_status method_setstate_reverse(struct heap *h, const struct call *call, addr *out)
{
    return set_index(h, call, true, true, out);
}

/* ---- __reduce__ ------------------------------------------------------------------------------------ */

/* *new*: something of the kind that is empty. */
static addr nothing_of(struct heap *h, enum kind kind)
{
    switch (kind) {
    case KIND_LIST_ITERATOR:
    case KIND_LIST_REVERSE_ITERATOR:
        return list_new(h, 0);
    case KIND_STR_ITERATOR:
    case KIND_STR_ASCII_ITERATOR:
        return str_from_ascii(h, "");
    default:
        return incref(h, h->singleton[SINGLETON_EMPTY_TUPLE]);
    }
}

/* As it is once the function was found. */
static enum heap_status reduce_with(struct heap *h, addr o, addr function, addr *out)
{
    const struct index_iterator *it = index_iterator_at(h, o);
    enum kind kind = object_kind(h, o);
    bool backwards = kind == KIND_LIST_REVERSE_ITERATOR;
    bool by_index = (backwards && h->abi.list_iterator_ends_negative) || ends_negative(h, kind);
    if (it->sequence && !(by_index && it->index < 0)) {
        addr index = int_new(h, it->index);
        return reduce_answer(h, function, index ? reduce_tuple(h, incref(h, it->sequence)) : 0, index, out);
    }
    addr nothing = reduce_tuple(h, nothing_of(h, kind));
    bool of_list = backwards || kind == KIND_LIST_ITERATOR;
    if (of_list && !h->abi.list_iterator_ends_negative) /* up to 3.12 it is looked for once more */
        return reduce_by(h, NAME_ITER_FUNCTION, nothing, 0, out);
    return reduce_answer(h, function, nothing, 0, out);
}

static enum heap_status method_reduce(struct heap *h, const struct call *call, addr *out)
{
    addr function = object_type(h, call->self);
    bool backwards = object_kind(h, call->self) == KIND_LIST_REVERSE_ITERATOR;
    if (object_kind(h, call->self) == KIND_REVERSED)
        return reduce_with(h, call->self, function, out);
    enum heap_status status =
        reduce_function(h, backwards ? NAME_REVERSED_FUNCTION : NAME_ITER_FUNCTION, &function);
    if (status != HEAP_OK)
        return status;
    status = reduce_with(h, call->self, function, out);
    decref(h, function);
    return status;
}

/* ---- the kinds --------------------------------------------------------------------------------------- */

FIELDS_SLOTS(index_iterator, offsetof(struct index_iterator, sequence))

#define KIND(prefix, next_function, hint, setstate)                                                          \
    extern const struct kind_ops prefix##_ops;                                                               \
    extern const struct builtin_method prefix##_methods[];                                                   \
    const struct kind_ops prefix##_ops = {.traverse = index_iterator_traverse,                               \
                                          .release_next = index_iterator_release_next,                       \
                                          .hash = hash_self,                                                 \
                                          .iter = iter_self,                                                 \
                                          .next = next_function,                                             \
                                          .verify = index_iterator_verify};                                  \
    const struct builtin_method prefix##_methods[] = {                                                       \
        {"__length_hint__", 0, 0, false, hint},                                                              \
        {"__reduce__", 0, 0, 0, method_reduce},                                                              \
        {"__setstate__", 1, 1, false, setstate},                                                             \
        {0},                                                                                                 \
    };

KIND(list_iterator, list_iterator_next, method_hint, method_setstate)
KIND(list_reverse_iterator, list_reverse_iterator_next, method_hint_reverse, method_setstate_reverse)
KIND(tuple_iterator, tuple_iterator_next, method_hint, method_setstate)
KIND(str_iterator, str_iterator_next, method_hint, method_setstate)
KIND(str_ascii_iterator, str_iterator_next, method_hint, method_setstate)
KIND(bytes_iterator, bytes_iterator_next, method_hint, method_setstate)
KIND(bytearray_iterator, bytes_iterator_next, method_hint, method_setstate)
KIND(sequence_iterator, sequence_iterator_next, method_hint, method_setstate_open)
KIND(reversed, reversed_next, method_hint_reverse, method_setstate_reverse)
