/* tuple, list, dict, set, frozenset: constructors and the operations that the library, clients and later the
 * interpreter use. One .c file per type. Mirrors Objects/tupleobject.c, listobject.c, dictobject.c,
 * setobject.c. Whoever allocates does so before changing anything: a failed operation leaves the container as
 * it was.
 */
#ifndef HEAPD_HEAP_OBJECT_CONTAINER_H
#define HEAPD_HEAP_OBJECT_CONTAINER_H

#include "daemon/heap/base.h"

/* ---- tuple */
addr tuple_new(struct heap *h,
               size_t count) HEAP_MUST_CHECK; /* *new*, items 0: fill with tuple_init, then tuple_done
                                                 (tracks). 0 items: the empty tuple */
void tuple_init(struct heap *h, addr t, size_t i, addr item); /* steals */
void tuple_done(struct heap *h, addr t);
void tuple_done_whole(struct heap *h,
                      addr t); /* the same for one that CPython makes from an array: see tuple.c */
addr tuple_from(struct heap *h, const addr *items,
                size_t count) HEAP_MUST_CHECK; /* *new*, items borrowed; counts on a complete tuple */
size_t tuple_length(const struct heap *h, addr t);
bool tuple_keeps_hash(const struct heap *h); /* do tuples remember their hashes in this version? */
addr tuple_item(const struct heap *h, addr t, size_t i); /* borrowed */

/* ---- list */
addr list_new(struct heap *h, size_t count)
    HEAP_MUST_CHECK; /* *new*, allocated == count, items 0 until list_init; as BUILD_LIST */
void list_init(struct heap *h, addr l, size_t i, addr item); /* steals */
size_t list_length(const struct heap *h, addr l);
size_t list_allocated(const struct heap *h, addr l);
addr list_item(const struct heap *h, addr l, size_t i); /* borrowed */
enum heap_status list_append(struct heap *h, addr l, addr item) HEAP_MUST_CHECK;
enum heap_status list_insert(struct heap *h, addr l, int64_t where, addr item) HEAP_MUST_CHECK;
enum heap_status list_set(struct heap *h, addr l, int64_t i, addr item) HEAP_MUST_CHECK; /* IndexError */
enum heap_status list_delete(struct heap *h, addr l, int64_t i) HEAP_MUST_CHECK;
addr list_pop(struct heap *h, addr l, int64_t i) HEAP_MUST_CHECK; /* *new* */
void list_clear(struct heap *h, addr l);
enum heap_status list_extend(struct heap *h, addr l, addr iterable)
    HEAP_MUST_CHECK; /* list or tuple exactly sized; others item by item */

/* ---- dict. Keys compare by identity, then hash and ==. */
addr dict_new(struct heap *h) HEAP_MUST_CHECK;       /* {} : shared empty keys */
addr dict_new_apart(struct heap *h) HEAP_MUST_CHECK; /* dict(): its memory is from no free list */
addr dict_new_presized(struct heap *h, size_t count,
                       bool unicode) HEAP_MUST_CHECK; /* as _PyDict_FromItems: BUILD_MAP, {..} displays */
size_t dict_length(const struct heap *h, addr d);
enum heap_status dict_set(struct heap *h, addr d, addr key,
                          addr value) HEAP_MUST_CHECK; /* both borrowed; TypeError: unhashable */
enum heap_status dict_get(struct heap *h, addr d, addr key,
                          addr *value) HEAP_MUST_CHECK; /* borrowed; HEAP_OK with 0 when missing */
addr dict_get_str(const struct heap *h, addr d,
                  addr str); /* borrowed or 0; str keys only; nothing is raised */
addr dict_get_ascii(const struct heap *h, addr d, const char *text,
                    size_t length); /* the same for a key that need not exist as an object */
enum heap_status dict_delete(struct heap *h, addr d, addr key, bool *found) HEAP_MUST_CHECK;
enum heap_status dict_pop(struct heap *h, addr d, addr key,
                          addr *value) HEAP_MUST_CHECK; /* *new* or 0 when missing */
void dict_clear(struct heap *h, addr d);
/* In insertion order; start with *position 0; false at the end. Borrowed. */
bool dict_next(const struct heap *h, addr d, size_t *position, addr *key, addr *value);
addr dict_copy(struct heap *h, addr d) HEAP_MUST_CHECK; /* d.copy(): PyDict_Copy with its fast paths */

/* The keys of instances (split tables), for instance.c and type.c. `keys` is the address of a
 * PyDictKeysObject. */
addr keys_new_shared(struct heap *h) HEAP_MUST_CHECK; /* for a class: ht_cached_keys */
void keys_decref(struct heap *h, addr keys);
void keys_incref(struct heap *h, addr keys);
int64_t keys_shared_lookup(const struct heap *h, addr keys, addr name); /* index or -1 */
/* Index of the name, inserted if there is room; -1: no room or not a str. */
int64_t keys_shared_insert(struct heap *h, addr keys, addr name);
size_t keys_shared_size(const struct heap *h, addr keys);         /* dk_nentries */
addr keys_shared_name(const struct heap *h, addr keys, size_t i); /* borrowed */
void keys_shared_shrink_usable(struct heap *h,
                               addr keys); /* as each new instance does: dk_usable-- while > 1 */
size_t keys_sizeof(const struct heap *h, addr keys);
addr dict_new_split(struct heap *h, addr keys, addr values)
    HEAP_MUST_CHECK; /* takes the values over (nobody else may know them); keys increfed */
addr dict_new_split_apart(struct heap *h, addr keys, addr values)
    HEAP_MUST_CHECK; /* the same for the copy of one: its memory is from no free list */

/* ---- set, frozenset */
addr set_new(struct heap *h) HEAP_MUST_CHECK;
addr set_new_of(struct heap *h, addr type) HEAP_MUST_CHECK; /* set, frozenset or a subclass, empty */
addr frozenset_from(struct heap *h, const addr *items, size_t count) HEAP_MUST_CHECK;
size_t set_length(const struct heap *h, addr s);
enum heap_status set_add(struct heap *h, addr s,
                         addr item) HEAP_MUST_CHECK; /* on a frozenset only while it is being built */
enum heap_status set_contains(struct heap *h, addr s, addr item, bool *out) HEAP_MUST_CHECK;
enum heap_status set_discard(struct heap *h, addr s, addr item, bool *found) HEAP_MUST_CHECK;
void set_clear(struct heap *h, addr s);
bool set_next(const struct heap *h, addr s, size_t *position, addr *item); /* borrowed */

/* ---- deque, array */
addr deque_new(struct heap *h, int64_t maxlen) HEAP_MUST_CHECK; /* -1: none */
enum heap_status deque_append(struct heap *h, addr d, addr item, bool left) HEAP_MUST_CHECK;
size_t deque_length(const struct heap *h, addr d);
addr deque_item(const struct heap *h, addr d, size_t i);       /* borrowed */
addr array_new(struct heap *h, char typecode) HEAP_MUST_CHECK; /* ValueError: bad typecode */
enum heap_status array_append(struct heap *h, addr a,
                              addr item) HEAP_MUST_CHECK; /* TypeError, OverflowError as array.array */
size_t array_length(const struct heap *h, addr a);
addr array_item(struct heap *h, addr a, size_t i) HEAP_MUST_CHECK; /* *new* */
/* The characters of an array of them as a *new* str. ValueError: bytes may have been put there
 * that are none. */
addr array_text(struct heap *h, addr a) HEAP_MUST_CHECK;
char array_typecode(const struct heap *h, addr a);

#endif
