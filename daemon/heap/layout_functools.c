/* The fields of the types of functools and operator, and of the dicts of collections behind those of any dict
 * (layout.h). */
#include "daemon/heap/layout.h"

#define WEAKREFLIST "The first of the weak references to the object; 0: none."
#define DICT        "The dict of its attributes; 0: not made yet."
#define VECTORCALL  "Where the code is that is called."

static const struct field_spec partial_fields[] = {
    {16, 8, FIELD_ADDRESS, "fn", "What is called."},
    {24, 8, FIELD_ADDRESS, "args", "The arguments that come first."},
    {32, 8, FIELD_ADDRESS, "kw", "The arguments by name, which a call may overrule."},
    {40, 8, FIELD_ADDRESS, "dict", DICT},
    {48, 8, FIELD_ADDRESS, "weakreflist", WEAKREFLIST},
    {56, 8, FIELD_ADDRESS, "vectorcall", VECTORCALL},
    {0},
};

static const struct field_spec partial_placeholder_fields[] = {
    {16, 8, FIELD_ADDRESS, "fn", "What is called."},
    {24, 8, FIELD_ADDRESS, "args", "The arguments that come first."},
    {32, 8, FIELD_ADDRESS, "kw", "The arguments by name, which a call may overrule."},
    {40, 8, FIELD_ADDRESS, "dict", DICT},
    {48, 8, FIELD_ADDRESS, "weakreflist", WEAKREFLIST},
    {56, 8, FIELD_ADDRESS, "placeholder", "functools.Placeholder, without a count."},
    {64, 8, FIELD_COUNT, "phcount", "How many of the arguments are it, and come with the call."},
    {72, 8, FIELD_ADDRESS, "vectorcall", VECTORCALL},
    {0},
};

static const struct field_spec lru_cache_fields[] = {
    {16, 8, FIELD_ADDRESS, "root.prev",
     "The link with the newest result, without a count; the cache itself: none."},
    {24, 8, FIELD_ADDRESS, "root.next", "The link with the oldest result."},
    {32, 8, FIELD_SIGNED, "root.hash", "Not used: the ring begins and ends here."},
    {40, 8, FIELD_ADDRESS, "root.key", "Not used."},
    {48, 8, FIELD_ADDRESS, "root.result", "Not used."},
    {56, 8, FIELD_ADDRESS, "wrapper",
     "The function that a call runs: without results, for any number, or for some."},
    {64, 4, FIELD_COUNT, "typed", "Are arguments of different types different?"},
    {72, 8, FIELD_ADDRESS, "cache", "A dict: of each key the result, or the link that has it."},
    {80, 8, FIELD_SIGNED, "hits", "How many results were there."},
    {88, 8, FIELD_ADDRESS, "func", "What is called for a result that is not there."},
    {96, 8, FIELD_SIGNED, "maxsize", "How many results are kept; -1: all."},
    {104, 8, FIELD_SIGNED, "misses", "How many results were not there."},
    {112, 8, FIELD_ADDRESS, "cache_info_type", "What makes the answer of cache_info()."},
    {120, 8, FIELD_ADDRESS, "lru_list_elem_type", "The type of the links."},
    {128, 8, FIELD_ADDRESS, "kwd_mark", "What stands between the arguments and those by name, in a key."},
    {136, 8, FIELD_ADDRESS, "dict", DICT},
    {144, 8, FIELD_ADDRESS, "weakreflist", WEAKREFLIST},
    {0},
};

static const struct field_spec lru_link_fields[] = {
    {16, 8, FIELD_ADDRESS, "prev", "The link with the next older result, without a count."},
    {24, 8, FIELD_ADDRESS, "next", "The link with the next newer one."},
    {32, 8, FIELD_SIGNED, "hash", "The hash of the key."},
    {40, 8, FIELD_ADDRESS, "key", "The arguments."},
    {48, 8, FIELD_ADDRESS, "result", "The result for them."},
    {0},
};

static const struct field_spec compare_key_fields[] = {
    {16, 8, FIELD_ADDRESS, "cmp", "The function that compares."},
    {24, 8, FIELD_ADDRESS, "object", "What is compared; 0: this makes the keys."},
    {0},
};

static const struct field_spec itemgetter_fields[] = {
    {16, 8, FIELD_COUNT, "nitems", "How many items it gets."},
    {24, 8, FIELD_ADDRESS, "item", "The index or key; a tuple of several."},
    {32, 8, FIELD_SIGNED, "index",
     "It as a number, to get an item of a tuple at once; -1: it is no such number."},
    {40, 8, FIELD_ADDRESS, "vectorcall", VECTORCALL},
    {0},
};

