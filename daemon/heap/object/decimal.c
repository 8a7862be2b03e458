/* Decimal and Context (decimal.h): their layouts, methods and attributes. */
#include "daemon/heap/object/decimal.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/scripted.h"
#include "daemon/heap/object/str.h"

#define WORD_DIGITS 19
#define FEW         96 /* digits that are kept on the stack */

/* ---- coefficients ---------------------------------------------------------------------------- */

static uint64_t *words_of(const struct heap *h, addr o)
{
    struct decimal_object *d = decimal_at(h, o);
    return d->flags & DECIMAL_STATIC_DATA ? d->words : heap_at(h, d->data);
}

static void put_words(uint64_t *words, const char *digits, size_t count)
{
    for (size_t i = 0, end = count; end > 0; i++) {
        size_t first = end > WORD_DIGITS ? end - WORD_DIGITS : 0;
        uint64_t word = 0;
        for (size_t k = first; k < end; k++)
            word = word * 10 + (uint64_t)(digits[k] - '0');
        words[i] = word;
        end = first;
    }
}

static addr new_from_digits(struct heap *h, addr type, unsigned flags, const char *digits, size_t count,
                            int64_t exponent)
{
    size_t length = (count + WORD_DIGITS - 1) / WORD_DIGITS;
    addr data = length > DECIMAL_WORDS ? memory_alloc(h, length * sizeof(uint64_t)) : 0;
    if (length > DECIMAL_WORDS && !data)
        return 0;
    addr o = scripted_new(h, type, 0);
    if (!o) {
        memory_free(h, data);
        return 0;
    }
    struct decimal_object *d = decimal_at(h, o);
    d->hash = -1;
    d->flags = (uint8_t)(flags | (data ? 0 : DECIMAL_STATIC_DATA));
    d->exponent = exponent;
    d->digits = (int64_t)count;
    d->length = (int64_t)length;
    d->allocated = data ? (int64_t)length : DECIMAL_WORDS;
    d->data = data ? data : o + offsetof(struct decimal_object, words);
    put_words(words_of(h, o), digits, count);
    return o;
}

addr decimal_new(struct heap *h, addr type, unsigned flags, addr coefficient, int64_t exponent)
{
    char few[FEW], *digits = few;
    size_t capacity = int_decimal_size(h, coefficient), length = 0;
    if (capacity > FEW && !(digits = malloc(capacity))) {
        (void)raise_memory(h);
        return 0;
    }
    enum heap_status status = int_decimal(h, coefficient, digits, capacity, &length);
    if (flags & (DECIMAL_INFINITE | DECIMAL_NAN | DECIMAL_SNAN) && length == 1 && digits[0] == '0')
        length = 0; /* no payload */
    addr o = status == HEAP_OK ? new_from_digits(h, type, flags, digits, length, exponent) : 0;
    if (digits != few)
        free(digits);
    return o;
}

addr decimal_coefficient(struct heap *h, addr o)
{
    const struct decimal_object *d = decimal_at(h, o);
    size_t length = (size_t)d->length;
    if (length == 0)
        return int_new(h, 0);
    if (length == 1 && words_of(h, o)[0] <= INT64_MAX)
        return int_new(h, (int64_t)words_of(h, o)[0]);
    char few[FEW], *digits = few;
    size_t count = length * WORD_DIGITS;
    if (count > FEW && !(digits = malloc(count))) {
        (void)raise_memory(h);
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        uint64_t word = words_of(h, o)[length - 1 - i];
        for (size_t k = WORD_DIGITS; k-- > 0; word /= 10)
            digits[i * WORD_DIGITS + k] = (char)('0' + word % 10);
    }
    addr made = int_from_text(h, digits, count, 10);
    if (digits != few)
        free(digits);
    return made;
}

/* ---- Decimal --------------------------------------------------------------------------------- */

static size_t decimal_size(const struct heap *h, addr o)
{
    const struct decimal_object *d = decimal_at(h, o);
    size_t own = (size_t)type_at(h, object_type(h, o))->basicsize;
    return d->flags & DECIMAL_STATIC_DATA ? own : own + (size_t)d->allocated * sizeof(uint64_t);
}

static void decimal_free_storage(struct heap *h, addr o)
{
    struct decimal_object *d = decimal_at(h, o);
    if (!(d->flags & DECIMAL_STATIC_DATA))
        memory_free(h, d->data);
    d->data = 0;
}

