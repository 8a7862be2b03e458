/* __reduce__ of builtin types, for their tables. */
#ifndef HEAPD_HEAP_OBJECT_REDUCE_H
#define HEAPD_HEAP_OBJECT_REDUCE_H

#include "daemon/heap/object/class.h"

builtin_function set_method_reduce, deque_method_reduce, range_method_reduce, slice_method_reduce,
    bytearray_method_reduce, array_method_reduce, singleton_method_reduce, builtin_method_reduce,
    descriptor_method_reduce;

#endif
