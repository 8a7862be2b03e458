/* How itertools' iterators are copied and pickled up to 3.13: another one is made of what this one was made
 * of, and is told how far it is. Mirrors the __reduce__ and __setstate__ of Modules/itertoolsmodule.c.
 */
#include "daemon/heap/object/itertools_reduce.h"

#include <stdarg.h>

#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator_reduce.h"
#include "daemon/heap/object/itertools_fields.h"
#include "daemon/heap/object/itertools_kinds.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"

/* ---- parts ----------------------------------------------------------------------------------- */

/* *new*: a tuple of objects that are taken over; 0: one of them is 0, which has raised. */
static addr pack(struct heap *h, size_t count, ...)
{
    addr items[4];
    bool whole = true;
    va_list list;
    va_start(list, count);
    for (size_t i = 0; i < count; i++) {
        items[i] = va_arg(list, addr);
        whole = whole && items[i];
    }
    va_end(list);
    addr t = whole ? tuple_from(h, items, count) : 0;
    while (count)
        xdecref(h, items[--count]);
    return t;
}

/* (type(o), args) or (type(o), args, state); with_state: a state of 0 has raised. */
static enum heap_status of_type(struct heap *h, addr o, addr args, addr state, bool with_state, addr *out)
{
    if (with_state && !state) {
        xdecref(h, args);
        return raise_status(h);
    }
    return reduce_answer(h, object_type(h, o), args, state, out);
}

static addr or_none(struct heap *h, addr o)
{
    return incref(h, o ? o : none(h));
}

/* The parts of a state, borrowed; those that it does not have are 0 (PyArg_ParseTuple). */
static enum heap_status state_parts(struct heap *h, addr state, size_t least, size_t most, addr *parts)
{
    if (object_kind(h, state) != KIND_TUPLE)
        return raise_error(h, EXC_TYPE_ERROR, "state is not a tuple");
    size_t n = tuple_length(h, state);
    if (n < least || n > most)
        return raise_error(h, EXC_TYPE_ERROR, "function takes %s %zu argument%s (%zu given)",
                           least == most ? "exactly"
                           : n < least   ? "at least"
                                         : "at most",
                           n < least ? least : most, (n < least ? least : most) == 1 ? "" : "s", n);
    for (size_t i = 0; i < most; i++)
        parts[i] = i < n ? tuple_item(h, state, i) : 0;
    return HEAP_OK;
}

static enum heap_status set_to(struct heap *h, addr *field, addr value, addr *out)
{
    object_replace(h, field, incref(h, value));
    *out = incref(h, none(h));
    return HEAP_OK;
}

static addr words_tuple(struct heap *h, addr block, size_t count) /* *new* */
{
    addr t = tuple_new(h, count);
    if (!t || !count)
        return t;
    for (size_t i = 0; i < count; i++) {
        addr word = int_new(h, ((const int64_t *)heap_at(h, block))[i]);
        if (!word) {
            decref(h, t);
            return 0;
        }
        tuple_init(h, t, i, word);
    }
    tuple_done(h, t);
    return t;
}

static enum heap_status raise_invalid(struct heap *h)
{
    return raise_error(h, EXC_VALUE_ERROR, "invalid arguments");
}

static int64_t clamped(int64_t n, int64_t least, int64_t most)
{
    n = n > most ? most : n;
    return n < least ? least : n;
}

/* ---- count, cycle, repeat -------------------------------------------------------------------- */

enum heap_status count_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct count *c = count_at(h, call->self);
    if (c->count != INT64_MAX)
        return of_type(h, call->self, pack(h, 1, int_new(h, c->count)), 0, false, out);
    addr now = c->long_count ? incref(h, c->long_count) : int_new(h, INT64_MAX);
    return of_type(h, call->self, pack(h, 2, now, incref(h, count_at(h, call->self)->step)), 0, false, out);
}

/* Past the source's end: an iterator over what was saved, which stands where the cycle does. *new* */
static addr cycle_rest(struct heap *h, addr o)
{
    addr it, index, result = 0;
    if (object_iter(h, cycle_at(h, o)->saved, &it) != HEAP_OK)
        return 0;
    if (!cycle_at(h, o)->index)
        return it;
    index = int_new(h, cycle_at(h, o)->index);
    addr name = index ? str_intern_utf8(h, "__setstate__", 12) : 0;
    bool told = name && object_call_method(h, it, name, &index, 1, NULL, NULL, 0, &result) == HEAP_OK;
    xdecref(h, result);
    xdecref(h, name);
    xdecref(h, index);
    if (told)
        return it;
    decref(h, it);
    return 0;
}

