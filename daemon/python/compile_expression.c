/* Expressions, but for those with files of their own. */
#include "daemon/heap/object/scalar.h"
#include "daemon/python/symtable.h"

void compile_expressions(struct compiler *c, const struct ast_list *list)
{
    for (size_t i = 0; i < list->count && !c->failed; i++)
        compile_expression(c, list->items[i]);
}

struct location attribute_place(struct location at, const struct ast_node *attribute)
{
    int32_t end_line = (int32_t)attribute->at.end_line, end_column = (int32_t)attribute->at.end_column,
            length = 0;
    if (at.line == end_line)
        return at;
    for (size_t i = 0; i < attribute->u.attribute.name.length; i++)
        length += (attribute->u.attribute.name.bytes[i] & 0xc0) != 0x80;
    at.line = end_line;
    if (length <= end_column)
        at.column = end_column - length;
    else
        at.column = at.end_column = -1;
    if (at.end_line < at.line)
        at.end_line = at.line;
    if (at.line == at.end_line && at.end_column < at.column)
        at.end_column = at.column;
    return at;
}

/* ---- comparisons and conditions -------------------------------------------------------------- */

void compile_compare(struct compiler *c, struct location at, enum ast_compare op)
{
    switch (op) {
    case AST_IS:
    case AST_IS_NOT:
        emit(c, at, OP_IS_OP, op == AST_IS_NOT);
        break;
    case AST_IN:
    case AST_NOT_IN:
        emit(c, at, OP_CONTAINS_OP, op == AST_NOT_IN);
        break;
    default:
        emit(c, at, OP_COMPARE_OP, op);
    }
}

/* One comparison of a chain: what it compares with stays below the result. */
static void compile_link(struct compiler *c, struct location at, struct ast_node *e, size_t i)
{
    compile_expression(c, e->u.compare.comparators.items[i]);
    emit(c, at, OP_SWAP, 2);
    emit(c, at, OP_COPY, 2);
    compile_compare(c, at, e->u.compare.ops[i]);
}

static void compile_comparison(struct compiler *c, struct ast_node *e)
{
    struct location at = node_at(e);
    size_t last = e->u.compare.comparators.count - 1;
    doubtful_comparison(c, e);
    compile_expression(c, e->u.compare.left);
    if (last == 0) {
        compile_expression(c, e->u.compare.comparators.items[0]);
        compile_compare(c, at, e->u.compare.ops[0]);
        return;
    }
    struct block *cleanup = block_new(c), *end;
    for (size_t i = 0; i < last && !c->failed; i++) {
        compile_link(c, at, e, i);
        if (c->abi->flow_is_late) {
            emit(c, at, OP_COPY, 1);
            emit(c, at, OP_TO_BOOL, 0);
            emit_jump(c, at, OP_POP_JUMP_IF_FALSE, cleanup);
            emit(c, at, OP_POP_TOP, 0);
        } else
            emit_jump(c, at, OP_JUMP_IF_FALSE_OR_POP, cleanup);
    }
    compile_expression(c, e->u.compare.comparators.items[last]);
    compile_compare(c, at, e->u.compare.ops[last]);
    end = block_new(c);
    emit_jump_nowhere(c, jump_over(c), end);
    block_use(c, cleanup);
    emit(c, at, OP_SWAP, 2);
    emit(c, at, OP_POP_TOP, 0);
    block_use(c, end);
}

static void emit_condition(struct compiler *c, struct location at, struct block *next, bool condition)
{
    if (c->abi->flow_is_late)
        emit(c, at, OP_TO_BOOL, 0);
    emit_jump(c, at, condition ? OP_POP_JUMP_IF_TRUE : OP_POP_JUMP_IF_FALSE, next);
}

static void jump_if_compare(struct compiler *c, struct ast_node *e, struct block *next, bool condition)
{
    struct location at = node_at(e);
    struct block *cleanup = block_new(c), *end;
    size_t last = e->u.compare.comparators.count - 1;
    compile_expression(c, e->u.compare.left);
    for (size_t i = 0; i < last && !c->failed; i++) {
        compile_link(c, at, e, i);
        emit_condition(c, at, cleanup, false);
    }
    compile_expression(c, e->u.compare.comparators.items[last]);
    compile_compare(c, at, e->u.compare.ops[last]);
    emit_condition(c, at, next, condition);
    end = block_new(c);
    emit_jump_nowhere(c, jump_over(c), end);
    block_use(c, cleanup);
    emit(c, at, OP_POP_TOP, 0);
    if (!condition)
        emit_jump_nowhere(c, jump_over(c), next);
    block_use(c, end);
}

