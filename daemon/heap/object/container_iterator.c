/* Iterators of set and frozenset, deque and array. Mirrors setiterobject, dequeiterobject and arrayiterobject
 * of Objects and Modules.
 *
 *   set     16 si_set    24 si_used   32 si_pos    40 len
 *   deque   16 b         24 index     32 deque     40 state    48 counter
 *   array   16 index     24 ao        32 getitem
 *
 * That of a deque keeps the deque when it has come to its end, the others let go.
 */
#include "daemon/heap/object/array.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/iterator_reduce.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/set.h"

/* ---- set ------------------------------------------------------------------------------------------- */

struct set_iterator {
    struct object base;
    addr set;
    int64_t used, position, length; /* used: -1 once the set has changed */
};
static struct set_iterator *set_iterator_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

enum heap_status set_iter(struct heap *h, addr o, addr *out)
{
    addr it = iterator_alloc(h, h->type[KIND_SET_ITERATOR]);
    if (!it)
        return raise_status(h);
    int64_t used = (int64_t)set_length(h, o);
    *set_iterator_at(h, it) = (struct set_iterator){*object_at(h, it), incref(h, o), used, 0, used};
    object_track(h, it);
    *out = it;
    return HEAP_OK;
}

static enum heap_status set_iterator_next(struct heap *h, addr o, addr *item)
{
    struct set_iterator *it = set_iterator_at(h, o);
    addr key;
    *item = 0;
    if (!it->set)
        return HEAP_OK;
    if (it->used != (int64_t)set_length(h, it->set)) {
        it->used = -1;
        return raise_error(h, EXC_RUNTIME_ERROR, "Set changed size during iteration");
    }
    size_t position = (size_t)it->position;
    bool found = set_next(h, it->set, &position, &key);
    it->position = (int64_t)position;
    if (!found)
        return iterator_end(h, &it->set);
    it->length--;
    *item = incref(h, key);
    return HEAP_OK;
}

static enum heap_status set_iterator_hint(struct heap *h, const struct call *call, addr *out)
{
    const struct set_iterator *it = set_iterator_at(h, call->self);
    bool valid = it->set && it->used == (int64_t)set_length(h, it->set);
    return answer_int(h, valid ? it->length : 0, out);
}

FIELDS_SLOTS(set_iterator, offsetof(struct set_iterator, set))

/* ---- deque ----------------------------------------------------------------------------------------- */

struct deque_iterator {
    struct object base;
    addr block;
    int64_t index;
    addr deque;
    uint64_t state;
    int64_t counter;
};
static struct deque_iterator *deque_iterator_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

static enum heap_status make_deque(struct heap *h, addr d, bool reverse, addr *out)
{
    addr it = iterator_alloc(h, h->type[reverse ? KIND_DEQUE_REVERSE_ITERATOR : KIND_DEQUE_ITERATOR]);
    if (!it)
        return raise_status(h);
    const struct deque_object *o = deque_at(h, d);
    *deque_iterator_at(h, it) = (struct deque_iterator){*object_at(h, it),
                                                        reverse ? o->right_block : o->left_block,
                                                        reverse ? o->right : o->left,
                                                        incref(h, d),
                                                        o->state,
                                                        o->size};
    object_track(h, it);
    *out = it;
    return HEAP_OK;
}

enum heap_status deque_iter(struct heap *h, addr o, addr *out)
{
    return make_deque(h, o, false, out);
}

enum heap_status deque_method_reversed(struct heap *h, const struct call *call, addr *out)
{
    return make_deque(h, call->self, true, out);
}

/* True: there is an item at the cursor. */
static bool deque_ready(struct heap *h, struct deque_iterator *it, enum heap_status *status)
{
    *status = HEAP_OK;
    if (deque_at(h, it->deque)->state != it->state) {
        it->counter = 0;
        *status = raise_error(h, EXC_RUNTIME_ERROR, "deque mutated during iteration");
        return false;
    }
    return it->counter > 0;
}

static enum heap_status deque_iterator_next(struct heap *h, addr o, addr *item)
{
    struct deque_iterator *it = deque_iterator_at(h, o);
    enum heap_status status;
    *item = 0;
    if (!deque_ready(h, it, &status))
        return status;
    *item = incref(h, deque_block_at(h, it->block)->data[it->index++]);
    if (--it->counter > 0 && it->index == DEQUE_BLOCK) {
        it->block = deque_block_at(h, it->block)->right;
        it->index = 0;
    }
    return HEAP_OK;
}

static enum heap_status deque_reverse_iterator_next(struct heap *h, addr o, addr *item)
{
    struct deque_iterator *it = deque_iterator_at(h, o);
    enum heap_status status;
    *item = 0;
    if (!deque_ready(h, it, &status))
        return status;
    *item = incref(h, deque_block_at(h, it->block)->data[it->index--]);
    if (--it->counter > 0 && it->index < 0) {
        it->block = deque_block_at(h, it->block)->left;
        it->index = DEQUE_BLOCK - 1;
    }
    return HEAP_OK;
}

static enum heap_status deque_iterator_hint(struct heap *h, const struct call *call, addr *out)
{
    return answer_int(h, deque_iterator_at(h, call->self)->counter, out);
}

