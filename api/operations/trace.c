/* Operations on tracing, and snapshots. */
#include "api/operation.h"

#include "api/resources/take_snapshot.h"
#include "api/resources/write_trace.h"

/* {"tracing", "nframe"}: starting again with another nframe stops first, as tracemalloc's users do. */
static bool run_trace(struct operation *op)
{
    struct trace_state now;
    uint64_t nframe = 1;
    trace_state(op->heap, &now);
    bool tracing = now.tracing;
    const uint32_t given = operation_member(op, "nframe"), most = heap_abi(op->heap)->trace_frames_max;
    if (!operation_flag(op, "tracing", &tracing))
        return false;
    if (given && (!json_uint64(op->reader.tape, given, &nframe) || nframe < 1 || nframe > most))
        return operation_fail(op, PROBLEM_INVALID_BODY, given, "\"nframe\" takes a whole number from 1 to %u",
                              most);
    if (given && !operation_member(op, "tracing"))
        tracing = true;
    bool restart = tracing && now.tracing && given && nframe != now.nframe;
    if (restart || !tracing)
        trace_stop(op->heap);
    if (tracing && trace_start(op->heap, (uint32_t)nframe) != HEAP_OK)
        return operation_raised_at(op, operation_member(op, "tracing"));
    write_trace_members(op->w, op->heap);
    return true;
}

static bool run_reset_peak(struct operation *op)
{
    if (trace_reset_peak(op->heap) != HEAP_OK)
        return operation_raised(op);
    write_trace_members(op->w, op->heap);
    return true;
}

static bool run_clear_traces(struct operation *op)
{
    trace_clear(op->heap);
    write_trace_members(op->w, op->heap);
    return true;
}

/* {"label", "objects"} */
static bool run_snapshot(struct operation *op)
{
    const char *label = NULL;
    size_t length = 0;
    bool objects = false;
    if (!operation_text(op, "label", false, &label, &length) || !operation_flag(op, "objects", &objects))
        return false;
    return take_snapshot(op, label, objects);
}

const struct operation_kind trace_operations[] = {
    {"trace", run_trace, " tracing nframe ", 0},
    {"reset_peak", run_reset_peak, " ", 0},
    {"clear_traces", run_clear_traces, " ", 0},
    {"snapshot", run_snapshot, " label objects ", OPERATION_READS},
    {0},
};
