/* _queue.SimpleQueue. Mirrors Modules/_queuemodule.c.
 *
 *   up to 3.12   16 lock (a block that stands for the system's)   24 locked   32 lst (a list)   40 lst_pos
 *                48 weakreflist
 *   from 3.13    16 has_threads_waiting (a byte)   24 put_idx   32 get_idx   40 items (a block)   48
 * items_cap 56 num_items   64 weakreflist
 *
 * The list has None before lst_pos, which is what was taken out; it is shortened where that is more than half
 * of it. The ring of items has room for 8 at least, twice as many when it is full, and half as many when less
 * than a quarter of it is in use.
 */
#ifndef HEAPD_HEAP_OBJECT_SIMPLE_QUEUE_H
#define HEAPD_HEAP_OBJECT_SIMPLE_QUEUE_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"

enum heap_status simple_queue_construct(struct heap *h, addr type, const struct call *call,
                                        addr *out) HEAP_MUST_CHECK;

#endif
