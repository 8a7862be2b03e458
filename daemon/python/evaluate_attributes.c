/* Looking up methods without making bound ones, and attributes through super(). Mirrors _PyObject_GetMethod
 * of Objects/object.c. */
#include "daemon/heap/heap.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/binding.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/evaluate.h"

/* Do instances of the type find attributes in the usual way: type, own attributes, type again? */
static bool looks_up_plainly(const struct heap *h, addr type)
{
    switch (type_kind(h, type)) {
    case KIND_TYPE:
    case KIND_MODULE:
    case KIND_PROXY:
    case KIND_CALLABLE_PROXY:
    case KIND_SUPER:
    case KIND_METHOD:
    case KIND_GENERIC_ALIAS:
        return false;
    default:
        return !type_is_heap(h, type) || !special_of_class(h, type, known_name(h, NAME_GETATTRIBUTE));
    }
}

/* What takes its object as the first argument when it is called (Py_TPFLAGS_METHOD_DESCRIPTOR). */
bool evaluate_takes_object_first(const struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    bool first = kind == KIND_FUNCTION || kind == KIND_METHOD_DESCRIPTOR || kind == KIND_WRAPPER_DESCRIPTOR;
    return first && object_is_exact(h, o, kind);
}

enum heap_status evaluate_load_method(struct heap *h, addr o, addr name, addr *method, addr *attribute)
{
    addr type = object_type(h, o);
    *method = 0;
    if (looks_up_plainly(h, type)) {
        addr found = lookup_in_type(h, type, name);
        if (found && evaluate_takes_object_first(h, found) && !instance_get_stored(h, o, name)) {
            *method = incref(h, found);
            return HEAP_OK;
        }
    }
    return object_getattr(h, o, name, attribute);
}

/* super(class, self).name: without a super object where super is the builtin one. */
enum heap_status evaluate_super_attr(struct heap *h, addr super, addr class, addr self, addr name,
                                     uint32_t arg, addr *method, addr *attribute)
{
    addr made, args[2] = {class, self}, found;
    bool bound, plain = arg & 2;
    enum heap_status status;
    *method = 0;
    if (super == h->type[KIND_SUPER] && object_kind(h, class) == KIND_TYPE) {
        status = super_lookup(h, class, self, name, &bound, &found);
        if (status != HEAP_OK)
            return status;
        if (bound) {
            *attribute = found;
        } else if (arg & 1) {
            *method = found;
        } else {
            status = attribute_bind(h, found, self, object_type(h, self), attribute);
            decref(h, found);
            return status;
        }
        return HEAP_OK;
    }
    status = object_call(h, super, args, plain ? 2 : 0, NULL, NULL, 0, &made);
    if (status != HEAP_OK)
        return status;
    status = object_getattr(h, made, name, attribute);
    decref(h, made);
    return status;
}

/* ---- super() without arguments --------------------------------------------------------------- */

/* The first argument, through its cell where a nested function uses it too. Borrowed or 0. */
static addr first_argument(const struct heap *h, addr f)
{
    return iframe_local(h, f, 0);
}

enum heap_status runtime_super(struct heap *h, addr *type, addr *o)
{
    addr f = h->frame;
    if (!f)
        return raise_error(h, EXC_RUNTIME_ERROR, "super(): no current frame");
    const struct code_object *code = code_at(h, iframe_at(h, f)->code);
    if (code->argcount == 0)
        return raise_error(h, EXC_RUNTIME_ERROR, "super(): no arguments");
    addr self = first_argument(h, f);
    if (!self)
        return raise_error(h, EXC_RUNTIME_ERROR, "super(): arg[0] deleted");
    for (int32_t i = code->nlocalsplus - code->nfreevars; i < code->nlocalsplus; i++) {
        if (!str_equal_utf8(h, tuple_item(h, code->localsplusnames, (size_t)i), "__class__", 9))
            continue;
        addr class = iframe_local(h, f, (size_t)i);
        if (!class)
            return raise_error(h, EXC_RUNTIME_ERROR, "super(): empty __class__ cell");
        if (object_kind(h, class) != KIND_TYPE)
            return raise_error(h, EXC_RUNTIME_ERROR, "super(): __class__ is not a type (%s)",
                               object_type_name(h, class));
        *type = incref(h, class);
        *o = incref(h, self);
        return HEAP_OK;
    }
    return raise_error(h, EXC_RUNTIME_ERROR, "super(): __class__ cell not found");
}
