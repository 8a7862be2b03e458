/* set algebra: the ways in which CPython's set methods walk and grow their tables, since those decide the
 * order of the result. Mirrors Objects/setobject.c.
 */
#include <string.h>

#include "daemon/heap/event.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/undo.h"

/* ---- one item after the other -------------------------------------------------------------------- */

/* What a walk does with an item of the other operand. */
typedef enum heap_status set_step(struct heap *h, void *context, addr key, int64_t hash, bool *stop);

/* Calls `step` for each key of a set or dict, with the hash that is stored there. */
static enum heap_status each_hashed(struct heap *h, addr other, set_step *step, void *context)
{
    bool is_set = object_is_anyset(h, other), stop = false;
    size_t position = 0;
    addr key, value;
    int64_t hash;
    while (!stop && (is_set ? set_next_hashed(h, other, &position, &key, &hash)
                            : dict_next_hashed(h, other, &position, &key, &value, &hash))) {
        enum heap_status status = loop_check(h);
        incref(h, key);
        if (status == HEAP_OK)
            status = step(h, context, key, hash, &stop);
        decref(h, key);
        if (status != HEAP_OK)
            return status;
    }
    return HEAP_OK;
}

/* The same for any iterable; as_element: what is said of an unhashable one, from 3.14. */
static enum heap_status each(struct heap *h, addr other, set_step *step, void *context, bool as_element)
{
    if (object_is_anyset(h, other))
        return each_hashed(h, other, step, context);
    struct iteration it;
    bool stop = false;
    enum heap_status status = iteration_begin(h, &it, other);
    if (status != HEAP_OK)
        return status;
    addr key;
    int64_t hash;
    while (!stop && (status = iteration_next(h, &it, &key)) == HEAP_OK && key) {
        status = as_element ? element_hash(h, key, &hash) : object_hash(h, key, &hash);
        if (status == HEAP_OK)
            status = step(h, context, key, hash, &stop);
        decref(h, key);
        if (status != HEAP_OK)
            break;
    }
    iteration_end(h, &it);
    return status;
}

struct operands {
    addr result, filter; /* filter: the set or dict that decides */
    bool keep;           /* what is in the filter, or what is not */
    size_t enough;       /* 0, or with how many items the result is complete */
    bool answer;
    bool noting;      /* of an update of a set that is not empty: */
    struct undo undo; /* the items that were added or taken */
};

/* An update of `s`, which can be taken back: by emptying it, when it was empty. */
static struct operands updating(const struct heap *h, addr s)
{
    return (struct operands){.result = s, .noting = set_length(h, s) > 0};
}

static void note_added(struct heap *h, struct operands *c, addr key, int64_t hash)
{
    undo_note(h, &c->undo, (struct undo_step){.key = incref(h, key), .hash = hash, .slot = UNDO_ADDED});
}

static enum heap_status step_add(struct heap *h, void *context, addr key, int64_t hash, bool *stop)
{
    struct operands *c = context;
    (void)stop;
    if (!c->noting)
        return set_add_hashed(h, c->result, key, hash);
    size_t before = set_length(h, c->result);
    enum heap_status status = undo_reserve(h, &c->undo);
    if (status == HEAP_OK)
        status = set_add_hashed(h, c->result, key, hash);
    if (status == HEAP_OK && set_length(h, c->result) > before)
        note_added(h, c, key, hash);
    return status;
}

/* The item equal to the key goes. It is kept until the operation is done and may be put back, unless somebody
 * hears of its end now: what a finalizer has done, nothing takes back. Others than the walk, whose the key
 * is, may have it as well. */
static enum heap_status take(struct heap *h, struct operands *c, addr key, int64_t hash, bool *found)
{
    addr item;
    size_t slot;
    enum heap_status status = c->noting ? undo_reserve(h, &c->undo) : HEAP_OK;
    if (status == HEAP_OK)
        status = set_take_hashed(h, c->result, key, hash, &item, &slot);
    if (status != HEAP_OK)
        return status;
    *found = item != 0;
    if (!*found)
        return HEAP_OK;
    bool last = object_refcount(h, item) == (item == key ? 2 : 1);
    if (c->noting && (!last || object_ends_silently(h, item)))
        undo_note(h, &c->undo, (struct undo_step){.key = item, .hash = hash, .slot = slot});
    else
        decref(h, item);
    return HEAP_OK;
}

