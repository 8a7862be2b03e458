/* Taking objects apart and putting copies together (copy_parts.h). */
#include "daemon/heap/copy_parts.h"

#include "daemon/heap/object/array.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/complex.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/ordered_dict.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/struct_sequence.h"

static enum copy_how how_exact(enum kind kind, bool deep)
{
    switch (kind) {
    case KIND_LIST:
        return COPY_LIST;
    case KIND_DICT:
        return COPY_DICT;
    case KIND_TUPLE:
        return deep ? COPY_TUPLE : COPY_SELF;
    case KIND_FROZENSET:
        return deep ? COPY_ARGUMENT : COPY_SELF;
    case KIND_SLICE:
        return deep ? COPY_SLICE : COPY_SELF;
    case KIND_SET:
        return COPY_ARGUMENT;
    case KIND_BYTEARRAY:
    case KIND_ARRAY:
        return COPY_WHOLE;
    case KIND_METHOD:
        return COPY_METHOD;
    case KIND_INSTANCE:
    case KIND_DEQUE:
    case KIND_ORDERED_DICT:
    case KIND_DEFAULT_DICT:
        return COPY_EMPTY;
    case KIND_MODULE:
    case KIND_CELL:
    case KIND_PROXY:
    case KIND_CALLABLE_PROXY:
    case KIND_TRACEBACK:
    case KIND_LOCK:
    case KIND_RLOCK:
    case KIND_RANDOM:
    case KIND_IO_BASE:
    case KIND_RAW_IO_BASE:
    case KIND_BUFFERED_IO_BASE:
    case KIND_TEXT_IO_BASE:
    case KIND_STRING_IO:
    case KIND_BYTES_IO:
    case KIND_BYTES_IO_BUFFER:
    case KIND_NEWLINE_DECODER:
    case KIND_SIMPLE_QUEUE:
        return COPY_NOT;
    default:
        return COPY_SELF;
    }
}

enum copy_how copy_how(const struct heap *h, addr o, bool deep)
{
    enum kind kind = object_kind(h, o);
    if (kind == KIND_TYPE)
        return COPY_SELF;
    if (kind_is_exception(kind))
        return COPY_ARGUMENT;
    if (struct_sequence_is_type(h, object_type(h, o)))
        return COPY_WHOLE;
    if (object_is_exact(h, o, kind))
        return how_exact(kind, deep);
    switch (kind) {
    case KIND_INSTANCE:
    case KIND_LIST:
    case KIND_DICT:
    case KIND_DEQUE:
    case KIND_ORDERED_DICT:
    case KIND_DEFAULT_DICT:
        return COPY_EMPTY;
    case KIND_ARRAY:
        return COPY_WHOLE;
    case KIND_INT:
    case KIND_FLOAT:
    case KIND_COMPLEX:
    case KIND_STR:
    case KIND_BYTES:
    case KIND_BYTEARRAY:
    case KIND_TUPLE:
    case KIND_SET:
    case KIND_FROZENSET:
        return COPY_ARGUMENT;
    default:
        return COPY_NOT;
    }
}

enum heap_status copy_refuse(struct heap *h, addr o)
{
    return raise_error(h, EXC_TYPE_ERROR, "cannot pickle '%.200s' object", object_type_name(h, o));
}

/* ---- wholes and arguments
 * ---------------------------------------------------------------------------------------------------------
 */

static addr copy_array(struct heap *h, addr o)
{
    return array_slice(h, o, 0, 1, (int64_t)array_length(h, o));
}

addr copy_whole(struct heap *h, addr o)
{
    const uint8_t *bytes;
    size_t length;
    if (object_kind(h, o) == KIND_ARRAY)
        return copy_array(h, o);
    if (object_kind(h, o) == KIND_TUPLE)
        return struct_sequence_new(h, object_type(h, o), tuple_items(h, o));
    (void)bytes_view(h, o, &bytes, &length);
    addr copy = bytearray_new(h, NULL, length);
    if (copy && length) {
        (void)bytes_view(h, o, &bytes, &length);
        __builtin_memcpy(heap_at(h, HEAP_FIELD(h, copy, BYTEARRAY_START, addr)), bytes, length);
    }
    return copy;
}

addr copy_argument(struct heap *h, addr o)
{
    const uint8_t *bytes;
    size_t length;
    if (object_is_exception(h, o))
        return exception_copy_args(h, o);
    switch (object_kind(h, o)) {
    case KIND_SET:
    case KIND_FROZENSET:
        return list_from_iterable(h, o);
    case KIND_TUPLE:
        return tuple_from(h, tuple_items(h, o), tuple_length(h, o));
    case KIND_INT:
        return int_copy_of(h, 0, o);
    case KIND_FLOAT:
        return float_new(h, float_value(h, o));
    case KIND_COMPLEX:
        return complex_new(h, complex_real(h, o), complex_imag(h, o));
    case KIND_STR:
        return str_copy_of(h, h->type[KIND_STR], o);
    default:
        (void)bytes_view(h, o, &bytes, &length);
        return bytes_new(h, bytes, length);
    }
}

/* type(*args) *new* */
static addr call_with(struct heap *h, addr type, addr args)
{
    addr made = 0;
    enum heap_status status =
        object_call(h, type, tuple_items(h, args), tuple_length(h, args), NULL, NULL, 0, &made);
    return status == HEAP_ABANDONED ? raise_abandoned(h) : made;
}

