/* The pass over the tree before its symbols are collected. Up to 3.13 it folds what is constant
 * (Python/ast_opt.c); from 3.14 on that is done in the code, and only what code cannot do is left
 * (Python/ast_preprocess.c): "%s" % (x,) becomes an f-string,
 * __debug__ a constant, and negative and complex numbers in patterns are made. */
#include <string.h>

#include "daemon/heap/object/container.h"
#include "daemon/heap/object/text.h"
#include "daemon/python/compiler.h"

static void fold_expression(struct compiler *c, struct ast_node *e);
static void fold_statement(struct compiler *c, struct ast_node *s);

static bool folds(const struct compiler *c)
{
    return c->abi->tree_is_folded && !c->failed;
}

static void fold_expressions(struct compiler *c, const struct ast_list *l)
{
    for (size_t i = 0; i < l->count && !c->failed; i++)
        if (l->items[i])
            fold_expression(c, l->items[i]);
}

static void fold_optional(struct compiler *c, struct ast_node *e)
{
    if (e)
        fold_expression(c, e);
}

/* ---- "..." % (...) --------------------------------------------------------------------------- */

struct format { /* of which the conversions are read one after another */
    const char *p, *end;
};

static struct ast_node *node_new(struct compiler *c, enum ast_kind kind, struct ast_position at)
{
    struct ast_node *n = compiler_alloc(c, sizeof *n);
    if (n) {
        n->kind = kind;
        n->at = at;
    }
    return n;
}

static struct ast_node *text_node(struct compiler *c, const char *text, size_t length)
{
    struct ast_node *n =
        node_new(c, AST_CONSTANT, (struct ast_position){UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX});
    if (n) {
        n->u.constant.kind = AST_CONST_STR;
        n->u.constant.text = (struct ast_text){text, length};
    }
    return n;
}

/* The text up to the next conversion, %% made %; NULL: there is none. */
static struct ast_node *read_text(struct compiler *c, struct format *f)
{
    size_t n = 0;
    char *text = compiler_alloc(c, (size_t)(f->end - f->p) + 1);
    if (!text)
        return NULL;
    while (f->p < f->end) {
        if (*f->p == '%' && !(f->p + 1 < f->end && f->p[1] == '%'))
            break;
        f->p += *f->p == '%';
        text[n++] = *f->p++;
    }
    return n ? text_node(c, text, n) : NULL;
}

/* A number of less than three digits; false: there is something else. */
static bool read_number(struct format *f, char *digits, size_t *count)
{
    for (*count = 0; f->p < f->end && *f->p >= '0' && *f->p <= '9'; f->p++) {
        digits[(*count)++] = *f->p;
        if (*count >= 3)
            return false;
    }
    return f->p < f->end;
}

/* A conversion behind its %, as an f-string's: NULL for what those cannot do. */
static struct ast_node *read_conversion(struct compiler *c, struct format *f, struct ast_node *value)
{
    char width[3], precision[3], spec[12];
    size_t widths = 0, precisions = 0, n = 0;
    bool left = false, has_precision = false;
    for (; f->p < f->end && strchr("-+ #0", *f->p); f->p++)
        left |= *f->p == '-';
    if (!read_number(f, width, &widths))
        return NULL;
    if (*f->p == '.') {
        f->p++;
        has_precision = true;
        if (f->p >= f->end || !read_number(f, precision, &precisions))
            return NULL;
    }
    char conversion = *f->p++;
    if (conversion != 's' && conversion != 'r' && conversion != 'a')
        return NULL;
    if (!left && widths)
        spec[n++] = '>';
    memcpy(spec + n, width, widths);
    n += widths;
    if (has_precision) { /* the number is written anew */
        size_t zeros = 0;
        while (zeros + 1 < precisions && precision[zeros] == '0')
            zeros++;
        spec[n++] = '.';
        if (precisions == 0)
            spec[n++] = '0';
        memcpy(spec + n, precision + zeros, precisions - zeros);
        n += precisions - zeros;
    }
    struct ast_node *e = node_new(c, AST_FORMATTED_VALUE, value->at);
    char *kept = n ? compiler_alloc(c, n) : NULL;
    if (!e || (n && !kept))
        return NULL;
    e->u.formatted.value = value;
    e->u.formatted.conversion = conversion;
    if (n) {
        memcpy(kept, spec, n);
        e->u.formatted.spec = text_node(c, kept, n);
    }
    return e;
}

