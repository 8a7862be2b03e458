/* The pending exception. */
#include "daemon/heap/raise.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/exception_types.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/utf8.h"
#include "daemon/heap/raised.h"
#include "daemon/heap/runtime.h"
#include "daemon/heap/state.h"

/* Ends the message before a character that vsnprintf cut in two. */
static void cut_at_character(char *text, size_t length)
{
    size_t start = length;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t need = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    if (length - (start - 1) < need)
        text[start - 1] = '\0';
}

/* What a precision has cut in two reads as U+FFFD, as it does in CPython's messages. */
static void mend_text(char *text, size_t room)
{
    static const char unknown[] = "\xef\xbf\xbd";
    size_t length = strlen(text), at = 0, add = sizeof unknown - 1;
    struct utf8_scan scan;
    while ((scan = utf8_scan((const uint8_t *)text + at, length - at, true)).reason) {
        size_t bad = at + scan.error, rest = length - bad - scan.error_length;
        at = bad + add;
        if (at >= room) {
            text[bad] = '\0';
            return;
        }
        if (rest > room - 1 - at)
            rest = room - 1 - at;
        memmove(text + at, text + bad + scan.error_length, rest);
        memcpy(text + bad, unknown, add);
        length = at + rest;
        text[length] = '\0';
        cut_at_character(text, length);
        length = strlen(text);
    }
}

/* What vsnprintf() wrote, which would be `wanted` bytes in one piece. */
static void end_message(char *message, size_t room, int wanted)
{
    if (wanted >= (int)room)
        cut_at_character(message, strlen(message));
    mend_text(message, room);
}

/* The same as mend_text(), at the end of a text that grows. */
static void put_mended(struct text *out, const char *bytes, size_t length)
{
    while (length) {
        struct utf8_scan scan = utf8_scan((const uint8_t *)bytes, length, true);
        size_t good = scan.reason ? scan.error : length, seen = good + (scan.reason ? scan.error_length : 0);
        text_put(out, bytes, good);
        if (scan.reason)
            text_put(out, "\xef\xbf\xbd", 3);
        bytes += seen;
        length -= seen;
    }
}

/* With the strs where name_in_message() has left marks. */
static void put_named(struct heap *h, struct text *out, const char *bytes, size_t length)
{
    const char *end = bytes + length;
    for (const char *mark; (mark = memchr(bytes, NAME_MARK, (size_t)(end - bytes))) != NULL;) {
        size_t number = (size_t)(mark[1] - '0');
        put_mended(out, bytes, (size_t)(mark - bytes));
        bytes = mark + 1;
        if (number < sizeof h->raised.name / sizeof *h->raised.name && h->raised.name[number]) {
            text_put_str(h, out, h->raised.name[number]);
            bytes++;
        }
    }
    put_mended(out, bytes, (size_t)(end - bytes));
}

/* The message in one piece, which is longer than what `message` takes: *new*, 0 where there is no memory for
 * it. `message` gets as much of it as fits. */
static addr long_message(struct heap *h, size_t wanted, const char *format, va_list arguments)
{
    char few[8];
    struct text raw, text;
    text_begin(h, &raw, few, sizeof few);
    if (!text_reserve(&raw, wanted + 1))
        return text_end(&raw, HEAP_OK);
    vsnprintf(raw.bytes, wanted + 1, format, arguments);
    char others[8];
    text_begin(h, &text, others, sizeof others);
    put_named(h, &text, raw.bytes, wanted);
    text_drop(&raw);
    size_t first = text.length < sizeof h->raised.message - 1 ? text.length : sizeof h->raised.message - 1;
    memcpy(h->raised.message, text.bytes, first);
    h->raised.message[first] = '\0';
    cut_at_character(h->raised.message, first);
    return text_end(&text, HEAP_OK);
}

/* ---- as class and message ------------------------------------------------------------------------ */

static void forget_names(struct heap *h)
{
    h->raised.names = 0;
    memset(h->raised.name, 0, sizeof h->raised.name);
}

static enum heap_status pending_already(struct heap *h)
{
    forget_names(h);
    return HEAP_RAISED;
}

