/* A graph of a stored snapshot, or all of them one after the other: what the tables of object graphs have in
 * common (table_graphs.c, table_graph_roots.c). */
#ifndef HEAPD_QUERY_TABLE_GRAPHS_H
#define HEAPD_QUERY_TABLE_GRAPHS_H

#include "daemon/query/table.h"

struct graph_cursor {
    struct cursor c;
    struct graph *graph;             /* a reference, as is the analysis */
    struct graph_analysis *analysis; /* NULL: not needed yet */
    int64_t number;
    bool one;
};

/* The graph of snapshot `number` or, when all are asked for, of the next one behind it that has one. `ended`
 * when there is none. */
int graph_cursor_load(struct graph_cursor *g, int64_t number);
/* "snapshot =", the first of the values if it is used. */
int graph_cursor_start(struct graph_cursor *g, bool used, sqlite3_value *value);
void graph_cursor_close(struct cursor *base);
void result_graph_text(sqlite3_context *out, struct graph_text text);

#endif
