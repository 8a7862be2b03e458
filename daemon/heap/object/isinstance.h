/* isinstance() and issubclass(). */
#ifndef HEAPD_HEAP_OBJECT_ISINSTANCE_H
#define HEAPD_HEAP_OBJECT_ISINSTANCE_H

#include "daemon/heap/object/object.h"

/* `cls`: a class, a tuple of such (nested too), a union. Metatypes are asked: __instancecheck__,
 * __subclasscheck__. */
enum heap_status object_isinstance(struct heap *h, addr o, addr cls, bool *out) HEAP_MUST_CHECK;
enum heap_status object_issubclass(struct heap *h, addr derived, addr cls, bool *out) HEAP_MUST_CHECK;

/* type.__instancecheck__ and type.__subclasscheck__: without asking the metatype. */
enum heap_status type_instancecheck(struct heap *h, addr o, addr cls, bool *out) HEAP_MUST_CHECK;
enum heap_status type_subclasscheck(struct heap *h, addr derived, addr cls, bool *out) HEAP_MUST_CHECK;

#endif
