/* Type parameters, from what the check of the tokens has noted (check_type_parameters.c), and type
 * statements. */
#include "daemon/python/parse.h"

/* The list that opens with the token; NULL: there is none. */
static const struct type_parameters *list_at(const struct parser *p, uint32_t open)
{
    uint32_t low = 0, high = p->type_parameter_list_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (p->type_parameter_lists[middle].open < open)
            low = middle + 1;
        else
            high = middle;
    }
    return low < p->type_parameter_list_count && p->type_parameter_lists[low].open == open
               ? &p->type_parameter_lists[low]
               : NULL;
}

static struct ast_node *expression(struct parser *p, uint32_t token)
{
    parse_enter(p);
    struct ast_node *node = parse_line(p, token, false);
    parse_leave(p, 1);
    return node;
}

static struct ast_node *default_value(struct parser *p, const struct type_parameter *t)
{
    struct ast_node *value = expression(p, t->value);
    if (!t->value_starred)
        return value;
    struct ast_node *starred = parse_new(p, sizeof *starred);
    starred->kind = AST_STARRED;
    starred->at =
        source_position(p, p->tokens.items[t->value - 1].start, p->tokens.items[t->value_end - 1].end);
    starred->u.starred.value = value;
    return starred;
}

static struct ast_type_parameter parameter(struct parser *p, const struct type_parameter *t)
{
    const struct token *tokens = p->tokens.items;
    uint32_t last = t->value ? t->value_end - 1 : t->bound ? t->bound_end - 1 : t->name;
    struct concrete name = {.start = tokens[t->name].start, .end = tokens[t->name].end};
    struct ast_type_parameter out = {.kind = t->first == t->name                        ? AST_TYPE_VAR
                                             : tokens[t->first].kind == TOKEN_STAR_STAR ? AST_PARAM_SPEC
                                                                                        : AST_TYPE_VAR_TUPLE,
                                     .name = parse_name(p, &name),
                                     .at = source_position(p, tokens[t->first].start, tokens[last].end)};
    if (t->bound) {
        out.bound = expression(p, t->bound);
        out.constraints = out.bound->kind == AST_TUPLE;
    }
    if (t->value)
        out.default_value = default_value(p, t);
    return out;
}

struct ast_type_parameters parse_type_parameters(struct parser *p, const struct concrete *name)
{
    const struct type_parameters *list = list_at(p, token_at(p, name->start) + 1);
    struct ast_type_parameters out = {0};
    if (list == NULL)
        return out;
    out.count = list->count;
    out.items = parse_new(p, out.count * sizeof *out.items);
    for (size_t i = 0; i < out.count; i++)
        out.items[i] = parameter(p, &p->type_parameters[list->first + i]);
    return out;
}

struct ast_node *parse_type_alias(struct parser *p, const struct concrete *assignment)
{
    const struct concrete *name = concrete_field(assignment, FIELD_left);
    uint32_t token = token_at(p, name->start);
    if (name->kind != CONCRETE_identifier || token == 0 || !p->tokens.items[token - 1].keyword ||
        p->tokens.items[token - 1].kind != TOKEN_NAME)
        return NULL;
    struct ast_node *node = parse_node(p, AST_TYPE_ALIAS, assignment);
    node->at = source_position(p, p->tokens.items[token - 1].start, parse_origin(p, assignment->end));
    node->u.type_alias.name = parse_target(p, name);
    node->u.type_alias.parameters = parse_type_parameters(p, name);
    node->u.type_alias.value = parse_element(p, concrete_field(assignment, FIELD_right));
    return node;
}
