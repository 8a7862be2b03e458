#include "daemon/heap/object/seconds.h"

#include <math.h>

#include "daemon/heap/object/float.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/raise.h"
#include "daemon/heap/raised.h"
#include "daemon/heap/state.h"

#define NANOSECONDS 1000000000

static enum heap_status of_float(struct heap *h, double seconds, double *out)
{
    double nanoseconds = ceil(seconds * NANOSECONDS);
    if (isnan(seconds))
        return raise_error(h, EXC_VALUE_ERROR, "Invalid value NaN (not a number)");
    if (nanoseconds < -0x1p63 || nanoseconds >= 0x1p63)
        return raise_error(h, EXC_OVERFLOW_ERROR, "timestamp out of range for platform time_t");
    *out = seconds;
    return HEAP_OK;
}

enum heap_status seconds_of(struct heap *h, addr o, double *out)
{
    int64_t whole = 0, nanoseconds;
    if (object_kind(h, o) == KIND_FLOAT)
        return of_float(h, float_value(h, o), out);
    enum heap_status status = object_index_word(h, o, EXC_OVERFLOW_ERROR, &whole);
    bool is_too_large = status == HEAP_RAISED && exception_matches(h, h->exception_type[EXC_OVERFLOW_ERROR]);
    if (is_too_large)
        heap_clear_raised(h);
    if (is_too_large || (status == HEAP_OK && __builtin_mul_overflow(whole, NANOSECONDS, &nanoseconds)))
        return raise_error(h, EXC_OVERFLOW_ERROR, "timestamp too large to convert to C %s",
                           h->abi.time_type_is_public ? "PyTime_t" : "_PyTime_t");
    *out = (double)whole;
    return status;
}
