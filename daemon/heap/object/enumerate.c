/* enumerate() and iter(callable, sentinel). Mirrors Objects/enumobject.c and iterobject.c.
 *
 *   enumerate           16 en_index   24 en_sit   32 en_result   40 en_longindex   48 one
 *   callable_iterator   16 it_callable   24 it_sentinel: both 0 once the end was reached
 *
 * en_result is the pair given out last, filled again when nobody has kept it. en_longindex counts on from
 * where en_index is INT64_MAX; `one` is the int 1, not counted.
 */
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/int_arithmetic.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/iterator_reduce.h"
#include "daemon/heap/object/sequence.h"

/* ---- enumerate ------------------------------------------------------------------------------------- */

struct enumerate {
    struct object base;
    int64_t index;
    addr source, result, long_index, one;
};
static struct enumerate *enumerate_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

/* Where it starts: any int. */
static enum heap_status set_start(struct heap *h, struct enumerate *e, addr start)
{
    if (!start || int_fits(h, start, &e->index))
        return HEAP_OK;
    e->index = INT64_MAX;
    e->long_index = incref(h, start);
    return HEAP_OK;
}

addr enumerate_new(struct heap *h, addr type, addr iterable, addr start)
{
    if (start && !int_is_kind(h, start)) {
        (void)raise_not_int(h, start);
        return 0;
    }
    addr o = iterator_alloc(h, type);
    if (!o)
        return 0;
    struct enumerate *e = enumerate_at(h, o);
    e->one = int_new(h, 1); /* small, and not counted */
    decref(h, e->one);
    if (set_start(h, e, start) != HEAP_OK || object_iter(h, iterable, &e->source) != HEAP_OK ||
        !(e->result = result_new(h, 2, true))) {
        decref(h, o);
        return 0;
    }
    object_track(h, o);
    return o;
}

/* *new*: the number of the next item. */
static addr next_index(struct heap *h, struct enumerate *e)
{
    if (e->index != INT64_MAX) {
        addr index = int_new(h, e->index);
        e->index += index != 0;
        return index;
    }
    if (!e->long_index && !(e->long_index = int_new(h, INT64_MAX)))
        return 0;
    addr index = e->long_index, after = int_add(h, index, e->one);
    if (!after)
        return 0;
    e->long_index = after;
    return index;
}

static enum heap_status enumerate_next(struct heap *h, addr o, addr *item)
{
    struct enumerate *e = enumerate_at(h, o);
    addr found;
    enum heap_status status = iterator_step_once(h, e->source, &found);
    *item = 0;
    if (status != HEAP_OK || !found)
        return status;
    addr index = next_index(h, e);
    if (!index) {
        decref(h, found);
        return raise_status(h);
    }
    return item_made(h, result_pair(h, e->result, index, found), item);
}

/* (type, (iterator, number)) */
static enum heap_status enumerate_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct enumerate *e = enumerate_at(h, call->self);
    addr parts[] = {e->source, e->long_index ? incref(h, e->long_index) : int_new(h, e->index)};
    addr args = parts[1] ? tuple_from(h, parts, 2) : 0;
    xdecref(h, parts[1]);
    return reduce_answer(h, object_type(h, call->self), args, 0, out);
}

FIELDS_SLOTS(enumerate, offsetof(struct enumerate, source), offsetof(struct enumerate, result),
             offsetof(struct enumerate, long_index))

ITERATOR_OPS(enumerate, enumerate)

/* ---- iter(callable, sentinel) ---------------------------------------------------------------------- */

struct callable_iterator {
    struct object base;
    addr callable, sentinel;
};
static struct callable_iterator *callable_iterator_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

addr callable_iterator_new(struct heap *h, addr callable, addr sentinel)
{
    addr o = iterator_alloc(h, h->type[KIND_CALLABLE_ITERATOR]);
    if (!o)
        return 0;
    callable_iterator_at(h, o)->callable = incref(h, callable);
    callable_iterator_at(h, o)->sentinel = incref(h, sentinel);
    object_track(h, o);
    return o;
}

/* The call may have come to the end itself, by another way. */
static void let_go(struct heap *h, addr o)
{
    (void)iterator_end(h, &callable_iterator_at(h, o)->callable);
    (void)iterator_end(h, &callable_iterator_at(h, o)->sentinel);
}

/* *same: the result is what the iterator waits for. */
static enum heap_status compare(struct heap *h, addr o, addr result, bool *same)
{
    addr sentinel = xincref(h, callable_iterator_at(h, o)->sentinel);
    *same = false;
    if (!sentinel)
        return HEAP_OK;
    enum heap_status status = object_equal_or_same(h, sentinel, result, same);
    decref(h, sentinel);
    return status;
}

static enum heap_status callable_iterator_next(struct heap *h, addr o, addr *item)
{
    addr callable = xincref(h, callable_iterator_at(h, o)->callable), result;
    bool same = false;
    *item = 0;
    if (!callable)
        return HEAP_OK;
    enum heap_status status = object_call(h, callable, NULL, 0, NULL, NULL, 0, &result);
    decref(h, callable);
    if (status != HEAP_OK) {
        if (status != HEAP_RAISED || !iterator_stopped(h))
            return status;
        let_go(h, o);
        return HEAP_OK;
    }
    bool over = !callable_iterator_at(h, o)->sentinel;
    status = compare(h, o, result, &same);
    if (status == HEAP_OK && !same && !over) {
        *item = result;
        return HEAP_OK;
    }
    if (same)
        let_go(h, o);
    decref(h, result);
    return status;
}

FIELDS_SLOTS(callable_iterator, offsetof(struct callable_iterator, callable),
             offsetof(struct callable_iterator, sentinel))

ITERATOR_OPS(callable_iterator, callable_iterator)

static enum heap_status callable_iterator_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct callable_iterator *it = callable_iterator_at(h, call->self);
    addr function;
    enum heap_status status = reduce_function(h, NAME_ITER_FUNCTION, &function);
    if (status != HEAP_OK)
        return status;
    bool ended = !it->callable || !it->sentinel;
    addr args = ended ? reduce_tuple(h, incref(h, h->singleton[SINGLETON_EMPTY_TUPLE]))
                      : tuple_from(h, (addr[]){it->callable, it->sentinel}, 2);
    status = reduce_answer(h, function, args, 0, out);
    decref(h, function);
    return status;
}

ITERATOR_METHODS(enumerate, {"__reduce__", 0, 0, 0, enumerate_reduce},
                 {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem}, {0})
ITERATOR_METHODS(callable_iterator, {"__reduce__", 0, 0, 0, callable_iterator_reduce}, {0})
