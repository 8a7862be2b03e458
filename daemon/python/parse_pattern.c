/* match statements. */
#include "daemon/python/parse.h"

static struct ast_node *pattern(struct parser *p, const struct concrete *n);

static bool is_wildcard(const struct parser *p, const struct concrete *n)
{
    return n->end - n->start == 1 && p->plain[n->start] == '_';
}

static struct ast_node *capture(struct parser *p, const struct concrete *name)
{
    struct ast_node *node = parse_node(p, AST_MATCH_AS, name);
    if (!is_wildcard(p, name))
        node->u.match_as.name = parse_name(p, name);
    return node;
}

static struct ast_node *value_pattern(struct parser *p, const struct concrete *n, struct ast_node *value)
{
    struct ast_node *node = parse_node(p, AST_MATCH_VALUE, n);
    node->u.value = value;
    return node;
}

/* The attribute that a dotted name of a pattern is. */
static struct ast_node *dotted(struct parser *p, const struct concrete *n)
{
    struct ast_node *node = NULL;
    for (const struct concrete *i = n->first; i != NULL; i = i->next) {
        if (i->kind == CONCRETE_TOKEN)
            continue;
        if (node == NULL) {
            node = parse_expression(p, i);
            continue;
        }
        struct concrete whole = {.start = n->start, .end = i->end};
        struct ast_node *attribute = parse_node(p, AST_ATTRIBUTE, &whole);
        attribute->u.attribute.value = node;
        attribute->u.attribute.name = parse_name(p, i);
        node = attribute;
    }
    return node;
}

/* A number that may have a minus before it: `sign` is its minus or the number itself. */
static struct ast_node *signed_number(struct parser *p, const struct concrete *sign,
                                      const struct concrete *number)
{
    struct ast_node *value = parse_number(p, number);
    if (sign == number)
        return value;
    struct concrete whole = {.start = sign->start, .end = number->end};
    struct ast_node *node = parse_node(p, AST_UNARY_OP, &whole);
    node->u.unary_op.op = AST_USUB;
    node->u.unary_op.operand = value;
    return node;
}

static struct ast_node *complex_number(struct parser *p, const struct concrete *n)
{
    const struct concrete *real = concrete_child(n), *sign = real->next, *imaginary = concrete_node(sign);
    struct ast_node *node = parse_node(p, AST_BIN_OP, n);
    node->u.bin_op.left = signed_number(p, n->first, real);
    node->u.bin_op.op = p->plain[sign->start] == '+' ? AST_ADD : AST_SUB;
    node->u.bin_op.right = parse_number(p, imaginary);
    return node;
}

static struct ast_node *star(struct parser *p, const struct concrete *n)
{
    struct ast_node *node = parse_node(p, AST_MATCH_STAR, n);
    const struct concrete *name = n->first->next;
    if (!is_wildcard(p, name))
        node->u.match_star = parse_name(p, name);
    return node;
}

static struct ast_list patterns_among(struct parser *p, const struct concrete *n)
{
    struct node_list list = {0};
    for (; n != NULL; n = n->next)
        if (n->kind == CONCRETE_case_pattern)
            parse_append(p, &list, pattern(p, n));
    return parse_list(p, &list);
}

static struct ast_node *sequence(struct parser *p, const struct concrete *n)
{
    struct ast_list patterns = patterns_among(p, n->first);
    if (n->kind == CONCRETE_tuple_pattern && patterns.count == 1 && concrete_token(p, n, ',') == NULL &&
        patterns.items[0]->kind != AST_MATCH_STAR)
        return patterns.items[0]; /* in parentheses, no more */
    struct ast_node *node = parse_node(p, AST_MATCH_SEQUENCE, n);
    node->u.patterns = patterns;
    return node;
}

