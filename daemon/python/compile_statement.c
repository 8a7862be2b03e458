/* Statements, but for those with files of their own. */
#include <string.h>

#include "daemon/heap/object/scalar.h"
#include "daemon/python/symtable.h"

struct ast_node *docstring_of(const struct ast_list *body)
{
    struct ast_node *first = body->count ? body->items[0] : NULL;
    if (!first || first->kind != AST_EXPR || first->u.value->kind != AST_CONSTANT ||
        first->u.value->u.constant.kind != AST_CONST_STR)
        return NULL;
    return first->u.value;
}

void compile_statements(struct compiler *c, const struct ast_list *body)
{
    for (size_t i = 0; i < body->count && !c->failed; i++)
        compile_statement(c, body->items[i]);
}

void compile_body(struct compiler *c, struct location at, const struct ast_list *body)
{
    if (c->failed)
        return;
    struct unit *u = c->unit;
    size_t first = 0;
    if (u->type == UNIT_MODULE) {
        at = body->count ? node_at(body->items[0]) : (struct location){1, 1, 0, 0};
        move_to(c, at);
        if (c->abi->annotations_are_lazy && u->scope->conditional_annotations) {
            emit(c, at, OP_BUILD_SET, 0);
            emit(c, at, OP_STORE_NAME, unit_index(c, &u->names, c->known[KNOWN_CONDITIONAL_ANNOTATIONS]));
        }
    }
    if (c->abi->annotations_are_lazy ? future_annotations(c) && u->scope->annotations_used
                                     : has_annotations(body))
        emit(c, at, OP_SETUP_ANNOTATIONS, 0);
    struct ast_node *docstring = docstring_of(body);
    if (docstring) {
        struct location there = move_to(c, node_at(docstring));
        emit_constant(c, node_at(docstring), docstring_value(c, docstring));
        move_to(c, there);
        compile_name_nowhere(c, c->known[KNOWN_DOC], AST_STORE);
        move_to(c, NOWHERE);
        first = 1;
    }
    if (body->count > first) /* an empty module has no items at all */
        compile_statements(c, &(struct ast_list){body->items + first, body->count - first});
    if (c->abi->annotations_are_lazy && !future_annotations(c))
        compile_deferred_annotations(c, at);
}

/* ---- loops and branches ------------------------------------------------------------------------------ */

static void compile_if(struct compiler *c, struct ast_node *s)
{
    struct block *end = block_new(c), *next = s->u.branch.or_else.count ? block_new(c) : end;
    compile_jump_if(c, node_at(s), s->u.branch.test, next, false);
    compile_statements(c, &s->u.branch.body);
    if (s->u.branch.or_else.count) {
        emit_jump_nowhere(c, jump_over(c), end);
        block_use(c, next);
        compile_statements(c, &s->u.branch.or_else);
    }
    block_use(c, end);
}

static void compile_for(struct compiler *c, struct ast_node *s)
{
    struct block *start = block_new(c), *body = block_new(c), *cleanup = block_new(c), *end = block_new(c);
    struct location at = node_at(s->u.for_loop.iterable);
    push_frame_block(c, node_at(s), FRAME_FOR, start, end);
    compile_expression(c, s->u.for_loop.iterable);
    emit(c, at, OP_GET_ITER, 0);
    block_use(c, start);
    emit_jump(c, at, OP_FOR_ITER, cleanup);
    if (c->abi->locations_are_explicit) /* a line for the target, when it is on another */
        emit(c, node_at(s->u.for_loop.target), OP_NOP, 0);
    block_use(c, body);
    compile_expression(c, s->u.for_loop.target);
    compile_statements(c, &s->u.for_loop.body);
    move_to(c, NOWHERE);
    emit_jump_nowhere(c, OP_JUMP, start);
    block_use(c, cleanup);
    if (c->abi->flow_is_late) {
        emit_nowhere(c, OP_END_FOR, 0);
        emit_nowhere(c, OP_POP_ITER, 0);
    }
    pop_frame_block(c);
    compile_statements(c, &s->u.for_loop.or_else);
    block_use(c, end);
}

