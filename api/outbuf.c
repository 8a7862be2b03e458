/* A growing run of bytes; see outbuf.h. */
#include "api/outbuf.h"

#include "api/json/scan.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_CAPACITY = 1024 };

void outbuf_destroy(struct outbuf *out)
{
    free(out->data);
    *out = (struct outbuf){.limit = out->limit};
}

void outbuf_reset(struct outbuf *out, size_t keep)
{
    if (out->capacity > keep) {
        free(out->data);
        out->data = NULL;
        out->capacity = 0;
    }
    out->length = 0;
    out->failed = false;
}

char *outbuf_reserve_slow(struct outbuf *out, size_t more)
{
    size_t limit = out->limit != 0 ? out->limit : PTRDIFF_MAX;
    if (out->failed)
        return NULL;
    if (out->length > limit || more > limit - out->length) {
        out->failed = true;
        return NULL;
    }
    if (more <= out->capacity - out->length && out->data != NULL)
        return out->data + out->length;
    size_t capacity = out->capacity != 0 ? out->capacity : FIRST_CAPACITY;
    while (capacity - out->length < more)
        capacity += capacity;
    if (capacity > limit)
        capacity = limit;
    char *data = realloc(out->data, capacity);
    if (data == NULL) {
        out->failed = true;
        return NULL;
    }
    out->data = data;
    out->capacity = capacity;
    return data + out->length;
}

void outbuf_format(struct outbuf *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *to = length < 0 ? NULL : outbuf_reserve(out, (size_t)length + 1);
    if (to != NULL) {
        vsnprintf(to, (size_t)length + 1, format, again);
        out->length += (size_t)length;
    }
    va_end(again);
}

void outbuf_utf8(struct outbuf *out, const char *text, size_t length)
{
    const unsigned char *at = (const unsigned char *)text, *end = at + length;
    while (at < end) {
        const unsigned char *from = at;
        while (at < end && *at < 0x80)
            at++;
        outbuf_append(out, from, (size_t)(at - from));
        if (at == end)
            return;
        size_t size = scan_utf8(at, (size_t)(end - at));
        if (size != 0) {
            outbuf_append(out, at, size);
            at += size;
        } else {
            outbuf_literal(out, "\xef\xbf\xbd");
            at += scan_is_surrogate(at, (size_t)(end - at)) ? 3 : 1;
        }
    }
}
