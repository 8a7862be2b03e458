/* collections.OrderedDict: the nodes that keep the order, and what changes them together with the dict
 * (ordered_dict.h). */
#include "daemon/heap/object/ordered_dict.h"

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/undo.h"

/* ---- nodes ----------------------------------------------------------------------------------------- */

static void link_at_end(struct heap *h, addr d, addr node, bool last)
{
    struct ordered_dict *o = ordered_at(h, d);
    struct ordered_node *n = ordered_node_at(h, node);
    n->next = last ? 0 : o->first;
    n->previous = last ? o->last : 0;
    if (n->next)
        ordered_node_at(h, n->next)->previous = node;
    else
        o->last = node;
    if (n->previous)
        ordered_node_at(h, n->previous)->next = node;
    else
        o->first = node;
    o->state++;
}

static void unlink_node(struct heap *h, addr d, addr node)
{
    struct ordered_dict *o = ordered_at(h, d);
    const struct ordered_node *n = ordered_node_at(h, node);
    if (o->first == node)
        o->first = n->next;
    else if (n->previous)
        ordered_node_at(h, n->previous)->next = n->next;
    if (o->last == node)
        o->last = n->previous;
    else if (n->next)
        ordered_node_at(h, n->next)->previous = n->previous;
    o->state++;
}

void ordered_dict_move(struct heap *h, addr d, addr node, bool to_end)
{
    const struct ordered_dict *o = ordered_at(h, d);
    if (node == (to_end ? o->last : o->first))
        return;
    unlink_node(h, d, node);
    link_at_end(h, d, node, to_end);
}

/* Takes the first node out of what is a list no more, and gives its memory back: its key, *new*; 0: none is
 * left. */
static addr take_first(struct heap *h, addr *first)
{
    addr node = *first;
    if (!node)
        return 0;
    addr key = ordered_node_at(h, node)->key;
    *first = ordered_node_at(h, node)->next;
    memory_free(h, node);
    return key;
}

/* ---- the node of an entry -------------------------------------------------------------------------- */

/* The entry of a key that is the very object in the table. A key that is not there, as dict itself can take
 * one out, has the entry that the next new key gets, as in CPython. Runs no code. */
static int64_t entry_of(const struct heap *h, addr d, addr key, int64_t hash)
{
    struct dict_keys *k = dict_keys_of(h, d);
    for (struct probe p = probe_start(k, hash);; probe_next(&p)) {
        int64_t i = keys_index(k, p.slot);
        if (i == KEYS_EMPTY)
            return k->entries;
        if (i >= 0 && keys_key(k, (size_t)i) == key)
            return i;
    }
}

static bool is_synchronous(const struct heap *h, addr d)
{
    const struct ordered_dict *o = ordered_at(h, d);
    return o->sentinel == o->dict.keys && o->node_count == (int64_t)keys_mask(dict_keys_of(h, d)) + 1;
}

/* The table of nodes for the key table as it is now (_odict_resize). */
static enum heap_status synchronize(struct heap *h, addr d)
{
    struct ordered_dict *o = ordered_at(h, d);
    if (is_synchronous(h, d))
        return HEAP_OK;
    size_t size = keys_mask(dict_keys_of(h, d)) + 1;
    addr nodes = memory_alloc_zero(h, size * sizeof(addr));
    if (!nodes)
        return raise_status(h);
    for (addr node = o->first; node; node = ordered_node_at(h, node)->next) {
        const struct ordered_node *n = ordered_node_at(h, node);
        HEAP_FIELD(h, nodes, (size_t)entry_of(h, d, n->key, n->hash) * sizeof(addr), addr) = node;
    }
    memory_free(h, o->nodes);
    o->nodes = nodes;
    o->node_count = (int64_t)size;
    o->sentinel = o->dict.keys;
    return HEAP_OK;
}

static addr *node_field(const struct heap *h, addr d, int64_t entry)
{
    return &HEAP_FIELD(h, ordered_at(h, d)->nodes, (size_t)entry * sizeof(addr), addr);
}

