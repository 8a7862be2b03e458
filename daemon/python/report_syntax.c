/* The place of a SyntaxError: the file, the line of the source, carets under it (report.h). Up to 3.12 as
 * print_error_text() of Python/pythonrun.c, which counts bytes, from 3.13 on as Lib/traceback.py, which
 * counts characters.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/heap/object/container.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/unicode.h"
#include "daemon/python/keyword.h"
#include "daemon/python/report_parts.h"
#include "daemon/python/traceback_carets.h"

/* ---- what the exception says ------------------------------------------------------------------------ */

struct place { /* counted; 0: None, or not there */
    addr message, filename, line, offset, text, end_line, end_offset, metadata;
};

static addr ask(struct report *r, addr exception, const char *name)
{
    addr value = report_attribute(r, exception, name);
    if (value != none(r->h))
        return value;
    decref(r->h, value);
    return 0;
}

static void read_place(struct report *r, addr e, struct place *p)
{
    *p =
        (struct place){ask(r, e, "msg"),        ask(r, e, "filename"),
                       ask(r, e, "lineno"),     ask(r, e, "offset"),
                       ask(r, e, "text"),       ask(r, e, "end_lineno"),
                       ask(r, e, "end_offset"), r->h->abi.syntax_error_metadata ? ask(r, e, "_metadata") : 0};
}

static void drop_place(struct heap *h, struct place *p)
{
    const addr held[] = {p->message, p->filename, p->line,       p->offset,
                         p->text,    p->end_line, p->end_offset, p->metadata};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        xdecref(h, held[i]);
}

/* A number, `absent` for None. False: it is something else. */
static bool number(const struct heap *h, addr o, int64_t absent, int64_t *out)
{
    *out = absent;
    if (!o)
        return true;
    return (object_kind(h, o) == KIND_INT || object_kind(h, o) == KIND_BOOL) && int_fits(h, o, out);
}

static void put_file_and_line(struct report *r, addr filename, addr line)
{
    addr s = filename ? report_str(r, filename) : 0, l = report_str(r, line);
    sink_puts(r->to, "  File \"");
    if (s)
        report_put_str(r, s);
    else
        sink_puts(r->to, "<string>");
    sink_puts(r->to, "\", line ");
    if (l)
        report_put_str(r, l);
    sink_puts(r->to, "\n");
    xdecref(r->h, s);
    xdecref(r->h, l);
}

/* ---- up to 3.12 ------------------------------------------------------------------------------------- */

/* `offset` and `end` from 1, in bytes. */
static void put_bytes(struct report *r, struct ast_text text, int64_t offset, int64_t end)
{
    int64_t marks = end > 0 && end > offset ? end - offset : 1;
    const char *p = text.bytes, *limit = text.bytes + text.length;
    offset--;
    for (; p < limit && (*p == ' ' || *p == '\t' || *p == '\f'); p++)
        offset--;
    int64_t length = limit - p;
    if (length > 0 && p[length - 1] == '\n')
        length--;
    if (offset > length)
        offset = length;
    for (const char *feed; (feed = memchr(p, '\n', (size_t)(limit - p))) && feed - p < offset;) {
        int64_t line = feed - p + 1;
        p += line;
        length -= line;
        offset -= line;
    }
    sink_puts(r->to, "    ");
    sink_put(r->to, p, (size_t)(limit - p));
    if (p + length >= limit)
        sink_puts(r->to, "\n");
    if (offset < 0)
        return;
    sink_puts(r->to, "    ");
    sink_repeat(r->to, ' ', (size_t)offset);
    sink_repeat(r->to, '^', (size_t)marks);
    sink_puts(r->to, "\n");
}

/* What a class of the program says about the end is not asked. */
static bool put_3_11(struct report *r, addr exception, const struct place *p)
{
    struct heap *h = r->h;
    bool exact = object_type(h, exception) == h->exception_type[EXC_SYNTAX_ERROR];
    int64_t line, offset, end_line, end_offset;
    if (!p->line || !number(h, p->line, 0, &line) || !number(h, p->offset, -1, &offset) ||
        !number(h, exact ? p->end_line : 0, line, &end_line) ||
        !number(h, exact ? p->end_offset : 0, -1, &end_offset))
        return false;
    put_file_and_line(r, p->filename, p->line);
    if (!p->text || object_kind(h, p->text) != KIND_STR)
        return true;
    struct ast_text text = report_utf8(r, p->text);
    if (end_line > line)
        end_offset = (int64_t)text.length;
    else if (end_offset > (int64_t)text.length + 1)
        end_offset = (int64_t)text.length + 1;
    r->margin.skips = true;
    put_bytes(r, text, offset, end_offset);
    r->margin.skips = false;
    return true;
}

