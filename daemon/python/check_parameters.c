/* Parameters of functions and lambdas. */
#include "daemon/python/check.h"

struct parameters {
    enum token_kind end;
    uint32_t count; /* so far, before * */
    bool slash, star, with_default;
};

static bool asks(const struct checker *c)
{
    return c->diagnose && c->p->rules->parameter_messages;
}

/* What the version calls a parameter. */
static const char *noun(const struct checker *c)
{
    return c->p->rules->parameter_is_no_argument ? "parameter" : "argument";
}

/* A name with its annotation. */
static bool parameter(struct checker *c, enum token_kind end, bool star)
{
    if (!check_accept(c, TOKEN_NAME))
        return false;
    if (end != TOKEN_RIGHT_PAREN || !check_accept(c, TOKEN_COLON))
        return true;
    uint32_t annotation = c->at;
    bool starred = star && c->p->rules->star_in_index && check_accept(c, TOKEN_STAR);
    if ((starred ? check_bitwise_or(c) : check_expression(c)) == NULL)
        return false;
    check_detach(c, annotation);
    return true;
}

static bool separated(struct checker *c, enum token_kind end)
{
    return check_peek(c) == end || check_accept(c, TOKEN_COMMA);
}

/* = and a default; true without one too. */
static bool default_value(struct checker *c, bool *present)
{
    uint32_t equal = c->at;
    *present = check_accept(c, TOKEN_EQUAL);
    if (!*present)
        return true;
    if (asks(c) && (check_peek(c) == TOKEN_RIGHT_PAREN || check_peek(c) == TOKEN_COMMA))
        check_raise(c, equal, equal, "expected default value expression");
    return check_expression(c) != NULL;
}

/* After **: the last one. */
static bool keywords(struct checker *c, struct parameters *q)
{
    c->at++;
    if (!parameter(c, q->end, false))
        return false;
    if (asks(c) && check_peek(c) == TOKEN_EQUAL)
        check_raise(c, c->at, c->at, "var-keyword %s cannot have default value", noun(c));
    if (!separated(c, q->end))
        return false;
    if (asks(c) && check_peek(c) != q->end) {
        uint32_t first = c->at;
        enum token_kind next = check_peek(c);
        if (next == TOKEN_STAR || next == TOKEN_STAR_STAR || next == TOKEN_SLASH)
            check_raise(c, first, first, "%ss cannot follow var-keyword %s", noun(c), noun(c));
        if (parameter(c, q->end, false))
            check_raise(c, first, c->at - 1, "%ss cannot follow var-keyword %s", noun(c), noun(c));
    }
    return check_peek(c) == q->end;
}

/* * with nothing behind it that it could be for. */
static bool bare_star(struct checker *c, const struct parameters *q, uint32_t star)
{
    if (c->diagnose && q->end == TOKEN_RIGHT_PAREN)
        check_raise(c, star, star, "named %ss must follow bare *", noun(c));
    if (c->diagnose)
        check_raise_here(c, "SyntaxError", "named %ss must follow bare *", noun(c));
    return false;
}

static bool star(struct checker *c, struct parameters *q)
{
    uint32_t first = c->at++;
    if (q->star) {
        if (asks(c) && (check_peek(c) == TOKEN_COMMA || parameter(c, q->end, false)))
            check_raise(c, first, first,
                        c->p->rules->parameter_is_no_argument ? "* may appear only once"
                                                              : "* argument may appear only once");
        return false;
    }
    q->star = true;
    if (check_peek(c) == q->end)
        return bare_star(c, q, first);
    if (check_peek(c) == TOKEN_COMMA) {
        enum token_kind next = check_peek_at(c, 1);
        if (next == q->end || next == TOKEN_STAR_STAR)
            return bare_star(c, q, first);
        c->at++;
        return next == TOKEN_NAME || next == TOKEN_STAR || next == TOKEN_SLASH;
    }
    if (!parameter(c, q->end, true))
        return false;
    if (asks(c) && check_peek(c) == TOKEN_EQUAL)
        check_raise(c, c->at, c->at, "var-positional %s cannot have default value", noun(c));
    return separated(c, q->end);
}

static bool slash(struct checker *c, struct parameters *q)
{
    uint32_t first = c->at++;
    if (!c->p->rules->walrus)
        return false;
    if (asks(c) && q->star)
        check_raise(c, first, first, "/ must be ahead of *");
    if (asks(c) && q->slash)
        check_raise(c, first, first, "/ may appear only once");
    if (asks(c) && q->count == 0 && check_peek(c) == TOKEN_COMMA)
        check_raise(c, first, first, "at least one %s must precede /", noun(c));
    if (asks(c) && q->count != 0 && check_peek(c) == TOKEN_STAR)
        check_raise(c, c->at, c->at, "expected comma between / and *");
    if (q->star || q->slash || q->count == 0)
        return false;
    q->slash = true;
    return separated(c, q->end);
}

/* (a, b) in the place of a parameter, as in Python 2. */
static void parenthesized(struct checker *c, const struct parameters *q)
{
    uint32_t open = c->at++;
    bool any = false, lambda = q->end == TOKEN_COLON;
    if (q->with_default || q->slash || q->star)
        return;
    while (parameter(c, lambda ? TOKEN_COLON : TOKEN_RIGHT_PAREN, false)) {
        any = true;
        if (!check_accept(c, TOKEN_COMMA))
            break;
    }
    if (any && check_accept(c, TOKEN_RIGHT_PAREN))
        check_raise(c, open, c->at - 1, "%s parameters cannot be parenthesized",
                    lambda ? "Lambda expression" : "Function");
}

static bool ordinary(struct checker *c, struct parameters *q)
{
    uint32_t first = c->at;
    bool has_default;
    if (!parameter(c, q->end, false))
        return false;
    uint32_t last = c->at - 1;
    if (!default_value(c, &has_default))
        return false;
    if (!q->star) {
        if (q->with_default && !has_default) {
            if (c->diagnose && separated(c, q->end))
                check_raise(c, first, last,
                            c->p->rules->parameter_wording
                                ? "parameter without a default follows parameter with a default"
                                : "non-default argument follows default argument");
            return false;
        }
        q->with_default |= has_default;
        q->count++;
    }
    return separated(c, q->end);
}

bool check_parameters(struct checker *c, enum token_kind end)
{
    struct parameters q = {.end = end};
    while (check_peek(c) != end) {
        bool good = false;
        switch (check_peek(c)) {
        case TOKEN_STAR_STAR:
            return keywords(c, &q);
        case TOKEN_STAR:
            good = star(c, &q);
            break;
        case TOKEN_SLASH:
            good = slash(c, &q);
            break;
        case TOKEN_NAME:
            good = ordinary(c, &q);
            break;
        case TOKEN_LEFT_PAREN:
            if (asks(c))
                parenthesized(c, &q);
            break;
        default:
            break;
        }
        if (!good)
            return false;
    }
    return true;
}
