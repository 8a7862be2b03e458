/* itertools: tee and zip_longest.
 *
 *   _tee              16 dataobj     24 index      32 weakreflist   (from 3.12: 40 state)
 *   _tee_dataobject   16 it          24 numread    28 running       32 nextlink   40 values[57]
 *   zip_longest       16 tuplesize   24 numactive  32 ittuple       40 result     48 fillvalue
 *
 * The iterators of a tee() are places in a chain of data objects, which hold what one of them has taken from
 * the source and another has not yet.
 */
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/itertools_fields.h"
#include "daemon/heap/object/itertools_kinds.h"
#include "daemon/heap/object/itertools_reduce.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/text.h"

/* ---- data ------------------------------------------------------------------------------------ */

static addr tee_data_new(struct heap *h, addr source)
{
    addr o = iterator_alloc(h, h->type[KIND_ITERTOOLS_TEE_DATA]);
    if (!o)
        return 0;
    tee_data_at(h, o)->source = xincref(h, source);
    object_track(h, o);
    return o;
}

/* _tee_dataobject(source, values, next): what its __reduce__ says; next may be None where it is not full. */
enum heap_status itertools_tee_data_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    enum heap_status status = arguments_plain(h, call, "teedataobject", 3, 3, is_own_type(h, type));
    if (status != HEAP_OK)
        return status;
    addr values = call->args[1], next = call->args[2];
    if (object_kind(h, values) != KIND_LIST)
        return raise_error(h, EXC_TYPE_ERROR, "teedataobject() argument 2 must be list, not %s",
                           argument_type_name(h, values));
    size_t count = list_length(h, values);
    bool has_next = next != none(h);
    if (count > TEE_CELLS ||
        (has_next && (count < TEE_CELLS || object_kind(h, next) != KIND_ITERTOOLS_TEE_DATA)))
        return raise_error(h, EXC_VALUE_ERROR, "Invalid arguments");
    addr o = tee_data_new(h, call->args[0]);
    if (!o)
        return raise_status(h);
    struct tee_data *d = tee_data_at(h, o);
    for (; (size_t)d->count < count && (size_t)d->count < list_length(h, values); d->count++)
        d->values[d->count] = incref(h, list_item(h, values, (size_t)d->count));
    d->next = has_next ? incref(h, next) : 0;
    *out = o;
    return HEAP_OK;
}

/* The value in cell `i`, taken from the source when this is the first who asks. *out 0: the end. */
static enum heap_status tee_data_get(struct heap *h, addr data, int32_t i, addr *out)
{
    struct tee_data *d = tee_data_at(h, data);
    *out = 0;
    if (i >= d->count) {
        if (d->running)
            return raise_error(h, EXC_RUNTIME_ERROR, "cannot re-enter the tee iterator");
        if (!d->source)
            return HEAP_OK;
        d->running = 1;
        enum heap_status status = next_held(h, d->source, out);
        d->running = 0;
        if (status != HEAP_OK || !*out)
            return status;
        d->values[d->count++] = *out;
    }
    *out = incref(h, d->values[i]);
    return HEAP_OK;
}

/* *new*: the object that goes on where this one is full. */
static addr tee_data_jump(struct heap *h, addr data)
{
    struct tee_data *d = tee_data_at(h, data);
    if (!d->next) {
        addr next = tee_data_new(h, d->source);
        if (!next)
            return 0;
        if (d->next) /* made by code that ran meanwhile */
            decref(h, next);
        else
            d->next = next;
    }
    return incref(h, d->next);
}

static void tee_data_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    struct tee_data *d = tee_data_at(h, o);
    visit(h, context, &d->source, 1, 1);
    if (d->count)
        visit(h, context, d->values, (size_t)d->count, 1);
    visit(h, context, &d->next, 1, 1);
}

/* The next one in the order of tp_clear; 0: none is left. */
static addr tee_data_detach(struct tee_data *d)
{
    addr *field = &d->source;
    for (int32_t i = 0; !*field && i < d->count; i++)
        field = &d->values[i];
    if (!*field)
        field = &d->next;
    addr found = *field;
    *field = 0;
    return found;
}

static bool tee_data_release_next(struct heap *h, addr o, addr *reference)
{
    *reference = tee_data_detach(tee_data_at(h, o));
    return *reference;
}

static void tee_data_clear(struct heap *h, addr o)
{
    struct tee_data *d = tee_data_at(h, o);
    int32_t count = d->count;
    d->count = 0; /* what goes may run code that asks for a value: there is none any more */
    (void)iterator_end(h, &d->source);
    for (int32_t i = 0; i < count; i++)
        (void)iterator_end(h, &d->values[i]);
    (void)iterator_end(h, &d->next);
}

