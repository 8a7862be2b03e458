/* The subclasses that a type knows of: tp_subclasses, a dict from the subclass's address, an int, to a weak
 * reference to it. */
#ifndef HEAPD_HEAP_OBJECT_SUBCLASSES_H
#define HEAPD_HEAP_OBJECT_SUBCLASSES_H

#include "daemon/heap/base.h"

/* Enters `type` with each of its bases; all or none. */
enum heap_status subclasses_add(struct heap *h, addr type, addr bases) HEAP_MUST_CHECK;
/* Removes it, where it is entered. Never fails. */
void subclasses_remove(struct heap *h, addr type, addr bases);
/* One after the other; start with *position 0. Borrowed. False at the end. */
bool subclasses_next(const struct heap *h, addr type, size_t *position, addr *subclass);
/* The same of those that the type has from the start, which are entered nowhere. */
bool subclasses_next_builtin(const struct heap *h, addr type, size_t *position, addr *subclass);

#endif
