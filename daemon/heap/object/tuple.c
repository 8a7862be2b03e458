/* tuple: an array of references that never changes once it is made. The empty one is shared.
 *
 * Tracked when it is made, and untracked when a collection finds that nothing in it can be part of a cycle;
 * from 3.14 one that is made whole of items whose types are not collected is not tracked to begin with.
 * Mirrors Objects/tupleobject.c.
 */
#include <string.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/struct_sequence.h"
#include "daemon/heap/object/tuple_hash.h"

bool tuple_keeps_hash(const struct heap *h)
{
    return h->abi.tuple_items_offset > TUPLE_HASH_OFFSET;
}

void tuple_boot(struct heap *h)
{
    addr t = object_new_static(h, h->type[KIND_TUPLE], h->abi.tuple_items_offset);
    HEAP_FIELD(h, t, 16, int64_t) = 0;
    h->singleton[SINGLETON_EMPTY_TUPLE] = t;
    if (tuple_keeps_hash(h))
        HEAP_FIELD(h, t, TUPLE_HASH_OFFSET, int64_t) = tuple_hash_of_none();
}

/* ---- making -------------------------------------------------------------------------------------- */

static addr make(struct heap *h, addr type, size_t count)
{
    addr t = 0;
    if (count - 1 < FREE_TUPLES_MAX && type == h->type[KIND_TUPLE]) {
        t = free_list_collected(h, FREE_TUPLES + (unsigned)count - 1, type,
                                h->abi.tuple_items_offset + count * sizeof(addr));
        if (t)
            HEAP_FIELD(h, t, 16, int64_t) = (int64_t)count;
    }
    if (!t)
        t = object_new(h, type, count);
    if (t && tuple_keeps_hash(h))
        HEAP_FIELD(h, t, TUPLE_HASH_OFFSET, int64_t) = -1;
    return t;
}

addr tuple_new(struct heap *h, size_t count)
{
    if (count == 0)
        return incref(h, h->singleton[SINGLETON_EMPTY_TUPLE]);
    return make(h, h->type[KIND_TUPLE], count);
}

void tuple_init(struct heap *h, addr t, size_t i, addr item)
{
    tuple_items(h, t)[i] = item;
}

void tuple_done(struct heap *h, addr t)
{
    if (t != h->singleton[SINGLETON_EMPTY_TUPLE])
        object_track(h, t);
}

/* Is a tuple that is made whole of these items tracked? */
static bool tracks_whole(const struct heap *h, const addr *items, size_t count)
{
    bool tracks = !h->abi.tuple_tracks_lazily;
    for (size_t i = 0; i < count && !tracks; i++)
        tracks = object_has_gc(h, items[i]);
    return tracks;
}

void tuple_done_whole(struct heap *h, addr t)
{
    if (tracks_whole(h, tuple_items(h, t), tuple_length(h, t)))
        tuple_done(h, t);
}

/* Making the tuple may run code that lets go of the items: they are held meanwhile, and the tuple has these
 * references then. */
static addr make_holding(struct heap *h, addr type, const addr *items, size_t count)
{
    if (references_hold(h, items, count) != HEAP_OK)
        return 0;
    addr t = make(h, type, count);
    if (t)
        memcpy(tuple_items(h, t), items, count * sizeof *items);
    for (size_t i = 0; !t && i < count; i++)
        decref(h, items[i]);
    return t;
}

addr tuple_from(struct heap *h, const addr *items, size_t count)
{
    if (count == 0)
        return tuple_new(h, 0);
    addr t = make_holding(h, h->type[KIND_TUPLE], items, count);
    if (t)
        tuple_done_whole(h, t);
    return t;
}

addr tuple_from_of(struct heap *h, addr type, const addr *items, size_t count)
{
    addr t = make_holding(h, type, items, count);
    if (t)
        object_track(h, t);
    return t;
}

/* Code that runs while the tuple is made may shorten the list: then the tuple is too long, and
 * is made again. */
addr tuple_from_list(struct heap *h, addr list)
{
    for (;;) {
        size_t count = list_length(h, list);
        addr t = tuple_new(h, count);
        if (!t || count == 0)
            return t;
        bool fits = list_length(h, list) >= count;
        if (fits && references_hold(h, list_items(h, list), count) == HEAP_OK) {
            memcpy(tuple_items(h, t), list_items(h, list), count * sizeof(addr));
            tuple_done_whole(h, t);
            return t;
        }
        decref(h, t);
        if (fits)
            return 0;
    }
}

/* _PyTuple_Resize of one that nobody else has: with room for `size` items, the same ones first. 0: t is gone.
 */
static addr resized(struct heap *h, addr t, size_t size)
{
    size_t count = tuple_length(h, t);
    if (count == size)
        return t;
    if (count == 0 || size == 0) {
        decref(h, t);
        return tuple_new(h, size);
    }
    addr moved = object_resize(h, t, h->abi.tuple_items_offset + size * sizeof(addr));
    if (!moved) {
        decref(h, t);
        return 0;
    }
    HEAP_FIELD(h, moved, 16, int64_t) = (int64_t)size;
    if (size > count)
        memset(tuple_items(h, moved) + count, 0, (size - count) * sizeof(addr));
    return moved;
}

static addr with_item(struct heap *h, addr t, size_t i, addr item)
{
    size_t wanted = i + 10;
    if (i == tuple_length(h, t) && !(t = resized(h, t, wanted + wanted / 4))) {
        decref(h, item);
        return 0;
    }
    tuple_init(h, t, i, item);
    return t;
}

