/* Making exceptions: __new__ and __init__ of each layout, with the texts of their errors
 * (Objects/exceptions.c). */
#include <errno.h>
#include <string.h>

#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/exception_group.h"
#include "daemon/heap/object/exception_types.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/text.h"

/* field = value, which is borrowed and may be 0. */
static void set(struct heap *h, addr *field, addr value)
{
    object_replace(h, field, xincref(h, value));
}

addr exception_alloc(struct heap *h, addr type, addr args)
{
    addr e = object_new(h, type, 0);
    if (!e)
        return 0;
    struct exception_object *p = exception_at(h, e);
    p->args = incref(h, args);
    if (type_kind(h, type) == KIND_OS_ERROR)
        p->u.os.written = -1;
    object_track(h, e);
    return e;
}

/* ---- OSError ------------------------------------------------------------------------------------- */

/* Does a class between `type` and the builtin one define it? */
static bool overrides(const struct heap *h, addr type, enum known_name name)
{
    addr mro = type_at(h, type)->mro;
    for (size_t i = 0; i < tuple_length(h, mro); i++) {
        addr t = tuple_item(h, mro, i);
        if (!object_in_blocks(t))
            break;
        if (dict_get_str(h, type_at(h, t)->dict, known_name(h, name)))
            return true;
    }
    return false;
}

/* A class with an __init__ of its own, and no __new__, has its arguments read by __init__ (bpo-12555). */
static bool os_init_reads(const struct heap *h, addr type)
{
    return overrides(h, type, NAME_INIT) && !overrides(h, type, NAME_NEW);
}

static enum exception os_class_of(int64_t number)
{
    switch (number) {
    case EAGAIN:
    case EALREADY:
    case EINPROGRESS:
        return EXC_BLOCKING_IO_ERROR;
    case EPIPE:
    case ESHUTDOWN:
        return EXC_BROKEN_PIPE_ERROR;
    case ECHILD:
        return EXC_CHILD_PROCESS_ERROR;
    case ECONNABORTED:
        return EXC_CONNECTION_ABORTED_ERROR;
    case ECONNREFUSED:
        return EXC_CONNECTION_REFUSED_ERROR;
    case ECONNRESET:
        return EXC_CONNECTION_RESET_ERROR;
    case EEXIST:
        return EXC_FILE_EXISTS_ERROR;
    case ENOENT:
        return EXC_FILE_NOT_FOUND_ERROR;
    case EISDIR:
        return EXC_IS_A_DIRECTORY_ERROR;
    case ENOTDIR:
        return EXC_NOT_A_DIRECTORY_ERROR;
    case EINTR:
        return EXC_INTERRUPTED_ERROR;
    case EACCES:
    case EPERM:
        return EXC_PERMISSION_ERROR;
    case ESRCH:
        return EXC_PROCESS_LOOKUP_ERROR;
    case ETIMEDOUT:
        return EXC_TIMEOUT_ERROR;
    default:
        return EXC_OS_ERROR;
    }
}

struct os_arguments { /* borrowed, 0: not given */
    addr number, text, filename, filename2;
};

static struct os_arguments os_read(const struct heap *h, addr args)
{
    size_t n = tuple_length(h, args);
    if (n < 2 || n > 5)
        return (struct os_arguments){0};
    return (struct os_arguments){tuple_item(h, args, 0), tuple_item(h, args, 1),
                                 n > 2 ? tuple_item(h, args, 2) : 0, n > 4 ? tuple_item(h, args, 4) : 0};
}

static bool is_number(const struct heap *h, addr o)
{
    return int_is_kind(h, o) || object_kind(h, o) == KIND_FLOAT || object_kind(h, o) == KIND_COMPLEX;
}

