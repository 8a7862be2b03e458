/* functools._lru_cache_wrapper: what lru_cache() makes of a function, and the links that it keeps results in;
 * cmp_to_key() and reduce(). Mirrors Modules/_functoolsmodule.c.
 *
 *   wrapper   16 prev, 24 next (of the links: a ring through the wrapper)   56 wrapper   64 typed   72 cache
 * 80 hits   88 func 96 maxsize   104 misses   112 cache_info_type   120 lru_list_elem_type   128 kwd_mark 136
 * dict   144 weakreflist link      16 prev, 24 next   32 hash   40 key   48 result
 *
 * The ring holds a reference to each link, the cache another one. Links are not collected: what they refer to
 * is visited by the wrapper. prev and next are addresses of wrapper or links, without a count of their own.
 */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/functools_kinds.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"

/* The wrapper begins as a link does. */
struct lru_link {
    struct object base;
    addr previous, next;
    int64_t hash;
    addr key, result;
};
struct lru_cache {
    struct lru_link root;
    addr function_pointer;
    int32_t typed, pad;
    addr cache;
    int64_t hits;
    addr function;
    int64_t maxsize; /* -1: any number, 0: none */
    int64_t misses;
    addr info_type, link_type, mark, dict, weakrefs;
};
static struct lru_link *link_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}
static struct lru_cache *lru_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

/* ---- the ring -------------------------------------------------------------------------------------- */

static void ring_extract(struct heap *h, addr link)
{
    struct lru_link *l = link_at(h, link);
    link_at(h, l->previous)->next = l->next;
    link_at(h, l->next)->previous = l->previous;
}

/* The newest, before the wrapper; or the oldest, behind it. */
static void ring_insert(struct heap *h, addr o, addr link, bool newest)
{
    addr before = newest ? link_at(h, o)->previous : o, after = link_at(h, before)->next;
    *link_at(h, link) = (struct lru_link){
        *object_at(h, link),     before, after, link_at(h, link)->hash, link_at(h, link)->key,
        link_at(h, link)->result};
    link_at(h, before)->next = link;
    link_at(h, after)->previous = link;
}

/* The oldest link, taken out, *new*; 0: there is none. */
static addr ring_take(struct heap *h, addr o)
{
    addr link = link_at(h, o)->next;
    if (link == o)
        return 0;
    ring_extract(h, link);
    return link;
}

/* Cuts the ring off: the links hang together from the first on, ended by 0, and are the caller's. */
static addr ring_detach(struct heap *h, addr o)
{
    struct lru_link *root = link_at(h, o);
    addr first = root->next == o ? 0 : root->next;
    if (first)
        link_at(h, root->previous)->next = 0;
    root->next = root->previous = o;
    return first;
}

static void links_release(struct heap *h, addr first)
{
    while (first) {
        addr next = link_at(h, first)->next;
        decref(h, first);
        first = next;
    }
}

/* ---- making ---------------------------------------------------------------------------------------- */

static enum heap_status read_maxsize(struct heap *h, addr value, int64_t *maxsize)
{
    *maxsize = -1;
    if (value == none(h))
        return HEAP_OK;
    if (!object_has_index(h, value))
        return raise_error(h, EXC_TYPE_ERROR, "maxsize should be integer or None");
    enum heap_status status = object_index_word(h, value, EXC_OVERFLOW_ERROR, maxsize);
    if (status == HEAP_OK && *maxsize < 0)
        *maxsize = 0;
    return status;
}

enum heap_status lru_cache_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    static const char *const names[] = {"user_function", "maxsize", "typed", "cache_info_type"};
    addr values[4];
    bool typed = false;
    int64_t maxsize;
    enum heap_status status = arguments_unpack(h, call, "lru_cache", names, 4, 4, 4, values);
    if (status == HEAP_OK)
        status = object_truth(h, values[2], &typed);
    if (status == HEAP_OK && !object_is_callable(h, values[0]))
        status = raise_error(h, EXC_TYPE_ERROR, "the first argument must be callable");
    if (status == HEAP_OK)
        status = read_maxsize(h, values[1], &maxsize);
    if (status != HEAP_OK)
        return status;
    addr cache = dict_new(h), o = cache ? iterator_alloc(h, type) : 0;
    if (!o) {
        xdecref(h, cache);
        return raise_status(h);
    }
    struct lru_cache *l = lru_at(h, o);
    l->root.next = l->root.previous = o;
    l->function_pointer = HEAP_TEXT + TEXT_CALL;
    l->typed = typed;
    l->cache = cache;
    l->function = incref(h, values[0]);
    l->maxsize = maxsize;
    l->info_type = incref(h, values[3]);
    l->link_type = incref(h, h->type[KIND_FUNCTOOLS_LRU_LINK]);
    l->mark = incref(h, h->singleton[SINGLETON_KEYWORD_MARK]);
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

