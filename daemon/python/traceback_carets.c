/* The source of a frame with carets, as Lib/traceback.py has them from 3.13 on: all lines of the range (the
 * middle ones left out), operators, subscripts and calls taken apart, widths as a terminal has them. Works on
 * characters; where host memory is short less is shown.
 */
#include "daemon/python/traceback_carets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/unicode.h"
#include "daemon/python/wide.h"

#define LINES_MAX 20000
#define UNICODE   160

struct row { /* characters of a line */
    uint32_t *chars;
    size_t length;
};

struct rows {
    struct row *items;
    size_t count, capacity;
    bool failed; /* no memory */
};

/* ---- rows ------------------------------------------------------------------------------------------ */

static struct row *add_row(struct rows *r, size_t length)
{
    if (r->count == r->capacity && !r->failed) {
        size_t capacity = r->capacity ? r->capacity * 2 : 8;
        struct row *items = realloc(r->items, capacity * sizeof *items);
        r->failed = !items;
        if (items) {
            r->items = items;
            r->capacity = capacity;
        }
    }
    uint32_t *chars = r->failed ? NULL : malloc((length + 1) * sizeof *chars);
    r->failed |= !chars;
    if (r->failed)
        return NULL;
    r->items[r->count] = (struct row){chars, length};
    return &r->items[r->count++];
}

static void free_rows(struct rows *r)
{
    for (size_t i = 0; i < r->count; i++)
        free(r->items[i].chars);
    free(r->items);
}

static bool is_space(uint32_t c)
{
    return unicode_is(c, UNICODE_SPACE, UNICODE);
}

static bool is_blank_row(const struct row *r)
{
    for (size_t i = 0; i < r->length; i++)
        if (!is_space(r->chars[i]))
            return false;
    return true;
}

uint32_t text_character(const char *bytes, size_t length, size_t *at)
{
    const unsigned char *p = (const unsigned char *)bytes + *at;
    size_t left = length - *at, n = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    if (n > left || (p[0] & 0xc0) == 0x80) {
        ++*at;
        return 0xfffd;
    }
    uint32_t c = n == 1 ? p[0] : p[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++)
        c = c << 6 | (p[i] & 0x3f);
    *at += n;
    return c;
}

