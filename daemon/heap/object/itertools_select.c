/* itertools: compress, dropwhile, takewhile, filterfalse and starmap; groupby with its groups.
 *
 *   compress      16 data     24 selectors
 *   dropwhile     16 func     24 it       32 start
 *   takewhile     16 func     24 it       32 stop
 *   filterfalse   16 func     24 it
 *   starmap       16 func     24 it
 *   groupby       16 it       24 keyfunc  32 tgtkey  40 currkey  48 currvalue  56 currgrouper  (from 3.12: 64
 * state) _grouper      16 parent   24 tgtkey
 *
 * currgrouper is the group given out last, not counted: older groups see that they are over.
 */
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/itertools_fields.h"
#include "daemon/heap/object/itertools_kinds.h"
#include "daemon/heap/object/itertools_reduce.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"

/* ---- compress ---------------------------------------------------------------------------------------- */

enum heap_status itertools_compress_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    static const char *const names[] = {"data", "selectors"};
    addr values[2], data, selectors;
    enum heap_status status = arguments_unpack(h, call, "compress", names, 2, 2, 2, values);
    if (status == HEAP_OK)
        status = object_iter(h, values[0], &data);
    if (status != HEAP_OK)
        return status;
    status = object_iter(h, values[1], &selectors);
    if (status != HEAP_OK) {
        decref(h, data);
        return status;
    }
    addr o = iterator_alloc(h, type);
    if (!o) {
        decref(h, data);
        decref(h, selectors);
        return raise_status(h);
    }
    compress_at(h, o)->data = data;
    compress_at(h, o)->selectors = selectors;
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

/* *end: one of both has come to its end. */
static enum heap_status is_selected(struct heap *h, addr o, bool *selected, bool *end)
{
    addr selector;
    enum heap_status status = iterator_step_inner(h, compress_at(h, o)->selectors, &selector);
    *selected = false;
    *end = !selector;
    if (status != HEAP_OK || !selector)
        return status;
    status = object_truth(h, selector, selected);
    decref(h, selector);
    return status;
}

static enum heap_status itertools_compress_next(struct heap *h, addr o, addr *item)
{
    for (;;) {
        addr datum;
        bool selected, end;
        enum heap_status status = iterator_step_inner(h, compress_at(h, o)->data, &datum);
        *item = 0;
        if (status != HEAP_OK || !datum)
            return status;
        status = is_selected(h, o, &selected, &end);
        if (status == HEAP_OK && selected) {
            *item = datum;
            return HEAP_OK;
        }
        decref(h, datum);
        if (status != HEAP_OK || end)
            return status;
    }
}

FIELDS_SLOTS(compress, offsetof(struct compress, data), offsetof(struct compress, selectors))
ITERATOR_OPS(itertools_compress, compress)
ITERATOR_METHODS(itertools_compress, REDUCES(compress), {0})

/* ---- those with a function and one source ------------------------------------------------------------ */

static enum heap_status mapped_call(struct heap *h, addr type, const struct call *call, const char *name,
                                    addr *out)
{
    addr source;
    enum heap_status status = arguments_plain(h, call, name, 2, 2, is_own_type(h, type));
    addr o = status == HEAP_OK ? iterator_alloc_over(h, type, call->args[1], &source) : 0;
    if (!o)
        return raise_status(h);
    mapped_at(h, o)->function = incref(h, call->args[0]);
    mapped_at(h, o)->source = source;
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

enum heap_status itertools_starmap_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    return mapped_call(h, type, call, "starmap", out);
}

enum heap_status itertools_dropwhile_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    return mapped_call(h, type, call, "dropwhile", out);
}
enum heap_status itertools_takewhile_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    return mapped_call(h, type, call, "takewhile", out);
}
enum heap_status itertools_filterfalse_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    return mapped_call(h, type, call, "filterfalse", out);
}

