/* Reading and writing as the base classes of streams have it: by other methods of whoever extends them, or
 * not at all (io_base.h). Mirrors Modules/_io/iobase.c, bufferedio.c, textio.c.
 */
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/io_base.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/memory_view.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/textual.h"
#include "daemon/heap/runtime.h"

#define READ_AT_ONCE 8192

enum heap_status io_raise_unsupported(struct heap *h, const char *message)
{
    addr type, text = str_from_ascii(h, message);
    if (!text)
        return raise_status(h);
    enum heap_status status = runtime_imported ? runtime_imported(h, "io", "UnsupportedOperation", &type)
                                               : raise_error(h, EXC_OS_ERROR, "%s", message);
    if (status == HEAP_OK) {
        status = raise_type(h, type, text);
        decref(h, type);
    }
    decref(h, text);
    return status;
}

#define UNSUPPORTED(name, least, most, ints)                                                                 \
    static enum heap_status no_##name(struct heap *h, const struct call *call, addr *out)                    \
    {                                                                                                        \
        (void)out;                                                                                           \
        enum heap_status status = io_unused_arguments(h, call, #name, least, most, ints);                    \
        return status == HEAP_OK ? io_raise_unsupported(h, #name) : status;                                  \
    }
UNSUPPORTED(read, 0, 1, true)
UNSUPPORTED(read1, 0, 1, true)
UNSUPPORTED(readline, 0, 1, true)
UNSUPPORTED(write, 1, 1, false)

/* Before, it has no arguments at all. */
static enum heap_status no_detach(struct heap *h, const struct call *call, addr *out)
{
    (void)out;
    enum heap_status status = io_unused_arguments(h, call, "detach", 0, 0, false);
    if (status == HEAP_OK && call->count)
        status = raise_error(h, EXC_TYPE_ERROR, "%.200s.detach() takes no arguments (%zu given)",
                             object_type_name(h, call->self), call->count);
    return status == HEAP_OK ? io_raise_unsupported(h, "detach") : status;
}

static enum heap_status not_implemented(struct heap *h, const struct call *call, addr *out)
{
    (void)call, (void)out;
    return raise_error(h, EXC_NOT_IMPLEMENTED_ERROR, "%s", "");
}

/* ---- a line, byte by byte -------------------------------------------------------------------------- */

/* How much to read next: as far as peek() shows the line, else a byte. */
static enum heap_status look_ahead(struct heap *h, addr peek, int64_t limit, int64_t *count)
{
    addr one = int_new(h, 1), shown;
    *count = 1;
    if (!peek)
        return HEAP_OK;
    enum heap_status status = object_call(h, peek, &one, 1, NULL, NULL, 0, &shown);
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, shown) != KIND_BYTES) {
        status = raise_error(h, EXC_OS_ERROR, "peek() should have returned a bytes object, not '%.200s'",
                             object_type_name(h, shown));
    } else if (bytes_length(h, shown)) {
        size_t most = bytes_length(h, shown);
        if (limit >= 0 && (uint64_t)limit < most)
            most = (size_t)limit;
        const uint8_t *bytes = bytes_data(h, shown), *end = memchr(bytes, '\n', most);
        *count = end ? end - bytes + 1 : (int64_t)most;
        work_done(h, steps_of_bytes((uint64_t)*count));
    }
    decref(h, shown);
    return status;
}

/* read(count), put behind the line: *more false at its end. */
static enum heap_status read_behind(struct heap *h, addr o, int64_t count, addr line, bool *more)
{
    addr part, size = int_new(h, count);
    *more = false;
    if (!size)
        return raise_status(h);
    enum heap_status status = io_call(h, o, "read", &size, 1, &part);
    decref(h, size);
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, part) != KIND_BYTES) {
        status = raise_error(h, EXC_OS_ERROR, "read() should have returned a bytes object, not '%.200s'",
                             object_type_name(h, part));
    } else if (bytes_length(h, part)) {
        size_t length = bytes_length(h, part), before = bytes_length(h, line);
        status = bytearray_resize(h, line, before + length);
        if (status == HEAP_OK)
            status = bytes_copy(h, bytearray_data(h, line) + before, bytes_data(h, part), length);
        *more = status == HEAP_OK && bytes_data(h, part)[length - 1] != '\n';
    }
    decref(h, part);
    return status;
}

