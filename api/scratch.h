/* Scratch memory: what one request allocates, released all at once when the request is over.
 *
 * A bump allocator over chunks. The first chunk stays from one request of a connection to the next, so that
 * an ordinary request calls malloc not once. Nothing is freed singly. Not thread-safe: a request is handled
 * by one thread at a time. */
#ifndef API_SCRATCH_H
#define API_SCRATCH_H

#include <stddef.h>

struct scratch_chunk;

struct scratch {
    char *next; /* first free byte of the newest chunk */
    char *end;
    struct scratch_chunk *chunks; /* newest first; the last in the list is the one that is kept */
    size_t limit;                 /* bytes beyond which allocation fails */
    size_t used;                  /* bytes in chunks */
};

/* `limit` bounds what one request may take, 0 for no bound. Allocates nothing yet. */
void scratch_init(struct scratch *scratch, size_t limit);

/* Forgets all allocations; keeps the first chunk. */
void scratch_reset(struct scratch *scratch);

/* A moment to return to: what was allocated after it is forgotten, what was before stays. */
struct scratch_mark {
    struct scratch_chunk *chunk;
    char *next;
};
struct scratch_mark scratch_mark(const struct scratch *scratch);
void scratch_rewind(struct scratch *scratch, struct scratch_mark mark);

/* Releases everything. */
void scratch_destroy(struct scratch *scratch);

/* `size` bytes aligned to 16, not cleared. NULL when memory or the limit is exhausted. */
void *scratch_alloc(struct scratch *scratch, size_t size);

/* The same, cleared; NULL also when count * size overflows. */
void *scratch_calloc(struct scratch *scratch, size_t count, size_t size);

/* Grows an allocation to `size` bytes, in place where it is the newest one. The old address is stale
 * afterwards; NULL leaves it valid. */
void *scratch_grow(struct scratch *scratch, void *old, size_t old_size, size_t size);

/* A NUL-terminated copy. NULL on failure. */
char *scratch_copy(struct scratch *scratch, const char *text, size_t length);

/* A formatted string, NUL-terminated. NULL on failure. */
char *scratch_format(struct scratch *scratch, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