/* ---- keys ------------------------------------------------------------------------------------------ */

/* One positional argument that is exactly a str or an int is its own key. */
static bool is_simple(const struct heap *h, const struct lru_cache *l, const struct call *call)
{
    return !l->typed && call->kwcount == 0 && call->count == 1 &&
           (object_is_exact(h, call->args[0], KIND_STR) || object_is_exact(h, call->args[0], KIND_INT));
}

static addr make_key(struct heap *h, addr o, const struct call *call)
{
    const struct lru_cache *l = lru_at(h, o);
    if (is_simple(h, l, call))
        return incref(h, call->args[0]);
    if (!l->typed && call->kwcount == 0)
        return tuple_from(h, call->args, call->count);
    size_t size = call->count + (call->kwcount ? 2 * call->kwcount + 1 : 0), n = 0;
    if (l->typed)
        size += call->count + call->kwcount;
    addr key = tuple_new(h, size);
    if (!key || size == 0)
        return key;
    for (size_t i = 0; i < call->count; i++)
        tuple_init(h, key, n++, incref(h, call->args[i]));
    if (call->kwcount)
        tuple_init(h, key, n++, incref(h, l->mark));
    for (size_t i = 0; i < call->kwcount; i++) {
        tuple_init(h, key, n++, incref(h, call->kwnames[i]));
        tuple_init(h, key, n++, incref(h, call->kwvalues[i]));
    }
    for (size_t i = 0; l->typed && i < call->count; i++)
        tuple_init(h, key, n++, incref(h, object_type(h, call->args[i])));
    for (size_t i = 0; l->typed && i < call->kwcount; i++)
        tuple_init(h, key, n++, incref(h, object_type(h, call->kwvalues[i])));
    tuple_done(h, key);
    return key;
}

/* ---- calling --------------------------------------------------------------------------------------- */

static enum heap_status compute(struct heap *h, addr o, const struct call *call, addr *out)
{
    addr function = incref(h, lru_at(h, o)->function);
    lru_at(h, o)->misses++;
    struct held_memory held;
    if (call->kwcount)
        call_hold_arguments(h, call, &held);
    enum heap_status status = object_call_ex(h, function, call, out);
    if (call->kwcount)
        call_let_arguments_go(h, call, &held);
    decref(h, function);
    return status;
}

/* What the cache has: borrowed, or 0. */
static enum heap_status find(struct heap *h, addr o, addr key, int64_t hash, addr *found)
{
    int64_t index;
    addr cache = lru_at(h, o)->cache;
    enum heap_status status = dict_find(h, cache, key, hash, &index);
    *found = status == HEAP_OK && index >= 0 ? dict_value_at(h, cache, (size_t)index) : 0;
    return status;
}

static enum heap_status run_endless(struct heap *h, addr o, const struct call *call, addr key, int64_t hash,
                                    addr *out)
{
    addr found;
    enum heap_status status = find(h, o, key, hash, &found);
    if (status != HEAP_OK)
        return status;
    if (found) {
        lru_at(h, o)->hits++;
        *out = incref(h, found);
        return HEAP_OK;
    }
    status = compute(h, o, call, out);
    if (status != HEAP_OK)
        return status;
    status = dict_set_hashed(h, lru_at(h, o)->cache, key, hash, *out);
    if (status != HEAP_OK)
        decref(h, *out);
    return status;
}

