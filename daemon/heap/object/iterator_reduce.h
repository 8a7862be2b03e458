/* __reduce__ of iterators: how another one is made that gives what this one still has to give. For the files
 * that have their tables.
 */
#ifndef HEAPD_HEAP_OBJECT_ITERATOR_REDUCE_H
#define HEAPD_HEAP_OBJECT_ITERATOR_REDUCE_H

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/names.h"

/* (callable, args) or, where `state` is not 0, (callable, args, state). args and state are taken over; args
 * 0: making it has failed. */
enum heap_status reduce_answer(struct heap *h, addr callable, addr args, addr state,
                               addr *out) HEAP_MUST_CHECK;

/* What the builtins have under a name, *new*: iter, as NAME_ITER_FUNCTION. AttributeError where they have
 * nothing. A key of the program's may be asked for it, which may do anything: iterators that CPython looks at
 * afterwards only are looked at afterwards here. */
enum heap_status reduce_function(struct heap *h, enum known_name function, addr *out) HEAP_MUST_CHECK;

/* reduce_answer() with such a function, for arguments that are there before it is looked for. */
enum heap_status reduce_by(struct heap *h, enum known_name function, addr args, addr state,
                           addr *out) HEAP_MUST_CHECK;

/* What __setstate__ is given: an int (PyLong_AsSsize_t). */
enum heap_status state_index(struct heap *h, addr state, int64_t *out) HEAP_MUST_CHECK;

/* A tuple of one that is taken over; 0: making it has failed. *new* */
addr reduce_tuple(struct heap *h, addr item) HEAP_MUST_CHECK;

/* (iter, ([what is left],)): of those that another of the kind with the same fields can be made of, and be
 * emptied. */
builtin_function reduce_to_list;

#endif
