/* Misspelt keywords (keyword.h), as Lib/traceback.py looks for them: the lines from the last compound
 * statement to the error are tried with keywords in the place of names, until they compile, or could with
 * more lines.
 */
#include "daemon/python/keyword.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/str.h"
#include "daemon/python/compile.h"
#include "daemon/python/kept_source.h"
#include "daemon/python/parser.h"

enum { MOST_CHARACTERS = 1024, MOST_NAMES = 10, LONGEST_KEYWORD = 8 };

struct code {   /* the lines, without what all are indented by */
    char *text; /* of `length` bytes; there is room for one more and for a keyword */
    size_t length;
};

static struct ast_text part(const char *from, const char *to)
{
    return (struct ast_text){from, (size_t)(to - from)};
}

static size_t characters(struct ast_text s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.length; i++)
        n += (s.bytes[i] & 0xc0) != 0x80;
    return n;
}

/* ---- lines ------------------------------------------------------------------------------------------- */

/* How many bytes end a line here, as str.splitlines() has it; 0: none does. */
static size_t line_end(const char *p, const char *end)
{
    const unsigned char c = (unsigned char)*p;
    if (c == '\r' && end - p > 1 && p[1] == '\n')
        return 2;
    if ((c >= '\n' && c <= '\r') || (c >= 0x1c && c <= 0x1e))
        return 1;
    if (c == 0xc2 && end - p > 1 && (unsigned char)p[1] == 0x85)
        return 2;
    return end - p > 2 && (memcmp(p, "\xe2\x80\xa8", 3) == 0 || memcmp(p, "\xe2\x80\xa9", 3) == 0) ? 3 : 0;
}

/* The next line, without its end; *at moves on. */
static struct ast_text next_line(const char **at, const char *end)
{
    const char *from = *at, *p = from;
    size_t n = 0;
    while (p < end && !(n = line_end(p, end)))
        p++;
    *at = p + n;
    return part(from, p);
}

/* The lines (from 0) from `first` to before `last`, each with a line feed but the last. */
static bool take_lines(struct ast_text source, int64_t first, int64_t last, struct code *out)
{
    const char *at = source.bytes, *end = at + source.length;
    out->text = malloc(source.length + LONGEST_KEYWORD + 2);
    out->length = 0;
    if (!out->text)
        return false;
    for (int64_t i = 0; i < last && at < end; i++) {
        struct ast_text line = next_line(&at, end);
        if (i < first)
            continue;
        if (i > first)
            out->text[out->length++] = '\n';
        memcpy(out->text + out->length, line.bytes, line.length);
        out->length += line.length;
    }
    return true;
}

static struct ast_text code_line(const struct code *c, size_t at)
{
    const char *from = c->text + at, *feed = memchr(from, '\n', c->length - at);
    return part(from, feed ? feed : c->text + c->length);
}

static bool is_blank(struct ast_text line)
{
    return strspn(line.bytes, " \t\x1f") >= line.length;
}

/* textwrap.dedent(): what the first and the last of the lines in their order begin with, all do. */
static size_t margin_of(const struct code *c)
{
    struct ast_text low = {0}, high = {0};
    for (size_t at = 0; at < c->length;) {
        struct ast_text line = code_line(c, at);
        at += line.length + 1;
        if (is_blank(line))
            continue;
        if (!low.bytes) {
            low = high = line;
            continue;
        }
        size_t least = line.length < low.length ? line.length : low.length;
        int order = memcmp(line.bytes, low.bytes, least);
        if (order < 0 || (order == 0 && line.length < low.length))
            low = line;
        least = line.length < high.length ? line.length : high.length;
        order = memcmp(line.bytes, high.bytes, least);
        if (order > 0 || (order == 0 && line.length > high.length))
            high = line;
    }
    size_t margin = 0;
    while (margin < low.length && (low.bytes[margin] == ' ' || low.bytes[margin] == '\t') &&
           low.bytes[margin] == high.bytes[margin])
        margin++;
    return margin;
}

static void dedent(struct code *c)
{
    size_t margin = margin_of(c), n = 0;
    for (size_t at = 0; at < c->length;) {
        struct ast_text line = code_line(c, at);
        bool ended = at + line.length < c->length;
        at += line.length + ended;
        size_t left = is_blank(line) ? line.length : margin;
        memmove(c->text + n, line.bytes + left, line.length - left);
        n += line.length - left;
        if (ended)
            c->text[n++] = '\n';
    }
    c->length = n;
    c->text[n] = '\0';
}

