/* Functions written in Python (PyFunctionObject) and cells. Mirrors Objects/funcobject.c.
 *
 *   0 header   16 globals   24 builtins   32 name   40 qualname   48 code   56 defaults   64 kwdefaults   72
 * closure 80 doc   88 dict   96 weaklist   104 module   112 annotations   [120 annotate, from 3.14]
 * [typeparams, from 3.12] vectorcall   version
 */
#ifndef HEAPD_HEAP_OBJECT_FUNCTION_H
#define HEAPD_HEAP_OBJECT_FUNCTION_H

#include "daemon/heap/object/object.h"

struct function_object {
    struct object base;
    addr globals, builtins, name, qualname, code; /* never 0 */
    addr defaults, kwdefaults, closure;           /* tuple, dict, tuple of cells; 0 none */
    addr doc, dict, weaklist, module, annotations;
    addr annotate; /* up to 3.13 this word is the first one behind: the vectorcall pointer, or the type
                      parameters */
};

static inline struct function_object *function_at(const struct heap *h, addr f)
{
    return heap_at(h, f);
}

/* Its type parameters, a tuple or 0; the version has some. */
static inline addr *function_type_params(const struct heap *h, addr f)
{
    return &HEAP_FIELD(h, f, h->abi.function_vectorcall - 8u, addr);
}

/* *new*: as MAKE_FUNCTION makes it: name and docstring from the code, __module__ from the globals. */
addr function_new(struct heap *h, addr code, addr globals) HEAP_MUST_CHECK;
/* *new*: what runs the code of a module, of exec() or eval() (_PyFunction_FromConstructor): without docstring
 * and module. `closure` borrowed, 0 none. */
addr function_new_for_code(struct heap *h, addr code, addr globals, addr closure) HEAP_MUST_CHECK;

/* Borrowed: the names that code with these globals has besides, which is what __builtins__ among them says
 * (of a module its dict; anything else is only complained of when a name is looked for); the running frame's
 * where they say nothing. */
addr builtins_of_globals(const struct heap *h, addr globals);

#define CELL_VALUE 16
addr cell_new(struct heap *h, addr value) HEAP_MUST_CHECK; /* *new*; value borrowed, 0: empty */
static inline addr *cell_value(const struct heap *h, addr cell)
{
    return heap_at(h, cell + CELL_VALUE);
}

#endif
