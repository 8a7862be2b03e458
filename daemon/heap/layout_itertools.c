/* The fields of the types of itertools (layout.h). */
#include "daemon/heap/layout.h"

static const struct field_spec count_fields[] = {
    {16, 8, FIELD_SIGNED, "cnt", "The next number, as long as it fits and the step is 1."},
    {24, 8, FIELD_ADDRESS, "long_cnt", "The next number else; 0: not yet."},
    {32, 8, FIELD_ADDRESS, "long_step", "How far it is from one to the next."},
    {0},
};

static const struct field_spec cycle_fields[] = {
    {16, 8, FIELD_ADDRESS, "it", "The iterator that the items come from; 0 once it has come to its end."},
    {24, 8, FIELD_ADDRESS, "saved", "The items that were given out, a list."},
    {32, 8, FIELD_COUNT, "index", "Which of them is next."},
    {0},
};

static const struct field_spec cycle_first_pass_fields[] = {
    {16, 8, FIELD_ADDRESS, "it", "The iterator that the items come from; 0 once it has come to its end."},
    {24, 8, FIELD_ADDRESS, "saved", "The items that were given out, a list."},
    {32, 8, FIELD_COUNT, "index", "Which of them is next."},
    {40, 4, FIELD_COUNT, "firstpass", "Have the items been saved already?"},
    {0},
};

static const struct field_spec repeat_fields[] = {
    {16, 8, FIELD_ADDRESS, "element", "What is given out."},
    {24, 8, FIELD_SIGNED, "cnt", "How many times more; -1: for ever."},
    {0},
};

static const struct field_spec accumulate_fields[] = {
    {16, 8, FIELD_ADDRESS, "total", "The result so far; 0 before the first."},
    {24, 8, FIELD_ADDRESS, "it", "The iterator that the items come from."},
    {32, 8, FIELD_ADDRESS, "binop", "What combines two of them; 0: addition."},
    {40, 8, FIELD_ADDRESS, "initial", "What comes first; None: the first item."},
    {0},
};

static const struct field_spec accumulate_state_fields[] = {
    {16, 8, FIELD_ADDRESS, "total", "The result so far; 0 before the first."},
    {24, 8, FIELD_ADDRESS, "it", "The iterator that the items come from."},
    {32, 8, FIELD_ADDRESS, "binop", "What combines two of them; 0: addition."},
    {40, 8, FIELD_ADDRESS, "initial", "What comes first; None: the first item."},
    {48, 8, FIELD_ADDRESS, "state", "Of the module: where its types are."},
    {0},
};

static const struct field_spec chain_fields[] = {
    {16, 8, FIELD_ADDRESS, "source",
     "The iterator that the iterables come from; 0 once the end was reached."},
    {24, 8, FIELD_ADDRESS, "active", "The iterator of one of them; 0: the next one is to be taken."},
    {0},
};

static const struct field_spec compress_fields[] = {
    {16, 8, FIELD_ADDRESS, "data", "The iterator that the items come from."},
    {24, 8, FIELD_ADDRESS, "selectors", "The iterator that says which of them are wanted."},
    {0},
};

static const struct field_spec dropwhile_fields[] = {
    {16, 8, FIELD_ADDRESS, "func", "What decides."},
    {24, 8, FIELD_ADDRESS, "it", "The iterator that the items come from."},
    {32, 8, FIELD_COUNT, "start", "Has the first wanted item been met?"},
    {0},
};

static const struct field_spec takewhile_fields[] = {
    {16, 8, FIELD_ADDRESS, "func", "What decides."},
    {24, 8, FIELD_ADDRESS, "it", "The iterator that the items come from."},
    {32, 8, FIELD_COUNT, "stop", "Has the first unwanted item been met?"},
    {0},
};

static const struct field_spec function_and_source_fields[] = {
    {16, 8, FIELD_ADDRESS, "func", "What is called with each."},
    {24, 8, FIELD_ADDRESS, "it", "The iterator that the items come from."},
    {0},
};