/* A link more, the newest. */
static enum heap_status add_link(struct heap *h, addr o, addr key, int64_t hash, addr result)
{
    addr link = object_new(h, h->type[KIND_FUNCTOOLS_LRU_LINK], 0);
    if (!link)
        return raise_status(h);
    struct lru_link *l = link_at(h, link);
    l->hash = hash;
    l->key = incref(h, key);
    l->result = incref(h, result);
    enum heap_status status = dict_set_hashed(h, lru_at(h, o)->cache, key, hash, link);
    if (status != HEAP_OK) {
        decref(h, link);
        return status;
    }
    ring_insert(h, o, link, true);
    return HEAP_OK;
}

/* The oldest link gets the new key and result. Running code may have taken it out of the cache: then it goes,
 * and the result is not kept. */
static enum heap_status reuse_link(struct heap *h, addr o, addr key, int64_t hash, addr result)
{
    addr cache = incref(h, lru_at(h, o)->cache), link = ring_take(h, o);
    struct lru_link *l = link_at(h, link);
    bool found;
    enum heap_status status = dict_delete(h, cache, l->key, &found);
    if (status != HEAP_OK) {
        ring_insert(h, o, link, false);
        decref(h, cache);
        return status;
    }
    if (!found) {
        decref(h, cache);
        decref(h, link);
        return HEAP_OK;
    }
    addr old_key = l->key, old_result = l->result;
    l->hash = hash;
    l->key = incref(h, key);
    l->result = incref(h, result);
    status = dict_set_hashed(h, cache, key, hash, link);
    if (status == HEAP_OK)
        ring_insert(h, o, link, true);
    else
        decref(h, link);
    decref(h, old_key);
    decref(h, old_result);
    decref(h, cache);
    return status;
}

static enum heap_status run_bounded(struct heap *h, addr o, const struct call *call, addr key, int64_t hash,
                                    addr *out)
{
    addr link;
    enum heap_status status = find(h, o, key, hash, &link);
    if (status != HEAP_OK)
        return status;
    if (link) {
        ring_extract(h, link);
        ring_insert(h, o, link, true);
        lru_at(h, o)->hits++;
        *out = incref(h, link_at(h, link)->result);
        return HEAP_OK;
    }
    status = compute(h, o, call, out);
    if (status != HEAP_OK)
        return status;
    status = find(h, o, key, hash, &link);
    if (status == HEAP_OK && !link) { /* else it was added meanwhile */
        const struct lru_cache *l = lru_at(h, o);
        bool room = (int64_t)dict_length(h, l->cache) < l->maxsize || l->root.next == o;
        status = room ? add_link(h, o, key, hash, *out) : reuse_link(h, o, key, hash, *out);
    }
    if (status != HEAP_OK)
        decref(h, *out);
    return status;
}

bool lru_cache_takes_tuple(const struct heap *h, addr o, const struct call *call)
{
    const struct lru_cache *l = lru_at(h, o);
    return l->maxsize == 0 || l->typed || call->kwcount || is_simple(h, l, call);
}

enum heap_status lru_cache_run(struct heap *h, addr o, const struct call *call, addr *out)
{
    int64_t hash;
    if (!lru_at(h, o)->function)
        return raise_error(h, EXC_REFERENCE_ERROR, "the cache is being taken apart");
    if (lru_at(h, o)->maxsize == 0)
        return compute(h, o, call, out);
    addr key = make_key(h, o, call);
    if (!key)
        return raise_status(h);
    enum heap_status status = object_hash(h, key, &hash);
    if (status == HEAP_OK)
        status = lru_at(h, o)->maxsize < 0 ? run_endless(h, o, call, key, hash, out)
                                           : run_bounded(h, o, call, key, hash, out);
    decref(h, key);
    return status;
}

/* ---- methods --------------------------------------------------------------------------------------- */

static enum heap_status method_info(struct heap *h, const struct call *call, addr *out)
{
    const struct lru_cache *l = lru_at(h, call->self);
    addr args[] = {int_new(h, l->hits), int_new(h, l->misses),
                   l->maxsize < 0 ? incref(h, none(h)) : int_new(h, l->maxsize),
                   int_new(h, (int64_t)dict_length(h, l->cache))};
    enum heap_status status = HEAP_RAISED;
    if (args[0] && args[1] && args[2] && args[3])
        status = object_call(h, l->info_type, args, 4, NULL, NULL, 0, out);
    for (size_t i = 0; i < 4; i++)
        xdecref(h, args[i]);
    return status;
}

