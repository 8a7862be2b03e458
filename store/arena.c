/* Chunks in a list; each is twice as large as the one before, up to a bound. */
#include "store/arena.h"
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK = 2048, LARGEST_CHUNK = 1 << 20 };

struct chunk {
    struct chunk *next;
    size_t used, size;
    alignas(max_align_t) char bytes[];
};

struct store_arena {
    struct chunk *chunks; /* the newest first */
};

struct store_arena *store_arena_new(void)
{
    return calloc(1, sizeof(struct store_arena));
}

void store_arena_free(struct store_arena *arena)
{
    if (arena == NULL) {
        return;
    }
    for (struct chunk *chunk = arena->chunks, *next; chunk != NULL; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    free(arena);
}

void *store_arena_take(struct store_arena *arena, size_t size)
{
    size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    struct chunk *chunk = arena->chunks;
    if (chunk == NULL || chunk->size - chunk->used < size) {
        size_t larger = chunk == NULL ? FIRST_CHUNK : chunk->size * 2;
        larger = larger > LARGEST_CHUNK ? LARGEST_CHUNK : larger;
        larger = larger < size ? size : larger;
        chunk = calloc(1, sizeof *chunk + larger);
        if (chunk == NULL) {
            return NULL;
        }
        chunk->size = larger;
        chunk->next = arena->chunks;
        arena->chunks = chunk;
    }
    void *taken = chunk->bytes + chunk->used;
    chunk->used += size;
    return taken;
}

char *store_arena_text(struct store_arena *arena, const char *bytes, size_t length)
{
    char *copy = store_arena_take(arena, length + 1);
    if (copy != NULL && length > 0) {
        memcpy(copy, bytes, length);
    }
    return copy;
}

void *store_arena_append(struct store_arena *arena, void *items, size_t *count, size_t size)
{
    char **array = items;
    bool full = (*count & (*count - 1)) == 0; /* 0, 1, 2, 4, 8 ...: as many as there is room for */
    if (full) {
        size_t room = *count == 0 ? 1 : *count * 2;
        char *larger = store_arena_take(arena, room * size);
        if (larger == NULL) {
            return NULL;
        }
        if (*count > 0) {
            memcpy(larger, *array, *count * size);
        }
        *array = larger;
    }
    return *array + (*count)++ * size;
}
