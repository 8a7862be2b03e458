/* _thread.lock and _thread.RLock: the locks of threading. Mirrors Modules/_threadmodule.c.
 *
 *   lock    up to 3.13   16 lock_lock (a block)   24 in_weakreflist   32 locked (a byte)
 *           from 3.14    16 lock (a byte)
 *   RLock   up to 3.13   16 rlock_lock (a block)   24 rlock_owner   32 rlock_count   40 in_weakreflist
 *           from 3.14    16 lock.mutex (a byte)   24 lock.thread   32 lock.level
 *
 * Threads take turns (runtime.h): whoever waits for a lock lets another one run. A wait that nobody can end
 * is an error.
 */
#ifndef HEAPD_HEAP_OBJECT_LOCK_H
#define HEAPD_HEAP_OBJECT_LOCK_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"

addr lock_new(struct heap *h) HEAP_MUST_CHECK; /* *new*, not locked */
#define LOCK_WAITS_FOR_EVER (-1.0)
/* Lets other threads run until the object is ready; where none is left, so many seconds pass, and a wait for
 * ever is an error. */
enum heap_status lock_wait_until(struct heap *h, addr o, bool (*is_ready)(const struct heap *h, addr o),
                                 double seconds, bool *ready) HEAP_MUST_CHECK;
/* Their types called. *new* */
enum heap_status lock_construct(struct heap *h, addr type, const struct call *call,
                                addr *out) HEAP_MUST_CHECK;
enum heap_status rlock_construct(struct heap *h, addr type, const struct call *call,
                                 addr *out) HEAP_MUST_CHECK;

#endif
