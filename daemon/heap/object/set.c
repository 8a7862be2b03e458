/* set and frozenset: the table (set.h has the layout).
 *
 * Comparing keys may run code that changes the set: a lookup notices and starts again. What is removed is
 * released last. Mirrors Objects/setobject.c.
 */
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/undo.h"

#include <string.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/event.h"
#include "daemon/heap/memory.h"

#define LINEAR_PROBES 9
#define PERTURB_SHIFT 5

void set_boot(struct heap *h)
{
    (void)h;
} /* frozenset() has been an object of its own since 3.10 */

/* ---- making -------------------------------------------------------------------------------------- */

addr set_new_of(struct heap *h, addr type)
{
    addr s = object_new(h, type, 0);
    if (!s)
        return 0;
    struct set_object *set = set_at(h, s);
    set->mask = SET_MINSIZE - 1;
    set->table = set_small_table(s);
    set->hash = -1;
    object_track(h, s);
    return s;
}

addr set_new(struct heap *h)
{
    return set_new_of(h, h->type[KIND_SET]);
}

addr frozenset_from(struct heap *h, const addr *items, size_t count)
{
    addr s = set_new_of(h, h->type[KIND_FROZENSET]);
    for (size_t i = 0; s && i < count; i++)
        if (set_add(h, s, items[i]) != HEAP_OK) {
            decref(h, s);
            return 0;
        }
    return s;
}

/* ---- probing ------------------------------------------------------------------------------------- */

/* Where a hash may be: runs of neighbours that do not pass the end of the table. */
struct set_probe {
    size_t mask, slot, run; /* run: how many neighbours come after `slot` */
    uint64_t perturb;
    size_t start;
};

static inline void probe_run(struct set_probe *p)
{
    p->run = p->start + LINEAR_PROBES <= p->mask ? LINEAR_PROBES : 0;
    p->slot = p->start;
}

static inline struct set_probe set_probe_start(size_t mask, int64_t hash)
{
    struct set_probe p = {.mask = mask, .perturb = (uint64_t)hash, .start = (size_t)hash & mask};
    probe_run(&p);
    return p;
}

static inline void set_probe_next(struct set_probe *p)
{
    if (p->run > 0) {
        p->run--;
        p->slot++;
        return;
    }
    p->perturb >>= PERTURB_SHIFT;
    p->start = (p->start * 5 + 1 + p->perturb) & p->mask;
    probe_run(p);
}

/* Are the keys equal? Their hashes are. *changed: comparing has changed the set. */
static enum heap_status compare(struct heap *h, addr s, size_t slot, addr key, bool *equal, bool *changed)
{
    addr found = set_table(h, s)[slot].key, table = set_at(h, s)->table;
    int64_t mask = set_at(h, s)->mask;
    *changed = false;
    *equal = found == key;
    if (*equal)
        return HEAP_OK;
    if (key_is_str(h, found) && key_is_str(h, key)) {
        *equal = str_equal(h, found, key);
        return HEAP_OK;
    }
    incref(h, found);
    enum heap_status status = object_equal(h, found, key, equal);
    *changed =
        set_at(h, s)->table != table || set_at(h, s)->mask != mask || set_table(h, s)[slot].key != found;
    decref(h, found);
    return status;
}

/* Which of the deleted entries on the way a new item takes, by the version's rule. */
static size_t reusable(const struct heap *h, size_t so_far, size_t slot)
{
    if (h->abi.set_reuse == SET_REUSES_NONE || (h->abi.set_reuse == SET_REUSES_FIRST && so_far != SIZE_MAX))
        return so_far;
    return slot;
}

