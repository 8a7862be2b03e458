/* The iterator protocol: iter() and next(), whatever the object: builtin containers and iterators by the
 * functions of their kind, classes by __iter__ and __next__, or by __getitem__ alone. Mirrors
 * Objects/abstract.c and iterobject.c.
 */
#ifndef HEAPD_HEAP_OBJECT_ITERATOR_H
#define HEAPD_HEAP_OBJECT_ITERATOR_H

#include "daemon/heap/object/object.h"

/* iter(o): *new*. TypeError: 'int' object is not iterable; iter() returned non-iterator of type 'int'. */
enum heap_status object_iter(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;

/* next(it): *new* item; *item = 0 at the end, and nothing is pending then. */
enum heap_status iterator_next(struct heap *h, addr it, addr *item) HEAP_MUST_CHECK;

/* The same as tp_iternext has it: StopIteration may be pending at the end, with HEAP_RAISED. For those who
 * pass it on. */
enum heap_status iterator_step(struct heap *h, addr it, addr *item) HEAP_MUST_CHECK;

/* For iterators that ask another one: also RecursionError where they are nested too deeply. */
enum heap_status iterator_step_inner(struct heap *h, addr it, addr *item) HEAP_MUST_CHECK;

/* Is StopIteration pending? Then it is not any more. */
bool iterator_stopped(struct heap *h);

/* Did iter() end in a TypeError, whoever raised it? Then it is forgotten: the caller says it in words of its
 * own. */
bool iterator_refused(struct heap *h, enum heap_status status);

/* Has its type tp_iternext (PyIter_Check)? */
bool object_is_iterator(const struct heap *h, addr o);
/* Has its type tp_iter, or is it a sequence? */
bool object_is_iterable(const struct heap *h, addr o);
/* PySequence_Check: can items be taken from it by number? */
bool object_is_sequence(const struct heap *h, addr o);

/* o[i], for sequences of any kind. *new* */
enum heap_status sequence_get(struct heap *h, addr o, int64_t i, addr *out) HEAP_MUST_CHECK;

/* operator.length_hint(o, fallback): len(), else __length_hint__(), else the fallback. */
enum heap_status object_length_hint(struct heap *h, addr o, int64_t fallback, int64_t *out) HEAP_MUST_CHECK;

/* ---- the kinds' constructors: *new*, 0 raised */

addr list_iterator_new(struct heap *h, addr list) HEAP_MUST_CHECK;
addr sequence_iterator_new(struct heap *h, addr sequence) HEAP_MUST_CHECK; /* by __getitem__ */
addr callable_iterator_new(struct heap *h, addr callable,
                           addr sentinel) HEAP_MUST_CHECK; /* iter(f, sentinel) */
addr range_iterator_new(struct heap *h, addr range) HEAP_MUST_CHECK;
addr range_reverse_iterator_new(struct heap *h, addr range) HEAP_MUST_CHECK;
addr dict_iterator_new(struct heap *h, addr dict,
                       enum kind kind) HEAP_MUST_CHECK; /* KIND_DICT_KEY_ITERATOR ... */
addr dict_view_new(struct heap *h, addr dict, enum kind kind) HEAP_MUST_CHECK; /* KIND_DICT_KEYS ... */
static inline addr dict_view_dict(const struct heap *h, addr view)             /* borrowed */
{
    return HEAP_FIELD(h, view, 16, addr);
}

struct call;
/* enumerate(), zip(), map(), filter(), reversed() and classes that extend them. *new* */
enum heap_status iterator_call(struct heap *h, addr type, const struct call *call, addr *out) HEAP_MUST_CHECK;
/* The types of itertools, functools and operator; any other cannot be called: TypeError. */
enum heap_status module_type_call(struct heap *h, addr type, const struct call *call,
                                  addr *out) HEAP_MUST_CHECK;

#endif