/* Of a constant that is a str. */
static struct ast_text text_of(struct compiler *c, struct ast_node *e)
{
    addr s = constant_value(c, e);
    if (!s || e->u.constant.kind == AST_CONST_STR)
        return e->u.constant.text;
    char *text = compiler_alloc(c, str_utf8_size(c->h, s) + 1);
    return (struct ast_text){text, text ? str_utf8(c->h, s, text) : 0};
}

static void fold_format(struct compiler *c, struct ast_node *e)
{
    const struct ast_list *args = &e->u.bin_op.right->u.sequence.elements;
    struct ast_text text = text_of(c, e->u.bin_op.left);
    struct format f = {text.bytes, text.bytes + text.length};
    struct ast_node **values = compiler_alloc(c, (args->count * 2 + 1) * sizeof *values);
    size_t n = 0, used = 0;
    for (size_t i = 0; i < args->count; i++)
        if (args->items[i]->kind == AST_STARRED)
            return;
    while (!c->failed) {
        struct ast_node *literal = read_text(c, &f);
        if (literal)
            values[n++] = literal;
        if (f.p >= f.end)
            break;
        f.p++;
        struct ast_node *conversion = used < args->count ? read_conversion(c, &f, args->items[used]) : NULL;
        if (!conversion)
            return;
        used++;
        values[n++] = conversion;
    }
    if (c->failed || used < args->count)
        return;
    e->kind = AST_JOINED_STR;
    e->u.values = (struct ast_list){values, n};
}

/* ---- operators -------------------------------------------------------------------------------------------
 */

static bool is_constant(const struct ast_node *e)
{
    return e->kind == AST_CONSTANT;
}

static void become(struct compiler *c, struct ast_node *e, addr o)
{
    if (o)
        constant_fold(c, e, o);
}

static void fold_bin_op(struct compiler *c, struct ast_node *e)
{
    struct ast_node *left = e->u.bin_op.left, *right = e->u.bin_op.right;
    fold_expression(c, left);
    fold_expression(c, right);
    if (c->failed || !is_constant(left))
        return;
    addr value = constant_value(c, left);
    if (!value)
        return;
    if (e->u.bin_op.op == AST_MOD && right->kind == AST_TUPLE && object_kind(c->h, value) == KIND_STR)
        fold_format(c, e);
    else if (folds(c) && is_constant(right)) {
        addr b = constant_value(c, right);
        if (b)
            become(c, e, fold_binary(c, e->u.bin_op.op, value, b));
    }
}

static void fold_unary_op(struct compiler *c, struct ast_node *e)
{
    static const enum ast_compare inverted[] = {
        [AST_IS] = AST_IS_NOT, [AST_IS_NOT] = AST_IS, [AST_IN] = AST_NOT_IN, [AST_NOT_IN] = AST_IN};
    struct ast_node *operand = e->u.unary_op.operand;
    fold_expression(c, operand);
    if (!folds(c))
        return;
    if (is_constant(operand)) {
        addr value = constant_value(c, operand);
        if (value)
            become(c, e, fold_unary(c, e->u.unary_op.op, value));
    } else if (e->u.unary_op.op == AST_NOT && operand->kind == AST_COMPARE &&
               operand->u.compare.comparators.count == 1 && operand->u.compare.ops[0] >= AST_IN) {
        operand->u.compare.ops[0] = inverted[operand->u.compare.ops[0]];
        *e = *operand; /* the place too */
    }
}

