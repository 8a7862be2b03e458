/* str() of exceptions: the __str__ of each builtin class that has one (Objects/exceptions.c). */
#include <string.h>

#include "daemon/heap/object/container.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/exception_types.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/text.h"

static enum heap_status put_str(struct heap *h, addr o, struct text *out)
{
    return object_put_str(h, o ? o : none(h), out);
}

/* What is asked for its text may change the exception: a reference is held meanwhile. */
static enum heap_status put_held(struct heap *h, addr o, struct text *out, bool repr)
{
    xincref(h, o);
    enum heap_status status = repr ? object_repr(h, o, out) : put_str(h, o, out);
    xdecref(h, o);
    return status;
}

static bool is_key_error(const struct heap *h, addr o)
{
    return object_kind(h, o) == KIND_EXCEPTION &&
           type_is_subtype(h, object_type(h, o), h->exception_type[EXC_KEY_ERROR]);
}

static enum heap_status put_base(struct heap *h, addr o, struct text *out)
{
    addr args = exception_at(h, o)->args;
    size_t n = args ? tuple_length(h, args) : 0;
    if (n == 0)
        return HEAP_OK;
    incref(h, args); /* holds what is asked for its text, which CPython does not */
    addr told = n == 1 ? tuple_item(h, args, 0) : args;
    enum heap_status status = n > 1 || is_key_error(h, o) ? object_repr(h, told, out) : put_str(h, told, out);
    decref(h, args);
    return status;
}

/* [Errno 2] No such file or directory: 'a' -> 'b' */
static enum heap_status put_os(struct heap *h, addr o, struct text *out)
{
    const struct exception_object *e = exception_at(h, o);
    if (!e->u.os.filename && !(e->u.os.number && e->u.os.text))
        return put_base(h, o, out);
    text_put(out, "[Errno ", 7);
    enum heap_status status = put_held(h, e->u.os.number, out, false);
    text_put(out, "] ", 2);
    if (status == HEAP_OK)
        status = put_held(h, e->u.os.text, out, false);
    if (status != HEAP_OK || !e->u.os.filename)
        return status;
    text_put(out, ": ", 2);
    status = put_held(h, e->u.os.filename, out, true);
    if (status != HEAP_OK || !e->u.os.filename2)
        return status;
    text_put(out, " -> ", 4);
    return put_held(h, e->u.os.filename2, out, true);
}

/* The characters behind the last slash. */
static void put_base_name(const struct heap *h, addr path, struct text *out)
{
    size_t n = str_length(h, path), from = n;
    while (from > 0 && str_char(h, path, from - 1) != '/')
        from--;
    for (; from < n; from++) {
        char bytes[4];
        text_put(out, bytes, utf8_put(str_char(h, path, from), bytes));
    }
}

/* message (file.py, line 3) */
static enum heap_status put_syntax(struct heap *h, addr o, struct text *out)
{
    const struct exception_object *e = exception_at(h, o);
    addr name = e->u.syntax.filename, line = e->u.syntax.line;
    name = name && object_kind(h, name) == KIND_STR ? incref(h, name) : 0;
    line = line && object_is_exact(h, line, KIND_INT) ? incref(h, line) : 0;
    enum heap_status status = put_held(h, e->u.syntax.message, out, false);
    if (status == HEAP_OK && (name || line)) {
        int64_t number = -1; /* of one that is too large */
        text_put(out, " (", 2);
        if (name)
            put_base_name(h, name, out);
        if (line && !int_fits(h, line, &number))
            number = -1;
        if (line)
            text_putf(out, "%sline %lld", name ? ", " : "", (long long)number);
        text_put(out, ")", 1);
    }
    xdecref(h, name);
    xdecref(h, line);
    return status;
}

/* One character or byte by its value, more of them by where they are. */
static void put_place(const struct heap *h, const struct exception_object *e, const char *verb, bool bytes,
                      struct text *out)
{
    addr object = e->u.unicode.object;
    int64_t start = e->u.unicode.start, end = e->u.unicode.end;
    int64_t length = (int64_t)(bytes ? bytes_length(h, object) : str_length(h, object));
    const char *unit = bytes ? "byte" : "character";
    if (start < 0 || start >= length || end < 0 || end > length || end != start + 1) {
        text_putf(out, "can't %s %ss in position %lld-%lld: ", verb, unit, (long long)start,
                  (long long)((uint64_t)end - 1));
        return;
    }
    text_putf(out, "can't %s %s ", verb, unit);
    if (bytes) {
        text_putf(out, "0x%02x", bytes_data(h, object)[start]);
    } else {
        uint32_t c = str_char(h, object, (size_t)start);
        text_putf(out, c <= 0xff ? "'\\x%02x'" : c <= 0xffff ? "'\\u%04x'" : "'\\U%08x'", c);
    }
    text_putf(out, " in position %lld: ", (long long)start);
}

