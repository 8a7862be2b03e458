/* References with labels. What a reference is follows from where it is stored: which word of the object, of
 * its items, of its table. */
#include "daemon/heap/inspect.h"

#include <string.h>

#include "daemon/heap/inspect_frames.h"
#include "daemon/heap/layout.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/references.h"

const char *edge_kind_name(enum edge_kind kind)
{
    static const char *const names[] = {
        [EDGE_TYPE] = "type",
        [EDGE_ATTRIBUTE] = "attribute",
        [EDGE_KEY] = "key",
        [EDGE_VALUE] = "value",
        [EDGE_INDEX] = "index",
        [EDGE_SLOT] = "slot",
        [EDGE_DICT] = "dict",
        [EDGE_ITEM] = "item",
        [EDGE_LOCAL] = "local",
        [EDGE_INTERNAL] = "internal",
        [EDGE_WEAK_CALLBACK] = "callback",
    };
    return names[kind];
}

static struct edge internal(const char *name)
{
    return (struct edge){.kind = EDGE_INTERNAL, .field = name};
}

/* ---- by kind: `at` is the address of the field --------------------------------------------------- */

static struct edge item_edge(addr items, addr at)
{
    return (struct edge){.kind = EDGE_INDEX, .index = (at - items) / sizeof(addr)};
}

static size_t entry_size(const struct dict_keys *k)
{
    return k->kind == KEYS_GENERAL ? sizeof(struct general_entry) : sizeof(struct unicode_entry);
}

static struct edge dict_edge(const struct heap *h, addr o, addr at)
{
    const struct dict_object *d = dict_at(h, o);
    struct dict_keys *k = keys_at(h, d->keys);
    if (d->values) {
        addr slots = heap_addr(h, values_slots(h, d->values));
        size_t i = (at - slots) / sizeof(addr);
        return (struct edge){.kind = EDGE_VALUE, .index = i, .name = keys_key(k, i)};
    }
    size_t entry = entry_size(k);
    addr first = heap_addr(h, keys_entries(k));
    size_t i = (at - first) / entry, within = (at - first) % entry;
    if (within + sizeof(addr) == entry)
        return (struct edge){.kind = EDGE_VALUE, .index = i, .name = keys_key(k, i)};
    return (struct edge){.kind = EDGE_KEY, .index = i};
}

static bool is_in_table(const struct heap *h, addr o, addr at)
{
    struct dict_keys *k = dict_keys_of(h, o);
    addr first = heap_addr(h, keys_entries(k));
    return at >= first && at < first + (size_t)k->entries * entry_size(k);
}

/* A dict with more than a dict: of what it adds, fields and the keys in its nodes. */
static struct edge extended_dict_edge(const struct heap *h, addr o, addr at)
{
    if (is_in_table(h, o, at))
        return dict_edge(h, o, at);
    const char *name = layout_iterator_field(h, o, at);
    return (struct edge){.kind = EDGE_INTERNAL, .field = name ? name : "od_fast_nodes"};
}

static struct edge set_edge(const struct heap *h, addr o, addr at)
{
    return (struct edge){.kind = EDGE_ITEM, .index = (at - set_at(h, o)->table) / sizeof(struct set_entry)};
}

/* Items of a deque are in blocks that only its own functions know: its n-th reference that is neither to its
 * type nor what a class adds is its n-th item. */
static struct edge deque_edge(size_t ordinal)
{
    return (struct edge){.kind = EDGE_INDEX, .index = ordinal};
}

struct field_name {
    uint16_t offset;
    const char *name;
};

static struct edge named_edge(addr o, addr at, const struct field_name *names)
{
    for (; names->name; names++)
        if (at == o + names->offset)
            return internal(names->name);
    return internal("");
}

/* Of what has fields and nothing else, by its layout. */
static struct edge field_edge(const struct heap *h, addr o, addr at)
{
    const char *name = layout_iterator_field(h, o, at);
    if (!name)
        name = layout_exception_field(h, o, at);
    if (!name)
        name = layout_kind_field(h, o, at);
    return internal(name ? name : "");
}

static const struct field_name memory_view_fields[] = {{24, "mbuf"}, {0}};
static const struct field_name managed_buffer_fields[] = {{40, "obj"}, {0}};
static const struct field_name memory_iterator_fields[] = {{24, "it_seq"}, {0}};
static const struct field_name range_fields[] = {
    {16, "start"}, {24, "stop"}, {32, "step"}, {40, "length"}, {0}};
