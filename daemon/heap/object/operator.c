/* Binary and unary operators: which function is asked in which order, and what is said when none answers
 * (operator.h). Mirrors binary_op1, ternary_op and the PyNumber_ functions of Objects/abstract.c.
 */
#include "daemon/heap/object/operator.h"

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/number.h"
#include "daemon/heap/object/scripted.h"
#include "daemon/heap/object/weakref.h"

struct operator_row {
    enum type_slot slot, inplace;
    const char *text, *inplace_text; /* as messages have them */
};
static const struct operator_row rows[BINARY_COUNT] = {
    [BINARY_ADD] = {NB_ADD, NB_INPLACE_ADD, "+", "+="},
    [BINARY_AND] = {NB_AND, NB_INPLACE_AND, "&", "&="},
    [BINARY_FLOOR_DIVIDE] = {NB_FLOOR_DIVIDE, NB_INPLACE_FLOOR_DIVIDE, "//", "//="},
    [BINARY_LSHIFT] = {NB_LSHIFT, NB_INPLACE_LSHIFT, "<<", "<<="},
    [BINARY_MATRIX_MULTIPLY] = {NB_MATRIX_MULTIPLY, NB_INPLACE_MATRIX_MULTIPLY, "@", "@="},
    [BINARY_MULTIPLY] = {NB_MULTIPLY, NB_INPLACE_MULTIPLY, "*", "*="},
    [BINARY_REMAINDER] = {NB_REMAINDER, NB_INPLACE_REMAINDER, "%", "%="},
    [BINARY_OR] = {NB_OR, NB_INPLACE_OR, "|", "|="},
    [BINARY_POWER] = {NB_POWER, NB_INPLACE_POWER, "** or pow()", "**="},
    [BINARY_RSHIFT] = {NB_RSHIFT, NB_INPLACE_RSHIFT, ">>", ">>="},
    [BINARY_SUBTRACT] = {NB_SUBTRACT, NB_INPLACE_SUBTRACT, "-", "-="},
    [BINARY_TRUE_DIVIDE] = {NB_TRUE_DIVIDE, NB_INPLACE_TRUE_DIVIDE, "/", "/="},
    [BINARY_XOR] = {NB_XOR, NB_INPLACE_XOR, "^", "^="},
};

/* ---- one slot -------------------------------------------------------------------------------------- */

static enum heap_status proxy_binary(struct heap *h, enum type_slot slot, addr a, addr b, addr *out);

enum heap_status slot_binary(struct heap *h, addr word, enum type_slot slot, addr a, addr b, addr *out)
{
    *out = 0;
    if (slot == NB_POWER)
        return slot_power(h, word, a, b, 0, out);
    switch (slot_owner(word)) {
    case SLOT_OF_CLASS:
        return class_binary(h, slot, a, b, out);
    case KIND_INT:
        return int_binary(h, slot, a, b, out);
    case KIND_BOOL:
        return bool_binary(h, slot, a, b, out);
    case KIND_FLOAT:
        return float_binary(h, slot, a, b, out);
    case KIND_COMPLEX:
        return complex_binary(h, slot, a, b, out);
    case KIND_PROXY:
        return proxy_binary(h, slot, a, b, out);
    default:
        if (kind_is_scripted(slot_owner(word)))
            return scripted_binary(h, slot_owner(word), slot, a, b, out);
        return container_binary(h, slot_owner(word), slot, a, b, out);
    }
}

/* binary_op1. */
static enum heap_status by_slots(struct heap *h, enum type_slot slot, addr a, addr b, addr *out)
{
    addr left_type = object_type(h, a), right_type = object_type(h, b);
    addr left = type_slot(h, left_type, slot);
    addr right = left_type == right_type ? 0 : type_slot(h, right_type, slot);
    enum heap_status status = HEAP_OK;
    *out = 0;
    if (right == left)
        right = 0;
    if (left && right && type_is_subtype(h, right_type, left_type)) {
        status = slot_binary(h, right, slot, a, b, out);
        right = 0;
    }
    if (status == HEAP_OK && !*out && left)
        status = slot_binary(h, left, slot, a, b, out);
    if (status == HEAP_OK && !*out && right)
        status = slot_binary(h, right, slot, a, b, out);
    return status;
}