enum heap_status io_base_readline(struct heap *h, const struct call *call, addr *out)
{
    int64_t limit, count;
    addr peek = 0;
    bool more = true;
    enum heap_status status = io_size_argument(h, call, &limit);
    if (status == HEAP_OK)
        status = io_look_up(h, call->self, "peek", &peek);
    addr line = status == HEAP_OK ? bytearray_new(h, NULL, 0) : 0;
    if (status == HEAP_OK && !line)
        status = raise_status(h);
    while (status == HEAP_OK && more && (limit < 0 || (int64_t)bytes_length(h, line) < limit)) {
        status = look_ahead(h, peek, limit, &count);
        if (status == HEAP_OK)
            status = read_behind(h, call->self, count, line, &more);
        if (status == HEAP_OK)
            status = loop_check(h);
    }
    if (status == HEAP_OK)
        status = answer(
            h, bytes_new(h, bytes_length(h, line) ? bytearray_data(h, line) : NULL, bytes_length(h, line)),
            out);
    xdecref(h, line);
    xdecref(h, peek);
    return status;
}

/* ---- _RawIOBase ------------------------------------------------------------------------------------ */

static enum heap_status raw_read(struct heap *h, const struct call *call, addr *out)
{
    int64_t size = -1;
    addr result;
    enum heap_status status =
        call->count ? object_index_word(h, call->args[0], EXC_OVERFLOW_ERROR, &size) : HEAP_OK;
    if (status != HEAP_OK)
        return status;
    if (size < 0)
        return io_call(h, call->self, "readall", NULL, 0, out);
    addr room = bytearray_new(h, NULL, (size_t)size);
    if (!room)
        return raise_status(h);
    status = io_call(h, call->self, "readinto", &room, 1, &result);
    if (status == HEAP_OK && result == none(h)) {
        *out = result;
    } else if (status == HEAP_OK) {
        status = object_index_word(h, result, EXC_VALUE_ERROR, &size);
        decref(h, result);
        if (status == HEAP_OK && (size < 0 || (uint64_t)size > bytes_length(h, room)))
            status = raise_error(h, EXC_VALUE_ERROR, "readinto returned %lld outside buffer size %zu",
                                 (long long)size, bytes_length(h, room));
        if (status == HEAP_OK)
            status = answer(h, bytes_new(h, size ? bytearray_data(h, room) : NULL, (size_t)size), out);
    }
    decref(h, room);
    return status;
}

/* All that read() gives into a list; *none_first: that was None and nothing else. */
static enum heap_status read_parts(struct heap *h, addr o, addr parts, bool *none_first)
{
    addr part, size = int_new(h, READ_AT_ONCE);
    enum heap_status status = size ? HEAP_OK : raise_status(h);
    *none_first = false;
    for (bool more = true; status == HEAP_OK && more;) {
        status = io_call(h, o, "read", &size, 1, &part);
        if (status != HEAP_OK)
            break;
        more = part != none(h);
        *none_first = !more && list_length(h, parts) == 0;
        if (more && object_kind(h, part) != KIND_BYTES)
            status = raise_error(h, EXC_TYPE_ERROR, "read() should return bytes");
        else if (more && (more = bytes_length(h, part) != 0))
            status = list_append(h, parts, part);
        decref(h, part);
        if (status == HEAP_OK)
            status = loop_check(h);
    }
    xdecref(h, size);
    return status;
}

static enum heap_status raw_readall(struct heap *h, const struct call *call, addr *out)
{
    bool none_first = false;
    addr parts = list_new(h, 0);
    if (!parts)
        return raise_status(h);
    enum heap_status status = read_parts(h, call->self, parts, &none_first);
    const struct call joining = {.self = h->singleton[SINGLETON_EMPTY_BYTES], .args = &parts, .count = 1};
    if (status == HEAP_OK)
        status = none_first ? answer_none(h, HEAP_OK, out) : textual_method_join(h, &joining, out);
    decref(h, parts);
    return status;
}

