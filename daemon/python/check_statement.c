/* Simple statements. */
#include "daemon/python/check.h"

/* -- assignments -- */

static bool is_augmented(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_PLUS_EQUAL:
    case TOKEN_MINUS_EQUAL:
    case TOKEN_STAR_EQUAL:
    case TOKEN_AT_EQUAL:
    case TOKEN_SLASH_EQUAL:
    case TOKEN_PERCENT_EQUAL:
    case TOKEN_AMPERSAND_EQUAL:
    case TOKEN_BAR_EQUAL:
    case TOKEN_CARET_EQUAL:
    case TOKEN_LEFT_SHIFT_EQUAL:
    case TOKEN_RIGHT_SHIFT_EQUAL:
    case TOKEN_STAR_STAR_EQUAL:
    case TOKEN_SLASH_SLASH_EQUAL:
        return true;
    default:
        return false;
    }
}

static bool is_single(const struct form *f)
{
    return f->kind == AST_NAME || f->kind == AST_ATTRIBUTE || f->kind == AST_SUBSCRIPT;
}

/* -- what is wrong with what looks like an assignment, by alternatives that each begin where the statement
 * does -- */

/* a, b: annotation */
static void annotated_tuple(struct checker *c, uint32_t begin)
{
    c->at = begin;
    const struct form *first = check_star_named(c);
    if (first == NULL || !check_accept(c, TOKEN_COMMA))
        return;
    for (;;) { /* lists with commas, one behind the other */
        uint32_t before = c->at;
        if (check_star_named(c) == NULL) {
            c->at = before;
            break;
        }
        while (check_accept(c, TOKEN_COMMA)) {
            before = c->at;
            if (check_star_named(c) == NULL) {
                c->at = before;
                break;
            }
        }
    }
    if (check_accept(c, TOKEN_COLON) && check_expression(c) != NULL)
        check_raise_form(c, first, "only single target (not tuple) can be annotated");
}

static void bad_annotation(struct checker *c, uint32_t begin)
{
    c->at = begin;
    const struct form *f = check_primary(c);
    bool list = f != NULL && (f->kind == AST_LIST || f->kind == AST_TUPLE);
    if (list && check_accept(c, TOKEN_COLON) && check_expression(c) != NULL)
        check_raise_form(c, f, "only single target (not %s) can be annotated", check_form_name(f));
    annotated_tuple(c, begin);
    c->at = begin;
    f = check_expression(c);
    if (f != NULL && check_accept(c, TOKEN_COLON) && check_expression(c) != NULL)
        check_raise_form(c, f, "illegal target for annotation");
}

/* Behind any number of targets with = behind them. */
static void skip_targets(struct checker *c, uint32_t begin)
{
    c->at = begin;
    for (uint32_t before = begin;; before = c->at)
        if (check_star_targets(c) == NULL || !check_accept(c, TOKEN_EQUAL)) {
            c->at = before;
            return;
        }
}

static void bad_assignment(struct checker *c, uint32_t begin)
{
    bad_annotation(c, begin);
    skip_targets(c, begin);
    uint32_t value = c->at;
    const struct form *f = check_star_expressions(c);
    if (f != NULL && check_accept(c, TOKEN_EQUAL))
        check_raise_target(c, f, TARGET_ASSIGN);
    c->at = value;
    if (check_peek(c) == TOKEN_YIELD) {
        f = check_yield(c);
        if (f != NULL && check_accept(c, TOKEN_EQUAL))
            check_raise_form(c, f, "assignment to yield expression not possible");
    }
    c->at = begin;
    f = check_star_expressions(c);
    if (f != NULL && !is_single(f) && is_augmented(check_peek(c))) {
        c->at++;
        if (check_yield_or_star(c) != NULL)
            check_raise_form(c, f, "'%s' is an illegal expression for augmented assignment",
                             check_form_name(f));
    }
    c->at = begin;
}

/* What is behind the first form of a statement, which may be a target; false: this is no assignment. */
static bool assignment(struct checker *c, struct form *f)
{
    enum token_kind next = check_peek(c);
    if (next == TOKEN_COLON && is_single(f)) {
        uint32_t annotation = ++c->at;
        if (check_expression(c) == NULL)
            return false;
        check_detach(c, annotation);
        uint32_t behind = c->at;
        if (check_accept(c, TOKEN_EQUAL) && check_yield_or_star(c) == NULL)
            c->at = behind;
        return true;
    }
    if (is_augmented(next) && is_single(f)) {
        c->at++;
        if (!c->p->rules->star_in_loops && check_peek(c) == TOKEN_STAR)
            return false;
        return check_yield_or_star(c) != NULL;
    }
    if (next != TOKEN_EQUAL)
        return false;
    while (check_peek(c) == TOKEN_EQUAL) {
        if (f->kind == AST_YIELD || f->kind == AST_YIELD_FROM ||
            check_invalid_target(f, TARGET_ASSIGN) != NULL)
            return false;
        check_detach_targets(c, f);
        c->at++;
        f = check_yield_or_star(c);
        if (f == NULL)
            return false;
    }
    return true;
}

