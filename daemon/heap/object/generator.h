/* Generators, coroutines and asynchronous generators (PyGenObject, PyCoroObject, PyAsyncGenObject): a frame
 * that waits. They have one layout and are one thing to the evaluation, which runs their frames (runtime.h).
 * Mirrors Objects/genobject.c.
 *
 *   3.11   16 gi_code   24 gi_weakreflist   32 gi_name   40 gi_qualname   48 gi_exc_state (value, previous)
 * 64 origin or finalizer 72 hooks, closed, running, state   80 the frame 3.14   16 gi_weakreflist   24
 * gi_name   32 gi_qualname   40 gi_exc_state   56 origin   64 hooks ... state   72 the frame
 */
#ifndef HEAPD_HEAP_OBJECT_GENERATOR_H
#define HEAPD_HEAP_OBJECT_GENERATOR_H

#include "daemon/heap/object/interpreter_frame.h"

enum generator_state {
    GENERATOR_CREATED = -2,
    GENERATOR_SUSPENDED = -1,
    GENERATOR_EXECUTING = 0,
    GENERATOR_CLEARED = 4
};

/* The fields behind the code (3.11) or the header. */
struct generator_fields {
    addr weaklist, name, qualname;
    struct handled handled;
    addr origin; /* of a coroutine: where it was made, of an asynchronous generator: who finalizes it.
                    Counted, 0 none */
    int8_t hooks, closed, running, state;
  uint32_t slots : 31;   /* of its frame: what its memory was made for */
    uint32_t let_go : 1; /* while it runs: nobody holds it any more */
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

static inline bool kind_waits(enum kind kind)
{
    return kind == KIND_GENERATOR || kind == KIND_COROUTINE || kind == KIND_ASYNC_GENERATOR;
}
/* One of the three, or what CPython takes for one where it resumes by itself: an asynchronous generator is
 * asked by its awaitables alone. */
static inline bool object_waits(const struct heap *h, addr o)
{
    return kind_waits(object_kind(h, o));
}
static inline bool object_is_resumed(const struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    return kind == KIND_GENERATOR || kind == KIND_COROUTINE;
}
/* "generator", "coroutine", "async generator" */
const char *generator_word(const struct heap *h, addr g);
addr generator_code(const struct heap *h, addr g); /* borrowed */

/* *new*, as the flags of its code say: takes over the frame, which was on the stack and is dropped from it;
 * name and qualname from its function. */
addr generator_new(struct heap *h, addr f) HEAP_MUST_CHECK;

/* Its frame has ended and holds nothing any more. */
void generator_ended(struct heap *h, addr g);

/* Its frame runs no more: one that was let go of meanwhile goes now. */
static inline void generator_let_go(struct heap *h, addr g)
{
    if (HEAP_LIKELY(!generator_fields(h, g)->let_go))
        return;
    generator_fields(h, g)->let_go = 0;
    object_gc(h, g)->prev &= ~GC_FINALIZED;
    decref(h, g);
}

/* ---- generator_methods.c: as gen_send(), _gen_throw() and gen_close(). Where it ends they raise
 * StopIteration with its value, or StopAsyncIteration. */
enum heap_status generator_send(struct heap *h, addr g, addr value, addr *out) HEAP_MUST_CHECK;
/* `exits`: what it delegates to is closed by a GeneratorExit, as that does not go into it. */
struct thrown;
enum heap_status generator_throw(struct heap *h, addr g, const struct thrown *what, bool exits,
                                 addr *out) HEAP_MUST_CHECK;
enum heap_status generator_close(struct heap *h, addr g,
                                 addr *out) HEAP_MUST_CHECK; /* *new*: None, or what it returned */
/* From 3.12 on throw(), or athrow(), with more than one argument is warned of. */
enum heap_status generator_warn_of_parts(struct heap *h, const char *method, size_t count) HEAP_MUST_CHECK;
/* The exception that throw() is asked for: an instance, a class, or in the old form class, value and
 * traceback. *new* */
enum heap_status generator_thrown(struct heap *h, const addr *args, size_t count, addr *out) HEAP_MUST_CHECK;
#endif
