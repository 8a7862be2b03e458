/* What an operation of many steps has done so far, so that it can be taken back when memory runs out on the
 * way: pairs of references, the first few on the C stack, more in the tables area. What it holds is released
 * when the operation is done.
 */
#ifndef HEAPD_HEAP_OBJECT_UNDO_H
#define HEAPD_HEAP_OBJECT_UNDO_H

#include "daemon/heap/object/object.h"

struct undo_step {
    addr key, old; /* old: the value before, or 0 */
};

#define UNDO_FEW 16

struct undo {
    size_t count, capacity; /* of those in the tables area */
    addr more;
    struct undo_step few[UNDO_FEW];
};

/* Without steps. */
static inline void undo_start(struct undo *u)
{
    u->count = u->capacity = 0;
    u->more = 0;
}

/* Room for one more step: MemoryError before anything is changed. */
enum heap_status undo_reserve(struct heap *h, struct undo *u) HEAP_MUST_CHECK;
/* The key is borrowed, the old value (0: none) stolen. There is room. */
void undo_note(struct heap *h, struct undo *u, addr key, addr old);
/* The last step, whose references are the caller's then; false when none is left. */
bool undo_last(struct heap *h, struct undo *u, addr *key, addr *old);
/* Done: releases what is held, in the order of the steps. */
void undo_forget(struct heap *h, struct undo *u);

/* Was memory short, or is it to stop? Then what has been done is taken back. */
bool undo_wanted(const struct heap *h, enum heap_status status);

/* Around the taking back: what is pending waits. */
struct undo_pause {
    struct raised raised;
    uint32_t abandon;
    uint64_t steps_limit;
};
struct undo_pause undo_begin(struct heap *h);
void undo_end(struct heap *h, const struct undo_pause *p);

#endif
