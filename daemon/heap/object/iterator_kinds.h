/* The iterators of builtin types, for the files that have these types' tables, and the constructors of those
 * that are types one can call. Arguments are borrowed; everything answered is *new*.
 */
#ifndef HEAPD_HEAP_OBJECT_ITERATOR_KINDS_H
#define HEAPD_HEAP_OBJECT_ITERATOR_KINDS_H

#include "daemon/heap/base.h"
#include "daemon/heap/object/class.h"

/* ---- tp_iter and __reversed__ of the containers */

enum heap_status list_iter(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
enum heap_status tuple_iter(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
enum heap_status str_iter(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
enum heap_status bytes_iter(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
enum heap_status bytearray_iter(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
enum heap_status range_iter(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
enum heap_status dict_iter(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
enum heap_status set_iter(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
enum heap_status deque_iter(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
enum heap_status array_iter(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;

builtin_function list_method_reversed, range_method_reversed, dict_method_reversed, deque_method_reversed;
builtin_function dict_method_keys, dict_method_values, dict_method_items;

/* ---- by call (construct_iterator.c reads the arguments); `type` is the builtin type or a class that extends
 * it */

addr enumerate_new(struct heap *h, addr type, addr iterable,
                   addr start) HEAP_MUST_CHECK; /* start 0: from 0 */
addr zip_new(struct heap *h, addr type, const addr *iterables, size_t count, bool strict) HEAP_MUST_CHECK;
addr map_new(struct heap *h, addr type, addr function, const addr *iterables, size_t count,
             bool strict) HEAP_MUST_CHECK;
addr filter_new(struct heap *h, addr type, addr function,
                addr iterable) HEAP_MUST_CHECK; /* None: what is true */

/* Either iterator of a deque, (deque, how many items to skip). */
enum heap_status deque_iterator_call(struct heap *h, addr type, const struct call *call,
                                     addr *out) HEAP_MUST_CHECK;

/* A tuple of the iterables' iterators. *new* */
addr iterators_of(struct heap *h, const addr *iterables, size_t count) HEAP_MUST_CHECK;

/* Is function(item) true, whatever the function is? */
enum heap_status predicate_call(struct heap *h, addr function, addr item, bool *out) HEAP_MUST_CHECK;
/* The same; with None or bool, is the item? */
enum heap_status predicate_holds(struct heap *h, addr function, addr item, bool *out) HEAP_MUST_CHECK;

#endif
