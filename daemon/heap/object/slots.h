/* __slots__ of a class body, and whether its instances get a __dict__ and weak references. */
#ifndef HEAPD_HEAP_OBJECT_SLOTS_H
#define HEAPD_HEAP_OBJECT_SLOTS_H

#include "daemon/heap/base.h"

struct slots {
    addr names; /* *new*: a sorted tuple of mangled strs; 0: there is no __slots__ */
    size_t count;
    bool add_dict, add_weakref;
};

/* Fills `out`; TypeError, ValueError as CPython words them. The namespace's __slots__ is a tuple or list of
 * strs, or one str. */
enum heap_status slots_from_namespace(struct heap *h, addr class_name, addr base, addr bases, addr namespace,
                                      struct slots *out) HEAP_MUST_CHECK;

/* Sees to it that a class has __slotnames__, as copyreg leaves it there when an object of it is taken apart: the names of its slots
 * and of those behind it. Where it cannot be set, there is none. */
enum heap_status slots_remember_names(struct heap *h, addr type) HEAP_MUST_CHECK;

#endif
