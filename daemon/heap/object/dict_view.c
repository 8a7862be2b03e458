/* Views of dicts: d.keys(), d.values() and d.items(). Mirrors the dictview objects of Objects/dictobject.c.
 *
 *   0 header   16 dv_dict
 *
 * Those of keys and items are compared and combined as sets are.
 */
#include "daemon/heap/object/dict_view.h"

#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/mapping_proxy.h"
#include "daemon/heap/object/set.h"

addr dict_view_new(struct heap *h, addr dict, enum kind kind)
{
    addr o = iterator_alloc(h, h->type[kind]);
    if (!o)
        return 0;
    HEAP_FIELD(h, o, 16, addr) = incref(h, dict);
    object_track(h, o);
    return o;
}

enum heap_status dict_method_keys(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, dict_view_new(h, call->self, KIND_DICT_KEYS), out);
}
enum heap_status dict_method_values(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, dict_view_new(h, call->self, KIND_DICT_VALUES), out);
}
enum heap_status dict_method_items(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, dict_view_new(h, call->self, KIND_DICT_ITEMS), out);
}

static size_t view_length(const struct heap *h, addr view)
{
    return dict_length(h, dict_view_dict(h, view));
}

/* ---- membership ------------------------------------------------------------------------------------ */

static enum heap_status items_contain(struct heap *h, addr dict, addr pair, bool *out)
{
    addr found;
    *out = false;
    if (object_kind(h, pair) != KIND_TUPLE || tuple_length(h, pair) != 2)
        return HEAP_OK;
    enum heap_status status = dict_get(h, dict, tuple_item(h, pair, 0), &found);
    if (status != HEAP_OK || !found)
        return status;
    incref(h, found);
    status = object_equal_or_same(h, found, tuple_item(h, pair, 1), out);
    decref(h, found);
    return status;
}

/* Values are looked at one by one. */
static enum heap_status values_contain(struct heap *h, addr view, addr item, bool *out)
{
    struct iteration it;
    addr value;
    enum heap_status status = iteration_begin(h, &it, view);
    *out = false;
    if (status != HEAP_OK)
        return status;
    while (!*out && (status = iteration_next(h, &it, &value)) == HEAP_OK && value) {
        status = object_equal_or_same(h, value, item, out);
        decref(h, value);
        if (status != HEAP_OK)
            break;
    }
    iteration_end(h, &it);
    return status;
}

enum heap_status dict_view_contains(struct heap *h, addr view, addr item, bool *out)
{
    switch (dict_view_kind(h, view)) {
    case KIND_DICT_KEYS:
        return dict_contains(h, dict_view_dict(h, view), item, out);
    case KIND_DICT_ITEMS:
        return items_contain(h, dict_view_dict(h, view), item, out);
    default:
        return values_contain(h, view, item, out);
    }
}

static enum heap_status contains(struct heap *h, addr o, addr item, bool *out)
{
    return object_is_anyset(h, o) ? set_contains(h, o, item, out) : dict_view_contains(h, o, item, out);
}

/* Goes through `walked` until one of its items is in `other`, or is not. *out: none was. */
static enum heap_status all(struct heap *h, addr walked, addr other, bool wanted, bool *out)
{
    struct iteration it;
    addr item;
    enum heap_status status = iteration_begin(h, &it, walked);
    *out = true;
    if (status != HEAP_OK)
        return status;
    while (*out && (status = iteration_next(h, &it, &item)) == HEAP_OK && item) {
        bool there = false;
        status = contains(h, other, item, &there);
        decref(h, item);
        if (status != HEAP_OK)
            break;
        *out = there == wanted;
    }
    iteration_end(h, &it);
    return status;
}

/* By length first, then every item of the smaller one must be in the other. */
enum heap_status dict_view_compare(struct heap *h, enum compare_operator op, addr view, addr other, addr *out)
{
    bool yes = false;
    int64_t own = (int64_t)view_length(h, view), length;
    enum heap_status status = HEAP_OK;
    *out = 0;
    if (!object_is_anyset(h, other) && !object_is_view_set(h, other))
        return HEAP_OK;
    length = object_ops(h, other)->length(h, other);
    bool greater = op == COMPARE_GT || op == COMPARE_GE;
    bool possible = op == COMPARE_LT   ? own < length
                    : op == COMPARE_LE ? own <= length
                    : op == COMPARE_GT ? own > length
                    : op == COMPARE_GE ? own >= length
                                       : own == length;
    if (possible)
        status = greater ? all(h, other, view, true, &yes) : all(h, view, other, true, &yes);
    return answer_bool(h, status, yes != (op == COMPARE_NE), out);
}