static enum heap_status step_discard(struct heap *h, void *context, addr key, int64_t hash, bool *stop)
{
    bool found;
    (void)stop;
    return take(h, context, key, hash, &found);
}

static enum heap_status contains(struct heap *h, addr o, addr key, int64_t hash, bool *out)
{
    return object_is_anyset(h, o) ? set_contains_hashed(h, o, key, hash, out)
                                  : dict_contains_hashed(h, o, key, hash, out);
}

static enum heap_status step_filter(struct heap *h, void *context, addr key, int64_t hash, bool *stop)
{
    struct operands *c = context;
    bool there;
    enum heap_status status = contains(h, c->filter, key, hash, &there);
    if (status == HEAP_OK && there == c->keep) {
        status = set_add_hashed(h, c->result, key, hash);
        *stop = c->enough && set_length(h, c->result) >= c->enough;
    }
    return status;
}

static enum heap_status step_toggle(struct heap *h, void *context, addr key, int64_t hash, bool *stop)
{
    struct operands *c = context;
    bool found;
    (void)stop;
    enum heap_status status = take(h, c, key, hash, &found);
    if (status != HEAP_OK || found)
        return status;
    status = set_add_hashed(h, c->result, key, hash);
    if (status == HEAP_OK && c->noting)
        note_added(h, c, key, hash);
    return status;
}

/* Ends at the first key whose being in the filter is not `keep`. */
static enum heap_status step_all(struct heap *h, void *context, addr key, int64_t hash, bool *stop)
{
    struct operands *c = context;
    bool there;
    enum heap_status status = contains(h, c->filter, key, hash, &there);
    if (status == HEAP_OK && there != c->keep) {
        c->answer = false;
        *stop = true;
    }
    return status;
}

/* Out of memory, or asked to stop: what has been done is taken back. After any other failure it stays, as in
 * CPython. */
static enum heap_status settle(struct heap *h, enum heap_status status, struct operands *c)
{
    struct undo_step step;
    bool back = undo_wanted(h, status);
    if (back && !c->noting)
        set_clear(h, c->result);
    while (back && undo_last(h, &c->undo, &step)) {
        if (step.slot != UNDO_ADDED) {
            set_put_back(h, c->result, step.key, step.hash, step.slot);
            continue;
        }
        set_take_back(h, c->result, step.key, step.hash);
        decref(h, step.key);
    }
    undo_forget(h, &c->undo);
    return status;
}

/* ---- update -------------------------------------------------------------------------------------- */

/* One large step now instead of many on the way. */
static enum heap_status make_room(struct heap *h, addr s, size_t count)
{
    const struct set_object *set = set_at(h, s);
    if (((size_t)set->fill + count) * 5 < (size_t)set->mask * 3)
        return HEAP_OK;
    return set_resize(h, s, ((size_t)set->used + count) * 2);
}

/* Into an empty table: as it lies when the tables are alike, else without comparing. */
static enum heap_status fill_empty(struct heap *h, addr s, addr other)
{
    struct set_object *set = set_at(h, s);
    const struct set_object *from = set_at(h, other);
    const struct set_entry *entries = set_table(h, other);
    struct set_entry *table = set_table(h, s);
    bool alike = set->mask == from->mask && from->fill == from->used;
    enum heap_status status = HEAP_OK;
    for (int64_t i = 0; i <= from->mask && status == HEAP_OK; i++) {
        addr key = entries[i].key;
        status = loop_of_items_goes_on(h, (size_t)i);
        if (!key || key == set_dummy(h))
            continue;
        incref(h, key);
        set->used++;
        if (alike)
            table[i] = entries[i];
        else
            set_insert_clean(table, (size_t)set->mask, key, entries[i].hash);
    }
    set->fill = set->used;
    if (status != HEAP_OK)
        set_clear(h, s);
    return status;
}

