/* Making a class: type(name, bases, namespace), as type_new and PyType_Ready do (Objects/typeobject.c): the
 * base whose layout is extended, slots, what __dict__ and __weakref__ add, the type object, its dict with
 * descriptors, its order, its place among the subclasses of its bases.
 *
 * The new type is released when a step fails: every step leaves it in a state that type_ops can take apart,
 * and what it changes elsewhere (the bases' subclasses) comes last.
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/class_hooks.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/member.h"
#include "daemon/heap/object/mro.h"
#include "daemon/heap/object/set_bases.h"
#include "daemon/heap/object/slots.h"
#include "daemon/heap/object/subclasses.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/type_names.h"
#include "daemon/heap/object/type_version.h"

#define CLASS_FLAGS (TYPE_READY | TYPE_HEAP | TYPE_BASE | TYPE_HAS_GC)
#define INHERITED_FLAGS                                                                                      \
    (TYPE_LONG_SUBCLASS | TYPE_LIST_SUBCLASS | TYPE_TUPLE_SUBCLASS | TYPE_BYTES_SUBCLASS |                   \
     TYPE_STR_SUBCLASS | TYPE_DICT_SUBCLASS | TYPE_EXCEPTION_SUBCLASS | TYPE_TYPE_SUBCLASS |                 \
     TYPE_MANAGED_DICT | TYPE_MANAGED_WEAKREF | TYPE_MATCH_SELF | TYPE_ITEMS_AT_END)

/* ---- bases
 * ---------------------------------------------------------------------------------------------------------
 */

/* Do instances of `type` hold more than those of its base? A weak reference field alone does not count (up
 * to 3.11, where it is a field), since a class can share its layout with one that has none. */
static bool extends(const struct heap *h, const struct type_object *type, const struct type_object *base)
{
    int64_t size = type->basicsize;
    if (type->itemsize || base->itemsize)
        return size != base->basicsize || type->itemsize != base->itemsize;
    if (!h->abi.managed_weakrefs && type->weaklistoffset && !base->weaklistoffset &&
        type->weaklistoffset + 8 == size && type->flags & TYPE_HEAP)
        size -= 8;
    return size != base->basicsize;
}

addr type_solid_base(const struct heap *h, addr type)
{
    for (addr base; (base = type_at(h, type)->base); type = base)
        if (extends(h, type_at(h, type), type_at(h, base)))
            break;
    return type;
}

/* Borrowed; 0 raised. */
addr type_best_base(struct heap *h, addr bases)
{
    addr winner = 0, best = 0;
    for (size_t i = 0; i < tuple_length(h, bases); i++) {
        addr base = tuple_item(h, bases, i);
        if (object_kind(h, base) != KIND_TYPE)
            return raise_none(h, EXC_TYPE_ERROR, "bases must be types");
        if (!(type_at(h, base)->flags & TYPE_BASE))
            return raise_none(h, EXC_TYPE_ERROR, "type '%.100s' is not an acceptable base type",
                              type_name(h, base));
        addr candidate = type_solid_base(h, base);
        if (!winner || (!type_is_subtype(h, winner, candidate) && type_is_subtype(h, candidate, winner))) {
            winner = candidate;
            best = base;
        } else if (!type_is_subtype(h, winner, candidate)) {
            return raise_none(h, EXC_TYPE_ERROR, "multiple bases have instance lay-out conflict");
        }
    }
    return best;
}

addr metatype_of_bases(struct heap *h, addr metatype, addr bases)
{
    for (size_t i = 0; i < tuple_length(h, bases); i++) {
        addr base = tuple_item(h, bases, i), other = object_type(h, base);
        if (object_kind(h, base) != KIND_TYPE) {
            if (special_lookup(h, base, known_name(h, NAME_MRO_ENTRIES)))
                return raise_none(h, EXC_TYPE_ERROR,
                                  "type() doesn't support MRO entry resolution; use types.new_class()");
        }
        if (type_is_subtype(h, metatype, other))
            continue;
        if (!type_is_subtype(h, other, metatype))
            return raise_none(
                h, EXC_TYPE_ERROR,
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
                "metaclasses of all its bases");
        metatype = other;
    }
    return metatype;
}