static void compile_async_for(struct compiler *c, struct ast_node *s)
{
    struct block *start = block_new(c), *except = block_new(c), *end = block_new(c);
    struct location at = node_at(s), iterable = node_at(s->u.for_loop.iterable);
    if (!c->abi->async_is_checked_early && c->unit->type != UNIT_ASYNC_FUNCTION) {
        compiler_error(c, at, "'async for' outside async function");
        return;
    }
    compile_expression(c, s->u.for_loop.iterable);
    emit(c, iterable, OP_GET_AITER, 0);
    block_use(c, start);
    push_frame_block(c, at, FRAME_FOR, start, end);
    struct block *send = compile_async_next(c, at, except);
    if (c->abi->flow_is_late)
        emit(c, at, OP_NOT_TAKEN, 0);
    compile_expression(c, s->u.for_loop.target);
    compile_statements(c, &s->u.for_loop.body);
    move_to(c, NOWHERE);
    emit_jump_nowhere(c, OP_JUMP, start);
    pop_frame_block(c);
    block_use(c, except);
    move_to(c, iterable);
    compile_end_async_for(c, iterable, send);
    compile_statements(c, &s->u.for_loop.or_else);
    block_use(c, end);
}

static void compile_while(struct compiler *c, struct ast_node *s)
{
    struct block *loop = block_new(c), *body = block_new(c), *anchor = block_new(c), *end = block_new(c);
    block_use(c, loop);
    push_frame_block(c, node_at(s), FRAME_WHILE, loop, end);
    compile_jump_if(c, node_at(s), s->u.branch.test, anchor, false);
    if (c->abi->while_tests_twice) {
        block_use(c, body);
        compile_statements(c, &s->u.branch.body);
        move_to(c, node_at(s));
        compile_jump_if(c, node_at(s), s->u.branch.test, body, true);
    } else {
        compile_statements(c, &s->u.branch.body);
        emit_jump_nowhere(c, OP_JUMP, loop);
    }
    pop_frame_block(c);
    block_use(c, anchor);
    compile_statements(c, &s->u.branch.or_else);
    block_use(c, end);
}

static void compile_return(struct compiler *c, struct ast_node *s)
{
    struct ast_node *value = s->u.value;
    bool preserve = value && value->kind != AST_CONSTANT;
    struct location at = node_at(s);
    if (!scope_is_function(c->unit->scope)) {
        compiler_error(c, at, "'return' outside function");
        return;
    }
    if (value && scope_is_async_generator(c->unit->scope)) {
        compiler_error(c, at, "'return' with value in async generator");
        return;
    }
    if (preserve) {
        compile_expression(c, value);
    } else if (value) {
        at = node_at(value);
        move_to(c, at);
        emit(c, at, OP_NOP, 0);
    }
    if (!value || value->at.line != s->at.line) {
        at = node_at(s);
        move_to(c, at);
        emit(c, at, OP_NOP, 0);
    }
    unwind(c, &at, preserve, NULL);
    if (!value)
        emit_none(c, at);
    else if (!preserve)
        emit_constant(c, at, constant_value(c, value));
    emit(c, at, OP_RETURN_VALUE, 0);
}

static void compile_break(struct compiler *c, struct ast_node *s)
{
    struct frame_block loop = {.exit = NULL};
    struct location at = node_at(s);
    emit(c, at, OP_NOP, 0);
    unwind(c, &at, false, &loop);
    if (!loop.exit)
        compiler_error(c, node_at(s), "'break' outside loop");
    else
        unwind_one(c, &at, &loop, false);
    emit_jump(c, at, OP_JUMP, loop.exit);
}

static void compile_continue(struct compiler *c, struct ast_node *s)
{
    struct frame_block loop = {.block = NULL};
    struct location at = node_at(s);
    emit(c, at, OP_NOP, 0);
    unwind(c, &at, false, &loop);
    if (!loop.block)
        compiler_error(c, node_at(s), "'continue' not properly in loop");
    emit_jump(c, at, OP_JUMP, loop.block);
}

/* ---- assignment ------------------------------------------------------------------------------ */

static void compile_assign(struct compiler *c, struct ast_node *s)
{
    compile_expression(c, s->u.assign.value);
    for (size_t i = 0; i < s->u.assign.targets.count; i++) {
        if (i + 1 < s->u.assign.targets.count)
            emit(c, node_at(s), OP_COPY, 1);
        compile_expression(c, s->u.assign.targets.items[i]);
    }
}

static void copy_times(struct compiler *c, struct location at, uint32_t depth, unsigned times)
{
    while (times--)
        emit(c, at, OP_COPY, depth);
}

