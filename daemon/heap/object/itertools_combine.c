/* itertools: product, permutations and combinations with and without replacement.
 *
 * - product: 16 pools, 24 indices, 32 result, 40 stopped, 44 stale
 * - combinations (and ..._with_replacement): 16 pool, 24 indices, 32 result, 40 r, 48 stopped, 52 stale
 * - permutations: 16 pool, 24 indices, 32 cycles, 40 result, 48 r, 56 stopped, 60 stale
 *
 * indices and cycles are blocks of machine words. The result is the tuple given out last, changed in place
 * when nobody has kept it. When the run is given up meanwhile, the indices are those of what was given out
 * last again, and the result is stale: its items are put right when the next one is asked for.
 */
#include "daemon/heap/memory.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/itertools_fields.h"
#include "daemon/heap/object/itertools_kinds.h"
#include "daemon/heap/object/itertools_reduce.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/sequence.h"

/* ---- what they share --------------------------------------------------------------------------------- */

/* A block of `count` words, 0 raised. One of none is a block all the same. */
static addr words_new(struct heap *h, size_t count)
{
    if (count > REGION_LIMIT_MAX / sizeof(int64_t)) {
        (void)raise_memory(h);
        return 0;
    }
    return memory_alloc_zero(h, count ? count * sizeof(int64_t) : 1);
}

static int64_t *words_at(const struct heap *h, addr block)
{
    return heap_at(h, block);
}

/* The result becomes a tuple that nobody else has. */
static enum heap_status own_result(struct heap *h, addr *field, size_t count)
{
    if (object_refcount(h, *field) == 1) {
        result_recycled(h, *field);
        return HEAP_OK;
    }
    addr copy = tuple_from(h, tuple_items(h, *field), count);
    if (!copy)
        return raise_status(h);
    object_replace(h, field, copy);
    return HEAP_OK;
}

static void set_item(struct heap *h, addr result, size_t i, addr item)
{
    object_replace(h, &tuple_items(h, result)[i], incref(h, item));
}

/* The first result: an item of the pool for each index. */
static addr first_result(struct heap *h, addr pool, const int64_t *indices, size_t count)
{
    addr t = tuple_new(h, count);
    if (!t)
        return 0;
    for (size_t i = 0; i < count; i++) {
        tuple_init(h, t, i, incref(h, tuple_item(h, pool, (size_t)indices[i])));
        if (loop_of_items_goes_on(h, i) != HEAP_OK) {
            decref(h, t);
            return 0;
        }
    }
    tuple_done(h, t);
    return t;
}

/* The items from `from` on of the result, *new* to the caller, as the indices say now. */
static enum heap_status refresh(struct heap *h, addr *field, addr pool, const int64_t *indices, size_t from,
                                size_t count, addr *item)
{
    addr result = incref(h, *field); /* what is replaced may run code */
    for (size_t i = from; i < count; i++) {
        set_item(h, result, i, tuple_item(h, pool, (size_t)indices[i]));
        if (loop_of_items_goes_on(h, i) != HEAP_OK) {
            decref(h, result);
            return HEAP_ABANDONED;
        }
    }
    *item = result;
    return HEAP_OK;
}

/* A result that is nobody else's, with the items that the indices say. */
static enum heap_status current_result(struct heap *h, addr *field, int32_t *stale, addr pool,
                                       const int64_t *indices, size_t count)
{
    addr result;
    enum heap_status status = own_result(h, field, count);
    if (status != HEAP_OK || !*stale)
        return status;
    status = refresh(h, field, pool, indices, 0, count, &result);
    if (status != HEAP_OK)
        return status;
    *stale = 0;
    decref(h, result);
    return HEAP_OK;
}

