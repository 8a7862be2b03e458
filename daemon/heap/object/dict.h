/* Layout of dict, and what its files share.
 *
 *   0 header   16 ma_used   24 ma_version_tag (unused from 3.14)   32 ma_keys   40 ma_values: of a split
 * dict, else 0
 *
 * The keys of an empty dict are the shared empty table. A split dict has the keys of a class (dict_split.h).
 * Up to 3.13 a dict is tracked by the collector only once it holds something that may be part of a cycle.
 */
#ifndef HEAPD_HEAP_OBJECT_DICT_H
#define HEAPD_HEAP_OBJECT_DICT_H

#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict_keys.h"
#include "daemon/heap/object/dict_split.h"
#include "daemon/heap/object/sequence.h"

struct dict_object {
    struct object base;
    int64_t used; /* while it is being deallocated: -1 less the entries that are done */
    uint64_t version;
    addr keys, values;
};

static inline struct dict_object *dict_at(const struct heap *h, addr d)
{
    return heap_at(h, d);
}
static inline struct dict_keys *dict_keys_of(const struct heap *h, addr d)
{
    return keys_at(h, dict_at(h, d)->keys);
}
static inline bool dict_has_no_keys(const struct heap *h, addr d)
{
    return dict_at(h, d)->keys == h->singleton[SINGLETON_EMPTY_KEYS];
}
static inline bool key_is_str(const struct heap *h, addr key)
{
    return object_is_exact(h, key, KIND_STR);
}

/* Is it a dict, or of a class that extends it (PyDict_Check)? */
static inline bool dict_is_kind(const struct heap *h, addr o)
{
    return type_at(h, object_type(h, o))->flags & TYPE_DICT_SUBCLASS;
}

/* The value of entry `index`, 0 when it has none. */
static inline addr dict_value_at(const struct heap *h, addr d, size_t index)
{
    const struct dict_object *dict = dict_at(h, d);
    if (HEAP_UNLIKELY(dict->values != 0))
        return values_slots(h, dict->values)[index];
    struct dict_keys *k = keys_at(h, dict->keys);
    return k->kind == KEYS_GENERAL ? keys_general(k)[index].value : keys_unicode(k)[index].value;
}

/* In `version`: the dict of a type. Programs get at those too (gc.get_referents), and may change them behind
 * the type's back. */
#define DICT_OF_TYPE (1ull << 63)
void dict_of_type_changed(struct heap *h, addr d);

/* A change of what the dict holds (DICT_NEXT_VERSION): what it does not hold any more is let go of later. */
static inline void dict_changed(struct heap *h, addr d)
{
    struct dict_object *dict = dict_at(h, d);
    uint64_t of_type = dict->version & DICT_OF_TYPE;
    if (h->abi.dict_version_step)
        dict->version = (h->dict_version += h->abi.dict_version_step) | of_type;
    if (HEAP_UNLIKELY(of_type))
        dict_of_type_changed(h, d);
}

/* The hash of what is to be `use`: from 3.14 the TypeError says so. */
enum heap_status unhashed_key(struct heap *h, addr key, int64_t *hash, const char *use) HEAP_MUST_CHECK;

static inline enum heap_status key_hash(struct heap *h, addr key, int64_t *hash)
{
    if (HEAP_LIKELY(key_is_str(h, key))) {
        *hash = str_hash_of(h, key);
        return HEAP_OK;
    }
    return unhashed_key(h, key, hash, "a dict key");
}

/* An empty dict of a class that extends dict; tracked from the start. */
addr dict_new_of(struct heap *h, addr type) HEAP_MUST_CHECK;
/* In two steps, when others may change the values meanwhile: an empty dict, which then takes the values over,
 * or shares them where they are part of an instance. The second step cannot fail and runs nothing. */
addr dict_new_bare(struct heap *h) HEAP_MUST_CHECK;
void dict_take_values(struct heap *h, addr d, addr keys, addr values);
/* {k: v, ...}: BUILD_MAP. Items borrowed. */
addr dict_from_items(struct heap *h, const addr *keys, const addr *values, size_t count) HEAP_MUST_CHECK;
/* dict.fromkeys: _PyDict_FromKeys. */
addr dict_from_keys(struct heap *h, addr iterable, addr value) HEAP_MUST_CHECK;

/* The same with a known hash. dict_find: *index of the entry, -1 when the key is missing (in a split dict
 * also without a value). */
enum heap_status dict_find(struct heap *h, addr d, addr key, int64_t hash, int64_t *index) HEAP_MUST_CHECK;
enum heap_status dict_set_hashed(struct heap *h, addr d, addr key, int64_t hash, addr value) HEAP_MUST_CHECK;
/* Sets the item as well; the old value, 0 if the key is new, is the caller's then. *own: the key that the
 * dict has, *borrowed*. */
enum heap_status dict_exchange(struct heap *h, addr d, addr key, int64_t hash, addr value, addr *old,
                               addr *own) HEAP_MUST_CHECK;
/* What has been done to the item of this very key is taken back: it has the value `old` (borrowed) again, or
 * it goes (0). Asks no key for anything. */
void dict_take_back(struct heap *h, addr d, addr key, int64_t hash, addr old);
enum heap_status dict_contains_hashed(struct heap *h, addr d, addr key, int64_t hash,
                                      bool *out) HEAP_MUST_CHECK;
enum heap_status dict_contains(struct heap *h, addr d, addr key, bool *out) HEAP_MUST_CHECK;

/* d.update(other) for dicts (dict_merge with override) and for anything else that update() takes: an iterable
 * of pairs. */
enum heap_status dict_merge(struct heap *h, addr d, addr other, bool override) HEAP_MUST_CHECK;
enum heap_status dict_update(struct heap *h, addr d, addr other) HEAP_MUST_CHECK;
/* What o's `method` ("keys", "items") answered, as a *new* list; TypeError: D.keys() returned a non-iterable
 * (type int). */
enum heap_status method_output_as_list(struct heap *h, addr o, const char *method, addr output,
                                       addr *out) HEAP_MUST_CHECK;
/* d.update(other, **keywords): other 0: none; keywords a dict or 0. When memory runs out on the way nothing
 * is changed. */
enum heap_status dict_update_both(struct heap *h, addr d, addr other, addr keywords) HEAP_MUST_CHECK;

/* d.setdefault: *value is borrowed, what the key has now. One lookup. */
enum heap_status dict_setdefault(struct heap *h, addr d, addr key, addr value, addr *out) HEAP_MUST_CHECK;

/* The last item, *new* both; KeyError when empty. */
enum heap_status dict_popitem(struct heap *h, addr d, addr *key, addr *value) HEAP_MUST_CHECK;

/* As dict_next, with the hash; index of the entry in *position. */
bool dict_next_hashed(const struct heap *h, addr d, size_t *position, addr *key, addr *value, int64_t *hash);

/* A new table of 2^log2_size with the same items, of any keys unless `unicode` and all are strs (dictresize).
 */
enum heap_status dict_resize(struct heap *h, addr d, unsigned log2_size, bool unicode) HEAP_MUST_CHECK;

/* Tracks it if it must be now that it holds `key` and `value` (MAINTAIN_TRACKING); of what lies in the static
 * area only residents. */
static inline void dict_maintain_tracking(struct heap *h, addr d, addr key, addr value)
{
    if (h->abi.dict_untracking && !object_gc(h, d)->next && object_is_collected(h, d) &&
        (object_may_be_tracked(h, value) || object_may_be_tracked(h, key)))
        object_track(h, d);
}

#endif
