/* The names of a class as its type object has them. */
#ifndef HEAPD_HEAP_OBJECT_TYPE_NAMES_H
#define HEAPD_HEAP_OBJECT_TYPE_NAMES_H

#include "daemon/heap/object/object.h"

/* ht_name and tp_name: the text in the str itself when it is ASCII, else in a block that the type owns.
 * ValueError: null characters. */
enum heap_status type_set_name(struct heap *h, addr type, addr name) HEAP_MUST_CHECK;

#endif
