/* The methods of collections.OrderedDict, its comparisons and operators. Classes that extend it are asked for
 * their own
 * __getitem__ and __setitem__ where CPython does.
 */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/ordered_dict.h"

static bool is_own(const struct heap *h, addr d)
{
    return object_is_exact(h, d, KIND_ORDERED_DICT);
}

/* ---- update ---------------------------------------------------------------------------------------- */

/* The two items of a pair, *new* both. */
static enum heap_status take_pair(struct heap *h, addr pair, addr *key, addr *value)
{
    static const char *const texts[] = {"need more than 0 values to unpack",
                                        "need more than 1 value to unpack"};
    struct iteration it;
    addr items[3] = {0};
    size_t n = 0;
    enum heap_status status = iteration_begin(h, &it, pair);
    if (status != HEAP_OK)
        return status;
    while (n < 3 && (status = iteration_next(h, &it, &items[n])) == HEAP_OK && items[n])
        n++;
    iteration_end(h, &it);
    if (status == HEAP_OK && n < 2)
        status = raise_error(h, EXC_VALUE_ERROR, "%s", texts[n]);
    else if (status == HEAP_OK && n > 2)
        status = raise_error(h, EXC_VALUE_ERROR, "too many values to unpack (expected 2)");
    if (status == HEAP_OK) {
        *key = items[0];
        *value = items[1];
        return HEAP_OK;
    }
    while (n)
        decref(h, items[--n]);
    return status;
}

static enum heap_status add_pairs(struct heap *h, addr d, addr pairs)
{
    struct iteration it;
    addr pair, key = 0, value = 0;
    enum heap_status status = iteration_begin(h, &it, pairs);
    if (status != HEAP_OK)
        return status;
    while ((status = iteration_next(h, &it, &pair)) == HEAP_OK && pair) {
        status = take_pair(h, pair, &key, &value);
        decref(h, pair);
        if (status != HEAP_OK)
            break;
        status = object_setitem(h, d, key, value);
        decref(h, key);
        decref(h, value);
        if (status != HEAP_OK)
            break;
    }
    iteration_end(h, &it);
    return status;
}

/* What other.keys() names. */
static enum heap_status add_by_keys(struct heap *h, addr d, addr other, addr keys)
{
    struct iteration it;
    addr key = 0, value = 0;
    enum heap_status status = iteration_begin(h, &it, keys);
    if (status != HEAP_OK)
        return status;
    while ((status = iteration_next(h, &it, &key)) == HEAP_OK && key) {
        status = object_getitem(h, other, key, &value);
        if (status == HEAP_OK) {
            status = object_setitem(h, d, key, value);
            decref(h, value);
        }
        decref(h, key);
        if (status != HEAP_OK)
            break;
    }
    iteration_end(h, &it);
    return status;
}

/* other.name(), where there is such a method: *out *new*, else 0. */
static enum heap_status ask(struct heap *h, addr other, enum known_name name, addr *out)
{
    addr method;
    *out = 0;
    enum heap_status status = attribute_lookup(h, other, known_name(h, name), &method);
    if (status != HEAP_OK || !method)
        return status;
    status = object_call(h, method, NULL, 0, NULL, NULL, 0, out);
    decref(h, method);
    return status;
}

/* As PyDict_Items() makes them: all pairs are there before the first is filled. *new* */
static addr list_of_items(struct heap *h, addr dict)
{
    size_t count = dict_length(h, dict), position = 0;
    addr list = list_new(h, count), key, value;
    for (size_t i = 0; list && i < count; i++) {
        addr pair = tuple_new(h, 2);
        if (!pair) {
            decref(h, list);
            return 0;
        }
        list_init(h, list, i, pair);
    }
    if (list && dict_length(h, dict) != count) { /* a collection has run code */
        decref(h, list);
        return list_of_items(h, dict);
    }
    for (size_t i = 0; list && dict_next(h, dict, &position, &key, &value); i++) {
        addr pair = list_item(h, list, i);
        tuple_init(h, pair, 0, incref(h, key));
        tuple_init(h, pair, 1, incref(h, value));
        tuple_done(h, pair);
    }
    return list;
}

