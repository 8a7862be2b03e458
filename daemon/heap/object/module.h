/* Module objects. */
#ifndef HEAPD_HEAP_OBJECT_MODULE_H
#define HEAPD_HEAP_OBJECT_MODULE_H

#include "daemon/heap/object/object.h"

#define MODULE_DICT 16 /* md_dict: a dict, or 0 before __init__ */
#define MODULE_DEF  24 /* of one that is written in C */

/* A name of the module; then what its own __getattr__ answers; AttributeError "module 'x' has no attribute
 * 'y'". *new* */
enum heap_status module_getattr(struct heap *h, addr module, addr name, addr *out) HEAP_MUST_CHECK;

/* *new*: with the names in its dict that every module starts with. `name` a str, borrowed. */
addr module_new(struct heap *h, addr name) HEAP_MUST_CHECK;
/* *new*: of `type`, without a name yet; what module.__init__ then does. */
addr module_new_of(struct heap *h, addr type) HEAP_MUST_CHECK;
struct call;
enum heap_status module_init(struct heap *h, addr module, const struct call *call) HEAP_MUST_CHECK;
/* *new*: of a dict that is there already, borrowed. */
addr module_from_dict(struct heap *h, addr name, addr dict) HEAP_MUST_CHECK;
/* It is written in C: it has a definition, and its repr says "(built-in)". */
void module_is_builtin(struct heap *h, addr module);
addr module_dict(const struct heap *h, addr module); /* borrowed */
addr module_name(const struct heap *h, addr module); /* what it was made with, borrowed; 0: nothing */

/* By what its __spec__ says, its __loader__ or its own names (importlib._bootstrap._module_repr). */
enum heap_status module_repr(struct heap *h, addr o, struct text *out) HEAP_MUST_CHECK;

#endif
