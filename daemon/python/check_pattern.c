/* match statements. */
#include "daemon/python/check.h"

static bool pattern(struct checker *c);

/* A name that something is bound to. */
static bool capture(struct checker *c)
{
    if (check_peek(c) != TOKEN_NAME || check_word(c, 0, "_"))
        return false;
    enum token_kind next = check_peek_at(c, 1);
    if (next == TOKEN_DOT || next == TOKEN_LEFT_PAREN || next == TOKEN_EQUAL)
        return false;
    c->at++;
    return true;
}

static bool is_imaginary(const struct checker *c, uint32_t token)
{
    char last = c->p->text[c->tokens[token].end - 1];
    bool hexadecimal = c->tokens[token].end - c->tokens[token].start > 1 &&
                       (c->p->text[c->tokens[token].start + 1] | 0x20) == 'x';
    return !hexadecimal && (last == 'j' || last == 'J');
}

/* -1, 2.5, 1 + 2j */
static bool number(struct checker *c)
{
    check_accept(c, TOKEN_MINUS);
    uint32_t first = c->at;
    if (!check_accept(c, TOKEN_NUMBER))
        return false;
    if (check_peek(c) != TOKEN_PLUS && check_peek(c) != TOKEN_MINUS)
        return true;
    c->at++;
    uint32_t second = c->at;
    if (!check_accept(c, TOKEN_NUMBER))
        return false;
    if (is_imaginary(c, first))
        check_raise(c, first, first, "real number required in complex literal");
    if (!is_imaginary(c, second))
        check_raise(c, second, second, "imaginary number required in complex literal");
    return true;
}

static bool dotted(struct checker *c)
{
    if (!check_accept(c, TOKEN_NAME))
        return false;
    while (check_accept(c, TOKEN_DOT))
        if (!check_accept(c, TOKEN_NAME))
            return false;
    return true;
}

static bool star_pattern(struct checker *c)
{
    c->at++;
    if (check_word(c, 0, "_")) {
        c->at++;
        return true;
    }
    return capture(c);
}

/* Patterns with commas, up to `close`, which stays. */
static bool sequence(struct checker *c, enum token_kind close, bool *tuple)
{
    *tuple = check_peek(c) == close;
    while (check_peek(c) != close) {
        bool star = check_peek(c) == TOKEN_STAR;
        if (!(star ? star_pattern(c) : pattern(c)))
            return false;
        if (!check_accept(c, TOKEN_COMMA))
            return !star || *tuple || close == TOKEN_RIGHT_BRACKET;
        *tuple = true;
    }
    return true;
}

static bool literal(struct checker *c)
{
    switch (check_peek(c)) {
    case TOKEN_NUMBER:
    case TOKEN_MINUS:
        return number(c);
    case TOKEN_STRING:
    case TOKEN_FSTRING_START: /* those with fields are refused by the compiler (compile_match.c) */
        return check_strings(c) != NULL;
    case TOKEN_NONE:
    case TOKEN_TRUE:
    case TOKEN_FALSE:
        c->at++;
        return true;
    default:
        return false;
    }
}

static bool mapping_item(struct checker *c)
{
    if (check_peek(c) == TOKEN_NAME) {
        if (check_peek_at(c, 1) != TOKEN_DOT || !dotted(c))
            return false;
    } else if (!literal(c)) {
        return false;
    }
    return check_accept(c, TOKEN_COLON) && pattern(c);
}

static bool mapping(struct checker *c)
{
    c->at++;
    while (check_peek(c) != TOKEN_RIGHT_BRACE) {
        if (check_accept(c, TOKEN_STAR_STAR)) {
            if (!capture(c))
                return false;
            check_accept(c, TOKEN_COMMA);
            break;
        }
        if (!mapping_item(c))
            return false;
        if (!check_accept(c, TOKEN_COMMA))
            break;
    }
    return check_accept(c, TOKEN_RIGHT_BRACE);
}

/* The arguments of a class pattern. */
static bool class_arguments(struct checker *c)
{
    uint32_t keyword = 0, first_positional = 0, last_positional = 0;
    c->at++;
    while (check_peek(c) != TOKEN_RIGHT_PAREN) {
        uint32_t first = c->at;
        bool named = check_peek(c) == TOKEN_NAME && check_peek_at(c, 1) == TOKEN_EQUAL;
        if (named)
            c->at += 2;
        if (!pattern(c))
            return false;
        if (named && first_positional != 0)
            break;
        if (named)
            keyword = first;
        else if (keyword != 0) {
            if (!c->diagnose)
                return false;
            first_positional = first_positional != 0 ? first_positional : first;
            last_positional = c->at - 1;
        }
        if (!check_accept(c, TOKEN_COMMA))
            break;
    }
    if (first_positional != 0)
        check_raise(c, first_positional, last_positional, "positional patterns follow keyword patterns");
    return check_accept(c, TOKEN_RIGHT_PAREN);
}

