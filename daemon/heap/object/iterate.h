/* Going through any iterable: what iter() and next() are to the library's own loops.
 *
 * Builtin containers need no iterator object: the state lives on the C stack of the loop; the container is
 * held meanwhile. Lists may change under way, as in Python; dicts and sets that change their size end in
 * RuntimeError. Everything else, and containers whose class has an __iter__ of its own, is gone through by
 * its iterator.
 */
#ifndef HEAPD_HEAP_OBJECT_ITERATE_H
#define HEAPD_HEAP_OBJECT_ITERATE_H

#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/object.h"

#define ITERATES_BY_ITERATOR KIND_COUNT

struct iteration {
    addr source;    /* counted: the container, or the iterator */
    enum kind kind; /* of the container; ITERATES_BY_ITERATOR */
    size_t position;
    size_t length;              /* dict, set: at the start; deque: its state then */
    struct deque_cursor cursor; /* deque */
    addr memory;                /* of the iterator that CPython makes and that leaves it in a free list; 0 */
};

/* TypeError: 'int' object is not iterable. */
enum heap_status iteration_begin(struct heap *h, struct iteration *it, addr iterable) HEAP_MUST_CHECK;
/* *new* item; 0 after the last. */
enum heap_status iteration_next(struct heap *h, struct iteration *it, addr *item) HEAP_MUST_CHECK;
void iteration_end(struct heap *h, struct iteration *it);

/* Is it a builtin container, or of a class that extends one and has no __iter__ of its own? Then its items
 * are what it holds, and going through them runs no code. */
bool iterates_plainly(const struct heap *h, addr o);

#endif
