/* Compiled regular expressions. They are the host's and belong to no heap: a heap only knows the pattern's
 * text and flags, so that a copied heap goes on with patterns that this process, or another one, compiles
 * again. The cache is one for the process, bounded, and shared by all threads.
 */
#ifndef HEAPD_PYTHON_REGEX_CACHE_H
#define HEAPD_PYTHON_REGEX_CACHE_H

#include "daemon/python/regex/tree.h"

/* Subjects are matched as they lie in the heap, in units of 1, 2 or 4 bytes: each has a compiled form of its
 * own. */
enum { REGEX_WIDTHS = 3 };
static inline unsigned regex_width_of(unsigned kind)
{
    return kind == 1 ? 0 : kind == 2 ? 1 : 2;
}

struct regex_group_order { /* what decides which group was matched last */
    uint32_t closes, repeated_by;
};

struct pcre_match_data;

struct regex_code {
    /* the key */
    uint64_t hash;
    void *units;
    size_t length;
    unsigned kind;
    bool text;
    uint32_t asked; /* flags */
    unsigned unicode_version;
    uint8_t rules; /* what the version decides */

    uint32_t flags, group_count; /* with the whole */
    struct regex_group_order *groups;
    void *code[REGEX_WIDTHS],
        *watched[REGEX_WIDTHS]; /* pcre2_code; the second ones call out while they match */
    struct pcre_match_data *match_data[REGEX_WIDTHS]; /* one that nobody uses */
    bool too_large[REGEX_WIDTHS];                     /* for the form of that width: the widest is used */
    uint32_t users;
    uint64_t used; /* when, for the one that goes next */
};

/* The compiled pattern, to be given back. HEAP_OK with *out NULL: `tree` says what is wrong with the pattern
 * (the caller frees it in each case; NULL where the pattern is known to be right). */
enum heap_status regex_code_get(struct heap *h, const void *units, unsigned kind, size_t length, bool text,
                                uint32_t flags, struct regex_tree *tree,
                                struct regex_code **out) HEAP_MUST_CHECK;
void regex_code_put(struct regex_code *code);

/* The form for subjects of *width, which becomes the widest where the pattern is too large for it; `watched`:
 * one that calls out. */
enum heap_status regex_code_of(struct heap *h, struct regex_code *code, unsigned *width, bool watched,
                               void **out) HEAP_MUST_CHECK;
struct pcre_match_data *regex_match_data(struct heap *h, struct regex_code *code,
                                         unsigned width) HEAP_MUST_CHECK;
void regex_match_data_put(struct regex_code *code, unsigned width, struct pcre_match_data *data);

#endif
