/* The union of types: int | str; types.UnionType, from 3.14 typing.Union. Mirrors Objects/unionobject.c.
 *
 *   up to 3.13   0 header   16 args   24 parameters
 *   from 3.14    0 header   16 args   24 hashable_args   32 unhashable_args   40 parameters   48 weakreflist
 */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/text.h"

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

/* Classes are the same when they are one; everything else is compared. */
static enum heap_status add(struct heap *h, addr list, addr o)
{
    for (size_t i = 0; i < list_length(h, list); i++) {
        addr other = list_item(h, list, i);
        bool same = other == o;
        enum heap_status status = HEAP_OK;
        if (object_kind(h, o) == KIND_GENERIC_ALIAS && object_kind(h, other) == KIND_GENERIC_ALIAS)
            status = object_equal_or_same(h, other, o, &same);
        if (status != HEAP_OK || same)
            return status;
    }
    return list_append(h, list, o);
}

static enum heap_status add_flat(struct heap *h, addr list, addr o)
{
    if (o == none(h))
        return add(h, list, h->type[KIND_NONE]);
    if (object_kind(h, o) != KIND_UNION)
        return add(h, list, o);
    addr args = union_args(h, o);
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < tuple_length(h, args) && status == HEAP_OK; i++)
        status = add(h, list, tuple_item(h, args, i));
    return status;
}

/* The set of the arguments, by which unions compare. *new* */
static addr set_of(struct heap *h, addr args)
{
    return set_from(h, h->type[KIND_FROZENSET], args);
}

static addr make(struct heap *h, addr list)
{
    if (list_length(h, list) == 1)
        return incref(h, list_item(h, list, 0));
    addr args = tuple_from_iterable(h, list), set = 0, o = 0;
    if (args && (!h->abi.union_has_sets || (set = set_of(h, args))))
        o = object_new(h, h->type[KIND_UNION], 0);
    if (!o) {
        xdecref(h, args);
        xdecref(h, set);
        return 0;
    }
    *field(h, o, 0) = args;
    if (set)
        *field(h, o, 1) = set;
    object_track(h, o);
    return o;
}

enum heap_status union_or(struct heap *h, addr a, addr b, addr *out)
{
    *out = 0;
    if (!is_unionable(h, a) || !is_unionable(h, b))
        return HEAP_OK;
    addr list = list_new(h, 0), made = 0;
    enum heap_status status = list ? add_flat(h, list, a) : HEAP_RAISED;
    if (status == HEAP_OK)
        status = add_flat(h, list, b);
    if (status == HEAP_OK)
        made = make(h, list);
    xdecref(h, list);
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

static enum heap_status hash(struct heap *h, addr o, int64_t *out)
{
    addr set = set_of(h, union_args(h, o));
    if (!set)
        return raise_status(h);
    enum heap_status status = object_hash(h, set, out);
    decref(h, set);
    return status;
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    bool same = false;
    *result = -1;
    if (object_kind(h, a) != KIND_UNION || object_kind(h, b) != KIND_UNION)
        return HEAP_OK;
    addr left = set_of(h, union_args(h, a)), right = left ? set_of(h, union_args(h, b)) : 0;
    enum heap_status status = right ? object_equal(h, left, right, &same) : raise_status(h);
    xdecref(h, left);
    xdecref(h, right);
    *result = same;
    return status;
}

extern const struct kind_ops union_ops;
const struct kind_ops union_ops = {
    .traverse = traverse,
    .release_next = release_next,
    .repr = repr,
    .hash = hash,
    .equal = equal,
};
