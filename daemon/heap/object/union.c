/* The union of types: int | str; types.UnionType, from 3.14 typing.Union. Mirrors Objects/unionobject.c.
 *
 *   up to 3.13   0 header   16 args   24 parameters
 *   from 3.14    0 header   16 args   24 hashable_args   32 unhashable_args   40 parameters   48 weakreflist
 */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/type_variable.h"

static addr *field(const struct heap *h, addr o, size_t index)
{
    return heap_at(h, o + 16 + 8 * index);
}

static size_t field_count(const struct heap *h)
{
    return h->abi.union_has_sets ? 4 : 2;
}
static size_t parameters_index(const struct heap *h)
{
    return field_count(h) - 1;
}

addr union_args(const struct heap *h, addr o)
{
    return *field(h, o, 0);
}

/* ---- making
 * -----------------------------------------------------------------------------------------------------------
 */

static bool is_unionable(const struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    return o == none(h) || kind == KIND_TYPE || kind == KIND_GENERIC_ALIAS || kind == KIND_UNION ||
           kind == KIND_TYPE_ALIAS;
}

/* What a union is gathered in: each argument once. Up to 3.13 classes are the same when they are one, and
 * aliases are compared; then a set decides, and what has no hash is compared with its like. */
struct builder {
    addr list;
    addr hashable;   /* a set; 0 up to 3.13 */
    addr unhashable; /* a list, 0 before there is such an argument */
    bool checks;     /* are the arguments types? */
};

static enum heap_status begin(struct heap *h, struct builder *b, bool checks)
{
    *b = (struct builder){.list = list_new(h, 0), .checks = checks};
    if (b->list && h->abi.union_has_sets)
        b->hashable = set_new(h);
    return b->list && (b->hashable || !h->abi.union_has_sets) ? HEAP_OK : raise_status(h);
}

static void end(struct heap *h, struct builder *b)
{
    xdecref(h, b->list);
    xdecref(h, b->hashable);
    xdecref(h, b->unhashable);
}

static enum heap_status list_has(struct heap *h, addr list, addr o, bool aliases, bool *found)
{
    *found = false;
    for (size_t i = 0; i < list_length(h, list) && !*found; i++) {
        addr other = incref(h, list_item(h, list, i));
        enum heap_status status = HEAP_OK;
        *found = other == o;
        if (!aliases ||
            (object_kind(h, o) == KIND_GENERIC_ALIAS && object_kind(h, other) == KIND_GENERIC_ALIAS))
            status = object_equal_or_same(h, other, o, found);
        decref(h, other);
        if (status != HEAP_OK)
            return status;
    }
    return HEAP_OK;
}

static enum heap_status add_unhashable(struct heap *h, struct builder *b, addr o)
{
    bool found;
    if (!b->unhashable && !(b->unhashable = list_new(h, 0)))
        return raise_status(h);
    enum heap_status status = list_has(h, b->unhashable, o, false, &found);
    if (status == HEAP_OK && !found)
        status = list_append(h, b->unhashable, o);
    return status == HEAP_OK && !found ? list_append(h, b->list, o) : status;
}

static enum heap_status add(struct heap *h, struct builder *b, addr o)
{
    bool found = false;
    int64_t hash = 0;
    if (b->hashable) {
        enum heap_status status = object_hash(h, o, &hash);
        if (status == HEAP_RAISED) {
            heap_clear_raised(h);
            return add_unhashable(h, b, o);
        }
        if (status == HEAP_OK)
            status = set_contains_hashed(h, b->hashable, o, hash, &found);
        if (status == HEAP_OK && !found)
            status = set_add_hashed(h, b->hashable, o, hash);
        return status == HEAP_OK && !found ? list_append(h, b->list, o) : status;
    }
    enum heap_status status = list_has(h, b->list, o, true, &found);
    return status == HEAP_OK && !found ? list_append(h, b->list, o) : status;
}

/* *out *new*: what typing makes of the argument. */
static enum heap_status check(struct heap *h, addr o, addr *out)
{
    if (object_kind(h, o) == KIND_TYPE) {
        *out = incref(h, o);
        return HEAP_OK;
    }
    addr message = str_from_ascii(h, "Union[arg, ...]: each arg must be a type.");
    if (!message)
        return raise_status(h);
    enum heap_status status = type_ask_typing(h, "_type_check", (addr[]){o, message}, 2, out);
    decref(h, message);
    return status;
}

static enum heap_status add_single(struct heap *h, struct builder *b, addr o)
{
    if (o == none(h))
        return add(h, b, h->type[KIND_NONE]);
    if (!b->checks)
        return add(h, b, o);
    addr type;
    enum heap_status status = check(h, o, &type);
    if (status == HEAP_OK) {
        status = add(h, b, type);
        decref(h, type);
    }
    return status;
}

