#include "daemon/python/parse.h"

static struct ast_alias alias(struct parser *p, const struct concrete *n)
{
    struct ast_alias out = {.at = parse_position(p, n)};
    if (n->kind == CONCRETE_wildcard_import) {
        out.name = (struct ast_text){"*", 1};
    } else if (n->kind == CONCRETE_aliased_import) {
        out.name = parse_dotted(p, concrete_field(n, FIELD_name));
        out.as_name = parse_name(p, concrete_field(n, FIELD_alias));
    } else {
        out.name = parse_dotted(p, n);
    }
    return out;
}

/* The module that names are imported from, and how many dots are before it. */
static void module_name(struct parser *p, const struct concrete *n, struct ast_node *node)
{
    if (n->kind == CONCRETE_dotted_name) {
        node->u.import.module = parse_dotted(p, n);
        return;
    }
    for (const struct concrete *i = n->first; i != NULL; i = i->next) {
        if (i->kind == CONCRETE_import_prefix) {
            for (uint32_t at = i->start; at < i->end; at++)
                node->u.import.level += p->plain[at] == '.';
        } else {
            node->u.import.module = parse_dotted(p, i);
        }
    }
}

struct ast_node *parse_import(struct parser *p, const struct concrete *n)
{
    struct ast_alias *aliases = NULL;
    uint32_t count = 0, capacity = 0;
    struct ast_node *node =
        parse_node(p, n->kind == CONCRETE_import_statement ? AST_IMPORT : AST_IMPORT_FROM, n);
    for (const struct concrete *i = n->first; i != NULL; i = i->next) {
        if (i->field == FIELD_module_name) {
            module_name(p, i, node);
        } else if (i->kind != CONCRETE_TOKEN) {
            aliases = parse_grow(p, aliases, count, &capacity, sizeof *aliases);
            aliases[count++] = alias(p, i);
        }
    }
    node->u.import.aliases = parse_array(p, aliases, count, sizeof *aliases);
    node->u.import.count = count;
    return node;
}
