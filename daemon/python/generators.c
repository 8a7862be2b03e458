/* Generators, coroutines and asynchronous generators at run time: resuming, throwing into, closing,
 * delegating. Mirrors gen_send_ex2(), _gen_throw() and gen_close() of Objects/genobject.c. */
#include "daemon/heap/heap.h"
#include "daemon/heap/object/awaitable.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/unraisable.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/evaluate.h"
#include "daemon/python/opcode.h"

static struct generator_fields *fields(const struct heap *h, addr g)
{
    return generator_fields(h, g);
}

/* ---- resuming -------------------------------------------------------------------------------- */

/* The generator `g` begins to handle exceptions, or does so no more: without one of its own it handles what
 * is handled further out. */
static void now_handling(struct heap *h, addr g, addr handled)
{
    h->handled = handled;
    if (fields(h, g)->handled.value)
        h->handling = evaluate_handled(h);
}

/* What is thrown into a handler has what is handled there as its context, whatever it had before
 * (_PyErr_ChainStackItem()). */
static void chain_pending(struct heap *h, addr g)
{
    addr handled = fields(h, g)->handled.value, exception;
    if (!handled || handled == none(h))
        return;
    exception_take(h, &exception);
    exception_set_context(h, exception, handled);
    exception_restore(h, exception);
}

static void begin(struct heap *h, addr g)
{
    h->recursion_depth++;
    fields(h, g)->handled.previous = h->handled;
    fields(h, g)->state = GENERATOR_EXECUTING;
    now_handling(h, g, heap_addr(h, &fields(h, g)->handled));
}

static bool leaves_as_another(const struct heap *h, addr g)
{
    return exception_matches(h, h->exception_type[EXC_STOP_ITERATION]) ||
           (object_kind(h, g) == KIND_ASYNC_GENERATOR &&
            exception_matches(h, h->exception_type[EXC_STOP_ASYNC_ITERATION]));
}

/* Its frame has yielded, returned or raised. An exception that is a StopIteration becomes another. */
static enum heap_status end(struct heap *h, addr g, enum heap_status status)
{
    addr outer = fields(h, g)->handled.previous;
    fields(h, g)->handled.previous = 0;
    now_handling(h, g, outer);
    if (status != HEAP_OK || fields(h, g)->state != GENERATOR_SUSPENDED)
        object_replace(h, &fields(h, g)->handled.value, 0);
    if (status == HEAP_RAISED && leaves_as_another(h, g)) {
        addr stop, replaced;
        exception_take(h, &stop);
        status = evaluate_stop_iteration_error(h, stop, code_at(h, generator_code(h, g))->flags, &replaced);
        decref(h, stop);
        status = status == HEAP_OK ? raise_object(h, replaced) : status;
    }
    return status;
}

/* Runs the frame, with an exception pending where `throwing`. The generator is its caller's: one that is let
 * go of meanwhile waits here for its end (generator_finalize()). */
static enum heap_status run(struct heap *h, addr g, bool throwing, addr *out, addr *result)
{
    addr value = 0;
    if (HEAP_UNLIKELY(h->recursion_depth >= h->recursion_limit)) {
        if (!throwing) { /* what was pushed for it: there is room for one */
            addr f = generator_frame(h, g);
            slot sent = iframe_slots(h, f)[--iframe_at(h, f)->top];
            slot_release(h, sent);
        }
        return raise_error(h, EXC_RECURSION_ERROR, "maximum recursion depth exceeded");
    }
    begin(h, g);
    if (throwing)
        chain_pending(h, g);
    enum heap_status status = eval_frame(h, generator_frame(h, g), throwing, &value);
    bool yielded = status == HEAP_OK && fields(h, g)->state == GENERATOR_SUSPENDED;
    status = end(h, g, status);
    *out = yielded ? value : 0;
    if (!yielded && value && result)
        *result = value;
    else if (!yielded)
        xdecref(h, value);
    generator_let_go(h, g);
    return status;
}

static void push(struct heap *h, addr g, addr value)
{
    addr f = generator_frame(h, g);
    iframe_slots(h, f)[iframe_at(h, f)->top++] = incref(h, value);
}

