/* The methods of list and tuple. Counts of arguments and unexpected keywords are checked by the caller, by
 * the table. */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/struct_sequence.h"
#include "daemon/heap/object/text.h"

/* ---- both ---------------------------------------------------------------------------------------- */

/* The first index in [low, high) whose item equals the value, -1 if none does. The sequence may change under
 * way. */
static enum heap_status search(struct heap *h, addr o, addr value, int64_t low, int64_t high, int64_t *found)
{
    *found = -1;
    for (int64_t i = low; i < high && i < (int64_t)sequence_length(h, o); i++) {
        addr item = incref(h, sequence_items(h, o)[i]);
        bool same;
        enum heap_status status = object_equal_or_same(h, item, value, &same);
        decref(h, item);
        if (status != HEAP_OK)
            return status;
        if (same) {
            *found = i;
            return HEAP_OK;
        }
    }
    return HEAP_OK;
}

/* A bound of index(): from the end when negative, cut to the range. */
static enum heap_status bound(struct heap *h, const struct call *c, size_t argument, int64_t *out)
{
    if (c->count <= argument)
        return HEAP_OK;
    enum heap_status status = int_slice_position(h, c->args[argument], out);
    if (status == HEAP_OK && *out < 0 && (*out += (int64_t)sequence_length(h, c->self)) < 0)
        *out = 0;
    return status;
}

static enum heap_status raise_not_found(struct heap *h, addr o, addr value)
{
    if (object_kind(h, o) == KIND_TUPLE)
        return raise_error(h, EXC_VALUE_ERROR, "tuple.index(x): x not in tuple");
    if (h->abi.list_index_is_plain)
        return raise_error(h, EXC_VALUE_ERROR, "list.index(x): x not in list");
    return raise_about(h, EXC_VALUE_ERROR, "", value, " is not in list");
}

static enum heap_status method_index(struct heap *h, const struct call *c, addr *out)
{
    int64_t low = 0, high = INT64_MAX, found;
    enum heap_status status = bound(h, c, 1, &low);
    if (status == HEAP_OK)
        status = bound(h, c, 2, &high);
    if (status == HEAP_OK)
        status = search(h, c->self, c->args[0], low, high, &found);
    if (status != HEAP_OK)
        return status;
    return found < 0 ? raise_not_found(h, c->self, c->args[0]) : answer(h, int_new(h, found), out);
}

static enum heap_status method_count(struct heap *h, const struct call *c, addr *out)
{
    int64_t count = 0, found = -1;
    do {
        enum heap_status status = search(h, c->self, c->args[0], found + 1, INT64_MAX, &found);
        if (status != HEAP_OK)
            return status;
        count += found >= 0;
    } while (found >= 0);
    return answer(h, int_new(h, count), out);
}

/* ---- list ---------------------------------------------------------------------------------------- */

static enum heap_status method_append(struct heap *h, const struct call *c, addr *out)
{
    return answer_none(h, list_append(h, c->self, c->args[0]), out);
}

static enum heap_status method_extend(struct heap *h, const struct call *c, addr *out)
{
    return answer_none(h, list_extend(h, c->self, c->args[0]), out);
}

static enum heap_status method_insert(struct heap *h, const struct call *c, addr *out)
{
    int64_t where;
    enum heap_status status = int_argument(h, c->args[0], &where);
    return status == HEAP_OK ? answer_none(h, list_insert(h, c->self, where, c->args[1]), out) : status;
}

static enum heap_status method_remove(struct heap *h, const struct call *c, addr *out)
{
    int64_t found;
    enum heap_status status = search(h, c->self, c->args[0], 0, INT64_MAX, &found);
    if (status != HEAP_OK)
        return status;
    if (found < 0)
        return raise_error(h, EXC_VALUE_ERROR, "list.remove(x): x not in list");
    if ((size_t)found >= list_length(h, c->self)) /* comparing has shortened it */
        return answer_none(h, HEAP_OK, out);
    return answer_none(h, list_delete_slice(h, c->self, (size_t)found, (size_t)found + 1), out);
}

