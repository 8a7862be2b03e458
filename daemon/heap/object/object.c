/* Making and unmaking objects, and which addresses are objects (object.h). */
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/long_work.h"

#include <assert.h>
#include <string.h>

#include "daemon/heap/event.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/quick_memory.h"

/* ---- start bits ------------------------------------------------------------------------------ */

bool object_exists(const struct heap *h, addr a)
{
    if (a < HEAP_BASE || a - HEAP_BASE >= REGION_TABLES || a & 15)
        return false;
    return *object_start_word(h, a) & object_start_bit(a);
}

bool object_is_alive(const struct heap *h, addr a)
{
    return object_exists(h, a) && !object_is_dying(h, a);
}

/* The first start bit in [from, to), or 0. */
static addr next_start(const struct heap *h, addr from, addr to)
{
    while (from < to) {
        uint64_t word = (*object_start_word(h, from) & OBJECT_START_BITS) >> ((from >> 3) & 62);
        if (word) {
            from += (addr)__builtin_ctzll(word) << 3;
            return from < to ? from : 0;
        }
        from = (from | 511) + 1;
    }
    return 0;
}

addr object_next(const struct heap *h, addr a)
{
    addr arenas = HEAP_BASE + REGION_ARENAS, arenas_end = arenas + (addr)h->arenas_high * h->abi.arena_size;
    a = (a + 15) & ~15ull;
    addr found = next_start(h, a > arenas ? a : arenas, arenas_end);
    return found ? found : next_start(h, a > h->large.start ? a : h->large.start, h->large.top);
}

addr object_next_static(const struct heap *h, addr a)
{
    addr statics = HEAP_BASE + REGION_STATIC;
    return next_start(h, a > statics ? (a + 15) & ~15ull : statics, h->static_top);
}

/* ---- making ---------------------------------------------------------------------------------- */

/* Zeros: few, most often, for which no function is called. */
static inline enum heap_status clear_bytes(struct heap *h, addr a, size_t bytes)
{
    uint64_t *words = heap_at(h, a);
    if (HEAP_UNLIKELY(bytes > 64 || bytes & 7))
        return bytes_clear(h, words, bytes);
    for (size_t i = 0; i < bytes / 8; i++) {
        words[i] = 0;
        __asm__("" ::: "memory"); /* or it becomes memset() */
    }
    return HEAP_OK;
}

/* Allocates head and object, clears the head and the first `clear` bytes of the object, sets the header. */
static addr make(struct heap *h, addr type, size_t size, size_t clear)
{
    size_t head = object_head_size(h, type);
    addr block = memory_alloc(h, head + size);
    if (HEAP_UNLIKELY(!block))
        return 0;
    const struct type_object *t = type_at(h, type);
    enum heap_status status = clear_bytes(h, block, head);
    if (t->flags & TYPE_HEAP)
        incref(h, type);
    if (t->flags & TYPE_HAS_GC)
        collector_note_allocation(h); /* may collect: the block is not an object yet, but its class is held */
    addr o = block + head;
    if (status == HEAP_OK)
        status = clear_bytes(h, o, clear);
    if (HEAP_UNLIKELY(status != HEAP_OK)) {
        if (t->flags & TYPE_HAS_GC)
            collector_note_free(h);
        if (t->flags & TYPE_HEAP)
            decref(h, type);
        memory_free(h, block);
        return 0;
    }
    *object_at(h, o) = (struct object){1, type};
    *object_start_word(h, o) |= object_start_bit(o);
    h->object_count++;
    if (HEAP_UNLIKELY(h->recording_events))
        event_object(h, EVENT_ALLOCATED, o);
    return o;
}

addr object_new(struct heap *h, addr type, size_t items)
{
    const struct type_object *t = type_at(h, type);
    if (HEAP_UNLIKELY(t->flags & TYPE_HEAP))
        return instance_alloc(h, type, items);
    size_t itemsize = (size_t)t->itemsize;
    if (itemsize && items > (REGION_LIMIT_MAX - 4096) / itemsize)
        return raise_none(h, EXC_MEMORY_ERROR, "%s", "");
    size_t size = ((size_t)t->basicsize + items * itemsize + 7) & ~(size_t)7;
    addr o = t->flags & TYPE_HAS_GC && !(t->flags & TYPE_HAS_PREFIX) ? quick_new_collected(h, type, size) : 0;
    if (!o)
        o = make(h, type, size, size);
    if (o && itemsize)
        HEAP_FIELD(h, o, 16, int64_t) = (int64_t)items;
    return o;
}

addr object_new_sized(struct heap *h, addr type, size_t bytes_from_header)
{
    size_t basic = (size_t)type_at(h, type)->basicsize;
    return make(h, type, bytes_from_header, basic < bytes_from_header ? basic : bytes_from_header);
}

