#include "daemon/python/tree_memory.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>

enum { CLASSES = 64 }; /* up to 2 ** 37 bytes */

/* Before each block. Sizes are powers of two and one and a half times those, so that freed blocks serve
 * again. */
struct block {
    size_t size;
    struct block *next; /* of the free ones of its size */
};

struct tree_memory {
    struct parser *parser;
    size_t left;
    struct block *free[CLASSES];
};

static _Thread_local struct tree_memory *current;

static unsigned size_class(size_t size, size_t *rounded)
{
    unsigned class = 0;
    size_t bytes = 32;
    while (bytes < size) {
        if (bytes + bytes / 2 >= size) {
            *rounded = bytes + bytes / 2;
            return class + 1;
        }
        bytes *= 2;
        class += 2;
    }
    *rounded = bytes;
    return class;
}

static void *allocate(size_t size)
{
    struct tree_memory *m = current;
    if (m == NULL)
        abort(); /* tree-sitter is used by nobody else */
    if (size > m->left)
        parse_no_memory(m->parser);
    size_t rounded;
    unsigned class = size_class(size, &rounded);
    struct block *b = m->free[class];
    if (b != NULL) {
        m->free[class] = b->next;
        return b + 1;
    }
    if (rounded > m->left)
        parse_no_memory(m->parser);
    b = parse_temporary(m->parser, sizeof *b + rounded);
    m->left -= rounded;
    b->size = rounded;
    return b + 1;
}

static void *allocate_zeroed(size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size)
        parse_no_memory(current->parser);
    return memset(allocate(count * size), 0, count * size);
}

static void release(void *memory)
{
    if (memory == NULL)
        return;
    struct block *b = (struct block *)memory - 1;
    size_t rounded;
    unsigned class = size_class(b->size, &rounded);
    b->next = current->free[class];
    current->free[class] = b;
}

static void *reallocate(void *memory, size_t size)
{
    if (memory == NULL)
        return allocate(size);
    struct block *b = (struct block *)memory - 1;
    if (size <= b->size)
        return memory;
    void *moved = allocate(size);
    memcpy(moved, memory, b->size);
    release(memory);
    return moved;
}

static void install(void)
{
    ts_set_allocator(allocate, allocate_zeroed, reallocate, release);
}

void tree_memory_begin(struct parser *p, size_t limit)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
    struct tree_memory *m = parse_temporary(p, sizeof *m);
    m->parser = p;
    m->left = limit;
    current = m;
}

void tree_memory_end(void)
{
    current = NULL;
}
