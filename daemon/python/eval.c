/* The evaluation loop: instructions of code objects on frames of the heap's stack. Mirrors Python/ceval.c.
 *
 * A call of a Python function from Python is a new frame and no level of C stack, and so is a generator in a
 * `for`; a call from C (a finalizer, a key function) is a loop of its own, whose first frame is marked as its
 * entry.
 *
 * Here are the ways into a frame and out of it, and what happens when an instruction fails; the instructions
 * are in instructions/, a file for each family, all of them parts of the one function that jumps from each to
 * the next (machine.h has what they are written in).
 *
 * `at` of a frame that has called another, or waits, is the instruction that it is at. Of the one that runs
 * it is brought up to date, by AT(), before whatever may look at it: code of the program, an exception, an
 * allocation while allocations are traced.
 *
 * While somebody watches lines or traces allocations, every instruction goes through `traced` first, which
 * notices that another line has begun.
 */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/awaitable.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/slice.h"
#include "daemon/heap/object/template.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/evaluate.h"
#include "daemon/python/instructions/machine.h"
#include "daemon/python/opcode.h"
#include "daemon/python/quick.h"
#include "daemon/python/quick_frame.h"
#include "daemon/python/specialize.h"
#include "daemon/python/watch.h"

static enum heap_status evaluate(struct heap *h, addr f, bool throwing, addr *out);

/* A loop is a level of C stack: where that gets short, the frame begins with a RecursionError. */
enum heap_status eval_frame(struct heap *h, addr f, bool throwing, addr *out)
{
    addr before = iframe_at(h, f)->previous;
    uint32_t depth = h->recursion_depth;
    bool entered = c_stack_enter(h, "") == HEAP_OK;
    enum heap_status status = evaluate(h, f, throwing || !entered, out);
    if (entered)
        c_stack_leave(h);
    if (HEAP_UNLIKELY(status == HEAP_ABANDONED && h->goes)) {
        h->frame = before;
        h->recursion_depth = depth - 1; /* f was counted by who pushed it */
    }
    return status;
}

#if defined(__x86_64__) && !defined(__clang__) && !defined(HEAPD_DEBUG)
#define IN_REGISTER(name) __asm__(name)
#else
#define IN_REGISTER(name)
#endif

static enum heap_status evaluate(struct heap *h, addr f, bool throwing, addr *out)
{
#define X(name, other)      [OP_##name] = &&op_##name,
#define PAIR(first, second) [OP_##first##__##second] = &&op_##first##__##second,
    static const void *const plain[256] = {PYTHON_OPCODES(X) PYTHON_SPECIAL_OPCODES(X) PYTHON_PAIRS(PAIR)};
#undef PAIR
#define PAIR(first, second) [OP_##first##__##second] = &&op_##first,
    static const void *const single[256] = {PYTHON_OPCODES(X) PYTHON_SPECIAL_OPCODES(X) PYTHON_PAIRS(PAIR)};
#undef PAIR
#undef X
#define X(name, other)      [OP_##name] = &&traced,
#define PAIR(first, second) [OP_##first##__##second] = &&traced,
    static const void *const watched[256] = {PYTHON_OPCODES(X) PYTHON_SPECIAL_OPCODES(X) PYTHON_PAIRS(PAIR)};
#undef PAIR
#undef X
    const uint32_t watches =
        interpreter_host(h) && interpreter_host(h)->watch; /* as long as the run goes on */
    const bool *const monitors = &interpreter_of(h)->monitor.on;
    const void *const *table = WATCHED() ? watched : plain;
    const size_t code_head = (size_t)type_at(h, h->type[KIND_CODE])->basicsize; /* where instructions begin */
    struct interpreter_frame *frame;
    const uint32_t *code;
    register const uint32_t *ip IN_REGISTER("rbx"); /* each instruction waits for these two */
    register slot *sp IN_REGISTER("r13");
    slot *locals;
    const addr *consts, *names;
    uint32_t word, line, from, last_line = 0;
    struct line_watch watch = {0};
    slot kwnames;
    enum heap_status status = HEAP_OK;
    bool in_traceback, told = false; /* of what is pending, whoever monitors */

    iframe_at(h, f)->entry = 1;
    quick_enter(h, f);

begin: /* of the frame f */
    if (HEAP_LIKELY(!throwing))
        goto enter_frame;
    frame = iframe_at(h, f);
    code = code_instructions(h, frame->code);
    locals = iframe_slots(h, f);
    consts = tuple_items(h, code_at(h, frame->code)->consts);
    names = tuple_items(h, code_at(h, frame->code)->names);
    ip = code + frame->at;
    sp = locals + frame->top;
    last_line = 0;
    if (HEAP_UNLIKELY(table == watched)) {
        watch = watch_behind(h, f, frame->at - (frame->at > 0));
        if (h->abi.has_monitoring)
            watch.line = 0; /* as behind a RESUME: the line begins again */
    }
    throwing = false;
    frame->at -= frame->at > 0; /* the instruction that it waits at */
    if (HEAP_UNLIKELY(*monitors) && frame->owner == FRAME_OF_GENERATOR)
        monitor_thrown(h, f);
    status = HEAP_RAISED;
    goto failed;

enter_frame:
    frame = iframe_at(h, f);
    code = heap_at(h, frame->code + code_head);
    locals = iframe_slots(h, f);
    consts = tuple_items(h, code_at(h, frame->code)->consts);
    names = tuple_items(h, code_at(h, frame->code)->names);
    ip = code + frame->at;
    sp = locals + frame->top;
    last_line = 0;
    if (HEAP_UNLIKELY(table == watched))
        watch = watch_behind(h, f, frame->at - (frame->at > 0));
    DISPATCH();

