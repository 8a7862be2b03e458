#include <stdio.h>

#include "daemon/python/parse.h"
#include "daemon/python/warn.h"

enum { MAX_DIGITS = 4300 }; /* sys.int_info.default_max_str_digits */

/* A keyword stands right behind the number (verify_end_of_number). */
static void warn_of_end(struct parser *p, uint32_t end, const char *what)
{
    char message[40];
    snprintf(message, sizeof message, "invalid %s literal", what);
    uint32_t line = source_line(p, end) + 1, column = source_character(p, end) - 1;
    const struct ast_warning warning = {
        .category = WARN_SYNTAX,
        .line = line,
        .message = message,
        .error = message,
        .at = {.line = line, .column = column, .end_line = line, .end_column = column}};
    if (!ast_warn(p->module, &warning))
        parse_no_memory(p);
}

struct ast_node *parse_number(struct parser *p, const struct concrete *n)
{
    uint32_t start = parse_origin(p, n->start), end = start + (n->end - n->start);
    const char *s = p->text;
    char *out = parse_new(p, end - start);
    size_t length = 0;
    char second = end - start > 1 ? s[start + 1] | 0x20 : '0';
    bool prefixed = s[start] == '0' && (second == 'x' || second == 'o' || second == 'b');
    enum ast_constant kind = AST_CONST_INT;
    for (uint32_t i = start; i < end; i++) {
        if (s[i] == '_')
            continue;
        if (!prefixed && (s[i] | 0x20) == 'j') {
            kind = AST_CONST_COMPLEX;
            break;
        }
        if (!prefixed && (s[i] == '.' || (s[i] | 0x20) == 'e'))
            kind = AST_CONST_FLOAT;
        out[length++] = s[i];
    }
    if (kind == AST_CONST_INT && !prefixed && length > MAX_DIGITS)
        parse_fail(p, "SyntaxError", start, end,
                   "Exceeds the limit (%d digits) for integer string conversion: value has %zu digits; use "
                   "sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge "
                   "integer literals to avoid "
                   "decimal conversion limits.",
                   MAX_DIGITS, length);
    if ((s[end] | 0x20) >= 'a' && (s[end] | 0x20) <= 'z')
        warn_of_end(p, end,
                    kind == AST_CONST_COMPLEX ? "imaginary"
                    : !prefixed               ? "decimal"
                    : second == 'x'           ? "hexadecimal"
                    : second == 'o'           ? "octal"
                                              : "binary");
    struct ast_node *node = parse_node(p, AST_CONSTANT, n);
    node->u.constant.kind = kind;
    node->u.constant.text = (struct ast_text){out, length};
    return node;
}
