/* itertools: accumulate, chain, islice, pairwise and batched.
 *
 *   accumulate   16 total    24 it       32 binop   40 initial
 *   chain        16 source   24 active
 *   islice       16 it       24 next     32 stop    40 step    48 cnt
 *   pairwise     16 it       24 old      (from 3.12: 32 result)
 *   batched      16 it       24 batch_size          32 strict
 */
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/itertools_fields.h"
#include "daemon/heap/object/itertools_kinds.h"
#include "daemon/heap/object/itertools_reduce.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"

/* ---- accumulate -------------------------------------------------------------------------------------- */

enum heap_status itertools_accumulate_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    static const char *const names[] = {"iterable", "func", "initial"};
    addr values[3], source;
    enum heap_status status = arguments_unpack(h, call, "accumulate", names, 3, 1, 2, values);
    addr o = status == HEAP_OK ? iterator_alloc_over(h, type, values[0], &source) : 0;
    if (!o)
        return raise_status(h);
    struct accumulate *a = accumulate_at(h, o);
    a->source = source;
    a->function = values[1] == none(h) ? 0 : xincref(h, values[1]);
    a->initial = incref(h, values[2] ? values[2] : none(h));
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

/* The total so far and one more. *new* */
static enum heap_status combine(struct heap *h, const struct accumulate *a, addr value, addr *out)
{
    addr total = incref(h, a->total);
    enum heap_status status = a->function
                                  ? object_call(h, a->function, (addr[]){total, value}, 2, NULL, NULL, 0, out)
                                  : object_binary(h, BINARY_ADD, total, value, out);
    decref(h, total);
    return status;
}

static enum heap_status itertools_accumulate_next(struct heap *h, addr o, addr *item)
{
    struct accumulate *a = accumulate_at(h, o);
    addr value, total;
    *item = 0;
    if (a->initial != none(h)) {
        a->total = a->initial;
        a->initial = incref(h, none(h));
        *item = incref(h, a->total);
        return HEAP_OK;
    }
    enum heap_status status = iterator_step_inner(h, a->source, &value);
    if (status != HEAP_OK || !value)
        return status;
    if (!a->total) {
        a->total = incref(h, value);
        *item = value;
        return HEAP_OK;
    }
    status = combine(h, a, value, &total);
    decref(h, value);
    if (status != HEAP_OK)
        return status;
    *item = incref(h, total);
    object_replace(h, &a->total, total);
    return HEAP_OK;
}

FIELDS_IN_ORDER(accumulate,
                (offsetof(struct accumulate, function), offsetof(struct accumulate, total),
                 offsetof(struct accumulate, source), offsetof(struct accumulate, initial)),
                (offsetof(struct accumulate, total), offsetof(struct accumulate, source),
                 offsetof(struct accumulate, function), offsetof(struct accumulate, initial)))
ITERATOR_OPS(itertools_accumulate, accumulate)
ITERATOR_METHODS(itertools_accumulate, REDUCES(accumulate), SETS_STATE(accumulate), {0})

/* ---- chain ------------------------------------------------------------------------------------------- */

addr chain_from_iterable(struct heap *h, addr type, addr iterable)
{
    addr source, o = iterator_alloc_over(h, type, iterable, &source);
    if (!o)
        return 0;
    chain_at(h, o)->source = source;
    object_track(h, o);
    return o;
}

enum heap_status itertools_chain_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    enum heap_status status = arguments_plain(h, call, "chain", 0, SIZE_MAX, is_own_type(h, type));
    if (status != HEAP_OK)
        return status;
    addr iterables = tuple_from(h, call->args, call->count);
    if (!iterables)
        return raise_status(h);
    addr o = chain_from_iterable(h, type, iterables);
    decref(h, iterables);
    return answer(h, o, out);
}

/* The next iterable's iterator becomes the active one; the end if there is none, or it is none. */
static enum heap_status activate(struct heap *h, addr o)
{
    addr iterable, active = 0;
    enum heap_status status = next_held(h, chain_at(h, o)->source, &iterable);
    if (status == HEAP_OK && iterable) {
        status = object_iter(h, iterable, &active);
        decref(h, iterable);
    }
    if (status == HEAP_OK && active)
        object_replace(h, &chain_at(h, o)->active, active);
    else
        (void)iterator_end(h, &chain_at(h, o)->source);
    return status;
}

static enum heap_status itertools_chain_next(struct heap *h, addr o, addr *item)
{
    struct chain *c = chain_at(h, o);
    *item = 0;
    while (c->source) {
        enum heap_status status = c->active ? HEAP_OK : activate(h, o);
        if (status != HEAP_OK || !c->active)
            return status;
        status = next_held(h, c->active, item);
        if (status != HEAP_OK || *item)
            return status;
        (void)iterator_end(h, &c->active);
    }
    return HEAP_OK;
}

FIELDS_SLOTS(chain, offsetof(struct chain, active), offsetof(struct chain, source))
ITERATOR_OPS(itertools_chain, chain)