static void jump_if_bool_op(struct compiler *c, struct location at, struct ast_node *e, struct block *next,
                            bool condition)
{
    bool is_or = e->u.bool_op.op == AST_OR;
    size_t last = e->u.bool_op.values.count - 1;
    struct block *next2 = is_or != condition ? block_new(c) : next;
    for (size_t i = 0; i < last && !c->failed; i++)
        compile_jump_if(c, at, e->u.bool_op.values.items[i], next2, is_or);
    compile_jump_if(c, at, e->u.bool_op.values.items[last], next, condition);
    if (next2 != next)
        block_use(c, next2);
}

static void jump_if_conditional(struct compiler *c, struct location at, struct ast_node *e,
                                struct block *next, bool condition)
{
    struct block *end = block_new(c), *next2 = block_new(c);
    compile_jump_if(c, at, e->u.if_exp.test, next2, false);
    compile_jump_if(c, at, e->u.if_exp.body, next, condition);
    emit_jump_nowhere(c, jump_over(c), end);
    block_use(c, next2);
    compile_jump_if(c, at, e->u.if_exp.or_else, next, condition);
    block_use(c, end);
}

void compile_jump_if(struct compiler *c, struct location at, struct ast_node *e, struct block *next,
                     bool condition)
{
    if (c->failed || !compiler_deeper(c))
        return;
    if (e->kind == AST_UNARY_OP && e->u.unary_op.op == AST_NOT) {
        compile_jump_if(c, at, e->u.unary_op.operand, next, !condition);
    } else if (e->kind == AST_BOOL_OP) {
        jump_if_bool_op(c, at, e, next, condition);
    } else if (e->kind == AST_IF_EXP) {
        jump_if_conditional(c, at, e, next, condition);
    } else {
        if (e->kind == AST_COMPARE)
            move_to(
                c,
                node_at(e)); /* and there it stays: what follows in a condition is at its first comparison */
        if (e->kind == AST_COMPARE && e->u.compare.comparators.count > 1) {
            doubtful_comparison(c, e);
            jump_if_compare(c, e, next, condition);
        } else {
            compile_expression(c, e);
            emit_condition(c, node_at(e), next, condition);
        }
    }
    compiler_back(c);
}

static void compile_conditional(struct compiler *c, struct ast_node *e)
{
    struct block *end = block_new(c), *next = block_new(c);
    compile_jump_if(c, node_at(e), e->u.if_exp.test, next, false);
    compile_expression(c, e->u.if_exp.body);
    emit_jump_nowhere(c, jump_over(c), end);
    block_use(c, next);
    compile_expression(c, e->u.if_exp.or_else);
    block_use(c, end);
}

static void compile_bool_op(struct compiler *c, struct ast_node *e)
{
    bool is_and = e->u.bool_op.op == AST_AND;
    struct location at = node_at(e);
    struct block *end = block_new(c);
    size_t last = e->u.bool_op.values.count - 1;
    for (size_t i = 0; i < last && !c->failed; i++) {
        compile_expression(c, e->u.bool_op.values.items[i]);
        if (c->abi->flow_is_late) {
            emit_jump(c, at, is_and ? OP_JUMP_IF_FALSE : OP_JUMP_IF_TRUE, end);
            emit(c, at, OP_POP_TOP, 0);
        } else {
            emit_jump(c, at, is_and ? OP_JUMP_IF_FALSE_OR_POP : OP_JUMP_IF_TRUE_OR_POP, end);
            block_use(c, block_new(c));
        }
    }
    compile_expression(c, e->u.bool_op.values.items[last]);
    block_use(c, end);
}

/* ---- subscripts ------------------------------------------------------------------------------------------
 */

static bool is_constant(const struct ast_node *e)
{
    return !e || e->kind == AST_CONSTANT;
}

bool slice_is_constant(const struct ast_node *s)
{
    return s->kind == AST_SLICE && is_constant(s->u.slice.lower) && is_constant(s->u.slice.upper) &&
           is_constant(s->u.slice.step);
}

bool is_slice_operation(const struct compiler *c, const struct ast_node *s)
{
    return c->abi->slices_are_operations && s->kind == AST_SLICE && !s->u.slice.step &&
           !(c->abi->slices_are_constants && slice_is_constant(s));
}

