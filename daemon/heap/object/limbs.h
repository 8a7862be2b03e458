/* Natural numbers as arrays of limbs, least first, in any radix up to 2**30: multiplication, and conversion
 * from one radix to another in less than quadratic time. Scratch memory is the host's. Long work looks at the
 * heap's abandon flag.
 */
#ifndef HEAPD_HEAP_OBJECT_LIMBS_H
#define HEAPD_HEAP_OBJECT_LIMBS_H

#include "daemon/heap/base.h"

#define LIMB_DECIMAL 1000000000u /* nine decimal digits */
#define LIMB_BINARY  (1u << 30)  /* a digit of an int */

/* r[0 .. na + nb) = a * b in radix `radix`, LIMB_DECIMAL or LIMB_BINARY. na, nb >= 1; r overlaps neither.
 * HEAP_RAISED: no host memory (MemoryError is raised). */
enum heap_status limbs_multiply(struct heap *h, uint32_t radix, uint32_t *r, const uint32_t *a, size_t na,
                                const uint32_t *b, size_t nb) HEAP_MUST_CHECK;

/* The sum and the difference (of which r >= a), in place: r += a, r -= a. r is long enough for the sum, and
 * the carry stays inside it. */
enum heap_status limbs_add(struct heap *h, uint32_t radix, uint32_t *r, const uint32_t *a,
                           size_t na) HEAP_MUST_CHECK;
enum heap_status limbs_subtract(struct heap *h, uint32_t radix, uint32_t *r, const uint32_t *a,
                                size_t na) HEAP_MUST_CHECK;

/* Without leading zeros. */
size_t limbs_significant(const uint32_t *limbs, size_t count);
int limbs_compare(const uint32_t *a, size_t na, const uint32_t *b, size_t nb); /* both significant */

/* quotient[0 .. na - nb] = a / b and remainder[0 .. nb) = a % b of LIMB_BINARY; na >= nb >= 1, b's highest
 * limb is not 0. */
enum heap_status limbs_divide(struct heap *h, const uint32_t *a, size_t na, const uint32_t *b, size_t nb,
                              uint32_t *quotient, uint32_t *remainder) HEAP_MUST_CHECK;

/* How many limbs of radix `to` hold any number of `count` limbs of radix `from`. */
size_t limbs_bound(uint32_t from, size_t count, uint32_t to);

/* out[0 .. limbs_bound) = the number with limbs in[0 .. count) of radix `from`, in radix `to` (LIMB_DECIMAL
 * or LIMB_BINARY), with leading zeros. */
enum heap_status limbs_convert(struct heap *h, uint32_t from, const uint32_t *in, size_t count, uint32_t to,
                               uint32_t *out) HEAP_MUST_CHECK;

#endif
