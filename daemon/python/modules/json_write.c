/* Strings as JSON writes them. */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/str.h"
#include "daemon/python/modules/json.h"

/* The characters that stand for `c`, 1 to 12 of them; `ascii`: none beyond it. */
static size_t put_char(uint32_t c, bool ascii, uint32_t out[12])
{
    static const char digits[] = "0123456789abcdef";
    static const char special[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    const char *found = c && c < 128 ? strchr(special, (int)c) : NULL;
    if (found) {
        out[0] = '\\';
        out[1] = (uint32_t)(unsigned char)letters[found - special];
        return 2;
    }
    if (c >= ' ' && (c < 0x7f || !ascii)) {
        out[0] = c;
        return 1;
    }
    uint32_t units[2] = {c, 0};
    size_t count = 1, n = 0;
    if (c > 0xffff) {
        units[0] = 0xd800 | (c - 0x10000) >> 10;
        units[1] = 0xdc00 | ((c - 0x10000) & 0x3ff);
        count = 2;
    }
    for (size_t i = 0; i < count; i++) {
        out[n++] = '\\';
        out[n++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4)
            out[n++] = (uint32_t)(unsigned char)digits[units[i] >> shift & 15];
    }
    return n;
}

static enum heap_status encode(struct heap *h, addr s, bool ascii, addr *out)
{
    uint32_t few[12], bound = ascii ? 0x7f : str_is_kind(h, s) ? str_bound(h, s) : 0;
    size_t length, n = 2;
    if (!str_is_kind(h, s))
        return raise_error(h, EXC_TYPE_ERROR, "first argument must be a string, not %.80s",
                           object_type_name(h, s));
    length = str_length(h, s);
    work_done(h, steps_of_limbs(2 * length));
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < length && (status = loop_goes_on(h, i)) == HEAP_OK; i++)
        n += put_char(str_char(h, s, i), ascii, few);
    addr made = status == HEAP_OK ? str_new(h, n, bound) : 0;
    if (!made)
        return status == HEAP_OK ? raise_status(h) : status;
    void *data = str_data(h, made);
    unsigned kind = str_kind(h, made);
    size_t at = 0;
    units_set(data, kind, at++, '"');
    for (size_t i = 0; i < length && (status = loop_goes_on(h, i)) == HEAP_OK; i++) {
        size_t count = put_char(str_char(h, s, i), ascii, few);
        for (size_t k = 0; k < count; k++)
            units_set(data, kind, at++, few[k]);
    }
    if (status != HEAP_OK) {
        decref(h, made);
        return status;
    }
    units_set(data, kind, at, '"');
    *out = made;
    return HEAP_OK;
}

enum heap_status json_encode_basestring(struct heap *h, const struct call *call, addr *out)
{
    return encode(h, call->args[0], false, out);
}

enum heap_status json_encode_basestring_ascii(struct heap *h, const struct call *call, addr *out)
{
    return encode(h, call->args[0], true, out);
}
