/* Targets of assignments and loops. */
#include "daemon/python/check.h"

void check_detach_targets(struct checker *c, const struct form *target)
{
    uint32_t at = c->at;
    c->at = target->last + 1;
    if (target->kind == AST_STARRED)
        check_detach_star(c, target->first);
    c->at = at;
    if (target->kind == AST_STARRED || target->kind == AST_LIST || target->kind == AST_TUPLE)
        for (const struct form *i = target->child; i != NULL; i = i->next)
            check_detach_targets(c, i);
}

struct form *check_star_target(struct checker *c)
{
    uint32_t first = c->at;
    if (check_accept(c, TOKEN_STAR)) {
        if (check_peek(c) == TOKEN_STAR)
            return NULL;
        struct form *f = check_star_target(c);
        if (f == NULL)
            return NULL;
        struct form *starred = check_form(c, AST_STARRED, first);
        check_detach_star(c, first);
        starred->child = f;
        return starred;
    }
    struct form *f = check_primary(c);
    if (f == NULL || check_invalid_target(f, TARGET_ASSIGN) != NULL)
        return NULL;
    check_detach_targets(c, f);
    return f;
}

struct form *check_star_targets(struct checker *c)
{
    return check_list(c, check_star_target);
}
