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
