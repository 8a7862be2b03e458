/* str.encode and bytes.decode: UTF-8, ASCII and Latin-1 with the usual error handlers. Mirrors the codecs and
 * handlers of Objects/unicodeobject.c and Python/codecs.c.
 */
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/str_methods.h"
#include "daemon/heap/object/utf8.h"

enum codec { CODEC_UTF8, CODEC_ASCII, CODEC_LATIN1 };
enum handler { STRICT, IGNORE, REPLACE, BACKSLASH, XML, SURROGATEPASS, SURROGATEESCAPE };

static const char *const codec_names[] = {"utf-8", "ascii", "latin-1"};

struct coding {
    enum codec codec;
    enum handler handler;
    bool known; /* the handler's name; an unknown one matters only when there is an error */
    char handler_name[64];
};

/* Lower case, and '-' for everything that may stand for it. */
static void normalize(const struct heap *h, addr s, char out[32])
{
    size_t n = 0;
    for (size_t i = 0; i < str_length(h, s) && n < 31; i++) {
        uint32_t c = str_char(h, s, i);
        out[n++] = c == '_' || c == ' ' ? '-' : c < 0x80 ? (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c) : '?';
    }
    out[n] = 0;
}

static bool find_codec(const char *name, enum codec *out)
{
    static const struct {
        const char *name;
        enum codec codec;
    } names[] = {{"utf-8", CODEC_UTF8},       {"utf8", CODEC_UTF8},      {"u8", CODEC_UTF8},
                 {"utf", CODEC_UTF8},         {"ascii", CODEC_ASCII},    {"us-ascii", CODEC_ASCII},
                 {"646", CODEC_ASCII},        {"latin-1", CODEC_LATIN1}, {"latin1", CODEC_LATIN1},
                 {"l1", CODEC_LATIN1},        {"latin", CODEC_LATIN1},   {"iso-8859-1", CODEC_LATIN1},
                 {"iso8859-1", CODEC_LATIN1}, {"8859", CODEC_LATIN1},    {"cp819", CODEC_LATIN1}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i].name) == 0) {
            *out = names[i].codec;
            return true;
        }
    return false;
}

/* A str as text for a message. */
static void shown(const struct heap *h, addr s, char *out, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < str_length(h, s) && n + 5 < size; i++)
        n += utf8_put(str_char(h, s, i), out + n);
    out[n] = 0;
}

static enum heap_status read_coding(struct heap *h, const struct call *call, const char *method,
                                    struct coding *out)
{
    static const char *const names[] = {"encoding", "errors"};
    static const char *const handlers[] = {
        "strict",        "ignore",         "replace", "backslashreplace", "xmlcharrefreplace",
        "surrogatepass", "surrogateescape"};
    addr values[2];
    enum heap_status status = arguments_bind(h, call, method, names, 2, values);
    if (status != HEAP_OK)
        return status;
    for (size_t i = 0; i < 2; i++)
        if (values[i] && !str_is_kind(h, values[i]))
            return raise_error(h, EXC_TYPE_ERROR, "%s() argument '%s' must be str, not %s", method, names[i],
                               argument_type_name(h, values[i]));
    *out = (struct coding){.codec = CODEC_UTF8, .handler = STRICT, .known = true};
    if (values[0]) {
        char name[64];
        normalize(h, values[0], name);
        if (!find_codec(name, &out->codec)) {
            shown(h, values[0], name, sizeof name);
            return raise_error(h, EXC_LOOKUP_ERROR, "unknown encoding: %s", name);
        }
    }
    if (values[1]) {
        shown(h, values[1], out->handler_name, sizeof out->handler_name);
        out->known = false;
        for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++)
            if (strcmp(out->handler_name, handlers[i]) == 0) {
                out->handler = (enum handler)i;
                out->known = true;
            }
    }
    return HEAP_OK;
}

static enum heap_status raise_handler(struct heap *h, const struct coding *c)
{
    return raise_error(h, EXC_LOOKUP_ERROR, "unknown error handler name '%s'", c->handler_name);
}

/* ---- encoding
 * ------------------------------------------------------------------------------------------------------------
 */

