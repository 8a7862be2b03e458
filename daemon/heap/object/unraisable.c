/* PyErr_WriteUnraisable: an event instead of a text on standard error. */
#include "daemon/heap/object/unraisable.h"

#include <string.h>

#include "daemon/heap/event.h"
#include "daemon/heap/raised.h"
#include "daemon/heap/runtime.h"

void pending_set_aside(struct heap *h, struct pending *p)
{
    p->any = heap_raised(h) != EXC_NONE || h->raised.abandoned; /* a stop that is on its way goes on */
    if (HEAP_LIKELY(!p->any))
        return;
    raised_move(h, &p->raised);
}

void pending_restore(struct heap *h, const struct pending *p)
{
    if (HEAP_UNLIKELY(p->any))
        raised_put_back(h, &p->raised);
}

/* "TypeError: ..., ignored in <built-in method append of list object at 0x...>" */
static void make_event(struct heap *h, addr object)
{
    char bytes[512];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes};
    const char *message = heap_raised_message(h);
    text_putf(&text, "%s%s%s", heap_raised_name(h), *message ? ": " : "", message);
    heap_clear_raised(h);
    text_put(&text, ", ignored in ", 13);
    if (object_repr(h, object, &text) != HEAP_OK)
        heap_clear_raised(h);
    event_text(h, EVENT_UNRAISABLE, object, bytes, text.length);
}

void unraisable_report(struct heap *h, const char *doing, addr object)
{
    if (heap_raised(h) == EXC_NONE) { /* no exception: it is stopped, as is what runs next */
        if (h->raised.abandoned && runtime_stopped)
            runtime_stopped(h);
        heap_clear_raised(h);
        return;
    }
    if (!runtime_unraisable || !h->program.modules) {
        make_event(h, object);
        return;
    }
    addr exception;
    exception_take(h, &exception);
    bool told = runtime_unraisable(h, doing, object, exception);
    heap_clear_raised(h);
    if (told) {
        decref(h, exception);
        return;
    }
    exception_restore(h, exception);
    make_event(h, object);
}
