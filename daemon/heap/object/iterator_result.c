/* Result tuples that are used again (iterator_fields.h): as long as nobody else holds the last one. */
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/sequence.h"

#define CACHED_HASH 24 /* in a tuple, where the version has it */

addr result_new(struct heap *h, size_t count, bool made_whole)
{
    if (made_whole) {
        addr nones[2] = {none(h), none(h)};
        return tuple_from(h, nones, count);
    }
    addr t = tuple_new(h, count);
    if (!t || count == 0)
        return t;
    for (size_t i = 0; i < count; i++)
        tuple_init(h, t, i, incref(h, none(h)));
    tuple_done(h, t);
    return t;
}

void result_recycled(struct heap *h, addr result)
{
    if (h->abi.tuple_items_offset > CACHED_HASH)
        HEAP_FIELD(h, result, CACHED_HASH, int64_t) = -1;
    if (!object_gc(h, result)->next)
        object_track(h, result);
}

static addr fresh_pair(struct heap *h, addr first, addr second)
{
    addr t = tuple_new(h, 2);
    if (!t) {
        decref(h, first);
        decref(h, second);
        return 0;
    }
    tuple_init(h, t, 0, first);
    tuple_init(h, t, 1, second);
    tuple_done(h, t);
    return t;
}

addr result_pair(struct heap *h, addr result, addr first, addr second)
{
    if (!result || !result_is_free(h, result))
        return fresh_pair(h, first, second);
    incref(h, result);
    addr *items = tuple_items(h, result), old[2] = {items[0], items[1]};
    items[0] = first;
    items[1] = second;
    decref(h, old[0]);
    decref(h, old[1]);
    result_recycled(h, result);
    return result;
}
