/* __slots__: mirrors type_new_get_slots to type_new_slots of Objects/typeobject.c. */
#include "daemon/heap/object/slots.h"

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/attribute.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/text.h"

struct reading {
    struct slots slots;
    bool may_add_dict, may_add_weakref;
};

static size_t item_count(const struct heap *h, addr slots)
{
    switch (object_kind(h, slots)) {
    case KIND_TUPLE:
        return tuple_length(h, slots);
    case KIND_LIST:
        return list_length(h, slots);
    default:
        return 1;
    }
}

static addr item_at(const struct heap *h, addr slots, size_t i)
{
    switch (object_kind(h, slots)) {
    case KIND_TUPLE:
        return tuple_item(h, slots, i);
    case KIND_LIST:
        return list_item(h, slots, i);
    default:
        return slots;
    }
}

static bool is_name(const struct heap *h, addr s, enum known_name n)
{
    return s == known_name(h, n) || str_equal(h, s, known_name(h, n));
}

/* Checks the items, and notes __dict__ and __weakref__. */
static enum heap_status visit(struct heap *h, struct reading *r, addr slots)
{
    for (size_t i = 0; i < item_count(h, slots); i++) {
        addr item = item_at(h, slots, i);
        if (object_kind(h, item) != KIND_STR)
            return raise_error(h, EXC_TYPE_ERROR, "__slots__ items must be strings, not '%.200s'",
                               object_type_name(h, item));
        if (!str_is_identifier(h, item))
            return raise_error(h, EXC_TYPE_ERROR, "__slots__ must be identifiers");
        if (is_name(h, item, NAME_DICT)) {
            if (!r->may_add_dict || r->slots.add_dict)
                return raise_error(h, EXC_TYPE_ERROR, "__dict__ slot disallowed: we already got one");
            r->slots.add_dict = true;
        } else if (is_name(h, item, NAME_WEAKREF)) {
            if (!r->may_add_weakref || r->slots.add_weakref)
                return raise_error(h, EXC_TYPE_ERROR,
                                   h->abi.class_texts_3_12
                                       ? "__weakref__ slot disallowed: we already got one"
                                       : "__weakref__ slot disallowed: either we already got one, or "
                                         "__itemsize__ != 0");
            r->slots.add_weakref = true;
        }
    }
    return HEAP_OK;
}

/* __private becomes _Class__private, __this__ stays (_Py_Mangle). *new* */
static addr mangle(struct heap *h, addr class_name, addr name)
{
    size_t length = str_length(h, name), skip = 0, class_length = str_length(h, class_name);
    bool private = length > 2 && str_char(h, name, 0) == '_' && str_char(h, name, 1) == '_' &&
                   !(str_char(h, name, length - 1) == '_' && str_char(h, name, length - 2) == '_');
    while (skip < class_length && str_char(h, class_name, skip) == '_')
        skip++;
    if (!private || skip == class_length)
        return incref(h, name);
    size_t size = str_utf8_size(h, class_name) + str_utf8_size(h, name) + 1;
    addr buffer = table_alloc(h, size);
    if (!buffer) {
        (void)raise_memory(h);
        return 0;
    }
    char *text = heap_at(h, buffer);
    size_t class_size = str_utf8(h, class_name, text);
    memmove(text + 1, text + skip, class_size - skip); /* underscores are one byte each */
    text[0] = '_';
    size_t end = 1 + class_size - skip;
    end += str_utf8(h, name, text + end);
    addr mangled = str_intern_utf8(h, text, end);
    table_free(h, buffer);
    return mangled;
}

/* < 0, 0, > 0 by code points, as sorted() orders strs. */
static int compare(const struct heap *h, addr a, addr b)
{
    size_t la = str_length(h, a), lb = str_length(h, b);
    for (size_t i = 0; i < la && i < lb; i++) {
        uint32_t ca = str_char(h, a, i), cb = str_char(h, b, i);
        if (ca != cb)
            return ca < cb ? -1 : 1;
    }
    return la < lb ? -1 : la > lb;
}

/* Heap sort, in place: names come from a client, there may be many. */
static void sift(const struct heap *h, addr *names, size_t root, size_t count)
{
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && compare(h, names[child], names[child + 1]) < 0)
            child++;
        if (compare(h, names[root], names[child]) >= 0)
            return;
        addr swap = names[root];
        names[root] = names[child];
        names[child] = swap;
    }
}

