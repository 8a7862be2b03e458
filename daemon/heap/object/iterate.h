/* Going through any iterable: what iter() and next() are to the library's own loops, without an iterator
 * object.
 *
 * The state lives on the C stack of the loop; the iterable is held meanwhile. Lists may change under way, as
 * in Python; dicts and sets that change their size end in RuntimeError.
 */
#ifndef HEAPD_HEAP_OBJECT_ITERATE_H
#define HEAPD_HEAP_OBJECT_ITERATE_H

#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/object.h"

struct iteration {
    addr source; /* counted */
    enum kind kind;
    size_t position;
    size_t length;              /* dict, set: at the start; deque: its state then */
    struct deque_cursor cursor; /* deque */
};

/* TypeError: 'int' object is not iterable. */
enum heap_status iteration_begin(struct heap *h, struct iteration *it, addr iterable) HEAP_MUST_CHECK;
/* *new* item; 0 after the last. */
enum heap_status iteration_next(struct heap *h, struct iteration *it, addr *item) HEAP_MUST_CHECK;
void iteration_end(struct heap *h, struct iteration *it);

bool object_is_iterable(const struct heap *h, addr o);

#endif
