/* slice: start, stop and step at offsets 16, 24, 32, any objects. Mirrors Objects/sliceobject.c. */
#include "daemon/heap/object/slice.h"

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/int_arithmetic.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/reduce.h"

addr slice_new(struct heap *h, addr start, addr stop, addr step)
{
    addr o = free_list_object(h, FREE_SLICES, KIND_SLICE);
    if (!o)
        return 0;
    addr *field = slice_fields(h, o);
    field[0] = incref(h, start ? start : none(h));
    field[1] = incref(h, stop ? stop : none(h));
    field[2] = incref(h, step ? step : none(h));
    object_track(h, o);
    return o;
}

/* One bound as a number, cut to the range; `absent` if it is None. */
static enum heap_status bound(struct heap *h, addr o, int64_t absent, int64_t *out)
{
    if (o == none(h)) {
        *out = absent;
        return HEAP_OK;
    }
    if (object_has_index(h, o))
        return int_position(h, o, out);
    return raise_error(h, EXC_TYPE_ERROR,
                       "slice indices must be integers or None or have an __index__ method");
}

static int64_t into_range(int64_t i, int64_t length, int64_t low, int64_t high)
{
    if (i < 0)
        i += length;
    return i < low ? low : i > high ? high : i;
}

enum heap_status slice_unpack(struct heap *h, addr o, struct slice_indices *out)
{
    addr *field = slice_fields(h, o);
    int64_t step, start, stop;
    enum heap_status status = bound(h, field[2], 1, &step);
    if (status != HEAP_OK)
        return status;
    if (step == 0)
        return raise_error(h, EXC_VALUE_ERROR, "slice step cannot be zero");
    if (step < -INT64_MAX)
        step = -INT64_MAX;
    if ((status = bound(h, field[0], step < 0 ? INT64_MAX : 0, &start)) != HEAP_OK ||
        (status = bound(h, field[1], step < 0 ? INT64_MIN : INT64_MAX, &stop)) != HEAP_OK)
        return status;
    *out = (struct slice_indices){start, stop, step, 0};
    return HEAP_OK;
}

void slice_adjust(struct slice_indices *s, int64_t length)
{
    int64_t step = s->step, low = step < 0 ? -1 : 0, high = step < 0 ? length - 1 : length;
    s->start = into_range(s->start, length, low, high);
    s->stop = into_range(s->stop, length, low, high);
    s->count = 0;
    if (step > 0 && s->start < s->stop)
        s->count = (s->stop - s->start - 1) / step + 1;
    else if (step < 0 && s->stop < s->start)
        s->count = (s->start - s->stop - 1) / -step + 1;
}

enum heap_status slice_indices(struct heap *h, addr o, int64_t length, struct slice_indices *out)
{
    enum heap_status status = slice_unpack(h, o, out);
    if (status == HEAP_OK)
        slice_adjust(out, length);
    return status;
}

/* ---- of any size
 * -------------------------------------------------------------------------------------------------------- */

/* *new*: a bound as an int, 0 with HEAP_OK for None. */
static enum heap_status long_bound(struct heap *h, addr o, addr *out)
{
    *out = 0;
    if (o == none(h))
        return HEAP_OK;
    if (object_has_index(h, o))
        return object_index(h, o, out);
    return raise_error(h, EXC_TYPE_ERROR,
                       "slice indices must be integers or None or have an __index__ method");
}

/* *stolen* `end`, *new*: from the end where it is negative, cut to [low, high]. */
static addr cut_end(struct heap *h, addr end, addr length, addr low, addr high)
{
    if (int_sign(h, end) < 0) {
        addr sum = int_add(h, end, length);
        decref(h, end);
        end = sum;
    }
    if (!end)
        return 0;
    addr cut = int_compare(h, end, low) < 0 ? low : int_compare(h, end, high) > 0 ? high : end;
    incref(h, cut);
    decref(h, end);
    return cut;
}

/* ends[0 .. 2) and the step as they were given, to what they mean. */
static enum heap_status cut_ends(struct heap *h, addr length, addr step, addr ends[2])
{
    bool down = int_sign(h, step) < 0;
    addr minus_one = int_new(h, -1), zero = int_new(h, 0); /* small: they cannot fail */
    addr last = int_add(h, length, minus_one);
    if (!last)
        return raise_status(h);
    addr low = down ? minus_one : zero, high = down ? last : length;
    for (size_t i = 0; i < 2; i++) {
        bool begins = i == 0;
        if (ends[i])
            ends[i] = cut_end(h, ends[i], length, low, high);
        else
            ends[i] = incref(h, begins == down ? high : low);
    }
    decref(h, last);
    return ends[0] && ends[1] ? HEAP_OK : raise_status(h);
}