static const struct field_name slice_fields[] = {{16, "start"}, {24, "stop"}, {32, "step"}, {0}};
static const struct field_name builtin_fields[] = {{24, "m_self"}, {32, "m_module"}, {0}};
static const struct field_name method_fields[] = {{16, "im_func"}, {24, "im_self"}, {0}};
static const struct field_name cell_fields[] = {{16, "ob_ref"}, {0}};
static const struct field_name module_fields[] = {{16, "md_dict"}, {48, "md_name"}, {0}};
static const struct field_name descriptor_fields[] = {
    {16, "d_type"}, {24, "d_name"}, {32, "d_qualname"}, {0}};

static const struct field_name code_fields[] = {{24, "co_consts"},          {32, "co_names"},
                                                {88, "co_localsplusnames"}, {96, "co_localspluskinds"},
                                                {104, "co_filename"},       {112, "co_name"},
                                                {120, "co_qualname"},       {128, "co_linetable"},
                                                {40, "co_exceptiontable"},  {0}};

static const struct field_name function_fields[] = {{16, "func_globals"},
                                                    {24, "func_builtins"},
                                                    {32, "func_name"},
                                                    {40, "func_qualname"},
                                                    {48, "func_code"},
                                                    {56, "func_defaults"},
                                                    {64, "func_kwdefaults"},
                                                    {72, "func_closure"},
                                                    {80, "func_doc"},
                                                    {88, "func_dict"},
                                                    {104, "func_module"},
                                                    {112, "func_annotations"},
                                                    {0}};

static struct edge type_edge(const struct heap *h, addr o, addr at)
{
    static const struct field_name fields[] = {
        {offsetof(struct type_object, dict), "tp_dict"},
        {offsetof(struct type_object, cache), "tp_cache"},
        {offsetof(struct type_object, mro), "tp_mro"},
        {offsetof(struct type_object, bases), "tp_bases"},
        {offsetof(struct type_object, base), "tp_base"},
        {offsetof(struct type_object, subclasses), "tp_subclasses"},
        {0},
    };
    static const struct field_name names[] = {
        {offsetof(struct heap_type_names, name), "ht_name"},
        {offsetof(struct heap_type_names, slots), "ht_slots"},
        {offsetof(struct heap_type_names, qualname), "ht_qualname"},
        {offsetof(struct heap_type_names, module), "ht_module"},
        {0},
    };
    if (at - o < h->abi.type_size)
        return named_edge(o, at, fields);
    if (at - o < h->abi.heap_type_size)
        return named_edge(o + h->abi.heap_type_names, at, names);
    return internal("ht_cached_keys"); /* a name in the keys that the instances share */
}

/* ---- what a class adds --------------------------------------------------------------------------- */

static bool slot_edge(const struct heap *h, addr o, addr at, struct edge *out)
{
    for (addr type = object_type(h, o); type; type = type_at(h, type)->base) {
        const struct member_def *members = type_members(h, type);
        for (size_t i = 0, n = type_member_count(h, type); i < n; i++)
            if (at == o + (addr)members[i].offset) {
                *out = (struct edge){
                    .kind = EDGE_SLOT, .index = i, .name = tuple_item(h, heap_type_names(h, type)->slots, i)};
                return true;
            }
    }
    return false;
}

static bool value_edge(const struct heap *h, addr o, addr at, struct edge *out)
{
    addr type = object_type(h, o), keys = heap_type_names(h, type)->cached_keys, slots;
    if (!keys)
        return false;
    if (h->abi.instance_form == INSTANCE_VALUES_POINTER)
        slots = HEAP_FIELD(h, o - 32, 0, addr);
    else
        slots = o + (addr)type_at(h, type)->basicsize + 8;
    size_t i = (at - slots) / sizeof(addr);
    if (at < slots || i >= keys_shared_size(h, keys))
        return false;
    *out = (struct edge){.kind = EDGE_ATTRIBUTE, .index = i, .name = keys_shared_name(h, keys, i)};
    return true;
}

static bool added_edge(const struct heap *h, addr o, addr at, struct edge *out)
{
    addr type = object_type(h, o);
    if (!(type_at(h, type)->flags & TYPE_HEAP) || !object_in_blocks(type))
        return false;
    if (at == instance_dict_field(h, o)) {
        *out = (struct edge){.kind = EDGE_DICT, .field = "__dict__"};
        return true;
    }
    return slot_edge(h, o, at, out) || value_edge(h, o, at, out);
}

/* ---- all together -------------------------------------------------------------------------------- */

