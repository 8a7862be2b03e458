/* Asynchronous generators: their methods, and what these answer, which is awaited. An item that the frame
 * yields is wrapped, so that it is told from what is yielded by something awaited in there: that goes
 * through, an item ends the await with its value. Mirrors the second half of Objects/genobject.c.
 *
 *   async_generator_asend          16 ags_gen   24 ags_sendval (0: __anext__)   32 ags_state
 *   async_generator_athrow, 3.11   16 agt_gen   24 agt_args (0: aclose)         32 agt_state
 *                           3.14   16 agt_gen   24 agt_typ (0: aclose)   32 agt_tb   40 agt_val   48
 * agt_state async_generator_wrapped_value  16 agw_val
 */
#include "daemon/heap/object/awaitable.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/generator.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/runtime.h"

enum { AWAITABLE_NEW, AWAITABLE_BEGUN, AWAITABLE_CLOSED };
enum { GENERATOR = 16, WHAT = 24, ATHROW_TRACEBACK = 32, ATHROW_VALUE = 40 };

static bool is_athrow(const struct heap *h, addr o)
{
    return object_kind(h, o) == KIND_ASYNC_GENERATOR_ATHROW;
}
static int32_t *state_of(const struct heap *h, addr o)
{
    return &HEAP_FIELD(h, o, is_athrow(h, o) && h->abi.athrow_has_parts ? 48 : 32, int32_t);
}
static addr generator_of(const struct heap *h, addr o)
{
    return HEAP_FIELD(h, o, GENERATOR, addr);
}
static struct generator_fields *fields_of(const struct heap *h, addr o)
{
    return generator_fields(h, generator_of(h, o));
}
static bool is_aclose(const struct heap *h, addr o)
{
    return is_athrow(h, o) && !HEAP_FIELD(h, o, WHAT, addr);
}

/* ---- wrapped values -------------------------------------------------------------------------- */

FIELDS_SLOTS(async_value, 16)

addr async_value_new(struct heap *h, addr value)
{
    addr o = object_new(h, h->type[KIND_ASYNC_GENERATOR_WRAPPED_VALUE], 0);
    if (!o)
        return 0;
    HEAP_FIELD(h, o, 16, addr) = incref(h, value);
    object_track(h, o);
    return o;
}

static bool is_value(const struct heap *h, addr o)
{
    return object_kind(h, o) == KIND_ASYNC_GENERATOR_WRAPPED_VALUE;
}

/* What a step of the generator has come to (`yielded`, where it went well): an item ends the await, whatever
 * else is yielded goes through. */
static enum heap_status unwrap(struct heap *h, addr o, enum heap_status status, addr yielded, addr *out)
{
    struct generator_fields *g = fields_of(h, o);
    if (status != HEAP_OK) {
        if (status == HEAP_RAISED && (exception_matches(h, h->exception_type[EXC_STOP_ASYNC_ITERATION]) ||
                                      exception_matches(h, h->exception_type[EXC_GENERATOR_EXIT])))
            g->closed = 1;
        g->running = 0;
        return status;
    }
    if (!is_value(h, yielded)) {
        *out = yielded;
        return HEAP_OK;
    }
    addr value = HEAP_FIELD(h, yielded, 16, addr);
    status = raise_stop(h, value == none(h) ? 0 : value);
    decref(h, yielded);
    g->running = 0;
    return status;
}

/* ---- what both awaitables do ----------------------------------------------------------------- */

static enum heap_status raise_closed(struct heap *h, addr o)
{
    return raise_error(h, EXC_RUNTIME_ERROR, "cannot reuse already awaited %s",
                       is_athrow(h, o) ? "aclose()/athrow()" : "__anext__()/asend()");
}

static enum heap_status raise_running(struct heap *h, addr o)
{
    if (is_athrow(h, o) || h->abi.async_methods_finish)
        *state_of(h, o) = AWAITABLE_CLOSED;
    return raise_error(h, EXC_RUNTIME_ERROR, "%s(): asynchronous generator is already running",
                       !is_athrow(h, o)  ? "anext"
                       : is_aclose(h, o) ? "aclose"
                                         : "athrow");
}

/* It is awaited for the first time; the generator is asked by nobody else meanwhile. */
static enum heap_status begin(struct heap *h, addr o)
{
    if (fields_of(h, o)->running)
        return raise_running(h, o);
    *state_of(h, o) = AWAITABLE_BEGUN;
    fields_of(h, o)->running = 1;
    return HEAP_OK;
}

static enum heap_status raise_ignored_exit(struct heap *h, addr o)
{
    fields_of(h, o)->running = 0;
    *state_of(h, o) = AWAITABLE_CLOSED;
    return raise_error(h, EXC_RUNTIME_ERROR, "async generator ignored GeneratorExit");
}

