/* Traceback objects: a chain from the outermost frame that an exception has passed to the one that raised it.
 * Mirrors Python/traceback.c.
 *
 *   0 header   16 tb_next   24 tb_frame   32 tb_lasti (int)   36 tb_lineno (int)
 *
 * Deallocation goes along the chain without recursion, as every deallocation does.
 */
#ifndef HEAPD_HEAP_OBJECT_TRACEBACK_H
#define HEAPD_HEAP_OBJECT_TRACEBACK_H

#include "daemon/heap/object/object.h"

struct traceback_object { /* PyTracebackObject */
    struct object base;
    addr next;  /* towards the frame that raised; 0 the last */
    addr frame; /* counted, any object */
    int32_t lasti, line;
};
static inline struct traceback_object *traceback_at(const struct heap *h, addr tb)
{
    return heap_at(h, tb);
}

/* *new*; next (0 none) and frame borrowed. lasti: the byte offset of the instruction, as CPython counts. */
addr traceback_new(struct heap *h, addr next, addr frame, int32_t lasti, int32_t line) HEAP_MUST_CHECK;
/* *new*: where the frame `f` is, whose object is `frame`. */
addr traceback_of(struct heap *h, addr next, addr frame, addr f) HEAP_MUST_CHECK;

/* Where it does not know its line, that of the instruction; -1: that has none either. */
int32_t traceback_line(const struct heap *h, addr tb);

#endif
