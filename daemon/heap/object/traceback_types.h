/* For booting and construction. */
#ifndef HEAPD_HEAP_OBJECT_TRACEBACK_TYPES_H
#define HEAPD_HEAP_OBJECT_TRACEBACK_TYPES_H

#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/member.h"

extern const struct getset traceback_getsets[];
extern const struct member_spec traceback_members[];
enum heap_status traceback_call(struct heap *h, const struct call *call, addr *out) HEAP_MUST_CHECK;

#endif
