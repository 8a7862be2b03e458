/* One item of a memoryview from an object: at most 8 bytes. Unpacking: memory_view.h. */
#ifndef HEAPD_HEAP_OBJECT_MEMORY_VIEW_PACK_H
#define HEAPD_HEAP_OBJECT_MEMORY_VIEW_PACK_H

#include "daemon/heap/object/memory_view.h"

/* TypeError, ValueError "memoryview: invalid value for format 'B'". */
enum heap_status memory_view_pack(struct heap *h, addr value, char code, uint8_t *out) HEAP_MUST_CHECK;

#endif