enum heap_status slice_long_indices(struct heap *h, addr o, addr length, addr out[3])
{
    addr *field = slice_fields(h, o), parts[3] = {0, 0, 0};
    enum heap_status status = long_bound(h, field[2], &parts[2]);
    if (status == HEAP_OK && !parts[2])
        parts[2] = int_new(h, 1);
    if (status == HEAP_OK && int_sign(h, parts[2]) == 0)
        status = raise_error(h, EXC_VALUE_ERROR, "slice step cannot be zero");
    for (size_t i = 0; i < 2 && status == HEAP_OK; i++)
        status = long_bound(h, field[i], &parts[i]);
    if (status == HEAP_OK)
        status = cut_ends(h, length, parts[2], parts);
    if (status == HEAP_OK) {
        for (size_t i = 0; i < 3; i++)
            out[i] = parts[i];
        return HEAP_OK;
    }
    for (size_t i = 0; i < 3; i++)
        xdecref(h, parts[i]);
    return status;
}

static enum heap_status method_indices(struct heap *h, const struct call *call, addr *out)
{
    addr length, parts[3], tuple = 0;
    enum heap_status status = object_index(h, call->args[0], &length);
    if (status != HEAP_OK)
        return status;
    if (int_sign(h, length) < 0)
        status = raise_error(h, EXC_VALUE_ERROR, "length should not be negative");
    else
        status = slice_long_indices(h, call->self, length, parts);
    decref(h, length);
    if (status != HEAP_OK)
        return status;
    tuple = tuple_from(h, parts, 3);
    for (size_t i = 0; i < 3; i++)
        decref(h, parts[i]);
    return answer(h, tuple, out);
}

/* ---- slots
 * -----------------------------------------------------------------------------------------------------------
 */

static void traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    visit(h, context, slice_fields(h, o), 3, 1);
}

static bool release_next(struct heap *h, addr o, addr *reference)
{
    /* slice_dealloc's order: step, start, stop */
    static const unsigned order[] = {2, 0, 1};
    addr *field = slice_fields(h, o);
    for (size_t i = 0; i < 3; i++) {
        addr *f = &field[order[i]];
        if (*f) {
            *reference = *f;
            *f = 0;
            return true;
        }
    }
    return false;
}

static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    enum heap_status status = recursion_enter(h, " while getting the repr of an object");
    if (status != HEAP_OK)
        return status;
    text_put(out, "slice(", 6);
    for (size_t i = 0; i < 3 && status == HEAP_OK; i++) {
        if (i)
            text_put(out, ", ", 2);
        status = object_repr(h, slice_fields(h, o)[i], out);
    }
    text_put(out, ")", 1);
    recursion_leave(h);
    return status;
}

/* The tuple's hash without its last step, from 3.12 on. */
static enum heap_status hash(struct heap *h, addr o, int64_t *out)
{
    uint64_t x = 2870177450012600261ull;
    for (size_t i = 0; i < 3; i++) {
        int64_t part;
        enum heap_status status = object_hash(h, slice_fields(h, o)[i], &part);
        if (status != HEAP_OK)
            return status;
        x += (uint64_t)part * 14029467366897019727ull;
        x = x << 31 | x >> 33;
        x *= 11400714785074694791ull;
    }
    *out = x == UINT64_MAX ? 1546275796 : (int64_t)x;
    return HEAP_OK;
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    if (object_kind(h, b) != KIND_SLICE) {
        *result = -1;
        return HEAP_OK;
    }
    *result = 1;
    enum heap_status status = recursion_enter(h, " in comparison");
    if (status != HEAP_OK)
        return status;
    for (size_t i = 0; i < 3 && *result == 1 && status == HEAP_OK; i++) {
        bool same;
        status = object_equal_or_same(h, slice_fields(h, a)[i], slice_fields(h, b)[i], &same);
        if (status == HEAP_OK)
            *result = same;
    }
    recursion_leave(h);
    return status;
}

static const char *verify(const struct heap *h, addr o)
{
    const addr *field = slice_fields(h, o);
    return field[0] && field[1] && field[2] ? NULL : "a slice without start, stop or step";
}

const struct kind_ops slice_ops = {.traverse = traverse,
                                   .release_next = release_next,
                                   .repr = repr,
                                   .hash = hash,
                                   .equal = equal,
                                   .verify = verify};

const struct builtin_method slice_methods[] = {
    {"__reduce__", 0, 0, false, slice_method_reduce},
    {"indices", 1, 1, false, method_indices},
    {NULL, 0, 0, false, NULL},
};