/* ---- does it compile? -------------------------------------------------------------------------------- */

enum verdict { PASSES, FAILS, IS_UNKNOWN }; /* the last: it ended otherwise than in a SyntaxError */

static enum verdict refused(const struct syntax_error *error)
{
    bool told = strcmp(error->type, "SyntaxError") == 0 || strcmp(error->type, "IndentationError") == 0 ||
                strcmp(error->type, "TabError") == 0;
    return told && !error->no_memory ? FAILS : IS_UNKNOWN;
}

static enum verdict compiles(struct heap *h, struct ast_module *module)
{
    struct syntax_error error;
    addr code, name = str_from_ascii(h, "<input>");
    enum heap_status status =
        name ? compile_module(h, module, name, COMPILE_EXEC, &code, &error) : HEAP_RAISED;
    enum verdict v = PASSES;
    if (status == HEAP_OK)
        decref(h, code);
    else
        v = name && error.message[0] ? refused(&error) : IS_UNKNOWN;
    if (v == IS_UNKNOWN)
        heap_clear_raised(h);
    xdecref(h, name);
    return v;
}

static bool says_something(struct ast_text code)
{
    for (size_t i = 0; i < code.length; i++) {
        if (code.bytes[i] == '#')
            while (i < code.length && code.bytes[i] != '\n')
                i++;
        else if (!strchr(" \t\n", code.bytes[i]))
            return true;
    }
    return false;
}

/* codeop.compile_command(): it may also be a beginning. `code` has room for a line feed. */
static enum verdict try(struct heap *h, struct code *code)
{
    struct ast_module module;
    struct syntax_error error;
    struct ast_bounds bounds = compile_bounds(h);
    if (!says_something((struct ast_text){code->text, code->length}))
        return PASSES;
    if (ast_parse(code->text, code->length, h->abi.minor, &bounds, &module, &error)) {
        enum verdict v = compiles(h, &module);
        ast_free(&module);
        return v;
    }
    if (refused(&error) == IS_UNKNOWN)
        return IS_UNKNOWN;
    code->text[code->length] = '\n';
    bounds = compile_bounds(h);
    if (ast_parse(code->text, code->length + 1, h->abi.minor, &bounds, &module, &error)) {
        ast_free(&module);
        return PASSES;
    }
    return error.incomplete ? PASSES : refused(&error);
}

/* The same with a keyword in the place of a name. */
static enum verdict try_with(struct heap *h, const struct code *code, struct ast_name name,
                             const char *keyword)
{
    size_t size = strlen(keyword);
    struct code changed = {malloc(code->length + size + 2), code->length + size - (name.end - name.start)};
    if (!changed.text)
        return IS_UNKNOWN;
    memcpy(changed.text, code->text, name.start);
    memcpy(changed.text + name.start, keyword, size);
    memcpy(changed.text + name.start + size, code->text + name.end, code->length - name.end);
    enum verdict v = try(h, &changed);
    free(changed.text);
    return v;
}

/* ---- where it is looked for -------------------------------------------------------------------------- */

struct search {
    struct code code;
    int64_t begin, end; /* the lines of the source, from 1, both inclusive; begin 0: from the first on */
    bool last_line;     /* names in the error's line alone */
};

/* *new* UTF-8 in host memory; bytes NULL: no memory. */
static struct ast_text utf8_of(const struct heap *h, addr s)
{
    char *bytes = malloc(str_utf8_size(h, s) + 1);
    return (struct ast_text){bytes, bytes ? str_utf8(h, s, bytes) : 0};
}

static bool is_str(const struct heap *h, addr o)
{
    return o && object_kind(h, o) == KIND_STR;
}

static bool says(const struct heap *h, addr message)
{
    if (!is_str(h, message))
        return false;
    struct ast_text s = utf8_of(h, message);
    bool found = s.bytes && ((s.length == 14 && memcmp(s.bytes, "invalid syntax", 14) == 0) ||
                             memmem(s.bytes, s.length, "Perhaps you forgot a comma", 26));
    free((char *)s.bytes);
    return found;
}

/* The text that the metadata are about: as it was parsed, else of the file, else what the exception tells. */
static addr find_source(struct heap *h, const struct keyword_question *q, struct search *s)
{
    addr source = tuple_item(h, q->metadata, 2);
    if (source != none(h))
        return is_str(h, source) ? source : 0;
    addr read = is_str(h, q->filename) ? source_of(h, q->filename) : 0;
    s->last_line = read != 0;
    if (read)
        return read;
    if (is_str(h, q->filename) && str_length(h, q->filename)) {
        s->begin = 0;
        s->end = 1;
    }
    return q->text;
}

