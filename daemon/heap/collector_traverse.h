/* The references of an object, visited without a call for each: the kinds that make up most of a heap are
 * read in place, everything else goes through object_traverse(). Shared by the two passes of a collection
 * that visit references.
 */
#ifndef HEAPD_HEAP_COLLECTOR_TRAVERSE_H
#define HEAPD_HEAP_COLLECTOR_TRAVERSE_H

#include "daemon/heap/object/object.h"

/* How the references of an instance of a type are found. */
enum shape_how { SHAPE_UNKNOWN, SHAPE_LIST, SHAPE_TUPLE, SHAPE_GENERAL };

struct shape {
    addr type;
    uint32_t how; /* enum shape_how */
};

/* A direct-mapped cache of the types met; a heap has few. Zero: empty. */
#define SHAPES 64
struct shapes {
    struct shape of[SHAPES];
};

static inline uint32_t shape_find(const struct heap *h, addr type)
{
    if (type == h->type[KIND_LIST])
        return SHAPE_LIST;
    if (type == h->type[KIND_TUPLE])
        return SHAPE_TUPLE;
    return SHAPE_GENERAL;
}

static inline const struct shape *shape_of(const struct heap *h, struct shapes *s, addr type)
{
    struct shape *found = &s->of[(type >> 4) % SHAPES];
    if (HEAP_UNLIKELY(found->type != type))
        *found = (struct shape){type, shape_find(h, type)};
    return found;
}

/* `visit` must be an always-inline function, `spans` the same thing as a span_visitor, for what is not read
 * in place. */
typedef void reference_visitor(const struct heap *h, void *context, addr reference);

static inline __attribute__((always_inline)) void
visit_backwards(const struct heap *h, addr at, int64_t count, reference_visitor *visit, void *context)
{
    const addr *items = count > 0 ? heap_at(h, at) : NULL;
    for (int64_t i = count - 1; i >= 0; i--)
        if (items[i])
            visit(h, context, items[i]);
}

static inline __attribute__((always_inline)) void visit_references(struct heap *h, struct shapes *s, addr o,
                                                                   reference_visitor *visit,
                                                                   span_visitor *spans, void *context)
{
    switch (shape_of(h, s, object_type(h, o))->how) {
    case SHAPE_LIST:
        visit_backwards(h, HEAP_FIELD(h, o, 24, addr), object_size_field(h, o), visit, context);
        break;
    case SHAPE_TUPLE:
        visit_backwards(h, o + h->abi.tuple_items_offset, object_size_field(h, o), visit, context);
        break;
    default:
        object_traverse(h, o, spans, context);
    }
}

static inline __attribute__((always_inline)) void visit_span(const struct heap *h, const addr *fields,
                                                             size_t count, size_t stride,
                                                             reference_visitor *visit, void *context)
{
    for (size_t i = 0; i < count; i++) {
        addr reference = fields[(intptr_t)i * (intptr_t)stride];
        if (reference)
            visit(h, context, reference);
    }
}

#endif
