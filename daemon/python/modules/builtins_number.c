/* The functions of builtins that calculate: abs divmod pow round sum, max and min, any and all. Mirrors
 * Python/bltinmodule.c. */
#include <math.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/complex.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/number.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/str.h"
#include "daemon/python/modules/builtins.h"

enum heap_status builtin_abs(struct heap *h, const struct call *call, addr *out)
{
    return object_unary(h, UNARY_ABSOLUTE, call->args[0], out);
}

enum heap_status builtin_divmod(struct heap *h, const struct call *call, addr *out)
{
    return object_divmod(h, call->args[0], call->args[1], out);
}

/* Arguments by position or by name, of which the first `required` must be given. */
static enum heap_status bind(struct heap *h, const struct call *call, const char *function,
                             const char *const *names, size_t count, size_t required, addr *values)
{
    if (call->count + call->kwcount > count)
        return raise_error(h, EXC_TYPE_ERROR, "%s() takes at most %zu arguments (%zu given)", function, count,
                           call->count + call->kwcount);
    for (size_t i = 0; i < count; i++)
        values[i] = call_argument(h, call, i, names[i]);
    for (size_t i = 0; i < required; i++)
        if (!values[i])
            return raise_error(h, EXC_TYPE_ERROR, "%s() missing required argument '%s' (pos %zu)", function,
                               names[i], i + 1);
    for (size_t i = 0; i < count && i < call->count; i++)
        if (call_keyword(h, call, names[i]))
            return raise_error(h, EXC_TYPE_ERROR, "argument for %s() given by name ('%s') and position (%zu)",
                               function, names[i], i + 1);
    return call_check_keywords(h, call, function, names);
}

enum heap_status builtin_pow(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"base", "exp", "mod", NULL};
    addr values[3];
    enum heap_status status = bind(h, call, "pow", names, 3, 2, values);
    return status == HEAP_OK ? object_power(h, values[0], values[1], values[2], out) : status;
}

enum heap_status builtin_round(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"number", "ndigits", NULL};
    addr values[2];
    enum heap_status status = bind(h, call, "round", names, 2, 1, values);
    return status == HEAP_OK ? object_round(h, values[0], values[1], out) : status;
}

/* ---- any, all
 * ------------------------------------------------------------------------------------------------ */

/* Is there an item whose truth is `wanted`? */
static enum heap_status look_for(struct heap *h, addr iterable, bool wanted, bool *found)
{
    struct iteration it;
    addr item;
    enum heap_status status = iteration_begin(h, &it, iterable);
    if (status != HEAP_OK)
        return status;
    *found = false;
    while (!*found && (status = iteration_next(h, &it, &item)) == HEAP_OK && item) {
        bool truth = !wanted;
        status = object_truth(h, item, &truth);
        decref(h, item);
        if (status != HEAP_OK)
            break;
        *found = truth == wanted;
    }
    iteration_end(h, &it);
    return status;
}

enum heap_status builtin_any(struct heap *h, const struct call *call, addr *out)
{
    bool found = false;
    enum heap_status status = look_for(h, call->args[0], true, &found);
    return answer_bool(h, status, found, out);
}

enum heap_status builtin_all(struct heap *h, const struct call *call, addr *out)
{
    bool found = false;
    enum heap_status status = look_for(h, call->args[0], false, &found);
    return answer_bool(h, status, !found, out);
}

/* ---- max, min
 * -------------------------------------------------------------------------------------------------- */

/* The best so far and what it is compared by, both counted; 0 before the first. */
struct best {
    addr item, value, key; /* key: the function, borrowed, 0 for none */
    enum compare_operator op;
};

/* `item` is *stolen*. */
static enum heap_status consider(struct heap *h, struct best *b, addr item)
{
    addr value;
    bool better = true;
    enum heap_status status = HEAP_OK;
    if (b->key)
        status = object_call(h, b->key, &item, 1, NULL, NULL, 0, &value);
    else
        value = incref(h, item);
    if (status != HEAP_OK) {
        decref(h, item);
        return status;
    }
    if (b->item)
        status = object_compare_bool(h, b->op, value, b->value, &better);
    if (status == HEAP_OK && better) {
        object_replace(h, &b->value, value);
        object_replace(h, &b->item, item);
        return HEAP_OK;
    }
    decref(h, value);
    decref(h, item);
    return status;
}

static enum heap_status best_of_iterable(struct heap *h, struct best *b, addr iterable)
{
    struct iteration it;
    addr item;
    enum heap_status status = iteration_begin(h, &it, iterable);
    if (status != HEAP_OK)
        return status;
    while ((status = iteration_next(h, &it, &item)) == HEAP_OK && item &&
           (status = consider(h, b, item)) == HEAP_OK)
        ;
    iteration_end(h, &it);
    return status;
}