/* first, first + step ... up to so many. */
static enum heap_status count_up(struct heap *h, addr words, int64_t first, int64_t step, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        words_at(h, words)[i] = first + (int64_t)i * step;
        if (loop_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    return HEAP_OK;
}

static enum heap_status give(struct heap *h, addr result, addr *item)
{
    *item = incref(h, result);
    return HEAP_OK;
}

/* ---- combinations, with replacement or without ------------------------------------------------------- */

static enum heap_status combinations_make(struct heap *h, addr type, addr iterable, int64_t r, bool replacing,
                                          addr *out)
{
    addr pool = tuple_from_iterable(h, iterable);
    if (!pool)
        return raise_status(h);
    if (r < 0) {
        decref(h, pool);
        return raise_error(h, EXC_VALUE_ERROR, "r must be non-negative");
    }
    addr indices = words_new(h, (size_t)r);
    bool counted = indices && count_up(h, indices, 0, !replacing, (size_t)r) == HEAP_OK;
    addr o = counted ? iterator_alloc(h, type) : 0;
    if (!o) {
        decref(h, pool);
        memory_free(h, indices);
        return raise_status(h);
    }
    struct combinations *c = combinations_at(h, o);
    int64_t n = (int64_t)tuple_length(h, pool);
    c->pool = pool;
    c->indices = indices;
    c->r = r;
    c->stopped = replacing ? n == 0 && r > 0 : r > n;
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

static enum heap_status combinations_call(struct heap *h, addr type, const struct call *call,
                                          const char *name, bool replacing, addr *out)
{
    static const char *const names[] = {"iterable", "r"};
    addr values[2];
    int64_t r;
    enum heap_status status = arguments_unpack(h, call, name, names, 2, 2, 2, values);
    if (status == HEAP_OK)
        status = int_argument(h, values[1], &r);
    return status == HEAP_OK ? combinations_make(h, type, values[0], r, replacing, out) : status;
}

enum heap_status itertools_combinations_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    return combinations_call(h, type, call, "combinations", false, out);
}
enum heap_status itertools_combinations_with_replacement_call(struct heap *h, addr type,
                                                              const struct call *call, addr *out)
{
    return combinations_call(h, type, call, "combinations_with_replacement", true, out);
}

/* From the right, the first index that is not as large as it gets grows by one, and those behind it begin
 * anew: -1 when there is none, else where that was. */
static int64_t combinations_advance(const struct heap *h, struct combinations *c, bool replacing)
{
    int64_t *indices = words_at(h, c->indices), n = (int64_t)tuple_length(h, c->pool), i = c->r - 1;
    while (i >= 0 && indices[i] == (replacing ? n - 1 : i + n - c->r))
        i--;
    if (i < 0)
        return -1;
    indices[i]++;
    for (int64_t j = i + 1; j < c->r; j++)
        indices[j] = indices[j - 1] + !replacing;
    return i;
}

/* Back to before combinations_advance(), which answered `i`. */
static void combinations_retreat(const struct heap *h, struct combinations *c, bool replacing, int64_t i)
{
    int64_t *indices = words_at(h, c->indices), n = (int64_t)tuple_length(h, c->pool);
    indices[i]--;
    for (int64_t j = i + 1; j < c->r; j++)
        indices[j] = replacing ? n - 1 : j + n - c->r;
}

static enum heap_status combinations_next(struct heap *h, addr o, bool replacing, addr *item)
{
    struct combinations *c = combinations_at(h, o);
    *item = 0;
    if (c->stopped)
        return HEAP_OK;
    if (!c->result) {
        addr first = first_result(h, c->pool, words_at(h, c->indices), (size_t)c->r);
        if (!first)
            return raise_status(h);
        c->result = first;
        return give(h, first, item);
    }
    enum heap_status status =
        current_result(h, &c->result, &c->stale, c->pool, words_at(h, c->indices), (size_t)c->r);
    if (status != HEAP_OK)
        return status;
    int64_t from = combinations_advance(h, c, replacing);
    if (from < 0) {
        c->stopped = 1;
        return HEAP_OK;
    }
    status = refresh(h, &c->result, c->pool, words_at(h, c->indices), (size_t)from, (size_t)c->r, item);
    if (status != HEAP_OK) {
        combinations_retreat(h, c, replacing, from);
        c->stale = 1;
    }
    return status;
}

static enum heap_status itertools_combinations_next(struct heap *h, addr o, addr *item)
{
    return combinations_next(h, o, false, item);
}
static enum heap_status itertools_combinations_with_replacement_next(struct heap *h, addr o, addr *item)
{
    return combinations_next(h, o, true, item);
}

static void combinations_free_storage(struct heap *h, addr o)
{
    if (combinations_at(h, o)->indices)
        memory_free(h, combinations_at(h, o)->indices);
    combinations_at(h, o)->indices = 0;
}
static size_t combinations_storage(const struct heap *h, addr o, addr blocks[4])
{
    blocks[0] = combinations_at(h, o)->indices;
    return 1;
}
static size_t combinations_size(const struct heap *h, addr o)
{
    return (size_t)type_at(h, object_type(h, o))->basicsize +
           (size_t)combinations_at(h, o)->r * sizeof(int64_t);
}

FIELDS_SLOTS(combinations, offsetof(struct combinations, pool), offsetof(struct combinations, result))
#define COMBINATIONS(prefix, setting)                                                                        \
    ITERATOR_OPS(prefix, combinations, .free_storage = combinations_free_storage,                            \
                 .storage = combinations_storage, .size = combinations_size)                                 \
    ITERATOR_METHODS(prefix, REDUCES(combinations), SETS_STATE(setting),                                     \
                     {"__sizeof__", 0, 0, 0, method_own_sizeof}, {0})
COMBINATIONS(itertools_combinations, combinations)
COMBINATIONS(itertools_combinations_with_replacement, replacing)

/* ---- permutations ------------------------------------------------------------------------------------ */

static enum heap_status read_r(struct heap *h, addr value, int64_t n, int64_t *r)
{
    *r = n;
    if (!value || value == none(h))
        return HEAP_OK;
    if (!int_is_kind(h, value))
        return raise_error(h, EXC_TYPE_ERROR, "Expected int as r");
    enum heap_status status = int_argument(h, value, r);
    if (status == HEAP_OK && *r < 0)
        status = raise_error(h, EXC_VALUE_ERROR, "r must be non-negative");
    return status;
}

/* The pool is stolen. */
static enum heap_status permutations_make(struct heap *h, addr type, addr pool, int64_t r, addr *out)
{
    int64_t n = (int64_t)tuple_length(h, pool);
    addr indices = words_new(h, (size_t)n), cycles = indices ? words_new(h, (size_t)r) : 0;
    bool counted = cycles && count_up(h, indices, 0, 1, (size_t)n) == HEAP_OK &&
                   count_up(h, cycles, n, -1, (size_t)r) == HEAP_OK;
    addr o = counted ? iterator_alloc(h, type) : 0;
    if (!o) {
        decref(h, pool);
        memory_free(h, indices);
        memory_free(h, cycles);
        return raise_status(h);
    }
    struct permutations *p = permutations_at(h, o);
    p->pool = pool;
    p->indices = indices;
    p->cycles = cycles;
    p->r = r;
    p->stopped = r > n;
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

enum heap_status itertools_permutations_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    static const char *const names[] = {"iterable", "r"};
    addr values[2];
    int64_t r;
    enum heap_status status = arguments_unpack(h, call, "permutations", names, 2, 1, 2, values);
    if (status != HEAP_OK)
        return status;
    addr pool = tuple_from_iterable(h, values[0]);
    if (!pool)
        return raise_status(h);
    status = read_r(h, values[1], (int64_t)tuple_length(h, pool), &r);
    if (status == HEAP_OK)
        return permutations_make(h, type, pool, r, out);
    decref(h, pool);
    return status;
}

static void exchange(int64_t *a, int64_t *b)
{
    int64_t kept = *a;
    *a = *b;
    *b = kept;
}

static void reverse(int64_t *words, int64_t from, int64_t to)
{
    for (; from < --to; from++)
        exchange(&words[from], &words[to]);
}

/* Decrements the rightmost cycle that does not roll over: where the result changes from, -1 after the last.
 * Each that rolls over, from the right, puts its index behind all others: together they are behind those that
 * are not in the result, in reverse. */
static int64_t permutations_advance(const struct heap *h, struct permutations *p)
{
    int64_t *indices = words_at(h, p->indices), *cycles = words_at(h, p->cycles),
            n = (int64_t)tuple_length(h, p->pool), rolled = p->r;
    for (; rolled > 0 && cycles[rolled - 1] == 1; rolled--)
        cycles[rolled - 1] = n - rolled + 1;
    reverse(indices, rolled, n);
    reverse(indices, rolled, rolled + n - p->r);
    int64_t i = rolled - 1;
    if (i >= 0)
        exchange(&indices[i], &indices[n - --cycles[i]]);
    return i;
}

/* Back to before permutations_advance(), which answered `i`. */
static void permutations_retreat(const struct heap *h, struct permutations *p, int64_t i)
{
    int64_t *indices = words_at(h, p->indices), *cycles = words_at(h, p->cycles),
            n = (int64_t)tuple_length(h, p->pool), rolled = i + 1;
    exchange(&indices[i], &indices[n - cycles[i]++]);
    reverse(indices, rolled, rolled + n - p->r);
    reverse(indices, rolled, n);
    for (int64_t j = rolled; j < p->r; j++)
        cycles[j] = 1;
}

static enum heap_status itertools_permutations_next(struct heap *h, addr o, addr *item)
{
    struct permutations *p = permutations_at(h, o);
    *item = 0;
    if (p->stopped)
        return HEAP_OK;
    if (!p->result) {
        addr first = first_result(h, p->pool, words_at(h, p->indices), (size_t)p->r);
        if (!first)
            return raise_status(h);
        p->result = first;
        return give(h, first, item);
    }
    enum heap_status status = tuple_length(h, p->pool) ? current_result(h, &p->result, &p->stale, p->pool,
                                                                        words_at(h, p->indices), (size_t)p->r)
                                                       : HEAP_OK;
    if (status != HEAP_OK)
        return status;
    int64_t from = permutations_advance(h, p);
    if (from < 0) {
        p->stopped = 1;
        return HEAP_OK;
    }
    status = refresh(h, &p->result, p->pool, words_at(h, p->indices), (size_t)from, (size_t)p->r, item);
    if (status != HEAP_OK) {
        permutations_retreat(h, p, from);
        p->stale = 1;
    }
    return status;
}

static void permutations_free_storage(struct heap *h, addr o)
{
    struct permutations *p = permutations_at(h, o);
    if (p->indices)
        memory_free(h, p->indices);
    if (p->cycles)
        memory_free(h, p->cycles);
    p->indices = p->cycles = 0;
}
static size_t permutations_storage(const struct heap *h, addr o, addr blocks[4])
{
    blocks[0] = permutations_at(h, o)->indices;
    blocks[1] = permutations_at(h, o)->cycles;
    return 2;
}
static size_t permutations_size(const struct heap *h, addr o)
{
    const struct permutations *p = permutations_at(h, o);
    return (size_t)type_at(h, object_type(h, o))->basicsize +
           (tuple_length(h, p->pool) + (size_t)p->r) * sizeof(int64_t);
}

FIELDS_SLOTS(permutations, offsetof(struct permutations, pool), offsetof(struct permutations, result))
ITERATOR_OPS(itertools_permutations, permutations, .free_storage = permutations_free_storage,
             .storage = permutations_storage, .size = permutations_size)
ITERATOR_METHODS(itertools_permutations, REDUCES(permutations), SETS_STATE(permutations),
                 {"__sizeof__", 0, 0, 0, method_own_sizeof}, {0})

/* ---- product ----------------------------------------------------------------------------------------- */

static enum heap_status read_repeat(struct heap *h, const struct call *call, int64_t *repeat)
{
    static const char *const names[] = {"repeat"};
    struct call keywords = {.kwnames = call->kwnames, .kwvalues = call->kwvalues, .kwcount = call->kwcount};
    addr value;
    *repeat = 1;
    if (call->kwcount > 1)
        return raise_error(h, EXC_TYPE_ERROR, "product() takes at most 1 keyword argument (%zu given)",
                           call->kwcount);
    enum heap_status status = arguments_bind(h, &keywords, "product", names, 1, &value);
    if (status == HEAP_OK && value)
        status = int_argument(h, value, repeat);
    if (status == HEAP_OK && *repeat < 0)
        status = raise_error(h, EXC_VALUE_ERROR, "repeat argument cannot be negative");
    if (status == HEAP_OK && *repeat && call->count > (size_t)INT64_MAX / sizeof(int64_t) / (size_t)*repeat)
        status = raise_error(h, EXC_OVERFLOW_ERROR, "repeat argument too large");
    return status;
}

/* *new*: the pools, each as often as it is to be repeated. */
static addr make_pools(struct heap *h, const struct call *call, int64_t repeat)
{
    size_t given = repeat ? call->count : 0, count = given * (size_t)repeat;
    addr pools = tuple_new(h, count);
    if (!pools || count == 0)
        return pools;
    for (size_t i = 0; i < count; i++) {
        addr pool =
            i < given ? tuple_from_iterable(h, call->args[i]) : incref(h, tuple_item(h, pools, i - given));
        if (!pool) {
            decref(h, pools);
            return 0;
        }
        tuple_init(h, pools, i, pool);
        if (loop_of_items_goes_on(h, i) != HEAP_OK) {
            decref(h, pools);
            return 0;
        }
    }
    tuple_done(h, pools);
    return pools;
}

enum heap_status itertools_product_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    int64_t repeat;
    enum heap_status status = read_repeat(h, call, &repeat);
    if (status != HEAP_OK)
        return status;
    addr indices = words_new(h, repeat ? call->count * (size_t)repeat : 0);
    addr pools = indices ? make_pools(h, call, repeat) : 0, o = pools ? iterator_alloc(h, type) : 0;
    if (!o) {
        if (indices)
            memory_free(h, indices);
        xdecref(h, pools);
        return raise_status(h);
    }
    product_at(h, o)->pools = pools;
    product_at(h, o)->indices = indices;
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

/* The first item of each pool; *result 0: one of them is empty. */
static enum heap_status product_first(struct heap *h, addr pools, addr *result)
{
    size_t count = tuple_length(h, pools);
    addr t = tuple_new(h, count);
    *result = 0;
    if (!t)
        return raise_status(h);
    for (size_t i = 0; i < count; i++) {
        addr pool = tuple_item(h, pools, i);
        bool empty = tuple_length(h, pool) == 0;
        if (!empty)
            tuple_init(h, t, i, incref(h, tuple_item(h, pool, 0)));
        enum heap_status status = loop_of_items_goes_on(h, i);
        if (empty || status != HEAP_OK) {
            decref(h, t);
            return status;
        }
    }
    tuple_done(h, t);
    *result = t;
    return HEAP_OK;
}

/* All from `from` on have rolled over: they are what they were before, which the result is not. */
static void product_retreat(struct heap *h, struct product *p, size_t from)
{
    for (size_t i = from; i < tuple_length(h, p->pools); i++)
        words_at(h, p->indices)[i] = (int64_t)tuple_length(h, tuple_item(h, p->pools, i)) - 1;
    p->stale = 1;
}

/* A stale result gets the items that the indices say. */
static enum heap_status product_refresh(struct heap *h, struct product *p, addr result)
{
    for (size_t i = 0; p->stale && i < tuple_length(h, p->pools); i++) {
        set_item(h, result, i, tuple_item(h, tuple_item(h, p->pools, i), (size_t)words_at(h, p->indices)[i]));
        if (loop_of_items_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    p->stale = 0;
    return HEAP_OK;
}

/* The indices from the right on, into the result as far as they change. *over: all have rolled over. */
static enum heap_status product_advance(struct heap *h, struct product *p, addr result, bool *over)
{
    *over = false;
    for (size_t i = tuple_length(h, p->pools); i-- > 0;) {
        addr pool = tuple_item(h, p->pools, i);
        int64_t *index = &words_at(h, p->indices)[i];
        bool rolled = ++*index == (int64_t)tuple_length(h, pool);
        if (rolled)
            *index = 0;
        set_item(h, result, i, tuple_item(h, pool, (size_t)*index));
        if (!rolled)
            return HEAP_OK;
        if (loop_of_items_goes_on(h, i) != HEAP_OK) {
            product_retreat(h, p, i);
            return HEAP_ABANDONED;
        }
    }
    *over = true;
    return HEAP_OK;
}

static enum heap_status itertools_product_next(struct heap *h, addr o, addr *item)
{
    struct product *p = product_at(h, o);
    enum heap_status status;
    *item = 0;
    if (p->stopped)
        return HEAP_OK;
    if (!p->result) {
        status = product_first(h, p->pools, &p->result);
        p->stopped = status == HEAP_OK && !p->result;
        return p->result ? give(h, p->result, item) : status;
    }
    status = own_result(h, &p->result, tuple_length(h, p->pools));
    if (status != HEAP_OK)
        return status;
    addr result = incref(h, p->result);
    bool over = false;
    status = product_refresh(h, p, result);
    if (status == HEAP_OK)
        status = product_advance(h, p, result, &over);
    if (status == HEAP_OK && !over) {
        *item = result;
        return HEAP_OK;
    }
    p->stopped = over;
    decref(h, result);
    return status;
}

static void product_free_storage(struct heap *h, addr o)
{
    if (product_at(h, o)->indices)
        memory_free(h, product_at(h, o)->indices);
    product_at(h, o)->indices = 0;
}
static size_t product_storage(const struct heap *h, addr o, addr blocks[4])
{
    blocks[0] = product_at(h, o)->indices;
    return 1;
}
static size_t product_size(const struct heap *h, addr o)
{
    return (size_t)type_at(h, object_type(h, o))->basicsize +
           tuple_length(h, product_at(h, o)->pools) * sizeof(int64_t);
}

FIELDS_SLOTS(product, offsetof(struct product, pools), offsetof(struct product, result))
ITERATOR_OPS(itertools_product, product, .free_storage = product_free_storage, .storage = product_storage,
             .size = product_size)
ITERATOR_METHODS(itertools_product, REDUCES(product), SETS_STATE(product),
                 {"__sizeof__", 0, 0, 0, method_own_sizeof}, {0})
