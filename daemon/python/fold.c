/* The values of operators on constants, as far as CPython folds them: nothing that takes long or much memory,
 * and nothing that raises (Python/ast_opt.c, from 3.14 on Python/flowgraph.c; both have the same bounds). */
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/text.h"
#include "daemon/python/compiler.h"

enum {
    INT_BITS_MAX = 128,
    COLLECTION_MAX = 256,   /* items */
    TEXT_MAX = 4096,        /* characters, bytes */
    ITEMS_TOTAL_MAX = 1024, /* with those of collections inside */
};

static bool is_int(const struct heap *h, addr o)
{
    return int_is_kind(h, o);
}

/* What remains of the limit after all items of a collection and of those in it; negative: too many. */
static int64_t check_complexity(const struct heap *h, addr o, int64_t limit)
{
    if (object_kind(h, o) == KIND_TUPLE) {
        size_t n = tuple_length(h, o);
        limit -= (int64_t)n;
        for (size_t i = 0; limit >= 0 && i < n; i++)
            limit = check_complexity(h, tuple_item(h, o, i), limit);
    } else if (object_kind(h, o) == KIND_FROZENSET) {
        size_t position = 0;
        limit -= (int64_t)set_length(h, o);
        for (addr item; limit >= 0 && set_next(h, o, &position, &item);)
            limit = check_complexity(h, item, limit);
    }
    return limit;
}

static bool may_repeat(const struct heap *h, addr sequence, addr times)
{
    int64_t n, size, max;
    enum kind kind = object_kind(h, sequence);
    size = (int64_t)(kind == KIND_TUPLE ? tuple_length(h, sequence)
                     : kind == KIND_STR ? str_length(h, sequence)
                                        : bytes_length(h, sequence));
    max = kind == KIND_TUPLE ? COLLECTION_MAX : TEXT_MAX;
    if (!size)
        return true;
    if (!int_fits(h, times, &n) || n < 0 || n > max / size)
        return false;
    return kind != KIND_TUPLE || !n || check_complexity(h, sequence, ITEMS_TOTAL_MAX / n) >= 0;
}

static bool may_multiply(const struct heap *h, addr a, addr b)
{
    enum kind x = object_kind(h, a), y = object_kind(h, b);
    if (is_int(h, a) && is_int(h, b))
        return int_sign(h, a) == 0 || int_sign(h, b) == 0 ||
               int_bit_length(h, a) + int_bit_length(h, b) <= INT_BITS_MAX;
    if (is_int(h, a) && (y == KIND_TUPLE || y == KIND_STR || y == KIND_BYTES))
        return may_repeat(h, b, a);
    if (is_int(h, b) && (x == KIND_TUPLE || x == KIND_STR || x == KIND_BYTES))
        return may_repeat(h, a, b);
    return true;
}

static bool may_raise_to(const struct heap *h, addr a, addr b)
{
    int64_t exponent;
    if (!is_int(h, a) || !is_int(h, b) || int_sign(h, a) == 0 || int_sign(h, b) <= 0)
        return true;
    return int_fits(h, b, &exponent) && (int64_t)int_bit_length(h, a) <= INT_BITS_MAX / exponent;
}

static bool may_shift(const struct heap *h, addr a, addr b)
{
    int64_t by;
    if (!is_int(h, a) || !is_int(h, b) || int_sign(h, a) == 0 || int_sign(h, b) == 0)
        return true;
    return int_fits(h, b, &by) && by >= 0 && by <= INT_BITS_MAX &&
           (int64_t)int_bit_length(h, a) <= INT_BITS_MAX - by;
}

static bool may_fold(const struct heap *h, enum ast_operator op, addr a, addr b)
{
    switch (op) {
    case AST_MULT:
        return may_multiply(h, a, b);
    case AST_POW:
        return may_raise_to(h, a, b);
    case AST_LSHIFT:
        return may_shift(h, a, b);
    case AST_MOD: /* formatting is for run time */
        return object_kind(h, a) != KIND_STR && object_kind(h, a) != KIND_BYTES;
    case AST_MAT_MULT:
        return false;
    default:
        return true;
    }
}

/* What raised stays for run time; running out of memory does not. */
static addr folded(struct compiler *c, enum heap_status status, addr o)
{
    if (status == HEAP_OK)
        return o;
    if (status == HEAP_ABANDONED || heap_raised(c->h) == EXC_MEMORY_ERROR)
        compiler_fail(c, status);
    else
        heap_clear_raised(c->h);
    return 0;
}

addr fold_binary(struct compiler *c, enum ast_operator op, addr a, addr b)
{
    addr o = 0;
    if (c->failed || !may_fold(c->h, op, a, b))
        return 0;
    enum heap_status status = object_binary(c->h, (enum binary_operator)op, a, b, &o);
    return folded(c, status, o);
}

addr fold_unary(struct compiler *c, enum ast_unary op, addr a)
{
    static const enum unary_operator operators[] = {
        [AST_INVERT] = UNARY_INVERT, [AST_UADD] = UNARY_POSITIVE, [AST_USUB] = UNARY_NEGATIVE};
    addr o = 0;
    if (c->failed)
        return 0;
    if (op == AST_NOT)
        return bool_new(c->h, !fold_truth(c, a));
    if (op == AST_INVERT && c->h->abi.bool_is_not_inverted && object_kind(c->h, a) == KIND_BOOL)
        return 0; /* the program is told of it when it does it */
    enum heap_status status = object_unary(c->h, operators[op], a, &o);
    return folded(c, status, o);
}

addr fold_subscript(struct compiler *c, addr a, addr key)
{
    addr o = 0;
    if (c->failed)
        return 0;
    enum heap_status status = object_getitem(c->h, a, key, &o);
    return folded(c, status, o);
}

bool fold_truth(struct compiler *c, addr o)
{
    const struct heap *h = c->h;
    switch (object_kind(h, o)) {
    case KIND_NONE:
        return false;
    case KIND_INT:
    case KIND_BOOL:
        return int_sign(h, o) != 0;
    case KIND_FLOAT:
        return float_value(h, o) != 0;
    case KIND_COMPLEX: {
        bool equal = false;
        addr zero = int_new(c->h, 0);
        enum heap_status status = object_equal(c->h, o, zero, &equal);
        decref(c->h, zero);
        return status == HEAP_OK && !equal;
    }
    case KIND_STR:
        return str_length(h, o) != 0;
    case KIND_BYTES:
        return bytes_length(h, o) != 0;
    case KIND_TUPLE:
        return tuple_length(h, o) != 0;
    case KIND_FROZENSET:
        return set_length(h, o) != 0;
    default:
        return true;
    }
}
