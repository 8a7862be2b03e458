/* The buffers that texts are put together in (struct text): bounded ones, cut when they are full, and growing
 * ones. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/text.h"

void text_begin(struct heap *h, struct text *t, char *buffer, size_t size)
{
    *t = (struct text){.bytes = buffer, .capacity = size, .heap = h};
}

/* Room for `more` bytes. Growing texts are no memory of the program, but what they grow to shall be some. */
static bool grow(struct text *t, size_t more)
{
    struct heap *h = t->heap;
    uint64_t used = h->small_used + h->large.used_bytes + h->growing_texts;
    uint64_t left = used < h->limit ? h->limit - used : 0;
    if (more > left)
        return false;
    size_t want = t->length + more, capacity = t->capacity < left ? t->capacity * 2 : t->capacity + left;
    if (capacity < want)
        capacity = want;
    if (capacity < 512)
        capacity = 512;
    addr block = table_realloc(h, t->block, capacity);
    if (!block)
        return false;
    if (!t->block)
        memcpy(heap_at(h, block), t->bytes, t->length);
    h->growing_texts += capacity - (t->block ? t->capacity : 0);
    t->block = block;
    t->bytes = heap_at(h, block);
    t->capacity = capacity;
    return true;
}

void text_put_more(struct text *t, const char *bytes, size_t length)
{
    size_t room = t->capacity - t->length;
    if (t->cut)
        return;
    if (length > room && !(t->heap && grow(t, length))) {
        t->cut = true;
        if (t->heap)
            return;
        length = room;
        while (length > 0 && ((unsigned char)bytes[length] & 0xc0) == 0x80)
            length--; /* not inside a character */
    }
    memcpy(t->bytes + t->length, bytes, length);
    t->length += length;
}

void text_putf(struct text *t, const char *format, ...)
{
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    bool fits = length < (int)sizeof line;
    text_put(t, line, fits ? (size_t)length : sizeof line - 1);
    t->cut = t->cut || !fits;
}

bool text_reserve(struct text *t, size_t more)
{
    if (t->capacity - t->length < more && !(t->heap && grow(t, more)))
        t->cut = true;
    return !t->cut;
}

#define REPEATED_AT_ONCE (1u << 20)

/* Is nobody waiting for the text any more? */
static bool is_given_up(const struct text *t)
{
    return t->heap && heap_abandoned(t->heap);
}

void text_repeat(struct text *t, const char *bytes, size_t length, size_t count)
{
    if (t->cut || length == 0 || count == 0)
        return;
    if (t->heap && (count > REGION_LIMIT_MAX / length ||
                    (t->capacity - t->length < length * count && !grow(t, length * count)))) {
        t->cut = true;
        return;
    }
    if (length == 1 && t->capacity - t->length >= count) {
        for (size_t n; count && !t->cut; count -= n) {
            n = count < REPEATED_AT_ONCE ? count : REPEATED_AT_ONCE;
            memset(t->bytes + t->length, *bytes, n);
            t->length += n;
            t->cut = is_given_up(t);
        }
        return;
    }
    for (size_t i = 0; i < count && !t->cut; i++) {
        text_put(t, bytes, length);
        t->cut |= (~i & (REPEATED_AT_ONCE / 4 - 1)) == 0 && is_given_up(t);
    }
}

void text_put_last(struct text *t, addr s)
{
    if (t->length == 0 && str_length(t->heap, s) > 0)
        t->whole = incref(t->heap, s);
    else
        text_put_str(t->heap, t, s);
}

void text_drop(struct text *t)
{
    addr whole = t->whole;
    t->whole = 0;
    if (whole)
        decref(t->heap, whole);
    if (!t->block)
        return;
    t->heap->growing_texts -= t->capacity;
    table_free(t->heap, t->block);
    t->block = 0;
    t->length = t->capacity = 0;
}

enum heap_status text_answer(struct text *t, enum heap_status status, addr *out)
{
    if (status == HEAP_OK && t->cut)
        status = is_given_up(t) ? loop_check(t->heap) : HEAP_OK;
    if (status == HEAP_OK && t->cut)
        status = raise_memory(t->heap);
    if (status == HEAP_OK) {
        addr s = t->whole ? incref(t->heap, t->whole) : str_from_utf8(t->heap, t->bytes, t->length);
        if (s)
            *out = s;
        else
            status = raise_status(t->heap);
    }
    text_drop(t);
    return status;
}

addr text_end(struct text *t, enum heap_status status)
{
    addr s = 0;
    struct heap *h = t->heap;
    status = text_answer(t, status, &s);
    return status == HEAP_ABANDONED ? raise_abandoned(h) : s;
}