    /* ---- the way of every instruction while lines are watched */
traced:
    AT();
    frame->top = (uint32_t)(sp - locals);
    last_line = watch_traced_line(h, f, last_line);
    from = watch.went ? watch.at : MONITOR_NOWHERE;
    line = watch_line(h, f, &watch, word);
    if (HEAP_UNLIKELY(*monitors))
        FALL(status = monitor_step(
                 h, f,
                 &(struct monitor_instruction){word, sp, line, from, watch.again, watch.first, watch.begun}));
    goto *single[word & 0xff];

    /* what often follows one another lies together */
    /* clang-format off */
#include "daemon/python/instructions/locals.h"
#include "daemon/python/instructions/names.h"
#include "daemon/python/instructions/operators.h"
#include "daemon/python/instructions/attributes.h"
#include "daemon/python/instructions/calls.h"
#include "daemon/python/instructions/displays.h"
#include "daemon/python/instructions/jumps.h"
#include "daemon/python/instructions/returns.h"
#include "daemon/python/instructions/exceptions.h"
#include "daemon/python/instructions/rest.h"
    /* clang-format on */

    /* ---- what goes wrong */
unbound:
    AT();
    status = evaluate_raise_unbound(h, f, ARG);
    goto failed;
raised_here:
    AT();
raised:
    status = raise_status(h);
failed:
    in_traceback = true;
unwinding: /* status and, for an exception, the pending one; f and sp are where it happened */
    if (status == HEAP_RAISED && HEAP_UNLIKELY(h->raised.abandoned || heap_abandoned(h)))
        status =
            HEAP_ABANDONED; /* whoever could answer no more than that it failed; or the frames are many */
    if (status == HEAP_RAISED) {
        const struct code_handler *handler;
        frame->top = (uint32_t)(sp - locals);
        addr exception = evaluate_catch(h, f, in_traceback);
        if (HEAP_UNLIKELY(!exception)) {
            status = HEAP_ABANDONED;
            goto unwinding;
        }
        if (HEAP_UNLIKELY(*monitors) && !told &&
            monitor_exception(h, f, (uint32_t)(ip - code) - 1, &exception, !in_traceback) != HEAP_OK) {
            decref(h, exception);
            status = HEAP_ABANDONED;
            goto unwinding;
        }
        handler = evaluate_handler(h, frame->code, (uint32_t)(ip - code) - 1); /* RERAISE sets `at` back */
        if (HEAP_UNLIKELY(told && handler) &&
            sp < locals + code_at(h, frame->code)->nlocalsplus + handler->depth)
            handler = NULL; /* it is of a place that is not reached like this */
        told = false;
        if (handler) {
            h->exit_in_parts = false;
            uint32_t at = frame->at;
            bool again = at != (uint32_t)(ip - code) - 1; /* RERAISE has set it back */
            while (sp > locals + code_at(h, frame->code)->nlocalsplus + handler->depth)
                slot_release(h, POP());
            if (handler->lasti) {
                addr number = int_new(h, at);
                PUSH(number ? number : incref(h, none(h)));
                if (!number)
                    heap_clear_raised(h);
            }
            PUSH(exception);
            ip = code + handler->target;
            watch.went = false;
            if (HEAP_UNLIKELY(*monitors)) {
                frame->top = (uint32_t)(sp - locals);
                status = monitor_handled(h, f, handler->target, exception);
                in_traceback = false;
                told = status != HEAP_OK;
                if (told) { /* it comes from within the handler, whose exception is being handled */
                    if ((*ip & 0xff) == OP_PUSH_EXC_INFO)
                        PUSH_HANDLED();
                    ip++;
                    goto unwinding;
                }
            }
            WATCH();
            if (HEAP_UNLIKELY(again && table == watched))
                watch = watch_behind(h, f, at);
            DISPATCH();
        }
        exception_restore(h, exception);
    }
    if (HEAP_UNLIKELY(status == HEAP_ABANDONED)) {
        runtime_stopped(h);
        if (h->goes && !*monitors)
            return HEAP_ABANDONED; /* nobody wants the heap back: no frame is tidied up, however many */
        evaluate_forget_pending(h);
    }
    while (sp > locals + code_at(h, frame->code)->nlocalsplus)
        slot_release(h, POP());
    frame->top = (uint32_t)(sp - locals);
    bool entry = frame->entry, iterated = frame->owner == FRAME_OF_GENERATOR && !entry;
    if (HEAP_UNLIKELY(*monitors))
        monitor_unwind(h, f, (uint32_t)(ip - code) - 1, status == HEAP_RAISED);
    evaluate_leave(h, f);
    if (entry)
        return status;
    if (iterated)
        status = evaluate_generator_left(h, f, status);
    f = h->frame;
    frame = iframe_at(h, f);
    code = code_instructions(h, frame->code);
    locals = iframe_slots(h, f);
    consts = tuple_items(h, code_at(h, frame->code)->consts);
    names = tuple_items(h, code_at(h, frame->code)->names);
    sp = locals + frame->top;
    ip = code + frame->at + 1;
    if (HEAP_UNLIKELY(table == watched && status != HEAP_ABANDONED))
        watch = watch_behind(h, f, frame->at);
    goto failed;
}
