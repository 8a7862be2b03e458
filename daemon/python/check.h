/* Is it Python? Recognizes the tokens of a module by CPython's grammar, before the grammar of tree-sitter,
 * which is laxer, sees any of them, and says as CPython does what is wrong.
 *
 * As there, it is done twice. The first time only finds out whether the tokens are a module, and which is the
 * furthest one that was looked at. If they are none, the second time asks wherever something does not go on
 * as it should (c->diagnose) whether that is a mistake with a message of its own. When nothing says so it is
 * "invalid syntax", at that furthest token.
 *
 * Functions take what they are named after from c->at on and answer true or its form. Otherwise they answer
 * false or NULL, and c->at is anywhere: who has other ideas about the same tokens goes back. Nothing is
 * parsed twice where that could double with each level of nesting, and chains of operators are loops, so that
 * only brackets and blocks recurse, whose depth the tokenizer bounds.
 */
#ifndef HEAPD_PYTHON_CHECK_H
#define HEAPD_PYTHON_CHECK_H

#include "daemon/python/parser.h"

/* What a form of an expression is, as far as errors speak of it: the kinds of syntax trees, and kinds of
 * constants. */
struct form {
    uint8_t kind;     /* enum ast_kind */
    uint8_t constant; /* enum ast_constant, of AST_CONSTANT */
    bool in_brackets; /* parentheses of its own, which are not part of it */
    bool loose;       /* binds looser than |: a comparison, not, and, or, a conditional expression, lambda */
    bool is_in;       /* a comparison whose first operator is `in` */
    uint32_t first, last; /* its tokens */
    struct form
        *child; /* elements of AST_LIST and AST_TUPLE, what is starred, the left side of a comparison */
    struct form *next; /* element of the same */
};

enum { MAX_NAMES = 100 };

/* CPython's parser remembers what it found, and so that it found nothing: what was parsed once without asking
 * for mistakes is never asked. The second time does the same, for that and because it parses some things
 * several times. */
enum memo_kind { MEMO_EXPRESSION, MEMO_DISJUNCTION, MEMO_BITWISE_OR, MEMO_PRIMARY };

struct memo {
    struct memo *next; /* of the same token */
    enum memo_kind kind;
    uint32_t end; /* c->at behind it */
    const struct form *form;
};

struct checker {
    struct parser *p;
    const struct token *tokens;
    uint32_t at, furthest;
    const struct token *read;  /* what had been read when a string was decoded; NULL: up to the furthest */
    unsigned furthest_nesting; /* where from it was looked at first */
    bool diagnose, generic;
    unsigned nesting;    /* up to 3.11: in how many f-strings' fields */
    struct memo **memos; /* the second time, of each token */
    char string;         /* in the fields of what: 'f' or 't' */
    unsigned names;      /* one behind the other, of how many what follows is looked at */
};

/* -- tokens -- */

enum token_kind check_peek(struct checker *c);
/* The token `ahead` behind the next one. */
enum token_kind check_peek_at(struct checker *c, uint32_t ahead);
bool check_accept(struct checker *c, enum token_kind kind);
/* Is the next token, or the one `ahead`, a name with this text? */
bool check_word(struct checker *c, uint32_t ahead, const char *word);
bool check_is(const struct checker *c, uint32_t token, const char *word);

/* One more of a chain that nests as deep in the syntax tree as it is long; `count` is how long it is. */
void check_chain(struct checker *c, uint32_t *count);

/* -- memory -- */

/* Is it known what `kind` is at c->at? Then it is in *form, a copy of its own, and taken. */
bool check_recall(struct checker *c, enum memo_kind kind, struct form **form);
/* What kind was found at the token `first`; answers form. */
struct form *check_remember(struct checker *c, enum memo_kind kind, uint32_t first, struct form *form);

/* -- errors; each ends the parse -- */

