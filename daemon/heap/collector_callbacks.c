/* gc.callbacks: each is called with the phase and a dict before and after a collection
 * (invoke_gc_callback()). */
#include "daemon/heap/boot.h"
#include "daemon/heap/collector_run.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/unraisable.h"

static enum heap_status tell(struct heap *h, addr info, const char *name, uint64_t number)
{
    addr key = str_from_ascii(h, name), value = key ? int_new(h, (int64_t)number) : 0;
    enum heap_status status = value ? dict_set(h, info, key, value) : HEAP_RAISED;
    xdecref(h, key);
    xdecref(h, value);
    return status;
}

/* *new*, or 0 with an exception raised. */
static addr information(struct heap *h, const struct collection *c)
{
    addr info = dict_new(h);
    if (info && tell(h, info, "generation", c->generation) == HEAP_OK &&
        tell(h, info, "collected", c->collected) == HEAP_OK &&
        tell(h, info, "uncollectable", c->uncollectable) == HEAP_OK)
        return info;
    xdecref(h, info);
    return 0;
}

/* A callback may change the list: its length is looked at anew each time. */
static void call_each(struct heap *h, addr callbacks, addr phase, addr info)
{
    for (size_t i = 0; i < list_length(h, callbacks); i++) {
        addr callback = incref(h, list_item(h, callbacks, i)), args[2] = {phase, info}, result = 0;
        if (object_call(h, callback, args, 2, NULL, NULL, 0, &result) == HEAP_OK)
            decref(h, result);
        else
            unraisable_report(h, "while calling GC callback", callback);
        decref(h, callback);
    }
}

void collector_call_callbacks(struct heap *h, const char *phase, const struct collection *c)
{
    addr callbacks = h->collector.callbacks;
    if (HEAP_LIKELY(object_size_field(h, callbacks) == 0))
        return;
    addr info = information(h, c), name = info ? str_from_ascii(h, phase) : 0;
    if (name)
        call_each(h, callbacks, name, info);
    else
        unraisable_report(h, "on invoking gc callbacks", callbacks);
    xdecref(h, name);
    xdecref(h, info);
}
