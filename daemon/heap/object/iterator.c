/* The iterator protocol (iterator.h). */
#include "daemon/heap/object/iterator.h"

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/type_words.h"

/* __iter__ and __next__ of a class, borrowed; 0: it does what its builtin type does. */
static inline addr class_iter(const struct heap *h, addr type)
{
    return HEAP_UNLIKELY(type_word_is_of_class(type_at(h, type)->iter))
               ? special_of_class(h, type, known_name(h, NAME_ITER))
               : 0;
}
static inline addr class_next(const struct heap *h, addr type)
{
    return HEAP_UNLIKELY(type_word_is_of_class(type_at(h, type)->iternext))
               ? special_of_class(h, type, known_name(h, NAME_NEXT))
               : 0;
}

/* ---- questions ----------------------------------------------------------------------------------- */

static enum heap_status not_iterable(struct heap *h, addr o)
{
    return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object is not iterable", object_type_name(h, o));
}

bool object_is_iterator(const struct heap *h, addr o)
{
    return class_next(h, object_type(h, o)) || object_ops(h, o)->next;
}

bool object_is_iterable(const struct heap *h, addr o)
{
    return class_iter(h, object_type(h, o)) || object_ops(h, o)->iter || object_is_sequence(h, o);
}

bool object_is_sequence(const struct heap *h, addr o)
{
    switch (object_kind(h, o)) {
    case KIND_LIST:
    case KIND_TUPLE:
    case KIND_STR:
    case KIND_BYTES:
    case KIND_BYTEARRAY:
    case KIND_RANGE:
    case KIND_DEQUE:
    case KIND_ARRAY:
    case KIND_MEMORYVIEW:
        return true;
    case KIND_PROXY: /* they are mappings alone, whatever they stand for */
    case KIND_CALLABLE_PROXY:
    case KIND_DICT:
    case KIND_ORDERED_DICT:
    case KIND_DEFAULT_DICT:
        return false;
    default:
        return special_of_class(h, object_type(h, o), known_name(h, NAME_GETITEM));
    }
}

bool iterator_stopped(struct heap *h)
{
    if (heap_raised(h) != EXC_STOP_ITERATION)
        return false;
    heap_clear_raised(h);
    return true;
}

bool iterator_refused(struct heap *h, enum heap_status status)
{
    if (status != HEAP_RAISED || !exception_matches(h, h->exception_type[EXC_TYPE_ERROR]))
        return false;
    heap_clear_raised(h);
    return true;
}

/* ---- iter() -------------------------------------------------------------------------------------- */

static enum heap_status check_iterator(struct heap *h, enum heap_status status, addr *out)
{
    if (status != HEAP_OK || object_is_iterator(h, *out))
        return status;
    addr o = *out;
    *out = 0;
    status = raise_error(h, EXC_TYPE_ERROR, "iter() returned non-iterator of type '%.100s'",
                         object_type_name(h, o));
    decref(h, o);
    return status;
}

enum heap_status object_iter(struct heap *h, addr o, addr *out)
{
    addr type = object_type(h, o), found = class_iter(h, type);
    const struct kind_ops *ops = kind_ops(type_kind(h, type));
    if (HEAP_UNLIKELY(found != 0))
        return found == none(h) ? not_iterable(h, o)
                                : check_iterator(h, special_call(h, found, o, NULL, 0, out), out);
    if (HEAP_LIKELY(ops->iter != NULL))
        return ops->iter(h, o, out);
    if (!object_is_sequence(h, o))
        return not_iterable(h, o);
    *out = sequence_iterator_new(h, o);
    return *out ? HEAP_OK : raise_status(h);
}

/* ---- next() -------------------------------------------------------------------------------------- */

enum heap_status iterator_step(struct heap *h, addr it, addr *item)
{
    addr type = object_type(h, it), found = class_next(h, type);
    const struct kind_ops *ops = kind_ops(type_kind(h, type));
    *item = 0;
    if (HEAP_UNLIKELY(found && found != none(h)))
        return special_call(h, found, it, NULL, 0, item);
    if (HEAP_LIKELY(!found && ops->next))
        return ops->next(h, it, item);
    return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object is not an iterator", object_type_name(h, it));
}

