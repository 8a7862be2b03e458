/* The templates of sub() and expand(): texts in which \1 and \g<name> stand for groups. Mirrors
 * parse_template of Lib/re/_parser.py.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/pattern.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/unicode.h"
#include "daemon/heap/runtime.h"

struct template
{
    struct heap *h;
    addr pattern, source, parts; /* a list that becomes the tuple */
    struct textual text;
    size_t at;
    struct text literal; /* since the last group, as UTF-8 or bytes */
};

static uint32_t peek(const struct template *t)
{
    return t->at < t->text.length ? units_get(t->text.data, t->text.kind, t->at) : UINT32_MAX;
}
static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}
static bool is_ascii(uint32_t c)
{
    return c < 0x80;
}
static bool is_octal(uint32_t c)
{
    return c >= '0' && c <= '7';
}

static enum heap_status error(struct template *t, const char *message, int64_t position)
{
    if (!runtime_regex_error)
        return raise_error(t->h, EXC_VALUE_ERROR, "%s", message);
    return runtime_regex_error(t->h, message, t->source, position);
}

/* One character further; what comes next is looked at then. */
static enum heap_status advance(struct template *t)
{
    t->at++;
    if (t->at + 1 == t->text.length && peek(t) == '\\')
        return error(t, "bad escape (end of pattern)", (int64_t)t->at);
    return HEAP_OK;
}

static void put(struct template *t, uint32_t c)
{
    char bytes[4] = {(char)c};
    text_put(&t->literal, bytes, t->text.type == KIND_STR ? utf8_put(c, bytes) : 1);
}

/* ---- parts
 * ----------------------------------------------------------------------------------------------------------------------
 */

/* *new*: the literal so far, which begins anew. */
static enum heap_status take_literal(struct template *t, addr *out)
{
    if (t->literal.cut)
        return raise_memory(t->h);
    addr s = t->text.type == KIND_STR ? str_from_utf8(t->h, t->literal.bytes, t->literal.length)
                                      : bytes_new(t->h, t->literal.bytes, t->literal.length);
    t->literal.length = 0;
    return answer(t->h, s, out);
}

static enum heap_status append(struct template *t, addr part)
{
    enum heap_status status = list_append(t->h, t->parts, part);
    decref(t->h, part);
    return status;
}

static enum heap_status put_group(struct template *t, int64_t group, int64_t position)
{
    char message[80];
    addr part = 0;
    if (group > pattern_at(t->h, t->pattern)->groups) {
        (void)snprintf(message, sizeof message, "invalid group reference %lld", (long long)group);
        return error(t, message, position);
    }
    enum heap_status status = HEAP_OK;
    if (t->literal.length || t->literal.cut) {
        status = take_literal(t, &part);
        if (status == HEAP_OK)
            status = append(t, part);
    }
    if (status == HEAP_OK)
        status = answer_int(t->h, group, &part);
    return status == HEAP_OK ? append(t, part) : status;
}

/* What int() reads, before 3.12: spaces around, a sign, underscores between digits of any script. */
static bool read_lenient(const void *units, unsigned kind, size_t from, size_t to, unsigned version,
                         int64_t *out)
{
    bool negative = false, digit = false;
    *out = 0;
    while (from < to && unicode_is(units_get(units, kind, from), UNICODE_SPACE, version))
        from++;
    while (from < to && unicode_is(units_get(units, kind, to - 1), UNICODE_SPACE, version))
        to--;
    if (from < to && (units_get(units, kind, from) == '+' || units_get(units, kind, from) == '-'))
        negative = units_get(units, kind, from++) == '-';
    for (; from < to; from++) {
        uint32_t c = units_get(units, kind, from);
        int value = unicode_is(c, UNICODE_DECIMAL, version) ? unicode_any(c)->digit : -1;
        if (value < 0 && (!digit || c != '_'))
            return false;
        digit = value >= 0;
        if (digit && *out < INT32_MAX)
            *out = *out * 10 + value;
    }
    return digit && (!negative || *out == 0);
}

bool regex_group_number(const struct heap *h, const void *units, unsigned kind, size_t from, size_t to,
                        int64_t *out)
{
    if (h->abi.regex_lenient_names)
        return read_lenient(units, kind, from, to, h->abi.unicode_version, out);
    *out = 0;
    for (; from < to; from++) {
        uint32_t c = units_get(units, kind, from);
        if (!is_digit(c))
            return false;
        if (*out < INT32_MAX)
            *out = *out * 10 + (c - '0');
    }
    return true;
}

/* ---- \g<...>
 * --------------------------------------------------------------------------------------------------------------------
 */

/* Names in bytes that are not ASCII are none, but before 3.12. */
static bool is_bad_name(const struct template *t, uint32_t c)
{
    return c >= 0x80 && t->text.type != KIND_STR && !t->h->abi.regex_lenient_names;
}

