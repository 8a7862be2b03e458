/* dict: looking up, inserting, deleting (dict.h has the layout, dict_keys.h the table).
 *
 * Comparing keys may run code that changes the dict: a lookup notices and starts again. Whatever is replaced
 * or removed is released last. Mirrors Objects/dictobject.c.
 */
#include "daemon/heap/object/dict.h"

#include <string.h>

#include "daemon/heap/event.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/scalar.h"

/* ---- looking up ---------------------------------------------------------------------------------- */

/* Of entry i, whose hash is the key's: is its key equal? *changed: comparing has changed the dict. Another
 * table may have been made in the place of the first. */
static enum heap_status compare(struct heap *h, addr d, addr found, addr key, bool *equal, bool *changed)
{
    addr keys = dict_at(h, d)->keys;
    struct dict_keys before = *keys_at(h, keys);
    incref(h, found);
    enum heap_status status = object_equal(h, found, key, equal);
    decref(h, found);
    const struct dict_keys *now = dict_keys_of(h, d);
    *changed = dict_at(h, d)->keys != keys || now->entries != before.entries ||
               now->log2_size != before.log2_size || now->kind != before.kind;
    return status;
}

/* Two exact ints of at most a digit, as most that are no strs: nothing runs when they are compared. False
 * also where there is no level left for a comparison. */
static inline bool are_compact_ints(const struct heap *h, addr a, addr b, bool *equal)
{
    int64_t x, y;
    if (!object_is_exact(h, a, KIND_INT) || !object_is_exact(h, b, KIND_INT) || !int_is_compact(h, a, &x) ||
        !int_is_compact(h, b, &y) || recursion_is_full(h))
        return false;
    *equal = x == y;
    return true;
}

/* An exact int of at most a digit in a table of any keys, most of which are such. False: there is another key
 * with its hash, so that the general way is for it, from the start. */
static inline bool find_compact_int(struct heap *h, struct dict_keys *k, addr key, int64_t hash,
                                    int64_t *index)
{
    const struct general_entry *entries = keys_general(k);
    for (struct probe p = probe_start(k, hash);; probe_next(&p)) {
        int64_t i = keys_index(k, p.slot);
        bool equal = i >= 0 && entries[i].key == key;
        if (i >= 0 && !equal && entries[i].hash == hash) {
            if (!are_compact_ints(h, entries[i].key, key, &equal))
                return false;
            work_done(h, 1);
        }
        if (equal || i == KEYS_EMPTY) {
            *index = i;
            return true;
        }
    }
}

/* Any key in any table. */
static enum heap_status find_general(struct heap *h, addr d, addr key, int64_t hash, int64_t *index)
{
restart:;
    struct dict_keys *k = dict_keys_of(h, d);
    bool unicode = keys_are_unicode(k);
    for (struct probe p = probe_start(k, hash);; probe_next(&p)) {
        int64_t i = keys_index(k, p.slot);
        if (i == KEYS_EMPTY) {
            *index = -1;
            return HEAP_OK;
        }
        if (i < 0)
            continue;
        addr found = keys_key(k, (size_t)i);
        bool equal = found == key;
        if (!equal && (unicode ? str_hash_of(h, found) : keys_general(k)[i].hash) == hash) {
            if (key_is_str(h, found) && key_is_str(h, key)) {
                equal = str_equal(h, found, key);
            } else if (are_compact_ints(h, found, key, &equal)) {
                enum heap_status status = loop_check(h);
                if (status != HEAP_OK)
                    return status;
            } else {
                bool changed;
                enum heap_status status = compare(h, d, found, key, &equal, &changed);
                if (status != HEAP_OK)
                    return status;
                if (changed || keys_key(k, (size_t)i) != found)
                    goto restart;
            }
        }
        if (equal) {
            *index = i;
            return HEAP_OK;
        }
    }
}

