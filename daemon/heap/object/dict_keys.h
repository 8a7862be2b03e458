/* The key table of a dict: PyDictKeysObject, and looking keys up in it.
 *
 *    0 dk_refcnt        8 dk_log2_size, dk_log2_index_bytes, dk_kind        12 dk_version
 *   16 dk_usable       24 dk_nentries      32 dk_indices: 2^log2_size numbers of 1, 2 or 4 bytes, -1 empty,
 * -2 deleted then the entries, two thirds as many, in insertion order: (hash, key, value) in a general table,
 * (key, value) where all keys are exactly str, whose hash is in the str. In a split table the values are
 * elsewhere (dict_split.h).
 *
 * A table belongs to one dict, but for that of the empty dicts and the split ones of classes. Mirrors
 * Objects/dictobject.c.
 */
#ifndef HEAPD_HEAP_OBJECT_DICT_KEYS_H
#define HEAPD_HEAP_OBJECT_DICT_KEYS_H

#include "daemon/heap/object/object.h"
#include "daemon/heap/object/text.h"

enum keys_kind { KEYS_GENERAL, KEYS_UNICODE, KEYS_SPLIT };

struct dict_keys {
    int64_t refcount; /* from 3.12 INT64_MIN for the shared empty ones */
    uint8_t log2_size, log2_index_bytes, kind, pad;
    uint32_t version;
    int64_t usable, entries;
};

struct general_entry {
    int64_t hash;
    addr key, value;
};

struct unicode_entry {
    addr key, value;
};

#define KEYS_EMPTY       (-1)
#define KEYS_DUMMY       (-2)
#define KEYS_LOG_MINSIZE 3
#define KEYS_LOG_MAXSIZE 31

static inline struct dict_keys *keys_at(const struct heap *h, addr keys)
{
    return heap_at(h, keys);
}
static inline bool keys_are_unicode(const struct dict_keys *k)
{
    return k->kind != KEYS_GENERAL;
}
static inline size_t keys_mask(const struct dict_keys *k)
{
    return ((size_t)1 << k->log2_size) - 1;
}
static inline void *keys_entries(struct dict_keys *k)
{
    return (char *)(k + 1) + ((size_t)1 << k->log2_index_bytes);
}
static inline struct general_entry *keys_general(struct dict_keys *k)
{
    return keys_entries(k);
}
static inline struct unicode_entry *keys_unicode(struct dict_keys *k)
{
    return keys_entries(k);
}
static inline size_t keys_usable_of(unsigned log2_size)
{
    return ((size_t)2 << log2_size) / 3;
}

static inline int64_t keys_index(const struct dict_keys *k, size_t at)
{
    const void *indices = k + 1;
    if (HEAP_LIKELY(k->log2_size < 8))
        return ((const int8_t *)indices)[at];
    return k->log2_size < 16 ? ((const int16_t *)indices)[at] : ((const int32_t *)indices)[at];
}

static inline void keys_set_index(struct dict_keys *k, size_t at, int64_t index)
{
    void *indices = k + 1;
    if (HEAP_LIKELY(k->log2_size < 8))
        ((int8_t *)indices)[at] = (int8_t)index;
    else if (k->log2_size < 16)
        ((int16_t *)indices)[at] = (int16_t)index;
    else
        ((int32_t *)indices)[at] = (int32_t)index;
}

/* The probe sequence: i = 5 i + 1 + perturb, perturb losing 5 bits at each step. */
#define KEYS_PERTURB_SHIFT 5
struct probe {
    size_t mask, slot;
    uint64_t perturb;
};
static inline struct probe probe_start(const struct dict_keys *k, int64_t hash)
{
    return (struct probe){keys_mask(k), (size_t)hash & keys_mask(k), (uint64_t)hash};
}
static inline void probe_next(struct probe *p)
{
    p->perturb >>= KEYS_PERTURB_SHIFT;
    p->slot = (p->slot * 5 + p->perturb + 1) & p->mask;
}

/* The hash of a str: cached in it at 24, -1 before it was asked for. */
static inline int64_t str_hash_of(const struct heap *h, addr s)
{
    int64_t hash = HEAP_FIELD(h, s, 24, int64_t);
    return HEAP_LIKELY(hash != -1) ? hash : str_hash((struct heap *)(uintptr_t)h, s);
}

static inline addr keys_key(struct dict_keys *k, size_t i)
{
    return k->kind == KEYS_GENERAL ? keys_general(k)[i].key : keys_unicode(k)[i].key;
}

/* Index of an exact str in a table of strs, or -1: the hottest loop there is. */
static inline int64_t keys_find_str(const struct heap *h, struct dict_keys *k, addr key, int64_t hash)
{
    const struct unicode_entry *entries = keys_unicode(k);
    for (struct probe p = probe_start(k, hash);; probe_next(&p)) {
        int64_t i = keys_index(k, p.slot);
        if (i >= 0) {
            addr found = entries[i].key;
            if (found == key || (HEAP_FIELD(h, found, 24, int64_t) == hash && str_equal(h, found, key)))
                return i;
        } else if (i == KEYS_EMPTY) {
            return -1;
        }
    }
}

/* The same, and where the key would go: the first free slot on the way. */
static inline int64_t keys_find_str_or_slot(const struct heap *h, struct dict_keys *k, addr key, int64_t hash,
                                            size_t *place)
{
    const struct unicode_entry *entries = keys_unicode(k);
    bool free = false;
    for (struct probe p = probe_start(k, hash);; probe_next(&p)) {
        int64_t i = keys_index(k, p.slot);
        if (i >= 0) {
            addr found = entries[i].key;
            if (found == key || (HEAP_FIELD(h, found, 24, int64_t) == hash && str_equal(h, found, key)))
                return i;
            continue;
        }
        if (!free)
            *place = p.slot;
        free = true;
        if (i == KEYS_EMPTY)
            return -1;
    }
}

/* The slot of the index table that holds entry `index` of a key with this hash. */
static inline size_t keys_slot_of(const struct dict_keys *k, int64_t hash, int64_t index)
{
    struct probe p = probe_start(k, hash);
    while (keys_index(k, p.slot) != index)
        probe_next(&p);
    return p.slot;
}

/* The first free slot in the probe sequence: empty or deleted. */
static inline size_t keys_free_slot(const struct dict_keys *k, int64_t hash)
{
    struct probe p = probe_start(k, hash);
    while (keys_index(k, p.slot) >= 0)
        probe_next(&p);
    return p.slot;
}

/* A table without entries, entries zeroed, refcount 1. 0: MemoryError, or asked to stop. */
size_t keys_size(unsigned log2_size, bool unicode);
addr keys_new(struct heap *h, unsigned log2_size, bool unicode) HEAP_MUST_CHECK;
/* A copy of a combined table with a reference for each key and value (clone_combined_dict_keys); 0 also when
 * asked to stop. */
addr keys_clone(struct heap *h, addr keys) HEAP_MUST_CHECK;
void keys_free(struct heap *h, addr keys); /* the memory only */

/* Enters all `count` entries, which are in place, into an index table that is empty (build_indices). Of a
 * few no more than that is done: it cannot be stopped. */
enum heap_status keys_build(struct heap *h, struct dict_keys *k, size_t count) HEAP_MUST_CHECK;

/* The size of table for at least `size` slots, and for `count` entries; as the version rounds. */
unsigned keys_log2_for(const struct heap *h, size_t size);
unsigned keys_log2_for_entries(const struct heap *h, size_t count);

/* What is wrong with a table, or NULL. */
const char *keys_verify(const struct heap *h, addr keys, bool split);

#endif
