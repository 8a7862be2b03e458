/* Annotations. The grammar reads some of them as types of its own (generic_type for list[int], union_type for
 * A[x] | B), which are subscripts, operators and attributes like any other.
 */
#include "daemon/python/parse.h"

static struct ast_node *annotation(struct parser *p, const struct concrete *n);

/* a:b and a:b:c between the brackets of a generic type. */
static struct ast_node *slice(struct parser *p, const struct concrete *n)
{
    struct ast_node *node = parse_node(p, AST_SLICE, n);
    struct ast_node **parts[] = {&node->u.slice.lower, &node->u.slice.upper, &node->u.slice.step};
    for (unsigned i = 0; i < 3; i++) {
        const struct concrete *first = concrete_child(n), *second = concrete_node(first->next);
        const struct concrete *rest = second->kind == CONCRETE_type ? concrete_child(second) : second;
        *parts[i] = annotation(p, first);
        if (rest->kind != CONCRETE_constrained_type) {
            if (i < 2)
                *parts[i + 1] = annotation(p, rest);
            break;
        }
        n = rest;
    }
    return node;
}

static struct ast_node *index_of(struct parser *p, const struct concrete *n)
{
    const struct concrete *last = NULL;
    struct node_list items = {0};
    bool comma = false;
    for (const struct concrete *i = n->first->next; i->next != NULL; i = i->next) {
        if (i->kind == CONCRETE_TOKEN)
            comma = true;
        else
            parse_append(p, &items, annotation(p, i));
        last = i;
    }
    if (!comma && items.items[0]->kind != AST_STARRED)
        return items.items[0];
    const struct concrete all = {.start = n->first->next->start, .end = last->end};
    struct ast_node *tuple = parse_node(p, AST_TUPLE, &all);
    tuple->u.sequence.elements = parse_list(p, &items);
    return tuple;
}

static struct ast_node *typed(struct parser *p, const struct concrete *n)
{
    const struct concrete *first = concrete_child(n),
                          *second = first != NULL ? concrete_node(first->next) : NULL;
    struct ast_node *node;
    switch (n->kind) {
    case CONCRETE_type:
        return annotation(p, first);
    case CONCRETE_generic_type:
        node = parse_node(p, AST_SUBSCRIPT, n);
        node->u.subscript.value = parse_expression(p, first);
        node->u.subscript.slice = index_of(p, second);
        return node;
    case CONCRETE_member_type:
        node = parse_node(p, AST_ATTRIBUTE, n);
        node->u.attribute.value = annotation(p, first);
        node->u.attribute.name = parse_name(p, second);
        return node;
    case CONCRETE_union_type:
        node = parse_node(p, AST_BIN_OP, n);
        node->u.bin_op.op = AST_BIT_OR;
        node->u.bin_op.left = annotation(p, first);
        node->u.bin_op.right = annotation(p, second);
        return node;
    case CONCRETE_splat_type:
        node = parse_node(p, AST_STARRED, n);
        node->u.starred.value = parse_expression(p, first);
        return node;
    case CONCRETE_constrained_type:
        return slice(p, n);
    default:
        return parse_element(p, n);
    }
}

static struct ast_node *annotation(struct parser *p, const struct concrete *n)
{
    parse_enter(p);
    struct ast_node *node = typed(p, n);
    parse_leave(p, 1);
    return node;
}

struct ast_node *parse_annotation(struct parser *p, const struct concrete *type)
{
    return annotation(p, type);
}
