/* range: start, stop, step and length at offsets 16, 24, 32, 40, all of them ints of any size. Mirrors
 * Objects/rangeobject.c. */
#include "daemon/heap/object/range.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/operator.h"

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/int_arithmetic.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/reduce.h"
#include "daemon/heap/object/slice.h"

/* (high - low - 1) // step + 1 for step > 0 and low < high; any of them may be big. */
static addr count_between(struct heap *h, addr low, addr high, addr step)
{
    addr one = int_new(h, 1), difference = int_subtract(h, high, low), last = 0, steps = 0, count = 0;
    if (difference)
        last = int_subtract(h, difference, one);
    if (last && int_divmod(h, last, step, &steps, NULL) == HEAP_OK)
        count = int_add(h, steps, one);
    xdecref(h, difference);
    xdecref(h, last);
    xdecref(h, steps);
    decref(h, one);
    return count;
}

static addr compute_length(struct heap *h, addr start, addr stop, addr step)
{
    bool down = int_sign(h, step) < 0;
    addr low = down ? stop : start, high = down ? start : stop;
    if (int_compare(h, low, high) >= 0)
        return int_new(h, 0);
    int64_t a, b, s;
    if (int_fits(h, low, &a) && int_fits(h, high, &b) && int_fits(h, step, &s)) {
        uint64_t count = ((uint64_t)b - (uint64_t)a - 1) / (s < 0 ? -(uint64_t)s : (uint64_t)s) + 1;
        if (count <= INT64_MAX)
            return int_new(h, (int64_t)count);
    }
    if (!down)
        return count_between(h, low, high, step);
    addr zero = int_new(h, 0), forward = int_subtract(h, zero, step), count = 0;
    if (forward)
        count = count_between(h, low, high, forward);
    xdecref(h, forward);
    decref(h, zero);
    return count;
}

addr range_new(struct heap *h, addr start, addr stop, addr step)
{
    if (int_sign(h, step) == 0)
        return raise_none(h, EXC_VALUE_ERROR, "range() arg 3 must not be zero");
    if (recursion_is_full(h)) /* CPython compares step and ends as it does any two objects */
        return raise_none(h, EXC_RECURSION_ERROR, "maximum recursion depth exceeded in comparison");
    addr length = compute_length(h, start, stop, step);
    if (!length)
        return 0;
    addr o = free_list_object(h, FREE_RANGES, KIND_RANGE);
    if (!o) {
        decref(h, length);
        return 0;
    }
    addr *field = range_fields(h, o);
    field[RANGE_START] = incref(h, start);
    field[RANGE_STOP] = incref(h, stop);
    field[RANGE_STEP] = incref(h, step);
    field[RANGE_LENGTH] = length;
    return o;
}

addr range_item(struct heap *h, addr o, addr index)
{
    addr *field = range_fields(h, o), product = int_multiply(h, index, field[RANGE_STEP]);
    addr item = product ? int_add(h, field[RANGE_START], product) : 0;
    xdecref(h, product);
    return item;
}

enum heap_status range_position(struct heap *h, addr o, addr value, addr *index)
{
    addr *field = range_fields(h, o);
    bool down = int_sign(h, field[RANGE_STEP]) < 0;
    *index = 0;
    int from_start = int_compare(h, value, field[RANGE_START]),
        from_stop = int_compare(h, value, field[RANGE_STOP]);
    if (down ? from_start > 0 || from_stop <= 0 : from_start < 0 || from_stop >= 0)
        return HEAP_OK;
    addr difference = int_subtract(h, value, field[RANGE_START]), rest;
    if (!difference)
        return HEAP_RAISED;
    enum heap_status status = int_divmod(h, difference, field[RANGE_STEP], index, &rest);
    decref(h, difference);
    if (status != HEAP_OK)
        return status;
    if (int_sign(h, rest) != 0)
        object_replace(h, index, 0);
    decref(h, rest);
    return HEAP_OK;
}