/* The entry of the key in the table, whether or not a split dict has a value for it. */
static inline enum heap_status find_entry(struct heap *h, addr d, addr key, int64_t hash, int64_t *index)
{
    struct dict_keys *k = dict_keys_of(h, d);
    if (HEAP_LIKELY(keys_are_unicode(k) && key_is_str(h, key))) {
        *index = keys_find_str(h, k, key, hash);
        return HEAP_OK;
    }
    int64_t value;
    if (k->kind == KEYS_GENERAL && object_is_exact(h, key, KIND_INT) && int_is_compact(h, key, &value) &&
        find_compact_int(h, k, key, hash, index))
        return HEAP_OK;
    return find_general(h, d, key, hash, index);
}

enum heap_status dict_find(struct heap *h, addr d, addr key, int64_t hash, int64_t *index)
{
    enum heap_status status = find_entry(h, d, key, hash, index);
    if (status == HEAP_OK && *index >= 0 && HEAP_UNLIKELY(dict_at(h, d)->values != 0) &&
        !dict_value_at(h, d, (size_t)*index))
        *index = -1;
    return status;
}

enum heap_status dict_get(struct heap *h, addr d, addr key, addr *value)
{
    int64_t hash, index;
    enum heap_status status = key_hash(h, key, &hash);
    if (status == HEAP_OK)
        status = find_entry(h, d, key, hash, &index);
    if (status == HEAP_OK)
        *value = index < 0 ? 0 : dict_value_at(h, d, (size_t)index);
    return status;
}

addr dict_get_str(const struct heap *h, addr d, addr str)
{
    struct dict_keys *k = dict_keys_of(h, d);
    int64_t hash = str_hash_of(h, str), index;
    if (keys_are_unicode(k)) {
        index = keys_find_str(h, k, str, hash);
        return index < 0 ? 0 : dict_value_at(h, d, (size_t)index);
    }
    const struct general_entry *entries = keys_general(k);
    for (struct probe p = probe_start(k, hash);; probe_next(&p)) {
        index = keys_index(k, p.slot);
        if (index == KEYS_EMPTY)
            return 0;
        if (index < 0)
            continue;
        addr found = entries[index].key;
        if (found == str ||
            (entries[index].hash == hash && object_kind(h, found) == KIND_STR && str_equal(h, found, str)))
            return entries[index].value;
    }
}

addr dict_get_ascii(const struct heap *h, addr d, const char *text, size_t length)
{
    struct dict_keys *k = dict_keys_of(h, d);
    int64_t hash = hash_bytes(h, text, length), index;
    bool unicode = keys_are_unicode(k);
    for (struct probe p = probe_start(k, hash); (index = keys_index(k, p.slot)) != KEYS_EMPTY;
         probe_next(&p)) {
        addr found = index < 0 ? 0 : keys_key(k, (size_t)index);
        if (!found ||
            (!unicode && (keys_general(k)[index].hash != hash || object_kind(h, found) != KIND_STR)))
            continue;
        if (str_hash_of(h, found) == hash && str_equal_utf8(h, found, text, length))
            return dict_value_at(h, d, (size_t)index);
    }
    return 0;
}

enum heap_status dict_contains_hashed(struct heap *h, addr d, addr key, int64_t hash, bool *out)
{
    int64_t index;
    enum heap_status status = dict_find(h, d, key, hash, &index);
    if (status == HEAP_OK)
        *out = index >= 0;
    return status;
}

enum heap_status dict_contains(struct heap *h, addr d, addr key, bool *out)
{
    int64_t hash;
    enum heap_status status = key_hash(h, key, &hash);
    return status == HEAP_OK ? dict_contains_hashed(h, d, key, hash, out) : status;
}

size_t dict_length(const struct heap *h, addr d)
{
    return (size_t)dict_at(h, d)->used;
}

