/* Raising, catching, `with`. Mirrors do_raise() of Python/ceval.c and PyTraceBack_Here() of
 * Python/traceback.c. */
#include <stdio.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/awaitable.h"
#include "daemon/heap/object/exception_group.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/traceback.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/evaluate.h"

/* Generators that handle nothing themselves leave it to whoever runs them. */
addr evaluate_handled(const struct heap *h)
{
    for (addr at = h->handled; at;) {
        const struct handled *handled = heap_at(h, at);
        if (handled->value && handled->value != none(h))
            return handled->value;
        at = handled->previous;
    }
    return 0;
}

void evaluate_forget_pending(struct heap *h)
{
    if (heap_raised(h) == EXC_NONE)
        return;
    heap_clear_raised(h);
    h->raised.abandoned = 1;
}

enum heap_status evaluate_raise(struct heap *h, addr exception, addr cause)
{
    addr made;
    enum heap_status status = exception_normalize(h, exception, cause, &made);
    if (status != HEAP_OK)
        return status;
    return raise_object(h, made);
}

bool evaluate_reraise_handled(struct heap *h)
{
    addr handled = evaluate_handled(h);
    if (!handled) {
        (void)raise_error(h, EXC_RUNTIME_ERROR, "No active exception to reraise");
        return false;
    }
    exception_restore(h, incref(h, handled));
    return true;
}

/* Modules that are in C in CPython: no traceback knows what they are made of. */
bool evaluate_is_hidden(const struct heap *h, addr f)
{
    static const char *const modules[] = {"_struct_rest", "_struct_numbers", "_time_rest",  "_thread",
                                          "_codecs",      "pickle",          "sys",         "atexit",
                                          "ctypes",       "_sys_rest",       "_array_rest", "_textio"};
    static const char begin[] = "<frozen ";
    const char *file = iframe_file(h, f);
    if (HEAP_LIKELY(file[0] != begin[0]) || strncmp(file, begin, sizeof begin - 1) != 0)
        return false;
    const char *name = file + sizeof begin - 1;
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
        if (strncmp(name, modules[i], strlen(modules[i])) == 0 && name[strlen(modules[i])] == '>')
            return true;
    return false;
}

addr evaluate_catch(struct heap *h, addr f, bool in_traceback)
{
    addr exception;
    exception_take(h, &exception);
    if (!in_traceback || evaluate_is_hidden(h, f))
        return exception;
    addr object = frame_object_of(h, f);
    addr link = object ? traceback_of(h, exception_traceback(h, exception), object, f) : 0;
    xdecref(h, object);
    if (link)
        exception_set_traceback(h, exception, link);
    else
        heap_clear_raised(h); /* no memory for it: the exception goes on without this entry */
    return exception;
}

enum heap_status evaluate_stop_iteration_error(struct heap *h, addr exception, uint32_t flags, addr *out)
{
    const char *message = NULL;
    if (exception_is(h, exception, h->exception_type[EXC_STOP_ITERATION]))
        message = flags & CODE_ASYNC_GENERATOR ? "async generator raised StopIteration"
                  : flags & CODE_COROUTINE     ? "coroutine raised StopIteration"
                                               : "generator raised StopIteration";
    else if (flags & CODE_ASYNC_GENERATOR &&
             exception_is(h, exception, h->exception_type[EXC_STOP_ASYNC_ITERATION]))
        message = "async generator raised StopAsyncIteration";
    if (!message) {
        *out = incref(h, exception);
        return HEAP_OK;
    }
    addr text = str_from_ascii(h, message);
    addr made = text ? exception_make(h, h->exception_type[EXC_RUNTIME_ERROR], text) : 0;
    xdecref(h, text);
    if (!made)
        return raise_status(h);
    exception_set_cause(h, made, incref(h, exception));
    exception_set_context(h, made, exception);
    *out = made;
    return HEAP_OK;
}

