/* _io.BytesIO: a bytes object that others may have as well until it is written to, then with room for more
 * (layout: io_base.h); and _BytesIOBuffer, by which getbuffer() shows it. Mirrors Modules/_io/bytesio.c.
 * Methods: bytes_io_methods.c.
 */
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/io_base.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/memory_view.h"

static char *data_of(const struct heap *h, addr bytes)
{
    return heap_at(h, bytes + BYTES_DATA);
}

static bool is_shared(const struct heap *h, addr o)
{
    return object_refcount(h, bytes_io_at(h, o)->buf) != 1;
}

/* ---- its bytes ------------------------------------------------------------------------------------- */

/* *new*: so many bytes, not set, that nobody else has; but the empty ones are everybody's. */
static addr room_for(struct heap *h, size_t size)
{
    if (size == 0)
        return incref(h, h->singleton[SINGLETON_EMPTY_BYTES]);
    if (size > REGION_LIMIT_MAX) {
        (void)raise_memory(h);
        return 0;
    }
    addr made = object_new_sized(h, h->type[KIND_BYTES], BYTES_DATA + size + 1);
    if (!made)
        return 0;
    HEAP_FIELD(h, made, 16, size_t) = size;
    HEAP_FIELD(h, made, BYTES_HASH, int64_t) = -1;
    data_of(h, made)[size] = 0;
    return made;
}

static enum heap_status unshare(struct heap *h, addr o, size_t size)
{
    struct bytes_io *b = bytes_io_at(h, o);
    addr made = room_for(h, size);
    if (!made)
        return raise_status(h);
    enum heap_status status = bytes_copy(h, data_of(h, made), data_of(h, b->buf), (size_t)b->string_size);
    if (status == HEAP_OK)
        object_replace(h, &b->buf, made);
    else
        decref(h, made);
    return status;
}

/* _PyBytes_Resize of one that nobody else has. */
static enum heap_status resize_own(struct heap *h, addr o, size_t size)
{
    struct bytes_io *b = bytes_io_at(h, o);
    if (bytes_length(h, b->buf) == size)
        return HEAP_OK;
    if (size == 0 || size > REGION_LIMIT_MAX) {
        addr empty = room_for(h, size);
        if (empty)
            object_replace(h, &b->buf, empty);
        return empty ? HEAP_OK : raise_status(h);
    }
    addr moved = object_resize(h, b->buf, BYTES_DATA + size + 1);
    if (!moved)
        return HEAP_RAISED;
    b->buf = moved;
    HEAP_FIELD(h, moved, 16, size_t) = size;
    HEAP_FIELD(h, moved, BYTES_HASH, int64_t) = -1;
    data_of(h, moved)[size] = 0;
    return HEAP_OK;
}

enum heap_status bytes_io_resize(struct heap *h, addr o, uint64_t size)
{
    uint64_t room = bytes_length(h, bytes_io_at(h, o)->buf);
    if (size > INT64_MAX)
        return raise_error(h, EXC_OVERFLOW_ERROR, "new buffer size too large");
    if (!io_room_changes(size, &room))
        return HEAP_OK;
    return is_shared(h, o) ? unshare(h, o, room) : resize_own(h, o, room);
}

enum heap_status bytes_io_check(struct heap *h, addr o)
{
    return bytes_io_at(h, o)->buf ? HEAP_OK
                                  : raise_error(h, EXC_VALUE_ERROR, "I/O operation on closed file.");
}

enum heap_status bytes_io_check_exports(struct heap *h, addr o)
{
    return bytes_io_at(h, o)->exports > 0
               ? raise_error(h, EXC_BUFFER_ERROR, "Existing exports of data: object cannot be re-sized")
               : HEAP_OK;
}

enum heap_status bytes_io_prepare_export(struct heap *h, addr o)
{
    struct bytes_io *b = bytes_io_at(h, o);
    enum heap_status status = bytes_io_check(h, o);
    if (status == HEAP_OK && b->exports == 0 && is_shared(h, o))
        status = unshare(h, o, (size_t)b->string_size);
    return status;
}

/* What has bytes without gaps: BufferError, TypeError. */
static enum heap_status view(struct heap *h, addr o, const uint8_t **bytes, size_t *length)
{
    if (bytes_view(h, o, bytes, length))
        return HEAP_OK;
    if (object_kind(h, o) != KIND_MEMORYVIEW)
        return raise_not_bytes(h, o);
    enum heap_status status = memory_view_check(h, o);
    return status == HEAP_OK
               ? raise_error(h, EXC_BUFFER_ERROR, "memoryview: underlying buffer is not C-contiguous")
               : status;
}

enum heap_status bytes_io_write(struct heap *h, addr o, addr given, int64_t *written)
{
    struct bytes_io *b = bytes_io_at(h, o);
    const uint8_t *bytes;
    size_t length;
    enum heap_status status = bytes_io_check(h, o);
    if (status == HEAP_OK)
        status = bytes_io_check_exports(h, o);
    if (status == HEAP_OK)
        status = view(h, given, &bytes, &length);
    if (status != HEAP_OK)
        return status;
    *written = (int64_t)length;
    if (length == 0)
        return HEAP_OK;
    uint64_t end = (uint64_t)b->pos + length;
    if (end > bytes_length(h, b->buf))
        status = bytes_io_resize(h, o, end);
    else if (is_shared(h, o))
        status = unshare(h, o, end > (uint64_t)b->string_size ? end : (size_t)b->string_size);
    if (status != HEAP_OK)
        return status;
    char *to = data_of(h, b->buf);
    if (b->pos > b->string_size)
        status = bytes_clear(h, to + b->string_size, (size_t)(b->pos - b->string_size));
    if (status == HEAP_OK)
        status = bytes_copy(h, to + b->pos, bytes, length);
    if (status != HEAP_OK)
        return status;
    HEAP_FIELD(h, b->buf, BYTES_HASH, int64_t) = -1; /* somebody may have asked for it meanwhile */
    b->pos = (int64_t)end;
    if (b->string_size < b->pos)
        b->string_size = b->pos;
    return HEAP_OK;
}

