/* From text to code, and from what is wrong with the text to a SyntaxError. */
#include "daemon/python/compile_source.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/utf8.h"
#include "daemon/python/parser.h"
#include "daemon/python/warn.h"

/* The tree of a long text is many times the text, and malloc keeps what a thread has given back. */
static void give_back_memory(size_t length)
{
    enum { LONG_TEXT = 64 * 1024 };
    if (length > LONG_TEXT)
        malloc_trim(0);
}

static enum heap_status compile_text(struct heap *h, const char *text, size_t length, const char *filename,
                                     addr name, enum ast_input kind, enum compile_mode mode,
                                     struct compile_options options, addr *out, struct syntax_error *error)
{
    struct ast_module module;
    struct ast_bounds bounds = compile_bounds(h);
    bounds.runs_file = kind == AST_INPUT_FILE;
    memset(error, 0, sizeof *error);
    if (!ast_parse_input(kind, text, length, h->abi.minor, &bounds, &module, error)) {
        give_back_memory(length);
        if (error->no_memory) {
            error->message[0] = '\0';
            return raise_memory(h);
        }
        return HEAP_RAISED;
    }
    module.futures = options.futures;
    module.optimize = options.optimize;
    addr code = 0;
    enum heap_status status = compile_module(h, &module, name, mode, &code, error);
    if (module.warnings && (status == HEAP_OK || error->message[0])) {
        struct syntax_error earlier = {0};
        enum heap_status shown = warnings_show(h, &module, filename, text, length,
                                               kind == AST_INPUT_FILE && filename[0] != '<', &earlier);
        if (shown != HEAP_OK) { /* instead of what came later */
            *error = earlier;
            xdecref(h, code);
            code = 0;
            status = shown;
        }
    }
    ast_free(&module);
    give_back_memory(length);
    if (code)
        *out = code;
    return status;
}

enum heap_status compile_named(struct heap *h, const char *text, size_t length, const char *filename,
                               addr name, enum ast_input kind, enum compile_mode mode, addr *out,
                               struct syntax_error *error)
{
    return compile_text(h, text, length, filename, name, kind, mode, (struct compile_options){0}, out, error);
}

/* The bytes as far as they are UTF-8, U+FFFD for what is not. */
static addr shown_text(struct heap *h, const char *bytes, size_t size)
{
    struct utf8_scan scan = utf8_scan((const uint8_t *)bytes, size, true);
    if (!scan.reason)
        return str_from_utf8(h, bytes, size);
    char *whole = malloc(size * 3);
    size_t n = 0;
    if (!whole) {
        (void)raise_memory(h);
        return 0;
    }
    for (size_t at = 0; at < size;) {
        scan = utf8_scan((const uint8_t *)bytes + at, size - at, true);
        size_t good = scan.reason ? scan.error : size - at;
        memcpy(whole + n, bytes + at, good);
        n += good;
        at += good;
        if (scan.reason) {
            n += utf8_put(0xfffd, whole + n);
            at += scan.error_length ? scan.error_length : 1;
        }
    }
    addr out = str_from_utf8(h, whole, n);
    free(whole);
    return out;
}

enum heap_status compile_source_as(struct heap *h, const char *text, size_t length, const char *filename,
                                   enum ast_input kind, enum compile_mode mode,
                                   struct compile_options options, addr *out, struct syntax_error *error)
{
    addr name = str_from_utf8(h, filename, strlen(filename));
    memset(error, 0, sizeof *error);
    enum heap_status status =
        name ? compile_text(h, text, length, filename, name, kind, mode, options, out, error)
             : raise_status(h);
    xdecref(h, name);
    return status;
}

enum heap_status compile_source(struct heap *h, const char *text, size_t length, const char *filename,
                                enum ast_input kind, enum compile_mode mode, addr *out,
                                struct syntax_error *error)
{
    return compile_source_as(h, text, length, filename, kind, mode, (struct compile_options){0}, out, error);
}

/* Where line `number` begins; NULL: there is no such line. */
static const char *line_at(const char *text, size_t length, uint32_t number)
{
    const char *end = text + length, *line = text;
    for (uint32_t i = 1; i < number && line; i++) {
        const char *feed = memchr(line, '\n', (size_t)(end - line));
        line = feed ? feed + 1 : NULL;
    }
    return line;
}

