/* Births: which objects are the same as those that had their addresses before.
 *
 * An address is used again when its object has gone, by an object of the same type as a rule. So whoever
 * captures a heap's objects (a snapshot does) can have each object's birth with it: the number of the first
 * capture that saw it. Two captures have the same object at an address if its births are equal.
 *
 * A capture marks what it sees by the second bit in REGION_STARTS, which goes when the object does, so that
 * the heap pays nothing for it; the births of what is marked stand in a table, by rising address.
 */
#ifndef HEAPD_HEAP_BIRTHS_H
#define HEAPD_HEAP_BIRTHS_H

#include "daemon/heap/base.h"

struct births_capture {
    addr table; /* struct births, of this capture */
    uint32_t before;
};

/* Before the first object. False: there is no room for the table; nothing has changed. */
bool births_begin(struct heap *h, struct births_capture *capture) HEAP_MUST_CHECK;
/* Of each live object in a block, once, by rising address: the number of the first capture that saw it, 1 or
 * more; this one's if none did. */
uint32_t births_of_next(struct heap *h, struct births_capture *capture, addr o);
/* After the last. Without `keep` it is as if there had been no capture. */
void births_end(struct heap *h, struct births_capture *capture, bool keep);
/* All of that for nobody to see: what a capture does to the heap. False as births_begin(). */
bool births_pass(struct heap *h) HEAP_MUST_CHECK;

#endif
