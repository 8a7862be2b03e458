/* The fields of iterators and of views of dicts (layout.h). */
#include "daemon/heap/layout.h"

static const struct field_spec index_iterator_fields[] = {
    {16, 8, FIELD_SIGNED, "index", "Which item is next."},
    {24, 8, FIELD_ADDRESS, "it_seq", "What it goes through; 0 once the end was reached."},
    {0},
};

static const struct field_spec callable_iterator_fields[] = {
    {16, 8, FIELD_ADDRESS, "it_callable", "What is called for each item; 0 once the end was reached."},
    {24, 8, FIELD_ADDRESS, "it_sentinel", "The answer that is the end."},
    {0},
};

static const struct field_spec set_iterator_fields[] = {
    {16, 8, FIELD_ADDRESS, "si_set", "The set; 0 once the end was reached."},
    {24, 8, FIELD_SIGNED, "si_used", "How many items it had; -1 once it was found to have another number."},
    {32, 8, FIELD_COUNT, "si_pos", "Where in the table to go on."},
    {40, 8, FIELD_COUNT, "len", "How many items are left."},
    {0},
};

static const struct field_spec dict_view_fields[] = {{16, 8, FIELD_ADDRESS, "dv_dict", "The dict."}, {0}};

static const struct field_spec dict_iterator_fields[] = {
    {16, 8, FIELD_ADDRESS, "di_dict", "The dict; 0 once the end was reached."},
    {24, 8, FIELD_SIGNED, "di_used", "How many items it had; -1 once it was found to have another number."},
    {32, 8, FIELD_SIGNED, "di_pos", "Which entry is next."},
    {40, 8, FIELD_ADDRESS, "di_result", "Of items: the pair given out last, used again if nobody kept it."},
    {48, 8, FIELD_SIGNED, "len", "How many items are left."},
    {0},
};

static const struct field_spec deque_iterator_fields[] = {
    {16, 8, FIELD_ADDRESS, "b", "The block with the next item."},
    {24, 8, FIELD_SIGNED, "index", "Where in it that is."},
    {32, 8, FIELD_ADDRESS, "deque", "The deque."},
    {40, 8, FIELD_COUNT, "state", "The deque's state when it was made."},
    {48, 8, FIELD_COUNT, "counter", "How many items are left."},
    {0},
};

static const struct field_spec array_iterator_fields[] = {
    {16, 8, FIELD_COUNT, "index", "Which item is next."},
    {24, 8, FIELD_ADDRESS, "ao", "The array; 0 once the end was reached."},
    {32, 8, FIELD_ADDRESS, "getitem", "The function that makes an object of an item."},
    {0},
};

static const struct field_spec enumerate_fields[] = {
    {16, 8, FIELD_COUNT, "en_index", "The next number."},
    {24, 8, FIELD_ADDRESS, "en_sit", "The iterator that the items come from."},
    {32, 8, FIELD_ADDRESS, "en_result", "The pair given out last, used again if nobody kept it."},
    {40, 8, FIELD_ADDRESS, "en_longindex",
     "The next number where en_index cannot count any further; else 0."},
    {48, 8, FIELD_ADDRESS, "one", "The int 1, without a count."},
    {0},
};

static const struct field_spec zip_fields[] = {
    {16, 8, FIELD_COUNT, "tuplesize", "How many iterators there are."},
    {24, 8, FIELD_ADDRESS, "ittuple", "The iterators."},
    {32, 8, FIELD_ADDRESS, "result", "The tuple given out last, used again if nobody kept it."},
    {40, 4, FIELD_COUNT, "strict", "Must all be of the same length?"},
    {0},
};

static const struct field_spec filter_fields[] = {
    {16, 8, FIELD_ADDRESS, "func", "What decides, or None."},
    {24, 8, FIELD_ADDRESS, "it", "The iterator that the items come from."},
    {0},
};

static const struct field_spec generic_alias_iterator_fields[] = {
    {16, 8, FIELD_ADDRESS, "obj", "The alias; 0 once it was given."},
    {0},
};

