/* Numbers of any type made into an int, a double: what __int__ and __float__ are for. Mirrors PyNumber_Long
 * (without texts) of Objects/abstract.c, and PyFloat_AsDouble. By __index__: operator.h.
 */
#ifndef HEAPD_HEAP_OBJECT_NUMBER_H
#define HEAPD_HEAP_OBJECT_NUMBER_H

#include "daemon/heap/object/object.h"

/* *new*: an int, cut from a float; by __int__ or __index__. *out 0: it is no such number. */
enum heap_status number_int(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;

/* TypeError "must be real number, not str", OverflowError "int too large to convert to float". */
enum heap_status number_float(struct heap *h, addr o, double *out) HEAP_MUST_CHECK;

addr int_from_double(struct heap *h,
                     double d) HEAP_MUST_CHECK; /* *new*; OverflowError, ValueError for what is not finite */

#endif