static void compile_augmented_load(struct compiler *c, struct ast_node *target)
{
    struct location at = node_at(target);
    switch (target->kind) {
    case AST_ATTRIBUTE:
        compile_expression(c, target->u.attribute.value);
        emit(c, at, OP_COPY, 1);
        at = attribute_place(at, target);
        move_to(c, at);
        emit_name(c, at, OP_LOAD_ATTR, &c->unit->names, name_of(c, target->u.attribute.name));
        break;
    case AST_SUBSCRIPT:
        compile_expression(c, target->u.subscript.value);
        if (is_slice_operation(c, target->u.subscript.slice)) {
            compile_slice_parts(c, target->u.subscript.slice);
            copy_times(c, at, 3, 3);
            emit(c, at, OP_BINARY_SLICE, 0);
        } else {
            compile_expression(c, target->u.subscript.slice);
            copy_times(c, at, 2, 2);
            emit(c, at, OP_BINARY_SUBSCR, 0);
        }
        break;
    default:
        compile_name(c, at, name_of(c, target->u.name.id), AST_LOAD);
    }
}

static void compile_augmented_store(struct compiler *c, struct ast_node *target)
{
    struct location at = node_at(target);
    switch (target->kind) {
    case AST_ATTRIBUTE:
        at = attribute_place(at, target);
        move_to(c, at);
        emit(c, at, OP_SWAP, 2);
        emit_name(c, at, OP_STORE_ATTR, &c->unit->names, name_of(c, target->u.attribute.name));
        break;
    case AST_SUBSCRIPT:
        if (is_slice_operation(c, target->u.subscript.slice)) {
            emit(c, at, OP_SWAP, 4);
            emit(c, at, OP_SWAP, 3);
            emit(c, at, OP_SWAP, 2);
            emit(c, at, OP_STORE_SLICE, 0);
        } else {
            emit(c, at, OP_SWAP, 3);
            emit(c, at, OP_SWAP, 2);
            emit(c, at, OP_STORE_SUBSCR, 0);
        }
        break;
    default:
        compile_name(c, at, name_of(c, target->u.name.id), AST_STORE);
    }
}

static void compile_aug_assign(struct compiler *c, struct ast_node *s)
{
    struct ast_node *target = s->u.aug_assign.target;
    move_to(c, node_at(target));
    compile_augmented_load(c, target);
    move_to(c, node_at(s));
    compile_expression(c, s->u.aug_assign.value);
    emit(c, node_at(s), OP_BINARY_OP, s->u.aug_assign.op + AST_OPERATOR_COUNT);
    move_to(c, node_at(target));
    compile_augmented_store(c, target);
}

/* ---- import ---------------------------------------------------------------------------------- */

static struct ast_text until_dot(struct ast_text t)
{
    const char *dot = memchr(t.bytes, '.', t.length);
    return dot ? (struct ast_text){t.bytes, (size_t)(dot - t.bytes)} : t;
}

/* import a.b.c as d: the module is on the stack. */
static void compile_import_as(struct compiler *c, struct location at, struct ast_text name, addr as_name)
{
    struct ast_text part = until_dot(name);
    bool dotted = part.length < name.length;
    while (part.length < name.length) {
        name = (struct ast_text){name.bytes + part.length + 1, name.length - part.length - 1};
        part = until_dot(name);
        emit(c, at, OP_IMPORT_FROM, c->failed ? 0 : unit_index(c, &c->unit->names, name_of(c, part)));
        if (part.length < name.length) {
            emit(c, at, OP_SWAP, 2);
            emit(c, at, OP_POP_TOP, 0);
        }
    }
    compile_name(c, at, as_name, AST_STORE);
    if (dotted)
        emit(c, at, OP_POP_TOP, 0);
}

static void compile_import(struct compiler *c, struct ast_node *s)
{
    struct location at = node_at(s);
    for (size_t i = 0; i < s->u.import.count && !c->failed; i++) {
        const struct ast_alias *a = &s->u.import.aliases[i];
        emit_constant(c, at, constant_int(c, 0));
        emit_none(c, at);
        emit_name(c, at, OP_IMPORT_NAME, &c->unit->names, name_of(c, a->name));
        if (a->as_name.bytes)
            compile_import_as(c, at, a->name, name_of(c, a->as_name));
        else
            compile_name(c, at, name_of(c, until_dot(a->name)), AST_STORE);
    }
}

static void compile_import_from(struct compiler *c, struct ast_node *s)
{
    struct location at = node_at(s);
    size_t n = s->u.import.count;
    addr *names = compiler_alloc(c, n * sizeof *names);
    for (size_t i = 0; i < n && !c->failed; i++)
        names[i] = name_of(c, s->u.import.aliases[i].name);
    emit_constant(c, at, constant_int(c, s->u.import.level));
    emit_constant(c, at, constant_tuple(c, names, n));
    emit_name(c, at, OP_IMPORT_NAME, &c->unit->names,
              s->u.import.module.bytes ? name_of(c, s->u.import.module) : c->known[KNOWN_EMPTY]);
    for (size_t i = 0; i < n && !c->failed; i++) {
        const struct ast_alias *a = &s->u.import.aliases[i];
        if (a->name.bytes[0] == '*') {
            emit(c, at, OP_IMPORT_STAR, 0);
            return;
        }
        emit_name(c, at, OP_IMPORT_FROM, &c->unit->names, names[i]);
        compile_name(c, at, a->as_name.bytes ? name_of(c, a->as_name) : names[i], AST_STORE);
    }
    emit(c, at, OP_POP_TOP, 0);
}

