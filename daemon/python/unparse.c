/* The source of an expression, for annotations that are nothing but text (Python/ast_unparse.c). */
#include <string.h>

#include "daemon/heap/object/format.h"
#include "daemon/heap/object/text.h"
#include "daemon/python/compiler.h"

enum { /* how tightly what is around an expression binds */
       P_NAMED,
       P_TUPLE,
       P_TEST,
       P_OR,
       P_AND,
       P_NOT,
       P_COMPARE,
       P_EXPR,
       P_BXOR,
       P_BAND,
       P_SHIFT,
       P_ARITH,
       P_TERM,
       P_FACTOR,
       P_POWER,
       P_AWAIT,
       P_ATOM
};
#define P_BOR P_EXPR

struct writer {
    struct compiler *c;
    struct text text; /* grown by hand: never cut */
};

static void put(struct writer *w, const char *bytes, size_t length)
{
    struct text *t = &w->text;
    if (w->c->failed)
        return;
    if (t->capacity - t->length < length) {
        size_t capacity = (t->capacity + length) * 2;
        char *grown = compiler_alloc(w->c, capacity);
        if (!grown)
            return;
        if (t->length)
            memcpy(grown, t->bytes, t->length);
        t->bytes = grown;
        t->capacity = capacity;
    }
    memcpy(t->bytes + t->length, bytes, length);
    t->length += length;
}

static void puts_(struct writer *w, const char *text)
{
    put(w, text, strlen(text));
}
static void put_text(struct writer *w, struct ast_text t)
{
    put(w, t.bytes, t.length);
}
static void put_if(struct writer *w, bool wanted, const char *text)
{
    if (wanted)
        puts_(w, text);
}

static void put_expression(struct writer *w, const struct ast_node *e, int level);

static void put_list(struct writer *w, const struct ast_list *l, int level)
{
    for (size_t i = 0; i < l->count; i++) {
        put_if(w, i > 0, ", ");
        put_expression(w, l->items[i], level);
    }
}

/* ---- operators --------------------------------------------------------------------------------------- */

static void put_bool_op(struct writer *w, const struct ast_node *e, int level)
{
    bool is_and = e->u.bool_op.op == AST_AND;
    int own = is_and ? P_AND : P_OR;
    put_if(w, level > own, "(");
    for (size_t i = 0; i < e->u.bool_op.values.count; i++) {
        put_if(w, i > 0, is_and ? " and " : " or ");
        put_expression(w, e->u.bool_op.values.items[i], own + 1);
    }
    put_if(w, level > own, ")");
}

static void put_bin_op(struct writer *w, const struct ast_node *e, int level)
{
    static const struct {
        const char *text;
        int level;
    } operators[AST_OPERATOR_COUNT] = {
        [AST_ADD] = {" + ", P_ARITH},     [AST_SUB] = {" - ", P_ARITH},
        [AST_MULT] = {" * ", P_TERM},     [AST_MAT_MULT] = {" @ ", P_TERM},
        [AST_DIV] = {" / ", P_TERM},      [AST_MOD] = {" % ", P_TERM},
        [AST_LSHIFT] = {" << ", P_SHIFT}, [AST_RSHIFT] = {" >> ", P_SHIFT},
        [AST_BIT_OR] = {" | ", P_BOR},    [AST_BIT_XOR] = {" ^ ", P_BXOR},
        [AST_BIT_AND] = {" & ", P_BAND},  [AST_FLOOR_DIV] = {" // ", P_TERM},
        [AST_POW] = {" ** ", P_POWER},
    };
    int own = operators[e->u.bin_op.op].level;
    bool right = e->u.bin_op.op == AST_POW; /* which of its operands may be of its own kind */
    put_if(w, level > own, "(");
    put_expression(w, e->u.bin_op.left, own + right);
    puts_(w, operators[e->u.bin_op.op].text);
    put_expression(w, e->u.bin_op.right, own + !right);
    put_if(w, level > own, ")");
}

