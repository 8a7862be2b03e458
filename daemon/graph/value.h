/* A graph and the columns that it lies in. For this library only. */
#ifndef HEAPD_GRAPH_VALUE_H
#define HEAPD_GRAPH_VALUE_H

#include "daemon/graph/column.h"
#include <stdatomic.h>

enum graph_column {
    COLUMN_ADDRESS, /* by node */
    COLUMN_SIZE,
    COLUMN_CONTENT,
    COLUMN_BIRTH,
    COLUMN_TYPE,
    COLUMN_TEXT,
    COLUMN_WASTED,
    COLUMN_FLAGS,
    COLUMN_FIRST,
    COLUMN_TO, /* by edge */
    COLUMN_LABEL,
    COLUMN_KIND,
    COLUMN_ROOTS,
    COLUMN_TYPE_NAME,
    COLUMN_TEXT_FIRST,
    COLUMN_TEXTS,
    COLUMN_COUNT
};

struct graph_value {
    struct graph graph;
    struct column columns[COLUMN_COUNT];
    atomic_uint references;
};

/* Points the graph's members at the columns, and sums up. */
void graph_value_settle(struct graph_value *value);
/* Frees it, whatever is in it. */
void graph_value_drop(struct graph_value *value);
/* Gives BY_ITEMS nodes of a settled graph their contents. */
enum graph_status graph_value_contents(struct graph_value *value,
                                       const struct graph_control *control) GRAPH_MUST_CHECK;

static inline bool graph_kind_has_text(unsigned kind)
{
    return kind == GRAPH_EDGE_ATTRIBUTE || kind == GRAPH_EDGE_SLOT || kind == GRAPH_EDGE_NAMED_VALUE ||
           kind == GRAPH_EDGE_CELL || kind == GRAPH_EDGE_LOCAL || kind == GRAPH_EDGE_INTERNAL;
}

/* Two words made one, every bit of both in every bit of it. */
static inline uint64_t graph_mix(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)(a ^ 0x9e3779b97f4a7c15u) * (b ^ 0xd6e8feb86659fd93u);
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

#endif