static void sort(const struct heap *h, addr *names, size_t count)
{
    for (size_t i = count / 2; i-- > 0;)
        sift(h, names, i, count);
    for (size_t end = count; end-- > 1;) {
        addr swap = names[0];
        names[0] = names[end];
        names[end] = swap;
        sift(h, names, 0, end);
    }
}

/* The names that become members: mangled, sorted, without those that are managed. `names`: room for all,
 * *new* references. */
static enum heap_status collect(struct heap *h, struct reading *r, addr class_name, addr slots,
                                addr namespace, addr *names, size_t *count)
{
    addr classcell = known_name(h, NAME_CLASSCELL);
    for (size_t i = 0; i < item_count(h, slots); i++) {
        addr item = item_at(h, slots, i);
        if ((r->slots.add_dict && is_name(h, item, NAME_DICT)) ||
            (r->slots.add_weakref && is_name(h, item, NAME_WEAKREF)))
            continue;
        addr name = mangle(h, class_name, item);
        if (!name)
            return HEAP_RAISED;
        names[(*count)++] = name;
        if (dict_get_str(h, namespace, name) && !is_name(h, name, NAME_QUALNAME) &&
            !str_equal(h, name, classcell)) {
            struct text shown = {.bytes = (char[200]){0}, .capacity = 199};
            if (object_repr(h, name, &shown) != HEAP_OK)
                return HEAP_RAISED;
            return raise_error(h, EXC_VALUE_ERROR, "%s in __slots__ conflicts with class variable",
                               shown.bytes);
        }
    }
    sort(h, names, *count);
    return HEAP_OK;
}

static enum heap_status make_names(struct heap *h, struct reading *r, addr class_name, addr slots,
                                   addr namespace)
{
    size_t items = item_count(h, slots), count = 0;
    addr table = table_alloc(h, (items + 1) * sizeof(addr));
    if (!table)
        return raise_memory(h);
    addr *names = heap_at(h, table);
    enum heap_status status = collect(h, r, class_name, slots, namespace, names, &count);
    if (status == HEAP_OK) {
        r->slots.names = tuple_from(h, names, count);
        r->slots.count = count;
        status = r->slots.names ? HEAP_OK : raise_status(h);
    }
    while (count)
        decref(h, names[--count]);
    table_free(h, table);
    return status;
}

/* Another base may bring what this one lacks (type_new_slots_bases). */
static void look_at_bases(const struct heap *h, struct reading *r, addr base, addr bases)
{
    for (size_t i = 0; i < tuple_length(h, bases); i++) {
        addr other = tuple_item(h, bases, i);
        if (other == base)
            continue;
        const struct type_object *t = type_at(h, other);
        r->slots.add_dict |= r->may_add_dict && t->dictoffset;
        r->slots.add_weakref |= r->may_add_weakref && t->weaklistoffset;
    }
}

/* What it is set to: one str, or whatever has items; a dict has keys. *new* */
static addr read_slots(struct heap *h, addr value)
{
    enum kind kind = object_kind(h, value);
    return kind == KIND_STR || kind == KIND_TUPLE || kind == KIND_LIST ? incref(h, value)
                                                                       : tuple_from_iterable(h, value);
}

static enum heap_status from_slots(struct heap *h, struct reading *r, addr class_name, addr base, addr slots,
                                   addr namespace)
{
    if (item_count(h, slots) && type_at(h, base)->itemsize)
        return raise_error(h, EXC_TYPE_ERROR, "nonempty __slots__ not supported for subtype of '%s'",
                           type_name(h, base));
    enum heap_status status = visit(h, r, slots);
    return status == HEAP_OK ? make_names(h, r, class_name, slots, namespace) : status;
}

enum heap_status slots_from_namespace(struct heap *h, addr class_name, addr base, addr bases, addr namespace,
                                      struct slots *out)
{
    const struct type_object *b = type_at(h, base);
    addr slots = dict_get_str(h, namespace, known_name(h, NAME_SLOTS));
    struct reading r = {.may_add_dict = !b->dictoffset,
                        .may_add_weakref = !b->weaklistoffset && !b->itemsize};
    if (!slots) {
        r.slots.add_dict = r.may_add_dict;
        r.slots.add_weakref = r.may_add_weakref;
        *out = r.slots;
        return HEAP_OK;
    }
    slots = read_slots(h, slots);
    if (!slots)
        return raise_status(h);
    enum heap_status status = from_slots(h, &r, class_name, base, slots, namespace);
    decref(h, slots);
    if (status != HEAP_OK)
        return status;
    look_at_bases(h, &r, base, bases);
    *out = r.slots;
    return HEAP_OK;
}