static void put_unary_op(struct writer *w, const struct ast_node *e, int level)
{
    static const char *const operators[] = {
        [AST_INVERT] = "~", [AST_NOT] = "not ", [AST_UADD] = "+", [AST_USUB] = "-"};
    int own = e->u.unary_op.op == AST_NOT ? P_NOT : P_FACTOR;
    put_if(w, level > own, "(");
    puts_(w, operators[e->u.unary_op.op]);
    put_expression(w, e->u.unary_op.operand, own);
    put_if(w, level > own, ")");
}

static void put_compare(struct writer *w, const struct ast_node *e, int level)
{
    static const char *const operators[] = {
        [AST_LT] = " < ",  [AST_LE] = " <= ",        [AST_EQ] = " == ", [AST_NE] = " != ",
        [AST_GT] = " > ",  [AST_GE] = " >= ",        [AST_IN] = " in ", [AST_NOT_IN] = " not in ",
        [AST_IS] = " is ", [AST_IS_NOT] = " is not "};
    put_if(w, level > P_COMPARE, "(");
    put_expression(w, e->u.compare.left, P_COMPARE + 1);
    for (size_t i = 0; i < e->u.compare.comparators.count; i++) {
        puts_(w, operators[e->u.compare.ops[i]]);
        put_expression(w, e->u.compare.comparators.items[i], P_COMPARE + 1);
    }
    put_if(w, level > P_COMPARE, ")");
}

/* ---- functions and calls ----------------------------------------------------------------------------- */

struct arguments_state {
    size_t written;
};

static void put_parameter(struct writer *w, struct arguments_state *s, const char *star,
                          const struct ast_argument *a, const struct ast_node *value)
{
    put_if(w, s->written++ > 0, ", ");
    puts_(w, star);
    put_text(w, a->name);
    if (a->annotation) {
        puts_(w, ": ");
        put_expression(w, a->annotation, P_TEST);
    }
    if (value) {
        puts_(w, "=");
        put_expression(w, value, P_TEST);
    }
}

static void put_arguments(struct writer *w, const struct ast_arguments *a)
{
    struct arguments_state s = {0};
    size_t positional = a->positional_only_count + a->positional_count;
    for (size_t i = 0; i < positional; i++) {
        const struct ast_argument *p = i < a->positional_only_count
                                           ? &a->positional_only[i]
                                           : &a->positional[i - a->positional_only_count];
        size_t without = positional - a->defaults.count;
        put_parameter(w, &s, "", p, i >= without ? a->defaults.items[i - without] : NULL);
        put_if(w, a->positional_only_count && i + 1 == a->positional_only_count, ", /");
    }
    if (a->var_positional)
        put_parameter(w, &s, "*", a->var_positional, NULL);
    else if (a->keyword_only_count) {
        put_if(w, s.written++ > 0, ", ");
        puts_(w, "*");
    }
    for (size_t i = 0; i < a->keyword_only_count; i++)
        put_parameter(w, &s, "", &a->keyword_only[i], a->keyword_defaults.items[i]);
    if (a->var_keyword)
        put_parameter(w, &s, "**", a->var_keyword, NULL);
}

static void put_lambda(struct writer *w, const struct ast_node *e, int level)
{
    const struct ast_arguments *a = e->u.function.arguments;
    bool any = a->positional_only_count + a->positional_count + a->keyword_only_count || a->var_positional ||
               a->var_keyword;
    put_if(w, level > P_TEST, "(");
    puts_(w, any ? "lambda " : "lambda");
    put_arguments(w, a);
    puts_(w, ": ");
    put_expression(w, e->u.function.body_value, P_TEST);
    put_if(w, level > P_TEST, ")");
}

