/* What is an expression by the grammar and surely no good: the compiler's warnings (Python/codegen.c,
 * check_compare() and those that follow it). */
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/python/compiler.h"

static bool is_singleton(const struct ast_node *e)
{
    enum ast_constant kind = e->u.constant.kind;
    return kind == AST_CONST_NONE || kind == AST_CONST_TRUE || kind == AST_CONST_FALSE ||
           kind == AST_CONST_ELLIPSIS;
}

static bool is_literal(struct ast_node *e)
{
    if (e->kind == AST_TUPLE) { /* of constants; folded already where trees are */
        for (size_t i = 0; i < e->u.sequence.elements.count; i++)
            if (e->u.sequence.elements.items[i]->kind != AST_CONSTANT)
                return false;
        return true;
    }
    return e->kind == AST_CONSTANT && !is_singleton(e);
}

static enum kind constant_kind(struct compiler *c, struct ast_node *e)
{
    addr value = constant_value(c, e);
    return value ? object_kind(c->h, value) : KIND_NONE;
}

/* The name of the type that the value will have; NULL: nobody knows. */
static const char *type_of(struct compiler *c, struct ast_node *e)
{
    switch (e->kind) {
    case AST_TUPLE:
        return "tuple";
    case AST_LIST:
    case AST_LIST_COMP:
        return "list";
    case AST_DICT:
    case AST_DICT_COMP:
        return "dict";
    case AST_SET:
    case AST_SET_COMP:
        return "set";
    case AST_GENERATOR_EXP:
        return "generator";
    case AST_LAMBDA:
        return "function";
    case AST_JOINED_STR:
    case AST_FORMATTED_VALUE:
        return "str";
    case AST_TEMPLATE_STR:
        return type_name(c->h, c->h->type[KIND_TEMPLATE]);
    case AST_CONSTANT: {
        addr value = constant_value(c, e);
        return value ? object_type_name(c->h, value) : NULL;
    }
    default:
        return NULL;
    }
}

void doubtful_comparison(struct compiler *c, struct ast_node *e)
{
    struct ast_node *left = e->u.compare.left;
    for (size_t i = 0; i < e->u.compare.comparators.count && !c->failed; i++) {
        struct ast_node *right = e->u.compare.comparators.items[i];
        bool is = e->u.compare.ops[i] == AST_IS;
        if ((is || e->u.compare.ops[i] == AST_IS_NOT) && (is_literal(left) || is_literal(right))) {
            const char *type = type_of(c, is_literal(right) ? right : left);
            const char *what = is ? "is" : "is not", *better = is ? "==" : "!=";
            if (c->abi->suggestions_3_12)
                compiler_warn(c, node_at(e), "\"%s\" with '%.100s' literal. Did you mean \"%s\"?", what,
                              type ? type : "", better);
            else
                compiler_warn(c, node_at(e), "\"%s\" with a literal. Did you mean \"%s\"?", what, better);
            return;
        }
        left = right;
    }
}

void doubtful_call(struct compiler *c, struct ast_node *e)
{
    struct ast_node *function = e->u.call.function;
    if (function->kind == AST_LAMBDA)
        return;
    const char *type = type_of(c, function);
    if (type)
        compiler_warn(c, node_at(c->abi->locations_are_explicit ? function : e),
                      "'%.100s' object is not callable; perhaps you missed a comma?", type);
}

static bool has_no_items(struct compiler *c, struct ast_node *e)
{
    if (e->kind == AST_CONSTANT) {
        enum kind kind = constant_kind(c, e);
        return kind == KIND_NONE || kind == KIND_ELLIPSIS || kind == KIND_INT || kind == KIND_BOOL ||
               kind == KIND_FLOAT || kind == KIND_COMPLEX || kind == KIND_FROZENSET;
    }
    return e->kind == AST_SET || e->kind == AST_SET_COMP || e->kind == AST_GENERATOR_EXP ||
           e->kind == AST_TEMPLATE_STR || e->kind == AST_LAMBDA;
}

static bool is_sequence(struct compiler *c, struct ast_node *e)
{
    if (e->kind == AST_CONSTANT) {
        enum kind kind = constant_kind(c, e);
        return kind == KIND_STR || kind == KIND_BYTES || kind == KIND_TUPLE;
    }
    return e->kind == AST_TUPLE || e->kind == AST_LIST || e->kind == AST_LIST_COMP ||
           e->kind == AST_JOINED_STR || e->kind == AST_FORMATTED_VALUE;
}

void doubtful_subscript(struct compiler *c, struct ast_node *e)
{
    struct ast_node *value = e->u.subscript.value, *slice = e->u.subscript.slice;
    struct location at = node_at(e);
    if (has_no_items(c, value)) {
        compiler_warn(c, at, "'%.100s' object is not subscriptable; perhaps you missed a comma?",
                      type_of(c, value));
        return;
    }
    const char *index = is_sequence(c, value) ? type_of(c, slice) : NULL;
    if (!index)
        return;
    if (slice->kind == AST_CONSTANT) {
        enum kind kind = constant_kind(c, slice);
        if (kind == KIND_INT || kind == KIND_BOOL || kind == KIND_SLICE)
            return;
    }
    compiler_warn(c, at, "%.100s indices must be integers or slices, not %.100s; perhaps you missed a comma?",
                  type_of(c, value), index);
}

void doubtful_assertion(struct compiler *c, struct ast_node *s)
{
    struct ast_node *test = s->u.assert.test;
    bool always = test->kind == AST_TUPLE && test->u.sequence.elements.count;
    if (test->kind == AST_CONSTANT && constant_kind(c, test) == KIND_TUPLE)
        always = tuple_length(c->h, constant_value(c, test)) > 0;
    if (always)
        compiler_warn(c, node_at(s), "assertion is always true, perhaps remove parentheses?");
}