bool dict_next_hashed(const struct heap *h, addr d, size_t *position, addr *key, addr *value, int64_t *hash)
{
    const struct dict_object *dict = dict_at(h, d);
    struct dict_keys *k = keys_at(h, dict->keys);
    size_t i = *position;
    if (HEAP_UNLIKELY(dict->values != 0)) {
        if (i >= (size_t)dict->used)
            return false;
        size_t index = *values_order(h, dict->values, i);
        *key = keys_unicode(k)[index].key;
        *value = values_slots(h, dict->values)[index];
        *hash = HEAP_FIELD(h, *key, 24, int64_t);
        *position = i + 1;
        return true;
    }
    for (; i < (size_t)k->entries; i++) {
        if (k->kind == KEYS_GENERAL) {
            const struct general_entry *e = &keys_general(k)[i];
            *key = e->key, *value = e->value, *hash = e->hash;
        } else {
            const struct unicode_entry *e = &keys_unicode(k)[i];
            *key = e->key, *value = e->value;
            *hash = e->value ? HEAP_FIELD(h, e->key, 24, int64_t) : 0;
        }
        if (*value) {
            *position = i + 1;
            return true;
        }
    }
    return false;
}

bool dict_next(const struct heap *h, addr d, size_t *position, addr *key, addr *value)
{
    int64_t hash;
    return dict_next_hashed(h, d, position, key, value, &hash);
}

/* ---- resizing ------------------------------------------------------------------------------------ */

/* The entries that are not deleted, as they are, into a table of the same kind. */
static size_t move_entries(struct dict_keys *from, struct dict_keys *to, size_t used)
{
    bool general = to->kind == KEYS_GENERAL;
    if ((size_t)from->entries == used) {
        memcpy(keys_entries(to), keys_entries(from),
               used * (general ? sizeof(struct general_entry) : sizeof(struct unicode_entry)));
        return used;
    }
    size_t n = 0;
    for (int64_t i = 0; i < from->entries; i++) {
        if (general && keys_general(from)[i].value)
            keys_general(to)[n++] = keys_general(from)[i];
        else if (!general && keys_unicode(from)[i].value)
            keys_unicode(to)[n++] = keys_unicode(from)[i];
    }
    return n;
}

/* From shared keys, or from strs to any keys: hashes are looked up, and references to shared keys counted
 * anew. */
static size_t convert_entries(struct heap *h, addr d, struct dict_keys *to)
{
    size_t position = 0, n = 0;
    bool split = dict_at(h, d)->values != 0;
    addr key, value;
    int64_t hash;
    while (dict_next_hashed(h, d, &position, &key, &value, &hash)) {
        if (split)
            incref(h, key);
        if (to->kind == KEYS_GENERAL)
            keys_general(to)[n++] = (struct general_entry){hash, key, value};
        else
            keys_unicode(to)[n++] = (struct unicode_entry){key, value};
    }
    return n;
}

/* Moves the items of the dict into a fresh table, references and all; when asked to stop they are still in
 * the old one, which is not a shared one then. */
static enum heap_status move_items(struct heap *h, addr d, struct dict_keys *to)
{
    const struct dict_object *dict = dict_at(h, d);
    struct dict_keys *from = keys_at(h, dict->keys);
    size_t n =
        from->kind == to->kind ? move_entries(from, to, (size_t)dict->used) : convert_entries(h, d, to);
    to->usable -= (int64_t)n;
    to->entries = (int64_t)n;
    return keys_build(h, to, n);
}

enum heap_status dict_resize(struct heap *h, addr d, unsigned log2_size, bool unicode)
{
    struct dict_object *dict = dict_at(h, d);
    addr old = dict->keys, old_values = dict->values;
    addr keys = keys_new(h, log2_size, unicode && keys_are_unicode(keys_at(h, old)));
    if (!keys)
        return raise_status(h);
    enum heap_status status = move_items(h, d, keys_at(h, keys));
    if (status != HEAP_OK) {
        keys_free(h, keys);
        return status;
    }
    dict->keys = keys;
    dict->values = 0;
    if (old_values) {
        if (values_are_embedded(h, old_values))
            values_invalidate(h, old_values);
        else
            values_free(h, old_values);
        keys_decref(h, old);
    } else if (old == h->singleton[SINGLETON_EMPTY_KEYS]) {
        keys_decref(h, old);
    } else {
        keys_free(h, old);
    }
    if (HEAP_UNLIKELY(h->recording_events))
        event_object(h, EVENT_RESIZED, d);
    return HEAP_OK;
}