/* The number at `index`, which may be negative and big. */
static enum heap_status item_at(struct heap *h, addr o, addr index, addr *out)
{
    addr length = range_fields(h, o)[RANGE_LENGTH],
         from_end = int_sign(h, index) < 0 ? int_add(h, index, length) : incref(h, index);
    if (!from_end)
        return raise_status(h);
    enum heap_status status;
    if (int_sign(h, from_end) < 0 || int_compare(h, from_end, length) >= 0)
        status = raise_error(h, EXC_INDEX_ERROR, "range object index out of range");
    else
        status = answer(h, range_item(h, o, from_end), out);
    decref(h, from_end);
    return status;
}

/* From start + begin * step to start + end * step by slice step * step. */
static enum heap_status slice_of(struct heap *h, addr o, addr slice, addr *out)
{
    const addr *field = range_fields(h, o);
    addr numbers[3] = {0, 0, 0}, bounds[3] = {0, 0, 0}, made = 0;
    enum heap_status status = slice_long_indices(h, slice, field[RANGE_LENGTH], numbers);
    if (status != HEAP_OK)
        return status;
    bounds[0] = range_item(h, o, numbers[0]);
    bounds[1] = bounds[0] ? range_item(h, o, numbers[1]) : 0;
    bounds[2] = bounds[1] ? int_multiply(h, numbers[2], field[RANGE_STEP]) : 0;
    if (bounds[2])
        made = range_new(h, bounds[0], bounds[1], bounds[2]);
    for (size_t i = 0; i < 3; i++) {
        xdecref(h, numbers[i]);
        xdecref(h, bounds[i]);
    }
    return answer(h, made, out);
}

enum heap_status range_getitem(struct heap *h, addr o, addr key, addr *out)
{
    if (int_is_kind(h, key))
        return item_at(h, o, key, out);
    if (object_kind(h, key) == KIND_SLICE)
        return slice_of(h, o, key, out);
    if (object_has_index(h, key)) {
        addr index;
        enum heap_status status = object_index(h, key, &index);
        if (status != HEAP_OK)
            return status;
        status = item_at(h, o, index, out);
        decref(h, index);
        return status;
    }
    return raise_error(h, EXC_TYPE_ERROR, "range indices must be integers or slices, not %.200s",
                       object_type_name(h, key));
}

/* ---- slots
 * -------------------------------------------------------------------------------------------------------------
 */

/* In the order of range_dealloc. */
static bool release_next(struct heap *h, addr o, addr *reference)
{
    for (size_t i = 0; i < 4; i++) {
        addr *field = &range_fields(h, o)[i];
        if (*field) {
            *reference = *field;
            *field = 0;
            return true;
        }
    }
    return false;
}

static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    const addr *field = range_fields(h, o);
    int64_t step;
    size_t parts = int_fits(h, field[RANGE_STEP], &step) && step == 1 ? 2 : 3;
    enum heap_status status = HEAP_OK;
    text_put(out, "range(", 6);
    for (size_t i = 0; i < parts && status == HEAP_OK; i++) {
        if (i)
            text_put(out, ", ", 2);
        status = object_repr(h, field[i], out);
    }
    text_put(out, ")", 1);
    return status;
}

/* That of (length, start, step), with None for what does not matter. */
static enum heap_status hash(struct heap *h, addr o, int64_t *out)
{
    const addr *field = range_fields(h, o);
    int64_t length;
    bool fits = int_fits(h, field[RANGE_LENGTH], &length);
    addr items[3] = {field[RANGE_LENGTH], fits && length == 0 ? none(h) : field[RANGE_START],
                     fits && length <= 1 ? none(h) : field[RANGE_STEP]};
    addr tuple = tuple_from(h, items, 3);
    if (!tuple)
        return HEAP_RAISED;
    enum heap_status status = object_hash(h, tuple, out);
    decref(h, tuple);
    return status;
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    if (object_kind(h, b) != KIND_RANGE) {
        *result = -1;
        return HEAP_OK;
    }
    const addr *x = range_fields(h, a), *y = range_fields(h, b);
    int64_t length;
    bool fits = int_fits(h, x[RANGE_LENGTH], &length);
    *result = int_compare(h, x[RANGE_LENGTH], y[RANGE_LENGTH]) == 0;
    if (*result && !(fits && length == 0))
        *result = int_compare(h, x[RANGE_START], y[RANGE_START]) == 0;
    if (*result && !(fits && length <= 1))
        *result = int_compare(h, x[RANGE_STEP], y[RANGE_STEP]) == 0;
    return HEAP_OK;
}

