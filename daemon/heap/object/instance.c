/* Instances: what a class adds to the layout of its builtin base.
 *
 *   3.11   [values][dict] [collector's header] [object's own fields .. slots .. weak references]
 *          `values` points to an array beside the class's shared keys; when somebody asks for __dict__, or
 * the keys are full, the values move into a dict and the word is 0. A class below int, tuple or bytes has its
 * dict in a field at the end. 3.13   [weak references][dict] [collector's header] [object's own fields ..
 * slots] [values] the values are part of the instance; a dict that is asked for shares them until it needs a
 * table of its own, then they are not valid any more. Only from 3.14 classes that extend other types or have
 * slots have values too.
 *
 * Every new instance leaves room for one attribute less in the keys, down to what its class's instances have.
 *
 * A slot is a word of the instance at the offset that the member of the class tells, 0 while it is empty.
 * Mirrors Objects/typeobject.c (subtype_*) and the end of Objects/dictobject.c.
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/dict_split.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/text.h"

#define VALUES_WORD 32 /* before the object, up to 3.11 */
#define DICT_WORD   24 /* before the object */

/* ---- where things are
 * --------------------------------------------------------------------------------------------------- */

static inline addr keys_of(const struct heap *h, addr type)
{
    return heap_type_names(h, type)->cached_keys;
}

/* The values that hold the attributes, whether or not a dict shares them; 0 none. */
static inline addr values_of(const struct heap *h, addr o, const struct type_object *t)
{
    if (h->abi.instance_form == INSTANCE_VALUES_POINTER)
        return t->flags & TYPE_MANAGED_DICT ? HEAP_FIELD(h, o - VALUES_WORD, 0, addr) : 0;
    if (!(t->flags & TYPE_INLINE_VALUES))
        return 0;
    addr values = o + (addr)t->basicsize;
    return *values_valid_byte(h, values) ? values : 0;
}

/* A dict field at the end of an object with items is counted from there (_PyObject_ComputedDictPointer). */
static addr dict_at_end(const struct heap *h, addr o, const struct type_object *t)
{
    int64_t items = object_size_field(h, o);
    size_t size = (size_t)t->basicsize + (size_t)(items < 0 ? -items : items) * (size_t)t->itemsize;
    return o + ((size + 7) & ~(size_t)7) + (addr)t->dictoffset;
}

addr instance_dict_field(const struct heap *h, addr o)
{
    const struct type_object *t = type_at(h, object_type(h, o));
    if (t->flags & TYPE_MANAGED_DICT)
        return o - DICT_WORD;
    if (t->dictoffset >= 0)
        return t->dictoffset ? o + (addr)t->dictoffset : 0;
    return dict_at_end(h, o, t);
}

static inline addr *dict_word(const struct heap *h, addr o)
{
    addr field = instance_dict_field(h, o);
    return field ? heap_at(h, field) : NULL;
}

/* ---- making
 * ------------------------------------------------------------------------------------------------------------------
 */

static void begin_values(struct heap *h, addr o, const struct type_object *t, addr keys)
{
    keys_shared_shrink_usable(h, keys);
    values_begin_embedded(h, o + (addr)t->basicsize, keys_shared_room(h, keys));
}

addr instance_alloc(struct heap *h, addr type, size_t items)
{
    const struct type_object *t = type_at(h, type);
    size_t itemsize = (size_t)t->itemsize;
    if (itemsize && items > (REGION_LIMIT_MAX - 4096) / itemsize)
        return raise_none(h, EXC_MEMORY_ERROR, "%s", "");
    /* one item more than asked for: PyType_GenericAlloc's sentinel */
    size_t size = ((size_t)t->basicsize + (itemsize ? (items + 1) * itemsize : 0) + 7) & ~(size_t)7,
           values = 0;
    if (t->flags & TYPE_INLINE_VALUES)
        values = values_block_size(h, keys_shared_room(h, keys_of(h, type)));
    addr o = object_new_sized(h, type, size + values);
    if (!o)
        return 0;
    if (itemsize) {
        char *end = (char *)heap_at(h, o) + t->basicsize;
        if (bytes_clear(h, end, size - (size_t)t->basicsize) != HEAP_OK) {
            object_free_memory(h, o); /* nobody's finalizer gets to see it */
            return 0;
        }
        HEAP_FIELD(h, o, 16, int64_t) = (int64_t)items;
    }
    if (values)
        begin_values(h, o, t, keys_of(h, type));
    return o;
}