static void raise_va(struct heap *h, enum exception e, const char *format, va_list arguments)
{
    struct raised *r = &h->raised;
    if (r->exception != EXC_NONE) {
        (void)pending_already(h);
        return;
    }
    r->exception = e;
    va_list again;
    va_copy(again, arguments);
    int wanted = vsnprintf(r->message, sizeof r->message, format, arguments);
    bool counted = wanted >= 0; /* otherwise it is longer than an int says, and is cut */
    if (HEAP_UNLIKELY(!counted)) {
        wanted = sizeof r->message;
        r->message[sizeof r->message - 1] = '\0';
    }
    char *mark = r->names ? strchr(r->message, NAME_MARK) : NULL;
    if (mark)
        *mark = '\0';
    end_message(r->message, sizeof r->message, wanted);
    if (HEAP_UNLIKELY(counted && (mark || wanted >= (int)sizeof r->message)))
        r->text = long_message(h, (size_t)wanted, format, again);
    forget_names(h);
    va_end(again);
}

enum heap_status raise_error(struct heap *h, enum exception e, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    raise_va(h, e, format, arguments);
    va_end(arguments);
    return HEAP_RAISED;
}

addr raise_none(struct heap *h, enum exception e, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    raise_va(h, e, format, arguments);
    va_end(arguments);
    return 0;
}

enum heap_status raise_memory(struct heap *h)
{
    if (h->raised.abandoned) /* that is why there is not all that was asked for */
        return HEAP_ABANDONED;
    h->refusals++;
    memory_keep_back_open(h);
    return raise_error(h, EXC_MEMORY_ERROR, "%s", "");
}

enum heap_status raise_warning(struct heap *h, enum exception category, const char *format, ...)
{
    char message[sizeof h->raised.message];
    va_list arguments;
    if (!runtime_warn)
        return HEAP_OK;
    va_start(arguments, format);
    end_message(message, sizeof message, vsnprintf(message, sizeof message, format, arguments));
    va_end(arguments);
    return runtime_warn(h, category, message, 1);
}

static enum heap_status raise_with(struct heap *h, enum exception e, addr value)
{
    struct raised *r = &h->raised;
    if (r->exception != EXC_NONE)
        return HEAP_RAISED;
    r->exception = e;
    r->detail[0] = xincref(h, value);
    r->message[0] = '\0';
    return HEAP_RAISED;
}

enum heap_status raise_stop(struct heap *h, addr value)
{
    return raise_with(h, EXC_STOP_ITERATION, value);
}
enum heap_status raise_key_error(struct heap *h, addr key)
{
    return raise_with(h, EXC_KEY_ERROR, key);
}

enum heap_status raise_name_error(struct heap *h, enum exception e, addr name, const char *format, ...)
{
    if (h->raised.exception != EXC_NONE)
        return pending_already(h);
    va_list arguments;
    va_start(arguments, format);
    raise_va(h, e, format, arguments);
    va_end(arguments);
    h->raised.detail[1] = xincref(h, name);
    return HEAP_RAISED;
}

enum heap_status raise_import_error(struct heap *h, enum exception e, addr module, addr wanted,
                                    const char *format, ...)
{
    if (h->raised.exception != EXC_NONE)
        return pending_already(h);
    va_list arguments;
    va_start(arguments, format);
    raise_va(h, e, format, arguments);
    va_end(arguments);
    h->raised.detail[0] = xincref(h, wanted);
    h->raised.detail[1] = xincref(h, module);
    return HEAP_RAISED;
}

void raise_attribute_context(struct heap *h, addr o, addr name)
{
    struct raised *r = &h->raised;
    if (r->object) {
        if (object_kind(h, r->object) != KIND_ATTRIBUTE_ERROR)
            return;
        struct exception_object *e = exception_at(h, r->object);
        if (e->u.attribute.object || e->u.attribute.name)
            return;
        e->u.attribute.object = incref(h, o);
        e->u.attribute.name = incref(h, name);
    } else if (r->exception == EXC_ATTRIBUTE_ERROR && !r->detail[0] && !r->detail[1]) {
        r->detail[0] = incref(h, o);
        r->detail[1] = incref(h, name);
    }
}

