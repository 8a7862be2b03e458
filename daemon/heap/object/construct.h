/* Calling a type: T(...), where T is a builtin type or a class. */
#ifndef HEAPD_HEAP_OBJECT_CONSTRUCT_H
#define HEAPD_HEAP_OBJECT_CONSTRUCT_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/kinds.h"

/* *new* in *out: __new__ and __init__ of the type. */
enum heap_status type_call(struct heap *h, addr type, const struct call *call, addr *out) HEAP_MUST_CHECK;

/* What the builtin type of a kind has as __new__ and __init__, whatever `type`, which extends it, defines
 * (construct_object.c). */
enum heap_status kind_new(struct heap *h, unsigned kind, addr type, const struct call *call,
                          addr *out) HEAP_MUST_CHECK; /* *new* */
enum heap_status kind_init(struct heap *h, unsigned kind, addr o, const struct call *call) HEAP_MUST_CHECK;
/* The __init__ of its class, whoever defines that. */
enum heap_status class_set_up(struct heap *h, addr o, const struct call *call) HEAP_MUST_CHECK;
/* Both at once, of types that have arguments for both (construct.c). *new* */
enum heap_status kind_construct(struct heap *h, unsigned kind, addr type, const struct call *call,
                                addr *out) HEAP_MUST_CHECK;
/* T.__new__ as a function. `call`: self is T. */
enum heap_status builtin_new_call(struct heap *h, const struct call *call, addr *out);
/* Has the class, or one that it extends, a __new__ or an __init__ of its own? */
bool class_has_own_new(const struct heap *h, addr type);
bool class_has_own_init(const struct heap *h, addr type);
/* TypeError: Can't instantiate abstract class ... */
enum heap_status raise_if_abstract(struct heap *h, addr type) HEAP_MUST_CHECK;
/* type.__new__(metatype, name, bases, namespace, **keywords), the arguments checked: *new*. Tells
 * __set_name__ and __init_subclass__ (class_hooks.c). */
enum heap_status type_construct(struct heap *h, addr metatype, const struct call *call,
                                addr *out) HEAP_MUST_CHECK;
/* callable(first, *args, **keywords): *new* */
/* While a call goes through a tuple and a dict of its arguments, these hold them once more. (There is no more
 * of the two than that, and the memory that they take meanwhile: free_list.h.) */
void call_hold_arguments(struct heap *h, const struct call *call, struct held_memory *held);
void call_let_arguments_go(struct heap *h, const struct call *call, const struct held_memory *held);
/* call_with_first() as CPython calls __init__, __new__ and __call__. */
enum heap_status call_prepended(struct heap *h, addr callable, addr first, const struct call *call,
                                addr *out) HEAP_MUST_CHECK;
enum heap_status call_with_first(struct heap *h, addr callable, addr first, const struct call *call,
                                 addr *out) HEAP_MUST_CHECK;

/* Numbers, range, slice (construct_scalar.c); str, bytes, bytearray, deque, array (construct_text.c). */
enum heap_status scalar_call(struct heap *h, addr type, const struct call *call, addr *out) HEAP_MUST_CHECK;
enum heap_status text_call(struct heap *h, addr type, const struct call *call, addr *out) HEAP_MUST_CHECK;

/* bytearray.__init__ */
enum heap_status bytearray_init(struct heap *h, addr o, const struct call *call) HEAP_MUST_CHECK;

/* *new*: bytes(o) of anything but a count (PyObject_Bytes); TypeError "cannot convert 'int'
 * object to bytes". */
enum heap_status bytes_from_object(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;

/* What a class method of a builtin type made, *stolen*: it, or what the class that extends the type makes of
 * it. */
enum heap_status answer_of_class(struct heap *h, addr type, enum kind kind, addr made,
                                 addr *out) HEAP_MUST_CHECK;
/* function(code, globals, name, argdefs, closure) (construct_function.c). */
enum heap_status function_call(struct heap *h, const struct call *call, addr *out) HEAP_MUST_CHECK;

#endif
