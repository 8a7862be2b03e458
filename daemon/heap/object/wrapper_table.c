/* The slot wrappers: for each special name what the slot of a builtin type does (wrap_... of
 * Objects/typeobject.c). Everything here acts by the kind whose wrapper it is, whatever the class of the
 * object defines: so that super().__len__() in a class's __len__ ends there.
 */
#include "daemon/heap/object/wrapper.h"

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/awaitable.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/io_base.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/scripted.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/struct_sequence.h"
#include "daemon/heap/object/text.h"

#define WRAPPER(name)                                                                                        \
    static enum heap_status wrap_##name(struct heap *h, enum kind kind, const struct call *c, addr *out)

static addr word_of(const struct heap *h, enum kind kind, enum type_slot slot)
{
    return type_slot(h, h->type[kind], slot);
}

/* 0 is NotImplemented. */
static enum heap_status answer_or_not(struct heap *h, enum heap_status status, addr result, addr *out)
{
    if (status == HEAP_OK)
        *out = result ? result : incref(h, h->singleton[SINGLETON_NOT_IMPLEMENTED]);
    return status;
}

/* ---- text, hash, comparison
 * ---------------------------------------------------------------------------------------------- */

/* tuple's own of a struct sequence, which is a tuple to everything else. */
static bool shows_items_alone(const struct heap *h, enum kind kind, const struct call *c)
{
    if (kind != KIND_TUPLE || !struct_sequence_is_type(h, object_type(h, c->self)))
        return false;
    addr d = object_kind(h, c->callable) == KIND_METHOD_WRAPPER
                 ? method_wrapper_at(h, c->callable)->descriptor
                 : c->callable;
    return descriptor_at(h, d)->type == h->type[KIND_TUPLE];
}

WRAPPER(repr)
{
    char buffer[256];
    struct text text;
    text_begin(h, &text, buffer, sizeof buffer);
    enum heap_status status = shows_items_alone(h, kind, c) ? tuple_repr_items(h, c->self, &text)
                                                            : repr_of_kind(h, kind, c->self, &text);
    return answer(h, repr_own_digit(h, c->self, text_end(&text, status)), out);
}

/* object.__str__ answers whatever the class's __repr__ does, a str or not. */
WRAPPER(str)
{
    addr found = kind_ops(kind)->str || kind == KIND_STR || kind_is_exception(kind)
                     ? 0
                     : special_of_class(h, object_type(h, c->self), known_name(h, NAME_REPR));
    return found ? special_call(h, found, c->self, NULL, 0, out)
                 : answer(h, str_of_kind(h, kind, c->self), out);
}

WRAPPER(hash)
{
    int64_t value;
    enum heap_status status = kind_hash(h, kind, c->self, &value);
    return status == HEAP_OK ? answer_int(h, value, out) : status;
}

static enum heap_status compare(struct heap *h, enum kind kind, enum compare_operator op,
                                const struct call *c, addr *out)
{
    addr word = word_of(h, kind, TP_RICHCOMPARE), result = 0;
    enum heap_status status =
        word ? slot_compare(h, slot_owner(word), op, c->self, c->args[0], &result) : HEAP_OK;
    return answer_or_not(h, status, result, out);
}
WRAPPER(lt)
{
    return compare(h, kind, COMPARE_LT, c, out);
}
WRAPPER(le)
{
    return compare(h, kind, COMPARE_LE, c, out);
}
WRAPPER(eq)
{
    return compare(h, kind, COMPARE_EQ, c, out);
}
WRAPPER(ne)
{
    return compare(h, kind, COMPARE_NE, c, out);
}
WRAPPER(gt)
{
    return compare(h, kind, COMPARE_GT, c, out);
}
WRAPPER(ge)
{
    return compare(h, kind, COMPARE_GE, c, out);
}

/* ---- attributes, construction, calls
 * ------------------------------------------------------------------------------------------ */

WRAPPER(getattribute)
{
    if (object_kind(h, c->args[0]) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "attribute name must be string, not '%.200s'",
                           object_type_name(h, c->args[0]));
    return attribute_get_of_kind(h, kind, c->self, c->args[0], out);
}

