/* Statements with blocks. */
#include "daemon/python/check.h"

#include <string.h>

/* -- blocks -- */

bool check_block(struct checker *c, uint32_t head, const char *what)
{
    if (check_peek(c) != TOKEN_NEWLINE)
        return check_simple_statements(c);
    c->at++;
    if (!check_accept(c, TOKEN_INDENT)) {
        check_peek(c);
        if (c->diagnose)
            check_raise_here(c, "IndentationError", "expected an indented block after %s on line %u", what,
                             source_line(c->p, c->tokens[head].start) + 1);
        return false;
    }
    return check_statements(c) && check_accept(c, TOKEN_DEDENT);
}

/* The colon between the head of a statement and its block. */
static bool colon(struct checker *c)
{
    if (c->diagnose && check_peek(c) == TOKEN_NEWLINE)
        check_raise_here(c, "SyntaxError", "expected ':'");
    return check_accept(c, TOKEN_COLON);
}

static bool else_block(struct checker *c)
{
    uint32_t head = c->at;
    if (!check_accept(c, TOKEN_ELSE))
        return true;
    check_force(c, TOKEN_COLON, ":");
    if (!check_block(c, head, "'else' statement"))
        return false;
    if (c->diagnose && c->p->rules->statement_messages && check_peek(c) == TOKEN_ELIF)
        check_raise_here(c, "SyntaxError", "'elif' block follows an 'else' block");
    return true;
}

static bool if_statement(struct checker *c)
{
    uint32_t length = 0;
    do {
        check_chain(c, &length);
        uint32_t head = c->at;
        const char *what = check_peek(c) == TOKEN_IF ? "'if' statement" : "'elif' statement";
        c->at++;
        if (check_named_expression(c) == NULL || !colon(c) || !check_block(c, head, what))
            return false;
    } while (check_peek(c) == TOKEN_ELIF);
    return else_block(c);
}

static bool while_statement(struct checker *c)
{
    uint32_t head = c->at++;
    return check_named_expression(c) != NULL && colon(c) && check_block(c, head, "'while' statement") &&
           else_block(c);
}

static bool for_statement(struct checker *c)
{
    uint32_t head = c->at++, target = c->at;
    if (check_star_targets(c) == NULL || !check_accept(c, TOKEN_IN)) {
        c->at = target;
        const struct form *f = c->diagnose ? check_star_expressions(c) : NULL;
        if (f != NULL)
            check_raise_target(c, f, TARGET_FOR);
        return false;
    }
    if (!c->p->rules->star_in_loops && check_peek(c) == TOKEN_STAR)
        return false;
    if (check_star_expressions(c) == NULL)
        return false;
    if (!colon(c))
        return false;
    return check_block(c, head, "'for' statement") && else_block(c);
}

/* -- with -- */

static bool with_item(struct checker *c)
{
    uint32_t first = c->at;
    const struct form *f = check_expression(c);
    if (f == NULL)
        return false;
    if (f->loose && check_peek(c) == TOKEN_AS)
        check_detach(c, first);
    uint32_t before = c->at;
    if (!check_accept(c, TOKEN_AS))
        return true;
    uint32_t target = c->at;
    if (check_star_target(c) != NULL) {
        enum token_kind next = check_peek(c);
        if (next == TOKEN_COMMA || next == TOKEN_RIGHT_PAREN || next == TOKEN_COLON ||
            (next == TOKEN_NEWLINE && c->diagnose))
            return true;
    }
    if (c->diagnose) {
        c->at = target;
        const struct form *bad = check_expression(c);
        enum token_kind next = bad != NULL ? check_peek(c) : TOKEN_END;
        if (next == TOKEN_COMMA || next == TOKEN_RIGHT_PAREN || next == TOKEN_COLON)
            check_raise_target(c, bad, TARGET_ASSIGN);
    }
    c->at = before;
    return true;
}

