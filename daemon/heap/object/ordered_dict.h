/* collections.OrderedDict and defaultdict: dicts with more behind the dict's own fields.
 *
 *   OrderedDict   0 .. 47 dict   48 od_first   56 od_last   64 od_fast_nodes   72 od_fast_nodes_size   80
 * od_resize_sentinel 88 od_state    96 od_inst_dict   104 od_weakreflist defaultdict   0 .. 47 dict   48
 * default_factory
 *
 * The order of an OrderedDict is that of its nodes, blocks of four words linked both ways, each with a
 * reference to its key; od_fast_nodes has the node of each entry of the key table. Mirrors
 * Objects/odictobject.c and Modules/_collectionsmodule.c.
 */
#ifndef HEAPD_HEAP_OBJECT_ORDERED_DICT_H
#define HEAPD_HEAP_OBJECT_ORDERED_DICT_H

#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/member.h"
#include "daemon/heap/object/operator.h"

struct ordered_dict {
    struct dict_object dict;
    addr first, last;
    addr nodes; /* a block of addresses: of the node of each entry, 0 none */
    int64_t node_count;
    addr sentinel;  /* the key table that `nodes` is for */
    uint64_t state; /* counts changes of the order */
    addr attributes, weakrefs;
};
struct ordered_node {
    addr key; /* counted */
    int64_t hash;
    addr next, previous;
};
static inline struct ordered_dict *ordered_at(const struct heap *h, addr d)
{
    return heap_at(h, d);
}
static inline struct ordered_node *ordered_node_at(const struct heap *h, addr node)
{
    return heap_at(h, node);
}

/* d[key] = value and del d[key], as OrderedDict does it whatever its class says. */
enum heap_status ordered_dict_set(struct heap *h, addr d, addr key, addr value) HEAP_MUST_CHECK;
enum heap_status ordered_dict_delete(struct heap *h, addr d, addr key, bool *found) HEAP_MUST_CHECK;
/* *value *new*, 0: there is no such key. */
enum heap_status ordered_dict_pop(struct heap *h, addr d, addr key, addr *value) HEAP_MUST_CHECK;
void ordered_dict_clear(struct heap *h, addr d);

/* The node of a key; 0: none. Comparing keys may run code; the node is there when this returns. */
enum heap_status ordered_dict_find(struct heap *h, addr d, addr key, addr *node) HEAP_MUST_CHECK;
/* To the end, or to the beginning. */
void ordered_dict_move(struct heap *h, addr d, addr node, bool to_end);

/* Goes through the items in order, safely whatever runs in between: RuntimeError when the order has changed.
 */
struct ordered_walk {
    addr node; /* the next one; 0: the end */
    uint64_t state;
    size_t length;
};
void ordered_walk_begin(const struct heap *h, addr d, struct ordered_walk *w);
/* *key *new*, 0 at the end; *value *new* where it is not NULL. */
enum heap_status ordered_walk_next(struct heap *h, addr d, struct ordered_walk *w, addr *key,
                                   addr *value) HEAP_MUST_CHECK;
/* The pair at *position, 0 at first, and the position behind it; *key 0 at the end. Borrowed. It runs no
 * code, and where the dict has changed meanwhile it may come to the end early. */
enum heap_status ordered_dict_next(struct heap *h, addr d, size_t *position, addr *key,
                                   addr *value) HEAP_MUST_CHECK;

/* OrderedDict(...) fills itself as update() does. */
enum heap_status ordered_dict_init(struct heap *h, addr d, const struct call *call) HEAP_MUST_CHECK;
enum heap_status ordered_dict_update(struct heap *h, addr d, addr other,
                                     addr keywords) HEAP_MUST_CHECK; /* either may be 0 */
enum heap_status ordered_dict_compare(struct heap *h, enum compare_operator op, addr a, addr b,
                                      addr *out) HEAP_MUST_CHECK;
/* | and |=, *out 0 where one of them is no dict. */
enum heap_status ordered_dict_binary(struct heap *h, enum type_slot slot, addr a, addr b,
                                     addr *out) HEAP_MUST_CHECK;

addr ordered_iterator_new(struct heap *h, addr d, enum kind view,
                          bool reverse) HEAP_MUST_CHECK; /* view: KIND_DICT_KEYS ... */

/* ---- defaultdict */

static inline addr *default_factory(const struct heap *h, addr d)
{
    return &HEAP_FIELD(h, d, sizeof(struct dict_object), addr);
}
enum heap_status default_dict_init(struct heap *h, addr d, const struct call *call) HEAP_MUST_CHECK;
/* What a missing key has: *new*; KeyError without a factory. */
enum heap_status default_dict_missing(struct heap *h, addr d, addr key, addr *out) HEAP_MUST_CHECK;
enum heap_status default_dict_binary(struct heap *h, addr a, addr b, addr *out) HEAP_MUST_CHECK;

extern const struct member_spec default_dict_members[];

#endif
