/* Layout of set and frozenset, and what their files share.
 *
 *   0 header   16 fill   24 used   32 mask   40 table   48 hash   56 finger   64 smalltable[8]   192
 * weakreflist
 *
 * Open addressing: runs of ten neighbours (LINEAR_PROBES), then a jump as dicts do. A table of more than
 * eight entries is a block of its own. A deleted entry holds the dummy, with hash -1; fill counts those as
 * well. Mirrors Objects/setobject.c.
 */
#ifndef HEAPD_HEAP_OBJECT_SET_H
#define HEAPD_HEAP_OBJECT_SET_H

#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/object.h"

#define SET_MINSIZE 8

struct set_entry {
    addr key; /* 0: never used */
    int64_t hash;
};

struct set_object {
    struct object base;
    int64_t fill, used; /* used, while it is being deallocated: -1 less the entries that are done */
    int64_t mask;
    addr table;
    int64_t hash;   /* of a frozenset; -1: not known */
    int64_t finger; /* where pop() goes on */
    struct set_entry small[SET_MINSIZE];
    addr weakrefs;
};

static inline struct set_object *set_at(const struct heap *h, addr s)
{
    return heap_at(h, s);
}
static inline struct set_entry *set_table(const struct heap *h, addr s)
{
    return heap_at(h, set_at(h, s)->table);
}
static inline addr set_small_table(addr s)
{
    return s + offsetof(struct set_object, small);
}
static inline addr set_dummy(const struct heap *h)
{
    return h->singleton[SINGLETON_SET_DUMMY];
}

static inline bool object_is_anyset(const struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    return kind == KIND_SET || kind == KIND_FROZENSET;
}

static inline enum heap_status element_hash(struct heap *h, addr item, int64_t *hash)
{
    if (HEAP_LIKELY(key_is_str(h, item))) {
        *hash = str_hash_of(h, item);
        return HEAP_OK;
    }
    return unhashed_key(h, item, hash, "a set element");
}

/* As set_next, with the hash. */
bool set_next_hashed(const struct heap *h, addr s, size_t *position, addr *key, int64_t *hash);

/* The same operations with a known hash. */
enum heap_status set_add_hashed(struct heap *h, addr s, addr key, int64_t hash) HEAP_MUST_CHECK;
enum heap_status set_contains_hashed(struct heap *h, addr s, addr key, int64_t hash,
                                     bool *out) HEAP_MUST_CHECK;
/* What of it was equal to the key is the caller's then, with the slot that it was in; 0: nothing was. */
enum heap_status set_take_hashed(struct heap *h, addr s, addr key, int64_t hash, addr *taken,
                                 size_t *slot) HEAP_MUST_CHECK;
/* The two ways back, which ask no item for anything: this very item goes; one that was taken (*stolen*) is
 * where it was, if nothing else is there. */
void set_take_back(struct heap *h, addr s, addr item, int64_t hash);
void set_put_back(struct heap *h, addr s, addr item, int64_t hash, size_t slot);

/* A table for more than `minused` items (set_table_resize): purges deleted entries. */
enum heap_status set_resize(struct heap *h, addr s, size_t minused) HEAP_MUST_CHECK;
/* For an empty, clean table: no comparison is needed (set_insert_clean). Neither counts nor references. */
void set_insert_clean(struct set_entry *table, size_t mask, addr key, int64_t hash);

/* *new*, the key; KeyError when empty. */
addr set_pop(struct heap *h, addr s) HEAP_MUST_CHECK;

/* ---- set_algebra.c: results are *new*, of the left operand's kind; `other` is any iterable. */
addr set_from(struct heap *h, addr type,
              addr iterable) HEAP_MUST_CHECK; /* set(x), frozenset(x); iterable 0: empty */
addr set_copy(struct heap *h, addr s) HEAP_MUST_CHECK;
addr set_union(struct heap *h, addr s, addr other) HEAP_MUST_CHECK;
addr set_intersection(struct heap *h, addr s, addr other) HEAP_MUST_CHECK;
addr set_difference(struct heap *h, addr s, addr other) HEAP_MUST_CHECK;
addr set_symmetric_difference(struct heap *h, addr s, addr other) HEAP_MUST_CHECK;
enum heap_status set_update(struct heap *h, addr s, addr other) HEAP_MUST_CHECK;
enum heap_status set_intersection_update(struct heap *h, addr s, addr other) HEAP_MUST_CHECK;
enum heap_status set_difference_update(struct heap *h, addr s, addr other) HEAP_MUST_CHECK;
enum heap_status set_symmetric_difference_update(struct heap *h, addr s, addr other) HEAP_MUST_CHECK;
enum heap_status set_is_subset(struct heap *h, addr s, addr other, bool *out) HEAP_MUST_CHECK;
enum heap_status set_is_superset(struct heap *h, addr s, addr other, bool *out) HEAP_MUST_CHECK;
enum heap_status set_is_disjoint(struct heap *h, addr s, addr other, bool *out) HEAP_MUST_CHECK;
/* The contents of two sets change places (set_swap_bodies). */
void set_swap(struct heap *h, addr a, addr b);

#endif
