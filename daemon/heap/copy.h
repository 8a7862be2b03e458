/* copy.copy and copy.deepcopy (Lib/copy.py), without recursion on the C stack. */
#ifndef HEAPD_HEAP_COPY_H
#define HEAPD_HEAP_COPY_H
#include "daemon/heap/base.h"

addr copy_shallow(struct heap *h,
                  addr o) HEAP_MUST_CHECK; /* *new*; the object itself where Lib/copy.py answers it */
addr copy_deep(struct heap *h,
               addr o) HEAP_MUST_CHECK; /* *new*; shared objects stay shared, cycles stay cycles;
                                           RecursionError where CPython's recursion ends */

#endif
