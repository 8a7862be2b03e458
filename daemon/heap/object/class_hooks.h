/* What making a class runs of what its body, its bases and its metatype define. */
#ifndef HEAPD_HEAP_OBJECT_CLASS_HOOKS_H
#define HEAPD_HEAP_OBJECT_CLASS_HOOKS_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"

/* In the dict of a class to be: __new__ becomes a staticmethod, __init_subclass__ and __class_getitem__
 * become classmethods, where they are functions. */
enum heap_status convert_special_functions(struct heap *h, addr dict) HEAP_MUST_CHECK;
/* The cell that super() and __class__ in methods look into; its entry goes. */
enum heap_status fill_class_cell(struct heap *h, addr type) HEAP_MUST_CHECK;
/* The order: what a metatype's mro() answers, or C3. *new* tuple. */
enum heap_status mro_of_new_type(struct heap *h, addr type, addr bases, addr *out) HEAP_MUST_CHECK;
/* __set_name__ of each entry, then __init_subclass__ of what comes behind the class in its order. */
enum heap_status class_announce(struct heap *h, addr type, const addr *kwnames, const addr *kwvalues,
                                size_t kwcount) HEAP_MUST_CHECK;

#endif
