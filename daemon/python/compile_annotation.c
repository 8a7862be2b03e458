/* Annotations. Up to 3.13 they are evaluated where they are: those of variables into __annotations__, those
 * of parameters into a tuple for the function. From 3.14 on they are the body of a function
 * __annotate__(format), which is called when somebody asks (PEP 649). With `from __future__ import
 * annotations` they are text.
 */
#include "daemon/heap/object/container.h"
#include "daemon/python/symtable.h"

enum { WITH_ANNOTATIONS = 4, WITH_ANNOTATE = 16 }; /* MAKE_FUNCTION */

struct deferred { /* an annotated variable of a module or class */
    struct deferred *next;
    struct ast_node *statement;
    int64_t condition; /* its number in __conditional_annotations__; -1: always there */
};

/* Is any variable annotated in here (find_ann)? */
bool has_annotations(const struct ast_list *body)
{
    for (size_t i = 0; i < body->count; i++) {
        const struct ast_node *s = body->items[i];
        bool found = false;
        switch (s->kind) {
        case AST_ANN_ASSIGN:
            found = true;
            break;
        case AST_FOR:
            found = has_annotations(&s->u.for_loop.body) || has_annotations(&s->u.for_loop.or_else);
            break;
        case AST_WHILE:
        case AST_IF:
            found = has_annotations(&s->u.branch.body) || has_annotations(&s->u.branch.or_else);
            break;
        case AST_WITH:
            found = has_annotations(&s->u.with.body);
            break;
        case AST_TRY:
            for (size_t k = 0; k < s->u.try.handler_count && !found; k++)
                found = has_annotations(&s->u.try.handlers[k].body);
            found = found || has_annotations(&s->u.try.body) || has_annotations(&s->u.try.finally) ||
                    has_annotations(&s->u.try.or_else);
            break;
        case AST_MATCH:
            for (size_t k = 0; k < s->u.match.count && !found; k++)
                found = has_annotations(&s->u.match.cases[k].body);
            break;
        default:
            break;
        }
        if (found)
            return true;
    }
    return false;
}

static void compile_text(struct compiler *c, struct location at, struct ast_node *annotation)
{
    emit_constant(c, at, constant_merge(c, unparse(c, annotation)));
}

/* ---- __annotate__ ---------------------------------------------------------------------------- */

/* Its beginning: if format > VALUE_WITH_FAKE_GLOBALS: raise NotImplementedError */
bool compile_enter_annotation(struct compiler *c, struct location at, const void *key, addr name)
{
    if (c->failed || !unit_enter(c, name, UNIT_ANNOTATIONS, key, at.line, 0))
        return false;
    c->unit->posonlyargcount = 1;
    struct block *body = block_new(c);
    emit(c, at, OP_LOAD_FAST, 0);
    emit_constant(c, at, constant_int(c, 2));
    emit(c, at, OP_COMPARE_OP, AST_GT);
    emit_jump(c, at, OP_POP_JUMP_IF_FALSE, body);
    emit(c, at, OP_LOAD_ASSERTION_ERROR, 1);
    emit(c, at, OP_RAISE_VARARGS, 1);
    block_use(c, body);
    return true;
}

static void leave_annotate(struct compiler *c, struct location at)
{
    emit(c, at, OP_RETURN_VALUE, 0);
    addr code = unit_leave(c, true);
    compile_closure(c, at, code, 0);
}

/* ---- of functions ----------------------------------------------------------------------------------------
 */

static void compile_argument(struct compiler *c, struct location at, addr name, struct ast_node *annotation,
                             uint32_t *count)
{
    if (!annotation || c->failed)
        return;
    emit_constant(c, at, constant_merge(c, incref(c->h, unit_mangled(c, name))));
    if (future_annotations(c))
        compile_text(c, c->abi->locations_are_explicit ? node_at(annotation) : at, annotation);
    else if (annotation->kind == AST_STARRED) {
        compile_expression(c, annotation->u.starred.value);
        emit(c, at, OP_UNPACK_SEQUENCE, 1);
    } else
        compile_expression(c, annotation);
    ++*count;
}

