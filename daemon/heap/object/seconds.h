/* Seconds as waits are given them. */
#ifndef HEAPD_HEAP_OBJECT_SECONDS_H
#define HEAPD_HEAP_OBJECT_SECONDS_H

#include "daemon/heap/object/object.h"

/* Of an int or a float; raises TypeError, ValueError (nan) and, where as many nanoseconds do not fit 64 bits,
 * OverflowError. Mirrors _PyTime_FromSecondsObject() of Python/pytime.c. */
enum heap_status seconds_of(struct heap *h, addr o, double *out) HEAP_MUST_CHECK;

#endif
