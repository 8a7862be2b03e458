/* The functions of _collections (collections.c). */
#ifndef HEAPD_PYTHON_MODULES_COLLECTIONS_H
#define HEAPD_PYTHON_MODULES_COLLECTIONS_H

#include "daemon/heap/object/class.h"

extern const struct builtin_method collections_functions[];

#endif
