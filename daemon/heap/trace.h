/* Allocation tracing: what tracemalloc is to CPython (Modules/_tracemalloc.c, Python/tracemalloc.c).
 *
 * While tracing is on, every block has a 32-bit word in REGION_TRACES: an index of its interned traceback,
 * and the size asked for. Totals (size, count) are kept for each traceback, so that a snapshot costs by the
 * number of tracebacks and not of blocks.
 */
#ifndef HEAPD_HEAP_TRACE_H
#define HEAPD_HEAP_TRACE_H

#include "daemon/heap/base.h"

enum heap_status trace_start(struct heap *h, uint32_t nframe)
    HEAP_MUST_CHECK;              /* 1 to 65535: else ValueError with CPython's text; no effect when on */
void trace_stop(struct heap *h);  /* forgets all traces */
void trace_clear(struct heap *h); /* forgets all traces, goes on */
enum heap_status trace_reset_peak(struct heap *h) HEAP_MUST_CHECK;

struct trace_state {
    bool tracing;
    uint32_t nframe;
    uint64_t current, peak; /* bytes, as get_traced_memory() */
    uint64_t traces, tracebacks;
    uint64_t overhead; /* bytes of the tables, as get_tracemalloc_memory() */
};
void trace_state(const struct heap *h, struct trace_state *out);

struct trace_frame {  /* oldest first in a traceback */
    const char *file; /* UTF-8, not terminated */
    uint32_t file_length;
    uint32_t line;
};
/* Where the next operations are, until trace_at() or trace_ordinal() says something else: `frames` (oldest
 * first, copied) take the place of the bottom frame `<request>`, below the frames of the frame stack above
 * the module; with `replace` the frame stack does not count at all. Cheap: the traceback is looked up only
 * when something is allocated. count 0: back to `<request>`. */
enum heap_status trace_at(struct heap *h, const struct trace_frame *frames, size_t count,
                          bool replace) HEAP_MUST_CHECK;
void trace_ordinal(struct heap *h,
                   uint32_t ordinal); /* fast path: the bottom frame is `<request>` with this line */
/* What is allocated meanwhile has no trace. Returns what it was. */
bool trace_pause(struct heap *h, bool paused);
/* For frame.c: the current traceback must be computed anew; the same when nothing but the line of the top
 * frame is another. */
void trace_location_changed(struct heap *h);
void trace_line_changed(struct heap *h, uint32_t line);

/* Called by memory.c with h->tracing set. Never fails: without room for tables the trace goes to the
 * traceback `<unknown>`. */
void trace_note_alloc(struct heap *h, addr block, size_t size);
void trace_note_free(struct heap *h, addr block);
/* A block with a trace is used again: its traceback is the current one from now on. */
void trace_note_reuse(struct heap *h, addr block);

/* The trace of the block of an object: false when it has none. Traceback index for trace_traceback(). */
bool trace_of(const struct heap *h, addr block, uint64_t *size,
              uint32_t *traceback); /* of object_block(h, o), say */

/* A traceback that nothing refers to has count 0; it may be forgotten (frame_count 0) and its index used for
 * another one later. Enumerate: traceback i (0 to state.tracebacks - 1): totals and frames (oldest first).
 * Strings live in the region. For making snapshots. */
struct traceback_info {
    uint64_t size, count;
    uint32_t frame_count, total_frames;
};
bool trace_traceback(const struct heap *h, uint32_t index, struct traceback_info *out);
struct trace_frame trace_traceback_frame(const struct heap *h, uint32_t index, uint32_t frame);

#endif
