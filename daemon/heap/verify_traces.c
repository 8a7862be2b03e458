/* Traces: on blocks that are handed out, not larger than these, and the totals of each traceback. */
#include <stdlib.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/trace.h"
#include "daemon/heap/verifying.h"

struct sums {
    struct traceback_info *of; /* frame counts unused */
    uint64_t tracebacks, size, count;
};

static void add_trace(struct verifying *v, struct sums *s, addr block)
{
    uint64_t size;
    uint32_t traceback;
    if (!trace_of(v->h, block, &size, &traceback))
        return;
    if (!host_marks_has(&v->used, block)) {
        verify_report(v, "trace: of a block that is not handed out", block, 0, size);
        return;
    }
    if (traceback >= s->tracebacks || size > memory_block_size(v->h, block)) {
        verify_report(v, "trace: larger than its block, or without a traceback", block,
                      memory_block_size(v->h, block), size);
        return;
    }
    s->of[traceback].size += size;
    s->of[traceback].count++;
    s->size += size;
    s->count++;
}

/* Blocks that are not handed out any more must have no trace, so all of a pool's are looked at. */
static void add_pool(struct verifying *v, struct sums *s, const struct pool_info *p)
{
    if (!p->block_size)
        return;
    for (uint32_t offset = v->h->abi.pool_overhead; offset + p->block_size <= v->h->abi.pool_size;
         offset += p->block_size)
        add_trace(v, s, p->address + offset);
}

static void add_all(struct verifying *v, struct sums *s)
{
    const struct heap *h = v->h;
    struct pool_info p;
    for (uint32_t a = 0; a < arena_count(h); a++)
        for (uint32_t i = 0; arena_pool_info(h, a, i, &p); i++)
            add_pool(v, s, &p);
    bool in_use;
    for (addr a = blocks_next(h, &h->large, 0, &in_use); a; a = blocks_next(h, &h->large, a, &in_use))
        if (in_use)
            add_trace(v, s, a);
}

static void compare(struct verifying *v, const struct sums *s, const struct trace_state *state)
{
    struct traceback_info info;
    for (uint32_t i = 0; i < s->tracebacks && trace_traceback(v->h, i, &info); i++) {
        if (info.size != s->of[i].size)
            verify_report(v, "trace: bytes of a traceback", i, s->of[i].size, info.size);
        if (info.count != s->of[i].count)
            verify_report(v, "trace: number of traces of a traceback", i, s->of[i].count, info.count);
    }
    if (state->current != s->size)
        verify_report(v, "trace: bytes of all traces", 0, s->size, state->current);
    if (state->traces != s->count)
        verify_report(v, "trace: number of all traces", 0, s->count, state->traces);
    if (state->peak < state->current)
        verify_report(v, "trace: the peak is below what there is", 0, state->current, state->peak);
}

void verify_traces(struct verifying *v)
{
    struct trace_state state;
    trace_state(v->h, &state);
    if (!state.tracing)
        return;
    struct sums s = {.tracebacks = state.tracebacks};
    s.of = calloc(s.tracebacks + 1, sizeof *s.of);
    if (!s.of) {
        verify_report(v, "verify: no host memory", 0, 0, 0);
        return;
    }
    add_all(v, &s);
    compare(v, &s, &state);
    free(s.of);
}
