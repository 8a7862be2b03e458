/* What numbers, deques and arrays say of themselves by attributes. */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/array.h"
#include "daemon/heap/object/complex.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/str.h"

/* ---- numbers
 * --------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status int_self(struct heap *h, addr o, addr *out)
{
    return answer(h, int_copy_of(h, 0, o), out);
}
static enum heap_status int_zero(struct heap *h, addr o, addr *out)
{
    (void)o;
    return answer_int(h, 0, out);
}
static enum heap_status int_one(struct heap *h, addr o, addr *out)
{
    (void)o;
    return answer_int(h, 1, out);
}
static enum heap_status float_self(struct heap *h, addr o, addr *out)
{
    if (object_is_exact(h, o, KIND_FLOAT))
        return answer(h, incref(h, o), out);
    return answer(h, float_new(h, float_value(h, o)), out);
}
static enum heap_status float_zero(struct heap *h, addr o, addr *out)
{
    (void)o;
    return answer(h, float_new(h, 0.0), out);
}

const struct getset int_getsets[] = {{"real", int_self, NULL},
                                     {"imag", int_zero, NULL},
                                     {"numerator", int_self, NULL},
                                     {"denominator", int_one, NULL},
                                     {0}};
const struct getset float_getsets[] = {{"real", float_self, NULL}, {"imag", float_zero, NULL}, {0}};

/* ---- deque and array
 * ------------------------------------------------------------------------------------------------------------
 */

static enum heap_status deque_maxlen(struct heap *h, addr o, addr *out)
{
    int64_t maxlen = deque_at(h, o)->maxlen;
    return maxlen < 0 ? answer_none(h, HEAP_OK, out) : answer_int(h, maxlen, out);
}
static enum heap_status array_get_typecode(struct heap *h, addr o, addr *out)
{
    return answer(h, incref(h, str_latin1_char(h, (uint8_t)array_typecode(h, o))), out);
}
static enum heap_status array_itemsize(struct heap *h, addr o, addr *out)
{
    return answer_int(h, (int64_t)array_item_size(h, o), out);
}

const struct getset deque_getsets[] = {{"maxlen", deque_maxlen, NULL}, {0}};
const struct getset array_getsets[] = {
    {"typecode", array_get_typecode, NULL}, {"itemsize", array_itemsize, NULL}, {0}};
