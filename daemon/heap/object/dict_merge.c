/* dict: copies, updates, fromkeys: what makes one dict from others. Mirrors PyDict_Copy, dict_merge,
 * PyDict_MergeFromSeq2 and _PyDict_FromKeys of Objects/dictobject.c, whose rules for the sizes of the tables
 * are kept.
 */
#include <string.h>

#include "daemon/heap/event.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/undo.h"

/* ---- copying ------------------------------------------------------------------------------------- */

static addr copy_split(struct heap *h, addr d)
{
    addr keys = dict_at(h, d)->keys, from = dict_at(h, d)->values;
    size_t room = values_have_header(h) ? *(uint8_t *)heap_at(h, from) : keys_shared_room(h, keys);
    addr values = values_new(h, room);
    if (!values)
        return 0;
    size_t n = keys_shared_size(h, keys);
    for (size_t i = 0; i < n; i++)
        values_slots(h, values)[i] = xincref(h, values_slots(h, from)[i]);
    for (size_t i = 0; i < values_size(h, from); i++)
        values_note_insertion(h, values, *values_order(h, from, i));
    addr copy = dict_new_split_apart(h, keys, values);
    if (!copy) {
        for (size_t i = 0; i < n; i++)
            xdecref(h, values_slots(h, values)[i]);
        values_free(h, values);
    }
    return copy;
}

/* The target's keys become a copy of the other's, as many items included. */
static enum heap_status take_clone(struct heap *h, addr d, addr other)
{
    addr keys = keys_clone(h, dict_at(h, other)->keys);
    if (!keys)
        return raise_status(h);
    struct dict_object *dict = dict_at(h, d);
    addr old = dict->keys, values = dict->values;
    dict->keys = keys;
    dict->values = 0;
    dict->used = dict_at(h, other)->used;
    dict_changed(h, d);
    if (object_gc(h, other)->next && !object_gc(h, d)->next && object_is_collected(h, d))
        object_track(h, d);
    if (values)
        values_free(h, values);
    keys_decref(h, old);
    if (HEAP_UNLIKELY(h->recording_events))
        event_object(h, EVENT_RESIZED, d);
    return HEAP_OK;
}

addr dict_copy(struct heap *h, addr d)
{
    const struct dict_object *dict = dict_at(h, d);
    if (dict->used == 0)
        return dict_new(h);
    if (dict->values)
        return copy_split(h, d);
    addr copy = dict_new(h);
    if (!copy)
        return 0;
    if (dict->used == 0) /* a finalizer may have emptied it meanwhile */
        return copy;
    enum heap_status status;
    if (!dict->values &&
        dict->used >= keys_at(h, dict->keys)->entries * 2 / 3) /* else many deleted ones would be copied */
        status = take_clone(h, copy, d);
    else
        status = dict_merge(h, copy, d, true);
    if (status == HEAP_OK)
        return copy;
    decref(h, copy);
    return 0;
}

/* ---- updating from a dict ------------------------------------------------------------------------ */

/* Clean, combined and not half empty: worth cloning into an empty dict. */
static bool is_compact(const struct heap *h, addr other)
{
    const struct dict_object *dict = dict_at(h, other);
    const struct dict_keys *k = keys_at(h, dict->keys);
    return !dict->values && dict->used == k->entries &&
           (k->log2_size == KEYS_LOG_MINSIZE || keys_usable_of(k->log2_size - 1u) < (size_t)dict->used);
}

/* Notes what it does in `undo`, unless that is NULL. */
static enum heap_status set_noted(struct heap *h, addr d, addr key, int64_t hash, addr value,
                                  struct undo *undo)
{
    addr old, own;
    if (!undo)
        return dict_set_hashed(h, d, key, hash, value);
    enum heap_status status = undo_reserve(h, undo);
    if (status == HEAP_OK)
        status = dict_exchange(h, d, key, hash, value, &old, &own);
    if (status == HEAP_OK)
        undo_note(h, undo, (struct undo_step){.key = incref(h, own), .old = old, .hash = hash});
    return status;
}

static void take_back(struct heap *h, addr d, struct undo *undo)
{
    struct undo_step step;
    while (undo_last(h, undo, &step)) {
        dict_take_back(h, d, step.key, step.hash, step.old);
        decref(h, step.key);
        xdecref(h, step.old);
    }
}

/* Out of memory, or asked to stop: what has been done is taken back. After any other failure it stays, as in
 * CPython. */
static enum heap_status settle(struct heap *h, addr d, enum heap_status status, struct undo *undo,
                               bool was_empty)
{
    if (undo_wanted(h, status) && was_empty)
        dict_clear(h, d);
    else if (undo_wanted(h, status))
        take_back(h, d, undo);
    undo_forget(h, undo);
    return status;
}

