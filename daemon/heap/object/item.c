/* o[key], o[key] = value, del o[key]: for every builtin container (PyObject_GetItem, PyObject_SetItem,
 * PyObject_DelItem), with CPython's texts. A slice of a sequence is a new one of the same builtin type.
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/array.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/frame_locals.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/mapping_proxy.h"
#include "daemon/heap/object/memory_view.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/ordered_dict.h"
#include "daemon/heap/object/pattern.h"
#include "daemon/heap/object/range.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/slice.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/type_variable.h"
#include "daemon/heap/object/weakref.h"

/* ---- what each sequence says
 * --------------------------------------------------------------------------------------------------- */

struct wording {
    const char *type_format; /* of a key that is no position: one %s, the key's type */
    const char *range, *assign_range;
};

static const struct wording *wording_of(enum kind kind)
{
    static const struct wording words[] = {
        {"list indices must be integers or slices, not %.200s", "list index out of range",
         "list assignment index out of range"},
        {"tuple indices must be integers or slices, not %.200s", "tuple index out of range", NULL},
        {"string indices must be integers, not '%.200s'", "string index out of range", NULL},
        {"byte indices must be integers or slices, not %.200s", "index out of range", NULL},
        {"bytearray indices must be integers or slices, not %.200s", "bytearray index out of range",
         "bytearray index out of range"},
        {"sequence index must be integer, not '%s'", "deque index out of range", "deque index out of range"},
        {"array indices must be integers", "array index out of range", "array assignment index out of range"},
    };
    switch (kind) {
    case KIND_LIST:
        return &words[0];
    case KIND_TUPLE:
        return &words[1];
    case KIND_STR:
        return &words[2];
    case KIND_BYTES:
        return &words[3];
    case KIND_BYTEARRAY:
        return &words[4];
    case KIND_DEQUE:
        return &words[5];
    case KIND_ARRAY:
        return &words[6];
    default:
        return NULL;
    }
}

/* A key as a position from 0 to length - 1. */
static enum heap_status position(struct heap *h, addr o, addr key, bool assign, int64_t *out)
{
    const struct wording *words = wording_of(object_kind(h, o));
    int64_t length = 0;
    if (!object_has_index(h, key)) {
        if (object_kind(h, o) == KIND_ARRAY)
            return raise_error(h, EXC_TYPE_ERROR, "array indices must be integers");
        return raise_error(h, EXC_TYPE_ERROR, words->type_format, object_type_name(h, key));
    }
    enum heap_status status = HEAP_OK;
    if (!int_is_kind(h, key) || !int_fits(h, key, out))
        status = object_index_word(h, key, EXC_INDEX_ERROR, out);
    if (status != HEAP_OK)
        return status;
    length = object_ops(h, o)->length(h, o); /* of the builtin type: a class may have another len() */
    if (*out < 0)
        *out += length;
    if (*out >= 0 && *out < length)
        return HEAP_OK;
    return raise_error(h, EXC_INDEX_ERROR, "%s",
                       assign && words->assign_range ? words->assign_range : words->range);
}