/* ---- the type object
 * -------------------------------------------------------------------------------------------------- */

enum heap_status type_set_name(struct heap *h, addr type, addr name)
{
    struct heap_type_names *names = heap_type_names(h, type);
    size_t size = str_utf8_size(h, name);
    addr block = 0;
    bool has_nul;
    enum heap_status status = str_has_nul(h, name, &has_nul);
    if (status != HEAP_OK)
        return status;
    if (has_nul)
        return raise_error(h, EXC_VALUE_ERROR, "type name must not contain null characters");
    if (raise_unless_utf8(h, name) != HEAP_OK)
        return HEAP_RAISED;
    if (!str_is_ascii(h, name)) {
        block = memory_alloc(h, size + 1);
        if (!block)
            return HEAP_RAISED;
        char *text = heap_at(h, block);
        text[str_utf8(h, name, text)] = '\0';
    }
    addr old_block = names->tpname, old = names->name;
    type_at(h, type)->name = block ? block : heap_addr(h, str_data(h, name));
    names->tpname = block;
    names->name = incref(h, name);
    memory_free(h, old_block);
    xdecref(h, old);
    return HEAP_OK;
}

static void inherit(struct heap *h, struct type_object *t, addr base)
{
    const struct type_object *b = type_at(h, base);
    t->base = incref(h, base);
    t->flags |= b->flags & INHERITED_FLAGS;
    t->dealloc = b->dealloc;
    t->itemsize = b->itemsize;
    t->dictoffset = b->dictoffset;
    t->weaklistoffset = b->weaklistoffset;
    t->getattro = b->getattro;
    t->setattro = b->setattro;
    t->repr = b->repr;
    t->str = b->str;
    t->iter = b->iter;
    t->iternext = b->iternext;
    t->call = b->call;
    t->init = b->init;
    t->new = b->new;
    t->alloc = b->alloc;
    t->free = b->free;
    t->descr_get = b->descr_get;
    t->descr_set = b->descr_set;
    t->finalize = b->finalize;
}

/* The field offsets: slots, then what __dict__ and __weakref__ add (type_new_descriptors). */
static void lay_out(struct heap *h, addr type, addr base, const struct slots *slots)
{
    struct type_object *t = type_at(h, type);
    int64_t size = type_at(h, base)->basicsize;
    struct member_def *members = type_members(h, type);
    for (size_t i = 0; i < slots->count; i++, size += 8) {
        addr name = tuple_item(h, slots->names, i);
        members[i] = (struct member_def){.name = str_is_ascii(h, name) ? heap_addr(h, str_data(h, name)) : 0,
                                         .type = MEMBER_OBJECT_EX,
                                         .offset = size};
    }
    bool in_front =
        h->abi.instance_form >= INSTANCE_DICT_OR_VALUES; /* everything managed is before the object */
    if (slots->add_dict && t->itemsize && !in_front) {
        t->dictoffset = -8;
        size += 8;
    }
    if (slots->add_weakref && in_front) {
        t->flags |= TYPE_MANAGED_WEAKREF;
        t->weaklistoffset = -32;
    } else if (slots->add_weakref) {
        t->weaklistoffset = size;
        size += 8;
    }
    if (slots->add_dict && (in_front || !t->itemsize)) {
        t->flags |= TYPE_MANAGED_DICT;
        t->dictoffset = in_front ? -1 : -size - 24;
    }
    t->basicsize = size;
    if (t->flags & TYPE_MANAGED_DICT && h->abi.instance_form == INSTANCE_INLINE_VALUES && !t->itemsize &&
        (h->abi.inline_values_in_subclasses || size == (int64_t)sizeof(struct object)))
        t->flags |= TYPE_INLINE_VALUES;
    t->members = heap_addr(h, members);
}

/* Flags that come from the order, or depend on what the class defines: inherit_patma_flags(),
 * inherit_slots(). */
static void inherit_by_order(struct heap *h, addr type)
{
    struct type_object *t = type_at(h, type);
    for (size_t i = 1; i < tuple_length(h, t->mro) && !(t->flags & TYPE_COLLECTION); i++)
        t->flags |= type_at(h, tuple_item(h, t->mro, i))->flags & TYPE_COLLECTION;
    if (h->abi.type_flags_3_12 && !dict_get_ascii(h, t->dict, "__call__", 8))
        t->flags |= type_at(h, t->base)->flags & TYPE_VECTORCALL;
}

