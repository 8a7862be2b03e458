/* What making a class runs (class_hooks.h). Mirrors type_new_staticmethod, type_new_set_names,
 * type_new_init_subclass and mro_invoke of Objects/typeobject.c.
 */
#include "daemon/heap/object/class_hooks.h"

#include <stdio.h>
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/binding.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/mro.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/text.h"

/* ---- the dict
 * -------------------------------------------------------------------------------------------------------- */

static enum heap_status convert(struct heap *h, addr dict, enum known_name name, enum kind kind)
{
    addr function = dict_get_str(h, dict, known_name(h, name));
    if (!function || !object_is_function(h, function))
        return HEAP_OK;
    addr method = static_method_new(h, kind, function);
    if (!method)
        return raise_status(h);
    enum heap_status status = dict_set(h, dict, known_name(h, name), method);
    decref(h, method);
    return status;
}

enum heap_status convert_special_functions(struct heap *h, addr dict)
{
    enum heap_status status = convert(h, dict, NAME_NEW, KIND_STATICMETHOD);
    if (status == HEAP_OK)
        status = convert(h, dict, NAME_INIT_SUBCLASS, KIND_CLASSMETHOD);
    if (status == HEAP_OK)
        status = convert(h, dict, NAME_CLASS_GETITEM, KIND_CLASSMETHOD);
    return status;
}

enum heap_status fill_class_cell(struct heap *h, addr type)
{
    static const enum known_name names[] = {NAME_CLASSCELL, NAME_CLASSDICTCELL};
    addr dict = type_at(h, type)->dict;
    for (size_t i = 0; i < 2; i++) {
        addr cell = dict_get_str(h, dict, known_name(h, names[i]));
        bool found;
        if (!cell)
            continue;
        if (object_kind(h, cell) != KIND_CELL) {
            char bytes[200] = {0};
            struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
            if (object_repr(h, object_type(h, cell), &text) != HEAP_OK)
                return HEAP_RAISED;
            return raise_error(h, EXC_TYPE_ERROR, "%s must be a nonlocal cell, not %s",
                               i ? "__classdictcell__" : "__classcell__", bytes);
        }
        object_replace(h, heap_at(h, cell + 16), incref(h, i ? dict : type));
        enum heap_status status = dict_delete(h, dict, known_name(h, names[i]), &found);
        if (status != HEAP_OK)
            return status;
    }
    return HEAP_OK;
}

/* ---- the order
 * -----------------------------------------------------------------------------------------------------------
 */

static enum heap_status check_order(struct heap *h, addr type, addr order)
{
    addr solid = type_solid_base(h, type);
    bool itself = false;
    if (tuple_length(h, order) == 0)
        return raise_error(h, EXC_TYPE_ERROR, "type MRO must not be empty");
    for (size_t i = 0; i < tuple_length(h, order); i++) {
        addr base = tuple_item(h, order, i);
        if (object_kind(h, base) != KIND_TYPE)
            return raise_error(h, EXC_TYPE_ERROR, "mro() returned a non-class ('%.500s')",
                               object_type_name(h, base));
        if (base != type && !type_is_subtype(h, solid, type_solid_base(h, base)))
            return raise_error(h, EXC_TYPE_ERROR, "mro() returned base with unsuitable layout ('%.500s')",
                               type_name(h, base));
        itself |= base == type;
    }
    return itself ? HEAP_OK : raise_no_super(h, type, type); /* which __init_subclass__ is called through */
}

enum heap_status mro_of_new_type(struct heap *h, addr type, addr bases, addr *out)
{
    addr own = special_of_class(h, object_type(h, type), known_name(h, NAME_MRO_METHOD)), answer;
    if (HEAP_LIKELY(!own))
        return mro_compute(h, type, bases, out);
    enum heap_status status = special_call(h, own, type, NULL, 0, &answer);
    if (status != HEAP_OK)
        return status;
    h->orders_by_programs = true;
    addr order = tuple_from_iterable(h, answer);
    decref(h, answer);
    if (!order)
        return raise_status(h);
    status = check_order(h, type, order);
    if (status == HEAP_OK)
        *out = order;
    else
        decref(h, order);
    return status;
}

/* ---- telling
 * ----------------------------------------------------------------------------------------------------------------
 */

static bool wants_name(const struct heap *h, addr value)
{
    return special_lookup(h, value, known_name(h, NAME_SET_NAME));
}

/* Where there is no memory for it, there is no note. */
static void add_note(struct heap *h, addr exception, const char *message)
{
    addr note = str_from_utf8(h, message, strlen(message)),
         name = note ? str_intern_utf8(h, "add_note", 8) : 0, result;
    if (name && object_call_method(h, exception, name, &note, 1, NULL, NULL, 0, &result) == HEAP_OK)
        decref(h, result);
    else
        heap_clear_raised(h);
    xdecref(h, name);
    xdecref(h, note);
}

