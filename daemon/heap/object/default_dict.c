/* collections.defaultdict (ordered_dict.h has its layout). Mirrors Modules/_collectionsmodule.c. */
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/ordered_dict.h"
#include "daemon/heap/object/sequence.h"

enum heap_status default_dict_init(struct heap *h, addr d, const struct call *call)
{
    addr factory = call->count ? call->args[0] : 0;
    if (factory && factory != none(h) && !object_is_callable(h, factory))
        return raise_error(h, EXC_TYPE_ERROR, "first argument must be callable or None");
    struct call rest = *call;
    if (rest.count) {
        rest.args++;
        rest.count--;
    }
    addr old = *default_factory(h, d);
    *default_factory(h, d) = xincref(h, factory);
    struct held_memory slice; /* of the arguments behind the first */
    free_list_hold(h, rest.count, 0, &slice);
    enum heap_status status = kind_init(h, KIND_DICT, d, &rest);
    free_list_let_go(h, rest.count, &slice);
    xdecref(h, old);
    return status;
}

enum heap_status default_dict_missing(struct heap *h, addr d, addr key, addr *out)
{
    addr factory = *default_factory(h, d), value;
    if (!factory || factory == none(h))
        return raise_key_error(h, key);
    incref(h, factory);
    enum heap_status status = object_call(h, factory, NULL, 0, NULL, NULL, 0, &value);
    decref(h, factory);
    if (status != HEAP_OK)
        return status;
    status = object_setitem(h, d, key, value);
    if (status == HEAP_OK)
        *out = value;
    else
        decref(h, value);
    return status;
}

/* ---- methods --------------------------------------------------------------------------------------- */

static enum heap_status method_missing(struct heap *h, const struct call *call, addr *out)
{
    return default_dict_missing(h, call->self, call->args[0], out);
}

/* *new*: another of the class with the same factory and these items. */
static enum heap_status another(struct heap *h, addr d, addr items, addr *out)
{
    addr factory = *default_factory(h, d), args[] = {factory ? factory : none(h), items};
    return object_call(h, object_type(h, d), args, 2, NULL, NULL, 0, out);
}

static enum heap_status method_copy(struct heap *h, const struct call *call, addr *out)
{
    return another(h, call->self, call->self, out);
}

/* (type, (factory,), None, None, iter(self.items())). */
static enum heap_status method_reduce(struct heap *h, const struct call *call, addr *out)
{
    addr self = call->self, factory = *default_factory(h, self), items, iterator;
    bool plain = !factory || factory == none(h);
    enum heap_status status =
        object_call_method(h, self, known_name(h, NAME_ITEMS), NULL, 0, NULL, NULL, 0, &items);
    if (status != HEAP_OK)
        return status;
    status = object_iter(h, items, &iterator);
    decref(h, items);
    if (status != HEAP_OK)
        return status;
    addr args = tuple_from(h, &factory, plain ? 0 : 1);
    addr parts[] = {object_type(h, self), args, none(h), none(h), iterator};
    addr made = args ? tuple_from(h, parts, 5) : 0;
    xdecref(h, args);
    decref(h, iterator);
    return answer(h, made, out);
}

enum heap_status default_dict_binary(struct heap *h, addr a, addr b, addr *out)
{
    addr made;
    *out = 0;
    if (!dict_is_kind(h, a) || !dict_is_kind(h, b))
        return HEAP_OK;
    enum heap_status status = another(h, object_kind(h, a) == KIND_DEFAULT_DICT ? a : b, a, &made);
    if (status != HEAP_OK)
        return status;
    status = dict_update(h, made, b);
    if (status == HEAP_OK)
        *out = made;
    else
        decref(h, made);
    return status;
}

const struct member_spec default_dict_members[] = {
    {"default_factory", MEMBER_OBJECT, 0, sizeof(struct dict_object)},
    {0},
};

/* ---- the kind -------------------------------------------------------------------------------------- */

static enum heap_status repr(struct heap *h, addr d, struct text *out)
{
    const char *name = object_type_name(h, d), *dot = strrchr(name, '.');
    addr factory = *default_factory(h, d);
    text_putf(out, "%s(", dot ? dot + 1 : name);
    enum heap_status status = object_repr_once(h, factory ? factory : none(h), out);
    text_put(out, ", ", 2);
    if (status == HEAP_OK)
        status = repr_of_kind(h, KIND_DICT, d, out);
    text_put(out, ")", 1);
    return status;
}

static void traverse(struct heap *h, addr d, span_visitor *visit, void *context)
{
    visit(h, context, default_factory(h, d), 1, 1);
    kind_ops(KIND_DICT)->traverse(h, d, visit, context);
}

static void untraversed(struct heap *h, addr d, span_visitor *visit, void *context)
{
    if (kind_ops(KIND_DICT)->untraversed)
        kind_ops(KIND_DICT)->untraversed(h, d, visit, context);
}

static bool release_next(struct heap *h, addr d, addr *reference)
{
    *reference = *default_factory(h, d);
    *default_factory(h, d) = 0;
    return *reference || kind_ops(KIND_DICT)->release_next(h, d, reference);
}

static void free_storage(struct heap *h, addr d)
{
    kind_ops(KIND_DICT)->free_storage(h, d);
}

static void clear(struct heap *h, addr d)
{
    incref(h, d);
    (void)iterator_end(h, default_factory(h, d));
    dict_clear(h, d);
    decref(h, d);
}

static size_t size(const struct heap *h, addr d)
{
    return kind_ops(KIND_DICT)->size(h, d);
}

static size_t storage(const struct heap *h, addr d, addr blocks[4])
{
    return kind_ops(KIND_DICT)->storage(h, d, blocks);
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    return kind_ops(KIND_DICT)->equal(h, a, b, result);
}

static int64_t length_of(const struct heap *h, addr d)
{
    return dict_at(h, d)->used;
}

static const char *verify(const struct heap *h, addr d)
{
    addr factory = *default_factory(h, d);
    if (factory && !object_exists(h, factory))
        return "a defaultdict's factory is no object";
    return kind_ops(KIND_DICT)->verify(h, d);
}

static enum heap_status iter(struct heap *h, addr d, addr *out)
{
    return kind_ops(KIND_DICT)->iter(h, d, out);
}

extern const struct kind_ops default_dict_ops;
const struct kind_ops default_dict_ops = {
    .traverse = traverse,
    .untraversed = untraversed,
    .release_next = release_next,
    .free_storage = free_storage,
    .clear = clear,
    .size = size,
    .storage = storage,
    .repr = repr,
    .equal = equal,
    .length = length_of,
    .iter = iter,
    .verify = verify,
};
ITERATOR_METHODS(default_dict, {"__missing__", 1, 1, 0, method_missing}, {"copy", 0, 0, 0, method_copy},
                 {"__copy__", 0, 0, 0, method_copy}, {"__reduce__", 0, 0, 0, method_reduce},
                 {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem}, {0})
