#include "daemon/python/parse.h"

#include <string.h>

/* -- lists of expressions -- */

struct ast_node *parse_element(struct parser *p, const struct concrete *n)
{
    bool list = n->kind == CONCRETE_expression_list ||
                n->kind == CONCRETE_pattern_list; /* its first may be starred, not it */
    if (p->plain[n->start] != '*' || n->start == p->starred || list)
        return parse_expression(p, n);
    /* The grammar has some of *a + b as (*a) + b: the star is that of the whole, and nothing inside begins
     * with it. */
    struct ast_node *starred = parse_node(p, AST_STARRED, n);
    uint32_t outer = p->starred;
    p->starred = n->start;
    starred->u.starred.value = parse_expression(p, n);
    p->starred = outer;
    return starred;
}

/* A tuple or list of the nodes among n and its siblings up to `end`. */
static struct ast_list elements(struct parser *p, const struct concrete *n, const struct concrete *end)
{
    struct node_list list = {0};
    parse_enter(p);
    for (; n != end; n = n->next)
        if (n->kind != CONCRETE_TOKEN)
            parse_append(p, &list, parse_element(p, n));
    parse_leave(p, 1);
    return parse_list(p, &list);
}

static struct ast_node *sequence(struct parser *p, const struct concrete *n, enum ast_kind kind)
{
    struct ast_list items = elements(p, n->first, NULL);
    struct ast_node *node = parse_node(p, kind, n);
    node->u.sequence.elements = items;
    return node;
}

struct ast_node *parse_elements(struct parser *p, const struct concrete *n, const struct concrete *end)
{
    const struct concrete *last = n;
    bool comma = false;
    for (const struct concrete *i = n; i != end; i = i->next) {
        comma |= i->kind == CONCRETE_TOKEN && p->plain[i->start] == ',';
        last = i;
    }
    if (!comma)
        return parse_element(p, concrete_node(n));
    struct ast_list items = elements(p, n, end);
    struct ast_node *tuple =
        parse_node(p, AST_TUPLE, &(struct concrete){.start = n->start, .end = last->end});
    tuple->u.sequence.elements = items;
    return tuple;
}

/* -- targets -- */

void parse_set_context(struct parser *p, struct ast_node *node, enum ast_context context)
{
    switch (node->kind) {
    case AST_NAME:
        node->u.name.context = context;
        break;
    case AST_ATTRIBUTE:
        node->u.attribute.context = context;
        break;
    case AST_SUBSCRIPT:
        node->u.subscript.context = context;
        break;
    case AST_STARRED:
        node->u.starred.context = context;
        parse_set_context(p, node->u.starred.value, context);
        break;
    case AST_LIST:
    case AST_TUPLE:
        node->u.sequence.context = context;
        for (size_t i = 0; i < node->u.sequence.elements.count; i++)
            parse_set_context(p, node->u.sequence.elements.items[i], context);
        break;
    default:
        break;
    }
}

struct ast_node *parse_target(struct parser *p, const struct concrete *n)
{
    struct ast_node *target = parse_element(p, n);
    parse_set_context(p, target, AST_STORE);
    return target;
}

/* -- operators -- */

enum ast_operator parse_operator(struct parser *p, const struct concrete *token)
{
    const char *s = p->text + parse_origin(p, token->start);
    bool twice = s[1] == s[0];
    switch (s[0]) {
    case '+':
        return AST_ADD;
    case '-':
        return AST_SUB;
    case '*':
        return twice ? AST_POW : AST_MULT;
    case '/':
        return twice ? AST_FLOOR_DIV : AST_DIV;
    case '%':
        return AST_MOD;
    case '@':
        return AST_MAT_MULT;
    case '&':
        return AST_BIT_AND;
    case '|':
        return AST_BIT_OR;
    case '^':
        return AST_BIT_XOR;
    case '<':
        return AST_LSHIFT;
    default:
        return AST_RSHIFT;
    }
}

