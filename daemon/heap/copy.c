/* copy.copy: one level. Containers by their own copy(), everything else as copy._reconstruct puts it
 * together. */
#include "daemon/heap/copy.h"

#include "daemon/heap/copy_parts.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"

/* What the copy holds beyond its state: the items of the object, or of the builtin type that its class
 * extends. */
static enum heap_status copy_items(struct heap *h, addr o, addr y)
{
    enum heap_status status = HEAP_OK;
    addr key, value;
    if (object_kind(h, o) == KIND_DEQUE)
        return deque_extend(h, y, o, false);
    for (size_t i = 0; status == HEAP_OK && copy_has_list_items(h, o) && i < list_length(h, o); i++)
        status = copy_append(h, y, list_item(h, o, i));
    if (!copy_has_dict_items(h, o))
        return status;
    for (size_t position = 0;
         status == HEAP_OK && (status = copy_next_pair(h, o, &position, &key, &value)) == HEAP_OK && key;) {
        incref(h, key); /* comparing keys may take them out */
        incref(h, value);
        status = copy_set_pair(h, y, key, value);
        decref(h, key);
        decref(h, value);
    }
    return status;
}

static addr begin(struct heap *h, addr o, enum copy_how how)
{
    if (how == COPY_EMPTY)
        return copy_empty(h, o);
    addr argument = copy_argument(h, o), y = argument ? copy_from_argument(h, o, argument) : 0;
    xdecref(h, argument);
    return y;
}

static addr reconstruct(struct heap *h, addr o, enum copy_how how)
{
    addr state = 0, slots = 0, y = begin(h, o, how);
    if (!y)
        return 0;
    enum heap_status status = copy_state(h, o, &state);
    if (status == HEAP_OK)
        status = copy_slots(h, o, &slots);
    if (status == HEAP_OK)
        status = copy_set_state(h, y, state, slots);
    xdecref(h, state);
    xdecref(h, slots);
    if (status == HEAP_OK)
        status = copy_items(h, o, y);
    if (status == HEAP_OK)
        return y;
    decref(h, y);
    return 0;
}

addr copy_shallow(struct heap *h, addr o)
{
    bool asks;
    if (copy_asks_library(h, o, false, &asks) != HEAP_OK)
        return 0;
    if (asks)
        return copy_by_library(h, o, false);
    enum copy_how how = copy_how(h, o, false);
    switch (how) {
    case COPY_SELF:
        return incref(h, o);
    case COPY_LIST:
        return list_slice(h, o, 0, list_length(h, o));
    case COPY_DICT:
        return dict_copy(h, o);
    case COPY_METHOD:
        return method_new(h, method_at(h, o)->function, method_at(h, o)->self);
    case COPY_WHOLE:
        return copy_whole(h, o);
    case COPY_ARGUMENT:
        return object_is_exact(h, o, KIND_SET) ? set_copy(h, o) : reconstruct(h, o, how);
    case COPY_EMPTY:
        return reconstruct(h, o, how);
    default:
        (void)copy_refuse(h, o);
        return 0;
    }
}
