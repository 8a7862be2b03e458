/* The module _tracemalloc: what tracemalloc.py is written on. Mirrors Modules/_tracemalloc.c. */
#include <stdlib.h>

#include "daemon/heap/arena.h"
#include "daemon/heap/blocks.h"
#include "daemon/heap/heap.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/modules/module.h"

static enum heap_status give(const struct heap *h, addr made, addr *out)
{
    *out = made;
    return made ? HEAP_OK : raise_status(h);
}

static enum heap_status tracemalloc_start(struct heap *h, const struct call *call, addr *out)
{
    int64_t nframe = 1;
    enum heap_status status = call->count ? object_index_int(h, call->args[0], &nframe) : HEAP_OK;
    if (status == HEAP_OK && (nframe < 1 || nframe > (int64_t)h->abi.trace_frames_max))
        status = raise_error(h, EXC_VALUE_ERROR, "the number of frames must be in range [1; %u]",
                             h->abi.trace_frames_max);
    if (status == HEAP_OK)
        status = trace_start(h, (uint32_t)nframe);
    if (status == HEAP_OK)
        trace_location_changed(h);
    return status == HEAP_OK ? call_none(h, out) : status;
}

static enum heap_status tracemalloc_stop(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    trace_stop(h);
    return call_none(h, out);
}

static enum heap_status tracemalloc_is_tracing(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return give(h, bool_new(h, h->tracing), out);
}

static enum heap_status tracemalloc_clear(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    if (h->tracing)
        trace_clear(h);
    return call_none(h, out);
}

static enum heap_status tracemalloc_reset_peak(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    if (h->tracing) {
        enum heap_status status = trace_reset_peak(h);
        if (status != HEAP_OK)
            return status;
    }
    return call_none(h, out);
}

static enum heap_status pair(struct heap *h, uint64_t a, uint64_t b, addr *out)
{
    addr items[2] = {int_new(h, (int64_t)a), int_new(h, (int64_t)b)};
    addr made = items[0] && items[1] ? tuple_from(h, items, 2) : 0;
    xdecref(h, items[0]);
    xdecref(h, items[1]);
    return give(h, made, out);
}

static enum heap_status tracemalloc_get_traced_memory(struct heap *h, const struct call *call, addr *out)
{
    struct trace_state state;
    (void)call;
    trace_state(h, &state);
    return h->tracing ? pair(h, state.current, state.peak, out) : pair(h, 0, 0, out);
}

static enum heap_status tracemalloc_get_tracemalloc_memory(struct heap *h, const struct call *call, addr *out)
{
    struct trace_state state;
    (void)call;
    trace_state(h, &state);
    return give(h, int_new(h, (int64_t)state.overhead), out);
}

static enum heap_status tracemalloc_get_traceback_limit(struct heap *h, const struct call *call, addr *out)
{
    struct trace_state state;
    (void)call;
    trace_state(h, &state);
    return give(h, int_new(h, state.nframe ? state.nframe : 1), out);
}

/* ---- tracebacks as tuples -------------------------------------------------------------------- */

/* ((file, line), ...), most recent first, as the C module has them. *new* or 0. */
static addr frames_tuple(struct heap *h, uint32_t index, uint32_t count)
{
    addr made = tuple_new(h, count);
    for (uint32_t i = 0; i < count && made; i++) {
        struct trace_frame frame = trace_traceback_frame(h, index, count - 1 - i);
        addr items[2] = {str_from_utf8(h, frame.file, frame.file_length), int_new(h, frame.line)};
        addr entry = items[0] && items[1] ? tuple_from(h, items, 2) : 0;
        xdecref(h, items[0]);
        xdecref(h, items[1]);
        if (entry) {
            tuple_init(h, made, i, entry);
        } else {
            decref(h, made);
            made = 0;
        }
    }
    if (made && count)
        tuple_done(h, made);
    return made;
}

static enum heap_status tracemalloc_get_object_traceback(struct heap *h, const struct call *call, addr *out)
{
    uint64_t size;
    uint32_t index;
    struct traceback_info info;
    addr o = call->args[0];
    bool misses = h->abi.trace_misses_prefix && type_at(h, object_type(h, o))->flags & TYPE_HAS_PREFIX;
    if (misses || !object_in_blocks(o) || !trace_of(h, object_block(h, o), &size, &index) ||
        !trace_traceback(h, index, &info))
        return call_none(h, out);
    return give(h, frames_tuple(h, index, info.frame_count), out);
}

/* ---- all traces ------------------------------------------------------------------------------ */

/* Blocks of one size at one traceback. */
struct trace {
    uint64_t size, count;
    uint32_t traceback;
};

/* In memory of the host's: what is made of them later moves none. The blocks are many and of few sizes, so
 * what was noted is brought together each time that the room is full. */
struct traces {
    struct trace *of;
    size_t count, capacity;
};

enum { TRACES_FIRST = 1 << 12 };

static int by_traceback_and_size(const void *a, const void *b)
{
    const struct trace *x = a, *y = b;
    if (x->traceback != y->traceback)
        return x->traceback < y->traceback ? -1 : 1;
    return (x->size < y->size) - (x->size > y->size);
}

static enum heap_status bring_together(struct heap *h, struct traces *t)
{
    size_t last = 0;
    qsort(t->of, t->count, sizeof *t->of, by_traceback_and_size);
    for (size_t i = 1; i < t->count; i++) {
        if (by_traceback_and_size(&t->of[last], &t->of[i]) == 0)
            t->of[last].count += t->of[i].count;
        else
            t->of[++last] = t->of[i];
    }
    enum heap_status status = loop_work(h, t->count);
    t->count = t->count ? last + 1 : 0;
    return status;
}