static size_t decimal_storage(const struct heap *h, addr o, addr blocks[4])
{
    const struct decimal_object *d = decimal_at(h, o);
    blocks[0] = d->data;
    return d->flags & DECIMAL_STATIC_DATA ? 0 : 1;
}

static const char *decimal_verify(const struct heap *h, addr o)
{
    const struct decimal_object *d = decimal_at(h, o);
    bool inside = d->flags & DECIMAL_STATIC_DATA;
    if (d->length > d->allocated || d->length != (d->digits + WORD_DIGITS - 1) / WORD_DIGITS)
        return "a Decimal has not as many words as its digits need";
    if (inside && d->data != o + offsetof(struct decimal_object, words))
        return "a Decimal's digits are not where it says";
    return NULL;
}

static enum heap_status get_real(struct heap *h, addr o, addr *out)
{
    *out = incref(h, o);
    return HEAP_OK;
}
static enum heap_status get_imag(struct heap *h, addr o, addr *out)
{
    (void)o;
    addr zero = int_new(h, 0);
    return answer(h, decimal_new(h, h->type[KIND_DECIMAL], 0, zero, 0), out);
}
const struct getset decimal_getsets[] = {{"real", get_real, NULL}, {"imag", get_imag, NULL}, {0}};

extern const struct kind_ops decimal_ops;
const struct kind_ops decimal_ops = {
    .repr = scripted_repr,
    .str = scripted_str,
    .hash = scripted_hash_kept,
    .size = decimal_size,
    .free_storage = decimal_free_storage,
    .storage = decimal_storage,
    .verify = decimal_verify,
};

#define PLAIN(X, id) X(KIND_DECIMAL, decimal, id, #id, 0, 0, 0)
#define ALONE(X, id) X(KIND_DECIMAL, decimal, id, #id, -1, -1, METHOD_KEYWORDS)
#define DECIMAL(X)                                                                                           \
    ALONE(X, exp)                                                                                            \
    ALONE(X, ln)                                                                                             \
    ALONE(X, log10) ALONE(X, next_minus) ALONE(X, next_plus) ALONE(X, normalize) ALONE(                      \
        X, to_integral) ALONE(X, to_integral_exact) ALONE(X, to_integral_value) ALONE(X, sqrt)               \
        ALONE(X, compare) ALONE(X, compare_signal) ALONE(X, max) ALONE(X, max_mag) ALONE(X, min) ALONE(      \
            X, min_mag) ALONE(X, next_toward) ALONE(X, quantize) ALONE(X, remainder_near) ALONE(X, fma)      \
            PLAIN(X, is_canonical) PLAIN(X, is_finite) PLAIN(X, is_infinite) PLAIN(X, is_nan) PLAIN(         \
                X, is_qnan) PLAIN(X, is_snan) PLAIN(X, is_signed) PLAIN(X, is_zero) ALONE(X, is_normal)      \
                ALONE(X, is_subnormal) PLAIN(X, adjusted) PLAIN(X, canonical) PLAIN(X, conjugate)            \
                    PLAIN(X, radix) PLAIN(X, copy_abs) PLAIN(X, copy_negate) ALONE(X, logb) ALONE(           \
                        X, logical_invert)                                                                   \
                        ALONE(X, number_class) ALONE(X, to_eng_string) ALONE(X, compare_total) ALONE(        \
                            X, compare_total_mag) ALONE(X, copy_sign)                                        \
                            ALONE(X, same_quantum) ALONE(X, logical_and) ALONE(X, logical_or)                \
                                ALONE(X, logical_xor) ALONE(X, rotate) ALONE(X, scaleb) ALONE(X, shift)      \
                                    X(KIND_DECIMAL, decimal, from_float, "from_float", 1, 1, METHOD_CLASS)   \
                                        X(KIND_DECIMAL, decimal, from_number, "from_number", 1, 1,           \
                                          METHOD_CLASS) PLAIN(X, as_tuple) PLAIN(X, as_integer_ratio)        \
                                            X(KIND_DECIMAL, decimal, copy, "__copy__", 0, 0,                 \
                                              0) X(KIND_DECIMAL, decimal, deepcopy, "__deepcopy__", 1, 1, 0) \
                                                X(KIND_DECIMAL, decimal, format, "__format__", 1, 2,         \
                                                  0) X(KIND_DECIMAL, decimal, reduce, "__reduce__", 0, 0, 0) \
                                                    X(KIND_DECIMAL, decimal, round, "__round__", 0, 1, 0)    \
                                                        X(KIND_DECIMAL, decimal, ceil, "__ceil__", 0, 0, 0)  \
                                                            X(KIND_DECIMAL, decimal, floor, "__floor__", 0,  \
                                                              0, 0) X(KIND_DECIMAL, decimal, trunc,          \
                                                                      "__trunc__", 0, 0, 0)                  \
                                                                X(KIND_DECIMAL, decimal, complex,            \
                                                                  "__complex__", 0, 0, 0)
