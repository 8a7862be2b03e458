/* The first pass over the tree: see symtable.h. */
#include "daemon/python/symtable.h"

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

static struct scope *scope_new(struct compiler *c, addr name, enum scope_type type, const void *key,
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
static void enter_existing(struct compiler *c, struct scope *s, bool is_child)
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

static void enter(struct compiler *c, addr name, enum scope_type type, const void *key, struct location at)
{
    struct scope *s = c->failed ? NULL : scope_new(c, name, type, key, at);
    if (s)
        enter_existing(c, s, true);
}

static void leave(struct compiler *c)
{
    if (!c->failed)
        c->symtable->current = c->symtable->current->outer;
}

/* ---- symbols --------------------------------------------------------------------------------------- */

static addr mangled(struct compiler *c, addr name)
{
    return name_mangled(c, c->symtable->private, name);
}

static int64_t lookup_in(struct compiler *c, const struct scope *s, addr name)
{
    return scope_symbol(s, mangled(c, name));
}

static void set_symbol(struct compiler *c, struct name_map *symbols, addr name, int64_t flags)
{
    if (!c->failed && !name_map_set(symbols, c->arena, name, flags))
        compiler_fail_memory(c);
}

static void define_in(struct compiler *c, struct scope *s, addr name, int flag, struct location at)
{
    struct symtable *st = c->symtable;
    addr m = mangled(c, name);
    if (c->failed)
        return;
    int64_t flags = scope_symbol(s, m);
    if (flag & SYMBOL_PARAM && flags & SYMBOL_PARAM) {
        compiler_error(c, at,
                       c->abi->duplicate_is_parameter ? "duplicate parameter '%U' in function definition"
                                                      : "duplicate argument '%U' in function definition",
                       name);
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

static void check_name(struct compiler *c, addr name, struct location at, enum ast_context context)
{
    if (!c->abi->locations_are_explicit && c->symtable->around.line > 0)
        at = c->symtable->around;
    if (context != AST_LOAD && name == c->known[KNOWN_DEBUG])
        compiler_error(c, at, context == AST_DEL ? "cannot delete __debug__" : "cannot assign to __debug__");
}

static void define(struct compiler *c, addr name, int flag, struct location at)
{
    if (c->failed)
        return;
    if (flag & SYMBOL_BOUND)
        check_name(c, name, at, AST_STORE);
    define_in(c, c->symtable->current, name, flag, at);
}

static void record_directive(struct compiler *c, addr name, struct location at)
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

/* ---- expressions ----------------------------------------------------------------------------------- */

static void visit_expression(struct compiler *c, struct ast_node *e);

static void visit_expressions(struct compiler *c, const struct ast_list *l)
{
    for (size_t i = 0; i < l->count && !c->failed; i++)
        if (l->items[i])
            visit_expression(c, l->items[i]);
}

static void visit_keywords(struct compiler *c, struct location call, const struct ast_keyword *k,
                           size_t count)
{
    for (size_t i = 0; i < count && !c->failed; i++) {
        if (k[i].name.bytes)
            check_name(c, name_of(c, k[i].name),
                       c->abi->locations_are_explicit ? location_of(&k[i].at) : call, AST_STORE);
        visit_expression(c, k[i].value);
    }
}

static void visit_parameters(struct compiler *c, const struct ast_argument *a, size_t count)
{
    for (size_t i = 0; i < count; i++)
        define(c, name_of(c, a[i].name), SYMBOL_PARAM, location_of(&a[i].at));
}

static void visit_arguments(struct compiler *c, struct location function, const struct ast_arguments *a)
{
    c->symtable->around = function;
    visit_parameters(c, a->positional_only, a->positional_only_count);
    visit_parameters(c, a->positional, a->positional_count);
    visit_parameters(c, a->keyword_only, a->keyword_only_count);
    if (a->var_positional) {
        visit_parameters(c, a->var_positional, 1);
        if (!c->failed)
            c->symtable->current->has_varargs = true;
    }
    if (a->var_keyword) {
        visit_parameters(c, a->var_keyword, 1);
        if (!c->failed)
            c->symtable->current->has_varkeywords = true;
    }
    c->symtable->around.line = 0;
}

/* x := y in a comprehension binds x in the function around it. */
static void extend_named_scope(struct compiler *c, struct ast_node *target)
{
    addr name = name_of(c, target->u.name.id);
    struct location at = node_at(target);
    for (struct scope *s = c->symtable->current; s && !c->failed; s = s->outer) {
        int64_t flags = lookup_in(c, s, name);
        if (s->comprehension) {
            if (flags & SYMBOL_ITERATED && flags & SYMBOL_LOCAL)
                compiler_error(
                    c, at, "assignment expression cannot rebind comprehension iteration variable '%U'", name);
        } else if (s->type == SCOPE_FUNCTION) {
            define(c, name, flags & SYMBOL_GLOBAL ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, at);
            record_directive(c, name, at);
            define_in(c, s, name, SYMBOL_LOCAL, at);
            return;
        } else if (s->type == SCOPE_MODULE) {
            define(c, name, SYMBOL_GLOBAL, at);
            record_directive(c, name, at);
            define_in(c, s, name, SYMBOL_GLOBAL, at);
            return;
        } else if (s->type == SCOPE_CLASS)
            compiler_error(c, at,
                           "assignment expression within a comprehension cannot be used in a class body");
    }
}

static void refuse_in_annotation(struct compiler *c, const struct ast_node *e, const char *what)
{
    if (!c->failed && c->symtable->current->type == SCOPE_ANNOTATION) {
        compiler_error(c, node_at(e),
                       c->abi->annotation_errors_quote ? "'%s' can not be used within an annotation"
                                                       : "%s cannot be used within an annotation",
                       what);
    }
}

static void visit_named(struct compiler *c, struct ast_node *e)
{
    refuse_in_annotation(c, e, "named expression");
    if (c->failed)
        return;
    if (c->symtable->current->in_iterable)
        compiler_error(c, node_at(e),
                       "assignment expression cannot be used in a comprehension iterable expression");
    else if (c->symtable->current->comprehension)
        extend_named_scope(c, e->u.named.target);
    visit_expression(c, e->u.named.value);
    visit_expression(c, e->u.named.target);
}

static void visit_yield(struct compiler *c, struct ast_node *e)
{
    static const char *const where[] = {
        [LIST_COMPREHENSION] = "'yield' inside list comprehension",
        [SET_COMPREHENSION] = "'yield' inside set comprehension",
        [DICT_COMPREHENSION] = "'yield' inside dict comprehension",
        [GENERATOR_EXPRESSION] = "'yield' inside generator expression",
    };
    refuse_in_annotation(c, e, "yield expression");
    if (e->u.value)
        visit_expression(c, e->u.value);
    if (c->failed)
        return;
    c->symtable->current->generator = true;
    if (c->symtable->current->comprehension)
        compiler_error(c, node_at(e), "%s", where[c->symtable->current->comprehension]);
}

static void visit_lambda(struct compiler *c, struct ast_node *e)
{
    visit_expressions(c, &e->u.function.arguments->defaults);
    visit_expressions(c, &e->u.function.arguments->keyword_defaults);
    enter(c, c->known[KNOWN_LAMBDA], SCOPE_FUNCTION, e, node_at(e));
    visit_arguments(c, node_at(e), e->u.function.arguments);
    visit_expression(c, e->u.function.body_value);
    leave(c);
}

static void visit_target(struct compiler *c, struct ast_node *target)
{
    if (c->failed)
        return;
    c->symtable->current->in_target = true;
    visit_expression(c, target);
    if (!c->failed)
        c->symtable->current->in_target = false;
}

static void visit_iterable(struct compiler *c, struct ast_node *iterable)
{
    if (c->failed)
        return;
    c->symtable->current->in_iterable++;
    visit_expression(c, iterable);
    if (!c->failed)
        c->symtable->current->in_iterable--;
}

static void visit_comprehension(struct compiler *c, struct ast_node *e)
{
    static const struct {
        enum known name;
        enum comprehension type;
    } kinds[] = {
        [AST_LIST_COMP] = {KNOWN_LISTCOMP, LIST_COMPREHENSION},
        [AST_SET_COMP] = {KNOWN_SETCOMP, SET_COMPREHENSION},
        [AST_DICT_COMP] = {KNOWN_DICTCOMP, DICT_COMPREHENSION},
        [AST_GENERATOR_EXP] = {KNOWN_GENEXPR, GENERATOR_EXPRESSION},
    };
    const struct ast_comprehension *generators = e->u.comprehension.generators;
    visit_iterable(c, generators[0].iterable);
    enter(c, c->known[kinds[e->kind].name], SCOPE_FUNCTION, e, node_at(e));
    if (c->failed)
        return;
    struct scope *s = c->symtable->current;
    s->comprehension = kinds[e->kind].type;
    define(c, c->known[KNOWN_IMPLICIT], SYMBOL_PARAM, node_at(e));
    visit_target(c, generators[0].target);
    visit_expressions(c, &generators[0].conditions);
    for (size_t i = 1; i < e->u.comprehension.count; i++) {
        visit_target(c, generators[i].target);
        visit_iterable(c, generators[i].iterable);
        visit_expressions(c, &generators[i].conditions);
    }
    if (e->u.comprehension.value)
        visit_expression(c, e->u.comprehension.value);
    visit_expression(c, e->u.comprehension.element);
    s->generator = e->kind == AST_GENERATOR_EXP;
    leave(c);
}

static void visit_name(struct compiler *c, struct ast_node *e)
{
    struct scope *s = c->symtable->current;
    addr name = name_of(c, e->u.name.id);
    if (s->unevaluated || c->failed)
        return;
    check_name(c, name, node_at(e), e->u.name.context);
    define_in(c, s, name, e->u.name.context == AST_LOAD ? SYMBOL_USE : SYMBOL_LOCAL, node_at(e));
    if (e->u.name.context == AST_LOAD && scope_is_function(s) && name == c->known[KNOWN_SUPER])
        define(c, c->known[KNOWN_CLASS], SYMBOL_USE, node_at(e));
}

static void visit_parts(struct compiler *c, struct ast_node *e)
{
    switch (e->kind) {
    case AST_BIN_OP:
        visit_expression(c, e->u.bin_op.left);
        visit_expression(c, e->u.bin_op.right);
        break;
    case AST_UNARY_OP:
        visit_expression(c, e->u.unary_op.operand);
        break;
    case AST_IF_EXP:
        visit_expression(c, e->u.if_exp.test);
        visit_expression(c, e->u.if_exp.body);
        visit_expression(c, e->u.if_exp.or_else);
        break;
    case AST_DICT:
        visit_expressions(c, &e->u.dict.keys);
        visit_expressions(c, &e->u.dict.values);
        break;
    case AST_COMPARE:
        visit_expression(c, e->u.compare.left);
        visit_expressions(c, &e->u.compare.comparators);
        break;
    case AST_CALL:
        visit_expression(c, e->u.call.function);
        visit_expressions(c, &e->u.call.args);
        visit_keywords(c, node_at(e), e->u.call.keywords, e->u.call.keyword_count);
        break;
    case AST_FORMATTED_VALUE:
        visit_expression(c, e->u.formatted.value);
        if (e->u.formatted.spec)
            visit_expression(c, e->u.formatted.spec);
        break;
    case AST_ATTRIBUTE:
        if (e->u.attribute.context == AST_STORE || !c->abi->debug_attribute_goes)
            check_name(c, name_of(c, e->u.attribute.name), node_at(e), e->u.attribute.context);
        visit_expression(c, e->u.attribute.value);
        break;
    case AST_SUBSCRIPT:
        visit_expression(c, e->u.subscript.value);
        visit_expression(c, e->u.subscript.slice);
        break;
    case AST_SLICE:
        visit_expressions(
            c, &(struct ast_list){(struct ast_node *[]){e->u.slice.lower, e->u.slice.upper, e->u.slice.step},
                                  3});
        break;
    default:
        break;
    }
}

static void visit_expression(struct compiler *c, struct ast_node *e)
{
    if (c->failed || !compiler_deeper(c))
        return;
    switch (e->kind) {
    case AST_NAMED_EXPR:
        visit_named(c, e);
        break;
    case AST_BOOL_OP:
        visit_expressions(c, &e->u.bool_op.values);
        break;
    case AST_LAMBDA:
        visit_lambda(c, e);
        break;
    case AST_LIST_COMP:
    case AST_SET_COMP:
    case AST_DICT_COMP:
    case AST_GENERATOR_EXP:
        visit_comprehension(c, e);
        break;
    case AST_YIELD:
    case AST_YIELD_FROM:
        visit_yield(c, e);
        break;
    case AST_JOINED_STR:
        visit_expressions(c, &e->u.values);
        break;
    case AST_STARRED:
        visit_expression(c, e->u.starred.value);
        break;
    case AST_NAME:
        visit_name(c, e);
        break;
    case AST_LIST:
    case AST_TUPLE:
    case AST_SET:
        visit_expressions(c, &e->u.sequence.elements);
        break;
    default:
        visit_parts(c, e);
    }
    compiler_back(c);
}

/* ---- patterns -------------------------------------------------------------------------------------- */

static void visit_pattern(struct compiler *c, struct ast_node *p);

static void visit_patterns(struct compiler *c, const struct ast_list *l)
{
    for (size_t i = 0; i < l->count && !c->failed; i++)
        visit_pattern(c, l->items[i]);
}

static void capture(struct compiler *c, struct ast_text name, const struct ast_node *p)
{
    if (name.bytes)
        define(c, name_of(c, name), SYMBOL_LOCAL, node_at(p));
}

static void visit_pattern(struct compiler *c, struct ast_node *p)
{
    if (c->failed || !compiler_deeper(c))
        return;
    switch (p->kind) {
    case AST_MATCH_VALUE:
        visit_expression(c, p->u.value);
        break;
    case AST_MATCH_SEQUENCE:
    case AST_MATCH_OR:
        visit_patterns(c, &p->u.patterns);
        break;
    case AST_MATCH_STAR:
        capture(c, p->u.match_star, p);
        break;
    case AST_MATCH_MAPPING:
        visit_expressions(c, &p->u.match_mapping.keys);
        visit_patterns(c, &p->u.match_mapping.patterns);
        capture(c, p->u.match_mapping.rest, p);
        break;
    case AST_MATCH_CLASS:
        visit_expression(c, p->u.match_class.type);
        visit_patterns(c, &p->u.match_class.patterns);
        for (size_t i = 0; i < p->u.match_class.keyword_patterns.count; i++)
            check_name(c, name_of(c, p->u.match_class.keyword_names[i]),
                       node_at(p->u.match_class.keyword_patterns.items[i]), AST_STORE);
        visit_patterns(c, &p->u.match_class.keyword_patterns);
        break;
    case AST_MATCH_AS:
        if (p->u.match_as.pattern)
            visit_pattern(c, p->u.match_as.pattern);
        capture(c, p->u.match_as.name, p);
        break;
    default:
        break;
    }
    compiler_back(c);
}

/* ---- annotations ----------------------------------------------------------------------------------- */

/* Of a variable, and of what a function returns where that is evaluated with the function's definition. */
static void visit_annotation(struct compiler *c, struct ast_node *annotation)
{
    struct scope *s = c->symtable->current;
    if (c->failed)
        return;
    if (!c->abi->annotations_are_lazy) {
        if (future_annotations(c))
            enter(c, c->known[KNOWN_ANNOTATE], SCOPE_ANNOTATION, annotation, node_at(annotation));
        visit_expression(c, annotation);
        if (future_annotations(c))
            leave(c);
        return;
    }
    bool unevaluated = s->type == SCOPE_FUNCTION;
    if (((s->type == SCOPE_CLASS && s->in_conditional) || s->type == SCOPE_MODULE) &&
        !s->conditional_annotations) {
        s->conditional_annotations = true;
        define(c, c->known[KNOWN_CONDITIONAL_ANNOTATIONS], SYMBOL_USE, node_at(annotation));
    }
    if (!s->annotation_block) {
        enter(c, c->known[KNOWN_ANNOTATE], SCOPE_ANNOTATION, NULL, node_at(annotation));
        if (c->failed)
            return;
        s->annotation_block = c->symtable->current;
        define(c, c->known[KNOWN_FORMAT_PARAMETER], SYMBOL_PARAM, node_at(annotation));
        define(c, c->known[KNOWN_FORMAT_PARAMETER], SYMBOL_USE, node_at(annotation));
        if (s->type == SCOPE_CLASS && !future_annotations(c)) {
            c->symtable->current->sees_class = true;
            define(c, c->known[KNOWN_CLASSDICT], SYMBOL_USE, node_at(annotation));
        }
    } else
        enter_existing(c, s->annotation_block, false);
    if (c->failed)
        return;
    c->symtable->current->unevaluated = unevaluated;
    visit_expression(c, annotation);
    if (!c->failed)
        c->symtable->current->unevaluated = false;
    leave(c);
}

static void visit_argument_annotations(struct compiler *c, const struct ast_argument *a, size_t count)
{
    for (size_t i = 0; i < count && !c->failed; i++)
        if (a[i].annotation) {
            c->symtable->current->annotations_used = true;
            visit_expression(c, a[i].annotation);
        }
}

static void visit_function_annotations(struct compiler *c, struct ast_node *s)
{
    const struct ast_arguments *a = s->u.function.arguments;
    bool block = c->abi->annotations_are_lazy || future_annotations(c), lazy = c->abi->annotations_are_lazy;
    if (block && !c->failed) {
        struct scope *outer = c->symtable->current;
        bool sees_class = outer->sees_class || outer->type == SCOPE_CLASS;
        enter(c, c->known[KNOWN_ANNOTATE], SCOPE_ANNOTATION, a, node_at(s));
        if (lazy && !c->failed) {
            c->symtable->current->function_name = name_of(c, s->u.function.name);
            define(c, c->known[KNOWN_FORMAT_PARAMETER], SYMBOL_PARAM, node_at(s));
            define(c, c->known[KNOWN_FORMAT_PARAMETER], SYMBOL_USE, node_at(s));
            if (sees_class && !c->failed) {
                c->symtable->current->sees_class = true;
                define(c, c->known[KNOWN_CLASSDICT], SYMBOL_USE, node_at(s));
            }
        }
    }
    visit_argument_annotations(c, a->positional_only, a->positional_only_count);
    visit_argument_annotations(c, a->positional, a->positional_count);
    visit_argument_annotations(c, a->var_positional, a->var_positional != NULL);
    visit_argument_annotations(c, a->var_keyword, a->var_keyword != NULL);
    visit_argument_annotations(c, a->keyword_only, a->keyword_only_count);
    if (lazy && s->u.function.returns && !c->failed) {
        c->symtable->current->annotations_used = true;
        visit_expression(c, s->u.function.returns);
    }
    if (block)
        leave(c);
    if (!lazy && s->u.function.returns)
        visit_annotation(c, s->u.function.returns);
}

/* ---- statements ------------------------------------------------------------------------------------ */

static void visit_statement(struct compiler *c, struct ast_node *s);

static void visit_statements(struct compiler *c, const struct ast_list *body)
{
    for (size_t i = 0; i < body->count && !c->failed; i++)
        visit_statement(c, body->items[i]);
}

static void visit_function(struct compiler *c, struct ast_node *s)
{
    addr name = name_of(c, s->u.function.name);
    define(c, name, SYMBOL_LOCAL, node_at(s));
    visit_expressions(c, &s->u.function.arguments->defaults);
    visit_expressions(c, &s->u.function.arguments->keyword_defaults);
    if (!c->abi->annotations_are_lazy)
        visit_function_annotations(c, s);
    visit_expressions(c, &s->u.function.decorators);
    struct scope *new = c->failed ? NULL : scope_new(c, name, SCOPE_FUNCTION, s, node_at(s));
    if (!new)
        return;
    new->has_docstring = docstring_of(&s->u.function.body) != NULL;
    if (c->abi->annotations_are_lazy)
        visit_function_annotations(c, s);
    enter_existing(c, new, true);
    visit_arguments(c, node_at(s), s->u.function.arguments);
    visit_statements(c, &s->u.function.body);
    leave(c);
}

static void visit_class(struct compiler *c, struct ast_node *s)
{
    addr name = name_of(c, s->u.class_def.name), private = c->symtable->private;
    define(c, name, SYMBOL_LOCAL, node_at(s));
    if (c->abi->annotations_are_lazy)
        visit_expressions(c, &s->u.class_def.decorators);
    visit_expressions(c, &s->u.class_def.bases);
    visit_keywords(c, node_at(s), s->u.class_def.keywords, s->u.class_def.keyword_count);
    if (!c->abi->annotations_are_lazy)
        visit_expressions(c, &s->u.class_def.decorators);
    enter(c, name, SCOPE_CLASS, s, node_at(s));
    if (c->failed)
        return;
    c->symtable->private = name;
    c->symtable->current->has_docstring = docstring_of(&s->u.class_def.body) != NULL;
    visit_statements(c, &s->u.class_def.body);
    leave(c);
    c->symtable->private = private;
}

static void visit_ann_assign(struct compiler *c, struct ast_node *s)
{
    struct scope *scope = c->symtable->current;
    struct ast_node *target = s->u.ann_assign.target;
    scope->annotations_used = true;
    if (target->kind == AST_NAME) {
        addr name = name_of(c, target->u.name.id);
        int64_t flags = lookup_in(c, scope, name);
        if (flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL) && scope != c->symtable->top &&
            s->u.ann_assign.simple) {
            compiler_error(c, node_at(s),
                           flags & SYMBOL_GLOBAL ? "annotated name '%U' can't be global"
                                                 : "annotated name '%U' can't be nonlocal",
                           name);
            return;
        }
        if (s->u.ann_assign.simple)
            define(c, name, SYMBOL_ANNOTATED | SYMBOL_LOCAL, node_at(target));
        else if (s->u.ann_assign.value)
            define(c, name, SYMBOL_LOCAL, node_at(target));
    } else
        visit_expression(c, target);
    visit_annotation(c, s->u.ann_assign.annotation);
    if (s->u.ann_assign.value)
        visit_expression(c, s->u.ann_assign.value);
}

static void visit_names(struct compiler *c, struct ast_node *s)
{
    bool global = s->kind == AST_GLOBAL;
    for (size_t i = 0; i < s->u.names.count && !c->failed; i++) {
        addr name = name_of(c, s->u.names.names[i]);
        if (c->failed)
            return;
        int64_t flags = lookup_in(c, c->symtable->current, name);
        const char *format = NULL;
        if (flags & SYMBOL_PARAM)
            format = global ? "name '%U' is parameter and global" : "name '%U' is parameter and nonlocal";
        else if (flags & SYMBOL_USE)
            format = global ? "name '%U' is used prior to global declaration"
                            : "name '%U' is used prior to nonlocal declaration";
        else if (flags & SYMBOL_ANNOTATED)
            format = global ? "annotated name '%U' can't be global" : "annotated name '%U' can't be nonlocal";
        else if (flags & SYMBOL_LOCAL)
            format = global ? "name '%U' is assigned to before global declaration"
                            : "name '%U' is assigned to before nonlocal declaration";
        if (format)
            compiler_error(c, node_at(s), format, name);
        define(c, name, global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, node_at(s));
        if (!c->failed)
            record_directive(c, name, node_at(s));
    }
}

static void visit_alias(struct compiler *c, const struct ast_alias *a, struct location at)
{
    struct ast_text name = a->as_name.bytes ? a->as_name : a->name;
    if (name.length == 1 && name.bytes[0] == '*') {
        if (c->symtable->current->type != SCOPE_MODULE)
            compiler_error(c, location_of(&a->at), "import * only allowed at module level");
        return;
    }
    const char *dot = memchr(name.bytes, '.', name.length);
    if (dot)
        name.length = (size_t)(dot - name.bytes);
    c->symtable->around = at;
    define(c, name_of(c, name), SYMBOL_IMPORT, location_of(&a->at));
    c->symtable->around.line = 0;
}

static void visit_import(struct compiler *c, struct ast_node *s)
{
    for (size_t i = 0; i < s->u.import.count && !c->failed; i++)
        visit_alias(c, &s->u.import.aliases[i], node_at(s));
    if (s->kind != AST_IMPORT_FROM || c->failed || s->u.import.level || !s->u.import.module.bytes ||
        s->u.import.module.length != 10 || memcmp(s->u.import.module.bytes, "__future__", 10) != 0)
        return;
    struct location future = c->symtable->future;
    if ((int32_t)s->at.line > future.line ||
        ((int32_t)s->at.line == future.end_line && (int32_t)s->at.column > future.end_column))
        compiler_error(c, node_at(s), LATE_FUTURE);
}

static void visit_try(struct compiler *c, struct ast_node *s)
{
    visit_statements(c, &s->u.try.body);
    for (size_t i = 0; i < s->u.try.handler_count && !c->failed; i++) {
        const struct ast_handler *handler = &s->u.try.handlers[i];
        if (handler->type)
            visit_expression(c, handler->type);
        if (handler->name.bytes)
            define(c, name_of(c, handler->name), SYMBOL_LOCAL, location_of(&handler->at));
        visit_statements(c, &handler->body);
    }
    visit_statements(c, &s->u.try.or_else);
    visit_statements(c, &s->u.try.finally);
}

/* Statements that hold others: what is annotated in there may stay undone. */
static void visit_compound(struct compiler *c, struct ast_node *s)
{
    struct scope *scope = c->symtable->current;
    bool conditional = scope->in_conditional;
    switch (s->kind) {
    case AST_FOR:
        visit_expression(c, s->u.for_loop.target);
        visit_expression(c, s->u.for_loop.iterable);
        scope->in_conditional = true;
        visit_statements(c, &s->u.for_loop.body);
        visit_statements(c, &s->u.for_loop.or_else);
        break;
    case AST_WHILE:
    case AST_IF:
        visit_expression(c, s->u.branch.test);
        scope->in_conditional = true;
        visit_statements(c, &s->u.branch.body);
        visit_statements(c, &s->u.branch.or_else);
        break;
    case AST_WITH:
        scope->in_conditional = true;
        for (size_t i = 0; i < s->u.with.count && !c->failed; i++) {
            visit_expression(c, s->u.with.items[i].context);
            if (s->u.with.items[i].target)
                visit_expression(c, s->u.with.items[i].target);
        }
        visit_statements(c, &s->u.with.body);
        break;
    case AST_MATCH:
        visit_expression(c, s->u.match.subject);
        scope->in_conditional = true;
        for (size_t i = 0; i < s->u.match.count && !c->failed; i++) {
            visit_pattern(c, s->u.match.cases[i].pattern);
            if (s->u.match.cases[i].guard)
                visit_expression(c, s->u.match.cases[i].guard);
            visit_statements(c, &s->u.match.cases[i].body);
        }
        break;
    default: /* AST_TRY */
        scope->in_conditional = true;
        visit_try(c, s);
    }
    scope->in_conditional = conditional;
}

static void visit_statement(struct compiler *c, struct ast_node *s)
{
    if (c->failed || !compiler_deeper(c))
        return;
    switch (s->kind) {
    case AST_FUNCTION_DEF:
        visit_function(c, s);
        break;
    case AST_CLASS_DEF:
        visit_class(c, s);
        break;
    case AST_RETURN:
    case AST_EXPR:
        if (s->u.value)
            visit_expression(c, s->u.value);
        break;
    case AST_DELETE:
        visit_expressions(c, &s->u.list);
        break;
    case AST_ASSIGN:
        visit_expressions(c, &s->u.assign.targets);
        visit_expression(c, s->u.assign.value);
        break;
    case AST_AUG_ASSIGN:
        visit_expression(c, s->u.aug_assign.target);
        visit_expression(c, s->u.aug_assign.value);
        break;
    case AST_ANN_ASSIGN:
        visit_ann_assign(c, s);
        break;
    case AST_RAISE:
        visit_expressions(
            c, &(struct ast_list){(struct ast_node *[]){s->u.raise.exception, s->u.raise.cause}, 2});
        break;
    case AST_ASSERT:
        visit_expressions(
            c, &(struct ast_list){(struct ast_node *[]){s->u.assert.test, s->u.assert.message}, 2});
        break;
    case AST_IMPORT:
    case AST_IMPORT_FROM:
        visit_import(c, s);
        break;
    case AST_GLOBAL:
    case AST_NONLOCAL:
        visit_names(c, s);
        break;
    case AST_PASS:
    case AST_BREAK:
    case AST_CONTINUE:
        break;
    default:
        visit_compound(c, s);
    }
    compiler_back(c);
}

void symtable_build(struct compiler *c, const struct ast_list *body)
{
    enter(c, c->known[KNOWN_TOP], SCOPE_MODULE, body, (struct location){0, 0, 0, 0});
    if (c->failed)
        return;
    struct symtable *st = c->symtable;
    st->top = st->current;
    st->top->has_docstring = docstring_of(body) != NULL;
    visit_statements(c, body);
    symtable_analyze(c);
}