static bool is_identifier(const struct template *t, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        uint32_t c = units_get(t->text.data, t->text.kind, i);
        if (is_bad_name(t, c) ||
            !unicode_is(c, i > from ? UNICODE_CONTINUE : UNICODE_START, t->h->abi.unicode_version))
            return false;
    }
    return to > from;
}

struct shown_name {
    char text[200];
};

/* A name in a message, as repr() shows it; `ascii`: as ascii() does. */
static enum heap_status show_name(struct template *t, size_t from, size_t to, bool ascii,
                                  struct shown_name *out)
{
    struct text shown = {.bytes = out->text, .capacity = sizeof out->text - 1};
    const char *name = (const char *)t->text.data + from * t->text.kind;
    addr s = str_from_units(t->h, name, to - from, t->text.kind), made = 0;
    enum heap_status status = s ? HEAP_OK : raise_status(t->h);
    if (status == HEAP_OK && ascii) {
        made = object_ascii(t->h, s);
        status = made ? HEAP_OK : raise_status(t->h);
        if (made)
            text_put_str(t->h, &shown, made);
    } else if (status == HEAP_OK) {
        status = object_repr(t->h, s, &shown);
    }
    xdecref(t->h, s);
    xdecref(t->h, made);
    out->text[shown.length] = 0;
    return status;
}

static enum heap_status unknown_name(struct template *t, size_t from, size_t to)
{
    struct shown_name name;
    enum heap_status status = show_name(t, from, to, false, &name);
    return status == HEAP_OK ? raise_error(t->h, EXC_INDEX_ERROR, "unknown group name %s", name.text)
                             : status;
}

/* What stands where a name should: an error, or a DeprecationWarning where sub() or expand() was called,
 * which in CPython is behind a function of re in any case. */
static enum heap_status bad_name(struct template *t, size_t from, size_t to, bool only_warns)
{
    struct shown_name name;
    char message[260];
    enum heap_status status = show_name(t, from, to, t->text.type != KIND_STR, &name);
    if (status != HEAP_OK)
        return status;
    if (!only_warns) {
        (void)snprintf(message, sizeof message, "bad character in group name %s", name.text);
        return error(t, message, (int64_t)from);
    }
    (void)snprintf(message, sizeof message, "bad character in group name %s at position %zu", name.text,
                   from);
    return runtime_warn ? runtime_warn(t->h, EXC_DEPRECATION_WARNING, message, 2) : HEAP_OK;
}

static enum heap_status put_named(struct template *t, size_t from, size_t to)
{
    struct heap *h = t->h;
    const char *name = (const char *)t->text.data + from * t->text.kind;
    addr names = pattern_at(h, t->pattern)->groupindex, number = 0,
         s = str_from_units(h, name, to - from, t->text.kind);
    enum heap_status status = s ? HEAP_OK : raise_status(h);
    if (status == HEAP_OK && names)
        status = dict_get(h, names, s, &number);
    xdecref(h, s);
    if (status != HEAP_OK)
        return status;
    int64_t group;
    if (!number || !int_fits(h, number, &group))
        return unknown_name(t, from, to);
    return put_group(t, group, (int64_t)from);
}

static bool is_made_of(const struct template *t, size_t from, size_t to, bool (*is)(uint32_t))
{
    while (from < to && is(units_get(t->text.data, t->text.kind, from)))
        from++;
    return from == to;
}

/* Behind \g. */
static enum heap_status read_group(struct template *t)
{
    if (peek(t) != '<')
        return error(t, "missing <", (int64_t)t->at);
    enum heap_status status = advance(t);
    size_t from = t->at;
    while (status == HEAP_OK && peek(t) != UINT32_MAX && peek(t) != '>') {
        t->at += peek(t) == '\\'; /* and what is behind it */
        status = advance(t);
    }
    if (status != HEAP_OK)
        return status;
    size_t to = t->at;
    if (peek(t) == UINT32_MAX)
        return to > from ? error(t, "missing >, unterminated name", (int64_t)from)
                         : error(t, "missing group name", (int64_t)from);
    if ((status = advance(t)) != HEAP_OK)
        return status;
    if (to == from)
        return error(t, "missing group name", (int64_t)to);
    if (is_identifier(t, from, to)) {
        if (t->text.type != KIND_STR && !is_made_of(t, from, to, is_ascii))
            status = bad_name(t, from, to, true);
        return status == HEAP_OK ? put_named(t, from, to) : status;
    }
    int64_t group;
    if (!regex_group_number(t->h, t->text.data, t->text.kind, from, to, &group))
        return bad_name(t, from, to, false);
    if (!is_made_of(t, from, to, is_digit))
        status = bad_name(t, from, to, true);
    return status == HEAP_OK ? put_group(t, group, (int64_t)from) : status;
}

/* ---- escapes
 * --------------------------------------------------------------------------------------------------------------------
 */

