/* Short ways in and out of frames, for most calls: a function that takes exactly the arguments it is given,
 * and a frame that nobody has looked at. Everything else is done by arguments.c and interpreter_frame.c,
 * which do the same for these.
 */
#ifndef HEAPD_PYTHON_QUICK_FRAME_H
#define HEAPD_PYTHON_QUICK_FRAME_H

#include "daemon/heap/trace.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/quick.h"

/* A frame for a call of the function (taken over, as the arguments are), which begins with its first
 * instruction. 0: nothing is done, bind_call() is for this one. */
static inline addr quick_frame(struct heap *h, addr function, const slot *args, size_t count)
{
    const struct function_object *fn = function_at(h, function);
    const struct code_object *code = code_at(h, fn->code);
    size_t variables = (size_t)code->nlocalsplus;
    size_t bytes =
        (h->abi.frame_locals + (variables + (size_t)code->stacksize) * sizeof(slot) + 15) & ~(size_t)15;
    if (HEAP_UNLIKELY(count != (size_t)code->argcount || code->kwonlyargcount ||
                      (code->flags & (CODE_OPTIMIZED | CODE_VARARGS | CODE_VARKEYWORDS)) != CODE_OPTIMIZED ||
                      h->recursion_depth >= h->recursion_limit ||
                      bytes > HEAP_BASE + REGION_STACK + REGION_STACK_SIZE - h->stack_top))
        return 0;
    addr f = h->stack_top;
    h->stack_top += bytes;
    h->recursion_depth++;
    struct interpreter_frame *frame = iframe_at(h, f);
    frame->code = incref(h, fn->code);
    frame->function = function;
    frame->globals = fn->globals;
    frame->builtins = fn->builtins;
    frame->locals = frame->object = 0;
    frame->at = 0;
    frame->top = (uint32_t)variables;
    memset(&frame->owner, 0,
           sizeof *frame -
               offsetof(struct interpreter_frame, owner)); /* FRAME_ON_STACK, no entry, not cleared */
    slot *locals = iframe_slots(h, f);
    for (size_t i = 0; i < count; i++)
        locals[i] = args[i];
    for (size_t i = count; i < variables; i++)
        locals[i] = 0;
    return f;
}

/* It becomes the current one. */
static inline void quick_enter(struct heap *h, addr f)
{
    iframe_at(h, f)->previous = h->frame;
    h->frame = f;
    if (HEAP_UNLIKELY(h->tracing))
        trace_location_changed(h);
}

/* Is it the frame of a function that is on the stack and in nobody's hands? */
static inline bool quick_leaves(const struct heap *h, const struct interpreter_frame *frame)
{
    return !frame->object && frame->function && frame->owner == FRAME_ON_STACK && !frame->locals &&
           !h->tracing;
}

/* Its end: what evaluate_leave() and iframe_clear() do. `end`: behind its slots in use. */
static inline void quick_leave(struct heap *h, addr f, struct interpreter_frame *frame, slot *end)
{
    slot *slots = iframe_slots(h, f);
    h->frame = frame->previous;
    h->recursion_depth--;
    if (h->abi.locals_released_backwards) {
        while (end > slots) {
            slot s = *--end;
            if (s && !(s & SLOT_BORROWED) && reference_is_dropped(h, s))
                object_release(h, s);
        }
    } else {
        for (slot *p = slots; p < end; p++)
            if (*p && !(*p & SLOT_BORROWED) && reference_is_dropped(h, *p))
                object_release(h, *p);
    }
    addr code = frame->code;
    decref(h, frame->function);
    decref(h, code);
    h->stack_top = f;
}

#endif