ITERATOR_METHODS(raw_io_base, {"read", 0, 1, 0, raw_read}, {"readall", 0, 0, 0, raw_readall},
                 {"readinto", -1, -1, METHOD_TUPLE, not_implemented},
                 {"write", -1, -1, METHOD_TUPLE, not_implemented}, {0})

/* ---- _BufferedIOBase ------------------------------------------------------------------------------- */

bool io_writable(const struct heap *h, addr o, uint8_t **bytes, size_t *length)
{
    const uint8_t *view;
    enum kind kind = object_kind(h, o);
    if (kind != KIND_BYTEARRAY && kind != KIND_ARRAY &&
        !(kind == KIND_MEMORYVIEW && !view_at(h, o)->view.readonly))
        return false;
    if (!bytes_view(h, o, &view, length))
        return false;
    *bytes = (uint8_t *)(uintptr_t)view;
    return true;
}

enum heap_status io_raise_not_writable(struct heap *h, const char *method, addr o)
{
    return raise_error(h, EXC_TYPE_ERROR, "%s() argument must be read-write bytes-like object, not %.50s",
                       method, argument_type_name(h, o));
}

/* What read() or read1() answers is put into the buffer, which does not change its size meanwhile. */
static enum heap_status read_into(struct heap *h, addr o, addr buffer, const char *method, const char *name,
                                  addr *out)
{
    uint8_t *to;
    size_t length = 0;
    addr data, size;
    if (!io_writable(h, buffer, &to, &length))
        return io_raise_not_writable(h, name, buffer);
    if (!(size = int_new(h, (int64_t)length)))
        return raise_status(h);
    int64_t *exports = buffer_exports(h, buffer);
    if (exports)
        ++*exports;
    enum heap_status status = io_call(h, o, method, &size, 1, &data);
    if (exports)
        --*exports;
    decref(h, size);
    if (status != HEAP_OK)
        return status;
    size_t count = object_kind(h, data) == KIND_BYTES ? bytes_length(h, data) : 0;
    if (object_kind(h, data) != KIND_BYTES)
        status = raise_error(h, EXC_TYPE_ERROR, "read() should return bytes");
    else if (count > length)
        status =
            raise_error(h, EXC_VALUE_ERROR,
                        "read() returned too much data: %zu bytes requested, %zu returned", length, count);
    else if (!io_writable(h, buffer, &to, &length) || count > length)
        status = raise_error(h, EXC_VALUE_ERROR, "operation forbidden on released memoryview object");
    else if (count)
        status = bytes_copy(h, to, bytes_data(h, data), count);
    decref(h, data);
    return status == HEAP_OK ? answer_size(h, (int64_t)count, out) : status;
}

static enum heap_status buffered_readinto(struct heap *h, const struct call *call, addr *out)
{
    return read_into(h, call->self, call->args[0], "read", "readinto", out);
}
static enum heap_status buffered_readinto1(struct heap *h, const struct call *call, addr *out)
{
    return read_into(h, call->self, call->args[0], "read1", "readinto1", out);
}

ITERATOR_METHODS(buffered_io_base, {"detach", -1, -1, METHOD_TUPLE, no_detach},
                 {"read", -1, -1, METHOD_TUPLE, no_read}, {"read1", -1, -1, METHOD_TUPLE, no_read1},
                 {"readinto", 1, 1, 0, buffered_readinto}, {"readinto1", 1, 1, 0, buffered_readinto1},
                 {"write", -1, -1, METHOD_TUPLE, no_write}, {0})

/* ---- _TextIOBase ----------------------------------------------------------------------------------- */

static enum heap_status no_text(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = io_unused_arguments(h, call, "write", 1, 1, false);
    if (status == HEAP_OK && h->abi.minor >= 13 && !str_is_kind(h, call->args[0]))
        status = raise_error(h, EXC_TYPE_ERROR, "write() argument 1 must be str, not %.50s",
                             object_type_name(h, call->args[0]));
    return status == HEAP_OK ? no_write(h, call, out) : status;
}

ITERATOR_METHODS(text_io_base, {"detach", -1, -1, METHOD_TUPLE, no_detach},
                 {"read", -1, -1, METHOD_TUPLE, no_read}, {"readline", -1, -1, METHOD_TUPLE, no_readline},
                 {"write", -1, -1, METHOD_TUPLE, no_text}, {0})
