/* The module _warnings: warn() and warn_explicit() as CPython has them, in C. What they do is in
 * lib/warnings.py; a warning that is raised shows no frames of that. */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/traceback.h"
#include "daemon/python/modules/module.h"

static bool is_of_warnings(const struct heap *h, addr traceback)
{
    addr frame = traceback_at(h, traceback)->frame;
    addr f = frame && object_kind(h, frame) == KIND_FRAME ? frame_object_at(h, frame)->frame : 0,
         code = f ? iframe_at(h, f)->code : 0;
    return code && str_equal_utf8(h, code_at(h, code)->filename, "<frozen warnings>", 17);
}

static void drop_frames(struct heap *h)
{
    addr exception;
    exception_take(h, &exception);
    addr traceback = exception_at(h, exception)->traceback;
    while (traceback && is_of_warnings(h, traceback))
        traceback = traceback_at(h, traceback)->next;
    exception_set_traceback(h, exception, xincref(h, traceback));
    exception_restore(h, exception);
}

static enum heap_status run(struct heap *h, const char *name, const struct call *call, addr *out)
{
    addr module = dict_get_ascii(h, h->program.modules, "warnings", 8);
    addr function = module && object_kind(h, module) == KIND_MODULE
                        ? dict_get_ascii(h, module_dict(h, module), name, strlen(name))
                        : 0;
    if (!function)
        return raise_error(h, EXC_RUNTIME_ERROR, "lost warnings");
    incref(h, function);
    enum heap_status status =
        object_call(h, function, call->args, call->count, call->kwnames, call->kwvalues, call->kwcount, out);
    decref(h, function);
    if (status == HEAP_RAISED && heap_raised(h) != EXC_NONE)
        drop_frames(h);
    return status;
}

static enum heap_status warn(struct heap *h, const struct call *call, addr *out)
{
    return run(h, "_warn", call, out);
}
static enum heap_status warn_explicit(struct heap *h, const struct call *call, addr *out)
{
    return run(h, "_warn_explicit", call, out);
}

static const struct builtin_method functions[] = {
    {"warn", -1, -1, METHOD_KEYWORDS, warn},
    {"warn_explicit", -1, -1, METHOD_KEYWORDS, warn_explicit},
    {0},
};
const struct module_definition warnings_module = {"_warnings", functions, NULL};
