/* PEP 263: a comment on one of the first two lines says how the bytes are to be read. Mirrors
 * check_coding_spec() and what calls it in Parser/tokenizer. */
#include "daemon/python/encoding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/codec.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/utf8.h"
#include "daemon/python/parser.h"
#include "daemon/python/rules.h"

struct source {
    const char *bytes;
    size_t length;
    enum encoding_origin origin;
    const char *filename;
    unsigned minor;
    struct syntax_error *error;
};

static bool fail(struct source *s, bool placeless, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool fail(struct source *s, bool placeless, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    *s->error = (struct syntax_error){.placeless = placeless};
    strcpy(s->error->type, "SyntaxError");
    vsnprintf(s->error->message, sizeof s->error->message, format, args);
    va_end(args);
    return false;
}

static bool no_memory(struct source *s)
{
    *s->error = (struct syntax_error){.no_memory = true};
    return false;
}

static size_t line_end(const struct source *s, size_t from)
{
    const char *feed = memchr(s->bytes + from, '\n', s->length - from);
    return feed ? (size_t)(feed - s->bytes) : s->length;
}

static uint32_t line_number(const struct source *s, size_t at)
{
    uint32_t n = 1;
    for (size_t i = 0; i < at; i++)
        n += s->bytes[i] == '\n';
    return n;
}

/* ---- the declaration ---- */

static bool is_coding_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

/* The name that a comment declares, as it is written; false: none. */
static bool declared_on(const char *line, size_t length, char name[64])
{
    size_t i = 0;
    while (i < length && strchr(" \t\f", line[i]) && line[i])
        i++;
    if (i == length || line[i] != '#')
        return false;
    for (; i + 7 <= length; i++) {
        if (memcmp(line + i, "coding", 6) != 0 || (line[i + 6] != ':' && line[i + 6] != '='))
            continue;
        size_t at = i + 7, n = 0;
        while (at < length && (line[at] == ' ' || line[at] == '\t'))
            at++;
        for (; at < length && is_coding_character(line[at]) && n < 63; at++)
            name[n++] = line[at];
        name[n] = '\0';
        if (n)
            return true;
    }
    return false;
}

static bool is_blank(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (line[i] == '#')
            return true;
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\f' && line[i] != '\r')
            return false;
    }
    return true;
}

/* What CPython calls UTF-8 and Latin-1 (get_normal_name). */
static void normal_name(char name[64])
{
    char low[13];
    size_t i = 0;
    for (; i < 12 && name[i]; i++)
        low[i] = name[i] == '_' ? '-' : (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + 32 : name[i]);
    low[i] = '\0';
    if (strcmp(low, "utf-8") == 0 || strncmp(low, "utf-8-", 6) == 0) {
        strcpy(name, "utf-8");
        return;
    }
    static const char *const latin[] = {"latin-1", "iso-8859-1", "iso-latin-1"};
    for (size_t k = 0; k < 3; k++) {
        size_t n = strlen(latin[k]);
        if (strncmp(low, latin[k], n) == 0 && (low[n] == '\0' || low[n] == '-')) {
            strcpy(name, "iso-8859-1");
            return;
        }
    }
}

static bool declared(const struct source *s, char name[64])
{
    for (size_t begin = 0, line = 0; line < 2 && begin < s->length; line++) {
        size_t end = line_end(s, begin);
        if (declared_on(s->bytes + begin, end - begin, name)) {
            normal_name(name);
            return true;
        }
        if (!is_blank(s->bytes + begin, end - begin))
            return false;
        begin = end + 1;
    }
    return false;
}

/* ---- what is no UTF-8 ---- */

/* The string around the byte, as far as its line tells: from behind a quote to the next one. */
static void around(const struct source *s, size_t bad, size_t *from, size_t *to)
{
    size_t begin = bad, end = line_end(s, bad), at = bad;
    while (begin > 0 && s->bytes[begin - 1] != '\n')
        begin--;
    for (*from = bad; at > begin; at--)
        if (s->bytes[at - 1] == '"' || s->bytes[at - 1] == '\'') {
            *from = at;
            break;
        }
    for (*to = bad; *to < end && s->bytes[*to] != '"' && s->bytes[*to] != '\''; ++*to)
        continue;
}

/* The text of a string is decoded by itself: what is said is said of it. */
static bool fail_malformed(struct source *s, size_t bad)
{
    size_t from, to, line = bad;
    around(s, bad, &from, &to);
    struct utf8_scan scan = utf8_scan((const uint8_t *)s->bytes + bad, to - bad, false);
    size_t at = bad - from, last = at + (scan.error_length ? scan.error_length - 1 : 0);
    const char *reason = scan.reason ? scan.reason : "unexpected end of data";
    if (last > at)
        fail(s, false, "(unicode error) 'utf-8' codec can't decode bytes in position %zu-%zu: %s", at, last,
             reason);
    else
        fail(s, false, "(unicode error) 'utf-8' codec can't decode byte 0x%02x in position %zu: %s",
             (unsigned char)s->bytes[bad], at, reason);
    while (line > 0 && s->bytes[line - 1] != '\n')
        line--;
    bool of_string = syntax_rules(s->minor)->escape_errors_in_strings; /* else of what follows it */
    uint32_t column = (uint32_t)(of_string ? (from > line ? from - line : 1)
                                           : to - line + (scan.reason && strstr(reason, "start") ? 0 : 2));
    uint32_t end = of_string ? (uint32_t)(to - line) : column;
    s->error->at = (struct ast_position){line_number(s, bad), column, line_number(s, bad), end};
    return false;
}