enum heap_status cycle_reduce(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->self, source = cycle_at(h, o)->source, it = source ? incref(h, source) : cycle_rest(h, o);
    bool listed = !source || *cycle_first_pass(h, o);
    addr state = pack(h, 2, incref(h, cycle_at(h, o)->saved), bool_new(h, listed));
    return of_type(h, o, pack(h, 1, it), state, true, out);
}

enum heap_status cycle_setstate(struct heap *h, const struct call *call, addr *out)
{
    addr parts[2];
    int64_t pass;
    enum heap_status status = state_parts(h, call->args[0], 2, 2, parts);
    if (status == HEAP_OK && object_kind(h, parts[0]) != KIND_LIST)
        status =
            raise_error(h, EXC_TYPE_ERROR, "argument 1 must be list, not %s", object_type_name(h, parts[0]));
    if (status == HEAP_OK)
        status = object_index_word(h, parts[1], EXC_OVERFLOW_ERROR, &pass);
    if (status != HEAP_OK)
        return status;
    *cycle_first_pass(h, call->self) = pass != 0;
    cycle_at(h, call->self)->index = 0;
    return set_to(h, &cycle_at(h, call->self)->saved, parts[0], out);
}

enum heap_status repeat_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct repeat *r = repeat_at(h, call->self);
    addr element = incref(h, r->element);
    addr args = r->count < 0 ? pack(h, 1, element) : pack(h, 2, element, int_new(h, r->count));
    return of_type(h, call->self, args, 0, false, out);
}

/* ---- accumulate, chain, islice --------------------------------------------------------------- */

/* *new*: kind(*args), args taken over. */
static addr make_of(struct heap *h, itertools_maker *maker, enum kind kind, addr args)
{
    addr made = 0;
    if (!args)
        return 0;
    struct call call = {.args = tuple_items(h, args), .count = tuple_length(h, args)};
    if (maker(h, h->type[kind], &call, &made) != HEAP_OK)
        made = 0;
    decref(h, args);
    return made;
}

/* chain((first,), source) */
static addr chained(struct heap *h, addr first, addr source)
{
    return make_of(h, itertools_chain_call, KIND_ITERTOOLS_CHAIN,
                   pack(h, 2, pack(h, 1, incref(h, first)), incref(h, source)));
}

enum heap_status accumulate_reduce(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->self;
    const struct accumulate *a = accumulate_at(h, o);
    if (a->initial != none(h)) {
        addr it = chained(h, a->initial, a->source), args = pack(h, 2, it, or_none(h, a->function));
        return of_type(h, o, args, incref(h, none(h)), true, out);
    }
    if (a->total == none(h)) { /* None would be no state: the rest of one that begins with it */
        addr it = chained(h, a->total, a->source);
        it = make_of(h, itertools_accumulate_call, type_kind(h, object_type(h, o)),
                     pack(h, 2, it, or_none(h, a->function)));
        return reduce_answer(h, h->type[KIND_ITERTOOLS_ISLICE],
                             pack(h, 3, it, int_new(h, 1), incref(h, none(h))), 0, out);
    }
    addr args = pack(h, 2, incref(h, a->source), or_none(h, a->function));
    return of_type(h, o, args, or_none(h, accumulate_at(h, o)->total), true, out);
}

enum heap_status accumulate_setstate(struct heap *h, const struct call *call, addr *out)
{
    return set_to(h, &accumulate_at(h, call->self)->total, call->args[0], out);
}

enum heap_status chain_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct chain *c = chain_at(h, call->self);
    addr none_given = tuple_new(h, 0);
    if (!c->source)
        return of_type(h, call->self, none_given, 0, false, out);
    addr source = incref(h, c->source),
         state = c->active ? pack(h, 2, source, incref(h, c->active)) : pack(h, 1, source);
    return of_type(h, call->self, none_given, state, true, out);
}

enum heap_status chain_setstate(struct heap *h, const struct call *call, addr *out)
{
    addr parts[2];
    enum heap_status status = state_parts(h, call->args[0], 1, 2, parts);
    if (status != HEAP_OK)
        return status;
    if (!object_is_iterator(h, parts[0]) || (parts[1] && !object_is_iterator(h, parts[1])))
        return raise_error(h, EXC_TYPE_ERROR, "Arguments must be iterators.");
    object_replace(h, &chain_at(h, call->self)->source, incref(h, parts[0]));
    object_replace(h, &chain_at(h, call->self)->active, xincref(h, parts[1]));
    *out = incref(h, none(h));
    return HEAP_OK;
}

