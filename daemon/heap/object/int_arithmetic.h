/* Arithmetic of ints of any size. Every function answers a *new* int, or 0 with an exception raised or the
 * abandonment noted (raise_status). Mirrors Objects/longobject.c.
 */
#ifndef HEAPD_HEAP_OBJECT_INT_ARITHMETIC_H
#define HEAPD_HEAP_OBJECT_INT_ARITHMETIC_H

#include "daemon/heap/base.h"

addr int_add(struct heap *h, addr a, addr b) HEAP_MUST_CHECK;
addr int_subtract(struct heap *h, addr a, addr b) HEAP_MUST_CHECK;
addr int_multiply(struct heap *h, addr a, addr b) HEAP_MUST_CHECK;

/* Quotient rounded down, remainder with the sign of b; either may be NULL. ZeroDivisionError. */
enum heap_status int_divmod(struct heap *h, addr a, addr b, addr *quotient, addr *remainder) HEAP_MUST_CHECK;

#endif
