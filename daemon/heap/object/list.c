/* list: an array of references that grows by an eighth and shrinks below half (sequence.h has the layout).
 *
 * Whoever releases items does so last: the list is valid and final by then, since a finalizer may look at it.
 * Mirrors Objects/listobject.c.
 */
#include <string.h>

#include "daemon/heap/event.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/dict_view.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/special.h"

/* ---- the array ----------------------------------------------------------------------------------- */

#define ITEMS_MAX (REGION_LIMIT_MAX / sizeof(addr))

/* How many items to make room for: 0, 4, 8, 16, 24, 32, 40, 52, 64, 76 ... but exactly, when a large step is
 * taken at once. */
static size_t room_for(size_t old, size_t size)
{
    if (size == 0)
        return 0;
    size_t room = (size + (size >> 3) + 6) & ~(size_t)3;
    if (size > old && size - old > room - size)
        room = (size + 3) & ~(size_t)3;
    return room;
}

static enum heap_status move_array(struct heap *h, addr l, size_t size)
{
    struct list_object *list = list_at(h, l);
    size_t room = room_for((size_t)list->size, size);
    if (room > ITEMS_MAX)
        return raise_memory(h);
    addr items = memory_realloc(h, list->items, room * sizeof(addr));
    if (!items)
        return HEAP_RAISED;
    list->items = items;
    list->allocated = (int64_t)room;
    list->size = (int64_t)size;
    if (HEAP_UNLIKELY(h->recording_events))
        event_object(h, EVENT_RESIZED, l);
    return HEAP_OK;
}

enum heap_status list_resize(struct heap *h, addr l, size_t size)
{
    struct list_object *list = list_at(h, l);
    int64_t allocated = list->allocated; /* -1 while it is being sorted */
    if (allocated >= (int64_t)size && ((int64_t)size >= allocated >> 1 || allocated <= h->abi.list_keeps)) {
        list->size = (int64_t)size;
        return HEAP_OK;
    }
    return move_array(h, l, size);
}

/* An array for `count` items, rounded up to an even number, for a list that has none
 * (list_preallocate_exact). */
static enum heap_status preallocate(struct heap *h, addr l, size_t count)
{
    if (count > ITEMS_MAX)
        return raise_memory(h);
    size_t room = (count + 1) & ~(size_t)1;
    addr items = memory_alloc(h, room * sizeof(addr));
    if (!items)
        return HEAP_RAISED;
    list_at(h, l)->items = items;
    list_at(h, l)->allocated = (int64_t)room;
    if (HEAP_UNLIKELY(h->recording_events))
        event_object(h, EVENT_RESIZED, l);
    return HEAP_OK;
}

/* ---- making -------------------------------------------------------------------------------------- */

addr list_new_of(struct heap *h, addr type)
{
    addr l = object_new(h, type, 0);
    if (l)
        object_track(h, l);
    return l;
}

/* An array of so many zeros: of few no function is called for them. */
static addr new_items(struct heap *h, size_t count)
{
    addr items = memory_alloc(h, count * sizeof(addr));
    if (HEAP_UNLIKELY(count > 8)) {
        if (items && bytes_clear(h, heap_at(h, items), count * sizeof(addr)) != HEAP_OK) {
            memory_free(h, items);
            return 0;
        }
        return items;
    }
    for (size_t i = 0; items && i < count; i++) {
        HEAP_FIELD(h, items, i * sizeof(addr), addr) = 0;
        __asm__("" ::: "memory"); /* or it becomes memset() */
    }
    return items;
}

addr list_new(struct heap *h, size_t count)
{
    if (count > ITEMS_MAX) {
        (void)raise_memory(h);
        return 0;
    }
    addr l = free_list_collected(h, FREE_LISTS, h->type[KIND_LIST], sizeof(struct list_object));
    if (!l)
        l = object_new(h, h->type[KIND_LIST], 0);
    if (!l)
        return 0;
    if (count > 0) {
        addr items = new_items(h, count);
        if (!items) {
            decref(h, l);
            return 0;
        }
        *list_at(h, l) = (struct list_object){list_at(h, l)->base, (int64_t)count, items, (int64_t)count};
    }
    object_track(h, l);
    return l;
}

void list_init(struct heap *h, addr l, size_t i, addr item)
{
    list_items(h, l)[i] = item;
}

addr list_from(struct heap *h, const addr *items, size_t count)
{
    if (references_hold(h, items, count) != HEAP_OK) /* making the list may run code that lets go of them */
        return 0;
    addr l = list_new(h, count);
    if (l && count)
        memcpy(list_items(h, l), items, count * sizeof *items);
    for (size_t i = 0; !l && i < count; i++)
        decref(h, items[i]);
    return l;
}

