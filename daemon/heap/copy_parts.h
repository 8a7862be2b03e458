/* What shallow and deep copies share: how objects of each type are taken apart and put together (Lib/copy.py,
 * Lib/copyreg.py, and the
 * __reduce_ex__ methods of the builtin types).
 */
#ifndef HEAPD_HEAP_COPY_PARTS_H
#define HEAPD_HEAP_COPY_PARTS_H

#include "daemon/heap/base.h"

enum copy_how {
    COPY_SELF, /* the object itself */
    COPY_LIST, /* exactly list, tuple, dict: copied item by item */
    COPY_TUPLE,
    COPY_DICT,
    COPY_METHOD,   /* a bound method: of a copy of its object */
    COPY_WHOLE,    /* a function of the type makes the copy: bytearray, array, struct sequences */
    COPY_ARGUMENT, /* new from one argument: a list of the items of a set, the tuple or value that a subclass
                      extends */
    COPY_SLICE,
    COPY_EMPTY, /* a new, empty one of the type: then state, list items, dict items */
    COPY_NOT    /* TypeError: cannot pickle ... */
};

/* ---- copy_by_class.c */
/* Does a class there say in Python how its objects are copied, so that copy_by_library() is to make the copy?
 * Of a deep copy all that it would copy is looked at: O(n), in host memory. */
enum heap_status copy_asks_library(struct heap *h, addr o, bool deep, bool *asks) HEAP_MUST_CHECK;
/* *new*: what copy.copy(o) or copy.deepcopy(o) of the library answers; 0: it raised. */
addr copy_by_library(struct heap *h, addr o, bool deep) HEAP_MUST_CHECK;

/* ---- copy_parts.c */
/* How copy.copy (deep: copy.deepcopy) goes about it. */
enum copy_how copy_how(const struct heap *h, addr o, bool deep);

/* TypeError, for COPY_NOT. */
enum heap_status copy_refuse(struct heap *h, addr o);

addr copy_whole(struct heap *h, addr o) HEAP_MUST_CHECK;    /* *new*, COPY_WHOLE */
addr copy_argument(struct heap *h, addr o) HEAP_MUST_CHECK; /* *new*: the argument */
addr copy_from_argument(struct heap *h, addr o,
                        addr argument) HEAP_MUST_CHECK;  /* *new*: of the type of `o` */
addr copy_empty(struct heap *h, addr o) HEAP_MUST_CHECK; /* *new* */

/* The attributes of an instance: its dict when that has any (it is made, as __reduce_ex__ does), *new*, 0
 * else. */
enum heap_status copy_state(struct heap *h, addr o, addr *dict) HEAP_MUST_CHECK;
/* The values of filled slots by name: a *new* dict, 0 when there is none. */
enum heap_status copy_slots(struct heap *h, addr o, addr *slots) HEAP_MUST_CHECK;
/* y.__dict__.update(state); setattr(y, name, value) for the slots. Either may be 0. */
enum heap_status copy_set_state(struct heap *h, addr y, addr state, addr slots) HEAP_MUST_CHECK;
/* Does the copy get items afterwards, appended one by one, or set by key? */
bool copy_has_list_items(const struct heap *h, addr o);
bool copy_has_dict_items(const struct heap *h, addr o);
/* The pair at *position, 0 at first, borrowed; *key 0 at the end. */
enum heap_status copy_next_pair(struct heap *h, addr o, size_t *position, addr *key,
                                addr *value) HEAP_MUST_CHECK;
enum heap_status copy_set_pair(struct heap *h, addr y, addr key, addr value) HEAP_MUST_CHECK;
enum heap_status copy_append(struct heap *h, addr y, addr item) HEAP_MUST_CHECK;

#endif