/* The end of aclose() is no exception. */
static enum heap_status as_stop(struct heap *h, addr o, enum heap_status status)
{
    if (status != HEAP_RAISED || !is_aclose(h, o) ||
        (!exception_matches(h, h->exception_type[EXC_STOP_ASYNC_ITERATION]) &&
         !exception_matches(h, h->exception_type[EXC_GENERATOR_EXIT])))
        return status;
    heap_clear_raised(h);
    return raise_stop(h, 0);
}

static enum heap_status end_of_close(struct heap *h, addr o, enum heap_status status)
{
    fields_of(h, o)->running = 0;
    *state_of(h, o) = AWAITABLE_CLOSED;
    return as_stop(h, o, status);
}

/* A step of aclose(): an item is one too many. */
static enum heap_status step_of_close(struct heap *h, addr o, enum heap_status status, addr yielded,
                                      addr *out)
{
    if (status != HEAP_OK)
        return end_of_close(h, o, status);
    if (!is_value(h, yielded)) {
        *out = yielded;
        return HEAP_OK;
    }
    decref(h, yielded);
    return raise_ignored_exit(h, o);
}

/* ---- asend() --------------------------------------------------------------------------------- */

static enum heap_status asend_send(struct heap *h, addr o, addr value, addr *out)
{
    int32_t *state = state_of(h, o);
    addr yielded = 0;
    enum heap_status status;
    if (*state == AWAITABLE_CLOSED)
        return raise_closed(h, o);
    if (*state == AWAITABLE_NEW) {
        status = begin(h, o);
        if (status != HEAP_OK)
            return status;
        if (value == none(h) && HEAP_FIELD(h, o, WHAT, addr))
            value = HEAP_FIELD(h, o, WHAT, addr);
    }
    fields_of(h, o)->running = 1;
    status = generator_send(h, generator_of(h, o), value, &yielded);
    status = unwrap(h, o, status, yielded, out);
    if (status != HEAP_OK)
        *state = AWAITABLE_CLOSED;
    return status;
}

static enum heap_status asend_throw(struct heap *h, addr o, const struct thrown *what, addr *out)
{
    int32_t *state = state_of(h, o);
    addr yielded = 0;
    enum heap_status status = HEAP_OK;
    if (*state == AWAITABLE_CLOSED)
        return raise_closed(h, o);
    if (*state == AWAITABLE_NEW && h->abi.async_methods_finish)
        status = begin(h, o);
    if (status != HEAP_OK)
        return status;
    status = generator_throw(h, generator_of(h, o), what, true, &yielded);
    status = unwrap(h, o, status, yielded, out);
    if (status != HEAP_OK)
        *state = AWAITABLE_CLOSED;
    return status;
}

/* ---- athrow(), aclose() ---------------------------------------------------------------------- */

static enum heap_status athrow_exception(struct heap *h, addr o, addr *out)
{
    addr what = HEAP_FIELD(h, o, WHAT, addr);
    if (!what)
        return answer(h, exception_make(h, h->exception_type[EXC_GENERATOR_EXIT], 0), out);
    if (!h->abi.athrow_has_parts)
        return generator_thrown(h, tuple_items(h, what), tuple_length(h, what), out);
    addr value = HEAP_FIELD(h, o, ATHROW_VALUE, addr), traceback = HEAP_FIELD(h, o, ATHROW_TRACEBACK, addr);
    addr parts[3] = {what, value ? value : none(h), traceback ? traceback : none(h)};
    return generator_thrown(h, parts, 3, out);
}

/* A GeneratorExit goes through what is awaited in there: it may have to be awaited, too. */
static enum heap_status athrow_begin(struct heap *h, addr o, addr value, addr *out)
{
    struct generator_fields *g = fields_of(h, o);
    addr exception, yielded = 0;
    if (g->running)
        return raise_running(h, o);
    if (g->closed) {
        *state_of(h, o) = AWAITABLE_CLOSED;
        return raise_error(h, EXC_STOP_ASYNC_ITERATION, "%s", "");
    }
    if (value != none(h))
        return raise_error(h, EXC_RUNTIME_ERROR, "can't send non-None value to a just-started coroutine");
    enum heap_status status = begin(h, o);
    if (status == HEAP_OK)
        status = athrow_exception(h, o, &exception);
    if (status == HEAP_OK) {
        if (is_aclose(h, o))
            g->closed = 1;
        status =
            generator_throw(h, generator_of(h, o), &(struct thrown){.exception = exception}, false, &yielded);
        decref(h, exception);
    }
    if (is_aclose(h, o))
        return step_of_close(h, o, status, yielded, out);
    status = unwrap(h, o, status, yielded, out);
    return status == HEAP_OK ? status : end_of_close(h, o, status);
}