/* ---- reading
 * ------------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status item_at(struct heap *h, addr o, int64_t i, addr *out)
{
    size_t n = (size_t)i;
    const uint8_t *bytes;
    size_t length;
    uint32_t c;
    switch (object_kind(h, o)) {
    case KIND_LIST:
    case KIND_TUPLE:
        *out = incref(h, sequence_items(h, o)[n]);
        return HEAP_OK;
    case KIND_STR:
        c = str_char(h, o, n);
        return answer(h, str_from_units(h, &c, 1, 4), out);
    case KIND_BYTES:
    case KIND_BYTEARRAY:
        (void)bytes_view(h, o, &bytes, &length);
        return answer(h, int_new(h, bytes[n]), out);
    case KIND_DEQUE:
        *out = incref(h, deque_item(h, o, n));
        return HEAP_OK;
    default:
        return answer(h, array_item(h, o, n), out);
    }
}

static bool has_slices(enum kind kind)
{
    return kind == KIND_LIST || kind == KIND_TUPLE || kind == KIND_STR || kind == KIND_BYTES ||
           kind == KIND_BYTEARRAY || kind == KIND_ARRAY;
}

/* The bytes or characters of a slice with any step, gathered in the tables area. */
static enum heap_status text_slice(struct heap *h, addr o, const struct slice_indices *s, addr *out)
{
    enum kind kind = object_kind(h, o);
    if (kind == KIND_STR && s->step == 1)
        return answer(h, str_slice(h, o, (size_t)s->start, (size_t)(s->start + s->count)), out);
    if (object_is_exact(h, o, KIND_BYTES) && s->step == 1 && (size_t)s->count == bytes_length(h, o))
        return answer(h, incref(h, o), out);
    size_t unit = kind == KIND_STR ? str_kind(h, o) : 1, count = (size_t)s->count, length;
    addr table = table_alloc(h, count * unit + 1), made;
    if (!table)
        return raise_memory(h);
    char *to = heap_at(h, table);
    const uint8_t *from = NULL;
    if (kind == KIND_STR)
        from = str_data(h, o);
    else
        (void)bytes_view(h, o, &from, &length);
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < count && (status = loop_goes_on(h, i)) == HEAP_OK; i++)
        memcpy(to + i * unit, from + (size_t)(s->start + (int64_t)i * s->step) * unit, unit);
    if (status != HEAP_OK)
        made = 0;
    else if (kind == KIND_STR)
        made = str_new_from_units(h, to, count, (unsigned)unit);
    else if (kind == KIND_BYTES)
        made = s->step == 1 ? bytes_new(h, to, count) : bytes_new_filled(h, to, count);
    else
        made = bytearray_new(h, to, count);
    table_free(h, table);
    return answer(h, made, out);
}

static enum heap_status slice_of(struct heap *h, addr o, addr key, addr *out)
{
    struct slice_indices s;
    enum heap_status status = slice_unpack(h, key, &s);
    if (status != HEAP_OK)
        return status;
    int64_t length = object_ops(h, o)->length(h, o);
    slice_adjust(&s, length);
    enum kind kind = object_kind(h, o);
    if (kind == KIND_ARRAY)
        return answer(h, array_slice(h, o, s.start, s.step, s.count), out);
    if (kind != KIND_LIST && kind != KIND_TUPLE)
        return text_slice(h, o, &s, out);
    if (kind == KIND_TUPLE && s.count == length && s.step == 1 && object_is_exact(h, o, KIND_TUPLE)) {
        *out = incref(h, o);
        return HEAP_OK;
    }
    addr made = kind == KIND_LIST ? list_new(h, (size_t)s.count) : tuple_new(h, (size_t)s.count);
    size_t filled = 0;
    for (int64_t i = 0; made && i < s.count && (status = loop_goes_on(h, (size_t)i)) == HEAP_OK; i++) {
        size_t at = (size_t)(s.start + i * s.step);
        if (at >= sequence_length(h, o))
            continue; /* of a list that a finalizer has shortened while the new one was made */
        addr item = incref(h, sequence_items(h, o)[at]);
        if (kind == KIND_LIST)
            list_init(h, made, filled++, item);
        else
            tuple_init(h, made, filled++, item);
    }
    if (made && kind == KIND_LIST)
        list_at(h, made)->size = (int64_t)filled;
    if (made && kind == KIND_TUPLE && s.count)
        tuple_done(h, made);
    if (made && status != HEAP_OK) {
        decref(h, made);
        return status;
    }
    return answer(h, made, out);
}

/* A class that extends dict may say what a missing key has. */
static enum heap_status dict_item(struct heap *h, addr d, addr key, addr *out)
{
    addr value;
    enum heap_status status = dict_get(h, d, key, &value);
    if (status != HEAP_OK)
        return status;
    if (value) {
        *out = incref(h, value);
        return HEAP_OK;
    }
    addr missing = object_is_exact(h, d, KIND_DICT) ? 0 : special_named(h, object_type(h, d), NAME_MISSING);
    if (missing) { /* the level is of dict.__getitem__(), by which subclasses are asked */
        status = recursion_enter(h, " while calling a Python object");
        if (status != HEAP_OK)
            return status;
        status = special_call_bound(h, missing, d, &key, 1, out);
        recursion_leave(h);
        return status;
    }
    return object_kind(h, d) == KIND_DEFAULT_DICT ? default_dict_missing(h, d, key, out)
                                                  : raise_key_error(h, key);
}

static enum heap_status raise_not_subscriptable(struct heap *h, addr o)
{
    if (object_kind(h, o) == KIND_TYPE)
        return raise_error(h, EXC_TYPE_ERROR, "type '%.200s' is not subscriptable", type_name(h, o));
    return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object is not subscriptable", object_type_name(h, o));
}

