/* Every counted reference that an object holds, in one enumeration: what tp_traverse visits, in its order,
 * and then what it leaves out (names, the type). Inspection, deep sizes and heap_verify all see the same
 * references.
 */
#ifndef HEAPD_HEAP_REFERENCES_H
#define HEAPD_HEAP_REFERENCES_H

#include "daemon/heap/object/object.h"

/* `field` is where the reference is stored, `to` what is in it (never 0, never the dummy of sets). */
typedef void reference_each(const struct heap *h, void *context, const addr *field, addr to);

/* As gc.get_referents: the type of an instance of a class is one of them. */
void references_traversed(const struct heap *h, addr o, reference_each *each, void *context);

/* All that are counted. The names in keys that a class shares with its instances are the class's. */
void references_counted(const struct heap *h, addr o, reference_each *each, void *context);

/* Is its reference to its type counted? */
static inline bool reference_to_type_is_counted(const struct heap *h, addr o)
{
    return object_in_blocks(o) && type_at(h, object_type(h, o))->flags & TYPE_HEAP;
}

#endif
