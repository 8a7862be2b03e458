/* Objects that were made since it was opened and are still there, in the order in which they were made: at
 * most so many as it was opened for. Adding, finding and taking cost the same however many there are. */
#ifndef HEAPD_HEAP_EVENT_LEDGER_H
#define HEAPD_HEAP_EVENT_LEDGER_H

#include "daemon/heap/base.h"

struct ledger {
    addr entries;         /* struct ledger_entry[1 + most], in the tables area; 0: it is closed */
    addr index;           /* uint32_t[slots]: numbers of entries by the object's address; 0: none */
    uint32_t most, slots; /* a power of two, at least twice the entries */
    uint32_t unused;      /* the first entry of those that are free; 0: it is full */
    bool overflowed;      /* there were more: what is not here can have been made since all the same */
};

bool ledger_open(struct heap *h, struct ledger *l, uint32_t most); /* false: no memory */
void ledger_close(struct heap *h, struct ledger *l);

/* The object must not be there yet. False: the ledger is full, and has overflowed. */
bool ledger_add(struct heap *h, struct ledger *l, addr object);
bool ledger_has(const struct heap *h, const struct ledger *l, addr object);
bool ledger_take(struct heap *h, struct ledger *l, addr object); /* false: it was not there */

/* One after the other, *position 0 at first; 0: there are no more. */
addr ledger_next(const struct heap *h, const struct ledger *l, uint32_t *position);

#endif