enum heap_status bytes_io_value(struct heap *h, addr o, addr *out)
{
    struct bytes_io *b = bytes_io_at(h, o);
    size_t size = (size_t)b->string_size;
    enum heap_status status = HEAP_OK;
    if (size <= 1 || b->exports > 0)
        return answer(h, bytes_new(h, data_of(h, b->buf), size), out);
    if (size != bytes_length(h, b->buf))
        status = is_shared(h, o) ? unshare(h, o, size) : resize_own(h, o, size);
    return status == HEAP_OK ? answer(h, incref(h, b->buf), out) : status;
}

/* ---- __new__, __init__ ----------------------------------------------------------------------------- */

addr bytes_io_new(struct heap *h, addr type)
{
    addr o = object_new(h, type, 0);
    if (!o)
        return 0;
    bytes_io_at(h, o)->buf = incref(h, h->singleton[SINGLETON_EMPTY_BYTES]);
    object_track(h, o);
    return o;
}

/* Unlike CPython's it leaves the contents alone where somebody looks into them. */
enum heap_status bytes_io_init(struct heap *h, addr o, const struct call *call)
{
    static const char *const names[] = {"initial_bytes"};
    struct bytes_io *b = bytes_io_at(h, o);
    addr given;
    int64_t written;
    enum heap_status status = arguments_unpack(h, call, "BytesIO", names, 1, 0, 1, &given);
    if (status == HEAP_OK)
        b->string_size = b->pos = 0; /* also where somebody looks into it, who sees what was there */
    if (status == HEAP_OK)
        status = bytes_io_check_exports(h, o);
    if (status != HEAP_OK)
        return status;
    if (!given || given == none(h))
        return HEAP_OK;
    if (object_is_exact(h, given, KIND_BYTES)) {
        b->string_size = (int64_t)bytes_length(h, given);
        object_replace(h, &b->buf, incref(h, given));
        return HEAP_OK;
    }
    status = bytes_io_write(h, o, given, &written);
    b->pos = 0;
    return status;
}

/* ---- slots ----------------------------------------------------------------------------------------- */

/* Up to 3.11 the attributes alone are told to the collector. */
static void traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    struct bytes_io *b = bytes_io_at(h, o);
    visit(h, context, &b->dict, 1, 1);
    if (h->abi.io_types_are_heap_types)
        visit(h, context, &b->buf, 1, 1);
}

static void untraversed(struct heap *h, addr o, span_visitor *visit, void *context)
{
    if (!h->abi.io_types_are_heap_types)
        visit(h, context, &bytes_io_at(h, o)->buf, 1, 1);
}

static bool release_next(struct heap *h, addr o, addr *reference)
{
    static const uint8_t order[] = {offsetof(struct bytes_io, buf), offsetof(struct bytes_io, dict)};
    return fields_release(h, o, order, sizeof order, reference);
}

static void clear(struct heap *h, addr o)
{
    struct bytes_io *b = bytes_io_at(h, o);
    incref(h, o);
    object_replace(h, &b->dict, 0);
    if (h->abi.io_types_are_heap_types && b->exports == 0)
        object_replace(h, &b->buf, 0);
    decref(h, o);
}

static size_t size(const struct heap *h, addr o)
{
    addr buf = bytes_io_at(h, o)->buf;
    return (size_t)type_at(h, object_type(h, o))->basicsize +
           (buf && !is_shared(h, o) ? object_getsizeof(h, buf) : 0);
}

static const char *verify(const struct heap *h, addr o)
{
    const struct bytes_io *b = bytes_io_at(h, o);
    if (b->pos < 0 || b->string_size < 0 || b->exports < 0)
        return "a BytesIO of an impossible size";
    if (!b->buf)
        return b->exports ? "a closed BytesIO that somebody looks into" : NULL;
    if (!object_exists(h, b->buf) || object_kind(h, b->buf) != KIND_BYTES)
        return "a BytesIO without bytes";
    return (size_t)b->string_size > bytes_length(h, b->buf) ? "a BytesIO longer than its bytes" : NULL;
}

extern const struct kind_ops bytes_io_ops;
const struct kind_ops bytes_io_ops = {.iter = iter_self,
                                      .next = bytes_io_next,
                                      .traverse = traverse,
                                      .untraversed = untraversed,
                                      .release_next = release_next,
                                      .clear = clear,
                                      .size = size,
                                      .hash = hash_self,
                                      .verify = verify};

/* ---- _BytesIOBuffer -------------------------------------------------------------------------------- */

FIELDS_SLOTS(bytes_io_buffer, offsetof(struct bytes_io_buffer, source))
extern const struct kind_ops bytes_io_buffer_ops;
const struct kind_ops bytes_io_buffer_ops = {.traverse = bytes_io_buffer_traverse,
                                             .release_next = bytes_io_buffer_release_next,
                                             .hash = hash_self,
                                             .verify = bytes_io_buffer_verify};
ITERATOR_METHODS(bytes_io_buffer, {0})
