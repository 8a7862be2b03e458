/* The codecs (codec.h): how each of them has characters as bytes. Mirrors the decoders and encoders of
 * Objects/unicodeobject.c and stringlib/codecs.h in what they refuse, how they say so, and how far an error
 * reaches.
 */
#include <string.h>

#include "daemon/heap/object/codec.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/utf8.h"
#include "daemon/heap/runtime.h"

static bool is_surrogate(uint32_t c)
{
    return c >= 0xd800 && c <= 0xdfff;
}

static void malformed(struct decoding *d, const char *reason, size_t from, size_t to)
{
    d->reason = reason;
    d->from = from;
    d->to = to;
}

/* ---- UTF-8, ASCII, Latin-1
 * ------------------------------------------------------------------------------------------- */

static bool is_reading(const struct decoding *d)
{
    return d->at < d->length && d->at < d->pause;
}

static unsigned put_utf8(uint32_t c, uint8_t *out)
{
    return is_surrogate(c) ? 0 : (unsigned)utf8_put(c, (char *)out);
}

static void read_utf8(struct decoding *d)
{
    size_t left = d->length - d->at;
    struct utf8_scan scan = utf8_scan(d->bytes + d->at, left, d->surrogates);
    size_t good = scan.reason ? scan.error : left;
    utf8_decode(d->bytes + d->at, good, d->out + d->count, 4);
    d->count += scan.characters;
    d->at += good;
    if (scan.reason)
        malformed(d, scan.reason, d->at, d->at + scan.error_length);
}

static void start_utf8_sig(struct decoding *d)
{
    if (d->length >= 3 && memcmp(d->bytes, "\xef\xbb\xbf", 3) == 0) {
        d->bytes += 3; /* positions in errors count from here, as those of CPython do */
        d->length -= 3;
    }
}

static unsigned put_ascii(uint32_t c, uint8_t *out)
{
    *out = (uint8_t)c;
    return c < 0x80;
}

static void read_ascii(struct decoding *d)
{
    while (is_reading(d) && d->bytes[d->at] < 0x80)
        d->out[d->count++] = d->bytes[d->at++];
    if (is_reading(d))
        malformed(d, "ordinal not in range(128)", d->at, d->at + 1);
}

static unsigned put_latin1(uint32_t c, uint8_t *out)
{
    *out = (uint8_t)c;
    return c < 0x100;
}

static void read_latin1(struct decoding *d)
{
    while (is_reading(d))
        d->out[d->count++] = d->bytes[d->at++];
}

/* ---- UTF-16
 * ----------------------------------------------------------------------------------------------------------
 */

static void put_unit16(uint32_t unit, bool big, uint8_t *out)
{
    out[big] = (uint8_t)unit;
    out[!big] = (uint8_t)(unit >> 8);
}

static unsigned put_utf16(uint32_t c, bool big, uint8_t *out)
{
    if (is_surrogate(c))
        return 0;
    if (c < 0x10000) {
        put_unit16(c, big, out);
        return 2;
    }
    put_unit16(0xd7c0 + (c >> 10), big, out);
    put_unit16(0xdc00 + (c & 0x3ff), big, out + 2);
    return 4;
}

static unsigned put_utf16_le(uint32_t c, uint8_t *out)
{
    return put_utf16(c, false, out);
}

static unsigned put_utf16_be(uint32_t c, uint8_t *out)
{
    return put_utf16(c, true, out);
}

