/* str: repr, hash, equality, size, release, and what heap_verify checks. */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/intern.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/unicode.h"

static bool identifies(const struct heap *h, addr s, size_t i)
{
    return unicode_is(units_get(str_data(h, s), str_kind(h, s), i), i ? UNICODE_CONTINUE : UNICODE_START,
                      h->abi.unicode_version);
}

bool str_is_identifier(const struct heap *h, addr s)
{
    size_t length = str_length(h, s), i = 0;
    while (i < length && identifies(h, s, i))
        i++;
    return length > 0 && i == length;
}

enum heap_status str_check_identifier(struct heap *h, addr s, bool *out)
{
    size_t length = str_length(h, s), i = 0;
    for (; i < length && identifies(h, s, i); i++)
        if (loop_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    *out = length > 0 && i == length;
    return HEAP_OK;
}

/* ---- repr
 * -------------------------------------------------------------------------------------------------------------
 */

static size_t put_hex(char *out, char letter, uint32_t c, int digits)
{
    out[0] = '\\';
    out[1] = letter;
    for (int i = 0; i < digits; i++)
        out[2 + i] = "0123456789abcdef"[c >> 4 * (digits - 1 - i) & 15];
    return (size_t)digits + 2;
}

size_t escape_ascii(uint32_t c, char out[12])
{
    return c < 0x100     ? put_hex(out, 'x', c, 2)
           : c < 0x10000 ? put_hex(out, 'u', c, 4)
                         : put_hex(out, 'U', c, 8);
}

size_t str_escape(uint32_t c, char quote, const struct heap *h, char out[12])
{
    if (c == (uint32_t)quote || c == '\\' || c == '\t' || c == '\n' || c == '\r') {
        out[0] = '\\';
        out[1] = c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : (char)c;
        return 2;
    }
    if (c >= 0x20 && c < 0x7f) {
        out[0] = (char)c;
        return 1;
    }
    if (unicode_is(c, UNICODE_PRINTABLE, h->abi.unicode_version))
        return utf8_put(c, out);
    return escape_ascii(c, out);
}

static bool has(const void *data, unsigned kind, size_t length, uint32_t c)
{
    if (kind == 1)
        return memchr(data, (int)c, length) != NULL;
    for (size_t i = 0; i < length; i++)
        if (units_get(data, kind, i) == c)
            return true;
    return false;
}

static enum heap_status repr(struct heap *h, addr s, struct text *out)
{
    const void *data = str_data(h, s);
    unsigned kind = str_kind(h, s);
    size_t length = str_length(h, s);
    char quote = has(data, kind, length, '\'') && !has(data, kind, length, '"') ? '"' : '\'';
    enum heap_status status = HEAP_OK;
    text_put(out, &quote, 1);
    for (size_t i = 0; i < length && !out->cut && status == HEAP_OK; i++) {
        char bytes[12];
        text_put(out, bytes, str_escape(units_get(data, kind, i), quote, h, bytes));
        if (HEAP_UNLIKELY((i & 0xffff) == 0xffff))
            status = loop_check(h);
    }
    text_put(out, &quote, 1);
    return status;
}

/* ---- the rest
 * ----------------------------------------------------------------------------------------------------------
 */

static enum heap_status hash(struct heap *h, addr s, int64_t *out)
{
    *out = str_hash(h, s);
    return HEAP_OK;
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    *result = str_is_kind(h, b) ? str_equal(h, a, b) : -1;
    return HEAP_OK;
}

static bool is_compact(const struct heap *h, addr s)
{
    return *str_state(h, s) & STR_COMPACT;
}

/* The block with its UTF-8, unless its characters are that already. */
static addr utf8_block(const struct heap *h, addr s)
{
    uint32_t state = *str_state(h, s);
    if ((state & STR_COMPACT) && (state & STR_ASCII))
        return 0;
    addr utf8 = HEAP_FIELD(h, s, STR_UTF8(h), addr);
    return is_compact(h, s) || utf8 != HEAP_FIELD(h, s, h->abi.str_compact_header, addr) ? utf8 : 0;
}

static size_t storage(const struct heap *h, addr s, addr blocks[4])
{
    size_t n = 0;
    if (!is_compact(h, s))
        blocks[n++] = HEAP_FIELD(h, s, h->abi.str_compact_header, addr);
    addr utf8 = utf8_block(h, s);
    if (utf8 && object_in_blocks(utf8))
        blocks[n++] = utf8;
    return n;
}

static void free_storage(struct heap *h, addr s)
{
    if (str_is_interned(h, s))
        str_forget_interned(h, s);
    addr blocks[4];
    for (size_t n = storage(h, s, blocks), i = 0; i < n; i++)
        memory_free(h, blocks[i]);
}

static size_t size(const struct heap *h, addr s)
{
    size_t characters = (str_length(h, s) + 1) * str_kind(h, s), n;
    if (is_compact(h, s))
        n = (str_is_ascii(h, s) ? h->abi.str_ascii_header : h->abi.str_compact_header) + characters;
    else
        n = (size_t)type_at(h, h->type[KIND_STR])->basicsize + characters;
    if (utf8_block(h, s))
        n += HEAP_FIELD(h, s, STR_UTF8_LENGTH(h), size_t) + 1;
    return n;
}

static int64_t length_of(const struct heap *h, addr s)
{
    return (int64_t)str_length(h, s);
}

static bool has_room(const struct heap *h, addr s, size_t length, unsigned kind)
{
    if (length > REGION_LIMIT_MAX)
        return false;
    size_t bytes = (length + 1) * kind;
    if (is_compact(h, s))
        return object_has_room(
            h, s, (str_is_ascii(h, s) ? h->abi.str_ascii_header : h->abi.str_compact_header) + bytes);
    addr characters = HEAP_FIELD(h, s, h->abi.str_compact_header, addr);
    return object_in_blocks(characters) && memory_block_size(h, characters) >= bytes;
}

static const char *verify(const struct heap *h, addr s)
{
    unsigned kind = str_kind(h, s);
    if (kind != 1 && kind != 2 && kind != 4)
        return "a str of an impossible kind";
    size_t length = str_length(h, s);
    if (!has_room(h, s, length, kind))
        return "a str of an impossible size";
    const void *data = str_data(h, s);
    if (units_get(data, kind, length) != 0)
        return "a str that does not end with a NUL";
    uint32_t bound = units_bound(data, kind, length);
    if (length && bound != str_bound(h, s))
        return "a str that is not of the narrowest kind";
    int64_t cached = HEAP_FIELD(h, s, STR_HASH, int64_t);
    if (cached != -1 && cached != hash_bytes(h, data, length * kind))
        return "the cached hash of a str is not its own";
    if (str_is_interned(h, s) && (cached == -1 || !intern_contains(h, s)))
        return "a str that says it is interned and is not";
    return NULL;
}

const struct kind_ops str_ops = {.iter = str_iter,
                                 .free_storage = free_storage,
                                 .size = size,
                                 .storage = storage,
                                 .repr = repr,
                                 .hash = hash,
                                 .equal = equal,
                                 .length = length_of,
                                 .verify = verify};
