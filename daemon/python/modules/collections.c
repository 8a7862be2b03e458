/* The functions of _collections. Mirrors Modules/_collectionsmodule.c. */
#include "daemon/python/modules/collections.h"
#include "daemon/heap/heap.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/quick_number.h"
#include "daemon/python/modules/module.h"

/* Does the type have that method of dict's? */
static bool has_of_dict(const struct heap *h, addr type, addr name)
{
    addr found = lookup_in_type(h, type, name);
    return found && found == lookup_in_type(h, h->type[KIND_DICT], name);
}

/* One more of it in a dict, whose methods nobody has replaced. */
static enum heap_status count_in_dict(struct heap *h, addr dict, addr element, addr one)
{
    int64_t hash, index;
    enum heap_status status = object_hash(h, element, &hash);
    if (status == HEAP_OK)
        status = dict_find(h, dict, element, hash, &index);
    if (status != HEAP_OK)
        return status;
    if (index < 0)
        return dict_set_hashed(h, dict, element, hash, one);
    addr before = incref(h, dict_value_at(h, dict, (size_t)index)), after;
    status = object_binary(h, BINARY_ADD, before, one, &after);
    decref(h, before);
    if (status != HEAP_OK)
        return status;
    status = dict_set_hashed(h, dict, element, hash, after);
    decref(h, after);
    return status;
}

/* The same by the mapping's own methods. */
static enum heap_status count_by_methods(struct heap *h, addr mapping, addr get, addr element, addr one)
{
    addr before, after, args[] = {element, quick_small_int(h, 0)};
    enum heap_status status = object_call(h, get, args, 2, NULL, NULL, 0, &before);
    if (status != HEAP_OK)
        return status;
    status = object_binary(h, BINARY_ADD, before, one, &after);
    decref(h, before);
    if (status != HEAP_OK)
        return status;
    status = object_setitem(h, mapping, element, after);
    decref(h, after);
    return status;
}

/* _count_elements(mapping, iterable) */
static enum heap_status count_elements(struct heap *h, const struct call *call, addr *out)
{
    addr mapping = call->args[0], type = object_type(h, mapping), one = quick_small_int(h, 1), get = 0,
         element;
    struct iteration it;
    enum heap_status status = iteration_begin(h, &it, call->args[1]);
    if (status != HEAP_OK)
        return status;
    bool plainly = object_kind(h, mapping) == KIND_DICT &&
                   has_of_dict(h, type, known_name(h, NAME_GET_METHOD)) &&
                   has_of_dict(h, type, known_name(h, NAME_SETITEM));
    if (!plainly)
        status = object_getattr(h, mapping, known_name(h, NAME_GET_METHOD), &get);
    while (status == HEAP_OK && (status = iteration_next(h, &it, &element)) == HEAP_OK && element) {
        status = plainly ? count_in_dict(h, mapping, element, one)
                         : count_by_methods(h, mapping, get, element, one);
        decref(h, element);
    }
    xdecref(h, get);
    iteration_end(h, &it);
    return status == HEAP_OK ? call_none(h, out) : status;
}

const struct builtin_method collections_functions[] = {{"_count_elements", 2, 2, 0, count_elements}, {0}};
