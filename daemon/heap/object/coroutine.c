/* Awaiting (awaitable.h): the protocols, what __await__() of a coroutine answers, and anext()
 * with a default. */
#include "daemon/heap/object/awaitable.h"

#include <string.h>

#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/generator.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/text.h"

/* ---- the protocols --------------------------------------------------------------------------- */

bool object_is_coroutine(const struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    return kind == KIND_COROUTINE ||
           (kind == KIND_GENERATOR && code_at(h, generator_code(h, o))->flags & CODE_ITERABLE_COROUTINE);
}

addr coroutine_qualname(const struct heap *h, addr coroutine)
{
    return generator_fields(h, coroutine)->qualname;
}

bool object_has_await(const struct heap *h, addr o)
{
    return special_lookup(h, o, known_name(h, NAME_AWAIT)) != 0;
}

bool object_has_anext(const struct heap *h, addr o)
{
    return special_lookup(h, o, known_name(h, NAME_ANEXT)) != 0;
}

static enum heap_status check_iterator(struct heap *h, addr *iterator)
{
    addr o = *iterator;
    enum heap_status status = HEAP_OK;
    if (object_is_coroutine(h, o))
        status = raise_error(h, EXC_TYPE_ERROR, "__await__() returned a coroutine");
    else if (!object_is_iterator(h, o))
        status = raise_error(h, EXC_TYPE_ERROR, "__await__() returned non-iterator of type '%.100s'",
                             object_type_name(h, o));
    if (status != HEAP_OK)
        decref(h, o);
    return status;
}

enum heap_status awaitable_iter(struct heap *h, addr o, addr *out)
{
    if (object_is_coroutine(h, o)) {
        *out = incref(h, o);
        return HEAP_OK;
    }
    addr found = special_lookup(h, o, known_name(h, NAME_AWAIT));
    if (!found)
        return raise_error(h, EXC_TYPE_ERROR,
                           h->abi.await_texts_3_14 ? "'%.100s' object can't be awaited"
                                                   : "object %.100s can't be used in 'await' expression",
                           object_type_name(h, o));
    enum heap_status status = special_call(h, found, o, NULL, 0, out);
    return status == HEAP_OK ? check_iterator(h, out) : status;
}

static enum heap_status ask(struct heap *h, addr o, enum known_name name, addr *out)
{
    addr found = special_lookup(h, o, known_name(h, name));
    *out = 0;
    return found ? special_call(h, found, o, NULL, 0, out) : HEAP_OK;
}

enum heap_status async_iter(struct heap *h, addr o, addr *out)
{
    return ask(h, o, NAME_AITER, out);
}

enum heap_status async_next(struct heap *h, addr o, addr *out)
{
    if (HEAP_LIKELY(object_kind(h, o) == KIND_ASYNC_GENERATOR))
        return async_generator_anext(h, o, out);
    return ask(h, o, NAME_ANEXT, out);
}

/* ---- coroutine_wrapper: what goes on with a coroutine as an iterator does. Its methods are the coroutine's
 * (generator_methods.c)
 *
 *   16 cw_coroutine
 */

FIELDS_SLOTS(wrapper, 16)

addr coroutine_wrapper_new(struct heap *h, addr coroutine)
{
    addr o = object_new(h, h->type[KIND_COROUTINE_WRAPPER], 0);
    if (!o)
        return 0;
    HEAP_FIELD(h, o, 16, addr) = incref(h, coroutine);
    object_track(h, o);
    return o;
}

static enum heap_status wrapper_next(struct heap *h, addr o, addr *item)
{
    return generator_send(h, HEAP_FIELD(h, o, 16, addr), none(h), item);
}

extern const struct kind_ops coroutine_wrapper_ops;
const struct kind_ops coroutine_wrapper_ops = {.traverse = wrapper_traverse,
                                               .release_next = wrapper_release_next,
                                               .verify = wrapper_verify,
                                               .iter = iter_self,
                                               .next = wrapper_next};

/* ---- anext_awaitable: StopAsyncIteration is the default
 *
 *   16 wrapped   24 default_value
 */

enum { ANEXT_WRAPPED = 16, ANEXT_DEFAULT = 24 };
FIELDS_SLOTS(anext, ANEXT_WRAPPED, ANEXT_DEFAULT)

addr anext_awaitable_new(struct heap *h, addr awaited, addr value)
{
    addr o = object_new(h, h->type[KIND_ANEXT_AWAITABLE], 0);
    if (!o)
        return 0;
    HEAP_FIELD(h, o, ANEXT_WRAPPED, addr) = incref(h, awaited);
    HEAP_FIELD(h, o, ANEXT_DEFAULT, addr) = incref(h, value);
    object_track(h, o);
    return o;
}

static enum heap_status anext_iterator(struct heap *h, addr o, addr *out)
{
    addr awaitable;
    enum heap_status status = awaitable_iter(h, HEAP_FIELD(h, o, ANEXT_WRAPPED, addr), &awaitable);
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, awaitable) != KIND_COROUTINE) {
        *out = awaitable;
        return HEAP_OK;
    }
    addr wrapper = coroutine_wrapper_new(h, awaitable);
    decref(h, awaitable);
    return answer(h, wrapper, out);
}

static enum heap_status end_with_default(struct heap *h, addr o, enum heap_status status)
{
    addr value = HEAP_FIELD(h, o, ANEXT_DEFAULT, addr);
    if (status != HEAP_RAISED || !exception_matches(h, h->exception_type[EXC_STOP_ASYNC_ITERATION]))
        return status;
    heap_clear_raised(h);
    return raise_stop(h, value == none(h) ? 0 : value);
}

static enum heap_status anext_next(struct heap *h, addr o, addr *item)
{
    addr iterator;
    enum heap_status status = anext_iterator(h, o, &iterator);
    if (status != HEAP_OK)
        return status;
    status = iterator_step(h, iterator, item);
    decref(h, iterator);
    return end_with_default(h, o, status);
}

static enum heap_status pass_on(struct heap *h, const struct call *call, const char *method, addr *out)
{
    addr iterator = 0, name = str_intern_utf8(h, method, strlen(method));
    enum heap_status status = name ? anext_iterator(h, call->self, &iterator) : raise_status(h);
    if (status == HEAP_OK) {
        status = object_call_method(h, iterator, name, call->args, call->count, NULL, NULL, 0, out);
        decref(h, iterator);
    }
    xdecref(h, name);
    return end_with_default(h, call->self, status);
}

static enum heap_status anext_send(struct heap *h, const struct call *call, addr *out)
{
    return pass_on(h, call, "send", out);
}
static enum heap_status anext_throw(struct heap *h, const struct call *call, addr *out)
{
    return pass_on(h, call, "throw", out);
}
static enum heap_status anext_close(struct heap *h, const struct call *call, addr *out)
{
    return pass_on(h, call, "close", out);
}

extern const struct kind_ops anext_awaitable_ops;
const struct kind_ops anext_awaitable_ops = {.traverse = anext_traverse,
                                             .release_next = anext_release_next,
                                             .verify = anext_verify,
                                             .iter = iter_self,
                                             .next = anext_next};
ITERATOR_METHODS(anext_awaitable, {"send", 1, 1, false, anext_send}, {"throw", 1, 3, false, anext_throw},
                 {"close", 0, 0, false, anext_close}, {0})