/* The protocol has no len() beyond an int64_t; such a range answers the most there is, and the caller says
 * OverflowError. */
static int64_t length_of(const struct heap *h, addr o)
{
    int64_t length;
    return int_fits(h, range_fields(h, o)[RANGE_LENGTH], &length) ? length : INT64_MAX;
}

static const char *verify(const struct heap *h, addr o)
{
    for (size_t i = 0; i < 4; i++)
        if (!object_exists(h, range_fields(h, o)[i]) || !int_is_kind(h, range_fields(h, o)[i]))
            return "a range whose bounds are not ints";
    return int_sign(h, range_fields(h, o)[RANGE_STEP]) == 0 ? "a range whose step is zero" : NULL;
}

/* range has no tp_traverse: what it refers to is ints, and the collector does not track it. */
static void traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, range_fields(h, o), 4, 1);
}

const struct kind_ops range_ops = {.iter = range_iter,
                                   .traverse = traverse,
                                   .release_next = release_next,
                                   .repr = repr,
                                   .hash = hash,
                                   .equal = equal,
                                   .length = length_of,
                                   .verify = verify};

/* ---- methods
 * -----------------------------------------------------------------------------------------------------------
 */

/* What is no int may still equal some: each item is looked at. How many there are, or with `first` where the
 * first one is. */
static enum heap_status look_at_each(struct heap *h, addr range, addr wanted, bool first, int64_t *out)
{
    struct iteration it;
    enum heap_status status = iteration_begin(h, &it, range);
    if (status != HEAP_OK)
        return status;
    addr item;
    *out = first ? -1 : 0;
    for (int64_t i = 0; (status = iteration_next(h, &it, &item)) == HEAP_OK && item; i++) {
        bool same = false;
        status = object_equal_or_same(h, item, wanted, &same);
        decref(h, item);
        if (status == HEAP_OK && heap_abandoned(h))
            status = HEAP_ABANDONED;
        if (status != HEAP_OK)
            break;
        if (same)
            *out = first ? i : *out + 1;
        if (same && first)
            break;
    }
    iteration_end(h, &it);
    return status;
}

static enum heap_status count(struct heap *h, const struct call *call, addr *out)
{
    addr index = 0;
    int64_t n;
    bool is_int = int_is_kind(h, call->args[0]);
    enum heap_status status = is_int ? range_position(h, call->self, call->args[0], &index)
                                     : look_at_each(h, call->self, call->args[0], false, &n);
    if (status != HEAP_OK)
        return status;
    if (is_int)
        n = index != 0;
    xdecref(h, index);
    return answer_int(h, n, out);
}

static enum heap_status index_of(struct heap *h, const struct call *call, addr *out)
{
    addr index = 0;
    int64_t at;
    if (int_is_kind(h, call->args[0])) {
        enum heap_status status = range_position(h, call->self, call->args[0], &index);
        if (status != HEAP_OK)
            return status;
        return index ? answer(h, index, out)
                     : raise_about(h, EXC_VALUE_ERROR, "", call->args[0], " is not in range");
    }
    enum heap_status status = look_at_each(h, call->self, call->args[0], true, &at);
    if (status != HEAP_OK)
        return status;
    if (at < 0)
        return raise_error(h, EXC_VALUE_ERROR, "sequence.index(x): x not in sequence");
    return answer_int(h, at, out);
}

const struct builtin_method range_methods[] = {
    {"__reduce__", 0, 0, false, range_method_reduce},
    {"__reversed__", 0, 0, false, range_method_reversed},
    {"count", 1, 1, false, count},
    {"index", 1, 1, false, index_of},
    {NULL, 0, 0, false, NULL},
};