static enum heap_status method_pop(struct heap *h, const struct call *c, addr *out)
{
    int64_t i = -1;
    enum heap_status status = c->count ? int_argument(h, c->args[0], &i) : HEAP_OK;
    return status == HEAP_OK ? answer(h, list_pop(h, c->self, i), out) : status;
}

static enum heap_status method_clear(struct heap *h, const struct call *c, addr *out)
{
    list_clear(h, c->self);
    return answer_none(h, HEAP_OK, out);
}

static enum heap_status method_reverse(struct heap *h, const struct call *c, addr *out)
{
    size_t n = list_length(h, c->self);
    return answer_none(h, items_reverse(h, n ? list_items(h, c->self) : NULL, n, sizeof(addr)), out);
}

static enum heap_status method_copy(struct heap *h, const struct call *c, addr *out)
{
    return answer(h, list_slice(h, c->self, 0, list_length(h, c->self)), out);
}

/* sort(*, key=None, reverse=False) */
static enum heap_status method_sort(struct heap *h, const struct call *c, addr *out)
{
    static const char *const keywords[] = {"key", "reverse"};
    addr key = 0;
    bool reverse = false;
    enum heap_status status = HEAP_OK;
    if (c->count + c->kwcount > 2)
        return raise_error(h, EXC_TYPE_ERROR, "sort() takes at most 2 %sarguments (%zu given)",
                           c->count ? "" : "keyword ", c->count + c->kwcount);
    if (c->count > 0)
        return raise_error(h, EXC_TYPE_ERROR, "sort() takes no positional arguments");
    for (size_t i = 0; i < c->kwcount && status == HEAP_OK; i++) {
        if (str_equal_utf8(h, c->kwnames[i], "key", 3)) {
            key = c->kwvalues[i] == none(h) ? 0 : c->kwvalues[i];
        } else if (str_equal_utf8(h, c->kwnames[i], "reverse", 7)) {
            status = arguments_flag(h, c->kwvalues[i], &reverse);
        } else {
            return arguments_raise_unknown(h, c->kwnames[i], "sort", keywords, 2);
        }
    }
    return status == HEAP_OK ? answer_none(h, list_sort(h, c->self, key, reverse), out) : status;
}

static enum heap_status method_getnewargs(struct heap *h, const struct call *c, addr *out)
{
    addr plain = tuple_from(h, tuple_items(h, c->self), tuple_length(h, c->self));
    if (!plain)
        return raise_status(h);
    addr tuple = tuple_from(h, &plain, 1);
    decref(h, plain);
    return answer(h, tuple, out);
}

const struct builtin_method list_methods[] = {
    {"__sizeof__", 0, 0, 0, method_own_sizeof},
    {"__getitem__", 1, 1, 0, item_method_getitem},
    {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem},
    {"__reversed__", 0, 0, false, list_method_reversed},
    [LIST_METHOD_APPEND] = {"append", 1, 1, false, method_append},
    {"clear", 0, 0, false, method_clear},
    {"copy", 0, 0, false, method_copy},
    {"count", 1, 1, false, method_count},
    {"extend", 1, 1, false, method_extend},
    {"index", 1, 3, false, method_index},
    {"insert", 2, 2, false, method_insert},
    {"pop", 0, 1, false, method_pop},
    {"remove", 1, 1, false, method_remove},
    {"reverse", 0, 0, false, method_reverse},
    {"sort", -1, -1, true, method_sort},
    {0},
};

const struct builtin_method tuple_methods[] = {
    {"__getnewargs__", 0, 0, false, method_getnewargs},
    {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem},
    {"count", 1, 1, false, method_count},
    {"index", 1, 3, false, method_index},
    /* of struct sequences alone, from STRUCT_SEQUENCE_METHODS on */
    {"__reduce__", 0, 0, 0, struct_sequence_reduce},
    {"__replace__", -1, -1, METHOD_KEYWORDS, struct_sequence_replace},
    {0},
};