/* The method suites lie in the type itself, in CPython's order. */
static void point_at_suites(struct heap *h, addr type)
{
    struct type_object *t = type_at(h, type);
    addr at = type + h->abi.type_size;
    t->as_async = at;
    t->as_number = at + 32;
    t->as_mapping = at + 32 + 288;
    t->as_sequence = at + 32 + 288 + 24;
    t->as_buffer = at + 32 + 288 + 24 + 80;
}

/* ---- the type's dict
 * -------------------------------------------------------------------------------------------------- */

/* d[name] = value unless it is there. */
static enum heap_status set_default(struct heap *h, addr d, addr name, addr value)
{
    return dict_get_str(h, d, name) ? HEAP_OK : dict_set(h, d, name, value);
}

/* As set_default; the value, *stolen*, may be 0 with an exception raised. */
static enum heap_status set_default_new(struct heap *h, addr d, addr name, addr value)
{
    if (!value)
        return HEAP_RAISED;
    enum heap_status status = set_default(h, d, name, value);
    decref(h, value);
    return status;
}

static enum heap_status take_qualname(struct heap *h, addr type, addr d)
{
    struct heap_type_names *names = heap_type_names(h, type);
    addr qualname = dict_get_str(h, d, known_name(h, NAME_QUALNAME));
    if (qualname && object_kind(h, qualname) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "type __qualname__ must be a str, not %s",
                           object_type_name(h, qualname));
    names->qualname = incref(h, qualname ? qualname : names->name);
    bool found;
    return qualname ? dict_delete(h, d, known_name(h, NAME_QUALNAME), &found) : HEAP_OK;
}

static enum heap_status set_module(struct heap *h, addr d)
{
    addr globals = h->frame ? iframe_at(h, h->frame)->globals : h->globals;
    addr module = dict_get_str(h, globals, known_name(h, NAME_NAME));
    return module ? set_default(h, d, known_name(h, NAME_MODULE), module) : HEAP_OK;
}

/* The descriptors of the slots, of __dict__ and __weakref__, then __doc__: PyType_Ready's order. */
static enum heap_status add_descriptors(struct heap *h, addr type, const struct slots *slots)
{
    addr d = type_at(h, type)->dict;
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; status == HEAP_OK && i < slots->count; i++) {
        addr name = tuple_item(h, slots->names, i);
        status =
            set_default_new(h, d, name, member_new(h, type, name, heap_addr(h, &type_members(h, type)[i])));
    }
    addr name = known_name(h, NAME_DICT);
    if (status == HEAP_OK && slots->add_dict)
        status = set_default_new(h, d, name, getset_new(h, type, name, GETSET_INSTANCE_DICT, 0));
    name = known_name(h, NAME_WEAKREF);
    if (status == HEAP_OK && slots->add_weakref)
        status = set_default_new(h, d, name, getset_new(h, type, name, GETSET_INSTANCE_WEAKREF, 0));
    if (status == HEAP_OK)
        status = set_default(h, d, known_name(h, NAME_DOC), none(h));
    addr doc = dict_get_str(h, d, known_name(h, NAME_DOC));
    if (status == HEAP_OK && doc && object_kind(h, doc) == KIND_STR)
        status = raise_unless_utf8(h, doc);
    if (status == HEAP_OK && dict_get_str(h, d, known_name(h, NAME_EQ)))
        status = set_default(h, d, known_name(h, NAME_HASH), none(h));
    return status;
}

/* The attributes that methods assign, known from the class's source, are in the shared keys from the start
 * (3.13 on). */
static enum heap_status make_keys(struct heap *h, addr type)
{
    if (!(type_at(h, type)->flags & TYPE_MANAGED_DICT))
        return HEAP_OK;
    addr keys = keys_new_shared(h);
    if (!keys)
        return HEAP_RAISED;
    heap_type_names(h, type)->cached_keys = keys;
    addr attributes = h->abi.class_line_numbers
                          ? dict_get_str(h, type_at(h, type)->dict, known_name(h, NAME_STATIC_ATTRIBUTES))
                          : 0;
    if (!attributes || object_kind(h, attributes) != KIND_TUPLE)
        return HEAP_OK;
    for (size_t i = 0; i < tuple_length(h, attributes); i++)
        if (object_is_exact(h, tuple_item(h, attributes, i), KIND_STR))
            (void)keys_shared_insert(h, keys, tuple_item(h, attributes, i));
    return HEAP_OK;
}

