/* What the evaluation loop calls for instructions that are more than a few lines. */
#ifndef HEAPD_PYTHON_EVALUATE_H
#define HEAPD_PYTHON_EVALUATE_H

#include "daemon/python/interpreter.h"

/* ---- evaluate_calls.c */
/* Calls what is no Python function: callable and arguments stay the caller's. */
enum heap_status evaluate_call_foreign(struct heap *h, addr callable, slot *args, size_t count, addr kwnames,
                                       addr *out) HEAP_MUST_CHECK;
void evaluate_release_call(struct heap *h, slot callable, slot *args,
                           size_t count); /* in the version's order */
/* As MAKE_FUNCTION, whose operands, those that the flags name, become the function's; the code is released.
 * *out *new* */
enum heap_status evaluate_make_function(struct heap *h, slot *top, uint32_t flags, addr globals,
                                        addr *out) HEAP_MUST_CHECK;
/* The end of a frame: it is nobody's current frame before what it holds is released. */
void evaluate_leave(struct heap *h, addr f);

/* ---- evaluate_levels.c */
/* RecursionError where the instruction, before `next`, needs a level that is not there. */
enum heap_status evaluate_compare_level(struct heap *h, unsigned op, uint32_t next, addr a,
                                        addr b) HEAP_MUST_CHECK;
/* Of a CALL of what is builtin, with so many arguments and itself. Nothing of the program runs within one that has none.
 */
bool evaluate_call_has_no_level(const struct heap *h, addr callable, size_t count, uint32_t next);

/* ---- evaluate_names.c */
enum heap_status evaluate_load_name(struct heap *h, addr f, addr name, addr *out) HEAP_MUST_CHECK;
enum heap_status evaluate_store_name(struct heap *h, addr f, addr name,
                                     addr value) HEAP_MUST_CHECK; /* value borrowed */
enum heap_status evaluate_delete_name(struct heap *h, addr f, addr name) HEAP_MUST_CHECK;
enum heap_status evaluate_load_global(struct heap *h, addr f, addr name, addr *out) HEAP_MUST_CHECK;
enum heap_status evaluate_load_build_class(struct heap *h, addr f, addr *out) HEAP_MUST_CHECK;
enum heap_status evaluate_delete_global(struct heap *h, addr f, addr name) HEAP_MUST_CHECK;
enum heap_status evaluate_load_classderef(struct heap *h, addr f, size_t i, addr *out) HEAP_MUST_CHECK;
enum heap_status evaluate_load_from_dict_or_deref(struct heap *h, addr f, addr namespace, size_t i,
                                                  addr *out) HEAP_MUST_CHECK;
enum heap_status evaluate_load_from_dict_or_globals(struct heap *h, addr f, addr namespace, addr name,
                                                    addr *out) HEAP_MUST_CHECK;
enum heap_status evaluate_raise_unbound(struct heap *h, addr f, size_t i)
    HEAP_MUST_CHECK; /* a local or free variable without a value */
enum heap_status evaluate_setup_annotations(struct heap *h, addr f) HEAP_MUST_CHECK;
enum heap_status evaluate_display(struct heap *h, addr value) HEAP_MUST_CHECK; /* sys.displayhook(value) */

/* ---- evaluate_attributes.c */
/* As LOAD_METHOD: *method and the object stays what it is called with; or *method 0 and *attribute. Both
 * *new*. */
enum heap_status evaluate_load_method(struct heap *h, addr o, addr name, addr *method,
                                      addr *attribute) HEAP_MUST_CHECK;
/* What takes its object as the first argument when it is called. */
bool evaluate_takes_object_first(const struct heap *h, addr o);
enum heap_status evaluate_super_attr(struct heap *h, addr super, addr class, addr self, addr name,
                                     uint32_t arg, addr *method, addr *attribute) HEAP_MUST_CHECK;

/* ---- evaluate_intrinsics.c: enum intrinsic; `second` 0 for those that take one. *out *new* */
enum heap_status evaluate_intrinsic(struct heap *h, uint32_t which, addr first, addr second,
                                    addr *out) HEAP_MUST_CHECK;

/* ---- evaluate_sequences.c */
enum heap_status evaluate_unpack(struct heap *h, addr o, size_t count,
                                 slot *top) HEAP_MUST_CHECK; /* writes top[0 .. count), the last item first */
enum heap_status evaluate_unpack_ex(struct heap *h, addr o, size_t before, size_t after,
                                    slot *top) HEAP_MUST_CHECK;
enum heap_status evaluate_list_extend(struct heap *h, addr list, addr iterable) HEAP_MUST_CHECK;
enum heap_status evaluate_dict_merge(struct heap *h, addr dict, addr mapping,
                                     addr callable) HEAP_MUST_CHECK; /* callable 0: DICT_UPDATE */
enum heap_status evaluate_build_string(struct heap *h, const slot *parts, size_t count,
                                       addr *out) HEAP_MUST_CHECK;
