/* Free lists (free_list.h). Mirrors pycore_freelist.h, and up to 3.12 what each type has of its own. */
#include "daemon/heap/object/free_list.h"

#include "daemon/heap/boot.h"
#include "daemon/heap/event.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/dict_keys.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/runtime.h"
#include "daemon/heap/trace.h"

/* Of each kind: its list + 1. */
static const uint8_t list_of_kind[KIND_COUNT] = {
    [KIND_FLOAT] = FREE_FLOATS + 1,
    [KIND_LIST] = FREE_LISTS + 1,
    [KIND_LIST_ITERATOR] = FREE_LIST_ITERATORS + 1,
    [KIND_TUPLE_ITERATOR] = FREE_TUPLE_ITERATORS + 1,
    [KIND_DICT] = FREE_DICTS + 1,
    [KIND_SLICE] = FREE_SLICES + 1,
    [KIND_RANGE] = FREE_RANGES + 1,
    [KIND_RANGE_ITERATOR] = FREE_RANGE_ITERATORS + 1,
    [KIND_INT] = FREE_INTS + 1,
    [KIND_BUILTIN] = FREE_BUILTINS + 1,
    [KIND_METHOD] = FREE_METHODS + 1,
    [KIND_TUPLE] = FREE_TUPLES + 1,
};

static const uint8_t kind_of_list[FREE_LIST_KINDS] = {
    [FREE_FLOATS] = KIND_FLOAT,
    [FREE_LISTS] = KIND_LIST,
    [FREE_LIST_ITERATORS] = KIND_LIST_ITERATOR,
    [FREE_TUPLE_ITERATORS] = KIND_TUPLE_ITERATOR,
    [FREE_DICTS] = KIND_DICT,
    [FREE_SLICES] = KIND_SLICE,
    [FREE_RANGES] = KIND_RANGE,
    [FREE_RANGE_ITERATORS] = KIND_RANGE_ITERATOR,
    [FREE_INTS] = KIND_INT,
    [FREE_BUILTINS] = KIND_BUILTIN,
    [FREE_METHODS] = KIND_METHOD,
};

static const char *const names[FREE_LIST_KINDS] = {
    [FREE_FLOATS] = "float",
    [FREE_LISTS] = "list",
    [FREE_LIST_ITERATORS] = "list_iterator",
    [FREE_TUPLE_ITERATORS] = "tuple_iterator",
    [FREE_DICTS] = "dict",
    [FREE_DICT_KEYS] = "dict keys",
    [FREE_SLICES] = "slice",
    [FREE_RANGES] = "range",
    [FREE_RANGE_ITERATORS] = "range_iterator",
    [FREE_INTS] = "int",
    [FREE_BUILTINS] = "builtin_function_or_method",
    [FREE_METHODS] = "method",
    [FREE_TUPLES] = "tuple",
};

static const bool is_collected[FREE_LIST_KINDS] = {
    [FREE_LISTS] = true,  [FREE_LIST_ITERATORS] = true, [FREE_TUPLE_ITERATORS] = true, [FREE_DICTS] = true,
    [FREE_SLICES] = true, [FREE_BUILTINS] = true,       [FREE_METHODS] = true,         [FREE_TUPLES] = true,
};

static unsigned list_kind(unsigned list)
{
    return list < FREE_TUPLES ? list : FREE_TUPLES;
}

const char *free_list_name(unsigned list)
{
    return names[list_kind(list)];
}

void free_list_boot(struct heap *h)
{
    for (unsigned i = 0; i < FREE_LIST_COUNT; i++)
        h->free_list[i].max = h->abi.free_list_max[list_kind(i)];
    if (h->abi.slice_is_kept)
        h->free_list[FREE_SLICES].max = 0; /* until there is one */
}

/* Of an object of this list, which is none of tuples or keys. */
static size_t size_of_kind(const struct heap *h, unsigned list)
{
    addr type = h->type[kind_of_list[list]];
    return object_head_size(h, type) + (size_t)type_at(h, type)->basicsize;
}

static size_t size_of_tuple(const struct heap *h, size_t items)
{
    return h->abi.gc_head_size + h->abi.tuple_items_offset + items * sizeof(addr);
}

static void release_first(struct heap *h, unsigned list)
{
    struct waiting_blocks *f = &h->free_list[list];
    addr block = f->first;
    if (!block)
        return;
    region_unpoison(h, block, memory_block_size(h, block));
    f->first = HEAP_FIELD(h, block, 0, addr);
    f->count--;
    memory_free(h, block);
}

