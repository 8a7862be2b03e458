/* dict: what every kind can do. */
#include "daemon/heap/memory.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/iterator_kinds.h"

/* Of a table of strs only the values, as dict_traverse: strs are not collected. */
static void dict_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    const struct dict_object *dict = dict_at(h, o);
    struct dict_keys *k = keys_at(h, dict->keys);
    if (k->entries == 0)
        return;
    if (dict->values) {
        size_t room = values_room(h, dict->values, dict->keys), entries = (size_t)k->entries;
        visit(h, context, values_slots(h, dict->values), entries < room ? entries : room, 1);
    } else if (k->kind == KEYS_GENERAL) {
        for (int64_t i = 0; i < k->entries; i++)
            visit(h, context, &keys_general(k)[i].value, 2, (size_t)-1); /* value, then key */
    } else {
        visit(h, context, &keys_unicode(k)->value, (size_t)k->entries, 2);
    }
}

/* The keys of a table of strs; shared ones belong to the table's class. */
static void dict_untraversed(struct heap *h, addr o, span_visitor *visit, void *context)
{
    struct dict_keys *k = dict_keys_of(h, o);
    if (k->kind == KEYS_UNICODE && k->entries > 0)
        visit(h, context, &keys_unicode(k)->key, (size_t)k->entries, 2);
}

/* Of values, from `*done` on, the first that is the last reference to its object; the others are dropped. An
 * instance may look at its embedded values once more: they are 0 then. */
static bool last_value(struct heap *h, addr *slots, size_t count, size_t *done, addr *reference)
{
    while (*done < count) {
        addr held = slots[*done];
        slots[(*done)++] = 0;
        if (held && !decref_shared(h, held)) {
            *reference = held;
            return true;
        }
    }
    return false;
}

/* The same for keys and values of entries, which take `stride` words each; two steps for an entry. */
static inline __attribute__((always_inline)) bool last_of_entries(struct heap *h, const addr *keys,
                                                                  size_t entries, size_t stride, size_t *done,
                                                                  addr *reference)
{
    for (size_t n = *done; n < 2 * entries; n++) {
        addr held = keys[(n >> 1) * stride + (n & 1)];
        if (held && !decref_shared(h, held)) {
            *done = n + 1;
            *reference = held;
            return true;
        }
    }
    *done = 2 * entries;
    return false;
}

/* Values first; then, of a table that dies as well, each entry's key and value. ma_used below 0 says how far
 * it is. */
static bool dict_release_next(struct heap *h, addr o, addr *reference)
{
    struct dict_object *dict = dict_at(h, o);
    struct dict_keys *k = keys_at(h, dict->keys);
    size_t entries = (size_t)k->entries, before = dict->values ? entries : 0;
    size_t done = dict->used >= 0 ? 0 : (size_t)(-1 - dict->used);
    bool found = false;
    if (done < before)
        found = last_value(h, values_slots(h, dict->values), entries, &done, reference);
    if (!found && k->refcount == 1 && dict->keys != h->singleton[SINGLETON_EMPTY_KEYS]) {
        done -= before;
        if (k->kind == KEYS_GENERAL)
            found = last_of_entries(h, &keys_general(k)->key, entries, 3, &done, reference);
        else
            found = last_of_entries(h, &keys_unicode(k)->key, entries, 2, &done, reference);
        done += before;
    }
    dict->used = -1 - (int64_t)done;
    return found;
}

/* The references have been released: a table that dies with the dict holds none any more. */
static void dict_free_storage(struct heap *h, addr o)
{
    struct dict_object *dict = dict_at(h, o);
    if (dict->values)
        values_free(h, dict->values);
    struct dict_keys *k = keys_at(h, dict->keys);
    if (k->refcount == 1)
        keys_free(h, dict->keys);
    else
        keys_decref(h, dict->keys);
    dict->values = 0;
    dict->keys = h->singleton[SINGLETON_EMPTY_KEYS];
}

static size_t dict_size(const struct heap *h, addr o)
{
    const struct dict_object *dict = dict_at(h, o);
    size_t size = (size_t)type_at(h, object_type(h, o))->basicsize;
    if (dict->values)
        size += keys_shared_room(h, dict->keys) * sizeof(addr);
    if (keys_at(h, dict->keys)->refcount == 1)
        size += keys_sizeof(h, dict->keys); /* split keys are accounted for in the type */
    return size;
}

static size_t dict_storage(const struct heap *h, addr o, addr blocks[4])
{
    const struct dict_object *dict = dict_at(h, o);
    size_t n = 0;
    if (object_in_blocks(dict->keys) && !dict->values)
        blocks[n++] = dict->keys;
    if (dict->values && !values_are_embedded(h, dict->values))
        blocks[n++] = values_block(h, dict->values);
    return n;
}