/* C[key]: what the class's __class_getitem__ answers. */
static enum heap_status type_getitem(struct heap *h, addr type, addr key, addr *out)
{
    addr method;
    if (type == h->type[KIND_TYPE])
        return answer(h, generic_alias_new(h, h->type[KIND_GENERIC_ALIAS], type, key), out);
    enum heap_status status = attribute_lookup(h, type, known_name(h, NAME_CLASS_GETITEM), &method);
    if (status != HEAP_OK)
        return status;
    if (!method || method == none(h)) {
        xdecref(h, method);
        return raise_not_subscriptable(h, type);
    }
    status = object_call(h, method, &key, 1, NULL, NULL, 0, out);
    decref(h, method);
    return status;
}

enum heap_status builtin_getitem(struct heap *h, addr o, addr key, addr *out)
{
    enum kind kind = object_kind(h, o);
    if (kind == KIND_DICT || dict_is_kind(h, o))
        return dict_item(h, o, key, out);
    if (kind == KIND_PROXY || kind == KIND_CALLABLE_PROXY) {
        addr referent = xincref(h, proxy_referent(h, o));
        if (!referent)
            return HEAP_RAISED;
        enum heap_status status = object_getitem(h, referent, key, out);
        decref(h, referent);
        return status;
    }
    if (kind == KIND_RANGE)
        return range_getitem(h, o, key, out);
    if (kind == KIND_TYPE)
        return type_getitem(h, o, key, out);
    if (kind == KIND_MAPPINGPROXY)
        return object_getitem(h, mapping_proxy_target(h, o), key, out);
    if (kind == KIND_FRAME_LOCALS)
        return frame_locals_getitem(h, o, key, out);
    if (kind == KIND_GENERIC_ALIAS)
        return generic_alias_getitem(h, o, key, out);
    if (kind == KIND_MEMORYVIEW)
        return memory_view_getitem(h, o, key, out);
    if (kind == KIND_MATCH)
        return match_getitem(h, o, key, out);
    if (kind == KIND_UNION)
        return union_getitem(h, o, key, out);
    if (kind == KIND_TYPE_ALIAS)
        return type_alias_getitem(h, o, key, out);
    if (!wording_of(kind))
        return raise_not_subscriptable(h, o);
    if (object_kind(h, key) == KIND_SLICE && has_slices(kind))
        return slice_of(h, o, key, out);
    int64_t i;
    enum heap_status status = position(h, o, key, false, &i);
    return status == HEAP_OK ? item_at(h, o, i, out) : status;
}

enum heap_status item_method_getitem(struct heap *h, const struct call *c, addr *out)
{
    return builtin_getitem(h, c->self, c->args[0], out);
}

enum heap_status object_getitem(struct heap *h, addr o, addr key, addr *out)
{
    if (HEAP_UNLIKELY(object_slot_is_of_class(h, o, MP_SUBSCRIPT))) {
        addr found = special_named(h, object_type(h, o), NAME_GETITEM);
        if (found)
            return special_call(h, found, o, &key, 1, out);
    }
    return builtin_getitem(h, o, key, out);
}

/* ---- writing
 * ------------------------------------------------------------------------------------------------------------------------
 */

/* Of a sequence a key that is a number is looked at before it is refused. */
static enum heap_status raise_not_assignable(struct heap *h, addr o, addr key, addr value)
{
    bool numbered = type_at(h, object_type(h, o))->as_sequence && object_has_index(h, key);
    int64_t unused;
    enum heap_status status = numbered ? object_index_word(h, key, EXC_INDEX_ERROR, &unused) : HEAP_OK;
    if (status != HEAP_OK)
        return status;
    return raise_error(h, EXC_TYPE_ERROR,
                       value      ? "'%.200s' object does not support item assignment"
                       : numbered ? "'%.200s' object doesn't support item deletion"
                                  : "'%.200s' object does not support item deletion",
                       object_type_name(h, o));
}

enum heap_status dict_setitem(struct heap *h, addr d, addr key, addr value)
{
    bool found = true;
    enum heap_status status = value ? dict_set(h, d, key, value) : dict_delete(h, d, key, &found);
    return status != HEAP_OK || found ? status : raise_key_error(h, key);
}