static bool closed_pattern(struct checker *c)
{
    bool tuple;
    switch (check_peek(c)) {
    case TOKEN_LEFT_PAREN:
        c->at++;
        return sequence(c, TOKEN_RIGHT_PAREN, &tuple) && check_accept(c, TOKEN_RIGHT_PAREN);
    case TOKEN_LEFT_BRACKET:
        c->at++;
        return sequence(c, TOKEN_RIGHT_BRACKET, &tuple) && check_accept(c, TOKEN_RIGHT_BRACKET);
    case TOKEN_LEFT_BRACE:
        return mapping(c);
    case TOKEN_NAME:
        if (!dotted(c) || check_peek(c) == TOKEN_EQUAL)
            return false;
        return check_peek(c) != TOKEN_LEFT_PAREN || class_arguments(c);
    default:
        return literal(c);
    }
}

static bool pattern(struct checker *c)
{
    do
        if (!closed_pattern(c))
            return false;
    while (check_accept(c, TOKEN_BAR));
    uint32_t before = c->at;
    if (!check_accept(c, TOKEN_AS) || capture(c))
        return true;
    if (c->diagnose) {
        if (check_word(c, 0, "_"))
            check_raise(c, c->at, c->at, "cannot use '_' as a target");
        bool name = check_peek(c) == TOKEN_NAME;
        const struct form *f = check_expression(c);
        if (f != NULL && c->p->rules->statement_messages)
            check_raise_form(c, f, "cannot use %s as pattern target", check_form_name(f));
        if (f != NULL && !name)
            check_raise_form(c, f, "invalid pattern target");
    }
    c->at = before;
    return true;
}

/* `case`, its patterns and guard. */
static bool case_head(struct checker *c)
{
    c->at++;
    bool star, any = false;
    for (;;) {
        uint32_t before = c->at;
        star = check_peek(c) == TOKEN_STAR;
        if (!(star ? star_pattern(c) : pattern(c))) {
            c->at = before;
            if (!any || c->tokens[before - 1].kind != TOKEN_COMMA)
                return false;
            break;
        }
        if (!check_accept(c, TOKEN_COMMA)) {
            if (star && !any)
                return false;
            break;
        }
        any = true;
    }
    return !check_accept(c, TOKEN_IF) || check_named_expression(c) != NULL;
}

static bool case_block(struct checker *c)
{
    uint32_t head = c->at;
    if (!case_head(c))
        return false;
    if (c->diagnose && check_peek(c) == TOKEN_NEWLINE)
        check_raise_here(c, "SyntaxError", "expected ':'");
    return check_accept(c, TOKEN_COLON) && check_block(c, head, "'case' statement");
}

static bool is_starred(const struct form *f)
{
    return f->kind == AST_STARRED && !f->in_brackets;
}

/* What is matched: an expression, or several with commas, of which some may be starred. */
static bool subject(struct checker *c, bool *starred)
{
    const struct form *f = check_star_named(c);
    if (f == NULL)
        return false;
    bool comma = false;
    *starred = is_starred(f);
    while (check_accept(c, TOKEN_COMMA)) {
        uint32_t before = c->at;
        const struct form *next = check_star_named(c);
        comma = true;
        if (next == NULL) {
            c->at = before;
            break;
        }
        *starred |= is_starred(next);
    }
    return comma || !*starred;
}

/* The grammar has a subject in brackets for an index of something called match, and in parentheses for a call
 * of it; one with stars it does not know. */
static void detach_subject(struct checker *c, uint32_t first, uint32_t end, bool starred)
{
    uint32_t at = c->at;
    if (c->tokens[first].kind != TOKEN_LEFT_BRACKET && c->tokens[first].kind != TOKEN_LEFT_PAREN && !starred)
        return;
    c->at = end;
    check_detach(c, first);
    c->at = at;
}

bool check_match(struct checker *c)
{
    uint32_t head = c->at;
    if (check_word(c, 0, "case")) {
        if (case_head(c) && check_accept(c, TOKEN_COLON)) {
            uint32_t last = c->at - 1;
            if (c->p->rules->statement_messages && check_block(c, head, "'case' statement"))
                check_raise(c, head, last, "case statement must be inside match statement");
        }
        return false;
    }
    bool starred;
    c->at++;
    if (!subject(c, &starred))
        return false;
    uint32_t end = c->at;
    if (c->diagnose && check_peek(c) == TOKEN_NEWLINE)
        check_raise_here(c, "SyntaxError", "expected ':'");
    if (!check_accept(c, TOKEN_COLON) || !check_accept(c, TOKEN_NEWLINE))
        return false;
    if (!check_accept(c, TOKEN_INDENT)) {
        check_peek(c);
        if (c->diagnose)
            check_raise_here(c, "IndentationError",
                             "expected an indented block after 'match' statement on line %u",
                             source_line(c->p, c->tokens[head].start) + 1);
        return false;
    }
    if (!check_word(c, 0, "case"))
        return false;
    detach_subject(c, head + 1, end, starred);
    while (check_word(c, 0, "case"))
        if (!case_block(c))
            return false;
    return check_accept(c, TOKEN_DEDENT);
}
