/* Types as objects. At first the builtin ones: their static type objects; what needs other objects (names,
 * bases, mro, dicts) is made by class_boot(). Then what every type can do: names, subtypes, lookup through
 * the order, and the operations of the kind.
 *
 * A class holds references to its base, dict, bases, order, cache, subclasses, name, qualified name, slots
 * and module; the shared keys of its instances are a counted block of their own.
 */
#include <stdio.h>
#include <string.h>

#include "daemon/heap/boot.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/exception_types.h"
#include "daemon/heap/object/fixed.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/struct_sequence.h"
#include "daemon/heap/object/subclasses.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/type_slots.h"
#include "daemon/heap/object/type_version.h"
#include "daemon/heap/object/type_words.h"

static const char *const type_names[KIND_COUNT] = {
#define X(constant, name, prefix) [KIND_##constant] = name,
    HEAP_KINDS(X)
#undef X
};

/* tp_name; that of some depends on the version. */
static const char *builtin_type_name(const struct heap *h, unsigned kind)
{
    const char *name = type_names[kind];
    if (kind == KIND_UNION && h->abi.union_has_sets)
        return "typing.Union";
    bool renamed =
        h->abi.deque_is_heap_type && (kind == KIND_DEQUE_ITERATOR || kind == KIND_DEQUE_REVERSE_ITERATOR);
    return renamed ? name + 1 : name; /* "_collections..." before */
}

const char *type_kind_name(enum kind kind)
{
    return type_names[kind];
}

addr type_lay_out_shape(struct heap *h, addr name, enum kind kind, const struct type_shape *shape)
{
    addr type = (h->static_top + 15) & ~15ull;
    h->static_top = type + (shape->flags & TYPE_HEAP ? h->abi.heap_type_size : h->abi.type_size);
    struct type_object *t = type_at(h, type);
    t->name = name;
    t->basicsize = shape->basicsize;
    t->itemsize = shape->itemsize;
    t->dictoffset = shape->flags & TYPE_MANAGED_DICT ? -1 : shape->dictoffset;
    t->weaklistoffset = shape->flags & TYPE_MANAGED_WEAKREF ? -32 : shape->weaklistoffset;
    t->flags = shape->flags;
    t->dealloc = HEAP_TEXT + ((addr)kind << 6);
    return type;
}

addr type_lay_out(struct heap *h, addr name, enum kind kind)
{
    struct type_shape shape = abi_type_shape(&h->abi, kind);
    return type_lay_out_shape(h, name, kind, &shape);
}

void type_boot(struct heap *h)
{
    for (unsigned kind = 0; kind < KIND_COUNT; kind++)
        if (!kind_is_exception(kind))
            h->type[kind] = type_lay_out(h, fixed_text(h, builtin_type_name(h, kind)), kind);
    exception_types_boot(h);
    /* Now that the type `type` is there they become objects. Their memory has been laid out already. */
    for (unsigned kind = 0; kind < KIND_COUNT; kind++)
        if (!kind_is_exception(kind))
            object_become_static(h, h->type[kind], h->type[KIND_TYPE]);
    exception_types_become_objects(h);
    struct_sequence_types_boot(h);
}

/* ---- questions
 * ------------------------------------------------------------------------------------------------------------
 */

const char *type_name(const struct heap *h, addr type)
{
    return heap_at(h, type_at(h, type)->name);
}

bool type_is_subtype(const struct heap *h, addr type, addr base)
{
    while (type != base && type && !type_at(h, type)->mro)
        type = type_at(h, type)->base; /* it has no order yet, or no more */
    if (type == base || !type)
        return type;
    addr mro = type_at(h, type)->mro;
    for (size_t i = 0, n = tuple_length(h, mro); i < n; i++)
        if (tuple_item(h, mro, i) == base)
            return true;
    return false;
}

/* Builtin types go by their whole name or, where a module is part of it, by what follows the module's. */
addr type_by_name(const struct heap *h, const char *name)
{
    for (unsigned kind = 0; kind < KIND_COUNT; kind++) {
        if ((kind == KIND_ITERTOOLS_BATCHED && !h->abi.itertools_are_heap_types) ||
            (kind == KIND_FUNCTOOLS_PLACEHOLDER && !h->abi.partial_has_placeholder) ||
            (kind == KIND_FRAME_LOCALS && !h->abi.frame_extra_locals) ||
            (kind >= KIND_TYPE_VAR && kind <= KIND_CONST_EVALUATOR && !h->abi.has_type_parameters))
            continue; /* not in this version */
        const char *known = type_name(h, h->type[kind]), *dot = strrchr(known, '.');
        if (strcmp(known, name) == 0 || (dot && strcmp(dot + 1, name) == 0))
            return h->type[kind];
    }
    return exception_type_by_name(h, name, strlen(name));
}