enum heap_status islice_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct islice *s = islice_at(h, call->self);
    addr args, it;
    if (!s->source) {
        addr empty = list_new(h, 0);
        it = empty ? list_iterator_new(h, empty) : 0;
        xdecref(h, empty);
        args = pack(h, 2, it, int_new(h, 0));
        return of_type(h, call->self, args, int_new(h, 0), true, out);
    }
    addr stop = s->stop == -1 ? incref(h, none(h)) : int_new(h, s->stop);
    args = pack(h, 4, incref(h, s->source), int_new(h, s->next), stop, int_new(h, s->step));
    return of_type(h, call->self, args, int_new(h, islice_at(h, call->self)->count), true, out);
}

enum heap_status islice_setstate(struct heap *h, const struct call *call, addr *out)
{
    int64_t count;
    enum heap_status status = state_index(h, call->args[0], &count);
    if (status == HEAP_OK)
        islice_at(h, call->self)->count = count;
    return answer_none(h, status, out);
}

/* ---- those that select ----------------------------------------------------------------------- */

enum heap_status compress_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct compress *c = compress_at(h, call->self);
    return of_type(h, call->self, pack(h, 2, incref(h, c->data), incref(h, c->selectors)), 0, false, out);
}

static addr mapped_args(struct heap *h, addr o)
{
    const struct mapped *m = mapped_at(h, o);
    return pack(h, 2, incref(h, m->function), incref(h, m->source));
}

enum heap_status mapped_reduce(struct heap *h, const struct call *call, addr *out)
{
    return of_type(h, call->self, mapped_args(h, call->self), 0, false, out);
}

enum heap_status deciding_reduce(struct heap *h, const struct call *call, addr *out)
{
    addr state = int_new(h, mapped_at(h, call->self)->decided);
    return of_type(h, call->self, mapped_args(h, call->self), state, true, out);
}

enum heap_status deciding_setstate(struct heap *h, const struct call *call, addr *out)
{
    bool decided = false;
    enum heap_status status = object_truth(h, call->args[0], &decided);
    if (status == HEAP_OK)
        mapped_at(h, call->self)->decided = decided;
    return answer_none(h, status, out);
}

enum heap_status groupby_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct groupby *g = groupby_at(h, call->self);
    addr args = pack(h, 2, incref(h, g->source), incref(h, g->function));
    if (!g->target || !g->key || !g->value)
        return of_type(h, call->self, args, 0, false, out);
    addr state = pack(h, 3, incref(h, g->key), incref(h, g->value), incref(h, g->target));
    return of_type(h, call->self, args, state, true, out);
}

enum heap_status groupby_setstate(struct heap *h, const struct call *call, addr *out)
{
    addr parts[3];
    enum heap_status status = state_parts(h, call->args[0], 3, 3, parts);
    if (status != HEAP_OK)
        return status;
    object_replace(h, &groupby_at(h, call->self)->key, incref(h, parts[0]));
    object_replace(h, &groupby_at(h, call->self)->value, incref(h, parts[1]));
    return set_to(h, &groupby_at(h, call->self)->target, parts[2], out);
}

enum heap_status grouper_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct grouper *g = grouper_at(h, call->self);
    if (groupby_at(h, g->parent)->grouper != call->self)
        return reduce_by(h, NAME_ITER_FUNCTION, pack(h, 1, tuple_new(h, 0)), 0, out);
    return of_type(h, call->self, pack(h, 2, incref(h, g->parent), incref(h, g->target)), 0, false, out);
}

/* ---- those that combine ---------------------------------------------------------------------- */

/* (type, (pool, r)), and where it has begun its places; ((), r) when it is over. */
static enum heap_status chosen_reduce(struct heap *h, addr o, addr pool, int64_t r, bool over, addr state,
                                      bool begun, addr *out)
{
    addr from = over ? tuple_new(h, 0) : incref(h, pool);
    return of_type(h, o, pack(h, 2, from, int_new(h, r)), state, begun && !over, out);
}

enum heap_status combinations_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct combinations *c = combinations_at(h, call->self);
    bool begun = c->result, over = begun && c->stopped;
    addr state = begun && !over ? words_tuple(h, c->indices, (size_t)c->r) : 0;
    c = combinations_at(h, call->self);
    return chosen_reduce(h, call->self, c->pool, c->r, over, state, begun, out);
}

