/* Looking: nothing here changes the heap, but for the scratch memory (host, malloc) of graph walks. */
#ifndef HEAPD_HEAP_INSPECT_H
#define HEAPD_HEAP_INSPECT_H

#include "daemon/heap/base.h"
#include "daemon/heap/object/kinds.h"

struct object_info {
    addr id, type;
    const char *type_name;
    enum kind kind;
    uint64_t size;     /* sys.getsizeof */
    uint64_t refcount; /* true count */
    bool immortal, in_static_area, tracked, finalized;
    int generation; /* 0 to 2, 3 permanent, -1 untracked */
    uint32_t weakrefs, handles;
    int64_t length; /* -1: has no len() */
};
/* With `generations` (may be NULL) from inspect_generations the generation is found at once, else by walking
 * the lists. */
struct generation_map;
void inspect_object(const struct heap *h, addr o, const struct generation_map *generations,
                    struct object_info *out);
/* The object after `o` (0: the first) in the list of a generation, 3 the permanent one, residents left out; 0
 * past the last. */
addr inspect_generation_next(const struct heap *h, int generation, addr o);
/* The first object of the static area at or after `a`, in address order; 0 past the last. Start with 0. */
addr inspect_static_next(const struct heap *h, addr a);
/* The pool that an address in an arena is in. */
addr inspect_pool_of(const struct heap *h, addr a);
struct generation_map *inspect_generations(
    const struct heap *h); /* host memory: free with inspect_generations_free; NULL: no memory */
void inspect_generations_free(struct generation_map *m);

/* ---- layout: every field of the object and its storage */
struct layout_field {
    const char *block; /* "object", "header" (collector), "prefix", "items", "keys", "values", "table" */
    addr address;
    uint32_t offset; /* from the start of the object (header: negative as int32_t) */
    uint32_t size;
    char name[40];       /* ob_refcnt, ob_item[3] */
    const char *meaning; /* one sentence */
    enum {
        FIELD_BYTES,
        FIELD_COUNT,
        FIELD_ADDRESS,
        FIELD_SIGNED,
        FIELD_DOUBLE,
        FIELD_TEXT,
        FIELD_FLAGS
    } form;
    addr target; /* FIELD_ADDRESS: the object it refers to, or 0 */
};
typedef bool layout_visitor(void *context, const struct layout_field *field); /* false stops */
void inspect_layout(const struct heap *h, addr o, layout_visitor *visit, void *context);

/* ---- references with labels */
enum edge_kind {
    EDGE_TYPE,
    EDGE_ATTRIBUTE,
    EDGE_KEY,
    EDGE_VALUE,
    EDGE_INDEX,
    EDGE_SLOT,
    EDGE_DICT,
    EDGE_ITEM,
    EDGE_LOCAL, /* a variable of a frame: of a generator, or of a frame object whose frame has ended */
    EDGE_INTERNAL,
    EDGE_WEAK_CALLBACK
};
/* "attribute", "key", ...: a constant. */
const char *edge_kind_name(enum edge_kind kind);
struct edge {
    addr from, to;
    enum edge_kind kind;
    uint64_t index;    /* EDGE_INDEX; EDGE_KEY, EDGE_VALUE: place of the entry */
    addr name;         /* EDGE_ATTRIBUTE, EDGE_SLOT, EDGE_LOCAL: str; EDGE_VALUE: the key object */
    const char *field; /* EDGE_INTERNAL: "ob_type", "tp_base", ... */
};
typedef bool edge_visitor(void *context, const struct edge *e);
/* In gc.get_referents order, all of them (the type too, as that version's tp_traverse does). */
void inspect_referents(const struct heap *h, addr o, edge_visitor *visit, void *context);
/* All references that are counted, those that tp_traverse leaves out too. */
void inspect_counted(const struct heap *h, addr o, edge_visitor *visit, void *context);
/* Everything in blocks that refers to `o` (0: to anything), in address order. Cost: the whole heap. */
void inspect_referrers(const struct heap *h, addr o, edge_visitor *visit, void *context);

/* ---- for graphs of the whole heap (inspect_graph.c) */

/* The first object at or after `a`, those of the static area too; 0 past the last. Start with 0. */
addr inspect_next(const struct heap *h, addr a);
/* A str that names it (a function's qualified name, a module's), borrowed; 0: it has none. */
addr inspect_name(const struct heap *h, addr o);
/* Its repr() as far as it can be had without running code, if it is as short as `room`: its length, else 0.
 * Nothing changes by it, no step is counted. */
size_t inspect_short_repr(struct heap *h, addr o, char *bytes, size_t room);
/* Bytes of its size that wait for items to come or were left by those that are gone: capacity that is not
 * used. */
uint64_t inspect_unused(const struct heap *h, addr o);

/* Every object reachable from `o` once, itself too, sys.getsizeof each -- along contents only (items, keys,
 * values, attributes, slots, not types, modules): what a deep getsizeof function sums. `statics`: count
 * objects of the static area too (CPython's getsizeof does not tell them apart). false: no host memory. */
struct deep_size {
    uint64_t size, count;
};
bool inspect_deep_size(const struct heap *h, addr o, struct deep_size *out) HEAP_MUST_CHECK;

/* ---- totals */
struct type_total {
    addr type;
    uint64_t count, bytes; /* bytes: sys.getsizeof each */
};
/* Live objects in blocks by type, most bytes first. Host memory, free(); count 0 and NULL: nothing or no
 * memory. */
struct type_total *inspect_types(const struct heap *h, size_t *count);

#endif
