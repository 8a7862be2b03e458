/* Iterators of range: of numbers that fit a machine word, and of any others. Mirrors Objects/rangeobject.c.
 *
 *   up to 3.11   16 index   24 start   32 step   40 len
 *   from 3.12    16 start   24 step   32 len, which count down
 *
 * machine words in range_iterator, references to ints in longrange_iterator. Neither is tracked.
 */
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/int_arithmetic.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/iterator_reduce.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/range.h"

/* The words of either, in the order of the newer layout; `index` is NULL there. */
struct words {
    uint64_t *index, *start, *step, *length;
};

static struct words words_of(const struct heap *h, addr o)
{
    uint64_t *first = heap_at(h, o + 16);
    bool indexed = !h->abi.range_iterator_counts_down;
    return (struct words){indexed ? first : NULL, first + indexed, first + indexed + 1, first + indexed + 2};
}

/* ---- machine words --------------------------------------------------------------------------------- */

static addr make_short(struct heap *h, int64_t start, int64_t step, uint64_t length)
{
    addr o = free_list_object(h, FREE_RANGE_ITERATORS, KIND_RANGE_ITERATOR);
    if (!o)
        return 0;
    struct words w = words_of(h, o);
    *w.start = (uint64_t)start;
    *w.step = (uint64_t)step;
    *w.length = length;
    return o;
}

static enum heap_status range_iterator_next(struct heap *h, addr o, addr *item)
{
    struct words w = words_of(h, o);
    *item = 0;
    if (w.index ? *w.index >= *w.length : *w.length == 0)
        return HEAP_OK;
    addr made = int_new(h, (int64_t)(*w.start + (w.index ? *w.index * *w.step : 0)));
    if (!made)
        return raise_status(h);
    if (w.index) {
        ++*w.index;
    } else {
        *w.start += *w.step;
        --*w.length;
    }
    *item = made;
    return HEAP_OK;
}

/* How many numbers there are, none of which is past a machine word. */
static uint64_t count_of(int64_t start, int64_t stop, int64_t step)
{
    if (step > 0 && start < stop)
        return 1 + ((uint64_t)stop - 1 - (uint64_t)start) / (uint64_t)step;
    if (step < 0 && start > stop)
        return 1 + ((uint64_t)start - 1 - (uint64_t)stop) / (0 - (uint64_t)step);
    return 0;
}

static bool read_short(const struct heap *h, addr range, int64_t *start, int64_t *stop, int64_t *step)
{
    const addr *field = range_fields(h, range);
    return int_fits(h, field[RANGE_START], start) && int_fits(h, field[RANGE_STOP], stop) &&
           int_fits(h, field[RANGE_STEP], step);
}

/* ---- any ints -------------------------------------------------------------------------------------- */

/* All stolen; 0: failed before. */
static addr make_long(struct heap *h, addr start, addr step, addr length)
{
    addr o = start && step && length ? iterator_alloc(h, h->type[KIND_LONGRANGE_ITERATOR]) : 0;
    if (!o) {
        xdecref(h, start);
        xdecref(h, step);
        xdecref(h, length);
        return 0;
    }
    struct words w = words_of(h, o);
    if (w.index)
        *w.index = int_new(h, 0);
    *w.start = start;
    *w.step = step;
    *w.length = length;
    return o;
}

/* The field counts on by 1 or -1; what was there is the caller's. */
static enum heap_status advance(struct heap *h, uint64_t *field, int64_t by, addr *before)
{
    addr one = int_new(h, by), sum = int_add(h, *field, one);
    decref(h, one);
    if (!sum)
        return raise_status(h);
    *before = *field;
    *field = sum;
    return HEAP_OK;
}

static enum heap_status next_by_index(struct heap *h, struct words w, addr *item)
{
    addr product, before = 0;
    if (int_compare(h, *w.index, *w.length) >= 0)
        return HEAP_OK;
    product = int_multiply(h, *w.index, *w.step);
    if (!product)
        return raise_status(h);
    addr made = int_add(h, *w.start, product);
    decref(h, product);
    if (!made)
        return raise_status(h);
    enum heap_status status = advance(h, w.index, 1, &before);
    if (status != HEAP_OK) {
        decref(h, made);
        return status;
    }
    decref(h, before);
    *item = made;
    return HEAP_OK;
}