/* A group that was made of an exception that is none begins where it is caught, from 3.14 on. */
static void trace_wrapped(struct heap *h, addr group)
{
    if (!h->abi.group_of_one_has_traceback)
        return;
    addr object = frame_object_of(h, h->frame);
    addr link = object ? traceback_of(h, 0, object, h->frame) : 0;
    xdecref(h, object);
    if (link)
        exception_set_traceback(h, group, link);
    else
        heap_clear_raised(h);
}

/* What matches is what is being handled. */
enum heap_status evaluate_match_group(struct heap *h, addr exception, addr types, addr *match, addr *rest)
{
    bool wrapped;
    enum heap_status status = exception_group_match(h, exception, types, match, rest, &wrapped);
    if (status != HEAP_OK || *match == none(h))
        return status;
    if (wrapped)
        trace_wrapped(h, *match);
    struct handled *handled = heap_at(h, h->handled);
    addr before = handled->value;
    handled->value = h->handling = incref(h, *match);
    xdecref(h, before);
    return HEAP_OK;
}

/* ---- with ------------------------------------------------------------------------------------ */

/* The methods of the two protocols, in the order of LOAD_SPECIAL's arguments. */
static addr manager_method(const struct heap *h, uint32_t which)
{
    static const enum known_name names[] = {NAME_ENTER, NAME_EXIT, NAME_AENTER, NAME_AEXIT};
    return known_name(h, names[which]);
}

/* From 3.14 on the message has the class with its module. */
static void put_type(struct heap *h, addr o, char *name, size_t size)
{
    struct text text = {.bytes = name, .capacity = size - 1};
    addr type = object_type(h, o),
         module = type_at(h, type)->flags & TYPE_HEAP ? type_lookup(h, type, known_name(h, NAME_MODULE)) : 0;
    if (h->abi.await_texts_3_14 && module && object_kind(h, module) == KIND_STR &&
        !str_equal_utf8(h, module, "builtins", 8)) {
        text_put_str(h, &text, module);
        text_put(&text, ".", 1);
    }
    text_putf(&text, "%s", object_type_name(h, o));
    name[text.length] = 0;
}

/* It lacks the method; if it has all of the other protocol, that may be what was meant. */
static enum heap_status raise_no_manager(struct heap *h, addr manager, uint32_t which)
{
    static const char *const names[] = {"__enter__", "__exit__", "__aenter__", "__aexit__"};
    bool is_async = which >= 2;
    uint32_t other = is_async ? 0 : 2;
    const char *kind = is_async ? "asynchronous context manager" : "context manager";
    char missed[40] = "", name[256];
    put_type(h, manager, name, sizeof name);
    if (which % 2 || h->abi.await_texts_3_14)
        (void)snprintf(missed, sizeof missed, " (missed %s method)", names[which]);
    if (!h->abi.await_texts_3_14 || !special_lookup(h, manager, manager_method(h, other)) ||
        !special_lookup(h, manager, manager_method(h, other + 1)))
        return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object does not support the %s protocol%s", name,
                           kind, missed);
    return raise_error(h, EXC_TYPE_ERROR,
                       "'%.200s' object does not support the %s protocol%s but it supports the %s protocol. "
                       "Did you mean to use '%s'?",
                       name, kind, missed, is_async ? "context manager" : "asynchronous context manager",
                       is_async ? "with" : "async with");
}

/* A method of the type, bound. *new*, 0: it has none. */
static enum heap_status special_bound(struct heap *h, addr o, addr name, addr *out)
{
    addr found = special_lookup(h, o, name);
    *out = 0;
    if (!found)
        return HEAP_OK;
    if (descriptor_has_get(h, found))
        return descriptor_get(h, found, o, object_type(h, o), out);
    *out = incref(h, found);
    return HEAP_OK;
}

enum heap_status evaluate_with_methods(struct heap *h, addr manager, bool is_async, addr *enter, addr *exit)
{
    uint32_t which = is_async ? 2 : 0;
    enum heap_status status = special_bound(h, manager, manager_method(h, which), enter);
    if (status != HEAP_OK)
        return status;
    if (!*enter)
        return raise_no_manager(h, manager, which);
    status = special_bound(h, manager, manager_method(h, which + 1), exit);
    if (status == HEAP_OK && !*exit)
        status = raise_no_manager(h, manager, which + 1);
    if (status != HEAP_OK)
        decref(h, *enter);
    return status;
}