/* ---- weak proxies stand for their referents ---------------------------------------------------------- */

/* *new*: the referent of a proxy, anything else itself; 0: ReferenceError. */
static addr unwrapped(struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    if (kind != KIND_PROXY && kind != KIND_CALLABLE_PROXY)
        return incref(h, o);
    return xincref(h, proxy_referent(h, o));
}

static enum heap_status again(struct heap *h, enum type_slot slot, addr a, addr b, addr *out)
{
    for (enum binary_operator op = 0; op < BINARY_COUNT; op++) {
        if (rows[op].slot == slot)
            return object_binary(h, op, a, b, out);
        if (rows[op].inplace == slot)
            return object_binary_inplace(h, op, a, b, out);
    }
    return object_divmod(h, a, b, out);
}

static enum heap_status proxy_binary(struct heap *h, enum type_slot slot, addr a, addr b, addr *out)
{
    addr x = unwrapped(h, a), y = x ? unwrapped(h, b) : 0;
    enum heap_status status = y ? again(h, slot, x, y, out) : HEAP_RAISED;
    xdecref(h, y);
    xdecref(h, x);
    return status;
}

/* ---- binary operators -------------------------------------------------------------------------------- */

static bool is_print(const struct heap *h, addr o)
{
    if (object_kind(h, o) != KIND_BUILTIN)
        return false;
    const struct builtin_method *m = builtin_definition(builtin_at(h, o)->definition);
    return m && m->name[0] == 'p' && m->name[1] == 'r' && m->name[2] == 'i' && m->name[3] == 'n' &&
           m->name[4] == 't' && m->name[5] == 0;
}

static enum heap_status raise_unsupported(struct heap *h, const char *text, addr a, addr b)
{
    const char *hint = text[0] == '>' && text[2] == 0 && is_print(h, a)
                           ? ". Did you mean \"print(<message>, file=<output_stream>)\"?"
                           : "";
    return raise_error(h, EXC_TYPE_ERROR, "unsupported operand type(s) for %.100s: '%.100s' and '%.100s'%s",
                       text, object_type_name(h, a), object_type_name(h, b), hint);
}

/* o * count, where `count` is any object with __index__. */
static enum heap_status repeat(struct heap *h, addr word, addr o, addr count, bool inplace, addr *out)
{
    int64_t n;
    if (!object_has_index(h, count))
        return raise_error(h, EXC_TYPE_ERROR, "can't multiply sequence by non-int of type '%.200s'",
                           object_type_name(h, count));
    enum heap_status status = object_index_word(h, count, EXC_OVERFLOW_ERROR, &n);
    if (status != HEAP_OK)
        return status;
    return inplace ? sequence_inplace_repeat(h, slot_owner(word), o, n, out)
                   : sequence_repeat(h, slot_owner(word), o, n, out);
}

static addr sequence_word(const struct heap *h, addr o, enum type_slot slot)
{
    return type_slot(h, object_type(h, o), slot);
}

/* What no number slot has answered: + and * of sequences. */
static enum heap_status by_sequence(struct heap *h, enum binary_operator op, addr a, addr b, addr *out)
{
    addr word;
    if (op == BINARY_ADD && (word = sequence_word(h, a, SQ_CONCAT)))
        return sequence_concat(h, slot_owner(word), a, b, out);
    if (op == BINARY_MULTIPLY && (word = sequence_word(h, a, SQ_REPEAT)))
        return repeat(h, word, a, b, false, out);
    if (op == BINARY_MULTIPLY && (word = sequence_word(h, b, SQ_REPEAT)))
        return repeat(h, word, b, a, false, out);
    return HEAP_OK;
}

/* Two exact ints of one digit, or two exact floats: the common cases without a look at any slot. *out 0: not
 * these. */
