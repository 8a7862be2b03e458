/* The modules written in Python that are compiled into the program: daemon/python/lib. */
#ifndef HEAPD_PYTHON_LIBRARY_H
#define HEAPD_PYTHON_LIBRARY_H

#include <stddef.h>

struct library_source {
    const char *name;     /* "collections.abc" */
    const char *filename; /* as tracebacks show it: "<frozen collections.abc>" */
    const char *text;
    size_t length;
};

/* NULL: there is no such module. */
const struct library_source *library_find(const char *name, unsigned minor);

#endif