/* object.__setattr__ is not for what has a way of its own, such as types (hackcheck). */
static enum heap_status set_attribute(struct heap *h, enum kind kind, const struct call *c, addr value,
                                      addr *out)
{
    addr name = c->args[0], builtin = h->type[object_kind(h, c->self)];
    if (type_at(h, builtin)->setattro != type_at(h, h->type[kind])->setattro)
        return raise_error(h, EXC_TYPE_ERROR, "can't apply this %s to %s object",
                           value ? "__setattr__" : "__delattr__", object_type_name(h, c->self));
    enum heap_status status = kind == KIND_TYPE ? type_check_mutable(h, c->self, name) : HEAP_OK;
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, name) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "attribute name must be string, not '%.200s'",
                           object_type_name(h, name));
    name = str_intern(h, incref(h, name), false);
    if (!name)
        return raise_status(h);
    status = attribute_set_of_kind(h, kind, c->self, name, value);
    decref(h, name);
    return answer_none(h, status, out);
}
WRAPPER(setattr)
{
    return set_attribute(h, kind, c, c->args[1], out);
}
WRAPPER(delattr)
{
    return set_attribute(h, kind, c, 0, out);
}

WRAPPER(init)
{
    return answer_none(h, kind_init(h, kind, c->self, c), out);
}

WRAPPER(call)
{
    return call_of_kind(h, kind, c->self, c, out);
}

WRAPPER(get)
{
    addr o = c->args[0], type = c->count > 1 ? c->args[1] : 0;
    o = o == none(h) ? 0 : o;
    type = type == none(h) ? 0 : type;
    if (!o && !type)
        return raise_error(h, EXC_TYPE_ERROR, "__get__(None, None) is invalid");
    return descriptor_get_of_kind(h, kind, c->self, o, type, out);
}
WRAPPER(set)
{
    return answer_none(h, descriptor_set_of_kind(h, kind, c->self, c->args[0], c->args[1]), out);
}
WRAPPER(delete)
{
    return answer_none(h, descriptor_set_of_kind(h, kind, c->self, c->args[0], 0), out);
}

/* ---- iteration, items
 * -----------------------------------------------------------------------------------------------------------
 */

WRAPPER(iter)
{
    return kind_ops(kind)->iter(h, c->self, out);
}

WRAPPER(next)
{
    addr item;
    enum heap_status status = kind_ops(kind)->next(h, c->self, &item);
    if (status != HEAP_OK)
        return status;
    if (!item)
        return raise_error(h, EXC_STOP_ITERATION, "%s", "");
    *out = item;
    return HEAP_OK;
}

/* What is an iterator is awaited as it is. */
WRAPPER(await)
{
    return answer(h, kind == KIND_COROUTINE ? coroutine_wrapper_new(h, c->self) : incref(h, c->self), out);
}
WRAPPER(aiter)
{
    (void)kind;
    return answer(h, incref(h, c->self), out);
}
WRAPPER(anext)
{
    (void)kind;
    return async_generator_anext(h, c->self, out);
}

WRAPPER(del)
{
    if (kind == KIND_IO_BASE)
        return answer_none(h, io_base_finalize(h, c->self), out);
    generator_finalize(h, c->self);
    return answer_none(h, HEAP_OK, out);
}

WRAPPER(len)
{
    int64_t length;
    if (kind != KIND_RANGE && kind != KIND_MEMORYVIEW && kind_ops(kind)->length)
        return answer_int(h, kind_ops(kind)->length(h, c->self), out);
    enum heap_status status = object_length(h, c->self, &length); /* of what no class extends */
    return status == HEAP_OK ? answer_int(h, length, out) : status;
}

WRAPPER(getitem)
{
    (void)kind;
    return builtin_getitem(h, c->self, c->args[0], out);
}
/* What dict itself does, whatever class extends it. */
WRAPPER(setitem)
{
    enum heap_status status = kind == KIND_DICT ? dict_setitem(h, c->self, c->args[0], c->args[1])
                                                : builtin_setitem(h, c->self, c->args[0], c->args[1]);
    return answer_none(h, status, out);
}
WRAPPER(delitem)
{
    enum heap_status status = kind == KIND_DICT ? dict_setitem(h, c->self, c->args[0], 0)
                                                : builtin_setitem(h, c->self, c->args[0], 0);
    return answer_none(h, status, out);
}