/* ---- as sets --------------------------------------------------------------------------------------- */

/* *new*: what the view, or any other operand, has. The keys of a dict are taken from the dict itself. */
static addr to_set(struct heap *h, addr o)
{
    if (dict_view_kind(h, o) == KIND_DICT_KEYS && object_is_exact(h, dict_view_dict(h, o), KIND_DICT))
        o = dict_view_dict(h, o);
    return set_from(h, h->type[KIND_SET], o);
}

static addr combined(struct heap *h, addr a, addr b,
                     enum heap_status (*combine)(struct heap *h, addr s, addr other))
{
    addr result = to_set(h, a);
    if (result && combine(h, result, b) != HEAP_OK) {
        decref(h, result);
        return 0;
    }
    return result;
}

addr dict_view_or(struct heap *h, addr a, addr b)
{
    return combined(h, a, b, set_update);
}

addr dict_view_subtract(struct heap *h, addr a, addr b)
{
    return combined(h, a, b, set_difference_update);
}

/* Those of `walked` that are in the view. */
static enum heap_status add_common(struct heap *h, addr result, addr view, addr walked)
{
    struct iteration it;
    addr item;
    enum heap_status status = iteration_begin(h, &it, walked);
    if (status != HEAP_OK)
        return status;
    while ((status = iteration_next(h, &it, &item)) == HEAP_OK && item) {
        bool there = false;
        status = dict_view_contains(h, view, item, &there);
        if (status == HEAP_OK && there)
            status = set_add(h, result, item);
        decref(h, item);
        if (status != HEAP_OK)
            break;
    }
    iteration_end(h, &it);
    return status;
}

addr dict_view_and(struct heap *h, addr a, addr b)
{
    addr view = object_is_view_set(h, a) ? a : b, other = view == a ? b : a;
    if (object_is_exact(h, other, KIND_SET) && view_length(h, view) <= set_length(h, other))
        return set_intersection(h, other, view);
    if (object_is_view_set(h, other) && view_length(h, other) > view_length(h, view)) {
        addr larger = other;
        other = view;
        view = larger;
    }
    addr result = set_new(h);
    if (result && add_common(h, result, view, other) != HEAP_OK) {
        decref(h, result);
        return 0;
    }
    return result;
}

/* What of an item is not in `rest` the same is added to the result; what is leaves `rest`. */
static enum heap_status toggle_item(struct heap *h, addr rest, addr result, addr key, addr value,
                                    int64_t hash)
{
    int64_t index;
    bool same = false, found;
    enum heap_status status = dict_find(h, rest, key, hash, &index);
    if (status == HEAP_OK && index >= 0) {
        addr other = incref(h, dict_value_at(h, rest, (size_t)index));
        status = object_equal_or_same(h, other, value, &same);
        decref(h, other);
    }
    if (status != HEAP_OK)
        return status;
    if (same)
        return dict_delete(h, rest, key, &found);
    addr pair = tuple_from(h, (addr[]){key, value}, 2);
    if (!pair)
        return raise_status(h);
    status = set_add(h, result, pair);
    decref(h, pair);
    return status;
}

static enum heap_status toggle_items(struct heap *h, addr rest, addr result, addr dict)
{
    enum heap_status status = HEAP_OK;
    size_t position = 0;
    addr key, value;
    int64_t hash;
    while (status == HEAP_OK && dict_next_hashed(h, dict, &position, &key, &value, &hash)) {
        incref(h, key);
        incref(h, value);
        status = loop_check(h);
        if (status == HEAP_OK)
            status = toggle_item(h, rest, result, key, value, hash);
        decref(h, key);
        decref(h, value);
    }
    if (status != HEAP_OK)
        return status;
    addr items = dict_view_new(h, rest, KIND_DICT_ITEMS);
    if (!items)
        return raise_status(h);
    status = set_update(h, result, items);
    decref(h, items);
    return status;
}

addr dict_view_xor(struct heap *h, addr a, addr b)
{
    if (dict_view_kind(h, a) != KIND_DICT_ITEMS || dict_view_kind(h, b) != KIND_DICT_ITEMS)
        return combined(h, a, b, set_symmetric_difference_update);
    addr rest = dict_copy(h, dict_view_dict(h, a)), result = rest ? set_new(h) : 0;
    if (result && toggle_items(h, rest, result, dict_view_dict(h, b)) != HEAP_OK) {
        decref(h, result);
        result = 0;
    }
    xdecref(h, rest);
    return result;
}

/* ---- methods --------------------------------------------------------------------------------------- */

