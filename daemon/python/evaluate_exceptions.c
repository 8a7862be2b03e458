/* Raising, catching, `with`. Mirrors do_raise() of Python/ceval.c and PyTraceBack_Here() of Python/traceback.c. */
#include "daemon/heap/heap.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/traceback.h"
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

addr evaluate_catch(struct heap *h, addr f, bool in_traceback)
{
    addr exception;
    exception_take(h, &exception);
    if (!in_traceback)
        return exception;
    addr object = frame_object_of(h, f);
    addr link = object ? traceback_new(h, exception_traceback(h, exception), object, (int32_t)(iframe_at(h, f)->at * 2),
                                       (int32_t)iframe_line(h, f))
                       : 0;
    xdecref(h, object);
    if (link)
        exception_set_traceback(h, exception, link);
    else
        heap_clear_raised(h); /* no memory for it: the exception goes on without this entry */
    return exception;
}

enum heap_status evaluate_stop_iteration_error(struct heap *h, addr exception, addr *out)
{
    if (!exception_is(h, exception, h->exception_type[EXC_STOP_ITERATION])) {
        *out = incref(h, exception);
        return HEAP_OK;
    }
    addr text = str_from_ascii(h, "generator raised StopIteration");
    addr made = text ? exception_make(h, h->exception_type[EXC_RUNTIME_ERROR], text) : 0;
    xdecref(h, text);
    if (!made)
        return raise_status(h);
    exception_set_cause(h, made, incref(h, exception));
    exception_set_context(h, made, exception);
    *out = made;
    return HEAP_OK;
}

/* ---- with --------------------------------------------------------------------------------------------------------------- */

static enum heap_status raise_no_manager(struct heap *h, addr manager, bool exit)
{
    return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object does not support the context manager protocol%s",
                       object_type_name(h, manager), exit ? " (missed __exit__ method)" : "");
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

enum heap_status evaluate_with_methods(struct heap *h, addr manager, addr *enter, addr *exit)
{
    enum heap_status status = special_bound(h, manager, known_name(h, NAME_ENTER), enter);
    if (status != HEAP_OK)
        return status;
    if (!*enter)
        return raise_no_manager(h, manager, false);
    status = special_bound(h, manager, known_name(h, NAME_EXIT), exit);
    if (status == HEAP_OK && !*exit)
        status = raise_no_manager(h, manager, true);
    if (status != HEAP_OK)
        decref(h, *enter);
    return status;
}

enum heap_status evaluate_load_special(struct heap *h, addr o, uint32_t which, addr *method, addr *attribute)
{
    addr found = special_lookup(h, o, known_name(h, which ? NAME_EXIT : NAME_ENTER));
    *method = 0;
    if (!found)
        return raise_no_manager(h, o, which);
    if (object_kind(h, found) == KIND_FUNCTION || object_kind(h, found) == KIND_METHOD_DESCRIPTOR) {
        *method = incref(h, found);
        return HEAP_OK;
    }
    return special_bound(h, o, known_name(h, which ? NAME_EXIT : NAME_ENTER), attribute);
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