/* BlockingIOError's third argument may be how much was written. */
static enum heap_status os_set_written(struct heap *h, struct exception_object *p, addr value)
{
    if (!int_is_kind(h, value))
        return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object cannot be interpreted as an integer",
                           object_type_name(h, value));
    int64_t n;
    if (!int_fits(h, value, &n))
        return raise_error(h, EXC_VALUE_ERROR, "cannot fit '%.200s' into an index-sized integer",
                           object_type_name(h, value));
    p->u.os.written = n;
    return HEAP_OK;
}

static enum heap_status os_init(struct heap *h, addr e, addr args)
{
    struct exception_object *p = exception_at(h, e);
    struct os_arguments a = os_read(h, args);
    addr none_ = none(h), kept = incref(h, args);
    if (a.filename && a.filename != none_) {
        if (object_type(h, e) == h->exception_type[EXC_BLOCKING_IO_ERROR] && is_number(h, a.filename)) {
            enum heap_status status = os_set_written(h, p, a.filename);
            if (status != HEAP_OK) {
                decref(h, kept);
                return status;
            }
        } else {
            addr two = tuple_from(h, tuple_items(h, args), 2); /* the file names are not among the args */
            decref(h, kept);
            if (!two)
                return HEAP_RAISED;
            kept = two;
            set(h, &p->u.os.filename, a.filename);
            if (a.filename2 && a.filename2 != none_)
                set(h, &p->u.os.filename2, a.filename2);
        }
    }
    set(h, &p->u.os.number, a.number);
    set(h, &p->u.os.text, a.text);
    object_replace(h, &p->args, kept);
    return HEAP_OK;
}

static enum heap_status no_keywords(struct heap *h, addr type, const struct call *call)
{
    return call->kwcount
               ? raise_error(h, EXC_TYPE_ERROR, "%.200s() takes no keyword arguments", type_name(h, type))
               : HEAP_OK;
}

static enum heap_status os_new(struct heap *h, addr type, const struct call *call, addr args, addr *out)
{
    if (os_init_reads(h, type)) {
        *out = exception_alloc(h, type, h->singleton[SINGLETON_EMPTY_TUPLE]);
        return *out ? HEAP_OK : raise_status(h);
    }
    enum heap_status status = no_keywords(h, type, call);
    if (status != HEAP_OK)
        return status;
    addr number = os_read(h, args).number;
    int64_t n;
    if (type == h->exception_type[EXC_OS_ERROR] && number && int_is_kind(h, number) &&
        int_fits(h, number, &n))
        type = h->exception_type[os_class_of(n)];
    addr e = exception_alloc(h, type, args);
    if (!e)
        return HEAP_RAISED;
    status = os_init(h, e, args);
    if (status == HEAP_OK)
        *out = e;
    else
        decref(h, e);
    return status;
}

/* ---- __init__ of the other layouts ---------------------------------------------------------------- */

/* Up to three values by keyword alone. */
static enum heap_status keywords(struct heap *h, const struct call *call, const char *class,
                                 const char *const *names, size_t count, addr *values)
{
    struct call only = {.kwnames = call->kwnames, .kwvalues = call->kwvalues, .kwcount = call->kwcount};
    if (call->kwcount > count)
        return raise_error(h, EXC_TYPE_ERROR, "%s() takes at most %zu keyword argument%s (%zu given)", class,
                           count, count == 1 ? "" : "s", call->kwcount);
    return arguments_bind(h, &only, class, names, count, values);
}

static enum heap_status import_init(struct heap *h, struct exception_object *p, const struct call *call,
                                    addr args)
{
    static const char *const names[] = {"name", "path", "name_from"};
    addr values[3] = {0};
    size_t count = h->abi.import_error_name_from ? 3 : 2;
    enum heap_status status = keywords(h, call, "ImportError", names, count, values);
    if (status != HEAP_OK)
        return status;
    set(h, &p->u.import.name, values[0]);
    set(h, &p->u.import.path, values[1]);
    if (count == 3)
        set(h, &p->u.import.name_from, values[2]);
    set(h, &p->u.import.message, tuple_length(h, args) == 1 ? tuple_item(h, args, 0) : 0);
    return HEAP_OK;
}

