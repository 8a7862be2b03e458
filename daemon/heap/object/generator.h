/* Generators (PyGenObject): a frame that waits. Mirrors Objects/genobject.c.
 *
 *   3.11   16 gi_code   24 gi_weakreflist   32 gi_name   40 gi_qualname   48 gi_exc_state (value, previous)   64 origin
 *          72 hooks, closed, running, state   80 the frame
 *   3.14   16 gi_weakreflist   24 gi_name   32 gi_qualname   40 gi_exc_state   56 origin   64 hooks ... state   72 the frame
 */
#ifndef HEAPD_HEAP_OBJECT_GENERATOR_H
#define HEAPD_HEAP_OBJECT_GENERATOR_H

#include "daemon/heap/object/interpreter_frame.h"

enum generator_state { GENERATOR_CREATED = -2, GENERATOR_SUSPENDED = -1, GENERATOR_EXECUTING = 0, GENERATOR_CLEARED = 4 };

/* The fields behind the code (3.11) or the header. */
struct generator_fields {
    addr weaklist, name, qualname;
    struct handled handled;
    addr origin;
    int8_t hooks, closed, running, state;
    uint32_t slots; /* of its frame: what its memory was made for */
};
static inline struct generator_fields *generator_fields(const struct heap *h, addr g)
{
    return heap_at(h, g + h->abi.generator_fields);
}
static inline addr generator_frame(const struct heap *h, addr g)
{
    return g + h->abi.generator_frame;
}
static inline addr generator_of_frame(const struct heap *h, addr f)
{
    return f - h->abi.generator_frame;
}

/* *new*: takes over the frame, which was on the stack and is dropped from it; name and qualname from its function. */
addr generator_new(struct heap *h, addr f) HEAP_MUST_CHECK;

/* Its frame has ended and holds nothing any more. */
void generator_ended(struct heap *h, addr g);

/* Closes one that has not begun or waits; what that raises is reported as unraisable. */
void generator_finalize(struct heap *h, addr g);
#endif
