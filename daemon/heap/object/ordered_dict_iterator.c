/* Iterators of collections.OrderedDict, and its views. Mirrors Objects/odictobject.c.
 *
 *   16 kind   24 di_odict   32 di_size   40 di_state   48 di_result   56 di_current
 *
 * kind has bits: 1 backwards, 2 keys, 4 values. di_current is the next key, 0 at the end.
 */
#include "daemon/heap/object/dict_view.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/iterator_reduce.h"
#include "daemon/heap/object/ordered_dict.h"

enum { REVERSED = 1, KEYS = 2, VALUES = 4 };

struct ordered_iterator {
    struct object base;
    int32_t kind, pad;
    addr dict;
    int64_t size; /* -1 once it was found to have another */
    uint64_t state;
    addr result, current;
};
static struct ordered_iterator *ordered_iterator_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

addr ordered_iterator_new(struct heap *h, addr d, enum kind view, bool reverse)
{
    addr o = iterator_alloc(h, h->type[KIND_ORDERED_ITERATOR]), result = 0;
    if (!o)
        return 0;
    if (view == KIND_DICT_ITEMS && !(result = result_new(h, 2, true))) {
        decref(h, o);
        return 0;
    }
    struct ordered_iterator *it = ordered_iterator_at(h, o);
    const struct ordered_dict *od = ordered_at(h, d);
    addr node = reverse ? od->last : od->first;
    it->kind = (reverse ? REVERSED : 0) | (view != KIND_DICT_VALUES ? KEYS : 0) |
               (view != KIND_DICT_KEYS ? VALUES : 0);
    it->dict = incref(h, d);
    it->size = (int64_t)dict_length(h, d);
    it->state = od->state;
    it->result = result;
    it->current = node ? incref(h, ordered_node_at(h, node)->key) : 0;
    object_track(h, o);
    return o;
}

/* ---- next() ---------------------------------------------------------------------------------------- */

/* *found: the current key is in the dict as it was; the one behind it is current then. *key is *new*. */
static enum heap_status advance(struct heap *h, struct ordered_iterator *it, addr d, addr *key)
{
    addr node;
    enum heap_status status = ordered_dict_find(h, d, it->current, &node);
    if (status == HEAP_OK && !node)
        status = raise_key_error(h, it->current);
    if (status != HEAP_OK) {
        (void)iterator_end(h, &it->current);
        return status;
    }
    *key = it->current;
    addr next = it->kind & REVERSED ? ordered_node_at(h, node)->previous : ordered_node_at(h, node)->next;
    it->current = next ? incref(h, ordered_node_at(h, next)->key) : 0;
    return HEAP_OK;
}

static enum heap_status next_key(struct heap *h, struct ordered_iterator *it, addr d, addr *key)
{
    *key = 0;
    if (!it->current) {
        (void)iterator_end(h, &it->dict);
        return HEAP_OK;
    }
    if (ordered_at(h, d)->state != it->state) {
        (void)iterator_end(h, &it->dict);
        return raise_error(h, EXC_RUNTIME_ERROR, "OrderedDict mutated during iteration");
    }
    if ((int64_t)dict_length(h, d) != it->size) {
        it->size = -1;
        return raise_error(h, EXC_RUNTIME_ERROR, "OrderedDict changed size during iteration");
    }
    return advance(h, it, d, key);
}

static enum heap_status give(struct heap *h, struct ordered_iterator *it, addr d, addr key, addr *item)
{
    addr value;
    if (!(it->kind & VALUES)) {
        *item = key;
        return HEAP_OK;
    }
    enum heap_status status = dict_get(h, d, key, &value);
    if (status == HEAP_OK && !value)
        status = raise_key_error(h, key);
    if (status != HEAP_OK) {
        decref(h, key);
        (void)iterator_end(h, &it->dict);
        (void)iterator_end(h, &it->current);
        return status;
    }
    incref(h, value);
    if (it->kind & KEYS)
        return item_made(h, result_pair(h, it->result, key, value), item);
    decref(h, key);
    *item = value;
    return HEAP_OK;
}

static enum heap_status ordered_iterator_next(struct heap *h, addr o, addr *item)
{
    struct ordered_iterator *it = ordered_iterator_at(h, o);
    addr key;
    *item = 0;
    if (!it->dict)
        return HEAP_OK;
    addr d = incref(h, it->dict);
    enum heap_status status = next_key(h, it, d, &key);
    if (status == HEAP_OK && key)
        status = give(h, it, d, key, item);
    decref(h, d);
    return status;
}

FIELDS_SLOTS(ordered_iterator, offsetof(struct ordered_iterator, dict),
             offsetof(struct ordered_iterator, current), offsetof(struct ordered_iterator, result))
ITERATOR_OPS(ordered_iterator, ordered_iterator)
ITERATOR_METHODS(ordered_iterator, {"__reduce__", 0, 0, 0, reduce_to_list}, {0})

/* ---- views ----------------------------------------------------------------------------------------- */

static enum heap_status reversed_as(struct heap *h, const struct call *call, enum kind kind, addr *out)
{
    return answer(h, ordered_iterator_new(h, dict_view_dict(h, call->self), kind, true), out);
}
static enum heap_status iter_as(struct heap *h, addr view, enum kind kind, addr *out)
{
    return answer(h, ordered_iterator_new(h, dict_view_dict(h, view), kind, false), out);
}

#define VIEW(prefix, base_kind, hash_function)                                                               \
    static enum heap_status prefix##_reversed(struct heap *h, const struct call *call, addr *out)            \
    {                                                                                                        \
        return reversed_as(h, call, base_kind, out);                                                         \
    }                                                                                                        \
    static enum heap_status prefix##_iter(struct heap *h, addr view, addr *out)                              \
    {                                                                                                        \
        return iter_as(h, view, base_kind, out);                                                             \
    }                                                                                                        \
    extern const struct kind_ops prefix##_ops;                                                               \
    const struct kind_ops prefix##_ops = {.traverse = dict_view_traverse,                                    \
                                          .release_next = dict_view_release_next,                            \
                                          .repr = dict_view_repr,                                            \
                                          .repr_inside = "...",                                              \
                                          .hash = hash_function,                                             \
                                          .length = dict_view_length,                                        \
                                          .iter = prefix##_iter,                                             \
                                          .verify = dict_view_verify};                                       \
    ITERATOR_METHODS(prefix, {"__reversed__", 0, 0, 0, prefix##_reversed}, {0})

VIEW(ordered_keys, KIND_DICT_KEYS, NULL)
VIEW(ordered_values, KIND_DICT_VALUES, hash_self)
VIEW(ordered_items, KIND_DICT_ITEMS, NULL)
