/* Calling a type: T(...), where T is a builtin type or a class. */
#ifndef HEAPD_HEAP_OBJECT_CONSTRUCT_H
#define HEAPD_HEAP_OBJECT_CONSTRUCT_H

#include "daemon/heap/object/class.h"

/* *new* in *out: __new__ and __init__ of the type. */
enum heap_status type_call(struct heap *h, addr type, const struct call *call, addr *out) HEAP_MUST_CHECK;

/* Numbers, range, slice (construct_scalar.c); str, bytes, bytearray, deque, array (construct_text.c). */
enum heap_status scalar_call(struct heap *h, addr type, const struct call *call, addr *out) HEAP_MUST_CHECK;
enum heap_status text_call(struct heap *h, addr type, const struct call *call, addr *out) HEAP_MUST_CHECK;

#endif
