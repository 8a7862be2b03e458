/* Matching: what the methods of patterns ask of the language (runtime.h).
 *
 * A subject is matched where it lies in the heap. No match may take long without looking whether it should
 * stop: starting points are tried in portions that take about a millisecond; and where PCRE2 gives up at one
 * of them, after so many steps of its own, its block is tried again with a form of the pattern that calls out
 * all the time. The program's steps count what is the same at every run: the length that was searched, and
 * the calls of blocks that are watched, whose bounds do not depend on the portions. So a catastrophe ends at
 * the same step everywhere. For the rest, no search takes longer than all the steps would that are left.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/pattern.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/textual.h"
#include "daemon/heap/object/unicode.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/regex/cache.h"
#include "daemon/python/regex/code_words.h"
#include "daemon/python/regex/engine.h"
#include "daemon/python/regex/pcre.h"

#define STEPS      100000u      /* of PCRE2's, at one starting point, unwatched */
#define HEAP_KIB   (256u << 10) /* for what is to be tried yet */
#define BLOCK      64           /* starting points that are watched together */
#define PORTION    (64 * BLOCK) /* to begin with; always so many blocks */
#define SHORT_NS   200000       /* a portion that takes less is made larger */
#define LONG_NS    2000000      /* and one that takes more, smaller */
#define CALLS_EACH 1024         /* callouts between two looks, and as many steps */
#define STEP_NS    64           /* what a step of a program takes, or less */

struct subject {
    const void *data;
    size_t from, to;   /* `to` is its length here */
    uint32_t *widened; /* a copy, where the pattern is too large for narrow ones */
};

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

struct watch {
    struct heap *h;
    uint32_t calls;
};

/* Is there more time? */
static enum heap_status time_check(struct heap *h, int64_t begun)
{
    uint64_t left = h->steps < h->steps_limit ? h->steps_limit - h->steps : 0;
    bool late = (uint64_t)(now_ns() - begun) / STEP_NS > left;
    h->clocked |= late;
    return loop_work(h, late ? left : 0);
}

static int look(void *context)
{
    struct watch *w = context;
    return ++w->calls % CALLS_EACH == 0 && loop_work(w->h, CALLS_EACH) != HEAP_OK ? PCRE2_ERROR_CALLOUT : 0;
}

/* Of what PCRE2 takes for the same, that is: where only ASCII counts, it is right. */
static uint32_t lower(void *context, uint32_t c)
{
    const struct heap *h = context;
    uint32_t mapped[3];
    (void)unicode_map(c, UNICODE_TO_LOWER, h->abi.unicode_version, mapped);
    return mapped[0];
}

/* ---- one portion of starting points
 * --------------------------------------------------------------------------------------------- */

static enum heap_status status_of(struct heap *h, int result)
{
    if (result == PCRE2_ERROR_CALLOUT)
        return HEAP_ABANDONED; /* as look() has noted */
    return raise_memory(h);    /* of PCRE2, or what it may take */
}

struct run {
    struct heap *h;
    struct regex_code *code;
    unsigned width;
    void *compiled;
    struct pcre_match_data *data;
    const struct subject *subject;
    int64_t begun; /* behind the first portion, which is not timed: most searches end in it */
};

/* The same without a bound on steps, watched. */
static int run_watched(const struct run *r, size_t start, uint32_t options, PCRE2_SIZE last_start,
                       enum heap_status *status)
{
    struct watch watch = {r->h, 0};
    unsigned width = r->width;
    void *compiled;
    *status = regex_code_of(r->h, r->code, &width, true, &compiled);
    if (*status != HEAP_OK || width != r->width) {
        if (*status == HEAP_OK)
            *status = raise_memory(r->h);
        return PCRE2_ERROR_NOMATCH;
    }
    return pcre_match(width, compiled, r->subject->data, r->subject->to, start, options, r->data,
                      &(struct pcre_limits){UINT32_MAX, HEAP_KIB, last_start, look, &watch, lower, r->h});
}

static int run_unwatched(const struct run *r, size_t start, uint32_t options, PCRE2_SIZE last_start)
{
    return pcre_match(r->width, r->compiled, r->subject->data, r->subject->to, start, options, r->data,
                      &(struct pcre_limits){STEPS, HEAP_KIB, last_start, NULL, NULL, lower, r->h});
}

