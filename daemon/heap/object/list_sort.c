/* list.sort: a stable, adaptive merge sort. Runs that are in order already are found and used (list_runs.c),
 * and neighbours are merged (list_merge.c) in the order of their powers, as CPython does from 3.11 on
 * ("powersort", Munro and Wild). A program that watches its comparisons sees the same ones as in CPython.
 *
 * While it goes on the list is empty, with -1 allocated: what key functions and comparisons do to it is
 * noticed. On every way out the list has all its items again, in some order.
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/list_sort.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/text.h"

/* ---- comparing two keys -------------------------------------------------------------------------- */

/* The slot of their class first; where that has no answer, the whole of it again (unsafe_object_compare). */
static enum heap_status class_less(const struct sort *s, addr a, addr b, bool *out)
{
    struct heap *h = s->h;
    addr result;
    if (type_slot(h, object_type(h, a), TP_RICHCOMPARE) != s->class)
        return object_less(h, a, b, out);
    enum heap_status status = type_compare(h, COMPARE_LT, a, b, &result);
    if (status != HEAP_OK)
        return status;
    if (!result)
        return object_less(h, a, b, out);
    status = object_truth(h, result, out);
    decref(h, result);
    return status;
}

/* The first items that differ decide (unsafe_tuple_compare). */
static enum heap_status tuple_less(const struct sort *s, addr a, addr b, bool *out)
{
    struct heap *h = s->h;
    size_t n = tuple_length(h, a), m = tuple_length(h, b), i = 0;
    for (bool same = true; i < n && i < m; i++) {
        enum heap_status status = object_equal_or_same(h, tuple_item(h, a, i), tuple_item(h, b, i), &same);
        if (status != HEAP_OK)
            return status;
        if (!same)
            break;
    }
    if (i >= n || i >= m) {
        *out = n < m;
        return HEAP_OK;
    }
    addr x = tuple_item(h, a, i), y = tuple_item(h, b, i);
    return i == 0 && s->first == WORDS_ONE_CLASS ? class_less(s, x, y, out) : object_less(h, x, y, out);
}

enum heap_status sort_less_slowly(const struct sort *s, addr a, addr b, bool *out)
{
    enum heap_status status = loop_check(s->h);
    if (status != HEAP_OK)
        return status;
    if (s->words == WORDS_ONE_CLASS)
        return class_less(s, a, b, out);
    return s->words == WORDS_TUPLES ? tuple_less(s, a, b, out) : object_less(s->h, a, b, out);
}

/* ---- runs and powers ------------------------------------------------------------------------------ */

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
        status = sort_find_run(s, start, &length);
        size_t wanted = s->count - start < least ? s->count - start : least;
        if (status == HEAP_OK && length < wanted) {
            status = sort_lengthen(s, start, length, wanted);
            length = wanted;
        }
        if (status != HEAP_OK)
            break;
        unsigned power = s->depth ? boundary_power(&s->runs[s->depth - 1], length, s->count) : 0;
        while (status == HEAP_OK && s->depth > 1 && s->runs[s->depth - 2].power > power)
            status = sort_merge_at(s, s->depth - 2);
        if (s->depth)
            s->runs[s->depth - 1].power = power;
        s->runs[s->depth++] = (struct run){start, length, 0};
    }
    while (status == HEAP_OK && s->depth > 1) {
        size_t i = s->depth - 2;
        if (i > 0 && s->runs[i - 1].length < s->runs[i + 1].length)
            i--;
        status = sort_merge_at(s, i);
    }
    return status;
}

/* ---- keys that need no objects ------------------------------------------------------------------- */

/* What objects of one class, or tuples that begin with such, are compared by. */
static enum heap_status find_class(struct sort *s, const addr *keys)
{
    struct heap *h = s->h;
    bool tuples = true, same = true;
    addr type = 0;
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < s->count && tuples && status == HEAP_OK; i++) {
        tuples = object_is_exact(h, keys[i], KIND_TUPLE) && tuple_length(h, keys[i]) > 0;
        status = loop_of_items_goes_on(h, i);
    }
    for (size_t i = 0; i < s->count && same && status == HEAP_OK; i++) {
        addr t = object_type(h, tuples ? tuple_item(h, keys[i], 0) : keys[i]);
        same = i == 0 || t == type;
        type = t;
        status = loop_of_items_goes_on(h, i);
    }
    if (status != HEAP_OK)
        return status;
    addr word = same ? type_slot(h, type, TP_RICHCOMPARE) : 0;
    enum sort_words words = word && slot_is_of_class(word) ? WORDS_ONE_CLASS : WORDS_OBJECTS;
    s->class = word;
    s->words = tuples ? WORDS_TUPLES : words;
    s->first = words;
    return HEAP_OK;
}

