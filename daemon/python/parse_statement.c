#include "daemon/python/parse.h"

#include <string.h>

static struct ast_node *statement(struct parser *p, const struct concrete *n);

/* -- simple statements -- */

static struct ast_node *annotated(struct parser *p, const struct concrete *n)
{
    const struct concrete *left = concrete_field(n, FIELD_left), *right = concrete_field(n, FIELD_right);
    struct ast_node *node = parse_node(p, AST_ANN_ASSIGN, n);
    node->u.ann_assign.target = parse_target(p, left);
    node->u.ann_assign.annotation = parse_annotation(p, concrete_field(n, FIELD_type));
    node->u.ann_assign.simple = left->kind == CONCRETE_identifier;
    if (right != NULL)
        node->u.ann_assign.value = parse_element(p, right);
    return node;
}

/* a = b = c is one statement in the syntax tree, and two, nested to the right, in the concrete one. */
static struct ast_node *assignment(struct parser *p, const struct concrete *n)
{
    if (concrete_field(n, FIELD_type) != NULL)
        return annotated(p, n);
    struct ast_node *alias = parse_type_alias(p, n);
    if (alias != NULL)
        return alias;
    struct node_list targets = {0};
    const struct concrete *value = n;
    for (; value->kind == CONCRETE_assignment; value = concrete_field(value, FIELD_right))
        parse_append(p, &targets, parse_target(p, concrete_field(value, FIELD_left)));
    struct ast_node *node = parse_node(p, AST_ASSIGN, n);
    node->u.assign.targets = parse_list(p, &targets);
    node->u.assign.value = parse_element(p, value);
    return node;
}

static struct ast_node *augmented(struct parser *p, const struct concrete *n)
{
    struct ast_node *node = parse_node(p, AST_AUG_ASSIGN, n);
    node->u.aug_assign.target = parse_target(p, concrete_field(n, FIELD_left));
    node->u.aug_assign.op = parse_operator(p, concrete_field(n, FIELD_operator));
    node->u.aug_assign.value = parse_element(p, concrete_field(n, FIELD_right));
    return node;
}

static struct ast_node *expression_statement(struct parser *p, const struct concrete *n)
{
    const struct concrete *child = concrete_child(n);
    if (child->kind == CONCRETE_assignment)
        return assignment(p, child);
    if (child->kind == CONCRETE_augmented_assignment)
        return augmented(p, child);
    struct ast_node *value = parse_elements(p, n->first, NULL);
    struct ast_node *node = parse_node(p, AST_EXPR, n);
    node->u.value = value;
    return node;
}

static struct ast_node *return_statement(struct parser *p, const struct concrete *n)
{
    struct ast_node *node = parse_node(p, AST_RETURN, n);
    const struct concrete *value = concrete_child(n);
    if (value != NULL)
        node->u.value = parse_element(p, value);
    return node;
}

static struct ast_node *delete_statement(struct parser *p, const struct concrete *n)
{
    struct node_list targets = {0};
    struct ast_node *node = parse_node(p, AST_DELETE, n);
    const struct concrete *child = concrete_child(n);
    for (const struct concrete *i = child->kind == CONCRETE_expression_list ? child->first : child; i != NULL;
         i = i->next) {
        if (i->kind == CONCRETE_TOKEN)
            continue;
        struct ast_node *target = parse_expression(p, i);
        parse_set_context(p, target, AST_DEL);
        parse_append(p, &targets, target);
    }
    node->u.list = parse_list(p, &targets);
    return node;
}

static struct ast_node *raise_statement(struct parser *p, const struct concrete *n)
{
    const struct concrete *exception = concrete_child(n), *cause = concrete_field(n, FIELD_cause);
    struct ast_node *node = parse_node(p, AST_RAISE, n);
    if (exception != NULL)
        node->u.raise.exception = parse_expression(p, exception);
    if (cause != NULL)
        node->u.raise.cause = parse_expression(p, cause);
    return node;
}

static struct ast_node *assert_statement(struct parser *p, const struct concrete *n)
{
    const struct concrete *test = concrete_child(n), *message = concrete_node(test->next);
    struct ast_node *node = parse_node(p, AST_ASSERT, n);
    node->u.assert.test = parse_expression(p, test);
    if (message != NULL)
        node->u.assert.message = parse_expression(p, message);
    return node;
}