static const struct field_spec *const fixed[KIND_COUNT] = {
    [KIND_LIST_ITERATOR] = index_iterator_fields,
    [KIND_LIST_REVERSE_ITERATOR] = index_iterator_fields,
    [KIND_TUPLE_ITERATOR] = index_iterator_fields,
    [KIND_STR_ITERATOR] = index_iterator_fields,
    [KIND_STR_ASCII_ITERATOR] = index_iterator_fields,
    [KIND_BYTES_ITERATOR] = index_iterator_fields,
    [KIND_BYTEARRAY_ITERATOR] = index_iterator_fields,
    [KIND_SEQUENCE_ITERATOR] = index_iterator_fields,
    [KIND_REVERSED] = index_iterator_fields,
    [KIND_CALLABLE_ITERATOR] = callable_iterator_fields,
    [KIND_SET_ITERATOR] = set_iterator_fields,
    [KIND_DICT_KEYS] = dict_view_fields,
    [KIND_DICT_VALUES] = dict_view_fields,
    [KIND_DICT_ITEMS] = dict_view_fields,
    [KIND_ORDERED_KEYS] = dict_view_fields,
    [KIND_ORDERED_VALUES] = dict_view_fields,
    [KIND_ORDERED_ITEMS] = dict_view_fields,
    [KIND_DICT_KEY_ITERATOR] = dict_iterator_fields,
    [KIND_DICT_VALUE_ITERATOR] = dict_iterator_fields,
    [KIND_DICT_ITEM_ITERATOR] = dict_iterator_fields,
    [KIND_DICT_REVERSE_KEY_ITERATOR] = dict_iterator_fields,
    [KIND_DICT_REVERSE_VALUE_ITERATOR] = dict_iterator_fields,
    [KIND_DICT_REVERSE_ITEM_ITERATOR] = dict_iterator_fields,
    [KIND_DEQUE_ITERATOR] = deque_iterator_fields,
    [KIND_DEQUE_REVERSE_ITERATOR] = deque_iterator_fields,
    [KIND_ARRAY_ITERATOR] = array_iterator_fields,
    [KIND_ENUMERATE] = enumerate_fields,
    [KIND_ZIP] = zip_fields,
    [KIND_FILTER] = filter_fields,
    [KIND_GENERIC_ALIAS_ITERATOR] = generic_alias_iterator_fields,
};

/* Where the layout depends on the version. Of ranges: numbers, or addresses of ints. */
#define RANGE_FIELDS(name, form, index)                                                                      \
    static const struct field_spec name[] = {                                                                \
        {16, 8, form, index ? "index" : "start", index ? "Which number is next." : "The next number."},      \
        {24, 8, form, index ? "start" : "step", index ? "Where it starts." : STEP},                          \
        {32, 8, form, index ? "step" : "len", index ? STEP : "How many are left."},                          \
        {40, index ? 8 : 0, form, "len", "How many there are."},                                             \
        {0},                                                                                                 \
    }
#define STEP "How far it is from one to the next."
RANGE_FIELDS(range_indexed, FIELD_SIGNED, true);
RANGE_FIELDS(range_counting, FIELD_SIGNED, false);
RANGE_FIELDS(longrange_indexed, FIELD_ADDRESS, true);
RANGE_FIELDS(longrange_counting, FIELD_ADDRESS, false);

#define MAP_FIELDS                                                                                           \
    {16, 8, FIELD_ADDRESS, "iters", "The iterators that the arguments come from."},                          \
    {                                                                                                        \
        24, 8, FIELD_ADDRESS, "func", "What is called with each."                                            \
    }
static const struct field_spec map_plain[] = {MAP_FIELDS, {0}};
static const struct field_spec map_strict[] = {
    MAP_FIELDS, {32, 4, FIELD_COUNT, "strict", "Must all be of the same length?"}, {0}};

#define TEE_VALUES 40 /* where the cells of a tee's data begin */

static const struct field_spec *specs_of(const struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    bool counting = h->abi.range_iterator_counts_down;
    if (kind == KIND_RANGE_ITERATOR)
        return counting ? range_counting : range_indexed;
    if (kind == KIND_LONGRANGE_ITERATOR)
        return counting ? longrange_counting : longrange_indexed;
    if (kind == KIND_MAP)
        return h->abi.map_strict ? map_strict : map_plain;
    const struct field_spec *specs = fixed[kind] ? fixed[kind] : layout_itertools_specs(h, o);
    if (!specs)
        specs = layout_functools_specs(h, o);
    return specs ? specs : layout_library_specs(h, o);
}

bool layout_iterator(struct layout *l, addr o)
{
    const struct field_spec *specs = specs_of(l->h, o);
    if (specs)
        layout_specs(l, o, specs);
    if (object_kind(l->h, o) == KIND_ITERTOOLS_TEE_DATA)
        layout_items(l, o + TEE_VALUES, 0, 57, "values",
                     "A value that one of the iterators has taken, or 0.");
    return specs;
}

const char *layout_iterator_field(const struct heap *h, addr o, addr at)
{
    for (const struct field_spec *s = specs_of(h, o); s && s->size; s++)
        if (at == o + s->offset)
            return s->name;
    if (object_kind(h, o) == KIND_ITERTOOLS_TEE_DATA && at >= o + TEE_VALUES)
        return "values";
    if (object_kind(h, o) == KIND_FUNCTOOLS_LRU_CACHE)
        return "root.next"; /* what the links have */
    return NULL;
}
