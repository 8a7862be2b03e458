/* The functions of _operator: operators as functions, which take their arguments as CPython's do
 * (Modules/_operator.c). */
#include "daemon/python/modules/operators.h"
#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/operator.h"
#include "daemon/python/modules/module.h"

/* ---- two operands ---------------------------------------------------------------------------- */

#define BINARY(function, op)                                                                                 \
    static enum heap_status function(struct heap *h, const struct call *call, addr *out)                     \
    {                                                                                                        \
        return object_binary(h, op, call->args[0], call->args[1], out);                                      \
    }
#define INPLACE(function, op)                                                                                \
    static enum heap_status function(struct heap *h, const struct call *call, addr *out)                     \
    {                                                                                                        \
        return object_binary_inplace(h, op, call->args[0], call->args[1], out);                              \
    }
#define COMPARE(function, op)                                                                                \
    static enum heap_status function(struct heap *h, const struct call *call, addr *out)                     \
    {                                                                                                        \
        return object_compare(h, op, call->args[0], call->args[1], out);                                     \
    }
BINARY(op_add, BINARY_ADD)
BINARY(op_and, BINARY_AND)
BINARY(op_floordiv, BINARY_FLOOR_DIVIDE)
BINARY(op_lshift, BINARY_LSHIFT)
BINARY(op_matmul, BINARY_MATRIX_MULTIPLY)
BINARY(op_mul, BINARY_MULTIPLY)
BINARY(op_mod, BINARY_REMAINDER)
BINARY(op_or, BINARY_OR)
BINARY(op_pow, BINARY_POWER)
BINARY(op_rshift, BINARY_RSHIFT)
BINARY(op_sub, BINARY_SUBTRACT)
BINARY(op_truediv, BINARY_TRUE_DIVIDE)
BINARY(op_xor, BINARY_XOR)
INPLACE(op_iadd, BINARY_ADD)
INPLACE(op_iand, BINARY_AND)
INPLACE(op_ifloordiv, BINARY_FLOOR_DIVIDE)
INPLACE(op_ilshift, BINARY_LSHIFT)
INPLACE(op_imatmul, BINARY_MATRIX_MULTIPLY)
INPLACE(op_imul, BINARY_MULTIPLY)
INPLACE(op_imod, BINARY_REMAINDER)
INPLACE(op_ior, BINARY_OR)
INPLACE(op_ipow, BINARY_POWER)
INPLACE(op_irshift, BINARY_RSHIFT)
INPLACE(op_isub, BINARY_SUBTRACT)
INPLACE(op_itruediv, BINARY_TRUE_DIVIDE)
INPLACE(op_ixor, BINARY_XOR)
COMPARE(op_lt, COMPARE_LT)
COMPARE(op_le, COMPARE_LE)
COMPARE(op_eq, COMPARE_EQ)
COMPARE(op_ne, COMPARE_NE)
COMPARE(op_gt, COMPARE_GT)
COMPARE(op_ge, COMPARE_GE)

/* ---- one operand ----------------------------------------------------------------------------- */

static enum heap_status op_neg(struct heap *h, const struct call *call, addr *out)
{
    return object_unary(h, UNARY_NEGATIVE, call->args[0], out);
}
static enum heap_status op_pos(struct heap *h, const struct call *call, addr *out)
{
    return object_unary(h, UNARY_POSITIVE, call->args[0], out);
}
static enum heap_status op_inv(struct heap *h, const struct call *call, addr *out)
{
    return object_unary(h, UNARY_INVERT, call->args[0], out);
}
static enum heap_status op_abs(struct heap *h, const struct call *call, addr *out)
{
    return object_unary(h, UNARY_ABSOLUTE, call->args[0], out);
}
static enum heap_status op_truth(struct heap *h, const struct call *call, addr *out)
{
    bool truth = false;
    enum heap_status status = object_truth(h, call->args[0], &truth);
    return answer_bool(h, status, truth, out);
}
static enum heap_status op_not(struct heap *h, const struct call *call, addr *out)
{
    bool truth = false;
    enum heap_status status = object_truth(h, call->args[0], &truth);
    return answer_bool(h, status, !truth, out);
}

/* ---- identity -------------------------------------------------------------------------------- */

static enum heap_status op_is(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(h, HEAP_OK, call->args[0] == call->args[1], out);
}
static enum heap_status op_is_not(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(h, HEAP_OK, call->args[0] != call->args[1], out);
}
static enum heap_status op_is_none(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(h, HEAP_OK, call->args[0] == none(h), out);
}
static enum heap_status op_is_not_none(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(h, HEAP_OK, call->args[0] != none(h), out);
}

/* ---- containers ------------------------------------------------------------------------------ */

static enum heap_status op_concat(struct heap *h, const struct call *call, addr *out)
{
    return object_concat(h, call->args[0], call->args[1], false, out);
}
static enum heap_status op_iconcat(struct heap *h, const struct call *call, addr *out)
{
    return object_concat(h, call->args[0], call->args[1], true, out);
}
static enum heap_status op_contains(struct heap *h, const struct call *call, addr *out)
{
    bool found = false;
    enum heap_status status = object_contains(h, call->args[0], call->args[1], &found);
    return answer_bool(h, status, found, out);
}
static enum heap_status op_getitem(struct heap *h, const struct call *call, addr *out)
{
    return object_getitem(h, call->args[0], call->args[1], out);
}
static enum heap_status op_setitem(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = object_setitem(h, call->args[0], call->args[1], call->args[2]);
    return status == HEAP_OK ? call_none(h, out) : status;
}
static enum heap_status op_delitem(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = object_setitem(h, call->args[0], call->args[1], 0);
    return status == HEAP_OK ? call_none(h, out) : status;
}

