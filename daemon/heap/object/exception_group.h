/* Exception groups: making, taking apart, and what `except*` needs of that. Mirrors the BaseExceptionGroup of
 * Objects/exceptions.c, and the matching in Python/ceval.c.
 */
#ifndef HEAPD_HEAP_OBJECT_EXCEPTION_GROUP_H
#define HEAPD_HEAP_OBJECT_EXCEPTION_GROUP_H

#include "daemon/heap/object/exception.h"

static inline bool exception_is_group(const struct heap *h, addr e)
{
    return object_kind(h, e) == KIND_EXCEPTION_GROUP;
}

/* BaseExceptionGroup.__new__(type, *args), `args` a tuple, borrowed: an ExceptionGroup where a
 * BaseExceptionGroup was asked for and none of the exceptions needs one. *new* */
enum heap_status exception_group_new(struct heap *h, addr type, addr args, addr *out) HEAP_MUST_CHECK;

/* `except* types:` with what is left of the exception so far (None: nothing). *match and *rest are *new*,
 * None for nothing; what is no group matches as one that holds it, and *wrapped tells that. TypeErrors. */
enum heap_status exception_group_match(struct heap *h, addr exception, addr types, addr *match, addr *rest,
                                       bool *wrapped) HEAP_MUST_CHECK;

/* What is raised after all handlers of a try statement: `original` was caught, and the list has what the
 * handlers raised and what none of them matched, with None for nothing. *new*, None: nothing is
 * (_PyExc_PrepReraiseStar). */
enum heap_status exception_group_rest(struct heap *h, addr original, addr list, addr *out) HEAP_MUST_CHECK;

#endif