static inline enum heap_status fast_binary(struct heap *h, enum binary_operator op, addr a, addr b, addr *out)
{
    addr type = object_type(h, a);
    *out = 0;
    if (type != object_type(h, b))
        return HEAP_OK;
    if (type == h->type[KIND_INT]) {
        int64_t x, y, z;
        if (!int_is_compact(h, a, &x) || !int_is_compact(h, b, &y))
            return op == BINARY_POWER ? HEAP_OK : int_binary(h, rows[op].slot, a, b, out);
        switch (op) {
        case BINARY_ADD:
            z = x + y;
            break;
        case BINARY_SUBTRACT:
            z = x - y;
            break;
        case BINARY_MULTIPLY:
            z = x * y;
            break;
        case BINARY_AND:
            z = x & y;
            break;
        case BINARY_OR:
            z = x | y;
            break;
        case BINARY_XOR:
            z = x ^ y;
            break;
        case BINARY_FLOOR_DIVIDE:
        case BINARY_REMAINDER:
            if (y == 0)
                return HEAP_OK;
            z = x % y;
            if (z != 0 && (z ^ y) < 0)
                z += y;
            if (op == BINARY_FLOOR_DIVIDE)
                z = (x - z) / y;
            break;
        default:
            return HEAP_OK;
        }
        return answer(h, int_new(h, z), out);
    }
    if (type == h->type[KIND_FLOAT]) {
        double x = float_value(h, a), y = float_value(h, b);
        if (op == BINARY_ADD)
            return answer(h, float_new(h, x + y), out);
        if (op == BINARY_SUBTRACT)
            return answer(h, float_new(h, x - y), out);
        if (op == BINARY_MULTIPLY)
            return answer(h, float_new(h, x * y), out);
        if (op == BINARY_TRUE_DIVIDE && y != 0)
            return answer(h, float_new(h, x / y), out);
    }
    return HEAP_OK;
}

enum heap_status object_binary(struct heap *h, enum binary_operator op, addr a, addr b, addr *out)
{
    addr result;
    enum heap_status status = fast_binary(h, op, a, b, &result);
    if (op == BINARY_POWER)
        return object_power(h, a, b, 0, out);
    if (status == HEAP_OK && !result)
        status = by_slots(h, rows[op].slot, a, b, &result);
    if (status == HEAP_OK && !result)
        status = by_sequence(h, op, a, b, &result);
    if (status != HEAP_OK)
        return status;
    if (!result)
        return raise_unsupported(h, rows[op].text, a, b);
    *out = result;
    return HEAP_OK;
}

enum heap_status object_divmod(struct heap *h, addr a, addr b, addr *out)
{
    addr result;
    enum heap_status status = by_slots(h, NB_DIVMOD, a, b, &result);
    if (status != HEAP_OK)
        return status;
    if (!result)
        return raise_unsupported(h, "divmod()", a, b);
    *out = result;
    return HEAP_OK;
}

/* ---- in place ---------------------------------------------------------------------------------------- */

static enum heap_status inplace_by_sequence(struct heap *h, enum binary_operator op, addr a, addr b,
                                            addr *out)
{
    addr word;
    if (op == BINARY_ADD && (word = sequence_word(h, a, SQ_INPLACE_CONCAT)))
        return sequence_inplace_concat(h, slot_owner(word), a, b, out);
    if (op == BINARY_MULTIPLY && (word = sequence_word(h, a, SQ_INPLACE_REPEAT)))
        return repeat(h, word, a, b, true, out);
    if (op == BINARY_MULTIPLY && type_at(h, object_type(h, a))->as_sequence &&
        !sequence_word(h, a, SQ_REPEAT))
        return HEAP_OK; /* the right operand is not looked at */
    return by_sequence(h, op, a, b, out);
}

static enum heap_status power(struct heap *h, addr a, addr b, addr modulus, addr *out);

