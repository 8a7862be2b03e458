/* Key tables: making, cloning, sizing (dict_keys.h). */
#include "daemon/heap/object/dict_keys.h"
#include "daemon/heap/object/long_work.h"

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/runtime.h"

static size_t entry_size(bool unicode)
{
    return unicode ? sizeof(struct unicode_entry) : sizeof(struct general_entry);
}

static unsigned log2_index_bytes(unsigned log2_size)
{
    if (log2_size < 8)
        return log2_size;
    return log2_size < 16 ? log2_size + 1 : log2_size + 2;
}

size_t keys_size(unsigned log2_size, bool unicode)
{
    return sizeof(struct dict_keys) + ((size_t)1 << log2_index_bytes(log2_size)) +
           keys_usable_of(log2_size) * entry_size(unicode);
}

addr keys_new(struct heap *h, unsigned log2_size, bool unicode)
{
    if (log2_size > KEYS_LOG_MAXSIZE)
        return (void)raise_memory(h), 0;
    size_t usable = keys_usable_of(log2_size), indices = (size_t)1 << log2_index_bytes(log2_size);
    addr keys = log2_size == KEYS_LOG_MINSIZE && unicode ? free_list_take(h, FREE_DICT_KEYS) : 0;
    if (keys && HEAP_UNLIKELY(h->watching_blocks))
        runtime_block(h, keys, keys_size(log2_size, unicode), false);
    if (!keys)
        keys = memory_alloc(h, keys_size(log2_size, unicode));
    if (!keys)
        return 0;
    struct dict_keys *k = keys_at(h, keys);
    *k = (struct dict_keys){.refcount = 1,
                            .log2_size = (uint8_t)log2_size,
                            .log2_index_bytes = (uint8_t)log2_index_bytes(log2_size),
                            .kind = unicode ? KEYS_UNICODE : KEYS_GENERAL,
                            .usable = (int64_t)usable};
    if (HEAP_LIKELY(log2_size == KEYS_LOG_MINSIZE && unicode)) { /* sizes that the compiler knows */
        memset(k + 1, 0xff, (size_t)1 << KEYS_LOG_MINSIZE);
        memset((char *)(k + 1) + ((size_t)1 << KEYS_LOG_MINSIZE), 0,
               keys_usable_of(KEYS_LOG_MINSIZE) * sizeof(struct unicode_entry));
        return keys;
    }
    if (bytes_fill(h, k + 1, 0xff, indices) == HEAP_OK &&
        bytes_clear(h, keys_entries(k), usable * entry_size(unicode)) == HEAP_OK)
        return keys;
    memory_free(h, keys);
    return 0;
}

void keys_free(struct heap *h, addr keys)
{
    if (!object_in_blocks(keys)) /* a fixed dict that has grown leaves its first ones where they are */
        return;
    const struct dict_keys *k = keys_at(h, keys);
    if (k->log2_size != KEYS_LOG_MINSIZE || k->kind == KEYS_GENERAL ||
        !free_list_keep(h, FREE_DICT_KEYS, keys))
        memory_free(h, keys);
    else if (HEAP_UNLIKELY(h->watching_blocks))
        runtime_block(h, keys, memory_block_size(h, keys), true);
}

size_t keys_sizeof(const struct heap *h, addr keys)
{
    const struct dict_keys *k = keys_at(h, keys);
    return sizeof *k + ((size_t)1 << k->log2_index_bytes) +
           keys_usable_of(k->log2_size) * entry_size(keys_are_unicode(k));
}