/* ---- as an object -------------------------------------------------------------------------------- */

static void restore(struct heap *h, addr exception)
{
    struct raised *r = &h->raised;
    r->exception = exception_builtin(h, object_type(h, exception));
    r->object = exception;
    r->told = false;
    r->message[0] = '\0';
}

void exception_restore(struct heap *h, addr exception)
{
    if (h->raised.exception == EXC_NONE)
        restore(h, exception);
    else
        decref(h, exception);
}

enum heap_status raise_object(struct heap *h, addr exception)
{
    exception_set_context(h, exception, h->handling);
    exception_restore(h, exception);
    return HEAP_RAISED;
}

enum heap_status raise_type(struct heap *h, addr type, addr value)
{
    addr e;
    enum heap_status status;
    if (h->raised.exception != EXC_NONE)
        return HEAP_RAISED;
    if (value && object_is_exception(h, value) && type_is_subtype(h, object_type(h, value), type))
        return raise_object(h, incref(h, value));
    if (value && object_kind(h, value) == KIND_TUPLE)
        status = object_call(h, type, tuple_items(h, value), tuple_length(h, value), NULL, NULL, 0, &e);
    else
        status = object_call(h, type, &value, value && value != none(h), NULL, NULL, 0, &e);
    if (status != HEAP_OK)
        return status;
    if (object_is_exception(h, e))
        return raise_object(h, e);
    decref(h, e);
    return raise_error(h, EXC_TYPE_ERROR, "exceptions must derive from BaseException");
}

/* ---- setting aside ------------------------------------------------------------------------------- */

/* The message, which most have not, is most of the structure. */
static void copy(struct raised *to, const struct raised *from)
{
    memcpy(to, from, offsetof(struct raised, message));
    if (HEAP_UNLIKELY(from->message[0]))
        memcpy(to->message, from->message, sizeof to->message);
    else
        to->message[0] = '\0';
}

static void forget(struct raised *r)
{
    memset(r, 0, offsetof(struct raised, message));
    r->message[0] = '\0';
}

void raised_move(struct heap *h, struct raised *to)
{
    copy(to, &h->raised);
    forget(&h->raised);
}

void raised_put_back(struct heap *h, const struct raised *from)
{
    heap_clear_raised(h);
    copy(&h->raised, from);
}

static void drop_details(struct heap *h, struct raised *r)
{
    xdecref(h, r->detail[0]);
    xdecref(h, r->detail[1]);
    xdecref(h, r->text);
}

/* ---- from the one to the other -------------------------------------------------------------------- */

/* The one argument of what was noted: *new*, 0 for none in *out. */
static enum heap_status argument_of(struct heap *h, const struct raised *r, addr *out)
{
    bool in_detail = r->exception == EXC_KEY_ERROR || r->exception == EXC_STOP_ITERATION;
    *out = 0;
    if (in_detail && r->detail[0])
        *out = incref(h, r->detail[0]);
    else if (r->text)
        *out = incref(h, r->text);
    else if (r->message[0])
        *out = str_from_utf8(h, r->message, strlen(r->message));
    return *out || !(r->message[0]) || (in_detail && r->detail[0]) ? HEAP_OK : raise_status(h);
}

/* *new*; 0: there is no memory, and an exception about that is pending. */
static addr make(struct heap *h, const struct raised *r)
{
    addr argument;
    if (argument_of(h, r, &argument) != HEAP_OK)
        return 0;
    addr e = exception_make(h, exception_type_of(h, (enum exception)r->exception), argument);
    xdecref(h, argument);
    if (!e)
        return 0;
    struct exception_object *p = exception_at(h, e);
    if (object_kind(h, e) == KIND_ATTRIBUTE_ERROR) {
        p->u.attribute.object = xincref(h, r->detail[0]);
        p->u.attribute.name = xincref(h, r->detail[1]);
    } else if (object_kind(h, e) == KIND_NAME_ERROR) {
        p->u.name.name = xincref(h, r->detail[1]);
    } else if (object_kind(h, e) == KIND_IMPORT_ERROR) {
        p->u.import.name = xincref(h, r->detail[1]);
        if (h->abi.import_error_name_from)
            p->u.import.name_from = xincref(h, r->detail[0]);
    }
    return e;
}