/* As if an object had been there and died. The collector's counts do not know it: collections of the start
 * have been over them. */
static bool leave_one(struct heap *h, unsigned list)
{
    struct waiting_blocks *f = &h->free_list[list];
    addr block = memory_alloc(h, list == FREE_DICT_KEYS ? keys_size(KEYS_LOG_MINSIZE, true)
                                 : list < FREE_TUPLES   ? size_of_kind(h, list)
                                                        : size_of_tuple(h, free_list_tuple_length(list)));
    if (!block) {
        heap_clear_raised(h);
        return false;
    }
    HEAP_FIELD(h, block, 0, addr) = f->first;
    region_poison(h, block + sizeof(addr), memory_block_size(h, block) - sizeof(addr));
    f->first = block;
    f->count++;
    return true;
}

static unsigned left_by_start(const struct heap *h, unsigned list)
{
    return list < FREE_TUPLES ? h->abi.free_list_start[list] : h->abi.free_tuples_start[list - FREE_TUPLES];
}

/* At least so many blocks, which neither traces nor the program's host are told of. */
static void fill(struct heap *h, unsigned list, unsigned count)
{
    struct waiting_blocks *f = &h->free_list[list];
    bool paused = trace_pause(h, true), watching = h->watching_blocks;
    h->watching_blocks = false;
    if (list == FREE_SLICES && count)
        f->max = 1;
    while (f->count < count && f->count < f->max && leave_one(h, list))
        ;
    h->watching_blocks = watching;
    (void)trace_pause(h, paused);
}

void free_lists_begin(struct heap *h)
{
    if (h->free_lists_begun)
        return;
    h->free_lists_begun = true;
    for (unsigned i = 0; i < FREE_LIST_COUNT; i++)
        fill(h, i, left_by_start(h, i));
}

void free_lists_after_compiling(struct heap *h, unsigned scopes)
{
    if (h->abi.lists_per_scope)
        fill(h, FREE_LISTS, scopes * h->abi.lists_per_scope + h->abi.lists_per_program);
}

void free_lists_after_tracemalloc(struct heap *h)
{
    bool watching = h->watching_blocks; /* it was told of their end already */
    h->watching_blocks = false;
    for (unsigned i = 0; i < FREE_LIST_COUNT; i++) {
        struct waiting_blocks *f = &h->free_list[i];
        unsigned left = left_by_start(h, i), taken = h->abi.lists_of_tracemalloc;
        if (i == FREE_LISTS)
            left = f->count > taken ? f->count - taken : 0;
        fill(h, i, left);
        while (f->count > left)
            release_first(h, i);
    }
    h->watching_blocks = watching;
}

/* A full collection leaves it. */
static bool stays_waiting(const struct heap *h, unsigned list)
{
    return list == FREE_SLICES && h->abi.slice_is_kept;
}

uint64_t free_lists_bytes(const struct heap *h)
{
    uint64_t bytes = 0;
    for (unsigned i = 0; i < FREE_LIST_COUNT; i++)
        for (addr block = stays_waiting(h, i) ? 0 : h->free_list[i].first; block;
             block = HEAP_FIELD(h, block, 0, addr))
            bytes += memory_block_size(h, block);
    return bytes;
}

bool free_lists_set_aside(struct heap *h)
{
    if (h->free_lists_are_aside)
        return false;
    memcpy(h->free_list_aside, h->free_list, sizeof h->free_list);
    memset(h->free_list, 0, sizeof h->free_list);
    h->free_lists_are_aside = true;
    return true;
}

void free_lists_bring_back(struct heap *h)
{
    memcpy(h->free_list, h->free_list_aside, sizeof h->free_list);
    memset(h->free_list_aside, 0, sizeof h->free_list_aside);
    h->free_lists_are_aside = false;
}

unsigned free_list_of(const struct heap *h, addr o)
{
    addr type = object_type(h, o);
    enum kind kind = type_kind(h, type);
    unsigned list = list_of_kind[kind];
    if (list == 0 || type_at(h, type)->flags & TYPE_HEAP)
        return FREE_LIST_COUNT;
    if (kind == KIND_TUPLE)
        return type == h->type[kind] ? free_list_of_tuple(h, o) : FREE_LIST_COUNT;
    int64_t value;
    if (kind == KIND_INT && !int_is_compact(h, o, &value))
        return FREE_LIST_COUNT;
    return list - 1;
}