/* Where the source has a star it is a starred expression behind the module. */
static struct ast_node *unary(struct parser *p, const struct concrete *n, enum ast_unary op)
{
    uint32_t origin = parse_origin(p, n->start);
    if (p->text[origin] == '*')
        return parse_line(p, token_at(p, origin), false);
    struct ast_node *operand = parse_expression(p, concrete_field(n, FIELD_argument));
    struct ast_node *node = parse_node(p, AST_UNARY_OP, n);
    node->u.unary_op.op = op;
    node->u.unary_op.operand = operand;
    return node;
}

static enum ast_unary unary_operator(struct parser *p, const struct concrete *n)
{
    char c = p->plain[concrete_field(n, FIELD_operator)->start];
    return c == '-' ? AST_USUB : c == '+' ? AST_UADD : AST_INVERT;
}

static bool is_and(struct parser *p, const struct concrete *n)
{
    return p->plain[concrete_field(n, FIELD_operator)->start] == 'a';
}

/* a and b and c is one operation in the syntax tree, and two, nested to the left, in the concrete one. */
static struct ast_node *boolean(struct parser *p, const struct concrete *n)
{
    bool and = is_and(p, n);
    uint32_t count = 1;
    const struct concrete *left = n;
    for (; left->kind == CONCRETE_boolean_operator && is_and(p, left) == and;
         left = concrete_field(left, FIELD_left))
        count++;
    struct ast_node *node = parse_node(p, AST_BOOL_OP, n);
    node->u.bool_op.op = and? AST_AND : AST_OR;
    node->u.bool_op.values = (struct ast_list){parse_new(p, count * sizeof(struct ast_node *)), count};
    struct ast_node **values = node->u.bool_op.values.items;
    for (left = n; count > 1; left = concrete_field(left, FIELD_left))
        values[--count] = parse_expression(p, concrete_field(left, FIELD_right));
    values[0] = parse_expression(p, left);
    return node;
}

static enum ast_compare compare_operator(struct parser *p, const struct concrete *token)
{
    const char *s = p->plain + token->start;
    switch (s[0]) {
    case '<':
        return s[1] == '=' ? AST_LE : s[1] == '>' ? AST_NE : AST_LT;
    case '>':
        return s[1] == '=' ? AST_GE : AST_GT;
    case '=':
        return AST_EQ;
    case '!':
        return AST_NE;
    case 'n':
        return AST_NOT_IN;
    default:
        return s[1] == 'n' ? AST_IN : token->end - token->start == 2 ? AST_IS : AST_IS_NOT;
    }
}

static struct ast_node *comparison(struct parser *p, const struct concrete *n)
{
    struct node_list comparators = {0};
    enum ast_compare *ops = NULL;
    uint32_t count = 0, capacity = 0;
    struct ast_node *left = parse_expression(p, concrete_child(n));
    for (const struct concrete *i = concrete_child(n)->next; i != NULL; i = i->next) {
        if (i->kind != CONCRETE_TOKEN) {
            parse_append(p, &comparators, parse_expression(p, i));
            continue;
        }
        ops = parse_grow(p, ops, count, &capacity, sizeof *ops);
        ops[count++] = compare_operator(p, i);
    }
    struct ast_node *node = parse_node(p, AST_COMPARE, n);
    node->u.compare.left = left;
    node->u.compare.ops = parse_array(p, ops, count, sizeof *ops);
    node->u.compare.comparators = parse_list(p, &comparators);
    return node;
}

/* -- what goes on to the right of a primary: a + b, a.b, a[b], a(b) -- */

/* The beginning of such a node; NULL when n is none. */
static const struct concrete *left_of(const struct concrete *n)
{
    switch (n->kind) {
    case CONCRETE_binary_operator:
        return concrete_field(n, FIELD_left);
    case CONCRETE_attribute:
        return concrete_field(n, FIELD_object);
    case CONCRETE_subscript:
        return concrete_field(n, FIELD_value);
    case CONCRETE_call:
        return concrete_field(n, FIELD_function);
    default:
        return NULL;
    }
}