/* The entry of any key, and nodes that fit it: comparing may have changed the dict. */
static enum heap_status find_entry(struct heap *h, addr d, addr key, int64_t hash, int64_t *entry)
{
    for (;;) {
        enum heap_status status = synchronize(h, d);
        uint64_t state = ordered_at(h, d)->state;
        if (status == HEAP_OK)
            status = dict_find(h, d, key, hash, entry);
        if (status == HEAP_OK)
            status = loop_check(h);
        if (status != HEAP_OK)
            return status;
        if (*entry < 0)
            *entry = dict_keys_of(h, d)->entries;
        if (is_synchronous(h, d) && ordered_at(h, d)->state == state)
            return HEAP_OK;
    }
}

enum heap_status ordered_dict_find(struct heap *h, addr d, addr key, addr *node)
{
    int64_t hash, entry;
    *node = 0;
    if (!ordered_at(h, d)->first)
        return HEAP_OK;
    enum heap_status status = object_hash(h, key, &hash);
    if (status == HEAP_OK)
        status = find_entry(h, d, key, hash, &entry);
    if (status == HEAP_OK)
        *node = *node_field(h, d, entry);
    return status;
}

/* ---- changing -------------------------------------------------------------------------------------- */

/* A node for an entry that has none yet. */
static enum heap_status add_node(struct heap *h, addr d, addr key, int64_t hash)
{
    int64_t entry;
    enum heap_status status = find_entry(h, d, key, hash, &entry);
    if (status != HEAP_OK || entry == dict_keys_of(h, d)->entries || *node_field(h, d, entry))
        return status;
    addr node = memory_alloc(h, sizeof(struct ordered_node));
    if (!node)
        return raise_status(h);
    addr own = keys_key(dict_keys_of(h, d), (size_t)entry);
    *ordered_node_at(h, node) = (struct ordered_node){incref(h, own), hash, 0, 0};
    link_at_end(h, d, node, true);
    *node_field(h, d, entry) = node;
    return HEAP_OK;
}

enum heap_status ordered_dict_set(struct heap *h, addr d, addr key, addr value)
{
    int64_t hash;
    bool there;
    enum heap_status status = object_hash(h, key, &hash);
    if (status == HEAP_OK)
        status = dict_contains_hashed(h, d, key, hash, &there);
    if (status == HEAP_OK)
        status = dict_set_hashed(h, d, key, hash, value);
    if (status != HEAP_OK)
        return status;
    status = add_node(h, d, key, hash);
    if (status == HEAP_OK || there)
        return status;
    dict_take_back(h, d, key, hash, 0); /* the entry goes as it came */
    return status;
}

/* The node of an entry goes, with its reference. */
static void drop_node(struct heap *h, addr d, int64_t entry)
{
    addr *field = node_field(h, d, entry), node = *field;
    if (!node)
        return;
    *field = 0;
    unlink_node(h, d, node);
    addr key = ordered_node_at(h, node)->key;
    memory_free(h, node);
    decref(h, key);
}

/* The dict holds the key as long as the node's reference may be the last one but that. */
static enum heap_status forget(struct heap *h, addr d, addr key)
{
    int64_t hash, entry;
    enum heap_status status = object_hash(h, key, &hash);
    if (status != HEAP_OK || !ordered_at(h, d)->first)
        return status;
    status = find_entry(h, d, key, hash, &entry);
    if (status == HEAP_OK)
        drop_node(h, d, entry);
    return status;
}

enum heap_status ordered_dict_delete(struct heap *h, addr d, addr key, bool *found)
{
    enum heap_status status = forget(h, d, key);
    return status == HEAP_OK ? dict_delete(h, d, key, found) : status;
}

enum heap_status ordered_dict_pop(struct heap *h, addr d, addr key, addr *value)
{
    enum heap_status status = forget(h, d, key);
    return status == HEAP_OK ? dict_pop(h, d, key, value) : status;
}

/* Detaches the nodes first: what is released may look at the dict, or fill it again. */
static void clear_nodes(struct heap *h, addr d)
{
    struct ordered_dict *o = ordered_at(h, d);
    addr first = o->first, key;
    memory_free(h, o->nodes);
    o->nodes = o->first = o->last = o->sentinel = 0;
    o->node_count = 0;
    o->state += h->abi.ordered_dict_clear_counts;
    while ((key = take_first(h, &first)) != 0)
        decref(h, key);
}