static enum heap_status set_ordered_item(struct heap *h, addr d, addr key, addr value)
{
    bool found = true;
    enum heap_status status =
        value ? ordered_dict_set(h, d, key, value) : ordered_dict_delete(h, d, key, &found);
    return status != HEAP_OK || found ? status : raise_key_error(h, key);
}

/* The value is looked at before it is known whether there is such a position: its __index__ may change that.
 */
static enum heap_status set_byte(struct heap *h, addr o, addr key, addr value)
{
    int64_t i;
    uint8_t byte = 0;
    enum heap_status status = object_index_word(h, key, EXC_INDEX_ERROR, &i);
    if (status == HEAP_OK)
        status = byte_argument(h, value, &byte);
    if (status != HEAP_OK)
        return status;
    if (i < 0)
        i += object_size_field(h, o);
    if (i < 0 || i >= object_size_field(h, o))
        return raise_error(h, EXC_INDEX_ERROR, "bytearray index out of range");
    bytearray_data(h, o)[i] = byte;
    return HEAP_OK;
}

enum heap_status builtin_setitem(struct heap *h, addr o, addr key, addr value)
{
    enum kind kind = object_kind(h, o);
    int64_t i;
    if (kind == KIND_DICT || dict_is_kind(h, o))
        return kind == KIND_ORDERED_DICT ? set_ordered_item(h, o, key, value)
                                         : dict_setitem(h, o, key, value);
    if (kind == KIND_PROXY || kind == KIND_CALLABLE_PROXY) {
        addr referent = xincref(h, proxy_referent(h, o));
        if (!referent)
            return HEAP_RAISED;
        enum heap_status status = object_setitem(h, referent, key, value);
        decref(h, referent);
        return status;
    }
    if (kind == KIND_FRAME_LOCALS)
        return frame_locals_setitem(h, o, key, value);
    if (kind == KIND_MEMORYVIEW)
        return memory_view_setitem(h, o, key, value);
    if (kind != KIND_LIST && kind != KIND_ARRAY && kind != KIND_BYTEARRAY && kind != KIND_DEQUE)
        return raise_not_assignable(h, o, key, value);
    if (kind == KIND_LIST && object_kind(h, key) == KIND_SLICE)
        return list_assign(h, o, key, value);
    if ((kind == KIND_BYTEARRAY || kind == KIND_ARRAY) && object_kind(h, key) == KIND_SLICE)
        return buffer_assign(h, o, key, value);
    if (kind == KIND_BYTEARRAY && value && object_has_index(h, key))
        return set_byte(h, o, key, value);
    enum heap_status status = position(h, o, key, true, &i);
    if (status != HEAP_OK)
        return status;
    switch (kind) {
    case KIND_LIST:
        return value ? list_set(h, o, i, value) : list_delete(h, o, i);
    case KIND_ARRAY:
        if (value)
            return array_set(h, o, (size_t)i, value);
        status = buffer_check_resizable(h, o);
        if (status != HEAP_OK)
            return status;
        array_delete(h, o, (size_t)i, (size_t)i + 1);
        return HEAP_OK;
    case KIND_DEQUE:
        if (!value)
            return deque_delete(h, o, i);
        object_replace(h, deque_slot(h, o, (size_t)i), incref(h, value));
        return HEAP_OK;
    default:
        return bytearray_delete(h, o, (size_t)i, (size_t)i + 1);
    }
}

/* slot_mp_ass_subscript: a class may have only one of the two methods, and the other from a builtin type or
 * not at all. */
enum heap_status object_setitem(struct heap *h, addr o, addr key, addr value)
{
    if (HEAP_LIKELY(!object_slot_is_of_class(h, o, MP_ASS_SUBSCRIPT)))
        return builtin_setitem(h, o, key, value);
    addr type = object_type(h, o), args[2] = {key, value}, result;
    addr found = special_named(h, type, value ? NAME_SETITEM : NAME_DELITEM);
    if (!found && type_builtin_slot(h, type, MP_ASS_SUBSCRIPT))
        return builtin_setitem(h, o, key, value);
    if (!found)
        return raise_error(h, EXC_ATTRIBUTE_ERROR, "%s", value ? "__setitem__" : "__delitem__");
    enum heap_status status = special_call(h, found, o, args, value ? 2 : 1, &result);
    if (status == HEAP_OK)
        decref(h, result);
    return status;
}