static enum heap_status merge(struct heap *h, addr s, addr other)
{
    if (other == s || set_length(h, other) == 0)
        return HEAP_OK;
    enum heap_status status = make_room(h, s, set_length(h, other));
    if (status != HEAP_OK)
        return status;
    if (set_at(h, s)->fill == 0)
        return fill_empty(h, s, other);
    struct operands c = updating(h, s);
    return settle(h, each_hashed(h, other, step_add, &c), &c);
}

enum heap_status set_update(struct heap *h, addr s, addr other)
{
    if (object_is_anyset(h, other))
        return merge(h, s, other);
    struct operands c = updating(h, s);
    if (!object_is_exact(h, other, KIND_DICT))
        return settle(h, each(h, other, step_add, &c, true), &c);
    enum heap_status status = make_room(h, s, dict_length(h, other));
    return status == HEAP_OK ? settle(h, each_hashed(h, other, step_add, &c), &c) : status;
}

/* ---- making -------------------------------------------------------------------------------------- */

addr set_from(struct heap *h, addr type, addr iterable)
{
    if (type == h->type[KIND_FROZENSET] && iterable && object_type(h, iterable) == type)
        return incref(h, iterable);
    addr s = set_new_of(h, type);
    if (s && iterable && set_update(h, s, iterable) != HEAP_OK) {
        decref(h, s);
        return 0;
    }
    return s;
}

/* set or frozenset, whichever the object's class extends. */
static addr base_type(const struct heap *h, addr s)
{
    return h->type[object_kind(h, s)];
}

static addr copy_as(struct heap *h, addr type, addr s)
{
    addr copy = set_new_of(h, type);
    if (copy && set_update(h, copy, s) != HEAP_OK) {
        decref(h, copy);
        return 0;
    }
    return copy;
}

addr set_copy(struct heap *h, addr s)
{
    return copy_as(h, base_type(h, s), s);
}

/* *new*: `result`, or 0 when the status says so. */
static addr finished(struct heap *h, addr result, enum heap_status status)
{
    if (status == HEAP_OK)
        return result;
    decref(h, result);
    return 0;
}

addr set_union(struct heap *h, addr s, addr other)
{
    addr result = copy_as(h, base_type(h, s), s);
    if (!result || other == s)
        return result;
    return finished(h, result, set_update(h, result, other));
}

addr set_intersection(struct heap *h, addr s, addr other)
{
    if (s == other)
        return set_copy(h, s);
    addr result = set_new_of(h, base_type(h, s)), walked = other;
    if (!result)
        return 0;
    struct operands c = {.result = result, .filter = s, .keep = true};
    if (!object_is_anyset(h, other)) {
        c.enough = set_length(h, s);
    } else if (set_length(h, other) > set_length(h, s)) {
        walked = s;
        c.filter = other;
    }
    return finished(h, result, each(h, walked, step_filter, &c, false));
}

/* What `other` has goes from the result, whose table shrinks where many of its entries are deleted ones. */
static enum heap_status take_away(struct heap *h, addr other, struct operands *c)
{
    addr s = c->result, common = 0;
    if (object_is_anyset(h, other) && set_length(h, other) >> 3 > set_length(h, s)) {
        if (!(common = set_intersection(h, s, other)))
            return raise_status(h);
        other = common;
    }
    enum heap_status status = each(h, other, step_discard, c, true);
    xdecref(h, common);
    const struct set_object *set = set_at(h, s);
    if (status != HEAP_OK || set->fill - set->used <= set->mask / 4)
        return status;
    size_t used = (size_t)set->used;
    status = set_resize(h, s, used > 50000 ? used * 2 : used * 4);
    if (status != HEAP_RAISED)
        return status;
    heap_clear_raised(h); /* the deleted entries stay for now */
    return HEAP_OK;
}

addr set_difference(struct heap *h, addr s, addr other)
{
    bool is_dict = object_is_exact(h, other, KIND_DICT);
    size_t count = SIZE_MAX;
    if (object_is_anyset(h, other))
        count = set_length(h, other);
    else if (is_dict)
        count = dict_length(h, other);
    if (count == SIZE_MAX || set_length(h, s) >> 2 > count) { /* cheaper to take away from a copy */
        addr copy = copy_as(h, base_type(h, s), s);
        struct operands c = {.result = copy};
        return copy ? finished(h, copy, take_away(h, other, &c)) : 0;
    }
    addr result = set_new_of(h, base_type(h, s));
    struct operands c = {.result = result, .filter = other, .keep = false};
    return result ? finished(h, result, each_hashed(h, s, step_filter, &c)) : 0;
}

