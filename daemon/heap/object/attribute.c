/* Attributes: PyObject_GenericGetAttr and GenericSetAttr (Objects/object.c), type_getattro and type_setattro
 * (Objects/typeobject.c), and what a proxy makes of them. A name is looked up in the type first; a data
 * descriptor there wins, then what the object has itself, then whatever the type has.
 */
#include "daemon/heap/object/attribute.h"

#include "daemon/heap/object/binding.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/type_words.h"
#include "daemon/heap/object/weakref.h"

bool descriptor_has_get(const struct heap *h, addr d)
{
    return type_at(h, object_type(h, d))->descr_get ||
           (object_kind(h, d) == KIND_BUILTIN &&
            builtin_text_kind(builtin_at(h, d)->definition) == BUILTIN_OWN);
}

bool function_takes_self(const struct heap *h, addr d)
{
    return type_at(h, object_type(h, d))->flags & TYPE_METHOD_DESCRIPTOR ||
           object_kind(h, d) == KIND_METHOD_DESCRIPTOR ||
           (object_kind(h, d) == KIND_BUILTIN &&
            builtin_text_kind(builtin_at(h, d)->definition) == BUILTIN_OWN);
}

bool object_is_function(const struct heap *h, addr o)
{
    return object_kind(h, o) == KIND_FUNCTION;
}

bool attribute_is_missing(struct heap *h)
{
    return heap_raised(h) == EXC_ATTRIBUTE_ERROR;
}

enum heap_status raise_missing(struct heap *h, addr o, addr name)
{
    bool type = object_kind(h, o) == KIND_TYPE;
    return raise_attribute(h, type ? ATTRIBUTE_MISSING_TYPE : ATTRIBUTE_MISSING, type ? o : object_type(h, o),
                           name);
}

static bool is_proxy(unsigned kind)
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

/* ---- reading
 * ---------------------------------------------------------------------------------------------------------------------
 */

/* What was found may go away with the entry that held it, under what binding it runs. */
enum heap_status attribute_bind(struct heap *h, addr found, addr o, addr type, addr *out)
{
    if (!descriptor_has_get(h, found)) {
        *out = incref(h, found);
        return HEAP_OK;
    }
    incref(h, found);
    enum heap_status status = descriptor_get(h, found, o, type, out);
    decref(h, found);
    return status;
}

enum heap_status attribute_generic_get(struct heap *h, addr o, addr name, addr *out)
{
    addr type = object_type(h, o), found = lookup_in_type(h, type, name);
    if (found && descriptor_has_set(h, found) && descriptor_has_get(h, found))
        return attribute_bind(h, found, o, type, out);
    addr stored = instance_get_stored(h, o, name);
    if (stored) {
        *out = incref(h, stored);
        return HEAP_OK;
    }
    if (found)
        return attribute_bind(h, found, o, type, out);
    enum heap_status status = raise_missing(h, o, name);
    raise_attribute_context(h, o, name);
    return status;
}

static enum heap_status type_get(struct heap *h, addr type, addr name, addr *out)
{
    addr metatype = object_type(h, type), meta = lookup_in_type(h, metatype, name);
    if (meta && descriptor_has_set(h, meta) && descriptor_has_get(h, meta))
        return attribute_bind(h, meta, type, metatype, out);
    addr own = lookup_in_type(h, type, name);
    if (own)
        return attribute_bind(h, own, 0, type, out);
    return meta ? attribute_bind(h, meta, type, metatype, out) : raise_missing(h, type, name);
}

/* What it refers to answers. */
static enum heap_status proxy_get(struct heap *h, addr o, addr name, addr *out)
{
    addr referent = proxy_referent(h, o);
    if (!referent)
        return HEAP_RAISED;
    incref(h, referent);
    enum heap_status status = object_getattr(h, referent, name, out);
    decref(h, referent);
    return status;
}

/* What the type does not have is the function's. */
static enum heap_status method_get(struct heap *h, addr o, addr name, addr *out)
{
    addr found = lookup_in_type(h, object_type(h, o), name);
    return found ? attribute_bind(h, found, o, object_type(h, o), out)
                 : object_getattr(h, method_at(h, o)->function, name, out);
}

enum heap_status attribute_get_of_kind(struct heap *h, unsigned kind, addr o, addr name, addr *out)
{
    switch (kind) {
    case KIND_TYPE:
        return type_get(h, o, name, out);
    case KIND_PROXY:
    case KIND_CALLABLE_PROXY:
        return proxy_get(h, o, name, out);
    case KIND_SUPER:
        return super_getattr(h, o, name, out);
    case KIND_GENERIC_ALIAS:
        return generic_alias_getattr(h, o, name, out);
    case KIND_METHOD:
        return method_get(h, o, name, out);
    case KIND_MODULE:
        return module_getattr(h, o, name, out);
    default:
        return attribute_generic_get(h, o, name, out);
    }
}

/* The __getattribute__ that is to be called; 0: none, or object's own, which is not called as such. */
static addr getattribute_of(const struct heap *h, addr type)
{
    addr name = known_name(h, NAME_GETATTRIBUTE), found = special_of_class(h, type, name);
    unsigned kind = type_kind(h, type);
    return !found && (kind == KIND_TYPE || kind == KIND_MODULE) ? lookup_in_type(h, type, name) : found;
}

/* The class has __getattribute__, or __getattr__ for what is not there otherwise, or both
 * (slot_tp_getattr_hook). */
