/* What an operation of many steps has done so far, so that it can be taken back when memory runs out or the
 * run is stopped on the way: the first few steps on the C stack, more in the tables area. What it holds is
 * released when the operation is done. Nobody is asked when steps are taken back: a key is found by its
 * address, with the hash that it had, since __hash__ and __eq__ may do anything, for ever too.
 */
#ifndef HEAPD_HEAP_OBJECT_UNDO_H
#define HEAPD_HEAP_OBJECT_UNDO_H

#include "daemon/heap/object/object.h"

struct undo_step {
    addr key, old; /* old: the value before, or 0 */
    int64_t hash;
    size_t slot; /* of what was taken from a set; UNDO_ADDED: the key was not there */
};

#define UNDO_ADDED SIZE_MAX

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
/* The step's references are stolen. There is room. */
void undo_note(struct heap *h, struct undo *u, struct undo_step step);
/* The last step, whose references are the caller's then; false when none is left. */
bool undo_last(struct heap *h, struct undo *u, struct undo_step *step);
/* Done: releases what is held, in the order of the steps. */
void undo_forget(struct heap *h, struct undo *u);

/* Was memory short, or is it to stop? Then what has been done is taken back. */
bool undo_wanted(const struct heap *h, enum heap_status status);

/* Around what must be done to take something back, and runs nobody's code: what is pending waits. */
struct undo_pause {
    struct raised raised;
    uint32_t abandon;
    uint64_t steps_limit;
};
struct undo_pause undo_begin(struct heap *h);
void undo_end(struct heap *h, const struct undo_pause *p);

#endif
