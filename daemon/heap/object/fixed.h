/* Objects that class_boot() and frame_boot() move to the static area once they are complete: like everything
 * there they are no part of the program's memory, have the version's immortal count and are never tracked.
 */
#ifndef HEAPD_HEAP_OBJECT_FIXED_H
#define HEAPD_HEAP_OBJECT_FIXED_H

#include "daemon/heap/base.h"

addr fixed_text(struct heap *h, const char *text); /* a NUL-terminated constant, no object */

/* All of them: *borrowed*, for ever. Only while the heap is booting. */
addr fixed_str(struct heap *h, const char *ascii);                 /* interned */
addr fixed_own_str(struct heap *h, const char *ascii);             /* not interned: a word of its own */
addr fixed_tuple(struct heap *h, const addr *items, size_t count); /* items must be in the static area */
addr fixed_object(struct heap *h,
                  addr o); /* takes over an object without storage of its own that has no other reference */
addr fixed_dict(struct heap *h, addr d); /* takes `d` over (it must have no other reference): object and keys
                                            move; when it grows, new keys are among the program's blocks */
addr fixed_open_dict(
    struct heap *h, addr d); /* the same, but its keys stay among the program's blocks: it goes on changing */
void fixed_keys(struct heap *h, addr d); /* those of a dict that has moved already move as well */

/* *new*, unlike all of them: a resident (object.h), with what it has in blocks. Between the first and the
 * last that are made nothing else may be. */
addr fixed_resident(struct heap *h, addr o);

#endif
