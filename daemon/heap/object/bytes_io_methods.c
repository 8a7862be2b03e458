/* The methods of _io.BytesIO, as Modules/_io/bytesio.c has them. */
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/io_base.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/memory_view.h"

static const char *bytes_at(const struct heap *h, addr o)
{
    return heap_at(h, bytes_io_at(h, o)->buf + BYTES_DATA);
}

static enum heap_status answer_true(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(h, bytes_io_check(h, call->self), true, out);
}
static enum heap_status method_isatty(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(h, bytes_io_check(h, call->self), false, out);
}
static enum heap_status method_flush(struct heap *h, const struct call *call, addr *out)
{
    return answer_none(h, bytes_io_check(h, call->self), out);
}
static enum heap_status method_tell(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = bytes_io_check(h, call->self);
    return status == HEAP_OK ? answer_size(h, bytes_io_at(h, call->self)->pos, out) : status;
}

/* ---- reading --------------------------------------------------------------------------------------- */

/* *new*: so many bytes from the position on, which goes behind them; all of them are not copied. */
static enum heap_status take(struct heap *h, addr o, int64_t count, addr *out)
{
    struct bytes_io *b = bytes_io_at(h, o);
    addr made;
    if (count > 1 && b->pos == 0 && (size_t)count == bytes_length(h, b->buf) && b->exports == 0)
        made = incref(h, b->buf);
    else
        made = bytes_new(h, count ? bytes_at(h, o) + b->pos : "", (size_t)count);
    if (made)
        b->pos += count;
    return answer(h, made, out);
}

/* How many of `size` (-1: all) there are from the position on. */
static int64_t available(const struct heap *h, addr o, int64_t size)
{
    int64_t rest = bytes_io_at(h, o)->string_size - bytes_io_at(h, o)->pos;
    if (rest < 0)
        rest = 0;
    return size < 0 || size > rest ? rest : size;
}

static enum heap_status method_read(struct heap *h, const struct call *call, addr *out)
{
    int64_t size;
    enum heap_status status = io_size_argument(h, call, &size);
    if (status == HEAP_OK)
        status = bytes_io_check(h, call->self);
    return status == HEAP_OK ? take(h, call->self, available(h, call->self, size), out) : status;
}

/* How long the line is that begins at the position, at most `size`; 0 at the end. */
static enum heap_status line_length(struct heap *h, addr o, int64_t size, int64_t *length)
{
    size_t count = (size_t)available(h, o, size), done = 0;
    const char *line = count ? bytes_at(h, o) + bytes_io_at(h, o)->pos : "", *end = NULL;
    enum heap_status status = HEAP_OK;
    while (!end && done < count && status == HEAP_OK) {
        size_t part = count - done < BYTES_AT_ONCE ? count - done : BYTES_AT_ONCE;
        end = memchr(line + done, '\n', part);
        done += part;
        if (done < count)
            status = loop_work(h, 0);
    }
    *length = end ? end - line + 1 : (int64_t)count;
    work_done(h, steps_of_bytes((uint64_t)*length));
    return status;
}

static enum heap_status take_line(struct heap *h, addr o, int64_t size, addr *out)
{
    int64_t length;
    enum heap_status status = line_length(h, o, size, &length);
    return status == HEAP_OK ? take(h, o, length, out) : status;
}

static enum heap_status method_readline(struct heap *h, const struct call *call, addr *out)
{
    int64_t size;
    enum heap_status status = io_size_argument(h, call, &size);
    if (status == HEAP_OK)
        status = bytes_io_check(h, call->self);
    return status == HEAP_OK ? take_line(h, call->self, size, out) : status;
}

enum heap_status bytes_io_next(struct heap *h, addr o, addr *item)
{
    enum heap_status status = bytes_io_check(h, o);
    *item = 0;
    if (status != HEAP_OK || !available(h, o, -1))
        return status;
    return take_line(h, o, -1, item);
}

