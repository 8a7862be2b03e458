/* The methods of _io.StringIO, as Modules/_io/stringio.c has them. */
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/io_base.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/str.h"

static enum heap_status method_getvalue(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = string_io_check(h, call->self);
    return status == HEAP_OK ? string_io_value(h, call->self, out) : status;
}

static enum heap_status method_tell(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = string_io_check(h, call->self);
    return status == HEAP_OK ? answer_size(h, string_io_at(h, call->self)->pos, out) : status;
}

/* *new*: so many characters from the position on, which goes behind them. */
static enum heap_status take(struct heap *h, addr o, int64_t count, addr *out)
{
    struct string_io *s = string_io_at(h, o);
    const uint32_t *units = heap_at(h, s->buf);
    work_done(h, steps_of_bytes((uint64_t)count));
    enum heap_status status =
        answer(h, str_from_units(h, count ? units + s->pos : units, (size_t)count, 4), out);
    if (status == HEAP_OK)
        s->pos += count;
    return status;
}

static enum heap_status method_read(struct heap *h, const struct call *call, addr *out)
{
    struct string_io *s = string_io_at(h, call->self);
    int64_t size;
    enum heap_status status = io_size_argument(h, call, &size);
    if (status == HEAP_OK)
        status = string_io_check(h, call->self);
    if (status != HEAP_OK)
        return status;
    int64_t rest = s->string_size - s->pos;
    if (size < 0 || size > rest)
        size = rest < 0 ? 0 : rest;
    if (s->state == STRING_IO_ACCUMULATING && s->pos == 0 && size == rest) { /* seek(0); read() */
        status = string_io_value(h, call->self, out);
        if (status == HEAP_OK)
            s->pos = s->string_size;
        return status;
    }
    status = string_io_realize(h, call->self);
    rest = s->string_size > s->pos ? s->string_size - s->pos : 0;
    return status == HEAP_OK ? take(h, call->self, size < rest ? size : rest, out) : status;
}

/* ---- lines ----------------------------------------------------------------------------------------- */

/* Where the first of these characters is, at most `count` of them; `count`: nowhere. */
static enum heap_status find(struct heap *h, const uint32_t *units, int64_t count, uint32_t c, uint32_t or_c,
                             int64_t *at)
{
    int64_t i = 0;
    enum heap_status status = HEAP_OK;
    for (; i < count && units[i] != c && units[i] != or_c && status == HEAP_OK; i++)
        status = loop_goes_on(h, (size_t)i);
    work_done(h, steps_of_bytes((uint64_t)i));
    *at = i;
    return status;
}

/* How long the line is that begins there, its end with it; `count` where it has none
 * (_PyIO_find_line_ending).
 */
static enum heap_status line_length(struct heap *h, const struct string_io_tail *t, const uint32_t *units,
                                    int64_t count, int64_t *length)
{
    int64_t at;
    enum heap_status status;
    if (t->read_translate || !t->read_universal) {
        uint32_t first = t->read_translate ? '\n' : str_char(h, t->readnl, 0);
        bool both = !t->read_translate && str_length(h, t->readnl) == 2;
        for (int64_t from = 0;; from = at + 1) {
            status = find(h, units + from, count - from, first, first, &at);
            if (status != HEAP_OK)
                return status;
            at += from;
            if (at >= count || !both || (at + 1 < count && units[at + 1] == '\n'))
                break;
        }
        *length = at + 1 + both <= count ? at + 1 + both : count;
        return HEAP_OK;
    }
    status = find(h, units, count, '\n', '\r', &at);
    if (status != HEAP_OK)
        return status;
    bool both = at + 1 < count && units[at] == '\r' && units[at + 1] == '\n';
    *length = at < count ? at + 1 + both : count;
    return HEAP_OK;
}

static enum heap_status read_line(struct heap *h, addr o, int64_t limit, addr *out)
{
    struct string_io *s = string_io_at(h, o);
    int64_t rest = s->string_size - s->pos, length = 0;
    if (rest <= 0)
        return answer(h, incref(h, h->singleton[SINGLETON_EMPTY_STR]), out);
    if (limit < 0 || limit > rest)
        limit = rest;
    const uint32_t *units = heap_at(h, s->buf);
    enum heap_status status = line_length(h, string_io_tail(h, o), units + s->pos, limit, &length);
    return status == HEAP_OK ? take(h, o, length, out) : status;
}