static enum heap_status make_room(struct heap *h, struct traces *t)
{
    enum heap_status status = t->count ? bring_together(h, t) : HEAP_OK;
    if (status != HEAP_OK || t->count < t->capacity / 2)
        return status;
    size_t capacity = t->capacity ? 2 * t->capacity : TRACES_FIRST;
    struct trace *of = realloc(t->of, capacity * sizeof *of);
    if (!of)
        return raise_error(h, EXC_MEMORY_ERROR, "%s", "");
    t->of = of;
    t->capacity = capacity;
    return HEAP_OK;
}

static enum heap_status note_trace(struct heap *h, struct traces *t, addr block)
{
    uint64_t size;
    uint32_t traceback;
    if (!trace_of(h, block, &size, &traceback))
        return HEAP_OK;
    enum heap_status status = t->count == t->capacity ? make_room(h, t) : HEAP_OK;
    if (status == HEAP_OK)
        t->of[t->count++] = (struct trace){size, 1, traceback};
    return status;
}

/* A block that is not handed out has no trace, so which ones are need not be known. */
static enum heap_status note_traces(struct heap *h, struct traces *t)
{
    struct pool_info p;
    bool in_use;
    enum heap_status status = HEAP_OK;
    for (uint32_t a = 0; a < arena_count(h) && status == HEAP_OK; a++) {
        status = loop_work(h, 256); /* thousands of blocks are looked at */
        for (uint32_t i = 0; status == HEAP_OK && arena_pool_info(h, a, i, &p); i++)
            for (uint32_t n = 0; p.in_use && n < p.blocks_total && status == HEAP_OK; n++)
                status = note_trace(h, t, p.address + h->abi.pool_overhead + (addr)n * p.block_size);
    }
    for (addr a = blocks_next(h, &h->large, 0, &in_use); a && status == HEAP_OK;
         a = blocks_next(h, &h->large, a, &in_use))
        if (in_use)
            status = note_trace(h, t, a);
    return status == HEAP_OK && t->count ? bring_together(h, t) : status;
}

/* (size of all, count, frames, total_nframe) of traces of one size at one traceback, whose `frames` are
 * given. */
static enum heap_status append_row(struct heap *h, addr list, const struct trace *one, addr frames,
                                   uint32_t total_frames)
{
    addr items[4] = {int_new(h, (int64_t)(one->size * one->count)), int_new(h, (int64_t)one->count),
                     incref(h, frames), int_new(h, total_frames)};
    addr row = items[0] && items[1] && items[3] ? tuple_from(h, items, 4) : 0;
    enum heap_status status = row ? list_append(h, list, row) : raise_status(h);
    for (size_t i = 0; i < 4; i++)
        xdecref(h, items[i]);
    xdecref(h, row);
    return status;
}

static enum heap_status append_rows(struct heap *h, addr list, const struct traces *t)
{
    struct traceback_info info = {0};
    addr frames = 0;
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < t->count && status == HEAP_OK; i++) {
        const struct trace *one = &t->of[i];
        if (i == 0 || one->traceback != one[-1].traceback) {
            xdecref(h, frames);
            frames = trace_traceback(h, one->traceback, &info)
                         ? frames_tuple(h, one->traceback, info.frame_count)
                         : tuple_new(h, 0);
        }
        status = frames ? append_row(h, list, one, frames, info.total_frames) : raise_status(h);
        if (status == HEAP_OK)
            status = loop_check(h);
    }
    xdecref(h, frames);
    return status;
}

/* All traces, those of one size at one traceback together. What is made for it has no traces, but in some
 * versions the list where its memory is from a free list. */
static enum heap_status tracemalloc_get_totals(struct heap *h, const struct call *call, addr *out)
{
    struct traces t = {0};
    bool collects = collector_is_enabled(h);
    (void)call;
    bool paused = trace_pause(h, true);
    collector_enable(h, false);
    bool first = h->abi.traces_are_listed_first;
    addr list = first ? list_new(h, 0) : 0;
    enum heap_status status = list || !first ? HEAP_OK : raise_status(h);
    if (status == HEAP_OK && h->tracing)
        status = note_traces(h, &t);
    if (status == HEAP_OK && !list && !(list = list_new(h, 0)))
        status = raise_status(h);
    if (status == HEAP_OK)
        status = append_rows(h, list, &t);
    collector_enable(h, collects);
    trace_pause(h, paused);
    free(t.of);
    if (status == HEAP_OK)
        *out = list;
    else
        xdecref(h, list);
    return status;
}

static const struct builtin_method functions[] = {
    {"start", 0, 1, false, tracemalloc_start},
    {"stop", 0, 0, false, tracemalloc_stop},
    {"is_tracing", 0, 0, false, tracemalloc_is_tracing},
    {"clear_traces", 0, 0, false, tracemalloc_clear},
    {"reset_peak", 0, 0, false, tracemalloc_reset_peak},
    {"get_traced_memory", 0, 0, false, tracemalloc_get_traced_memory},
    {"get_tracemalloc_memory", 0, 0, false, tracemalloc_get_tracemalloc_memory},
    {"get_traceback_limit", 0, 0, false, tracemalloc_get_traceback_limit},
    {"_get_object_traceback", 1, 1, false, tracemalloc_get_object_traceback},
    {"_get_totals", 0, 0, false, tracemalloc_get_totals},
    {0},
};

const struct module_definition tracemalloc_module = {"_tracemalloc", functions, NULL};