static enum heap_status update_from(struct heap *h, addr d, addr other)
{
    addr found = 0;
    bool by_keys = false;
    enum heap_status status = HEAP_OK;
    if (object_is_exact(h, other, KIND_DICT)) {
        found = list_of_items(h, other);
        status = found ? HEAP_OK : raise_status(h);
    } else {
        status = ask(h, other, NAME_KEYS, &found);
        by_keys = found;
        if (status == HEAP_OK && !found)
            status = ask(h, other, NAME_ITEMS, &found);
    }
    if (status == HEAP_OK)
        status = by_keys ? add_by_keys(h, d, other, found) : add_pairs(h, d, found ? found : other);
    xdecref(h, found);
    return status;
}

enum heap_status ordered_dict_update(struct heap *h, addr d, addr other, addr keywords)
{
    enum heap_status status = other ? update_from(h, d, other) : HEAP_OK;
    if (status == HEAP_OK && keywords)
        status = update_from(h, d, keywords);
    return status;
}

static enum heap_status update_by_call(struct heap *h, addr d, const struct call *call)
{
    addr keywords = 0;
    if (call->kwcount && !(keywords = dict_from_items(h, call->kwnames, call->kwvalues, call->kwcount)))
        return raise_status(h);
    enum heap_status status = ordered_dict_update(h, d, call->count ? call->args[0] : 0, keywords);
    xdecref(h, keywords);
    return status;
}

enum heap_status ordered_dict_init(struct heap *h, addr d, const struct call *call)
{
    if (call->count > 1)
        return raise_error(h, EXC_TYPE_ERROR, "expected at most 1 arguments, got %zu", call->count);
    return update_by_call(h, d, call);
}

static enum heap_status method_update(struct heap *h, const struct call *call, addr *out)
{
    if (call->count > 1)
        return raise_error(h, EXC_TYPE_ERROR, "update() takes at most 1 positional argument (%zu given)",
                           call->count);
    return answer_none(h, update_by_call(h, call->self, call), out);
}

/* ---- one item -------------------------------------------------------------------------------------- */

static enum heap_status method_setdefault(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"key", "default"};
    addr values[2], found, self = call->self;
    bool there;
    enum heap_status status = arguments_unpack(h, call, "setdefault", names, 2, 1, 2, values);
    addr fallback = status == HEAP_OK && values[1] ? values[1] : none(h);
    if (status != HEAP_OK)
        return status;
    if (is_own(h, self)) {
        status = dict_get(h, self, values[0], &found);
        if (status == HEAP_OK && found) {
            *out = incref(h, found);
            return HEAP_OK;
        }
        if (status == HEAP_OK)
            status = ordered_dict_set(h, self, values[0], fallback);
    } else {
        status = object_contains(h, self, values[0], &there);
        if (status == HEAP_OK && there)
            return object_getitem(h, self, values[0], out);
        if (status == HEAP_OK)
            status = object_setitem(h, self, values[0], fallback);
    }
    if (status == HEAP_OK)
        *out = incref(h, fallback);
    return status;
}

static enum heap_status method_pop(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"key", "default"};
    addr values[2], value;
    enum heap_status status = arguments_unpack(h, call, "pop", names, 2, 1, 2, values);
    if (status == HEAP_OK)
        status = ordered_dict_pop(h, call->self, values[0], &value);
    if (status != HEAP_OK)
        return status;
    if (!value && !values[1])
        return raise_type(h, h->exception_type[EXC_KEY_ERROR], values[0]);
    *out = value ? value : incref(h, values[1]);
    return HEAP_OK;
}

static enum heap_status read_last(struct heap *h, addr value, bool *last)
{
    *last = true;
    return value ? object_truth(h, value, last) : HEAP_OK;
}

static enum heap_status raise_empty(struct heap *h)
{
    addr text = str_from_ascii(h, "dictionary is empty");
    if (!text)
        return raise_status(h);
    enum heap_status status = raise_key_error(h, text);
    decref(h, text);
    return status;
}

