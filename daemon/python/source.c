#include "daemon/python/encoding.h"
#include "daemon/python/parser.h"

#include <string.h>

enum { LARGEST = 1 << 28 }; /* places are 32 bits wide, and tokens and plain text need some room above */

/* How long the well-formed UTF-8 sequence at the beginning of s is; 0: there is none. */
static size_t utf8_sequence(const unsigned char *s, size_t left)
{
    static const struct {
        unsigned char first, last, low, high;
        unsigned length;
    } forms[] = {{0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
                 {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
                 {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};
    if (s[0] < 0x80)
        return 1;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (s[0] < forms[i].first || s[0] > forms[i].last)
            continue;
        if (forms[i].length > left || s[1] < forms[i].low || s[1] > forms[i].high)
            return 0;
        for (size_t k = 2; k < forms[i].length; k++)
            if (s[k] < 0x80 || s[k] > 0xbf)
                return 0;
        return forms[i].length;
    }
    return 0;
}

size_t source_newlines(char *out, const char *source, size_t length)
{
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        char c = source[i];
        if (c == '\r') {
            c = '\n';
            if (i + 1 < length && source[i + 1] == '\n')
                i++;
        }
        out[n++] = c;
    }
    return n;
}

static void find_lines(struct parser *p)
{
    uint32_t count = 1;
    for (const char *c = p->text; (c = memchr(c, '\n', p->length - (size_t)(c - p->text))) != NULL; c++)
        count++;
    p->lines = parse_scratch(p, (count + 1) * sizeof *p->lines);
    p->line_count = 0;
    p->lines[p->line_count++] = 0;
    for (uint32_t i = 0; i < p->length; i++)
        if (p->text[i] == '\n' && i + 1 < p->length)
            p->lines[p->line_count++] = i + 1;
    p->lines[p->line_count] = p->length;
}

/* The first byte that is not part of well-formed UTF-8; p->length when there is none. */
static uint32_t find_malformed(const struct parser *p)
{
    const unsigned char *s = (const unsigned char *)p->text;
    for (uint32_t i = 0; i < p->length;) {
        size_t step = utf8_sequence(s + i, p->length - i);
        if (step == 0)
            return i;
        i += (uint32_t)step;
    }
    return p->length;
}

void read_source(struct parser *p, const char *source, size_t length)
{
    if (length > LARGEST)
        parse_fail(p, "MemoryError", UINT32_MAX, 0, "source is too large");
    if (length != 0 && memchr(source, '\0', length) != NULL)
        parse_fail(p, "SyntaxError", UINT32_MAX, 0, "source code cannot contain null bytes");
    bool marked = p->input == AST_INPUT_FILE && length >= 3 && memcmp(source, "\xef\xbb\xbf", 3) == 0;
    if (marked) { /* of a str, the mark is a character that is no token */
        source += 3;
        length -= 3;
    }
    p->counts_bytes = p->bounds && p->bounds->runs_file && !p->rules->files_count_characters && !marked &&
                      !encoding_is_declared(source, length);
    p->text = parse_scratch(p, length + 2);
    size_t n = source_newlines(p->text, source, length);
    p->newline_added = n == 0 || p->text[n - 1] != '\n';
    if (p->newline_added)
        p->text[n++] = '\n';
    p->text[n] = '\0';
    p->length = (uint32_t)n;
    find_lines(p);

    bool ascii = true;
    for (size_t i = 0; i < n && ascii; i++)
        ascii = (unsigned char)p->text[i] < 0x80;
    uint32_t bad = ascii ? p->length : find_malformed(p);
    if (bad < p->length)
        parse_fail(
            p, "SyntaxError", UINT32_MAX, 0,
            "(unicode error) 'utf-8' codec can't decode byte 0x%02x in position %u: invalid start byte",
            (unsigned char)p->text[bad], bad);
}

bool source_ends_bare(const struct parser *p)
{
    return p->newline_added && (p->input == AST_INPUT_SINGLE || p->input == AST_INPUT_EXPRESSION);
}

/* -- places -- */

uint32_t source_line(struct parser *p, uint32_t offset)
{
    uint32_t line =
        p->last_line; /* most questions are about the same line as the last one or its neighbours */
    if (offset < p->lines[line] || (line + 1 < p->line_count && offset >= p->lines[line + 1])) {
        uint32_t low = 0, high = p->line_count;
        while (high - low > 1) {
            uint32_t middle = low + (high - low) / 2;
            if (p->lines[middle] <= offset)
                low = middle;
            else
                high = middle;
        }
        line = low;
    }
    p->last_line = line;
    return line;
}

/* What a line ends in belongs to a token, or is a backslash that is not in a comment. One before the first
 * token of a statement is part of the indentation, which is not kept. *before: how many tokens begin before
 * the end of a line that is not above this one; afterwards, of this one. */
static bool goes_on(const struct parser *p, uint32_t line, uint32_t *before)
{
    uint32_t end = p->lines[line + 1], i = *before;
    const struct token *t = p->tokens.items;
    while (i > 0 && (t[i - 1].start >= end || t[i - 1].kind == TOKEN_INDENT ||
                     t[i - 1].kind == TOKEN_DEDENT || t[i - 1].kind == TOKEN_END))
        i--;
    *before = i;
    if (i == 0 || t[i - 1].kind == TOKEN_NEWLINE)
        return false;
    uint32_t behind = t[i - 1].end > p->lines[line] ? t[i - 1].end : p->lines[line];
    if (behind >= end)
        return true;
    return end - behind >= 2 && p->text[end - 2] == '\\' && !memchr(p->text + behind, '#', end - behind);
}

uint32_t source_first_line(struct parser *p, uint32_t line)
{
    uint32_t before = p->tokens.count;
    while (line > 0 && (line % 4096 || ast_goes_on(p->bounds)) && goes_on(p, line - 1, &before))
        line--;
    return line;
}

uint32_t source_first_told(struct parser *p, uint32_t line)
{
    return p->rules->last_line_is_told ? line : source_first_line(p, line);
}

struct ast_position source_position(struct parser *p, uint32_t start, uint32_t end)
{
    uint32_t end_line = source_line(p, end), line = source_line(p, start);
    return (struct ast_position){line + 1, start - p->lines[line], end_line + 1, end - p->lines[end_line]};
}

uint32_t source_column(struct parser *p, uint32_t offset)
{
    return p->counts_bytes ? offset - p->lines[source_line(p, offset)] + 1 : source_character(p, offset);
}

uint32_t source_character(struct parser *p, uint32_t offset)
{
    uint32_t column = 1;
    for (uint32_t i = p->lines[source_line(p, offset)]; i < offset && i < p->length; i++)
        column += ((unsigned char)p->text[i] & 0xc0) != 0x80;
    return column;
}
