/* Shared keys and the values beside them (dict_split.h; the prototypes of keys_shared_* are in container.h).
 */
#include "daemon/heap/object/dict_split.h"

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/container.h"

/* ---- values -------------------------------------------------------------------------------------- */

static size_t prefix_size(size_t room)
{
    return (room + 2 + 7) & ~(size_t)7;
}

static size_t order_size(size_t room)
{
    return (room + 7) & ~(size_t)7;
}

size_t values_block_size(const struct heap *h, size_t room)
{
    if (values_have_header(h))
        return 8 + room * sizeof(addr) + order_size(room);
    return prefix_size(room) + room * sizeof(addr);
}

addr values_new(struct heap *h, size_t room)
{
    addr block = memory_alloc_zero(h, values_block_size(h, room));
    if (!block)
        return 0;
    uint8_t *p = heap_at(h, block);
    if (values_have_header(h)) {
        p[0] = (uint8_t)room;
        return block;
    }
    p[prefix_size(room) - 1] = (uint8_t)prefix_size(room);
    return block + prefix_size(room);
}

void values_begin_embedded(const struct heap *h, addr values, size_t room)
{
    uint8_t *p = heap_at(h, values);
    memset(p, 0, values_block_size(h, room));
    p[0] = (uint8_t)room;
    p[2] = 1;
    p[3] = 1;
}

void values_invalidate(const struct heap *h, addr values)
{
    memset(values_slots(h, values), 0, *(const uint8_t *)heap_at(h, values) * sizeof(addr));
    *values_valid_byte(h, values) = 0;
}

addr values_block(const struct heap *h, addr values)
{
    return values_have_header(h) ? values : values - ((const uint8_t *)heap_at(h, values))[-1];
}

void values_free(struct heap *h, addr values)
{
    if (!values_are_embedded(h, values))
        memory_free(h, values_block(h, values));
}

void values_note_deletion(const struct heap *h, addr values, size_t index)
{
    uint8_t *size = values_size_byte(h, values);
    size_t i = 0;
    while (*values_order(h, values, i) != index)
        i++;
    for (; i + 1 < *size; i++)
        *values_order(h, values, i) = *values_order(h, values, i + 1);
    --*size;
}

/* ---- keys ---------------------------------------------------------------------------------------- */

#define SHARED_LOG2_SIZE 6 /* room for 42 entries, of which shared_keys_max are used */

addr keys_new_shared(struct heap *h)
{
    addr keys = keys_new(h, SHARED_LOG2_SIZE, true);
    if (!keys)
        return 0;
    keys_at(h, keys)->kind = KEYS_SPLIT;
    keys_at(h, keys)->usable = h->abi.shared_keys_max;
    return keys;
}

void keys_incref(struct heap *h, addr keys)
{
    if (keys_at(h, keys)->refcount >= 0)
        keys_at(h, keys)->refcount++;
}

void keys_decref(struct heap *h, addr keys)
{
    struct dict_keys *k = keys_at(h, keys);
    if (k->refcount < 0 || --k->refcount > 0)
        return;
    size_t stride = keys_are_unicode(k) ? 2 : 3;
    const addr *field = (const addr *)keys_entries(k) + stride - 2;
    for (int64_t i = 0, n = k->entries; i < n; i++, field += stride) {
        xdecref(h, field[0]);
        xdecref(h, field[1]); /* 0 in a split table */
    }
    keys_free(h, keys);
}

int64_t keys_shared_lookup(const struct heap *h, addr keys, addr name)
{
    return keys_find_str(h, keys_at(h, keys), name, str_hash_of(h, name));
}

int64_t keys_shared_insert(struct heap *h, addr keys, addr name)
{
    if (!object_is_exact(h, name, KIND_STR))
        return -1;
    struct dict_keys *k = keys_at(h, keys);
    int64_t hash = str_hash_of(h, name), index = keys_find_str(h, k, name, hash);
    if (index >= 0 || k->usable <= 0)
        return index;
    k->version = 0;
    index = k->entries;
    keys_set_index(k, keys_free_slot(k, hash), index);
    keys_unicode(k)[index].key = incref(h, name);
    k->usable--;
    k->entries++;
    return index;
}

size_t keys_shared_size(const struct heap *h, addr keys)
{
    return (size_t)keys_at(h, keys)->entries;
}
addr keys_shared_name(const struct heap *h, addr keys, size_t i)
{
    return keys_unicode(keys_at(h, keys))[i].key;
}

void keys_shared_shrink_usable(struct heap *h, addr keys)
{
    if (keys_at(h, keys)->usable > 1)
        keys_at(h, keys)->usable--;
}