/* The constant tuple or frozenset of the elements; 0: they are not constant. */
static addr constants_of(struct compiler *c, const struct ast_list *l, bool set)
{
    addr *items = compiler_alloc(c, (l->count + 1) * sizeof *items);
    for (size_t i = 0; i < l->count && !c->failed; i++) {
        if (!is_constant(l->items[i]))
            return 0;
        items[i] = constant_value(c, l->items[i]);
    }
    if (c->failed)
        return 0;
    addr o = set ? frozenset_from(c->h, items, l->count) : tuple_from(c->h, items, l->count);
    if (!o)
        compiler_fail(c, HEAP_RAISED);
    return o;
}

/* What is only iterated or searched: a list is as good as a tuple. */
static void fold_iterable(struct compiler *c, struct ast_node *e)
{
    if (!folds(c))
        return;
    if (e->kind == AST_LIST) {
        for (size_t i = 0; i < e->u.sequence.elements.count; i++)
            if (e->u.sequence.elements.items[i]->kind == AST_STARRED)
                return;
        e->kind = AST_TUPLE;
        become(c, e, constants_of(c, &e->u.sequence.elements, false));
    } else if (e->kind == AST_SET)
        become(c, e, constants_of(c, &e->u.sequence.elements, true));
}

static void fold_compare(struct compiler *c, struct ast_node *e)
{
    size_t n = e->u.compare.comparators.count;
    fold_expression(c, e->u.compare.left);
    fold_expressions(c, &e->u.compare.comparators);
    if (n && (e->u.compare.ops[n - 1] == AST_IN || e->u.compare.ops[n - 1] == AST_NOT_IN))
        fold_iterable(c, e->u.compare.comparators.items[n - 1]);
}

static void fold_subscription(struct compiler *c, struct ast_node *e)
{
    struct ast_node *value = e->u.subscript.value, *key = e->u.subscript.slice;
    fold_expression(c, value);
    fold_expression(c, key);
    if (folds(c) && e->u.subscript.context == AST_LOAD && is_constant(value) && is_constant(key)) {
        addr a = constant_value(c, value), b = constant_value(c, key);
        if (a && b)
            become(c, e, fold_subscript(c, a, b));
    }
}

/* ---- expressions
 * ------------------------------------------------------------------------------------------- */

