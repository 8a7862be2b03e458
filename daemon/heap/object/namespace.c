/* types.SimpleNamespace: nothing but attributes. Mirrors Objects/namespaceobject.c.
 *
 *   0 header   16 ns_dict
 */
#include "daemon/heap/object/namespace.h"

#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/text.h"

static addr *field(const struct heap *h, addr o)
{
    return heap_at(h, o + 16);
}

addr namespace_new(struct heap *h, addr type)
{
    addr o = object_new(h, type, 0);
    if (!o)
        return 0;
    object_track(h, o);
    addr dict = dict_new(h);
    if (!dict) {
        decref(h, o);
        return 0;
    }
    *field(h, o) = dict;
    return o;
}

static enum heap_status check_keys(struct heap *h, addr dict)
{
    addr key, value;
    for (size_t position = 0; dict_next(h, dict, &position, &key, &value);)
        if (object_kind(h, key) != KIND_STR)
            return raise_error(h, EXC_TYPE_ERROR, "keywords must be strings");
    return HEAP_OK;
}

/* From 3.13 a mapping may come first. */
static enum heap_status take_mapping(struct heap *h, addr o, addr mapping)
{
    addr dict = dict_new(h);
    if (!dict)
        return HEAP_RAISED;
    enum heap_status status = dict_update(h, dict, mapping);
    if (status == HEAP_OK)
        status = check_keys(h, dict);
    if (status == HEAP_OK)
        status = dict_update(h, *field(h, o), dict);
    decref(h, dict);
    return status;
}

enum heap_status namespace_init(struct heap *h, addr o, const struct call *call)
{
    if (call->count && !h->abi.namespace_takes_mapping)
        return raise_error(h, EXC_TYPE_ERROR, "no positional arguments expected");
    if (call->count > 1)
        return raise_error(h, EXC_TYPE_ERROR, "%s expected at most 1 argument, got %zu",
                           type_short_name(h, object_type(h, o)), call->count);
    enum heap_status status = call->count ? take_mapping(h, o, call->args[0]) : HEAP_OK;
    for (size_t i = 0; i < call->kwcount && status == HEAP_OK; i++)
        status = dict_set(h, *field(h, o), call->kwnames[i], call->kwvalues[i]);
    return status;
}

/* type(ns)(**ns.__dict__ | changes) */
static enum heap_status method_replace(struct heap *h, const struct call *c, addr *out)
{
    addr made;
    if (c->count)
        return raise_error(h, EXC_TYPE_ERROR, "__replace__() takes no positional arguments (%zu given)",
                           c->count);
    enum heap_status status = object_call(h, object_type(h, c->self), NULL, 0, NULL, NULL, 0, &made);
    if (status != HEAP_OK)
        return status;
    status = object_kind(h, made) == KIND_NAMESPACE ? dict_update(h, *field(h, made), *field(h, c->self))
                                                    : HEAP_OK;
    for (size_t i = 0; i < c->kwcount && status == HEAP_OK; i++)
        status = dict_set(h, *field(h, made), c->kwnames[i], c->kwvalues[i]);
    if (status != HEAP_OK) {
        decref(h, made);
        return status;
    }
    *out = made;
    return HEAP_OK;
}

static enum heap_status method_reduce(struct heap *h, const struct call *c, addr *out)
{
    addr parts[] = {object_type(h, c->self), h->singleton[SINGLETON_EMPTY_TUPLE], *field(h, c->self)};
    return answer(h, tuple_from(h, parts, 3), out);
}

extern const struct builtin_method namespace_methods[];
const struct builtin_method namespace_methods[] = {
    {"__reduce__", 0, 0, false, method_reduce},
    {"__replace__", -1, -1, true, method_replace}, /* from 3.13: class_boot.c */
    {0},
};

/* ---- the kind
 * ---------------------------------------------------------------------------------------------------- */

static void traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, field(h, o), 1, 1);
}

static bool release_next(struct heap *h, addr o, addr *reference)
{
    *reference = *field(h, o);
    *field(h, o) = 0;
    return *reference;
}

static void clear(struct heap *h, addr o)
{
    object_replace(h, field(h, o), 0);
}

/* namespace(a=1), or with the name of a subclass. */
static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    addr dict = *field(h, o), key, value;
    bool first = true;
    enum heap_status status = HEAP_OK;
    const char *name = object_is_exact(h, o, KIND_NAMESPACE) ? "namespace" : object_type_name(h, o);
    text_putf(out, "%s(", name);
    for (size_t position = 0; dict && status == HEAP_OK && dict_next(h, dict, &position, &key, &value);
         first = false) {
        if (object_kind(h, key) != KIND_STR || str_length(h, key) == 0)
            continue;
        if (!first)
            text_put(out, ", ", 2);
        text_put_str(h, out, key);
        text_put(out, "=", 1);
        incref(h, value);
        status = object_repr(h, value, out);
        decref(h, value);
    }
    text_put(out, ")", 1);
    return status;
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    bool same;
    *result = -1;
    if (object_kind(h, a) != KIND_NAMESPACE || object_kind(h, b) != KIND_NAMESPACE)
        return HEAP_OK;
    enum heap_status status = object_equal(h, *field(h, a), *field(h, b), &same);
    *result = same;
    return status;
}

extern const struct kind_ops namespace_ops;
const struct kind_ops namespace_ops = {
    .traverse = traverse,
    .release_next = release_next,
    .clear = clear,
    .repr = repr,
    .repr_inside = "namespace(...)",
    .equal = equal,
};
