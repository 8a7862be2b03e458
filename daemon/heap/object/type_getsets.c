/* The attributes of types: __name__, __dict__, __mro__, ... Mirrors type_getsets and type_members of
 * Objects/typeobject.c. */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/mapping_proxy.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/set_bases.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/text_signature.h"
#include "daemon/heap/object/type_names.h"

static bool is_class(const struct heap *h, addr o)
{
    return type_is_heap(h, o) && object_in_blocks(o);
}

static addr own_entry(const struct heap *h, addr type, enum known_name name)
{
    return dict_get_str(h, type_at(h, type)->dict, known_name(h, name));
}

/* May the attribute be set? `value` 0: it is to be deleted, which some cannot be. */
static enum heap_status check_set(struct heap *h, addr type, addr value, const char *name)
{
    if (type_is_immutable(h, type))
        return raise_error(h, EXC_TYPE_ERROR, "cannot set '%s' attribute of immutable type '%s'", name,
                           type_name(h, type));
    if (!value)
        return raise_error(h, EXC_TYPE_ERROR, "cannot delete '%s' attribute of immutable type '%s'", name,
                           type_name(h, type));
    return HEAP_OK;
}

/* The same for what types of C, though they can be changed, have no place for. */
static enum heap_status check_set_of_class(struct heap *h, addr type, addr value, const char *name)
{
    enum heap_status status = check_set(h, type, value, name);
    if (status != HEAP_OK || is_class(h, type))
        return status;
    return raise_error(h, EXC_TYPE_ERROR, "cannot set '%s' attribute of immutable type '%s'", name,
                       type_name(h, type));
}

/* ---- names
 * -------------------------------------------------------------------------------------------------------------
 */

static enum heap_status get_name(struct heap *h, addr o, addr *out)
{
    return is_class(h, o) ? getset_give(h, heap_type_names(h, o)->name, out)
                          : answer(h, str_from_ascii(h, type_short_name(h, o)), out);
}

static enum heap_status set_name(struct heap *h, addr o, addr value)
{
    enum heap_status status = check_set_of_class(h, o, value, "__name__");
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, value) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "can only assign string to %s.__name__, not '%s'",
                           type_name(h, o), object_type_name(h, value));
    return type_set_name(h, o, value);
}

static enum heap_status get_qualname(struct heap *h, addr o, addr *out)
{
    return is_class(h, o) ? getset_give(h, heap_type_names(h, o)->qualname, out) : get_name(h, o, out);
}

static enum heap_status set_qualname(struct heap *h, addr o, addr value)
{
    enum heap_status status = check_set_of_class(h, o, value, "__qualname__");
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, value) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "can only assign string to %s.__qualname__, not '%s'",
                           type_name(h, o), object_type_name(h, value));
    object_replace(h, &heap_type_names(h, o)->qualname, incref(h, value));
    return HEAP_OK;
}

static enum heap_status get_module(struct heap *h, addr o, addr *out)
{
    addr module = type_is_heap(h, o) ? own_entry(h, o, NAME_MODULE) : 0;
    if (module)
        return getset_give(h, module, out);
    if (is_class(h, o))
        return raise_error(h, EXC_ATTRIBUTE_ERROR, "__module__");
    const char *name = type_name(h, o);
    size_t length = 0;
    for (size_t i = 0; name[i]; i++)
        if (name[i] == '.')
            length = i;
    if (length == 0)
        return getset_give(h, known_name(h, NAME_BUILTINS), out);
    return answer(h, str_intern_utf8(h, name, length), out); /* as type_module() of Objects/typeobject.c */
}

static enum heap_status set_module(struct heap *h, addr o, addr value)
{
    enum heap_status status = check_set(h, o, value, "__module__");
    return status == HEAP_OK ? type_set_entry(h, o, known_name(h, NAME_MODULE), value) : status;
}

static enum heap_status get_doc(struct heap *h, addr o, addr *out)
{
    addr doc = type_is_heap(h, o) ? own_entry(h, o, NAME_DOC) : 0;
    return doc ? attribute_bind(h, doc, 0, o, out) : getset_give(h, 0, out);
}

static enum heap_status set_doc(struct heap *h, addr o, addr value)
{
    enum heap_status status = check_set(h, o, value, "__doc__");
    return status == HEAP_OK ? type_set_entry(h, o, known_name(h, NAME_DOC), value) : status;
}

/* ---- the order, the dict
 * ------------------------------------------------------------------------------------------------ */

static enum heap_status get_bases(struct heap *h, addr o, addr *out)
{
    return getset_give(h, type_at(h, o)->bases, out);
}