DECIMAL(SCRIPTED_FUNCTION)

static enum heap_status decimal_sizeof(struct heap *h, const struct call *call, addr *out)
{
    return answer_int(h, (int64_t)decimal_size(h, call->self), out);
}
extern const struct builtin_method decimal_methods[];
const struct builtin_method decimal_methods[] = {DECIMAL(SCRIPTED_ROW){"__sizeof__", 0, 0, 0, decimal_sizeof},
                                                 {0}};

/* ---- Context --------------------------------------------------------------------------------- */

FIELDS_SLOTS(context, offsetof(struct decimal_context_object, traps_dict),
             offsetof(struct decimal_context_object, flags_dict))

static void context_untraversed(struct heap *h, addr o, span_visitor *visit, void *context)
{
    if (!object_has_gc(h, o))
        context_traverse(h, o, visit, context);
}
static void context_traverse_where_collected(struct heap *h, addr o, span_visitor *visit, void *context)
{
    if (object_has_gc(h, o))
        context_traverse(h, o, visit, context);
}
static void context_clear(struct heap *h, addr o)
{
    object_replace(h, &decimal_context_at(h, o)->traps_dict, 0);
    object_replace(h, &decimal_context_at(h, o)->flags_dict, 0);
}

extern const struct kind_ops decimal_context_ops;
const struct kind_ops decimal_context_ops = {
    .repr = scripted_repr,
    .traverse = context_traverse_where_collected,
    .untraversed = context_untraversed,
    .release_next = context_release_next,
    .clear = context_clear,
    .hash = hash_self,
    .verify = context_verify,
};

