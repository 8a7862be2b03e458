/* str: making strings and looking into them (layout: str.h). "" and the 256 characters up to U+00FF are made
 * once, in the static area. Mirrors Objects/unicodeobject.c. repr and hash: str_slots.c; methods:
 * str_methods.c; interning: intern.c.
 */
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/exception.h"

#include <string.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/intern.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/utf8.h"
#include "daemon/heap/quick_memory.h"

/* ---- looking
 * ---------------------------------------------------------------------------------------------------------
 */

size_t str_length(const struct heap *h, addr s)
{
    return HEAP_FIELD(h, s, STR_LENGTH, size_t);
}
unsigned str_kind(const struct heap *h, addr s)
{
    return *str_state(h, s) >> STR_KIND_SHIFT & 7;
}
bool str_is_ascii(const struct heap *h, addr s)
{
    return *str_state(h, s) & STR_ASCII;
}

void *str_data(const struct heap *h, addr s)
{
    uint32_t state = *str_state(h, s);
    if (HEAP_UNLIKELY(!(state & STR_COMPACT)))
        return heap_at(h, HEAP_FIELD(h, s, h->abi.str_compact_header, addr));
    return heap_at(h, s + (state & STR_ASCII ? h->abi.str_ascii_header : h->abi.str_compact_header));
}

uint32_t str_char(const struct heap *h, addr s, size_t index)
{
    return units_get(str_data(h, s), str_kind(h, s), index);
}

int64_t str_hash(struct heap *h, addr s)
{
    int64_t *hash = heap_at(h, s + STR_HASH);
    if (*hash == -1)
        *hash = hash_bytes(h, str_data(h, s), str_length(h, s) * str_kind(h, s));
    return *hash;
}

bool str_equal(const struct heap *h, addr a, addr b)
{
    if (a == b)
        return true;
    size_t length = str_length(h, a);
    unsigned kind = str_kind(h, a);
    return length == str_length(h, b) && kind == str_kind(h, b) &&
           memcmp(str_data(h, a), str_data(h, b), length * kind) == 0;
}