enum heap_status object_binary_inplace(struct heap *h, enum binary_operator op, addr a, addr b, addr *out)
{
    const struct operator_row *row = &rows[op];
    addr result, word;
    enum heap_status status = fast_binary(h, op, a, b, &result);
    if (status == HEAP_OK && !result && (word = type_slot(h, object_type(h, a), row->inplace)))
        status = slot_binary(h, word, row->inplace, a, b, &result);
    if (status == HEAP_OK && !result)
        status = op == BINARY_POWER ? power(h, a, b, 0, &result) : by_slots(h, row->slot, a, b, &result);
    if (status == HEAP_OK && !result)
        status = inplace_by_sequence(h, op, a, b, &result);
    if (status != HEAP_OK)
        return status;
    if (!result)
        return raise_unsupported(h, row->inplace_text, a, b);
    *out = result;
    return HEAP_OK;
}

/* ---- sequences joined by name ---------------------------------------------------------------- */

/* PySequence_Check. */
static bool has_sq_item(const struct heap *h, addr o)
{
    return !dict_is_kind(h, o) && sequence_word(h, o, SQ_ITEM);
}

enum heap_status object_concat(struct heap *h, addr a, addr b, bool inplace, addr *out)
{
    addr word, result = 0;
    enum heap_status status = HEAP_OK;
    if (inplace && (word = sequence_word(h, a, SQ_INPLACE_CONCAT)))
        return sequence_inplace_concat(h, slot_owner(word), a, b, out);
    if ((word = sequence_word(h, a, SQ_CONCAT)))
        return sequence_concat(h, slot_owner(word), a, b, out);
    if (has_sq_item(h, a) && has_sq_item(h, b)) {
        if (inplace && (word = type_slot(h, object_type(h, a), NB_INPLACE_ADD)))
            status = slot_binary(h, word, NB_INPLACE_ADD, a, b, &result);
        if (status == HEAP_OK && !result)
            status = by_slots(h, NB_ADD, a, b, &result);
    }
    if (status != HEAP_OK)
        return status;
    if (!result)
        return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object can't be concatenated",
                           object_type_name(h, a));
    *out = result;
    return HEAP_OK;
}

/* ---- power ----------------------------------------------------------------------------------- */

/* One operand's __pow__ or __rpow__ with a modulus. */
static enum heap_status ask_power(struct heap *h, addr a, addr b, addr modulus, bool reflected, addr *out)
{
    addr self = reflected ? b : a, args[2] = {reflected ? a : b, modulus};
    addr found = special_named(h, object_type(h, self), reflected ? NAME_RPOW : NAME_POW);
    if (found)
        return special_call(h, found, self, args, 2, out);
    addr word = type_builtin_slot(h, object_type(h, self), NB_POWER);
    if (word)
        return slot_power(h, word, a, b, modulus, out);
    if (!h->abi.pow_reflects_modulus)
        return raise_error(h, EXC_ATTRIBUTE_ERROR, "__pow__");
    return HEAP_OK;
}

static bool has_class_power(const struct heap *h, addr o)
{
    return slot_is_of_class(type_slot(h, object_type(h, o), NB_POWER));
}

/* Of a class, by __pow__ and __rpow__. With a modulus only the left operand's __pow__ is asked up to 3.13. */
static enum heap_status class_power(struct heap *h, addr a, addr b, addr modulus, addr *out)
{
    if (!modulus)
        return class_binary(h, NB_POWER, a, b, out);
    addr types[2] = {object_type(h, a), object_type(h, b)};
    bool other = h->abi.pow_reflects_modulus && types[0] != types[1] && has_class_power(h, b);
    enum heap_status status = HEAP_OK;
    if (has_class_power(h, a)) {
        if (other && type_is_subtype(h, types[1], types[0]) &&
            special_named(h, types[0], NAME_RPOW) != special_named(h, types[1], NAME_RPOW)) {
            status = without_not_implemented(h, ask_power(h, a, b, modulus, true, out), out);
            other = false;
        }
        if (status == HEAP_OK && !*out)
            status = without_not_implemented(h, ask_power(h, a, b, modulus, false, out), out);
        if (status != HEAP_OK || *out)
            return status;
    }
    return other ? without_not_implemented(h, ask_power(h, a, b, modulus, true, out), out) : HEAP_OK;
}

