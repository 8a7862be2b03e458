/* Type parameters and type statements (PEP 695, 696).
 *
 * What is generic is made by a hidden function, "<generic parameters of f>", which makes its parameters, then
 * the function or class, or the alias. Bounds, defaults and the values of aliases are functions that are
 * called when somebody asks.
 */
#include <string.h>

#include "daemon/heap/object/str.h"
#include "daemon/python/symtable.h"

enum { WITH_DEFAULTS = 1 }; /* MAKE_FUNCTION */

static addr hidden_name(struct compiler *c, addr name)
{
    static const char before[] = "<generic parameters of ";
    size_t length = sizeof before - 1, bytes = c->failed ? 0 : str_utf8_size(c->h, name);
    char *text = compiler_alloc(c, length + bytes + 2);
    if (!text)
        return 0;
    memcpy(text, before, length);
    length += str_utf8(c->h, name, text + length);
    text[length++] = '>';
    return name_of(c, (struct ast_text){text, length});
}

static void emit_name_constant(struct compiler *c, struct location at, addr name)
{
    if (!c->failed)
        emit_constant(c, at, constant_merge(c, incref(c->h, name)));
}

/* The beginning of a function that is called when somebody asks: with a format, which is 1 unless
 * it is told. */
static bool enter_evaluator(struct compiler *c, struct location at, const void *key, addr name)
{
    addr one = constant_int(c, 1);
    emit_constant(c, at, c->failed ? 0 : constant_tuple(c, &one, 1));
    return compile_enter_annotation(c, at, key, name);
}

static void leave_evaluator(struct compiler *c, struct location at, bool add_none)
{
    emit(c, at, OP_RETURN_VALUE, 0);
    addr code = unit_leave(c, add_none);
    compile_closure(c, at, code, WITH_DEFAULTS);
}

static void compile_evaluator(struct compiler *c, struct ast_node *e, addr name, const void *key,
                              bool starred)
{
    struct location at = node_at(e);
    if (!enter_evaluator(c, at, key, name))
        return;
    if (starred && e->kind == AST_STARRED) {
        compile_expression(c, e->u.starred.value);
        emit(c, at, OP_UNPACK_SEQUENCE, 1);
    } else
        compile_expression(c, e);
    leave_evaluator(c, at, true);
}

static void compile_parameter(struct compiler *c, const struct ast_type_parameter *t, bool *has_default)
{
    static const uint32_t intrinsics[] = {[AST_TYPE_VAR] = INTRINSIC_TYPEVAR,
                                          [AST_TYPE_VAR_TUPLE] = INTRINSIC_TYPEVARTUPLE,
                                          [AST_PARAM_SPEC] = INTRINSIC_PARAMSPEC};
    struct location at = location_of(&t->at);
    addr name = name_of(c, t->name);
    emit_name_constant(c, at, name);
    if (t->bound) {
        compile_evaluator(c, t->bound, name, t, false);
        emit(c, at, OP_CALL_INTRINSIC_2,
             t->constraints ? INTRINSIC_TYPEVAR_WITH_CONSTRAINTS : INTRINSIC_TYPEVAR_WITH_BOUND);
    } else
        emit(c, at, OP_CALL_INTRINSIC_1, intrinsics[t->kind]);
    if (t->default_value) {
        *has_default = true;
        compile_evaluator(c, t->default_value, name, type_default_key(t), t->kind == AST_TYPE_VAR_TUPLE);
        emit(c, at, OP_CALL_INTRINSIC_2, INTRINSIC_SET_TYPEPARAM_DEFAULT);
    } else if (*has_default)
        compiler_error(c, at, "non-default type parameter '%U' follows default type parameter", name);
    emit(c, at, OP_COPY, 1);
    compile_name(c, at, name, AST_STORE);
}

bool compile_enter_type_parameters(struct compiler *c, addr name, const struct ast_type_parameters *l,
                                   int32_t line, uint32_t arguments, addr private, addr first_constant)
{
    addr hidden = hidden_name(c, name);
    bool has_default = false;
    if (c->failed || !unit_enter(c, hidden, UNIT_ANNOTATIONS, type_parameters_key(l), line, private))
        return false;
    c->unit->argcount = arguments;
    if (first_constant)
        emit_name_constant(c, location_of(&l->items[0].at), first_constant);
    for (size_t i = 0; i < l->count && !c->failed; i++)
        compile_parameter(c, &l->items[i], &has_default);
    emit(c, location_of(&l->items[0].at), OP_BUILD_TUPLE, (uint32_t)l->count);
    return !c->failed;
}

void compile_leave_type_parameters(struct compiler *c, struct location at, uint32_t arguments)
{
    addr code = unit_leave(c, false);
    compile_closure(c, at, code, 0);
    if (arguments)
        emit(c, at, OP_SWAP, arguments + 1);
    else
        emit(c, at, OP_PUSH_NULL, 0);
    emit(c, at, OP_CALL, arguments ? arguments - 1 : 0);
}

void compile_type_alias(struct compiler *c, struct ast_node *s)
{
    const struct ast_type_parameters *l = &s->u.type_alias.parameters;
    struct location at = node_at(s);
    addr name = name_of(c, s->u.type_alias.name->u.name.id);
    if (l->count) {
        if (!compile_enter_type_parameters(c, name, l, at.line, 0, 0, name))
            return;
    } else {
        emit_name_constant(c, at, name);
        emit_none(c, at);
    }
    if (!enter_evaluator(c, at, s, name))
        return;
    compile_expression(c, s->u.type_alias.value);
    leave_evaluator(c, at, false);
    emit(c, at, OP_BUILD_TUPLE, 3);
    emit(c, at, OP_CALL_INTRINSIC_1, INTRINSIC_TYPEALIAS);
    if (l->count)
        compile_leave_type_parameters(c, at, 0);
    compile_name(c, at, name, AST_STORE);
}
