/* Between the files of the module math. */
#ifndef HEAPD_PYTHON_MATH_H
#define HEAPD_PYTHON_MATH_H

#include "daemon/python/modules/module.h"

/* ValueError "math domain error"; `message`: what is said from 3.14 on, with one %s for the argument, or NULL
 * for the same. */
enum heap_status math_raise_domain(struct heap *h, const char *message, double argument);
enum heap_status math_raise_range(struct heap *h); /* OverflowError "math range error" */

/* Two arguments that are real numbers. */
enum heap_status math_two_doubles(struct heap *h, const struct call *call, double *x,
                                  double *y) HEAP_MUST_CHECK;

/* math_gamma.c: as libm's, but with the results of CPython's own. errno says EDOM, ERANGE. */
double math_gamma_of(double x);
double math_lgamma_of(double x);

builtin_function math_gcd, math_lcm, math_factorial, math_comb, math_perm, math_isqrt; /* math_integer.c */
builtin_function math_log, math_log2, math_log10;                                      /* math_log.c */
builtin_function math_nextafter, math_ulp, math_isclose;                               /* math_near.c */
builtin_function math_fsum, math_prod, math_sumprod, math_hypot, math_dist;            /* math_sums.c */

#endif