static struct ast_node *alternatives(struct parser *p, const struct concrete *n)
{
    struct node_list list = {0};
    const struct concrete *sign = NULL;
    for (const struct concrete *i = n->first; i != NULL; i = i->next) {
        if (i->kind == CONCRETE_TOKEN && p->plain[i->start] == '-') {
            sign = i;
        } else if (i->kind == CONCRETE_TOKEN && p->plain[i->start] == '|') {
            sign = NULL;
        } else if (sign != NULL) {
            struct concrete whole = {.start = sign->start, .end = i->end};
            parse_append(p, &list, value_pattern(p, &whole, signed_number(p, sign, i)));
        } else {
            parse_append(p, &list, pattern(p, i));
        }
    }
    struct ast_node *node = parse_node(p, AST_MATCH_OR, n);
    node->u.patterns = parse_list(p, &list);
    return node;
}

static struct ast_node *mapping_key(struct parser *p, const struct concrete *n)
{
    struct ast_node *key = pattern(p, n);
    if (key->kind == AST_MATCH_VALUE)
        return key->u.value;
    if (key->kind == AST_MATCH_SINGLETON)
        return key->u.value;
    parse_fail(p, "SyntaxError", parse_origin(p, n->start), parse_origin(p, n->end), "invalid syntax");
}

static struct ast_node *mapping(struct parser *p, const struct concrete *n)
{
    struct node_list keys = {0}, values = {0};
    struct ast_node *node = parse_node(p, AST_MATCH_MAPPING, n);
    const struct concrete *sign = NULL;
    bool value = false; /* a colon was before */
    for (const struct concrete *i = n->first; i != NULL; i = i->next) {
        char c = i->kind == CONCRETE_TOKEN ? p->plain[i->start] : '\0';
        if (c == '-')
            sign = i;
        else if (c == ':' || c == ',')
            value = c == ':';
        if (i->kind == CONCRETE_TOKEN)
            continue;
        if (i->kind == CONCRETE_splat_pattern)
            node->u.match_mapping.rest = parse_name(p, i->first->next);
        else if (value)
            parse_append(p, &values, pattern(p, i));
        else
            parse_append(p, &keys, sign != NULL ? signed_number(p, sign, i) : mapping_key(p, i));
        sign = NULL;
    }
    node->u.match_mapping.keys = parse_list(p, &keys);
    node->u.match_mapping.patterns = parse_list(p, &values);
    return node;
}

/* pattern as name */
static struct ast_node *as_name(struct parser *p, struct ast_node *inner, const struct concrete *whole,
                                const struct concrete *name)
{
    struct ast_node *node = parse_node(p, AST_MATCH_AS, whole);
    node->u.match_as.pattern = inner;
    node->u.match_as.name = parse_name(p, name);
    return node;
}

static struct ast_node *as_pattern(struct parser *p, const struct concrete *n)
{
    const struct concrete *inner = concrete_child(n);
    return as_name(p, pattern(p, inner), n, concrete_node(inner->next));
}

static struct ast_node *class_pattern(struct parser *p, const struct concrete *n)
{
    struct node_list positional = {0}, keyword = {0};
    struct ast_text *names = NULL;
    uint32_t count = 0, capacity = 0;
    struct ast_node *node = parse_node(p, AST_MATCH_CLASS, n);
    node->u.match_class.type = dotted(p, concrete_child(n));
    for (const struct concrete *i = concrete_child(n)->next; i != NULL; i = i->next) {
        if (i->kind == CONCRETE_TOKEN)
            continue;
        const struct concrete *inner = i->first, *named = NULL;
        if (inner->kind == CONCRETE_as_pattern) { /* a=b as c: the grammar has it as (a=b) as c */
            named = concrete_node(concrete_child(inner)->next);
            inner = concrete_child(inner)->first;
        }
        if (inner->kind != CONCRETE_keyword_pattern) {
            parse_append(p, &positional, pattern(p, i));
            continue;
        }
        names = parse_grow(p, names, count, &capacity, sizeof *names);
        names[count++] = parse_name(p, concrete_child(inner));
        const struct concrete value = {.kind = CONCRETE_case_pattern,
                                       .start = inner->first->next->next->start,
                                       .end = inner->end,
                                       .first = inner->first->next->next};
        struct ast_node *node_value = pattern(p, &value);
        if (named != NULL)
            node_value =
                as_name(p, node_value, &(struct concrete){.start = value.start, .end = named->end}, named);
        parse_append(p, &keyword, node_value);
    }
    node->u.match_class.patterns = parse_list(p, &positional);
    node->u.match_class.keyword_patterns = parse_list(p, &keyword);
    node->u.match_class.keyword_names = parse_array(p, names, count, sizeof *names);
    return node;
}

