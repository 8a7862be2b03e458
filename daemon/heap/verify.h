/* Checks every invariant of a heap and reports, in release builds too. */
#ifndef HEAPD_HEAP_VERIFY_H
#define HEAPD_HEAP_VERIFY_H
#include "daemon/heap/base.h"

struct finding {
    const char *what; /* static text, one for each kind of damage */
    addr where;
    uint64_t expected, found;
};
typedef bool finding_visitor(void *context, const struct finding *f); /* false stops */

/* Pools and arenas, large blocks, start bits, reference counts against a full count of references,
 * collector's lists, containers' invariants (kind_ops.verify), interned strings, weak reference lists, traces
 * and their totals, byte accounting. Answers the number of findings. Linear in the heap; uses host memory. */
size_t heap_verify(const struct heap *h, finding_visitor *visit, void *context);

#endif
