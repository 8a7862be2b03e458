/* What the workloads of the heap library share. Each prints lines of "name TAB value": nanoseconds for
 * each object, unless its name says otherwise. cpython.py has the same workloads under the same names. */
#ifndef HEAPD_BENCH_H
#define HEAPD_BENCH_H

#include "daemon/heap/heap.h"

#define BENCH_PYTHON 11 /* what Debian's python3 is */

struct heap *bench_heap(void); /* *new* heap; the program ends if there is none */
void bench_ok(struct heap *h, enum heap_status status);
addr bench_new(struct heap *h, addr object); /* `object` itself; the program ends if it is 0 */
double bench_now(void); /* seconds of processor time: the machine may be busy with other things */
void bench_print(const char *name, double value);

/* A permutation of 0 .. n - 1 by a generator that cpython.py has too. The caller frees it. */
uint32_t *bench_shuffle(uint32_t n);

struct bench_object { /* a kind of small object, and what is needed to make one */
    const char *name;
    addr (*make)(struct heap *h, const struct bench_object *kind);
    addr parts[4]; /* borrowed: values, names, a class */
};
#define BENCH_KINDS 5
/* Fills in the kinds; the heap keeps what they refer to. The first is no object at all: the cost of the
 * loop. */
void bench_kinds(struct heap *h, struct bench_object kinds[BENCH_KINDS]);

void allocation(void);
void collection(void);
void tracing(void);
void snapshots(void);
void sessions(void);

#endif