static enum heap_status put_item(struct heap *h, addr key, addr value, struct text *out)
{
    incref(h, key);
    incref(h, value);
    enum heap_status status = object_repr(h, key, out);
    if (status == HEAP_OK) {
        text_put(out, ": ", 2);
        status = object_repr(h, value, out);
    }
    decref(h, key);
    decref(h, value);
    return status;
}

static enum heap_status dict_repr(struct heap *h, addr o, struct text *out)
{
    size_t position = 0;
    addr key, value;
    bool first = true;
    text_put(out, "{", 1);
    while (!out->cut && dict_next(h, o, &position, &key, &value)) {
        if (!first)
            text_put(out, ", ", 2);
        first = false;
        enum heap_status status = put_item(h, key, value, out);
        if (status != HEAP_OK)
            return status;
    }
    text_put(out, "}", 1);
    return HEAP_OK;
}

/* Does b hold an equal value for this item of a? */
static enum heap_status same_item(struct heap *h, addr b, addr key, addr value, int64_t hash, bool *same)
{
    int64_t index;
    incref(h, key);
    incref(h, value);
    enum heap_status status = dict_find(h, b, key, hash, &index);
    *same = status == HEAP_OK && index >= 0;
    if (*same) {
        addr other = incref(h, dict_value_at(h, b, (size_t)index));
        status = object_equal_or_same(h, value, other, same);
        decref(h, other);
    }
    decref(h, key);
    decref(h, value);
    return status;
}

static enum heap_status dict_equal(struct heap *h, addr a, addr b, int *result)
{
    if (!dict_is_kind(h, b)) {
        *result = -1;
        return HEAP_OK;
    }
    bool same = dict_length(h, a) == dict_length(h, b);
    size_t position = 0;
    addr key, value;
    int64_t hash;
    while (same && dict_next_hashed(h, a, &position, &key, &value, &hash)) {
        enum heap_status status = same_item(h, b, key, value, hash, &same);
        if (status != HEAP_OK)
            return status;
    }
    *result = same;
    return HEAP_OK;
}

static int64_t dict_len(const struct heap *h, addr o)
{
    return dict_at(h, o)->used;
}

static const char *verify_values(const struct heap *h, const struct dict_object *dict)
{
    size_t n = values_size(h, dict->values), entries = keys_shared_size(h, dict->keys), found = 0;
    const addr *slots = values_slots(h, dict->values);
    if (n != (size_t)dict->used || n > entries)
        return "dict: ma_used is not the number of values";
    uint64_t named = 0;
    for (size_t i = 0; i < n; i++) {
        size_t index = *values_order(h, dict->values, i);
        if (index >= entries || !slots[index])
            return "dict: the order of insertion names a value that is not there";
        if (named & 1ull << index)
            return "dict: the order of insertion names a value twice";
        named |= 1ull << index;
    }
    for (size_t i = 0; i < entries; i++) {
        found += slots[i] != 0;
        if (slots[i] && !object_exists(h, slots[i]))
            return "dict: a value is no object";
    }
    return found == n ? NULL : "dict: a value is missing in the order of insertion";
}

static const char *dict_verify(const struct heap *h, addr o)
{
    const struct dict_object *dict = dict_at(h, o);
    if (dict->keys == h->singleton[SINGLETON_EMPTY_KEYS])
        return dict->used || dict->values ? "dict: items with the shared empty keys" : NULL;
    const char *wrong = keys_verify(h, dict->keys, dict->values != 0);
    if (wrong)
        return wrong;
    if (dict->values)
        return verify_values(h, dict);
    if (keys_at(h, dict->keys)->refcount != 1)
        return "dict: combined keys are shared";
    struct dict_keys *k = keys_at(h, dict->keys);
    int64_t used = 0;
    for (size_t i = 0; i < (size_t)k->entries; i++) {
        addr key = keys_key(k, i), value = dict_value_at(h, o, i);
        used += value != 0;
        if ((key == 0) != (value == 0))
            return "dict: a key without a value, or a value without a key";
        if (value && !object_exists(h, value))
            return "dict: a value is no object";
    }
    return used == dict->used ? NULL : "dict: ma_used is not the number of items";
}

const struct kind_ops dict_ops = {
    .iter = dict_iter,
    .traverse = dict_traverse,
    .untraversed = dict_untraversed,
    .release_next = dict_release_next,
    .free_storage = dict_free_storage,
    .clear = dict_clear,
    .size = dict_size,
    .storage = dict_storage,
    .repr = dict_repr,
    .repr_inside = "{...}",
    .equal = dict_equal,
    .length = dict_len,
    .verify = dict_verify,
};