/* Where the values are blocks of their own, only object.__new__ makes them. */
static enum heap_status make_values(struct heap *h, addr o, addr type)
{
    addr keys = keys_of(h, type);
    keys_shared_shrink_usable(h, keys);
    addr values = values_new(h, keys_shared_room(h, keys));
    if (!values)
        return HEAP_RAISED;
    HEAP_FIELD(h, o - VALUES_WORD, 0, addr) = values;
    return HEAP_OK;
}

addr instance_new(struct heap *h, addr type)
{
    const struct type_object *t = type_at(h, type);
    if (!(t->flags & TYPE_HEAP) || type_kind(h, type) != KIND_INSTANCE) {
        if (type != h->type[KIND_INSTANCE])
            return raise_none(h, EXC_TYPE_ERROR, "object.__new__(%s) is not safe, use %s.__new__()",
                              type_name(h, type), type_name(h, type));
        return object_new(h, type, 0);
    }
    addr o = instance_alloc(h, type, 0);
    if (!o)
        return 0;
    if (h->abi.instance_form == INSTANCE_VALUES_POINTER && t->flags & TYPE_MANAGED_DICT &&
        make_values(h, o, type) != HEAP_OK) {
        decref(h, o);
        return 0;
    }
    object_track(h, o);
    return o;
}

/* ---- __dict__
 * -------------------------------------------------------------------------------------------------------------------
 */

/* A dict that takes the values over, or shares those that are part of the instance. Making it may run code
 * that changes the instance: whether there are still values, and no dict, is looked at when it is there. */
static enum heap_status dict_of_values(struct heap *h, addr o)
{
    addr d = dict_new_bare(h);
    if (!d)
        return HEAP_RAISED;
    addr *field = dict_word(h, o), type = object_type(h, o), values = values_of(h, o, type_at(h, type));
    if (*field || !values) {
        decref(h, d);
        return HEAP_OK;
    }
    *field = d;
    dict_take_values(h, d, keys_of(h, type), values);
    if (h->abi.instance_form == INSTANCE_VALUES_POINTER)
        HEAP_FIELD(h, o - VALUES_WORD, 0, addr) = 0;
    return HEAP_OK;
}

/* *new*: an empty one, with the class's keys where it has some. */
static addr empty_dict(struct heap *h, addr type)
{
    addr keys = type_is_heap(h, type) ? keys_of(h, type) : 0;
    if (!keys)
        return dict_new(h);
    addr values = values_new(h, keys_shared_room(h, keys));
    if (!values)
        return 0;
    addr d = dict_new_split(h, keys, values);
    if (!d)
        values_free(h, values);
    return d;
}

/* The dict of the instance, made if there is none yet. Borrowed. The instance has a dict field. One without
 * values gets a dict with the class's keys when an attribute is set, an ordinary one when 3.11 is asked for
 * __dict__. */
static enum heap_status materialize(struct heap *h, addr o, bool asked_for, addr *out)
{
    bool plain = asked_for && h->abi.instance_form == INSTANCE_VALUES_POINTER;
    while (!*dict_word(h, o)) {
        addr type = object_type(h, o);
        if (values_of(h, o, type_at(h, type))) {
            if (dict_of_values(h, o) != HEAP_OK)
                return HEAP_RAISED;
            continue;
        }
        addr d = plain ? dict_new(h) : empty_dict(h, type);
        if (!d)
            return HEAP_RAISED;
        if (*dict_word(h, o))
            decref(h, d); /* making it has run code that made one */
        else
            *dict_word(h, o) = d;
    }
    *out = *dict_word(h, o);
    return HEAP_OK;
}

enum heap_status instance_dict(struct heap *h, addr o, addr *out)
{
    if (!instance_dict_field(h, o))
        return raise_error(h, EXC_ATTRIBUTE_ERROR, "'%s' object has no attribute '__dict__'",
                           object_type_name(h, o));
    enum heap_status status = materialize(h, o, true, out);
    if (status == HEAP_OK)
        incref(h, *out);
    return status;
}

/* A dict that shares the instance's values gets a copy of its own. */
static enum heap_status detach(struct heap *h, addr d)
{
    addr values = dict_at(h, d)->values;
    if (!values || !values_are_embedded(h, values))
        return HEAP_OK;
    size_t room = *(uint8_t *)heap_at(h, values);
    addr copy = values_new(h, room);
    if (!copy)
        return HEAP_RAISED;
    memcpy(values_slots(h, copy), values_slots(h, values), values_block_size(h, room) - 8);
    *values_size_byte(h, copy) = (uint8_t)values_size(h, values);
    dict_at(h, d)->values = copy;
    values_invalidate(h, values);
    return HEAP_OK;
}

