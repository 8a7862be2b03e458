/* What is printed of an exception that nobody caught. */
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/traceback.h"
#include "daemon/python/interpreter.h"

struct report {
    char *bytes;
    size_t length, capacity;
    bool failed;
};

static void put(struct report *r, const char *bytes, size_t length)
{
    if (r->length + length + 1 > r->capacity) {
        size_t capacity = (r->length + length + 1) * 2;
        char *grown = realloc(r->bytes, capacity);
        if (!grown) {
            r->failed = true;
            return;
        }
        r->bytes = grown;
        r->capacity = capacity;
    }
    memcpy(r->bytes + r->length, bytes, length);
    r->length += length;
}

static void put_text(struct report *r, const char *text)
{
    put(r, text, strlen(text));
}

/* "TypeError: message" */
static void put_exception(struct heap *h, struct report *r, addr exception)
{
    put_text(r, object_type_name(h, exception));
    addr text = object_str(h, exception);
    if (!text) {
        heap_clear_raised(h);
        put_text(r, ": <exception str() failed>\n");
        return;
    }
    size_t size = str_utf8_size(h, text);
    char *bytes = size ? malloc(size) : NULL;
    if (bytes) {
        str_utf8(h, text, bytes);
        put_text(r, ": ");
        put(r, bytes, size);
        free(bytes);
    }
    decref(h, text);
    put_text(r, "\n");
}

char *python_exception_text(struct heap *h, addr exception, size_t *length)
{
    struct report r = {0};
    put_text(&r, "Traceback (most recent call last):\n");
    put_exception(h, &r, exception);
    *length = r.length;
    if (!r.failed)
        return r.bytes;
    free(r.bytes);
    return NULL;
}