static bool take_code(struct heap *h, const struct keyword_question *q, struct search *s)
{
    bool numbered = q->line && q->line != none(h);
    s->end = 0;
    if (!says(h, q->message) || !q->metadata || object_kind(h, q->metadata) != KIND_TUPLE ||
        tuple_length(h, q->metadata) != 3 || !int_is_kind(h, tuple_item(h, q->metadata, 0)) ||
        !int_fits(h, tuple_item(h, q->metadata, 0), &s->begin) ||
        (numbered && (!int_is_kind(h, q->line) || !int_fits(h, q->line, &s->end))))
        return false;
    addr source = find_source(h, q, s);
    if (!is_str(h, source))
        return false;
    struct ast_text text = utf8_of(h, source);
    bool taken = text.bytes && take_lines(text, s->begin > 0 ? s->begin - 1 : 0, s->end, &s->code);
    free((char *)text.bytes);
    if (taken)
        dedent(&s->code);
    return taken && characters((struct ast_text){s->code.text, s->code.length}) <= MOST_CHARACTERS;
}

/* ---- the search -------------------------------------------------------------------------------------- */

struct found {
    struct ast_name name;
    int64_t line;         /* from 1, of the code */
    struct ast_text text; /* the line, with its end */
    const char *keyword;
};

static void find_line(const struct code *c, struct found *f)
{
    size_t from = 0;
    struct ast_text line = code_line(c, 0);
    for (f->line = 1; from + line.length < f->name.start; f->line++) {
        from += line.length + 1;
        line = code_line(c, from);
    }
    f->text = line;
    f->text.length += from + line.length < c->length;
}

static bool search_name(struct heap *h, const struct code *code, struct found *f, bool *goes_on)
{
    const char *like[KEYWORDS_LIKE];
    size_t count = keywords_like(code->text + f->name.start, f->name.end - f->name.start, like);
    for (size_t i = 0; i < count; i++) {
        enum verdict v = try_with(h, code, f->name, like[i]);
        f->keyword = like[i];
        *goes_on = v == FAILS;
        if (!*goes_on)
            return v == PASSES;
    }
    return false;
}

static bool search(struct heap *h, struct search *s, struct found *f)
{
    static const size_t most = MOST_CHARACTERS / 2 + 1;
    struct ast_name names[MOST_CHARACTERS / 2 + 1];
    struct ast_bounds bounds = compile_bounds(h);
    if (try(h, &s->code) != FAILS)
        return false;
    size_t count = ast_names(s->code.text, s->code.length, h->abi.minor, &bounds, names, most), tried = 0;
    bool goes_on = true;
    for (size_t i = 0; i < count && tried < MOST_NAMES && goes_on; i++) {
        f->name = names[i];
        find_line(&s->code, f);
        if (s->last_line && f->line + s->begin != s->end + (s->begin != 0))
            continue;
        tried++;
        if (search_name(h, &s->code, f, &goes_on))
            return true;
    }
    return false;
}

static addr answer_of(struct heap *h, const struct code *c, const struct found *f)
{
    char message[64];
    int length = snprintf(message, sizeof message, "invalid syntax. Did you mean '%s'?", f->keyword);
    const char *name = c->text + f->name.start;
    int64_t column = (int64_t)characters(part(f->text.bytes, name)) + 1;
    int64_t end = column + (int64_t)characters(part(name, c->text + f->name.end));
    addr items[] = {str_from_utf8(h, f->text.bytes, f->text.length), int_new(h, column), int_new(h, end),
                    int_new(h, f->line), str_from_utf8(h, message, (size_t)length)};
    const size_t count = sizeof items / sizeof *items;
    addr made = 0;
    if (items[0] && items[1] && items[2] && items[3] && items[4])
        made = tuple_from(h, items, count);
    for (size_t i = 0; i < count; i++)
        xdecref(h, items[i]);
    if (!made)
        heap_clear_raised(h);
    return made;
}

addr keyword_meant(struct heap *h, const struct keyword_question *q)
{
    struct search s = {0};
    struct found found;
    addr made = 0;
    if (h->abi.syntax_error_metadata && take_code(h, q, &s) && search(h, &s, &found))
        made = answer_of(h, &s.code, &found);
    free(s.code.text);
    return made;
}
