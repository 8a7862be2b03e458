/* Allocation tracing. */
#include "daemon/heap/trace.h"

#include <string.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/raise.h"

void trace_boot(struct heap *h)
{
    (void)h;
}

enum heap_status trace_start(struct heap *h, uint32_t nframe)
{
    (void)nframe;
    return raise_error(h, EXC_RUNTIME_ERROR, "tracing is not there yet");
}

void trace_stop(struct heap *h)
{
    (void)h;
}
void trace_clear(struct heap *h)
{
    (void)h;
}

enum heap_status trace_reset_peak(struct heap *h)
{
    (void)h;
    return HEAP_OK;
}

void trace_state(const struct heap *h, struct trace_state *out)
{
    (void)h;
    memset(out, 0, sizeof *out);
}

enum heap_status trace_at(struct heap *h, const struct trace_frame *frames, size_t count, bool replace)
{
    (void)h, (void)frames, (void)count, (void)replace;
    return HEAP_OK;
}

void trace_ordinal(struct heap *h, uint32_t ordinal)
{
    (void)h, (void)ordinal;
}
void trace_location_changed(struct heap *h)
{
    (void)h;
}
void trace_note_alloc(struct heap *h, addr block, size_t size)
{
    (void)h, (void)block, (void)size;
}
void trace_note_free(struct heap *h, addr block)
{
    (void)h, (void)block;
}

bool trace_of(const struct heap *h, addr block, uint64_t *size, uint32_t *traceback)
{
    (void)h, (void)block, (void)size, (void)traceback;
    return false;
}

bool trace_traceback(const struct heap *h, uint32_t index, struct traceback_info *out)
{
    (void)h, (void)index, (void)out;
    return false;
}

struct trace_frame trace_traceback_frame(const struct heap *h, uint32_t index, uint32_t frame)
{
    (void)h, (void)index, (void)frame;
    return (struct trace_frame){"", 0, 0};
}
