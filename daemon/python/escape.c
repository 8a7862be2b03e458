#include "daemon/python/escape.h"

#include <string.h>
#include <uniname.h>

struct escape {
    struct parser *p;
    const char *s;
    uint32_t start, at, end; /* at: behind the backslash */
    uint32_t literal, literal_end;
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

_Noreturn static void decode_error(struct escape *e, uint32_t begun, uint32_t last, const char *what)
{
    parse_fail(e->p, "SyntaxError", e->literal, e->literal_end,
               "(unicode error) 'unicodeescape' codec can't decode bytes in position %u-%u: %s",
               begun - e->start, last - e->start, what);
}

/* `digits` hexadecimal ones behind the letter at e->at - 1. */
static uint32_t hexadecimal(struct escape *e, unsigned digits, bool bytes)
{
    uint32_t value = 0, begun = e->at - 2;
    for (unsigned i = 0; i < digits; i++, e->at++) {
        int digit = e->at < e->end ? hex_value(e->s[e->at]) : -1;
        if (digit >= 0) {
            value = value << 4 | (uint32_t)digit;
            continue;
        }
        if (bytes)
            parse_fail(e->p, "SyntaxError", e->literal, e->literal_end,
                       "(value error) invalid \\x escape at position %u", begun - e->start);
        decode_error(e, begun, e->at - 1,
                     digits == 2   ? "truncated \\xXX escape"
                     : digits == 4 ? "truncated \\uXXXX escape"
                                   : "truncated \\UXXXXXXXX escape");
    }
    if (value > 0x10ffff)
        decode_error(e, begun, e->at - 1, "illegal Unicode character");
    return value;
}

/* \N{name}; e->at is behind the N. */
static uint32_t named_character(struct escape *e)
{
    uint32_t begun = e->at - 2, end = e->at;
    char name[256];
    while (end < e->end && e->s[end] != '}')
        end++;
    if (e->at >= e->end || e->s[e->at] != '{' || end >= e->end || end == e->at + 1)
        decode_error(e, begun, end < e->end ? end : e->end - 1, "malformed \\N character escape");
    uint32_t length = end - e->at - 1;
    ucs4_t c = UNINAME_INVALID;
    if (length < sizeof name) {
        memcpy(name, e->s + e->at + 1, length);
        name[length] = '\0';
        c = unicode_name_character(name);
    }
    if (c == UNINAME_INVALID)
        decode_error(e, begun, end, "unknown Unicode character name");
    e->at = end + 1;
    return c;
}

static uint32_t octal(struct escape *e)
{
    uint32_t value = 0;
    e->at--;
    for (unsigned i = 0; i < 3 && e->at < e->end && e->s[e->at] >= '0' && e->s[e->at] <= '7'; i++)
        value = value << 3 | (uint32_t)(e->s[e->at++] - '0');
    return value;
}

/* The escape behind a backslash; writes what it stands for. */
static size_t escaped(struct escape *e, bool bytes, char *out)
{
    static const char letters[] = "\\'\"abfnrtv", values[] = "\\'\"\a\b\f\n\r\t\v";
    char c = e->s[e->at++];
    const char *simple = strchr(letters, c);
    if (c == '\n')
        return 0;
    if (simple != NULL) {
        out[0] = values[simple - letters];
        return 1;
    }
    if (c >= '0' && c <= '7') {
        uint32_t value = octal(e);
        if (!bytes)
            return put_character(out, value);
        out[0] = (char)value;
        return 1;
    }
    if (c == 'x') {
        uint32_t value = hexadecimal(e, 2, bytes);
        if (!bytes)
            return put_character(out, value);
        out[0] = (char)value;
        return 1;
    }
    if (!bytes && (c == 'u' || c == 'U'))
        return put_character(out, hexadecimal(e, c == 'u' ? 4 : 8, false));
    if (!bytes && c == 'N')
        return put_character(out, named_character(e));
    out[0] = '\\'; /* none: the backslash stays */
    out[1] = c;
    return 2;
}

size_t escape_decode(struct parser *p, uint32_t start, uint32_t end, enum escape_mode mode, char *out,
                     uint32_t literal, uint32_t literal_end)
{
    struct escape e = {.p = p,
                       .s = p->text,
                       .start = start,
                       .at = start,
                       .end = end,
                       .literal = literal,
                       .literal_end = literal_end};
    size_t length = 0;
    if (mode == ESCAPE_RAW) {
        memcpy(out, p->text + start, end - start);
        return end - start;
    }
    while (e.at < end) {
        const char *s = p->text + e.at, *backslash = memchr(s, '\\', end - e.at);
        size_t plain = backslash != NULL ? (size_t)(backslash - s) : end - e.at;
        memcpy(out + length, s, plain);
        length += plain;
        e.at += (uint32_t)plain;
        if (e.at >= end)
            break;
        e.at++;
        if (e.at < end)
            length += escaped(&e, mode == ESCAPE_BYTES, out + length);
        else
            out[length++] = '\\'; /* the last before a field's { */
    }
    return length;
}