static enum heap_status class_get(struct heap *h, addr o, addr name, addr *out)
{
    addr type = object_type(h, o), first = getattribute_of(h, type);
    addr second = special_of_class(h, type, known_name(h, NAME_GETATTR));
    xincref(h, second);
    enum heap_status status = first ? (second && h->abi.getattr_is_bound ? special_call_bound : special_call)(
                                          h, first, o, &name, 1, out)
                                    : attribute_get_of_kind(h, type_kind(h, type), o, name, out);
    if (status == HEAP_RAISED && second && attribute_is_missing(h)) {
        heap_clear_raised(h);
        status = (h->abi.getattr_is_bound ? special_call_bound : special_call)(h, second, o, &name, 1, out);
    }
    xdecref(h, second);
    return status;
}

static enum heap_status get(struct heap *h, addr o, addr name, addr *out)
{
    enum heap_status status = check_name(h, name);
    if (status != HEAP_OK)
        return status;
    addr type = object_type(h, o);
    if (HEAP_UNLIKELY(type_word_is_of_class(type_at(h, type)->getattro)))
        return class_get(h, o, name, out);
    return attribute_get_of_kind(h, type_kind(h, type), o, name, out);
}

enum heap_status attribute_lookup(struct heap *h, addr o, addr name, addr *out)
{
    addr type = object_type(h, o);
    /* the common case of an object that has nothing of the kind needs no message */
    if (type_at(h, type)->getattro == type_at(h, h->type[KIND_INSTANCE])->getattro &&
        !lookup_in_type(h, type, name) && !instance_get_stored(h, o, name)) {
        *out = 0;
        return HEAP_OK;
    }
    enum heap_status status = object_getattr(h, o, name, out);
    if (status == HEAP_RAISED && attribute_is_missing(h)) {
        heap_clear_raised(h);
        *out = 0;
        return HEAP_OK;
    }
    return status;
}

enum heap_status object_getattr(struct heap *h, addr o, addr name, addr *out)
{
    enum heap_status status = get(h, o, name, out);
    if (HEAP_UNLIKELY(status == HEAP_RAISED))
        raise_attribute_context(h, o, name);
    return status;
}

enum heap_status object_is_abstract(struct heap *h, addr o, bool *out)
{
    addr found;
    *out = false;
    enum heap_status status = attribute_lookup(h, o, known_name(h, NAME_ISABSTRACTMETHOD), &found);
    if (status != HEAP_OK || !found)
        return status;
    status = object_truth(h, found, out);
    decref(h, found);
    return status;
}

/* ---- writing
 * ------------------------------------------------------------------------------------------------------------------------
 */

enum heap_status attribute_generic_set(struct heap *h, addr o, addr name, addr value)
{
    addr type = object_type(h, o), found = lookup_in_type(h, type, name);
    if (found && descriptor_has_set(h, found)) {
        incref(h, found);
        enum heap_status status = descriptor_set(h, found, o, value);
        decref(h, found);
        return status;
    }
    if (HEAP_LIKELY(instance_dict_field(h, o) != 0)) {
        bool there;
        enum heap_status status = instance_set_stored(h, o, name, value, &there);
        return status != HEAP_OK || there ? status : raise_attribute(h, ATTRIBUTE_MISSING, type, name);
    }
    bool own_way = type_word_is_of_class(type_at(h, type)->setattro) ||
                   type_kind(h, type) == KIND_DECIMAL_CONTEXT; /* which the message leaves open */
    enum heap_status status = raise_attribute(h,
                                              found     ? ATTRIBUTE_READ_ONLY
                                              : own_way ? ATTRIBUTE_MISSING
                                                        : ATTRIBUTE_NO_DICT,
                                              type, name);
    if (!found && h->abi.attribute_texts_3_13)
        raise_attribute_context(h, o, name);
    return status;
}

static enum heap_status type_set(struct heap *h, addr type, addr name, addr value)
{
    addr meta = lookup_in_type(h, object_type(h, type), name);
    if (meta && descriptor_has_set(h, meta) && !(type_at(h, type)->flags & TYPE_IMMUTABLE)) {
        incref(h, meta);
        enum heap_status status = descriptor_set(h, meta, type, value);
        decref(h, meta);
        return status;
    }
    return type_set_entry(h, type, name, value);
}

static enum heap_status proxy_set(struct heap *h, addr o, addr name, addr value)
{
    addr referent = proxy_referent(h, o);
    if (!referent)
        return HEAP_RAISED;
    incref(h, referent);
    enum heap_status status = object_setattr(h, referent, name, value);
    decref(h, referent);
    return status;
}

enum heap_status attribute_set_of_kind(struct heap *h, unsigned kind, addr o, addr name, addr value)
{
    if (kind == KIND_TYPE)
        return type_set(h, o, name, value);
    return HEAP_LIKELY(!is_proxy(kind)) ? attribute_generic_set(h, o, name, value)
                                        : proxy_set(h, o, name, value);
}

static enum heap_status class_set(struct heap *h, addr o, addr name, addr value)
{
    addr found = special_lookup(h, o, known_name(h, value ? NAME_SETATTR : NAME_DELATTR)),
         args[] = {name, value}, result;
    enum heap_status status = special_call(h, found, o, args, value ? 2 : 1, &result);
    if (status == HEAP_OK)
        decref(h, result);
    return status;
}

/* The object may be let go of by what a release runs, or by a name that is bound anew: the caller holds it.
 */
static enum heap_status set(struct heap *h, addr o, addr name, addr value)
{
    addr type = object_type(h, o);
    if (HEAP_UNLIKELY(type_word_is_of_class(type_at(h, type)->setattro)))
        return class_set(h, o, name, value);
    return attribute_set_of_kind(h, type_kind(h, type), o, name, value);
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