static bool encodable(enum codec codec, uint32_t c)
{
    return codec == CODEC_ASCII ? c < 0x80 : codec == CODEC_LATIN1 ? c < 0x100 : c < 0xd800 || c > 0xdfff;
}

static size_t put_text(char *out, const char *text)
{
    size_t n = strlen(text);
    memcpy(out, text, n);
    return n;
}

/* What stands for a character that cannot be encoded: at most 12 bytes; -1: the handler has nothing for it.
 */
static int put_replacement(const struct heap *h, const struct coding *coding, uint32_t c, char out[12])
{
    size_t n = 0;
    switch (coding->handler) {
    case IGNORE:
        return 0;
    case REPLACE:
        return (int)put_text(out, "?");
    case BACKSLASH: { /* as repr escapes what is not printable */
        unsigned digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
        out[n++] = '\\';
        out[n++] = digits == 2 ? 'x' : digits == 4 ? 'u' : 'U';
        while (digits--)
            out[n++] = "0123456789abcdef"[c >> 4 * digits & 15];
        return (int)n;
    }
    case XML: {
        char digits[12];
        size_t k = 0;
        for (uint32_t x = c; x; x /= 10)
            digits[k++] = (char)('0' + x % 10);
        n = put_text(out, "&#");
        while (k)
            out[n++] = digits[--k];
        out[n++] = ';';
        return (int)n;
    }
    case SURROGATEPASS:
        return coding->codec == CODEC_UTF8 ? (int)utf8_put(c, out) : -1;
    case SURROGATEESCAPE:
        if (c < 0xdc80 || c > 0xdcff)
            return -1;
        out[0] = (char)(c - 0xdc00);
        return 1;
    default:
        (void)h;
        return -1;
    }
}

static enum heap_status raise_encode(struct heap *h, const struct coding *coding, addr s, size_t from)
{
    size_t to = from + 1, length = str_length(h, s);
    while (to < length && !encodable(coding->codec, str_char(h, s, to)))
        to++;
    const char *reason = coding->codec == CODEC_UTF8    ? "surrogates not allowed"
                         : coding->codec == CODEC_ASCII ? "ordinal not in range(128)"
                                                        : "ordinal not in range(256)";
    return raise_unicode(h, EXC_UNICODE_ENCODE_ERROR, codec_names[coding->codec], s, from, to, reason);
}

/* Into `out`, or only counting where it is NULL. */
static enum heap_status encode(struct heap *h, const struct coding *coding, addr s, char *out, size_t *size)
{
    size_t length = str_length(h, s), n = 0;
    const void *data = str_data(h, s);
    unsigned kind = str_kind(h, s);
    char few[12];
    for (size_t i = 0; i < length; i++) {
        uint32_t c = units_get(data, kind, i);
        char *p = out ? out + n : few;
        if (encodable(coding->codec, c)) {
            if (coding->codec == CODEC_UTF8)
                n += utf8_put(c, p);
            else
                *p = (char)c, n++;
            continue;
        }
        if (!coding->known)
            return raise_handler(h, coding);
        int more = put_replacement(h, coding, c, p);
        if (more < 0)
            return raise_encode(h, coding, s, i);
        n += (size_t)more;
    }
    *size = n;
    return HEAP_OK;
}

enum heap_status str_method_encode(struct heap *h, const struct call *call, addr *out)
{
    struct coding coding;
    addr s = call->self;
    enum heap_status status = read_coding(h, call, "encode", &coding);
    if (status != HEAP_OK)
        return status;
    if (str_is_ascii(h, s))
        return answer(h, bytes_new(h, str_data(h, s), str_length(h, s)), out);
    size_t size;
    status = encode(h, &coding, s, NULL, &size);
    if (status != HEAP_OK)
        return status;
    if (size <= 1) { /* the shared ones */
        char byte[12];
        status = encode(h, &coding, s, byte, &size);
        return status == HEAP_OK ? answer(h, bytes_new(h, byte, size), out) : status;
    }
    addr bytes = bytes_new(h, NULL, size);
    if (!bytes)
        return HEAP_RAISED;
    status = encode(h, &coding, s, heap_at(h, bytes + BYTES_DATA), &size);
    if (status != HEAP_OK) {
        decref(h, bytes);
        return status;
    }
    return answer(h, bytes, out);
}

