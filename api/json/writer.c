/* Writes JSON; see writer.h. */
#include "api/json/writer.h"

#include "api/json/scan.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STRING_STEP = 2048 }; /* bytes of text escaped at a time: room for six times as many is reserved */

#ifdef HEAPD_DEBUG
enum { CHECKS_STRUCTURE = 1 };
#else
enum { CHECKS_STRUCTURE = 0 };
#endif

static const char hex_digits[16] = "0123456789abcdef";

/* What a byte becomes inside a string: 0 itself, 1 \u00xx, 2 needs a look at UTF-8, else the letter behind
 * the backslash. */
static const unsigned char escapes[256] = {
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    'b',
    't',
    'n',
    1,
    'f',
    'r',
    1,
    1, /* 0x00 */
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1,
    1, /* 0x10 */
    ['"'] = '"',
    ['\\'] = '\\',
    [0x80 ... 0xff] = 2,
};

void json_writer_init(struct json_writer *w, struct outbuf *out, bool pretty)
{
    *w = (struct json_writer){.out = out, .pretty = pretty};
}

static void newline_indent(struct json_writer *w)
{
    size_t length = 1 + (size_t)w->depth * 2;
    char *to = outbuf_reserve(w->out, length);
    if (to == NULL)
        return;
    to[0] = '\n';
    memset(to + 1, ' ', length - 1);
    w->out->length += length;
}

#ifdef HEAPD_DEBUG
static inline bool in_object(const struct json_writer *w)
{
    uint32_t level = w->depth - 1;
    return w->depth != 0 && level < 1024 && (w->objects[level / 64] >> (level % 64) & 1) != 0;
}

static void note_container(struct json_writer *w, bool object)
{
    uint32_t level = w->depth;
    if (level >= 1024)
        return;
    uint64_t bit = UINT64_C(1) << (level % 64);
    w->objects[level / 64] = object ? w->objects[level / 64] | bit : w->objects[level / 64] & ~bit;
}
#else
static inline bool in_object(const struct json_writer *w)
{
    (void)w;
    return false;
}

static void note_container(struct json_writer *w, bool object)
{
    (void)w;
    (void)object;
}
#endif

/* What stands between this value and the one before it. */
static inline void before_value(struct json_writer *w)
{
    assert(w->depth >= 1024 || in_object(w) == w->key || !CHECKS_STRUCTURE);
    if (w->key) {
        w->key = false;
        return;
    }
    if (w->comma)
        outbuf_byte(w->out, ',');
    if (w->pretty && w->depth != 0)
        newline_indent(w);
}

static inline void after_value(struct json_writer *w)
{
    w->comma = true;
}

static void begin(struct json_writer *w, char bracket, bool object)
{
    before_value(w);
    outbuf_byte(w->out, bracket);
    note_container(w, object);
    w->depth++;
    w->comma = false;
}

static void end(struct json_writer *w, char bracket, bool object)
{
    assert(w->depth != 0 && !w->key);
    assert(!CHECKS_STRUCTURE || w->depth > 1024 || in_object(w) == object);
    (void)object;
    w->depth--;
    if (w->pretty && w->comma)
        newline_indent(w);
    outbuf_byte(w->out, bracket);
    after_value(w);
}

void json_begin_object(struct json_writer *w)
{
    begin(w, '{', true);
}

void json_end_object(struct json_writer *w)
{
    end(w, '}', true);
}

void json_begin_array(struct json_writer *w)
{
    begin(w, '[', false);
}

void json_end_array(struct json_writer *w)
{
    end(w, ']', false);
}

static inline void before_key(struct json_writer *w)
{
    assert(!CHECKS_STRUCTURE || ((w->depth > 1024 || in_object(w)) && !w->key));
    if (w->comma)
        outbuf_byte(w->out, ',');
    if (w->pretty)
        newline_indent(w);
}

static inline void after_key(struct json_writer *w)
{
    if (w->pretty)
        outbuf_byte(w->out, ' ');
    w->key = true;
}

void json_quoted_key(struct json_writer *w, const char *quoted, size_t length)
{
    before_key(w);
    outbuf_append(w->out, quoted, length);
    after_key(w);
}

void json_null(struct json_writer *w)
{
    before_value(w);
    outbuf_literal(w->out, "null");
    after_value(w);
}

void json_bool(struct json_writer *w, bool value)
{
    before_value(w);
    if (value)
        outbuf_literal(w->out, "true");
    else
        outbuf_literal(w->out, "false");
    after_value(w);
}

static void put_digits(struct json_writer *w, bool negative, uint64_t magnitude)
{
    char text[21];
    char *at = text + sizeof text;
    do
        *--at = (char)('0' + magnitude % 10);
    while ((magnitude /= 10) != 0);
    if (negative)
        *--at = '-';
    outbuf_append(w->out, at, (size_t)(text + sizeof text - at));
}

void json_int(struct json_writer *w, int64_t value)
{
    before_value(w);
    put_digits(w, value < 0, value < 0 ? -(uint64_t)value : (uint64_t)value);
    after_value(w);
}

