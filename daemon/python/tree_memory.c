#include "daemon/python/tree_memory.h"

#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>

/* Sizes up to SMALL are multiples of STEP, larger ones powers of two and one and a half times those, so that
 * freed blocks serve again. Small blocks, of which a long text has hundreds of thousands, are cut from slabs.
 */
enum {
    STEP = sizeof(void *),
    SMALL = 512,
    SMALL_CLASSES = SMALL / STEP,
    CLASSES = SMALL_CLASSES + 64,
    SLAB = 32 * 1024
};

/* A block's size is before it; what tree-sitter keeps needs no more than a pointer's alignment. */
struct block {
    size_t size;
    struct block *next; /* of the free ones of its class; where the bytes are that are in use */
};
enum { HEADER = offsetof(struct block, next) };

struct tree_memory {
    struct parser *parser;
    size_t left;
    unsigned char *slab;
    size_t slab_left;
    struct block *free[CLASSES];
};

static _Thread_local struct tree_memory *current;

static unsigned size_class(size_t size, size_t *rounded)
{
    if (size <= SMALL) {
        unsigned class = size ? (unsigned)((size + STEP - 1) / STEP) - 1 : 0;
        *rounded = (class + 1) * STEP;
        return class;
    }
    unsigned class = SMALL_CLASSES;
    size_t bytes = SMALL;
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

static struct block *new_block(struct tree_memory *m, size_t size)
{
    size_t all = HEADER + size;
    if (size > m->left)
        parse_no_memory(m->parser);
    m->left -= size;
    if (size > SMALL)
        return parse_temporary(m->parser, all);
    if (m->slab_left < all) {
        m->slab = parse_temporary(m->parser, SLAB);
        m->slab_left = SLAB;
    }
    m->slab_left -= all;
    return (struct block *)(void *)(m->slab + m->slab_left);
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
    } else {
        b = new_block(m, rounded);
        b->size = rounded;
    }
    return &b->next;
}

static struct block *block_of(void *memory)
{
    return (struct block *)(void *)((unsigned char *)memory - HEADER);
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
    struct block *b = block_of(memory);
    size_t rounded;
    unsigned class = size_class(b->size, &rounded);
    b->next = current->free[class];
    current->free[class] = b;
}

static void *reallocate(void *memory, size_t size)
{
    if (memory == NULL)
        return allocate(size);
    struct block *b = block_of(memory);
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
