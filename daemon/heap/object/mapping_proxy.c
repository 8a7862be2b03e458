/* mappingproxy: a mapping that cannot be changed through it; what C.__dict__ is. Mirrors
 * Objects/descrobject.c.
 *
 *   0 header   16 mapping
 */
#include "daemon/heap/object/mapping_proxy.h"

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/binding.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/text.h"

static addr *field(const struct heap *h, addr o)
{
    return heap_at(h, o + 16);
}

addr mapping_proxy_target(const struct heap *h, addr o)
{
    return *field(h, o);
}

addr mapping_proxy_new(struct heap *h, addr type, addr mapping)
{
    addr o = object_new(h, type, 0);
    if (!o)
        return 0;
    *field(h, o) = incref(h, mapping);
    object_track(h, o);
    return o;
}

static bool is_mapping(const struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    if (kind == KIND_LIST || kind == KIND_TUPLE)
        return false;
    return dict_is_kind(h, o) || kind == KIND_MAPPINGPROXY ||
           special_lookup(h, o, known_name(h, NAME_GETITEM));
}

enum heap_status mapping_proxy_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    if (call->count + call->kwcount != 1)
        return raise_error(h, EXC_TYPE_ERROR,
                           call->count ? "mappingproxy() takes at most 1 argument (%zu given)"
                                       : "mappingproxy() missing required argument 'mapping' (pos 1)",
                           call->count + call->kwcount);
    addr mapping = call->count ? call->args[0] : call->kwvalues[0];
    if (!is_mapping(h, mapping))
        return raise_error(h, EXC_TYPE_ERROR, "mappingproxy() argument must be a mapping, not %s",
                           object_type_name(h, mapping));
    return answer(h, mapping_proxy_new(h, type, mapping), out);
}

/* ---- methods: those of the mapping
 * ------------------------------------------------------------------------------- */

static enum heap_status forward(struct heap *h, const struct call *c, enum known_name name, addr *out)
{
    addr mapping = incref(h, *field(h, c->self));
    enum heap_status status =
        object_call_method(h, mapping, known_name(h, name), c->args, c->count, NULL, NULL, 0, out);
    decref(h, mapping);
    return status;
}

static enum heap_status method_get(struct heap *h, const struct call *c, addr *out)
{
    addr args[] = {c->args[0], c->count > 1 ? c->args[1] : none(h)};
    struct call both = {.self = c->self, .args = args, .count = 2};
    return forward(h, &both, NAME_GET_METHOD, out);
}
static enum heap_status method_keys(struct heap *h, const struct call *c, addr *out)
{
    return forward(h, c, NAME_KEYS, out);
}
static enum heap_status method_values(struct heap *h, const struct call *c, addr *out)
{
    return forward(h, c, NAME_VALUES, out);
}
static enum heap_status method_items(struct heap *h, const struct call *c, addr *out)
{
    return forward(h, c, NAME_ITEMS, out);
}
static enum heap_status method_copy(struct heap *h, const struct call *c, addr *out)
{
    return forward(h, c, NAME_COPY_METHOD, out);
}

static enum heap_status method_reversed(struct heap *h, const struct call *c, addr *out)
{
    addr name = str_intern_utf8(h, "__reversed__", 12), mapping = incref(h, *field(h, c->self));
    enum heap_status status =
        name ? object_call_method(h, mapping, name, c->args, c->count, NULL, NULL, 0, out) : raise_status(h);
    decref(h, mapping);
    xdecref(h, name);
    return status;
}

extern const struct builtin_method mappingproxy_methods[];
const struct builtin_method mappingproxy_methods[] = {
    {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem},
    {"get", 1, 2, false, method_get},
    {"keys", 0, 0, false, method_keys},
    {"values", 0, 0, false, method_values},
    {"items", 0, 0, false, method_items},
    {"copy", 0, 0, false, method_copy},
    {"__reversed__", 0, 0, false, method_reversed},
    {0},
};

/* ---- the kind
 * ---------------------------------------------------------------------------------------------------------
 */

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

static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    text_put(out, "mappingproxy(", 13);
    enum heap_status status = object_repr(h, *field(h, o), out);
    text_put(out, ")", 1);
    return status;
}

static enum heap_status str(struct heap *h, addr o, struct text *out)
{
    return object_put_str(h, *field(h, o), out);
}

static enum heap_status hash(struct heap *h, addr o, int64_t *out)
{
    if (h->abi.mapping_proxy_hashes)
        return object_hash(h, *field(h, o), out);
    return raise_error(h, EXC_TYPE_ERROR, "unhashable type: 'mappingproxy'");
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    bool same = false;
    if (object_kind(h, a) != KIND_MAPPINGPROXY) {
        addr swap = a;
        a = b;
        b = swap;
    }
    addr mapping = incref(h, *field(h, a));
    enum heap_status status = object_equal(h, mapping, b, &same);
    decref(h, mapping);
    *result = same;
    return status;
}

static enum heap_status iter(struct heap *h, addr o, addr *out)
{
    return object_iter(h, *field(h, o), out);
}

static int64_t length(const struct heap *h, addr o)
{
    addr mapping = *field(h, o);
    return object_ops(h, mapping)->length ? object_ops(h, mapping)->length(h, mapping) : 0;
}

extern const struct kind_ops mappingproxy_ops;
const struct kind_ops mappingproxy_ops = {
    .traverse = traverse,
    .release_next = release_next,
    .repr = repr,
    .str = str,
    .hash = hash,
    .equal = equal,
    .length = length,
    .iter = iter,
};