/* What is behind the star, as a tuple in place of `*args`, which is released: nothing else keeps a list while
 * its items are called with. */
enum heap_status evaluate_args_tuple(struct heap *h, addr callable, slot *args) HEAP_MUST_CHECK;
/* The frame of a function written in Python, its arguments bound; 0 raised. */
addr evaluate_bind_ex(struct heap *h, addr function, addr args, addr kwargs) HEAP_MUST_CHECK;
enum heap_status evaluate_call_ex(struct heap *h, addr callable, addr args, addr kwargs,
                                  addr *out) HEAP_MUST_CHECK;

/* ---- texts (evaluate_sequences.c): `conversion` 0 none, 1 str, 2 repr, 3 ascii */
addr evaluate_convert(struct heap *h, addr o, uint32_t conversion) HEAP_MUST_CHECK; /* *new* */
enum heap_status evaluate_format(struct heap *h, addr o, uint32_t conversion, addr spec,
                                 addr *out) HEAP_MUST_CHECK;

/* ---- evaluate_match.c */
bool evaluate_matches_sequence(const struct heap *h, addr o);
bool evaluate_matches_mapping(const struct heap *h, addr o);
enum heap_status evaluate_match_keys(struct heap *h, addr o, addr keys, addr *out) HEAP_MUST_CHECK;
enum heap_status evaluate_match_class(struct heap *h, addr o, addr type, size_t positional, addr names,
                                      addr *out) HEAP_MUST_CHECK;

/* ---- evaluate_exceptions.c */
enum heap_status evaluate_raise(struct heap *h, addr exception,
                                addr cause) HEAP_MUST_CHECK; /* both borrowed; 0: none. Always HEAP_RAISED */
/* The run was stopped while an exception was pending: nobody will see it, and its traceback keeps all frames
 * that it has passed. The stop goes on. */
void evaluate_forget_pending(struct heap *h);
/* `raise` alone. False: there is nothing to raise again, a RuntimeError is pending. */
bool evaluate_reraise_handled(struct heap *h);
enum heap_status evaluate_match_group(struct heap *h, addr exception, addr types, addr *match,
                                      addr *rest) HEAP_MUST_CHECK; /* except*: exception_group_match() */
/* *new*: what takes the place of an exception that leaves a generator, whose code has these flags: a
 * StopIteration becomes a RuntimeError. */
enum heap_status evaluate_stop_iteration_error(struct heap *h, addr exception, uint32_t flags,
                                               addr *out) HEAP_MUST_CHECK;
enum heap_status evaluate_load_special(struct heap *h, addr o, uint32_t which, addr *method,
                                       addr *attribute) HEAP_MUST_CHECK;
/* *new* both: __enter__ and __exit__ of a context manager, __aenter__ and __aexit__ of an asynchronous one,
 * bound. */
enum heap_status evaluate_with_methods(struct heap *h, addr manager, bool is_async, addr *enter,
                                       addr *exit) HEAP_MUST_CHECK;
/* As GET_AWAITABLE, GET_AITER, GET_ANEXT: *out *new*. */
enum heap_status evaluate_awaitable(struct heap *h, addr o, uint32_t what, addr *out) HEAP_MUST_CHECK;
enum heap_status evaluate_async_iter(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
enum heap_status evaluate_async_next(struct heap *h, addr o, addr *out) HEAP_MUST_CHECK;
/* The pending exception as an object, with the frame in its traceback, and what is being handled as its
 * context. 0: asked to stop. */
addr evaluate_catch(struct heap *h, addr f, bool in_traceback);
/* Is the frame's code in C in CPython? No traceback has it, and nobody is told of it. */
bool evaluate_is_hidden(const struct heap *h, addr f);
/* The entry of the exception table for an instruction, innermost first; NULL: nothing catches there. */
const struct code_handler *evaluate_handler(const struct heap *h, addr code, uint32_t at);
/* The exception being handled: borrowed, 0 none. */
addr evaluate_handled(const struct heap *h);

/* ---- generators.c */
enum heap_status evaluate_send(struct heap *h, addr receiver, addr value, addr *yielded,
                               addr *result) HEAP_MUST_CHECK;
enum heap_status evaluate_yield_from_iter(struct heap *h, addr o, addr f, addr *out) HEAP_MUST_CHECK;
/* A loop over a generator runs the generator's frame itself, as it does that of a function that is called.
 * Does it wait, and is there room for it? Then its frame, to be run next; and what is to be done when that
 * has yielded, returned or raised, the loop's frame being the current one again. */
bool evaluate_generator_waits(const struct heap *h, addr g);
addr evaluate_generator_enter(struct heap *h, addr g);
enum heap_status evaluate_generator_left(struct heap *h, addr f, enum heap_status status) HEAP_MUST_CHECK;
void evaluate_generator_yielded(struct heap *h, addr f); /* the same of one that has yielded */

#endif
