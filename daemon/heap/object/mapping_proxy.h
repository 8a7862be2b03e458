/* mappingproxy objects. */
#ifndef HEAPD_HEAP_OBJECT_MAPPING_PROXY_H
#define HEAPD_HEAP_OBJECT_MAPPING_PROXY_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"

addr mapping_proxy_new(struct heap *h, addr type,
                       addr mapping) HEAP_MUST_CHECK;    /* *new*; type: h->type[KIND_MAPPINGPROXY] */
addr mapping_proxy_target(const struct heap *h, addr o); /* borrowed: the mapping */
enum heap_status mapping_proxy_construct(struct heap *h, addr type, const struct call *call,
                                         addr *out) HEAP_MUST_CHECK;

#endif
