/* The references of an object, visited without a call for each: the types that make up most of a heap are
 * read in place, everything else goes through object_traverse(). The order is the same: that of tp_traverse.
 *
 * How instances of a type are read, its shape, is found once for each type and collection; nothing that runs
 * while a shape is kept changes a type.
 */
#ifndef HEAPD_HEAP_COLLECTOR_TRAVERSE_H
#define HEAPD_HEAP_COLLECTOR_TRAVERSE_H

#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/weakref.h"

#define VISIT_INLINE static inline __attribute__((always_inline))

enum shape_how {
    SHAPE_LIST,
    SHAPE_TUPLE,
    SHAPE_DICT,
    SHAPE_SET,
    SHAPE_INSTANCE, /* of a class that extends object alone: slots of one class, values, dict, type */
    SHAPE_GENERAL
};

struct shape {
    addr type;                /* 0: empty */
    uint32_t how;             /* enum shape_how */
    uint16_t slots, slots_at; /* how many, and where in an instance */
    uint16_t values; /* how many values an instance can have; of these the shared keys name so many */
    uint16_t
        values_at; /* from 3.13: where in an instance the values begin; 0: before it is a pointer to them */
    bool dict;     /* a dict field before the instance */
};

/* The types met, of which a heap has few, and where to look for one. Those for which there is no room are
 * read in the general way. */
#define SHAPES      64
#define SHAPE_SLOTS 256
struct shapes {
    struct shape of[SHAPES]; /* of[0]: what has no shape of its own */
    uint8_t slot[SHAPE_SLOTS];
    uint8_t count;
    uint8_t traits; /* of all types met */
};

/* What may have to be done for trash of a type. */
#define TRAIT_LEGACY   1u /* tp_del */
#define TRAIT_FINALIZE 2u /* tp_finalize */
#define TRAIT_WEAK     4u /* has weak references, or is one */

static inline uint8_t type_traits(const struct heap *h, addr type)
{
    const struct type_object *t = type_at(h, type);
    bool weak = t->weaklistoffset || kind_is_weak(type_kind(h, type));
    return (uint8_t)((t->del ? TRAIT_LEGACY : 0u) | (t->finalize ? TRAIT_FINALIZE : 0u) |
                     (weak ? TRAIT_WEAK : 0u));
}

static inline void shapes_init(struct shapes *s)
{
    *s = (struct shapes){.of[0].how = SHAPE_GENERAL, .count = 1};
}

/* The slots of all bases, if they are those of one class. */
static inline bool shape_slots(const struct heap *h, addr type, struct shape *s)
{
    for (addr t = type; t; t = type_at(h, t)->base) {
        size_t count = type_member_count(h, t);
        if (count && s->slots)
            return false;
        if (count) {
            s->slots = (uint16_t)count;
            s->slots_at = (uint16_t)type_members(h, t)->offset;
        }
    }
    return true;
}

static inline void shape_instance(const struct heap *h, addr type, struct shape *s)
{
    const struct type_object *t = type_at(h, type);
    bool managed = t->flags & TYPE_MANAGED_DICT;
    if (!shape_slots(h, type, s) || (t->dictoffset && !managed) ||
        h->abi.instance_form == INSTANCE_DICT_FIELD)
        return;
    addr keys = heap_type_names(h, type)->cached_keys;
    s->how = SHAPE_INSTANCE;
    s->dict = managed;
    s->values = (uint16_t)(managed && keys ? keys_shared_size(h, keys) : 0);
    if (h->abi.instance_form != INSTANCE_VALUES_POINTER) {
        s->values_at = (uint16_t)t->basicsize;
        s->values = t->flags & TYPE_INLINE_VALUES ? s->values : 0;
    }
}

static inline struct shape shape_find(const struct heap *h, addr type)
{
    struct shape s = {.type = type, .how = SHAPE_GENERAL};
    if (type == h->type[KIND_LIST])
        s.how = SHAPE_LIST;
    else if (type == h->type[KIND_TUPLE])
        s.how = SHAPE_TUPLE;
    else if (type == h->type[KIND_DICT])
        s.how = SHAPE_DICT;
    else if (type == h->type[KIND_SET] || type == h->type[KIND_FROZENSET])
        s.how = SHAPE_SET;
    else if (type_kind(h, type) == KIND_INSTANCE && object_in_blocks(type))
        shape_instance(h, type, &s);
    return s;
}

static inline uint8_t shape_search(const struct heap *h, struct shapes *s, addr type)
{
    for (uint8_t i = 1; i < s->count; i++)
        if (s->of[i].type == type)
            return i;
    s->traits |= type_traits(h, type);
    if (s->count == SHAPES)
        return 0;
    s->of[s->count] = shape_find(h, type);
    return s->count++;
}

/* Valid as long as the shapes are. */
VISIT_INLINE const struct shape *shape_of(const struct heap *h, struct shapes *s, addr type)
{
    uint8_t *slot = &s->slot[(type >> 4 ^ type >> 12) % SHAPE_SLOTS];
    if (HEAP_UNLIKELY(s->of[*slot].type != type))
        *slot = shape_search(h, s, type);
    return &s->of[*slot];
}

/* A run of fields; `stride` in words. */
struct span {
    const addr *first;
    int64_t count, stride;
};

VISIT_INLINE struct span span_of(const struct heap *h, addr at, int64_t count, int64_t stride)
{
    return count > 0 ? (struct span){heap_at(h, at), count, stride} : (struct span){NULL, 0, 0};
}

