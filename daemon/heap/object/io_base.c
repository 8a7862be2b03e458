/* The base classes of streams (io_base.h): what they do by the methods of whoever extends them, and
 * what StringIO and BytesIO share. Reading and writing: io_base_methods.c. Mirrors Modules/_io/iobase.c.
 */
#include "daemon/heap/object/io_base.h"

#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/unraisable.h"

#define CLOSED_HERE "__IOBase_closed" /* the attribute that says that close() of these classes was called */

/* ---- attributes and methods by name ---------------------------------------------------------------- */

enum heap_status io_look_up(struct heap *h, addr o, const char *name, addr *out)
{
    addr key = str_intern_utf8(h, name, strlen(name));
    if (!key)
        return raise_status(h);
    enum heap_status status = attribute_lookup(h, o, key, out);
    decref(h, key);
    return status;
}

static enum heap_status set_true(struct heap *h, addr o, const char *name)
{
    addr key = str_intern_utf8(h, name, strlen(name));
    if (!key)
        return raise_status(h);
    enum heap_status status = object_setattr(h, o, key, h->singleton[SINGLETON_TRUE]);
    decref(h, key);
    return status;
}

enum heap_status io_call(struct heap *h, addr o, const char *name, const addr *args, size_t count, addr *out)
{
    addr key = str_intern_utf8(h, name, strlen(name));
    if (!key)
        return raise_status(h);
    enum heap_status status = object_call_method(h, o, key, args, count, NULL, NULL, 0, out);
    decref(h, key);
    return status;
}

static enum heap_status call_for_nothing(struct heap *h, addr o, const char *name, const addr *args,
                                         size_t count)
{
    addr result;
    enum heap_status status = io_call(h, o, name, args, count, &result);
    if (status == HEAP_OK)
        decref(h, result);
    return status;
}

/* ---- closed ---------------------------------------------------------------------------------------- */

static enum heap_status is_closed_here(struct heap *h, addr o, bool *closed)
{
    addr found = 0;
    enum heap_status status = io_look_up(h, o, CLOSED_HERE, &found);
    *closed = found != 0;
    xdecref(h, found);
    return status;
}

static enum heap_status raise_closed(struct heap *h)
{
    return raise_error(h, EXC_VALUE_ERROR, "I/O operation on closed file.");
}

/* The attribute `closed`, whoever defines it; *closed stays what it is where there is none. */
static enum heap_status ask_closed(struct heap *h, addr o, bool *closed)
{
    addr found = 0;
    enum heap_status status = io_look_up(h, o, "closed", &found);
    if (status == HEAP_OK && found)
        status = object_truth(h, found, closed);
    xdecref(h, found);
    return status;
}

static enum heap_status check_closed(struct heap *h, addr o)
{
    bool closed = false;
    enum heap_status status = ask_closed(h, o, &closed);
    return status == HEAP_OK && closed ? raise_closed(h) : status;
}

static enum heap_status get_closed(struct heap *h, addr o, addr *out)
{
    bool closed = false;
    enum heap_status status = is_closed_here(h, o, &closed);
    return answer_bool(h, status, closed, out);
}

static enum heap_status method_flush(struct heap *h, const struct call *call, addr *out)
{
    bool closed = false;
    enum heap_status status = is_closed_here(h, call->self, &closed);
    return answer_none(h, status == HEAP_OK && closed ? raise_closed(h) : status, out);
}

/* It is closed, too, if flush() has failed. */
static enum heap_status method_close(struct heap *h, const struct call *call, addr *out)
{
    bool closed = false;
    struct pending pending;
    enum heap_status status = is_closed_here(h, call->self, &closed);
    if (status != HEAP_OK || closed)
        return answer_none(h, status, out);
    status = call_for_nothing(h, call->self, "flush", NULL, 0);
    if (status == HEAP_ABANDONED)
        return status;
    if (status == HEAP_OK)
        return answer_none(h, set_true(h, call->self, CLOSED_HERE), out);
    pending_set_aside(h, &pending);
    if (set_true(h, call->self, CLOSED_HERE) != HEAP_OK)
        heap_clear_raised(h);
    pending_restore(h, &pending);
    return status;
}