/* \1 to \99, or three octal digits. `start`: where the backslash is. */
static enum heap_status read_number(struct template *t, size_t start, uint32_t first)
{
    uint32_t value = first - '0', second = peek(t);
    char message[100];
    enum heap_status status = HEAP_OK;
    if (is_digit(second)) {
        if ((status = advance(t)) != HEAP_OK)
            return status;
        uint32_t third = peek(t);
        if (is_octal(first) && is_octal(second) && is_octal(third)) {
            if ((status = advance(t)) != HEAP_OK)
                return status;
            value = ((first - '0') * 8 + (second - '0')) * 8 + (third - '0');
            if (value > 0377) {
                (void)snprintf(message, sizeof message,
                               "octal escape value \\%c%c%c outside of range 0-0o377", (int)first,
                               (int)second, (int)third);
                return error(t, message, (int64_t)start);
            }
            put(t, value);
            return HEAP_OK;
        }
        value = value * 10 + (second - '0');
    }
    return put_group(t, value, (int64_t)start + 1);
}

static enum heap_status read_escape(struct template *t)
{
    static const char letters[] = "abfnrtv\\", codes[] = "\a\b\f\n\r\t\v\\";
    size_t start = t->at++;
    uint32_t c = peek(t);
    char message[40];
    if (c == UINT32_MAX)
        return error(t, "bad escape (end of pattern)", (int64_t)start);
    enum heap_status status = advance(t);
    if (status != HEAP_OK)
        return status;
    if (c == 'g')
        return read_group(t);
    if (c == '0') {
        uint32_t value = 0;
        for (int i = 0; i < 2 && status == HEAP_OK && is_octal(peek(t)); i++) {
            value = value * 8 + (peek(t) - '0');
            status = advance(t);
        }
        put(t, value & 0xff);
        return status;
    }
    if (is_digit(c))
        return read_number(t, start, c);
    const char *found = c < 0x80 && c ? strchr(letters, (int)c) : NULL;
    if (found) {
        put(t, (uint32_t)codes[found - letters]);
        return HEAP_OK;
    }
    if (c < 0x80 && (c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
        (void)snprintf(message, sizeof message, "bad escape \\%c", (int)c);
        return error(t, message, (int64_t)start);
    }
    put(t, '\\');
    put(t, c);
    return HEAP_OK;
}

static enum heap_status read_all(struct template *t, addr *out)
{
    addr part = 0;
    enum heap_status status = HEAP_OK;
    while (status == HEAP_OK && t->at < t->text.length) {
        if (peek(t) == '\\')
            status = read_escape(t);
        else
            put(t, units_get(t->text.data, t->text.kind, t->at++));
    }
    if (status != HEAP_OK)
        return status;
    bool only = list_length(t->h, t->parts) == 0;
    if (only)
        return take_literal(t, out);
    if (t->literal.length || t->literal.cut) {
        status = take_literal(t, &part);
        if (status == HEAP_OK)
            status = append(t, part);
    }
    return status == HEAP_OK ? answer(t->h, tuple_from_iterable(t->h, t->parts), out) : status;
}

enum heap_status template_read(struct heap *h, addr pattern, addr template, addr *out)
{
    char buffer[256];
    struct template t = {.h = h, .pattern = pattern, .source = template};
    if (!textual_view(h, template, &t.text))
        return raise_error(h, EXC_TYPE_ERROR, "decoding to str: need a bytes-like object, %s found",
                           object_type_name(h, template));
    t.parts = list_new(h, 0);
    if (!t.parts)
        return raise_status(h);
    text_begin(h, &t.literal, buffer, sizeof buffer);
    subject_lend(h, template, 1); /* warnings may run code of a program */
    enum heap_status status = read_all(&t, out);
    subject_lend(h, template, -1);
    text_drop(&t.literal);
    decref(h, t.parts);
    return status;
}

/* ---- filling
 * --------------------------------------------------------------------------------------------------------------------
 */

enum heap_status template_fill(struct heap *h, addr template, addr match, addr *out)
{
    addr string = match_at(h, match)->string, list = list_new(h, 0);
    addr empty = h->singleton[str_is_kind(h, string) ? SINGLETON_EMPTY_STR : SINGLETON_EMPTY_BYTES];
    enum heap_status status = list ? HEAP_OK : raise_status(h);
    for (size_t i = 0; status == HEAP_OK && i < tuple_length(h, template); i++) {
        addr part = tuple_item(h, template, i);
        int64_t group;
        addr piece = object_kind(h, part) == KIND_INT && int_fits(h, part, &group)
                         ? match_group(h, match, group, empty)
                         : incref(h, part);
        status = piece ? list_append(h, list, piece) : raise_status(h);
        xdecref(h, piece);
    }
    if (status == HEAP_OK)
        status = subject_join(h, string, list, out);
    xdecref(h, list);
    return status;
}
