/* The module _decimal, as far as it is in C: the types, and their parts. What they do is lib/_decimal.py. */
#include "daemon/heap/object/decimal.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/scripted.h"
#include "daemon/heap/object/str.h"
#include "daemon/python/modules/module.h"

static bool is_type(const struct heap *h, addr o, enum kind kind)
{
    return object_kind(h, o) == KIND_TYPE && type_kind(h, o) == kind;
}

/* _make(type, sign, coefficient, exponent, kind): kind 0, or 2 infinite, 4 a quiet NaN, 8 a signaling one */
static enum heap_status make(struct heap *h, const struct call *call, addr *out)
{
    int64_t sign, exponent, kind;
    enum heap_status status = int_argument(h, call->args[1], &sign);
    if (status == HEAP_OK)
        status = int_argument(h, call->args[3], &exponent);
    if (status == HEAP_OK)
        status = int_argument(h, call->args[4], &kind);
    if (status != HEAP_OK)
        return status;
    addr coefficient = call->args[2];
    if (!is_type(h, call->args[0], KIND_DECIMAL) || !int_is_kind(h, coefficient) ||
        int_sign(h, coefficient) < 0 ||
        (kind != 0 && kind != DECIMAL_INFINITE && kind != DECIMAL_NAN && kind != DECIMAL_SNAN))
        return raise_error(h, EXC_VALUE_ERROR, "no parts of a Decimal");
    return answer(
        h,
        decimal_new(h, call->args[0], (unsigned)kind | (sign ? DECIMAL_NEGATIVE : 0), coefficient, exponent),
        out);
}

/* _parts(decimal) -> (sign, coefficient, exponent), of what is not finite 'F', 'n' or 'N' instead of the
 * exponent */
static enum heap_status parts(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->args[0];
    if (object_kind(h, o) != KIND_DECIMAL)
        return raise_error(h, EXC_TYPE_ERROR, "a Decimal is wanted");
    const struct decimal_object *d = decimal_at(h, o);
    const char *special = d->flags & DECIMAL_INFINITE ? "F"
                          : d->flags & DECIMAL_NAN    ? "n"
                          : d->flags & DECIMAL_SNAN   ? "N"
                                                      : NULL;
    addr items[3] = {int_new(h, d->flags & DECIMAL_NEGATIVE), decimal_coefficient(h, o), 0};
    items[2] = special ? str_from_ascii(h, special) : int_new(h, decimal_at(h, o)->exponent);
    addr tuple = items[0] && items[1] && items[2] ? tuple_from(h, items, 3) : 0;
    for (size_t i = 0; i < 3; i++)
        xdecref(h, items[i]);
    return answer(h, tuple, out);
}

/* _text(int): its decimal digits, however many */
static enum heap_status text(struct heap *h, const struct call *call, addr *out)
{
    if (!int_is_kind(h, call->args[0]))
        return raise_not_int(h, call->args[0]);
    size_t capacity = int_decimal_size(h, call->args[0]), length;
    char *bytes = malloc(capacity);
    if (!bytes)
        return raise_memory(h);
    enum heap_status status = int_decimal(h, call->args[0], bytes, capacity, &length);
    addr made = status == HEAP_OK ? str_from_utf8(h, bytes, length) : 0;
    free(bytes);
    return status == HEAP_OK ? answer(h, made, out) : status;
}

/* _number(digits): the int of so many decimal digits */
static enum heap_status number(struct heap *h, const struct call *call, addr *out)
{
    addr s = call->args[0];
    size_t length = str_is_kind(h, s) ? str_length(h, s) : 0;
    if (!length || str_kind(h, s) != 1)
        return raise_error(h, EXC_VALUE_ERROR, "no digits");
    const char *digits = str_data(h, s);
    for (size_t i = 0; i < length; i++)
        if (digits[i] < '0' || digits[i] > '9')
            return raise_error(h, EXC_VALUE_ERROR, "no digits");
    return answer(h, int_from_text(h, digits, length, 10), out);
}

/* _new_context(type) */
static enum heap_status new_context(struct heap *h, const struct call *call, addr *out)
{
    return is_type(h, call->args[0], KIND_DECIMAL_CONTEXT)
               ? answer(h, scripted_new(h, call->args[0], 0), out)
               : raise_error(h, EXC_VALUE_ERROR, "no type of contexts");
}