static void put_call(struct writer *w, const struct ast_node *e)
{
    const struct ast_list *args = &e->u.call.args;
    bool first = true;
    put_expression(w, e->u.call.function, P_ATOM);
    if (args->count == 1 && !e->u.call.keyword_count && args->items[0]->kind == AST_GENERATOR_EXP) {
        put_expression(w, args->items[0], P_TEST); /* with its own parentheses */
        return;
    }
    puts_(w, "(");
    for (size_t i = 0; i < args->count; i++, first = false) {
        put_if(w, !first, ", ");
        put_expression(w, args->items[i], P_TEST);
    }
    for (size_t i = 0; i < e->u.call.keyword_count; i++, first = false) {
        const struct ast_keyword *k = &e->u.call.keywords[i];
        put_if(w, !first, ", ");
        if (k->name.bytes)
            put_text(w, k->name);
        puts_(w, k->name.bytes ? "=" : "**");
        put_expression(w, k->value, P_TEST);
    }
    puts_(w, ")");
}

/* ---- displays and comprehensions ------------------------------------------------------------- */

static void put_dict(struct writer *w, const struct ast_node *e)
{
    puts_(w, "{");
    for (size_t i = 0; i < e->u.dict.values.count; i++) {
        put_if(w, i > 0, ", ");
        if (e->u.dict.keys.items[i]) {
            put_expression(w, e->u.dict.keys.items[i], P_TEST);
            puts_(w, ": ");
            put_expression(w, e->u.dict.values.items[i], P_TEST);
        } else {
            puts_(w, "**");
            put_expression(w, e->u.dict.values.items[i], P_EXPR);
        }
    }
    puts_(w, "}");
}

static void put_tuple(struct writer *w, const struct ast_node *e, int level)
{
    const struct ast_list *l = &e->u.sequence.elements;
    put_if(w, level > P_TUPLE || !l->count, "(");
    put_list(w, l, P_TEST);
    put_if(w, l->count == 1, ",");
    put_if(w, level > P_TUPLE || !l->count, ")");
}

static void put_comprehension(struct writer *w, const struct ast_node *e)
{
    static const char brackets[][3] = {
        [AST_LIST_COMP] = "[]", [AST_SET_COMP] = "{}", [AST_DICT_COMP] = "{}", [AST_GENERATOR_EXP] = "()"};
    put(w, &brackets[e->kind][0], 1);
    put_expression(w, e->u.comprehension.element, P_TEST);
    if (e->kind == AST_DICT_COMP) {
        puts_(w, ": ");
        put_expression(w, e->u.comprehension.value, P_TEST);
    }
    for (size_t i = 0; i < e->u.comprehension.count; i++) {
        const struct ast_comprehension *g = &e->u.comprehension.generators[i];
        puts_(w, g->is_async ? " async for " : " for ");
        put_expression(w, g->target, P_TUPLE);
        puts_(w, " in ");
        put_expression(w, g->iterable, P_TEST + 1);
        for (size_t k = 0; k < g->conditions.count; k++) {
            puts_(w, " if ");
            put_expression(w, g->conditions.items[k], P_TEST + 1);
        }
    }
    put(w, &brackets[e->kind][1], 1);
}

/* ---- constants --------------------------------------------------------------------------------------------
 */

static void put_repr(struct writer *w, addr o)
{
    struct compiler *c = w->c;
    addr s = c->failed ? 0 : object_repr_str(c->h, o);
    if (!s) {
        compiler_fail(c, HEAP_RAISED);
        return;
    }
    char *text = compiler_alloc(c, str_utf8_size(c->h, s) + 1);
    if (text)
        put(w, text, str_utf8(c->h, s, text));
    decref(c->h, s);
}

