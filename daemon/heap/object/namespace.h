/* types.SimpleNamespace objects. */
#ifndef HEAPD_HEAP_OBJECT_NAMESPACE_H
#define HEAPD_HEAP_OBJECT_NAMESPACE_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"

addr namespace_new(struct heap *h, addr type) HEAP_MUST_CHECK; /* *new*, empty */
enum heap_status namespace_init(struct heap *h, addr o, const struct call *call) HEAP_MUST_CHECK;

#endif
