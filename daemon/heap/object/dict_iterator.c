/* Iterators of dicts: of keys, values and items, forwards and backwards. Mirrors dictiterobject of
 * Objects/dictobject.c.
 *
 *   0 header   16 di_dict   24 di_used   32 di_pos   40 di_result   48 len
 *
 * di_result, for items, is the pair given out last: filled again when nobody has kept it. The dict is 0 once
 * the end was reached; di_used is -1 once the dict has changed its size.
 */
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/iterator_reduce.h"

struct dict_iterator {
    struct object base;
    addr dict;
    int64_t used, position;
    addr result;
    int64_t length;
};
static struct dict_iterator *dict_iterator_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

static bool is_reverse(enum kind kind)
{
    return kind == KIND_DICT_REVERSE_KEY_ITERATOR || kind == KIND_DICT_REVERSE_VALUE_ITERATOR ||
           kind == KIND_DICT_REVERSE_ITEM_ITERATOR;
}

addr dict_iterator_new(struct heap *h, addr dict, enum kind kind)
{
    addr o = iterator_alloc(h, h->type[kind]), result = 0;
    if (!o)
        return 0;
    struct dict_iterator *it = dict_iterator_at(h, o);
    it->dict = incref(h, dict);
    it->used = it->length = (int64_t)dict_length(h, dict);
    if (is_reverse(kind))
        it->position = (dict_at(h, dict)->values ? it->used : dict_keys_of(h, dict)->entries) - 1;
    if (kind == KIND_DICT_ITEM_ITERATOR || kind == KIND_DICT_REVERSE_ITEM_ITERATOR) {
        result = result_new(h, 2, true);
        if (!result) {
            decref(h, o);
            return 0;
        }
    }
    it->result = result;
    object_track(h, o);
    return o;
}

enum heap_status dict_iter(struct heap *h, addr o, addr *out)
{
    return answer(h, dict_iterator_new(h, o, KIND_DICT_KEY_ITERATOR), out);
}

enum heap_status dict_method_reversed(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, dict_iterator_new(h, call->self, KIND_DICT_REVERSE_KEY_ITERATOR), out);
}

/* ---- next() ---------------------------------------------------------------------------------------- */

/* The entry before the position, which is told; false: there is none. */
static bool entry_backwards(const struct heap *h, struct dict_iterator *it, addr *key, addr *value)
{
    struct dict_keys *k = dict_keys_of(h, it->dict);
    addr values = dict_at(h, it->dict)->values;
    int64_t i = it->position, count = values ? it->used : k->entries;
    if (i >= count) /* the dict has another table now, of as many items but without gaps */
        i = count - 1;
    if (i < 0)
        return false;
    if (values) {
        size_t index = *values_order(h, values, (size_t)i);
        *key = keys_unicode(k)[index].key;
        *value = values_slots(h, values)[index];
    } else {
        while (!dict_value_at(h, it->dict, (size_t)i))
            if (--i < 0)
                return false;
        *key = keys_key(k, (size_t)i);
        *value = dict_value_at(h, it->dict, (size_t)i);
    }
    it->position = i - 1;
    return true;
}

static bool entry_forwards(const struct heap *h, struct dict_iterator *it, addr *key, addr *value)
{
    size_t position = (size_t)it->position;
    bool found = dict_next(h, it->dict, &position, key, value);
    if (found)
        it->position = (int64_t)position;
    return found;
}

/* The next entry, borrowed; false at the end, or when `*status` says what is wrong. */
static bool advance(struct heap *h, struct dict_iterator *it, bool reverse, addr *key, addr *value,
                    enum heap_status *status)
{
    *status = HEAP_OK;
    if (!it->dict)
        return false;
    if (it->used != (int64_t)dict_length(h, it->dict)) {
        it->used = -1;
        *status = raise_error(h, EXC_RUNTIME_ERROR, "dictionary changed size during iteration");
        return false;
    }
    int64_t before = it->position;
    bool found = reverse ? entry_backwards(h, it, key, value) : entry_forwards(h, it, key, value);
    if (found && (reverse || it->length > 0)) {
        it->length--;
        return true;
    }
    it->position = before;
    if (found)
        *status = raise_error(h, EXC_RUNTIME_ERROR, "dictionary keys changed during iteration");
    (void)iterator_end(h, &it->dict);
    return false;
}

/* advance() in a dict that is as it was, whose table has no gap there. False: nothing is done. */
static inline bool advance_quickly(const struct heap *h, struct dict_iterator *it, addr *key, addr *value)
{
    if (!it->dict || it->length <= 0)
        return false;
    const struct dict_object *d = dict_at(h, it->dict);
    struct dict_keys *k = keys_at(h, d->keys);
    if (it->used != d->used || d->values || it->position >= k->entries)
        return false;
    if (k->kind == KEYS_GENERAL) {
        const struct general_entry *e = &keys_general(k)[it->position];
        *key = e->key, *value = e->value;
    } else {
        const struct unicode_entry *e = &keys_unicode(k)[it->position];
        *key = e->key, *value = e->value;
    }
    if (!*value)
        return false;
    it->position++;
    it->length--;
    return true;
}

enum part { KEY, VALUE, ITEM };

static inline enum heap_status next_part(struct heap *h, addr o, bool reverse, enum part part, addr *item)
{
    struct dict_iterator *it = dict_iterator_at(h, o);
    addr key, value;
    enum heap_status status;
    *item = 0;
    if ((reverse || !advance_quickly(h, it, &key, &value)) && !advance(h, it, reverse, &key, &value, &status))
        return status;
    if (part == ITEM)
        return item_made(h, result_pair(h, it->result, incref(h, key), incref(h, value)), item);
    *item = incref(h, part == KEY ? key : value);
    return HEAP_OK;
}

static enum heap_status hint(struct heap *h, const struct call *call, addr *out)
{
    const struct dict_iterator *it = dict_iterator_at(h, call->self);
    bool valid = it->dict && it->used == (int64_t)dict_length(h, it->dict);
    return answer_int(h, valid ? it->length : 0, out);
}

/* ---- the kinds ------------------------------------------------------------------------------------- */

FIELDS_SLOTS(dict_iterator, offsetof(struct dict_iterator, dict), offsetof(struct dict_iterator, result))

#define KIND(prefix, reverse, part)                                                                          \
    static enum heap_status prefix##_next(struct heap *h, addr o, addr *item)                                \
    {                                                                                                        \
        return next_part(h, o, reverse, part, item);                                                         \
    }                                                                                                        \
    ITERATOR_OPS(prefix, dict_iterator)                                                                      \
    ITERATOR_METHODS(prefix, {"__length_hint__", 0, 0, false, hint},                                         \
                     {"__reduce__", 0, 0, 0, reduce_to_list}, {0})

KIND(dict_key_iterator, false, KEY)
KIND(dict_value_iterator, false, VALUE)
KIND(dict_item_iterator, false, ITEM)
KIND(dict_reverse_key_iterator, true, KEY)
KIND(dict_reverse_value_iterator, true, VALUE)
KIND(dict_reverse_item_iterator, true, ITEM)