static const struct field_spec groupby_fields[] = {
    {16, 8, FIELD_ADDRESS, "it", "The iterator that the items come from."},
    {24, 8, FIELD_ADDRESS, "keyfunc", "What makes the keys; None: an item is its own."},
    {32, 8, FIELD_ADDRESS, "tgtkey", "The key of the group given out last."},
    {40, 8, FIELD_ADDRESS, "currkey",
     "The key of the item that was looked at last; 0: it has been given out."},
    {48, 8, FIELD_ADDRESS, "currvalue", "That item."},
    {56, 8, FIELD_ADDRESS, "currgrouper", "The group given out last, without a count."},
    {0},
};

static const struct field_spec groupby_state_fields[] = {
    {16, 8, FIELD_ADDRESS, "it", "The iterator that the items come from."},
    {24, 8, FIELD_ADDRESS, "keyfunc", "What makes the keys; None: an item is its own."},
    {32, 8, FIELD_ADDRESS, "tgtkey", "The key of the group given out last."},
    {40, 8, FIELD_ADDRESS, "currkey",
     "The key of the item that was looked at last; 0: it has been given out."},
    {48, 8, FIELD_ADDRESS, "currvalue", "That item."},
    {56, 8, FIELD_ADDRESS, "currgrouper", "The group given out last, without a count."},
    {64, 8, FIELD_ADDRESS, "state", "Of the module: where its types are."},
    {0},
};

static const struct field_spec grouper_fields[] = {
    {16, 8, FIELD_ADDRESS, "parent", "The groupby that it is a group of."},
    {24, 8, FIELD_ADDRESS, "tgtkey", "Its key."},
    {0},
};

static const struct field_spec islice_fields[] = {
    {16, 8, FIELD_ADDRESS, "it", "The iterator that the items come from; 0 once the end was reached."},
    {24, 8, FIELD_COUNT, "next", "Which item is wanted next."},
    {32, 8, FIELD_SIGNED, "stop", "Before which item it ends; -1: before none."},
    {40, 8, FIELD_COUNT, "step", "How far it is from one to the next."},
    {48, 8, FIELD_COUNT, "cnt", "How many items have been taken."},
    {0},
};

static const struct field_spec pairwise_fields[] = {
    {16, 8, FIELD_ADDRESS, "it", "The iterator that the items come from; 0 once the end was reached."},
    {24, 8, FIELD_ADDRESS, "old", "The item that is first in the next pair."},
    {0},
};

static const struct field_spec pairwise_result_fields[] = {
    {16, 8, FIELD_ADDRESS, "it", "The iterator that the items come from; 0 once the end was reached."},
    {24, 8, FIELD_ADDRESS, "old", "The item that is first in the next pair."},
    {32, 8, FIELD_ADDRESS, "result", "The pair given out last, used again if nobody kept it."},
    {0},
};

static const struct field_spec batched_fields[] = {
    {16, 8, FIELD_ADDRESS, "it", "The iterator that the items come from; 0 once the end was reached."},
    {24, 8, FIELD_COUNT, "batch_size", "How many make a batch."},
    {32, 1, FIELD_COUNT, "strict", "Must the last batch be whole?"},
    {0},
};

static const struct field_spec permutations_fields[] = {
    {16, 8, FIELD_ADDRESS, "pool", "The items, a tuple."},
    {24, 8, FIELD_ADDRESS, "indices", "In which order they are now: a block of numbers."},
    {32, 8, FIELD_ADDRESS, "cycles", "How many turns each place still has: a block of numbers."},
    {40, 8, FIELD_ADDRESS, "result", "The tuple given out last, changed in place if nobody kept it."},
    {48, 8, FIELD_COUNT, "r", "How long the tuples are."},
    {56, 4, FIELD_COUNT, "stopped", "Was the end reached?"},
    {0},
};

static const struct field_spec combinations_fields[] = {
    {16, 8, FIELD_ADDRESS, "pool", "The items, a tuple."},
    {24, 8, FIELD_ADDRESS, "indices", "Which of them are chosen: a block of numbers."},
    {32, 8, FIELD_ADDRESS, "result", "The tuple given out last, changed in place if nobody kept it."},
    {40, 8, FIELD_COUNT, "r", "How long the tuples are."},
    {48, 4, FIELD_COUNT, "stopped", "Was the end reached?"},
    {0},
};

static const struct field_spec product_fields[] = {
    {16, 8, FIELD_ADDRESS, "pools", "The items of each place, a tuple of tuples."},
    {24, 8, FIELD_ADDRESS, "indices", "Which item of each is chosen: a block of numbers."},
    {32, 8, FIELD_ADDRESS, "result", "The tuple given out last, changed in place if nobody kept it."},
    {40, 4, FIELD_COUNT, "stopped", "Was the end reached?"},
    {0},
};

