/* Raising, matching and chaining exception objects (Python/errors.c, and do_raise of Python/ceval.c). */
#include <string.h>

#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/names.h"

/* ---- raise X from Y ------------------------------------------------------------------------------ */

/* calling <class 'X'> should have returned an instance of BaseException, not <class 'int'>; what is thrown
 * into a generator is told by its class's name */
static enum heap_status no_exception_made(struct heap *h, addr type, addr made, bool by_name)
{
    char bytes[400];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    enum heap_status status = object_repr(h, type, &text);
    if (status != HEAP_OK)
        return status;
    text_put(&text, " should have returned an instance of BaseException, not ", 56);
    if (by_name)
        text_put(&text, object_type_name(h, made), strlen(object_type_name(h, made)));
    else
        status = object_repr(h, object_type(h, made), &text);
    if (status != HEAP_OK)
        return status;
    bytes[text.length] = '\0';
    return raise_error(h, EXC_TYPE_ERROR, "calling %s", bytes);
}

/* An instance of the class, or the exception itself. *new*; 0 in *out: it is neither. */
static enum heap_status instance_of(struct heap *h, addr o, addr *out)
{
    *out = 0;
    if (object_is_exception(h, o)) {
        *out = incref(h, o);
        return HEAP_OK;
    }
    if (!type_is_exception(h, o))
        return HEAP_OK;
    addr made;
    enum heap_status status = object_call(h, o, NULL, 0, NULL, NULL, 0, &made);
    if (status != HEAP_OK)
        return status;
    if (object_is_exception(h, made)) {
        *out = made;
        return HEAP_OK;
    }
    status = no_exception_made(h, o, made, false);
    decref(h, made);
    return status;
}

addr exception_of_class(struct heap *h, addr type, const addr *args, size_t count)
{
    addr made = 0;
    enum heap_status status = object_call(h, type, args, count, NULL, NULL, 0, &made);
    if (status == HEAP_OK && !object_is_exception(h, made)) {
        status = no_exception_made(h, type, made, true);
        decref(h, made);
    }
    if (status == HEAP_RAISED)
        exception_take(h, &made);
    return status == HEAP_OK || status == HEAP_RAISED ? made : 0;
}

enum heap_status exception_normalize(struct heap *h, addr raised, addr cause, addr *out)
{
    addr e, because = 0;
    enum heap_status status = instance_of(h, raised, &e);
    if (status != HEAP_OK)
        return status;
    if (!e)
        return raise_error(h, EXC_TYPE_ERROR, "exceptions must derive from BaseException");
    if (cause && cause != none(h)) {
        status = instance_of(h, cause, &because);
        if (status == HEAP_OK && !because)
            status = raise_error(h, EXC_TYPE_ERROR, "exception causes must derive from BaseException");
        if (status != HEAP_OK) {
            decref(h, e);
            return status;
        }
    }
    if (cause)
        exception_set_cause(h, e, because);
    *out = e;
    return HEAP_OK;
}

/* ---- except X: ----------------------------------------------------------------------------------- */

static bool class_is(const struct heap *h, addr type, addr type_or_tuple)
{
    if (object_kind(h, type_or_tuple) == KIND_TUPLE) {
        for (size_t i = 0; i < tuple_length(h, type_or_tuple); i++)
            if (class_is(h, type, tuple_item(h, type_or_tuple, i)))
                return true;
        return false;
    }
    return object_kind(h, type_or_tuple) == KIND_TYPE && type_is_subtype(h, type, type_or_tuple);
}

bool exception_is(const struct heap *h, addr exception, addr type_or_tuple)
{
    return class_is(h, object_kind(h, exception) == KIND_TYPE ? exception : object_type(h, exception),
                    type_or_tuple);
}

enum heap_status exception_match(struct heap *h, addr exception, addr type_or_tuple, bool *out)
{
    bool tuple = object_kind(h, type_or_tuple) == KIND_TUPLE, good = true;
    for (size_t i = 0; tuple && good && i < tuple_length(h, type_or_tuple); i++)
        good = type_is_exception(h, tuple_item(h, type_or_tuple, i));
    if (!good || (!tuple && !type_is_exception(h, type_or_tuple)))
        return raise_error(h, EXC_TYPE_ERROR,
                           "catching classes that do not inherit from BaseException is not allowed");
    *out = exception_is(h, exception, type_or_tuple);
    return HEAP_OK;
}

/* ---- chains -------------------------------------------------------------------------------------- */

/* The one that stands in for all when there is no memory refers to nothing: it would for ever. */
static bool may_refer(addr e)
{
    return object_in_blocks(e);
}

void exception_set_context(struct heap *h, addr new, addr old)
{
    if (!old || new == old || !may_refer(new))
        return;
    /* A program can have made a ring of contexts: `slow` goes half as fast and is met in one. */
    addr slow = old;
    bool step = false;
    uint64_t length = 0;
    for (addr at = old, next; (next = exception_at(h, at)->context); at = next, length++) {
        if (next == new) {
            object_replace(h, &exception_at(h, at)->context, 0);
            break;
        }
        if (next == slow)
            break;
        if (step)
            slow = exception_at(h, slow)->context;
        step = !step;
    }
    work_done(h, length / 4); /* exceptions that handlers raise in handlers: a chain as long as the stack is
                                 deep, at each of them */
    object_replace(h, &exception_at(h, new)->context, incref(h, old));
}

void exception_set_cause(struct heap *h, addr e, addr cause)
{
    if (!may_refer(e)) {
        xdecref(h, cause);
        return;
    }
    exception_at(h, e)->suppress_context = 1;
    object_replace(h, &exception_at(h, e)->cause, cause);
}

void exception_set_traceback(struct heap *h, addr e, addr traceback)
{
    if (!may_refer(e))
        xdecref(h, traceback);
    else
        object_replace(h, &exception_at(h, e)->traceback, traceback);
}
