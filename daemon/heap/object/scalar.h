/* None, bool, int, float, complex, range and slice: constructors and conversions. One .c file per type. All
 * constructors answer a *new* reference or 0 with an exception raised. Mirrors Objects/longobject.c,
 * floatobject.c, complexobject.c, rangeobject.c.
 */
#ifndef HEAPD_HEAP_OBJECT_SCALAR_H
#define HEAPD_HEAP_OBJECT_SCALAR_H

#include "daemon/heap/base.h"

addr bool_new(struct heap *h, bool value) HEAP_MUST_CHECK;

addr int_new(struct heap *h, int64_t value) HEAP_MUST_CHECK;
/* From text: digits of `base` (2 to 36, or 0: by prefix), optional sign, no blanks. Quadratic beyond a few
 * thousand digits is not acceptable: subquadratic or bounded by the caller. ValueError if it is no int. */
addr int_from_text(struct heap *h, const char *digits, size_t length, int base) HEAP_MUST_CHECK;
bool int_fits(const struct heap *h, addr o, int64_t *out); /* false: does not fit */
size_t int_decimal_size(const struct heap *h, addr o); /* bytes that int_decimal may need, with the sign */
enum heap_status int_decimal(struct heap *h, addr o, char *out, size_t capacity,
                             size_t *length) HEAP_MUST_CHECK;
int int_sign(const struct heap *h, addr o);
size_t int_digit_count(const struct heap *h, addr o);
const uint32_t *int_digits(const struct heap *h, addr o);
/* For the interpreter to come: new int from sign and 30-bit digits (little end first, normalized by the
 * function). */
addr int_from_digits(struct heap *h, bool negative, const uint32_t *digits, size_t count) HEAP_MUST_CHECK;
/* int == float exactly, as float_richcompare does. */
int int_compare_double(const struct heap *h, addr o, double d); /* <0 0 >0; 2 unordered (nan) */
double int_to_double(const struct heap *h, addr o, bool *overflow);

addr float_new(struct heap *h, double value) HEAP_MUST_CHECK;
double float_value(const struct heap *h, addr o);
size_t float_repr(double value, char out[32]); /* shortest repr as Python's: 1.0, 1e+16, inf, nan */
bool float_from_text(const char *text, size_t length,
                     double *out); /* correctly rounded, locale-independent; false: no number */
/* The same of a text that may be long; *good: it is a number. */
enum heap_status float_read(struct heap *h, const char *text, size_t length, double *out,
                            bool *good) HEAP_MUST_CHECK;

addr complex_new(struct heap *h, double real, double imag) HEAP_MUST_CHECK;
addr range_new(struct heap *h, addr start, addr stop,
               addr step) HEAP_MUST_CHECK; /* ints, borrowed; ValueError: step 0 */
addr slice_new(struct heap *h, addr start, addr stop, addr step) HEAP_MUST_CHECK;

/* hash() of numbers: equal numbers hash equal whatever their type (Python/pyhash.c). */
int64_t hash_double(const struct heap *h, addr o, double d);
int64_t hash_bytes(const struct heap *h, const void *bytes,
                   size_t length); /* SipHash by the version (2-4 or 1-3), heap's key; 0 bytes: 0 */

#endif
