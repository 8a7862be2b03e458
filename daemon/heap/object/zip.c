/* zip(), map() and filter(). Mirrors Python/bltinmodule.c.
 *
 *   zip      16 tuplesize   24 ittuple   32 result   40 strict
 *   map      16 iters       24 func      (from 3.14: 32 strict)
 *   filter   16 func        24 it
 *
 * The result of a zip is the tuple given out last, filled again when nobody has kept it.
 */
#include "daemon/heap/memory.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/iterator_reduce.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/sequence.h"

addr iterators_of(struct heap *h, const addr *iterables, size_t count)
{
    addr t = tuple_new(h, count);
    if (!t || count == 0)
        return t;
    for (size_t i = 0; i < count; i++) {
        addr it;
        if (object_iter(h, iterables[i], &it) != HEAP_OK) {
            decref(h, t);
            return 0;
        }
        tuple_init(h, t, i, it);
    }
    tuple_done(h, t);
    return t;
}

/* ---- of different lengths -------------------------------------------------------------------------- */

static enum heap_status raise_length(struct heap *h, const char *name, size_t i, const char *how)
{
    return raise_error(h, EXC_VALUE_ERROR, "%s() argument %zu is %s than argument%s%zu", name, i + 1, how,
                       i == 1 ? " " : "s 1-", i);
}

/* Iterator `i` has come to its end, those before it have not; *status is its. An error, or the end if it was
 * the first and all others have come to theirs. */
static enum heap_status check_lengths(struct heap *h, addr iterators, size_t i, const char *name,
                                      enum heap_status status)
{
    if (status != HEAP_OK && (status != HEAP_RAISED || !iterator_stopped(h)))
        return status;
    if (i)
        return raise_length(h, name, i, "shorter");
    for (i = 1; i < tuple_length(h, iterators); i++) {
        addr item;
        status = iterator_next(h, tuple_item(h, iterators, i), &item);
        if (status != HEAP_OK)
            return status;
        if (item) {
            decref(h, item);
            return raise_length(h, name, i, "longer");
        }
    }
    return HEAP_OK;
}

/* ---- zip ------------------------------------------------------------------------------------------- */

struct zip {
    struct object base;
    int64_t count;
    addr iterators, result;
    int32_t strict, pad;
};
static struct zip *zip_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

addr zip_new(struct heap *h, addr type, const addr *iterables, size_t count, bool strict)
{
    addr iterators = iterators_of(h, iterables, count), result = iterators ? result_new(h, count, false) : 0;
    addr o = result ? iterator_alloc(h, type) : 0;
    if (!o) {
        xdecref(h, iterators);
        xdecref(h, result);
        return 0;
    }
    struct zip *z = zip_at(h, o);
    z->count = (int64_t)count;
    z->iterators = iterators;
    z->result = result;
    z->strict = strict;
    object_track(h, o);
    return o;
}

/* Item after item into the tuple, which is held; what was there goes. */
static enum heap_status fill(struct heap *h, const struct zip *z, addr result, bool *whole)
{
    *whole = false;
    for (size_t i = 0; i < (size_t)z->count; i++) {
        addr item;
        enum heap_status status = iterator_step_once(h, tuple_item(h, z->iterators, i), &item);
        if (status != HEAP_OK || !item)
            return z->strict ? check_lengths(h, z->iterators, i, "zip", status) : status;
        object_replace(h, &tuple_items(h, result)[i], item);
    }
    *whole = true;
    return HEAP_OK;
}

static enum heap_status zip_next(struct heap *h, addr o, addr *item)
{
    const struct zip *z = zip_at(h, o);
    bool again = result_is_free(h, z->result), whole;
    *item = 0;
    if (z->count == 0)
        return HEAP_OK;
    addr result = again ? incref(h, z->result) : tuple_new(h, (size_t)z->count);
    if (!result)
        return raise_status(h);
    if (!again)
        tuple_done(h, result); /* from the start, as PyTuple_New does */
    enum heap_status status = fill(h, z, result, &whole);
    if (!whole) {
        decref(h, result);
        return status;
    }
    if (again)
        result_recycled(h, result);
    *item = result;
    return HEAP_OK;
}

static enum heap_status zip_setstate(struct heap *h, const struct call *call, addr *out)
{
    bool strict;
    enum heap_status status = object_truth(h, call->args[0], &strict);
    if (status == HEAP_OK)
        zip_at(h, call->self)->strict = strict;
    return answer_none(h, status, out);
}

/* (type, iterators), and whether it is strict. */
static enum heap_status zip_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct zip *z = zip_at(h, call->self);
    addr strict = z->strict ? bool_new(h, true) : 0;
    return reduce_answer(h, object_type(h, call->self), incref(h, z->iterators), strict, out);
}

FIELDS_SLOTS(zip, offsetof(struct zip, iterators), offsetof(struct zip, result))

/* ---- map ------------------------------------------------------------------------------------------- */

struct map {
    struct object base;
    addr iterators, function;
};
static struct map *map_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

static bool map_is_strict(const struct heap *h, addr o)
{
    return h->abi.map_strict && HEAP_FIELD(h, o, 32, int32_t);
}

addr map_new(struct heap *h, addr type, addr function, const addr *iterables, size_t count, bool strict)
{
    addr iterators = iterators_of(h, iterables, count), o = iterators ? iterator_alloc(h, type) : 0;
    if (!o) {
        xdecref(h, iterators);
        return 0;
    }
    map_at(h, o)->iterators = iterators;
    map_at(h, o)->function = incref(h, function);
    if (h->abi.map_strict)
        HEAP_FIELD(h, o, 32, int32_t) = strict;
    object_track(h, o);
    return o;
}