/* What was raised becomes the cause of a RuntimeError, or from 3.12 gets a note. */
static enum heap_status explain(struct heap *h, addr type, addr key, addr value)
{
    char shown[100] = {0}, message[400];
    struct text text = {.bytes = shown, .capacity = sizeof shown - 1};
    addr cause;
    exception_take(h, &cause);
    if (object_repr(h, key, &text) != HEAP_OK)
        heap_clear_raised(h);
    (void)snprintf(message, sizeof message, "Error calling __set_name__ on '%.100s' instance %s in '%.100s'",
                   object_type_name(h, value), shown, type_name(h, type));
    if (h->abi.class_texts_3_12) {
        add_note(h, cause, message);
        exception_restore(h, cause);
        return HEAP_RAISED;
    }
    enum heap_status status = raise_error(h, EXC_RUNTIME_ERROR, "%s", message);
    addr error;
    exception_take(h, &error);
    exception_set_context(h, error, cause);
    exception_set_cause(h, error, cause); /* takes it over */
    exception_restore(h, error);
    return status;
}

static enum heap_status tell_name(struct heap *h, addr type, addr key, addr value)
{
    addr found = special_lookup(h, value, known_name(h, NAME_SET_NAME)), args[] = {type, key}, result;
    if (!found)
        return HEAP_OK;
    enum heap_status status = special_call_bound(h, found, value, args, 2, &result);
    if (status == HEAP_OK)
        decref(h, result);
    return status == HEAP_RAISED && heap_raised(h) != EXC_MEMORY_ERROR ? explain(h, type, key, value)
                                                                       : status;
}

/* The entries as they are before the first is told. */
static enum heap_status tell_names(struct heap *h, addr type)
{
    addr dict = type_at(h, type)->dict, key, value, copy;
    bool any = false;
    for (size_t position = 0; !any && dict_next(h, dict, &position, &key, &value);)
        any = wants_name(h, value);
    if (!any && !h->frame)
        return HEAP_OK;
    copy = dict_copy(h, dict); /* in a program even for nobody: it leaves its memory in the free lists */
    if (!copy)
        return raise_status(h);
    enum heap_status status = HEAP_OK;
    for (size_t position = 0; status == HEAP_OK && dict_next(h, copy, &position, &key, &value);)
        status = tell_name(h, type, key, value);
    decref(h, copy);
    return status;
}

static enum heap_status tell_base(struct heap *h, addr type, const addr *kwnames, const addr *kwvalues,
                                  size_t kwcount)
{
    addr name = known_name(h, NAME_INIT_SUBCLASS), method, result;
    addr plain = lookup_in_type(h, h->type[KIND_INSTANCE], name);
    bool own = dict_get_str(h, type_at(h, type)->dict, name);
    if (!kwcount && !own && lookup_in_type(h, type, name) == plain) {
        free_list_pass(h, FREE_BUILTINS);
        return HEAP_OK;
    }
    addr super = super_new(h, type, type);
    if (!super)
        return raise_status(h);
    enum heap_status status = super_getattr(h, super, name, &method);
    decref(h, super);
    if (status != HEAP_OK)
        return status;
    const struct call call = {.kwnames = kwnames, .kwvalues = kwvalues, .kwcount = kwcount};
    struct held_memory held;
    call_hold_arguments(h, &call, &held); /* they are taken out of a dict */
    status = object_call(h, method, NULL, 0, kwnames, kwvalues, kwcount, &result);
    call_let_arguments_go(h, &call, &held);
    decref(h, method);
    if (status == HEAP_OK)
        decref(h, result);
    return status;
}

enum heap_status class_announce(struct heap *h, addr type, const addr *kwnames, const addr *kwvalues,
                                size_t kwcount)
{
    enum heap_status status = tell_names(h, type);
    return status == HEAP_OK ? tell_base(h, type, kwnames, kwvalues, kwcount) : status;
}

/* ---- type.__new__
 * ---------------------------------------------------------------------------------------------------------------
 */

enum heap_status type_construct(struct heap *h, addr metatype, const struct call *call, addr *out)
{
    addr bases = call->args[1], own_new = known_name(h, NAME_NEW);
    addr winner = tuple_length(h, bases) ? metatype_of_bases(h, metatype, bases) : metatype;
    if (!winner)
        return raise_status(h);
    if (winner != metatype && special_of_class(h, winner, own_new)) {
        addr function;
        enum heap_status status = attribute_bind(h, lookup_in_type(h, winner, own_new), 0, winner, &function);
        if (status != HEAP_OK)
            return status;
        status = call_with_first(h, function, winner, call, out);
        decref(h, function);
        return status;
    }
    addr type = type_new(h, winner, call->args[0], bases, call->args[2]);
    if (!type)
        return raise_status(h);
    enum heap_status status = class_announce(h, type, call->kwnames, call->kwvalues, call->kwcount);
    if (status != HEAP_OK) {
        decref(h, type);
        return status;
    }
    *out = type;
    return HEAP_OK;
}
