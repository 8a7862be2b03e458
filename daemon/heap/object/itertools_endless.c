/* itertools: count, cycle and repeat.
 *
 *   count    16 cnt   24 long_cnt   32 long_step
 *   cycle    16 it    24 saved      32 index       (up to 3.13: 40 firstpass)
 *   repeat   16 element   24 cnt
 *
 * A count is a machine word as long as it fits and the step is 1; then cnt is INT64_MAX, and it goes on in
 * long_cnt.
 */
#include <string.h>

#include "daemon/heap/object/complex.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/itertools_fields.h"
#include "daemon/heap/object/itertools_kinds.h"
#include "daemon/heap/object/itertools_reduce.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"

/* ---- count ------------------------------------------------------------------------------------------- */

/* PyNumber_Check. */
static bool is_number(const struct heap *h, addr o)
{
    addr type = object_type(h, o);
    return type_slot(h, type, NB_INDEX) || type_slot(h, type, NB_INT) || type_slot(h, type, NB_FLOAT) ||
           object_kind(h, o) == KIND_COMPLEX;
}

enum heap_status itertools_count_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    static const char *const names[] = {"start", "step"};
    addr values[2];
    int64_t start = 0, step = 1;
    enum heap_status status = arguments_unpack(h, call, "count", names, 2, 0, 2, values);
    if (status != HEAP_OK)
        return status;
    for (size_t i = 0; i < 2; i++)
        if (values[i] && !is_number(h, values[i]))
            return raise_error(h, EXC_TYPE_ERROR, "a number is required");
    bool fast = (!values[0] || (int_is_kind(h, values[0]) && int_fits(h, values[0], &start))) &&
                (!values[1] || (int_is_kind(h, values[1]) && int_fits(h, values[1], &step))) && step == 1;
    addr o = iterator_alloc(h, type);
    if (!o)
        return raise_status(h);
    struct count *c = count_at(h, o);
    c->count = fast ? start : INT64_MAX;
    c->long_count = fast ? 0 : values[0] ? incref(h, values[0]) : int_new(h, 0);
    c->step = values[1] ? incref(h, values[1]) : int_new(h, 1); /* small: they cannot fail */
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

static enum heap_status next_long(struct heap *h, addr o, addr *item)
{
    struct count *c = count_at(h, o);
    addr after;
    if (!c->long_count && !(c->long_count = int_new(h, INT64_MAX)))
        return raise_status(h);
    addr now = incref(h, c->long_count), step = incref(h, c->step);
    enum heap_status status = object_binary(h, BINARY_ADD, now, step, &after);
    decref(h, step);
    if (status != HEAP_OK) {
        decref(h, now);
        return status;
    }
    object_replace(h, &c->long_count, after);
    *item = now;
    return HEAP_OK;
}

static enum heap_status itertools_count_next(struct heap *h, addr o, addr *item)
{
    struct count *c = count_at(h, o);
    *item = 0;
    if (c->count == INT64_MAX)
        return next_long(h, o, item);
    addr made = int_new(h, c->count);
    c->count += made != 0;
    return item_made(h, made, item);
}

