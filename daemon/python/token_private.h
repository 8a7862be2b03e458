/* What the tokenizer's files share. */
#ifndef HEAPD_PYTHON_TOKEN_PRIVATE_H
#define HEAPD_PYTHON_TOKEN_PRIVATE_H

#include "daemon/python/parser.h"

enum { MAX_BRACKETS = 200, MAX_INDENTS = 100, MAX_FSTRINGS = 150, MAX_FIELD_NESTING = 3 }; /* CPython's */

struct bracket {
    char opening;
    uint32_t at;
};

/* A string from its prefix to its first character. */
struct quote {
    uint32_t start, body; /* the prefix; after the opening quotes */
    char character;
    uint8_t size; /* 1 or 3 */
    char format; /* 'f' or 't' where it has fields, else 0 */
    bool raw;
};

/* An f-string that is not at its end yet, from 3.12 (CPython's tokenizer_mode). */
struct fstring_mode {
    struct quote quote;
    bool text;       /* in its text, not in a field */
    bool in_spec;    /* in the text of a field's format specification */
    int depth;       /* how many brackets are open in it, its fields' own among them */
    int field_depth; /* the depth that the innermost field began at; -1: in none */
};

struct tokenizer {
    struct parser *p;
    const char *text;
    uint32_t at, end;
    bool failed;
    bool line_begins;    /* the next thing is the first of a line, whose indentation counts */
    unsigned level;      /* brackets */
    unsigned nesting;    /* fields of f-strings */
    uint32_t expression; /* with nesting, up to 3.11: where the field's expression begins */
    unsigned indent, fstring_count;
    bool in_async, async_line; /* up to 3.6: within an async function, and its first line has ended */
    unsigned async_indent;     /* of its def */
    struct bracket brackets[MAX_BRACKETS];
    struct tokenizer *inner; /* that has read an expression in an f-string before, to be used again */
    uint32_t columns[MAX_INDENTS],
        alternate[MAX_INDENTS]; /* of the open indentations, with tabs of 8 and of 1 */
    struct fstring_mode fstrings[MAX_FSTRINGS];
};

void token_add(struct tokenizer *t, enum token_kind kind, uint32_t start, uint32_t end);

/* The error token, and with it the end. Errors are about the place up to `at`, as CPython's are, or a range.
 */
void token_error(struct tokenizer *t, uint32_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void token_error_range(struct tokenizer *t, uint32_t start, uint32_t end, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* One token of an ordinary kind at t->at, which is no white space. */
void token_next(struct tokenizer *t);
void token_number(struct tokenizer *t);
/* The tokens of the string whose quotes begin at `at`, its prefix at `start`. */
void token_string(struct tokenizer *t, uint32_t start, uint32_t at);
static inline void token_middle(struct tokenizer *t, uint32_t start, uint32_t end)
{
    if (end > start)
        token_add(t, TOKEN_FSTRING_MIDDLE, start, end);
}
/* From 3.12: what comes next in the innermost f-string's text. */
void token_fstring_text(struct tokenizer *t);
/* From 3.12: does the character at t->at mean something to the f-string that it is in a field of? True: it
 * was taken. */
bool token_fstring_punctuation(struct tokenizer *t);
/* Before 3.12: the fields of a string whose end is known. */
void token_fstring_fields(struct tokenizer *t, const struct quote *quote, uint32_t end);

/* All tokens of t's range into p->tokens, without its end. */
void token_run(struct tokenizer *t);

static inline struct fstring_mode *token_fstring(struct tokenizer *t)
{
    return t->fstring_count != 0 ? &t->fstrings[t->fstring_count - 1] : NULL;
}

#endif
