/* Arguments of calls and classes. */
#include "daemon/python/check.h"

struct arguments {
    uint32_t count;      /* so far, the one at hand too */
    bool named, mapping; /* name=value, **mapping among them */
    bool of_class;       /* a generator expression has brackets of its own there */
};

/* name=value */
static bool named_argument(struct checker *c, struct arguments *a)
{
    uint32_t name = c->at;
    a->named = true;
    c->at += 2;
    enum token_kind next = check_peek(c);
    if (c->diagnose && c->p->rules->argument_value_expected &&
        (next == TOKEN_COMMA || next == TOKEN_RIGHT_PAREN))
        check_raise(c, name, name + 1, "expected argument value expression");
    if (check_expression(c) == NULL)
        return false;
    if (c->diagnose && check_clauses(c))
        check_raise(c, name, name + 1, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    return true;
}

/* *iterable behind **mapping */
_Noreturn static void late_iterable(struct checker *c)
{
    if (c->p->rules->unpacking_range) {
        uint32_t comma = c->at - 1;
        while (check_starred_argument(c) != NULL && check_peek(c) != TOKEN_EQUAL &&
               check_accept(c, TOKEN_COMMA))
            continue;
        check_raise_from(c, comma, "iterable argument unpacking follows keyword argument unpacking");
    }
    check_raise_here(c, "SyntaxError", "iterable argument unpacking follows keyword argument unpacking");
}

/* = and a value behind what is unpacked, whose first token is `first`. */
static void assigned_unpacking(struct checker *c, uint32_t first, const char *what)
{
    if (!c->diagnose || !c->p->rules->unpacking_assignment || !check_accept(c, TOKEN_EQUAL))
        return;
    const struct form *value = check_expression(c);
    if (value != NULL)
        check_raise(c, first, value->last, "cannot assign to %s argument unpacking", what);
}

static bool iterable_argument(struct checker *c, const struct arguments *a)
{
    uint32_t star = c->at;
    if (a->mapping && c->diagnose)
        late_iterable(c);
    const struct form *f = a->mapping ? NULL : check_starred_argument(c);
    if (f == NULL)
        return false;
    if (c->diagnose && a->count == 1 && !a->of_class && check_clauses(c))
        check_raise_form(c, f, "iterable unpacking cannot be used in comprehension");
    assigned_unpacking(c, star, "iterable");
    return true;
}

static bool mapping_argument(struct checker *c, struct arguments *a)
{
    uint32_t stars = c->at++;
    a->mapping = true;
    if (check_expression(c) == NULL)
        return false;
    assigned_unpacking(c, stars, "keyword");
    return true;
}

/* Behind a positional argument, = and for are errors, but for one generator expression alone. */
static bool after_positional(struct checker *c, const struct arguments *a, const struct form *f)
{
    if (check_peek(c) == TOKEN_EQUAL && c->diagnose)
        check_raise(c, f->first, c->at, "expression cannot contain assignment, perhaps you meant \"==\"?");
    if (check_peek(c) == TOKEN_EQUAL)
        return false;
    if (check_peek(c) != TOKEN_FOR && check_peek(c) != TOKEN_ASYNC)
        return true;
    if (a->of_class && !c->diagnose)
        return false;
    if ((a->count != 1 && !c->diagnose) || !check_clauses(c))
        return false;
    if (a->count == 1 && check_peek(c) == TOKEN_RIGHT_PAREN)
        return !a->of_class;
    if (c->diagnose && (a->count != 1 || check_peek(c) == TOKEN_COMMA))
        check_raise(c, f->first, c->at - 1, "Generator expression must be parenthesized");
    return false;
}

static bool argument(struct checker *c, struct arguments *a);

/* A positional argument behind others. CPython tells that where the arguments end. */
_Noreturn static void late_positional(struct checker *c, const struct arguments *a)
{
    struct arguments rest = {.count = 1};
    while (check_accept(c, TOKEN_COMMA) && check_peek(c) != TOKEN_RIGHT_PAREN && argument(c, &rest))
        continue;
    check_raise_here(c, "SyntaxError", "positional argument follows keyword argument%s",
                     a->mapping ? " unpacking" : "");
}

static bool positional_argument(struct checker *c, const struct arguments *a)
{
    enum token_kind kind = check_peek(c), next = kind == TOKEN_NAME ? check_peek_at(c, 1) : TOKEN_END;
    bool constant = kind == TOKEN_TRUE || kind == TOKEN_FALSE || kind == TOKEN_NONE;
    if (c->diagnose && constant && check_peek_at(c, 1) == TOKEN_EQUAL)
        check_raise(c, c->at, c->at + 1, "cannot assign to %s",
                    kind == TOKEN_TRUE    ? "True"
                    : kind == TOKEN_FALSE ? "False"
                                          : "None");
    bool walrus = kind == TOKEN_NAME && next == TOKEN_COLON_EQUAL;
    const struct form *f = walrus ? check_named_expression(c) : check_expression(c);
    if (f == NULL || check_peek(c) == TOKEN_COLON_EQUAL || !after_positional(c, a, f))
        return false;
    if (!a->named && !a->mapping)
        return true;
    if (c->diagnose)
        late_positional(c, a);
    return false;
}

static bool argument(struct checker *c, struct arguments *a)
{
    a->count++;
    switch (check_peek(c)) {
    case TOKEN_STAR:
        return iterable_argument(c, a);
    case TOKEN_STAR_STAR:
        return mapping_argument(c, a);
    case TOKEN_NAME:
        if (check_peek_at(c, 1) == TOKEN_EQUAL)
            return named_argument(c, a);
        return positional_argument(c, a);
    default:
        return positional_argument(c, a);
    }
}

static bool arguments(struct checker *c, struct arguments a)
{
    while (check_peek(c) != TOKEN_RIGHT_PAREN) {
        if (!argument(c, &a))
            return false;
        if (!check_accept(c, TOKEN_COMMA))
            break;
    }
    return check_peek(c) == TOKEN_RIGHT_PAREN;
}

bool check_arguments(struct checker *c)
{
    return arguments(c, (struct arguments){0});
}

bool check_class_arguments(struct checker *c)
{
    return arguments(c, (struct arguments){.of_class = true});
}