static struct ast_node *slice_index(struct parser *p, const struct concrete *n)
{
    if (n->kind != CONCRETE_slice)
        return parse_element(p, n);
    struct ast_node *parts[3] = {0};
    unsigned part = 0;
    for (const struct concrete *i = n->first; i != NULL; i = i->next) {
        if (i->kind == CONCRETE_TOKEN)
            part++;
        else
            parts[part] = parse_expression(p, i);
    }
    struct ast_node *node = parse_node(p, AST_SLICE, n);
    node->u.slice.lower = parts[0];
    node->u.slice.upper = parts[1];
    node->u.slice.step = parts[2];
    return node;
}

/* What is between the brackets of a subscript. */
static struct ast_node *index_of(struct parser *p, const struct concrete *n)
{
    const struct concrete *open = concrete_token(p, n, '['), *last = NULL;
    struct node_list items = {0};
    bool comma = false;
    for (const struct concrete *i = open->next; i->next != NULL; i = i->next) {
        if (i->kind == CONCRETE_TOKEN)
            comma = true;
        else
            parse_append(p, &items, slice_index(p, i));
        last = i;
    }
    if (!comma && (items.items[0]->kind != AST_STARRED))
        return items.items[0];
    struct ast_node *tuple =
        parse_node(p, AST_TUPLE, &(struct concrete){.start = open->next->start, .end = last->end});
    tuple->u.sequence.elements = parse_list(p, &items);
    return tuple;
}

static struct ast_node *continue_primary(struct parser *p, const struct concrete *n, struct ast_node *left)
{
    struct ast_node *node;
    const struct concrete *arguments;
    switch (n->kind) {
    case CONCRETE_binary_operator:
        node = parse_node(p, AST_BIN_OP, n);
        node->u.bin_op.left = left;
        node->u.bin_op.op = parse_operator(p, concrete_field(n, FIELD_operator));
        node->u.bin_op.right = parse_expression(p, concrete_field(n, FIELD_right));
        break;
    case CONCRETE_attribute:
        node = parse_node(p, AST_ATTRIBUTE, n);
        node->u.attribute.value = left;
        node->u.attribute.name = parse_name(p, concrete_field(n, FIELD_attribute));
        break;
    case CONCRETE_subscript:
        node = parse_node(p, AST_SUBSCRIPT, n);
        node->u.subscript.value = left;
        node->u.subscript.slice = index_of(p, n);
        break;
    default:
        node = parse_node(p, AST_CALL, n);
        node->u.call.function = left;
        arguments = concrete_field(n, FIELD_arguments);
        if (arguments->kind == CONCRETE_generator_expression) {
            struct ast_node *generator = parse_expression(p, arguments);
            node->u.call.args = (struct ast_list){parse_array(p, &generator, 1, sizeof generator), 1};
        } else {
            parse_arguments(p, arguments, &node->u.call.args, &node->u.call.keywords,
                            &node->u.call.keyword_count);
        }
    }
    return node;
}

static struct ast_node *primary(struct parser *p, const struct concrete *n)
{
    const struct concrete **chain = NULL;
    uint32_t count = 0, capacity = 0;
    for (; left_of(n) != NULL; n = left_of(n)) {
        if (count != 0) /* parse_expression() is here for the first */
            parse_enter(p);
        chain = parse_grow(p, chain, count, &capacity, sizeof *chain);
        chain[count++] = n;
    }
    struct ast_node *node = parse_expression(p, n);
    for (uint32_t i = count; i > 0; i--) {
        node = continue_primary(p, chain[i - 1], node);
        if (i != 1)
            parse_leave(p, 1);
    }
    return node;
}

/* -- displays and others -- */

static struct ast_node *dictionary(struct parser *p, const struct concrete *n)
{
    struct node_list keys = {0}, values = {0};
    for (const struct concrete *i = n->first; i != NULL; i = i->next) {
        if (i->kind == CONCRETE_pair) {
            parse_append(p, &keys, parse_expression(p, concrete_field(i, FIELD_key)));
            parse_append(p, &values, parse_expression(p, concrete_field(i, FIELD_value)));
        } else if (i->kind == CONCRETE_dictionary_splat) {
            parse_append(p, &keys, NULL);
            parse_append(p, &values, parse_expression(p, concrete_child(i)));
        }
    }
    struct ast_node *node = parse_node(p, AST_DICT, n);
    node->u.dict.keys = parse_list(p, &keys);
    node->u.dict.values = parse_list(p, &values);
    return node;
}