static enum heap_status add_flat(struct heap *h, struct builder *b, addr o)
{
    if (object_kind(h, o) != KIND_UNION)
        return add_single(h, b, o);
    addr args = incref(h, union_args(h, o));
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < tuple_length(h, args) && status == HEAP_OK; i++)
        status = add_single(h, b, tuple_item(h, args, i));
    decref(h, args);
    return status;
}

/* The set of the arguments, by which unions compare. *new* */
static addr set_of(struct heap *h, addr args)
{
    return set_from(h, h->type[KIND_FROZENSET], args);
}

static addr make(struct heap *h, const struct builder *b)
{
    size_t count = list_length(h, b->list);
    if (count == 0)
        return raise_none(h, EXC_TYPE_ERROR, "Cannot take a Union of no types.");
    if (count == 1)
        return incref(h, list_item(h, b->list, 0));
    addr args = tuple_from_iterable(h, b->list), set = 0, rest = 0, o = 0;
    bool whole = args != 0;
    if (whole && b->hashable)
        whole = (set = set_of(h, b->hashable)) != 0;
    if (whole && b->unhashable)
        whole = (rest = tuple_from_iterable(h, b->unhashable)) != 0;
    if (whole)
        o = object_new(h, h->type[KIND_UNION], 0);
    if (!o) {
        xdecref(h, args);
        xdecref(h, set);
        xdecref(h, rest);
        return 0;
    }
    *field(h, o, 0) = args;
    if (set) {
        *field(h, o, 1) = set;
        *field(h, o, 2) = rest;
    }
    object_track(h, o);
    return o;
}

enum heap_status union_or(struct heap *h, addr a, addr b, addr *out)
{
    struct builder builder;
    addr made = 0;
    *out = 0;
    if (!is_unionable(h, a) || !is_unionable(h, b))
        return HEAP_OK;
    enum heap_status status = begin(h, &builder, false);
    if (status == HEAP_OK)
        status = add_flat(h, &builder, a);
    if (status == HEAP_OK)
        status = add_flat(h, &builder, b);
    if (status == HEAP_OK)
        made = make(h, &builder);
    end(h, &builder);
    return status == HEAP_OK ? answer(h, made, out) : status;
}

/* _Py_union_from_tuple(): the items of an exact tuple, or the object alone. */
static enum heap_status union_from(struct heap *h, addr o, addr *out)
{
    struct builder b;
    addr made = 0;
    bool many = object_is_exact(h, o, KIND_TUPLE);
    enum heap_status status = begin(h, &b, true);
    if (status == HEAP_OK && !many)
        status = add_flat(h, &b, o);
    for (size_t i = 0; many && status == HEAP_OK && i < tuple_length(h, o); i++)
        status = add_flat(h, &b, tuple_item(h, o, i));
    if (status == HEAP_OK)
        made = make(h, &b);
    end(h, &b);
    return status == HEAP_OK ? answer(h, made, out) : status;
}

/* ---- attributes
 * -----------------------------------------------------------------------------------------------------------
 */

static enum heap_status get_parameters(struct heap *h, addr o, addr *out)
{
    addr *parameters = field(h, o, parameters_index(h));
    if (!*parameters) {
        addr alias = generic_alias_new(h, h->type[KIND_GENERIC_ALIAS], o, union_args(h, o)), found = 0;
        if (!alias)
            return raise_status(h);
        enum heap_status status = attribute_generic_get(h, alias, known_name(h, NAME_PARAMETERS), &found);
        decref(h, alias);
        if (status != HEAP_OK)
            return status;
        object_replace(h, parameters, found);
    }
    return getset_give(h, *parameters, out);
}

enum heap_status union_getitem(struct heap *h, addr o, addr key, addr *out)
{
    addr parameters, list = 0, made = 0;
    enum heap_status status = get_parameters(h, o, &parameters);
    if (status != HEAP_OK)
        return status;
    status = generic_substitute(h, o, union_args(h, o), parameters, key, &list);
    decref(h, parameters);
    if (status == HEAP_OK && h->abi.union_has_sets) {
        addr args = tuple_from_iterable(h, list);
        status = args ? union_from(h, args, out) : raise_status(h);
        xdecref(h, args);
        xdecref(h, list);
        return status;
    }
    for (size_t i = 0; status == HEAP_OK && i < list_length(h, list); i++) {
        addr next;
        if (!made) {
            made = incref(h, list_item(h, list, i));
            continue;
        }
        status = object_binary(h, BINARY_OR, made, list_item(h, list, i), &next);
        decref(h, made);
        made = status == HEAP_OK ? next : 0;
    }
    xdecref(h, list);
    if (status == HEAP_OK)
        *out = made;
    return status;
}

