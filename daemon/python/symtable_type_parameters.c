/* The first pass over the tree: type parameters and type statements (PEP 695, 696); see symtable.h.
 *
 * What is generic is in a scope of its own, which binds the parameters and sees the names of a class around
 * it. Each bound and default, and the value of an alias, are in one more, which is evaluated when somebody
 * asks.
 */
#include "daemon/python/symtable_visit.h"

/* The parameter of a scope that is evaluated later. */
static void define_format(struct compiler *c, struct location at)
{
    symtable_define(c, c->known[KNOWN_FORMAT_PARAMETER], SYMBOL_PARAM, at);
    symtable_define(c, c->known[KNOWN_FORMAT_PARAMETER], SYMBOL_USE, at);
}

static void see_class(struct compiler *c, struct location at)
{
    if (c->failed)
        return;
    c->symtable->current->sees_class = true;
    symtable_define(c, c->known[KNOWN_CLASSDICT], SYMBOL_USE, at);
}

/* A bound or default. */
static void visit_later(struct compiler *c, addr name, struct ast_node *e, const void *key, const char *what)
{
    if (c->failed || !e)
        return;
    bool in_class = c->symtable->current->sees_class;
    struct location at = node_at(e);
    symtable_enter(c, name, SCOPE_TYPE_VARIABLE, key, at);
    if (c->failed)
        return;
    c->symtable->current->what = what;
    define_format(c, at);
    if (in_class)
        see_class(c, at);
    symtable_visit(c, e);
    symtable_leave(c);
}

static void visit_parameter(struct compiler *c, const struct ast_type_parameter *t)
{
    static const char *const defaults[] = {[AST_TYPE_VAR] = "a TypeVar default",
                                           [AST_TYPE_VAR_TUPLE] = "a TypeVarTuple default",
                                           [AST_PARAM_SPEC] = "a ParamSpec default"};
    addr name = name_of(c, t->name);
    struct location at = location_of(&t->at);
    symtable_define(c, name, SYMBOL_TYPE_PARAMETER | SYMBOL_LOCAL, at);
    if (!c->failed && name == c->known[KNOWN_CLASSDICT])
        compiler_error(c, at, "reserved name '%U' cannot be used for type parameter", name);
    visit_later(c, name, t->bound, t, t->constraints ? "a TypeVar constraint" : "a TypeVar bound");
    visit_later(c, name, t->default_value, type_default_key(t), defaults[t->kind]);
}

static bool has_keyword_defaults(const struct ast_arguments *a)
{
    for (size_t i = 0; i < a->keyword_defaults.count; i++)
        if (a->keyword_defaults.items[i])
            return true;
    return false;
}

/* What the code around a generic function is given, and what that around a class keeps. */
static void define_hidden(struct compiler *c, struct ast_node *s, enum generic what)
{
    struct location at = node_at(s);
    if (what == GENERIC_CLASS) {
        symtable_define(c, c->known[KNOWN_DOT_TYPE_PARAMS], SYMBOL_LOCAL, at);
        symtable_define(c, c->known[KNOWN_DOT_TYPE_PARAMS], SYMBOL_USE, at);
        symtable_define(c, c->known[KNOWN_DOT_GENERIC_BASE], SYMBOL_LOCAL, at);
        symtable_define(c, c->known[KNOWN_DOT_GENERIC_BASE], SYMBOL_USE, at);
    } else if (what == GENERIC_FUNCTION) {
        if (s->u.function.arguments->defaults.count)
            symtable_define(c, c->known[KNOWN_DOT_DEFAULTS], SYMBOL_PARAM, at);
        if (has_keyword_defaults(s->u.function.arguments))
            symtable_define(c, c->known[KNOWN_DOT_KEYWORD_DEFAULTS], SYMBOL_PARAM, at);
    }
}

void symtable_enter_type_parameters(struct compiler *c, struct ast_node *s, addr name, enum generic what,
                                    const struct ast_type_parameters *l)
{
    if (c->failed)
        return;
    bool in_class = c->symtable->current->type == SCOPE_CLASS;
    symtable_enter(c, name, SCOPE_TYPE_PARAMETERS, type_parameters_key(l), node_at(s));
    if (in_class)
        see_class(c, node_at(s));
    define_hidden(c, s, what);
    if (c->failed)
        return;
    if (what == GENERIC_CLASS) {
        c->symtable->private = name;
        c->symtable->current->some_mangled = true;
    }
    for (size_t i = 0; i < l->count && !c->failed; i++)
        visit_parameter(c, &l->items[i]);
}

void symtable_visit_type_alias(struct compiler *c, struct ast_node *s)
{
    const struct ast_type_parameters *l = &s->u.type_alias.parameters;
    symtable_visit(c, s->u.type_alias.name);
    if (c->failed)
        return;
    addr name = name_of(c, s->u.type_alias.name->u.name.id);
    bool in_class = c->symtable->current->type == SCOPE_CLASS;
    if (l->count)
        symtable_enter_type_parameters(c, s, name, GENERIC_ALIAS, l);
    symtable_enter(c, name, SCOPE_TYPE_ALIAS, s, node_at(s));
    define_format(c, node_at(s));
    if (in_class)
        see_class(c, node_at(s->u.type_alias.value));
    symtable_visit(c, s->u.type_alias.value);
    symtable_leave(c);
    if (l->count)
        symtable_leave(c);
}