static struct ast_node *lambda(struct parser *p, const struct concrete *n)
{
    struct ast_node *node = parse_node(p, AST_LAMBDA, n);
    node->u.function.arguments = parse_parameters(p, concrete_field(n, FIELD_parameters));
    node->u.function.body_value = parse_expression(p, concrete_field(n, FIELD_body));
    return node;
}

/* `body if test else or_else`, of which `n` has what follows the body. */
static struct ast_node *conditional_of(struct parser *p, const struct concrete *n,
                                       const struct concrete *body)
{
    const struct concrete *test = concrete_node(concrete_child(n)->next),
                          *or_else = concrete_node(test->next);
    struct ast_node *node =
        parse_node(p, AST_IF_EXP, &(struct concrete){.start = body->start, .end = n->end});
    node->u.if_exp.body = parse_expression(p, body);
    node->u.if_exp.test = parse_expression(p, test);
    node->u.if_exp.or_else = parse_expression(p, or_else);
    return node;
}

static struct ast_node *named(struct parser *p, const struct concrete *n)
{
    struct ast_node *node = parse_node(p, AST_NAMED_EXPR, n);
    node->u.named.target = parse_target(p, concrete_field(n, FIELD_name));
    node->u.named.value = parse_expression(p, concrete_field(n, FIELD_value));
    return node;
}

/* `a := b if c else d` names all of the conditional expression, which the grammar takes for one with `a := b`
 * in it: that is written in parentheses, which are a node of their own. */
static struct ast_node *conditional(struct parser *p, const struct concrete *n)
{
    const struct concrete *body = concrete_child(n);
    if (body->kind != CONCRETE_named_expression)
        return conditional_of(p, n, body);
    struct ast_node *node = parse_node(p, AST_NAMED_EXPR, n);
    node->u.named.target = parse_target(p, concrete_field(body, FIELD_name));
    node->u.named.value = conditional_of(p, n, concrete_field(body, FIELD_value));
    return node;
}

static struct ast_node *yield(struct parser *p, const struct concrete *n)
{
    const struct concrete *value = concrete_child(n);
    bool from = n->first->next != NULL && parse_is(p, n->first->next, "from");
    struct ast_node *node = parse_node(p, from ? AST_YIELD_FROM : AST_YIELD, n);
    if (value != NULL)
        node->u.value = parse_element(p, value);
    return node;
}

/* The grammar has await a ** b as await (a ** b). */
static struct ast_node *await(struct parser *p, const struct concrete *n)
{
    const struct concrete *operand = concrete_child(n), *power = NULL;
    if (operand->kind == CONCRETE_binary_operator) {
        power = operand;
        operand = concrete_field(power, FIELD_left);
    }
    struct ast_node *node =
        parse_node(p, AST_AWAIT, &(struct concrete){.start = n->start, .end = operand->end});
    node->u.value = parse_expression(p, operand);
    if (power == NULL)
        return node;
    struct ast_node *whole = parse_node(p, AST_BIN_OP, n);
    whole->u.bin_op.left = node;
    whole->u.bin_op.op = parse_operator(p, concrete_field(power, FIELD_operator));
    whole->u.bin_op.right = parse_expression(p, concrete_field(power, FIELD_right));
    return whole;
}

/* It may stand for an expression behind the module, which begins where there is a blank before it. */
static struct ast_node *integer(struct parser *p, const struct concrete *n)
{
    if (p->detached_count != 0 && n->start > 0 && p->plain[n->start - 1] == ' ') {
        uint32_t begin = parse_origin(p, n->start) - 1, token = token_at(p, begin);
        if (token < p->tokens.count && p->tokens.items[token].start == begin &&
            p->tokens.items[token].numbered)
            return parse_line(p, token, false);
    }
    return parse_number(p, n);
}

static struct ast_node *constant(struct parser *p, const struct concrete *n, enum ast_constant kind)
{
    struct ast_node *node = parse_node(p, AST_CONSTANT, n);
    node->u.constant.kind = kind;
    return node;
}

