/* The end of a program that runs alone: what Py_FinalizeEx() does that a program can see
 * (Python/pylifecycle.c, finalize_modules()).
 *
 * Whoever ran the program lets go of its module; functions registered with atexit run; a full collection
 * happens. Then sys.modules loses one module after the other, and what was put among the builtins goes: a
 * module that nobody else has dies at once, its namespace with it, and another full collection finds those
 * that are in cycles, as most are, whose functions have their namespace. That is the end of all finalizers
 * that print: what only sys has outlives sys.stdout.
 */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/function.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/unraisable.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/standard_error.h"

static void run_exit_functions(struct heap *h)
{
    addr atexit = dict_get_ascii(h, h->program.modules, "atexit", 6), result;
    addr run = atexit && object_kind(h, atexit) == KIND_MODULE
                   ? dict_get_ascii(h, module_dict(h, atexit), "_run_exitfuncs", 14)
                   : 0;
    if (!run)
        return;
    incref(h, run);
    if (object_call(h, run, NULL, 0, NULL, NULL, 0, &result) == HEAP_OK)
        decref(h, result);
    else
        unraisable_report(h, "in atexit callback", run);
    decref(h, run);
}

/* The module __main__ is sys.modules' alone from here on. */
static bool let_main_go(struct heap *h)
{
    addr nothing = dict_new(h), main = h->main;
    if (!nothing)
        return false;
    h->globals = nothing;
    h->main = 0;
    decref(h, main);
    return true;
}

/* finalize_modules_delete_special(): nothing says any more where modules would be. */
static void forget_places(struct heap *h)
{
    static const char *const names[] = {"path",     "argv", "ps1", "ps2", "path_hooks", "path_importer_cache",
                                        "meta_path"};
    addr dict = sys_dict(h);
    for (size_t i = 0; dict && i < sizeof names / sizeof *names; i++) {
        addr name = str_from_ascii(h, names[i]);
        if (!name || dict_set(h, dict, name, none(h)) != HEAP_OK)
            heap_clear_raised(h);
        xdecref(h, name);
    }
}

/* Whatever a program has set there is as at first. */
static void restore_files(struct heap *h)
{
    static const char *const names[][2] = {
        {"stdin", "__stdin__"}, {"stdout", "__stdout__"}, {"stderr", "__stderr__"}};
    addr dict = sys_dict(h);
    for (size_t i = 0; dict && i < sizeof names / sizeof *names; i++) {
        addr name = str_from_ascii(h, names[i][0]), first = sys_entry(h, names[i][1]);
        if (!name || (first && dict_set(h, dict, name, first) != HEAP_OK))
            heap_clear_raised(h);
        xdecref(h, name);
    }
}

/* `type`: whose dict it is; 0: of a module. */
static void restore_dict(struct heap *h, addr dict, addr at_first, addr type)
{
    addr name, value;
    for (size_t position = 0; dict_next(h, dict, &position, &name, &value);) {
        addr first = 0;
        bool found;
        incref(h, name); /* what it is compared with may run code that takes it out */
        enum heap_status status = dict_get(h, at_first, name, &first);
        if (status == HEAP_OK && first != value)
            status = type    ? type_set_entry(h, type, name, first)
                     : first ? dict_set(h, dict, name, first)
                             : dict_delete(h, dict, name, &found);
        if (status != HEAP_OK)
            heap_clear_raised(h);
        decref(h, name);
    }
}

static void restore_builtins(struct heap *h)
{
    addr type, first;
    restore_dict(h, h->builtins, h->builtins_at_first, 0);
    for (size_t at = 0; dict_next(h, interpreter_of(h)->types_at_first, &at, &type, &first);)
        restore_dict(h, type_at(h, type)->dict, first, type);
}

/* What the interpreter finds by its name while finalizers run: CPython has it in C. */
static const char *const kept_modules[] = {"builtins", "sys", "_abc", "_thread", "warnings"};

