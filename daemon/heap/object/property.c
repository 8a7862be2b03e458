/* property: a data descriptor whose functions a program gives. Mirrors Objects/descrobject.c.
 *
 *   0 header   16 prop_get   24 prop_set   32 prop_del   40 prop_doc   48 prop_name   56 getter_doc
 *
 * The name, which __set_name__ tells, is for messages. A subclass has its documentation among its attributes.
 */
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/binding.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/text.h"

/* ---- __get__, __set__
 * ---------------------------------------------------------------------------------------- */

/* The name that its class has given it, or from 3.13 its getter's: *new*, *out 0: it has none. */
static enum heap_status find_name(struct heap *h, const struct property_object *p, addr *out)
{
    *out = xincref(h, p->name);
    if (p->name || !p->get || !h->abi.property_has_name)
        return HEAP_OK;
    return attribute_lookup(h, p->get, known_name(h, NAME_NAME), out);
}

/* "property 'x' of 'C' object has no setter" */
static enum heap_status raise_lack(struct heap *h, addr property, addr o, const char *what)
{
    char bytes[300] = {0};
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    addr name;
    enum heap_status status = find_name(h, property_at(h, property), &name);
    text_put(&text, "property ", 9);
    if (status == HEAP_OK && name) {
        status = object_repr(h, name, &text);
        text_put(&text, " ", 1);
        decref(h, name);
    }
    if (status != HEAP_OK)
        return status;
    text_put(&text, "of '", 4);
    type_put_qualname(h, object_type(h, o), &text);
    return raise_error(h, EXC_ATTRIBUTE_ERROR, "%s' object has no %s", bytes, what);
}

enum heap_status property_get(struct heap *h, addr property, addr o, addr *out)
{
    addr get = property_at(h, property)->get;
    if (!o || o == none(h)) {
        *out = incref(h, property);
        return HEAP_OK;
    }
    return get ? object_call(h, get, &o, 1, NULL, NULL, 0, out) : raise_lack(h, property, o, "getter");
}

enum heap_status property_set(struct heap *h, addr property, addr o, addr value)
{
    const struct property_object *p = property_at(h, property);
    addr function = value ? p->set : p->del, args[] = {o, value}, result;
    if (!function)
        return raise_lack(h, property, o, value ? "setter" : "deleter");
    enum heap_status status = object_call(h, function, args, value ? 2 : 1, NULL, NULL, 0, &result);
    if (status == HEAP_OK)
        decref(h, result);
    return status;
}

/* ---- making
 * ------------------------------------------------------------------------------------------------- */

static addr given(const struct heap *h, addr value)
{
    return value == none(h) ? 0 : value;
}

/* The getter's documentation, unless there is one given. */
static enum heap_status take_doc(struct heap *h, addr property, addr getter)
{
    addr doc, name = known_name(h, NAME_DOC);
    enum heap_status status = attribute_lookup(h, getter, name, &doc);
    if (status != HEAP_OK || !doc)
        return status;
    if (doc == none(h) && h->abi.property_skips_none_doc) {
        decref(h, doc);
        return HEAP_OK;
    }
    property_at(h, property)->doc_is_getters = 1;
    if (object_is_exact(h, property, KIND_PROPERTY)) {
        object_replace(h, &property_at(h, property)->doc, doc);
        return HEAP_OK;
    }
    status = object_setattr(h, property, name, doc);
    decref(h, doc);
    return status;
}

enum heap_status property_init(struct heap *h, addr property, const struct call *call)
{
    static const char *const names[] = {"fget", "fset", "fdel", "doc"};
    addr values[4];
    if (call->count > 4)
        return raise_error(h, EXC_TYPE_ERROR, "property() takes at most 4 arguments (%zu given)",
                           call->count);
    enum heap_status status = arguments_bind(h, call, "property", names, 4, values);
    if (status != HEAP_OK)
        return status;
    for (size_t i = 0; i < 3; i++)
        values[i] = given(h, values[i]);
    struct property_object *p = property_at(h, property);
    addr old[] = {p->get, p->set, p->del, p->doc, p->name};
    p->get = xincref(h, values[0]);
    p->set = xincref(h, values[1]);
    p->del = xincref(h, values[2]);
    p->doc = xincref(h, values[3]);
    p->name = 0;
    p->doc_is_getters = 0;
    for (size_t i = 0; i < 5; i++)
        xdecref(h, old[i]);
    if (!given(h, values[3]) && values[0])
        return take_doc(h, property, values[0]);
    if (values[3] && !object_is_exact(h, property, KIND_PROPERTY))
        return object_setattr(h, property, known_name(h, NAME_DOC), values[3]);
    return HEAP_OK;
}

