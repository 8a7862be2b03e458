/* Scratch memory of a request; see scratch.h. */
#include "api/scratch.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK = 4096, LATER_CHUNK = 32768, ALIGNMENT = 16 };

struct scratch_chunk {
    struct scratch_chunk *older;
    size_t size; /* of data */
    _Alignas(ALIGNMENT) char data[];
};

static size_t align_up(size_t size)
{
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

void scratch_init(struct scratch *scratch, size_t limit)
{
    *scratch = (struct scratch){.limit = limit != 0 ? limit : SIZE_MAX};
}

static void use_chunk(struct scratch *scratch, struct scratch_chunk *chunk)
{
    scratch->next = chunk->data;
    scratch->end = chunk->data + chunk->size;
}

void scratch_reset(struct scratch *scratch)
{
    struct scratch_chunk *chunk = scratch->chunks;
    if (chunk == NULL)
        return;
    while (chunk->older != NULL) {
        struct scratch_chunk *older = chunk->older;
        free(chunk);
        chunk = older;
    }
    scratch->chunks = chunk;
    scratch->used = chunk->size;
    use_chunk(scratch, chunk);
}

struct scratch_mark scratch_mark(const struct scratch *scratch)
{
    return (struct scratch_mark){scratch->chunks, scratch->next};
}

void scratch_rewind(struct scratch *scratch, struct scratch_mark mark)
{
    if (mark.chunk == NULL) {
        scratch_reset(scratch);
        return;
    }
    while (scratch->chunks != mark.chunk) {
        struct scratch_chunk *older = scratch->chunks->older;
        scratch->used -= scratch->chunks->size;
        free(scratch->chunks);
        scratch->chunks = older;
    }
    scratch->next = mark.next;
    scratch->end = mark.chunk->data + mark.chunk->size;
}

void scratch_destroy(struct scratch *scratch)
{
    while (scratch->chunks != NULL) {
        struct scratch_chunk *older = scratch->chunks->older;
        free(scratch->chunks);
        scratch->chunks = older;
    }
    scratch->next = scratch->end = NULL;
    scratch->used = 0;
}

/* A chunk that holds at least `size` bytes becomes the newest. What is left of the one before is lost, so
 * chunks grow with what the request has taken already. */
static int add_chunk(struct scratch *scratch, size_t size)
{
    size_t wanted = scratch->chunks == NULL ? FIRST_CHUNK : LATER_CHUNK;
    if (wanted < scratch->used / 2)
        wanted = align_up(scratch->used / 2);
    if (wanted < size)
        wanted = size;
    if (wanted > scratch->limit - scratch->used) {
        wanted = size; /* near the limit: no more than is needed */
        if (wanted > scratch->limit - scratch->used)
            return -1;
    }
    struct scratch_chunk *chunk = malloc(sizeof *chunk + wanted);
    if (chunk == NULL)
        return -1;
    chunk->size = wanted;
    chunk->older = scratch->chunks;
    scratch->chunks = chunk;
    scratch->used += wanted;
    use_chunk(scratch, chunk);
    return 0;
}

void *scratch_alloc(struct scratch *scratch, size_t size)
{
    if (size > PTRDIFF_MAX)
        return NULL;
    size = align_up(size != 0 ? size : 1);
    if ((size_t)(scratch->end - scratch->next) < size && add_chunk(scratch, size) != 0)
        return NULL;
    void *memory = scratch->next;
    scratch->next += size;
    return memory;
}

void *scratch_calloc(struct scratch *scratch, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    void *memory = scratch_alloc(scratch, bytes);
    if (memory != NULL)
        memset(memory, 0, bytes);
    return memory;
}

void *scratch_grow(struct scratch *scratch, void *old, size_t old_size, size_t size)
{
    if (old == NULL)
        return scratch_alloc(scratch, size);
    if (size > PTRDIFF_MAX)
        return NULL;
    char *old_end = (char *)old + align_up(old_size != 0 ? old_size : 1);
    if (old_end == scratch->next && (size_t)(scratch->end - (char *)old) >= align_up(size)) {
        scratch->next = (char *)old + align_up(size);
        return old;
    }
    void *memory = scratch_alloc(scratch, size);
    if (memory != NULL)
        memcpy(memory, old, old_size < size ? old_size : size);
    return memory;
}

char *scratch_copy(struct scratch *scratch, const char *text, size_t length)
{
    char *copy = scratch_alloc(scratch, length + 1);
    if (copy == NULL)
        return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *scratch_format(struct scratch *scratch, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : scratch_alloc(scratch, (size_t)length + 1);
    if (text != NULL)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}