static enum heap_status name_init(struct heap *h, struct exception_object *p, const struct call *call)
{
    static const char *const names[] = {"name"};
    addr value = 0;
    enum heap_status status = keywords(h, call, "NameError", names, 1, &value);
    if (status == HEAP_OK)
        set(h, &p->u.name.name, value);
    return status;
}

static enum heap_status attribute_init(struct heap *h, struct exception_object *p, const struct call *call)
{
    static const char *const names[] = {"name", "obj"};
    addr values[2] = {0};
    enum heap_status status = keywords(h, call, "AttributeError", names, 2, values);
    if (status != HEAP_OK)
        return status;
    set(h, &p->u.attribute.name, values[0]);
    set(h, &p->u.attribute.object, values[1]);
    return HEAP_OK;
}

/* PyArg_ParseTuple's text, of a function without a name. */
static enum heap_status wrong_count(struct heap *h, size_t least, size_t most, size_t given)
{
    size_t limit = given < least ? least : most;
    return raise_error(h, EXC_TYPE_ERROR, "function takes %s %zu argument%s (%zu given)",
                       least == most   ? "exactly"
                       : given < least ? "at least"
                                       : "at most",
                       limit, limit == 1 ? "" : "s", given);
}

/* SyntaxError(message, (filename, lineno, offset, text[, end_lineno, end_offset[, metadata]])) */
static enum heap_status syntax_place(struct heap *h, struct exception_object *p, addr place)
{
    addr t = tuple_from_iterable(h, place);
    if (!t)
        return raise_status(h);
    size_t n = tuple_length(h, t), most = h->abi.syntax_error_metadata ? 7 : 6;
    enum heap_status status = n < 4 || n > most ? wrong_count(h, 4, most, n) : HEAP_OK;
    if (status == HEAP_OK) {
        addr *const fields[] = {&p->u.syntax.filename, &p->u.syntax.line,     &p->u.syntax.offset,
                                &p->u.syntax.text,     &p->u.syntax.end_line, &p->u.syntax.end_offset,
                                &p->u.syntax.metadata};
        for (size_t i = 0; i < most; i++)
            set(h, fields[i], i < n ? tuple_item(h, t, i) : 0);
        if (n == 5)
            status =
                raise_error(h, EXC_TYPE_ERROR, "end_offset must be provided when end_lineno is provided");
    }
    decref(h, t);
    return status;
}

static enum heap_status syntax_init(struct heap *h, struct exception_object *p, addr args)
{
    size_t n = tuple_length(h, args);
    if (n >= 1)
        set(h, &p->u.syntax.message, tuple_item(h, args, 0));
    return n == 2 ? syntax_place(h, p, tuple_item(h, args, 1)) : HEAP_OK;
}

/* ---- Unicode errors ------------------------------------------------------------------------------- */

static enum heap_status want_str(struct heap *h, addr o, size_t position)
{
    return object_kind(h, o) == KIND_STR
               ? HEAP_OK
               : raise_error(h, EXC_TYPE_ERROR, "argument %zu must be str, not %.50s", position,
                             argument_type_name(h, o));
}

static enum heap_status want_index(struct heap *h, addr o, int64_t *out)
{
    if (!int_is_kind(h, o))
        return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object cannot be interpreted as an integer",
                           object_type_name(h, o));
    return int_fits(h, o, out)
               ? HEAP_OK
               : raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
}

/* The bytes that were to be decoded. *new* */
static enum heap_status want_bytes(struct heap *h, addr o, addr *out)
{
    if (object_kind(h, o) == KIND_BYTES)
        *out = incref(h, o);
    else if (object_kind(h, o) == KIND_BYTEARRAY)
        *out = bytes_new(h, bytearray_data(h, o), (size_t)object_size_field(h, o));
    else
        return raise_error(h, EXC_TYPE_ERROR, "a bytes-like object is required, not '%.100s'",
                           object_type_name(h, o));
    return *out ? HEAP_OK : raise_status(h);
}