static bool with_items_in_parentheses(struct checker *c)
{
    if (!c->p->rules->with_items_in_parentheses || !check_accept(c, TOKEN_LEFT_PAREN))
        return false;
    do {
        if (check_peek(c) == TOKEN_RIGHT_PAREN || !with_item(c))
            break;
    } while (check_accept(c, TOKEN_COMMA));
    return c->tokens[c->at - 1].kind != TOKEN_LEFT_PAREN && check_accept(c, TOKEN_RIGHT_PAREN);
}

static bool with_statement(struct checker *c)
{
    uint32_t head = c->at++, first = c->at;
    bool good = with_items_in_parentheses(c);
    uint32_t behind = c->at;
    if (good && check_accept(c, TOKEN_COLON))
        return check_block(c, head, "'with' statement");
    c->at = first;
    bool items;
    do
        items = with_item(c);
    while (items && check_accept(c, TOKEN_COMMA));
    if (items && colon(c))
        return check_block(c, head, "'with' statement");
    c->at = behind;
    if (good)
        colon(c);
    return false;
}

/* -- try -- */

#define EXCEPT(star) ((star) ? "'except*' statement" : "'except' statement")

/* except A, B: without parentheses. `f` is A, which begins at token `first`; the comma is next. */
static bool several_types(struct checker *c, uint32_t first, const struct form *f)
{
    uint32_t comma = c->at, from = f->first;
    if (c->p->rules->except_without_parentheses) {
        c->at = first;
        if (check_expressions(c) == NULL)
            return false;
        if (check_peek(c) == TOKEN_COLON) {
            check_detach(c, first);
            return true;
        }
    }
    if (!c->diagnose)
        return false;
    c->at = comma + 1;
    if (check_expressions(c) == NULL)
        return false;
    bool named = check_accept(c, TOKEN_AS) && check_accept(c, TOKEN_NAME);
    if ((named || !c->p->rules->except_without_parentheses) && check_accept(c, TOKEN_COLON))
        check_raise_from(c, from,
                         c->p->rules->except_without_parentheses
                             ? "multiple exception types must be parenthesized when using 'as'"
                             : "multiple exception types must be parenthesized");
    return false;
}

static bool except_as(struct checker *c, bool star)
{
    uint32_t target = c->at;
    if (check_accept(c, TOKEN_NAME) && check_peek(c) == TOKEN_COLON)
        return true;
    if (c->diagnose && c->p->rules->statement_messages) {
        c->at = target;
        const struct form *f = check_expression(c);
        if (f != NULL && check_accept(c, TOKEN_COLON) && check_block(c, target, EXCEPT(star)))
            check_raise_form(
                c, f, star ? "cannot use except* statement with %s" : "cannot use except statement with %s",
                check_form_name(f));
    }
    c->at = target;
    return check_accept(c, TOKEN_NAME);
}

/* except, or except* where the version has it. */
static bool is_starred(struct checker *c)
{
    return c->p->rules->star_in_index && check_peek_at(c, 1) == TOKEN_STAR;
}

/* What is before its block. */
static bool handler_head(struct checker *c)
{
    bool star = is_starred(c);
    uint32_t first = c->at += 1 + star;
    if (star && (check_peek(c) == TOKEN_COLON || check_peek(c) == TOKEN_NEWLINE)) {
        if (c->diagnose)
            check_raise_here(c, "SyntaxError", "expected one or more exception types");
        return false;
    }
    if (check_peek(c) != TOKEN_COLON && check_peek(c) != TOKEN_NEWLINE) {
        const struct form *f = check_expression(c);
        if (f == NULL)
            return false;
        if (f->loose && check_peek(c) == TOKEN_AS) /* as in with_item() */
            check_detach(c, first);
        if (check_peek(c) == TOKEN_COMMA) {
            if (!several_types(c, first, f))
                return false;
        } else if (check_accept(c, TOKEN_AS) && !except_as(c, star)) {
            return false;
        }
    }
    return colon(c);
}

/* The head of one that is not of the kind of those before it. From 3.14 on it is not asked what else is wrong
 * with it. */
static bool other_head(struct checker *c)
{
    if (!c->p->rules->statement_messages)
        return handler_head(c);
    bool star = is_starred(c);
    c->at += 1 + star;
    if ((star || check_peek(c) != TOKEN_COLON) &&
        (check_expression(c) == NULL || (check_accept(c, TOKEN_AS) && !check_accept(c, TOKEN_NAME))))
        return false;
    return check_accept(c, TOKEN_COLON);
}

