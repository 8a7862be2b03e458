/* The modules written in Python that are compiled into the program: daemon/python/lib. */
#ifndef HEAPD_PYTHON_LIBRARY_H
#define HEAPD_PYTHON_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/heap/base.h"

struct library_source {
    const char *name;     /* "collections.abc" */
    const char *filename; /* as tracebacks show it: "<frozen collections.abc>" */
    const char *text;
    size_t length;
};

/* NULL: there is no such module. */
const struct library_source *library_find(const char *name, unsigned minor);

/* Are there modules below that name? */
bool library_is_package(const char *name, unsigned minor);

/* The module's code as an object of this heap: *new*. It is compiled once in the process for each version, in
 * a heap of its own, so that whether this was the first time shows nowhere. */
enum heap_status library_code(struct heap *h, const struct library_source *source, addr *out) HEAP_MUST_CHECK;

#endif
