/* The memo of a deep copy: which object has been copied to which. In the tables area: a copy of a large graph
 * costs the program no more memory than the copy itself.
 */
#ifndef HEAPD_HEAP_COPY_MEMO_H
#define HEAPD_HEAP_COPY_MEMO_H

#include "daemon/heap/base.h"

struct memo_entry {
    addr source, copy; /* both counted: nothing that was copied may go away, and its address to another, while
                          the copy goes on */
};

struct memo {
    addr table; /* struct memo_entry[capacity] */
    uint64_t used, capacity;
};

addr memo_find(const struct heap *h, const struct memo *m, addr source); /* borrowed or 0 */
enum heap_status memo_put(struct heap *h, struct memo *m, addr source, addr copy) HEAP_MUST_CHECK;
/* `failed`: the copies are emptied first, so that cycles among them go as well. */
void memo_free(struct heap *h, struct memo *m, bool failed);

#endif