static enum heap_status read_lines(struct heap *h, addr o, int64_t most, addr list)
{
    int64_t length, sum = 0;
    enum heap_status status;
    while ((status = line_length(h, o, -1, &length)) == HEAP_OK && length) {
        addr line = bytes_new(h, bytes_at(h, o) + bytes_io_at(h, o)->pos, (size_t)length);
        bytes_io_at(h, o)->pos += length;
        status = line ? list_append(h, list, line) : raise_status(h);
        xdecref(h, line);
        sum += length;
        if (status == HEAP_OK)
            status = loop_check(h);
        if (status != HEAP_OK || (most > 0 && sum >= most))
            break;
    }
    return status;
}

static enum heap_status method_readlines(struct heap *h, const struct call *call, addr *out)
{
    int64_t most = -1;
    addr given = call->count ? call->args[0] : none(h);
    enum heap_status status = bytes_io_check(h, call->self);
    if (status == HEAP_OK && int_is_kind(h, given))
        status = int_argument(h, given, &most);
    else if (status == HEAP_OK && given != none(h))
        status =
            raise_error(h, EXC_TYPE_ERROR, "integer argument expected, got '%s'", object_type_name(h, given));
    if (status != HEAP_OK)
        return status;
    addr list = list_new(h, 0);
    if (!list)
        return raise_status(h);
    status = read_lines(h, call->self, most, list);
    if (status == HEAP_OK)
        *out = list;
    else
        decref(h, list);
    return status;
}

static enum heap_status method_readinto(struct heap *h, const struct call *call, addr *out)
{
    struct bytes_io *b = bytes_io_at(h, call->self);
    uint8_t *to;
    size_t length;
    if (!io_writable(h, call->args[0], &to, &length))
        return io_raise_not_writable(h, "readinto", call->args[0]);
    enum heap_status status = bytes_io_check(h, call->self);
    int64_t count = status == HEAP_OK ? available(h, call->self, (int64_t)length) : 0;
    if (count && to != (const uint8_t *)bytes_at(h, call->self) + b->pos)
        status = bytes_copy(h, to, bytes_at(h, call->self) + b->pos, (size_t)count);
    if (status == HEAP_OK)
        b->pos += count;
    return status == HEAP_OK ? answer_size(h, count, out) : status;
}

/* ---- writing --------------------------------------------------------------------------------------- */

static enum heap_status method_write(struct heap *h, const struct call *call, addr *out)
{
    int64_t written;
    enum heap_status status = bytes_io_write(h, call->self, call->args[0], &written);
    return status == HEAP_OK ? answer_size(h, written, out) : status;
}

static enum heap_status write_line(struct heap *h, addr o, addr line)
{
    int64_t written;
    return bytes_io_write(h, o, line, &written);
}

static enum heap_status method_writelines(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = bytes_io_check(h, call->self);
    return status == HEAP_OK ? io_write_lines(h, call, write_line, out) : status;
}

static enum heap_status method_truncate(struct heap *h, const struct call *call, addr *out)
{
    struct bytes_io *b = bytes_io_at(h, call->self);
    int64_t size;
    enum heap_status status = io_size_argument(h, call, &size);
    if (status == HEAP_OK)
        status = bytes_io_check(h, call->self);
    if (status == HEAP_OK)
        status = bytes_io_check_exports(h, call->self);
    if (status != HEAP_OK)
        return status;
    if (!call->count || call->args[0] == none(h))
        size = b->pos;
    if (size < 0)
        return raise_error(h, EXC_VALUE_ERROR, "negative size value %lld", (long long)size);
    if (size < b->string_size) {
        int64_t before = b->string_size;
        b->string_size = size;
        status = bytes_io_resize(h, call->self, (uint64_t)size);
        if (status != HEAP_OK) {
            b->string_size = before;
            return status;
        }
    }
    return answer_size(h, size, out);
}

static enum heap_status method_seek(struct heap *h, const struct call *call, addr *out)
{
    struct bytes_io *b = bytes_io_at(h, call->self);
    int64_t position, whence;
    enum heap_status status = io_seek_arguments(h, call, &position, &whence);
    if (status == HEAP_OK)
        status = bytes_io_check(h, call->self);
    if (status != HEAP_OK)
        return status;
    if (position < 0 && whence == 0)
        return raise_error(h, EXC_VALUE_ERROR, "negative seek value %lld", (long long)position);
    if (whence < 0 || whence > 2)
        return raise_error(h, EXC_VALUE_ERROR, "invalid whence (%lld, should be 0, 1 or 2)",
                           (long long)whence);
    int64_t from = whence == 0 ? 0 : whence == 1 ? b->pos : b->string_size;
    if (position > INT64_MAX - from)
        return raise_error(h, EXC_OVERFLOW_ERROR, "new position too large");
    b->pos = position + from < 0 ? 0 : position + from;
    return answer_size(h, b->pos, out);
}