static enum heap_status proxy_power(struct heap *h, addr a, addr b, addr modulus, addr *out)
{
    addr x = unwrapped(h, a), y = x ? unwrapped(h, b) : 0, z = y && modulus ? unwrapped(h, modulus) : 0;
    enum heap_status status = y && (z || !modulus) ? object_power(h, x, y, z, out) : HEAP_RAISED;
    xdecref(h, z);
    xdecref(h, y);
    xdecref(h, x);
    return status;
}

enum heap_status slot_power(struct heap *h, addr word, addr a, addr b, addr modulus, addr *out)
{
    *out = 0;
    switch (slot_owner(word)) {
    case SLOT_OF_CLASS:
        return class_power(h, a, b, modulus, out);
    case KIND_INT:
        return int_power(h, a, b, modulus, out);
    case KIND_FLOAT:
        return float_power(h, a, b, modulus, out);
    case KIND_COMPLEX:
        return complex_power(h, a, b, modulus, out);
    case KIND_PROXY:
        return proxy_power(h, a, b, modulus, out);
    default:
        return kind_is_scripted(slot_owner(word)) ? scripted_power(h, slot_owner(word), a, b, modulus, out)
                                                  : HEAP_OK;
    }
}

/* ternary_op, without what it says. */
static enum heap_status power(struct heap *h, addr a, addr b, addr modulus, addr *out)
{
    addr types[3] = {object_type(h, a), object_type(h, b), modulus ? object_type(h, modulus) : 0};
    addr left = type_slot(h, types[0], NB_POWER), right = 0, third = 0;
    enum heap_status status = HEAP_OK;
    if (types[0] != types[1])
        right = type_slot(h, types[1], NB_POWER);
    if (right == left)
        right = 0;
    addr asked = right;
    *out = 0;
    if (left && right && type_is_subtype(h, types[1], types[0])) {
        status = slot_power(h, right, a, b, modulus, out);
        right = 0;
    }
    if (status == HEAP_OK && !*out && left)
        status = slot_power(h, left, a, b, modulus, out);
    if (status == HEAP_OK && !*out && right)
        status = slot_power(h, right, a, b, modulus, out);
    if (modulus)
        third = type_slot(h, types[2], NB_POWER);
    if (status == HEAP_OK && !*out && third && third != left && third != asked)
        status = slot_power(h, third, a, b, modulus, out);
    return status;
}

enum heap_status object_power(struct heap *h, addr a, addr b, addr modulus, addr *out)
{
    addr result;
    if (modulus == none(h))
        modulus = 0;
    enum heap_status status = power(h, a, b, modulus, &result);
    if (status != HEAP_OK)
        return status;
    if (result) {
        *out = result;
        return HEAP_OK;
    }
    if (!modulus)
        return raise_unsupported(h, rows[BINARY_POWER].text, a, b);
    return raise_error(h, EXC_TYPE_ERROR,
                       "unsupported operand type(s) for %.100s: '%.100s', '%.100s', '%.100s'",
                       rows[BINARY_POWER].text, object_type_name(h, a), object_type_name(h, b),
                       object_type_name(h, modulus));
}

/* ---- unary operators ------------------------------------------------------------------------- */

static enum heap_status float_unary(struct heap *h, enum unary_operator op, addr o, addr *out)
{
    double d = float_value(h, o);
    if (op == UNARY_POSITIVE && object_is_exact(h, o, KIND_FLOAT))
        return answer(h, incref(h, o), out);
    return answer(h,
                  float_new(h, op == UNARY_NEGATIVE   ? -d
                               : op == UNARY_ABSOLUTE ? __builtin_fabs(d)
                                                      : d),
                  out);
}

static enum heap_status proxy_unary(struct heap *h, enum unary_operator op, addr o, addr *out)
{
    addr referent = unwrapped(h, o);
    if (!referent)
        return HEAP_RAISED;
    enum heap_status status = object_unary(h, op, referent, out);
    decref(h, referent);
    return status;
}