static enum heap_status raise_empty(struct heap *h, const char *name)
{
    return raise_error(h, EXC_VALUE_ERROR,
                       h->abi.minmax_says_iterable ? "%s() iterable argument is empty"
                                                   : "%s() arg is an empty sequence",
                       name);
}

static enum heap_status best(struct heap *h, const struct call *call, const char *name,
                             enum compare_operator op, addr *out)
{
    static const char *const keywords[] = {"key", "default", NULL};
    addr key = call_keyword(h, call, "key"), fallback = call_keyword(h, call, "default");
    struct best b = {.key = key && key != none(h) ? key : 0, .op = op};
    if (call->count == 0)
        return raise_error(h, EXC_TYPE_ERROR, "%s expected at least 1 argument, got 0", name);
    if (call->kwcount > 2)
        return raise_error(h, EXC_TYPE_ERROR, "%s() takes at most 2 keyword arguments (%zu given)", name,
                           call->kwcount);
    enum heap_status status = call_check_keywords(h, call, name, keywords);
    if (status == HEAP_OK && call->count > 1 && fallback)
        status = raise_error(h, EXC_TYPE_ERROR,
                             "Cannot specify a default for %s() with multiple positional arguments", name);
    if (status == HEAP_OK && call->count == 1)
        status = best_of_iterable(h, &b, call->args[0]);
    for (size_t i = 0; i < call->count && call->count > 1 && status == HEAP_OK; i++)
        status = consider(h, &b, incref(h, call->args[i]));
    xdecref(h, b.value);
    if (status != HEAP_OK) {
        xdecref(h, b.item);
        return status;
    }
    if (!b.item && !fallback)
        return raise_empty(h, name);
    *out = b.item ? b.item : incref(h, fallback);
    return HEAP_OK;
}

enum heap_status builtin_max(struct heap *h, const struct call *call, addr *out)
{
    return best(h, call, "max", COMPARE_GT, out);
}

enum heap_status builtin_min(struct heap *h, const struct call *call, addr *out)
{
    return best(h, call, "min", COMPARE_LT, out);
}

/* ---- sum
 * -----------------------------------------------------------------------------------------------------------
 */

/* As long as it is a small int, a float or (from 3.14) a complex number, the sum is no object. A compensated
 * sum keeps beside the total what rounding has lost (Neumaier). */
enum phase { SUMS_INTS, SUMS_FLOATS, SUMS_COMPLEX, SUMS_OBJECTS };
struct part {
    double total, lost;
};
struct summing {
    enum phase phase;
    bool compensates;
    int64_t small;
    struct part real, imag;
    addr object; /* counted; 0 unless SUMS_OBJECTS */
};

static void add_double(const struct summing *s, struct part *p, double x)
{
    double total = p->total + x;
    if (s->compensates)
        p->lost += fabs(p->total) >= fabs(x) ? (p->total - total) + x : (x - total) + p->total;
    p->total = total;
}

/* What was lost must not make a NaN of an infinite sum, nor a zero positive. */
static double total_of(const struct part *p)
{
    return p->lost != 0 && isfinite(p->lost) ? p->total + p->lost : p->total;
}

/* How the sum goes on from an object. *stolen* */
static void go_on_from(struct heap *h, struct summing *s, addr object, enum phase from)
{
    if (from <= SUMS_INTS && object_is_exact(h, object, KIND_INT) && int_fits(h, object, &s->small)) {
        s->phase = SUMS_INTS;
        decref(h, object);
    } else if (from <= SUMS_FLOATS && object_is_exact(h, object, KIND_FLOAT)) {
        s->phase = SUMS_FLOATS;
        s->real = (struct part){float_value(h, object), 0};
        decref(h, object);
    } else if (from <= SUMS_COMPLEX && h->abi.sum_compensates && object_is_exact(h, object, KIND_COMPLEX)) {
        s->phase = SUMS_COMPLEX;
        s->real = (struct part){complex_real(h, object), 0};
        s->imag = (struct part){complex_imag(h, object), 0};
        decref(h, object);
    } else {
        s->phase = SUMS_OBJECTS;
        s->object = object;
    }
}

/* *new*: the sum as it is. */
static addr sum_object(struct heap *h, const struct summing *s)
{
    switch (s->phase) {
    case SUMS_INTS:
        return int_new(h, s->small);
    case SUMS_FLOATS:
        return float_new(h, total_of(&s->real));
    case SUMS_COMPLEX:
        return complex_new(h, total_of(&s->real), total_of(&s->imag));
    default:
        return incref(h, s->object);
    }
}