static bool expression_statement(struct checker *c)
{
    uint32_t begin = c->at;
    struct form *f = check_yield_or_star(c);
    uint32_t end = c->at;
    if (f != NULL && assignment(c, f))
        return true;
    if (c->diagnose)
        bad_assignment(c, begin);
    c->at = end; /* an expression, and what is wrong comes behind it */
    return f != NULL;
}

/* -- statements with keywords -- */

static bool delete_statement(struct checker *c)
{
    uint32_t first = ++c->at;
    const struct form *f;
    do {
        enum token_kind next = check_peek(c);
        if (c->at != first && (next == TOKEN_SEMICOLON || next == TOKEN_NEWLINE))
            return true;
        f = check_primary(c);
    } while (f != NULL && check_invalid_target(f, TARGET_DELETE) == NULL && check_accept(c, TOKEN_COMMA));
    if (f != NULL && check_invalid_target(f, TARGET_DELETE) == NULL) {
        enum token_kind next = check_peek(c);
        if (next == TOKEN_SEMICOLON || next == TOKEN_NEWLINE)
            return true;
    }
    c->at = first;
    if (c->diagnose) {
        f = check_star_expressions(c);
        if (f != NULL)
            check_raise_target(c, f, TARGET_DELETE);
    }
    return false;
}

static bool assert_statement(struct checker *c)
{
    c->at++;
    for (unsigned i = 0; i < 2; i++) {
        uint32_t begin = c->at;
        const struct form *f = check_expression(c);
        if (f == NULL)
            return false;
        if (c->diagnose && c->p->rules->statement_messages &&
            (check_peek(c) == TOKEN_EQUAL || check_peek(c) == TOKEN_COLON_EQUAL)) {
            bool named = check_peek(c) == TOKEN_COLON_EQUAL;
            uint32_t before = c->at++;
            const struct form *value = check_expression(c);
            if (value != NULL && named)
                check_raise(c, begin, value->last, "cannot use named expression without parentheses here");
            if (value != NULL)
                check_raise(c, begin, value->last,
                            "cannot assign to %s here. Maybe you meant '==' instead of '='?",
                            check_form_name(f));
            c->at = before;
        }
        if (!check_accept(c, TOKEN_COMMA))
            return true;
    }
    return false;
}

static bool raise_statement(struct checker *c)
{
    uint32_t first = c->at++;
    if (c->diagnose && c->p->rules->statement_messages && check_peek(c) == TOKEN_FROM)
        check_raise(c, first, c->at, "did you forget an expression between 'raise' and 'from'?");
    uint32_t before = c->at;
    if (check_expression(c) == NULL) {
        c->at = before;
        return true;
    }
    before = c->at;
    if (!check_accept(c, TOKEN_FROM) || check_expression(c) != NULL)
        return true;
    if (c->diagnose && c->p->rules->statement_messages)
        check_raise(c, before, before, "did you forget an expression after 'from'?");
    c->at = before;
    return true;
}

static bool names_statement(struct checker *c)
{
    c->at++;
    do
        if (!check_accept(c, TOKEN_NAME))
            return false;
    while (check_accept(c, TOKEN_COMMA));
    return true;
}

static bool return_statement(struct checker *c)
{
    uint32_t before = ++c->at;
    if ((c->p->rules->star_in_return ? check_star_expressions(c) : check_expressions(c)) == NULL)
        c->at = before;
    return true;
}

/* -- imports -- */

static bool dotted_name(struct checker *c)
{
    if (!check_accept(c, TOKEN_NAME))
        return false;
    while (check_peek(c) == TOKEN_DOT) {
        c->at++;
        if (!check_accept(c, TOKEN_NAME)) {
            c->at--;
            return true;
        }
    }
    return true;
}