enum heap_status permutations_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct permutations *p = permutations_at(h, call->self);
    bool begun = p->result, over = begun && p->stopped;
    addr state = 0;
    if (begun && !over) {
        addr indices = words_tuple(h, p->indices, tuple_length(h, p->pool));
        state = pack(h, 2, indices, words_tuple(h, p->cycles, (size_t)p->r));
    }
    return chosen_reduce(h, call->self, p->pool, p->r, over, state, begun, out);
}

enum heap_status product_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct product *p = product_at(h, call->self);
    if (p->stopped)
        return of_type(h, call->self, pack(h, 1, tuple_new(h, 0)), 0, false, out);
    if (!p->result)
        return of_type(h, call->self, incref(h, p->pools), 0, false, out);
    addr state = words_tuple(h, p->indices, tuple_length(h, p->pools));
    return of_type(h, call->self, incref(h, p->pools), state, true, out);
}

/* What an index may be, of `count` of them; none when `most` is below `least`. */
typedef void bounds_of(const struct heap *h, addr o, int64_t i, int64_t *least, int64_t *most);

/* The words of a tuple of ints, each within its bounds. */
static enum heap_status read_words(struct heap *h, addr o, addr state, addr block, bounds_of *bounds)
{
    for (size_t i = 0; i < tuple_length(h, state); i++) {
        int64_t word, least, most;
        enum heap_status status = state_index(h, tuple_item(h, state, i), &word);
        if (status != HEAP_OK)
            return status;
        bounds(h, o, (int64_t)i, &least, &most);
        if (most < least)
            return raise_invalid(h);
        ((int64_t *)heap_at(h, block))[i] = clamped(word, least, most);
    }
    return HEAP_OK;
}

/* The result that stands at these places of the pool becomes the one given out last. */
static enum heap_status set_result(struct heap *h, addr *field, addr pool, addr block, size_t count,
                                   addr *out)
{
    addr result = tuple_new(h, count);
    if (!result)
        return raise_status(h);
    for (size_t i = 0; i < count; i++)
        tuple_init(h, result, i,
                   incref(h, tuple_item(h, pool, (size_t)((const int64_t *)heap_at(h, block))[i])));
    if (count)
        tuple_done(h, result);
    object_replace(h, field, result);
    *out = incref(h, none(h));
    return HEAP_OK;
}

static void combination_bounds(const struct heap *h, addr o, int64_t i, int64_t *least, int64_t *most)
{
    const struct combinations *c = combinations_at(h, o);
    int64_t n = (int64_t)tuple_length(h, c->pool), last = i + n - c->r;
    *least = 0;
    *most = n == 0 ? -1 : last < 0 ? 0 : last;
}
static void replacing_bounds(const struct heap *h, addr o, int64_t i, int64_t *least, int64_t *most)
{
    (void)i;
    *least = 0;
    *most = (int64_t)tuple_length(h, combinations_at(h, o)->pool) - 1;
}
static void permutation_bounds(const struct heap *h, addr o, int64_t i, int64_t *least, int64_t *most)
{
    (void)i;
    *least = 0;
    *most = (int64_t)tuple_length(h, permutations_at(h, o)->pool) - 1;
}
static void cycle_bounds(const struct heap *h, addr o, int64_t i, int64_t *least, int64_t *most)
{
    *least = 1;
    *most = (int64_t)tuple_length(h, permutations_at(h, o)->pool) - i;
}

static enum heap_status set_combination(struct heap *h, const struct call *call, bounds_of *bounds, addr *out)
{
    addr state = call->args[0];
    const struct combinations *c = combinations_at(h, call->self);
    if (object_kind(h, state) != KIND_TUPLE || tuple_length(h, state) != (size_t)c->r)
        return raise_invalid(h);
    enum heap_status status = read_words(h, call->self, state, c->indices, bounds);
    if (status != HEAP_OK)
        return status;
    return set_result(h, &combinations_at(h, call->self)->result, c->pool, c->indices, (size_t)c->r, out);
}

enum heap_status combinations_setstate(struct heap *h, const struct call *call, addr *out)
{
    return set_combination(h, call, combination_bounds, out);
}
enum heap_status replacing_setstate(struct heap *h, const struct call *call, addr *out)
{
    return set_combination(h, call, replacing_bounds, out);
}

