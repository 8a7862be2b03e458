/* Finalizers, once for each object (PEP 442): PyObject_CallFinalizer and PyObject_CallFinalizerFromDealloc of
 * Objects/object.c, and slot_tp_finalize. Whatever one raises becomes an event.
 */
#include "daemon/heap/event.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/generator.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/unraisable.h"
#include "daemon/heap/runtime.h"

bool object_has_finalizer(const struct heap *h, addr o)
{
    return type_at(h, object_type(h, o))->finalize;
}

/* _PyGen_Finalize: one that waits runs its finally blocks. One that has not begun has none, but its frame may go. */
void generator_finalize(struct heap *h, addr g)
{
    struct pending pending;
    int state = generator_fields(h, g)->state;
    if (state != GENERATOR_SUSPENDED && !(state == GENERATOR_CREATED && h->abi.generator_enters_to_end))
        return;
    pending_set_aside(h, &pending);
    if (runtime_close(h, g) != HEAP_OK)
        unraisable_report(h, "while closing generator", g);
    pending_restore(h, &pending);
}

static void run(struct heap *h, addr o)
{
    if (object_kind(h, o) == KIND_GENERATOR) {
        generator_finalize(h, o);
        return;
    }
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
    if (HEAP_UNLIKELY(h->recording_events) && object_kind(h, o) != KIND_GENERATOR)
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
