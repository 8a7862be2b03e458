/* Free lists: the memory of dead objects that waits for the next object of its kind, as CPython keeps it.
 *
 * While a program runs (h->frame), an object of exactly such a type that dies leaves its block here, as long
 * as its list is not full, and the next one of that type takes the block that came last. Such a block stays
 * allocated: bytes, blocks and traces count it, the collector's counts do not change, and it has no start
 * bit, so that nobody takes it for an object. It is linked by its first word; the rest has no meaning. A full
 * collection gives the blocks back.
 *
 * What the owner of a heap does himself (the operations of the API) leaves the lists alone: what is released
 * there goes back to its pool at once.
 *
 * Which lists there are and how many blocks they keep is data of the version (struct abi). Not all makers of
 * such objects take from here: list(...) and dict(...) do not, as in CPython.
 */
#ifndef HEAPD_HEAP_OBJECT_FREE_LIST_H
#define HEAPD_HEAP_OBJECT_FREE_LIST_H

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/quick_memory.h"

/* A block that waits, which is the caller's now, its contents undefined; 0: none. */
static inline addr free_list_take(struct heap *h, unsigned list)
{
    struct waiting_blocks *f = &h->free_list[list];
    addr block = f->first;
    if (!block || !h->frame)
        return 0;
#ifdef HEAPD_DEBUG
    region_unpoison(h, block, memory_block_size(h, block));
    addr next = HEAP_FIELD(h, block, 0, addr);
    memset(heap_at(h, block), 0xcd, memory_block_size(h, block));
    f->first = next;
#else
    f->first = HEAP_FIELD(h, block, 0, addr);
#endif
    f->count--;
    return block;
}

/* Takes over a block in which nothing is any more; false: it is still the caller's. */
static inline bool free_list_keep(struct heap *h, unsigned list, addr block)
{
    struct waiting_blocks *f = &h->free_list[list];
    if (f->count >= f->max || !h->frame)
        return false;
#ifdef HEAPD_DEBUG
    memset(heap_at(h, block), 0xdd, memory_block_size(h, block));
    region_poison(h, block + sizeof(addr), memory_block_size(h, block) - sizeof(addr));
#endif
    HEAP_FIELD(h, block, 0, addr) = f->first;
    f->first = block;
    f->count++;
    return true;
}

/* For those two, where more is to be done (h->attended): traces, events, what the program's host wants to
 * know. */
void free_list_note_taken(struct heap *h, addr o, size_t size);
void free_list_note_kept(struct heap *h, addr o, addr block);

static inline addr free_list_begin(struct heap *h, addr o, addr type, size_t size)
{
    *object_at(h, o) = (struct object){1, type};
    *object_start_word(h, o) |= object_start_bit(o);
    h->object_count++;
    if (HEAP_UNLIKELY(h->attended))
        free_list_note_taken(h, o, size);
    return o;
}

/* *new*, as object_new() of a builtin type: `size` bytes (a multiple of 8), zero behind the header. 0 without
 * an exception: make one. */
static inline addr free_list_collected(struct heap *h, unsigned list, addr type, size_t size)
{
    addr block = free_list_take(h, list);
    if (!block)
        return 0;
    size_t head = h->abi.gc_head_size;
    uint64_t *words = heap_at(h, block);
    for (size_t i = 0; i < head / 8; i++) {
        words[i] = 0;
        __asm__("" ::: "memory"); /* or it becomes memset() */
    }
    words = heap_at(h, block + head);
    for (size_t i = sizeof(struct object) / 8; i < size / 8; i++)
        words[i] = 0;
    return free_list_begin(h, block + head, type, head + size);
}

/* The same of one that is not collected, header only. */
static inline addr free_list_plain(struct heap *h, unsigned list, addr type, size_t size)
{
    addr o = free_list_take(h, list);
    return o ? free_list_begin(h, o, type, size) : 0;
}

/* *new*, by object_new() if nothing waits: an object of a fixed size. */
addr free_list_object(struct heap *h, unsigned list, enum kind kind) HEAP_MUST_CHECK;

