/* __reduce__ of the builtin types that have one of their own: how a copy of the object is made. */
#include "daemon/heap/object/reduce.h"

#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/array.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/iterator_reduce.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/range.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/slice.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/runtime.h"

/* o.__getstate__(): *new* */
static enum heap_status state_of(struct heap *h, addr o, addr *out)
{
    return object_call_method(h, o, known_name(h, NAME_GETSTATE), NULL, 0, NULL, NULL, 0, out);
}

/* o.__dict__, or None: *new*. */
static enum heap_status dict_of(struct heap *h, addr o, addr *out)
{
    enum heap_status status = attribute_lookup(h, o, known_name(h, NAME_DICT), out);
    if (status == HEAP_OK && !*out)
        *out = incref(h, none(h));
    return status;
}

/* (type(o), args, state[, iterator]): `args` and `iterator` are taken over, 0 where making them failed or
 * `last` is none. */
static enum heap_status made_of(struct heap *h, addr o, addr args, bool with_iterator, addr iterator,
                                addr *out)
{
    addr state = 0, made = 0;
    enum heap_status status = args && (iterator || !with_iterator) ? state_of(h, o, &state) : raise_status(h);
    if (status == HEAP_OK) {
        addr parts[] = {object_type(h, o), args, state, iterator};
        made = tuple_from(h, parts, with_iterator ? 4 : 3);
    }
    xdecref(h, state);
    xdecref(h, args);
    xdecref(h, iterator);
    return status == HEAP_OK ? answer(h, made, out) : status;
}

/* A tuple of one, which is taken over. *new* */
static addr tuple_of(struct heap *h, addr item)
{
    addr t = item ? tuple_from(h, &item, 1) : 0;
    xdecref(h, item);
    return t;
}

enum heap_status set_method_reduce(struct heap *h, const struct call *c, addr *out)
{
    return made_of(h, c->self, tuple_of(h, list_from_iterable(h, c->self)), false, 0, out);
}

enum heap_status deque_method_reduce(struct heap *h, const struct call *c, addr *out)
{
    int64_t maxlen = deque_at(h, c->self)->maxlen;
    addr iterator = 0, empty = h->singleton[SINGLETON_EMPTY_TUPLE], args = 0;
    enum heap_status status = object_iter(h, c->self, &iterator);
    if (status != HEAP_OK)
        return status;
    if (maxlen < 0) {
        args = incref(h, empty);
    } else {
        addr parts[] = {empty, int_new(h, maxlen)};
        args = parts[1] ? tuple_from(h, parts, 2) : 0;
        xdecref(h, parts[1]);
    }
    return made_of(h, c->self, args, true, iterator, out);
}

/* (type, three fields) */
static enum heap_status of_three(struct heap *h, addr o, const addr *fields, addr *out)
{
    addr args = tuple_from(h, fields, 3), made = 0;
    if (args) {
        addr parts[] = {object_type(h, o), args};
        made = tuple_from(h, parts, 2);
        decref(h, args);
    }
    return answer(h, made, out);
}

enum heap_status range_method_reduce(struct heap *h, const struct call *c, addr *out)
{
    return of_three(h, c->self, range_fields(h, c->self), out);
}

enum heap_status slice_method_reduce(struct heap *h, const struct call *c, addr *out)
{
    return of_three(h, c->self, slice_fields(h, c->self), out);
}

/* The bytes as characters, and which they are: what protocols without bytes have. *new* */
static addr as_latin1(struct heap *h, addr o)
{
    addr parts[] = {str_from_units(h, bytearray_data(h, o), bytes_length(h, o), 1),
                    str_from_ascii(h, "latin-1")};
    addr args = parts[0] && parts[1] ? tuple_from(h, parts, 2) : 0;
    xdecref(h, parts[0]);
    xdecref(h, parts[1]);
    return args;
}

enum heap_status bytearray_method_reduce(struct heap *h, const struct call *c, addr *out)
{
    int64_t protocol = 2;
    addr args;
    if (c->count > 0) {
        enum heap_status status = object_index_int(h, c->args[0], &protocol);
        if (status != HEAP_OK)
            return status;
    }
    size_t length = bytes_length(h, c->self); /* what says the protocol may have changed it */
    if (length == 0)
        args = incref(h, h->singleton[SINGLETON_EMPTY_TUPLE]);
    else if (protocol < 3)
        args = as_latin1(h, c->self);
    else
        args = tuple_of(h, bytes_new(h, bytearray_data(h, c->self), length));
    return made_of(h, c->self, args, false, 0, out);
}

