/* bytes: a counted run of bytes and a NUL (layout: bytes.h). b"" and the 256 single bytes are in the static
 * area. Mirrors Objects/bytesobject.c. Methods: bytes_methods.c.
 */
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/array.h"
#include "daemon/heap/object/memory_view.h"

#include <string.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/scalar.h"

static uint8_t *data(const struct heap *h, addr o)
{
    return heap_at(h, o + BYTES_DATA);
}
const uint8_t *bytes_data(const struct heap *h, addr o)
{
    return data(h, o);
}
size_t bytes_length(const struct heap *h, addr o)
{
    return (size_t)object_size_field(h, o);
}

static enum heap_status fill(struct heap *h, addr o, const void *bytes, size_t length)
{
    HEAP_FIELD(h, o, 16, size_t) = length;
    HEAP_FIELD(h, o, BYTES_HASH, int64_t) = -1;
    data(h, o)[length] = 0;
    return bytes ? bytes_copy(h, data(h, o), bytes, length) : bytes_clear(h, data(h, o), length);
}

addr bytes_new_of(struct heap *h, addr type, const void *bytes, size_t length)
{
    bool exact = type == h->type[KIND_BYTES];
    if (length == 0 && exact)
        return incref(h, h->singleton[SINGLETON_EMPTY_BYTES]);
    if (length == 1 && exact && bytes)
        return incref(h, ((const addr *)heap_at(h, h->byte_characters))[*(const uint8_t *)bytes]);
    if (length > REGION_LIMIT_MAX) {
        (void)raise_memory(h);
        return 0;
    }
    addr o = exact ? object_new_sized(h, type, BYTES_DATA + length + 1) : object_new(h, type, length);
    if (!o)
        return 0;
    if (fill(h, o, bytes, length) != HEAP_OK) {
        object_free_memory(h, o); /* nobody's finalizer gets to see it */
        return 0;
    }
    if (!exact)
        object_track(h, o);
    return o;
}

addr bytes_new(struct heap *h, const void *bytes, size_t length)
{
    return bytes_new_of(h, h->type[KIND_BYTES], bytes, length);
}

addr bytes_new_empty(struct heap *h)
{
    addr o = object_new_sized(h, h->type[KIND_BYTES], BYTES_DATA + 1);
    if (o)
        (void)fill(h, o, NULL, 0);
    return o;
}

addr bytes_new_filled(struct heap *h, const void *bytes, size_t length)
{
    addr o = bytes_new(h, NULL, length);
    if (o && length && bytes_copy(h, data(h, o), bytes, length) != HEAP_OK) {
        decref(h, o);
        return 0;
    }
    return o;
}

void bytes_boot(struct heap *h)
{
    addr type = h->type[KIND_BYTES];
    h->singleton[SINGLETON_EMPTY_BYTES] = object_new_static(h, type, BYTES_DATA + 1);
    fill(h, h->singleton[SINGLETON_EMPTY_BYTES], NULL, 0);
    h->byte_characters = (h->static_top + 15) & ~15ull;
    h->static_top = h->byte_characters + 256 * sizeof(addr);
    for (unsigned i = 0; i < 256; i++) {
        addr o = object_new_static(h, type, BYTES_DATA + 2);
        uint8_t byte = (uint8_t)i;
        fill(h, o, &byte, 1);
        ((addr *)heap_at(h, h->byte_characters))[i] = o;
    }
}

bool bytes_view(const struct heap *h, addr o, const uint8_t **bytes, size_t *length)
{
    enum kind k = object_kind(h, o);
    if (k == KIND_MEMORYVIEW)
        return memory_view_is_plain(h, o, bytes, length);
    if (k == KIND_ARRAY) {
        *bytes = (const uint8_t *)array_bytes(h, o);
        *length = array_length(h, o) * array_item_size(h, o);
        return true;
    }
    if (k != KIND_BYTES && k != KIND_BYTEARRAY)
        return false;
    *bytes = k == KIND_BYTES ? data(h, o) : bytearray_data(h, o);
    *length = bytes_length(h, o);
    return true;
}