addr copy_from_argument(struct heap *h, addr o, addr argument)
{
    addr type = object_type(h, o);
    const uint8_t *bytes;
    size_t length;
    if (object_is_exception(h, o))
        return call_with(h, type, argument);
    switch (object_kind(h, o)) {
    case KIND_SET:
    case KIND_FROZENSET:
        return set_from(h, type, argument);
    case KIND_TUPLE:
        return tuple_from_of(h, type, tuple_items(h, argument), tuple_length(h, argument));
    case KIND_INT:
        return int_copy_of(h, type, argument);
    case KIND_FLOAT:
        return float_new_of(h, type, float_value(h, argument));
    case KIND_COMPLEX:
        return complex_new_of(h, type, complex_real(h, argument), complex_imag(h, argument));
    case KIND_STR:
        return str_copy_of(h, type, argument);
    case KIND_BYTES:
        (void)bytes_view(h, argument, &bytes, &length);
        return bytes_new_of(h, type, bytes, length);
    default:
        (void)bytes_view(h, argument, &bytes, &length);
        return bytearray_new_of(h, type, bytes, length);
    }
}

static addr empty_default_dict(struct heap *h, addr type, addr factory)
{
    addr d = dict_new_of(h, type);
    if (d)
        *default_factory(h, d) = xincref(h, factory);
    return d;
}

addr copy_empty(struct heap *h, addr o)
{
    addr type = object_type(h, o);
    switch (object_kind(h, o)) {
    case KIND_LIST:
        return list_new_of(h, type);
    case KIND_DICT:
    case KIND_ORDERED_DICT:
        return dict_new_of(h, type);
    case KIND_DEFAULT_DICT:
        return empty_default_dict(h, type, *default_factory(h, o));
    case KIND_DEQUE:
        return deque_new_of(h, type, deque_at(h, o)->maxlen);
    default:
        return instance_new(h, type);
    }
}

/* ---- state
 * --------------------------------------------------------------------------------------------------------------------------
 */

enum heap_status copy_state(struct heap *h, addr o, addr *dict)
{
    *dict = 0;
    if (!instance_dict_field(h, o) || !instance_stored_count(h, o))
        return HEAP_OK;
    return instance_dict(h, o, dict);
}

enum heap_status copy_slots(struct heap *h, addr o, addr *slots)
{
    addr name, value;
    *slots = 0;
    if (object_is_exception(h, o))
        return exception_copy_state(h, o, slots);
    for (size_t i = instance_stored_count(h, o); instance_attribute(h, o, i, &name, &value); i++) {
        incref(h, name); /* the instance may lose both meanwhile */
        incref(h, value);
        enum heap_status status = *slots || (*slots = dict_new(h)) ? HEAP_OK : raise_status(h);
        if (status == HEAP_OK)
            status = dict_set(h, *slots, name, value);
        decref(h, name);
        decref(h, value);
        if (status != HEAP_OK) {
            xdecref(h, *slots);
            *slots = 0;
            return status;
        }
    }
    return HEAP_OK;
}

/* y.name = value, which the setting may let go of. */
static enum heap_status set_held(struct heap *h, addr y, addr name, addr value)
{
    incref(h, name);
    incref(h, value);
    enum heap_status status = object_setattr(h, y, name, value);
    decref(h, name);
    decref(h, value);
    return status;
}

enum heap_status copy_set_state(struct heap *h, addr y, addr state, addr slots)
{
    addr dict, name, value;
    enum heap_status status = HEAP_OK;
    if (object_is_exception(h, y)) { /* its __setstate__ sets attributes */
        for (size_t position = 0;
             status == HEAP_OK && state && dict_next(h, state, &position, &name, &value);)
            status = set_held(h, y, name, value);
        state = 0;
    }
    if (state) {
        status = instance_dict(h, y, &dict);
        if (status != HEAP_OK)
            return status;
        status = dict_update(h, dict, state);
        decref(h, dict);
    }
    for (size_t position = 0; status == HEAP_OK && slots && dict_next(h, slots, &position, &name, &value);)
        status = set_held(h, y, name, value);
    return status;
}

/* ---- items
 * ---------------------------------------------------------------------------------------------------------------------------
 */

bool copy_has_list_items(const struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    return kind == KIND_LIST || kind == KIND_DEQUE;
}

bool copy_has_dict_items(const struct heap *h, addr o)
{
    return dict_is_kind(h, o);
}

enum heap_status copy_next_pair(struct heap *h, addr o, size_t *position, addr *key, addr *value)
{
    if (object_kind(h, o) == KIND_ORDERED_DICT)
        return ordered_dict_next(h, o, position, key, value);
    if (!dict_next(h, o, position, key, value))
        *key = 0;
    return HEAP_OK;
}

enum heap_status copy_set_pair(struct heap *h, addr y, addr key, addr value)
{
    return object_kind(h, y) == KIND_ORDERED_DICT ? ordered_dict_set(h, y, key, value)
                                                  : dict_set(h, y, key, value);
}

enum heap_status copy_append(struct heap *h, addr y, addr item)
{
    return object_kind(h, y) == KIND_DEQUE ? deque_append(h, y, item, false) : list_append(h, y, item);
}
