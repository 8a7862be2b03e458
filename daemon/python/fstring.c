#include "daemon/python/fstring.h"

static bool ends_expression(enum token_kind kind)
{
    return kind == TOKEN_EXCLAMATION || kind == TOKEN_COLON || kind == TOKEN_RIGHT_BRACE;
}

bool fstring_field(const struct parser *p, uint32_t open, struct fstring_field *out)
{
    const struct token *tokens = p->tokens.items;
    struct fstring_field f = {.open = open, .first = open + 1};
    unsigned brackets = 0, strings = 0;
    for (uint32_t i = open + 1; i < p->tokens.count; i++) {
        enum token_kind kind = tokens[i].kind;
        if (kind == TOKEN_FSTRING_START) {
            strings++;
        } else if (kind == TOKEN_FSTRING_END) {
            if (strings == 0)
                return false;
            strings--;
        } else if (strings != 0) {
            continue;
        } else if (kind == TOKEN_LEFT_PAREN || kind == TOKEN_LEFT_BRACKET || kind == TOKEN_LEFT_BRACE) {
            brackets++;
        } else if (brackets == 0 && kind == TOKEN_RIGHT_BRACE) {
            f.close = i;
            if (f.end == 0)
                f.end = i;
            *out = f;
            return true;
        } else if (kind == TOKEN_RIGHT_PAREN || kind == TOKEN_RIGHT_BRACKET || kind == TOKEN_RIGHT_BRACE) {
            brackets--;
        } else if (brackets == 0 && f.spec == 0) {
            if (kind == TOKEN_EQUAL && i + 1 < p->tokens.count && ends_expression(tokens[i + 1].kind)) {
                f.equal = i;
                f.end = i;
            } else if (kind == TOKEN_EXCLAMATION && f.conversion == 0) {
                f.conversion = i + 1;
                f.end = f.end != 0 ? f.end : i;
            } else if (kind == TOKEN_COLON) {
                f.spec_colon = i;
                f.spec = i + 1;
                f.end = f.end != 0 ? f.end : i;
            }
        }
    }
    return false;
}

uint32_t fstring_field_start(const struct parser *p, const struct fstring_field *f)
{
    return p->tokens.items[f->open].end;
}

uint32_t fstring_field_end(const struct parser *p, const struct fstring_field *f)
{
    return p->tokens.items[f->end].start;
}