const char *type_short_name(const struct heap *h, addr type)
{
    const char *name = type_name(h, type), *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

void type_put_qualname(const struct heap *h, addr type, struct text *out)
{
    addr qualname = type_is_heap(h, type) && object_in_blocks(type) ? heap_type_names(h, type)->qualname : 0;
    if (qualname)
        text_put_str(h, out, qualname);
    else
        text_put(out, type_short_name(h, type), strlen(type_short_name(h, type)));
}

void type_put_path(struct heap *h, addr type, struct text *out)
{
    bool is_class = type_is_heap(h, type) && object_in_blocks(type); /* one of CPython's own has no names */
    addr module = is_class ? type_lookup(h, type, known_name(h, NAME_MODULE)) : 0;
    if (module && object_kind(h, module) == KIND_STR && !str_equal(h, module, known_name(h, NAME_BUILTINS))) {
        text_put_str(h, out, module);
        text_put(out, ".", 1);
        text_put_str(h, out, heap_type_names(h, type)->qualname);
    } else {
        text_put(out, type_name(h, type), strlen(type_name(h, type)));
    }
}

/* ---- entries
 * ----------------------------------------------------------------------------------------------------------------
 */

/* Subclasses follow, however deep. They are found by going through the whole heap: seldom needed, and it
 * takes neither memory nor C stack. */
void type_entries_changed(struct heap *h, addr type)
{
    bool changed = type_words_update(h, type);
    changed |= type_slots_changed(h, type);
    if (!changed || !type_at(h, type)->subclasses)
        return;
    for (addr o = object_next(h, 0); o; o = object_next(h, o + 16))
        if (object_kind(h, o) == KIND_TYPE && o != type && type_is_subtype(h, o, type)) {
            (void)type_words_update(h, o);
            type_slots_update(h, o);
        }
}

/* "__name__": what slots may depend on. */
static bool is_special(const struct heap *h, addr name)
{
    size_t n = str_length(h, name);
    return n > 4 && str_char(h, name, 0) == '_' && str_char(h, name, 1) == '_' &&
           str_char(h, name, n - 1) == '_' && str_char(h, name, n - 2) == '_';
}

static enum heap_status raise_immutable(struct heap *h, addr type, addr name)
{
    char of_type[160];
    (void)snprintf(of_type, sizeof of_type, " attribute of immutable type '%s'", type_name(h, type));
    return raise_about(h, EXC_TYPE_ERROR, "cannot set ", name, of_type);
}

enum heap_status type_check_mutable(struct heap *h, addr type, addr name)
{
    return type_is_immutable(h, type) ? raise_immutable(h, type, name) : HEAP_OK;
}

/* The few types of C that can be changed have the slots of their kind all the same. */
static bool has_no_slot(const struct heap *h, addr type, addr name)
{
    return !object_in_blocks(type) && is_special(h, name) && !str_equal(h, name, known_name(h, NAME_DOC)) &&
           !str_equal(h, name, known_name(h, NAME_MODULE));
}

enum heap_status type_set_entry(struct heap *h, addr type, addr name, addr value)
{
    struct type_object *t = type_at(h, type);
    bool found = true;
    enum heap_status status = type_check_mutable(h, type, name);
    if (status == HEAP_OK && value && has_no_slot(h, type, name))
        status = raise_immutable(h, type, name);
    if (status != HEAP_OK)
        return status;
    lookups_forget_name(h, type, name); /* the value that goes may run code, which must not find it */
    h->changing_dict = t->dict;
    status = value ? dict_set(h, t->dict, name, value) : dict_delete(h, t->dict, name, &found);
    h->changing_dict = 0;
    if (status != HEAP_OK)
        return status;
    lookups_forget_name(h, type, name);
    if (is_special(h, name))
        type_entries_changed(h, type);
    if (found)
        return HEAP_OK;
    return raise_attribute(h, ATTRIBUTE_MISSING_TYPE, type, name);
}

/* ---- the kind
 * ---------------------------------------------------------------------------------------------------------------
 */

static void type_traverse(struct heap *h, addr o, span_visitor *visit, void *context)
{
    struct type_object *t = type_at(h, o);
    if (!(t->flags & TYPE_HEAP))
        return;
    visit(h, context, &t->dict, 1, 1);
    visit(h, context, &t->cache, 1, 1);
    visit(h, context, &t->mro, 1, 1);
    visit(h, context, &t->bases, 1, 1);
    visit(h, context, &t->base, 1, 1);
    visit(h, context, &heap_type_names(h, o)->module, 1, 1);
}

/* References that cannot be part of a cycle, which tp_traverse leaves out. */
static void type_untraversed(struct heap *h, addr o, span_visitor *visit, void *context)
{
    struct type_object *t = type_at(h, o);
    if (!(t->flags & TYPE_HEAP))
        return;
    struct heap_type_names *names = heap_type_names(h, o);
    visit(h, context, &t->subclasses, 1, 1);
    visit(h, context, &names->name, 1, 1);
    visit(h, context, &names->qualname, 1, 1);
    visit(h, context, &names->slots, 1, 1);
}

/* The bases forget it first, while its order and bases are still there. */
static bool type_release_next(struct heap *h, addr o, addr *reference)
{
    struct type_object *t = type_at(h, o);
    struct heap_type_names *names = heap_type_names(h, o);
    if (t->base && t->bases)
        subclasses_remove(h, o, t->bases);
    addr *const fields[] = {&t->base,       &t->dict,     &t->bases,        &t->mro,       &t->cache,
                            &t->subclasses, &names->name, &names->qualname, &names->slots, &names->module};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (*fields[i]) {
            *reference = *fields[i];
            *fields[i] = 0;
            return true;
        }
    return false;
}

static void type_free_storage(struct heap *h, addr o)
{
    struct heap_type_names *names = heap_type_names(h, o);
    lookups_forget(h);
    if (names->cached_keys)
        keys_decref(h, names->cached_keys);
    memory_free(h, names->tpname);
    names->cached_keys = names->tpname = 0;
}

static void type_clear(struct heap *h, addr o)
{
    struct type_object *t = type_at(h, o);
    if (!(t->flags & TYPE_HEAP))
        return;
    if (t->dict) {
        lookups_forget(h);
        type_version_changed(h, o);
        h->changing_dict = t->dict;
        dict_clear(h, t->dict);
        h->changing_dict = 0;
        type_version_changed(h, o);
        lookups_forget(h); /* what went meanwhile may have been looked up */
    }
    object_replace(h, &heap_type_names(h, o)->module, 0);
    object_replace(h, &t->mro, 0);
}

static size_t type_size(const struct heap *h, addr o)
{
    if (!type_is_heap(h, o))
        return h->abi.type_size;
    addr keys = heap_type_names(h, o)->cached_keys;
    return h->abi.heap_type_size + (keys ? keys_sizeof(h, keys) : 0);
}

static size_t type_storage(const struct heap *h, addr o, addr blocks[4])
{
    size_t n = 0;
    if (!type_is_heap(h, o))
        return 0;
    const struct heap_type_names *names = heap_type_names(h, o);
    if (names->cached_keys)
        blocks[n++] = names->cached_keys;
    if (names->tpname)
        blocks[n++] = names->tpname;
    return n;
}

/* <class 'module.qualname'>, without the module for builtins. */
static enum heap_status type_repr(struct heap *h, addr o, struct text *out)
{
    addr module = type_is_heap(h, o) && object_in_blocks(o) && type_at(h, o)->dict
                      ? dict_get_str(h, type_at(h, o)->dict, known_name(h, NAME_MODULE))
                      : 0;
    text_put(out, "<class '", 8);
    if (module && object_kind(h, module) == KIND_STR && !str_equal(h, module, known_name(h, NAME_BUILTINS))) {
        text_put_str(h, out, module);
        text_put(out, ".", 1);
        text_put_str(h, out, heap_type_names(h, o)->qualname);
    } else {
        text_put(out, type_name(h, o), strlen(type_name(h, o)));
    }
    text_put(out, "'>", 2);
    return HEAP_OK;
}

static enum heap_status type_hash(struct heap *h, addr o, int64_t *out)
{
    (void)h;
    *out = hash_address(o);
    return HEAP_OK;
}

static bool is_in_its_order(const struct heap *h, addr type)
{
    addr mro = type_at(h, type)->mro;
    if (object_kind(h, mro) != KIND_TUPLE)
        return false;
    for (size_t i = 0; i < tuple_length(h, mro); i++)
        if (tuple_item(h, mro, i) == type)
            return true;
    return false;
}

static const char *type_verify(const struct heap *h, addr o)
{
    const struct type_object *t = type_at(h, o);
    if (!(t->flags & TYPE_HEAP) || !object_in_blocks(o))
        return NULL;
    if (!t->base || !t->bases || !t->dict)
        return "a class lacks its base, bases or dict";
    if (object_kind(h, t->dict) != KIND_DICT || object_kind(h, t->bases) != KIND_TUPLE)
        return "a class's dict or bases is of another type";
    if (t->mro && !is_in_its_order(h, o))
        return "a class is not in its order";
    if (t->basicsize < type_at(h, t->base)->basicsize)
        return "instances of a class are smaller than those of its base";
    if (!(t->flags & TYPE_MANAGED_DICT) != !heap_type_names(h, o)->cached_keys)
        return "a class has shared keys without a managed dict, or the other way round";
    return NULL;
}

extern const struct kind_ops type_ops;
const struct kind_ops type_ops = {
    .traverse = type_traverse,
    .untraversed = type_untraversed,
    .release_next = type_release_next,
    .free_storage = type_free_storage,
    .clear = type_clear,
    .size = type_size,
    .storage = type_storage,
    .repr = type_repr,
    .hash = type_hash,
    .verify = type_verify,
};
