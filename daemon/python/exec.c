/* Running programs: what the rest of the program calls (python.h), and what C code calls functions through
 * (runtime.h). */
#include "daemon/python/python.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/heap/globals.h"
#include "daemon/heap/heap.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/fixed.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/function.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/struct_sequence.h"
#include "daemon/heap/object/utf8.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/compile_source.h"
#include "daemon/python/encoding.h"
#include "daemon/python/evaluate.h"
#include "daemon/python/kept_source.h"
#include "daemon/python/modules/module.h"
#include "daemon/python/quick_frame.h"

/* ---- functions called from C ----------------------------------------------------------------- */

/* For a few arguments, as many as the function has parameters; 0: nothing is done. */
static addr frame_quickly(struct heap *h, addr function, const struct call *call)
{
    enum { FEW = 4 };
    slot args[FEW];
    if (call->count > FEW || call->count != (size_t)code_at(h, function_at(h, function)->code)->argcount)
        return 0;
    for (size_t i = 0; i < call->count; i++)
        args[i] = incref(h, call->args[i]);
    addr f = quick_frame(h, incref(h, function), args, call->count);
    if (HEAP_LIKELY(f != 0))
        return f;
    for (size_t i = 0; i < call->count; i++)
        decref(h, args[i]);
    decref(h, function);
    return 0;
}

enum heap_status runtime_call_function(struct heap *h, addr function, const struct call *call, addr *out)
{
    enum heap_status status = loop_check(h);
    if (status != HEAP_OK)
        return status;
    addr f = call->kwcount ? 0 : frame_quickly(h, function, call);
    if (HEAP_UNLIKELY(!f))
        f = bind_borrowed(h, function, call);
    return f ? eval_frame(h, f, false, out) : raise_status(h);
}

enum heap_status interpreter_run_code(struct heap *h, addr code, addr globals, addr locals, addr *out)
{
    return interpreter_run_closure(h, code, globals, locals, 0, out);
}

enum heap_status interpreter_run_closure(struct heap *h, addr code, addr globals, addr locals, addr closure,
                                         addr *out)
{
    const struct code_object *c = code_at(h, code);
    addr function = function_new_for_code(h, code, globals, closure), f = 0;
    if (function && HEAP_UNLIKELY(h->recursion_depth >= h->recursion_limit))
        (void)raise_error(h, EXC_RECURSION_ERROR, "maximum recursion depth exceeded");
    else if (function)
        f = iframe_push(h, (size_t)c->nlocalsplus + (size_t)c->stacksize);
    if (!f) {
        xdecref(h, function);
        decref(h, code);
        return raise_status(h);
    }
    h->recursion_depth++;
    *iframe_at(h, f) = (struct interpreter_frame){.code = code,
                                                  .function = function,
                                                  .globals = globals,
                                                  .builtins = function_at(h, function)->builtins,
                                                  .locals = incref(h, locals),
                                                  .top = (uint32_t)c->nlocalsplus};
    memset(iframe_slots(h, f), 0, (size_t)c->nlocalsplus * sizeof(slot));
    return eval_frame(h, f, false, out);
}

void runtime_block(struct heap *h, addr block, size_t size, bool freed)
{
    const struct python_host *host = interpreter_host(h);
    bool before = interpreter_of(h)->made_before;
    if (host && host->block && (freed || !before))
        host->block(host->context, h, block, before ? 0 : size, freed);
}

/* ---- output ---------------------------------------------------------------------------------- */

/* Outside of a run (a finalizer when a name is deleted) what is written is an event. */
enum heap_status interpreter_write(struct heap *h, int stream, const char *bytes, size_t length)
{
    const struct python_host *host = interpreter_host(h);
    if (!host || !host->write) {
        event_output(h, bytes, length);
        return HEAP_OK;
    }
    if (host->write(host->context, stream, bytes, length))
        return HEAP_OK;
    interpreter_of(h)->stop = PYTHON_OUT_OF_OUTPUT;
    h->steps_limit =
        0; /* whatever swallows the stop, a finalizer's end say: what goes on then is stopped at once */
    h->raised.abandoned = 1;
    return HEAP_ABANDONED;
}

/* ---- the start ------------------------------------------------------------------------------- */

static const char builtins_doc[] = "Built-in functions, types, exceptions, and other objects.\n\n"
                                   "This module provides direct access to all 'built-in'\n"
                                   "identifiers of Python; for example, builtins.len is\n"
                                   "the full name for the built-in function len().\n\n"
                                   "This module is not normally accessed explicitly by most\n"
                                   "applications, but can be useful in modules that provide\n"
                                   "objects with the same name as a built-in value, but in\n"
                                   "which the built-in of that name is also needed.";

