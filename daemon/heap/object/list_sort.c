/* list.sort: a stable, adaptive merge sort. Runs that are in order already are found and used (descending
 * ones are turned around), short ones are made longer by binary insertion, and neighbours are merged in the
 * order of their powers, as CPython does from 3.11 on ("powersort", Munro and Wild); a merge begins where the
 * runs really overlap.
 *
 * While it goes on the list is empty, with -1 allocated: what key functions and comparisons do to it is
 * noticed. On every way out the list has all its items again, in some order.
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/text.h"

struct run {
    size_t start, length;
    unsigned power; /* of the boundary to the next run */
};

#define RUNS_MAX 65

/* What the words of the keys' array are. */
enum sort_words { WORDS_OBJECTS, WORDS_STRS, WORDS_INTS, WORDS_DOUBLES };

struct sort {
    struct heap *h;
    enum sort_words words;
    addr keys, values; /* arrays: what is compared, and what moves with it (0: the keys are the items) */
    addr spare;        /* as long as both */
    size_t count;
    struct run runs[RUNS_MAX];
    size_t depth;
};

static addr *keys_of(const struct sort *s)
{
    return heap_at(s->h, s->keys);
}
static addr *values_of(const struct sort *s)
{
    return s->values ? heap_at(s->h, s->values) : NULL;
}
static addr *spare_keys(const struct sort *s)
{
    return heap_at(s->h, s->spare);
}
static addr *spare_values(const struct sort *s)
{
    return s->values ? spare_keys(s) + s->count : NULL;
}

/* Two strs of ASCII: their characters follow the short header, their length is at 16. */
static inline bool ascii_less(const struct heap *h, addr a, addr b)
{
    size_t n = HEAP_FIELD(h, a, 16, size_t), m = HEAP_FIELD(h, b, 16, size_t),
           header = h->abi.str_ascii_header;
    int order = memcmp(heap_at(h, a + header), heap_at(h, b + header), n < m ? n : m);
    return order ? order < 0 : n < m;
}

static double double_of(addr word)
{
    double d;
    memcpy(&d, &word, sizeof d);
    return d;
}

static inline enum heap_status less(const struct sort *s, addr a, addr b, bool *out)
{
    if (s->words == WORDS_INTS) {
        *out = (int64_t)a < (int64_t)b;
        return HEAP_OK;
    }
    if (s->words == WORDS_DOUBLES) {
        *out = double_of(a) < double_of(b);
        return HEAP_OK;
    }
    if (s->words == WORDS_STRS) {
        *out = ascii_less(s->h, a, b);
        return HEAP_OK;
    }
    enum heap_status status = loop_check(s->h);
    return status == HEAP_OK ? object_less(s->h, a, b, out) : status;
}

/* ---- runs ---------------------------------------------------------------------------------------- */

static void reverse(addr *items, size_t count)
{
    for (size_t i = 0; items && i < count / 2; i++) {
        addr item = items[i];
        items[i] = items[count - 1 - i];
        items[count - 1 - i] = item;
    }
}

/* The run that begins at `start`: ascending, or made so from strictly descending. */
static enum heap_status find_run(struct sort *s, size_t start, size_t *length)
{
    const addr *keys = keys_of(s);
    bool down = false, step;
    size_t end = start + 1;
    for (; end < s->count; end++) {
        enum heap_status status = less(s, keys[end], keys[end - 1], &step);
        if (status != HEAP_OK)
            return status;
        if (end == start + 1)
            down = step;
        else if (step != down)
            break;
    }
    *length = end - start;
    if (down) {
        reverse(keys_of(s) + start, *length);
        reverse(s->values ? values_of(s) + start : NULL, *length);
    }
    return HEAP_OK;
}

/* The first place in [low, high) whose key is greater than `key` (after = true), or not less than it. */
static enum heap_status bisect(const struct sort *s, addr key, size_t low, size_t high, bool after,
                               size_t *place)
{
    const addr *keys = keys_of(s);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool step;
        enum heap_status status =
            after ? less(s, key, keys[middle], &step) : less(s, keys[middle], key, &step);
        if (status != HEAP_OK)
            return status;
        if (after == step)
            high = middle;
        else
            low = middle + 1;
    }
    *place = low;
    return HEAP_OK;
}

static void move_to(addr *items, size_t from, size_t to)
{
    addr item = items[from];
    memmove(items + to + 1, items + to, (from - to) * sizeof *items);
    items[to] = item;
}

