/* Special methods of classes (special.h). */
#include "daemon/heap/object/special.h"

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/lookup.h"

addr special_of_class(const struct heap *h, addr type, addr name)
{
    if (!type_is_heap(h, type))
        return 0;
    addr found = lookup_in_type(h, type, name);
    return found && found != lookup_in_type(h, h->type[type_kind(h, type)], name) ? found : 0;
}

addr special_lookup(const struct heap *h, addr o, addr name)
{
    return lookup_in_type(h, object_type(h, o), name);
}

/* With the object before the other arguments. */
static enum heap_status call_unbound(struct heap *h, addr found, addr o, const addr *args, size_t count,
                                     addr *out)
{
    enum { FEW = 7 };
    addr few[FEW + 1], *all = few, table = 0;
    if (count > FEW) {
        table = table_alloc(h, (count + 1) * sizeof(addr));
        if (!table)
            return raise_memory(h);
        all = heap_at(h, table);
    }
    all[0] = o;
    if (count)
        memcpy(all + 1, args, count * sizeof(addr));
    enum heap_status status = object_call(h, found, all, count + 1, NULL, NULL, 0, out);
    table_free(h, table);
    return status;
}

enum heap_status special_call(struct heap *h, addr found, addr o, const addr *args, size_t count, addr *out)
{
    if (function_takes_self(h, found))
        return call_unbound(h, found, o, args, count, out);
    return special_call_bound(h, found, o, args, count, out);
}

static enum heap_status bind(struct heap *h, addr found, addr o, addr *bound)
{
    if (descriptor_has_get(h, found))
        return descriptor_get(h, found, o, object_type(h, o), bound);
    *bound = incref(h, found);
    return HEAP_OK;
}

static enum heap_status call_and_drop(struct heap *h, addr bound, const addr *args, size_t count, addr *out)
{
    enum heap_status status = object_call(h, bound, args, count, NULL, NULL, 0, out);
    decref(h, bound);
    return status;
}

enum heap_status special_call_bound(struct heap *h, addr found, addr o, const addr *args, size_t count,
                                    addr *out)
{
    addr bound;
    enum heap_status status = bind(h, found, o, &bound);
    return status == HEAP_OK ? call_and_drop(h, bound, args, count, out) : status;
}

enum heap_status special_call_if_bound(struct heap *h, addr found, addr o, const addr *args, size_t count,
                                       addr *out)
{
    if (function_takes_self(h, found))
        return call_unbound(h, found, o, args, count, out);
    addr bound;
    enum heap_status status = bind(h, found, o, &bound);
    if (status == HEAP_OK)
        return call_and_drop(h, bound, args, count, out);
    *out = 0;
    if (status == HEAP_RAISED) {
        heap_clear_raised(h);
        status = HEAP_OK;
    }
    return status;
}