/* A portion in which PCRE2 gave up, block by block. */
static int run_blocks(const struct run *r, size_t start, uint32_t options, PCRE2_SIZE last_start,
                      enum heap_status *status)
{
    int result = PCRE2_ERROR_NOMATCH;
    size_t end = last_start == PCRE2_UNSET ? r->subject->to : last_start;
    if (options & PCRE2_ANCHORED)
        return run_watched(r, start, options, last_start, status);
    for (; start <= end && *status == HEAP_OK && result == PCRE2_ERROR_NOMATCH;
         options &= ~PCRE2_NOTEMPTY_ATSTART) {
        PCRE2_SIZE last = end - start < BLOCK ? last_start : start + BLOCK - 1;
        result = run_unwatched(r, start, options, last);
        if (result == PCRE2_ERROR_MATCHLIMIT)
            result = run_watched(r, start, options, last, status);
        if (end - start < BLOCK)
            break;
        start += BLOCK;
        if (*status == HEAP_OK && result == PCRE2_ERROR_NOMATCH)
            *status = loop_check(r->h);
    }
    return result;
}

static int run_portion(const struct run *r, size_t start, uint32_t options, PCRE2_SIZE last_start,
                       enum heap_status *status)
{
    *status = HEAP_OK;
    int result = run_unwatched(r, start, options, last_start);
    if (result == PCRE2_ERROR_MATCHLIMIT)
        result = run_blocks(r, start, options, last_start, status);
    if (*status == HEAP_OK && result < 0 && result != PCRE2_ERROR_NOMATCH)
        *status = status_of(r->h, result);
    return result;
}

/* From `from` on, portion by portion. */
static enum heap_status search(struct run *r, uint32_t options, bool *matched)
{
    const struct subject *s = r->subject;
    size_t portion = PORTION;
    enum heap_status status;
    *matched = false;
    for (size_t start = s->from; start <= s->to; options &= ~PCRE2_NOTEMPTY_ATSTART) {
        size_t last = s->to - start < portion ? s->to : start + portion - 1;
        int64_t before = start > s->from ? now_ns() : 0;
        *matched = run_portion(r, start, options, last == s->to ? PCRE2_UNSET : last, &status) >= 0;
        if (status != HEAP_OK || *matched || last == s->to)
            return status;
        int64_t now = now_ns(), took = before ? now - before : SHORT_NS;
        if (!before)
            r->begun = now;
        if (took < SHORT_NS && portion < SIZE_MAX / 8)
            portion *= 4;
        else if (took > LONG_NS && portion > BLOCK)
            portion /= 2;
        if ((status = time_check(r->h, r->begun)) != HEAP_OK)
            return status;
        start = last + 1;
    }
    return HEAP_OK;
}

/* ---- results
 * --------------------------------------------------------------------------------------------------------------------
 */

/* Was group a, which ended at a_end, matched after b? Inside one repetition the ends tell; else their order
 * in the pattern. */
static bool is_later(const struct regex_code *c, uint32_t a, int64_t a_end, uint32_t b, int64_t b_end)
{
    if (c->groups[a].repeated_by && c->groups[a].repeated_by == c->groups[b].repeated_by && a_end != b_end)
        return a_end > b_end;
    return c->groups[a].closes > c->groups[b].closes;
}

static void take_marks(const struct run *r, struct regex_call *call)
{
    const PCRE2_SIZE *offsets = pcre_offsets(r->width, r->data);
    uint32_t last = 0;
    for (uint32_t g = 0; g <= call->groups; g++) {
        bool set = offsets[2 * g] != PCRE2_UNSET;
        call->marks[2 * g] = set ? (int64_t)offsets[2 * g] : -1;
        call->marks[2 * g + 1] = set ? (int64_t)offsets[2 * g + 1] : -1;
        if (g && set &&
            (!last || is_later(r->code, g, call->marks[2 * g + 1], last, call->marks[2 * last + 1])))
            last = g;
    }
    call->last_index = last ? (int64_t)last : -1;
}

/* ---- a call
 * ---------------------------------------------------------------------------------------------------------------------
 */

/* Only what will be looked at. */
static enum heap_status widen(struct heap *h, const struct textual *t, struct subject *s)
{
    s->widened = malloc((s->to + 1) * sizeof *s->widened);
    if (!s->widened)
        return raise_memory(h);
    units_copy(s->widened, 4, t->data, t->kind, s->to);
    s->data = s->widened;
    return HEAP_OK;
}

static enum heap_status run(struct heap *h, struct regex_code *code, struct regex_call *call,
                            const struct textual *subject)
{
    struct subject s = {subject->data, call->from, call->to, NULL};
    struct run r = {.h = h, .code = code, .width = regex_width_of(subject->kind), .subject = &s};
    unsigned natural = r.width;
    enum heap_status status = regex_code_of(h, code, &r.width, false, &r.compiled);
    if (status == HEAP_OK && r.width != natural)
        status = widen(h, subject, &s);
    if (status == HEAP_OK) {
        r.data = regex_match_data(h, code, r.width);
        status = r.data ? HEAP_OK : raise_status(h);
    }
    if (status == HEAP_OK) {
        uint32_t options = call->advances ? PCRE2_NOTEMPTY_ATSTART : 0u;
        if (call->how == REGEX_MATCH)
            options |= PCRE2_ANCHORED;
        else if (call->how == REGEX_FULLMATCH)
            options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED;
        if (call->how == REGEX_SEARCH)
            status = search(&r, options, &call->matched);
        else
            call->matched = run_portion(&r, s.from, options, PCRE2_UNSET, &status) >= 0;
        if (status == HEAP_OK && call->matched)
            take_marks(&r, call);
        if (status == HEAP_OK)
            status = loop_work(h, steps_of_bytes((call->matched ? (uint64_t)call->marks[1] : s.to) - s.from));
        regex_match_data_put(code, r.width, r.data);
    }
    free(s.widened);
    return status;
}

