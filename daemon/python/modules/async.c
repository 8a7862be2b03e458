/* What sys knows of coroutines and asynchronous generators, and the RuntimeWarnings about those that die
 * without having been awaited. Mirrors _PyErr_WarnUnawaitedCoroutine() and _PyErr_WarnUnawaitedAgenMethod()
 * of Python/_warnings.c; the texts are in lib/warnings.py.
 */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/awaitable.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/unraisable.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/modules/async.h"
#include "daemon/python/modules/module.h"

/* warnings.NAME(...) */
static enum heap_status call_warnings(struct heap *h, const char *function, const addr *args, size_t count)
{
    addr name = str_intern_utf8(h, "warnings", 8), attribute = str_intern_utf8(h, function, strlen(function)),
         module = 0, result = 0;
    enum heap_status status =
        name && attribute ? import_name(h, name, h->globals, none(h), 0, &module) : raise_status(h);
    if (status == HEAP_OK)
        status = object_call_method(h, module, attribute, args, count, NULL, NULL, 0, &result);
    xdecref(h, result);
    xdecref(h, module);
    xdecref(h, name);
    xdecref(h, attribute);
    return status;
}

/* The warning itself, where the function of the module that makes it is broken. */
static void warn_plainly(struct heap *h, addr coroutine)
{
    char buffer[200];
    struct text text;
    text_begin(h, &text, buffer, sizeof buffer);
    text_putf(&text, "coroutine '");
    text_put_str(h, &text, coroutine_qualname(h, coroutine));
    text_putf(&text, "' was never awaited");
    addr message = text_end(&text, HEAP_OK), level = int_new(h, 1);
    addr args[4] = {message, h->exception_type[EXC_RUNTIME_WARNING], level, coroutine};
    enum heap_status status = message && level ? call_warnings(h, "warn", args, 4) : raise_status(h);
    xdecref(h, message);
    xdecref(h, level);
    if (status == HEAP_RAISED)
        unraisable_report(h, "while finalizing coroutine", coroutine);
}

/* Where nobody reads what is printed, no warning is made. */
void runtime_never_awaited(struct heap *h, addr coroutine)
{
    if (!interpreter_host(h) || call_warnings(h, "_warn_unawaited_coroutine", &coroutine, 1) != HEAP_RAISED)
        return;
    bool missing = exception_matches(h, h->exception_type[EXC_ATTRIBUTE_ERROR]),
         warned = exception_matches(h, h->exception_type[EXC_RUNTIME_WARNING]);
    if (missing)
        heap_clear_raised(h);
    else
        unraisable_report(h, "while finalizing coroutine", coroutine);
    if (!warned)
        warn_plainly(h, coroutine);
}

void runtime_method_never_awaited(struct heap *h, addr generator, const char *method)
{
    if (!interpreter_host(h))
        return;
    addr args[2] = {str_from_ascii(h, method), generator};
    enum heap_status status = args[0] ? call_warnings(h, "_warn_unawaited_method", args, 2) : raise_status(h);
    xdecref(h, args[0]);
    if (status == HEAP_RAISED)
        unraisable_report(h, "while finalizing async generator", generator);
}

/* ---- sys ------------------------------------------------------------------------------------- */

/* _async_hooks() -> both; _async_hooks(first, finalizer) sets them, None: none. */
enum heap_status sys_async_hooks(struct heap *h, const struct call *call, addr *out)
{
    addr *hooks[2] = {&h->program.async_first, &h->program.async_finalizer};
    if (call->count == 2) {
        for (size_t i = 0; i < 2; i++)
            object_replace(h, hooks[i], call->args[i] == none(h) ? 0 : incref(h, call->args[i]));
        return call_none(h, out);
    }
    addr items[2] = {*hooks[0] ? *hooks[0] : none(h), *hooks[1] ? *hooks[1] : none(h)};
    return answer(h, tuple_from(h, items, 2), out);
}

/* _origin_depth() -> how many frames a coroutine notes that is made; _origin_depth(n) sets it. */
enum heap_status sys_origin_depth(struct heap *h, const struct call *call, addr *out)
{
    int64_t depth;
    if (!call->count)
        return answer_int(h, h->program.origin_depth, out);
    enum heap_status status = object_index_int(h, call->args[0], &depth);
    if (status == HEAP_OK && depth < 0)
        status = raise_error(h, EXC_VALUE_ERROR, "depth must be >= 0");
    if (status != HEAP_OK)
        return status;
    h->program.origin_depth = (uint32_t)depth;
    return call_none(h, out);
}