/* `as` and a name, which may be missing. */
static void as_name(struct checker *c)
{
    uint32_t before = c->at;
    if (!check_accept(c, TOKEN_AS))
        return;
    uint32_t name = c->at;
    bool good = check_accept(c, TOKEN_NAME);
    if (c->diagnose && c->p->rules->statement_messages) {
        enum token_kind next = good ? check_peek(c) : TOKEN_END;
        if (!good || (next != TOKEN_COMMA && next != TOKEN_RIGHT_PAREN && next != TOKEN_NEWLINE &&
                      next != TOKEN_SEMICOLON)) {
            c->at = name;
            const struct form *f = check_expression(c);
            if (f != NULL)
                check_raise_form(c, f, "cannot use %s as import target", check_form_name(f));
        }
        c->at = name + good;
    }
    if (!good)
        c->at = before;
}

static bool import_statement(struct checker *c)
{
    uint32_t first = c->at++;
    if (c->diagnose && c->p->rules->import_messages && check_peek(c) == TOKEN_NEWLINE)
        check_raise_from(c, c->at, "Expected one or more names after 'import'");
    bool plain = true;
    do {
        if (!dotted_name(c))
            return false;
        plain &= check_peek(c) != TOKEN_AS;
        as_name(c);
    } while (check_accept(c, TOKEN_COMMA));
    if (c->diagnose && c->p->rules->import_from_message && plain && check_peek(c) == TOKEN_FROM) {
        uint32_t before = c->at++;
        if (dotted_name(c))
            check_raise_from(c, first, "Did you mean to use 'from ... import ...' instead?");
        c->at = before;
    }
    return true;
}

static bool import_names(struct checker *c, bool parenthesized)
{
    for (;;) {
        if (!check_accept(c, TOKEN_NAME))
            return false;
        as_name(c);
        uint32_t comma = c->at;
        if (!check_accept(c, TOKEN_COMMA))
            return true;
        if (parenthesized && check_peek(c) == TOKEN_RIGHT_PAREN)
            return true;
        if (!parenthesized && check_peek(c) != TOKEN_NAME) {
            if (c->diagnose && check_peek(c) == TOKEN_NEWLINE)
                check_raise_here(c, "SyntaxError",
                                 "trailing comma not allowed without surrounding parentheses");
            c->at = comma;
            return false;
        }
    }
}

static bool import_from(struct checker *c)
{
    bool dots = false;
    c->at++;
    while (check_accept(c, TOKEN_DOT) || check_accept(c, TOKEN_ELLIPSIS))
        dots = true;
    if (check_peek(c) == TOKEN_NAME) {
        if (!dotted_name(c))
            return false;
    } else if (!dots) {
        return false;
    }
    if (!check_accept(c, TOKEN_IMPORT))
        return false;
    if (check_accept(c, TOKEN_STAR))
        return true;
    if (check_accept(c, TOKEN_LEFT_PAREN))
        return import_names(c, true) && check_accept(c, TOKEN_RIGHT_PAREN);
    if (c->diagnose && c->p->rules->import_messages && check_peek(c) == TOKEN_NEWLINE)
        check_raise_from(c, c->at, "Expected one or more names after 'import'");
    return import_names(c, false);
}

/* -- all -- */

/* type X[T] = value */
static bool type_alias(struct checker *c)
{
    uint32_t begin = c->at;
    if (!c->p->rules->type_parameters || !check_word(c, 0, "type") || check_peek_at(c, 1) != TOKEN_NAME)
        return false;
    if (c->diagnose) { /* CPython looks for an assignment first */
        expression_statement(c);
        c->at = begin;
    }
    c->at += 2;
    check_type_parameters(c);
    if (check_accept(c, TOKEN_EQUAL) && check_expression(c) != NULL) {
        c->p->tokens.items[begin].keyword = true;
        return true;
    }
    c->at = begin;
    return false;
}

static bool simple_statement(struct checker *c)
{
    switch (check_peek(c)) {
    case TOKEN_IMPORT:
        return import_statement(c);
    case TOKEN_FROM:
        return import_from(c);
    case TOKEN_RETURN:
        return return_statement(c);
    case TOKEN_RAISE:
        return raise_statement(c);
    case TOKEN_DEL:
        return delete_statement(c);
    case TOKEN_ASSERT:
        return assert_statement(c);
    case TOKEN_PASS:
    case TOKEN_BREAK:
    case TOKEN_CONTINUE:
        if (c->diagnose)
            check_statement_in_condition(c);
        c->at++;
        return true;
    case TOKEN_GLOBAL:
    case TOKEN_NONLOCAL:
        return names_statement(c);
    case TOKEN_NAME:
        return type_alias(c) || expression_statement(c);
    default:
        return expression_statement(c);
    }
}

bool check_simple_statements(struct checker *c)
{
    do {
        if (!simple_statement(c))
            return false;
    } while (check_accept(c, TOKEN_SEMICOLON) && check_peek(c) != TOKEN_NEWLINE);
    return check_accept(c, TOKEN_NEWLINE);
}