/* insertion_resize: three times as many slots as items. */
static enum heap_status grow(struct heap *h, addr d, bool unicode)
{
    return dict_resize(h, d, keys_log2_for(h, dict_length(h, d) * 3), unicode);
}

/* ---- inserting ----------------------------------------------------------------------------------- */

/* The first item of a dict without keys. */
static enum heap_status insert_first(struct heap *h, addr d, addr key, int64_t hash, addr value)
{
    bool unicode = key_is_str(h, key);
    addr keys = keys_new(h, KEYS_LOG_MINSIZE, unicode);
    if (!keys)
        return HEAP_RAISED;
    struct dict_keys *k = keys_at(h, keys);
    struct dict_object *dict = dict_at(h, d);
    keys_set_index(k, (size_t)hash & keys_mask(k), 0);
    if (unicode)
        keys_unicode(k)[0] = (struct unicode_entry){incref(h, key), incref(h, value)};
    else
        keys_general(k)[0] = (struct general_entry){hash, incref(h, key), incref(h, value)};
    k->usable--;
    k->entries = 1;
    keys_decref(h, dict->keys);
    dict->keys = keys;
    dict->used = 1;
    dict_changed(h, d);
    dict_maintain_tracking(h, d, key, value);
    if (HEAP_UNLIKELY(h->recording_events))
        event_object(h, EVENT_RESIZED, d);
    return HEAP_OK;
}

/* An item whose key the table does not have. */
static enum heap_status insert_new(struct heap *h, addr d, addr key, int64_t hash, addr value)
{
    struct dict_object *dict = dict_at(h, d);
    struct dict_keys *k = keys_at(h, dict->keys);
    bool widen = keys_are_unicode(k) && !key_is_str(h, key);
    if (HEAP_UNLIKELY(widen || k->usable <= 0)) {
        enum heap_status status = grow(h, d, !widen);
        if (status != HEAP_OK)
            return status;
        k = keys_at(h, dict->keys);
    }
    size_t index = (size_t)k->entries;
    k->version = 0;
    keys_set_index(k, keys_free_slot(k, hash), (int64_t)index);
    incref(h, key);
    incref(h, value);
    if (k->kind == KEYS_GENERAL) {
        keys_general(k)[index] = (struct general_entry){hash, key, value};
    } else if (HEAP_LIKELY(!dict->values)) {
        keys_unicode(k)[index] = (struct unicode_entry){key, value};
    } else {
        keys_unicode(k)[index].key = key;
        values_slots(h, dict->values)[index] = value;
        values_note_insertion(h, dict->values, index);
    }
    k->usable--;
    k->entries++;
    dict->used++;
    dict_changed(h, d);
    dict_maintain_tracking(h, d, key, value);
    return HEAP_OK;
}

/* Another value for a key that the table has. The old one (0: the key of shared keys had none) goes to the
 * caller. */
static inline addr exchange_value(struct heap *h, addr d, size_t index, addr value)
{
    struct dict_object *dict = dict_at(h, d);
    struct dict_keys *k = keys_at(h, dict->keys);
    addr *field = k->kind == KEYS_GENERAL ? &keys_general(k)[index].value
                  : dict->values          ? &values_slots(h, dict->values)[index]
                                          : &keys_unicode(k)[index].value;
    addr old = *field;
    *field = incref(h, value);
    if (!old) {
        values_note_insertion(h, dict->values, index);
        dict->used++;
    }
    if (old != value)
        dict_changed(h, d);
    return old;
}

/* The entry to set: up to 3.13 the table becomes a general one for a key that is no str even when it has an
 * equal one. */