static enum heap_status method_close(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = bytes_io_check_exports(h, call->self);
    if (status == HEAP_OK)
        object_replace(h, &bytes_io_at(h, call->self)->buf, 0);
    return answer_none(h, status, out);
}

static enum heap_status method_getvalue(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = bytes_io_check(h, call->self);
    return status == HEAP_OK ? bytes_io_value(h, call->self, out) : status;
}

static enum heap_status method_getbuffer(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = bytes_io_check(h, call->self);
    addr buffer = status == HEAP_OK ? object_new(h, h->type[KIND_BYTES_IO_BUFFER], 0) : 0;
    if (!buffer)
        return status == HEAP_OK ? raise_status(h) : status;
    ((struct bytes_io_buffer *)heap_at(h, buffer))->source = incref(h, call->self);
    object_track(h, buffer);
    status = memory_view_of(h, buffer, out);
    decref(h, buffer);
    return status;
}

/* ---- pickling -------------------------------------------------------------------------------------- */

static enum heap_status method_getstate(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->self, items[3] = {0};
    enum heap_status status = bytes_io_check(h, o);
    if (status == HEAP_OK)
        status = bytes_io_value(h, o, &items[0]);
    if (status != HEAP_OK)
        return status;
    items[1] = int_new(h, bytes_io_at(h, o)->pos);
    items[2] = items[1] ? io_attributes(h, bytes_io_at(h, o)->dict) : 0;
    status = answer(h, items[2] ? tuple_from(h, items, 3) : 0, out);
    for (size_t i = 0; i < 3; i++)
        xdecref(h, items[i]);
    return status;
}

static enum heap_status method_setstate(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->self, state = call->args[0];
    struct bytes_io *b = bytes_io_at(h, o);
    int64_t written;
    enum heap_status status = io_check_state(h, o, state, 3);
    if (status == HEAP_OK)
        status = bytes_io_check_exports(h, o);
    if (status != HEAP_OK)
        return status;
    b->string_size = b->pos = 0;
    status = bytes_io_write(h, o, tuple_item(h, state, 0), &written);
    if (status == HEAP_OK)
        status = io_restore(h, state, 1, &b->pos, &b->dict);
    return answer_none(h, status, out);
}

extern const struct builtin_method bytes_io_methods[];
const struct builtin_method bytes_io_methods[] = {
    {"readable", 0, 0, 0, answer_true},
    {"seekable", 0, 0, 0, answer_true},
    {"writable", 0, 0, 0, answer_true},
    {"close", 0, 0, 0, method_close},
    {"flush", 0, 0, 0, method_flush},
    {"isatty", 0, 0, 0, method_isatty},
    {"tell", 0, 0, 0, method_tell},
    {"write", 1, 1, 0, method_write},
    {"writelines", 1, 1, 0, method_writelines},
    {"read1", 0, 1, 0, method_read},
    {"readinto", 1, 1, 0, method_readinto},
    {"readline", 0, 1, 0, method_readline},
    {"readlines", 0, 1, 0, method_readlines},
    {"read", 0, 1, 0, method_read},
    {"getbuffer", 0, 0, 0, method_getbuffer},
    {"getvalue", 0, 0, 0, method_getvalue},
    {"seek", 1, 2, 0, method_seek},
    {"truncate", 0, 1, 0, method_truncate},
    {"__getstate__", 0, 0, 0, method_getstate},
    {"__setstate__", 1, 1, 0, method_setstate},
    {"__sizeof__", 0, 0, 0, method_own_sizeof},
    {0},
};

static enum heap_status get_closed(struct heap *h, addr o, addr *out)
{
    return answer_bool(h, HEAP_OK, !bytes_io_at(h, o)->buf, out);
}
const struct getset bytes_io_getsets[] = {{"closed", get_closed, NULL}, {0}};