static void boot_builtins(struct heap *h)
{
    unsigned number = module_number("builtins", 8);
    const struct module_definition *m = module_definition(number);
    addr dict = dict_new(h);
    const struct {
        const char *name;
        addr value;
    } names[] = {{"__name__", fixed_own_str(h, "builtins")}, /* it is there before words are interned */
                 {"__doc__", fixed_str(h, builtins_doc)},
                 {"__package__", fixed_str(h, "")},
                 {"__loader__", none(h)},
                 {"__spec__", none(h)}};
    bool whole = dict;
    for (size_t i = 0; i < sizeof names / sizeof *names && whole; i++)
        whole = dict_set(h, dict, fixed_str(h, names[i].name), names[i].value) == HEAP_OK;
    for (unsigned i = 0; m->functions[i].name && whole; i++) {
        addr function = module_function(h, number, i);
        whole = function &&
                dict_set(h, dict, fixed_str(h, m->functions[i].name), fixed_object(h, function)) == HEAP_OK;
    }
    if (!whole || m->fill(h, dict) != HEAP_OK)
        __builtin_trap(); /* a fresh heap has room */
    addr copy = dict_copy(h, dict);
    if (!copy)
        __builtin_trap();
    h->builtins_at_first = fixed_dict(h, copy);
    h->builtins = fixed_dict(h, dict);
}

/* Heap types of C that are not immutable. */
static void boot_types_at_first(struct heap *h)
{
    const addr types[] = {h->exception_type[EXC_EXCEPTION_GROUP], struct_sequence_type(h, "time.struct_time"),
                          struct_sequence_type(h, "_thread._ExceptHookArgs")};
    addr all = dict_new(h);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        addr entries =
            types[i] && !type_is_immutable(h, types[i]) ? dict_copy(h, type_at(h, types[i])->dict) : 0;
        if (entries && dict_set(h, all, types[i], fixed_dict(h, entries)) != HEAP_OK)
            __builtin_trap(); /* a fresh heap has room */
    }
    interpreter_of(h)->types_at_first = fixed_dict(h, all);
}

/* sys.modules begins with what every program has. */
static void boot_modules(struct heap *h)
{
    addr name = dict_get_str(h, h->builtins, known_name(h, NAME_NAME)),
         main = dict_get_str(h, h->globals, known_name(h, NAME_NAME));
    addr builtins = name ? module_from_dict(h, name, h->builtins) : 0;
    if (!builtins || !main)
        __builtin_trap(); /* a fresh heap has all that */
    module_is_builtin(h, builtins);
    builtins = fixed_object(h, builtins);
    interpreter_of(h)->sys_name = fixed_own_str(h, "sys");
    if (dict_set(h, h->program.modules, known_name(h, NAME_BUILTINS), builtins) != HEAP_OK ||
        dict_set(h, h->program.modules, main, h->main) != HEAP_OK ||
        dict_set(h, h->globals, known_name(h, NAME_BUILTINS_METHOD), builtins) != HEAP_OK)
        __builtin_trap(); /* and room */
    fixed_keys(h, h->program.modules);
}

/* What sys.monitoring compares with: two objects of no other meaning. */
static void boot_monitoring(struct heap *h)
{
    addr *const objects[] = {&interpreter_of(h)->disable, &interpreter_of(h)->missing};
    for (size_t i = 0; i < 2 && h->abi.has_monitoring; i++) {
        addr o = object_new(h, h->type[KIND_INSTANCE], 0);
        if (!o)
            __builtin_trap(); /* a fresh heap has room */
        *objects[i] = fixed_object(h, o);
    }
}

void runtime_boot(struct heap *h)
{
    h->python = table_alloc(h, sizeof(struct interpreter));
    memset(heap_at(h, h->python), 0, sizeof(struct interpreter));
    boot_builtins(h);
    boot_types_at_first(h);
    boot_modules(h);
    h->program.sources = fixed_open_dict(h, dict_new(h));
    boot_monitoring(h);
}

/* ---- running --------------------------------------------------------------------------------- */

/* A program in a file has these two names in its module while it runs (Python/pythonrun.c,
 * _PyRun_SimpleFileObject). */
static const char *const file_names[] = {"__file__", "__cached__"};

static enum heap_status add_file_names(struct heap *h, const char *filename)
{
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < 2 && status == HEAP_OK; i++) {
        addr name = str_from_utf8(h, file_names[i], strlen(file_names[i]));
        addr value = i == 0 ? str_from_utf8(h, filename, strlen(filename)) : incref(h, none(h));
        status = name && value ? dict_set(h, h->globals, name, value) : raise_status(h);
        xdecref(h, name);
        xdecref(h, value);
    }
    return status;
}