/* *new*: a namespace with an order of its own, as it is iterated. 0 raised. */
static addr copy_in_its_order(struct heap *h, addr namespace)
{
    addr copy = dict_new(h);
    if (copy && dict_update(h, copy, namespace) != HEAP_OK) {
        decref(h, copy);
        copy = 0;
    }
    return copy;
}

/* ---- all together
 * ---------------------------------------------------------------------------------------------------------
 */

static enum heap_status build(struct heap *h, addr type, addr name, addr base, addr bases,
                              struct slots *slots)
{
    struct type_object *t = type_at(h, type);
    struct heap_type_names *names = heap_type_names(h, type);
    t->flags = CLASS_FLAGS;
    inherit(h, t, base);
    point_at_suites(h, type);
    lay_out(h, type, base, slots);
    t->bases = incref(h, bases);
    names->slots = slots->names; /* the reference moves */
    enum heap_status status = type_set_name(h, type, name);
    if (status != HEAP_OK)
        return status;
    if ((status = take_qualname(h, type, t->dict)) != HEAP_OK ||
        (status = set_module(h, t->dict)) != HEAP_OK || (status = fill_class_cell(h, type)) != HEAP_OK ||
        (status = mro_of_new_type(h, type, bases, &t->mro)) != HEAP_OK ||
        (status = add_descriptors(h, type, slots)) != HEAP_OK || (status = make_keys(h, type)) != HEAP_OK)
        return status;
    inherit_by_order(h, type);
    dict_at(h, t->dict)->version |= DICT_OF_TYPE;
    lookups_forget(h);
    type_version_changed(h, type);
    type_entries_changed(h, type);
    return subclasses_add(h, type, bases);
}

/* A class that did not come to be: its descriptors and its order refer to it, and a metatype's mro() may have
 * kept it. */
static void abandon(struct heap *h, addr type)
{
    struct type_object *t = type_at(h, type);
    if (!heap_type_names(h, type)->cached_keys)
        t->flags &= ~(TYPE_MANAGED_DICT | TYPE_INLINE_VALUES);
    lookups_forget(h);
    type_version_changed(h, type);
    dict_clear(h, t->dict);
    object_replace(h, &t->mro, 0);
}

addr type_new(struct heap *h, addr metatype, addr name, addr bases, addr namespace)
{
    addr type = 0, own_bases = 0, base, all_bases = bases, dict;
    struct slots slots = {0};
    if (tuple_length(h, bases) == 0) {
        own_bases = tuple_from(h, &h->type[KIND_INSTANCE], 1);
        if (!own_bases)
            return 0;
        all_bases = own_bases;
    }
    metatype = metatype_of_bases(h, metatype, all_bases);
    base = metatype ? type_best_base(h, all_bases) : 0;
    if (!base || slots_from_namespace(h, name, base, all_bases, namespace, &slots) != HEAP_OK)
        goto done;
    dict = object_kind(h, namespace) == KIND_DICT ? dict_copy(h, namespace) : copy_in_its_order(h, namespace);
    if (dict && convert_special_functions(h, dict) != HEAP_OK) {
        decref(h, dict);
        dict = 0;
    }
    type = dict ? object_new(h, metatype, slots.count + 1) : 0; /* one more, empty, ends the members */
    if (!type) {
        xdecref(h, dict);
        goto done;
    }
    HEAP_FIELD(h, type, 16, int64_t) = (int64_t)slots.count;
    type_at(h, type)->dict = dict;
    object_track(h,
                 type); /* before what it refers to is made: the collector's lists are in CPython's order */
    struct slots plan = slots;
    slots.names = 0;
    if (build(h, type, name, base, all_bases, &plan) != HEAP_OK) {
        abandon(h, type);
        decref(h, type);
        type = 0;
    }
done:
    xdecref(h, slots.names);
    xdecref(h, own_bases);
    return type;
}
