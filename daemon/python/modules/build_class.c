/* __build_class__: what a class statement calls. Mirrors
 * builtin___build_class__() of Python/bltinmodule.c. */
#include "daemon/python/modules/builtins.h"

#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/special.h"
#include "daemon/python/evaluate.h"

/* The classes that stand for what is no class but has __mro_entries__; the tuple itself where there is none.
 * *new* */
static enum heap_status replace_bases(struct heap *h, addr bases, addr *out)
{
    addr list = 0;
    enum heap_status status = HEAP_OK;
    size_t count = tuple_length(h, bases);
    for (size_t i = 0; i < count && status == HEAP_OK; i++) {
        addr base = tuple_item(h, bases, i), found = 0, entries = 0;
        if (object_kind(h, base) != KIND_TYPE) {
            status = object_getattr(h, base, known_name(h, NAME_MRO_ENTRIES), &found);
            if (status == HEAP_RAISED && exception_matches(h, h->exception_type[EXC_ATTRIBUTE_ERROR])) {
                heap_clear_raised(h);
                status = HEAP_OK;
                found = 0;
            }
        }
        if (status == HEAP_OK && found && !list && !(list = list_from(h, tuple_items(h, bases), i)))
            status = raise_status(h);
        if (status == HEAP_OK && found) {
            status = object_call(h, found, &bases, 1, NULL, NULL, 0, &entries);
            if (status == HEAP_OK && object_kind(h, entries) != KIND_TUPLE)
                status = raise_error(h, EXC_TYPE_ERROR, "__mro_entries__ must return a tuple");
            if (status == HEAP_OK)
                status = list_extend(h, list, entries);
        } else if (status == HEAP_OK && list) {
            status = list_append(h, list, base);
        }
        xdecref(h, found);
        xdecref(h, entries);
    }
    if (status == HEAP_OK) {
        *out = list ? tuple_from(h, list_items(h, list), list_length(h, list)) : incref(h, bases);
        status = *out ? HEAP_OK : raise_status(h);
    }
    xdecref(h, list);
    return status;
}

/* The most derived of the metaclass and those of the bases: borrowed; 0: a conflict, raised. */
static addr derived_metaclass(struct heap *h, addr metaclass, addr bases)
{
    for (size_t i = 0; i < tuple_length(h, bases); i++) {
        addr other = object_type(h, tuple_item(h, bases, i));
        if (type_is_subtype(h, metaclass, other))
            continue;
        if (!type_is_subtype(h, other, metaclass))
            return raise_none(
                h, EXC_TYPE_ERROR,
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
                "metaclasses of all its bases");
        metaclass = other;
    }
    return metaclass;
}

struct making {
    addr name, bases, metaclass, namespace;
    const addr *kwnames, *kwvalues;
    size_t kwcount;
};

static enum heap_status prepare(struct heap *h, struct making *m)
{
    addr method, args[2] = {m->name, m->bases};
    if (m->metaclass == h->type[KIND_TYPE]) {
        m->namespace = dict_new(h);
        return m->namespace ? HEAP_OK : raise_status(h);
    }
    enum heap_status status = object_getattr(h, m->metaclass, known_name(h, NAME_PREPARE), &method);
    if (status == HEAP_RAISED && exception_matches(h, h->exception_type[EXC_ATTRIBUTE_ERROR])) {
        heap_clear_raised(h);
        m->namespace = dict_new(h);
        return m->namespace ? HEAP_OK : raise_status(h);
    }
    if (status != HEAP_OK)
        return status;
    const struct call call = {
        .args = args, .count = 2, .kwnames = m->kwnames, .kwvalues = m->kwvalues, .kwcount = m->kwcount};
    struct held_memory memory;
    if (m->kwcount) /* they are taken out of a dict */
        call_hold_arguments(h, &call, &memory);
    status = object_call(h, method, args, 2, m->kwnames, m->kwvalues, m->kwcount, &m->namespace);
    if (m->kwcount)
        call_let_arguments_go(h, &call, &memory);
    decref(h, method);
    if (status != HEAP_OK || object_kind(h, m->namespace) == KIND_DICT ||
        special_lookup(h, m->namespace, known_name(h, NAME_GETITEM)))
        return status;
    status =
        raise_error(h, EXC_TYPE_ERROR, "%.200s.__prepare__() must return a mapping, not %.200s",
                    object_kind(h, m->metaclass) == KIND_TYPE ? type_name(h, m->metaclass) : "<metaclass>",
                    object_type_name(h, m->namespace));
    decref(h, m->namespace);
    m->namespace = 0;
    return status;
}

/* The body with the namespace as its locals; it answers the cell of __class__, or None. */
static enum heap_status run_body(struct heap *h, addr function, addr namespace, addr *cell)
{
    struct call none_given = {0};
    addr f = bind_borrowed(h, function, &none_given);
    if (!f)
        return raise_status(h);
    xdecref(h, iframe_at(h, f)->locals); /* the globals, of a body that is one */
    iframe_at(h, f)->locals = incref(h, namespace);
    return eval_frame(h, f, false, cell);
}