enum heap_status permutations_setstate(struct heap *h, const struct call *call, addr *out)
{
    addr parts[2];
    const struct permutations *p = permutations_at(h, call->self);
    enum heap_status status = state_parts(h, call->args[0], 2, 2, parts);
    for (size_t i = 0; status == HEAP_OK && i < 2; i++)
        if (object_kind(h, parts[i]) != KIND_TUPLE)
            status = raise_error(h, EXC_TYPE_ERROR, "argument %zu must be tuple, not %s", i + 1,
                                 object_type_name(h, parts[i]));
    if (status != HEAP_OK)
        return status;
    if (tuple_length(h, parts[0]) != tuple_length(h, p->pool) || tuple_length(h, parts[1]) != (size_t)p->r)
        return raise_invalid(h);
    if ((status = read_words(h, call->self, parts[0], p->indices, permutation_bounds)) == HEAP_OK)
        status = read_words(h, call->self, parts[1], p->cycles, cycle_bounds);
    if (status != HEAP_OK)
        return status;
    return set_result(h, &permutations_at(h, call->self)->result, p->pool, p->indices, (size_t)p->r, out);
}

enum heap_status product_setstate(struct heap *h, const struct call *call, addr *out)
{
    struct product *p = product_at(h, call->self);
    addr state = call->args[0];
    size_t n = tuple_length(h, p->pools);
    int64_t index;
    if (object_kind(h, state) != KIND_TUPLE || tuple_length(h, state) != n)
        return raise_invalid(h);
    for (size_t i = 0; i < n; i++) {
        enum heap_status status = state_index(h, tuple_item(h, state, i), &index);
        if (status != HEAP_OK)
            return status;
        int64_t count = (int64_t)tuple_length(h, tuple_item(h, p->pools, i));
        if (count == 0) {
            p->stopped = 1;
            return answer_none(h, HEAP_OK, out);
        }
        ((int64_t *)heap_at(h, p->indices))[i] = clamped(index, 0, count - 1);
    }
    addr result = tuple_new(h, n);
    if (!result)
        return raise_status(h);
    for (size_t i = 0; i < n; i++) {
        index = ((const int64_t *)heap_at(h, p->indices))[i];
        tuple_init(h, result, i, incref(h, tuple_item(h, tuple_item(h, p->pools, i), (size_t)index)));
    }
    if (n)
        tuple_done(h, result);
    object_replace(h, &p->result, result);
    return answer_none(h, HEAP_OK, out);
}

/* ---- tee and its data ------------------------------------------------------------------------ */

enum heap_status tee_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct tee *t = tee_at(h, call->self);
    addr state = pack(h, 2, or_none(h, t->data), int_new(h, t->index));
    return of_type(h, call->self, pack(h, 1, tuple_new(h, 0)), state, true, out);
}

enum heap_status tee_setstate(struct heap *h, const struct call *call, addr *out)
{
    addr parts[2];
    int64_t index;
    enum heap_status status = state_parts(h, call->args[0], 2, 2, parts);
    if (status == HEAP_OK && object_kind(h, parts[0]) != KIND_ITERTOOLS_TEE_DATA)
        status = raise_error(h, EXC_TYPE_ERROR, "argument 1 must be itertools._tee_dataobject, not %s",
                             object_type_name(h, parts[0]));
    if (status == HEAP_OK)
        status = object_index_word(h, parts[1], EXC_OVERFLOW_ERROR, &index);
    if (status != HEAP_OK)
        return status;
    if (index < 0 || index > tee_data_at(h, parts[0])->count)
        return raise_error(h, EXC_VALUE_ERROR, "Index out of range");
    tee_at(h, call->self)->index = (int32_t)index;
    return set_to(h, &tee_at(h, call->self)->data, parts[0], out);
}

enum heap_status tee_data_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct tee_data *d = tee_data_at(h, call->self);
    addr values = list_from(h, d->values, (size_t)d->count);
    addr args = pack(h, 3, or_none(h, d->source), values, or_none(h, d->next));
    return of_type(h, call->self, args, 0, false, out);
}

/* ---- zip_longest ----------------------------------------------------------------------------- */

/* An iterator that has ended is an empty tuple. */
enum heap_status zip_longest_reduce(struct heap *h, const struct call *call, addr *out)
{
    const struct zip_longest *z = zip_longest_at(h, call->self);
    size_t n = tuple_length(h, z->iterators);
    addr args = tuple_new(h, n);
    for (size_t i = 0; args && i < n; i++) {
        addr it = tuple_item(h, z->iterators, i);
        tuple_init(h, args, i, it ? incref(h, it) : tuple_new(h, 0));
    }
    if (args && n)
        tuple_done(h, args);
    return of_type(h, call->self, args, incref(h, z->fill), true, out);
}

enum heap_status zip_longest_setstate(struct heap *h, const struct call *call, addr *out)
{
    return set_to(h, &zip_longest_at(h, call->self)->fill, call->args[0], out);
}