/* Where it cannot be told whether it is closed, it is in no state to be closed. */
enum heap_status io_base_finalize(struct heap *h, addr o)
{
    bool closed = true;
    enum heap_status status = ask_closed(h, o, &closed);
    if (status == HEAP_RAISED)
        heap_clear_raised(h);
    if (status != HEAP_OK || closed)
        return status == HEAP_RAISED ? HEAP_OK : status;
    status = set_true(h, o, "_finalizing");
    if (status == HEAP_RAISED) {
        heap_clear_raised(h);
        status = HEAP_OK;
    }
    if (status == HEAP_OK)
        status = call_for_nothing(h, o, "close", NULL, 0);
    if (status != HEAP_RAISED)
        return status;
    if (h->abi.exceptions_3_13)
        unraisable_report(h, NULL, o);
    else
        heap_clear_raised(h);
    return HEAP_OK;
}

/* ---- for all streams ------------------------------------------------------------------------------- */

enum heap_status io_size_argument(struct heap *h, const struct call *call, int64_t *out)
{
    *out = -1;
    if (!call->count || call->args[0] == none(h))
        return HEAP_OK;
    if (!object_has_index(h, call->args[0]))
        return raise_error(h, EXC_TYPE_ERROR, "argument should be integer or None, not '%.200s'",
                           object_type_name(h, call->args[0]));
    return object_index_word(h, call->args[0], EXC_OVERFLOW_ERROR, out);
}

enum heap_status io_seek_arguments(struct heap *h, const struct call *call, int64_t *position,
                                   int64_t *whence)
{
    *whence = 0;
    enum heap_status status = int_argument(h, call->args[0], position);
    return status == HEAP_OK && call->count > 1 ? object_index_int(h, call->args[1], whence) : status;
}

enum heap_status io_next_line(struct heap *h, addr o, enum kind kind, addr *item)
{
    addr line;
    int64_t length = 0;
    enum heap_status status = io_call(h, o, "readline", NULL, 0, &line);
    if (status != HEAP_OK)
        return status;
    if (kind == KIND_STR && !str_is_kind(h, line))
        status = raise_error(h, EXC_OS_ERROR, "readline() should have returned a str object, not '%.200s'",
                             object_type_name(h, line));
    else
        status = object_length(h, line, &length);
    *item = status == HEAP_OK && length > 0 ? line : 0;
    if (!*item)
        decref(h, line);
    return status;
}

enum heap_status io_check_state(struct heap *h, addr o, addr state, size_t count)
{
    if (object_kind(h, state) == KIND_TUPLE && tuple_length(h, state) >= count)
        return HEAP_OK;
    return raise_error(h, EXC_TYPE_ERROR, "%.200s.__setstate__ argument should be %zu-tuple, got %.200s",
                       object_type_name(h, o), count, object_type_name(h, state));
}

enum heap_status io_restore(struct heap *h, addr state, size_t first, int64_t *position, addr *dict)
{
    addr given = tuple_item(h, state, first), attributes = tuple_item(h, state, first + 1);
    bool early = first == 1;
    int64_t value;
    if (!int_is_kind(h, given))
        return raise_error(h, EXC_TYPE_ERROR,
                           early ? "second item of state must be an integer, not %.200s"
                                 : "third item of state must be an integer, got %.200s",
                           object_type_name(h, given));
    enum heap_status status = int_argument(h, given, &value);
    if (status != HEAP_OK)
        return status;
    if (value < 0)
        return raise_error(h, EXC_VALUE_ERROR, "position value cannot be negative");
    *position = value;
    if (attributes == none(h))
        return HEAP_OK;
    if (!dict_is_kind(h, attributes))
        return raise_error(h, EXC_TYPE_ERROR, "%s item of state should be a dict, got a %.200s",
                           early ? "third" : "fourth", object_type_name(h, attributes));
    if (*dict)
        return dict_update(h, *dict, attributes);
    *dict = incref(h, attributes);
    return HEAP_OK;
}

addr io_attributes(struct heap *h, addr dict)
{
    return dict ? dict_copy(h, dict) : incref(h, none(h));
}

/* ---- methods --------------------------------------------------------------------------------------- */

static enum heap_status method_tell(struct heap *h, const struct call *call, addr *out)
{
    addr args[] = {int_new(h, 0), int_new(h, 1)}; /* small ones: there already */
    return io_call(h, call->self, "seek", args, 2, out);
}

