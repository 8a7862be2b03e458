/* Targets of assignments and loops. */
#include "daemon/python/check.h"

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
    return f != NULL && check_invalid_target(f, TARGET_ASSIGN) == NULL ? f : NULL;
}

struct form *check_star_targets(struct checker *c)
{
    return check_list(c, check_star_target);
}