static struct ast_node *singleton(struct parser *p, const struct concrete *n)
{
    struct ast_node *node = parse_node(p, AST_MATCH_SINGLETON, n);
    node->u.value = parse_expression(p, n);
    return node;
}

static struct ast_node *any_pattern(struct parser *p, const struct concrete *n)
{
    switch (n->kind) {
    case CONCRETE_case_pattern:
        if (parse_is(p, n->first, "-"))
            return value_pattern(p, n, signed_number(p, n->first, n->first->next));
        return pattern(p, n->first);
    case CONCRETE_TOKEN: /* _ */
    case CONCRETE_identifier:
        return capture(p, n);
    case CONCRETE_dotted_name:
        return n->first->next == NULL ? capture(p, n) : value_pattern(p, n, dotted(p, n));
    case CONCRETE_as_pattern:
        return as_pattern(p, n);
    case CONCRETE_class_pattern:
        return class_pattern(p, n);
    case CONCRETE_splat_pattern:
        return star(p, n);
    case CONCRETE_union_pattern:
        return alternatives(p, n);
    case CONCRETE_list_pattern:
    case CONCRETE_tuple_pattern:
        return sequence(p, n);
    case CONCRETE_dict_pattern:
        return mapping(p, n);
    case CONCRETE_true:
    case CONCRETE_false:
    case CONCRETE_none:
        return singleton(p, n);
    case CONCRETE_complex_pattern:
        return value_pattern(p, n, complex_number(p, n));
    default:
        return value_pattern(p, n, parse_expression(p, n));
    }
}

static struct ast_node *pattern(struct parser *p, const struct concrete *n)
{
    parse_enter(p);
    struct ast_node *node = any_pattern(p, n);
    parse_leave(p, 1);
    return node;
}

/* case a, b: -- without brackets, a comma makes a sequence. */
static struct ast_node *top_pattern(struct parser *p, const struct concrete *n)
{
    const struct concrete *first = n->first->next, *last = NULL;
    bool comma = false;
    for (const struct concrete *i = first; i->kind == CONCRETE_case_pattern || parse_is(p, i, ",");
         i = i->next) {
        comma |= i->kind == CONCRETE_TOKEN;
        last = i;
    }
    if (!comma)
        return pattern(p, first);
    struct concrete whole = {.start = first->start, .end = last->end};
    struct ast_node *node = parse_node(p, AST_MATCH_SEQUENCE, &whole);
    node->u.patterns = patterns_among(p, first);
    return node;
}

static struct ast_match_case match_case(struct parser *p, const struct concrete *n)
{
    const struct concrete *guard = concrete_kind(n, CONCRETE_if_clause);
    struct ast_match_case out = {.pattern = top_pattern(p, n)};
    if (guard != NULL)
        out.guard = parse_expression(p, concrete_child(guard));
    out.body = parse_block(p, concrete_kind(n, CONCRETE_block));
    return out;
}

struct ast_node *parse_match(struct parser *p, const struct concrete *n)
{
    struct ast_match_case *cases = NULL;
    uint32_t count = 0, capacity = 0;
    const struct concrete *body = concrete_kind(n, CONCRETE_block), *end = n->first;
    while (!parse_is(p, end, ":"))
        end = end->next;
    struct ast_node *subject = parse_elements(p, n->first->next, end);
    for (const struct concrete *i = body->first; i != NULL; i = i->next) {
        if (i->kind != CONCRETE_case_clause)
            continue;
        cases = parse_grow(p, cases, count, &capacity, sizeof *cases);
        cases[count++] = match_case(p, i);
    }
    struct ast_node *node = parse_node(p, AST_MATCH, n);
    node->u.match.subject = subject;
    node->u.match.cases = parse_array(p, cases, count, sizeof *cases);
    node->u.match.count = count;
    return node;
}