static struct ast_node *name(struct parser *p, const struct concrete *n)
{
    if (p->plain[n->start] == DETACHED[0])
        return parse_line(p, token_at(p, parse_origin(p, n->start)), false);
    struct ast_node *node = parse_node(p, AST_NAME, n);
    node->u.name.id = parse_name(p, n);
    return node;
}

/* A pattern in parentheses is a tuple only with a comma, or without anything. */
static struct ast_node *parenthesized_pattern(struct parser *p, const struct concrete *n)
{
    const struct concrete *child = concrete_child(n);
    if (child == NULL || concrete_token(p, n, ',') != NULL)
        return sequence(p, n, AST_TUPLE);
    return parse_expression(p, child);
}

/* What a star before an expression is about: the rest of the node. */
static struct ast_node *starred(struct parser *p, const struct concrete *n)
{
    return n->start == p->starred ? parse_expression(p, concrete_child(n)) : parse_element(p, n);
}

static struct ast_node *expression(struct parser *p, const struct concrete *n)
{
    switch (n->kind) {
    case CONCRETE_identifier:
        return name(p, n);
    case CONCRETE_integer:
        return integer(p, n);
    case CONCRETE_float:
        return parse_number(p, n);
    case CONCRETE_string:
    case CONCRETE_concatenated_string:
        return parse_string(p, n);
    case CONCRETE_true:
        return constant(p, n, AST_CONST_TRUE);
    case CONCRETE_false:
        return constant(p, n, AST_CONST_FALSE);
    case CONCRETE_none:
        return constant(p, n, AST_CONST_NONE);
    case CONCRETE_ellipsis:
        return constant(p, n, AST_CONST_ELLIPSIS);
    case CONCRETE_binary_operator:
    case CONCRETE_attribute:
    case CONCRETE_subscript:
    case CONCRETE_call:
        return primary(p, n);
    case CONCRETE_unary_operator:
        return unary(p, n, unary_operator(p, n));
    case CONCRETE_not_operator:
        return unary(p, n, AST_NOT);
    case CONCRETE_boolean_operator:
        return boolean(p, n);
    case CONCRETE_comparison_operator:
        return comparison(p, n);
    case CONCRETE_conditional_expression:
        return conditional(p, n);
    case CONCRETE_lambda:
        return lambda(p, n);
    case CONCRETE_named_expression:
        return named(p, n);
    case CONCRETE_yield:
        return yield(p, n);
    case CONCRETE_await:
        return await(p, n);
    case CONCRETE_parenthesized_expression: /* starred where it is the line of an annotation, *args: *T[int]
                                             */
        return parse_element(p, concrete_child(n));
    case CONCRETE_list_splat:
    case CONCRETE_list_splat_pattern:
        return starred(p, n);
    case CONCRETE_tuple: /* without a comma, the expression of an f-string's field, starred */
        if (concrete_child(n) != NULL && concrete_token(p, n, ',') == NULL)
            return parse_element(p, concrete_child(n));
        return sequence(p, n, AST_TUPLE);
    case CONCRETE_expression_list:
    case CONCRETE_pattern_list:
        return sequence(p, n, AST_TUPLE);
    case CONCRETE_tuple_pattern:
        return parenthesized_pattern(p, n);
    case CONCRETE_list:
    case CONCRETE_list_pattern:
        return sequence(p, n, AST_LIST);
    case CONCRETE_set:
        return sequence(p, n, AST_SET);
    case CONCRETE_dictionary:
        return dictionary(p, n);
    case CONCRETE_list_comprehension:
    case CONCRETE_set_comprehension:
    case CONCRETE_dictionary_comprehension:
    case CONCRETE_generator_expression:
        return parse_comprehension(p, n);
    default:
        parse_fail(p, "SyntaxError", parse_origin(p, n->start), parse_origin(p, n->end), "invalid syntax");
    }
}

struct ast_node *parse_expression(struct parser *p, const struct concrete *n)
{
    parse_enter(p);
    struct ast_node *node = expression(p, n);
    parse_leave(p, 1);
    return node;
}
