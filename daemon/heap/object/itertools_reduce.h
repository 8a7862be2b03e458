/* __reduce__ and __setstate__ of itertools' iterators, for the tables of their methods. Up to 3.13
 * (abi.itertools_are_not_reduced). */
#ifndef HEAPD_HEAP_OBJECT_ITERTOOLS_REDUCE_H
#define HEAPD_HEAP_OBJECT_ITERTOOLS_REDUCE_H

#include "daemon/heap/object/class.h"

builtin_function count_reduce, cycle_reduce, cycle_setstate, repeat_reduce;
builtin_function accumulate_reduce, accumulate_setstate, chain_reduce, chain_setstate, islice_reduce,
    islice_setstate;
builtin_function compress_reduce, mapped_reduce, deciding_reduce, deciding_setstate, groupby_reduce,
    groupby_setstate, grouper_reduce;
builtin_function combinations_reduce, combinations_setstate, replacing_setstate, permutations_reduce,
    permutations_setstate;
builtin_function product_reduce, product_setstate;
builtin_function tee_reduce, tee_setstate, tee_data_reduce, zip_longest_reduce, zip_longest_setstate;

#define REDUCES(name)                                                                                        \
    {                                                                                                        \
        "__reduce__", 0, 0, 0, name##_reduce                                                                 \
    }
#define SETS_STATE(name)                                                                                     \
    {                                                                                                        \
        "__setstate__", 1, 1, 0, name##_setstate                                                             \
    }

#endif
