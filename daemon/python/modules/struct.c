/* The functions of struct, which are written in Python (lib/_struct_rest.py) and are in C in CPython: what a
 * program sees of them is builtin functions. */
#include "daemon/heap/heap.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/modules/module.h"

static enum heap_status pass_on(struct heap *h, const struct call *call, addr *out)
{
    return runtime_library_call(h, "_struct_rest", builtin_name(h, call->callable), call, out);
}

/* unpack_from(format, /, buffer, offset=0) */
static enum heap_status unpack_from(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"", "buffer", "offset"};
    addr values[3] = {0};
    if (call->count == 0)
        return raise_error(h, EXC_TYPE_ERROR, "unpack_from() takes at least 1 positional argument (0 given)");
    enum heap_status status = arguments_unpack(h, call, "unpack_from", names, 3, 2, 3, values);
    const struct call inner = {.args = values, .count = values[2] ? 3 : 2, .callable = call->callable};
    return status == HEAP_OK ? pass_on(h, &inner, out) : status;
}

static const struct builtin_method functions[] = {
    {"_clearcache", 0, 0, false, pass_on},
    {"calcsize", 1, 1, false, pass_on},
    {"iter_unpack", 2, 2, false, pass_on},
    {"pack", 0, -1, false, pass_on},
    {"pack_into", 0, -1, false, pass_on},
    {"unpack", 2, 2, false, pass_on},
    {"unpack_from", 0, -1, METHOD_KEYWORDS, unpack_from},
    {0},
};
const struct module_definition struct_module = {"_struct", functions, NULL};
