/* Expressions, named ones and lists of them, and what is wrong with them. */
#include "daemon/python/check.h"

#include <string.h>

static struct form *expression(struct checker *c);

struct form *check_quiet_expression(struct checker *c)
{
    bool before = c->diagnose;
    c->diagnose = false;
    struct form *f = expression(c); /* not check_expression(), which remembers it */
    c->diagnose = before;
    return f;
}

/* A keyword in some places, or (CPython looks no further) the beginning of one. */
static bool is_soft_keyword(const struct checker *c, uint32_t token)
{
    static const char *const words[] = {"_", "match", "case", "type"};
    const struct token *t = &c->tokens[token];
    for (size_t i = 0; i < sizeof words / sizeof *words - !c->p->rules->type_parameters; i++)
        if (strncmp(words[i], c->p->text + t->start, t->end - t->start) == 0)
            return true;
    return false;
}

static bool is_legacy_statement(const struct checker *c, uint32_t token)
{
    return check_is(c, token, "print") || check_is(c, token, "exec");
}

/* a, which began at `first`, and behind it another expression: a comma may be missing. */
static void missing_comma(struct checker *c, uint32_t first, const struct form *a)
{
    enum token_kind second = c->tokens[first + 1].kind;
    bool string = second == TOKEN_STRING || (second == TOKEN_FSTRING_START && !c->p->rules->fstring_tokens);
    if (!check_begins_expression(check_peek(c)) ||
        (c->tokens[first].kind == TOKEN_NAME && (string || is_soft_keyword(c, first))))
        return;
    uint32_t before = c->at;
    const struct form *b = check_quiet_expression(c);
    if (b != NULL && !(a->kind == AST_NAME && is_legacy_statement(c, a->first)) &&
        c->tokens[c->at - 1].level != 0)
        check_raise(c, a->first, b->last, "invalid syntax. Perhaps you forgot a comma?");
    c->at = before;
}

/* pass if a else b */
void check_statement_in_condition(struct checker *c)
{
    uint32_t first = c->at;
    enum token_kind kind = check_peek(c);
    if (!c->p->rules->statement_in_condition ||
        (kind != TOKEN_PASS && kind != TOKEN_BREAK && kind != TOKEN_CONTINUE))
        return;
    c->at++;
    if (check_accept(c, TOKEN_IF) && check_disjunction(c) != NULL && check_accept(c, TOKEN_ELSE)) {
        enum token_kind next = check_peek(c);
        if (next == TOKEN_PASS || next == TOKEN_BREAK || next == TOKEN_CONTINUE ||
            check_star_expressions(c) != NULL)
            check_raise(c, first, first, "expected expression before 'if', but statement is given");
    }
    c->at = first;
}

/* print a: a statement of Python 2. CPython looks at what is behind every name for that. */
static void legacy_statement(struct checker *c, uint32_t first)
{
    uint32_t before = c->at;
    if (c->tokens[first].kind != TOKEN_NAME || c->at != first + 1 ||
        !check_begins_expression(check_peek(c)) || check_peek(c) == TOKEN_LEFT_PAREN || c->names == MAX_NAMES)
        return;
    c->names++;
    const struct form *b = check_star_expressions(c);
    c->names--;
    const struct token *name = &c->tokens[first];
    int length = (int)(name->end - name->start);
    const char *text = c->p->text + name->start;
    if (b != NULL && is_legacy_statement(c, first))
        check_raise(c, first, b->last, "Missing parentheses in call to '%.*s'. Did you mean %.*s(...)?",
                    length, text, length, text);
    c->at = before;
}

/* "a" b "c": quotes within quotes. */
static void string_in_pieces(struct checker *c)
{
    uint32_t before = c->at, first = c->at + 1;
    if (!c->p->rules->pieces_of_strings || !check_accept(c, TOKEN_STRING))
        return;
    const struct form *piece = NULL;
    bool diagnose = c->diagnose;
    c->diagnose = false;
    while (check_peek(c) != TOKEN_STRING) {
        const struct form *next = check_expression(c);
        if (next == NULL)
            break;
        piece = next;
    }
    c->diagnose = diagnose;
    if (piece != NULL && check_peek(c) == TOKEN_STRING)
        check_raise(c, first, piece->last, "invalid syntax. Is this intended to be part of the string?");
    c->at = before;
}

