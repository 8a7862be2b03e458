/* What begins with a bracket: tuples, lists, sets, dicts, comprehensions, expressions in parentheses. */
#include "daemon/python/check.h"

/* -- comprehensions -- */

static bool clause(struct checker *c)
{
    uint32_t first = c->at;
    check_accept(c, TOKEN_ASYNC);
    if (!check_accept(c, TOKEN_FOR))
        return false;
    uint32_t target = c->at;
    if (check_star_targets(c) != NULL && check_accept(c, TOKEN_IN)) {
        bool good = check_disjunction(c) != NULL;
        while (good && check_accept(c, TOKEN_IF))
            good = check_disjunction(c) != NULL;
        return good;
    }
    if (!c->diagnose)
        return false;
    c->at = target;
    if (c->p->rules->in_expected) {
        bool targets = check_bitwise_or(c) != NULL;
        while (targets && check_accept(c, TOKEN_COMMA)) {
            uint32_t before = c->at;
            if (check_bitwise_or(c) == NULL) {
                c->at = before;
                break;
            }
        }
        if (targets && check_peek(c) != TOKEN_IN)
            check_raise_here(c, "SyntaxError", "'in' expected after for-loop variables");
        c->at = target;
    }
    const struct form *f = check_star_expressions(c);
    if (f != NULL)
        check_raise_target(c, f, TARGET_FOR);
    c->at = first;
    return false;
}

static bool begins_clause(struct checker *c)
{
    enum token_kind kind = check_peek(c);
    return kind == TOKEN_FOR || (kind == TOKEN_ASYNC && check_peek_at(c, 1) == TOKEN_FOR);
}

bool check_clauses(struct checker *c)
{
    if (!begins_clause(c))
        return false;
    do
        if (!clause(c))
            return false;
    while (begins_clause(c));
    return true;
}

/* -- parentheses -- */

/* (*a) and (**a), which are nothing. */
static void starred_group(struct checker *c, uint32_t open, bool (*close)(struct checker *))
{
    c->at = open + 1;
    if (check_peek(c) == TOKEN_STAR) {
        const struct form *f = check_starred_argument(c);
        if (f != NULL && close(c))
            check_raise_form(c, f, "cannot use starred expression here");
    } else if (check_accept(c, TOKEN_STAR_STAR)) {
        if (check_expression(c) != NULL && close(c))
            check_raise(c, open + 1, open + 1, "cannot use double starred expression here");
    }
}

static void starred_comprehension(struct checker *c, const struct form *f)
{
    if (c->diagnose && f->kind == AST_STARRED && check_clauses(c))
        check_raise_form(c, f, "iterable unpacking cannot be used in comprehension");
}

static bool close_paren(struct checker *c)
{
    return check_accept(c, TOKEN_RIGHT_PAREN);
}

static bool close_bracket(struct checker *c)
{
    return check_accept(c, TOKEN_RIGHT_BRACKET);
}

static bool close_brace(struct checker *c)
{
    return check_accept(c, TOKEN_RIGHT_BRACE);
}

/* The rest of the elements and the closing bracket, after the first one; NULL: they do not go on like that.
 */
static struct form *elements(struct checker *c, struct form *first, bool (*close)(struct checker *))
{
    struct form **last = &first->next;
    while (check_accept(c, TOKEN_COMMA)) {
        if (close(c))
            return first;
        struct form *next = check_star_named(c);
        if (next == NULL)
            return NULL;
        *last = next;
        last = &next->next;
    }
    return close(c) ? first : NULL;
}

/* What is in parentheses, the opening one being the token before c->at. */
static struct form *group(struct checker *c, bool (*close)(struct checker *))
{
    uint32_t open = c->at - 1;
    if (check_peek(c) == TOKEN_YIELD) {
        struct form *f = check_yield(c);
        f = f != NULL && close(c) ? f : NULL;
        if (f != NULL)
            f->in_brackets = true;
        return f;
    }
    struct form *f = check_star_named(c);
    if (f == NULL) {
        if (c->diagnose)
            starred_group(c, open, close);
        return NULL;
    }
    if (check_peek(c) == TOKEN_COMMA) {
        f = elements(c, f, close);
        if (f == NULL)
            return NULL;
        struct form *tuple = check_form(c, AST_TUPLE, open);
        tuple->child = f;
        return tuple;
    }
    if (f->kind == AST_STARRED && !f->in_brackets) {
        starred_comprehension(c, f);
        if (c->diagnose)
            starred_group(c, open, close);
        return NULL;
    }
    if (begins_clause(c))
        return check_clauses(c) && close(c) ? check_form(c, AST_GENERATOR_EXP, open) : NULL;
    if (!close(c))
        return NULL;
    f->in_brackets = true;
    f->loose = false;
    return f;
}

struct form *check_parenthesized(struct checker *c)
{
    uint32_t open = c->at++;
    if (check_accept(c, TOKEN_RIGHT_PAREN))
        return check_form(c, AST_TUPLE, open);
    return group(c, close_paren);
}

/* The parenthesis that the end of a field stands for, which stays. */
static bool close_field(struct checker *c)
{
    return check_peek(c) == TOKEN_RIGHT_PAREN;
}

struct form *check_field_group(struct checker *c)
{
    c->nesting++;
    struct form *f = group(c, close_field);
    c->nesting--;
    return f;
}

