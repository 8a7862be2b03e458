/* isinstance() and issubclass(). Mirrors Objects/abstract.c. What is no class may act as one by having
 * __bases__, a tuple. */
#include "daemon/heap/object/isinstance.h"

#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/order.h"

/* ---- by __bases__
 * ----------------------------------------------------------------------------------------------------- */

/* *new* tuple, 0: it is nothing like a class. */
static enum heap_status bases_of(struct heap *h, addr cls, addr *out)
{
    addr bases;
    enum heap_status status = attribute_lookup(h, cls, known_name(h, NAME_BASES), &bases);
    if (status == HEAP_OK && bases && object_kind(h, bases) != KIND_TUPLE) {
        decref(h, bases);
        bases = 0;
    }
    if (status == HEAP_OK)
        *out = bases;
    return status;
}

static enum heap_status derives(struct heap *h, addr derived, addr cls, bool *out)
{
    addr bases;
    *out = derived == cls;
    if (*out)
        return HEAP_OK;
    enum heap_status status = recursion_enter(h, " in __issubclass__");
    if (status != HEAP_OK)
        return status;
    status = bases_of(h, derived, &bases);
    if (status == HEAP_OK && bases) {
        for (size_t i = 0; i < tuple_length(h, bases) && status == HEAP_OK && !*out; i++)
            status = derives(h, tuple_item(h, bases, i), cls, out);
        decref(h, bases);
    }
    recursion_leave(h);
    return status;
}

static enum heap_status check_class(struct heap *h, addr cls, const char *message)
{
    addr bases;
    enum heap_status status = bases_of(h, cls, &bases);
    if (status != HEAP_OK)
        return status;
    if (!bases)
        return raise_error(h, EXC_TYPE_ERROR, "%s", message);
    decref(h, bases);
    return HEAP_OK;
}

/* ---- without the metatype
 * -------------------------------------------------------------------------------------------------- */

enum heap_status type_instancecheck(struct heap *h, addr o, addr cls, bool *out)
{
    addr claimed;
    bool is_type = object_kind(h, cls) == KIND_TYPE;
    *out = is_type && type_is_subtype(h, object_type(h, o), cls);
    if (*out)
        return HEAP_OK;
    enum heap_status status =
        is_type ? HEAP_OK
                : check_class(h, cls, "isinstance() arg 2 must be a type, a tuple of types, or a union");
    if (status == HEAP_OK)
        status = attribute_lookup(h, o, known_name(h, NAME_CLASS), &claimed);
    if (status != HEAP_OK || !claimed)
        return status;
    if (!is_type)
        status = derives(h, claimed, cls, out);
    else if (claimed != object_type(h, o) && object_kind(h, claimed) == KIND_TYPE)
        *out = type_is_subtype(h, claimed, cls);
    decref(h, claimed);
    return status;
}

enum heap_status type_subclasscheck(struct heap *h, addr derived, addr cls, bool *out)
{
    if (object_kind(h, cls) == KIND_TYPE && object_kind(h, derived) == KIND_TYPE) {
        *out = type_is_subtype(h, derived, cls);
        return HEAP_OK;
    }
    enum heap_status status = check_class(h, derived, "issubclass() arg 1 must be a class");
    if (status == HEAP_OK)
        status = check_class(h, cls, "issubclass() arg 2 must be a class, a tuple of classes, or a union");
    return status == HEAP_OK ? derives(h, derived, cls, out) : status;
}

/* ---- with the metatype
 * ------------------------------------------------------------------------------------------------------- */

typedef enum heap_status checker(struct heap *h, addr o, addr cls, bool *out);

/* Each of several in turn, one that says yes ends it. */
static enum heap_status any(struct heap *h, addr o, addr classes, checker *check, bool *out)
{
    *out = false;
    enum heap_status status =
        recursion_enter(h, check == object_isinstance ? " in __instancecheck__" : " in __subclasscheck__");
    if (status != HEAP_OK)
        return status;
    incref(h, classes);
    for (size_t i = 0; i < tuple_length(h, classes) && status == HEAP_OK && !*out; i++) {
        status = check(h, o, tuple_item(h, classes, i), out);
        if (status == HEAP_OK)
            status = loop_of_items_goes_on(h, i);
    }
    decref(h, classes);
    recursion_leave(h);
    return status;
}

static enum heap_status ask(struct heap *h, addr found, addr o, addr cls, bool *out)
{
    addr answer;
    enum heap_status status = recursion_enter(h, " in __instancecheck__");
    if (status != HEAP_OK)
        return status;
    status = special_call(h, found, cls, &o, 1, &answer);
    recursion_leave(h);
    if (status != HEAP_OK)
        return status;
    status = object_truth(h, answer, out);
    decref(h, answer);
    return status;
}

static enum heap_status check(struct heap *h, addr o, addr cls, enum known_name name, checker *again,
                              checker *plain, bool *out)
{
    enum kind kind = object_kind(h, cls);
    if (kind == KIND_UNION)
        return any(h, o, union_args(h, cls), again, out);
    if (HEAP_LIKELY(object_type(h, cls) == h->type[KIND_TYPE]))
        return plain(h, o, cls, out);
    if (kind == KIND_TUPLE)
        return any(h, o, cls, again, out);
    addr found = special_lookup(h, cls, known_name(h, name));
    return found ? ask(h, found, o, cls, out) : plain(h, o, cls, out);
}

enum heap_status object_isinstance(struct heap *h, addr o, addr cls, bool *out)
{
    if (object_type(h, o) == cls) {
        *out = true;
        return HEAP_OK;
    }
    return check(h, o, cls, NAME_INSTANCECHECK, object_isinstance, type_instancecheck, out);
}

enum heap_status object_issubclass(struct heap *h, addr derived, addr cls, bool *out)
{
    if (object_type(h, cls) == h->type[KIND_TYPE] && derived == cls) {
        *out = true;
        return HEAP_OK;
    }
    return check(h, derived, cls, NAME_SUBCLASSCHECK, object_issubclass, type_subclasscheck, out);
}
