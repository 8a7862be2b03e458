/* complex, for the files of object/. */
#ifndef HEAPD_HEAP_OBJECT_COMPLEX_H
#define HEAPD_HEAP_OBJECT_COMPLEX_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/scalar.h"

#define COMPLEX_REAL 16
#define COMPLEX_IMAG 24

static inline double complex_real(const struct heap *h, addr o)
{
    return HEAP_FIELD(h, o, COMPLEX_REAL, double);
}
static inline double complex_imag(const struct heap *h, addr o)
{
    return HEAP_FIELD(h, o, COMPLEX_IMAG, double);
}

addr complex_new_of(struct heap *h, addr type, double real,
                    double imag) HEAP_MUST_CHECK; /* *new*: of the type or a subclass */

#endif
