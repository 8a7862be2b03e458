/* The first pass over the tree: statements; see symtable.h. */
#include "daemon/python/symtable_visit.h"

#include <string.h>

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
    symtable_define(c, name, SYMBOL_LOCAL, node_at(s));
    symtable_visit_all(c, &s->u.function.arguments->defaults);
    symtable_visit_all(c, &s->u.function.arguments->keyword_defaults);
    if (!c->abi->annotations_are_lazy)
        symtable_visit_function_annotations(c, s);
    symtable_visit_all(c, &s->u.function.decorators);
    if (s->u.function.type_parameters.count)
        symtable_enter_type_parameters(c, s, name, GENERIC_FUNCTION, &s->u.function.type_parameters);
    struct scope *new = c->failed ? NULL : symtable_scope_new(c, name, SCOPE_FUNCTION, s, node_at(s));
    if (!new)
        return;
    new->has_docstring = docstring_of(&s->u.function.body) != NULL;
    if (c->abi->annotations_are_lazy)
        symtable_visit_function_annotations(c, s);
    symtable_enter_existing(c, new, true);
    new->coroutine = s->u.function.is_async;
    symtable_visit_arguments(c, node_at(s), s->u.function.arguments);
    visit_statements(c, &s->u.function.body);
    symtable_leave(c);
    if (s->u.function.type_parameters.count)
        symtable_leave(c);
}

static void visit_class(struct compiler *c, struct ast_node *s)
{
    addr name = name_of(c, s->u.class_def.name), private = c->symtable->private;
    symtable_define(c, name, SYMBOL_LOCAL, node_at(s));
    if (c->abi->annotations_are_lazy)
        symtable_visit_all(c, &s->u.class_def.decorators);
    bool generic = s->u.class_def.type_parameters.count;
    if (generic)
        symtable_enter_type_parameters(c, s, name, GENERIC_CLASS, &s->u.class_def.type_parameters);
    symtable_visit_all(c, &s->u.class_def.bases);
    symtable_visit_keywords(c, node_at(s), s->u.class_def.keywords, s->u.class_def.keyword_count);
    if (!c->abi->annotations_are_lazy)
        symtable_visit_all(c, &s->u.class_def.decorators);
    symtable_enter(c, name, SCOPE_CLASS, s, node_at(s));
    if (c->failed)
        return;
    c->symtable->private = name;
    if (generic) {
        symtable_define(c, c->known[KNOWN_TYPE_PARAMS], SYMBOL_LOCAL, node_at(s));
        symtable_define(c, c->known[KNOWN_DOT_TYPE_PARAMS], SYMBOL_USE, node_at(s));
    }
    c->symtable->current->has_docstring = docstring_of(&s->u.class_def.body) != NULL;
    visit_statements(c, &s->u.class_def.body);
    symtable_leave(c);
    if (generic)
        symtable_leave(c);
    c->symtable->private = private;
}

static void visit_ann_assign(struct compiler *c, struct ast_node *s)
{
    struct scope *scope = c->symtable->current;
    struct ast_node *target = s->u.ann_assign.target;
    scope->annotations_used = true;
    if (target->kind == AST_NAME) {
        addr name = name_of(c, target->u.name.id);
        int64_t flags = symtable_flags(c, scope, name);
        if (flags & (SYMBOL_GLOBAL | SYMBOL_NONLOCAL) && scope != c->symtable->top &&
            s->u.ann_assign.simple) {
            compiler_error(c, node_at(s),
                           flags & SYMBOL_GLOBAL ? "annotated name '%U' can't be global"
                                                 : "annotated name '%U' can't be nonlocal",
                           name);
            return;
        }
        if (s->u.ann_assign.simple)
            symtable_define(c, name, SYMBOL_ANNOTATED | SYMBOL_LOCAL, node_at(target));
        else if (s->u.ann_assign.value)
            symtable_define(c, name, SYMBOL_LOCAL, node_at(target));
    } else
        symtable_visit(c, target);
    symtable_visit_annotation(c, s->u.ann_assign.annotation);
    if (s->u.ann_assign.value)
        symtable_visit(c, s->u.ann_assign.value);
}

