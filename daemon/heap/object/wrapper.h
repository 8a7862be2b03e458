/* Slot wrappers: what `list.__len__` and `[].__len__` are, wrapper_descriptor and method-wrapper objects.
 * They call what a builtin type's slot does, whatever a class that extends the type defines.
 */
#ifndef HEAPD_HEAP_OBJECT_WRAPPER_H
#define HEAPD_HEAP_OBJECT_WRAPPER_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/heaptype.h"

/* `call` has the object as self, without it among the arguments. `kind`: whose slot. *new* in *out. */
typedef enum heap_status wrapper_function(struct heap *h, enum kind kind, const struct call *call, addr *out);

struct wrapper {               /* one for each special name: a constant table */
    uint16_t name;             /* enum known_name */
    int8_t min_args, max_args; /* -1: any, and keywords too */
    wrapper_function *function;
};
const struct wrapper *wrapper_at(size_t index); /* NULL past the last */
/* The names that a builtin type has slot wrappers for, in the order of its dict: "repr hash ..." */
const char *wrapper_names(enum kind kind);
/* Some of them only later versions have. */
bool wrapper_is_of_version(const struct heap *h, enum kind kind, const char *name);

struct wrapper_object { /* PyWrapperDescrObject */
    struct descriptor base;
    addr wrapped; /* d_wrapped */
};

struct method_wrapper_object { /* wrapperobject */
    struct object base;
    addr descriptor, self;
};
static inline struct method_wrapper_object *method_wrapper_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

/* Of the table's row `index`: *new* */
addr wrapper_new(struct heap *h, addr type, addr name, size_t index) HEAP_MUST_CHECK;
const struct wrapper *wrapper_definition(const struct heap *h, addr descriptor);
addr method_wrapper_new(struct heap *h, addr descriptor,
                        addr self) HEAP_MUST_CHECK; /* *new*; both borrowed */

/* Calls: of the descriptor the object is the first argument. */
enum heap_status wrapper_call(struct heap *h, addr descriptor, const struct call *call,
                              addr *out) HEAP_MUST_CHECK;
enum heap_status method_wrapper_call(struct heap *h, addr o, const struct call *call,
                                     addr *out) HEAP_MUST_CHECK;

#endif
