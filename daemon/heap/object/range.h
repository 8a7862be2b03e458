/* range, for the files of object/. */
#ifndef HEAPD_HEAP_OBJECT_RANGE_H
#define HEAPD_HEAP_OBJECT_RANGE_H

#include "daemon/heap/object/object.h"
#include "daemon/heap/object/scalar.h"

enum { RANGE_START, RANGE_STOP, RANGE_STEP, RANGE_LENGTH };
static inline addr *range_fields(const struct heap *h, addr o)
{
    return heap_at(h, o + 16);
}

/* *new*: start + index * step, whatever the index. */
addr range_item(struct heap *h, addr o, addr index) HEAP_MUST_CHECK;

/* range[key]: an int, or for a slice a range; IndexError, TypeError. */
enum heap_status range_getitem(struct heap *h, addr o, addr key, addr *out) HEAP_MUST_CHECK;

/* *new*: where the int `value` is; 0 when it is not there. */
enum heap_status range_position(struct heap *h, addr o, addr value, addr *index) HEAP_MUST_CHECK;

#endif