static enum heap_status method_readline(struct heap *h, const struct call *call, addr *out)
{
    int64_t size;
    enum heap_status status = io_size_argument(h, call, &size);
    if (status == HEAP_OK)
        status = string_io_check(h, call->self);
    if (status == HEAP_OK)
        status = string_io_realize(h, call->self);
    return status == HEAP_OK ? read_line(h, call->self, size, out) : status;
}

enum heap_status string_io_next(struct heap *h, addr o, addr *item)
{
    addr line;
    enum heap_status status = string_io_check(h, o);
    if (status == HEAP_OK)
        status = string_io_realize(h, o);
    if (status != HEAP_OK)
        return status;
    if (object_type(h, o) != h->type[KIND_STRING_IO])
        return io_next_line(h, o, KIND_STR, item);
    status = read_line(h, o, -1, &line);
    if (status != HEAP_OK)
        return status;
    *item = str_length(h, line) ? line : 0;
    if (!*item)
        decref(h, line);
    return HEAP_OK;
}

/* ---- positions ------------------------------------------------------------------------------------- */

static enum heap_status method_truncate(struct heap *h, const struct call *call, addr *out)
{
    struct string_io *s = string_io_at(h, call->self);
    int64_t size;
    enum heap_status status = io_size_argument(h, call, &size);
    if (status == HEAP_OK)
        status = string_io_check(h, call->self);
    if (status != HEAP_OK)
        return status;
    if (!call->count || call->args[0] == none(h))
        size = s->pos;
    if (size < 0)
        return raise_error(h, EXC_VALUE_ERROR, "Negative size value %lld", (long long)size);
    if (size < s->string_size) {
        status = string_io_realize(h, call->self);
        if (status == HEAP_OK && size < s->string_size)
            status = string_io_resize(h, call->self, (uint64_t)size);
        if (status != HEAP_OK)
            return status;
        if (size < s->string_size)
            s->string_size = size;
    }
    return answer_size(h, size, out);
}

static enum heap_status method_seek(struct heap *h, const struct call *call, addr *out)
{
    struct string_io *s = string_io_at(h, call->self);
    int64_t position, whence;
    enum heap_status status = io_seek_arguments(h, call, &position, &whence);
    if (status == HEAP_OK)
        status = string_io_check(h, call->self);
    if (status != HEAP_OK)
        return status;
    if (whence < 0 || whence > 2)
        return raise_error(h, EXC_VALUE_ERROR, "Invalid whence (%lld, should be 0, 1 or 2)",
                           (long long)whence);
    if (position < 0 && whence == 0)
        return raise_error(h, EXC_VALUE_ERROR, "Negative seek position %lld", (long long)position);
    if (whence && position)
        return raise_error(h, EXC_OS_ERROR, "Can't do nonzero cur-relative seeks");
    s->pos = whence == 0 ? position : whence == 1 ? s->pos : s->string_size;
    return answer_size(h, s->pos, out);
}

static enum heap_status method_write(struct heap *h, const struct call *call, addr *out)
{
    addr text = call->args[0];
    if (!string_io_tail(h, call->self)->ok)
        return string_io_check(h, call->self);
    if (!str_is_kind(h, text))
        return raise_error(h, EXC_TYPE_ERROR, "string argument expected, got '%s'",
                           object_type_name(h, text));
    enum heap_status status = string_io_check(h, call->self);
    if (status == HEAP_OK && str_length(h, text))
        status = string_io_write(h, call->self, text);
    return status == HEAP_OK ? answer_size(h, (int64_t)str_length(h, text), out) : status;
}

static enum heap_status method_close(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = string_io_resize(h, call->self, 0);
    if (status != HEAP_OK)
        return status;
    string_io_tail(h, call->self)->closed = 1;
    string_io_empty(h, call->self);
    return answer_none(h, HEAP_OK, out);
}

