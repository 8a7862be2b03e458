/* The first pass over the tree: scopes, and what is done with names in them; see symtable.h. */
#include "daemon/python/symtable_visit.h"

#include <string.h>

/* ---- scopes ---------------------------------------------------------------------------------------- */

static void append(struct compiler *c, struct scope_list *l, struct scope *s)
{
    if (l->count == l->capacity) {
        uint32_t capacity = l->capacity ? l->capacity * 2 : 4;
        struct scope **items = compiler_alloc(c, capacity * sizeof *items);
        if (!items)
            return;
        if (l->count)
            memcpy(items, l->items, l->count * sizeof *items);
        l->items = items;
        l->capacity = capacity;
    }
    l->items[l->count++] = s;
}

struct scope *symtable_scope_new(struct compiler *c, addr name, enum scope_type type, const void *key,
                                 struct location at)
{
    struct symtable *st = c->symtable;
    struct scope *s = compiler_alloc(c, sizeof *s), *outer = st->current;
    if (!s)
        return NULL;
    s->type = type;
    s->name = name;
    s->at = at;
    s->nested = outer && (outer->nested || scope_is_function(outer));
    s->is_method = outer && outer->type == SCOPE_CLASS && type == SCOPE_FUNCTION;
    append(c, &st->all, s);
    if (!c->failed && !name_map_set(&st->scopes, c->arena,
                                    (addr)(uintptr_t)(key ? key : annotation_key(outer)), st->all.count - 1))
        compiler_fail_memory(c);
    return c->failed ? NULL : s;
}

struct scope *symtable_scope(const struct compiler *c, const void *key)
{
    int64_t i = name_map_get(&c->symtable->scopes, (addr)(uintptr_t)key, -1);
    return i < 0 ? NULL : c->symtable->all.items[i];
}

/* Annotations that are nothing but text have no part in the table. */
void symtable_enter_existing(struct compiler *c, struct scope *s, bool is_child)
{
    struct symtable *st = c->symtable;
    if (c->failed)
        return;
    struct scope *outer = st->current;
    s->outer = outer;
    s->in_iterable = outer ? outer->in_iterable : 0;
    st->current = s;
    if (is_child && outer && !(future_annotations(c) && s->type == SCOPE_ANNOTATION))
        append(c, &outer->children, s);
}

void symtable_enter(struct compiler *c, addr name, enum scope_type type, const void *key, struct location at)
{
    struct scope *s = c->failed ? NULL : symtable_scope_new(c, name, type, key, at);
    if (s)
        symtable_enter_existing(c, s, true);
}

void symtable_leave(struct compiler *c)
{
    if (!c->failed)
        c->symtable->current = c->symtable->current->outer;
}

/* ---- symbols --------------------------------------------------------------------------------------- */

addr scope_mangled(struct compiler *c, const struct scope *s, addr private, addr name)
{
    return s && s->some_mangled && !name_map_has(&s->mangled, name) ? name : name_mangled(c, private, name);
}

static addr mangled(struct compiler *c, addr name)
{
    return scope_mangled(c, c->symtable->current, c->symtable->private, name);
}

int64_t symtable_flags(struct compiler *c, const struct scope *s, addr name)
{
    return scope_symbol(s, mangled(c, name));
}

static void set_symbol(struct compiler *c, struct name_map *symbols, addr name, int64_t flags)
{
    if (!c->failed && !name_map_set(symbols, c->arena, name, flags))
        compiler_fail_memory(c);
}

void symtable_define_in(struct compiler *c, struct scope *s, addr name, int flag, struct location at)
{
    struct symtable *st = c->symtable;
    addr m = mangled(c, name);
    if (c->failed)
        return;
    int64_t flags = scope_symbol(s, m);
    if (flag & SYMBOL_PARAM && flags & SYMBOL_PARAM) {
        compiler_error(c, at, "duplicate argument '%U' in function definition", name);
        return;
    }
    if (flag & SYMBOL_TYPE_PARAMETER && flags & SYMBOL_TYPE_PARAMETER) {
        compiler_error(c, at, "duplicate type parameter '%U'", name);
        return;
    }
    flags |= flag;
    if (s->in_target) {
        if (flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL)) {
            compiler_error(c, at, "comprehension inner loop cannot rebind assignment expression target '%U'",
                           name);
            return;
        }
        flags |= SYMBOL_ITERATED;
    }
    set_symbol(c, &s->symbols, m, flags);
    if (flag & SYMBOL_PARAM)
        set_symbol(c, &s->parameters, m, s->parameters.count);
    else if (flag & SYMBOL_GLOBAL)
        set_symbol(c, &st->top->symbols, m, scope_symbol(st->top, m) | flag);
}

void symtable_check_name(struct compiler *c, addr name, struct location at, enum ast_context context)
{
    if (!c->abi->locations_are_explicit && c->symtable->around.line > 0)
        at = c->symtable->around;
    if (context != AST_LOAD && name == c->known[KNOWN_DEBUG])
        compiler_error_found_early(
            c, at, context == AST_DEL ? "cannot delete __debug__" : "cannot assign to __debug__");
}

void symtable_define(struct compiler *c, addr name, int flag, struct location at)
{
    if (c->failed)
        return;
    if (flag & SYMBOL_BOUND)
        symtable_check_name(c, name, at, AST_STORE);
    struct scope *s = c->symtable->current;
    if (flag & SYMBOL_TYPE_PARAMETER && s->some_mangled)
        set_symbol(c, &s->mangled, name, 0);
    symtable_define_in(c, s, name, flag, at);
}

void symtable_record_directive(struct compiler *c, addr name, struct location at)
{
    struct directive *d = compiler_alloc(c, sizeof *d), **end = &c->symtable->current->directives;
    if (!d)
        return;
    d->name = mangled(c, name);
    d->at = at;
    while (*end)
        end = &(*end)->next;
    *end = d;
}

void symtable_directive_error(struct compiler *c, const struct scope *s, addr name, const char *format)
{
    for (const struct directive *d = s->directives; d; d = d->next)
        if (d->name == name) {
            compiler_error(c, d->at, format, name);
            return;
        }
    compiler_error(c, s->at, format, name);
}
