/* Calls of what is no Python function, functions made, frames left. */
#include "daemon/heap/heap.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/python/evaluate.h"
#include "daemon/python/quick_frame.h"

static bool is_builtin(const struct heap *h, addr callable)
{
    return object_is_exact(h, callable, KIND_METHOD_DESCRIPTOR) || object_is_exact(h, callable, KIND_BUILTIN);
}

/* Borrowed slots are shown as plain addresses meanwhile. */
static __attribute__((noinline)) enum heap_status call_with_copies(struct heap *h, addr callable, slot *args,
                                                                   size_t count, addr kwnames, addr *out)
{
    enum { FEW = 12 };
    addr few[FEW], *plain = few, table = 0;
    size_t keywords = kwnames ? tuple_length(h, kwnames) : 0;
    if (count > FEW) {
        table = table_alloc(h, count * sizeof(addr));
        if (!table)
            return raise_memory(h);
        plain = heap_at(h, table);
    }
    for (size_t i = 0; i < count; i++)
        plain[i] = slot_object(args[i]);
    if (!kwnames && is_builtin(h, callable)) {
        enum heap_status called = object_call_builtin(h, callable, plain, count, out);
        table_free(h, table);
        return called;
    }
    struct call call = {.args = plain,
                        .count = count - keywords,
                        .kwnames = kwnames ? tuple_items(h, kwnames) : NULL,
                        .kwvalues = plain + (count - keywords),
                        .kwcount = keywords};
    enum heap_status status =
        is_builtin(h, callable)
            ? object_call_builtin_with(h, callable, &call, out)
            : object_call(h, callable, call.args, call.count, call.kwnames, call.kwvalues, keywords, out);
    table_free(h, table);
    return status;
}

/* ---- a class whose instances are plain ones that a Python __init__ sets up ----------------------- */

#define CONSTRUCT_FEW 8 /* arguments */

/* Its __init__, borrowed; 0: it is another class. */
static addr plain_init(const struct heap *h, addr callable)
{
    if (object_type(h, callable) != h->type[KIND_TYPE])
        return 0;
    const struct type_object *t = type_at(h, callable);
    if (!(t->flags & TYPE_HEAP) || t->flags & TYPE_ABSTRACT || type_kind(h, callable) != KIND_INSTANCE ||
        class_has_own_new(h, callable) || !class_has_own_init(h, callable))
        return 0;
    addr init = lookup_in_type(h, callable, known_name(h, NAME_INIT));
    return init && object_is_exact(h, init, KIND_FUNCTION) ? init : 0;
}

/* init(o, *args): its frame, which takes over a reference to each; `args` are addresses. */
static enum heap_status run_init(struct heap *h, addr init, addr o, const addr *args, size_t count)
{
    slot all[CONSTRUCT_FEW + 1];
    addr result;
    enum heap_status status = loop_check(h);
    if (status != HEAP_OK)
        return status;
    all[0] = incref(h, o);
    for (size_t i = 0; i < count; i++)
        all[i + 1] = incref(h, args[i]);
    addr f = quick_frame(h, incref(h, init), all, count + 1);
    if (HEAP_UNLIKELY(!f) && !(f = bind_call(h, init, all, count + 1, 0)))
        return raise_status(h);
    status = eval_frame(h, f, false, &result);
    if (status != HEAP_OK)
        return status;
    if (HEAP_UNLIKELY(result != none(h)))
        status = raise_error(h, EXC_TYPE_ERROR, "__init__() should return None, not '%.200s'",
                             object_type_name(h, result));
    decref(h, result);
    return status;
}

/* What type_call() does of such a class, which the caller's stack holds. */
static enum heap_status construct_instance(struct heap *h, addr type, const addr *args, size_t count,
                                           addr *out)
{
    addr o = instance_new(h, type);
    if (HEAP_UNLIKELY(!o))
        return raise_status(h);
    addr init = plain_init(h, type); /* anew: a collection may have run */
    enum heap_status status;
    if (HEAP_LIKELY(init && recursion_enter_quickly(h, false))) {
        incref(h, init); /* who looked it up holds it, and its frame */
        status = run_init(h, init, o, args, count);
        decref(h, init);
        recursion_leave_quickly(h, false);
    } else {
        struct call call = {.args = args, .count = count};
        status = class_set_up(h, o, &call);
    }
    if (HEAP_LIKELY(status == HEAP_OK))
        *out = o;
    else
        decref(h, o);
    return status;
}

/* The whole call, on the level that object_call() gives it and with the tuple that the arguments are held by.
 */
static __attribute__((noinline)) enum heap_status construct(struct heap *h, addr type, const slot *args,
                                                            size_t count, addr *out)
{
    addr plain[CONSTRUCT_FEW];
    struct held_memory held;
    for (size_t i = 0; i < count; i++)
        plain[i] = incref(h, slot_object(args[i]));
    free_list_hold(h, count, 0, &held);
    enum heap_status status = construct_instance(h, type, plain, count, out);
    for (size_t i = 0; i < count; i++)
        decref(h, plain[i]);
    free_list_let_go(h, count, &held);
    recursion_leave_quickly(h, h->abi.c_calls_count);
    return status;
}

