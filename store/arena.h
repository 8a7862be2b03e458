/* What an answer is kept in: memory that is taken piecemeal and given back at once. For the store only. */
#ifndef HEAPD_STORE_ARENA_H
#define HEAPD_STORE_ARENA_H

#include "store/store.h"

/* NULL: no memory. */
struct store_arena *store_arena_new(void);
/* NULL is allowed. */
void store_arena_free(struct store_arena *arena);
/* Zeroed memory, aligned for anything; NULL: none left. */
void *store_arena_take(struct store_arena *arena, size_t size);
/* A copy that ends with NUL; NULL: no memory left. */
char *store_arena_text(struct store_arena *arena, const char *bytes, size_t length);
/*
 * Room for one more item in an array that grows by doubling (the smaller ones stay in the arena). Returns
 * where the item goes, zeroed; NULL: no memory left, the array unchanged.
 */
void *store_arena_append(struct store_arena *arena, void *items, size_t *count, size_t size);

#endif