static struct form *lambda(struct checker *c)
{
    uint32_t first = c->at;
    c->at++;
    if (check_peek(c) != TOKEN_COLON && !check_parameters(c, TOKEN_COLON))
        return NULL;
    if (!check_accept(c, TOKEN_COLON))
        return NULL;
    if (c->diagnose && c->p->rules->fstring_tokens && check_peek(c) == TOKEN_FSTRING_MIDDLE)
        check_raise(c, first, c->at - 1, "%c-string: lambda expressions are not allowed without parentheses",
                    c->string);
    return check_form(c, AST_LAMBDA, first);
}

/* `if b else` behind a; false when they are not all there, or when it is clear that no expression follows. */
static bool condition(struct checker *c, const struct form *a)
{
    if (!check_accept(c, TOKEN_IF))
        return false;
    const struct form *b = check_disjunction(c);
    if (b == NULL)
        return false;
    if (c->diagnose && check_peek(c) != TOKEN_ELSE && check_peek(c) != TOKEN_COLON)
        check_raise(c, a->first, b->last, "expected 'else' after 'if' expression");
    if (!check_accept(c, TOKEN_ELSE))
        return false;
    if (check_begins_expression(check_peek(c)))
        return true;
    if (c->diagnose && c->p->rules->statement_in_condition)
        check_raise(c, c->at, c->at, "expected expression after 'else', but statement is given");
    return false;
}

/* lambda: a if b else lambda: c if d else e ...: what is before the last expression is a chain. */
static struct form *expression(struct checker *c)
{
    uint32_t first = c->at;
    enum ast_kind kind = AST_NONE; /* of the whole; AST_NONE: of the only one */
    for (uint32_t length = 0;; check_chain(c, &length)) {
        uint32_t begin = c->at;
        if (check_peek(c) == TOKEN_LAMBDA) {
            if (lambda(c) == NULL)
                return NULL;
            kind = kind == AST_NONE ? AST_LAMBDA : kind;
            continue;
        }
        if (c->diagnose) {
            string_in_pieces(c);
            check_statement_in_condition(c);
        }
        struct form *f = check_disjunction(c);
        if (f == NULL)
            return NULL;
        if (c->diagnose)
            missing_comma(c, begin, f);
        uint32_t end = c->at;
        if (condition(c, f)) {
            kind = kind == AST_NONE ? AST_IF_EXP : kind;
            continue;
        }
        c->at = end;
        if (c->diagnose)
            legacy_statement(c, begin);
        if (kind != AST_NONE) {
            f = check_form(c, kind, first);
            f->loose = true;
        }
        return f;
    }
}

struct form *check_expression(struct checker *c)
{
    struct form *f;
    uint32_t first = c->at;
    if (check_recall(c, MEMO_EXPRESSION, &f))
        return f;
    return check_remember(c, MEMO_EXPRESSION, first, expression(c));
}

struct form *check_named_expression(struct checker *c)
{
    uint32_t first = c->at;
    if (check_peek(c) == TOKEN_NAME && check_peek_at(c, 1) == TOKEN_COLON_EQUAL) {
        c->at += 2;
        return check_expression(c) != NULL ? check_form(c, AST_NAMED_EXPR, first) : NULL;
    }
    struct form *f = check_expression(c);
    if (f == NULL)
        return NULL;
    if (c->diagnose)
        check_not_named(c, first, f);
    return check_peek(c) == TOKEN_COLON_EQUAL ? NULL : f;
}

/* Does a list, tuple or generator expression, True, False or None begin at the token, which an expression
 * begins with too? */
