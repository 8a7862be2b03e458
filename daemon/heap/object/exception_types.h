/* For booting, and between the files about exceptions. */
#ifndef HEAPD_HEAP_OBJECT_EXCEPTION_TYPES_H
#define HEAPD_HEAP_OBJECT_EXCEPTION_TYPES_H

#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/member.h"

void exception_types_boot(struct heap *h); /* the type objects' memory, for type_boot() */
void exception_types_become_objects(struct heap *h);
void exception_boot(struct heap *h); /* orders, dicts, the last exception: for class_boot() */

/* The class, or the nearest one that the version has. */
addr exception_type_of(const struct heap *h, enum exception e);

const struct member_spec *exception_members(const struct heap *h,
                                            enum kind kind); /* exception_attributes.c */
extern const struct getset exception_getsets[], os_error_getsets[];

#endif
