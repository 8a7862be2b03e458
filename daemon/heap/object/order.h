/* The order of objects, truth, and what else the operators of the language ask of them. */
#ifndef HEAPD_HEAP_OBJECT_ORDER_H
#define HEAPD_HEAP_OBJECT_ORDER_H

#include "daemon/heap/object/object.h"

/* a < b. TypeError: '<' not supported between instances of 'int' and 'str'. */
enum heap_status object_less(struct heap *h, addr a, addr b, bool *out) HEAP_MUST_CHECK;

/* bool(o). */
enum heap_status object_truth(struct heap *h, addr o, bool *out) HEAP_MUST_CHECK;

#endif