static uint32_t unit16(const struct decoding *d, size_t at)
{
    const uint8_t *p = d->bytes + at;
    return d->big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static void start_utf16(struct decoding *d)
{
    if (d->length < 2)
        return;
    d->big = d->bytes[0] == 0xfe && d->bytes[1] == 0xff;
    if (unit16(d, 0) == 0xfeff)
        d->at = 2;
}

static void start_big(struct decoding *d)
{
    d->big = true;
}

static void read_utf16(struct decoding *d)
{
    while (is_reading(d) && d->at + 2 <= d->length) {
        uint32_t c = unit16(d, d->at);
        if (is_surrogate(c)) {
            if (c >= 0xdc00)
                return malformed(d, "illegal encoding", d->at, d->at + 2);
            if (d->at + 4 > d->length)
                return malformed(d, "unexpected end of data", d->at, d->length);
            uint32_t low = unit16(d, d->at + 2);
            if (low < 0xdc00 || low > 0xdfff)
                return malformed(d, "illegal UTF-16 surrogate", d->at, d->at + 2);
            c = 0x10000 + ((c & 0x3ff) << 10 | (low & 0x3ff));
            d->at += 2;
        }
        d->at += 2;
        d->out[d->count++] = c;
    }
    if (is_reading(d))
        malformed(d, "truncated data", d->at, d->length);
}

/* ---- UTF-32
 * ----------------------------------------------------------------------------------------------------------
 */

static void put_unit32(uint32_t unit, bool big, uint8_t *out)
{
    for (unsigned i = 0; i < 4; i++)
        out[big ? 3 - i : i] = (uint8_t)(unit >> 8 * i);
}

static unsigned put_utf32(uint32_t c, bool big, uint8_t *out)
{
    if (is_surrogate(c))
        return 0;
    put_unit32(c, big, out);
    return 4;
}

static unsigned put_utf32_le(uint32_t c, uint8_t *out)
{
    return put_utf32(c, false, out);
}

static unsigned put_utf32_be(uint32_t c, uint8_t *out)
{
    return put_utf32(c, true, out);
}

static uint32_t unit32(const struct decoding *d, size_t at)
{
    uint32_t c = 0;
    for (unsigned i = 0; i < 4; i++)
        c |= (uint32_t)d->bytes[at + (d->big ? 3 - i : i)] << 8 * i;
    return c;
}

static void start_utf32(struct decoding *d)
{
    if (d->length < 4)
        return;
    d->big = memcmp(d->bytes, "\0\0\xfe\xff", 4) == 0;
    if (unit32(d, 0) == 0xfeff)
        d->at = 4;
}

static void read_utf32(struct decoding *d)
{
    for (; is_reading(d) && d->at + 4 <= d->length; d->at += 4) {
        uint32_t c = unit32(d, d->at);
        if (is_surrogate(c))
            return malformed(d, "code point in surrogate code point range(0xd800, 0xe000)", d->at, d->at + 4);
        if (c > STR_MAX_CHAR)
            return malformed(d, "code point not in range(0x110000)", d->at, d->at + 4);
        d->out[d->count++] = c;
    }
    if (is_reading(d))
        malformed(d, "truncated data", d->at, d->length);
}

/* ---- escapes
 * ---------------------------------------------------------------------------------------------------------
 */

static unsigned put_escape(char letter, uint32_t c, unsigned digits, uint8_t *out)
{
    out[0] = '\\';
    out[1] = (uint8_t)letter;
    for (unsigned i = 0; i < digits; i++)
        out[2 + i] = (uint8_t) "0123456789abcdef"[c >> 4 * (digits - 1 - i) & 15];
    return 2 + digits;
}

static unsigned put_unicode_escape(uint32_t c, uint8_t *out)
{
    static const char from[] = "\t\n\r\\", to[] = "tnr\\";
    const char *special = c && c < 0x80 ? strchr(from, (int)c) : NULL;
    if (special)
        return put_escape(to[special - from], 0, 0, out);
    if (c >= 0x20 && c < 0x7f) {
        *out = (uint8_t)c;
        return 1;
    }
    return c < 0x100     ? put_escape('x', c, 2, out)
           : c < 0x10000 ? put_escape('u', c, 4, out)
                         : put_escape('U', c, 8, out);
}

static unsigned put_raw_unicode_escape(uint32_t c, uint8_t *out)
{
    *out = (uint8_t)c;
    return c < 0x100 ? 1 : c < 0x10000 ? put_escape('u', c, 4, out) : put_escape('U', c, 8, out);
}

static int hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* `digits` of them behind a backslash and a letter. */
static void read_hex(struct decoding *d, unsigned digits, const char *truncated, const char *beyond)
{
    size_t i = d->at + 2;
    uint32_t c = 0;
    for (; i < d->at + 2 + digits && i < d->length && hex_value(d->bytes[i]) >= 0; i++)
        c = c << 4 | (uint32_t)hex_value(d->bytes[i]);
    if (i < d->at + 2 + digits)
        return malformed(d, truncated, d->at, i);
    if (c > STR_MAX_CHAR)
        return malformed(d, beyond, d->at, i);
    d->out[d->count++] = c;
    d->at = i;
}

static void read_octal(struct decoding *d)
{
    uint32_t c = 0;
    size_t i = d->at + 1;
    for (; i < d->at + 4 && i < d->length && d->bytes[i] >= '0' && d->bytes[i] <= '7'; i++)
        c = c << 3 | (d->bytes[i] & 7u);
    d->out[d->count++] = c;
    d->at = i;
}

/* \N{...} */
static void read_name(struct decoding *d)
{
    size_t begin = d->at + 3, end = begin;
    uint32_t c;
    bool braced = begin <= d->length && d->bytes[begin - 1] == '{';
    while (braced && end < d->length && d->bytes[end] != '}')
        end++;
    if (!braced || end == d->length || end == begin)
        return malformed(d, "malformed \\N character escape", d->at, braced ? end : d->at + 2);
    if (!runtime_named_character || !runtime_named_character((const char *)d->bytes + begin, end - begin, &c))
        return malformed(d, "unknown Unicode character name", d->at, end + 1);
    d->out[d->count++] = c;
    d->at = end + 1;
}

static void read_one_escape(struct decoding *d)
{
    static const char from[] = "\\'\"bfnrtav", to[] = "\\'\"\b\f\n\r\t\a\v";
    if (d->at + 1 == d->length)
        return malformed(d, "\\ at end of string", d->at, d->length);
    uint8_t c = d->bytes[d->at + 1];
    const char *simple = c && c < 0x80 ? strchr(from, c) : NULL;
    if (c == 'x')
        return read_hex(d, 2, "truncated \\xXX escape", "illegal Unicode character");
    if (c == 'u')
        return read_hex(d, 4, "truncated \\uXXXX escape", "illegal Unicode character");
    if (c == 'U')
        return read_hex(d, 8, "truncated \\UXXXXXXXX escape", "illegal Unicode character");
    if (c == 'N')
        return read_name(d);
    if (c >= '0' && c <= '7')
        return read_octal(d);
    d->at += 2;
    if (simple) {
        d->out[d->count++] = (uint8_t)to[simple - from];
    } else if (c != '\n') {
        d->out[d->count++] = '\\';
        d->out[d->count++] = c;
    }
}

static void read_unicode_escape(struct decoding *d)
{
    while (is_reading(d) && !d->reason)
        if (d->bytes[d->at] == '\\')
            read_one_escape(d);
        else
            d->out[d->count++] = d->bytes[d->at++];
}

static void read_raw_unicode_escape(struct decoding *d)
{
    while (is_reading(d) && !d->reason) {
        uint8_t c = d->bytes[d->at], next = d->at + 1 < d->length ? d->bytes[d->at + 1] : 0;
        if (c == '\\' && next == 'u')
            read_hex(d, 4, "truncated \\uXXXX escape", "\\Uxxxxxxxx out of range");
        else if (c == '\\' && next == 'U')
            read_hex(d, 8, "truncated \\UXXXXXXXX escape", "\\Uxxxxxxxx out of range");
        else if (c == '\\' && next && next != '\\') {
            d->out[d->count++] = c;
            d->at++;
        } else { /* a pair of backslashes stays one, and begins nothing */
            d->out[d->count++] = c;
            d->at++;
            if (c == '\\' && next == '\\') {
                d->out[d->count++] = next;
                d->at++;
            }
        }
    }
}

/* ---- the table
 * ------------------------------------------------------------------------------------------------------- */

#define SURROGATES  "surrogates not allowed"
#define UTF16_NAMES "utf-16-le", "utf-16-be"
#define UTF32_NAMES "utf-32-le", "utf-32-be"

const struct codec codecs[CODEC_COUNT] = {
    [CODEC_UTF8] = {"utf-8", NULL, NULL, SURROGATES, true, true, 1, "", 0, put_utf8, NULL, read_utf8, NULL},
    [CODEC_ASCII] = {"ascii", NULL, NULL, "ordinal not in range(128)", true, true, 1, "", 0, put_ascii, NULL,
                     read_ascii, NULL},
    [CODEC_LATIN1] = {"latin-1", NULL, NULL, "ordinal not in range(256)", true, true, 1, "", 0, put_latin1,
                      NULL, read_latin1, NULL},
    [CODEC_UTF8_SIG] = {"utf-8", NULL, NULL, SURROGATES, false, true, 1, "\xef\xbb\xbf", 3, put_utf8,
                        start_utf8_sig, read_utf8, NULL},
    [CODEC_UTF16] = {"utf-16", UTF16_NAMES, SURROGATES, false, false, 2, "\xff\xfe", 2, put_utf16_le,
                     start_utf16, read_utf16, NULL},
    [CODEC_UTF16_LE] = {"utf-16-le", UTF16_NAMES, SURROGATES, false, false, 2, "", 0, put_utf16_le, NULL,
                        read_utf16, NULL},
    [CODEC_UTF16_BE] = {"utf-16-be", UTF16_NAMES, SURROGATES, false, false, 2, "", 0, put_utf16_be, start_big,
                        read_utf16, NULL},
    [CODEC_UTF32] = {"utf-32", UTF32_NAMES, SURROGATES, false, false, 4, "\xff\xfe\0\0", 4, put_utf32_le,
                     start_utf32, read_utf32, NULL},
    [CODEC_UTF32_LE] = {"utf-32-le", UTF32_NAMES, SURROGATES, false, false, 4, "", 0, put_utf32_le, NULL,
                        read_utf32, NULL},
    [CODEC_UTF32_BE] = {"utf-32-be", UTF32_NAMES, SURROGATES, false, false, 4, "", 0, put_utf32_be, start_big,
                        read_utf32, NULL},
    [CODEC_UNICODE_ESCAPE] = {"unicodeescape", NULL, NULL, "", false, false, 1, "", 0, put_unicode_escape,
                              NULL, read_unicode_escape, NULL},
    [CODEC_RAW_UNICODE_ESCAPE] = {"rawunicodeescape", NULL, NULL, "", false, false, 1, "", 0,
                                  put_raw_unicode_escape, NULL, read_raw_unicode_escape, NULL},
    [CODEC_UTF7] = {"utf7", NULL, NULL, "", false, false, 1, "", 0, NULL, NULL, codec_read_utf7, NULL},
};

/* ---- a character for each byte ---- */

unsigned codec_put(const struct codec *codec, uint32_t c, uint8_t *out)
{
    if (!codec->map)
        return codec->put(c, out);
    if (c < 0x80 && codec->ascii) {
        *out = (uint8_t)c;
        return 1;
    }
    for (unsigned b = 0x100; b-- > (codec->ascii ? 0x80 : 0);) /* of several bytes the last */
        if (codec->map[b] == c && c != 0xffff) {
            *out = (uint8_t)b;
            return 1;
        }
    return 0;
}

void codec_read(const struct codec *codec, struct decoding *d)
{
    if (!codec->map) {
        codec->read(d);
        return;
    }
    while (is_reading(d) && codec->map[d->bytes[d->at]] != 0xffff)
        d->out[d->count++] = codec->map[d->bytes[d->at++]];
    if (is_reading(d))
        malformed(d, codec->reason, d->at, d->at + 1);
}

int codec_put_surrogate(const struct codec *codec, uint32_t c, char out[12], bool *raw)
{
    bool big = codec->big_name && codec->name[strlen(codec->name) - 2] == 'b';
    *raw = true;
    if (codec->unit == 2)
        put_unit16(c, big, (uint8_t *)out);
    else if (codec->unit == 4)
        put_unit32(c, big, (uint8_t *)out);
    else if (codec->put == put_utf8)
        return (int)utf8_put(c, out);
    else
        return -1;
    return codec->unit;
}

bool codec_get_surrogate(const struct decoding *d, const struct codec *codec, uint32_t *out)
{
    if (codec->unit == 1 || d->length - d->from < codec->unit)
        return false; /* UTF-8 has read it already */
    *out = codec->unit == 2 ? unit16(d, d->from) : unit32(d, d->from);
    return is_surrogate(*out);
}

const char *codec_reading_name(const struct codec *codec, const struct decoding *d)
{
    return !codec->big_name ? codec->name : d->big ? codec->big_name : codec->little_name;
}

static const struct {
    const char *name;
    enum codec_id codec;
} names[] = {
    {"utf_8", CODEC_UTF8},
    {"utf8", CODEC_UTF8},
    {"u8", CODEC_UTF8},
    {"utf", CODEC_UTF8},
    {"cp65001", CODEC_UTF8},
    {"ascii", CODEC_ASCII},
    {"us_ascii", CODEC_ASCII},
    {"us", CODEC_ASCII},
    {"646", CODEC_ASCII},
    {"cp367", CODEC_ASCII},
    {"csascii", CODEC_ASCII},
    {"ibm367", CODEC_ASCII},
    {"iso646_us", CODEC_ASCII},
    {"iso_ir_6", CODEC_ASCII},
    {"latin_1", CODEC_LATIN1},
    {"latin1", CODEC_LATIN1},
    {"latin", CODEC_LATIN1},
    {"l1", CODEC_LATIN1},
    {"iso_8859_1", CODEC_LATIN1},
    {"iso8859_1", CODEC_LATIN1},
    {"iso8859", CODEC_LATIN1},
    {"8859", CODEC_LATIN1},
    {"cp819", CODEC_LATIN1},
    {"ibm819", CODEC_LATIN1},
    {"csisolatin1", CODEC_LATIN1},
    {"iso_ir_100", CODEC_LATIN1},
    {"utf_8_sig", CODEC_UTF8_SIG},
    {"utf_16", CODEC_UTF16},
    {"utf16", CODEC_UTF16},
    {"u16", CODEC_UTF16},
    {"utf_16_le", CODEC_UTF16_LE},
    {"utf_16le", CODEC_UTF16_LE},
    {"unicodelittleunmarked", CODEC_UTF16_LE},
    {"utf_16_be", CODEC_UTF16_BE},
    {"utf_16be", CODEC_UTF16_BE},
    {"unicodebigunmarked", CODEC_UTF16_BE},
    {"utf_32", CODEC_UTF32},
    {"utf32", CODEC_UTF32},
    {"u32", CODEC_UTF32},
    {"utf_32_le", CODEC_UTF32_LE},
    {"utf_32le", CODEC_UTF32_LE},
    {"utf_32_be", CODEC_UTF32_BE},
    {"utf_32be", CODEC_UTF32_BE},
    {"unicode_escape", CODEC_UNICODE_ESCAPE},
    {"raw_unicode_escape", CODEC_RAW_UNICODE_ESCAPE},
    {"utf_7", CODEC_UTF7},
    {"utf7", CODEC_UTF7},
    {"u7", CODEC_UTF7},
    {"unicode_1_1_utf_7", CODEC_UTF7},
};

/* Lower case; what is neither letter, digit nor dot stands for one underscore (encodings.normalize_encoding).
 */
static void normalize(const struct heap *h, addr s, char out[32])
{
    size_t n = 0;
    bool between = false;
    for (size_t i = 0; i < str_length(h, s) && n < 30; i++) {
        uint32_t c = str_char(h, s, i);
        if (c >= 'A' && c <= 'Z')
            c |= 0x20;
        bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
        if (kept && between && n)
            out[n++] = '_';
        between = !kept;
        if (kept)
            out[n++] = (char)c;
    }
    out[n] = 0;
}

const struct codec *codec_find(const struct heap *h, addr name)
{
    char text[32];
    normalize(h, name, text);
    return codec_find_text(text);
}

const struct codec *codec_find_text(const char *text)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i].name) == 0)
            return &codecs[names[i].codec];
    for (const struct codec_charmap_name *n = codec_charmap_names; n->name; n++)
        if (strcmp(text, n->name) == 0)
            return &codec_charmaps[n->number];
    return NULL;
}