static enum heap_status athrow_send(struct heap *h, addr o, addr value, addr *out)
{
    int32_t *state = state_of(h, o);
    if (*state == AWAITABLE_CLOSED)
        return raise_closed(h, o);
    if (fields_of(h, o)->state >= GENERATOR_CLEARED) {
        *state = AWAITABLE_CLOSED;
        return raise_stop(h, 0);
    }
    if (*state == AWAITABLE_NEW)
        return athrow_begin(h, o, value, out);
    addr yielded = 0;
    enum heap_status status = generator_send(h, generator_of(h, o), value, &yielded);
    return is_aclose(h, o) ? step_of_close(h, o, status, yielded, out) : unwrap(h, o, status, yielded, out);
}

static enum heap_status athrow_throw(struct heap *h, addr o, const struct thrown *what, addr *out)
{
    int32_t *state = state_of(h, o);
    enum heap_status status = HEAP_OK;
    if (*state == AWAITABLE_CLOSED)
        return raise_closed(h, o);
    if (*state == AWAITABLE_NEW && h->abi.async_methods_finish)
        status = begin(h, o);
    if (status != HEAP_OK)
        return status;
    addr yielded = 0;
    status = generator_throw(h, generator_of(h, o), what, true, &yielded);
    if (is_aclose(h, o) && status != HEAP_OK && !h->abi.async_methods_finish)
        return as_stop(h, o, status); /* and it goes on as if nothing had been thrown */
    if (is_aclose(h, o))
        return step_of_close(h, o, status, yielded, out);
    status = unwrap(h, o, status, yielded, out);
    if (status != HEAP_OK && h->abi.async_methods_finish)
        *state = AWAITABLE_CLOSED;
    return status;
}

/* ---- their methods --------------------------------------------------------------------------- */

static enum heap_status method_send(struct heap *h, const struct call *call, addr *out)
{
    return (is_athrow(h, call->self) ? athrow_send : asend_send)(h, call->self, call->args[0], out);
}

static enum heap_status throw_into(struct heap *h, addr o, const struct thrown *what, addr *out)
{
    return (is_athrow(h, o) ? athrow_throw : asend_throw)(h, o, what, out);
}

static enum heap_status method_throw(struct heap *h, const struct call *call, addr *out)
{
    addr exception;
    if (*state_of(h, call->self) == AWAITABLE_CLOSED)
        return raise_closed(h, call->self);
    enum heap_status status = generator_warn_of_parts(h, "throw", call->count);
    if (status == HEAP_OK)
        status = generator_thrown(h, call->args, call->count, &exception);
    if (status != HEAP_OK)
        return status;
    status = throw_into(h, call->self, &(struct thrown){exception, call->args, call->count}, out);
    decref(h, exception);
    return status;
}

/* From 3.13 on a GeneratorExit is thrown in; before, it only cannot be awaited any more. */
static enum heap_status method_close(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->self, result = 0;
    if (!h->abi.async_methods_finish)
        *state_of(h, o) = AWAITABLE_CLOSED;
    if (*state_of(h, o) == AWAITABLE_CLOSED)
        return answer_none(h, HEAP_OK, out);
    addr exit = exception_make(h, h->exception_type[EXC_GENERATOR_EXIT], 0);
    enum heap_status status =
        exit ? throw_into(h, o, &(struct thrown){.exception = exit}, &result) : raise_status(h);
    xdecref(h, exit);
    if (status == HEAP_OK) {
        decref(h, result);
        return raise_error(h, EXC_RUNTIME_ERROR, "coroutine ignored GeneratorExit");
    }
    if (status == HEAP_RAISED && (exception_matches(h, h->exception_type[EXC_STOP_ITERATION]) ||
                                  exception_matches(h, h->exception_type[EXC_STOP_ASYNC_ITERATION]) ||
                                  exception_matches(h, h->exception_type[EXC_GENERATOR_EXIT]))) {
        heap_clear_raised(h);
        return answer_none(h, HEAP_OK, out);
    }
    return status;
}

static enum heap_status async_asend_next(struct heap *h, addr o, addr *item)
{
    return asend_send(h, o, none(h), item);
}
static enum heap_status async_athrow_next(struct heap *h, addr o, addr *item)
{
    return athrow_send(h, o, none(h), item);
}

FIELDS_SLOTS(asend, GENERATOR, WHAT)

static void athrow_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    static const uint8_t offsets[] = {GENERATOR, WHAT, ATHROW_TRACEBACK, ATHROW_VALUE};
    fields_traverse(h, o, offsets, h->abi.athrow_has_parts ? 4 : 2, visit, context);
}
static bool athrow_release_next(struct heap *h, addr o, addr *reference)
{
    static const uint8_t offsets[] = {GENERATOR, WHAT, ATHROW_TRACEBACK, ATHROW_VALUE};
    return fields_release(h, o, offsets, h->abi.athrow_has_parts ? 4 : 2, reference);
}
static const char *athrow_verify(const struct heap *h, addr o)
{
    static const uint8_t offsets[] = {GENERATOR, WHAT, ATHROW_TRACEBACK, ATHROW_VALUE};
    return fields_verify(h, o, offsets, h->abi.athrow_has_parts ? 4 : 2);
}

