/* The end of a program that runs alone: what Py_FinalizeEx() does that a program can see
 * (Python/pylifecycle.c, finalize_modules()).
 *
 * Functions registered with atexit run, a full collection happens, then the module __main__ goes: its
 * namespace is garbage with all that only it keeps, and another full collection finds it. The order in which
 * that finalizes is the order of the collector's list, so the namespace takes its place there first: at the
 * head of the oldest generation, as the oldest container of all.
 */
#include "daemon/heap/collector_lists.h"
#include "daemon/heap/heap.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/function.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/unraisable.h"
#include "daemon/python/interpreter.h"

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

/* Whatever refers to the globals in the static area refers to the dict that takes their place. */
static void redirect(struct heap *h, addr from, addr to)
{
    for (addr o = object_next(h, 0); o; o = object_next(h, o + 16)) {
        if (object_kind(h, o) != KIND_FUNCTION || function_at(h, o)->globals != from)
            continue;
        function_at(h, o)->globals = incref(h, to);
        decref(h, from);
    }
}

/* *new*: a dict with the items of the globals, which are empty then; the first of the oldest generation. */
static addr take_globals(struct heap *h)
{
    addr dict = dict_copy(h, h->globals);
    if (!dict)
        return 0;
    redirect(h, h->globals, dict);
    dict_clear(h, h->globals); /* nothing dies: the copy has it all */
    if (object_is_tracked(h, dict))
        object_untrack(h, dict);
    object_track(h, dict);
    struct gc_head *gc = object_gc(h, dict), *head = &h->generation[2].head;
    struct gc_head *before = heap_at(h, gc_prev(gc)), *after = heap_at(h, gc->next);
    before->next = heap_addr(h, after);
    gc_set_prev(after, heap_addr(h, before));
    gc->next = head->next;
    gc_set_prev(gc, heap_addr(h, head));
    gc_set_prev(heap_at(h, head->next), heap_addr(h, gc));
    head->next = heap_addr(h, gc);
    return dict;
}

void interpreter_finish(struct heap *h, addr exception)
{
    xdecref(h, exception); /* sys.last_value has it, and nobody else while functions of the program run */
    run_exit_functions(h);
    monitor_end(h);
    addr globals = take_globals(h);
    if (!globals) {
        heap_clear_raised(h);
        return;
    }
    collector_collect_at_end(h);
    interpreter_forget_last(h);
    decref(h, globals);
    collector_collect_at_end(h);
    addr modules = h->program.modules, empty = dict_new(h);
    if (!empty) {
        heap_clear_raised(h);
        return;
    }
    h->program.modules = empty;
    decref(h, modules);
    dict_clear(h, modules);
    collector_collect_at_end(h);
}
