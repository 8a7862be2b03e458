/* Telling of calls, returns, lines and exceptions (monitor.h). Mirrors Python/sysmodule.c (call_trampoline)
 * and Python/ceval.c (call_trace) in who is told what, and Modules/_lsprof.c in what a profile counts as a
 * call.
 */
#include "daemon/python/monitor.h"

#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/unraisable.h"
#include "daemon/heap/state.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/opcode.h"

#define CALLS_MAX (1u << 24)

static struct monitor *monitor_of(const struct heap *h)
{
    return &interpreter_of(h)->monitor;
}

static struct monitor_call *call_at(const struct heap *h, uint32_t i)
{
    return (struct monitor_call *)heap_at(h, monitor_of(h)->calls) + i;
}

static struct monitor_call *last_call(const struct heap *h)
{
    return monitor_of(h)->count ? call_at(h, monitor_of(h)->count - 1) : NULL;
}

static struct profiler *active(const struct heap *h)
{
    return monitor_of(h)->active ? heap_at(h, monitor_of(h)->active) : NULL;
}

void monitor_update(struct heap *h)
{
    struct monitor *m = monitor_of(h);
    bool anybody = m->active || h->program.profile || h->program.trace;
    m->on = anybody && !m->inside;
    if (!anybody)
        monitor_forget_calls(h);
}

void monitor_forget_calls(struct heap *h)
{
    struct monitor *m = monitor_of(h);
    if (m->calls)
        table_free(h, m->calls);
    m->calls = 0;
    m->count = m->room = 0;
    object_replace(h, &h->program.calling, 0);
}

void monitor_set_profile(struct heap *h, addr function)
{
    object_replace(h, &h->program.profile, xincref(h, function));
    monitor_update(h);
}

void monitor_set_trace(struct heap *h, addr function)
{
    object_replace(h, &h->program.trace, xincref(h, function));
    monitor_update(h);
}

/* ---- telling
 * ---------------------------------------------------------------------------------------------------------
 */

/* function(frame, event, argument), while nobody is told of anything. *out *new* */
static enum heap_status tell(struct heap *h, addr function, addr f, const char *event, addr argument,
                             addr *out)
{
    struct monitor *m = monitor_of(h);
    addr args[3] = {frame_object_of(h, f), 0, argument ? argument : none(h)};
    enum heap_status status = args[0] ? HEAP_OK : raise_status(h);
    if (status == HEAP_OK && !(args[1] = str_intern_utf8(h, event, strlen(event))))
        status = raise_status(h);
    incref(h, function);
    m->inside = true;
    m->on = false;
    if (status == HEAP_OK)
        status = object_call(h, function, args, 3, NULL, NULL, 0, out);
    m->inside = false;
    monitor_update(h);
    decref(h, function);
    xdecref(h, args[0]);
    xdecref(h, args[1]);
    return status;
}

/* Who raises is not told any more. */
static enum heap_status tell_profile(struct heap *h, addr f, const char *event, addr argument)
{
    addr answer;
    if (!h->program.profile)
        return HEAP_OK;
    enum heap_status status = tell(h, h->program.profile, f, event, argument, &answer);
    if (status == HEAP_OK)
        decref(h, answer);
    else if (status == HEAP_RAISED) {
        struct pending pending;
        pending_set_aside(h, &pending);
        monitor_set_profile(h, 0);
        pending_restore(h, &pending);
    }
    return status;
}

/* What a trace function answers is told of the frame from then on. */
static enum heap_status tell_trace(struct heap *h, addr f, const char *event, addr argument, bool begins)
{
    addr object = iframe_at(h, f)->object, answer;
    addr function = begins                       ? h->program.trace
                    : h->program.trace && object ? frame_object_at(h, object)->trace
                                                 : 0;
    if (!function)
        return HEAP_OK;
    enum heap_status status = tell(h, function, f, event, argument, &answer);
    object = iframe_at(h, f)->object;
    if (status == HEAP_OK) {
        if (object && answer != none(h))
            object_replace(h, &frame_object_at(h, object)->trace, answer);
        else
            decref(h, answer);
    } else if (status == HEAP_RAISED) {
        struct pending pending;
        pending_set_aside(h, &pending);
        if (object)
            object_replace(h, &frame_object_at(h, object)->trace, 0);
        monitor_set_trace(h, 0);
        pending_restore(h, &pending);
    }
    return status;
}

/* ---- what runs
 * ----------------------------------------------------------------------------------------------------------
 */

static uint32_t last_entry(const struct heap *h)
{
    const struct monitor_call *last = last_call(h);
    return last ? last->entry : 0;
}

static enum heap_status push(struct heap *h, const struct monitor_call *call)
{
    struct monitor *m = monitor_of(h);
    if (m->count == m->room) {
        uint32_t room = m->room ? m->room * 2 : 64;
        addr calls = room <= CALLS_MAX ? table_realloc(h, m->calls, room * sizeof(struct monitor_call)) : 0;
        if (!calls)
            return raise_memory(h);
        m->calls = calls;
        m->room = room;
    }
    *call_at(h, m->count++) = *call;
    return HEAP_OK;
}