#define CONTEXT_ATTRIBUTE(id)                                                                                \
    static enum heap_status context_get_##id(struct heap *h, addr o, addr *out)                              \
    {                                                                                                        \
        return scripted_ask(h, KIND_DECIMAL_CONTEXT, "get_" #id, &o, 1, out);                                \
    }                                                                                                        \
    static enum heap_status context_set_##id(struct heap *h, addr o, addr value)                             \
    {                                                                                                        \
        return set_attribute(h, o, "set_" #id, value);                                                       \
    }
static enum heap_status set_attribute(struct heap *h, addr o, const char *name, addr value)
{
    addr args[2] = {o, value}, result;
    if (!value)
        return raise_error(h, EXC_ATTRIBUTE_ERROR, "context attributes cannot be deleted");
    enum heap_status status = scripted_ask(h, KIND_DECIMAL_CONTEXT, name, args, 2, &result);
    if (status == HEAP_OK)
        decref(h, result);
    return status;
}
CONTEXT_ATTRIBUTE(prec)
CONTEXT_ATTRIBUTE(Emax)
CONTEXT_ATTRIBUTE(Emin)
CONTEXT_ATTRIBUTE(rounding)
CONTEXT_ATTRIBUTE(capitals)
CONTEXT_ATTRIBUTE(clamp)
CONTEXT_ATTRIBUTE(traps)
CONTEXT_ATTRIBUTE(flags)
CONTEXT_ATTRIBUTE(_traps)
CONTEXT_ATTRIBUTE(_flags)
#define ROW(id)                                                                                              \
    {                                                                                                        \
#id, context_get_##id, context_set_##id                                                              \
    }
const struct getset decimal_context_getsets[] = {
    ROW(prec),  ROW(Emax),  ROW(Emin),   ROW(rounding), ROW(capitals), ROW(clamp),
    ROW(traps), ROW(flags), ROW(_traps), ROW(_flags),   {0},
};

#define CONTEXT_0(X, id) X(KIND_DECIMAL_CONTEXT, context, id, #id, 0, 0, 0)
#define CONTEXT_1(X, id) X(KIND_DECIMAL_CONTEXT, context, id, #id, 1, 1, 0)
#define CONTEXT_N(X, id) X(KIND_DECIMAL_CONTEXT, context, id, #id, -1, -1, METHOD_KEYWORDS)
#define CONTEXT(X)                                                                                           \
    CONTEXT_1(X, abs)                                                                                        \
    CONTEXT_1(X, exp)                                                                                        \
    CONTEXT_1(X, ln) CONTEXT_1(X, log10) CONTEXT_1(X, minus) CONTEXT_1(X, next_minus) CONTEXT_1(             \
        X, next_plus) CONTEXT_1(X, normalize) CONTEXT_1(X, plus) CONTEXT_1(X, to_integral)                   \
        CONTEXT_1(X, to_integral_exact) CONTEXT_1(X, to_integral_value) CONTEXT_1(X, sqrt) CONTEXT_N(X, add) \
            CONTEXT_N(X, compare) CONTEXT_N(X, compare_signal) CONTEXT_N(X, divide) CONTEXT_N(X, divide_int) \
                CONTEXT_N(X, divmod) CONTEXT_N(X, max) CONTEXT_N(X, max_mag) CONTEXT_N(X, min) CONTEXT_N(    \
                    X, min_mag) CONTEXT_N(X, multiply) CONTEXT_N(X, next_toward) CONTEXT_N(X, quantize)      \
                    CONTEXT_N(X, remainder) CONTEXT_N(X, remainder_near) CONTEXT_N(X, subtract) CONTEXT_N(   \
                        X, power) CONTEXT_N(X, fma) CONTEXT_0(X, Etiny) CONTEXT_0(X, Etop)                   \
                        CONTEXT_0(X, radix) CONTEXT_1(X, is_canonical) CONTEXT_1(X, is_finite) CONTEXT_1(    \
                            X, is_infinite) CONTEXT_1(X, is_nan) CONTEXT_1(X, is_normal)                     \
                            CONTEXT_1(X, is_qnan) CONTEXT_1(X, is_signed) CONTEXT_1(X, is_snan) CONTEXT_1(   \
                                X, is_subnormal) CONTEXT_1(X, is_zero)                                       \
                                CONTEXT_1(X, _apply) CONTEXT_1(X, canonical) CONTEXT_1(X, copy_abs)          \
                                    CONTEXT_1(X, copy_decimal) CONTEXT_1(X, copy_negate) CONTEXT_1(          \
                                        X, logb) CONTEXT_1(X, logical_invert)                                \
                                        CONTEXT_1(X, number_class) CONTEXT_1(X, to_sci_string) CONTEXT_1(    \
                                            X, to_eng_string) CONTEXT_N(X, compare_total)                    \
                                            CONTEXT_N(X,                                                     \
                                                      compare_total_mag) CONTEXT_N(X, copy_sign)             \
                                                CONTEXT_N(X, logical_and) CONTEXT_N(X, logical_or)           \
                                                    CONTEXT_N(X, logical_xor) CONTEXT_N(                     \
                                                        X, rotate) CONTEXT_N(X, same_quantum)                \
                                                        CONTEXT_N(X, scaleb) CONTEXT_N(X, shift) CONTEXT_0(  \
                                                            X, clear_flags) CONTEXT_0(X, clear_traps)        \
                                                            X(KIND_DECIMAL_CONTEXT, context,                 \
                                                              copy2, "__copy__", 0,                          \
                                                              0, 0)                                          \
                                                                X(KIND_DECIMAL_CONTEXT, context, reduce,     \
                                                                  "__reduce__", 0,                           \
                                                                  0, 0) CONTEXT_0(X, copy)                   \
                                                                    X(KIND_DECIMAL_CONTEXT, context,         \
                                                                      create_decimal,                        \
                                                                      "create_decimal", 0, 1, 0)             \
                                                                        CONTEXT_1(X,                         \
                                                                                  create_decimal_from_float)
CONTEXT(SCRIPTED_FUNCTION)
extern const struct builtin_method decimal_context_methods[];
const struct builtin_method decimal_context_methods[] = {CONTEXT(SCRIPTED_ROW){0}};
