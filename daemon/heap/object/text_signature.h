/* __text_signature__ of what is written in C: the parameters as Argument Clinic writes them, "($self, /)". */
#ifndef HEAPD_HEAP_OBJECT_TEXT_SIGNATURE_H
#define HEAPD_HEAP_OBJECT_TEXT_SIGNATURE_H

#include "daemon/heap/object/object.h"

struct text_signature {
    const char *name;
    const char *of[2]; /* of 3.11, and of later versions; NULL: none */
};
extern const struct text_signature text_signatures[]; /* by name */
extern const size_t text_signature_count;

/* The text, or None, of OWNER.NAME: a method of a type or a function of a module; owner "": what every type
 * has (wrappers of slots and __new__()); name "": a type itself. *new* in *out */
enum heap_status text_signature_give(struct heap *h, const char *owner, const char *name,
                                     addr *out) HEAP_MUST_CHECK;

/* Of a descriptor of a method or of a slot. */
enum heap_status text_signature_of_descriptor(struct heap *h, addr descriptor, addr *out) HEAP_MUST_CHECK;

/* The one that begins the docstring of a class of a program: "C(a, b)\n--\n\n...". None: there is none. */
enum heap_status text_signature_of_docstring(struct heap *h, addr class_name, addr docstring,
                                             addr *out) HEAP_MUST_CHECK;

#endif