static inline enum heap_status find_to_set(struct heap *h, addr d, addr key, int64_t hash, int64_t *index)
{
    if (!h->abi.dict_converts_late && keys_are_unicode(dict_keys_of(h, d)) && !key_is_str(h, key)) {
        enum heap_status status = grow(h, d, false);
        if (status != HEAP_OK)
            return status;
    }
    return find_entry(h, d, key, hash, index);
}

/* Of a str into a combined table of strs: one walk for looking up and inserting. False: there is no room. */
static inline __attribute__((always_inline)) bool exchange_str(struct heap *h, addr d, struct dict_keys *k,
                                                               addr key, int64_t hash, addr value, addr *old)
{
    struct dict_object *dict = dict_at(h, d);
    size_t slot;
    int64_t index = keys_find_str_or_slot(h, k, key, hash, &slot);
    *old = 0;
    if (index >= 0) {
        dict_maintain_tracking(h, d, key, value);
        *old = exchange_value(h, d, (size_t)index, value);
        return true;
    }
    if (HEAP_UNLIKELY(k->usable <= 0))
        return false;
    k->version = 0;
    keys_set_index(k, slot, k->entries);
    keys_unicode(k)[k->entries++] = (struct unicode_entry){incref(h, key), incref(h, value)};
    k->usable--;
    dict->used++;
    dict_changed(h, d);
    dict_maintain_tracking(h, d, key, value);
    return true;
}

/* Sets the item, whatever the table and the key are; the old value, 0 if the key is new, goes to the caller.
 * *own: the key that the dict has. */
static inline __attribute__((always_inline)) enum heap_status
exchange_any(struct heap *h, addr d, addr key, int64_t hash, addr value, addr *old, addr *own)
{
    *old = 0;
    *own = key;
    if (dict_has_no_keys(h, d))
        return insert_first(h, d, key, hash, value);
    int64_t index;
    enum heap_status status = find_to_set(h, d, key, hash, &index);
    if (status != HEAP_OK)
        return status;
    if (index < 0)
        return insert_new(h, d, key, hash, value);
    dict_maintain_tracking(h, d, key, value);
    *own = keys_key(dict_keys_of(h, d), (size_t)index);
    *old = exchange_value(h, d, (size_t)index, value);
    return HEAP_OK;
}

static inline enum heap_status exchange(struct heap *h, addr d, addr key, int64_t hash, addr value, addr *old)
{
    struct dict_keys *k = dict_keys_of(h, d);
    addr own;
    if (HEAP_LIKELY(k->kind == KEYS_UNICODE && k->log2_size && key_is_str(h, key)))
        return exchange_str(h, d, k, key, hash, value, old) ? HEAP_OK : insert_new(h, d, key, hash, value);
    return exchange_any(h, d, key, hash, value, old, &own);
}

enum heap_status dict_exchange(struct heap *h, addr d, addr key, int64_t hash, addr value, addr *old,
                               addr *own)
{
    return exchange_any(h, d, key, hash, value, old, own);
}

enum heap_status dict_set_hashed(struct heap *h, addr d, addr key, int64_t hash, addr value)
{
    addr old;
    enum heap_status status = exchange(h, d, key, hash, value, &old);
    if (status == HEAP_OK)
        xdecref(h, old);
    return status;
}

static __attribute__((noinline)) enum heap_status set_any(struct heap *h, addr d, addr key, addr value)
{
    int64_t hash;
    incref(h, key); /* the references of the entry are there before __hash__ and __eq__ run */
    incref(h, value);
    enum heap_status status = key_hash(h, key, &hash);
    if (status == HEAP_OK)
        status = dict_set_hashed(h, d, key, hash, value);
    decref(h, key);
    decref(h, value);
    return status;
}

