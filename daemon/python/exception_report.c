/* The text of an exception that nobody caught, in host memory (python.h). */
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/exception.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/report.h"
#include "daemon/python/standard_error.h"

struct memory {
    char *bytes;
    size_t length, capacity;
    bool failed;
};

static void put(void *context, const char *bytes, size_t length)
{
    struct memory *m = context;
    if (m->length + length + 1 > m->capacity) {
        size_t capacity = (m->length + length + 1) * 2;
        char *grown = m->failed ? NULL : realloc(m->bytes, capacity);
        m->failed = !grown;
        if (!grown)
            return;
        m->bytes = grown;
        m->capacity = capacity;
    }
    memcpy(m->bytes + m->length, bytes, length);
    m->length += length;
    m->bytes[m->length] = '\0';
}

static char *text_of(struct heap *h, addr exception, size_t *length, enum heap_status *status)
{
    struct memory m = {0};
    const struct text_sink to = {put, &m};
    bool exit = exception_is(h, exception, h->exception_type[EXC_SYSTEM_EXIT]);
    put(&m, "", 0);
    *status = exit ? report_exit(h, &to, exception) : report_exception(h, &to, exception);
    *length = m.length;
    if (!m.failed)
        return m.bytes;
    free(m.bytes);
    return NULL;
}

char *python_exception_text(struct heap *h, addr exception, size_t *length)
{
    enum heap_status status;
    char *text = text_of(h, exception, length, &status);
    if (status != HEAP_OK)
        heap_clear_raised(h); /* it was to stop: what there is so far */
    return text;
}

/* ---- at the end of a run ----------------------------------------------------------------------------- */

/* sys.excepthook where a program has put something else there: borrowed or 0. */
static addr own_hook(const struct heap *h)
{
    addr hook = sys_entry(h, "excepthook");
    return hook == sys_entry(h, "__excepthook__") ? 0 : hook;
}

static enum heap_status call_hook(struct heap *h, addr hook, addr exception)
{
    addr traceback = exception_traceback(h, exception), result;
    addr args[3] = {object_type(h, exception), exception, traceback ? traceback : none(h)};
    incref(h, hook);
    enum heap_status status = object_call(h, hook, args, 3, NULL, NULL, 0, &result);
    decref(h, hook);
    if (status == HEAP_OK)
        decref(h, result);
    return status;
}

/* What is printed of a hook that has raised itself. */
static char *failed_hook_text(struct heap *h, addr exception, size_t *length, enum heap_status *status)
{
    struct memory m = {0};
    const struct text_sink to = {put, &m};
    addr raised;
    exception_take(h, &raised);
    sink_puts(&to, "Error in sys.excepthook:\n");
    *status = report_exception(h, &to, raised);
    decref(h, raised);
    sink_puts(&to, "\nOriginal exception was:\n");
    if (*status == HEAP_OK)
        *status = report_exception(h, &to, exception);
    *length = m.length;
    return m.bytes;
}

enum heap_status interpreter_uncaught(struct heap *h, addr exception, char **text, size_t *length)
{
    enum heap_status status = HEAP_OK;
    addr hook = exception_is(h, exception, h->exception_type[EXC_SYSTEM_EXIT]) ? 0 : own_hook(h);
    if (!hook) {
        *text = text_of(h, exception, length, &status);
        return status;
    }
    *text = NULL;
    *length = 0;
    status = call_hook(h, hook, exception);
    if (status == HEAP_RAISED)
        *text = failed_hook_text(h, exception, length, &status);
    return status;
}
