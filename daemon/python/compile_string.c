/* f-strings and t-strings. Mirrors codegen_joined_str, codegen_formatted_value, codegen_template_str and
 * codegen_interpolation of Python/codegen.c.
 */
#include <string.h>

#include "daemon/heap/object/str.h"
#include "daemon/python/symtable.h"

static void emit_empty(struct compiler *c, struct location at)
{
    emit_constant(c, at, constant_merge(c, incref(c->h, c->known[KNOWN_EMPTY])));
}

void compile_joined_str(struct compiler *c, struct ast_node *e)
{
    struct location at = node_at(e);
    size_t n = e->u.values.count;
    if (n > STACK_USE_GUIDELINE) {
        emit_empty(c, at);
        emit_name(c, at, OP_LOAD_METHOD, &c->unit->names, c->known[KNOWN_JOIN]);
        emit(c, at, OP_BUILD_LIST, 0);
        for (size_t i = 0; i < n && !c->failed; i++) {
            compile_expression(c, e->u.values.items[i]);
            emit(c, at, OP_LIST_APPEND, 1);
        }
        emit(c, at, OP_CALL, 1);
        return;
    }
    compile_expressions(c, &e->u.values);
    if (n > 1 || (n == 0 && !c->abi->conversions_come_first))
        emit(c, at, OP_BUILD_STRING, (uint32_t)n);
    else if (n == 0)
        emit_empty(c, at);
}

/* !s, !r, !a: 1, 2, 3; 0: none. */
static uint32_t conversion_of(const struct ast_node *e)
{
    static const char conversions[] = "sra";
    const char *found = e->u.formatted.conversion ? strchr(conversions, e->u.formatted.conversion) : NULL;
    return found ? (uint32_t)(found - conversions) + 1 : 0;
}

void compile_formatted(struct compiler *c, struct ast_node *e)
{
    struct location at = node_at(e);
    uint32_t conversion = conversion_of(e);
    compile_expression(c, e->u.formatted.value);
    if (conversion && c->abi->conversions_come_first) {
        emit(c, at, OP_CONVERT_VALUE, conversion);
        conversion = 0;
    }
    if (e->u.formatted.spec)
        compile_expression(c, e->u.formatted.spec);
    emit(c, at, e->u.formatted.spec ? OP_FORMAT_WITH_SPEC : OP_FORMAT_SIMPLE, conversion);
}

/* ---- t-strings ----------------------------------------------------------------------------------- */

void compile_interpolation(struct compiler *c, struct ast_node *e)
{
    struct location at = node_at(e);
    struct ast_text source = e->u.formatted.source;
    compile_expression(c, e->u.formatted.value);
    addr text = c->failed ? 0 : str_from_utf8(c->h, source.bytes, source.length);
    if (!text) {
        compiler_fail(c, HEAP_RAISED);
        return;
    }
    emit_constant(c, at, constant_merge(c, text));
    if (e->u.formatted.spec)
        compile_expression(c, e->u.formatted.spec);
    emit(c, at, OP_BUILD_INTERPOLATION, conversion_of(e) << 2 | (e->u.formatted.spec != NULL));
}

/* The texts, of which there is one before, between and behind interpolations, then these. */
void compile_template_str(struct compiler *c, struct ast_node *e)
{
    struct location at = node_at(e);
    const struct ast_list *values = &e->u.values;
    uint32_t strings = 0, interpolations = 0;
    for (size_t i = 0; i <= values->count && !c->failed; i++) {
        bool text = i < values->count && values->items[i]->kind != AST_INTERPOLATION;
        if (text)
            compile_expression(c, values->items[i]);
        else if (i == 0 || values->items[i - 1]->kind == AST_INTERPOLATION)
            emit_empty(c, at);
        else
            continue;
        strings++;
    }
    emit(c, at, OP_BUILD_TUPLE, strings);
    for (size_t i = 0; i < values->count && !c->failed; i++)
        if (values->items[i]->kind == AST_INTERPOLATION) {
            compile_expression(c, values->items[i]);
            interpolations++;
        }
    emit(c, at, OP_BUILD_TUPLE, interpolations);
    emit(c, at, OP_BUILD_TEMPLATE, 0);
}