static struct ast_node *names_statement(struct parser *p, const struct concrete *n, enum ast_kind kind)
{
    struct ast_text *names = NULL;
    uint32_t count = 0, capacity = 0;
    for (const struct concrete *i = n->first; i != NULL; i = i->next) {
        if (i->kind == CONCRETE_TOKEN)
            continue;
        names = parse_grow(p, names, count, &capacity, sizeof *names);
        names[count++] = parse_name(p, i);
    }
    struct ast_node *node = parse_node(p, kind, n);
    node->u.names.names = parse_array(p, names, count, sizeof *names);
    node->u.names.count = count;
    return node;
}

/* -- compound statements -- */

struct ast_list parse_block(struct parser *p, const struct concrete *block)
{
    struct node_list list = {0};
    for (const struct concrete *i = block->first; i != NULL; i = i->next)
        if (i->kind != CONCRETE_TOKEN)
            parse_append(p, &list, statement(p, i));
    return parse_list(p, &list);
}

static struct ast_list field_block(struct parser *p, const struct concrete *n, enum concrete_field field)
{
    return parse_block(p, concrete_field(n, field));
}

/* The block of n's else clause, which is its child `alternative`; empty when there is none. */
static struct ast_list else_block(struct parser *p, const struct concrete *alternative)
{
    return alternative != NULL ? field_block(p, alternative, FIELD_body) : (struct ast_list){0};
}

/* `elif` is an if statement in the else of the one before it. */
static struct ast_node *if_statement(struct parser *p, const struct concrete *n)
{
    struct ast_node *first = NULL;
    struct ast_list *place = NULL; /* of the else that comes next */
    unsigned levels = 0;
    for (const struct concrete *clause = n; clause != NULL && clause->kind != CONCRETE_else_clause;
         levels++) {
        struct concrete whole = {.start = clause->start, .end = n->end};
        parse_enter(p);
        struct ast_node *node = parse_node(p, AST_IF, &whole);
        node->u.branch.test = parse_expression(p, concrete_field(clause, FIELD_condition));
        node->u.branch.body = field_block(p, clause, FIELD_consequence);
        if (first == NULL)
            first = node;
        else
            *place = (struct ast_list){parse_array(p, &node, 1, sizeof node), 1};
        place = &node->u.branch.or_else;
        clause = clause == n ? concrete_field(n, FIELD_alternative) : concrete_node(clause->next);
        if (clause != NULL && clause->kind == CONCRETE_else_clause)
            *place = else_block(p, clause);
    }
    parse_leave(p, levels);
    return first;
}

static struct ast_node *while_statement(struct parser *p, const struct concrete *n)
{
    struct ast_node *node = parse_node(p, AST_WHILE, n);
    node->u.branch.test = parse_expression(p, concrete_field(n, FIELD_condition));
    node->u.branch.body = field_block(p, n, FIELD_body);
    node->u.branch.or_else = else_block(p, concrete_field(n, FIELD_alternative));
    return node;
}

static struct ast_node *for_statement(struct parser *p, const struct concrete *n)
{
    struct ast_node *node = parse_node(p, AST_FOR, n);
    node->u.for_loop.is_async = parse_is_async(p, n);
    node->u.for_loop.target = parse_target(p, concrete_field(n, FIELD_left));
    node->u.for_loop.iterable = parse_element(p, concrete_field(n, FIELD_right));
    node->u.for_loop.body = field_block(p, n, FIELD_body);
    node->u.for_loop.or_else = else_block(p, concrete_field(n, FIELD_alternative));
    return node;
}

static struct ast_handler handler(struct parser *p, const struct concrete *n)
{
    struct ast_handler out = {.at = parse_position(p, n)};
    const struct concrete *type = concrete_child(n), *block = n->first;
    while (block->kind != CONCRETE_block)
        block = block->next;
    if (type != block) {
        if (type->kind == CONCRETE_as_pattern) {
            out.name = parse_name(p, concrete_child(concrete_field(type, FIELD_alias)));
            type = concrete_child(type);
        }
        out.type = parse_expression(p, type);
    }
    out.body = parse_block(p, block);
    return out;
}

static bool is_starred(const struct parser *p, const struct concrete *handler)
{
    const struct concrete *type = concrete_child(handler);
    return memchr(p->plain + handler->start, STARRED_EXCEPT, type->start - handler->start) != NULL;
}