static enum heap_status method_popitem(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"last"};
    addr argument, value, self = call->self;
    bool last;
    enum heap_status status = arguments_unpack(h, call, "popitem", names, 1, 0, 1, &argument);
    if (status == HEAP_OK)
        status = read_last(h, argument, &last);
    if (status != HEAP_OK)
        return status;
    const struct ordered_dict *o = ordered_at(h, self);
    if (!o->first)
        return raise_empty(h);
    addr pair = tuple_new(h, 2); /* first, so that the item cannot be lost */
    if (!pair)
        return raise_status(h);
    if (!o->first) { /* a finalizer has emptied it */
        decref(h, pair);
        return raise_empty(h);
    }
    addr key = incref(h, ordered_node_at(h, last ? o->last : o->first)->key);
    status = ordered_dict_pop(h, self, key, &value);
    if (status == HEAP_OK && !value)
        status = raise_key_error(h, key);
    if (status != HEAP_OK) {
        decref(h, key);
        decref(h, pair);
        return status;
    }
    tuple_init(h, pair, 0, key);
    tuple_init(h, pair, 1, value);
    tuple_done(h, pair);
    *out = pair;
    return HEAP_OK;
}

static enum heap_status method_move_to_end(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"key", "last"};
    addr values[2], node = 0;
    bool last;
    enum heap_status status = arguments_unpack(h, call, "move_to_end", names, 2, 1, 2, values);
    if (status == HEAP_OK)
        status = read_last(h, values[1], &last);
    if (status == HEAP_OK)
        status = ordered_dict_find(h, call->self, values[0], &node);
    if (status != HEAP_OK)
        return status;
    if (!node)
        return raise_type(h, h->exception_type[EXC_KEY_ERROR], values[0]);
    ordered_dict_move(h, call->self, node, last);
    return answer_none(h, HEAP_OK, out);
}

/* ---- all of it ------------------------------------------------------------------------------------- */

static enum heap_status method_clear(struct heap *h, const struct call *call, addr *out)
{
    ordered_dict_clear(h, call->self);
    return answer_none(h, HEAP_OK, out);
}

/* *new*: another of the class with the same items. */
static enum heap_status copy_of(struct heap *h, addr d, addr *out)
{
    struct ordered_walk w;
    addr made, key = 0, value = 0;
    bool own = is_own(h, d);
    enum heap_status status = object_call(h, object_type(h, d), NULL, 0, NULL, NULL, 0, &made);
    if (status != HEAP_OK)
        return status;
    ordered_walk_begin(h, d, &w);
    while ((status = ordered_walk_next(h, d, &w, &key, own ? &value : NULL)) == HEAP_OK && key) {
        if (!own)
            status = object_getitem(h, d, key, &value);
        if (status == HEAP_OK) {
            status = own ? ordered_dict_set(h, made, key, value) : object_setitem(h, made, key, value);
            decref(h, value);
        }
        decref(h, key);
        if (status != HEAP_OK)
            break;
    }
    if (status == HEAP_OK)
        *out = made;
    else
        decref(h, made);
    return status;
}

static enum heap_status method_copy(struct heap *h, const struct call *call, addr *out)
{
    return copy_of(h, call->self, out);
}

static enum heap_status method_fromkeys(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"iterable", "value"};
    struct iteration it;
    addr values[2], made, key;
    enum heap_status status = arguments_unpack(h, call, "fromkeys", names, 2, 1, 2, values);
    if (status == HEAP_OK)
        status = object_call(h, call->self, NULL, 0, NULL, NULL, 0, &made);
    if (status != HEAP_OK)
        return status;
    status = iteration_begin(h, &it, values[0]);
    if (status == HEAP_OK) {
        while ((status = iteration_next(h, &it, &key)) == HEAP_OK && key) {
            status = object_setitem(h, made, key, values[1] ? values[1] : none(h));
            decref(h, key);
            if (status != HEAP_OK)
                break;
        }
        iteration_end(h, &it);
    }
    if (status == HEAP_OK)
        *out = made;
    else
        decref(h, made);
    return status;
}

static enum heap_status view_of(struct heap *h, const struct call *call, enum kind kind, addr *out)
{
    return answer(h, dict_view_new(h, call->self, kind), out);
}
static enum heap_status method_keys(struct heap *h, const struct call *call, addr *out)
{
    return view_of(h, call, KIND_ORDERED_KEYS, out);
}
static enum heap_status method_values(struct heap *h, const struct call *call, addr *out)
{
    return view_of(h, call, KIND_ORDERED_VALUES, out);
}
static enum heap_status method_items(struct heap *h, const struct call *call, addr *out)
{
    return view_of(h, call, KIND_ORDERED_ITEMS, out);
}

static enum heap_status method_reversed(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, ordered_iterator_new(h, call->self, KIND_DICT_KEYS, true), out);
}

