#include "daemon/python/parse.h"

#include <string.h>

/* -- places and names -- */

uint32_t parse_origin(const struct parser *p, uint32_t plain)
{
    if (plain < p->length)
        return plain;
    uint32_t low = 0, high = p->field_count; /* the last line that begins at `plain` or before */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (p->fields[middle].plain <= plain)
            low = middle;
        else
            high = middle;
    }
    return plain - p->fields[low].plain + p->fields[low].source - 1;
}

struct ast_position parse_position(struct parser *p, const struct concrete *n)
{
    uint32_t start = n->start;
    if (start == p->starred) /* n is the beginning of what is starred there */
        do
            start++;
        while (p->plain[start] == ' ');
    return source_position(p, parse_origin(p, start), parse_origin(p, n->end));
}

bool parse_is(const struct parser *p, const struct concrete *token, const char *text)
{
    size_t length = strlen(text);
    return token->kind == CONCRETE_TOKEN && token->end - token->start == length &&
           memcmp(p->plain + token->start, text, length) == 0;
}

struct ast_text parse_name(struct parser *p, const struct concrete *identifier)
{
    uint32_t start = parse_origin(p, identifier->start), length = identifier->end - identifier->start;
    return (struct ast_text){parse_array(p, p->text + start, length, 1), length};
}

struct ast_text parse_dotted(struct parser *p, const struct concrete *dotted_name)
{
    char *out = parse_new(p, dotted_name->end - dotted_name->start + 1);
    size_t length = 0;
    for (const struct concrete *part = dotted_name->first; part != NULL; part = part->next) {
        if (part->kind == CONCRETE_TOKEN) {
            out[length++] = '.';
            continue;
        }
        struct ast_text name = parse_name(p, part);
        memcpy(out + length, name.bytes, name.length);
        length += name.length;
    }
    return (struct ast_text){out, length};
}

/* -- building -- */

struct ast_node *parse_node(struct parser *p, enum ast_kind kind, const struct concrete *n)
{
    struct ast_node *node = parse_new(p, sizeof *node);
    node->kind = kind;
    node->at = parse_position(p, n);
    return node;
}

void parse_append(struct parser *p, struct node_list *list, struct ast_node *node)
{
    list->items = parse_grow(p, list->items, list->count, &list->capacity, sizeof(struct ast_node *));
    list->items[list->count++] = node;
}

void *parse_array(struct parser *p, const void *items, size_t count, size_t size)
{
    if (count == 0)
        return NULL;
    void *out = parse_new(p, count * size);
    memcpy(out, items, count * size);
    return out;
}

struct ast_list parse_list(struct parser *p, const struct node_list *list)
{
    return (struct ast_list){parse_array(p, list->items, list->count, sizeof(struct ast_node *)),
                             list->count};
}

void parse_enter(struct parser *p)
{
    if (++p->depth > AST_MAX_DEPTH)
        parse_fail(p, "RecursionError", UINT32_MAX, 0, "maximum recursion depth exceeded during compilation");
}

_Noreturn void parse_not_supported(struct parser *p, const struct concrete *n, const char *what)
{
    parse_fail(p, "SyntaxError", parse_origin(p, n->start), parse_origin(p, n->end), "%s are not supported",
               what);
}