static struct ast_node *try_statement(struct parser *p, const struct concrete *n)
{
    struct ast_node *node = parse_node(p, AST_TRY, n);
    struct ast_handler *handlers = NULL;
    uint32_t count = 0, capacity = 0;
    node->u.try.body = field_block(p, n, FIELD_body);
    for (const struct concrete *i = n->first; i != NULL; i = i->next) {
        if (i->kind == CONCRETE_except_clause) {
            handlers = parse_grow(p, handlers, count, &capacity, sizeof *handlers);
            handlers[count++] = handler(p, i);
            node->u.try.is_star = is_starred(p, i);
        } else if (i->kind == CONCRETE_else_clause) {
            node->u.try.or_else = field_block(p, i, FIELD_body);
        } else if (i->kind == CONCRETE_finally_clause) {
            node->u.try.finally = parse_block(p, concrete_child(i));
        }
    }
    node->u.try.handlers = parse_array(p, handlers, count, sizeof *handlers);
    node->u.try.handler_count = count;
    return node;
}

static struct ast_with_item with_item(struct parser *p, const struct concrete *n)
{
    const struct concrete *value = n->kind == CONCRETE_with_item ? concrete_field(n, FIELD_value) : n;
    if (value->kind != CONCRETE_as_pattern)
        return (struct ast_with_item){.context = parse_element(p, value)};
    struct ast_node *context = parse_expression(p, concrete_child(value));
    return (struct ast_with_item){context,
                                  parse_target(p, concrete_child(concrete_field(value, FIELD_alias)))};
}

static bool is_no_item(const struct concrete *n)
{
    const struct concrete *value = n->kind == CONCRETE_with_item ? concrete_field(n, FIELD_value) : n;
    return value->kind == CONCRETE_list_splat || value->kind == CONCRETE_yield ||
           value->kind == CONCRETE_named_expression;
}

/* with (a, b): two items; one tuple before that was possible, and with what cannot be an item in it. */
static bool is_tuple(const struct parser *p, const struct concrete *with_clause)
{
    if (with_clause->first->kind != CONCRETE_TOKEN || p->plain[with_clause->first->start] != '(')
        return false;
    for (const struct concrete *i = with_clause->first; i != NULL; i = i->next)
        if (is_no_item(i))
            return true;
    return !p->rules->with_items_in_parentheses;
}

/* The grammar may also read the items in parentheses as one: a tuple, or an expression with `as` in it. Where
 * they are then; NULL when it is an expression after all. */
static const struct concrete *items_in_parentheses(const struct parser *p, const struct concrete *with_clause)
{
    const struct concrete *item = concrete_child(with_clause), *value = concrete_field(item, FIELD_value);
    if (!p->rules->with_items_in_parentheses || value->start != with_clause->start ||
        value->end != with_clause->end ||
        (value->kind != CONCRETE_tuple && value->kind != CONCRETE_parenthesized_expression) ||
        concrete_child(value) == NULL)
        return NULL;
    for (const struct concrete *i = value->first; i != NULL; i = i->next)
        if (i->kind == CONCRETE_list_splat || i->kind == CONCRETE_yield ||
            i->kind == CONCRETE_named_expression)
            return NULL;
    return value->first;
}

static struct ast_node *with_statement(struct parser *p, const struct concrete *n)
{
    const struct concrete *clause = concrete_child(n);
    struct ast_with_item *items = NULL;
    uint32_t count = 0, capacity = 0;
    struct ast_node *node = parse_node(p, AST_WITH, n);
    node->u.with.is_async = parse_is_async(p, n);
    const struct concrete *inner = items_in_parentheses(p, clause);
    for (const struct concrete *i = inner != NULL ? inner : clause->first; i != NULL; i = i->next) {
        if (i->kind == CONCRETE_TOKEN)
            continue;
        items = parse_grow(p, items, count, &capacity, sizeof *items);
        items[count++] = with_item(p, i);
    }
    if (is_tuple(p, clause)) {
        struct node_list list = {0};
        for (uint32_t i = 0; i < count; i++)
            parse_append(p, &list, items[i].context);
        struct ast_node *tuple = parse_node(p, AST_TUPLE, clause);
        tuple->u.sequence.elements = parse_list(p, &list);
        items[0].context = tuple;
        count = 1;
    }
    node->u.with.items = parse_array(p, items, count, sizeof *items);
    node->u.with.count = count;
    node->u.with.body = field_block(p, n, FIELD_body);
    return node;
}

