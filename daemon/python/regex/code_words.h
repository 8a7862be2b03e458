/* How many words CPython's compiler of regular expressions makes of a pattern: as large is the pattern
 * object. */
#ifndef HEAPD_PYTHON_REGEX_CODE_WORDS_H
#define HEAPD_PYTHON_REGEX_CODE_WORDS_H

#include "daemon/python/regex/tree.h"

/* What Lib/re/_parser.py makes of the tree's nodes: alternatives lose the beginning that they share, or
 * become a set; groups that capture nothing are part of what is around them. Host memory, in chunks. */
enum item_op {
    ITEM_LITERAL,
    ITEM_NOT_LITERAL,
    ITEM_SET,
    ITEM_ANY,
    ITEM_AT,
    ITEM_BRANCH,
    ITEM_GROUP,
    ITEM_ATOMIC,
    ITEM_REPEAT,
    ITEM_ASSERT,
    ITEM_FAILURE,
    ITEM_REFERENCE,
    ITEM_CONDITIONAL,
};

struct item_list {
    struct item *first, *last;
    size_t count;
};

struct set_member {
    uint32_t from, to;
    uint8_t category; /* enum regex_category; REGEX_RANGE: a character, or a range */
    bool is_range;
};

struct item {
    enum item_op op;
    bool negated;
    uint32_t flags, inner_flags; /* in force, UNICODE among them; inside of a group */
    uint32_t a;                  /* the character; the place; the group, 0 none */
    struct item *next;
    const struct set_member *members;
    size_t member_count;
    struct item_list *lists; /* what is inside: of a BRANCH each alternative, of a CONDITIONAL yes and no */
    size_t list_count;
};

struct word_memory {
    struct heap *h;
    const struct regex_tree *tree;
    struct chunk *chunks;
    bool is_short;    /* of memory */
    uint8_t *charmap; /* of code_charset.c */
};

/* Zeros; NULL: memory is short. All is freed at once. */
void *words_alloc(struct word_memory *m, size_t count, size_t size);
void words_free(struct word_memory *m);

/* The whole tree (code_items.c). */
struct item_list items_of_tree(struct word_memory *m);

/* A set in code, with the word that ends it (code_charset.c). `flags` as an item's; `folds`: case may be
 * ignored. */
size_t charset_words(struct word_memory *m, const struct set_member *members, size_t count, bool negated,
                     uint32_t flags, bool folds);

/* Letters, as _sre says: a character that has a case, its lower case, how many other lower-case letters have
 * the same upper case, which are put in `others`. */
#define EXTRA_CASES 4u
bool words_is_cased(const struct word_memory *m, uint32_t flags, uint32_t c);
uint32_t words_to_lower(const struct word_memory *m, uint32_t flags, uint32_t c);
size_t words_extra_cases(const struct word_memory *m, uint32_t lower, uint32_t others[EXTRA_CASES]);

/* HEAP_OK with *words, or MemoryError, or what loop_check() says. */
enum heap_status regex_code_words(struct heap *h, const struct regex_tree *tree,
                                  size_t *words) HEAP_MUST_CHECK;

#endif