/* Where the values of an instance are, 0: it has none, or shares them with its dict, which visits them. */
VISIT_INLINE addr shape_values(const struct heap *h, const struct shape *s, addr o)
{
    if (!s->values)
        return 0;
    if (!s->values_at)
        return HEAP_FIELD(h, o - 32, 0, addr);
    addr values = o + s->values_at;
    return *values_valid_byte(h, values) && !HEAP_FIELD(h, o - 24, 0, addr) ? values + 8 : 0;
}

VISIT_INLINE struct span values_span(const struct heap *h, const struct shape *s, addr o)
{
    addr values = shape_values(h, s, o);
    int64_t count = s->values;
    if (values && s->values_at && *(const uint8_t *)heap_at(h, values - 8) < count)
        count = *(const uint8_t *)heap_at(h, values - 8);
    return span_of(h, values, values ? count : 0, 1);
}

VISIT_INLINE struct span dict_values_span(const struct heap *h, addr keys, addr values)
{
    size_t room = values_room(h, values, keys);
    int64_t entries = keys_at(h, keys)->entries;
    return (struct span){values_slots(h, values), (size_t)entries < room ? entries : (int64_t)room, 1};
}

VISIT_INLINE struct span dict_span(const struct heap *h, addr o)
{
    const struct dict_object *d = dict_at(h, o);
    struct dict_keys *k = keys_at(h, d->keys);
    if (k->entries == 0)
        return (struct span){NULL, 0, 0};
    if (d->values)
        return dict_values_span(h, d->keys, d->values);
    if (k->kind == KEYS_GENERAL)
        return (struct span){&keys_general(k)->value, k->entries, 3};
    return (struct span){&keys_unicode(k)->value, k->entries, 2};
}

VISIT_INLINE struct span set_span(const struct heap *h, addr o)
{
    const struct set_object *s = set_at(h, o);
    return span_of(h, s->table, s->fill ? s->mask + 1 : 0, 2);
}

/* The run that holds most of what the object refers to: all but an instance's slots, dict and type, and a
 * dict's keys. */
VISIT_INLINE struct span shape_span(const struct heap *h, const struct shape *s, addr o)
{
    int64_t size;
    switch (s->how) {
    case SHAPE_LIST:
        size = object_size_field(h, o);
        return span_of(h, HEAP_FIELD(h, o, 24, addr) + 8 * (uint64_t)(size - 1), size, -1);
    case SHAPE_TUPLE:
        size = object_size_field(h, o);
        return span_of(h, o + h->abi.tuple_items_offset + 8 * (uint64_t)(size - 1), size, -1);
    case SHAPE_DICT:
        return dict_span(h, o);
    case SHAPE_SET:
        return set_span(h, o);
    case SHAPE_INSTANCE:
        return s->values ? values_span(h, s, o) : span_of(h, o + s->slots_at, s->slots, 1);
    default:
        return (struct span){NULL, 0, 0};
    }
}

/* The first bytes that must be in the cache for shape_span() to be read: 0 when they are part of the object.
 */
VISIT_INLINE addr shape_storage(const struct heap *h, const struct shape *s, addr o)
{
    switch (s->how) {
    case SHAPE_LIST:
        return HEAP_FIELD(h, o, 24, addr);
    case SHAPE_DICT:
        return dict_at(h, o)->keys;
    case SHAPE_SET:
        return set_at(h, o)->table;
    case SHAPE_INSTANCE:
        return s->values && !s->values_at ? HEAP_FIELD(h, o - 32, 0, addr) : 0;
    default:
        return 0;
    }
}

/* `visit` must be an always-inline function, `spans` the same thing as a span_visitor, for what is not read
 * in place. */
typedef void reference_visitor(const struct heap *h, void *context, addr reference);

VISIT_INLINE void visit_one(const struct heap *h, addr reference, reference_visitor *visit, void *context)
{
    if (reference)
        visit(h, context, reference);
}

VISIT_INLINE void visit_span(const struct heap *h, struct span s, reference_visitor *visit, void *context)
{
    for (int64_t i = 0; i < s.count; i++)
        visit_one(h, s.first[i * s.stride], visit, context);
}

VISIT_INLINE void visit_instance(const struct heap *h, const struct shape *s, addr o,
                                 reference_visitor *visit, void *context)
{
    if (s->slots)
        visit_span(h, span_of(h, o + s->slots_at, s->slots, 1), visit, context);
    if (s->values)
        visit_span(h, values_span(h, s, o), visit, context);
    if (s->dict)
        visit_one(h, HEAP_FIELD(h, o - 24, 0, addr), visit, context);
    visit_one(h, s->type, visit, context);
}

/* Values and keys by turns. */
VISIT_INLINE void visit_pairs(const struct heap *h, struct span s, reference_visitor *visit, void *context)
{
    for (int64_t i = 0; i < s.count; i++) {
        visit_one(h, s.first[3 * i], visit, context);
        visit_one(h, s.first[3 * i - 1], visit, context);
    }
}

/* `s` is the object's shape, `span` its shape_span(). */
VISIT_INLINE void visit_shaped(struct heap *h, const struct shape *s, struct span span, addr o,
                               reference_visitor *visit, span_visitor *spans, void *context)
{
    if (s->how == SHAPE_GENERAL)
        object_traverse(h, o, spans, context);
    else if (s->how == SHAPE_INSTANCE)
        visit_instance(h, s, o, visit, context);
    else if (span.stride == 3)
        visit_pairs(h, span, visit, context);
    else
        visit_span(h, span, visit, context);
}

#endif