/* -- [ and { -- */

/* a, b for ...: from the second element on, after the comma. */
static void unparenthesized_target(struct checker *c, const struct form *first)
{
    uint32_t comma = c->at;
    if (!c->diagnose || !check_accept(c, TOKEN_COMMA))
        return;
    if (check_clauses(c))
        check_raise(c, first->first, comma, "did you forget parentheses around the comprehension target?");
    c->at = comma + 1;
    const struct form *last = NULL, *next;
    do {
        next = check_star_named(c);
        last = next != NULL ? next : last;
    } while (next != NULL && check_accept(c, TOKEN_COMMA));
    if (last != NULL && check_clauses(c))
        check_raise(c, first->first, last->last,
                    "did you forget parentheses around the comprehension target?");
    c->at = comma;
}

void check_bad_comprehension(struct checker *c)
{
    uint32_t before = c->at;
    enum token_kind next = check_peek(c);
    if (next != TOKEN_LEFT_BRACKET && next != TOKEN_LEFT_BRACE && next != TOKEN_LEFT_PAREN)
        return;
    c->at++;
    if (check_peek(c) == TOKEN_STAR) {
        const struct form *f = check_starred_argument(c);
        if (f != NULL)
            starred_comprehension(c, f);
    } else if (next != TOKEN_LEFT_PAREN) {
        const struct form *f = check_star_named(c);
        if (f != NULL)
            unparenthesized_target(c, f);
    }
    c->at = before;
}

static struct form *display(struct checker *c, uint32_t open, struct form *first, enum ast_kind kind,
                            enum ast_kind comprehension, bool (*close)(struct checker *))
{
    if (first->kind == AST_STARRED && !first->in_brackets && begins_clause(c)) {
        starred_comprehension(c, first);
        return NULL;
    }
    if (begins_clause(c))
        return check_clauses(c) && close(c) ? check_form(c, comprehension, open) : NULL;
    uint32_t behind = c->at;
    struct form *all = elements(c, first, close);
    if (all != NULL) {
        struct form *f = check_form(c, kind, open);
        f->child = all;
        return f;
    }
    c->at = behind;
    unparenthesized_target(c, first);
    return NULL;
}

struct form *check_list_display(struct checker *c)
{
    uint32_t open = c->at++;
    if (check_accept(c, TOKEN_RIGHT_BRACKET))
        return check_form(c, AST_LIST, open);
    struct form *first = check_star_named(c);
    return first != NULL ? display(c, open, first, AST_LIST, AST_LIST_COMP, close_bracket) : NULL;
}

/* -- dicts -- */

/* What is wrong with a dict's pairs is told the first time already. */

/* What is behind the colon of a pair. */
static bool pair_value(struct checker *c, uint32_t colon)
{
    enum token_kind next = check_peek(c);
    uint32_t first = c->at;
    if (next == TOKEN_STAR && check_accept(c, TOKEN_STAR) && check_bitwise_or(c) != NULL)
        check_raise_from(c, first, "cannot use a starred expression in a dictionary value");
    if (next == TOKEN_RIGHT_BRACE || next == TOKEN_COMMA)
        check_raise(c, colon, colon, "expression expected after dictionary key and ':'");
    return check_expression(c) != NULL;
}

static bool pair(struct checker *c)
{
    if (check_accept(c, TOKEN_STAR_STAR))
        return check_bitwise_or(c) != NULL;
    const struct form *key = check_expression(c);
    if (key == NULL)
        return false;
    if (check_accept(c, TOKEN_COLON))
        return pair_value(c, c->at - 1);
    check_raise_last(c, key->last, "':' expected after dictionary key");
}

static struct form *dict(struct checker *c, uint32_t open)
{
    while (check_accept(c, TOKEN_COMMA) && check_peek(c) != TOKEN_RIGHT_BRACE)
        if (!pair(c))
            return NULL;
    return check_accept(c, TOKEN_RIGHT_BRACE) ? check_form(c, AST_DICT, open) : NULL;
}

struct form *check_brace_display(struct checker *c)
{
    uint32_t open = c->at++;
    if (check_accept(c, TOKEN_RIGHT_BRACE))
        return check_form(c, AST_DICT, open);
    if (check_accept(c, TOKEN_STAR_STAR)) {
        uint32_t stars = c->at - 1;
        if (check_bitwise_or(c) == NULL)
            return NULL;
        if (c->diagnose && check_clauses(c))
            check_raise(c, stars, stars, "dict unpacking cannot be used in dict comprehension");
        return dict(c, open);
    }
    struct form *first = check_star_named(c);
    if (first == NULL)
        return NULL;
    if (first->kind == AST_NAMED_EXPR && !first->in_brackets && !c->p->rules->walrus_in_sets)
        return NULL;
    if (!check_accept(c, TOKEN_COLON))
        return display(c, open, first, AST_SET, AST_SET_COMP, close_brace);
    if (first->kind == AST_STARRED || (first->kind == AST_NAMED_EXPR && !first->in_brackets) ||
        !pair_value(c, c->at - 1))
        return NULL;
    if (begins_clause(c))
        return check_clauses(c) && check_accept(c, TOKEN_RIGHT_BRACE) ? check_form(c, AST_DICT_COMP, open)
                                                                      : NULL;
    return dict(c, open);
}