static struct ast_node *function(struct parser *p, const struct concrete *n, struct ast_list decorators)
{
    const struct concrete *returns = concrete_field(n, FIELD_return_type);
    struct ast_node *node = parse_node(p, AST_FUNCTION_DEF, n);
    node->u.function.is_async = parse_is_async(p, n);
    node->u.function.name = parse_name(p, concrete_field(n, FIELD_name));
    node->u.function.decorators = decorators;
    node->u.function.type_parameters = parse_type_parameters(p, concrete_field(n, FIELD_name));
    node->u.function.arguments = parse_parameters(p, concrete_field(n, FIELD_parameters));
    if (returns != NULL)
        node->u.function.returns = parse_annotation(p, returns);
    node->u.function.body = field_block(p, n, FIELD_body);
    return node;
}

static struct ast_node *class_definition(struct parser *p, const struct concrete *n,
                                         struct ast_list decorators)
{
    const struct concrete *bases = concrete_field(n, FIELD_superclasses);
    struct ast_node *node = parse_node(p, AST_CLASS_DEF, n);
    node->u.class_def.name = parse_name(p, concrete_field(n, FIELD_name));
    node->u.class_def.decorators = decorators;
    node->u.class_def.type_parameters = parse_type_parameters(p, concrete_field(n, FIELD_name));
    if (bases != NULL)
        parse_arguments(p, bases, &node->u.class_def.bases, &node->u.class_def.keywords,
                        &node->u.class_def.keyword_count);
    node->u.class_def.body = field_block(p, n, FIELD_body);
    return node;
}

static struct ast_node *decorated(struct parser *p, const struct concrete *n)
{
    struct node_list list = {0};
    for (const struct concrete *i = n->first; i != NULL; i = i->next)
        if (i->kind == CONCRETE_decorator)
            parse_append(p, &list, parse_expression(p, concrete_child(i)));
    struct ast_list decorators = parse_list(p, &list);
    const struct concrete *definition = concrete_kind(n, CONCRETE_function_definition);
    return definition != NULL ? function(p, definition, decorators)
                              : class_definition(p, concrete_kind(n, CONCRETE_class_definition), decorators);
}

/* -- all -- */

static struct ast_node *any_statement(struct parser *p, const struct concrete *n)
{
    switch (n->kind) {
    case CONCRETE_expression_statement:
        return expression_statement(p, n);
    case CONCRETE_return_statement:
        return return_statement(p, n);
    case CONCRETE_delete_statement:
        return delete_statement(p, n);
    case CONCRETE_raise_statement:
        return raise_statement(p, n);
    case CONCRETE_assert_statement:
        return assert_statement(p, n);
    case CONCRETE_global_statement:
        return names_statement(p, n, AST_GLOBAL);
    case CONCRETE_nonlocal_statement:
        return names_statement(p, n, AST_NONLOCAL);
    case CONCRETE_pass_statement:
        return parse_node(p, AST_PASS, n);
    case CONCRETE_break_statement:
        return parse_node(p, AST_BREAK, n);
    case CONCRETE_continue_statement:
        return parse_node(p, AST_CONTINUE, n);
    case CONCRETE_import_statement:
    case CONCRETE_import_from_statement:
        return parse_import(p, n);
    case CONCRETE_if_statement:
        return if_statement(p, n);
    case CONCRETE_while_statement:
        return while_statement(p, n);
    case CONCRETE_for_statement:
        return for_statement(p, n);
    case CONCRETE_try_statement:
        return try_statement(p, n);
    case CONCRETE_with_statement:
        return with_statement(p, n);
    case CONCRETE_function_definition:
        return function(p, n, (struct ast_list){0});
    case CONCRETE_class_definition:
        return class_definition(p, n, (struct ast_list){0});
    case CONCRETE_decorated_definition:
        return decorated(p, n);
    case CONCRETE_match_statement:
        return parse_match(p, n);
    default:
        parse_fail(p, "SyntaxError", parse_origin(p, n->start), parse_origin(p, n->end), "invalid syntax");
    }
}

static struct ast_node *statement(struct parser *p, const struct concrete *n)
{
    parse_enter(p);
    struct ast_node *node = any_statement(p, n);
    parse_leave(p, 1);
    return node;
}

void parse_module(struct parser *p, const struct concrete *module, struct ast_list *body)
{
    *body = parse_block(p, module);
}