void ordered_dict_clear(struct heap *h, addr d)
{
    incref(h, d);
    dict_clear(h, d);
    clear_nodes(h, d);
    decref(h, d);
}

/* ---- going through it ------------------------------------------------------------------------------ */

void ordered_walk_begin(const struct heap *h, addr d, struct ordered_walk *w)
{
    const struct ordered_dict *o = ordered_at(h, d);
    *w = (struct ordered_walk){o->first, o->state, dict_length(h, d)};
}

enum heap_status ordered_walk_next(struct heap *h, addr d, struct ordered_walk *w, addr *key, addr *value)
{
    const struct ordered_dict *o = ordered_at(h, d);
    addr found;
    *key = 0;
    if (!w->node)
        return HEAP_OK;
    if (w->state != o->state)
        return raise_error(h, EXC_RUNTIME_ERROR, "OrderedDict mutated during iteration");
    if (w->length != dict_length(h, d))
        return raise_error(h, EXC_RUNTIME_ERROR, "OrderedDict changed size during iteration");
    const struct ordered_node *n = ordered_node_at(h, w->node);
    w->node = n->next;
    addr own = incref(h, n->key);
    if (value) {
        enum heap_status status = dict_get(h, d, own, &found);
        if (status == HEAP_OK && !found)
            status = raise_key_error(h, own);
        if (status != HEAP_OK) {
            decref(h, own);
            return status;
        }
        *value = incref(h, found);
    }
    *key = own;
    return HEAP_OK;
}

/* A position is the number of the entry that was given out last and 1. */
enum heap_status ordered_dict_next(struct heap *h, addr d, size_t *position, addr *key, addr *value)
{
    *key = 0;
    enum heap_status status = synchronize(h, d);
    if (status != HEAP_OK)
        return status;
    const struct ordered_dict *o = ordered_at(h, d);
    addr node = o->first;
    if (*position) {
        node = *position <= (size_t)o->node_count ? *node_field(h, d, (int64_t)*position - 1) : 0;
        node = node ? ordered_node_at(h, node)->next : 0;
    }
    const struct ordered_node *n = node ? ordered_node_at(h, node) : NULL;
    int64_t entry = n ? entry_of(h, d, n->key, n->hash) : 0;
    if (!n || entry == dict_keys_of(h, d)->entries || !dict_value_at(h, d, (size_t)entry))
        return HEAP_OK;
    *position = (size_t)entry + 1;
    *key = n->key;
    *value = dict_value_at(h, d, (size_t)entry);
    return HEAP_OK;
}

/* ---- slots ----------------------------------------------------------------------------------------- */

/* The attributes, the keys in order, then what the dict holds. */
static void traverse(struct heap *h, addr d, span_visitor *visit, void *context)
{
    struct ordered_dict *o = ordered_at(h, d);
    visit(h, context, &o->attributes, 1, 1);
    for (addr node = o->first; node; node = ordered_node_at(h, node)->next)
        visit(h, context, &ordered_node_at(h, node)->key, 1, 1);
    kind_ops(KIND_DICT)->traverse(h, d, visit, context);
}

static void untraversed(struct heap *h, addr d, span_visitor *visit, void *context)
{
    if (kind_ops(KIND_DICT)->untraversed)
        kind_ops(KIND_DICT)->untraversed(h, d, visit, context);
}

static bool release_next(struct heap *h, addr d, addr *reference)
{
    struct ordered_dict *o = ordered_at(h, d);
    if (o->attributes) {
        *reference = o->attributes;
        o->attributes = 0;
        return true;
    }
    *reference = take_first(h, &o->first);
    return *reference || kind_ops(KIND_DICT)->release_next(h, d, reference);
}

static void free_storage(struct heap *h, addr d)
{
    memory_free(h, ordered_at(h, d)->nodes);
    ordered_at(h, d)->nodes = 0;
    kind_ops(KIND_DICT)->free_storage(h, d);
}

static void clear(struct heap *h, addr d)
{
    incref(h, d);
    (void)iterator_end(h, &ordered_at(h, d)->attributes);
    ordered_dict_clear(h, d);
    decref(h, d);
}