/* The same property with some of its functions replaced: values 0 stay as they are. */
static enum heap_status copy_with(struct heap *h, addr property, addr get, addr set, addr del, addr *out)
{
    const struct property_object *p = property_at(h, property);
    addr nothing = none(h), args[4];
    args[0] = get && get != nothing ? get : p->get ? p->get : nothing;
    args[1] = set && set != nothing ? set : p->set ? p->set : nothing;
    args[2] = del && del != nothing ? del : p->del ? p->del : nothing;
    args[3] = (p->doc_is_getters && args[0] != nothing) || !p->doc ? nothing : p->doc;
    for (size_t i = 0; i < 4; i++)
        incref(h, args[i]);
    enum heap_status status = object_call(h, object_type(h, property), args, 4, NULL, NULL, 0, out);
    for (size_t i = 0; i < 4; i++)
        decref(h, args[i]);
    if (status == HEAP_OK && object_kind(h, *out) == KIND_PROPERTY)
        object_replace(h, &property_at(h, *out)->name, xincref(h, property_at(h, property)->name));
    return status;
}

static enum heap_status method_getter(struct heap *h, const struct call *c, addr *out)
{
    return copy_with(h, c->self, c->args[0], 0, 0, out);
}
static enum heap_status method_setter(struct heap *h, const struct call *c, addr *out)
{
    return copy_with(h, c->self, 0, c->args[0], 0, out);
}
static enum heap_status method_deleter(struct heap *h, const struct call *c, addr *out)
{
    return copy_with(h, c->self, 0, 0, c->args[0], out);
}

static enum heap_status method_set_name(struct heap *h, const struct call *c, addr *out)
{
    if (c->count != 2)
        return raise_error(h, EXC_TYPE_ERROR,
                           "__set_name__() takes 2 positional arguments but %zu were given", c->count);
    object_replace(h, &property_at(h, c->self)->name, incref(h, c->args[1]));
    return answer_none(h, HEAP_OK, out);
}

extern const struct builtin_method property_methods[];
const struct builtin_method property_methods[] = {
    {"getter", 1, 1, false, method_getter},
    {"setter", 1, 1, false, method_setter},
    {"deleter", 1, 1, false, method_deleter},
    {"__set_name__", -1, -1, false, method_set_name},
    {0},
};

/* ---- attributes
 * ----------------------------------------------------------------------------------------------- */

static enum heap_status get_abstract(struct heap *h, addr o, addr *out)
{
    const struct property_object *p = property_at(h, o);
    addr functions[] = {p->get, p->set, p->del};
    bool abstract = false;
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < 3 && status == HEAP_OK && !abstract; i++)
        if (functions[i])
            status = object_is_abstract(h, functions[i], &abstract);
    return answer_bool(h, status, abstract, out);
}

/* What __set_name__ has told, or the getter's name. */
static enum heap_status get_name(struct heap *h, addr o, addr *out)
{
    addr found;
    enum heap_status status = find_name(h, property_at(h, o), &found);
    if (status != HEAP_OK)
        return status;
    if (!found)
        return raise_attribute(h, ATTRIBUTE_MISSING, object_type(h, o), known_name(h, NAME_NAME));
    *out = found;
    return HEAP_OK;
}

static enum heap_status set_name(struct heap *h, addr o, addr value)
{
    object_replace(h, &property_at(h, o)->name, xincref(h, value));
    return HEAP_OK;
}

const struct getset property_getsets[] = {
    {"__isabstractmethod__", get_abstract, NULL},
    {"__name__", get_name, set_name}, /* from 3.13: class_boot.c */
    {0},
};

/* ---- the kind
 * --------------------------------------------------------------------------------------------------- */

static void property_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, &property_at(h, o)->get, 5, 1);
}

static bool property_release_next(struct heap *h, addr o, addr *reference)
{
    addr *fields = &property_at(h, o)->get;
    for (size_t i = 0; i < 5; i++)
        if (fields[i]) {
            *reference = fields[i];
            fields[i] = 0;
            return true;
        }
    return false;
}

static void property_clear(struct heap *h, addr o)
{
    object_replace(h, &property_at(h, o)->doc, 0);
}

extern const struct kind_ops property_ops;
const struct kind_ops property_ops = {
    .traverse = property_traverse,
    .release_next = property_release_next,
    .clear = property_clear,
};
