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
#include "daemon/heap/object/generator.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/unraisable.h"
#include "daemon/heap/runtime.h"
#include "daemon/heap/state.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/monitoring.h"
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

/* A profiler, or who was set by sys.setprofile() and sys.settrace(). */
static bool has_legacy(const struct heap *h)
{
    return monitor_of(h)->active || h->program.profile || h->program.trace;
}

void monitor_update(struct heap *h)
{
    struct monitor *m = monitor_of(h);
    m->on = !m->inside && (has_legacy(h) || monitoring_has_events(h));
    if (!has_legacy(h))
        monitor_forget_calls(h);
}

void monitor_enter(struct heap *h)
{
    monitor_of(h)->inside = true;
    monitor_of(h)->on = false;
}

void monitor_leave(struct heap *h)
{
    monitor_of(h)->inside = false;
    monitor_update(h);
}

void monitor_chain_keys(struct heap *h)
{
    const struct monitor *m = monitor_of(h);
    h->program.keys = m->monitoring ? m->monitoring : m->profilers;
    if (m->monitoring)
        ((struct program_keys *)heap_at(h, m->monitoring))->next = m->profilers;
}

void monitor_forget_calls(struct heap *h)
{
    struct monitor *m = monitor_of(h);
    if (m->calls)
        table_free(h, m->calls);
    m->calls = 0;
    m->count = m->room = 0;
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
    addr args[3] = {frame_object_of(h, f), 0, argument ? argument : none(h)};
    enum heap_status status = args[0] ? HEAP_OK : raise_status(h);
    if (status == HEAP_OK && !(args[1] = str_intern_utf8(h, event, strlen(event))))
        status = raise_status(h);
    incref(h, function);
    monitor_enter(h);
    if (status == HEAP_OK)
        status = object_call(h, function, args, 3, NULL, NULL, 0, out);
    monitor_leave(h);
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

/* What an instruction calls, a bound method taken apart, and with which first argument (0: none): borrowed.
 * *callable 0: it calls nothing, or tells of it later. */
static void called(const struct heap *h, const struct monitor_instruction *i, addr *callable, addr *first)
{
    uint32_t op = i->word & 0xff, count = i->word >> 8;
    const slot *base = op == OP_CALL || op == OP_CALL_NAMED ? i->top - count - 2
                       : op == OP_CALL_KW                   ? i->top - count - 3
                                                            : NULL;
    *callable = *first = 0;
    if (!base)
        return;
    bool both = base[0] && base[1];
    *callable = slot_object(base[0] ? base[0] : base[1]);
    *first = both ? slot_object(base[1]) : count ? slot_object(base[2]) : 0;
    if (!both && object_is_exact(h, *callable, KIND_METHOD)) {
        *first = method_at(h, *callable)->self;
        *callable = method_at(h, *callable)->function;
    }
}

static bool is_in_c(const struct heap *h, addr callable)
{
    enum kind kind = object_kind(h, callable);
    return kind == KIND_BUILTIN || kind == KIND_METHOD_DESCRIPTOR;
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

/* A method of a builtin type is told of as one that is bound, though none is made for its call. */
static enum heap_status tell_profile_in_c(struct heap *h, addr f, const char *event, addr callable,
                                          addr first)
{
    bool binds = h->program.profile && first && object_kind(h, callable) == KIND_METHOD_DESCRIPTOR &&
                 type_is_subtype(h, object_type(h, first), descriptor_at(h, callable)->type);
    addr bound = binds ? builtin_new(h, descriptor_at(h, callable)->definition, first) : 0;
    if (binds && !bound)
        return raise_status(h);
    enum heap_status status = tell_profile(h, f, event, bound ? bound : callable);
    xdecref(h, bound);
    return status;
}

static enum heap_status begin_in_c(struct heap *h, addr f, addr callable, addr first)
{
    struct monitor_call call = {.frame = f, .in_c = true};
    struct profiler *p = active(h);
    uint64_t key;
    if (p && p->builtins) {
        addr object = representative(h, callable, &key);
        if (!(call.entry = profiler_begin(h, p, key, object, last_entry(h))))
            return raise_memory(h);
    }
    enum heap_status status = tell_profile_in_c(h, f, "c_call", callable, first);
    if (status != HEAP_OK)
        return status;
    call.began = (uint64_t)interpreter_clock_ns(h);
    return push(h, &call);
}

static enum heap_status end_in_c(struct heap *h, addr f, addr callable, addr first, bool raised)
{
    const struct monitor_call *last = last_call(h);
    if (!last || !last->in_c || last->frame != f)
        return HEAP_OK;
    pop(h);
    return tell_profile_in_c(h, f, raised ? "c_exception" : "c_return", callable, first);
}

/* ---- instructions
 * --------------------------------------------------------------------------------------------------------------
 */

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

static enum heap_status step_legacy(struct heap *h, addr f, const struct monitor_instruction *i)
{
    addr callable, first;
    enum heap_status status;
    switch (i->word & 0xff) {
    case OP_RESUME:
        return begin(h, f);
    case OP_RETURN_VALUE:
    case OP_YIELD_VALUE:
        status = tell_place(h, f, i->line);
        return status == HEAP_OK ? end(h, f, slot_object(i->top[-1])) : status;
    default:
        break;
    }
    status = tell_place(h, f, i->line);
    if (status != HEAP_OK || !monitor_of(h)->on || (!active(h) && !h->program.profile))
        return status;
    called(h, i, &callable, &first);
    return callable && is_in_c(h, callable) ? begin_in_c(h, f, callable, first) : HEAP_OK;
}

/* Of the event at an instruction of the frame: callback(code, offset, *rest) of the tools that want it. */
static enum heap_status tell_tools(struct heap *h, addr f, enum monitoring_event event, uint32_t at,
                                   const addr *rest, size_t count)
{
    if (!monitoring_wants(h, f, event, at))
        return HEAP_OK;
    return monitoring_tell(h, f, event, at, (int64_t)at * 2, rest, count);
}

static enum heap_status tell_call(struct heap *h, addr f, enum monitoring_event event, addr callable,
                                  addr first)
{
    const addr rest[2] = {callable, first ? first : interpreter_of(h)->missing};
    return tell_tools(h, f, event, iframe_at(h, f)->at, rest, 2);
}

/* The event of an instruction that has led to `at`; MONITORING_EVENTS: none. */
static enum monitoring_event jump_event(const uint32_t *code, uint32_t from, uint32_t at)
{
    bool jumps = at == code[from] >> 8;
    switch (code[from] & 0xff) {
    case OP_JUMP: /* back: JUMP_BACKWARD_NO_INTERRUPT, which has none */
        return at < from ? MONITORING_EVENTS : EVENT_JUMP;
    case OP_JUMP_BACKWARD:
        return EVENT_JUMP;
    case OP_POP_JUMP_IF_FALSE:
    case OP_POP_JUMP_IF_TRUE:
    case OP_POP_JUMP_IF_NONE:
    case OP_POP_JUMP_IF_NOT_NONE:
    case OP_FOR_ITER:
        return jumps ? EVENT_BRANCH_RIGHT : EVENT_BRANCH_LEFT;
    case OP_SEND: /* an asynchronous loop has its next item */
        return jumps && from >= 2 && (code[from - 2] & 0xff) == OP_GET_ANEXT ? EVENT_BRANCH_LEFT
                                                                             : MONITORING_EVENTS;
    case OP_END_ASYNC_FOR:
        return EVENT_BRANCH_RIGHT;
    default:
        return MONITORING_EVENTS;
    }
}

static enum heap_status tell_jump(struct heap *h, addr f, uint32_t from)
{
    uint32_t at = iframe_at(h, f)->at;
    enum monitoring_event event = jump_event(code_instructions(h, iframe_at(h, f)->code), from, at);
    if (event == MONITORING_EVENTS || !monitoring_wants(h, f, event, from))
        return HEAP_OK;
    addr to = int_new(h, (int64_t)at * 2);
    if (!to)
        return raise_status(h);
    iframe_at(h, f)->at = from; /* it is still there, and what the tool raises comes from there */
    enum heap_status status = monitoring_tell(h, f, event, from, (int64_t)from * 2, &to, 1);
    if (status == HEAP_OK)
        iframe_at(h, f)->at = at;
    decref(h, to);
    return status;
}

/* A line that is that of the first RESUME (a lambda's) is told of where that is instrumented, too. */
static bool begins_line(struct heap *h, addr f, const struct monitor_instruction *i)
{
    if (!i->line || (i->word & 0xff) == OP_END_ASYNC_FOR)
        return false;
    return !i->again || (i->first && (has_legacy(h) || monitoring_wants(h, f, EVENT_PY_START, i->from)));
}

static enum heap_status step_tools(struct heap *h, addr f, const struct monitor_instruction *i)
{
    uint32_t at = iframe_at(h, f)->at, op = i->word & 0xff;
    addr value, callable, first;
    enum heap_status status = HEAP_OK;
    if (op == OP_RESUME)
        return tell_tools(h, f, i->word >> 8 ? EVENT_PY_RESUME : EVENT_PY_START, at, NULL, 0);
    if (begins_line(h, f, i) && monitoring_wants(h, f, EVENT_LINE, at))
        status = monitoring_tell(h, f, EVENT_LINE, at, i->line, NULL, 0);
    if (status == HEAP_OK && i->begun)
        status = tell_tools(h, f, EVENT_INSTRUCTION, at, NULL, 0);
    if (status != HEAP_OK)
        return status;
    switch (op) {
    case OP_RETURN_VALUE:
    case OP_YIELD_VALUE:
        value = slot_object(i->top[-1]);
        return tell_tools(h, f, op == OP_RETURN_VALUE ? EVENT_PY_RETURN : EVENT_PY_YIELD, at, &value, 1);
    default:
        called(h, i, &callable, &first);
        return callable ? tell_call(h, f, EVENT_CALL, callable, first) : HEAP_OK;
    }
}

enum heap_status monitor_step(struct heap *h, addr f, const struct monitor_instruction *i)
{
    enum heap_status status =
        monitor_of(h)->monitoring && i->from != MONITOR_NOWHERE ? tell_jump(h, f, i->from) : HEAP_OK;
    if (status == HEAP_OK && has_legacy(h))
        status = step_legacy(h, f, i);
    return status == HEAP_OK && monitor_of(h)->monitoring ? step_tools(h, f, i) : status;
}

/* ---- calls that the evaluation tells of
 * ---------------------------------------------------------------------------------------- */

bool monitor_wants_call(struct heap *h, addr f)
{
    return active(h) || h->program.profile || monitoring_wants(h, f, EVENT_CALL, iframe_at(h, f)->at);
}

enum heap_status monitor_called(struct heap *h, addr f, addr callable, addr first, enum heap_status status,
                                addr *result)
{
    addr exception = 0;
    if (status != HEAP_OK && (status != HEAP_RAISED || h->raised.abandoned))
        return status;
    if (status == HEAP_RAISED)
        exception_take(h, &exception);
    enum heap_status told = end_in_c(h, f, callable, first, exception);
    if (told == HEAP_OK)
        told = tell_call(h, f, exception ? EVENT_C_RAISE : EVENT_C_RETURN, callable, first);
    if (told == HEAP_OK && exception)
        exception_restore(h, exception);
    else if (told != HEAP_OK)
        decref(h, exception ? exception : *result);
    return told == HEAP_OK ? status : told;
}

static addr first_of(const struct heap *h, addr args)
{
    return tuple_length(h, args) ? tuple_item(h, args, 0) : 0;
}

enum heap_status monitor_calls_ex(struct heap *h, addr f, addr callable, addr args)
{
    enum heap_status status = HEAP_OK;
    if ((active(h) || h->program.profile) && is_in_c(h, callable))
        status = begin_in_c(h, f, callable, first_of(h, args));
    return status == HEAP_OK ? tell_call(h, f, EVENT_CALL, callable, first_of(h, args)) : status;
}

enum heap_status monitor_called_ex(struct heap *h, addr f, addr callable, addr args, enum heap_status status,
                                   addr *result)
{
    enum kind kind = object_kind(h, callable);
    return kind == KIND_FUNCTION || kind == KIND_METHOD
               ? status
               : monitor_called(h, f, callable, first_of(h, args), status, result);
}

enum heap_status monitor_super(struct heap *h, addr f, addr super, const addr args[2], size_t count,
                               addr name, addr *attribute)
{
    addr made, first = count ? args[0] : 0;
    *attribute = 0;
    if (!monitoring_wants(h, f, EVENT_CALL, iframe_at(h, f)->at))
        return HEAP_OK;
    enum heap_status status = tell_call(h, f, EVENT_CALL, super, first);
    if (status != HEAP_OK)
        return status;
    status = object_call(h, super, args, count, NULL, NULL, 0, &made);
    status = monitor_called(h, f, super, first, status, &made);
    if (status != HEAP_OK)
        return status;
    status = object_getattr(h, made, name, attribute);
    decref(h, made);
    return status;
}

/* ---- exceptions
 * ----------------------------------------------------------------------------------------------------------------
 */

static enum heap_status trace_exception(struct heap *h, addr f, addr exception)
{
    addr traceback = exception_traceback(h, exception);
    addr items[3] = {object_type(h, exception), exception, traceback ? traceback : none(h)};
    addr argument = h->program.trace ? tuple_from(h, items, 3) : 0;
    if (!argument)
        return h->program.trace ? raise_status(h) : HEAP_OK;
    enum heap_status status = tell_trace(h, f, "exception", argument, false);
    decref(h, argument);
    return status;
}

/* It is borrowed, and not pending meanwhile. */
static enum heap_status tell_exception(struct heap *h, addr f, enum monitoring_event event, uint32_t at,
                                       addr exception)
{
    bool traced = event == EVENT_RAISE || event == EVENT_STOP_ITERATION;
    enum heap_status status = traced ? trace_exception(h, f, exception) : HEAP_OK;
    return status == HEAP_OK ? tell_tools(h, f, event, at, &exception, 1) : status;
}

/* What is to go on in the place of the exception, *stolen*, of which somebody was told. *new* */
static addr after_telling(struct heap *h, addr exception, enum heap_status told)
{
    addr raised;
    if (told != HEAP_RAISED)
        return exception;
    exception_take(h, &raised);
    if (!raised)
        return exception;
    decref(h, exception);
    return raised;
}

enum heap_status monitor_exception(struct heap *h, addr f, uint32_t at, addr *exception, bool again)
{
    enum heap_status told = tell_exception(h, f, again ? EVENT_RERAISE : EVENT_RAISE, at, *exception);
    *exception = after_telling(h, *exception, told);
    return told == HEAP_RAISED ? HEAP_OK : told;
}

enum heap_status monitor_handled(struct heap *h, addr f, uint32_t at, addr exception)
{
    return tell_exception(h, f, EVENT_EXCEPTION_HANDLED, at, exception);
}

void monitor_thrown(struct heap *h, addr f)
{
    addr exception;
    if (h->raised.abandoned)
        return;
    exception_take(h, &exception);
    enum heap_status status = has_legacy(h) ? begin(h, f) : HEAP_OK;
    if (status == HEAP_OK)
        status = tell_exception(h, f, EVENT_PY_THROW, iframe_at(h, f)->at, exception);
    exception_restore(h, after_telling(h, exception, status));
}

void monitor_unwind(struct heap *h, addr f, uint32_t at, bool raised)
{
    addr exception;
    if (!raised) { /* given up: nobody is told */
        pop_until(h, f);
        if (last_call(h))
            pop(h);
        return;
    }
    exception_take(h, &exception);
    if (has_legacy(h) && end(h, f, 0) != HEAP_OK)
        heap_clear_raised(h);
    enum heap_status status = HEAP_OK;
    if (monitor_of(h)->on)
        status = tell_exception(h, f, EVENT_PY_UNWIND, at, exception);
    exception_restore(h, after_telling(h, exception, status));
}

/* A StopIteration with this value (None: without one) ends what the frame asks for items. */
static enum heap_status tell_stop(struct heap *h, addr f, enum monitoring_event event, addr value)
{
    addr stop;
    if (event == EVENT_STOP_ITERATION) /* of a tuple's items, where nobody but the tools sees it */
        (void)raise_type(h, h->exception_type[EXC_STOP_ITERATION], value == none(h) ? 0 : value);
    else
        (void)raise_stop(h, value == none(h) ? 0 : value);
    exception_take(h, &stop);
    enum heap_status status = tell_exception(h, f, event, iframe_at(h, f)->at, stop);
    decref(h, stop);
    return status;
}

/* Does the loop run the generator itself? CPython does where its instruction has been specialized, which it
 * is at the second round unless somebody wants to know of each. */
static bool runs_itself(struct heap *h, addr f, bool begun)
{
    uint32_t at = iframe_at(h, f)->at;
    return begun && !monitoring_wants(h, f, EVENT_LINE, at) &&
           !monitoring_wants(h, f, EVENT_INSTRUCTION, at) && !monitoring_wants(h, f, EVENT_BRANCH_LEFT, at) &&
           !h->program.trace;
}

static enum heap_status iterate_generator(struct heap *h, addr f, addr generator, addr *item)
{
    bool begun = generator_fields(h, generator)->state != GENERATOR_CREATED;
    bool ended = generator_fields(h, generator)->state >= GENERATOR_CLEARED;
    addr value = 0;
    enum heap_status status = runtime_send(h, generator, none(h), item, &value);
    if (status != HEAP_OK || *item || ended) {
        xdecref(h, value);
        return status;
    }
    addr result = value ? value : none(h);
    if (runs_itself(h, f, begun))
        status = tell_stop(h, f, EVENT_STOP_ITERATION, result);
    else if (result != none(h))
        status = tell_stop(h, f, EVENT_RAISE, result);
    xdecref(h, value);
    return status;
}

enum heap_status monitor_iterate(struct heap *h, addr f, addr iterator, addr *item)
{
    addr stop;
    if (object_is_exact(h, iterator, KIND_GENERATOR))
        return iterate_generator(h, f, iterator, item);
    enum heap_status status = iterator_step(h, iterator, item);
    if (status != HEAP_RAISED || !exception_matches(h, h->exception_type[EXC_STOP_ITERATION]))
        return status;
    exception_take(h, &stop);
    status = tell_exception(h, f, EVENT_RAISE, iframe_at(h, f)->at, stop);
    decref(h, stop);
    *item = 0;
    return status;
}

enum heap_status monitor_delegate_ends(struct heap *h, addr f, addr receiver, addr sent, addr value)
{
    bool just_ends = value == none(h) && sent == none(h); /* asked for the next item, it had no more */
    switch (object_kind(h, receiver)) {
    case KIND_COROUTINE:
    case KIND_GENERATOR:
        if (h->abi.yield_from_cleans_up)
            return tell_stop(h, f, EVENT_STOP_ITERATION, value);
        return object_kind(h, receiver) == KIND_GENERATOR && just_ends ? HEAP_OK
                                                                       : tell_stop(h, f, EVENT_RAISE, value);
    case KIND_ASYNC_GENERATOR_ASEND:
    case KIND_ASYNC_GENERATOR_ATHROW:
        return tell_stop(h, f, EVENT_RAISE, value);
    case KIND_INSTANCE:
        return tell_stop(h, f, EVENT_RAISE, value);
    default: /* iterators written in C may just have no more */
        return just_ends ? HEAP_OK : tell_stop(h, f, EVENT_RAISE, value);
    }
}