/* *new*, of what is taken over; 0 where one of it is 0. */
static addr tuple_with(struct heap *h, addr *parts, size_t count)
{
    bool whole = true;
    for (size_t i = 0; i < count; i++)
        whole = parts[i] && whole;
    addr t = whole ? tuple_from(h, parts, count) : 0;
    for (size_t i = 0; i < count; i++)
        xdecref(h, parts[i]);
    return t;
}

/* The code of a machine's format (mformat_code) that the items have here. */
static int machine_format(const struct array_form *form)
{
    enum { INT8 = 0, INT16 = 2, INT32 = 6, INT64 = 10, FLOAT = 14, DOUBLE = 16, UTF32 = 20 };
    if (form->value == ARRAY_CHARACTER)
        return UTF32;
    if (form->value == ARRAY_FLOAT)
        return form->size == 4 ? FLOAT : DOUBLE;
    if (form->size == 1)
        return INT8 + (form->value == ARRAY_SIGNED);
    return (form->size == 2   ? INT16
            : form->size == 4 ? INT32
                              : INT64) +
           (form->value == ARRAY_SIGNED ? 2 : 0);
}

/* From protocol 3 on the bytes as they are, for array._array_reconstructor(). */
static enum heap_status reduce_array_bytes(struct heap *h, addr a, addr *out)
{
    const struct array_form *form = array_form(h, a);
    size_t length = array_length(h, a) * form->size;
    addr parts[] = {incref(h, object_type(h, a)), str_from_utf8(h, &form->code, 1),
                    int_new(h, machine_format(form)),
                    bytes_new(h, length ? array_bytes(h, a) : NULL, length)};
    addr args = tuple_with(h, parts, 4), state = 0, function = 0;
    enum heap_status status = args ? dict_of(h, a, &state) : raise_status(h);
    if (status == HEAP_OK)
        status = runtime_imported(h, "array", "_array_reconstructor", &function);
    if (status == HEAP_OK) {
        addr all[] = {function, args, state};
        return answer(h, tuple_with(h, all, 3), out);
    }
    xdecref(h, args);
    xdecref(h, state);
    return status;
}

enum heap_status array_method_reduce(struct heap *h, const struct call *c, addr *out)
{
    int64_t protocol;
    if (!int_is_kind(h, c->args[0]))
        return raise_error(h, EXC_TYPE_ERROR, "__reduce_ex__ argument should be an integer");
    if (!int_fits(h, c->args[0], &protocol))
        return raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C long");
    if (protocol >= 3 && runtime_imported)
        return reduce_array_bytes(h, c->self, out);
    char code = array_typecode(h, c->self);
    addr parts[] = {str_from_utf8(h, &code, 1), list_from_iterable(h, c->self)};
    addr args = tuple_with(h, parts, 2), state = 0;
    enum heap_status status = args ? dict_of(h, c->self, &state) : raise_status(h);
    if (status != HEAP_OK) {
        xdecref(h, args);
        return status;
    }
    addr all[] = {incref(h, object_type(h, c->self)), args, state};
    return answer(h, tuple_with(h, all, 3), out);
}

/* ---- what is found again by its name ---- */

/* The repr of NotImplemented, of ... */
enum heap_status singleton_method_reduce(struct heap *h, const struct call *c, addr *out)
{
    return answer(h,
                  object_kind(h, c->self) == KIND_ELLIPSIS ? str_from_ascii(h, "Ellipsis")
                                                           : str_from_ascii(h, "NotImplemented"),
                  out);
}

static enum heap_status attribute_of(struct heap *h, addr o, const char *text, addr *out)
{
    addr name = str_from_ascii(h, text);
    enum heap_status status = name ? object_getattr(h, o, name, out) : raise_status(h);
    xdecref(h, name);
    return status;
}

/* getattr(o.owner, o.__name__); the name alone where the owner is none or a module. */
static enum heap_status by_name(struct heap *h, addr o, const char *owner, addr *out)
{
    addr self, name;
    enum heap_status status = attribute_of(h, o, owner, &self);
    if (status != HEAP_OK)
        return status;
    status = attribute_of(h, o, "__name__", &name);
    if (status != HEAP_OK) {
        decref(h, self);
        return status;
    }
    if (self == none(h) || object_kind(h, self) == KIND_MODULE) {
        decref(h, self);
        *out = name;
        return HEAP_OK;
    }
    addr args = tuple_from(h, (addr[]){self, name}, 2);
    decref(h, self);
    decref(h, name);
    return reduce_by(h, NAME_GETATTR_FUNCTION, args, 0, out);
}

enum heap_status builtin_method_reduce(struct heap *h, const struct call *c, addr *out)
{
    return by_name(h, c->self, "__self__", out);
}

enum heap_status descriptor_method_reduce(struct heap *h, const struct call *c, addr *out)
{
    return by_name(h, c->self, "__objclass__", out);
}
