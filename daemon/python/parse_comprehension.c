#include "daemon/python/parse.h"

static struct ast_comprehension for_clause(struct parser *p, const struct concrete *n)
{
    const struct concrete *left = concrete_field(n, FIELD_left), *right = concrete_field(n, FIELD_right);
    return (struct ast_comprehension){.target = parse_target(p, left),
                                      .iterable = parse_expression(p, right),
                                      .is_async = parse_is_async(p, n)};
}

/* The conditions that follow a for clause. */
static struct ast_list conditions(struct parser *p, const struct concrete *for_in_clause)
{
    struct node_list list = {0};
    for (const struct concrete *i = for_in_clause->next; i != NULL && i->kind == CONCRETE_if_clause;
         i = i->next)
        parse_append(p, &list, parse_expression(p, concrete_child(i)));
    return parse_list(p, &list);
}

struct ast_node *parse_comprehension(struct parser *p, const struct concrete *n)
{
    struct ast_comprehension *clauses = NULL;
    uint32_t count = 0, capacity = 0;
    const struct concrete *body = concrete_field(n, FIELD_body);
    struct ast_node *node = parse_node(p, AST_LIST_COMP, n);
    if (n->kind == CONCRETE_dictionary_comprehension) {
        node->kind = AST_DICT_COMP;
        node->u.comprehension.element = parse_expression(p, concrete_field(body, FIELD_key));
        node->u.comprehension.value = parse_expression(p, concrete_field(body, FIELD_value));
    } else {
        if (n->kind != CONCRETE_list_comprehension)
            node->kind = n->kind == CONCRETE_set_comprehension ? AST_SET_COMP : AST_GENERATOR_EXP;
        node->u.comprehension.element = parse_expression(p, body);
    }
    for (const struct concrete *i = n->first; i != NULL; i = i->next) {
        if (i->kind != CONCRETE_for_in_clause)
            continue;
        clauses = parse_grow(p, clauses, count, &capacity, sizeof *clauses);
        clauses[count] = for_clause(p, i);
        clauses[count++].conditions = conditions(p, i);
    }
    node->u.comprehension.generators = parse_array(p, clauses, count, sizeof *clauses);
    node->u.comprehension.count = count;
    return node;
}
