/* The generated table of library modules: by name, for a module with several texts the one for the latest
 * version first. */
#ifndef HEAPD_PYTHON_LIBRARY_TABLE_H
#define HEAPD_PYTHON_LIBRARY_TABLE_H

#include "daemon/python/library.h"

struct library_entry {
    struct library_source source;
    unsigned least; /* the first 3.minor that it is for */
};
extern const struct library_entry library_table[]; /* ends with a NULL name */

#endif
