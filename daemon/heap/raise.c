/* The pending exception. */
#include "daemon/heap/raise.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "daemon/heap/state.h"

static const char *const names[EXC_COUNT] = {
    [EXC_NONE] = "",
    [EXC_TYPE_ERROR] = "TypeError",
    [EXC_VALUE_ERROR] = "ValueError",
    [EXC_KEY_ERROR] = "KeyError",
    [EXC_INDEX_ERROR] = "IndexError",
    [EXC_ATTRIBUTE_ERROR] = "AttributeError",
    [EXC_NAME_ERROR] = "NameError",
    [EXC_MEMORY_ERROR] = "MemoryError",
    [EXC_RECURSION_ERROR] = "RecursionError",
    [EXC_OVERFLOW_ERROR] = "OverflowError",
    [EXC_RUNTIME_ERROR] = "RuntimeError",
    [EXC_REFERENCE_ERROR] = "ReferenceError",
    [EXC_SYSTEM_ERROR] = "SystemError",
    [EXC_UNICODE_DECODE_ERROR] = "UnicodeDecodeError",
    [EXC_UNICODE_ENCODE_ERROR] = "UnicodeEncodeError",
    [EXC_ZERO_DIVISION_ERROR] = "ZeroDivisionError",
    [EXC_LOOKUP_ERROR] = "LookupError",
    [EXC_STOP_ITERATION] = "StopIteration",
};

const char *exception_name(enum exception e) { return (unsigned)e < EXC_COUNT ? names[e] : ""; }

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

static void raise_va(struct heap *h, enum exception e, const char *format, va_list arguments)
{
    struct raised *r = &h->raised;
    if (r->exception != EXC_NONE)
        return;
    r->exception = e;
    int wanted = vsnprintf(r->message, sizeof r->message, format, arguments);
    if (wanted >= (int)sizeof r->message)
        cut_at_character(r->message, sizeof r->message - 1);
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

enum heap_status raise_memory(struct heap *h) { return raise_error(h, EXC_MEMORY_ERROR, "%s", ""); }

addr raise_abandoned(struct heap *h)
{
    h->raised.abandoned = 1;
    return 0;
}

enum heap_status raise_status(const struct heap *h) { return h->raised.abandoned ? HEAP_ABANDONED : HEAP_RAISED; }

enum exception heap_raised(const struct heap *h) { return (enum exception)h->raised.exception; }

const char *heap_raised_message(const struct heap *h) { return h->raised.message; }

void heap_clear_raised(struct heap *h)
{
    h->raised.exception = EXC_NONE;
    h->raised.abandoned = 0;
    h->raised.message[0] = '\0';
}