/* ---- decoding
 * ------------------------------------------------------------------------------------------------------------
 */

/* What stands for malformed bytes: characters, at most 4 for each byte; -1: the handler has nothing for them.
 */
static int put_malformed(const struct coding *coding, const uint8_t *bytes, size_t count, uint32_t *out)
{
    switch (coding->handler) {
    case IGNORE:
        return 0;
    case REPLACE:
        out[0] = 0xfffd;
        return 1;
    case BACKSLASH:
        for (size_t i = 0; i < count; i++) {
            *out++ = '\\';
            *out++ = 'x';
            *out++ = (uint8_t) "0123456789abcdef"[bytes[i] >> 4];
            *out++ = (uint8_t) "0123456789abcdef"[bytes[i] & 15];
        }
        return (int)count * 4;
    case SURROGATEESCAPE:
        for (size_t i = 0; i < count; i++) {
            if (bytes[i] < 0x80)
                return -1;
            out[i] = 0xdc00u + bytes[i];
        }
        return (int)count;
    default:
        return -1;
    }
}

/* Well-formed pieces and what stands for the others, into units of 4 bytes that there is room for. */
static enum heap_status decode_pieces(struct heap *h, const struct coding *coding, const uint8_t *bytes,
                                      size_t length, uint32_t *out, size_t *count)
{
    size_t n = 0;
    for (size_t i = 0; i < length;) {
        struct utf8_scan scan = {.error_length = 1};
        size_t good = 0;
        if (coding->codec == CODEC_UTF8) {
            scan = utf8_scan(bytes + i, length - i, coding->handler == SURROGATEPASS);
            good = scan.reason ? scan.error : length - i;
            utf8_decode(bytes + i, good, out + n, 4);
            n += scan.characters;
        } else {
            for (; i + good < length && bytes[i + good] < 0x80; good++)
                out[n++] = bytes[i + good];
        }
        i += good;
        if (i == length)
            break;
        if (!coding->known)
            return raise_handler(h, coding);
        int more = put_malformed(coding, bytes + i, scan.error_length, out + n);
        if (more < 0 && coding->codec == CODEC_ASCII)
            return raise_undecodable(h, codec_names[coding->codec], bytes, length, i, i + 1, "ordinal not in range(128)");
        if (more < 0)
            return raise_undecodable(h, codec_names[coding->codec], bytes, length, i, i + scan.error_length, scan.reason);
        n += (size_t)more;
        i += scan.error_length;
    }
    *count = n;
    return HEAP_OK;
}

enum heap_status bytes_method_decode(struct heap *h, const struct call *call, addr *out)
{
    struct coding coding;
    const uint8_t *bytes;
    size_t length, count = 0;
    enum heap_status status = read_coding(h, call, "decode", &coding);
    (void)bytes_view(h, call->self, &bytes, &length);
    if (status == HEAP_RAISED && length == 0 && heap_raised(h) == EXC_LOOKUP_ERROR) {
        heap_clear_raised(h); /* nothing is decoded: nobody asks for the codec */
        status = HEAP_OK;
    }
    if (status != HEAP_OK)
        return status;
    if (length == 0)
        return answer(h, incref(h, h->singleton[SINGLETON_EMPTY_STR]), out);
    if (coding.codec == CODEC_LATIN1)
        return answer(h, str_from_units(h, bytes, length, 1), out);
    struct utf8_scan scan = utf8_scan(bytes, length, coding.handler == SURROGATEPASS);
    if (!scan.reason && (coding.codec == CODEC_UTF8 || scan.bound < 0x80))
        return answer(h, str_decode_utf8(h, bytes, length, true), out);
    uint32_t *units = malloc((length * 4 + 4) * sizeof *units);
    if (!units)
        return raise_memory(h);
    status = decode_pieces(h, &coding, bytes, length, units, &count);
    addr s = status == HEAP_OK ? str_from_units(h, units, count, 4) : 0;
    free(units);
    return status == HEAP_OK ? answer(h, s, out) : status;
}