/* ---- from 3.13 on ----------------------------------------------------------------------------------- */

static bool is_either(uint32_t c, const char *set)
{
    return c < 0x80 && c && strchr(set, (int)c);
}

static void put_range(struct report *r, addr text, size_t from, size_t to)
{
    addr part = str_slice(r->h, text, from, to);
    if (part)
        report_put_str(r, part);
    else
        heap_clear_raised(r->h);
    xdecref(r->h, part);
}

/* Tabs before the place stay tabs. */
static void put_carets(struct report *r, addr text, size_t begin, size_t end, int64_t from, int64_t to)
{
    sink_puts(r->to, "    ");
    for (int64_t i = 0; i < from; i++) {
        size_t at = begin + (size_t)i;
        uint32_t c = at < end ? str_char(r->h, text, at) : ' ';
        char bytes[4];
        if (at < end)
            sink_put(r->to, bytes, utf8_put(unicode_is(c, UNICODE_SPACE, r->style.unicode) ? c : ' ', bytes));
    }
    sink_repeat(r->to, '^', (size_t)(to - from));
    sink_puts(r->to, "\n");
}

static bool same_number(const struct heap *h, addr a, addr b)
{
    int64_t x, y;
    return (!a && !b) || (a && b && number(h, a, 0, &x) && number(h, b, 0, &y) && x == y);
}

static void put_characters(struct report *r, const struct place *p)
{
    struct heap *h = r->h;
    int64_t length = (int64_t)str_length(h, p->text), right = length, begin = 0, offset, end;
    while (right > 0 && str_char(h, p->text, (size_t)right - 1) == '\n')
        right--;
    while (begin < right && is_either(str_char(h, p->text, (size_t)begin), " \n\f"))
        begin++;
    sink_puts(r->to, "    ");
    put_range(r, p->text, (size_t)begin, (size_t)right);
    sink_puts(r->to, "\n");
    if (!p->offset || !number(h, p->offset, 0, &offset))
        return;
    if (!same_number(h, p->line, p->end_line))
        end = right + 1;
    else if (!number(h, p->end_offset, 0, &end) || end == 0)
        end = offset;
    if (length && offset > length)
        offset = right + 1;
    if (length && end > length)
        end = right + 1;
    if (offset >= end || end < 0)
        end = offset + 1;
    if (offset - 1 - begin >= 0)
        put_carets(r, p->text, (size_t)begin, (size_t)right, offset - 1 - begin, end - 1 - begin);
}

/* What may be a misspelt keyword is told instead. */
static void prefer_keyword(struct report *r, struct place *p)
{
    const struct keyword_question q = {p->message, p->metadata, p->line, p->filename, p->text};
    addr meant = keyword_meant(r->h, &q);
    if (!meant)
        return;
    addr *const told[] = {&p->text, &p->offset, &p->end_offset, &p->line, &p->message};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        object_replace(r->h, told[i], incref(r->h, tuple_item(r->h, meant, i)));
    object_replace(r->h, &p->end_line, incref(r->h, p->line));
    decref(r->h, meant);
}

/* ---- both ------------------------------------------------------------------------------------------- */

bool report_put_syntax(struct report *r, addr exception, addr *message, addr *suffix)
{
    struct place p;
    bool put = true;
    read_place(r, exception, &p);
    *message = *suffix = 0;
    if (r->style.lines) {
        if (p.line)
            put_file_and_line(r, p.filename, p.line);
        else if (p.filename)
            *suffix = report_str(r, p.filename);
        if (p.text && object_kind(r->h, p.text) == KIND_STR) {
            prefer_keyword(r, &p);
            put_characters(r, &p);
        }
    } else {
        put = put_3_11(r, exception, &p);
    }
    if (put)
        *message = xincref(r->h, p.message);
    drop_place(r->h, &p);
    return put;
}