/* (type, (), state, None, iter(items)). */
static enum heap_status method_reduce(struct heap *h, const struct call *call, addr *out)
{
    addr self = call->self, items, iterator, state;
    enum heap_status status =
        object_call_method(h, self, known_name(h, NAME_ITEMS), NULL, 0, NULL, NULL, 0, &items);
    if (status != HEAP_OK)
        return status;
    status = object_iter(h, items, &iterator);
    decref(h, items);
    if (status != HEAP_OK)
        return status;
    status = object_call_method(h, self, known_name(h, NAME_GETSTATE), NULL, 0, NULL, NULL, 0, &state);
    if (status == HEAP_OK) {
        addr parts[] = {object_type(h, self), h->singleton[SINGLETON_EMPTY_TUPLE], state, none(h), iterator};
        status = answer(h, tuple_from(h, parts, 5), out);
        decref(h, state);
    }
    decref(h, iterator);
    return status;
}

extern const struct builtin_method ordered_dict_methods[];
const struct builtin_method ordered_dict_methods[] = {
    {"__sizeof__", 0, 0, 0, method_own_sizeof},
    {"fromkeys", 0, -1, METHOD_CLASS | METHOD_KEYWORDS, method_fromkeys},
    {"__reduce__", 0, 0, 0, method_reduce},
    {"setdefault", 0, -1, METHOD_KEYWORDS, method_setdefault},
    {"pop", 0, -1, METHOD_KEYWORDS, method_pop},
    {"popitem", 0, -1, METHOD_KEYWORDS, method_popitem},
    {"keys", 0, 0, 0, method_keys},
    {"values", 0, 0, 0, method_values},
    {"items", 0, 0, 0, method_items},
    {"update", -1, -1, METHOD_KEYWORDS, method_update},
    {"clear", 0, 0, 0, method_clear},
    {"copy", 0, 0, 0, method_copy},
    {"__reversed__", 0, 0, 0, method_reversed},
    {"move_to_end", 0, -1, METHOD_KEYWORDS, method_move_to_end},
    {0},
};

/* ---- comparisons ----------------------------------------------------------------------------------- */

static enum heap_status same_order(struct heap *h, addr a, addr b, bool *same)
{
    struct ordered_walk x, y;
    addr k, l;
    enum heap_status status;
    ordered_walk_begin(h, a, &x);
    ordered_walk_begin(h, b, &y);
    *same = true;
    while (*same && (status = ordered_walk_next(h, a, &x, &k, NULL)) == HEAP_OK && k) {
        status = ordered_walk_next(h, b, &y, &l, NULL);
        if (status == HEAP_OK && l) {
            status = object_equal_or_same(h, k, l, same);
            decref(h, l);
        } else {
            *same = false;
        }
        decref(h, k);
        if (status != HEAP_OK)
            return status;
    }
    if (*same && status == HEAP_OK)
        *same = !y.node;
    return *same ? status : HEAP_OK;
}

enum heap_status ordered_dict_compare(struct heap *h, enum compare_operator op, addr a, addr b, addr *out)
{
    int result = -1;
    bool same = false;
    *out = 0;
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !dict_is_kind(h, b))
        return HEAP_OK;
    enum heap_status status = kind_ops(KIND_DICT)->equal(h, a, b, &result);
    same = result > 0;
    if (status == HEAP_OK && same && object_kind(h, b) == KIND_ORDERED_DICT)
        status = same_order(h, a, b, &same);
    return answer_bool(h, status, same == (op == COMPARE_EQ), out);
}

/* ---- | and |= -------------------------------------------------------------------------------------- */

enum heap_status ordered_dict_binary(struct heap *h, enum type_slot slot, addr a, addr b, addr *out)
{
    addr made;
    *out = 0;
    if (slot == NB_INPLACE_OR) {
        enum heap_status status = ordered_dict_update(h, a, b, 0);
        if (status == HEAP_OK)
            *out = incref(h, a);
        return status;
    }
    if (!dict_is_kind(h, a) || !dict_is_kind(h, b))
        return HEAP_OK;
    addr type = object_type(h, object_kind(h, a) == KIND_ORDERED_DICT ? a : b);
    enum heap_status status = object_call(h, type, &a, 1, NULL, NULL, 0, &made);
    if (status != HEAP_OK)
        return status;
    status = ordered_dict_update(h, made, b, 0);
    if (status == HEAP_OK)
        *out = made;
    else
        decref(h, made);
    return status;
}