static bool begins_unassignable(struct checker *c, uint32_t first)
{
    uint32_t before = c->at;
    bool diagnose = c->diagnose, out = false;
    enum token_kind kind = c->tokens[first].kind;
    if (kind == TOKEN_TRUE || kind == TOKEN_FALSE || kind == TOKEN_NONE)
        return true;
    if (kind != TOKEN_LEFT_BRACKET && kind != TOKEN_LEFT_PAREN)
        return false;
    c->at = first;
    c->diagnose = false;
    const struct form *f = check_atom(c);
    out = f != NULL && !f->in_brackets &&
          (f->kind == AST_LIST || f->kind == AST_TUPLE || f->kind == AST_GENERATOR_EXP);
    c->diagnose = diagnose;
    c->at = before;
    return out;
}

void check_not_named(struct checker *c, uint32_t first, const struct form *f)
{
    uint32_t before = c->at;
    if (check_accept(c, TOKEN_COLON_EQUAL)) {
        if (check_expression(c) != NULL)
            check_raise_form(c, f, "cannot use assignment expressions with %s", check_form_name(f));
        c->at = before;
        return;
    }
    if (f->loose || check_peek(c) != TOKEN_EQUAL)
        return;
    bool name = f->kind == AST_NAME && !f->in_brackets;
    if (!name && begins_unassignable(c, first))
        return;
    c->at++;
    const struct form *value = check_bitwise_or(c);
    if (value != NULL && check_peek(c) != TOKEN_EQUAL && check_peek(c) != TOKEN_COLON_EQUAL) {
        if (name)
            check_raise(c, f->first, value->last,
                        "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        check_raise_form(c, f, "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                         check_form_name(f));
    }
    c->at = before;
}

/* -- lists of expressions -- */

static struct form *starred(struct checker *c, struct form *(*operand)(struct checker *))
{
    uint32_t first = c->at;
    c->at++;
    struct form *value = operand(c);
    if (value == NULL)
        return NULL;
    struct form *f = check_form(c, AST_STARRED, first);
    f->child = value;
    return f;
}

struct form *check_star_named(struct checker *c)
{
    return check_peek(c) == TOKEN_STAR ? starred(c, check_bitwise_or) : check_named_expression(c);
}

struct form *check_starred_argument(struct checker *c)
{
    if (check_peek(c) != TOKEN_STAR)
        return NULL;
    struct form *f = starred(c, check_expression);
    if (f == NULL && c->diagnose && c->p->rules->invalid_star)
        check_raise_here(c, "SyntaxError", "Invalid star expression");
    return f;
}

static struct form *star_expression(struct checker *c)
{
    uint32_t first = c->at;
    if (check_peek(c) != TOKEN_STAR)
        return check_expression(c);
    struct form *f = starred(c, check_bitwise_or);
    if (f != NULL)
        check_detach_star(c, first);
    return f;
}

struct form *check_list(struct checker *c, struct form *(*element)(struct checker *))
{
    uint32_t first = c->at;
    struct form *f = element(c);
    if (f == NULL || check_peek(c) != TOKEN_COMMA)
        return f;
    struct form *elements = f, **last = &f->next;
    while (check_accept(c, TOKEN_COMMA)) {
        uint32_t before = c->at;
        struct form *next = element(c);
        if (next == NULL) {
            c->at = before;
            break;
        }
        *last = next;
        last = &next->next;
    }
    struct form *tuple = check_form(c, AST_TUPLE, first);
    tuple->child = elements;
    return tuple;
}

struct form *check_star_expressions(struct checker *c)
{
    return check_list(c, star_expression);
}

struct form *check_expressions(struct checker *c)
{
    return check_list(c, check_expression);
}

struct form *check_yield(struct checker *c)
{
    uint32_t first = c->at;
    c->at++;
    if (check_accept(c, TOKEN_FROM))
        return check_expression(c) != NULL ? check_form(c, AST_YIELD_FROM, first) : NULL;
    uint32_t before = c->at;
    if ((c->p->rules->star_in_return ? check_star_expressions(c) : check_expressions(c)) == NULL)
        c->at = before;
    return check_form(c, AST_YIELD, first);
}

struct form *check_yield_or_star(struct checker *c)
{
    return check_peek(c) == TOKEN_YIELD ? check_yield(c) : check_star_expressions(c);
}