static enum heap_status check_cell(struct heap *h, addr cell, addr class, addr name)
{
    char bytes[200], other[300];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1},
                shown = {.bytes = other, .capacity = sizeof other - 1};
    if (object_kind(h, cell) != KIND_CELL || object_kind(h, class) != KIND_TYPE ||
        *cell_value(h, cell) == class)
        return HEAP_OK;
    text_put_str(h, &text, name);
    bytes[text.length] = '\0';
    if (!*cell_value(h, cell))
        return raise_error(
            h, EXC_RUNTIME_ERROR,
            "__class__ not set defining '%s' as %s. Was __classcell__ propagated to type.__new__?", bytes,
            type_name(h, class));
    if (object_repr(h, *cell_value(h, cell), &shown) != HEAP_OK)
        return HEAP_RAISED;
    other[shown.length] = '\0';
    return raise_error(h, EXC_TYPE_ERROR, "__class__ set to %s defining '%s' as %s", other, bytes,
                       type_name(h, class));
}

/* type is called with an array, for which the keywords are taken out of their dict, and makes tuple and dict
 * of it; others with tuple and dict at once. */
static enum heap_status call_metaclass(struct heap *h, const struct making *m, addr *out)
{
    addr args[3] = {m->name, m->bases, m->namespace};
    const struct call call = {
        .args = args, .count = 3, .kwnames = m->kwnames, .kwvalues = m->kwvalues, .kwcount = m->kwcount};
    const struct call positional = {.args = args, .count = 3},
                      *held = m->metaclass == h->type[KIND_TYPE] && m->kwcount ? &call : &positional;
    struct held_memory outer, inner;
    call_hold_arguments(h, held, &outer);
    if (held == &call)
        call_hold_arguments(h, &call, &inner);
    enum heap_status status = object_call_ex(h, m->metaclass, &call, out);
    if (held == &call)
        call_let_arguments_go(h, &call, &inner);
    call_let_arguments_go(h, held, &outer);
    return status;
}

static enum heap_status make(struct heap *h, addr function, struct making *m, addr original, addr *out)
{
    addr cell = 0;
    enum heap_status status = prepare(h, m);
    if (status == HEAP_OK)
        status = run_body(h, function, m->namespace, &cell);
    if (status == HEAP_OK && original != m->bases) {
        addr key = str_intern_utf8(h, "__orig_bases__", 14);
        status = key ? object_setitem(h, m->namespace, key, original) : raise_status(h);
        xdecref(h, key);
    }
    if (status == HEAP_OK) {
        status = call_metaclass(h, m, out);
        if (status == HEAP_OK && (status = check_cell(h, cell, *out, m->name)) != HEAP_OK)
            decref(h, *out);
    }
    xdecref(h, cell);
    xdecref(h, m->namespace);
    return status;
}

enum heap_status builtin_build_class(struct heap *h, const struct call *call, addr *out)
{
    enum { FEW = 16 };
    addr names[FEW], values[FEW], metaclass = 0, original, bases = 0;
    if (call->count < 2)
        return raise_error(h, EXC_TYPE_ERROR, "__build_class__: not enough arguments");
    struct making m = {.name = call->args[1], .kwnames = names, .kwvalues = values};
    if (object_kind(h, call->args[0]) != KIND_FUNCTION)
        return raise_error(h, EXC_TYPE_ERROR, "__build_class__: func must be a function");
    if (object_kind(h, m.name) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "__build_class__: name is not a string");
    for (size_t i = 0; i < call->kwcount; i++) {
        if (str_equal_utf8(h, call->kwnames[i], "metaclass", 9)) {
            metaclass = call->kwvalues[i];
        } else if (m.kwcount == FEW) {
            return raise_error(h, EXC_TYPE_ERROR, "too many keyword arguments of a class");
        } else {
            names[m.kwcount] = call->kwnames[i];
            values[m.kwcount++] = call->kwvalues[i];
        }
    }
    original = tuple_from(h, call->args + 2, call->count - 2);
    enum heap_status status = original ? replace_bases(h, original, &bases) : raise_status(h);
    if (status == HEAP_OK) {
        m.bases = bases;
        m.metaclass = metaclass                ? metaclass
                      : tuple_length(h, bases) ? object_type(h, tuple_item(h, bases, 0))
                                               : h->type[KIND_TYPE];
        if (object_kind(h, m.metaclass) == KIND_TYPE)
            m.metaclass = derived_metaclass(h, m.metaclass, bases);
        const struct call keywords = {.kwnames = names, .kwvalues = values, .kwcount = m.kwcount};
        bool same = bases == original;
        if (same)
            decref(h, original);
        struct held_memory held;
        call_hold_arguments(h, &keywords, &held); /* they are in a dict */
        status = m.metaclass ? make(h, call->args[0], &m, original, out) : raise_status(h);
        call_let_arguments_go(h, &keywords, &held);
        decref(h, bases);
        if (same)
            original = 0;
    }
    xdecref(h, original);
    return status;
}
