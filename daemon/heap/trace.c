/* Allocation tracing: a word for each block, totals for each traceback.
 *
 * The word at the place of a block's first 16 bytes (REGION_TRACES): the traceback's id in the upper 23 bits,
 * 0 for no trace, and for a block of a pool the size asked for less one in the lower 9. A large block has
 * room for more words than one: the second and third are its size.
 *
 * Where the program is changes more often than anything is allocated there, so the current traceback is
 * looked up at the first allocation after a change. It is the bottom, which is `<request>` with its ordinal
 * or what trace_at() said, and upon it the frames of the frame stack above the module; of more than nframe
 * the most recent ones count.
 *
 * Mirrors Modules/_tracemalloc.c; domains other than 0 do not exist.
 */
#include "daemon/heap/trace.h"

#include <string.h>

#include "daemon/heap/arena.h"
#include "daemon/heap/boot.h"
#include "daemon/heap/frame.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/region.h"
#include "daemon/heap/state.h"
#include "daemon/heap/trace_tables.h"

#define SIZE_BITS        10
#define SIZE_MASK        ((1u << SIZE_BITS) - 1)
#define UNKNOWN          1u /* the id of the traceback `<unknown>`, the first of all */
#define TOTAL_FRAMES_MAX 65535u

struct tracing {
    struct trace_tables tables;
    uint32_t nframe, ordinal;
    uint32_t current; /* id of the current traceback; 0: to be looked up */
    uint32_t latest;  /* the one before it was forgotten: kept by a sweep, since it may well be next */
    uint32_t request; /* id of the string `<request>`, 0: not interned yet */
    bool replace, paused;
    uint32_t bottom_count;
    addr bottom;           /* struct trace_place[bottom_count] of trace_at(), 0: none */
    addr scratch;          /* struct trace_place[nframe] while tracing: the frames of the last lookup */
    uint32_t known, total; /* of these, how many are still where the program is; 0: none. Of so many in all */
    bool top_known;        /* and the last of them is the top frame of the stack */
    uint64_t size, peak, count;
};

static struct tracing *tracing_of(const struct heap *h)
{
    return heap_at(h, h->trace);
}

static uint32_t *word_of(const struct heap *h, addr block)
{
    return (uint32_t *)heap_at(h, HEAP_BASE + REGION_TRACES) + ((block - HEAP_BASE) >> 4);
}

void trace_boot(struct heap *h)
{
    h->trace = table_alloc(h, sizeof(struct tracing));
    memset(heap_at(h, h->trace), 0, sizeof(struct tracing));
}

/* ---- where the program is ------------------------------------------------------------------------ */

static inline void forget_current(struct tracing *t)
{
    if (t->current)
        t->latest = t->current;
    t->current = 0;
}

void trace_location_changed(struct heap *h)
{
    struct tracing *t = tracing_of(h);
    forget_current(t);
    t->known = 0;
}

void trace_line_changed(struct heap *h, uint32_t line)
{
    struct tracing *t = tracing_of(h);
    forget_current(t);
    if (t->known && t->top_known)
        ((struct trace_place *)heap_at(h, t->scratch))[t->known - 1].line = line;
    else
        t->known = 0;
}

static void forget_bottom(struct heap *h, struct tracing *t)
{
    table_free(h, t->bottom);
    t->bottom = 0;
    t->bottom_count = 0;
    t->replace = false;
}

void trace_ordinal(struct heap *h, uint32_t ordinal)
{
    struct tracing *t = tracing_of(h);
    if (HEAP_UNLIKELY(t->bottom))
        forget_bottom(h, t);
    t->ordinal = ordinal;
    trace_location_changed(h);
}

enum heap_status trace_at(struct heap *h, const struct trace_frame *frames, size_t count, bool replace)
{
    struct tracing *t = tracing_of(h);
    addr bottom = count ? table_alloc(h, count * sizeof(struct trace_place)) : 0;
    if (count && !bottom)
        return raise_memory(h);
    struct trace_place *places = count ? heap_at(h, bottom) : NULL;
    for (size_t i = 0; i < count; i++) {
        uint32_t file = trace_intern_string(h, &t->tables, frames[i].file, frames[i].file_length);
        if (!file) {
            table_free(h, bottom);
            return raise_memory(h);
        }
        places[i] = (struct trace_place){file, frames[i].line};
    }
    forget_bottom(h, t);
    t->bottom = bottom;
    t->bottom_count = (uint32_t)count;
    t->replace = replace && count > 0;
    trace_location_changed(h);
    return HEAP_OK;
}

/* The i-th oldest of all frames. False: there is no room for its name. */
static bool place_at(struct heap *h, struct tracing *t, size_t i, size_t bottoms, struct trace_place *out)
{
    struct frame_info frame;
    if (i < bottoms && t->bottom) {
        *out = ((const struct trace_place *)heap_at(h, t->bottom))[i];
        return true;
    }
    if (i < bottoms) {
        if (!t->request)
            t->request = trace_intern_string(h, &t->tables, "<request>", 9);
        *out = (struct trace_place){t->request, t->ordinal};
        return t->request;
    }
    if (!frame_info(h, i - bottoms + 1, &frame))
        return false;
    *out = (struct trace_place){trace_intern_string(h, &t->tables, frame.file, (uint32_t)strlen(frame.file)),
                                frame.line};
    return out->file;
}

