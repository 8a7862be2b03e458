/*
 * Columns: arrays that may be very large. Small ones are ordinary memory. A large one lies in an unlinked
 * file of a directory, mapped, if a directory is given, and in memory else. For this library.
 */
#ifndef HEAPD_GRAPH_COLUMN_H
#define HEAPD_GRAPH_COLUMN_H

#include "daemon/graph/graph.h"

struct column {
    void *data;
    size_t capacity; /* bytes */
    int file;        /* of a mapped one, plus 1; 0: ordinary memory */
};

/* Room for `bytes`; what is there stays. Grown by half at least, so that appending is linear. */
enum graph_status column_reserve(struct column *column, size_t bytes, const char *directory) GRAPH_MUST_CHECK;
/* Exactly this room, zeroed; the column was empty. */
enum graph_status column_zeroed(struct column *column, size_t bytes, const char *directory) GRAPH_MUST_CHECK;
void column_drop(struct column *column);

/* Scratch for random access: memory, in large pages where the host has them. NULL: none. Zeroed. */
void *scratch_new(size_t count, size_t element);
/* The same count and element. NULL is allowed. */
void scratch_free(void *scratch, size_t count, size_t element);

/* A growing stack of 32-bit words. */
struct words {
    uint32_t *items;
    size_t count, capacity;
};
bool words_grow(struct words *words);
static inline bool words_push(struct words *words, uint32_t word)
{
    if (words->count == words->capacity && !words_grow(words))
        return false;
    words->items[words->count++] = word;
    return true;
}
void words_drop(struct words *words);

/* Asks the control every GRAPH_STEP steps. */
#define GRAPH_STEP 65536u
static inline bool graph_goes_on(const struct graph_control *control, const char *stage, uint64_t done,
                                 uint64_t total)
{
    return done % GRAPH_STEP != 0 || control == NULL || control->go_on == NULL ||
           control->go_on(control->context, stage, done, total);
}

#endif