/* A cleared dict that still shares the values of an instance which goes away. */
static void leave_empty(struct heap *h, addr d)
{
    struct dict_object *dict = dict_at(h, d);
    if (!dict->values)
        return;
    addr keys = dict->keys;
    dict->values = 0;
    dict->keys = h->singleton[SINGLETON_EMPTY_KEYS];
    keys_incref(h, dict->keys);
    keys_decref(h, keys);
}

/* What the values of an instance without a dict held. */
struct given_up {
    addr references[VALUES_MAX];
    size_t count;
};

/* The instance has no values any more: what they held is released when it is in order again, since that may
 * run code that changes the instance. The block stays. */
static void give_values_up(struct heap *h, addr o, addr values, struct given_up *out)
{
    addr *slots = values_slots(h, values);
    out->count = values_room(h, values, keys_of(h, object_type(h, o)));
    memcpy(out->references, slots, out->count * sizeof *slots);
    memset(slots, 0, out->count * sizeof *slots);
    *values_size_byte(h, values) = 0;
    if (values_have_header(h))
        *values_valid_byte(h, values) = 0;
}

static void release_given_up(struct heap *h, const struct given_up *gone)
{
    for (size_t i = 0; i < gone->count; i++)
        xdecref(h, gone->references[i]);
}

enum heap_status instance_replace_dict(struct heap *h, addr o, addr dict)
{
    const struct type_object *t = type_at(h, object_type(h, o));
    addr *field = dict_word(h, o), old = *field;
    if (old && detach(h, old) != HEAP_OK)
        return HEAP_RAISED;
    addr values = old ? 0 : values_of(h, o, t);
    struct given_up gone = {.count = 0};
    *field = xincref(h, dict);
    if (values)
        give_values_up(h, o, values, &gone);
    if (values && h->abi.instance_form == INSTANCE_VALUES_POINTER) {
        HEAP_FIELD(h, o - VALUES_WORD, 0, addr) = 0;
        values_free(h, values);
    }
    release_given_up(h, &gone);
    xdecref(h, old);
    return HEAP_OK;
}

enum heap_status instance_leave_keys(struct heap *h, addr o)
{
    addr d;
    const struct type_object *t = type_at(h, object_type(h, o));
    if (!(t->flags & TYPE_MANAGED_DICT) || (!*dict_word(h, o) && !values_of(h, o, t)))
        return HEAP_OK;
    enum heap_status status = materialize(h, o, false, &d);
    return status == HEAP_OK ? detach(h, d) : status;
}

/* ---- attributes
 * --------------------------------------------------------------------------------------------------------------------
 */

addr instance_get_stored(struct heap *h, addr o, addr name)
{
    addr type = object_type(h, o), *field = dict_word(h, o);
    if (!field)
        return 0;
    if (*field)
        return dict_get_str(h, *field, name);
    addr values = values_of(h, o, type_at(h, type));
    if (!values)
        return 0;
    int64_t index = keys_shared_lookup(h, keys_of(h, type), name);
    return index < 0 ? 0 : values_slots(h, values)[index];
}

/* In the dict, which is made if there is none yet: also when the attribute does not fit into the values. What
 * is released may let go of the dict. */
static enum heap_status set_in_dict(struct heap *h, addr o, addr name, addr value, bool *found)
{
    addr d;
    enum heap_status status = materialize(h, o, false, &d);
    if (status != HEAP_OK)
        return status;
    incref(h, d);
    status = value ? dict_set(h, d, name, value) : dict_delete(h, d, name, found);
    decref(h, d);
    return status;
}

static enum heap_status delete_value(struct heap *h, addr values, int64_t index, bool *found)
{
    addr *slot = index < 0 ? NULL : &values_slots(h, values)[index];
    *found = slot && *slot;
    if (*found) {
        values_note_deletion(h, values, (size_t)index);
        object_replace(h, slot, 0);
    }
    return HEAP_OK;
}

enum heap_status instance_set_stored(struct heap *h, addr o, addr name, addr value, bool *found)
{
    addr type = object_type(h, o), *field = dict_word(h, o);
    addr values = *field ? 0 : values_of(h, o, type_at(h, type));
    *found = true;
    if (HEAP_LIKELY(values != 0)) {
        addr keys = keys_of(h, type);
        int64_t index = keys_shared_insert(h, keys, name); /* also of a name to delete, as in CPython */
        if (!value)
            return delete_value(h, values, index, found);
        if (HEAP_UNLIKELY(index < 0))
            return set_in_dict(h, o, name, value, found);
        addr *slot = &values_slots(h, values)[index];
        if (!*slot)
            values_note_insertion(h, values, (size_t)index);
        object_replace(h, slot, incref(h, value));
        return HEAP_OK;
    }
    return set_in_dict(h, o, name, value, found);
}

