/* One frame of a traceback: sinks, the line with the file, repetitions, and the way of up to 3.12
 * (traceback_line.h). */
#include "daemon/python/traceback_line.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "daemon/python/traceback_carets.h"
#include "daemon/python/wide.h"

void sink_put(const struct text_sink *to, const char *bytes, size_t length)
{
    if (length)
        to->put(to->context, bytes, length);
}

void sink_puts(const struct text_sink *to, const char *text)
{
    sink_put(to, text, strlen(text));
}

void sink_putf(const struct text_sink *to, const char *format, ...)
{
    char line[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    sink_put(to, line, length < (int)sizeof line ? (size_t)length : sizeof line - 1);
}

void sink_repeat(const struct text_sink *to, char c, size_t count)
{
    char run[64];
    memset(run, c, sizeof run);
    for (; count > sizeof run; count -= sizeof run)
        sink_put(to, run, sizeof run);
    sink_put(to, run, count);
}

/* ---- characters ------------------------------------------------------------------------------------ */

static bool is_first_byte(char c)
{
    return ((unsigned char)c & 0xc0) != 0x80;
}

size_t text_characters(const char *bytes, size_t length)
{
    size_t n = 0;
    for (size_t i = 0; i < length; i++)
        n += is_first_byte(bytes[i]);
    return n;
}

/* ---- up to 3.12 ------------------------------------------------------------------------------------ */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

/* A range of characters, and the part of it that is marked with another sign. */
struct marks {
    size_t start, end;
    size_t left, right; /* of the part, when there is one */
    bool parted;
};

static void put_marks(const struct text_sink *to, const struct marks *m, size_t indent)
{
    sink_puts(to, "    ");
    for (size_t i = indent; i < m->end; i++)
        sink_puts(to, i < m->start                                ? " "
                      : m->parted && i >= m->left && i < m->right ? "^"
                      : m->parted                                 ? "~"
                                                                  : "^");
    sink_puts(to, "\n");
}

/* Where character `index` begins; the length: there is none. */
static size_t byte_of_character(const char *segment, size_t length, size_t index)
{
    size_t at = 0;
    while (at < length && index-- > 0)
        (void)text_character(segment, length, &at);
    return at;
}

/* Part of a character counts as all of it. */
static size_t end_of_character(const char *segment, size_t length, size_t at)
{
    while (at < length && ((unsigned char)segment[at] & 0xc0) == 0x80)
        at++;
    return at;
}

/* An operator as the module traceback of 3.11 finds it: the end of the left operand, which is counted in
 * bytes, and the characters behind it, looked at as if that were their number
 * (_extract_caret_anchors_from_line_segment). In bytes of the segment. */
static void find_operator_of_module(const char *segment, size_t length, size_t from, size_t to, size_t *left,
                                    size_t *right)
{
    size_t blank = from;
    while (blank < to && is_blank(segment[blank]))
        blank++;
    *left = blank;
    *right = blank + 1;
    if (blank + 1 < to && !is_blank(segment[blank + 1]))
        ++*right;
    for (size_t at = byte_of_character(segment, length, *left); at < length; ++*left, ++*right) {
        uint32_t c = text_character(segment, length, &at);
        if (c != ')' && c != '#' && !(c < 0x80 && is_blank((char)c)))
            break;
    }
    *left = end_of_character(segment, length, *left);
    *right = end_of_character(segment, length, *right);
}

/* Of a binary operator or a subscript, where the operator or the brackets are: in bytes of the segment. */
static bool find_anchors_of(const struct traceback_style *style, const char *segment, size_t length,
                            const struct ast_node *e, size_t *left, size_t *right)
{
    if (e->kind == AST_BIN_OP && style->of_module) {
        find_operator_of_module(segment, length, e->u.bin_op.left->at.end_column,
                                e->u.bin_op.right->at.column, left, right);
        return true;
    }
    if (e->kind == AST_BIN_OP) {
        size_t from = e->u.bin_op.left->at.end_column, to = e->u.bin_op.right->at.column;
        for (size_t i = from; i < to; i++) {
            if (is_blank(segment[i]))
                continue;
            *left = i;
            *right = i + 1;
            if (i + 1 < to && !is_blank(segment[i + 1]))
                ++*right;
            if (segment[i] != ')') /* of the left operand */
                break;
        }
        return true;
    }
    if (e->kind != AST_SUBSCRIPT)
        return false;
    size_t l = e->u.subscript.value->at.end_column, r = e->u.subscript.slice->at.end_column + 1;
    while (l < length && segment[l] != '[')
        l++;
    while (r < length && segment[r] != ']')
        r++;
    *left = l;
    *right = r < length ? r + 1 : r;
    return true;
}

/* `line` from byte `start` to `end`. */
static void find_anchors(const struct traceback_style *style, struct ast_text line, size_t start, size_t end,
                         struct marks *m)
{
    struct ast_module module;
    struct syntax_error error;
    const char *segment = line.bytes + start;
    size_t length = end - start, left = 0, right = 0;
    if (!ast_parse(segment, length, style->minor, NULL, &module, &error))
        return;
    if (module.body.count == 1 && module.body.items[0]->kind == AST_EXPR &&
        module.body.items[0]->at.end_line == 1 &&
        find_anchors_of(style, segment, length, module.body.items[0]->u.value, &left, &right)) {
        m->parted = true;
        m->left = m->start + text_characters(segment, left < length ? left : length);
        m->right = m->start + text_characters(segment, right < length ? right : length);
    }
    ast_free(&module);
}

/* How many columns there are before a character. */
static size_t column_of(const struct traceback_style *style, struct ast_text line, size_t character)
{
    size_t columns = 0;
    for (size_t at = 0; at < line.length && character > 0; character--)
        columns += wide_character(text_character(line.bytes, line.length, &at), style->unicode) ? 2 : 1;
    return columns;
}

static void to_columns(const struct traceback_style *style, struct ast_text line, struct marks *m)
{
    m->start = column_of(style, line, m->start);
    m->end = column_of(style, line, m->end);
    m->left = column_of(style, line, m->left);
    m->right = column_of(style, line, m->right);
}

/* Where a range ends that goes on in later lines: behind the last character that is not blank. As the
 * interpreter does it, which counts characters and looks at bytes. */
static size_t end_of_line(struct ast_text line)
{
    size_t n = text_characters(line.bytes, line.length);
    while (n > 0 && is_blank(line.bytes[n - 1]))
        n--;
    return n;
}

static size_t characters_of_line(struct ast_text line)
{
    while (line.length && is_blank(line.bytes[line.length - 1]))
        line.length--;
    return text_characters(line.bytes, line.length);
}

static void put_source_3_11(const struct text_sink *to, const struct traceback_style *style,
                            const struct source_lines *source, const struct traceback_frame *f)
{
    struct ast_text line;
    if (f->line <= 0 || !source->get || !source->get(source->context, f->file, (uint32_t)f->line, &line))
        return;
    size_t indent = 0;
    while (indent < line.length && is_blank(line.bytes[indent]))
        indent++;
    sink_puts(to, "    ");
    sink_put(to, line.bytes + indent, line.length - indent);
    sink_puts(to, "\n");
    if (!f->at.line || f->at.column == 0xffff || f->at.end_column == 0xffff)
        return;
    bool one_line = f->at.end_line == f->at.line;
    size_t start = f->at.column, end = one_line ? f->at.end_column : line.length;
    if (start > line.length || end > line.length)
        return;
    struct marks m = {.start = text_characters(line.bytes, start),
                      .end = one_line           ? text_characters(line.bytes, end)
                             : style->of_module ? characters_of_line(line)
                                                : end_of_line(line)};
    if (one_line && start < end)
        find_anchors(style, line, start, end, &m);
    if (m.end - m.start == text_characters(line.bytes + indent, line.length - indent) && !m.parted)
        return; /* all of it */
    to_columns(style, line, &m);
    put_marks(to, &m, indent);
}

/* ---- frames ---------------------------------------------------------------------------------------- */

static int32_t line_of(const struct traceback_style *style, const struct traceback_frame *f)
{
    return style->lines && f->at.line ? (int32_t)f->at.line : f->line;
}

void traceback_put_frame(const struct text_sink *to, const struct traceback_style *style,
                         const struct source_lines *source, const struct traceback_frame *f)
{
    int32_t line = line_of(style, f);
    sink_puts(to, "  File \"");
    sink_put(to, f->file.bytes, f->file.length);
    if (style->lines && line == -1)
        sink_puts(to, "\", line None, in ");
    else
        sink_putf(to, "\", line %d, in ", (int)line);
    sink_put(to, f->function.bytes, f->function.length);
    sink_puts(to, "\n");
    if (style->lines)
        traceback_put_source(to, style, source, f);
    else
        put_source_3_11(to, style, source, f);
}

#define SHOWN 3 /* of the same */

static bool same_text(struct ast_text a, struct ast_text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

void traceback_end_repeats(const struct text_sink *to, struct traceback_repeats *r)
{
    if (r->count > SHOWN)
        sink_putf(to, "  [Previous line repeated %zu more time%s]\n", r->count - SHOWN,
                  r->count - SHOWN > 1 ? "s" : "");
    r->count = 0;
}

void traceback_put_next(const struct text_sink *to, const struct traceback_style *style,
                        const struct source_lines *source, struct traceback_repeats *r,
                        const struct traceback_frame *f)
{
    int32_t line = line_of(style, f);
    if (!r->count || r->line != line || !same_text(r->file, f->file) ||
        !same_text(r->function, f->function)) {
        traceback_end_repeats(to, r);
        r->file = f->file;
        r->function = f->function;
        r->line = line;
    }
    if (++r->count <= SHOWN)
        traceback_put_frame(to, style, source, f);
}