static enum heap_status unicode_init(struct heap *h, addr e, addr args)
{
    struct exception_object *p = exception_at(h, e);
    enum exception class = exception_builtin(h, object_type(h, e));
    size_t first = class == EXC_UNICODE_TRANSLATE_ERROR ? 0 : 1,
           count = first + 4; /* what is before the object */
    if (tuple_length(h, args) != count)
        return wrong_count(h, count, count, tuple_length(h, args));
    addr object = tuple_item(h, args, first), reason = tuple_item(h, args, first + 3);
    int64_t start, end;
    enum heap_status status = first ? want_str(h, tuple_item(h, args, 0), 1) : HEAP_OK;
    if (status == HEAP_OK && class != EXC_UNICODE_DECODE_ERROR)
        status = want_str(h, object, first + 1);
    if (status != HEAP_OK || (status = want_index(h, tuple_item(h, args, first + 1), &start)) != HEAP_OK ||
        (status = want_index(h, tuple_item(h, args, first + 2), &end)) != HEAP_OK ||
        (status = want_str(h, reason, first + 4)) != HEAP_OK)
        return status;
    if (class != EXC_UNICODE_DECODE_ERROR)
        incref(h, object);
    else if ((status = want_bytes(h, object, &object)) != HEAP_OK)
        return status;
    set(h, &p->u.unicode.encoding, first ? tuple_item(h, args, 0) : 0);
    object_replace(h, &p->u.unicode.object, object);
    p->u.unicode.start = start;
    p->u.unicode.end = end;
    set(h, &p->u.unicode.reason, reason);
    return HEAP_OK;
}

static bool is_surrogate(uint32_t c)
{
    return c >= 0xd800 && c <= 0xdfff;
}

enum heap_status raise_unless_utf8(struct heap *h, addr s)
{
    for (size_t i = 0; !str_is_ascii(h, s) && i < str_length(h, s); i++) {
        size_t end = i;
        while (end < str_length(h, s) && is_surrogate(str_char(h, s, end)))
            end++;
        if (end > i)
            return raise_unicode(h, EXC_UNICODE_ENCODE_ERROR, "utf-8", s, i, end, "surrogates not allowed");
    }
    return HEAP_OK;
}

enum heap_status raise_unicode(struct heap *h, enum exception class, const char *encoding, addr object,
                               size_t start, size_t end, const char *reason)
{
    addr e = 0, args = 0;
    addr items[] = {str_from_ascii(h, encoding), incref(h, object), int_new(h, (int64_t)start),
                    int_new(h, (int64_t)end), str_from_ascii(h, reason)};
    if (items[0] && items[2] && items[3] && items[4])
        args = tuple_from(h, items, 5);
    for (size_t i = 0; i < 5; i++)
        xdecref(h, items[i]);
    enum heap_status status =
        args ? exception_call_args(h, h->exception_type[class], args, &e) : raise_status(h);
    xdecref(h, args);
    return status == HEAP_OK ? raise_object(h, e) : status;
}

enum heap_status raise_undecodable(struct heap *h, const char *encoding, const void *bytes, size_t length,
                                   size_t start, size_t end, const char *reason)
{
    addr object = bytes_new(h, bytes, length);
    if (!object)
        return raise_status(h);
    enum heap_status status =
        raise_unicode(h, EXC_UNICODE_DECODE_ERROR, encoding, object, start, end, reason);
    decref(h, object);
    return status;
}

/* ---- all ------------------------------------------------------------------------------------------ */