addr free_list_object(struct heap *h, unsigned list, enum kind kind)
{
    addr type = h->type[kind];
    const struct type_object *t = type_at(h, type);
    size_t size = (size_t)t->basicsize;
    if (t->flags & TYPE_HAS_GC) {
        addr o = free_list_collected(h, list, type, size);
        return o ? o : object_new(h, type, 0);
    }
    addr o = free_list_plain(h, list, type, size);
    if (!o)
        return object_new(h, type, 0);
    memset((char *)heap_at(h, o) + sizeof(struct object), 0, size - sizeof(struct object));
    return o;
}

/* ---- tuples and dicts that nobody sees ------------------------------------------------------- */

static addr hold(struct heap *h, unsigned list, bool collected, size_t size)
{
    addr block = free_list_take(h, list);
    if (block) {
        if (HEAP_UNLIKELY(h->tracing) && list != FREE_DICT_KEYS)
            trace_note_reuse(h, block);
        if (HEAP_UNLIKELY(h->watching_blocks))
            runtime_block(h, block, size, false);
        return block;
    }
    block = memory_alloc(h, size);
    if (!block)
        heap_clear_raised(h);
    else if (collected)
        collector_note_allocation(h);
    return block;
}

static void let_go(struct heap *h, unsigned list, bool collected, addr block)
{
    if (!block)
        return;
    if (free_list_keep(h, list, block)) {
        if (HEAP_UNLIKELY(h->watching_blocks))
            runtime_block(h, block, memory_block_size(h, block), true);
        return;
    }
    if (collected)
        collector_note_free(h);
    memory_free(h, block);
}

addr free_list_hold_object(struct heap *h, unsigned list)
{
    return h->frame ? hold(h, list, is_collected[list], size_of_kind(h, list)) : 0;
}

void free_list_let_object_go(struct heap *h, unsigned list, addr block)
{
    let_go(h, list, is_collected[list_kind(list)], block);
}

void free_list_hold(struct heap *h, size_t items, size_t keywords, struct held_memory *out)
{
    *out = (struct held_memory){0, 0, 0};
    if (!h->frame)
        return;
    if (items - 1 < FREE_TUPLES_MAX)
        out->tuple = hold(h, FREE_TUPLES + (unsigned)items - 1, true, size_of_tuple(h, items));
    if (!keywords)
        return;
    out->dict = hold(h, FREE_DICTS, true, size_of_kind(h, FREE_DICTS));
    if (keywords <= keys_usable_of(KEYS_LOG_MINSIZE))
        out->keys = hold(h, FREE_DICT_KEYS, false, keys_size(KEYS_LOG_MINSIZE, true));
}

void free_list_let_go(struct heap *h, size_t items, const struct held_memory *held)
{
    let_go(h, FREE_TUPLES + (unsigned)items - 1, true, held->tuple);
    let_go(h, FREE_DICT_KEYS, false, held->keys);
    let_go(h, FREE_DICTS, true, held->dict);
}

/* ---- where more is to be done ----------------------------------------------------------------------- */

void free_list_note_taken(struct heap *h, addr o, size_t size)
{
    addr block = object_block(h, o);
    h->changed = true;
    if (h->tracing)
        trace_note_reuse(h, block);
    if (h->watching_blocks)
        runtime_block(h, block, size, false);
    if (h->recording_events)
        event_object(h, EVENT_ALLOCATED, o);
}

void free_list_note_kept(struct heap *h, addr o, addr block)
{
    h->changed = true;
    if (h->recording_events)
        event_object(h, EVENT_FREED, o);
    if (h->watching_blocks)
        runtime_block(h, block, memory_block_size(h, block), true);
}

/* ---- the end of them ------------------------------------------------------------------------- */

static void clear(struct heap *h, unsigned list)
{
    while (h->free_list[list].first) {
        if (is_collected[list_kind(list)])
            collector_note_free(h);
        release_first(h, list);
    }
}

/* In CPython's order, which the pools remember. */
void free_lists_clear(struct heap *h, bool in_collection)
{
    bool watching = h->watching_blocks; /* it was told of their end already */
    h->watching_blocks = false;
    clear(h, FREE_FLOATS);
    for (unsigned i = 0; i < FREE_TUPLES_MAX; i++)
        clear(h, FREE_TUPLES + i);
    for (unsigned i = FREE_FLOATS + 1; i < FREE_TUPLES; i++)
        if (!in_collection || !stays_waiting(h, i))
            clear(h, i);
    h->watching_blocks = watching;
}
