/* What a graph of the whole heap needs to know beside the references (inspect.h). */
#include "daemon/heap/inspect.h"

#include "daemon/heap/object/array.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/dict_keys.h"
#include "daemon/heap/object/function.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/state.h"

#define MODULE_NAME 48

addr inspect_next(const struct heap *h, addr a)
{
    addr fixed = object_next_static(h, a);
    return fixed ? fixed : object_next(h, a);
}

addr inspect_name(const struct heap *h, addr o)
{
    switch (object_kind(h, o)) {
    case KIND_FUNCTION:
        return function_at(h, o)->qualname;
    case KIND_MODULE:
        return HEAP_FIELD(h, o, MODULE_NAME, addr);
    case KIND_CODE:
        return code_at(h, o)->qualname;
    default:
        return 0;
    }
}

size_t inspect_short_repr(struct heap *h, addr o, char *bytes, size_t room)
{
    struct text text = {.bytes = bytes, .capacity = room, .plain = true};
    uint64_t steps = h->steps;
    bool whole = object_repr(h, o, &text) == HEAP_OK && !text.cut;
    if (heap_raised(h) != EXC_NONE)
        heap_clear_raised(h);
    h->steps = steps;
    return whole ? text.length : 0;
}

/* A table that the dict has to itself: entries to come, and those of deleted keys. */
static uint64_t unused_in_dict(const struct heap *h, addr o)
{
    const struct dict_object *d = dict_at(h, o);
    const struct dict_keys *k = keys_at(h, d->keys);
    if (d->values || k->kind == KEYS_SPLIT || k->refcount != 1 || d->used < 0)
        return 0;
    uint64_t room = (uint64_t)(k->usable + k->entries) - (uint64_t)d->used;
    return room * (k->kind == KEYS_GENERAL ? sizeof(struct general_entry) : sizeof(struct unicode_entry));
}

static uint64_t unused_in_set(const struct heap *h, addr o)
{
    const struct set_object *s = set_at(h, o);
    if (s->table == set_small_table(o) || s->used < 0)
        return 0;
    return (uint64_t)(s->mask + 1 - s->used) * sizeof(struct set_entry);
}

/* In its first and its last block; those that wait are no part of its size. */
static uint64_t unused_in_deque(const struct heap *h, addr o)
{
    const struct deque_object *d = deque_at(h, o);
    uint64_t blocks = d->size > 0 ? (uint64_t)(d->left + d->size - 1) / DEQUE_BLOCK + 1 : 1;
    return (blocks * DEQUE_BLOCK - (uint64_t)d->size) * sizeof(addr);
}

static uint64_t unused_in_array(const struct heap *h, addr o)
{
    const struct array_object *a = array_at(h, o);
    return (uint64_t)(a->allocated - a->size) * array_item_size(h, o);
}

/* Behind its bytes is a NUL, which is used. */
static uint64_t unused_in_bytearray(const struct heap *h, addr o)
{
    uint64_t used = (uint64_t)object_size_field(h, o) + 1, room = HEAP_FIELD(h, o, BYTEARRAY_ALLOC, uint64_t);
    return room > used ? room - used : 0;
}

uint64_t inspect_unused(const struct heap *h, addr o)
{
    switch (object_kind(h, o)) {
    case KIND_LIST:
        return (uint64_t)(list_at(h, o)->allocated - list_at(h, o)->size) * sizeof(addr);
    case KIND_DICT:
    case KIND_ORDERED_DICT:
    case KIND_DEFAULT_DICT:
        return unused_in_dict(h, o);
    case KIND_SET:
    case KIND_FROZENSET:
        return unused_in_set(h, o);
    case KIND_DEQUE:
        return unused_in_deque(h, o);
    case KIND_ARRAY:
        return unused_in_array(h, o);
    case KIND_BYTEARRAY:
        return unused_in_bytearray(h, o);
    default:
        return 0;
    }
}
