/* The references of an object, by the tables of the kinds (references.h). */
#include "daemon/heap/references.h"

#include "daemon/heap/object/dict_keys.h"
#include "daemon/heap/object/heaptype.h"

struct each {
    reference_each *each;
    void *context;
    addr type_seen; /* the object's type, once it was among the references */
    addr type_field;
};

static void each_span(struct heap *h, void *context, addr *fields, size_t count, size_t stride)
{
    struct each *e = context;
    addr dummy = h->singleton[SINGLETON_SET_DUMMY];
    for (size_t i = 0; i < count; i++) {
        addr *field = &fields[(intptr_t)i * (intptr_t)stride];
        if (!*field || *field == dummy)
            continue;
        if (heap_addr(h, field) == e->type_field)
            e->type_seen = *field;
        e->each(h, e->context, field, *field);
    }
}

/* Traversal changes nothing; its functions take a heap that may change because the collector's do. */
static struct heap *unconst(const struct heap *h)
{
    return (struct heap *)(uintptr_t)h;
}

void references_traversed(const struct heap *h, addr o, reference_each *each, void *context)
{
    struct each e = {each, context, 0, o + offsetof(struct object, type)};
    object_traverse(unconst(h), o, each_span, &e);
}

static void shared_key_names(const struct heap *h, addr type, struct each *e)
{
    addr keys = heap_type_names(h, type)->cached_keys;
    struct dict_keys *k = keys ? keys_at(h, keys) : NULL;
    if (k && k->entries > 0)
        each_span(unconst(h), e, &keys_unicode(k)->key, (size_t)k->entries, 2);
}

/* What type_traverse and its like leave to us: of a class the shared names, of a builtin type the subclasses
 * it has got. */
static void of_type(const struct heap *h, addr type, struct each *e)
{
    struct type_object *t = type_at(h, type);
    if (!(t->flags & TYPE_HEAP))
        each_span(unconst(h), e, &t->subclasses, 1, 1);
    else if (object_in_blocks(type))
        shared_key_names(h, type, e);
}

void references_counted(const struct heap *h, addr o, reference_each *each, void *context)
{
    if (object_kind(h, o) == KIND_FUNCTOOLS_LRU_LINK)
        return; /* its cache tells what a link has, its type too (lru_cache_tp_traverse) */
    struct each e = {each, context, 0, o + offsetof(struct object, type)};
    const struct kind_ops *ops = object_ops(h, o);
    object_traverse(unconst(h), o, each_span, &e);
    if (ops->untraversed)
        ops->untraversed(unconst(h), o, each_span, &e);
    if (object_kind(h, o) == KIND_TYPE)
        of_type(h, o, &e);
    struct object *p = object_at(h, o);
    if (!e.type_seen && reference_to_type_is_counted(h, o))
        each(h, context, &p->type, p->type);
}
