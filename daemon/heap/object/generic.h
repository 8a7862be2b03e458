/* types.GenericAlias (list[int]) and the union of types (int | str): generic_alias.c, union.c. */
#ifndef HEAPD_HEAP_OBJECT_GENERIC_H
#define HEAPD_HEAP_OBJECT_GENERIC_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"

struct generic_alias_object { /* gaobject */
    struct object base;
    addr origin, args, parameters, weaklist; /* parameters 0 until they are asked for */
    uint64_t starred;
    addr vectorcall;
};
static inline struct generic_alias_object *generic_alias_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

/* origin[args]: `args` a tuple, or the only argument. *new* */
addr generic_alias_new(struct heap *h, addr type, addr origin, addr args) HEAP_MUST_CHECK;
/* Calling it makes an instance of the origin, which is told its alias where it can be. */
enum heap_status generic_alias_call(struct heap *h, addr alias, const struct call *call,
                                    addr *out) HEAP_MUST_CHECK;
enum heap_status generic_alias_getattr(struct heap *h, addr alias, addr name, addr *out) HEAP_MUST_CHECK;
/* alias[args]: its parameters replaced. */
enum heap_status generic_alias_getitem(struct heap *h, addr alias, addr args, addr *out) HEAP_MUST_CHECK;
/* GenericAlias(origin, args) */
enum heap_status generic_alias_construct(struct heap *h, addr type, const struct call *call,
                                         addr *out) HEAP_MUST_CHECK;

/* The arguments of a union: a tuple, borrowed. */
addr union_args(const struct heap *h, addr o);
/* a | b for types: *out 0 where one of them is nothing that a union has (NotImplemented). */
enum heap_status union_or(struct heap *h, addr a, addr b, addr *out) HEAP_MUST_CHECK;
/* union[args]: its parameters replaced. */
enum heap_status union_getitem(struct heap *h, addr o, addr args, addr *out) HEAP_MUST_CHECK;
/* The arguments of `alias`, which is shown in messages, with `parameters` (a tuple, borrowed) replaced by
 * `key`: *new* list. */
enum heap_status generic_substitute(struct heap *h, addr alias, addr old, addr parameters, addr key,
                                    addr *out) HEAP_MUST_CHECK;
/* How an argument is shown: a class by its qualified name. */
enum heap_status generic_put_argument(struct heap *h, addr o, struct text *out) HEAP_MUST_CHECK;

/* Class methods __class_getitem__ of builtin types. */
enum heap_status method_class_getitem(struct heap *h, const struct call *c, addr *out);

#endif
