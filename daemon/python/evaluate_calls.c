/* Calls of what is no Python function, functions made, frames left. */
#include "daemon/heap/heap.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/python/evaluate.h"

static bool is_builtin(const struct heap *h, addr callable)
{
    return object_is_exact(h, callable, KIND_METHOD_DESCRIPTOR) || object_is_exact(h, callable, KIND_BUILTIN);
}

/* Borrowed slots are shown as plain addresses meanwhile. */
static enum heap_status call_with_copies(struct heap *h, addr callable, slot *args, size_t count,
                                         addr kwnames, addr *out)
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
    enum heap_status status =
        object_call(h, callable, plain, count - keywords, keywords ? tuple_items(h, kwnames) : NULL,
                    plain + (count - keywords), keywords, out);
    table_free(h, table);
    return status;
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