/* Makes the run at `start` longer, to `wanted`, by putting what follows in its place. */
static enum heap_status lengthen(struct sort *s, size_t start, size_t length, size_t wanted)
{
    for (size_t i = start + length; i < start + wanted; i++) {
        size_t place;
        enum heap_status status = bisect(s, keys_of(s)[i], start, i, true, &place);
        if (status != HEAP_OK)
            return status;
        move_to(keys_of(s), i, place);
        if (s->values)
            move_to(values_of(s), i, place);
    }
    return HEAP_OK;
}

/* Between 32 and 64: the number of runs is a power of two, or a little less. */
static size_t shortest_run(size_t count)
{
    size_t odd = 0;
    while (count >= 64) {
        odd |= count & 1;
        count >>= 1;
    }
    return count + odd;
}

/* ---- merging ------------------------------------------------------------------------------------- */

/* Merges [low, middle) and [middle, high): the left one moves to the spare array, and back in order. */
static enum heap_status merge(struct sort *s, size_t low, size_t middle, size_t high)
{
    size_t left = middle - low, i = 0, j = middle, to = low;
    addr *keys = keys_of(s), *values = values_of(s), *spare = spare_keys(s), *extra = spare_values(s);
    enum heap_status status = HEAP_OK;
    memcpy(spare, keys + low, left * sizeof *keys);
    if (values)
        memcpy(extra, values + low, left * sizeof *values);
    while (i < left && j < high) {
        bool right;
        status = less(s, keys[j], spare[i], &right);
        if (status != HEAP_OK)
            break;
        if (values)
            values[to] = right ? values[j] : extra[i];
        keys[to++] = right ? keys[j++] : spare[i++];
    }
    memcpy(keys + to, spare + i,
           (left - i) * sizeof *keys); /* what is left of the right one is where it belongs */
    if (values)
        memcpy(values + to, extra + i, (left - i) * sizeof *values);
    return status;
}

/* The two topmost runs become one. */
static enum heap_status merge_top(struct sort *s)
{
    struct run *a = &s->runs[s->depth - 2], *b = a + 1;
    size_t low, high;
    enum heap_status status = loop_check(s->h);
    if (status == HEAP_OK)
        status = bisect(s, keys_of(s)[b->start], a->start, b->start, true, &low);
    if (status == HEAP_OK && low < b->start) {
        status = bisect(s, keys_of(s)[b->start - 1], b->start, b->start + b->length, false, &high);
        if (status == HEAP_OK)
            status = merge(s, low, b->start, high);
    }
    a->length += b->length;
    s->depth--;
    return status;
}

/* The power of the boundary between two runs: the depth of its node in a perfectly balanced tree of merges.
 */
static unsigned boundary_power(const struct run *a, size_t next_length, size_t count)
{
    size_t x = 2 * a->start + a->length, y = x + a->length + next_length;
    for (unsigned power = 1;; power++) {
        if (x >= count) {
            x -= count;
            y -= count;
        } else if (y >= count) {
            return power;
        }
        x <<= 1;
        y <<= 1;
    }
}

static enum heap_status sort_runs(struct sort *s)
{
    size_t least = shortest_run(s->count), length;
    enum heap_status status = HEAP_OK;
    for (size_t start = 0; start < s->count && status == HEAP_OK; start += length) {
        status = find_run(s, start, &length);
        size_t wanted = s->count - start < least ? s->count - start : least;
        if (status == HEAP_OK && length < wanted) {
            status = lengthen(s, start, length, wanted);
            length = wanted;
        }
        if (status != HEAP_OK)
            break;
        unsigned power = s->depth ? boundary_power(&s->runs[s->depth - 1], length, s->count) : 0;
        while (status == HEAP_OK && s->depth > 1 && s->runs[s->depth - 2].power > power)
            status = merge_top(s);
        if (s->depth)
            s->runs[s->depth - 1].power = power;
        s->runs[s->depth++] = (struct run){start, length, 0};
    }
    while (status == HEAP_OK && s->depth > 1)
        status = merge_top(s);
    return status;
}

/* ---- keys that need no objects ------------------------------------------------------------------- */

/* What all keys are, when comparing them can be done without asking the objects: unsafe_latin_compare and its
 * like of listobject.c. */
static enum sort_words common_words(const struct heap *h, const addr *keys, size_t count)
{
    addr type = object_type(h, keys[0]);
    int64_t n;
    bool ints = type == h->type[KIND_INT], floats = type == h->type[KIND_FLOAT],
         strs = type == h->type[KIND_STR];
    for (size_t i = 0; i < count; i++) {
        if (object_type(h, keys[i]) != type)
            return WORDS_OBJECTS;
        ints = ints && int_fits(h, keys[i], &n);
        strs = strs && str_is_ascii(h, keys[i]);
    }
    return ints ? WORDS_INTS : floats ? WORDS_DOUBLES : strs ? WORDS_STRS : WORDS_OBJECTS;
}

