/* The text of an exception that nobody caught, in host memory (python.h). */
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/exception.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/report.h"

struct memory {
    char *bytes;
    size_t length, capacity;
    bool failed;
};

static void put(void *context, const char *bytes, size_t length)
{
    struct memory *m = context;
    if (m->length + length + 1 > m->capacity) {
        size_t capacity = (m->length + length + 1) * 2;
        char *grown = m->failed ? NULL : realloc(m->bytes, capacity);
        m->failed = !grown;
        if (!grown)
            return;
        m->bytes = grown;
        m->capacity = capacity;
    }
    memcpy(m->bytes + m->length, bytes, length);
    m->length += length;
    m->bytes[m->length] = '\0';
}

char *python_exception_text(struct heap *h, addr exception, size_t *length)
{
    struct memory m = {0};
    const struct text_sink to = {put, &m};
    bool exit = exception_is(h, exception, h->exception_type[EXC_SYSTEM_EXIT]);
    put(&m, "", 0);
    enum heap_status status = exit ? report_exit(h, &to, exception) : report_exception(h, &to, exception);
    if (status != HEAP_OK)
        heap_clear_raised(h); /* it was to stop: what there is so far */
    *length = m.length;
    if (!m.failed)
        return m.bytes;
    free(m.bytes);
    return NULL;
}
