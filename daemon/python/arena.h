/* The memory of one syntax tree, and of what making it needs: host memory in chunks, freed all at once. */
#ifndef HEAPD_PYTHON_ARENA_H
#define HEAPD_PYTHON_ARENA_H

#include "daemon/python/ast.h"

/* `bounds` (NULL: none) must live as long. NULL: no memory */
struct ast_arena *ast_arena_new(struct ast_bounds *bounds);
void ast_arena_free(struct ast_arena *arena);
/* Zeroed memory of `larger` bytes that begins with the block's `size`; the block is gone, or, where it was small,
 * forgotten. NULL: there is none left. */
void *ast_grow(struct ast_arena *arena, void *items, size_t size, size_t larger);

#endif
