/*
 * The usual traces of a dump, many at one go: see dump_usual() in dump_machine.h.
 *
 * What they refer to is all over memory. So first as many as fit are read, without looking at anything, and
 * where they will look is fetched for all of them together; then they are made, one after the other. The
 * first that turns out to be something else ends that.
 */
#include "daemon/snapshot/dump_machine.h"
#include <string.h>

enum {
    WIDEST = 40, /* bytes that the longest of what is looked at in one step takes, and some */
    AT_ONCE = 64,
    FRAMES_AT_ONCE = 512,
};

/* An opcode with its number of up to four bytes. `taken` 0: it is none of those. */
struct usual {
    uint32_t mask;
    uint8_t taken; /* with the opcode */
};

static const struct usual numbers[256] = {['K'] = {0xff, 2}, ['M'] = {0xffff, 3}, ['J'] = {0xffffffffu, 5}};
static const struct usual references[256] = {['h'] = {0xff, 2}, ['j'] = {0xffffffffu, 5}};

static inline uint32_t four_bytes(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/*
 * A number as it comes, of any size: how it is written cannot be predicted, so nothing branches on it. *at
 * moves on, not at all if there is none.
 */
static inline uint32_t take(const struct usual table[static 256], const unsigned char **at)
{
    const struct usual *usual = &table[**at];
    uint32_t number = four_bytes(*at + 1) & usual->mask;
    *at += usual->taken;
    return number;
}

/* The same, of which nearly all are written alike; false: it is none. BININT is signed: beyond 31 bits it
 * would be negative. */
static inline bool take_number(const unsigned char **at, uint32_t *number)
{
    if (**at == 'K') {
        *number = (*at)[1];
        *at += 2;
        return true;
    }
    const unsigned char *before = *at;
    *number = take(numbers, at);
    return *at != before && *number >> 31 == 0;
}

/* A trace that was read, and nothing made of it yet. */
struct trace {
    uint32_t size;
    dump_shape shape;
    uint32_t index; /* the memo's, of the traceback, if it has no frames of its own */
    uint32_t path;  /* which that is; UINT32_MAX: not known yet */
    uint32_t frame_count;
    uint32_t end; /* in the bytes */
    bool marked;  /* it says how deep its traceback was */
};

struct window {
    struct trace traces[AT_ONCE];
    struct snapshot_frame frames[FRAMES_AT_ONCE]; /* of all of them; `file` is the memo's index at first */
    uint32_t ids[FRAMES_AT_ONCE];
    size_t count, frame_count;
    size_t memo_count; /* when it was begun */
};

/*
 * What most of a file is, in fifteen bytes or so: MARK, domain, size, a traceback beyond the first 256
 * things, number of frames, TUPLE, MEMOIZE. Answers its length; 0: it is not exactly that.
 */
static inline size_t read_most_usual(const unsigned char *bytes, struct trace *trace)
{
    const struct usual *size = &numbers[bytes[3]];
    const unsigned char *at = bytes + 3 + size->taken;
    uint32_t head = four_bytes(bytes), tail = four_bytes(at + 5), domain = head >> 16 & 0xff,
             total = tail >> 8 & 0xff;
    trace->size = four_bytes(bytes + 4) & size->mask;
    trace->index = four_bytes(at + 1);
    trace->shape = dump_small_shape(domain, total);
    trace->frame_count = 0;
    trace->marked = true;
    uint32_t wrong = ((head ^ ('(' | 'K' << 8)) & 0xffff) | (at[0] ^ 'j') |
                     ((tail ^ ('K' | 't' << 16 | 0x94u << 24)) & 0xffff00ffu) | trace->size >> 31;
    return wrong == 0 && size->taken != 0 ? (size_t)(at + 9 - bytes) : 0;
}

/* File, line, TUPLE2, MEMOIZE. Answers its length; 0: it is not that. */
static inline size_t read_frame(const unsigned char *bytes, struct snapshot_frame *frame)
{
    const unsigned char *at = bytes, *before;
    frame->file = take(references, &at);
    before = at;
    frame->line = take(numbers, &at);
    return before != bytes && at != before && frame->line >> 31 == 0 && at[0] == 0x86 && at[1] == 0x94
               ? (size_t)(at + 2 - bytes)
               : 0;
}

/*
 * The frames of a traceback and the tuple that is made of them. Answers their length; 0: they are not that,
 * or there is no room for them.
 */
static size_t read_frames(const unsigned char *bytes, size_t available, struct window *window,
                          uint32_t *count)
{
    bool marked = bytes[0] == '(';
    size_t at = marked, taken = 1, n = window->frame_count;
    while (taken > 0 && n < FRAMES_AT_ONCE && available - at >= WIDEST) {
        taken = read_frame(bytes + at, &window->frames[n]);
        at += taken;
        n += taken > 0;
    }
    *count = (uint32_t)(n - window->frame_count);
    if (taken > 0 || *count == 0 || (!marked && *count > 3)) {
        return 0;
    }
    return bytes[at] == (marked ? 't' : 0x84 + *count) && bytes[at + 1] == 0x94 ? at + 2 : 0;
}

/*
 * MARK, domain, size, traceback, number of frames, TUPLE, MEMOIZE; up to 3.8 domain, size, traceback, TUPLE3,
 * MEMOIZE. The traceback is a reference, or frames. Answers its length; 0: it is not that.
 */
static size_t read_trace(const unsigned char *bytes, size_t available, struct window *window,
                         struct trace *trace)
{
    const unsigned char *at = bytes, *frames;
    uint32_t domain, total = 0;
    bool marked = *at == '(';
    at += marked;
    if (!take_number(&at, &domain) || !take_number(&at, &trace->size)) {
        return 0;
    }
    frames = at;
    trace->frame_count = 0;
    trace->index = take(references, &at);
    if (at == frames || *at == 'K' || *at == 'M' || *at == 'J') {
        const unsigned char *rest = at;
        uint32_t number;
        if (at == frames || !take_number(&rest, &number) || *rest == 0x86) {
            at = frames +
                 read_frames(frames, available - (size_t)(frames - bytes), window, &trace->frame_count);
        }
    }
    if (at == frames || available - (size_t)(at - bytes) < WIDEST / 2 ||
        (marked && !take_number(&at, &total)) || at[0] != (marked ? 't' : 0x87) || at[1] != 0x94 ||
        !dump_shape_is_small(domain, total)) {
        return 0;
    }
    trace->shape = dump_small_shape(domain, total);
    trace->marked = marked;
    return (size_t)(at + 2 - bytes);
}

/* Reads as many as fit. */
static void read_window(struct snapshot_dump *dump, const unsigned char *bytes, size_t available,
                        struct window *window)
{
    size_t at = 0;
    window->count = window->frame_count = 0;
    window->memo_count = dump->memo_count;
    while (window->count < AT_ONCE && available - at >= WIDEST) {
        struct trace *trace = &window->traces[window->count];
        size_t taken = read_most_usual(bytes + at, trace);
        if (taken == 0) {
            taken = read_trace(bytes + at, available - at, window, trace);
        }
        if (taken == 0) {
            break;
        }
        if (trace->frame_count == 0) {
            __builtin_prefetch(&dump->memo[trace->index]);
        }
        at += taken;
        trace->end = (uint32_t)at;
        window->frame_count += trace->frame_count;
        window->count++;
    }
}

/* The paths of the traces that refer to ones that were there before. */
static void find_paths(const struct snapshot_dump *dump, struct window *window)
{
    for (size_t i = 0; i < window->count; i++) {
        struct trace *trace = &window->traces[i];
        trace->path = UINT32_MAX;
        if (trace->frame_count == 0 && trace->index < window->memo_count &&
            dump_memo_kind(dump->memo[trace->index]) == DUMP_PATH) {
            trace->path = dump->memo[trace->index] >> MEMO_KIND_BITS;
            __builtin_prefetch(&dump->sums[trace->path], 1);
        }
    }
}

/* The frames that are of files; what there is after one that is not will not be made. */
static bool find_frames(struct snapshot_dump *dump, struct window *window)
{
    for (size_t i = 0; i < window->frame_count; i++) {
        uint32_t index = window->frames[i].file;
        if (index >= window->memo_count || dump_memo_kind(dump->memo[index]) != DUMP_TEXT) {
            window->frame_count = i;
            break;
        }
        window->frames[i].file = dump->memo[index] >> MEMO_KIND_BITS;
    }
    return snapshot_builder_frames(dump->builder, window->frames, window->frame_count, window->ids) ==
           SNAPSHOT_OK;
}

static inline void memoize(struct snapshot_dump *dump, enum dump_kind kind, uint32_t number)
{
    dump->memo[dump->memo_count++] = number << MEMO_KIND_BITS | kind;
}

/* The path of a trace's own frames; false: there is no room. */
static bool make_path(struct snapshot_dump *dump, const uint32_t *ids, struct trace *trace)
{
    if (dump->path_count >= DUMP_MAX_NUMBERS ||
        snapshot_builder_path(dump->builder, ids, trace->frame_count, &dump->paths[dump->path_count]) !=
            SNAPSHOT_OK) {
        return false;
    }
    for (size_t i = 0; i < trace->frame_count; i++) {
        memoize(dump, DUMP_FRAME, ids[i]);
    }
    trace->path = (uint32_t)dump->path_count;
    dump->sums[dump->path_count++] = (struct dump_sum){0, 0, trace->shape};
    memoize(dump, DUMP_PATH, trace->path);
    return true;
}

/* The path that a trace refers to and is in the own shape of; false: it is not that. */
static bool find_path(const struct snapshot_dump *dump, struct trace *trace)
{
    if (trace->path == UINT32_MAX) {
        if (trace->index >= dump->memo_count || dump_memo_kind(dump->memo[trace->index]) != DUMP_PATH) {
            return false;
        }
        trace->path = dump->memo[trace->index] >> MEMO_KIND_BITS;
    }
    return dump->sums[trace->path].shape == trace->shape;
}

/* Pushes what was made, one value. */
static void push_traces(struct snapshot_dump *dump, const struct trace *last, uint32_t count)
{
    struct dump_value *top = dump->stack_count > 0 ? &dump->stack[dump->stack_count - 1] : NULL;
    if (top == NULL || (top->kind != DUMP_TRACE && top->kind != DUMP_WIDE)) {
        top = &dump->stack[dump->stack_count++];
        top->count = 0;
    }
    *top = (struct dump_value){dump_trace_number(last->size, last->path), DUMP_TRACE, top->count + count};
    dump->traces += count;
}

/* Makes the traces of a window, up to the first that is something else. Answers how many bytes they take. */
static size_t make_traces(struct snapshot_dump *dump, struct window *window)
{
    size_t made = 0, frames = 0;
    for (; made < window->count; made++) {
        struct trace *trace = &window->traces[made];
        if (trace->frame_count > 0 ? frames + trace->frame_count > window->frame_count ||
                                         !make_path(dump, window->ids + frames, trace)
                                   : !find_path(dump, trace)) {
            break;
        }
        frames += trace->frame_count;
        struct dump_sum *sum = &dump->sums[trace->path];
        sum->size += trace->size;
        sum->count++;
        dump->sizes[dump->size_count++] = trace->size;
        memoize(dump, DUMP_TRACE, trace->path);
        dump->progress.totals |= trace->marked;
    }
    if (made == 0) {
        return 0;
    }
    push_traces(dump, &window->traces[made - 1], (uint32_t)made);
    return window->traces[made - 1].end;
}

/* Room for what a window makes. */
static bool make_room(struct snapshot_dump *dump)
{
    size_t memo = dump->memo_count + FRAMES_AT_ONCE + 2 * AT_ONCE;
    return memo < SNAPSHOT_MAX_IDS && dump->stack_count < DUMP_STACK_LIMIT - 2 * FRAMES_AT_ONCE &&
           dump->traces < UINT32_MAX - AT_ONCE &&
           !snapshot_reserve(&dump->stack, &dump->stack_room, dump->stack_count + 1, sizeof *dump->stack) &&
           !snapshot_reserve(&dump->memo, &dump->memo_room, memo, sizeof *dump->memo) &&
           !snapshot_reserve(&dump->sizes, &dump->size_room, dump->size_count + AT_ONCE,
                             sizeof *dump->sizes) &&
           !snapshot_reserve(&dump->paths, &dump->path_room, dump->path_count + AT_ONCE,
                             sizeof *dump->paths) &&
           !snapshot_reserve(&dump->sums, &dump->sum_room, dump->path_count + AT_ONCE, sizeof *dump->sums);
}

size_t dump_usual(struct snapshot_dump *dump, const unsigned char *bytes, size_t available)
{
    struct window window;
    size_t at = 0, taken = 1;
    if (dump->stopped || dump->progress.protocol == 0) {
        return 0;
    }
    while (taken > 0 && available - at >= WIDEST && at < DUMP_SLICE &&
           (bytes[at] == '(' || bytes[at] == 'K') && make_room(dump)) {
        taken = 0;
        read_window(dump, bytes + at, available - at, &window);
        if (window.count > 0) {
            find_paths(dump, &window);
            taken = window.frame_count == 0 || find_frames(dump, &window) ? make_traces(dump, &window) : 0;
        }
        at += taken;
    }
    return at;
}
