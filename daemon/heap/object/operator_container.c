/* The number slots of sets, dicts and texts: | & - ^ of sets and views, | of dicts, % of texts. */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/dict_view.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/frame_locals.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/mapping_proxy.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/ordered_dict.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/type_variable.h"

static enum heap_status set_binary(struct heap *h, enum type_slot slot, addr a, addr b, addr *out)
{
    if (!object_is_anyset(h, a) || !object_is_anyset(h, b))
        return HEAP_OK;
    switch (slot) {
    case NB_SUBTRACT:
        return answer(h, set_difference(h, a, b), out);
    case NB_AND:
        return answer(h, set_intersection(h, a, b), out);
    case NB_XOR:
        return answer(h, set_symmetric_difference(h, a, b), out);
    case NB_OR:
        return answer(h, set_union(h, a, b), out);
    default:
        return HEAP_OK;
    }
}

static enum heap_status set_inplace(struct heap *h, enum type_slot slot, addr a, addr b, addr *out)
{
    enum heap_status status;
    if (!object_is_anyset(h, b))
        return HEAP_OK;
    switch (slot) {
    case NB_INPLACE_SUBTRACT:
        status = set_difference_update(h, a, b);
        break;
    case NB_INPLACE_AND:
        status = set_intersection_update(h, a, b);
        break;
    case NB_INPLACE_XOR:
        status = set_symmetric_difference_update(h, a, b);
        break;
    default:
        status = set_update(h, a, b);
    }
    if (status == HEAP_OK)
        *out = incref(h, a);
    return status;
}

static enum heap_status dict_binary(struct heap *h, enum type_slot slot, addr a, addr b, addr *out)
{
    enum heap_status status;
    if (slot == NB_INPLACE_OR) {
        status = dict_update(h, a, b);
        if (status == HEAP_OK)
            *out = incref(h, a);
        return status;
    }
    if (!dict_is_kind(h, a) || !dict_is_kind(h, b))
        return HEAP_OK;
    addr made = dict_copy(h, a);
    if (!made)
        return raise_status(h);
    status = dict_update(h, made, b);
    if (status == HEAP_OK)
        *out = made;
    else
        decref(h, made);
    return status;
}

/* Of dicts' keys and items, with anything that can be gone through. */
static enum heap_status view_binary(struct heap *h, enum type_slot slot, addr a, addr b, addr *out)
{
    switch (slot) {
    case NB_SUBTRACT:
        return answer(h, dict_view_subtract(h, a, b), out);
    case NB_AND:
        return answer(h, dict_view_and(h, a, b), out);
    case NB_XOR:
        return answer(h, dict_view_xor(h, a, b), out);
    default:
        return answer(h, dict_view_or(h, a, b), out);
    }
}

static enum heap_status mapping_proxy_binary(struct heap *h, enum type_slot slot, addr a, addr b, addr *out)
{
    if (slot != NB_OR)
        return raise_error(h, EXC_TYPE_ERROR, "'|=' is not supported by %s; use '|' instead",
                           object_type_name(h, a));
    addr left = object_kind(h, a) == KIND_MAPPINGPROXY ? mapping_proxy_target(h, a) : a;
    addr right = object_kind(h, b) == KIND_MAPPINGPROXY ? mapping_proxy_target(h, b) : b;
    incref(h, left);
    incref(h, right);
    enum heap_status status = object_binary(h, BINARY_OR, left, right, out);
    decref(h, left);
    decref(h, right);
    return status;
}

enum heap_status container_binary(struct heap *h, unsigned owner, enum type_slot slot, addr a, addr b,
                                  addr *out)
{
    *out = 0;
    if (slot == NB_INPLACE_ADD)
        return sequence_inplace_concat(h, owner, a, b, out);
    switch (owner) {
    case KIND_SET:
        return slot >= NB_INPLACE_ADD && slot <= NB_INPLACE_OR ? set_inplace(h, slot, a, b, out)
                                                               : set_binary(h, slot, a, b, out);
    case KIND_DICT_KEYS:
        return view_binary(h, slot, a, b, out);
    case KIND_DICT:
        return dict_binary(h, slot, a, b, out);
    case KIND_ORDERED_DICT:
        return ordered_dict_binary(h, slot, a, b, out);
    case KIND_DEFAULT_DICT:
        return default_dict_binary(h, a, b, out);
    case KIND_TYPE:
        return union_or(h, a, b, out);
    case KIND_TYPE_VAR:
        return type_variable_or(h, a, b, out);
    case KIND_MAPPINGPROXY:
        return mapping_proxy_binary(h, slot, a, b, out);
    case KIND_FRAME_LOCALS:
        return slot == NB_OR ? frame_locals_or(h, a, b, out) : frame_locals_inplace_or(h, a, b, out);
    case KIND_STR: /* % only */
        return str_is_kind(h, a) ? str_percent(h, a, b, out) : HEAP_OK;
    case KIND_BYTES:
    case KIND_BYTEARRAY:
        return object_kind(h, a) == (enum kind)owner ? bytes_percent(h, a, b, out) : HEAP_OK;
    default:
        return HEAP_OK;
    }
}
