/* A parser by recursive descent (literal.h). */
#include "tests/oracle/scalars/literal.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ITEMS 4096

static void fail(const char *what, const char *text)
{
    fprintf(stderr, "driver: %s: %.60s\n", what, text);
    exit(2);
}

static void skip_blanks(const char **text)
{
    while (**text == ' ')
        ++*text;
}

bool literal_accept(const char **text, const char *token)
{
    skip_blanks(text);
    size_t n = strlen(token);
    if (strncmp(*text, token, n) != 0)
        return false;
    *text += n;
    return true;
}

bool literal_name(const char **text, char out[64])
{
    size_t n = 0;
    skip_blanks(text);
    while ((isalpha((unsigned char)(*text)[n]) || (*text)[n] == '_' ||
            (n && isdigit((unsigned char)(*text)[n]))) &&
           n < 63) {
        out[n] = (*text)[n];
        n++;
    }
    out[n] = 0;
    *text += n;
    return n > 0;
}

/* ---- texts --------------------------------------------------------------------------------------- */

static uint32_t hex_digits(const char **p, size_t count)
{
    char digits[9] = {0};
    memcpy(digits, *p, count);
    *p += count;
    return (uint32_t)strtoul(digits, NULL, 16);
}

static uint32_t escape(const char **p)
{
    char c = *(*p)++;
    switch (c) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'r':
        return '\r';
    case 'x':
        return hex_digits(p, 2);
    case 'u':
        return hex_digits(p, 4);
    case 'U':
        return hex_digits(p, 8);
    default:
        return (uint8_t)c;
    }
}

static uint32_t character(const char **p)
{
    uint32_t c = (uint8_t) * (*p)++;
    size_t more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
    if (more)
        c &= 0x3fu >> more;
    while (more--)
        c = c << 6 | ((uint8_t) * (*p)++ & 0x3fu);
    return c;
}

static addr parse_text(struct heap *h, const char **text, bool bytes)
{
    char quote = *(*text)++;
    size_t n = 0, capacity = strlen(*text) + 1;
    uint32_t *units = malloc(capacity * sizeof *units);
    while (**text != quote) {
        if (!**text)
            fail("a text without end", *text);
        if (**text == '\\') {
            ++*text;
            units[n++] = escape(text);
        } else {
            units[n++] = character(text);
        }
    }
    ++*text;
    addr o;
    if (bytes) {
        uint8_t *p = malloc(n + 1);
        for (size_t i = 0; i < n; i++)
            p[i] = (uint8_t)units[i];
        o = bytes_new(h, p, n);
        free(p);
    } else {
        o = str_from_units(h, units, n, 4);
    }
    free(units);
    return o;
}

/* ---- numbers ------------------------------------------------------------------------------------- */

static addr parse_number(struct heap *h, const char **text)
{
    const char *p = *text;
    if (*p == '-' || *p == '+')
        p++;
    bool prefixed = p[0] == '0' && p[1] && strchr("xob", p[1]);
    while (isalnum((unsigned char)*p) || (*p == '.' && !isalpha((unsigned char)p[1])) ||
           ((*p == '-' || *p == '+') && p[-1] == 'e'))
        p++;
    size_t n = (size_t)(p - *text);
    const char *start = *text;
    *text = p;
    double d;
    if (prefixed)
        return int_from_text(h, start, n, 0);
    if (start[n - 1] == 'j') {
        if (!float_from_text(start, n - 1, &d))
            fail("not a number", start);
        return complex_new(h, 0, d);
    }
    if (memchr(start, '.', n) || memchr(start, 'e', n) || memchr(start, 'n', n)) {
        if (!float_from_text(start, n, &d))
            fail("not a number", start);
        return float_new(h, d);
    }
    return int_from_text(h, start, n, 0);
}

/* (1+2j), whose parts repr writes without a blank. */
static addr parse_complex(struct heap *h, const char *text, const char *end)
{
    const char *split = end - 1;
    while (split > text && !((*split == '+' || *split == '-') && split[-1] != 'e'))
        split--;
    double real, imag;
    if (!float_from_text(text, (size_t)(split - text), &real) ||
        !float_from_text(split, (size_t)(end - 1 - split), &imag))
        fail("not a complex number", text);
    return complex_new(h, real, imag);
}

/* ---- containers ---------------------------------------------------------------------------------- */

static size_t parse_items(struct heap *h, const char **text, const char *end, addr *items)
{
    size_t n = 0;
    while (!literal_accept(text, end)) {
        if (n == ITEMS)
            fail("too many items", *text);
        items[n] = literal_parse(h, text);
        if (!items[n++])
            fail("an item that raises", heap_raised_message(h));
        if (literal_accept(text, ":"))
            continue;
        if (!literal_accept(text, ",")) {
            if (!literal_accept(text, end))
                fail("a comma is missing", *text);
            break;
        }
    }
    return n;
}

