/* What str, bytes and bytearray have in common: views of their characters, searching, building results, and
 * the methods that work alike on all three. Mirrors Objects/stringlib/.
 */
#ifndef HEAPD_HEAP_OBJECT_TEXTUAL_H
#define HEAPD_HEAP_OBJECT_TEXTUAL_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/str.h"

/* A str (units of 1, 2, 4 bytes) or bytes, bytearray (1). Valid until the object changes. */
struct textual {
    addr o;
    enum kind type; /* KIND_STR, KIND_BYTES, KIND_BYTEARRAY */
    unsigned kind;  /* bytes in a unit */
    size_t length;
    const void *data;
};

/* False: it is none of the three. */
bool textual_view_any(const struct heap *h, addr o, struct textual *out);
static inline bool textual_view(const struct heap *h, addr o, struct textual *out)
{
    if (HEAP_UNLIKELY(!object_is_exact(h, o, KIND_STR)))
        return textual_view_any(h, o, out);
    *out = (struct textual){o, KIND_STR, str_kind(h, o), str_length(h, o), str_data(h, o)};
    return true;
}

/* After code that an argument has run: a bytearray, an array or what a view shows may be another now; a view
 * that has been released shows nothing. */
static inline void textual_again(const struct heap *h, struct textual *t)
{
    enum kind kind =
        t->o ? object_kind(h, t->o) : KIND_BYTES; /* a single byte that was given as a number is no object */
    if (kind == KIND_STR || kind == KIND_BYTES || textual_view(h, t->o, t))
        return;
    t->length = 0;
    t->data = "";
}

/* Can the one be looked for in the other? Both str, or neither. */
static inline bool textual_mix(const struct textual *a, const struct textual *b)
{
    return (a->type == KIND_STR) == (b->type == KIND_STR);
}

/* *new*: t[from:to] as an object of t's builtin type; t itself when it is all of an immutable one. */
addr textual_slice(struct heap *h, const struct textual *t, size_t from, size_t to) HEAP_MUST_CHECK;

/* Where `part` begins in t[from:to], the first or the last time; -1: nowhere. An empty part is found at once.
 * HEAP_ABANDONED by way of *out when the search takes long: the status. */
enum heap_status textual_find(struct heap *h, const struct textual *t, const struct textual *part,
                              size_t from, size_t to, bool last, int64_t *out) HEAP_MUST_CHECK;

bool textual_matches_at(const struct textual *t, const struct textual *part, size_t at);

/* Are these units white space: for a str by Unicode, else in ASCII? */
bool textual_is_space(const struct heap *h, const struct textual *t, size_t i);

/* ---- results */

/* An object that is being filled from the left. For a str the bound on its characters must be given
 * beforehand; with `narrow` it may have been too high. Where the run is given up meanwhile the rest is not
 * filled, and the object goes in the end. */
struct textual_result {
    struct heap *h;
    enum heap_status status;
    addr o;
    void *data;
    unsigned kind;
    size_t at, length;
    bool narrow;
};
enum heap_status result_begin(struct heap *h, struct textual_result *r, enum kind type, size_t length,
                              uint32_t bound, bool narrow) HEAP_MUST_CHECK;
void result_put(struct textual_result *r, const struct textual *t, size_t from, size_t to);
void result_repeat(struct textual_result *r, uint32_t c, size_t count);
/* *new*, or the status: as CPython fills a new object, a single character is not the object that all share.
 */
enum heap_status result_end(struct heap *h, struct textual_result *r, addr *out) HEAP_MUST_CHECK;

/* The same for a str; a single character is the shared object. */
enum heap_status result_end_shared(struct heap *h, struct textual_result *r, addr *out) HEAP_MUST_CHECK;

/* The bound of a view's characters: 0xff for bytes. */
uint32_t textual_bound(const struct heap *h, const struct textual *t);

/* ---- methods: the same function for the three types */
builtin_function textual_method_find, textual_method_rfind, textual_method_index, textual_method_rindex,
    textual_method_count;
builtin_function textual_method_startswith, textual_method_endswith, textual_method_replace,
    textual_method_removeprefix, textual_method_removesuffix;
builtin_function textual_method_split, textual_method_rsplit, textual_method_splitlines,
    textual_method_partition, textual_method_rpartition;
builtin_function textual_method_strip, textual_method_lstrip, textual_method_rstrip, textual_method_join;
builtin_function textual_method_center, textual_method_ljust, textual_method_rjust, textual_method_zfill,
    textual_method_expandtabs;

#endif