/* It has ended or runs already: *status says what to answer. */
static bool cannot_run(struct heap *h, addr g, addr *out, addr *result, enum heap_status *status)
{
    *out = 0;
    if (result)
        *result = 0;
    if (fields(h, g)->state == GENERATOR_EXECUTING) {
        *status = raise_error(h, EXC_VALUE_ERROR, "%s already executing", generator_word(h, g));
        return true;
    }
    *status = HEAP_OK;
    return fields(h, g)->state >= GENERATOR_CLEARED;
}

/* A coroutine is awaited once. */
static enum heap_status ended(struct heap *h, addr g, enum heap_status status)
{
    if (status != HEAP_OK || object_kind(h, g) != KIND_COROUTINE)
        return status;
    return raise_error(h, EXC_RUNTIME_ERROR, "cannot reuse already awaited coroutine");
}

enum heap_status runtime_send(struct heap *h, addr g, addr value, addr *out, addr *result)
{
    enum heap_status status;
    if (cannot_run(h, g, out, result, &status))
        return ended(h, g, status);
    if (fields(h, g)->state == GENERATOR_CREATED && value != none(h))
        return raise_error(h, EXC_TYPE_ERROR, "can't send non-None value to a just-started %s",
                           generator_word(h, g));
    push(h, g, value);
    return run(h, g, false, out, result);
}

/* ---- resuming in the loop of whoever iterates ------------------------------------------------ */

bool evaluate_generator_waits(const struct heap *h, addr g)
{
    return fields(h, g)->state < GENERATOR_EXECUTING && h->recursion_depth < h->recursion_limit;
}

addr evaluate_generator_enter(struct heap *h, addr g)
{
    addr f = generator_frame(h, g);
    push(h, g, none(h));
    begin(h, g);
    iframe_at(h, f)->entry = 0;
    return f;
}

void evaluate_generator_yielded(struct heap *h, addr f)
{
    addr g = generator_of_frame(h, f), outer = fields(h, g)->handled.previous;
    fields(h, g)->handled.previous = 0;
    now_handling(h, g, outer);
}

enum heap_status evaluate_generator_left(struct heap *h, addr f, enum heap_status status)
{
    return end(h, generator_of_frame(h, f), status);
}

/* ---- delegating ------------------------------------------------------------------------------ */

/* The instruction that comes next tells. */
addr runtime_delegate(const struct heap *h, addr g)
{
    addr f = generator_frame(h, g);
    const struct interpreter_frame *frame = iframe_at(h, f);
    if (fields(h, g)->state != GENERATOR_SUSPENDED)
        return 0;
    uint32_t next = code_instructions(h, frame->code)[frame->at];
    return (next & 0xff) == OP_RESUME && next >> 8 >= 2 ? slot_object(iframe_slots(h, f)[frame->top - 1]) : 0;
}

/* o.name, *out 0 where it has no such attribute. */
static enum heap_status optional_attribute(struct heap *h, addr o, const char *name, addr *out)
{
    addr s = str_from_ascii(h, name);
    *out = 0;
    if (!s)
        return raise_status(h);
    enum heap_status status = object_getattr(h, o, s, out);
    decref(h, s);
    if (status == HEAP_RAISED && exception_matches(h, h->exception_type[EXC_ATTRIBUTE_ERROR])) {
        heap_clear_raised(h);
        *out = 0;
        return HEAP_OK;
    }
    return status;
}

static enum heap_status close_iterator(struct heap *h, addr o)
{
    addr method, result;
    if (object_is_resumed(h, o))
        return runtime_close(h, o, NULL);
    enum heap_status status = optional_attribute(h, o, "close", &method);
    if (status == HEAP_RAISED) { /* so it is not closed, and the generator goes on */
        unraisable_report(h, NULL, o);
        return HEAP_OK;
    }
    if (status != HEAP_OK || !method)
        return status;
    status = object_call(h, method, NULL, 0, NULL, NULL, 0, &result);
    decref(h, method);
    if (status == HEAP_OK)
        decref(h, result);
    return status;
}

/* The pending StopIteration's value (None without one), and it is pending no more. */
static bool take_stop(struct heap *h, addr *value)
{
    addr e;
    if (!exception_matches(h, h->exception_type[EXC_STOP_ITERATION]))
        return false;
    exception_take(h, &e);
    if (object_kind(h, e) != KIND_STOP_ITERATION) { /* there was no memory for one */
        exception_restore(h, e);
        return false;
    }
    addr held = exception_at(h, e)->u.stop.value;
    *value = incref(h, held ? held : none(h));
    decref(h, e);
    return true;
}

