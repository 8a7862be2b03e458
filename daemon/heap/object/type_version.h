/* Version tags: numbers by which whoever remembers what was found in a type (tp_version_tag), or where in a
 * table of keys (dk_version), sees whether it still holds. A tag is given out once in the life of a heap;
 * what it stood for is over when the tag is 0 or another.
 *
 * A type with a tag has bases with one: a change of a type's dict takes away its tag and those of its
 * subclasses.
 */
#ifndef HEAPD_HEAP_OBJECT_TYPE_VERSION_H
#define HEAPD_HEAP_OBJECT_TYPE_VERSION_H

#include "daemon/heap/object/dict_keys.h"

/* The type's tag, a new one if it has none; 0: it can have none (its order is a program's, or there are no
 * numbers left). */
uint32_t type_version(struct heap *h, addr type);

/* The type's entries have changed, or are about to. */
void type_version_changed(struct heap *h, addr type);

/* The tag of a dict's table, as long as it has the same keys at the same places; 0: none. */
uint32_t keys_version(struct heap *h, struct dict_keys *k);

#endif