static addr word_of(const struct heap *h, addr key, enum sort_words words)
{
    int64_t n;
    if (words == WORDS_INTS && int_fits(h, key, &n))
        return (addr)n;
    double d = float_value(h, key);
    addr word;
    memcpy(&word, &d, sizeof word);
    return word;
}

/* ---- the list ------------------------------------------------------------------------------------ */

static enum heap_status call_keys(struct sort *s, addr key, size_t *made)
{
    for (; *made < s->count; ++*made) {
        addr item = values_of(s)[*made], result;
        enum heap_status status = object_call(s->h, key, &item, 1, NULL, NULL, 0, &result);
        if (status != HEAP_OK)
            return status;
        keys_of(s)[*made] = result;
    }
    return HEAP_OK;
}

static void turn_around(struct sort *s)
{
    reverse(keys_of(s), s->count);
    reverse(values_of(s), s->count);
}

/* Backwards is forwards from the other end, so that equal items stay in their order. */
static enum heap_status sort_words(struct sort *s, bool reversed)
{
    if (reversed)
        turn_around(s);
    enum heap_status status = sort_runs(s);
    if (reversed)
        turn_around(s);
    return status;
}

static enum heap_status sort_by_key(struct sort *s, addr key, bool reversed)
{
    size_t made = 0;
    enum heap_status status = call_keys(s, key, &made);
    if (status == HEAP_OK) {
        enum sort_words words = s->count ? common_words(s->h, keys_of(s), s->count) : WORDS_OBJECTS;
        s->words = words == WORDS_STRS ? WORDS_STRS : WORDS_OBJECTS;
        status = sort_words(s, reversed);
    }
    for (size_t i = 0; i < made; i++)
        decref(s->h, keys_of(s)[i]);
    return status;
}

static enum heap_status sort_items(struct sort *s, addr items, bool reversed)
{
    const addr *objects = heap_at(s->h, items);
    if (s->words == WORDS_INTS || s->words == WORDS_DOUBLES)
        for (size_t i = 0; i < s->count; i++)
            keys_of(s)[i] = word_of(s->h, objects[i], s->words);
    return sort_words(s, reversed);
}

/* The list's own array is sorted in place, as keys, or as values beside an array of keys. */
static enum heap_status make_arrays(struct sort *s, addr items, bool beside)
{
    s->spare = table_alloc(s->h, (beside ? 2 : 1) * s->count * sizeof(addr) + 1);
    s->keys = s->spare && beside ? table_alloc(s->h, s->count * sizeof(addr) + 1) : 0;
    if (!s->spare || (beside && !s->keys)) {
        table_free(s->h, s->spare);
        return raise_memory(s->h);
    }
    s->values = beside ? items : 0;
    s->keys = beside ? s->keys : items;
    return HEAP_OK;
}

enum heap_status list_sort(struct heap *h, addr l, addr key, bool reversed)
{
    struct list_object saved = *list_at(h, l);
    struct sort s = {.h = h, .count = (size_t)saved.size};
    if (s.count < 2 && !key)
        return HEAP_OK;
    if (!key)
        s.words = common_words(h, list_items(h, l), s.count);
    bool beside = key || s.words == WORDS_INTS || s.words == WORDS_DOUBLES;
    enum heap_status status = make_arrays(&s, saved.items, beside);
    if (status != HEAP_OK)
        return status;
    *list_at(h, l) = (struct list_object){saved.base, 0, 0, -1};
    status = key ? sort_by_key(&s, key, reversed) : sort_items(&s, saved.items, reversed);
    struct list_object touched = *list_at(h, l);
    list_at(h, l)->size = saved.size;
    list_at(h, l)->items = saved.items;
    list_at(h, l)->allocated = saved.allocated;
    table_free(h, s.spare);
    table_free(h, beside ? s.keys : 0);
    if (touched.allocated != -1 && status == HEAP_OK)
        status = raise_error(h, EXC_VALUE_ERROR, "list modified during sort");
    for (int64_t i = touched.items ? touched.size : 0; i-- > 0;)
        decref(h, HEAP_FIELD(h, touched.items, (size_t)i * sizeof(addr), addr));
    memory_free(h, touched.items);
    return status;
}
