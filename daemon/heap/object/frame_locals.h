/* FrameLocalsProxy objects: f_locals of a function's frame (from 3.13). */
#ifndef HEAPD_HEAP_OBJECT_FRAME_LOCALS_H
#define HEAPD_HEAP_OBJECT_FRAME_LOCALS_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/operator.h"

addr frame_locals_new(struct heap *h, addr frame_object) HEAP_MUST_CHECK; /* *new* */
enum heap_status frame_locals_construct(struct heap *h, const struct call *call, addr *out) HEAP_MUST_CHECK;

enum heap_status frame_locals_getitem(struct heap *h, addr o, addr key, addr *out) HEAP_MUST_CHECK;
/* value 0: del, which only what is no variable of the function allows. */
enum heap_status frame_locals_setitem(struct heap *h, addr o, addr key, addr value) HEAP_MUST_CHECK;
enum heap_status frame_locals_contains(struct heap *h, addr o, addr key, bool *out) HEAP_MUST_CHECK;
/* *out 0: NotImplemented. */
enum heap_status frame_locals_compare(struct heap *h, enum compare_operator op, addr a, addr b,
                                      addr *out) HEAP_MUST_CHECK;
enum heap_status frame_locals_or(struct heap *h, addr a, addr b, addr *out) HEAP_MUST_CHECK;
enum heap_status frame_locals_inplace_or(struct heap *h, addr a, addr b, addr *out) HEAP_MUST_CHECK;

#endif