addr set_symmetric_difference(struct heap *h, addr s, addr other)
{
    addr result = copy_as(h, base_type(h, s), other);
    return result ? finished(h, result, set_symmetric_difference_update(h, result, s)) : 0;
}

/* ---- updates ------------------------------------------------------------------------------------- */

enum heap_status set_difference_update(struct heap *h, addr s, addr other)
{
    struct operands c = updating(h, s);
    if (s != other)
        return settle(h, take_away(h, other, &c), &c);
    set_clear(h, s);
    return HEAP_OK;
}

enum heap_status set_symmetric_difference_update(struct heap *h, addr s, addr other)
{
    if (s == other) {
        set_clear(h, s);
        return HEAP_OK;
    }
    struct operands c = updating(h, s);
    if (object_is_anyset(h, other) || object_is_exact(h, other, KIND_DICT))
        return settle(h, each_hashed(h, other, step_toggle, &c), &c);
    addr items = copy_as(h, base_type(h, s), other); /* each of them once */
    if (!items)
        return raise_status(h);
    enum heap_status status = settle(h, each_hashed(h, items, step_toggle, &c), &c);
    decref(h, items);
    return status;
}

enum heap_status set_intersection_update(struct heap *h, addr s, addr other)
{
    addr result = set_intersection(h, s, other);
    if (!result)
        return raise_status(h);
    set_swap(h, s, result);
    decref(h, result);
    return HEAP_OK;
}

void set_swap(struct heap *h, addr a, addr b)
{
    struct set_object *x = set_at(h, a), *y = set_at(h, b), saved = *x;
    bool x_small = x->table == set_small_table(a), y_small = y->table == set_small_table(b);
    x->fill = y->fill, x->used = y->used, x->mask = y->mask;
    x->table = y_small ? set_small_table(a) : y->table;
    y->fill = saved.fill, y->used = saved.used, y->mask = saved.mask;
    y->table = x_small ? set_small_table(b) : saved.table;
    memcpy(x->small, y->small, sizeof x->small);
    memcpy(y->small, saved.small, sizeof y->small);
    bool both_frozen = object_kind(h, a) == KIND_FROZENSET && object_kind(h, b) == KIND_FROZENSET;
    x->hash = both_frozen ? y->hash : -1;
    y->hash = both_frozen ? saved.hash : -1;
    if (HEAP_UNLIKELY(h->recording_events))
        event_object(h, EVENT_RESIZED, a);
}

/* ---- comparisons --------------------------------------------------------------------------------- */

enum heap_status set_is_subset(struct heap *h, addr s, addr other, bool *out)
{
    addr made = 0;
    if (!object_is_anyset(h, other) && !(other = made = copy_as(h, h->type[KIND_SET], other)))
        return raise_status(h);
    struct operands c = {.filter = other, .keep = true, .answer = set_length(h, s) <= set_length(h, other)};
    enum heap_status status = c.answer ? each_hashed(h, s, step_all, &c) : HEAP_OK;
    xdecref(h, made);
    if (status == HEAP_OK)
        *out = c.answer;
    return status;
}

enum heap_status set_is_superset(struct heap *h, addr s, addr other, bool *out)
{
    if (object_is_anyset(h, other))
        return set_is_subset(h, other, s, out);
    struct operands c = {.filter = s, .keep = true, .answer = true};
    enum heap_status status = each(h, other, step_all, &c, true);
    if (status == HEAP_OK)
        *out = c.answer;
    return status;
}

enum heap_status set_is_disjoint(struct heap *h, addr s, addr other, bool *out)
{
    if (s == other) {
        *out = set_length(h, s) == 0;
        return HEAP_OK;
    }
    addr walked = other;
    struct operands c = {.filter = s, .keep = false, .answer = true};
    if (object_is_anyset(h, other) && set_length(h, other) > set_length(h, s)) {
        walked = s;
        c.filter = other;
    }
    enum heap_status status = each(h, walked, step_all, &c, false);
    if (status == HEAP_OK)
        *out = c.answer;
    return status;
}
