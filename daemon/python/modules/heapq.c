/* The functions of _heapq: a list whose items are in the order of a heap, the smallest first
 * (Modules/_heapqmodule.c). A comparison may run a program's code: what is compared is held, and a list whose
 * length has changed meanwhile is told. */
#include "daemon/heap/heap.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/python/modules/module.h"

enum order { SMALLEST_FIRST, GREATEST_FIRST };

static const char out_of_range[] = "index out of range";

/* Does the item at `a` belong above the one at `b`? The list is as long as it was, else RuntimeError. */
static enum heap_status goes_above(struct heap *h, addr l, enum order order, size_t a, size_t b, bool *out)
{
    size_t length = list_length(h, l);
    addr x = incref(h, list_item(h, l, order == SMALLEST_FIRST ? a : b));
    addr y = incref(h, list_item(h, l, order == SMALLEST_FIRST ? b : a));
    enum heap_status status = loop_check(h);
    if (status == HEAP_OK)
        status = object_compare_bool(h, COMPARE_LT, x, y, out);
    decref(h, x);
    decref(h, y);
    if (status == HEAP_OK && list_length(h, l) != length)
        status = raise_error(h, EXC_RUNTIME_ERROR, "list changed size during iteration");
    return status;
}

static void swap(struct heap *h, addr l, size_t a, size_t b)
{
    addr *items = list_items(h, l), item = items[a];
    items[a] = items[b];
    items[b] = item;
}

/* The item at `at` goes up as far as it belongs, not above `start`. */
static enum heap_status rise(struct heap *h, addr l, enum order order, size_t start, size_t at)
{
    if (at >= list_length(h, l))
        return raise_error(h, EXC_INDEX_ERROR, out_of_range);
    while (at > start) {
        size_t parent = (at - 1) >> 1;
        bool above;
        enum heap_status status = goes_above(h, l, order, at, parent, &above);
        if (status != HEAP_OK)
            return status;
        if (!above)
            break;
        swap(h, l, at, parent);
        at = parent;
    }
    return HEAP_OK;
}

/* The item at `at` goes to the bottom along the children that belong above, then up to its place: fewer
 * comparisons than to stop on the way. */
static enum heap_status sink(struct heap *h, addr l, enum order order, size_t at)
{
    size_t end = list_length(h, l), start = at;
    if (at >= end)
        return raise_error(h, EXC_INDEX_ERROR, out_of_range);
    while (at < end >> 1) {
        size_t child = 2 * at + 1;
        if (child + 1 < end) {
            bool above;
            enum heap_status status = goes_above(h, l, order, child, child + 1, &above);
            if (status != HEAP_OK)
                return status;
            child += !above;
        }
        swap(h, l, at, child);
        at = child;
    }
    return rise(h, l, order, start, at);
}

static enum heap_status list_of(struct heap *h, const struct call *call, addr *out)
{
    addr given = call->args[0];
    if (object_kind(h, given) != KIND_LIST)
        return raise_error(h, EXC_TYPE_ERROR, "%s() argument%s must be list, not %.50s",
                           builtin_name(h, call->callable), call->count > 1 ? " 1" : "",
                           argument_type_name(h, given));
    *out = given;
    return HEAP_OK;
}

/* The first item, and `item` (stolen) in its place: *new*. */
static enum heap_status replace_first(struct heap *h, addr l, enum order order, addr item, addr *out)
{
    addr first = list_item(h, l, 0);
    list_items(h, l)[0] = item;
    enum heap_status status = sink(h, l, order, 0);
    if (status == HEAP_OK)
        *out = first;
    else
        decref(h, first);
    return status;
}

static enum heap_status push(struct heap *h, const struct call *call, enum order order, addr *out)
{
    addr l;
    enum heap_status status = list_of(h, call, &l);
    if (status == HEAP_OK)
        status = list_append(h, l, call->args[1]);
    if (status == HEAP_OK)
        status = rise(h, l, order, 0, list_length(h, l) - 1);
    return status == HEAP_OK ? call_none(h, out) : status;
}

static enum heap_status pop(struct heap *h, const struct call *call, enum order order, addr *out)
{
    addr l;
    enum heap_status status = list_of(h, call, &l);
    if (status != HEAP_OK)
        return status;
    if (!list_length(h, l))
        return raise_error(h, EXC_INDEX_ERROR, out_of_range);
    addr last = list_pop(h, l, -1);
    if (!last)
        return raise_status(h);
    if (list_length(h, l))
        return replace_first(h, l, order, last, out);
    *out = last;
    return HEAP_OK;
}

