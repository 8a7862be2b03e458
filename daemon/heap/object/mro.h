#ifndef HEAPD_HEAP_OBJECT_MRO_H
#define HEAPD_HEAP_OBJECT_MRO_H

#include "daemon/heap/base.h"

/* The order of a class with these bases (a tuple of types): a *new* tuple that begins with `type` itself.
 * TypeError as CPython words it. Cost: the length of all orders times the number of bases. */
enum heap_status mro_compute(struct heap *h, addr type, addr bases, addr *out) HEAP_MUST_CHECK;

#endif