/* An int among doubles. *fits false: it is added as an object. */
static enum heap_status add_int(struct heap *h, struct summing *s, addr item, bool *fits)
{
    int64_t word;
    bool overflow = false;
    double x;
    *fits = int_fits(h, item, &word);
    if (*fits)
        x = (double)word;
    else if (!s->compensates)
        return HEAP_OK;
    else
        x = int_to_double(h, item, &overflow);
    if (overflow)
        return raise_error(h, EXC_OVERFLOW_ERROR, "int too large to convert to float");
    *fits = true;
    add_double(s, &s->real, x);
    return HEAP_OK;
}

/* Without objects: *done false where that is not possible. */
static enum heap_status add_fast(struct heap *h, struct summing *s, addr item, bool *done)
{
    addr type = object_type(h, item);
    int64_t word, total;
    *done = false;
    switch (s->phase) {
    case SUMS_INTS:
        *done = (type == h->type[KIND_INT] || type == h->type[KIND_BOOL]) && int_fits(h, item, &word) &&
                !__builtin_add_overflow(s->small, word, &total);
        if (*done)
            s->small = total;
        return HEAP_OK;
    case SUMS_COMPLEX:
        if (type == h->type[KIND_COMPLEX]) {
            add_double(s, &s->real, complex_real(h, item));
            add_double(s, &s->imag, complex_imag(h, item));
            *done = true;
            return HEAP_OK;
        } /* FALLTHROUGH */
    case SUMS_FLOATS:
        if (type == h->type[KIND_FLOAT]) {
            add_double(s, &s->real, float_value(h, item));
            *done = true;
            return HEAP_OK;
        }
        return int_is_kind(h, item) ? add_int(h, s, item, done) : HEAP_OK;
    default:
        return HEAP_OK;
    }
}

static enum heap_status add_item(struct heap *h, struct summing *s, addr item)
{
    bool done;
    addr next;
    enum heap_status status = add_fast(h, s, item, &done);
    if (status != HEAP_OK || done)
        return status;
    addr sum = sum_object(h, s);
    if (!sum)
        return HEAP_RAISED;
    status = object_binary(h, BINARY_ADD, sum, item, &next);
    decref(h, sum);
    if (status != HEAP_OK)
        return status;
    addr old = s->object;
    s->object = 0;
    go_on_from(h, s, next, s->phase == SUMS_OBJECTS ? SUMS_OBJECTS : s->phase + 1);
    xdecref(h, old);
    return HEAP_OK;
}

/* Texts are refused, once it is known that there is something to iterate over. */
static enum heap_status check_start(struct heap *h, addr start, addr iterable)
{
    enum kind kind = object_kind(h, start);
    const char *what = kind == KIND_STR         ? "strings"
                       : kind == KIND_BYTES     ? "bytes"
                       : kind == KIND_BYTEARRAY ? "bytearray"
                                                : NULL;
    addr it;
    if (!what)
        return HEAP_OK;
    enum heap_status status = object_iter(h, iterable, &it);
    if (status != HEAP_OK)
        return status;
    decref(h, it);
    return raise_error(h, EXC_TYPE_ERROR, "sum() can't sum %s [use %s''.join(seq) instead]", what,
                       kind == KIND_STR ? "" : "b");
}

static enum heap_status sum_all(struct heap *h, struct summing *s, addr iterable)
{
    struct iteration it;
    addr item;
    enum heap_status status = iteration_begin(h, &it, iterable);
    if (status != HEAP_OK)
        return status;
    while ((status = iteration_next(h, &it, &item)) == HEAP_OK && item) {
        status = add_item(h, s, item);
        decref(h, item);
        if (status != HEAP_OK)
            break;
    }
    iteration_end(h, &it);
    return status;
}

enum heap_status builtin_sum(struct heap *h, const struct call *call, addr *out)
{
    static const char *const keywords[] = {"start", NULL};
    struct summing s = {.compensates = h->abi.sum_compensates};
    if (call->count == 0)
        return raise_error(h, EXC_TYPE_ERROR, "sum() takes at least 1 positional argument (0 given)");
    if (call->count + call->kwcount > 2)
        return raise_error(h, EXC_TYPE_ERROR, "sum() takes at most 2 arguments (%zu given)",
                           call->count + call->kwcount);
    enum heap_status status = call_check_keywords(h, call, "sum", keywords);
    addr start = call_argument(h, call, 1, "start");
    if (status == HEAP_OK && start)
        status = check_start(h, start, call->args[0]);
    if (status != HEAP_OK)
        return status;
    if (start)
        go_on_from(h, &s, incref(h, start), SUMS_INTS);
    status = sum_all(h, &s, call->args[0]);
    if (status == HEAP_OK)
        status = answer(h, sum_object(h, &s), out);
    xdecref(h, s.object);
    return status;
}