enum heap_status builtin_unary(struct heap *h, addr word, enum unary_operator op, addr o, addr *out)
{
    switch (slot_owner(word)) {
    case KIND_FLOAT:
        return float_unary(h, op, o, out);
    case KIND_COMPLEX:
        return complex_unary(h, op, o, out);
    case KIND_PROXY:
        return proxy_unary(h, op, o, out);
    default:
        if (kind_is_scripted(slot_owner(word)))
            return scripted_unary(h, slot_owner(word), op, o, out);
        return int_unary(h, op, o, out);
    }
}

enum heap_status object_unary(struct heap *h, enum unary_operator op, addr o, addr *out)
{
    static const enum type_slot slots[] = {NB_NEGATIVE, NB_POSITIVE, NB_INVERT, NB_ABSOLUTE};
    static const char *const texts[] = {"unary -", "unary +", "unary ~", "abs()"};
    addr word = type_slot(h, object_type(h, o), slots[op]);
    if (word && slot_owner(word) == SLOT_OF_CLASS) {
        addr found = special_named(h, object_type(h, o), slot_method_name(slots[op], false));
        if (found)
            return special_call(h, found, o, NULL, 0, out);
        word = type_builtin_slot(h, object_type(h, o), slots[op]);
    }
    if (!word)
        return raise_error(h, EXC_TYPE_ERROR, "bad operand type for %s: '%.200s'", texts[op],
                           object_type_name(h, o));
    return builtin_unary(h, word, op, o, out);
}

/* ---- __index__ ------------------------------------------------------------------------------------------
 */

bool object_has_index(const struct heap *h, addr o)
{
    return type_slot(h, object_type(h, o), NB_INDEX) != 0;
}

enum heap_status object_index(struct heap *h, addr o, addr *out)
{
    addr result;
    if (int_is_kind(h, o))
        return answer(h, int_copy_of(h, 0, o), out);
    addr word = type_slot(h, object_type(h, o), NB_INDEX);
    if (!word)
        return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object cannot be interpreted as an integer",
                           object_type_name(h, o));
    if (slot_owner(word) == KIND_PROXY) {
        addr referent = unwrapped(h, o);
        if (!referent)
            return HEAP_RAISED;
        enum heap_status status = object_index(h, referent, out);
        decref(h, referent);
        return status;
    }
    enum heap_status status = special_method(h, o, NAME_INDEX, NULL, 0, &result);
    if (status != HEAP_OK)
        return status;
    if (!int_is_kind(h, result)) {
        status = raise_error(h, EXC_TYPE_ERROR, "__index__ returned non-int (type %.200s)",
                             object_type_name(h, result));
        decref(h, result);
        return status;
    }
    if (!object_is_exact(h, result, KIND_INT)) {
        status = number_warn_of_class(h, result, KIND_INT, "__index__", "int");
        addr plain = status == HEAP_OK ? int_copy_of(h, 0, result) : 0;
        decref(h, result);
        return status == HEAP_OK ? answer(h, plain, out) : status;
    }
    *out = result;
    return HEAP_OK;
}

enum heap_status object_index_int(struct heap *h, addr o, int64_t *out)
{
    int64_t value = 0;
    enum heap_status status = object_index_word(h, o, EXC_NONE, &value);
    if (status == HEAP_OK && value != (int32_t)value)
        status = raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C int");
    if (status == HEAP_OK)
        *out = value;
    return status;
}

enum heap_status object_index_word(struct heap *h, addr o, enum exception e, int64_t *out)
{
    addr index;
    enum heap_status status = object_index(h, o, &index);
    if (status != HEAP_OK)
        return status;
    if (!int_fits(h, index, out)) {
        if (e != EXC_NONE)
            status =
                raise_error(h, e, "cannot fit '%.200s' into an index-sized integer", object_type_name(h, o));
        else
            *out = int_sign(h, index) < 0 ? INT64_MIN : INT64_MAX;
    }
    decref(h, index);
    return status;
}