static const char *short_type_name(const struct heap *h, addr o)
{
    const char *name = object_type_name(h, o), *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

static enum heap_status count_repr(struct heap *h, addr o, struct text *out)
{
    const struct count *c = count_at(h, o);
    int64_t step;
    text_putf(out, "%s(", short_type_name(h, o));
    enum heap_status status = HEAP_OK;
    if (c->count != INT64_MAX) {
        text_putf(out, "%lld", (long long)c->count);
    } else if (c->long_count) {
        addr now = incref(h, c->long_count);
        status = object_repr(h, now, out);
        decref(h, now);
    } else { /* so CPython says between the last number that fits and the next */
        text_put(out, "<NULL>", 6);
    }
    bool plain =
        c->count != INT64_MAX || (int_is_kind(h, c->step) && int_fits(h, c->step, &step) && step == 1);
    if (status == HEAP_OK && !plain) {
        text_put(out, ", ", 2);
        status = object_repr(h, c->step, out);
    }
    text_put(out, ")", 1);
    return status;
}

FIELDS_SLOTS(count, offsetof(struct count, long_count), offsetof(struct count, step))
ITERATOR_OPS(itertools_count, count, .repr = count_repr)
ITERATOR_METHODS(itertools_count, REDUCES(count), {0})

/* ---- cycle ------------------------------------------------------------------------------------------- */

enum heap_status itertools_cycle_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    addr source, saved = 0, o = 0;
    enum heap_status status = arguments_plain(h, call, "cycle", 1, 1, is_own_type(h, type));
    if (status == HEAP_OK)
        status = object_iter(h, call->args[0], &source);
    if (status != HEAP_OK)
        return status;
    saved = list_new(h, 0);
    o = saved ? iterator_alloc(h, type) : 0;
    if (!o) {
        decref(h, source);
        xdecref(h, saved);
        return raise_status(h);
    }
    cycle_at(h, o)->source = source;
    cycle_at(h, o)->saved = saved;
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

static enum heap_status itertools_cycle_next(struct heap *h, addr o, addr *item)
{
    struct cycle *c = cycle_at(h, o);
    enum heap_status status;
    *item = 0;
    if (c->source) {
        status = next_held(h, c->source, item);
        if (status == HEAP_OK && *item && !h->abi.cycle_has_no_first_pass && *cycle_first_pass(h, o))
            return HEAP_OK;
        if (status == HEAP_OK && *item) {
            status = list_append(h, c->saved, *item);
            if (status != HEAP_OK) {
                decref(h, *item);
                *item = 0;
            }
            return status;
        }
        if (status != HEAP_OK)
            return status;
        (void)iterator_end(h, &c->source);
    }
    size_t count = list_length(h, c->saved);
    if (count == 0)
        return HEAP_OK;
    if ((uint64_t)c->index >= count)
        c->index = 0;
    *item = incref(h, list_item(h, c->saved, (size_t)c->index++));
    if ((uint64_t)c->index >= count)
        c->index = 0;
    return HEAP_OK;
}

FIELDS_SLOTS(cycle, offsetof(struct cycle, source), offsetof(struct cycle, saved))
ITERATOR_OPS(itertools_cycle, cycle)
ITERATOR_METHODS(itertools_cycle, REDUCES(cycle), SETS_STATE(cycle), {0})

/* ---- repeat ------------------------------------------------------------------------------------------ */

enum heap_status itertools_repeat_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    static const char *const names[] = {"object", "times"};
    addr values[2];
    int64_t count = -1;
    enum heap_status status = arguments_unpack(h, call, "repeat", names, 2, 1, 2, values);
    if (status == HEAP_OK && values[1]) {
        status = int_argument(h, values[1], &count);
        count = count < 0 ? 0 : count;
    }
    if (status != HEAP_OK)
        return status;
    addr o = iterator_alloc(h, type);
    if (!o)
        return raise_status(h);
    repeat_at(h, o)->element = incref(h, values[0]);
    repeat_at(h, o)->count = count;
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

static enum heap_status itertools_repeat_next(struct heap *h, addr o, addr *item)
{
    struct repeat *r = repeat_at(h, o);
    *item = 0;
    if (r->count == 0)
        return HEAP_OK;
    r->count -= r->count > 0;
    *item = incref(h, r->element);
    return HEAP_OK;
}

static enum heap_status repeat_repr(struct heap *h, addr o, struct text *out)
{
    const struct repeat *r = repeat_at(h, o);
    text_putf(out, "%s(", short_type_name(h, o));
    enum heap_status status = object_repr(h, r->element, out);
    if (r->count != -1)
        text_putf(out, ", %lld", (long long)r->count);
    text_put(out, ")", 1);
    return status;
}

static enum heap_status repeat_hint(struct heap *h, const struct call *call, addr *out)
{
    int64_t count = repeat_at(h, call->self)->count;
    return count == -1 ? raise_error(h, EXC_TYPE_ERROR, "len() of unsized object")
                       : answer_int(h, count, out);
}

FIELDS_SLOTS(repeat, offsetof(struct repeat, element))
ITERATOR_OPS(itertools_repeat, repeat, .repr = repeat_repr)
ITERATOR_METHODS(itertools_repeat, REDUCES(repeat), {"__length_hint__", 0, 0, false, repeat_hint}, {0})