/* As exchange() of a str in a combined table of strs. */
static __attribute__((noinline)) enum heap_status set_str(struct heap *h, addr d, addr key, int64_t hash,
                                                          addr value)
{
    addr old;
    if (HEAP_UNLIKELY(!exchange_str(h, d, dict_keys_of(h, d), key, hash, value, &old)))
        return insert_new(h, d, key, hash, value);
    xdecref(h, old);
    return HEAP_OK;
}

/* Each of them is called last: nothing has to be saved for it. */
enum heap_status dict_set(struct heap *h, addr d, addr key, addr value)
{
    if (!object_is_exact(h, key, KIND_STR))
        return set_any(h, d, key, value);
    struct dict_keys *k = dict_keys_of(h, d);
    int64_t hash = str_hash_of(h, key);
    if (HEAP_LIKELY(k->kind == KEYS_UNICODE && k->log2_size))
        return set_str(h, d, key, hash, value);
    return dict_set_hashed(h, d, key, hash, value);
}

enum heap_status dict_setdefault(struct heap *h, addr d, addr key, addr value, addr *out)
{
    int64_t hash, index = -1;
    enum heap_status status = key_hash(h, key, &hash);
    if (status == HEAP_OK && !dict_has_no_keys(h, d))
        status = find_to_set(h, d, key, hash, &index);
    if (status != HEAP_OK)
        return status;
    addr there = index < 0 ? 0 : dict_value_at(h, d, (size_t)index);
    if (there) {
        *out = there;
        return HEAP_OK;
    }
    if (dict_has_no_keys(h, d))
        status = insert_first(h, d, key, hash, value);
    else if (index < 0)
        status = insert_new(h, d, key, hash, value);
    else
        (void)exchange_value(h, d, (size_t)index, value); /* of shared keys: there was none */
    if (status == HEAP_OK)
        *out = value;
    return status;
}

/* ---- deleting ------------------------------------------------------------------------------------ */

static void take_from_keys(struct dict_keys *k, size_t index, int64_t hash, addr *key)
{
    k->version = 0;
    keys_set_index(k, keys_slot_of(k, hash, (int64_t)index), KEYS_DUMMY);
    *key = keys_key(k, index);
    if (k->kind == KEYS_GENERAL)
        keys_general(k)[index] = (struct general_entry){0};
    else
        keys_unicode(k)[index] = (struct unicode_entry){0};
}

/* Takes entry `index` out: *key and *value are the caller's then (*key 0 in a split dict). */
static void take_out(struct heap *h, addr d, size_t index, int64_t hash, addr *key, addr *value)
{
    struct dict_object *dict = dict_at(h, d);
    *value = dict_value_at(h, d, index);
    *key = 0;
    dict->used--;
    if (dict->values) {
        values_slots(h, dict->values)[index] = 0;
        values_note_deletion(h, dict->values, index);
    } else {
        take_from_keys(keys_at(h, dict->keys), index, hash, key);
    }
    dict_changed(h, d);
}

/* The value is *new* to the caller, 0 when the key is missing. */
enum heap_status dict_pop(struct heap *h, addr d, addr key, addr *value)
{
    int64_t hash, index;
    if (dict_length(h, d) == 0) { /* does not even ask for the hash, as CPython */
        *value = 0;
        return HEAP_OK;
    }
    enum heap_status status = key_hash(h, key, &hash);
    if (status == HEAP_OK)
        status = dict_find(h, d, key, hash, &index);
    if (status != HEAP_OK)
        return status;
    if (index < 0) {
        *value = 0;
        return HEAP_OK;
    }
    addr old_key;
    take_out(h, d, (size_t)index, hash, &old_key, value);
    xdecref(h, old_key);
    return HEAP_OK;
}

enum heap_status dict_delete(struct heap *h, addr d, addr key, bool *found)
{
    int64_t hash, index;
    enum heap_status status = key_hash(h, key, &hash);
    if (status == HEAP_OK)
        status = dict_find(h, d, key, hash, &index);
    if (status != HEAP_OK)
        return status;
    *found = index >= 0;
    if (index >= 0) {
        addr old_key, old_value;
        take_out(h, d, (size_t)index, hash, &old_key, &old_value);
        xdecref(h, old_key);
        decref(h, old_value);
    }
    return HEAP_OK;
}

