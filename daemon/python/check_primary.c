/* Atoms, and what goes on behind them: a.b, a[b], a(b). Brackets are in check_display.c, arguments in
 * check_call.c, strings in check_string.c. */
#include "daemon/python/check.h"

struct form *check_form(struct checker *c, enum ast_kind kind, uint32_t first)
{
    struct form *f = parse_temporary(c->p, sizeof *f);
    f->kind = (uint8_t)kind;
    f->first = first;
    f->last = c->at - 1;
    return f;
}

/* -- atoms and primaries -- */

static struct form *constant(struct checker *c, enum ast_constant kind)
{
    c->at++;
    struct form *f = check_form(c, AST_CONSTANT, c->at - 1);
    f->constant = (uint8_t)kind;
    return f;
}

struct form *check_atom(struct checker *c)
{
    switch (check_peek(c)) {
    case TOKEN_NAME:
        c->at++;
        return check_form(c, AST_NAME, c->at - 1);
    case TOKEN_NUMBER:
        return constant(c, AST_CONST_INT);
    case TOKEN_TRUE:
        return constant(c, AST_CONST_TRUE);
    case TOKEN_FALSE:
        return constant(c, AST_CONST_FALSE);
    case TOKEN_NONE:
        return constant(c, AST_CONST_NONE);
    case TOKEN_ELLIPSIS:
        return constant(c, AST_CONST_ELLIPSIS);
    case TOKEN_STRING:
    case TOKEN_FSTRING_START:
        return check_strings(c);
    case TOKEN_LEFT_PAREN:
        return check_parenthesized(c);
    case TOKEN_LEFT_BRACKET:
        return check_list_display(c);
    case TOKEN_LEFT_BRACE:
        return check_brace_display(c);
    default:
        return NULL;
    }
}

/* One of those between the brackets of a subscript: a:b:c, a, or *a. */
static bool index_item(struct checker *c, bool *starred)
{
    uint32_t first = c->at;
    *starred = check_peek(c) == TOKEN_STAR;
    if (*starred) {
        if (!c->p->rules->star_in_index || check_starred_argument(c) == NULL)
            return false;
        check_detach_star(c, first);
        return true;
    }
    bool walrus = c->p->rules->walrus_in_index;
    if (check_peek(c) != TOKEN_COLON && (walrus ? check_named_expression(c) : check_expression(c)) == NULL)
        return false;
    for (unsigned i = 0; i < 2 && check_accept(c, TOKEN_COLON); i++) {
        enum token_kind next = check_peek(c);
        if (next != TOKEN_COLON && next != TOKEN_COMMA && next != TOKEN_RIGHT_BRACKET &&
            check_expression(c) == NULL)
            return false;
    }
    return true;
}

static bool subscript(struct checker *c)
{
    bool starred;
    c->at++;
    do {
        if (!index_item(c, &starred))
            return false;
    } while (check_accept(c, TOKEN_COMMA) && check_peek(c) != TOKEN_RIGHT_BRACKET);
    return check_accept(c, TOKEN_RIGHT_BRACKET);
}

static struct form *primary(struct checker *c)
{
    uint32_t first = c->at;
    uint32_t length = 0;
    struct form *f = check_atom(c);
    while (f != NULL) {
        uint32_t before = c->at;
        enum ast_kind kind;
        bool good;
        if (c->diagnose)
            check_bad_comprehension(c);
        switch (check_peek(c)) {
        case TOKEN_DOT:
            kind = AST_ATTRIBUTE;
            c->at++;
            good = check_accept(c, TOKEN_NAME);
            break;
        case TOKEN_LEFT_PAREN:
            kind = AST_CALL;
            c->at++;
            good = check_arguments(c) && check_accept(c, TOKEN_RIGHT_PAREN);
            break;
        case TOKEN_LEFT_BRACKET:
            kind = AST_SUBSCRIPT;
            good = subscript(c);
            break;
        default:
            return f;
        }
        if (!good) { /* what is before stands for itself, and something else is wrong with what follows */
            c->at = before;
            return f;
        }
        check_chain(c, &length);
        f = check_form(c, kind, first);
    }
    return NULL;
}

struct form *check_primary(struct checker *c)
{
    struct form *f;
    uint32_t first = c->at;
    if (check_recall(c, MEMO_PRIMARY, &f))
        return f;
    return check_remember(c, MEMO_PRIMARY, first, primary(c));
}

bool check_begins_expression(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_NAME:
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_FSTRING_START:
    case TOKEN_TRUE:
    case TOKEN_FALSE:
    case TOKEN_NONE:
    case TOKEN_ELLIPSIS:
    case TOKEN_LEFT_PAREN:
    case TOKEN_LEFT_BRACKET:
    case TOKEN_LEFT_BRACE:
    case TOKEN_PLUS:
    case TOKEN_MINUS:
    case TOKEN_TILDE:
    case TOKEN_NOT:
    case TOKEN_LAMBDA:
    case TOKEN_AWAIT:
        return true;
    default:
        return false;
    }
}