/* (type, (deque, how many items were given out)) */
static enum heap_status deque_iterator_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct deque_iterator *it = deque_iterator_at(h, call->self);
    addr parts[] = {it->deque, int_new(h, (int64_t)deque_at(h, it->deque)->size - it->counter)};
    addr args = parts[1] ? tuple_from(h, parts, 2) : 0;
    xdecref(h, parts[1]);
    return reduce_answer(h, object_type(h, call->self), args, 0, out);
}

enum heap_status deque_iterator_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    int64_t skip = 0;
    addr it = 0, item;
    if (call->count < 1 || call->count > 2)
        return raise_error(h, EXC_TYPE_ERROR, "function takes at %s %d argument%s (%zu given)",
                           call->count ? "most" : "least", call->count ? 2 : 1, call->count ? "s" : "",
                           call->count);
    addr d = call->args[0];
    if (object_kind(h, d) != KIND_DEQUE)
        return raise_error(h, EXC_TYPE_ERROR, "argument 1 must be collections.deque, not %s",
                           object_type_name(h, d));
    enum heap_status status = HEAP_OK;
    if (call->count == 2)
        status = object_index_word(h, call->args[1], EXC_OVERFLOW_ERROR, &skip);
    if (status == HEAP_OK)
        status = make_deque(h, d, type == h->type[KIND_DEQUE_REVERSE_ITERATOR], &it);
    if (status != HEAP_OK)
        return status;
    for (item = it; skip > 0 && item && status == HEAP_OK; skip--) {
        status = iterator_next(h, it, &item);
        if (status == HEAP_OK)
            xdecref(h, item);
    }
    if (status == HEAP_OK)
        *out = it;
    else
        decref(h, it);
    return status;
}

FIELDS_SLOTS(deque_iterator, offsetof(struct deque_iterator, deque))

/* ---- array ----------------------------------------------------------------------------------------- */

struct array_iterator {
    struct object base;
    int64_t index;
    addr array;
    addr getitem; /* the function of the typecode */
};
static struct array_iterator *array_iterator_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

enum heap_status array_iter(struct heap *h, addr o, addr *out)
{
    addr it = iterator_alloc(h, h->type[KIND_ARRAY_ITERATOR]);
    if (!it)
        return raise_status(h);
    *array_iterator_at(h, it) =
        (struct array_iterator){*object_at(h, it), 0, incref(h, o), array_at(h, o)->descriptor};
    object_track(h, it);
    *out = it;
    return HEAP_OK;
}

static enum heap_status array_iterator_next(struct heap *h, addr o, addr *item)
{
    struct array_iterator *it = array_iterator_at(h, o);
    *item = 0;
    if (!it->array)
        return HEAP_OK;
    if ((uint64_t)it->index >= array_length(h, it->array))
        return iterator_end(h, &it->array);
    addr made = array_item(h, it->array, (size_t)it->index);
    it->index += made != 0;
    return item_made(h, made, item);
}

static enum heap_status array_iterator_setstate(struct heap *h, const struct call *call, addr *out)
{
    struct array_iterator *it = array_iterator_at(h, call->self);
    int64_t index;
    enum heap_status status = state_index(h, call->args[0], &index);
    if (status == HEAP_OK && it->array) {
        int64_t length = (int64_t)array_length(h, it->array);
        it->index = index < 0 ? 0 : index > length ? length : index;
    }
    return answer_none(h, status, out);
}

static enum heap_status array_iterator_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct array_iterator *it = array_iterator_at(h, call->self);
    if (!it->array)
        return reduce_by(h, NAME_ITER_FUNCTION,
                         reduce_tuple(h, incref(h, h->singleton[SINGLETON_EMPTY_TUPLE])), 0, out);
    addr index = int_new(h, it->index);
    return reduce_by(h, NAME_ITER_FUNCTION, index ? reduce_tuple(h, incref(h, it->array)) : 0, index, out);
}

FIELDS_SLOTS(array_iterator, offsetof(struct array_iterator, array))

/* ---- the kinds ------------------------------------------------------------------------------------- */

ITERATOR_OPS(set_iterator, set_iterator)
ITERATOR_OPS(deque_iterator, deque_iterator)
ITERATOR_OPS(deque_reverse_iterator, deque_iterator)
ITERATOR_OPS(array_iterator, array_iterator)

ITERATOR_METHODS(set_iterator, {"__length_hint__", 0, 0, false, set_iterator_hint},
                 {"__reduce__", 0, 0, 0, reduce_to_list}, {0})
ITERATOR_METHODS(deque_iterator, {"__length_hint__", 0, 0, false, deque_iterator_hint},
                 {"__reduce__", 0, 0, 0, deque_iterator_reduce}, {0})
ITERATOR_METHODS(deque_reverse_iterator, {"__length_hint__", 0, 0, false, deque_iterator_hint},
                 {"__reduce__", 0, 0, 0, deque_iterator_reduce}, {0})
ITERATOR_METHODS(array_iterator, {"__reduce__", 0, 0, 0, array_iterator_reduce},
                 {"__setstate__", 1, 1, false, array_iterator_setstate}, {0})
