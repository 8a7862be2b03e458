/* Docstrings: from 3.13 on without the indentation that they have in the source (_PyCompile_CleanDoc). */
#include <string.h>

#include "daemon/heap/object/text.h"
#include "daemon/python/compiler.h"

/* Tabs become blanks, to the next column that is a multiple of eight. */
static char *expand_tabs(struct compiler *c, struct ast_text t, size_t *length)
{
    size_t tabs = 0, n = 0, column = 0;
    for (size_t i = 0; i < t.length; i++)
        tabs += t.bytes[i] == '\t';
    char *out = compiler_alloc(c, t.length + 8 * tabs + 1);
    if (!out)
        return NULL;
    for (size_t i = 0; i < t.length; i++) {
        char ch = t.bytes[i];
        if (ch == '\t') {
            size_t blanks = 8 - column % 8;
            memset(out + n, ' ', blanks);
            n += blanks;
            column += blanks;
            continue;
        }
        out[n++] = ch;
        column = ch == '\n' || ch == '\r' ? 0 : column + ((ch & 0xc0) != 0x80);
    }
    *length = n;
    return out;
}

static const char *line_end(const char *p, const char *end)
{
    const char *newline = memchr(p, '\n', (size_t)(end - p));
    return newline ? newline + 1 : end;
}

/* The least indentation of the lines after the first that are not blank. */
static size_t margin_of(const char *p, const char *end)
{
    size_t margin = SIZE_MAX;
    for (p = line_end(p, end); p < end; p = line_end(p, end)) {
        size_t blanks = 0;
        while (p + blanks < end && p[blanks] == ' ')
            blanks++;
        if (p + blanks < end && p[blanks] != '\n' && blanks < margin)
            margin = blanks;
    }
    return margin == SIZE_MAX ? 0 : margin;
}

static size_t remove_margin(char *text, size_t length)
{
    const char *p = text, *end = text + length;
    size_t margin = margin_of(p, end), n = 0;
    while (p < end && *p == ' ')
        p++;
    for (bool first = true; p < end; first = false) {
        for (size_t i = 0; !first && i < margin && p < end && *p == ' '; i++)
            p++;
        const char *next = line_end(p, end);
        memmove(text + n, p, (size_t)(next - p));
        n += (size_t)(next - p);
        p = next;
    }
    return n;
}

addr docstring_value(struct compiler *c, struct ast_node *docstring)
{
    if (c->failed || !c->abi->docstrings_are_cleaned)
        return constant_value(c, docstring);
    size_t length = 0;
    char *text = expand_tabs(c, docstring->u.constant.text, &length);
    if (!text)
        return 0;
    return constant_merge(c, str_from_utf8(c->h, text, remove_margin(text, length)));
}
