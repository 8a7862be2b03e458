/* What generators do when they are asked to: next, send, throw, close. Mirrors gen_methods of Objects/genobject.c. */
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/generator.h"
#include "daemon/heap/runtime.h"

static enum heap_status finish(struct heap *h, enum heap_status status, addr yielded, addr result, addr *out)
{
    if (status != HEAP_OK)
        return status;
    if (yielded) {
        *out = yielded;
        return HEAP_OK;
    }
    status = raise_stop(h, result == none(h) ? 0 : result);
    xdecref(h, result);
    return status;
}

static enum heap_status method_send(struct heap *h, const struct call *call, addr *out)
{
    addr yielded = 0, result = 0;
    enum heap_status status = runtime_send(h, call->self, call->args[0], &yielded, &result);
    return finish(h, status, yielded, result, out);
}

/* The exception that throw() is asked for: an instance, a class, or in the old form class, value and traceback. *new* */
static enum heap_status thrown(struct heap *h, const struct call *call, addr *out)
{
    addr type = call->args[0], value = call->count > 1 && call->args[1] != none(h) ? call->args[1] : 0;
    enum heap_status status;
    if (!object_is_exception(h, type) && !type_is_exception(h, type))
        return raise_error(h, EXC_TYPE_ERROR, "exceptions must be classes or instances deriving from BaseException, not %s",
                           object_type_name(h, type));
    if (object_is_exception(h, type) && value)
        return raise_error(h, EXC_TYPE_ERROR, "instance exception may not have a separate value");
    if (value && object_is_exception(h, value)) {
        *out = incref(h, value);
        status = HEAP_OK;
    } else if (value) {
        status = object_call(h, type, &value, 1, NULL, NULL, 0, out);
    } else {
        status = exception_normalize(h, type, 0, out);
    }
    if (status == HEAP_OK && call->count > 2 && object_kind(h, call->args[2]) == KIND_TRACEBACK)
        exception_set_traceback(h, *out, incref(h, call->args[2]));
    return status;
}

static enum heap_status method_throw(struct heap *h, const struct call *call, addr *out)
{
    addr exception, yielded = 0, result = 0;
    enum heap_status status = thrown(h, call, &exception);
    if (status != HEAP_OK)
        return status;
    status = runtime_throw(h, call->self, exception, &yielded, &result);
    decref(h, exception);
    return finish(h, status, yielded, result, out);
}

static enum heap_status method_close(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = runtime_close(h, call->self);
    if (status == HEAP_OK)
        *out = incref(h, none(h));
    return status;
}

const struct builtin_method generator_methods[] = {
    {"send", 1, 1, false, method_send},
    {"throw", 1, 3, false, method_throw},   {"close", 0, 0, false, method_close},   {0},
};