static enum heap_status next_by_start(struct heap *h, struct words w, addr *item)
{
    addr before = 0;
    if (int_sign(h, *w.length) <= 0)
        return HEAP_OK;
    addr next = int_add(h, *w.start, *w.step);
    if (!next)
        return raise_status(h);
    enum heap_status status = advance(h, w.length, -1, &before);
    if (status != HEAP_OK) {
        decref(h, next);
        return status;
    }
    decref(h, before);
    *item = *w.start;
    *w.start = next;
    return HEAP_OK;
}

static enum heap_status longrange_iterator_next(struct heap *h, addr o, addr *item)
{
    struct words w = words_of(h, o);
    *item = 0;
    return w.index ? next_by_index(h, w, item) : next_by_start(h, w, item);
}

/* ---- iter() and reversed() ------------------------------------------------------------------------- */

addr range_iterator_new(struct heap *h, addr range)
{
    const addr *field = range_fields(h, range);
    int64_t start, stop, step, past;
    if (read_short(h, range, &start, &stop, &step)) {
        uint64_t count = count_of(start, stop, step);
        /* the step behind the last number must fit as well */
        bool fits = count <= INT64_MAX &&
                    (count == 0 || !__builtin_add_overflow(stop, step > 0 ? step - 1 : step + 1, &past));
        if (fits)
            return make_short(h, start, step, count);
    }
    return make_long(h, incref(h, field[RANGE_START]), incref(h, field[RANGE_STEP]),
                     incref(h, field[RANGE_LENGTH]));
}

addr range_reverse_iterator_new(struct heap *h, addr range)
{
    const addr *field = range_fields(h, range);
    int64_t start, stop, step, past;
    if (read_short(h, range, &start, &stop, &step) && step != INT64_MIN &&
        !__builtin_sub_overflow(start, step, &past)) {
        uint64_t count = count_of(start, stop, step);
        if (count <= INT64_MAX)
            return make_short(h, (int64_t)((uint64_t)past + count * (uint64_t)step), -step, count);
    }
    addr one = int_new(h, 1), zero = int_new(h, 0), length = incref(h, field[RANGE_LENGTH]);
    addr last = int_subtract(h, length, one), step_back = last ? int_subtract(h, zero, field[RANGE_STEP]) : 0;
    addr from = step_back ? range_item(h, range, last) : 0;
    xdecref(h, last);
    decref(h, one);
    decref(h, zero);
    return make_long(h, from, step_back, length);
}

enum heap_status range_iter(struct heap *h, addr o, addr *out)
{
    return answer(h, range_iterator_new(h, o), out);
}

enum heap_status range_method_reversed(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, range_reverse_iterator_new(h, call->self), out);
}

/* ---- methods --------------------------------------------------------------------------------------- */

static enum heap_status hint(struct heap *h, const struct call *call, addr *out)
{
    struct words w = words_of(h, call->self);
    return answer_int(h, (int64_t)(*w.length - (w.index ? *w.index : 0)), out);
}

static enum heap_status long_hint(struct heap *h, const struct call *call, addr *out)
{
    struct words w = words_of(h, call->self);
    return answer(h, w.index ? int_subtract(h, *w.length, *w.index) : incref(h, *w.length), out);
}

static enum heap_status setstate(struct heap *h, const struct call *call, addr *out)
{
    struct words w = words_of(h, call->self);
    int64_t n;
    if (int_is_kind(h, call->args[0]) && !int_fits(h, call->args[0], &n))
        return raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C long");
    enum heap_status status = int_argument(h, call->args[0], &n);
    if (status != HEAP_OK)
        return status;
    uint64_t at = n < 0 ? 0 : (uint64_t)n > *w.length ? *w.length : (uint64_t)n;
    if (w.index) {
        *w.index = at;
    } else {
        *w.start += at * *w.step;
        *w.length -= at;
    }
    return answer_none(h, HEAP_OK, out);
}

/* *new*: start + n * step. */
static addr number_at(struct heap *h, addr start, addr step, addr n)
{
    addr product = int_multiply(h, n, step), sum = product ? int_add(h, start, product) : 0;
    xdecref(h, product);
    return sum;
}

/* (iter, (range(start, stop, step),), index): stop and index are taken over, 0 where making them has failed.
 */
static enum heap_status reduce_range(struct heap *h, addr start, addr stop, addr step, addr index, addr *out)
{
    addr range = stop && index ? range_new(h, start, stop, step) : 0;
    xdecref(h, stop);
    return reduce_by(h, NAME_ITER_FUNCTION, reduce_tuple(h, range), index, out);
}

