/* The layout of collections.deque, for the files of object/.
 *
 *   16 ob_size   24 leftblock   32 rightblock   40 leftindex   48 rightindex   56 state   64 maxlen (-1:
 * none) 72 numfreeblocks   80 freeblocks[16]   208 weakreflist
 *
 * A block is 528 bytes: the block to the left, 64 items, the block to the right. Items fill the blocks from
 * leftblock[leftindex] to rightblock[rightindex]; an empty deque has one block and leftindex == rightindex
 * + 1. Blocks taken off wait in freeblocks. Mirrors Modules/_collectionsmodule.c.
 */
#ifndef HEAPD_HEAP_OBJECT_DEQUE_H
#define HEAPD_HEAP_OBJECT_DEQUE_H

#include "daemon/heap/object/container.h"
#include "daemon/heap/object/object.h"

#define DEQUE_BLOCK    64
#define DEQUE_CENTER   ((DEQUE_BLOCK - 1) / 2)
#define DEQUE_FREE_MAX 16

struct deque_block {
    addr left;
    addr data[DEQUE_BLOCK];
    addr right;
};

struct deque_object {
    struct object base;
    int64_t size;
    addr left_block, right_block;
    int64_t left, right; /* leftindex, rightindex */
    uint64_t state;      /* counts changes */
    int64_t maxlen;
    int64_t free_count;
    addr free_blocks[DEQUE_FREE_MAX];
    addr weakrefs;
};

static inline struct deque_object *deque_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
static inline struct deque_block *deque_block_at(const struct heap *h, addr b)
{
    return heap_at(h, b);
}

/* *new*: an empty deque of the type or a subclass. */
addr deque_new_of(struct heap *h, addr type, int64_t maxlen) HEAP_MUST_CHECK;

/* Going through a deque from the left in constant time per item; it must not change meanwhile (state tells).
 */
struct deque_cursor {
    addr block;
    int64_t index, rest;
};
static inline struct deque_cursor deque_begin(const struct heap *h, addr d)
{
    const struct deque_object *o = deque_at(h, d);
    return (struct deque_cursor){o->left_block, o->left, o->size};
}
/* Borrowed; 0 after the last. */
static inline addr deque_step(const struct heap *h, struct deque_cursor *c)
{
    if (c->rest == 0)
        return 0;
    if (c->index == DEQUE_BLOCK) {
        c->block = deque_block_at(h, c->block)->right;
        c->index = 0;
    }
    c->rest--;
    return deque_block_at(h, c->block)->data[c->index++];
}

/* *new*, detached from the right (or left) end; 0 when it is empty. */
addr deque_detach(struct heap *h, addr d, bool left);

enum heap_status deque_rotate(struct heap *h, addr d, int64_t n) HEAP_MUST_CHECK;
enum heap_status deque_extend(struct heap *h, addr d, addr iterable,
                              bool left) HEAP_MUST_CHECK; /* TypeError: not iterable */
void deque_clear(struct heap *h, addr d);
/* Another one with these items and the same bound; of a class of a program that class makes it. *new* */
addr deque_copy(struct heap *h, addr d) HEAP_MUST_CHECK;

/* The field that holds item `i`. */
addr *deque_slot(const struct heap *h, addr d, size_t i);

/* Item `i` goes, the others close up, as `del d[i]`. */
enum heap_status deque_delete(struct heap *h, addr d, int64_t i) HEAP_MUST_CHECK;

/* An empty deque that is about to be filled from the left starts at the block's beginning, not in its middle.
 */
void deque_prepare_to_extend(struct heap *h, addr d, bool left);

#endif
