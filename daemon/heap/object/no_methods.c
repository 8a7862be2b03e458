/* The method tables of the kinds that have none of their own, or only what many have. */
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/reduce.h"

#define NO_METHODS(prefix)                                                                                   \
    extern const struct builtin_method prefix##_methods[];                                                   \
    const struct builtin_method prefix##_methods[] = {{0}};

/* They are copied and pickled by name. */
#define ONLY_REDUCE(prefix, reduce)                                                                          \
    extern const struct builtin_method prefix##_methods[];                                                   \
    const struct builtin_method prefix##_methods[] = {{"__reduce__", 0, 0, false, reduce}, {0}};

NO_METHODS(none)
NO_METHODS(cell)
NO_METHODS(getset)
NO_METHODS(classmethod_descriptor)
NO_METHODS(staticmethod)
NO_METHODS(classmethod)
NO_METHODS(super)

ONLY_REDUCE(not_implemented, singleton_method_reduce)
ONLY_REDUCE(ellipsis, singleton_method_reduce)
ONLY_REDUCE(builtin, builtin_method_reduce)
ONLY_REDUCE(member, descriptor_method_reduce)
ONLY_REDUCE(method_descriptor, descriptor_method_reduce)
ONLY_REDUCE(wrapper_descriptor, descriptor_method_reduce)
ONLY_REDUCE(method_wrapper, builtin_method_reduce)

extern const struct builtin_method weakref_methods[];
const struct builtin_method weakref_methods[] = {
    {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem},
    {0},
};