/* PySequence_Tuple: filled as the items come, with room for as many as the iterable says that it has, and
 * tracked whatever it holds. */
static addr fill(struct heap *h, struct iteration *it, addr iterable)
{
    int64_t hint;
    size_t n = 0;
    addr item = 0, t = 0;
    enum heap_status status = object_length_hint(h, iterable, 10, &hint);
    if (status == HEAP_OK && !(t = tuple_new(h, (size_t)hint)))
        return 0;
    while (status == HEAP_OK && (status = iteration_next(h, it, &item)) == HEAP_OK && item)
        if (!(t = with_item(h, t, n++, item)))
            return 0;
    if (status != HEAP_OK) {
        xdecref(h, t);
        return 0;
    }
    t = resized(h, t, n);
    if (t)
        tuple_done(h, t);
    return t;
}

addr tuple_from_iterable(struct heap *h, addr iterable)
{
    if (object_is_exact(h, iterable, KIND_TUPLE))
        return incref(h, iterable);
    enum kind kind = iterates_plainly(h, iterable) ? object_kind(h, iterable) : KIND_INSTANCE;
    if (kind == KIND_TUPLE)
        return tuple_from(h, sequence_items(h, iterable), sequence_length(h, iterable));
    if (kind == KIND_LIST)
        return tuple_from_list(h, iterable);
    struct iteration it;
    if (iteration_begin(h, &it, iterable) != HEAP_OK)
        return 0;
    addr t = fill(h, &it, iterable);
    iteration_end(h, &it);
    return t;
}

size_t tuple_length(const struct heap *h, addr t)
{
    return (size_t)object_size_field(h, t);
}
addr tuple_item(const struct heap *h, addr t, size_t i)
{
    return tuple_items(h, t)[i];
}

/* ---- slots --------------------------------------------------------------------------------------- */

/* From the end, as tupletraverse; from the start and all fields, as structseq_traverse. */
static void tuple_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    size_t n = tuple_length(h, o);
    if (struct_sequence_is_type(h, object_type(h, o)))
        visit(h, context, tuple_items(h, o), n + struct_sequence_hidden(h, object_type(h, o)), 1);
    else if (n > 0)
        visit(h, context, tuple_items(h, o) + n - 1, n, (size_t)-1);
}

/* From the end, as tupledealloc. ob_size is the progress. */
static bool tuple_release_next(struct heap *h, addr o, addr *reference)
{
    int64_t *size = &HEAP_FIELD(h, o, 16, int64_t);
    addr *items = tuple_items(h, o);
    if (HEAP_UNLIKELY(struct_sequence_is_type(h, object_type(h, o))))
        return struct_sequence_release_next(h, o, reference);
    free_list_remember_length(h, o, *size);
    while (*size > 0) {
        addr item = items[--*size];
        items[*size] =
            0; /* where the dict of a class's instance seems to be now, which is looked for at the end */
        if (item && !decref_shared(h, item)) {
            *reference = item;
            return true;
        }
    }
    return false;
}

enum heap_status tuple_repr_items(struct heap *h, addr o, struct text *out)
{
    text_put(out, "(", 1);
    size_t n = tuple_length(h, o);
    for (size_t i = 0; i < n && !out->cut; i++) {
        if (i > 0)
            text_put(out, ", ", 2);
        enum heap_status status = object_repr(h, tuple_item(h, o, i), out);
        if (status != HEAP_OK)
            return status;
    }
    text_put(out, n == 1 ? ",)" : ")", n == 1 ? 2 : 1);
    return HEAP_OK;
}

static enum heap_status tuple_repr(struct heap *h, addr o, struct text *out)
{
    return struct_sequence_is_type(h, object_type(h, o)) ? struct_sequence_repr(h, o, out)
                                                         : tuple_repr_items(h, o, out);
}

static enum heap_status tuple_equal(struct heap *h, addr a, addr b, int *result)
{
    if (object_kind(h, b) != KIND_TUPLE) {
        *result = -1;
        return HEAP_OK;
    }
    size_t n = tuple_length(h, a);
    bool same = n == tuple_length(h, b);
    for (size_t i = 0; same && i < n; i++) {
        enum heap_status status = object_equal_or_same(h, tuple_item(h, a, i), tuple_item(h, b, i), &same);
        if (status != HEAP_OK)
            return status;
    }
    *result = same;
    return HEAP_OK;
}

static int64_t tuple_len(const struct heap *h, addr o)
{
    return object_size_field(h, o);
}

static const char *tuple_verify(const struct heap *h, addr o)
{
    int64_t n = object_size_field(h, o);
    if (n < 0)
        return "tuple: negative length";
    n += (int64_t)struct_sequence_hidden(h, object_type(h, o));
    for (int64_t i = 0; i < n; i++) {
        addr item = tuple_items(h, o)[i];
        if (item && !object_exists(h, item))
            return "tuple: an item is no object";
    }
    return NULL;
}

const struct kind_ops tuple_ops = {
    .iter = tuple_iter,
    .traverse = tuple_traverse,
    .release_next = tuple_release_next,
    .repr = tuple_repr,
    .repr_inside = "(...)",
    .hash = tuple_hash,
    .equal = tuple_equal,
    .length = tuple_len,
    .verify = tuple_verify,
};