enum heap_status str_has_nul(struct heap *h, addr s, bool *out)
{
    *out = false;
    for (size_t i = 0; i < str_length(h, s) && !*out; i++) {
        *out = str_char(h, s, i) == 0;
        if (loop_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    return HEAP_OK;
}

bool str_equal_utf8(const struct heap *h, addr s, const char *utf8, size_t length)
{
    if (str_is_ascii(h, s))
        return str_length(h, s) == length && memcmp(str_data(h, s), utf8, length) == 0;
    if (length < str_length(h, s))
        return false;
    const void *data = str_data(h, s);
    unsigned kind = str_kind(h, s);
    size_t n = str_length(h, s), at = 0;
    for (size_t i = 0; i < n; i++) {
        char bytes[4];
        size_t size = utf8_put(units_get(data, kind, i), bytes);
        if (size > length - at || memcmp(bytes, utf8 + at, size) != 0)
            return false;
        at += size;
    }
    return at == length;
}

size_t str_utf8_size(const struct heap *h, addr s)
{
    size_t length = str_length(h, s);
    if (str_is_ascii(h, s))
        return length;
    const void *data = str_data(h, s);
    unsigned kind = str_kind(h, s);
    size_t size = length;
    for (size_t i = 0; i < length; i++) {
        uint32_t c = units_get(data, kind, i);
        size += (size_t)(c >= 0x80) + (c >= 0x800) + (c >= 0x10000);
    }
    return size;
}

size_t str_utf8(const struct heap *h, addr s, char *out)
{
    size_t length = str_length(h, s);
    const void *data = str_data(h, s);
    if (str_is_ascii(h, s)) {
        memcpy(out, data, length);
        return length;
    }
    unsigned kind = str_kind(h, s);
    char *p = out;
    for (size_t i = 0; i < length; i++)
        p += utf8_put(units_get(data, kind, i), p);
    return (size_t)(p - out);
}

/* ---- units
 * -----------------------------------------------------------------------------------------------------------
 */

void units_copy(void *to, unsigned to_kind, const void *from, unsigned from_kind, size_t count)
{
    if (to_kind == from_kind) {
        memcpy(to, from, count * to_kind);
        return;
    }
    for (size_t i = 0; i < count; i++)
        units_set(to, to_kind, i, units_get(from, from_kind, i));
}

enum heap_status units_copy_all(struct heap *h, void *to, unsigned to_kind, const void *from,
                                unsigned from_kind, size_t count)
{
    enum { AT_ONCE = 1 << 18 };
    char *put = to;
    const char *taken = from;
    for (; HEAP_UNLIKELY(count > AT_ONCE); count -= AT_ONCE) {
        units_copy(put, to_kind, taken, from_kind, AT_ONCE);
        put += AT_ONCE * to_kind;
        taken += AT_ONCE * from_kind;
        if (loop_work(h, 0) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    units_copy(put, to_kind, taken, from_kind, count);
    return HEAP_OK;
}

static inline uint32_t all_bits(const void *units, unsigned kind, size_t count)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < count; i++)
        bits |= units_get(units, kind, i);
    return bits;
}

uint32_t units_bound(const void *units, unsigned kind, size_t count)
{
    uint32_t bits = kind == 1   ? all_bits(units, 1, count)
                    : kind == 2 ? all_bits(units, 2, count)
                                : all_bits(units, 4, count);
    return bits < 0x80 ? 0x7f : bits < 0x100 ? 0xff : bits < 0x10000 ? 0xffff : STR_MAX_CHAR;
}

/* ---- making
 * ----------------------------------------------------------------------------------------------------------
 */

static unsigned kind_for(uint32_t max_char)
{
    return max_char < 0x100 ? 1 : max_char < 0x10000 ? 2 : 4;
}

static size_t header_for(const struct heap *h, uint32_t max_char)
{
    return max_char < 0x80 ? h->abi.str_ascii_header : h->abi.str_compact_header;
}

/* The fields of a compact str whose header is zero. */
static void set_header(struct heap *h, addr s, size_t length, uint32_t max_char)
{
    unsigned kind = kind_for(max_char);
    bool ascii = max_char < 0x80;
    HEAP_FIELD(h, s, STR_LENGTH, size_t) = length;
    HEAP_FIELD(h, s, STR_HASH, int64_t) = -1;
    *str_state(h, s) = kind << STR_KIND_SHIFT | STR_COMPACT | (ascii ? STR_ASCII : 0) | h->abi.str_state;
    if (!ascii)
        memset(heap_at(h, s + STR_STATE + 8), 0, h->abi.str_compact_header - STR_STATE - 8);
    else if (h->abi.str_wstr)
        HEAP_FIELD(h, s, STR_WSTR, addr) = 0;
    if (h->abi.str_wstr && kind == 4) { /* wchar_t has four bytes: both share the characters */
        HEAP_FIELD(h, s, STR_WSTR, addr) = s + h->abi.str_compact_header;
        HEAP_FIELD(h, s, h->abi.str_compact_header - 8u, uint64_t) = length;
    }
    void *end = heap_at(h, s + header_for(h, max_char) + length * kind);
    units_set(end, kind, 0, 0); /* the NUL at the end */
}

#define ASCII_SMALL 400 /* characters: certainly in a pool, with any version's header */

/* A small str of ASCII, which most are, as str_new() makes it; 0: by that, please. */
static inline addr new_ascii(struct heap *h, size_t length)
{
    size_t header = h->abi.str_ascii_header, bytes = (header + length + 1 + 15) & ~(size_t)15;
    addr s = quick_new_plain_or_last(h, h->type[KIND_STR], bytes, true);
    if (HEAP_UNLIKELY(!s))
        return 0;
    HEAP_FIELD(h, s, STR_LENGTH, size_t) = length;
    HEAP_FIELD(h, s, STR_HASH, int64_t) = -1;
    HEAP_FIELD(h, s, STR_STATE, uint64_t) = 1u << STR_KIND_SHIFT | STR_COMPACT | STR_ASCII | h->abi.str_state;
    if (h->abi.str_wstr)
        HEAP_FIELD(h, s, STR_WSTR, addr) = 0;
    HEAP_FIELD(h, s + header, length, char) = 0;
    return s;
}

addr str_new(struct heap *h, size_t length, uint32_t max_char)
{
    if (length == 0)
        return incref(h, h->singleton[SINGLETON_EMPTY_STR]);
    addr small = max_char < 0x80 && length < ASCII_SMALL ? new_ascii(h, length) : 0;
    if (HEAP_LIKELY(small != 0))
        return small;
    if (length > REGION_LIMIT_MAX / 4) {
        (void)raise_memory(h);
        return 0;
    }
    size_t bytes = header_for(h, max_char) + (length + 1) * kind_for(max_char);
    addr type = h->type[KIND_STR],
         s = bytes <= SMALL_REQUEST_LIMIT ? quick_new_plain_or_last(h, type, (bytes + 15) & ~(size_t)15, true)
                                          : 0;
    if (HEAP_LIKELY(s != 0))
        HEAP_FIELD(h, s, STR_STATE, uint64_t) = 0;
    else
        s = object_new_sized(h, type, bytes);
    if (HEAP_LIKELY(s != 0))
        set_header(h, s, length, max_char);
    return s;
}

/* A new str, which is passed on with its characters, or 0. */
static inline addr with_units(struct heap *h, addr s, unsigned kind, const void *units, unsigned from_kind,
                              size_t count)
{
    if (HEAP_LIKELY(s && units_copy_all(h, str_data(h, s), kind, units, from_kind, count) == HEAP_OK))
        return s;
    xdecref(h, s);
    return 0;
}

/* *new*: a slice or copy of ASCII; a single character is the one that is always there. */
static addr from_ascii(struct heap *h, const void *characters, size_t length)
{
    if (length == 1)
        return incref(h, str_latin1_char(h, *(const uint8_t *)characters));
    return with_units(h, str_new(h, length, 0x7f), 1, characters, 1, length);
}

addr str_from_units(struct heap *h, const void *units, size_t length, unsigned kind)
{
    uint32_t bound = units_bound(units, kind, length);
    if (length == 1 && bound < 0x100)
        return incref(h, str_latin1_char(h, units_get(units, kind, 0)));
    return with_units(h, str_new(h, length, bound), kind_for(bound), units, kind, length);
}

addr str_new_from_units(struct heap *h, const void *units, size_t length, unsigned kind)
{
    uint32_t bound = units_bound(units, kind, length);
    addr s = str_new(h, length, bound);
    return length ? with_units(h, s, kind_for(bound), units, kind, length) : s;
}

addr str_decode_utf8(struct heap *h, const uint8_t *text, size_t length, bool surrogates)
{
    if (length > 1 && utf8_ascii_run(text, length) == length)
        return from_ascii(h, text, length);
    struct utf8_scan scan = utf8_scan(text, length, surrogates);
    if (scan.reason) {
        (void)raise_undecodable(h, "utf-8", text, length, scan.error, scan.error + scan.error_length,
                                scan.reason);
        return 0;
    }
    if (scan.characters == 1 && scan.bound < 0x100)
        return incref(h,
                      str_latin1_char(h, length == 1 ? text[0] : (text[0] & 0x1fu) << 6 | (text[1] & 0x3fu)));
    addr s = str_new(h, scan.characters, scan.bound);
    if (!s || length == 0)
        return s;
    if (scan.bound < 0x80)
        memcpy(str_data(h, s), text, length);
    else
        utf8_decode(text, length, str_data(h, s), kind_for(scan.bound));
    return s;
}

addr str_from_utf8(struct heap *h, const char *utf8, size_t length)
{
    return str_decode_utf8(h, (const uint8_t *)utf8, length, true);
}
addr str_from_ascii(struct heap *h, const char *text)
{
    return str_from_utf8(h, text, strlen(text));
}

addr str_slice(struct heap *h, addr s, size_t from, size_t to)
{
    size_t length = str_length(h, s);
    if (to > length)
        to = length;
    if (from >= to)
        return incref(h, h->singleton[SINGLETON_EMPTY_STR]);
    if (from == 0 && to == length && object_is_exact(h, s, KIND_STR))
        return incref(h, s);
    unsigned kind = str_kind(h, s);
    if (from == 0 && to == length)
        return str_new_from_units(h, str_data(h, s), length, kind);
    const char *units = (const char *)str_data(h, s) + from * kind;
    return str_is_ascii(h, s) ? from_ascii(h, units, to - from) : str_from_units(h, units, to - from, kind);
}

addr str_copy_of(struct heap *h, addr type, addr s)
{
    size_t length = str_length(h, s);
    unsigned kind = str_kind(h, s);
    if (type == 0 || type == h->type[KIND_STR]) {
        if (object_is_exact(h, s, KIND_STR))
            return incref(h, s);
        return str_new_from_units(h, str_data(h, s), length, kind);
    }
    addr characters = memory_alloc(h, (length + 1) * kind);
    if (!characters)
        return 0;
    addr copy = object_new(h, type, 0);
    if (!copy) {
        memory_free(h, characters);
        return 0;
    }
    uint32_t ascii = *str_state(h, s) & STR_ASCII;
    memcpy(heap_at(h, characters), str_data(h, s), length * kind);
    memset((char *)heap_at(h, characters) + length * kind, 0, kind);
    HEAP_FIELD(h, copy, STR_LENGTH, size_t) = length;
    HEAP_FIELD(h, copy, STR_HASH, int64_t) = HEAP_FIELD(h, s, STR_HASH, int64_t);
    *str_state(h, copy) = kind << STR_KIND_SHIFT | ascii | h->abi.str_state;
    if (ascii) { /* its characters are its UTF-8 */
        HEAP_FIELD(h, copy, STR_UTF8_LENGTH(h), size_t) = length;
        HEAP_FIELD(h, copy, STR_UTF8(h), addr) = characters;
    }
    HEAP_FIELD(h, copy, h->abi.str_compact_header, addr) = characters;
    object_track(h, copy);
    return copy;
}

/* ---- the static ones
 * --------------------------------------------------------------------------------------------------- */

static addr new_static(struct heap *h, size_t length, uint32_t c, addr utf8)
{
    bool ascii = c < 0x80;
    addr s = object_new_static(h, h->type[KIND_STR], header_for(h, c) + (ascii ? length + 1 : 8));
    set_header(h, s, length, c);
    *str_state(h, s) |= h->abi.str_static_state;
    if (length)
        units_set(str_data(h, s), 1, 0, c);
    if (utf8) {
        HEAP_FIELD(h, s, STR_UTF8_LENGTH(h), size_t) = 2;
        HEAP_FIELD(h, s, STR_UTF8(h), addr) = utf8;
    }
    if (h->abi.str_static_state & STR_INTERNED) {
        str_hash(h, s);
        intern_static(h, s);
    }
    return s;
}

/* The UTF-8 of U+0080 to U+00FF: constants of two characters and a NUL, one behind the other, which in the
 * release that the facts were taken from begin just before a multiple of 8. */
static addr static_utf8(struct heap *h)
{
    addr text = ((h->static_top + 15) & ~15ull) + 7;
    h->static_top = text + 3 * 128;
    for (uint32_t c = 0x80; c < 0x100; c++)
        utf8_put(c, heap_at(h, text + 3 * (c - 0x80)));
    return text;
}

void str_boot(struct heap *h)
{
    h->singleton[SINGLETON_EMPTY_STR] = new_static(h, 0, 0, 0);
    h->characters = (h->static_top + 15) & ~15ull;
    h->static_top = h->characters + 256 * sizeof(addr);
    addr *characters = heap_at(h, h->characters);
    addr utf8 = h->abi.str_static_utf8 ? static_utf8(h) : 0;
    for (uint32_t c = 0; c < 256; c++)
        characters[c] = new_static(h, 1, c, c < 0x80 || !utf8 ? 0 : utf8 + 3 * (c - 0x80));
    for (const char *apart = h->abi.str_interned_apart; *apart; apart++) {
        addr s = new_static(h, 1, (uint32_t)*apart, 0);
        if (!str_intern(h, s, true))
            __builtin_trap(); /* a fresh heap has room */
    }
}
