/* staticmethod and classmethod. Mirrors Objects/funcobject.c.
 *
 *   0 header   16 sm_callable, cm_callable   24 sm_dict, cm_dict
 *
 * Both take over what describes the function (functools.wraps) as attributes of their own, when a program
 * makes them: those that a class makes of its __new__, __init_subclass__ and __class_getitem__ have no
 * attributes.
 */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/binding.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/text.h"

/* ---- __get__
 * ---------------------------------------------------------------------------------------------------- */

enum heap_status static_method_get(struct heap *h, addr method, addr o, addr type, addr *out)
{
    addr callable = static_method_at(h, method)->callable;
    bool class_method = object_kind(h, method) == KIND_CLASSMETHOD;
    if (!callable)
        return raise_error(h, EXC_RUNTIME_ERROR, "uninitialized %s object",
                           class_method ? "classmethod" : "staticmethod");
    if (!class_method) {
        *out = incref(h, callable);
        return HEAP_OK;
    }
    if (!type)
        type = object_type(h, o);
    if (h->abi.classmethod_chains && descriptor_has_get(h, callable))
        return descriptor_get(h, callable, type, type, out);
    return answer(h, method_new(h, callable, type), out);
}

/* ---- making
 * ------------------------------------------------------------------------------------------------------ */

static enum heap_status take_over(struct heap *h, addr method, addr callable)
{
    static const enum known_name names[] = {NAME_MODULE, NAME_NAME, NAME_QUALNAME, NAME_DOC,
                                            NAME_ANNOTATIONS};
    size_t count = h->abi.wrapped_annotations_late ? 4 : 5;
    for (size_t i = 0; i < count; i++) {
        addr value;
        enum heap_status status = attribute_lookup(h, callable, known_name(h, names[i]), &value);
        if (status == HEAP_OK && value) {
            status = object_setattr(h, method, known_name(h, names[i]), value);
            decref(h, value);
        }
        if (status != HEAP_OK)
            return status;
    }
    return HEAP_OK;
}

addr static_method_new(struct heap *h, enum kind kind, addr callable)
{
    addr method = object_new(h, h->type[kind], 0);
    if (!method)
        return 0;
    static_method_at(h, method)->callable = incref(h, callable);
    object_track(h, method);
    return method;
}

enum heap_status static_method_init(struct heap *h, addr method, const struct call *call)
{
    const char *name = object_kind(h, method) == KIND_CLASSMETHOD ? "classmethod" : "staticmethod";
    if (call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "%s() takes no keyword arguments", name);
    if (call->count != 1)
        return raise_error(h, EXC_TYPE_ERROR, "%s expected 1 argument, got %zu", name, call->count);
    object_replace(h, &static_method_at(h, method)->callable, incref(h, call->args[0]));
    return take_over(h, method, call->args[0]);
}

/* ---- attributes
 * --------------------------------------------------------------------------------------------------- */

static enum heap_status get_abstract(struct heap *h, addr o, addr *out)
{
    bool abstract = false;
    addr callable = static_method_at(h, o)->callable;
    enum heap_status status = callable ? object_is_abstract(h, callable, &abstract) : HEAP_OK;
    return answer_bool(h, status, abstract, out);
}

static enum heap_status get_dict(struct heap *h, addr o, addr *out)
{
    return instance_dict(h, o, out);
}

static enum heap_status set_dict(struct heap *h, addr o, addr value)
{
    if (!value || object_kind(h, value) != KIND_DICT)
        return raise_error(h, EXC_TYPE_ERROR,
                           value ? "__dict__ must be set to a dictionary, not a '%.200s'"
                                 : "cannot delete __dict__",
                           value ? object_type_name(h, value) : "");
    return instance_replace_dict(h, o, value);
}

const struct getset staticmethod_getsets[] = {
    {"__isabstractmethod__", get_abstract, NULL},
    {"__dict__", get_dict, set_dict},
    {0},
};

/* ---- the kinds
 * ------------------------------------------------------------------------------------------------------ */

static void static_method_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, &static_method_at(h, o)->callable, 1, 1);
    visit(h, context, &static_method_at(h, o)->dict, 1, 1);
}

static bool static_method_release_next(struct heap *h, addr o, addr *reference)
{
    struct static_method_object *m = static_method_at(h, o);
    addr *field = m->callable ? &m->callable : &m->dict;
    *reference = *field;
    *field = 0;
    return *reference;
}

static void static_method_clear(struct heap *h, addr o)
{
    incref(h, o);
    object_replace(h, &static_method_at(h, o)->callable, 0);
    object_replace(h, &static_method_at(h, o)->dict, 0);
    decref(h, o);
}

static enum heap_status static_method_repr(struct heap *h, addr o, struct text *out)
{
    addr callable = static_method_at(h, o)->callable;
    text_putf(out, "<%s(", object_kind(h, o) == KIND_CLASSMETHOD ? "classmethod" : "staticmethod");
    enum heap_status status = HEAP_OK;
    if (callable)
        status = object_repr(h, callable, out);
    else
        text_put(out, "<NULL>", 6);
    text_put(out, ")>", 2);
    return status;
}

#define STATIC_METHOD_OPS                                                                                    \
    {                                                                                                        \
        .traverse = static_method_traverse, .release_next = static_method_release_next,                      \
        .clear = static_method_clear, .repr = static_method_repr,                                            \
    }
extern const struct kind_ops staticmethod_ops, classmethod_ops;
const struct kind_ops staticmethod_ops = STATIC_METHOD_OPS;
const struct kind_ops classmethod_ops = STATIC_METHOD_OPS;
