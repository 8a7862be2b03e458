/* Functions of sys that are written in Python (lib/_sys_rest.py) and are in C in CPython: what a program sees
 * of them is a builtin function, which takes its arguments as CPython's does and is in no traceback. */
#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/modules/module.h"

static enum heap_status pass_on(struct heap *h, const struct call *call, addr *out)
{
    return runtime_library_call(h, "_sys_rest", builtin_name(h, call->callable), call, out);
}

/* One argument, which may be given by name. */
static enum heap_status pass_on_named(struct heap *h, const struct call *call, const char *name, addr *out)
{
    addr value = 0;
    enum heap_status status =
        arguments_unpack(h, call, builtin_name(h, call->callable), &name, 1, 1, 1, &value);
    const struct call inner = {.args = &value, .count = 1};
    return status == HEAP_OK
               ? runtime_library_call(h, "_sys_rest", builtin_name(h, call->callable), &inner, out)
               : status;
}

static enum heap_status get_digits(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return answer(h, int_new(h, h->int_max_str_digits), out);
}

static enum heap_status set_digits(struct heap *h, const struct call *call, addr *out)
{
    enum { LEAST = 640 };
    static const char *const name = "maxdigits";
    addr value = 0;
    int64_t digits;
    enum heap_status status = arguments_unpack(h, call, "set_int_max_str_digits", &name, 1, 1, 1, &value);
    if (status == HEAP_OK)
        status = object_index_int(h, value, &digits);
    if (status != HEAP_OK)
        return status;
    if (digits && digits < LEAST)
        return raise_error(h, EXC_VALUE_ERROR, "maxdigits must be 0 or larger than %d", LEAST);
    h->int_max_str_digits = (uint32_t)digits;
    return call_none(h, out);
}

static enum heap_status with_depth(struct heap *h, const struct call *call, addr *out)
{
    return pass_on_named(h, call, "depth", out);
}

static enum heap_status with_hook(struct heap *h, const struct call *call, addr *out)
{
    return pass_on_named(h, call, "hook", out);
}

static enum heap_status call_tracing(struct heap *h, const struct call *call, addr *out)
{
    if (object_kind(h, call->args[1]) != KIND_TUPLE)
        return raise_error(h, EXC_TYPE_ERROR, "call_tracing() argument 2 must be tuple, not %.50s",
                           argument_type_name(h, call->args[1]));
    return object_call(h, call->args[0], tuple_items(h, call->args[1]), tuple_length(h, call->args[1]), NULL,
                       NULL, 0, out);
}

static enum heap_status get_interned_size(struct heap *h, const struct call *call, addr *out)
{
    static const char *const name = "_only_immortal";
    addr value = 0;
    enum heap_status status = arguments_unpack(h, call, "getunicodeinternedsize", &name, 1, 0, 0, &value);
    const struct call inner = {0};
    return status == HEAP_OK ? runtime_library_call(h, "_sys_rest", "getunicodeinternedsize", &inner, out)
                             : status;
}

static enum heap_status get_module_name(struct heap *h, const struct call *call, addr *out)
{
    static const char *const name = "depth";
    addr value = 0;
    int64_t depth = 0;
    enum heap_status status = arguments_unpack(h, call, "_getframemodulename", &name, 1, 0, 1, &value);
    if (status == HEAP_OK && value)
        status = object_index_int(h, value, &depth);
    value = status == HEAP_OK ? int_new(h, depth < 0 ? 0 : depth) : 0;
    if (!value)
        return status == HEAP_OK ? raise_status(h) : status;
    const struct call inner = {.args = &value, .count = 1};
    status = runtime_library_call(h, "_sys_rest", "_getframemodulename", &inner, out);
    decref(h, value);
    return status;
}

static enum heap_status is_interned(struct heap *h, const struct call *call, addr *out)
{
    if (object_kind(h, call->args[0]) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "_is_interned() argument must be str, not %.50s",
                           argument_type_name(h, call->args[0]));
    return answer(h, bool_new(h, str_is_interned(h, call->args[0])), out);
}

static const struct builtin_method functions[] = {
    {"_current_frames", 0, 0, false, pass_on},
    {"_current_exceptions", 0, 0, false, pass_on},
    {"_getframemodulename", 0, -1, METHOD_KEYWORDS, get_module_name},
    {"_is_interned", 1, 1, false, is_interned},
    {"_setprofileallthreads", 1, 1, false, sys_setprofile}, /* a program has one thread */
    {"_settraceallthreads", 1, 1, false, sys_settrace},
    {"call_tracing", 2, 2, false, call_tracing},
    {"breakpointhook", 0, -1, METHOD_KEYWORDS, pass_on},
    {"is_finalizing", 0, 0, false, pass_on},
    {"get_int_max_str_digits", 0, 0, false, get_digits},
    {"set_int_max_str_digits", 0, -1, METHOD_KEYWORDS, set_digits},
    {"getswitchinterval", 0, 0, false, pass_on},
    {"setswitchinterval", 1, 1, false, pass_on},
    {"addaudithook", 0, -1, METHOD_KEYWORDS, with_hook},
    {"audit", 0, -1, false, pass_on},
    {"get_asyncgen_hooks", 0, 0, false, pass_on},
    {"set_asyncgen_hooks", 0, 2, METHOD_KEYWORDS, pass_on},
    {"get_coroutine_origin_tracking_depth", 0, 0, false, pass_on},
    {"set_coroutine_origin_tracking_depth", 0, -1, METHOD_KEYWORDS, with_depth},
    {"getfilesystemencodeerrors", 0, 0, false, pass_on},
    {"_debugmallocstats", 0, 0, false, pass_on},
    {"is_stack_trampoline_active", 0, 0, false, pass_on},
    {"activate_stack_trampoline", 1, 1, false, pass_on},
    {"deactivate_stack_trampoline", 0, 0, false, pass_on},
    {"getunicodeinternedsize", 0, -1, METHOD_KEYWORDS, get_interned_size},
    {"_is_gil_enabled", 0, 0, false, pass_on},
    {"_get_cpu_count_config", 0, 0, false, pass_on},
    {"_clear_internal_caches", 0, 0, false, pass_on},
    {"_is_immortal", 1, 1, false, pass_on},
    {"_monitoring", 0, 0, false, monitoring_module_new},
    {0},
};
const struct module_definition sys_calls_module = {"_sys_calls", functions, NULL};