/* What all keys are, when comparing them can be done without asking the objects: unsafe_latin_compare and its
 * like of listobject.c. */
static enum heap_status common_words(struct heap *h, const addr *keys, size_t count, enum sort_words *out)
{
    *out = WORDS_OBJECTS;
    addr type = object_type(h, keys[0]);
    int64_t n;
    bool ints = type == h->type[KIND_INT], floats = type == h->type[KIND_FLOAT],
         strs = type == h->type[KIND_STR];
    for (size_t i = 0; i < count; i++) {
        if (object_type(h, keys[i]) != type)
            return HEAP_OK;
        ints = ints && (quick_int(h, keys[i], &n) || int_fits(h, keys[i], &n));
        strs = strs && str_is_ascii(h, keys[i]);
        if (loop_of_items_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    *out = ints ? WORDS_INTS : floats ? WORDS_DOUBLES : strs ? WORDS_STRS : WORDS_OBJECTS;
    return HEAP_OK;
}

static addr word_of(const struct heap *h, addr key, enum sort_words words)
{
    int64_t n;
    if (words == WORDS_INTS && (quick_int(h, key, &n) || int_fits(h, key, &n)))
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
    sort_reverse(s, 0, s->count);
}

/* Backwards is forwards from the other end, so that equal items stay in their order. */
static enum heap_status sort_words(struct sort *s, bool reversed)
{
    enum heap_status status = s->words == WORDS_OBJECTS && s->count ? find_class(s, keys_of(s)) : HEAP_OK;
    if (status != HEAP_OK)
        return status;
    if (reversed)
        turn_around(s);
    status = sort_runs(s);
    if (reversed)
        turn_around(s);
    return status;
}

/* Keys are released as they lie when all is sorted, and so stay objects. */
static enum heap_status words_of_keys(struct sort *s, enum sort_words common)
{
    int64_t n;
    s->words = common == WORDS_INTS ? WORDS_SHORT_INTS : common == WORDS_DOUBLES ? WORDS_FLOATS : common;
    for (size_t i = 0; i < s->count && s->words == WORDS_SHORT_INTS; i++) {
        if (!quick_int(s->h, keys_of(s)[i], &n))
            s->words = WORDS_OBJECTS;
        if (loop_of_items_goes_on(s->h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    return HEAP_OK;
}

static enum heap_status sort_by_key(struct sort *s, addr key, bool reversed)
{
    size_t made = 0;
    enum heap_status status = call_keys(s, key, &made);
    enum sort_words words = WORDS_OBJECTS;
    if (status == HEAP_OK && s->count)
        status = common_words(s->h, keys_of(s), s->count, &words);
    if (status == HEAP_OK)
        status = words_of_keys(s, words);
    if (status == HEAP_OK)
        status = sort_words(s, reversed);
    for (size_t i = 0; i < made; i++)
        decref(s->h, keys_of(s)[i]);
    return status;
}

static enum heap_status sort_items(struct sort *s, addr items, bool reversed)
{
    const addr *objects = heap_at(s->h, items);
    if (s->words == WORDS_INTS || s->words == WORDS_DOUBLES)
        for (size_t i = 0; i < s->count; i++) {
            keys_of(s)[i] = word_of(s->h, objects[i], s->words);
            if (loop_of_items_goes_on(s->h, i) != HEAP_OK)
                return HEAP_ABANDONED;
        }
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
    struct sort s = {.h = h, .count = (size_t)saved.size, .min_gallop = MIN_GALLOP};
    if (s.count < 2 && !key)
        return HEAP_OK;
    enum heap_status status = key ? HEAP_OK : common_words(h, list_items(h, l), s.count, &s.words);
    bool beside = key || s.words == WORDS_INTS || s.words == WORDS_DOUBLES;
    if (status == HEAP_OK)
        status = make_arrays(&s, saved.items, beside);
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
