/* Arguments of calls and classes, parameters of functions. */
#include "daemon/python/parse.h"

void parse_arguments(struct parser *p, const struct concrete *argument_list, struct ast_list *args,
                     struct ast_keyword **keywords, size_t *keyword_count)
{
    struct node_list list = {0};
    struct ast_keyword *named = NULL;
    uint32_t count = 0, capacity = 0;
    for (const struct concrete *i = argument_list->first; i != NULL; i = i->next) {
        struct ast_keyword keyword = {0};
        if (i->kind == CONCRETE_TOKEN)
            continue;
        if (i->kind == CONCRETE_keyword_argument) {
            keyword.name = parse_name(p, concrete_field(i, FIELD_name));
            keyword.value = parse_expression(p, concrete_field(i, FIELD_value));
        } else if (i->kind == CONCRETE_dictionary_splat) {
            keyword.value = parse_expression(p, concrete_child(i));
        } else {
            parse_append(p, &list, parse_element(p, i));
            continue;
        }
        keyword.at = parse_position(p, i);
        named = parse_grow(p, named, count, &capacity, sizeof *named);
        named[count++] = keyword;
    }
    *args = parse_list(p, &list);
    *keywords = parse_array(p, named, count, sizeof *named);
    *keyword_count = count;
}

/* -- parameters -- */

struct parameters {
    struct ast_arguments *out;
    struct ast_argument *list; /* those before * */
    uint32_t count, capacity, positional_only;
    struct ast_argument *keyword_only;
    uint32_t keyword_only_count, keyword_only_capacity;
    struct node_list defaults, keyword_defaults;
    bool star; /* what follows is keyword-only */
};

static void add(struct parser *p, struct parameters *q, struct ast_argument argument, struct ast_node *value)
{
    if (!q->star) {
        q->list = parse_grow(p, q->list, q->count, &q->capacity, sizeof *q->list);
        q->list[q->count++] = argument;
        if (value != NULL)
            parse_append(p, &q->defaults, value);
        return;
    }
    q->keyword_only =
        parse_grow(p, q->keyword_only, q->keyword_only_count, &q->keyword_only_capacity, sizeof argument);
    q->keyword_only[q->keyword_only_count++] = argument;
    parse_append(p, &q->keyword_defaults, value);
}

/* A parameter whose name is `name`, and that ends where its annotation does. */
static struct ast_argument argument(struct parser *p, const struct concrete *name,
                                    const struct concrete *type)
{
    struct concrete whole = {.start = name->start, .end = type != NULL ? type->end : name->end};
    struct ast_argument out = {.name = parse_name(p, name), .at = parse_position(p, &whole)};
    if (type != NULL)
        out.annotation = parse_annotation(p, type);
    return out;
}

/* *args or **kwargs, `pattern`, with or without annotation. */
static void add_variable(struct parser *p, struct parameters *q, const struct concrete *pattern,
                         const struct concrete *type)
{
    struct ast_argument *variable = parse_new(p, sizeof *variable);
    *variable = argument(p, concrete_child(pattern), type);
    if (pattern->kind == CONCRETE_dictionary_splat_pattern) {
        q->out->var_keyword = variable;
    } else {
        q->out->var_positional = variable;
        q->star = true;
    }
}

static void add_parameter(struct parser *p, struct parameters *q, const struct concrete *n)
{
    const struct concrete *name = concrete_field(n, FIELD_name), *type = concrete_field(n, FIELD_type),
                          *value = concrete_field(n, FIELD_value);
    switch (n->kind) {
    case CONCRETE_identifier:
        add(p, q, argument(p, n, NULL), NULL);
        break;
    case CONCRETE_default_parameter:
    case CONCRETE_typed_default_parameter: {
        struct ast_argument typed = argument(p, name, type);
        add(p, q, typed, parse_expression(p, value));
        break;
    }
    case CONCRETE_typed_parameter:
        if (concrete_child(n)->kind == CONCRETE_identifier)
            add(p, q, argument(p, concrete_child(n), type), NULL);
        else
            add_variable(p, q, concrete_child(n), type);
        break;
    case CONCRETE_list_splat_pattern:
    case CONCRETE_dictionary_splat_pattern:
        add_variable(p, q, n, NULL);
        break;
    case CONCRETE_keyword_separator:
        q->star = true;
        break;
    case CONCRETE_positional_separator:
        q->positional_only = q->count;
        break;
    default:
        if (n->kind != CONCRETE_TOKEN)
            parse_fail(p, "SyntaxError", parse_origin(p, n->start), parse_origin(p, n->end),
                       "invalid syntax");
    }
}

struct ast_arguments *parse_parameters(struct parser *p, const struct concrete *parameters)
{
    struct parameters q = {.out = parse_new(p, sizeof *q.out)};
    struct ast_arguments *out = q.out;
    for (const struct concrete *i = parameters != NULL ? parameters->first : NULL; i != NULL; i = i->next)
        add_parameter(p, &q, i);
    out->positional_only = parse_array(p, q.list, q.positional_only, sizeof *q.list);
    out->positional_only_count = q.positional_only;
    out->positional_count = q.count - q.positional_only;
    out->positional = out->positional_count != 0
                          ? parse_array(p, q.list + q.positional_only, out->positional_count, sizeof *q.list)
                          : NULL;
    out->keyword_only = parse_array(p, q.keyword_only, q.keyword_only_count, sizeof *q.keyword_only);
    out->keyword_only_count = q.keyword_only_count;
    out->defaults = parse_list(p, &q.defaults);
    out->keyword_defaults = parse_list(p, &q.keyword_defaults);
    return out;
}
