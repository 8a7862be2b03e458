/* bool(o) (order.h); the order itself: compare.c. */
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/scripted.h"

#include "daemon/heap/object/complex.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/range.h"
#include "daemon/heap/object/weakref.h"

/* slot_nb_bool. */
static enum heap_status class_truth(struct heap *h, addr o, bool *out)
{
    addr result;
    enum heap_status status = special_method(h, o, NAME_BOOL, NULL, 0, &result);
    if (status != HEAP_OK)
        return status;
    if (!result) {
        *out = true;
        return HEAP_OK;
    }
    if (object_kind(h, result) == KIND_BOOL)
        *out = result == h->singleton[SINGLETON_TRUE];
    else
        status = raise_error(h, EXC_TYPE_ERROR, "__bool__ should return bool, returned %s",
                             object_type_name(h, result));
    decref(h, result);
    return status;
}

static enum heap_status proxy_truth(struct heap *h, addr o, bool *out)
{
    addr referent = xincref(h, proxy_referent(h, o));
    if (!referent)
        return HEAP_RAISED;
    enum heap_status status = object_truth(h, referent, out);
    decref(h, referent);
    return status;
}

enum heap_status builtin_truth(struct heap *h, unsigned owner, addr o, bool *out)
{
    switch (owner) {
    case SLOT_OF_CLASS:
        return class_truth(h, o, out);
    case KIND_PROXY:
        return proxy_truth(h, o, out);
    case KIND_NONE:
        *out = false;
        return HEAP_OK;
    case KIND_FLOAT:
        *out = float_value(h, o) != 0;
        return HEAP_OK;
    case KIND_COMPLEX:
        *out = complex_real(h, o) != 0 || complex_imag(h, o) != 0;
        return HEAP_OK;
    case KIND_RANGE:
        *out = int_sign(h, range_fields(h, o)[RANGE_LENGTH]) != 0;
        return HEAP_OK;
    default:
        if (kind_is_scripted(owner))
            return scripted_truth(h, owner, o, out);
        *out = int_sign(h, o) != 0;
        return HEAP_OK;
    }
}

enum heap_status object_truth(struct heap *h, addr o, bool *out)
{
    addr type = object_type(h, o), word = type_slot(h, type, NB_BOOL);
    int64_t length;
    if (word)
        return builtin_truth(h, slot_owner(word), o, out);
    *out = true;
    if (HEAP_UNLIKELY(o == h->singleton[SINGLETON_NOT_IMPLEMENTED]))
        return h->abi.not_implemented_has_no_truth
                   ? raise_error(h, EXC_TYPE_ERROR, "NotImplemented should not be used in a boolean context")
                   : raise_warning(h, EXC_DEPRECATION_WARNING,
                                   "NotImplemented should not be used in a boolean context");
    if (!type_slot(h, type, SQ_LENGTH) && !type_slot(h, type, MP_LENGTH))
        return HEAP_OK;
    enum heap_status status = object_length(h, o, &length);
    *out = status == HEAP_OK && length != 0;
    return status;
}