static enum heap_status get_origin(struct heap *h, addr o, addr *out)
{
    (void)o;
    return getset_give(h, h->type[KIND_UNION], out);
}
static enum heap_status get_name(struct heap *h, addr o, addr *out)
{
    (void)o;
    return answer(h, str_from_ascii(h, "Union"), out);
}

const struct getset union_getsets[] = {
    {"__parameters__", get_parameters, NULL}, {"__name__", get_name, NULL}, /* these from 3.14: class_boot.c
                                                                             */
    {"__qualname__", get_name, NULL},         {"__origin__", get_origin, NULL}, {0},
};

/* ---- the kind
 * ---------------------------------------------------------------------------------------------------------------
 */

static void traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, field(h, o, 0), field_count(h), 1);
}

static bool release_next(struct heap *h, addr o, addr *reference)
{
    for (size_t i = 0; i < field_count(h); i++)
        if (*field(h, o, i)) {
            *reference = *field(h, o, i);
            *field(h, o, i) = 0;
            return true;
        }
    return false;
}

static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    addr args = union_args(h, o);
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; status == HEAP_OK && i < tuple_length(h, args); i++) {
        addr item = tuple_item(h, args, i);
        if (i)
            text_put(out, " | ", 3);
        if (item == h->type[KIND_NONE])
            text_put(out, "None", 4);
        else
            status = generic_put_argument(h, item, out);
    }
    return status;
}

/* TypeError of the first argument that has no hash, or because there was one. */
static enum heap_status refuse_hash(struct heap *h, addr rest)
{
    int64_t unused;
    for (size_t i = 0; i < tuple_length(h, rest); i++) {
        enum heap_status status = object_hash(h, tuple_item(h, rest, i), &unused);
        if (status != HEAP_OK)
            return status;
    }
    return raise_error(h, EXC_TYPE_ERROR, "union contains %zu unhashable elements", tuple_length(h, rest));
}

static addr unhashable_args(const struct heap *h, addr o)
{
    return h->abi.union_has_sets ? *field(h, o, 2) : 0;
}

static enum heap_status hash(struct heap *h, addr o, int64_t *out)
{
    addr rest = unhashable_args(h, o);
    if (rest)
        return refuse_hash(h, rest);
    addr set = set_of(h, union_args(h, o));
    if (!set)
        return raise_status(h);
    enum heap_status status = object_hash(h, set, out);
    decref(h, set);
    return status;
}

/* Has each of the two tuples (0: none) what the other has? */
static enum heap_status same_rest(struct heap *h, addr left, addr right, bool *same)
{
    size_t count = left ? tuple_length(h, left) : 0;
    enum heap_status status = HEAP_OK;
    *same = count == (right ? tuple_length(h, right) : 0);
    for (size_t i = 0; i < count && *same && status == HEAP_OK; i++) {
        bool found = false;
        for (size_t k = 0; k < count && !found && status == HEAP_OK; k++)
            status = object_equal_or_same(h, tuple_item(h, right, k), tuple_item(h, left, i), &found);
        *same = found;
    }
    return status;
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    bool same = false;
    addr left, right;
    *result = -1;
    if (object_kind(h, a) != KIND_UNION || object_kind(h, b) != KIND_UNION)
        return HEAP_OK;
    if (h->abi.union_has_sets) {
        left = incref(h, *field(h, a, 1));
        right = incref(h, *field(h, b, 1));
    } else {
        left = set_of(h, union_args(h, a));
        right = left ? set_of(h, union_args(h, b)) : 0;
    }
    enum heap_status status = right ? object_equal(h, left, right, &same) : raise_status(h);
    xdecref(h, left);
    xdecref(h, right);
    if (status == HEAP_OK && same)
        status = same_rest(h, unhashable_args(h, a), unhashable_args(h, b), &same);
    *result = same;
    return status;
}

static enum heap_status method_union_of(struct heap *h, const struct call *call, addr *out)
{
    return union_from(h, call->args[0], out);
}

static enum heap_status method_mro_entries(struct heap *h, const struct call *call, addr *out)
{
    (void)out;
    return raise_about(h, EXC_TYPE_ERROR, "Cannot subclass ", call->self, "");
}

extern const struct builtin_method union_methods[];
const struct builtin_method union_methods[] = { /* from 3.14: class_boot.c */
    {"__class_getitem__", 1, 1, METHOD_CLASS, method_union_of},
    {"__mro_entries__", 1, 1, false, method_mro_entries},
    {0},
};

extern const struct kind_ops union_ops;
const struct kind_ops union_ops = {
    .traverse = traverse,
    .release_next = release_next,
    .repr = repr,
    .hash = hash,
    .equal = equal,
};