static enum heap_status method_clear(struct heap *h, const struct call *call, addr *out)
{
    struct lru_cache *l = lru_at(h, call->self);
    addr links = ring_detach(h, call->self);
    l->hits = l->misses = 0;
    dict_clear(h, l->cache);
    links_release(h, links);
    return answer_none(h, HEAP_OK, out);
}

static enum heap_status method_reduce(struct heap *h, const struct call *call, addr *out)
{
    return object_getattr(h, call->self, known_name(h, NAME_QUALNAME), out);
}

static enum heap_status method_self(struct heap *h, const struct call *call, addr *out)
{
    *out = incref(h, call->self);
    return HEAP_OK;
}

/* ---- the kinds ------------------------------------------------------------------------------------- */

static const uint8_t lru_fields[] = {
    offsetof(struct lru_cache, cache),     offsetof(struct lru_cache, function),
    offsetof(struct lru_cache, mark),      offsetof(struct lru_cache, link_type),
    offsetof(struct lru_cache, info_type), offsetof(struct lru_cache, dict)};

static void lru_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    for (addr link = link_at(h, o)->next; link != o; link = link_at(h, link)->next) {
        visit(h, context, &link_at(h, link)->key, 1, 1);
        visit(h, context, &link_at(h, link)->result, 1, 1);
        visit(h, context, &object_at(h, link)->type, 1, 1);
    }
    fields_traverse(h, o, lru_fields, sizeof lru_fields, visit, context);
}

/* The ring's references to the links. */
static void lru_untraversed(struct heap *h, addr o, span_visitor *visit, void *context)
{
    for (addr at = o; link_at(h, at)->next != o; at = link_at(h, at)->next)
        visit(h, context, &link_at(h, at)->next, 1, 1);
}

static bool lru_release_next(struct heap *h, addr o, addr *reference)
{
    if (fields_release(h, o, lru_fields, sizeof lru_fields, reference))
        return true;
    *reference = ring_take(h, o);
    return *reference;
}

static void lru_clear(struct heap *h, addr o)
{
    addr links = ring_detach(h, o);
    incref(h, o);
    for (size_t i = 0; i < sizeof lru_fields; i++)
        if (lru_fields[i] != offsetof(struct lru_cache, cache))
            (void)iterator_end(h, &HEAP_FIELD(h, o, lru_fields[i], addr));
    dict_clear(h, lru_at(h, o)->cache);
    links_release(h, links);
    decref(h, o);
}

static const char *lru_verify(const struct heap *h, addr o)
{
    size_t count = 0, most = dict_length(h, lru_at(h, o)->cache);
    for (addr link = link_at(h, o)->next, before = o; link != o;
         before = link, link = link_at(h, link)->next) {
        if (!object_exists(h, link) || object_kind(h, link) != KIND_FUNCTOOLS_LRU_LINK ||
            link_at(h, link)->previous != before)
            return "the links of a cache are not linked both ways";
        if (++count > most + 1)
            return "a cache with more links than entries";
    }
    return fields_verify(h, o, lru_fields, sizeof lru_fields);
}

extern const struct kind_ops functools_lru_cache_ops, functools_lru_link_ops;
const struct kind_ops functools_lru_cache_ops = {.traverse = lru_traverse,
                                                 .untraversed = lru_untraversed,
                                                 .release_next = lru_release_next,
                                                 .clear = lru_clear,
                                                 .hash = hash_self,
                                                 .verify = lru_verify};
ITERATOR_METHODS(functools_lru_cache, {"cache_info", 0, 0, false, method_info},
                 {"cache_clear", 0, 0, false, method_clear}, {"__reduce__", 0, 0, false, method_reduce},
                 {"__copy__", -1, -1, false, method_self}, {"__deepcopy__", -1, -1, false, method_self}, {0})

static bool link_release_next(struct heap *h, addr o, addr *reference)
{
    static const uint8_t fields[] = {offsetof(struct lru_link, key), offsetof(struct lru_link, result)};
    return fields_release(h, o, fields, sizeof fields, reference);
}
const struct kind_ops functools_lru_link_ops = {.release_next = link_release_next, .hash = hash_self};
ITERATOR_METHODS(functools_lru_link, {0})