enum heap_status runtime_regex_run(struct heap *h, struct regex_call *call)
{
    struct textual pattern, subject;
    struct regex_code *code;
    call->matched = false;
    if (!textual_view(h, call->pattern, &pattern) || !textual_view(h, call->subject, &subject))
        return raise_error(h, EXC_TYPE_ERROR, "expected string or bytes-like object");
    enum heap_status status = regex_code_get(h, pattern.data, pattern.kind, pattern.length,
                                             pattern.type == KIND_STR, call->flags, NULL, &code);
    if (status != HEAP_OK)
        return status;
    if (!code || code->group_count != call->groups + 1) {
        if (code)
            regex_code_put(code);
        return raise_error(h, EXC_SYSTEM_ERROR, "a pattern that is none");
    }
    status = run(h, code, call, &subject);
    regex_code_put(code);
    return status;
}

/* *new*: the names of groups by number, None for those without; borrowed nothing. */
static addr names_of(struct heap *h, const struct regex_tree *tree)
{
    addr tuple = tuple_new(h, tree->group_count);
    for (uint32_t i = 0; tuple && i < tree->group_count; i++) {
        const struct regex_group *g = &tree->groups[i];
        const char *name = (const char *)tree->units + g->name * tree->kind;
        addr s = g->name_length ? str_from_units(h, name, g->name_length, tree->kind) : incref(h, none(h));
        if (s && g->name_length)
            s = str_intern(h, s, false);
        if (!s) {
            decref(h, tuple);
            return 0;
        }
        tuple_init(h, tuple, i, s);
    }
    if (tuple)
        tuple_done(h, tuple);
    return tuple;
}

/* The forms for narrow and for wide subjects: what is too large is told now. */
static enum heap_status check(struct heap *h, const struct textual *t, uint32_t flags)
{
    struct regex_code *code;
    void *compiled;
    unsigned width = 0;
    enum heap_status status =
        regex_code_get(h, t->data, t->kind, t->length, t->type == KIND_STR, flags, NULL, &code);
    if (status != HEAP_OK)
        return status;
    status = regex_code_of(h, code, &width, false, &compiled);
    regex_code_put(code);
    return status;
}

/* Where re was called: behind its own _compile() and compile(). */
#define CALLER_OF_RE 3

static enum heap_status warn_of_names(struct heap *h, const struct regex_tree *tree)
{
    char message[200];
    enum heap_status status = HEAP_OK;
    for (uint32_t i = 0; i < tree->warning_count && status == HEAP_OK; i++) {
        const struct regex_warning *w = &tree->warnings[i];
        (void)snprintf(message, sizeof message, "bad character in group name %s at position %lld", w->name,
                       (long long)w->position);
        status = runtime_warn(h, EXC_DEPRECATION_WARNING, message, CALLER_OF_RE);
    }
    return status;
}

enum heap_status regex_pattern(struct heap *h, addr text, uint32_t flags, addr *out)
{
    struct textual t;
    struct regex_tree tree;
    addr names = 0;
    if (!textual_view(h, text, &t))
        return raise_error(h, EXC_TYPE_ERROR, "first argument must be string or compiled pattern");
    enum heap_status status = regex_read(h, t.data, t.kind, t.length, t.type == KIND_STR, flags, &tree);
    subject_lend(h, text, 1); /* a program may run code now */
    if (status == HEAP_OK)
        status = warn_of_names(h, &tree);
    subject_lend(h, text, -1);
    if (status == HEAP_OK && tree.message[0])
        status = runtime_regex_error(h, tree.message, text, tree.position);
    if (status == HEAP_OK) {
        names = names_of(h, &tree);
        status = names ? check(h, &t, tree.flags) : raise_status(h);
    }
    size_t words = 0;
    if (status == HEAP_OK)
        status = regex_code_words(h, &tree, &words);
    flags = tree.flags;
    regex_free(&tree);
    if (status == HEAP_OK) {
        *out = pattern_new(h, text, flags, names, words);
        status = *out ? HEAP_OK : raise_status(h);
    }
    xdecref(h, names);
    return status;
}
