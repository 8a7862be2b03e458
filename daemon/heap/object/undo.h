/* What an operation of many steps has done so far, so that it can be taken back when memory runs out on the
 * way: pairs of references, in the tables area. What it holds is released when the operation is done.
 */
#ifndef HEAPD_HEAP_OBJECT_UNDO_H
#define HEAPD_HEAP_OBJECT_UNDO_H

#include "daemon/heap/object/object.h"

struct undo {
    addr steps; /* two words each: key, and the old value or 0 */
    size_t count, capacity;
};

/* Room for one more step: MemoryError before anything is changed. */
enum heap_status undo_reserve(struct heap *h, struct undo *u) HEAP_MUST_CHECK;
/* The key is borrowed, the old value (0: none) stolen. There is room. */
void undo_note(struct heap *h, struct undo *u, addr key, addr old);
/* The last step, whose references are the caller's then; false when none is left. */
bool undo_last(struct heap *h, struct undo *u, addr *key, addr *old);
/* Done: releases what is held, in the order of the steps. */
void undo_forget(struct heap *h, struct undo *u);

#endif