/* The last call ends: its times are counted. */
static void pop(struct heap *h)
{
    struct monitor *m = monitor_of(h);
    struct monitor_call call = *last_call(h), *outer;
    uint64_t total = (uint64_t)interpreter_clock_ns(h) - call.began;
    m->count--;
    outer = last_call(h);
    if (outer)
        outer->inner += total;
    if (active(h))
        profiler_end(h, active(h), call.entry, outer ? outer->entry : 0, total, total - call.inner);
}

/* What is left of frames that ended without a word: a program that was given up. */
static void pop_until(struct heap *h, addr f)
{
    while (last_call(h) && (last_call(h)->frame != f || last_call(h)->in_c))
        pop(h);
}

static bool is_under_way(const struct heap *h, addr f)
{
    for (uint32_t i = monitor_of(h)->count; i-- > 0;)
        if (call_at(h, i)->frame == f && !call_at(h, i)->in_c)
            return true;
    return false;
}

void monitor_disable_profiler(struct heap *h)
{
    struct monitor *m = monitor_of(h);
    uint64_t now = (uint64_t)interpreter_clock_ns(h);
    for (uint32_t i = m->count; i-- > 0;) {
        struct monitor_call *call = call_at(h, i), *outer = i ? call_at(h, i - 1) : NULL;
        uint64_t total = now - call->began;
        if (outer)
            outer->inner += total;
        profiler_end(h, active(h), call->entry, outer ? outer->entry : 0, total, total - call->inner);
    }
    for (uint32_t i = 0; i < m->count; i++)
        call_at(h, i)->entry = 0;
    m->active = 0;
    monitor_update(h);
}

void monitor_end(struct heap *h)
{
    profiler_drop_all(h);
    monitor_set_profile(h, 0);
    monitor_set_trace(h, 0);
    monitor_forget_calls(h);
}

/* What is in C in CPython is no function of the profile: enable(), disable(), the end of a profiler. */
static bool is_own(const struct heap *h, addr code)
{
    addr file = code_at(h, code)->filename, name = code_at(h, code)->name;
    if (str_length(h, file) != 17 || !str_equal_utf8(h, file, "<frozen cProfile>", 17))
        return false;
    return str_equal_utf8(h, name, "enable", 6) || str_equal_utf8(h, name, "disable", 7) ||
           str_equal_utf8(h, name, "__del__", 7);
}

static enum heap_status begin(struct heap *h, addr f)
{
    struct monitor_call call = {.frame = f};
    addr code = iframe_at(h, f)->code;
    if (active(h) && !is_own(h, code) &&
        !(call.entry = profiler_begin(h, active(h), code, code, last_entry(h))))
        return raise_memory(h);
    call.began = (uint64_t)interpreter_clock_ns(h);
    enum heap_status status = push(h, &call);
    if (status == HEAP_OK)
        status = tell_trace(h, f, "call", 0, true);
    return status == HEAP_OK ? tell_profile(h, f, "call", 0) : status;
}

static enum heap_status end(struct heap *h, addr f, addr value)
{
    enum heap_status status = tell_trace(h, f, "return", value, false);
    if (status == HEAP_OK)
        status = tell_profile(h, f, "return", value);
    if (is_under_way(h, f)) {
        pop_until(h, f);
        pop(h);
    }
    return status;
}

/* ---- C functions
 * ------------------------------------------------------------------------------------------------------------
 */

/* What an instruction calls, if that is written in C: borrowed, 0 nothing of that kind. */
static addr called(const struct heap *h, uint32_t word, const slot *top)
{
    uint32_t op = word & 0xff, argument = word >> 8;
    const slot *base = op == OP_CALL || op == OP_CALL_NAMED ? top - argument - 2
                       : op == OP_CALL_KW                   ? top - argument - 3
                       : op == OP_CALL_FUNCTION_EX          ? top - 3 - (argument & 1)
                                                            : NULL;
    if (!base)
        return 0;
    addr callable = slot_object(base[0] ? base[0] : base[1]);
    if (callable && object_kind(h, callable) == KIND_METHOD && (!base[0] || !base[1]))
        callable = method_at(h, callable)->function;
    enum kind kind = callable ? object_kind(h, callable) : KIND_NONE;
    return kind == KIND_BUILTIN || kind == KIND_METHOD_DESCRIPTOR ? callable : 0;
}

/* The descriptor of a method that is bound: so that nothing is kept that it is bound to. Borrowed. */
static addr representative(struct heap *h, addr callable, uint64_t *key)
{
    if (object_kind(h, callable) == KIND_METHOD_DESCRIPTOR) {
        *key = descriptor_at(h, callable)->definition;
        return callable;
    }
    const struct builtin_object *b = builtin_at(h, callable);
    *key = b->definition;
    if (!b->self || object_kind(h, b->self) == KIND_MODULE)
        return callable;
    const char *name = builtin_definition(b->definition)->name;
    addr text = str_intern_utf8(h, name, strlen(name));
    if (!text) {
        heap_clear_raised(h);
        return callable;
    }
    addr found = type_lookup(h, object_type(h, b->self), text);
    decref(h, text);
    return found ? found : callable;
}

