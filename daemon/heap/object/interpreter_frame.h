/* What runs: a frame of a function, a class body or a module (_PyInterpreterFrame). It lies on the heap's
 * stack (REGION_STACK), in a generator or, when it has ended and somebody still looks at it, in its frame
 * object. Its locals, then its evaluation stack, follow it at abi.frame_locals.
 *
 * A slot holds a reference, or the address with the lowest bit set: a reference that a frame further out
 * holds and this one only borrows (from 3.14). What leaves the stack of calls (a generator, a frame object)
 * owns all of its slots.
 */
#ifndef HEAPD_HEAP_OBJECT_INTERPRETER_FRAME_H
#define HEAPD_HEAP_OBJECT_INTERPRETER_FRAME_H

#include "daemon/heap/object/code.h"
#include "daemon/heap/object/object.h"

typedef uint64_t slot;
#define SLOT_BORROWED 1u

static inline addr slot_object(slot s)
{
    return s & ~(slot)SLOT_BORROWED;
}
static inline void slot_release(struct heap *h, slot s)
{
    if (s && !(s & SLOT_BORROWED))
        decref(h, s);
}
/* The object with a reference of its own; the slot's is taken over. */
static inline addr slot_own(struct heap *h, slot s)
{
    return s & SLOT_BORROWED ? incref(h, slot_object(s)) : s;
}

enum frame_owner {
    FRAME_ON_STACK,
    FRAME_OF_GENERATOR,
    FRAME_OF_OBJECT /* has ended: a frame object keeps it */
};

struct interpreter_frame {
    addr code;              /* counted */
    addr previous;          /* the frame that called this one */
    addr function;          /* counted; that of a module or of code that exec() runs is made for it */
    addr globals, builtins; /* the function's */
    addr locals;            /* the namespace of a module or class body, counted; 0 of a function */
    addr object;            /* its frame object, counted; 0 until somebody asks */
    uint32_t at;   /* index of the instruction that it is at, or that is next in a generator that waits */
    uint32_t top;  /* how many slots are in use, locals included; of a frame that is not running */
    uint8_t owner; /* enum frame_owner */
    uint8_t entry; /* the evaluation loop was called to run it: what it returns goes to C */
    uint8_t cleared;
    uint8_t unused[5];
};

static inline struct interpreter_frame *iframe_at(const struct heap *h, addr f)
{
    return heap_at(h, f);
}
static inline slot *iframe_slots(const struct heap *h, addr f)
{
    return heap_at(h, f + h->abi.frame_locals);
}
static inline size_t iframe_slot_count(const struct heap *h, addr f)
{
    const struct code_object *code = code_at(h, iframe_at(h, f)->code);
    return (size_t)code->nlocalsplus + (size_t)code->stacksize;
}
uint32_t iframe_line(const struct heap *h, addr f); /* of the instruction it is at */

/* Has it not begun yet (_PyFrame_IsIncomplete)? Its cells are being made, or it becomes a generator: nobody
 * sees it, and what is allocated meanwhile is its caller's. */
bool iframe_incomplete(const struct heap *h, addr f);

/* Names in the region, NUL-terminated; "?" for one that is not ASCII. */
const char *iframe_file(const struct heap *h, addr f);
const char *iframe_function(const struct heap *h, addr f);

/* Room for a frame with so many slots on the heap's stack; RecursionError when it is full. Nothing is
 * initialized. */
addr iframe_push(struct heap *h, size_t slots) HEAP_MUST_CHECK;
void iframe_drop(struct heap *h, addr f); /* the last one pushed that is still there */

/* Releases everything that the frame holds, in CPython's order for the version; a frame object that others
 * refer to takes it over instead. `f` is no current frame any more. */
void iframe_clear(struct heap *h, addr f);

/* Moves a frame from the stack to other memory: borrowed slots become references of its own. */
void iframe_move(struct heap *h, addr to, addr from);

/* Every counted reference of a frame, for traversal. */
void iframe_traverse(struct heap *h, addr f, span_visitor *visit, void *context);

/* ---- frame objects (PyFrameObject)
 *
 *   0 header   16 f_back   24 f_frame   32 f_trace   40 f_lineno   44 f_trace_lines   45 f_trace_opcodes ...
 * at abi.frame_object_frame: a frame of its own from 3.13: 48 f_extra_locals   56 f_locals_cache   64
 * f_overwritten_fast_locals
 */
struct frame_object {
    struct object base;
    addr back;  /* counted: set when its frame has ended; before, the callers of its frame tell */
    addr frame; /* the frame it stands for */
    addr trace;
    int32_t line;                       /* unused: the frame tells */
    uint8_t trace_lines, trace_opcodes; /* which events f_trace is told of */
};
static inline struct frame_object *frame_object_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
addr frame_object_of(struct heap *h, addr f) HEAP_MUST_CHECK; /* *new*: the one object of a frame */
addr frame_object_back(struct heap *h, addr o,
                       addr *out); /* *new* or 0 in *out; status through the result: 0 failed */
/* Is there still a frame behind it? */
bool frame_object_has_frame(const struct heap *h, addr o);
/* Is it of a function, or has a comprehension in it that has no frame of its own variables
 * (_PyFrame_HasHiddenLocals)? */
bool frame_object_has_variables(const struct heap *h, addr o);
/* Where abi.frame_extra_locals: a dict of what was written through f_locals and is no variable, or 0; a tuple
 * of what variables meant that were overwritten so, or 0. */
static inline addr *frame_object_extra(const struct heap *h, addr o)
{
    return heap_at(h, o + h->abi.frame_extra_locals);
}
static inline addr *frame_object_overwritten(const struct heap *h, addr o)
{
    return heap_at(h, o + h->abi.frame_extra_locals + 16u);
}
/* *new* dict: locals(): what the names of the frame mean now. */
enum heap_status frame_object_locals(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;

/* The value of local variable i, through its cell; borrowed, 0 unbound. */
addr iframe_local(const struct heap *h, addr f, size_t i);

#endif