static const char *tee_data_verify(const struct heap *h, addr o)
{
    const struct tee_data *d = tee_data_at(h, o);
    if (d->count < 0 || d->count > TEE_CELLS)
        return "the data of a tee with an impossible number of values";
    if (d->next && (!object_exists(h, d->next) || object_kind(h, d->next) != KIND_ITERTOOLS_TEE_DATA))
        return "the data of a tee goes on in what is none";
    for (int32_t i = 0; i < d->count; i++)
        if (d->values[i] && !object_exists(h, d->values[i]))
            return "the data of a tee holds what is no object";
    return NULL;
}

extern const struct kind_ops itertools_tee_data_ops;
const struct kind_ops itertools_tee_data_ops = {.traverse = tee_data_traverse,
                                                .release_next = tee_data_release_next,
                                                .clear = tee_data_clear,
                                                .hash = hash_self,
                                                .verify = tee_data_verify};
ITERATOR_METHODS(itertools_tee_data, REDUCES(tee_data), {0})

/* ---- the iterators --------------------------------------------------------------------------- */

/* `data` borrowed. */
static addr tee_new(struct heap *h, addr data, int32_t index)
{
    addr o = iterator_alloc(h, h->type[KIND_ITERTOOLS_TEE]);
    if (!o)
        return 0;
    tee_at(h, o)->data = incref(h, data);
    tee_at(h, o)->index = index;
    object_track(h, o);
    return o;
}

static addr tee_copy(struct heap *h, addr o)
{
    return tee_new(h, tee_at(h, o)->data, tee_at(h, o)->index);
}

/* *new*: one for the iterator; for one that is itself such, another at the same place. */
static addr tee_of(struct heap *h, addr iterator)
{
    if (object_kind(h, iterator) == KIND_ITERTOOLS_TEE)
        return tee_copy(h, iterator);
    addr data = tee_data_new(h, iterator), o = data ? tee_new(h, data, 0) : 0;
    xdecref(h, data);
    return o;
}

enum heap_status itertools_tee_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    addr iterator;
    enum heap_status status = arguments_plain(h, call, "_tee", 1, 1, is_own_type(h, type));
    if (status == HEAP_OK)
        status = object_iter(h, call->args[0], &iterator);
    if (status != HEAP_OK)
        return status;
    addr o = tee_of(h, iterator);
    decref(h, iterator);
    return answer(h, o, out);
}

static enum heap_status itertools_tee_next(struct heap *h, addr o, addr *item)
{
    struct tee *t = tee_at(h, o);
    *item = 0;
    if (!t->data) /* cleared by a collection */
        return HEAP_OK;
    if (t->index >= TEE_CELLS) {
        addr next = tee_data_jump(h, t->data);
        if (!next)
            return raise_status(h);
        t->index = 0;
        object_replace(h, &t->data, next);
    }
    addr data = incref(h, t->data);
    enum heap_status status = tee_data_get(h, data, t->index, item);
    decref(h, data);
    t->index += *item != 0;
    return status;
}

static enum heap_status method_copy(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, tee_copy(h, call->self), out);
}

static void tee_clear(struct heap *h, addr o)
{
    (void)iterator_end(h, &tee_at(h, o)->data);
}

FIELDS_SLOTS(tee, offsetof(struct tee, data))
ITERATOR_OPS(itertools_tee, tee, .clear = tee_clear)
ITERATOR_METHODS(itertools_tee, REDUCES(tee), SETS_STATE(tee), {"__copy__", 0, 0, false, method_copy}, {0})

/* ---- tee() ----------------------------------------------------------------------------------- */

/* *method: it.__copy__, *new*; 0: it has none. */
static enum heap_status find_copy(struct heap *h, addr it, addr *method)
{
    enum heap_status status = object_getattr(h, it, known_name(h, NAME_COPY), method);
    if (status != HEAP_RAISED || heap_raised(h) != EXC_ATTRIBUTE_ERROR)
        return status;
    heap_clear_raised(h);
    *method = 0;
    return HEAP_OK;
}

/* The first of them, and how the others are made: by `*method`, or by copying it. Before 3.14 whatever has
 * __copy__, a tee's iterator too, is itself the first. */
static enum heap_status first_tee(struct heap *h, addr it, addr *first, addr *method)
{
    *method = 0;
    enum heap_status status = h->abi.tee_copies_tees ? HEAP_OK : find_copy(h, it, method);
    if (status != HEAP_OK)
        return status;
    *first = *method ? incref(h, it) : tee_of(h, it);
    return *first ? HEAP_OK : raise_status(h);
}

