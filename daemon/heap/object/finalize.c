/* Finalizers, once for each object (PEP 442): PyObject_CallFinalizer and PyObject_CallFinalizerFromDealloc of
 * Objects/object.c, and slot_tp_finalize. Whatever one raises becomes an event.
 */
#include "daemon/heap/event.h"
#include "daemon/heap/object/awaitable.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/generator.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/unraisable.h"
#include "daemon/heap/runtime.h"

bool object_has_finalizer(const struct heap *h, addr o)
{
    return type_at(h, object_type(h, o))->finalize;
}

struct ending {
    unsigned left; /* so many objects are looked at yet */
    bool heard;
};

static void look_at_ending(struct heap *h, void *context, addr *fields, size_t count, size_t stride);

static void look_at_end_of(struct heap *h, struct ending *e, addr o)
{
    const struct kind_ops *ops = object_ops(h, o);
    const addr *weakrefs = weakref_list_field(h, o);
    if (e->left == 0 || object_has_finalizer(h, o) || (weakrefs && *weakrefs)) {
        e->heard = true;
        return;
    }
    e->left--;
    if (ops->traverse)
        ops->traverse(h, o, look_at_ending, e);
    if (ops->untraversed)
        ops->untraversed(h, o, look_at_ending, e);
}

/* What others refer to as well does not end. */
static void look_at_ending(struct heap *h, void *context, addr *fields, size_t count, size_t stride)
{
    struct ending *e = context;
    if (count > e->left)
        e->heard = true;
    for (size_t i = 0; i < count && !e->heard; i++) {
        addr o = fields[i * stride];
        if (o && object_refcount(h, o) == 1)
            look_at_end_of(h, e, o);
    }
}

bool object_ends_silently(struct heap *h, addr o)
{
    struct ending e = {.left = 32};
    look_at_end_of(h, &e, o);
    return !e.heard;
}

/* An asynchronous generator that was asked for something belongs to who has set the hooks then, as long as it
 * is not closed. */
static bool finalized_by_hook(struct heap *h, addr g)
{
    const struct generator_fields *fields = generator_fields(h, g);
    addr result, hook = fields->origin;
    if (object_kind(h, g) != KIND_ASYNC_GENERATOR || !hook || fields->closed)
        return false;
    incref(h, hook);
    if (object_call(h, hook, &g, 1, NULL, NULL, 0, &result) == HEAP_OK)
        decref(h, result);
    else
        unraisable_report(h, "while finalizing generator", g);
    decref(h, hook);
    return true;
}

/* _PyGen_Finalize: one that waits runs its finally blocks. One that has not begun has none, but its frame may
 * go. One that runs, which nobody holds any more, lives until it waits or ends: whoever runs it is to let it
 * go. */
void generator_finalize(struct heap *h, addr g)
{
    struct pending pending;
    int state = generator_fields(h, g)->state;
    if (state == GENERATOR_EXECUTING) {
        generator_fields(h, g)->let_go = 1;
        incref(h, g);
        return;
    }
    bool coroutine = object_kind(h, g) == KIND_COROUTINE;
    if (state != GENERATOR_SUSPENDED &&
        !(state == GENERATOR_CREATED && (coroutine || h->abi.generator_enters_to_end)))
        return;
    pending_set_aside(h, &pending);
    if (coroutine && state == GENERATOR_CREATED) {
        if (runtime_never_awaited)
            runtime_never_awaited(h, g);
    } else if (!finalized_by_hook(h, g) && runtime_close(h, g, NULL) != HEAP_OK)
        unraisable_report(h, "while closing generator", g);
    pending_restore(h, &pending);
}

/* What types written in C do. */
static bool run_builtin(struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    struct pending pending;
    if (kind_waits(kind)) {
        generator_finalize(h, o);
        return true;
    }
    if (kind != KIND_ASYNC_GENERATOR_ASEND && kind != KIND_ASYNC_GENERATOR_ATHROW)
        return false;
    pending_set_aside(h, &pending);
    async_method_finalize(h, o);
    pending_restore(h, &pending);
    return true;
}

static void run(struct heap *h, addr o)
{
    if (run_builtin(h, o))
        return;
    addr del = type_lookup(h, object_type(h, o), known_name(h, NAME_DEL)), result;
    if (!del)
        return;
    struct pending pending;
    pending_set_aside(h, &pending);
    incref(h, del);
    if (special_call(h, del, o, NULL, 0, &result) == HEAP_OK)
        decref(h, result);
    else
        unraisable_report(h, "while calling deallocator", del);
    decref(h, del);
    pending_restore(h, &pending);
}

void object_call_finalizer(struct heap *h, addr o)
{
    bool collected = object_has_gc(h, o);
    if (!object_has_finalizer(h, o) || (collected && object_gc(h, o)->prev & GC_FINALIZED))
        return;
    if (HEAP_UNLIKELY(h->recording_events) && !object_waits(h, o))
        event_object(h, EVENT_FINALIZED, o);
    run(h, o);
    if (collected)
        object_gc(h, o)->prev |= GC_FINALIZED;
}

bool object_finalize_from_release(struct heap *h, addr o)
{
    if (object_has_gc(h, o) && object_gc(h, o)->prev & GC_FINALIZED)
        return false;
    object_at(h, o)->refcount = 1; /* lives while its finalizer sees it */
    object_call_finalizer(h, o);
    return --object_at(h, o)->refcount != 0;
}