enum heap_status evaluate_load_special(struct heap *h, addr o, uint32_t which, addr *method, addr *attribute)
{
    addr found = special_lookup(h, o, manager_method(h, which));
    *method = 0;
    if (!found)
        return raise_no_manager(h, o, which);
    if (object_kind(h, found) == KIND_FUNCTION || object_kind(h, found) == KIND_METHOD_DESCRIPTOR) {
        *method = incref(h, found);
        return HEAP_OK;
    }
    return special_bound(h, o, manager_method(h, which), attribute);
}

/* ---- what awaits ----------------------------------------------------------------------------- */

static enum heap_status raise_of_type(struct heap *h, const char *format, addr o)
{
    return raise_error(h, EXC_TYPE_ERROR, format, object_type_name(h, o));
}

/* `what`: enum awaited of the compiler. */
enum heap_status evaluate_awaitable(struct heap *h, addr o, uint32_t what, addr *out)
{
    enum heap_status status = awaitable_iter(h, o, out);
    if (status == HEAP_RAISED && what && !object_has_await(h, o)) {
        heap_clear_raised(h);
        return raise_of_type(
            h,
            what == 1
                ? "'async with' received an object from __aenter__ that does not implement __await__: %.100s"
                : "'async with' received an object from __aexit__ that does not implement __await__: %.100s",
            o);
    }
    if (status == HEAP_OK && object_kind(h, *out) == KIND_COROUTINE && runtime_delegate(h, *out)) {
        decref(h, *out);
        return raise_error(h, EXC_RUNTIME_ERROR, "coroutine is being awaited already");
    }
    return status;
}

enum heap_status evaluate_async_iter(struct heap *h, addr o, addr *out)
{
    enum heap_status status = async_iter(h, o, out);
    if (status != HEAP_OK)
        return status;
    if (!*out)
        return raise_of_type(h, "'async for' requires an object with __aiter__ method, got %.100s", o);
    if (object_has_anext(h, *out))
        return HEAP_OK;
    status = raise_of_type(
        h, "'async for' received an object from __aiter__ that does not implement __anext__: %.100s", *out);
    decref(h, *out);
    return status;
}

/* The pending exception becomes the cause of another. */
static enum heap_status raise_from_pending(struct heap *h, const char *format, addr o)
{
    addr cause, made;
    exception_take(h, &cause);
    enum heap_status status = raise_of_type(h, format, o);
    exception_take(h, &made);
    exception_set_context(h, made, cause);
    exception_set_cause(h, made, cause);
    exception_restore(h, made);
    return status;
}

enum heap_status evaluate_async_next(struct heap *h, addr o, addr *out)
{
    addr next;
    enum heap_status status = async_next(h, o, &next);
    if (status != HEAP_OK)
        return status;
    if (!next)
        return raise_of_type(h, "'async for' requires an iterator with __anext__ method, got %.100s", o);
    if (object_kind(h, o) == KIND_ASYNC_GENERATOR) {
        *out = next;
        return HEAP_OK;
    }
    status = awaitable_iter(h, next, out);
    if (status == HEAP_RAISED && !h->raised.abandoned)
        status = raise_from_pending(h, "'async for' received an invalid object from __anext__: %.100s", next);
    decref(h, next);
    return status;
}

/* The entry of the exception table for an instruction, innermost first. */
const struct code_handler *evaluate_handler(const struct heap *h, addr code, uint32_t at)
{
    addr table = code_at(h, code)->handlers;
    if (!table)
        return NULL;
    const struct code_handler *handlers = (const void *)bytes_data(h, table);
    size_t count = bytes_length(h, table) / sizeof *handlers;
    for (size_t i = 0; i < count; i++)
        if (handlers[i].start <= at && at < handlers[i].end)
            return &handlers[i];
    return NULL;
}