void json_uint(struct json_writer *w, uint64_t value)
{
    before_value(w);
    put_digits(w, false, value);
    after_value(w);
}

/* The fewest digits that read back as `value`, as "d.ddde±x". Fifteen always show a double that has a shorter
 * decimal form (trailing zeros are cut later), except among the subnormals, which carry fewer. */
static void shortest_scientific(double value, char *text, size_t room)
{
    int digits = fabs(value) < 2.2250738585072014e-308 ? 1 : 15;
    for (; digits < 17; digits++) {
        snprintf(text, room, "%.*e", digits - 1, value);
        if (strtod(text, NULL) == value)
            return;
    }
    snprintf(text, room, "%.16e", value);
}

/* Lays out "d.ddde±x" as repr does: plain from 1e-4 up to below 1e16, with an exponent elsewhere. */
static size_t lay_out_real(const char *scientific, char *out)
{
    char digits[20];
    int count = 0;
    char *to = out;
    const char *at = scientific;
    if (*at == '-')
        *to++ = *at++;
    for (; *at != 'e'; at++) {
        if (*at != '.')
            digits[count++] = *at;
    }
    int exponent = atoi(at + 1);
    while (count > 1 && digits[count - 1] == '0')
        count--;
    if (exponent < -4 || exponent >= 16) {
        *to++ = digits[0];
        if (count > 1) {
            *to++ = '.';
            memcpy(to, digits + 1, (size_t)count - 1);
            to += count - 1;
        }
        return (size_t)(to - out) + (size_t)sprintf(to, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
    }
    for (int place = exponent < 0 ? exponent : 0; place < count || place <= exponent + 1; place++) {
        if (place == exponent + 1)
            *to++ = '.';
        *to++ = place >= 0 && place < count ? digits[place] : '0';
    }
    return (size_t)(to - out);
}

void json_real(struct json_writer *w, double value)
{
    if (isnan(value) || isinf(value)) {
        json_begin_object(w);
        json_key(w, "$float");
        json_text_string(w, isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
        json_end_object(w);
        return;
    }
    char scientific[40], text[48];
    size_t length;
    before_value(w);
    if (value == 0) {
        length = signbit(value) ? 4 : 3;
        memcpy(text, signbit(value) ? "-0.0" : "0.0", length);
    } else {
        shortest_scientific(value, scientific, sizeof scientific);
        length = lay_out_real(scientific, text);
    }
    outbuf_append(w->out, text, length);
    after_value(w);
}

/* At a byte >= 0x80: writes the character there, or what stands for it; returns the bytes taken. */
static size_t put_multibyte(const unsigned char *at, size_t left, char **to)
{
    size_t length = scan_utf8(at, left);
    if (length != 0) {
        memcpy(*to, at, length);
        *to += length;
        return length;
    }
    if (scan_is_surrogate(at, left)) {
        unsigned point = 0xd000u | (at[1] & 0x3fu) << 6 | (at[2] & 0x3fu);
        char *out = *to;
        out[0] = '\\';
        out[1] = 'u';
        for (int i = 0; i < 4; i++)
            out[2 + i] = hex_digits[point >> (12 - 4 * i) & 15];
        *to += 6;
        return 3;
    }
    memcpy(*to, "\xef\xbf\xbd", 3);
    *to += 3;
    return 1;
}

/* Escapes up to `length` bytes into `to`, which has room for six times as many; may take up to three bytes
 * more than `length` (of `left`) to end with a whole character. Returns the bytes taken. */
static size_t escape_step(const unsigned char *text, size_t length, size_t left, char **to)
{
    char *out = *to;
    size_t at = 0;
    while (at < length) {
        uint64_t word;
        while (length - at >= sizeof word) {
            memcpy(&word, text + at, sizeof word);
            if (scan_word_is_special(word))
                break;
            memcpy(out, &word, sizeof word);
            out += sizeof word;
            at += sizeof word;
        }
        if (at == length)
            break;
        unsigned char byte = text[at], escape = escapes[byte];
        if (escape == 0) {
            *out++ = (char)byte;
            at++;
        } else if (escape == 2) {
            at += put_multibyte(text + at, left - at, &out);
        } else {
            *out++ = '\\';
            at++;
            if (escape != 1) {
                *out++ = (char)escape;
                continue;
            }
            memcpy(out, "u00", 3);
            out[3] = hex_digits[byte >> 4];
            out[4] = hex_digits[byte & 15];
            out += 5;
        }
    }
    *to = out;
    return at;
}

void json_string_part(struct json_writer *w, const char *text, size_t length)
{
    const unsigned char *at = (const unsigned char *)text;
    while (length != 0) {
        size_t step = length < STRING_STEP ? length : STRING_STEP;
        char *to = outbuf_reserve(w->out, step * 6 + 8);
        if (to == NULL)
            return;
        char *start = to;
        size_t taken = escape_step(at, step, length, &to);
        w->out->length += (size_t)(to - start);
        at += taken;
        length -= taken;
    }
}

void json_begin_string(struct json_writer *w)
{
    before_value(w);
    outbuf_byte(w->out, '"');
}

void json_end_string(struct json_writer *w)
{
    outbuf_byte(w->out, '"');
    after_value(w);
}

void json_string(struct json_writer *w, const char *text, size_t length)
{
    json_begin_string(w);
    json_string_part(w, text, length);
    json_end_string(w);
}

void json_key_string(struct json_writer *w, const char *key, size_t length)
{
    before_key(w);
    outbuf_byte(w->out, '"');
    json_string_part(w, key, length);
    outbuf_literal(w->out, "\":");
    after_key(w);
}

void json_text_string(struct json_writer *w, const char *text)
{
    if (text == NULL)
        json_null(w);
    else
        json_string(w, text, strlen(text));
}

void json_format(struct json_writer *w, const char *format, ...)
{
    char small[256];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(small, sizeof small, format, arguments);
    va_end(arguments);
    char *text = small;
    if (length >= (int)sizeof small) {
        text = malloc((size_t)length + 1);
        if (text != NULL)
            vsnprintf(text, (size_t)length + 1, format, again);
        else
            w->out->failed = true;
    }
    va_end(again);
    if (text != NULL && length >= 0)
        json_string(w, text, (size_t)length);
    if (text != small)
        free(text);
}

void json_address(struct json_writer *w, uint64_t address)
{
    char text[20];
    char *at = text + sizeof text;
    *--at = '"';
    do
        *--at = hex_digits[address & 15];
    while ((address >>= 4) != 0);
    *--at = 'x';
    *--at = '0';
    *--at = '"';
    before_value(w);
    outbuf_append(w->out, at, (size_t)(text + sizeof text - at));
    after_value(w);
}

static char *two_digits(char *to, int64_t value)
{
    to[0] = (char)('0' + value / 10 % 10);
    to[1] = (char)('0' + value % 10);
    return to + 2;
}

/* Days since 1970 to a date of the Gregorian calendar, by eras of 400 years that begin in March. */
static void civil_date(int64_t days, int64_t *year, int64_t *month, int64_t *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t of_era = days - era * 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * of_year + 2) / 153;
    *day = of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

void json_time(struct json_writer *w, int64_t microseconds)
{
    int64_t fraction = microseconds % 1000000, seconds = microseconds / 1000000;
    if (fraction < 0) {
        fraction += 1000000;
        seconds--;
    }
    int64_t days = seconds / 86400, of_day = seconds % 86400, year, month, day;
    if (of_day < 0) {
        of_day += 86400;
        days--;
    }
    civil_date(days, &year, &month, &day);
    char text[32], *to = text;
    *to++ = '"';
    to = two_digits(to, year / 100);
    to = two_digits(to, year % 100);
    *to++ = '-';
    to = two_digits(to, month);
    *to++ = '-';
    to = two_digits(to, day);
    *to++ = 'T';
    to = two_digits(to, of_day / 3600);
    *to++ = ':';
    to = two_digits(to, of_day / 60 % 60);
    *to++ = ':';
    to = two_digits(to, of_day % 60);
    *to++ = '.';
    to = two_digits(to, fraction / 10000);
    to = two_digits(to, fraction / 100 % 100);
    to = two_digits(to, fraction % 100);
    *to++ = 'Z';
    *to++ = '"';
    json_raw(w, text, (size_t)(to - text));
}

void json_hex(struct json_writer *w, const void *bytes, size_t size)
{
    const unsigned char *from = bytes;
    json_begin_string(w);
    char *to = size <= SIZE_MAX / 2 ? outbuf_reserve(w->out, size * 2) : NULL;
    if (to != NULL) {
        for (size_t i = 0; i < size; i++) {
            to[2 * i] = hex_digits[from[i] >> 4];
            to[2 * i + 1] = hex_digits[from[i] & 15];
        }
        w->out->length += size * 2;
    }
    json_end_string(w);
}

void json_base64(struct json_writer *w, const void *bytes, size_t size)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *from = bytes;
    size_t length = (size + 2) / 3 * 4;
    json_begin_string(w);
    char *to = outbuf_reserve(w->out, length);
    for (size_t i = 0; to != NULL && i < size; i += 3) {
        size_t left = size - i;
        unsigned group = (unsigned)from[i] << 16;
        if (left > 1)
            group |= (unsigned)from[i + 1] << 8;
        if (left > 2)
            group |= from[i + 2];
        *to++ = alphabet[group >> 18];
        *to++ = alphabet[group >> 12 & 63];
        *to++ = left > 1 ? alphabet[group >> 6 & 63] : '=';
        *to++ = left > 2 ? alphabet[group & 63] : '=';
    }
    if (to != NULL)
        w->out->length += length;
    json_end_string(w);
}

void json_raw(struct json_writer *w, const char *json, size_t length)
{
    before_value(w);
    outbuf_append(w->out, json, length);
    after_value(w);
}

void json_newline(struct json_writer *w)
{
    assert(w->depth == 0);
    outbuf_byte(w->out, '\n');
    w->comma = false;
}