addr itertools_tee(struct heap *h, addr iterable, int64_t n)
{
    addr it, first, method, result;
    if (n < 0)
        return raise_none(h, EXC_VALUE_ERROR, "n must be >= 0");
    if ((uint64_t)n > REGION_LIMIT_MAX / sizeof(addr)) {
        (void)raise_memory(h);
        return 0;
    }
    result = tuple_new(h, (size_t)n);
    if (!result || n == 0)
        return result;
    enum heap_status status = object_iter(h, iterable, &it);
    if (status == HEAP_OK) {
        status = first_tee(h, it, &first, &method);
        decref(h, it);
    }
    if (status != HEAP_OK) {
        decref(h, result);
        return 0;
    }
    tuple_init(h, result, 0, first);
    for (int64_t i = 1; status == HEAP_OK && i < n; i++) {
        addr other = 0;
        status = loop_check(h);
        if (status == HEAP_OK && method)
            status = object_call(h, method, NULL, 0, NULL, NULL, 0, &other);
        else if (status == HEAP_OK && !(other = tee_copy(h, first)))
            status = raise_status(h);
        tuple_init(h, result, (size_t)i, other);
    }
    xdecref(h, method);
    if (status == HEAP_OK) {
        tuple_done(h, result);
        return result;
    }
    decref(h, result);
    return 0;
}

/* ---- zip_longest ----------------------------------------------------------------------------- */

static enum heap_status read_fill(struct heap *h, const struct call *call, addr *fill)
{
    *fill = none(h);
    if (call->kwcount == 0)
        return HEAP_OK;
    if (call->kwcount > 1 || !str_equal_utf8(h, call->kwnames[0], "fillvalue", 9))
        return raise_error(h, EXC_TYPE_ERROR, "zip_longest() got an unexpected keyword argument");
    *fill = call->kwvalues[0];
    return HEAP_OK;
}

enum heap_status itertools_zip_longest_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    addr fill;
    enum heap_status status = read_fill(h, call, &fill);
    if (status != HEAP_OK)
        return status;
    addr iterators = iterators_of(h, call->args, call->count),
         result = iterators ? result_new(h, call->count, false) : 0;
    addr o = result ? iterator_alloc(h, type) : 0;
    if (!o) {
        xdecref(h, iterators);
        xdecref(h, result);
        return raise_status(h);
    }
    struct zip_longest *z = zip_longest_at(h, o);
    z->count = z->active = (int64_t)call->count;
    z->iterators = iterators;
    z->result = result;
    z->fill = incref(h, fill);
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

/* The next item of iterator `i`, or what stands for it after its end; *item 0: all have come to theirs. */
static enum heap_status next_or_fill(struct heap *h, struct zip_longest *z, size_t i, addr *item)
{
    addr *it = &tuple_items(h, z->iterators)[i];
    *item = 0;
    if (*it) {
        enum heap_status status = next_held(h, *it, item);
        if (status != HEAP_OK)
            z->active = 0;
        if (status != HEAP_OK || *item)
            return status;
        if (z->active)
            z->active--;
        if (z->active == 0)
            return HEAP_OK;
        (void)iterator_end(h, it);
    }
    *item = incref(h, z->fill);
    return HEAP_OK;
}

static enum heap_status itertools_zip_longest_next(struct heap *h, addr o, addr *item)
{
    struct zip_longest *z = zip_longest_at(h, o);
    *item = 0;
    if (z->count == 0 || z->active == 0)
        return HEAP_OK;
    bool again = result_is_free(h, z->result);
    addr result = again ? incref(h, z->result) : tuple_new(h, (size_t)z->count);
    if (!result)
        return raise_status(h);
    if (!again)
        tuple_done(h, result);
    for (size_t i = 0; i < (size_t)z->count; i++) {
        addr one;
        enum heap_status status = next_or_fill(h, z, i, &one);
        if (status != HEAP_OK || !one) {
            decref(h, result);
            return status;
        }
        object_replace(h, &tuple_items(h, result)[i], one);
    }
    if (again)
        result_recycled(h, result);
    *item = result;
    return HEAP_OK;
}

FIELDS_SLOTS(zip_longest, offsetof(struct zip_longest, iterators), offsetof(struct zip_longest, result),
             offsetof(struct zip_longest, fill))
ITERATOR_OPS(itertools_zip_longest, zip_longest)
ITERATOR_METHODS(itertools_zip_longest, REDUCES(zip_longest), SETS_STATE(zip_longest), {0})