/* ---- __slotnames__
 * ---------------------------------------------------------------------------------------------- */

static enum heap_status append_slot_name(struct heap *h, addr list, addr type, addr item)
{
    if (object_kind(h, item) != KIND_STR || is_name(h, item, NAME_DICT) || is_name(h, item, NAME_WEAKREF))
        return HEAP_OK;
    addr name = mangle(h, heap_type_names(h, type)->name, item);
    enum heap_status status = name ? list_append(h, list, name) : raise_status(h);
    xdecref(h, name);
    return status;
}

/* Appends what one class says. */
static enum heap_status append_slot_names(struct heap *h, addr list, addr type, addr slots)
{
    struct iteration it;
    addr item;
    if (object_kind(h, slots) == KIND_STR)
        return append_slot_name(h, list, type, slots);
    enum heap_status status = iteration_begin(h, &it, slots);
    if (status != HEAP_OK)
        return status;
    while ((status = iteration_next(h, &it, &item)) == HEAP_OK && item) {
        status = append_slot_name(h, list, type, item);
        decref(h, item);
        if (status != HEAP_OK)
            break;
    }
    iteration_end(h, &it);
    return status;
}

/* copyreg._slotnames(type): what its classes say, which stays in the type where it can be set. *new* list */
static enum heap_status gather_slot_names(struct heap *h, addr type, addr *out)
{
    addr slots, mro = type_at(h, type)->mro, list = list_new(h, 0);
    enum heap_status status = list ? HEAP_OK : raise_status(h);
    incref(h, mro);
    for (size_t i = 0; i < tuple_length(h, mro) && status == HEAP_OK; i++) {
        addr class = tuple_item(h, mro, i);
        if (!(type_at(h, class)->flags & TYPE_HEAP))
            continue;
        status = dict_get(h, type_at(h, class)->dict, known_name(h, NAME_SLOTS), &slots);
        if (status == HEAP_OK && slots) {
            incref(h, slots);
            status = append_slot_names(h, list, class, slots);
            decref(h, slots);
        }
    }
    decref(h, mro);
    if (status == HEAP_OK &&
        (status = object_setattr(h, type, known_name(h, NAME_SLOT_NAMES), list)) == HEAP_RAISED) {
        heap_clear_raised(h);
        status = HEAP_OK;
    }
    if (status != HEAP_OK) {
        xdecref(h, list);
        return status;
    }
    *out = list;
    return HEAP_OK;
}

/* *new* list, 0 where there are none. */
static enum heap_status slot_names(struct heap *h, addr type, addr *out)
{
    addr found;
    enum heap_status status = dict_get(h, type_at(h, type)->dict, known_name(h, NAME_SLOT_NAMES), &found);
    *out = 0;
    if (status != HEAP_OK || (!found && !(type_at(h, type)->flags & TYPE_HEAP)))
        return status;
    if (!found)
        return gather_slot_names(h, type, out);
    if (found == none(h))
        return HEAP_OK;
    if (object_kind(h, found) != KIND_LIST)
        return raise_error(h, EXC_TYPE_ERROR, "%.200s.__slotnames__ should be a list or None, not %.200s",
                           type_name(h, type), object_type_name(h, found));
    *out = incref(h, found);
    return HEAP_OK;
}

static enum heap_status add_slot_value(struct heap *h, addr o, addr name, addr values)
{
    addr value;
    enum heap_status status = attribute_lookup(h, o, name, &value);
    if (status == HEAP_OK && value) {
        status = dict_set(h, values, name, value);
        decref(h, value);
    }
    return status;
}

enum heap_status slots_values(struct heap *h, addr o, addr *out)
{
    addr names, type = incref(h, object_type(h, o));
    enum heap_status status = slot_names(h, type, &names);
    decref(h, type);
    *out = 0;
    if (status != HEAP_OK || !names)
        return status;
    size_t count = list_length(h, names);
    addr values = count ? dict_new(h) : 0;
    if (count && !values)
        status = raise_status(h);
    for (size_t i = 0; i < count && status == HEAP_OK; i++) {
        addr name = incref(h, list_item(h, names, i)); /* asking runs code, which may take it out */
        status = add_slot_value(h, o, name, values);
        decref(h, name);
        if (status == HEAP_OK && list_length(h, names) != count)
            status = raise_error(h, EXC_RUNTIME_ERROR, "__slotsname__ changed size during iteration");
    }
    decref(h, names);
    if (status == HEAP_OK && values && dict_length(h, values))
        *out = values;
    else
        xdecref(h, values);
    return status;
}