static enum heap_status chain_method_from_iterable(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, chain_from_iterable(h, call->self, call->args[0]), out);
}
ITERATOR_METHODS(itertools_chain, REDUCES(chain), SETS_STATE(chain),
                 {"from_iterable", 1, 1, METHOD_CLASS, chain_method_from_iterable},
                 {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem}, {0})

/* ---- islice ------------------------------------------------------------------------------------------ */

/* None leaves it as it is; what is no index becomes -1, which is none. */
static enum heap_status read_bound(struct heap *h, addr value, int64_t *bound)
{
    if (value == none(h))
        return HEAP_OK;
    enum heap_status status = object_index_word(h, value, EXC_OVERFLOW_ERROR, bound);
    if (status == HEAP_RAISED) {
        heap_clear_raised(h);
        *bound = -1;
        status = HEAP_OK;
    }
    return status;
}

/* start, stop, step: as given by one, two or three arguments. */
static enum heap_status read_bounds(struct heap *h, const struct call *call, int64_t bounds[3])
{
    bool one = call->count == 2;
    int64_t stop = INT64_MAX; /* where None was given */
    enum heap_status status = one ? HEAP_OK : read_bound(h, call->args[1], &bounds[0]);
    if (status == HEAP_OK)
        status = read_bound(h, call->args[one ? 1 : 2], &stop);
    if (status != HEAP_OK)
        return status;
    if (stop == -1)
        return raise_error(h, EXC_VALUE_ERROR,
                           "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
    bounds[1] = call->args[one ? 1 : 2] == none(h) ? -1 : stop;
    if (bounds[0] < 0 || bounds[1] < -1)
        return raise_error(h, EXC_VALUE_ERROR,
                           "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
    status = call->count > 3 ? read_bound(h, call->args[3], &bounds[2]) : HEAP_OK;
    if (status == HEAP_OK && bounds[2] < 1)
        return raise_error(h, EXC_VALUE_ERROR, "Step for islice() must be a positive integer or None.");
    return status;
}

enum heap_status itertools_islice_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    int64_t bounds[3] = {0, -1, 1};
    addr source;
    enum heap_status status = arguments_plain(h, call, "islice", 2, 4, is_own_type(h, type));
    if (status == HEAP_OK)
        status = read_bounds(h, call, bounds);
    addr o = status == HEAP_OK ? iterator_alloc_over(h, type, call->args[0], &source) : 0;
    if (!o)
        return raise_status(h);
    struct islice *s = islice_at(h, o);
    s->source = source;
    s->next = bounds[0];
    s->stop = bounds[1];
    s->step = bounds[2];
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

/* Skips to the next item that is wanted and takes it; *item 0: the end. */
static enum heap_status take(struct heap *h, struct islice *s, addr source, addr *item)
{
    enum heap_status status;
    for (; s->count < s->next; s->count++) {
        status = iterator_step_inner(h, source, item);
        if (status != HEAP_OK || !*item)
            return status;
        decref(h, *item);
        *item = 0;
    }
    if (s->stop != -1 && s->count >= s->stop)
        return HEAP_OK;
    status = iterator_step_inner(h, source, item);
    if (status != HEAP_OK || !*item)
        return status;
    s->count++;
    if (__builtin_add_overflow(s->next, s->step, &s->next) || (s->stop != -1 && s->next > s->stop))
        s->next = s->stop;
    return HEAP_OK;
}

static enum heap_status itertools_islice_next(struct heap *h, addr o, addr *item)
{
    struct islice *s = islice_at(h, o);
    *item = 0;
    if (!s->source)
        return HEAP_OK;
    addr source = incref(h, s->source);
    enum heap_status status = take(h, s, source, item);
    if (status != HEAP_OK || !*item)
        (void)iterator_end(h, &s->source);
    decref(h, source);
    return status;
}

FIELDS_SLOTS(islice, offsetof(struct islice, source))
ITERATOR_OPS(itertools_islice, islice)
ITERATOR_METHODS(itertools_islice, REDUCES(islice), SETS_STATE(islice), {0})

/* ---- pairwise ---------------------------------------------------------------------------------------- */

enum heap_status itertools_pairwise_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    addr source, result = 0;
    enum heap_status status = arguments_plain(h, call, "pairwise", 1, 1, is_own_type(h, type));
    if (status == HEAP_OK)
        status = object_iter(h, call->args[0], &source);
    if (status != HEAP_OK)
        return status;
    addr o = iterator_alloc(h, type);
    if (!o || (h->abi.itertools_are_heap_types && !(result = result_new(h, 2, true)))) {
        decref(h, source);
        xdecref(h, o);
        return raise_status(h);
    }
    pairwise_at(h, o)->source = source;
    if (h->abi.itertools_are_heap_types)
        pairwise_at(h, o)->result = result;
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

static void pairwise_end(struct heap *h, struct pairwise *p)
{
    (void)iterator_end(h, &p->source);
    (void)iterator_end(h, &p->old);
}

/* Both items, *new*; *second 0: the end. */
static enum heap_status take_two(struct heap *h, struct pairwise *p, addr source, addr *first, addr *second)
{
    enum heap_status status;
    *first = xincref(h, p->old);
    *second = 0;
    if (!*first) {
        status = iterator_step_inner(h, source, first);
        if (status != HEAP_OK || !*first)
            return status;
        object_replace(h, &p->old, incref(h, *first));
        if (!p->source) /* running code has come to the end meanwhile */
            return HEAP_OK;
    }
    return iterator_step_inner(h, source, second);
}

static enum heap_status itertools_pairwise_next(struct heap *h, addr o, addr *item)
{
    struct pairwise *p = pairwise_at(h, o);
    addr first, second;
    *item = 0;
    if (!p->source)
        return HEAP_OK;
    addr source = incref(h, p->source);
    enum heap_status status = take_two(h, p, source, &first, &second);
    decref(h, source);
    if (status != HEAP_OK || !second) {
        pairwise_end(h, p);
        xdecref(h, first);
        return status;
    }
    addr result = h->abi.itertools_are_heap_types ? p->result : 0;
    addr made = result_pair(h, result, first, incref(h, second));
    object_replace(h, &p->old, second);
    return item_made(h, made, item);
}

static const uint8_t pairwise_offsets[] = {offsetof(struct pairwise, source), offsetof(struct pairwise, old),
                                           offsetof(struct pairwise, result)};
static size_t pairwise_count(const struct heap *h)
{
    return h->abi.itertools_are_heap_types ? 3 : 2;
}

static void pairwise_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    fields_traverse(h, o, pairwise_offsets, pairwise_count(h), visit, context);
}
static bool pairwise_release_next(struct heap *h, addr o, addr *reference)
{
    return fields_release(h, o, pairwise_offsets, pairwise_count(h), reference);
}
static const char *pairwise_verify(const struct heap *h, addr o)
{
    return fields_verify(h, o, pairwise_offsets, pairwise_count(h));
}
ITERATOR_OPS(itertools_pairwise, pairwise)
ITERATOR_METHODS(itertools_pairwise, {0})

/* ---- batched ----------------------------------------------------------------------------------------- */

enum heap_status itertools_batched_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    static const char *const names[] = {"iterable", "n", "strict"};
    addr values[3], source;
    int64_t n;
    bool strict = false;
    enum heap_status status = arguments_unpack(h, call, "batched", names, 3, 2, 2, values);
    if (status == HEAP_OK)
        status = int_argument(h, values[1], &n);
    if (status == HEAP_OK && values[2])
        status = object_truth(h, values[2], &strict);
    if (status == HEAP_OK && n < 1)
        status = raise_error(h, EXC_VALUE_ERROR, "n must be at least one");
    addr o = status == HEAP_OK ? iterator_alloc_over(h, type, values[0], &source) : 0;
    if (!o)
        return raise_status(h);
    batched_at(h, o)->source = source;
    batched_at(h, o)->size = n;
    batched_at(h, o)->strict = strict;
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

/* Up to a batch of items into the list. */
static enum heap_status collect(struct heap *h, int64_t size, addr source, addr list)
{
    while ((int64_t)list_length(h, list) < size) {
        addr item;
        enum heap_status status = next_held(h, source, &item);
        if (status != HEAP_OK || !item)
            return status;
        status = list_append(h, list, item);
        decref(h, item);
        if (status != HEAP_OK)
            return status;
    }
    return HEAP_OK;
}

/* *new*: tracked whatever is in it, as PyTuple_New does. The list is not known to anybody else. */
static addr tuple_of(struct heap *h, addr list)
{
    size_t count = list_length(h, list);
    addr t = tuple_new(h, count);
    if (!t)
        return 0;
    for (size_t i = 0; i < count; i++)
        tuple_init(h, t, i, incref(h, list_item(h, list, i)));
    tuple_done(h, t);
    return t;
}

static enum heap_status itertools_batched_next(struct heap *h, addr o, addr *item)
{
    struct batched *b = batched_at(h, o);
    *item = 0;
    if (!b->source)
        return HEAP_OK;
    addr list = list_new(h, 0), source = incref(h, b->source);
    enum heap_status status = list ? collect(h, b->size, source, list) : raise_status(h);
    decref(h, source);
    size_t count = list ? list_length(h, list) : 0;
    if (status == HEAP_OK && count && b->strict && (int64_t)count < b->size)
        status = raise_error(h, EXC_VALUE_ERROR, "batched(): incomplete batch");
    if (list && (status != HEAP_OK || count == 0))
        (void)iterator_end(h, &b->source);
    if (status == HEAP_OK && count)
        status = item_made(h, tuple_of(h, list), item);
    xdecref(h, list);
    return status;
}

FIELDS_SLOTS(batched, offsetof(struct batched, source))
ITERATOR_OPS(itertools_batched, batched)
ITERATOR_METHODS(itertools_batched, {0})
