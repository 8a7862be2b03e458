/* The hash of a tuple, for its kind. */
#ifndef HEAPD_HEAP_OBJECT_TUPLE_HASH_H
#define HEAPD_HEAP_OBJECT_TUPLE_HASH_H

#include "daemon/heap/object/object.h"

#define TUPLE_HASH_OFFSET 24 /* of the hash that is kept, where there is one; -1: not known */

enum heap_status tuple_hash(struct heap *h, addr o, int64_t *out) HEAP_MUST_CHECK;
int64_t tuple_hash_of_none(void); /* of the empty one */

#endif
