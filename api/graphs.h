/*
 * Analysed graphs that were asked about lately, of heaps and of snapshots: asked once is asked again. Bounded
 * by bytes; what was not used for longest goes first. Any thread.
 */
#ifndef API_GRAPHS_H
#define API_GRAPHS_H

#include "daemon/graph/analysis.h"

struct graphs;

/* `directory`: where columns that are large are kept while they are in use, in files without a name; NULL: in
 * memory. `bytes`: of what is kept after use. NULL: no memory. */
struct graphs *graphs_new(const char *directory, uint64_t bytes);
void graphs_free(struct graphs *graphs); /* NULL is ignored */
const char *graphs_directory(const struct graphs *graphs);

/* Which graph: of a session's heap at a step, or of a snapshot. Neither records nor a session's snapshots'
 * numbers are ever used again. */
struct graph_key {
    int64_t session;  /* the store's record, or whatever else is one session's own */
    uint64_t step;    /* of a heap */
    int64_t snapshot; /* 0: of the heap */
};

/* To be asked before a snapshot's graph is loaded: what was forgotten from then on is not kept after all. */
uint64_t graphs_now(struct graphs *graphs);
/* A reference, or NULL: it is not there. */
struct graph_analysis *graphs_find(struct graphs *graphs, const struct graph_key *key);
/* Keeps a reference of its own, unless there is no room, or the graph is a snapshot's and one was forgotten
 * since: it may have been that. Of a session's heap it keeps the last one only. */
void graphs_keep(struct graphs *graphs, const struct graph_key *key, uint64_t since,
                 struct graph_analysis *analysis);
/* What belongs to a snapshot that is no more: the store has it no more. */
void graphs_forget(struct graphs *graphs, int64_t session, int64_t snapshot);

#endif