/* The n-th slot that is filled, own class first. False past the last. */
static bool nth_slot(const struct heap *h, addr o, size_t n, addr *name, addr *value)
{
    for (addr type = object_type(h, o); type; type = type_at(h, type)->base) {
        const struct member_def *members = type_members(h, type);
        for (size_t i = 0, count = type_member_count(h, type); i < count; i++) {
            addr held = HEAP_FIELD(h, o + (addr)members[i].offset, 0, addr);
            if (!held || n-- > 0)
                continue;
            *name = tuple_item(h, heap_type_names(h, type)->slots, i);
            *value = held;
            return true;
        }
    }
    return false;
}

size_t instance_stored_count(const struct heap *h, addr o)
{
    const addr *field = dict_word(h, o);
    if (!field)
        return 0;
    if (*field)
        return dict_length(h, *field);
    addr values = values_of(h, o, type_at(h, object_type(h, o)));
    return values ? values_size(h, values) : 0;
}

bool instance_attribute(const struct heap *h, addr o, size_t index, addr *name, addr *value)
{
    addr type = object_type(h, o), *field = dict_word(h, o);
    size_t stored = instance_stored_count(h, o), position = 0;
    if (index >= stored)
        return nth_slot(h, o, index - stored, name, value);
    if (!*field) {
        addr values = values_of(h, o, type_at(h, type));
        size_t i = *values_order(h, values, index);
        *name = keys_shared_name(h, keys_of(h, type), i);
        *value = values_slots(h, values)[i];
        return true;
    }
    for (size_t i = 0; i <= index; i++)
        if (!dict_next(h, *field, &position, name, value))
            return false;
    return true;
}

/* ---- what a class adds: the operations
 * ------------------------------------------------------------------------------------------------ */

/* Does the type add the dict field that it has, or is that its builtin base's (module)? */
static bool dict_is_added(const struct heap *h, addr type)
{
    const struct type_object *t = type_at(h, type);
    return t->dictoffset != type_at(h, h->type[type_kind(h, type)])->dictoffset;
}

void instance_traverse_added(struct heap *h, addr o, span_visitor *visit, void *context)
{
    addr type = object_type(h, o);
    for (addr t = type; t; t = type_at(h, t)->base) {
        size_t count = type_member_count(h, t);
        if (count)
            visit(h, context, heap_at(h, o + (addr)type_members(h, t)->offset), count, 1);
    }
    if (!dict_is_added(h, type))
        return;
    addr *field = dict_word(h, o), values = *field ? 0 : values_of(h, o, type_at(h, type));
    if (values)
        visit(h, context, values_slots(h, values), values_room(h, values, keys_of(h, type)), 1);
    visit(h, context, field, 1, 1); /* which visits the values that it shares */
}

/* The first that is the last reference to its object; those before it are dropped. */
static bool take(struct heap *h, addr *fields, size_t count, addr *reference)
{
    for (size_t i = 0; i < count; i++) {
        addr held = fields[i];
        fields[i] = 0;
        if (held && !decref_shared(h, held)) {
            *reference = held;
            return true;
        }
    }
    return false;
}

/* An instance of a class that adds nothing but values to object, of which nobody has asked for a dict. */
static inline bool has_values_alone(const struct heap *h, addr o, const struct type_object *t)
{
    int64_t field = t->weaklistoffset > 0 ? (int64_t)sizeof(addr) : 0; /* the only one */
    return t->flags & TYPE_MANAGED_DICT && !HEAP_FIELD(h, o - DICT_WORD, 0, addr) &&
           t->basicsize - field == type_at(h, h->type[KIND_INSTANCE])->basicsize;
}

size_t instance_values_alone(const struct heap *h, addr o, addr **values)
{
    const struct type_object *t = type_at(h, object_type(h, o));
    addr kept = has_values_alone(h, o, t) ? values_of(h, o, t) : 0;
    *values = kept ? values_slots(h, kept) : NULL;
    return kept ? values_room(h, kept, keys_of(h, object_type(h, o))) : 0;
}