static bool check_utf8(struct source *s, bool explicit)
{
    struct utf8_scan scan = utf8_scan((const uint8_t *)s->bytes, s->length, s->origin == ENCODING_STR);
    if (!scan.reason)
        return true;
    size_t bad = scan.error;
    if (s->origin == ENCODING_FILE && !explicit)
        return fail(s, true,
                    "Non-UTF-8 code starting with '\\x%02x' in file %.80s on line %u, but no encoding "
                    "declared; see https://peps.python.org/pep-0263/ for details",
                    (unsigned char)s->bytes[bad], s->filename, line_number(s, bad));
    return fail_malformed(s, bad);
}

/* ---- other encodings ---- */

static bool fail_undecodable(struct source *s, const struct codec *codec, const char *name,
                             const struct decoding *d)
{
    if (s->origin == ENCODING_FILE)
        return fail(s, true, "encoding problem: %s", name);
    fail(s, false, "'%s' codec can't decode byte 0x%02x in position %zu: %s", codec->name, d->bytes[d->from],
         d->from, d->reason);
    s->error->nowhere = true;
    return false;
}

static bool decode(struct source *s, const char *name, struct encoded *out)
{
    char low[64];
    size_t n = 0;
    for (; name[n]; n++)
        low[n] = name[n] == '-' ? '_' : (char)(name[n] >= 'A' && name[n] <= 'Z' ? name[n] + 32 : name[n]);
    low[n] = '\0';
    const struct codec *codec = codec_find_text(low);
    if (!codec || codec->unit != 1) {
        if (s->origin == ENCODING_FILE)
            return fail(s, true, "encoding problem: %s", name);
        fail(s, false, "unknown encoding: %s", name);
        s->error->nowhere = true;
        return false;
    }
    if (codec == &codecs[CODEC_UTF8] || codec == &codecs[CODEC_UTF8_SIG])
        return check_utf8(s, true);
    uint32_t *characters = malloc((s->length + 5) * sizeof *characters);
    char *text = malloc(s->length * 3 + 1);
    struct decoding d = {
        .bytes = (const uint8_t *)s->bytes, .length = s->length, .pause = SIZE_MAX, .out = characters};
    bool whole = characters && text;
    if (whole)
        codec_read(codec, &d);
    if (!whole || d.reason) {
        whole = whole ? fail_undecodable(s, codec, name, &d) : no_memory(s);
        free(text);
    } else {
        out->own = text;
        out->length = 0;
        for (size_t i = 0; i < d.count; i++)
            out->length += utf8_put(characters[i], text + out->length);
        out->text = text;
    }
    free(characters);
    return whole;
}

static bool read_text(const char *bytes, size_t length, enum encoding_origin origin, const char *filename,
                      unsigned minor, struct encoded *out, struct syntax_error *error)
{
    struct source s = {bytes, length, origin, filename, minor, error};
    char name[64];
    const char *nul = length ? memchr(bytes, '\0', length) : NULL;
    *out = (struct encoded){bytes, length, NULL};
    if (nul && origin != ENCODING_FILE)
        return fail(&s, true, "source code string cannot contain null bytes");
    if (nul) {
        fail(&s, false, "source code cannot contain null bytes");
        error->at.line = error->at.end_line = line_number(&s, (size_t)(nul - bytes));
        return false;
    }
    if (origin == ENCODING_STR)
        return check_utf8(&s, true);
    bool marked = length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0;
    struct source rest = s;
    if (marked) {
        rest.bytes += 3;
        rest.length -= 3;
        if (origin == ENCODING_BYTES)
            *out = (struct encoded){rest.bytes, rest.length, NULL};
    }
    if (!declared(&rest, name))
        return check_utf8(&s, marked);
    if (strcmp(name, "utf-8") == 0)
        return check_utf8(&s, true);
    if (!marked)
        return decode(&s, name, out);
    fail(&s, origin == ENCODING_FILE, "encoding problem: %s with BOM", name);
    error->nowhere = true;
    return false;
}

/* Lines end in line feeds, however they end in the source. Up to 3.11, the last line of a string gets another
 * one where it ends in \r\n. */
static bool translate_newlines(struct encoded *out, bool another)
{
    another = another && out->length > 1 && memcmp(out->text + out->length - 2, "\r\n", 2) == 0;
    if (!out->length || !memchr(out->text, '\r', out->length))
        return true;
    char *text = malloc(out->length);
    if (!text)
        return false;
    out->length = source_newlines(text, out->text, out->length);
    if (another)
        text[out->length++] = '\n';
    free(out->own);
    out->text = out->own = text;
    return true;
}

bool encoding_read(const char *bytes, size_t length, enum encoding_origin origin, enum ast_input input,
                   const char *filename, unsigned minor, struct encoded *out, struct syntax_error *error)
{
    if (!read_text(bytes, length, origin, filename, minor, out, error))
        return false;
    error->no_memory = !translate_newlines(out, minor <= 11 && input == AST_INPUT_STRING);
    if (error->no_memory)
        free(out->own);
    return !error->no_memory;
}

bool encoding_is_declared(const char *text, size_t length)
{
    char name[64];
    struct source s = {.bytes = text, .length = length};
    return (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) || declared(&s, name);
}