/* ---- a builtin exception without more than arguments ------------------------------------------------- */

static bool is_plain_exception(const struct heap *h, addr callable)
{
    return object_type(h, callable) == h->type[KIND_TYPE] && type_kind(h, callable) == KIND_EXCEPTION &&
           !(type_at(h, callable)->flags & TYPE_HEAP);
}

/* What object_call() does of its class, on the level that it gives it. */
static __attribute__((noinline)) enum heap_status
construct_exception(struct heap *h, addr type, const slot *args, size_t count, addr *out)
{
    addr plain[CONSTRUCT_FEW];
    struct call call = {.args = plain, .count = count};
    for (size_t i = 0; i < count; i++)
        plain[i] = slot_object(args[i]);
    incref(h, type);
    enum heap_status status = exception_call(h, type, &call, out);
    decref(h, type);
    recursion_leave_quickly(h, h->abi.c_calls_count);
    return status;
}

/* ---- str() of one object --------------------------------------------------------------------------- */

/* What object_call() does of it, but for the level that up to 3.11 a call with a tuple has: 3.11 specialises
 * the instruction before there are too many of them. */
static __attribute__((noinline)) enum heap_status construct_str(struct heap *h, addr o, addr *out)
{
    addr type = h->type[KIND_STR];
    bool holds = h->abi.calls_have_tuples;
    struct held_memory held;
    if (holds) {
        incref(h, o);
        free_list_hold(h, 1, 0, &held);
    }
    incref(h, type);
    addr s = object_str(h, o);
    decref(h, type);
    if (holds) {
        decref(h, o);
        free_list_let_go(h, 1, &held);
    }
    recursion_leave_quickly(h, false);
    if (!s)
        return raise_status(h);
    *out = s;
    return HEAP_OK;
}

/* Calls what is no Python function: callable and arguments stay the caller's. */
enum heap_status evaluate_call_foreign(struct heap *h, addr callable, slot *args, size_t count, addr kwnames,
                                       addr *out)
{
    slot any = 0;
    for (size_t i = 0; i < count; i++)
        any |= args[i];
    if (HEAP_LIKELY(!kwnames && !(any & SLOT_BORROWED)) && is_builtin(h, callable))
        return object_call_builtin(h, callable, args, count, out);
    if (!kwnames && count <= CONSTRUCT_FEW && plain_init(h, callable) &&
        recursion_enter_quickly(h, h->abi.c_calls_count))
        return construct(h, callable, args, count, out);
    if (!kwnames && count <= CONSTRUCT_FEW && is_plain_exception(h, callable) &&
        recursion_enter_quickly(h, h->abi.c_calls_count))
        return construct_exception(h, callable, args, count, out);
    if (!kwnames && count == 1 && callable == h->type[KIND_STR] && recursion_enter_quickly(h, false))
        return construct_str(h, slot_object(args[0]), out);
    return call_with_copies(h, callable, args, count, kwnames, out);
}

void evaluate_release_call(struct heap *h, slot callable, slot *args, size_t count)
{
    if (h->abi.locals_released_backwards) {
        for (size_t i = count; i-- > 0;)
            slot_release(h, args[i]);
        slot_release(h, callable);
    } else {
        slot_release(h, callable);
        for (size_t i = 0; i < count; i++)
            slot_release(h, args[i]);
    }
}

enum heap_status evaluate_make_function(struct heap *h, slot *top, uint32_t flags, addr globals, addr *out)
{
    slot *p = top;
    addr code = slot_object(*--p);
    addr made = function_new(h, code, globals);
    if (!made)
        return raise_status(h);
    struct function_object *f = function_at(h, made);
    if (flags & 8)
        f->closure = slot_own(h, *--p);
    if (flags & 16)
        f->annotate = slot_own(h, *--p);
    if (flags & 4)
        f->annotations = slot_own(h, *--p);
    if (flags & 2)
        f->kwdefaults = slot_own(h, *--p);
    if (flags & 1)
        f->defaults = slot_own(h, *--p);
    slot_release(h, top[-1]);
    *out = made;
    return HEAP_OK;
}

/* The frame is nobody's current frame before what it holds is released. */
void evaluate_leave(struct heap *h, addr f)
{
    struct interpreter_frame *frame = iframe_at(h, f);
    h->frame = frame->previous;
    if (HEAP_UNLIKELY(h->tracing))
        trace_location_changed(h);
    h->recursion_depth--;
    if (frame->owner == FRAME_OF_GENERATOR) {
        addr g = generator_of_frame(h, f);
        generator_ended(h, g);
        iframe_clear(h, f);
        return;
    }
    iframe_clear(h, f);
    iframe_drop(h, f);
}
