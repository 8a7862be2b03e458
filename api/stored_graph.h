/* The object graph that the store keeps beside a snapshot, in parts. */
#ifndef API_STORED_GRAPH_H
#define API_STORED_GRAPH_H

#include "daemon/graph/graph.h"
#include "store/store.h"

struct stored_graph {
    struct store *store;
    int64_t record, number; /* the session in the store, the snapshot */
    /* afterwards: */
    enum store_status status; /* of the store, where it was that which failed */
    bool missing;             /* there is none, or no such snapshot */
};

/* A reference. GRAPH_CORRUPT also where the store failed or has none. */
enum graph_status stored_graph_read(struct stored_graph *stored, const struct graph_control *control,
                                    struct graph **graph) GRAPH_MUST_CHECK;

#endif