static enum heap_status merge_items(struct heap *h, addr d, addr other, bool override, struct undo *undo)
{
    size_t position = 0;
    addr key, value;
    int64_t hash, entries = dict_keys_of(h, other)->entries;
    while (dict_next_hashed(h, other, &position, &key, &value, &hash)) {
        bool there = false;
        enum heap_status status = loop_check(h);
        incref(h, key);
        incref(h, value);
        if (status == HEAP_OK && !override)
            status = dict_contains_hashed(h, d, key, hash, &there);
        if (status == HEAP_OK && !there)
            status = set_noted(h, d, key, hash, value, undo);
        decref(h, key);
        decref(h, value);
        if (status != HEAP_OK)
            return status;
        if (entries != dict_keys_of(h, other)->entries)
            return raise_error(h, EXC_RUNTIME_ERROR, "dict mutated during update");
    }
    return HEAP_OK;
}

/* What is done is noted in `undo`, unless that is NULL: then the dict was empty. */
static enum heap_status merge(struct heap *h, addr d, addr other, bool override, struct undo *undo)
{
    if (other == d || dict_length(h, other) == 0)
        return HEAP_OK;
    if (dict_length(h, d) == 0) {
        override = true;
        bool may_clone = !dict_at(h, d)->values || !values_are_embedded(h, dict_at(h, d)->values);
        if (may_clone && is_compact(h, other))
            return take_clone(h, d, other);
    }
    /* One large step now instead of many on the way; few common keys are expected. */
    if (keys_usable_of(dict_keys_of(h, d)->log2_size) < dict_length(h, other)) {
        size_t count = dict_length(h, d) + dict_length(h, other);
        bool unicode = keys_are_unicode(dict_keys_of(h, other));
        enum heap_status status = dict_resize(h, d, keys_log2_for_entries(h, count), unicode);
        if (status != HEAP_OK)
            return status;
    }
    return merge_items(h, d, other, override, undo);
}

enum heap_status dict_merge(struct heap *h, addr d, addr other, bool override)
{
    struct undo undo;
    bool empty = dict_length(h, d) == 0; /* then emptying it takes everything back */
    undo_start(&undo);
    return settle(h, d, merge(h, d, other, override, empty ? NULL : &undo), &undo, empty);
}

/* ---- updating from pairs ------------------------------------------------------------------------- */

static enum heap_status set_two(struct heap *h, addr d, addr pair, size_t index, struct undo *undo)
{
    int64_t hash;
    if (sequence_length(h, pair) != 2)
        return raise_error(h, EXC_VALUE_ERROR,
                           "dictionary update sequence element #%zu has length %zu; 2 is required", index,
                           sequence_length(h, pair));
    addr key = incref(h, sequence_items(h, pair)[0]), value = incref(h, sequence_items(h, pair)[1]);
    enum heap_status status = key_hash(h, key, &hash);
    if (status == HEAP_OK)
        status = set_noted(h, d, key, hash, value, undo);
    decref(h, key);
    decref(h, value);
    return status;
}

static enum heap_status set_pair(struct heap *h, addr d, addr pair, size_t index, struct undo *undo)
{
    if (object_is_exact(h, pair, KIND_TUPLE) || object_is_exact(h, pair, KIND_LIST))
        return set_two(h, d, pair, index, undo);
    addr list = list_from_iterable(h, pair);
    if (!list && iterator_refused(h, raise_status(h))) /* its next() may have raised it as well */
        return raise_error(h, EXC_TYPE_ERROR,
                           "cannot convert dictionary update sequence element #%zu to a sequence", index);
    if (!list)
        return raise_status(h);
    enum heap_status status = set_two(h, d, list, index, undo);
    decref(h, list);
    return status;
}

static enum heap_status set_pairs(struct heap *h, addr d, addr pairs, struct undo *undo)
{
    struct iteration it;
    enum heap_status status = iteration_begin(h, &it, pairs);
    if (status != HEAP_OK)
        return status;
    addr pair;
    for (size_t i = 0; (status = iteration_next(h, &it, &pair)) == HEAP_OK && pair; i++) {
        status = set_pair(h, d, pair, i, undo);
        decref(h, pair);
        if (status != HEAP_OK)
            break;
    }
    iteration_end(h, &it);
    return status;
}

/* ---- updating from anything ---------------------------------------------------------------------- */

enum heap_status method_output_as_list(struct heap *h, addr o, const char *method, addr output, addr *out)
{
    addr it;
    enum heap_status status = object_iter(h, output, &it);
    if (iterator_refused(h, status))
        return raise_error(h, EXC_TYPE_ERROR, "%.200s.%s() returned a non-iterable (type %.200s)",
                           object_type_name(h, o), method, object_type_name(h, output));
    if (status != HEAP_OK)
        return status;
    *out = list_from_iterable(h, it);
    decref(h, it);
    return *out ? HEAP_OK : raise_status(h);
}