enum heap_status raise_not_bytes(struct heap *h, addr o)
{
    return raise_error(h, EXC_TYPE_ERROR, "a bytes-like object is required, not '%s'",
                       object_type_name(h, o));
}

enum heap_status bytes_put_repr(struct heap *h, struct text *out, const uint8_t *bytes, size_t length,
                                bool escape_single)
{
    enum heap_status status = HEAP_OK;
    bool single = length && memchr(bytes, '\'', length), twice = length && memchr(bytes, '"', length);
    char quote = single && !twice ? '"' : '\'';
    char first[2] = {'b', quote};
    text_put(out, first, 2);
    work_done(h, steps_of_limbs(length));
    for (size_t i = 0; i < length && !out->cut && (status = loop_goes_on(h, i)) == HEAP_OK; i++) {
        char escape[4] = {'\\', 'x', "0123456789abcdef"[bytes[i] >> 4], "0123456789abcdef"[bytes[i] & 15]};
        size_t size = 2;
        if (bytes[i] == '\t' || bytes[i] == '\n' || bytes[i] == '\r')
            escape[1] = bytes[i] == '\t' ? 't' : bytes[i] == '\n' ? 'n' : 'r';
        else if (bytes[i] == (uint8_t)quote || bytes[i] == '\\' || (escape_single && bytes[i] == '\''))
            escape[1] = (char)bytes[i];
        else if (bytes[i] >= 0x20 && bytes[i] < 0x7f)
            escape[0] = (char)bytes[i], size = 1;
        else
            size = 4;
        text_put(out, escape, size);
    }
    text_put(out, &quote, 1);
    return status;
}

/* ---- slots
 * -----------------------------------------------------------------------------------------------------------
 */

static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    return bytes_put_repr(h, out, data(h, o), bytes_length(h, o), false);
}

static enum heap_status hash(struct heap *h, addr o, int64_t *out)
{
    int64_t *cached = heap_at(h, o + BYTES_HASH);
    if (*cached == -1)
        *cached = hash_bytes(h, data(h, o), bytes_length(h, o));
    *out = *cached;
    return HEAP_OK;
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    const uint8_t *other;
    size_t length;
    bool either = object_kind(h, b) == KIND_BYTES || object_kind(h, b) == KIND_BYTEARRAY;
    if (!either || !bytes_view(h, b, &other, &length)) /* a view compares itself */
        *result = -1;
    else
        *result = length == bytes_length(h, a) && (length == 0 || memcmp(data(h, a), other, length) == 0);
    return HEAP_OK;
}

static size_t size(const struct heap *h, addr o)
{
    return (size_t)type_at(h, object_type(h, o))->basicsize + bytes_length(h, o);
}

static int64_t length_of(const struct heap *h, addr o)
{
    return object_size_field(h, o);
}

static const char *verify(const struct heap *h, addr o)
{
    if (bytes_length(h, o) > REGION_LIMIT_MAX || !object_has_room(h, o, BYTES_DATA + bytes_length(h, o) + 1))
        return "bytes of an impossible size";
    if (data(h, o)[bytes_length(h, o)] != 0)
        return "bytes that do not end with a NUL";
    int64_t cached = HEAP_FIELD(h, o, BYTES_HASH, int64_t);
    if (cached != -1 && cached != hash_bytes(h, data(h, o), bytes_length(h, o)))
        return "the cached hash of bytes is not theirs";
    return NULL;
}

const struct kind_ops bytes_ops = {.iter = bytes_iter,
                                   .size = size,
                                   .repr = repr,
                                   .str = repr,
                                   .hash = hash,
                                   .equal = equal,
                                   .length = length_of,
                                   .verify = verify};
