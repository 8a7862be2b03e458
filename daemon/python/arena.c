#include "daemon/python/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 32 * 1024 };

struct chunk {
    struct chunk *next;
    size_t used, size;
    alignas(max_align_t) unsigned char bytes[];
};

struct ast_arena {
    struct chunk *chunks; /* the newest first */
    struct ast_bounds *bounds;
};

struct ast_arena *ast_arena_new(struct ast_bounds *bounds)
{
    struct ast_arena *arena = calloc(1, sizeof *arena);
    if (arena != NULL)
        arena->bounds = bounds;
    return arena;
}

bool ast_goes_on(const struct ast_bounds *bounds)
{
    return bounds == NULL || bounds->goes_on(bounds->context);
}

/* A chunk's memory counts against the bounds; false: there is none left, or the parse is given up. */
static bool take(struct ast_bounds *bounds, size_t bytes)
{
    if (bounds == NULL)
        return true;
    if (bytes > bounds->left || !ast_goes_on(bounds))
        return false;
    bounds->left -= bytes;
    return true;
}

void ast_arena_free(struct ast_arena *arena)
{
    if (arena == NULL)
        return;
    for (struct chunk *c = arena->chunks, *next; c != NULL; c = next) {
        next = c->next;
        if (arena->bounds != NULL)
            arena->bounds->left += c->size;
        free(c);
    }
    free(arena);
}

void *ast_alloc(struct ast_arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    struct chunk *c = arena->chunks;
    if (c == NULL || c->size - c->used < size) {
        size_t bytes = size > CHUNK ? size : CHUNK;
        c = take(arena->bounds, bytes) ? calloc(1, sizeof *c + bytes) : NULL;
        if (c == NULL) /* whoever asked gives all back */
            return NULL;
        c->size = bytes;
        c->next = arena->chunks;
        arena->chunks = c;
    }
    void *out = c->bytes + c->used;
    c->used += size;
    return out;
}

/* A block that has a chunk of its own. */
static struct chunk **own_chunk(struct ast_arena *arena, const void *items)
{
    struct chunk **link = &arena->chunks;
    while (*link != NULL && (*link)->bytes != items)
        link = &(*link)->next;
    return link;
}

void *ast_grow(struct ast_arena *arena, void *items, size_t size, size_t larger)
{
    if (size <= CHUNK) {
        void *moved = ast_alloc(arena, larger);
        if (moved != NULL && size != 0)
            memcpy(moved, items, size);
        return moved;
    }
    struct chunk **link = own_chunk(arena, items), *c;
    if (!take(arena->bounds, larger - (*link)->size) || (c = realloc(*link, sizeof *c + larger)) == NULL)
        return NULL;
    memset(c->bytes + c->size, 0, larger - c->size);
    c->size = c->used = larger;
    *link = c;
    return c->bytes;
}

void ast_free(struct ast_module *m)
{
    ast_arena_free(m->arena);
    *m = (struct ast_module){0};
}
