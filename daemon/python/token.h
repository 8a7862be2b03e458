/* Tokens of Python source, as CPython's tokenizer makes them (Parser/tokenizer.c, from 3.12 Parser/lexer),
 * all at once.
 *
 * An f-string is not one token but FSTRING_START, FSTRING_MIDDLE for its text, the tokens of its fields
 * between `{` and `}`, and FSTRING_END: in every version, although interpreters before 3.12 see one string
 * first and look for fields later. What differs is how its end and its fields are found (struct
 * syntax_rules).
 *
 * The first thing that is no token ends the tokens with one TOKEN_ERROR, and says why in struct tokens: an
 * error for whoever gets that far.
 */
#ifndef HEAPD_PYTHON_TOKEN_H
#define HEAPD_PYTHON_TOKEN_H

#include "daemon/python/ast.h"

/* X(name, text): text of what is always written the same */
#define PYTHON_KEYWORDS(X)                                                                                   \
    X(FALSE, "False")                                                                                        \
    X(NONE, "None")                                                                                          \
    X(TRUE, "True")                                                                                          \
    X(AND, "and")                                                                                            \
    X(AS, "as")                                                                                              \
    X(ASSERT, "assert")                                                                                      \
    X(ASYNC, "async")                                                                                        \
    X(AWAIT, "await")                                                                                        \
    X(BREAK, "break")                                                                                        \
    X(CLASS, "class")                                                                                        \
    X(CONTINUE, "continue")                                                                                  \
    X(DEF, "def")                                                                                            \
    X(DEL, "del")                                                                                            \
    X(ELIF, "elif")                                                                                          \
    X(ELSE, "else")                                                                                          \
    X(EXCEPT, "except")                                                                                      \
    X(FINALLY, "finally")                                                                                    \
    X(FOR, "for")                                                                                            \
    X(FROM, "from")                                                                                          \
    X(GLOBAL, "global")                                                                                      \
    X(IF, "if")                                                                                              \
    X(IMPORT, "import")                                                                                      \
    X(IN, "in")                                                                                              \
    X(IS, "is")                                                                                              \
    X(LAMBDA, "lambda")                                                                                      \
    X(NONLOCAL, "nonlocal")                                                                                  \
    X(NOT, "not")                                                                                            \
    X(OR, "or")                                                                                              \
    X(PASS, "pass")                                                                                          \
    X(RAISE, "raise")                                                                                        \
    X(RETURN, "return")                                                                                      \
    X(TRY, "try")                                                                                            \
    X(WHILE, "while")                                                                                        \
    X(WITH, "with")                                                                                          \
    X(YIELD, "yield")

#define PYTHON_PUNCTUATION(X)                                                                                \
    X(NOT_EQUAL, "!=")                                                                                       \
    X(PERCENT, "%")                                                                                          \
    X(PERCENT_EQUAL, "%=")                                                                                   \
    X(AMPERSAND, "&")                                                                                        \
    X(AMPERSAND_EQUAL, "&=")                                                                                 \
    X(LEFT_PAREN, "(")                                                                                       \
    X(RIGHT_PAREN, ")")                                                                                      \
    X(STAR, "*")                                                                                             \
    X(STAR_STAR, "**")                                                                                       \
    X(STAR_STAR_EQUAL, "**=")                                                                                \
    X(STAR_EQUAL, "*=")                                                                                      \
    X(PLUS, "+")                                                                                             \
    X(PLUS_EQUAL, "+=")                                                                                      \
    X(COMMA, ",")                                                                                            \
    X(MINUS, "-")                                                                                            \
    X(MINUS_EQUAL, "-=")                                                                                     \
    X(ARROW, "->")                                                                                           \
    X(DOT, ".")                                                                                              \
    X(ELLIPSIS, "...")                                                                                       \
    X(SLASH, "/")                                                                                            \
    X(SLASH_SLASH, "//")                                                                                     \
    X(SLASH_SLASH_EQUAL, "//=")                                                                              \
    X(SLASH_EQUAL, "/=")                                                                                     \
    X(COLON, ":")                                                                                            \
    X(COLON_EQUAL, ":=")                                                                                     \
    X(SEMICOLON, ";")                                                                                        \
    X(LESS, "<")                                                                                             \
    X(LEFT_SHIFT, "<<")                                                                                      \
    X(LEFT_SHIFT_EQUAL, "<<=")                                                                               \
    X(LESS_EQUAL, "<=")                                                                                      \
    X(LESS_GREATER, "<>")                                                                                    \
    X(EQUAL, "=")                                                                                            \
    X(EQUAL_EQUAL, "==")                                                                                     \
    X(GREATER, ">")                                                                                          \
    X(GREATER_EQUAL, ">=")                                                                                   \
    X(RIGHT_SHIFT, ">>")                                                                                     \
    X(RIGHT_SHIFT_EQUAL, ">>=")                                                                              \
    X(AT, "@")                                                                                               \
    X(AT_EQUAL, "@=")                                                                                        \
    X(LEFT_BRACKET, "[")                                                                                     \
    X(RIGHT_BRACKET, "]")                                                                                    \
    X(CARET, "^")                                                                                            \
    X(CARET_EQUAL, "^=")                                                                                     \
    X(LEFT_BRACE, "{")                                                                                       \
    X(BAR, "|")                                                                                              \
    X(BAR_EQUAL, "|=")                                                                                       \
    X(RIGHT_BRACE, "}")                                                                                      \
    X(TILDE, "~")

enum token_kind {
    TOKEN_END,
    TOKEN_ERROR,
    TOKEN_NEWLINE, /* the end of a statement's line, from its comment on, without its '\n'; other lines have
                      none */
    TOKEN_INDENT,
    TOKEN_DEDENT,
    TOKEN_NAME,
    TOKEN_NUMBER,
    TOKEN_STRING, /* prefix, quotes and all */
    TOKEN_FSTRING_START,
    TOKEN_FSTRING_MIDDLE,
    TOKEN_FSTRING_END,
    TOKEN_EXCLAMATION, /* before a field's conversion; elsewhere wrong */
    TOKEN_UNKNOWN,     /* $ ? and ! on their own */
#define X(name, text) TOKEN_##name,
    PYTHON_KEYWORDS(X) PYTHON_PUNCTUATION(X)
#undef X
        TOKEN_KIND_COUNT
};

struct token {
    uint8_t kind;    /* enum token_kind */
    bool keyword;    /* a name that is a keyword only in some places (match, case, type) is one here */
    uint8_t nesting; /* how many fields of f-strings it is in */
    uint8_t level;   /* how many brackets are open behind it */
    bool numbered;   /* of what is detached, a number stands there for it */
    uint32_t start, end;
    uint32_t line; /* of the { before an f-string's field, and of the first token of what is detached: which
                      of p->lines_behind it is */
};

/* What becomes of an error in the tokens when there is one in their order before it. */
enum token_error_rank {
    TOKEN_ERROR_IN_ORDER,  /* the one before is told */
    TOKEN_ERROR_UNCLOSED,  /* a bracket that is never closed: told when it was opened on a line before */
    TOKEN_ERROR_PREFERRED, /* told instead */
};

struct tokens {
    struct token *items; /* behind the last one are two more that end */
    uint32_t count, capacity;
};

struct parser;

/* Does a t-string begin here? */
bool token_is_template(const struct parser *p, const struct token *token);

/* All tokens of the source into p->tokens. */
void tokenize(struct parser *p);

/* The first token that starts at `offset` or later and is more than indentation. */
uint32_t token_at(const struct parser *p, uint32_t offset);

#endif