static enum heap_status begin_in_c(struct heap *h, addr f, addr callable)
{
    struct monitor_call call = {.frame = f, .at = iframe_at(h, f)->at, .in_c = true};
    struct profiler *p = active(h);
    uint64_t key;
    if (p && p->builtins) {
        addr object = representative(h, callable, &key);
        if (!(call.entry = profiler_begin(h, p, key, object, last_entry(h))))
            return raise_memory(h);
    }
    if (h->program.profile) {
        if (!h->program.calling && !(h->program.calling = list_new(h, 0)))
            return raise_status(h);
        enum heap_status status = list_append(h, h->program.calling, callable);
        if (status == HEAP_OK)
            status = tell_profile(h, f, "c_call", callable);
        if (status != HEAP_OK)
            return status;
    }
    call.began = (uint64_t)interpreter_clock_ns(h);
    return push(h, &call);
}

static enum heap_status end_in_c(struct heap *h, addr f, bool raised)
{
    addr calling = h->program.calling, callable;
    size_t count = calling && object_kind(h, calling) == KIND_LIST ? list_length(h, calling) : 0;
    pop(h);
    if (!count)
        return HEAP_OK;
    callable = incref(h, list_item(h, calling, count - 1));
    enum heap_status status = list_delete(h, calling, -1);
    if (status == HEAP_OK)
        status = tell_profile(h, f, raised ? "c_exception" : "c_return", callable);
    decref(h, callable);
    return status;
}

/* f_trace is told of a line that begins (0: none does), and of each instruction, where it has not asked
 * otherwise. */
static enum heap_status tell_place(struct heap *h, addr f, uint32_t line)
{
    addr object = iframe_at(h, f)->object;
    enum heap_status status = HEAP_OK;
    if (line && (!object || frame_object_at(h, object)->trace_lines))
        status = tell_trace(h, f, "line", 0, false);
    object = iframe_at(h, f)->object;
    if (status == HEAP_OK && object && frame_object_at(h, object)->trace_opcodes)
        status = tell_trace(h, f, "opcode", 0, false);
    return status;
}

/* ---- what the evaluation calls
 * -------------------------------------------------------------------------------------------------- */

enum heap_status monitor_step(struct heap *h, addr f, uint32_t word, const slot *top, uint32_t line)
{
    struct monitor_call *last = last_call(h);
    enum heap_status status = HEAP_OK;
    if (last && last->in_c && last->frame == f)
        status = end_in_c(h, f, iframe_at(h, f)->at < last->at || iframe_at(h, f)->at > last->at + 2);
    if (status != HEAP_OK || !monitor_of(h)->on)
        return status;
    switch (word & 0xff) {
    case OP_RESUME:
        return begin(h, f);
    case OP_RETURN_VALUE:
    case OP_YIELD_VALUE:
        status = tell_place(h, f, line);
        return status == HEAP_OK ? end(h, f, slot_object(top[-1])) : status;
    default:
        break;
    }
    status = tell_place(h, f, line);
    if (status != HEAP_OK || !monitor_of(h)->on || (!active(h) && !h->program.profile))
        return status;
    addr callable = called(h, word, top);
    return callable ? begin_in_c(h, f, callable) : HEAP_OK;
}

/* A C function that has raised. */
static enum heap_status end_raised_call(struct heap *h, addr f)
{
    const struct monitor_call *last = last_call(h);
    return last && last->in_c && last->frame == f ? end_in_c(h, f, true) : HEAP_OK;
}

addr monitor_exception(struct heap *h, addr f, addr exception)
{
    enum heap_status status = end_raised_call(h, f);
    if (status == HEAP_OK && h->program.trace) {
        addr traceback = exception_traceback(h, exception);
        addr items[3] = {object_type(h, exception), exception, traceback ? traceback : none(h)};
        addr argument = tuple_from(h, items, 3);
        status = argument ? tell_trace(h, f, "exception", argument, false) : raise_status(h);
        xdecref(h, argument);
    }
    addr raised;
    if (status != HEAP_RAISED)
        return exception;
    exception_take(h, &raised);
    if (!raised)
        return exception;
    decref(h, exception);
    return raised;
}

void monitor_unwind(struct heap *h, addr f, bool raised)
{
    struct pending pending;
    if (!raised) { /* given up: nobody is told */
        pop_until(h, f);
        if (last_call(h))
            pop(h);
        return;
    }
    pending_set_aside(h, &pending);
    if (end_raised_call(h, f) != HEAP_OK)
        heap_clear_raised(h);
    if (monitor_of(h)->on && end(h, f, 0) != HEAP_OK)
        heap_clear_raised(h);
    pending_restore(h, &pending);
}
