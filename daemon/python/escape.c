#include "daemon/python/escape.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <uniname.h>

#include "daemon/heap/runtime.h"

/* Ideographs are named by their number. */
static bool is_ideograph(uint32_t c)
{
    static const uint32_t ranges[][2] = {{0x3400, 0x4dbf},   {0x4e00, 0x9fff},   {0x20000, 0x2a6df},
                                         {0x2a700, 0x2b739}, {0x2b740, 0x2b81d}, {0x2b820, 0x2cea1},
                                         {0x2ceb0, 0x2ebe0}, {0x30000, 0x3134a}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i][0] && c <= ranges[i][1])
            return true;
    return false;
}

#define IDEOGRAPH "CJK UNIFIED IDEOGRAPH-"

static uint32_t character_by_name(const char *name)
{
    char *end;
    size_t prefix = strlen(IDEOGRAPH);
    if (strncasecmp(name, IDEOGRAPH, prefix) != 0)
        return unicode_name_character(name);
    unsigned long c = strtoul(name + prefix, &end, 16);
    size_t digits = strspn(name + prefix, "0123456789ABCDEFabcdef");
    return digits >= 4 && digits <= 5 && !name[prefix + digits] && is_ideograph((uint32_t)c)
               ? (uint32_t)c
               : UNINAME_INVALID;
}

bool runtime_character_name(uint32_t c, char name[150])
{
    char buffer[UNINAME_MAX];
    if (is_ideograph(c)) {
        snprintf(name, 150, IDEOGRAPH "%X", c);
        return true;
    }
    if (unicode_character_name(c, buffer) == NULL || strlen(buffer) >= 150)
        return false;
    strcpy(name, buffer);
    return true;
}

bool runtime_named_character(const char *name, size_t length, uint32_t *c)
{
    char copy[256];
    if (length >= sizeof copy || memchr(name, '\0', length))
        return false;
    memcpy(copy, name, length);
    copy[length] = '\0';
    *c = character_by_name(copy);
    return *c != UNINAME_INVALID;
}

struct escape {
    const char *s;
    size_t at, length; /* at: behind the backslash, then behind the escape */
    char *error;
    const char *doubtful;
};

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t put_character(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    unsigned more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char first[] = {0, 0xc0, 0xe0, 0xf0};
    out[0] = (char)(first[more] | c >> 6 * more);
    for (unsigned i = 1; i <= more; i++)
        out[i] = (char)(0x80 | (c >> 6 * (more - i) & 0x3f));
    return more + 1;
}

/* Where `at` is in what CPython decodes, in which each character beyond ASCII is an escape of ten, and a
 * backslash before one is one of six. */
static size_t decoded_place(const struct escape *e, size_t at)
{
    size_t place = 0;
    for (size_t i = 0; i < at; i++) {
        unsigned char c = (unsigned char)e->s[i];
        if (c == '\\' && i + 1 < e->length) {
            bool ascii = (unsigned char)e->s[i + 1] < 0x80;
            place += ascii ? 2 : 6;
            i += ascii;
        } else {
            place += c < 0x80 ? 1 : c >= 0xc0 ? 10 : 0;
        }
    }
    return place;
}

/* The error about the escape whose backslash is at `begun`, and that is `length` long. */
static bool fail(struct escape *e, size_t begun, size_t length, const char *what)
{
    size_t place = decoded_place(e, begun);
    snprintf(e->error, 120,
             "(unicode error) 'unicodeescape' codec can't decode bytes in position %zu-%zu: %s", place,
             place + length - 1, what);
    return false;
}