static enum heap_status set_bases(struct heap *h, addr o, addr value)
{
    enum heap_status status = check_set_of_class(h, o, value, "__bases__");
    return status == HEAP_OK ? type_set_bases(h, o, value) : status;
}
static enum heap_status get_mro(struct heap *h, addr o, addr *out)
{
    return getset_give(h, type_at(h, o)->mro, out);
}

static enum heap_status get_dict(struct heap *h, addr o, addr *out)
{
    addr dict = type_at(h, o)->dict;
    return dict ? answer(h, mapping_proxy_new(h, h->type[KIND_MAPPINGPROXY], dict), out)
                : getset_give(h, 0, out);
}

/* ---- annotations, abstract methods, type parameters
 * --------------------------------------------------------------------- */

static enum heap_status raise_none_here(struct heap *h, addr o, enum known_name name)
{
    return raise_attribute(h, ATTRIBUTE_MISSING_TYPE, o, known_name(h, name));
}

static enum heap_status drop_entry(struct heap *h, addr o, enum known_name name)
{
    return own_entry(h, o, name) ? type_set_entry(h, o, known_name(h, name), 0) : HEAP_OK;
}

/* 3.14: what the compiler has put there as __annotate_func__, a namespace by its own name; None is kept where
 * there is neither (type_get_annotate). */
static enum heap_status get_annotate(struct heap *h, addr o, addr *out)
{
    if (!is_class(h, o))
        return raise_none_here(h, o, NAME_ANNOTATE);
    addr found = own_entry(h, o, NAME_ANNOTATE);
    if (!found)
        found = own_entry(h, o, NAME_ANNOTATE_FUNC);
    if (found)
        return attribute_bind(h, found, 0, o, out);
    enum heap_status status = type_set_entry(h, o, known_name(h, NAME_ANNOTATE_FUNC), none(h));
    return status == HEAP_OK ? getset_give(h, none(h), out) : status;
}

/* What it answered before is forgotten, but for None. */
static enum heap_status set_annotate(struct heap *h, addr o, addr value)
{
    if (!value)
        return raise_error(h, EXC_TYPE_ERROR, "cannot delete __annotate__ attribute");
    enum heap_status status = check_set_of_class(h, o, value, "__annotate__");
    if (status == HEAP_OK && value != none(h) && !object_is_callable(h, value))
        return raise_error(h, EXC_TYPE_ERROR, "__annotate__ must be callable or None");
    if (status == HEAP_OK)
        status = type_set_entry(h, o, known_name(h, NAME_ANNOTATE_FUNC), value);
    return status == HEAP_OK && value != none(h) ? drop_entry(h, o, NAME_ANNOTATIONS_CACHE) : status;
}

/* *new*: what __annotate__(1) answers (3.14; a metaclass may say which that is), or an empty dict. */
static enum heap_status ask_annotate(struct heap *h, addr o, addr *out)
{
    addr function;
    enum heap_status status = object_getattr(h, o, known_name(h, NAME_ANNOTATE), &function);
    if (status != HEAP_OK)
        return status;
    if (object_is_callable(h, function)) {
        addr format = int_new(h, 1);
        status = format ? object_call(h, function, &format, 1, NULL, NULL, 0, out) : raise_status(h);
        xdecref(h, format);
        if (status == HEAP_OK && !dict_is_kind(h, *out)) {
            status = raise_error(h, EXC_TYPE_ERROR, "__annotate__ returned non-dict of type '%.100s'",
                                 object_type_name(h, *out));
            decref(h, *out);
        }
    } else
        status = answer(h, dict_new(h), out);
    decref(h, function);
    return status;
}

/* What is answered is kept. */
static enum heap_status make_annotations(struct heap *h, addr o, addr *out)
{
    bool lazy = h->abi.annotations_are_lazy;
    addr made;
    enum heap_status status = lazy ? ask_annotate(h, o, &made) : answer(h, dict_new(h), &made);
    if (status != HEAP_OK)
        return status;
    status = type_set_entry(h, o, known_name(h, lazy ? NAME_ANNOTATIONS_CACHE : NAME_ANNOTATIONS), made);
    if (status == HEAP_OK)
        *out = made;
    else
        decref(h, made);
    return status;
}

static enum heap_status get_annotations(struct heap *h, addr o, addr *out)
{
    if (!is_class(h, o))
        return raise_none_here(h, o, NAME_ANNOTATIONS);
    addr found = own_entry(h, o, NAME_ANNOTATIONS);
    if (!found && h->abi.annotations_are_lazy)
        found = own_entry(h, o, NAME_ANNOTATIONS_CACHE);
    return found ? attribute_bind(h, found, 0, o, out) : make_annotations(h, o, out);
}

