/* C.__bases__ = bases. */
#ifndef HEAPD_HEAP_OBJECT_SET_BASES_H
#define HEAPD_HEAP_OBJECT_SET_BASES_H

#include "daemon/heap/base.h"

/* `type` a class, `bases` anything, borrowed. Failure changes nothing. */
enum heap_status type_set_bases(struct heap *h, addr type, addr bases) HEAP_MUST_CHECK;
/* Of a tuple of types: the one that a class with these bases extends. Borrowed; 0 raised (class.c). */
addr type_best_base(struct heap *h, addr bases) HEAP_MUST_CHECK;

#endif