#define FEW_ARGUMENTS 8

/* One item of each, into `args`, which are the caller's as far as *count says. */
static enum heap_status take_each(struct heap *h, addr o, addr *args, size_t *count)
{
    addr iterators = map_at(h, o)->iterators;
    size_t wanted = tuple_length(h, iterators);
    for (*count = 0; *count < wanted; ++*count) {
        enum heap_status status = iterator_step_once(h, tuple_item(h, iterators, *count), &args[*count]);
        if (status != HEAP_OK || !args[*count])
            return map_is_strict(h, o) ? check_lengths(h, iterators, *count, "map", status) : status;
    }
    return HEAP_OK;
}

static enum heap_status call_with_each(struct heap *h, addr o, addr *args, addr *item)
{
    size_t count;
    enum heap_status status = take_each(h, o, args, &count);
    if (status == HEAP_OK && count == tuple_length(h, map_at(h, o)->iterators))
        status = object_call(h, map_at(h, o)->function, args, count, NULL, NULL, 0, item);
    for (size_t i = 0; i < count; i++)
        decref(h, args[i]);
    return status;
}

static enum heap_status map_next(struct heap *h, addr o, addr *item)
{
    size_t count = tuple_length(h, map_at(h, o)->iterators);
    addr few[FEW_ARGUMENTS];
    *item = 0;
    if (count <= FEW_ARGUMENTS)
        return call_with_each(h, o, few, item);
    addr table = table_alloc(h, count * sizeof(addr));
    if (!table)
        return raise_memory(h);
    enum heap_status status = call_with_each(h, o, heap_at(h, table), item);
    table_free(h, table);
    return status;
}

/* (type, (function, iterators...)) */
static enum heap_status map_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct map *m = map_at(h, call->self);
    size_t count = tuple_length(h, m->iterators);
    addr args = tuple_new(h, count + 1);
    if (!args)
        return raise_status(h);
    tuple_init(h, args, 0, incref(h, m->function));
    for (size_t i = 0; i < count; i++)
        tuple_init(h, args, i + 1, incref(h, tuple_item(h, m->iterators, i)));
    tuple_done(h, args);
    return reduce_answer(h, object_type(h, call->self), args,
                         map_is_strict(h, call->self) ? bool_new(h, true) : 0, out);
}

static enum heap_status map_setstate(struct heap *h, const struct call *call, addr *out)
{
    bool strict;
    enum heap_status status = object_truth(h, call->args[0], &strict);
    if (status == HEAP_OK)
        HEAP_FIELD(h, call->self, 32, int32_t) = strict;
    return answer_none(h, status, out);
}

FIELDS_SLOTS(map, offsetof(struct map, iterators), offsetof(struct map, function))

/* ---- filter ---------------------------------------------------------------------------------------- */

struct filter {
    struct object base;
    addr function, source;
};
static struct filter *filter_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

addr filter_new(struct heap *h, addr type, addr function, addr iterable)
{
    addr source, o = iterator_alloc_over(h, type, iterable, &source);
    if (!o)
        return 0;
    filter_at(h, o)->function = incref(h, function);
    filter_at(h, o)->source = source;
    object_track(h, o);
    return o;
}

enum heap_status predicate_call(struct heap *h, addr function, addr item, bool *out)
{
    addr answer;
    enum heap_status status = object_call(h, function, &item, 1, NULL, NULL, 0, &answer);
    if (status != HEAP_OK)
        return status;
    status = object_truth(h, answer, out);
    decref(h, answer);
    return status;
}

enum heap_status predicate_holds(struct heap *h, addr function, addr item, bool *out)
{
    return function == none(h) || function == h->type[KIND_BOOL] ? object_truth(h, item, out)
                                                                 : predicate_call(h, function, item, out);
}

static enum heap_status filter_next(struct heap *h, addr o, addr *item)
{
    for (;;) {
        addr found;
        bool good = false;
        enum heap_status status = iterator_step_inner(h, filter_at(h, o)->source, &found);
        *item = 0;
        if (status != HEAP_OK || !found)
            return status;
        status = predicate_holds(h, filter_at(h, o)->function, found, &good);
        if (status == HEAP_OK && good) {
            *item = found;
            return HEAP_OK;
        }
        decref(h, found);
        if (status != HEAP_OK)
            return status;
    }
}

static enum heap_status filter_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct filter *f = filter_at(h, call->self);
    return reduce_answer(h, object_type(h, call->self), tuple_from(h, (addr[]){f->function, f->source}, 2), 0,
                         out);
}

FIELDS_IN_ORDER(filter, (offsetof(struct filter, source), offsetof(struct filter, function)),
                (offsetof(struct filter, function), offsetof(struct filter, source)))

/* ---- the kinds ------------------------------------------------------------------------------------- */

ITERATOR_OPS(zip, zip)
ITERATOR_OPS(map, map)
ITERATOR_OPS(filter, filter)

ITERATOR_METHODS(zip, {"__reduce__", 0, 0, 0, zip_reduce}, {"__setstate__", 1, 1, false, zip_setstate}, {0})
ITERATOR_METHODS(map, {"__reduce__", 0, 0, 0, map_reduce}, {"__setstate__", 1, 1, 0, map_setstate}, {0})
ITERATOR_METHODS(filter, {"__reduce__", 0, 0, 0, filter_reduce}, {0})
