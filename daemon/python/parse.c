#include "daemon/python/parse.h"

#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

/* -- places and names -- */

uint32_t parse_origin(const struct parser *p, uint32_t plain)
{
    if (plain < p->length)
        return plain;
    uint32_t low = 0, high = p->line_behind_count; /* the last line that begins at `plain` or before */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (p->lines_behind[middle].plain <= plain)
            low = middle;
        else
            high = middle;
    }
    return plain - p->lines_behind[low].plain + p->lines_behind[low].source - 1;
}

struct ast_position parse_position(struct parser *p, const struct concrete *n)
{
    uint32_t start = n->start;
    if (start == p->starred) /* n is the beginning of what is starred there */
        do
            start++;
        while (p->plain[start] == ' ');
    uint32_t end = n->end;
    if (end < p->plain_length && p->plain[end] == DETACHED_END)
        end++;
    return source_position(p, parse_origin(p, start), parse_origin(p, end));
}

bool parse_is(const struct parser *p, const struct concrete *token, const char *text)
{
    size_t length = strlen(text);
    return token->kind == CONCRETE_TOKEN && token->end - token->start == length &&
           memcmp(p->plain + token->start, text, length) == 0;
}

bool parse_is_async(const struct parser *p, const struct concrete *n)
{
    return parse_is(p, n->first, "async");
}

/* The normal form NFKC, which names are compared in. */
static struct ast_text normalize(struct parser *p, const char *name, size_t length)
{
    size_t size = 0;
    uint8_t *normal = u8_normalize(UNINORM_NFKC, (const uint8_t *)name, length, NULL, &size);
    if (normal == NULL)
        parse_no_memory(p);
    char *out = ast_alloc(p->arena, size);
    if (out != NULL)
        memcpy(out, normal, size);
    free(normal);
    if (out == NULL)
        parse_no_memory(p);
    return (struct ast_text){out, size};
}

struct ast_text parse_name(struct parser *p, const struct concrete *identifier)
{
    uint32_t start = parse_origin(p, identifier->start), length = identifier->end - identifier->start;
    for (uint32_t i = start; i < start + length; i++)
        if ((unsigned char)p->text[i] >= 0x80)
            return normalize(p, p->text + start, length);
    return (struct ast_text){parse_array(p, p->text + start, length, 1), length};
}

struct ast_text parse_dotted(struct parser *p, const struct concrete *dotted_name)
{
    struct ast_text *names = NULL;
    uint32_t count = 0, capacity = 0;
    size_t length = 0;
    for (const struct concrete *part = dotted_name->first; part != NULL; part = part->next) {
        if (part->kind == CONCRETE_TOKEN)
            continue;
        names = parse_grow(p, names, count, &capacity, sizeof *names);
        names[count] = parse_name(p, part);
        length += names[count++].length + 1;
    }
    char *out = parse_new(p, length), *end = out;
    for (uint32_t i = 0; i < count; i++) {
        if (i != 0)
            *end++ = '.';
        memcpy(end, names[i].bytes, names[i].length);
        end += names[i].length;
    }
    return (struct ast_text){out, length - 1};
}

struct ast_node *parse_line(struct parser *p, uint32_t token, bool in_parentheses)
{
    const struct line *line = &p->lines_behind[p->tokens.items[token].line];
    const struct concrete *n = line->expression;
    struct ast_node *node = parse_element(p, n);
    if (!in_parentheses && node->kind == AST_TUPLE && n->kind == CONCRETE_tuple && n->start == line->plain)
        node->at = source_position(p, p->tokens.items[line->first].start, p->tokens.items[line->last].end);
    return node;
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
