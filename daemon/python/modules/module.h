/* Modules written in C: a table of functions and what else is in the module's dict. */
#ifndef HEAPD_PYTHON_MODULE_H
#define HEAPD_PYTHON_MODULE_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"

struct module_definition {
    const char *name;                                    /* "math", "os.path" */
    const struct builtin_method *functions;              /* NULL-named at the end */
    enum heap_status (*fill)(struct heap *h, addr dict); /* what else is in its dict; NULL: nothing */
};

/* All of them, by number: a function's definition names its module by it (runtime.h). Static storage; NULL
 * past the last. */
const struct module_definition *module_definition(unsigned number);
#define MODULE_NOT_FOUND ((unsigned)-1)
unsigned module_number(const char *name, size_t length);

/* Adds an entry to a module's dict: `value` *stolen*, 0: an exception is pending already. */
enum heap_status module_add(struct heap *h, addr dict, const char *name, addr value) HEAP_MUST_CHECK;
/* *new*: function `index` of the module. */
addr module_function(struct heap *h, unsigned number, unsigned index) HEAP_MUST_CHECK;
/* *new*: the same bound to an object, borrowed. */
addr module_method(struct heap *h, unsigned number, unsigned index, addr self) HEAP_MUST_CHECK;

/* What C functions do with their arguments: keywords by name, errors as CPython's. */
addr call_keyword(const struct heap *h, const struct call *call, const char *name); /* borrowed or 0 */
/* Positional argument `index`, else the keyword; 0: not given. */
addr call_argument(const struct heap *h, const struct call *call, size_t index, const char *name);
/* TypeError for a keyword that is not among `names` (NULL at the end). */
enum heap_status call_check_keywords(struct heap *h, const struct call *call, const char *function,
                                     const char *const *names) HEAP_MUST_CHECK;
static inline enum heap_status call_none(struct heap *h, addr *out)
{
    *out = incref(h, none(h));
    return HEAP_OK;
}

/* *new*: the module sys.monitoring (monitoring.c). */
builtin_function monitoring_module_new;
builtin_function sys_setprofile, sys_settrace; /* (function): monitor.h */

#define MODULES(X)                                                                                           \
    X(builtins)                                                                                              \
    X(sys)                                                                                                   \
    X(gc)                                                                                                    \
    X(abc)                                                                                                   \
    X(itertools)                                                                                             \
    X(array)                                                                                                 \
    X(collections)                                                                                           \
    X(functools)                                                                                             \
    X(operator)                                                                                              \
    X(weakref)                                                                                               \
    X(types)                                                                                                 \
    X(time)                                                                                                  \
    X(tracemalloc)                                                                                           \
    X(sources)                                                                                               \
    X(math)                                                                                                  \
    X(sre)                                                                                                   \
    X(ctypes)                                                                                                \
    X(json)                                                                                                  \
    X(random)                                                                                                \
    X(traceback)                                                                                             \
    X(lsprof)                                                                                                \
    X(warnings)                                                                                              \
    X(thread)                                                                                                \
    X(datetime)                                                                                              \
    X(decimal)                                                                                               \
    X(heapq)                                                                                                 \
    X(sys_calls)                                                                                             \
    X(bisect)                                                                                                \
    X(typing)                                                                                                \
    X(struct)                                                                                                \
    X(monitoring)                                                                                            \
    X(io)                                                                                                    \
    X(queue)

#define X(name) extern const struct module_definition name##_module;
MODULES(X)
#undef X
#define X(name) MODULE_##name,
enum { MODULES(X) MODULE_COUNT }; /* their numbers */
#undef X

#endif
