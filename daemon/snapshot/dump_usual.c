/* The usual traces and frames of a dump, at one go: see dump_usual() in dump_machine.h. */
#include "daemon/snapshot/dump_machine.h"
#include <string.h>

enum {
    WIDEST = 32, /* bytes that the longest of them takes, and some */
    AT_ONCE = 64,
};

/* An opcode with its number of up to four bytes. `taken` 0: it is none of those. */
struct usual {
    uint32_t mask;
    uint8_t taken; /* with the opcode */
};

static const struct usual numbers[256] = {['K'] = {0xff, 2}, ['M'] = {0xffff, 3}, ['J'] = {0xffffffffu, 5}};

static inline uint32_t little_endian(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/*
 * A number as it comes, of any size: how it is written cannot be predicted, so nothing branches on it. *at
 * moves on, not at all if there is none.
 */
static inline uint32_t take_number(const unsigned char **at)
{
    const struct usual *usual = &numbers[**at];
    uint32_t number = little_endian(*at + 1) & usual->mask;
    *at += usual->taken;
    return number;
}

/* A number of which nearly all are written alike; false: it is none. */
static inline bool take_small(const unsigned char **at, uint32_t *number)
{
    const unsigned char *p = *at;
    *number = p[0] == 'K' ? p[1] : (uint32_t)(p[1] | p[2] << 8);
    *at += p[0] == 'K' ? 2 : 3;
    return p[0] == 'K' || p[0] == 'M';
}

static inline bool take_reference(const unsigned char **at, uint32_t *index)
{
    const unsigned char *p = *at;
    if (*p == 'j') {
        *index = little_endian(p + 1);
        *at += 5;
        return true;
    }
    *index = p[1];
    *at += 2;
    return *p == 'h';
}

/* A trace read, but for its traceback. */
struct trace {
    uint32_t index; /* the memo's, of the traceback */
    uint32_t size;
    dump_memo site; /* what the memo says of a traceback whose own site the trace is in */
    size_t end;     /* in the bytes */
    bool marked;    /* it says how deep its traceback was */
};

/*
 * MARK, domain, size, traceback, number of frames, TUPLE, MEMOIZE; up to 3.8 domain, size, traceback, TUPLE3,
 * MEMOIZE. Answers its length; 0: it is not that.
 */
static inline size_t read_trace(const unsigned char *bytes, struct trace *trace)
{
    const unsigned char *at = bytes;
    uint32_t domain, total = 0;
    bool marked = *at == '(';
    at += marked;
    if (!take_small(&at, &domain)) {
        return 0;
    }
    const unsigned char *before = at;
    trace->size = take_number(&at);
    /* BININT is signed: beyond 31 bits it would be negative. */
    if (at == before || trace->size >> 31 != 0 || !take_reference(&at, &trace->index) ||
        (marked && !take_small(&at, &total)) || at[0] != (marked ? 't' : 0x87) || at[1] != 0x94 ||
        !dump_site_fits(domain, total)) {
        return 0;
    }
    trace->site = dump_path_memo(domain, total);
    trace->marked = marked;
    return (size_t)(at + 2 - bytes);
}

/* The path's own site is that of the trace, but the memo does not say so yet. */
static bool learn_site(struct snapshot_dump *dump, const struct trace *trace)
{
    dump_memo *memo = &dump->memo[trace->index];
    if ((*memo & ((1u << MEMO_KIND_BITS) - 1)) != DUMP_PATH || *memo >> DUMP_SITE_AT != 0) {
        return false;
    }
    const struct dump_path *path = &dump->paths[*memo >> MEMO_KIND_BITS];
    if (path->site == UINT32_MAX || !dump_site_fits(path->domain, path->total) ||
        dump_path_memo(path->domain, path->total) != trace->site) {
        return false;
    }
    *memo |= trace->site;
    return true;
}

/* Puts a value on the stack and into the memo, where there is room for it. */
static inline void push_and_memoize(struct snapshot_dump *dump, enum dump_kind kind, uint64_t number)
{
    dump->stack[dump->stack_count++] = (struct dump_value){number, kind};
    dump->memo[dump->memo_count++] = number << MEMO_KIND_BITS | kind;
}

/* Many at once: where their tracebacks and sums are is all over memory, and that is fetched for all
 * together. */
static size_t usual_traces(struct snapshot_dump *dump, const unsigned char *bytes, size_t available)
{
    struct trace traces[AT_ONCE];
    const dump_memo numbers_only = (dump_memo)DUMP_PATH_MASK << MEMO_KIND_BITS;
    size_t count = 0, at = 0, taken;
    while (count < AT_ONCE && available - at >= WIDEST) {
        struct trace *trace = &traces[count];
        taken = read_trace(bytes + at, trace);
        if (taken == 0 || trace->index >= dump->memo_count) {
            break;
        }
        __builtin_prefetch(&dump->memo[trace->index]);
        at += taken;
        trace->end = at;
        count++;
    }
    at = 0;
    for (size_t i = 0; i < count; i++) {
        const struct trace *trace = &traces[i];
        if ((dump->memo[trace->index] & ~numbers_only) != trace->site && !learn_site(dump, trace)) {
            break;
        }
        uint32_t path = (uint32_t)(dump->memo[trace->index] >> MEMO_KIND_BITS) & (uint32_t)DUMP_PATH_MASK;
        __builtin_prefetch(&dump->sums[path], 1);
        push_and_memoize(dump, DUMP_TRACE, dump_trace_number(trace->size, path));
        dump->progress.totals |= trace->marked;
        at = trace->end;
    }
    return at;
}

/* File, line, TUPLE2, MEMOIZE. Answers its length; 0: it is not that. */
static inline size_t read_frame(const struct snapshot_dump *dump, const unsigned char *bytes,
                                struct snapshot_frame *frame)
{
    const unsigned char *at = bytes;
    uint32_t index;
    if (!take_reference(&at, &index)) {
        return 0;
    }
    const unsigned char *before = at;
    frame->line = take_number(&at);
    if (at == before || frame->line >> 31 != 0 || at[0] != 0x86 || at[1] != 0x94 ||
        index >= dump->memo_count || (dump->memo[index] & ((1u << MEMO_KIND_BITS) - 1)) != DUMP_TEXT) {
        return 0;
    }
    frame->file = (uint32_t)(dump->memo[index] >> MEMO_KIND_BITS);
    return (size_t)(at + 2 - bytes);
}

static size_t usual_frames(struct snapshot_dump *dump, const unsigned char *bytes, size_t available)
{
    struct snapshot_frame frames[AT_ONCE];
    uint32_t ids[AT_ONCE];
    size_t count = 0, at = 0, taken = 1;
    while (taken > 0 && count < AT_ONCE && available - at >= WIDEST) {
        taken = read_frame(dump, bytes + at, &frames[count]);
        at += taken;
        count += taken > 0;
    }
    if (count == 0 || snapshot_builder_frames(dump->builder, frames, count, ids) != SNAPSHOT_OK) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        push_and_memoize(dump, DUMP_FRAME, ids[i]);
    }
    return at;
}

/* Room for as many as are read at once, and for what one more is made of. */
static bool make_room(struct snapshot_dump *dump)
{
    size_t stack = dump->stack_count + AT_ONCE + 8, memo = dump->memo_count + AT_ONCE;
    return memo < SNAPSHOT_MAX_IDS && stack < DUMP_STACK_LIMIT &&
           snapshot_reserve(&dump->stack, &dump->stack_room, stack, sizeof *dump->stack) == SNAPSHOT_OK &&
           snapshot_reserve(&dump->memo, &dump->memo_room, memo, sizeof *dump->memo) == SNAPSHOT_OK;
}

size_t dump_usual(struct snapshot_dump *dump, const unsigned char *bytes, size_t available)
{
    size_t at = 0, taken = 1;
    if (dump->stopped || dump->progress.protocol == 0) {
        return 0;
    }
    while (taken > 0 && available - at >= WIDEST && at < DUMP_SLICE && make_room(dump)) {
        unsigned char first = bytes[at];
        if (first == 'h' || first == 'j') {
            taken = usual_frames(dump, bytes + at, available - at);
        } else if (first == '(' || first == 'K') {
            taken = usual_traces(dump, bytes + at, available - at);
        } else {
            break;
        }
        at += taken;
    }
    return at;
}