addr list_from_iterable(struct heap *h, addr iterable)
{
    addr l = list_new(h, 0);
    if (!l)
        return 0;
    if (list_extend(h, l, iterable) == HEAP_OK)
        return l;
    decref(h, l);
    return 0;
}

addr sequence_fast(struct heap *h, addr o, const char *refusal)
{
    addr iterator, list;
    if (object_is_exact(h, o, KIND_LIST) || object_is_exact(h, o, KIND_TUPLE))
        return incref(h, o);
    enum heap_status status = object_iter(h, o, &iterator);
    if (status == HEAP_RAISED && exception_matches(h, h->exception_type[EXC_TYPE_ERROR])) {
        heap_clear_raised(h);
        return raise_none(h, EXC_TYPE_ERROR, "%s", refusal);
    }
    if (status != HEAP_OK)
        return 0;
    list = list_from_iterable(h, iterator);
    decref(h, iterator);
    return list;
}

/* ---- looking ------------------------------------------------------------------------------------- */

size_t list_length(const struct heap *h, addr l)
{
    return (size_t)list_at(h, l)->size;
}
size_t list_allocated(const struct heap *h, addr l)
{
    return (size_t)list_at(h, l)->allocated;
}
addr list_item(const struct heap *h, addr l, size_t i)
{
    return list_items(h, l)[i];
}

/* ---- changing ------------------------------------------------------------------------------------ */

enum heap_status list_append(struct heap *h, addr l, addr item)
{
    struct list_object *list = list_at(h, l);
    size_t n = (size_t)list->size;
    if (HEAP_LIKELY((int64_t)n < list->allocated)) {
        list->size++;
    } else {
        enum heap_status status = list_resize(h, l, n + 1);
        if (status != HEAP_OK)
            return status;
    }
    list_items(h, l)[n] = incref(h, item);
    return HEAP_OK;
}

enum heap_status list_insert(struct heap *h, addr l, int64_t where, addr item)
{
    int64_t n = list_at(h, l)->size;
    enum heap_status status = list_resize(h, l, (size_t)n + 1);
    if (status != HEAP_OK)
        return status;
    if (where < 0 && (where += n) < 0)
        where = 0;
    if (where > n)
        where = n;
    addr *items = list_items(h, l);
    memmove(items + where + 1, items + where, (size_t)(n - where) * sizeof(addr));
    work_done(h, steps_of_moved((size_t)(n - where) * sizeof(addr)));
    items[where] = incref(h, item);
    return HEAP_OK;
}

/* -1 with IndexError: list `what` index out of range. */
static int64_t checked_index(struct heap *h, addr l, int64_t i, const char *what)
{
    int64_t n = list_at(h, l)->size;
    if (i < 0)
        i += n;
    if (i >= 0 && i < n)
        return i;
    (void)raise_error(h, EXC_INDEX_ERROR, "%s index out of range", what);
    return -1;
}

enum heap_status list_set(struct heap *h, addr l, int64_t i, addr item)
{
    i = checked_index(h, l, i, "list assignment");
    if (i < 0)
        return HEAP_RAISED;
    object_replace(h, &list_items(h, l)[i], incref(h, item));
    return HEAP_OK;
}

/* The item at i, a reference of which goes to the caller, taken out of the array; the size is not yet
 * changed. */
static addr take_out(struct heap *h, addr l, size_t i)
{
    addr *items = list_items(h, l), item = items[i];
    memmove(items + i, items + i + 1, (list_length(h, l) - i - 1) * sizeof(addr));
    work_done(h, steps_of_moved((list_length(h, l) - i) * sizeof(addr)));
    return item;
}

void list_shrink(struct heap *h, addr l, size_t size)
{
    if (list_resize(h, l, size) != HEAP_OK) {
        heap_clear_raised(h);
        list_at(h, l)->size = (int64_t)size;
    }
}

enum heap_status list_delete(struct heap *h, addr l, int64_t i)
{
    i = checked_index(h, l, i, "list assignment");
    if (i < 0)
        return HEAP_RAISED;
    if (h->abi.list_deletion == LIST_DELETES_SLICE)
        return list_delete_slice(h, l, (size_t)i, (size_t)i + 1);
    size_t n = list_length(h, l);
    addr item = take_out(h, l, (size_t)i);
    if (h->abi.list_deletion == LIST_DELETES_RESIZE)
        list_shrink(h, l, n - 1);
    else
        list_at(h, l)->size--;
    decref(h, item);
    return HEAP_OK;
}

