/* Operators, from signs and powers up to `or`. */
#include "daemon/python/check.h"

static struct form *await_primary(struct checker *c)
{
    uint32_t first = c->at;
    if (!check_accept(c, TOKEN_AWAIT))
        return check_primary(c);
    return check_primary(c) != NULL ? check_form(c, AST_AWAIT, first) : NULL;
}

static bool is_sign(enum token_kind kind)
{
    return kind == TOKEN_PLUS || kind == TOKEN_MINUS || kind == TOKEN_TILDE;
}

/* -a ** -b ** c: signs, and powers, whose right sides have signs again. */
static struct form *factor(struct checker *c)
{
    uint32_t first = c->at;
    struct form *f = NULL;
    enum ast_kind kind = AST_NONE;
    uint32_t length = 0;
    do {
        if (f != NULL && kind == AST_NONE)
            kind = AST_BIN_OP;
        check_chain(c, &length);
        while (is_sign(check_peek(c))) {
            c->at++;
            check_chain(c, &length);
            if (kind == AST_NONE)
                kind = AST_UNARY_OP;
            if (c->diagnose && c->p->rules->not_after_operator && check_peek(c) == TOKEN_NOT) {
                uint32_t not = c->at++;
                struct form *operand = factor(c);
                if (operand != NULL)
                    check_raise(c, not, operand->last, "'not' after an operator must be parenthesized");
                return NULL;
            }
        }
        f = await_primary(c);
    } while (f != NULL && check_accept(c, TOKEN_STAR_STAR));
    if (f == NULL || kind == AST_NONE)
        return f;
    return check_form(c, kind, first);
}

/* How tightly a binary operator binds; 0: the token is none. */
static unsigned precedence(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_BAR:
        return 1;
    case TOKEN_CARET:
        return 2;
    case TOKEN_AMPERSAND:
        return 3;
    case TOKEN_LEFT_SHIFT:
    case TOKEN_RIGHT_SHIFT:
        return 4;
    case TOKEN_PLUS:
    case TOKEN_MINUS:
        return 5;
    case TOKEN_STAR:
    case TOKEN_SLASH:
    case TOKEN_SLASH_SLASH:
    case TOKEN_PERCENT:
    case TOKEN_AT:
        return 6;
    default:
        return 0;
    }
}

/* Which operator binds how tightly makes no difference to what is an expression. */
static struct form *bitwise_or(struct checker *c)
{
    uint32_t first = c->at;
    struct form *f = factor(c);
    bool operation = false;
    uint32_t length = 0;
    while (f != NULL && precedence(check_peek(c)) != 0) {
        uint32_t before = c->at;
        bool arithmetic = precedence(check_peek(c)) >= 5;
        c->at++;
        if (arithmetic && c->diagnose && c->p->rules->not_after_operator && check_peek(c) == TOKEN_NOT) {
            uint32_t not = c->at;
            struct form *operand = check_disjunction(c);
            if (operand != NULL)
                check_raise(c, not, operand->last, "'not' after an operator must be parenthesized");
        }
        struct form *right = factor(c);
        if (right == NULL) {
            c->at = before;
            break;
        }
        operation = true;
        check_chain(c, &length);
    }
    return f == NULL || !operation ? f : check_form(c, AST_BIN_OP, first);
}

struct form *check_bitwise_or(struct checker *c)
{
    struct form *f;
    uint32_t first = c->at;
    if (check_recall(c, MEMO_BITWISE_OR, &f))
        return f;
    return check_remember(c, MEMO_BITWISE_OR, first, bitwise_or(c));
}

/* Takes a comparison's operator. */
static bool compare_operator(struct checker *c, bool *in)
{
    *in = check_peek(c) == TOKEN_IN;
    switch (check_peek(c)) {
    case TOKEN_EQUAL_EQUAL:
    case TOKEN_NOT_EQUAL:
    case TOKEN_LESS:
    case TOKEN_LESS_EQUAL:
    case TOKEN_GREATER:
    case TOKEN_GREATER_EQUAL:
    case TOKEN_IN:
        c->at++;
        return true;
    case TOKEN_NOT:
        if (check_peek_at(c, 1) != TOKEN_IN)
            return false;
        c->at += 2;
        return true;
    case TOKEN_IS:
        c->at++;
        check_accept(c, TOKEN_NOT);
        return true;
    default:
        return false;
    }
}

static struct form *comparison(struct checker *c)
{
    uint32_t first = c->at;
    struct form *left = check_bitwise_or(c), *f = left;
    for (;;) {
        uint32_t before = c->at;
        bool in;
        if (left == NULL || !compare_operator(c, &in))
            return f;
        if (check_bitwise_or(c) == NULL) {
            c->at = before;
            return f;
        }
        bool first_is_in = f == left ? in : f->is_in;
        f = check_form(c, AST_COMPARE, first);
        f->loose = true;
        f->child = left;
        f->is_in = first_is_in;
    }
}

static struct form *inversion(struct checker *c)
{
    uint32_t first = c->at;
    bool not = false;
    for (uint32_t length = 0; check_accept(c, TOKEN_NOT); not = true)
        check_chain(c, &length);
    struct form *f = comparison(c);
    if (f == NULL || !not )
        return f;
    f = check_form(c, AST_UNARY_OP, first);
    f->loose = true;
    return f;
}

static struct form *disjunction(struct checker *c)
{
    uint32_t first = c->at;
    struct form *f = inversion(c);
    while (f != NULL && (check_peek(c) == TOKEN_AND || check_peek(c) == TOKEN_OR)) {
        uint32_t before = c->at;
        c->at++;
        if (inversion(c) == NULL) {
            c->at = before;
            return f;
        }
        f = check_form(c, AST_BOOL_OP, first);
        f->loose = true;
    }
    return f;
}

struct form *check_disjunction(struct checker *c)
{
    struct form *f;
    uint32_t first = c->at;
    if (check_recall(c, MEMO_DISJUNCTION, &f))
        return f;
    return check_remember(c, MEMO_DISJUNCTION, first, disjunction(c));
}