/* 3.14: the cache is set unless the namespace has them by their own name, and what would make them goes
 * (type_set_annotations). */
static enum heap_status set_lazy_annotations(struct heap *h, addr o, addr value)
{
    bool named = own_entry(h, o, NAME_ANNOTATIONS);
    enum known_name name = named ? NAME_ANNOTATIONS : NAME_ANNOTATIONS_CACHE;
    if (!value && !own_entry(h, o, name))
        return raise_error(h, EXC_ATTRIBUTE_ERROR, "__annotations__");
    enum heap_status status = type_set_entry(h, o, known_name(h, name), value);
    if (status == HEAP_OK && named)
        status = drop_entry(h, o, NAME_ANNOTATIONS_CACHE);
    if (status == HEAP_OK)
        status = drop_entry(h, o, NAME_ANNOTATE_FUNC);
    return status == HEAP_OK ? drop_entry(h, o, NAME_ANNOTATE) : status;
}

static enum heap_status set_annotations(struct heap *h, addr o, addr value)
{
    enum heap_status status = check_set(h, o, none(h), "__annotations__");
    if (status != HEAP_OK)
        return status;
    if (h->abi.annotations_are_lazy)
        return set_lazy_annotations(h, o, value);
    if (!value && !own_entry(h, o, NAME_ANNOTATIONS))
        return raise_error(h, EXC_ATTRIBUTE_ERROR, "__annotations__");
    return type_set_entry(h, o, known_name(h, NAME_ANNOTATIONS), value);
}

static enum heap_status get_abstract(struct heap *h, addr o, addr *out)
{
    addr found = own_entry(h, o, NAME_ABSTRACTMETHODS);
    if (found && o != h->type[KIND_TYPE])
        return getset_give(h, found, out);
    return raise_error(h, EXC_ATTRIBUTE_ERROR, "__abstractmethods__");
}

static enum heap_status set_abstract(struct heap *h, addr o, addr value)
{
    bool abstract = false;
    enum heap_status status = value ? object_truth(h, value, &abstract) : HEAP_OK;
    if (status == HEAP_OK && !value && !own_entry(h, o, NAME_ABSTRACTMETHODS))
        return raise_error(h, EXC_ATTRIBUTE_ERROR, "__abstractmethods__");
    if (status == HEAP_OK)
        status = type_set_entry(h, o, known_name(h, NAME_ABSTRACTMETHODS), value);
    if (status != HEAP_OK)
        return status;
    type_at(h, o)->flags = (type_at(h, o)->flags & ~TYPE_ABSTRACT) | (abstract ? TYPE_ABSTRACT : 0);
    return HEAP_OK;
}

static enum heap_status get_type_params(struct heap *h, addr o, addr *out)
{
    addr found = own_entry(h, o, NAME_TYPE_PARAMS);
    return getset_give(h, found ? found : h->singleton[SINGLETON_EMPTY_TUPLE], out);
}

static enum heap_status set_type_params(struct heap *h, addr o, addr value)
{
    enum heap_status status = check_set(h, o, value, "__type_params__");
    return status == HEAP_OK ? type_set_entry(h, o, known_name(h, NAME_TYPE_PARAMS), value) : status;
}

static enum heap_status get_text_signature(struct heap *h, addr o, addr *out)
{
    if (!is_class(h, o))
        return text_signature_give(h, type_name(h, o), "", out);
    addr name;
    enum heap_status status = get_name(h, o, &name);
    if (status != HEAP_OK)
        return status;
    status = text_signature_of_docstring(h, name, own_entry(h, o, NAME_DOC), out);
    decref(h, name);
    return status;
}

/* ---- numbers
 * ----------------------------------------------------------------------------------------------------------------
 */

const struct getset type_getsets[] = {
    {"__name__", get_name, set_name},
    {"__qualname__", get_qualname, set_qualname},
    {"__module__", get_module, set_module},
    {"__doc__", get_doc, set_doc},
    {"__bases__", get_bases, set_bases},
    {"__mro__", get_mro, NULL}, /* from 3.12; a member before */
    {"__dict__", get_dict, NULL},
    {"__annotations__", get_annotations, set_annotations},
    {"__annotate__", get_annotate, set_annotate}, /* from 3.14: class_boot.c */
    {"__abstractmethods__", get_abstract, set_abstract},
    {"__type_params__", get_type_params, set_type_params}, /* from 3.12: class_boot.c */
    {"__text_signature__", get_text_signature, NULL},
    {0},
};