/* Line `number` of the text, with those from `first` on before it (0: none), and with its line feed unless
 * `bare`; `ended`: the last line has one in any case. None such: the empty text. */
static addr line_of(struct heap *h, const char *text, size_t length, uint32_t first, uint32_t number,
                    bool bare, bool ended)
{
    const char *end = text + length, *last = line_at(text, length, number);
    if (!last || !number)
        return str_from_ascii(h, "");
    const char *line = first && first < number ? line_at(text, length, first) : last;
    const char *feed = memchr(last, '\n', (size_t)(end - last));
    size_t size = (size_t)((feed ? feed : end) - line);
    const char *nul = memchr(line, '\0', size);
    if (nul)
        return shown_text(h, line, (size_t)(nul - line));
    if (bare || (!feed && !ended))
        return shown_text(h, line, size);
    if (feed)
        return shown_text(h, line, size + 1);
    char *whole = malloc(size + 1);
    if (!whole) {
        (void)raise_memory(h);
        return 0;
    }
    memcpy(whole, line, size);
    whole[size] = '\n';
    addr out = shown_text(h, whole, size + 1);
    free(whole);
    return out;
}

static bool gets_line_feed(enum ast_input kind)
{
    return kind == AST_INPUT_FILE || kind == AST_INPUT_STRING;
}

static addr told_line(struct heap *h, const struct syntax_error *error, const char *text, size_t length,
                      enum ast_input kind)
{
    if (error->field[0])
        return shown_text(h, error->field, strlen(error->field));
    bool read = error->reached && kind != AST_INPUT_FILE, beyond = read && error->reached > error->at.line;
    return line_of(h, text, length, read && !beyond ? error->first : 0, error->at.line, error->bare || beyond,
                   gets_line_feed(kind));
}

/* How many characters of the text are before the line that an error is told of, where the column counts them.
 */
static size_t characters_before(const struct syntax_error *error, const char *text, size_t length,
                                enum ast_input kind)
{
    if (!error->from_first || kind == AST_INPUT_FILE)
        return 0;
    const char *from = line_at(text, length, error->first), *to = line_at(text, length, error->at.line);
    size_t n = 0;
    for (; from && from < to; from++)
        n += (*from & 0xc0) != 0x80;
    return n;
}

/* Up to 3.13, of lines that are joined all are told, and a column in bytes is made one in characters as if it
 * were in the first. */
static int64_t column_in_first(const struct syntax_error *error, const char *text, size_t length,
                               enum ast_input kind, int64_t column)
{
    bool joined = error->first && error->first < error->at.line && error->reached == error->at.line;
    const char *line = line_at(text, length, error->at.line), *first = line_at(text, length, error->first);
    if (kind == AST_INPUT_FILE || !joined || error->field[0] || error->from_first || column <= 0 || !line)
        return column;
    int64_t bytes = 1, n = 0;
    for (; column > 1 && line < text + length; line++, bytes++)
        column -= line + 1 == text + length || (line[1] & 0xc0) != 0x80;
    for (; bytes > 0 && first < text + length; first++, bytes--)
        n += (*first & 0xc0) != 0x80;
    return n + bytes;
}

/* The column of an end on a later line is one of the line that is told, which has no line feed then. */
static int64_t end_column_of(const struct syntax_error *error, const char *text, size_t length,
                             enum ast_input kind)
{
    int64_t column = (int32_t)error->at.end_column, n = 1;
    const char *line = line_at(text, length, error->at.line);
    if (error->at.end_line <= error->at.line)
        return column_in_first(error, text, length, kind, column);
    if (kind == AST_INPUT_FILE || !error->reached || !line)
        return column;
    for (; line < text + length && *line != '\n'; line++)
        n += (*line & 0xc0) != 0x80;
    return column < n ? column : n;
}