/* The numbers of a context in the order of the tuple that _get answers. */
enum { PREC, EMAX, EMIN, ROUNDING, CLAMP, CAPITALS, TRAPS, STATUS, NUMBERS };

static int64_t get_number(const struct decimal_context_object *c, size_t which)
{
    switch (which) {
    case PREC:
        return c->precision;
    case EMAX:
        return c->maximum;
    case EMIN:
        return c->minimum;
    case ROUNDING:
        return c->rounding;
    case CLAMP:
        return c->clamp;
    case CAPITALS:
        return c->capitals;
    case TRAPS:
        return c->traps;
    default:
        return c->status;
    }
}

static void set_number(struct decimal_context_object *c, int64_t which, int64_t value)
{
    switch (which) {
    case PREC:
        c->precision = value;
        break;
    case EMAX:
        c->maximum = value;
        break;
    case EMIN:
        c->minimum = value;
        break;
    case ROUNDING:
        c->rounding = (int32_t)value;
        break;
    case CLAMP:
        c->clamp = (int32_t)value;
        break;
    case CAPITALS:
        c->capitals = (int32_t)value;
        break;
    case TRAPS:
        c->traps = (uint32_t)value;
        break;
    default:
        c->status = (uint32_t)value;
        break;
    }
}

static enum heap_status check_context(struct heap *h, addr o)
{
    return object_kind(h, o) == KIND_DECIMAL_CONTEXT ? HEAP_OK
                                                     : raise_error(h, EXC_TYPE_ERROR, "a Context is wanted");
}

/* _get(context) -> (prec, Emax, Emin, rounding, clamp, capitals, traps, status) */
static enum heap_status get(struct heap *h, const struct call *call, addr *out)
{
    addr items[NUMBERS], tuple = 0;
    size_t made = 0;
    enum heap_status status = check_context(h, call->args[0]);
    if (status != HEAP_OK)
        return status;
    while (made < NUMBERS &&
           (items[made] = int_new(h, get_number(decimal_context_at(h, call->args[0]), made))))
        made++;
    if (made == NUMBERS)
        tuple = tuple_from(h, items, NUMBERS);
    while (made-- > 0)
        decref(h, items[made]);
    return answer(h, tuple, out);
}

/* _set(context, which, value) */
static enum heap_status set(struct heap *h, const struct call *call, addr *out)
{
    int64_t which, value;
    enum heap_status status = check_context(h, call->args[0]);
    if (status == HEAP_OK)
        status = int_argument(h, call->args[1], &which);
    if (status == HEAP_OK)
        status = int_argument(h, call->args[2], &value);
    if (status == HEAP_OK)
        set_number(decimal_context_at(h, call->args[0]), which, value);
    return answer_none(h, status, out);
}

/* _dict(context, which, made): the dict of traps (0) or flags (1) that it keeps; `made` where there is none
 * yet */
static enum heap_status dict(struct heap *h, const struct call *call, addr *out)
{
    int64_t which;
    enum heap_status status = check_context(h, call->args[0]);
    if (status == HEAP_OK)
        status = int_argument(h, call->args[1], &which);
    if (status != HEAP_OK)
        return status;
    struct decimal_context_object *c = decimal_context_at(h, call->args[0]);
    addr *field = which ? &c->flags_dict : &c->traps_dict;
    if (!*field && call->args[2] != none(h))
        *field = incref(h, call->args[2]);
    *out = incref(h, *field ? *field : none(h));
    return HEAP_OK;
}

static const struct builtin_method functions[] = {
    {"_make", 5, 5, 0, make},
    {"_parts", 1, 1, 0, parts},
    {"_text", 1, 1, 0, text},
    {"_number", 1, 1, 0, number},
    {"_new_context", 1, 1, 0, new_context},
    {"_get", 1, 1, 0, get},
    {"_set", 3, 3, 0, set},
    {"_dict", 3, 3, 0, dict},
    {0},
};

static enum heap_status fill(struct heap *h, addr names)
{
    enum heap_status status = module_add(h, names, "Decimal", incref(h, h->type[KIND_DECIMAL]));
    return status == HEAP_OK ? module_add(h, names, "Context", incref(h, h->type[KIND_DECIMAL_CONTEXT]))
                             : status;
}
const struct module_definition decimal_module = {"_decimal", functions, fill};
