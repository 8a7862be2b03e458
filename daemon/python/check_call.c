/* Arguments of calls, parameters of functions. */
#include "daemon/python/check.h"

#include <string.h>

/* -- arguments -- */

/* The end of a comprehension's clauses: the last token of the last condition, or of what is iterated over. */
static uint32_t last_token(const struct checker *c)
{
    return c->at - 1;
}

struct arguments {
    uint32_t count;
    const struct form *last; /* the last positional one, NULL: none */
    bool named, mapping;     /* name=value, **mapping among them */
    bool trailing;           /* a comma is the last thing */
    uint32_t first;
};

/* name=value, and what is wrong with it. */
static bool named_argument(struct checker *c)
{
    uint32_t name = c->at;
    c->at += 2;
    if (c->diagnose && c->p->rules->argument_value_expected &&
        (check_peek(c) == TOKEN_COMMA || check_peek(c) == TOKEN_RIGHT_PAREN))
        check_raise(c, name, name + 1, "expected argument value expression");
    if (check_expression(c) == NULL)
        return false;
    if (c->diagnose && check_clauses(c))
        check_raise(c, name, name + 1, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    return true;
}

/* Behind a positional argument: = and for are errors, but for one generator expression alone. */
static bool after_positional(struct checker *c, struct arguments *a, const struct form *f)
{
    uint32_t before = c->at;
    if (check_peek(c) == TOKEN_EQUAL) {
        if (c->diagnose)
            check_raise(c, f->first, c->at,
                        "expression cannot contain assignment, perhaps you meant \"==\"?");
        return false;
    }
    if (check_peek(c) != TOKEN_FOR && check_peek(c) != TOKEN_ASYNC)
        return true;
    if ((a->count != 1 && !c->diagnose) || !check_clauses(c))
        return false;
    uint32_t last = last_token(c);
    if (a->count == 1 && check_peek(c) == TOKEN_RIGHT_PAREN)
        return true;
    if (!c->diagnose) {
        c->at = before;
        return false;
    }
    if (a->count == 1 && check_peek(c) != TOKEN_COMMA)
        return false;
    if (a->count == 1) { /* f(a for a in b, c) or f(a for a in b, ) */
        check_raise(c, f->first, last, "Generator expression must be parenthesized");
    }
    check_raise(c, f->first, last, "Generator expression must be parenthesized");
}

static bool is_constant_word(enum token_kind kind)
{
    return kind == TOKEN_TRUE || kind == TOKEN_FALSE || kind == TOKEN_NONE;
}

static bool argument(struct checker *c, struct arguments *a)
{
    enum token_kind next = check_peek(c);
    a->count++;
    if (next == TOKEN_STAR) {
        if (a->mapping) {
            if (c->diagnose && c->p->rules->unpacking_range) {
                uint32_t comma = c->at - 1;
                while (check_starred_argument(c) != NULL && check_peek(c) != TOKEN_EQUAL &&
                       check_accept(c, TOKEN_COMMA))
                    continue;
                check_raise_from(c, comma, "iterable argument unpacking follows keyword argument unpacking");
            }
            if (c->diagnose)
                check_raise_here(c, "SyntaxError",
                                 "iterable argument unpacking follows keyword argument unpacking");
            return false;
        }
        const struct form *f = check_starred_argument(c);
        if (f != NULL && c->diagnose && a->count == 1 && check_clauses(c))
            check_raise_form(c, f, "iterable unpacking cannot be used in comprehension");
        if (f != NULL && c->diagnose && check_peek(c) == TOKEN_EQUAL && c->p->rules->unpacking_assignment) {
            c->at++;
            const struct form *value = check_expression(c);
            if (value != NULL)
                check_raise(c, f->first, value->last, "cannot assign to iterable argument unpacking");
        }
        if (f != NULL && !a->named)
            a->last = f;
        return f != NULL;
    }
    if (next == TOKEN_STAR_STAR) {
        uint32_t stars = c->at++;
        a->mapping = true;
        if (check_expression(c) == NULL)
            return false;
        if (c->diagnose && c->p->rules->unpacking_assignment && check_accept(c, TOKEN_EQUAL)) {
            const struct form *value = check_expression(c);
            if (value != NULL)
                check_raise(c, stars, value->last, "cannot assign to keyword argument unpacking");
        }
        return true;
    }
    if (next == TOKEN_NAME && check_peek_at(c, 1) == TOKEN_EQUAL) {
        a->named = true;
        return named_argument(c);
    }
    if (c->diagnose && is_constant_word(next) && check_peek_at(c, 1) == TOKEN_EQUAL)
        check_raise(c, c->at, c->at + 1, "cannot assign to %s",
                    next == TOKEN_TRUE    ? "True"
                    : next == TOKEN_FALSE ? "False"
                                          : "None");
    struct form *f;
    if (next == TOKEN_NAME && check_peek_at(c, 1) == TOKEN_COLON_EQUAL)
        f = check_named_expression(c);
    else
        f = check_expression(c);
    if (f == NULL || check_peek(c) == TOKEN_COLON_EQUAL || !after_positional(c, a, f))
        return false;
    if (a->named || a->mapping) {
        if (c->diagnose) {
            while (check_accept(c, TOKEN_COMMA) && check_peek(c) != TOKEN_RIGHT_PAREN)
                if (!argument(c, &(struct arguments){.count = 1}))
                    break;
            check_raise_here(c, "SyntaxError",
                             a->mapping ? "positional argument follows keyword argument unpacking"
                                        : "positional argument follows keyword argument");
        }
        return false;
    }
    a->last = f;
    return true;
}

bool check_arguments(struct checker *c)
{
    struct arguments a = {.first = c->at};
    while (check_peek(c) != TOKEN_RIGHT_PAREN) {
        if (!argument(c, &a))
            return false;
        if (!check_accept(c, TOKEN_COMMA))
            break;
    }
    return check_peek(c) == TOKEN_RIGHT_PAREN;
}

/* -- parameters -- */

struct parameters {
    enum token_kind end;
    uint32_t count; /* so far, before * */
    bool slash, star, with_default, named_after_star;
};

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
static bool default_value(struct checker *c, enum token_kind end, bool *present)
{
    uint32_t equal = c->at;
    *present = check_accept(c, TOKEN_EQUAL);
    if (!*present)
        return true;
    bool closed = check_peek(c) == TOKEN_RIGHT_PAREN || check_peek(c) == TOKEN_COMMA;
    if (c->diagnose && c->p->rules->parameter_messages && closed)
        check_raise(c, equal, equal, "expected default value expression");
    (void)end;
    return check_expression(c) != NULL;
}

/* After **: the last one. */
static bool keywords(struct checker *c, struct parameters *q)
{
    c->at++;
    if (!parameter(c, q->end, false))
        return false;
    bool messages = c->diagnose && c->p->rules->parameter_messages;
    if (messages && check_peek(c) == TOKEN_EQUAL)
        check_raise(c, c->at, c->at,
                    c->p->rules->parameter_is_no_argument ? "var-keyword parameter cannot have default value"
                                                          : "var-keyword argument cannot have default value");
    if (!separated(c, q->end))
        return false;
    if (messages && check_peek(c) != q->end) {
        uint32_t first = c->at;
        enum token_kind next = check_peek(c);
        if (next == TOKEN_STAR || next == TOKEN_STAR_STAR || next == TOKEN_SLASH)
            check_raise(c, first, first, "%s",
                        c->p->rules->parameter_is_no_argument
                            ? "parameters cannot follow var-keyword parameter"
                            : "arguments cannot follow var-keyword argument");
        if (parameter(c, q->end, false))
            check_raise(c, first, c->at - 1, "%s",
                        c->p->rules->parameter_is_no_argument
                            ? "parameters cannot follow var-keyword parameter"
                            : "arguments cannot follow var-keyword argument");
    }
    return check_peek(c) == q->end;
}

static bool star(struct checker *c, struct parameters *q)
{
    uint32_t first = c->at++;
    bool messages = c->diagnose && c->p->rules->parameter_messages;
    if (q->star) {
        if (messages && (check_peek(c) == TOKEN_COMMA || parameter(c, q->end, false)))
            check_raise(c, first, first,
                        c->p->rules->parameter_is_no_argument ? "* may appear only once"
                                                              : "* argument may appear only once");
        return false;
    }
    q->star = true;
    if (check_peek(c) == TOKEN_COMMA) {
        enum token_kind next = check_peek_at(c, 1);
        if (next == q->end || next == TOKEN_STAR_STAR) {
            if (c->diagnose && q->end == TOKEN_RIGHT_PAREN)
                check_raise(c, first, first,
                            c->p->rules->parameter_is_no_argument ? "named parameters must follow bare *"
                                                                  : "named arguments must follow bare *");
            if (c->diagnose)
                check_raise_here(c, "SyntaxError",
                                 c->p->rules->parameter_is_no_argument
                                     ? "named parameters must follow bare *"
                                     : "named arguments must follow bare *");
            return false;
        }
        c->at++;
        return next == TOKEN_NAME || next == TOKEN_STAR || next == TOKEN_SLASH;
    }
    if (check_peek(c) == q->end) {
        if (c->diagnose && q->end == TOKEN_RIGHT_PAREN)
            check_raise(c, first, first,
                        c->p->rules->parameter_is_no_argument ? "named parameters must follow bare *"
                                                              : "named arguments must follow bare *");
        if (c->diagnose)
            check_raise_here(c, "SyntaxError",
                             c->p->rules->parameter_is_no_argument ? "named parameters must follow bare *"
                                                                   : "named arguments must follow bare *");
        return false;
    }
    if (!parameter(c, q->end, true))
        return false;
    if (messages && check_peek(c) == TOKEN_EQUAL)
        check_raise(c, c->at, c->at,
                    c->p->rules->parameter_is_no_argument
                        ? "var-positional parameter cannot have default value"
                        : "var-positional argument cannot have default value");
    return separated(c, q->end);
}

static bool slash(struct checker *c, struct parameters *q)
{
    uint32_t first = c->at++;
    bool messages = c->diagnose && c->p->rules->parameter_messages;
    if (!c->p->rules->walrus)
        return false;
    if (messages && q->star)
        check_raise(c, first, first, "/ must be ahead of *");
    if (messages && q->slash)
        check_raise(c, first, first, "/ may appear only once");
    if (messages && q->count == 0 && check_peek(c) == TOKEN_COMMA)
        check_raise(c, first, first,
                    c->p->rules->parameter_is_no_argument ? "at least one parameter must precede /"
                                                          : "at least one argument must precede /");
    if (messages && q->count != 0 && check_peek(c) == TOKEN_STAR)
        check_raise(c, c->at, c->at, "expected comma between / and *");
    if (q->star || q->slash || q->count == 0)
        return false;
    q->slash = true;
    return separated(c, q->end);
}

/* (a, b) in the place of a parameter, as in Python 2. */
static void parenthesized_parameters(struct checker *c, const struct parameters *q)
{
    uint32_t open = c->at++;
    bool any = false;
    if (q->with_default || q->slash || q->star)
        return;
    while (parameter(c, q->end == TOKEN_COLON ? TOKEN_COLON : TOKEN_RIGHT_PAREN, false)) {
        any = true;
        if (!check_accept(c, TOKEN_COMMA))
            break;
    }
    if (any && check_accept(c, TOKEN_RIGHT_PAREN))
        check_raise(c, open, c->at - 1,
                    q->end == TOKEN_COLON ? "Lambda expression parameters cannot be parenthesized"
                                          : "Function parameters cannot be parenthesized");
}

static bool ordinary(struct checker *c, struct parameters *q)
{
    uint32_t first = c->at;
    bool has_default;
    if (!parameter(c, q->end, false))
        return false;
    uint32_t last = c->at - 1;
    if (!default_value(c, q->end, &has_default))
        return false;
    if (!q->star) {
        if (q->with_default && !has_default) {
            if (c->diagnose && separated(c, q->end))
                check_raise(c, first, last, "%s",
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
        bool good;
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
            if (c->diagnose && c->p->rules->parameter_messages)
                parenthesized_parameters(c, &q);
            return false;
        default:
            return false;
        }
        if (!good)
            return false;
    }
    return true;
}