/* __init__ with the arguments in a tuple. */
static enum heap_status init(struct heap *h, addr e, const struct call *call, addr args)
{
    struct exception_object *p = exception_at(h, e);
    enum kind kind = object_kind(h, e);
    if (kind == KIND_OS_ERROR && !os_init_reads(h, object_type(h, e)))
        return HEAP_OK; /* __new__ has done it */
    bool keywords = kind == KIND_IMPORT_ERROR || kind == KIND_NAME_ERROR || kind == KIND_ATTRIBUTE_ERROR;
    enum heap_status status = keywords ? HEAP_OK : no_keywords(h, object_type(h, e), call);
    if (status != HEAP_OK)
        return status;
    if (kind != KIND_OS_ERROR)
        set(h, &p->args, args);
    size_t n = tuple_length(h, args);
    switch (kind) {
    case KIND_STOP_ITERATION:
        set(h, &p->u.stop.value, n ? tuple_item(h, args, 0) : none(h));
        return HEAP_OK;
    case KIND_SYSTEM_EXIT:
        if (n)
            set(h, &p->u.exit.code, n == 1 ? tuple_item(h, args, 0) : args);
        return HEAP_OK;
    case KIND_IMPORT_ERROR:
        return import_init(h, p, call, args);
    case KIND_OS_ERROR:
        return os_init(h, e, args);
    case KIND_NAME_ERROR:
        return name_init(h, p, call);
    case KIND_ATTRIBUTE_ERROR:
        return attribute_init(h, p, call);
    case KIND_SYNTAX_ERROR:
        return syntax_init(h, p, args);
    case KIND_UNICODE_ERROR:
        return unicode_init(h, e, args);
    default:
        return HEAP_OK;
    }
}

static enum heap_status begin(struct heap *h, addr type, const struct call *call, addr args, addr *out)
{
    if (type_kind(h, type) == KIND_OS_ERROR)
        return os_new(h, type, call, args, out);
    if (type_kind(h, type) == KIND_EXCEPTION_GROUP)
        return exception_group_new(h, type, args, out);
    addr e = exception_alloc(h, type, args);
    if (!e)
        return HEAP_RAISED;
    *out = e;
    return HEAP_OK;
}

static enum heap_status call_with(struct heap *h, addr type, const struct call *call, addr args, addr *out)
{
    addr e;
    enum heap_status status = begin(h, type, call, args, &e);
    if (status != HEAP_OK)
        return status;
    status = init(h, e, call, args);
    if (status == HEAP_OK)
        *out = e;
    else
        decref(h, e);
    return status;
}

enum heap_status exception_new(struct heap *h, addr type, const struct call *call, addr *out)
{
    addr args = tuple_from(h, call->args, call->count);
    if (!args)
        return HEAP_RAISED;
    enum heap_status status = begin(h, type, call, args, out);
    decref(h, args);
    return status;
}

enum heap_status exception_init(struct heap *h, addr e, const struct call *call)
{
    addr args = tuple_from(h, call->args, call->count);
    if (!args)
        return HEAP_RAISED;
    enum heap_status status = init(h, e, call, args);
    decref(h, args);
    return status;
}

enum heap_status exception_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    addr args = tuple_from(h, call->args, call->count);
    if (!args)
        return HEAP_RAISED;
    enum heap_status status = call_with(h, type, call, args, out);
    decref(h, args);
    return status;
}

enum heap_status exception_call_args(struct heap *h, addr type, addr args, addr *out)
{
    return call_with(h, type, &(struct call){0}, args, out);
}

addr exception_make(struct heap *h, addr type, addr argument)
{
    addr args = tuple_from(h, &argument, argument ? 1 : 0), e = 0;
    if (!args)
        return 0;
    enum kind kind = type_kind(h, type);
    if (kind == KIND_UNICODE_ERROR)
        e = exception_alloc(h, type, args); /* with no place to name, which its constructor would not allow */
    else if (exception_call_args(h, type, args, &e) != HEAP_OK)
        e = 0;
    decref(h, args);
    return e;
}