static void compile_bound(struct compiler *c, struct location at, struct ast_node *bound)
{
    if (bound)
        compile_expression(c, bound);
    else
        emit_none(c, at);
}

void compile_slice_parts(struct compiler *c, struct ast_node *s)
{
    compile_bound(c, node_at(s), s->u.slice.lower);
    compile_bound(c, node_at(s), s->u.slice.upper);
}

static addr bound_value(struct compiler *c, struct ast_node *bound)
{
    return bound ? constant_value(c, bound) : 0;
}

static void compile_slice(struct compiler *c, struct ast_node *s)
{
    if (c->abi->slices_are_constants && slice_is_constant(s)) {
        addr lower = bound_value(c, s->u.slice.lower), upper = bound_value(c, s->u.slice.upper),
             step = bound_value(c, s->u.slice.step);
        if (!c->failed)
            emit_constant(c, node_at(s), constant_merge(c, slice_new(c->h, lower, upper, step)));
        return;
    }
    compile_slice_parts(c, s);
    if (s->u.slice.step)
        compile_expression(c, s->u.slice.step);
    emit(c, node_at(s), OP_BUILD_SLICE, s->u.slice.step ? 3 : 2);
}

static void compile_subscript(struct compiler *c, struct ast_node *e)
{
    static const unsigned ops[] = {
        [AST_LOAD] = OP_BINARY_SUBSCR, [AST_STORE] = OP_STORE_SUBSCR, [AST_DEL] = OP_DELETE_SUBSCR};
    enum ast_context context = e->u.subscript.context;
    if (context == AST_LOAD)
        doubtful_subscript(c, e);
    compile_expression(c, e->u.subscript.value);
    if (context != AST_DEL && is_slice_operation(c, e->u.subscript.slice)) {
        compile_slice_parts(c, e->u.subscript.slice);
        emit(c, node_at(e), context == AST_LOAD ? OP_BINARY_SLICE : OP_STORE_SLICE, 0);
    } else {
        compile_expression(c, e->u.subscript.slice);
        emit(c, node_at(e), ops[context], 0);
    }
}

/* ---- the rest
 * ------------------------------------------------------------------------------------------------ */

/* self.x = ... in a method: a name for the class's __static_attributes__. */
static void note_static_attribute(struct compiler *c, const struct ast_node *e)
{
    const struct ast_node *value = e->u.attribute.value;
    if (!c->abi->class_line_numbers || e->u.attribute.context != AST_STORE || value->kind != AST_NAME ||
        !name_is(c, name_of(c, value->u.name.id), "self"))
        return;
    struct unit *u = c->unit->outer;
    while (u && u->type != UNIT_CLASS)
        u = u->outer;
    if (u && !name_map_set(&u->static_attributes, c->arena, name_of(c, e->u.attribute.name), 0))
        compiler_fail_memory(c);
}

static void compile_attribute(struct compiler *c, struct ast_node *e)
{
    static const unsigned ops[] = {
        [AST_LOAD] = OP_LOAD_ATTR, [AST_STORE] = OP_STORE_ATTR, [AST_DEL] = OP_DELETE_ATTR};
    if (e->u.attribute.context == AST_LOAD && compile_super_attribute(c, e))
        return;
    note_static_attribute(c, e);
    compile_expression(c, e->u.attribute.value);
    struct location at = attribute_place(node_at(e), e);
    move_to(c, at);
    emit_name(c, at, ops[e->u.attribute.context], &c->unit->names, name_of(c, e->u.attribute.name));
}

static void compile_yield(struct compiler *c, struct ast_node *e)
{
    struct location at = node_at(e);
    if (!scope_is_function(c->unit->scope)) {
        bool from = e->kind == AST_YIELD_FROM && c->abi->locations_are_explicit;
        compiler_error(c, at, from ? "'yield from' outside function" : "'yield' outside function");
        return;
    }
    if (e->kind == AST_YIELD_FROM && c->unit->type == UNIT_ASYNC_FUNCTION) {
        compiler_error(c, at, "'yield from' inside async function");
        return;
    }
    if (e->u.value)
        compile_expression(c, e->u.value);
    else
        emit_none(c, at);
    if (e->kind == AST_YIELD) {
        compile_yield_value(c, at);
        return;
    }
    emit(c, at, OP_GET_YIELD_FROM_ITER, 0);
    emit_none(c, at);
    (void)compile_yield_from(c, at, false);
}