/* The index of the entry with this very key, -1: there is none. */
static int64_t find_same(const struct heap *h, addr d, addr key, int64_t hash)
{
    struct dict_keys *k = dict_keys_of(h, d);
    for (struct probe p = probe_start(k, hash);; probe_next(&p)) {
        int64_t i = keys_index(k, p.slot);
        if (i == KEYS_EMPTY || (i >= 0 && keys_key(k, (size_t)i) == key))
            return i;
    }
}

void dict_take_back(struct heap *h, addr d, addr key, int64_t hash, addr old)
{
    int64_t index = dict_has_no_keys(h, d) ? -1 : find_same(h, d, key, hash);
    if (index < 0 || !dict_value_at(h, d, (size_t)index))
        return;
    addr gone, own = 0;
    if (old)
        gone = exchange_value(h, d, (size_t)index, old);
    else
        take_out(h, d, (size_t)index, hash, &own, &gone);
    xdecref(h, own);
    decref(h, gone);
}

enum heap_status dict_popitem(struct heap *h, addr d, addr *key, addr *value)
{
    struct dict_object *dict = dict_at(h, d);
    if (dict->used == 0)
        return raise_error(h, EXC_KEY_ERROR, "popitem(): dictionary is empty");
    if (dict->values) {
        enum heap_status status = dict_resize(h, d, keys_at(h, dict->keys)->log2_size, true);
        if (status != HEAP_OK)
            return status;
    }
    struct dict_keys *k = keys_at(h, dict->keys);
    size_t index = (size_t)k->entries - 1;
    while (!dict_value_at(h, d, index))
        index--;
    int64_t hash =
        k->kind == KEYS_GENERAL ? keys_general(k)[index].hash : str_hash_of(h, keys_unicode(k)[index].key);
    take_out(h, d, index, hash, key, value);
    if (k->kind == KEYS_GENERAL)
        keys_general(k)[index].hash = -1;
    k->entries = (int64_t)index; /* dk_usable stays: a deleted index is left behind */
    return HEAP_OK;
}

/* The instance that has the values may go with the first reference: it is not looked at any more then. */
static void clear_embedded(struct heap *h, addr values, size_t n)
{
    addr gone[VALUES_MAX], *slots = values_slots(h, values);
    if (n > VALUES_MAX)
        n = VALUES_MAX;
    memcpy(gone, slots, n * sizeof *gone);
    memset(slots, 0, n * sizeof *slots);
    *values_size_byte(h, values) = 0;
    for (size_t i = 0; i < n; i++)
        xdecref(h, gone[i]);
}

/* Embedded values stay with their instance; else the dict has the shared empty keys again. Released when the
 * dict is final. */
void dict_clear(struct heap *h, addr d)
{
    struct dict_object *dict = dict_at(h, d);
    addr keys = dict->keys, values = dict->values;
    if (dict_has_no_keys(h, d))
        return;
    dict->used = 0;
    bool embedded = values && values_are_embedded(h, values);
    if (!embedded) {
        dict->keys = h->singleton[SINGLETON_EMPTY_KEYS];
        dict->values = 0;
        keys_incref(h, dict->keys);
    }
    dict_changed(h, d);
    if (embedded) {
        size_t n = keys_shared_size(h, keys), room = values_room(h, values, keys);
        clear_embedded(h, values, n < room ? n : room);
        return;
    }
    if (values) {
        addr *slots = values_slots(h, values);
        for (size_t i = 0, n = keys_shared_size(h, keys); i < n; i++)
            object_replace(h, &slots[i], 0);
        values_free(h, values);
    }
    if (HEAP_UNLIKELY(h->recording_events))
        event_object(h, EVENT_RESIZED, d);
    keys_decref(h, keys);
}