static enum heap_status itertools_dropwhile_next(struct heap *h, addr o, addr *item)
{
    for (;;) {
        addr found;
        bool good = false;
        enum heap_status status = iterator_step_inner(h, mapped_at(h, o)->source, &found);
        *item = found;
        if (status != HEAP_OK || !found || mapped_at(h, o)->decided)
            return status;
        status = predicate_call(h, mapped_at(h, o)->function, found, &good);
        if (status == HEAP_OK && !good) {
            mapped_at(h, o)->decided = 1;
            return HEAP_OK;
        }
        *item = 0;
        decref(h, found);
        if (status != HEAP_OK)
            return status;
    }
}

static enum heap_status itertools_takewhile_next(struct heap *h, addr o, addr *item)
{
    addr found;
    bool good = false;
    *item = 0;
    if (mapped_at(h, o)->decided)
        return HEAP_OK;
    enum heap_status status = iterator_step_inner(h, mapped_at(h, o)->source, &found);
    if (status != HEAP_OK || !found)
        return status;
    status = predicate_call(h, mapped_at(h, o)->function, found, &good);
    if (status == HEAP_OK && good) {
        *item = found;
        return HEAP_OK;
    }
    if (status == HEAP_OK)
        mapped_at(h, o)->decided = 1;
    decref(h, found);
    return status;
}

static enum heap_status itertools_filterfalse_next(struct heap *h, addr o, addr *item)
{
    for (;;) {
        addr found;
        bool good = false;
        enum heap_status status = iterator_step_inner(h, mapped_at(h, o)->source, &found);
        *item = 0;
        if (status != HEAP_OK || !found)
            return status;
        status = predicate_holds(h, mapped_at(h, o)->function, found, &good);
        if (status == HEAP_OK && !good) {
            *item = found;
            return HEAP_OK;
        }
        decref(h, found);
        if (status != HEAP_OK)
            return status;
    }
}

static enum heap_status itertools_starmap_next(struct heap *h, addr o, addr *item)
{
    addr args;
    *item = 0;
    enum heap_status status = iterator_step_inner(h, mapped_at(h, o)->source, &args);
    if (status != HEAP_OK || !args)
        return status;
    addr tuple = tuple_from_iterable(h, args);
    decref(h, args);
    if (!tuple)
        return raise_status(h);
    status = object_call(h, mapped_at(h, o)->function, tuple_items(h, tuple), tuple_length(h, tuple), NULL,
                         NULL, 0, item);
    decref(h, tuple);
    return status;
}

FIELDS_IN_ORDER(mapped, (offsetof(struct mapped, source), offsetof(struct mapped, function)),
                (offsetof(struct mapped, function), offsetof(struct mapped, source)))
ITERATOR_OPS(itertools_dropwhile, mapped)
ITERATOR_OPS(itertools_takewhile, mapped)
ITERATOR_OPS(itertools_filterfalse, mapped)
ITERATOR_OPS(itertools_starmap, mapped)
ITERATOR_METHODS(itertools_dropwhile, REDUCES(deciding), SETS_STATE(deciding), {0})
ITERATOR_METHODS(itertools_takewhile, REDUCES(deciding), SETS_STATE(deciding), {0})
ITERATOR_METHODS(itertools_filterfalse, REDUCES(mapped), {0})
ITERATOR_METHODS(itertools_starmap, REDUCES(mapped), {0})

/* ---- groupby ----------------------------------------------------------------------------------------- */

enum heap_status itertools_groupby_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    static const char *const names[] = {"iterable", "key"};
    addr values[2], source;
    enum heap_status status = arguments_unpack(h, call, "groupby", names, 2, 1, 2, values);
    addr o = status == HEAP_OK ? iterator_alloc_over(h, type, values[0], &source) : 0;
    if (!o)
        return raise_status(h);
    groupby_at(h, o)->source = source;
    groupby_at(h, o)->function = incref(h, values[1] ? values[1] : none(h));
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

/* The next item and its key; *end: there is none. */
static enum heap_status advance(struct heap *h, addr o, bool *end)
{
    struct groupby *g = groupby_at(h, o);
    addr value, key;
    enum heap_status status = iterator_next(h, g->source, &value);
    *end = status == HEAP_OK && !value;
    if (status != HEAP_OK || *end)
        return status;
    if (g->function == none(h))
        key = incref(h, value);
    else
        status = object_call(h, g->function, &value, 1, NULL, NULL, 0, &key);
    if (status != HEAP_OK) {
        decref(h, value);
        return status;
    }
    addr old = g->value;
    g->value = value;
    object_replace(h, &g->key, key);
    xdecref(h, old);
    return HEAP_OK;
}

