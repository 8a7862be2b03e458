/* What the builtin types answer when they are compared: the tp_richcompare of each in Objects/. == and != are
 * mostly what the kind's `equal` says.
 */
#include "daemon/heap/object/mapping_proxy.h"
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/array.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/dict_view.h"
#include "daemon/heap/object/frame_locals.h"
#include "daemon/heap/object/functools_kinds.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/ordered_dict.h"
#include "daemon/heap/object/scripted.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/slice.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/weakref.h"

#define UNORDERED 2 /* a NaN is among the operands */

static enum heap_status ordered(struct heap *h, enum compare_operator op, int order, addr *out)
{
    bool result;
    if (order == UNORDERED)
        result = op == COMPARE_NE;
    else
        result = op == COMPARE_LT   ? order < 0
                 : op == COMPARE_LE ? order <= 0
                 : op == COMPARE_EQ ? order == 0
                 : op == COMPARE_NE ? order != 0
                 : op == COMPARE_GT ? order > 0
                                    : order >= 0;
    return answer(h, bool_new(h, result), out);
}

static int compare_sizes(size_t n, size_t m)
{
    return (n > m) - (n < m);
}

/* Only whether they are less or greater: memcmp() may answer any number, UNORDERED too. */
static int compare_bytes(const void *x, size_t n, const void *y, size_t m)
{
    size_t least = n < m ? n : m;
    int order = least ? memcmp(x, y, least) : 0;
    return order ? (order > 0) - (order < 0) : compare_sizes(n, m);
}

/* ---- numbers --------------------------------------------------------------------------------- */

static enum heap_status compare_floats(struct heap *h, enum compare_operator op, addr a, addr b, addr *out)
{
    double x = float_value(h, a);
    if (int_is_kind(h, b)) {
        int order = int_compare_double(h, b, x);
        return ordered(h, op, order == UNORDERED ? UNORDERED : -order, out);
    }
    if (object_kind(h, b) != KIND_FLOAT)
        return HEAP_OK;
    double y = float_value(h, b);
    return ordered(h, op, x < y ? -1 : x > y ? 1 : x == y ? 0 : UNORDERED, out);
}

/* ---- texts ----------------------------------------------------------------------------------- */

