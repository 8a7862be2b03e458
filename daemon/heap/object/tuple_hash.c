/* The hash of a tuple: xxHash over those of its items, without its final avalanche. Mirrors tuplehash of
 * Objects/tupleobject.c.
 *
 * Tuples within tuples have no bound in CPython but its C stack: they are gone through in a loop here, so
 * that depth costs no stack.
 */
#include "daemon/heap/object/tuple_hash.h"

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/type_slots.h"

#define XXPRIME_1 11400714785074694791ull
#define XXPRIME_2 14029467366897019727ull
#define XXPRIME_5 2870177450012600261ull

/* A tuple whose hash is being made, and the item that is next. */
struct level {
    addr tuple;
    size_t next;
    uint64_t acc;
};

/* The innermost is last. Those that are beyond the first few are in a table of the heap. */
struct levels {
    struct level few[8];
    addr more;
    size_t count, room;
};

#define FEW (sizeof((struct levels *)0)->few / sizeof(struct level))

static int64_t finish(uint64_t acc, size_t count)
{
    acc += count ^ (XXPRIME_5 ^ 3527539ull);
    return acc == UINT64_MAX ? 1546275796 : (int64_t)acc;
}

int64_t tuple_hash_of_none(void)
{
    return finish(XXPRIME_5, 0);
}

static uint64_t add(uint64_t acc, int64_t lane)
{
    acc += (uint64_t)lane * XXPRIME_2;
    acc = (acc << 31) | (acc >> 33);
    return acc * XXPRIME_1;
}

static struct level *last(const struct heap *h, struct levels *l)
{
    size_t i = l->count - 1;
    return i < FEW ? &l->few[i] : (struct level *)heap_at(h, l->more) + (i - FEW);
}

static enum heap_status enter(struct heap *h, struct levels *l, addr tuple)
{
    if (l->count >= FEW + l->room) {
        size_t room = l->room ? 2 * l->room : 64;
        addr more = table_realloc(h, l->more, room * sizeof(struct level));
        if (!more)
            return raise_memory(h);
        l->more = more;
        l->room = room;
    }
    l->count++;
    *last(h, l) = (struct level){.tuple = tuple, .acc = XXPRIME_5};
    return loop_check(h);
}

static bool kept(const struct heap *h, addr tuple)
{
    return tuple_keeps_hash(h) && HEAP_FIELD(h, tuple, TUPLE_HASH_OFFSET, int64_t) != -1;
}

/* Is its hash that of a tuple, which is not known yet? */
static bool is_inner(const struct heap *h, addr item)
{
    addr word = type_at(h, object_type(h, item))->hash;
    return word && slot_owner(word) == KIND_TUPLE && !kept(h, item);
}

/* The items of the innermost tuple up to one that is a tuple itself, which becomes the innermost. */
static enum heap_status go_through(struct heap *h, struct levels *l, bool *entered)
{
    struct level *at = last(h, l);
    addr tuple = at->tuple;
    size_t n = tuple_length(h, tuple), i = at->next;
    uint64_t acc = at->acc;
    *entered = false;
    for (; i < n; i++) {
        addr item = tuple_item(h, tuple, i);
        int64_t lane;
        if (is_inner(h, item)) {
            *last(h, l) = (struct level){.tuple = tuple, .next = i, .acc = acc};
            *entered = true;
            return enter(h, l, item);
        }
        enum heap_status status = object_hash(h, item, &lane);
        if (status != HEAP_OK)
            return status;
        acc = add(acc, lane);
        if (loop_of_items_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    last(h, l)->acc = acc;
    return HEAP_OK;
}

/* The innermost is done: its hash is an item's of the one around it. */
static int64_t leave(struct heap *h, struct levels *l)
{
    const struct level *at = last(h, l);
    size_t n = tuple_length(h, at->tuple);
    int64_t hash = finish(at->acc, n);
    work_done(h, steps_of_limbs(n));
    if (tuple_keeps_hash(h))
        HEAP_FIELD(h, at->tuple, TUPLE_HASH_OFFSET, int64_t) = hash;
    if (--l->count) {
        struct level *around = last(h, l);
        around->acc = add(around->acc, hash);
        around->next++;
    }
    return hash;
}

enum heap_status tuple_hash(struct heap *h, addr o, int64_t *out)
{
    struct levels l;
    bool entered;
    if (kept(h, o)) {
        *out = HEAP_FIELD(h, o, TUPLE_HASH_OFFSET, int64_t);
        return HEAP_OK;
    }
    enum heap_status status = c_stack_enter(h, ""); /* for what is no tuple between tuples */
    if (status != HEAP_OK)
        return status;
    l.more = 0;
    l.count = l.room = 0;
    status = enter(h, &l, o);
    while (status == HEAP_OK && l.count) {
        status = go_through(h, &l, &entered);
        if (status == HEAP_OK && !entered)
            *out = leave(h, &l);
    }
    table_free(h, l.more);
    c_stack_leave(h);
    return status;
}
