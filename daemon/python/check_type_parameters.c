/* Type parameters (PEP 695, defaults PEP 696). The grammar of tree-sitter does not see them: what they are is
 * noted here the first time, and read from that when the tree is made (parse_type_parameters.c). */
#include "daemon/python/check.h"

static void note(struct checker *c, const struct type_parameter *t)
{
    struct parser *p = c->p;
    if (c->diagnose)
        return;
    p->type_parameters = parse_grow(p, p->type_parameters, p->type_parameter_count,
                                    &p->type_parameter_capacity, sizeof *p->type_parameters);
    p->type_parameters[p->type_parameter_count++] = *t;
}

/* Once, however often it is looked at. */
static void note_list(struct checker *c, uint32_t open, uint32_t first)
{
    struct parser *p = c->p;
    uint32_t n = p->type_parameter_list_count;
    if (c->diagnose || (n && p->type_parameter_lists[n - 1].open >= open))
        return;
    p->type_parameter_lists = parse_grow(p, p->type_parameter_lists, p->type_parameter_list_count,
                                         &p->type_parameter_list_capacity, sizeof *p->type_parameter_lists);
    p->type_parameter_lists[p->type_parameter_list_count++] =
        (struct type_parameters){open, c->at - 1, first, p->type_parameter_count - first};
}

/* Only a TypeVar has a bound. */
static void refuse_bound(struct checker *c, enum token_kind star)
{
    uint32_t colon = c->at;
    if (!c->diagnose || !check_accept(c, TOKEN_COLON))
        return;
    const struct form *f = check_quiet_expression(c);
    if (f != NULL)
        check_raise_from(c, colon, "cannot use %s with %s", f->kind == AST_TUPLE ? "constraints" : "bound",
                         star == TOKEN_STAR ? "TypeVarTuple" : "ParamSpec");
    c->at = colon;
}

/* An expression behind the token `kind`, which may be missing. */
static bool optional(struct checker *c, enum token_kind kind, uint32_t *first, uint32_t *end)
{
    uint32_t before = c->at;
    if (!check_accept(c, kind))
        return true;
    if (check_expression(c) == NULL) {
        c->at = before;
        return false;
    }
    *first = before + 1;
    *end = c->at;
    return true;
}

/* = *x, of a TypeVarTuple */
static bool starred_default(struct checker *c, struct type_parameter *t)
{
    uint32_t before = c->at;
    if (!check_accept(c, TOKEN_EQUAL))
        return true;
    if (!check_accept(c, TOKEN_STAR)) {
        c->at = before;
        return optional(c, TOKEN_EQUAL, &t->value, &t->value_end);
    }
    t->value = c->at;
    t->value_starred = true;
    bool good = check_bitwise_or(c) != NULL;
    t->value_end = c->at;
    if (!good)
        c->at = before;
    return good;
}

static bool parameter(struct checker *c)
{
    struct type_parameter t = {.first = c->at};
    enum token_kind star = check_peek(c);
    if (star == TOKEN_STAR || star == TOKEN_STAR_STAR)
        c->at++;
    t.name = c->at;
    if (!check_accept(c, TOKEN_NAME))
        return false;
    if (star == TOKEN_NAME)
        optional(c, TOKEN_COLON, &t.bound, &t.bound_end);
    else
        refuse_bound(c, star);
    if (c->p->rules->type_parameter_defaults) {
        if (star == TOKEN_STAR)
            starred_default(c, &t);
        else
            optional(c, TOKEN_EQUAL, &t.value, &t.value_end);
    }
    note(c, &t);
    return true;
}

static bool parameters(struct checker *c)
{
    if (!parameter(c))
        return false;
    for (;;) {
        uint32_t comma = c->at;
        if (!check_accept(c, TOKEN_COMMA))
            return true;
        if (check_peek(c) == TOKEN_RIGHT_BRACKET)
            return true;
        if (!parameter(c)) {
            c->at = comma;
            return true;
        }
    }
}

bool check_type_parameters(struct checker *c)
{
    uint32_t open = c->at, first = c->p->type_parameter_count;
    if (!c->p->rules->type_parameters || !check_accept(c, TOKEN_LEFT_BRACKET))
        return true;
    if (c->diagnose && c->p->rules->type_parameter_defaults && check_peek(c) == TOKEN_RIGHT_BRACKET) {
        c->at++;
        check_raise_from(c, c->at - 1, "Type parameter list cannot be empty");
    }
    bool good = parameters(c) && check_accept(c, TOKEN_RIGHT_BRACKET);
    if (good)
        note_list(c, open, first);
    else
        c->at = open;
    return good;
}