static void compile_arguments(struct compiler *c, struct location at, const struct ast_argument *a, size_t n,
                              uint32_t *count)
{
    for (size_t i = 0; i < n && !c->failed; i++)
        compile_argument(c, at, name_of(c, a[i].name), a[i].annotation, count);
}

static uint32_t compile_all(struct compiler *c, struct location at, const struct ast_arguments *a,
                            struct ast_node *returns)
{
    uint32_t count = 0;
    compile_arguments(c, at, a->positional, a->positional_count, &count);
    compile_arguments(c, at, a->positional_only, a->positional_only_count, &count);
    compile_arguments(c, at, a->var_positional, a->var_positional != NULL, &count);
    compile_arguments(c, at, a->keyword_only, a->keyword_only_count, &count);
    compile_arguments(c, at, a->var_keyword, a->var_keyword != NULL, &count);
    compile_argument(c, at, c->known[KNOWN_RETURN], returns, &count);
    return count;
}

uint32_t compile_function_annotations(struct compiler *c, struct location at, const struct ast_arguments *a,
                                      struct ast_node *returns)
{
    if (c->failed)
        return 0;
    if (!c->abi->annotations_are_lazy) {
        uint32_t count = compile_all(c, at, a, returns);
        if (count)
            emit(c, at, OP_BUILD_TUPLE, 2 * count);
        return count ? WITH_ANNOTATIONS : 0;
    }
    const struct scope *s = symtable_scope(c, a);
    if (!s->annotations_used || !compile_enter_annotation(c, at, a, s->name))
        return 0;
    emit(c, at, OP_BUILD_MAP, compile_all(c, at, a, returns));
    leave_annotate(c, at);
    return WITH_ANNOTATE;
}

/* ---- of variables
 * ------------------------------------------------------------------------------------------ */

static void compile_deferred(struct compiler *c, struct location at, const struct deferred *d,
                             enum unit_type type)
{
    struct ast_node *s = d->statement;
    struct location here = node_at(s);
    struct block *not_set = block_new(c);
    addr conditional = c->known[KNOWN_CONDITIONAL_ANNOTATIONS];
    if (d->condition >= 0) {
        emit_constant(c, here, constant_int(c, d->condition));
        if (type == UNIT_CLASS)
            emit(c, here, OP_LOAD_DEREF, unit_index(c, &c->unit->freevars, conditional));
        else
            emit(c, here, OP_LOAD_GLOBAL, unit_index(c, &c->unit->names, conditional) << 1);
        emit(c, here, OP_CONTAINS_OP, 0);
        emit_jump(c, here, OP_POP_JUMP_IF_FALSE, not_set);
    }
    compile_expression(c, s->u.ann_assign.annotation);
    emit(c, here, OP_COPY, 2);
    addr name = unit_mangled(c, name_of(c, s->u.ann_assign.target->u.name.id));
    if (!c->failed)
        emit_constant(c, here, constant_merge(c, incref(c->h, name)));
    emit(c, at, OP_STORE_SUBSCR, 0);
    block_use(c, not_set);
}

void compile_deferred_annotations(struct compiler *c, struct location at)
{
    if (c->failed || !c->unit->deferred)
        return;
    struct unit *u = c->unit;
    struct block *current = u->current;
    bool need_block = u->need_block;
    if (u->annotations) { /* a module's are there before anything else is done */
        u->current = u->annotations;
        u->need_block = false;
    }
    if (!compile_enter_annotation(c, at, annotation_key(u->scope), u->scope->annotation_block->name))
        return;
    emit(c, at, OP_BUILD_MAP, 0);
    for (const struct deferred *d = u->deferred; d && !c->failed; d = d->next)
        compile_deferred(c, at, d, u->type);
    leave_annotate(c, at);
    compile_name(c, at, c->known[u->type == UNIT_CLASS ? KNOWN_ANNOTATE_FUNC : KNOWN_ANNOTATE], AST_STORE);
    if (u->annotations) {
        u->current = current;
        u->need_block = need_block;
    }
}

