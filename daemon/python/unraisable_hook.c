/* Exceptions that nobody can be told of, while a program runs: sys.unraisablehook, or what the version
 * prints. Mirrors _PyErr_WriteUnraisableMsg() of Python/errors.c.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/object/struct_sequence.h"
#include "daemon/heap/object/traceback.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/report.h"
#include "daemon/python/standard_error.h"

/* What sys says of it: the object and a message, either 0. From 3.14 on the message names the object. */
struct telling {
    addr message, object; /* message *new* */
};

static addr join(struct heap *h, const char *doing, addr object)
{
    char buffer[256];
    struct text text;
    text_begin(h, &text, buffer, sizeof buffer);
    text_putf(&text, "Exception ignored %s ", doing);
    if (object_repr(h, object, &text) != HEAP_OK) {
        heap_clear_raised(h);
        text_putf(&text, "<object repr() failed>");
    }
    return text_end(&text, HEAP_OK);
}

static struct telling tell(struct heap *h, const char *doing, addr object)
{
    char text[100];
    struct telling t = {0, object};
    if (!doing)
        return t;
    if (h->abi.unraisable_says_what) {
        t = (struct telling){join(h, doing, object), 0};
    } else if (strncmp(doing, "in ", 3) == 0) {
        (void)snprintf(text, sizeof text, "Exception ignored %s", doing);
        t.message = str_from_ascii(h, text);
    }
    heap_clear_raised(h);
    return t;
}

static void print(struct heap *h, addr message, addr object, addr exception)
{
    struct standard_error to;
    standard_error_begin(h, &to);
    if (report_unraisable(h, &to.sink, message, object, exception) != HEAP_OK)
        heap_clear_raised(h);
    standard_error_end(&to);
}

/* What was raised where there is no frame of its own happened in the one that runs. */
static void add_traceback(struct heap *h, addr exception)
{
    if (exception_traceback(h, exception) || !h->frame)
        return;
    addr frame = frame_object_of(h, h->frame), traceback = frame ? traceback_of(h, 0, frame, h->frame) : 0;
    xdecref(h, frame);
    if (traceback)
        exception_set_traceback(h, exception, traceback);
    else
        heap_clear_raised(h);
}

/* UnraisableHookArgs. *new*, 0: raised */
static addr hook_args(struct heap *h, const struct telling *t, addr exception)
{
    addr traceback = exception_traceback(h, exception);
    const addr args[] = {object_type(h, exception), exception, traceback ? traceback : none(h),
                         t->message ? t->message : none(h), t->object ? t->object : none(h)};
    return struct_sequence_new(h, struct_sequence_type(h, "UnraisableHookArgs"), args);
}

/* An exception in the hook is told instead. */
static void call_hook(struct heap *h, addr hook, const struct telling *t, addr exception)
{
    addr args = hook_args(h, t, exception), result = 0, raised;
    bool called = args && object_call(h, hook, &args, 1, NULL, NULL, 0, &result) == HEAP_OK;
    xdecref(h, args);
    xdecref(h, result);
    if (called || heap_raised(h) == EXC_NONE) {
        heap_clear_raised(h);
        return;
    }
    exception_take(h, &raised);
    addr message = str_from_ascii(h, "Exception ignored in sys.unraisablehook");
    print(h, message, hook, raised);
    xdecref(h, message);
    decref(h, raised);
}

bool runtime_unraisable(struct heap *h, const char *doing, addr object, addr exception)
{
    h->exit_in_parts = false; /* if it was that exception's, it is told now */
    addr hook = sys_entry(h, "unraisablehook");
    if (hook == none(h) || hook == sys_entry(h, "__unraisablehook__"))
        hook = 0;
    if (!interpreter_host(h) && !hook)
        return false;
    incref(h, object);
    add_traceback(h, exception);
    struct telling t = tell(h, doing, object);
    if (hook) {
        incref(h, hook);
        call_hook(h, hook, &t, exception);
        decref(h, hook);
    } else {
        print(h, t.message, t.object, exception);
    }
    xdecref(h, t.message);
    decref(h, object);
    return true;
}

void interpreter_print_unraisable(struct heap *h, addr message, addr object, addr exception)
{
    print(h, message == none(h) ? 0 : message, object == none(h) ? 0 : object, exception);
}
