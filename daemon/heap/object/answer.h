/* How builtin methods end: a status and a result become what the caller of the method gets. */
#ifndef HEAPD_HEAP_OBJECT_ANSWER_H
#define HEAPD_HEAP_OBJECT_ANSWER_H

#include "daemon/heap/object/int.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/scalar.h"

/* None, where the status is HEAP_OK. */
static inline enum heap_status answer_none(struct heap *h, enum heap_status status, addr *out)
{
    if (status == HEAP_OK)
        *out = incref(h, none(h));
    return status;
}

/* The object that was made; 0: an exception is pending. */
static inline enum heap_status answer(const struct heap *h, addr made, addr *out)
{
    if (!made)
        return raise_status(h);
    *out = made;
    return HEAP_OK;
}

static inline enum heap_status answer_bool(struct heap *h, enum heap_status status, bool value, addr *out)
{
    return status == HEAP_OK ? answer(h, bool_new(h, value), out) : status;
}

static inline enum heap_status answer_int(struct heap *h, int64_t value, addr *out)
{
    return answer(h, int_new(h, value), out);
}

/* A length or a position (PyLong_FromSsize_t). */
static inline enum heap_status answer_size(struct heap *h, int64_t value, addr *out)
{
    return answer(h, int_new_with_room(h, value, h->abi.int_sizes_are_exact), out);
}

#endif