static addr first_complete(const struct heap *h, addr f)
{
    while (f && iframe_incomplete(h, f))
        f = iframe_at(h, f)->previous;
    return f;
}

/* The same for a running program, whose frames are all that counts. */
static bool find_running_places(struct heap *h, struct tracing *t)
{
    struct trace_place *places = heap_at(h, t->scratch);
    size_t total = 0;
    addr f = first_complete(h, h->frame);
    t->top_known = f == h->frame;
    for (addr g = f; g; g = first_complete(h, iframe_at(h, g)->previous))
        total++;
    size_t frames = total < t->nframe ? total : t->nframe;
    for (size_t i = frames; i-- > 0; f = first_complete(h, iframe_at(h, f)->previous)) {
        const char *file = iframe_file(h, f);
        places[i] = (struct trace_place){trace_intern_string(h, &t->tables, file, (uint32_t)strlen(file)),
                                         iframe_line(h, f)};
        if (!places[i].file)
            return false;
    }
    t->known = (uint32_t)frames;
    t->total = (uint32_t)(total < TOTAL_FRAMES_MAX ? total : TOTAL_FRAMES_MAX);
    return true;
}

/* Where the program is, frame by frame. False: there is no room for a name. */
static bool find_places(struct heap *h, struct tracing *t)
{
    if (h->frame)
        return find_running_places(h, t);
    struct trace_place *places = heap_at(h, t->scratch);
    size_t bottoms = t->bottom ? t->bottom_count : 1, stack = t->replace ? 0 : frame_count(h);
    size_t total = bottoms + (stack ? stack - 1 : 0); /* the module is the bottom itself */
    size_t frames = total < t->nframe ? total : t->nframe;
    for (size_t i = 0; i < frames; i++)
        if (!place_at(h, t, total - frames + i, bottoms, &places[i]))
            return false;
    t->known = (uint32_t)frames;
    t->total = (uint32_t)(total < TOTAL_FRAMES_MAX ? total : TOTAL_FRAMES_MAX);
    t->top_known = stack > 1;
    return true;
}

/* The current traceback, UNKNOWN if the tables have no room for it. */
static uint32_t look_up(struct heap *h, struct tracing *t)
{
    if (!t->known && !find_places(h, t))
        return UNKNOWN;
    uint32_t id =
        trace_intern_traceback(h, &t->tables, heap_at(h, t->scratch), t->known, t->total, t->latest);
    return id ? id : UNKNOWN;
}

bool trace_pause(struct heap *h, bool paused)
{
    bool before = tracing_of(h)->paused;
    tracing_of(h)->paused = paused;
    return before;
}

/* ---- traces -------------------------------------------------------------------------------------- */

static uint64_t traced_size(const struct heap *h, addr block, uint32_t word)
{
    if (HEAP_LIKELY(arena_owns(block)))
        return word & SIZE_MASK;
    const uint32_t *words = word_of(h, block);
    return words[1] | (uint64_t)words[2] << 32;
}

void trace_note_alloc(struct heap *h, addr block, size_t size)
{
    struct tracing *t = tracing_of(h);
    if (HEAP_UNLIKELY(t->paused))
        return;
    if (HEAP_UNLIKELY(!t->current))
        t->current = look_up(h, t);
    uint32_t *word = word_of(h, block);
    if (HEAP_LIKELY(arena_owns(block))) {
        *word = t->current << SIZE_BITS | (uint32_t)size;
    } else {
        word[0] = t->current << SIZE_BITS;
        word[1] = (uint32_t)size;
        word[2] = (uint32_t)(size >> 32);
    }
    struct trace_entry *e = trace_entry_at(h, &t->tables, t->current);
    e->size += size;
    e->count++;
    t->count++;
    t->size += size;
    if (t->size > t->peak)
        t->peak = t->size;
}

void trace_note_free(struct heap *h, addr block)
{
    uint32_t *word = word_of(h, block);
    if (!*word)
        return;
    struct tracing *t = tracing_of(h);
    struct trace_entry *e = trace_entry_at(h, &t->tables, *word >> SIZE_BITS);
    uint64_t size = traced_size(h, block, *word);
    e->size -= size;
    e->count--;
    t->count--;
    t->size -= size;
    *word = 0;
    if (!arena_owns(block)) /* another block may begin there, and have no trace */
        word[1] = word[2] = 0;
}

void trace_note_reuse(struct heap *h, addr block)
{
    uint32_t *word = word_of(h, block);
    if (!*word)
        return; /* made before tracing began */
    struct tracing *t = tracing_of(h);
    if (HEAP_UNLIKELY(!t->current))
        t->current = look_up(h, t); /* may forget tracebacks without traces, so not that of this block */
    struct trace_entry *old = trace_entry_at(h, &t->tables, *word >> SIZE_BITS);
    uint64_t size = traced_size(h, block, *word);
    old->size -= size;
    old->count--;
    struct trace_entry *e = trace_entry_at(h, &t->tables, t->current);
    e->size += size;
    e->count++;
    *word = t->current << SIZE_BITS | (*word & SIZE_MASK);
}

