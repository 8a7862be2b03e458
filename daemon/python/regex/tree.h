/* Regular expressions as Python writes them, read into a tree: what Lib/re/_parser.py does, with its errors.
 * Memory is the host's; trees live only until the pattern is compiled.
 */
#ifndef HEAPD_PYTHON_REGEX_TREE_H
#define HEAPD_PYTHON_REGEX_TREE_H

#include "daemon/heap/base.h"

/* re's flags, by their values there. */
#define REGEX_IGNORECASE 2u
#define REGEX_LOCALE     4u
#define REGEX_MULTILINE  8u
#define REGEX_DOTALL     16u
#define REGEX_UNICODE    32u
#define REGEX_VERBOSE    64u
#define REGEX_DEBUG      128u
#define REGEX_ASCII      256u

#define REGEX_MANY     UINT32_MAX /* no upper bound of a repetition */
#define REGEX_DEPTH    1000       /* groups inside groups, whatever the limit of recursion is */
#define REGEX_SIZE_MAX (1u << 24) /* nodes of a tree */

enum regex_op {
    REGEX_EMPTY, /* matches nothing at all, always */
    REGEX_FAIL,
    REGEX_LITERAL,  /* a: the character */
    REGEX_SET,      /* a, b: its items; negated */
    REGEX_ANY,      /* but a line feed, unless DOTALL */
    REGEX_AT,       /* a: enum regex_place; b: written as an escape */
    REGEX_SEQUENCE, /* children */
    REGEX_BRANCH,   /* children: alternatives, sequences */
    REGEX_GROUP,    /* a child; a: its number, 0 for one that captures nothing; b: flags that go on or off */
    REGEX_ATOMIC,
    REGEX_REPEAT,      /* a child; a, b: how often; how */
    REGEX_ASSERT,      /* a child; negated; behind */
    REGEX_REFERENCE,   /* a: of which group */
    REGEX_CONDITIONAL, /* a: of which group; a child or two */
};

enum regex_place {
    REGEX_BEGINNING,
    REGEX_BEGINNING_OF_LINE,
    REGEX_END,
    REGEX_END_OF_LINE,
    REGEX_VERY_END,
    REGEX_BOUNDARY,
    REGEX_NO_BOUNDARY
};
enum regex_how { REGEX_GREEDY, REGEX_LAZY, REGEX_POSSESSIVE };
enum regex_category {
    REGEX_RANGE,
    REGEX_DIGIT,
    REGEX_NO_DIGIT,
    REGEX_SPACE,
    REGEX_NO_SPACE,
    REGEX_WORD,
    REGEX_NO_WORD
};

struct regex_node {
    uint8_t op, how;
    bool negated, behind;
    uint32_t flags; /* in force where it stands */
    uint32_t a, b;
    uint32_t child, last, next; /* numbers of nodes, 0 none */
};

struct regex_item { /* of a set */
    uint32_t from, to;
    uint8_t category; /* REGEX_RANGE: from .. to */
    bool is_range;    /* written with a hyphen, as a-a may be */
};

struct regex_group {
    size_t name, name_length; /* where its name is in the pattern; length 0: none */
    bool closed;
    uint64_t least, most; /* its width */
    uint32_t closes;      /* groups are closed in this order */
    uint32_t repeated_by; /* the outermost repetition around it, a node; 0 none */
};

struct regex_warning { /* of an odd name or number of a group */
    int64_t position;
    char name[120]; /* as messages show it */
};

struct regex_tree {
    struct heap *h;
    const void *units; /* the pattern, `length` units of `kind` bytes */
    unsigned kind;
    size_t length;
    bool text;      /* a str; else bytes */
    uint32_t flags; /* as asked for, then those in force for the whole */

    struct regex_node *nodes; /* the first is none */
    uint32_t node_count, node_room;
    struct regex_item *items;
    uint32_t item_count, item_room;
    struct regex_group *groups; /* the first is the whole */
    uint32_t group_count, group_room;
    uint32_t root;

    /* what is odd, and what is wrong */
    struct regex_warning *warnings;
    uint32_t warning_count, warning_room;
    char message[240];
    int64_t position; /* -1: none */
};

/* HEAP_OK: a tree; or tree->message says what is wrong with the pattern (re.error). HEAP_RAISED:
 * OverflowError, ValueError, RecursionError, MemoryError is raised. The tree is to be freed in each case. */
enum heap_status regex_read(struct heap *h, const void *units, unsigned kind, size_t length, bool text,
                            uint32_t flags, struct regex_tree *out) HEAP_MUST_CHECK;
void regex_free(struct regex_tree *tree);

/* How many characters a node can match. */
void regex_width(const struct regex_tree *tree, uint32_t node, uint64_t *least, uint64_t *most);

#endif
