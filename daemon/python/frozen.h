/* Code objects outside of any heap: what compiling a module of the library gives, once for each version, and
 * how a heap gets its own objects of it. Mirrors Python/marshal.c, whose place this takes: CPython reads its
 * library from compiled files.
 */
#ifndef HEAPD_PYTHON_FROZEN_H
#define HEAPD_PYTHON_FROZEN_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/heap/base.h"

/* A record for each object, those that it refers to before it; words, so that nothing is to be aligned. */
struct frozen {
    uint32_t *words; /* malloc() */
    size_t length;   /* of them */
    uint32_t count;  /* of records; the last one is the code object */
};

/* Writes a code object and everything in it that is a constant of a compilation. False: no memory, or
 * something else is in it. */
bool frozen_write(const struct heap *h, addr code, struct frozen *out) HEAP_MUST_CHECK;
void frozen_free(struct frozen *f);

/* The same objects in a heap of the same version; what is one object there is one object here. *new*; on
 * failure the heap is as it was. The order in which they are made depends on the records alone. */
enum heap_status frozen_read(struct heap *h, const struct frozen *f, addr *out) HEAP_MUST_CHECK;

#endif
