/* The methods of dict; keys(), values() and items() are in dict_view.c, __reversed__() in dict_iterator.c. */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/operator.h"

/* The optional second argument, borrowed. */
static addr default_of(const struct heap *h, const struct call *c)
{
    return c->count > 1 ? c->args[1] : none(h);
}

static enum heap_status method_get(struct heap *h, const struct call *c, addr *out)
{
    addr value;
    enum heap_status status = dict_get(h, c->self, c->args[0], &value);
    if (status == HEAP_OK)
        *out = incref(h, value ? value : default_of(h, c));
    return status;
}

static enum heap_status method_setdefault(struct heap *h, const struct call *c, addr *out)
{
    addr value;
    enum heap_status status = dict_setdefault(h, c->self, c->args[0], default_of(h, c), &value);
    if (status == HEAP_OK)
        *out = incref(h, value);
    return status;
}

static enum heap_status method_pop(struct heap *h, const struct call *c, addr *out)
{
    addr value;
    enum heap_status status = dict_pop(h, c->self, c->args[0], &value);
    if (status != HEAP_OK)
        return status;
    if (!value && c->count < 2)
        return raise_key_error(h, c->args[0]);
    *out = value ? value : incref(h, c->args[1]);
    return HEAP_OK;
}

static enum heap_status method_popitem(struct heap *h, const struct call *c, addr *out)
{
    addr pair = tuple_new(h, 2), key, value; /* first, so that the item cannot be lost */
    if (!pair)
        return raise_status(h);
    enum heap_status status = dict_popitem(h, c->self, &key, &value);
    if (status != HEAP_OK) {
        decref(h, pair);
        return status;
    }
    tuple_init(h, pair, 0, key);
    tuple_init(h, pair, 1, value);
    tuple_done(h, pair);
    *out = pair;
    return HEAP_OK;
}

static enum heap_status method_update(struct heap *h, const struct call *c, addr *out)
{
    addr keywords = 0;
    if (c->count > 1)
        return raise_error(h, EXC_TYPE_ERROR, "update expected at most 1 argument, got %zu", c->count);
    if (c->kwcount && !(keywords = dict_from_items(h, c->kwnames, c->kwvalues, c->kwcount)))
        return raise_status(h);
    enum heap_status status = dict_update_both(h, c->self, c->count ? c->args[0] : 0, keywords);
    xdecref(h, keywords);
    return answer_none(h, status, out);
}

static enum heap_status method_clear(struct heap *h, const struct call *c, addr *out)
{
    dict_clear(h, c->self);
    return answer_none(h, HEAP_OK, out);
}

static enum heap_status method_copy(struct heap *h, const struct call *c, addr *out)
{
    return answer(h, dict_copy(h, c->self), out);
}

/* Of a class: what calling it makes is filled item by item. */
static enum heap_status fill_from_keys(struct heap *h, addr type, addr iterable, addr value, addr *out)
{
    struct iteration it;
    addr made, key;
    enum heap_status status = object_call(h, type, NULL, 0, NULL, NULL, 0, &made);
    if (status != HEAP_OK)
        return status;
    status = iteration_begin(h, &it, iterable);
    if (status == HEAP_OK) {
        while ((status = iteration_next(h, &it, &key)) == HEAP_OK && key) {
            status = object_setitem(h, made, key, value);
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

static enum heap_status method_fromkeys(struct heap *h, const struct call *c, addr *out)
{
    return c->self == h->type[KIND_DICT] ? answer(h, dict_from_keys(h, c->args[0], default_of(h, c)), out)
                                         : fill_from_keys(h, c->self, c->args[0], default_of(h, c), out);
}

const struct builtin_method dict_methods[] = {
    {"__sizeof__", 0, 0, 0, method_own_sizeof},
    {"__getitem__", 1, 1, 0, item_method_getitem},
    {"__contains__", 1, 1, 0, item_method_contains},
    {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem},
    {"__reversed__", 0, 0, false, dict_method_reversed},
    {"clear", 0, 0, false, method_clear},
    {"copy", 0, 0, false, method_copy},
    {"fromkeys", 1, 2, METHOD_CLASS, method_fromkeys},
    {"get", 1, 2, false, method_get},
    {"items", 0, 0, false, dict_method_items},
    {"keys", 0, 0, false, dict_method_keys},
    {"pop", 1, 2, false, method_pop},
    {"popitem", 0, 0, false, method_popitem},
    {"setdefault", 1, 2, false, method_setdefault},
    {"update", -1, -1, METHOD_KEYWORDS | METHOD_TUPLE | METHOD_STAR, method_update},
    {"values", 0, 0, false, dict_method_values},
    {0},
};