/* About the tokens first to last. */
_Noreturn void check_raise(struct checker *c, uint32_t first, uint32_t last, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* From a token to where the tokenizer is: behind the furthest token. */
_Noreturn void check_raise_from(struct checker *c, uint32_t first, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* About the furthest token. */
_Noreturn void check_raise_here(struct checker *c, const char *type, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* About the last character of a token, whose end is not told. */
_Noreturn void check_raise_last(struct checker *c, uint32_t token, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
_Noreturn void check_raise_error(struct checker *c, const struct syntax_error *error);
_Noreturn void check_raise_form(struct checker *c, const struct form *f, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Nothing in particular, at the furthest token of the first time, which was looked at from `nesting`. */
_Noreturn void check_raise_generic(struct checker *c, uint32_t furthest, unsigned nesting);

/* Takes the token or fails for good, the first time already. */
void check_force(struct checker *c, enum token_kind kind, const char *text);

/* What errors call a form: "function call", ... */
const char *check_form_name(const struct form *f);

enum target_use { TARGET_ASSIGN, TARGET_FOR, TARGET_DELETE };
/* The first part of f that cannot be assigned to or deleted; NULL: all can. */
const struct form *check_invalid_target(const struct form *f, enum target_use use);
/* "cannot assign to ...", "cannot delete ..." about such a part, if there is one. */
void check_raise_target(struct checker *c, const struct form *f, enum target_use use);

/* "<what> are not supported", about a token. What it is has been recognized as CPython does. */
_Noreturn void check_refuse(struct checker *c, uint32_t token, const char *what);

/* -- expressions -- */

struct form *check_form(struct checker *c, enum ast_kind kind, uint32_t first);
struct form *check_bitwise_or(struct checker *c);
struct form *check_disjunction(struct checker *c);
struct form *check_expression(struct checker *c);
struct form *check_quiet_expression(struct checker *c); /* without asking for mistakes */
struct form *check_named_expression(struct checker *c);
/* f, which began at the token `first`, is where no = or := may follow it. */
void check_not_named(struct checker *c, uint32_t first, const struct form *f);
/* Looks for `pass if a else b` (not in an expression, of course). */
void check_statement_in_condition(struct checker *c);
bool check_begins_expression(enum token_kind kind);
struct form *check_star_named(struct checker *c);
/* One such element, or several with commas, as a tuple. */
struct form *check_list(struct checker *c, struct form *(*element)(struct checker *));
struct form *check_star_expressions(struct checker *c);
struct form *check_expressions(struct checker *c); /* without stars */
struct form *check_yield_or_star(struct checker *c);
struct form *check_yield(struct checker *c);
struct form *check_atom(struct checker *c);
struct form *check_primary(struct checker *c);
/* Behind something that could be called, CPython asks what is wrong with comprehensions in any brackets. */
void check_bad_comprehension(struct checker *c);
struct form *check_starred_argument(struct checker *c); /* * and any expression */

struct form *check_parenthesized(struct checker *c);
/* Up to 3.11: the expression of an f-string's field, as if its braces were parentheses. */
struct form *check_field_group(struct checker *c);
struct form *check_list_display(struct checker *c);
struct form *check_brace_display(struct checker *c);
struct form *check_strings(struct checker *c);
bool check_clauses(struct checker *c);         /* for ... in ... if ...; one or more */
bool check_arguments(struct checker *c);       /* up to the closing parenthesis, which stays */
bool check_class_arguments(struct checker *c); /* the same, without a bare generator expression */
/* Parameters up to `end`, ) or :, which stays. */
bool check_parameters(struct checker *c, enum token_kind end);

/* An expression of more than a token, from the token `first` up to c->at, that the grammar of tree-sitter is
 * not to see in its place. */
void check_detach(struct checker *c, uint32_t first);
/* The same for a starred element outside of parentheses, if it begins otherwise than with a name: the grammar
 * does not know it there. */
void check_detach_star(struct checker *c, uint32_t first);
/* The same of all that is starred in a target, also in brackets. */
void check_detach_targets(struct checker *c, const struct form *target);

/* [T: bound = default, *Ts, **P] where there may be some: false when what is there are none, and c->at is
 * before it. */
bool check_type_parameters(struct checker *c);

/* Targets with commas between them, up to what cannot follow one. */
struct form *check_star_targets(struct checker *c);
struct form *check_star_target(struct checker *c);

/* -- statements -- */

bool check_statements(struct checker *c);
bool check_single(struct checker *c); /* AST_INPUT_SINGLE, all of it */
bool check_simple_statements(struct checker *c);
bool check_compound(struct checker *c, bool *is_compound);
/* The block of what begins with the token `head`, called `what` in errors ("'if' statement"). */
bool check_block(struct checker *c, uint32_t head, const char *what);
bool check_match(struct checker *c);

#endif