static const struct field_spec tee_fields[] = {
    {16, 8, FIELD_ADDRESS, "dataobj", "Where its next value is, or will be."},
    {24, 4, FIELD_COUNT, "index", "In which cell there."},
    {32, 8, FIELD_ADDRESS, "weakreflist", "The first of the weak references to the object, or 0."},
    {0},
};

static const struct field_spec tee_state_fields[] = {
    {16, 8, FIELD_ADDRESS, "dataobj", "Where its next value is, or will be."},
    {24, 4, FIELD_COUNT, "index", "In which cell there."},
    {32, 8, FIELD_ADDRESS, "weakreflist", "The first of the weak references to the object, or 0."},
    {40, 8, FIELD_ADDRESS, "state", "Of the module: where its types are."},
    {0},
};

static const struct field_spec zip_longest_fields[] = {
    {16, 8, FIELD_COUNT, "tuplesize", "How many iterators there are."},
    {24, 8, FIELD_COUNT, "numactive", "How many have not come to their end."},
    {32, 8, FIELD_ADDRESS, "ittuple", "The iterators, 0 for those at their end."},
    {40, 8, FIELD_ADDRESS, "result", "The tuple given out last, used again if nobody kept it."},
    {48, 8, FIELD_ADDRESS, "fillvalue", "What stands for the items of those at their end."},
    {0},
};

/* Of the data of a tee, before the cells. */
static const struct field_spec tee_data_fields[] = {
    {16, 8, FIELD_ADDRESS, "it", "The iterator that the values come from."},
    {24, 4, FIELD_COUNT, "numread", "How many cells are filled."},
    {28, 4, FIELD_COUNT, "running", "Is a value being taken?"},
    {32, 8, FIELD_ADDRESS, "nextlink", "Where the values after these are, or 0."},
    {0},
};

static const struct field_spec *const fixed[KIND_COUNT] = {
    [KIND_ITERTOOLS_COUNT] = count_fields,
    [KIND_ITERTOOLS_REPEAT] = repeat_fields,
    [KIND_ITERTOOLS_CHAIN] = chain_fields,
    [KIND_ITERTOOLS_COMPRESS] = compress_fields,
    [KIND_ITERTOOLS_DROPWHILE] = dropwhile_fields,
    [KIND_ITERTOOLS_TAKEWHILE] = takewhile_fields,
    [KIND_ITERTOOLS_FILTERFALSE] = function_and_source_fields,
    [KIND_ITERTOOLS_STARMAP] = function_and_source_fields,
    [KIND_ITERTOOLS_GROUPER] = grouper_fields,
    [KIND_ITERTOOLS_ISLICE] = islice_fields,
    [KIND_ITERTOOLS_BATCHED] = batched_fields,
    [KIND_ITERTOOLS_PERMUTATIONS] = permutations_fields,
    [KIND_ITERTOOLS_COMBINATIONS] = combinations_fields,
    [KIND_ITERTOOLS_COMBINATIONS_WITH_REPLACEMENT] = combinations_fields,
    [KIND_ITERTOOLS_PRODUCT] = product_fields,
    [KIND_ITERTOOLS_TEE_DATA] = tee_data_fields,
    [KIND_ITERTOOLS_ZIP_LONGEST] = zip_longest_fields,
};

const struct field_spec *layout_itertools_specs(const struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    bool heap_types = h->abi.itertools_are_heap_types;
    switch (kind) {
    case KIND_ITERTOOLS_CYCLE:
        return h->abi.cycle_has_no_first_pass ? cycle_fields : cycle_first_pass_fields;
    case KIND_ITERTOOLS_ACCUMULATE:
        return heap_types ? accumulate_state_fields : accumulate_fields;
    case KIND_ITERTOOLS_GROUPBY:
        return heap_types ? groupby_state_fields : groupby_fields;
    case KIND_ITERTOOLS_PAIRWISE:
        return heap_types ? pairwise_result_fields : pairwise_fields;
    case KIND_ITERTOOLS_TEE:
        return heap_types ? tee_state_fields : tee_fields;
    default:
        return fixed[kind];
    }
}