/* _PySequence_IterSearch: how many items are equal to one, or where the first of them is; -1: nowhere. */
static enum heap_status search(struct heap *h, const struct call *call, bool first, int64_t *out)
{
    addr it, item;
    int64_t count = 0, at = 0;
    enum heap_status status = object_iter(h, call->args[0], &it);
    if (iterator_refused(h, status))
        return raise_error(h, EXC_TYPE_ERROR, "argument of type '%.200s' is not %s",
                           object_type_name(h, call->args[0]),
                           h->abi.contains_says_container ? "a container or iterable" : "iterable");
    if (status != HEAP_OK)
        return status;
    *out = -1;
    for (;; at++) {
        bool same = false;
        status = iterator_next(h, it, &item);
        if (status != HEAP_OK || !item)
            break;
        status = object_compare_bool(h, COMPARE_EQ, item, call->args[1], &same);
        decref(h, item);
        if (status != HEAP_OK)
            break;
        count += same;
        if (same && first) {
            *out = at;
            break;
        }
    }
    decref(h, it);
    if (status == HEAP_OK && !first)
        *out = count;
    return status;
}
static enum heap_status op_count_of(struct heap *h, const struct call *call, addr *out)
{
    int64_t n = 0;
    enum heap_status status = search(h, call, false, &n);
    return status == HEAP_OK ? answer(h, int_new(h, n), out) : status;
}
static enum heap_status op_index_of(struct heap *h, const struct call *call, addr *out)
{
    int64_t n = 0;
    enum heap_status status = search(h, call, true, &n);
    if (status == HEAP_OK && n < 0)
        return raise_error(h, EXC_VALUE_ERROR, "sequence.index(x): x not in sequence");
    return status == HEAP_OK ? answer(h, int_new(h, n), out) : status;
}

static enum heap_status op_call(struct heap *h, const struct call *call, addr *out)
{
    if (!call->count)
        return raise_error(h, EXC_TYPE_ERROR, "call expected at least 1 argument, got 0");
    return object_call(h, call->args[0], call->args + 1, call->count - 1, call->kwnames, call->kwvalues,
                       call->kwcount, out);
}

static enum heap_status operator_index(struct heap *h, const struct call *call, addr *out)
{
    return object_index(h, call->args[0], out);
}

static enum heap_status operator_length_hint(struct heap *h, const struct call *call, addr *out)
{
    int64_t fallback = 0, n;
    if (call->count > 1 && !int_is_kind(h, call->args[1]))
        return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object cannot be interpreted as an integer",
                           object_type_name(h, call->args[1]));
    enum heap_status status = call->count > 1 ? int_argument(h, call->args[1], &fallback) : HEAP_OK;
    if (status == HEAP_OK)
        status = object_length_hint(h, call->args[0], fallback, &n);
    return status == HEAP_OK ? answer(h, int_new(h, n), out) : status;
}

/* ---- the table ------------------------------------------------------------------------------- */

#define TWO(name)                                                                                            \
    {                                                                                                        \
#name, 2, 2, false, op_##name                                                                        \
    }
#define ONE(name)                                                                                            \
    {                                                                                                        \
#name, 1, 1, false, op_##name                                                                        \
    }
const struct builtin_method operator_functions[] = {
    ONE(truth),
    TWO(contains),
    {"indexOf", 2, 2, false, op_index_of},
    {"countOf", 2, 2, false, op_count_of},
    TWO(is_not),
    {"is_", 2, 2, false, op_is},
    ONE(is_none),
    ONE(is_not_none),
    TWO(add),
    TWO(sub),
    TWO(mul),
    TWO(matmul),
    TWO(floordiv),
    TWO(truediv),
    TWO(mod),
    ONE(neg),
    ONE(pos),
    ONE(abs),
    ONE(inv),
    {"invert", 1, 1, false, op_inv},
    TWO(lshift),
    TWO(rshift),
    {"not_", 1, 1, false, op_not},
    {"and_", 2, 2, false, op_and},
    TWO(xor),
    {"or_", 2, 2, false, op_or},
    TWO(pow),
    TWO(iadd),
    TWO(isub),
    TWO(imul),
    TWO(imatmul),
    TWO(ifloordiv),
    TWO(itruediv),
    TWO(imod),
    TWO(ilshift),
    TWO(irshift),
    TWO(iand),
    TWO(ixor),
    TWO(ior),
    TWO(ipow),
    TWO(concat),
    TWO(iconcat),
    TWO(getitem),
    {"setitem", 3, 3, false, op_setitem},
    TWO(delitem),
    TWO(lt),
    TWO(le),
    TWO(eq),
    TWO(ne),
    TWO(gt),
    TWO(ge),
    {"call", -1, -1, METHOD_KEYWORDS, op_call},
    {"index", 1, 1, false, operator_index},
    {"length_hint", 1, 2, false, operator_length_hint},
    {0},
};