static int compare_strs(const struct heap *h, addr a, addr b)
{
    size_t n = str_length(h, a), m = str_length(h, b), least = n < m ? n : m;
    unsigned x_kind = str_kind(h, a), y_kind = str_kind(h, b);
    const void *x_data = str_data(h, a), *y_data = str_data(h, b);
    if (x_kind == 1 && y_kind == 1)
        return compare_bytes(x_data, n, y_data, m);
    for (size_t i = 0; i < least; i++) {
        uint32_t x = units_get(x_data, x_kind, i), y = units_get(y_data, y_kind, i);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return compare_sizes(n, m);
}

static enum heap_status compare_buffers(struct heap *h, enum compare_operator op, addr a, addr b, addr *out)
{
    const uint8_t *x, *y;
    size_t n, m;
    if (!bytes_view(h, a, &x, &n) || !bytes_view(h, b, &y, &m))
        return HEAP_OK;
    work_done(h, steps_of_bytes(n < m ? n : m));
    return ordered(h, op, compare_bytes(x, n, y, m), out);
}

/* ---- sequences: the first items that differ decide, else the lengths -------------------------------------
 */

/* *differ: the two are different, and compared by `op` they answer *out. */
static enum heap_status compare_items(struct heap *h, enum compare_operator op, addr x, addr y, bool *differ,
                                      addr *out)
{
    bool same;
    enum heap_status status = object_equal_or_same(h, x, y, &same);
    *differ = status == HEAP_OK && !same;
    if (!*differ)
        return status;
    if (op == COMPARE_EQ || op == COMPARE_NE)
        return answer(h, bool_new(h, op == COMPARE_NE), out);
    return object_compare(h, op, x, y, out);
}

static enum heap_status compare_sequences(struct heap *h, enum compare_operator op, addr a, addr b, addr *out)
{
    if ((op == COMPARE_EQ || op == COMPARE_NE) && sequence_length(h, a) != sequence_length(h, b))
        return answer(h, bool_new(h, op == COMPARE_NE), out);
    size_t equal = 0, i = 0;
    bool same = true;
    while (i < sequence_length(h, a) && i < sequence_length(h, b)) {
        addr x = sequence_items(h, a)[i], y = sequence_items(h, b)[i];
        if (x == y) {
            equal++;
            i++;
            continue;
        }
        incref(h, x);
        incref(h, y); /* a special method may change lists */
        enum heap_status status = object_equal_or_same(h, x, y, &same);
        decref(h, x);
        decref(h, y);
        if (status != HEAP_OK)
            return status;
        if (!same)
            break;
        i++;
    }
    work_done(h, steps_of_limbs(equal));
    if (!same && i < sequence_length(h, a) && i < sequence_length(h, b)) {
        if (op == COMPARE_EQ || op == COMPARE_NE)
            return answer(h, bool_new(h, op == COMPARE_NE), out);
        return object_compare(h, op, sequence_items(h, a)[i], sequence_items(h, b)[i], out);
    }
    return ordered(h, op, compare_sizes(sequence_length(h, a), sequence_length(h, b)), out);
}

static enum heap_status check_deques(struct heap *h, addr a, addr b, uint64_t x, uint64_t y)
{
    if (deque_at(h, a)->state == x && deque_at(h, b)->state == y)
        return HEAP_OK;
    return raise_error(h, EXC_RUNTIME_ERROR, "deque mutated during iteration");
}

static enum heap_status compare_deques(struct heap *h, enum compare_operator op, addr a, addr b, addr *out)
{
    size_t n = deque_length(h, a), m = deque_length(h, b);
    uint64_t x_state = deque_at(h, a)->state, y_state = deque_at(h, b)->state;
    struct deque_cursor x_at = deque_begin(h, a), y_at = deque_begin(h, b);
    if (n != m && (op == COMPARE_EQ || op == COMPARE_NE))
        return answer(h, bool_new(h, op == COMPARE_NE), out);
    for (size_t i = 0; i < n && i < m; i++) {
        bool differ;
        enum heap_status status = check_deques(h, a, b, x_state, y_state);
        if (status != HEAP_OK)
            return status;
        addr x = incref(h, deque_step(h, &x_at)), y = incref(h, deque_step(h, &y_at));
        status = compare_items(h, op, x, y, &differ, out);
        decref(h, x);
        decref(h, y);
        if (status != HEAP_OK)
            return status;
        if (!differ)
            continue;
        bool truth = false; /* of whatever was answered: a deque answers with a bool */
        addr result = *out;
        *out = 0;
        status = object_truth(h, result, &truth);
        decref(h, result);
        return answer_bool(h, status, truth, out);
    }
    return ordered(h, op, compare_sizes(n, m), out);
}

static enum heap_status compare_arrays(struct heap *h, enum compare_operator op, addr a, addr b, addr *out)
{
    size_t n = array_length(h, a), m = array_length(h, b);
    if (n != m && (op == COMPARE_EQ || op == COMPARE_NE))
        return answer(h, bool_new(h, op == COMPARE_NE), out);
    for (size_t i = 0; i < n && i < m; i++) {
        bool differ = false;
        addr x = array_item(h, a, i), y = x ? array_item(h, b, i) : 0;
        enum heap_status status = y ? compare_items(h, op, x, y, &differ, out) : raise_status(h);
        xdecref(h, x);
        xdecref(h, y);
        if (status == HEAP_OK && !differ)
            status = loop_of_items_goes_on(h, i);
        if (status != HEAP_OK || differ)
            return status;
    }
    return ordered(h, op, compare_sizes(n, m), out);
}

static enum heap_status compare_slices(struct heap *h, enum compare_operator op, addr a, addr b, addr *out)
{
    for (size_t i = 0; a != b && i < 3; i++) {
        bool differ;
        enum heap_status status =
            compare_items(h, op, slice_fields(h, a)[i], slice_fields(h, b)[i], &differ, out);
        if (status != HEAP_OK || differ)
            return status;
    }
    return ordered(h, op, 0, out);
}

/* ---- sets ------------------------------------------------------------------------------------------------
 */

static enum heap_status compare_sets(struct heap *h, enum compare_operator op, addr a, addr b, addr *out)
{
    bool less = op == COMPARE_LT || op == COMPARE_LE, result = false;
    addr small = less ? a : b, large = less ? b : a;
    size_t n = set_length(h, small), m = set_length(h, large);
    if (op == COMPARE_LT || op == COMPARE_GT ? n >= m : n > m)
        return answer(h, bool_new(h, false), out);
    enum heap_status status = set_is_subset(h, small, large, &result);
    return answer_bool(h, status, result, out);
}

/* ---- what stands for another object
 * ------------------------------------------------------------------------ */

static enum heap_status compare_references(struct heap *h, enum compare_operator op, addr a, addr b,
                                           addr *out)
{
    if (op != COMPARE_EQ && op != COMPARE_NE)
        return HEAP_OK;
    addr x = weakref_referent(h, a), y = weakref_referent(h, b);
    if (!x || !y)
        return answer(h, bool_new(h, (a == b) == (op == COMPARE_EQ)), out);
    incref(h, x);
    incref(h, y);
    enum heap_status status = object_compare(h, op, x, y, out);
    decref(h, x);
    decref(h, y);
    return status;
}

static enum heap_status compare_cells(struct heap *h, enum compare_operator op, addr a, addr b, addr *out)
{
    addr x = HEAP_FIELD(h, a, 16, addr), y = HEAP_FIELD(h, b, 16, addr); /* ob_ref */
    if (!x || !y)
        return ordered(h, op, (x != 0) - (y != 0), out);
    incref(h, x);
    incref(h, y);
    enum heap_status status = object_compare(h, op, x, y, out);
    decref(h, x);
    decref(h, y);
    return status;
}

static addr proxied(struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    return xincref(h, kind == KIND_PROXY || kind == KIND_CALLABLE_PROXY ? proxy_referent(h, o) : o);
}

static enum heap_status compare_proxies(struct heap *h, enum compare_operator op, addr a, addr b, addr *out)
{
    addr x = proxied(h, a), y = x ? proxied(h, b) : 0;
    enum heap_status status = y ? object_compare(h, op, x, y, out) : HEAP_RAISED;
    xdecref(h, x);
    xdecref(h, y);
    return status;
}

/* ---- by kind ---------------------------------------------------------------------------------------------
 */

static enum heap_status by_equal(struct heap *h, unsigned owner, enum compare_operator op, addr a, addr b,
                                 addr *out)
{
    const struct kind_ops *ops = kind_ops((enum kind)owner);
    int result = -1;
    if ((op != COMPARE_EQ && op != COMPARE_NE) || !ops->equal)
        return HEAP_OK;
    enum heap_status status = ops->equal(h, a, b, &result);
    if (status != HEAP_OK || result < 0)
        return status;
    return answer(h, bool_new(h, (result > 0) == (op == COMPARE_EQ)), out);
}

static bool is_set(enum kind kind)
{
    return kind == KIND_SET || kind == KIND_FROZENSET;
}

/* Kinds that are compared in order, each with its own. */
static enum heap_status in_order(struct heap *h, unsigned owner, enum compare_operator op, addr a, addr b,
                                 addr *out)
{
    switch (owner) {
    case KIND_INT:
        return ordered(h, op, int_compare(h, a, b), out);
    case KIND_STR:
        return ordered(h, op, compare_strs(h, a, b), out);
    case KIND_LIST:
    case KIND_TUPLE:
        return compare_sequences(h, op, a, b, out);
    case KIND_DEQUE:
        return compare_deques(h, op, a, b, out);
    case KIND_ARRAY:
        return compare_arrays(h, op, a, b, out);
    case KIND_SLICE:
        return compare_slices(h, op, a, b, out);
    case KIND_WEAKREF:
        return compare_references(h, op, a, b, out);
    case KIND_CELL:
        return compare_cells(h, op, a, b, out);
    case KIND_BYTES:
        return compare_buffers(h, op, a, b, out);
    default:
        return by_equal(h, owner, op, a, b, out);
    }
}

enum heap_status builtin_compare(struct heap *h, unsigned owner, enum compare_operator op, addr a, addr b,
                                 addr *out)
{
    enum kind other = object_kind(h, b);
    bool equality = op == COMPARE_EQ || op == COMPARE_NE;
    if (kind_is_scripted(owner))
        return scripted_compare(h, owner, op, a, b, out);
    switch (owner) {
    case KIND_INT:
        return other == KIND_INT || other == KIND_BOOL ? in_order(h, owner, op, a, b, out) : HEAP_OK;
    case KIND_FLOAT:
        return compare_floats(h, op, a, b, out);
    case KIND_BYTEARRAY:
        return compare_buffers(h, op, a, b, out);
    case KIND_SET:
        if (!is_set(other))
            return HEAP_OK;
        return equality ? by_equal(h, object_kind(h, a), op, a, b, out) : compare_sets(h, op, a, b, out);
    case KIND_DICT:
        return dict_is_kind(h, b) ? by_equal(h, owner, op, a, b, out) : HEAP_OK;
    case KIND_ORDERED_DICT:
        return ordered_dict_compare(h, op, a, b, out);
    case KIND_DICT_KEYS:
        return dict_view_compare(h, op, a, b, out);
    case KIND_FUNCTOOLS_COMPARE_KEY:
        return compare_keys(h, op, a, b, out);
    case KIND_PROXY:
        return compare_proxies(h, op, a, b, out);
    case KIND_MAPPINGPROXY:
        return object_compare(h, op, mapping_proxy_target(h, a), b, out);
    case KIND_FRAME_LOCALS:
        return frame_locals_compare(h, op, a, b, out);
    case KIND_NAMESPACE:
        return other == KIND_NAMESPACE
                   ? object_compare(h, op, HEAP_FIELD(h, a, 16, addr), HEAP_FIELD(h, b, 16, addr), out)
                   : HEAP_OK;
    case KIND_COMPLEX:
    case KIND_MEMORYVIEW:
        return by_equal(h, owner, op, a, b, out);
    default:
        return other == (enum kind)owner ? in_order(h, owner, op, a, b, out) : HEAP_OK;
    }
}