/* The second argument of a SyntaxError: the place. */
static addr place_of(struct heap *h, const struct syntax_error *error, const char *text, size_t length,
                     const char *filename, enum ast_input kind)
{
    if (error->nowhere) {
        addr four[4] = {str_from_utf8(h, filename, strlen(filename)), int_new(h, 0), int_new(h, -1),
                        incref(h, none(h))};
        addr made = four[0] && four[1] && four[2] ? tuple_from(h, four, 4) : 0;
        for (size_t i = 0; i < 4; i++)
            xdecref(h, four[i]);
        return made;
    }
    bool told = !error->late || kind == AST_INPUT_FILE;
    addr parts[6] = {str_from_utf8(h, filename, strlen(filename)),
                     int_new(h, error->at.line),
                     int_new(h, column_in_first(error, text, length, kind, (int32_t)error->at.column) +
                                    (int64_t)characters_before(error, text, length, kind)),
                     told ? told_line(h, error, text, length, kind) : incref(h, none(h)),
                     int_new(h, error->at.end_line),
                     error->aside && !error->at.end_column
                         ? incref(h, none(h))
                         : int_new(h, end_column_of(error, text, length, kind))};
    bool whole = true;
    for (size_t i = 0; i < 6; i++)
        whole = whole && parts[i];
    addr place = whole ? tuple_from(h, parts, 6) : 0;
    for (size_t i = 0; i < 6; i++)
        xdecref(h, parts[i]);
    return place;
}

/* PyErr_RangedSyntaxLocationObject() sets attributes of an exception that has been made with a message. */
static bool take_place_from_args(struct heap *h, addr e)
{
    addr message = tuple_item(h, exception_at(h, e)->args, 0), args = tuple_from(h, &message, 1);
    if (args)
        object_replace(h, &exception_at(h, e)->args, args);
    return args;
}

/* What was parsed, as CPython's tokenizer has it; None of a file, which can be read again. */
static addr parsed_text(struct heap *h, const char *text, size_t length, const char *filename,
                        enum ast_input kind)
{
    if (kind == AST_INPUT_FILE && filename[0] != '<')
        return incref(h, none(h));
    char *whole = malloc(length + 1);
    if (!whole) {
        (void)raise_memory(h);
        return 0;
    }
    size_t n = source_newlines(whole, text, length);
    if (gets_line_feed(kind) && (!n || whole[n - 1] != '\n'))
        whole[n++] = '\n';
    addr out = shown_text(h, whole, n);
    free(whole);
    return out;
}

/* SyntaxError._metadata, from 3.14. */
static addr tell_metadata(struct heap *h, addr e, const struct syntax_error *error, addr text)
{
    addr items[3] = {int_new(h, error->statement_line), int_new(h, error->statement_column), text};
    addr made = items[0] && items[1] && text ? tuple_from(h, items, 3) : 0;
    for (size_t i = 0; i < 3; i++)
        xdecref(h, items[i]);
    if (made) {
        xdecref(h, exception_at(h, e)->u.syntax.metadata);
        exception_at(h, e)->u.syntax.metadata = made;
    }
    return made;
}

enum heap_status raise_syntax_error(struct heap *h, const struct syntax_error *error, const char *text,
                                    size_t length, const char *filename, enum ast_input kind)
{
    addr type = exception_type_by_name(h, error->type, strlen(error->type));
    addr args[2] = {type ? str_from_utf8(h, error->message, strlen(error->message)) : 0}, made = 0;
    /* A source that is too deep or too large is refused for no place in it. */
    bool placed = !error->placeless && type && type_is_subtype(h, type, h->exception_type[EXC_SYNTAX_ERROR]);
    if (args[0] && placed)
        args[1] = place_of(h, error, text, length, filename, kind);
    if (args[0] && (args[1] || !placed)) {
        struct call call = {.args = args, .count = placed ? 2 : 1};
        if (exception_call(h, type, &call, &made) != HEAP_OK)
            made = 0;
    }
    bool told = made && placed && error->parsed && h->abi.syntax_error_metadata;
    if ((made && error->aside && !take_place_from_args(h, made)) ||
        (told && !tell_metadata(h, made, error, parsed_text(h, text, length, filename, kind)))) {
        decref(h, made);
        made = 0;
    }
    xdecref(h, args[0]);
    xdecref(h, args[1]);
    return made ? raise_object(h, made) : raise_status(h);
}