/* The slot of the key, or that where it would go; *there says which. */
static enum heap_status find(struct heap *h, addr s, addr key, int64_t hash, size_t *slot, bool *there)
{
    struct set_probe p = set_probe_start((size_t)set_at(h, s)->mask, hash);
    size_t deleted = SIZE_MAX;
    for (;; set_probe_next(&p)) {
        const struct set_entry *e = &set_table(h, s)[p.slot];
        if (!e->key) {
            *slot = deleted == SIZE_MAX ? p.slot : deleted;
            *there = false;
            return HEAP_OK;
        }
        if (e->hash != hash) {
            if (e->hash == -1)
                deleted = reusable(h, deleted, p.slot);
            continue;
        }
        bool equal, changed;
        enum heap_status status = compare(h, s, p.slot, key, &equal, &changed);
        if (status != HEAP_OK)
            return status;
        if (changed) {
            p = set_probe_start((size_t)set_at(h, s)->mask, hash);
            p.slot--, p.run++; /* again from its first entry */
            deleted = SIZE_MAX;
            continue;
        }
        if (equal) {
            *slot = p.slot;
            *there = true;
            return HEAP_OK;
        }
    }
}

void set_insert_clean(struct set_entry *table, size_t mask, addr key, int64_t hash)
{
    struct set_probe p = set_probe_start(mask, hash);
    while (table[p.slot].key)
        set_probe_next(&p);
    table[p.slot] = (struct set_entry){key, hash};
}

/* ---- resizing ------------------------------------------------------------------------------------ */