addr object_new_items(struct heap *h, addr type, size_t items)
{
    const struct type_object *t = type_at(h, type);
    size_t basic = (size_t)t->basicsize, itemsize = (size_t)t->itemsize;
    if (items > (REGION_LIMIT_MAX - 4096) / itemsize)
        return raise_none(h, EXC_MEMORY_ERROR, "%s", "");
    size_t size = (basic + items * itemsize + 7) & ~(size_t)7;
    addr o = object_new_sized(h, type, size);
    if (!o)
        return 0;
    if (bytes_clear(h, (char *)heap_at(h, o) + basic, size - basic) != HEAP_OK) {
        decref(h, o);
        return 0;
    }
    HEAP_FIELD(h, o, 16, int64_t) = (int64_t)items;
    return o;
}

addr object_resize(struct heap *h, addr o, size_t bytes_from_header)
{
    size_t head = object_head_size(h, object_type(h, o));
    if (HEAP_UNLIKELY(h->recording_events))
        event_object(h, EVENT_FREED, o);
    addr block = memory_realloc(h, o - head, head + bytes_from_header), moved = block ? block + head : o;
    if (moved != o) {
        *object_start_word(h, o) &= ~object_end_bits(o);
        *object_start_word(h, moved) |= object_start_bit(moved);
    }
    if (HEAP_UNLIKELY(h->recording_events))
        event_object(h, EVENT_ALLOCATED, moved);
    return block ? moved : 0;
}

bool object_has_room(const struct heap *h, addr o, size_t bytes_from_header)
{
    if (!object_in_blocks(o))
        return bytes_from_header <= h->static_top - o;
    return bytes_from_header + (o - object_block(h, o)) <= memory_block_size(h, object_block(h, o));
}

addr object_new_static(struct heap *h, addr type, size_t bytes_from_header)
{
    size_t head = object_head_size(h, type);
    addr o = ((h->static_top + 15) & ~15ull) + head;
    h->static_top = o + bytes_from_header;
    object_become_static(h, o, type);
    return o;
}

/* Before there were immortals only what is generated at compile time has the large count (Include/internal/
 * pycore_runtime_init.h); since then singletons and types that are no heap types are immortal as well. All
 * else, functions and descriptors above all, begins with the one reference of who defines it. */
static bool has_large_count(const struct heap *h, addr o, addr type)
{
    bool has_immortals = h->abi.immortality != IMMORTAL_NONE;
    switch (type_kind(h, type)) {
    case KIND_INT:
    case KIND_STR:
    case KIND_BYTES:
    case KIND_TUPLE:
        return true;
    case KIND_TYPE:
        return has_immortals && !(type_at(h, o)->flags & TYPE_HEAP);
    case KIND_NONE:
    case KIND_BOOL:
    case KIND_ELLIPSIS:
    case KIND_NOT_IMPLEMENTED:
    case KIND_NO_DEFAULT:
    case KIND_FUNCTOOLS_PLACEHOLDER:
    case KIND_TIMEZONE: /* UTC */
    case KIND_INSTANCE: /* the dummy of sets, the mark of keywords */
        return has_immortals;
    default:
        return false;
    }
}

void object_become_static(struct heap *h, addr o, addr type)
{
    *object_at(h, o) = (struct object){has_large_count(h, o, type) ? h->abi.static_refcount : 1, type};
    *object_start_word(h, o) |= object_start_bit(o);
    h->static_objects++;
}

/* ---- unmaking -------------------------------------------------------------------------------- */

/* In a free list. */
static inline bool keep(struct heap *h, unsigned list, addr o, addr block)
{
    if (h->free_list[list].count >= h->free_list[list].max)
        return false;
    if (HEAP_UNLIKELY(h->attended))
        free_list_note_kept(h, o, block);
    *object_start_word(h, o) &= ~object_end_bits(o);
    h->object_count--;
    return free_list_keep(h, list, block);
}

/* A resident's place in the static area is not used again. */
static void free_resident(struct heap *h, addr o)
{
    addr type = object_type(h, o); /* of a module, what a program has set */
    *object_start_word(h, o) &= ~object_start_bit(o);
    h->static_objects--;
    if (type_at(h, type)->flags & TYPE_HEAP)
        decref(h, type);
}

void object_free_memory(struct heap *h, addr o)
{
    if (HEAP_UNLIKELY(!object_in_blocks(o))) {
        assert(object_is_resident(h, o));
        free_resident(h, o);
        return;
    }
    addr type = object_type(h, o);
    uint64_t flags = type_at(h, type)->flags;
    unsigned list = h->frame ? free_list_of(h, o) : FREE_LIST_COUNT;
    if (list < FREE_LIST_COUNT && keep(h, list, o, o - object_head_size(h, type)))
        return;
    if (HEAP_UNLIKELY(h->recording_events))
        event_object(h, EVENT_FREED, o);
    *object_start_word(h, o) &= ~object_end_bits(o);
    h->object_count--;
    if (flags & TYPE_HAS_GC)
        collector_note_free(h);
    addr block = o - object_head_size(h, type);
    if (!quick_free_or_full(h, block, true))
        memory_free(h, block);
    if (flags & TYPE_HEAP)
        decref(h, type);
}