static bool is_kept(const struct heap *h, addr module)
{
    bool kept = false;
    for (size_t i = 0; i < sizeof kept_modules / sizeof *kept_modules; i++)
        kept |= dict_get_ascii(h, h->program.modules, kept_modules[i], strlen(kept_modules[i])) == module;
    return kept;
}

/* *new*: a dict of the kept ones among `modules`. */
static addr keep_modules(struct heap *h, addr modules)
{
    addr kept = dict_new(h);
    for (size_t i = 0; kept && i < sizeof kept_modules / sizeof *kept_modules; i++) {
        addr module = dict_get_ascii(h, modules, kept_modules[i], strlen(kept_modules[i])),
             name = module ? str_from_ascii(h, kept_modules[i]) : 0;
        if (module && (!name || dict_set(h, kept, name, module) != HEAP_OK)) {
            decref(h, kept);
            kept = 0;
        }
        xdecref(h, name);
    }
    return kept;
}

/* finalize_remove_modules(): None takes each module's place, in order; `refs` gets a weak reference to it. */
static void remove_modules(struct heap *h, addr modules, addr refs)
{
    addr name, module;
    for (size_t position = 0; dict_next(h, modules, &position, &name, &module);) {
        if (object_kind(h, module) != KIND_MODULE)
            continue;
        incref(h, name); /* a collection may run code that takes them out */
        incref(h, module);
        addr ref = weakref_new(h, module, 0);
        if (!ref || list_append(h, refs, ref) != HEAP_OK)
            heap_clear_raised(h);
        xdecref(h, ref);
        if (dict_set(h, modules, name, none(h)) != HEAP_OK)
            heap_clear_raised(h);
        decref(h, name);
        decref(h, module);
    }
}

/* _PyModule_Clear(): whoever still has the module finds None under its names, those with one underscore
 * first. */
static void clear_names(struct heap *h, addr dict, bool underscored)
{
    addr name, value;
    for (size_t position = 0; dict_next(h, dict, &position, &name, &value);) {
        if (value == none(h) || object_kind(h, name) != KIND_STR)
            continue;
        size_t length = str_length(h, name);
        bool one = length && str_char(h, name, 0) == '_' && (length == 1 || str_char(h, name, 1) != '_');
        if (underscored ? !one : str_equal(h, name, known_name(h, NAME_BUILTINS_METHOD)))
            continue;
        incref(h, name); /* what it is compared with may run code that takes it out */
        if (dict_set(h, dict, name, none(h)) != HEAP_OK)
            heap_clear_raised(h);
        decref(h, name);
    }
}

/* finalize_modules_clear_weaklist(): the last that was imported first. */
static void clear_survivors(struct heap *h, addr refs)
{
    for (size_t i = list_length(h, refs); i-- > 0;) {
        addr module = weakref_referent(h, list_item(h, refs, i));
        if (!module || is_kept(h, module) || !module_dict(h, module))
            continue;
        incref(h, module);
        clear_names(h, module_dict(h, module), true);
        clear_names(h, module_dict(h, module), false);
        decref(h, module);
    }
}

static void end_modules(struct heap *h)
{
    addr modules = h->program.modules, kept = keep_modules(h, modules), refs = kept ? list_new(h, 0) : 0;
    if (!refs) {
        xdecref(h, kept);
        heap_clear_raised(h);
        return;
    }
    object_untrack(h, refs); /* no finalizer finds it */
    h->program.modules = kept;
    interpreter_of(h)->reads_no_source = true;
    remove_modules(h, modules, refs);
    dict_clear(h, modules);
    decref(h, modules);
    restore_builtins(h);
    collector_collect_last(h);
    clear_survivors(h, refs);
    decref(h, refs);
}

void interpreter_finish(struct heap *h, addr exception)
{
    xdecref(h, exception); /* sys.last_value has it, and nobody else while functions of the program run */
    if (!let_main_go(h)) {
        heap_clear_raised(h);
        return;
    }
    run_exit_functions(h);
    monitor_end(h);
    collector_collect_at_end(h);
    forget_places(h);
    interpreter_forget_last(h);
    restore_files(h);
    end_modules(h);
}