/* What is there of the old table, into the one of zeros at `to`. */
static enum heap_status fill_table(struct heap *h, const struct set_entry *from, size_t count,
                                   struct set_entry *to, size_t mask)
{
    for (size_t i = 0; i < count; i++) {
        if (from[i].key && from[i].key != set_dummy(h))
            set_insert_clean(to, mask, from[i].key, from[i].hash);
        if (loop_of_items_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    return HEAP_OK;
}

enum heap_status set_resize(struct heap *h, addr s, size_t minused)
{
    struct set_object *set = set_at(h, s);
    size_t size = SET_MINSIZE, old_mask = (size_t)set->mask;
    while (size <= minused)
        size <<= 1;
    addr table = set_small_table(s), old_table = set->table;
    struct set_entry copy[SET_MINSIZE], *old = set_table(h, s);
    if (size == SET_MINSIZE && old_table == table) {
        if (set->fill == set->used)
            return HEAP_OK;
        memcpy(copy, old, sizeof copy); /* rebuilt in place, to be rid of deleted entries */
        old = copy;
    } else if (size > SET_MINSIZE && !(table = memory_alloc(h, size * sizeof *old))) {
        return HEAP_RAISED;
    }
    enum heap_status status = bytes_clear(h, heap_at(h, table), size * sizeof *old);
    if (status == HEAP_OK)
        status = fill_table(h, old, old_mask + 1, heap_at(h, table), size - 1);
    if (status != HEAP_OK) { /* not in place: a table of a few entries is filled without a look */
        if (table != set_small_table(s))
            memory_free(h, table);
        return status;
    }
    set->table = table;
    set->mask = (int64_t)size - 1;
    set->fill = set->used;
    if (old_table != set_small_table(s))
        memory_free(h, old_table);
    if (HEAP_UNLIKELY(h->recording_events))
        event_object(h, EVENT_RESIZED, s);
    return HEAP_OK;
}

static enum heap_status grow(struct heap *h, addr s)
{
    size_t used = (size_t)set_at(h, s)->used;
    return set_resize(h, s, used > 50000 ? used * 2 : used * 4);
}

/* ---- hashing ------------------------------------------------------------------------------------- */

static uint64_t shuffle_bits(uint64_t x)
{
    return ((x ^ 89869747ull) ^ (x << 16)) * 3644798167ull;
}

/* Independent of order and of the size of the table (frozenset_hash of setobject.c). */
static enum heap_status hash_of_items(struct heap *h, addr o, int64_t *out)
{
    const struct set_object *set = set_at(h, o);
    uint64_t hash = 0;
    const struct set_entry *table = set_table(h, o);
    for (int64_t i = 0; i <= set->mask; i++) {
        hash ^= shuffle_bits((uint64_t)table[i].hash);
        if (loop_goes_on(h, (size_t)i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    if ((set->mask + 1 - set->fill) & 1)
        hash ^= shuffle_bits(0);
    if ((set->fill - set->used) & 1)
        hash ^= shuffle_bits(UINT64_MAX);
    hash ^= ((uint64_t)set->used + 1) * 1927868237ull;
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash * 69069u + 907133923ull;
    if (hash == UINT64_MAX)
        hash = 590923713ull;
    *out = (int64_t)hash;
    return HEAP_OK;
}

static enum heap_status frozenset_hash(struct heap *h, addr o, int64_t *out)
{
    struct set_object *set = set_at(h, o);
    enum heap_status status = set->hash == -1 ? hash_of_items(h, o, &set->hash) : HEAP_OK;
    *out = set->hash;
    return status;
}

/* The hash of a set that is looked up, or the key is released. */
static enum heap_status hash_of_key(struct heap *h, addr *key, int64_t *hash)
{
    enum heap_status status = hash_of_items(h, *key, hash);
    if (status != HEAP_OK)
        decref(h, *key);
    return status;
}

/* What is looked up for an item, *new*, and its hash: a set that cannot be hashed stands for the frozenset of
 * its items. */
static enum heap_status lookup_key(struct heap *h, addr item, addr *key, int64_t *hash)
{
    if (object_is_exact(h, item, KIND_SET)) {
        *key = incref(h, item); /* compares as the frozenset would */
        return hash_of_key(h, key, hash);
    }
    enum heap_status status = element_hash(h, item, hash);
    if (status == HEAP_OK || object_kind(h, item) != KIND_SET || status != HEAP_RAISED ||
        heap_raised(h) != EXC_TYPE_ERROR) {
        if (status == HEAP_OK)
            *key = incref(h, item);
        return status;
    }
    heap_clear_raised(h);
    *key = set_from(h, h->type[KIND_FROZENSET], item);
    if (!*key)
        return raise_status(h);
    return hash_of_key(h, key, hash);
}

/* ---- adding, looking up, removing ---------------------------------------------------------------- */

enum heap_status set_add_hashed(struct heap *h, addr s, addr key, int64_t hash)
{
    size_t slot;
    bool there;
    enum heap_status status = find(h, s, key, hash, &slot, &there);
    if (status != HEAP_OK || there)
        return status;
    struct set_object *set = set_at(h, s);
    bool reused = set_table(h, s)[slot].key != 0;
    set->fill += !reused;
    set->used++;
    set_table(h, s)[slot] = (struct set_entry){key, hash};
    if (!reused && (uint64_t)set->fill * 5 >= (uint64_t)set->mask * 3 && (status = grow(h, s)) != HEAP_OK) {
        set->fill--;
        set->used--;
        set_table(h, s)[slot] = (struct set_entry){0, 0};
        return status;
    }
    incref(h, key);
    return HEAP_OK;
}

enum heap_status set_contains_hashed(struct heap *h, addr s, addr key, int64_t hash, bool *out)
{
    size_t slot;
    return find(h, s, key, hash, &slot, out);
}

/* What is there is the caller's. */
static addr take_out(struct heap *h, addr s, size_t slot)
{
    struct set_entry *e = &set_table(h, s)[slot];
    addr item = e->key;
    *e = (struct set_entry){set_dummy(h), -1};
    set_at(h, s)->used--;
    return item;
}

enum heap_status set_take_hashed(struct heap *h, addr s, addr key, int64_t hash, addr *taken, size_t *slot)
{
    bool there;
    enum heap_status status = find(h, s, key, hash, slot, &there);
    if (status == HEAP_OK)
        *taken = there ? take_out(h, s, *slot) : 0;
    return status;
}

void set_take_back(struct heap *h, addr s, addr item, int64_t hash)
{
    const struct set_entry *table = set_table(h, s);
    struct set_probe p = set_probe_start((size_t)set_at(h, s)->mask, hash);
    while (table[p.slot].key && table[p.slot].key != item)
        set_probe_next(&p);
    if (table[p.slot].key)
        decref(h, take_out(h, s, p.slot));
}

/* The slot on the way of a hash where something was taken from; where that is not free any more (the table is
 * another one), the first that is. */
static size_t slot_to_put_back(const struct heap *h, addr s, int64_t hash, size_t wanted)
{
    const struct set_entry *table = set_table(h, s);
    struct set_probe p = set_probe_start((size_t)set_at(h, s)->mask, hash);
    size_t free = SIZE_MAX;
    for (; table[p.slot].key; set_probe_next(&p)) {
        if (table[p.slot].key != set_dummy(h))
            continue;
        if (p.slot == wanted)
            return wanted;
        if (free == SIZE_MAX)
            free = p.slot;
    }
    return free == SIZE_MAX ? p.slot : free;
}

void set_put_back(struct heap *h, addr s, addr item, int64_t hash, size_t slot)
{
    struct set_object *set = set_at(h, s);
    slot = slot_to_put_back(h, s, hash, slot);
    bool fresh = !set_table(h, s)[slot].key;
    if (fresh &&
        set->fill == set->mask) { /* it would leave no empty one: the table has become a smaller one */
        struct undo_pause pause = undo_begin(h);
        enum heap_status status = grow(h, s);
        undo_end(h, &pause);
        if (status != HEAP_OK) {
            decref(h, item);
            return;
        }
        slot = slot_to_put_back(h, s, hash, slot);
    }
    set_table(h, s)[slot] = (struct set_entry){item, hash};
    set->fill += fresh;
    set->used++;
}

enum heap_status set_add(struct heap *h, addr s, addr item)
{
    int64_t hash;
    enum heap_status status = element_hash(h, item, &hash);
    return status == HEAP_OK ? set_add_hashed(h, s, item, hash) : status;
}

enum heap_status set_contains(struct heap *h, addr s, addr item, bool *out)
{
    int64_t hash;
    addr key;
    if (HEAP_LIKELY(object_kind(h, item) != KIND_SET)) {
        enum heap_status status = element_hash(h, item, &hash);
        return status == HEAP_OK ? set_contains_hashed(h, s, item, hash, out) : status;
    }
    enum heap_status status = lookup_key(h, item, &key, &hash);
    if (status != HEAP_OK)
        return status;
    status = set_contains_hashed(h, s, key, hash, out);
    decref(h, key);
    return status;
}

enum heap_status set_discard(struct heap *h, addr s, addr item, bool *found)
{
    int64_t hash;
    addr key;
    enum heap_status status = lookup_key(h, item, &key, &hash);
    if (status != HEAP_OK)
        return status;
    addr taken;
    size_t slot;
    status = set_take_hashed(h, s, key, hash, &taken, &slot);
    if (status == HEAP_OK) {
        *found = taken != 0;
        xdecref(h, taken);
    }
    decref(h, key);
    return status;
}

addr set_pop(struct heap *h, addr s)
{
    struct set_object *set = set_at(h, s);
    if (set->used == 0)
        return raise_none(h, EXC_KEY_ERROR, "pop from an empty set");
    struct set_entry *table = set_table(h, s);
    size_t i = (size_t)(set->finger & set->mask);
    while (!table[i].key || table[i].key == set_dummy(h)) {
        i = i == (size_t)set->mask ? 0 : i + 1;
        if (loop_goes_on(h, i) != HEAP_OK)
            return 0;
    }
    addr key = table[i].key;
    table[i] = (struct set_entry){set_dummy(h), -1};
    set->used--;
    set->finger = (int64_t)i + 1;
    return key;
}

/* The set is empty, with its small table, when the items are released (set_clear_internal). */
void set_clear(struct heap *h, addr s)
{
    struct set_object *set = set_at(h, s);
    addr table = set->table;
    size_t mask = (size_t)set->mask, used = (size_t)set->used;
    struct set_entry copy[SET_MINSIZE], *old = set_table(h, s);
    bool large = table != set_small_table(s);
    if (!large && set->fill == 0)
        return;
    if (!large) {
        memcpy(copy, old, sizeof copy);
        old = copy;
    }
    memset(set->small, 0, sizeof set->small);
    set->table = set_small_table(s);
    set->mask = SET_MINSIZE - 1;
    set->fill = set->used = 0;
    set->hash = -1;
    if (HEAP_UNLIKELY(h->recording_events))
        event_object(h, EVENT_RESIZED, s);
    for (size_t i = 0; i <= mask && used > 0; i++)
        if (old[i].key && old[i].key != set_dummy(h)) {
            used--;
            decref(h, old[i].key);
        }
    if (large)
        memory_free(h, table);
}

size_t set_length(const struct heap *h, addr s)
{
    return (size_t)set_at(h, s)->used;
}

bool set_next_hashed(const struct heap *h, addr s, size_t *position, addr *key, int64_t *hash)
{
    const struct set_entry *table = set_table(h, s);
    size_t i = *position, mask = (size_t)set_at(h, s)->mask;
    while (i <= mask && (!table[i].key || table[i].key == set_dummy(h)))
        i++;
    *position = i + 1;
    if (i > mask)
        return false;
    *key = table[i].key;
    *hash = table[i].hash;
    return true;
}

bool set_next(const struct heap *h, addr s, size_t *position, addr *item)
{
    int64_t hash;
    return set_next_hashed(h, s, position, item, &hash);
}

/* ---- slots --------------------------------------------------------------------------------------- */

static void set_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    if (set_at(h, o)->fill > 0)
        visit(h, context, &set_table(h, o)->key, (size_t)set_at(h, o)->mask + 1, 2);
}

/* In the order of the table; `used` below 0 says how far it is. */
static bool set_release_next(struct heap *h, addr o, addr *reference)
{
    struct set_object *set = set_at(h, o);
    if (set->used >= 0)
        set->used = -1;
    const struct set_entry *table = set_table(h, o);
    while (-1 - set->used <= set->mask) {
        addr key = table[-1 - set->used--].key;
        if (key && key != set_dummy(h) && !decref_shared(h, key)) {
            *reference = key;
            return true;
        }
    }
    return false;
}

static void set_free_storage(struct heap *h, addr o)
{
    struct set_object *set = set_at(h, o);
    if (set->table != set_small_table(o))
        memory_free(h, set->table);
    set->table = set_small_table(o);
}

static size_t set_size(const struct heap *h, addr o)
{
    const struct set_object *set = set_at(h, o);
    size_t size = (size_t)type_at(h, object_type(h, o))->basicsize;
    return set->table == set_small_table(o) ? size
                                            : size + ((size_t)set->mask + 1) * sizeof(struct set_entry);
}

static size_t set_storage(const struct heap *h, addr o, addr blocks[4])
{
    blocks[0] = set_at(h, o)->table;
    return blocks[0] == set_small_table(o) ? 0 : 1;
}

/* {1, 2}; set(); frozenset({1, 2}); Name({1, 2}) of a class that extends either. */
/* Of a class that extends set: a list is made of it, for which the class is asked, and shown. */
static enum heap_status class_repr(struct heap *h, addr o, struct text *out)
{
    addr items = list_from_iterable(h, o);
    enum heap_status status = items ? HEAP_OK : raise_status(h);
    text_putf(out, "%s({", object_type_name(h, o));
    for (size_t i = 0; status == HEAP_OK && i < list_length(h, items) && !out->cut; i++) {
        if (i)
            text_put(out, ", ", 2);
        addr item = incref(h, list_item(h, items, i));
        status = object_repr(h, item, out);
        decref(h, item);
    }
    text_put(out, "})", 2);
    xdecref(h, items);
    return status;
}

static enum heap_status set_repr(struct heap *h, addr o, struct text *out)
{
    const char *name = object_type_name(h, o);
    if (!out->plain && object_in_blocks(object_type(h, o)) && set_length(h, o))
        return class_repr(h, o, out);
    bool named = !object_is_exact(h, o, KIND_SET);
    size_t position = 0, n = 0;
    addr item;
    if (named || set_length(h, o) == 0) {
        text_put(out, name, strlen(name));
        text_put(out, "(", 1);
    }
    while (!out->cut && set_next(h, o, &position, &item)) {
        text_put(out, n ? ", " : "{", n ? 2 : 1);
        n++;
        incref(h, item);
        enum heap_status status = object_repr(h, item, out);
        decref(h, item);
        if (status != HEAP_OK)
            return status;
    }
    if (n > 0)
        text_put(out, "}", 1);
    if (named || n == 0)
        text_put(out, ")", 1);
    return HEAP_OK;
}

static enum heap_status set_equal(struct heap *h, addr a, addr b, int *result)
{
    if (!object_is_anyset(h, b)) {
        *result = -1;
        return HEAP_OK;
    }
    const struct set_object *x = set_at(h, a), *y = set_at(h, b);
    bool same = x->used == y->used && (x->hash == -1 || y->hash == -1 || x->hash == y->hash);
    enum heap_status status = same ? set_is_subset(h, a, b, &same) : HEAP_OK;
    *result = same;
    return status;
}

static int64_t set_len(const struct heap *h, addr o)
{
    return set_at(h, o)->used;
}

static const char *verify_entries(const struct heap *h, const struct set_object *set,
                                  const struct set_entry *table)
{
    int64_t fill = 0, used = 0;
    for (int64_t i = 0; i <= set->mask; i++) {
        addr key = table[i].key;
        fill += key != 0;
        if (key == set_dummy(h) && table[i].hash != -1)
            return "set: a deleted entry without hash -1";
        if (!key || key == set_dummy(h))
            continue;
        used++;
        if (!object_exists(h, key))
            return "set: an item is no object";
        struct set_probe p = set_probe_start((size_t)set->mask, table[i].hash);
        while (p.slot != (size_t)i && table[p.slot].key)
            set_probe_next(&p);
        if (p.slot != (size_t)i)
            return "set: an item is not where its hash leads";
    }
    return fill == set->fill && used == set->used ? NULL : "set: fill and used do not count the entries";
}

static const char *set_verify(const struct heap *h, addr o)
{
    const struct set_object *set = set_at(h, o);
    if (set->mask < SET_MINSIZE - 1 || (set->mask & (set->mask + 1)) || set->used < 0 ||
        set->used > set->fill || set->fill > set->mask)
        return "set: fill, used and mask do not fit each other";
    bool large = set->table != set_small_table(o);
    if (!large && set->mask > SET_MINSIZE - 1)
        return "set: the small table with a larger mask";
    if (large && memory_block_size(h, set->table) < ((size_t)set->mask + 1) * sizeof(struct set_entry))
        return "set: the table is smaller than the mask says";
    return verify_entries(h, set, set_table(h, o));
}

#define SET_OPS                                                                                              \
    .traverse = set_traverse, .release_next = set_release_next, .free_storage = set_free_storage,            \
    .clear = set_clear, .size = set_size, .storage = set_storage, .repr = set_repr, .repr_inside = "",       \
    .equal = set_equal, .length = set_len, .iter = set_iter, .verify = set_verify

const struct kind_ops set_ops = {SET_OPS};
const struct kind_ops frozenset_ops = {SET_OPS, .hash = frozenset_hash};
