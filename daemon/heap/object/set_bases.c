/* C.__bases__ = (...): type_set_bases of Objects/typeobject.c. The orders of the class and of all below it
 * are computed before anything else changes, and are what they were if one of them cannot be.
 *
 * `work` lists the class and its subclasses, each behind those that it is found by, with the order that each
 * had: type, order, type, order. A class with several ways to it is there as often, and the last time is what
 * counts.
 */
#include "daemon/heap/object/set_bases.h"

#include "daemon/heap/object/container.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/mro.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set_class.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/subclasses.h"
#include "daemon/heap/object/type_version.h"
#include "daemon/heap/object/unraisable.h"

static enum heap_status check_bases(struct heap *h, addr type, addr bases)
{
    if (object_kind(h, bases) != KIND_TUPLE)
        return raise_error(h, EXC_TYPE_ERROR, "can only assign tuple to %s.__bases__, not %s",
                           type_short_name(h, type), object_type_name(h, bases));
    if (!tuple_length(h, bases))
        return raise_error(h, EXC_TYPE_ERROR, "can only assign non-empty tuple to %s.__bases__, not ()",
                           type_short_name(h, type));
    for (size_t i = 0; i < tuple_length(h, bases); i++) {
        addr base = tuple_item(h, bases, i);
        if (object_kind(h, base) != KIND_TYPE)
            return raise_error(h, EXC_TYPE_ERROR, "%s.__bases__ must be tuple of classes, not '%s'",
                               type_short_name(h, type), object_type_name(h, base));
        if (type_is_subtype(h, base, type))
            return raise_error(h, EXC_TYPE_ERROR, "a __bases__ item causes an inheritance cycle");
    }
    return HEAP_OK;
}

/* *new*: the bases that are not among the others. 0 raised. */
static addr without(struct heap *h, addr bases, addr others)
{
    addr list = list_new(h, 0), out = 0;
    enum heap_status status = list ? HEAP_OK : HEAP_RAISED;
    for (size_t i = 0; i < tuple_length(h, bases) && status == HEAP_OK; i++) {
        bool kept = false;
        for (size_t k = 0; k < tuple_length(h, others); k++)
            kept |= tuple_item(h, others, k) == tuple_item(h, bases, i);
        if (!kept)
            status = list_append(h, list, tuple_item(h, bases, i));
    }
    if (status == HEAP_OK)
        out = tuple_from(h, list_items(h, list), list_length(h, list));
    xdecref(h, list);
    return out;
}

/* The type's order by its bases, put in its place; the one that it had goes to the list. */
static enum heap_status reorder(struct heap *h, addr work, addr type)
{
    struct type_object *t = type_at(h, type);
    addr order;
    if (special_of_class(h, object_type(h, type), known_name(h, NAME_MRO_METHOD)))
        return raise_error(h, EXC_NOT_IMPLEMENTED_ERROR,
                           "__bases__ assignment: classes whose metaclass has an mro() are not supported");
    enum heap_status status = mro_compute(h, type, t->bases, &order);
    if (status != HEAP_OK)
        return status;
    status = list_append(h, work, type);
    if (status == HEAP_OK && (status = list_append(h, work, t->mro)) != HEAP_OK) {
        list_at(h, work)->size--;
        decref(h, type);
    }
    if (status == HEAP_OK)
        object_replace(h, &t->mro, order);
    else
        decref(h, order);
    return status;
}

static enum heap_status reorder_all(struct heap *h, addr work, addr type)
{
    enum heap_status status = reorder(h, work, type);
    for (size_t i = 0; status == HEAP_OK && i < list_length(h, work); i += 2) {
        addr subclass;
        for (size_t position = 0;
             status == HEAP_OK && subclasses_next(h, list_item(h, work, i), &position, &subclass);)
            if ((status = loop_check(h)) == HEAP_OK)
                status = reorder(h, work, subclass);
    }
    return status;
}

static void restore(struct heap *h, addr work)
{
    for (size_t i = list_length(h, work); i >= 2; i -= 2)
        object_replace(h, &type_at(h, list_item(h, work, i - 2))->mro, incref(h, list_item(h, work, i - 1)));
}

/* Whoever remembers what was found in one of them asks again; what the types say about themselves follows. */
static void changed(struct heap *h, addr work)
{
    lookups_forget(h);
    for (size_t i = 0; i < list_length(h, work); i += 2)
        type_version_changed(h, list_item(h, work, i));
    for (size_t i = 0; i < list_length(h, work); i += 2)
        type_entries_changed(h, list_item(h, work, i));
}

enum heap_status type_set_bases(struct heap *h, addr type, addr bases)
{
    struct type_object *t = type_at(h, type);
    enum heap_status status = check_bases(h, type, bases);
    addr base = status == HEAP_OK ? type_best_base(h, bases) : 0;
    if (!base)
        return status == HEAP_OK ? raise_status(h) : status;
    if ((status = class_check_bases(h, t->base, base)) != HEAP_OK)
        return status;
    addr old = t->bases, old_base = t->base, work = list_new(h, 0), come = without(h, bases, old),
         gone = without(h, old, bases);
    status = work && come && gone ? HEAP_OK : HEAP_RAISED;
    if (status == HEAP_OK && tuple_length(h, come))
        status = subclasses_add(h, type, come);
    if (status == HEAP_OK) {
        for (size_t i = 0; i < 2; i++) /* before and after: by both ways to it */
            type_version_changed(h, type);
        t->bases = incref(h, bases);
        t->base = incref(h, base);
        status = reorder_all(h, work, type);
        if (status == HEAP_OK) {
            subclasses_remove(h, type, gone);
            changed(h, work);
            decref(h, old);
            decref(h, old_base);
        } else {
            struct pending pending;
            pending_set_aside(h, &pending);
            restore(h, work);
            object_replace(h, &t->bases, old);
            object_replace(h, &t->base, old_base);
            subclasses_remove(h, type, come);
            lookups_forget(h);
            pending_restore(h, &pending);
        }
    }
    xdecref(h, work);
    xdecref(h, come);
    xdecref(h, gone);
    return status;
}
