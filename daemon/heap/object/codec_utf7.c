/* UTF-7 (RFC 2152): ASCII, and in between "+...-" the bits of UTF-16 in base 64 without padding. Mirrors
 * PyUnicode_DecodeUTF7Stateful and _PyUnicode_EncodeUTF7 of Objects/unicodeobject.c.
 */
#include <string.h>

#include "daemon/heap/object/codec.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/unicode.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* -1: it is none of them. */
static int digit_value(uint32_t c)
{
    const char *found = c && c < 0x80 ? strchr(digits, (int)c) : NULL;
    return found ? (int)(found - digits) : -1;
}

static bool is_high(uint32_t c)
{
    return c >= 0xd800 && c <= 0xdbff;
}

static bool is_low(uint32_t c)
{
    return c >= 0xdc00 && c <= 0xdfff;
}

/* ---- decoding ------------------------------------------------------------------------------------- */

static void malformed(struct decoding *d, const char *reason, size_t from, size_t to)
{
    d->reason = reason;
    d->from = from;
    d->to = to;
}

struct bits {
    uint32_t buffer;
    unsigned count;
    uint32_t high; /* a high surrogate that waits for the other half; 0: none */
};

static void write_unit(struct decoding *d, struct bits *b, uint32_t unit)
{
    if (b->high && is_low(unit)) {
        d->out[d->count++] = 0x10000 + ((b->high - 0xd800) << 10) + (unit - 0xdc00);
        b->high = 0;
        return;
    }
    if (b->high)
        d->out[d->count++] = b->high;
    b->high = is_high(unit) ? unit : 0;
    if (!b->high)
        d->out[d->count++] = unit;
}

/* What there is behind a plus sign, as far as it is in base 64. */
static void read_digits(struct decoding *d, struct bits *b)
{
    for (; d->at < d->length && digit_value(d->bytes[d->at]) >= 0; d->at++) {
        b->buffer = b->buffer << 6 | (uint32_t)digit_value(d->bytes[d->at]);
        b->count += 6;
        if (b->count < 16)
            continue;
        b->count -= 16;
        uint32_t unit = b->buffer >> b->count;
        b->buffer &= (1u << b->count) - 1;
        write_unit(d, b, unit);
    }
}

static void read_shifted(struct decoding *d)
{
    size_t begin = d->at++;
    struct bits b = {0};
    if (d->at < d->length && d->bytes[d->at] == '-') {
        d->out[d->count++] = '+';
        d->at++;
        return;
    }
    if (d->at < d->length && digit_value(d->bytes[d->at]) < 0)
        return malformed(d, "ill-formed sequence", begin, d->at + 1);
    read_digits(d, &b);
    if (d->at == d->length) {
        if (b.high || b.count >= 6 || b.buffer)
            malformed(d, "unterminated shift sequence", begin, d->length);
        return;
    }
    if (b.count >= 6)
        return malformed(d, "partial character in base-64 section", begin, d->at + 1);
    if (b.buffer)
        return malformed(d, "non-zero padding bits in base-64 section", begin, d->at + 1);
    if (b.high && d->bytes[d->at] < 0x80)
        d->out[d->count++] = b.high;
    d->at += d->bytes[d->at] == '-';
}

void codec_read_utf7(struct decoding *d)
{
    while (d->at < d->length && d->at < d->pause && !d->reason)
        if (d->bytes[d->at] == '+')
            read_shifted(d);
        else if (d->bytes[d->at] < 0x80)
            d->out[d->count++] = d->bytes[d->at++];
        else
            malformed(d, "unexpected special character", d->at, d->at + 1);
}

/* ---- encoding ------------------------------------------------------------------------------------- */

static bool stands_for_itself(uint32_t c)
{
    if (c < 0x20)
        return c == '\t' || c == '\n' || c == '\r';
    return c < 0x7f && c != '+' && c != '\\' && c != '~';
}

struct writer {
    uint8_t *out; /* NULL: it is only counted */
    size_t count;
    uint32_t buffer;
    unsigned bits;
};

static void put(struct writer *w, uint32_t c)
{
    if (w->out)
        w->out[w->count] = (uint8_t)c;
    w->count++;
}

static void put_unit(struct writer *w, uint32_t unit)
{
    w->buffer = w->buffer << 16 | unit;
    w->bits += 16;
    for (; w->bits >= 6; w->bits -= 6)
        put(w, (uint8_t)digits[w->buffer >> (w->bits - 6) & 63]);
}

/* The bits that are left over. */
static void put_rest(struct writer *w)
{
    if (w->bits)
        put(w, (uint8_t)digits[w->buffer << (6 - w->bits) & 63]);
    w->buffer = w->bits = 0;
}

static void put_shifted(struct writer *w, uint32_t c)
{
    if (c >= 0x10000) {
        put_unit(w, 0xd800 + ((c - 0x10000) >> 10));
        c = 0xdc00 + ((c - 0x10000) & 0x3ff);
    }
    put_unit(w, c);
}

enum heap_status codec_put_utf7(struct heap *h, addr s, uint8_t *out, size_t *size)
{
    const void *data = str_data(h, s);
    unsigned kind = str_kind(h, s);
    struct writer w = {.out = out};
    bool shifted = false;
    for (size_t i = 0, length = str_length(h, s); i < length; i++) {
        uint32_t c = units_get(data, kind, i);
        enum heap_status status = loop_goes_on(h, i);
        if (status != HEAP_OK)
            return status;
        if (stands_for_itself(c)) {
            put_rest(&w);
            if (shifted && (digit_value(c) >= 0 || c == '-'))
                put(&w, '-');
            put(&w, c);
            shifted = false;
        } else if (c == '+' && !shifted) {
            put(&w, '+');
            put(&w, '-');
        } else {
            if (!shifted)
                put(&w, '+');
            put_shifted(&w, c);
            shifted = true;
        }
    }
    put_rest(&w);
    if (shifted)
        put(&w, '-');
    *size = w.count;
    return HEAP_OK;
}