/* The memory of a tuple and a dict that a call has of its arguments, where nobody ever sees the two. */
struct held_memory {
    addr tuple, dict, keys; /* blocks; 0: none */
};
void free_list_hold(struct heap *h, size_t items, size_t keywords,
                    struct held_memory *out); /* nothing where there is no memory */
void free_list_let_go(struct heap *h, size_t items, const struct held_memory *held);

/* The memory of an object of which nobody ever sees anything: an iterator, a bound method. 0: nothing, as
 * where this version has no such list. */
addr free_list_hold_object(struct heap *h, unsigned list) HEAP_MUST_CHECK;
void free_list_let_object_go(struct heap *h, unsigned list, addr block);
static inline void free_list_pass(struct heap *h, unsigned list)
{
    free_list_let_object_go(h, list, free_list_hold_object(h, list));
}

/* The memory of a plain object whose count is 0; false: by object_free_memory(), please. */
static inline bool free_list_keep_plain(struct heap *h, unsigned list, addr o)
{
    if (HEAP_UNLIKELY(h->attended) || !free_list_keep(h, list, o))
        return false;
    *object_start_word(h, o) &= ~object_end_bits(o);
    h->object_count--;
    return true;
}

/* The memory of an object of a builtin type that is collected, whose count is 0, into that list or to its
 * pool; FREE_LIST_COUNT: no list. False: by object_free_memory(), please. */
static inline bool free_list_free_collected(struct heap *h, unsigned list, addr o)
{
    addr block = o - h->abi.gc_head_size;
    if (HEAP_UNLIKELY(h->attended))
        return false;
    if (list >= FREE_LIST_COUNT || !free_list_keep(h, list, block)) {
        if (!quick_free_or_full(h, block, true))
            return false;
        collector_note_free(h);
    }
    *object_start_word(h, o) &= ~object_end_bits(o);
    h->object_count--;
    return true;
}

/* Which list takes a dead object; FREE_LIST_COUNT: none. */
unsigned free_list_of(const struct heap *h, addr o);

/* How many items a tuple had that is taken apart: kept in its collector's header, where only flags are
 * otherwise. */
static inline void free_list_remember_length(struct heap *h, addr tuple, int64_t length)
{
    struct gc_head *gc = object_gc(h, tuple);
    if (gc->prev >> 8 == 0)
        gc->prev |= (addr)length << 8;
}

/* The list of an exact tuple that has been taken apart. */
static inline unsigned free_list_of_tuple(const struct heap *h, addr tuple)
{
    uint64_t length = object_gc(h, tuple)->prev >> 8;
    return length - 1 < FREE_TUPLES_MAX ? FREE_TUPLES + (unsigned)length - 1 : FREE_LIST_COUNT;
}

const char *free_list_name(unsigned list); /* "float", "tuple", "dict keys", ... */
static inline unsigned free_list_tuple_length(unsigned list)
{
    return list < FREE_TUPLES ? 0 : list - FREE_TUPLES + 1;
}

/* Before the first program: what an interpreter's start leaves in them waits there (abi.free_list_start). */
void free_lists_begin(struct heap *h);
/* A program of so many scopes has been compiled; tracemalloc has been imported: as they are then, in CPython.
 */
void free_lists_after_compiling(struct heap *h, unsigned scopes);
void free_lists_after_tracemalloc(struct heap *h);
uint64_t free_lists_bytes(
    const struct heap *h); /* of the blocks that a full collection gives back; goes through them all */
/* Until they are brought back nothing is taken from them, and nothing left in them: a module of the library,
 * which is made when it is first asked for, finds them as the program has them and leaves them so. In CPython
 * too most imports end with them as they were, or the module was there before the program. False: they are
 * aside already.
 */
bool free_lists_set_aside(struct heap *h) HEAP_MUST_CHECK;
void free_lists_bring_back(struct heap *h);
/* Gives all blocks back; with `in_collection` but for those that a collection leaves in this version. */
void free_lists_clear(struct heap *h, bool in_collection);

#endif