static const struct field_spec attrgetter_fields[] = {
    {16, 8, FIELD_COUNT, "nattrs", "How many attributes it gets."},
    {24, 8, FIELD_ADDRESS, "attr", "A tuple of their names; of a name with dots a tuple of its parts."},
    {32, 8, FIELD_ADDRESS, "vectorcall", VECTORCALL},
    {0},
};

#define METHODCALLER_FIELDS                                                                                  \
    {16, 8, FIELD_ADDRESS, "name", "The name of the method."},                                               \
        {24, 8, FIELD_ADDRESS, "args", "Its arguments."},                                                    \
    {                                                                                                        \
        32, 8, FIELD_ADDRESS, "kwds", "Those by name; 0: none."                                              \
    }
static const struct field_spec methodcaller_fields[] = {METHODCALLER_FIELDS, {0}};
static const struct field_spec methodcaller_vectorcall_fields[] = {
    METHODCALLER_FIELDS,
    {40, 8, FIELD_ADDRESS, "vectorcall_args",
     "The arguments as a call takes them; 0: there was no call yet."},
    {48, 8, FIELD_ADDRESS, "vectorcall_kwnames", "The names of the last of them."},
    {56, 8, FIELD_ADDRESS, "vectorcall", VECTORCALL},
    {0},
};

static const struct field_spec ordered_dict_fields[] = {
    {48, 8, FIELD_ADDRESS, "od_first", "The node of the first key; 0: there is none."},
    {56, 8, FIELD_ADDRESS, "od_last", "The node of the last key."},
    {64, 8, FIELD_ADDRESS, "od_fast_nodes", "A block with the node of each entry of the key table."},
    {72, 8, FIELD_COUNT, "od_fast_nodes_size", "How many slots the key table had then."},
    {80, 8, FIELD_ADDRESS, "od_resize_sentinel", "The key table that od_fast_nodes is for."},
    {88, 8, FIELD_COUNT, "od_state", "Counts changes of the order."},
    {96, 8, FIELD_ADDRESS, "od_inst_dict", DICT},
    {104, 8, FIELD_ADDRESS, "od_weakreflist", WEAKREFLIST},
    {0},
};

static const struct field_spec default_dict_fields[] = {
    {48, 8, FIELD_ADDRESS, "default_factory", "What makes the value of a key that is not there; 0: none."},
    {0},
};

static const struct field_spec ordered_iterator_fields[] = {
    {16, 4, FIELD_FLAGS, "kind", "1: backwards; 2: gives keys; 4: gives values."},
    {24, 8, FIELD_ADDRESS, "di_odict", "The dict; 0 once the end was reached."},
    {32, 8, FIELD_SIGNED, "di_size", "How many items it had; -1 once it was found to have another number."},
    {40, 8, FIELD_COUNT, "di_state", "Its od_state when the iterator was made."},
    {48, 8, FIELD_ADDRESS, "di_result", "Of items: the pair given out last, used again if nobody kept it."},
    {56, 8, FIELD_ADDRESS, "di_current", "The next key; 0 at the end."},
    {0},
};

const struct field_spec *layout_functools_specs(const struct heap *h, addr o)
{
    switch (object_kind(h, o)) {
    case KIND_FUNCTOOLS_PARTIAL:
        return h->abi.partial_has_placeholder ? partial_placeholder_fields : partial_fields;
    case KIND_FUNCTOOLS_LRU_CACHE:
        return lru_cache_fields;
    case KIND_FUNCTOOLS_LRU_LINK:
        return lru_link_fields;
    case KIND_FUNCTOOLS_COMPARE_KEY:
        return compare_key_fields;
    case KIND_OPERATOR_ITEMGETTER:
        return itemgetter_fields;
    case KIND_OPERATOR_ATTRGETTER:
        return attrgetter_fields;
    case KIND_OPERATOR_METHODCALLER:
        return h->abi.methodcaller_has_vectorcall ? methodcaller_vectorcall_fields : methodcaller_fields;
    case KIND_ORDERED_DICT:
        return ordered_dict_fields;
    case KIND_DEFAULT_DICT:
        return default_dict_fields;
    case KIND_ORDERED_ITERATOR:
        return ordered_iterator_fields;
    default:
        return NULL;
    }
}