static bool handler(struct checker *c)
{
    uint32_t head = c->at;
    const char *what = EXCEPT(is_starred(c));
    return handler_head(c) && check_block(c, head, what);
}

static bool try_statement(struct checker *c)
{
    uint32_t head = c->at++;
    check_force(c, TOKEN_COLON, ":");
    if (!check_block(c, head, "'try' statement")) {
        c->at = head + 2; /* CPython asks for handlers that have no block before them */
        while (c->diagnose && c->p->rules->star_in_index && check_peek(c) == TOKEN_EXCEPT && handler(c))
            continue;
        return false;
    }
    if (check_peek(c) != TOKEN_EXCEPT && check_peek(c) != TOKEN_FINALLY) {
        if (c->diagnose)
            check_raise_here(c, "SyntaxError", "expected 'except' or 'finally' block");
        return false;
    }
    bool handled = check_peek(c) == TOKEN_EXCEPT, star = handled && is_starred(c);
    while (check_peek(c) == TOKEN_EXCEPT && is_starred(c) == star)
        if (!handler(c))
            return false;
    if (check_peek(c) == TOKEN_EXCEPT) {
        head = c->at;
        if (c->diagnose && other_head(c))
            check_raise(c, head, head + !star, "cannot have both 'except' and 'except*' on the same 'try'");
        return false;
    }
    if (handled && !else_block(c))
        return false;
    head = c->at;
    if (!check_accept(c, TOKEN_FINALLY))
        return true;
    check_force(c, TOKEN_COLON, ":");
    return check_block(c, head, "'finally' statement");
}

/* -- definitions -- */

static bool function(struct checker *c)
{
    uint32_t head = c->at++;
    if (!check_accept(c, TOKEN_NAME))
        return false;
    if (!check_type_parameters(c) &&
        !c->diagnose) /* what is wrong with them is told before what is missing */
        return false;
    if (c->p->rules->parameter_messages)
        check_force(c, TOKEN_LEFT_PAREN, "(");
    else if (!check_accept(c, TOKEN_LEFT_PAREN))
        return false;
    if (!check_parameters(c, TOKEN_RIGHT_PAREN) || !check_accept(c, TOKEN_RIGHT_PAREN))
        return false;
    uint32_t arrow = c->at;
    if (check_accept(c, TOKEN_ARROW)) {
        if (check_expression(c) != NULL)
            check_detach(c, arrow + 1);
        else
            c->at = arrow;
    }
    check_force(c, TOKEN_COLON, ":");
    return check_block(c, head, "function definition");
}

static bool class_definition(struct checker *c)
{
    uint32_t head = c->at++;
    if (!check_accept(c, TOKEN_NAME))
        return false;
    check_type_parameters(c);
    if (check_accept(c, TOKEN_LEFT_PAREN) &&
        (!check_class_arguments(c) || !check_accept(c, TOKEN_RIGHT_PAREN)))
        return false;
    if (!colon(c))
        return false;
    return check_block(c, head, "class definition");
}

/* async def, for and with */
static bool async_statement(struct checker *c)
{
    c->at++;
    switch (check_peek(c)) {
    case TOKEN_DEF:
        return function(c);
    case TOKEN_FOR:
        return for_statement(c);
    case TOKEN_WITH:
        return with_statement(c);
    default:
        return false;
    }
}

/* Up to 3.8 a decorator is a dotted name that may be called. */
static bool is_plain_decorator(struct checker *c, const struct form *f)
{
    uint32_t i = f->first;
    while (c->tokens[i].kind == TOKEN_NAME && i < f->last && c->tokens[i + 1].kind == TOKEN_DOT)
        i += 2;
    return c->tokens[i].kind == TOKEN_NAME &&
           (i == f->last || (f->kind == AST_CALL && c->tokens[i + 1].kind == TOKEN_LEFT_PAREN)) &&
           !f->in_brackets;
}