static void compile_await_expression(struct compiler *c, struct ast_node *e)
{
    const struct unit *u = c->unit;
    if (!c->abi->async_is_checked_early && !scope_is_function(u->scope)) {
        compiler_error(c, node_at(e), "'await' outside function");
        return;
    }
    if (!c->abi->async_is_checked_early && u->type != UNIT_ASYNC_FUNCTION && u->type != UNIT_COMPREHENSION) {
        compiler_error(c, node_at(e), "'await' outside async function");
        return;
    }
    compile_expression(c, e->u.value);
    compile_await(c, node_at(e), AWAIT_EXPRESSION);
}

static void compile_unary(struct compiler *c, struct ast_node *e)
{
    static const unsigned ops[] = {[AST_INVERT] = OP_UNARY_INVERT,
                                   [AST_NOT] = OP_UNARY_NOT,
                                   [AST_UADD] = OP_UNARY_POSITIVE,
                                   [AST_USUB] = OP_UNARY_NEGATIVE};
    compile_expression(c, e->u.unary_op.operand);
    if (e->u.unary_op.op == AST_NOT && c->abi->flow_is_late)
        emit(c, node_at(e), OP_TO_BOOL, 0);
    emit(c, node_at(e), ops[e->u.unary_op.op], 0);
}

static void compile_starred(struct compiler *c, struct ast_node *e)
{
    compiler_error(c, node_at(e),
                   e->u.starred.context == AST_STORE ? "starred assignment target must be in a list or tuple"
                                                     : "can't use starred expression here");
}

static void compile_simple(struct compiler *c, struct ast_node *e)
{
    switch (e->kind) {
    case AST_NAMED_EXPR:
        compile_expression(c, e->u.named.value);
        emit(c, node_at(e), OP_COPY, 1);
        compile_expression(c, e->u.named.target);
        break;
    case AST_BIN_OP:
        compile_expression(c, e->u.bin_op.left);
        compile_expression(c, e->u.bin_op.right);
        emit(c, node_at(e), OP_BINARY_OP, e->u.bin_op.op);
        break;
    case AST_CONSTANT:
        emit_constant(c, node_at(e), constant_value(c, e));
        break;
    case AST_NAME:
        compile_name(c, node_at(e), name_of(c, e->u.name.id), e->u.name.context);
        break;
    case AST_SLICE:
        compile_slice(c, e);
        break;
    default: /* AST_STARRED */
        compile_starred(c, e);
    }
}

void compile_expression(struct compiler *c, struct ast_node *e)
{
    static void (*const compilers[AST_KIND_COUNT])(struct compiler * c, struct ast_node * e) = {
        [AST_BOOL_OP] = compile_bool_op,
        [AST_UNARY_OP] = compile_unary,
        [AST_LAMBDA] = compile_lambda,
        [AST_IF_EXP] = compile_conditional,
        [AST_DICT] = compile_dict,
        [AST_SET] = compile_sequence,
        [AST_LIST_COMP] = compile_comprehension,
        [AST_SET_COMP] = compile_comprehension,
        [AST_DICT_COMP] = compile_comprehension,
        [AST_GENERATOR_EXP] = compile_comprehension,
        [AST_YIELD] = compile_yield,
        [AST_YIELD_FROM] = compile_yield,
        [AST_AWAIT] = compile_await_expression,
        [AST_COMPARE] = compile_comparison,
        [AST_CALL] = compile_call,
        [AST_FORMATTED_VALUE] = compile_formatted,
        [AST_JOINED_STR] = compile_joined_str,
        [AST_INTERPOLATION] = compile_interpolation,
        [AST_TEMPLATE_STR] = compile_template_str,
        [AST_ATTRIBUTE] = compile_attribute,
        [AST_SUBSCRIPT] = compile_subscript,
        [AST_LIST] = compile_sequence,
        [AST_TUPLE] = compile_sequence,
        [AST_NAMED_EXPR] = compile_simple,
        [AST_BIN_OP] = compile_simple,
        [AST_CONSTANT] = compile_simple,
        [AST_NAME] = compile_simple,
        [AST_SLICE] = compile_simple,
        [AST_STARRED] = compile_simple,
    };
    if (c->failed || !compiler_deeper(c))
        return;
    struct location before = move_to(c, node_at(e));
    if (compilers[e->kind])
        compilers[e->kind](c, e);
    if (!c->failed)
        move_to(c, before);
    compiler_back(c);
}
