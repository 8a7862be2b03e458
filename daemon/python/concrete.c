#include "daemon/python/concrete.h"

#include "daemon/python/tree_memory.h"

#include <string.h>
#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_python(void);

enum { SYMBOLS = 512, FIELDS = 64, MAX_INDEX = 16 };

/* Which of our kinds and fields the grammar's numbers stand for. */
struct names {
    uint16_t kinds[SYMBOLS];
    uint16_t fields[FIELDS];
};

static unsigned find_name(const char *const *names, unsigned count, const char *name)
{
    unsigned low = 0, high = count;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        int order = strcmp(names[middle], name);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return count;
}

static void read_names(struct names *names, const TSLanguage *language)
{
    static const char *const kinds[] = {
#define X(name) #name,
        CONCRETE_KINDS(X)
#undef X
    };
    static const char *const fields[] = {
#define X(name) #name,
        CONCRETE_FIELDS(X)
#undef X
    };
    const unsigned kind_count = sizeof kinds / sizeof *kinds, field_count = sizeof fields / sizeof *fields;
    for (TSSymbol i = 0; i < ts_language_symbol_count(language) && i < SYMBOLS; i++) {
        if (ts_language_symbol_type(language, i) != TSSymbolTypeRegular) {
            names->kinds[i] = CONCRETE_TOKEN;
            continue;
        }
        unsigned found = find_name(kinds, kind_count, ts_language_symbol_name(language, i));
        names->kinds[i] = (uint16_t)(found == kind_count ? CONCRETE_OTHER : CONCRETE_OTHER + 1 + found);
    }
    for (TSFieldId i = 1; i <= ts_language_field_count(language) && i < FIELDS; i++) {
        unsigned found = find_name(fields, field_count, ts_language_field_name_for_id(language, i));
        names->fields[i] = (uint16_t)(found == field_count ? FIELD_NONE : found + 1);
    }
}

/* A node as ours, its parent's child number `index`; NULL for what is not part of the tree. */
static struct concrete *take_node(struct parser *p, const struct names *names, const TSTreeCursor *cursor,
                                  unsigned index)
{
    TSNode node = ts_tree_cursor_current_node(cursor);
    TSSymbol symbol = ts_node_symbol(node);
    if (ts_node_is_extra(node))
        return NULL;
    struct concrete *out = parse_scratch(p, sizeof *out);
    out->kind = symbol < SYMBOLS ? names->kinds[symbol] : CONCRETE_OTHER;
    if (index < MAX_INDEX) { /* asking takes as long as there are children before it */
        TSFieldId field = ts_tree_cursor_current_field_id(cursor);
        out->field = field < FIELDS ? names->fields[field] : FIELD_NONE;
    }
    out->start = ts_node_start_byte(node);
    out->end = ts_node_end_byte(node);
    /* where a node ends is where its last token does, not the white space behind it */
    while (out->end > out->start && (p->plain[out->end - 1] == ' ' || p->plain[out->end - 1] == '\n' ||
                                     p->plain[out->end - 1] == '\f'))
        out->end--;
    return out;
}

static const struct concrete *take_tree(struct parser *p, TSNode root)
{
    struct names *names = parse_scratch(p, sizeof *names);
    read_names(names, tree_sitter_python());
    TSTreeCursor cursor = ts_tree_cursor_new(root);

    struct level {
        struct concrete *node;
        const struct concrete **link; /* where the next child goes */
        unsigned index;
    } *levels = NULL;
    uint32_t depth = 0, capacity = 0;
    struct concrete *top = take_node(p, names, &cursor, 0), *node = top;
    for (;;) {
        if (node != NULL && ts_tree_cursor_goto_first_child(&cursor)) {
            levels = parse_grow(p, levels, depth, &capacity, sizeof *levels);
            levels[depth++] = (struct level){node, &node->first, 0};
        } else {
            while (depth > 0 && !ts_tree_cursor_goto_next_sibling(&cursor)) {
                ts_tree_cursor_goto_parent(&cursor);
                depth--;
            }
            if (depth == 0)
                return top;
        }
        node = take_node(p, names, &cursor, levels[depth - 1].index++);
        if (node != NULL) {
            *levels[depth - 1].link = node;
            levels[depth - 1].link = &node->next;
        }
    }
}