/* The delegate has ended with a value: the generator goes on behind its SEND, where the loop of `yield from`
 * ends. */
static enum heap_status go_on_with(struct heap *h, addr g, addr value, addr *out, addr *result)
{
    addr f = generator_frame(h, g);
    struct interpreter_frame *frame = iframe_at(h, f);
    const uint32_t *code = code_instructions(h, frame->code);
    uint32_t back = code[frame->at + 1], send = code[back >> 8];
    slot receiver = iframe_slots(h, f)[--frame->top];
    frame->at = send >> 8;
    push(h, g, value);
    decref(h, value);
    fields(h, g)->state =
        GENERATOR_EXECUTING; /* the receiver's finalizer resumes it no more than the receiver itself could */
    slot_release(h, receiver);
    fields(h, g)->state = GENERATOR_SUSPENDED;
    return run(h, g, false, out, result);
}

static enum heap_status throw_pending(struct heap *h, addr g, addr *out, addr *result)
{
    return run(h, g, true, out, result);
}

/* While something is thrown into the generator that it delegates to, its own frame is on the stack as if it
 * had asked itself; its instruction is the one that waits. */
static addr link_frame(struct heap *h, addr g)
{
    addr f = generator_frame(h, g), current = h->frame;
    iframe_at(h, f)->previous = current;
    iframe_at(h, f)->at--;
    h->frame = f;
    if (HEAP_UNLIKELY(h->tracing))
        trace_location_changed(h);
    return current;
}

static void unlink_frame(struct heap *h, addr g, addr current)
{
    addr f = generator_frame(h, g);
    h->frame = current;
    iframe_at(h, f)->previous = 0;
    iframe_at(h, f)->at++;
    if (HEAP_UNLIKELY(h->tracing))
        trace_location_changed(h);
}

/* What is no generator is thrown into by its method, whose caller is whoever has thrown: *has: it has one. */
static enum heap_status call_throw(struct heap *h, addr inner, const struct thrown *what, bool *has,
                                   addr *out, addr *ended_with)
{
    addr method;
    enum heap_status status = optional_attribute(h, inner, "throw", &method);
    *has = status == HEAP_OK && method;
    if (!*has)
        return status;
    if (what->count)
        status = object_call(h, method, what->args, what->count, NULL, NULL, 0, out);
    else
        status = object_call(h, method, &what->exception, 1, NULL, NULL, 0, out);
    decref(h, method);
    return status == HEAP_RAISED && take_stop(h, ended_with) ? HEAP_OK : status;
}

static enum heap_status throw_into_delegate(struct heap *h, addr g, addr inner, const struct thrown *what,
                                            bool exits, addr *out, addr *result)
{
    addr ended_with = 0;
    enum heap_status status;
    bool has = true;
    incref(h, inner);
    fields(h, g)->state = GENERATOR_EXECUTING;
    if (object_is_resumed(h, inner)) {
        addr current = link_frame(h, g);
        status = runtime_throw(h, inner, what, exits, out, &ended_with);
        unlink_frame(h, g, current);
        if (status == HEAP_OK && !*out && !ended_with)
            ended_with = incref(h, none(h));
    } else {
        status = call_throw(h, inner, what, &has, out, &ended_with);
    }
    fields(h, g)->state = GENERATOR_SUSPENDED;
    decref(h, inner);
    if (status == HEAP_RAISED && !has) /* asking for the method failed: the generator still waits */
        return status;
    if (status == HEAP_OK && !has) { /* it cannot be thrown into: the exception comes up here */
        exception_restore(h, incref(h, what->exception));
        return throw_pending(h, g, out, result);
    }
    if (status == HEAP_RAISED)
        return throw_pending(h, g, out, result);
    if (status == HEAP_OK && ended_with)
        return go_on_with(h, g, ended_with, out, result);
    generator_let_go(h, g);
    return status;
}