/* Memory that is kept for this, and at last the one that needs none. */
static addr make_memory_error(struct heap *h)
{
    const struct raised memory = {.exception = EXC_MEMORY_ERROR};
    heap_clear_raised(h);
    h->into_reserve = true;
    addr e = make(h, &memory);
    h->into_reserve = false;
    if (e)
        return e;
    heap_clear_raised(h);
    return incref(h, h->last_exception);
}

void exception_take(struct heap *h, addr *out)
{
    struct raised r;
    if (HEAP_LIKELY(h->raised.object)) {
        *out = h->raised.object;
        forget(&h->raised);
        return;
    }
    if (h->raised.exception == EXC_NONE) /* _Py_CheckFunctionResult(): whoever failed did not say how */
        (void)!raise_error(h, EXC_SYSTEM_ERROR, "error return without exception set");
    raised_move(h, &r);
    addr e = make(h, &r);
    if (!e)
        e = make_memory_error(h);
    drop_details(h, &r);
    exception_set_context(h, e, h->handling);
    *out = e;
}

bool exception_matches(const struct heap *h, addr type_or_tuple)
{
    const struct raised *r = &h->raised;
    if (r->exception == EXC_NONE)
        return false;
    return exception_is(h, r->object ? r->object : exception_type_of(h, (enum exception)r->exception),
                        type_or_tuple);
}

/* ---- looking -------------------------------------------------------------------------------------- */

addr raise_abandoned(struct heap *h)
{
    h->raised.abandoned = 1;
    return 0;
}

enum heap_status raise_status(const struct heap *h)
{
    return h->raised.abandoned ? HEAP_ABANDONED : HEAP_RAISED;
}

enum exception heap_raised(const struct heap *h)
{
    return (enum exception)h->raised.exception;
}

const char *heap_raised_name(const struct heap *h)
{
    const struct raised *r = &h->raised;
    return r->object ? object_type_name(h, r->object) : exception_name((enum exception)r->exception);
}

/* str() of what was set aside, as far as it fits. */
static enum heap_status tell(struct heap *h, const struct raised *r, struct text *out)
{
    addr argument;
    if (r->object)
        return object_put_str(h, r->object, out);
    enum heap_status status = argument_of(h, r, &argument);
    if (status != HEAP_OK || !argument)
        return status;
    status = r->exception == EXC_KEY_ERROR ? object_repr(h, argument, out) : object_put_str(h, argument, out);
    decref(h, argument);
    return status;
}

addr exception_pending(const struct heap *h)
{
    return h->raised.object;
}

const char *heap_raised_message(struct heap *h)
{
    struct raised *r = &h->raised;
    if (r->told || (!r->object && r->exception != EXC_KEY_ERROR && r->exception != EXC_STOP_ITERATION))
        return r->message;
    struct raised aside;
    char bytes[sizeof r->message];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    raised_move(h, &aside);
    if (tell(h, &aside, &text) != HEAP_OK) {
        static const char failed[] = "<exception str() failed>";
        memcpy(bytes, failed, sizeof failed - 1);
        text.length = sizeof failed - 1;
    }
    raised_put_back(h, &aside);
    memcpy(r->message, bytes, text.length);
    r->message[text.length] = '\0';
    r->told = true;
    return r->message;
}

void heap_clear_raised(struct heap *h)
{
    struct raised *r = &h->raised;
    addr held[] = {r->object, r->detail[0], r->detail[1], r->text};
    r->exception = EXC_NONE;
    r->abandoned = 0;
    r->object = r->detail[0] = r->detail[1] = r->text = 0;
    r->told = false;
    r->message[0] = '\0';
    for (size_t i = 0; i < 4; i++) /* what goes may run code */
        xdecref(h, held[i]);
}