static size_t encoded_size(uint32_t c)
{
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

static size_t encode(uint32_t c, char *out)
{
    size_t n = encoded_size(c);
    if (n == 1) {
        out[0] = (char)c;
        return 1;
    }
    for (size_t i = n; i-- > 1; c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)((0xf00u >> n & 0xff) | c);
    return n;
}

static void add_line(struct rows *r, struct ast_text line)
{
    struct row *row = add_row(r, line.length);
    if (!row)
        return;
    size_t n = 0;
    for (size_t at = 0; at < line.length;)
        row->chars[n++] = text_character(line.bytes, line.length, &at);
    while (n > 0 && is_space(row->chars[n - 1]))
        n--;
    row->length = n;
}

/* A line that is not there is empty. */
static void load(struct rows *r, const struct source_lines *source, struct ast_text file, uint32_t first,
                 uint32_t last)
{
    for (uint32_t i = first; i <= last && !r->failed; i++) {
        struct ast_text line = {0};
        if (!source->get || !source->get(source->context, file, i, &line))
            line = (struct ast_text){0};
        add_line(r, line);
    }
}

/* textwrap.dedent: how many spaces and tabs all lines begin with that are not blank. */
static size_t common_margin(const struct rows *r)
{
    const struct row *model = NULL;
    size_t margin = 0;
    for (size_t i = 0; i < r->count; i++) {
        const struct row *row = &r->items[i];
        if (is_blank_row(row))
            continue;
        if (!model) {
            model = row;
            while (margin < row->length && (row->chars[margin] == ' ' || row->chars[margin] == '\t'))
                margin++;
        }
        size_t n = 0;
        while (n < margin && n < row->length && row->chars[n] == model->chars[n])
            n++;
        margin = n;
    }
    return margin;
}

static void dedent(struct rows *r)
{
    size_t margin = common_margin(r);
    for (size_t i = 0; i < r->count; i++) {
        struct row *row = &r->items[i];
        size_t cut = is_blank_row(row) ? row->length : margin;
        row->length -= cut;
        memmove(row->chars, row->chars + cut, row->length * sizeof *row->chars);
    }
}

/* How many characters begin before this byte of the UTF-8. */
static size_t character_at(const struct row *row, size_t byte)
{
    size_t n = 0;
    for (size_t at = 0; n < row->length && at < byte; n++)
        at += encoded_size(row->chars[n]);
    return n;
}

/* Columns that the first `count` characters take; those beyond the end of an ASCII line count too. */
static size_t display_width(const struct row *row, size_t count, unsigned unicode)
{
    bool ascii = true;
    for (size_t i = 0; i < row->length; i++)
        ascii = ascii && row->chars[i] < 0x80;
    if (ascii)
        return count;
    size_t width = 0;
    for (size_t i = 0; i < row->length && i < count; i++)
        width += wide_character(row->chars[i], unicode) ? 2 : 1;
    return width;
}

/* ---- the code that was running ---------------------------------------------------------------------- */

struct range { /* in the dedented lines, characters */
    const struct rows *rows;
    size_t start, end; /* in the first line, in the last */
};

/* Line `i` of the code alone. */
static struct row segment_row(const struct range *r, size_t i)
{
    struct row row = r->rows->items[i];
    if (i + 1 == r->rows->count)
        row.length = r->end < row.length ? r->end : row.length;
    if (i == 0) {
        size_t cut = r->start < row.length ? r->start : row.length;
        row.chars += cut;
        row.length -= cut;
    }
    return row;
}

/* The lines as UTF-8, of the code alone between parentheses on lines of their own. NULL: no memory. */
static char *source_of(const struct range *r, bool segment, size_t *length)
{
    size_t size = 8;
    for (size_t i = 0; i < r->rows->count; i++)
        size += r->rows->items[i].length * 4 + 1;
    char *text = malloc(size);
    size_t n = 0;
    if (!text)
        return NULL;
    if (segment)
        text[n++] = '(', text[n++] = '\n';
    for (size_t i = 0; i < r->rows->count; i++) {
        struct row row = segment ? segment_row(r, i) : r->rows->items[i];
        if (i)
            text[n++] = '\n';
        for (size_t k = 0; k < row.length; k++)
            n += encode(row.chars[k], text + n);
    }
    if (segment)
        text[n++] = '\n', text[n++] = ')';
    *length = n;
    return text;
}

/* ---- anchors ---------------------------------------------------------------------------------------- */

struct place { /* in the code alone */
    size_t line, column;
};

struct anchors { /* what lies between them gets ^, the rest ~ */
    struct place left, right;
};

/* At a character, if need be the first one of a later line. False: behind the last. */
static bool settle(const struct range *r, struct place *p)
{
    while (p->line < r->rows->count && p->column >= segment_row(r, p->line).length) {
        p->column = 0;
        p->line++;
    }
    return p->line < r->rows->count;
}

/* The end of an expression, counted from the parenthesis before the code. */
static bool end_of(const struct range *r, const struct ast_node *e, struct place *p)
{
    if (e->at.end_line < 2 || e->at.end_line - 2 >= r->rows->count)
        return false;
    p->line = e->at.end_line - 2;
    struct row row = segment_row(r, p->line);
    p->column = character_at(&row, e->at.end_column);
    return true;
}

enum wanted { OPERATOR, BRACKET, PARENTHESIS };

static bool is_wanted(enum wanted what, uint32_t c)
{
    return what == OPERATOR ? !is_space(c) && c != ')' : what == BRACKET ? c == '[' : c == '(';
}

/* On to the first such character that is not in a comment. */
static bool search(const struct range *r, struct place *p, enum wanted what)
{
    if (!settle(r, p))
        return false;
    for (;;) {
        uint32_t c = segment_row(r, p->line).chars[p->column];
        if (c == '\\' || c == '#')
            p->line++, p->column = 0;
        else if (is_wanted(what, c))
            return true;
        else
            p->column++;
        if (!settle(r, p))
            return false;
    }
}

/* An operator has one character or two, before the right operand. */
static bool operator_anchors(const struct range *r, const struct ast_node *e, struct anchors *out)
{
    const struct ast_node *right = e->u.bin_op.right;
    struct place p;
    if (!end_of(r, e->u.bin_op.left, &p) || !search(r, &p, OPERATOR))
        return false;
    struct row row = segment_row(r, p.line);
    size_t next = p.column + 1;
    bool two =
        next < row.length && !is_space(row.chars[next]) && row.chars[next] != '\\' && row.chars[next] != '#';
    if (two && right->at.line >= 2 && right->at.line - 2 <= p.line) {
        struct row other = segment_row(r, right->at.line - 2);
        two = next < character_at(&other, right->at.column);
    }
    *out = (struct anchors){p, {p.line, next + two}};
    return true;
}

/* From the opening bracket to the end. */
static bool bracket_anchors(const struct range *r, const struct ast_node *e, const struct ast_node *before,
                            enum wanted bracket, struct anchors *out)
{
    return end_of(r, before, &out->left) && search(r, &out->left, bracket) && end_of(r, e, &out->right);
}

static bool anchors_of(const struct range *r, const struct ast_node *e, struct anchors *out)
{
    switch (e->kind) {
    case AST_BIN_OP:
        return operator_anchors(r, e, out);
    case AST_SUBSCRIPT:
        return bracket_anchors(r, e, e->u.subscript.value, BRACKET, out);
    case AST_CALL:
        return bracket_anchors(r, e, e->u.call.function, PARENTHESIS, out);
    default:
        return false;
    }
}

static bool find_anchors(const struct range *r, unsigned minor, struct anchors *out)
{
    struct ast_module module;
    struct syntax_error error;
    size_t length;
    char *text = source_of(r, true, &length);
    bool found = false;
    if (text && ast_parse(text, length, minor, NULL, &module, &error)) {
        found = module.body.count == 1 && module.body.items[0]->kind == AST_EXPR &&
                anchors_of(r, module.body.items[0]->u.value, out);
        ast_free(&module);
    }
    free(text);
    return found;
}

/* ---- whether there are carets ----------------------------------------------------------------------- */

/* `return f(...)` and `x = f(...)`, where the call is the code. */
static bool is_plain_call(const struct range *r, const struct ast_node *statement)
{
    const struct ast_node *call = NULL;
    if (statement->kind == AST_RETURN && statement->u.value && statement->u.value->kind == AST_CALL &&
        statement->u.value->u.call.function->kind == AST_NAME)
        call = statement->u.value;
    if (statement->kind == AST_ASSIGN && statement->u.assign.value->kind == AST_CALL &&
        statement->u.assign.targets.count == 1 && statement->u.assign.targets.items[0]->kind == AST_NAME)
        call = statement->u.assign.value;
    return call && call->at.line == 1 && call->at.end_line == r->rows->count && call->at.column == r->start &&
           call->at.end_column == r->end;
}

/* No carets because the code is all that the statement does. Lines that are no statements say nothing. */
static bool needs_none(const struct range *r, unsigned minor)
{
    struct ast_module module;
    struct syntax_error error;
    size_t length;
    char *text = source_of(r, false, &length);
    bool none = false;
    if (text && ast_parse(text, length, minor, NULL, &module, &error)) {
        none = module.body.count == 0 || is_plain_call(r, module.body.items[0]);
        ast_free(&module);
    }
    free(text);
    return none;
}

static bool is_all_of_it(const struct range *r)
{
    struct row before = r->rows->items[0], after = r->rows->items[r->rows->count - 1];
    if (before.length > r->start)
        before.length = r->start;
    size_t cut = r->end < after.length ? r->end : after.length;
    after.chars += cut;
    after.length -= cut;
    return is_blank_row(&before) && is_blank_row(&after);
}

/* ---- writing ---------------------------------------------------------------------------------------- */

struct picture {
    const struct traceback_style *style;
    const struct range *range;
    const struct anchors *anchors; /* NULL: none */
    size_t from, to;               /* of the range, in columns */
    size_t left, right;            /* of the anchors */
    bool carets;
    struct rows out;
};

static void draw_text(struct picture *p, const char *text)
{
    struct row *row = add_row(&p->out, strlen(text));
    for (size_t i = 0; row && i < row->length; i++)
        row->chars[i] = (unsigned char)text[i];
}

static char sign_at(const struct picture *p, size_t line, size_t column)
{
    const struct anchors *a = p->anchors;
    if (!a)
        return '^';
    bool after = line > a->left.line || (line == a->left.line && column >= p->left);
    bool before = line < a->right.line || (line == a->right.line && column < p->right);
    return after && before ? '^' : '~';
}

static void draw_line(struct picture *p, size_t line)
{
    const struct row *row = &p->range->rows->items[line];
    struct row *copy = add_row(&p->out, row->length);
    if (copy)
        memcpy(copy->chars, row->chars, row->length * sizeof *row->chars);
    if (!p->carets)
        return;
    size_t spaces = 0, count = line + 1 == p->range->rows->count
                                   ? p->to
                                   : display_width(row, row->length, p->style->unicode);
    while (spaces < row->length && is_space(row->chars[spaces]))
        spaces++;
    struct row *marks = add_row(&p->out, count);
    for (size_t i = 0; marks && i < count; i++)
        marks->chars[i] =
            (unsigned char)(i < spaces || (line == 0 && i < p->from) ? ' ' : sign_at(p, line, i));
}

static bool is_near(size_t line, size_t anchor)
{
    return line + 1 >= anchor && line <= anchor + 1;
}

/* The first and the last line, and those around the anchors. */
static bool is_significant(const struct picture *p, size_t line)
{
    return line == 0 || line + 1 == p->range->rows->count ||
           (p->anchors && (is_near(line, p->anchors->left.line) || is_near(line, p->anchors->right.line)));
}

static void draw(struct picture *p)
{
    size_t last = 0;
    for (size_t i = 0; i < p->range->rows->count && !p->out.failed; i++) {
        if (!is_significant(p, i))
            continue;
        if (i - last == 2) {
            draw_line(p, i - 1);
        } else if (i - last > 2) {
            char text[48];
            (void)snprintf(text, sizeof text, "...<%zu lines>...", i - last - 1);
            draw_text(p, text);
        }
        draw_line(p, i);
        last = i;
    }
}

static void put_row(const struct text_sink *to, const struct row *row)
{
    char bytes[256];
    size_t n = 0;
    for (size_t i = 0; i < row->length; i++) {
        if (n + 4 > sizeof bytes) {
            sink_put(to, bytes, n);
            n = 0;
        }
        n += encode(row->chars[i], bytes + n);
    }
    sink_put(to, bytes, n);
}

static void put_rows(const struct text_sink *to, struct rows *r)
{
    dedent(r);
    for (size_t i = 0; i < r->count; i++) {
        sink_puts(to, "    ");
        put_row(to, &r->items[i]);
        sink_puts(to, "\n");
    }
}

/* ---- all together ----------------------------------------------------------------------------------- */

/* Of a place in the code: the columns of its line before it. */
static size_t width_before(const struct traceback_style *style, const struct range *r, const struct place *p)
{
    return display_width(&r->rows->items[p->line], p->column + (p->line == 0 ? r->start : 0), style->unicode);
}

static void put_range(const struct text_sink *to, const struct traceback_style *style, const struct range *r)
{
    struct anchors anchors;
    bool parted = find_anchors(r, style->minor, &anchors);
    struct picture p = {.style = style,
                        .range = r,
                        .anchors = parted ? &anchors : NULL,
                        .carets = (parted || !is_all_of_it(r)) && !needs_none(r, style->minor)};
    const struct row *rows = r->rows->items;
    p.from = display_width(&rows[0], r->start, style->unicode);
    p.to = display_width(&rows[r->rows->count - 1], r->end, style->unicode);
    if (parted) {
        p.left = width_before(style, r, &anchors.left);
        p.right = width_before(style, r, &anchors.right);
    }
    draw(&p);
    if (!p.out.failed)
        put_rows(to, &p.out);
    free_rows(&p.out);
}

static void put_first_line(const struct text_sink *to, struct rows *r)
{
    struct row row = r->items[0];
    while (row.length && is_space(row.chars[0]))
        row.chars++, row.length--;
    if (row.length)
        sink_puts(to, "    ");
    put_row(to, &row);
    sink_puts(to, "\n");
}

static bool all_blank(const struct rows *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (!is_blank_row(&r->items[i]))
            return false;
    return true;
}

void traceback_put_source(const struct text_sink *to, const struct traceback_style *style,
                          const struct source_lines *source, const struct traceback_frame *f)
{
    struct rows rows = {0};
    if (!f->at.line && f->line <= 0)
        return;
    uint32_t first = f->at.line ? f->at.line : (uint32_t)f->line,
             last = f->at.line && f->at.end_line ? f->at.end_line : first;
    bool placed = f->at.line && f->at.column != 0xffff && f->at.end_column != 0xffff;
    if (last < first || last - first > LINES_MAX)
        last = first;
    load(&rows, source, f->file, first, last);
    if (!rows.failed && !all_blank(&rows)) {
        if (placed) {
            const struct row *begin = &rows.items[0], *end = &rows.items[rows.count - 1];
            size_t start = character_at(begin, f->at.column), stop = character_at(end, f->at.end_column);
            size_t before = begin->length;
            dedent(&rows);
            size_t cut = before - begin->length;
            struct range r = {&rows, start > cut ? start - cut : 0, stop > cut ? stop - cut : 0};
            put_range(to, style, &r);
        } else {
            put_first_line(to, &rows);
        }
    }
    free_rows(&rows);
}
