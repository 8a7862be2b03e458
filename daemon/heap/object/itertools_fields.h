/* The fields of itertools' iterators, for the files that have their methods: itertools_*.c, whose heads say
 * where they are. */
#ifndef HEAPD_HEAP_OBJECT_ITERTOOLS_FIELDS_H
#define HEAPD_HEAP_OBJECT_ITERTOOLS_FIELDS_H

#include "daemon/heap/object/object.h"

struct count {
    struct object base;
    int64_t count;
    addr long_count, step;
};
static inline struct count *count_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct cycle {
    struct object base;
    addr source, saved; /* source 0: everything is in the list */
    int64_t index;
};
static inline struct cycle *cycle_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

/* Whether what the source gives is in the list already: up to 3.13. */
static inline int32_t *cycle_first_pass(const struct heap *h, addr o)
{
    return heap_at(h, o + sizeof(struct cycle));
}

struct repeat {
    struct object base;
    addr element;
    int64_t count; /* -1: for ever */
};
static inline struct repeat *repeat_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct accumulate {
    struct object base;
    addr total, source, function, initial; /* total 0: nothing yet; function 0: + */
};
static inline struct accumulate *accumulate_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct chain {
    struct object base;
    addr source, active; /* source 0: the end; active 0: the source gives the next */
};
static inline struct chain *chain_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct islice {
    struct object base;
    addr source;                     /* 0: the end */
    int64_t next, stop, step, count; /* stop -1: none; count: how many items have been taken */
};
static inline struct islice *islice_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct pairwise {
    struct object base;
    addr source, old, result; /* result: where the version has it */
};
static inline struct pairwise *pairwise_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct batched {
    struct object base;
    addr source; /* 0: the end */
    int64_t size;
    bool strict;
};
static inline struct batched *batched_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct compress {
    struct object base;
    addr data, selectors;
};
static inline struct compress *compress_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct mapped {
    struct object base;
    addr function, source;
    int64_t decided; /* dropwhile: the first item to be given out was met; takewhile: the end was. Not in
                        filterfalse and starmap */
};
static inline struct mapped *mapped_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct groupby {
    struct object base;
    addr source, function; /* function None: the item is its own key */
    addr target;           /* the key of the group given out last; 0: none was */
    addr key, value;       /* of the item that was looked at last; 0: it has been given out */
    addr grouper;          /* not counted */
};
static inline struct groupby *groupby_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct grouper {
    struct object base;
    addr parent, target;
};
static inline struct grouper *grouper_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct combinations {
    struct object base;
    addr pool, indices, result; /* result 0: before the first */
    int64_t r;
    int32_t stopped, stale; /* stale: the result is not what the indices say */
};
static inline struct combinations *combinations_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct permutations {
    struct object base;
    addr pool, indices, cycles, result;
    int64_t r;
    int32_t stopped, stale;
};
static inline struct permutations *permutations_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct product {
    struct object base;
    addr pools, indices, result;
    int32_t stopped, stale;
};
static inline struct product *product_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

#define TEE_CELLS 57
struct tee_data {
    struct object base;
    addr source;
    int32_t count, running;
    addr next;
    addr values[TEE_CELLS];
};
static inline struct tee_data *tee_data_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct tee {
    struct object base;
    addr data;
    int32_t index, pad;
    addr weakrefs;
};
static inline struct tee *tee_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

struct zip_longest {
    struct object base;
    int64_t count, active;
    addr iterators, result, fill; /* those that have come to their end are 0 in `iterators` */
};
static inline struct zip_longest *zip_longest_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

#endif