/* ---- the rest -------------------------------------------------------------------------------------------
 */

static void compile_assert(struct compiler *c, struct ast_node *s)
{
    struct block *end = c->module->optimize ? NULL : block_new(c);
    struct location at = node_at(s), test = node_at(s->u.assert.test);
    doubtful_assertion(c, s);
    if (c->module->optimize)
        return;
    compile_jump_if(c, at, s->u.assert.test, end, true);
    emit(c, at, OP_LOAD_ASSERTION_ERROR, 0);
    if (s->u.assert.message) {
        compile_expression(c, s->u.assert.message);
        emit(c, at, OP_CALL, 0);
    }
    emit(c, test, OP_RAISE_VARARGS, 1);
    block_use(c, end);
}

static void compile_raise(struct compiler *c, struct ast_node *s)
{
    uint32_t n = 0;
    if (s->u.raise.exception) {
        compile_expression(c, s->u.raise.exception);
        n++;
        if (s->u.raise.cause) {
            compile_expression(c, s->u.raise.cause);
            n++;
        }
    }
    emit(c, node_at(s), OP_RAISE_VARARGS, n);
}

static void compile_expression_statement(struct compiler *c, struct ast_node *s)
{
    if (c->shows && !c->unit->outer) {
        compile_expression(c, s->u.value);
        emit(c, node_at(s), OP_STORE_RESULT, 1);
        return;
    }
    if (s->u.value->kind == AST_CONSTANT) {
        emit(c, node_at(s), OP_NOP, 0);
        return;
    }
    compile_expression(c, s->u.value);
    move_to(c, NOWHERE);
    emit_nowhere(c, OP_POP_TOP, 0);
}

static void compile_compound(struct compiler *c, struct ast_node *s)
{
    c->unit->conditional_depth++;
    switch (s->kind) {
    case AST_FOR:
        if (s->u.for_loop.is_async)
            compile_async_for(c, s);
        else
            compile_for(c, s);
        break;
    case AST_WHILE:
        compile_while(c, s);
        break;
    case AST_IF:
        compile_if(c, s);
        break;
    case AST_WITH:
        compile_with(c, s);
        break;
    case AST_MATCH:
        compile_match(c, s);
        break;
    default: /* AST_TRY */
        compile_try(c, s);
    }
    c->unit->conditional_depth--;
}

static void compile_simple(struct compiler *c, struct ast_node *s)
{
    switch (s->kind) {
    case AST_RETURN:
        compile_return(c, s);
        break;
    case AST_DELETE:
        compile_expressions(c, &s->u.list);
        break;
    case AST_ASSIGN:
        compile_assign(c, s);
        break;
    case AST_AUG_ASSIGN:
        compile_aug_assign(c, s);
        break;
    case AST_ANN_ASSIGN:
        compile_ann_assign(c, s);
        break;
    case AST_TYPE_ALIAS:
        compile_type_alias(c, s);
        break;
    case AST_RAISE:
        compile_raise(c, s);
        break;
    case AST_ASSERT:
        compile_assert(c, s);
        break;
    case AST_IMPORT:
        compile_import(c, s);
        break;
    case AST_IMPORT_FROM:
        compile_import_from(c, s);
        break;
    case AST_EXPR:
        compile_expression_statement(c, s);
        break;
    case AST_PASS:
        emit(c, node_at(s), OP_NOP, 0);
        break;
    case AST_BREAK:
        compile_break(c, s);
        break;
    case AST_CONTINUE:
        compile_continue(c, s);
        break;
    default: /* AST_GLOBAL, AST_NONLOCAL */
        break;
    }
}

void compile_statement(struct compiler *c, struct ast_node *s)
{
    if (c->failed || !compiler_deeper(c))
        return;
    move_to(c, node_at(s));
    switch (s->kind) {
    case AST_FUNCTION_DEF:
        compile_function(c, s);
        break;
    case AST_CLASS_DEF:
        compile_class(c, s);
        break;
    case AST_FOR:
    case AST_WHILE:
    case AST_IF:
    case AST_WITH:
    case AST_MATCH:
    case AST_TRY:
        compile_compound(c, s);
        break;
    default:
        compile_simple(c, s);
    }
    compiler_back(c);
}
