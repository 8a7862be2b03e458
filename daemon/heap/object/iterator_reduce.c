/* What __reduce__ of iterators is made of (iterator_reduce.h). */
#include "daemon/heap/object/iterator_reduce.h"

#include <string.h>

#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/names.h"

enum heap_status reduce_answer(struct heap *h, addr callable, addr args, addr state, addr *out)
{
    addr parts[] = {callable, args, state}, made = args ? tuple_from(h, parts, state ? 3 : 2) : 0;
    xdecref(h, args);
    xdecref(h, state);
    return answer(h, made, out);
}

enum heap_status reduce_function(struct heap *h, enum known_name function, addr *out)
{
    addr found = 0, name = known_name(h, function);
    enum heap_status status = h->builtins ? dict_get(h, h->builtins, name, &found) : HEAP_OK;
    if (status == HEAP_OK && !found)
        status = raise_error(h, EXC_ATTRIBUTE_ERROR, "%s", (const char *)str_data(h, name));
    if (status == HEAP_OK)
        *out = incref(h, found);
    return status;
}

enum heap_status reduce_by(struct heap *h, enum known_name function, addr args, addr state, addr *out)
{
    addr found;
    enum heap_status status = args ? reduce_function(h, function, &found) : raise_status(h);
    if (status == HEAP_OK) {
        status = reduce_answer(h, found, args, state, out);
        decref(h, found);
        return status;
    }
    xdecref(h, args);
    xdecref(h, state);
    return status;
}

enum heap_status state_index(struct heap *h, addr state, int64_t *out)
{
    if (!int_is_kind(h, state))
        return raise_error(h, EXC_TYPE_ERROR, "an integer is required");
    if (!int_fits(h, state, out))
        return raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
    return HEAP_OK;
}

addr reduce_tuple(struct heap *h, addr item)
{
    addr t = item ? tuple_from(h, &item, 1) : 0;
    xdecref(h, item);
    return t;
}

static void count_one(struct heap *h, void *context, addr *references, size_t count, size_t stride)
{
    (void)context;
    for (size_t i = 0; i < count; i++)
        (void)xincref(h, references[i * stride]);
}

/* *new*: another one that stands where this one does. Tuples that are filled again are held by both, and so
 * are not. */
static addr twin(struct heap *h, addr o)
{
    addr type = object_type(h, o), made = iterator_alloc(h, type);
    if (!made)
        return 0;
    size_t size = (size_t)type_at(h, type)->basicsize - sizeof(struct object);
    memcpy(heap_at(h, made + sizeof(struct object)), heap_at(h, o + sizeof(struct object)), size);
    object_ops(h, made)->traverse(h, made, count_one, NULL);
    object_track(h, made);
    return made;
}

enum heap_status reduce_to_list(struct heap *h, const struct call *call, addr *out)
{
    addr other = twin(h, call->self), rest = other ? list_from_iterable(h, other) : 0;
    xdecref(h, other);
    return reduce_by(h, NAME_ITER_FUNCTION, reduce_tuple(h, rest), 0, out);
}