/* The array goes first, so that the list is empty when the items' finalizers look at it. */
void list_clear(struct heap *h, addr l)
{
    struct list_object *list = list_at(h, l);
    addr items = list->items;
    if (!items)
        return;
    size_t n = (size_t)list->size;
    list->items = 0;
    list->size = list->allocated = 0;
    if (HEAP_UNLIKELY(h->recording_events))
        event_object(h, EVENT_RESIZED, l);
    while (n-- > 0)
        xdecref(h, HEAP_FIELD(h, items, n * sizeof(addr), addr));
    memory_free(h, items);
}

addr list_pop(struct heap *h, addr l, int64_t i)
{
    size_t n = list_length(h, l);
    if (n == 0)
        return raise_none(h, EXC_INDEX_ERROR, "pop from empty list");
    i = checked_index(h, l, i, "pop");
    if (i < 0)
        return 0;
    addr item = take_out(h, l, (size_t)i);
    if (n == 1 && h->abi.list_pop_clears) {
        list_at(h, l)->size = 0;
        list_clear(h, l);
    } else {
        list_shrink(h, l, n - 1);
    }
    return item;
}

/* ---- extending ----------------------------------------------------------------------------------- */

/* Room for `count` more at the end; ob_size counts them already. */
static enum heap_status make_room(struct heap *h, addr l, size_t count)
{
    size_t n = list_length(h, l);
    if (list_at(h, l)->items)
        return list_resize(h, l, n + count);
    enum heap_status status = preallocate(h, l, count);
    if (status == HEAP_OK)
        list_at(h, l)->size = (int64_t)count;
    return status;
}

static enum heap_status extend_by_sequence(struct heap *h, addr l, addr source)
{
    size_t n = list_length(h, l), count = sequence_length(h, source); /* source may be l itself */
    if (count == 0)
        return HEAP_OK;
    enum heap_status status = make_room(h, l, count);
    if (status != HEAP_OK)
        return status;
    const addr *from = sequence_items(h, source);
    status = references_hold(h, from, count);
    if (status == HEAP_OK)
        memcpy(list_items(h, l) + n, from, count * sizeof *from);
    else
        list_at(h, l)->size = (int64_t)n; /* with room for more than it has */
    return status;
}

/* From 3.13: the keys of a set or dict at once. */
static enum heap_status extend_by_keys(struct heap *h, addr l, addr source)
{
    bool is_dict = object_kind(h, source) == KIND_DICT;
    size_t n = list_length(h, l), count = is_dict ? dict_length(h, source) : set_length(h, source),
           position = 0;
    if (count == 0)
        return HEAP_OK;
    enum heap_status status = list_resize(h, l, n + count);
    if (status != HEAP_OK)
        return status;
    addr *to = list_items(h, l) + n, key, value;
    list_at(h, l)->size = (int64_t)n;
    while (is_dict ? dict_next(h, source, &position, &key, &value) : set_next(h, source, &position, &key)) {
        *to++ = incref(h, key);
        list_at(h, l)->size++;
        if ((status = loop_of_items_goes_on(h, (size_t)list_at(h, l)->size)) != HEAP_OK)
            break;
    }
    while (status != HEAP_OK && list_at(h, l)->size > (int64_t)n) {
        list_at(h, l)->size--;
        decref(h, *--to);
    }
    return status;
}

/* Takes back what an extension that failed has appended, and the room that it made, unless what is released
 * makes use of it.
 */
static void take_back(struct heap *h, addr l, size_t size, size_t allocated)
{
    while (list_length(h, l) > size) {
        addr last = list_items(h, l)[--list_at(h, l)->size];
        decref(h, last);
    }
    struct list_object *list = list_at(h, l);
    if (allocated == 0 && size == 0) {
        list_clear(h, l);
    } else if (list->allocated > (int64_t)allocated && list->size <= (int64_t)allocated) {
        addr items = memory_realloc(h, list->items, allocated * sizeof(addr));
        if (items) {
            list->items = items;
            list->allocated = (int64_t)allocated;
        }
    }
}

/* The same of a view: room for all first, then one by one, since making a pair may run code that changes
 * either. */
