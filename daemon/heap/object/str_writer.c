/* A str that grows at its end (str_writer.h). */
#include "daemon/heap/object/str_writer.h"

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/str.h"

static size_t bytes_for(const struct heap *h, addr buffer, size_t length)
{
    return (str_is_ascii(h, buffer) ? h->abi.str_ascii_header : h->abi.str_compact_header) +
           (length + 1) * str_kind(h, buffer);
}

/* Another with room for so many characters of so large a bound. */
static enum heap_status replace(struct heap *h, struct str_writer *w, size_t length, uint32_t bound)
{
    addr made = str_new(h, length, bound);
    if (!made)
        return raise_status(h);
    char *data = str_data(h, made);
    unsigned kind = str_kind(h, made);
    enum heap_status status = HEAP_OK;
    if (w->buffer)
        status = units_copy_all(h, data, kind, str_data(h, w->buffer), str_kind(h, w->buffer), w->at);
    if (status == HEAP_OK)
        status = bytes_clear(h, data + w->at * kind, (length - w->at) * kind);
    if (status == HEAP_OK)
        object_replace(h, &w->buffer, made);
    else
        decref(h, made);
    return status;
}

/* Only the length changes; what is not yet written is zero. */
static enum heap_status resize(struct heap *h, struct str_writer *w, size_t length)
{
    if (object_refcount(h, w->buffer) != 1) /* a program has found it by its address */
        return replace(h, w, length, str_bound(h, w->buffer));
    addr moved = object_resize(h, w->buffer, bytes_for(h, w->buffer, length));
    if (!moved)
        return raise_status(h);
    w->buffer = moved;
    HEAP_FIELD(h, moved, STR_LENGTH, size_t) = length;
    HEAP_FIELD(h, moved, STR_HASH, int64_t) = -1;
    size_t kind = str_kind(h, moved);
    return bytes_clear(h, (char *)str_data(h, moved) + w->at * kind, (length + 1 - w->at) * kind);
}

static enum heap_status make_room(struct heap *h, struct str_writer *w, size_t count, uint32_t bound)
{
    size_t have = w->buffer ? str_length(h, w->buffer) : 0, want = w->at + count;
    bool wider = !w->buffer || bound > str_bound(h, w->buffer);
    if (HEAP_LIKELY(want <= have && !wider))
        return HEAP_OK;
    if (want > REGION_LIMIT_MAX)
        return raise_memory(h);
    want = want > have ? want + want / 4 : have;
    if (!wider)
        return resize(h, w, want);
    if (w->buffer && bound < str_bound(h, w->buffer))
        bound = str_bound(h, w->buffer);
    return replace(h, w, want, bound);
}

enum heap_status str_writer_put(struct heap *h, struct str_writer *w, const void *units, unsigned kind,
                                size_t count, uint32_t bound)
{
    if (count == 0)
        return HEAP_OK;
    enum heap_status status = make_room(h, w, count, bound);
    if (status != HEAP_OK)
        return status;
    unsigned own = str_kind(h, w->buffer);
    status = units_copy_all(h, (char *)str_data(h, w->buffer) + w->at * own, own, units, kind, count);
    if (status == HEAP_OK)
        w->at += count;
    return status;
}

enum heap_status str_writer_end(struct heap *h, struct str_writer *w, addr *out)
{
    enum heap_status status = HEAP_OK;
    if (!w->buffer)
        return answer(h, incref(h, h->singleton[SINGLETON_EMPTY_STR]), out);
    if (str_length(h, w->buffer) != w->at)
        status = resize(h, w, w->at);
    if (status != HEAP_OK)
        return status;
    uint32_t first = str_char(h, w->buffer, 0);
    *out = w->buffer;
    if (w->at == 1 && first < 0x100) { /* which all share */
        *out = incref(h, str_latin1_char(h, first));
        decref(h, w->buffer);
    }
    *w = (struct str_writer){0};
    return HEAP_OK;
}