static void put_constant(struct writer *w, const struct ast_node *e)
{
    struct ast_node copy = *e;
    if (e->u.constant.kind == AST_CONST_ELLIPSIS) {
        puts_(w, "...");
        return;
    }
    put_if(w, e->u.constant.u_prefix, "u");
    if (e->u.constant.kind == AST_CONST_FLOAT ||
        e->u.constant.kind == AST_CONST_COMPLEX) { /* infinity has no literal */
        size_t from = w->text.length;
        put_repr(w, constant_value(w->c, &copy));
        if (!w->c->failed && w->text.length - from >= 3 && memcmp(w->text.bytes + from, "inf", 3) == 0) {
            w->text.length = from;
            puts_(w, e->u.constant.kind == AST_CONST_FLOAT ? "1e309" : "1e309j");
        }
        return;
    }
    put_repr(w, constant_value(w->c, &copy));
}

static void put_braced(struct writer *w, struct ast_text t) /* { and } doubled */
{
    for (size_t i = 0; i < t.length; i++) {
        put(w, &t.bytes[i], 1);
        if (t.bytes[i] == '{' || t.bytes[i] == '}')
            put(w, &t.bytes[i], 1);
    }
}

static void put_formatted_part(struct writer *w, const struct ast_node *e);

static void put_formatted(struct writer *w, const struct ast_node *e)
{
    struct writer inner = {.c = w->c};
    if (e->kind == AST_INTERPOLATION)
        put(&inner, e->u.formatted.source.bytes, e->u.formatted.source.length);
    else
        put_expression(&inner, e->u.formatted.value, P_TEST + 1);
    put_if(w, true, inner.text.length && inner.text.bytes[0] == '{' ? "{ " : "{");
    put(w, inner.text.bytes, inner.text.length);
    if (e->u.formatted.conversion) {
        puts_(w, "!");
        put(w, &e->u.formatted.conversion, 1);
    }
    if (e->u.formatted.spec) {
        puts_(w, ":");
        put_formatted_part(w, e->u.formatted.spec);
    }
    puts_(w, "}");
}

static void put_formatted_part(struct writer *w, const struct ast_node *e)
{
    if (e->kind == AST_CONSTANT)
        put_braced(w, e->u.constant.text);
    else if (e->kind == AST_FORMATTED_VALUE || e->kind == AST_INTERPOLATION)
        put_formatted(w, e);
    else
        for (size_t i = 0; i < e->u.values.count; i++)
            put_formatted_part(w, e->u.values.items[i]);
}

static void put_joined(struct writer *w, const struct ast_node *e)
{
    struct writer inner = {.c = w->c};
    put_formatted_part(&inner, e);
    puts_(w, e->kind == AST_TEMPLATE_STR ? "t" : "f");
    if (w->c->failed)
        return;
    addr s = str_from_utf8(w->c->h, inner.text.bytes ? inner.text.bytes : "", inner.text.length);
    if (!s) {
        compiler_fail(w->c, HEAP_RAISED);
        return;
    }
    put_repr(w, s);
    decref(w->c->h, s);
}

/* ---- all
 * ----------------------------------------------------------------------------------------------------- */

static void put_subscript(struct writer *w, const struct ast_node *e)
{
    const struct ast_node *slice = e->u.subscript.slice;
    put_expression(w, e->u.subscript.value, P_ATOM);
    puts_(w, "[");
    put_expression(w, slice, P_TUPLE);
    puts_(w, "]");
}

static void put_slice(struct writer *w, const struct ast_node *e)
{
    if (e->u.slice.lower)
        put_expression(w, e->u.slice.lower, P_TEST);
    puts_(w, ":");
    if (e->u.slice.upper)
        put_expression(w, e->u.slice.upper, P_TEST);
    if (e->u.slice.step) {
        puts_(w, ":");
        put_expression(w, e->u.slice.step, P_TEST);
    }
}

static void put_attribute(struct writer *w, const struct ast_node *e)
{
    const struct ast_node *value = e->u.attribute.value;
    put_expression(w, value, P_ATOM);
    puts_(w, value->kind == AST_CONSTANT && value->u.constant.kind == AST_CONST_INT ? " ." : ".");
    put_text(w, e->u.attribute.name);
}