static enum heap_status is_disjoint(struct heap *h, const struct call *call, addr *out)
{
    addr view = call->self, other = call->args[0];
    bool yes = false;
    if (view == other)
        return answer_bool(h, HEAP_OK, view_length(h, view) == 0, out);
    bool set = object_is_exact(h, other, KIND_SET) || object_is_exact(h, other, KIND_FROZENSET) ||
               object_is_view_set(h, other);
    bool swap = set && object_ops(h, other)->length(h, other) > (int64_t)view_length(h, view);
    enum heap_status status = swap ? all(h, view, other, false, &yes) : all(h, other, view, false, &yes);
    return answer_bool(h, status, yes, out);
}

static enum heap_status reversed_as(struct heap *h, const struct call *call, enum kind kind, addr *out)
{
    return answer(h, dict_iterator_new(h, dict_view_dict(h, call->self), kind), out);
}

static enum heap_status reversed_keys(struct heap *h, const struct call *call, addr *out)
{
    return reversed_as(h, call, KIND_DICT_REVERSE_KEY_ITERATOR, out);
}
static enum heap_status reversed_values(struct heap *h, const struct call *call, addr *out)
{
    return reversed_as(h, call, KIND_DICT_REVERSE_VALUE_ITERATOR, out);
}
static enum heap_status reversed_items(struct heap *h, const struct call *call, addr *out)
{
    return reversed_as(h, call, KIND_DICT_REVERSE_ITEM_ITERATOR, out);
}

/* ---- slots ----------------------------------------------------------------------------------------- */

static enum heap_status keys_iter(struct heap *h, addr o, addr *out)
{
    return answer(h, dict_iterator_new(h, dict_view_dict(h, o), KIND_DICT_KEY_ITERATOR), out);
}
static enum heap_status values_iter(struct heap *h, addr o, addr *out)
{
    return answer(h, dict_iterator_new(h, dict_view_dict(h, o), KIND_DICT_VALUE_ITERATOR), out);
}
static enum heap_status items_iter(struct heap *h, addr o, addr *out)
{
    return answer(h, dict_iterator_new(h, dict_view_dict(h, o), KIND_DICT_ITEM_ITERATOR), out);
}

int64_t dict_view_length(const struct heap *h, addr o)
{
    return (int64_t)view_length(h, o);
}

/* dict_keys([...]): through a list of what it shows. */
enum heap_status dict_view_repr(struct heap *h, addr o, struct text *out)
{
    addr list = list_from_iterable(h, o);
    if (!list)
        return raise_status(h);
    text_putf(out, "%s(", object_type_name(h, o));
    enum heap_status status = object_repr(h, list, out);
    text_put(out, ")", 1);
    decref(h, list);
    return status;
}

FIELDS_SLOTS(view, 16)

void dict_view_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    view_traverse(h, o, visit, context);
}
bool dict_view_release_next(struct heap *h, addr o, addr *reference)
{
    return view_release_next(h, o, reference);
}
const char *dict_view_verify(const struct heap *h, addr o)
{
    return view_verify(h, o);
}

static enum heap_status get_mapping(struct heap *h, addr o, addr *out)
{
    return answer(h, mapping_proxy_new(h, h->type[KIND_MAPPINGPROXY], dict_view_dict(h, o)), out);
}

const struct getset dict_view_getsets[] = {{"mapping", get_mapping, NULL}, {0}};

#define KIND(prefix, iter_function, hash_function)                                                           \
    extern const struct kind_ops prefix##_ops;                                                               \
    extern const struct builtin_method prefix##_methods[];                                                   \
    const struct kind_ops prefix##_ops = {.traverse = dict_view_traverse,                                    \
                                          .release_next = dict_view_release_next,                            \
                                          .repr = dict_view_repr,                                            \
                                          .repr_inside = "...",                                              \
                                          .hash = hash_function,                                             \
                                          .length = dict_view_length,                                        \
                                          .iter = iter_function,                                             \
                                          .verify = dict_view_verify};

KIND(dict_keys, keys_iter, NULL)
KIND(dict_values, values_iter, hash_self)
KIND(dict_items, items_iter, NULL)

const struct builtin_method dict_keys_methods[] = {
    {"__reversed__", 0, 0, false, reversed_keys},
    {"isdisjoint", 1, 1, false, is_disjoint},
    {0},
};
const struct builtin_method dict_values_methods[] = {{"__reversed__", 0, 0, false, reversed_values}, {0}};
const struct builtin_method dict_items_methods[] = {
    {"__reversed__", 0, 0, false, reversed_items},
    {"isdisjoint", 1, 1, false, is_disjoint},
    {0},
};