/* The annotation of a simple name: for __annotate__, with a note where it depends on the way that execution
 * takes. */
static void defer(struct compiler *c, struct location at, struct ast_node *s)
{
    struct unit *u = c->unit;
    struct deferred *d = compiler_alloc(c, sizeof *d);
    if (!d)
        return;
    bool conditional = u->type == UNIT_MODULE || u->conditional_depth;
    addr name = c->known[KNOWN_CONDITIONAL_ANNOTATIONS];
    d->statement = s;
    d->condition = conditional ? (int64_t)u->conditional_count++ : -1;
    *u->deferred_end = d;
    u->deferred_end = &d->next;
    if (!conditional)
        return;
    uint32_t cell = unit_index(c, &u->cellvars, name); /* a module has an unused cell of the name */
    if (u->type == UNIT_CLASS)
        emit(c, at, OP_LOAD_DEREF, cell);
    else
        emit(c, at, OP_LOAD_NAME, unit_index(c, &u->names, name));
    emit_constant(c, at, constant_int(c, d->condition));
    emit(c, at, OP_SET_ADD, 1);
    emit(c, at, OP_POP_TOP, 0);
}

static void compile_simple_annotation(struct compiler *c, struct location at, struct ast_node *s)
{
    if (c->abi->annotations_are_lazy && !future_annotations(c)) {
        defer(c, at, s);
        return;
    }
    struct ast_node *annotation = s->u.ann_assign.annotation;
    if (future_annotations(c))
        compile_text(c, c->abi->locations_are_explicit ? node_at(annotation) : at, annotation);
    else
        compile_expression(c, annotation);
    emit_name(c, at, OP_LOAD_NAME, &c->unit->names, c->known[KNOWN_ANNOTATIONS]);
    addr name = unit_mangled(c, name_of(c, s->u.ann_assign.target->u.name.id));
    if (!c->failed)
        emit_constant(c, at, constant_merge(c, incref(c->h, name)));
    emit(c, at, OP_STORE_SUBSCR, 0);
}

static void compile_and_drop(struct compiler *c, struct ast_node *e)
{
    if (!e)
        return;
    compile_expression(c, e);
    emit(c, node_at(e), OP_POP_TOP, 0);
}

/* Everything in a subscript has to be defined. */
static void check_subscript(struct compiler *c, struct ast_node *e)
{
    if (e->kind == AST_SLICE) {
        compile_and_drop(c, e->u.slice.lower);
        compile_and_drop(c, e->u.slice.upper);
        compile_and_drop(c, e->u.slice.step);
    } else if (e->kind == AST_TUPLE) {
        for (size_t i = 0; i < e->u.sequence.elements.count; i++)
            check_subscript(c, e->u.sequence.elements.items[i]);
    } else
        compile_and_drop(c, e);
}

void compile_ann_assign(struct compiler *c, struct ast_node *s)
{
    struct ast_node *target = s->u.ann_assign.target;
    bool namespace = c->unit->type == UNIT_MODULE || c->unit->type == UNIT_CLASS;
    if (s->u.ann_assign.value) {
        compile_expression(c, s->u.ann_assign.value);
        compile_expression(c, target);
    }
    if (c->failed)
        return;
    if (target->kind == AST_NAME) {
        if (s->u.ann_assign.simple && namespace)
            compile_simple_annotation(c, node_at(s), s);
    } else if (target->kind == AST_ATTRIBUTE) {
        if (!s->u.ann_assign.value)
            compile_and_drop(c, target->u.attribute.value);
    } else if (!s->u.ann_assign.value) {
        compile_and_drop(c, target->u.subscript.value);
        check_subscript(c, target->u.subscript.slice);
    }
    if (!s->u.ann_assign.simple && namespace && !future_annotations(c) && !c->abi->annotations_are_lazy)
        compile_and_drop(c, s->u.ann_assign.annotation);
}