static enum heap_status wrong_object(struct heap *h, bool bytes)
{
    return raise_error(h, EXC_TYPE_ERROR, "UnicodeError 'object' attribute must be a %s",
                       bytes ? "bytes" : "string");
}

/* str(o), of a field that is not set as PyObject_Str(NULL). *new* */
static addr field_str(struct heap *h, addr o)
{
    return o ? object_str(h, o) : str_from_ascii(h, "<NULL>");
}

/* 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte */
static enum heap_status put_unicode(struct heap *h, addr o, struct text *out)
{
    const struct exception_object *e = exception_at(h, o);
    enum exception class = exception_builtin(h, object_type(h, o));
    bool bytes = class == EXC_UNICODE_DECODE_ERROR;
    if (!e->u.unicode.object) /* its constructor has not run */
        return HEAP_OK;
    enum heap_status status = HEAP_OK;
    addr encoding = 0, reason = field_str(h, e->u.unicode.reason);
    if (!reason)
        return raise_status(h);
    if (class != EXC_UNICODE_TRANSLATE_ERROR) {
        encoding = field_str(h, e->u.unicode.encoding);
        status = encoding ? HEAP_OK : raise_status(h);
    }
    addr object = e->u.unicode.object;
    if (status == HEAP_OK && (!object || object_kind(h, object) != (bytes ? KIND_BYTES : KIND_STR)))
        status = wrong_object(h, bytes);
    if (status == HEAP_OK && encoding) {
        text_put(out, "'", 1);
        text_put_str(h, out, encoding);
        text_put(out, "' codec ", 8);
    }
    if (status == HEAP_OK) {
        put_place(h, e,
                  bytes                               ? "decode"
                  : class == EXC_UNICODE_ENCODE_ERROR ? "encode"
                                                      : "translate",
                  bytes, out);
        text_put_str(h, out, reason);
    }
    xdecref(h, encoding);
    decref(h, reason);
    return status;
}

static enum heap_status put_group(struct heap *h, addr o, struct text *out)
{
    const struct exception_object *e = exception_at(h, o);
    size_t count = e->u.group.exceptions ? tuple_length(h, e->u.group.exceptions) : 0;
    enum heap_status status = put_held(h, e->u.group.message, out, false);
    text_putf(out, " (%zu sub-exception%s)", count, count > 1 ? "s" : "");
    return status;
}

enum heap_status exception_put_str(struct heap *h, addr o, struct text *out)
{
    switch (object_kind(h, o)) {
    case KIND_EXCEPTION_GROUP:
        return put_group(h, o, out);
    case KIND_OS_ERROR:
        return put_os(h, o, out);
    case KIND_SYNTAX_ERROR:
        return put_syntax(h, o, out);
    case KIND_UNICODE_ERROR:
        return put_unicode(h, o, out);
    case KIND_IMPORT_ERROR: {
        addr message = exception_at(h, o)->u.import.message;
        if (message && object_is_exact(h, message, KIND_STR)) {
            text_put_str(h, out, message);
            return HEAP_OK;
        }
        return put_base(h, o, out);
    }
    default:
        return put_base(h, o, out);
    }
}

/* What is one str already is not copied. */
addr exception_str(struct heap *h, addr o)
{
    const struct exception_object *e = exception_at(h, o);
    enum kind kind = object_kind(h, o);
    addr args = e->args, only = args && tuple_length(h, args) == 1 ? tuple_item(h, args, 0) : 0;
    bool plain = kind == KIND_EXCEPTION || kind == KIND_STOP_ITERATION || kind == KIND_SYSTEM_EXIT ||
                 kind == KIND_NAME_ERROR || kind == KIND_ATTRIBUTE_ERROR;
    if (kind == KIND_IMPORT_ERROR && e->u.import.message && object_is_exact(h, e->u.import.message, KIND_STR))
        return incref(h, e->u.import.message);
    if (plain && only && object_is_exact(h, only, KIND_STR) && !is_key_error(h, o))
        return incref(h, only);
    char buffer[256];
    struct text text;
    text_begin(h, &text, buffer, sizeof buffer);
    return text_end(&text, exception_put_str(h, o, &text));
}