/* `digits` hexadecimal ones. */
static bool hexadecimal(struct escape *e, unsigned digits, bool bytes, uint32_t *value)
{
    size_t begun = e->at - 2;
    *value = 0;
    for (unsigned i = 0; i < digits; i++, e->at++) {
        int digit = e->at < e->length ? hex_value(e->s[e->at]) : -1;
        if (digit >= 0) {
            *value = *value << 4 | (uint32_t)digit;
            continue;
        }
        if (!bytes)
            return fail(e, begun, e->at - begun,
                        digits == 2   ? "truncated \\xXX escape"
                        : digits == 4 ? "truncated \\uXXXX escape"
                                      : "truncated \\UXXXXXXXX escape");
        snprintf(e->error, 120, "(value error) invalid \\x escape at position %zu", begun);
        return false;
    }
    return *value <= 0x10ffff || fail(e, begun, e->at - begun, "illegal Unicode character");
}

/* {name} */
static bool named_character(struct escape *e, uint32_t *value)
{
    size_t begun = e->at - 2, end = e->at;
    while (end < e->length && e->s[end] != '}')
        end++;
    if (e->at >= e->length || e->s[e->at] != '{' || end >= e->length || end == e->at + 1) {
        bool braces = e->at < e->length && e->s[e->at] == '{';
        return fail(e, begun, braces ? end - begun : 2, "malformed \\N character escape");
    }
    if (!runtime_named_character(e->s + e->at + 1, end - e->at - 1, value))
        return fail(e, begun, end + 1 - begun, "unknown Unicode character name");
    e->at = end + 1;
    return true;
}

static uint32_t octal(struct escape *e)
{
    uint32_t value = 0;
    e->at--;
    for (unsigned i = 0; i < 3 && e->at < e->length && e->s[e->at] >= '0' && e->s[e->at] <= '7'; i++)
        value = value << 3 | (uint32_t)(e->s[e->at++] - '0');
    return value;
}

/* The escape behind a backslash; writes what it stands for. */
static bool escaped(struct escape *e, bool bytes, char *out, size_t *written)
{
    static const char letters[] = "\\'\"abfnrtv", values[] = "\\'\"\a\b\f\n\r\t\v";
    char c = e->s[e->at++];
    const char *simple = c != '\0' ? strchr(letters, c) : NULL;
    uint32_t value = 0;
    if (c == '\n') {
        *written = 0;
        return true;
    }
    if (simple != NULL) {
        value = (uint32_t)values[simple - letters];
    } else if (c >= '0' && c <= '7') {
        size_t begun = e->at - 1;
        value = octal(e);
        if (value > 0377 && !e->doubtful)
            e->doubtful = e->s + begun;
    } else if (c == 'x' || (!bytes && (c == 'u' || c == 'U'))) {
        if (!hexadecimal(e, c == 'x' ? 2 : c == 'u' ? 4 : 8, bytes, &value))
            return false;
    } else if (!bytes && c == 'N') {
        if (!named_character(e, &value))
            return false;
    } else { /* none: the backslash stays */
        out[0] = '\\';
        out[1] = c;
        *written = 2;
        if (!e->doubtful && (unsigned char)c < 0x80)
            e->doubtful = e->s + e->at - 1;
        return true;
    }
    if (bytes)
        out[0] = (char)value;
    *written = bytes ? 1 : put_character(out, value);
    return true;
}

bool escape_decode(const char *text, size_t length, enum escape_mode mode, char *out, size_t *written,
                   char error[120], const char **doubtful)
{
    struct escape e = {.s = text, .length = length, .error = error};
    size_t total = 0;
    while (e.at < length) {
        const char *s = text + e.at, *backslash = mode != ESCAPE_RAW ? memchr(s, '\\', length - e.at) : NULL;
        size_t plain = backslash != NULL ? (size_t)(backslash - s) : length - e.at;
        memcpy(out + total, s, plain);
        total += plain;
        e.at += plain;
        if (e.at >= length)
            break;
        e.at++;
        if (e.at < length) {
            size_t more;
            if (!escaped(&e, mode == ESCAPE_BYTES, out + total, &more))
                return false;
            total += more;
        } else {
            out[total++] = '\\'; /* the last before a field's { */
            if (!e.doubtful)
                e.doubtful = e.s + e.at;
        }
    }
    *written = total;
    *doubtful = e.doubtful;
    return true;
}