static enum heap_status reduce(struct heap *h, const struct call *call, addr *out)
{
    struct words w = words_of(h, call->self);
    addr start = int_new(h, (int64_t)*w.start),
         stop = start ? int_new(h, (int64_t)(*w.start + *w.length * *w.step)) : 0,
         step = stop ? int_new(h, (int64_t)*w.step) : 0;
    addr index = step ? w.index ? int_new(h, (int64_t)*w.index) : incref(h, none(h)) : 0;
    enum heap_status status = reduce_range(h, start, stop, step, index, out);
    xdecref(h, start);
    xdecref(h, step);
    return status;
}

static enum heap_status long_reduce(struct heap *h, const struct call *call, addr *out)
{
    struct words w = words_of(h, call->self);
    addr stop = number_at(h, *w.start, *w.step, *w.length);
    return reduce_range(h, *w.start, stop, *w.step, incref(h, w.index ? *w.index : none(h)), out);
}

/* Counts down from where it is: `n` of what is left are given out. */
static enum heap_status skip(struct heap *h, struct words w, addr n)
{
    addr start = number_at(h, *w.start, *w.step, n), length = start ? int_subtract(h, *w.length, n) : 0;
    if (!length) {
        xdecref(h, start);
        return raise_status(h);
    }
    object_replace(h, w.start, start);
    object_replace(h, w.length, length);
    return HEAP_OK;
}

static enum heap_status long_setstate(struct heap *h, const struct call *call, addr *out)
{
    struct words w = words_of(h, call->self);
    addr n = call->args[0], zero = int_new(h, 0), unused; /* comparing says what is wrong with it */
    if (!int_is_kind(h, n)) {
        enum heap_status status = object_compare(h, COMPARE_LT, n, zero, &unused);
        if (status == HEAP_OK) {
            decref(h, unused);
            status = raise_not_int(h, n);
        }
        decref(h, zero);
        return status;
    }
    addr at = int_sign(h, n) < 0 ? zero : int_compare(h, n, *w.length) > 0 ? *w.length : n;
    incref(h, at);
    decref(h, zero);
    enum heap_status status = HEAP_OK;
    if (w.index) {
        object_replace(h, w.index, at);
    } else {
        status = skip(h, w, at);
        decref(h, at);
    }
    return answer_none(h, status, out);
}

/* ---- the kinds ------------------------------------------------------------------------------------- */

extern const struct kind_ops range_iterator_ops, longrange_iterator_ops;
extern const struct builtin_method range_iterator_methods[], longrange_iterator_methods[];

const struct kind_ops range_iterator_ops = {
    .hash = hash_self, .iter = iter_self, .next = range_iterator_next};

static size_t reference_count(const struct heap *h)
{
    return h->abi.range_iterator_counts_down ? 3 : 4;
}

/* Ints, which are in no cycle: no tp_traverse in CPython either. */
static void long_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, heap_at(h, o + 16), reference_count(h), 1);
}

static bool long_release_next(struct heap *h, addr o, addr *reference)
{
    static const uint8_t offsets[] = {16, 24, 32, 40};
    return fields_release(h, o, offsets, reference_count(h), reference);
}

static const char *long_verify(const struct heap *h, addr o)
{
    const addr *fields = heap_at(h, o + 16);
    for (size_t i = 0; i < reference_count(h); i++)
        if (!object_exists(h, fields[i]) || !int_is_kind(h, fields[i]))
            return "an iterator of a range whose numbers are not ints";
    return NULL;
}

const struct kind_ops longrange_iterator_ops = {.traverse = long_traverse,
                                                .release_next = long_release_next,
                                                .hash = hash_self,
                                                .iter = iter_self,
                                                .next = longrange_iterator_next,
                                                .verify = long_verify};

const struct builtin_method range_iterator_methods[] = {
    {"__length_hint__", 0, 0, false, hint},
    {"__reduce__", 0, 0, 0, reduce},
    {"__setstate__", 1, 1, false, setstate},
    {0},
};
const struct builtin_method longrange_iterator_methods[] = {
    {"__length_hint__", 0, 0, false, long_hint},
    {"__reduce__", 0, 0, 0, long_reduce},
    {"__setstate__", 1, 1, false, long_setstate},
    {0},
};