static enum heap_status answer_false(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    return answer_bool(h, HEAP_OK, false, out);
}

static enum heap_status method_check_closed(struct heap *h, const struct call *call, addr *out)
{
    return answer_none(h, check_closed(h, call->self), out);
}

static enum heap_status method_isatty(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(h, check_closed(h, call->self), false, out);
}

enum heap_status io_base_iter(struct heap *h, addr o, addr *out)
{
    enum heap_status status = check_closed(h, o);
    return status == HEAP_OK ? answer(h, incref(h, o), out) : status;
}

static enum heap_status method_enter(struct heap *h, const struct call *call, addr *out)
{
    return io_base_iter(h, call->self, out);
}

static enum heap_status method_exit(struct heap *h, const struct call *call, addr *out)
{
    return io_call(h, call->self, "close", NULL, 0, out);
}

static enum heap_status io_base_next(struct heap *h, addr o, addr *item)
{
    return io_next_line(h, o, KIND_INSTANCE, item);
}

/* Lines, until they are longer than `hint` together. */
static enum heap_status read_some_lines(struct heap *h, addr o, int64_t hint, addr list)
{
    struct iteration it;
    addr line;
    int64_t length = 0, more = 0;
    enum heap_status status = iteration_begin(h, &it, o);
    if (status != HEAP_OK)
        return status;
    while ((status = iteration_next(h, &it, &line)) == HEAP_OK && line) {
        status = list_append(h, list, line);
        if (status == HEAP_OK)
            status = object_length(h, line, &more);
        decref(h, line);
        if (status == HEAP_OK)
            status = loop_check(h);
        if (status != HEAP_OK || more > hint - length)
            break;
        length += more;
    }
    iteration_end(h, &it);
    return status;
}

static enum heap_status method_readlines(struct heap *h, const struct call *call, addr *out)
{
    int64_t hint;
    enum heap_status status = io_size_argument(h, call, &hint);
    addr list = status == HEAP_OK ? list_new(h, 0) : 0;
    if (!list)
        return status == HEAP_OK ? raise_status(h) : status;
    status = hint <= 0 ? list_extend(h, list, call->self) : read_some_lines(h, call->self, hint, list);
    if (status == HEAP_OK)
        *out = list;
    else
        decref(h, list);
    return status;
}

static enum heap_status write_line(struct heap *h, addr o, addr line)
{
    return call_for_nothing(h, o, "write", &line, 1);
}

enum heap_status io_write_lines(struct heap *h, const struct call *call,
                                enum heap_status (*write)(struct heap *h, addr o, addr line), addr *out)
{
    struct iteration it;
    addr line;
    enum heap_status status = iteration_begin(h, &it, call->args[0]);
    if (status != HEAP_OK)
        return status;
    while ((status = iteration_next(h, &it, &line)) == HEAP_OK && line) {
        status = write(h, call->self, line);
        decref(h, line);
        if (status == HEAP_OK)
            status = loop_check(h);
        if (status != HEAP_OK)
            break;
    }
    iteration_end(h, &it);
    return answer_none(h, status, out);
}

static enum heap_status method_writelines(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = check_closed(h, call->self);
    return status == HEAP_OK ? io_write_lines(h, call, write_line, out) : status;
}

enum heap_status io_unused_arguments(struct heap *h, const struct call *call, const char *name, size_t least,
                                     size_t most, bool ints)
{
    enum heap_status status = HEAP_OK;
    if (h->abi.minor < 13)
        return HEAP_OK;
    if (call->count > most)
        return raise_error(h, EXC_TYPE_ERROR,
                           most ? "%s() takes at most %zu argument%s (%zu given)" : "%s() takes no arguments",
                           name, most, most == 1 ? "" : "s", call->count);
    if (call->count < least)
        return raise_error(h, EXC_TYPE_ERROR, "%s() takes %s %zu positional argument%s (%zu given)", name,
                           least == most ? "exactly" : "at least", least, least == 1 ? "" : "s", call->count);
    for (size_t i = 0; ints && i < call->count && status == HEAP_OK; i++) {
        int64_t unused;
        status = int_argument(h, call->args[i], &unused);
    }
    return status;
}

