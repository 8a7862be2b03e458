/* Strings as JSON writes them. Mirrors ascii_escape_unicode() and escape_unicode() of Modules/_json.c: a
 * string is gone over twice, since most are as long as they were and two quotes.
 */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/str.h"
#include "daemon/python/modules/json.h"

/* The letter behind the backslash; 0: the character is written as it is, or by its number. */
static inline char letter_of(uint32_t c)
{
    switch (c) {
    case '"':
        return '"';
    case '\\':
        return '\\';
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

static inline bool is_plain(uint32_t c, bool ascii)
{
    return c >= ' ' && c != '"' && c != '\\' && (c < 0x7f || !ascii);
}

static inline size_t width_of(uint32_t c, bool ascii)
{
    return is_plain(c, ascii) ? 1 : letter_of(c) ? 2 : c > 0xffff ? 12 : 6;
}

static size_t put_number(uint32_t unit, void *data, unsigned kind, size_t at)
{
    static const char digits[] = "0123456789abcdef";
    units_set(data, kind, at++, '\\');
    units_set(data, kind, at++, 'u');
    for (int shift = 12; shift >= 0; shift -= 4)
        units_set(data, kind, at++, (uint32_t)(unsigned char)digits[unit >> shift & 15]);
    return at;
}

/* What is not plain, in units of `kind` bytes: where what follows is put. */
static size_t put_escape(uint32_t c, void *data, unsigned kind, size_t at)
{
    char letter = letter_of(c);
    if (letter) {
        units_set(data, kind, at, '\\');
        units_set(data, kind, at + 1, (uint32_t)(unsigned char)letter);
        return at + 2;
    }
    if (c <= 0xffff)
        return put_number(c, data, kind, at);
    at = put_number(0xd800 | (c - 0x10000) >> 10, data, kind, at);
    return put_number(0xdc00 | ((c - 0x10000) & 0x3ff), data, kind, at);
}

static inline size_t width_of_units(const void *data, unsigned kind, size_t from, size_t to, bool ascii)
{
    size_t n = 0;
    for (size_t i = from; i < to; i++)
        n += width_of(units_get(data, kind, i), ascii);
    return n;
}

static inline size_t put_units(const void *data, unsigned kind, size_t from, size_t to, bool ascii,
                               void *made, unsigned made_kind, size_t at)
{
    for (size_t i = from; i < to; i++) {
        uint32_t c = units_get(data, kind, i);
        if (is_plain(c, ascii))
            units_set(made, made_kind, at++, c);
        else
            at = put_escape(c, made, made_kind, at);
    }
    return at;
}

/* So many characters between two looks whether the run goes on. */
#define AT_ONCE ((size_t)1 << 16)

static inline size_t end_of_part(size_t from, size_t length)
{
    return length - from > AT_ONCE ? from + AT_ONCE : length;
}

static enum heap_status measure(struct heap *h, addr s, bool ascii, size_t *out)
{
    const void *data = str_data(h, s);
    unsigned kind = str_kind(h, s);
    size_t length = str_length(h, s), n = 2;
    for (size_t from = 0, to; from < length; from = to) {
        to = end_of_part(from, length);
        n += kind == 1 ? width_of_units(data, 1, from, to, ascii)
                       : width_of_units(data, kind, from, to, ascii);
        if (to < length && loop_work(h, 0) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    *out = n;
    return HEAP_OK;
}

static enum heap_status put_escaped(struct heap *h, addr s, bool ascii, void *made, unsigned made_kind)
{
    const void *data = str_data(h, s);
    unsigned kind = str_kind(h, s);
    size_t length = str_length(h, s), at = 1;
    for (size_t from = 0, to; from < length; from = to) {
        to = end_of_part(from, length);
        at = kind == 1 && made_kind == 1 ? put_units(data, 1, from, to, ascii, made, 1, at)
                                         : put_units(data, kind, from, to, ascii, made, made_kind, at);
        if (to < length && loop_work(h, 0) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    return HEAP_OK;
}

enum heap_status json_quote(struct heap *h, addr s, bool ascii, addr *out)
{
    size_t length = str_length(h, s), n;
    work_done(h, steps_of_limbs(2 * length));
    enum heap_status status = measure(h, s, ascii, &n);
    if (status != HEAP_OK)
        return status;
    addr made = str_new(h, n, ascii ? 0x7f : str_bound(h, s));
    if (!made)
        return raise_status(h);
    void *data = str_data(h, made);
    unsigned kind = str_kind(h, made);
    units_set(data, kind, 0, '"');
    units_set(data, kind, n - 1, '"');
    if (n == length + 2)
        status = units_copy_all(h, (char *)data + kind, kind, str_data(h, s), str_kind(h, s), length);
    else
        status = put_escaped(h, s, ascii, data, kind);
    if (status == HEAP_OK)
        *out = made;
    else
        decref(h, made);
    return status;
}

static enum heap_status encode(struct heap *h, addr s, bool ascii, addr *out)
{
    if (!str_is_kind(h, s))
        return raise_error(h, EXC_TYPE_ERROR, "first argument must be a string, not %.80s",
                           object_type_name(h, s));
    return json_quote(h, s, ascii, out);
}

enum heap_status json_encode_basestring(struct heap *h, const struct call *call, addr *out)
{
    return encode(h, call->args[0], false, out);
}

enum heap_status json_encode_basestring_ascii(struct heap *h, const struct call *call, addr *out)
{
    return encode(h, call->args[0], true, out);
}
