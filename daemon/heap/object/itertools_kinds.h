/* What the files of itertools share. Mirrors Modules/itertoolsmodule.c: each kind is a type of that module,
 * and is made by calling it; argument texts are those of its argument parser.
 */
#ifndef HEAPD_HEAP_OBJECT_ITERTOOLS_KINDS_H
#define HEAPD_HEAP_OBJECT_ITERTOOLS_KINDS_H

#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/iterator_fields.h"

/* T(...): *new* in *out, `type` being the kind's or a class that extends it. */
typedef enum heap_status itertools_maker(struct heap *h, addr type, const struct call *call, addr *out);
itertools_maker itertools_count_call, itertools_cycle_call, itertools_repeat_call, itertools_accumulate_call;
itertools_maker itertools_chain_call, itertools_compress_call, itertools_dropwhile_call,
    itertools_takewhile_call;
itertools_maker itertools_filterfalse_call, itertools_groupby_call, itertools_islice_call,
    itertools_pairwise_call;
itertools_maker itertools_batched_call, itertools_permutations_call, itertools_combinations_call;
itertools_maker itertools_combinations_with_replacement_call, itertools_product_call, itertools_starmap_call;
itertools_maker itertools_tee_call, itertools_tee_data_call, itertools_grouper_call,
    itertools_zip_longest_call;

/* chain.from_iterable(iterable), `type` as above. *new* */
addr chain_from_iterable(struct heap *h, addr type, addr iterable) HEAP_MUST_CHECK;

/* itertools.tee(iterable, n): *new* tuple. ValueError: n must be >= 0. */
addr itertools_tee(struct heap *h, addr iterable, int64_t n) HEAP_MUST_CHECK;

/* Is it the type itself that is called, or a class with its __init__? Only then keywords are refused. */
static inline bool is_own_type(const struct heap *h, addr type)
{
    return type_inits_as_builtin(h, type);
}

/* An item of an iterator that running code may take out of the one that asks: held meanwhile. */
static inline enum heap_status step_held(struct heap *h, addr source, addr *item)
{
    incref(h, source);
    enum heap_status status = iterator_step_inner(h, source, item);
    decref(h, source);
    return status;
}
/* The same with StopIteration swallowed (PyIter_Next). */
static inline enum heap_status next_held(struct heap *h, addr source, addr *item)
{
    enum heap_status status = step_held(h, source, item);
    if (status == HEAP_OK)
        return HEAP_OK;
    *item = 0;
    return status == HEAP_RAISED && iterator_stopped(h) ? HEAP_OK : status;
}

#endif