/* Code objects in this one, and itself. */
static unsigned scopes_of(const struct heap *h, addr code)
{
    addr constants = code_at(h, code)->consts;
    size_t count = (size_t)object_size_field(h, constants);
    unsigned scopes = 1;
    for (size_t i = 0; i < count; i++) {
        addr constant = tuple_items(h, constants)[i];
        if (object_kind(h, constant) == KIND_CODE)
            scopes += scopes_of(h, constant);
    }
    return scopes;
}

static enum heap_status run_text(struct heap *h, const struct python_source *source,
                                 struct python_outcome *out)
{
    const char *filename = source->filename ? source->filename : "<string>";
    addr value, *code = &h->program.code;
    events_hold(h);
    addr name = str_from_utf8(h, filename, strlen(filename));
    enum heap_status status = name ? source_keep(h, source->text, source->length, name)
                                   : raise_status(h); /* warnings show lines of it */
    events_go_on(h);
    if (status == HEAP_OK) {
        status = compile_named(h, source->text, source->length, filename, name, AST_INPUT_FILE,
                               source->result ? COMPILE_RESULT : COMPILE_EXEC, code, &out->syntax);
        h->program.filename =
            name; /* an address to compare with, no more: the kept source has the reference */
    }
    xdecref(h, name);
    if (status != HEAP_OK)
        return out->syntax.message[0] ? raise_syntax_error(h, &out->syntax, source->text, source->length,
                                                           filename, AST_INPUT_FILE)
                                      : status;
    events_compiled(h);
    free_lists_after_compiling(h, scopes_of(h, *code));
    status = interpreter_run_code(h, incref(h, *code), h->globals, h->globals, &value);
    addr done = *code;
    *code = 0;
    decref(h, done);
    if (status == HEAP_OK)
        decref(h, value);
    return status;
}

/* As compile() does with a str: lone surrogates are none of UTF-8's. */
static enum heap_status check_characters(struct heap *h, const struct python_source *source)
{
    if (!source->decoded || !utf8_scan((const uint8_t *)source->text, source->length, false).reason)
        return HEAP_OK;
    addr text = str_from_utf8(h, source->text, source->length);
    enum heap_status status = text ? raise_unless_utf8(h, text) : raise_status(h);
    xdecref(h, text);
    return status;
}

static enum heap_status run_source(struct heap *h, const struct python_source *source,
                                   struct python_outcome *out)
{
    struct python_source decoded = *source;
    struct encoded text;
    const char *filename = source->filename ? source->filename : "<string>";
    if ((source->alone && add_file_names(h, filename) != HEAP_OK) || check_characters(h, source) != HEAP_OK)
        return raise_status(h);
    if (!encoding_read(source->text, source->length, source->decoded ? ENCODING_STR : ENCODING_FILE,
                       AST_INPUT_FILE, filename, h->abi.minor, &text, &out->syntax))
        return out->syntax.no_memory ? raise_memory(h)
                                     : raise_syntax_error(h, &out->syntax, source->text, source->length,
                                                          filename, AST_INPUT_FILE);
    decoded.text = text.text;
    decoded.length = text.length;
    enum heap_status status = run_text(h, &decoded, out);
    free(text.own);
    return status;
}

/* _Py_HandleSystemExit() and what the system makes of an int. */
static int exit_status(struct heap *h, addr exception)
{
    addr code;
    int64_t number;
    if (!exception_is(h, exception, h->exception_type[EXC_SYSTEM_EXIT]))
        return 1;
    addr name = h->exit_in_parts ? str_intern_utf8(h, "args", 4) : str_intern_utf8(h, "code", 4);
    enum heap_status status = name ? object_getattr(h, exception, name, &code) : raise_status(h);
    xdecref(h, name);
    if (status != HEAP_OK) {
        heap_clear_raised(h);
        return 1;
    }
    h->exit_in_parts = false;
    int answer = code == none(h) ? 0 : 1;
    if (int_is_kind(h, code))
        answer = int_fits(h, code, &number) ? (int)(number & 0xff) : 0xff;
    decref(h, code);
    return answer;
}

/* What nobody caught is told of while everything is still there. */
static enum heap_status end_in_exception(struct heap *h, const struct python_host *host,
                                         struct python_outcome *out)
{
    addr exception;
    exception_take(h, &exception);
    /* Below the C that holds the exception: what is held is counted by nobody, and whoever verifies counts
     * goes by the levels. */
    enum heap_status status = c_stack_enter(h, "");
    if (status == HEAP_OK) {
        status = interpreter_uncaught(h, exception, &out->text, &out->text_length);
        c_stack_leave(h);
    }
    if (status == HEAP_OK) {
        out->uncaught = true;
        out->exit_status = exit_status(h, exception);
        out->exception = exception;
        if (host->uncaught)
            host->uncaught(host->context, h, exception, out->text ? out->text : "", out->text_length);
        return HEAP_OK;
    }
    free(out->text);
    out->text = NULL;
    decref(h, exception);
    return status;
}