WRAPPER(contains)
{
    bool found = false;
    addr word = word_of(h, kind, SQ_CONTAINS);
    enum heap_status status =
        builtin_contains(h, word ? slot_owner(word) : SLOT_NOT_SUPPORTED, c->self, c->args[0], &found);
    return answer_bool(h, status, found, out);
}

/* ---- numbers
 * ------------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status binary(struct heap *h, enum kind kind, enum type_slot slot, addr a, addr b, addr *out)
{
    addr word = word_of(h, kind, slot), result = 0;
    enum heap_status status = word ? slot_binary(h, word, slot, a, b, &result) : HEAP_OK;
    return answer_or_not(h, status, result, out);
}

/* Sequences: + and * have slots of their own. */
static enum heap_status concat(struct heap *h, enum kind kind, enum type_slot slot, const struct call *c,
                               addr *out)
{
    addr word = word_of(h, kind, slot);
    return slot == SQ_CONCAT ? sequence_concat(h, slot_owner(word), c->self, c->args[0], out)
                             : sequence_inplace_concat(h, slot_owner(word), c->self, c->args[0], out);
}

static enum heap_status repeat(struct heap *h, enum kind kind, enum type_slot slot, const struct call *c,
                               addr *out)
{
    addr word = word_of(h, kind, slot);
    int64_t count;
    enum heap_status status = object_index_word(h, c->args[0], EXC_OVERFLOW_ERROR, &count);
    if (status != HEAP_OK)
        return status;
    return slot == SQ_REPEAT ? sequence_repeat(h, slot_owner(word), c->self, count, out)
                             : sequence_inplace_repeat(h, slot_owner(word), c->self, count, out);
}

WRAPPER(add)
{
    if (word_of(h, kind, SQ_CONCAT))
        return concat(h, kind, SQ_CONCAT, c, out);
    return binary(h, kind, NB_ADD, c->self, c->args[0], out);
}
WRAPPER(mul)
{
    if (word_of(h, kind, SQ_REPEAT))
        return repeat(h, kind, SQ_REPEAT, c, out);
    return binary(h, kind, NB_MULTIPLY, c->self, c->args[0], out);
}
WRAPPER(rmul)
{
    if (word_of(h, kind, SQ_REPEAT))
        return repeat(h, kind, SQ_REPEAT, c, out);
    return binary(h, kind, NB_MULTIPLY, c->args[0], c->self, out);
}
WRAPPER(iadd)
{
    if (word_of(h, kind, SQ_INPLACE_CONCAT))
        return concat(h, kind, SQ_INPLACE_CONCAT, c, out);
    return binary(h, kind, NB_INPLACE_ADD, c->self, c->args[0], out);
}
WRAPPER(imul)
{
    if (word_of(h, kind, SQ_INPLACE_REPEAT))
        return repeat(h, kind, SQ_INPLACE_REPEAT, c, out);
    return binary(h, kind, NB_INPLACE_MULTIPLY, c->self, c->args[0], out);
}

#define BINARY(name, slot)                                                                                   \
    WRAPPER(name)                                                                                            \
    {                                                                                                        \
        return binary(h, kind, slot, c->self, c->args[0], out);                                              \
    }
#define REFLECTED(name, slot)                                                                                \
    WRAPPER(name)                                                                                            \
    {                                                                                                        \
        return binary(h, kind, slot, c->args[0], c->self, out);                                              \
    }
REFLECTED(radd, NB_ADD)
BINARY(sub, NB_SUBTRACT)
REFLECTED(rsub, NB_SUBTRACT)
BINARY(mod, NB_REMAINDER)
REFLECTED(rmod, NB_REMAINDER)
BINARY(divmod, NB_DIVMOD)
REFLECTED(rdivmod, NB_DIVMOD)
BINARY(lshift, NB_LSHIFT)
REFLECTED(rlshift, NB_LSHIFT)
BINARY(rshift, NB_RSHIFT)
REFLECTED(rrshift, NB_RSHIFT)
BINARY(and, NB_AND)
REFLECTED(rand, NB_AND)
BINARY(xor, NB_XOR)
REFLECTED(rxor, NB_XOR)
BINARY(or, NB_OR)
REFLECTED(ror, NB_OR)
BINARY(floordiv, NB_FLOOR_DIVIDE)
REFLECTED(rfloordiv, NB_FLOOR_DIVIDE)
BINARY(truediv, NB_TRUE_DIVIDE)
REFLECTED(rtruediv, NB_TRUE_DIVIDE)
BINARY(matmul, NB_MATRIX_MULTIPLY)
REFLECTED(rmatmul, NB_MATRIX_MULTIPLY)
BINARY(isub, NB_INPLACE_SUBTRACT)
BINARY(imod, NB_INPLACE_REMAINDER)
BINARY(ilshift, NB_INPLACE_LSHIFT)
BINARY(irshift, NB_INPLACE_RSHIFT)
BINARY(iand, NB_INPLACE_AND)
BINARY(ixor, NB_INPLACE_XOR)
BINARY(ior, NB_INPLACE_OR)
BINARY(ifloordiv, NB_INPLACE_FLOOR_DIVIDE)
BINARY(itruediv, NB_INPLACE_TRUE_DIVIDE)
BINARY(imatmul, NB_INPLACE_MATRIX_MULTIPLY)

