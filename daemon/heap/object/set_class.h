/* Between set_class.c and set_bases.c. */
#ifndef HEAPD_HEAP_OBJECT_SET_CLASS_H
#define HEAPD_HEAP_OBJECT_SET_CLASS_H

#include "daemon/heap/base.h"

/* May a class that extends `old` extend `base` instead? TypeError as CPython words it. */
enum heap_status class_check_bases(struct heap *h, addr old, addr base) HEAP_MUST_CHECK;

#endif
