/* re.Pattern, re.Match and the scanner of re: the objects. Matching itself is asked of the language above
 * (runtime.h), which has the compiled forms; an object has nothing but the pattern's text and flags. Mirrors
 * Modules/_sre.
 *
 *   pattern  0 header  16 ob_size  24 groups  32 groupindex  40 indexgroup  48 pattern  56 flags  64
 * weakreflist  72 isbytes 80 codesize  88 code match    0 header  16 ob_size  24 string  32 regs  40 pattern
 * 48 pos  56 endpos  64 lastindex  72 groups  80 mark scanner  0 header  16 pattern  56 string  64 pos  72
 * endpos  40 where it goes on  120 whether an empty match there counts
 */
#ifndef HEAPD_HEAP_OBJECT_PATTERN_H
#define HEAPD_HEAP_OBJECT_PATTERN_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/textual.h"

struct pattern_object {
    struct object base;
    int64_t size; /* words of code, which are zeros */
    int64_t groups;
    addr groupindex; /* dict of names, 0 where no group has one */
    addr indexgroup; /* tuple of names or None, by number; 0 likewise */
    addr pattern;    /* str or bytes */
    int32_t flags, pad;
    addr weaklist;
    int32_t is_bytes, pad2;
    int64_t code_size;
};
static inline struct pattern_object *pattern_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct match_object {
    struct object base;
    int64_t size;
    addr string;
    addr regs; /* tuple of spans, 0 until it is asked for */
    addr pattern;
    int64_t pos, endpos;
    int64_t last_index; /* -1: no group has matched */
    int64_t groups;     /* with the whole match */
    int64_t marks[];    /* two for each */
};
static inline struct match_object *match_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct scanner_object {
    struct object base;
    addr pattern;
    uint64_t unused[2];
    int64_t next;
    uint64_t unused2;
    addr string;
    int64_t pos, endpos;
    uint64_t unused3[4];
    int64_t lent; /* the string's memory is, as long as the scanner has it */
    int64_t advances;
};
static inline struct scanner_object *scanner_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

/* *new*: the pattern of a text (str or bytes) and its flags, whose groups are `names`: a tuple of names or
 * None, by number. The `words` of code that CPython would have in it are zeros. */
addr pattern_new(struct heap *h, addr text, uint32_t flags, addr names, size_t words) HEAP_MUST_CHECK;
/* *new*: a match of it, with call->groups + 1 pairs of marks. */
struct regex_call;
addr match_new(struct heap *h, addr pattern, const struct regex_call *call, int64_t pos,
               int64_t endpos) HEAP_MUST_CHECK;
addr scanner_new(struct heap *h, addr pattern, addr string, int64_t pos, int64_t endpos) HEAP_MUST_CHECK;

/* ---- one subject and what is asked of it, for the methods of patterns and scanners (pattern_run.c) */

struct pattern_run {
    addr pattern, string; /* *new* */
    int64_t pos, endpos;  /* cut to the length */
    int64_t next;         /* where the next search begins */
    bool advances;        /* an empty match there does not count */
    addr table;           /* of the marks */
    struct regex_call *call;
};

/* TypeError: the string is none, or bytes where the pattern is a str. */
enum heap_status pattern_run_begin(struct heap *h, struct pattern_run *r, addr pattern, addr string,
                                   int64_t pos, int64_t endpos) HEAP_MUST_CHECK;
void pattern_run_end(struct heap *h, struct pattern_run *r);
/* r->call->matched; `how` an enum regex_how_to_match. The next search begins at the end of this match. */
enum heap_status pattern_run_match(struct heap *h, struct pattern_run *r, int how) HEAP_MUST_CHECK;
/* *new*: part of the string; of a bytearray as bytes. */
addr pattern_run_slice(struct heap *h, const struct pattern_run *r, int64_t from, int64_t to) HEAP_MUST_CHECK;
/* *new*: what group `i` matched, `missing` (borrowed) where it did not match. */
addr pattern_run_group(struct heap *h, const struct pattern_run *r, int64_t i, addr missing) HEAP_MUST_CHECK;

/* Memory that is searched does not move meanwhile: a bytearray, an array cannot be resized. By 1, then -1. */
void subject_lend(const struct heap *h, addr string, int by);
/* *new*: part of any str or bytes-like. */
addr subject_slice(struct heap *h, addr string, int64_t from, int64_t to) HEAP_MUST_CHECK;

/* ---- templates: what sub() and expand() put for a match (match_template.c) */

/* *new*: a tuple of literal texts and numbers of groups; a literal only where nothing is to be replaced in
 * it. re.error, IndexError. */
enum heap_status template_read(struct heap *h, addr pattern, addr template, addr *out) HEAP_MUST_CHECK;
/* *new*: the template filled by a match. */
enum heap_status template_fill(struct heap *h, addr template, addr match, addr *out) HEAP_MUST_CHECK;

/* The number of a group, as that is written in templates and in conditions; false: it is none. Large ones are
 * cut. */
bool regex_group_number(const struct heap *h, const void *units, unsigned kind, size_t from, size_t to,
                        int64_t *out);

/* match[key]: *new*. IndexError. */
enum heap_status match_getitem(struct heap *h, addr match, addr key, addr *out) HEAP_MUST_CHECK;
/* *new*: what a group of a match matched, or `missing`, borrowed. */
addr match_group(struct heap *h, addr match, int64_t i, addr missing) HEAP_MUST_CHECK;
/* ''.join(list) of the sort of the string. *new*. */
enum heap_status subject_join(struct heap *h, addr string, addr list, addr *out) HEAP_MUST_CHECK;

extern const struct getset pattern_getsets[], match_getsets[];

#endif