/* Two keys, which comparing them may take away. */
static enum heap_status same_key(struct heap *h, addr a, addr b, bool *out)
{
    incref(h, a);
    incref(h, b);
    enum heap_status status = object_equal_or_same(h, a, b, out);
    decref(h, a);
    decref(h, b);
    return status;
}

/* Past what is left of the last group; *end: there is no other. */
static enum heap_status skip_group(struct heap *h, addr o, bool *end)
{
    struct groupby *g = groupby_at(h, o);
    *end = false;
    for (;;) {
        bool same = true;
        enum heap_status status = loop_check(h);
        if (status == HEAP_OK && g->key) {
            if (!g->target)
                return HEAP_OK;
            status = same_key(h, g->target, g->key, &same);
        }
        if (status != HEAP_OK || !same)
            return status;
        status = advance(h, o, end);
        if (status != HEAP_OK || *end)
            return status;
    }
}

static addr make_grouper(struct heap *h, addr parent, addr target)
{
    addr o = iterator_alloc(h, h->type[KIND_ITERTOOLS_GROUPER]);
    if (!o)
        return 0;
    grouper_at(h, o)->parent = incref(h, parent);
    grouper_at(h, o)->target = incref(h, target);
    groupby_at(h, parent)->grouper = o;
    object_track(h, o);
    return o;
}

enum heap_status itertools_grouper_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    enum heap_status status = arguments_plain(h, call, "_grouper", 2, 2, is_own_type(h, type));
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, call->args[0]) != KIND_ITERTOOLS_GROUPBY)
        return raise_error(h, EXC_TYPE_ERROR, "_grouper() argument 1 must be itertools.groupby, not %s",
                           argument_type_name(h, call->args[0]));
    return answer(h, make_grouper(h, call->args[0], call->args[1]), out);
}

static enum heap_status itertools_groupby_next(struct heap *h, addr o, addr *item)
{
    struct groupby *g = groupby_at(h, o);
    bool end;
    *item = 0;
    g->grouper = 0;
    enum heap_status status = skip_group(h, o, &end);
    if (status != HEAP_OK || end || !g->key)
        return status;
    addr key = incref(h, g->key);
    object_replace(h, &g->target, incref(h, key));
    addr grouper = make_grouper(h, o, key), pair = grouper ? tuple_from(h, (addr[]){key, grouper}, 2) : 0;
    xdecref(h, grouper);
    decref(h, key);
    return item_made(h, pair, item);
}

static enum heap_status itertools_grouper_next(struct heap *h, addr o, addr *item)
{
    struct groupby *g = groupby_at(h, grouper_at(h, o)->parent);
    bool same = false, end = false;
    *item = 0;
    if (g->grouper != o)
        return HEAP_OK;
    enum heap_status status = g->value ? HEAP_OK : advance(h, grouper_at(h, o)->parent, &end);
    if (status == HEAP_OK && !end && g->key)
        status = same_key(h, grouper_at(h, o)->target, g->key, &same);
    if (status != HEAP_OK || !same)
        return status;
    *item = g->value;
    g->value = 0;
    object_replace(h, &g->key, 0);
    return HEAP_OK;
}

FIELDS_SLOTS(groupby, offsetof(struct groupby, source), offsetof(struct groupby, function),
             offsetof(struct groupby, target), offsetof(struct groupby, key), offsetof(struct groupby, value))
FIELDS_SLOTS(grouper, offsetof(struct grouper, parent), offsetof(struct grouper, target))
ITERATOR_OPS(itertools_groupby, groupby)
ITERATOR_OPS(itertools_grouper, grouper)
ITERATOR_METHODS(itertools_groupby, REDUCES(groupby), SETS_STATE(groupby), {0})
ITERATOR_METHODS(itertools_grouper, REDUCES(grouper), {0})
