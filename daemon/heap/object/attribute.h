/* Attributes, beside what class.h declares. */
#ifndef HEAPD_HEAP_OBJECT_ATTRIBUTE_H
#define HEAPD_HEAP_OBJECT_ATTRIBUTE_H

#include "daemon/heap/object/object.h"

/* o.name, *new*; HEAP_OK with 0 where there is no such attribute (_PyObject_LookupAttr). */
enum heap_status attribute_lookup(struct heap *h, addr o, addr name, addr *out) HEAP_MUST_CHECK;

/* object.__getattribute__ and object.__setattr__, whatever the object's class defines
 * (PyObject_GenericGetAttr, GenericSetAttr). */
enum heap_status attribute_generic_get(struct heap *h, addr o, addr name, addr *out) HEAP_MUST_CHECK;
enum heap_status attribute_generic_set(struct heap *h, addr o, addr name,
                                       addr value) HEAP_MUST_CHECK; /* value 0 deletes */
/* The same of what `kind`'s builtin type has there: type.__getattribute__, super.__getattribute__, ... */
enum heap_status attribute_get_of_kind(struct heap *h, unsigned kind, addr o, addr name,
                                       addr *out) HEAP_MUST_CHECK;
enum heap_status attribute_set_of_kind(struct heap *h, unsigned kind, addr o, addr name,
                                       addr value) HEAP_MUST_CHECK;

/* Is an AttributeError pending? */
bool attribute_is_missing(struct heap *h);
/* AttributeError: there is no such attribute. */
enum heap_status raise_missing(struct heap *h, addr o, addr name);

/* What a lookup in a type has found, seen from `o` (0: from the type itself). *new* */
enum heap_status attribute_bind(struct heap *h, addr found, addr o, addr type, addr *out) HEAP_MUST_CHECK;

#endif