static enum heap_status power(struct heap *h, enum kind kind, addr a, addr b, addr modulus, addr *out)
{
    addr word = word_of(h, kind, NB_POWER), result = 0;
    if (modulus == none(h))
        modulus = 0;
    enum heap_status status = word ? slot_power(h, word, a, b, modulus, &result) : HEAP_OK;
    return answer_or_not(h, status, result, out);
}
WRAPPER(pow)
{
    return power(h, kind, c->self, c->args[0], c->count > 1 ? c->args[1] : 0, out);
}
WRAPPER(rpow)
{
    return power(h, kind, c->args[0], c->self, c->count > 1 ? c->args[1] : 0, out);
}
WRAPPER(ipow)
{
    return power(h, kind, c->self, c->args[0], 0, out);
}

WRAPPER(neg)
{
    return builtin_unary(h, word_of(h, kind, NB_NEGATIVE), UNARY_NEGATIVE, c->self, out);
}
WRAPPER(pos)
{
    return builtin_unary(h, word_of(h, kind, NB_POSITIVE), UNARY_POSITIVE, c->self, out);
}
WRAPPER(invert)
{
    return builtin_unary(h, word_of(h, kind, NB_INVERT), UNARY_INVERT, c->self, out);
}
WRAPPER(abs)
{
    return builtin_unary(h, word_of(h, kind, NB_ABSOLUTE), UNARY_ABSOLUTE, c->self, out);
}

WRAPPER(bool)
{
    bool truth = false;
    enum heap_status status = builtin_truth(h, slot_owner(word_of(h, kind, NB_BOOL)), c->self, &truth);
    return answer_bool(h, status, truth, out);
}

/* An int exactly, of an int of any class. */
static enum heap_status exact_int(struct heap *h, addr o, addr *out)
{
    if (object_is_exact(h, o, KIND_INT)) {
        *out = incref(h, o);
        return HEAP_OK;
    }
    return answer(h, int_from_digits(h, int_sign(h, o) < 0, int_digits(h, o), int_digit_count(h, o)), out);
}

WRAPPER(int)
{
    if (kind_is_scripted(kind))
        return scripted_ask(h, kind, "int", &c->self, 1, out);
    if (kind != KIND_FLOAT)
        return exact_int(h, c->self, out);
    addr plain = float_new(h, float_value(h, c->self));
    if (!plain)
        return raise_status(h);
    struct call inner = {.args = &plain, .count = 1};
    enum heap_status status = kind_construct(h, KIND_INT, h->type[KIND_INT], &inner, out);
    decref(h, plain);
    return status;
}
WRAPPER(index)
{
    (void)kind;
    return exact_int(h, c->self, out);
}
WRAPPER(float)
{
    bool overflow = false;
    if (kind_is_scripted(kind))
        return scripted_ask(h, kind, "float", &c->self, 1, out);
    double value = kind == KIND_FLOAT ? float_value(h, c->self) : int_to_double(h, c->self, &overflow);
    if (overflow)
        return raise_error(h, EXC_OVERFLOW_ERROR, "int too large to convert to float");
    if (kind == KIND_FLOAT && object_is_exact(h, c->self, KIND_FLOAT)) {
        *out = incref(h, c->self);
        return HEAP_OK;
    }
    return answer(h, float_new(h, value), out);
}

/* ---- the table
 * -------------------------------------------------------------------------------------------------------------------------
 */

