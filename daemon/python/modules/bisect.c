/* The functions of _bisect: where to insert into a sequence that is sorted (Modules/_bisectmodule.c). */
#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"
#include "daemon/python/modules/module.h"

enum side { LEFT, RIGHT };

struct search { /* borrowed; no key: 0 */
    addr sequence, item, key;
    int64_t low, high;
};

/* (a, x, lo=0, hi=None, *, key=None) */
static enum heap_status take(struct heap *h, const struct call *call, struct search *out)
{
    static const char *const names[] = {"a", "x", "lo", "hi", "key"};
    enum { A, X, LO, HI, KEY, COUNT };
    addr values[COUNT] = {0};
    enum heap_status status =
        arguments_unpack(h, call, builtin_name(h, call->callable), names, COUNT, LO, KEY, values);
    addr key = values[KEY];
    *out = (struct search){values[A], values[X], key == none(h) ? 0 : key, 0, -1};
    if (status == HEAP_OK && values[LO])
        status = int_argument(h, values[LO], &out->low);
    if (status == HEAP_OK && values[HI] && values[HI] != none(h))
        status = object_has_index(h, values[HI])
                     ? int_argument(h, values[HI], &out->high)
                     : raise_error(h, EXC_TYPE_ERROR, "argument should be integer or None, not '%.200s'",
                                   object_type_name(h, values[HI]));
    return status;
}

static enum heap_status goes_left(struct heap *h, const struct search *s, enum side side, int64_t at,
                                  bool *out)
{
    addr item;
    enum heap_status status = loop_check(h);
    if (status == HEAP_OK)
        status = sequence_get(h, s->sequence, at, &item);
    if (status != HEAP_OK)
        return status;
    if (s->key) {
        addr ranked = 0;
        status = object_call(h, s->key, &item, 1, NULL, NULL, 0, &ranked);
        decref(h, item);
        item = ranked;
    }
    if (status == HEAP_OK) {
        bool less = false;
        status = side == RIGHT ? object_compare_bool(h, COMPARE_LT, s->item, item, &less)
                               : object_compare_bool(h, COMPARE_LT, item, s->item, &less);
        *out = side == RIGHT ? less : !less;
        decref(h, item);
    }
    return status;
}

/* PySequence_Size: a dict's length is none. */
static enum heap_status length_of(struct heap *h, addr sequence, int64_t *length)
{
    return object_kind(h, sequence) == KIND_DICT
               ? raise_error(h, EXC_TYPE_ERROR, "%.200s is not a sequence", object_type_name(h, sequence))
               : object_length(h, sequence, length);
}

static enum heap_status find(struct heap *h, const struct search *s, enum side side, int64_t *out)
{
    int64_t low = s->low, high = s->high;
    enum heap_status status = HEAP_OK;
    if (low < 0)
        return raise_error(h, EXC_VALUE_ERROR, "lo must be non-negative");
    if (high == -1)
        status = length_of(h, s->sequence, &high);
    while (status == HEAP_OK && low < high) {
        int64_t middle = low + (high - low) / 2;
        bool left = false;
        status = goes_left(h, s, side, middle, &left);
        if (left)
            high = middle;
        else
            low = middle + 1;
    }
    *out = low;
    return status;
}

static enum heap_status bisect(struct heap *h, const struct call *call, enum side side, addr *out)
{
    struct search s;
    int64_t at;
    enum heap_status status = take(h, call, &s);
    if (status == HEAP_OK)
        status = find(h, &s, side, &at);
    return status == HEAP_OK ? answer(h, int_new(h, at), out) : status;
}

static enum heap_status insert(struct heap *h, addr sequence, int64_t at, addr item)
{
    if (object_is_exact(h, sequence, KIND_LIST))
        return list_insert(h, sequence, at, item);
    addr name = str_intern_utf8(h, "insert", 6), number = int_new(h, at), method, answer;
    enum heap_status status = name && number ? object_getattr(h, sequence, name, &method) : raise_status(h);
    if (status == HEAP_OK) {
        const addr args[] = {number, item};
        status = object_call(h, method, args, 2, NULL, NULL, 0, &answer);
        decref(h, method);
        if (status == HEAP_OK)
            decref(h, answer);
    }
    xdecref(h, name);
    xdecref(h, number);
    return status;
}

static enum heap_status insort(struct heap *h, const struct call *call, enum side side, addr *out)
{
    struct search s;
    int64_t at = 0;
    addr ranked = 0;
    enum heap_status status = take(h, call, &s);
    if (status != HEAP_OK)
        return status;
    addr item = s.item;
    if (s.key) {
        status = object_call(h, s.key, &item, 1, NULL, NULL, 0, &ranked);
        s.item = ranked;
    }
    if (status == HEAP_OK)
        status = find(h, &s, side, &at);
    xdecref(h, ranked);
    if (status == HEAP_OK)
        status = insert(h, s.sequence, at, item);
    return status == HEAP_OK ? call_none(h, out) : status;
}

static enum heap_status bisect_left(struct heap *h, const struct call *call, addr *out)
{
    return bisect(h, call, LEFT, out);
}
static enum heap_status bisect_right(struct heap *h, const struct call *call, addr *out)
{
    return bisect(h, call, RIGHT, out);
}
static enum heap_status insort_left(struct heap *h, const struct call *call, addr *out)
{
    return insort(h, call, LEFT, out);
}
static enum heap_status insort_right(struct heap *h, const struct call *call, addr *out)
{
    return insort(h, call, RIGHT, out);
}

static const struct builtin_method functions[] = {
    {"bisect_right", 0, -1, METHOD_KEYWORDS, bisect_right},
    {"bisect_left", 0, -1, METHOD_KEYWORDS, bisect_left},
    {"insort_right", 0, -1, METHOD_KEYWORDS, insort_right},
    {"insort_left", 0, -1, METHOD_KEYWORDS, insort_left},
    {0},
};
const struct module_definition bisect_module = {"_bisect", functions, NULL};