/* ---- cmp_to_key ------------------------------------------------------------------------------------ */

struct compare_key {
    struct object base;
    addr function, object; /* object 0: the function that makes keys */
};
static struct compare_key *compare_key_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

static addr key_of(struct heap *h, addr function, addr object)
{
    addr o = iterator_alloc(h, h->type[KIND_FUNCTOOLS_COMPARE_KEY]);
    if (!o)
        return 0;
    compare_key_at(h, o)->function = incref(h, function);
    compare_key_at(h, o)->object = xincref(h, object);
    object_track(h, o);
    return o;
}

addr compare_key_new(struct heap *h, addr function)
{
    return key_of(h, function, 0);
}

enum heap_status compare_key_run(struct heap *h, addr o, const struct call *call, addr *out)
{
    static const char *const names[] = {"obj"};
    addr object;
    enum heap_status status = arguments_unpack(h, call, "K", names, 1, 1, 1, &object);
    return status == HEAP_OK ? answer(h, key_of(h, compare_key_at(h, o)->function, object), out) : status;
}

enum heap_status compare_keys(struct heap *h, unsigned op, addr a, addr b, addr *out)
{
    addr result;
    if (object_kind(h, b) != KIND_FUNCTOOLS_COMPARE_KEY)
        return raise_error(h, EXC_TYPE_ERROR, "other argument must be K instance");
    addr x = compare_key_at(h, a)->object, y = compare_key_at(h, b)->object;
    addr function = compare_key_at(h, a)->function;
    if (!x || !y || !function)
        return raise_error(h, EXC_ATTRIBUTE_ERROR, "object");
    addr args[] = {incref(h, x), incref(h, y)};
    incref(h, function);
    enum heap_status status = object_call(h, function, args, 2, NULL, NULL, 0, &result);
    decref(h, function);
    decref(h, args[0]);
    decref(h, args[1]);
    if (status != HEAP_OK)
        return status;
    addr zero = int_new(h, 0);
    status = object_compare(h, (enum compare_operator)op, result, zero, out);
    decref(h, zero);
    decref(h, result);
    return status;
}

const struct member_spec compare_key_members[] = {
    {"obj", MEMBER_OBJECT, 0, offsetof(struct compare_key, object)},
    {0},
};

static void compare_key_clear(struct heap *h, addr o)
{
    (void)iterator_end(h, &compare_key_at(h, o)->function);
    (void)iterator_end(h, &compare_key_at(h, o)->object);
}

FIELDS_SLOTS(compare_key, offsetof(struct compare_key, function), offsetof(struct compare_key, object))
extern const struct kind_ops functools_compare_key_ops;
const struct kind_ops functools_compare_key_ops = {.traverse = compare_key_traverse,
                                                   .release_next = compare_key_release_next,
                                                   .clear = compare_key_clear,
                                                   .verify = compare_key_verify};
ITERATOR_METHODS(functools_compare_key, {0})

/* ---- reduce ---------------------------------------------------------------------------------------- */

enum heap_status functools_reduce(struct heap *h, addr function, addr iterable, addr initial, addr *out)
{
    addr it, item, total = xincref(h, initial);
    enum heap_status status = object_iter(h, iterable, &it);
    if (iterator_refused(h, status))
        status = raise_error(h, EXC_TYPE_ERROR, "reduce() arg 2 must support iteration");
    if (status != HEAP_OK) {
        xdecref(h, total);
        return status;
    }
    while ((status = iterator_next(h, it, &item)) == HEAP_OK && item) {
        addr args[] = {total, item};
        total = 0;
        if (args[0]) {
            status = object_call(h, function, args, 2, NULL, NULL, 0, &total);
            decref(h, args[0]);
            decref(h, item);
        } else {
            total = item;
        }
        if (status != HEAP_OK) {
            total = 0;
            break;
        }
    }
    decref(h, it);
    if (status == HEAP_OK && !total)
        status = raise_error(h, EXC_TYPE_ERROR, "reduce() of empty iterable with no initial value");
    if (status == HEAP_OK)
        *out = total;
    else
        xdecref(h, total);
    return status;
}
