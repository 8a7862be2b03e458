/* Numbers of any type made into an int, a double, a complex number: what __int__, __float__ and __complex__
 * are for, and, up to 3.13, __trunc__. Mirrors PyNumber_Long (without texts) of Objects/abstract.c,
 * PyFloat_AsDouble, complex_new. By __index__: operator.h.
 */
#ifndef HEAPD_HEAP_OBJECT_NUMBER_H
#define HEAPD_HEAP_OBJECT_NUMBER_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"

/* *new*: an int, cut from a float; by __int__ or __index__. *out 0: it is no such number. */
enum heap_status number_int(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;

/* TypeError "must be real number, not str", OverflowError "int too large to convert to float". */
enum heap_status number_float(struct heap *h, addr o, double *out) HEAP_MUST_CHECK;

/* The same without the TypeError: *has false says that it is no real number. */
enum heap_status number_find_float(struct heap *h, addr o, double *out, bool *has) HEAP_MUST_CHECK;

/* The parts of a complex number, or of what has __complex__, else of a real number. `is_complex` says which.
 */
struct complex_parts {
    double real, imag;
    bool is_complex;
};
enum heap_status number_complex(struct heap *h, addr o, struct complex_parts *out, bool *has) HEAP_MUST_CHECK;

/* round(o[, digits]): `digits` 0 or None: to an int (number_round.c). TypeError "type complex doesn't define
 * __round__ method". */
enum heap_status object_round(struct heap *h, addr o, addr digits, addr *out) HEAP_MUST_CHECK;
builtin_function float_method_round, float_method_trunc, float_method_floor, float_method_ceil,
    int_method_round, int_method_itself;

addr int_from_double(struct heap *h,
                     double d) HEAP_MUST_CHECK; /* *new*; OverflowError, ValueError for what is not finite */

/* Told where what a method has answered is of a class that extends int, float or complex (`kind`, called
 * `name`). */
enum heap_status number_warn_of_class(struct heap *h, addr result, enum kind kind, const char *method,
                                      const char *name) HEAP_MUST_CHECK;

#endif