static void fold_arguments(struct compiler *c, const struct ast_arguments *a)
{
    const struct {
        struct ast_argument *items;
        size_t count;
    } all[] = {{a->positional_only, a->positional_only_count},
               {a->positional, a->positional_count},
               {a->keyword_only, a->keyword_only_count},
               {a->var_positional, a->var_positional != NULL},
               {a->var_keyword, a->var_keyword != NULL}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (size_t k = 0; k < all[i].count && !future_annotations(c); k++)
            fold_optional(c, all[i].items[k].annotation);
    fold_expressions(c, &a->keyword_defaults);
    fold_expressions(c, &a->defaults);
}

static void fold_keywords(struct compiler *c, const struct ast_keyword *k, size_t count)
{
    for (size_t i = 0; i < count && !c->failed; i++)
        fold_expression(c, k[i].value);
}

static void fold_comprehension(struct compiler *c, struct ast_node *e)
{
    fold_expression(c, e->u.comprehension.element);
    fold_optional(c, e->u.comprehension.value);
    for (size_t i = 0; i < e->u.comprehension.count && !c->failed; i++) {
        const struct ast_comprehension *g = &e->u.comprehension.generators[i];
        fold_expression(c, g->target);
        fold_expression(c, g->iterable);
        fold_expressions(c, &g->conditions);
        fold_iterable(c, g->iterable);
    }
}

static void fold_name(struct compiler *c, struct ast_node *e)
{
    struct ast_text id = e->u.name.id;
    if (e->u.name.context == AST_LOAD && id.length == 9 && memcmp(id.bytes, "__debug__", 9) == 0)
        constant_fold(c, e,
                      incref(c->h, c->h->singleton[c->module->optimize ? SINGLETON_FALSE : SINGLETON_TRUE]));
}

static void fold_parts(struct compiler *c, struct ast_node *e)
{
    switch (e->kind) {
    case AST_NAMED_EXPR:
        fold_expression(c, e->u.named.value);
        break;
    case AST_LAMBDA:
        fold_arguments(c, e->u.function.arguments);
        fold_expression(c, e->u.function.body_value);
        break;
    case AST_IF_EXP:
        fold_expression(c, e->u.if_exp.test);
        fold_expression(c, e->u.if_exp.body);
        fold_expression(c, e->u.if_exp.or_else);
        break;
    case AST_DICT:
        fold_expressions(c, &e->u.dict.keys);
        fold_expressions(c, &e->u.dict.values);
        break;
    case AST_YIELD:
    case AST_YIELD_FROM:
    case AST_AWAIT:
        fold_optional(c, e->u.value);
        break;
    case AST_CALL:
        fold_expression(c, e->u.call.function);
        fold_expressions(c, &e->u.call.args);
        fold_keywords(c, e->u.call.keywords, e->u.call.keyword_count);
        break;
    case AST_FORMATTED_VALUE:
    case AST_INTERPOLATION:
        fold_expression(c, e->u.formatted.value);
        fold_optional(c, e->u.formatted.spec);
        break;
    case AST_JOINED_STR:
    case AST_TEMPLATE_STR:
        fold_expressions(c, &e->u.values);
        break;
    case AST_ATTRIBUTE:
        fold_expression(c, e->u.attribute.value);
        break;
    case AST_STARRED:
        fold_expression(c, e->u.starred.value);
        break;
    case AST_SLICE:
        fold_optional(c, e->u.slice.lower);
        fold_optional(c, e->u.slice.upper);
        fold_optional(c, e->u.slice.step);
        break;
    default:
        break;
    }
}

static void fold_expression(struct compiler *c, struct ast_node *e)
{
    if (c->failed || !compiler_deeper(c))
        return;
    switch (e->kind) {
    case AST_BOOL_OP:
        fold_expressions(c, &e->u.bool_op.values);
        break;
    case AST_BIN_OP:
        fold_bin_op(c, e);
        break;
    case AST_UNARY_OP:
        fold_unary_op(c, e);
        break;
    case AST_LIST_COMP:
    case AST_SET_COMP:
    case AST_DICT_COMP:
    case AST_GENERATOR_EXP:
        fold_comprehension(c, e);
        break;
    case AST_COMPARE:
        fold_compare(c, e);
        break;
    case AST_SUBSCRIPT:
        fold_subscription(c, e);
        break;
    case AST_LIST:
    case AST_SET:
        fold_expressions(c, &e->u.sequence.elements);
        break;
    case AST_TUPLE:
        fold_expressions(c, &e->u.sequence.elements);
        if (folds(c) && e->u.sequence.context == AST_LOAD)
            become(c, e, constants_of(c, &e->u.sequence.elements, false));
        break;
    case AST_NAME:
        fold_name(c, e);
        break;
    default:
        fold_parts(c, e);
    }
    compiler_back(c);
}

/* ---- patterns
 * ------------------------------------------------------------------------------------------------ */

/* -1, 1+2j: literals in a pattern, whatever the version. */
static void fold_literal(struct compiler *c, struct ast_node *e)
{
    if (c->failed)
        return;
    if (e->kind == AST_UNARY_OP && e->u.unary_op.op == AST_USUB && is_constant(e->u.unary_op.operand)) {
        addr value = constant_value(c, e->u.unary_op.operand);
        if (value)
            become(c, e, fold_unary(c, AST_USUB, value));
    } else if (e->kind == AST_BIN_OP && (e->u.bin_op.op == AST_ADD || e->u.bin_op.op == AST_SUB) &&
               is_constant(e->u.bin_op.right)) {
        fold_literal(c, e->u.bin_op.left);
        if (!c->failed && is_constant(e->u.bin_op.left)) {
            addr a = constant_value(c, e->u.bin_op.left), b = constant_value(c, e->u.bin_op.right);
            if (a && b)
                become(c, e, fold_binary(c, e->u.bin_op.op, a, b));
        }
    }
}

static void fold_pattern(struct compiler *c, struct ast_node *p);

static void fold_patterns(struct compiler *c, const struct ast_list *l)
{
    for (size_t i = 0; i < l->count && !c->failed; i++)
        fold_pattern(c, l->items[i]);
}

static void fold_pattern(struct compiler *c, struct ast_node *p)
{
    if (c->failed || !compiler_deeper(c))
        return;
    switch (p->kind) {
    case AST_MATCH_VALUE:
        fold_literal(c, p->u.value);
        break;
    case AST_MATCH_SEQUENCE:
    case AST_MATCH_OR:
        fold_patterns(c, &p->u.patterns);
        break;
    case AST_MATCH_MAPPING:
        for (size_t i = 0; i < p->u.match_mapping.keys.count; i++)
            fold_literal(c, p->u.match_mapping.keys.items[i]);
        fold_patterns(c, &p->u.match_mapping.patterns);
        break;
    case AST_MATCH_CLASS:
        fold_expression(c, p->u.match_class.type);
        fold_patterns(c, &p->u.match_class.patterns);
        fold_patterns(c, &p->u.match_class.keyword_patterns);
        break;
    case AST_MATCH_AS:
        if (p->u.match_as.pattern)
            fold_pattern(c, p->u.match_as.pattern);
        break;
    default:
        break;
    }
    compiler_back(c);
}

/* ---- statements
 * -------------------------------------------------------------------------------------------------- */

static void fold_statements(struct compiler *c, const struct ast_list *l)
{
    for (size_t i = 0; i < l->count && !c->failed; i++)
        fold_statement(c, l->items[i]);
}

/* ---- leaving a finally block (PEP 765) */

static enum place enter_place(struct compiler *c, enum place place)
{
    enum place before = c->place;
    c->place = place;
    return before;
}

static void fold_within(struct compiler *c, enum place place, const struct ast_list *l)
{
    enum place before = enter_place(c, place);
    fold_statements(c, l);
    c->place = before;
}

static void leaves_finally(struct compiler *c, const struct ast_node *s, const char *keyword)
{
    if (c->abi->finally_is_not_left && c->place == PLACE_FINALLY)
        compiler_warn(c, node_at(s), "'%s' in a 'finally' block", keyword);
}

/* A str that only folding has made is no docstring, and is executed. */
static void fold_body(struct compiler *c, struct ast_list *body)
{
    if (c->module->optimize > 1 && docstring_of(body)) {
        body->items++;
        body->count--;
    }
    bool docstring = docstring_of(body) != NULL;
    fold_statements(c, body);
    struct ast_node *first = body->count ? body->items[0] : NULL;
    if (docstring || c->failed || !first || first->kind != AST_EXPR || !is_constant(first->u.value))
        return;
    addr value = constant_value(c, first->u.value);
    if (!value || object_kind(c->h, value) != KIND_STR)
        return;
    struct ast_node *joined = node_new(c, AST_JOINED_STR, first->at),
                    **values = compiler_alloc(c, sizeof *values);
    if (c->failed)
        return;
    values[0] = first->u.value;
    joined->u.values = (struct ast_list){values, 1};
    first->u.value = joined;
}

static void fold_try(struct compiler *c, struct ast_node *s)
{
    fold_statements(c, &s->u.try.body);
    for (size_t i = 0; i < s->u.try.handler_count && !c->failed; i++) {
        fold_optional(c, s->u.try.handlers[i].type);
        fold_statements(c, &s->u.try.handlers[i].body);
    }
    fold_statements(c, &s->u.try.or_else);
    fold_within(c, PLACE_FINALLY, &s->u.try.finally);
}

static void fold_match(struct compiler *c, struct ast_node *s)
{
    fold_expression(c, s->u.match.subject);
    for (size_t i = 0; i < s->u.match.count && !c->failed; i++) {
        fold_pattern(c, s->u.match.cases[i].pattern);
        fold_optional(c, s->u.match.cases[i].guard);
        fold_statements(c, &s->u.match.cases[i].body);
    }
}

static void fold_type_parameters(struct compiler *c, const struct ast_type_parameters *l)
{
    for (size_t i = 0; i < l->count && !c->failed; i++) {
        fold_optional(c, l->items[i].bound);
        fold_optional(c, l->items[i].default_value);
    }
}

static void fold_definition(struct compiler *c, struct ast_node *s)
{
    if (s->kind == AST_FUNCTION_DEF) {
        fold_type_parameters(c, &s->u.function.type_parameters);
        fold_arguments(c, s->u.function.arguments);
        enum place before = enter_place(c, PLACE_FUNCTION);
        fold_body(c, &s->u.function.body);
        c->place = before;
        fold_expressions(c, &s->u.function.decorators);
        if (!future_annotations(c))
            fold_optional(c, s->u.function.returns);
        return;
    }
    fold_type_parameters(c, &s->u.class_def.type_parameters);
    fold_expressions(c, &s->u.class_def.bases);
    fold_keywords(c, s->u.class_def.keywords, s->u.class_def.keyword_count);
    fold_body(c, &s->u.class_def.body);
    fold_expressions(c, &s->u.class_def.decorators);
}

static void fold_compound(struct compiler *c, struct ast_node *s)
{
    switch (s->kind) {
    case AST_FOR:
        fold_expression(c, s->u.for_loop.target);
        fold_expression(c, s->u.for_loop.iterable);
        fold_within(c, PLACE_LOOP, &s->u.for_loop.body);
        fold_statements(c, &s->u.for_loop.or_else);
        if (!s->u.for_loop.is_async)
            fold_iterable(c, s->u.for_loop.iterable);
        break;
    case AST_WHILE:
        fold_expression(c, s->u.branch.test);
        fold_within(c, PLACE_LOOP, &s->u.branch.body);
        fold_statements(c, &s->u.branch.or_else);
        break;
    case AST_IF:
        fold_expression(c, s->u.branch.test);
        fold_statements(c, &s->u.branch.body);
        fold_statements(c, &s->u.branch.or_else);
        break;
    case AST_WITH:
        for (size_t i = 0; i < s->u.with.count && !c->failed; i++) {
            fold_expression(c, s->u.with.items[i].context);
            fold_optional(c, s->u.with.items[i].target);
        }
        fold_statements(c, &s->u.with.body);
        break;
    case AST_MATCH:
        fold_match(c, s);
        break;
    case AST_TRY:
        fold_try(c, s);
        break;
    default:
        break;
    }
}

static void fold_statement(struct compiler *c, struct ast_node *s)
{
    if (c->failed || !compiler_deeper(c))
        return;
    switch (s->kind) {
    case AST_FUNCTION_DEF:
    case AST_CLASS_DEF:
        fold_definition(c, s);
        break;
    case AST_TYPE_ALIAS:
        fold_type_parameters(c, &s->u.type_alias.parameters);
        fold_expression(c, s->u.type_alias.value);
        break;
    case AST_BREAK:
    case AST_CONTINUE:
        leaves_finally(c, s, s->kind == AST_BREAK ? "break" : "continue");
        break;
    case AST_RETURN:
        leaves_finally(c, s, "return");
        fold_optional(c, s->u.value);
        break;
    case AST_EXPR:
        fold_optional(c, s->u.value);
        break;
    case AST_DELETE:
        fold_expressions(c, &s->u.list);
        break;
    case AST_ASSIGN:
        fold_expressions(c, &s->u.assign.targets);
        fold_expression(c, s->u.assign.value);
        break;
    case AST_AUG_ASSIGN:
        fold_expression(c, s->u.aug_assign.target);
        fold_expression(c, s->u.aug_assign.value);
        break;
    case AST_ANN_ASSIGN:
        fold_expression(c, s->u.ann_assign.target);
        if (!future_annotations(c))
            fold_expression(c, s->u.ann_assign.annotation);
        fold_optional(c, s->u.ann_assign.value);
        break;
    case AST_RAISE:
        fold_optional(c, s->u.raise.exception);
        fold_optional(c, s->u.raise.cause);
        break;
    case AST_ASSERT:
        fold_expression(c, s->u.assert.test);
        fold_optional(c, s->u.assert.message);
        break;
    default:
        fold_compound(c, s);
    }
    compiler_back(c);
}

void fold_tree(struct compiler *c, struct ast_list *body)
{
    if (!c->failed)
        fold_body(c, body);
}
