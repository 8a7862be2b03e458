/* The values of a split dict and of an instance: an array beside keys that the instances of a class share,
 * and the order in which they were set, one byte each.
 *
 *   up to 3.12   [.. order, newest first .., size, prefix size][values ...]: the address is that of the first
 * value from 3.13    [capacity, size, embedded, valid, 4 unused][values ...][order ...]
 *
 * Mirrors struct _dictvalues of Include/internal/pycore_dict.h.
 */
#ifndef HEAPD_HEAP_OBJECT_DICT_SPLIT_H
#define HEAPD_HEAP_OBJECT_DICT_SPLIT_H

#include "daemon/heap/object/dict_keys.h"

static inline bool values_have_header(const struct heap *h)
{
    return h->abi.instance_form == INSTANCE_INLINE_VALUES;
}

#define VALUES_MAX 30 /* as many as the keys of a class have room for */

static inline addr *values_slots(const struct heap *h, addr values)
{
    return heap_at(h, values + (values_have_header(h) ? 8u : 0u));
}

/* dk_nentries + dk_usable: for how many values there is room. */
static inline size_t keys_shared_room(const struct heap *h, addr keys)
{
    const struct dict_keys *k = keys_at(h, keys);
    return (size_t)(k->entries + k->usable);
}

static inline uint8_t *values_size_byte(const struct heap *h, addr values)
{
    uint8_t *p = heap_at(h, values);
    return values_have_header(h) ? p + 1 : p - 2;
}
static inline size_t values_size(const struct heap *h, addr values)
{
    return *values_size_byte(h, values);
}

/* Where the n-th index in insertion order is noted. */
static inline uint8_t *values_order(const struct heap *h, addr values, size_t n)
{
    uint8_t *p = heap_at(h, values);
    return values_have_header(h) ? p + 8 + (size_t)p[0] * sizeof(addr) + n : p - 3 - n;
}

static inline void values_note_insertion(const struct heap *h, addr values, size_t index)
{
    uint8_t *size = values_size_byte(h, values);
    *values_order(h, values, *size) = (uint8_t)index;
    ++*size;
}

static inline bool values_are_embedded(const struct heap *h, addr values)
{
    return values_have_header(h) && ((const uint8_t *)heap_at(h, values))[2];
}

/* Values that are part of an instance: until a dict that shares them needs a table of its own they are valid.
 */
static inline uint8_t *values_valid_byte(const struct heap *h, addr values)
{
    return (uint8_t *)heap_at(h, values) + 3;
}
/* Fresh ones, all 0, at an address in a new instance. */
void values_begin_embedded(const struct heap *h, addr values, size_t room);
/* Their references have moved elsewhere: they are 0 and not valid any more. */
void values_invalidate(const struct heap *h, addr values);
/* How many values there can be, at most keys_shared_room(). */
static inline size_t values_room(const struct heap *h, addr values, addr keys)
{
    return values_have_header(h) ? *(const uint8_t *)heap_at(h, values) : keys_shared_room(h, keys);
}

/* Bytes of a block of values with room for `room`. */
size_t values_block_size(const struct heap *h, size_t room);
/* Values of their own with room for `room`, all 0. 0: MemoryError. */
addr values_new(struct heap *h, size_t room) HEAP_MUST_CHECK;
/* Forgets the index in the order: its value has been deleted. */
void values_note_deletion(const struct heap *h, addr values, size_t index);
/* The memory, unless it is embedded in an instance; the values have been released. */
void values_free(struct heap *h, addr values);
/* The address that memory_free takes. */
addr values_block(const struct heap *h, addr values);

#endif
