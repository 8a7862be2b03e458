/* o.__class__ = type: object_set_class of Objects/typeobject.c. The two classes must give their instances the
 * same layout. */
#include "daemon/heap/object/set_class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/heaptype.h"

#define LAYOUT_FLAGS (TYPE_HAS_GC | TYPE_MANAGED_DICT | TYPE_MANAGED_WEAKREF | TYPE_INLINE_VALUES)

/* The class below which nothing was added. */
static addr layout_base(const struct heap *h, addr type)
{
    for (addr base; (base = type_at(h, type)->base); type = base) {
        const struct type_object *t = type_at(h, type), *b = type_at(h, base);
        if (t->basicsize != b->basicsize || t->itemsize != b->itemsize || t->dictoffset != b->dictoffset ||
            t->weaklistoffset != b->weaklistoffset || (t->flags ^ b->flags) & LAYOUT_FLAGS)
            break;
    }
    return type;
}

/* Is the field at this offset, in both, the next one? */
static bool both_next(int64_t a, int64_t b, int64_t size)
{
    return a == size && b == size;
}

/* same_slots_added: beyond their common base both have the same slots and nothing else, but for a field that
 * comes right after the base's. */
static bool same_slots(struct heap *h, addr a, addr b)
{
    const struct type_object *ta = type_at(h, a), *tb = type_at(h, b);
    if (!type_is_heap(h, a) || !type_is_heap(h, b) || ta->base != tb->base ||
        (ta->flags ^ tb->flags) & LAYOUT_FLAGS)
        return false;
    int64_t size = type_at(h, ta->base)->basicsize;
    if (both_next(ta->dictoffset, tb->dictoffset, size))
        size += 8;
    if (both_next(ta->weaklistoffset, tb->weaklistoffset, size))
        size += 8;
    size_t count = type_member_count(h, a);
    if (count != type_member_count(h, b))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool equal;
        addr sa = heap_type_names(h, a)->slots, sb = heap_type_names(h, b)->slots;
        if (object_equal_or_same(h, tuple_item(h, sa, i), tuple_item(h, sb, i), &equal) != HEAP_OK || !equal)
            return false;
    }
    size += (int64_t)count * 8;
    return both_next(ta->basicsize, tb->basicsize, size);
}

/* May an instance of `old` become one of `type`? */
static enum heap_status check_layout(struct heap *h, addr old, addr type)
{
    bool modules = type_kind(h, old) == KIND_MODULE && type_kind(h, type) == KIND_MODULE;
    if (!modules && (type_at(h, old)->flags & TYPE_IMMUTABLE || type_at(h, type)->flags & TYPE_IMMUTABLE))
        return raise_error(h, EXC_TYPE_ERROR,
                           "__class__ assignment only supported for mutable types or ModuleType subclasses");
    addr a = layout_base(h, type), b = layout_base(h, old);
    if (type_kind(h, old) != type_kind(h, type) || (a != b && !same_slots(h, a, b)))
        return raise_error(h, EXC_TYPE_ERROR, "__class__ assignment: '%s' object layout differs from '%s'",
                           type_name(h, type), type_name(h, old));
    return HEAP_OK;
}

enum heap_status class_check_bases(struct heap *h, addr old, addr base)
{
    if ((type_at(h, old)->flags ^ type_at(h, base)->flags) &
        TYPE_HAS_GC) /* they are freed in different ways */
        return raise_error(h, EXC_TYPE_ERROR, "__bases__ assignment: '%s' deallocator differs from '%s'",
                           type_name(h, base), type_name(h, old));
    bool builtin = type_is_heap(h, old) != type_is_heap(h, base) || (!type_is_heap(h, old) && old != base);
    addr a = layout_base(h, base), b = layout_base(h, old);
    if (builtin || type_kind(h, old) != type_kind(h, base) || (a != b && !same_slots(h, a, b)))
        return raise_error(h, EXC_TYPE_ERROR, "__bases__ assignment: '%s' object layout differs from '%s'",
                           type_name(h, base), type_name(h, old));
    return HEAP_OK;
}

/* Leaving the keys of its class may make a dict, which may run code that gives the object another class. */
enum heap_status instance_set_class(struct heap *h, addr o, addr type)
{
    enum heap_status status = check_layout(h, object_type(h, o), type);
    if (status == HEAP_OK)
        status = instance_leave_keys(h, o);
    if (status == HEAP_OK)
        status = check_layout(h, object_type(h, o), type);
    if (status != HEAP_OK)
        return status;
    addr old = object_type(h, o);
    object_at(h, o)->type =
        type_is_heap(h, type) ? incref(h, type) : type; /* builtin types do not count their instances */
    if (type_is_heap(h, old))
        decref(h, old);
    return HEAP_OK;
}
