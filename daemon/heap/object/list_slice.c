/* list: slices, read, replaced and deleted. What goes out of the list is kept in the tables area until the
 * list is whole again, and released last. Mirrors list_ass_slice and list_ass_subscript of
 * Objects/listobject.c.
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/slice.h"

addr list_slice(struct heap *h, addr l, size_t low, size_t high)
{
    size_t count = high > low ? high - low : 0;
    addr made = list_new(h, count);
    if (!made)
        return 0;
    size_t n = list_length(h, l),
           rest = n > low ? n - low : 0; /* a finalizer may have shortened it meanwhile */
    if (rest < count)
        list_at(h, made)->size = (int64_t)(count = rest);
    for (size_t i = 0; i < count; i++) {
        list_init(h, made, i, incref(h, list_items(h, l)[low + i]));
        if (loop_goes_on(h, i) != HEAP_OK) {
            decref(h, made);
            return 0;
        }
    }
    return made;
}

/* References that have left the list. */
struct leaving {
    addr items; /* array in the tables area, 0 for none */
    size_t count;
};

static enum heap_status leaving_reserve(struct heap *h, struct leaving *out, size_t count)
{
    *out = (struct leaving){count ? table_alloc(h, count * sizeof(addr)) : 0, count};
    return count && !out->items ? raise_memory(h) : HEAP_OK;
}

static addr *leaving_items(const struct heap *h, const struct leaving *out)
{
    return heap_at(h, out->items);
}

static void leaving_release(struct heap *h, struct leaving *out, bool backwards)
{
    for (size_t i = 0; i < out->count; i++)
        xdecref(h, leaving_items(h, out)[backwards ? out->count - 1 - i : i]);
    table_free(h, out->items);
}

/* [low, high) becomes these `count` items, which are no part of the list. */
static enum heap_status replace(struct heap *h, addr l, size_t low, size_t high, const addr *items,
                                size_t count)
{
    size_t n = list_length(h, l), old = high - low;
    struct leaving gone;
    if (n - old + count == 0) { /* also when there is nothing to delete: the array goes */
        list_clear(h, l);
        return HEAP_OK;
    }
    enum heap_status status = leaving_reserve(h, &gone, old);
    if (status != HEAP_OK)
        return status;
    if (count > old && (status = list_resize(h, l, n - old + count)) != HEAP_OK) {
        table_free(h, gone.items);
        return status;
    }
    addr *to = list_items(h, l);
    if (old)
        memcpy(leaving_items(h, &gone), to + low, old * sizeof(addr));
    memmove(to + low + count, to + high, (n - high) * sizeof(addr));
    work_done(h, steps_of_moved((n - high) * sizeof(addr)));
    if (count < old) {
        list_shrink(h, l, n - old + count);
        to = list_items(h, l);
    }
    for (size_t i = 0; i < count; i++)
        to[low + i] = incref(h, items[i]);
    leaving_release(h, &gone, true);
    return HEAP_OK;
}

/* *new*: the items of the iterable as a list or tuple that is not the list itself; TypeError with the text.
 */
static addr as_sequence(struct heap *h, addr l, addr iterable, const char *refusal)
{
    if (iterable == l)
        return list_slice(h, l, 0, list_length(h, l));
    return sequence_fast(h, iterable, refusal);
}

enum heap_status list_delete_slice(struct heap *h, addr l, size_t low, size_t high)
{
    return replace(h, l, low, high, NULL, 0);
}

enum heap_status list_set_slice(struct heap *h, addr l, size_t low, size_t high, addr iterable)
{
    const char *refusal =
        h->abi.list_slices_alike ? "must assign iterable to extended slice" : "can only assign an iterable";
    addr items = iterable ? as_sequence(h, l, iterable, refusal) : 0;
    if (iterable && !items)
        return raise_status(h);
    size_t count = items ? sequence_length(h, items) : 0, n = list_length(h, l);
    if (low > n) /* what made the items may have changed the list */
        low = n;
    if (high > n)
        high = n;
    if (high < low)
        high = low;
    enum heap_status status = replace(h, l, low, high, count ? sequence_items(h, items) : NULL, count);
    xdecref(h, items);
    return status;
}

/* del l[start::step], steps other than 1. */
static enum heap_status delete_strided(struct heap *h, addr l, const struct slice_indices *s)
{
    struct leaving gone;
    size_t count = (size_t)s->count, n = list_length(h, l);
    if (count == 0)
        return HEAP_OK;
    int64_t step = s->step < 0 ? -s->step : s->step,
            start = s->step < 0 ? s->start + s->step * (s->count - 1) : s->start;
    enum heap_status status = leaving_reserve(h, &gone, count);
    if (status != HEAP_OK)
        return status;
    addr *items = list_items(h, l);
    size_t to = (size_t)start, next = to, taken = 0;
    for (size_t i = to; i < n; i++)
        if (taken < count && i == next) {
            leaving_items(h, &gone)[taken++] = items[i];
            next += (size_t)step;
        } else {
            items[to++] = items[i];
        }
    list_shrink(h, l, n - count);
    leaving_release(h, &gone, false);
    return HEAP_OK;
}

/* The slice is adjusted to the length that the list has when the items are there: making them may change it.
 */
static enum heap_status set_strided(struct heap *h, addr l, struct slice_indices s, addr iterable)
{
    addr from = as_sequence(h, l, iterable, "must assign iterable to extended slice");
    if (!from)
        return raise_status(h);
    struct leaving gone = {0};
    size_t count = sequence_length(h, from);
    enum heap_status status = HEAP_OK;
    slice_adjust(&s, list_at(h, l)->size);
    if (count != (size_t)s.count)
        status = raise_error(h, EXC_VALUE_ERROR,
                             "attempt to assign sequence of size %zu to extended slice of size %lld", count,
                             (long long)s.count);
    else if (status == HEAP_OK)
        status = leaving_reserve(h, &gone, count);
    for (size_t i = 0; status == HEAP_OK && i < count; i++) {
        addr *field = &list_items(h, l)[s.start + (int64_t)i * s.step];
        leaving_items(h, &gone)[i] = *field;
        *field = incref(h, sequence_items(h, from)[i]);
    }
    decref(h, from);
    if (status == HEAP_OK)
        leaving_release(h, &gone, false);
    return status;
}

enum heap_status list_assign(struct heap *h, addr l, addr slice, addr iterable)
{
    struct slice_indices written, s;
    enum heap_status status = slice_unpack(h, slice, &written);
    if (status != HEAP_OK)
        return status;
    s = written;
    slice_adjust(&s, list_at(h, l)->size);
    if (s.step == 1)
        return list_set_slice(h, l, (size_t)s.start, (size_t)(s.start + s.count), iterable);
    return iterable ? set_strided(h, l, written, iterable) : delete_strided(h, l, &s);
}
