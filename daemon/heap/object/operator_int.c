/* The number slots of int and bool (long_as_number, bool_as_number). Arithmetic itself: int_arithmetic.c,
 * int_bits.c, int_power.c.
 */
#include <math.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/int_arithmetic.h"
#include "daemon/heap/object/operator.h"

static enum heap_status raise_zero(struct heap *h, const char *text)
{
    return raise_error(h, EXC_ZERO_DIVISION_ERROR, "%s",
                       h->abi.zero_division_is_plain ? "division by zero" : text);
}

static enum heap_status divmod_pair(struct heap *h, addr a, addr b, addr *out)
{
    addr pair[2] = {0, 0};
    enum heap_status status = int_divmod(h, a, b, &pair[0], &pair[1]);
    if (status != HEAP_OK)
        return status;
    status = answer(h, tuple_from(h, pair, 2), out);
    decref(h, pair[0]);
    decref(h, pair[1]);
    return status;
}

static enum heap_status divide(struct heap *h, enum type_slot slot, addr a, addr b, addr *out)
{
    if (int_sign(h, b) == 0)
        return raise_zero(h, slot == NB_REMAINDER ? "integer modulo by zero"
                                                  : "integer division or modulo by zero");
    if (slot == NB_DIVMOD)
        return divmod_pair(h, a, b, out);
    return slot == NB_REMAINDER ? int_divmod(h, a, b, NULL, out) : int_divmod(h, a, b, out, NULL);
}

static enum heap_status true_divide(struct heap *h, addr a, addr b, addr *out)
{
    double d;
    if (int_sign(h, b) == 0)
        return raise_error(h, EXC_ZERO_DIVISION_ERROR, "division by zero");
    enum heap_status status = int_true_divide(h, a, b, &d);
    return status == HEAP_OK ? answer(h, float_new(h, d), out) : status;
}

enum heap_status int_binary(struct heap *h, enum type_slot slot, addr a, addr b, addr *out)
{
    *out = 0;
    if (!int_is_kind(h, a) || !int_is_kind(h, b))
        return HEAP_OK;
    switch (slot) {
    case NB_ADD:
        return answer(h, int_add(h, a, b), out);
    case NB_SUBTRACT:
        return answer(h, int_subtract(h, a, b), out);
    case NB_MULTIPLY:
        return answer(h, int_multiply(h, a, b), out);
    case NB_REMAINDER:
    case NB_DIVMOD:
    case NB_FLOOR_DIVIDE:
        return divide(h, slot, a, b, out);
    case NB_TRUE_DIVIDE:
        return true_divide(h, a, b, out);
    case NB_LSHIFT:
        return answer(h, int_shift_left(h, a, b), out);
    case NB_RSHIFT:
        return answer(h, int_shift_right(h, a, b), out);
    case NB_AND:
        return answer(h, int_bitwise(h, '&', a, b), out);
    case NB_OR:
        return answer(h, int_bitwise(h, '|', a, b), out);
    case NB_XOR:
        return answer(h, int_bitwise(h, '^', a, b), out);
    default:
        return HEAP_OK;
    }
}

/* Two bools stay bools under & | ^. */
enum heap_status bool_binary(struct heap *h, enum type_slot slot, addr a, addr b, addr *out)
{
    addr yes = h->singleton[SINGLETON_TRUE];
    if (object_kind(h, a) != KIND_BOOL || object_kind(h, b) != KIND_BOOL)
        return int_binary(h, slot, a, b, out);
    bool x = a == yes, y = b == yes;
    return answer(h, bool_new(h, slot == NB_AND ? x && y : slot == NB_OR ? x || y : x != y), out);
}

enum heap_status int_unary(struct heap *h, enum unary_operator op, addr o, addr *out)
{
    int sign = int_sign(h, o);
    if (op == UNARY_INVERT && object_kind(h, o) == KIND_BOOL && h->abi.bool_is_not_inverted) {
        enum heap_status status = raise_warning(
            h, EXC_DEPRECATION_WARNING,
            "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns "
            "the "
            "bitwise inversion of the underlying int object and is usually not what you expect from negating "
            "a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise "
            "inversion of the underlying int.");
        if (status != HEAP_OK)
            return status;
    }
    if (op == UNARY_INVERT)
        return answer(h, int_invert(h, o), out);
    bool negative = op == UNARY_NEGATIVE ? sign > 0 : op == UNARY_POSITIVE && sign < 0;
    if (negative == (sign < 0))
        return answer(h, int_copy_of(h, 0, o), out);
    return answer(h, int_from_digits(h, negative, int_digits(h, o), int_digit_count(h, o)), out);
}

/* ---- power ------------------------------------------------------------------------------------------ */

enum heap_status int_power(struct heap *h, addr a, addr b, addr modulus, addr *out)
{
    *out = 0;
    if (!int_is_kind(h, a) || !int_is_kind(h, b) || (modulus && !int_is_kind(h, modulus)))
        return HEAP_OK;
    if (modulus)
        return answer(h, int_power_modulo(h, a, b, modulus), out);
    if (int_sign(h, b) < 0)
        return float_power(h, a, b, 0, out);
    return answer(h, int_raise(h, a, b), out);
}
