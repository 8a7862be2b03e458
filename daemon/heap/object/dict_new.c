/* dict: making one: empty, presized, from items, around the values of an instance. Mirrors new_dict,
 * dict_new_presized, _PyDict_FromItems and make_dict_from_instance_attributes of Objects/dictobject.c.
 */
#include <string.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/free_list.h"

/* The table of all empty dicts: one slot of eight bytes, no room. Up to 3.11 its references are counted. */
void dict_boot(struct heap *h)
{
    h->static_top = (h->static_top + 15) & ~15ull;
    h->singleton[SINGLETON_EMPTY_KEYS] = h->static_top;
    bool counted = h->abi.immortality == IMMORTAL_NONE;
    struct dict_keys *k = heap_at(h, h->static_top);
    *k = (struct dict_keys){.refcount = counted ? 1 : INT64_MIN,
                            .log2_index_bytes = counted ? 0 : 3,
                            .kind = KEYS_UNICODE,
                            .version = counted ? 1 : 0};
    memset(k + 1, 0xff, 8);
    h->static_top += sizeof *k + 8;
}

/* ---- making -------------------------------------------------------------------------------------- */

/* Keys and values are taken over on success. */
static addr make(struct heap *h, addr keys, addr values, size_t used)
{
    addr d = free_list_object(h, FREE_DICTS, KIND_DICT);
    if (!d)
        return 0;
    struct dict_object *dict = dict_at(h, d);
    dict->keys = keys;
    dict->values = values;
    dict->used = (int64_t)used;
    dict->version = 0;
    dict_changed(h, d);
    if (!h->abi.dict_untracking)
        object_track(h, d);
    return d;
}

addr dict_new(struct heap *h)
{
    addr keys = h->singleton[SINGLETON_EMPTY_KEYS];
    addr d = make(h, keys, 0, 0);
    if (d)
        keys_incref(h, keys);
    return d;
}

/* Without keys and untracked, its memory from no free list. */
static addr make_apart(struct heap *h)
{
    addr d = object_new(h, h->type[KIND_DICT], 0);
    if (!d)
        return 0;
    dict_at(h, d)->keys = h->singleton[SINGLETON_EMPTY_KEYS];
    keys_incref(h, dict_at(h, d)->keys);
    return d;
}

addr dict_new_apart(struct heap *h)
{
    addr d = make_apart(h);
    if (!d)
        return 0;
    dict_changed(h, d);
    if (!h->abi.dict_untracking)
        object_track(h, d);
    return d;
}

addr dict_new_of(struct heap *h, addr type)
{
    addr d = object_new(h, type, 0);
    if (!d)
        return 0;
    dict_at(h, d)->keys = h->singleton[SINGLETON_EMPTY_KEYS];
    keys_incref(h, dict_at(h, d)->keys);
    dict_changed(h, d);
    object_track(h, d);
    return d;
}

#define PRESIZE_LOG2_MAX 17

addr dict_new_presized(struct heap *h, size_t count, bool unicode)
{
    if (count <= keys_usable_of(KEYS_LOG_MINSIZE))
        return dict_new(h);
    unsigned log2_size = PRESIZE_LOG2_MAX;
    if (count <= keys_usable_of(PRESIZE_LOG2_MAX))
        log2_size = keys_log2_for_entries(h, count);
    addr keys = keys_new(h, log2_size, unicode);
    addr d = keys ? make(h, keys, 0, 0) : 0;
    if (keys && !d)
        keys_free(h, keys);
    return d;
}

addr dict_from_items(struct heap *h, const addr *keys, const addr *values, size_t count)
{
    bool unicode = true;
    for (size_t i = 0; i < count && unicode; i++)
        unicode = key_is_str(h, keys[i]);
    addr d = dict_new_presized(h, count, unicode);
    for (size_t i = 0; d && i < count; i++)
        if (dict_set(h, d, keys[i], values[i]) != HEAP_OK) {
            decref(h, d);
            return 0;
        }
    return d;
}

/* ---- around values ------------------------------------------------------------------------------- */

addr dict_new_bare(struct heap *h)
{
    addr d = free_list_object(h, FREE_DICTS, KIND_DICT);
    if (!d)
        return 0;
    dict_at(h, d)->keys = h->singleton[SINGLETON_EMPTY_KEYS];
    keys_incref(h, dict_at(h, d)->keys);
    if (!h->abi.dict_untracking)
        object_track(h, d);
    return d;
}

void dict_take_values(struct heap *h, addr d, addr keys, addr values)
{
    struct dict_object *dict = dict_at(h, d);
    size_t room = keys_shared_room(h, keys), used = 0;
    const addr *slots = values_slots(h, values);
    bool track = false;
    for (size_t i = 0; i < room; i++)
        if (slots[i]) {
            used++;
            track = track || object_may_be_tracked(h, slots[i]);
        }
    keys_incref(h, keys);
    keys_decref(h, dict->keys);
    dict->keys = keys;
    dict->values = values;
    dict->used = (int64_t)used;
    dict_changed(h, d);
    if (track && h->abi.dict_untracking)
        object_track(h, d);
}

addr dict_new_split(struct heap *h, addr keys, addr values)
{
    keys_incref(h, keys); /* what making the dict runs may let go of their class */
    addr d = dict_new_bare(h);
    if (d)
        dict_take_values(h, d, keys, values);
    keys_decref(h, keys);
    return d;
}

addr dict_new_split_apart(struct heap *h, addr keys, addr values)
{
    keys_incref(h, keys);
    addr d = make_apart(h);
    if (d && !h->abi.dict_untracking)
        object_track(h, d);
    if (d)
        dict_take_values(h, d, keys, values);
    keys_decref(h, keys);
    return d;
}
