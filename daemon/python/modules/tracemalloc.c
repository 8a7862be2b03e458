/* The module _tracemalloc: what tracemalloc.py is written on. Mirrors Modules/_tracemalloc.c. */
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
    enum heap_status status = call->count ? object_index_word(h, call->args[0], EXC_OVERFLOW_ERROR, &nframe) : HEAP_OK;
    if (status == HEAP_OK && (nframe < 1 || nframe > (int64_t)h->abi.trace_frames_max))
        status = raise_error(h, EXC_VALUE_ERROR, "the number of frames must be in range [1; %u]", h->abi.trace_frames_max);
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

/* ---- tracebacks as tuples --------------------------------------------------------------------------------------- */

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
    if (!object_in_blocks(o) || !trace_of(h, object_block(h, o), &size, &index) || !trace_traceback(h, index, &info))
        return call_none(h, out);
    return give(h, frames_tuple(h, index, info.frame_count), out);
}

/* (size, count, frames, total_nframe) of a traceback that something is traced at. */
static enum heap_status append_total(struct heap *h, addr list, uint32_t index, const struct traceback_info *info)
{
    addr frames = frames_tuple(h, index, info->frame_count);
    addr items[4] = {int_new(h, (int64_t)info->size), int_new(h, (int64_t)info->count), frames, int_new(h, info->total_frames)};
    addr row = items[0] && items[1] && frames && items[3] ? tuple_from(h, items, 4) : 0;
    enum heap_status status = row ? list_append(h, list, row) : raise_status(h);
    for (size_t i = 0; i < 4; i++)
        xdecref(h, items[i]);
    xdecref(h, row);
    return status;
}

/* All of them. Tracing is off meanwhile: what this makes is not in it. */
static enum heap_status tracemalloc_get_totals(struct heap *h, const struct call *call, addr *out)
{
    struct trace_state state;
    struct traceback_info info;
    bool tracing = h->tracing;
    (void)call;
    trace_state(h, &state);
    h->tracing = false;
    addr list = list_new(h, 0);
    enum heap_status status = list ? HEAP_OK : raise_status(h);
    for (uint32_t i = 0; i < state.tracebacks && tracing && status == HEAP_OK; i++)
        if (trace_traceback(h, i, &info) && info.count)
            status = append_total(h, list, i, &info);
    h->tracing = tracing;
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