/* What other.keys() answers, as a list (PyMapping_Keys). *new* */
static enum heap_status mapping_keys(struct heap *h, addr other, addr method, addr *out)
{
    addr answer;
    enum heap_status status = object_call(h, method, NULL, 0, NULL, NULL, 0, &answer);
    if (status != HEAP_OK)
        return status;
    status = method_output_as_list(h, other, "keys", answer, out);
    decref(h, answer);
    return status;
}

static enum heap_status set_by_keys(struct heap *h, addr d, addr other, addr keys, struct undo *undo)
{
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; status == HEAP_OK && i < list_length(h, keys); i++) {
        addr key = incref(h, list_item(h, keys, i)), value;
        int64_t hash;
        status = object_getitem(h, other, key, &value);
        if (status == HEAP_OK) {
            status = key_hash(h, key, &hash);
            if (status == HEAP_OK)
                status = set_noted(h, d, key, hash, value, undo);
            decref(h, value);
        }
        decref(h, key);
    }
    return status;
}

/* *method is other.keys, *new*; 0: it has none, and is not a mapping. */
static enum heap_status find_keys(struct heap *h, addr other, addr *method)
{
    *method = 0;
    enum heap_status status = object_getattr(h, other, known_name(h, NAME_KEYS), method);
    if (status == HEAP_RAISED && heap_raised(h) == EXC_ATTRIBUTE_ERROR) {
        heap_clear_raised(h);
        *method = 0;
        status = HEAP_OK;
    }
    return status;
}

static enum heap_status update(struct heap *h, addr d, addr other, struct undo *undo)
{
    addr method, keys;
    if (dict_is_kind(h, other) && iterates_plainly(h, other))
        return merge(h, d, other, true, undo);
    enum heap_status status = find_keys(h, other, &method);
    if (status != HEAP_OK)
        return status;
    if (!method)
        return set_pairs(h, d, other, undo);
    status = mapping_keys(h, other, method, &keys);
    decref(h, method);
    if (status != HEAP_OK)
        return status;
    status = set_by_keys(h, d, other, keys, undo);
    decref(h, keys);
    return status;
}

enum heap_status dict_update_both(struct heap *h, addr d, addr other, addr keywords)
{
    struct undo undo;
    enum heap_status status = HEAP_OK;
    bool empty = dict_length(h, d) == 0;
    undo_start(&undo);
    if (other)
        status = update(h, d, other, empty ? NULL : &undo);
    if (status == HEAP_OK && keywords)
        status = merge(h, d, keywords, true, empty ? NULL : &undo);
    return settle(h, d, status, &undo, empty);
}

enum heap_status dict_update(struct heap *h, addr d, addr other)
{
    return dict_update_both(h, d, other, 0);
}

/* ---- fromkeys ------------------------------------------------------------------------------------ */

static enum heap_status add_keys(struct heap *h, addr d, addr iterable, addr value)
{
    struct iteration it;
    enum heap_status status = iteration_begin(h, &it, iterable);
    if (status != HEAP_OK)
        return status;
    addr key;
    while ((status = iteration_next(h, &it, &key)) == HEAP_OK && key) {
        status = dict_set(h, d, key, value);
        decref(h, key);
        if (status != HEAP_OK)
            break;
    }
    iteration_end(h, &it);
    return status;
}

/* The same of a dict or set, which know the hashes of their keys. */
static enum heap_status add_hashed(struct heap *h, addr d, addr other, addr value)
{
    bool is_set = !object_is_exact(h, other, KIND_DICT);
    size_t position = 0;
    addr key, unused;
    int64_t hash;
    while (is_set ? set_next_hashed(h, other, &position, &key, &hash)
                  : dict_next_hashed(h, other, &position, &key, &unused, &hash)) {
        enum heap_status status = loop_check(h);
        incref(h, key);
        if (status == HEAP_OK)
            status = dict_set_hashed(h, d, key, hash, value);
        decref(h, key);
        if (status != HEAP_OK)
            return status;
    }
    return HEAP_OK;
}

addr dict_from_keys(struct heap *h, addr iterable, addr value)
{
    addr d = dict_new_apart(h); /* the class is called */
    if (!d)
        return 0;
    enum heap_status status = HEAP_OK;
    bool is_set = object_is_exact(h, iterable, KIND_SET) || object_is_exact(h, iterable, KIND_FROZENSET);
    bool is_dict = object_is_exact(h, iterable, KIND_DICT);
    if (is_dict) /* these two are presized, also for nothing */
        status = dict_resize(h, d, keys_log2_for_entries(h, dict_length(h, iterable)),
                             keys_are_unicode(dict_keys_of(h, iterable)));
    else if (is_set)
        status = dict_resize(h, d, keys_log2_for_entries(h, set_length(h, iterable)), false);
    if (status == HEAP_OK)
        status = is_set || is_dict ? add_hashed(h, d, iterable, value) : add_keys(h, d, iterable, value);
    if (status == HEAP_OK)
        return d;
    decref(h, d);
    return 0;
}
