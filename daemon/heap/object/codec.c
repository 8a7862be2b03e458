/* str.encode and bytes.decode: what is encoded how is codec.h's; here are the usual error handlers. Mirrors
 * Python/codecs.c.
 */
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/codec.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/str_methods.h"
#include "daemon/heap/object/utf8.h"
#include "daemon/heap/runtime.h"

enum handler { STRICT, IGNORE, REPLACE, BACKSLASH, XML, SURROGATEPASS, SURROGATEESCAPE, NAMEREPLACE };

#define REPLACEMENT 160 /* what stands for a character: its name at most */

struct coding {
    const struct codec *codec;
    enum handler handler;
    bool known;        /* the handler's name; an unknown one matters only when there is an error */
    addr handler_name; /* borrowed; 0: not given */
};

/* A str as text for a message. */
static void shown(const struct heap *h, addr s, char *out, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < str_length(h, s) && n + 5 < size; i++)
        n += utf8_put(str_char(h, s, i), out + n);
    out[n] = 0;
}

/* Codecs of the module codecs that are of bytes to bytes, or of texts to texts. */
static bool is_of_other_kind(const char *name)
{
    static const char *const names[] = {"rot13",           "rot_13", "rot-13", "hex",  "hex_codec", "base64",
                                        "base64_codec",    "bz2",    "zip",    "zlib", "uu",        "quopri",
                                        "quoted_printable"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static enum heap_status read_coding(struct heap *h, const struct call *call, const char *method,
                                    struct coding *out)
{
    static const char *const names[] = {"encoding", "errors"};
    static const char *const handlers[] = {
        "strict",        "ignore",          "replace",    "backslashreplace", "xmlcharrefreplace",
        "surrogatepass", "surrogateescape", "namereplace"};
    addr values[2];
    enum heap_status status = arguments_bind(h, call, method, names, 2, values);
    if (status != HEAP_OK)
        return status;
    for (size_t i = 0; i < 2; i++)
        if (values[i] && !str_is_kind(h, values[i]))
            return raise_error(h, EXC_TYPE_ERROR, "%s() argument '%s' must be str, not %s", method, names[i],
                               argument_type_name(h, values[i]));
    for (size_t i = 0; i < 2; i++) {
        bool has_nul = false;
        if (values[i] && (status = str_has_nul(h, values[i], &has_nul)) != HEAP_OK)
            return status;
        if (has_nul)
            return raise_error(h, EXC_VALUE_ERROR, "embedded null character");
    }
    *out = (struct coding){.codec = &codecs[CODEC_UTF8], .handler = STRICT, .known = true};
    if (values[0]) {
        char name[64];
        out->codec = codec_find(h, values[0]);
        if (!out->codec) {
            shown(h, values[0], name, sizeof name);
            if (is_of_other_kind(name))
                return raise_error(h, EXC_LOOKUP_ERROR,
                                   "'%s' is not a text encoding; use codecs.%s() to handle arbitrary codecs",
                                   name, method);
            char room[NAME_ROOM];
            return raise_error(h, EXC_LOOKUP_ERROR, "unknown encoding: %s",
                               name_in_message(h, values[0], room));
        }
    }
    if (values[1]) {
        out->handler_name = values[1];
        out->known = false;
        for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++)
            if (str_equal_utf8(h, values[1], handlers[i], strlen(handlers[i]))) {
                out->handler = (enum handler)i;
                out->known = true;
            }
    }
    return HEAP_OK;
}

static enum heap_status raise_handler(struct heap *h, const struct coding *c)
{
    char name[410];
    shown(h, c->handler_name, name, sizeof name);
    return raise_error(h, EXC_LOOKUP_ERROR, "unknown error handler name '%.400s'", name);
}

/* ---- encoding
 * ------------------------------------------------------------------------------------------------------------
 */

static size_t put_text(char *out, const char *text)
{
    size_t n = strlen(text);
    memcpy(out, text, n);
    return n;
}

/* What stands for a character that cannot be encoded: at most REPLACEMENT bytes, *raw: of the codec's own,
 * else text; -1: the handler has nothing for it. */
static int put_replacement(const struct coding *coding, uint32_t c, char out[REPLACEMENT], bool *raw)
{
    size_t n = 0;
    *raw = false;
    switch (coding->handler) {
    case IGNORE:
        return 0;
    case REPLACE:
        return (int)put_text(out, "?");
    case NAMEREPLACE:
        memcpy(out, "\\N{", 3);
        if (runtime_character_name && runtime_character_name(c, out + 3)) {
            n = 3 + strlen(out + 3);
            out[n++] = '}';
            return (int)n;
        }
        /* fall through */
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
        return codec_put_surrogate(coding->codec, c, out, raw);
    case SURROGATEESCAPE: /* one byte is no unit of the wider ones */
        if (c < 0xdc80 || c > 0xdcff || coding->codec->unit > 1)
            return -1;
        *raw = true;
        out[0] = (char)(c - 0xdc00);
        return 1;
    default:
        return -1;
    }
}

static enum heap_status raise_encode(struct heap *h, const struct coding *coding, addr s, size_t from)
{
    size_t to = from + 1, length = str_length(h, s);
    uint8_t bytes[12];
    while (coding->codec->groups && to < length && !codec_put(coding->codec, str_char(h, s, to), bytes))
        to++;
    return raise_unicode(h, EXC_UNICODE_ENCODE_ERROR, coding->codec->name, s, from, to,
                         coding->codec->reason);
}

/* The replacement for a character, as bytes of the codec; their number, or -1. */
static int put_instead(const struct coding *coding, uint32_t c, uint8_t out[4 * REPLACEMENT])
{
    char text[REPLACEMENT];
    bool raw;
    int length = put_replacement(coding, c, text, &raw), n = 0;
    if (length < 0)
        return -1;
    for (int i = 0; i < length; i++)
        if (raw)
            out[n++] = (uint8_t)text[i];
        else
            n += (int)codec_put(coding->codec, (uint8_t)text[i], out + n);
    return n;
}

/* Into `out`, or only counting where it is NULL. */
static enum heap_status encode(struct heap *h, const struct coding *coding, addr s, uint8_t *out,
                               size_t *size)
{
    size_t length = str_length(h, s), n = coding->codec->mark_length;
    const void *data = str_data(h, s);
    unsigned kind = str_kind(h, s);
    uint8_t few[4 * REPLACEMENT];
    work_done(h, steps_of_limbs(length));
    if (!coding->codec->map && !coding->codec->put)
        return codec_put_utf7(h, s, out, size);
    if (out)
        memcpy(out, coding->codec->mark, n);
    for (size_t i = 0; i < length; i++) {
        uint32_t c = units_get(data, kind, i);
        uint8_t *p = out ? out + n : few;
        enum heap_status status = loop_goes_on(h, i);
        if (status != HEAP_OK)
            return status;
        unsigned put = codec_put(coding->codec, c, few);
        if (put) {
            if (out)
                memcpy(p, few, put);
            n += put;
            continue;
        }
        if (!coding->known)
            return raise_handler(h, coding);
        int more = put_instead(coding, c, few);
        if (more < 0)
            return raise_encode(h, coding, s, i);
        if (out)
            memcpy(p, few, (size_t)more);
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
    if (str_is_ascii(h, s) && coding.codec->ascii)
        return answer(h, bytes_new(h, str_data(h, s), str_length(h, s)), out);
    size_t size;
    status = encode(h, &coding, s, NULL, &size);
    if (status != HEAP_OK)
        return status;
    if (size <= 1) { /* the shared ones */
        uint8_t byte[4];
        status = encode(h, &coding, s, byte, &size);
        return status == HEAP_OK ? answer(h, bytes_new(h, byte, size), out) : status;
    }
    addr bytes = bytes_new(h, NULL, size);
    if (!bytes)
        return raise_status(h);
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

/* What stands for the malformed bytes: characters, at most 4 for each byte; -1: the handler has nothing for
 * them. *used: how many of the bytes they stand for. */
static int put_malformed(const struct coding *coding, const struct decoding *d, uint32_t *out, size_t *used)
{
    const uint8_t *bytes = d->bytes + d->from;
    size_t count = d->to - d->from;
    *used = count;
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
    case SURROGATEPASS:
        *used = coding->codec->unit;
        return codec_get_surrogate(d, coding->codec, out) ? 1 : -1;
    case SURROGATEESCAPE: { /* as many as are no ASCII, at most 4 */
        size_t i = 0;
        for (; i < count && i < 4 && bytes[i] >= 0x80; i++)
            out[i] = 0xdc00u + bytes[i];
        *used = i;
        return i ? (int)i : -1;
    }
    default:
        return -1;
    }
}

/* Room for what is left of the bytes, and the replacement of what was malformed. */
static bool make_room(struct decoding *d, size_t *room)
{
    size_t want = d->count + (d->length - d->at) + 4 * (d->reason ? d->to - d->from : 0) + 8;
    if (want <= *room)
        return true;
    if (*room)
        want += want / 4;
    uint32_t *larger = realloc(d->out, want * sizeof *larger);
    if (!larger)
        return false;
    d->out = larger;
    *room = want;
    return true;
}

#define AT_ONCE 0x10000 /* bytes are read before it is looked whether the run goes on */

static enum heap_status decode(struct heap *h, const struct coding *coding, struct decoding *d)
{
    size_t room = 0, used;
    work_done(h, steps_of_limbs(d->length));
    if (coding->codec->start)
        coding->codec->start(d);
    for (size_t errors = 0;; errors += d->reason != NULL) {
        bool counts = d->reason && errors & 1; /* two are about as long as a call */
        enum heap_status status = loop_work(h, counts);
        if (status != HEAP_OK)
            return status;
        d->reason = NULL;
        if (!make_room(d, &room))
            return raise_memory(h);
        d->pause = d->at + AT_ONCE;
        codec_read(coding->codec, d);
        if (!d->reason && d->at >= d->length)
            return HEAP_OK;
        if (!d->reason)
            continue;
        if (!coding->known)
            return raise_handler(h, coding);
        if (!make_room(d, &room))
            return raise_memory(h);
        int more = put_malformed(coding, d, d->out + d->count, &used);
        if (more < 0)
            return raise_undecodable(h, codec_reading_name(coding->codec, d), d->bytes, d->length, d->from,
                                     d->to, d->reason);
        d->count += (size_t)more;
        d->at = d->from + used;
    }
}

enum heap_status bytes_method_decode(struct heap *h, const struct call *call, addr *out)
{
    struct coding coding;
    const uint8_t *bytes;
    size_t length;
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
    if (coding.codec == &codecs[CODEC_LATIN1])
        return answer(h, str_from_units(h, bytes, length, 1), out);
    struct utf8_scan scan = {.reason = ""};
    if (coding.codec->ascii)
        scan = utf8_scan(bytes, length, coding.handler == SURROGATEPASS);
    if (!scan.reason && (coding.codec == &codecs[CODEC_UTF8] || scan.bound < 0x80))
        return answer(h, str_decode_utf8(h, bytes, length, true), out);
    struct decoding d = {.bytes = bytes, .length = length, .surrogates = coding.handler == SURROGATEPASS};
    status = decode(h, &coding, &d);
    addr s = status == HEAP_OK ? str_from_units(h, d.out, d.count, 4) : 0;
    free(d.out);
    return status == HEAP_OK ? answer(h, s, out) : status;
}
