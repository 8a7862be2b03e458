/* float: a header and a double at offset 16. Mirrors Objects/floatobject.c. Text: float_text.c. */
#include "daemon/heap/object/float.h"

#include "daemon/heap/object/int.h"
#include "daemon/heap/object/quick_number.h"

#include <math.h>

addr float_new(struct heap *h, double value)
{
    addr o = quick_float_alloc(h);
    if (HEAP_UNLIKELY(!o))
        return float_new_of(h, h->type[KIND_FLOAT], value);
    HEAP_FIELD(h, o, FLOAT_VALUE, double) = value;
    return o;
}

addr float_new_of(struct heap *h, addr type, double value)
{
    addr o =
        type == h->type[KIND_FLOAT] ? free_list_object(h, FREE_FLOATS, KIND_FLOAT) : object_new(h, type, 0);
    if (!o)
        return 0;
    HEAP_FIELD(h, o, FLOAT_VALUE, double) = value;
    if (type != h->type[KIND_FLOAT])
        object_track(h, o);
    return o;
}

/* The last reference to an exact float: its memory waits. What is no such thing, or does not fit, goes as
 * ever. */
static inline void let_go(struct heap *h, struct waiting_blocks *list, slot_reference s)
{
    struct object *p = object_at(h, s);
    if (s & 1 || (int32_t)p->refcount < 0 || (uint32_t)--p->refcount != 0)
        return;
    if (HEAP_UNLIKELY(p->type != h->type[KIND_FLOAT] || list->count >= list->max)) {
        if (!number_free(h, s))
            object_release(h, s);
        return;
    }
    HEAP_FIELD(h, s, 0, addr) = list->first;
    list->first = s;
    list->count++;
    *object_start_word(h, s) &= ~object_end_bits(s);
    h->object_count--;
}

static __attribute__((noinline)) addr float_result_slowly(struct heap *h, double value, slot_reference a,
                                                          slot_reference b)
{
    addr made = quick_float_new(h, value);
    if (HEAP_LIKELY(made != 0)) {
        quick_number_release(h, a);
        quick_number_release(h, b);
    }
    return made;
}

/* Most often one waits, of which the result is made, and what it was calculated of waits in its place. */
addr float_result(struct heap *h, double value, slot_reference a, slot_reference b)
{
    struct waiting_blocks *list = &h->free_list[FREE_FLOATS];
    addr made = list->first;
#ifdef HEAPD_DEBUG
    made = 0; /* those that wait are poisoned */
#endif
    if (HEAP_UNLIKELY(!made || !h->frame || h->attended))
        return float_result_slowly(h, value, a, b);
    list->first = HEAP_FIELD(h, made, 0, addr);
    list->count--;
    *object_at(h, made) = (struct object){1, h->type[KIND_FLOAT]};
    HEAP_FIELD(h, made, FLOAT_VALUE, double) = value;
    *object_start_word(h, made) |= object_start_bit(made);
    h->object_count++;
    let_go(h, list, a);
    let_go(h, list, b);
    return made;
}

double float_value(const struct heap *h, addr o)
{
    return HEAP_FIELD(h, o, FLOAT_VALUE, double);
}

bool number_as_double(const struct heap *h, addr o, double *out, bool *overflow)
{
    *overflow = false;
    if (object_kind(h, o) == KIND_FLOAT)
        *out = float_value(h, o);
    else if (int_is_kind(h, o))
        *out = int_to_double(h, o, overflow);
    else
        return false;
    return true;
}

static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    char digits[32];
    text_put(out, digits, float_repr(float_value(h, o), digits));
    return HEAP_OK;
}

static enum heap_status hash(struct heap *h, addr o, int64_t *out)
{
    *out = hash_double(h, o, float_value(h, o));
    return HEAP_OK;
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    double d = float_value(h, a);
    if (object_kind(h, b) == KIND_FLOAT)
        *result = d == float_value(h, b);
    else
        *result = int_is_kind(h, b) ? int_compare_double(h, b, d) == 0 : -1;
    return HEAP_OK;
}

const struct kind_ops float_ops = {.repr = repr, .hash = hash, .equal = equal};
