/* item in container (PySequence_Contains of Objects/abstract.c, and the sq_contains of each type). */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/array.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/dict_view.h"
#include "daemon/heap/object/frame_locals.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/mapping_proxy.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/range.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/textual.h"
#include "daemon/heap/object/weakref.h"

/* Whatever can be gone through (_PySequence_IterSearch). */
static enum heap_status by_iteration(struct heap *h, addr container, addr item, bool *out)
{
    struct iteration it;
    bool found = false;
    enum heap_status status = iteration_begin(h, &it, container);
    if (status == HEAP_RAISED && heap_raised(h) == EXC_TYPE_ERROR) {
        heap_clear_raised(h);
        return raise_error(h, EXC_TYPE_ERROR, "argument of type '%.200s' is not %s",
                           object_type_name(h, container),
                           h->abi.contains_says_container ? "a container or iterable" : "iterable");
    }
    if (status != HEAP_OK)
        return status;
    for (addr one; !found;) {
        status = iteration_next(h, &it, &one);
        if (status != HEAP_OK || !one)
            break;
        status = object_compare_bool(h, COMPARE_EQ, one, item, &found);
        decref(h, one);
        if (status != HEAP_OK)
            break;
    }
    iteration_end(h, &it);
    if (status == HEAP_OK)
        *out = found;
    return status;
}

static enum heap_status in_sequence(struct heap *h, addr container, addr item, bool *out)
{
    *out = false;
    for (size_t i = 0; i < sequence_length(h, container); i++) {
        addr one = sequence_items(h, container)[i];
        if (one == item) {
            *out = true;
            return HEAP_OK;
        }
        bool may_go = object_kind(h, container) != KIND_TUPLE; /* a tuple's items stay where they are */
        if (may_go)
            incref(h, one);
        enum heap_status status = object_compare_bool(h, COMPARE_EQ, one, item, out);
        if (may_go)
            decref(h, one);
        if (status != HEAP_OK || *out)
            return status;
    }
    return HEAP_OK;
}

static enum heap_status in_text(struct heap *h, addr container, addr item, bool *out)
{
    struct textual t, part;
    int64_t at;
    if (!textual_view(h, container, &t) || !textual_view(h, item, &part))
        return HEAP_OK;
    enum heap_status status = textual_find(h, &t, &part, 0, t.length, false, &at);
    if (status == HEAP_OK)
        *out = at >= 0;
    return status;
}

/* The bytes of an array as a bytes object, to be looked for. */
static enum heap_status array_in_bytes(struct heap *h, addr container, addr item, bool *out)
{
    addr bytes = bytes_new(h, array_bytes(h, item), array_length(h, item) * array_item_size(h, item));
    if (!bytes)
        return raise_status(h);
    enum heap_status status = in_text(h, container, bytes, out);
    decref(h, bytes);
    return status;
}

static enum heap_status in_bytes(struct heap *h, addr container, addr item, bool *out)
{
    int64_t value = 0;
    enum kind kind = object_kind(h, item);
    bool has = object_has_index(h, item);
    enum heap_status status = has ? object_index_word(h, item, EXC_NONE, &value) : HEAP_OK;
    if (status == HEAP_RAISED) { /* whatever it was: it may still have a buffer */
        heap_clear_raised(h);
        has = false;
    } else if (status != HEAP_OK) {
        return status;
    }
    if (has && (value < 0 || value > 255))
        return raise_error(h, EXC_VALUE_ERROR, "byte must be in range(0, 256)");
    if (!has && (kind == KIND_BYTES || kind == KIND_BYTEARRAY))
        return in_text(h, container, item, out);
    if (!has && kind == KIND_ARRAY)
        return array_in_bytes(h, container, item, out);
    if (!has)
        return raise_not_bytes(h, item);
    const uint8_t *bytes;
    size_t length;
    (void)bytes_view(h, container, &bytes, &length);
    *out = length && __builtin_memchr(bytes, (int)value, length);
    return HEAP_OK;
}

static enum heap_status in_range(struct heap *h, addr container, addr item, bool *out)
{
    addr index;
    if (!object_is_exact(h, item, KIND_INT) && !object_is_exact(h, item, KIND_BOOL))
        return by_iteration(h, container, item, out);
    enum heap_status status = range_position(h, container, item, &index);
    if (status != HEAP_OK)
        return status;
    *out = index != 0;
    xdecref(h, index);
    return HEAP_OK;
}

enum heap_status builtin_contains(struct heap *h, unsigned owner, addr container, addr item, bool *out)
{
    switch (owner) {
    case KIND_LIST:
    case KIND_TUPLE:
        return in_sequence(h, container, item, out);
    case KIND_DICT:
        return dict_contains(h, container, item, out);
    case KIND_DICT_KEYS:
    case KIND_DICT_ITEMS:
        return dict_view_contains(h, container, item, out);
    case KIND_SET:
        return set_contains(h, container, item, out);
    case KIND_STR:
        if (!str_is_kind(h, item))
            return raise_error(h, EXC_TYPE_ERROR, "'in <string>' requires string as left operand, not %.100s",
                               object_type_name(h, item));
        return in_text(h, container, item, out);
    case KIND_BYTES:
    case KIND_BYTEARRAY:
        return in_bytes(h, container, item, out);
    case KIND_RANGE:
        return in_range(h, container, item, out);
    case KIND_MAPPINGPROXY:
        return object_contains(h, mapping_proxy_target(h, container), item, out);
    case KIND_FRAME_LOCALS:
        return frame_locals_contains(h, container, item, out);
    case KIND_PROXY: {
        addr referent = xincref(h, proxy_referent(h, container));
        if (!referent)
            return HEAP_RAISED;
        enum heap_status status = object_contains(h, referent, item, out);
        decref(h, referent);
        return status;
    }
    default:
        return by_iteration(h, container, item, out);
    }
}

enum heap_status item_method_contains(struct heap *h, const struct call *c, addr *out)
{
    bool found = false;
    enum heap_status status = dict_contains(h, c->self, c->args[0], &found);
    return answer_bool(h, status, found, out);
}

/* Of a class: __contains__, which may be None; the builtin base's; else by iterating. */
static enum heap_status of_class(struct heap *h, addr container, addr item, bool *out)
{
    addr type = object_type(h, container), result;
    addr found = special_named(h, type, NAME_CONTAINS);
    if (found == none(h))
        return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object is not a container",
                           object_type_name(h, container));
    if (!found) {
        addr word = type_builtin_slot(h, type, SQ_CONTAINS);
        return word ? builtin_contains(h, slot_owner(word), container, item, out)
                    : by_iteration(h, container, item, out);
    }
    enum heap_status status = special_call(h, found, container, &item, 1, &result);
    if (status != HEAP_OK)
        return status;
    status = object_truth(h, result, out);
    decref(h, result);
    return status;
}

enum heap_status object_contains(struct heap *h, addr container, addr item, bool *out)
{
    addr word = type_slot(h, object_type(h, container), SQ_CONTAINS);
    bool found = false;
    enum heap_status status =
        word && slot_owner(word) == SLOT_OF_CLASS
            ? of_class(h, container, item, &found)
            : builtin_contains(h, word ? slot_owner(word) : SLOT_NOT_SUPPORTED, container, item, &found);
    if (status == HEAP_OK)
        *out = found;
    return status;
}
