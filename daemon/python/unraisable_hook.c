/* Exceptions that nobody can be told of, while a program runs: sys.unraisablehook, or what the version prints. Mirrors _PyErr_WriteUnraisableMsg() of
 * Python/errors.c. */
#include "daemon/heap/heap.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/module.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/report.h"

/* sys.unraisablehook where a program has put something else there: borrowed or 0. */
static addr own_hook(const struct heap *h)
{
    addr sys = dict_get_ascii(h, h->program.modules, "sys", 3);
    if (!sys || object_kind(h, sys) != KIND_MODULE)
        return 0;
    addr now = dict_get_ascii(h, module_dict(h, sys), "unraisablehook", 14);
    return now == dict_get_ascii(h, module_dict(h, sys), "__unraisablehook__", 18) ? 0 : now;
}

static void put(void *context, const char *bytes, size_t length)
{
    struct heap *h = context;
    if (interpreter_write(h, 2, bytes, length) != HEAP_OK)
        heap_clear_raised(h);
}

/* UnraisableHookArgs: a namespace with the five members. */
static addr hook_args(struct heap *h, addr exception, addr object, const char *what)
{
    addr sys = dict_get_ascii(h, h->program.modules, "sys", 3);
    addr maker = dict_get_ascii(h, module_dict(h, sys), "_unraisable_args", 16), made = 0;
    addr traceback = exception_traceback(h, exception), message = what ? str_from_ascii(h, what) : incref(h, none(h));
    if (!maker || !message)
        return 0;
    addr args[5] = {object_type(h, exception), exception, traceback ? traceback : none(h), message, object};
    if (object_call(h, maker, args, 5, NULL, NULL, 0, &made) != HEAP_OK)
        made = 0;
    decref(h, message);
    return made;
}

void interpreter_unraisable(struct heap *h, addr object)
{
    const struct python_host *host = interpreter_host(h);
    addr hook = own_hook(h), exception, result;
    if (!host && !hook)
        return;
    exception_take(h, &exception);
    const char *what = h->abi.unraisable_says_what ? "Exception ignored while calling deallocator" : "Exception ignored in";
    if (hook) {
        incref(h, hook);
        addr args = hook_args(h, exception, object, h->abi.unraisable_says_what ? what : NULL);
        if (args && object_call(h, hook, &args, 1, NULL, NULL, 0, &result) == HEAP_OK)
            decref(h, result);
        xdecref(h, args);
        decref(h, hook);
    } else {
        const struct text_sink sink = {put, h};
        if (report_unraisable(h, &sink, "calling deallocator", object, exception) != HEAP_OK)
            heap_clear_raised(h);
    }
    heap_clear_raised(h);
    exception_restore(h, exception);
}