static struct edge label(const struct heap *h, addr o, addr at, size_t ordinal)
{
    struct edge added;
    if (at == o + offsetof(struct object, type))
        return (struct edge){.kind = EDGE_TYPE, .field = "ob_type"};
    if (added_edge(h, o, at, &added))
        return added;
    switch (object_kind(h, o)) {
    case KIND_LIST:
        return item_edge(list_at(h, o)->items, at);
    case KIND_TUPLE:
        return item_edge(o + h->abi.tuple_items_offset, at);
    case KIND_DICT:
        return dict_edge(h, o, at);
    case KIND_ORDERED_DICT:
    case KIND_DEFAULT_DICT:
        return extended_dict_edge(h, o, at);
    case KIND_SET:
    case KIND_FROZENSET:
        return set_edge(h, o, at);
    case KIND_DEQUE:
        return deque_edge(ordinal);
    case KIND_TYPE:
        return type_edge(h, o, at);
    case KIND_WEAKREF:
    case KIND_PROXY:
    case KIND_CALLABLE_PROXY:
        return (struct edge){.kind = EDGE_WEAK_CALLBACK, .field = "wr_callback"};
    case KIND_MEMORYVIEW:
        return named_edge(o, at, memory_view_fields);
    case KIND_MANAGED_BUFFER:
        return named_edge(o, at, managed_buffer_fields);
    case KIND_MEMORY_ITERATOR:
        return named_edge(o, at, memory_iterator_fields);
    case KIND_RANGE:
        return named_edge(o, at, range_fields);
    case KIND_SLICE:
        return named_edge(o, at, slice_fields);
    case KIND_CODE:
        return named_edge(o, at, code_fields);
    case KIND_FUNCTION:
        return named_edge(o, at, function_fields);
    case KIND_BUILTIN:
        return named_edge(o, at, builtin_fields);
    case KIND_METHOD:
        return named_edge(o, at, method_fields);
    case KIND_CELL:
        return named_edge(o, at, cell_fields);
    case KIND_MODULE:
        return named_edge(o, at, module_fields);
    case KIND_GETSET:
    case KIND_MEMBER:
    case KIND_METHOD_DESCRIPTOR:
        return named_edge(o, at, descriptor_fields);
    case KIND_NAMESPACE:
        return (struct edge){.kind = EDGE_DICT, .field = "ns_dict"};
    default:
        return inspect_frame_edge(h, o, at, &added) ? added : field_edge(h, o, at);
    }
}

struct walk {
    addr from, wanted; /* wanted 0: all */
    edge_visitor *visit;
    void *context;
    size_t items;         /* of a deque: so many have been met */
    size_t entry, before; /* of a dict: there are so many keys before this entry */
    bool stopped;
};

/* Entries of deleted keys are none of the keys. */
static bool has_gaps(const struct heap *h, addr o)
{
    const struct dict_object *d = dict_at(h, o);
    return !d->values && d->used != (int64_t)keys_at(h, d->keys)->entries;
}

/* The place of an entry among those that are there. Entries come in order, once or twice. */
static uint64_t place_in_dict(const struct heap *h, struct walk *w, uint64_t entry)
{
    struct dict_keys *k = dict_keys_of(h, w->from);
    if (!has_gaps(h, w->from))
        return entry;
    if (entry < w->entry)
        w->entry = w->before = 0;
    for (; w->entry < entry; w->entry++)
        w->before += keys_key(k, w->entry) != 0;
    return w->before;
}

static bool is_deque_item(const struct heap *h, addr o, addr at)
{
    struct edge added;
    return object_kind(h, o) == KIND_DEQUE && at != o + offsetof(struct object, type) &&
           !added_edge(h, o, at, &added);
}

static void tell(const struct heap *h, void *context, const addr *field, addr to)
{
    struct walk *w = context;
    addr at = heap_addr(h, field);
    size_t ordinal = w->items;
    w->items += is_deque_item(h, w->from, at);
    if (w->stopped || (w->wanted && to != w->wanted))
        return;
    struct edge e = label(h, w->from, at, ordinal);
    if (e.kind == EDGE_KEY || e.kind == EDGE_VALUE)
        e.index = place_in_dict(h, w, e.index);
    e.from = w->from;
    e.to = to;
    w->stopped = !w->visit(w->context, &e);
}

void inspect_referents(const struct heap *h, addr o, edge_visitor *visit, void *context)
{
    struct walk w = {.from = o, .visit = visit, .context = context};
    references_traversed(h, o, tell, &w);
}

void inspect_counted(const struct heap *h, addr o, edge_visitor *visit, void *context)
{
    struct walk w = {.from = o, .visit = visit, .context = context};
    references_counted(h, o, tell, &w);
}

void inspect_referrers(const struct heap *h, addr o, edge_visitor *visit, void *context)
{
    struct walk w = {.wanted = o, .visit = visit, .context = context};
    for (addr from = object_next(h, 0); from && !w.stopped; from = object_next(h, from + 16)) {
        w.from = from;
        w.items = w.entry = w.before = 0;
        references_counted(h, from, tell, &w);
    }
}
