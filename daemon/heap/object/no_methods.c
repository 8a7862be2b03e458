/* The method tables of the kinds that have none of their own. */
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/generic.h"

#define NO_METHODS(prefix)                                                                                   \
    extern const struct builtin_method prefix##_methods[];                                                   \
    const struct builtin_method prefix##_methods[] = {{0}};

NO_METHODS(none)
NO_METHODS(not_implemented)
NO_METHODS(ellipsis)
NO_METHODS(proxy)
NO_METHODS(callable_proxy)
NO_METHODS(builtin)
NO_METHODS(cell)
NO_METHODS(module)
NO_METHODS(getset)
NO_METHODS(member)
NO_METHODS(method_descriptor)
NO_METHODS(staticmethod)
NO_METHODS(classmethod)
NO_METHODS(super)
NO_METHODS(wrapper_descriptor)
NO_METHODS(method_wrapper)
NO_METHODS(classmethod_descriptor)
NO_METHODS(union)

extern const struct builtin_method weakref_methods[];
const struct builtin_method weakref_methods[] = {
    {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem},
    {0},
};
