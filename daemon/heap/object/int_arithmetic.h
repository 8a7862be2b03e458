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

/* a / b, correctly rounded; b != 0. OverflowError. */
enum heap_status int_true_divide(struct heap *h, addr a, addr b, double *out) HEAP_MUST_CHECK;

/* int_bits.c. ValueError: a negative count. */
addr int_shift_left(struct heap *h, addr a, addr count) HEAP_MUST_CHECK;
addr int_shift_right(struct heap *h, addr a, addr count) HEAP_MUST_CHECK;
addr int_bitwise(struct heap *h, char operation, addr a,
                 addr b) HEAP_MUST_CHECK; /* one of & | ^, of two's complements */
addr int_invert(struct heap *h, addr o) HEAP_MUST_CHECK;

/* int_power.c: a ** b for b >= 0, MemoryError beforehand if the heap could not hold it; and modulo c, b of
 * any sign. */
addr int_raise(struct heap *h, addr a, addr b) HEAP_MUST_CHECK;
addr int_power_modulo(struct heap *h, addr a, addr b, addr c) HEAP_MUST_CHECK;

#endif