enum heap_status runtime_throw(struct heap *h, addr g, const struct thrown *what, bool exits, addr *out,
                               addr *result)
{
    addr exception = what->exception;
    enum heap_status status;
    if (cannot_run(h, g, out, result, &status)) {
        status = ended(h, g, status);
        if (status == HEAP_OK) {
            exception_restore(h, incref(h, exception));
            return HEAP_RAISED;
        }
        return status;
    }
    addr inner = runtime_delegate(h, g);
    if (inner && !(exits && exception_is(h, exception, h->exception_type[EXC_GENERATOR_EXIT])))
        return throw_into_delegate(h, g, inner, what, exits, out, result);
    if (inner) {
        fields(h, g)->state = GENERATOR_EXECUTING;
        status = close_iterator(h, inner);
        fields(h, g)->state = GENERATOR_SUSPENDED;
        if (status == HEAP_ABANDONED)
            return status;
        if (status == HEAP_RAISED)
            return throw_pending(h, g, out, result);
    }
    exception_restore(h, incref(h, exception));
    return throw_pending(h, g, out, result);
}

/* Has it anything to clean up? Not where it has not begun (up to 3.11 it is asked even so: who traces is
 * told), and not where it waits with no handler around but the one for its StopIterations (from 3.12 on). */
static bool has_to_clean_up(const struct heap *h, addr g)
{
    if (fields(h, g)->state == GENERATOR_CREATED)
        return h->abi.new_generator_is_thrown_into;
    const struct interpreter_frame *frame = iframe_at(h, generator_frame(h, g));
    const struct code_handler *handler = evaluate_handler(h, frame->code, frame->at - 1);
    uint32_t first = handler ? code_instructions(h, frame->code)[handler->target] : 0;
    return (first & 0xff) != OP_STOP_ITERATION_ERROR;
}

static void just_end(struct heap *h, addr g)
{
    generator_ended(h, g);
    iframe_clear(h, generator_frame(h, g));
}

enum heap_status runtime_close(struct heap *h, addr g, addr *result)
{
    addr out, value = 0, exit;
    enum heap_status status;
    if (result)
        *result = 0;
    if (cannot_run(h, g, &out, &value, &status))
        return status;
    if (!has_to_clean_up(h, g)) {
        just_end(h, g);
        return HEAP_OK;
    }
    exit = exception_make(h, h->exception_type[EXC_GENERATOR_EXIT], 0);
    if (!exit)
        return raise_status(h);
    exception_set_context(h, exit, h->handling); /* unlike what is thrown: gen_close() raises it */
    status = runtime_throw(h, g, &(struct thrown){.exception = exit}, true, &out, &value);
    decref(h, exit);
    if (status == HEAP_OK && out) {
        decref(h, out);
        return raise_error(h, EXC_RUNTIME_ERROR, "%s ignored GeneratorExit", generator_word(h, g));
    }
    if (status == HEAP_OK && result)
        *result = value;
    else
        xdecref(h, value);
    if (status == HEAP_RAISED && (exception_matches(h, h->exception_type[EXC_GENERATOR_EXIT]) ||
                                  exception_matches(h, h->exception_type[EXC_STOP_ITERATION]))) {
        heap_clear_raised(h);
        return HEAP_OK;
    }
    return status;
}

/* ---- yield from, await ----------------------------------------------------------------------- */

enum heap_status evaluate_send(struct heap *h, addr receiver, addr value, addr *yielded, addr *result)
{
    enum heap_status status;
    *yielded = *result = 0;
    if (object_is_resumed(h, receiver)) {
        status = runtime_send(h, receiver, value, yielded, result);
        if (status == HEAP_OK && !*yielded && !*result)
            *result = incref(h, none(h));
        return status;
    }
    if (value == none(h)) {
        status = iterator_step(h, receiver, yielded);
        if (status == HEAP_OK && !*yielded) {
            *result = incref(h, none(h));
            return HEAP_OK;
        }
    } else {
        addr name = str_from_ascii(h, "send");
        if (!name)
            return raise_status(h);
        status = object_call_method(h, receiver, name, &value, 1, NULL, NULL, 0, yielded);
        decref(h, name);
    }
    if (status == HEAP_RAISED && take_stop(h, result))
        return HEAP_OK;
    return status;
}

enum heap_status evaluate_yield_from_iter(struct heap *h, addr o, addr f, addr *out)
{
    if (!object_is_resumed(h, o))
        return object_iter(h, o, out);
    if (object_kind(h, o) == KIND_COROUTINE &&
        !(code_at(h, iframe_at(h, f)->code)->flags & (CODE_COROUTINE | CODE_ITERABLE_COROUTINE)))
        return raise_error(h, EXC_TYPE_ERROR,
                           "cannot 'yield from' a coroutine object in a non-coroutine generator");
    *out = incref(h, o);
    return HEAP_OK;
}