static bool decorated(struct checker *c)
{
    while (check_accept(c, TOKEN_AT)) {
        const struct form *f = check_named_expression(c);
        if (f == NULL || (!c->p->rules->any_decorator && !is_plain_decorator(c, f)) ||
            !check_accept(c, TOKEN_NEWLINE))
            return false;
    }
    switch (check_peek(c)) {
    case TOKEN_DEF:
        return function(c);
    case TOKEN_CLASS:
        return class_definition(c);
    case TOKEN_ASYNC:
        return check_peek_at(c, 1) == TOKEN_DEF && async_statement(c);
    default:
        return false;
    }
}

/* -- all -- */

static bool compound(struct checker *c)
{
    switch (check_peek(c)) {
    case TOKEN_IF:
        return if_statement(c);
    case TOKEN_WHILE:
        return while_statement(c);
    case TOKEN_FOR:
        return for_statement(c);
    case TOKEN_WITH:
        return with_statement(c);
    case TOKEN_TRY:
        return try_statement(c);
    case TOKEN_DEF:
        return function(c);
    case TOKEN_CLASS:
        return class_definition(c);
    case TOKEN_AT:
        return decorated(c);
    case TOKEN_ASYNC:
        return async_statement(c);
    default:
        return c->p->rules->match &&
               (check_word(c, 0, "match") || (c->diagnose && check_word(c, 0, "case"))) && check_match(c);
    }
}

static bool begins_compound(enum token_kind kind)
{
    return kind == TOKEN_IF || kind == TOKEN_WHILE || kind == TOKEN_FOR || kind == TOKEN_WITH ||
           kind == TOKEN_TRY || kind == TOKEN_DEF || kind == TOKEN_CLASS || kind == TOKEN_AT ||
           kind == TOKEN_ASYNC;
}

/* CPython notes which compound statement was the last, unless that begins above one of its own parts. A
 * function is none of them: the second time it is recognized by a rule for what may be wrong with one, which
 * makes no statement of it. */
static void note(struct checker *c, uint32_t first)
{
    uint32_t i = first;
    while (c->tokens[i].kind == TOKEN_AT) /* decorators, up to what they are of */
        while (c->tokens[i++].kind != TOKEN_NEWLINE)
            continue;
    uint32_t start = c->tokens[i].start, line = source_line(c->p, start) + 1;
    bool function = c->tokens[i + (c->tokens[i].kind == TOKEN_ASYNC)].kind == TOKEN_DEF;
    if (!c->diagnose || function || c->p->statement_line > line)
        return;
    c->p->statement_line = line;
    c->p->statement_column = start - c->p->lines[line - 1];
}

static bool statement(struct checker *c)
{
    uint32_t first = c->at;
    enum token_kind kind = check_peek(c);
    if (compound(c)) {
        note(c, first);
        return true;
    }
    if (begins_compound(kind))
        return false;
    c->at = first;
    return check_simple_statements(c);
}

bool check_statements(struct checker *c)
{
    do {
        if (!statement(c))
            return false;
    } while (check_peek(c) != TOKEN_DEDENT && check_peek(c) != TOKEN_END);
    return true;
}

/* CPython's tokenizer takes the end of the text for a line feed, once: again only behind a block that it
 * ends. */
static bool empty_line(struct checker *c)
{
    const struct token *last = &c->tokens[c->at - 1];
    return check_peek(c) == TOKEN_END &&
           (last->kind == TOKEN_DEDENT || !c->p->newline_added || last->end + 1 < c->p->length);
}

bool check_single(struct checker *c)
{
    enum token_kind kind = check_peek(c);
    if (kind == TOKEN_END)
        return false;
    if (compound(c)) {
        note(c, 0);
        return empty_line(c);
    }
    c->at = 0;
    if (begins_compound(kind) || !check_simple_statements(c))
        return false;
    c->generic = true; /* what comes then has not been read */
    const struct token *next = &c->tokens[c->at];
    if (next->kind != TOKEN_END && next->start + 1 < c->p->length)
        check_raise(c, c->at - 1, c->at - 1, "multiple statements found while compiling a single statement");
    return true;
}
