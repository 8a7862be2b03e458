/* Patterns. Mirrors match_keys() and match_class() of Python/ceval.c. */
#include "daemon/heap/heap.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/isinstance.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/special.h"
#include "daemon/python/evaluate.h"

/* Builtin types have these flags; classes by inheritance, or by registration with collections.abc. */
bool evaluate_matches_sequence(const struct heap *h, addr o)
{
    return type_at(h, object_type(h, o))->flags & TYPE_SEQUENCE;
}

bool evaluate_matches_mapping(const struct heap *h, addr o)
{
    return type_at(h, object_type(h, o))->flags & TYPE_MAPPING;
}

/* ---- keys ------------------------------------------------------------------------------------ */

static enum heap_status get_value(struct heap *h, addr o, addr key, addr *out)
{
    enum heap_status status;
    *out = 0;
    if (object_is_exact(h, o, KIND_DICT)) {
        status = dict_get(h, o, key, out);
        if (status == HEAP_OK)
            xincref(h, *out);
        return status;
    }
    addr name = str_from_ascii(h, "get"), dummy = name ? instance_new(h, h->type[KIND_INSTANCE]) : 0;
    addr args[2] = {key, dummy};
    status = dummy ? object_call_method(h, o, name, args, 2, NULL, NULL, 0, out) : raise_status(h);
    if (status == HEAP_OK && *out == dummy) {
        decref(h, *out);
        *out = 0;
    }
    xdecref(h, name);
    xdecref(h, dummy);
    return status;
}

enum heap_status evaluate_match_keys(struct heap *h, addr o, addr keys, addr *out)
{
    size_t count = tuple_length(h, keys);
    addr values = tuple_new(h, count), seen = values ? set_new(h) : 0;
    enum heap_status status = seen ? HEAP_OK : raise_status(h);
    bool all = true;
    for (size_t i = 0; i < count && all && status == HEAP_OK; i++) {
        addr key = tuple_item(h, keys, i), value = 0;
        bool twice = false;
        status = set_contains(h, seen, key, &twice);
        if (status == HEAP_OK && twice) {
            char bytes[200];
            struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
            if (object_repr(h, key, &text) != HEAP_OK)
                heap_clear_raised(h);
            bytes[text.length] = '\0';
            status = raise_error(h, EXC_VALUE_ERROR, "mapping pattern checks duplicate key (%s)", bytes);
        }
        if (status == HEAP_OK)
            status = set_add(h, seen, key);
        if (status == HEAP_OK)
            status = get_value(h, o, key, &value);
        if (value)
            tuple_init(h, values, i, value);
        all = value;
    }
    xdecref(h, seen);
    if (status == HEAP_OK && all) {
        if (count)
            tuple_done(h, values);
        *out = values;
        return HEAP_OK;
    }
    xdecref(h, values);
    if (status == HEAP_OK)
        *out = incref(h, none(h));
    return status;
}

/* ---- classes --------------------------------------------------------------------------------- */

struct class_match {
    addr o, type, seen, list; /* seen: a set of the attributes so far */
};

/* *found false: the subject has no such attribute. */
static enum heap_status match_attribute(struct heap *h, struct class_match *m, addr name, bool *found)
{
    bool twice;
    addr value;
    enum heap_status status = set_contains(h, m->seen, name, &twice);
    if (status == HEAP_OK && twice) {
        char bytes[200];
        struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
        text_put_str(h, &text, name);
        bytes[text.length] = '\0';
        return raise_error(h, EXC_TYPE_ERROR, "%s() got multiple sub-patterns for attribute '%s'",
                           type_name(h, m->type), bytes);
    }
    if (status == HEAP_OK)
        status = set_add(h, m->seen, name);
    if (status != HEAP_OK)
        return status;
    status = object_getattr(h, m->o, name, &value);
    *found = status == HEAP_OK;
    if (status == HEAP_RAISED && exception_matches(h, h->exception_type[EXC_ATTRIBUTE_ERROR])) {
        heap_clear_raised(h);
        return HEAP_OK;
    }
    if (status != HEAP_OK)
        return status;
    status = list_append(h, m->list, value);
    decref(h, value);
    return status;
}

static enum heap_status match_positional(struct heap *h, struct class_match *m, size_t count, bool *found)
{
    addr args;
    bool itself = false;
    enum heap_status status = object_getattr(h, m->type, known_name(h, NAME_MATCH_ARGS), &args);
    if (status == HEAP_RAISED && exception_matches(h, h->exception_type[EXC_ATTRIBUTE_ERROR])) {
        heap_clear_raised(h);
        itself = type_at(h, m->type)->flags & TYPE_MATCH_SELF;
        args = tuple_new(h, 0);
    } else if (status != HEAP_OK) {
        return status;
    }
    if (!args)
        return raise_status(h);
    status = HEAP_OK;
    if (object_kind(h, args) != KIND_TUPLE)
        status = raise_error(h, EXC_TYPE_ERROR, "%s.__match_args__ must be a tuple (got %s)",
                             type_name(h, m->type), object_type_name(h, args));
    size_t allowed = status != HEAP_OK ? 0 : itself ? 1 : tuple_length(h, args);
    if (status == HEAP_OK && count > allowed)
        status = raise_error(h, EXC_TYPE_ERROR, "%s() accepts %zu positional sub-pattern%s (%zu given)",
                             type_name(h, m->type), allowed, allowed == 1 ? "" : "s", count);
    if (status == HEAP_OK && itself)
        status = list_append(h, m->list, m->o);
    for (size_t i = 0; i < count && !itself && status == HEAP_OK && *found; i++) {
        addr name = tuple_item(h, args, i);
        status = object_kind(h, name) == KIND_STR
                     ? match_attribute(h, m, name, found)
                     : raise_error(h, EXC_TYPE_ERROR, "__match_args__ elements must be strings (got %s)",
                                   object_type_name(h, name));
    }
    decref(h, args);
    return status;
}

enum heap_status evaluate_match_class(struct heap *h, addr o, addr type, size_t positional, addr names,
                                      addr *out)
{
    bool instance, found = true;
    if (object_kind(h, type) != KIND_TYPE)
        return raise_error(h, EXC_TYPE_ERROR,
                           h->abi.class_texts_3_12 ? "called match pattern must be a class"
                                                   : "called match pattern must be a type");
    enum heap_status status = object_isinstance(h, o, type, &instance);
    if (status != HEAP_OK)
        return status;
    if (!instance) {
        *out = incref(h, none(h));
        return HEAP_OK;
    }
    struct class_match m = {.o = o, .type = type, .seen = set_new(h), .list = list_new(h, 0)};
    status = m.seen && m.list ? HEAP_OK : raise_status(h);
    if (status == HEAP_OK && positional)
        status = match_positional(h, &m, positional, &found);
    for (size_t i = 0; status == HEAP_OK && found && i < tuple_length(h, names); i++)
        status = match_attribute(h, &m, tuple_item(h, names, i), &found);
    if (status == HEAP_OK) {
        *out = found ? tuple_from(h, list_items(h, m.list), list_length(h, m.list)) : incref(h, none(h));
        status = *out ? HEAP_OK : raise_status(h);
    }
    xdecref(h, m.seen);
    xdecref(h, m.list);
    return status;
}