ITERATOR_OPS(async_asend, asend)
ITERATOR_OPS(async_athrow, athrow)
#define METHODS                                                                                              \
    {"send", 1, 1, false, method_send}, {"throw", 1, 3, false, method_throw},                                \
        {"close", 0, 0, false, method_close},                                                                \
    {                                                                                                        \
        0                                                                                                    \
    }
ITERATOR_METHODS(async_asend, METHODS)
ITERATOR_METHODS(async_athrow, METHODS)

extern const struct kind_ops async_value_ops;
extern const struct builtin_method async_value_methods[];
const struct kind_ops async_value_ops = {
    .traverse = async_value_traverse, .release_next = async_value_release_next, .verify = async_value_verify};
const struct builtin_method async_value_methods[] = {{0}};

void async_method_finalize(struct heap *h, addr o)
{
    if (*state_of(h, o) == AWAITABLE_NEW && runtime_method_never_awaited)
        runtime_method_never_awaited(h, generator_of(h, o),
                                     !is_athrow(h, o)  ? "asend"
                                     : is_aclose(h, o) ? "aclose"
                                                       : "athrow");
}

/* ---- the generator's methods ----------------------------------------------------------------- */

/* The first time that it is asked for something: the hooks of sys.set_asyncgen_hooks(). */
static enum heap_status first_time(struct heap *h, addr g)
{
    struct generator_fields *fields = generator_fields(h, g);
    if (fields->hooks)
        return HEAP_OK;
    fields->hooks = 1;
    fields->origin = xincref(h, h->program.async_finalizer);
    addr hook = h->program.async_first, result;
    if (!hook)
        return HEAP_OK;
    incref(h, hook);
    enum heap_status status = object_call(h, hook, &g, 1, NULL, NULL, 0, &result);
    decref(h, hook);
    if (status == HEAP_OK)
        decref(h, result);
    return status;
}

static enum heap_status asend_new(struct heap *h, addr g, addr value, addr *out)
{
    enum heap_status status = first_time(h, g);
    if (status != HEAP_OK)
        return status;
    addr o = object_new(h, h->type[KIND_ASYNC_GENERATOR_ASEND], 0);
    if (!o)
        return raise_status(h);
    HEAP_FIELD(h, o, GENERATOR, addr) = incref(h, g);
    HEAP_FIELD(h, o, WHAT, addr) = xincref(h, value);
    *state_of(h, o) = AWAITABLE_NEW;
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

enum heap_status async_generator_anext(struct heap *h, addr g, addr *out)
{
    return asend_new(h, g, 0, out);
}

static enum heap_status generator_asend(struct heap *h, const struct call *call, addr *out)
{
    return asend_new(h, call->self, call->args[0], out);
}

/* What is thrown, if any: in 3.11 the tuple of the arguments. */
static enum heap_status athrow_new(struct heap *h, addr g, const struct call *call, addr *out)
{
    addr tuple = 0;
    enum heap_status status = first_time(h, g);
    if (status != HEAP_OK)
        return status;
    if (call->count && !h->abi.athrow_has_parts && !(tuple = tuple_from(h, call->args, call->count)))
        return raise_status(h);
    addr o = object_new(h, h->type[KIND_ASYNC_GENERATOR_ATHROW], 0);
    if (!o) {
        xdecref(h, tuple);
        return raise_status(h);
    }
    HEAP_FIELD(h, o, GENERATOR, addr) = incref(h, g);
    HEAP_FIELD(h, o, WHAT, addr) = h->abi.athrow_has_parts && call->count ? incref(h, call->args[0]) : tuple;
    if (h->abi.athrow_has_parts) {
        HEAP_FIELD(h, o, ATHROW_VALUE, addr) = call->count > 1 ? incref(h, call->args[1]) : 0;
        HEAP_FIELD(h, o, ATHROW_TRACEBACK, addr) = call->count > 2 ? incref(h, call->args[2]) : 0;
    }
    *state_of(h, o) = AWAITABLE_NEW;
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

static enum heap_status generator_athrow(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = generator_warn_of_parts(h, "athrow", call->count);
    return status == HEAP_OK ? athrow_new(h, call->self, call, out) : status;
}

extern const struct builtin_method async_generator_methods[];
const struct builtin_method async_generator_methods[] = {
    {"__sizeof__", 0, 0, 0, method_own_sizeof},
    {"asend", 1, 1, false, generator_asend},
    {"athrow", 1, 3, false, generator_athrow},
    {"aclose", 0, 0, false, generator_athrow},
    {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem},
    {0},
};