static enum heap_status extend_by_view(struct heap *h, addr l, addr view)
{
    addr dict = dict_view_dict(h, view), key, value, made;
    enum kind kind = object_kind(h, view);
    size_t n = list_length(h, l), allocated = list_allocated(h, l), count = dict_length(h, dict),
           position = 0;
    enum heap_status status = count ? list_resize(h, l, n + count) : HEAP_OK;
    if (count == 0 || status != HEAP_OK)
        return status;
    list_at(h, l)->size = (int64_t)n;
    while (status == HEAP_OK && dict_next(h, dict, &position, &key, &value)) {
        made = kind == KIND_DICT_ITEMS ? tuple_from(h, (addr[]){key, value}, 2)
                                       : incref(h, kind == KIND_DICT_KEYS ? key : value);
        status = made ? list_append(h, l, made) : raise_status(h);
        xdecref(h, made);
    }
    if (status != HEAP_OK)
        take_back(h, l, n, allocated);
    return status;
}

/* Room for what the iterable says that it has. */
static enum heap_status make_room_for_hint(struct heap *h, addr l, addr iterable)
{
    int64_t hint, n = (int64_t)list_length(h, l);
    enum heap_status status = object_length_hint(h, iterable, 8, &hint);
    if (status != HEAP_OK || hint == 0 || hint > INT64_MAX - n)
        return status;
    n = (int64_t)list_length(h, l); /* what says it may have changed the list */
    status = make_room(h, l, (size_t)hint);
    if (status == HEAP_OK)
        list_at(h, l)->size = n;
    return status;
}

/* Is it an iterator of another list or a tuple, and not at its end? (And is there a level left for asking it
 * how many there are?) */
static bool has_rest(const struct heap *h, addr l, addr iterator)
{
    if ((!object_is_exact(h, iterator, KIND_TUPLE_ITERATOR) &&
         !object_is_exact(h, iterator, KIND_LIST_ITERATOR)) ||
        recursion_is_full(h))
        return false;
    const struct index_iterator *it = index_iterator_at(h, iterator);
    return it->sequence && it->sequence != l && it->index >= 0;
}

/* What such an iterator has left, at once: the same as step by step, and as many steps. The last one is its
 * end, where it lets go of what it goes through. */
static enum heap_status extend_by_rest(struct heap *h, addr l, addr iterator)
{
    struct index_iterator *it = index_iterator_at(h, iterator);
    size_t from = (size_t)it->index, length = sequence_length(h, it->sequence), n = list_length(h, l);
    size_t count = from < length ? length - from : 0;
    enum heap_status status = count ? make_room(h, l, count) : HEAP_OK;
    if (status != HEAP_OK)
        return status;
    const addr *source = sequence_items(h, it->sequence) + from;
    addr item;
    status = references_hold(h, source, count);
    if (status != HEAP_OK) {
        list_at(h, l)->size = (int64_t)n;
        return status;
    }
    if (count)
        memcpy(list_items(h, l) + n, source, count * sizeof *source);
    it->index += (int64_t)count;
    work_done(h, count);
    status = loop_check(h);
    incref(h, iterator);
    if (status == HEAP_OK)
        status = object_ops(h, iterator)->next(h, iterator, &item);
    decref(h, iterator);
    if (status == HEAP_OK && list_at(h, l)->size < list_at(h, l)->allocated)
        list_shrink(h, l, list_length(h, l)); /* there was room for one more */
    return status;
}

/* What an iterator has given away is kept when it fails, as in CPython: nobody else has it. */
static enum heap_status extend_by_items(struct heap *h, addr l, addr iterable)
{
    struct iteration it;
    enum heap_status status = iteration_begin(h, &it, iterable);
    if (status != HEAP_OK)
        return status;
    size_t n = list_length(h, l), allocated = list_allocated(h, l);
    bool consumed = it.kind == ITERATES_BY_ITERATOR;
    addr item = 0;
    status = make_room_for_hint(h, l, iterable);
    while (status == HEAP_OK && (status = iteration_next(h, &it, &item)) == HEAP_OK && item) {
        status = list_append(h, l, item);
        decref(h, item);
    }
    iteration_end(h, &it);
    if (status != HEAP_OK && !consumed)
        take_back(h, l, n, allocated);
    else if (status == HEAP_OK && list_at(h, l)->size < list_at(h, l)->allocated)
        list_shrink(h, l, list_length(h, l)); /* the guess was too high */
    return status;
}

/* From 3.13: the items of these are copied at once. */
static bool extends_by_keys(const struct heap *h, addr o)
{
    return h->abi.list_extends_sets && (object_is_exact(h, o, KIND_DICT) || object_is_exact(h, o, KIND_SET) ||
                                        object_is_exact(h, o, KIND_FROZENSET));
}

static bool extends_by_view(const struct heap *h, addr o)
{
    return h->abi.list_extends_sets && kind_is_dict_view(object_kind(h, o));
}

