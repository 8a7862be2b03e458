/* Arithmetic of doubles as Python has it. Mirrors Objects/floatobject.c. */
#ifndef HEAPD_HEAP_OBJECT_FLOAT_ARITHMETIC_H
#define HEAPD_HEAP_OBJECT_FLOAT_ARITHMETIC_H

#include "daemon/heap/base.h"

/* b != 0. The quotient rounded down, the remainder with the sign of b. */
void double_divmod(double a, double b, double *quotient, double *remainder);

/* a ** b where that is a real number; ZeroDivisionError, OverflowError. */
enum heap_status double_power(struct heap *h, double a, double b, double *out) HEAP_MUST_CHECK;

#endif