/* What has been started and waits for its turn runs. The exception that the program ended in is counted by
 * nobody meanwhile. */
static enum heap_status end_threads(struct heap *h)
{
    enum heap_status status = c_stack_enter(h, "");
    if (status != HEAP_OK)
        return status;
    status = thread_end(h);
    c_stack_leave(h);
    if (status == HEAP_RAISED) {
        heap_clear_raised(h);
        status = HEAP_OK;
    }
    return status;
}

static enum python_stop why_stopped(const struct heap *h)
{
    enum python_stop stop = interpreter_of(h)->stop;
    if (stop != PYTHON_GOES_ON)
        return stop;
    return h->steps >= h->steps_limit ? PYTHON_OUT_OF_STEPS : PYTHON_OUT_OF_TIME;
}

/* As sys.displayhook() asks for it: what __repr__ does and raises is the program's own. An int, which may
 * have more digits than it may be printed with, is a result all the same. A call, not a part of the
 * evaluation loop: what it needs of the C stack each loop would have, and a register less. */
__attribute__((noinline)) enum heap_status interpreter_show_result(struct heap *h, addr value)
{
    const struct python_host *host = interpreter_host(h);
    char bytes[1024];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes};
    bool asks = interpreter_of(h)->asks_repr && !object_is_exact(h, value, KIND_INT);
    if (!host || !host->result || value == none(h))
        return HEAP_OK;
    if (asks) {
        events_hold(h);
        enum heap_status status = object_repr(h, value, &text);
        events_go_on(h);
        if (status != HEAP_OK)
            return status;
    }
    struct python_repr repr = {bytes, text.length, text.cut};
    host->result(host->context, h, value, asks ? &repr : NULL);
    return HEAP_OK;
}

/* Nothing that runs there hands a stop on: whoever let it run goes on with what comes next. */
static enum heap_status finish_alone(struct heap *h, uint64_t begun, struct python_outcome *out)
{
    interpreter_finish(h, out->exception);
    out->exception = 0;
    heap_clear_raised(h);
    const struct interpreter *interpreter = interpreter_of(h);
    if (!interpreter->stop_is_known && interpreter->stop == PYTHON_GOES_ON && !heap_abandoned(h))
        return HEAP_OK;
    out->steps = h->steps - begun;
    return HEAP_ABANDONED;
}

enum heap_status python_exec(struct heap *h, const struct python_source *source,
                             const struct python_host *host, struct python_outcome *out)
{
    bool outer_watching = h->watching_blocks, outer_asks = interpreter_of(h)->asks_repr;
    uint64_t outer_run = h->run, begun = h->steps;
    struct interpreter *interpreter = interpreter_of(h);
    *out = (struct python_outcome){.outer_limit = h->steps_limit};
    h->run = (uint64_t)(uintptr_t)host;
    h->steps_limit = host->steps ? begun + host->steps : UINT64_MAX;
    h->watching_blocks = host->block != NULL;
    interpreter->stop = PYTHON_GOES_ON;
    interpreter->stop_is_known = h->exit_in_parts = false;
    interpreter->reads_no_source = false;
    interpreter->asks_repr = source->told && !source->alone;
    if (host->balances_events)
        events_balance(h);
    if (!outer_run)
        memory_keep_back_begin(h);
    globals_begin(h);
    free_lists_begin(h);
    enum heap_status status = run_source(h, source, out);
    if (host->watch)
        host->watch(host->context, h, PYTHON_END, 0);
    if (status != HEAP_ABANDONED && loop_work(h, 0) != HEAP_OK) { /* a finalizer was stopped last */
        heap_clear_raised(h);
        status = HEAP_ABANDONED;
    }
    if (status == HEAP_RAISED && heap_raised(h) != EXC_NONE)
        status = end_in_exception(h, host, out);
    if (status == HEAP_OK)
        status = end_threads(h);
    if (host->balances_events)
        events_settle(h);
    out->steps = h->steps - begun;
    if (source->alone && status == HEAP_OK)
        status = finish_alone(h, begun, out);
    if (status == HEAP_ABANDONED) {
        out->stop = why_stopped(h);
        object_replace(h, &h->handled_outermost.value, 0);
        h->handling = 0;
    }
    h->run = outer_run;
    interpreter->asks_repr = outer_asks;
    h->watching_blocks = outer_watching;
    if (host->balances_events)
        events_each(h);
    if (!outer_run) {
        memory_keep_back_end(h);
        memory_keep_no_pages(h);
    }
    return status;
}

void python_end(struct heap *h, struct python_outcome *out)
{
    addr exception = out->exception;
    out->exception = 0;
    xdecref(h, exception);
    free(out->text);
    out->text = NULL;
    h->steps_limit = out->outer_limit;
}