static enum heap_status answer_true(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(h, string_io_check(h, call->self), true, out);
}

/* ---- pickling -------------------------------------------------------------------------------------- */

static enum heap_status method_getstate(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->self, items[4] = {0};
    enum heap_status status = string_io_check(h, o);
    if (status == HEAP_OK)
        status = string_io_value(h, o, &items[0]);
    if (status != HEAP_OK)
        return status;
    const struct string_io_tail *t = string_io_tail(h, o);
    items[1] = incref(h, t->readnl ? t->readnl : none(h));
    items[2] = int_new(h, string_io_at(h, o)->pos);
    items[3] = items[2] ? io_attributes(h, string_io_tail(h, o)->dict) : 0;
    status = answer(h, items[3] ? tuple_from(h, items, 4) : 0, out);
    for (size_t i = 0; i < 4; i++)
        xdecref(h, items[i]);
    return status;
}

/* The contents as they are: they have been translated already. */
static enum heap_status set_contents(struct heap *h, addr o, addr text)
{
    struct string_io *s = string_io_at(h, o);
    size_t length = text == none(h) ? 0 : str_length(h, text);
    enum heap_status status = string_io_resize(h, o, length);
    if (status == HEAP_OK && length)
        status = units_copy_all(h, heap_at(h, s->buf), 4, str_data(h, text), str_kind(h, text), length);
    if (status == HEAP_OK)
        s->string_size = (int64_t)length;
    return status;
}

static enum heap_status method_setstate(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->self, state = call->args[0];
    struct string_io *s = string_io_at(h, o);
    if (string_io_tail(h, o)->closed)
        return string_io_check(h, o);
    enum heap_status status = io_check_state(h, o, state, 4);
    if (status != HEAP_OK)
        return status;
    addr args[] = {tuple_item(h, state, 0), tuple_item(h, state, 1)};
    const struct call inner = {.self = o, .args = args, .count = 2};
    status = string_io_init(h, o, &inner);
    if (status == HEAP_OK)
        status = set_contents(h, o, args[0]);
    if (status == HEAP_OK)
        status = io_restore(h, state, 2, &s->pos, &string_io_tail(h, o)->dict);
    return answer_none(h, status, out);
}

extern const struct builtin_method string_io_methods[];
const struct builtin_method string_io_methods[] = {
    {"close", 0, 0, 0, method_close},
    {"getvalue", 0, 0, 0, method_getvalue},
    {"read", 0, 1, 0, method_read},
    {"readline", 0, 1, 0, method_readline},
    {"tell", 0, 0, 0, method_tell},
    {"truncate", 0, 1, 0, method_truncate},
    {"seek", 1, 2, 0, method_seek},
    {"write", 1, 1, 0, method_write},
    {"seekable", 0, 0, 0, answer_true},
    {"readable", 0, 0, 0, answer_true},
    {"writable", 0, 0, 0, answer_true},
    {"__getstate__", 0, 0, 0, method_getstate},
    {"__setstate__", 1, 1, 0, method_setstate},
    {0},
};

/* ---- attributes ------------------------------------------------------------------------------------ */

static enum heap_status get_closed(struct heap *h, addr o, addr *out)
{
    const struct string_io_tail *t = string_io_tail(h, o);
    return t->ok ? answer_bool(h, HEAP_OK, t->closed, out) : string_io_check(h, o);
}

static enum heap_status get_newlines(struct heap *h, addr o, addr *out)
{
    enum heap_status status = string_io_check(h, o);
    addr decoder = string_io_tail(h, o)->decoder;
    if (status != HEAP_OK || !decoder)
        return answer_none(h, status, out);
    return answer(h, newline_decoder_line_ends(h, decoder), out);
}

static enum heap_status get_line_buffering(struct heap *h, addr o, addr *out)
{
    return answer_bool(h, string_io_check(h, o), false, out);
}

const struct getset string_io_getsets[] = {{"closed", get_closed, NULL},
                                           {"newlines", get_newlines, NULL},
                                           {"line_buffering", get_line_buffering, NULL},
                                           {0}};