static size_t size(const struct heap *h, addr d)
{
    const struct ordered_dict *o = ordered_at(h, d);
    size_t nodes = o->first ? dict_length(h, d) * sizeof(struct ordered_node) : 0;
    return kind_ops(KIND_DICT)->size(h, d) + (size_t)o->node_count * sizeof(addr) + nodes;
}

static size_t storage(const struct heap *h, addr d, addr blocks[4])
{
    size_t n = kind_ops(KIND_DICT)->storage(h, d, blocks);
    if (ordered_at(h, d)->nodes)
        blocks[n++] = ordered_at(h, d)->nodes;
    return n;
}

static void chain(const struct heap *h, addr d, block_visitor *visit, void *context)
{
    for (addr node = ordered_at(h, d)->first; node; node = ordered_node_at(h, node)->next)
        visit(context, node);
}

static int64_t length_of(const struct heap *h, addr d)
{
    return dict_at(h, d)->used;
}

static const char *verify(const struct heap *h, addr d)
{
    const struct ordered_dict *o = ordered_at(h, d);
    addr before = 0;
    for (addr node = o->first; node; before = node, node = ordered_node_at(h, node)->next) {
        if (!object_in_blocks(node) || ordered_node_at(h, node)->previous != before)
            return "the nodes of an OrderedDict are not linked both ways";
        if (!object_exists(h, ordered_node_at(h, node)->key))
            return "a key of an OrderedDict is no object";
    }
    if (before != o->last)
        return "the last node of an OrderedDict is another";
    if (o->nodes && memory_block_size(h, o->nodes) < (size_t)o->node_count * sizeof(addr))
        return "the nodes of an OrderedDict have no room";
    return kind_ops(KIND_DICT)->verify(h, d);
}

static enum heap_status iter(struct heap *h, addr d, addr *out)
{
    return answer(h, ordered_iterator_new(h, d, KIND_DICT_KEYS, false), out);
}

/* OrderedDict([(k, v), ...]), from 3.12 on OrderedDict({k: v, ...}). */
static enum heap_status repr_item(struct heap *h, addr key, addr value, struct text *out)
{
    bool pairs = !h->abi.ordered_dict_repr_is_dict;
    text_put(out, "(", pairs);
    enum heap_status status = object_repr(h, key, out);
    text_put(out, pairs ? ", " : ": ", 2);
    if (status == HEAP_OK)
        status = object_repr(h, value, out);
    text_put(out, ")", pairs);
    return status;
}

static enum heap_status repr(struct heap *h, addr d, struct text *out)
{
    const char *name = object_type_name(h, d), *dot = strrchr(name, '.');
    bool pairs = !h->abi.ordered_dict_repr_is_dict, first = true;
    struct ordered_walk w;
    addr key, value;
    enum heap_status status;
    text_putf(out, "%s(", dot ? dot + 1 : name);
    if (dict_length(h, d) == 0) {
        text_put(out, ")", 1);
        return HEAP_OK;
    }
    text_put(out, pairs ? "[" : "{", 1);
    ordered_walk_begin(h, d, &w);
    while ((status = ordered_walk_next(h, d, &w, &key, &value)) == HEAP_OK && key && !out->cut) {
        text_put(out, ", ", first ? 0 : 2);
        first = false;
        status = repr_item(h, key, value, out);
        decref(h, key);
        decref(h, value);
        key = 0;
        if (status != HEAP_OK)
            break;
    }
    if (status == HEAP_OK && key) {
        decref(h, key);
        decref(h, value);
    }
    text_put(out, pairs ? "])" : "})", 2);
    return status;
}

/* As dicts, whatever the order: ordered_dict_compare() looks at that. */
static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    return kind_ops(KIND_DICT)->equal(h, a, b, result);
}

extern const struct kind_ops ordered_dict_ops;
const struct kind_ops ordered_dict_ops = {
    .traverse = traverse,
    .untraversed = untraversed,
    .release_next = release_next,
    .free_storage = free_storage,
    .clear = clear,
    .size = size,
    .storage = storage,
    .chain = chain,
    .repr = repr,
    .repr_inside = "...",
    .equal = equal,
    .length = length_of,
    .iter = iter,
    .verify = verify,
};
