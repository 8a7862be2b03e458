/* Between the files that read patterns (tree.h). */
#ifndef HEAPD_PYTHON_REGEX_READER_H
#define HEAPD_PYTHON_REGEX_READER_H

#include "daemon/python/regex/tree.h"

struct reference_position { /* of a group that is not there yet */
    uint32_t group;
    int64_t position;
};

struct reader {
    struct regex_tree *tree;
    struct heap *h;
    size_t at;       /* of the next token */
    unsigned length; /* 1, or 2 for a backslash and what follows; 0 at the end */
    uint32_t depth;
    uint32_t repetitions;      /* groups so far: to find those that a repetition goes around */
    uint32_t closed;           /* groups closed so far */
    int64_t lookbehind_groups; /* how many groups there were before the outermost lookbehind; -1: in none */
    struct reference_position *later;
    size_t later_count, later_room;
};

#define READER_END UINT32_MAX

/* Every function answers HEAP_RAISED both for an exception and for a message in the tree: whoever called it
 * goes back. */

static inline size_t reader_tell(const struct reader *r)
{
    return r->at;
}
uint32_t reader_peek(const struct reader *r);   /* the next token's first character; READER_END */
uint32_t reader_second(const struct reader *r); /* behind its backslash */
bool reader_accept(struct reader *r, uint32_t c);
enum heap_status reader_advance(struct reader *r) HEAP_MUST_CHECK;
uint32_t reader_char(const struct reader *r, size_t at);

/* re.error(message) at `back` characters before the next token. */
enum heap_status reader_error(struct reader *r, size_t back, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
enum heap_status reader_error_at(struct reader *r, int64_t position, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Part of the pattern as text for a message, or as repr() shows it. */
const char *reader_shown(const struct reader *r, size_t from, size_t to, char out[120]);
const char *reader_repr(const struct reader *r, size_t from, size_t to, char out[120]);
/* The same, but that of bytes nothing beyond ASCII is shown as it is: what stands where a name should. */
const char *reader_repr_name(const struct reader *r, size_t from, size_t to, char out[120]);
/* A DeprecationWarning: the name at `from` will be none. */
enum heap_status reader_warn_of_name(struct reader *r, size_t from, size_t to) HEAP_MUST_CHECK;

uint32_t reader_node(struct reader *r, enum regex_op op); /* 0: MemoryError */
void reader_append(struct reader *r, uint32_t parent, uint32_t child);
enum heap_status reader_item(struct reader *r, uint32_t from, uint32_t to,
                             enum regex_category category) HEAP_MUST_CHECK;

/* ---- escapes and sets (escapes.c) */

/* The escape that is the next token, outside of sets: a node. */
enum heap_status reader_escape(struct reader *r, uint32_t *node) HEAP_MUST_CHECK;
/* A set behind its bracket, at `start`: a node. */
enum heap_status reader_set(struct reader *r, size_t start, uint32_t *node) HEAP_MUST_CHECK;

/* ---- parentheses (parenthesis.c), and what stands in them (parse.c) */

/* Behind "(": a node, or 0 for none (a comment, flags). */
enum heap_status reader_parenthesis(struct reader *r, bool *verbose, size_t start, bool at_start,
                                    uint32_t *out) HEAP_MUST_CHECK;
/* A new group; name of `length` 0: none. Group 0 is the whole pattern. */
enum heap_status reader_open_group(struct reader *r, size_t name, size_t length,
                                   uint32_t *out) HEAP_MUST_CHECK;
enum heap_status reader_sequence(struct reader *r, bool verbose, bool nested, bool first,
                                 uint32_t *out) HEAP_MUST_CHECK;
enum heap_status reader_alternatives(struct reader *r, bool verbose, bool nested,
                                     uint32_t *out) HEAP_MUST_CHECK;

enum heap_status reader_check_group(struct reader *r, uint32_t group,
                                    size_t back) HEAP_MUST_CHECK; /* may it be referred to here? */

#endif
