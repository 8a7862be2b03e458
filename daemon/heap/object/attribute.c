/* Attributes: PyObject_GenericGetAttr and GenericSetAttr (Objects/object.c), type_getattro and type_setattro
 * (Objects/typeobject.c), and what a proxy makes of them. A name is looked up in the type first; a data
 * descriptor there wins, then what the object has itself, then whatever the type has.
 */
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/weakref.h"

bool descriptor_has_get(const struct heap *h, addr d)
{
    return type_at(h, object_type(h, d))->descr_get ||
           (object_kind(h, d) == KIND_BUILTIN &&
            builtin_text_kind(builtin_at(h, d)->definition) == BUILTIN_OWN);
}

bool function_takes_self(const struct heap *h, addr d)
{
    return object_kind(h, d) == KIND_METHOD_DESCRIPTOR ||
           (object_kind(h, d) == KIND_BUILTIN && builtin_text_kind(builtin_at(h, d)->definition) == BUILTIN_OWN);
}

static bool is_proxy(enum kind kind)
{
    return kind == KIND_PROXY || kind == KIND_CALLABLE_PROXY;
}

static enum heap_status check_name(struct heap *h, addr name)
{
    if (HEAP_LIKELY(object_kind(h, name) == KIND_STR))
        return HEAP_OK;
    return raise_error(h, EXC_TYPE_ERROR, "attribute name must be string, not '%.200s'",
                       object_type_name(h, name));
}

/* What a lookup in a type has found, seen from an object. */
static enum heap_status bind(struct heap *h, addr found, addr o, addr type, addr *out)
{
    if (descriptor_has_get(h, found))
        return descriptor_get(h, found, o, type, out);
    *out = incref(h, found);
    return HEAP_OK;
}

static enum heap_status generic_get(struct heap *h, addr o, addr name, addr *out)
{
    addr type = object_type(h, o), found = lookup_in_type(h, type, name);
    if (found && descriptor_has_set(h, found))
        return bind(h, found, o, type, out);
    addr stored = instance_get_stored(h, o, name);
    if (stored) {
        *out = incref(h, stored);
        return HEAP_OK;
    }
    return found ? bind(h, found, o, type, out) : raise_attribute(h, ATTRIBUTE_MISSING, type, name);
}

static enum heap_status type_get(struct heap *h, addr type, addr name, addr *out)
{
    addr metatype = object_type(h, type), meta = lookup_in_type(h, metatype, name);
    if (meta && descriptor_has_set(h, meta))
        return bind(h, meta, type, metatype, out);
    addr own = lookup_in_type(h, type, name);
    if (own)
        return bind(h, own, 0, type, out);
    return meta ? bind(h, meta, type, metatype, out) : raise_attribute(h, ATTRIBUTE_MISSING_TYPE, type, name);
}

static enum heap_status get(struct heap *h, addr o, addr name, addr *out)
{
    enum heap_status status = check_name(h, name);
    if (status != HEAP_OK)
        return status;
    enum kind kind = object_kind(h, o);
    if (kind == KIND_TYPE)
        return type_get(h, o, name, out);
    if (HEAP_LIKELY(!is_proxy(kind)))
        return generic_get(h, o, name, out);
    addr referent = proxy_referent(h, o);
    if (!referent)
        return HEAP_RAISED;
    incref(h, referent);
    status = object_getattr(h, referent, name, out);
    decref(h, referent);
    return status;
}

enum heap_status object_getattr(struct heap *h, addr o, addr name, addr *out)
{
    enum heap_status status = get(h, o, name, out);
    if (HEAP_UNLIKELY(status == HEAP_RAISED))
        raise_attribute_context(h, o, name);
    return status;
}

static enum heap_status generic_set(struct heap *h, addr o, addr name, addr value)
{
    addr type = object_type(h, o), found = lookup_in_type(h, type, name);
    if (found && descriptor_has_set(h, found))
        return descriptor_set(h, found, o, value);
    if (HEAP_LIKELY(instance_dict_field(h, o) != 0)) {
        bool there;
        enum heap_status status = instance_set_stored(h, o, name, value, &there);
        return status != HEAP_OK || there ? status : raise_attribute(h, ATTRIBUTE_MISSING, type, name);
    }
    return raise_attribute(h, found ? ATTRIBUTE_READ_ONLY : ATTRIBUTE_NO_DICT, type, name);
}

/* The object may be let go of by what a release runs, or by a name that is bound anew: the caller holds it.
 */
static enum heap_status set(struct heap *h, addr o, addr name, addr value)
{
    enum kind kind = object_kind(h, o);
    if (kind == KIND_TYPE) {
        addr meta = lookup_in_type(h, object_type(h, o), name);
        if (meta && descriptor_has_set(h, meta))
            return descriptor_set(h, meta, o, value);
        return type_set_entry(h, o, name, value);
    }
    if (HEAP_LIKELY(!is_proxy(kind)))
        return generic_set(h, o, name, value);
    addr referent = proxy_referent(h, o);
    if (!referent)
        return HEAP_RAISED;
    incref(h, referent);
    enum heap_status status = object_setattr(h, referent, name, value);
    decref(h, referent);
    return status;
}

enum heap_status object_setattr(struct heap *h, addr o, addr name, addr value)
{
    enum heap_status status = check_name(h, name);
    if (status != HEAP_OK)
        return status;
    if (HEAP_LIKELY(str_is_interned(h, name)))
        return set(h, o, name, value);
    addr interned = str_intern(h, incref(h, name), false);
    if (!interned)
        return HEAP_RAISED;
    status = set(h, o, interned, value);
    decref(h, interned);
    return status;
}