static enum heap_status no_seek(struct heap *h, const struct call *call, addr *out)
{
    (void)out;
    enum heap_status status = io_unused_arguments(h, call, "seek", 1, 2, true);
    return status == HEAP_OK ? io_raise_unsupported(h, "seek") : status;
}
static enum heap_status no_truncate(struct heap *h, const struct call *call, addr *out)
{
    (void)out;
    enum heap_status status = io_unused_arguments(h, call, "truncate", 0, 1, false);
    return status == HEAP_OK ? io_raise_unsupported(h, "truncate") : status;
}
static enum heap_status no_fileno(struct heap *h, const struct call *call, addr *out)
{
    (void)call, (void)out;
    return io_raise_unsupported(h, "fileno");
}

/* What the method answers, if it is True. */
static enum heap_status check_answer(struct heap *h, addr o, const char *method, const char *message,
                                     addr *out)
{
    enum heap_status status = io_call(h, o, method, NULL, 0, out);
    if (status != HEAP_OK || *out == h->singleton[SINGLETON_TRUE])
        return status;
    decref(h, *out);
    return io_raise_unsupported(h, message);
}
static enum heap_status check_seekable(struct heap *h, const struct call *call, addr *out)
{
    return check_answer(h, call->self, "seekable", "File or stream is not seekable.", out);
}
static enum heap_status check_readable(struct heap *h, const struct call *call, addr *out)
{
    return check_answer(h, call->self, "readable", "File or stream is not readable.", out);
}
static enum heap_status check_writable(struct heap *h, const struct call *call, addr *out)
{
    return check_answer(h, call->self, "writable", "File or stream is not writable.", out);
}

ITERATOR_METHODS(io_base, {"seek", -1, -1, METHOD_TUPLE, no_seek}, {"tell", 0, 0, 0, method_tell},
                 {"truncate", -1, -1, METHOD_TUPLE, no_truncate}, {"flush", 0, 0, 0, method_flush},
                 {"close", 0, 0, 0, method_close}, {"seekable", 0, 0, 0, answer_false},
                 {"readable", 0, 0, 0, answer_false}, {"writable", 0, 0, 0, answer_false},
                 {"_checkClosed", 0, 0, 0, method_check_closed}, {"_checkSeekable", 0, 0, 0, check_seekable},
                 {"_checkReadable", 0, 0, 0, check_readable}, {"_checkWritable", 0, 0, 0, check_writable},
                 {"fileno", 0, 0, 0, no_fileno}, {"isatty", 0, 0, 0, method_isatty},
                 {"__enter__", 0, 0, 0, method_enter}, {"__exit__", -1, -1, METHOD_TUPLE, method_exit},
                 {"readline", 0, 1, 0, io_base_readline}, {"readlines", 0, 1, 0, method_readlines},
                 {"writelines", 1, 1, 0, method_writelines}, {0})

/* ---- attributes ------------------------------------------------------------------------------------ */

static enum heap_status get_dict(struct heap *h, addr o, addr *out)
{
    return instance_dict(h, o, out);
}
static enum heap_status get_none(struct heap *h, addr o, addr *out)
{
    (void)o;
    return answer_none(h, HEAP_OK, out);
}
const struct getset io_base_getsets[] = {{"__dict__", get_dict, NULL}, {"closed", get_closed, NULL}, {0}};
const struct getset text_io_base_getsets[] = {
    {"encoding", get_none, NULL}, {"newlines", get_none, NULL}, {"errors", get_none, NULL}, {0}};

/* ---- the kinds ------------------------------------------------------------------------------------- */

FIELDS_SLOTS(io_base, offsetof(struct io_base, dict))

static void io_base_clear(struct heap *h, addr o)
{
    object_replace(h, &((struct io_base *)heap_at(h, o))->dict, 0);
}

#define BASE_OPS(prefix)                                                                                     \
    extern const struct kind_ops prefix##_ops;                                                               \
    const struct kind_ops prefix##_ops = {.traverse = io_base_traverse,                                      \
                                          .release_next = io_base_release_next,                              \
                                          .clear = io_base_clear,                                            \
                                          .hash = hash_self,                                                 \
                                          .iter = io_base_iter,                                              \
                                          .next = io_base_next,                                              \
                                          .verify = io_base_verify};
BASE_OPS(io_base)
BASE_OPS(raw_io_base)
BASE_OPS(buffered_io_base)
BASE_OPS(text_io_base)
