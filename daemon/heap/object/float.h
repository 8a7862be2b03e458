/* float, for the files of object/. */
#ifndef HEAPD_HEAP_OBJECT_FLOAT_H
#define HEAPD_HEAP_OBJECT_FLOAT_H

#include "daemon/heap/object/object.h"
#include "daemon/heap/object/scalar.h"

#define FLOAT_VALUE 16

/* *new*: of float or a subclass. */
addr float_new_of(struct heap *h, addr type, double value) HEAP_MUST_CHECK;

/* The double of a float or an int: false when it is neither; `overflow` when an int is beyond all doubles
 * (*out is then 0). */
bool number_as_double(const struct heap *h, addr o, double *out, bool *overflow);

#endif