static void visit_names(struct compiler *c, struct ast_node *s)
{
    bool global = s->kind == AST_GLOBAL;
    for (size_t i = 0; i < s->u.names.count && !c->failed; i++) {
        addr name = name_of(c, s->u.names.names[i]);
        if (c->failed)
            return;
        int64_t flags = symtable_flags(c, c->symtable->current, name);
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
        symtable_define(c, name, global ? SYMBOL_GLOBAL : SYMBOL_NONLOCAL, node_at(s));
        if (!c->failed)
            symtable_record_directive(c, name, node_at(s));
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
    symtable_define(c, name_of(c, name), SYMBOL_IMPORT, location_of(&a->at));
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
        compiler_error_found_early(c, node_at(s), LATE_FUTURE);
}

static void visit_try(struct compiler *c, struct ast_node *s)
{
    visit_statements(c, &s->u.try.body);
    for (size_t i = 0; i < s->u.try.handler_count && !c->failed; i++) {
        const struct ast_handler *handler = &s->u.try.handlers[i];
        if (handler->type)
            symtable_visit(c, handler->type);
        if (handler->name.bytes)
            symtable_define(c, name_of(c, handler->name), SYMBOL_LOCAL, location_of(&handler->at));
        visit_statements(c, &handler->body);
    }
    visit_statements(c, &s->u.try.or_else);
    visit_statements(c, &s->u.try.finally);
}

/* async for, async with. */
static void check_async(struct compiler *c, const struct ast_node *s, bool is_async)
{
    if (is_async && c->abi->async_is_checked_early && !c->symtable->current->coroutine)
        compiler_error(c, node_at(s),
                       s->kind == AST_FOR ? "'async for' outside async function"
                                          : "'async with' outside async function");
}

/* Statements that hold others: what is annotated in there may stay undone. */
static void visit_compound(struct compiler *c, struct ast_node *s)
{
    struct scope *scope = c->symtable->current;
    bool conditional = scope->in_conditional;
    switch (s->kind) {
    case AST_FOR:
        check_async(c, s, s->u.for_loop.is_async);
        symtable_visit(c, s->u.for_loop.target);
        symtable_visit(c, s->u.for_loop.iterable);
        scope->in_conditional = true;
        visit_statements(c, &s->u.for_loop.body);
        visit_statements(c, &s->u.for_loop.or_else);
        break;
    case AST_WHILE:
    case AST_IF:
        symtable_visit(c, s->u.branch.test);
        scope->in_conditional = true;
        visit_statements(c, &s->u.branch.body);
        visit_statements(c, &s->u.branch.or_else);
        break;
    case AST_WITH:
        check_async(c, s, s->u.with.is_async);
        scope->in_conditional = true;
        for (size_t i = 0; i < s->u.with.count && !c->failed; i++) {
            symtable_visit(c, s->u.with.items[i].context);
            if (s->u.with.items[i].target)
                symtable_visit(c, s->u.with.items[i].target);
        }
        visit_statements(c, &s->u.with.body);
        break;
    case AST_MATCH:
        symtable_visit(c, s->u.match.subject);
        scope->in_conditional = true;
        for (size_t i = 0; i < s->u.match.count && !c->failed; i++) {
            symtable_visit_pattern(c, s->u.match.cases[i].pattern);
            if (s->u.match.cases[i].guard)
                symtable_visit(c, s->u.match.cases[i].guard);
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
    case AST_TYPE_ALIAS:
        symtable_visit_type_alias(c, s);
        break;
    case AST_RETURN:
    case AST_EXPR:
        if (s->u.value)
            symtable_visit(c, s->u.value);
        break;
    case AST_DELETE:
        symtable_visit_all(c, &s->u.list);
        break;
    case AST_ASSIGN:
        symtable_visit_all(c, &s->u.assign.targets);
        symtable_visit(c, s->u.assign.value);
        break;
    case AST_AUG_ASSIGN:
        symtable_visit(c, s->u.aug_assign.target);
        symtable_visit(c, s->u.aug_assign.value);
        break;
    case AST_ANN_ASSIGN:
        visit_ann_assign(c, s);
        break;
    case AST_RAISE:
        symtable_visit_all(
            c, &(struct ast_list){(struct ast_node *[]){s->u.raise.exception, s->u.raise.cause}, 2});
        break;
    case AST_ASSERT:
        symtable_visit_all(
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
    symtable_enter(c, c->known[KNOWN_TOP], SCOPE_MODULE, body, (struct location){0, 0, 0, 0});
    if (c->failed)
        return;
    struct symtable *st = c->symtable;
    st->top = st->current;
    st->top->has_docstring = docstring_of(body) != NULL;
    visit_statements(c, body);
    symtable_analyze(c);
}