enum heap_status list_extend(struct heap *h, addr l, addr iterable)
{
    if (object_is_exact(h, iterable, KIND_LIST) || object_is_exact(h, iterable, KIND_TUPLE) || iterable == l)
        return extend_by_sequence(h, l, iterable);
    if (extends_by_keys(h, iterable))
        return extend_by_keys(h, l, iterable);
    if (extends_by_view(h, iterable))
        return extend_by_view(h, l, iterable);
    if (has_rest(h, l, iterable))
        return extend_by_rest(h, l, iterable);
    return extend_by_items(h, l, iterable);
}

/* ---- slots --------------------------------------------------------------------------------------- */

/* From the end, as list_traverse of listobject.c. */
static void list_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    size_t n = list_length(h, o);
    if (n > 0)
        visit(h, context, list_items(h, o) + n - 1, n, (size_t)-1);
}

/* From the end, as list_dealloc. */
static bool list_release_next(struct heap *h, addr o, addr *reference)
{
    struct list_object *list = list_at(h, o);
    const addr *items = list_items(h, o);
    while (list->size > 0) {
        addr item = items[--list->size];
        if (item && !decref_shared(h, item)) {
            *reference = item;
            return true;
        }
    }
    return false;
}

static void list_free_storage(struct heap *h, addr o)
{
    memory_free(h, list_at(h, o)->items);
    list_at(h, o)->items = 0;
}

static size_t list_size(const struct heap *h, addr o)
{
    return (size_t)type_at(h, object_type(h, o))->basicsize + list_allocated(h, o) * sizeof(addr);
}

static size_t list_storage(const struct heap *h, addr o, addr blocks[4])
{
    blocks[0] = list_at(h, o)->items;
    return blocks[0] ? 1 : 0;
}

static enum heap_status list_repr(struct heap *h, addr o, struct text *out)
{
    text_put(out, "[", 1);
    for (size_t i = 0; i < list_length(h, o) && !out->cut; i++) {
        if (i > 0)
            text_put(out, ", ", 2);
        addr item =
            list_item(h, o, i); /* it may leave the list meanwhile; a method of its class holds it itself */
        bool holds =
            h->abi.list_repr_holds || !special_of_class(h, object_type(h, item), known_name(h, NAME_REPR));
        if (holds)
            incref(h, item);
        enum heap_status status = object_repr(h, item, out);
        if (holds)
            decref(h, item);
        if (status != HEAP_OK)
            return status;
    }
    text_put(out, "]", 1);
    return HEAP_OK;
}

static enum heap_status list_equal(struct heap *h, addr a, addr b, int *result)
{
    if (object_kind(h, b) != KIND_LIST) {
        *result = -1;
        return HEAP_OK;
    }
    bool same = list_length(h, a) == list_length(h, b);
    for (size_t i = 0; same && i < list_length(h, a) && i < list_length(h, b); i++) {
        addr x = list_item(h, a, i), y = list_item(h, b, i);
        if (x == y)
            continue;
        incref(h, x);
        incref(h, y); /* __eq__ may change the lists */
        enum heap_status status = object_equal(h, x, y, &same);
        decref(h, x);
        decref(h, y);
        if (status != HEAP_OK)
            return status;
    }
    *result = same && list_length(h, a) == list_length(h, b);
    return HEAP_OK;
}

static int64_t list_len(const struct heap *h, addr o)
{
    return list_at(h, o)->size;
}

static const char *list_verify(const struct heap *h, addr o)
{
    const struct list_object *list = list_at(h, o);
    if (list->allocated == -1 && list->size == 0 && !list->items)
        return NULL; /* being sorted */
    if (list->size < 0 || list->size > list->allocated)
        return "list: ob_size is not within allocated";
    if (!list->items)
        return list->allocated ? "list: allocated without an array" : NULL;
    if (memory_block_size(h, list->items) < (size_t)list->allocated * sizeof(addr))
        return "list: the array is smaller than allocated says";
    for (size_t i = 0; i < (size_t)list->size; i++) {
        addr item = list_items(h, o)[i];
        if (item && !object_exists(h, item))
            return "list: an item is no object";
    }
    return NULL;
}

const struct kind_ops list_ops = {
    .iter = list_iter,
    .traverse = list_traverse,
    .release_next = list_release_next,
    .free_storage = list_free_storage,
    .clear = list_clear,
    .size = list_size,
    .storage = list_storage,
    .repr = list_repr,
    .repr_inside = "[...]",
    .equal = list_equal,
    .length = list_len,
    .verify = list_verify,
};
