/* The methods of set and frozenset. A set that is looked up in a set stands for the frozenset of its items.
 */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/reduce.h"
#include "daemon/heap/object/set.h"

/* ---- one item ------------------------------------------------------------------------------------ */

static enum heap_status method_add(struct heap *h, const struct call *c, addr *out)
{
    return answer_none(h, set_add(h, c->self, c->args[0]), out);
}

static enum heap_status method_discard(struct heap *h, const struct call *c, addr *out)
{
    bool found;
    return answer_none(h, set_discard(h, c->self, c->args[0], &found), out);
}

static enum heap_status method_remove(struct heap *h, const struct call *c, addr *out)
{
    bool found;
    enum heap_status status = set_discard(h, c->self, c->args[0], &found);
    if (status == HEAP_OK && !found)
        return raise_key_error(h, c->args[0]);
    return answer_none(h, status, out);
}

static enum heap_status method_contains(struct heap *h, const struct call *c, addr *out)
{
    bool found = false;
    enum heap_status status = set_contains(h, c->self, c->args[0], &found);
    return answer_bool(h, status, found, out);
}

static enum heap_status method_pop(struct heap *h, const struct call *c, addr *out)
{
    return answer(h, set_pop(h, c->self), out);
}

static enum heap_status method_clear(struct heap *h, const struct call *c, addr *out)
{
    set_clear(h, c->self);
    return answer_none(h, HEAP_OK, out);
}

static enum heap_status method_copy(struct heap *h, const struct call *c, addr *out)
{
    bool immutable = object_is_exact(h, c->self, KIND_FROZENSET);
    return answer(h, immutable ? incref(h, c->self) : set_copy(h, c->self), out);
}

/* ---- algebra, over any number of operands -------------------------------------------------------- */

typedef addr set_operation(struct heap *h, addr s, addr other);
typedef enum heap_status set_updating(struct heap *h, addr s, addr other);

static enum heap_status update_each(struct heap *h, const struct call *c, set_updating *update, addr *out)
{
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < c->count && status == HEAP_OK; i++)
        status = update(h, c->self, c->args[i]);
    return answer_none(h, status, out);
}

static enum heap_status method_update(struct heap *h, const struct call *c, addr *out)
{
    return update_each(h, c, set_update, out);
}

static enum heap_status method_difference_update(struct heap *h, const struct call *c, addr *out)
{
    return update_each(h, c, set_difference_update, out);
}

static enum heap_status method_symmetric_difference_update(struct heap *h, const struct call *c, addr *out)
{
    return update_each(h, c, set_symmetric_difference_update, out);
}

static enum heap_status method_union(struct heap *h, const struct call *c, addr *out)
{
    addr result = c->count == 0 ? set_copy(h, c->self) : set_union(h, c->self, c->args[0]);
    for (size_t i = 1; result && i < c->count; i++)
        if (c->args[i] != c->self && set_update(h, result, c->args[i]) != HEAP_OK) {
            decref(h, result);
            return raise_status(h);
        }
    return answer(h, result, out);
}

static addr intersect_all(struct heap *h, const struct call *c)
{
    addr result = c->count == 0 ? set_copy(h, c->self) : incref(h, c->self);
    for (size_t i = 0; result && i < c->count; i++) {
        addr next = set_intersection(h, result, c->args[i]);
        decref(h, result);
        result = next;
    }
    return result;
}

static enum heap_status method_intersection(struct heap *h, const struct call *c, addr *out)
{
    return answer(h, intersect_all(h, c), out);
}

static enum heap_status method_intersection_update(struct heap *h, const struct call *c, addr *out)
{
    addr result = intersect_all(h, c);
    if (!result)
        return raise_status(h);
    set_swap(h, c->self, result);
    decref(h, result);
    return answer_none(h, HEAP_OK, out);
}

static enum heap_status method_difference(struct heap *h, const struct call *c, addr *out)
{
    addr result = c->count == 0 ? set_copy(h, c->self) : set_difference(h, c->self, c->args[0]);
    for (size_t i = 1; result && i < c->count; i++)
        if (set_difference_update(h, result, c->args[i]) != HEAP_OK) {
            decref(h, result);
            return raise_status(h);
        }
    return answer(h, result, out);
}

static enum heap_status method_symmetric_difference(struct heap *h, const struct call *c, addr *out)
{
    return answer(h, set_symmetric_difference(h, c->self, c->args[0]), out);
}

/* ---- comparisons --------------------------------------------------------------------------------- */

static enum heap_status method_issubset(struct heap *h, const struct call *c, addr *out)
{
    bool yes = false;
    enum heap_status status = set_is_subset(h, c->self, c->args[0], &yes);
    return answer_bool(h, status, yes, out);
}

static enum heap_status method_issuperset(struct heap *h, const struct call *c, addr *out)
{
    bool yes = false;
    enum heap_status status = set_is_superset(h, c->self, c->args[0], &yes);
    return answer_bool(h, status, yes, out);
}

static enum heap_status method_isdisjoint(struct heap *h, const struct call *c, addr *out)
{
    bool yes = false;
    enum heap_status status = set_is_disjoint(h, c->self, c->args[0], &yes);
    return answer_bool(h, status, yes, out);
}

#define METHODS_OF_BOTH                                                                                      \
    {"__contains__", 1, 1, false, method_contains}, {"copy", 0, 0, false, method_copy},                      \
        {"difference", -1, -1, METHOD_PARSED | METHOD_TUPLE_3_12, method_difference},                        \
        {"intersection", -1, -1, METHOD_PARSED | METHOD_TUPLE_3_12, method_intersection},                    \
        {"isdisjoint", 1, 1, false, method_isdisjoint}, {"issubset", 1, 1, false, method_issubset},          \
        {"issuperset", 1, 1, false, method_issuperset},                                                      \
        {"symmetric_difference", 1, 1, false, method_symmetric_difference},                                  \
    {                                                                                                        \
        "union", -1, -1, METHOD_PARSED | METHOD_TUPLE_3_12, method_union                                     \
    }

const struct builtin_method set_methods[] = {
    {"__sizeof__", 0, 0, 0, method_own_sizeof},
    {"__reduce__", 0, 0, false, set_method_reduce},
    {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem},
    METHODS_OF_BOTH,
    {"add", 1, 1, false, method_add},
    {"clear", 0, 0, false, method_clear},
    {"difference_update", -1, -1, METHOD_PARSED | METHOD_TUPLE_3_12, method_difference_update},
    {"discard", 1, 1, false, method_discard},
    {"intersection_update", -1, -1, METHOD_PARSED | METHOD_TUPLE_3_12, method_intersection_update},
    {"pop", 0, 0, false, method_pop},
    {"remove", 1, 1, false, method_remove},
    {"symmetric_difference_update", 1, 1, false, method_symmetric_difference_update},
    {"update", -1, -1, METHOD_PARSED | METHOD_TUPLE_3_12, method_update},
    {0},
};

const struct builtin_method frozenset_methods[] = {
    {"__sizeof__", 0, 0, 0, method_own_sizeof},
    {"__reduce__", 0, 0, false, set_method_reduce},
    {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem},
    METHODS_OF_BOTH,
    {0},
};
