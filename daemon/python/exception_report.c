/* The text of an exception that nobody caught, in host memory (python.h). */
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/dict.h"
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

static const char *const last_names[] = {"last_exc", "last_type", "last_value", "last_traceback"};

static enum heap_status set_last(struct heap *h, const char *name, addr value)
{
    addr key = str_intern_utf8(h, name, strlen(name));
    enum heap_status status = key ? dict_set(h, sys_dict(h), key, value) : raise_status(h);
    xdecref(h, key);
    return status;
}

/* The module sys may not be there before a program imports it. */
static enum heap_status need_sys(struct heap *h)
{
    addr name = str_from_ascii(h, "sys"), module;
    enum heap_status status = name ? import_name(h, name, h->globals, none(h), 0, &module) : raise_status(h);
    xdecref(h, name);
    if (status == HEAP_OK)
        decref(h, module);
    return status;
}

/* sys.last_type and what goes with it (PyErr_PrintEx). Without memory for it the program goes on without. */
static void keep_last(struct heap *h, addr exception)
{
    if (!sys_dict(h) && need_sys(h) == HEAP_RAISED)
        heap_clear_raised(h);
    addr traceback = exception_traceback(h, exception);
    const addr values[] = {exception, object_type(h, exception), exception, traceback ? traceback : none(h)};
    for (size_t i = h->abi.has_last_exc ? 0 : 1; i < sizeof values / sizeof *values && sys_dict(h); i++)
        if (set_last(h, last_names[i], values[i]) == HEAP_RAISED)
            heap_clear_raised(h);
}

void interpreter_forget_last(struct heap *h)
{
    for (size_t i = 0; i < sizeof last_names / sizeof *last_names; i++)
        if (sys_entry(h, last_names[i]) && set_last(h, last_names[i], none(h)) == HEAP_RAISED)
            heap_clear_raised(h);
}

enum heap_status interpreter_uncaught(struct heap *h, addr exception, char **text, size_t *length)
{
    enum heap_status status = HEAP_OK;
    bool exit = exception_is(h, exception, h->exception_type[EXC_SYSTEM_EXIT]);
    if (!exit)
        keep_last(h, exception);
    addr hook = exit ? 0 : own_hook(h);
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