static addr list_of(struct heap *h, const addr *items, size_t n)
{
    addr list = list_new(h, n);
    for (size_t i = 0; list && i < n; i++)
        list_init(h, list, i, incref(h, items[i]));
    return list;
}

static addr dict_of(struct heap *h, const addr *items, size_t n)
{
    addr dict = dict_new(h);
    for (size_t i = 0; i + 1 < n; i += 2)
        if (dict_set(h, dict, items[i], items[i + 1]) != HEAP_OK)
            fail("an item of a dict", heap_raised_message(h));
    return dict;
}

static addr parse_container(struct heap *h, const char **text)
{
    char open = *(*text)++;
    const char *start = *text, *close = strchr(start, ')');
    if (open == '(' && close && close[-1] == 'j' && !memchr(start, ',', (size_t)(close - start))) {
        *text = close + 1;
        return parse_complex(h, start, close);
    }
    static const char *const ends[] = {")", "]", "}"};
    addr *items = calloc(ITEMS, sizeof *items);
    size_t n = parse_items(h, text, ends[open == '(' ? 0 : open == '[' ? 1 : 2], items);
    bool alone = open == '(' && n == 1 && (*text)[-2] != ',' && !((*text)[-2] == ' ' && (*text)[-3] == ',');
    addr o = alone         ? incref(h, items[0]) /* only in parentheses */
             : open == '(' ? tuple_from(h, items, n)
             : open == '[' ? list_of(h, items, n)
                           : dict_of(h, items, n);
    for (size_t i = 0; i < n; i++)
        decref(h, items[i]);
    free(items);
    return o;
}

/* ---- names --------------------------------------------------------------------------------------- */

/* Type(arguments), called as a client calls it. */
static addr parse_call(struct heap *h, const char **text, const char *name)
{
    char qualified[96];
    snprintf(qualified, sizeof qualified, "%s%s",
             strcmp(name, "deque") == 0   ? "collections."
             : strcmp(name, "array") == 0 ? "array."
                                          : "",
             name);
    addr type = type_by_name(h, qualified), arguments[8], names[8], values[8], out = 0;
    size_t n = 0, kw = 0;
    if (!type)
        fail("no such type", name);
    while (!literal_accept(text, ")")) {
        const char *before = *text;
        char keyword[64];
        if (literal_name(text, keyword) && literal_accept(text, "=")) {
            names[kw] = str_from_ascii(h, keyword);
            values[kw++] = literal_parse(h, text);
        } else {
            *text = before;
            arguments[n++] = literal_parse(h, text);
        }
        literal_accept(text, ",");
    }
    if (object_call(h, type, arguments, n, names, values, kw, &out) != HEAP_OK)
        out = 0;
    for (size_t i = 0; i < n; i++)
        decref(h, arguments[i]);
    for (size_t i = 0; i < kw; i++) {
        decref(h, names[i]);
        decref(h, values[i]);
    }
    return out;
}

static addr parse_name(struct heap *h, const char **text)
{
    const char *start = *text;
    char name[64];
    literal_name(text, name);
    if ((strcmp(name, "b") == 0) && (**text == '\'' || **text == '"'))
        return parse_text(h, text, true);
    static const struct {
        const char *name;
        enum singleton which;
    } singletons[] = {{"None", SINGLETON_NONE},
                      {"True", SINGLETON_TRUE},
                      {"False", SINGLETON_FALSE},
                      {"Ellipsis", SINGLETON_ELLIPSIS},
                      {"NotImplemented", SINGLETON_NOT_IMPLEMENTED}};
    for (size_t i = 0; i < sizeof singletons / sizeof *singletons; i++)
        if (strcmp(name, singletons[i].name) == 0)
            return incref(h, h->singleton[singletons[i].which]);
    if (strcmp(name, "inf") == 0)
        return float_new(h, INFINITY);
    if (strcmp(name, "nan") == 0)
        return float_new(h, NAN);
    if (literal_accept(text, "("))
        return parse_call(h, text, name);
    if (type_by_name(h, name)) /* for its class methods */
        return incref(h, type_by_name(h, name));
    fail("not a literal", start);
    return 0;
}

addr literal_parse(struct heap *h, const char **text)
{
    skip_blanks(text);
    char c = **text;
    if (c == '\'' || c == '"')
        return parse_text(h, text, false);
    if (c == '(' || c == '[' || c == '{')
        return parse_container(h, text);
    if (isdigit((unsigned char)c) || c == '-' || c == '+')
        return parse_number(h, text);
    return parse_name(h, text);
}
