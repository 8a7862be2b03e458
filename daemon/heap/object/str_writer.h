/* A str that grows at its end, with room for a quarter more than it needed when it grew, as _PyUnicodeWriter
 * of Objects/unicodeobject.c with `overallocate`. It is traced memory of the program, as in CPython, and may
 * be looked at meanwhile: what is not yet written is zero.
 */
#ifndef HEAPD_HEAP_OBJECT_STR_WRITER_H
#define HEAPD_HEAP_OBJECT_STR_WRITER_H

#include "daemon/heap/object/object.h"

struct str_writer {
    addr buffer; /* counted; 0 before the first character */
    size_t at;   /* so many of its characters are there */
};

/* `bound`: a bound on the characters, as units_bound() has it. */
enum heap_status str_writer_put(struct heap *h, struct str_writer *w, const void *units, unsigned kind,
                                size_t count, uint32_t bound) HEAP_MUST_CHECK;

/* *new*: what was written; the writer is as it was in the beginning then. */
enum heap_status str_writer_end(struct heap *h, struct str_writer *w, addr *out) HEAP_MUST_CHECK;

#endif
