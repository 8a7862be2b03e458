/* Safe points: where a program can be stopped, and where a collection runs that an allocation
 * has asked for. */
#include "daemon/heap/heap.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/evaluate.h"
#include "daemon/python/interpreter.h"

enum heap_status interpreter_pause(struct heap *h)
{
    if (HEAP_UNLIKELY(h->steps >= h->steps_limit)) {
        h->raised.abandoned = 1;
        return HEAP_ABANDONED;
    }
    if (h->collector.scheduled) {
        const struct python_host *host = interpreter_host(h);
        heap_safe_point(h);
        if (host && host->rested)
            host->rested(host->context, h);
    }
    return loop_check(h);
}

bool python_hides(const struct heap *h, addr frame)
{
    return evaluate_is_hidden(h, frame);
}

void runtime_stopped(struct heap *h)
{
    const struct python_host *host = interpreter_host(h);
    struct interpreter *interpreter = interpreter_of(h);
    if (interpreter->stop_is_known)
        return;
    interpreter->stop_is_known = true;
    heap_stopped(h);
    if (host && host->stopped)
        host->stopped(host->context, h);
}