#define ROW(NAME, name, least, most)                                                                         \
    {                                                                                                        \
        NAME_##NAME, least, most, wrap_##name                                                                \
    }
static const struct wrapper table[] = {
    ROW(REPR, repr, 0, 0),
    ROW(HASH, hash, 0, 0),
    ROW(CALL, call, -1, -1),
    ROW(STR, str, 0, 0),
    ROW(GETATTRIBUTE, getattribute, 1, 1),
    ROW(SETATTR, setattr, 2, 2),
    ROW(DELATTR, delattr, 1, 1),
    ROW(LT, lt, 1, 1),
    ROW(LE, le, 1, 1),
    ROW(EQ, eq, 1, 1),
    ROW(NE, ne, 1, 1),
    ROW(GT, gt, 1, 1),
    ROW(GE, ge, 1, 1),
    ROW(ITER, iter, 0, 0),
    ROW(NEXT, next, 0, 0),
    ROW(GET, get, 1, 2),
    ROW(SET, set, 2, 2),
    ROW(DELETE, delete, 1, 1),
    ROW(INIT, init, -1, -1),
    ROW(ADD, add, 1, 1),
    ROW(RADD, radd, 1, 1),
    ROW(SUB, sub, 1, 1),
    ROW(RSUB, rsub, 1, 1),
    ROW(MUL, mul, 1, 1),
    ROW(RMUL, rmul, 1, 1),
    ROW(MOD, mod, 1, 1),
    ROW(RMOD, rmod, 1, 1),
    ROW(DIVMOD, divmod, 1, 1),
    ROW(RDIVMOD, rdivmod, 1, 1),
    ROW(POW, pow, 1, 2),
    ROW(RPOW, rpow, 1, 2),
    ROW(NEG, neg, 0, 0),
    ROW(POS, pos, 0, 0),
    ROW(ABS, abs, 0, 0),
    ROW(BOOL, bool, 0, 0),
    ROW(INVERT, invert, 0, 0),
    ROW(LSHIFT, lshift, 1, 1),
    ROW(RLSHIFT, rlshift, 1, 1),
    ROW(RSHIFT, rshift, 1, 1),
    ROW(RRSHIFT, rrshift, 1, 1),
    ROW(AND, and, 1, 1),
    ROW(RAND, rand, 1, 1),
    ROW(XOR, xor, 1, 1),
    ROW(RXOR, rxor, 1, 1),
    ROW(OR, or, 1, 1),
    ROW(ROR, ror, 1, 1),
    ROW(INT, int, 0, 0),
    ROW(FLOAT, float, 0, 0),
    ROW(IADD, iadd, 1, 1),
    ROW(ISUB, isub, 1, 1),
    ROW(IMUL, imul, 1, 1),
    ROW(IMOD, imod, 1, 1),
    ROW(IPOW, ipow, 1, 1),
    ROW(ILSHIFT, ilshift, 1, 1),
    ROW(IRSHIFT, irshift, 1, 1),
    ROW(IAND, iand, 1, 1),
    ROW(IXOR, ixor, 1, 1),
    ROW(IOR, ior, 1, 1),
    ROW(FLOORDIV, floordiv, 1, 1),
    ROW(RFLOORDIV, rfloordiv, 1, 1),
    ROW(TRUEDIV, truediv, 1, 1),
    ROW(RTRUEDIV, rtruediv, 1, 1),
    ROW(IFLOORDIV, ifloordiv, 1, 1),
    ROW(ITRUEDIV, itruediv, 1, 1),
    ROW(INDEX, index, 0, 0),
    ROW(MATMUL, matmul, 1, 1),
    ROW(RMATMUL, rmatmul, 1, 1),
    ROW(IMATMUL, imatmul, 1, 1),
    ROW(LEN, len, 0, 0),
    ROW(GETITEM, getitem, 1, 1),
    ROW(SETITEM, setitem, 2, 2),
    ROW(DELITEM, delitem, 1, 1),
    ROW(CONTAINS, contains, 1, 1),
    ROW(AWAIT, await, 0, 0),
    ROW(AITER, aiter, 0, 0),
    ROW(ANEXT, anext, 0, 0),
    ROW(DEL, del, 0, 0),
};

const struct wrapper *wrapper_at(size_t index)
{
    return index < sizeof table / sizeof *table ? &table[index] : NULL;
}