addr keys_clone(struct heap *h, addr keys)
{
    size_t size = keys_sizeof(h, keys);
    addr copy = memory_alloc(h, size);
    if (!copy)
        return 0;
    struct dict_keys *k = keys_at(h, copy);
    if (bytes_copy(h, k, heap_at(h, keys), size) != HEAP_OK) {
        memory_free(h, copy);
        return 0;
    }
    size_t stride = entry_size(keys_are_unicode(k)) / sizeof(addr);
    addr *field = (addr *)keys_entries(k) + stride - 2; /* key and value are the last two words of an entry */
    int64_t i = 0;
    for (; i < k->entries && loop_of_items_goes_on(h, (size_t)i) == HEAP_OK; i++, field += stride)
        if (field[1]) {
            incref(h, field[0]);
            incref(h, field[1]);
        }
    if (i == k->entries)
        return copy;
    while (i-- > 0) { /* all of them are in the other table as well */
        field -= stride;
        if (field[1]) {
            decref(h, field[0]);
            decref(h, field[1]);
        }
    }
    memory_free(h, copy);
    return 0;
}

static inline void enter(struct dict_keys *k, int64_t hash, size_t index)
{
    struct probe p = probe_start(k, hash);
    while (keys_index(k, p.slot) != KEYS_EMPTY)
        probe_next(&p);
    keys_set_index(k, p.slot, (int64_t)index);
}

enum heap_status keys_build(struct heap *h, struct dict_keys *k, size_t count)
{
    bool unicode = keys_are_unicode(k);
    for (size_t i = 0; i < count; i++) {
        enter(k,
              unicode ? HEAP_FIELD(h, keys_unicode(k)[i].key, 24, int64_t) /* a key's hash is known */
                      : keys_general(k)[i].hash,
              i);
        if (loop_of_items_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    return HEAP_OK;
}

static unsigned bit_length(size_t n)
{
    return n ? 64u - (unsigned)__builtin_clzll(n) : 0;
}

unsigned keys_log2_for(const struct heap *h, size_t size)
{
    const size_t least = (size_t)1 << KEYS_LOG_MINSIZE;
    if (h->abi.dict_size_exact)
        return bit_length((size > least ? size : least) - 1);
    return bit_length(((size | least) - 1) | (least - 1));
}

unsigned keys_log2_for_entries(const struct heap *h, size_t count)
{
    return keys_log2_for(h, (count * 3 + 1) / 2);
}

const char *keys_verify(const struct heap *h, addr keys, bool split)
{
    struct dict_keys *k = keys_at(h, keys);
    size_t room = keys_usable_of(k->log2_size);
    if (k->kind > KEYS_SPLIT || (k->kind == KEYS_SPLIT) != split)
        return "dict: dk_kind does not fit the dict";
    if (k->log2_index_bytes != log2_index_bytes(k->log2_size))
        return "dict: dk_log2_index_bytes does not follow from dk_log2_size";
    if (k->usable < 0 || k->entries < 0 || (size_t)(k->usable + k->entries) > room)
        return "dict: dk_usable and dk_nentries do not fit the table";
    size_t found = 0;
    for (size_t slot = 0; slot <= keys_mask(k); slot++) {
        int64_t i = keys_index(k, slot);
        if (i >= k->entries || i < KEYS_DUMMY)
            return "dict: an index is beyond the entries";
        found += i >= 0;
    }
    for (int64_t i = 0; i < k->entries; i++) {
        addr key = keys_key(k, (size_t)i);
        if (!key)
            continue;
        if (!object_exists(h, key))
            return "dict: a key is no object";
        if (keys_are_unicode(k) && !object_is_exact(h, key, KIND_STR))
            return "dict: a table of strs has another key";
        int64_t hash = keys_are_unicode(k) ? HEAP_FIELD(h, key, 24, int64_t) : keys_general(k)[i].hash;
        struct probe p = probe_start(k, hash);
        size_t steps = 0;
        while (keys_index(k, p.slot) != i && keys_index(k, p.slot) != KEYS_EMPTY &&
               steps++ <= 8 * keys_mask(k) + 64)
            probe_next(&p);
        if (keys_index(k, p.slot) != i)
            return "dict: a key is not where its hash leads";
        found--;
    }
    return found == 0 ? NULL : "dict: an index leads to a deleted entry";
}
