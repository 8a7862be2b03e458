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

/* What an object of the class has in its slots and those behind it, by name, as copyreg asks for them when it
 * is taken apart: each by its attribute, which code of the program may answer. *new* dict, 0 where none has a
 * value. The class keeps the names as its
 * __slotnames__; one that it has already is taken. */
enum heap_status slots_values(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;

#endif