bool instance_release_added(struct heap *h, addr o, addr *reference)
{
    addr type = object_type(h, o);
    for (addr t = type; t; t = type_at(h, t)->base) {
        size_t count = type_member_count(h, t);
        if (count && take(h, heap_at(h, o + (addr)type_members(h, t)->offset), count, reference))
            return true;
    }
    if (!dict_is_added(h, type))
        return false;
    addr *field = dict_word(h, o);
    if (*field) {
        addr d = *field;
        /* One that dies with the instance releases the shared values where they are: the instance's memory
         * goes later. */
        if (object_refcount(h, d) > 1 && detach(h, d) != HEAP_OK) {
            heap_clear_raised(h);
            dict_clear(h, d);
            leave_empty(h, d);
        }
        return take(h, field, 1, reference);
    }
    addr values = values_of(h, o, type_at(h, type));
    return values && take(h, values_slots(h, values), values_room(h, values, keys_of(h, type)), reference);
}

void instance_free_added(struct heap *h, addr o)
{
    const struct type_object *t = type_at(h, object_type(h, o));
    if (h->abi.instance_form != INSTANCE_VALUES_POINTER || !(t->flags & TYPE_MANAGED_DICT))
        return;
    addr values = HEAP_FIELD(h, o - VALUES_WORD, 0, addr);
    if (!values)
        return;
    HEAP_FIELD(h, o - VALUES_WORD, 0, addr) = 0;
    values_free(h, values);
}

void instance_clear_added(struct heap *h, addr o)
{
    addr type = incref(h, object_type(h, o));
    incref(h, o); /* what is released may let go of it, and of its class */
    for (addr t = type; t; t = type_at(h, t)->base) {
        addr *slots = heap_at(h, o + (addr)type_members(h, t)->offset);
        for (size_t i = 0, count = type_member_count(h, t); i < count; i++)
            object_replace(h, &slots[i], 0);
    }
    if (dict_is_added(h, type)) {
        addr d = *dict_word(h, o), values = d ? 0 : values_of(h, o, type_at(h, object_type(h, o)));
        struct given_up gone = {.count = 0};
        if (values)
            give_values_up(h, o, values, &gone);
        release_given_up(h, &gone);
        if (d && instance_replace_dict(h, o, 0) != HEAP_OK) {
            heap_clear_raised(h);
            incref(h, d);
            dict_clear(h, d);
            decref(h, d);
        }
    }
    decref(h, type);
    decref(h, o);
}

/* ---- the kind: object and the classes that extend nothing else
 * ---------------------------------------------------------------------------- */

static void instance_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    (void)h, (void)o, (void)visit, (void)context;
}

static size_t instance_storage(const struct heap *h, addr o, addr blocks[4])
{
    return instance_added_storage(h, o, blocks);
}

size_t instance_added_storage(const struct heap *h, addr o, addr blocks[4])
{
    const struct type_object *t = type_at(h, object_type(h, o));
    addr values = h->abi.instance_form == INSTANCE_VALUES_POINTER ? values_of(h, o, t) : 0;
    if (!values)
        return 0;
    blocks[0] = values_block(h, values);
    return 1;
}

/* <__main__.C object at 0x...> */
static enum heap_status instance_repr(struct heap *h, addr o, struct text *out)
{
    text_put(out, "<", 1);
    type_put_path(h, object_type(h, o), out);
    text_putf(out, " object at 0x%llx>", (unsigned long long)o);
    return HEAP_OK;
}

static enum heap_status instance_hash(struct heap *h, addr o, int64_t *out)
{
    (void)h;
    *out = hash_address(o);
    return HEAP_OK;
}

static const char *instance_verify(const struct heap *h, addr o)
{
    addr type = object_type(h, o);
    const struct type_object *t = type_at(h, type);
    addr *field = dict_word(h, o), values = values_of(h, o, t);
    if (field && *field && object_kind(h, *field) != KIND_DICT)
        return "an instance's dict is no dict";
    if (!values)
        return NULL;
    if (h->abi.instance_form == INSTANCE_VALUES_POINTER && *field)
        return "an instance has both values and a dict";
    if (*field && dict_at(h, *field)->values != values)
        return "an instance's dict does not share its values, but they are valid";
    size_t room = values_room(h, values, keys_of(h, type)), filled = 0;
    for (size_t i = 0; i < room; i++)
        filled += values_slots(h, values)[i] != 0;
    if (filled != values_size(h, values))
        return "an instance's values differ from their insertion order";
    if (*field && dict_length(h, *field) != filled)
        return "an instance's dict counts its values wrong";
    return NULL;
}

extern const struct kind_ops instance_ops;
const struct kind_ops instance_ops = {
    .traverse = instance_traverse,
    .storage = instance_storage,
    .repr = instance_repr,
    .hash = instance_hash,
    .verify = instance_verify,
};
