/* The module _lsprof: the profilers of monitor.h by number. What makes statistics of them is lib/cProfile.py.
 */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/int.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/modules/module.h"

static enum heap_status find(struct heap *h, const struct call *call, struct profiler **out)
{
    int64_t number;
    enum heap_status status = int_argument(h, call->args[0], &number);
    if (status == HEAP_OK && !(*out = profiler_find(h, number)))
        status = raise_error(h, EXC_VALUE_ERROR, "there is no such profiler");
    return status;
}

static enum heap_status lsprof_new(struct heap *h, const struct call *call, addr *out)
{
    struct profiler *p = profiler_new(h);
    (void)call;
    return p ? answer_int(h, p->number, out) : raise_memory(h);
}

/* _enable(number, subcalls, builtins) */
static enum heap_status lsprof_enable(struct heap *h, const struct call *call, addr *out)
{
    struct monitor *m = &interpreter_of(h)->monitor;
    struct profiler *p;
    enum heap_status status = find(h, call, &p);
    if (status != HEAP_OK)
        return status;
    if (m->active && h->abi.one_profiler)
        return raise_error(h, EXC_VALUE_ERROR, "Another profiling tool is already active");
    if (m->active)
        monitor_disable_profiler(h);
    p->subcalls = call->args[1] == h->singleton[SINGLETON_TRUE];
    p->builtins = call->args[2] == h->singleton[SINGLETON_TRUE];
    m->active = heap_addr(h, p);
    monitor_update(h);
    return call_none(h, out);
}

/* disable(number): shown as the method of Profiler that it stands for */
static enum heap_status lsprof_disable(struct heap *h, const struct call *call, addr *out)
{
    struct profiler *p;
    enum heap_status status = find(h, call, &p);
    if (status == HEAP_OK && interpreter_of(h)->monitor.active == heap_addr(h, p))
        monitor_disable_profiler(h);
    return status == HEAP_OK ? call_none(h, out) : status;
}

static enum heap_status lsprof_clear(struct heap *h, const struct call *call, addr *out)
{
    struct profiler *p;
    enum heap_status status = find(h, call, &p);
    if (status == HEAP_OK)
        profiler_clear(h, p);
    return status == HEAP_OK ? call_none(h, out) : status;
}

static enum heap_status lsprof_drop(struct heap *h, const struct call *call, addr *out)
{
    struct profiler *p;
    int64_t number;
    enum heap_status status = int_argument(h, call->args[0], &number);
    if (status == HEAP_OK && (p = profiler_find(h, number)))
        profiler_drop(h, p);
    return status == HEAP_OK ? call_none(h, out) : status;
}

/* A row of numbers, the first one an object. *stolen* */
static enum heap_status append_row(struct heap *h, addr list, addr first, const struct profiler_times *t,
                                   addr second)
{
    addr items[6] = {first,
                     int_new(h, (int64_t)t->calls),
                     int_new(h, (int64_t)t->recursive),
                     int_new(h, (int64_t)t->total),
                     int_new(h, (int64_t)t->own),
                     second};
    bool whole = true;
    for (size_t i = 0; i < 6; i++)
        whole = whole && items[i];
    addr row = whole ? tuple_from(h, items, 6) : 0;
    enum heap_status status = row ? list_append(h, list, row) : raise_status(h);
    for (size_t i = 0; i < 6; i++)
        xdecref(h, items[i]);
    xdecref(h, row);
    return status;
}

/* A row of one entry. Making it may run the program, which may end the profiler: what is read of it is read
 * before. */
static enum heap_status append_entry(struct heap *h, addr list, const struct profiler *p, uint32_t i)
{
    struct profiler_times times = ((const struct profiler_entry *)heap_at(h, p->entries))[i].times;
    return append_row(h, list, incref(h, ((const addr *)heap_at(h, p->keys.keys))[i]), &times,
                      incref(h, none(h)));
}

static enum heap_status append_edge(struct heap *h, addr list, const struct profiler *p, uint32_t i)
{
    struct profiler_edge e = ((const struct profiler_edge *)heap_at(h, p->edges))[i];
    return append_row(h, list, int_new(h, e.callee - 1), &e.times, int_new(h, e.caller - 1));
}

/* _rows(number) -> ([(function, calls, recursive, total, own, None)], [(callee, calls, recursive, total, own,
 * caller)]): times in nanoseconds, callee and caller rows of the first list */
static enum heap_status lsprof_rows(struct heap *h, const struct call *call, addr *out)
{
    struct profiler *p;
    addr lists[2] = {0}, made;
    enum heap_status status = find(h, call, &p);
    if (status != HEAP_OK)
        return status;
    for (size_t i = 0; i < 2 && status == HEAP_OK; i++)
        if (!(lists[i] = list_new(h, 0)))
            status = raise_status(h);
    for (uint32_t i = 0; status == HEAP_OK && (status = find(h, call, &p)) == HEAP_OK && i < p->entry_count;
         i++)
        status = append_entry(h, lists[0], p, i);
    for (uint32_t i = 0; status == HEAP_OK && (status = find(h, call, &p)) == HEAP_OK && i < p->edge_count;
         i++)
        status = append_edge(h, lists[1], p, i);
    made = status == HEAP_OK ? tuple_from(h, lists, 2) : 0;
    xdecref(h, lists[0]);
    xdecref(h, lists[1]);
    return status == HEAP_OK ? answer(h, made, out) : status;
}

static const struct builtin_method functions[] = {
    {"_new", 0, 0, false, lsprof_new},
    {"_enable", 3, 3, false, lsprof_enable},
    {"_disable", 1, 1, false, lsprof_disable},
    {"_clear", 1, 1, false, lsprof_clear},
    {"_drop", 1, 1, false, lsprof_drop},
    {"_rows", 1, 1, false, lsprof_rows},
    {0},
};

const struct module_definition lsprof_module = {"_lsprof", functions, NULL};