bool trace_of(const struct heap *h, addr block, uint64_t *size, uint32_t *traceback)
{
    uint32_t word = h->tracing ? *word_of(h, block) : 0;
    if (!word)
        return false;
    *size = traced_size(h, block, word);
    *traceback = (word >> SIZE_BITS) - 1;
    return true;
}

/* ---- on and off ---------------------------------------------------------------------------------- */

static void discard_words(struct heap *h, addr from, addr to)
{
    uint64_t first = ((from - HEAP_BASE) / 4) & ~(REGION_PAGE - 1),
             last = ((to - HEAP_BASE) / 4 + REGION_PAGE - 1) & ~(REGION_PAGE - 1);
    if (last > first)
        region_discard(h, REGION_TRACES + first, last - first);
}

static void forget_traces(struct heap *h, struct tracing *t)
{
    addr arenas = HEAP_BASE + REGION_ARENAS;
    discard_words(h, arenas, arenas + (addr)h->arenas_high * h->abi.arena_size);
    discard_words(h, h->large.start, h->large.peak_top > h->large.top ? h->large.peak_top : h->large.top);
    trace_tables_forget_tracebacks(h, &t->tables);
    t->current = t->latest = t->known = 0;
    t->size = t->peak = t->count = 0;
}

/* The traceback that takes what nothing else can; always the first. */
static bool make_unknown(struct heap *h, struct tracing *t)
{
    struct trace_place place = {trace_intern_string(h, &t->tables, "<unknown>", 9), 0};
    return place.file && trace_intern_traceback(h, &t->tables, &place, 1, 1, 0) == UNKNOWN;
}

enum heap_status trace_start(struct heap *h, uint32_t nframe)
{
    struct tracing *t = tracing_of(h);
    if (nframe < 1 || nframe > h->abi.trace_frames_max)
        return raise_error(h, EXC_VALUE_ERROR, "the number of frames must be in range [1; %u]",
                           h->abi.trace_frames_max);
    if (h->tracing)
        return HEAP_OK;
    addr scratch = table_alloc(h, nframe * sizeof(struct trace_place));
    if (!scratch || !make_unknown(h, t)) {
        table_free(h, scratch);
        trace_tables_forget_tracebacks(h, &t->tables);
        return raise_memory(h);
    }
    t->scratch = scratch;
    t->nframe = nframe;
    t->current = t->latest = t->known = 0;
    h->tracing = true;
    return HEAP_OK;
}

void trace_stop(struct heap *h)
{
    struct tracing *t = tracing_of(h);
    if (!h->tracing)
        return;
    h->tracing = false;
    forget_traces(h, t);
    table_free(h, t->scratch);
    t->scratch = 0;
    if (t->bottom)
        return; /* its places are named by strings of the table */
    trace_tables_forget_strings(h, &t->tables);
    t->request = 0;
}

void trace_clear(struct heap *h)
{
    struct tracing *t = tracing_of(h);
    if (!h->tracing)
        return;
    forget_traces(h, t);
    if (!make_unknown(h, t)) /* cannot be for want of memory: more has just been given back */
        trace_stop(h);
}

enum heap_status trace_reset_peak(struct heap *h)
{
    if (!h->abi.trace_reset_peak)
        return raise_error(h, EXC_ATTRIBUTE_ERROR, "module 'tracemalloc' has no attribute 'reset_peak'");
    tracing_of(h)->peak = tracing_of(h)->size;
    return HEAP_OK;
}

/* ---- looking ------------------------------------------------------------------------------------- */

void trace_state(const struct heap *h, struct trace_state *out)
{
    const struct tracing *t = tracing_of(h);
    uint64_t words = h->tracing ? (h->small_used + h->large.used_bytes) / 4 : 0;
    *out = (struct trace_state){
        .tracing = h->tracing,
        .nframe = t->nframe ? t->nframe : 1,
        .current = t->size,
        .peak = t->peak,
        .traces = t->count,
        .tracebacks = t->tables.tracebacks.count,
        .overhead = t->tables.bytes + words,
    };
}

bool trace_traceback(const struct heap *h, uint32_t index, struct traceback_info *out)
{
    const struct trace_tables *tables = &tracing_of(h)->tables;
    if (index >= tables->tracebacks.count)
        return false;
    const struct trace_entry *e = trace_entry_at(h, tables, index + 1);
    *out = (struct traceback_info){e->size, e->count, e->frames, e->total};
    return true;
}

struct trace_frame trace_traceback_frame(const struct heap *h, uint32_t index, uint32_t frame)
{
    const struct trace_tables *tables = &tracing_of(h)->tables;
    const struct trace_entry *e = trace_entry_at(h, tables, index + 1);
    struct trace_place place = trace_entry_places(h, e)[frame];
    const struct trace_string *s = trace_string_at(h, tables, place.file);
    return (struct trace_frame){s->length ? heap_at(h, s->text) : "", s->length, place.line};
}