/* The lines behind the module are its last children. */
static void take_lines(struct parser *p, struct concrete *module)
{
    const struct concrete **link = &module->first;
    while (*link != NULL && (*link)->start < p->length)
        link = (const struct concrete **)&(*link)->next;
    const struct concrete *line = *link;
    *link = NULL;
    for (uint32_t i = 0; i < p->line_behind_count; i++) {
        while (line != NULL && line->kind == CONCRETE_TOKEN)
            line = line->next;
        if (line == NULL || line->start != p->lines_behind[i].plain)
            parse_fail(p, "SyntaxError", p->lines_behind[i].source, p->lines_behind[i].source,
                       "invalid syntax");
        p->lines_behind[i].expression = concrete_child(line);
        line = line->next;
    }
}

/* The place of the first thing in the tree that is an error or missing. */
static uint32_t find_error(TSNode node)
{
    for (;;) {
        uint32_t count = ts_node_child_count(node), i = 0;
        for (; i < count && !ts_node_has_error(ts_node_child(node, i)); i++)
            continue;
        if (i == count || ts_node_symbol(node) == (TSSymbol)-1 || ts_node_is_missing(node))
            return ts_node_start_byte(node);
        node = ts_node_child(node, i);
    }
}

/* The plain text in pieces; none: it is over, or the parse is given up. */
static const char *read_plain(void *payload, uint32_t at, TSPoint point, uint32_t *length)
{
    enum { PIECE = 64 * 1024 };
    const struct parser *p = payload;
    uint32_t left = at < p->plain_length && ast_goes_on(p->bounds) ? p->plain_length - at : 0;
    (void)point;
    *length = left < PIECE ? left : PIECE;
    return p->plain + at;
}

static struct concrete *parse_plain(struct parser *p)
{
    TSParser *parser = ts_parser_new();
    if (!ts_parser_set_language(parser, tree_sitter_python()))
        parse_fail(p, "SystemError", UINT32_MAX, 0, "the grammar does not fit the parser");
    TSTree *tree = ts_parser_parse(parser, NULL, (TSInput){p, read_plain, TSInputEncodingUTF8});
    if (tree == NULL || !ast_goes_on(p->bounds))
        parse_no_memory(p);
    TSNode root = ts_tree_root_node(tree);
    if (ts_node_has_error(root)) {
        uint32_t at = find_error(root);
        parse_fail(p, "SyntaxError", at, at, "invalid syntax");
    }
    return (struct concrete *)take_tree(p, root);
}

void parse_concrete_end(void)
{
    tree_memory_end();
}

const struct concrete *parse_concrete(struct parser *p)
{
    tree_memory_begin(p, ((size_t)64 << 20) + (size_t)p->plain_length * 512);
    struct concrete *module = parse_plain(p);
    parse_concrete_end();
    parse_temporary_end(p);
    take_lines(p, module);
    return module;
}

/* -- looking at it -- */

const struct concrete *concrete_field(const struct concrete *n, enum concrete_field field)
{
    const struct concrete *child = n->first;
    while (child != NULL && child->field != field)
        child = child->next;
    return child;
}

const struct concrete *concrete_kind(const struct concrete *n, enum concrete_kind kind)
{
    const struct concrete *child = n->first;
    while (child != NULL && child->kind != kind)
        child = child->next;
    return child;
}

const struct concrete *concrete_node(const struct concrete *n)
{
    while (n != NULL && n->kind == CONCRETE_TOKEN)
        n = n->next;
    return n;
}

const struct concrete *concrete_child(const struct concrete *n)
{
    return concrete_node(n->first);
}

const struct concrete *concrete_token(const struct parser *p, const struct concrete *n, char c)
{
    for (const struct concrete *child = n->first; child != NULL; child = child->next)
        if (child->kind == CONCRETE_TOKEN && p->plain[child->start] == c)
            return child;
    return NULL;
}
