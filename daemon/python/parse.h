/* What the files that turn the concrete tree into the syntax tree share. The concrete tree is that of a valid
 * program. */
#ifndef HEAPD_PYTHON_PARSE_H
#define HEAPD_PYTHON_PARSE_H

#include "daemon/python/concrete.h"

/* -- places and names -- */

/* The place in the source that a place in the plain text stands for. */
uint32_t parse_origin(const struct parser *p, uint32_t plain);
struct ast_position parse_position(struct parser *p, const struct concrete *n);
/* A name, normalized (NFKC). */
struct ast_text parse_name(struct parser *p, const struct concrete *identifier);
/* What a dotted name says, without white space between its parts. */
struct ast_text parse_dotted(struct parser *p, const struct concrete *dotted_name);
bool parse_is(const struct parser *p, const struct concrete *token, const char *text);
/* A statement, function or clause that begins with async. */
bool parse_is_async(const struct parser *p, const struct concrete *n);

/* -- building -- */

struct ast_node *parse_node(struct parser *p, enum ast_kind kind, const struct concrete *n);

/* Nodes on their way into an ast_list: parse_append() them, then parse_list(). */
struct node_list {
    struct ast_node **items;
    uint32_t count, capacity;
};

void parse_append(struct parser *p, struct node_list *list, struct ast_node *node);
struct ast_list parse_list(struct parser *p, const struct node_list *list);
/* A copy of an array in the tree's memory; NULL for none. */
void *parse_array(struct parser *p, const void *items, size_t count, size_t size);

/* One level down in the syntax tree, and `levels` up again. */
void parse_enter(struct parser *p);
static inline void parse_leave(struct parser *p, unsigned levels)
{
    p->depth -= levels;
}

/* -- expressions (parse_expression.c and its neighbours) -- */

struct ast_node *parse_expression(struct parser *p, const struct concrete *n);
/* An element, argument or target, which may be starred. */
struct ast_node *parse_element(struct parser *p, const struct concrete *n);
/* The nodes among n and the siblings behind it up to `end` (NULL: all): one without a comma is itself, more
 * are a tuple. */
struct ast_node *parse_elements(struct parser *p, const struct concrete *n, const struct concrete *end);
struct ast_node *parse_target(struct parser *p, const struct concrete *n); /* to assign to */
void parse_set_context(struct parser *p, struct ast_node *node, enum ast_context context);
/* The expression on the line behind the module that belongs to a token. `in_parentheses`: those that the line
 * puts around it count as its own. */
struct ast_node *parse_line(struct parser *p, uint32_t token, bool in_parentheses);
/* The annotation in a `type` node. */
static inline struct ast_node *parse_annotation(struct parser *p, const struct concrete *type)
{
    return parse_element(p, concrete_child(type));
}
/* The comprehension whose clauses are among n's children. */
struct ast_node *parse_comprehension(struct parser *p, const struct concrete *n);

void parse_arguments(struct parser *p, const struct concrete *argument_list, struct ast_list *args,
                     struct ast_keyword **keywords, size_t *keyword_count);
/* Of `parameters` or `lambda_parameters`; NULL: none. */
struct ast_arguments *parse_parameters(struct parser *p, const struct concrete *parameters);

/* A string, or strings next to each other. */
struct ast_node *parse_string(struct parser *p, const struct concrete *n);
enum ast_operator parse_operator(struct parser *p, const struct concrete *token); /* without the = of += */
struct ast_node *parse_number(struct parser *p, const struct concrete *n);

/* -- statements -- */

/* Of what is called `name`: those in the brackets behind it. */
struct ast_type_parameters parse_type_parameters(struct parser *p, const struct concrete *name);
/* The type statement that the grammar has seen as an assignment; NULL: it is one. */
struct ast_node *parse_type_alias(struct parser *p, const struct concrete *assignment);

struct ast_node *parse_match(struct parser *p, const struct concrete *match_statement);
struct ast_node *parse_import(struct parser *p, const struct concrete *n);
struct ast_list parse_block(struct parser *p, const struct concrete *block);

#endif