static enum heap_status replace(struct heap *h, const struct call *call, enum order order, addr *out)
{
    addr l;
    enum heap_status status = list_of(h, call, &l);
    if (status != HEAP_OK)
        return status;
    if (!list_length(h, l))
        return raise_error(h, EXC_INDEX_ERROR, out_of_range);
    return replace_first(h, l, order, incref(h, call->args[1]), out);
}

static enum heap_status push_pop(struct heap *h, const struct call *call, enum order order, addr *out)
{
    addr l, item = call->args[1];
    bool above = false;
    enum heap_status status = list_of(h, call, &l);
    if (status != HEAP_OK)
        return status;
    if (list_length(h, l)) {
        addr first = incref(h, list_item(h, l, 0));
        status = order == SMALLEST_FIRST ? object_compare_bool(h, COMPARE_LT, first, item, &above)
                                         : object_compare_bool(h, COMPARE_LT, item, first, &above);
        decref(h, first);
        if (status != HEAP_OK)
            return status;
    }
    if (!above) {
        *out = incref(h, item);
        return HEAP_OK;
    }
    if (!list_length(h, l)) /* the comparison has taken it away */
        return raise_error(h, EXC_INDEX_ERROR, out_of_range);
    return replace_first(h, l, order, incref(h, item), out);
}

static size_t top_bit(size_t n)
{
    size_t bit = 1;
    while (n > 1) {
        n >>= 1;
        bit <<= 1;
    }
    return bit;
}

/* The item at `at`, and each above it that it was the last child of. */
static enum heap_status sink_family(struct heap *h, addr l, enum order order, size_t at)
{
    enum heap_status status = sink(h, l, order, at);
    while (status == HEAP_OK && at & 1) {
        at >>= 1;
        status = sink(h, l, order, at);
    }
    return status;
}

/* Of a long list the order in which parents follow their children at once, and so find them in a cache still.
 */
static enum heap_status heapify_long(struct heap *h, addr l, enum order order)
{
    size_t parents = list_length(h, l) >> 1, leftmost = top_bit(parents + 1) - 1;
    enum heap_status status = HEAP_OK;
    for (size_t i = leftmost; i-- > parents >> 1 && status == HEAP_OK;)
        status = sink_family(h, l, order, i);
    for (size_t i = parents; i-- > leftmost && status == HEAP_OK;)
        status = sink_family(h, l, order, i);
    return status;
}

static enum heap_status heapify(struct heap *h, const struct call *call, enum order order, addr *out)
{
    enum { LONG = 2500 };
    addr l;
    enum heap_status status = list_of(h, call, &l);
    if (status == HEAP_OK && list_length(h, l) > LONG)
        status = heapify_long(h, l, order);
    else if (status == HEAP_OK)
        for (size_t i = list_length(h, l) >> 1; i-- > 0 && status == HEAP_OK;)
            status = sink(h, l, order, i);
    return status == HEAP_OK ? call_none(h, out) : status;
}

#define BOTH(function)                                                                                       \
    static enum heap_status heap##function(struct heap *h, const struct call *call, addr *out)               \
    {                                                                                                        \
        return function(h, call, SMALLEST_FIRST, out);                                                       \
    }                                                                                                        \
    static enum heap_status heap##function##_max(struct heap *h, const struct call *call, addr *out)         \
    {                                                                                                        \
        return function(h, call, GREATEST_FIRST, out);                                                       \
    }
BOTH(push)
BOTH(pop)
BOTH(replace)
BOTH(push_pop)
BOTH(heapify)

static const struct builtin_method functions[] = {
    {"heappush", 2, 2, false, heappush},
    {"heappop", 1, 1, false, heappop},
    {"heapreplace", 2, 2, false, heapreplace},
    {"heappushpop", 2, 2, false, heappush_pop},
    {"heapify", 1, 1, false, heapheapify},
    {"heappush_max", 2, 2, false, heappush_max},
    {"heappop_max", 1, 1, false, heappop_max},
    {"heapreplace_max", 2, 2, false, heapreplace_max},
    {"heappushpop_max", 2, 2, false, heappush_pop_max},
    {"heapify_max", 1, 1, false, heapheapify_max},
    {"_heappop_max", 1, 1, false, heappop_max},
    {"_heapreplace_max", 2, 2, false, heapreplace_max},
    {"_heapify_max", 1, 1, false, heapheapify_max},
    {0},
};
const struct module_definition heapq_module = {"_heapq", functions, NULL};
