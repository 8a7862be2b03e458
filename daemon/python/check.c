#include "daemon/python/check.h"

#include <string.h>

/* -- tokens -- */

static enum token_kind look(struct checker *c, uint32_t token)
{
    if (token > c->furthest) {
        c->furthest = token;
        c->furthest_nesting = c->nesting;
        if (!c->diagnose)
            c->p->looked_at = token;
    }
    if (c->tokens[token].kind == TOKEN_ERROR) {
        *c->p->error = c->p->token_error;
        longjmp(c->p->failed, 1);
    }
    if (c->tokens[token].nesting < c->nesting)
        return TOKEN_RIGHT_PAREN; /* that the field's expression is put in, up to 3.11 */
    return c->tokens[token].kind;
}

enum token_kind check_peek(struct checker *c)
{
    return look(c, c->at);
}

enum token_kind check_peek_at(struct checker *c, uint32_t ahead)
{
    return look(c, c->at + ahead);
}

bool check_accept(struct checker *c, enum token_kind kind)
{
    if (check_peek(c) != kind)
        return false;
    c->at++;
    return true;
}

bool check_is(const struct checker *c, uint32_t token, const char *word)
{
    const struct token *t = &c->tokens[token];
    size_t length = strlen(word);
    return t->kind == TOKEN_NAME && t->end - t->start == length &&
           memcmp(c->p->text + t->start, word, length) == 0;
}

bool check_word(struct checker *c, uint32_t ahead, const char *word)
{
    look(c, c->at + ahead);
    return check_is(c, c->at + ahead, word);
}

void check_chain(struct checker *c, uint32_t *count)
{
    if (++*count >= AST_MAX_DEPTH)
        parse_fail(c->p, "RecursionError", UINT32_MAX, 0,
                   "maximum recursion depth exceeded during compilation");
}

/* -- memory -- */

bool check_recall(struct checker *c, enum memo_kind kind, struct form **form)
{
    const struct memo *m = c->memos != NULL ? c->memos[c->at] : NULL;
    while (m != NULL && m->kind != kind)
        m = m->next;
    if (m == NULL)
        return false;
    c->at = m->end;
    *form = NULL;
    if (m->form != NULL) {
        *form = parse_temporary(c->p, sizeof **form);
        **form = *m->form;
        (*form)->next = NULL;
    }
    return true;
}

struct form *check_remember(struct checker *c, enum memo_kind kind, uint32_t first, struct form *form)
{
    if (c->memos == NULL)
        return form;
    struct memo *m = parse_temporary(c->p, sizeof *m);
    struct form *kept = NULL;
    if (form != NULL) { /* whoever gets the form may change it */
        kept = parse_temporary(c->p, sizeof *kept);
        *kept = *form;
    }
    *m = (struct memo){.next = c->memos[first], .kind = kind, .end = c->at, .form = kept};
    c->memos[first] = m;
    return form;
}

/* -- what tree-sitter is not to see -- */

void check_detach(struct checker *c, uint32_t first)
{
    struct parser *p = c->p;
    if (c->diagnose || c->at - first < 2)
        return;
    p->detached = parse_grow(p, p->detached, p->detached_count, &p->detached_capacity, sizeof *p->detached);
    p->detached[p->detached_count++] = (struct detached){first, c->at - 1};
}

void check_detach_star(struct checker *c, uint32_t first)
{
    if (c->tokens[first + 1].kind != TOKEN_NAME)
        check_detach(c, first);
}

/* -- all -- */

static bool module(struct checker *c)
{
    c->at = 0;
    if (c->p->input == AST_INPUT_SINGLE)
        return check_single(c);
    if (c->p->input == AST_INPUT_EXPRESSION) {
        if (check_expressions(c) == NULL)
            return false;
        while (check_accept(c, TOKEN_NEWLINE))
            continue;
        return check_peek(c) == TOKEN_END;
    }
    return (check_peek(c) == TOKEN_END || check_statements(c)) && check_peek(c) == TOKEN_END;
}

void check_syntax(struct parser *p)
{
    struct checker c = {.p = p, .tokens = p->tokens.items};
    p->recognized = module(&c);
    if (p->recognized) {
        parse_temporary_end(p);
        return;
    }
    uint32_t furthest = c.furthest;
    unsigned nesting = c.furthest_nesting;
    c.diagnose = true;
    c.memos = parse_temporary(p, (p->tokens.count + 3) * sizeof(struct memo *));
    c.nesting = 0;
    module(&c);
    check_raise_generic(&c, furthest, nesting);
}