static void put_conditional(struct writer *w, const struct ast_node *e, int level)
{
    put_if(w, level > P_TEST, "(");
    put_expression(w, e->u.if_exp.body, P_TEST + 1);
    puts_(w, " if ");
    put_expression(w, e->u.if_exp.test, P_TEST + 1);
    puts_(w, " else ");
    put_expression(w, e->u.if_exp.or_else, P_TEST);
    put_if(w, level > P_TEST, ")");
}

static void put_rest(struct writer *w, const struct ast_node *e, int level)
{
    switch (e->kind) {
    case AST_JOINED_STR:
    case AST_FORMATTED_VALUE:
    case AST_TEMPLATE_STR:
        put_joined(w, e);
        break;
    case AST_CONSTANT:
        put_constant(w, e);
        break;
    case AST_ATTRIBUTE:
        put_attribute(w, e);
        break;
    case AST_SUBSCRIPT:
        put_subscript(w, e);
        break;
    case AST_SLICE:
        put_slice(w, e);
        break;
    case AST_STARRED:
        puts_(w, "*");
        put_expression(w, e->u.starred.value, P_EXPR);
        break;
    case AST_NAME:
        put_text(w, e->u.name.id);
        break;
    case AST_NAMED_EXPR:
        put_if(w, level > P_NAMED, "(");
        put_expression(w, e->u.named.target, P_ATOM);
        puts_(w, " := ");
        put_expression(w, e->u.named.value, P_ATOM);
        put_if(w, level > P_NAMED, ")");
        break;
    case AST_AWAIT:
        put_if(w, level > P_AWAIT, "(");
        puts_(w, "await ");
        put_expression(w, e->u.value, P_ATOM);
        put_if(w, level > P_AWAIT, ")");
        break;
    case AST_YIELD:
    case AST_YIELD_FROM:
        puts_(w, e->kind == AST_YIELD_FROM ? "(yield from " : e->u.value ? "(yield " : "(yield");
        if (e->u.value)
            put_expression(w, e->u.value, P_TEST);
        puts_(w, ")");
        break;
    default:
        break;
    }
}

static void put_expression(struct writer *w, const struct ast_node *e, int level)
{
    if (w->c->failed || !compiler_deeper(w->c))
        return;
    switch (e->kind) {
    case AST_BOOL_OP:
        put_bool_op(w, e, level);
        break;
    case AST_BIN_OP:
        put_bin_op(w, e, level);
        break;
    case AST_UNARY_OP:
        put_unary_op(w, e, level);
        break;
    case AST_LAMBDA:
        put_lambda(w, e, level);
        break;
    case AST_IF_EXP:
        put_conditional(w, e, level);
        break;
    case AST_DICT:
        put_dict(w, e);
        break;
    case AST_SET:
        puts_(w, "{");
        put_list(w, &e->u.sequence.elements, P_TEST);
        puts_(w, "}");
        break;
    case AST_LIST_COMP:
    case AST_SET_COMP:
    case AST_DICT_COMP:
    case AST_GENERATOR_EXP:
        put_comprehension(w, e);
        break;
    case AST_COMPARE:
        put_compare(w, e, level);
        break;
    case AST_CALL:
        put_call(w, e);
        break;
    case AST_LIST:
        puts_(w, "[");
        put_list(w, &e->u.sequence.elements, P_TEST);
        puts_(w, "]");
        break;
    case AST_TUPLE:
        put_tuple(w, e, level);
        break;
    default:
        put_rest(w, e, level);
    }
    compiler_back(w->c);
}

addr unparse(struct compiler *c, const struct ast_node *e)
{
    struct writer w = {.c = c};
    put_expression(&w, e, P_TEST);
    if (c->failed)
        return 0;
    return str_from_utf8(c->h, w.text.bytes ? w.text.bytes : "", w.text.length);
}
