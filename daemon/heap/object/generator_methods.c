/* What generators and coroutines do when they are asked to: next, send, throw, close. Mirrors gen_methods and
 * coro_methods of Objects/genobject.c. */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/generator.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/runtime.h"

static enum heap_status finish(struct heap *h, addr g, enum heap_status status, addr yielded, addr result,
                               addr *out)
{
    if (status != HEAP_OK)
        return status;
    if (yielded) {
        *out = yielded;
        return HEAP_OK;
    }
    if (object_kind(h, g) == KIND_ASYNC_GENERATOR)
        status = raise_error(h, EXC_STOP_ASYNC_ITERATION, "%s", "");
    else
        status = raise_stop(h, result == none(h) ? 0 : result);
    xdecref(h, result);
    return status;
}

enum heap_status generator_send(struct heap *h, addr g, addr value, addr *out)
{
    addr yielded = 0, result = 0;
    enum heap_status status = runtime_send(h, g, value, &yielded, &result);
    return finish(h, g, status, yielded, result, out);
}

enum heap_status generator_throw(struct heap *h, addr g, const struct thrown *what, bool exits, addr *out)
{
    addr yielded = 0, result = 0;
    enum heap_status status = runtime_throw(h, g, what, exits, &yielded, &result);
    return finish(h, g, status, yielded, result, out);
}

enum heap_status generator_close(struct heap *h, addr g, addr *out)
{
    addr result = 0;
    enum heap_status status = runtime_close(h, g, &result);
    if (status == HEAP_OK)
        *out = result && h->abi.close_returns_value ? incref(h, result) : incref(h, none(h));
    xdecref(h, result);
    return status;
}

enum heap_status generator_warn_of_parts(struct heap *h, const char *method, size_t count)
{
    if (count <= 1 || !h->abi.throw_takes_one)
        return HEAP_OK;
    return raise_warning(
        h, EXC_DEPRECATION_WARNING,
        "the (type, exc, tb) signature of %s() is deprecated, use the single-arg signature instead.", method);
}

enum heap_status generator_thrown(struct heap *h, const addr *args, size_t count, addr *out)
{
    addr type = args[0], value = count > 1 && args[1] != none(h) ? args[1] : 0;
    if (count > 2 && args[2] != none(h) && object_kind(h, args[2]) != KIND_TRACEBACK)
        return raise_error(h, EXC_TYPE_ERROR, "throw() third argument must be a traceback object");
    if (!object_is_exception(h, type) && !type_is_exception(h, type))
        return raise_error(h, EXC_TYPE_ERROR,
                           "exceptions must be classes or instances deriving from BaseException, not %s",
                           object_type_name(h, type));
    if (object_is_exception(h, type) && value)
        return raise_error(h, EXC_TYPE_ERROR, "instance exception may not have a separate value");
    if (object_is_exception(h, type))
        *out = incref(h, type);
    else if (value && object_is_exception(h, value) && type_is_subtype(h, object_type(h, value), type))
        *out = incref(h, value);
    else if (value && object_kind(h, value) == KIND_TUPLE)
        *out = exception_of_class(h, type, tuple_items(h, value), tuple_length(h, value));
    else
        *out = exception_of_class(h, type, &value, value ? 1 : 0);
    if (!*out)
        return raise_status(h);
    if (count > 2 && object_kind(h, args[2]) == KIND_TRACEBACK)
        exception_set_traceback(h, *out, incref(h, args[2]));
    return HEAP_OK;
}

/* ---- methods; what `__await__` of a coroutine answers passes them on ------------------------- */

static addr asked(const struct heap *h, const struct call *call)
{
    return object_kind(h, call->self) == KIND_COROUTINE_WRAPPER ? HEAP_FIELD(h, call->self, 16, addr)
                                                                : call->self;
}

static enum heap_status method_send(struct heap *h, const struct call *call, addr *out)
{
    return generator_send(h, asked(h, call), call->args[0], out);
}

static enum heap_status method_throw(struct heap *h, const struct call *call, addr *out)
{
    addr exception;
    enum heap_status status = generator_warn_of_parts(h, "throw", call->count);
    if (status == HEAP_OK)
        status = generator_thrown(h, call->args, call->count, &exception);
    if (status != HEAP_OK)
        return status;
    status =
        generator_throw(h, asked(h, call), &(struct thrown){exception, call->args, call->count}, true, out);
    decref(h, exception);
    return status;
}

static enum heap_status method_close(struct heap *h, const struct call *call, addr *out)
{
    return generator_close(h, asked(h, call), out);
}

#define METHODS                                                                                              \
    {"send", 1, 1, false, method_send}, {"throw", 1, 3, false, method_throw},                                \
    {                                                                                                        \
        "close", 0, 0, false, method_close                                                                   \
    }

/* __class_getitem__ from 3.13: class_boot.c. */
#define ALL_METHODS                                                                                          \
    METHODS, {"__sizeof__", 0, 0, 0, method_own_sizeof},                                                     \
        {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem},                                     \
    {                                                                                                        \
        0                                                                                                    \
    }

const struct builtin_method generator_methods[] = {ALL_METHODS};
extern const struct builtin_method coroutine_methods[], coroutine_wrapper_methods[];
const struct builtin_method coroutine_methods[] = {ALL_METHODS};
const struct builtin_method coroutine_wrapper_methods[] = {METHODS, {0}};
