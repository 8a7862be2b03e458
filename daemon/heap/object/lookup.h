/* Looking a name up in a type through its order (_PyType_Lookup), and the table that remembers what was
 * found. */
#ifndef HEAPD_HEAP_OBJECT_LOOKUP_H
#define HEAPD_HEAP_OBJECT_LOOKUP_H

#include "daemon/heap/object/object.h"

#define LOOKUPS 512 /* a power of two */

struct lookup {
    addr type, name;
    addr found; /* borrowed; 0: the type has no such name */
    uint64_t epoch;
};

void lookups_boot(struct heap *h);

/* Whatever was remembered is forgotten: a type's dict has changed, a type or an interned str is gone and its
 * address may mean another. */
static inline void lookups_forget(struct heap *h)
{
    h->lookups_epoch++;
}

/* The same of one name in a type and what extends it: cheaper for those that look up others. */
void lookups_forget_name(struct heap *h, addr type, addr name);

addr lookup_slowly(struct heap *h, addr type, addr name);

/* Borrowed or 0. The same name is the same address only while it is interned; other names are looked up anew
 * each time. */
static inline addr lookup_in_type(const struct heap *h, addr type, addr name)
{
    struct lookup *l =
        (struct lookup *)heap_at(h, h->lookups) + ((type >> 4 ^ name >> 3 ^ name >> 9) & (LOOKUPS - 1));
    if (HEAP_LIKELY(l->type == type && l->name == name && l->epoch == h->lookups_epoch))
        return l->found;
    return lookup_slowly((struct heap *)(uintptr_t)h, type, name);
}

#endif
