/* From source to syntax tree, the parts and what they share:
 *
 *   source.c      bytes -> text: UTF-8, '\n' ends lines, one at the end; where lines start
 *   token*.c      text -> tokens, CPython's
 *   check*.c      are the tokens a program? If not, what is wrong
 *   plain.c       tokens -> plain text: what means the same to the grammar and has no lexical subtleties left
 *   concrete.c    plain text -> concrete tree, by tree-sitter
 *   parse*.c      concrete tree -> syntax tree
 *
 * Every part answers or fails as a whole: parse_fail() leaves them all at once, to ast_parse(), which gives
 * back all memory. So none of them has to look at what another one answers; nothing but the two arenas may be
 * owned while they run.
 */
#ifndef HEAPD_PYTHON_PARSER_H
#define HEAPD_PYTHON_PARSER_H

#include "daemon/python/arena.h"
#include "daemon/python/rules.h"
#include "daemon/python/token.h"

#include <setjmp.h>

struct concrete; /* a node of the concrete tree */

/* An expression that is parsed as a line of its own behind the module's text: that of an f-string's field,
 * and those whose place the grammar is too narrow or too wide for (annotations, for one).
 */
struct line {
    uint32_t plain;       /* where its line begins in the plain text, with "(" */
    uint32_t source;      /* where the expression begins in the source */
    uint32_t first, last; /* its tokens */
    const struct concrete *expression;
};

/* One of the latter, as the check of the tokens finds them. */
struct detached {
    uint32_t first, last; /* its tokens */
};

/* Type parameters in brackets, which the grammar is not to see either: the check of the tokens notes what
 * they are. */
struct type_parameter {
    uint32_t first;            /* its first token, a star or the name */
    uint32_t name;             /* the token */
    uint32_t bound, bound_end; /* the expression's tokens, the end exclusive; both 0: none */
    uint32_t value, value_end; /* the same of the default, without a star before it */
    bool value_starred;
};

struct type_parameters {
    uint32_t open, close;  /* the brackets */
    uint32_t first, count; /* of p->type_parameters */
};

/* Up to 3.11, what is wrong in an f-string is no error in the tokens: it is told when the string's value is
 * asked for. */
struct bad_fstring {
    uint32_t token;            /* its first */
    struct syntax_error error; /* of no line: about the token behind the strings */
};

struct parser {
    jmp_buf failed;
    struct ast_arena *arena;     /* the tree's */
    struct ast_arena *scratch;   /* until the tree is done */
    struct ast_arena *temporary; /* until the part at work is done */
    const struct syntax_rules *rules;
    struct syntax_error *error;
    struct ast_bounds *bounds;
    enum ast_input input;

    char *text; /* of `length` bytes, ends with '\n' and then a NUL */
    bool newline_added;
    uint32_t length;
    uint32_t *lines; /* where each line begins, and at the end `length` */
    uint32_t line_count, last_line;
    bool counts_bytes; /* source_column() */

    struct tokens tokens;
    struct syntax_error token_error;
    enum token_error_rank token_error_rank;
    bool token_error_is_end;          /* what is missing may come on a further line */
    struct bad_fstring *bad_fstrings; /* in the order of their tokens */
    uint32_t bad_fstring_count, bad_fstring_capacity;

    uint32_t looked_at; /* the furthest token that the check of the tokens asked for the first time */
    bool recognized;    /* the tokens are a program */
    uint32_t statement_line, statement_column; /* as struct syntax_error has them */

    char *plain;
    uint32_t plain_length;
    struct detached *detached; /* plain.c puts them in order */
    uint32_t detached_count, detached_capacity;
    struct type_parameters *type_parameter_lists; /* in the order of their tokens */
    uint32_t type_parameter_list_count, type_parameter_list_capacity;
    struct type_parameter *type_parameters;
    uint32_t type_parameter_count, type_parameter_capacity;
    struct line *lines_behind; /* by place in the plain text */
    uint32_t line_behind_count, line_behind_capacity;

    struct ast_module *module; /* that is being made: warnings go there */

    unsigned depth;   /* of the node under construction in the syntax tree */
    uint32_t starred; /* the place of a star that what begins there does not contain (parse_element) */
};

/* -- failing -- */

_Noreturn void parse_no_memory(struct parser *p);

/* A `type` ("SyntaxError", ...) about the text's bytes [start, end). */
_Noreturn void parse_fail(struct parser *p, const char *type, uint32_t start, uint32_t end,
                          const char *format, ...) __attribute__((format(printf, 5, 6)));

/* -- memory, zeroed; never NULL -- */

void *parse_new(struct parser *p, size_t size);
void *parse_scratch(struct parser *p, size_t size);
void *parse_temporary(struct parser *p, size_t size);
void parse_temporary_end(struct parser *p);
/* Room for one more in an array of scratch memory that has `count` of *capacity items: the array, perhaps
 * moved. */
void *parse_grow(struct parser *p, void *items, uint32_t count, uint32_t *capacity, size_t item_size);

/* -- places -- */

/* The line (from 0) that the offset lies on; an offset beyond the text lies on the last one. */
uint32_t source_line(struct parser *p, uint32_t offset);
/* The line (from 0) where the text began that CPython keeps when it reads that line: the first of those that
 * a backslash or a token joins. */
uint32_t source_first_line(struct parser *p, uint32_t line);
/* Does CPython see the text end without a line feed? */
bool source_ends_bare(const struct parser *p);
/* The line (from 0) that begins what is told of that line: this one, or the line itself. */
uint32_t source_first_told(struct parser *p, uint32_t line);
/* CPython's universal newlines: \r\n and \r become \n. `out` has room for as much as there is; it may be the
 * source itself. How many bytes are left. */
size_t source_newlines(char *out, const char *source, size_t length);
/* Lines and columns of [start, end), as nodes have them. */
struct ast_position source_position(struct parser *p, uint32_t start, uint32_t end);
/* The column in characters, from 1, as errors of the tokenizer have it. */
uint32_t source_character(struct parser *p, uint32_t offset);
/* The column from 1, as errors of the parser have it: up to 3.12 its tokenizer knows of no encoding that a
 * file does not declare, and then the parser takes columns in bytes for such in characters. */
uint32_t source_column(struct parser *p, uint32_t offset);

/* -- the parts -- */

void read_source(struct parser *p, const char *source, size_t length);
void check_syntax(struct parser *p);
void make_plain(struct parser *p);
const struct concrete *parse_concrete(struct parser *p); /* the module's node */
void parse_concrete_end(void);                           /* whether it answered or failed */
void parse_module(struct parser *p, const struct concrete *module, struct ast_list *body);

#endif
