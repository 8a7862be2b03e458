/* What a builder has collected. For builder.c and finish.c only. */
#ifndef HEAPD_GRAPH_BUILDER_H
#define HEAPD_GRAPH_BUILDER_H

#include "daemon/graph/value.h"

struct text_index {
    uint32_t *slots;
    size_t slot_count; /* a power of two; 0 at first */
};

struct root_input {
    uint64_t address;
    uint32_t text, number;
    uint8_t kind;
};

struct graph_builder {
    struct graph_value *value; /* its columns, in the order of the input; `to` and roots come last */
    char *directory;
    uint64_t seed;
    struct text_index index;
    struct column hashes;       /* by text */
    struct column type_of_text; /* by text, as far as types_known */
    uint32_t types_known;
    struct column targets; /* by edge: addresses */
    struct column keys;    /* addresses of keys; labels of values are places in it */
    uint32_t key_count;
    struct column references; /* by node: those known to be there; empty: not known of any */
    struct column roots;
    bool unsorted; /* addresses do not rise */
    bool by_items; /* some nodes are equal by their items */
};

#endif