enum heap_status iterator_next(struct heap *h, addr it, addr *item)
{
    enum heap_status status = iterator_step(h, it, item);
    if (HEAP_LIKELY(status == HEAP_OK))
        return HEAP_OK;
    *item = 0;
    return status == HEAP_RAISED && iterator_stopped(h) ? HEAP_OK : status;
}

enum heap_status iterator_step_inner(struct heap *h, addr it, addr *item)
{
    *item = 0;
    enum heap_status status = recursion_enter(h, "");
    if (status != HEAP_OK)
        return status;
    status = loop_check(h);
    if (status == HEAP_OK)
        status = iterator_step(h, it, item);
    recursion_leave(h);
    return status;
}

/* ---- items by number ----------------------------------------------------------------------------- */

enum heap_status sequence_get(struct heap *h, addr o, int64_t i, addr *out)
{
    addr index = int_new(h, i), found = special_of_class(h, object_type(h, o), known_name(h, NAME_GETITEM));
    if (!index)
        return raise_status(h);
    enum heap_status status =
        found ? special_call(h, found, o, &index, 1, out) : object_getitem(h, o, index, out);
    decref(h, index);
    return status;
}

/* ---- length_hint() ------------------------------------------------------------------------------- */

static enum heap_status read_hint(struct heap *h, addr value, int64_t fallback, int64_t *out)
{
    int64_t n = 0;
    if (value == h->singleton[SINGLETON_NOT_IMPLEMENTED]) {
        *out = fallback;
        return HEAP_OK;
    }
    if (!int_is_kind(h, value))
        return raise_error(h, EXC_TYPE_ERROR, "__length_hint__ must be an integer, not %.100s",
                           object_type_name(h, value));
    enum heap_status status = int_argument(h, value, &n);
    if (status == HEAP_OK && n < 0)
        status = raise_error(h, EXC_VALUE_ERROR, "__length_hint__() should return >= 0");
    if (status == HEAP_OK)
        *out = n;
    return status;
}

/* A TypeError means that it does not know. */
static bool forgiven(struct heap *h, enum heap_status status)
{
    if (status != HEAP_RAISED || heap_raised(h) != EXC_TYPE_ERROR)
        return false;
    heap_clear_raised(h);
    return true;
}

/* How much is left of a list or tuple: what its iterator's __length_hint__ answers, where that is a number
 * that is always there. */
static bool hint_of_rest(const struct heap *h, addr o, int64_t *out)
{
    if ((!object_is_exact(h, o, KIND_LIST_ITERATOR) && !object_is_exact(h, o, KIND_TUPLE_ITERATOR)) ||
        recursion_is_full(h))
        return false;
    const struct index_iterator *it = index_iterator_at(h, o);
    *out = it->sequence && it->index >= 0 ? object_size_field(h, it->sequence) - it->index : 0;
    *out = *out > 0 ? *out : 0;
    return *out <= h->abi.small_int_max;
}

enum heap_status object_length_hint(struct heap *h, addr o, int64_t fallback, int64_t *out)
{
    addr type = object_type(h, o), value;
    enum heap_status status;
    if (hint_of_rest(h, o, out))
        return HEAP_OK;
    if (object_ops(h, o)->length || special_of_class(h, type, known_name(h, NAME_LEN))) {
        status = object_length(h, o, out);
        if (!forgiven(h, status))
            return status;
    }
    addr found = lookup_in_type(h, type, known_name(h, NAME_LENGTH_HINT));
    *out = fallback;
    if (!found)
        return HEAP_OK;
    status = special_call(h, found, o, NULL, 0, &value);
    if (status != HEAP_OK)
        return forgiven(h, status) ? HEAP_OK : status;
    status = read_hint(h, value, fallback, out);
    decref(h, value);
    return status;
}
