/* The intern table, for the files of object/. See text.h for str_intern. */
#ifndef HEAPD_HEAP_OBJECT_INTERN_H
#define HEAPD_HEAP_OBJECT_INTERN_H

#include "daemon/heap/base.h"

/* Enters a str of the static area whose state says already that it is interned, while the heap is being made.
 */
void intern_static(struct heap *h, addr s);

/* For heap_verify: is it found where it belongs? And the strings in it by position; 0 where there is none. */
bool intern_contains(const struct heap *h, addr s);
size_t intern_capacity(const struct heap *h);
addr intern_at(const struct heap *h, size_t position);

#endif
