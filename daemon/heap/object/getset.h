/* Tables of computed attributes (heaptype.h: struct getset) that lie with their kinds, and how getters
 * answer. */
#ifndef HEAPD_HEAP_OBJECT_GETSET_H
#define HEAPD_HEAP_OBJECT_GETSET_H

#include "daemon/heap/object/heaptype.h"

/* The value, or None where there is none. */
static inline enum heap_status getset_give(struct heap *h, addr value, addr *out)
{
    *out = incref(h, value ? value : none(h));
    return HEAP_OK;
}

extern const struct getset method_getsets[], type_getsets[], property_getsets[], staticmethod_getsets[],
    method_wrapper_getsets[], generic_alias_getsets[], union_getsets[], descriptor_getsets[],
    field_descriptor_getsets[], function_getsets[], cell_getsets[], frame_getsets[], generator_getsets[],
    coroutine_getsets[], async_generator_getsets[], module_getsets[];

/* The name with the class's: "C.f" of what is at `type` under `name`. *new* */
addr qualname_in(struct heap *h, addr type, addr name) HEAP_MUST_CHECK;

#endif
