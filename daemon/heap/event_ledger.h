/* Objects that were made since it was opened and are still there, in the order in which they were made: at
 * most so many as it was opened for. What is taken out leaves a hole until the next time that the entries
 * move together, so that adding and taking cost the same however many there are. */
#ifndef HEAPD_HEAP_EVENT_LEDGER_H
#define HEAPD_HEAP_EVENT_LEDGER_H

#include "daemon/heap/event.h"

struct ledger {
    addr entries; /* struct heap_event[2 * most], in the tables area; object 0: a hole; 0: it is closed */
    addr index;   /* uint32_t[slots]: the number of an entry and 1, 0: none. By the object's address */
    uint32_t most, slots; /* a power of two, at least twice the entries */
    uint32_t used, live;  /* entries, holes among them; those that are none */
    bool overflowed;      /* there were more: what is not here can have been made since all the same */
};

bool ledger_open(struct heap *h, struct ledger *l, uint32_t most); /* false: no memory */
void ledger_close(struct heap *h, struct ledger *l);

/* A place for an object, which is not there yet, `object` set already; NULL: it is full, and has overflowed.
 */
struct heap_event *ledger_add(struct heap *h, struct ledger *l, addr object);
bool ledger_take(struct heap *h, struct ledger *l, addr object); /* false: it is not there */
bool ledger_has(const struct heap *h, const struct ledger *l, addr object);

/* The entry of that number, NULL: a hole. */
const struct heap_event *ledger_at(const struct heap *h, const struct ledger *l, uint32_t number);

#endif
